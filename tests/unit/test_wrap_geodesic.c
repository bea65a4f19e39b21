// Geodesics over cylinders: laws of one thread, laws of paths on random trees, OpenSim's own
// geodesics.
#include <stdlib.h>

#include "muscle/wrap_geodesic.h"
#include "path_kit.h"

static const double pi = 3.14159265358979323846;

// ---- threads

typedef struct thread_case {
  double R;
  int turn;
  ps_vec3 p1, p2;
} thread_case;

static double length_of(thread_case c) {
  ps_geodesic g;
  return ps_wrap_geodesic(c.R, c.turn, c.p1, c.p2, &g) ? g.length : ps_distance(c.p1, c.p2);
}
static ps_geodesic thread_of(thread_case c) {
  ps_geodesic g;
  if (!ps_wrap_geodesic(c.R, c.turn, c.p1, c.p2, &g)) {
    g.length = ps_distance(c.p1, c.p2);
    g.pull1 = ps_scale(1 / g.length, ps_sub(c.p2, c.p1));
    g.pull2 = ps_neg(g.pull1);
    g.r1 = g.r2 = c.p1;
  }
  return g;
}

static ps_vec3 around(double h, double angle, double z) {
  return ps_vec(h * cos(angle), h * sin(angle), z);
}

// Ends between `nearest` and 4 radii from the axis, the second by up to `widest` [rad] ahead.
static thread_case draw_case(uint64_t *random, double nearest, double widest) {
  double R = kit_between(random, 0.01, 0.08), start = kit_between(random, -pi, pi);
  thread_case c = {.R = R, .turn = kit_chance(random, 2) ? 1 : -1};
  double phi = kit_between(random, 0, widest);
  double h1 = R * kit_between(random, nearest, 4), z1 = 0.1 * kit_signed(random);
  double h2 = R * kit_between(random, nearest, 4), z2 = 0.1 * kit_signed(random);
  c.p1 = around(h1, start, z1);
  c.p2 = around(h2, start + c.turn * phi, z2);
  return c;
}

static void check_point(ps_vec3 value, ps_vec3 expected, double tolerance) {
  CHECK_NEAR(value.x, expected.x, tolerance);
  CHECK_NEAR(value.y, expected.y, tolerance);
  CHECK_NEAR(value.z, expected.z, tolerance);
}

// across a cylinder: two tangents and an arc, up to 300 degrees
static void level_thread_follows_a_circle(void) {
  double R = 0.04, h1 = 0.1, h2 = 0.07; // [m]
  for (double phi = 2.2; phi < 5.2; phi += 0.1) {
    thread_case c = {R, -1, around(h1, 0.3, 0.02), around(h2, 0.3 - phi, 0.02)};
    double arc = R * (phi - acos(R / h1) - acos(R / h2));
    double expected = sqrt(h1 * h1 - R * R) + sqrt(h2 * h2 - R * R) + arc;
    CHECK_NEAR(length_of(c), expected, 1e-15); // [m]  rounding
  }
}

// lines touch the cylinder at right angles to its radius, and the helix leaves along them
static void tangent_points_are_tangent(void) {
  uint64_t random = 1;
  int wrapped = 0;
  for (int i = 0; i < 2000; i++) {
    thread_case c = draw_case(&random, 1.05, 5.2);
    ps_geodesic g;
    if (!ps_wrap_geodesic(c.R, c.turn, c.p1, c.p2, &g))
      continue;
    wrapped++;
    CHECK_NEAR(hypot(g.r1.x, g.r1.y), c.R, 1e-15); // [m]  rounding
    CHECK_NEAR(hypot(g.r2.x, g.r2.y), c.R, 1e-15);
    ps_vec3 e1 = ps_sub(g.r1, c.p1), e2 = ps_sub(c.p2, g.r2);
    CHECK_NEAR(g.r1.x * e1.x + g.r1.y * e1.y, 0, 1e-16); // [m2]
    CHECK_NEAR(g.r2.x * e2.x + g.r2.y * e2.y, 0, 1e-16);
    CHECK_NEAR(e1.z / ps_norm(e1), e2.z / ps_norm(e2), 1e-12); // [-]  one climb all along
    check_point(g.pull1, ps_scale(1 / ps_norm(e1), e1), 1e-13);
    check_point(g.pull2, ps_scale(-1 / ps_norm(e2), e2), 1e-13);
    CHECK(!g.inside && !g.slips);
  }
  CHECK(wrapped > 1000);
}

