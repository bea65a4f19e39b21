// data.h: what one thread computes: every array of it, in one block laid out once.
//
// Grouped by the function that writes it; that function may read all groups above.
// Spatial vectors are about the ground origin, along the ground axes (num/vec.h). The number of
// rows is a size of the model `m` (a product is written out as an expression that starts with one).
#pragma once

#include "model/model.h"

// A body's mass, first moment and inertia about the ground origin, along the ground axes.
typedef struct ps_inertia {
  double mass;                   // [kg]
  ps_vec3 moment;                // [kg m]  mass times mass center
  double xx, yy, zz, xy, xz, yz; // [kg m^2]
} ps_inertia;

// A point of the current path of a muscle.
typedef struct ps_path_point {
  ps_vec3 anchor;   // [m]  in ground: where the path touches its body and pulls on it
  ps_vec3 position; // [m]  where lengths and directions take it to be; see ps_model.keeps_tangents
  double wrap_length; // [m]  second tangent point: length over the surface up to here
  int point;          // index of the path point, or -1: tangent point of a wrap
  int wrap;           // position of the wrap among the path's, or -1
  int object;         // wrap object, or -1
  int body, side;     // the body, and its position among the path's bodies
  int second;         // 1: the second tangent point of a wrap
} ps_path_point;

//  F(type,        name,              rows,       unit,        about)
#define PS_DATA_FIELDS(F)                                                                          \
  /* state, written by the caller */                                                               \
  F(double, q, nq, "m | rad", "coordinates")                                                       \
  F(double, u, nq, "m/s | rad/s", "generalized speeds")                                            \
  F(double, udot, nq, "m/s^2 | rad/s^2", "generalized accelerations")                              \
  /* ps_body_positions: from q */                                                                  \
  F(ps_transform, body_X, nbody, "m", "body frames in ground")                                     \
  F(ps_transform, body_X_F, nbody, "m", "joint frames F in ground")                                \
  F(ps_vec3, body_com, nbody, "m", "mass centers in ground")                                       \
  F(ps_spatial, axis_S, naxis, "-", "unit motion of an axis")                                      \
  F(double, axis_slope, naxis_arg, "-", "d theta / d q of an axis, by argument")                   \
  F(double, axis_curvature, naxis, "1/rad | 1/m", "d2 theta / d q2 of axes with one argument")     \
  F(ps_spatial, S, nq, "-", "motion of the body for unit speed")                                   \
  /* ps_body_velocities: from u */                                                                 \
  F(ps_spatial, body_V, nbody, "rad/s | m/s", "velocity")                                          \
  F(ps_spatial, body_bias, nbody, "rad/s^2 | m/s^2", "acceleration across the joint at udot = 0")  \
  /* ps_inverse_dynamics, ps_body_accelerations: from udot and body_force */                       \
  F(ps_spatial, body_A, nbody, "rad/s^2 | m/s^2", "acceleration")                                  \
  F(ps_spatial, body_force, nbody, "N m | N", "applied to the body, without gravity")              \
  F(ps_spatial, joint_force, nbody, "N m | N", "of the joint on the body")                         \
  F(double, tau, nq, "N m | N", "generalized force that the motion needs")                         \
  /* ps_mass_matrix, ps_forward_dynamics */                                                        \
  F(ps_inertia, composite, nbody, "kg m^2", "inertia of the body and all beyond it")               \
  F(double, mass_matrix, nq * m->nq, "kg m^2", "rows and columns in coordinate order")             \
  F(double, applied, nq, "N m | N", "generalized force applied at the coordinates")                \
  F(double, reduced, nq *(m->nq + 1) / 2, "kg m^2",                                                \
    "mass matrix of the free coordinates, factored")                                               \
  F(double, free_force, nq, "N m | N",                                                             \
    "right-hand side, then accelerations, of the free coordinates")                                \
  F(int, free_coord, nq, "-", "free coordinates")                                                  \
  F(int, envelope_last, nq, "-", "shape of `reduced`")                                             \
  F(int, envelope_start, nq + 1, "-", "shape of `reduced`")                                        \
  F(double, pivot_lift, nq, "kg m^2", "what replaces a pivot of `reduced` that has vanished")      \
  F(double, pivot_diagonal, nq, "kg m^2", "scratch of the factorization")                          \
  F(double, articulated, nbody * 48, "kg m^2", "inertia of the body as its joint feels it, 6 x 8") \
  F(ps_spatial, articulated_force, nbody, "N m | N", "force the joint must give at rest")          \
  F(ps_spatial, articulated_U, nq, "kg m^2", "articulated inertia times S")                        \
  F(double, articulated_inverse, nq, "1/(kg m^2)", "1 / (S' U), 0 where nothing resists")          \
  F(double, articulated_u, nq, "N m | N", "force left to accelerate a coordinate")                 \
  /* ps_constraint_rows: C udot = g for every enforced constraint */                               \
  F(ps_spatial, body_A0, nbody, "rad/s^2 | m/s^2", "acceleration at udot = 0")                     \
  F(double, constraint_row, nrow * m->nq, "-", "C, dense")                                         \
  F(double, constraint_bias, nrow, "rad/s^2 | m/s^2", "g")                                         \
  F(double, constraint_error, nrow, "rad | m", "how far the pose is off")                          \
  F(double, constraint_solve, nrow * m->nq, "-", "inverse of the mass matrix times C'")            \
  F(double, constraint_schur, nrow *(m->nrow + 1) / 2, "1/kg m^2", "C times that, factored")       \
  F(double, constraint_lift, nrow, "-", "what replaces a pivot of it that has vanished")           \
  F(double, constraint_diagonal, nrow, "-", "scratch of the factorization")                        \
  F(int, constraint_last, nrow, "-", "shape of constraint_schur")                                  \
  F(int, constraint_start, nrow + 1, "-", "shape of constraint_schur")                             \
  F(double, constraint_force, nrow, "N m | N", "multipliers")                                      \
  F(double, wanted, nq, "m | rad", "pose asked for, while one is assembled")                       \
  F(double, step, nq, "m | rad", "change of the pose, while one is assembled")                     \
  /* ps_muscle_paths: from body_X and S */                                                         \
  F(ps_transform, wrap_X, nwrap, "m", "wrap objects in ground")                                    \
  F(ps_path_point, path_point, ncurrent, "m", "current paths, point by point")                     \
  F(ps_vec3, point_slope, npoint, "m/rad | -", "of moving points: derivative of their place")      \
  F(ps_vec3, path_along, ncurrent, "-", "unit vector from the point before, between two bodies")   \
  F(int, path_npoint, npath, "-", "number of points of the current path")                          \
  F(int, path_flag, npath, "-", "ps_path_flag: what went wrong with the path")                     \
  F(double, path_length, npath, "m", "length")                                                     \
  F(double, span_arm, nspan, "m | -",                                                              \
    "moment arm, -d(length)/dq, for the coordinates of the span")                                  \
  F(double, path_speed, npath, "m/s", "lengthening speed")                                         \
  /* forces */                                                                                     \
  F(double, force_value, nforce, "N | N m", "tension or actuation of a force")

struct ps_data {
  const ps_model *model;
  double time; // [s]
#define F(type, name, rows, unit, about) type *name;
  PS_DATA_FIELDS(F)
#undef F
  void *block;
};
