// versus_chart.c: curves of all arms over the weeks, each named at its end; the band is of people.
//
// Arms differ by dashes as well as by colour. A curve that was typed in carries its word inside the
// drawing, so that it stays with a picture that is cut out.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "num/number.h"
#include "tool/report_plot.h"
#include "tool/report_words.h"
#include "tool/versus_inner.h"

enum { WIDE = 720, HIGH = 300, LEFT = 44, RIGHT = 180, TOP = 14, BOTTOM = 30 }; // [px]
enum { LINE = 36 };                                                             // [px]  of labels

typedef struct picture {
  ps_file_writer *w;
  const ps_versus_result *r;
  int series;
  ps_ruler y;
} picture;

static void put(const picture *p, const char *text) {
  ps_file_writer_text(p->w, text);
}

static void put_number(const picture *p, double x) {
  ps_put_fixed(p->w, round(10 * x) / 10 + 0, 1);
}

static double place_x(const picture *p, double day) {
  return LEFT + (WIDE - LEFT - RIGHT) * day / (p->r->n > 1 ? p->r->n - 1 : 1);
}

static double place_y(const picture *p, double v) {
  return TOP + (HIGH - TOP - BOTTOM) * (p->y.high - v) / (p->y.high - p->y.low);
}

static void put_point(const picture *p, const char *pen, double day, double v) {
  put(p, pen);
  put_number(p, place_x(p, day));
  put(p, " ");
  put_number(p, place_y(p, v));
}

// ---- frame

static ps_ruler ruler_of(const picture *p) {
  double low = INFINITY, high = -INFINITY;
  for (int arm = 0; arm < PS_VERSUS_CONTEXT; arm++)
    for (int day = 0; day < p->r->n; day++) {
      double v = ps_versus_value(p->r, p->r->nominal, arm, p->series, day);
      double a = ps_versus_value(p->r, p->r->band[0], arm, p->series, day);
      double b = ps_versus_value(p->r, p->r->band[2], arm, p->series, day);
      bool drawn = arm == PS_VERSUS_MEASURED;
      low = fmin(low, fmin(v, drawn ? a : v)); // a missing number does not count in fmin
      high = fmax(high, fmax(v, drawn ? b : v));
    }
  return ps_ruler_for(low, high);
}

static void put_grid(const picture *p) {
  int n = (int)lround((p->y.high - p->y.low) / p->y.step);
  for (int k = 0; k <= n; k++) {
    double v = p->y.low + k * p->y.step;
    char text[PS_NUMBER_MAX_SHORT];
    ps_file_writer_format(p->w, "<path class=\"%s\" d=\"M%d ",
                          fabs(v) < 1e-9 * p->y.step ? "zero" : "grid", (int)LEFT);
    put_number(p, place_y(p, v));
    ps_file_writer_format(p->w, "H%d\"/><text class=\"num\" x=\"%d\" y=\"", WIDE - RIGHT, LEFT - 6);
    put_number(p, place_y(p, v) + 4);
    ps_number_general(text, fabs(v) < 1e-12 ? 0 : v, 4);
    ps_file_writer_format(p->w, "\">%s%s</text>\n", text[0] == '-' ? "−" : "",
                          text + (text[0] == '-'));
  }
}

static void put_weeks(const picture *p) {
  int last = p->r->n / 7, step = last > 52 ? 13 : last > 26 ? 8 : last > 8 ? 4 : last > 4 ? 2 : 1;
  for (int week = 0; week <= last; week += step) {
    put(p, "<text class=\"mid\" x=\"");
    put_number(p, place_x(p, fmin(7 * week, p->r->n - 1)));
    ps_file_writer_format(p->w, "\" y=\"%d\">", HIGH - 8);
    if (week)
      ps_file_writer_format(p->w, "%d wk</text>\n", week);
    else
      put(p, "start</text>\n");
  }
}

// ---- curves

static void put_band(const picture *p) {
  const ps_versus_result *r = p->r;
  if (!r->band[0])
    return;
  put(p, "<path class=\"band\" d=\"");
  for (int day = 0; day < r->n; day++)
    put_point(p, day ? "L" : "M", day,
              ps_versus_value(r, r->band[2], PS_VERSUS_MEASURED, p->series, day));
  for (int day = r->n - 1; day >= 0; day--)
    put_point(p, "L", day, ps_versus_value(r, r->band[0], PS_VERSUS_MEASURED, p->series, day));
  put(p, "z\"/>\n");
}

