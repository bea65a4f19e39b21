// Wrapping of one segment over one object: laws of the geometry, then OpenSim's own answers.
#include <stdlib.h>

#include "muscle/wrap.h"
#include "muscle/wrap_math.h"

#include "check.h"

static const double pi = 3.14159265358979323846;

// a number in 0..1 from a count (splitmix64), so that every run draws the same cases
static double draw(uint64_t *count) {
  uint64_t z = *count += 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return (double)((z ^ (z >> 31)) >> 11) * 0x1p-53;
}
static ps_vec3 draw_point(uint64_t *count, double half_width) {
  double x = draw(count), y = draw(count), z = draw(count);
  return ps_scale(half_width, ps_vec(2 * x - 1, 2 * y - 1, 2 * z - 1));
}

static ps_wrap_outcome wrap(ps_wrap_shape s, ps_vec3 p1, ps_vec3 p2, ps_wrap_result *w) {
  return ps_wrap_segment(&s, PS_WRAP_HYBRID, 1, p1, p2, w);
}
static int is_wrapped(ps_wrap_outcome outcome) {
  return outcome == PS_WRAP_OPTIONAL || outcome == PS_WRAP_MANDATORY;
}
static double path_length(ps_vec3 p1, ps_vec3 p2, const ps_wrap_result *w) {
  return ps_distance(p1, w->r1) + w->length + ps_distance(w->r2, p2);
}
static double wrapped_length(ps_wrap_shape s, ps_vec3 p1, ps_vec3 p2) {
  ps_wrap_result w;
  return is_wrapped(wrap(s, p1, p2, &w)) ? path_length(p1, p2, &w) : ps_distance(p1, p2);
}

static void check_point(ps_vec3 value, ps_vec3 expected, double tolerance) {
  CHECK_NEAR(value.x, expected.x, tolerance);
  CHECK_NEAR(value.y, expected.y, tolerance);
  CHECK_NEAR(value.z, expected.z, tolerance);
}
// a result about the same segment, seen through a mirror or turned: `x` takes points there
static void check_image(const ps_wrap_result *w, const ps_wrap_result *image, ps_mat3 x,
                        double tolerance) {
  check_point(image->r1, ps_mat_mul(x, w->r1), tolerance);
  check_point(image->r2, ps_mat_mul(x, w->r2), tolerance);
  CHECK_NEAR(image->length, w->length, tolerance);
}
static ps_mat3 mirror(int axis) {
  ps_mat3 m = ps_identity3();
  m.r[axis] = ps_neg(m.r[axis]);
  return m;
}

// lines p r touch sphere and cylinder: they stand at right angles on the radius there
static void tangent_points_are_tangent(void) {
  ps_wrap_shape sphere = ps_wrap_sphere(0.05, 0, 0), cylinder = ps_wrap_cylinder(0.05, 9, 0, 0);
  uint64_t count = 1;
  int wraps = 0;
  for (int i = 0; i < 2000; i++) {
    ps_vec3 p1 = draw_point(&count, 0.15), p2 = draw_point(&count, 0.15);
    ps_wrap_result w;
    if (wrap(sphere, p1, p2, &w) == PS_WRAP_OPTIONAL) {
      CHECK_NEAR(ps_norm(w.r1), 0.05, 1e-15);               // [m]  rounding
      CHECK_NEAR(ps_norm(w.r2), 0.05, 1e-15);               // [m]
      CHECK_NEAR(ps_dot(w.r1, ps_sub(w.r1, p1)), 0, 1e-16); // [m2] rounding
      CHECK_NEAR(ps_dot(w.r2, ps_sub(w.r2, p2)), 0, 1e-16); // [m2]
      CHECK(w.length >= ps_distance(w.r1, w.r2) - 1e-15);   // [m]
      CHECK(path_length(p1, p2, &w) >= ps_distance(p1, p2));
      wraps++;
    }
    if (wrap(cylinder, p1, p2, &w) == PS_WRAP_MANDATORY) {
      ps_vec3 n1 = {w.r1.x, w.r1.y, 0}, n2 = {w.r2.x, w.r2.y, 0};
      CHECK_NEAR(ps_norm(n1), 0.05, 1e-15);               // [m]
      CHECK_NEAR(ps_dot(n1, ps_sub(w.r1, p1)), 0, 1e-16); // [m2]
      CHECK_NEAR(ps_dot(n2, ps_sub(w.r2, p2)), 0, 1e-16); // [m2]
      CHECK(w.length >= ps_distance(w.r1, w.r2) - 1e-15); // [m]
      wraps++;
    }
  }
  CHECK(wraps > 400);
}

