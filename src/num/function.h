// function.h: the scalar functions of OpenSim files, as written and as computed.
//
// A ps_function_spec says what a file says: a class, its numbers, the function inside a multiplier.
// Compiling it gives one of four forms, with all numbers in a pool that many functions share:
//
//   pieces        f(x) = sum_p c_p (x - x_j)^p      where the piece j begins at or before x    (F1)
//   sine          f(x) = A sin(w x + phase) + offset                                          (F2)
//   linear        f(x) = a_0 x_0 + .. + a_{n-1} x_{n-1} + b                                    (F3)
//   multivariate  f(x) = sum of c x_0^i x_1^j ..    over all i + j + .. <= order              (F4)
//
// Everything of one argument but the sine is (F1): constants and polynomials are one piece, splines
// one per interval and one beyond either end. Factors of multipliers are in the coefficients.
//
// Which piece owns a knot matters where the function jumps or has a corner. OpenSim leaves that to
// the path of its bisection; the beginnings of our pieces are chosen to give the same answer.
// Theory: docs/theory/motion.md. Units: whatever the caller means by x and f.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "psoas/status.h"

typedef enum ps_function_kind {
  PS_FUNCTION_CONSTANT,
  PS_FUNCTION_LINEAR,
  PS_FUNCTION_POLYNOMIAL,
  PS_FUNCTION_SIMM_SPLINE,
  PS_FUNCTION_PIECEWISE_LINEAR,
  PS_FUNCTION_PIECEWISE_CONSTANT,
  PS_FUNCTION_STEP,
  PS_FUNCTION_SINE,
  PS_FUNCTION_GCV_SPLINE,
  PS_FUNCTION_MULTIPLIER,
  PS_FUNCTION_MULTIVARIATE,
} ps_function_kind;

// Class name in .osim files, and back; -1 for a name that is no function. Old names are known too.
const char *ps_function_class(ps_function_kind kind);
int ps_function_kind_named(const char *class_name);

// Arrays belong to the caller, usually to the ps_pool of the model being read; they may be shared,
// so that who changes a number makes a new array.
typedef struct ps_function_spec {
  ps_function_kind kind;
  // the three piecewise functions, SimmSpline and GCVSpline: points, x not decreasing
  int nx, ny;
  const double *x, *y;
  // linear: slopes, then the intercept. polynomial: highest power first. multivariate: lowest power
  // first, that of the last argument rising fastest
  int ncoef;
  const double *coef;
  double value;                              // constant
  double start_time, end_time;               // step
  double start_value, end_value;             //
  double amplitude, omega, phase, offset;    // sine
  int half_order;                            // GCVSpline: (degree + 1) / 2
  double error_variance;                     // GCVSpline: 0, the curve goes through the points
  int dimension, order;                      // multivariate: number of arguments, highest power
  double scale;                              // multiplier
  const struct ps_function_spec *multiplied; // multiplier: the function it scales
} ps_function_spec;

// What OpenSim assumes for properties that a file leaves out.
ps_function_spec ps_function_default(ps_function_kind kind);

typedef enum ps_function_form {
  PS_FORM_PIECES,
  PS_FORM_SINE,
  PS_FORM_LINEAR,
  PS_FORM_MULTIVARIATE,
} ps_function_form;

enum { PS_FUNCTION_ARGS = 16 }; // most arguments of (F3), (F4)

// Immutable, no pointers: a copy of it and of its pool is the same function.
typedef struct ps_function {
  ps_function_form form;
  int narg;
  int degree; // of a piece, or of (F4)
  int npiece; // (F1)
  size_t at;  // first of its numbers in the pool
} ps_function;

// Compile `spec` to pool[*used] and onwards, and raise *used by the room taken. Without a pool only
// learn how much room is needed at most; what is wrong with `spec` is found then as well.
ps_status ps_function_compile(const ps_function_spec *spec, ps_function *out, double *pool,
                              size_t *used, ps_error *err);

// The same value everywhere; at most linear in its arguments. Judged after compilation, so that a
// spline through two points is linear. Not found: lines and constants hidden in several pieces.
bool ps_function_is_constant(const ps_function *f);
bool ps_function_is_linear(const ps_function *f);

// Value, first and second derivative at x. For functions of one argument.
void ps_function_eval(const ps_function *f, const double *pool, double x, double out[3]);

// The same for any number of arguments: gradient[narg], hessian[narg * narg]. Either may be NULL.
void ps_function_eval_n(const ps_function *f, const double *pool, const double *x, double *value,
                        double *gradient, double *hessian);
