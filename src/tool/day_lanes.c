// day_lanes.c: SVG of a day.
#include "tool/day_lanes.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "io/escape.h"
#include "tool/pose_view.h"
#include "tool/report_words.h"

enum { WIDTH = 1030, LEFT = 170, RIGHT = 56, TOP = 22, STRIP = 34, LANE = 62, GAP = 10 }; // [px]

typedef struct canvas {
  ps_file_writer *w;
  const ps_day_result *r;
} canvas;

static double x_at(const canvas *c, double since_s) {
  double all = (c->r->track.n - 1) * c->r->track.step_s;
  return LEFT + (WIDTH - LEFT - RIGHT) * since_s / all;
}

static void put_text(ps_file_writer *w, double x, double y, const char *style, const char *text) {
  ps_file_writer_format(w, "<text class=\"%s\"", style);
  ps_view_attribute(w, "x", x);
  ps_view_attribute(w, "y", y);
  ps_file_writer_text(w, ">");
  ps_write_escaped(w, text);
  ps_file_writer_text(w, "</text>\n");
}

// ---- clock and postures

static void put_hours(const canvas *c, double height) {
  const ps_life_track *t = &c->r->track;
  double all = (t->n - 1) * t->step_s;
  int every = all > 14 * 3600 ? 2 : 1; // [h]
  for (int hour = (int)ceil(t->start_s / 3600); hour * 3600.0 <= t->start_s + all; hour++) {
    char text[16];
    double x = x_at(c, hour * 3600.0 - t->start_s);
    if (hour % every)
      continue;
    ps_view_line(c->w, (ps_spot){x, TOP}, (ps_spot){x, height}, "grid");
    put_text(c->w, x, 14, "mid", ps_clock_text(text, hour * 3600.0));
  }
}

static const char *kind_of(const ps_day_result *r, const ps_day_block *block) {
  const ps_pose *pose = &r->day.pose[block->pose];
  return pose->base != PS_UPRIGHT    ? "lie"
         : block->task.free_movement ? "walk"
         : pose->support.seat        ? (pose->support.backrest ? "lean" : "sit")
                                     : "stand";
}

// the name of a posture, else its last word, where there is room
static void put_name(const canvas *c, const char *posture, double x, double wide) {
  char words[40];
  snprintf(words, sizeof words, "%.30s", posture);
  for (char *at = words; *at; at++)
    *at = *at == '_' ? ' ' : *at;
  const char *last = strrchr(words, ' '), *shown = words;
  if (wide < 6.3 * (double)strlen(shown) + 8 && last)
    shown = last + 1;
  if (wide > 6.3 * (double)strlen(shown) + 8)
    put_text(c->w, x + wide / 2, TOP + 21, "mid name", shown);
}

static void put_postures(const canvas *c) {
  const ps_day_result *r = c->r;
  put_text(c->w, 0, TOP + 21, "lane", "Postures");
  for (int i = 0; i < r->day.nblock; i++) {
    const ps_day_block *b = &r->day.block[i];
    double x = x_at(c, b->start_s - r->track.start_s);
    double wide = x_at(c, b->start_s + b->duration_s - r->track.start_s) - x;
    const char *title = ps_day_block_title(b);
    ps_file_writer_format(c->w, "<rect class=\"block %s\" rx=\"5\"", kind_of(r, b));
    ps_view_attribute(c->w, "x", x + 0.5);
    ps_view_attribute(c->w, "y", TOP + 2);
    ps_view_attribute(c->w, "width", fmax(1, wide - 1));
    ps_view_attribute(c->w, "height", STRIP - 4);
    ps_file_writer_text(c->w, "><title>");
    ps_write_escaped(c->w, title);
    ps_file_writer_format(c->w, ", %.0f min</title></rect>\n", b->duration_s / 60);
    put_name(c, b->posture, x, wide);
  }
}

// ---- lanes

typedef struct axis {
  double low, high, top, bottom; // [unit], [px]
} axis;

static axis axis_of(const ps_day_result *r, const ps_lane *lane, double top) {
  axis a = {lane->low, lane->high, top + 6, top + LANE - 12};
  const ps_life_track *highest = r->band[2].value ? &r->band[2] : &r->track;
  const ps_life_track *lowest = r->band[0].value ? &r->band[0] : &r->track;
  if (a.low == 0 && a.high == 0) {
    a.high = fmax(ps_life_peak_of(highest, lane->column, 0, highest->n).most,
                  ps_life_peak_of(&r->track, lane->column, 0, r->track.n).most);
    a.low = fmin(0, ps_life_peak_of(lowest, lane->column, 0, lowest->n).least);
    if (!(a.high > a.low + 1e-9))
      a.high = a.low + 1;
    double ten = pow(10, floor(log10(a.high)));
    a.high = ceil(a.high / ten * 2) * ten / 2;
  }
  return a;
}

