// function.c: from what a file says to what is computed; evaluation is in function_eval.c.
//
// Pool of a function in pieces, degree d: the npiece - 1 places where the second, third .. piece
// begins; then for each piece x_j, c_d .. c_0. Of a sine: A, w, phase, offset. Of the other two
// forms: the coefficients in the order of the file.
#include "num/function.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "num/spline.h"

// ---- classes --------------------------------------------------------------------------------

static const struct {
  const char *name;
  ps_function_kind kind;
} classes[] = {
    // the present name of each kind first, in the order of the kinds
    {"Constant", PS_FUNCTION_CONSTANT},
    {"LinearFunction", PS_FUNCTION_LINEAR},
    {"PolynomialFunction", PS_FUNCTION_POLYNOMIAL},
    {"SimmSpline", PS_FUNCTION_SIMM_SPLINE},
    {"PiecewiseLinearFunction", PS_FUNCTION_PIECEWISE_LINEAR},
    {"PiecewiseConstantFunction", PS_FUNCTION_PIECEWISE_CONSTANT},
    {"StepFunction", PS_FUNCTION_STEP},
    {"Sine", PS_FUNCTION_SINE},
    {"GCVSpline", PS_FUNCTION_GCV_SPLINE},
    {"MultiplierFunction", PS_FUNCTION_MULTIPLIER},
    {"MultivariatePolynomialFunction", PS_FUNCTION_MULTIVARIATE},
    {"NaturalCubicSpline", PS_FUNCTION_SIMM_SPLINE},
    {"natCubicSpline", PS_FUNCTION_SIMM_SPLINE},
};

const char *ps_function_class(ps_function_kind kind) {
  return classes[kind].name;
}

int ps_function_kind_named(const char *class_name) {
  for (size_t i = 0; i < sizeof classes / sizeof *classes; i++)
    if (strcmp(classes[i].name, class_name) == 0)
      return (int)classes[i].kind;
  return -1;
}

ps_function_spec ps_function_default(ps_function_kind kind) {
  static const double line[] = {1, 0}, one[] = {1};
  ps_function_spec spec = {.kind = kind,
                           .start_time = 0.99,
                           .end_time = 1.01,
                           .end_value = 1,
                           .amplitude = 1,
                           .omega = 1,
                           .scale = 1};
  if (kind == PS_FUNCTION_LINEAR)
    spec.ncoef = 2, spec.coef = line;
  if (kind == PS_FUNCTION_POLYNOMIAL)
    spec.ncoef = 1, spec.coef = one;
  return spec;
}

// ---- pieces ---------------------------------------------------------------------------------

// Pieces being written; `row` is one, x_j c_d .. c_0.
typedef struct pieces {
  int n, degree;
  double *begin, *row;
} pieces;

static size_t pieces_size(int n, int degree) {
  return (size_t)(n - 1) + (size_t)n * (size_t)(degree + 2);
}

static pieces pieces_at(double *pool, int n, int degree) {
  return (pieces){.n = n, .degree = degree, .begin = pool, .row = pool + (n - 1)};
}

static double *origin(pieces P, int j) {
  return P.row + (size_t)j * (size_t)(P.degree + 2);
}

// coefficient of power p in piece j
static double *coefficient(pieces P, int j, int p) {
  return origin(P, j) + 1 + P.degree - p;
}

// Where OpenSim's bisection of the intervals 0 .. n-2 ends for a value that sits on a knot: the
// first interval it meets that has the value inside or at an end.
static int bisected_interval(int n, const double *x, double at) {
  int low = 0, high = n;
  for (;;) {
    int k = (low + high) / 2;
    if (at < x[k])
      high = k;
    else if (at > x[k + 1])
      low = k;
    else
      return k;
  }
}

// Differences of x that OpenSim takes for none (ROUNDOFF_ERROR).
static const double SAME_X = 2e-13;

