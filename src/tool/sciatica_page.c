// sciatica_page.c: the chain as one page: the answer, the body, then link by link.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "io/escape.h"
#include "tool/pose_page.h"
#include "tool/report_plot.h"
#include "tool/safety.h"
#include "tool/sciatica_inner.h"

static void put(ps_page *p, const char *text) {
  ps_file_writer_text(p->w, text);
}

static void put_escaped(ps_page *p, const char *text) {
  ps_write_escaped(p->w, text);
}

static double tidy(double x, int decimals) {
  return fabs(x) < 0.5 * pow(10, -decimals) ? 0 : x;
}

// a number with its range behind it
static void value_cell(ps_page *p, double x, const ps_interval *range, double factor,
                       int decimals) {
  put(p, "<td class=\"n\">");
  if (isfinite(x))
    ps_pose_put_number(p, tidy(factor * x, decimals), decimals);
  else
    put(p, "not reached");
  if (range && isfinite(range->p10)) {
    put(p, " <small>");
    ps_pose_put_number(p, tidy(factor * range->p10, decimals), decimals);
    put(p, " to ");
    ps_pose_put_number(p, tidy(factor * range->p90, decimals), decimals);
    put(p, "</small>");
  }
  put(p, "</td>");
}

// ---- first page

static void put_title(ps_page *p, const ps_sciatica_result *r) {
  const ps_person *who = &r->item[0].pose.person;
  char state[200];
  ps_sciatica_case_words(&r->state, state, sizeof state);
  put(p, "<h1>Leg pain, link by link</h1>\n<p class=\"scene\">");
  put_escaped(p, r->item[0].title);
  ps_file_writer_format(p->w, "; a %s of %.0f years, %.2f m, %.0f kg; %s.",
                        who->sex == PS_FEMALE ? "woman" : "man", who->age_y, who->height_m,
                        who->mass_kg, state);
  if (r->item[0].draws)
    ps_file_writer_format(p->w, " Ranges: 8 in 10 of %d draws of what the sources leave open.",
                          r->item[0].draws);
  put(p, "</p>\n");
}

static void put_answer(ps_page *p, const ps_sciatica_result *r) {
  char text[PS_SCIATICA_SENTENCE];
  ps_sciatica_sentence(r, 0, text);
  put(p, "<p class=\"answer\">");
  put_escaped(p, text);
  put(p, "</p>\n<div class=\"warn\"><p><b>");
  put_escaped(p, ps_sciatica_cauda);
  put(p, "</b></p></div>\n");
  if (ps_sciatica_notice(r)) {
    put(p, "<div class=\"warn\"><p><b>");
    put_escaped(p, ps_sciatica_notice(r));
    put(p, "</b></p></div>\n");
  }
}

static void put_body(ps_page *p, const ps_sciatica_result *r) {
  ps_page_begin_section(p, "From the lower back to the leg", "");
  ps_sciatica_put_map(r, p->w);
  ps_page_table_begin(p, "Roots", "claims");
  ps_page_head_row(p, "root|skin, as a rule|movement|#pressure, mmHg|#flow, %|#signals, %");
  for (int i = 0; i < PS_SCIATICA_ROOTS; i++) {
    const ps_sciatica_root *x = &r->item[0].links.root[i];
    ps_page_name_cell(p, ps_sciatica_root_names[i], "");
    ps_file_writer_format(p->w, "<td>%s</td><td>%s</td>", ps_root_serves[i].skin,
                          ps_root_serves[i].movement);
    value_cell(p, x->pressure_mmHg, NULL, 1, 0);
    value_cell(p, x->flow, NULL, 100, 0);
    value_cell(p, x->conduction, NULL, 100, 0);
    put(p, "</tr>\n");
  }
  ps_page_table_end(p);
  ps_page_end_section(p);
}

static void put_story(ps_page *p, const ps_sciatica_result *r) {
  char text[PS_SCIATICA_SENTENCE];
  ps_page_begin_section(p, "What happens, link by link", "");
  put(p, "<ul>\n");
  for (int i = 1; ps_sciatica_sentence(r, i, text); i++) {
    put(p, "<li>");
    put_escaped(p, text);
    put(p, "</li>\n");
  }
  put(p, "</ul>\n");
  ps_page_end_section(p);
}

