// The charts of the page, in groups that share a ruler.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "io/escape.h"
#include "num/number.h"
#include "tool/report_page.h"
#include "tool/report_plot.h"
#include "tool/report_words.h"

enum {
  LARGE_POINTS = 201, // of curves in charts of half the page's width
  SMALL_POINTS = 101, // of the others
  LARGE_WIDTH = 420,
  LARGE_HEIGHT = 190,
  SMALL_WIDTH = 228,
  SMALL_HEIGHT = 132,
  CURVES = 24, // of a group
  MOST_DRIVES = 8,
};

// The curves of a group, for its table.
typedef struct ps_curves {
  int n;
  struct {
    char name[96];
    ps_trace trace;
  } items[CURVES];
} ps_curves;

static void keep(ps_curves *curves, const char *name, const ps_trace *trace) {
  if (curves->n == CURVES)
    return;
  snprintf(curves->items[curves->n].name, sizeof curves->items[0].name, "%s", name);
  curves->items[curves->n++].trace = *trace;
}

static void widen(double *high, double *low, const ps_trace *trace) {
  for (int i = 0; i < trace->n; i++)
    if (isfinite(trace->y[i])) {
      *high = fmax(*high, trace->y[i]);
      *low = fmin(*low, trace->y[i]);
    }
}

// ---- a chart

static void begin_group(ps_page *p, const char *style, const char *key) {
  const ps_foot *foot = ps_findings_foot(p->f, PS_SIDE_NONE);
  ps_file_writer_format(p->w, "<p class=\"key\">%s ", key);
  if (!foot)
    ps_file_writer_text(p->w, "From left to right: time in s.");
  else
    ps_file_writer_text(p->w, "From left to right: % of the stride of that side; gaps are not in "
                              "the motion.");
  if (foot && isfinite(foot->stance))
    ps_file_writer_text(p->w, " <i class=\"swatch stance\"></i>foot on the ground.");
  ps_file_writer_format(p->w, "</p>\n<div class=\"charts %s\">\n", style);
}

static ps_plot begin_chart(ps_page *p, const char *name, const char *unit, const char *about,
                           ps_side side, ps_ruler ruler, bool large) {
  const ps_findings *f = p->f;
  const ps_foot *foot = ps_findings_foot(f, side);
  ps_plot plot = {.w = p->w,
                  .id = p->id++,
                  .title = name,
                  .about = about,
                  .width = large ? LARGE_WIDTH : SMALL_WIDTH,
                  .height = large ? LARGE_HEIGHT : SMALL_HEIGHT,
                  .y = ruler,
                  .begin = foot ? 0 : f->data->t[0],
                  .end = foot ? 100 : f->data->t[f->data->n - 1],
                  .unit = foot ? "%" : "s",
                  .stance = foot ? foot->stance : NAN,
                  .left = 40,
                  .bottom = 22};
  ps_file_writer_text(p->w, "<figure><figcaption><b>");
  ps_write_escaped(p->w, name);
  ps_file_writer_format(p->w, "</b><span>%s</span></figcaption>\n", unit);
  ps_plot_begin(&plot);
  return plot;
}

static void end_chart(const ps_plot *plot) {
  ps_plot_end(plot);
  ps_file_writer_text(plot->w, "</figure>\n");
}

// the curves of a group at eleven places
static void end_group(ps_page *p, const ps_curves *curves, const char *label) {
  const ps_findings *f = p->f;
  bool strides = ps_has_strides(f);
  double start = f->data->t[0], end = f->data->t[f->data->n - 1];
  ps_file_writer_text(p->w, "</div>\n<details><summary>These curves as numbers</summary>\n");
  ps_page_table_begin(p, label, "numbers");
  ps_file_writer_text(p->w, strides ? "<thead><tr><th scope=\"col\">% of stride</th>"
                                    : "<thead><tr><th scope=\"col\">time, s</th>");
  for (int i = 0; i <= 10; i++) {
    ps_file_writer_text(p->w, "<th scope=\"col\" class=\"n\">");
    ps_put_fixed(p->w, strides ? 10 * i : start + (end - start) * i / 10, strides ? 0 : 2);
    ps_file_writer_text(p->w, "</th>");
  }
  ps_file_writer_text(p->w, "</tr></thead><tbody>\n");
  for (int c = 0; c < curves->n; c++) {
    ps_page_name_cell(p, curves->items[c].name, "");
    for (int i = 0; i <= 10; i++)
      ps_page_value_cell(p, ps_trace_at(&curves->items[c].trace, i / 10.0), "");
    ps_file_writer_text(p->w, "</tr>\n");
  }
  ps_page_table_end(p);
  ps_file_writer_text(p->w, "</details>\n");
}

