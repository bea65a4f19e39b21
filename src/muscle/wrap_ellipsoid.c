// wrap_ellipsoid.c: a segment over an ellipsoid with half axes a = (a, b, c), |x/a| = 1.
//
// The curve is plane: not the shortest one, but OpenSim's. The plane contains the segment and a
// point c of the surface. The chord is the piece of the segment inside, from k1 near p1 to k2.
//
//   midpoint   c is closest to the middle of the chord                                       (L1)
//   axial      s is where the segment crosses the coordinate plane most across it; c is
//              closest to s within that plane                                                (L2)
//   fan        c is closest to the middle of the chord moved by the mean unit vector from
//              298 points of the chord to their closest points                               (L3)
//   hybrid     (L2) where |cos| of the segment to the best axis is above 0.9, (L3) where it is
//              below 0.7073, between them the point closest to their mixture; cos is lowered to
//              0.7073 where s leaves the chord, over its last 0.3                            (L4)
//
// c is mirrored onto the active half if it is not there, then drawn to the middle plane as far as
// the fan has weight (L5). With unit normal n and offset n0 = -n.c of the plane, and gradient
// g = 2 x/a^2, the tangent point of p solves four equations for r and the offset d of its tangent
// plane:
//
//   n.r + n0 = 0,   |r/a|^2 - 1 = 0,   g.r + d = 0,   g.p + d = 0                            (L6)
//
// The curve's length is the sum of chords between points at equal angles about a hub h, one for
// every mm of the distance r1 r2; h is where the plane meets the coordinate axis closest to n:
//
//   x(phi) = h + m(phi) e(phi),  e = e1 cos phi + e2 sin phi,  |x/a| = 1                     (L7)
//
// All of this in the unit that makes a + b + c = 3. Where OpenSim is loose, its looseness is part
// of the result: (L6) ends at a sum of squares of 1e-8 on a path of its own (`tangent_point`),
// (E2) at an unscaled 1e-9. A hub outside the ellipsoid has rays that miss it, and OpenSim's
// length is then not a number; here the centre of the plane's ellipse takes the hub's place
// (PS_WRAP_LOST). Points with no (L1..L4) leave the segment straight with the same flag: OpenSim
// takes what it remembers of an earlier pose.
#include "muscle/wrap_math.h"

static const double pi = 3.14159265358979323846;
static const double near_surface = 1e-4;            // in |p/a|^2 - 1
static const double same_direction = 1e-4;          // in 1 - cos between p1 and p2: no wrap below
static const double all_fan = 0.7073, no_fan = 0.9; // (L4)
static const double chord_ends = 0.3;               // (L4)
static const double piece = 0.001;                  // [m]  (L7)
enum { most_pieces = 499 };

// The segment in the ellipsoid's unit.
typedef struct scene {
  ps_vec3 semi;
  ps_vec3 p1, p2;
  double e1, e2;          // |p/a|^2 - 1
  ps_vec3 k1, k2;         // ends of the chord
  ps_vec3 chord;          // k2 - k1
  ps_vec3 c;              // the surface point that the plane goes through
  double fan_weight;      // of (L3) in c, 0..1
  ps_vec3 start1, start2; // where the search for the tangent points starts
} scene;

static ps_vec3 divide(ps_vec3 v, ps_vec3 a) {
  return ps_vec(v.x / a.x, v.y / a.y, v.z / a.z);
}

static double surface_value(ps_vec3 p, ps_vec3 semi) {
  return -1 + ps_square(p.x / semi.x) + ps_square(p.y / semi.y) + ps_square(p.z / semi.z);
}

// The chord, if the segment enters the ellipsoid and leaves it between its ends.
static int cut_chord(scene *s) {
  ps_vec3 d = ps_sub(s->p1, s->p2), f1 = divide(d, s->semi), f2 = divide(s->p2, s->semi);
  double A = ps_dot(f1, f1), B = 2 * ps_dot(f1, f2), C = ps_dot(f2, f2) - 1;
  double under_root = B * B - 4 * A * C;
  if (under_root < 0)
    return 0;
  double t1 = (-B + sqrt(under_root)) / (2 * A), t2 = (-B - sqrt(under_root)) / (2 * A);
  if (!(0 < t1 && t1 < 1 && 0 < t2 && t2 < 1))
    return 0;
  s->k1 = ps_axpy(s->p2, t1, d);
  s->k2 = ps_axpy(s->p2, t2, d);
  s->chord = ps_sub(s->k2, s->k1);
  return 1;
}