// Interval i of the points becomes piece i + 1, between the two beyond the ends. At the first knot,
// repeated or not, it is interval 0; `last` is where the piece beyond the last knot begins.
static void begin_intervals(pieces P, int n, const double *x, double last) {
  P.begin[0] = x[0];
  for (int i = 1; i < n - 1; i++) {
    bool owns_knot = bisected_interval(n, x, x[i]) >= i;
    double begin = owns_knot ? x[i] : nextafter(x[i], INFINITY);
    if (x[i] - x[0] <= SAME_X)
      begin = nextafter(x[0] + SAME_X, INFINITY);
    P.begin[i] = fmin(begin, last);
  }
  P.begin[n - 1] = last;
  for (int j = 0; j <= n; j++)
    *origin(P, j) = x[j < 2 ? 0 : j - 1];
}

// Knots closer than this count as this far apart in slopes (OpenSim's TINY_NUMBER).
static double gap(const double *x, int i) {
  return fmax(1e-7, x[i + 1] - x[i]);
}

static double chord(const ps_function_spec *s, int i) {
  return (s->y[i + 1] - s->y[i]) / gap(s->x, i);
}

// ---- the classes in pieces ------------------------------------------------------------------

static void fill_one_piece(const ps_function_spec *s, pieces P) {
  *origin(P, 0) = 0;
  for (int p = 0; p <= P.degree; p++)
    *coefficient(P, 0, p) = s->kind == PS_FUNCTION_CONSTANT       ? s->value
                            : s->kind == PS_FUNCTION_MULTIVARIATE ? s->coef[p]
                                                                  : s->coef[P.degree - p];
}

static void fill_piecewise_linear(const ps_function_spec *s, pieces P) {
  int n = s->nx;
  begin_intervals(P, n, s->x, s->x[n - 1] - SAME_X);
  for (int j = 0; j <= n; j++) {
    *coefficient(P, j, 0) = s->y[j < 2 ? 0 : j - 1];
    *coefficient(P, j, 1) = n == 1 ? 0 : chord(s, j < 2 ? 0 : j == n ? n - 2 : j - 1);
  }
}

static void fill_piecewise_constant(const ps_function_spec *s, pieces P) {
  int n = s->nx;
  begin_intervals(P, n, s->x, s->x[n - 1] - SAME_X);
  for (int j = 0; j <= n; j++)
    *coefficient(P, j, 0) = s->y[j < 2 ? 0 : j - 1];
}

// From (x0, y0) to (x1, y1), with u = (x - x0) / (x1 - x0):
//   y0 + (y1 - y0) (10 u^3 - 15 u^4 + 6 u^5)
static void fill_step(const ps_function_spec *s, pieces P) {
  double width = s->end_time - s->start_time, rise = s->end_value - s->start_value;
  memset(P.row, 0, 3 * (size_t)(P.degree + 2) * sizeof *P.row);

  // it may also be written backwards in time
  P.begin[0] = nextafter(fmin(s->start_time, s->end_time), INFINITY);
  P.begin[1] = fmax(s->start_time, s->end_time);
  *coefficient(P, width > 0 ? 0 : 2, 0) = s->start_value;
  *coefficient(P, width > 0 ? 2 : 0, 0) = s->end_value;

  *origin(P, 1) = s->start_time;
  *coefficient(P, 1, 0) = s->start_value;
  *coefficient(P, 1, 3) = 10 * rise / pow(width, 3);
  *coefficient(P, 1, 4) = -15 * rise / pow(width, 4);
  *coefficient(P, 1, 5) = 6 * rise / pow(width, 5);
}

// Divided difference of third order at knots i .. i+3.
static double third_difference(const ps_function_spec *s, int i) {
  const double *x = s->x;
  double before = (chord(s, i + 1) - chord(s, i)) / fmax(1e-7, x[i + 2] - x[i]);
  double after = (chord(s, i + 2) - chord(s, i + 1)) / fmax(1e-7, x[i + 3] - x[i + 1]);
  return (after - before) / fmax(1e-7, x[i + 3] - x[i]);
}

