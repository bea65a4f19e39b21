// actuation.h: all forces on the bodies at a frame of a trial: loads, passive forces, actuators.
#pragma once

#include "analysis/analysis.h"

// Forces of actuators over time, by name. Between rows they are straight lines, as OpenSim reads
// them; before the first and after the last they stay.
typedef struct ps_actuation {
  const ps_table *table;
  const int *column; // of every force of the model; -1: it does not act
} ps_actuation;

// Every actuator that applies needs a column.
ps_status ps_actuation_create(ps_actuation *actuation, ps_pool *pool, const ps_model *m,
                              const ps_table *table, const char *path, ps_error *err);

// Put all forces of a frame into body_force and applied: loads, passive forces, and the actuators
// as `actuation` says, or where it is NULL the muscles in their states. Computes the paths. `flags`
// has npath numbers, NULL: not wanted.
void ps_trial_forces(const ps_trial *trial, const ps_actuation *actuation, int frame, ps_data *d,
                     double *flags);
