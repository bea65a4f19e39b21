// muscle_curve.h: the smooth curves of Millard muscles: force over length and over speed.
//
// A curve is a chain of quintic Bezier segments, and a straight line beyond either end:
//
//   x = sum_k B_k(w) X_k,   y = sum_k B_k(w) Y_k,   B_k the quintic Bernstein polynomials,
//   0 <= w <= 1                                                                           (C1)
//
// x grows with w, so y is a function of x, but one without a formula. Compiling solves (C1) for w
// once, at the ends and the middle of many short pieces, and keeps a polynomial for each of them:
//
//   y(x_j + s) = sum_p c_jp s^p,   p = 0 .. 7                                              (C2)
//
// Two pieces meet with equal value, slope and curvature. The pieces are short enough that (C2) is
// (C1) within 1e-12 of the curve's height and its slope within 1e-9 of the steepest one; a test
// measures it. A guide of equally wide cells, at most one piece beginning in each, finds the piece
// without a search.
//
// Source: Millard et al. 2013 [millard2013]; shapes: muscle_curve_shape.c.
// Theory: docs/theory/muscle.md.
// Units: x and y have none: lengths over optimal or slack length, speeds over the largest speed,
// forces over the maximum isometric force.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "psoas/status.h"

typedef enum ps_curve_kind {
  PS_CURVE_ACTIVE_FORCE_LENGTH,
  PS_CURVE_FORCE_VELOCITY,
  PS_CURVE_FORCE_VELOCITY_INVERSE, // speed over force
  PS_CURVE_FIBER_FORCE_LENGTH,
  PS_CURVE_TENDON_FORCE_LENGTH,
  PS_CURVE_FIBER_COMPRESSION,         // over fiber length
  PS_CURVE_FIBER_COMPRESSION_PENNATE, // over the cosine of pennation
  PS_CURVE_KINDS
} ps_curve_kind;

// Fields are called as in .osim files. A field marked "or NaN" may be left out.
typedef struct ps_active_force_length {
  double min_norm_active_fiber_length; // below it the curve is flat
  double transition_norm_fiber_length; // from steep to shallow ascent
  double max_norm_active_fiber_length; // above it the curve is flat
  double shallow_ascending_slope;
  double minimum_value; // of the flat parts
} ps_active_force_length;

typedef struct ps_force_velocity {
  double concentric_slope_at_vmax;   // at speed -1
  double concentric_slope_near_vmax; // at speed -0.9
  double isometric_slope;            // at speed 0
  double eccentric_slope_at_vmax;    // at speed 1
  double eccentric_slope_near_vmax;  // at speed 0.9
  double max_eccentric_velocity_force_multiplier;
  double concentric_curviness; // 0: gradual, 1: a sharp corner
  double eccentric_curviness;
} ps_force_velocity;

typedef struct ps_fiber_force_length {
  double strain_at_zero_force;
  double strain_at_one_norm_force;
  double stiffness_at_low_force; // or NaN, and so are the next two
  double stiffness_at_one_norm_force;
  double curviness;
} ps_fiber_force_length;

typedef struct ps_tendon_force_length {
  double strain_at_one_norm_force;
  double stiffness_at_one_norm_force; // or NaN, and so are the next two
  double norm_force_at_toe_end;
  double curviness;
} ps_tendon_force_length;

// Both compressive curves: force 1 at x = 0, falling to 0 where they begin.
typedef struct ps_fiber_compression {
  double begin;     // fiber length, or the angle of pennation [deg], at zero force
  double stiffness; // slope at x = 0; or NaN, and so is the next
  double curviness;
} ps_fiber_compression;

typedef struct ps_curve_spec {
  ps_curve_kind kind;
  union {
    ps_active_force_length active;
    ps_force_velocity velocity; // also of the inverse
    ps_fiber_force_length fiber;
    ps_tendon_force_length tendon;
    ps_fiber_compression compression; // both
  };
} ps_curve_spec;

bool ps_curve_spec_equal(const ps_curve_spec *a, const ps_curve_spec *b);

// OpenSim's class name of a kind ("ActiveForceLengthCurve").
const char *ps_curve_class(ps_curve_kind kind);

enum { PS_CURVE_SEGMENTS = 5, PS_CURVE_CONTROLS = 6 };

typedef struct ps_curve_shape { // (C1)
  int nsegment;
  double x[PS_CURVE_SEGMENTS][PS_CURVE_CONTROLS];
  double y[PS_CURVE_SEGMENTS][PS_CURVE_CONTROLS];
  double slope_first, slope_last; // of the lines beyond the ends
} ps_curve_shape;

