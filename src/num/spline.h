// spline.h: natural splines through points in time, and their derivatives.
//
// Of all curves through points (t_i, y_i), i < n, the natural spline of degree 2m - 1 bends least:
//
//   E = 1/2 int ( f^(m) )^2 dt  ->  min,     f(t_i) = y_i                                   (S1)
//
// m = 1 gives lines, 2 the bent beam, 3 and 4 the quintic and heptic. Outside its knots nothing
// bends it, so there it goes on as a polynomial of degree m - 1. We describe it by value and m - 1
// derivatives at its knots, and between two of them, h apart, by Hermite's polynomials L, R:
//
//   f(t_i + h s) = sum_k  h^k [ L_k(s) f_i^(k) + R_k(s) f_{i+1}^(k) ],   k < m              (S2)
//
// E is then a quadratic form in the derivatives at the knots (a chain of beam elements): its matrix
// is banded, positive definite and made of the times alone. It is factored once per list of times
// (ps_spline_basis) and solved for any number of columns at once. At the knots there is nothing to
// compute: value, speed and acceleration are the coefficients themselves.
//
// The curve is that of GCVSPL [woltring1986] with error variance 0, which OpenSim calls GCVSpline.
// There a smoothing of 1e-15, relative, remains; here none does. Rounding errors grow by the
// condition of the matrix: 3, 100 and 2e4 for degrees 3, 5 and 7 while steps stay within 1 : 3.
// Theory: docs/theory/motion.md.
// Units: any; t in s and y in its own where it is a motion.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "psoas/status.h"

enum {
  PS_SPLINE_HALF = 4,   // largest m
  PS_SPLINE_ORDERS = 8, // a heptic has derivatives 0 to 7
};

// Times, and the matrix of (S1) as L D L'. Immutable once made; any number of threads may use it.
typedef struct ps_spline_basis {
  int n;            // knots
  int m;            // half order; degree = 2m - 1
  bool extend_ends; // outside, the end intervals go on (false: the natural polynomial does)
  double rate;      // [1/s]  mean number of knots per second
  const double *t;  // [s]    n, increasing
  double *node;     // n blocks, see spline.c
} ps_spline_basis;

// Degree 1, 3, 5 or 7; at least degree + 1 strictly increasing times, as in OpenSim.
ps_status ps_spline_create(ps_spline_basis **basis, int degree, int n, const double *t,
                           ps_error *err);
// What OpenSim draws through a table of external loads: a cubic; through three or two rows, lines
// whose ends go on; through one row, a constant.
ps_status ps_spline_create_for_loads(ps_spline_basis **basis, int n, const double *t,
                                     ps_error *err);
void ps_spline_free(ps_spline_basis *basis);

// Number of coefficients of `ncol` columns. Derivative k < m of column c at knot i stands at
// coef[(i * m + k) * ncol + c]: row after row of values, speeds, accelerations.
static inline size_t ps_spline_size(const ps_spline_basis *basis, int ncol) {
  return (size_t)basis->n * (size_t)basis->m * (size_t)ncol;
}

// Column c has the value y[i * row_stride + c * col_stride] at knot i. Allocates nothing.
void ps_spline_fit(const ps_spline_basis *basis, int ncol, const double *y, ptrdiff_t row_stride,
                   ptrdiff_t col_stride, double *coef);

// How the curve at one time follows from two knots, the same for all columns:
//   f^(r) = (r == 0) f_near + far[r][0] (f_far - f_near)
//           + sum_k near[r][k] f_near^(k) + far[r][k] f_far^(k),  0 < k < m
typedef struct ps_spline_stencil {
  int interval; // -1: before the knots, n - 1: at the last or beyond
  int row_near, row_far;
  double near[PS_SPLINE_ORDERS][PS_SPLINE_HALF];
  double far[PS_SPLINE_ORDERS][PS_SPLINE_HALF];
} ps_spline_stencil;

// The interval with t_i <= t < t_{i+1}; -1 before the first knot, n - 1 from the last one on. Fast
// if `guess` or its right neighbour is the answer, or if the knots are evenly spaced.
int ps_spline_interval(const ps_spline_basis *basis, double t, int guess);

// Derivatives 0 to norder - 1 at time t. `stencil->interval` is the guess: one stencil, zero at
// first, walks quickly through increasing times.
void ps_spline_at(const ps_spline_basis *basis, double t, int norder, ps_spline_stencil *stencil);

// out[r * ncol + c]: derivative r of column c where the stencil stands.
void ps_spline_apply(const ps_spline_basis *basis, const ps_spline_stencil *stencil, int norder,
                     int ncol, const double *coef, double *out);
