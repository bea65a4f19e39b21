// spec.h: a model as a person writes it: parts with names that refer to each other by name.
//
// A spec is made by a reader or by code, edited freely, and compiled into an immutable ps_model
// (compile.h). Nothing is computed here. Names follow OpenSim 4: a body `femur_r` has the path
// `/bodyset/femur_r`, a frame of joint `hip_r` the path `/jointset/hip_r/femur_r_offset`.
// Units: m, kg, s, N, rad. All memory, the texts included, lives in the spec's pool.
#pragma once

#include "base/arena.h"
#include "base/names.h"
#include "base/notes.h"
#include "model/muscle_params.h"
#include "model/wrap_shape.h"
#include "num/function.h"
#include "num/vec.h"
#include "psoas/model.h"

// A reference as written: a plain name, a path from the root (`/bodyset/femur_r`), or a path from
// the part that holds it (`../femur_r`).
typedef struct ps_ref {
  const char *text;  // NULL: not given
  const char *owner; // path of the part that holds the reference
  int line;
} ps_ref;

// What every part has.
typedef struct ps_part {
  const char *name;
  const char *path; // absolute, starts with '/'
  int line;         // in the file; 0: made by code
} ps_part;

typedef struct ps_spec_body {
  ps_part part;
  double mass;       // [kg]
  ps_vec3 com;       // [m]  mass center in the body frame
  double inertia[6]; // [kg m^2]  xx yy zz xy xz yz about the mass center
} ps_spec_body;

// A frame fixed to a body or to another such frame.
typedef struct ps_spec_frame {
  ps_part part;
  ps_ref parent;
  ps_vec3 translation; // [m]
  ps_vec3 orientation; // [rad]  body-fixed XYZ
} ps_spec_frame;

typedef enum ps_joint_kind {
  PS_JOINT_WELD,
  PS_JOINT_PIN,
  PS_JOINT_SLIDER,
  PS_JOINT_UNIVERSAL,
  PS_JOINT_GIMBAL,
  PS_JOINT_PLANAR,
  PS_JOINT_BALL,
  PS_JOINT_FREE,
  PS_JOINT_ELLIPSOID,
  PS_JOINT_CUSTOM,
} ps_joint_kind;

enum { PS_AXES = 6 }; // three rotations, then three translations

// One axis of a custom joint's spatial transform: value = function(coordinates).
typedef struct ps_spec_axis {
  int line;
  ps_vec3 axis;
  const char **coordinate; // names
  int ncoordinate;
  ps_function_spec *function; // NULL: identity with one coordinate, zero with none
} ps_spec_axis;

typedef struct ps_spec_joint {
  ps_part part;
  ps_joint_kind kind;
  ps_ref parent_frame, child_frame;
  int coordinate, ncoordinate; // range in ps_spec.coordinates
  ps_spec_axis axis[PS_AXES];  // custom joints
  ps_vec3 radii;               // [m]  ellipsoid joints
} ps_spec_joint;

typedef struct ps_spec_coordinate {
  ps_part part;
  int joint;
  double default_value; // [rad | m]
  double default_speed; // [rad/s | m/s]
  double range[2];      // [rad | m]
  bool clamped, locked, prescribed;
  bool free_to_satisfy_constraints;
  ps_function_spec *prescribed_function; // of time; NULL: none
} ps_spec_coordinate;

typedef enum ps_constraint_kind {
  PS_CONSTRAINT_COUPLER,  // dependent = scale function(independent ...)
  PS_CONSTRAINT_WELD,     // two frames coincide
  PS_CONSTRAINT_POINT,    // two points coincide
  PS_CONSTRAINT_DISTANCE, // two points keep their distance
} ps_constraint_kind;

typedef struct ps_spec_constraint {
  ps_part part;
  ps_constraint_kind kind;
  bool enforced;
  // couplers
  const char **independent;
  int nindependent;
  const char *dependent;
  ps_function_spec *function;
  double scale;
  // the others
  ps_ref body[2];
  ps_vec3 location[2];    // [m]
  ps_vec3 orientation[2]; // [rad]  body-fixed XYZ
  double distance;        // [m]
} ps_spec_constraint;

typedef struct ps_spec_wrap {
  ps_part part;
  ps_ref frame; // a body, ground or offset frame
  bool active;
  ps_vec3 translation; // [m]
  ps_vec3 orientation; // [rad]  body-fixed XYZ
  ps_wrap_shape shape;
} ps_spec_wrap;

typedef enum ps_point_kind {
  PS_POINT_FIXED,
  PS_POINT_CONDITIONAL,
  PS_POINT_MOVING,
} ps_point_kind;

typedef struct ps_spec_point {
  ps_part part;
  ps_point_kind kind;
  ps_ref frame;
  ps_vec3 location;            // [m]  fixed and conditional points
  ps_ref coordinate[3];        // conditional: the first; moving: for x, y, z
  double range[2];             // [rad | m]  conditional: active inside
  ps_function_spec *moving[3]; // [m]  x, y, z of the coordinate; NULL: zero
} ps_spec_point;

// A path's use of a wrap object, on the path points first ... last (1-based; below 1: the ends).
typedef struct ps_spec_path_wrap {
  ps_part part;
  const char *object; // name
  ps_wrap_method method;
  int turn; // geodesics: +1, the path runs counterclockwise about the axis; -1, clockwise
  int range[2];
} ps_spec_path_wrap;

typedef struct ps_spec_path {
  int line;
  struct {
    ps_spec_point *items;
    int n, capacity;
  } points;
  struct {
    ps_spec_path_wrap *items;
    int n, capacity;
  } wraps;
} ps_spec_path;