// A curve on the same side: a line to the point of the cylinder at angle x[0] and height x[1], a
// helix to x[2], x[3], a line. Angles run in the sense of the turn from where p1 is; not a number
// where a line would cut the cylinder.
static double curve_on_that_side(thread_case c, double phi, const double *x) {
  double h1 = hypot(c.p1.x, c.p1.y), h2 = hypot(c.p2.x, c.p2.y);
  const double rounding = 1e-12; // [rad]
  if (fabs(x[0]) > acos(c.R / h1) + rounding || fabs(x[2] - phi) > acos(c.R / h2) + rounding ||
      x[2] < x[0])
    return NAN;
  ps_vec3 p1 = ps_vec(h1, 0, c.p1.z), p2 = around(h2, phi, c.p2.z);
  return ps_distance(p1, around(c.R, x[0], x[1])) + hypot(c.R * (x[2] - x[0]), x[3] - x[1]) +
         ps_distance(p2, around(c.R, x[2], x[3]));
}

// The least length that a search among 40,000 such curves finds, closing in on the best.
static double least_by_search(thread_case c, double phi, uint64_t *random) {
  double best[4] = {0, c.p1.z, phi, c.p2.z}, least = curve_on_that_side(c, phi, best);
  double h[2] = {hypot(c.p1.x, c.p1.y), hypot(c.p2.x, c.p2.y)};
  for (int i = 0; i < 40000; i++) {
    double width = pow(0.998, i % 10000), x[4];
    for (int k = 0; k < 4; k++)
      x[k] = best[k] + (kit_chance(random, 2) ? width * (k % 2 ? 0.1 : 1) * kit_signed(random) : 0);
    // the best curve is at the edge of what its lines can see
    x[0] = fmin(x[0], acos(c.R / h[0]));
    x[2] = fmax(x[2], phi - acos(c.R / h[1]));
    double length = curve_on_that_side(c, phi, x);
    if (length < least) {
      least = length;
      memcpy(best, x, sizeof best);
    }
  }
  return least;
}

static void thread_is_the_shortest_on_its_side(void) {
  uint64_t random = 2;
  int wrapped = 0;
  for (int i = 0; i < 100; i++) {
    thread_case c = draw_case(&random, 1.05, 5.2);
    double phi = c.turn * (atan2(c.p2.y, c.p2.x) - atan2(c.p1.y, c.p1.x));
    phi -= 2 * pi * floor(phi / (2 * pi));
    ps_geodesic g;
    if (!ps_wrap_geodesic(c.R, c.turn, c.p1, c.p2, &g))
      continue;
    if (hypot(g.r2.x - g.r1.x, g.r2.y - g.r1.y) < 0.1 * c.R)
      continue; // the search gets stuck: only by moving together can close points come nearer
    double least = least_by_search(c, phi, &random);
    wrapped++;
    CHECK(least >= g.length - 1e-14);  // [m]  rounding: none is shorter
    CHECK_NEAR(least, g.length, 1e-9); // [m]  and some come near
    CHECK(g.length >= ps_distance(c.p1, c.p2));
  }
  CHECK(wrapped > 50);
}

// up to half a turn ahead, a straight thread passes the cylinder at its radius or more
static void straight_threads_miss_the_cylinder(void) {
  uint64_t random = 3;
  int straight = 0;
  for (int i = 0; i < 5000; i++) {
    thread_case c = draw_case(&random, 1.05, pi);
    ps_geodesic g;
    if (ps_wrap_geodesic(c.R, c.turn, c.p1, c.p2, &g))
      continue;
    double dx = c.p2.x - c.p1.x, dy = c.p2.y - c.p1.y;
    double t = -(c.p1.x * dx + c.p1.y * dy) / (dx * dx + dy * dy);
    t = fmax(0, fmin(1, t));
    CHECK(hypot(c.p1.x + t * dx, c.p1.y + t * dy) >= c.R - 1e-15); // [m]  rounding
    straight++;
  }
  CHECK(straight > 500);
}

