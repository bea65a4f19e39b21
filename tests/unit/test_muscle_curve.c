#include "model/muscle_curve.h"

#include <stdlib.h>

#include "reference.h"

// OpenSim's defaults of each kind, then shapes that are hard on the pieces: sharp and nearly
// straight corners, short feet, a stiff toe
static const ps_curve_spec specs[] = {
    {PS_CURVE_ACTIVE_FORCE_LENGTH, .active = {0.4441, 0.73, 1.8123, 0.8616, 0.1}},
    {PS_CURVE_FORCE_VELOCITY, .velocity = {0, 0.25, 5, 0, 0.15, 1.4, 0.6, 0.9}},
    {PS_CURVE_FORCE_VELOCITY_INVERSE, .velocity = {0.1, 0.25, 5, 0.1, 0.15, 1.4, 0.6, 0.9}},
    {PS_CURVE_FIBER_FORCE_LENGTH, .fiber = {0, 0.7, 0.2, 2 / 0.7, 0.75}},
    {PS_CURVE_TENDON_FORCE_LENGTH, .tendon = {0.049, 1.375 / 0.049, 2.0 / 3, 0.5}},
    {PS_CURVE_FIBER_COMPRESSION, .compression = {0.5, -4, 0.5}},
    {PS_CURVE_FIBER_COMPRESSION_PENNATE, .compression = {85, -2 / 0.08715574274765817, 0.1}},
    {PS_CURVE_ACTIVE_FORCE_LENGTH, .active = {0.25, 0.73, 1.8123, 0.8616, 0}},
    {PS_CURVE_FORCE_VELOCITY, .velocity = {0, 0.25, 5, 0, 0.15, 1.4, 0, 1}},
    {PS_CURVE_FORCE_VELOCITY, .velocity = {0.1, 0.9, 8, 0.3, 0.3, 1.8, 1, 0}},
    {PS_CURVE_FIBER_FORCE_LENGTH, .fiber = {-0.2, 0.7, 0.2, 12, 0}},
    {PS_CURVE_FIBER_FORCE_LENGTH, .fiber = {-0.2, 0.7, 0.2, 12, 1}},
    {PS_CURVE_TENDON_FORCE_LENGTH, .tendon = {0.01, 150, 0.9, 0.2}},
    {PS_CURVE_TENDON_FORCE_LENGTH, .tendon = {0.1, 15, 0.2, 1}},
};
enum { SPECS = sizeof specs / sizeof *specs, DEFAULTS = PS_CURVE_KINDS };

typedef struct compiled {
  ps_curve_shape shape;
  ps_curve curve;
  double *pool;
  size_t size;
} compiled;

static compiled compile(const ps_curve_spec *spec) {
  compiled c = {0};
  ps_error err;
  size_t used = 0;
  if (ps_curve_shape_of(spec, &c.shape, &err) != PS_OK ||
      ps_curve_compile(spec, &c.curve, NULL, &c.size, &err) != PS_OK)
    check_fail(__FILE__, __LINE__, err.message);
  c.pool = calloc(c.size, sizeof *c.pool);
  CHECK_EQ(ps_curve_compile(spec, &c.curve, c.pool, &used, &err), PS_OK);
  CHECK_EQ(used, c.size); // counting and filling agree
  return c;
}

// x runs a little beyond both ends
static double sample(const ps_curve *c, int i, int n) {
  return c->first + (c->last - c->first) * (i - 0.02 * n) / (0.96 * n);
}

// the three functions that read a curve, and the Bezier segments it was made of
static void pieces_are_the_curve(void) {
  const int n = 20000;
  for (int s = 0; s < SPECS; s++) {
    compiled c = compile(&specs[s]);
    double error[3] = {0}, largest[3] = {0};
    for (int i = 0; i <= n; i++) {
      double x = sample(&c.curve, i, n), exact[3], y[3], slope;
      ps_curve_shape_at(&c.shape, x, exact);
      ps_curve_eval(&c.curve, c.pool, x, y);
      CHECK_EQ(ps_curve_value(&c.curve, c.pool, x), y[0]);
      CHECK_EQ(ps_curve_value_slope(&c.curve, c.pool, x, &slope), y[0]);
      CHECK_EQ(slope, y[1]);
      for (int k = 0; k < 3; k++) {
        error[k] = fmax(error[k], fabs(y[k] - exact[k]));
        largest[k] = fmax(largest[k], fabs(exact[k]));
      }
    }
    CHECK(error[0] <= 1e-12 * largest[0]); // what the header promises
    CHECK(error[1] <= 1e-9 * largest[1]);
    CHECK(error[2] <= 1e-6 * largest[2]);
    free(c.pool);
  }
}

