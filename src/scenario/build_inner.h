// build_inner.h: what the files that build the model share.
#pragma once

#include "model/data.h"
#include "scenario/build.h"

// ---- build_size.c: what a person makes of the rows of the tables, the same for the spec and for a
// model that is compiled already (human_fit.c)

typedef struct ps_sizes {
  const ps_anatomy *anatomy;
  const ps_parameters *p;
  const ps_person *person;
  ps_scaling scaling;
  ps_detail detail;
  ps_vec3 hip; // [m]  centre of the right hip in the pelvis, unscaled
} ps_sizes;
ps_sizes ps_sizes_of(const ps_anatomy *anatomy, const ps_parameters *p, const ps_person *person,
                     ps_detail detail);

// Mass [kg], mass center [m], and inertia about it [kg m^2] xx yy zz xy xz yz.
typedef struct ps_body_size {
  double mass, inertia[6];
  ps_vec3 com;
} ps_body_size;
ps_body_size ps_size_body(const ps_sizes *s, const ps_anatomy_body *a, int side);

// Where the frames of a joint sit on its bodies [m], and how that on the parent is turned [rad].
typedef struct ps_joint_size {
  ps_vec3 on_parent, turned, on_child;
} ps_joint_size;
ps_joint_size ps_size_joint(const ps_sizes *s, const ps_anatomy_joint *a, int side);

// A place on a body [m].
ps_vec3 ps_size_place(const ps_sizes *s, ps_vec3 at, int side);
ps_wrap_shape ps_size_wrap(const ps_sizes *s, const ps_anatomy_wrap *a);

// Is the line one of the model at hand?
bool ps_size_has(const ps_sizes *s, const ps_anatomy_muscle *m);
// Its properties; where the table gives a neutral fiber length, still without the slack of the
// tendon, which ps_size_slack finds [m] from the length of the path in the neutral pose [m].
ps_muscle_params ps_size_muscle(const ps_sizes *s, const ps_anatomy_muscle *m, int side);
double ps_size_slack(const ps_anatomy_muscle *m, const ps_muscle_params *p, double path_length);

// The rod that abdominal pressure pushes along: its points, and the bodies they are on.
enum { PS_ROD_POINTS = PS_LEVELS + 1 };
ps_vec3 ps_size_rod(const ps_sizes *s, int point, const char **body);

// ---- build.c

typedef struct ps_human_builder {
  ps_spec *spec;
  ps_sizes size;
  int nturn; // rotations of the joint at hand
  ps_error *err;
} ps_human_builder;

// Is it a body of a limb, of which there are two?
bool ps_is_sided(const char *body);
// "femur", 1 -> "femur_l"; in the spec's memory. ps_body_of leaves bodies of the midline alone.
const char *ps_sided(ps_human_builder *b, const char *name, int side);
const char *ps_body_of(ps_human_builder *b, const char *body, int side);
ps_ref ps_human_body_ref(ps_human_builder *b, const char *body, int side);
ps_vec3 ps_mirror(ps_vec3 a, int side);

// The spec of ps_human_spec, whose tendons still have no slack length.
ps_status ps_human_draft(ps_spec **spec, const ps_sizes *sizes, ps_error *err);

// ---- build_muscle.c

// Wraps, muscles, and the rod that abdominal pressure pushes along.
ps_status ps_build_muscles(ps_human_builder *b);
// Tendon slack lengths of muscles whose table gives a neutral fiber length.
ps_status ps_set_slack(ps_human_builder *b);
// The model, with the paths of its neutral pose in new data; NULL: out of memory.
ps_data *ps_neutral_paths(const ps_model *model);