// from the other end it is the same thread, wound the other way
static void swapped_ends_turn_the_other_way(void) {
  uint64_t random = 4;
  for (int i = 0; i < 5000; i++) {
    thread_case c = draw_case(&random, 0.1, 2 * pi), back = {c.R, -c.turn, c.p2, c.p1};
    ps_geodesic g = thread_of(c), b = thread_of(back);
    CHECK_NEAR(b.length, g.length, 1e-15); // [m]  rounding
    check_point(b.pull1, g.pull2, 1e-11);  // [-]  of a difference over 0.1 R
    check_point(b.pull2, g.pull1, 1e-11);
    CHECK(b.inside == g.inside && b.slips == g.slips);
  }
}

// mirrored, turned about the axis and moved along it
static void moved_threads_are_alike(void) {
  uint64_t random = 5;
  for (int i = 0; i < 5000; i++) {
    thread_case c = draw_case(&random, 0.1, 2 * pi), mirror = c, turned = c;
    mirror.turn = -c.turn;
    mirror.p1.y = -c.p1.y;
    mirror.p2.y = -c.p2.y;
    CHECK_EQ(length_of(mirror), length_of(c));
    ps_transform X = {ps_rotation_about(2, kit_between(&random, -pi, pi)), ps_vec(0, 0, 0.3)};
    turned.p1 = ps_transform_point(X, c.p1);
    turned.p2 = ps_transform_point(X, c.p2);
    ps_geodesic g = thread_of(c), t = thread_of(turned);
    CHECK_NEAR(t.length, g.length, 1e-14); // [m]  rounding
    check_point(t.pull1, ps_mat_mul(X.R, g.pull1), 1e-10);
  }
}

// over a thin wire, up to half a turn, nothing is left of the wrap
static void thin_cylinders_leave_the_thread_straight(void) {
  uint64_t random = 6;
  for (int i = 0; i < 1000; i++) {
    thread_case c = draw_case(&random, 1.05, 0.99 * pi);
    c.R = 0;
    CHECK_EQ(length_of(c), ps_distance(c.p1, c.p2));
    c.R = 1e-7; // [m]  such a wire is a kink of at most 2 R theta
    CHECK_NEAR(length_of(c), ps_distance(c.p1, c.p2), 1e-6);
  }
}

// ---- slopes and continuity, inside and beyond 300 degrees too

// Both ends anywhere up to two radii from the axis, often inside.
static thread_case draw_any(uint64_t *random) {
  thread_case c = draw_case(random, 0, 2 * pi);
  c.p1.x *= 0.5, c.p1.y *= 0.5;
  c.p2.x *= 0.5, c.p2.y *= 0.5;
  return c;
}

static void pulls_are_slopes_of_the_length(void) {
  uint64_t random = 7;
  int inside = 0, slips = 0, unsure = 0, cases = 20000;
  for (int i = 0; i < cases; i++) {
    thread_case c = draw_any(&random);
    ps_geodesic g = thread_of(c);
    inside += g.inside;
    slips += g.slips;
    for (int k = 0; k < 6; k++) {
      double *x = k < 3 ? &c.p1.x : &c.p2.x, slope[2];
      x += k % 3;
      for (int half = 0; half < 2; half++) {
        const double kept = *x, step = (half ? 5e-7 : 1e-6) * c.R / 0.04; // [m]
        *x = kept + step;
        double up = length_of(c);
        *x = kept - step;
        slope[half] = (up - length_of(c)) / (2 * step);
        *x = kept;
      }
      double pull = ps_at(k < 3 ? g.pull1 : g.pull2, k % 3);
      if (fabs(slope[0] - slope[1]) > 2e-8) // curvature jumps within the step, or is too large
        unsure++;
      else
        CHECK_NEAR(pull, -slope[1], 1e-7); // [-]  rounding 1e-16 / step, truncation step^2
    }
  }
  CHECK(inside > 5000 && slips > 500);
  CHECK(unsure < cases * 6 / 20);
}