// "psoas_r: largest 614 N, at 55 % of the stride."
static void describe_peak(const ps_findings *f, const char *name, const ps_peak *peak, double unit,
                          const char *unit_name, char *text, size_t size) {
  char value[PS_VALUE_TEXT], when[PS_NUMBER_MAX];
  bool strides = ps_has_strides(f);
  ps_number_fixed(when, strides ? 100 * peak->phase : peak->time, strides ? 0 : 2);
  snprintf(text, size, "%.60s: largest %.12s %s, at %.12s %s.", name,
           ps_value_text(value, peak->value / unit), unit_name, when,
           strides ? "% of the stride" : "s");
}

// ---- psoas and iliacus

typedef struct ps_flexor {
  ps_trace force, low, high;
} ps_flexor;

static ps_status trace_flexor(ps_findings *f, const ps_pull *pull, ps_flexor *t) {
  PS_TRY(ps_trace_make(&t->force, f, pull->side, pull->force, LARGE_POINTS));
  PS_TRY(ps_trace_edge(&t->low, f, pull->side, pull->low, LARGE_POINTS, -1));
  return ps_trace_edge(&t->high, f, pull->side, pull->high, LARGE_POINTS, 1);
}

static void draw_flexor(ps_page *p, const ps_pull *pull, const ps_flexor *t, ps_ruler ruler) {
  char about[200], tag[PS_VALUE_TEXT + 4];
  describe_peak(p->f, pull->name, &pull->peak, 1, "N", about, sizeof about);
  ps_plot plot = begin_chart(p, pull->name, "N", about, pull->side, ruler, true);
  ps_plot_band(&plot, &t->low, &t->high, "band force");
  ps_plot_line(&plot, &t->force, "line force");
  ps_value_text(tag, pull->peak.value);
  ps_plot_dot(&plot, pull->peak.phase, pull->peak.value, strcat(tag, " N"), "dot force");
  end_chart(&plot);
}

ps_status ps_page_flexor_charts(ps_page *p) {
  ps_findings *f = p->f;
  ps_curves curves = {0};
  ps_flexor *t = ps_pool_take(f->pool, (size_t)(f->nflexor + 1) * sizeof *t);
  double high = 0, low = 0;
  if (!t)
    return ps_findings_no_memory(f);
  for (int i = 0; i < f->nflexor; i++) {
    PS_TRY(trace_flexor(f, f->row[i], &t[i]));
    widen(&high, &low, &t[i].high);
    high = fmax(high, f->row[i]->peak.value);
    keep(&curves, f->row[i]->name, &t[i].force);
  }
  begin_group(p, "two",
              "<i class=\"swatch force\"></i>this analysis. "
              "<i class=\"swatch bandforce\"></i>other criteria. One scale for all.");
  for (int i = 0; i < f->nflexor; i++)
    draw_flexor(p, f->row[i], &t[i], ps_ruler_for(0, high));
  end_group(p, &curves, "Psoas and iliacus force in N");
  return PS_OK;
}

// ---- pairs: right and left in one chart

// the name without its side; false: it has none
static bool base_name(const char *name, char *base, size_t size) {
  size_t n = strlen(name);
  if (ps_side_of(name) == PS_SIDE_NONE || n < 3)
    return false;
  if (name[n - 2] == '_')
    snprintf(base, size, "%.*s", (int)(n - 2), name);
  else if (name[1] == '_')
    snprintf(base, size, "%s", name + 2);
  else
    return false;
  return true;
}

