// walk.h: one stride of level walking, from the project's table of mean curves.
//
// The right leg and the force under its foot are those of the table at the phase, the left ones
// those half a stride on. Speeds and accelerations are periodic differences of the curves; the
// pelvis moves with the acceleration that the ground forces give the body, so the trunk feels it.
// What pelvis and ground would still need to agree is not asked for: the pelvis has no rows in the
// balance. Units: deg and per cent of body weight in the table.
#pragma once

#include "scenario/posture.h"

// Coordinates, speeds, accelerations and ground forces at `phase` [0..1) of a stride that takes
// `stride` s; the trunk is as it is in `out`.
void ps_walk_pose(const ps_human *human, double phase, double stride, ps_posture *out);
