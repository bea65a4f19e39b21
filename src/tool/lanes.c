// lanes.c: SVG of numbers over time.
#include "tool/lanes.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "io/escape.h"
#include "tool/pose_view.h"
#include "tool/report_words.h"

enum { WIDTH = 1030, LEFT = 170, RIGHT = 56, TOP = 22, STRIP = 34, LANE = 62, GAP = 10 }; // [px]

static double x_at(const ps_lanes *l, double row) {
  return LEFT + (WIDTH - LEFT - RIGHT) * row / (l->n - 1);
}

static double height_of(const ps_lanes *l) {
  return TOP + STRIP + GAP + l->count * (LANE + GAP);
}

static void put_text(ps_file_writer *w, double x, double y, const char *style, const char *text) {
  ps_file_writer_format(w, "<text class=\"%s\"", style);
  ps_view_attribute(w, "x", x);
  ps_view_attribute(w, "y", y);
  ps_file_writer_text(w, ">");
  ps_write_escaped(w, text);
  ps_file_writer_text(w, "</text>\n");
}

void ps_lanes_begin(const ps_lanes *l, int id, const char *title, const char *about) {
  ps_file_writer_format(l->w,
                        "<svg class=\"lanes\" role=\"img\" viewBox=\"0 0 %d %d\" "
                        "aria-labelledby=\"t%d d%d\"><title id=\"t%d\">%s</title>"
                        "<desc id=\"d%d\">%s</desc>\n",
                        WIDTH, (int)height_of(l), id, id, id, title, id, about);
}

void ps_lanes_tick(const ps_lanes *l, double row, const char *words) {
  double x = x_at(l, row);
  ps_view_line(l->w, (ps_spot){x, TOP}, (ps_spot){x, height_of(l) - GAP}, "grid");
  put_text(l->w, x, 14, "mid", words);
}

// ---- strip

void ps_lanes_strip(const ps_lanes *l, const char *title) {
  put_text(l->w, 0, TOP + 21, "lane", title);
}

// a name, else its last word, where there is room
static void put_name(const ps_lanes *l, const char *name, double x, double wide) {
  char words[40];
  snprintf(words, sizeof words, "%.30s", name);
  for (char *at = words; *at; at++)
    *at = *at == '_' ? ' ' : *at;
  const char *last = strrchr(words, ' '), *shown = words;
  if (wide < 6.3 * (double)strlen(shown) + 8 && last)
    shown = last + 1;
  if (wide > 6.3 * (double)strlen(shown) + 8)
    put_text(l->w, x + wide / 2, TOP + 21, "mid name", shown);
}

void ps_lanes_block(const ps_lanes *l, double from, double to, const char *style, const char *name,
                    const char *more) {
  double x = x_at(l, from), wide = x_at(l, to) - x;
  ps_file_writer_format(l->w, "<rect class=\"block %s\" rx=\"5\"", style);
  ps_view_attribute(l->w, "x", x + 0.5);
  ps_view_attribute(l->w, "y", TOP + 2);
  ps_view_attribute(l->w, "width", fmax(1, wide - 1));
  ps_view_attribute(l->w, "height", STRIP - 4);
  ps_file_writer_text(l->w, "><title>");
  ps_write_escaped(l->w, more);
  ps_file_writer_text(l->w, "</title></rect>\n");
  put_name(l, name, x, wide);
}

// ---- lanes

typedef struct axis {
  double low, high, top, bottom; // [unit], [px]
} axis;

static double at(const ps_lanes *l, const float *value, int row, int column) {
  return (double)value[(size_t)row * (size_t)l->stride + (size_t)column];
}

// the largest or smallest number of a column; nan where there is none
static double extreme(const ps_lanes *l, const float *value, int column, int sign) {
  double found = NAN;
  for (int i = 0; value && i < l->n; i++) {
    double x = at(l, value, i, column);
    if (isfinite(x) && !(sign * x <= sign * found))
      found = x;
  }
  return found;
}

static axis axis_of(const ps_lanes *l, const ps_lane *lane, double top) {
  axis a = {lane->low, lane->high, top + 6, top + LANE - 12};
  if (a.low != 0 || a.high != 0)
    return a;
  a.high = fmax(extreme(l, l->high, lane->column, 1), extreme(l, l->value, lane->column, 1));
  a.high = fmax(a.high, extreme(l, l->plain, lane->column, 1));
  a.low =
      fmin(0, fmin(extreme(l, l->low, lane->column, -1), extreme(l, l->value, lane->column, -1)));
  a.low = fmin(a.low, extreme(l, l->plain, lane->column, -1));
  if (!(a.high > a.low + 1e-9))
    a.high = a.low + 1;
  if (a.high > 0) {
    double ten = pow(10, floor(log10(a.high)));
    a.high = ceil(a.high / ten * 2) * ten / 2;
  }
  return a;
}

