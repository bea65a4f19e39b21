#include "physio/pain.h"

#include <assert.h>
#include <math.h>

#include "physio/step.h"

static const double PER_MIN = 60, PER_DAY = 86400; // [s]
static const double EPISODE_MOST_POINTS = 99;      // E stays finite
static const double DRIVE_MOST = 10;               // [-]  1 - exp(-10): the index is at its end

ps_pain ps_pain_rest(void) {
  return (ps_pain){.central_gain = 1};
}

double ps_pain_exposed(const ps_pain_params *p, const ps_pain_exposure *x) {
  double effort = (x->effort - p->effort_free) / (p->effort_full - p->effort_free);
  double most = fmax(ps_within(x->posture, 0, 1), ps_within(effort, 0, 1));
  most = fmax(most, ps_within(x->vibration, 0, 1));
  return x->moved ? 0 : (x->breaks ? p->break_factor : 1) * most; // (D2)
}

void ps_pain_step_discomfort(const ps_pain_params *p, const ps_pain_exposure *x, double dt_s,
                             ps_pain *s) {
  double e = ps_pain_exposed(p, x);
  double tau_min = e > 0 ? p->discomfort_rise_min : p->discomfort_fall_min;
  s->discomfort =
      ps_approach(s->discomfort, p->discomfort_points * e, PER_MIN * tau_min, dt_s); // (D1)
}

void ps_pain_step_central(const ps_pain_params *p, double drive, double dt_s, ps_pain *s) {
  double target = 1 + p->central_gain * ps_within(drive, 0, 1);
  double tau_day = target > s->central_gain ? p->central_rise_day : p->central_fall_day;
  s->central_gain = ps_approach(s->central_gain, target, PER_DAY * tau_day, dt_s); // (B10)
}

// quantile of sorted values, linear between neighbours
static double quantile(const double *sorted, int n, double q) {
  double place = q * (n - 1);
  int i = (int)place;
  int next = i + 1 < n ? i + 1 : i;
  return sorted[i] + (place - i) * (sorted[next] - sorted[i]);
}

void ps_pain_normal_day(const ps_pain_params *p, ps_pain_drive drive, const double *sorted, int n,
                        ps_pain_normal *normal) {
  assert(n > 0 && drive >= 0 && drive < PS_PAIN_NDRIVE);
  double theta = quantile(sorted, n, 0.95);
  double spread = theta - quantile(sorted, n, 0.5);

  // a day that is all the same has no spread of its own
  normal->theta[drive] = theta;
  normal->sigma[drive] = fmax(spread, p->spread_least * fabs(theta));
}

double ps_pain_drive_sum(const ps_pain_params *p, const ps_pain_normal *normal,
                         const double x[PS_PAIN_NDRIVE]) {
  const double weight[PS_PAIN_NDRIVE] = {
#define D(name) p->weight_##name,
      PS_PAIN_DRIVES(D)
#undef D
  };
  double sum = 0;
  for (int i = 0; i < PS_PAIN_NDRIVE; i++)
    if (x[i] > normal->theta[i]) // (B1); a sigma of 0 is a step
      sum += weight[i] * (x[i] - normal->theta[i]) / fmax(normal->sigma[i], 1e-12);
  return fmin(p->drive_most, sum); // (B2)
}

void ps_pain_drive_parts(const ps_pain_normal *normal, const double x[PS_PAIN_NDRIVE],
                         double part[PS_PAIN_NDRIVE]) {
  for (int i = 0; i < PS_PAIN_NDRIVE; i++)
    part[i] = fmax(0, x[i] - normal->theta[i]) / fmax(normal->sigma[i], 1e-12); // (B1)
}

double ps_pain_parts_sum(const ps_pain_params *p, const double part[PS_PAIN_NDRIVE]) {
  double sum = 0;
#define D(name) sum += p->weight_##name * part[PS_PAIN_##name];
  PS_PAIN_DRIVES(D)
#undef D
  return fmin(p->drive_most, sum); // (B2)
}

