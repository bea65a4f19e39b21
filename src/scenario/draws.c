// draws.c: percentiles over drawn parameters.
#include "scenario/draws.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "num/latin.h"

double ps_draw_value(double value, double low, double high, uint64_t seed, uint64_t stream, int i,
                     int n) {
  const double at_95 = 1.6448536269514722, most = 2.5;
  double u = ps_latin_uniform(seed, stream, i, n);
  double z = fmax(-most, fmin(most, ps_normal_quantile(u)));
  double half = z < 0 ? value - low : high - value;
  return value + z / at_95 * half;
}

void ps_draw_parameters(const ps_parameter_table *table, uint64_t seed, int i, int n,
                        ps_parameters *p) {
  *p = ps_parameters_default(table);
  for (int k = 0; k < PS_PARAMETER_COUNT; k++) {
    const ps_parameter *item = &table->item[k];
    if (item->low < item->high)
      ((double *)p)[k] =
          ps_draw_value(item->value, item->low, item->high, seed, (uint64_t)item->place, i, n);
  }
}

// ---- the runs

typedef struct draws {
  ps_answer *a;
  const ps_lab *lab;
  const ps_answer_options *o;
  ps_human *variant;
  ps_data *data;
  ps_posture posture;
  ps_hold *hold;
  int count;                 // numbers of a run
  int n;                     // runs that came out
  double *value;             // by run, then number
  double *target;            // [N]  compression of L4/5 by run
  ps_parameters *parameters; // by run
} draws;

static ps_status prepare(draws *d, ps_error *err) {
  ps_answer *a = d->a;
  size_t nq = (size_t)a->human->model->nq;
  PS_TRY(ps_human_variant(&d->variant, a->human, err));
  d->data = ps_data_create(d->variant->model);
  d->posture = (ps_posture){.q = calloc(nq, sizeof(double)),
                            .u = calloc(nq, sizeof(double)),
                            .udot = calloc(nq, sizeof(double))};
  ps_result_sink count = {0};
  ps_result_numbers(&count, a->hold, &a->held);
  d->count = count.n;
  size_t runs = (size_t)d->o->draws;
  d->value = malloc(runs * (size_t)d->count * sizeof *d->value);
  d->target = malloc(runs * sizeof *d->target);
  d->parameters = malloc(runs * sizeof *d->parameters);
  if (!d->data || !d->posture.q || !d->posture.u || !d->posture.udot || !d->value || !d->target ||
      !d->parameters)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  PS_TRY(ps_posture_resolve(d->variant, &a->pose, d->data, &d->posture, err));
  ps_hold_options loose = d->o->hold; // far below the spread of the draws
  loose.still_deg = 0.1;
  loose.steady_N = 5;
  ps_held nominal;
  PS_TRY(ps_hold_create(&d->hold, d->variant, &d->posture, &a->pose, &loose, err));
  ps_hold_solve(d->hold, &nominal);
  ps_hold_mark(d->hold);
  return PS_OK;
}

static void run_one(draws *d, int i) {
  ps_parameters *p = &d->parameters[d->n];
  ps_draw_parameters(&d->lab->table, d->o->seed, i, d->o->draws, p);
  if (d->a->pose.stress != 0) {
    ps_physio slow;
    ps_physio_draw(&d->lab->physio_table, d->o->seed, i, d->o->draws, &slow);
    ps_tension tension = ps_tension_under(&slow, d->a->pose.stress);
    ps_tension_apply(&tension, p);
  }
  ps_human_set(d->variant, d->a->human, p);
  ps_error ignored;
  if (ps_posture_resolve(d->variant, &d->a->pose, d->data, &d->posture, &ignored) != PS_OK)
    return;
  ps_held held;
  ps_hold_retune(d->hold);
  ps_hold_solve(d->hold, &held);
  if (held.status == PS_HOLD_INFEASIBLE)
    return;
  ps_result_sink sink = {.values = d->value + (size_t)d->n * (size_t)d->count,
                         .capacity = d->count};
  ps_result_numbers(&sink, d->hold, &held);
  d->target[d->n++] = held.level[PS_L4_L5].compression;
}

