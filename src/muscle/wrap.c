// wrap.c: the choice among the shapes.
#include "muscle/wrap.h"

#include "muscle/wrap_math.h"

static ps_wrap_outcome wrap_shape(const ps_wrap_shape *shape, ps_wrap_method method, int alone,
                                  ps_vec3 p1, ps_vec3 p2, ps_wrap_result *out) {
  switch (shape->kind) {
  case PS_WRAP_SPHERE:
    return ps_wrap_over_sphere(shape, p1, p2, out);
  case PS_WRAP_CYLINDER:
    return ps_wrap_over_cylinder(shape, alone, p1, p2, out);
  case PS_WRAP_ELLIPSOID:
    return ps_wrap_over_ellipsoid(shape, method, p1, p2, out);
  case PS_WRAP_TORUS:
    return ps_wrap_over_torus(shape, alone, p1, p2, out);
  }
  return PS_WRAP_NONE;
}

ps_wrap_outcome ps_wrap_segment(const ps_wrap_shape *shape, ps_wrap_method method, int alone,
                                ps_vec3 p1, ps_vec3 p2, ps_wrap_result *out) {
  out->flags = 0;
  ps_wrap_outcome outcome = wrap_shape(shape, method, alone, p1, p2, out);
  int wrapped = outcome == PS_WRAP_OPTIONAL || outcome == PS_WRAP_MANDATORY;
  if (!wrapped || isfinite(out->length))
    return outcome;
  out->flags |= PS_WRAP_LOST;
  return PS_WRAP_NONE;
}
