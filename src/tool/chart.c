#include "tool/chart.h"

#include <math.h>
#include <stdio.h>

#include "io/escape.h"
#include "num/number.h"
#include "tool/report_plot.h"
#include "tool/report_words.h"

// [px]  a panel, the plot in it, and the head of the drawing
enum { WIDE = 440, HIGH = 300, LEFT = 84, RIGHT = 16, TOP = 44, BOTTOM = 62, HEAD = 40 };

static const char style[] =
    "<style>:root{color-scheme:light dark}rect{shape-rendering:crispEdges}svg{background:#faf8f4;"
    "font:12px Inter,system-ui,sans-serif}text{fill:#474d55}.t{font-weight:600;fill:#1b1f24}"
    ".h{font-size:15px}.n{text-anchor:end}.m{text-anchor:middle}.g{stroke:#e3ded4}"
    ".z{stroke:#8a8478}path{fill:none;stroke-width:2;stroke-linejoin:round}"
    "@media(prefers-color-scheme:dark){svg{background:#13161a}text{fill:#bcbfc3}"
    ".t{fill:#ece8e1}.g{stroke:#30363d}.z{stroke:#7d838a}}</style>\n";

// curves from load to force; dashes tell those apart who look the same in grey
static const char *const colors[PS_CHART_CURVES] = {"#2f829b", "#bf4660", "#b07d1e", "#0b6b5b",
                                                    "#7a5195", "#8a8478", "#2f829b", "#bf4660",
                                                    "#b07d1e", "#0b6b5b", "#7a5195", "#8a8478"};
static const char *const dashes[PS_CHART_CURVES] = {"none", "7 3", "2 3", "9 3 2 3", "4 2", "1 2",
                                                    "5 5",  "3 1", "8 2", "6 2 1 2", "2 1", "9 1"};

static void put(ps_file_writer *w, double v) {
  ps_put_fixed(w, round(10 * v) / 10 + 0, 1);
}

static void put_number(ps_file_writer *w, double v) {
  char text[PS_NUMBER_MAX_SHORT];
  ps_number_general(text, fabs(v) < 1e-12 ? 0 : v, 4);
  ps_file_writer_text(w, text[0] == '-' ? "−" : "");
  ps_file_writer_text(w, text + (text[0] == '-'));
}

static void put_text_at(ps_file_writer *w, double x, double y, const char *class) {
  ps_file_writer_format(w, "<text class=\"%s\" x=\"", class);
  put(w, x);
  ps_file_writer_text(w, "\" y=\"");
  put(w, y);
  ps_file_writer_text(w, "\">");
}

static void put_text(ps_file_writer *w, double x, double y, const char *class, const char *text) {
  put_text_at(w, x, y, class);
  ps_write_escaped(w, text);
  ps_file_writer_text(w, "</text>\n");
}

static void put_value(ps_file_writer *w, double x, double y, const char *class, double value) {
  put_text_at(w, x, y, class);
  put_number(w, value);
  ps_file_writer_text(w, "</text>\n");
}

static void put_line(ps_file_writer *w, const char *class, double x1, double y1, double x2,
                     double y2) {
  ps_file_writer_format(w, "<line class=\"%s\" x1=\"", class);
  put(w, x1);
  ps_file_writer_text(w, "\" y1=\"");
  put(w, y1);
  ps_file_writer_text(w, "\" x2=\"");
  put(w, x2);
  ps_file_writer_text(w, "\" y2=\"");
  put(w, y2);
  ps_file_writer_text(w, "\"/>\n");
}

static void begin(ps_file_writer *w, const char *title, int panels) {
  int columns = panels > 1 ? 2 : 1, rows = (panels + columns - 1) / columns;
  ps_file_writer_format(w,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" "
                        "viewBox=\"0 0 %d %d\" aria-label=\"",
                        columns * WIDE, HEAD + rows * HIGH);
  ps_write_escaped(w, title);
  ps_file_writer_text(w, "\">\n");
  ps_file_writer_text(w, style);
  put_text(w, 16, 26, "t h", title);
}

