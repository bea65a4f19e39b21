#include "physio/vibration.h"

#include <math.h>

#include "physio/step.h"

double ps_vibration_transmissibility(const ps_vibration_params *p, double hz) {
  double r = ps_within(hz, 0, 1000) / p->natural_hz, damper = 2 * p->damping * r;
  double spring = 1 - r * r;
  return sqrt((1 + damper * damper) / (spring * spring + damper * damper)); // (V2)
}

double ps_vibration_resonance_hz(const ps_vibration_params *p) {
  // multiplied out so that it is 1 without damping   (V3)
  double r2 = 2 / (1 + sqrt(1 + 8 * p->damping * p->damping));
  return p->natural_hz * sqrt(r2);
}

// nobody stays seated beyond ten times gravity
static double believed(double acceleration) {
  return fmin(fabs(acceleration), 100);
}

// only what points along the spine squeezes discs
static double along_spine(double recline_deg) {
  const double degree = 3.14159265358979323846 / 180; // [rad]
  return fabs(cos(recline_deg * degree));
}

void ps_vibration_step(const ps_vibration_params *p, const ps_vibration_input *in, double dt_s,
                       ps_vibration *s) {
  double suspension = ps_within(in->suspension, 0, 1);
  double seat = believed(in->aw) * (1 + suspension * (p->suspension_factor - 1));
  s->dose += seat * seat * dt_s; // (V1)

  // peaks of narrow-band noise follow Rayleigh: their mean sixth power is 48 times that of the rms
  double T = ps_vibration_transmissibility(p, p->vehicle_hz);
  double spine = T * seat * along_spine(in->recline_deg);
  s->sixth += 48 * p->vehicle_hz * dt_s * pow(spine, 6); // (V5)
}

void ps_vibration_shock(const ps_vibration_params *p, double peak, double recline_deg,
                        ps_vibration *s) {
  double T = ps_vibration_transmissibility(p, p->vehicle_hz);
  s->sixth += pow(T * believed(peak) * along_spine(recline_deg), 6);
}

double ps_vibration_a8(const ps_vibration *s) {
  return sqrt(s->dose / (8 * 3600.0)); // (V1)
}

double ps_vibration_sed_mpa(const ps_vibration_params *p, const ps_vibration *s) {
  return p->stress_per_accel * pow(s->sixth, 1.0 / 6); // (V4)
}

static ps_vibration_class class_of(double x, double low, double high) {
  return x < low ? PS_VIBRATION_LOW : x <= high ? PS_VIBRATION_MIDDLE : PS_VIBRATION_HIGH;
}

ps_vibration_class ps_vibration_a8_class(const ps_vibration_params *p, const ps_vibration *s) {
  return class_of(ps_vibration_a8(s), p->a8_action, p->a8_limit);
}

ps_vibration_class ps_vibration_sed_class(const ps_vibration_params *p, const ps_vibration *s) {
  return class_of(ps_vibration_sed_mpa(p, s), p->sed_low_mpa, p->sed_high_mpa);
}
