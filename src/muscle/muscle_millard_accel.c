// muscle_millard_accel.c: Millard2012AccelerationMuscle: fibers with mass.
//
// Elastic elements are damped as if in contact: f (1 + b rate), never of the other sign,
//
//   T = f_t (1 + b_t L_t'),  P = f_p (1 + b_p l'),
//   K = f_k (1 - b_k l'),    C = f_c (1 - b_c s')                                           (A4)
//   E = a f_l f_v + P - K + b l'                        along the fibers                    (A5)
//   I = E cos(alpha) - C                                along the tendon                    (A6)
//   l'' = F0 (T - I) cos(alpha) / m + l alpha'^2                                            (A7)
//
// K resists short fibers, C steep pennation. Rates are over optimal length (l'), slack length
// (L_t') and optimal length along the tendon (s'), per second. Equilibrium is l'' = 0.
// Source: Millard et al. 2013 [millard2013]; which part counts as what: OpenSim 4.6 [seth2018].
#include "muscle/balance.h"
#include "muscle/muscle_class.h"
#include "muscle/pennation.h"

static double at(const ps_muscle_params *p, const ps_muscle_curves *c, ps_muscle_role role,
                 double x, double *slope) {
  double f[3];
  ps_curve_eval(&c->curve[p->curve[role]], c->pool, x, f);
  *slope = f[1];
  return f[0];
}

// A muscle with everything (A4) to (A7) need; forces over F0, derivatives over lengths in m.
typedef struct moment {
  // position
  double l, sine, cosine, dcosine; // dcosine: over l
  double fal, fpe, fk, fc, fse, dfal, dfpe, dfk, dfc, dfse;
  // velocity
  double v, along, turn, fv; // of the fiber, along the tendon, of pennation
  double T, P, K, C, V;
  double E, dE, dC, dT; // dE, dC over l, dT over tendon length
} moment;

static void place(const ps_muscle_params *p, const ps_muscle_curves *c, double l, double length,
                  moment *m) {
  const ps_muscle_derived *d = &p->derived;
  m->l = l;
  m->sine = ps_pennation_sin(p, l);
  m->cosine = ps_pennation_cos(p, l);
  m->dcosine = m->sine * m->sine / (l * m->cosine);
  double n = l * d->per_optimal_length, nt = (length - l * m->cosine) * d->per_slack_length;
  m->fal = at(p, c, PS_ROLE_ACTIVE, n, &m->dfal);
  m->fpe = at(p, c, PS_ROLE_PASSIVE, n, &m->dfpe);
  m->fk = at(p, c, PS_ROLE_COMPRESSION, n, &m->dfk);
  m->fc = at(p, c, PS_ROLE_COMPRESSION_PENNATE, m->cosine, &m->dfc);
  m->fse = at(p, c, PS_ROLE_TENDON, nt, &m->dfse);
  m->dfal *= d->per_optimal_length;
  m->dfpe *= d->per_optimal_length;
  m->dfk *= d->per_optimal_length;
  m->dfc *= m->dcosine;
  m->dfse *= d->per_slack_length;
}

// An element and its derivative, damped; none where damping would turn it round.
static double damped(double f, double df, double factor, double *slope) {
  *slope = factor > 0 ? df * factor : 0;
  return factor > 0 ? f * factor : 0;
}

static void move(const ps_muscle_params *p, const ps_muscle_curves *c, double a, double v,
                 double speed, moment *m) {
  const ps_muscle_derived *d = &p->derived;
  double per_along = d->per_optimal_length / cos(p->pennation_angle_at_optimal), ignore;
  m->v = v;
  m->along = v / m->cosine;
  m->turn = -v / m->l * (m->sine / m->cosine);
  m->fv = at(p, c, PS_ROLE_VELOCITY, v * d->per_max_speed, &ignore);
  double rate = v * d->per_optimal_length, rate_along = m->along * per_along;
  double rate_tendon = (speed - m->along) * d->per_slack_length;

  double dP, dK, c_factor = 1 - p->compression_pennate_damping * rate_along;
  m->T = damped(m->fse, m->dfse, 1 + p->tendon_damping * rate_tendon, &m->dT);
  m->P = damped(m->fpe, m->dfpe, 1 + p->passive_damping * rate, &dP);
  m->K = damped(m->fk, m->dfk, 1 - p->compression_damping * rate, &dK);
  m->C = damped(m->fc, m->dfc, c_factor, &m->dC);
  // the speed along the tendon changes with the fiber's length at the same speed of the fiber
  if (c_factor > 0)
    m->dC += m->fc * p->compression_pennate_damping * per_along * v * m->dcosine /
             (m->cosine * m->cosine);
  m->V = p->fiber_damping * rate;
  m->E = a * m->fal * m->fv + m->P - m->K + m->V; // (A5)
  m->dE = a * m->dfal * m->fv + dP - dK;
}

static double along_tendon(const moment *m) { // (A6)
  return m->E * m->cosine - m->C;
}

// d(I)/ds [1/m]
static double stiffness_along(const moment *m) {
  return (m->dE * m->cosine + m->E * m->dcosine - m->dC) * m->cosine;
}

// ---- equilibrium ----------------------------------------------------------------------------

typedef struct problem {
  const ps_muscle_params *p;
  const ps_muscle_curves *c;
  double a, length, speed, v;
} problem;

