#include "muscle/activation.h"

#include <math.h>

static bool is_first_order(const ps_muscle_params *p) {
  return p->kind == PS_MUSCLE_THELEN2003 || p->kind == PS_MUSCLE_MILLARD2012 ||
         p->kind == PS_MUSCLE_MILLARD2012_ACCELERATION;
}

double ps_activation_clamp(const ps_muscle_params *p, double a) {
  if (!is_first_order(p))
    return a;
  double least = p->derived.least_activation;
  return a < least ? least : a > 1 ? 1 : a;
}

double ps_activation_rate(const ps_muscle_params *p, double u, double a) {
  if (p->kind == PS_MUSCLE_RIGID_TENDON || p->ignore_activation_dynamics)
    return NAN;
  a = ps_activation_clamp(p, a);
  double z = 0.5 + 1.5 * a; // (A1)
  double on = 1 / (p->activation_time_constant * z);
  double off = z / p->deactivation_time_constant;
  if (is_first_order(p))
    return (u > a ? on : off) * (u - a); // (A2)
  double f = 0.5 * tanh(p->activation_dynamics_smoothing * (u - a));
  return ((0.5 + f) * on + (0.5 - f) * off) * (u - a); // (A3)
}
