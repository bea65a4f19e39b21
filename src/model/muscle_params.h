// muscle_params.h: what a muscle is, in numbers: the properties of OpenSim's muscle classes.
//
// A ps_muscle_params starts as ps_muscle_default, takes what a file says through the table of its
// class (ps_muscle_properties), and becomes usable by ps_muscle_finalize: that refuses values no
// muscle can have, makes the adjustments OpenSim makes, and derives what is needed often. Curves
// and functions are shared by muscles: finalized params say which curve they need in each role
// (ps_muscle_curve), and whoever compiles the model writes the index of the compiled one.
// Sources: Thelen 2003 [thelen2003], Millard et al. 2013 [millard2013], De Groote et al. 2016
// [degroote2016]; defaults, ranges and adjustments: OpenSim 4.6 [seth2018].
#pragma once

#include "base/arena.h"
#include "base/notes.h"
#include "model/muscle_curve.h"
#include "num/function.h"

typedef enum ps_muscle_kind {
  PS_MUSCLE_THELEN2003,
  PS_MUSCLE_MILLARD2012,
  PS_MUSCLE_DEGROOTE2016,
  PS_MUSCLE_RIGID_TENDON,
  PS_MUSCLE_MILLARD2012_ACCELERATION,
  PS_MUSCLE_KINDS
} ps_muscle_kind;

// What a curve or function is for. Rigid tendon muscles have functions in the roles active,
// passive and velocity; Millard muscles have curves.
typedef enum ps_muscle_role {
  PS_ROLE_ACTIVE,   // active force over fiber length
  PS_ROLE_PASSIVE,  // passive force over fiber length
  PS_ROLE_VELOCITY, // force over fiber speed
  PS_ROLE_VELOCITY_INVERSE,
  PS_ROLE_TENDON, // force over tendon length
  PS_ROLE_COMPRESSION,
  PS_ROLE_COMPRESSION_PENNATE,
  PS_MUSCLE_ROLES
} ps_muscle_role;

enum { PS_MUSCLE_FUNCTIONS = 3 }; // roles that a rigid tendon muscle has functions for

// Numbers that follow from the properties. [l]: over optimal fiber length.
typedef struct ps_muscle_derived {
  double height;             // [m]  of the parallelogram of fibers: constant
  double min_fiber_length;   // [m]  where a fiber is clamped; 0: nowhere
  double min_along_tendon;   // [m]  the same, along the tendon
  double min_pennate_length; // [m]  where pennation reaches its maximum
  double max_pennation_sin, max_pennation_cos;
  double per_optimal_length;  // [1/m]
  double per_max_speed;       // [s/m]  one over the largest fiber speed
  double per_slack_length;    // [1/m]  0 of a tendon without length
  double least_activation;    // [-]
  double strain_at_force_one; // [-]  of the tendon
  // Thelen: the toe of the tendon; one over the largest passive exponential
  double toe_strain, toe_scale, tendon_stiffness, passive_scale;
  // Thelen: where force over speed becomes a line; the speed is over 1/4 + 3/4 activation
  double line_force, line_speed, line_slope;
  // De Groote: exponent of the tendon, offset of the passive force
  double tendon_exponent, passive_offset;
  bool damped; // Millard: an elastic tendon pulls on a damped fiber
} ps_muscle_derived;

