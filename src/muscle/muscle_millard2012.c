// muscle_millard2012.c: Millard2012EquilibriumMuscle.
//
//   fibers   F / F0 = a f_l(l) f_v(v) + f_p(l) + beta v                                      (L1)
//   tendon   F / F0 = f_t(L_t)                                                               (L2)
//
// f are smooth curves (model/muscle_curve.h); l over optimal length, v over the largest speed, L_t
// over slack length, beta the damping. Elastic and damped: v solves (L1) cos(alpha) = (L2), whose
// left side grows with v. Elastic and undamped: v = f_v^-1, a division by a f_l away. Rigid: the
// fiber follows the path, and stands still while the tendon is slack.
// Source: Millard et al. 2013 [millard2013]; what is zero while a fiber is clamped, and the cosine
// of static optimization: OpenSim 4.6 [seth2018].
#include "muscle/activation.h"
#include "muscle/balance.h"
#include "muscle/muscle_class.h"
#include "muscle/pennation.h"

// A curve somewhere.
typedef struct level {
  double value, slope;
} level;

static level at(const ps_muscle_params *p, const ps_muscle_curves *c, ps_muscle_role role,
                double x) {
  level f;
  f.value = ps_curve_value_slope(&c->curve[p->curve[role]], c->pool, x, &f.slope);
  return f;
}

static double value(const ps_muscle_params *p, const ps_muscle_curves *c, ps_muscle_role role,
                    double x) {
  return ps_curve_value(&c->curve[p->curve[role]], c->pool, x);
}

// ---- equilibrium ----------------------------------------------------------------------------

typedef struct problem {
  const ps_muscle_params *p;
  const ps_muscle_curves *c;
  double a, length;
} problem;

// (L1) cos(alpha) - (L2) while nothing moves.
static double imbalance(void *muscle, double s, double *slope, double *bend) {
  const problem *q = muscle;
  const ps_muscle_derived *d = &q->p->derived;
  double h2 = d->height * d->height, l = sqrt(s * s + h2), per_l = 1 / l, cosine = s * per_l;
  double tendon[3], per_slack = d->per_slack_length;
  ps_curve_eval(&q->c->curve[q->p->curve[PS_ROLE_TENDON]], q->c->pool, (q->length - s) * per_slack,
                tendon);
  level active = at(q->p, q->c, PS_ROLE_ACTIVE, l * d->per_optimal_length);
  level passive = at(q->p, q->c, PS_ROLE_PASSIVE, l * d->per_optimal_length);
  double force = q->a * active.value + passive.value;
  double stiffness = (q->a * active.slope + passive.slope) * d->per_optimal_length;
  *slope = stiffness * cosine * cosine + force * h2 * per_l * per_l * per_l + tendon[1] * per_slack;
  *bend = -tendon[2] * per_slack * per_slack;
  return force * cosine - tendon[0];
}

static double start(const problem *q) {
  const ps_muscle_derived *d = &q->p->derived;
  double s = q->length - q->p->tendon_slack_length, l = sqrt(s * s + d->height * d->height);
  double cosine = s / l;
  level active = at(q->p, q->c, PS_ROLE_ACTIVE, l * d->per_optimal_length);
  level passive = at(q->p, q->c, PS_ROLE_PASSIVE, l * d->per_optimal_length);
  double force = (q->a * active.value + passive.value) * cosine;
  double stiffness = (q->a * active.slope + passive.slope) * d->per_optimal_length;
  return ps_balance_start(q->p, q->length, force, stiffness * cosine * cosine, ps_rough_strain);
}

ps_muscle_outcome ps_millard_equilibrate(const ps_muscle_params *p, const ps_muscle_curves *c,
                                         double length, ps_muscle_state *state) {
  if (p->ignore_tendon_compliance)
    return PS_MUSCLE_STATELESS;
  problem q = {p, c, ps_activation_clamp(p, state->activation), length};
  ps_balance b = {.low = p->derived.min_along_tendon,
                  .high = length - p->tendon_slack_length,
                  .scale = ps_balance_scale(p)};
  double s;
  if (b.high > b.low)
    b.start = start(&q);
  ps_muscle_outcome outcome = ps_balance_solve(b, imbalance, &q, &s);
  state->fiber_length = ps_fiber_of_reach(p, s);
  return outcome;
}

