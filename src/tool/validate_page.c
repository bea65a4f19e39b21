// validate_page.c: the comparison as one page without scripts.
//
// Every row is drawn along its own scale u = (x - low) / (high - low), so that all bands make one
// strip: inside or outside is seen at a glance. A solid ring was read in its source, a dashed one
// is recalled; a diamond and a word mark what is outside.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "io/escape.h"
#include "tool/report_page.h"
#include "tool/report_words.h"
#include "tool/validate_inner.h"

enum { WIDTH = 300, HEIGHT = 30, BAND_LEFT = 90, BAND_RIGHT = 210, EDGE = 7 }; // [px]

static const double open_end = 1e6; // an upper edge from here on means that there is none

static const char style[] =
    ".page{max-width:1360px}\n"
    ".rows td,.rows th{padding:0 8px;height:30px;vertical-align:middle}\n"
    ".rows tbody th{font-weight:400;white-space:normal;min-width:230px}\n"
    // all rows show the same stripe, however high they are
    ".rows tbody td.strip{padding:0;width:300px;min-width:300px;border-bottom:0;"
    "background:linear-gradient(to right,transparent 90px,var(--fair) 90px,var(--fair) 210px,"
    "transparent 210px)}\n"
    ":root{--fair:color-mix(in srgb,var(--est) 13%,transparent)}\n"
    ".strip svg{display:block;width:300px;height:30px}\n"
    ".rows tbody tr.what th{font-weight:600;padding-top:8px;border-bottom:0}\n"
    ".rows tr.what td{border-bottom:0}\n"
    ".rows td.word{white-space:normal;min-width:90px}\n"
    ".rows td.source{white-space:normal;min-width:260px;font-size:11px;line-height:13px;"
    "color:var(--ink3)}\n"
    ".axis{stroke:var(--line)}\n"
    ".ring{fill:none;stroke:var(--ink);stroke-width:1.6}.recalled{stroke-dasharray:2.6 2}\n"
    ".model{fill:var(--load)}.given{fill:none;stroke:var(--load);stroke-width:1.6}\n"
    ".out{fill:var(--con)}.rows .outside{color:var(--con);font-weight:600}\n"
    ".meter{display:block;width:160px;height:8px}\n"
    ".meter rect{fill:var(--con-soft)}.meter rect.in{fill:var(--est)}\n"
    ".key svg{width:18px;height:14px;vertical-align:-3px}\n"
    "@media print{.rows td.source{display:none}}\n";

static void put(ps_file_writer *w, const char *text) {
  ps_file_writer_text(w, text);
}

// ---- one row

static bool is_miss(const ps_validation_row *row) {
  return row->outcome == PS_ROW_HIGH || row->outcome == PS_ROW_LOW || row->outcome == PS_ROW_NONE ||
         row->outcome == PS_ROW_UNSOLVED;
}

static bool is_given(const ps_validation_row *row) {
  return row->outcome == PS_ROW_INPUT || row->outcome == PS_ROW_INPUT_OFF;
}

// where a value of the row is drawn; what is far off stands at the edge
static double place(const ps_validation_row *row, double x) {
  double high = row->high;
  if (high >= open_end) // no upper edge: the band reaches as far beyond the value as it must
    high = row->low + 2 * fmax(row->measured, row->model) - 2 * row->low;
  double u = (x - row->low) / (high > row->low ? high - row->low : 1);
  return fmin(WIDTH - EDGE, fmax(EDGE, BAND_LEFT + u * (BAND_RIGHT - BAND_LEFT)));
}

static void put_model(ps_file_writer *w, const ps_validation_row *row) {
  if (!isfinite(row->model))
    return;
  double x = place(row, row->model);
  if (is_miss(row))
    ps_file_writer_format(w, "<path class=\"out\" d=\"M%.0f 9l6 6l-6 6l-6 -6z\"/>", x);
  else if (is_given(row))
    ps_file_writer_format(w, "<rect class=\"given\" x=\"%.0f\" y=\"11\" width=\"8\" height=\"8\"/>",
                          x - 4);
  else
    ps_file_writer_format(w, "<circle class=\"model\" cx=\"%.0f\" cy=\"15\" r=\"4.5\"/>", x);
}

