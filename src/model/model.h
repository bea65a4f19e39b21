// model.h: the compiled model: every array of it, by name, in one immutable block.
//
// A model is shared by threads and never changes; what changes lives in ps_data (data.h). Body 0 is
// ground and parents come before children. A generalized speed u_k belongs to coordinate k; for
// ball, free and ellipsoid joints u is an angular velocity and q an Euler angle, so u is not q dot.
#pragma once

#include "base/names.h"
#include "model/muscle_params.h"
#include "model/spec.h"
#include "model/wrap_shape.h"
#include "num/function.h"
#include "num/vec.h"

typedef enum ps_mobilizer {
  PS_MOBILIZER_WELD,
  PS_MOBILIZER_AXES,      // translations along axes of F, then rotations: pin, slider, custom ...
  PS_MOBILIZER_BALL,      // u: angular velocity of M in F, along F
  PS_MOBILIZER_FREE,      // u: angular velocity, then velocity of M's origin, both along F
  PS_MOBILIZER_ELLIPSOID, // as ball; M's origin rides on an ellipsoid about F's, M's z its normal
} ps_mobilizer;

// What OpenSim's tools write in degrees: rotational coordinates only.
typedef enum ps_motion_kind {
  PS_MOTION_ROTATIONAL,
  PS_MOTION_TRANSLATIONAL,
  PS_MOTION_COUPLED,
} ps_motion_kind;

// One elementary motion of a mobilizer: theta = f(coordinates).
typedef struct ps_axis {
  ps_vec3 axis;  // unit; translations: along F, rotations: along the frame turned so far
  int rotation;  // 1 + its place among the joint's three; 0: translation along the axis
  int alone;     // 1: theta is a coordinate that moves nothing else
  int cardinal;  // 0, 1, 2: the axis is x, y, z; -1: another
  int function;  // -1: theta is the coordinate itself
  int arg, narg; // range in axis_arg; none: theta is constant
} ps_axis;

typedef struct ps_point {
  ps_point_kind kind;
  int body;
  ps_vec3 location; // [m]  fixed and conditional
  int coordinate;   // conditional and moving; -1: none
  double range[2];  // conditional: active inside; moving: the coordinate is clamped to it
  int function[3];  // moving: x, y, z; -1: zero
  double gap;       // [m]  from the point before where both are fixed to one body, else -1
} ps_point;

typedef struct ps_wrap_object {
  ps_wrap_shape shape;
  int body;
  int active;
  ps_transform X; // wrap frame in the body
} ps_wrap_object;

typedef struct ps_path_wrap {
  int object;
  ps_wrap_method method;
  int turn;        // geodesics: sense of winding about the axis, +1 or -1
  int first, last; // 0-based range of path points to try; of a geodesic, the ends of its segment
} ps_path_wrap;

enum { PS_PATH_WRAPS = 64 }; // most wrap objects of one path

typedef struct ps_path {
  int point, npoint; // range in points
  int wrap, nwrap;   // range in path_wraps
  int geodesic;      // 1: these are geodesics, each on a segment of its own
  int span, nspan;   // range in span_coordinate: speeds that can change the length
  int force;         // the force that pulls along it
  int current;       // range in data's path_point: npoint + 2 nwrap entries
} ps_path;

// A member of the force set; indices where the spec has names. Fields as in ps_spec_force.
typedef struct ps_force {
  ps_force_kind kind;
  int applies;
  int path;       // -1: none
  int muscle;     // -1: none
  int coordinate; // -1: none
  int actuator;   // position among the actuators; -1: none
  double min_control, max_control, optimal_force;
  int body[2];
  ps_transform frame[2]; // of bushings, in the bodies; points: p only
  ps_vec3 direction;
  int point_is_global, force_is_global;
  double upper_stiffness, upper_limit, lower_stiffness, lower_limit, damping, transition;
  double stiffness, rest_length, viscosity, dissipation;
  ps_vec3 rotational_stiffness, translational_stiffness, rotational_damping, translational_damping;
  ps_ligament ligament;
  int function; // ligament: force-length; -1: none
} ps_force;