// a taut thread pulls along itself: dL/dp1 = -(r1 - p1) / |r1 - p1|, where the curve is shortest
static void length_falls_along_the_pull(void) {
  const double h = 1e-6; // [m]  truncation h^2 / R^2 and rounding 1e-17 / h are both below 1e-9
  ps_wrap_shape sphere = ps_wrap_sphere(0.05, 0, 0), cylinder = ps_wrap_cylinder(0.05, 9, 0, 0);
  uint64_t count = 2;
  int wraps = 0;
  for (int i = 0; i < 1000; i++) {
    ps_vec3 p1 = draw_point(&count, 0.2), p2 = draw_point(&count, 0.2);
    ps_vec3 level = {p2.x, p2.y, p1.z}; // across a cylinder its curve is shortest, too
    ps_wrap_shape s = i % 2 ? sphere : cylinder;
    ps_vec3 end = i % 2 ? p2 : level;
    ps_wrap_result w;
    // near the surface or barely wrapped, a step of h could change the outcome
    if (!is_wrapped(wrap(s, p1, end, &w)) || w.length < 1e-3 || ps_distance(p1, w.r1) < 0.02)
      continue;
    ps_vec3 pull = ps_scale(1 / ps_distance(p1, w.r1), ps_sub(w.r1, p1));
    for (int axis = 0; axis < (i % 2 ? 3 : 2); axis++) {
      ps_vec3 step = ps_with(ps_vec(0, 0, 0), axis, h);
      double slope =
          (wrapped_length(s, ps_add(p1, step), end) - wrapped_length(s, ps_sub(p1, step), end)) /
          (2 * h);
      CHECK_NEAR(slope, -ps_at(pull, axis), 1e-8); // [-]
    }
    wraps++;
  }
  CHECK(wraps > 100);
}

// seen in a mirror, with its active half mirrored too, a wrap is the same
static void mirrored_segments_have_mirrored_wraps(void) {
  uint64_t count = 3;
  int wraps = 0;
  for (int i = 0; i < 3000; i++) {
    int axis = i % 3, sign = i / 3 % 3 - 1;
    ps_vec3 p1 = draw_point(&count, 0.15), p2 = draw_point(&count, 0.15);
    ps_mat3 x = mirror(axis);
    ps_vec3 semi = {0.06, 0.05, 0.04};
    ps_wrap_shape sphere = ps_wrap_sphere(0.05, axis, sign);
    ps_wrap_shape sphere_image = ps_wrap_sphere(0.05, axis, -sign);
    ps_wrap_shape ellipsoid = ps_wrap_ellipsoid(semi, axis, sign);
    ps_wrap_shape ellipsoid_image = ps_wrap_ellipsoid(semi, axis, -sign);
    ps_wrap_shape cylinder = ps_wrap_cylinder(0.05, 0.2, 0, sign); // mirrored along its axis only
    ps_wrap_result w, image;

    ps_wrap_outcome outcome = wrap(sphere, p1, p2, &w);
    CHECK_EQ(wrap(sphere_image, ps_mat_mul(x, p1), ps_mat_mul(x, p2), &image), outcome);
    if (is_wrapped(outcome))
      check_image(&w, &image, x, 1e-14), wraps++; // [m]  rounding

    outcome = wrap(ellipsoid, p1, p2, &w);
    CHECK_EQ(wrap(ellipsoid_image, ps_mat_mul(x, p1), ps_mat_mul(x, p2), &image), outcome);
    if (is_wrapped(outcome))
      check_image(&w, &image, x, 1e-11), wraps++; // [m]  rounding, through some iterations

    outcome = wrap(cylinder, p1, p2, &w);
    CHECK_EQ(wrap(cylinder, ps_mat_mul(mirror(2), p1), ps_mat_mul(mirror(2), p2), &image), outcome);
    if (is_wrapped(outcome))
      check_image(&w, &image, mirror(2), 1e-12), wraps++; // [m]  rounding, over flat planes
  }
  CHECK(wraps > 1000);
}

