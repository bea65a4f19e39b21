#include "num/function.h"

#include <stdlib.h>

#include "check.h"
#include "reference.h"

// a compiled function with a pool of its own
typedef struct compiled {
  ps_function f;
  double *pool;
} compiled;

static compiled compile(const ps_function_spec *spec) {
  compiled c;
  size_t most = 0, used = 0;
  CHECK_EQ(ps_function_compile(spec, &c.f, NULL, &most, NULL), PS_OK);
  c.pool = calloc(most, sizeof *c.pool);
  CHECK_EQ(ps_function_compile(spec, &c.f, c.pool, &used, NULL), PS_OK);
  CHECK(used <= most);
  return c;
}

static double eval(compiled c, double x, int derivative) {
  double out[3];
  ps_function_eval(&c.f, c.pool, x, out);
  return out[derivative];
}

static ps_function_spec points(ps_function_kind kind, int n, const double *x, const double *y) {
  ps_function_spec spec = ps_function_default(kind);
  spec.nx = spec.ny = n;
  spec.x = x;
  spec.y = y;
  return spec;
}

static ps_function_spec coefficients(ps_function_kind kind, int n, const double *coef) {
  ps_function_spec spec = ps_function_default(kind);
  spec.ncoef = n;
  spec.coef = coef;
  return spec;
}

static ps_function_spec scaled(double scale, const ps_function_spec *multiplied) {
  ps_function_spec spec = ps_function_default(PS_FUNCTION_MULTIPLIER);
  spec.scale = scale;
  spec.multiplied = multiplied;
  return spec;
}

enum { N = 9 };
static const double X[N] = {-2, -1.5, -1, -0.2, 0, 0.7, 1.1, 2, 2.5};
static const double Y[N] = {0.3, -0.1, 0.8, 0.5, 0.9, -1.2, 0.1, 0.4, 0.2};
static const double SEVEN[] = {0.5, -1, 2, 3, -0.2, 0.1, 0.7};

// one of each class that has one argument
static int zoo(ps_function_spec *spec) {
  int n = 0;
  spec[n++] = ps_function_default(PS_FUNCTION_CONSTANT);
  spec[n++] = ps_function_default(PS_FUNCTION_LINEAR);
  spec[n++] = coefficients(PS_FUNCTION_POLYNOMIAL, 5, SEVEN);
  spec[n++] = points(PS_FUNCTION_SIMM_SPLINE, N, X, Y);
  spec[n++] = points(PS_FUNCTION_SIMM_SPLINE, 3, X, Y);
  spec[n++] = points(PS_FUNCTION_PIECEWISE_LINEAR, N, X, Y);
  spec[n++] = points(PS_FUNCTION_PIECEWISE_CONSTANT, N, X, Y);
  spec[n] = ps_function_default(PS_FUNCTION_STEP);
  spec[n].start_time = -1, spec[n].end_time = 1, spec[n++].start_value = -0.5;
  spec[n] = ps_function_default(PS_FUNCTION_STEP); // backwards
  spec[n].start_time = 1, spec[n].end_time = -1, spec[n++].start_value = -0.5;
  spec[n] = ps_function_default(PS_FUNCTION_SINE);
  spec[n].omega = 3, spec[n].phase = 0.4, spec[n++].offset = 0.1;
  for (int half_order = 1; half_order <= 4; half_order++) {
    spec[n] = points(PS_FUNCTION_GCV_SPLINE, N, X, Y);
    spec[n++].half_order = half_order;
  }
  return n;
}

static bool near_a_knot(double x) {
  for (int i = 0; i < N; i++)
    if (fabs(x - X[i]) < 1e-3)
      return true;
  return fabs(fabs(x) - 1) < 1e-3;
}

