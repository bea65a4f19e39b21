// recruit_inner.h: what the files of the recruitment solver share.
//
// Inside, columns are sorted by their number of entries, so that loops over one column have a fixed
// length, and rows are ordered so that rows that share muscles stay together. Long columns with the
// same rows are a bundle, and their entries are filled up with zeros to a multiple of four, so that
// loops over them are vector operations. Equations (R1) to (R14): docs/theory/recruitment.md.
#pragma once

#include <stdbool.h>

#include "num/dense.h"
#include "solve/recruit.h"

// Consecutive columns with the same number of entries.
typedef struct ps_recruit_group {
  bool bundle;      // the same rows in every column, and one list of pairs for all of them
  int count;        // entries in each column
  int column, ncol; // first column, how many
  int entry, pair;  // where their entries and pairs of entries begin
} ps_recruit_group;

struct ps_recruit_problem {
  int nrow, ncol, nentry, ngroup, nfiller;
  double power;
  bool iterates;
  ps_recruit_group *group;
  int *caller_column; // ncol
  int *caller_row;    // nrow
  int *caller_entry;  // nentry
  int *filler;        // nfiller: entries that are zeros and fill up
  int *row;           // nentry: row of each entry
  int *pair;          // where each product of two entries of a column goes in H
  double *weight;     // ncol
  double *gain;       // ncol: 1 / (p w)
  double *gentle;     // ncol: dx/ds near x = 0
  double *lo, *hi;    // ncol
  double *reach;      // ncol: largest |x| the bounds allow, or a natural unit of x
  double *typical;    // ncol: dx/ds on the way from 0 to the reach
  int *last, *start;  // nrow, nrow + 1: of the shape
  ps_envelope shape;  // of H
};

// A point on the dual, its price, and what follows from it.
typedef struct ps_recruit_point {
  double *price;      // nrow: lambda
  double *worth;      // ncol: s = A' price, what one unit of x earns            (R2)
  double *x;          // ncol                                                   (R3)
  double *compliance; // ncol: D = dx/ds, 0 at a bound
  double *imbalance;  // nrow: g = A x - demand, plus what a soft row gives      (R4)
} ps_recruit_point;

struct ps_recruit_work {
  // the frame
  double *value;         // nentry: A
  double *demand;        // nrow: b
  const double *lo, *hi; // ncol
  double *frame_lo, *frame_hi;

  // recruit_newton.c
  ps_recruit_point here, trial, probe;
  double *step;      // nrow: of the price
  double *slide;     // ncol: A' step
  double *H;         // entries of the envelope
  double *lift;      // nrow: pivots where H has none, from the frame
  double *scratch;   // nrow
  double (*four)[4]; // nrow: changes of price

  // recruit_reach.c, recruit_sharpen.c
  double *unit2;               // nrow: square of the unit in which a miss is measured
  double *unmet, *moved;       // nrow: b - A x, and its change
  double *asked;               // nrow: what is asked instead of b
  double *target;              // nrow: what is asked of a correction
  double *give, *center;       // nrow: of soft rows
  double *held_lo, *held_hi;   // ncol: bounds under which the miss stays least
  double *near_lo, *near_hi;   // ncol: bounds of a correction
  double *kept_x, *kept_price; // ncol, nrow: where a correction starts
  double *stretch;             // ncol: how far a correction may go, or where its origin lies
  double *ease;                // ncol: dx/ds of a correction

  // the trial
  int nframe;                  // prices known, at most 2
  double *miss_x, *miss_price; // ncol, nrow: of the last least miss
  double miss_ease;
  bool beyond;                   // the last demand was out of reach
  double *last_price[2];         // nrow, newest first
  double *out_unmet, *out_price; // nrow, in the caller's order
};

// A separable problem on the columns of the frame, to be solved for prices:
//   A x + give (price - center) = demand,   x_i = clip(sign(s) (|s| gain)^(1/(power-1)), lo, hi)
typedef struct ps_recruit_task {
  double power;
  const double *gain;    // ncol
  const double *gentle;  // ncol; power 2 has none
  const double *typical; // ncol
  const double *lo, *hi; // ncol
  const double *demand;  // nrow
  const double *give;    // nrow, > 0; NULL: hard rows
  const double *center;  // nrow, with give
} ps_recruit_task;

// recruit_columns.c: loops over the columns

// s = A' price
void ps_recruit_worth(const ps_recruit_problem *p, const double *value, const double *price,
                      double *worth);
// g += A x
void ps_recruit_add_moments(const ps_recruit_problem *p, const double *value, const double *x,
                            double *g);
// g = A x - demand
void ps_recruit_balance(const ps_recruit_problem *p, const double *value, const double *x,
                        const double *demand, double *g);