// SIMM's cubic: two continuous derivatives at the knots, and in the first and last interval the
// third derivative of the cubic through the four points there [forsythe1977, ch. 4]; of three
// points, a parabola. With z = f''/6 and h the intervals,
//   h_{i-1} z_{i-1} + 2 (h_{i-1} + h_i) z_i + h_i z_{i+1} = chord_i - chord_{i-1}            (F5)
//   z_1 - z_0 = h_0 [x_0 .. x_3] f
//
// Downwards: eliminate what is below the diagonal. The diagonal of row i waits in the place of c_3
// of the interval i, the right-hand side in that of c_2.
static void simm_eliminate(const ps_function_spec *s, pieces P) {
  int n = s->nx;
  for (int i = 0; i < n; i++) {
    double h = i < n - 1 ? gap(s->x, i) : 0, h_before = i ? gap(s->x, i - 1) : 0;
    double diagonal = 2 * (h_before + h), force = 0;
    if (i == 0 || i == n - 1) {
      diagonal = -(h_before + h);
      if (n > 3)
        force =
            i ? -h_before * h_before * third_difference(s, n - 4) : h * h * third_difference(s, 0);
    } else {
      force = chord(s, i) - chord(s, i - 1);
    }
    if (i) {
      double ratio = h_before / *coefficient(P, i, 3);
      diagonal -= ratio * h_before;
      force -= ratio * *coefficient(P, i, 2);
    }
    *coefficient(P, i + 1, 3) = diagonal;
    *coefficient(P, i + 1, 2) = force;
  }
}

// Upwards: z, and with it the cubics. Beyond the ends the tangents go on.
static void fill_simm_spline(const ps_function_spec *s, pieces P) {
  int n = s->nx;
  begin_intervals(P, n, s->x, nextafter(s->x[n - 1], INFINITY));
  simm_eliminate(s, P);

  double *after = origin(P, n), *before = origin(P, 0);
  double z_after = *coefficient(P, n, 2) / *coefficient(P, n, 3);
  memset(after + 1, 0, 4 * sizeof *after);
  *coefficient(P, n, 0) = s->y[n - 1];
  for (int i = n - 2; i >= 0; i--) {
    double h = gap(s->x, i), slope = chord(s, i);
    double z = (*coefficient(P, i + 1, 2) - h * z_after) / *coefficient(P, i + 1, 3);
    if (i == n - 2)
      *coefficient(P, n, 1) = slope + h * (z + 2 * z_after);
    *coefficient(P, i + 1, 0) = s->y[i];
    *coefficient(P, i + 1, 1) = slope - h * (z_after + 2 * z);
    *coefficient(P, i + 1, 2) = 3 * z;
    *coefficient(P, i + 1, 3) = (z_after - z) / h;
    z_after = z;
  }
  memset(before + 1, 0, 4 * sizeof *before);
  *coefficient(P, 0, 0) = s->y[0];
  *coefficient(P, 0, 1) = *coefficient(P, 1, 1);
}

// The natural spline; derivatives at the beginning of an interval are its coefficients.
static void fill_gcv_spline(const ps_function_spec *s, const ps_spline_basis *basis, double *coef,
                            pieces P) {
  int n = s->nx;
  ps_spline_stencil stencil = {0};
  ps_spline_fit(basis, 1, s->y, 1, 1, coef);
  memcpy(P.begin, s->x, (size_t)n * sizeof *P.begin);
  for (int j = 0; j <= n; j++) {
    double at = s->x[j < 2 ? 0 : j - 1], derivative[PS_SPLINE_ORDERS], factorial = 1;
    ps_spline_at(basis, j ? at : nextafter(at, -INFINITY), P.degree + 1, &stencil);
    ps_spline_apply(basis, &stencil, P.degree + 1, 1, coef, derivative);
    *origin(P, j) = at;
    for (int p = 0; p <= P.degree; factorial *= ++p)
      *coefficient(P, j, p) = derivative[p] / factorial;
  }
}