static void put_strip(ps_file_writer *w, const ps_validation_row *row) {
  ps_file_writer_format(w,
                        "<td class=\"strip\"><svg viewBox=\"0 0 %d %d\" aria-hidden=\"true\">"
                        "<path class=\"axis\" d=\"M0 15h%d\"/>",
                        WIDTH, HEIGHT, WIDTH);
  // the value of a direction is +1 or -1, and no place along the scale
  if (isfinite(row->measured) && strcmp(row->unit, "sign") != 0)
    ps_file_writer_format(w, "<circle class=\"ring%s\" cx=\"%.0f\" cy=\"15\" r=\"6\"/>",
                          row->verified ? "" : " recalled", place(row, row->measured));
  put_model(w, row);
  put(w, "</svg></td>");
}

static void put_value(ps_file_writer *w, double x, const char *style_of) {
  char text[PS_VALUE_TEXT];
  ps_file_writer_format(w, "<td class=\"n %s\">%s</td>", style_of, ps_value_text(text, x));
}

static void put_row(ps_file_writer *w, const ps_validation_row *row) {
  char low[PS_VALUE_TEXT], high[PS_VALUE_TEXT];
  put(w, "<tr><th scope=\"row\">");
  ps_write_escaped(w, row->condition);
  put(w, "</th>");
  put_strip(w, row);
  put_value(w, row->measured, "soft");
  ps_file_writer_format(w, "<td class=\"n soft\">%s to %s</td>", ps_value_text(low, row->low),
                        row->high >= open_end ? "any" : ps_value_text(high, row->high));
  put_value(w, row->model, "main");
  ps_file_writer_format(w, "<td class=\"word%s\">%s", is_miss(row) ? " outside" : "",
                        is_miss(row)                         ? "outside"
                        : row->outcome == PS_ROW_PASS        ? "inside"
                        : row->outcome == PS_ROW_INPUT       ? "given"
                        : row->outcome == PS_ROW_NOT_COVERED ? "not covered"
                                                             : "given, outside");
  if (row->trouble[0] && row->outcome == PS_ROW_UNSOLVED)
    ps_file_writer_format(w, ", %s", row->trouble);
  ps_file_writer_format(w, "</td><td>%c</td><td class=\"soft\">%.16s</td><td class=\"source\">",
                        row->grade, row->id);
  ps_write_escaped(w, row->citation);
  put(w, "</td></tr>\n");
}

// ---- groups

static void put_quantity(ps_file_writer *w, const ps_validation_row *row) {
  put(w, "<tr class=\"what\"><th scope=\"rowgroup\">");
  ps_write_escaped(w, row->quantity);
  if (row->unit[0]) {
    put(w, ", ");
    ps_write_escaped(w, row->unit);
  }
  put(w, "</th><td class=\"strip\"></td><td colspan=\"7\"></td></tr>\n");
}

