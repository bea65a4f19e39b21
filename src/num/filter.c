#include "num/filter.h"

#include <assert.h>
#include <float.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/fail.h"

// ---- the steps ------------------------------------------------------------------------------

void ps_pad(int n, int pad, int ncol, double *block) {
  ptrdiff_t row = ncol;
  double *first = block + pad * row, *last = first + (n - 1) * row;
  while (pad > 0) {
    int turn = pad < n ? pad : n - 1;
    for (ptrdiff_t k = row; k <= turn * row; k += row)
      for (int c = 0; c < ncol; c++) {
        first[c - k] = 2 * first[c] - first[c + k];
        last[c + k] = 2 * last[c] - last[c - k];
      }
    first -= turn * row;
    last += turn * row;
    n += 2 * turn;
    pad -= turn;
  }
}

double ps_smallest_step(int n, const double *t, bool *uneven) {
  double least = INFINITY;
  for (int i = 1; i < n; i++)
    least = fmin(least, t[i] - t[i - 1]);
  *uneven = (t[n - 1] - t[0]) / (n - 1) - least > DBL_EPSILON;
  return least;
}

int ps_resampled_times(double first, double last, double step, double *t) {
  int n = 0;
  for (double now = first; now <= last && n <= PS_RESAMPLE_STEPS; now += step, n++)
    if (t)
      t[n] = now;
  return n;
}

// The third-order low-pass 1 / ((s + 1)(s^2 + s + 1)) at s = (1 - 1/z) / (w (1 + 1/z)), w the
// tangent that makes the cutoff come out right: bilinear transform (L3). The expressions round as
// OpenSim's do: the b nearly cancel, and a bit of difference becomes 1/w^3 bits of the result.
void ps_butterworth(double cutoff_hz, double step, double a[4], double b[4]) {
  const double pi = 3.14159265358979323846;
  double w = tan(2 * pi * cutoff_hz * step / 2), w2 = w * w, w3 = w * w * w;
  double denominator = (w + 1) * (w2 + w + 1);
  a[0] = a[3] = w3 / denominator;
  a[1] = a[2] = 3 * w3 / denominator;
  b[0] = 1;
  b[1] = (3 * w3 + 2 * w2 - 2 * w - 3) / denominator;
  b[2] = (3 * w3 - 2 * w2 - 2 * w + 3) / denominator;
  b[3] = (w - 1) * (w2 - w + 1) / denominator;
}

// (L2) from the row at x on, `row` doubles from one to the next, which may be backwards
static void run(const double a[4], const double b[4], int n, int ncol, double *x, ptrdiff_t row) {
  double x1[PS_FILTER_COLUMNS], x2[PS_FILTER_COLUMNS], x3[PS_FILTER_COLUMNS];
  for (int c = 0; c < ncol; c++)
    x3[c] = x[c], x2[c] = x[c + row], x1[c] = x[c + 2 * row];
  for (int i = 3; i < n; i++) {
    double *y = x + i * row;
    for (int c = 0; c < ncol; c++) {
      double x0 = y[c];
      y[c] = a[0] * x0 + a[1] * x1[c] + a[2] * x2[c] + a[3] * x3[c] - b[1] * y[c - row] -
             b[2] * y[c - 2 * row] - b[3] * y[c - 3 * row];
      x3[c] = x2[c], x2[c] = x1[c], x1[c] = x0;
    }
  }
}

void ps_filter_both_ways(const double a[4], const double b[4], int n, int ncol, double *block) {
  assert(n > 3 && ncol <= PS_FILTER_COLUMNS);
  run(a, b, n, ncol, block, ncol);
  run(a, b, n, ncol, block + (ptrdiff_t)(n - 1) * ncol, -ncol);
}

// ---- all together ---------------------------------------------------------------------------

static ps_status check(double cutoff_hz, int pad, int n, const double *t, ps_error *err) {
  if (!(cutoff_hz > 0) || isinf(cutoff_hz))
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0,
                   "the cutoff of a low-pass filter is positive, not %g Hz", cutoff_hz);
  if (n < 2 || pad < 0)
    return ps_fail(err, PS_ERR_VALUE, NULL, 0, "a table of %d rows cannot be filtered", n);
  if (n > INT_MAX / 4 || pad > INT_MAX / 4)
    return ps_fail(err, PS_ERR_LIMIT, NULL, 0, "%d rows and %d more at each end are too many", n,
                   pad);
  for (int i = 0; i < n; i++)
    if (!isfinite(t[i]) || (i && t[i] <= t[i - 1]))
      return ps_fail(err, PS_ERR_VALUE, NULL, 0, "times increase, but row %d is at %.17g s", i + 1,
                     t[i]);
  return PS_OK;
}

