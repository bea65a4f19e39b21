// trials_read.c: what a row states, and what people with a held index make of it.
#include <math.h>
#include <stddef.h>

#include "num/latin.h"
#include "num/random.h"
#include "scenario/trials.h"

const double ps_trials_z_most = 3, ps_trials_inside_spread = 0.03;

static const double interval_z = 1.959963984540054; // 95 % of a normal distribution

// ---- a stated distribution

// of ln x, where x has this mean and standard deviation
static void log_moments(const ps_trials_stated *s, double *m, double *sd) {
  double s2 = log1p(s->sd * s->sd / (s->mean * s->mean));
  *m = log(s->mean) - s2 / 2;
  *sd = sqrt(s2);
}

ps_trials_stated ps_trials_stated_of(const ps_care *care, const ps_care_item *item) {
  const ps_evidence_rule *rule = &care->evidence->rule;
  const ps_intervention *w = item->what;
  bool given = isfinite(item->stated);
  ps_trials_stated s = {.shape = given ? PS_SHAPE_POINT : w->shape,
                        .mean = given ? item->stated : ps_default_mean(rule, w),
                        .sd = given ? 0 : ps_default_sd(rule, w),
                        .low = -INFINITY,
                        .high = INFINITY};
  s.center = given ? s.mean : ps_default_center(rule, w);
  if (!(s.sd > 0) || s.shape != PS_SHAPE_NORMAL)
    return s;
  s.low = isfinite(w->limit_low) ? w->limit_low : -INFINITY;
  s.high = isfinite(w->limit_high) ? w->limit_high : INFINITY;
  return s;
}

double ps_trials_below(const ps_trials_stated *s, double x) {
  if (s->shape == PS_SHAPE_LOGNORMAL) {
    double m, sd;
    log_moments(s, &m, &sd);
    return x > 0 ? ps_normal_below((log(x) - m) / sd) : 0;
  }
  double from = ps_normal_below((s->low - s->center) / s->sd);
  double to = ps_normal_below((s->high - s->center) / s->sd);
  return (ps_normal_below((fmax(s->low, fmin(s->high, x)) - s->center) / s->sd) - from) /
         (to - from);
}

double ps_trials_quantile(const ps_trials_stated *s, double share) {
  if (!(s->sd > 0))
    return s->mean;
  if (s->shape == PS_SHAPE_LOGNORMAL) {
    double m, sd;
    log_moments(s, &m, &sd);
    return exp(m + sd * ps_normal_quantile(share));
  }
  double from = ps_normal_below((s->low - s->center) / s->sd);
  double to = ps_normal_below((s->high - s->center) / s->sd);
  return s->center + s->sd * ps_normal_quantile(from + share * (to - from));
}

// ---- people

ps_care_who ps_trials_who(const ps_care_item *item) {
  ps_care_who who = {.episode = PS_EPISODE_PERSISTENT};
  if (item->way == PS_CARE_BACK_ACUTE)
    who.episode = PS_EPISODE_ACUTE;
  if (item->way == PS_CARE_LEG)
    who.episode = PS_EPISODE_SCIATICA;
  if (item->way == PS_CARE_BACK_TRAUMA)
    who.ptsd = 0.5;
  return who;
}

ps_care_sizes ps_trials_sizes(const ps_care *care, uint64_t seed, long i) {
  return ps_care_draw(care, ps_random_bits(seed, 0, (uint64_t)i), 0, 1);
}

// ---- readings

// What care comes to in one person on a day, in the unit of the row; nan: it is not read so.
static double reading_of(const ps_care_item *item, const ps_pain_params *pain,
                         const ps_care_acts *acts, double index) {
  ps_pain_where where = item->way == PS_CARE_LEG ? PS_PAIN_LEG : PS_PAIN_BACK;
  switch (item->way) {
  case PS_CARE_BACK:
  case PS_CARE_BACK_ACUTE:
  case PS_CARE_BACK_CHRONIC:
  case PS_CARE_BACK_TRAUMA:
  case PS_CARE_LEG:
    return ps_care_pain(pain, acts, where, 0, index) - index;
  case PS_CARE_EXTENSION:
    return acts->extension_deg;
  case PS_CARE_STRENGTH:
    return 100 * (acts->psoas_strength - 1);
  case PS_CARE_AROUSAL:
    return acts->stressor - 1; // factors are read as what they take away
  case PS_CARE_SLEEP:
    return acts->sleep_debt - 1;
  case PS_CARE_SPRUNG:
    return acts->seat - 1;
  case PS_CARE_TONE:
    return acts->psoas_tone - 1;
  default:
    return NAN;
  }
}

// what a size changes: factors are measured from 1
static double change_of(const ps_care_item *item, double size) {
  bool factor =
      item->way == PS_CARE_AROUSAL || item->way == PS_CARE_SLEEP || item->way == PS_CARE_SPRUNG;
  return factor ? size - 1 : size;
}

