// spline.c: the chain of Hermite elements, its banded factorisation, and the curve between knots.
//
// One element of length h stores the energy 1/2 h^(1-2m) z' K z, where z has h^k f_i^(k), then
// h^k f_{i+1}^(k). Integrating by parts m times leaves only the ends, so that K needs no integral:
//
//   K[(0,k), b] = (-1)^(m-k) (d/ds)^(2m-1-k) B_b (0),   B = (L_0 .. L_{m-1}, R_0 .. R_{m-1})   (S3)
//
// and R_k(s) = (-1)^k L_k(1-s) gives the rows of the other end. The values f_i are known, the other
// q = m - 1 numbers per knot are not. Row r = 0 .. q-1 belongs to derivative r + 1.
//
// A node, the doubles of one knot, in this order:
//   P  q x q   factor L towards the knot before
//   T  q x q   factor L within the knot, below the diagonal; on the diagonal 1/D
//   g  q       force of the interval to the right on this knot, per unit of y_{i+1} - y_i
#include "num/spline.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/fail.h"

enum { HALF = PS_SPLINE_HALF, ORDERS = PS_SPLINE_ORDERS, UNKNOWNS = PS_SPLINE_HALF - 1 };

// hermite[m - 1][p][k]: coefficient of s^p in k! L_k. Whole numbers, so that L_k(1) is
// exactly zero.
static const double hermite[HALF][2 * HALF][HALF] = {
    {{1}, {-1}},
    {{1}, {0, 1}, {-3, -2}, {2, 1}},
    {{1}, {0, 1}, {0, 0, 1}, {-10, -6, -3}, {15, 8, 3}, {-6, -3, -1}},
    {{1},
     {0, 1},
     {0, 0, 1},
     {0, 0, 0, 1},
     {-35, -20, -10, -4},
     {84, 45, 20, 6},
     {-70, -36, -15, -4},
     {20, 10, 4, 1}},
};

static const double factorial[HALF] = {1, 1, 2, 6};

// falling[r][p] = p! / (p - r)!, what r derivatives make of s^p
static const double falling[ORDERS][ORDERS] = {
    {1, 1, 1, 1, 1, 1, 1, 1},        {0, 1, 2, 3, 4, 5, 6, 7},
    {0, 0, 2, 6, 12, 20, 30, 42},    {0, 0, 0, 6, 24, 60, 120, 210},
    {0, 0, 0, 0, 24, 120, 360, 840}, {0, 0, 0, 0, 0, 120, 720, 2520},
    {0, 0, 0, 0, 0, 0, 720, 5040},   {0, 0, 0, 0, 0, 0, 0, 5040},
};

static inline double sign_of(int power) {
  return power % 2 ? -1 : 1;
}

// v[r][k]: derivative r of k! L_k at s, by Horner's rule; 0 for k >= m
static inline void shape_at(int m, double s, int norder, double v[ORDERS][HALF]) {
  for (int r = 0; r < norder; r++) {
    double sum[HALF] = {0};
    for (int p = 2 * m - 1; p >= r; p--)
      for (int k = 0; k < HALF; k++)
        sum[k] = sum[k] * s + falling[r][p] * hermite[m - 1][p][k];
    for (int k = 0; k < HALF; k++)
      v[r][k] = sum[k];
  }
}

// ---- the element ----------------------------------------------------------------------------

// K of the unit element, for unknowns only
typedef struct stiffness {
  double left[UNKNOWNS][UNKNOWNS];   // left end on itself
  double across[UNKNOWNS][UNKNOWNS]; // row: right end, column: left end
  double load[UNKNOWNS];             // force on the left end when the right one is raised by one
} stiffness;

static stiffness unit_stiffness(int m) {
  double at0[ORDERS][HALF], at1[ORDERS][HALF];
  shape_at(m, 0, 2 * m, at0);
  shape_at(m, 1, 2 * m, at1);

  stiffness K;
  for (int k = 1; k < m; k++) {
    int p = 2 * m - 1 - k;
    K.load[k - 1] = -sign_of(m - k) * sign_of(p) * at1[p][0]; // (S3) with R_0
    for (int l = 1; l < m; l++) {
      K.left[k - 1][l - 1] = sign_of(m - k) * at0[p][l] / factorial[l];
      K.across[l - 1][k - 1] = sign_of(m - k) * sign_of(l + p) * at1[p][l] / factorial[l];
    }
  }
  return K;
}

// ---- factorisation --------------------------------------------------------------------------

static inline size_t node_size(int m) {
  size_t q = (size_t)m - 1;
  return 2 * q * q + q;
}

