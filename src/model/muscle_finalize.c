// muscle_finalize.c: from properties to a muscle that can be computed.
//
//   height of the fibers   h = l_o sin(alpha_o), constant                                  (M1)
//   shortest fiber         l_min = h / sin(alpha_max); Millard: also the least active length (M2)
//   Thelen's tendon        e_toe = 99 e_1 exp(3) / (166 exp(3) - 67),
//                          k = 0.67 / (e_1 - e_toe), e_1 the strain at force 1             (M3)
//   De Groote's tendon     k_T = ln((1 + 0.2) / 0.2) / e_1                                 (M4)
//
// Sources: [thelen2003], [millard2013], [degroote2016]; adjustments and refusals as in OpenSim 4.6
// [seth2018].
#include "model/muscle_params.h"

#include "base/fail.h"

#include <math.h>
#include <stdio.h>

static const double tiny = 2e-14;         // [-]  what OpenSim takes for zero
static const double least_damping = 1e-3; // [-]  a Millard fiber with less counts as undamped
static const double toe_force = 0.33;     // [-]  (M3)

static ps_status refuse(ps_muscle_place place, ps_error *err, const char *name, double value,
                        const char *allowed) {
  return ps_fail(err, PS_ERR_VALUE, place.path, place.line,
                 "muscle '%s': %s is %.10g; it must be %s", place.muscle, name, value, allowed);
}

// ---- check ----------------------------------------------------------------------------------

static ps_status check_property(const ps_muscle_property *q, double value, ps_muscle_place place,
                                ps_error *err) {
  if (q->type == PS_PROPERTY_OPTIONAL && isnan(value))
    return PS_OK;
  bool inside = value <= q->high && (q->above_low ? value > q->low : value >= q->low);
  if (isfinite(value) && inside)
    return PS_OK;
  char allowed[96];
  if (q->low == -INFINITY)
    snprintf(allowed, sizeof allowed, "a finite number");
  else if (q->high == INFINITY)
    snprintf(allowed, sizeof allowed, "%s %g", q->above_low ? "more than" : "at least", q->low);
  else
    snprintf(allowed, sizeof allowed, "%s %g and at most %g",
             q->above_low ? "more than" : "at least", q->low, q->high);
  return refuse(place, err, q->name, value, allowed);
}

static ps_status check_table(const ps_muscle_params *p, ps_muscle_place place, ps_error *err) {
  int n;
  const ps_muscle_property *rows = ps_muscle_properties(p->kind, &n);
  for (int i = 0; i < n; i++)
    PS_TRY(check_property(&rows[i], ps_muscle_property_value(p, &rows[i]), place, err));
  return PS_OK;
}

static bool is_elastic(const ps_muscle_params *p) {
  return p->kind != PS_MUSCLE_RIGID_TENDON && !p->ignore_tendon_compliance;
}

// Millard: an elastic tendon on an undamped fiber, where force over zero activation would be needed
static bool is_classic(const ps_muscle_params *p) {
  return p->kind == PS_MUSCLE_MILLARD2012 && is_elastic(p) && p->fiber_damping < least_damping;
}

