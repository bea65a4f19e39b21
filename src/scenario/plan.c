// plan.c: items of a plan, days with their exposures, and one run of one combination.
#include "scenario/plan.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "scenario/care_day.h"
#include "scenario/plan_inner.h"

static ps_status no_memory(ps_error *err) {
  return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

bool ps_plan_is_leg(const ps_plan *p) {
  return p->day->episode == PS_EPISODE_SCIATICA;
}

static ps_care_who who_of(const ps_plan *p) {
  return (ps_care_who){p->day->episode, p->day->mood.ptsd};
}

// ---- items

static bool is_never(const ps_plan *p, const ps_intervention *what) {
  for (int i = 0; i < p->limits.never.n; i++)
    if (strcmp(p->limits.never.item[i], what->id) == 0)
      return true;
  return false;
}

static ps_plan_out out_of(const ps_plan *p, ps_plan_item *item, const ps_care_item *care) {
  const ps_intervention *w = item->what;
  ps_care_who who = who_of(p);
  bool sized = isfinite(ps_default_mean(&p->evidence->rule, w)) || ps_care_is_exposure(care);
  double least = w->minutes > 0 ? fmax(w->minutes_low, w->minutes / 2) : 0;
  if (w->mode == PS_MODE_ZERO)
    return PS_PLAN_ZERO;
  if (is_never(p, w))
    return PS_PLAN_NEVER;
  if (!(p->limits.kinds & 1u << item->how->kind))
    return ps_routine_is_clinical(item->how->kind) ? PS_PLAN_CLINICAL : PS_PLAN_KIND;
  if (!ps_care_is_for(care, &who, &item->for_whom))
    return PS_PLAN_NOT_FOR;
  if (!sized)
    return PS_PLAN_NO_SIZE;
  return least > p->limits.minutes ? PS_PLAN_LONG : PS_PLAN_IN;
}

static void add_dose(ps_plan *p, ps_plan_item *item, const ps_care_item *care, double minutes) {
  if (minutes > p->limits.minutes)
    return;
  p->option[p->noption++] = (ps_plan_option){.item = (int)(item - p->item),
                                             .minutes = minutes,
                                             .dosed = minutes > 0,
                                             .exposure = ps_care_is_exposure(care)};
  item->n++;
}

// the usual dose, and half and twice of it where trials went so far
static void add_doses(ps_plan *p, ps_plan_item *item, const ps_care_item *care) {
  const ps_intervention *w = item->what;
  double usual = w->minutes > 0 ? w->minutes : 0;
  item->first = p->noption;
  add_dose(p, item, care, usual);
  if (usual / 2 >= w->minutes_low)
    add_dose(p, item, care, usual / 2);
  if (usual > 0 && usual * 2 <= w->minutes_high)
    add_dose(p, item, care, usual * 2);
}

static ps_status add_items(ps_plan *p, ps_error *err) {
  const ps_evidence *e = p->evidence;
  p->item = ps_pool_take(&p->pool, (size_t)e->nintervention * sizeof *p->item);
  p->option = ps_pool_take(&p->pool, 3 * (size_t)e->nintervention * sizeof *p->option);
  if (!p->item || !p->option)
    return no_memory(err);
  for (int i = 0; i < e->nintervention; i++) {
    const ps_intervention *w = &e->intervention[i];
    ps_care alone = {.evidence = e};
    if (w->mode == PS_MODE_CONTEXT || w->mode == PS_MODE_BASELINE)
      continue; // no intervention: the response to care, and the natural course
    PS_TRY(ps_care_add(&alone, w->id, 0, INFINITY, err));
    ps_plan_item *item = &p->item[p->nitem++];
    *item = (ps_plan_item){.what = w,
                           .how = ps_routine_of(p->routines, w->id),
                           .for_whom = "",
                           .option = -1,
                           .drawn = -1};
    item->out = out_of(p, item, &alone.item[0]);
    if (item->out == PS_PLAN_IN)
      add_doses(p, item, &alone.item[0]);
  }
  return PS_OK;
}

ps_status ps_plan_open(ps_plan *p, const ps_day *day, const ps_day *ordinary,
                       const ps_plan_limits *limits, ps_error *err) {
  p->day = day;
  p->ordinary = ordinary;
  p->limits = *limits;
  p->routine = p->own_drawn = -1;
  return add_items(p, err);
}

static void close_set(ps_plan_set *set) {
  if (!set)
    return;
  ps_habit_table_free(set->known);
  ps_habit_bodies_free(set->bodies);
}

void ps_plan_close(ps_plan *p) {
  for (int i = 0; i < p->nset; i++)
    close_set(p->set[i]);
  close_set(p->own_set);
  ps_pool_free(&p->pool);
}

// ---- combinations

static ps_status add_to_care(const ps_plan *p, int option, ps_care *care, ps_error *err) {
  const ps_plan_option *o = &p->option[option];
  char word[120];
  const char *id = p->item[o->item].what->id;
  if (o->dosed)
    snprintf(word, sizeof word, "%.80s@%g", id, o->minutes);
  else
    snprintf(word, sizeof word, "%.80s", id);
  return ps_care_add(care, word, 0, INFINITY, err);
}

ps_status ps_plan_care(const ps_plan *p, const ps_plan_choice *c, ps_care *care, ps_error *err) {
  *care = (ps_care){.evidence = p->evidence};
  for (int i = 0; i < c->n; i++)
    PS_TRY(add_to_care(p, c->option[i], care, err));
  return PS_OK;
}

double ps_plan_hazard(const ps_plan *p, const ps_care *care, const ps_care_sizes *sizes) {
  ps_care_who who = who_of(p);
  ps_care_acts acts = ps_care_on(care, sizes, &who, 7 * p->limits.weeks - 0.5);
  bool again = who.episode != PS_EPISODE_NONE && !ps_plan_is_leg(p); // who had it can have it again
  return acts.onset * (again ? acts.recurrence : 1);
}

// ---- days with exposures

// every day of the horizon is this one; an episode goes on from where the day finds it
static void fill_weeks(const ps_plan *p, ps_weeks *w) {
  const ps_day *d = p->day;
  *w = (ps_weeks){.title = "",
                  .person = d->person,
                  .mood = d->mood,
                  .episode = d->episode,
                  .episode_week = -d->episode_week,
                  .narrowing = d->narrowing,
                  .sleep_debt = d->sleep_debt,
                  .nphase = 1,
                  .nkind = 1,
                  .ndays = 7 * p->limits.weeks};
}

ps_status ps_plan_set_make(ps_plan *p, const ps_care *care, ps_plan_set **made, ps_error *err) {
  ps_plan_set *set = ps_pool_take(&p->pool, sizeof *set);
  ps_weeks_phase *phase = ps_pool_take(&p->pool, sizeof *phase);
  ps_habit_options o = ps_plan_options();
  ps_care_sizes usual = ps_care_usual(care);
  *made = NULL;
  if (!set || !phase)
    return no_memory(err);
  *set = (ps_plan_set){.n = 0};
  fill_weeks(p, &set->weeks);
  *phase = (ps_weeks_phase){.ndays = set->weeks.ndays};
  set->weeks.phase = phase;
  set->weeks.name[0] = "day";
  PS_TRY(ps_care_day(&p->pool, care, &usual, p->day, &set->weeks.kind[0], err));
  PS_TRY(ps_habit_bodies_create(&set->bodies, p->lab, &set->weeks, p->ordinary, &o, err));
  ps_physio physio = ps_physio_default(p->table);
  ps_status status = ps_habit_table_create(&set->known, set->bodies, &p->lab->parameters, &physio,
                                           &o, 1, p->nset ? p->set[0]->known : NULL, err);
  if (status != PS_OK)
    close_set(set);
  else
    *made = set;
  return status;
}

// options that change the day, in the order of the table
static int exposures_of(const ps_plan *p, const ps_plan_choice *c, int option[PS_PLAN_ITEMS]) {
  int n = 0;
  for (int i = 0; i < c->n; i++)
    if (p->option[c->option[i]].exposure)
      option[n++] = c->option[i];
  return n;
}

int ps_plan_set_of(ps_plan *p, const ps_plan_choice *c, ps_error *err) {
  ps_plan_choice only = {.n = 0};
  ps_care care;
  only.n = exposures_of(p, c, only.option);
  for (int i = 0; i < p->nset; i++)
    if (p->set[i]->n == only.n &&
        memcmp(p->set[i]->option, only.option, (size_t)only.n * sizeof *only.option) == 0)
      return i;
  if (!ps_pool_grow(&p->pool, (void **)&p->set, p->nset, &p->set_room, sizeof *p->set)) {
    no_memory(err);
    return -1;
  }
  ps_plan_set *made;
  if (ps_plan_care(p, &only, &care, err) != PS_OK ||
      ps_plan_set_make(p, &care, &made, err) != PS_OK)
    return -1;
  made->n = only.n;
  memcpy(made->option, only.option, sizeof only.option);
  p->set[p->nset] = made;
  return p->nset++;
}

// ---- one run

ps_habit_options ps_plan_options(void) {
  ps_habit_options o = ps_habit_for_draws();
  o.ds = 0.04;
  o.dw = 0.15;
  o.pain_every = PS_PLAN_EVERY;
  return o;
}

size_t ps_plan_cells(const ps_plan *p) {
  return (size_t)(7 * p->limits.weeks + 1) * PS_HABIT_COLUMN_COUNT;
}

ps_status ps_plan_live(const ps_plan *p, const ps_plan_run *run, ps_plan_outcome *out,
                       ps_error *err) {
  ps_habit_options o = ps_plan_options();
  ps_habit_track track = {.value = run->rows};
  ps_habit_sums ignored;
  o.care = run->care;
  o.sizes = run->sizes;
  o.table = run->known;
  PS_TRY(ps_habit_run(run->bodies, run->mechanics, run->physio, &o, &track, &ignored, err));
  *out = (ps_plan_outcome){.hazard = ps_plan_hazard(p, run->care, run->sizes)};
  for (int week = 0; week < p->limits.weeks; week++) {
    const float *row = ps_habit_row(&track, 7 * week + PS_PLAN_EVERY / 2);
    double index = (double)row[ps_plan_is_leg(p) ? PS_HABIT_leg_pain : PS_HABIT_pain_total];
    out->index += index / p->limits.weeks;
    out->discomfort += (double)row[PS_HABIT_discomfort] / p->limits.weeks;
  }
  return PS_OK;
}