// ---- tables of links

// a row for each name; columns are the numbers of a list
static void put_table(ps_page *p, const ps_sciatica_item *item, const char *title,
                      const char *const *names, int rows, const ps_sciatica_label *label, int n,
                      const double *x) {
  ps_page_table_begin(p, title, "links");
  put(p, "<thead><tr><th></th>");
  for (int i = 0; i < n; i++)
    ps_file_writer_format(p->w, "<th class=\"n\">%s, %s<br/><small>%s, %s</small></th>",
                          label[i].words, label[i].unit, label[i].status, label[i].rows);
  put(p, "</tr></thead><tbody>\n");
  for (int k = 0; k < rows; k++) {
    ps_page_name_cell(p, names[k], "");
    for (int i = 0; i < n; i++, x++)
      value_cell(p, *x, &item->range[ps_sciatica_place(&item->links, x)], label[i].factor,
                 label[i].decimals);
    put(p, "</tr>\n");
  }
  ps_page_table_end(p);
}

static void put_list(ps_page *p, const char *title, const ps_sciatica_label *label, int n,
                     const double *x, const ps_interval *range) {
  ps_page_table_begin(p, title, "claims");
  ps_page_head_row(p, "what|#value|unit|established|rows");
  for (int i = 0; i < n; i++) {
    ps_page_name_cell(p, label[i].words, "");
    value_cell(p, x[i], &range[i], label[i].factor, label[i].decimals);
    ps_file_writer_format(p->w, "<td>%s</td><td>%s</td><td>%s</td></tr>\n", label[i].unit,
                          label[i].status, label[i].rows);
  }
  ps_page_table_end(p);
}

static void put_links(ps_page *p, const ps_sciatica_result *r) {
  const ps_sciatica_item *item = &r->item[0];
  ps_page_begin_section(p, "The chain in numbers",
                        "Each with its range, how well it is established, and its rows of "
                        "evidence.");
  put(p, "<h3>Disc and foramen, by level</h3>\n");
  put_table(p, item, "Levels", ps_sciatica_level_names, PS_SCIATICA_LEVELS,
            ps_sciatica_level_labels, PS_SCIATICA_LEVEL_COUNT, (const double *)item->links.level);
  put(p, "<h3>Roots</h3>\n");
  put_table(p, item, "Roots", ps_sciatica_root_names, PS_SCIATICA_ROOTS, ps_sciatica_root_labels,
            PS_SCIATICA_ROOT_COUNT, (const double *)item->links.root);
  put(p, "<h3>Nerves, the psoas, and the whole</h3>\n");
  const double *whole = (const double *)&item->links.whole;
  put_list(p, "Whole", ps_sciatica_whole_labels, PS_SCIATICA_WHOLE_COUNT, whole,
           &item->range[ps_sciatica_place(&item->links, whole)]);
  ps_page_end_section(p);
}

// ---- tests

enum { POINTS = PS_SCIATICA_STEPS };
typedef struct curve {
  const char *title, *unit, *about, *style[2];
  size_t field[2];
  double factor;
  int n;
} curve;

static const curve curves[] = {
    {"Flow, signals",
     "%",
     "solid: flow at once; dashed: signals after an hour there",
     {"line force", "line left"},
     {offsetof(ps_sciatica_step, flow), offsetof(ps_sciatica_step, conduction)},
     100,
     2},
    {"Stretch of the nerve",
     "%",
     "strain of the sciatic nerve",
     {"line force", ""},
     {offsetof(ps_sciatica_step, strain), 0},
     100,
     1},
    {"Slide",
     "mm",
     "solid: in the thigh; dashed: at the roots",
     {"line force", "line left"},
     {offsetof(ps_sciatica_step, slide_mm), offsetof(ps_sciatica_step, root_mm)},
     1,
     2},
};

