// so_plan.h: the compiled form of static optimization: which entries of A are made of what.
#pragma once

#include "analysis/static_optimization.h"

// A coordinate that follows others through a coupler.
typedef struct ps_so_dependent {
  int coordinate, constraint;
} ps_so_dependent;

// A part of an entry of A: what the actuator does at one of its coordinates, times how much that
// coordinate moves with the row's.
typedef struct ps_so_term {
  int entry, local; // `local`: position among the column's coordinates
  int reach;        // in worker->reach; -1: the row's own coordinate
} ps_so_term;

typedef struct ps_so_column {
  int force, muscle, path; // muscle, path: -1: none
  int coord, ncoord;       // range in plan->coord
  int term, nterm, entry, nentry;
} ps_so_column;

typedef struct ps_so_plan {
  ps_so_options o;
  ps_so_layout layout;
  int nrow, ncol, ncoord, nterm, nentry, ndependent, nrecord;
  const int *row_coord;
  int *coord_row;             // -1: none
  ps_so_dependent *dependent; // in an order in which each follows those it depends on
  const int *coord_dependent; // -1: none
  ps_so_column *column;
  int *coord;
  ps_so_term *term;
  const ps_recruit_problem *problem;
} ps_so_plan;

// The plan of an analysis, in its pool.
ps_status ps_so_plan_create(ps_analysis *a, const ps_so_options *options, ps_so_plan **plan,
                            ps_error *err);

// What muscles count in the criterion; `weight` has one number per column.
void ps_so_weights(const ps_model *m, const ps_so_plan *plan, double *weight);
