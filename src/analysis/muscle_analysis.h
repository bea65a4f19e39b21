// muscle_analysis.h: lengths, speeds, forces, powers and moment arms of muscles, as OpenSim's
// MuscleAnalysis reports them, one file per quantity.
#pragma once

#include "analysis/analysis.h"

typedef struct ps_ma_options {
  const char *name;   // of the analysis, in file names
  const int *muscles; // to report
  int nmuscle;
  const int *coordinates; // to report moment arms and moments about
  int ncoordinate;
} ps_ma_options;

ps_status ps_ma_create(ps_analysis **analysis, const ps_trial *trial, const ps_ma_options *options,
                       ps_error *err);
