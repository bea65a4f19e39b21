// expression.h: arithmetic over named numbers, as the map of `psoas validate` has it:
//
//   100*(a.levels.L4_L5.compression_N / b.levels.L4_L5.compression_N - 1)
//
// A value is a list of numbers; a single number is a list of one and stands beside any list. There
// are + - * / ^, parentheses, numbers, names with points in them, and functions:
//
//   abs(u) sqrt(u)             of every number
//   min(u, ...) max(u, ...)    of one list its least and largest; of several, place by place
//   list(u, ...)               one list after the other
//   mean(u, ...) peak(u, ...)  over all numbers; peak: the largest
//   first(u) last(u)           ends of a list
//   farthest(c, u, ...)        the number that is farthest from c: "every one of them"
//   argmax(y, x) argmin(y, x)  x where y is largest, least
//   at(y, x, x0)               y at x0, on straight lines between the points
//   slope(y, x, x0, x1)        (y(x1) - y(x0)) / (x1 - x0)
//   cross(y, x, c)             first x at which y passes c
//   fall(y, x, share)          first x behind the maximum of y at which y is below share times it
//   plateau(y, x, share)       x from which on y rises by less than share of its steepest slope
//   corr(u, v)                 correlation
//
// What does not exist, such as a crossing, is nan.
#pragma once

#include "base/arena.h"
#include "base/fail.h"

typedef struct ps_values {
  const double *x;
  int n; // at least 1
} ps_values;

// Where names lead to: fails with the name that was not found and the nearest one.
typedef struct ps_name_source {
  ps_status (*find)(const void *from, const char *name, ps_values *values, ps_error *err);
  const void *from;
} ps_name_source;

// The values of `text`; they live in `pool`.
ps_status ps_expression_values(const char *text, ps_name_source names, ps_pool *pool,
                               ps_values *values, ps_error *err);
// The same where one number is expected.
ps_status ps_expression_number(const char *text, ps_name_source names, ps_pool *pool,
                               double *number, ps_error *err);
