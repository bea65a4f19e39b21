// probe.h: every quantity of the engine at given poses, as tables that anyone can check.
#pragma once

#include <stdbool.h>

#include "psoas/model.h"
#include "psoas/watch.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ps_probe_options {
  const char *directory; // made if need be
  bool replace;          // existing files may be replaced
  bool light;            // only kinematics, dynamics and paths: no muscle tables
  ps_watch watch;
} ps_probe_options;

// Poses: a CSV table with columns `pose`, `q:NAME` for every coordinate [rad | m], and where wanted
// `u:NAME`, `udot:NAME`, `udot_fd:NAME` (zero where missing) and `fd_muscles` (0: muscles are off
// in forward_dynamics.csv). Poses are taken as they stand: nothing is assembled, clamped or locked.
//
// Writes body_kinematics, markers, com, mass_matrix, inverse_dynamics, muscle_path, moment_arms,
// path_points (first ten poses), muscle_dynamics (first four), forces and forward_dynamics (.csv).
// *nposes (may be NULL): poses that were probed. The files appear together, or none does.
ps_status ps_probe(const ps_model *model, const char *poses, const ps_probe_options *options,
                   int *nposes, ps_error *err);

#ifdef __cplusplus
}
#endif
