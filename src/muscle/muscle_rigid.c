// muscle_rigid.c: RigidTendonMuscle.
//
//   F / F0 = u f_l(l) f_v(v) + f_p(l),   l^2 = (L - slack length)^2 + h^2,   v = L'           (R1)
//
// f are functions of the model, usually splines; u is the excitation, for there is no activation.
// The fiber is taken to be as fast as the path, whatever its pennation: an oddity of OpenSim 4.6
// [seth2018], as are the quantities it leaves out (nan).
#include <math.h>

#include "muscle/muscle_class.h"

typedef struct fiber {
  double length, cosine, active, passive;
} fiber;

static double at(const ps_muscle_params *p, const ps_muscle_curves *c, ps_muscle_role role,
                 double x) {
  double f[3];
  ps_function_eval(&c->function[p->function[role]], c->pool, x, f);
  return f[0];
}

static fiber position(const ps_muscle_params *p, const ps_muscle_curves *c, double length) {
  const double narrow = 1.5e-8, most_passive = 10; // [m], [-]
  double s = fmax(0, length - p->tendon_slack_length), h = p->derived.height;
  fiber f = {.length = s, .cosine = 1};
  if (h > narrow) {
    f.length = sqrt(s * s + h * h);
    f.cosine = s / f.length;
  }
  double n = f.length * p->derived.per_optimal_length;
  f.active = at(p, c, PS_ROLE_ACTIVE, n);
  f.passive = fmin(fmax(0, at(p, c, PS_ROLE_PASSIVE, n)), most_passive);
  return f;
}

void ps_rigid_evaluate(const ps_muscle_params *p, const ps_muscle_curves *c, double excitation,
                       double length, double speed, ps_muscle_output *out) {
  double F0 = p->max_isometric_force;
  fiber f = position(p, c, length);
  out->fiber_length = f.length;
  out->normalized_fiber_length = f.length * p->derived.per_optimal_length;
  out->pennation_angle = acos(f.cosine);
  out->cos_pennation_angle = f.cosine;
  out->tendon_length = p->tendon_slack_length;

  out->fiber_velocity = speed;
  out->normalized_fiber_velocity = speed * p->derived.per_max_speed;
  out->pennation_angular_velocity = out->tendon_velocity = NAN;

  out->fiber_active_force_length = f.active;
  out->fiber_passive_force_length = f.passive;
  out->force_velocity = at(p, c, PS_ROLE_VELOCITY, out->normalized_fiber_velocity);

  out->active_fiber_force = F0 * (excitation * f.active * out->force_velocity); // (R1)
  out->passive_fiber_force = F0 * f.passive;
  out->fiber_force = out->active_fiber_force + out->passive_fiber_force;
  out->fiber_force_along_tendon = out->fiber_force * f.cosine;
  out->tendon_force = out->actuation = out->fiber_force_along_tendon;
  out->fiber_stiffness = out->tendon_stiffness = NAN;
  out->fiber_length_dot = NAN;
  out->fiber_active_power = -out->active_fiber_force * speed;
  out->fiber_passive_power = -out->passive_fiber_force * speed;
}

double ps_rigid_active_rigid(const ps_muscle_params *p, const ps_muscle_curves *c, double a,
                             double length, double speed) {
  fiber f = position(p, c, length);
  double fv = at(p, c, PS_ROLE_VELOCITY, speed * p->derived.per_max_speed);
  return p->max_isometric_force * (a * f.active * fv) * f.cosine;
}

double ps_rigid_passive_rigid(const ps_muscle_params *p, const ps_muscle_curves *c, double length) {
  fiber f = position(p, c, length);
  return p->max_isometric_force * f.passive * f.cosine;
}
