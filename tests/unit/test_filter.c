#include "num/filter.h"

#include <stdlib.h>

#include "check.h"
#include "reference.h"

static const double PI = 3.14159265358979323846;

// n times, 1/64 s apart: differences are exact, so nothing is resampled
static double *even_times(int n) {
  double *t = malloc((size_t)n * sizeof *t);
  for (int i = 0; i < n; i++)
    t[i] = 0.5 + i / 64.;
  return t;
}

// one column filtered; *filter is left for the caller to look at and free
static double *filtered(double cutoff_hz, int pad, int n, const double *t, const double *x,
                        ps_filter **filter) {
  CHECK_EQ(ps_filter_create(filter, cutoff_hz, pad, n, t, NULL), PS_OK);
  double *out = malloc((size_t)(*filter)->rows * sizeof *out);
  ps_filter_apply(*filter, 1, x, 1, n, out);
  return out;
}

static void a_constant_and_a_line_stay(void) {
  enum { ROWS = 100 };
  ps_filter *filter;
  double *t = even_times(ROWS), x[ROWS];
  for (int slope = 0; slope < 2; slope++) {
    for (int i = 0; i < ROWS; i++)
      x[i] = 3 + slope * 10 * t[i];
    double *y = filtered(6, ROWS / 2, ROWS, t, x, &filter);
    CHECK_EQ(filter->rows, 2 * ROWS);
    // A line is delayed by either run, away from what is copied at its start, and comes back on the
    // way back. What is left at the ends of the padded rows has decayed inside.
    for (int i = slope ? ROWS / 2 : 0; i < ROWS + (slope ? ROWS / 2 : ROWS); i++)
      CHECK_NEAR(y[i], 3 + slope * 10 * filter->t[i], 1e-6);
    ps_filter_free(filter);
    free(y);
  }
  free(t);
}

// Phases stay, and a wave keeps 1 / (1 + (tan(pi f T) / tan(pi f_c T))^6) of its amplitude.
static void a_wave_is_weakened_but_not_shifted(void) {
  enum { ROWS = 1280 };
  const double T = 1 / 64., cutoff = 6, wave_hz[] = {1, 3, 6, 9, 20};
  double *t = even_times(ROWS), *x = malloc(ROWS * sizeof *x);
  for (int w = 0; w < 5; w++) {
    for (int i = 0; i < ROWS; i++)
      x[i] = sin(2 * PI * wave_hz[w] * t[i] + 0.3);
    ps_filter *filter;
    double *y = filtered(cutoff, 0, ROWS, t, x, &filter);
    double gain = 1 / (1 + pow(tan(PI * wave_hz[w] * T) / tan(PI * cutoff * T), 6));
    if (wave_hz[w] == cutoff)
      CHECK_NEAR(gain, 0.5, 1e-15);
    // 5 s from the ends their echo, e^(-pi f_c t), has gone
    for (int i = 320; i < ROWS - 320; i++)
      CHECK_NEAR(y[i], gain * x[i], 1e-12);
    ps_filter_free(filter);
    free(y);
  }
  free(t);
  free(x);
}

static void padding_is_odd_about_the_ends(void) {
  enum { ROWS = 7, PAD = 5 };
  double block[ROWS + 2 * PAD];
  for (int i = 0; i < ROWS; i++)
    block[PAD + i] = cos(i * i);
  const double *first = block + PAD, *last = block + PAD + ROWS - 1;
  ps_pad(ROWS, PAD, 1, block);
  for (int k = 1; k <= PAD; k++) {
    CHECK_NEAR(first[-k] + first[k], 2 * first[0], 1e-15);
    CHECK_NEAR(last[k] + last[-k], 2 * last[0], 1e-15);
  }
  for (int i = 0; i < ROWS; i++)
    CHECK_EQ(first[i], cos(i * i));
}

// More rows than there are to turn: first n - 1 at either end, then on about the new ends.
static void long_padding_takes_several_turns(void) {
  enum { ROWS = 4, PAD = 8 };
  double once[ROWS + 2 * PAD], twice[ROWS + 2 * PAD], t[ROWS + 2 * PAD];
  for (int i = 0; i < ROWS; i++) {
    once[PAD + i] = twice[PAD + i] = cos(i * i);
    t[PAD + i] = i;
  }
  ps_pad(ROWS, PAD, 1, once);
  ps_pad(ROWS, ROWS - 1, 1, twice + PAD - (ROWS - 1));
  ps_pad(3 * ROWS - 2, PAD - (ROWS - 1), 1, twice);
  ps_pad(ROWS, PAD, 1, t);
  for (int i = 0; i < ROWS + 2 * PAD; i++) {
    CHECK_EQ(once[i], twice[i]);
    CHECK_EQ(t[i], i - PAD); // times stay evenly spaced
  }
}

