// muscle.h: a muscle at one instant: everything OpenSim reports about it, from what it is and does.
//
//     path length L, speed L'          fiber: length l, speed l', pennation alpha
//   |<------------------------->|      tendon: length L - l cos(alpha)
//   |== fibers ==\\----tendon----|      active force F0 a f_l(l) f_v(l'), F0 the isometric maximum
//
// In equilibrium the fibers pull along the tendon as hard as the tendon does:
//
//   F0 [a f_l f_v + passive] cos(alpha) = F0 f_t(tendon length)                          (M5)
//
// One set of functions serves five classes of muscle; the class is in the parameters, which must be
// finalized (model/muscle_params.h). All are pure: they allocate nothing, remember nothing, and may
// run in any number of threads. Each class's file names its equations.
// Theory: docs/theory/muscle.md.
// Units: m, m/s, N, W, N/m; activation, excitation and normalized quantities are plain numbers.
#pragma once

#include "model/muscle_params.h"

// The compiled curves and functions that parameters point into.
typedef struct ps_muscle_curves {
  const ps_curve *curve;
  const ps_function *function;
  const double *pool; // of both
} ps_muscle_curves;

// What a muscle remembers. Which fields count depends on the class; the others are left alone.
// Where activation dynamics are ignored, and always for rigid tendon muscles, excitation takes the
// place of activation.
typedef struct ps_muscle_state {
  double activation;
  double fiber_length;   // [m]    Thelen, Millard
  double fiber_velocity; // [m/s]  Millard with mass
  double tendon_force;   // [-]    De Groote: over max_isometric_force
} ps_muscle_state;

//  F(name,                            unit,    about)
#define PS_MUSCLE_OUTPUTS(F)                                                                       \
  /* position */                                                                                   \
  F(fiber_length, "m", "clamped where the class clamps")                                           \
  F(normalized_fiber_length, "-", "over optimal_fiber_length")                                     \
  F(pennation_angle, "rad", "between fibers and tendon")                                           \
  F(cos_pennation_angle, "-", "its cosine")                                                        \
  F(tendon_length, "m", "what the fibers leave of the path")                                       \
  F(tendon_strain, "-", "beyond slack length, over slack length")                                  \
  /* velocity */                                                                                   \
  F(fiber_velocity, "m/s", "positive: lengthening")                                                \
  F(normalized_fiber_velocity, "-", "over the largest speed")                                      \
  F(pennation_angular_velocity, "rad/s", "rate of pennation")                                      \
  F(tendon_velocity, "m/s", "positive: lengthening")                                               \
  /* force over max_isometric_force */                                                             \
  F(fiber_active_force_length, "-", "f_l")                                                         \
  F(fiber_passive_force_length, "-", "passive force of length alone")                              \
  F(force_velocity, "-", "f_v")                                                                    \
  /* force */                                                                                      \
  F(fiber_force, "N", "along the fibers")                                                          \
  F(active_fiber_force, "N", "its part from activation")                                           \
  F(passive_fiber_force, "N", "its part from length and damping")                                  \
  F(active_fiber_force_along_tendon, "N", "times cos_pennation_angle")                             \
  F(passive_fiber_force_along_tendon, "N", "times cos_pennation_angle")                            \
  F(fiber_force_along_tendon, "N", "what the fibers do to the tendon")                             \
  F(tendon_force, "N", "tension of the tendon; of Millard with mass, without damping")             \
  F(actuation, "N", "what the muscle does to the bones")                                           \
  F(fiber_stiffness, "N/m", "d fiber_force / d fiber_length")                                      \
  F(tendon_stiffness, "N/m", "d tendon_force / d tendon_length")                                   \
  F(muscle_stiffness, "N/m", "fibers along the tendon and tendon, in series")                      \
  /* rates of the state, for the excitation given; nan where the class has no such state */        \
  F(activation_dot, "1/s", "rate of activation")                                                   \
  F(fiber_length_dot, "m/s", "rate of the state fiber_length")                                     \
  F(fiber_velocity_dot, "m/s^2", "rate of the state fiber_velocity")                               \
  F(tendon_force_dot, "1/s", "rate of the state tendon_force")                                     \
  /* power given to the outside; where fibers and tendon agree the parts make the whole (M7) */    \
  F(fiber_active_power, "W", "by active force and damping")                                        \
  F(fiber_passive_power, "W", "by the stretch stored in the fibers")                               \
  F(tendon_power, "W", "by the stretch stored in the tendon")                                      \
  F(muscle_power, "W", "by the whole muscle: - actuation x speed")

// Things worth knowing about outputs, as bits of `flags`.
enum {
  PS_MUSCLE_CLAMPED = 1,  // the fiber is at its shortest and would shorten: it stands still, slack
  PS_MUSCLE_BUCKLED = 2,  // the tendon is shorter than slack
  PS_MUSCLE_SINGULAR = 4, // a force or speed is not a number: no activation, no active force
};

typedef struct ps_muscle_output {
#define F(name, unit, about) double name;
  PS_MUSCLE_OUTPUTS(F)
#undef F
  unsigned flags;
} ps_muscle_output;

typedef enum ps_muscle_outcome {
  PS_MUSCLE_BALANCED,   // (M5) holds
  PS_MUSCLE_SHORTEST,   // the fiber is at its shortest and still too long or too strong for (M5)
  PS_MUSCLE_UNBALANCED, // no solution in the range of the class; the state is its nearest end
  PS_MUSCLE_STATELESS,  // a rigid tendon: nothing to solve
} ps_muscle_outcome;

// Set the state of fiber and tendon so that (M5) holds at state->activation (excitation, where that
// takes its place). The speed of the path is shared out as OpenSim's class does: Thelen and Millard
// with mass by stiffness, De Groote all to the fiber; Millard takes none of it, fiber and tendon
// stand still. The state that was there does not matter, and is a number afterwards whatever the
// outcome.
ps_muscle_outcome ps_muscle_equilibrate(const ps_muscle_params *p, const ps_muscle_curves *curves,
                                        double length, double speed, ps_muscle_state *state);

// Everything at a state, in equilibrium or not.
void ps_muscle_evaluate(const ps_muscle_params *p, const ps_muscle_curves *curves,
                        const ps_muscle_state *state, double excitation, double length,
                        double speed, ps_muscle_output *out);

// Active force [N] along the tendon (De Groote: along the fibers) as if the tendon were rigid, at
// activation `a`: what OpenSim's static optimization uses (M6). Proportional to `a` between the
// least activation and 1, but for Thelen muscles, whose speed depends on it.
double ps_muscle_active_force_rigid(const ps_muscle_params *p, const ps_muscle_curves *curves,
                                    double a, double length, double speed);

// Passive force [N] along the tendon as if the tendon were rigid, damping included; never less than
// zero, for a tendon cannot push.
double ps_muscle_passive_force_rigid(const ps_muscle_params *p, const ps_muscle_curves *curves,
                                     double length, double speed);