// sum_r = sum_i a_ri^2 c_i
void ps_recruit_squares(const ps_recruit_problem *p, const double *value, const double *c,
                        double *sum);
// Lower triangle of A D A'
void ps_recruit_stiffness(const ps_recruit_problem *p, const double *value,
                          const double *compliance, double *H);
// What adds up to each row, |demand| + sum |a x| -> scratch; the largest |imbalance| of a row as a
// share of that; and both.
void ps_recruit_sizes(const ps_recruit_problem *p, ps_recruit_work *w, const double *demand,
                      const double *x);
double ps_recruit_worst(const ps_recruit_problem *p, const ps_recruit_work *w,
                        const double *imbalance);
double ps_recruit_share(const ps_recruit_problem *p, ps_recruit_work *w, const double *demand,
                        const double *x, const double *imbalance);

// recruit_bundle.c: the same loops over a bundle; what belongs to columns begins with it

// The columns and rows of a bundle.
typedef struct ps_recruit_bundle {
  int count, ncol;
  const int *row;      // count
  const int *pair;     // of the products of two entries: squares of 4 x 4 below the diagonal, row
                       // of squares by row, then the triangles on the diagonal
  const double *value; // count for each column
} ps_recruit_bundle;
void ps_recruit_bundle_worth(const ps_recruit_bundle *b, const double *price, double *worth);
void ps_recruit_bundle_moments(const ps_recruit_bundle *b, const double *x, double *g);
void ps_recruit_bundle_squares(const ps_recruit_bundle *b, const double *c, double *sum);
void ps_recruit_bundle_sizes(const ps_recruit_bundle *b, const double *x, const double *reach,
                             double *size);
void ps_recruit_bundle_stiffness(const ps_recruit_bundle *b, const double *compliance, double *H);

// recruit_response.c: one column at a time

// x and compliance from worth                                                       (R3)
void ps_recruit_respond(const ps_recruit_problem *p, const ps_recruit_task *task,
                        const double *worth, double *x, double *compliance);
// The worth that x answers, and dx/ds there.
void ps_recruit_slope(const ps_recruit_problem *p, const ps_recruit_task *task, const double *x,
                      double *slope);
void ps_recruit_slope_compliance(const ps_recruit_problem *p, const ps_recruit_task *task,
                                 const double *x, double *compliance);

// recruit_newton.c

typedef enum ps_recruit_end {
  PS_RECRUIT_REACHED,   // the minimum of the dual, as far as rounding shows it
  PS_RECRUIT_UNBOUNDED, // the dual falls without end: the demand is out of reach
  PS_RECRUIT_STUCK,
} ps_recruit_end;

// From w->here.price to the minimum of the dual; `cold` if that price is no guess. Adds to *steps.
ps_recruit_end ps_recruit_newton(const ps_recruit_problem *p, ps_recruit_work *w,
                                 const ps_recruit_task *task, bool cold, int *steps);

// Remove what rounding has left of the imbalance at w->here, as long as the strain stays below
// `slack`. Returns the largest imbalance as a share of its row.
double ps_recruit_settle(const ps_recruit_problem *p, ps_recruit_work *w,
                         const ps_recruit_task *task, double slack);

// How far w->here is from where every x_i is the best answer to its worth, at a bound as well: the
// largest gain left per reach, beside the largest worth of a reach.               (R9)
double ps_recruit_strain(const ps_recruit_problem *p, ps_recruit_work *w,
                         const ps_recruit_task *task, const ps_recruit_point *at);

// At w->here, with `compliance`: overwrite w->step, a change of demand, by the change of price that
// meets it, and w->slide by the change of worth. False where no free column can meet it.
bool ps_recruit_follow(const ps_recruit_problem *p, ps_recruit_work *w, const ps_recruit_task *task,
                       const double *compliance);

// recruit_sharpen.c

// Correct w->here where rounding of the prices hides x. Returns the share as above.
double ps_recruit_sharpen(const ps_recruit_problem *p, ps_recruit_work *w,
                          const ps_recruit_task *task, int *steps);

// recruit_reach.c

// Where `task` has no solution or resists: the x that misses the demand by as little as possible,
// and among these the best. Leaves w->here, w->unmet and w->held_lo, w->held_hi.
ps_recruit_outcome ps_recruit_reach(const ps_recruit_problem *p, ps_recruit_work *w,
                                    const ps_recruit_task *task, int *steps);

// [-]  strain that counts as none
#define PS_RECRUIT_SLACK 1e-11
// [-]  imbalance of a row that counts as none, as a share of its moments
#define PS_RECRUIT_MET 1e-12
// [-]  An x this small beside its reach does not count in the size of a row: rounding there is
// harmless.
#define PS_RECRUIT_NEGLIGIBLE 1e-6
