#include "tool/report_plot.h"

#include <math.h>
#include <string.h>

#include "io/escape.h"
#include "num/number.h"
#include "tool/report_words.h"

enum { TOP = 8, RIGHT = 10 }; // [px]

// ---- ruler

ps_ruler ps_ruler_for(double low, double high) {
  static const double round_steps[] = {1, 2, 2.5, 5, 10};
  low = isfinite(low) ? fmin(low, 0) : 0;
  high = isfinite(high) ? fmax(high, 0) : 0;
  if (!(high - low > 1e-9))
    high = low + 1;
  // a little noise beyond zero is worth no step of its own
  if (low > -0.02 * high)
    low = 0;
  if (high < -0.02 * low)
    high = 0;
  double ten = pow(10, floor(log10((high - low) / 4)));
  for (int i = 0;; i++) {
    double step = ten * round_steps[i];
    ps_ruler s = {step * floor(low / step + 1e-9), step * ceil(high / step - 1e-9), step};
    if (s.high - s.low < 4.5 * step || i == 4)
      return s;
  }
}

// ---- places

static double place_x(const ps_plot *p, double x) {
  return p->left + x * (p->width - p->left - RIGHT);
}

static double place_y(const ps_plot *p, double y) {
  double share = (y - p->y.low) / (p->y.high - p->y.low);
  return TOP + (1 - share) * (p->height - TOP - p->bottom);
}

// a coordinate with at most one decimal
static void put(ps_file_writer *w, double v) {
  double tenths = round(10 * v);
  ps_put_fixed(w, tenths / 10 + 0, fmod(tenths, 10) != 0);
}

static void put_attribute(ps_file_writer *w, const char *name, double v) {
  ps_file_writer_format(w, " %s=\"", name);
  put(w, v);
  ps_file_writer_text(w, "\"");
}

static void put_tick_number(ps_file_writer *w, double v) {
  char text[PS_NUMBER_MAX_SHORT];
  ps_number_general(text, fabs(v) < 1e-12 ? 0 : v, 6);
  if (text[0] == '-')
    ps_file_writer_text(w, "−");
  ps_file_writer_text(w, text + (text[0] == '-'));
}

// ---- frame

static void put_grid(const ps_plot *p) {
  ps_file_writer *w = p->w;
  int n = (int)lround((p->y.high - p->y.low) / p->y.step);
  for (int i = 0; i <= n; i++) {
    double v = p->y.low + i * p->y.step, y = place_y(p, v);
    bool zero = fabs(v) < 1e-9 * p->y.step;
    ps_file_writer_format(w, "<line class=\"%s\"", zero ? "zero" : "grid");
    put_attribute(w, "x1", p->left);
    put_attribute(w, "x2", p->width - RIGHT);
    put_attribute(w, "y1", y);
    put_attribute(w, "y2", y);
    ps_file_writer_text(w, "/><text class=\"num\"");
    put_attribute(w, "x", p->left - 6);
    put_attribute(w, "y", y + 4);
    ps_file_writer_text(w, ">");
    put_tick_number(w, v);
    ps_file_writer_text(w, "</text>\n");
  }
}

static void put_x_number(const ps_plot *p, double x, const char *place, bool last) {
  ps_file_writer *w = p->w;
  double v = p->begin + x * (p->end - p->begin);
  ps_file_writer_format(w, "<text class=\"%s\"", place);
  put_attribute(w, "x", last ? p->width : place_x(p, x));
  put_attribute(w, "y", p->height - 4);
  ps_file_writer_text(w, ">");
  put_tick_number(w, round(v * 100) / 100);
  if (last) {
    ps_file_writer_text(w, " ");
    ps_file_writer_text(w, p->unit);
  }
  ps_file_writer_text(w, "</text>");
}

static void put_stance(const ps_plot *p) {
  if (!isfinite(p->stance))
    return;
  ps_file_writer_text(p->w, "<rect class=\"stance\"");
  put_attribute(p->w, "x", place_x(p, 0));
  put_attribute(p->w, "y", TOP);
  put_attribute(p->w, "width", place_x(p, p->stance) - place_x(p, 0));
  put_attribute(p->w, "height", p->height - TOP - p->bottom);
  ps_file_writer_text(p->w, "/>\n");
}