static ps_status run_all(draws *d, ps_error *err) {
  for (int i = 0; i < d->o->draws; i++) {
    run_one(d, i);
    const ps_watch *w = d->o->watch;
    if (w && w->progress && i % 8 == 7 && !w->progress(w->context, "draws", i + 1, d->o->draws))
      return ps_fail(err, PS_ERR_CANCELLED, NULL, 0, "stopped after %d of %d draws", i + 1,
                     d->o->draws);
  }
  return PS_OK;
}

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

double ps_percentile(const double *sorted, int n, double share) {
  double at = share * (n - 1);
  int below = (int)at;
  double part = at - below;
  return below + 1 < n ? sorted[below] * (1 - part) + sorted[below + 1] * part : sorted[below];
}

ps_interval ps_draw_interval(double *x, int n) {
  qsort(x, (size_t)n, sizeof *x, by_size);
  return (ps_interval){.p10 = ps_percentile(x, n, 0.1),
                       .p50 = ps_percentile(x, n, 0.5),
                       .p90 = ps_percentile(x, n, 0.9)};
}

static void find_intervals(const draws *d, ps_interval *interval, double *column) {
  for (int k = 0; k < d->count; k++) {
    for (int i = 0; i < d->n; i++)
      column[i] = d->value[(size_t)i * (size_t)d->count + (size_t)k];
    interval[k] = ps_draw_interval(column, d->n);
  }
}

// ---- what matters

// slope and correlation of the target over one parameter
static ps_influence influence_of(const draws *d, const ps_parameter *p, double *column) {
  double mx = 0, my = 0, xx = 0, yy = 0, xy = 0;
  for (int i = 0; i < d->n; i++) {
    column[i] = ((const double *)&d->parameters[i])[p->place];
    mx += column[i] / d->n;
    my += d->target[i] / d->n;
  }
  for (int i = 0; i < d->n; i++) {
    double x = column[i] - mx, y = d->target[i] - my;
    xx += x * x;
    yy += y * y;
    xy += x * y;
  }
  qsort(column, (size_t)d->n, sizeof *column, by_size);
  ps_influence f = {.parameter = p->name,
                    .low = ps_percentile(column, d->n, 0.1),
                    .high = ps_percentile(column, d->n, 0.9)};
  f.change = xx > 0 ? xy / xx * (f.high - f.low) : 0;
  f.correlation = xx > 0 && yy > 0 ? xy / sqrt(xx * yy) : 0;
  return f;
}

static int by_change(const void *a, const void *b) {
  double x = fabs(((const ps_influence *)a)->change), y = fabs(((const ps_influence *)b)->change);
  return (x < y) - (x > y);
}

static void find_influences(draws *d, double *column) {
  ps_influence all[PS_PARAMETER_COUNT];
  int n = 0;
  for (int k = 0; k < PS_PARAMETER_COUNT; k++)
    if (d->lab->table.item[k].low < d->lab->table.item[k].high)
      all[n++] = influence_of(d, &d->lab->table.item[k], column);
  qsort(all, (size_t)n, sizeof *all, by_change);
  d->a->ninfluence = n < PS_INFLUENCES ? n : PS_INFLUENCES;
  memcpy(d->a->influence, all, (size_t)d->a->ninfluence * sizeof *all);
}

static ps_status draw(draws *d, ps_interval **interval, ps_error *err) {
  PS_TRY(prepare(d, err));
  PS_TRY(run_all(d, err));
  d->a->draws = d->n;
  d->a->failed_draws = d->o->draws - d->n;
  if (d->n < 8)
    return PS_OK;
  *interval = ps_pool_take(&d->a->pool, (size_t)d->count * sizeof **interval);
  double *column = malloc((size_t)d->n * sizeof *column);
  if (*interval && column) {
    find_intervals(d, *interval, column);
    find_influences(d, column);
  }
  free(column);
  return *interval && column ? PS_OK : ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

ps_status ps_draw(ps_answer *answer, const ps_lab *lab, const ps_answer_options *options,
                  ps_interval **interval, ps_error *err) {
  draws d = {.a = answer, .lab = lab, .o = options};
  ps_status status = draw(&d, interval, err);
  ps_hold_free(d.hold);
  ps_data_free(d.data);
  ps_human_free(d.variant);
  free(d.posture.q);
  free(d.posture.u);
  free(d.posture.udot);
  free(d.value);
  free(d.target);
  free(d.parameters);
  return status;
}
