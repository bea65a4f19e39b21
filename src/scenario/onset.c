// onset.c: levels of risk factors from days, and the odds that go with them.
#include "scenario/onset.h"

#include <math.h>
#include <string.h>

static const double action_m_s2 = 0.5; // A(8) at which employers must act [directive2002]

void ps_onset_levels(double sitting_h, double a8_m_s2, ps_risk_exposure *who) {
  who->level[PS_FACTOR_sitting_6_8h] = sitting_h >= 6 && sitting_h < 8;
  who->level[PS_FACTOR_sitting_over_8h] = sitting_h >= 8;
  double shaken = fmax(0, fmin(1, a8_m_s2 / action_m_s2));
  who->level[PS_FACTOR_vibration] = who->level[PS_FACTOR_vibration_sciatica] = shaken;
}

// means over the days of a week
typedef struct habits {
  double sitting_h, a8_m_s2, breaks, short_nights, carrying;
} habits;

static double seated_with_breaks(const ps_day *day) {
  double all = 0, with = 0;
  for (int i = 0; i < day->nblock; i++)
    if (day->pose[day->block[i].pose].support.seat) {
      all += day->block[i].duration_s;
      with += day->block[i].has_breaks ? day->block[i].duration_s : 0;
    }
  return all > 0 ? with / all : 0;
}

static bool carries(const ps_day *day) {
  for (int i = 0; i < day->nblock; i++)
    if (strcmp(day->block[i].task.name, "carrying") == 0)
      return true;
  return false;
}

static habits habits_of(const ps_weeks *w, const ps_weeks_phase *phase, const ps_habit_sums *sums,
                        int treated) {
  habits h = {0};
  for (int i = 0; i < 7; i++) {
    const ps_day *day = &w->kind[phase->week[i]];
    const ps_life_doses *d = &sums->kind[phase->week[i] + treated];
    h.sitting_h += d->sitting_h / 7;
    h.a8_m_s2 += fmax(0, d->a8_m_s2 - sums->ordinary.a8_m_s2) / 7;
    h.breaks += seated_with_breaks(day) / 7;
    h.short_nights += (day->sleep_s < 6 * 3600) / 7.0;
    h.carrying += carries(day) / 7.0;
  }
  return h;
}

static void drivers_levels(const ps_weeks_phase *phase, const habits *h, ps_risk_exposure *who) {
  if (who->level[PS_FACTOR_vibration] < 0.5)
    return;
  who->level[PS_FACTOR_driver_years] = phase->ndays > 5 * 365;
  who->level[PS_FACTOR_driver_short_sleep] = h->short_nights;
  who->level[PS_FACTOR_driver_handling] = h->carrying > 0.3;
}

// a hazard ratio over the time of the probability
static void multiply(ps_onset_risk *r, double hazard) {
  if (hazard == 1)
    return;
  r->odds *= hazard;
  r->low *= hazard;
  r->high *= hazard;
  r->probability = 1 - pow(1 - r->probability, hazard);
}

void ps_onset_of(const ps_weeks *w, int phase, const ps_habit_sums *sums, double stress_load,
                 const ps_onset_care *care, const ps_nerve *nerve, ps_onset *onset) {
  const ps_risk_params *p = &nerve->risk;
  habits h = habits_of(w, &w->phase[phase], sums, care->treated);
  *onset = (ps_onset){0};
  ps_risk_exposure *who = &onset->who;
  ps_onset_levels(h.sitting_h, h.a8_m_s2, who);
  drivers_levels(&w->phase[phase], &h, who);
  who->level[PS_FACTOR_active_breaks] = h.breaks;
  who->level[PS_FACTOR_depression] = w->mood.depression;
  who->level[PS_FACTOR_ptsd] = w->mood.ptsd;
  who->level[PS_FACTOR_stress] = stress_load;
  who->level[PS_FACTOR_insomnia] = h.short_nights;
  const ps_onset_risk risks[PS_ONSET_OUTCOMES] = {
      {.outcome = PS_RISK_back_pain, .words = "back pain within a year", .base = p->back_pain_year},
      {.outcome = PS_RISK_sciatica, .words = "sciatica within a year", .base = p->sciatica_year},
      {.outcome = PS_RISK_chronic_pain,
       .words = "chronic back pain within five years",
       .base = p->chronic_pain_5y}};
  for (int i = 0; i < PS_ONSET_OUTCOMES; i++) {
    ps_onset_risk *r = &onset->risk[i];
    *r = risks[i];
    ps_risk_log_odds b = ps_risk_combined(p, nerve->risk_factor, r->outcome, who);
    r->odds = exp(b.value);
    r->low = exp(b.low);
    r->high = exp(b.high);
    r->probability = ps_risk_probability(r->base, b.value);
    if (r->outcome == PS_RISK_back_pain)
      multiply(r, care->hazard);
  }
}