// Parameters that give no curve are an error; the message names the parameter and what is allowed.
ps_status ps_curve_shape_of(const ps_curve_spec *spec, ps_curve_shape *shape, ps_error *err);
// Value, slope and curvature by solving (C1) for w to the last digit: slow, exact.
void ps_curve_shape_at(const ps_curve_shape *shape, double x, double out[3]);

// Immutable, no pointers: a copy of it and of its pool is the same curve.
typedef struct ps_curve {
  double first, last;             // [x]  outside, the curve is straight
  double y_first, y_last;         // there
  double slope_first, slope_last; //
  double cells_per_x;             // of the guide
  size_t piece;                   // in the pool: 8 coefficients of each piece, lowest power first
  size_t begin;                   // in the pool: where each piece begins, and infinity
  size_t guide; // in the pool, four 16-bit numbers in a double: piece in which a cell begins
  int npiece, ncell;
} ps_curve;

// Compile `spec` to pool[*used] and onwards, and raise *used by the room taken. To be called twice
// for a curve: without a pool, which only learns how much room that is, then with one.
ps_status ps_curve_compile(const ps_curve_spec *spec, ps_curve *out, double *pool, size_t *used,
                           ps_error *err);

// The piece of an x strictly inside, and x from its beginning.
static inline const double *ps_curve_piece(const ps_curve *c, const double *pool, double x,
                                           double *s) {
  size_t cell = (size_t)(int)((x - c->first) * c->cells_per_x);
  uint16_t guide;
  memcpy(&guide, (const char *)(pool + c->guide) + sizeof guide * cell, sizeof guide);
  const double *begin = pool + c->begin + guide;
  size_t next = x >= begin[1]; // the cell may hold the beginning of one more piece
  *s = x - begin[next];
  return pool + c->piece + 8 * (guide + next);
}

static inline double ps_curve_value(const ps_curve *c, const double *pool, double x) {
  if (!(x > c->first && x < c->last)) // not a number: neither
    return x <= c->first ? c->y_first + c->slope_first * (x - c->first)
                         : c->y_last + c->slope_last * (x - c->last);
  double s;
  const double *k = ps_curve_piece(c, pool, x, &s);
  double s2 = s * s;
  return ((k[0] + k[1] * s) + (k[2] + k[3] * s) * s2) +
         ((k[4] + k[5] * s) + (k[6] + k[7] * s) * s2) * (s2 * s2);
}

static inline double ps_curve_value_slope(const ps_curve *c, const double *pool, double x,
                                          double *slope) {
  if (!(x > c->first && x < c->last)) {
    bool low = x <= c->first;
    *slope = low ? c->slope_first : c->slope_last;
    return low ? c->y_first + *slope * (x - c->first) : c->y_last + *slope * (x - c->last);
  }
  double s;
  const double *k = ps_curve_piece(c, pool, x, &s);
  double s2 = s * s, s4 = s2 * s2;
  *slope = ((k[1] + 2 * k[2] * s) + (3 * k[3] + 4 * k[4] * s) * s2) +
           ((5 * k[5] + 6 * k[6] * s) + 7 * k[7] * s2) * s4;
  return ((k[0] + k[1] * s) + (k[2] + k[3] * s) * s2) +
         ((k[4] + k[5] * s) + (k[6] + k[7] * s) * s2) * s4;
}

// Value, slope and curvature; the last within 1e-6 of its largest value on the curve.
static inline void ps_curve_eval(const ps_curve *c, const double *pool, double x, double out[3]) {
  if (!(x > c->first && x < c->last)) {
    bool low = x <= c->first;
    out[1] = low ? c->slope_first : c->slope_last;
    out[0] = low ? c->y_first + out[1] * (x - c->first) : c->y_last + out[1] * (x - c->last);
    out[2] = 0;
    return;
  }
  double s;
  const double *k = ps_curve_piece(c, pool, x, &s);
  double s2 = s * s, s4 = s2 * s2;
  out[0] = ((k[0] + k[1] * s) + (k[2] + k[3] * s) * s2) +
           ((k[4] + k[5] * s) + (k[6] + k[7] * s) * s2) * s4;
  out[1] = ((k[1] + 2 * k[2] * s) + (3 * k[3] + 4 * k[4] * s) * s2) +
           ((5 * k[5] + 6 * k[6] * s) + 7 * k[7] * s2) * s4;
  out[2] = ((2 * k[2] + 6 * k[3] * s) + (12 * k[4] + 20 * k[5] * s) * s2) +
           (30 * k[6] + 42 * k[7] * s) * s4;
}
