// nerve_trials.h: experiments on nerves, foramina and the risk layer that can be set beside
// measurements on people. A trial has the name of the model output of its row of measurements;
// where several rows share one output, the factor comes behind another dot.
//
// Rows of measurements V09_018 to V09_026, V10_001 to V10_020, V10_033 to V10_036, V11_001 to
// V11_019. Many only read a published number back ("input"): they show that it arrived, not that
// the model predicts anything.
#pragma once

#include "physio/nerve.h"

typedef struct ps_nerve_trial {
  const char *name, *unit;
  double (*run)(const ps_nerve *);
} ps_nerve_trial;

extern const ps_nerve_trial ps_nerve_trials[];
extern const int ps_nerve_trial_count;
