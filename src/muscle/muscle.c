// muscle.c: to each muscle the functions of its class.
#include "muscle/muscle.h"

#include "muscle/activation.h"
#include "muscle/muscle_class.h"
#include "muscle/pennation.h"

ps_muscle_outcome ps_muscle_equilibrate(const ps_muscle_params *p, const ps_muscle_curves *c,
                                        double length, double speed, ps_muscle_state *state) {
  switch (p->kind) {
  case PS_MUSCLE_THELEN2003:
    return ps_thelen_equilibrate(p, length, speed, state);
  case PS_MUSCLE_MILLARD2012:
    return ps_millard_equilibrate(p, c, length, state);
  case PS_MUSCLE_DEGROOTE2016:
    return ps_degroote_equilibrate(p, length, speed, state);
  case PS_MUSCLE_MILLARD2012_ACCELERATION:
    return ps_massive_equilibrate(p, c, length, speed, state);
  default:
    return PS_MUSCLE_STATELESS;
  }
}

void ps_muscle_evaluate(const ps_muscle_params *p, const ps_muscle_curves *c,
                        const ps_muscle_state *state, double excitation, double length,
                        double speed, ps_muscle_output *out) {
  *out = (ps_muscle_output){.fiber_velocity_dot = NAN, .tendon_force_dot = NAN};
  out->activation_dot = ps_activation_rate(p, excitation, state->activation);
  switch (p->kind) {
  case PS_MUSCLE_THELEN2003:
    ps_thelen_evaluate(p, state, length, speed, out);
    break;
  case PS_MUSCLE_MILLARD2012:
    ps_millard_evaluate(p, c, state, excitation, length, speed, out);
    break;
  case PS_MUSCLE_DEGROOTE2016:
    ps_degroote_evaluate(p, state, excitation, length, speed, out);
    break;
  case PS_MUSCLE_MILLARD2012_ACCELERATION:
    ps_massive_evaluate(p, c, state, length, speed, out);
    break;
  default:
    ps_rigid_evaluate(p, c, excitation, length, speed, out);
  }
  ps_muscle_project(speed, out);
}

double ps_muscle_active_force_rigid(const ps_muscle_params *p, const ps_muscle_curves *c, double a,
                                    double length, double speed) {
  switch (p->kind) {
  case PS_MUSCLE_THELEN2003:
    return ps_thelen_active_rigid(p, a, length, speed);
  case PS_MUSCLE_DEGROOTE2016:
    return ps_degroote_active_rigid(p, a, length, speed);
  case PS_MUSCLE_RIGID_TENDON:
    return ps_rigid_active_rigid(p, c, a, length, speed);
  default:
    return ps_millard_active_rigid(p, c, a, length, speed);
  }
}

static double passive_force(const ps_muscle_params *p, const ps_muscle_curves *c, double length,
                            double speed) {
  switch (p->kind) {
  case PS_MUSCLE_THELEN2003:
    return ps_thelen_passive_rigid(p, length);
  case PS_MUSCLE_MILLARD2012:
    return ps_millard_passive_rigid(p, c, length, speed);
  case PS_MUSCLE_DEGROOTE2016:
    return ps_degroote_passive_rigid(p, length, speed);
  case PS_MUSCLE_MILLARD2012_ACCELERATION:
    return ps_massive_passive_rigid(p, c, length, speed);
  default:
    return ps_rigid_passive_rigid(p, c, length);
  }
}

double ps_muscle_passive_force_rigid(const ps_muscle_params *p, const ps_muscle_curves *c,
                                     double length, double speed) {
  double force = passive_force(p, c, length, speed);
  return force < 0 ? 0 : force; // what is not a number stays visible
}
