// pennation.h: fibers at an angle: a parallelogram of constant height between tendon and bone.
//
//   l sin(alpha) = h,   along the tendon  s = l cos(alpha) = sqrt(l^2 - h^2)                (P1)
//   ds/dl = 1 / cos(alpha),   d cos(alpha)/dl = sin^2(alpha) / (l cos(alpha))               (P2)
//   s' = l' / cos(alpha),     alpha' = - (l'/l) tan(alpha)                                  (P3)
//   stiffness along the tendon  d(F cos(alpha))/ds = F' cos^2(alpha) + F sin^2(alpha) / l   (P4)
//
// Source: Millard et al. 2013 [millard2013]. Units: m, m/s, rad, N.
#pragma once

#include <math.h>

#include "muscle/muscle.h"

// Shorter than its least length no fiber gets; of classes that clamp.
static inline double ps_fiber_clamp(const ps_muscle_params *p, double l) {
  double least = p->derived.min_fiber_length;
  return l > least ? l : least;
}

// Length of a fiber that reaches s along the tendon, clamped.
static inline double ps_fiber_of_reach(const ps_muscle_params *p, double s) {
  const ps_muscle_derived *d = &p->derived;
  return s > d->min_along_tendon ? sqrt(s * s + d->height * d->height) : d->min_fiber_length;
}

static inline double ps_pennation_sin(const ps_muscle_params *p, double l) {
  const ps_muscle_derived *d = &p->derived;
  if (d->height <= 0)
    return 0;
  return l > d->min_pennate_length ? d->height / l : d->max_pennation_sin;
}

static inline double ps_pennation_cos(const ps_muscle_params *p, double l) {
  double s = ps_pennation_sin(p, l);
  return s < p->derived.max_pennation_sin ? sqrt(1 - s * s) : p->derived.max_pennation_cos;
}

// (P4), for fibers with the force F and this stiffness along themselves.
static inline double ps_stiffness_along(double F, double stiffness, double l, double sine,
                                        double cosine) {
  return stiffness * cosine * cosine + (sine > 0 ? F * sine * sine / l : 0);
}

// Two springs in series; none if one of them is slack or they cancel each other.
static inline double ps_stiffness_in_series(double fibers, double tendon) {
  const double tiny = 2e-14; // [N/m]
  bool both = fabs(fibers * tendon) > 0 && fabs(fibers + tendon) > tiny;
  return both ? fibers * tendon / (fibers + tendon) : 0;
}

// The outputs that follow from a fiber of length l under a path of length L.
static inline void ps_muscle_position(const ps_muscle_params *p, double l, double L,
                                      ps_muscle_output *out) {
  double sine = ps_pennation_sin(p, l), cosine = ps_pennation_cos(p, l);
  out->fiber_length = l;
  out->normalized_fiber_length = l * p->derived.per_optimal_length;
  out->pennation_angle = sine < p->derived.max_pennation_sin ? asin(sine)
                         : p->derived.height > 0             ? p->maximum_pennation_angle
                                                             : 0;
  out->cos_pennation_angle = cosine;
  out->tendon_length = L - l * cosine;
  out->tendon_strain = (out->tendon_length - p->tendon_slack_length) * p->derived.per_slack_length;
}

// The outputs that follow from the speed v of the fiber under a path of speed V (P3).
static inline void ps_muscle_speed(const ps_muscle_params *p, double v, double V,
                                   ps_muscle_output *out) {
  double cosine = out->cos_pennation_angle, sine = ps_pennation_sin(p, out->fiber_length);
  out->fiber_velocity = v;
  out->normalized_fiber_velocity = v * p->derived.per_max_speed;
  out->pennation_angular_velocity =
      p->derived.height > 0 ? -v * sine / (out->fiber_length * cosine) : 0;
  out->tendon_velocity = V - v / cosine;
}

// The outputs that follow from forces of fibers and tendon: projections, power, and whether all
// went well.
static inline void ps_muscle_project(double speed, ps_muscle_output *out) {
  double cosine = out->cos_pennation_angle;
  out->active_fiber_force_along_tendon = out->active_fiber_force * cosine;
  out->passive_fiber_force_along_tendon = out->passive_fiber_force * cosine;
  out->muscle_power = -out->actuation * speed;
  if (!isfinite(out->actuation) || !isfinite(out->fiber_force) || !isfinite(out->fiber_velocity))
    out->flags |= PS_MUSCLE_SINGULAR;
}
