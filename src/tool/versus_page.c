// versus_page.c: claim beside evidence as one page that needs nothing else: as claimed, as
// measured, doing nothing; curves, numbers, what is known.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "io/escape.h"
#include "tool/evidence_inner.h"
#include "tool/evidence_parts.h"
#include "tool/pose_page.h"
#include "tool/safety.h"
#include "tool/versus_inner.h"

static const char style[] =
    "figure.curves{max-width:800px}.versus{display:block;width:100%;height:auto}\n"
    ".versus .band{fill:var(--load-soft);opacity:.6}.versus .curve{fill:none;stroke-width:2.2;"
    "stroke-linejoin:round}\n"
    ".curve.nothing{stroke:var(--ink3);stroke-dasharray:2 4}.curve.measured{stroke:var(--load)}"
    ".curve.claimed{stroke:var(--con);stroke-dasharray:8 5}.curve.typed{stroke:var(--con)}\n"
    ".versus .end{font-size:13px;font-weight:600}.end.nothing{fill:var(--ink3)}"
    ".end.measured{fill:var(--load)}.end.claimed,.end.typed{fill:var(--con)}\n"
    ".versus .mark{font-size:64px;font-weight:700;fill:var(--con);opacity:.14;"
    "letter-spacing:4px}\n"
    ".three{display:grid;grid-template-columns:repeat(auto-fit,minmax(200px,1fr));gap:16px;"
    "margin:16px 0}.three div{background:var(--surface);border:1px solid var(--line);"
    "border-radius:14px;padding:16px}.three p{margin:0}.three .label{font-size:13px;"
    "color:var(--ink2)}.three .value{font-size:22px;line-height:30px;font-weight:500}"
    ".three .value span{font-size:13px;font-weight:400;color:var(--ink2)}\n"
    ".banner{position:sticky;top:0;z-index:2;border:1px solid var(--con);border-radius:14px;"
    "padding:12px 24px;margin:16px 0;color:var(--ink);background:repeating-linear-gradient(135deg,"
    "var(--con-soft) 0 14px,var(--surface) 14px 28px)}.banner p{margin:0;max-width:none}\n"
    ".watermark{position:fixed;inset:0;z-index:1;pointer-events:none;display:flex;"
    "align-items:center;justify-content:center;font-size:11vw;font-weight:700;letter-spacing:.06em;"
    "color:var(--con);opacity:.08;transform:rotate(-24deg)}\n"
    ".context{max-width:640px}.context svg{display:block;width:100%;height:auto}"
    ".context rect{fill:none;stroke:var(--ink2);stroke-dasharray:4 3}"
    ".context path{stroke:var(--edge)}.context text{fill:var(--ink2)}\n"
    "@media (max-width:640px){.versus text{font-size:20px}.versus .end{font-size:19px}"
    ".banner{padding:12px 16px}.context text{font-size:16px}}\n"
    "@media print{.banner{position:static}.three{grid-template-columns:repeat(3,1fr)}"
    ".three div{padding:8px 12px}.versus{max-height:70mm}}\n";

static void put_style(ps_file_writer *w) {
  ps_evidence_style(w);
  ps_file_writer_text(w, style);
}

static void put(ps_page *p, const char *text) {
  ps_file_writer_text(p->w, text);
}

static void put_paragraph(ps_page *p, const char *class, const char *text) {
  ps_file_writer_format(p->w, "<p class=\"%s\">", class);
  ps_page_sentence(p, text);
  put(p, "</p>\n");
}

static int last_week(const ps_versus_result *r) {
  return (r->n + 6) / 7;
}

// ---- on top

static void put_banner(ps_page *p, const ps_versus_result *r, ps_pool *pool) {
  if (!ps_versus_has(r, PS_VERSUS_TYPED))
    return;
  put(p, "<div class=\"watermark\" aria-hidden=\"true\">HYPOTHETICAL</div>\n"
         "<div class=\"banner\" role=\"note\"><p><b>");
  put(p, ps_versus_watermark);
  put(p, "</b></p><p>Typed in: ");
  ps_page_sentence(p, ps_versus_typed_words(pool, r));
  put(p, ". Left out of rankings.</p></div>\n");
}