static ps_spot spot(const ps_lanes *l, const axis *a, const float *value, int row, int column) {
  double share = (at(l, value, row, column) - a->low) / (a->high - a->low);
  share = fmax(0, fmin(1, share));
  return (ps_spot){x_at(l, row), a->bottom - share * (a->bottom - a->top)};
}

static void put_spot(ps_file_writer *w, char pen, ps_spot s) {
  char text[2] = {pen, 0};
  ps_file_writer_text(w, text);
  ps_view_put(w, s.x);
  ps_file_writer_text(w, " ");
  ps_view_put(w, s.y);
}

static void put_path(const ps_lanes *l, const axis *a, const float *low, const float *high,
                     int column, const char *style) {
  int last = l->n - 1, step = l->every;
  ps_file_writer_format(l->w, "<path class=\"%s\" d=\"", style);
  for (int i = 0; i <= last + step - 1; i += step) {
    int row = i < last ? i : last;
    put_spot(l->w, i ? 'L' : 'M', spot(l, a, high, row, column));
  }
  for (int i = last + step - 1; low != high && i >= 0; i -= step) {
    int row = i < last ? i : last;
    put_spot(l->w, 'L', spot(l, a, low, row, column));
  }
  ps_file_writer_text(l->w, "\"/>\n");
}

static void put_lane(const ps_lanes *l, const ps_lane *lane, double top) {
  axis a = axis_of(l, lane, top);
  char text[PS_VALUE_TEXT], style[40];
  put_text(l->w, 0, top + 24, "lane", lane->title);
  put_text(l->w, 0, top + 40, "unit", lane->unit);
  ps_view_line(l->w, (ps_spot){LEFT, a.bottom}, (ps_spot){WIDTH - RIGHT, a.bottom}, "zero");
  put_text(l->w, LEFT - 8, a.top + 6, "num", ps_value_text(text, a.high));
  put_text(l->w, LEFT - 8, a.bottom + 4, "num", a.low == 0 ? "0" : ps_value_text(text, a.low));
  if (l->low && isfinite(at(l, l->low, l->dot, lane->column))) {
    snprintf(style, sizeof style, "band %s", lane->style);
    put_path(l, &a, l->low, l->high, lane->column, style);
  }
  if (l->plain)
    put_path(l, &a, l->plain, l->plain, lane->column, "line beside");
  snprintf(style, sizeof style, "line %s", lane->style);
  put_path(l, &a, l->value, l->value, lane->column, style);
  ps_spot dot = spot(l, &a, l->value, l->dot, lane->column);
  ps_view_dot(l->w, dot, 3.2, "dot plain");
  put_text(l->w, fmin(dot.x + 7, WIDTH - RIGHT + 6), fmax(dot.y - 5, top + 12), "tag",
           ps_value_text(text, at(l, l->value, l->dot, lane->column)));
}

void ps_lanes_curves(const ps_lanes *l, const ps_lane *lane) {
  for (int i = 0; i < l->count; i++)
    put_lane(l, &lane[i], TOP + STRIP + GAP + i * (LANE + GAP));
}

void ps_lanes_end(const ps_lanes *l) {
  ps_file_writer_text(l->w, "</svg>\n");
}

void ps_lanes_style(ps_file_writer *w) {
  ps_file_writer_text(
      w, ".lanes{display:block;width:100%;height:auto;overflow:visible}\n"
         ".lanes .lane{font-weight:600;font-size:13px;fill:var(--ink)}\n"
         ".lanes .unit{font-size:12px;fill:var(--ink3)}\n"
         ".lanes .name{font-size:11px;fill:#1b1f24}\n"
         ".swatch.posture{height:12px;border:0;outline:0}.swatch.sit{background:#dfe6f0}"
         ".swatch.lean{background:#e6e1ef}.swatch.stand{background:#efecdc}"
         ".swatch.walk{background:#dcebe0}.swatch.lie{background:#e6e4e0}\n"
         ".block{stroke:none}.block.sit{fill:#dfe6f0}.block.lean{fill:#e6e1ef}"
         ".block.stand{fill:#efecdc}.block.walk{fill:#dcebe0}.block.lie{fill:#e6e4e0}\n"
         ".line.plain{stroke:var(--ink2);stroke-width:1.6}\n"
         ".line.beside{stroke:var(--ink3);stroke-width:1.3;stroke-dasharray:4 3}\n"
         ".band.plain{fill:var(--edge);opacity:.22}.band.load{fill:var(--load-soft);opacity:.7}\n"
         ".dot.plain{fill:var(--ink2)}\n"
         ".lanes-scroll{overflow-x:auto}.lanes-scroll svg{min-width:720px}\n");
}