// what is round about z wraps alike in every direction
static void turned_segments_have_turned_wraps(void) {
  const ps_wrap_shape shapes[] = {ps_wrap_sphere(0.05, 2, 1), ps_wrap_cylinder(0.05, 0.2, 2, -1),
                                  ps_wrap_torus(0.02, 0.05, 0, 0)};
  uint64_t count = 4;
  int wraps = 0;
  for (int i = 0; i < 1500; i++) {
    ps_mat3 x = ps_rotation_about(2, 2 * pi * draw(&count));
    ps_vec3 p1 = draw_point(&count, 0.15), p2 = draw_point(&count, 0.15);
    ps_wrap_result w, image;
    ps_wrap_outcome outcome = wrap(shapes[i % 3], p1, p2, &w);
    CHECK_EQ(wrap(shapes[i % 3], ps_mat_mul(x, p1), ps_mat_mul(x, p2), &image), outcome);
    if (is_wrapped(outcome))
      check_image(&w, &image, x, 1e-9), wraps++; // [m]  the torus search amplifies rounding
  }
  CHECK(wraps > 400);
}

// from either end it is the same path (on half a cylinder OpenSim asks p1 first which way to go)
static void swapped_ends_swap_tangent_points(void) {
  const ps_wrap_shape shapes[] = {ps_wrap_sphere(0.05, 0, 1), ps_wrap_cylinder(0.05, 0.2, 0, 0)};
  uint64_t count = 5;
  for (int i = 0; i < 2000; i++) {
    ps_vec3 p1 = draw_point(&count, 0.15), p2 = draw_point(&count, 0.15);
    ps_wrap_result w, back;
    ps_wrap_outcome outcome = wrap(shapes[i % 2], p1, p2, &w);
    CHECK_EQ(wrap(shapes[i % 2], p2, p1, &back), outcome);
    if (!is_wrapped(outcome))
      continue;
    check_point(back.r1, w.r2, 1e-12);        // [m]  rounding, over flat planes
    check_point(back.r2, w.r1, 1e-12);        // [m]
    CHECK_NEAR(back.length, w.length, 1e-12); // [m]
  }
}

// across a cylinder: two tangents and an arc of the angle that they leave
static void level_segment_follows_a_circle(void) {
  double R = 0.04, h1 = 0.1, h2 = 0.07, between = 2.8; // [m], [rad] between p1 and p2
  ps_vec3 p1 = {h1, 0, 0.02}, p2 = {h2 * cos(between), h2 * sin(between), 0.02};
  double arc = R * (between - acos(R / h1) - acos(R / h2));
  double expected = sqrt(h1 * h1 - R * R) + sqrt(h2 * h2 - R * R) + arc;
  CHECK_NEAR(wrapped_length(ps_wrap_cylinder(R, 1, 0, 0), p1, p2), expected, 1e-15); // [m]
  p1.z = p2.z = 0;
  CHECK_NEAR(wrapped_length(ps_wrap_sphere(R, 0, 0), p1, p2), expected, 1e-15); // [m]
}

// the long way round: OpenSim has the right angle on a cylinder only when it runs clockwise, and a
// negative length on a sphere
static void long_ways_are_as_odd_as_in_opensim(void) {
  double R = 0.05, h = 0.1, between = 0.6; // [m], [m], [rad] between p1 and p2 about the centre
  ps_vec3 p1 = {h * cos(between / 2), h * sin(between / 2), 0}, p2 = {p1.x, -p1.y, 0};
  double angle = 2 * pi - between - 2 * acos(R / h); // [rad]  from tangent point to tangent point
  ps_wrap_shape cylinder = ps_wrap_cylinder(R, 1, 0, -1);
  ps_wrap_result w;

  CHECK_EQ(wrap(cylinder, p2, p1, &w), PS_WRAP_OPTIONAL); // clockwise about z, by way of x < 0
  CHECK_EQ(w.flags, PS_WRAP_LONG);
  CHECK_NEAR(w.length, R * angle, 1e-15); // [m]
  CHECK_EQ(wrap(cylinder, p1, p2, &w), PS_WRAP_OPTIONAL);
  CHECK_EQ(w.flags, PS_WRAP_LONG);
  CHECK_NEAR(w.length, R * (4 * pi - angle), 1e-15); // [m]

  // the segment cuts the sphere at x < 0, and must go round x > 0
  h = 0.051, between = 1;
  angle = 2 * pi - between - 2 * acos(R / h);
  p1 = ps_vec(-h * cos(between / 2), h * sin(between / 2), 0), p2 = ps_vec(p1.x, -p1.y, 0);
  CHECK_EQ(wrap(ps_wrap_sphere(R, 0, 1), p1, p2, &w), PS_WRAP_OPTIONAL);
  CHECK_EQ(w.flags, PS_WRAP_LONG);
  CHECK_NEAR(w.length, -R * angle, 1e-15); // [m]
}

