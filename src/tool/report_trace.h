// report_trace.h: a quantity of every frame as a curve of few points, along the stride or over
// time.
//
// Along the stride, x is the phase (T1) and y the mean over all strides, each read between its
// frames along straight lines. Over time, x runs from the first frame to the last; where there are
// more frames than points, every piece of time shows its least and its largest value, so that no
// peak is lost.
#pragma once

#include "tool/report_findings.h"

enum { PS_TRACE_MOST = 400 }; // points

typedef struct ps_trace {
  int n;
  double *x, *y; // x: 0 .. 1; y: NAN where no frame is
} ps_trace;

// `value`: n of the report's frames. Along the stride `points` of them.
ps_status ps_trace_make(ps_trace *trace, ps_findings *f, ps_side side, const double *value,
                        int points);
// For bands: the least (`sense` -1) or largest (+1) value where ps_trace_make shows both. Traces of
// one side have the same x.
ps_status ps_trace_edge(ps_trace *trace, ps_findings *f, ps_side side, const double *value,
                        int points, int sense);
// y at x, along straight lines; NAN in gaps.
double ps_trace_at(const ps_trace *trace, double x);
