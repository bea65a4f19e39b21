// recruit.h: which muscle carries how much, at one instant.
//
//   minimise  sum_i w_i |x_i|^p    subject to  A x = b,  lo_i <= x_i <= hi_i          (R1)
//
// One row of A per coordinate (moment or force per unit of x), one column per muscle or reserve.
// Solved on the dual, with one price per row instead of one activation per column, by a semismooth
// Newton method with a line search. A demand that no x can meet is missed by as little as possible,
// and what is missing is reported row by row.
//
// Sources: [crowninshield1981] the criterion, [hintermuller2002] the method, [chiche2016] demands
// out of reach.  Theory: docs/theory/recruitment.md.
// Units: rows in N m or N, as the caller's; x is a fraction of maximum or the control of a reserve.
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "psoas/status.h"

// A problem for a whole trial: which entries of A can differ from zero, and the criterion.
typedef struct ps_recruit_spec {
  int nrow, ncol;
  const int *start;     // ncol + 1: the entries of column i are start[i] .. start[i + 1] - 1
  const int *row;       // row of each entry, no row twice in a column
  const double *weight; // ncol, > 0; NULL: all 1
  const double *lo;     // ncol; -INFINITY: none
  const double *hi;     // ncol; +INFINITY: none; may equal lo
  double power;         // p in (R1), 1 < p <= 10
  bool iterates;        // frames are rounds of an iteration: the next starts where the last ended,
                        // and not where a motion would go on to
} ps_recruit_spec;

typedef struct ps_recruit_problem ps_recruit_problem; // immutable, shared by threads
typedef struct ps_recruit_work ps_recruit_work;       // one per thread

// Compile `spec`, which may go away afterwards; the problem lives in `pool`.
ps_status ps_recruit_create(ps_pool *pool, const ps_recruit_spec *spec,
                            const ps_recruit_problem **problem, ps_error *err);
// Other weights of the columns, as if it had been compiled with them; no other thread may be
// solving it.
void ps_recruit_reweigh(const ps_recruit_problem *problem, const double *weight);

// Place the work block in `arena`; NULL while the arena only counts.
ps_recruit_work *ps_recruit_place(const ps_recruit_problem *problem, ps_arena *arena);

// Forget the frames solved before; the next one starts cold.
void ps_recruit_restart(ps_recruit_work *work);

// Start the next frame at these prices [nrow], in the caller's order: those of a problem like this.
void ps_recruit_start(const ps_recruit_problem *problem, ps_recruit_work *work,
                      const double *price);

// One frame, in the caller's order of entries, rows and columns.
typedef struct ps_recruit_frame {
  const double *value;   // entries of A
  const double *demand;  // nrow: b
  const double *lo, *hi; // ncol; NULL: those of the problem
  const double *origin;  // ncol: |x - origin| counts in (R1) instead of |x|; NULL: 0
} ps_recruit_frame;

typedef enum ps_recruit_outcome {
  PS_RECRUIT_SOLVED,
  PS_RECRUIT_INFEASIBLE,      // the demand is out of reach; x misses it by as little as possible
  PS_RECRUIT_ITERATION_LIMIT, // x is within its bounds, and no more is certain
  PS_RECRUIT_BAD_INPUT,       // not finite, or lo > hi; x is zero
} ps_recruit_outcome;

typedef struct ps_recruit_report {
  ps_recruit_outcome outcome;
  int newton;          // Newton steps
  double balance;      // ||A x + unmet - b||_inf / max(1, ||b||_inf)
  double stationarity; // worst violation of the conditions on x and its bounds (R9)
  double criterion;    // sum w |x - origin|^p
  int nunmet;          // rows of which something is missing
  const double *unmet; // nrow [unit of the row]: b - A x where it is not 0 to rounding
  const double *price; // nrow: d criterion / d b
} ps_recruit_report;   // arrays are those of the work: until the next solve

// Solve one frame into x[ncol]. It starts from the frames before; the answer depends on them by
// rounding only. SOLVED and INFEASIBLE promise a balance and a stationarity below 1e-9; where terms
// far larger than b cancel in a row, what their rounding allows (1e-12 of them) instead.
ps_recruit_outcome ps_recruit_solve(const ps_recruit_problem *problem, ps_recruit_work *work,
                                    const ps_recruit_frame *frame, double *x,
                                    ps_recruit_report *report);

// How x of the frame just solved follows a change of its demand: x[ncol] = (dx/db) demand, columns
// at a bound staying there. False, and zero, where no free column can meet the change.
bool ps_recruit_sensitivity(const ps_recruit_problem *problem, ps_recruit_work *work,
                            const double *demand, double *x);

// How prices follow changes of the demand of the frame just solved, where column i gives way by
// ease[i] = dx/ds, 0 at a bound: overwrites each of n changes [nrow] by that of the prices. `least`
// is added to the stiffness of every row, so that there is an answer where no column gives way.
void ps_recruit_reprice(const ps_recruit_problem *problem, ps_recruit_work *work,
                        const double *ease, double least, int n, double *change);