static void derivatives_agree_with_differences(void) {
  ps_function_spec spec[20];
  const double h = 1e-5; // truncation h^2 f^(r+2) / 6 with f^(r+2) up to 1e3, rounding 1e-15 / h
  for (int i = zoo(spec) - 1; i >= 0; i--) {
    compiled c = compile(&spec[i]);
    for (double x = -3; x < 3.5; x += 0.01237)
      for (int r = 1; r <= 2 && !near_a_knot(x); r++)
        CHECK_NEAR(eval(c, x, r), (eval(c, x + h, r - 1) - eval(c, x - h, r - 1)) / (2 * h), 1e-6);
    free(c.pool);
  }
}

static void splines_pass_through_their_points(void) {
  ps_function_spec spec[20];
  for (int i = zoo(spec) - 1; i >= 0; i--)
    if (spec[i].nx == N && spec[i].kind != PS_FUNCTION_PIECEWISE_CONSTANT) {
      compiled c = compile(&spec[i]);
      for (int k = 0; k < N; k++)
        CHECK_NEAR(eval(c, X[k], 0), Y[k], 1e-15);
      free(c.pool);
    }
}

// Four points or more: its end conditions know the cubic. Three: a parabola.
static void simm_spline_gives_a_cubic_back(void) {
  double y[N];
  for (int n = 3; n <= N; n++) {
    for (int i = 0; i < n; i++)
      y[i] = 1 - 2 * X[i] + 0.5 * X[i] * X[i] + (n > 3 ? 0.7 * pow(X[i], 3) : 0);
    ps_function_spec spec = points(PS_FUNCTION_SIMM_SPLINE, n, X, y);
    compiled c = compile(&spec);
    for (double x = X[0]; x < X[n - 1]; x += 0.0371) {
      double cubic = n > 3 ? 0.7 : 0;
      CHECK_NEAR(eval(c, x, 0), 1 - 2 * x + 0.5 * x * x + cubic * pow(x, 3), 1e-13);
      CHECK_NEAR(eval(c, x, 1), -2 + x + 3 * cubic * x * x, 1e-12);
      CHECK_NEAR(eval(c, x, 2), 1 + 6 * cubic * x, 1e-11);
    }
    CHECK_EQ(eval(c, X[n - 1] + 2, 2), 0); // outside, tangents
    CHECK_EQ(eval(c, X[n - 1] + 2, 1), eval(c, X[n - 1] + 1, 1));
    free(c.pool);
  }
}

// Measured in OpenSim 4.6: values at the knots 0 .. n-1 of steps 0 .. n-1, and slopes there of
// lines through the squares. Its bisection decides which side a knot belongs to.
static void a_knot_belongs_where_opensim_puts_it(void) {
  static const struct {
    int n;
    double step[9], slope[9];
  } measured[] = {
      {4, {0, 1, 2, 3}, {1, 3, 5, 5}},
      {5, {0, 1, 2, 2, 4}, {1, 3, 5, 5, 7}},
      {6, {0, 1, 1, 3, 3, 5}, {1, 3, 3, 7, 7, 9}},
      {7, {0, 1, 1, 3, 3, 5, 6}, {1, 3, 3, 7, 7, 11, 11}},
      {8, {0, 1, 2, 2, 4, 4, 6, 7}, {1, 3, 5, 5, 9, 9, 13, 13}},
      {9, {0, 1, 2, 2, 4, 4, 6, 6, 8}, {1, 3, 5, 5, 9, 9, 13, 13, 15}},
  };
  const double x[9] = {0, 1, 2, 3, 4, 5, 6, 7, 8}, squares[9] = {0, 1, 4, 9, 16, 25, 36, 49, 64};
  for (size_t i = 0; i < sizeof measured / sizeof *measured; i++) {
    int n = measured[i].n;
    ps_function_spec steps = points(PS_FUNCTION_PIECEWISE_CONSTANT, n, x, x);
    ps_function_spec lines = points(PS_FUNCTION_PIECEWISE_LINEAR, n, x, squares);
    compiled a = compile(&steps), b = compile(&lines);
    for (int k = 0; k < n; k++) {
      CHECK_EQ(eval(a, k, 0), measured[i].step[k]);
      CHECK_EQ(eval(b, k, 1), measured[i].slope[k]);
    }
    free(a.pool);
    free(b.pool);
  }
}

