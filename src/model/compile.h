// compile.h: from a spec to a model: ps_model_create of psoas/model.h, and its parts.
#pragma once

#include "base/fail.h"
#include "model/model.h"
#include "model/resolve.h"

// ---- inside: the parts of the compiler share one builder of growing lists

typedef struct ps_builder {
  const ps_spec *spec;
  ps_resolver names;
  ps_pool pool;
  ps_notes *notes;
  ps_error *err;
  PS_LIST(ps_function) function;
  PS_LIST(const ps_function_spec *) function_spec; // of each function
  size_t npool;                                    // numbers of the functions and curves
  PS_LIST(ps_axis) axis;
  PS_LIST(int) axis_arg;
  PS_LIST(ps_constraint) constraint;
  PS_LIST(int) constraint_arg;
  int nrow;
  PS_LIST(ps_path) path;
  PS_LIST(ps_point) point;
  PS_LIST(int) point_side;
  PS_LIST(const char *) point_name;
  PS_LIST(const char *) point_frame_name;
  PS_LIST(const char *) wrap_frame_name;
  PS_LIST(ps_wrap_object) wrap;
  PS_LIST(ps_path_wrap) path_wrap;
  PS_LIST(int) path_wrap_side;
  PS_LIST(int) span_coordinate;
  PS_LIST(unsigned long long) span_mask;
  PS_LIST(ps_force) force;
  PS_LIST(const char *) force_frame_name;
  PS_LIST(int) actuator_force;
  PS_LIST(int) muscle_force;
  PS_LIST(ps_muscle_params) muscle;
  PS_LIST(ps_curve) curve;
  PS_LIST(ps_curve_spec) curve_spec;
  int ncurrent;

  // tree: bodies in the order of the tree, 0 is ground
  int nbody;
  int *body_spec; // tree body -> body set; -1: ground
  int *body_of;   // 0 ground, 1 + body set -> tree body
  int *body_parent, *body_joint, *body_reversed;
  int *frame_body; // frame of the resolver -> tree body
  int *coord_body; // coordinate -> tree body
  int *coord_motion;
  int *body_axis0, *body_naxis, *body_plain, *body_mobilizer, *body_simbody;
} ps_builder;

// Append a value to a list of the builder; leaves the calling function without memory.
#define PS_BUILD(b, list, value)                                                                   \
  do {                                                                                             \
    if (!PS_APPEND(&(b)->pool, &(b)->list))                                                        \
      return ps_fail((b)->err, PS_ERR_MEMORY, NULL, 0, "out of memory");                           \
    (b)->list.items[(b)->list.n - 1] = (value);                                                    \
  } while (0)

// Bodies in the order of the tree, and the joint that moves each.
ps_status ps_build_tree(ps_builder *b);
// The axes of every joint, and what kind of motion each coordinate is.
ps_status ps_build_joints(ps_builder *b);
ps_status ps_build_constraints(ps_builder *b);
// The wrap objects; then, force by force, paths and parameters.
ps_status ps_build_wraps(ps_builder *b);
ps_status ps_build_path(ps_builder *b, const ps_spec_force *force, int *path);
ps_status ps_build_forces(ps_builder *b);

// Index of the compiled function; `narg` is the number of arguments it must take. NULL: -1.
ps_status ps_build_function(ps_builder *b, const ps_function_spec *spec, int narg, int line,
                            const char *what, int *function);
// Zeroed memory of the builder; NULL without.
void *ps_build_array(ps_builder *b, int count, size_t item);
