#include "num/spline.h"

#include <stdlib.h>

#include "check.h"
#include "io/sto.h"
#include "reference.h"

enum { KNOTS = 40, ORDERS = 4 };

// times with steps between 0.02 and 0.18 s
static void uneven_times(int n, double *t) {
  for (int i = 0; i < n; i++)
    t[i] = 0.3 + 0.1 * i + 0.04 * sin(2.3 * i);
}

static void wavy_values(int n, double *y) {
  for (int i = 0; i < n; i++)
    y[i] = 2 * sin(0.7 * i) + cos(1.9 * i * i) + 5;
}

typedef struct curve {
  ps_spline_basis *basis;
  double *coef;
} curve;

static curve fit(int degree, int n, const double *t, const double *y) {
  curve c;
  CHECK_EQ(ps_spline_create(&c.basis, degree, n, t, NULL), PS_OK);
  c.coef = malloc(ps_spline_size(c.basis, 1) * sizeof *c.coef);
  ps_spline_fit(c.basis, 1, y, 1, 1, c.coef);
  return c;
}

static void drop(curve c) {
  ps_spline_free(c.basis);
  free(c.coef);
}

static double at(curve c, double t, int derivative) {
  double out[PS_SPLINE_ORDERS];
  ps_spline_stencil stencil = {0};
  ps_spline_at(c.basis, t, derivative + 1, &stencil);
  ps_spline_apply(c.basis, &stencil, derivative + 1, 1, c.coef, out);
  return out[derivative];
}

static curve wavy(int degree, double *t, double *y) {
  uneven_times(KNOTS, t);
  wavy_values(KNOTS, y);
  return fit(degree, KNOTS, t, y);
}

static void passes_through_its_points(void) {
  double t[KNOTS], y[KNOTS];
  for (int degree = 1; degree <= 7; degree += 2) {
    curve c = wavy(degree, t, y);
    for (int i = 0; i < KNOTS; i++)
      CHECK_EQ(at(c, t[i], 0), y[i]);
    drop(c);
  }
}

// value and slope of a polynomial of degree m - 1
static double low_polynomial(int m, double x, double *slope) {
  const double c[4] = {1, 2, -0.5, 0.1};
  double value = *slope = 0;
  for (int p = m - 1; p >= 0; p--) {
    *slope = *slope * x + value;
    value = value * x + c[p];
  }
  return value;
}

// What costs no energy is left alone: polynomials below the half order, inside and outside.
static void gives_low_polynomials_back(void) {
  double t[KNOTS], y[KNOTS], slope;
  uneven_times(KNOTS, t);
  for (int m = 1; m <= 4; m++) {
    for (int i = 0; i < KNOTS; i++)
      y[i] = low_polynomial(m, t[i], &slope);
    curve c = fit(2 * m - 1, KNOTS, t, y);
    for (double x = 0; x < 4.5; x += 0.0171) {
      // rounding, 1e-15, is amplified by the condition of the chain, 1, 3, 100 and 2e4 for these
      // knots, and a slope by 1 / step = 50 more
      bool inside = t[0] <= x && x <= t[KNOTS - 1];
      double value = low_polynomial(m, x, &slope);
      CHECK_NEAR(at(c, x, 0), value, inside ? 1e-12 : 1e-9);
      CHECK_NEAR(at(c, x, 1), slope, inside ? 1e-10 : 1e-8);
    }
    drop(c);
  }
}

static void derivatives_agree_with_differences(void) {
  double t[KNOTS], y[KNOTS];
  const double h = 1e-5; // [s]  truncation h^2 f^(r+2) / 6; derivatives are of order 100^r
  for (int degree = 3; degree <= 7; degree += 2) {
    curve c = wavy(degree, t, y);
    for (double x = 0.05; x < 4.5; x += 0.0531) {
      if (ps_spline_interval(c.basis, x - h, 0) != ps_spline_interval(c.basis, x + h, 0))
        continue; // the third derivative of a cubic jumps
      for (int r = 1; r < 3; r++) {
        double difference = (at(c, x + h, r - 1) - at(c, x - h, r - 1)) / (2 * h);
        CHECK_NEAR(at(c, x, r), difference, 1e-6 * pow(100, r));
      }
    }
    drop(c);
  }
}

// f^(m) .. f^(2m-2) are zero at the ends and continuous everywhere.
static void ends_are_natural_and_joints_smooth(void) {
  double t[KNOTS], y[KNOTS];
  for (int m = 2; m <= 4; m++) {
    curve c = wavy(2 * m - 1, t, y);
    for (int r = 0; r <= 2 * m - 2; r++) {
      double scale = 0;
      for (int i = 0; i < KNOTS; i++)
        scale = fmax(scale, fabs(at(c, t[i], r)));
      for (int i = 0; i < KNOTS; i++) {
        double before = at(c, nextafter(t[i], -1), r), after = at(c, t[i], r);
        CHECK_NEAR(before, after, 1e-9 * scale); // both are rounded, relative 1e-16 / 0.02^r
        if (r >= m && (i == 0 || i == KNOTS - 1))
          CHECK_NEAR(i ? before : after, 0, 1e-9 * scale);
      }
    }
    drop(c);
  }
}

