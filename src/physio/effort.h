// effort.h: all parameters of what effort, stress and mood do over hours: data/physio/effort.csv.
//
// A row of the table is MODULE.FIELD; who loads it walks PS_EFFORT_MODULES for names and offsets.
#pragma once

#include "physio/affect.h"
#include "physio/fatigue.h"
#include "physio/perfusion.h"
#include "physio/stress.h"

typedef struct ps_effort_params {
  ps_fatigue_params fatigue; // generic: psoas and hip flexors, for which no set was found
  ps_fatigue_set fatigue_trunk, fatigue_knee, fatigue_elbow, fatigue_hand;  // of 2012
  ps_fatigue_set fatigue_shoulder, fatigue_ankle;                           // of 2012
  ps_fatigue_set fatigue_knee_2021, fatigue_ankle_2021, fatigue_elbow_2021; // second fits
  ps_perfusion_params perfusion;
  ps_stress_params stress;
  ps_affect_params affect;
} ps_effort_params;

//  M(member, its list of fields)
#define PS_EFFORT_MODULES(M)                                                                       \
  M(fatigue, PS_FATIGUE_PARAMETERS)                                                                \
  M(fatigue_trunk, PS_FATIGUE_SET_PARAMETERS)                                                      \
  M(fatigue_knee, PS_FATIGUE_SET_PARAMETERS)                                                       \
  M(fatigue_elbow, PS_FATIGUE_SET_PARAMETERS)                                                      \
  M(fatigue_hand, PS_FATIGUE_SET_PARAMETERS)                                                       \
  M(fatigue_shoulder, PS_FATIGUE_SET_PARAMETERS)                                                   \
  M(fatigue_ankle, PS_FATIGUE_SET_PARAMETERS)                                                      \
  M(fatigue_knee_2021, PS_FATIGUE_SET_PARAMETERS)                                                  \
  M(fatigue_ankle_2021, PS_FATIGUE_SET_PARAMETERS)                                                 \
  M(fatigue_elbow_2021, PS_FATIGUE_SET_PARAMETERS)                                                 \
  M(perfusion, PS_PERFUSION_PARAMETERS)                                                            \
  M(stress, PS_STRESS_PARAMETERS)                                                                  \
  M(affect, PS_AFFECT_PARAMETERS)