enum { PS_COUPLED = 8 }; // most independent coordinates of a coupler

// An enforced constraint: rows of C(q) u = 0.
typedef struct ps_constraint {
  ps_constraint_kind kind;
  int row, nrow;
  int dependent, arg, narg; // coupler: coordinates; range in constraint_arg
  int function;             // coupler: scale folded in
  int body[2];              // the others
  ps_transform frame[2];    // on the bodies
  double distance;          // [m]
} ps_constraint;

// How much a fixed placement does: joint frames seldom turn, and often are their bodies'.
typedef enum ps_place { PS_PLACE_SAME, PS_PLACE_MOVED, PS_PLACE_TURNED } ps_place;

//  F(type,           name,               rows,       about)
#define PS_MODEL_FIELDS(F)                                                                         \
  /* bodies: 0 is ground, parents first */                                                         \
  F(int, body_parent, nbody, "body towards ground; -1 for ground")                                 \
  F(int, body_spec, nbody, "position in the body set; -1 for ground")                              \
  F(int, body_joint, nbody, "joint that moves the body, in joint-set order; -1 for ground")        \
  F(int, body_mobilizer, nbody, "ps_mobilizer")                                                    \
  F(int, body_reversed, nbody, "1: the joint's parent frame sits on this body")                    \
  F(int, body_q0, nbody, "first coordinate of the joint")                                          \
  F(int, body_nq, nbody, "number of coordinates of the joint")                                     \
  F(int, body_axis0, nbody, "first axis")                                                          \
  F(int, body_naxis, nbody, "number of axes")                                                      \
  F(int, body_plain, nbody, "1: every axis is a coordinate of its own")                            \
  F(int, body_simbody, nbody, "1: OpenSim's acceleration across this joint is another; see (B8)")  \
  F(double, body_mass, nbody, "[kg]")                                                              \
  F(ps_vec3, body_com, nbody, "[m] mass center in the body frame")                                 \
  F(ps_mat3, body_inertia, nbody, "[kg m^2] about the mass center, along the body frame")          \
  F(ps_transform, body_X_PF, nbody, "joint frame F on the inner body")                             \
  F(ps_transform, body_X_MB, nbody, "body in the joint frame M on it")                             \
  F(int, body_place_F, nbody, "ps_place of body_X_PF")                                             \
  F(int, body_place_M, nbody, "ps_place of body_X_MB")                                             \
  F(ps_vec3, body_M, nbody, "[m] origin of the joint frame M in the body")                         \
  F(ps_vec3, body_radii, nbody, "[m] of ellipsoid joints")                                         \
  F(ps_axis, axis, naxis, "elementary motions of the mobilizers")                                  \
  F(int, axis_arg, naxis_arg, "coordinates of the axes")                                           \
  /* joints, in the order of the tree (OpenSim's after connecting) */                              \
  F(int, joint_spec, njoint, "position in the spec")                                               \
  F(int, joint_body, njoint, "body that it moves")                                                 \
  F(int, joint_parent_body, njoint, "body of the parent frame")                                    \
  F(int, joint_child_body, njoint, "body of the child frame")                                      \
  F(ps_transform, joint_parent_frame, njoint, "parent frame on its body")                          \
  F(ps_transform, joint_child_frame, njoint, "child frame on its body")                            \
  /* coordinates, in the order of the coordinate set */                                            \
  F(int, coord_body, nq, "body that it moves first")                                               \
  F(int, coord_motion, nq, "ps_motion_kind")                                                       \
  F(int, coord_tree, nq, "position in the order of the tree, as OpenSim's tools write it")         \
  F(int, tree_coord, nq, "coordinate at a position of the tree")                                   \
  F(int, coord_clamped, nq, "1: clamped to its range")                                             \
  F(int, coord_locked, nq, "1: held at its value")                                                 \
  F(int, coord_prescribed, nq, "function of time, or -1")                                          \
  F(int, coord_dependent, nq, "1: depends on others through a coupler")                            \
  F(double, coord_stiff, nq, "weight of the coordinate's value when a pose is assembled")          \
  F(double, coord_default, nq, "[rad | m]")                                                        \
  F(double, coord_default_speed, nq, "[rad/s | m/s]")                                              \
  F(double, coord_min, nq, "[rad | m]")                                                            \
  F(double, coord_max, nq, "[rad | m]")                                                            \
  F(ps_constraint, constraint, nconstraint, "enforced constraints")                                \
  F(int, constraint_arg, nconstraint_arg, "independent coordinates of couplers")                   \
  /* paths */                                                                                      \
  F(ps_path, path, npath, "everything with a geometry path, in force-set order")                   \
  F(ps_point, point, npoint, "path points")                                                        \
  F(ps_wrap_object, wrap, nwrap, "wrap objects")                                                   \
  F(ps_path_wrap, path_wrap, npath_wrap, "uses of wrap objects by paths")                          \
  F(int, span_coordinate, nspan, "coordinates a path's length can depend on, path by path")        \
  F(unsigned long long, span_mask, nspan,                                                          \
    "bit b: the path's b-th body lies beyond the coordinate")                                      \
  F(int, point_side, npoint, "position of the point's body among the path's bodies")               \
  F(int, path_wrap_side, npath_wrap, "the same for the wrap object's body")                        \
  /* forces */                                                                                     \
  F(ps_force, force, nforce, "the force set")                                                      \
  F(int, actuator_force, nactuator, "force of an actuator, in force-set order")                    \
  F(int, muscle_force, nmuscle, "force of a muscle")                                               \
  F(ps_muscle_params, muscle, nmuscle, "parameters of a muscle")                                   \
  /* markers */                                                                                    \
  F(int, marker_body, nmarker, "body of a marker")                                                 \
  F(ps_vec3, marker_location, nmarker, "[m] in the body frame")                                    \
  /* functions and curves */                                                                       \
  F(ps_function, function, nfunction, "compiled functions")                                        \
  F(double, pool, npool, "numbers of functions and curves")                                        \
  F(ps_curve, curve, ncurve, "muscle curves")