// A chart of one quantity, right and left or alone.
typedef struct ps_pair {
  char name[80];
  const char *member[2];  // their own names
  const double *value[2]; // right, left; or alone and NULL
  ps_side side[2];
  const ps_peak *peak; // the larger
  ps_trace trace[2];
} ps_pair;

static bool same_base(const char *a, const char *b) {
  char base_a[80], base_b[80];
  return base_name(a, base_a, sizeof base_a) && base_name(b, base_b, sizeof base_b) &&
         strcmp(base_a, base_b) == 0 && ps_side_of(a) != ps_side_of(b);
}

static ps_pair pair_of(const char *name, const double *value, const ps_peak *peak,
                       const char *twin_name, const double *twin, const ps_peak *twin_peak) {
  ps_pair pair = {.member = {name, twin_name}, .value = {value, twin}, .peak = peak};
  if (!twin || !base_name(name, pair.name, sizeof pair.name))
    snprintf(pair.name, sizeof pair.name, "%s", name);
  if (twin && ps_side_of(name) == PS_SIDE_LEFT) {
    pair.member[0] = twin_name;
    pair.member[1] = name;
    pair.value[0] = twin;
    pair.value[1] = value;
  }
  if (twin && twin_peak->value > peak->value)
    pair.peak = twin_peak;
  for (int k = 0; k < 2 && pair.member[k]; k++)
    pair.side[k] = ps_side_of(pair.member[k]);
  return pair;
}

static ps_status trace_pair(ps_findings *f, ps_pair *pair, double unit) {
  for (int k = 0; k < 2 && pair->value[k]; k++) {
    PS_TRY(ps_trace_make(&pair->trace[k], f, pair->side[k], pair->value[k], SMALL_POINTS));
    for (int i = 0; i < pair->trace[k].n; i++)
      pair->trace[k].y[i] /= unit;
  }
  return PS_OK;
}

static void draw_pair(ps_page *p, const ps_pair *pair, const char *unit, const char *style,
                      ps_ruler ruler, double per_unit) {
  char about[200], line[40];
  describe_peak(p->f, pair->name, pair->peak, per_unit, unit, about, sizeof about);
  ps_plot plot = begin_chart(p, pair->name, unit, about, pair->side[0], ruler, false);
  snprintf(line, sizeof line, "line %s", style);
  ps_plot_line(&plot, &pair->trace[0], line);
  if (pair->value[1])
    ps_plot_line(&plot, &pair->trace[1], "line left");
  end_chart(&plot);
}

static ps_status draw_pairs(ps_page *p, ps_pair *pairs, int n, const char *unit, double per_unit,
                            const char *style, const char *label) {
  ps_curves curves = {0};
  double high = 0, low = 0;
  char key[300];
  for (int i = 0; i < n; i++) {
    PS_TRY(trace_pair(p->f, &pairs[i], per_unit));
    for (int k = 0; k < 2 && pairs[i].value[k]; k++) {
      widen(&high, &low, &pairs[i].trace[k]);
      keep(&curves, pairs[i].member[k], &pairs[i].trace[k]);
    }
  }
  snprintf(key, sizeof key,
           "<i class=\"swatch %s\"></i>right or single. <i class=\"swatch left\"></i>left. One "
           "scale for all.",
           style);
  begin_group(p, "many", key);
  for (int i = 0; i < n; i++)
    draw_pair(p, &pairs[i], unit, style, ps_ruler_for(low, high), per_unit);
  end_group(p, &curves, label);
  return PS_OK;
}