static void begin_panel(ps_file_writer *w, int i, const char *title) {
  ps_file_writer_format(w, "<g transform=\"translate(%d %d)\">\n", i % 2 * WIDE,
                        HEAD + i / 2 * HIGH);
  put_text(w, LEFT, 16, "t", title);
}

// numbers at both ends and in the middle, and the name below
static void put_x_axis(ps_file_writer *w, const ps_chart_axis *x) {
  double right = WIDE - RIGHT, y = HIGH - BOTTOM + 16;
  put_value(w, LEFT, y, "", x->low);
  put_value(w, 0.5 * (LEFT + right), y, "m", 0.5 * (x->low + x->high));
  put_value(w, right, y, "n", x->high);
  put_text(w, 0.5 * (LEFT + right), y + 16, "m", x->name);
}

// ---- curves

static double place_x(const ps_chart_axis *x, int i) {
  double share = x->n > 1 ? (double)i / (x->n - 1) : 0.5;
  return LEFT + share * (WIDE - LEFT - RIGHT);
}

static double place_y(const ps_ruler *r, double v) {
  return TOP + (r->high - v) / (r->high - r->low) * (HIGH - TOP - BOTTOM);
}

static ps_ruler ruler_of(const ps_chart_panel *p, int n) {
  double low = INFINITY, high = -INFINITY;
  for (int k = 0; k < p->n; k++)
    for (int i = 0; i < n; i++)
      if (isfinite(p->y[k][i])) {
        low = fmin(low, p->y[k][i]);
        high = fmax(high, p->y[k][i]);
      }
  return ps_ruler_for(low, high);
}

static void put_grid(ps_file_writer *w, const ps_ruler *r) {
  int n = (int)lround((r->high - r->low) / r->step);
  for (int i = 0; i <= n; i++) {
    double v = r->low + i * r->step, y = place_y(r, v);
    put_line(w, fabs(v) < 1e-9 * r->step ? "z" : "g", LEFT, y, WIDE - RIGHT, y);
    put_value(w, LEFT - 6, y + 4, "n", v);
  }
}

static void put_curve(ps_file_writer *w, const ps_chart_axis *x, const ps_ruler *r, int color,
                      const double *y) {
  bool pen = false;
  ps_file_writer_format(w, "<path stroke=\"%s\" stroke-dasharray=\"%s\" d=\"", colors[color],
                        dashes[color]);
  for (int i = 0; i < x->n; i++) {
    if (isfinite(y[i])) {
      ps_file_writer_text(w, pen ? "L" : "M");
      put(w, place_x(x, i));
      ps_file_writer_text(w, " ");
      put(w, place_y(r, y[i]));
    }
    pen = isfinite(y[i]);
  }
  ps_file_writer_text(w, "\"/>\n");
}

// names in a row, each behind a piece of its curve
static void put_legend(ps_file_writer *w, const ps_chart_panel *p) {
  double cell = (double)(WIDE - LEFT - RIGHT) / (p->n > 0 ? p->n : 1);
  for (int k = 0; k < p->n && p->n > 1; k++) {
    double x = LEFT + k * cell;
    ps_file_writer_format(w, "<path stroke=\"%s\" stroke-dasharray=\"%s\" d=\"M", colors[k],
                          dashes[k]);
    put(w, x);
    ps_file_writer_text(w, " 30h14\"/>\n");
    put_text(w, x + 17, 34, "", p->name[k]);
  }
}

void ps_chart_curves(ps_file_writer *w, const char *title, const ps_chart_axis *x,
                     const ps_chart_panel *panel, int n) {
  begin(w, title, n);
  for (int i = 0; i < n; i++) {
    ps_ruler r = ruler_of(&panel[i], x->n);
    begin_panel(w, i, panel[i].title);
    put_legend(w, &panel[i]);
    put_grid(w, &r);
    for (int k = 0; k < panel[i].n; k++)
      put_curve(w, x, &r, k, panel[i].y[k]);
    put_x_axis(w, x);
    ps_file_writer_text(w, "</g>\n");
  }
  ps_file_writer_text(w, "</svg>\n");
}

