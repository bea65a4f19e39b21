// tissue_trials.h: published experiments, done with the modules of tissue.h alone.
//
// The name of a trial is the model output of rows in the table of measurements (groups 2, 6, 7 and
// 10 of the validation), its unit theirs. What an experiment needs beside the parameters of the
// modules is in `trial` of ps_tissue; its times and doses are those of the row and stand in the
// code.
// Trials that only read back what was put in say "input"; where a parameter was taken from the row
// that is repeated, docs say so. Theory: docs/theory/tissue.md.
#pragma once

#include "physio/tissue.h"

typedef struct ps_tissue_trial {
  const char *name, *unit;
  double (*run)(const ps_tissue *);
} ps_tissue_trial;

extern const ps_tissue_trial ps_tissue_trials[];
extern const int ps_tissue_trial_count;
