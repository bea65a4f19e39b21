// event_page.c: an event as one page: its peaks in words, its curves, what they rest on.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/escape.h"
#include "tool/event_inner.h"
#include "tool/pose_page.h"
#include "tool/report_plot.h"

static void put(ps_page *p, const char *text) {
  ps_file_writer_text(p->w, text);
}

static void put_bold(ps_page *p, const ps_event_result *r, int column) {
  ps_event_number n = ps_event_number_of(r, 0, column);
  put(p, "<b>");
  ps_pose_put_number(p, n.peak, ps_event_columns[column].decimals);
  ps_file_writer_format(p->w, " %s</b>", ps_event_unit(column));
  if (r->interval) {
    put(p, " (");
    ps_pose_put_number(p, n.p10, ps_event_columns[column].decimals);
    put(p, " to ");
    ps_pose_put_number(p, n.p90, ps_event_columns[column].decimals);
    put(p, ")");
  }
  put(p, " after ");
  ps_pose_put_number(p, n.at_s, r->run[0]->forward ? 2 : 0);
  put(p, " s (at rest ");
  ps_pose_put_number(p, n.rest, ps_event_columns[column].decimals);
  put(p, ")");
}

static void put_answer(ps_page *p, const ps_event_result *r) {
  ps_event_number right = ps_event_number_of(r, 0, PS_EVENT_psoas_r_force_N);
  ps_event_number left = ps_event_number_of(r, 0, PS_EVENT_psoas_l_force_N);
  bool other = fabs(left.peak) > fabs(right.peak) + 0.5;
  ps_file_writer_format(p->w, "<p class=\"answer\">The %s psoas reaches ",
                        other ? "left" : "right");
  put_bold(p, r, other ? PS_EVENT_psoas_l_force_N : PS_EVENT_psoas_r_force_N);
  put(p, ". The disc between L4 and L5 carries up to ");
  put_bold(p, r, PS_EVENT_L4_L5_compression_N);
  put(p, ", that between L5 and S1 ");
  put_bold(p, r, PS_EVENT_L5_S1_compression_N);
  put(p, ".</p>\n<p class=\"note\"><b>Plausible, not established.</b> Recordings of the psoas in "
         "startle or under threat do not exist.</p>\n");
}

// ---- curves

enum { MOST = PS_TRACE_MOST };

typedef struct curve {
  const char *title;
  int column[2]; // the second -1: one only
  const char *about;
} curve;

static const curve curves[] = {
    {"Psoas", {PS_EVENT_psoas_r_force_N, PS_EVENT_psoas_l_force_N}, "right; dashed: left"},
    {"Compression",
     {PS_EVENT_L4_L5_compression_N, PS_EVENT_L5_S1_compression_N},
     "L4/5; dashed: L5/S1"},
    {"Activation of the psoas",
     {PS_EVENT_psoas_r_activation_pct, PS_EVENT_psoas_l_activation_pct},
     "right; dashed: left"},
    {"Hip flexion",
     {PS_EVENT_hip_flexion_r_deg, PS_EVENT_hip_flexion_l_deg},
     "right; dashed: left"},
    {"Lordosis", {PS_EVENT_lordosis_deg, -1}, "L1 to S1"},
    {"Abdominal pressure", {PS_EVENT_iap_kPa, -1}, "at rest: the weight of the viscera"},
};

// at most MOST samples, the peak among them
static void trace_of(const ps_event_trace *run, int column, ps_trace *t) {
  int every = (run->n + MOST - 2) / (MOST - 1), peak = ps_event_peak(run, column);
  double last = run->n > 1 ? run->time[run->n - 1] : 1;
  t->n = 0;
  for (int i = 0; i < run->n && t->n < MOST; i++)
    if (i % every == 0 || i == peak) {
      t->x[t->n] = run->time[i] / last;
      t->y[t->n++] = run->value[column][i];
    }
}

static void put_curve(ps_page *p, const ps_event_trace *run, const curve *c) {
  double x[2][MOST], y[2][MOST], low = 0, high = 0;
  ps_trace t[2] = {{0, x[0], y[0]}, {0, x[1], y[1]}};
  int n = c->column[1] < 0 ? 1 : 2;
  for (int k = 0; k < n; k++) {
    trace_of(run, c->column[k], &t[k]);
    for (int i = 0; i < t[k].n; i++) {
      low = fmin(low, t[k].y[i]);
      high = fmax(high, t[k].y[i]);
    }
  }
  ps_plot plot = {.w = p->w,
                  .id = p->id++,
                  .title = c->title,
                  .about = c->about,
                  .width = 460,
                  .height = 220,
                  .y = ps_ruler_for(low, high),
                  .begin = 0,
                  .end = run->time[run->n - 1],
                  .unit = "s",
                  .stance = NAN,
                  .left = 44,
                  .bottom = 22};
  ps_file_writer_format(p->w, "<figure><figcaption><b>%s</b><span>%s; %s</span></figcaption>\n",
                        c->title, ps_event_unit(c->column[0]), c->about);
  ps_plot_begin(&plot);
  ps_plot_line(&plot, &t[0], "line force");
  if (n > 1)
    ps_plot_line(&plot, &t[1], "line left");
  ps_plot_end(&plot);
  put(p, "</figure>\n");
}

