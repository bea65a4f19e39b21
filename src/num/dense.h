// dense.h: small symmetric systems H x = g, solved by H = L D L' under an envelope.
//
// Column j of the lower triangle is kept from its diagonal down to row last[j], one column after
// another. `last` never falls from one column to the next, so elimination fills nothing outside
// [george1981, ch. 4]. A full matrix is the envelope whose columns all end at row n - 1.
//
// Units: those of the caller.
#pragma once

typedef struct ps_envelope {
  int n;            // rows
  const int *last;  // n: last row kept in each column; j <= last[j] <= last[j + 1]
  const int *start; // n + 1: where each column begins; start[n] is the number of entries
} ps_envelope;

// start[] (n + 1 numbers) from last[].
void ps_envelope_starts(int n, const int *last, int *start);

// Where entry (row, col) is kept; col <= row <= last[col].
static inline int ps_envelope_at(const ps_envelope *e, int row, int col) {
  return e->start[col] + row - col;
}

// What to do with a pivot that elimination has used up. One below `credible` times the diagonal it
// came from is rounding error, and is replaced by lift[row].
typedef struct ps_pivot_rule {
  double credible;    // [-]
  const double *lift; // n, > 0; NULL: give up instead
} ps_pivot_rule;

// Overwrite H by L (below the diagonal) and 1/D (on it). `diagonal` is scratch, n numbers.
// Returns how many pivots were lifted, or -1 where it gave up.
int ps_ldl_factor(const ps_envelope *e, const ps_pivot_rule *rule, double *H, double *diagonal);

// Overwrite x, which holds g, by the solution.
void ps_ldl_solve(const ps_envelope *e, const double *LD, double *x);
// The same for four at once: x[row][which].
void ps_ldl_solve_four(const ps_envelope *e, const double *LD, double (*x)[4]);
