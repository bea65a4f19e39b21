// bare.h: what is measured on a bench, of a lumbar spine without muscles.
//
//   buckling      smallest P with det(K(P) - P G) = 0, discs preloaded by P itself
//   follower      the same with G of a path of tension P through the middles of the vertebrae
//   range         t with M(t, C) = +- M0
//
// The sacrum is held, levels L5/S1 to L1/2 are free and stand as in the neutral pose.
// Theory: docs/validation/README.md.  Units: N, m, rad, N m.
#pragma once

#include "scenario/hold.h"

typedef enum ps_plane { PS_SAGITTAL, PS_FRONTAL } ps_plane;

// Weight on top of L1 [N] under which the bare spine buckles in this plane; INFINITY: none below
// 10 kN. `d` is scratch.
double ps_bare_buckling(const ps_human *human, ps_data *d, ps_plane plane);
// Load along the curve of the spine [N] that it carries before it buckles; INFINITY: as above.
double ps_bare_follower_capacity(const ps_human *human, ps_data *d);
// Smallest eigenvalue [N m/rad] of the bare spine under this load along its curve.
double ps_bare_follower_stiffness(const ps_human *human, ps_data *d, double load);

// A segment under a moment [N m] in both directions, preloaded by a compression [N].
typedef struct ps_bare_segment {
  double flexion, extension; // [rad]
  double neutral;            // [N m/rad]  stiffness at neutral
} ps_bare_segment;
ps_bare_segment ps_bare_segment_bent(const ps_human *human, int level, double moment,
                                     double preload);

// Area [mm^2] that the psoas of a side shows in a horizontal plane at the height of a disc: the
// sections of the lines that cross it, over the cosine of their slant. For a solved posture.
double ps_bare_psoas_area(const ps_hold *hold, int level, int side);