// Fiber and tendon share the speed of the path as springs in series would; repeat, for stiffness
// depends on speed. Secants find where nothing changes any more.
static void share_speed(problem *q, moment *m) {
  const int most = 50;
  const double same = 1e-13, tiny = 2e-14;
  bool taut = q->length - m->l * m->cosine > q->p->tendon_slack_length;
  double v = q->v, v_before = 0, miss_before = 0;
  for (int i = 0; i < most; i++) {
    move(q->p, q->c, q->a, v, q->speed, m);
    double k = stiffness_along(m) + m->dT;
    double miss = (taut && fabs(k) > tiny ? m->dT / k * q->speed * m->cosine : 0) - v;
    if (fabs(miss) <= same * fabs(q->speed))
      break;
    double slope = i > 0 && v != v_before ? (miss - miss_before) / (v - v_before) : -1;
    v_before = v, miss_before = miss;
    v -= fabs(slope) > 0.1 ? miss / slope : -miss;
  }
  q->v = v;
}

static double imbalance(void *muscle, double s, double *slope, double *bend) {
  problem *q = muscle;
  const ps_muscle_params *p = q->p;
  moment m;
  place(p, q->c, sqrt(s * s + p->derived.height * p->derived.height), q->length, &m);
  share_speed(q, &m);
  double inertia = p->mass * m.l * m.turn * m.turn / (p->max_isometric_force * m.cosine);
  *slope = stiffness_along(&m) + m.dT;
  *bend = 0;
  return along_tendon(&m) - m.T - inertia; // (A7)
}

// Begin with a tendon that leaves all the speed to the fiber.
static double start(problem *q) {
  moment m;
  place(q->p, q->c, ps_fiber_of_reach(q->p, q->length - q->p->tendon_slack_length), q->length, &m);
  q->v = q->speed * m.cosine;
  move(q->p, q->c, q->a, q->v, q->speed, &m);
  return ps_balance_start(q->p, q->length, along_tendon(&m), stiffness_along(&m), ps_rough_strain);
}

// Length along the tendon from which on nothing resists: longer fibers cannot push.
static double free_reach(const ps_muscle_params *p) {
  const double deg = 0.017453292519943295; // [rad]
  double h = p->derived.height;
  double steep = h / sin(p->compression_pennate_curve.begin * deg);
  double l = fmax(p->compression_curve.begin * p->optimal_fiber_length, steep);
  return sqrt(l * l - h * h);
}

ps_muscle_outcome ps_massive_equilibrate(const ps_muscle_params *p, const ps_muscle_curves *c,
                                         double length, double speed, ps_muscle_state *state) {
  problem q = {p, c, state->activation, length, speed, 0};
  double floor = 1e-6 * p->optimal_fiber_length; // at no length (A7) has no meaning
  ps_balance b = {.low = fmax(floor, p->derived.min_along_tendon),
                  .high = fmax(length - p->tendon_slack_length, free_reach(p)),
                  .scale = ps_balance_scale(p),
                  .approximate = speed != 0};
  double s;
  b.start = start(&q);
  ps_muscle_outcome outcome = ps_balance_solve(b, imbalance, &q, &s);
  state->fiber_length = ps_fiber_of_reach(p, s);
  state->fiber_velocity = outcome == PS_MUSCLE_BALANCED ? q.v : 0;
  return outcome;
}

// ---- everything at a state ------------------------------------------------------------------

static void powers(const ps_muscle_params *p, const moment *m, double acceleration,
                   ps_muscle_output *out) {
  double F0 = p->max_isometric_force, s = m->l * m->cosine;
  // s s' = l l', and once more
  double along_dot = (m->v * m->v + m->l * acceleration - m->along * m->along) / s;
  double kinetic = p->mass * m->along * along_dot;
  double stored = F0 * (((m->P - m->K) * m->cosine - m->C) * m->along + m->V * m->v);
  out->fiber_active_power = -out->active_fiber_force * m->v;
  out->fiber_passive_power = -(kinetic + stored);
  out->tendon_power = -F0 * m->T * out->tendon_velocity;
}

void ps_massive_evaluate(const ps_muscle_params *p, const ps_muscle_curves *c,
                         const ps_muscle_state *state, double length, double speed,
                         ps_muscle_output *out) {
  double F0 = p->max_isometric_force, a = state->activation;
  moment m;
  place(p, c, state->fiber_length, length, &m);
  move(p, c, a, state->fiber_velocity, speed, &m);
  ps_muscle_position(p, m.l, length, out);
  ps_muscle_speed(p, m.v, speed, out);
  out->fiber_active_force_length = m.fal;
  out->fiber_passive_force_length = m.fpe;
  out->force_velocity = m.fv;

  out->active_fiber_force = F0 * a * m.fal * m.fv;
  out->passive_fiber_force = F0 * ((m.P - m.K) - m.C * m.cosine);
  out->fiber_force = F0 * (m.E - m.C * m.cosine);
  out->fiber_force_along_tendon = F0 * along_tendon(&m);
  out->tendon_force = F0 * m.fse;
  out->actuation = F0 * m.T;
  out->fiber_stiffness = F0 * (m.dE - m.dC * m.cosine - m.C * m.dcosine);
  out->tendon_stiffness = F0 * m.dT;
  out->muscle_stiffness = ps_stiffness_in_series(F0 * stiffness_along(&m), out->tendon_stiffness);

  out->fiber_length_dot = m.v;
  out->fiber_velocity_dot =
      F0 * (m.T - along_tendon(&m)) * m.cosine / p->mass + m.l * m.turn * m.turn; // (A7)
  powers(p, &m, out->fiber_velocity_dot, out);
}

double ps_massive_passive_rigid(const ps_muscle_params *p, const ps_muscle_curves *c, double length,
                                double speed) {
  moment m;
  place(p, c, ps_fiber_of_reach(p, length - p->tendon_slack_length), length, &m);
  move(p, c, 0, speed * m.cosine, speed, &m);
  return p->max_isometric_force * along_tendon(&m);
}