// Motions in steps of R / 5,000, inside, over the axis and around: neither length nor pull jumps.
static void length_and_pulls_are_continuous(void) {
  uint64_t random = 8;
  int inside = 0, slips = 0, wraps = 0, straight = 0;
  double worst = 0;
  for (int motion = 0; motion < 400; motion++) {
    thread_case c = draw_any(&random), from = c, to = draw_any(&random);
    double spread = kit_chance(&random, 4) ? 0 : 1; // straight through the axis
    to.p2 = spread > 0 ? to.p2 : ps_scale(-1, from.p2);
    double way = fmax(ps_distance(from.p1, to.p1), ps_distance(from.p2, to.p2));
    int steps = (int)ceil(way / (c.R / 5000));
    ps_geodesic before = thread_of(c);
    for (int i = 1; i <= steps && steps < 50000; i++) {
      double t = (double)i / steps;
      c.p1 = ps_axpy(from.p1, t, ps_sub(to.p1, from.p1));
      c.p2 = ps_axpy(from.p2, t, ps_sub(to.p2, from.p2));
      if (ps_distance(c.p1, c.p2) < 0.2 * c.R) { // the line between them turns with any step
        before = thread_of(c);
        continue;
      }
      ps_geodesic g;
      bool touches = ps_wrap_geodesic(c.R, c.turn, c.p1, c.p2, &g);
      g = thread_of(c);
      wraps += touches, straight += !touches, inside += g.inside, slips += g.slips;
      double jump = fmax(ps_distance(g.pull1, before.pull1), ps_distance(g.pull2, before.pull2));
      worst = fmax(worst, jump);
      CHECK(fabs(g.length - before.length) < 25 * c.R / 5000); // [m]  slope at most 25
      CHECK(jump < 0.04);                                      // [-]  curvature at most 200 / R
      before = g;
    }
  }
  printf("worst change of a pull in a step of R / 5000: %g\n", worst);
  CHECK(wraps > 25000 && straight > 25000 && inside > 25000 && slips > 2500);
}

// an end on the axis, or in it all the way, has no side to be wound on
static void threads_from_the_axis_are_straight(void) {
  ps_geodesic g;
  CHECK(!ps_wrap_geodesic(0.05, 1, ps_vec(0, 0, 0.1), ps_vec(-0.1, -0.01, 0), &g));
  CHECK(g.inside);
  for (double h = 1e-3; h > 1e-12; h /= 10)
    for (double angle = -3; angle < 3; angle += 0.5) {
      thread_case c = {0.05, 1, around(h, angle, 0.1), ps_vec(-0.1, -0.01, 0)};
      ps_vec3 line = ps_sub(c.p2, c.p1);
      // what is left of the wrap falls off as the cube of h / R, its slope as the square
      CHECK_NEAR(length_of(c), ps_norm(line), 10 * 0.05 * pow(h / 0.05, 3) + 1e-16); // [m]
      check_point(thread_of(c).pull1, ps_scale(1 / ps_norm(line), line),
                  30 * pow(h / 0.05, 2) + 1e-14); // [-]
    }
}

static void nothing_comes_out_that_is_not_a_number(void) {
  const double odd[] = {0, -0.0, 1e-320, 1e-200, -1e-16, 1e-15, 0.05, -0.05, 0.0525, 0.03, -1, 1e8};
  const int odds = sizeof odd / sizeof *odd;
  uint64_t random = 9;
  for (int i = 0; i < 200000; i++) {
    double x[6];
    for (int k = 0; k < 6; k++)
      x[k] = odd[kit_pick(&random, odds)];
    thread_case c = {.R = i % 3 ? 0.05 : 0, .turn = i % 2 ? 1 : -1};
    c.p1 = ps_vec(x[0], x[1], x[2]);
    c.p2 = ps_vec(x[3], x[4], x[5]);
    ps_geodesic g;
    if (ps_wrap_geodesic(c.R, c.turn, c.p1, c.p2, &g))
      CHECK(isfinite(g.length) && isfinite(ps_norm(g.pull1)) && isfinite(ps_norm(g.pull2)) &&
            isfinite(ps_norm(g.r1)) && isfinite(ps_norm(g.r2)));
  }
}

