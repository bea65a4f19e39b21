// tissue_step.h: one step towards a target, exact while the target stands still.
//
//   x' = (target - x) / tau   =>   x(t + dt) = x + (target - x) (1 - exp(-dt / tau))
//
// Two steps of dt/2 are one of dt, and x never passes its target. Theory: docs/theory/tissue.md.
#pragma once

#include <assert.h>
#include <math.h>

static inline double ps_tissue_approach(double x, double target, double dt, double tau) {
  assert(dt >= 0 && tau > 0);
  return x - (target - x) * expm1(-dt / tau);
}

static inline double ps_tissue_clamp(double x, double low, double high) {
  return fmax(low, fmin(x, high));
}