// limits that depend on other properties
static ps_status check_together(const ps_muscle_params *p, double min_control,
                                ps_muscle_place place, ps_error *err) {
  bool thelen = p->kind == PS_MUSCLE_THELEN2003;
  if (is_elastic(p) && p->tendon_slack_length <= 0)
    return refuse(place, err, "tendon_slack_length", p->tendon_slack_length,
                  "more than 0 unless the tendon is rigid");
  if (p->minimum_activation >= 1)
    return refuse(place, err, "minimum_activation", p->minimum_activation, "less than 1");
  if (is_classic(p) && p->minimum_activation < 0.01)
    return refuse(place, err, "minimum_activation", p->minimum_activation,
                  "at least 0.01 where an elastic tendon meets an undamped fiber");
  if ((thelen || p->kind == PS_MUSCLE_MILLARD2012) && !(min_control >= p->minimum_activation))
    return refuse(place, err, "min_control", min_control, "at least minimum_activation");
  if (thelen && p->force_velocity_threshold >= 1)
    return refuse(place, err, "fv_linear_extrap_threshold", p->force_velocity_threshold,
                  "less than 1");
  if (thelen && p->force_velocity_threshold * p->max_lengthening_force <= 1)
    return refuse(place, err, "fv_linear_extrap_threshold", p->force_velocity_threshold,
                  "more than 1 / Flen");
  bool stateful = thelen || p->kind == PS_MUSCLE_MILLARD2012_ACCELERATION;
  if (stateful && (p->ignore_tendon_compliance || p->ignore_activation_dynamics))
    return ps_fail(err, PS_ERR_UNSUPPORTED, place.path, place.line,
                   "muscle '%s': a %s does not know %s; Millard2012EquilibriumMuscle does",
                   place.muscle, ps_muscle_class(p->kind),
                   p->ignore_tendon_compliance ? "ignore_tendon_compliance"
                                               : "ignore_activation_dynamics");
  if (p->kind == PS_MUSCLE_MILLARD2012) {
    const double least = 1.5e-8; // [-]  a slope below it has no inverse
    const ps_force_velocity *v = &p->velocity_curve;
    if (v->concentric_slope_near_vmax < least || v->eccentric_slope_near_vmax < least)
      return refuse(place, err, "ForceVelocityCurve: the smaller slope near vmax",
                    fmin(v->concentric_slope_near_vmax, v->eccentric_slope_near_vmax),
                    "at least 1.5e-8");
  }
  return PS_OK;
}

// all three, or none
static ps_status check_optional(const char *curve, const double *value, int n,
                                ps_muscle_place place, ps_error *err) {
  int given = 0;
  for (int i = 0; i < n; i++)
    given += !isnan(value[i]);
  if (given == 0 || given == n)
    return PS_OK;
  return ps_fail(err, PS_ERR_STRUCTURE, place.path, place.line,
                 "muscle '%s': %s has %d of its %d optional properties; give all or none",
                 place.muscle, curve, given, n);
}

static ps_status check_curves(const ps_muscle_params *p, ps_muscle_place place, ps_error *err) {
  const ps_fiber_force_length *f = &p->passive_curve;
  const ps_tendon_force_length *t = &p->tendon_curve;
  const double fiber[] = {f->stiffness_at_low_force, f->stiffness_at_one_norm_force, f->curviness};
  const double tendon[] = {t->stiffness_at_one_norm_force, t->norm_force_at_toe_end, t->curviness};
  const double along[] = {p->compression_curve.stiffness, p->compression_curve.curviness};
  const double across[] = {p->compression_pennate_curve.stiffness,
                           p->compression_pennate_curve.curviness};
  PS_TRY(check_optional("FiberForceLengthCurve", fiber, 3, place, err));
  PS_TRY(check_optional("TendonForceLengthCurve", tendon, 3, place, err));
  PS_TRY(check_optional("FiberCompressiveForceLengthCurve", along, 2, place, err));
  PS_TRY(check_optional("FiberCompressiveForceCosPennationCurve", across, 2, place, err));
  for (int role = 0; role < PS_MUSCLE_ROLES; role++) {
    ps_curve_spec spec;
    ps_curve_shape shape;
    ps_error inner;
    if (ps_muscle_curve(p, (ps_muscle_role)role, &spec) &&
        ps_curve_shape_of(&spec, &shape, &inner) != PS_OK)
      return ps_fail(err, inner.status, place.path, place.line, "muscle '%s': %s", place.muscle,
                     inner.message);
  }
  return PS_OK;
}

// ---- adjust ---------------------------------------------------------------------------------

typedef struct adjuster {
  ps_muscle_place place;
  ps_notes *notes;
} adjuster;

static void adjust(const adjuster *a, const char *name, double *value, double to) {
  if (*value == to)
    return;
  ps_note_add(a->notes, PS_NOTE_INFO, a->place.path, a->place.line,
              "muscle '%s': %s was %g and is now %g, as in OpenSim", a->place.muscle, name, *value,
              to);
  *value = to;
}

