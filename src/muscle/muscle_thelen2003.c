// muscle_thelen2003.c: Thelen2003Muscle.
//
//   active force over length     f_l = exp(-(l - 1)^2 / gamma)                               (T1)
//   passive force over length    f_p = [exp(k (l - 1) / e0) - 1] / [exp(k) - 1],  l > 1      (T2)
//   tendon, strain e             f_t = 0.33 [exp(3 e / e_toe) - 1] / [exp(3) - 1],  0 < e <= e_toe
//                                f_t = 0.33 + k_t (e - e_toe),                      e > e_toe (T3)
//   speed over active force f    v / (1/4 + 3/4 a) = (f - 1) / (1 + f / A)            f <= 1
//                                = (f - 1) (F - 1) / [(2 + 2 / A) (F - f)]            f > 1   (T4)
//
// l over optimal length, v over the largest speed, f = f_v is force over a f_l. Below f = 0 and
// above f = c F, c the threshold, (T4) goes on as a line: its inverse stays in closed form.
// Source: Thelen 2003 [thelen2003]; the lines of (T4) and the end of the toe as in OpenSim 4.6
// [seth2018].
#include "muscle/activation.h"
#include "muscle/balance.h"
#include "muscle/muscle_class.h"
#include "muscle/pennation.h"

static const double toe_force = 0.33, toe_shape = 3; // (T3)

static double active_length(const ps_muscle_params *p, double l, double *slope) {
  double f = exp(-(l - 1) * (l - 1) / p->active_shape); // (T1)
  *slope = -2 * (l - 1) / p->active_shape * f;
  return f;
}

static double passive_length(const ps_muscle_params *p, double l, double *slope) {
  *slope = 0;
  if (!(l > 1))
    return 0;
  double rate = p->passive_shape / p->passive_strain_at_force_one;
  double grown = exp(rate * (l - 1)); // (T2)
  *slope = rate * grown * p->derived.passive_scale;
  return (grown - 1) * p->derived.passive_scale;
}

static double tendon(const ps_muscle_params *p, double strain, double *slope) {
  const ps_muscle_derived *d = &p->derived;
  *slope = strain > 0 ? d->tendon_stiffness : 0;
  if (strain > d->toe_strain)
    return toe_force + d->tendon_stiffness * (strain - d->toe_strain); // (T3)
  if (!(strain > 0))
    return 0;
  double rate = toe_shape / d->toe_strain, grown = exp(rate * strain);
  *slope = rate * grown * d->toe_scale;
  return (grown - 1) * d->toe_scale;
}

// (T3) turned round.
static double strain_of_force(const ps_muscle_params *p, double force) {
  const ps_muscle_derived *d = &p->derived;
  return force > toe_force ? d->toe_strain + (force - toe_force) / d->tendon_stiffness
                           : d->toe_strain / toe_shape * log(1 + force / d->toe_scale);
}

// Normalized speed at which the fiber makes f = f_v.
static double speed_of_force(const ps_muscle_params *p, double a, double f) {
  double A = p->force_velocity_shape, F = p->max_lengthening_force, u;
  if (f <= 0)
    u = (1 + 1 / A) * f - 1;
  else if (f <= 1)
    u = (f - 1) / (1 + f / A); // (T4)
  else if (f < p->force_velocity_threshold * F)
    u = (f - 1) * (F - 1) / ((2 + 2 / A) * (F - f));
  else
    u = p->derived.line_speed + (f - p->derived.line_force) / p->derived.line_slope;
  return (0.25 + 0.75 * a) * u;
}

// f_v of a normalized speed: (T4) solved for f, and no push; and its slope.
static double force_of_speed(const ps_muscle_params *p, double a, double v, double *slope) {
  double A = p->force_velocity_shape, rise = p->max_lengthening_force - 1;
  double per = 1 / (0.25 + 0.75 * a), u = v * per;
  *slope = 0;
  if (u <= -1)
    return 0;
  if (u <= 0) {
    double left = 1 - u / A;
    *slope = per * (1 + 1 / A) / (left * left);
    return (1 + u) / left;
  }
  const ps_muscle_derived *d = &p->derived;
  if (u >= d->line_speed) {
    *slope = per * d->line_slope;
    return d->line_force + d->line_slope * (u - d->line_speed);
  }
  double c = 2 + 2 / A, left = rise + c * u;
  *slope = per * c * rise * rise / (left * left);
  return 1 + c * u * rise / left;
}

