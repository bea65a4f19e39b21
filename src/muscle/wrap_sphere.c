// wrap_sphere.c: a segment over a sphere of radius R about the origin.
//
// The curve is part of the great circle in the plane of p1, p2 and the centre. With
// n = p1 x p2 / |p1 x p2|, angles in that plane counted from p1 to p2, and h = |p|:
//
//   r = (R/h)^2 p  -+  R sqrt(1 - (R/h)^2) n x p / h        tangent points seen from p      (S1)
//   near pair: r1 turned towards p2, r2 towards p1: the short way                           (S2)
//   far pair: both turned away: behind the sphere                                           (S3)
//   length = R angle(r1, r2), or -R (2 pi - angle(r1, r2)) on the far side                  (S4)
//
// With an active half, a segment that has an end on the other half takes the far pair, unless that
// pulls away from the active half (S5). It is on the far side when the mean tangent point and the
// mean pull oppose each other (S6).
//
// OpenSim's far side has a negative length (S4): kept, as is its rule that a wrap is mandatory only
// when the segment passes the centre within 1 m of p1. A segment within 1e-5 rad of the centre
// has no plane; OpenSim then has no numbers for it, and the path stays straight (PS_WRAP_VOID).
#include "muscle/wrap_math.h"

static const double pi = 3.14159265358979323846;
static const double center_angle = 1e-5; // [rad]  between segment and p2: no plane below this
static const double reach = 1;           // [m]  from p1 to the closest point of a mandatory wrap

// Both intersections lie between the ends. d: from p2 to p1; dd = |d|^2; pd = p2 d;
// nn = |p1 x p2|^2 = |p2 x d|^2.
static int segment_enters(double R2, double h1h1, double h2h2, double dd, double pd, double nn) {
  return nn <= R2 * dd && pd < 0 && -pd < dd && h2h2 > R2 && h1h1 > R2;
}

// Would OpenSim wrap this segment with an active half? OPTIONAL when nothing forces it to.
static ps_wrap_outcome constrained_outcome(const ps_wrap_shape *s, ps_vec3 p1, ps_vec3 p2,
                                           ps_vec3 d, double dd) {
  if (!ps_on_active_half(s, p1) && !ps_on_active_half(s, p2))
    return PS_WRAP_OPTIONAL;
  double along = ps_dot(p1, d) / dd; // of the segment, from p1 to its closest point
  if (along * sqrt(dd) < reach)
    return PS_WRAP_MANDATORY;
  ps_vec3 closest = ps_axpy(p1, -along, d);
  int across = ps_side(ps_at(p1, s->axis)) != ps_side(ps_at(p2, s->axis));
  return across && !ps_on_active_half(s, closest) ? PS_WRAP_OPTIONAL : PS_WRAP_NONE;
}

// (S1): the two tangent points of p, turned by +n and by -n
typedef struct tangents {
  ps_vec3 plus, minus;
} tangents;

static tangents tangents_from(ps_vec3 p, double hh, double R, ps_vec3 n) {
  double sine2 = R * R / hh;
  ps_vec3 middle = ps_scale(sine2, p);
  ps_vec3 side = ps_scale(R * sqrt((1 - sine2) / hh), ps_cross(n, p));
  return (tangents){ps_add(middle, side), ps_sub(middle, side)};
}

// what the two straight pieces pull towards, up to length
static ps_vec3 mean_pull(ps_vec3 p1, ps_vec3 p2, const ps_wrap_result *w) {
  return ps_add(ps_sub(w->r1, p1), ps_sub(w->r2, p2));
}

ps_wrap_outcome ps_wrap_over_sphere(const ps_wrap_shape *s, ps_vec3 p1, ps_vec3 p2,
                                    ps_wrap_result *out) {
  double R = s->radius, h1h1 = ps_norm2(p1), h2h2 = ps_norm2(p2);
  if (h1h1 < R * R || h2h2 < R * R)
    return PS_WRAP_INSIDE;

  ps_vec3 d = ps_sub(p1, p2), normal = ps_cross(p1, p2);
  double dd = ps_norm2(d), nn = ps_norm2(normal);
  if (!segment_enters(R * R, h1h1, h2h2, dd, ps_dot(p2, d), nn))
    return PS_WRAP_NONE;

  if (nn < ps_square(center_angle) * dd * h2h2) {
    out->flags |= PS_WRAP_VOID;
    return PS_WRAP_NONE;
  }

  ps_wrap_outcome outcome = s->sign == 0 ? PS_WRAP_OPTIONAL : constrained_outcome(s, p1, p2, d, dd);
  if (outcome == PS_WRAP_NONE)
    return PS_WRAP_NONE;

  ps_vec3 n = ps_scale(1 / sqrt(nn), normal);
  tangents t1 = tangents_from(p1, h1h1, R, n), t2 = tangents_from(p2, h2h2, R, n);
  out->r1 = t1.plus, out->r2 = t2.minus; // (S2)

  int far_side = 0;
  if (s->sign != 0 && !(ps_on_active_half(s, p1) && ps_on_active_half(s, p2))) {
    ps_wrap_result far = {t1.minus, t2.plus, 0, 0};             // (S3)
    if (s->sign * ps_at(mean_pull(p1, p2, &far), s->axis) >= 0) // (S5)
      out->r1 = far.r1, out->r2 = far.r2;
    far_side = ps_dot(ps_add(out->r1, out->r2), mean_pull(p1, p2, out)) < 0; // (S6)
  }

  double angle = atan2(fabs(ps_dot(n, ps_cross(out->r1, out->r2))), ps_dot(out->r1, out->r2));
  if (far_side)
    out->flags |= PS_WRAP_LONG;
  out->length = R * (far_side ? angle - 2 * pi : angle); // (S4)
  return outcome;
}
