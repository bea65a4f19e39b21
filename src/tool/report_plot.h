// report_plot.h: small charts as SVG inside a page. Colours and fonts are the page's: classes.
#pragma once

#include "base/file.h"
#include "tool/report_trace.h"

// Grid lines: `low` and `high` are multiples of `step`.
typedef struct ps_ruler {
  double low, high, step;
} ps_ruler;

// A ruler that holds `low` and `high` and zero, with at most five steps of round numbers; less than
// 2 % on the other side of zero is left to stand out.
ps_ruler ps_ruler_for(double low, double high);

typedef struct ps_plot {
  ps_file_writer *w;
  int id;                    // unique in the page
  const char *title, *about; // for those who cannot see it: name, one sentence
  double width, height;      // [px]
  ps_ruler y;
  double begin, end;   // what x = 0 and x = 1 stand for
  const char *unit;    // of x, behind its last number
  double stance;       // x up to which the foot is on the ground; NAN: not known
  double left, bottom; // [px]  room for numbers
} ps_plot;

void ps_plot_begin(const ps_plot *p);
void ps_plot_band(const ps_plot *p, const ps_trace *low, const ps_trace *high, const char *style);
void ps_plot_line(const ps_plot *p, const ps_trace *trace, const char *style);
// A dot with a text beside it.
void ps_plot_dot(const ps_plot *p, double x, double y, const char *text, const char *style);
void ps_plot_end(const ps_plot *p);

// A bar from zero: solid to the low end of the range, soft to its high end, a tick at the value.
// All shares of the bar's length, 0 .. 1.
void ps_plot_bar(ps_file_writer *w, double value, double low, double high, const char *style);