// clang-format off
#define PS_MODEL_SIZES(S)                                                                          \
  S(nbody) S(njoint) S(nq) S(naxis) S(naxis_arg) S(nconstraint) S(nconstraint_arg) S(nrow)         \
  S(npath) S(npoint) S(nwrap) S(npath_wrap) S(nspan) S(ncurrent) S(nforce) S(nactuator)            \
  S(nmuscle) S(nmarker) S(nfunction) S(npool) S(ncurve)
// clang-format on

struct ps_model {
#define S(name) int name;
  PS_MODEL_SIZES(S)
#undef S
  ps_vec3 gravity; // [m/s^2]
  double mass;     // [kg]  of all bodies
  // 1: where wrap objects share a path, tangent points stay for lengths and directions where they
  // were first seen, as in OpenSim 4.6 (docs/decisions/0005-first-tangent-points.md)
  int keeps_tangents;
#define F(type, name, rows, about) type *name;
  PS_MODEL_FIELDS(F)
#undef F
  // names, in a pool of their own
  const char *name;
  const char **body_name, **joint_name, **coord_name, **force_name, **marker_name, **coord_path;
  const char **point_name, **wrap_name, **force_path;
  const char **point_frame_name, **wrap_frame_name; // as written: bodies or offset frames
  const char **force_frame_name; // two for each force: the frames it acts between
  const char **joint_frame_name; // two for each joint: parent, child
  ps_names coord_index, body_index, force_index;
  void *block;
  ps_pool text;
};

// A copy whose numbers the caller may change (never its structure): one of many variants. It shares
// the names of the original, which must outlive it. NULL: out of memory.
ps_model *ps_model_variant(const ps_model *model);
