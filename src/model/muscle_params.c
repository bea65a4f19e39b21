// muscle_params.c: the property tables of OpenSim's muscle classes, and the defaults in them.
//
// Names, defaults and ranges are those of OpenSim 4.6 files [seth2018]: what a file means that
// leaves a property out.
#include "model/muscle_params.h"

#include <math.h>

#define ANGLE_MAX   1.4706289056333368 // [rad]  acos(0.1)
#define RIGHT_ANGLE 1.5707963267948966

// one row: a number between `low` and `high`, or above `low`
#define FROM(name, field, value, low, high, unit, about)                                           \
  {                                                                                                \
    name, PS_PROPERTY_NUMBER, offsetof(ps_muscle_params, field), value, value, low, high, false,   \
        NULL, unit, about                                                                          \
  }
#define ABOVE(name, field, value, low, high, unit, about)                                          \
  {                                                                                                \
    name, PS_PROPERTY_NUMBER, offsetof(ps_muscle_params, field), value, value, low, high, true,    \
        NULL, unit, about                                                                          \
  }
#define ANY(name, field, value, unit, about)                                                       \
  FROM(name, field, value, -INFINITY, INFINITY, unit, about)
#define IN_PART(name, field, value, value_in_part, about)                                          \
  {                                                                                                \
    name, PS_PROPERTY_NUMBER, offsetof(ps_muscle_params, field), value, value_in_part, -INFINITY,  \
        INFINITY, false, NULL, "-", about                                                          \
  }
#define MAYBE(name, field, unit, about)                                                            \
  {                                                                                                \
    name, PS_PROPERTY_OPTIONAL, offsetof(ps_muscle_params, field), NAN, NAN, -INFINITY, INFINITY,  \
        false, NULL, unit, about                                                                   \
  }
#define CHOICE(name, field, words, about)                                                          \
  {                                                                                                \
    name, PS_PROPERTY_CHOICE, offsetof(ps_muscle_params, field), 0, 0, 0, 1, false, words, "-",    \
        about                                                                                      \
  }

static const char *const false_true[] = {"false", "true"};
static const char *const explicit_implicit[] = {"explicit", "implicit"};

#define MUSCLE                                                                                     \
  FROM("max_isometric_force", max_isometric_force, 1000, 0, INFINITY, "N",                         \
       "largest force the fibers make at rest"),                                                   \
      ABOVE("optimal_fiber_length", optimal_fiber_length, 0.1, 0, INFINITY, "m",                   \
            "length at which they make it"),                                                       \
      FROM("tendon_slack_length", tendon_slack_length, 0.2, 0, INFINITY, "m",                      \
           "length at which the tendon begins to pull"),                                           \
      FROM("pennation_angle_at_optimal", pennation_angle_at_optimal, 0, 0, RIGHT_ANGLE - 2e-14,    \
           "rad", "between tendon and fibers at optimal length"),                                  \
      ABOVE("max_contraction_velocity", max_contraction_velocity, 10, 0, INFINITY, "1/s",          \
            "largest speed, in optimal fiber lengths per second"),                                 \
      CHOICE("ignore_tendon_compliance", ignore_tendon_compliance, false_true,                     \
             "the tendon keeps its slack length"),                                                 \
      CHOICE("ignore_activation_dynamics", ignore_activation_dynamics, false_true,                 \
             "activation is excitation")

#define TIME_CONSTANTS(part, on, off)                                                              \
  ABOVE(part "activation_time_constant", activation_time_constant, on, 0, INFINITY, "s",           \
        "of switching on"),                                                                        \
      ABOVE(part "deactivation_time_constant", deactivation_time_constant, off, 0, INFINITY, "s",  \
            "of switching off")

#define START                                                                                      \
  ANY("default_activation", default_activation, 0.05, "-", "at the start"),                        \
      ANY("default_fiber_length", default_fiber_length, 0.1, "m", "at the start")