static void uneven_times_are_resampled_at_the_smallest_step(void) {
  enum { ROWS = 60 };
  double *t = even_times(ROWS), x[ROWS];
  for (int i = 0; i < ROWS; i++)
    x[i] = t[i] * t[i];
  ps_filter *filter;
  double *y = filtered(6, 0, ROWS, t, x, &filter);
  CHECK(!filter->resampled);
  CHECK_EQ(filter->step, 1 / 64.);
  ps_filter_free(filter);
  free(y);

  t[30] += 1e-6; // one step grows, one shrinks
  y = filtered(6, 0, ROWS, t, x, &filter);
  CHECK(filter->resampled);
  CHECK_EQ(filter->step, t[31] - t[30]);
  CHECK_EQ(filter->rows, 60); // 59 steps, each 1 us shorter
  for (int i = 1; i < filter->rows; i++)
    CHECK_EQ(filter->t[i], filter->t[i - 1] + filter->step);
  CHECK(filter->t[filter->rows - 1] <= t[ROWS - 1]);
  ps_filter_free(filter);
  free(y);
  free(t);
}

static void a_resampled_table_has_its_limit(void) {
  const double t[8] = {0, 1, 2, 3, 4, 4.00001, 6, 8};
  ps_filter *filter;
  CHECK_EQ(ps_filter_create(&filter, 6, 0, 8, t, NULL), PS_OK);
  CHECK_EQ(filter->step, 8. / PS_RESAMPLE_STEPS);
  CHECK(filter->rows <= PS_RESAMPLE_STEPS + 1);
  ps_filter_free(filter);
}

static void the_cutoff_stays_below_half_the_rate(void) {
  double *t = even_times(20);
  const double asked[] = {31.9, 32, 1000}, used[] = {31.9, 0.49 * 64, 0.49 * 64};
  for (int i = 0; i < 3; i++) {
    ps_filter *filter;
    CHECK_EQ(ps_filter_create(&filter, asked[i], 10, 20, t, NULL), PS_OK);
    CHECK_NEAR(filter->cutoff_hz, used[i], 1e-14);
    ps_filter_free(filter);
  }
  free(t);
}

// The same bits alone, among eleven, by rows or by columns.
static void columns_do_not_touch_each_other(void) {
  enum { ROWS = 50, COLUMNS = 11 };
  double t[ROWS], by_row[ROWS][COLUMNS], by_column[COLUMNS][ROWS];
  for (int i = 0; i < ROWS; i++) {
    t[i] = 0.01 * i + 1e-4 * sin(i);
    for (int c = 0; c < COLUMNS; c++)
      by_row[i][c] = by_column[c][i] = sin(0.3 * i * (c + 1)) + c;
  }
  ps_filter *filter;
  CHECK_EQ(ps_filter_create(&filter, 6, ROWS / 2, ROWS, t, NULL), PS_OK);
  int rows = filter->rows;
  double *a = malloc((size_t)(rows * COLUMNS) * sizeof *a);
  double *b = malloc((size_t)(rows * COLUMNS) * sizeof *b);
  double *alone = malloc((size_t)rows * sizeof *alone);
  ps_filter_apply(filter, COLUMNS, by_row[0], COLUMNS, 1, a);
  ps_filter_apply(filter, COLUMNS, by_column[0], 1, ROWS, b);
  for (int c = 0; c < COLUMNS; c++) {
    ps_filter_apply(filter, 1, by_column[c], 1, ROWS, alone);
    for (int i = 0; i < rows; i++) {
      CHECK_EQ(a[i * COLUMNS + c], alone[i]);
      CHECK_EQ(b[i * COLUMNS + c], alone[i]);
    }
  }
  ps_filter_free(filter);
  free(a);
  free(b);
  free(alone);
}

static void refused(double cutoff_hz, int pad, int n, const double *t, ps_status status,
                    const char *message) {
  ps_error err = {0};
  ps_filter *filter;
  CHECK_EQ(ps_filter_create(&filter, cutoff_hz, pad, n, t, &err), status);
  CHECK(filter == NULL);
  CHECK_TEXT(err.message, message);
}