static void put_curve(ps_page *p, const ps_sciatica_step *step, const curve *c) {
  double x[POINTS], y[2][POINTS], high = 0;
  for (int i = 0; i < POINTS; i++) {
    x[i] = (double)i / (POINTS - 1);
    for (int k = 0; k < c->n; k++) {
      y[k][i] = c->factor * *(const double *)((const char *)&step[i] + c->field[k]);
      high = fmax(high, y[k][i]);
    }
  }
  ps_plot plot = {.w = p->w,
                  .id = p->id++,
                  .title = c->title,
                  .about = c->about,
                  .width = 440,
                  .height = 200,
                  .y = ps_ruler_for(0, high),
                  .begin = 0,
                  .end = 90,
                  .unit = "deg",
                  .stance = NAN,
                  .left = 44,
                  .bottom = 22};
  ps_file_writer_format(p->w, "<figure><figcaption><b>%s</b><span>%s; %s</span></figcaption>\n",
                        c->title, c->unit, c->about);
  ps_plot_begin(&plot);
  for (int k = 0; k < c->n; k++)
    ps_plot_line(&plot, &(ps_trace){POINTS, x, y[k]}, c->style[k]);
  ps_plot_end(&plot);
  put(p, "</figure>\n");
}

static void put_tests(ps_page *p, const ps_sciatica_result *r) {
  static const char *const title[] = {"Straight-leg raise", "Slump test"};
  static const char *const about[] = {
      "Lying on the back, knee straight; from left to right: hip flexion.",
      "Sitting, the spine bent as far as it goes, hips at 90°; from left to right: the knee "
      "straightened from a right angle."};
  for (int t = 0; t < 2; t++) {
    ps_page_begin_section(p, title[t], about[t]);
    put(p, "<div class=\"charts two\">\n");
    for (size_t i = 0; i < sizeof curves / sizeof *curves; i++)
      put_curve(p, r->step[t], &curves[i]);
    put(p, "</div>\n");
    if (t == 1)
      put_list(p, "Tests", ps_sciatica_test_labels, PS_SCIATICA_TEST_COUNT,
               (const double *)&r->tests, r->test_range);
    ps_page_end_section(p);
  }
}

// ---- postures, causes, claims

static void put_postures(ps_page *p, const ps_sciatica_result *r) {
  ps_page_begin_section(p, "The same leg in other postures", "");
  ps_page_table_begin(p, "Postures", "");
  ps_page_head_row(p, "posture|#L4/5, N|#L5/S1, N|#foramen L4/5, mm²|#L5/S1, mm²|#root L5, mmHg|"
                      "#flow, %|#signals, %|#leg pain|#psoas' share");
  for (int i = 0; i < r->n; i++) {
    const ps_sciatica_item *k = &r->item[i];
    const ps_sciatica_links *x = &k->links;
    const double *cell[] = {
        &x->level[3].compression_N,   &x->level[4].compression_N, &x->level[3].area_mm2,
        &x->level[4].area_mm2,        &x->root[3].pressure_mmHg,  &x->whole.sciatic_flow,
        &x->whole.sciatic_conduction, &x->whole.leg_pain,         &x->whole.psoas_leg_pain};
    ps_page_name_cell(p, k->title,
                      k->status == PS_HOLD_SOLVED ? "" : ps_hold_status_word(k->status));
    for (int c = 0; c < 9; c++)
      value_cell(p, *cell[c], &k->range[ps_sciatica_place(x, cell[c])], c == 5 || c == 6 ? 100 : 1,
                 c == 8 ? 2 : 0);
    put(p, "</tr>\n");
  }
  ps_page_table_end(p);
  ps_page_end_section(p);
}

static void put_causes(ps_page *p, const ps_sciatica_result *r) {
  ps_sciatica_cause c[PS_SCIATICA_CAUSES];
  ps_sciatica_causes(r, c);
  ps_page_begin_section(p, "What sciatica comes from",
                        "Shares among people who have it: an input, not computed.");
  ps_page_table_begin(p, "Causes", "");
  ps_page_head_row(p, "cause|#share, %|#said to be, %|established");
  for (int i = 0; i < PS_SCIATICA_CAUSES; i++) {
    ps_page_name_cell(p, c[i].words, "");
    value_cell(p, c[i].share, NULL, 100, 0);
    ps_file_writer_format(p->w, "<td class=\"n\">%.0f to %.0f</td><td>%s</td></tr>\n",
                          100 * c[i].low, 100 * c[i].high, c[i].status);
  }
  ps_page_table_end(p);
  ps_page_end_section(p);
}

