// muscle_degroote2016.c: DeGrooteFregly2016Muscle.
//
//   active force over length    f_l = sum_{i=1..3} b1_i exp(-1/2 [(x - b2_i) / (b3_i + b4_i x)]^2)
//                               x = 1 + (l - 1) / width                                      (D1)
//   passive force over length   f_p = [exp(4 (l - 1) / e0) - q] / [exp(4) - q],
//                               q = exp(4 (0.2 - 1) / e0)                                    (D2)
//   tendon                      f_t = 0.2 exp(k_T (L_t - 1)) - 0.2                           (D3)
//   force over speed            f_v = d1 ln(z + sqrt(z^2 + 1)) + d4,   z = d2 v + d3         (D4)
//
// l over optimal length, v over the largest speed, L_t over slack length. The state is the tendon's
// force over F0; every curve can be turned round, so nothing is searched for but the equilibrium.
// Source: De Groote et al. 2016 [degroote2016]. As in OpenSim 4.6 [seth2018], b1_1, d1 and d4 make
// (D1) and (D4) exact at l = 1 and v = -1, 0; (D2) and (D3) begin where force does; and the active
// force that static optimization uses is that along the fibers, not along the tendon.
#include "muscle/activation.h"
#include "muscle/balance.h"
#include "muscle/muscle_class.h"
#include "muscle/pennation.h"

static const double d1 = -0.3211346127989808, d2 = -8.149, d3 = -0.374, d4 = 0.8825327733249912;
static const double tendon_offset = 0.2;
static const double most_tendon_force = 5; // [-]  end of the range where equilibrium is sought

static double active_length(const ps_muscle_params *p, double l, double *slope) {
  static const double b[3][4] = {
      {0.8150671134243542, 1.055033428970575, 0.162384573599574, 0.063303448465465},
      {0.433004984392647, 0.716775413397760, -0.029947116970696, 0.200356847296188},
      {0.1, 1.0, 0.353553390593274, 0.0},
  };
  double x = 1 + (l - 1) / p->active_force_width_scale, sum = 0, rise = 0;
  for (int i = 0; i < 3; i++) {
    double width = b[i][2] + b[i][3] * x, off = (x - b[i][1]) / width;
    double f = b[i][0] * exp(-0.5 * off * off); // (D1)
    sum += f;
    rise -= f * off * (b[i][2] + b[i][1] * b[i][3]) / (width * width);
  }
  *slope = rise / p->active_force_width_scale;
  return sum;
}

static double passive_length(const ps_muscle_params *p, double l, double *slope) {
  double rate = 4 / p->passive_fiber_strain_at_one_norm_force;
  double grown = exp(rate * (l - 1));
  *slope = rate * grown * p->derived.passive_scale;
  return (grown - p->derived.passive_offset) * p->derived.passive_scale; // (D2)
}

static double tendon(const ps_muscle_params *p, double strain, double *slope) {
  double grown = tendon_offset * exp(p->derived.tendon_exponent * strain);
  *slope = p->derived.tendon_exponent * grown;
  return grown - tendon_offset; // (D3)
}

static double tendon_strain(const ps_muscle_params *p, double force) {
  return log((force + tendon_offset) / tendon_offset) / p->derived.tendon_exponent;
}

static double force_of_speed(double v, double *slope) {
  double z = d2 * v + d3, root = sqrt(z * z + 1);
  *slope = d1 * d2 / root;
  return d1 * log(z + root) + d4; // (D4)
}

static double speed_of_force(double f) {
  return (sinh((f - d4) / d1) - d3) / d2;
}

// ---- equilibrium ----------------------------------------------------------------------------

typedef struct problem {
  const ps_muscle_params *p;
  double a, length, speed;
} problem;

