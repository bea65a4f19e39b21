#include "physio/thixotropy.h"

#include <math.h>
#include <stdbool.h>

#include "physio/step.h"

// x' = up (level - x) - down x, exactly
static double step_balance(double x, double up, double level, double down, double dt) {
  double rate = up + down;
  return ps_approach(x, up * level / rate, 1 / rate, dt);
}

void ps_thixotropy_step(const ps_thixotropy_params *p, const ps_thixotropy_input *in, double dt_s,
                        ps_thixotropy *s) {
  const double minute = 60, hour = 3600; // [s]
  double speed = fmin(fabs(in->speed), 100);
  double held = ps_within(in->held, 0, 1);
  double contraction = ps_within(in->contraction, 0, 1);
  double massage = ps_within(in->massage, 0, 1);

  // cross-bridges that bind at rest are torn by movement, not by effort   (T1)
  s->short_range =
      step_balance(s->short_range, 1 / (p->tau_rise_min * minute), 1, speed / p->reset_range, dt_s);

  // hours of holding are undone by regular contractions and by rolling   (T2)
  double undo = contraction / (p->tau_contraction_min * minute) +
                massage / (p->tau_massage_min * minute); // [1/s]
  s->held = step_balance(s->held, 1 / (p->tau_held_h * hour), held, undo, dt_s);
}

double ps_thixotropy_factor(const ps_thixotropy_params *p, const ps_thixotropy *s,
                            double away_deg) {
  bool near = fabs(away_deg) <= p->range_deg;
  return near ? 1 + fmax(p->extra, 0) * s->short_range : 1; // (T3)
}

double ps_thixotropy_muscle(const ps_thixotropy_params *p, const ps_thixotropy *s) {
  double g = p->held_gain / -expm1(-p->held_after_h / p->tau_held_h); // (T5)
  return 1 + g * s->held;                                             // (T4)
}