static void put_curves(ps_page *p, const ps_event_result *r) {
  const ps_event_trace *run = r->run[0];
  ps_page_begin_section(p, "Second by second", "From left to right: time in s, from the start.");
  put(p, "<div class=\"charts two\">\n");
  for (size_t i = 0; i < sizeof curves / sizeof *curves; i++)
    put_curve(p, run, &curves[i]);
  put(p, "</div>\n");
  ps_page_end_section(p);
}

// ---- numbers

static void put_fixed_cell(ps_page *p, double x, int decimals) {
  put(p, "<td class=\"n\">");
  ps_pose_put_number(p, x, decimals);
  put(p, "</td>");
}

static void put_peaks(ps_page *p, const ps_event_result *r) {
  ps_page_begin_section(p, "How far from rest", "The largest change of each number, and the end.");
  ps_page_table_begin(p, "How far from rest", "numbers");
  ps_page_head_row(p, r->interval ? "what|#rest|#peak|#p10|#p90|#at s|#end"
                                  : "what|#rest|#peak|#at s|#end");
  for (int i = 0; i < ps_event_key_count; i++) {
    int column = ps_event_keys[i], decimals = ps_event_columns[column].decimals;
    ps_event_number n = ps_event_number_of(r, 0, column);
    ps_page_name_cell(p, ps_event_columns[column].about, ps_event_unit(column));
    put_fixed_cell(p, n.rest, decimals);
    put_fixed_cell(p, n.peak, decimals);
    if (r->interval) {
      put_fixed_cell(p, n.p10, decimals);
      put_fixed_cell(p, n.p90, decimals);
    }
    put_fixed_cell(p, n.at_s, r->run[0]->forward ? 2 : 0);
    put_fixed_cell(p, n.end, decimals);
    put(p, "</tr>\n");
  }
  ps_page_table_end(p);
  ps_page_end_section(p);
}

static void put_repeats(ps_page *p, const ps_event_result *r) {
  if (r->n < 2)
    return;
  ps_page_begin_section(p, "Again and again", "The answer to the sound fades with repeats.");
  ps_page_table_begin(p, "Again and again", "numbers");
  ps_page_head_row(p, "repeat|#psoas right, N|#L4-L5, N|#L5-S1, N");
  for (int i = 0; i < r->n; i++) {
    char name[16];
    snprintf(name, sizeof name, "%d", i + 1);
    ps_page_name_cell(p, name, "");
    put_fixed_cell(p, ps_event_number_of(r, i, PS_EVENT_psoas_r_force_N).peak, 0);
    put_fixed_cell(p, ps_event_number_of(r, i, PS_EVENT_L4_L5_compression_N).peak, 0);
    put_fixed_cell(p, ps_event_number_of(r, i, PS_EVENT_L5_S1_compression_N).peak, 0);
    put(p, "</tr>\n");
  }
  ps_page_table_end(p);
  ps_page_end_section(p);
}

static void put_caveats(ps_page *p, const ps_event_result *r) {
  char room[400];
  const char *text;
  ps_page_begin_section(p, "What this rests on, and what is missing",
                        "Each number of the event with its source: data/model/events.csv.");
  put(p, "<ul>\n");
  for (int i = 0; (text = ps_event_caveat(r, i, room, sizeof room)) != NULL; i++) {
    put(p, "<li>");
    ps_write_escaped(p->w, text);
    put(p, "</li>\n");
  }
  put(p, "</ul>\n");
  ps_page_end_section(p);
}

void ps_event_page(const ps_event_result *r, ps_file_writer *w) {
  ps_page page = {.w = w, .id = 1}, *p = &page;
  const ps_person *person = &r->run[0]->person;
  char about[80];
  snprintf(about, sizeof about, "Event report · inputs %.8s", r->sha256);
  ps_page_begin(p, ps_event_word[r->kind].title, about, NULL);
  ps_file_writer_format(
      w, "<h1>%s</h1>\n<p class=\"scene\">%s A %s of %.0f years, %.3g m, %.3g kg.</p>\n",
      ps_event_word[r->kind].title, ps_event_word[r->kind].about,
      person->sex == PS_FEMALE ? "woman" : "man", person->age_y, person->height_m, person->mass_kg);
  put_answer(p, r);
  put_curves(p, r);
  put_peaks(p, r);
  put_repeats(p, r);
  put_caveats(p, r);
  put(p, "<script type=\"application/json\" id=\"result\">\n");
  ps_event_write_json(r, w);
  put(p, "</script>\n");
  ps_page_end(p);
}
