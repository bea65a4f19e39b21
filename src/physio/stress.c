#include "physio/stress.h"

#include <math.h>

static const double LN2 = 0.69314718055994530942;
static const double TWO_PI = 6.28318530717958647693;

enum { CORTISOL = PS_STRESS_STAGES, LOAD, SLOW_STATES };

static double share(double x) {
  return x > 0 ? fmin(x, 1) : 0;
}

// What (S2, S3, S5) say about y1..y4, x and A while s has the value `fast`. [1/s]
static void slow_rates(const ps_stress_params *p, double fast, const double x[SLOW_STATES],
                       double rate[SLOW_STATES]) {
  double stage_s = 60 * p->cortisol_delay_min / PS_STRESS_STAGES, before = fast;
  for (int i = 0; i < PS_STRESS_STAGES; i++) {
    rate[i] = (before - x[i]) / stage_s;
    before = x[i];
  }
  double clearance = LN2 / p->cortisol_half_life_min;
  rate[CORTISOL] = (p->cortisol_secretion_per_min * before - clearance * x[CORTISOL]) / 60;
  rate[LOAD] = (fast - x[LOAD]) / (86400 * p->load_tau_day);
}

// One step of Runge and Kutta of order four; s at its ends and its middle is given.
static void slow_step(const ps_stress_params *p, const double fast[3], double h,
                      double x[SLOW_STATES]) {
  static const double at[4] = {0, 0.5, 0.5, 1}, weight[4] = {1, 2, 2, 1};
  double rate[SLOW_STATES] = {0}, sum[SLOW_STATES] = {0}, trial[SLOW_STATES];
  for (int stage = 0; stage < 4; stage++) {
    for (int i = 0; i < SLOW_STATES; i++)
      trial[i] = x[i] + at[stage] * h * rate[i];
    slow_rates(p, fast[(int)(2 * at[stage])], trial, rate);
    for (int i = 0; i < SLOW_STATES; i++)
      sum[i] += weight[stage] * rate[i];
  }
  for (int i = 0; i < SLOW_STATES; i++)
    x[i] += h / 6 * sum[i];
}

// how far s is from where it goes, and how fast [s] it goes there
static double course(const ps_stress_params *p, double u, const ps_stress *s, double *tau) {
  double away = s->sympathetic - u;
  *tau = 60 * (away < 0 ? p->on_tau_min : p->off_tau_min);
  return away;
}

void ps_stress_step_load(const ps_stress_params *p, double stressor, double dt_s, ps_stress *s) {
  if (!(dt_s > 0))
    return;
  double u = share(stressor), tau, away = course(p, u, s, &tau);
  double slow = 86400 * p->load_tau_day, fast_left = exp(-dt_s / tau), left = exp(-dt_s / slow);
  s->load = u + (s->load - u) * left + away * tau / (tau - slow) * (fast_left - left); // (S5)
  s->sympathetic = u + away * fast_left;                                               // (S1)
}

void ps_stress_step(const ps_stress_params *p, double stressor, double dt_s, ps_stress *s) {
  if (!(dt_s > 0))
    return;
  double u = share(stressor), tau, away = course(p, u, s, &tau);

  // parts in which neither s nor a stage of the delay moves far
  double part = fmin(tau / 2, 60 * p->cortisol_delay_min / PS_STRESS_STAGES / 4);
  double parts = ceil(dt_s / part), h = dt_s / parts;

  double x[SLOW_STATES] = {[CORTISOL] = s->cortisol_excess, [LOAD] = s->load};
  for (int i = 0; i < PS_STRESS_STAGES; i++)
    x[i] = s->delayed[i];
  for (double k = 0; k < parts; k++) {
    double fast[3];
    for (int i = 0; i < 3; i++)
      fast[i] = u + away * exp(-(k + 0.5 * i) * h / tau); // (S1)
    slow_step(p, fast, h, x);
  }
  for (int i = 0; i < PS_STRESS_STAGES; i++)
    s->delayed[i] = x[i];
  s->cortisol_excess = x[CORTISOL];
  s->load = x[LOAD];
  s->sympathetic = u + away * exp(-dt_s / tau);
}

double ps_stress_cortisol_base(const ps_stress_params *p, double clock_h) {
  return 1 + p->cortisol_swing * cos(TWO_PI * (clock_h - p->cortisol_peak_hour) / 24); // (S4)
}

double ps_stress_cortisol(const ps_stress_params *p, const ps_stress *s, double clock_h) {
  return ps_stress_cortisol_base(p, clock_h) + s->cortisol_excess;
}

ps_stress_effects ps_stress_effects_of(const ps_stress_params *p, const ps_stress *s) {
  double x = s->sympathetic;
  return (ps_stress_effects){
      .trapezius_pct = p->tone_trapezius_pct * x, // (S6)
      .trunk_pct = p->tone_trunk_pct * x,
      .psoas_pct = p->tone_psoas_pct * x,
      .coactivation = 1 + p->coactivation_gain * x,
      .rest_gaps = fmax(0, 1 - p->gap_gain * x),
      .heart_per_min = p->heart_rest_per_min + p->heart_rise_per_min * x, // (S7)
      .breath_per_min = p->breath_rest_per_min + p->breath_rise_per_min * x,
      .abdominal_kpa = p->abdominal_rise_kpa * x,
  };
}

double ps_startle_burst(const ps_stress_params *p, double t_s, double repeats) {
  double z = (t_s - p->startle_delay_s) / p->startle_width_s;
  return p->startle_peak * exp(-z * z) * exp2(-fmax(0, repeats) / p->startle_halving); // (S8)
}

ps_freeze ps_freeze_at(const ps_stress_params *p, double t_s) {
  if (!(t_s >= 0 && t_s < p->freeze_s))
    return (ps_freeze){.coactivation = 1, .sway = 1};
  return (ps_freeze){p->freeze_coactivation, p->freeze_sway, p->freeze_heart_per_min};
}
