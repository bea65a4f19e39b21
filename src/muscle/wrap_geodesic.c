#include "muscle/wrap_geodesic.h"

static const double pi = 3.14159265358979323846;
static const double sqrt3 = 1.73205080756887729353;
static const double margin = 0.05;   // [-]  of R: nearer ends draw the cylinder in   (G6)
static const double on_axis = 1e-15; // [m]  no sense of winding is left

// products of what is seen along the axis
static inline double across(ps_vec3 a, ps_vec3 b) {
  return a.x * b.x + a.y * b.y;
}
static inline double turning(ps_vec3 a, ps_vec3 b) {
  return a.x * b.y - a.y * b.x;
}
// z x p
static inline ps_vec3 ahead(ps_vec3 p) {
  return ps_vec(-p.y, p.x, 0);
}
static inline ps_vec3 mirrored(ps_vec3 p, int turn) {
  return ps_vec(p.x, turn * p.y, p.z);
}

// A factor and its derivative.
typedef struct factor {
  double value, slope;
} factor;

// s of (G7), by x
static factor smooth_step(double x) {
  if (x <= 0 || x >= 1)
    return (factor){x >= 1, 0};
  return (factor){x * x * (3 - 2 * x), 6 * x * (1 - x)};
}

// f of (G6), by x: a line through 0, a parabola between 1 and 1 + margin, then 1
static factor thinned(double x) {
  if (x <= 1)
    return (factor){2 / (2 + margin) * x, 2 / (2 + margin)};
  double gap = fmax(0, 1 + margin - x), steep = 1 / (margin * (2 + margin));
  return (factor){1 - gap * gap * steep, 2 * gap * steep};
}

// The thread over a cylinder of radius R, wound counterclockwise.   (G1) to (G5)
typedef struct thread {
  double R, hh[2], l[2], theta;
  double flat; // [m]  Lp
} thread;

// false: it is straight
static bool wind(double R, ps_vec3 p1, ps_vec3 p2, thread *w) {
  double l1 = sqrt(w->hh[0] - R * R), l2 = sqrt(w->hh[1] - R * R);
  ps_vec3 u1 = ps_axpy(ps_scale(R, p1), l1, ahead(p1)); // along r_1 and r_2, h^2 long
  ps_vec3 u2 = ps_axpy(ps_scale(R, p2), -l2, ahead(p2));
  double sine = turning(u1, u2);
  bool far = turning(p1, p2) < 0; // phi > 180 degrees
  if (!far && sine <= 0)
    return false;
  w->R = R;
  w->l[0] = l1;
  w->l[1] = l2;
  w->theta = atan2(sine, across(u1, u2));
  if (w->theta < 0)
    w->theta += 2 * pi;
  w->flat = l1 + R * w->theta + l2;
  return true;
}

static void lay(const thread *w, ps_vec3 p1, ps_vec3 p2, ps_geodesic *out) {
  double R = w->R, dz = p2.z - p1.z;
  out->length = sqrt(w->flat * w->flat + dz * dz); // (G3)
  double per = 1 / out->length, level = w->flat * per, climb = dz * per;
  ps_vec3 t1 = ps_scale(1 / w->hh[0], ps_axpy(ps_scale(R, ahead(p1)), -w->l[0], p1));
  ps_vec3 t2 = ps_scale(1 / w->hh[1], ps_axpy(ps_scale(R, ahead(p2)), w->l[1], p2));
  out->pull1 = ps_vec(level * t1.x, level * t1.y, climb); // (G4)
  out->pull2 = ps_vec(-level * t2.x, -level * t2.y, -climb);
  double slope = dz / w->flat; // (G5)
  out->r1 = ps_vec(p1.x + w->l[0] * t1.x, p1.y + w->l[0] * t1.y, p1.z + w->l[0] * slope);
  out->r2 = ps_vec(p2.x - w->l[1] * t2.x, p2.y - w->l[1] * t2.y, p2.z - w->l[1] * slope);
}

// What the nearness of an end does, by its distance h from the axis.
typedef struct hold {
  ps_vec3 out; // [-]  unit vector away from the axis
  double h;    // [m]
  factor thin; // of R; slope in 1/R
  factor grip; // of what winding adds to the length; slope in 1/m
} hold;

