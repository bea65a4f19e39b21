// info_arms.h: which moment arms contradict the length of their own path.
//
//   r_k u_k = -dL/dt for every speed u_k alone                                      (I1)
//
// holds for points, spheres and flat wraps. OpenSim's paths over other wraps are not the shortest,
// and its arms come from the forces at the tangent points, so that (I1) fails there, by up to
// centimetres; and by a point that moves along its own body, the length changes where no force
// does. Where it fails depends on the pose; a few dozen are tried, always the same.
#pragma once

#include "model/model.h"
#include "psoas/info.h"

// One entry at most for each path, in force-set order; `arms` has room for npath. Returns their
// number, -1: out of memory. *nposes: 0 where the model has no paths.
int ps_info_arms(const ps_model *m, ps_info_arm *arms, int *nposes);
