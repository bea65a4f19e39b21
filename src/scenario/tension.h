// tension.h: what stress adds to the tone that the posture solver counts with.
//
//   tone = coactivation tone_rest + trunk,   tone of the psoas = its own + psoas
//
// Both and the factor are those of stress.h for the state at hand; who was under a stressor for
// minutes has the steady one, sympathetic = stressor (S6). The tone of the psoas is an assumption:
// no psoas was recorded under stress, and zero is as good. Theory: docs/theory/effort.md.
#pragma once

#include "scenario/parameters.h"
#include "scenario/physio_table.h"

typedef struct ps_tension {
  double trunk, psoas; // [-]  activation that is added
  double coactivation; // [-]  factor on the least activation of the trunk; 1: none
} ps_tension;

// What the effects of a state of stress come to.
ps_tension ps_tension_of(const ps_stress_effects *effects);
// Under a steady stressor, 0 to 1. At 0 nothing is added, to the bit.
ps_tension ps_tension_under(const ps_physio *physio, double stressor);
void ps_tension_apply(const ps_tension *t, ps_parameters *p);