// ---- equilibrium ----------------------------------------------------------------------------

typedef struct problem {
  const ps_muscle_params *p;
  double a, length, speed;
  double velocity_factor; // f_v, the last one found
} problem;

// What imbalance() knows of the fiber before its speed; forces over F0, slopes over m.
typedef struct fiber {
  double l, sine, cosine, fal, fpe, dfal, dfpe, kt;
} fiber;

// f_v when fiber and tendon share the speed of the path as springs in series would:
//
//   v = V cos(alpha) k_t / (k + k_t),   k = k_0 + k_1 f_v                                   (T5)
//
// k is the stiffness of the fiber along the tendon, so that f_v is on both sides: Newton.
static double shared_speed(problem *q, const fiber *f) {
  const ps_muscle_params *p = q->p;
  const int most = 50;
  const double close = 1e-9, tiny = 2e-14;
  double k0 = ps_stiffness_along(f->fpe, f->dfpe, f->l, f->sine, f->cosine);
  double k1 = q->a * ps_stiffness_along(f->fal, f->dfal, f->l, f->sine, f->cosine);
  double top = f->kt * q->speed * f->cosine * p->derived.per_max_speed, fv = q->velocity_factor;
  for (int i = 0; i < most; i++) {
    double k = k0 + k1 * fv + f->kt, slope;
    double v = f->kt > 0 && fabs(k) > tiny ? top / k : 0;
    double miss = force_of_speed(p, q->a, v, &slope) - fv;
    double turn = 1 + slope * v * k1 / k; // minus the slope of miss over fv
    fv += fabs(turn) > 0.1 ? miss / turn : 0.5 * miss;
    if (fabs(miss) <= close) // Newton has squared it by now
      break;
  }
  return q->velocity_factor = fv;
}

static fiber fiber_at(const problem *q, double s) {
  const ps_muscle_derived *d = &q->p->derived;
  fiber f = {.l = sqrt(s * s + d->height * d->height), .cosine = 1};
  if (d->height > 0)
    f.cosine = s / f.l, f.sine = d->height / f.l;
  f.fal = active_length(q->p, f.l * d->per_optimal_length, &f.dfal);
  f.fpe = passive_length(q->p, f.l * d->per_optimal_length, &f.dfpe);
  f.dfal *= d->per_optimal_length;
  f.dfpe *= d->per_optimal_length;
  return f;
}

// Stiffness of a fiber along the tendon, at f_v [1/m].
static double stiffness_at(const problem *q, const fiber *f, double fv) {
  double force = q->a * f->fal * fv + f->fpe, stiffness = q->a * f->dfal * fv + f->dfpe;
  return ps_stiffness_along(force, stiffness, f->l, f->sine, f->cosine);
}

static double imbalance(void *muscle, double s, double *slope, double *bend) {
  problem *q = muscle;
  const ps_muscle_params *p = q->p;
  fiber f = fiber_at(q, s);
  double strain = (q->length - s - p->tendon_slack_length) * p->derived.per_slack_length, dfse;
  double fse = tendon(p, strain, &dfse);
  f.kt = dfse * p->derived.per_slack_length;
  double fv = q->speed == 0 ? 1 : shared_speed(q, &f);
  *slope = stiffness_at(q, &f, fv) + f.kt;
  bool toe = strain > 0 && strain < p->derived.toe_strain;
  *bend = toe ? -toe_shape / p->derived.toe_strain * f.kt * p->derived.per_slack_length : 0;
  return (q->a * f.fal * fv + f.fpe) * f.cosine - fse;
}

// Begin with a tendon that leaves all the speed to the fiber.
static double start(problem *q) {
  const ps_muscle_params *p = q->p;
  fiber f = fiber_at(q, q->length - p->tendon_slack_length);
  double v = q->speed * f.cosine * p->derived.per_max_speed, ignore;
  double fv = q->velocity_factor = force_of_speed(p, q->a, v, &ignore);
  return ps_balance_start(p, q->length, (q->a * f.fal * fv + f.fpe) * f.cosine,
                          stiffness_at(q, &f, fv), strain_of_force);
}

