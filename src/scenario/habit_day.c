// habit_day.c: days that are known: a kind of day in a state, computed once.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "scenario/habit_inner.h"

static ps_status no_memory(ps_error *err) {
  return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

static ps_life_options life_options(const ps_habit_options *h) {
  ps_life_options o = ps_life_default();
  o.off = h->off;
  o.step_s = h->step_s;
  o.tolerance = h->tolerance;
  return o;
}

// ---- rows of a day

static int awake_rows(const ps_day *day) {
  int n = ps_life_rows(day);
  for (int i = day->nblock - 1; i >= 0 && day->block[i].is_night; i--)
    n -= (int)(day->block[i].duration_s / 60);
  return n < 1 ? 1 : n;
}

// minutes from `first` up to `end` as rows from `row` on; the next row
static int gather(const float *minute, int stride, int first, int end, int width, float *row) {
  int n = 0;
  for (int i = first; i < end; i += width, n++) {
    int last = i + width < end ? i + width : end;
    double sum = 0;
    for (int k = i; k < last; k++)
      sum += (double)minute[(size_t)k * (size_t)stride];
    row[n] = (float)(sum / (last - i));
  }
  return n;
}

static int rows_of(int minutes, int width) {
  return (minutes + width - 1) / width;
}

// one number of the track, waking and night apart
static void put(ps_known *k, int what, const float *minute, int stride, const ps_life_track *t,
                int awake, int width) {
  float *row = k->row + (size_t)what * (size_t)k->n;
  int n = gather(minute, stride, 0, awake, width, row);
  gather(minute, stride, awake, t->n, width, row + n);
}

static void keep(ps_known *k, const ps_life_track *t, int awake, int width) {
  static const struct {
    int what, column;
  } columns[] = {{PS_KNOWN_PRESSURE, PS_LIFE_L4_L5_pressure_MPa},
                 {PS_KNOWN_FLOW, PS_LIFE_root_flow_pct},
                 {PS_KNOWN_DISCOMFORT, PS_LIFE_discomfort}};
  for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
    put(k, columns[i].what, t->value + columns[i].column, PS_LIFE_COLUMN_COUNT, t, awake, width);
  put(k, PS_KNOWN_DRIVE, t->drive, 1, t, awake, width);
  for (int i = 0; i < t->n; i++)
    k->drive_mean += (double)t->drive[i] / t->n;
  for (int i = 0; i < PS_PAIN_NDRIVE; i++)
    put(k, PS_KNOWN_PART + i, t->part + i, PS_PAIN_NDRIVE, t, awake, width);
  float *flow = k->row + (size_t)PS_KNOWN_FLOW * (size_t)k->n;
  for (int i = 0; i < k->n; i++)
    flow[i] /= 100;
  ps_life_peak discomfort = ps_life_peak_of(t, PS_LIFE_discomfort, 0, awake);
  k->discomfort = discomfort.most;
  k->discomfort_mean = discomfort.mean;
  k->compression_N = ps_life_peak_of(t, PS_LIFE_L4_L5_compression_N, 0, awake).mean;
  k->psoas_N = ps_life_peak_of(t, PS_LIFE_psoas_force_N, 0, awake).mean;
  k->fatigue_pct = ps_life_peak_of(t, PS_LIFE_psoas_fatigue_pct, 0, awake).most;
}

// ---- a day

static ps_parameters mechanics_of(const ps_habit_table *t, const int node[PS_KNOWN_NODES]) {
  ps_parameters p = *t->mechanics;
  p.strength_psoas *= 1 + node[1] * t->o.dw;
  p.strength_trunk *= 1 + node[2] * t->o.dw;
  return p;
}

// what care changes of a day beside its blocks; nothing in a node of zeros
static ps_care_acts care_of(const ps_habit_table *t, const int node[PS_KNOWN_NODES]) {
  ps_care_acts a = ps_care_none();
  a.stressor = 1 + node[3] * t->o.dc;
  a.psoas_tone = 1 + node[4] * t->o.dc;
  a.seat = 1 + node[5] * t->o.dc;
  return a;
}

static ps_status live_through(ps_habit_table *t, ps_known *k, ps_error *err) {
  const ps_life_days days = ps_habit_days(t->b, k->kind);
  ps_life_options o = life_options(&t->o);
  ps_care_acts care = care_of(t, k->node);
  ps_body *body = ps_habit_body(t->b, k->node[0], err);
  if (!body)
    return err->status;
  o.care = &care;
  size_t n = (size_t)ps_life_rows(days.day);
  int awake = awake_rows(days.day);
  k->awake = rows_of(awake, t->gather);
  k->n = k->awake + rows_of((int)n - awake, t->gather);
  k->row_s = 60.0 * t->gather;
  k->first_s = t->gather > 1 ? k->row_s : 0;
  ps_parameters mechanics = mechanics_of(t, k->node);
  ps_life_track track = {.value = malloc(n * PS_LIFE_COLUMN_COUNT * sizeof(float)),
                         .drive = calloc(n, sizeof(float)),
                         .part = calloc(n * PS_PAIN_NDRIVE, sizeof(float))};
  k->row = ps_pool_take(&t->pool, PS_KNOWN_NUMBERS * (size_t)k->n * sizeof(float));
  ps_status status = track.value && track.drive && track.part && k->row ? PS_OK : no_memory(err);
  if (status == PS_OK)
    status =
        ps_life_day(body, &days, &mechanics, &t->physio, &t->normal, &o, &track, &k->doses, err);
  if (status == PS_OK)
    keep(k, &track, awake, t->gather);
  free(track.value);
  free(track.drive);
  free(track.part);
  t->solves += k->doses.solves;
  return status;
}

ps_status ps_habit_table_day(ps_habit_table *t, int kind, const int node[PS_KNOWN_NODES],
                             const ps_known **found, ps_error *err) {
  for (int i = 0; i < t->n; i++)
    if (t->day[i].kind == kind && !memcmp(t->day[i].node, node, sizeof t->day[i].node)) {
      *found = &t->day[i];
      return PS_OK;
    }
  if (!ps_pool_grow(&t->pool, (void **)&t->day, t->n, &t->room, sizeof *t->day))
    return no_memory(err);
  ps_known *k = &t->day[t->n];
  *k = (ps_known){.kind = kind};
  memcpy(k->node, node, sizeof k->node);
  PS_TRY(live_through(t, k, err));
  t->n++;
  *found = k;
  return PS_OK;
}

// ---- all of them

// against the ordinary day all is measured
static ps_status begin(ps_habit_table *t, ps_error *err) {
  ps_body *body = ps_habit_body(t->b, 0, err);
  if (!body)
    return err->status;
  const ps_life_days days = ps_habit_days(t->b, 0);
  ps_life_options o = life_options(&t->o);
  return ps_life_usual(body, &days, t->mechanics, &t->physio, &o, &t->normal, &t->ordinary, err);
}

ps_status ps_habit_table_create(ps_habit_table **table, ps_habit_bodies *bodies,
                                const ps_parameters *mechanics, const ps_physio *physio,
                                const ps_habit_options *options, int minutes,
                                const ps_habit_table *like, ps_error *err) {
  ps_habit_table *t = calloc(1, sizeof *t);
  *table = NULL;
  if (!t)
    return no_memory(err);
  t->b = bodies;
  t->mechanics = mechanics;
  t->physio = *physio;
  t->o = *options;
  t->gather = minutes;
  if (like) {
    t->normal = like->normal;
    t->ordinary = like->ordinary;
  }
  ps_status status = like ? PS_OK : begin(t, err);
  if (status == PS_OK)
    *table = t;
  else
    ps_habit_table_free(t);
  return status;
}

void ps_habit_table_free(ps_habit_table *t) {
  if (!t)
    return;
  ps_pool_free(&t->pool);
  free(t);
}

int ps_habit_table_days(const ps_habit_table *t) {
  return t->n;
}

double ps_habit_table_solves(const ps_habit_table *t) {
  return t->solves;
}