ps_status ps_page_muscle_charts(ps_page *p) {
  ps_findings *f = p->f;
  ps_pair pairs[CURVES];
  int n = 0;
  for (int r = f->nflexor; r < f->nrow; r++) {
    const ps_pull *pull = f->row[r], *twin = NULL;
    bool drawn = false;
    for (int i = 0; i < n; i++)
      drawn |=
          same_base(pairs[i].member[0], pull->name) || strcmp(pairs[i].member[0], pull->name) == 0;
    for (int i = 0; i < f->nmuscle && !twin; i++)
      if (same_base(f->muscle[i].name, pull->name))
        twin = &f->muscle[i];
    if (!drawn && n < CURVES)
      pairs[n++] = pair_of(pull->name, pull->force, &pull->peak, twin ? twin->name : NULL,
                           twin ? twin->force : NULL, twin ? &twin->peak : NULL);
  }
  return draw_pairs(p, pairs, n, "N", 1, "force", "Muscle force in N");
}

ps_status ps_page_joint_charts(ps_page *p) {
  ps_findings *f = p->f;
  ps_pair pairs[CURVES];
  int n = 0;
  for (int j = 0; j < f->njoint && n < CURVES; j++) {
    const ps_joint_load *load = &f->joint[j], *twin = NULL;
    bool drawn = false;
    for (int i = 0; i < n; i++)
      drawn |= same_base(pairs[i].member[0], load->name);
    for (int i = j + 1; i < f->njoint && !twin; i++)
      if (same_base(f->joint[i].name, load->name))
        twin = &f->joint[i];
    if (!drawn)
      pairs[n++] = pair_of(load->name, load->force, &load->peak, twin ? twin->name : NULL,
                           twin ? twin->force : NULL, twin ? &twin->peak : NULL);
  }
  return draw_pairs(p, pairs, n, ps_weight_name(f), f->weight, "load", "Resultant joint load");
}

// ---- needed and reserve moments

static int strongest_drives(const ps_findings *f, const ps_drive *out[MOST_DRIVES]) {
  int n = 0;
  for (; n < MOST_DRIVES; n++) {
    const ps_drive *best = NULL;
    for (int i = 0; i < f->ndrive; i++) {
      const ps_drive *d = &f->drive[i];
      bool taken = d->root;
      for (int k = 0; k < n; k++)
        taken |= out[k] == d;
      if (!taken && (!best || d->effort->needed_peak > best->effort->needed_peak))
        best = d;
    }
    if (!best)
      break;
    out[n] = best;
  }
  return n;
}

ps_status ps_page_quality_charts(ps_page *p) {
  ps_findings *f = p->f;
  ps_curves curves = {0};
  const ps_drive *drives[MOST_DRIVES];
  int n = strongest_drives(f, drives);
  if (!n)
    return PS_OK;
  begin_group(
      p, "many",
      "<i class=\"swatch needed\"></i>what the motion needs. <i class=\"swatch reserve\"></i>"
      "what reserves give. Each on its own scale.");
  for (int i = 0; i < n; i++) {
    const ps_drive *d = drives[i];
    ps_side side = ps_side_of(d->effort->coordinate);
    ps_trace need, help;
    double high = 0, low = 0;
    char about[200], value[PS_VALUE_TEXT], other[PS_VALUE_TEXT], name[96];
    PS_TRY(ps_trace_make(&need, f, side, d->needed, SMALL_POINTS));
    PS_TRY(ps_trace_make(&help, f, side, d->reserve, SMALL_POINTS));
    widen(&high, &low, &need);
    widen(&high, &low, &help);
    const char *unit = d->effort->rotational ? "N m" : "N";
    snprintf(about, sizeof about, "%.60s: at most %.12s %s needed, %.12s %s from reserves.",
             d->effort->coordinate, ps_value_text(value, d->effort->needed_peak), unit,
             ps_value_text(other, d->effort->reserve_peak), unit);
    ps_plot plot =
        begin_chart(p, d->effort->coordinate, unit, about, side, ps_ruler_for(low, high), false);
    ps_plot_line(&plot, &need, "line needed");
    ps_plot_line(&plot, &help, "line reserve");
    end_chart(&plot);
    keep(&curves, d->effort->coordinate, &need);
    snprintf(name, sizeof name, "%.60s, reserve", d->effort->coordinate);
    keep(&curves, name, &help);
  }
  end_group(p, &curves, "Needed and reserve moments in N m");
  return PS_OK;
}
