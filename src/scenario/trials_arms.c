// trials_arms.c: two arms of people live the same weeks, one of them with care.
//
// Mechanics are computed once for each build (sex by three parts of mass): the days of its mean
// body with the model's own numbers, kept by kind and state (habit.h, ps_habit_table). What people
// differ in besides is their own: course of pain, weights of drives, discomfort, sleep, stress,
// adaptation, size of the effect. A sample of them is solved again by itself, with own body, own
// mechanics and finer steps; the difference is the error of the table.
#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/thread.h"
#include "num/random.h"
#include "scenario/draws.h"
#include "scenario/trials.h"

enum { GATHER = 15 }; // [min]  rows of known days

const ps_habit_column ps_trials_ends[PS_TRIALS_ENDS] = {
    PS_HABIT_back_pain,           PS_HABIT_leg_pain,
    PS_HABIT_discomfort,          PS_HABIT_sitting_h,
    PS_HABIT_L4_L5_compression_N, PS_HABIT_psoas_force_N,
    PS_HABIT_hip_extension_deg,   PS_HABIT_psoas_strength_pct,
    PS_HABIT_stress_load_pct,     PS_HABIT_sleep_debt_nights};

// Ways to live: without anything, as the control, with care.
typedef enum life_kind { NOTHING, CONTROL, CARE, LIVES } life_kind;

typedef struct outcome {
  float *weekly[LIVES]; // weeks + 1: the first day without care, then means of weeks
  float end[LIVES][PS_TRIALS_ENDS];
} outcome;

typedef struct crew {
  const ps_trials_plan *plan;
  int n, weeks; // people of both arms, the second behind the first
  ps_trials_person *person;
  outcome *lived, *exact; // by person; by person of the sample
  float *store;
  int days[PS_TRIALS_BUILDS];
  double solves[PS_TRIALS_BUILDS];
  atomic_long done;
  long all;
  atomic_bool stop, failed;
  ps_error failure; // of the first that failed
} crew;

