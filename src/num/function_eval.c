// function_eval.c: value and derivatives of compiled functions. The layout of their numbers is told
// in function.c.
#include "num/function.h"

#include <assert.h>
#include <math.h>
#include <string.h>

// Number of beginnings at or before x: halve while there are many, then count without branches.
static inline int piece_of(const double *begin, int n, double x) {
  int before = 0, after = 0;
  while (n > 16) {
    int half = n / 2;
    if (x >= begin[half])
      begin += half, before += half, n -= half;
    else
      n = half;
  }
  for (int j = 0; j < n; j++)
    after += x >= begin[j];
  return before + after;
}

static void eval_sine(const double *p, double x, double out[3]) {
  double amplitude = p[0], omega = p[1], angle = omega * x + p[2];
  out[0] = amplitude * sin(angle) + p[3];
  out[1] = amplitude * omega * cos(angle);
  out[2] = -amplitude * omega * omega * sin(angle);
}

void ps_function_eval(const ps_function *f, const double *pool, double x, double out[3]) {
  assert(f->narg == 1);
  const double *p = pool + f->at;
  if (f->form == PS_FORM_SINE) {
    eval_sine(p, x, out);
    return;
  }
  const double *row = p + (f->npiece - 1);
  row += piece_of(p, f->npiece - 1, x) * (f->degree + 2);

  // Horner's rule for the value, its slope and half its curvature
  double dx = x - row[0], value = row[1], slope = 0, half = 0;
  for (int k = 0; k < f->degree; k++) {
    half = half * dx + slope;
    slope = slope * dx + value;
    value = value * dx + row[2 + k];
  }
  out[0] = value;
  out[1] = slope;
  out[2] = 2 * half;
}

// (F4) with everything that its evaluation reads.
typedef struct polynomial {
  int narg;
  bool second;     // second derivatives are wanted
  const double *x; // the arguments
} polynomial;

// Value and derivatives by the arguments a, a + 1 .. narg - 1; half a matrix, k >= i.
typedef struct jet {
  double value, gradient[PS_FUNCTION_ARGS], hessian[PS_FUNCTION_ARGS][PS_FUNCTION_ARGS];
} jet;

static void jet_clear(const polynomial *P, int a, jet *J) {
  J->value = 0;
  for (int i = a; i < P->narg; i++) {
    J->gradient[i] = 0;
    for (int k = i; P->second && k < P->narg; k++)
      J->hessian[i][k] = 0;
  }
}

// J = J x_a + inner, where inner is free of x_a
static void jet_horner(const polynomial *P, int a, const jet *inner, jet *J) {
  double x = P->x[a];
  if (P->second) {
    J->hessian[a][a] = J->hessian[a][a] * x + 2 * J->gradient[a];
    for (int i = a + 1; i < P->narg; i++)
      J->hessian[a][i] = J->hessian[a][i] * x + J->gradient[i];
    for (int i = a + 1; i < P->narg; i++)
      for (int k = i; k < P->narg; k++)
        J->hessian[i][k] = J->hessian[i][k] * x + inner->hessian[i][k];
  }
  J->gradient[a] = J->gradient[a] * x + J->value;
  for (int i = a + 1; i < P->narg; i++)
    J->gradient[i] = J->gradient[i] * x + inner->gradient[i];
  J->value = J->value * x + inner->value;
}

// the last argument alone: Horner's rule for value, slope and half the curvature
static const double *eval_last(const polynomial *P, int order, const double *end, jet *J) {
  int a = P->narg - 1;
  double x = P->x[a], value = 0, slope = 0, half = 0;
  for (int k = 0; k <= order; k++) {
    half = half * x + slope;
    slope = slope * x + value;
    value = value * x + *--end;
  }
  J->value = value;
  J->gradient[a] = slope;
  J->hessian[a][a] = 2 * half;
  return end;
}

// (F4) is a polynomial in its first argument; its coefficients are polynomials in the others, the
// lower in order the higher the power they belong to. The file has the highest power last, so it is
// read backwards from `end`. Returns where it stops.
static const double *eval_arguments(const polynomial *P, int a, int order, const double *end,
                                    jet *J) {
  if (a == P->narg - 1)
    return eval_last(P, order, end, J);
  jet inner;
  jet_clear(P, a, J);
  for (int left = 0; left <= order; left++) {
    end = eval_arguments(P, a + 1, left, end, &inner);
    jet_horner(P, a, &inner, J);
  }
  return end;
}

static size_t terms(int narg, int order) {
  size_t n = 1;
  for (int i = 1; i <= narg; i++)
    n = n * (size_t)(order + i) / (size_t)i;
  return n;
}

static void eval_linear(int n, const double *p, const double *x, double *value, double *gradient) {
  *value = 0;
  for (int i = 0; i < n; i++)
    *value += x[i] * p[i];
  *value += p[n];
  if (gradient)
    memcpy(gradient, p, (size_t)n * sizeof *p);
}

static void eval_multivariate(const ps_function *f, const double *p, const double *x, double *value,
                              double *gradient, double *hessian) {
  int n = f->narg;
  jet J;
  polynomial P = {.narg = n, .second = hessian != NULL, .x = x};
  eval_arguments(&P, 0, f->degree, p + terms(n, f->degree), &J);
  *value = J.value;
  for (int i = 0; gradient && i < n; i++)
    gradient[i] = J.gradient[i];
  for (int i = 0; hessian && i < n; i++)
    for (int k = 0; k < n; k++)
      hessian[i * n + k] = i < k ? J.hessian[i][k] : J.hessian[k][i];
}

void ps_function_eval_n(const ps_function *f, const double *pool, const double *x, double *value,
                        double *gradient, double *hessian) {
  const double *p = pool + f->at;
  if (f->form == PS_FORM_MULTIVARIATE) {
    eval_multivariate(f, p, x, value, gradient, hessian);
  } else if (f->form == PS_FORM_LINEAR) {
    eval_linear(f->narg, p, x, value, gradient);
    if (hessian)
      memset(hessian, 0, (size_t)(f->narg * f->narg) * sizeof *hessian);
  } else {
    double out[3];
    ps_function_eval(f, pool, x[0], out);
    *value = out[0];
    if (gradient)
      gradient[0] = out[1];
    if (hessian)
      hessian[0] = out[2];
  }
}
