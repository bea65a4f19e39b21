// effort_trials.h: experiments with the modules of effort.h, as rows of validation say how.
#pragma once

#include "physio/effort.h"

typedef struct ps_effort_trial {
  const char *name, *unit; // name: the output that a row asks for, then .CASE where it has several
  double (*run)(const ps_effort_params *);
} ps_effort_trial;

extern const ps_effort_trial ps_effort_trials[];
extern const int ps_effort_trial_count;