#define CURVES(least_active)                                                                       \
  IN_PART("ActiveForceLengthCurve/min_norm_active_fiber_length",                                   \
          active_curve.min_norm_active_fiber_length, 0.47 - 0.0259, 0.47 - 0.0259,                 \
          "length below which the curve is flat"),                                                 \
      IN_PART("ActiveForceLengthCurve/transition_norm_fiber_length",                               \
              active_curve.transition_norm_fiber_length, 0.73, 0.73,                               \
              "length between steep and shallow ascent"),                                          \
      IN_PART("ActiveForceLengthCurve/max_norm_active_fiber_length",                               \
              active_curve.max_norm_active_fiber_length, 1.8123, 1.8123,                           \
              "length above which the curve is flat"),                                             \
      IN_PART("ActiveForceLengthCurve/shallow_ascending_slope",                                    \
              active_curve.shallow_ascending_slope, 0.8616, 0.8616,                                \
              "slope of the plateau's rise"),                                                      \
      IN_PART("ActiveForceLengthCurve/minimum_value", active_curve.minimum_value, least_active,    \
              0.1, "force of the flat parts"),                                                     \
      IN_PART("ForceVelocityCurve/concentric_slope_at_vmax",                                       \
              velocity_curve.concentric_slope_at_vmax, 0, 0, "slope at speed -1"),                 \
      IN_PART("ForceVelocityCurve/concentric_slope_near_vmax",                                     \
              velocity_curve.concentric_slope_near_vmax, 0.25, 0.25, "slope at speed -0.9"),       \
      IN_PART("ForceVelocityCurve/isometric_slope", velocity_curve.isometric_slope, 5, 5,          \
              "slope at speed 0"),                                                                 \
      IN_PART("ForceVelocityCurve/eccentric_slope_at_vmax",                                        \
              velocity_curve.eccentric_slope_at_vmax, 0, 0, "slope at speed 1"),                   \
      IN_PART("ForceVelocityCurve/eccentric_slope_near_vmax",                                      \
              velocity_curve.eccentric_slope_near_vmax, 0.15, 0.15, "slope at speed 0.9"),         \
      IN_PART("ForceVelocityCurve/max_eccentric_velocity_force_multiplier",                        \
              velocity_curve.max_eccentric_velocity_force_multiplier, 1.4, 1.4,                    \
              "force at speed 1"),                                                                 \
      IN_PART("ForceVelocityCurve/concentric_curviness", velocity_curve.concentric_curviness, 0.6, \
              0.6, "0 gradual, 1 sharp"),                                                          \
      IN_PART("ForceVelocityCurve/eccentric_curviness", velocity_curve.eccentric_curviness, 0.9,   \
              0.9, "0 gradual, 1 sharp"),                                                          \
      IN_PART("FiberForceLengthCurve/strain_at_zero_force", passive_curve.strain_at_zero_force, 0, \
              0, "strain where passive force begins"),                                             \
      IN_PART("FiberForceLengthCurve/strain_at_one_norm_force",                                    \
              passive_curve.strain_at_one_norm_force, 0.7, 0.7, "strain at passive force 1"),      \
      MAYBE("FiberForceLengthCurve/stiffness_at_low_force", passive_curve.stiffness_at_low_force,  \
            "-", "slope of the foot"),                                                             \
      MAYBE("FiberForceLengthCurve/stiffness_at_one_norm_force",                                   \
            passive_curve.stiffness_at_one_norm_force, "-", "slope from passive force 1 on"),      \
      MAYBE("FiberForceLengthCurve/curviness", passive_curve.curviness, "-",                       \
            "0 gradual, 1 sharp"),                                                                 \
      IN_PART("TendonForceLengthCurve/strain_at_one_norm_force",                                   \
              tendon_curve.strain_at_one_norm_force, 0.049, 0.049, "strain at tendon force 1"),    \
      MAYBE("TendonForceLengthCurve/stiffness_at_one_norm_force",                                  \
            tendon_curve.stiffness_at_one_norm_force, "-", "slope beyond the toe"),                \
      MAYBE("TendonForceLengthCurve/norm_force_at_toe_end", tendon_curve.norm_force_at_toe_end,    \
            "-", "force where the toe ends"),                                                      \
      MAYBE("TendonForceLengthCurve/curviness", tendon_curve.curviness, "-", "0 gradual, 1 sharp")

