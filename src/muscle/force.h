// force.h: what the members of the force set do to the bodies: actuators, springs, ligaments.
//
// Forces are added to body_force (about the ground origin) and to applied. Muscles and path
// actuators pull with a tension that the caller knows; the other actuators push with theirs; what
// is passive follows from q, u and the paths. Theory: docs/theory/force.md [seth2018].
#pragma once

#include "model/data.h"

// Clear body_force and applied.
void ps_forces_clear(const ps_model *m, ps_data *d);

static inline bool ps_force_is_actuator(const ps_force *f) {
  return f->actuator >= 0;
}

// Add an actuator that gives `value` [N | N m]; writes force_value.
void ps_force_actuate(const ps_model *m, ps_data *d, int force, double value);

// What a point or torque actuator does to its first body for a unit of actuation, in ground. A
// torque actuator does the opposite to its second body.
ps_spatial ps_actuator_wrench(const ps_model *m, const ps_data *d, int force);

// Add a passive force; writes force_value. Needs positions, velocities, paths and their speeds.
void ps_force_passive(const ps_model *m, ps_data *d, int force);

// Add every passive force that is switched on.
void ps_forces_passive(const ps_model *m, ps_data *d);

// What OpenSim reports of a force: number of values, a label, the values. The values follow
// ps_force_actuate or ps_force_passive.
enum { PS_FORCE_RECORD = 12 };
int ps_force_record_size(const ps_model *m, int force);
const char *ps_force_record_label(const ps_model *m, int force, int i, char *text, size_t size);
void ps_force_record(const ps_model *m, const ps_data *d, int force, double *values);