static ps_status compile_gcv_spline(const ps_function_spec *s, pieces P, ps_error *err) {
  ps_spline_basis *basis;
  PS_TRY(ps_spline_create(&basis, P.degree, s->nx, s->x, err));
  double *coef = malloc(ps_spline_size(basis, 1) * sizeof *coef);
  if (coef)
    fill_gcv_spline(s, basis, coef, P);
  ps_spline_free(basis);
  free(coef);
  return coef ? PS_OK : ps_fail(err, PS_ERR_MEMORY, NULL, 0, "no memory for a spline");
}

// ---- what is wrong, how much room -----------------------------------------------------------

#define WRONG(...) ps_fail(err, PS_ERR_VALUE, NULL, 0, __VA_ARGS__)

static ps_status check_numbers(const ps_function_spec *s, const char *what, int n,
                               const double *number, ps_error *err) {
  for (int i = 0; i < n; i++)
    if (!isfinite(number[i]))
      return WRONG("%s: %s number %d is %g", ps_function_class(s->kind), what, i + 1, number[i]);
  return PS_OK;
}

static ps_status check_points(const ps_function_spec *s, int least, ps_error *err) {
  const char *name = ps_function_class(s->kind);
  if (s->nx != s->ny)
    return WRONG("%s: %d values of x, but %d of y", name, s->nx, s->ny);
  if (s->nx < least)
    return WRONG("%s: at least %d points are needed, found %d", name, least, s->nx);
  PS_TRY(check_numbers(s, "x", s->nx, s->x, err));
  PS_TRY(check_numbers(s, "y", s->ny, s->y, err));
  bool strictly = s->kind == PS_FUNCTION_GCV_SPLINE;
  for (int i = 1; i < s->nx; i++)
    if (s->x[i] < s->x[i - 1] || (strictly && s->x[i] == s->x[i - 1]))
      return WRONG("%s: x must not %s, but %.17g follows %.17g", name,
                   strictly ? "repeat or decrease" : "decrease", s->x[i], s->x[i - 1]);
  return PS_OK;
}

static ps_status check_coefficients(const ps_function_spec *s, int least, ps_error *err) {
  if (s->ncoef < least)
    return WRONG("%s: at least %d coefficients are needed, found %d", ps_function_class(s->kind),
                 least, s->ncoef);
  return check_numbers(s, "coefficient", s->ncoef, s->coef, err);
}

static void shape_pieces(ps_function *f, int npiece, int degree) {
  f->form = PS_FORM_PIECES;
  f->narg = 1;
  f->npiece = npiece;
  f->degree = degree;
}

// two points that are not one on top of the other: nothing but a line
static bool is_line(const ps_function_spec *s) {
  return (s->kind == PS_FUNCTION_SIMM_SPLINE || s->kind == PS_FUNCTION_PIECEWISE_LINEAR) &&
         s->nx == 2 && gap(s->x, 0) == s->x[1] - s->x[0];
}

static ps_status shape_multivariate(const ps_function_spec *s, ps_function *f, ps_error *err) {
  if (s->dimension < 1 || s->order < 0)
    return WRONG("MultivariatePolynomialFunction: dimension %d and order %d", s->dimension,
                 s->order);
  if (s->dimension > PS_FUNCTION_ARGS)
    return ps_fail(err, PS_ERR_LIMIT, NULL, 0,
                   "MultivariatePolynomialFunction: %d arguments, at most %d are supported",
                   s->dimension, PS_FUNCTION_ARGS);
  double count = 1; // (dimension + order) choose dimension
  for (int i = 1; i <= s->dimension; i++)
    count = count * (s->order + i) / i;
  if (s->ncoef != count)
    return WRONG("MultivariatePolynomialFunction: %d coefficients, but dimension %d and order %d "
                 "make %.0f",
                 s->ncoef, s->dimension, s->order, count);
  *f = (ps_function){.form = PS_FORM_MULTIVARIATE, .narg = s->dimension, .degree = s->order};
  if (s->dimension == 1)
    shape_pieces(f, 1, s->order);
  return check_coefficients(s, 1, err);
}