// (L2): the axis most along the segment, and where on the chord (0..1) its coordinate is zero
typedef struct axial_choice {
  int axis;
  double along; // |cos| between axis and segment
  double at;
} axial_choice;

static axial_choice choose_axis(const scene *s) {
  ps_vec3 e = ps_unit_or_zero(ps_sub(s->p1, s->p2));
  int axis = fabs(e.y) > fabs(e.x) ? 1 : 0;
  if (fabs(e.z) > fabs(ps_at(e, axis)))
    axis = 2;
  return (axial_choice){axis, fabs(ps_at(e, axis)), -ps_at(s->k1, axis) / ps_at(s->chord, axis)};
}

static ps_vec3 axial_point(const scene *s, axial_choice x) {
  return ps_ellipsoid_closest_in_plane(s->semi, ps_axpy(s->k1, x.at, s->chord), x.axis);
}

// (L3)
static int fan_point(const scene *s, ps_vec3 *c) {
  ps_vec3 middle = ps_axpy(s->k1, 0.5, s->chord);
  return ps_ellipsoid_closest(s->semi, ps_add(middle, ps_ellipsoid_fan(s->semi, s->k1, s->chord)),
                              c);
}

// |cos| to the best axis, lowered near and beyond the ends of the chord   (L4)
static double faded(axial_choice x) {
  double inner = fmin(x.at, 1 - x.at) / chord_ends;
  if (!(x.along > all_fan) || inner >= 1)
    return x.along;
  return inner > 0 ? all_fan + inner * (x.along - all_fan) : all_fan;
}

// (L4)
static int hybrid_point(scene *s, axial_choice x) {
  double along = faded(x);
  if (along >= no_fan) {
    s->c = axial_point(s, x);
    return 1;
  }
  if (along <= all_fan) {
    s->fan_weight = 1;
    return fan_point(s, &s->c);
  }
  ps_vec3 fan;
  if (!fan_point(s, &fan))
    return 0;
  double axial = (along - all_fan) / (no_fan - all_fan);
  s->fan_weight = 1 - axial;
  ps_vec3 mixture = ps_axpy(ps_scale(axial, axial_point(s, x)), s->fan_weight, fan);
  return ps_ellipsoid_closest(s->semi, mixture, &s->c);
}

// Choose c, and where the tangent points are searched from: c, so that they are on its side.
static int choose_point(scene *s, ps_wrap_method method) {
  s->fan_weight = 0;
  int found = 1, from_chord = 0;
  if (method == PS_WRAP_MIDPOINT) {
    found = ps_ellipsoid_closest(s->semi, ps_axpy(s->k1, 0.5, s->chord), &s->c);
  } else {
    axial_choice x = choose_axis(s);
    if (method == PS_WRAP_AXIAL) {
      s->c = axial_point(s, x);
      from_chord = !(x.at > 0 && x.at < 1);
    } else {
      found = hybrid_point(s, x);
    }
  }
  s->start1 = from_chord ? s->k1 : s->c;
  s->start2 = from_chord ? s->k2 : s->c;
  return found;
}

// (L5)
static int mirror_point(scene *s, const ps_wrap_shape *shape) {
  if (shape->sign == 0 || ps_on_active_half(shape, s->c))
    return 1;
  double height = -ps_at(s->c, shape->axis);
  s->c = ps_with(s->c, shape->axis, height);
  s->start1 = s->start2 = s->c;
  if (s->fan_weight == 0)
    return 1;
  ps_vec3 lowered = ps_with(s->c, shape->axis, height - s->fan_weight * height);
  return ps_ellipsoid_closest(s->semi, lowered, &s->c);
}

// A plane n.x + n0 = 0.
typedef struct plane {
  ps_vec3 n;
  double n0;
} plane;

// (L6) with its unknowns and residuals
typedef struct tangency {
  ps_vec3 r;
  double d;
  ps_vec3 g;   // gradient at r
  double e[4]; // residuals
  double sum;  // of their squares
} tangency;

