// seat.c: seats one change apart, two, three; the posture solver goes from neighbor to neighbor.
#include "scenario/seat.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "scenario/chair.h"
#include "scenario/draws.h"

enum {
  VALUES = 12,  // of a setting, at most
  MOST = 3,     // changes together
  MOST_CUTS = 4 // a solver with more stability rows is not taken on: it has room for few others
};

static const double lean_less = 2;         // [deg]  trunk against backrest, of sitting_reclined
static const double leaning_lordosis = 30; // [deg]  of sitting_reclined

static const struct {
  const char *name, *unit, *words;
  int decimals;
} settings[PS_SEAT_SETTING_COUNT] = {
#define S(name, unit, words, decimals) {#name, unit, words, decimals},
    PS_SEAT_SETTINGS(S)
#undef S
};

const char *ps_seat_name(int setting) {
  return settings[setting].name;
}
const char *ps_seat_unit(int setting) {
  return settings[setting].unit;
}
const char *ps_seat_words(int setting) {
  return settings[setting].words;
}
int ps_seat_decimals(int setting) {
  return settings[setting].decimals;
}

const char *ps_seat_load_name(int load) {
  static const char *const others[] = {"hip_r", "hip_l", "psoas_r", "psoas_l"};
  return load < PS_LEVELS ? ps_level_names[ps_level_from_above(load)] : others[load - PS_LEVELS];
}

int ps_seat_load_named(const char *name) {
  for (int i = 0; i < PS_SEAT_LOADS; i++)
    if (strcmp(ps_seat_load_name(i), name) == 0)
      return i;
  return -1;
}

