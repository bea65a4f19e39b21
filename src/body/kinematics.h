// kinematics.h: where the bodies are and how they move.
//
//   X_GM = X_GF X_FM(q)        X_GB = X_GM X_MB                              (B1)
//   V_B  = V_P + sum_k S_k u_k                                               (B2)
//   A_B  = A_P + sum_k S_k udot_k + c                                        (B3)
//
// F is the joint's frame on the inner body, M its frame on the outer one, S_k the motion of the
// outer body for unit speed u_k, c what is left of the acceleration across the joint at udot = 0.
// Spatial vectors are about the ground origin. Theory: docs/theory/body.md [featherstone2008, ch.
// 3-4].
#pragma once

#include "model/data.h"

// q -> body_X, body_X_F, body_com, axis_*, S.
void ps_body_positions(const ps_model *m, ps_data *d);
// u -> body_V, body_bias. Needs the positions.
void ps_body_velocities(const ps_model *m, ps_data *d);
// udot -> body_A, gravity left out. Needs the velocities.
void ps_body_accelerations(const ps_model *m, ps_data *d);

// dq/dt [rad/s | m/s] of every coordinate for the speeds u.
void ps_coordinate_rates(const ps_model *m, const double *q, const double *u, double *qdot);

// Acceleration [m/s^2] of the point at p (ground) that rides on a body with velocity V and spatial
// acceleration A.
static inline ps_vec3 ps_point_acceleration(ps_spatial V, ps_spatial A, ps_vec3 p) {
  ps_vec3 linear = ps_add(A.v, ps_cross(A.w, p));
  return ps_add(linear, ps_cross(V.w, ps_point_velocity(V, p)));
}