// h^(k+l+1-2m): what the unit element is scaled with, rows r and c being derivatives r+1 and c+1
static void element_powers(int m, double h, double power[UNKNOWNS][UNKNOWNS]) {
  for (int r = 0; r < m - 1; r++)
    for (int c = 0; c < m - 1; c++)
      power[r][c] = pow(h, r + c + 3 - 2 * m);
}

// add the element between knots i - 1 and i: D of both ends, C between them
static void add_element(int m, const stiffness *K, double h, double D_before[UNKNOWNS][UNKNOWNS],
                        double D[UNKNOWNS][UNKNOWNS], double C[UNKNOWNS][UNKNOWNS]) {
  double power[UNKNOWNS][UNKNOWNS];
  element_powers(m, h, power);
  for (int r = 0; r < m - 1; r++)
    for (int c = 0; c < m - 1; c++) {
      D_before[r][c] += power[r][c] * K->left[r][c];
      D[r][c] = sign_of(r + c) * power[r][c] * K->left[r][c]; // the mirror image
      C[r][c] = power[r][c] * K->across[r][c];
    }
}

// P of a knot, from its coupling C to the knot before
static void eliminate_before(int q, double C[UNKNOWNS][UNKNOWNS], const double *T_before,
                             double *P) {
  for (int r = 0; r < q; r++)
    for (int c = 0; c < q; c++) {
      double sum = C[r][c]; // = sum over l <= c of P_rl D_l T_cl
      for (int l = 0; l < c; l++)
        sum -= P[r * q + l] * T_before[c * q + l] / T_before[l * q + l];
      P[r * q + c] = sum * T_before[c * q + c];
    }
}

// T of a knot: D - P D_before P' = T D T'
static void factor_within(int q, double D[UNKNOWNS][UNKNOWNS], const double *P,
                          const double *T_before, double *T) {
  for (int r = 0; r < q; r++)
    for (int c = 0; c <= r; c++) {
      double sum = D[r][c];
      for (int l = 0; T_before && l < q; l++)
        sum -= P[r * q + l] * P[c * q + l] / T_before[l * q + l];
      for (int l = 0; l < c; l++)
        sum -= T[r * q + l] * T[c * q + l] / T[l * q + l];
      T[r * q + c] = r == c ? 1 / sum : sum * T[c * q + c];
    }
}

// False where the steps differ so much that the matrix cannot be told from a singular one.
static bool factor(ps_spline_basis *b) {
  int m = b->m, q = m - 1;
  stiffness K = unit_stiffness(m);
  double D[UNKNOWNS][UNKNOWNS] = {{0}}, D_next[UNKNOWNS][UNKNOWNS] = {{0}};
  double C[UNKNOWNS][UNKNOWNS] = {{0}};
  const double *T_before = NULL;

  for (int i = 0; i < b->n; i++) {
    double *P = b->node + (size_t)i * node_size(m), *T = P + q * q, *g = T + q * q;
    if (T_before)
      eliminate_before(q, C, T_before, P);
    if (i + 1 < b->n) {
      double h = b->t[i + 1] - b->t[i];
      add_element(m, &K, h, D, D_next, C);
      for (int r = 0; r < q; r++)
        g[r] = K.load[r] * pow(h, r + 2 - 2 * m);
    }
    factor_within(q, D, P, T_before, T);
    for (int r = 0; r < q; r++)
      if (!(T[r * q + r] > 0) || !isfinite(T[r * q + r]))
        return false;
    memcpy(D, D_next, sizeof D);
    T_before = T;
  }
  return true;
}

// ---- making a basis -------------------------------------------------------------------------

static ps_status check_times(int n, const double *t, ps_error *err) {
  for (int i = 0; i < n; i++) {
    if (!isfinite(t[i]))
      return ps_fail(err, PS_ERR_VALUE, NULL, 0, "knot %d of the spline is at %g", i + 1, t[i]);
    if (i && t[i] <= t[i - 1])
      return ps_fail(err, PS_ERR_VALUE, NULL, 0,
                     "knots of a spline increase, but knot %d is at %.17g and knot %d at %.17g", i,
                     t[i - 1], i + 1, t[i]);
  }
  if (!isfinite(t[n - 1] - t[0]))
    return ps_fail(err, PS_ERR_VALUE, NULL, 0, "the knots of the spline span %g to %g", t[0],
                   t[n - 1]);
  return PS_OK;
}

static ps_spline_basis *place(ps_arena *arena, int n, int m) {
  ps_spline_basis *b = ps_arena_take(arena, 1, sizeof *b);
  double *t = ps_arena_take(arena, (size_t)n, sizeof *t);
  double *node = ps_arena_take(arena, (size_t)n * node_size(m), sizeof *node);
  if (b)
    *b = (ps_spline_basis){.n = n, .m = m, .t = t, .node = node};
  return b;
}

