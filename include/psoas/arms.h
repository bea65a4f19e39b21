// arms.h: moment arms of the psoas, and of any line of the built-in model, over joint angles.
//
// r = -dL/dq: a tension F turns the coordinate with the moment r F. Asked for nothing, the arms of
// every psoas fascicle of the right side: about the hip over hip flexion, and about every lumbar
// level over the flexion of the whole lumbar spine.
#pragma once

#include <stdbool.h>

#include "psoas/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ps_arms_request {
  const char *muscles; // "psoas_L1_VB_r,iliacus_r"; "psoas_r": mean of the fascicles, by section;
                       // NULL: psoas
  const char *coordinate; // about which; NULL: hip and lumbar levels
  // what moves, "KEY=FROM:TO:N" in deg: coordinates, or lumbar_flexion, lumbar_bend, lumbar_twist,
  // which share out over the levels. None: the coordinate itself
  const char *const *vary;
  int nvary;               // at most 2
  const char *const *sets; // "KEY=VALUE" of the person
  int nsets;
  const char *person; // YAML file; NULL: the default person
  bool light;
} ps_arms_request;

typedef struct ps_arms ps_arms;

// *arms is NULL after a failure; else free it.
ps_status ps_arms_run(const ps_arms_request *request, ps_arms **arms, ps_error *err);
void ps_arms_free(ps_arms *arms);

int ps_arms_count(const ps_arms *arms); // numbers

// As CSV: coordinate, muscle, moved, at_deg, moved_2, at_2_deg, arm_mm; to be freed with free().
ps_status ps_arms_csv(const ps_arms *arms, char **text, ps_error *err);
// arms.csv, and a drawing for each thing that moved: arms_hip_flexion_r.svg ...
ps_status ps_arms_write(const ps_arms *arms, const char *directory, bool replace, ps_error *err);

#ifdef __cplusplus
}
#endif