// ---- paths

enum { SEEDS = 200, POSES = 6, PATHS = 3 };

static void use_geodesic(kit_model *k, ps_spec_force *f, const char *object, int first) {
  kit_use_wrap(k, f, object);
  ps_spec_path_wrap *use = &f->path->wraps.items[f->path->wraps.n - 1];
  use->method = PS_WRAP_GEODESIC;
  use->turn = kit_chance(&k->random, 2) ? 1 : -1;
  use->range[0] = first;
  use->range[1] = first + 1;
}

// Paths of two to four points, each on another body than the one before, with geodesics on some
// segments, over cylinders on any body; now and then with a moving point, and then on no body of
// the segment.
static void make_paths(kit_model *k, uint64_t seed, ps_compat compat) {
  kit_begin(k, seed, (kit_wish){.nbody = 4, .compat = compat});
  for (int i = 0; i < PATHS; i++) {
    ps_spec_force *f = kit_add_path(k, PS_FORCE_PATH_ACTUATOR);
    int n = 2 + kit_pick(&k->random, 3), body[4] = {kit_pick(&k->random, 5)};
    bool moving = kit_chance(&k->random, 3);
    for (int p = 0; p < n; p++) {
      if (p > 0)
        body[p] = (body[p - 1] + 1 + kit_pick(&k->random, 4)) % 5;
      kit_add_point(k, f, body[p], moving && p == 1 ? PS_POINT_MOVING : PS_POINT_FIXED);
    }
    for (int p = 0; p + 1 < n; p++) {
      int on = kit_pick(&k->random, 5);
      while (moving && (on == body[p] || on == body[p + 1]))
        on = (on + 1) % 5;
      if (p == 0 || kit_chance(&k->random, 2))
        use_geodesic(k, f, kit_add_wrap(k, PS_WRAP_CYLINDER, on, 0, 0), p + 1);
    }
  }
  kit_compile(k);
}

// Slope of a path's length when u of one coordinate alone moves, by a stencil of width `step`.
static double slope_by(kit_model *k, int path, int coordinate, double step) {
  const double place[4] = {-2, -1, 1, 2};
  double q[KIT_COORDINATES], u[KIT_COORDINATES] = {0}, rate[KIT_COORDINATES], at[4];
  ps_data *d = k->data;
  size_t size = sizeof(double) * (size_t)k->model->nq;
  memcpy(q, d->q, size);
  u[coordinate] = 1;
  ps_coordinate_rates(k->model, q, u, rate);
  for (int s = 0; s < 4; s++) {
    for (int i = 0; i < k->model->nq; i++)
      d->q[i] = q[i] + place[s] * step * rate[i];
    ps_body_positions(k->model, d);
    ps_muscle_paths(k->model, d);
    at[s] = d->path_length[path];
  }
  memcpy(d->q, q, size);
  kit_look_at_paths(k);
  return (at[0] - 8 * at[1] + 8 * at[2] - at[3]) / (12 * step);
}

// in every pose: free, wrapped, drawn in, slipping
static void arm_is_minus_the_slope_of_length(void) {
  int arms = 0, unsure = 0, wrapped = 0, inside = 0, slips = 0;
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    kit_model k;
    uint64_t random = seed;
    make_paths(&k, seed, seed % 2 ? PS_COMPAT_OPENSIM46 : PS_COMPAT_NONE);
    for (int pose = 0; pose < POSES; pose++) {
      kit_pose(&k, &random, 1);
      kit_look_at_paths(&k);
      for (int p = 0; p < PATHS; p++) {
        bool is_wrapped = kit_is_wrapped(&k, p), is_inside = k.data->path_flag[p] & PS_PATH_INSIDE;
        for (int c = 0; c < k.model->nq; c++) {
          double slope = slope_by(&k, p, c, 1e-4), finer = slope_by(&k, p, c, 5e-5);
          arms++;
          wrapped += is_wrapped;
          inside += is_wrapped && is_inside;
          slips += is_wrapped && (k.data->path_flag[p] & PS_PATH_SLIPS);
          if (fabs(slope - finer) > 1e-9) // the stencil itself is not sure: a jump of curvature
            unsure++;
          else
            CHECK_NEAR(kit_arm(&k, p, c), -finer, 1e-9); // [m]
        }
      }
    }
    kit_free(&k);
  }
  CHECK(wrapped > 5000 && inside > 1000 && slips > 200);
  CHECK(unsure < arms / 10);
}

