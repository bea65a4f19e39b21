// care_output.c: with interventions, without them, and the difference.
#include "tool/care_output.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "io/escape.h"
#include "tool/evidence_inner.h"
#include "tool/pose_page.h"
#include "tool/text_cells.h"

static const char indices[] =
    "Between groups 15 points of an index count as worth having, for a person 20 points or 30 %: "
    "most differences are smaller.";

static bool is_drawn(const ps_care_row *row) {
  return isfinite(row->low) && isfinite(row->high);
}

static double least_shown(const ps_care_row *row) {
  return 0.5 * pow(10, -row->decimals);
}

const char *ps_care_verdict(const ps_care_row *row, char text[120]) {
  double d = row->with - row->without, shown = least_shown(row);
  bool opposite = is_drawn(row) && row->low < 0 && row->high > 0;
  bool nothing = fabs(d) < shown && (!is_drawn(row) || row->high - row->low < shown);
  int n = row->decimals;
  if (nothing)
    snprintf(text, 120, "no difference");
  else if (opposite)
    snprintf(text, 120, "no reliable difference (%+.*f to %+.*f)", n, row->low, n, row->high);
  else if (is_drawn(row) && d <= 0)
    snprintf(text, 120, "less by %.*f (%.*f to %.*f)", n, -d, n, -row->high, n, -row->low);
  else if (is_drawn(row))
    snprintf(text, 120, "more by %.*f (%.*f to %.*f)", n, d, n, row->low, n, row->high);
  else
    snprintf(text, 120, "%s by %.*f", d < 0 ? "less" : "more", n, fabs(d));
  return text;
}

// ---- text

void ps_care_put_text(ps_file_writer *w, const ps_care_told *told) {
  ps_pool pool = {0};
  char line[1000], verdict[120];
  snprintf(line, sizeof line, "With %.800s, %s:", ps_care_names(&pool, told->care), told->when);
  ps_put_wrapped(w, "", line);
  ps_cell_name(w, "", 36);
  ps_cell_text(w, "without", 9);
  ps_cell_text(w, "with", 9);
  ps_file_writer_text(w, "  difference\n");
  for (int k = 0; k < told->n; k++) {
    const ps_care_row *row = &told->row[k];
    ps_cell_name(w, row->words, 36);
    ps_cell_fixed(w, row->without, row->decimals, 9);
    ps_cell_fixed(w, row->with, row->decimals, 9);
    ps_file_writer_format(w, "  %s\n", ps_care_verdict(row, verdict));
  }
  ps_put_wrapped(w, "", indices);
  ps_pool_free(&pool);
}

// ---- JSON

static void put_item(ps_json_writer *j, const ps_care_told *told, const ps_care_item *item) {
  const ps_intervention *w = item->what;
  const ps_evidence_rule *rule = &told->care->evidence->rule;
  const char *for_whom;
  ps_json_object(j);
  ps_json_key_text(j, "id", w->id);
  ps_json_key_text(j, "name", w->name);
  ps_json_key_text(j, "origin", w->yours ? "user" : "psoas");
  ps_json_key_text(j, "parameter", w->parameter);
  ps_json_key_text(j, "unit", w->unit);
  bool stated = isfinite(item->stated);
  ps_json_key_number(j, "size", stated ? item->stated : ps_default_mean(rule, w));
  if (!stated && w->sd > 0) {
    ps_json_key_number(j, "size_p10", ps_default_quantile(rule, w, 0.1));
    ps_json_key_number(j, "size_p90", ps_default_quantile(rule, w, 0.9));
  }
  ps_json_key_text(j, "size_from",
                   stated     ? "user"
                   : w->yours ? w->yours
                              : "data/evidence/interventions.csv");
  ps_json_key_number(j, "minutes_week", item->minutes);
  ps_json_key_number(j, "dose", ps_care_dose(item));
  ps_json_key_text(j, "valid", ps_care_extrapolated(item) ? "extrapolated" : "in_range");
  ps_json_key_number(j, "start_d", item->start_d);
  ps_json_key_number(j, "end_d", item->end_d);
  ps_json_key(j, "acts_here");
  ps_json_bool(j, ps_care_is_for(item, &told->who, &for_whom));
  ps_json_key(j, "sources");
  ps_json_array(j);
  for (int i = 0; i < w->sources.n; i++)
    ps_json_text(j, w->sources.item[i]);
  ps_json_end_array(j);
  ps_json_end_object(j);
}