// A step starts and ends without slope and curvature, forwards or backwards, halfway in the middle.
static void a_step_is_smooth(void) {
  ps_function_spec spec = ps_function_default(PS_FUNCTION_STEP);
  spec.start_value = -3, spec.end_value = 2;
  for (int backwards = 0; backwards < 2; backwards++) {
    spec.start_time = backwards ? 0.8 : 0.3, spec.end_time = backwards ? 0.3 : 0.8;
    compiled c = compile(&spec);
    CHECK_NEAR(eval(c, spec.start_time, 0), -3, 1e-15);
    CHECK_NEAR(eval(c, 0.55, 0), -0.5, 1e-14);
    CHECK_NEAR(eval(c, spec.end_time, 0), 2, 1e-15);
    for (int end = 0; end < 2; end++)
      for (int r = 1; r < 3; r++)
        for (int side = -1; side < 2; side += 2) {
          double x = (end ? 0.8 : 0.3) + side * 1e-9;
          CHECK_NEAR(eval(c, x, r), 0, 1e-5); // third derivative 60 * 5 / 0.5^3, times 1e-9
        }
    free(c.pool);
  }
}

// Equal x make a jump.
static void a_line_may_jump(void) {
  const double x[4] = {0, 1, 1, 2}, y[4] = {0, 1, 5, 6};
  ps_function_spec spec = points(PS_FUNCTION_PIECEWISE_LINEAR, 4, x, y);
  compiled c = compile(&spec);
  CHECK_NEAR(eval(c, 1 - 1e-9, 0), 1, 1e-8);
  CHECK_NEAR(eval(c, 1 + 1e-9, 0), 5, 1e-8);
  CHECK_NEAR(eval(c, 3, 0), 7, 1e-15);
  free(c.pool);
}

static void a_multiplier_scales_everything(void) {
  ps_function_spec spec[20];
  for (int i = zoo(spec) - 1; i >= 0; i--) {
    ps_function_spec inner = scaled(-3, &spec[i]), outer = scaled(0.25, &inner);
    compiled plain = compile(&spec[i]), twice = compile(&outer);
    for (double x = -3; x < 3.5; x += 0.0371)
      for (int r = 0; r < 3; r++)
        CHECK_NEAR(eval(twice, x, r), -0.75 * eval(plain, x, r), 1e-13);
    free(plain.pool);
    free(twice.pool);
  }
}

static void lines_and_constants_are_recognised(void) {
  const double flat[N] = {2, 2, 2, 2, 2, 2, 2, 2, 2}, zero_slope[2] = {0, 3}, third[3] = {0, 0, 4};
  const ps_function_spec constants[] = {
      ps_function_default(PS_FUNCTION_CONSTANT),
      coefficients(PS_FUNCTION_LINEAR, 2, zero_slope),
      coefficients(PS_FUNCTION_POLYNOMIAL, 3, third),
      points(PS_FUNCTION_SIMM_SPLINE, N, X, flat),
      points(PS_FUNCTION_PIECEWISE_LINEAR, 1, X, flat),
      points(PS_FUNCTION_PIECEWISE_CONSTANT, N, X, flat),
      scaled(
          0,
          &(ps_function_spec){.kind = PS_FUNCTION_SIMM_SPLINE, .nx = N, .ny = N, .x = X, .y = Y}),
  };
  for (size_t i = 0; i < sizeof constants / sizeof *constants; i++) {
    compiled c = compile(&constants[i]);
    CHECK(ps_function_is_constant(&c.f) && ps_function_is_linear(&c.f));
    CHECK_EQ(eval(c, 0, 0), eval(c, 17, 0));
    free(c.pool);
  }

  const double x[2] = {1, 3}, y[2] = {5, 4};
  const ps_function_spec lines[] = {points(PS_FUNCTION_SIMM_SPLINE, 2, x, y),
                                    points(PS_FUNCTION_PIECEWISE_LINEAR, 2, x, y)};
  for (int i = 0; i < 2; i++) {
    compiled c = compile(&lines[i]);
    CHECK(ps_function_is_linear(&c.f) && !ps_function_is_constant(&c.f));
    CHECK_NEAR(eval(c, 0, 0), 5.5, 1e-15); // intercept and slope can be read at zero
    CHECK_EQ(eval(c, 0, 1), -0.5);
    free(c.pool);
  }

  ps_function_spec spline = points(PS_FUNCTION_SIMM_SPLINE, N, X, Y);
  compiled c = compile(&spline);
  CHECK(!ps_function_is_linear(&c.f));
  free(c.pool);
}