static const ps_muscle_property thelen[] = {
    MUSCLE,
    START,
    ABOVE("FmaxTendonStrain", tendon_strain_at_force_one, 0.04, 0, INFINITY, "-",
          "tendon strain at force 1"),
    ABOVE("FmaxMuscleStrain", passive_strain_at_force_one, 0.6, 0, INFINITY, "-",
          "fiber strain at passive force 1"),
    ABOVE("KshapeActive", active_shape, 0.45, 0, INFINITY, "-",
          "width of the active force-length curve"),
    ABOVE("KshapePassive", passive_shape, 5, 0, INFINITY, "-",
          "exponent of the passive force-length curve"),
    ABOVE("Af", force_velocity_shape, 0.25, 0, INFINITY, "-", "shape of the force-velocity curve"),
    ABOVE("Flen", max_lengthening_force, 1.4, 1, INFINITY, "-", "largest force while lengthening"),
    ABOVE("fv_linear_extrap_threshold", force_velocity_threshold, 0.95, 0, 1, "-",
          "part of Flen beyond which force over speed is a line"),
    FROM("maximum_pennation_angle", maximum_pennation_angle, ANGLE_MAX, 0, RIGHT_ANGLE, "rad",
         "at which the fibers are clamped"),
    TIME_CONSTANTS("", 0.015, 0.050),
    FROM("minimum_activation", minimum_activation, 0.01, 0.01, 1, "-",
         "activation never falls below"),
};

static const ps_muscle_property millard[] = {
    MUSCLE,
    FROM("fiber_damping", fiber_damping, 0.1, 0, INFINITY, "-", "force at the largest speed"),
    START,
    TIME_CONSTANTS("", 0.010, 0.040),
    FROM("minimum_activation", minimum_activation, 0.01, 0, 1, "-", "activation never falls below"),
    FROM("maximum_pennation_angle", maximum_pennation_angle, ANGLE_MAX, 0, RIGHT_ANGLE, "rad",
         "at which the fibers are clamped"),
    CURVES(0.1),
};

static const ps_muscle_property degroote[] = {
    MUSCLE,
    TIME_CONSTANTS("", 0.015, 0.060),
    ABOVE("default_activation", default_activation, 0.5, 0, INFINITY, "-", "at the start"),
    FROM("default_normalized_tendon_force", default_normalized_tendon_force, 0.5, 0, 5, "-",
         "at the start"),
    FROM("active_force_width_scale", active_force_width_scale, 1, 1, INFINITY, "-",
         "stretches the active force-length curve"),
    FROM("fiber_damping", fiber_damping, 0, 0, INFINITY, "-", "force at the largest speed"),
    ABOVE("passive_fiber_strain_at_one_norm_force", passive_fiber_strain_at_one_norm_force, 0.6, 0,
          INFINITY, "-", "fiber strain at passive force 1"),
    ABOVE("tendon_strain_at_one_norm_force", tendon_strain_at_one_norm_force, 0.049, 0, INFINITY,
          "-", "tendon strain at force 1"),
    CHOICE("ignore_passive_fiber_force", ignore_passive_fiber_force, false_true,
           "the fibers have no passive force"),
    CHOICE("tendon_compliance_dynamics_mode", implicit_tendon, explicit_implicit,
           "implicit: the rate of tendon force is an input"),
    ABOVE("activation_dynamics_smoothing", activation_dynamics_smoothing, 0.1, 0, INFINITY, "-",
          "sharpness of the switch between on and off"),
};

static const ps_muscle_property rigid_tendon[] = {MUSCLE};

#define ACTIVATION_MODEL "MuscleFirstOrderActivationDynamicModel/"

static const ps_muscle_property acceleration[] = {
    MUSCLE,
    ANY("default_activation", default_activation, 0, "-", "at the start"),
    ANY("default_fiber_length", default_fiber_length, 0.1, "m", "at the start"),
    ANY("default_fiber_velocity", default_fiber_velocity, 0, "m/s", "at the start"),
    TIME_CONSTANTS(ACTIVATION_MODEL, 0.010, 0.040),
    {ACTIVATION_MODEL "minimum_activation", PS_PROPERTY_NUMBER,
     offsetof(ps_muscle_params, minimum_activation), 0, 0.01, 0, 1, false, NULL, "-",
     "activation never falls below"},
    CURVES(0),
    ABOVE("FiberCompressiveForceLengthCurve/norm_length_at_zero_force", compression_curve.begin,
          0.5, 0, INFINITY, "-", "length below which fibers resist"),
    MAYBE("FiberCompressiveForceLengthCurve/stiffness_at_zero_length", compression_curve.stiffness,
          "-", "slope at length 0"),
    MAYBE("FiberCompressiveForceLengthCurve/curviness", compression_curve.curviness, "-",
          "0 gradual, 1 sharp"),
    ABOVE("FiberCompressiveForceCosPennationCurve/engagement_angle_in_degrees",
          compression_pennate_curve.begin, 85, 0, 90, "deg", "pennation above which fibers resist"),
    MAYBE("FiberCompressiveForceCosPennationCurve/stiffness_at_perpendicular",
          compression_pennate_curve.stiffness, "-", "slope at 90 degrees"),
    MAYBE("FiberCompressiveForceCosPennationCurve/curviness", compression_pennate_curve.curviness,
          "-", "0 gradual, 1 sharp"),
    FROM("fiber_damping", fiber_damping, 0.01, 0, INFINITY, "s", "linear damping of the fibers"),
    FROM("fiber_force_length_damping", passive_damping, 0.01, 0, INFINITY, "s",
         "damping of the passive force"),
    FROM("fiber_compressive_force_length_damping", compression_damping, 1, 0, INFINITY, "s",
         "damping of the resistance to shortening"),
    FROM("fiber_compressive_force_cos_pennation_damping", compression_pennate_damping, 1, 0,
         INFINITY, "s", "damping of the resistance to pennation"),
    FROM("tendon_force_length_damping", tendon_damping, 0.1, 0, INFINITY, "s",
         "damping of the tendon"),
    FROM("mass", mass, 0.1, 1e-3, INFINITY, "kg", "that moves with the fibers"),
};

