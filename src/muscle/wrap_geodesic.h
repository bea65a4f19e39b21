// wrap_geodesic.h: a thread from p1 to p2 past an endless cylinder of radius R about z.
//
// The thread is wound in one given sense: seen against z, `turn` = +1 runs counterclockwise from p1
// to p2, -1 clockwise. Where the straight line passes on the free side it stays straight; else it
// is the shortest thread on its side, line, helix, line [garner2000]. With h = |(p_x, p_y)|, the
// angle phi from p1 to p2 about z in the sense of `turn`, and all of it rolled out flat,
//
//   l = sqrt(h^2 - R^2),   cos a = R / h                      at either end   (G1)
//   theta = phi - a_1 - a_2                                                   (G2)
//   Lp = l_1 + R theta + l_2,   L = sqrt(Lp^2 + dz^2),   dz = z_2 - z_1       (G3)
//   t_1 = (R z x p_1 - l_1 p_1) / h_1^2,   t_2 = (R z x p_2 + l_2 p_2) / h_2^2
//   -dL/dp_1 = (Lp t_1 + dz z) / L,   -dL/dp_2 = -(Lp t_2 + dz z) / L         (G4)
//   z(r_1) = z_1 + dz l_1 / Lp,   z(r_2) = z_2 - dz l_2 / Lp                  (G5)
//
// for turn = +1; t are the unit vectors along the straight lines, seen along z. For theta <= 0 the
// thread is straight, and L and (G4) pass over into those of the line.
//
// L is continuously differentiable everywhere, on the axis too, and the two pulls are its exact
// slopes. Two things that no real thread does make this so:
//
//   R <- R f(h_1/R) f(h_2/R)                                                  (G6)
//   f(x) = 2x / 2.05 to x = 1,  1 - (1.05 - x)^2 / 0.1025 to x = 1.05,  then 1
//   L <- Ls + w (L - Ls),  Ls = |p_2 - p_1|                                   (G7)
//   w = s(h_1/R) s(h_2/R) s((330 deg - phi) / 30 deg)
//   s(x) = x^2 (3 - 2x),  0 below x = 0,  1 above x = 1
//
// An end that comes nearer to the cylinder than R/20 draws it in (G6): by 2.4 % of R when the end
// enters. From there on (`inside`) the thread lets go of the cylinder little by little (G7), until
// an end on the axis sees a straight line. A thread wound by more than 300 degrees `slips` off: at
// 330 it is straight. In (G6) and (G7) h/R has the R of the cylinder as it is.
//
// Lengths in m, angles in rad. Nothing is remembered from call to call.
// Theory: docs/theory/path.md.
#pragma once

#include <stdbool.h>

#include "num/vec.h"

typedef struct ps_geodesic {
  double length;        // [m]  L
  ps_vec3 pull1, pull2; // [-]  -dL/dp1, -dL/dp2: what unit tension does at the ends
  ps_vec3 r1, r2;       // [m]  where the thread touches the cylinder
  bool inside;          // an end lies in the cylinder
  bool slips;           // it is wound by more than 300 degrees
} ps_geodesic;

// Does the thread touch the cylinder? If not, it is straight, and only `inside` and `slips` are
// set. All in the frame of the cylinder.
bool ps_wrap_geodesic(double R, int turn, ps_vec3 p1, ps_vec3 p2, ps_geodesic *out);
