// trials_survival.c: two arms without pain, day by day, until the next episode.
//
// The hazard of a day is base x what care says of that person on that day; the time within the
// day follows from how much of an exponentially distributed share of hazard is used up. Everybody
// is followed to the end, so the share without an episode is the estimate of Kaplan and Meier.
#include <math.h>
#include <stdlib.h>

#include "num/random.h"
#include "scenario/trials.h"

enum { CONTROL = 1, TREATED = 2 }; // streams of times
enum { SHARES = 400 };             // parts of the distribution that expected values are summed over

static const double interval_z = 1.959963984540054;
// [d]  half of those without care had their next episode by then: the walking trial, S35
static const double median_after_episode_d = 112;
static const double year_d = 365.25;

bool ps_trials_is_hazard(const ps_care_item *item) {
  return item->way == PS_CARE_ONSET || item->way == PS_CARE_RECURRENCE;
}

static double base_of(const ps_care_item *item, const ps_nerve *nerve) {
  if (item->way == PS_CARE_RECURRENCE)
    return log(2) / median_after_episode_d * year_d;
  return -log1p(-nerve->risk.back_pain_year);
}

static double ratio_on(const ps_care *care, const ps_care_sizes *sizes, double day) {
  const ps_care_who well = {.episode = PS_EPISODE_NONE};
  ps_care_acts a = ps_care_on(care, sizes, &well, day);
  return care->item[0].way == PS_CARE_ONSET ? a.onset : a.recurrence;
}

// [d]  of the next episode; infinite: not in this time
static double time_of(const ps_care *care, const ps_care_sizes *sizes, double base_1_d,
                      uint64_t seed, int arm, long i, int days) {
  double left = -log1p(-ps_random_uniform(seed, (uint64_t)arm, (uint64_t)i));
  for (int day = 0; day < days; day++) {
    double used = base_1_d * (arm == TREATED ? ratio_on(care, sizes, day + 0.5) : 1);
    if (used >= left)
      return day + left / used;
    left -= used;
  }
  return INFINITY;
}

// ---- an arm

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static int events_by(const double *sorted, int n, double day) {
  int k = 0;
  while (k < n && sorted[k] <= day)
    k++;
  return k;
}

static ps_trials_arm arm_of(const double *sorted, int n, int days) {
  ps_trials_arm a = {.events = events_by(sorted, n, days), .median_d = NAN};
  for (int i = 0; i < n; i++)
    a.years += fmin(sorted[i], days) / year_d;
  for (int k = 0; k < 2; k++) {
    a.free[k] = 1 - events_by(sorted, n, days * (k + 1) / 2.0) / (double)n;
    double half =
        interval_z * sqrt(a.free[k] * (1 - a.free[k]) / n); // Greenwood's, as none is lost
    a.low[k] = fmax(0, a.free[k] - half);
    a.high[k] = fmin(1, a.free[k] + half);
  }
  if (2 * a.events >= n)
    a.median_d = sorted[(n - 1) / 2];
  return a;
}

// ---- hazard ratio: Cox's partial likelihood of one group against the other [cox1972]

typedef struct pair {
  const double *t[2]; // sorted, by arm
  int n;
  double from, to; // [d]  events that count
} pair;

// slope of the log likelihood in b = ln(ratio), and its curvature
static double score(const pair *p, double b, double *information) {
  int i[2] = {events_by(p->t[0], p->n, p->from), events_by(p->t[1], p->n, p->from)};
  double sum = 0, ratio = exp(b);
  *information = 0;
  for (;;) {
    double next[2];
    for (int k = 0; k < 2; k++)
      next[k] = i[k] < p->n ? p->t[k][i[k]] : INFINITY;
    int arm = next[1] < next[0];
    if (next[arm] > p->to)
      return sum;
    double risk = ratio * (p->n - i[1]), share = risk / (risk + p->n - i[0]);
    sum += arm - share;
    *information += share * (1 - share);
    i[arm]++;
  }
}

// ln(ratio) and its standard error; the likelihood is concave, so Newton's steps with a bound do
static double cox(const pair *p, double *se) {
  double b = 0, information = 0;
  for (int step = 0; step < 50; step++) {
    double slope = score(p, b, &information);
    double move = information > 0 ? slope / information : 0;
    b += fmax(-1, fmin(1, move));
    if (fabs(move) < 1e-12)
      break;
  }
  *se = 1 / sqrt(information);
  return b;
}

