// constraint.h: coordinates that depend on others, and bodies that hold each other.
//
//   e(q) = 0        C(q) u = 0        C udot = g(q, u)                         (C1)
//
// A coupler keeps q_d = f(q_1, q_2 ...); welds, points and distances hold two bodies together. They
// are constraints, not substitutions, as in OpenSim: inverse dynamics reports a moment for every
// coordinate by itself, and forces act on dependent coordinates. Theory: docs/theory/body.md.
#pragma once

#include "model/data.h"

// q, u -> constraint_row, constraint_bias, constraint_error. Needs positions and velocities.
void ps_constraint_rows(const ps_model *m, ps_data *d);

// Move d->q onto the constraints: the nearest point in the weighted sum of squares, held
// coordinates staying where they are, as OpenSim assembles a pose. Writes the positions too.
// Returns the largest error left [rad | m].
double ps_constraint_assemble(const ps_model *m, ps_data *d);

// How all coordinates move when coordinate k is turned at unit speed and the constraints answer
// with the least change: C of OpenSim's moment arms. rate[nq]; NAN where k cannot be turned. Needs
// ps_constraint_rows.
void ps_constraint_coupling(const ps_model *m, ps_data *d, int k, double *rate);

// Is the coordinate locked or prescribed?
static inline bool ps_coordinate_held(const ps_model *m, int k) {
  return m->coord_locked[k] || m->coord_prescribed[k] >= 0;
}