// what lengthens a path is what its tension resists, and the pulls on all bodies are in balance
static void tension_takes_the_power_that_lengthening_gives(void) {
  int wrapped = 0;
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    kit_model k;
    uint64_t random = seed;
    make_paths(&k, seed, PS_COMPAT_OPENSIM46);
    for (int pose = 0; pose < POSES; pose++) {
      kit_pose(&k, &random, 2);
      kit_look_at_paths(&k);
      for (int p = 0; p < PATHS; p++) {
        wrapped += kit_is_wrapped(&k, p);
        double speed = 0;
        for (int i = 0; i < k.model->nq; i++)
          speed -= kit_arm(&k, p, i) * k.data->u[i];
        CHECK_NEAR(k.data->path_speed[p], speed, 1e-12);        // [m/s]  rounding
        CHECK_NEAR(-kit_power_of_tension(&k, p), speed, 1e-11); // [m/s]
        ps_spatial sum = {{0, 0, 0}, {0, 0, 0}};
        for (int b = 0; b < k.model->nbody; b++)
          sum = ps_sadd(sum, k.data->body_force[b]);
        check_point(sum.v, ps_vec(0, 0, 0), 1e-13); // [N]
        check_point(sum.w, ps_vec(0, 0, 0), 1e-13); // [N m]
      }
    }
    kit_free(&k);
  }
  CHECK(wrapped > 500);
}

// the current path is that long, piece by piece, and its pieces over cylinders are no negative ones
static void pieces_add_up_to_the_length(void) {
  int both = 0;
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    kit_model k;
    uint64_t random = seed;
    make_paths(&k, seed, PS_COMPAT_OPENSIM46);
    for (int pose = 0; pose < POSES; pose++) {
      kit_pose(&k, &random, 1);
      kit_look_at_paths(&k);
      for (int p = 0; p < PATHS; p++) {
        const ps_path_point *point = &k.data->path_point[k.model->path[p].current];
        double length = 0;
        int curves = 0;
        for (int i = 1; i < k.data->path_npoint[p]; i++) {
          length += point[i].second ? point[i].wrap_length
                                    : ps_distance(point[i].anchor, point[i - 1].anchor);
          curves += point[i].second;
          CHECK(!point[i].second || point[i].wrap_length > -1e-15);
        }
        both += curves > 1;
        CHECK_NEAR(k.data->path_length[p], length, 1e-14); // [m]  rounding
      }
    }
    kit_free(&k);
  }
  CHECK(both > 20); // [paths]  two cylinders on one path
}

// ---- what is refused

static void check_refused(void (*spoil)(kit_model *, ps_spec_force *), const char *says) {
  kit_model k;
  kit_begin(&k, 1, (kit_wish){.nbody = 2});
  ps_spec_force *f = kit_add_path(&k, PS_FORCE_PATH_ACTUATOR);
  for (int body = 0; body < 3; body++)
    kit_add_point(&k, f, body, PS_POINT_FIXED);
  use_geodesic(&k, f, kit_add_wrap(&k, PS_WRAP_CYLINDER, 1, 0, 0), 1);
  spoil(&k, f);
  ps_error err = {0};
  char text[1200];
  CHECK(ps_model_create(&k.model, k.spec, &err) != PS_OK);
  ps_error_text(&err, text, sizeof text);
  if (!strstr(text, says))
    check_fail(__FILE__, __LINE__, text);
  ps_spec_free(k.spec);
}

