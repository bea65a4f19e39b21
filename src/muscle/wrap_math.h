// wrap_math.h: what the wrap shapes share. Private to wrap*.c.
#pragma once

#include <float.h>

#include "muscle/wrap.h"

static inline double ps_square(double x) {
  return x * x;
}

// +1 or -1; zero counts as positive, which decides segments that lie in a coordinate plane.
static inline int ps_side(double x) {
  return x >= 0 ? 1 : -1;
}

static inline int ps_on_active_half(const ps_wrap_shape *s, ps_vec3 p) {
  return ps_side(ps_at(p, s->axis)) == s->sign;
}

// v / |v|; zero when v is too short to have a direction.
static inline ps_vec3 ps_unit_or_zero(ps_vec3 v) {
  double length = ps_norm(v);
  return length >= DBL_EPSILON ? ps_scale(1 / length, v) : ps_vec(0, 0, 0);
}

// v with component i replaced
static inline ps_vec3 ps_with(ps_vec3 v, int i, double x) {
  return i == 0 ? ps_vec(x, v.y, v.z) : i == 1 ? ps_vec(v.x, x, v.z) : ps_vec(v.x, v.y, x);
}

// the shapes, behind ps_wrap_segment; `flags` is clear when they are called
ps_wrap_outcome ps_wrap_over_sphere(const ps_wrap_shape *s, ps_vec3 p1, ps_vec3 p2,
                                    ps_wrap_result *out);
ps_wrap_outcome ps_wrap_over_cylinder(const ps_wrap_shape *s, int alone, ps_vec3 p1, ps_vec3 p2,
                                      ps_wrap_result *out);
ps_wrap_outcome ps_wrap_over_ellipsoid(const ps_wrap_shape *s, ps_wrap_method method, ps_vec3 p1,
                                       ps_vec3 p2, ps_wrap_result *out);
ps_wrap_outcome ps_wrap_over_torus(const ps_wrap_shape *s, int alone, ps_vec3 p1, ps_vec3 p2,
                                   ps_wrap_result *out);

// Closest points on the ellipsoid |x / semi| = 1 (ellipsoid_point.c); all without unit.
// 0 when no point was found, and then *closest is left alone.
int ps_ellipsoid_closest(ps_vec3 semi, ps_vec3 p, ps_vec3 *closest);
// The same in the plane x_axis = p_axis, as if that plane went through the centre.
ps_vec3 ps_ellipsoid_closest_in_plane(ps_vec3 semi, ps_vec3 p, int axis);
// Mean direction, as a unit vector or zero, from the points of a chord to their closest points.
ps_vec3 ps_ellipsoid_fan(ps_vec3 semi, ps_vec3 start, ps_vec3 chord);