static void what_cannot_be_filtered_is_refused(void) {
  const double t[6] = {0, 0.25, 0.5, 0.5, 0.75, 1}, uneven[5] = {0, 1, 2, 3.5, 4};
  const double wide[2] = {-1e308, 1e308};
  refused(0, 0, 3, t, PS_ERR_ARGUMENT, "the cutoff of a low-pass filter is positive, not 0 Hz");
  refused(6, 0, 1, t, PS_ERR_VALUE, "a table of 1 rows cannot be filtered");
  refused(6, 0, 3, t, PS_ERR_VALUE, "3 rows are too few for a filter of third order");
  refused(6, 3, 6, t, PS_ERR_VALUE, "times increase, but row 4 is at 0.5 s");
  refused(6, 0, 5, uneven, PS_ERR_VALUE,
          "a natural spline of degree 5 needs at least 6 knots, not 5");
  refused(6, 1, 2, wide, PS_ERR_VALUE, "the padded times span -inf to inf s");
}

// ---- OpenSim --------------------------------------------------------------------------------

#define FILTERS "opensim/golden/functions/filters/"

static double tolerance(const ps_table *golden, int column) {
  return 1e-10 + 1e-10 * reference_largest(golden, column);
}

// a table of records, time first, as one block
static double *block_of(const ps_table *table, int first, int pad) {
  int columns = ps_table_columns(table) - first, rows = ps_table_rows(table);
  double *block = calloc((size_t)((rows + 2 * pad) * columns), sizeof *block);
  for (int i = 0; i < rows; i++)
    for (int c = 0; c < columns; c++)
      block[(i + pad) * columns + c] = ps_table_value(table, i, first + c);
  return block;
}

static void padding_agrees_with_opensim(void) {
  ps_table *raw = reference_csv(FILTERS "raw.csv"),
           *golden = reference_csv(FILTERS "padded_half.csv");
  int n = ps_table_rows(raw), pad = n / 2, columns = ps_table_columns(raw);
  double *block = block_of(raw, 0, pad);
  ps_pad(n, pad, columns, block);
  CHECK_EQ(ps_table_rows(golden), n + 2 * pad);
  for (int i = 0; i < n + 2 * pad; i++)
    for (int c = 0; c < columns; c++)
      CHECK_NEAR(block[i * columns + c], ps_table_value(golden, i, c), tolerance(golden, c));
  free(block);
  ps_table_free(raw);
  ps_table_free(golden);
}

// raw.csv filtered; the filter and the rows of the result, for the caller to free
static double *filtered_motion(int half_padding, ps_filter **filter) {
  ps_table *raw = reference_csv(FILTERS "raw.csv");
  int n = ps_table_rows(raw), columns = ps_table_columns(raw) - 1;
  double *x = block_of(raw, 1, 0), *t = malloc((size_t)n * sizeof *t);
  for (int i = 0; i < n; i++)
    t[i] = ps_table_value(raw, i, 0);
  CHECK_EQ(ps_filter_create(filter, 6, half_padding ? n / 2 : 0, n, t, NULL), PS_OK);
  double *y = malloc((size_t)((*filter)->rows * columns) * sizeof *y);
  ps_filter_apply(*filter, columns, x, columns, 1, y);
  free(x);
  free(t);
  ps_table_free(raw);
  return y;
}

// The times of the file have eight digits, so both cases are resampled.
static void low_pass_agrees_with_opensim(void) {
  static const char *const file[] = {FILTERS "lowpassIIR_6Hz_without_padding.csv",
                                     FILTERS "padded_half_lowpassIIR_6Hz.csv"};
  for (int padding = 0; padding < 2; padding++) {
    ps_table *golden = reference_csv(file[padding]);
    ps_filter *filter;
    double *y = filtered_motion(padding, &filter);
    int columns = ps_table_columns(golden) - 1;
    CHECK(filter->resampled);
    CHECK_EQ(filter->rows, ps_table_rows(golden));
    for (int i = 0; i < filter->rows; i++) {
      CHECK_NEAR(filter->t[i], ps_table_value(golden, i, 0), 1e-10); // [s]
      for (int c = 0; c < columns; c++)
        CHECK_NEAR(y[i * columns + c], ps_table_value(golden, i, c + 1), tolerance(golden, c + 1));
    }
    ps_filter_free(filter);
    free(y);
    ps_table_free(golden);
  }
}

