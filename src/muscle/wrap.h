// wrap.h: one straight segment of a path against one wrap object.
//
// A segment p1 p2 that an object stands in the way of becomes three pieces: a line to the tangent
// point r1, a curve over the surface to r2, and a line to p2.
//
//   L = |p1 - r1| + length + |r2 - p2|                                          (W1)
//
// Which way round, and whether at all, follows the rules of OpenSim 4.6 [delp2007, seth2018],
// oddities included: files made for it must give its lengths. Each shape's file says what the rule
// is and where it departs from the shortest curve. Nothing is remembered from call to call.
//
// Everything here is in the frame of the wrap object: its centre is the origin, the axis of a
// cylinder or torus is z. Lengths in m. No function allocates or fails; what cannot be solved
// is said in `flags`. Theory: docs/theory/path.md.
#pragma once

#include "model/wrap_shape.h"

typedef enum ps_wrap_outcome {
  PS_WRAP_NONE,     // the segment stays straight
  PS_WRAP_INSIDE,   // it stays straight because an end lies inside the object
  PS_WRAP_OPTIONAL, // wrapped; another segment of the path may take the object instead
  PS_WRAP_MANDATORY // wrapped; this segment takes the object
} ps_wrap_outcome;

// Things worth knowing about a result, as bits of `flags`.
enum {
  PS_WRAP_LONG = 1, // the curve goes the long way round
  // Straight, yet OpenSim counts the segment as wrapped: its tangent points are not numbers, and
  // no path takes them. Only the order in which two objects are tried depends on it.
  PS_WRAP_VOID = 2,
  // OpenSim's length is not a number. With PS_WRAP_MANDATORY the curve was measured from another
  // centre and is sound; with PS_WRAP_NONE no curve could be found.
  PS_WRAP_LOST = 4
};

typedef struct ps_wrap_result {
  ps_vec3 r1, r2; // [m]  tangent points of p1 and p2
  double length;  // [m]  of the curve; negative on the far side of a sphere, see wrap_sphere.c
  unsigned flags;
} ps_wrap_result;

// `out->r1`, `r2` and `length` are set when the outcome is PS_WRAP_OPTIONAL or PS_WRAP_MANDATORY;
// flags always. `alone`: the path has no other wrap object. Beside others OpenSim slides the
// tangent points of a cylinder until the path is smooth there; alone it does not.
ps_wrap_outcome ps_wrap_segment(const ps_wrap_shape *shape, ps_wrap_method method, int alone,
                                ps_vec3 p1, ps_vec3 p2, ps_wrap_result *out);
