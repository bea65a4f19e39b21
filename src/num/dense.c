#include "num/dense.h"

void ps_envelope_starts(int n, const int *last, int *start) {
  start[0] = 0;
  for (int j = 0; j < n; j++)
    start[j + 1] = start[j] + last[j] - j + 1;
}

// Take column j out of the columns behind it, then divide it by its pivot.
static void eliminate(const ps_envelope *e, double *H, int j, double inverse) {
  double *column = H + e->start[j];
  int length = e->last[j] - j;
  for (int k = 1; k <= length; k++) {
    double *target = H + e->start[j + k];
    double factor = column[k] * inverse;
    for (int r = k; r <= length; r++)
      target[r - k] -= factor * column[r];
  }
  for (int k = 1; k <= length; k++)
    column[k] *= inverse;
}

int ps_ldl_factor(const ps_envelope *e, const ps_pivot_rule *rule, double *H, double *diagonal) {
  int lifted = 0;
  for (int j = 0; j < e->n; j++)
    diagonal[j] = H[e->start[j]];
  for (int j = 0; j < e->n; j++) {
    double pivot = H[e->start[j]];
    if (!(pivot > rule->credible * diagonal[j])) {
      if (!rule->lift)
        return -1;
      pivot = rule->lift[j];
      lifted++;
    }
    double inverse = 1 / pivot;
    eliminate(e, H, j, inverse);
    H[e->start[j]] = inverse;
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