static ps_status shape_linear(const ps_function_spec *s, ps_function *f, ps_error *err) {
  PS_TRY(check_coefficients(s, 2, err));
  if (s->ncoef - 1 > PS_FUNCTION_ARGS)
    return ps_fail(err, PS_ERR_LIMIT, NULL, 0,
                   "LinearFunction: %d arguments, at most %d are supported", s->ncoef - 1,
                   PS_FUNCTION_ARGS);
  *f = (ps_function){.form = PS_FORM_LINEAR, .narg = s->ncoef - 1};
  if (s->ncoef == 2)
    shape_pieces(f, 1, 1);
  return PS_OK;
}

static ps_status shape_gcv_spline(const ps_function_spec *s, ps_function *f, ps_error *err) {
  if (s->error_variance != 0)
    return ps_fail(err, PS_ERR_UNSUPPORTED, NULL, 0,
                   "GCVSpline: error_variance is %g, only 0 (through all points) is supported",
                   s->error_variance);
  if (s->half_order < 1 || s->half_order > PS_SPLINE_HALF)
    return WRONG("GCVSpline: half_order is %d, expected 1 to %d", s->half_order, PS_SPLINE_HALF);
  PS_TRY(check_points(s, 2 * s->half_order, err));
  shape_pieces(f, s->nx + 1, 2 * s->half_order - 1);
  return PS_OK;
}

// Form and room of a function that is no multiplier.
static ps_status shape(const ps_function_spec *s, ps_function *f, ps_error *err) {
  *f = (ps_function){.form = PS_FORM_SINE, .narg = 1};
  switch (s->kind) {
  case PS_FUNCTION_CONSTANT:
    shape_pieces(f, 1, 0);
    return check_numbers(s, "value", 1, &s->value, err);
  case PS_FUNCTION_LINEAR:
    return shape_linear(s, f, err);
  case PS_FUNCTION_POLYNOMIAL:
    shape_pieces(f, 1, s->ncoef - 1);
    return check_coefficients(s, 1, err);
  case PS_FUNCTION_SIMM_SPLINE:
    shape_pieces(f, is_line(s) ? 1 : s->nx + 1, s->nx == 2 ? 1 : 3);
    return check_points(s, 2, err);
  case PS_FUNCTION_PIECEWISE_LINEAR:
    shape_pieces(f, is_line(s) ? 1 : s->nx + 1, 1);
    return check_points(s, 1, err);
  case PS_FUNCTION_PIECEWISE_CONSTANT:
    shape_pieces(f, s->nx + 1, 0);
    return check_points(s, 1, err);
  case PS_FUNCTION_STEP:
    shape_pieces(f, 3, 5);
    if (s->start_time == s->end_time)
      return WRONG("StepFunction: it starts and ends at %g", s->start_time);
    return check_numbers(s, "parameter", 4,
                         (double[]){s->start_time, s->end_time, s->start_value, s->end_value}, err);
  case PS_FUNCTION_SINE:
    return check_numbers(s, "parameter", 4, (double[]){s->amplitude, s->omega, s->phase, s->offset},
                         err);
  case PS_FUNCTION_GCV_SPLINE:
    return shape_gcv_spline(s, f, err);
  default:
    return shape_multivariate(s, f, err);
  }
}

static size_t room(const ps_function *f, const ps_function_spec *s) {
  if (f->form == PS_FORM_PIECES)
    return pieces_size(f->npiece, f->degree);
  return f->form == PS_FORM_SINE ? 4 : (size_t)s->ncoef;
}

// ---- compiling ------------------------------------------------------------------------------

static ps_status fill_pieces(const ps_function_spec *s, pieces P, ps_error *err) {
  if (is_line(s)) {
    double slope = chord(s, 0);
    *origin(P, 0) = 0;
    *coefficient(P, 0, 1) = slope;
    *coefficient(P, 0, 0) = s->y[0] - slope * s->x[0];
  } else if (s->kind == PS_FUNCTION_GCV_SPLINE)
    return compile_gcv_spline(s, P, err);
  else if (s->kind == PS_FUNCTION_STEP)
    fill_step(s, P);
  else if (s->kind == PS_FUNCTION_PIECEWISE_CONSTANT)
    fill_piecewise_constant(s, P);
  else if (s->kind == PS_FUNCTION_SIMM_SPLINE && s->nx > 2)
    fill_simm_spline(s, P);
  else if (s->kind == PS_FUNCTION_SIMM_SPLINE || s->kind == PS_FUNCTION_PIECEWISE_LINEAR)
    fill_piecewise_linear(s, P);
  else
    fill_one_piece(s, P);
  return PS_OK;
}