static ps_status create(ps_spline_basis **basis, int m, bool extend_ends, int n, const double *t,
                        ps_error *err) {
  *basis = NULL;
  PS_TRY(check_times(n, t, err));

  ps_arena arena = {0};
  place(&arena, n, m);
  arena = (ps_arena){.size = arena.used, .block = calloc(1, arena.used)};
  if (!arena.block)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "no memory for a spline with %d knots", n);
  ps_spline_basis *b = place(&arena, n, m);

  b->extend_ends = extend_ends;
  b->rate = n > 1 ? (n - 1) / (t[n - 1] - t[0]) : 0;
  memcpy((double *)b->t, t, (size_t)n * sizeof *t);
  if (!factor(b)) {
    ps_spline_free(b);
    return ps_fail(err, PS_ERR_VALUE, NULL, 0,
                   "the steps between the %d knots are too different for a spline of degree %d", n,
                   2 * m - 1);
  }
  *basis = b;
  return PS_OK;
}

ps_status ps_spline_create(ps_spline_basis **basis, int degree, int n, const double *t,
                           ps_error *err) {
  *basis = NULL;
  if (degree != 1 && degree != 3 && degree != 5 && degree != 7)
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0,
                   "a natural spline has degree 1, 3, 5 or 7, not %d", degree);
  if (n <= degree)
    return ps_fail(err, PS_ERR_VALUE, NULL, 0,
                   "a natural spline of degree %d needs at least %d knots, not %d", degree,
                   degree + 1, n);
  return create(basis, (degree + 1) / 2, false, n, t, err);
}

ps_status ps_spline_create_for_loads(ps_spline_basis **basis, int n, const double *t,
                                     ps_error *err) {
  *basis = NULL;
  if (n < 1)
    return ps_fail(err, PS_ERR_VALUE, NULL, 0, "a table of external loads needs at least one row");
  return n < 4 ? create(basis, 1, true, n, t, err) : create(basis, 2, false, n, t, err);
}

void ps_spline_free(ps_spline_basis *basis) {
  free(basis); // the first thing in its block
}

// ---- columns --------------------------------------------------------------------------------

// written once for any m, compiled for each
#define FOR_EACH_M __attribute__((always_inline)) static inline

// Forwards through the knots: forces of the values on the derivatives, then L x = force. A row that
// is not there is NULL.
FOR_EACH_M void forward_row(const int m, int ncol, const double *node, const double *before,
                            double *restrict x, const double *after) {
  const int q = m - 1;
  const double *P = node, *T = P + q * q, *g = T + q * q, *g_before = g - node_size(m);
  for (int c = 0; c < ncol; c++) {
    double z[UNKNOWNS];
    for (int r = 0; r < q; r++) {
      z[r] = after ? g[r] * (after[c] - x[c]) : 0;
      if (before)
        z[r] += sign_of(r) * g_before[r] * (x[c] - before[c]);
      if (before)
        for (int l = 0; l < q; l++)
          z[r] -= P[r * q + l] * before[(l + 1) * ncol + c];
      for (int l = 0; l < r; l++)
        z[r] -= T[r * q + l] * z[l];
      x[(r + 1) * ncol + c] = z[r];
    }
  }
}

// Backwards: D L' x = what the way forwards left.
FOR_EACH_M void backward_row(const int m, int ncol, const double *node, double *restrict x,
                             const double *after) {
  const int q = m - 1;
  const double *T = node + q * q, *P_after = node + node_size(m);
  for (int c = 0; c < ncol; c++) {
    double z[UNKNOWNS];
    for (int r = q - 1; r >= 0; r--) {
      z[r] = x[(r + 1) * ncol + c] * T[r * q + r];
      if (after)
        for (int l = 0; l < q; l++)
          z[r] -= P_after[l * q + r] * after[(l + 1) * ncol + c];
      for (int l = r + 1; l < q; l++)
        z[r] -= T[l * q + r] * z[l];
      x[(r + 1) * ncol + c] = z[r];
    }
  }
}

FOR_EACH_M void solve(const int m, int n, int ncol, const double *node, double *coef) {
  const size_t step = (size_t)m * (size_t)ncol, size = node_size(m);
  double *x = coef;
  forward_row(m, ncol, node, NULL, x, x + step);
  for (int i = 1; i < n - 1; i++) {
    x += step, node += size;
    forward_row(m, ncol, node, x - step, x, x + step);
  }
  x += step, node += size;
  forward_row(m, ncol, node, x - step, x, NULL);

  backward_row(m, ncol, node, x, NULL);
  for (int i = n - 2; i >= 0; i--) {
    x -= step, node -= size;
    backward_row(m, ncol, node, x, x + step);
  }
}