// ---- what is expected, of the row alone

typedef struct limit {
  double base_1_d, dose;
  const ps_intervention *what;
  ps_trials_stated stated;
  int days;
  double *events[2], *free[2]; // by day: share with an episode on it, share without at its middle
} limit;

// arm by arm, in ever more people
static void follow(limit *l) {
  for (int d = 0; d < l->days; d++) {
    double used = l->base_1_d;
    l->free[0][d] = exp(-used * (d + 0.5));
    l->events[0][d] = exp(-used * d) * -expm1(-used);
    l->free[1][d] = l->events[1][d] = 0;
  }
  for (int k = 0; k < SHARES; k++) {
    double size = ps_trials_quantile(&l->stated, (k + 0.5) / SHARES), before = 0;
    for (int d = 0; d < l->days; d++) {
      double on = l->what->onset_d > 0 ? -expm1(-(d + 0.5) / l->what->onset_d) : 1;
      double used = l->base_1_d * pow(size, l->dose * on);
      l->free[1][d] += exp(-before - used / 2) / SHARES;
      l->events[1][d] += exp(-before) * -expm1(-used) / SHARES;
      before += used;
    }
  }
}

static double limit_score(const limit *l, double b) {
  double sum = 0, ratio = exp(b);
  for (int d = 0; d < l->days; d++) {
    double share = ratio * l->free[1][d] / (ratio * l->free[1][d] + l->free[0][d]);
    sum += l->events[1][d] - (l->events[0][d] + l->events[1][d]) * share;
  }
  return sum;
}

// the ratio at which Cox's score is zero; by bisection, as it falls with the ratio
static double limit_ratio(limit *l) {
  double low = -5, high = 5;
  follow(l);
  for (int step = 0; step < 60; step++) {
    double middle = (low + high) / 2;
    if (limit_score(l, middle) > 0)
      low = middle;
    else
      high = middle;
  }
  return exp((low + high) / 2);
}

static bool expect(const ps_care *care, ps_trials_survival *s) {
  size_t days = (size_t)s->days;
  double *all = calloc(4 * days, sizeof *all);
  if (!all)
    return false;
  limit l = {.base_1_d = s->base_1_y / year_d,
             .dose = ps_care_dose(&care->item[0]),
             .what = care->item[0].what,
             .stated = ps_trials_stated_of(care, &care->item[0]),
             .days = s->days,
             .events = {all, all + days},
             .free = {all + 2 * days, all + 3 * days}};
  s->expected = limit_ratio(&l);
  free(all);
  return true;
}

// ---- all of it

static void follow_people(const ps_care *care, uint64_t seed, const ps_trials_survival *s,
                          double *time[2]) {
  for (int i = 0; i < s->people; i++) {
    ps_care_sizes sizes = ps_trials_sizes(care, seed, i);
    for (int arm = 0; arm < 2; arm++)
      time[arm][i] = time_of(care, &sizes, s->base_1_y / year_d, seed, CONTROL + arm, i, s->days);
  }
  for (int arm = 0; arm < 2; arm++)
    qsort(time[arm], (size_t)s->people, sizeof *time[arm], by_size);
}

bool ps_trials_survive(const ps_care *care, const ps_nerve *nerve, uint64_t seed,
                       ps_trials_survival *s) {
  ps_care one = *care;
  one.n = 1;
  one.item[0].start_d = 0;
  one.item[0].end_d = INFINITY;
  s->base_1_y = base_of(&one.item[0], nerve);
  double *all = calloc(2 * (size_t)s->people, sizeof *all);
  if (!all || !expect(&one, s)) {
    free(all);
    return false;
  }
  double *time[2] = {all, all + s->people}, se, ignored;
  follow_people(&one, seed, s, time);
  for (int arm = 0; arm < 2; arm++)
    s->arm[arm] = arm_of(time[arm], s->people, s->days);
  pair p = {{time[0], time[1]}, s->people, 0, s->days};
  double b = cox(&p, &se);
  p.from = s->days / 2.0;
  s->late = exp(cox(&p, &ignored));
  s->ratio = exp(b);
  s->low = exp(b - interval_z * se);
  s->high = exp(b + interval_z * se);
  s->person_time = s->arm[1].events / s->arm[1].years / (s->arm[0].events / s->arm[0].years);
  s->z = fabs(b - log(s->expected)) / se;
  s->passed = s->z <= ps_trials_z_most;
  free(all);
  return true;
}
