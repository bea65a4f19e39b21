// wrap_torus.c: a segment through a torus whose ring of radius R lies in the plane z = 0.
//
// The nearest piece of the tube is taken for a straight cylinder. On the line x(u) = p1 + u e,
// with e the unit vector to p2 and rho^2 = x^2 + y^2, OpenSim looks for the zero of
//
//   f(u) = 2 x.e - 4 R (x e_x + y e_y) / rho                                                  (T1)
//
// by least squares. The distance to the ring, D^2 = |x|^2 + R^2 - 2 R rho, has half of that second
// term in its slope: what is found is the point nearest to a ring of radius 2 R. The point c of the
// ring on the same meridian is then where the cylinder stands:
//
//   c = R (x, y, 0) / rho;   axes: from c to the centre, down, and along the ring             (T2)
//
// Its radius is the tube's, its active half faces the centre, and it has no ends. The search runs
// once from each end of the segment; the point nearer to the ring wins, if it is on an active half.
//
// The search stops when it moves by less than 1e-4, so its path decides the digits of the result
// from the fifth on. It is Levenberg-Marquardt in one unknown with a trust radius, in the rules of
// MINPACK's lmdif [more1978] as OpenSim has it: slope by a forward difference of 1e-5 m, first
// radius 0.2.
#include "muscle/wrap_math.h"

static const double slope_step = 1e-5;  // [m]
static const double first_radius = 0.2; // of the scaled step
static const double tolerance = 1e-4;   // of reduction in f^2, and of the step
static const double endless = 10000;    // [m]  length of the cylinder
enum { most_calls = 500 };

// (T1) as coefficients of u
typedef struct ring_search {
  double constant, along, across2, rho2, ring;
} ring_search;

static double residual(const ring_search *g, double u) {
  double rho = sqrt(u * u * g->across2 + 2 * g->along * u + g->rho2);
  return g->constant + 2 * u - 2 * g->ring * (2 * g->across2 * u + 2 * g->along) / rho;
}

// One step of length |step| * scale within `radius`, up to a tenth; *damping remembers how.
static double damped_step(double slope, double f, double scale, double radius, double *damping) {
  double gauss_newton = scale * fabs(f / slope);
  double excess = gauss_newton - radius;
  if (excess <= 0.1 * radius) {
    *damping = 0;
    return -f / slope;
  }
  double stiffness = ps_square(slope / scale);
  double exact = excess / radius * stiffness; // the step has length `radius`
  double most = fabs(slope * f) / scale / radius;
  *damping = fmin(fmax(*damping, exact), most);
  double length = gauss_newton * stiffness / (stiffness + *damping);
  if (fabs(length - radius) > 0.1 * radius)
    *damping = exact;
  return -slope * f / (slope * slope + *damping * scale * scale);
}

// By how much to shrink the radius after a step that kept less than a quarter of its promise;
// `fall` is the slope of f^2 along the step, over f^2.
static double shrink_after(double f, double next, double achieved, double fall) {
  double shrink = achieved >= 0 ? 0.5 : 0.5 * fall / (fall - 0.5 * achieved);
  return 0.1 * fabs(next) >= fabs(f) || shrink < 0.1 ? 0.1 : shrink;
}

