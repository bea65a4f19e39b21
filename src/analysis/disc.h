// disc.h: how a lumbar motion segment resists rotation, disc, facets and ligaments together.
//
//   M(t, C) = k0 [t + (s(C) - 1) t0 tanh(t / t0)] + c |t|^3 sign(t)                  (L1)
//   s(C)    = 1 + g (1 - exp(-C / C0)),  C > 0                                       (L2)
//
// t is the rotation from neutral, C the compression that preloads the segment. c differs between
// the two directions: facets stop extension sooner than ligaments stop flexion. Both are fitted so
// that M is 10 N m at the range measured under 10 N m, with a given share of it left at neutral.
//
// Sources: [yamamoto1989] ranges, [crisco1992] share, [gardnermorse2004] preload.
// Theory: docs/theory/spine.md.  Units: N m, rad, N.
#pragma once

typedef struct ps_disc_law {
  double neutral;  // [N m/rad]    k0
  double cubic[2]; // [N m/rad^3]  c for t < 0 and t > 0
  double fade;     // [rad]        t0
  double gain;     // [-]          g
  double force;    // [N]          C0
} ps_disc_law;

// `range`: rotation [rad] under 10 N m in the negative and the positive direction; `share` [-]: k0
// over 10 N m / mean range.
ps_disc_law ps_disc_fit(const double range[2], double share, double fade, double gain,
                        double force);

// Resisting moment [N m]; its slope [N m/rad] where `slope` is not NULL.
double ps_disc_moment(const ps_disc_law *law, double t, double compression, double *slope);
// The cubic part of it, which ligaments and facets carry.
double ps_disc_stop(const ps_disc_law *law, double t);