// onset x offset of the row on a day, of its columns alone
static double weight_of(const ps_care_item *item, double day) {
  const ps_intervention *w = item->what;
  double end = item->end_d, up = 1, down = 1;
  if (w->onset_d > 0)
    up = -expm1(-fmin(day, end) / w->onset_d);
  if (day > end)
    down = w->offset_d > 0 ? exp(-(day - end) / w->offset_d) : 0;
  return up * down;
}

// what an offset is multiplied with where pain is held, of (nerve.md, B6): 1 at 50 points
static double scale_of(const ps_care_item *item, const ps_pain_params *pain, double index) {
  bool offset = item->way <= PS_CARE_LEG;
  return offset ? fmin(index / pain->trial_points, pain->relief_scale_most) : 1;
}

static void begin(const ps_care_item *item, double scale, ps_trials_reading *r) {
  r->npoint = 2 * r->weeks;
  for (int k = 0; k < r->npoint; k++) {
    ps_trials_point *p = &r->point[k];
    *p = (ps_trials_point){.day = 7.0 * (k + 1)};
    p->weight = weight_of(item, p->day);
    p->expected = change_of(item, r->stated.mean) * p->weight * r->dose * scale;
  }
}

// add one person to the sums over people, which stand where means and errors will
static bool add_person(const ps_care *care, const ps_pain_params *pain, uint64_t seed, long i,
                       ps_trials_reading *r) {
  const ps_care_item *item = &care->item[0];
  const ps_care_who who = ps_trials_who(item);
  const double scale = scale_of(item, pain, r->index);
  ps_care_sizes sizes = ps_trials_sizes(care, seed, i);
  double most = 0, size = 0;
  for (int k = 0; k < r->npoint; k++) {
    ps_trials_point *p = &r->point[k];
    ps_care_acts acts = ps_care_on(care, &sizes, &who, p->day);
    double x = reading_of(item, pain, &acts, r->index);
    p->mean += x;
    p->se += x * x;
    if (p->weight > most) { // read back where the effect is largest
      most = p->weight;
      size = x / (p->weight * r->dose * scale) - change_of(item, 0);
    }
  }
  double below = r->stated.sd > 0 ? ps_trials_below(&r->stated, size) : NAN;
  return 0.1 <= below && below <= 0.9;
}

static void finish(ps_trials_reading *r, int inside) {
  const double rounding = 1e-9; // [points]  of sums over people
  double n = r->people;
  for (int k = 0; k < r->npoint; k++) {
    ps_trials_point *p = &r->point[k];
    p->mean /= n;
    p->se = sqrt(fmax(0, p->se / n - p->mean * p->mean) / fmax(1, n - 1));
    double off = fabs(p->mean - p->expected);
    r->worst_z = fmax(r->worst_z, off <= rounding ? 0 : off / p->se);
  }
  r->inside = r->stated.sd > 0 ? inside / n : NAN;
  // few people miss by more than the spread allows: three standard errors of a share
  double allowed = fmax(ps_trials_inside_spread, ps_trials_z_most * sqrt(0.8 * 0.2 / n));
  bool spread = !isfinite(r->inside) || fabs(r->inside - 0.8) <= allowed;
  r->passed = r->worst_z <= ps_trials_z_most && spread;
}

void ps_trials_read(const ps_care *care, const ps_pain_params *pain, uint64_t seed,
                    ps_trials_reading *r) {
  ps_care one = *care;
  ps_care_item *item = &one.item[0];
  one.n = 1;
  item->start_d = 0;
  item->end_d = item->what->mode == PS_MODE_PROCEDURE ? item->end_d : 7.0 * r->weeks;
  const ps_care_who who = ps_trials_who(item);
  ps_care_sizes usual = ps_care_usual(&one);
  ps_care_acts acts = ps_care_on(&one, &usual, &who, 7);
  r->stated = ps_trials_stated_of(&one, item);
  r->dose = ps_care_dose(item);
  r->known = isfinite(r->stated.mean) && isfinite(reading_of(item, pain, &acts, r->index));
  r->npoint = 0;
  r->worst_z = 0;
  r->inside = NAN;
  r->passed = true;
  if (!r->known)
    return;
  int inside = 0;
  begin(item, scale_of(item, pain, r->index), r);
  for (int i = 0; i < r->people; i++)
    inside += add_person(&one, pain, seed, i, r);
  finish(r, inside);
}

// ---- means

ps_trials_mean ps_trials_mean_of(const double *x, int n) {
  return ps_trials_difference(x, n, NULL, 0);
}

static void moments(const double *x, int n, double *mean, double *variance_of_mean) {
  double sum = 0, squares = 0;
  for (int i = 0; i < n; i++)
    sum += x[i];
  *mean = n > 0 ? sum / n : 0;
  for (int i = 0; i < n; i++)
    squares += (x[i] - *mean) * (x[i] - *mean);
  *variance_of_mean = n > 1 ? squares / (n - 1) / n : 0;
}

ps_trials_mean ps_trials_difference(const double *x, int nx, const double *y, int ny) {
  double mx, my, vx, vy;
  moments(x, nx, &mx, &vx);
  moments(y, ny, &my, &vy);
  double half = interval_z * sqrt(vx + vy);
  return (ps_trials_mean){mx - my, mx - my - half, mx - my + half};
}