static inline void evaluate(tangency *z, ps_vec3 inv2, plane cut, ps_vec3 p) {
  z->g = ps_mul_elements(ps_scale(2, z->r), inv2);
  z->e[0] = ps_dot(cut.n, z->r) + cut.n0;
  z->e[1] = 0.5 * ps_dot(z->g, z->r) - 1;
  z->e[2] = ps_dot(z->g, z->r) + z->d;
  z->e[3] = ps_dot(z->g, p) + z->d;
  z->sum = z->e[0] * z->e[0] + z->e[1] * z->e[1] + z->e[2] * z->e[2] + z->e[3] * z->e[3];
}

// Solve M x = b in place of b; M symmetric positive definite, its lower half given.
static inline void solve_symmetric(double M[4][4], double b[4]) {
  for (int j = 0; j < 4; j++) {
    double inverse = 1 / M[j][j];
    for (int i = j + 1; i < 4; i++) {
      double factor = M[i][j] * inverse;
      for (int k = j + 1; k <= i; k++)
        M[i][k] -= factor * M[k][j];
      b[i] -= factor * b[j];
    }
  }
  for (int i = 3; i >= 0; i--) {
    for (int k = i + 1; k < 4; k++)
      b[i] -= M[k][i] * b[k];
    b[i] /= M[i][i];
  }
}

// One damped Newton step of (L6), as changes of r and d. With J' the matrix whose columns are the
// gradients of the residuals, (J' J + damping diag(J' J)) step = -J' e.
typedef struct tangency_step {
  ps_vec3 r;
  double d;
} tangency_step;

static inline tangency_step damped_step(const tangency *z, plane cut, ps_vec3 h, double damping) {
  const double g[3] = {z->g.x, z->g.y, z->g.z}, n[3] = {cut.n.x, cut.n.y, cut.n.z};
  const double q[3] = {h.x, h.y, h.z}, *e = z->e;
  double M[4][4], b[4];
  for (int i = 0; i < 3; i++) {
    for (int j = 0; j <= i; j++)
      M[i][j] = n[i] * n[j] + 5 * g[i] * g[j] + q[i] * q[j];
    M[3][i] = 2 * g[i] + q[i];
    b[i] = -(n[i] * e[0] + g[i] * (e[1] + 2 * e[2]) + q[i] * e[3]);
  }
  M[3][3] = 2;
  b[3] = -(e[2] + e[3]);
  for (int i = 0; i < 4; i++)
    M[i][i] *= 1 + damping;
  solve_symmetric(M, b);
  return (tangency_step){{b[0], b[1], b[2]}, b[3]};
}

// OpenSim takes a sixteenth of a step, and less of it the more directly p looks at the centre.
static double caution(ps_vec3 r, ps_vec3 p) {
  double c = ps_dot(ps_unit_or_zero(ps_sub(p, r)), ps_unit_or_zero(p));
  double c4 = ps_square(c * c), c32 = ps_square(ps_square(ps_square(c4)));
  return (c > 0.1 ? 1 - c4 * c32 * c32 * c32 : 1) / 16;
}

static void move(tangency *z, double part, tangency_step step) {
  z->r = ps_axpy(z->r, part, step.r);
  z->d += part * step.d;
}

// The tangent point of p in the plane `cut`, from `r` on (L6). Each turn: raise the damping until a
// step lowers the sum of squares, then double the step for as long as that lowers it further.
static ps_vec3 tangent_point(const scene *s, plane cut, ps_vec3 p, double e_p, ps_vec3 r) {
  enum { most_turns = 50, most_tries = 64 };
  const double solved = 1e-8;
  if (fabs(e_p) < near_surface)
    return p;

  ps_vec3 inv2 = divide(divide(ps_vec(1, 1, 1), s->semi), s->semi);
  ps_vec3 h = ps_mul_elements(ps_scale(2, p), inv2);
  tangency z = {.r = r};
  z.d = -ps_dot(ps_mul_elements(ps_scale(2, r), inv2), r);
  evaluate(&z, inv2, cut, p);

  double damping = 0.01;
  for (int turn = 0; turn < most_turns && z.sum > solved; turn++) {
    double part = caution(z.r, p), before = z.sum;
    const tangency at = z; // the steps of one turn differ in their damping only
    tangency_step step = {0};
    for (int try = 0; z.sum >= before && try < most_tries; try++) {
      step = damped_step(&at, cut, h, damping);
      before = z.sum;
      move(&z, part, step);
      evaluate(&z, inv2, cut, p);
      damping *= 4;
    }
    damping /= 8;

    double stretch = 0.5;
    for (int try = 0; z.sum <= before && try < most_tries; try++) {
      stretch *= 2;
      before = z.sum;
      move(&z, part * stretch, step);
      evaluate(&z, inv2, cut, p);
    }
    move(&z, -part * stretch, step); // the last one went too far
    evaluate(&z, inv2, cut, p);
  }
  return z.r;
}

