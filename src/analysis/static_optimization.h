// static_optimization.h: which muscle forces make a motion, as OpenSim's StaticOptimization asks
// it.
//
//   minimise  sum_i w_i |x_i|^p   subject to   A x = b,   lo <= x <= hi                 (A3)
//   A_ri = F_i r_ri + sum_d C_rd F_i r_di        b_r = tau_r + sum_d C_rd tau_d         (A4)
//
// x_i is the activation of a muscle or the control of another actuator, F_i its force at x_i = 1,
// r_ri what a unit of that force does at coordinate r: its moment arm. Rows are the coordinates
// that are free; a dependent coordinate d adds to those that drive it, C_rd = dq_d / dq_r. tau is
// what the motion needs beyond gravity, loads, springs, ligaments and limits. Theory:
// docs/theory/analysis.md.
#pragma once

#include "analysis/analysis.h"
#include "solve/recruit.h"

typedef enum ps_so_criterion {
  PS_SO_ACTIVATION, // w = 1: OpenSim's
  PS_SO_VOLUME,     // w = muscle volume (max_isometric_force x optimal_fiber_length) over the mean
  PS_SO_FORCE,      // w x^p = (force at no length or speed over the mean max_isometric_force)^p
  PS_SO_CRITERIA
} ps_so_criterion;

const char *ps_so_criterion_name(ps_so_criterion c);

typedef struct ps_so_options {
  const char *name; // of the analysis, in file names
  double exponent;
  ps_so_criterion criterion;
  bool physiology; // F_i of muscles: active force with a rigid tendon; else max_isometric_force
  bool passive;    // passive muscle forces act; OpenSim leaves them out
} ps_so_options;

// OpenSim's.
ps_so_options ps_so_default(void);

ps_status ps_so_create(ps_analysis **analysis, const ps_trial *trial, const ps_so_options *options,
                       ps_error *err);

// Where things stand in a row.
typedef struct ps_so_layout {
  int activation, nactivation; // one per actuator that applies
  int force, nforce;           // records of all forces, then of the loads
  int quality;                 // PS_SO_QUALITY numbers
  int needed, reserve, unmet;  // one per free coordinate [N m | N]
  int nrow;
  const int *row_coord; // these coordinates
  const int *actuator;  // force of each activation
  const bool *driven;   // of each free coordinate: some muscle can turn it
} ps_so_layout;

typedef enum ps_so_quality {
  PS_SO_OUTCOME, // ps_recruit_outcome
  PS_SO_NEWTON,
  PS_SO_BALANCE,
  PS_SO_STATIONARITY,
  PS_SO_OBJECTIVE,
  PS_SO_QUALITY
} ps_so_quality;

const ps_so_layout *ps_so_layout_of(const ps_analysis *a);

// What is asked in a frame, (A3), and the memory that its solver works in; until the worker's next
// frame. For those who watch the solver at work: an analysis asks and solves by itself.
typedef struct ps_so_problem {
  const ps_recruit_problem *problem;
  ps_recruit_work *work;
  ps_recruit_frame frame;
  int nrow, ncol, nentry;
} ps_so_problem;

ps_so_problem ps_so_frame_problem(const ps_analysis *a, void *worker, ps_data *d, int frame);