static void put_head(ps_page *p, const ps_versus_result *r, ps_pool *pool) {
  const ps_intervention *i = r->what;
  int place[PS_VERSUS_CLAIMS], n = ps_versus_claims(r, place);
  put(p, "<div class=\"head\"><h1>");
  ps_write_escaped(p->w, i->name);
  put(p, "</h1><div class=\"word\">");
  ps_page_badge(p, i->standing);
  ps_page_badge_note(p, i->standing_note);
  put(p, "</div></div>\n");
  for (int k = 0; k < n; k++) {
    const ps_claim *c = &r->choice.evidence.claim[place[k]];
    put(p, "<p class=\"claim\">“");
    ps_write_escaped(p->w, c->claim);
    ps_file_writer_format(p->w, "” <small>%s, %s</small></p>\n", c->id,
                          ps_standing_words[c->standing]);
  }
  put_paragraph(p, "scene", ps_versus_who(pool, r));
  put_paragraph(p, "answer", ps_versus_headline(pool, r));
}

// the index of an arm in the last week
static void put_one(ps_page *p, const ps_versus_result *r, int arm, const char *label,
                    const char *more) {
  double low = ps_versus_week(r, r->band[0], arm, PS_VERSUS_PAIN, last_week(r));
  double high = ps_versus_week(r, r->band[2], arm, PS_VERSUS_PAIN, last_week(r));
  ps_file_writer_format(p->w, "<div><p class=\"label\">%s</p><p class=\"value\">", label);
  if (ps_versus_has(r, (ps_versus_arm)arm)) {
    ps_pose_put_number(p, ps_versus_week(r, r->nominal, arm, PS_VERSUS_PAIN, last_week(r)), 0);
    if (isfinite(low) && ps_versus_is_drawn(r, (ps_versus_arm)arm))
      ps_file_writer_format(p->w, " <span>(%.0f–%.0f)</span>", low, high);
    ps_file_writer_format(p->w, " <span>of 100, week %d</span>", last_week(r));
  } else {
    put(p, "<span>no size is stated</span>");
  }
  put(p, "</p><p class=\"label\">");
  ps_page_sentence(p, more);
  put(p, "</p></div>\n");
}

static void put_three(ps_page *p, const ps_versus_result *r, ps_pool *pool) {
  char text[PS_EVIDENCE_SENTENCE];
  const char *reported = ps_versus_reported_words(pool, r);
  put(p, "<div class=\"three\">\n");
  put_one(p, r, PS_VERSUS_CLAIMED, "As claimed",
          *reported ? reported : "Only words are claimed; they are above.");
  put_one(p, r, PS_VERSUS_MEASURED, "As measured",
          ps_default_words(&r->choice.evidence, r->what, text));
  put_one(p, r, PS_VERSUS_NOTHING, "Doing nothing", "The course that people have anyway.");
  if (ps_versus_has(r, PS_VERSUS_TYPED))
    put_one(p, r, PS_VERSUS_TYPED, "As typed in, hypothetical", ps_versus_watermark);
  put(p, "</div>\n");
}

// ---- pictures

static void put_chart(ps_page *p, const ps_versus_result *r, int series, const char *title,
                      const char *unit) {
  put(p, "<figure class=\"curves\"><figcaption><b>");
  ps_write_escaped(p->w, title);
  ps_file_writer_format(p->w, "</b><span>%s</span></figcaption>\n", unit);
  ps_versus_put_chart(p->w, r, series, p->id++);
  put(p, "</figure>\n");
}