typedef enum ps_force_kind {
  PS_FORCE_MUSCLE,
  PS_FORCE_PATH_ACTUATOR,
  PS_FORCE_COORDINATE_ACTUATOR,
  PS_FORCE_POINT_ACTUATOR,
  PS_FORCE_TORQUE_ACTUATOR,
  PS_FORCE_COORDINATE_LIMIT,
  PS_FORCE_SPRING_GENERALIZED,
  PS_FORCE_PATH_SPRING,
  PS_FORCE_POINT_TO_POINT_SPRING,
  PS_FORCE_BUSHING,
  PS_FORCE_LIGAMENT,
  PS_FORCE_BLANKEVOORT_LIGAMENT,
  PS_FORCE_KINDS
} ps_force_kind;

// Ligament: tension = pcsa_force f(L / resting_length). Blankevoort1991Ligament: a toe of quadratic
// force up to transition_strain, then linear_stiffness.
typedef struct ps_ligament {
  double resting_length;                                             // [m]
  double pcsa_force;                                                 // [N]
  double linear_stiffness, transition_strain, damping, slack_length; // [N], [-], [s], [m]
} ps_ligament;

// Every member of an OpenSim ForceSet, in its order. Which fields count depends on the kind.
typedef struct ps_spec_force {
  ps_part part;
  ps_force_kind kind;
  const char *class_name; // OpenSim's, for reports
  const char *file;       // that it was read from; NULL: the model's
  bool applies;           // false: switched off in the file

  // actuators
  double min_control, max_control; // [-]
  double optimal_force;            // [N | N m]  at control 1

  // muscles, path actuators, path springs, ligaments
  ps_spec_path *path;
  ps_muscle_params muscle;
  ps_function_spec *muscle_function[PS_MUSCLE_FUNCTIONS]; // NULL: OpenSim's default

  // forces on a coordinate
  const char *coordinate;
  struct {
    double upper_stiffness, upper_limit, lower_stiffness, lower_limit, damping, transition;
    // [N m/deg | N/m], [deg | m], .., [N m s/deg | N s/m], [deg | m], as in files
  } limit;

  // springs: stiffness [N/m | N m/rad], rest length [m | rad], viscosity, dissipation
  double stiffness, rest_length, viscosity, dissipation;

  // forces between bodies
  ps_ref body[2];
  ps_vec3 point[2]; // [m]
  ps_vec3 direction;
  bool point_is_global, force_is_global;
  ps_vec3 rotational_stiffness, translational_stiffness, rotational_damping, translational_damping;

  // ligaments
  ps_ligament ligament;
  ps_function_spec *force_length; // [-] over length / resting length
} ps_spec_force;

typedef struct ps_spec_marker {
  ps_part part;
  ps_ref frame;
  ps_vec3 location; // [m]
} ps_spec_marker;

// A named group of forces, for tools that exclude forces by group.
typedef struct ps_spec_group {
  const char *name;
  const char **member;
  int nmember;
} ps_spec_group;

#define PS_LIST(type)                                                                              \
  struct {                                                                                         \
    type *items;                                                                                   \
    int n, capacity;                                                                               \
  }

struct ps_spec {
  ps_pool pool;
  ps_notes notes;
  const char *path; // the file, "" when made by code
  const char *name, *credits, *publications;
  int version; // of the document; 0: made by code
  ps_compat compat;
  ps_vec3 gravity;
  PS_LIST(ps_spec_body) bodies; // without ground
  PS_LIST(ps_spec_frame) frames;
  PS_LIST(ps_spec_joint) joints;
  ps_part unknown_joint; // the first of a kind that psoas does not know; no name: there is none
  PS_LIST(ps_spec_coordinate) coordinates;
  PS_LIST(ps_spec_constraint) constraints;
  PS_LIST(ps_spec_wrap) wraps;
  PS_LIST(ps_spec_force) forces;
  PS_LIST(ps_spec_group) groups;
  PS_LIST(ps_spec_marker) markers;
};

// Append a part; NULL without memory. The name is copied; the path is `set/name`, or `owner/name`.
ps_spec_body *ps_spec_add_body(ps_spec *spec, const char *name, int line);
ps_spec_frame *ps_spec_add_frame(ps_spec *spec, const char *owner_path, const char *name, int line);
ps_spec_joint *ps_spec_add_joint(ps_spec *spec, ps_joint_kind kind, const char *name, int line);
// The coordinate belongs to the joint added last.
ps_spec_coordinate *ps_spec_add_coordinate(ps_spec *spec, const char *name, int line);
ps_spec_constraint *ps_spec_add_constraint(ps_spec *spec, ps_constraint_kind kind, const char *name,
                                           int line);
ps_spec_wrap *ps_spec_add_wrap(ps_spec *spec, const char *owner_path, const char *name, int line);
ps_spec_force *ps_spec_add_force(ps_spec *spec, ps_force_kind kind, const char *name, int line);
ps_spec_marker *ps_spec_add_marker(ps_spec *spec, const char *name, int line);
ps_spec_path *ps_spec_add_path(ps_spec *spec, ps_spec_force *force, int line);
ps_spec_point *ps_spec_add_point(ps_spec *spec, ps_spec_force *force, ps_point_kind kind,
                                 const char *name, int line);

// Number of coordinates a joint of this kind has; -1: as its axes say.
int ps_joint_coordinates(ps_joint_kind kind);
const char *ps_joint_class(ps_joint_kind kind); // "PinJoint" ...
const char *ps_force_class(ps_force_kind kind);

// A copy of a text in the spec's pool; NULL without memory.
char *ps_spec_text(ps_spec *spec, const char *text);
// A reference held by the part with path `owner`.
ps_ref ps_spec_ref(ps_spec *spec, const char *text, const char *owner, int line);
