#include "model/wrap_shape.h"

#include <math.h>

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

// `x`, its lower or its upper neighbor
static double neighbor(double x, int which) {
  return which == 0 ? x : nextafter(x, which == 1 ? 0 : INFINITY);
}

ps_vec3 ps_wrap_half_axes(const ps_wrap_shape *s) {
  ps_vec3 half = ps_vec(s->semi.x / s->scale, s->semi.y / s->scale, s->semi.z / s->scale);
  // two roundings lie between the half axes and the shape: one of the neighbors it is
  for (int i = 0; i < 27; i++) {
    ps_vec3 h =
        ps_vec(neighbor(half.x, i % 3), neighbor(half.y, i / 3 % 3), neighbor(half.z, i / 9));
    ps_wrap_shape again = ps_wrap_ellipsoid(h, s->axis, s->sign);
    if (again.scale == s->scale && ps_distance(again.semi, s->semi) == 0)
      return h;
  }
  return half;
}

ps_wrap_shape ps_wrap_torus(double tube_radius, double ring_radius, int axis, int sign) {
  ps_wrap_shape s = shape_of(PS_WRAP_TORUS, axis, sign);
  s.radius = tube_radius;
  s.ring = ring_radius;
  return s;
}
