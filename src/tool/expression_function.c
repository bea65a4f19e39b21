// expression_function.c: what the functions of expressions compute.
#include <math.h>
#include <string.h>

#include "psoas/nearest.h"
#include "tool/expression_inner.h"

// Every function makes numbers of lists: `x` has room for all numbers of all arguments.
typedef int function(const ps_values *a, int n, double *x);

// ---- place by place

static int absolute(const ps_values *a, int n, double *x) {
  (void)n;
  for (int i = 0; i < a->n; i++)
    x[i] = fabs(a->x[i]);
  return a->n;
}

static int root(const ps_values *a, int n, double *x) {
  (void)n;
  for (int i = 0; i < a->n; i++)
    x[i] = sqrt(a->x[i]);
  return a->n;
}

// ---- one number of a list

static int list(const ps_values *a, int n, double *x) {
  int count = 0;
  for (int k = 0; k < n; k++)
    for (int i = 0; i < a[k].n; i++)
      x[count++] = a[k].x[i];
  return count;
}

static int mean(const ps_values *a, int n, double *x) {
  int count = list(a, n, x);
  double sum = 0;
  for (int i = 0; i < count; i++)
    sum += x[i];
  x[0] = sum / count;
  return 1;
}

// nan counts: a number that does not exist makes the result one that does not
static double larger(double a, double b) {
  return isnan(a) || a > b ? a : b;
}

static int peak(const ps_values *a, int n, double *x) {
  int count = list(a, n, x);
  for (int i = 1; i < count; i++)
    x[0] = larger(x[0], x[i]);
  return 1;
}

static int extreme(const ps_values *a, int n, double *x, double sign) {
  int longest = 1;
  for (int k = 0; k < n; k++)
    longest = a[k].n > longest ? a[k].n : longest;
  if (n == 1) {
    for (int i = 0; i < a->n; i++)
      x[0] = i ? sign * larger(sign * x[0], sign * a->x[i]) : a->x[0];
    return 1;
  }
  for (int i = 0; i < longest; i++)
    for (int k = 0; k < n; k++) {
      double y = a[k].x[a[k].n == 1 ? 0 : i];
      x[i] = k ? sign * larger(sign * x[i], sign * y) : y;
    }
  return longest;
}

static int most(const ps_values *a, int n, double *x) {
  return extreme(a, n, x, 1);
}

static int least(const ps_values *a, int n, double *x) {
  return extreme(a, n, x, -1);
}

static int first(const ps_values *a, int n, double *x) {
  (void)n;
  x[0] = a->x[0];
  return 1;
}

static int last(const ps_values *a, int n, double *x) {
  (void)n;
  x[0] = a->x[a->n - 1];
  return 1;
}

static int farthest(const ps_values *a, int n, double *x) {
  int count = list(a + 1, n - 1, x);
  double center = a->x[0];
  for (int i = 1; i < count; i++)
    if (isnan(x[i]) || fabs(x[i] - center) > fabs(x[0] - center))
      x[0] = x[i];
  return 1;
}

// ---- curves y over x

static int argument(const ps_values *a, double *x, double sign) {
  int best = 0;
  for (int i = 1; i < a[0].n; i++)
    if (sign * a[0].x[i] > sign * a[0].x[best])
      best = i;
  x[0] = a[1].x[best];
  return 1;
}

static int argmax(const ps_values *a, int n, double *x) {
  (void)n;
  return argument(a, x, 1);
}

static int argmin(const ps_values *a, int n, double *x) {
  (void)n;
  return argument(a, x, -1);
}

// y at x0 between the points; nan outside
static double curve(const ps_values *a, double x0) {
  const double *y = a[0].x, *x = a[1].x;
  for (int i = 0; i + 1 < a[0].n; i++) {
    double share = (x0 - x[i]) / (x[i + 1] - x[i]);
    if (share >= 0 && share <= 1)
      return y[i] + share * (y[i + 1] - y[i]);
  }
  return NAN;
}

static int at(const ps_values *a, int n, double *x) {
  (void)n;
  x[0] = curve(a, a[2].x[0]);
  return 1;
}

static int slope(const ps_values *a, int n, double *x) {
  (void)n;
  double x0 = a[2].x[0], x1 = a[3].x[0];
  x[0] = (curve(a, x1) - curve(a, x0)) / (x1 - x0);
  return 1;
}

// x of the first passage of y through c from place `from` on
static double passage(const ps_values *a, int from, double c) {
  const double *y = a[0].x, *x = a[1].x;
  for (int i = from; i + 1 < a[0].n; i++)
    if ((y[i] - c) * (y[i + 1] - c) <= 0 && y[i] != y[i + 1])
      return x[i] + (c - y[i]) / (y[i + 1] - y[i]) * (x[i + 1] - x[i]);
  return NAN;
}

static int cross(const ps_values *a, int n, double *x) {
  (void)n;
  x[0] = passage(a, 0, a[2].x[0]);
  return 1;
}

static int fall(const ps_values *a, int n, double *x) {
  (void)n;
  int top = 0;
  for (int i = 1; i < a[0].n; i++)
    if (a[0].x[i] > a[0].x[top])
      top = i;
  x[0] = passage(a, top, a[2].x[0] * a[0].x[top]);
  return 1;
}