// ---- speed of a fiber between path and tendon -----------------------------------------------

// v where active f_v(v) + beta v = force, all over F0, and f_v there. Newton between the bounds
// that the range of f_v gives; the inverse curve, good for beta = 0, is the start.
static double damped_speed(const ps_muscle_params *p, const ps_muscle_curves *c, double active,
                           double force, double *fv) {
  const int most = 100;
  const double close = 1e-7; // a step this small leaves 1e-12
  double beta = p->fiber_damping, top = p->velocity_curve.max_eccentric_velocity_force_multiplier;
  double low = (force - active * top) / beta, high = force / beta;
  double v = value(p, c, PS_ROLE_VELOCITY_INVERSE, force / fmax(active, 1e-4));
  v = fmin(fmax(v, -1), 1);
  if (!(v > low && v < high))
    v = 0.5 * (low + high);
  for (int i = 0; i < most; i++) {
    level f = at(p, c, PS_ROLE_VELOCITY, v);
    double excess = active * f.value + beta * v - force;
    double step = -excess / (active * f.slope + beta);
    *fv = f.value + f.slope * step;
    if (fabs(step) < close * (1 + fabs(v)))
      return v + step;
    if (excess > 0)
      high = v;
    else
      low = v;
    v = v + step > low && v + step < high ? v + step : 0.5 * (low + high);
  }
  return v;
}

// Normalized speed of the fiber and f_v; `pull` is the tendon's force along the fiber, over F0.
static double elastic_speed(const ps_muscle_params *p, const ps_muscle_curves *c, double a,
                            double fal, double fpe, double pull, double *fv) {
  if (p->derived.damped)
    return damped_speed(p, c, a * fal, pull - fpe, fv);
  *fv = (pull - fpe) / (a * fal);
  return value(p, c, PS_ROLE_VELOCITY_INVERSE, *fv);
}

static double rigid_speed(const ps_muscle_params *p, const ps_muscle_curves *c, double speed,
                          ps_muscle_output *out, double *fv) {
  const double rounding = 2e-14; // [m]
  *fv = 1;
  if (out->tendon_length < p->tendon_slack_length - rounding) {
    out->flags |= PS_MUSCLE_BUCKLED;
    return 0;
  }
  double v = speed * out->cos_pennation_angle * p->derived.per_max_speed;
  *fv = value(p, c, PS_ROLE_VELOCITY, v);
  return v;
}

// ---- everything at a state ------------------------------------------------------------------

// The curves where the muscle is.
typedef struct curves {
  level active, passive, tendon;
} curves;

static void forces(const ps_muscle_params *p, double a, const curves *f, ps_muscle_output *out) {
  double F0 = p->max_isometric_force, fv = out->force_velocity;
  double active = F0 * (a * out->fiber_active_force_length * fv);
  double elastic = F0 * out->fiber_passive_force_length;
  double damping = F0 * p->fiber_damping * out->normalized_fiber_velocity;
  double force = active + (elastic + damping);
  // a rigid tendon does not choose its speed; what would push is taken from the damping
  if (p->ignore_tendon_compliance && force < 0) {
    force = 0;
    damping = -active - elastic;
  }
  out->active_fiber_force = active;
  out->passive_fiber_force = elastic + damping;
  out->fiber_force = force;
  out->fiber_force_along_tendon = force * out->cos_pennation_angle;
  out->fiber_stiffness =
      F0 * (a * f->active.slope * fv + f->passive.slope) * p->derived.per_optimal_length;
  out->fiber_active_power = -(active + damping) * out->fiber_velocity;
  out->fiber_passive_power = -elastic * out->fiber_velocity;
}

