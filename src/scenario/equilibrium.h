// equilibrium.h: the posture that the spine takes by itself, the thorax as upright as it is.
//
// Pelvis and lordosis turn against each other, so that the inclination of the thorax stays; where
// holding the posture costs least (hold.h) is where it rests. Tight or weak muscles move that place
// as far as mechanics says, and no further. Theory: docs/theory/posture.md.
#pragma once

#include "scenario/hold.h"

typedef struct ps_equilibrium {
  double lordosis_deg;       // found
  double shift_deg;          // from the lordosis that the posture would have
  double cost, cost_at_rest; // of holding it there, and where it was
  int solves;
} ps_equilibrium;

// Finds the lordosis, writes it to `pose` and takes out what contradicts it. `posture` and `hold`
// are solved for it afterwards.
ps_status ps_equilibrium_find(const ps_human *human, ps_pose *pose, ps_data *d, ps_posture *posture,
                              ps_hold *hold, ps_held *held, ps_equilibrium *out, ps_error *err);