// int (f^(m))^2 dt by the midpoint rule: f^(m) is smooth inside an interval
static double energy(curve c, int m, int n, const double *t) {
  double sum = 0;
  for (int i = 0; i < n - 1; i++)
    for (int k = 0; k < 200; k++) {
      double h = (t[i + 1] - t[i]) / 200, bend = at(c, t[i] + (k + 0.5) * h, m);
      sum += bend * bend * h;
    }
  return sum;
}

// Any other curve through the points bends more: here one that is pushed aside halfway.
static void no_curve_through_the_points_bends_less(void) {
  enum { N = 12 };
  double t[N], y[N], fine_t[2 * N - 1], fine_y[2 * N - 1];
  uneven_times(N, t);
  wavy_values(N, y);
  for (int m = 1; m <= 4; m++) {
    curve c = fit(2 * m - 1, N, t, y);
    for (int pushed = 1; pushed < 2 * N - 1; pushed += 2) {
      for (int i = 0; i < 2 * N - 1; i++) {
        fine_t[i] = i % 2 ? (t[i / 2] + t[i / 2 + 1]) / 2 : t[i / 2];
        fine_y[i] = at(c, fine_t[i], 0) + (i == pushed ? 0.05 : 0);
      }
      curve other = fit(2 * m - 1, 2 * N - 1, fine_t, fine_y);
      CHECK(energy(other, m, 2 * N - 1, fine_t) > energy(c, m, N, t));
      drop(other);
    }
    drop(c);
  }
}

static void columns_do_not_touch_each_other(void) {
  enum { COLUMNS = 5 };
  double t[KNOTS], y[COLUMNS][KNOTS], out[ORDERS * COLUMNS];
  uneven_times(KNOTS, t);
  for (int c = 0; c < COLUMNS; c++)
    for (int i = 0; i < KNOTS; i++)
      y[c][i] = sin((c + 1) * t[i]) + c;
  for (int degree = 1; degree <= 7; degree += 2) {
    ps_spline_basis *basis;
    CHECK_EQ(ps_spline_create(&basis, degree, KNOTS, t, NULL), PS_OK);
    double *coef = malloc(ps_spline_size(basis, COLUMNS) * sizeof *coef);
    ps_spline_fit(basis, COLUMNS, y[0], 1, KNOTS, coef);
    ps_spline_stencil stencil = {0};
    for (double x = 0; x < 5; x += 0.0371) {
      ps_spline_at(basis, x, ORDERS, &stencil);
      ps_spline_apply(basis, &stencil, ORDERS, COLUMNS, coef, out);
      for (int c = 0; c < COLUMNS; c++) {
        curve alone = fit(degree, KNOTS, t, y[c]);
        for (int r = 0; r < ORDERS; r++)
          CHECK_EQ(out[r * COLUMNS + c], at(alone, x, r));
        drop(alone);
      }
    }
    ps_spline_free(basis);
    free(coef);
  }
}

static void any_guess_finds_the_same_interval(void) {
  double t[KNOTS];
  ps_spline_basis *basis;
  uneven_times(KNOTS, t);
  t[KNOTS - 1] = 1000; // far from evenly spaced
  CHECK_EQ(ps_spline_create(&basis, 3, KNOTS, t, NULL), PS_OK);
  for (int guess = -3; guess < KNOTS + 3; guess++)
    for (int i = 0; i < KNOTS; i++) {
      CHECK_EQ(ps_spline_interval(basis, t[i], guess), i);
      CHECK_EQ(ps_spline_interval(basis, nextafter(t[i], -1), guess), i - 1);
    }
  CHECK_EQ(ps_spline_interval(basis, 1e30, 0), KNOTS - 1);
  CHECK_EQ(ps_spline_interval(basis, NAN, 0), -1);
  ps_spline_free(basis);
}

// Lines keep the last value outside, cubics the last slope, quintics the last parabola.
static void outside_is_the_natural_polynomial(void) {
  double t[KNOTS], y[KNOTS];
  for (int m = 1; m <= 4; m++) {
    curve c = wavy(2 * m - 1, t, y);
    double taylor = 0, factor = 1, dt = 0.25;
    for (int k = 0; k < m; factor *= dt / ++k)
      taylor += factor * c.coef[(KNOTS - 1) * m + k];
    CHECK_NEAR(at(c, t[KNOTS - 1] + dt, 0), taylor, 1e-13 * fabs(taylor));
    CHECK_EQ(at(c, t[0] - dt, m), 0);
    CHECK_EQ(at(c, t[KNOTS - 1] + dt, m), 0);
    drop(c);
  }
}