// a cylinder takes no path whose tangent points are both beyond its ends, and any other
static void cylinder_ends_only_where_both_points_leave(void) {
  ps_vec3 p1 = {0.1, 0.01, 0.12}, p2 = {-0.1, 0.01, 0.2};
  ps_wrap_result w;
  CHECK_EQ(wrap(ps_wrap_cylinder(0.05, 1, 0, 0), p1, p2, &w), PS_WRAP_MANDATORY);
  double between = w.r1.z + w.r2.z; // a cylinder of this length ends half way between them
  CHECK_EQ(wrap(ps_wrap_cylinder(0.05, between, 0, 0), p1, p2, &w), PS_WRAP_MANDATORY);
  CHECK_EQ(wrap(ps_wrap_cylinder(0.05, 0.2, 0, 0), p1, p2, &w), PS_WRAP_NONE);
}

// who must wrap, who may, and who is left alone
static void outcomes_follow_opensim(void) {
  ps_wrap_shape ball = ps_wrap_sphere(0.05, 0, 0), half_ball = ps_wrap_sphere(0.05, 0, 1);
  ps_wrap_shape tube = ps_wrap_cylinder(0.05, 1, 0, 0), half_tube = ps_wrap_cylinder(0.05, 1, 0, 1);
  ps_wrap_shape egg = ps_wrap_ellipsoid(ps_vec(0.05, 0.04, 0.06), 0, 0);
  ps_vec3 right = {0.01, 0.1, 0.01}, right_below = {0.02, -0.1, 0.02}; // through, at x > 0
  ps_vec3 left = {-0.1, 0.1, 0}, left_below = {-0.1, -0.1, 0};         // past, at x < 0
  ps_vec3 center = {0.01, 0, 0};
  ps_wrap_result w;
  CHECK_EQ(wrap(ball, right, right_below, &w), PS_WRAP_OPTIONAL);
  CHECK_EQ(wrap(half_ball, right, right_below, &w), PS_WRAP_MANDATORY);
  CHECK_EQ(wrap(tube, right, right_below, &w), PS_WRAP_MANDATORY);
  CHECK_EQ(wrap(egg, right, right_below, &w), PS_WRAP_MANDATORY);
  CHECK_EQ(wrap(half_ball, left, left_below, &w), PS_WRAP_NONE);
  CHECK_EQ(wrap(tube, left, left_below, &w), PS_WRAP_NONE);
  CHECK_EQ(wrap(half_tube, left, left_below, &w), PS_WRAP_OPTIONAL); // round the far side
  CHECK_EQ(wrap(ball, right, center, &w), PS_WRAP_INSIDE);
  CHECK_EQ(wrap(tube, right, center, &w), PS_WRAP_INSIDE);
  CHECK_EQ(wrap(egg, right, center, &w), PS_WRAP_INSIDE);
}

// an ellipsoid with equal half axes is a sphere, up to the looseness of its tangent points
static void round_ellipsoid_is_a_sphere(void) {
  ps_wrap_shape sphere = ps_wrap_sphere(0.05, 0, 0);
  ps_wrap_shape ellipsoid = ps_wrap_ellipsoid(ps_vec(0.05, 0.05, 0.05), 0, 0);
  uint64_t count = 6;
  int wraps = 0;
  for (int i = 0; i < 2000; i++) {
    ps_vec3 p1 = draw_point(&count, 0.15), p2 = draw_point(&count, 0.15);
    ps_wrap_result w, round;
    // the middle of the chord and its closest point are in the plane of the great circle
    if (!is_wrapped(ps_wrap_segment(&ellipsoid, PS_WRAP_MIDPOINT, 1, p1, p2, &w)))
      continue;
    CHECK_EQ(wrap(sphere, p1, p2, &round), PS_WRAP_OPTIONAL);
    // residuals of 1e-4 in (L6) enter the length squared; chords of 1 mm lose 2e-5 of it
    CHECK_NEAR(path_length(p1, p2, &w), path_length(p1, p2, &round), 1e-5); // [m]
    wraps++;
  }
  CHECK(wraps > 200);
}

