// trials_page.c: a simulated trial as one page that needs nothing else.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "io/escape.h"
#include "tool/lanes.h"
#include "tool/pose_page.h"
#include "tool/safety.h"
#include "tool/trials_inner.h"

static void put(ps_page *p, const char *text) {
  ps_file_writer_text(p->w, text);
}

static void put_escaped(ps_page *p, const char *text) {
  ps_write_escaped(p->w, text);
}

static void put_cell(ps_page *p, double x, int decimals) {
  put(p, "<td class=\"n\">");
  if (isfinite(x))
    ps_pose_put_number(p, x, decimals);
  put(p, "</td>");
}

static void put_mean(ps_page *p, const ps_trials_mean *m, int decimals) {
  put_cell(p, m->value, decimals);
  put_cell(p, m->low, decimals);
  put_cell(p, m->high, decimals);
}

// ---- pictures

enum { WITHOUT, WITH, CHANGE, SAME, CURVES };

static const double middle_z = 1.2815515655446004; // 8 in 10 of a normal distribution

static void put_row(float *value, float *low, float *high, const ps_trials_week *w) {
  for (int arm = 0; arm < 2; arm++) {
    double half = middle_z * w->sd[arm];
    value[arm] = (float)w->mean[arm];
    low[arm] = (float)(w->mean[arm] - half);
    high[arm] = (float)(w->mean[arm] + half);
  }
  const ps_trials_mean *mean[] = {&w->difference, &w->same};
  for (int k = 0; k < 2; k++) {
    value[CHANGE + k] = (float)mean[k]->value;
    low[CHANGE + k] = (float)mean[k]->low;
    high[CHANGE + k] = (float)mean[k]->high;
  }
}

static void put_lanes(ps_page *p, const ps_trials_arms *a, const float *rows) {
  static const ps_lane lane[] = {
      {WITHOUT, "Without", "index, mean of a week", "plain", 0, 0},
      {WITH, "With", "index, mean of a week", "force", 0, 0},
      {CHANGE, "Between the arms", "points of difference", "load", -10, 2},
      {SAME, "In the same people", "points of difference", "load", -10, 2}};
  size_t cells = (size_t)(a->weeks + 1) * CURVES;
  const ps_lanes l = {.w = p->w,
                      .n = a->weeks + 1,
                      .stride = CURVES,
                      .value = rows,
                      .low = rows + cells,
                      .high = rows + 2 * cells,
                      .dot = a->weeks,
                      .every = 1,
                      .count = CURVES};
  put(p,
      "<div class=\"lanes-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Pain of both arms "
      "over the weeks\">\n");
  ps_lanes_begin(
      &l, p->id++, "Pain of both arms over the weeks",
      "Bands of the arms hold 8 in 10 people, those of differences the 95 % interval of the "
      "mean.");
  int every = 1 + a->weeks / 16;
  for (int week = 0; week <= a->weeks; week += every) {
    char text[24];
    snprintf(text, sizeof text, week ? "%d" : "week %d", week);
    ps_lanes_tick(&l, week, text);
  }
  ps_lanes_strip(&l, "Care");
  ps_lanes_block(&l, 0, a->weeks, "lean", "care in the second arm", "from the first day on");
  ps_lanes_curves(&l, lane);
  ps_lanes_end(&l);
  put(p, "</div>\n");
}

static void put_weeks_table(ps_page *p, const ps_trials_arms *a) {
  ps_page_table_begin(p, "Pain of both arms by week", "");
  ps_page_head_row(p, "week|#without|#spread|#with|#spread|#difference|#low|#high|#same "
                      "people|#low|#high");
  for (int week = 0; week <= a->weeks; week++) {
    const ps_trials_week *w = &a->week[week];
    char name[24];
    snprintf(name, sizeof name, "%d", week);
    ps_page_name_cell(p, name, "");
    for (int arm = 0; arm < 2; arm++) {
      put_cell(p, w->mean[arm], 1);
      put_cell(p, w->sd[arm], 1);
    }
    put_mean(p, &w->difference, 1);
    put_mean(p, &w->same, 2);
    put(p, "</tr>\n");
  }
  ps_page_table_end(p);
}