// apart from the curves: every intervention would have it
static void put_context(ps_page *p, const ps_versus_result *r) {
  static const double px_per_point = 30;
  int week[PS_VERSUS_TIMES], n = ps_versus_times(r, week);
  if (!ps_versus_has(r, PS_VERSUS_CONTEXT))
    return;
  ps_page_begin_section(p, "Response to care, apart",
                        "What being cared for does by itself, in points less pain: the same for "
                        "every intervention, and not part of the curves above.");
  ps_file_writer_format(p->w,
                        "<figure class=\"context\"><svg viewBox=\"0 0 480 %d\" role=\"img\" "
                        "aria-label=\"Bars of the response to care by week\">\n",
                        n * 26 + 8);
  for (int k = 0; k < n; k++) {
    double less = ps_versus_week(r, r->nominal, PS_VERSUS_NOTHING, PS_VERSUS_PAIN, week[k]) -
                  ps_versus_week(r, r->nominal, PS_VERSUS_CONTEXT, PS_VERSUS_PAIN, week[k]);
    ps_file_writer_format(p->w,
                          "<text x=\"0\" y=\"%d\">week %d</text><rect x=\"80\" y=\"%d\" "
                          "width=\"%.0f\" height=\"16\"/><text x=\"%.0f\" y=\"%d\">%.1f</text>\n",
                          26 * k + 20, week[k], 26 * k + 8, fmax(1, less * px_per_point),
                          90 + less * px_per_point, 26 * k + 20, less);
  }
  ps_file_writer_format(p->w, "<path d=\"M80 2V%d\"/></svg></figure>\n", n * 26 + 4);
  ps_page_end_section(p);
}

static void put_pictures(ps_page *p, const ps_versus_result *r) {
  char title[80];
  snprintf(title, sizeof title, "%c%s", r->leg ? 'L' : 'B', ps_versus_index_words(r) + 1);
  ps_page_begin_section(p, "Week by week",
                        r->band[0] ? "The band holds 8 in 10 people with it, as measured."
                                   : "Without draws there is no band.");
  if (*r->state.words)
    put_chart(p, r, PS_VERSUS_STATE, r->state.words, r->state.unit);
  put_chart(p, r, PS_VERSUS_PAIN, title, "of 100");
  ps_page_end_section(p);
}

// ---- numbers

static void put_cell(ps_page *p, double x, int decimals) {
  put(p, "<td class=\"n\">");
  if (isfinite(x))
    ps_pose_put_number(p, x, decimals);
  put(p, "</td>");
}

static void put_row(ps_page *p, const ps_versus_result *r, const float *rows, int arm, int series,
                    const char *name, const char *more, int decimals) {
  int week[PS_VERSUS_TIMES], n = ps_versus_times(r, week);
  ps_page_name_cell(p, name, more);
  for (int k = 0; k < n; k++)
    put_cell(p, ps_versus_week(r, rows, arm, series, week[k]), decimals);
  put(p, "</tr>\n");
}

static void put_table(ps_page *p, const ps_versus_result *r, int series, const char *title,
                      int decimals) {
  int week[PS_VERSUS_TIMES], n = ps_versus_times(r, week);
  char heads[160];
  snprintf(heads, sizeof heads, "mean of week");
  for (int k = 0; k < n; k++)
    snprintf(heads + strlen(heads), sizeof heads - strlen(heads), "|#%d", week[k]);
  ps_page_table_begin(p, title, "");
  ps_page_head_row(p, heads);
  for (int arm = 0; arm < PS_VERSUS_ARMS; arm++) {
    if (!ps_versus_has(r, (ps_versus_arm)arm))
      continue;
    put_row(p, r, r->nominal, arm, series, ps_versus_arm_words[arm],
            arm == PS_VERSUS_CONTEXT ? "alone" : "", decimals);
    if (!r->band[0] || !ps_versus_is_drawn(r, (ps_versus_arm)arm))
      continue;
    put_row(p, r, r->band[0], arm, series, "", "10 %", decimals);
    put_row(p, r, r->band[2], arm, series, "", "90 %", decimals);
  }
  if (r->difference[0]) {
    put_row(p, r, r->difference[0], PS_VERSUS_MEASURED, series, "measured less nothing", "10 %",
            decimals);
    put_row(p, r, r->difference[1], PS_VERSUS_MEASURED, series, "", "50 %", decimals);
    put_row(p, r, r->difference[2], PS_VERSUS_MEASURED, series, "", "90 %", decimals);
  }
  ps_page_table_end(p);
}

