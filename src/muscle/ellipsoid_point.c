// ellipsoid_point.c: the point x of an ellipsoid that is closest to p = (u, v, w).
//
// The half axes are a, b, c. x - p is normal to the surface, so with one multiplier t
//
//   x = (a^2 u / P, b^2 v / Q, c^2 w / R),    P = t + a^2, Q = t + b^2, R = t + c^2           (E1)
//   f(t) = P^2 Q^2 R^2 - a^2 u^2 Q^2 R^2 - b^2 v^2 P^2 R^2 - c^2 w^2 P^2 Q^2 = 0              (E2)
//   f'/2 = PQR (QR + PR + PQ) - a^2u^2 QR (Q+R) - b^2v^2 PR (P+R) - c^2w^2 PQ (P+Q)           (E3)
//
// Newton's method runs down from t = 0 inside, and from max(a, b, c) |p| outside, to the largest
// root [eberly1994, hart1994]. OpenSim stops at |f| < 1e-9, a bound without scale: where f is flat,
// near the middle planes, its points are off by far more than rounding. Each point therefore
// stops at that same step here. In a coordinate plane (E2) has false roots; there the ellipse
//
//   f(t) = P^2 Q^2 - a^2 u^2 Q^2 - b^2 v^2 P^2                                                (E4)
//
// takes its place. All lengths are in the ellipsoid's own unit, so half axes are about 1.
#include "muscle/wrap_math.h"

static const double zero_coordinate = 2e-13; // no farther from a coordinate plane: in it
static const double root_found = 1e-9;       // |f| at which OpenSim stops
enum { most_steps = 64 };

static int is_zero(double x) {
  return fabs(x) <= zero_coordinate;
}

// (E4) on the axes of the ellipse, where its Newton iteration fails: p is (u, 0) with half axis a.
// Inside the evolute's cusp the two closest points lie beside the axis; the positive one is given.
static void closest_on_axis(double a, double b, double u, double v, double *x, double *y) {
  if (b >= a || fabs(u) >= a - b * b / a) {
    *x = u >= 0 ? a : -a;
    *y = v;
    return;
  }
  *x = a * a * u / (a * a - b * b);
  *y = b * sqrt(fabs(1 - ps_square(*x / a)));
}

// (E4), (E1)
static void closest_on_ellipse(double a, double b, double u, double v, double *x, double *y) {
  int zero_u = is_zero(u), zero_v = is_zero(v);
  if (zero_u && zero_v) {
    *x = a < b ? (u < 0 ? -a : a) : u;
    *y = a < b ? v : (v < 0 ? -b : b);
    return;
  }
  if (zero_u) {
    closest_on_axis(b, a, v, u, y, x);
    return;
  }
  if (zero_v) {
    closest_on_axis(a, b, u, v, x, y);
    return;
  }

  double a2 = a * a, b2 = b * b, A = a2 * u * u, B = b2 * v * v;
  int inside = ps_square(u / a) + ps_square(v / b) < 1;
  double t = inside ? 0 : fmax(a, b) * sqrt(u * u + v * v);
  double P = t + a2, Q = t + b2;
  for (int i = 0; i < most_steps; i++) {
    P = t + a2, Q = t + b2;
    double f = P * P * Q * Q - A * Q * Q - B * P * P;
    if (fabs(f) < root_found)
      break;
    t -= f / (2 * (P * Q * (P + Q) - A * Q - B * P));
  }
  *x = a2 * u / P;
  *y = b2 * v / Q;
}

ps_vec3 ps_ellipsoid_closest_in_plane(ps_vec3 semi, ps_vec3 p, int axis) {
  int j = (axis + 1) % 3, k = (axis + 2) % 3;
  double x, y;
  closest_on_ellipse(ps_at(semi, j), ps_at(semi, k), ps_at(p, j), ps_at(p, k), &x, &y);
  return ps_with(ps_with(p, j, x), k, y);
}

// The coordinate plane that p lies in, or -1; of several the one that cuts the smallest ellipse.
static int plane_of(ps_vec3 semi, ps_vec3 p) {
  int plane = -1;
  for (int i = 0; i < 3; i++)
    if (is_zero(ps_at(p, i)) && (plane < 0 || ps_at(semi, i) > ps_at(semi, plane)))
      plane = i;
  return plane;
}

// Several points whose Newton iterations run in step, so that one instruction serves some of them.
// The loops over lanes have no branches: compilers then turn them into such instructions.
enum { most_lanes = 32 };
typedef struct batch {
  double u[most_lanes], v[most_lanes], w[most_lanes]; // the points
  double t[most_lanes];                               // in: first guess, out: root of (E2)
  double open[most_lanes];                            // out: 1 where no root was found
} batch;