static void resampling_agrees_with_opensim(void) {
  ps_table *raw = reference_csv(FILTERS "raw.csv");
  ps_table *golden = reference_csv(FILTERS "resample_0.01_degree5.csv");
  int n = ps_table_rows(raw), columns = ps_table_columns(raw) - 1, rows = ps_table_rows(golden);
  double *y = block_of(raw, 1, 0), *t = malloc((size_t)n * sizeof *t), out[8];
  for (int i = 0; i < n; i++)
    t[i] = ps_table_value(raw, i, 0);
  CHECK_EQ(ps_resampled_times(t[0], t[n - 1], 0.01, NULL), rows);
  double *new_t = malloc((size_t)rows * sizeof *new_t);
  ps_resampled_times(t[0], t[n - 1], 0.01, new_t);

  ps_spline_basis *basis;
  CHECK_EQ(ps_spline_create(&basis, 5, n, t, NULL), PS_OK);
  double *coef = malloc(ps_spline_size(basis, columns) * sizeof *coef);
  ps_spline_fit(basis, columns, y, columns, 1, coef);
  ps_spline_stencil stencil = {0};
  for (int i = 0; i < rows; i++) {
    CHECK_EQ(new_t[i], ps_table_value(golden, i, 0));
    ps_spline_at(basis, new_t[i], 1, &stencil);
    ps_spline_apply(basis, &stencil, 1, columns, coef, out);
    for (int c = 0; c < columns; c++)
      CHECK_NEAR(out[c], ps_table_value(golden, i, c + 1), tolerance(golden, c + 1));
  }
  ps_spline_free(basis);
  free(coef);
  free(y);
  free(t);
  free(new_t);
  ps_table_free(raw);
  ps_table_free(golden);
}

// What inverse dynamics sees: filtered coordinates as splines of degree 5, and their derivatives.
static void speeds_and_accelerations_agree_with_opensim(void) {
  ps_table *raw = reference_csv(FILTERS "raw.csv");
  ps_table *golden = reference_csv(FILTERS "gcvspline5_of_filtered.csv");
  ps_filter *filter;
  double *y = filtered_motion(1, &filter), out[3 * 8];
  int columns = ps_table_columns(raw) - 1;
  ps_spline_basis *basis;
  CHECK_EQ(ps_spline_create(&basis, 5, filter->rows, filter->t, NULL), PS_OK);
  double *coef = malloc(ps_spline_size(basis, columns) * sizeof *coef);
  ps_spline_fit(basis, columns, y, columns, 1, coef);

  int first = reference_column(golden, "value"), name = reference_column(golden, "coordinate");
  double largest[3][8] = {{0}};
  ps_spline_stencil stencil = {0};
  for (int pass = 0; pass < 2; pass++)
    for (int i = 0; i < ps_table_rows(golden); i++) {
      int c = reference_column(raw, ps_table_text(golden, i, name)) - 1;
      ps_spline_at(basis, ps_table_value(golden, i, 0), 3, &stencil);
      ps_spline_apply(basis, &stencil, 3, columns, coef, out);
      for (int r = 0; r < 3; r++) {
        double expected = ps_table_value(golden, i, first + r);
        if (pass == 0)
          largest[r][c] = fmax(largest[r][c], fabs(expected));
        else
          CHECK_NEAR(out[r * columns + c], expected, 1e-10 + 1e-10 * largest[r][c]);
      }
    }
  ps_spline_free(basis);
  ps_filter_free(filter);
  free(coef);
  free(y);
  ps_table_free(raw);
  ps_table_free(golden);
}

int main(void) {
  return CHECK_RUN(
      CHECK_FACT(a_constant_and_a_line_stay), CHECK_FACT(a_wave_is_weakened_but_not_shifted),
      CHECK_FACT(padding_is_odd_about_the_ends), CHECK_FACT(long_padding_takes_several_turns),
      CHECK_FACT(uneven_times_are_resampled_at_the_smallest_step),
      CHECK_FACT(a_resampled_table_has_its_limit), CHECK_FACT(the_cutoff_stays_below_half_the_rate),
      CHECK_FACT(columns_do_not_touch_each_other), CHECK_FACT(what_cannot_be_filtered_is_refused),
      CHECK_FACT(padding_agrees_with_opensim), CHECK_FACT(low_pass_agrees_with_opensim),
      CHECK_FACT(resampling_agrees_with_opensim),
      CHECK_FACT(speeds_and_accelerations_agree_with_opensim));
}