static int plateau(const ps_values *a, int n, double *x) {
  (void)n;
  const double *y = a[0].x, *q = a[1].x;
  int flat = a[0].n - 1;
  double steepest = 0;
  for (int i = 0; i < flat; i++)
    steepest = fmax(steepest, (y[i + 1] - y[i]) / (q[i + 1] - q[i]));
  while (flat > 0 && (y[flat] - y[flat - 1]) / (q[flat] - q[flat - 1]) < a[2].x[0] * steepest)
    flat--;
  x[0] = flat < a[0].n - 1 ? q[flat] : NAN;
  return 1;
}

static int corr(const ps_values *a, int n, double *x) {
  (void)n;
  double u = 0, v = 0, uu = 0, vv = 0, uv = 0;
  int count = a[0].n;
  for (int i = 0; i < count; i++) {
    u += a[0].x[i] / count;
    v += a[1].x[i] / count;
  }
  for (int i = 0; i < count; i++) {
    double du = a[0].x[i] - u, dv = a[1].x[i] - v;
    uu += du * du;
    vv += dv * dv;
    uv += du * dv;
  }
  x[0] = uv / sqrt(uu * vv);
  return 1;
}

// ---- the table

typedef struct row {
  const char *name;
  int least, most; // arguments
  enum {
    ANY,
    ALIKE,
    CURVE
  } shape; // ALIKE: all lists of one length; CURVE: the first two, of two
           // numbers or more, and then only numbers
  function *run;
} row;

static const row rows[] = {
    {"abs", 1, 1, ANY, absolute},
    {"sqrt", 1, 1, ANY, root},
    {"min", 1, PS_CALL_ARGUMENTS, ALIKE, least},
    {"max", 1, PS_CALL_ARGUMENTS, ALIKE, most},
    {"list", 1, PS_CALL_ARGUMENTS, ANY, list},
    {"mean", 1, PS_CALL_ARGUMENTS, ANY, mean},
    {"peak", 1, PS_CALL_ARGUMENTS, ANY, peak},
    {"first", 1, 1, ANY, first},
    {"last", 1, 1, ANY, last},
    {"farthest", 2, PS_CALL_ARGUMENTS, ANY, farthest},
    {"argmax", 2, 2, CURVE, argmax},
    {"argmin", 2, 2, CURVE, argmin},
    {"at", 3, 3, CURVE, at},
    {"slope", 4, 4, CURVE, slope},
    {"cross", 3, 3, CURVE, cross},
    {"fall", 3, 3, CURVE, fall},
    {"plateau", 3, 3, CURVE, plateau},
    {"corr", 2, 2, CURVE, corr},
};
enum { ROWS = sizeof rows / sizeof *rows };

static ps_status check_curve(const ps_call *c) {
  const ps_values *a = c->argument;
  if (a[0].n != a[1].n || a[0].n < 2)
    return ps_fail(c->err, PS_ERR_VALUE, NULL, 0,
                   "%s(...) takes two lists of one length; here are %d and %d numbers, in '%s'",
                   c->name, a[0].n, a[1].n, c->text);
  for (int i = 2; i < c->n; i++)
    if (a[i].n != 1)
      return ps_fail(c->err, PS_ERR_VALUE, NULL, 0,
                     "argument %d of %s(...) is a list; expected a number, in '%s'", i + 1, c->name,
                     c->text);
  return PS_OK;
}

static ps_status check(const ps_call *c, const row *f) {
  int longest = 1;
  if (c->n < f->least || c->n > f->most)
    return ps_fail(c->err, PS_ERR_VALUE, NULL, 0,
                   "%s(...) has %d arguments; it takes %d%s, in '%s'", c->name, c->n, f->least,
                   f->most > f->least ? " or more" : "", c->text);
  if (f->shape == CURVE)
    return check_curve(c);
  for (int i = 0; i < c->n; i++)
    longest = c->argument[i].n > longest ? c->argument[i].n : longest;
  for (int i = 0; f->shape == ALIKE && i < c->n; i++)
    if (c->argument[i].n != longest && c->argument[i].n != 1)
      return ps_fail(c->err, PS_ERR_VALUE, NULL, 0,
                     "%s(...) stands over lists of %d and %d numbers, in '%s'", c->name,
                     c->argument[i].n, longest, c->text);
  return PS_OK;
}

static ps_status no_function(const ps_call *c) {
  ps_nearest nearest = ps_nearest_to(c->name);
  for (int i = 0; i < ROWS; i++)
    ps_nearest_try(&nearest, rows[i].name);
  char hint[80];
  return ps_fail(c->err, PS_ERR_REFERENCE, NULL, 0, "there is no function '%s'%s, in '%s'", c->name,
                 ps_nearest_hint(&nearest, hint, sizeof hint), c->text);
}

ps_status ps_call_function(const ps_call *c, ps_values *out) {
  const row *f = NULL;
  for (int i = 0; i < ROWS; i++)
    if (strcmp(rows[i].name, c->name) == 0)
      f = &rows[i];
  if (!f)
    return no_function(c);
  PS_TRY(check(c, f));
  size_t room = 0;
  for (int i = 0; i < c->n; i++)
    room += (size_t)c->argument[i].n;
  double *x = ps_pool_take(c->pool, room * sizeof *x);
  if (!x)
    return ps_fail(c->err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  int n = f->run(c->argument, c->n, x);
  *out = (ps_values){x, n};
  return PS_OK;
}