ps_muscle_outcome ps_thelen_equilibrate(const ps_muscle_params *p, double length, double speed,
                                        ps_muscle_state *state) {
  problem q = {p, ps_activation_clamp(p, state->activation), length, speed, 1};
  ps_balance b = {.low = p->derived.min_along_tendon,
                  .high = length - p->tendon_slack_length,
                  .scale = ps_balance_scale(p),
                  .approximate = speed != 0};
  double s;
  if (b.high > b.low)
    b.start = start(&q);
  ps_muscle_outcome outcome = ps_balance_solve(b, imbalance, &q, &s);
  state->fiber_length = ps_fiber_of_reach(p, s);
  return outcome;
}

// ---- everything at a state ------------------------------------------------------------------

// The fiber's stiffness, and that of the whole.
static void stiffness(const ps_muscle_params *p, double a, double dfal, double dfpe, double dfse,
                      ps_muscle_output *out) {
  double F0 = p->max_isometric_force, l = out->fiber_length;
  double sine = ps_pennation_sin(p, l), cosine = out->cos_pennation_angle;
  out->fiber_stiffness =
      F0 * (a * dfal * out->force_velocity + dfpe) * p->derived.per_optimal_length;
  out->tendon_stiffness = F0 * dfse * p->derived.per_slack_length;
  double along = ps_stiffness_along(out->fiber_force, out->fiber_stiffness, l, sine, cosine);
  out->muscle_stiffness = ps_stiffness_in_series(along, out->tendon_stiffness);
}

void ps_thelen_evaluate(const ps_muscle_params *p, const ps_muscle_state *state, double length,
                        double speed, ps_muscle_output *out) {
  double F0 = p->max_isometric_force, a = ps_activation_clamp(p, state->activation);
  double dfal, dfpe, dfse;
  ps_muscle_position(p, ps_fiber_clamp(p, state->fiber_length), length, out);
  double fal = active_length(p, out->normalized_fiber_length, &dfal);
  double fpe = passive_length(p, out->normalized_fiber_length, &dfpe);
  double fse = tendon(p, out->tendon_strain, &dfse);
  out->fiber_active_force_length = fal;
  out->fiber_passive_force_length = fpe;

  // the speed at which the fiber makes what the tendon pulls
  double fv = (fse / out->cos_pennation_angle - fpe) / (a * fal);
  double v = speed_of_force(p, a, fv);
  bool clamped = state->fiber_length <= p->derived.min_fiber_length && v <= 0;
  if (clamped)
    v = 0, fv = 1;
  ps_muscle_speed(p, v / p->derived.per_max_speed, speed, out);
  out->force_velocity = fv;

  out->active_fiber_force = clamped ? 0 : F0 * a * fal * fv;
  out->passive_fiber_force = F0 * fpe;
  out->fiber_force = clamped ? 0 : out->active_fiber_force + out->passive_fiber_force;
  out->fiber_force_along_tendon = out->fiber_force * out->cos_pennation_angle;
  out->tendon_force = out->actuation = F0 * fse;
  if (clamped)
    out->flags |= PS_MUSCLE_CLAMPED;
  else
    stiffness(p, a, dfal, dfpe, dfse, out);

  out->fiber_length_dot = out->fiber_velocity;
  out->fiber_active_power = -out->active_fiber_force * out->fiber_velocity;
  out->fiber_passive_power = -out->passive_fiber_force * out->fiber_velocity;
  out->tendon_power = -out->tendon_force * out->tendon_velocity;
}

// ---- rigid tendon ---------------------------------------------------------------------------

double ps_thelen_active_rigid(const ps_muscle_params *p, double a, double length, double speed) {
  double s = length - p->tendon_slack_length, slope;
  double l = ps_fiber_of_reach(p, s);
  if (!(l > p->derived.min_fiber_length))
    return 0;
  double cosine = s / l;
  a = ps_activation_clamp(p, a);
  double fal = active_length(p, l * p->derived.per_optimal_length, &slope);
  double fv = force_of_speed(p, a, speed * cosine * p->derived.per_max_speed, &slope);
  return p->max_isometric_force * a * fal * fv * cosine;
}

double ps_thelen_passive_rigid(const ps_muscle_params *p, double length) {
  double l = ps_fiber_of_reach(p, length - p->tendon_slack_length), slope;
  double fpe = passive_length(p, l * p->derived.per_optimal_length, &slope);
  return p->max_isometric_force * fpe * ps_pennation_cos(p, l);
}
