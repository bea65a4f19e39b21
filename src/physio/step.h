// step.h: one step towards a target, exact while the target stands still, and a clamp.
//
//   x' = (target - x) / tau   =>   x(t + dt) = x + (target - x) (1 - exp(-dt / tau))
//
// Two steps of dt/2 are one of dt, and x never passes its target.
#pragma once

#include <math.h>

// A dt that is not positive changes nothing. dt and tau in the same unit.
static inline double ps_approach(double x, double target, double tau, double dt) {
  return dt > 0 ? x - (target - x) * expm1(-dt / tau) : x;
}

// 1 - exp(-t / tau) from the start on, 0 before it; a time constant of 0 is a step.
static inline double ps_risen(double t, double tau) {
  if (!(t > 0))
    return 0;
  return tau > 0 ? 1 - exp(-t / tau) : 1;
}

// x inside low..high; what is not a number counts as low.
static inline double ps_within(double x, double low, double high) {
  return x > low ? fmin(x, high) : low;
}