// Newton's method on (E2). A lane that has arrived stays, as it would have stopped by itself; its
// slope is then positive, since t comes down to the largest root.
static inline void solve(ps_vec3 semi, batch *s, int lanes) {
  double a2 = semi.x * semi.x, b2 = semi.y * semi.y, c2 = semi.z * semi.z;
  double A[most_lanes], B[most_lanes], C[most_lanes];
  for (int i = 0; i < lanes; i++) {
    A[i] = a2 * (s->u[i] * s->u[i]);
    B[i] = b2 * (s->v[i] * s->v[i]);
    C[i] = c2 * (s->w[i] * s->w[i]);
  }
  int arrived = 0; // lanes before this one have
  for (int step = 0; step < most_steps && arrived < lanes; step++) {
    for (int i = 0; i < lanes; i++) {
      double P = s->t[i] + a2, Q = s->t[i] + b2, R = s->t[i] + c2;
      double QR = Q * R, PR = P * R, PQ = P * Q, PQR = PQ * R;
      double a = A[i] * QR, b = B[i] * PR, c = C[i] * PQ;
      double f = PQR * PQR - a * QR - b * PR - c * PQ;                              // (E2)
      double half = PQR * (QR + PR + PQ) - a * (Q + R) - b * (P + R) - c * (P + Q); // (E3)
      s->open[i] = fabs(f) < root_found ? 0.0 : 1.0;
      s->t[i] -= s->open[i] * (f / (2 * half));
    }
    while (arrived < lanes && s->open[arrived] == 0)
      arrived++;
  }
}

int ps_ellipsoid_closest(ps_vec3 semi, ps_vec3 p, ps_vec3 *closest) {
  int plane = plane_of(semi, p);
  if (plane >= 0) {
    *closest = ps_ellipsoid_closest_in_plane(semi, p, plane);
    return 1;
  }
  double q = ps_square(p.x / semi.x) + ps_square(p.y / semi.y) + ps_square(p.z / semi.z);
  double largest = fmax(fmax(semi.x, semi.y), semi.z);
  batch s;
  s.u[0] = p.x, s.v[0] = p.y, s.w[0] = p.z;
  s.t[0] = q < 1 ? 0 : largest * ps_norm(p);
  solve(semi, &s, 1);
  if (s.open[0] > 0)
    return 0;
  ps_vec3 a2 = ps_mul_elements(semi, semi);
  *closest = ps_vec(a2.x * p.x / (s.t[0] + a2.x), a2.y * p.y / (s.t[0] + a2.y),
                    a2.z * p.z / (s.t[0] + a2.z));
  return 1;
}

// Divisions `first`, `first` + 1, ... of a chord; beyond `last` repeats it. 1 if one is in a plane.
static int lay_on_chord(ps_vec3 start, ps_vec3 chord, int first, int last, int divisions,
                        batch *s) {
  for (int i = 0; i < most_lanes; i++) {
    double number = first + i < last ? first + i : last, part = number / divisions;
    s->u[i] = start.x + part * chord.x;
    s->v[i] = start.y + part * chord.y;
    s->w[i] = start.z + part * chord.z;
    s->t[i] = 0; // inside
  }
  int in_plane = 0;
  for (int i = 0; i < most_lanes; i++)
    in_plane |= is_zero(s->u[i]) | is_zero(s->v[i]) | is_zero(s->w[i]);
  return in_plane;
}

// Replace every point by the vector from it to its closest point.
static void point_outwards(ps_vec3 semi, batch *s) {
  double a2 = semi.x * semi.x, b2 = semi.y * semi.y, c2 = semi.z * semi.z;
  for (int i = 0; i < most_lanes; i++) {
    s->u[i] = a2 * s->u[i] / (s->t[i] + a2) - s->u[i];
    s->v[i] = b2 * s->v[i] / (s->t[i] + b2) - s->v[i];
    s->w[i] = c2 * s->w[i] / (s->t[i] + c2) - s->w[i];
  }
}

// The same, one by one, for points of which some lie in a coordinate plane.
static void point_outwards_from_planes(ps_vec3 semi, batch *s) {
  for (int i = 0; i < most_lanes; i++) {
    ps_vec3 p = {s->u[i], s->v[i], s->w[i]}, closest = p;
    s->open[i] = ps_ellipsoid_closest(semi, p, &closest) ? 0 : 1;
    s->u[i] = closest.x - p.x;
    s->v[i] = closest.y - p.y;
    s->w[i] = closest.z - p.z;
  }
}

// Divide every vector by its length; zero those without length or closest point.
static void normalize(batch *s) {
  double scale[most_lanes];
  for (int i = 0; i < most_lanes; i++) {
    double length = sqrt(s->u[i] * s->u[i] + s->v[i] * s->v[i] + s->w[i] * s->w[i]);
    s->open[i] += length >= DBL_EPSILON ? 0.0 : 1.0;
    scale[i] = 1 / length;
  }
  for (int i = 0; i < most_lanes; i++) {
    double use = s->open[i] > 0 ? 0 : scale[i];
    s->u[i] *= use;
    s->v[i] *= use;
    s->w[i] *= use;
  }
}

ps_vec3 ps_ellipsoid_fan(ps_vec3 semi, ps_vec3 start, ps_vec3 chord) {
  enum { divisions = 300, last = divisions - 2 }; // OpenSim leaves out both ends and the one before
  ps_vec3 sum = {0, 0, 0};
  for (int first = 1; first <= last; first += most_lanes) {
    batch s;
    if (lay_on_chord(start, chord, first, last, divisions, &s)) {
      point_outwards_from_planes(semi, &s);
    } else {
      solve(semi, &s, most_lanes);
      point_outwards(semi, &s);
    }
    normalize(&s);
    for (int i = 0; i < most_lanes && first + i <= last; i++)
      sum = ps_add(sum, ps_vec(s.u[i], s.v[i], s.w[i]));
  }
  return ps_unit_or_zero(sum);
}
