// life_run.c: a day from morning to morning, block by block.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "scenario/life_inner.h"

static const double row_s = 60; // [s]

static const double just_before = 1e-6; // [s]  a row counts as reached: sums of durations round

int ps_life_rows(const ps_day *day) {
  return (int)floor((ps_day_length(day) + just_before) / row_s) + 1;
}

ps_status ps_life_body(ps_body **body, const ps_lab *lab, const ps_life_days *days, bool fine,
                       ps_error *err) {
  int n = days->day->npose + days->ordinary->npose;
  ps_pose *poses = malloc((size_t)n * sizeof *poses);
  if (!poses)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  memcpy(poses, days->day->pose, (size_t)days->day->npose * sizeof *poses);
  memcpy(poses + days->day->npose, days->ordinary->pose,
         (size_t)days->ordinary->npose * sizeof *poses);
  for (int i = 0; i < n; i++)
    poses[i].person = days->day->person;
  ps_status status = ps_body_create(body, lab, &days->day->person, poses, n, fine, err);
  free(poses);
  return status;
}

// ---- one run

typedef struct recorder {
  ps_life_track *track; // may be NULL, or without values
  double start_s;
  int row, rows;                 // the next; room
  double *drive[PS_PAIN_NDRIVE]; // by row of the waking day; NULL: not wanted
  int ndrive;
} recorder;

static void record_parts(const ps_life_run *l, float *row) {
  double part[PS_PAIN_NDRIVE];
  ps_pain_drive_parts(l->normal, l->drive, part);
  for (int i = 0; i < PS_PAIN_NDRIVE; i++)
    row[i] = (float)part[i];
}

static void record(recorder *r, const ps_life_run *l) {
  if (r->track && r->track->value)
    ps_life_fill_row(l, ps_life_row(r->track, r->row));
  if (r->track && r->track->drive)
    r->track->drive[r->row] = (float)l->drive_sum;
  if (r->track && r->track->part && l->normal)
    record_parts(l, r->track->part + (size_t)r->row * PS_PAIN_NDRIVE);
  for (int i = 0; i < PS_PAIN_NDRIVE && r->drive[0] && !l->block->is_night; i++)
    r->drive[i][r->ndrive] = l->drive[i];
  r->ndrive += r->drive[0] && !l->block->is_night;
  r->row++;
}

static void count(const ps_life_run *l, double standing_length, ps_life_doses *d) {
  const ps_pose *pose = &l->day->pose[l->block->pose];
  double hours = l->dt / 3600, active = fmax(l->m.psoas_activation[0], l->m.psoas_activation[1]);
  bool lies = pose->base != PS_UPRIGHT;
  *(lies                           ? &d->lying_h
    : pose->support.seat           ? &d->sitting_h
    : l->block->task.free_movement ? &d->walking_h
                                   : &d->standing_h) += hours;
  d->bent_h += l->bent[l->block->pose] > 0.4 ? hours : 0;
  d->short_h += l->m.hip_flexion_deg > 40 ? hours : 0;
  d->mean_length += l->m.psoas_fiber_share / standing_length * l->dt;
  d->mean_activation += active * l->dt;
  d->peak_activation = fmax(d->peak_activation, active);
  d->mean_back_activation += l->m.back_activation * l->dt;
  d->peak_back_activation = fmax(d->peak_back_activation, l->m.back_activation);
  d->mean_stress += l->s.stress.sympathetic * l->dt;
}

// the next moment at which something changes: a row, the end of the block, the longest step
static double next_stop(const ps_life_run *l, double block_end, double start, int row,
                        double step) {
  double next_row = start + row * row_s;
  return fmin(fmin(next_row > l->clock + 1e-6 ? next_row : INFINITY, block_end), l->clock + step);
}

static ps_status run_block(ps_life_run *l, const ps_life_options *o, recorder *r,
                           double standing_length, ps_life_doses *doses, ps_error *err) {
  double end = l->block->start_s + l->block->duration_s;
  while (l->clock < end - 1e-6) {
    double stop = next_stop(l, end, r->start_s, r->row, o->step_s);
    l->dt = stop - l->clock;
    ps_life_step(l);
    count(l, standing_length, doses);
    l->clock = stop;
    if (l->clock >= r->start_s + r->row * row_s - just_before && r->row < r->rows)
      record(r, l);
  }
  const ps_watch *w = o->watch;
  double done = end - r->start_s, all = ps_day_length(l->day);
  if (w && w->progress && !w->progress(w->context, "day", (long)(done / 60), (long)(all / 60)))
    return ps_fail(err, PS_ERR_CANCELLED, NULL, 0, "stopped after %.1f of %.1f h", done / 3600,
                   all / 3600);
  return PS_OK;
}

// flexion of every posture without creep, the length of the psoas standing, and lying's loads
static double look_around(ps_life_run *l, const ps_life_days *days) {
  ps_body_state rested = ps_body_rested();
  ps_body_sample m;
  double standing = 1;
  for (int i = 0; i < l->day->npose; i++) {
    ps_body_sample_at(l->body, l->first_pose + i, &rested, l->day->start_s, &m);
    l->bent[i] = l->day->pose[i].base == PS_UPRIGHT ? m.flexion_share : 0;
  }
  for (int i = 0; i < days->ordinary->npose; i++) {
    const char *name = days->ordinary->pose[i].posture;
    bool stands = !strcmp(name, "standing"), lies = !strcmp(name, "lying_supine");
    if (!strcmp(name, "one_leg_stance"))
      l->one_leg = days->day->npose + i;
    if (!stands && !lies)
      continue;
    ps_body_sample_at(l->body, days->day->npose + i, &rested, l->day->start_s, &m);
    if (stands)
      standing = m.psoas_fiber_share;
    else
      l->lying = m;
  }
  return standing;
}