static void whole(const ps_muscle_params *p, const curves *f, bool clamped, ps_muscle_output *out) {
  double F0 = p->max_isometric_force, l = out->fiber_length;
  bool rigid = p->ignore_tendon_compliance;
  out->tendon_force = out->actuation = rigid ? out->fiber_force_along_tendon : F0 * f->tendon.value;
  out->tendon_power = -out->tendon_force * out->tendon_velocity;
  if (clamped)
    return;
  out->tendon_stiffness = rigid ? INFINITY : F0 * f->tendon.slope * p->derived.per_slack_length;
  double along = ps_stiffness_along(out->fiber_force, out->fiber_stiffness, l,
                                    ps_pennation_sin(p, l), out->cos_pennation_angle);
  out->muscle_stiffness = rigid ? along : ps_stiffness_in_series(along, out->tendon_stiffness);
}

void ps_millard_evaluate(const ps_muscle_params *p, const ps_muscle_curves *c,
                         const ps_muscle_state *state, double excitation, double length,
                         double speed, ps_muscle_output *out) {
  bool rigid = p->ignore_tendon_compliance;
  double a = ps_activation_clamp(p, p->ignore_activation_dynamics ? excitation : state->activation);
  double l = rigid ? ps_fiber_of_reach(p, length - p->tendon_slack_length)
                   : ps_fiber_clamp(p, state->fiber_length);
  ps_muscle_position(p, l, length, out);
  double n = out->normalized_fiber_length, fv, v;
  curves f = {.tendon = {0}};
  f.active = at(p, c, PS_ROLE_ACTIVE, n);
  f.passive = at(p, c, PS_ROLE_PASSIVE, n);
  out->fiber_active_force_length = f.active.value;
  out->fiber_passive_force_length = f.passive.value;

  if (rigid)
    v = rigid_speed(p, c, speed, out, &fv);
  else {
    f.tendon = at(p, c, PS_ROLE_TENDON, out->tendon_length * p->derived.per_slack_length);
    double pull = f.tendon.value / out->cos_pennation_angle;
    v = elastic_speed(p, c, a, f.active.value, f.passive.value, pull, &fv);
  }
  bool clamped = l <= p->derived.min_fiber_length && v <= 0;
  if (clamped) {
    v = 0, fv = 1;
    out->flags |= PS_MUSCLE_CLAMPED;
  }
  ps_muscle_speed(p, v / p->derived.per_max_speed, speed, out);
  out->force_velocity = fv;
  if (rigid && !clamped)
    out->tendon_velocity = 0;
  if (!clamped)
    forces(p, a, &f, out);
  whole(p, &f, clamped, out);
  out->fiber_length_dot = rigid ? NAN : out->fiber_velocity;
}

// ---- rigid tendon ---------------------------------------------------------------------------

double ps_millard_active_rigid(const ps_muscle_params *p, const ps_muscle_curves *c, double a,
                               double length, double speed) {
  const ps_muscle_derived *d = &p->derived;
  double s = length - p->tendon_slack_length;
  if (!(s > d->min_along_tendon))
    return 0;
  double l = sqrt(s * s + d->height * d->height), n = l * d->per_optimal_length, cosine = s / l;
  double fal = value(p, c, PS_ROLE_ACTIVE, n);
  double fv = value(p, c, PS_ROLE_VELOCITY, speed * cosine * d->per_max_speed);
  if (p->cosine_of_normalized_length)
    cosine = ps_pennation_cos(p, n);
  return p->max_isometric_force * (ps_activation_clamp(p, a) * fal * fv) * cosine;
}

double ps_millard_passive_rigid(const ps_muscle_params *p, const ps_muscle_curves *c, double length,
                                double speed) {
  double l = ps_fiber_of_reach(p, length - p->tendon_slack_length);
  double cosine = ps_pennation_cos(p, l);
  double fpe = value(p, c, PS_ROLE_PASSIVE, l * p->derived.per_optimal_length);
  double damping = p->fiber_damping * speed * cosine * p->derived.per_max_speed;
  return p->max_isometric_force * (fpe + damping) * cosine;
}
