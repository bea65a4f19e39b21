#include "check.h"
#include "num/dense.h"

enum { ROWS = 40, ENTRIES = ROWS * (ROWS + 1) / 2 };

typedef struct linear_system {
  int n, last[ROWS], start[ROWS + 1];
  double H[ENTRIES], full[ROWS][ROWS], g[ROWS];
} linear_system;

static uint64_t state;

// [splitmix64] -1 .. 1
static double random_signed(void) {
  uint64_t z = state += 0x9e3779b97f4a7c15;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
  z = (z ^ z >> 27) * 0x94d049bb133111eb;
  return (double)((z ^ z >> 31) >> 11) * 0x1p-52 - 1;
}

static ps_envelope shape_of(linear_system *s) {
  ps_envelope_starts(s->n, s->last, s->start);
  return (ps_envelope){.n = s->n, .last = s->last, .start = s->start};
}

// The packed triangle from the full matrix.
static void pack(linear_system *s) {
  ps_envelope shape = shape_of(s);
  for (int j = 0; j < s->n; j++)
    for (int r = j; r <= s->last[j]; r++)
      s->H[ps_envelope_at(&shape, r, j)] = s->full[r][j];
}

// A sum of squares, each within a few rows; `width` n: a full matrix.
static linear_system random_system(int n, int width) {
  linear_system s = {.n = n};
  for (int j = 0; j < n; j++)
    s.last[j] = j + width - 1 < n ? j + width - 1 : n - 1;
  for (int k = 0; k < 3 * n; k++) {
    double a[ROWS] = {0};
    int first = k % n, count = first + width <= n ? width : n - first;
    for (int r = first; r < first + count; r++)
      a[r] = random_signed();
    for (int r = 0; r < n; r++)
      for (int q = 0; q < n; q++)
        s.full[r][q] += a[r] * a[q];
  }
  for (int r = 0; r < n; r++)
    s.g[r] = random_signed();
  pack(&s);
  return s;
}

// ||H x - g|| beside ||H|| ||x|| + ||g||
static double residual(const linear_system *s, const double *x) {
  double worst = 0, size = 0;
  for (int r = 0; r < s->n; r++) {
    double left = -s->g[r], terms = fabs(s->g[r]);
    for (int q = 0; q < s->n; q++) {
      left += s->full[r][q] * x[q];
      terms += fabs(s->full[r][q] * x[q]);
    }
    worst = fmax(worst, fabs(left));
    size = fmax(size, terms);
  }
  return worst / size;
}

static void solve(linear_system *s, const ps_pivot_rule *rule, double *x, int expected_lifted) {
  ps_envelope shape = shape_of(s);
  double scratch[ROWS];
  CHECK_EQ(ps_ldl_factor(&shape, rule, s->H, scratch), expected_lifted);
  memcpy(x, s->g, (size_t)s->n * sizeof(double));
  ps_ldl_solve(&shape, s->H, x);
}

static const ps_pivot_rule STRICT = {.credible = 1e-12};

static void solution_satisfies_the_system(void) {
  state = 1;
  for (int n = 1; n <= ROWS; n++)
    for (int width = 1; width <= n; width += 3) {
      linear_system s = random_system(n, width);
      double x[ROWS];
      solve(&s, &STRICT, x, 0);
      CHECK_NEAR(residual(&s, x), 0, 1e-14); // [-] rounding, a few times per row
    }
}

static void four_at_once_are_four_one_by_one(void) {
  state = 5;
  for (int n = 1; n <= ROWS; n += 5) {
    linear_system s = random_system(n, 1 + n / 2);
    ps_envelope shape = shape_of(&s);
    double x[4][ROWS], four[ROWS][4];
    for (int which = 0; which < 4; which++) {
      solve(&s, &STRICT, x[which], 0);
      pack(&s);
      for (int r = 0; r < n; r++) {
        four[r][which] = s.g[r];
        s.g[r] = random_signed();
      }
    }
    double scratch[ROWS];
    CHECK_EQ(ps_ldl_factor(&shape, &STRICT, s.H, scratch), 0);
    ps_ldl_solve_four(&shape, s.H, four);
    for (int which = 0; which < 4; which++)
      for (int r = 0; r < n; r++) // the sums pair up differently
        CHECK_NEAR(four[r][which], x[which][r], 1e-12 * fabs(x[which][r]) + 1e-14);
  }
}

