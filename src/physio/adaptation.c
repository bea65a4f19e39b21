#include "physio/adaptation.h"

#include <math.h>

#include "physio/step.h"

static double positive(double x) {
  return fmax(x, 0);
}

// what of a day counts, by the share of it that is spent so   (A3)
static double gate(const ps_adaptation_params *p, double duty) {
  double c = p->duty0 / (1 - p->duty0);
  double with = pow(duty, p->gate_power), against = pow(c * (1 - duty), p->gate_power);
  return with / (with + against);
}

// (A4)
static double stretched(const ps_adaptation_params *p, const ps_adaptation_day *day) {
  return -expm1(-positive(day->stretch_min) / p->stretch_scale_min);
}

ps_adaptation ps_adaptation_start(void) {
  return (ps_adaptation){.length = 1, .strength = 1, .stiffness = 1};
}

double ps_adaptation_target(const ps_adaptation_params *p, const ps_adaptation_day *day) {
  double length = ps_within(day->mean_length, 0, 2);
  double duty = ps_within(day->duty_short, 0, 1);

  // a few minutes at full length a day keep a muscle from shortening
  double unprotected = positive(1 - positive(day->stretch_min) / p->protect_min);
  double shorter = gate(p, duty) * unprotected * positive(1 - length - p->dead_zone);
  double longer = gate(p, 1 - duty) * positive(length - 1 - p->dead_zone);
  return 1 + p->gain * (longer - shorter) + p->stretch_length * stretched(p, day); // (A2)
}

// effect on strength of the highest activation of a day
static double strength_dose(const ps_adaptation_params *p, double peak) {
  double above = (peak - p->usual_peak) / (1 - p->usual_peak);
  double below = (peak - p->usual_peak) / p->usual_peak;
  return peak > p->usual_peak ? p->strength_gain * above : p->strength_loss * below;
}

void ps_adaptation_step(const ps_adaptation_params *p, const ps_adaptation_day *day, double dt_s,
                        ps_adaptation *s) {
  double dt = dt_s / 86400; // [day]
  double w = stretched(p, day);
  double mean = ps_within(day->mean_activation, 0, 1);
  double peak = ps_within(day->peak_activation, 0, 1);

  double length = ps_adaptation_target(p, day);
  double tau = length < s->length ? p->tau_shorten_d : p->tau_lengthen_d;
  s->length = ps_approach(s->length, length, tau, dt); // (A1)

  double strength = 1 + strength_dose(p, peak) + p->stretch_strength * w;
  s->strength = ps_approach(s->strength, strength, p->tau_strength_d, dt); // (A5)

  double busy = ps_within(mean / p->usual_mean - 1, -1, 1);
  double stiffness = 1 - p->stiffness_dose * busy - p->stretch_stiffness * w;
  s->stiffness = ps_approach(s->stiffness, stiffness, p->tau_stiffness_d, dt); // (A6)

  s->tolerance_deg =
      ps_approach(s->tolerance_deg, p->stretch_tolerance_deg * w, p->tau_tolerance_d, dt); // (A7)
}

double ps_adaptation_extension_deg(const ps_adaptation *s, double deg_per_share) {
  return (s->length - 1) * deg_per_share + s->tolerance_deg; // (A8)
}

double ps_adaptation_acute_loss(const ps_adaptation_params *p, double stretch_min) {
  return fmin(p->acute_per_min * positive(stretch_min - p->acute_from_min), p->acute_most); // (A9)
}