static double psoas_capacity(const ps_human *h) {
  double sum = 0;
  for (int i = 0; i < h->nline; i++)
    if (h->line[i].region == PS_REGION_PSOAS)
      sum += h->model->muscle[i].max_isometric_force;
  return sum;
}

// control of the pelvis: what is left of the abductors of the leg that one stands on
static double pelvic_reserve(ps_life_run *l) {
  ps_body_state state = ps_life_body_state(l, 0);
  ps_body_sample m;
  if (l->one_leg < 0 || !ps_body_sample_at(l->body, l->one_leg, &state, l->clock, &m))
    return NAN;
  return 1 - m.abductor_activation;
}

static ps_status run(ps_life_run *l, const ps_life_days *days, const ps_parameters *mechanics,
                     const ps_life_options *o, recorder *r, ps_life_doses *doses, ps_error *err) {
  long before = ps_body_solves(l->body);
  *doses = (ps_life_doses){0};
  l->care = o->care ? *o->care : ps_care_none();
  ps_parameters trained = *mechanics;
  trained.strength_psoas *= l->care.psoas_strength;
  ps_body_begin(l->body, &trained);
  ps_body_set_tolerance(l->body, o->tolerance);
  l->off = o->off;
  l->bent = malloc((size_t)l->day->npose * sizeof *l->bent);
  if (!l->bent)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  l->one_leg = -1;
  l->psoas_most_N = psoas_capacity(ps_body_human(l->body));
  double standing = look_around(l, days);
  l->s = ps_life_morning(l->p, l->day);
  l->clock = r->start_s = l->day->start_s;
  r->rows = ps_life_rows(l->day);
  l->block = &l->day->block[0]; // what the first moment is like, before time passes
  ps_life_step(l);
  record(r, l);
  ps_status status = PS_OK;
  doses->pelvis_rested = pelvic_reserve(l);
  for (int i = 0; i < l->day->nblock && status == PS_OK; i++) {
    l->block = &l->day->block[i];
    if (l->block->is_night)
      doses->pelvis_evening = pelvic_reserve(l);
    status = run_block(l, o, r, standing, doses, err);
  }
  if (!(doses->pelvis_evening > 0)) // no night
    doses->pelvis_evening = pelvic_reserve(l);
  free(l->bent);
  double all = l->clock - r->start_s;
  doses->mean_length /= all;
  doses->mean_activation /= all;
  doses->mean_back_activation /= all;
  doses->mean_stress /= all;
  doses->a8_m_s2 = ps_vibration_a8(&l->s.vibration);
  doses->sed_MPa = ps_vibration_sed_mpa(&l->p->tissue.vibration, &l->s.vibration);
  doses->sleep_debt = l->s.affect.sleep_debt;
  doses->unheld_min = l->unheld_s / 60;
  doses->solves = (double)(ps_body_solves(l->body) - before);
  return status;
}

ps_status ps_life_day(ps_body *body, const ps_life_days *days, const ps_parameters *mechanics,
                      const ps_physio *physio, const ps_pain_normal *normal,
                      const ps_life_options *o, ps_life_track *track, ps_life_doses *doses,
                      ps_error *err) {
  ps_life_run l = {.body = body, .p = physio, .day = days->day, .normal = normal};
  recorder r = {.track = track};
  if (track) {
    track->n = ps_life_rows(days->day);
    track->step_s = row_s;
    track->start_s = days->day->start_s;
  }
  return run(&l, days, mechanics, o, &r, doses, err);
}

// ---- the ordinary day

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

ps_status ps_life_usual(ps_body *body, const ps_life_days *days, const ps_parameters *mechanics,
                        const ps_physio *physio, const ps_life_options *o, ps_pain_normal *normal,
                        ps_life_doses *doses, ps_error *err) {
  ps_life_run l = {
      .body = body, .p = physio, .day = days->ordinary, .first_pose = days->day->npose};
  size_t rows = (size_t)ps_life_rows(days->ordinary);
  double *all = malloc(PS_PAIN_NDRIVE * rows * sizeof *all);
  if (!all)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  recorder r = {0};
  for (int i = 0; i < PS_PAIN_NDRIVE; i++)
    r.drive[i] = all + (size_t)i * rows;
  ps_status status = run(&l, days, mechanics, o, &r, doses, err);
  for (int i = 0; i < PS_PAIN_NDRIVE && status == PS_OK; i++) {
    qsort(r.drive[i], (size_t)r.ndrive, sizeof(double), by_size);
    ps_pain_normal_day(&physio->nerve.pain, (ps_pain_drive)i, r.drive[i], r.ndrive, normal);
  }
  free(all);
  return status;
}

ps_status ps_life_normal(ps_body *body, const ps_life_days *days, const ps_parameters *mechanics,
                         const ps_physio *physio, const ps_life_options *o, ps_pain_normal *normal,
                         ps_error *err) {
  ps_life_doses ignored;
  return ps_life_usual(body, days, mechanics, physio, o, normal, &ignored, err);
}
