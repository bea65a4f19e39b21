// wrap_cylinder.c: a segment over a cylinder of radius R about z, from z = -length/2 to length/2.
//
// Seen along z the curve is an arc of a circle. For p at distance h from the axis, with
// e = (p_x, p_y, 0) / h:
//
//   r = (0, 0, p_z) + R^2/h e  +-  R sqrt(1 - (R/h)^2) z x e     tangent points from p       (C1)
//   anticlockwise: r1 with +, r2 with -; clockwise: r1 with -, r2 with +                     (C2)
//
// They keep the heights of p1 and p2; the path then bends at r1 and r2. Both slide along z into the
// plane of p1, p2 and an apex on the surface (which is not where the shortest curve has them),
//
//   apex = (0, 0, m_z) +- R (m_x, m_y, 0) / |(m_x, m_y)|                                     (C3)
//   m = (h2 p1 + h1 p2) / (h1 + h2), the segment where it passes the axis,                   (C4)
//   + where the curve is on the side of the segment, - where it is on the far side,
//
// and a helix joins them. It turns by theta and climbs by z2 - z1:
//
//   length^2 = (R theta)^2 + (z2 - z1)^2                                                     (C5)
//
// Without an active half, the segment must cross the cylinder and the curve turns with p1 -> p2.
// With one, the tangent points decide (`anticlockwise_by_half`), and the curve may go the long way.
// The cylinder's ends only matter when both tangent points lie beyond them: then nothing is
// wrapped.
//
// OpenSim's theta is 2 pi - atan2(r1 x r2, r1 r2) for a long way round. That is the angle of a
// clockwise curve; the angle of an anticlockwise one comes out 2 (2 pi - theta) too large. Kept.
#include "muscle/wrap_math.h"

static const double pi = 3.14159265358979323846;

// Limits and gains of OpenSim's WrapCylinder and WrapMath.
static const double parallel2 = 2e-13;       // sin^2 of the smallest angle between segment and axis
static const double longest_slide = 10.0002; // [m]
static const double flattest_plane = 5e-7;   // cos of the angle between the plane's normal and z
static const double spiral_piece = 0.002;    // [m]  of the helix: its first chord is its direction
static const double kink = 0.1 * pi / 180;   // [rad]  bend at a tangent point: none below
static const double slide_gain = 1.5;        // of the slide that would remove the bend
enum { most_slides = 100 };

// Ours: distance of (C4) from the axis, over h1 + h2. Closer, rounding chooses OpenSim's apex; here
// nothing slides.
static const double through_axis = 1e-13;

// the part of a x b along z; of a b across z
static double turn(ps_vec3 a, ps_vec3 b) {
  return a.x * b.y - a.y * b.x;
}
static double dot_across(ps_vec3 a, ps_vec3 b) {
  return a.x * b.x + a.y * b.y;
}

// Where the line p1 p2 comes closest to the axis.
typedef struct passing {
  int exists; // 0: the line is parallel to the axis
  int hits;   // there it is inside the cylinder and between p1 and p2
  ps_vec3 at;
} passing;

static passing pass_axis(double R, ps_vec3 p1, ps_vec3 p2) {
  ps_vec3 d = ps_sub(p2, p1);
  double across2 = dot_across(d, d);
  if (across2 <= parallel2 * ps_norm2(d))
    return (passing){0, 0, p1};
  // a line along x or y gets a foot that is exactly zero there, and zero counts as positive
  double t = -dot_across(p1, d) / across2, side = turn(p1, d) / across2;
  ps_vec3 at = {side * d.y, -side * d.x, p1.z + t * d.z};
  return (passing){1, dot_across(at, at) < R * R && t > 0 && t < 1, at};
}