static void rejects(int degree, int n, const double *t, ps_status status, const char *message) {
  ps_error err = {0};
  ps_spline_basis *basis;
  CHECK_EQ(ps_spline_create(&basis, degree, n, t, &err), status);
  CHECK(basis == NULL);
  CHECK_TEXT(err.message, message);
}

static void impossible_knots_are_refused(void) {
  const double t[6] = {0, 1, 2, 2, 3, 4}, nan[2] = {0, NAN}, wide[2] = {-1e308, 1e308};
  const double uneven[8] = {0, 1e-90, 1, 2, 3, 4, 5, 6};
  rejects(4, 6, t, PS_ERR_ARGUMENT, "a natural spline has degree 1, 3, 5 or 7, not 4");
  rejects(5, 5, t, PS_ERR_VALUE, "a natural spline of degree 5 needs at least 6 knots, not 5");
  rejects(3, 6, t, PS_ERR_VALUE, "knots of a spline increase, but knot 3 is at 2 and knot 4 at 2");
  rejects(1, 2, nan, PS_ERR_VALUE, "knot 2 of the spline is at nan");
  rejects(1, 2, wide, PS_ERR_VALUE, "the knots of the spline span -1e+308 to 1e+308");
  rejects(7, 8, uneven, PS_ERR_VALUE,
          "the steps between the 8 knots are too different for a spline of degree 7");
}

// One row holds for ever, two and three rows make lines that go on, four make a natural cubic.
static void loads_take_what_rows_there_are(void) {
  const double t[4] = {0, 1, 3, 4}, y[4] = {2, 4, -2, 0};
  const double before[5] = {0, 2, 0, 0}, between[5] = {0, 2, 1, 1}, after[5] = {0, 2, 22, -7};
  for (int n = 1; n <= 3; n++) {
    curve c = {0};
    double coef[4];
    CHECK_EQ(ps_spline_create_for_loads(&c.basis, n, t, NULL), PS_OK);
    ps_spline_fit(c.basis, 1, y, 1, 1, c.coef = coef);
    CHECK_NEAR(at(c, -1, 0), before[n], 1e-15);
    CHECK_NEAR(at(c, 2, 0), n < 3 ? (n == 1 ? 2 : 6) : between[n], 1e-15);
    CHECK_NEAR(at(c, 10, 0), n == 3 ? -23 : after[n], 1e-14);
    ps_spline_free(c.basis);
  }
  ps_spline_basis *basis;
  CHECK_EQ(ps_spline_create_for_loads(&basis, 4, t, NULL), PS_OK);
  CHECK_EQ(basis->m, 2);
  ps_spline_free(basis);
  CHECK_EQ(ps_spline_create_for_loads(&basis, 0, t, NULL), PS_ERR_VALUE);
}

// 1501 rows, steps of 1.6 and 1.7 ms; forces from 1e-48 to 900 N
static void ground_forces_agree_with_opensim(void) {
  char path[1024];
  ps_table *forces,
      *golden = reference_csv("opensim/golden/functions/filters/gcvspline3_of_grf.csv");
  reference_path("opensim/motions/gait2354/subject01_walk1_grf.mot", path, sizeof path);
  CHECK_EQ(ps_sto_load(&forces, path, PS_STO_STRICT, NULL, NULL), PS_OK);

  int n = ps_table_rows(forces);
  double *t = malloc((size_t)n * sizeof *t), *y = malloc((size_t)n * sizeof *y);
  for (int column = 1; column < ps_table_columns(golden); column++) {
    int from = reference_column(forces, ps_table_label(golden, column));
    for (int i = 0; i < n; i++) {
      t[i] = ps_table_time(forces, i);
      y[i] = ps_table_value(forces, i, from);
    }
    curve c = fit(3, n, t, y);
    double tolerance = 1e-10 + 1e-10 * reference_largest(golden, column); // [N | m]
    for (int i = 0; i < ps_table_rows(golden); i++)
      CHECK_NEAR(at(c, ps_table_value(golden, i, 0), 0), ps_table_value(golden, i, column),
                 tolerance);
    drop(c);
  }
  free(t);
  free(y);
  ps_table_free(forces);
  ps_table_free(golden);
}

int main(void) {
  return CHECK_RUN(
      CHECK_FACT(passes_through_its_points), CHECK_FACT(gives_low_polynomials_back),
      CHECK_FACT(derivatives_agree_with_differences),
      CHECK_FACT(ends_are_natural_and_joints_smooth),
      CHECK_FACT(no_curve_through_the_points_bends_less),
      CHECK_FACT(columns_do_not_touch_each_other), CHECK_FACT(any_guess_finds_the_same_interval),
      CHECK_FACT(outside_is_the_natural_polynomial), CHECK_FACT(impossible_knots_are_refused),
      CHECK_FACT(loads_take_what_rows_there_are), CHECK_FACT(ground_forces_agree_with_opensim));
}