// zeros outside the envelope stay zeros and may be left out
static void envelope_gives_the_same_as_a_full_matrix(void) {
  state = 2;
  linear_system narrow = random_system(24, 5), full = narrow;
  for (int j = 0; j < full.n; j++)
    full.last[j] = full.n - 1;
  pack(&full);
  double x[ROWS], y[ROWS];
  solve(&narrow, &STRICT, x, 0);
  solve(&full, &STRICT, y, 0);
  for (int r = 0; r < narrow.n; r++)
    CHECK_NEAR(x[r], y[r], 1e-15 * fabs(y[r])); // the sums pair up differently behind the zeros
}

// scaling rows and columns by powers of two only moves the exponents
static void units_of_the_rows_do_not_matter(void) {
  state = 3;
  linear_system s = random_system(12, 12), scaled = s;
  for (int r = 0; r < s.n; r++) {
    scaled.g[r] = ldexp(s.g[r], 7 * r - 40);
    for (int q = 0; q < s.n; q++)
      scaled.full[r][q] = ldexp(s.full[r][q], 7 * r + 7 * q - 80);
  }
  pack(&scaled);
  double x[ROWS], y[ROWS];
  solve(&s, &STRICT, x, 0);
  solve(&scaled, &STRICT, y, 0);
  for (int r = 0; r < s.n; r++)
    CHECK_EQ(ldexp(y[r], 7 * r - 40), x[r]);
}

// rows 1 and 3 are the same row: whatever is asked of both alike has a solution
static linear_system repeated_row(void) {
  linear_system s = {.n = 4, .last = {3, 3, 3, 3}, .g = {1, 2, 3, 2}};
  static const double a[3][4] = {{1, 2, 0, 2}, {0, 1, 1, 1}, {3, 0, 1, 0}};
  for (int k = 0; k < 3; k++)
    for (int r = 0; r < 4; r++)
      for (int q = 0; q < 4; q++)
        s.full[r][q] += a[k][r] * a[k][q];
  return s;
}

static void repeated_row_is_lifted_and_the_rest_is_solved(void) {
  linear_system s = repeated_row();
  pack(&s);
  double lift[] = {1, 1, 1, 1}, x[ROWS];
  solve(&s, &(ps_pivot_rule){.credible = 1e-12, .lift = lift}, x, 1);
  CHECK_NEAR(residual(&s, x), 0, 1e-14); // [-] rounding
}

static void repeated_row_is_refused_without_a_lift(void) {
  linear_system s = repeated_row();
  pack(&s);
  double x[ROWS];
  solve(&s, &STRICT, x, -1);
}

// a row of zeros moves by what is asked of it over its lift
static void empty_row_takes_its_lift(void) {
  linear_system s = {.n = 2, .last = {1, 1}, .g = {6, 5}};
  s.full[0][0] = 3;
  pack(&s);
  double lift[] = {1, 4}, x[ROWS];
  solve(&s, &(ps_pivot_rule){.credible = 1e-12, .lift = lift}, x, 1);
  CHECK_EQ(x[0], 2);
  CHECK_EQ(x[1], 1.25);
}

int main(void) {
  return CHECK_RUN(
      CHECK_FACT(solution_satisfies_the_system), CHECK_FACT(four_at_once_are_four_one_by_one),
      CHECK_FACT(envelope_gives_the_same_as_a_full_matrix),
      CHECK_FACT(units_of_the_rows_do_not_matter),
      CHECK_FACT(repeated_row_is_lifted_and_the_rest_is_solved),
      CHECK_FACT(repeated_row_is_refused_without_a_lift), CHECK_FACT(empty_row_takes_its_lift));
}