static void put_row(ps_json_writer *j, const ps_care_row *row) {
  char verdict[120];
  ps_json_key(j, row->name);
  ps_json_object(j);
  ps_json_key_number(j, "without", row->without);
  ps_json_key_number(j, "with", row->with);
  ps_json_key_number(j, "difference", row->with - row->without);
  ps_json_key_number(j, "difference_p10", row->low);
  ps_json_key_number(j, "difference_p90", row->high);
  ps_json_key_text(j, "verdict", ps_care_verdict(row, verdict));
  ps_json_end_object(j);
}

void ps_care_put_json(ps_json_writer *j, const ps_care_told *told) {
  ps_json_key(j, "care");
  ps_json_object(j);
  ps_json_key_text(j, "when", told->when);
  ps_json_key_number(j, "discount", told->care->evidence->rule.discount);
  ps_json_key(j, "interventions");
  ps_json_array(j);
  for (int k = 0; k < told->care->n; k++)
    put_item(j, told, &told->care->item[k]);
  ps_json_end_array(j);
  ps_json_key(j, "changes");
  ps_json_object(j);
  for (int k = 0; k < told->n; k++)
    put_row(j, &told->row[k]);
  ps_json_end_object(j);
  ps_json_end_object(j);
}

// ---- page

static void put_number_cell(ps_page *p, double x, int decimals) {
  ps_file_writer_text(p->w, "<td class=\"n\">");
  if (isfinite(x))
    ps_pose_put_number(p, x, decimals);
  ps_file_writer_text(p->w, "</td>");
}

static void put_text_cell(ps_page *p, const char *text) {
  ps_file_writer_text(p->w, "<td>");
  ps_write_escaped(p->w, text);
  ps_file_writer_text(p->w, "</td>");
}

static void put_changes(ps_page *p, const ps_care_told *told) {
  ps_page_table_begin(p, "With and without", "");
  ps_page_head_row(p, "number|#without|#with|difference, 8 in 10 people");
  for (int k = 0; k < told->n; k++) {
    const ps_care_row *row = &told->row[k];
    char verdict[120];
    ps_page_name_cell(p, row->words, row->unit);
    put_number_cell(p, row->without, row->decimals);
    put_number_cell(p, row->with, row->decimals);
    put_text_cell(p, ps_care_verdict(row, verdict));
    ps_file_writer_text(p->w, "</tr>\n");
  }
  ps_page_table_end(p);
}

// "-6 points", "x 0.7 ratio"; or the user's own
static void put_size_cell(ps_page *p, const ps_care_told *told, const ps_care_item *item) {
  char text[120], size[40];
  bool points = strcmp(item->what->unit, "points") == 0 && item->what->mode <= PS_MODE_PROCEDURE;
  if (isfinite(item->stated))
    snprintf(text, sizeof text, "%g %s, your own", item->stated, item->what->unit);
  else
    snprintf(text, sizeof text, "%s%s", ps_default_short(told->care->evidence, item->what, size),
             points ? " points" : "");
  put_text_cell(p, text);
}

static void put_items(ps_page *p, const ps_care_told *told) {
  char text[80];
  ps_page_table_begin(p, "What was done", "");
  ps_page_head_row(p, "what was done|effect taken|how sure trials are|minutes a week");
  for (int k = 0; k < told->care->n; k++) {
    const ps_care_item *item = &told->care->item[k];
    const ps_graded *grade = &item->what->grade[item->way == PS_CARE_LEG];
    ps_page_name_cell(p, item->what->name, ps_standing_words[item->what->standing]);
    put_size_cell(p, told, item);
    put_text_cell(p, *grade->words ? grade->words : "not asked");
    snprintf(text, sizeof text, "%g%s", item->minutes,
             ps_care_extrapolated(item) ? ", extrapolated" : "");
    put_text_cell(p, isfinite(item->minutes) ? text : "");
    ps_file_writer_text(p->w, "</tr>\n");
  }
  ps_page_table_end(p);
}

void ps_care_put_section(ps_page *p, const ps_care_told *told) {
  ps_pool pool = {0};
  char title[1000];
  snprintf(title, sizeof title, "With %.800s, %s; the same person without.",
           ps_care_names(&pool, told->care), told->when);
  ps_page_begin_section(p, "What it changes", title);
  put_changes(p, told);
  put_items(p, told);
  ps_file_writer_format(p->w, "<p class=\"note\">%s</p>\n", indices);
  ps_page_end_section(p);
  ps_pool_free(&pool);
}