static void put_arms(ps_page *p, const ps_trials_arms *a) {
  size_t cells = (size_t)(a->weeks + 1) * CURVES;
  float *rows = malloc(3 * cells * sizeof *rows);
  ps_page_begin_section(p, "Two arms",
                        "Bands of the arms hold 8 in 10 people, those of differences the 95 % "
                        "interval of the mean. Week 0 is the first day, before care.");
  for (int week = 0; week <= a->weeks && rows; week++) {
    size_t at = (size_t)week * CURVES;
    put_row(rows + at, rows + cells + at, rows + 2 * cells + at, &a->week[week]);
  }
  if (rows)
    put_lanes(p, a, rows);
  free(rows);
  put_weeks_table(p, a);
  ps_page_end_section(p);
}

// ---- tables

static void put_ends(ps_page *p, const ps_trials_arms *a) {
  ps_page_begin_section(p, "What else changes", "Means of the last week, in the same people.");
  ps_page_table_begin(p, "What else changes", "");
  ps_page_head_row(p, "number|#without|#with|#change");
  for (int k = 0; k < PS_TRIALS_ENDS; k++) {
    ps_page_name_cell(p, ps_trials_end_words[k], "");
    put_cell(p, a->end[0][k], 2);
    put_cell(p, a->end[1][k], 2);
    put_cell(p, a->end[1][k] - a->end[0][k], 3);
    put(p, "</tr>\n");
  }
  ps_page_table_end(p);
  ps_page_end_section(p);
}

static void put_survival(ps_page *p, const ps_trials_survival *s) {
  static const char *const names[] = {"without", "with"};
  ps_page_begin_section(p, "Until the next episode",
                        "People without pain, followed for a year; share without an episode.");
  ps_page_table_begin(p, "Until the next episode", "");
  ps_page_head_row(p, "arm|#people|#episodes|#free at 26 weeks|#low|#high|#free at 52 "
                      "weeks|#low|#high|#median, days");
  for (int k = 0; k < 2; k++) {
    const ps_trials_arm *a = &s->arm[k];
    ps_page_name_cell(p, names[k], "");
    put_cell(p, s->people, 0);
    put_cell(p, a->events, 0);
    put_mean(p, &(ps_trials_mean){a->free[0], a->low[0], a->high[0]}, 3);
    put_mean(p, &(ps_trials_mean){a->free[1], a->low[1], a->high[1]}, 3);
    put_cell(p, a->median_d, 0);
    put(p, "</tr>\n");
  }
  ps_page_table_end(p);
  ps_file_writer_format(p->w,
                        "<p>Hazard ratio %.3f (%.3f to %.3f), expected %.3f; by episodes over time "
                        "%.3f; hazard without care %.2f a year.</p>\n",
                        s->ratio, s->low, s->high, s->expected, s->person_time, s->base_1_y);
  ps_page_end_section(p);
}

static void put_line(ps_page *p, const ps_trials_row *row) {
  const ps_trials_reading *g = &row->reading;
  const ps_trials_survival *s = &row->survival;
  bool hazard = row->has_survival;
  const ps_trials_point *at = g->known ? &g->point[g->weeks - 1] : NULL;
  ps_page_name_cell(p, ps_trials_item(row)->what->name,
                    hazard ? "hazard ratio" : ps_trials_item(row)->what->unit);
  put_cell(p, hazard ? s->ratio : at ? at->mean : NAN, 3);
  put_cell(p, hazard ? s->expected : at ? at->expected : NAN, 3);
  put_cell(p, at ? at->plain : NAN, 3);
  put_cell(p, hazard ? s->z : at ? g->worst_z : NAN, 1);
  put_cell(p, at ? 100 * g->inside : NAN, 1);
  put_cell(p, row->has_arms ? row->arms.week[row->arms.weeks].same.value : NAN, 2);
  ps_file_writer_format(p->w, "<td>%s</td></tr>\n", ps_trials_word(row));
}

