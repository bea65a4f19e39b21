#include "num/dense.h"

#include <math.h>

void ps_envelope_starts(int n, const int *last, int *start) {
  start[0] = 0;
  for (int j = 0; j < n; j++)
    start[j + 1] = start[j] + last[j] - j + 1;
}

// Take columns j and j + 1 out of the columns behind them, both at a time, so that what is behind
// is read and written half as often; `first` and `second` are 1 / pivot. Rows that only the second
// has come after those of both.
static void eliminate_two(const ps_envelope *e, double *H, int j, double first, double second) {
  const double *a = H + e->start[j] - j, *b = H + e->start[j + 1] - (j + 1); // by row
  int both = e->last[j], all = e->last[j + 1];
  for (int k = j + 2; k <= both; k++) {
    double *target = H + e->start[k] - k, fa = a[k] * first, fb = b[k] * second;
    for (int r = k; r <= both; r++)
      target[r] = target[r] - fa * a[r] - fb * b[r];
    for (int r = both + 1; r <= all; r++)
      target[r] -= fb * b[r];
  }
  for (int k = both > j ? both + 1 : j + 2; k <= all; k++) {
    double *target = H + e->start[k] - k, fb = b[k] * second;
    for (int r = k; r <= all; r++)
      target[r] -= fb * b[r];
  }
}

static void scale_column(const ps_envelope *e, double *H, int j, double inverse) {
  double *column = H + e->start[j];
  for (int k = 1; k <= e->last[j] - j; k++)
    column[k] *= inverse;
  column[0] = inverse;
}

// 1 / pivot of column j, or of what is put in its place where it is used up
static double invert_pivot(const ps_pivot_rule *rule, double pivot, double diagonal, int j,
                           int *lifted) {
  if (pivot > rule->credible * diagonal)
    return 1 / pivot;
  ++*lifted;
  return rule->lift ? 1 / rule->lift[j] : NAN;
}

int ps_ldl_factor(const ps_envelope *e, const ps_pivot_rule *rule, double *H, double *diagonal) {
  int lifted = 0;
  for (int j = 0; j < e->n; j++)
    diagonal[j] = H[e->start[j]];
  for (int j = 0; j < e->n; j += 2) {
    double *a = H + e->start[j], second = 0;
    double first = invert_pivot(rule, a[0], diagonal[j], j, &lifted);
    if (j + 1 < e->n) {
      double *b = H + e->start[j + 1];
      double factor = e->last[j] > j ? a[1] * first : 0;
      for (int r = 1; r <= e->last[j] - j; r++)
        b[r - 1] -= factor * a[r];
      second = invert_pivot(rule, b[0], diagonal[j + 1], j + 1, &lifted);
      if (lifted == 0 || rule->lift)
        eliminate_two(e, H, j, first, second);
      scale_column(e, H, j + 1, second);
    }
    scale_column(e, H, j, first);
    if (lifted > 0 && !rule->lift)
      return -1;
  }
  return lifted;
}

void ps_ldl_solve(const ps_envelope *e, const double *restrict LD, double *restrict x) {
  for (int j = 0; j < e->n; j++) {
    const double *column = LD + e->start[j];
    int length = e->last[j] - j;
    double known = x[j], *below = x + j;
    for (int r = 1; r <= length; r++)
      below[r] -= column[r] * known;
  }
  for (int j = e->n - 1; j >= 0; j--) {
    const double *column = LD + e->start[j], *below = x + j;
    int length = e->last[j] - j, r = 1;
    // two sums, so that one addition need not wait for the other
    double even = x[j] * column[0], odd = 0;
    for (; r < length; r += 2) {
      even -= column[r] * below[r];
      odd -= column[r + 1] * below[r + 1];
    }
    if (r == length)
      even -= column[r] * below[r];
    x[j] = even + odd;
  }
}

void ps_ldl_solve_four(const ps_envelope *e, const double *restrict LD, double (*restrict x)[4]) {
  for (int j = 0; j < e->n; j++) {
    const double *column = LD + e->start[j];
    for (int r = 1; r <= e->last[j] - j; r++)
      for (int s = 0; s < 4; s++)
        x[j + r][s] -= column[r] * x[j][s];
  }
  for (int j = e->n - 1; j >= 0; j--) {
    const double *column = LD + e->start[j];
    double sum[4];
    for (int s = 0; s < 4; s++)
      sum[s] = x[j][s] * column[0];
    for (int r = 1; r <= e->last[j] - j; r++)
      for (int s = 0; s < 4; s++)
        sum[s] -= column[r] * x[j + r][s];
    for (int s = 0; s < 4; s++)
      x[j][s] = sum[s];
  }
}