// A function moved with its pool is the same function; several share one pool.
static void functions_share_a_pool_that_can_move(void) {
  ps_function_spec spec[20];
  ps_function f[20];
  size_t most = 0, used = 0;
  int n = zoo(spec);
  for (int i = 0; i < n; i++)
    CHECK_EQ(ps_function_compile(&spec[i], &f[i], NULL, &most, NULL), PS_OK);
  double *pool = calloc(most, sizeof *pool), *moved = calloc(most, sizeof *moved);
  for (int i = 0; i < n; i++)
    CHECK_EQ(ps_function_compile(&spec[i], &f[i], pool, &used, NULL), PS_OK);
  memcpy(moved, pool, used * sizeof *pool);
  free(pool);
  for (int i = 0; i < n; i++) {
    compiled alone = compile(&spec[i]), shared = {f[i], moved};
    for (double x = -3; x < 3; x += 0.37)
      CHECK_EQ(eval(shared, x, 2), eval(alone, x, 2));
    free(alone.pool);
  }
  free(moved);
}

// ---- several arguments ----------------------------------------------------------------------

static void a_plane_has_its_coefficients_as_gradient(void) {
  ps_function_spec spec = coefficients(PS_FUNCTION_LINEAR, 4, SEVEN);
  compiled c = compile(&spec);
  double x[3] = {1, 10, 100}, value, gradient[3], hessian[9];
  CHECK_EQ(c.f.narg, 3);
  CHECK(ps_function_is_linear(&c.f));
  ps_function_eval_n(&c.f, c.pool, x, &value, gradient, hessian);
  CHECK_NEAR(value, 0.5 - 10 + 200 + 3, 1e-13);
  for (int i = 0; i < 3; i++)
    CHECK_EQ(gradient[i], SEVEN[i]);
  for (int i = 0; i < 9; i++)
    CHECK_EQ(hessian[i], 0);
  free(c.pool);
}

// The order of terms in three arguments and order three, as OpenSim documents it.
static void terms_rise_fastest_in_the_last_argument(void) {
  static const int power[20][3] = {{0, 0, 0}, {0, 0, 1}, {0, 0, 2}, {0, 0, 3}, {0, 1, 0},
                                   {0, 1, 1}, {0, 1, 2}, {0, 2, 0}, {0, 2, 1}, {0, 3, 0},
                                   {1, 0, 0}, {1, 0, 1}, {1, 0, 2}, {1, 1, 0}, {1, 1, 1},
                                   {1, 2, 0}, {2, 0, 0}, {2, 0, 1}, {2, 1, 0}, {3, 0, 0}};
  const double x[3] = {2, 3, 5};
  for (int term = 0; term < 20; term++) {
    double coef[20] = {0}, value, expected = 1;
    coef[term] = 1;
    ps_function_spec spec = coefficients(PS_FUNCTION_MULTIVARIATE, 20, coef);
    spec.dimension = spec.order = 3;
    compiled c = compile(&spec);
    ps_function_eval_n(&c.f, c.pool, x, &value, NULL, NULL);
    for (int i = 0; i < 3; i++)
      expected *= pow(x[i], power[term][i]);
    CHECK_EQ(value, expected);
    free(c.pool);
  }
}

