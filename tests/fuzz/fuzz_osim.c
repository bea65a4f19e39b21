// Any bytes as a model: read, compiled, and computed with at two poses.
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "body/constraint.h"
#include "body/dynamics.h"
#include "body/kinematics.h"
#include "io/osim.h"
#include "model/data.h"
#include "muscle/force.h"
#include "muscle/muscle.h"
#include "muscle/path.h"

static void expect(int true_thing) {
  if (!true_thing)
    abort();
}

static void compute_muscles(const ps_model *m, ps_data *d) {
  const ps_muscle_curves curves = {m->curve, m->function, m->pool};
  for (int i = 0; i < m->nmuscle; i++) {
    int path = m->force[m->muscle_force[i]].path;
    ps_muscle_state state = {.activation = 0.5};
    ps_muscle_output out;
    ps_muscle_equilibrate(&m->muscle[i], &curves, d->path_length[path], d->path_speed[path],
                          &state);
    ps_muscle_evaluate(&m->muscle[i], &curves, &state, 0.5, d->path_length[path],
                       d->path_speed[path], &out);
    ps_force_actuate(m, d, m->muscle_force[i], out.actuation);
    ps_muscle_active_force_rigid(&m->muscle[i], &curves, 1, d->path_length[path],
                                 d->path_speed[path]);
  }
}

static void compute(const ps_model *m, ps_data *d) {
  ps_body_positions(m, d);
  ps_body_velocities(m, d);
  ps_muscle_paths(m, d);
  ps_path_speeds(m, d);
  ps_forces_clear(m, d);
  ps_forces_passive(m, d);
  compute_muscles(m, d);
  ps_mass_matrix(m, d);
  ps_inverse_dynamics(m, d);
  ps_constraint_rows(m, d);
  ps_forward_dynamics(m, d);
  ps_constraint_assemble(m, d);
  for (int i = 0; i < m->npath; i++)
    expect(d->path_npoint[i] >= 0 && d->path_npoint[i] <= m->path[i].npoint + 2 * m->path[i].nwrap);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  ps_spec *spec;
  ps_model *model;
  ps_error err;
  ps_compat compat = size % 2 ? PS_COMPAT_NONE : PS_COMPAT_OPENSIM46;
  if (ps_spec_parse(&spec, "f", (const char *)data, size, compat, &err) != PS_OK) {
    expect(!spec && err.status != PS_OK && err.message[0]);
    return 0;
  }
  if (ps_model_create(&model, spec, &err) != PS_OK) {
    expect(!model && err.status != PS_OK && err.message[0]);
    ps_spec_free(spec);
    return 0;
  }
  ps_spec_free(spec);
  ps_data *d = ps_data_create(model);
  if (d) {
    compute(model, d);
    for (int k = 0; k < model->nq; k++) {
      d->q[k] = d->q[k] + 0.1 * (k + 1);
      d->u[k] = 1 - 0.3 * k;
    }
    compute(model, d);
  }
  ps_data_free(d);
  ps_model_free(model);
  return 0;
}