// Fibers minus tendon while the fibers take all the speed; s may be negative.
static double imbalance(void *muscle, double s, double *slope, double *bend) {
  const problem *q = muscle;
  const ps_muscle_params *p = q->p;
  double h = p->derived.height, l = sqrt(s * s + h * h), cosine = s / l;
  double n = l * p->derived.per_optimal_length, dfal, dfpe, dfse, dfv;
  double fal = active_length(p, n, &dfal), fpe = passive_length(p, n, &dfpe);
  double speed = q->speed * p->derived.per_max_speed, v = speed * cosine;
  double fv = force_of_speed(v, &dfv);
  double strain = (q->length - s - p->tendon_slack_length) * p->derived.per_slack_length;
  double fse = tendon(p, strain, &dfse);
  double force = q->a * fal * fv + fpe + p->fiber_damping * v;
  double sine2 = 1 - cosine * cosine;
  double stiffness = (q->a * dfal * fv + dfpe) * p->derived.per_optimal_length * cosine +
                     (q->a * fal * dfv + p->fiber_damping) * speed * sine2 / l;
  *slope = stiffness * cosine + force * sine2 / l + dfse * p->derived.per_slack_length;
  double per_slack = p->derived.per_slack_length;
  *bend = -dfse * p->derived.tendon_exponent * per_slack * per_slack;
  return force * cosine - fse;
}

static double start(const problem *q) {
  const ps_muscle_params *p = q->p;
  double h = p->derived.height, s = q->length - p->tendon_slack_length, l = sqrt(s * s + h * h);
  double n = l * p->derived.per_optimal_length, cosine = s / l, dfal, dfpe, ignore;
  double fv = force_of_speed(q->speed * cosine * p->derived.per_max_speed, &ignore);
  double force = q->a * active_length(p, n, &dfal) * fv + passive_length(p, n, &dfpe);
  double slope = (q->a * dfal * fv + dfpe) * p->derived.per_optimal_length * cosine * cosine;
  return ps_balance_start(p, q->length, force * cosine, slope, tendon_strain);
}

ps_muscle_outcome ps_degroote_equilibrate(const ps_muscle_params *p, double length, double speed,
                                          ps_muscle_state *state) {
  if (p->ignore_tendon_compliance)
    return PS_MUSCLE_STATELESS;
  problem q = {p, state->activation, length, speed};
  double slack = p->tendon_slack_length, slope, s;
  double nothing = 1e-9 * p->optimal_fiber_length; // the fibers do not reach back over the tendon
  double tightest = length - slack * (1 + tendon_strain(p, most_tendon_force));
  ps_balance b = {
      .low = fmax(nothing, tightest), .high = length - slack, .scale = ps_balance_scale(p)};
  if (b.high > b.low)
    b.start = start(&q);
  ps_muscle_outcome outcome = ps_balance_solve(b, imbalance, &q, &s);
  double strain = (length - s - slack) * p->derived.per_slack_length;
  state->tendon_force = fmax(0, tendon(p, strain, &slope));
  // where the tendon is at its limit the fiber is not
  return outcome == PS_MUSCLE_SHORTEST && tightest > nothing ? PS_MUSCLE_UNBALANCED : outcome;
}

// ---- everything at a state ------------------------------------------------------------------

static void position(const ps_muscle_params *p, bool rigid, double tendon_force, double length,
                     ps_muscle_output *out) {
  double h = p->derived.height, strain = rigid ? 0 : tendon_strain(p, tendon_force);
  out->tendon_strain = strain;
  out->tendon_length = p->tendon_slack_length * (1 + strain);
  double s = length - out->tendon_length;
  out->fiber_length = sqrt(s * s + h * h);
  out->normalized_fiber_length = out->fiber_length * p->derived.per_optimal_length;
  out->cos_pennation_angle = s / out->fiber_length;
  out->pennation_angle = asin(h / out->fiber_length);
  if (!rigid && tendon_force < 0)
    out->flags |= PS_MUSCLE_BUCKLED;
}

// Implicit mode takes the rate of tendon force as an input, which OpenSim leaves at zero unless a
// solver sets it: like a rigid tendon, the tendon keeps its length.
static void speeds(const ps_muscle_params *p, bool still, double a, double tendon_force,
                   double speed, ps_muscle_output *out) {
  double cosine = out->cos_pennation_angle, slope, v;
  if (still) {
    v = speed * cosine * p->derived.per_max_speed;
    out->force_velocity = force_of_speed(v, &slope);
    out->tendon_velocity = 0;
  } else {
    out->force_velocity = (tendon_force / cosine - out->fiber_passive_force_length) /
                          (a * out->fiber_active_force_length);
    v = speed_of_force(out->force_velocity);
    out->tendon_velocity = speed - v / p->derived.per_max_speed / cosine;
  }
  out->normalized_fiber_velocity = v;
  out->fiber_velocity = v / p->derived.per_max_speed;
  double tangent = p->derived.height / (cosine * out->fiber_length);
  out->pennation_angular_velocity = -out->fiber_velocity / out->fiber_length * tangent;
}

