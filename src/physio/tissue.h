// tissue.h: all parameters of what posture, stillness, load and habit do to passive tissue, by
// module and by name, as data/physio/tissue.csv has them. Theory: docs/theory/tissue.md.
#pragma once

#include "physio/adaptation.h"
#include "physio/creep.h"
#include "physio/disc_water.h"
#include "physio/thixotropy.h"
#include "physio/vibration.h"

// What the experiments of tissue_trials.h are made with; no module reads them.
#define PS_TISSUE_TRIAL_PARAMETERS(P)                                                              \
  P(sitting_length)  /* [-]      psoas fibers, over upright standing */                            \
  P(lying_length)    /* [-]      the same in bed, hips a little bent */                            \
  P(cast_length)     /* [-]      soleus of a cat in plaster, foot pointed */                       \
  P(little_activity) /* [-]      mean and peak activation of the inactive, over usual */           \
  P(much_activity)   /* [-]      the same of the active */                                         \
  P(range_sd_deg)    /* [deg]    spread of range between people */                                 \
  P(fascicle_sd)     /* [-]      spread of fascicle length, over its mean */                       \
  P(strength_sd)     /* [-]      spread of strength, over its mean */                              \
  P(sitting_mpa)     /* [MPa]    disc pressure, sitting without support */                         \
  P(exercise_mpa)    /* [MPa]    disc pressure under load */                                       \
  P(legs_raised_mpa) /* [MPa]    disc pressure lying */                                            \
  P(truck_aw)        /* [m/s^2]  on the seat of a truck */                                         \
  P(taxi_aw)         /* [m/s^2]  on the seat of a car */

typedef struct ps_tissue_trial_params {
#define P(name) double name;
  PS_TISSUE_TRIAL_PARAMETERS(P)
#undef P
} ps_tissue_trial_params;

typedef struct ps_tissue {
  ps_creep_params creep;
  ps_thixotropy_params thixotropy;
  ps_disc_water_params disc_water;
  ps_adaptation_params adaptation;
  ps_vibration_params vibration;
  ps_tissue_trial_params trial;
} ps_tissue;

//  M(member of ps_tissue and first half of a name, its parameters)
#define PS_TISSUE_MODULES(M)                                                                       \
  M(creep, PS_CREEP_PARAMETERS)                                                                    \
  M(thixotropy, PS_THIXOTROPY_PARAMETERS)                                                          \
  M(disc_water, PS_DISC_WATER_PARAMETERS)                                                          \
  M(adaptation, PS_ADAPTATION_PARAMETERS)                                                          \
  M(vibration, PS_VIBRATION_PARAMETERS)                                                            \
  M(trial, PS_TISSUE_TRIAL_PARAMETERS)
