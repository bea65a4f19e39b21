// wrap_shape.h: the surfaces that muscles wrap over.
//
// In the frame of the wrap object: its centre is the origin, the axis of a cylinder or torus is z.
// How a path runs over them: muscle/wrap.h.
#pragma once

#include "num/vec.h"

typedef enum ps_wrap_kind {
  PS_WRAP_SPHERE,
  PS_WRAP_CYLINDER,
  PS_WRAP_ELLIPSOID,
  PS_WRAP_TORUS
} ps_wrap_kind;

// How a path runs over an object: as OpenSim does it, where an ellipsoid chooses the plane of its
// curve in one of three ways and the other shapes take no notice; or along a true geodesic of a
// cylinder that is wound in one given sense (muscle/wrap_geodesic.h).
typedef enum ps_wrap_method {
  PS_WRAP_HYBRID,
  PS_WRAP_MIDPOINT,
  PS_WRAP_AXIAL,
  PS_WRAP_GEODESIC
} ps_wrap_method;

typedef struct ps_wrap_shape {
  ps_wrap_kind kind;
  int axis;      // 0, 1, 2: the active half is where this coordinate has the sign below
  int sign;      // +1, -1; 0: the whole surface is active
  double radius; // [m]  of sphere and cylinder; of the tube of a torus
  double length; // [m]  of a cylinder
  double ring;   // [m]  from the axis of a torus to the middle of its tube
  ps_vec3 semi;  // [-]  half axes of an ellipsoid in its own unit, which makes their sum 3
  double scale;  // [1/m]  of lengths to that unit
} ps_wrap_shape;

ps_wrap_shape ps_wrap_sphere(double radius, int axis, int sign);
ps_wrap_shape ps_wrap_cylinder(double radius, double length, int axis, int sign);
ps_wrap_shape ps_wrap_ellipsoid(ps_vec3 half_axes, int axis, int sign);
ps_wrap_shape ps_wrap_torus(double tube_radius, double ring_radius, int axis, int sign);
// The half axes of an ellipsoid [m]: those that give the same shape again, to the last bit.
ps_vec3 ps_wrap_half_axes(const ps_wrap_shape *shape);