static ps_filter *place(ps_arena *arena, const ps_filter *plan) {
  const int columns = PS_FILTER_COLUMNS;
  size_t padded = (size_t)plan->n + 2 * (size_t)plan->pad, rows = (size_t)plan->rows;
  ps_filter *f = ps_arena_take(arena, 1, sizeof *f);
  double *t = ps_arena_take(arena, rows, sizeof *t);
  double *block =
      ps_arena_take(arena, (rows > padded ? rows : padded) * (size_t)columns, sizeof *block);
  double *coef =
      ps_arena_take(arena, plan->basis ? ps_spline_size(plan->basis, columns) : 0, sizeof *coef);
  if (f) {
    *f = *plan;
    f->t = t;
    f->block = block;
    f->coef = coef;
  }
  return f;
}

// Step and number of rows of the result, from the padded times.
static void plan_times(ps_filter *plan, int padded, const double *t) {
  plan->rows = padded;
  plan->step = ps_smallest_step(padded, t, &plan->resampled);
  if (!plan->resampled)
    return;
  double range = t[padded - 1] - t[0];
  if (range / plan->step > PS_RESAMPLE_STEPS)
    plan->step = range / PS_RESAMPLE_STEPS;
  plan->rows = ps_resampled_times(t[0], t[padded - 1], plan->step, NULL);
}

// `t` are the padded times.
static ps_status create(ps_filter **filter, ps_filter *plan, int padded, const double *t,
                        ps_error *err) {
  if (!isfinite(t[padded - 1] - t[0]))
    return ps_fail(err, PS_ERR_VALUE, NULL, 0, "the padded times span %g to %g s", t[0],
                   t[padded - 1]);
  plan_times(plan, padded, t);
  if (plan->rows < 4)
    return ps_fail(err, PS_ERR_VALUE, NULL, 0, "%d rows are too few for a filter of third order",
                   plan->rows);
  double rate = 1 / plan->step;
  if (plan->cutoff_hz >= 0.5 * rate)
    plan->cutoff_hz = 0.49 * rate;
  ps_butterworth(plan->cutoff_hz, plan->step, plan->a, plan->b);
  if (plan->resampled)
    PS_TRY(ps_spline_create(&plan->basis, 5, padded, t, err));

  ps_arena arena = {0};
  place(&arena, plan);
  arena = (ps_arena){.size = arena.used, .block = malloc(arena.used)};
  if (!arena.block) {
    ps_spline_free(plan->basis);
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "no memory to filter %d rows", padded);
  }
  ps_filter *f = *filter = place(&arena, plan);
  if (f->resampled)
    ps_resampled_times(t[0], t[padded - 1], f->step, (double *)f->t);
  else
    memcpy((double *)f->t, t, (size_t)padded * sizeof *t);
  return PS_OK;
}

ps_status ps_filter_create(ps_filter **filter, double cutoff_hz, int pad, int n, const double *t,
                           ps_error *err) {
  *filter = NULL;
  PS_TRY(check(cutoff_hz, pad, n, t, err));
  int padded = n + 2 * pad;
  double *padded_t = malloc((size_t)padded * sizeof *padded_t);
  if (!padded_t)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "no memory to filter %d rows", padded);
  memcpy(padded_t + pad, t, (size_t)n * sizeof *t);
  ps_pad(n, pad, 1, padded_t);

  ps_filter plan = {.n = n, .pad = pad, .cutoff_hz = cutoff_hz};
  ps_status status = create(filter, &plan, padded, padded_t, err);
  free(padded_t);
  return status;
}

void ps_filter_free(ps_filter *filter) {
  if (!filter)
    return;
  ps_spline_free(filter->basis);
  free(filter); // the first thing in its block
}

static void resample(ps_filter *f, int ncol) {
  ps_spline_stencil stencil = {0};
  ps_spline_fit(f->basis, ncol, f->block, ncol, 1, f->coef);
  for (int i = 0; i < f->rows; i++) {
    ps_spline_at(f->basis, f->t[i], 1, &stencil);
    ps_spline_apply(f->basis, &stencil, 1, ncol, f->coef, f->block + (ptrdiff_t)i * ncol);
  }
}

// a few columns, side by side in f->block
static void filter_block(ps_filter *f, int ncol) {
  ps_pad(f->n, f->pad, ncol, f->block);
  if (f->resampled)
    resample(f, ncol);
  ps_filter_both_ways(f->a, f->b, f->rows, ncol, f->block);
}

void ps_filter_apply(ps_filter *f, int ncol, const double *x, ptrdiff_t row_stride,
                     ptrdiff_t col_stride, double *out) {
  for (int first = 0; first < ncol; first += PS_FILTER_COLUMNS) {
    int some = ncol - first < PS_FILTER_COLUMNS ? ncol - first : PS_FILTER_COLUMNS;
    const double *from = x + first * col_stride;
    double *given = f->block + (ptrdiff_t)f->pad * some, *to = out + first;
    for (ptrdiff_t i = 0; i < f->n; i++)
      for (int c = 0; c < some; c++)
        given[i * some + c] = from[i * row_stride + c * col_stride];
    filter_block(f, some);
    for (ptrdiff_t i = 0; i < f->rows; i++)
      memcpy(to + i * ncol, f->block + i * some, (size_t)some * sizeof *to);
  }
}