static void put_readings(ps_page *p, const ps_trials_result *r) {
  ps_page_begin_section(p, "Numbers put in and read back",
                        "Means of the last week of care, a raw index held, no other care; "
                        "expected: mean of the distribution times onset; uncut: by the mean before "
                        "the distribution is cut.");
  ps_page_table_begin(p, "Numbers put in and read back", "");
  ps_page_head_row(p, "intervention|#read back|#expected|#uncut|#standard errors|#inside, %|#pain "
                      "that follows|");
  for (int i = 0; i < r->n; i++)
    put_line(p, &r->row[i]);
  ps_page_table_end(p);
  ps_page_end_section(p);
}

static void put_method(ps_page *p, const ps_trials_result *r) {
  const ps_trials_row *row = &r->row[0];
  ps_page_begin_section(p, "What this can say, and what it cannot", "");
  put(p,
      "<ul>\n<li>Effects come from the catalogue of interventions, with their discount by grade; "
      "a simulated trial gives them back, among people who differ as people do. It is no "
      "evidence for or against anything.</li>\n"
      "<li>Everybody keeps to it, nobody leaves, and pain is known exactly: real trials see "
      "less.</li>\n"
      "<li>The response to being cared for is off unless it is asked for.</li>\n");
  if (r->whole && row->has_arms && row->arms.error.people)
    ps_file_writer_format(
        p->w,
        "<li>Mechanics are those of %d builds. Against %d people solved by themselves pain of a "
        "week "
        "is off by %.2f points (root mean square), what care changes by %.3f.</li>\n",
        row->arms.builds, row->arms.error.people, row->arms.error.rms, row->arms.error.change_rms);
  ps_file_writer_format(p->w,
                        "</ul>\n<p class=\"note\">Inputs <code>%.16s</code>; seed %llu.</p>\n",
                        r->sha256, r->request.seed);
  ps_page_end_section(p);
}

static void put_data(ps_page *p, const ps_trials_result *r) {
  put(p, "<script type=\"application/json\" id=\"result\">\n");
  ps_trials_put_json(p->w, r);
  put(p, "</script>\n");
}

static void put_body(ps_page *p, const ps_trials_result *r, ps_pool *pool) {
  const ps_trials_row *row = &r->row[0];
  if (r->whole && row->has_arms)
    put_arms(p, &row->arms);
  if (r->whole && row->has_survival)
    put_survival(p, &row->survival);
  if (r->whole) {
    ps_sentences story = ps_trials_story(pool, r);
    ps_page_begin_section(p, "What was put in, and what came out", "");
    ps_page_sentences(p, story.item, story.n);
    ps_page_end_section(p);
  }
  put_readings(p, r);
  if (r->whole && row->has_arms)
    put_ends(p, &row->arms);
}

void ps_trials_put_page(ps_file_writer *w, const ps_trials_result *r) {
  ps_page p = {.w = w};
  ps_pool pool = {0};
  char about[80];
  const char *title = r->whole ? ps_trials_item(&r->row[0])->what->name : "Simulated trials";
  snprintf(about, sizeof about, "Simulated trial · inputs %.8s", r->sha256);
  ps_page_begin(&p, title, about, ps_lanes_style);
  put(&p, "<h1>");
  put_escaped(&p, title);
  ps_file_writer_format(w,
                        "</h1>\n<p class=\"scene\">A simulated trial: %d people in each arm, %d "
                        "weeks.</p>\n<p class=\"answer\">",
                        r->request.people, r->request.weeks);
  put_escaped(&p, ps_trials_headline(&pool, r));
  put(&p, "</p>\n");
  ps_sentences warnings = ps_trials_warnings(&pool, r);
  ps_page_know_first(&p, warnings.item, warnings.n);
  put_body(&p, r, &pool);
  ps_page_help(&p);
  put_method(&p, r);
  ps_file_writer_format(w, "<p class=\"note\">%s %s</p>\n", ps_line_index, ps_line_learning);
  ps_page_end(&p);
  put_data(&p, r);
  ps_pool_free(&pool);
}
