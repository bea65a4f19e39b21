#include "model/wrap_shape.h"

static ps_wrap_shape shape_of(ps_wrap_kind kind, int axis, int sign) {
  return (ps_wrap_shape){.kind = kind, .axis = axis, .sign = sign};
}

ps_wrap_shape ps_wrap_sphere(double radius, int axis, int sign) {
  ps_wrap_shape s = shape_of(PS_WRAP_SPHERE, axis, sign);
  s.radius = radius;
  return s;
}

ps_wrap_shape ps_wrap_cylinder(double radius, double length, int axis, int sign) {
  ps_wrap_shape s = shape_of(PS_WRAP_CYLINDER, axis, sign);
  s.radius = radius;
  s.length = length;
  return s;
}

ps_wrap_shape ps_wrap_ellipsoid(ps_vec3 half_axes, int axis, int sign) {
  ps_wrap_shape s = shape_of(PS_WRAP_ELLIPSOID, axis, sign);
  s.scale = 3 / (half_axes.x + half_axes.y + half_axes.z);
  s.semi = ps_scale(s.scale, half_axes);
  return s;
}

ps_wrap_shape ps_wrap_torus(double tube_radius, double ring_radius, int axis, int sign) {
  ps_wrap_shape s = shape_of(PS_WRAP_TORUS, axis, sign);
  s.radius = tube_radius;
  s.ring = ring_radius;
  return s;
}
