// filter.h: low-pass filtering of sampled motion, as OpenSim's tools do it.
//
// Three steps. Padding adds rows at both ends, the signal turned by half a turn about its end,
//
//   x_{-k} = 2 x_0 - x_k,    x_{n-1+k} = 2 x_{n-1} - x_{n-1-k},    k = 1 .. pad                (L1)
//
// and the times likewise. Where the mean step exceeds the smallest by more than 2.2e-16 s, the
// table is resampled at its smallest step with splines of degree 5; a file whose times are rounded
// to eight digits is resampled, too. Then a third-order Butterworth filter runs there and back,
//
//   y_i = a_0 x_i + .. + a_3 x_{i-3} - b_1 y_{i-1} - .. - b_3 y_{i-3},    i >= 3               (L2)
//
// so that phases stay, and a wave of frequency f keeps 1 / (1 + (tan(pi f T) / tan(pi f_c T))^6) of
// its amplitude, one half at the cutoff f_c. The first three samples of either run are copied: what
// is wrong with the very end of a signal remains. The result has the padded, perhaps new, times;
// tools look at its inside only.
// Source: Storage::pad, Storage::lowpassIIR, Signal::LowpassIIR of OpenSim 4.6.
// Theory: docs/theory/motion.md.
// Units: s, Hz; the signal in its own.
#pragma once

#include <stdbool.h>

#include "num/spline.h"
#include "psoas/status.h"

enum {
  PS_FILTER_COLUMNS = 8,      // columns that are worked on side by side
  PS_RESAMPLE_STEPS = 100000, // most steps of a resampled table
};

// Everything that depends on the times only, and room for a few columns. One thread at a time.
typedef struct ps_filter {
  int n, pad;       // rows given; rows added at either end (the tools add n / 2)
  int rows;         // rows of the result
  const double *t;  // [s]   their times
  bool resampled;   // are the times new?
  double step;      // [s]   from row to row
  double cutoff_hz; // [Hz]  0.49 / step if half of the sampling rate or more was asked for
  double a[4], b[4];
  ps_spline_basis *basis; // through the padded times; NULL if not resampled
  double *coef, *block;
} ps_filter;

ps_status ps_filter_create(ps_filter **filter, double cutoff_hz, int pad, int n, const double *t,
                           ps_error *err);
void ps_filter_free(ps_filter *filter);

// Filter `ncol` columns: x[i * row_stride + c * col_stride], i < n, into
// out[i * ncol + c], i < rows. Allocates nothing.
void ps_filter_apply(ps_filter *filter, int ncol, const double *x, ptrdiff_t row_stride,
                     ptrdiff_t col_stride, double *out);

// ---- the steps, each for itself -------------------------------------------------------------
// A block has `ncol` columns side by side, row after row.

// (L1): the block has n + 2 pad rows; those in the middle are given, the others are written. More
// than n - 1 rows at an end are added in several turns, each about the end of the one before.
void ps_pad(int n, int pad, int ncol, double *block);

// Smallest step [s] of increasing times; *uneven: is the mean step larger?
double ps_smallest_step(int n, const double *t, bool *uneven);

// first, first + step, .. as long as it does not exceed `last`; each is the one before plus step,
// with the rounding that this brings. Returns how many, at most PS_RESAMPLE_STEPS + 1, and writes
// them if `t` is not NULL.
int ps_resampled_times(double first, double last, double step, double *t);

// Coefficients of (L2) for samples `step` [s] apart; b_0 = 1.
void ps_butterworth(double cutoff_hz, double step, double a[4], double b[4]);

// (L2) forwards, then backwards; ncol <= PS_FILTER_COLUMNS.
void ps_filter_both_ways(const double a[4], const double b[4], int n, int ncol, double *block);