static void gradient_and_hessian_agree_with_differences(void) {
  enum { D = 4, ORDER = 5, COUNT = 126 };
  double coef[COUNT], x[D] = {0.3, -0.8, 0.5, 1.1}, value, g[D], H[D * D];
  for (int i = 0; i < COUNT; i++)
    coef[i] = sin(i * i);
  ps_function_spec spec = coefficients(PS_FUNCTION_MULTIVARIATE, COUNT, coef);
  spec.dimension = D, spec.order = ORDER;
  compiled c = compile(&spec);
  ps_function_eval_n(&c.f, c.pool, x, &value, g, H);
  const double h = 1e-5; // truncation h^2 f''' / 6, f''' up to 1e3; rounding 1e-14 / h
  for (int i = 0; i < D; i++) {
    double up, down, g_up[D], g_down[D];
    x[i] += h;
    ps_function_eval_n(&c.f, c.pool, x, &up, g_up, NULL);
    x[i] -= 2 * h;
    ps_function_eval_n(&c.f, c.pool, x, &down, g_down, NULL);
    x[i] += h;
    CHECK_NEAR(g[i], (up - down) / (2 * h), 1e-6);
    for (int k = 0; k < D; k++) {
      CHECK_NEAR(H[i * D + k], (g_up[k] - g_down[k]) / (2 * h), 1e-6);
      CHECK_EQ(H[i * D + k], H[k * D + i]);
    }
  }
  free(c.pool);
}

// One argument: the coefficients of a PolynomialFunction the other way round.
static void one_argument_makes_a_polynomial(void) {
  double back[7];
  for (int i = 0; i < 7; i++)
    back[i] = SEVEN[6 - i];
  ps_function_spec a = coefficients(PS_FUNCTION_POLYNOMIAL, 7, SEVEN);
  ps_function_spec b = coefficients(PS_FUNCTION_MULTIVARIATE, 7, back);
  b.dimension = 1, b.order = 6;
  compiled p = compile(&a), q = compile(&b);
  for (double x = -2; x < 2; x += 0.1)
    CHECK_EQ(eval(p, x, 1), eval(q, x, 1));
  free(p.pool);
  free(q.pool);
}

// ---- names, failures ------------------------------------------------------------------------

static void classes_are_found_by_old_names_too(void) {
  for (int kind = 0; kind <= PS_FUNCTION_MULTIVARIATE; kind++)
    CHECK_EQ(ps_function_kind_named(ps_function_class((ps_function_kind)kind)), kind);
  CHECK_EQ(ps_function_kind_named("natCubicSpline"), PS_FUNCTION_SIMM_SPLINE);
  CHECK_EQ(ps_function_kind_named("NaturalCubicSpline"), PS_FUNCTION_SIMM_SPLINE);
  CHECK_EQ(ps_function_kind_named("Body"), -1);
}

static void refused(ps_function_spec spec, ps_status status, const char *message) {
  ps_error err = {0};
  ps_function f;
  size_t used = 0;
  CHECK_EQ(ps_function_compile(&spec, &f, NULL, &used, &err), status);
  CHECK_TEXT(err.message, message);
  CHECK_EQ(used, 0);
}

static void compiles_to_nothing(ps_function_spec spec, const char *message) {
  ps_error err = {0};
  ps_function f;
  double pool[64];
  size_t used = 0;
  CHECK_EQ(ps_function_compile(&spec, &f, pool, &used, &err), PS_ERR_VALUE);
  CHECK_TEXT(err.message, message);
}