typedef struct ps_muscle_params {
  // what every evaluation needs comes first, and fits a few cache lines
  ps_muscle_kind kind;
  bool ignore_tendon_compliance;     // the tendon keeps its slack length
  bool ignore_activation_dynamics;   // activation is excitation
  int curve[PS_MUSCLE_ROLES];        // index of the compiled curve, -1: none
  int function[PS_MUSCLE_FUNCTIONS]; // index of the compiled function, -1: none
  double max_isometric_force;        // [N]
  double optimal_fiber_length;       // [m]
  double tendon_slack_length;        // [m]
  double fiber_damping; // [-]  over max_isometric_force and largest fiber speed; of Millard muscles
                        //      with mass [s], over one optimal length per second
  ps_muscle_derived derived;

  // every class
  double pennation_angle_at_optimal; // [rad]
  double maximum_pennation_angle;    // [rad]
  double max_contraction_velocity;   // [1/s]  optimal fiber lengths per second

  // activation
  double activation_time_constant;   // [s]
  double deactivation_time_constant; // [s]
  double minimum_activation;         // [-]
  double activation_dynamics_smoothing;

  // Thelen
  double tendon_strain_at_force_one;  // FmaxTendonStrain
  double passive_strain_at_force_one; // FmaxMuscleStrain
  double active_shape, passive_shape; // KshapeActive, KshapePassive
  double force_velocity_shape;        // Af
  double max_lengthening_force;       // Flen
  double force_velocity_threshold;    // fv_linear_extrap_threshold

  // De Groote
  double active_force_width_scale;
  double passive_fiber_strain_at_one_norm_force;
  double tendon_strain_at_one_norm_force;
  bool ignore_passive_fiber_force;
  bool implicit_tendon; // tendon_compliance_dynamics_mode: 0 explicit, 1 implicit

  // Millard
  // OpenSim's static optimization takes the cosine of pennation at the normalized fiber length, as
  // if it were in metres; false: at the fiber length
  bool cosine_of_normalized_length;
  ps_tendon_force_length tendon_curve;
  ps_force_velocity velocity_curve;
  ps_active_force_length active_curve;
  ps_fiber_force_length passive_curve;

  // Millard with mass
  ps_fiber_compression compression_curve, compression_pennate_curve;
  double mass;                        // [kg]
  double passive_damping;             // [s]  per optimal length
  double compression_damping;         // [s]  per optimal length
  double compression_pennate_damping; // [s]  per optimal length along the tendon
  double tendon_damping;              // [s]  per slack length

  // state at the start
  double default_activation;              // [-]
  double default_fiber_length;            // [m]
  double default_fiber_velocity;          // [m/s]
  double default_normalized_tendon_force; // [-]
} ps_muscle_params;

typedef enum ps_property_type {
  PS_PROPERTY_NUMBER,
  PS_PROPERTY_OPTIONAL, // a number that a file may leave empty: NaN
  PS_PROPERTY_CHOICE,   // one of `words`, kept as a bool
} ps_property_type;

// One property of a muscle class.
typedef struct ps_muscle_property {
  const char *name; // element in .osim files; "Part/name" inside another element
  ps_property_type type;
  size_t offset;            // in ps_muscle_params: a double, or the bool of a choice
  double value;             // what a file means that leaves it out, with its Part if it has one
  double value_in_part;     // what a file means that has the Part, but not the name in it
  double low, high;         // allowed
  bool above_low;           // low itself is not allowed
  const char *const *words; // of a choice: for 0, for 1
  const char *unit, *about;
} ps_muscle_property;

// The properties of a class, in the order of its .osim files. Limits that depend on other
// properties are not in the table; ps_muscle_finalize knows them.
const ps_muscle_property *ps_muscle_properties(ps_muscle_kind kind, int *n);
double ps_muscle_property_value(const ps_muscle_params *p, const ps_muscle_property *property);
void ps_muscle_property_assign(ps_muscle_params *p, const ps_muscle_property *property,
                               double value);

// OpenSim's class name of a kind, and back; -1 for another class.
const char *ps_muscle_class(ps_muscle_kind kind);
int ps_muscle_kind_named(const char *class_name);

ps_muscle_params ps_muscle_default(ps_muscle_kind kind);
// The least control that a file means that has none.
double ps_muscle_default_min_control(ps_muscle_kind kind);
// The functions of rigid tendon muscles that a file leaves out; roles active, passive, velocity.
// Not to be edited.
const ps_function_spec *ps_muscle_default_function(ps_muscle_role role);

// Where a message points.
typedef struct ps_muscle_place {
  const char *muscle; // name
  const char *path;   // file; may be NULL
  int line;
} ps_muscle_place;

// Check, adjust and derive, in that order; where OpenSim adjusts, a note says so. Again after a
// change of properties.
ps_status ps_muscle_finalize(ps_muscle_params *p, double min_control, ps_muscle_place place,
                             ps_notes *notes, ps_error *err);

// The curve that finalized params need in a role; false: none. Optional properties are filled in,
// so that muscles with equal curves have equal parameters.
bool ps_muscle_curve(const ps_muscle_params *p, ps_muscle_role role, ps_curve_spec *curve);