// the largest value, slope and curvature of a curve
static void scales(const compiled *c, double largest[3]) {
  largest[0] = largest[1] = largest[2] = 0;
  for (int i = 0; i <= 2000; i++) {
    double y[3];
    ps_curve_shape_at(&c->shape, sample(&c->curve, i, 2000), y);
    for (int k = 0; k < 3; k++)
      largest[k] = fmax(largest[k], fabs(y[k]));
  }
}

// the slope is what the value does
static void slope_is_the_difference_quotient(void) {
  for (int s = 0; s < DEFAULTS; s++) {
    compiled c = compile(&specs[s]);
    double h = 1e-6 * (c.curve.last - c.curve.first), largest[3];
    scales(&c, largest);
    for (int i = 0; i < 500; i++) {
      double x = sample(&c.curve, i, 500), y[3];
      double up = ps_curve_value(&c.curve, c.pool, x + h);
      double down = ps_curve_value(&c.curve, c.pool, x - h);
      ps_curve_eval(&c.curve, c.pool, x, y);
      // the curve bends on a tenth of its length: an error of (1e-6 / 1e-1)^2, and rounding
      CHECK_NEAR((up - down) / (2 * h), y[1], 1e-7 * largest[1]);
    }
    free(c.pool);
  }
}

static void pieces_join_smoothly(void) {
  const double tolerance[3] = {1e-13, 1e-12, 1e-9}; // rounding, twice over the width of a piece
  for (int s = 0; s < SPECS; s++) {
    compiled c = compile(&specs[s]);
    const double *begin = c.pool + c.curve.begin;
    double largest[3];
    scales(&c, largest);
    for (int i = 1; i < c.curve.npiece; i++) {
      double left[3], right[3];
      ps_curve_eval(&c.curve, c.pool, nextafter(begin[i], -INFINITY), left);
      ps_curve_eval(&c.curve, c.pool, begin[i], right);
      for (int k = 0; k < 3; k++)
        CHECK_NEAR(left[k], right[k], tolerance[k] * largest[k]);
    }
    free(c.pool);
  }
}

static void lines_go_on_beyond_the_ends(void) {
  for (int s = 0; s < SPECS; s++) {
    compiled c = compile(&specs[s]);
    double first[3], last[3], y[3];
    ps_curve_eval(&c.curve, c.pool, c.curve.first, first);
    ps_curve_eval(&c.curve, c.pool, c.curve.last, last);
    ps_curve_eval(&c.curve, c.pool, c.curve.first - 2, y);
    CHECK_NEAR(y[0], first[0] - 2 * first[1], 1e-12 * (1 + fabs(y[0])));
    ps_curve_eval(&c.curve, c.pool, c.curve.last + 3, y);
    CHECK_NEAR(y[0], last[0] + 3 * last[1], 1e-12 * (1 + fabs(y[0])));
    CHECK(isnan(ps_curve_value(&c.curve, c.pool, NAN)));
    free(c.pool);
  }
}

static double value_of(int spec, double x, double *slope) {
  compiled c = compile(&specs[spec]);
  double y = ps_curve_value_slope(&c.curve, c.pool, x, slope);
  free(c.pool);
  return y;
}

