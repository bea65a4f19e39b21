// dynamics.h: the forces that a motion needs, and the motion that forces make.
//
//   M(q) udot + h(q, u) = tau + sum_B J_B' F_B                               (D1)
//
// Inverse dynamics by recursive Newton-Euler, the mass matrix by composite inertias, forward
// dynamics by articulated bodies or, with constraints, by the reduced mass matrix.
// Theory: docs/theory/body.md [featherstone2008, ch. 5-8].
#pragma once

#include "base/fail.h"
#include "model/data.h"

// udot, body_force -> body_A, joint_force, tau: what the coordinates must give so that the bodies
// move so under gravity and body_force. Needs the velocities. tau leaves `applied` out.
void ps_inverse_dynamics(const ps_model *m, ps_data *d);

// composite, mass_matrix (full, symmetric). Needs the positions.
void ps_mass_matrix(const ps_model *m, ps_data *d);

// applied, body_force -> udot, body_A, constraints aside; locked and prescribed coordinates keep
// the udot they have. False: a part without inertia can move freely, and stays at rest.
bool ps_articulated_body(const ps_model *m, ps_data *d);

// The same with constraints obeyed: dependent coordinates follow their couplers.
bool ps_forward_dynamics(const ps_model *m, ps_data *d);

// Mass center [m], its velocity [m/s], kinetic energy [J] and potential energy of gravity [J].
typedef struct ps_whole_body {
  ps_vec3 com, com_velocity;
  double kinetic, potential;
} ps_whole_body;
ps_whole_body ps_whole(const ps_model *m, const ps_data *d);
