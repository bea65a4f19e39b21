// nerve_step.h: one step towards a target, exact while the target stands still, and a clamp.
//
//   x' = (target - x) / tau   =>   x(t + dt) = target + (x - target) exp(-dt / tau)
//
// Two steps of dt/2 are one of dt, and x never passes its target.
#pragma once

#include <math.h>

// A dt that is not positive changes nothing.
static inline double ps_nerve_approach(double x, double target, double tau_s, double dt_s) {
  return dt_s > 0 ? target + (x - target) * exp(-dt_s / tau_s) : x;
}

// x inside low..high; what is not a number counts as low.
static inline double ps_nerve_within(double x, double low, double high) {
  return x > low ? fmin(x, high) : low;
}