static void stiffness(const ps_muscle_params *p, bool rigid, double a, double dfal, double dfpe,
                      ps_muscle_output *out) {
  double F0 = p->max_isometric_force, l = out->fiber_length, cosine = out->cos_pennation_angle;
  double sine = p->derived.height / l, q = sqrt(1 - sine * sine), dfse;
  out->fiber_stiffness =
      F0 * (a * dfal * out->force_velocity + dfpe) * p->derived.per_optimal_length;
  double along = (out->fiber_stiffness * cosine + out->fiber_force * sine * sine / (l * q)) /
                 (cosine + sine * sine / q);
  tendon(p, out->tendon_strain, &dfse);
  out->tendon_stiffness = rigid ? INFINITY : F0 * dfse * p->derived.per_slack_length;
  out->muscle_stiffness =
      rigid ? along : along * out->tendon_stiffness / (along + out->tendon_stiffness);
}

// `rigid` may be asked for whatever the muscle's own tendon is.
static void evaluate(const ps_muscle_params *p, bool rigid, double a, double tendon_force,
                     double length, double speed, ps_muscle_output *out) {
  double F0 = p->max_isometric_force, dfal, dfpe;
  position(p, rigid, tendon_force, length, out);
  out->fiber_active_force_length = active_length(p, out->normalized_fiber_length, &dfal);
  out->fiber_passive_force_length = passive_length(p, out->normalized_fiber_length, &dfpe);
  speeds(p, rigid || p->implicit_tendon, a, tendon_force, speed, out);

  double elastic = F0 * out->fiber_passive_force_length;
  double damping = F0 * p->fiber_damping * out->normalized_fiber_velocity;
  out->active_fiber_force = F0 * (a * out->fiber_active_force_length * out->force_velocity);
  out->passive_fiber_force = elastic + damping;
  out->fiber_force = out->active_fiber_force + elastic + damping;
  out->fiber_force_along_tendon = out->fiber_force * out->cos_pennation_angle;
  out->tendon_force = rigid ? out->fiber_force_along_tendon : F0 * tendon_force;
  out->actuation = out->tendon_force;
  stiffness(p, rigid, a, dfal, dfpe, out);

  out->fiber_active_power = -(out->active_fiber_force + damping) * out->fiber_velocity;
  out->fiber_passive_power = -elastic * out->fiber_velocity;
  out->tendon_power = -out->tendon_force * out->tendon_velocity;
}

void ps_degroote_evaluate(const ps_muscle_params *p, const ps_muscle_state *state,
                          double excitation, double length, double speed, ps_muscle_output *out) {
  bool rigid = p->ignore_tendon_compliance;
  double a = p->ignore_activation_dynamics ? excitation : state->activation;
  evaluate(p, rigid, a, state->tendon_force, length, speed, out);
  out->fiber_length_dot = NAN;
  if (!rigid)
    out->tendon_force_dot = out->tendon_velocity * out->tendon_stiffness / p->max_isometric_force;
}

// ---- rigid tendon ---------------------------------------------------------------------------

double ps_degroote_active_rigid(const ps_muscle_params *p, double a, double length, double speed) {
  double h = p->derived.height, s = length - p->tendon_slack_length, l = sqrt(s * s + h * h), slope;
  double fal = active_length(p, l * p->derived.per_optimal_length, &slope);
  double fv = force_of_speed(speed * s / l * p->derived.per_max_speed, &slope);
  return p->max_isometric_force * (a * fal * fv);
}

double ps_degroote_passive_rigid(const ps_muscle_params *p, double length, double speed) {
  double h = p->derived.height, s = length - p->tendon_slack_length, l = sqrt(s * s + h * h), slope;
  double fpe = passive_length(p, l * p->derived.per_optimal_length, &slope);
  double damping = p->fiber_damping * speed * s / l * p->derived.per_max_speed;
  return p->max_isometric_force * (fpe + damping) * (s / l);
}