// a curve goes through the points that its parameters speak of
static void curves_pass_their_points(void) {
  const double tolerance = 1e-12; // [-]  of the pieces
  double slope;
  CHECK_NEAR(value_of(0, 1, &slope), 1, tolerance);
  CHECK_NEAR(slope, 0, 1e-9);
  CHECK_NEAR(value_of(0, 0.2, &slope), 0.1, 0);
  CHECK_NEAR(value_of(1, 0, &slope), 1, tolerance);
  CHECK_NEAR(slope, 5, 1e-9);
  CHECK_NEAR(value_of(1, -1, &slope), 0, tolerance);
  CHECK_NEAR(value_of(1, 1, &slope), 1.4, tolerance);
  CHECK_NEAR(value_of(3, 1.7, &slope), 1, tolerance);
  CHECK_NEAR(slope, 2 / 0.7, 1e-9);
  CHECK_NEAR(value_of(4, 1, &slope), 0, 0);
  CHECK_NEAR(value_of(4, 1.049, &slope), 1, tolerance);
  CHECK_NEAR(value_of(5, 0, &slope), 1, tolerance);
  CHECK_NEAR(value_of(5, 0.5, &slope), 0, tolerance);
}

static void inverse_undoes_force_over_speed(void) {
  ps_curve_spec forward = specs[2];
  forward.kind = PS_CURVE_FORCE_VELOCITY;
  compiled f = compile(&forward), g = compile(&specs[2]);
  for (int i = -120; i <= 120; i++) {
    double v = i / 100.0, y = ps_curve_value(&f.curve, f.pool, v);
    CHECK_NEAR(ps_curve_value(&g.curve, g.pool, y), v, 1e-10); // errors of one over slopes of 0.1
  }
  free(f.pool);
  free(g.pool);
}

static void a_copy_is_the_same_curve(void) {
  for (int s = 0; s < SPECS; s++) {
    compiled c = compile(&specs[s]);
    double *copy = malloc(c.size * sizeof *copy);
    memcpy(copy, c.pool, c.size * sizeof *copy);
    for (int i = 0; i < 200; i++) {
      double x = sample(&c.curve, i, 200);
      CHECK_EQ(ps_curve_value(&c.curve, copy, x), ps_curve_value(&c.curve, c.pool, x));
    }
    free(copy);
    free(c.pool);
  }
}

// two curves in one pool do not disturb each other
static void curves_share_a_pool(void) {
  ps_curve a, b;
  size_t size = 3, used = 3;
  ps_error err;
  ps_curve_compile(&specs[0], &a, NULL, &size, &err);
  ps_curve_compile(&specs[4], &b, NULL, &size, &err);
  double *pool = calloc(size, sizeof *pool);
  ps_curve_compile(&specs[0], &a, pool, &used, &err);
  ps_curve_compile(&specs[4], &b, pool, &used, &err);
  CHECK_EQ(used, size);
  compiled alone = compile(&specs[0]);
  for (int i = 0; i < 200; i++) {
    double x = sample(&a, i, 200);
    CHECK_EQ(ps_curve_value(&a, pool, x), ps_curve_value(&alone.curve, alone.pool, x));
  }
  CHECK_NEAR(ps_curve_value(&b, pool, 1.049), 1, 1e-12);
  free(alone.pool);
  free(pool);
}

static void equal_parameters_are_equal_curves(void) {
  ps_curve_spec same = specs[0], other = specs[0];
  other.active.minimum_value = 0;
  CHECK(ps_curve_spec_equal(&specs[0], &same));
  CHECK(!ps_curve_spec_equal(&specs[0], &other));
  CHECK(!ps_curve_spec_equal(&specs[1], &specs[2]));
}

static void refused(ps_curve_spec spec, const char *message) {
  ps_curve curve;
  ps_error err;
  size_t used = 0;
  CHECK_EQ(ps_curve_compile(&spec, &curve, NULL, &used, &err), PS_ERR_VALUE);
  CHECK_TEXT(err.message, message);
}