static ps_spot spot(const canvas *c, const axis *a, const ps_life_track *t, int row, int column) {
  double y = (double)ps_life_row(t, row)[column];
  double share = fmax(0, fmin(1, (y - a->low) / (a->high - a->low)));
  return (ps_spot){x_at(c, row * t->step_s), a->bottom - share * (a->bottom - a->top)};
}

static void put_spot(ps_file_writer *w, char pen, ps_spot s) {
  char text[2] = {pen, 0};
  ps_file_writer_text(w, text);
  ps_view_put(w, s.x);
  ps_file_writer_text(w, " ");
  ps_view_put(w, s.y);
}

// every third minute is enough for the eye
static void put_path(const canvas *c, const axis *a, const ps_life_track *low,
                     const ps_life_track *high, int column, const char *style) {
  enum { STEP = 3 };
  int last = low->n - 1;
  ps_file_writer_format(c->w, "<path class=\"%s\" d=\"", style);
  for (int i = 0; i <= last + STEP - 1; i += STEP) {
    int row = i < last ? i : last;
    put_spot(c->w, i ? 'L' : 'M', spot(c, a, high, row, column));
  }
  for (int i = last + STEP - 1; low != high && i >= 0; i -= STEP) {
    int row = i < last ? i : last;
    put_spot(c->w, 'L', spot(c, a, low, row, column));
  }
  ps_file_writer_text(c->w, "\"/>\n");
}

static void put_lane(const canvas *c, const ps_lane *lane, double top) {
  const ps_day_result *r = c->r;
  axis a = axis_of(r, lane, top);
  char text[PS_VALUE_TEXT], style[40];
  put_text(c->w, 0, top + 24, "lane", lane->title);
  put_text(c->w, 0, top + 40, "unit", lane->unit);
  ps_view_line(c->w, (ps_spot){LEFT, a.bottom}, (ps_spot){WIDTH - RIGHT, a.bottom}, "zero");
  put_text(c->w, LEFT - 8, a.top + 6, "num", ps_value_text(text, a.high));
  put_text(c->w, LEFT - 8, a.bottom + 4, "num", a.low == 0 ? "0" : ps_value_text(text, a.low));
  if (r->band[0].value) {
    snprintf(style, sizeof style, "band %s", lane->style);
    put_path(c, &a, &r->band[0], &r->band[2], lane->column, style);
  }
  snprintf(style, sizeof style, "line %s", lane->style);
  put_path(c, &a, &r->track, &r->track, lane->column, style);
  double end = (double)ps_life_row(&r->track, r->awake - 1)[lane->column];
  ps_spot at = spot(c, &a, &r->track, r->awake - 1, lane->column);
  ps_view_dot(c->w, at, 3.2, "dot plain");
  put_text(c->w, fmin(at.x + 7, WIDTH - RIGHT + 6), fmax(at.y - 5, top + 12), "tag",
           ps_value_text(text, end));
}

void ps_day_lanes(ps_file_writer *w, const ps_day_result *r, const ps_lane *lane, int n, int id) {
  canvas c = {w, r};
  double height = TOP + STRIP + GAP + n * (LANE + GAP);
  ps_file_writer_format(w,
                        "<svg class=\"lanes\" role=\"img\" viewBox=\"0 0 %d %d\" "
                        "aria-labelledby=\"t%d d%d\"><title id=\"t%d\">The day in lanes</title>"
                        "<desc id=\"d%d\">Postures and what they do over the clock; the number at "
                        "each dot is that before the night.</desc>\n",
                        WIDTH, (int)height, id, id, id, id);
  put_hours(&c, height - GAP);
  put_postures(&c);
  for (int i = 0; i < n; i++)
    put_lane(&c, &lane[i], TOP + STRIP + GAP + i * (LANE + GAP));
  ps_file_writer_text(w, "</svg>\n");
}

void ps_day_lanes_style(ps_file_writer *w) {
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
         ".band.plain{fill:var(--edge);opacity:.22}.band.load{fill:var(--load-soft);opacity:.7}\n"
         ".dot.plain{fill:var(--ink2)}\n"
         ".lanes-scroll{overflow-x:auto}.lanes-scroll svg{min-width:720px}\n");
}
