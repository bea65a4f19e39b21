// inverse_dynamics.h: the forces that a motion needs at every coordinate, as OpenSim's
// InverseDynamicsTool reports them.
//
// Moments [N m] and forces [N] come in the order of the tree. For the joints asked for, the moment
// is also given as one force and torque on the child's joint frame, along ground (A1). Theory:
// docs/theory/analysis.md.
#pragma once

#include "analysis/analysis.h"

typedef struct ps_id_options {
  const bool *excluded; // of every force of the model: true leaves it out; NULL: none is
  const int *joints;    // joints (of the tree) to report body forces of
  int njoint;
  bool muscles_at_default; // muscles that are not excluded pull, in their default states
} ps_id_options;

ps_status ps_id_create(ps_analysis **analysis, const ps_trial *trial, const ps_id_options *options,
                       ps_error *err);