void ps_spline_fit(const ps_spline_basis *b, int ncol, const double *y, ptrdiff_t row_stride,
                   ptrdiff_t col_stride, double *coef) {
  for (int i = 0; i < b->n; i++)
    for (int c = 0; c < ncol; c++)
      coef[(ptrdiff_t)i * b->m * ncol + c] = y[i * row_stride + c * col_stride];
  if (b->m == 2)
    solve(2, b->n, ncol, b->node, coef);
  else if (b->m == 3)
    solve(3, b->n, ncol, b->node, coef);
  else if (b->m == 4)
    solve(4, b->n, ncol, b->node, coef);
}

// ---- between the knots ----------------------------------------------------------------------

int ps_spline_interval(const ps_spline_basis *b, double t, int guess) {
  const double *knot = b->t;
  int last = b->n - 1;
  if (!(t >= knot[0]))
    return -1;
  if (t >= knot[last])
    return last;

  // where it was, one further, where it would be if the knots were evenly spaced
  if (guess < 0 || guess >= last || t < knot[guess])
    guess = (int)((t - knot[0]) * b->rate);
  for (int i = guess; i <= guess + 1 && i < last; i++)
    if (knot[i] <= t && t < knot[i + 1])
      return i;

  int low = 0, high = last; // knot[low] <= t < knot[high]
  while (high - low > 1) {
    int middle = (low + high) / 2;
    if (t < knot[middle])
      high = middle;
    else
      low = middle;
  }
  return low;
}

// outside: the Taylor polynomial of the end knot
static void stencil_outside(int m, double dt, int norder, ps_spline_stencil *s) {
  for (int r = 0; r < norder; r++)
    for (int k = 0; k < m; k++)
      s->near[r][k] = s->far[r][k] = 0;
  for (int k = 0; k < m; k++) {
    double w = 1; // dt^(k-r) / (k-r)!
    for (int r = k; r >= 0; r--, w *= dt / (k - r))
      if (r < norder)
        s->near[r][k] = w;
  }
}

// inside: (S2) and its derivatives
static void stencil_inside(int m, double h, double dt, int norder, ps_spline_stencil *s) {
  double mirror[ORDERS][HALF], inverse = 1 / h, scale = 1; // h^-r
  shape_at(m, dt * inverse, norder, s->near);
  shape_at(m, 1 - dt * inverse, norder, mirror);
  const double power[HALF] = {1, h, h * h / 2, h * h * h / 6}; // h^k / k!
  for (int r = 0; r < norder; r++, scale *= inverse)
    for (int k = 0; k < HALF; k++) {
      s->near[r][k] *= scale * power[k];
      s->far[r][k] = sign_of(k + r) * scale * power[k] * mirror[r][k];
    }
}

void ps_spline_at(const ps_spline_basis *b, double t, int norder, ps_spline_stencil *s) {
  assert(norder <= ORDERS);
  int last = b->n - 1, i = ps_spline_interval(b, t, s->interval);
  s->interval = i;
  if ((i < 0 || i == last) && !(b->extend_ends && last > 0)) {
    s->row_near = s->row_far = i < 0 ? 0 : last;
    stencil_outside(b->m, t - b->t[s->row_near], norder, s);
    return;
  }
  i = i < 0 ? 0 : i == last ? last - 1 : i;
  s->row_near = i;
  s->row_far = i + 1;
  double h = b->t[i + 1] - b->t[i], dt = t - b->t[i];
  stencil_inside(b->m, h, dt, norder, s);
}

FOR_EACH_M void apply(const int m, const ps_spline_stencil *s, int norder, int ncol,
                      const double *coef, double *restrict out) {
  const double *near = coef + (size_t)s->row_near * (size_t)m * (size_t)ncol;
  const double *far = coef + (size_t)s->row_far * (size_t)m * (size_t)ncol;
  for (int r = 0; r < norder; r++)
    for (int c = 0; c < ncol; c++) {
      double f = s->far[r][0] * (far[c] - near[c]);
      for (int k = 1; k < m; k++)
        f += s->near[r][k] * near[k * ncol + c] + s->far[r][k] * far[k * ncol + c];
      out[r * ncol + c] = r ? f : near[c] + f;
    }
}

void ps_spline_apply(const ps_spline_basis *b, const ps_spline_stencil *s, int norder, int ncol,
                     const double *coef, double *out) {
  if (b->m == 1)
    apply(1, s, norder, ncol, coef, out);
  else if (b->m == 2)
    apply(2, s, norder, ncol, coef, out);
  else if (b->m == 3)
    apply(3, s, norder, ncol, coef, out);
  else
    apply(4, s, norder, ncol, coef, out);
}
