// motion.h: coordinates, speeds and accelerations over time, from a table of coordinates.
//
// OpenSim's tools differ in how they differentiate, and results show it:
//
//   inverse dynamics   q(t) is a quintic spline; u = q', udot = q''                         (D1)
//   analyses           u = q' at the rows; udot = slope of a second quintic through these u (D2)
//
// Both first pad and low-pass filter where a cutoff is given (num/filter.h), and then have new
// times. Analyses also put every pose onto the constraints, and hold locked coordinates at their
// defaults. Theory: docs/theory/motion.md.
#pragma once

#include "base/fail.h"
#include "model/data.h"
#include "num/table.h"

typedef enum ps_motion_use { PS_MOTION_ANALYSIS, PS_MOTION_INVERSE_DYNAMICS } ps_motion_use;

typedef struct ps_motion_options {
  ps_motion_use use;
  const char *path;        // of the table, for messages
  double cutoff_hz;        // below 0: no filter
  double start, end;       // [s]
  ps_degrees degrees;      // what to assume where the file does not say
  const ps_table *speeds;  // speeds instead of q'; NULL: none. [rad/s | m/s]
  bool states;             // the table holds states: coordinates and speeds in radians
  bool missing_is_default; // a free coordinate without a column stays at OpenSim's value
} ps_motion_options;

enum { PS_MOTION_LEAD = 64 }; // frames of analyses begin at a multiple of it

// Rows are frames; columns are in coordinate order.
typedef struct ps_motion {
  int n, nq;
  int first;       // number of frame 0 in the whole (padded) motion
  int skip;        // frames before the time range, kept for analyses that remember (analysis.h)
  const double *t; // [s]
  double *q, *u, *udot;
  double assembly_error; // [rad | m]  largest constraint error that is left
  ps_pool pool;
} ps_motion;

ps_status ps_motion_create(ps_motion **motion, const ps_model *m, const ps_table *table,
                           const ps_motion_options *options, ps_notes *notes, ps_error *err);
void ps_motion_free(ps_motion *motion);

// Load frame i into d: time, q, u, udot.
void ps_motion_frame(const ps_motion *motion, int i, ps_data *d);
