// life_body.c: postures of a day, each with its own solver on one model that changes.
#include "scenario/life_body.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "scenario/hold_inner.h"

enum { STRIDE = 10 }; // moments of a stride

typedef struct moment { // a posture, or one of a stride
  ps_pose pose;
  ps_posture posture;
  ps_hold *hold;
  bool begun;
} moment;

typedef struct place { // a posture of the day
  ps_pose pose;
  int n; // moments: STRIDE of walking, else 1
  moment *moment;
  bool known, held;
  ps_body_state state;   // at the last solve
  double clock;          // [s]  of it
  ps_body_sample sample; // of it
} place;

struct ps_body {
  ps_pool pool;
  ps_human *base, *human;
  ps_data *data;
  ps_parameters rested; // parameters of a rested body
  int n, *place_of;     // by pose: poses that are alike share a place
  place *place;
  double tolerance;
  bool fine;
  long solves;
};

ps_body_state ps_body_rested(void) {
  return (ps_body_state){.tension.coactivation = 1, .back_capacity = 1, .psoas_capacity = 1};
}

// ---- creation

static ps_status no_memory(ps_error *err) {
  return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

static ps_status create_moment(ps_body *b, moment *m, ps_error *err) {
  size_t size = (size_t)b->human->model->nq * sizeof(double);
  m->posture = (ps_posture){.q = ps_pool_take(&b->pool, size),
                            .u = ps_pool_take(&b->pool, size),
                            .udot = ps_pool_take(&b->pool, size)};
  if (!m->posture.q || !m->posture.u || !m->posture.udot)
    return no_memory(err);
  PS_TRY(ps_posture_resolve(b->human, &m->pose, b->data, &m->posture, err));
  ps_hold_options o = ps_hold_default();
  o.still_deg = b->fine ? 0.005 : 0.1;
  o.steady_N = b->fine ? 0.5 : 5;
  PS_TRY(ps_hold_create(&m->hold, b->human, &m->posture, &m->pose, &o, err));
  ps_held held;
  ps_hold_solve(m->hold, &held);
  ps_hold_mark(m->hold);
  return PS_OK;
}

static ps_status create_place(ps_body *b, place *p, const ps_pose *pose, ps_error *err) {
  p->pose = *pose;
  p->n = isfinite(pose->phase_pct) ? STRIDE : 1;
  p->moment = ps_pool_take(&b->pool, STRIDE * sizeof *p->moment);
  if (!p->moment)
    return no_memory(err);
  for (int i = 0; i < p->n; i++) {
    p->moment[i].pose = *pose;
    if (p->n > 1)
      p->moment[i].pose.phase_pct = 100.0 * i / STRIDE;
    PS_TRY(create_moment(b, &p->moment[i], err));
  }
  return PS_OK;
}

// Do two poses ask for the same? Those with loads or measured activity are taken to differ.
static bool is_same(const ps_pose *a, const ps_pose *b) {
  return strcmp(a->posture, b->posture) == 0 && a->sag_deg == b->sag_deg &&
         a->lordosis_stated == b->lordosis_stated && ps_schema_same(&ps_pose_schema, a, b);
}

static ps_status create(ps_body *b, const ps_lab *lab, const ps_person *person,
                        const ps_pose *poses, int npose, ps_error *err) {
  PS_TRY(ps_human_create(&b->base, &lab->anatomy, &lab->parameters, person, PS_DETAIL_FULL, err));
  PS_TRY(ps_human_variant(&b->human, b->base, err));
  b->rested = lab->parameters;
  ps_human_set(b->human, b->base, &b->rested);
  b->data = ps_data_create(b->human->model);
  b->place = ps_pool_take(&b->pool, (size_t)npose * sizeof *b->place);
  b->place_of = ps_pool_take(&b->pool, (size_t)npose * sizeof *b->place_of);
  if (!b->data || !b->place || !b->place_of)
    return no_memory(err);
  for (int i = 0; i < npose; i++) {
    int k = 0;
    while (k < b->n && !is_same(&poses[i], &b->place[k].pose))
      k++;
    b->place_of[i] = k;
    if (k < b->n)
      continue;
    b->n++;
    PS_TRY(create_place(b, &b->place[k], &poses[i], err));
  }
  return PS_OK;
}

ps_status ps_body_create(ps_body **body, const ps_lab *lab, const ps_person *person,
                         const ps_pose *poses, int npose, bool fine, ps_error *err) {
  ps_body *b = calloc(1, sizeof *b);
  *body = b;
  if (!b)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  b->tolerance = 1;
  b->fine = fine;
  return create(b, lab, person, poses, npose, err);
}

void ps_body_free(ps_body *b) {
  if (!b)
    return;
  for (int i = 0; i < b->n; i++)
    for (int k = 0; k < b->place[i].n && b->place[i].moment; k++)
      ps_hold_free(b->place[i].moment[k].hold);
  ps_data_free(b->data);
  ps_human_free(b->human);
  ps_human_free(b->base);
  ps_pool_free(&b->pool);
  free(b);
}

void ps_body_begin(ps_body *b, const ps_parameters *parameters) {
  b->rested = *parameters;
  for (int i = 0; i < b->n; i++) {
    b->place[i].known = false;
    for (int k = 0; k < b->place[i].n; k++)
      b->place[i].moment[k].begun = false;
  }
}

void ps_body_set_tolerance(ps_body *b, double factor) {
  b->tolerance = factor;
}

long ps_body_solves(const ps_body *b) {
  return b->solves;
}

const ps_human *ps_body_human(const ps_body *b) {
  return b->base;
}

// ---- a sample

static bool is_group(const ps_line *line, const char *name) {
  return strcmp(line->group, name) == 0;
}

static double mean(double weighted, double weight) {
  return weight > 0 ? weighted / weight : 0;
}

static void add_muscles(const ps_hold *hold, const ps_held *held, ps_body_sample *s) {
  enum { FLEXOR, BACK, BELLY, ABDUCTOR_R, ABDUCTOR_L, PARTS };
  const ps_human *h = hold->h;
  double active[PARTS] = {0}, capacity[PARTS] = {0}, psoas[2] = {0}, psoas_all[2] = {0};
  double length = 0, fiber = 0;
  for (int i = 0; i < h->nline; i++) {
    const ps_line *line = &h->line[i];
    double most = h->model->muscle[i].max_isometric_force, work = most * held->activation[i];
    bool is_psoas = line->region == PS_REGION_PSOAS;
    int part = line->erector                           ? BACK
               : line->wall                            ? BELLY
               : is_psoas || is_group(line, "iliacus") ? FLEXOR
               : is_group(line, "gluteus_medius") || is_group(line, "gluteus_minimus")
                   ? ABDUCTOR_R + line->side
                   : PARTS;
    if (part < PARTS)
      active[part] += work, capacity[part] += most;
    if (!is_psoas)
      continue;
    psoas[line->side] += work;
    psoas_all[line->side] += most;
    s->psoas_force_N[line->side] += held->force[i];
    s->psoas_passive_N[line->side] += held->passive[i];
    s->psoas_stiffness_N_mm += hold->stiffness[i] * held->force[i] / 1000;
    length += most * hold->d->path_length[line->path];
    fiber += most * held->fiber_length[i] / h->model->muscle[i].optimal_fiber_length;
  }
  double all = psoas_all[0] + psoas_all[1];
  s->psoas_length_m = mean(length, all);
  s->psoas_fiber_share = mean(fiber, all);
  for (int side = 0; side < 2; side++)
    s->psoas_activation[side] = mean(psoas[side], psoas_all[side]);
  s->hip_flexor_activation = mean(active[FLEXOR], capacity[FLEXOR]);
  s->back_activation = mean(active[BACK], capacity[BACK]);
  s->belly_activation = mean(active[BELLY], capacity[BELLY]);
  s->abductor_activation = fmax(mean(active[ABDUCTOR_R], capacity[ABDUCTOR_R]),
                                mean(active[ABDUCTOR_L], capacity[ABDUCTOR_L]));
}

static ps_body_sample sample_of(const ps_hold *hold, const ps_held *held) {
  const double degree = 3.14159265358979323846 / 180;
  const ps_human *h = hold->h;
  ps_body_sample s = {0};
  add_muscles(hold, held, &s);
  double range = 0, bent = 0;
  for (int k = 0; k < PS_LEVELS; k++) {
    s.compression_N[k] = held->level[k].compression;
    s.pressure_MPa[k] = held->level[k].pressure;
    s.bend_deg[k] = held->q[h->level[k][PS_FE]] / degree;
    range += h->p.range_flexion_deg[k] * h->person.flexibility;
    bent -= s.bend_deg[k];
  }
  ps_posture_angles a = ps_posture_measure(h, hold->posture, held->q);
  s.flexion_share = fmax(0, fmin(1, bent / range));
  s.shear_L5_S1_N = held->level[PS_L5_S1].shear_anterior;
  s.hip_contact_N = fmax(ps_norm(held->hip[0]), ps_norm(held->hip[1]));
  s.lordosis_deg = a.lordosis;
  s.hip_flexion_deg = 0.5 * (a.hip_flexion[0] + a.hip_flexion[1]);
  s.knee_flexion_deg = 0.5 * (held->q[h->knee[0]] + held->q[h->knee[1]]) / degree;
  s.stability_Nm_rad = held->softest;
  s.stability_without_psoas_Nm_rad = held->softest_without_psoas;
  double margin = ps_hold_balance_margin(hold);
  s.balance_mm = isfinite(margin) ? 1000 * margin : 0;
  s.iap_kPa = held->pressure_kPa;
  s.peak_compression_N = held->level[PS_L4_L5].compression;
  return s;
}

// ---- states

// the parameters that a state comes to
static void apply(ps_body *b, const ps_body_state *state) {
  ps_parameters p = b->rested;
  ps_tension_apply(&state->tension, &p);
  p.strength_trunk *= state->back_capacity;
  p.strength_psoas *= state->psoas_capacity;
  ps_human_set(b->human, b->base, &p);
}

// Have two states of a posture moved apart by more than what changes loads by a few per thousand?
static bool moved(const ps_body *b, const place *p, const ps_body_state *x, double clock) {
  const double tone = 0.0002, sag = 0.15, capacity = 0.01; // [-], [deg], [-]
  const double long_ago = 240;                             // [s]
  const ps_body_state *y = &p->state;
  double f = b->tolerance * (fabs(clock - p->clock) > long_ago ? 0.25 : 1);
  return fabs(x->tension.trunk - y->tension.trunk) > f * tone ||
         fabs(x->tension.psoas - y->tension.psoas) > f * tone ||
         fabs(x->tension.coactivation - y->tension.coactivation) > f * 25 * tone ||
         fabs(x->sag_deg - y->sag_deg) > f * sag ||
         fabs(x->back_capacity - y->back_capacity) > f * capacity ||
         fabs(x->psoas_capacity - y->psoas_capacity) > f * capacity;
}

static bool solve_moment(ps_body *b, moment *m, ps_body_sample *sample) {
  ps_error ignored;
  if (ps_posture_resolve(b->human, &m->pose, b->data, &m->posture, &ignored) != PS_OK)
    return false;
  ps_held held;
  if (!m->begun)
    ps_hold_restart(m->hold);
  m->begun = true;
  ps_hold_solve(m->hold, &held);
  b->solves++;
  *sample = sample_of(m->hold, &held);
  return held.status != PS_HOLD_INFEASIBLE;
}

// mean over the moments of a place, with the largest load
static bool solve_place(ps_body *b, place *p, const ps_body_state *state) {
  enum { NUMBERS = sizeof p->sample / sizeof(double) };
  double *sum = (double *)&p->sample, peak = 0;
  bool held = true;
  p->sample = (ps_body_sample){0};
  for (int i = 0; i < p->n; i++) {
    ps_body_sample one = {0};
    p->moment[i].pose.sag_deg = state->sag_deg;
    held = solve_moment(b, &p->moment[i], &one) && held;
    for (int k = 0; k < NUMBERS; k++)
      sum[k] += ((const double *)&one)[k] / p->n;
    peak = fmax(peak, one.peak_compression_N);
  }
  p->sample.peak_compression_N = peak;
  p->sample.back_capacity = state->back_capacity;
  p->sample.psoas_capacity = state->psoas_capacity;
  return held;
}

bool ps_body_sample_at(ps_body *b, int pose, const ps_body_state *state, double clock,
                       ps_body_sample *sample) {
  place *p = &b->place[b->place_of[pose]];
  if (!p->known || b->tolerance == 0 || moved(b, p, state, clock)) {
    apply(b, state);
    p->held = solve_place(b, p, state);
    p->state = *state;
    p->clock = clock;
    p->known = true;
  }
  *sample = p->sample;
  return p->held;
}
