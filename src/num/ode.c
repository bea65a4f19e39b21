#include "num/ode.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { STAGES = 7 };

// c, a, and b - b* of the pair [dormand1980, table 2]; b is the last row of a
static const double node[STAGES] = {0, 1. / 5, 3. / 10, 4. / 5, 8. / 9, 1, 1};
static const double share[STAGES][STAGES - 1] = {
    {0},
    {1. / 5},
    {3. / 40, 9. / 40},
    {44. / 45, -56. / 15, 32. / 9},
    {19372. / 6561, -25360. / 2187, 64448. / 6561, -212. / 729},
    {9017. / 3168, -355. / 33, 46732. / 5247, 49. / 176, -5103. / 18656},
    {35. / 384, 0, 500. / 1113, 125. / 192, -2187. / 6784, 11. / 84}};
static const double doubt[STAGES] = {71. / 57600,      0,         -71. / 16695, 71. / 1920,
                                     -17253. / 339200, 22. / 525, -1. / 40};

struct ps_ode {
  int n;
  ps_ode_rate f;
  void *context;
  ps_ode_options o;
  ps_ode_report report;
  double t, h;              // h: the next step that error allows
  double error_before;      // of the last step that was taken
  bool ready;               // k[0] is f(t, y)
  double *y, *trial, *last; // last: argument of the sixth stage
  double *k[STAGES];
};

ps_status ps_ode_create(ps_ode **out, int n, ps_ode_rate f, void *context,
                        const ps_ode_options *options, ps_error *err) {
  size_t size = (size_t)n;
  ps_ode *o = calloc(1, sizeof *o + (STAGES + 3) * size * sizeof(double));
  *out = o;
  if (!o)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  double *room = (double *)(o + 1);
  o->n = n;
  o->f = f;
  o->context = context;
  o->o = *options;
  o->y = room;
  o->trial = room + size;
  o->last = room + 2 * size;
  for (int i = 0; i < STAGES; i++)
    o->k[i] = room + (3 + (size_t)i) * size;
  return PS_OK;
}

void ps_ode_free(ps_ode *o) {
  free(o);
}

double *ps_ode_state(ps_ode *o) {
  return o->y;
}

const ps_ode_report *ps_ode_work(const ps_ode *o) {
  return &o->report;
}

void ps_ode_start(ps_ode *o, double t) {
  o->t = t;
  o->h = o->o.first;
  o->error_before = 1e-4;
  o->ready = false;
  o->report = (ps_ode_report){.shortest = INFINITY};
}

static void evaluate(ps_ode *o, double t, const double *y, double *rate) {
  o->f(o->context, t, y, rate);
  o->report.evaluations++;
}

// stages 2 to 7, and the end of the step -> trial   (O1)
static void try_step(ps_ode *o, double h) {
  for (int s = 1; s < STAGES; s++) {
    for (int i = 0; i < o->n; i++) {
      double sum = 0;
      for (int j = 0; j < s; j++)
        sum += share[s][j] * o->k[j][i];
      o->trial[i] = o->y[i] + h * sum;
    }
    if (s == STAGES - 2)
      memcpy(o->last, o->trial, (size_t)o->n * sizeof *o->last);
    evaluate(o, o->t + node[s] * h, o->trial, o->k[s]);
  }
}

// (O2); infinite where something is no number
static double error_of(const ps_ode *o, double h) {
  double sum = 0;
  for (int i = 0; i < o->n; i++) {
    double e = 0;
    for (int s = 0; s < STAGES; s++)
      e += doubt[s] * o->k[s][i];
    e *= h / (o->o.absolute[i] + o->o.relative * fmax(fabs(o->y[i]), fabs(o->trial[i])));
    sum += e * e;
  }
  double error = sqrt(sum / o->n);
  return isfinite(error) ? error : INFINITY;
}

// two stages at the same time, at two places: how fast f changes [hairer1996, IV.2]
static void note_stiffness(ps_ode *o) {
  double rate = 0, apart = 0;
  for (int i = 0; i < o->n; i++) {
    double scale = 1 / (o->o.absolute[i] + o->o.relative * fabs(o->y[i]));
    double dk = scale * (o->k[6][i] - o->k[5][i]), dy = scale * (o->trial[i] - o->last[i]);
    rate += dk * dk;
    apart += dy * dy;
  }
  if (apart > 0)
    o->report.stiffest = fmax(o->report.stiffest, sqrt(rate / apart));
}

static void take(ps_ode *o, double h, bool cut) {
  note_stiffness(o);
  double *first = o->k[0], *y = o->y;
  o->k[0] = o->k[STAGES - 1];
  o->k[STAGES - 1] = first;
  o->y = o->trial;
  o->trial = y;
  o->t += h;
  o->report.steps++;
  if (!cut) {
    o->report.shortest = fmin(o->report.shortest, h);
    o->report.longest = fmax(o->report.longest, h);
  }
}

ps_ode_outcome ps_ode_advance(ps_ode *o, double end) {
  if (!o->ready)
    evaluate(o, o->t, o->y, o->k[0]);
  o->ready = true;
  while (o->t < end) {
    bool cut = o->t + o->h >= end;
    double h = cut ? end - o->t : o->h;
    if (o->report.steps + o->report.refused >= o->o.most)
      return PS_ODE_TOO_LONG;
    try_step(o, h);
    double error = error_of(o, h);
    double small = fmax(error, 1e-10);
    double factor = 0.9 * pow(small, -0.14) * pow(o->error_before, 0.08); // (O3)
    factor = fmin(5, fmax(0.2, factor));
    if (error > 1) {
      o->report.refused++;
      o->h = h * fmin(1, factor);
      if (!(o->h > 1e-14 * fmax(fabs(o->t), fabs(end))))
        return PS_ODE_TOO_SMALL;
      continue;
    }
    take(o, h, cut);
    o->error_before = small;
    o->h = cut ? fmax(o->h, h * factor) : h * factor;
    if (cut)
      o->t = end;
  }
  return PS_ODE_REACHED;
}