// An undamped fiber needs curves that can be divided by and inverted; a damped or rigid one does
// not, and OpenSim takes the curves down to zero for it.
static void adjust_millard(ps_muscle_params *p, const adjuster *a) {
  double *least = &p->active_curve.minimum_value;
  ps_force_velocity *v = &p->velocity_curve;
  double c = 0.5 * v->concentric_slope_near_vmax, e = 0.5 * v->eccentric_slope_near_vmax;
  bool classic = is_classic(p);
  if (p->fiber_damping < least_damping)
    adjust(a, "fiber_damping", &p->fiber_damping, 0);
  adjust(a, "ActiveForceLengthCurve/minimum_value", least, classic ? fmax(0.1, *least) : 0);
  adjust(a, "ForceVelocityCurve/concentric_slope_at_vmax", &v->concentric_slope_at_vmax,
         classic ? fmax(c, v->concentric_slope_at_vmax) : 0);
  adjust(a, "ForceVelocityCurve/eccentric_slope_at_vmax", &v->eccentric_slope_at_vmax,
         classic ? fmax(e, v->eccentric_slope_at_vmax) : 0);
}

// ---- derive ---------------------------------------------------------------------------------

static void derive_geometry(ps_muscle_params *p) {
  ps_muscle_derived *d = &p->derived;
  double l = p->optimal_fiber_length;
  d->height = l * sin(p->pennation_angle_at_optimal);
  d->max_pennation_sin = sin(p->maximum_pennation_angle);
  d->max_pennation_cos = cos(p->maximum_pennation_angle);
  d->per_optimal_length = 1 / l;
  d->per_max_speed = 1 / (l * p->max_contraction_velocity);
  d->per_slack_length = p->tendon_slack_length > 0 ? 1 / p->tendon_slack_length : 0;
  d->min_pennate_length =
      p->maximum_pennation_angle > tiny ? d->height / d->max_pennation_sin : 0.01 * l;
  d->min_fiber_length = d->min_pennate_length;
  if (p->kind == PS_MUSCLE_MILLARD2012)
    d->min_fiber_length =
        fmax(fmax(tiny, d->min_pennate_length), p->active_curve.min_norm_active_fiber_length * l);
  d->min_along_tendon =
      sqrt(fmax(0, d->min_fiber_length * d->min_fiber_length - d->height * d->height));
}

static void derive_thelen(ps_muscle_params *p) {
  ps_muscle_derived *d = &p->derived;
  double e1 = p->tendon_strain_at_force_one, grown = exp(3.0);
  d->strain_at_force_one = e1;
  d->toe_strain = 99 * e1 * grown / (166 * grown - 67); // (M3)
  d->tendon_stiffness = (1 - toe_force) / (e1 - d->toe_strain);
  d->toe_scale = toe_force / (grown - 1);
  d->passive_scale = 1 / (exp(p->passive_shape) - 1);

  // force over speed is f = (F - 1 + c u F) / (F - 1 + c u) up to a part of F, then its tangent
  double F = p->max_lengthening_force, c = 2 + 2 / p->force_velocity_shape;
  double f = p->force_velocity_threshold * F, left = F - f;
  d->line_force = f;
  d->line_speed = (f - 1) * (F - 1) / (c * left);
  d->line_slope = c * left * left / ((F - 1) * (F - 1));
}

static void derive_degroote(ps_muscle_params *p) {
  ps_muscle_derived *d = &p->derived;
  double e1 = p->passive_fiber_strain_at_one_norm_force;
  d->strain_at_force_one = p->tendon_strain_at_one_norm_force;
  d->tendon_exponent = log((1 + 0.2) / 0.2) / d->strain_at_force_one; // (M4)
  d->passive_offset = exp(4 * (0.2 - 1) / e1); // no passive force at 0.2 optimal lengths
  d->passive_scale = p->ignore_passive_fiber_force ? 0 : 1 / (exp(4.0) - d->passive_offset);
}

static void derive_millard(ps_muscle_params *p) {
  ps_muscle_derived *d = &p->derived;
  d->strain_at_force_one = p->tendon_curve.strain_at_one_norm_force;
  d->damped = p->kind == PS_MUSCLE_MILLARD2012 && p->fiber_damping >= least_damping;
}