// False where a number has become too large.
static bool scale_pieces(pieces P, double scale) {
  for (int j = 0; j < P.n; j++)
    for (int p = 0; p <= P.degree; p++)
      if (!isfinite(*coefficient(P, j, p) *= scale))
        return false;
  return true;
}

static bool power_is_missing(pieces P, int p) {
  for (int j = 0; j < P.n; j++)
    if (*coefficient(P, j, p) != 0)
      return false;
  return true;
}

static bool all_the_same(pieces P) {
  for (int j = 1; j < P.n; j++)
    if (*coefficient(P, j, 0) != *coefficient(P, 0, 0))
      return false;
  return P.degree == 0;
}

// Drop powers that no piece has, and pieces that are all one constant.
static pieces simplify(double *pool, pieces P) {
  int degree = P.degree;
  while (degree > 0 && power_is_missing(P, degree))
    degree--;
  pieces Q = pieces_at(pool, P.n, degree);
  for (int j = 0; j < P.n && degree < P.degree; j++) {
    *origin(Q, j) = *origin(P, j);
    memmove(coefficient(Q, j, degree), coefficient(P, j, degree),
            (size_t)(degree + 1) * sizeof *pool);
  }
  if (Q.n == 1 || !all_the_same(Q))
    return Q;
  double value = *coefficient(Q, 0, 0);
  Q = pieces_at(pool, 1, 0);
  *origin(Q, 0) = 0;
  *coefficient(Q, 0, 0) = value;
  return Q;
}

static ps_status compile_pieces(const ps_function_spec *s, double scale, ps_function *f,
                                double *pool, ps_error *err) {
  pieces P = pieces_at(pool, f->npiece, f->degree);
  PS_TRY(fill_pieces(s, P, err));
  if (!scale_pieces(P, scale))
    return WRONG("%s: its numbers are too large or its points too close",
                 ps_function_class(s->kind));
  P = simplify(pool, P);
  shape_pieces(f, P.n, P.degree);
  return PS_OK;
}

ps_status ps_function_compile(const ps_function_spec *spec, ps_function *out, double *pool,
                              size_t *used, ps_error *err) {
  double scale = 1;
  for (; spec && spec->kind == PS_FUNCTION_MULTIPLIER; spec = spec->multiplied)
    scale *= spec->scale;
  if (!spec)
    return ps_fail(err, PS_ERR_STRUCTURE, NULL, 0, "MultiplierFunction: it has no function");
  if (!isfinite(scale))
    return WRONG("MultiplierFunction: scale is %g", scale);

  ps_function f;
  PS_TRY(shape(spec, &f, err));
  f.at = *used;
  if (pool && f.form == PS_FORM_PIECES) {
    PS_TRY(compile_pieces(spec, scale, &f, pool + f.at, err));
  } else if (pool && f.form == PS_FORM_SINE) {
    double *p = pool + f.at;
    p[0] = spec->amplitude * scale, p[1] = spec->omega;
    p[2] = spec->phase, p[3] = spec->offset * scale;
  } else if (pool) {
    for (int i = 0; i < spec->ncoef; i++)
      pool[f.at + (size_t)i] = spec->coef[i] * scale;
  }
  *used += room(&f, spec);
  *out = f;
  return PS_OK;
}

bool ps_function_is_constant(const ps_function *f) {
  return f->form == PS_FORM_PIECES && f->npiece == 1 && f->degree == 0;
}

bool ps_function_is_linear(const ps_function *f) {
  return f->form == PS_FORM_LINEAR ||
         (f->form == PS_FORM_PIECES && f->npiece == 1 && f->degree <= 1);
}
