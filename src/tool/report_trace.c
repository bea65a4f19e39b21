#include "tool/report_trace.h"

#include <math.h>

static ps_status make_room(ps_trace *trace, ps_findings *f, int n) {
  trace->n = n;
  trace->x = ps_findings_take(f, n);
  trace->y = ps_findings_take(f, n);
  return trace->x && trace->y ? PS_OK : ps_findings_no_memory(f);
}

// the value between frames; NAN outside of them
static double value_at(const ps_findings *f, const double *value, double time) {
  const double *t = f->data->t;
  int low = 0, high = f->data->n - 1;
  if (!(time >= t[0] && time <= t[high]))
    return NAN;
  while (high - low > 1) {
    int middle = (low + high) / 2;
    if (t[middle] <= time)
      low = middle;
    else
      high = middle;
  }
  if (high == low)
    return value[low];
  return value[low] + (value[high] - value[low]) * (time - t[low]) / (t[high] - t[low]);
}

// mean over all strides that reach into the frames
static double mean_at_phase(const ps_findings *f, const ps_foot *foot, const double *value,
                            double phase) {
  double last = f->data->t[f->data->n - 1], sum = 0, begin, end;
  int count = 0;
  for (double time = f->data->t[0]; time <= last; time = end + 1e-6 * (end - begin)) {
    ps_stride_at(foot, time, &begin, &end);
    double y = value_at(f, value, begin + phase * (end - begin));
    if (isfinite(y)) {
      sum += y;
      count++;
    }
  }
  return count ? sum / count : NAN;
}

static void along_stride(ps_trace *trace, const ps_findings *f, const ps_foot *foot,
                         const double *value) {
  for (int i = 0; i < trace->n; i++) {
    trace->x[i] = i / (trace->n - 1.0);
    trace->y[i] = mean_at_phase(f, foot, value, trace->x[i]);
  }
}

// ---- over time

// the extremes of every piece of time, in the order in which they come; sense 0: both
static void over_time(ps_trace *trace, const ps_findings *f, const double *value, int sense) {
  const double *t = f->data->t;
  int n = f->data->n, pieces = trace->n / 2;
  double start = t[0], length = t[n - 1] > t[0] ? t[n - 1] - t[0] : 1;
  for (int k = 0; k < pieces; k++) {
    int first = (int)((long)n * k / pieces), end = (int)((long)n * (k + 1) / pieces);
    int least = first, most = first;
    for (int i = first; i < end; i++) {
      least = value[i] < value[least] ? i : least;
      most = value[i] > value[most] ? i : most;
    }
    int one = least < most ? least : most, two = least < most ? most : least;
    double *x = trace->x + 2 * k, *y = trace->y + 2 * k;
    x[0] = (t[first] - start) / length;
    x[1] = (t[end - 1] - start) / length;
    y[0] = value[sense < 0 ? least : sense > 0 ? most : one];
    y[1] = value[sense < 0 ? least : sense > 0 ? most : two];
  }
}

static ps_status make(ps_trace *trace, ps_findings *f, ps_side side, const double *value,
                      int points, int sense) {
  const ps_foot *foot = ps_findings_foot(f, side);
  int n = f->data->n;
  PS_TRY(make_room(trace, f, foot ? points : n < PS_TRACE_MOST ? n : PS_TRACE_MOST));
  if (foot) {
    along_stride(trace, f, foot, value);
  } else if (n > PS_TRACE_MOST) {
    over_time(trace, f, value, sense);
  } else {
    double start = f->data->t[0], length = f->data->t[n - 1] - start;
    for (int i = 0; i < n; i++) {
      trace->x[i] = length > 0 ? (f->data->t[i] - start) / length : 0;
      trace->y[i] = value[i];
    }
  }
  return PS_OK;
}

ps_status ps_trace_make(ps_trace *trace, ps_findings *f, ps_side side, const double *value,
                        int points) {
  return make(trace, f, side, value, points, 0);
}

ps_status ps_trace_edge(ps_trace *trace, ps_findings *f, ps_side side, const double *value,
                        int points, int sense) {
  return make(trace, f, side, value, points, sense);
}

double ps_trace_at(const ps_trace *trace, double x) {
  int i = 0;
  while (i < trace->n - 2 && trace->x[i + 1] < x)
    i++;
  if (trace->n < 2)
    return trace->n ? trace->y[0] : NAN;
  double width = trace->x[i + 1] - trace->x[i];
  double along = width > 0 ? (x - trace->x[i]) / width : 0;
  if (!(along > 0) || !(along < 1)) // on a point: its neighbour may lie in a gap
    return trace->y[along < 1 ? i : i + 1];
  return trace->y[i] + along * (trace->y[i + 1] - trace->y[i]);
}