// u where |f| is least, from u = 0
static double nearest_by_least_squares(const ring_search *g) {
  double u = 0, f = residual(g, u), size = 0; // size: |u| scaled
  double scale = 0, radius = first_radius, damping = 0;
  int calls = 1, first = 1;

  while (fabs(f) > 0) { // not a number: stay
    double slope = (residual(g, u + slope_step) - f) / slope_step;
    if (!(fabs(slope) > 0))
      break;
    scale = fmax(scale, fabs(slope));

    double gain; // reduction of f^2 achieved, over reduction promised
    do {
      double step = damped_step(slope, f, scale, radius, &damping);
      double length = scale * fabs(step), next = residual(g, u + step);
      calls++;
      if (first)
        radius = fmin(radius, length);

      double achieved = 0.1 * fabs(next) < fabs(f) ? 1 - ps_square(next / f) : -1;
      double linear = ps_square(slope * step / f), damped = damping * ps_square(length / f);
      double promised = linear + 2 * damped;
      gain = promised != 0 ? achieved / promised : 0;
      if (gain <= 0.25) {
        double shrink = shrink_after(f, next, achieved, linear + damped);
        radius = shrink * fmin(radius, 10 * length);
        damping /= shrink;
      } else if (damping == 0 || gain >= 0.75) {
        radius = 2 * length;
        damping *= 0.5;
      }
      if (gain >= 1e-4)
        u += step, f = next, size = scale * fabs(u), first = 0;
      int settled = fabs(achieved) <= tolerance && promised <= tolerance && gain <= 2;
      if (settled || radius <= tolerance * size || calls >= most_calls)
        return u;
    } while (gain < 1e-4);
  }
  return u;
}

// The point of the line `from` -> `to` that the search finds, and its squared distance to the ring.
static ps_vec3 search_from(double ring, ps_vec3 from, ps_vec3 to, double *distance2) {
  ps_vec3 d = ps_sub(to, from);
  ps_vec3 e = ps_scale(1 / ps_norm(d), d);
  ring_search g = {
      .constant = 2 * ps_dot(from, e),
      .along = from.x * e.x + from.y * e.y,
      .across2 = e.x * e.x + e.y * e.y,
      .rho2 = from.x * from.x + from.y * from.y,
      .ring = ring,
  };
  ps_vec3 x = ps_axpy(from, nearest_by_least_squares(&g), e);
  *distance2 = ps_norm2(x) + ring * ring - 2 * ring * sqrt(x.x * x.x + x.y * x.y);
  return x;
}

// (T2) where the tube is cut into a cylinder; 0 when no active half is near
static int ring_point(const ps_wrap_shape *s, ps_vec3 p1, ps_vec3 p2, ps_vec3 *c) {
  double distance1, distance2;
  ps_vec3 x1 = search_from(s->ring, p1, p2, &distance1);
  ps_vec3 x2 = search_from(s->ring, p2, p1, &distance2);
  int first = distance1 < distance2;
  if (s->sign != 0) {
    int on1 = ps_on_active_half(s, x1), on2 = ps_on_active_half(s, x2);
    if (!on1 && !on2)
      return 0;
    if (on1 != on2)
      first = on1;
  }
  ps_vec3 x = first ? x1 : x2;
  *c = ps_scale(s->ring / sqrt(x.x * x.x + x.y * x.y), ps_vec(x.x, x.y, 0));
  return 1;
}

ps_wrap_outcome ps_wrap_over_torus(const ps_wrap_shape *s, int alone, ps_vec3 p1, ps_vec3 p2,
                                   ps_wrap_result *out) {
  ps_vec3 c;
  if (!ring_point(s, p1, p2, &c))
    return PS_WRAP_NONE;

  // rows: the cylinder's axes in the torus; x faces the centre, y points down
  ps_vec3 inward = ps_unit_or_zero(ps_neg(c));
  ps_mat3 axes = {{inward, {0, 0, -1}, {-inward.y, inward.x, 0}}};
  ps_transform cylinder = {ps_transpose(axes), c};

  ps_wrap_shape tube = ps_wrap_cylinder(s->radius, endless, 0, 1);
  ps_wrap_outcome outcome =
      ps_wrap_over_cylinder(&tube, alone, ps_transform_point_inverse(cylinder, p1),
                            ps_transform_point_inverse(cylinder, p2), out);
  if (outcome == PS_WRAP_NONE || outcome == PS_WRAP_INSIDE || !isfinite(out->length)) {
    out->flags |= PS_WRAP_VOID;
    return PS_WRAP_NONE;
  }
  out->r1 = ps_transform_point(cylinder, out->r1);
  out->r2 = ps_transform_point(cylinder, out->r2);
  return PS_WRAP_OPTIONAL; // OpenSim never lets a torus insist
}