static void parameters_without_a_curve_are_refused(void) {
  refused((ps_curve_spec){PS_CURVE_ACTIVE_FORCE_LENGTH, .active = {0.8, 0.73, 1.8, 0.86, 0}},
          "ActiveForceLengthCurve: transition_norm_fiber_length is 0.73; it must be more than "
          "min_norm_active_fiber_length");
  refused((ps_curve_spec){PS_CURVE_FORCE_VELOCITY, .velocity = {0, 0.25, 0.5, 0, 0.15, 1.4, 0, 0}},
          "ForceVelocityCurve: isometric_slope is 0.5; it must be more than 1");
  refused((ps_curve_spec){PS_CURVE_FIBER_FORCE_LENGTH, .fiber = {0, 0.7, 0.2, 2.9, 1.5}},
          "FiberForceLengthCurve: curviness is 1.5; it must be between 0 and 1");
  refused((ps_curve_spec){PS_CURVE_TENDON_FORCE_LENGTH, .tendon = {0.05, NAN, 0.6, 0.5}},
          "TendonForceLengthCurve: stiffness_at_one_norm_force is nan; it must be more than 1 / "
          "strain_at_one_norm_force");
  // the flat part lies above the middle of the ascent
  refused((ps_curve_spec){PS_CURVE_ACTIVE_FORCE_LENGTH, .active = {0.4441, 0.73, 1.8, 0.86, 0.6}},
          "ActiveForceLengthCurve: the parameters contradict each other: between two of its knots "
          "the tangents meet outside, and the curve would turn back");
}

// One curve of the file: values and slopes to what OpenSim's own inversion of the Bezier curve
// leaves, 1e-9 [relative]; curvature to what the pieces promise. Returns the number of rows.
static int compare(const ps_table *t, const ps_curve_spec *spec, const char *parameters) {
  compiled c = compile(spec);
  int column[6], rows = 0;
  const char *label[6] = {"curve", "parameters",       "x",
                          "value", "first_derivative", "second_derivative"};
  double largest[3];
  scales(&c, largest);
  for (int i = 0; i < 6; i++)
    column[i] = reference_column(t, label[i]);
  for (int i = 0; i < ps_table_rows(t); i++) {
    if (strcmp(ps_table_text(t, i, column[0]), ps_curve_class(spec->kind)) != 0 ||
        strcmp(ps_table_text(t, i, column[1]), parameters) != 0)
      continue;
    double y[3];
    ps_curve_eval(&c.curve, c.pool, ps_table_value(t, i, column[2]), y);
    CHECK_NEAR(y[0], ps_table_value(t, i, column[3]), 1e-9 * fmax(1, fabs(y[0])));
    CHECK_NEAR(y[1], ps_table_value(t, i, column[4]), 1e-9 * fmax(1, fabs(y[1])));
    CHECK_NEAR(y[2], ps_table_value(t, i, column[5]), 1e-6 * largest[2]);
    rows++;
  }
  free(c.pool);
  return rows;
}

static void curves_agree_with_opensim(void) {
  const ps_curve_spec active = {PS_CURVE_ACTIVE_FORCE_LENGTH,
                                .active = {0.47, 0.73, 1.81, 0.8616, 0}};
  const ps_curve_spec fiber = {PS_CURVE_FIBER_FORCE_LENGTH, .fiber = {0, 0.6, 0.2, 2 / 0.7, 0.75}};
  ps_table *t = reference_csv("opensim/golden/functions/muscle_curves.csv");
  int rows = 0;
  for (int s = 0; s < DEFAULTS; s++)
    rows += compare(t, &specs[s], "default");
  rows += compare(t, &active, "min 0.47, transition 0.73, max 1.81, slope 0.8616, minimum 0");
  rows += compare(t, &fiber, "zero 0, one 0.6, stiffness low 0.2, at one 2.857, curviness 0.75");
  rows += compare(t, &specs[4], "strain at one norm force 0.049");
  CHECK_EQ(rows, ps_table_rows(t));
  ps_table_free(t);
}

int main(void) {
  return CHECK_RUN(
      CHECK_FACT(pieces_are_the_curve), CHECK_FACT(slope_is_the_difference_quotient),
      CHECK_FACT(pieces_join_smoothly), CHECK_FACT(lines_go_on_beyond_the_ends),
      CHECK_FACT(curves_pass_their_points), CHECK_FACT(inverse_undoes_force_over_speed),
      CHECK_FACT(a_copy_is_the_same_curve), CHECK_FACT(curves_share_a_pool),
      CHECK_FACT(equal_parameters_are_equal_curves),
      CHECK_FACT(parameters_without_a_curve_are_refused), CHECK_FACT(curves_agree_with_opensim));
}