static void put_curve(const picture *p, int arm) {
  ps_file_writer_format(p->w, "<path class=\"curve %s\" d=\"", ps_versus_arm_keys[arm]);
  for (int day = 0; day < p->r->n; day++)
    put_point(p, day ? "L" : "M", day, ps_versus_value(p->r, p->r->nominal, arm, p->series, day));
  put(p, "\"/>\n");
}

// Does a curve lie on that of no treatment?
static bool is_same(const picture *p, int arm) {
  for (int day = 0; day < p->r->n; day++)
    if (ps_versus_value(p->r, p->r->nominal, arm, p->series, day) !=
        ps_versus_value(p->r, p->r->nominal, PS_VERSUS_NOTHING, p->series, day))
      return false;
  return true;
}

// A claim or an imagined effect on pain says nothing of a state.
static bool is_drawn(const picture *p, int arm) {
  return ps_versus_has(p->r, (ps_versus_arm)arm) && (arm <= PS_VERSUS_MEASURED || !is_same(p, arm));
}

typedef struct label {
  int arm;
  double y;
} label;

// names at the ends of curves, at least a line apart
static void put_labels(const picture *p) {
  label list[PS_VERSUS_ARMS];
  bool same = is_same(p, PS_VERSUS_MEASURED);
  int n = 0;
  for (int arm = 0; arm < PS_VERSUS_CONTEXT; arm++) {
    if (!is_drawn(p, arm) || (same && arm == PS_VERSUS_NOTHING))
      continue;
    label one = {arm,
                 place_y(p, ps_versus_value(p->r, p->r->nominal, arm, p->series, p->r->n - 1))};
    int k = n++;
    for (; k > 0 && list[k - 1].y > one.y; k--)
      list[k] = list[k - 1];
    list[k] = one;
  }
  for (int k = 1; k < n; k++)
    list[k].y = fmax(list[k].y, list[k - 1].y + LINE);
  for (int k = n - 1; k >= 0; k--)
    list[k].y = fmin(list[k].y, HIGH - BOTTOM - LINE / 2 - (n - 1 - k) * (double)LINE);
  for (int k = 0; k < n; k++) {
    int arm = list[k].arm;
    ps_file_writer_format(p->w, "<text class=\"end %s\" x=\"%d\" y=\"", ps_versus_arm_keys[arm],
                          WIDE - RIGHT + 8);
    put_number(p, list[k].y + 4);
    const char *more = arm == PS_VERSUS_TYPED              ? "hypothetical"
                       : arm == PS_VERSUS_MEASURED && same ? "as no treatment"
                                                           : NULL;
    ps_file_writer_format(p->w, "\">%s", ps_versus_arm_words[arm]);
    if (more)
      ps_file_writer_format(p->w, "<tspan x=\"%d\" dy=\"1.2em\">%s</tspan>", WIDE - RIGHT + 8,
                            more);
    put(p, "</text>\n");
  }
}

static void put_watermark(const picture *p) {
  if (ps_versus_has(p->r, PS_VERSUS_TYPED))
    ps_file_writer_format(p->w,
                          "<text class=\"mark mid\" x=\"%d\" y=\"%d\" aria-hidden=\"true\">"
                          "HYPOTHETICAL</text>\n",
                          (LEFT + WIDE - RIGHT) / 2, (TOP + HIGH - BOTTOM) / 2 + 20);
}

void ps_versus_put_chart(ps_file_writer *w, const ps_versus_result *r, int series, int id) {
  picture p = {w, r, series, {0, 1, 1}};
  p.y = ruler_of(&p);
  ps_file_writer_format(w,
                        "<svg class=\"versus\" viewBox=\"0 0 %d %d\" role=\"img\" "
                        "aria-labelledby=\"versus%d\"><title id=\"versus%d\">",
                        (int)WIDE, (int)HIGH, id, id);
  put(&p, "Curves over the weeks; their numbers are in the table below</title>\n");
  put_watermark(&p);
  put_band(&p);
  put_grid(&p);
  for (int arm = 0; arm < PS_VERSUS_CONTEXT; arm++)
    if (is_drawn(&p, arm))
      put_curve(&p, arm);
  put_labels(&p);
  put_weeks(&p);
  put(&p, "</svg>\n");
}
