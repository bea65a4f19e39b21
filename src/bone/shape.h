// shape.h: the shapes that bones are made of, by their signed distance: negative inside.
//
// A hull is swept by a ball along a point, a rod or a plate, while its radius goes linearly from
// one corner to the next. At a point p, with corners c_i, radii r_i and shares s_i >= 0,
//
//   d(p) = min over shares of  |p - sum s_i c_i| - sum s_i r_i,   sum s_i = 1           (B1)
//
// which is exact. A drum is the body of a vertebra: a kidney-shaped section, wedged and cupped
// ends, a waist. Its distance is that of its walls, right to first order near the surface.
//
// Shapes are joined so that no crease is left (B2), order and doubling playing no part:
//
//   d = -k ln sum exp(-d_i / k)                                                         (B2)
//
// Units: m, rad. Derivation and what each number does: docs/bones.md.
#pragma once

#include "num/vec.h"

enum { PS_HULL_CORNERS = 3 };

typedef struct ps_ball {
  ps_vec3 at;    // [m]
  double radius; // [m]
} ps_ball;

typedef struct ps_hull {
  int n; // corners: 1 a ball, 2 a rod, 3 a plate
  ps_ball corner[PS_HULL_CORNERS];
} ps_hull;

// Its own axes: x forward, y up along the height, z to the right.
typedef struct ps_drum {
  double x, y;                                // [m]  center, in the middle plane
  double tilt;                                // [rad]  about z, backward +
  double height;                              // [m]
  double wedge;                               // [rad]  between the ends, taller in front +
  double width_top, width_bottom;             // [m]  half, to the right
  double front_top, front_bottom;             // [m]  from the center forward
  double back_top, back_bottom;               // [m]  and backward
  double waist_front, waist_side, waist_back; // [m]  how much less at half height
  double round_front, round_back; // [-]  power of the section: 2 ellipse, larger squarer
  double notch;                   // [m]  hollow of the back wall in the middle
  double cup_top, cup_bottom;     // [m]  hollow of the ends
  double edge;                    // [m]  radius of the rims
} ps_drum;

// Middle of an end: `end` 1 the upper, -1 the lower.
ps_vec3 ps_drum_end(const ps_drum *drum, int end);

double ps_hull_distance(const ps_hull *hull, ps_vec3 p);
double ps_drum_distance(const ps_drum *drum, ps_vec3 p);

// A ball that holds the whole shape: nothing of it is nearer to p than the ball.
ps_ball ps_hull_bound(const ps_hull *hull);
ps_ball ps_drum_bound(const ps_drum *drum);

// The larger of two, rounded over a width of k where they are equal.
double ps_smooth_max(double a, double b, double k);