double ps_pain_gain(const ps_pain_params *p, double sleep, double affect, double central) {
  return ps_within(sleep * fmin(affect, p->affect_most) * central, p->gain_least,
                   p->gain_most); // (B3)
}

double ps_pain_course_points(const ps_course_params *c, ps_pain_course course, double week) {
  double t = fmax(0, week);
  switch (course) {
#define C(name)                                                                                    \
  case PS_COURSE_##name:                                                                           \
    return c->name##_plateau_points + c->name##_fall_points * exp(-t / c->name##_tau_week);
    PS_PAIN_COURSES(C)
#undef C
  default:
    return 0;
  }
}

double ps_pain_episode(double points) {
  return -log(1 - ps_within(points, 0, EPISODE_MOST_POINTS) / 100); // (B4)
}

double ps_pain_index(double drive, double gain) {
  return 100 * (1 - exp(-ps_within(drive * gain, 0, DRIVE_MOST))); // (B5)
}

double ps_pain_relief(const ps_pain_params *p, const ps_pain_treatment *t, ps_pain_where where,
                      double day, double raw) {
  if (t->where != where || t->way != PS_PAIN_BY_OFFSET)
    return 0;
  double onset = ps_risen(fmin(day, t->end_day) - t->start_day, t->onset_day);
  double offset = 1 - ps_risen(day - t->end_day, t->offset_day);
  double scale = fmin(raw / p->trial_points, p->relief_scale_most);
  return t->mean_points * onset * offset * fmax(0, scale); // (B6)
}

double ps_pain_relief_all(const ps_pain_params *p, const ps_pain_treatment *t, int n,
                          ps_pain_where where, double day, double raw) {
  double sum = 0, most = 0, harm = 0;
  for (int k = 0; k < n; k++) {
    double o = ps_pain_relief(p, &t[k], where, day, raw);
    sum += fmin(0, o);
    most = fmin(most, o);
    harm += fmax(0, o);
  }
  return harm + fmax(-p->relief_most_points, most + p->relief_further * (sum - most)); // (B7)
}

double ps_pain_context(const ps_pain_params *p, double expectancy, double day, double raw) {
  double fading = exp(-fmax(0, day) / p->context_day);
  return fmin(0, p->context_points) * ps_within(expectancy, 0, 1) * fading *
         ps_within(raw / p->trial_points, 0, 1); // (B8)
}

double ps_pain_after(double raw, double relief, double context) {
  return ps_within(raw + relief + context, 0, 100); // (B9)
}

double ps_leg_inflammation(const ps_pain_params *p, const ps_leg_cause *cause) {
  if (cause->kind != PS_LEG_INFLAMED)
    return 0;
  return ps_within(cause->inflammation, 0, 1) * exp(-fmax(0, cause->week) / p->inflammation_week);
}

double ps_leg_drive(const ps_pain_params *p, const ps_course_params *c, const ps_leg_cause *cause,
                    double flow) {
  if (cause->kind == PS_LEG_EPISODE)
    return ps_pain_episode(ps_pain_course_points(c, PS_COURSE_sciatica, cause->week));
  double inflamed = ps_leg_inflammation(p, cause);
  double starved = 1 - ps_within(flow, 0, 1);
  return inflamed * (p->leg_ischaemia * starved + p->leg_inflammation); // (L1)
}

double ps_pain_total(double back, double discomfort) {
  return 100 *
         (1 - (1 - ps_within(back, 0, 100) / 100) * (1 - ps_within(discomfort, 0, 100) / 100));
}

double ps_pain_points(const ps_pain_params *p, double smd) {
  return p->points_per_smd * smd;
}

int ps_pain_noticed(const ps_pain_params *p, double before, double after) {
  double change = fabs(after - before);
  int by_share = before > 0 && change >= p->noticeable_person_share * before;
  return by_share || change >= p->noticeable_person_points;
}
