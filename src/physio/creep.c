#include "physio/creep.h"

#include <assert.h>
#include <math.h>

#include "physio/step.h"

double ps_creep_fast_share(const ps_creep_params *p) {
  assert(p->tau_fast_min < p->tau_slow_min);
  double fast = -expm1(-p->recovered_min / p->tau_fast_min);
  double slow = -expm1(-p->recovered_min / p->tau_slow_min);
  return ps_within((p->recovered_share - slow) / (fast - slow), 0, 1); // (C4)
}

// the way up is common to all parts, the way down their own   (C2)
static double step_part(const ps_creep_params *p, double part, double target, double tau_down_min,
                        double dt_min) {
  return ps_approach(part, target, target > part ? p->tau_load_min : tau_down_min, dt_min);
}

void ps_creep_step(const ps_creep_params *p, double load, double dt_s, ps_creep *s) {
  load = ps_within(load, 0, 1);
  double dt = dt_s / 60;

  // what full flexion would reach in the end, and its fast share   (C3, C4)
  double g = p->after_deg / -expm1(-p->after_min / p->tau_load_min);
  double f = ps_creep_fast_share(p);

  s->fast_deg = step_part(p, s->fast_deg, f * g * load, p->tau_fast_min, dt);
  s->slow_deg = step_part(p, s->slow_deg, (1 - f) * g * load, p->tau_slow_min, dt);

  // "recovered" means that a twentieth is left
  double tau_reflex = p->reflex_min / log(20);
  double loss = ps_within(p->reflex_loss, 0, 1) * load;
  s->reflex_loss = step_part(p, s->reflex_loss, loss, tau_reflex, dt);
}

double ps_creep_angle_deg(const ps_creep *s) {
  return s->fast_deg + s->slow_deg; // (C1)
}

double ps_creep_reflex(const ps_creep *s) {
  return 1 - s->reflex_loss;
}