// from the closest point the surface looks straight at the point
static void closest_points_are_closest(void) {
  const ps_vec3 semi = {1.3, 0.7, 1};
  uint64_t count = 7;
  for (int i = 0; i < 1000; i++) {
    ps_vec3 p = draw_point(&count, i % 2 ? 0.4 : 3), c;
    if (i % 5 == 0)
      p = ps_with(p, i % 3, 0); // in a coordinate plane, of which the ellipse is then taken
    CHECK(ps_ellipsoid_closest(semi, p, &c));
    ps_vec3 f = {c.x / semi.x, c.y / semi.y, c.z / semi.z};
    ps_vec3 gradient = {f.x / semi.x, f.y / semi.y, f.z / semi.z};
    if (ps_norm(p) >
        1.3) // outside: |f| < 1e-9 ends the search, f = (PQR)^2 (1 - |x/a|^2), PQR > 0.8
      CHECK_NEAR(ps_norm2(f), 1, 2e-9); // [-]
    double off = ps_norm(ps_cross(ps_sub(c, p), gradient)) / ps_norm(gradient);
    CHECK_NEAR(off, 0, 1e-12); // [-]  exact at every t of (E1)
  }
}

// where OpenSim's length of an ellipsoid curve is not a number, ours is, and it is possible
static void lost_curves_are_measured_from_their_center(void) {
  uint64_t count = 8;
  int lost = 0;
  for (int i = 0; i < 30000; i++) {
    ps_wrap_shape s = ps_wrap_ellipsoid(ps_vec(0.03, 0.05, 0.08), i % 3, i / 3 % 3 - 1);
    ps_vec3 p1 = draw_point(&count, 0.1), p2 = draw_point(&count, 0.1);
    ps_wrap_result w;
    ps_wrap_outcome outcome = ps_wrap_segment(&s, PS_WRAP_MIDPOINT, 1, p1, p2, &w);
    if (!(w.flags & PS_WRAP_LOST))
      continue;
    CHECK_EQ(outcome, PS_WRAP_MANDATORY);
    CHECK(w.length >= ps_distance(w.r1, w.r2) - 1e-15); // [m]  rounding
    CHECK(w.length < 2 * pi * 0.08);                    // [m]  no ellipse in it is longer
    lost++;
  }
  CHECK(lost > 5);
}

// whatever comes in, a wrap has numbers and anything else is left straight
static void nothing_comes_out_that_is_not_a_number(void) {
  const double odd[] = {0, -0.0, 1e-320, 1e-17, 0.05, -0.05, 0.1, 1e10, 1e200, INFINITY, NAN};
  enum { odds = sizeof odd / sizeof *odd };
  const ps_wrap_shape shapes[] = {
      ps_wrap_sphere(0.05, 0, 0),
      ps_wrap_sphere(0.05, 1, -1),
      ps_wrap_cylinder(0.05, 0.1, 0, 0),
      ps_wrap_cylinder(0.05, 0.1, 2, 1),
      ps_wrap_torus(0.02, 0.05, 0, 0),
      ps_wrap_torus(0.02, 0.05, 2, 1),
      ps_wrap_cylinder(0, 0.1, 0, 1),
      ps_wrap_sphere(0, 0, 1),
      ps_wrap_ellipsoid(ps_vec(0.05, 0.05, 0.05), 0, 1),
      ps_wrap_ellipsoid(ps_vec(1e-4, 0.05, 0.05), 2, 0),
  };
  uint64_t count = 9;
  for (int i = 0; i < 40000; i++) {
    double x[6];
    for (int k = 0; k < 6; k++)
      x[k] = odd[(int)(draw(&count) * odds)];
    ps_wrap_shape s = shapes[i % (int)(sizeof shapes / sizeof *shapes)];
    ps_wrap_result w;
    ps_vec3 p1 = {x[0], x[1], x[2]}, p2 = {x[3], x[4], x[5]};
    if (is_wrapped(ps_wrap_segment(&s, (ps_wrap_method)(i / 16 % 3), i / 48 % 2, p1, p2, &w)))
      CHECK(isfinite(w.length) && isfinite(ps_norm(w.r1)) && isfinite(ps_norm(w.r2)));
  }
}