static ps_status no_memory(ps_error *err) {
  return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

// ---- a person on one seat after the other

typedef struct bench {
  const ps_human *human;
  ps_data *d;
  double *number; // of the posture
  ps_pose pose;
  ps_posture posture, before;
  ps_hold *hold;
  ps_hold_options options;
  ps_held held;
} bench;

static ps_status open_bench(bench *b, const ps_human *human, bool loose, ps_error *err) {
  size_t nq = (size_t)human->model->nq;
  *b = (bench){.human = human, .options = ps_hold_default()};
  if (loose) { // far below the spread of the draws
    b->options.still_deg = 0.1;
    b->options.steady_N = 5;
  }
  b->d = ps_data_create(human->model);
  b->number = calloc(3 * nq, sizeof *b->number);
  if (!b->d || !b->number)
    return no_memory(err);
  b->posture = (ps_posture){.q = b->number, .u = b->number + nq, .udot = b->number + 2 * nq};
  return PS_OK;
}

static void close_bench(bench *b) {
  ps_hold_free(b->hold);
  ps_data_free(b->d);
  free(b->number);
}

// a solver keeps the directions of its contacts and the most that they bear
static bool same_contact(const ps_support_point *a, const ps_support_point *b) {
  return a->body == b->body && a->against == b->against && a->most == b->most &&
         memcmp(&a->normal, &b->normal, sizeof a->normal) == 0;
}

// does a solver made for the posture before fit this one?
static bool goes_on(const bench *b) {
  const ps_posture *x = &b->posture, *y = &b->before;
  bool same = b->hold && b->held.status == PS_HOLD_SOLVED && b->held.cuts <= MOST_CUTS &&
              x->ncontact == y->ncontact && x->supported == y->supported;
  for (int i = 0; same && i < x->ncontact; i++)
    same = same_contact(&x->contact[i], &y->contact[i]);
  return same;
}

// Solve for b->pose; false: nobody sits so, or muscles cannot hold it.
static bool solve(bench *b) {
  ps_error ignored;
  b->before = b->posture;
  if (ps_posture_resolve(b->human, &b->pose, b->d, &b->posture, &ignored) != PS_OK) {
    ps_hold_free(b->hold);
    b->hold = NULL;
    return false;
  }
  if (!goes_on(b)) {
    ps_hold_free(b->hold);
    b->hold = NULL;
    if (ps_hold_create(&b->hold, b->human, &b->posture, &b->pose, &b->options, &ignored) != PS_OK)
      return false;
  }
  ps_hold_solve(b->hold, &b->held);
  return b->held.status == PS_HOLD_SOLVED;
}

static int psoas_group(void) {
  int i = 0;
  while (strcmp(ps_group_name(i), "psoas") != 0)
    i++;
  return i;
}

static void read_loads(const bench *b, double load[PS_SEAT_LOADS]) {
  for (int i = 0; i < PS_LEVELS; i++)
    load[i] = b->held.level[ps_level_from_above(i)].compression;
  for (int side = 0; side < 2; side++) {
    load[PS_LEVELS + side] = ps_norm(b->held.hip[side]);
    load[PS_LEVELS + 2 + side] = ps_group_of(b->hold, &b->held, psoas_group(), side).force;
  }
}

// ---- seats

static double *number_of(ps_chair *chair, int setting) {
  double *const place[] = {&chair->seat_height_m, &chair->depth_m,      &chair->tilt_deg,
                           &chair->backrest_deg,  &chair->lumbar_pad_m, &chair->armrest_m};
  return place[setting];
}

ps_pose ps_seat_pose(const ps_seat_search *s, const ps_seat *seat) {
  ps_pose pose = *s->pose;
  for (int k = 0; k < PS_SEAT_SETTING_COUNT; k++)
    if (seat->changed[k])
      *number_of(&pose.chair, k) = seat->value[k];
  if (seat->changed[PS_SEAT_backrest_deg]) { // the trunk goes with it, the pelvis follows
    pose.support.backrest = true;
    pose.trunk_inclination_deg = lean_less - seat->value[PS_SEAT_backrest_deg];
    pose.pelvic_tilt_deg = NAN;
    if (!s->pose->support.backrest && !s->pose->lordosis_stated)
      pose.lordosis_deg = leaning_lordosis;
  }
  return pose;
}

// what a setting goes over, and how far that is
typedef struct range {
  double low, high, step;
} range;

static range range_of(const ps_seat_search *s, int setting) {
  double height = s->as_is[PS_SEAT_seat_height_m], rest = s->as_is[PS_SEAT_armrest_m];
  rest = isfinite(rest) ? rest : 0.22;
  switch (setting) {
  case PS_SEAT_seat_height_m:
    return (range){height - 0.08, height + 0.12, 0.04};
  case PS_SEAT_depth_m:
    return (range){0.38, 0.46, 0.02};
  case PS_SEAT_tilt_deg:
    return (range){-15, 10, 5};
  case PS_SEAT_backrest_deg:
    return (range){5, 45, 5};
  case PS_SEAT_lumbar_pad_m:
    return (range){0.01, 0.05, 0.01};
  default:
    return (range){rest - 0.04, rest + 0.06, 0.02};
  }
}

// Values of a setting that differ from what is; with `few` the ends and the middle.
static int values_of(const ps_seat_search *s, int setting, bool few, double value[VALUES]) {
  range r = range_of(s, setting);
  double step = few ? (r.high - r.low) / 2 : r.step;
  int n = 0;
  for (double x = r.low; x <= r.high + 1e-9 && n < VALUES; x += step)
    if (!(fabs(x - s->as_is[setting]) < 1e-6))
      value[n++] = x;
  return n;
}

static bool hands_are_free(const ps_pose *pose) {
  return pose->support.hands == PS_HANDS_FREE || pose->support.hands == PS_HANDS_LAP ||
         pose->support.hands == PS_HANDS_ARMRESTS;
}

// could this setting do anything on a seat with these changes?
static bool acts(const ps_seat_search *s, const ps_seat *seat, int setting) {
  bool leans = s->pose->support.backrest || seat->changed[PS_SEAT_backrest_deg];
  if (setting == PS_SEAT_lumbar_pad_m)
    return leans && !s->pose->lordosis_stated;
  return setting != PS_SEAT_armrest_m || hands_are_free(s->pose);
}

static void change(const ps_seat_search *s, ps_seat *seat, int setting, double value) {
  range r = range_of(s, setting);
  double from = s->as_is[setting];
  seat->changed[setting] = true;
  seat->value[setting] = value;
  seat->new_backrest |= setting == PS_SEAT_backrest_deg && !s->pose->support.backrest;
  // what was not there before counts from where its range begins, and as much again
  seat->size += isfinite(from) ? fabs(value - from) / (r.high - r.low)
                               : 1 + (value - r.low) / (r.high - r.low);
  seat->n++;
}

// (S2)
static bool is_cheaper(const ps_seat *a, const ps_seat *b) {
  if (a->n != b->n)
    return a->n < b->n;
  if (fabs(a->size - b->size) > 1e-9)
    return a->size < b->size;
  return !a->new_backrest && b->new_backrest;
}

// ---- the search

static bool ask(ps_seat_search *s) {
  const ps_watch *w = s->watch;
  return !w || !w->progress || s->tried % 16 || w->progress(w->context, "seats", s->tried, 1500);
}

static void try_seat(ps_seat_search *s, bench *b, ps_seat *seat) {
  b->pose = ps_seat_pose(s, seat);
  seat->held = solve(b);
  s->tried++;
  if (!seat->held)
    return;
  read_loads(b, seat->load);
  seat->reduction = 1 - seat->load[s->load] / s->before.load[s->load];
  if (seat->reduction > s->most.reduction ||
      (seat->reduction == s->most.reduction && is_cheaper(seat, &s->most)))
    s->most = *seat;
  if (seat->reduction >= s->wanted && (!s->best.n || is_cheaper(seat, &s->best)))
    s->best = *seat;
}

// All seats with these settings changed, from `first` on; the last varies fastest.
static bool try_values(ps_seat_search *s, bench *b, const int *setting, int n, const ps_seat *seat,
                       bool few) {
  double value[VALUES];
  if (!n) {
    ps_seat mine = *seat;
    try_seat(s, b, &mine);
    return ask(s);
  }
  if (!acts(s, seat, setting[0]))
    return true;
  int count = values_of(s, setting[0], few, value);
  for (int i = 0; i < count; i++) {
    ps_seat more = *seat;
    change(s, &more, setting[0], value[i]);
    if (!try_values(s, b, setting + 1, n - 1, &more, few))
      return false;
  }
  return true;
}

// All choices of n settings; the backrest comes before the pad, which needs one.
static bool try_settings(ps_seat_search *s, bench *b, int setting[MOST], int have, int n) {
  const ps_seat as_is = {.n = 0};
  if (have == n)
    return try_values(s, b, setting, n, &as_is, n > 2);
  for (int k = have ? setting[have - 1] + 1 : 0; k < PS_SEAT_SETTING_COUNT; k++) {
    setting[have] = k;
    if (!try_settings(s, b, setting, have + 1, n))
      return false;
  }
  return true;
}

static ps_status look_around(ps_seat_search *s, bench *b, ps_error *err) {
  b->pose = *s->pose;
  s->before = (ps_seat){.held = solve(b)};
  if (!s->before.held)
    return ps_fail(err, PS_ERR_VALUE, NULL, 0, "the posture cannot be held as it is");
  read_loads(b, s->before.load);
  for (int k = 0; k < PS_SEAT_SETTING_COUNT; k++)
    s->as_is[k] = *number_of(&b->pose.chair, k);
  s->as_is[PS_SEAT_seat_height_m] = b->posture.height_of_seat_m;
  if (!s->pose->support.backrest)
    s->as_is[PS_SEAT_backrest_deg] = s->as_is[PS_SEAT_lumbar_pad_m] = NAN;
  for (int n = 1; n <= MOST && !s->best.n; n++) {
    int setting[MOST];
    if (!try_settings(s, b, setting, 0, n))
      return ps_fail(err, PS_ERR_CANCELLED, NULL, 0, "stopped after %d seats", s->tried);
  }
  return PS_OK;
}

// ---- paired draws

static void draw_numbers(const ps_seat_search *s, int i, ps_parameters *p) {
  ps_draw_parameters(&s->lab->table, s->seed, i, s->draws, p);
  if (s->pose->stress == 0)
    return;
  ps_physio slow;
  ps_physio_draw(&s->lab->physio_table, s->seed, i, s->draws, &slow);
  ps_tension tension = ps_tension_under(&slow, s->pose->stress);
  ps_tension_apply(&tension, p);
}

// The load on a seat, from nothing, so that the order of draws has no influence; nan: not held.
static ps_status load_on(const ps_seat_search *s, const ps_human *human, const ps_seat *seat,
                         double *load, ps_error *err) {
  bench b;
  double all[PS_SEAT_LOADS];
  ps_status status = open_bench(&b, human, true, err);
  *load = NAN;
  b.pose = ps_seat_pose(s, seat);
  if (status == PS_OK && solve(&b)) {
    read_loads(&b, all);
    *load = all[s->load];
  }
  close_bench(&b);
  return status;
}

static ps_status draw(ps_seat_search *s, const ps_human *base, ps_error *err) {
  const ps_seat *found = s->best.n ? &s->best : &s->most;
  ps_human *human = NULL;
  double *x = malloc((size_t)(s->draws + 1) * sizeof *x), before, after;
  ps_status status = x ? ps_human_variant(&human, base, err) : no_memory(err);
  for (int i = 0; i < s->draws && status == PS_OK; i++) {
    ps_parameters p;
    draw_numbers(s, i, &p);
    ps_human_set(human, base, &p);
    status = load_on(s, human, &s->before, &before, err);
    if (status == PS_OK)
      status = load_on(s, human, found, &after, err);
    if (status == PS_OK && isfinite(after / before))
      x[s->drawn++] = 1 - after / before;
  }
  if (status == PS_OK && s->drawn >= 10)
    s->reduction = ps_draw_interval(x, s->drawn);
  ps_human_free(human);
  free(x);
  return status;
}

// ---- all of it

static ps_status with_human(const ps_seat_search *s, ps_human **human, ps_error *err) {
  ps_parameters p = s->lab->parameters;
  if (s->pose->stress != 0) {
    ps_tension tension = ps_tension_under(&s->lab->physio, s->pose->stress);
    ps_tension_apply(&tension, &p);
  }
  return ps_human_create(human, &s->lab->anatomy, &p, &s->pose->person, PS_DETAIL_FULL, err);
}

ps_status ps_seat_find(ps_seat_search *s, ps_error *err) {
  ps_human *human = NULL;
  bench b = {.human = NULL};
  if (!s->pose->support.seat || s->pose->base != PS_UPRIGHT)
    return ps_fail(err, PS_ERR_VALUE, NULL, 0,
                   "nobody sits in this posture; expected one such as sitting_relaxed");
  s->tried = s->drawn = 0;
  s->best = s->most = (ps_seat){.n = 0};
  ps_status status = with_human(s, &human, err);
  if (status == PS_OK)
    status = open_bench(&b, human, false, err);
  if (status == PS_OK)
    status = look_around(s, &b, err);
  close_bench(&b);
  if (status == PS_OK)
    status = draw(s, human, err);
  ps_human_free(human);
  return status;
}

ps_status ps_seat_check(const ps_seat_search *s, ps_seat *seat, ps_error *err) {
  ps_human *human = NULL;
  bench b = {.human = NULL};
  ps_status status = with_human(s, &human, err);
  if (status == PS_OK)
    status = open_bench(&b, human, false, err);
  if (status == PS_OK) {
    b.pose = ps_seat_pose(s, seat);
    seat->held = solve(&b);
    if (seat->held) {
      read_loads(&b, seat->load);
      seat->reduction = 1 - seat->load[s->load] / s->before.load[s->load];
    }
  }
  close_bench(&b);
  ps_human_free(human);
  return status;
}