static hold hold_of(ps_vec3 p, double hh, double R) {
  double h = sqrt(hh);
  hold e = {ps_vec(p.x / h, p.y / h, 0), h, {1, 0}, {1, 0}};
  if (h < (1 + margin) * R) {
    e.thin = thinned(h / R);
    e.grip = smooth_step(h / R);
    e.grip.slope /= R;
  }
  return e;
}

// s of (G7), by phi; `short_of_full` is phi - 360 degrees
static factor grip_of_winding(double short_of_full) {
  const double slipping = pi / 6; // [rad]
  factor s = smooth_step(-short_of_full / slipping - 1);
  return (factor){s.value, -s.slope / slipping};
}

// The pulls while an end changes the radius: dL/dR = theta Lp / L.   (G6)
static void draw_in(const thread *w, const hold *end, ps_geodesic *out) {
  double slope = w->theta * w->flat / out->length;
  out->pull1 = ps_axpy(out->pull1, -slope * end[0].thin.slope * end[1].thin.value, end[0].out);
  out->pull2 = ps_axpy(out->pull2, -slope * end[1].thin.slope * end[0].thin.value, end[1].out);
}

static ps_vec3 between(ps_vec3 a, ps_vec3 b, double share) {
  return ps_axpy(ps_scale(1 - share, a), share, b);
}

// Pass over from the wound thread to the straight line; `wound` is the factor of phi.   (G7)
static void let_go(const thread *t, ps_vec3 p1, ps_vec3 p2, const hold *end, factor wound,
                   ps_geodesic *out) {
  ps_vec3 line = ps_sub(p2, p1);
  double straight = ps_norm(line), excess = out->length - straight;
  factor s1 = end[0].grip, s2 = end[1].grip;
  double w = s1.value * s2.value * wound.value;
  double by_h1 = s1.slope * s2.value * wound.value, by_h2 = s1.value * s2.slope * wound.value;
  double by_phi = s1.value * s2.value * wound.slope;
  // dw/dp: outwards by h, and along z x p by phi, which the first end turns back
  ps_vec3 w1 = ps_axpy(ps_scale(by_h1, end[0].out), -by_phi / end[0].h, ahead(end[0].out));
  ps_vec3 w2 = ps_axpy(ps_scale(by_h2, end[1].out), by_phi / end[1].h, ahead(end[1].out));
  ps_vec3 e = ps_scale((1 - w) / straight, line);
  out->pull1 = ps_axpy(ps_axpy(e, w, out->pull1), -excess, w1);
  out->pull2 = ps_axpy(ps_axpy(ps_neg(e), w, out->pull2), -excess, w2);
  out->length = straight + w * excess;
  out->r1 = between(ps_axpy(p1, t->l[0] / t->flat, line), out->r1, w);
  out->r2 = between(ps_axpy(p2, -t->l[1] / t->flat, line), out->r2, w);
}

bool ps_wrap_geodesic(double R, int turn, ps_vec3 p1, ps_vec3 p2, ps_geodesic *out) {
  p1 = mirrored(p1, turn);
  p2 = mirrored(p2, turn);
  thread w = {.hh = {across(p1, p1), across(p2, p2)}};
  double least = fmin(w.hh[0], w.hh[1]), sine = turning(p1, p2), cosine = across(p1, p2);
  bool near = least < (1 + margin) * (1 + margin) * R * R;
  bool late = sine < 0 && -sine < sqrt3 * cosine;    // phi > 300 degrees
  bool behind = sine < 0 && -sine * sqrt3 <= cosine; // phi >= 330 degrees
  out->inside = least < R * R;
  out->slips = late && !behind;
  if (behind || least < on_axis * on_axis)
    return false;
  if (!near && !late) {
    if (!wind(R, p1, p2, &w))
      return false;
    lay(&w, p1, p2, out);
  } else {
    hold end[2] = {hold_of(p1, w.hh[0], R), hold_of(p2, w.hh[1], R)};
    if (!wind(R * end[0].thin.value * end[1].thin.value, p1, p2, &w))
      return false;
    lay(&w, p1, p2, out);
    draw_in(&w, end, out);
    let_go(&w, p1, p2, end, late ? grip_of_winding(atan2(sine, cosine)) : (factor){1, 0}, out);
  }
  out->pull1 = mirrored(out->pull1, turn);
  out->pull2 = mirrored(out->pull2, turn);
  out->r1 = mirrored(out->r1, turn);
  out->r2 = mirrored(out->r2, turn);
  return true;
}