static void put_tables(ps_page *p, const ps_versus_result *r) {
  ps_page_begin_section(p, "Numbers", "The curves as a table; 10 % and 90 % of people.");
  if (*r->state.words) {
    ps_file_writer_format(p->w, "<h3>%s, %s</h3>\n", r->state.words, r->state.unit);
    put_table(p, r, PS_VERSUS_STATE, "Numbers of the state", r->state.decimals);
  }
  ps_file_writer_format(p->w, "<h3>%s, of 100</h3>\n", ps_versus_index_words(r));
  put_table(p, r, PS_VERSUS_PAIN, "Numbers of the index", 1);
  ps_page_end_section(p);
}

// ---- what is known

static void put_known(ps_page *p, const ps_versus_result *r, ps_pool *pool) {
  const ps_intervention *i = r->what;
  const ps_evidence *e = &r->choice.evidence;
  char text[PS_EVIDENCE_SENTENCE];
  const char *reported = ps_versus_reported_words(pool, r);
  bool full = r->request.level == PS_LEVEL_FULL;
  ps_page_begin_section(p, "What is known",
                        "The word: is the mechanism real? The dots: how sure "
                        "trials are. Neither says how large an effect is.");
  put(p, "<dl class=\"main\">");
  ps_page_row(p, "psoas takes", ps_default_words(e, i, text));
  ps_page_row(p, "Yours", ps_origin_words(i, text));
  ps_page_row(p, "Size of the claim", *reported ? reported : "No study of it reports one.");
  for (int g = 0; g < PS_CONDITIONS; g++) {
    ps_file_writer_format(p->w, "<dt>For %s</dt><dd>", ps_condition_names[g]);
    ps_page_grade(p, &i->grade[g]);
    put(p, *i->grade[g].about ? ": " : "");
    ps_write_escaped(p->w, i->grade[g].about);
    put(p, "</dd>\n");
  }
  if (full) {
    ps_page_row(p, "Why", ps_reason_words(e, i, text));
    ps_page_row(p, "Mechanism", i->mechanism);
    ps_page_row(p, "When", ps_timing_words(i, text));
    for (int k = 0; k < PS_GUIDELINES; k++)
      ps_page_row(p, ps_guideline_names[k], i->stance_words[k]);
    ps_page_row(p, "Sources", ps_joined(&i->sources, ", ", text));
  }
  if (*ps_disagreement_words(i, text)) {
    put(p, "<dt>Guidelines</dt><dd class=\"differ\">");
    ps_write_escaped(p->w, text);
    put(p, "</dd>\n");
  }
  ps_page_row(p, "Harms", i->harms);
  ps_page_row(p, "Not with", ps_joined(&i->not_with, ", ", text));
  put(p, "</dl>\n");
  ps_page_end_section(p);
}

static void put_words(ps_page *p, const ps_versus_result *r, ps_pool *pool) {
  ps_sentences story = ps_versus_story(pool, r);
  if (!story.n)
    return;
  ps_page_begin_section(p, "In words", "Would anybody notice?");
  put(p, "<ul>\n");
  for (int k = 0; k < story.n; k++) {
    put(p, "<li>");
    ps_page_sentence(p, story.item[k]);
    put(p, "</li>\n");
  }
  put(p, "</ul>\n");
  ps_page_end_section(p);
}

void ps_versus_put_page(const ps_versus_result *r, ps_file_writer *w) {
  ps_page page = {.w = w, .id = 1}, *p = &page;
  ps_pool pool = {0};
  char about[80];
  snprintf(about, sizeof about, "Claim and evidence · inputs %.8s", r->sha256);
  ps_page_begin(p, r->what->name, about, put_style);
  put_banner(p, r, &pool);
  put_head(p, r, &pool);
  ps_sentences warnings = ps_versus_warnings(&pool, r);
  ps_page_know_first(p, warnings.item, warnings.n);
  put_three(p, r, &pool);
  put_pictures(p, r);
  put_context(p, r);
  put_words(p, r, &pool);
  put_known(p, r, &pool);
  put_tables(p, r);
  ps_page_help(p);
  ps_file_writer_format(w, "<p class=\"note\">%s %s</p>\n", ps_line_index, ps_line_learning);
  put(p, "<script type=\"application/json\" id=\"result\">\n");
  ps_versus_put_json(r, w);
  put(p, "</script>\n");
  ps_page_end(p);
  ps_pool_free(&pool);
}