#define TABLE(rows)                                                                                \
  { rows, (int)(sizeof rows / sizeof *rows) }

const ps_muscle_property *ps_muscle_properties(ps_muscle_kind kind, int *n) {
  static const struct {
    const ps_muscle_property *rows;
    int n;
  } tables[PS_MUSCLE_KINDS] = {
      [PS_MUSCLE_THELEN2003] = TABLE(thelen),
      [PS_MUSCLE_MILLARD2012] = TABLE(millard),
      [PS_MUSCLE_DEGROOTE2016] = TABLE(degroote),
      [PS_MUSCLE_RIGID_TENDON] = TABLE(rigid_tendon),
      [PS_MUSCLE_MILLARD2012_ACCELERATION] = TABLE(acceleration),
  };
  *n = tables[kind].n;
  return tables[kind].rows;
}

double ps_muscle_property_value(const ps_muscle_params *p, const ps_muscle_property *property) {
  const char *field = (const char *)p + property->offset;
  return property->type == PS_PROPERTY_CHOICE ? *(const bool *)field : *(const double *)field;
}

void ps_muscle_property_assign(ps_muscle_params *p, const ps_muscle_property *property,
                               double value) {
  char *field = (char *)p + property->offset;
  if (property->type == PS_PROPERTY_CHOICE)
    *(bool *)field = value != 0;
  else
    *(double *)field = value;
}

static const char *const classes[PS_MUSCLE_KINDS] = {
    [PS_MUSCLE_THELEN2003] = "Thelen2003Muscle",
    [PS_MUSCLE_MILLARD2012] = "Millard2012EquilibriumMuscle",
    [PS_MUSCLE_DEGROOTE2016] = "DeGrooteFregly2016Muscle",
    [PS_MUSCLE_RIGID_TENDON] = "RigidTendonMuscle",
    [PS_MUSCLE_MILLARD2012_ACCELERATION] = "Millard2012AccelerationMuscle",
};

const char *ps_muscle_class(ps_muscle_kind kind) {
  return classes[kind];
}

int ps_muscle_kind_named(const char *class_name) {
  for (int kind = 0; kind < PS_MUSCLE_KINDS; kind++)
    if (strcmp(classes[kind], class_name) == 0)
      return kind;
  return -1;
}

ps_muscle_params ps_muscle_default(ps_muscle_kind kind) {
  ps_muscle_params p = {.kind = kind};
  p.maximum_pennation_angle = RIGHT_ANGLE; // of classes without that property
  p.cosine_of_normalized_length = kind == PS_MUSCLE_MILLARD2012;
  for (int role = 0; role < PS_MUSCLE_ROLES; role++)
    p.curve[role] = -1;
  for (int role = 0; role < PS_MUSCLE_FUNCTIONS; role++)
    p.function[role] = -1;
  int n;
  const ps_muscle_property *rows = ps_muscle_properties(kind, &n);
  for (int i = 0; i < n; i++)
    ps_muscle_property_assign(&p, &rows[i], rows[i].value);
  return p;
}

double ps_muscle_default_min_control(ps_muscle_kind kind) {
  return kind == PS_MUSCLE_THELEN2003 || kind == PS_MUSCLE_MILLARD2012 ? 0.01 : 0;
}
