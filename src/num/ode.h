// ode.h: ordinary differential equations y' = f(t, y), by an explicit Runge-Kutta pair with error
// control.
//
//   k_i = f(t + c_i h, y + h sum_j a_ij k_j),   y1 = y + h sum_i b_i k_i                     (O1)
//   e   = h sum_i (b_i - b*_i) k_i,   error = rms(e / (absolute + relative max(|y|, |y1|)))  (O2)
//   h  <- h min(5, max(1/5, 0.9 error^-0.14 error_before^0.08))                             (O3)
//
// Seven stages, order 5, an embedded order 4 for the error; the last stage is the first of the next
// step [dormand1980]. A step with an error above 1 is taken again. (O3) looks at two errors, so
// that steps at the limit of stability settle and are not refused every other time [hairer1993].
// Theory: docs/theory/event.md.  Units: those of the caller.
#pragma once

#include "base/fail.h"

typedef void (*ps_ode_rate)(void *context, double t, const double *y, double *rate);

typedef struct ps_ode_options {
  double relative;        // [-]  of each component
  const double *absolute; // n: what of each component does not matter; outlives the solver
  double first;           // [t]  first step to try
  long most;              // steps, after which it gives up
} ps_ode_options;

typedef struct ps_ode_report {
  long steps, refused, evaluations;
  double shortest, longest; // [t]  steps taken, those cut short by an end aside
  double stiffest;          // [1/t]  largest rate of change of f along the solution that was met
} ps_ode_report;

typedef enum ps_ode_outcome {
  PS_ODE_REACHED,
  PS_ODE_TOO_LONG,  // more than `most` steps
  PS_ODE_TOO_SMALL, // the step vanished: f jumps, or is no number
} ps_ode_outcome;

typedef struct ps_ode ps_ode;

// A solver for n components; the caller fills ps_ode_state before the first advance.
ps_status ps_ode_create(ps_ode **ode, int n, ps_ode_rate f, void *context,
                        const ps_ode_options *options, ps_error *err);
void ps_ode_free(ps_ode *ode);

// Start at t; what is in the state counts as it is.
void ps_ode_start(ps_ode *ode, double t);
double *ps_ode_state(ps_ode *ode);
// Go on to `t` exactly. Allocates nothing.
ps_ode_outcome ps_ode_advance(ps_ode *ode, double t);
const ps_ode_report *ps_ode_work(const ps_ode *ode);