static ps_wrap_outcome outcome_of(const ps_wrap_shape *s, ps_vec3 p1, ps_vec3 p2) {
  passing c = pass_axis(s->radius, p1, p2);
  if (s->sign == 0)
    return c.hits ? PS_WRAP_MANDATORY : PS_WRAP_NONE;
  int on1 = ps_on_active_half(s, p1), on2 = ps_on_active_half(s, p2);
  if (!on1 && !on2)
    return PS_WRAP_OPTIONAL;
  if (c.hits)
    return PS_WRAP_MANDATORY;
  return c.exists && on1 != on2 && !ps_on_active_half(s, c.at) ? PS_WRAP_OPTIONAL : PS_WRAP_NONE;
}

// (C1)
typedef struct tangents {
  ps_vec3 plus, minus;
} tangents;

static tangents tangents_from(ps_vec3 p, double hh, double R) {
  double q = R * R / hh;
  double side = R * sqrt((1 - q) / hh);
  return (tangents){ps_vec(q * p.x - side * p.y, q * p.y + side * p.x, p.z),
                    ps_vec(q * p.x + side * p.y, q * p.y - side * p.x, p.z)};
}

// The way round that keeps on the active half. When r1's candidates are both on it or both off,
// r2's decide; when none of the four is on it, the longer way does.
static int anticlockwise_by_half(const ps_wrap_shape *s, tangents t1, tangents t2, int shorter) {
  int plus1 = ps_on_active_half(s, t1.plus), minus1 = ps_on_active_half(s, t1.minus);
  int plus2 = ps_on_active_half(s, t2.plus), minus2 = ps_on_active_half(s, t2.minus);
  if (plus1 != minus1)
    return plus1;
  if (plus1 || plus2)
    return !plus2;
  return minus2 || !shorter;
}

// Slide r1 and r2 into the plane of p1, p2 and the apex; never past the height of the other end.
// (OpenSim takes the point of the axis beside p2 for a direction in that check. At height zero it
// is none: r1 then stays, and r2 slides unchecked.)
static void slide_into_plane(double R, double h1, double h2, ps_vec3 p1, ps_vec3 p2, int far_side,
                             ps_wrap_result *w) {
  ps_vec3 d = ps_sub(p2, p1);
  ps_vec3 m = ps_axpy(p1, h1 / (h1 + h2), d); // (C4)
  double lever = sqrt(dot_across(m, m));
  if (d.z == 0 || lever < through_axis * (h1 + h2))
    return;
  double part = (far_side ? -R : R) / lever;
  ps_vec3 apex = {part * m.x, part * m.y, m.z}; // (C3)
  ps_vec3 n = ps_cross(ps_sub(p1, apex), ps_sub(p2, apex));
  if (n.z * n.z < ps_square(flattest_plane) * ps_norm2(n))
    return;
  double slide1 = -dot_across(n, ps_sub(w->r1, p1)) / n.z;
  double slide2 = -dot_across(n, ps_sub(w->r2, p2)) / n.z;
  int level = fabs(p2.z) < DBL_EPSILON;
  if (fabs(slide1) <= longest_slide && !level && fabs(slide1 - d.z) < fabs(d.z))
    w->r1.z += slide1;
  if (fabs(slide2) <= longest_slide && (level || fabs(slide2 + d.z) < fabs(d.z)))
    w->r2.z += slide2;
}

// cos of the angle between z and the way from a to b
static double cos_to_axis(ps_vec3 a, ps_vec3 b) {
  ps_vec3 d = ps_sub(b, a);
  double length = ps_norm(d);
  return length >= DBL_EPSILON ? d.z / length : 0;
}

// Does the path p r w bend at r, seen against the axis? An angle is at least the change of its cos,
// which mostly decides without it.
static int bends(ps_vec3 p, ps_vec3 r, ps_vec3 w) {
  double in = cos_to_axis(p, r), on = cos_to_axis(r, w);
  return fabs(in - on) > kink || fabs(acos(in) - acos(on)) > kink;
}