void ps_plot_begin(const ps_plot *p) {
  ps_file_writer *w = p->w;
  ps_file_writer_format(w,
                        "<svg role=\"img\" viewBox=\"0 0 %d %d\" aria-labelledby=\"t%d d%d\">"
                        "<title id=\"t%d\">",
                        (int)p->width, (int)p->height, p->id, p->id, p->id);
  ps_write_escaped(w, p->title);
  ps_file_writer_format(w, "</title><desc id=\"d%d\">", p->id);
  ps_write_escaped(w, p->about);
  ps_file_writer_text(w, "</desc>\n");
  put_stance(p);
  put_grid(p);
  put_x_number(p, 0, "low", false);
  put_x_number(p, 0.5, "mid", false);
  put_x_number(p, 1, "num", true);
  ps_file_writer_text(w, "\n");
}

void ps_plot_end(const ps_plot *p) {
  ps_file_writer_text(p->w, "</svg>\n");
}

// ---- marks

static void put_point(const ps_plot *p, double x, double y) {
  put(p->w, place_x(p, x));
  ps_file_writer_text(p->w, " ");
  put(p->w, place_y(p, y));
}

void ps_plot_line(const ps_plot *p, const ps_trace *trace, const char *style) {
  bool pen = false;
  ps_file_writer_format(p->w, "<path class=\"%s\" d=\"", style);
  for (int i = 0; i < trace->n; i++) {
    if (isfinite(trace->y[i])) {
      ps_file_writer_text(p->w, pen ? "L" : "M");
      put_point(p, trace->x[i], trace->y[i]);
    }
    pen = isfinite(trace->y[i]);
  }
  ps_file_writer_text(p->w, "\"/>\n");
}

// one closed outline for every run without a gap
void ps_plot_band(const ps_plot *p, const ps_trace *low, const ps_trace *high, const char *style) {
  ps_file_writer_format(p->w, "<path class=\"%s\" d=\"", style);
  for (int i = 0; i < low->n;) {
    int end = i;
    while (end < low->n && isfinite(low->y[end]) && isfinite(high->y[end]))
      end++;
    for (int k = i; k < end; k++) {
      ps_file_writer_text(p->w, k == i ? "M" : "L");
      put_point(p, high->x[k], high->y[k]);
    }
    for (int k = end - 1; k >= i; k--) {
      ps_file_writer_text(p->w, "L");
      put_point(p, low->x[k], low->y[k]);
    }
    if (end > i)
      ps_file_writer_text(p->w, "Z");
    i = end + 1;
  }
  ps_file_writer_text(p->w, "\"/>\n");
}

void ps_plot_dot(const ps_plot *p, double x, double y, const char *text, const char *style) {
  // beside the dot, where there is more room
  bool before = x > 0.6;
  ps_file_writer_format(p->w, "<circle class=\"%s\" r=\"3.5\"", style);
  put_attribute(p->w, "cx", place_x(p, x));
  put_attribute(p->w, "cy", place_y(p, y));
  ps_file_writer_format(p->w, "/><text class=\"%s\"", before ? "tag num" : "tag");
  put_attribute(p->w, "x", place_x(p, x) + (before ? -8 : 8));
  put_attribute(p->w, "y", fmax(place_y(p, y) + 3, TOP + 8));
  ps_file_writer_text(p->w, ">");
  ps_write_escaped(p->w, text);
  ps_file_writer_text(p->w, "</text>\n");
}

// ---- bar

enum { BAR = 120 }; // [px]

void ps_plot_bar(ps_file_writer *w, double value, double low, double high, const char *style) {
  ps_file_writer_format(w,
                        "<svg class=\"bar %s\" viewBox=\"0 0 %d 12\" aria-hidden=\"true\">"
                        "<rect class=\"track\" y=\"2\" width=\"%d\" height=\"8\" rx=\"2\"/>",
                        style, BAR, BAR);
  ps_file_writer_text(w, "<rect class=\"soft\" y=\"2\" height=\"8\" rx=\"2\"");
  put_attribute(w, "width", BAR * fmin(high, 1));
  ps_file_writer_text(w, "/><rect class=\"solid\" y=\"2\" height=\"8\" rx=\"2\"");
  put_attribute(w, "width", BAR * fmin(low, 1));
  ps_file_writer_text(w, "/><rect class=\"tick\" y=\"0\" width=\"2.5\" height=\"12\"");
  put_attribute(w, "x", BAR * fmin(value, 1) - 1.25);
  ps_file_writer_text(w, "/></svg>");
}