static ps_status no_memory(ps_error *err) {
  return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

// ---- one person

// what a run of a person needs
typedef struct runner {
  const ps_trials_plan *plan;
  ps_habit_bodies *bodies;
  const ps_parameters *mechanics;
  ps_habit_options options;
  ps_habit_track track;
} runner;

static double mean_of(const ps_habit_track *t, int column, int first, int end) {
  double sum = 0;
  for (int day = first; day < end; day++)
    sum += (double)ps_habit_row(t, day)[column];
  return sum / (end - first);
}

static void keep(const runner *r, int weeks, outcome *o, life_kind kind) {
  o->weekly[kind][0] =
      kind == NOTHING ? ps_habit_row(&r->track, 0)[r->plan->outcome] : o->weekly[NOTHING][0];
  for (int week = 0; week < weeks; week++)
    o->weekly[kind][week + 1] =
        (float)mean_of(&r->track, (int)r->plan->outcome, 7 * week, 7 * week + 7);
  for (int k = 0; k < PS_TRIALS_ENDS; k++)
    o->end[kind][k] = (float)mean_of(&r->track, (int)ps_trials_ends[k], 7 * weeks - 7, 7 * weeks);
}

static ps_status live_once(runner *r, const ps_physio *physio, uint64_t seed, long i,
                           const ps_care *care, ps_error *err) {
  ps_habit_options o = r->options;
  ps_habit_sums ignored;
  ps_care_sizes sizes;
  if (care) {
    sizes = ps_trials_sizes(care, seed, i);
    o.care = care;
    o.sizes = &sizes;
    o.treated = r->plan->treated;
  }
  return ps_habit_run(r->bodies, r->mechanics, physio, &o, &r->track, &ignored, err);
}

// People of the first arm live as its control, those of the second also with care; without
// anything is what pain is at first.
static ps_status live_person(runner *r, long i, int weeks, outcome *o, ps_error *err) {
  const ps_trials_plan *p = r->plan;
  const ps_physio physio = ps_trials_draw_physio(p->table, p->seed, i);
  PS_TRY(live_once(r, &physio, p->seed, i, NULL, err));
  keep(r, weeks, o, NOTHING);
  if (p->control)
    PS_TRY(live_once(r, &physio, p->seed, i, p->control, err));
  keep(r, weeks, o, CONTROL);
  if (i < p->people)
    return PS_OK;
  PS_TRY(live_once(r, &physio, p->seed, i, p->with, err));
  keep(r, weeks, o, CARE);
  return PS_OK;
}

static void fail_with(crew *c, const ps_error *err) {
  if (!atomic_exchange(&c->failed, true))
    c->failure = *err;
  atomic_store(&c->stop, true);
}

static void tell(crew *c, int worker) {
  const ps_watch *w = c->plan->watch;
  long done = atomic_fetch_add(&c->done, 1) + 1;
  if (worker == 0 && w && w->progress && !w->progress(w->context, "people", done, c->all))
    atomic_store(&c->stop, true);
}

// ---- people of a build

// the mean body of the people of a build; false: there are none
static bool mean_body(const crew *c, int build, ps_person *body) {
  int n = 0;
  double age = 0, height = 0, mass = 0;
  for (int i = 0; i < c->n; i++)
    if (c->person[i].build == build) {
      *body = c->person[i].body;
      age += body->age_y;
      height += body->height_m;
      mass += body->mass_kg;
      n++;
    }
  if (!n)
    return false;
  body->age_y = age / n;
  body->height_m = height / n;
  body->mass_kg = mass / n;
  return true;
}

static void dress(ps_weeks *w, const ps_person *body) {
  w->person = *body;
  for (int k = 0; k < w->nkind; k++)
    w->kind[k].person = *body;
}

static ps_status live_build(crew *c, int build, ps_weeks *weeks, int worker, ps_error *err) {
  const ps_trials_plan *p = c->plan;
  const ps_physio physio = ps_physio_default(p->table);
  ps_habit_options o = ps_habit_for_draws();
  runner r = {.plan = p, .mechanics = &p->lab->parameters, .options = o};
  ps_status status = ps_habit_bodies_create(&r.bodies, p->lab, weeks, p->ordinary, &o, err);
  r.track.value = calloc((size_t)(weeks->ndays + 1) * PS_HABIT_COLUMN_COUNT, sizeof(float));
  if (status == PS_OK && !r.track.value)
    status = no_memory(err);
  if (status == PS_OK)
    status = ps_habit_table_create(&r.options.table, r.bodies, r.mechanics, &physio, &o, GATHER,
                                   NULL, err);
  for (int i = 0; i < c->n && status == PS_OK && !atomic_load(&c->stop); i++)
    if (c->person[i].build == build) {
      status = live_person(&r, i, c->weeks, &c->lived[i], err);
      tell(c, worker);
    }
  if (r.options.table) {
    c->days[build] = ps_habit_table_days(r.options.table);
    c->solves[build] = ps_habit_table_solves(r.options.table);
  }
  ps_habit_table_free(r.options.table);
  ps_habit_bodies_free(r.bodies);
  free(r.track.value);
  return status;
}

static void live_chunk(void *context, int build, int worker) {
  crew *c = context;
  ps_error err;
  ps_person body;
  if (!mean_body(c, build, &body))
    return;
  ps_weeks *weeks = malloc(sizeof *weeks);
  if (!weeks) {
    no_memory(&err);
    fail_with(c, &err);
    return;
  }
  *weeks = *c->plan->weeks;
  dress(weeks, &body);
  if (live_build(c, build, weeks, worker, &err) != PS_OK)
    fail_with(c, &err);
  free(weeks);
}

// ---- people of the sample, solved by themselves

// the sample: the first of each arm, who are like all others
static long sampled(const crew *c, int k) {
  return k < c->plan->exact ? k : c->plan->people + k - c->plan->exact;
}

static ps_status solve_person(crew *c, int k, ps_weeks *weeks, ps_error *err) {
  const ps_trials_plan *p = c->plan;
  long i = sampled(c, k);
  ps_habit_options o = ps_habit_default();
  ps_parameters mechanics;
  o.posture = false;
  ps_draw_parameters(&p->lab->table, ps_random_bits(p->seed, 1, (uint64_t)i), 0, 1, &mechanics);
  dress(weeks, &c->person[i].body);
  runner r = {.plan = p, .mechanics = &mechanics, .options = o};
  r.track.value = calloc((size_t)(weeks->ndays + 1) * PS_HABIT_COLUMN_COUNT, sizeof(float));
  ps_status status = r.track.value ? PS_OK : no_memory(err);
  if (status == PS_OK)
    status = ps_habit_bodies_create(&r.bodies, p->lab, weeks, p->ordinary, &o, err);
  const ps_physio physio = ps_trials_draw_physio(p->table, p->seed, i);
  if (status == PS_OK) // all lives of one person share the days of that person
    status =
        ps_habit_table_create(&r.options.table, r.bodies, &mechanics, &physio, &o, 1, NULL, err);
  if (status == PS_OK)
    status = live_person(&r, i, c->weeks, &c->exact[k], err);
  ps_habit_table_free(r.options.table);
  ps_habit_bodies_free(r.bodies);
  free(r.track.value);
  return status;
}

static void solve_chunk(void *context, int k, int worker) {
  crew *c = context;
  ps_error err;
  ps_weeks *weeks = malloc(sizeof *weeks);
  ps_status status = weeks ? PS_OK : no_memory(&err);
  if (status == PS_OK) {
    *weeks = *c->plan->weeks;
    status = solve_person(c, k, weeks, &err);
  }
  if (status != PS_OK)
    fail_with(c, &err);
  free(weeks);
  tell(c, worker);
}

// ---- what comes of it

static double change(const crew *c, const outcome *o) {
  return (double)o->weekly[CARE][c->weeks] - (double)o->weekly[CONTROL][c->weeks];
}

static void find_error(const crew *c, ps_trials_error *e) {
  int n = 0, all = 2 * c->plan->exact;
  *e = (ps_trials_error){.people = all};
  for (int k = 0; k < all; k++) {
    const outcome *exact = &c->exact[k], *lived = &c->lived[sampled(c, k)];
    for (int week = 1; week <= c->weeks; week++, n++) {
      double d = (double)lived->weekly[CONTROL][week] - (double)exact->weekly[CONTROL][week];
      e->bias += d;
      e->rms += d * d;
      e->most = fmax(e->most, fabs(d));
    }
    if (k < c->plan->exact)
      continue;
    double d = change(c, lived) - change(c, exact);
    e->change += d / c->plan->exact;
    e->change_rms += d * d / c->plan->exact;
    e->change_most = fmax(e->change_most, fabs(d));
  }
  e->bias /= n > 0 ? n : 1;
  e->rms = sqrt(e->rms / (n > 0 ? n : 1));
  e->change_rms = sqrt(e->change_rms);
}

static double spread_of(const ps_trials_mean *m, int n) { // from the interval of a mean
  return (m->high - m->value) / 1.959963984540054 * sqrt(n);
}

static void find_week(const crew *c, int week, double *x[3], ps_trials_week *w) {
  int n = c->plan->people;
  for (int i = 0; i < n; i++) {
    x[0][i] = (double)c->lived[i].weekly[CONTROL][week];
    x[1][i] = (double)c->lived[n + i].weekly[CARE][week];
    x[2][i] = x[1][i] - (double)c->lived[n + i].weekly[CONTROL][week];
  }
  for (int arm = 0; arm < 2; arm++) {
    ps_trials_mean m = ps_trials_mean_of(x[arm], n);
    w->mean[arm] = m.value;
    w->sd[arm] = spread_of(&m, n);
  }
  w->difference = ps_trials_difference(x[1], n, x[0], n);
  w->same = ps_trials_mean_of(x[2], n);
}

// pain of the last week lower than on the first day by the share that a person notices
static void find_responders(const crew *c, double *x[3], ps_trials_arms *a) {
  const ps_physio physio = ps_physio_default(c->plan->table);
  double share = physio.nerve.pain.noticeable_person_share;
  int n = c->plan->people;
  for (int i = 0; i < 2 * n; i++) {
    const outcome *o = &c->lived[i];
    float last = o->weekly[i < n ? CONTROL : CARE][c->weeks];
    x[i >= n][i % n] =
        o->weekly[NOTHING][0] > 0 && (double)last <= (1 - share) * (double)o->weekly[NOTHING][0];
  }
  for (int arm = 0; arm < 2; arm++)
    a->responders[arm] = ps_trials_mean_of(x[arm], n).value;
  a->more = ps_trials_difference(x[1], n, x[0], n);
  bool told = a->more.low > 0 || a->more.high < 0;
  a->needed = told ? 1 / a->more.value : NAN;
}

static void find_ends(const crew *c, ps_trials_arms *a) {
  int n = c->plan->people;
  memset(a->end, 0, sizeof a->end);
  a->same_bits = 0;
  for (int i = n; i < 2 * n; i++) {
    const outcome *o = &c->lived[i];
    for (int k = 0; k < PS_TRIALS_ENDS; k++) {
      a->end[0][k] += (double)o->end[CONTROL][k] / n;
      a->end[1][k] += (double)o->end[CARE][k] / n;
    }
    size_t size = (size_t)(c->weeks + 1) * sizeof(float);
    a->same_bits += !memcmp(o->weekly[CONTROL], o->weekly[CARE], size) &&
                    !memcmp(o->end[CONTROL], o->end[CARE], sizeof o->end[CARE]);
  }
}

static ps_status sum_up(const crew *c, ps_trials_arms *a, ps_error *err) {
  int n = c->plan->people;
  double *all = calloc(3 * (size_t)n, sizeof *all), *x[3] = {all, all + n, all + 2 * n};
  if (!all)
    return no_memory(err);
  for (int week = 0; week <= c->weeks; week++)
    find_week(c, week, x, &a->week[week]);
  find_responders(c, x, a);
  find_ends(c, a);
  find_error(c, &a->error);
  a->builds = a->days = 0;
  a->solves = 0;
  for (int k = 0; k < PS_TRIALS_BUILDS; k++) {
    a->builds += c->days[k] > 0;
    a->days += c->days[k];
    a->solves += c->solves[k];
  }
  free(all);
  return PS_OK;
}

// ---- all of it

static void place(outcome *o, int n, int weeks, float **store) {
  for (int i = 0; i < n; i++)
    for (int kind = 0; kind < LIVES; kind++, *store += weeks + 1)
      o[i].weekly[kind] = *store;
}

static bool open_crew(crew *c, const ps_trials_plan *p) {
  int sample = 2 * p->exact;
  c->plan = p;
  c->n = 2 * p->people;
  c->weeks = p->weeks->ndays / 7;
  c->all = c->n + sample;
  c->person = calloc((size_t)c->n, sizeof *c->person);
  c->lived = calloc((size_t)c->n, sizeof *c->lived);
  c->exact = calloc((size_t)sample + 1, sizeof *c->exact);
  c->store = calloc((size_t)(c->n + sample) * LIVES * (size_t)(c->weeks + 1), sizeof *c->store);
  if (!c->person || !c->lived || !c->exact || !c->store)
    return false;
  float *store = c->store;
  place(c->lived, c->n, c->weeks, &store);
  place(c->exact, sample, c->weeks, &store);
  for (int i = 0; i < c->n; i++)
    c->person[i] = ps_trials_draw_person(p->seed, i);
  return true;
}

static ps_status run(crew *c, ps_trials_arms *arms, ps_error *err) {
  const ps_trials_plan *p = c->plan;
  int threads = p->threads > 0 ? p->threads : ps_thread_count();
  bool complete = ps_parallel_for(threads, PS_TRIALS_BUILDS, live_chunk, c, &c->stop) &&
                  ps_parallel_for(threads, 2 * p->exact, solve_chunk, c, &c->stop);
  if (atomic_load(&c->failed)) {
    *err = c->failure;
    return err->status;
  }
  if (!complete || atomic_load(&c->stop))
    return ps_fail(err, PS_ERR_CANCELLED, NULL, 0, "stopped after %ld of %ld people",
                   atomic_load(&c->done), c->all);
  arms->people = p->people;
  arms->weeks = c->weeks;
  return sum_up(c, arms, err);
}

ps_status ps_trials_live(const ps_trials_plan *plan, ps_trials_arms *arms, ps_error *err) {
  crew *c = calloc(1, sizeof *c);
  if (!c)
    return no_memory(err);
  ps_status status = open_crew(c, plan) ? run(c, arms, err) : no_memory(err);
  free(c->person);
  free(c->lived);
  free(c->exact);
  free(c->store);
  free(c);
  return status;
}