static void what_cannot_be_computed_is_refused(void) {
  const double down[2] = {1, 0}, same[4] = {0, 1, 1, 2}, nan[2] = {0, NAN}, huge[3] = {0, 1, 1e308};
  ps_function_spec spec;

  refused(points(PS_FUNCTION_SIMM_SPLINE, 1, X, Y), PS_ERR_VALUE,
          "SimmSpline: at least 2 points are needed, found 1");
  refused(points(PS_FUNCTION_PIECEWISE_LINEAR, 2, down, Y), PS_ERR_VALUE,
          "PiecewiseLinearFunction: x must not decrease, but 0 follows 1");
  refused(points(PS_FUNCTION_PIECEWISE_LINEAR, 2, X, nan), PS_ERR_VALUE,
          "PiecewiseLinearFunction: y number 2 is nan");
  compiles_to_nothing(points(PS_FUNCTION_PIECEWISE_LINEAR, 3, same, huge),
                      "PiecewiseLinearFunction: its numbers are too large or its points too close");
  spec = points(PS_FUNCTION_PIECEWISE_CONSTANT, 3, X, Y);
  spec.ny = 2;
  refused(spec, PS_ERR_VALUE, "PiecewiseConstantFunction: 3 values of x, but 2 of y");
  spec = points(PS_FUNCTION_GCV_SPLINE, 4, same, Y);
  refused(spec, PS_ERR_VALUE, "GCVSpline: half_order is 0, expected 1 to 4");
  spec.half_order = 2;
  refused(spec, PS_ERR_VALUE, "GCVSpline: x must not repeat or decrease, but 1 follows 1");
  spec.error_variance = -1;
  refused(spec, PS_ERR_UNSUPPORTED,
          "GCVSpline: error_variance is -1, only 0 (through all points) is supported");
  spec = ps_function_default(PS_FUNCTION_STEP);
  spec.end_time = spec.start_time;
  refused(spec, PS_ERR_VALUE, "StepFunction: it starts and ends at 0.99");
  refused(coefficients(PS_FUNCTION_LINEAR, 1, X), PS_ERR_VALUE,
          "LinearFunction: at least 2 coefficients are needed, found 1");
  refused(scaled(2, NULL), PS_ERR_STRUCTURE, "MultiplierFunction: it has no function");
  spec = coefficients(PS_FUNCTION_MULTIVARIATE, 7, SEVEN);
  spec.dimension = 2, spec.order = 3;
  refused(spec, PS_ERR_VALUE,
          "MultivariatePolynomialFunction: 7 coefficients, but dimension 2 and order 3 make 10");
  spec.dimension = 40;
  refused(spec, PS_ERR_LIMIT,
          "MultivariatePolynomialFunction: 40 arguments, at most 16 are supported");
}

// ---- OpenSim --------------------------------------------------------------------------------

// numbers separated by blanks
static int numbers(const char *text, double *out) {
  int n = 0;
  char *end;
  for (; text; text = end) {
    double x = strtod(text, &end);
    if (end == text)
      break;
    out[n++] = x;
  }
  return n;
}

// the number behind `key` in a text like "degree=3 error_variance=0"
static double parameter(const char *text, const char *key) {
  const char *at = strstr(text, key);
  CHECK(at != NULL);
  return strtod(at + strlen(key), NULL);
}

typedef struct definition {
  ps_function_spec spec, inner;
  double x[64], y[64], coef[8];
} definition;