// One line of tests/data/wrap_cases.csv; its first line of names says which cell is what.
typedef struct wrap_case {
  ps_wrap_shape shape;
  ps_wrap_method method;
  int alone, wrapped;
  ps_vec3 p1, p2, r1, r2;
  double curve, length;
} wrap_case;

static int position(const char *word, const char *const *words, int n) {
  for (int i = 0; i < n; i++)
    if (strcmp(word, words[i]) == 0)
      return i;
  return -1;
}

static wrap_case read_case(char *line) {
  static const char *const kinds[] = {"sphere", "cylinder", "ellipsoid", "torus"};
  static const char *const methods[] = {"hybrid", "midpoint", "axial"};
  enum { cells = 23 };
  char *cell[cells];
  double x[cells];
  for (int i = 0; i < cells; i++) {
    cell[i] = line;
    line += strcspn(line, ",\n");
    *line++ = 0;
    x[i] = atof(cell[i]);
  }
  int kind = position(cell[0], kinds, 4), axis = (int)x[3], sign = (int)x[4];
  CHECK(kind >= 0);
  return (wrap_case){
      .shape = kind == 0   ? ps_wrap_sphere(x[5], axis, sign)
               : kind == 1 ? ps_wrap_cylinder(x[5], x[6], axis, sign)
               : kind == 2 ? ps_wrap_ellipsoid(ps_vec(x[5], x[6], x[7]), axis, sign)
                           : ps_wrap_torus(x[5], x[6], axis, sign),
      .method = (ps_wrap_method)position(cell[1], methods, 3),
      .alone = (int)x[2],
      .p1 = {x[8], x[9], x[10]},
      .p2 = {x[11], x[12], x[13]},
      .wrapped = (int)x[14],
      .r1 = {x[15], x[16], x[17]},
      .r2 = {x[18], x[19], x[20]},
      .curve = x[21],
      .length = x[22],
  };
}

static void check_case(const wrap_case *c) {
  ps_wrap_result w;
  ps_wrap_outcome outcome = ps_wrap_segment(&c->shape, c->method, c->alone, c->p1, c->p2, &w);
  CHECK_EQ(is_wrapped(outcome), c->wrapped);
  if (!c->wrapped)
    return;
  const double same = 1e-10; // [m]  a hundred slides along a cylinder amplify rounding up to here
  check_point(w.r1, c->r1, same);
  check_point(w.r2, c->r2, same);
  if (isnan(c->curve)) {
    CHECK(w.flags & PS_WRAP_LOST);
    return;
  }
  CHECK(!(w.flags & PS_WRAP_LOST));
  CHECK_NEAR(w.length, c->curve, same);
  CHECK_NEAR(path_length(c->p1, c->p2, &w), c->length, same);
}

// thousands of segments over all shapes, halves and methods, as OpenSim wraps them
static void every_case_is_as_in_opensim(void) {
  FILE *file = fopen(PSOAS_TEST_ROOT "/tests/data/wrap_cases.csv", "r");
  CHECK(file);
  char line[1024];
  int cases = 0;
  while (fgets(line, sizeof line, file)) {
    if (line[0] == '#' || strncmp(line, "kind,", 5) == 0)
      continue;
    wrap_case c = read_case(line);
    check_case(&c);
    cases++;
  }
  fclose(file);
  CHECK(cases > 2500);
}

int main(void) {
  return CHECK_RUN(
      CHECK_FACT(tangent_points_are_tangent), CHECK_FACT(length_falls_along_the_pull),
      CHECK_FACT(mirrored_segments_have_mirrored_wraps),
      CHECK_FACT(turned_segments_have_turned_wraps), CHECK_FACT(swapped_ends_swap_tangent_points),
      CHECK_FACT(level_segment_follows_a_circle), CHECK_FACT(long_ways_are_as_odd_as_in_opensim),
      CHECK_FACT(cylinder_ends_only_where_both_points_leave), CHECK_FACT(outcomes_follow_opensim),
      CHECK_FACT(round_ellipsoid_is_a_sphere), CHECK_FACT(closest_points_are_closest),
      CHECK_FACT(lost_curves_are_measured_from_their_center),
      CHECK_FACT(nothing_comes_out_that_is_not_a_number), CHECK_FACT(every_case_is_as_in_opensim));
}