// (L7): a curve from r1 over `pieces` equal angles to r2, in polar coordinates about a hub
typedef struct arc {
  ps_vec3 hub, e1, e2;
  double angle;  // [rad]  from r1 to r2 the short way
  double r1, r2; // distances from the hub
  // |(h + m e)/a|^2 = 1 is  m^2 (A c^2 + 2 B c s + C s^2) + 2 m (D c + E s) + F = 0
  double A, B, C, D, E, F;
} arc;

static arc arc_about(ps_vec3 hub, ps_vec3 semi, ps_vec3 r1, ps_vec3 r2) {
  arc w = {.hub = hub};
  ps_vec3 to1 = ps_sub(r1, hub), to2 = ps_sub(r2, hub);
  ps_vec3 u2 = ps_unit_or_zero(to2);
  w.r1 = ps_norm(to1), w.r2 = ps_norm(to2);
  w.e1 = ps_unit_or_zero(to1);
  w.angle = acos(ps_dot(w.e1, u2));
  w.e2 = ps_cross(ps_unit_or_zero(ps_cross(w.e1, u2)), w.e1);

  ps_vec3 f1 = divide(w.e1, semi), f2 = divide(w.e2, semi), f0 = divide(hub, semi);
  w.A = ps_dot(f1, f1), w.B = ps_dot(f1, f2), w.C = ps_dot(f2, f2);
  w.D = ps_dot(f1, f0), w.E = ps_dot(f2, f0), w.F = ps_dot(f0, f0) - 1;
  return w;
}

// m(phi) for cos phi = c, sin phi = s; not a number where the ray misses
static inline double ray_length(const arc *w, double c, double s) {
  double square = w->A * (c * c) + 2 * w->B * (c * s) + w->C * (s * s);
  double half = w->D * c + w->E * s;
  return (sqrt(half * half - square * w->F) - half) / square;
}

static ps_vec3 arc_point(const arc *w, double phi) {
  double c = cos(phi), s = sin(phi), m = ray_length(w, c, s);
  return ps_axpy(ps_axpy(w->hub, m * c, w->e1), m * s, w->e2);
}

// Length of the polygon through the points at turn / pieces, 2 turn / pieces ...
static double arc_length(const arc *w, double turn, int pieces) {
  enum { lanes = 8 };
  double x[most_pieces + lanes + 1], y[most_pieces + lanes + 1];
  x[0] = w->r1, y[0] = 0;

  // points 1 ... lanes, then turned all together by lanes steps at a time
  double c[lanes], s[lanes], step_c = cos(turn / pieces), step_s = sin(turn / pieces);
  c[0] = step_c, s[0] = step_s;
  for (int i = 1; i < lanes; i++) {
    c[i] = c[i - 1] * step_c - s[i - 1] * step_s;
    s[i] = s[i - 1] * step_c + c[i - 1] * step_s;
  }
  double block_c = c[lanes - 1], block_s = s[lanes - 1];
  for (int first = 1; first < pieces; first += lanes)
    for (int i = 0; i < lanes; i++) {
      double m = ray_length(w, c[i], s[i]), turned = c[i] * block_c - s[i] * block_s;
      x[first + i] = m * c[i];
      y[first + i] = m * s[i];
      s[i] = s[i] * block_c + c[i] * block_s;
      c[i] = turned;
    }
  x[pieces] = w->r2 * cos(turn);
  y[pieces] = w->r2 * sin(turn);

  double length = 0;
  for (int i = 0; i < pieces; i++)
    length += sqrt(ps_square(x[i + 1] - x[i]) + ps_square(y[i + 1] - y[i]));
  return length;
}