static void derive(ps_muscle_params *p) {
  derive_geometry(p);
  // OpenSim leaves the activation model of a Millard muscle that does without at its default
  bool without = p->kind == PS_MUSCLE_MILLARD2012 && p->ignore_activation_dynamics;
  p->derived.least_activation = without ? 0.01 : p->minimum_activation;
  if (p->kind == PS_MUSCLE_THELEN2003)
    derive_thelen(p);
  else if (p->kind == PS_MUSCLE_DEGROOTE2016)
    derive_degroote(p);
  else if (p->kind != PS_MUSCLE_RIGID_TENDON)
    derive_millard(p);
}

ps_status ps_muscle_finalize(ps_muscle_params *p, double min_control, ps_muscle_place place,
                             ps_notes *notes, ps_error *err) {
  PS_TRY(check_table(p, place, err));
  PS_TRY(check_together(p, min_control, place, err));
  if (p->kind == PS_MUSCLE_MILLARD2012)
    adjust_millard(p, &(adjuster){place, notes});
  PS_TRY(check_curves(p, place, err));
  derive(p);
  return PS_OK;
}

// ---- curves ---------------------------------------------------------------------------------

static ps_fiber_force_length passive_in_use(ps_fiber_force_length p) {
  if (isnan(p.curviness)) {
    p.stiffness_at_low_force = 0.2;
    p.stiffness_at_one_norm_force = 2 / (p.strain_at_one_norm_force - p.strain_at_zero_force);
    p.curviness = 0.75;
  }
  return p;
}

static ps_tendon_force_length tendon_in_use(ps_tendon_force_length p) {
  if (isnan(p.curviness)) {
    p.stiffness_at_one_norm_force = 1.375 / p.strain_at_one_norm_force;
    p.norm_force_at_toe_end = 2.0 / 3.0;
    p.curviness = 0.5;
  }
  return p;
}

static ps_fiber_compression compression_in_use(ps_fiber_compression p, double begin,
                                               double curviness) {
  if (isnan(p.curviness)) {
    p.stiffness = -2 / begin;
    p.curviness = curviness;
  }
  return p;
}

// The inverse has finite slopes at both ends, whatever the curve has.
static ps_force_velocity invertible(ps_force_velocity p) {
  p.concentric_slope_at_vmax = 0.5 * p.concentric_slope_near_vmax;
  p.eccentric_slope_at_vmax = 0.5 * p.eccentric_slope_near_vmax;
  return p;
}

bool ps_muscle_curve(const ps_muscle_params *p, ps_muscle_role role, ps_curve_spec *c) {
  static const ps_curve_kind kind[PS_MUSCLE_ROLES] = {
      PS_CURVE_ACTIVE_FORCE_LENGTH,      PS_CURVE_FIBER_FORCE_LENGTH,  PS_CURVE_FORCE_VELOCITY,
      PS_CURVE_FORCE_VELOCITY_INVERSE,   PS_CURVE_TENDON_FORCE_LENGTH, PS_CURVE_FIBER_COMPRESSION,
      PS_CURVE_FIBER_COMPRESSION_PENNATE};
  const double deg = 0.017453292519943295; // [rad]
  bool massive = p->kind == PS_MUSCLE_MILLARD2012_ACCELERATION;
  if (p->kind != PS_MUSCLE_MILLARD2012 && !massive)
    return false;
  *c = (ps_curve_spec){.kind = kind[role]};
  switch (role) {
  case PS_ROLE_ACTIVE:
    c->active = p->active_curve;
    return true;
  case PS_ROLE_PASSIVE:
    c->fiber = passive_in_use(p->passive_curve);
    return true;
  case PS_ROLE_VELOCITY:
    c->velocity = p->velocity_curve;
    return true;
  case PS_ROLE_VELOCITY_INVERSE:
    c->velocity = invertible(p->velocity_curve);
    return !massive && is_elastic(p);
  case PS_ROLE_TENDON:
    c->tendon = tendon_in_use(p->tendon_curve);
    return is_elastic(p);
  case PS_ROLE_COMPRESSION:
    c->compression = compression_in_use(p->compression_curve, p->compression_curve.begin, 0.5);
    return massive;
  default:
    c->compression = compression_in_use(p->compression_pennate_curve,
                                        cos(p->compression_pennate_curve.begin * deg), 0.1);
    return massive;
  }
}
