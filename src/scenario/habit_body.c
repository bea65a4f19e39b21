// habit_body.c: bodies with shorter or longer hip flexors, and how far their hips go back.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "scenario/answer.h"
#include "scenario/habit_inner.h"

enum { NODES = 241 }; // shortenings of -20 to 40 per cent, by a quarter of one per cent at least

static const double least = -0.2, most = 0.4; // of ps_person.hip_flexor_shortening

// A person who stands, for the tests.
typedef struct bench {
  ps_human *base, *human;
  ps_data *d;
  double *number; // of the posture
  ps_pose pose;
  ps_posture posture;
  ps_hold *hold;
} bench;

struct ps_habit_bodies {
  const ps_lab *lab;
  const ps_weeks *weeks;
  const ps_day *ordinary;
  bool fine;
  double ds;
  ps_day kind[PS_WEEKS_KINDS]; // with the postures of all kinds
  ps_pose *pose;               // of them
  ps_pose standing;
  ps_body *body[NODES];
  bench *test[PS_HABIT_REACHES];
};

static ps_status no_memory(ps_error *err) {
  return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

static ps_person shortened(const ps_person *person, double s) {
  ps_person p = *person;
  for (int side = 0; side < 2; side++) {
    double all = 1 - (1 - p.hip_flexor_shortening[side]) * (1 - s);
    p.hip_flexor_shortening[side] = fmax(least, fmin(most, all));
  }
  return p;
}

// ---- bodies

// one list of postures for all kinds, so that all live in one body
static ps_status gather(ps_habit_bodies *b, ps_error *err) {
  const ps_weeks *w = b->weeks;
  int all = 0, first = 0;
  for (int k = 0; k < w->nkind; k++)
    all += w->kind[k].npose;
  b->pose = malloc((size_t)(all ? all : 1) * sizeof *b->pose);
  if (!b->pose)
    return no_memory(err);
  for (int k = 0; k < w->nkind; k++) {
    ps_day *day = &b->kind[k];
    *day = w->kind[k];
    memcpy(b->pose + first, day->pose, (size_t)day->npose * sizeof *b->pose);
    day->block = malloc((size_t)day->nblock * sizeof *day->block);
    if (!day->block)
      return no_memory(err);
    memcpy(day->block, w->kind[k].block, (size_t)day->nblock * sizeof *day->block);
    for (int i = 0; i < day->nblock; i++)
      day->block[i].pose += first;
    first += day->npose;
    day->pose = b->pose;
    day->npose = all;
  }
  return PS_OK;
}

ps_status ps_habit_bodies_create(ps_habit_bodies **bodies, const ps_lab *lab, const ps_weeks *weeks,
                                 const ps_day *ordinary, const ps_habit_options *options,
                                 ps_error *err) {
  ps_habit_bodies *b = calloc(1, sizeof *b);
  *bodies = b;
  if (!b)
    return no_memory(err);
  b->lab = lab;
  b->weeks = weeks;
  b->ordinary = ordinary;
  b->fine = options->fine;
  b->ds = options->ds;
  for (int i = 0; i < ordinary->npose; i++)
    if (strcmp(ordinary->pose[i].posture, "standing") == 0)
      b->standing = ordinary->pose[i];
  return gather(b, err);
}

static void free_bench(bench *t) {
  if (!t)
    return;
  ps_hold_free(t->hold);
  ps_data_free(t->d);
  ps_human_free(t->human);
  ps_human_free(t->base);
  free(t->number);
  free(t);
}

void ps_habit_bodies_free(ps_habit_bodies *b) {
  if (!b)
    return;
  for (int i = 0; i < NODES; i++)
    ps_body_free(b->body[i]);
  for (int i = 0; i < PS_HABIT_REACHES; i++)
    free_bench(b->test[i]);
  for (int k = 0; k < b->weeks->nkind; k++)
    free(b->kind[k].block);
  free(b->pose);
  free(b);
}

ps_body *ps_habit_body(ps_habit_bodies *b, int node, ps_error *err) {
  int at = node + (int)lround(-least / b->ds);
  at = at < 0 ? 0 : at >= NODES ? NODES - 1 : at;
  if (b->body[at])
    return b->body[at];
  ps_day day = b->kind[0];
  day.person = shortened(&b->weeks->person, node * b->ds);
  const ps_life_days days = {&day, b->ordinary};
  if (ps_life_body(&b->body[at], b->lab, &days, b->fine, err) != PS_OK) {
    ps_body_free(b->body[at]);
    b->body[at] = NULL;
  }
  return b->body[at];
}

ps_life_days ps_habit_days(const ps_habit_bodies *b, int kind) {
  return (ps_life_days){&b->kind[kind], b->ordinary};
}

const ps_weeks *ps_habit_weeks(const ps_habit_bodies *b) {
  return b->weeks;
}

// ---- tests

static ps_status open_bench(const ps_habit_bodies *b, bench *t, double shortening, ps_error *err) {
  t->pose = b->standing;
  t->pose.person = shortened(&b->weeks->person, shortening);
  PS_TRY(ps_human_create(&t->base, &b->lab->anatomy, &b->lab->parameters, &t->pose.person,
                         PS_DETAIL_FULL, err));
  PS_TRY(ps_human_variant(&t->human, t->base, err));
  ps_human_set(t->human, t->base, &b->lab->parameters);
  size_t nq = (size_t)t->human->model->nq;
  t->d = ps_data_create(t->human->model);
  t->number = calloc(3 * nq, sizeof *t->number);
  if (!t->d || !t->number)
    return no_memory(err);
  t->posture = (ps_posture){.q = t->number, .u = t->number + nq, .udot = t->number + 2 * nq};
  PS_TRY(ps_posture_resolve(t->human, &t->pose, t->d, &t->posture, err));
  ps_hold_options o = ps_hold_default();
  PS_TRY(ps_hold_create(&t->hold, t->human, &t->posture, &t->pose, &o, err));
  ps_held held;
  ps_hold_solve(t->hold, &held);
  ps_hold_mark(t->hold);
  return PS_OK;
}

static ps_status bench_at(ps_habit_bodies *b, int i, bench **t, ps_error *err) {
  *t = b->test[i];
  if (*t)
    return PS_OK;
  *t = calloc(1, sizeof **t);
  if (!*t)
    return no_memory(err);
  ps_status status = open_bench(b, *t, (i - 20) / 100.0, err);
  if (status == PS_OK)
    b->test[i] = *t;
  else
    free_bench(*t);
  return status;
}

// the lordosis that the spine takes by itself, standing
static void find_posture(bench *t, ps_habit_reach *out) {
  ps_error ignored;
  ps_equilibrium found;
  ps_held held;
  ps_pose pose = t->pose;
  ps_hold_retune(t->hold);
  if (ps_equilibrium_find(t->human, &pose, t->d, &t->posture, t->hold, &held, &found, &ignored) !=
      PS_OK)
    return;
  ps_posture_angles a = ps_posture_measure(t->human, &t->posture, held.q);
  out->lordosis = a.lordosis;
  out->pelvic_tilt = a.pelvic_tilt;
}

static ps_status measure(ps_habit_bodies *b, const ps_parameters *mechanics, int i, bool posture,
                         ps_habit_reach *out, ps_error *err) {
  bench *t;
  if (out->known)
    return PS_OK;
  PS_TRY(bench_at(b, i, &t, err));
  ps_human_set(t->human, t->base, mechanics);
  PS_TRY(ps_posture_resolve(t->human, &t->pose, t->d, &t->posture, err));
  ps_hip_ranges right = ps_hip_tests(t->hold, PS_RIGHT), left = ps_hip_tests(t->hold, PS_LEFT);
  *out = (ps_habit_reach){.known = true,
                          .extension = 0.5 * (right.extension + left.extension),
                          .thomas = 0.5 * (right.thomas + left.thomas),
                          .lordosis = NAN,
                          .pelvic_tilt = NAN};
  if (posture)
    find_posture(t, out);
  return PS_OK;
}

ps_status ps_habit_reach_at(ps_habit_bodies *b, const ps_parameters *mechanics, double shortening,
                            bool posture, ps_habit_reach table[PS_HABIT_REACHES],
                            ps_habit_reach *reach, ps_error *err) {
  double place = 100 * (fmax(least, fmin(most, shortening)) - least);
  int i = (int)fmin(place, PS_HABIT_REACHES - 2);
  double part = place - i;
  if (part < 1e-6) { // a person who has not changed needs one place only
    PS_TRY(measure(b, mechanics, i, posture, &table[i], err));
    *reach = table[i];
    return PS_OK;
  }
  PS_TRY(measure(b, mechanics, i, posture, &table[i], err));
  PS_TRY(measure(b, mechanics, i + 1, posture, &table[i + 1], err));
  const ps_habit_reach *x = &table[i], *y = &table[i + 1];
  *reach =
      (ps_habit_reach){.known = true,
                       .extension = x->extension + part * (y->extension - x->extension),
                       .thomas = x->thomas + part * (y->thomas - x->thomas),
                       .lordosis = x->lordosis + part * (y->lordosis - x->lordosis),
                       .pelvic_tilt = x->pelvic_tilt + part * (y->pelvic_tilt - x->pelvic_tilt)};
  return PS_OK;
}