static void spoil_shape(kit_model *k, ps_spec_force *f) {
  (void)f;
  k->spec->wraps.items[0].shape = ps_wrap_sphere(0.05, 0, 0);
}
static void spoil_turn(kit_model *k, ps_spec_force *f) {
  (void)k;
  f->path->wraps.items[0].turn = 0;
}
static void spoil_range(kit_model *k, ps_spec_force *f) {
  (void)k;
  f->path->wraps.items[0].range[1] = 3;
}
static void spoil_mixture(kit_model *k, ps_spec_force *f) {
  kit_use_wrap(k, f, kit_add_wrap(k, PS_WRAP_SPHERE, 2, 0, 0));
}
static void spoil_segment(kit_model *k, ps_spec_force *f) {
  use_geodesic(k, f, kit_add_wrap(k, PS_WRAP_CYLINDER, 2, 0, 0), 1);
}

static void what_makes_no_sense_is_refused(void) {
  check_refused(spoil_shape, "which only cylinders can have");
  check_refused(spoil_turn, "with turn 0; it must be 1 or -1");
  check_refused(spoil_range, "between points 1 and 3; they must be neighbors");
  check_refused(spoil_mixture, "one as a geodesic, one not");
  check_refused(spoil_segment, "has two geodesics, over 'w0' and 'w1', between points 1 and 2");
}

// ---- OpenSim's geodesics

// Scholz2015GeometryPath over a ContactCylinder: tests/data/geodesic_cases.csv, made by
// tools/make_geodesic_cases.py. It iterates until the pieces meet with a bend below 1e-5 rad: an
// arm feels as much of that as p2 is away from the axis, a length its square.
static void every_case_is_near_opensims(void) {
  FILE *file = fopen(PSOAS_TEST_ROOT "/tests/data/geodesic_cases.csv", "r");
  CHECK(file);
  char line[1024];
  int cases = 0;
  double worst_length = 0, worst_arm = 0;
  while (fgets(line, sizeof line, file)) {
    if (line[0] == '#' || line[0] == 'r')
      continue;
    double x[12];
    char *at = line;
    for (int i = 0; i < 12; i++, at++)
      x[i] = strtod(at, &at);
    thread_case c = {x[0], (int)x[1], {x[2], x[3], x[4]}, {x[5], x[6], x[7]}};
    ps_geodesic g = thread_of(c);
    ps_vec3 arm = ps_cross(c.p2, g.pull2);
    worst_length = fmax(worst_length, fabs(g.length - x[8]));
    worst_arm = fmax(worst_arm, ps_distance(arm, ps_vec(x[9], x[10], x[11])));
    cases++;
  }
  fclose(file);
  printf("off OpenSim's geodesics: length %g m, arm %g m\n", worst_length, worst_arm);
  CHECK(cases > 400);
  CHECK_NEAR(worst_length, 0, 1e-10); // [m]  measured 2e-12
  CHECK_NEAR(worst_arm, 0, 2e-6);     // [m]  measured 7e-7
}

int main(void) {
  return CHECK_RUN(
      CHECK_FACT(level_thread_follows_a_circle), CHECK_FACT(tangent_points_are_tangent),
      CHECK_FACT(thread_is_the_shortest_on_its_side),
      CHECK_FACT(straight_threads_miss_the_cylinder), CHECK_FACT(swapped_ends_turn_the_other_way),
      CHECK_FACT(moved_threads_are_alike), CHECK_FACT(thin_cylinders_leave_the_thread_straight),
      CHECK_FACT(pulls_are_slopes_of_the_length), CHECK_FACT(length_and_pulls_are_continuous),
      CHECK_FACT(threads_from_the_axis_are_straight),
      CHECK_FACT(nothing_comes_out_that_is_not_a_number),
      CHECK_FACT(arm_is_minus_the_slope_of_length),
      CHECK_FACT(tension_takes_the_power_that_lengthening_gives),
      CHECK_FACT(pieces_add_up_to_the_length), CHECK_FACT(what_makes_no_sense_is_refused),
      CHECK_FACT(every_case_is_near_opensims));
}
