// build_inner.h: what the files that build the model share.
#pragma once

#include "scenario/build.h"

typedef struct ps_human_builder {
  ps_spec *spec;
  const ps_anatomy *anatomy;
  const ps_parameters *p;
  const ps_person *person;
  ps_scaling scaling;
  ps_detail detail;
  ps_vec3 hip; // [m]  centre of the right hip in the pelvis, unscaled
  int nturn;   // rotations of the joint at hand
  ps_error *err;
} ps_human_builder;

// Is it a body of a limb, of which there are two?
bool ps_is_sided(const char *body);
// "femur", 1 -> "femur_l"; in the spec's memory. ps_body_of leaves bodies of the midline alone.
const char *ps_sided(ps_human_builder *b, const char *name, int side);
const char *ps_body_of(ps_human_builder *b, const char *body, int side);
ps_ref ps_human_body_ref(ps_human_builder *b, const char *body, int side);
ps_vec3 ps_mirror(ps_vec3 a, int side);

// Wraps, muscles, and the rod that abdominal pressure pushes along.
ps_status ps_build_muscles(ps_human_builder *b);
// Tendon slack lengths of muscles whose table gives a neutral fiber length.
ps_status ps_set_slack(ps_human_builder *b);
