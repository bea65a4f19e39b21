// report.h: one page that shows what a static optimization found: who pulls, when, and what it does
// to the joints.
#pragma once

#include "analysis/static_optimization.h"
#include "tool/workspace.h"

// Every frame of a static optimization.
typedef struct ps_report_data {
  const ps_analysis *optimization;
  int n;                    // frames
  const double *t;          // n [s]
  const double *activation; // n x layout->nactivation
  const double *force;      // n x layout->nforce; labels: optimization->table[1].label
  const double *quality;    // n x (PS_SO_QUALITY + 3 nrow): quality, then needed, reserve, unmet
} ps_report_data;

// Write `report.html` and `result.json` into the folder of the results, and the table in it as text
// into the result's summary.
ps_status ps_report(ps_workspace *w, const ps_report_data *data);