static void put_claims(ps_page *p, const ps_sciatica_result *r) {
  char text[PS_SCIATICA_SENTENCE / 2];
  ps_page_begin_section(p, "What is claimed, and what is computed",
                        "The word says how well the claim is established by studies on people, not "
                        "by this computation.");
  ps_page_table_begin(p, "Claims", "claims");
  ps_page_head_row(p, "claim|established|computed here");
  for (int i = 0; i < PS_SCIATICA_CLAIMS; i++) {
    const ps_sciatica_claim *c = &ps_sciatica_claims[i];
    c->shows(r, text, sizeof text);
    ps_page_name_cell(p, c->claim, c->id);
    put(p, "<td>");
    put_escaped(p, c->status);
    put(p, "</td><td>");
    put_escaped(p, text);
    put(p, "</td></tr>\n");
  }
  ps_page_table_end(p);
  ps_page_end_section(p);
}

static void put_courses(ps_page *p, const ps_sciatica_result *r) {
  ps_page_begin_section(p, "The way of each nerve",
                        "Places that nerves pass, from data/anatomy/nerve.csv, derived from "
                        "anatomy texts.");
  put(p, "<ul>\n");
  for (int i = 0; i < r->course.n; i++) {
    const ps_nerve_place *a = &r->course.items[i];
    bool first = true;
    for (int k = 0; k < i; k++)
      first = first && strcmp(r->course.items[k].nerve, a->nerve) != 0;
    if (!first)
      continue;
    put(p, "<li><b>");
    put_escaped(p, a->nerve);
    put(p, "</b>: ");
    for (int k = i, n = 0; k < r->course.n; k++)
      if (strcmp(r->course.items[k].nerve, a->nerve) == 0) {
        put(p, n++ ? ", " : "");
        put_escaped(p, r->course.items[k].point);
      }
    put(p, "</li>\n");
  }
  put(p, "</ul>\n");
  ps_page_end_section(p);
}

static void put_help(ps_page *p) {
  ps_page_help(p);
  ps_file_writer_format(p->w, "<p class=\"note\">%s %s</p>\n", ps_line_index, ps_line_learning);
}

static void page_style(ps_file_writer *w) {
  ps_file_writer_text(
      w, ".body{width:100%;max-height:640px}.body text{font-size:11px;fill:var(--ink2)}"
         ".body .big{font-weight:600;fill:var(--ink)}"
         ".outline{fill:var(--sunk);stroke:var(--edge);stroke-width:1}"
         ".lead{fill:none;stroke:var(--ink3);stroke-width:.6}"
         ".skin{stroke:var(--ink3);stroke-width:.7;stroke-dasharray:3 2;fill:var(--surface)}"
         ".skin.s1{fill:url(#less)}.skin.s2{fill:url(#lost)}"
         ".hatch{stroke:var(--force);stroke-width:1;fill:none}"
         ".nerve{fill:none;stroke:var(--load);stroke-width:2}"
         ".femoral{stroke-dasharray:6 2}"
         ".muscle{fill:var(--force-soft);stroke:var(--force);stroke-width:.7;fill-opacity:.6}"
         ".links th,.claims td,.claims th{white-space:normal;vertical-align:top}"
         "td small{color:var(--ink3)}\n");
}

void ps_sciatica_put_page(const ps_sciatica_result *r, ps_file_writer *w) {
  ps_page page = {.w = w, .id = 1}, *p = &page;
  char about[80];
  snprintf(about, sizeof about, "Sciatica report · inputs %.8s", r->sha256);
  ps_page_begin(p, "Leg pain, link by link", about, page_style);
  put_title(p, r);
  put_answer(p, r);
  put_body(p, r);
  put_story(p, r);
  put_links(p, r);
  put_tests(p, r);
  put_postures(p, r);
  put_causes(p, r);
  put_claims(p, r);
  put_courses(p, r);
  put_help(p);
  put(p, "<script type=\"application/json\" id=\"result\">\n");
  ps_sciatica_put_json(r, w);
  put(p, "</script>\n");
  ps_page_end(p);
}