static void define(const ps_table *table, int row, definition *d) {
  const char *name = ps_table_text(table, row, reference_column(table, "class"));
  const char *text = ps_table_text(table, row, reference_column(table, "parameters"));
  int kind = ps_function_kind_named(name);
  CHECK(kind >= 0);
  ps_function_spec *s = &d->spec;
  *s = ps_function_default((ps_function_kind)kind);
  s->nx = numbers(ps_table_text(table, row, reference_column(table, "knots_x")), d->x);
  s->ny = numbers(ps_table_text(table, row, reference_column(table, "knots_y")), d->y);
  s->x = d->x, s->y = d->y;
  if (kind == PS_FUNCTION_CONSTANT)
    s->value = parameter(text, "value=");
  if (kind == PS_FUNCTION_GCV_SPLINE)
    s->half_order = (int)(parameter(text, "degree=") + 1) / 2;
  if (kind == PS_FUNCTION_POLYNOMIAL)
    s->ncoef = numbers(strchr(text, ':') + 1, d->coef), s->coef = d->coef;
  if (kind == PS_FUNCTION_LINEAR) {
    s->coef = d->coef;
    d->coef[0] = parameter(text, "slope=");
    d->coef[1] = parameter(text, "intercept=");
  }
  if (kind == PS_FUNCTION_STEP) {
    s->start_time = parameter(text, "start_time="), s->end_time = parameter(text, "end_time=");
    s->start_value = parameter(text, " start="), s->end_value = parameter(text, " end=");
  }
  if (kind == PS_FUNCTION_SINE) {
    s->amplitude = parameter(text, "amplitude="), s->omega = parameter(text, "omega=");
    s->phase = parameter(text, "phase="), s->offset = parameter(text, "offset=");
  }
  if (kind == PS_FUNCTION_MULTIPLIER) {
    d->inner = points(PS_FUNCTION_SIMM_SPLINE, s->nx, d->x, d->y);
    *s = scaled(parameter(text, "scale="), &d->inner);
  }
}

static void compare(const ps_table *samples, const char *name, compiled c) {
  int first = reference_column(samples, "value"), x = reference_column(samples, "x");
  double largest[3] = {0};
  for (int pass = 0; pass < 2; pass++)
    for (int row = 0; row < ps_table_rows(samples); row++) {
      if (strcmp(ps_table_text(samples, row, 0), name) != 0)
        continue;
      for (int r = 0; r < 3; r++) {
        double expected = ps_table_value(samples, row, first + r);
        if (pass == 0)
          largest[r] = fmax(largest[r], fabs(expected));
        else
          CHECK_NEAR(eval(c, ps_table_value(samples, row, x), r), expected,
                     1e-10 + 1e-10 * largest[r]);
      }
    }
}

static void all_classes_agree_with_opensim(void) {
  ps_table *definitions = reference_csv("opensim/golden/functions/functions_definition.csv");
  ps_table *samples = reference_csv("opensim/golden/functions/functions.csv");
  for (int row = 0; row < ps_table_rows(definitions); row++) {
    definition d;
    define(definitions, row, &d);
    compiled c = compile(&d.spec);
    compare(samples, ps_table_text(definitions, row, 0), c);
    free(c.pool);
  }
  ps_table_free(definitions);
  ps_table_free(samples);
}

int main(void) {
  return CHECK_RUN(
      CHECK_FACT(derivatives_agree_with_differences), CHECK_FACT(splines_pass_through_their_points),
      CHECK_FACT(simm_spline_gives_a_cubic_back), CHECK_FACT(a_knot_belongs_where_opensim_puts_it),
      CHECK_FACT(a_line_may_jump), CHECK_FACT(a_step_is_smooth),
      CHECK_FACT(a_multiplier_scales_everything), CHECK_FACT(lines_and_constants_are_recognised),
      CHECK_FACT(functions_share_a_pool_that_can_move),
      CHECK_FACT(a_plane_has_its_coefficients_as_gradient),
      CHECK_FACT(terms_rise_fastest_in_the_last_argument),
      CHECK_FACT(gradient_and_hessian_agree_with_differences),
      CHECK_FACT(one_argument_makes_a_polynomial), CHECK_FACT(classes_are_found_by_old_names_too),
      CHECK_FACT(what_cannot_be_computed_is_refused), CHECK_FACT(all_classes_agree_with_opensim));
}
