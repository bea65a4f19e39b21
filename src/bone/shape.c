// shape.c: signed distances of hulls and drums.
#include "bone/shape.h"

#include <assert.h>
#include <stdbool.h>

double ps_smooth_max(double a, double b, double k) {
  double h = fmax(k - fabs(a - b), 0) / k;
  return fmax(a, b) + h * h * k / 4;
}

static double clamp(double x, double low, double high) {
  return x < low ? low : x > high ? high : x;
}

static double ball_distance(ps_ball b, ps_vec3 p) {
  return ps_distance(p, b.at) - b.radius;
}

// Along the rod, h away from its line, distance is least where the slope of the radius, g per
// length, is met: g h / sqrt(1 - g^2) beyond the foot of p.
static double rod_distance(ps_ball a, ps_ball b, ps_vec3 p) {
  ps_vec3 ab = ps_sub(b.at, a.at), ap = ps_sub(p, a.at);
  double length2 = ps_norm2(ab), more = b.radius - a.radius;
  if (length2 <= more * more) // one ball holds the other
    return ball_distance(more > 0 ? b : a, p);
  double foot = ps_dot(ap, ab) / length2;
  double h = ps_norm(ps_axpy(ap, -foot, ab));
  double share = clamp(foot + more * h / sqrt(length2 * (length2 - more * more)), 0, 1);
  return ps_norm(ps_axpy(ap, -share, ab)) - (a.radius + share * more);
}

// the same in the plane of the plate; where the best place lies outside, an edge has it
static double plate_distance(const ps_ball c[3], ps_vec3 p) {
  ps_vec3 u = ps_sub(c[1].at, c[0].at), v = ps_sub(c[2].at, c[0].at), w = ps_sub(p, c[0].at);
  double uu = ps_norm2(u), uv = ps_dot(u, v), vv = ps_norm2(v), area2 = uu * vv - uv * uv;
  double ru = c[1].radius - c[0].radius, rv = c[2].radius - c[0].radius;
  if (area2 > 1e-12 * uu * vv) {
    // slope of the radius along u and v, and its square
    double gu = (vv * ru - uv * rv) / area2, gv = (uu * rv - uv * ru) / area2;
    double g2 = gu * ru + gv * rv;
    if (g2 < 1) {
      double wu = ps_dot(w, u), wv = ps_dot(w, v);
      double h = fabs(ps_dot(w, ps_cross(u, v))) / sqrt(area2), lead = h / sqrt(1 - g2);
      double s = (vv * wu - uv * wv) / area2 + lead * gu;
      double t = (uu * wv - uv * wu) / area2 + lead * gv;
      if (s >= 0 && t >= 0 && s + t <= 1)
        return h * sqrt(1 - g2) - (c[0].radius + ((vv * wu - uv * wv) / area2) * ru +
                                   ((uu * wv - uv * wu) / area2) * rv);
    }
  }
  double ab = rod_distance(c[0], c[1], p), bc = rod_distance(c[1], c[2], p);
  return fmin(fmin(ab, bc), rod_distance(c[2], c[0], p));
}

double ps_hull_distance(const ps_hull *hull, ps_vec3 p) {
  assert(1 <= hull->n && hull->n <= PS_HULL_CORNERS);
  const ps_ball *c = hull->corner;
  return hull->n == 1   ? ball_distance(c[0], p)
         : hull->n == 2 ? rod_distance(c[0], c[1], p)
                        : plate_distance(c, p);
}

ps_ball ps_hull_bound(const ps_hull *hull) {
  ps_ball bound = {{0, 0, 0}, 0};
  for (int i = 0; i < hull->n; i++)
    bound.at = ps_axpy(bound.at, 1.0 / hull->n, hull->corner[i].at);
  for (int i = 0; i < hull->n; i++) {
    ps_ball c = hull->corner[i];
    bound.radius = fmax(bound.radius, ps_distance(bound.at, c.at) + c.radius);
  }
  return bound;
}

// p in the drum's axes
static ps_vec3 into_drum(const ps_drum *drum, ps_vec3 p) {
  double c = cos(drum->tilt), s = sin(drum->tilt), x = p.x - drum->x, y = p.y - drum->y;
  return ps_vec(c * x + s * y, c * y - s * x, p.z);
}

// Radius of the section as a fraction of the wall's in the direction of (x, z), and how fast that
// grows [1/m]; `level` goes from -1 at the bottom to 1 at the top.
static double section(const ps_drum *d, double x, double z, double level, double *slope) {
  double up = (1 + level) / 2, waist = 1 - level * level;
  double width = d->width_bottom + up * (d->width_top - d->width_bottom) - waist * d->waist_side;
  bool front = x > 0;
  double depth = front ? d->front_bottom + up * (d->front_top - d->front_bottom)
                       : d->back_bottom + up * (d->back_top - d->back_bottom);
  depth -= waist * (front ? d->waist_front : d->waist_back);
  if (!front) { // the middle of the back wall lies further in, its corners do not
    double aside = fmin(1, fabs(z) / width);
    depth -= d->notch * (1 - aside * aside);
  }
  double power = front ? d->round_front : d->round_back;
  double a = pow(fabs(x) / depth, power), b = pow(fabs(z) / width, power);
  double sum = a + b;
  if (sum < 1e-12) {
    *slope = 1 / fmin(depth, width);
    return 0;
  }
  double radius = pow(sum, 1 / power);
  // gradient of the power law; the wall's lean and the notch are left out, being small
  double gx = fabs(x) > 0 ? radius / sum * a / fabs(x) : 0;
  double gz = fabs(z) > 0 ? radius / sum * b / fabs(z) : 0;
  *slope = sqrt(gx * gx + gz * gz);
  return radius;
}

double ps_drum_distance(const ps_drum *drum, ps_vec3 p) {
  ps_vec3 q = into_drum(drum, p);
  double half = drum->height / 2, slope;
  double radius = section(drum, q.x, q.z, clamp(q.y / half, -1, 1), &slope);
  double wall = (radius - 1) / slope;
  double lean = tan(drum->wedge / 2), hollow = 1 - fmin(1, radius * radius);
  double steep = 1 / sqrt(1 + lean * lean);
  double top = (q.y - half - lean * q.x + drum->cup_top * hollow) * steep;
  double bottom = (-q.y - half - lean * q.x + drum->cup_bottom * hollow) * steep;
  return ps_smooth_max(wall, ps_smooth_max(top, bottom, drum->edge), drum->edge);
}

ps_ball ps_drum_bound(const ps_drum *d) {
  double x = fmax(fmax(d->front_top, d->front_bottom), fmax(d->back_top, d->back_bottom));
  double z = fmax(d->width_top, d->width_bottom);
  double y = d->height / 2 + x * fabs(tan(d->wedge / 2));
  return (ps_ball){{d->x, d->y, 0}, sqrt(x * x + y * y + z * z)};
}

ps_vec3 ps_drum_end(const ps_drum *d, int end) {
  double y = end * (d->height / 2 - (end > 0 ? d->cup_top : d->cup_bottom));
  return ps_vec(d->x - sin(d->tilt) * y, d->y + cos(d->tilt) * y, 0);
}
