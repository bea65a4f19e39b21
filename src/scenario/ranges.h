// ranges.h: what the hands-on tests of the hip find: how far relaxed tissue lets it go.
//
// In each test the hip moves until the passive moment of muscles and ligaments, weight of the leg
// aside, reaches that of an examiner's hand:
//
//   hip extension      knee straight, lying prone, pelvis level
//   Thomas             lying with the other knee held, the leg hangs (knee 70 deg)
//   straight-leg raise knee straight, lying
//   knee to chest      knee bent 120 deg, lying
//
// Theory: docs/theory/posture.md.  Units: deg; Thomas + when the thigh stays above the horizontal.
#pragma once

#include "scenario/hold.h"

typedef struct ps_hip_ranges {
  double extension, thomas, straight_leg_raise, knee_to_chest; // [deg]
} ps_hip_ranges;

// Moment [N m] that muscles at rest and ligaments give about a hip at angles of hip and knee [deg],
// flexion +, other joints neutral; and the hip's extension [deg] at which they give this moment.
// The hold's data is scratch, as below.
double ps_hip_passive_moment(ps_hold *hold, int side, double hip_deg, double knee_deg);
double ps_hip_extension_at(ps_hold *hold, int side, double knee_deg, double moment);

// Of a side, lumbar spine neutral. The hold's data is scratch: solve again before reading results.
ps_hip_ranges ps_hip_tests(ps_hold *hold, int side);