// ---- maps

// sand at the low end, purple at the high one; share 0 .. 1
static void put_color(ps_file_writer *w, double share) {
  static const double stop[5][3] = {
      {246, 231, 200}, {243, 201, 139}, {233, 116, 92}, {191, 70, 96}, {91, 58, 126}};
  double at = 4 * fmax(0, fmin(1, share));
  int below = at >= 4 ? 3 : (int)at;
  int rgb[3];
  for (int i = 0; i < 3; i++)
    rgb[i] = (int)lround(stop[below][i] + (at - below) * (stop[below + 1][i] - stop[below][i]));
  ps_file_writer_format(w, "#%02x%02x%02x", (unsigned)rgb[0], (unsigned)rgb[1], (unsigned)rgb[2]);
}

static void put_cell(ps_file_writer *w, double x, double y, double wide, double high,
                     double share) {
  ps_file_writer_text(w, "<rect x=\"");
  put(w, x);
  ps_file_writer_text(w, "\" y=\"");
  put(w, y);
  ps_file_writer_text(w, "\" width=\"");
  put(w, wide + 0.3); // no seams
  ps_file_writer_text(w, "\" height=\"");
  put(w, high + 0.3);
  ps_file_writer_text(w, "\" fill=\"");
  put_color(w, share);
  ps_file_writer_text(w, "\"/>\n");
}

// from `low` to `high`, above the right half of the map
static void put_scale(ps_file_writer *w, double low, double high) {
  enum { STEPS = 24 };
  double left = WIDE - RIGHT - 150, wide = 90.0 / STEPS;
  for (int i = 0; i < STEPS; i++)
    put_cell(w, left + i * wide, 25, wide, 10, (double)i / (STEPS - 1));
  put_value(w, left - 6, 34, "n", low);
  put_value(w, left + 96, 34, "", high);
}

static void put_map(ps_file_writer *w, const ps_chart_axis *x, const ps_chart_axis *y,
                    const double *z) {
  double low = INFINITY, high = -INFINITY;
  double wide = (double)(WIDE - LEFT - RIGHT) / x->n, tall = (double)(HIGH - TOP - BOTTOM) / y->n;
  for (int i = 0; i < x->n * y->n; i++)
    if (isfinite(z[i])) {
      low = fmin(low, z[i]);
      high = fmax(high, z[i]);
    }
  for (int row = 0; row < y->n; row++)
    for (int i = 0; i < x->n; i++) {
      double v = z[row * x->n + i];
      if (isfinite(v))
        put_cell(w, LEFT + i * wide, TOP + (y->n - 1 - row) * tall, wide, tall,
                 high > low ? (v - low) / (high - low) : 0.5);
    }
  if (low <= high)
    put_scale(w, low, high);
}

static void put_y_axis(ps_file_writer *w, const ps_chart_axis *y) {
  double below = HIGH - BOTTOM, tall = (below - TOP) / y->n;
  for (int i = 0; y->label && i < y->n; i++)
    put_text(w, LEFT - 6, below - (i + 0.5) * tall + 4, "n", y->label[i]);
  if (y->label)
    return;
  put_value(w, LEFT - 6, below, "n", y->low);
  put_value(w, LEFT - 6, TOP + 10, "n", y->high);
  ps_file_writer_format(w, "<text class=\"m\" transform=\"translate(14 %d) rotate(-90)\">",
                        (TOP + HIGH - BOTTOM) / 2);
  ps_write_escaped(w, y->name);
  ps_file_writer_text(w, "</text>\n");
}

void ps_chart_maps(ps_file_writer *w, const char *title, const ps_chart_axis *x,
                   const ps_chart_axis *y, const ps_chart_map *map, int n) {
  begin(w, title, n);
  for (int i = 0; i < n; i++) {
    begin_panel(w, i, map[i].title);
    put_map(w, x, y, map[i].z);
    put_x_axis(w, x);
    put_y_axis(w, y);
    ps_file_writer_text(w, "</g>\n");
  }
  ps_file_writer_text(w, "</svg>\n");
}