// Slide r along z where the line p r meets the curve, which starts towards w, with a bend: to
// where p w passes r's height line, and half as far again.
static int smooth_bend(ps_vec3 p, ps_vec3 *r, ps_vec3 w) {
  ps_vec3 d = ps_sub(w, p);
  double across2 = dot_across(d, d);
  if (!bends(p, *r, w) || across2 <= parallel2 * ps_norm2(d) || fabs(d.z) < DBL_EPSILON)
    return 0;
  double t = dot_across(ps_sub(*r, p), d) / across2;
  r->z += slide_gain * (p.z + t * d.z - r->z);
  return 1;
}

// r turned about z by the angle with these cos and sin, at height z
static ps_vec3 turned(ps_vec3 r, double c, double s, double z) {
  return ps_vec(c * r.x - s * r.y, s * r.x + c * r.y, z);
}

// Lay the helix from r1 to r2; beside other wrap objects slide them until it joins smoothly. The
// slides need not come to rest: the hundredth is the last.
static void lay_helix(double R, int alone, ps_vec3 p1, ps_vec3 p2, ps_wrap_result *w) {
  double theta = atan2(turn(w->r1, w->r2), dot_across(w->r1, w->r2));
  double end = theta; // with its sign, from r1 to r2
  if (w->flags & PS_WRAP_LONG)
    theta = 2 * pi - theta, end = -theta;

  double pieces = 0, c = 1, s = 0; // of one piece
  for (int slides = 0;; slides++) {
    double climb = w->r2.z - w->r1.z, before = pieces;
    w->length = sqrt(ps_square(R * theta) + climb * climb); // (C5)
    pieces = floor(w->length / spiral_piece);
    if (alone || slides == most_slides || !(pieces >= 2))
      return;
    if (pieces != before)
      c = cos(end / pieces), s = sin(end / pieces);
    ps_vec3 first = turned(w->r1, c, s, w->r1.z + climb / pieces);
    int moved1 = smooth_bend(p1, &w->r1, first);
    // heights are counted from r1 where it is now, as OpenSim does
    ps_vec3 last = turned(w->r2, c, -s, w->r1.z + climb - climb / pieces);
    int moved2 = smooth_bend(p2, &w->r2, last);
    if (!moved1 && !moved2)
      return;
  }
}

ps_wrap_outcome ps_wrap_over_cylinder(const ps_wrap_shape *s, int alone, ps_vec3 p1, ps_vec3 p2,
                                      ps_wrap_result *out) {
  double R = s->radius, h1h1 = dot_across(p1, p1), h2h2 = dot_across(p2, p2);
  if (h1h1 < R * R || h2h2 < R * R)
    return PS_WRAP_INSIDE;
  ps_wrap_outcome outcome = outcome_of(s, p1, p2);
  if (outcome == PS_WRAP_NONE)
    return PS_WRAP_NONE;

  // the way round   (C2)
  tangents t1 = tangents_from(p1, h1h1, R), t2 = tangents_from(p2, h2h2, R);
  double ahead = turn(p1, p2);
  int shorter = s->sign == 0 ? ahead > 0 : ahead >= 0; // is anticlockwise; on a tie as OpenSim
  int anticlockwise = s->sign == 0 ? shorter : anticlockwise_by_half(s, t1, t2, shorter);
  out->r1 = anticlockwise ? t1.plus : t1.minus;
  out->r2 = anticlockwise ? t2.minus : t2.plus;

  // more than half a turn: the mean tangent point and the mean pull oppose each other
  ps_vec3 sum_r = ps_add(out->r1, out->r2);
  if (s->sign != 0 && dot_across(sum_r, ps_sub(sum_r, ps_add(p1, p2))) < 0)
    out->flags |= PS_WRAP_LONG;

  slide_into_plane(R, sqrt(h1h1), sqrt(h2h2), p1, p2, anticlockwise != shorter, out);
  if (fabs(out->r1.z) > s->length / 2 && fabs(out->r2.z) > s->length / 2)
    return PS_WRAP_NONE;
  lay_helix(R, alone, p1, p2, out);
  return outcome;
}