static void put_group(ps_file_writer *w, const ps_validation *v, const ps_validation_group *g) {
  put(w, "<section class=\"card\"><h2>");
  ps_write_escaped(w, g->name);
  put(w, "</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
  ps_write_escaped(w, g->name);
  put(w, "\"><table class=\"rows\"><thead><tr><th>what was measured</th><th>low edge to high edge"
         "</th><th class=\"n\">measured</th><th class=\"n\">band</th><th class=\"n\">model</th>"
         "<th></th><th>grade</th><th>row</th><th>source</th></tr></thead>\n<tbody>\n");
  const char *quantity = "", *unit = "";
  for (int i = 0; i < v->n; i++) {
    if (v->row[i].group != g->number)
      continue;
    if (strcmp(quantity, v->row[i].quantity) != 0 || strcmp(unit, v->row[i].unit) != 0)
      put_quantity(w, &v->row[i]);
    quantity = v->row[i].quantity;
    unit = v->row[i].unit;
    put_row(w, &v->row[i]);
  }
  put(w, "</tbody></table></div></section>\n");
}

static void put_count(ps_file_writer *w, const ps_validation_count *c) {
  if (c->rows)
    ps_file_writer_format(w, "<td class=\"n\">%d of %d</td>", c->inside, c->rows);
  else
    put(w, "<td class=\"n soft\">-</td>");
}

static void put_overview_row(ps_file_writer *w, const ps_validation_group *g) {
  int rows = 0, inside = 0;
  ps_validation_count recalled = {0, 0};
  for (int i = 0; i < 3; i++) {
    rows += g->verified[i].rows;
    inside += g->verified[i].inside;
    recalled.rows += g->recalled[i].rows;
    recalled.inside += g->recalled[i].inside;
  }
  put(w, "<tr><th scope=\"row\">");
  ps_write_escaped(w, g->name);
  ps_file_writer_format(w,
                        "</th><td><svg class=\"meter\" viewBox=\"0 0 160 8\" aria-hidden=\"true\">"
                        "<rect width=\"160\" height=\"8\" rx=\"4\"/>"
                        "<rect class=\"in\" width=\"%.0f\" height=\"8\" rx=\"4\"/></svg></td>",
                        rows ? 160.0 * inside / rows : 0);
  for (int i = 0; i < 3; i++)
    put_count(w, &g->verified[i]);
  put_count(w, &recalled);
  ps_file_writer_format(w, "<td class=\"n\">%d</td><td class=\"n\">%d</td></tr>\n", g->inputs,
                        g->not_covered);
}

static void put_overview(ps_file_writer *w, const ps_validation *v) {
  put(w,
      "<section class=\"card\"><h2>Inside their bands</h2><div class=\"scroll\" tabindex=\"0\" "
      "role=\"region\" aria-label=\"Inside their bands\"><table><thead><tr><th></th><th></th>"
      "<th class=\"n\">A</th><th class=\"n\">B</th><th class=\"n\">C</th><th class=\"n\">recalled"
      "</th><th class=\"n\">given</th><th class=\"n\">not covered</th></tr></thead>\n<tbody>\n");
  for (int i = 0; i < v->ngroup; i++)
    put_overview_row(w, &v->group[i]);
  ps_validation_group all = v->all;
  all.name = "all";
  put_overview_row(w, &all);
  put(w, "</tbody></table></div>\n<p class=\"note\">A: strong target, B: supporting, C: only for "
         "sanity; of rows whose number was read in the source. Recalled rows and given numbers "
         "never count.</p></section>\n");
}

// ---- the page

static void put_head(ps_file_writer *w) {
  put(w, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
         "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"/>\n"
         "<meta http-equiv=\"Content-Security-Policy\" "
         "content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n"
         "<title>Model against people · psoas</title>\n<style>\n");
  ps_page_style(w);
  put(w, style);
  put(w, "</style>\n</head>\n<body>\n<div class=\"page\">\n<header class=\"top\">"
         "<div class=\"brand\">psoas</div><p>Validation · version " PSOAS_VERSION
         "</p></header>\n<main>\n<h1>Model against people</h1>\n");
}

static void put_answer(ps_file_writer *w, const ps_validation *v) {
  const ps_validation_count *a = &v->all.verified[0], *b = &v->all.verified[1];
  ps_file_writer_format(w,
                        "<p class=\"answer\">%d of %d strong and %d of %d supporting measurements "
                        "are met. %s Each miss is listed, none is hidden.</p>\n",
                        a->inside, a->rows, b->inside, b->rows,
                        v->pass ? "That is enough by the rule: all strong and four fifths of the "
                                  "supporting ones."
                                : "The rule asks for all strong and four fifths of the supporting "
                                  "ones, so this version does not pass.");
  put(w, "<p class=\"key\">Each row is stretched so that its fair band fills the green strip. "
         "<svg viewBox=\"0 0 18 14\"><circle class=\"ring\" cx=\"9\" cy=\"7\" r=\"6\"/></svg> "
         "measured, read in the source "
         "<svg viewBox=\"0 0 18 14\"><circle class=\"ring recalled\" cx=\"9\" cy=\"7\" r=\"6\"/>"
         "</svg> measured, recalled "
         "<svg viewBox=\"0 0 18 14\"><circle class=\"model\" cx=\"9\" cy=\"7\" r=\"4.5\"/></svg> "
         "model "
         "<svg viewBox=\"0 0 18 14\"><path class=\"out\" d=\"M9 1l6 6l-6 6l-6 -6z\"/></svg> model, "
         "outside the band "
         "<svg viewBox=\"0 0 18 14\"><rect class=\"given\" x=\"5\" y=\"3\" width=\"8\" "
         "height=\"8\"/></svg> given, read back</p>\n");
}

ps_status ps_validation_page(const ps_validation *validation, char **text, ps_error *err) {
  ps_file_writer w;
  size_t size;
  *text = NULL;
  ps_status status = ps_file_writer_memory(&w, err);
  if (status != PS_OK)
    return status;
  put_head(&w);
  put_answer(&w, validation);
  put_overview(&w, validation);
  for (int i = 0; i < validation->ngroup; i++)
    put_group(&w, validation, &validation->group[i]);
  put(&w,
      "</main>\n<footer><p>This simulator is for learning and research. It does not diagnose or "
      "treat, and it is not medical advice.</p></footer>\n</div>\n</body>\n</html>\n");
  return ps_file_writer_take(&w, text, &size, err);
}
