// loads.h: measured forces at every frame of a motion, as OpenSim's ExternalLoads apply them.
//
// The columns are cubic splines over the table's times (two or three rows: lines; one: a constant).
// The force is turned from its frame to ground by the pose at hand, and so is the point.
#pragma once

#include "analysis/motion.h"
#include "model/loads_spec.h"
#include "model/resolve.h"

typedef struct ps_load {
  const char *name, *body_name;
  int body;
  ps_transform body_frame; // frame that the force is applied to, on its body
  int force_body, point_body;
  ps_transform force_frame, point_frame; // on their bodies
  bool force, point, torque;
} ps_load;

typedef struct ps_loads {
  int n;
  ps_load *load;
  int nframe;
  double *value; // nframe x n x 9: force [N], point [m], torque [N m]
  ps_pool pool;
} ps_loads;

// `spec`: of the model, for the names of frames.
ps_status ps_loads_create(ps_loads **loads, const ps_model *m, const ps_spec *spec,
                          const ps_loads_spec *from, const ps_motion *motion, ps_notes *notes,
                          ps_error *err);
void ps_loads_destroy(ps_loads *loads);

// Add the loads of a frame to body_force. Needs the positions. `loads` may be NULL.
void ps_loads_apply(const ps_loads *loads, int frame, ps_data *d);

// What OpenSim reports of a load: number of values, a label, the values [N, m, N m].
enum { PS_LOAD_RECORD = 9 };
int ps_load_record_size(const ps_load *load);
const char *ps_load_record_label(const ps_load *load, int i, char *text, size_t size);
void ps_load_record(const ps_loads *loads, int load, int frame, const ps_data *d, double *values);
