// balance.h: the fiber length at which fibers and tendon pull equally hard.
//
// Unknown is s, the length of the fibers along the tendon. The path leaves L - s to the tendon, so
//
//   g(s) = F_fibers(s) cos(alpha) - F_tendon(L - s) = 0                                     (B1)
//
// grows wherever the tendon is stiffer than falling active force. Between the shortest fiber, where
// the tendon pulls harder, and the slack tendon, where it does not pull at all, there is a root:
// Newton finds it, halving whenever it would leave the bracket. It starts where the tendon bears
// what the fibers would make on a rigid one, and allows for the tendon's bend as Halley does:
//
//   step = - g g' / (g'^2 - g g'' / 2)                                                     (B2)
//
// Units: g over max_isometric_force, s in m.
#pragma once

#include <math.h>

#include "muscle/muscle.h"

typedef struct ps_balance {
  double low, high; // [m]  bracket of s
  double start;     // [m]
  double scale;     // [m]  over which forces change: what the error of s is compared to
  bool approximate; // the slope leaves something out: mend it by differences
} ps_balance;

// g at s, its slope [1/m], and what the tendon adds to its bend [1/m^2].
typedef double ps_balance_fn(void *muscle, double s, double *slope, double *bend);

// The shorter of fiber and stretched tendon; a tendon at force one is stretched by about 1/20.
static inline double ps_balance_scale(const ps_muscle_params *p) {
  return fmin(p->optimal_fiber_length,
              20 * p->derived.strain_at_force_one * p->tendon_slack_length);
}

// Strain of a tendon at a force, over F0; it need not be exact.
typedef double ps_strain_fn(const ps_muscle_params *p, double force);

// Of Millard's tendon: within a tenth for the curve OpenSim fits, near enough for others.
static inline double ps_rough_strain(const ps_muscle_params *p, double force) {
  return p->derived.strain_at_force_one * (0.43 * sqrt(force) + 0.63 * force);
}

// s where a tendon bears fibers that pull with `force` when it is slack, and with less by `slope`
// [1/m] when they shorten.
static inline double ps_balance_start(const ps_muscle_params *p, double length, double force,
                                      double slope, ps_strain_fn *strain) {
  double slack = p->tendon_slack_length, e = strain(p, fmax(0, force));
  e = strain(p, fmax(0, force - slope * slack * e));
  return length - slack * (1 + e);
}

// What is known of the root.
typedef struct ps_bracket {
  double low, high;
  bool low_seen, high_seen; // g has been computed there
} ps_bracket;

// Where to look next: at `next` if it lies inside, at an end that has not been seen, or half way.
static inline double ps_bracket_choose(const ps_bracket *k, double next, bool halve) {
  if (!halve && next > k->low && next < k->high)
    return next;
  if (!halve && next <= k->low && !k->low_seen)
    return k->low;
  if (!halve && next >= k->high && !k->high_seen)
    return k->high;
  return 0.5 * (k->low + k->high);
}

// (B2); the bend at most doubles or halves the step.
static inline double ps_balance_step(double value, double slope, double bend) {
  double square = slope * slope, bent = square - 0.5 * value * bend;
  return -value * slope / fmin(fmax(bent, 0.5 * square), 2 * square);
}

// At or below `low` there is equilibrium or the fibers win: PS_MUSCLE_SHORTEST, s = low. Fibers too
// weak even at `high`, or a jump instead of a root: PS_MUSCLE_UNBALANCED.
static inline ps_muscle_outcome ps_balance_solve(ps_balance b, ps_balance_fn *g, void *muscle,
                                                 double *s) {
  // [-]  a step this small over scale is the last; what it leaves is of the order of its square, or
  // with mended slopes of its product with the step before
  const double last = b.approximate ? 1e-9 : 1e-6, empty = 1e-14;
  const double none = 1e-15;           // [-]  no force at all
  const int most = 150, patience = 10; // from then on every other step halves
  ps_bracket k = {b.low, b.high, false, false};
  double before = 0, s_before = 0;
  *s = b.low;
  if (!(b.high > b.low))
    return PS_MUSCLE_SHORTEST;
  *s = ps_bracket_choose(&k, b.start, !(b.start > b.low && b.start < b.high));
  for (int i = 0; i < most; i++) {
    double slope, bend, value = g(muscle, *s, &slope, &bend);
    if (b.approximate && i > 0 && *s != s_before && value != before)
      slope = (value - before) / (*s - s_before);
    s_before = *s, before = value;
    if (fabs(value) < none)
      return PS_MUSCLE_BALANCED;
    if (isnan(value) || (value < 0 && *s >= b.high))
      return PS_MUSCLE_UNBALANCED;
    if (value > 0 && *s <= b.low)
      return PS_MUSCLE_SHORTEST;
    if (value < 0)
      k.low = *s, k.low_seen = true;
    else
      k.high = *s, k.high_seen = true;
    double step = ps_balance_step(value, slope, bend), next = *s + step;
    if (fabs(step) < last * b.scale) {
      *s = next > b.low && next < b.high ? next : *s;
      return PS_MUSCLE_BALANCED;
    }
    if (k.high - k.low < empty * b.scale)
      break;
    *s = ps_bracket_choose(&k, next, i > patience && i % 2);
  }
  if (k.low_seen)
    return PS_MUSCLE_UNBALANCED;
  *s = b.low; // the fibers win everywhere
  return PS_MUSCLE_SHORTEST;
}