// Does the curve leave r the way that p is? Then it must go the other way round.
static int leaves_towards(ps_vec3 p, ps_vec3 r, ps_vec3 next) {
  return ps_dot(ps_sub(p, r), ps_sub(next, r)) > 0;
}

// Length of the curve about `hub` [-], as a polygon of `pieces`; sets PS_WRAP_LONG.
static double curve_about(const scene *s, int constrained, ps_vec3 hub, int pieces,
                          ps_wrap_result *w) {
  arc a = arc_about(hub, s->semi, w->r1, w->r2);
  double turn = a.angle;
  w->flags &= ~(unsigned)PS_WRAP_LONG;
  if (constrained && pieces > 1) {
    double step = turn / pieces;
    if (leaves_towards(s->p1, w->r1, arc_point(&a, step)) ||
        leaves_towards(s->p2, w->r2, arc_point(&a, (pieces - 1) * step))) {
      w->flags |= PS_WRAP_LONG;
      turn -= 2 * pi;
    }
  }
  return arc_length(&a, turn, pieces);
}

// Where the plane meets the coordinate axis that is closest to its normal.
static ps_vec3 hub_on_axis(plane cut) {
  int axis = fabs(cut.n.y) > fabs(cut.n.x) ? 1 : 0;
  if (fabs(cut.n.z) > fabs(ps_at(cut.n, axis)))
    axis = 2;
  return ps_with(ps_vec(0, 0, 0), axis, -cut.n0 / ps_at(cut.n, axis));
}

// The centre of the ellipse that the plane cuts out.
static ps_vec3 hub_of_ellipse(plane cut, ps_vec3 semi) {
  ps_vec3 to = ps_mul_elements(ps_mul_elements(semi, semi), cut.n);
  return ps_scale(-cut.n0 / ps_dot(cut.n, to), to);
}

// w->length [-] of the curve from w->r1 to w->r2
static void measure_curve(const scene *s, const ps_wrap_shape *shape, plane cut,
                          ps_wrap_result *w) {
  double apart = ps_distance(w->r1, w->r2), count = apart / shape->scale / piece;
  if (count < 1) {
    w->length = apart;
    return;
  }
  int pieces = count < most_pieces ? (int)count : most_pieces, constrained = shape->sign != 0;
  w->length = curve_about(s, constrained, hub_on_axis(cut), pieces, w);
  if (!isfinite(w->length)) {
    w->flags |= PS_WRAP_LOST;
    w->length = curve_about(s, constrained, hub_of_ellipse(cut, s->semi), pieces, w);
  }
}

ps_wrap_outcome ps_wrap_over_ellipsoid(const ps_wrap_shape *shape, ps_wrap_method method,
                                       ps_vec3 p1, ps_vec3 p2, ps_wrap_result *out) {
  scene s = {
      .semi = shape->semi,
      .p1 = ps_scale(shape->scale, p1),
      .p2 = ps_scale(shape->scale, p2),
  };
  s.e1 = surface_value(s.p1, s.semi), s.e2 = surface_value(s.p2, s.semi);
  if (s.e1 < -near_surface || s.e2 < -near_surface)
    return PS_WRAP_INSIDE;
  double apart = ps_dot(ps_unit_or_zero(s.p1), ps_unit_or_zero(s.p2)) - 1;
  if (fabs(apart) < same_direction || !cut_chord(&s))
    return PS_WRAP_NONE;

  if (!choose_point(&s, method) || !mirror_point(&s, shape)) {
    out->flags |= PS_WRAP_LOST;
    return PS_WRAP_NONE;
  }
  ps_vec3 n = ps_unit_or_zero(ps_cross(ps_sub(s.p1, s.p2), ps_sub(s.p1, s.c)));
  plane cut = {n, -ps_dot(n, s.c)};
  out->r1 = tangent_point(&s, cut, s.p1, s.e1, s.start1);
  out->r2 = tangent_point(&s, cut, s.p2, s.e2, s.start2);

  measure_curve(&s, shape, cut, out);
  out->length /= shape->scale;
  out->r1 = ps_scale(1 / shape->scale, out->r1);
  out->r2 = ps_scale(1 / shape->scale, out->r2);
  return PS_WRAP_MANDATORY;
}
