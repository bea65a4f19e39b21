// evidence_page.c: the catalogue as one page without scripts: a table of all, and a card for each.
//
// A word is told by its shape: disc, half disc, struck diamond, ring. Effects in points are drawn
// along one scale, so that sizes can be compared from card to card.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/escape.h"
#include "tool/evidence_inner.h"
#include "tool/evidence_parts.h"
#include "tool/safety.h"

enum { WIDTH = 560, ROW = 22, LEFT = 150, RIGHT = 550 }; // [px]
static const double axis_low = -40, axis_high = 20;      // [points]

static void put(ps_page *p, const char *text) {
  ps_file_writer_text(p->w, text);
}

static void put_escaped(ps_page *p, const char *text) {
  ps_write_escaped(p->w, text);
}

// ---- effects along one scale

static double place(double points) {
  double x = LEFT + (RIGHT - LEFT) * (points - axis_low) / (axis_high - axis_low);
  return fmin(RIGHT, fmax(LEFT, x));
}

static void put_span(ps_page *p, double low, double high, int y, const char *band) {
  if (isfinite(low) && isfinite(high))
    ps_file_writer_format(p->w,
                          "<rect class=\"%s\" x=\"%.0f\" y=\"%d\" width=\"%.0f\" height=\"8\" "
                          "rx=\"4\"/>",
                          band, place(low), y - 4, fmax(8, place(high) - place(low)));
}

static bool is_drawn(const ps_evidence *e, const ps_effect *x) {
  return strstr(x->outcome, "pain") && isfinite(ps_effect_points(&e->rule, x, x->value));
}

static void put_axis(ps_page *p, int height) {
  for (int points = -40; points <= 20; points += 10) {
    int x = (int)lround(place(points));
    ps_file_writer_format(p->w, "<path class=\"%s\" d=\"M%d 4V%d\"/>", points ? "axis" : "none", x,
                          height - 18);
    ps_file_writer_format(p->w, "<text class=\"mid\" x=\"%d\" y=\"%d\">%s%d</text>", x, height - 4,
                          points < 0 ? "−" : "", abs(points));
  }
}

static void put_forest(ps_page *p, const ps_evidence *e, const ps_intervention *i) {
  bool ours = strcmp(i->unit, "points") == 0;
  int n = ours;
  for (int k = 0; k < i->neffect; k++)
    n += is_drawn(e, &e->effect[i->first_effect + k]);
  if (n == (int)ours && !(ours && i->sd > 0))
    return; // nothing to compare
  int height = n * ROW + 28, y = 14;
  ps_file_writer_format(p->w,
                        "<figure class=\"forest\"><figcaption><b>Pain, points</b><span>less pain "
                        "to the left</span></figcaption>\n<svg viewBox=\"0 0 %d %d\" role=\"img\" "
                        "aria-label=\"Measured effects and the default, in points; the numbers "
                        "are in the list below\">",
                        (int)WIDTH, height);
  put_axis(p, height);
  for (int k = 0; k < i->neffect; k++) {
    const ps_effect *x = &e->effect[i->first_effect + k];
    if (!is_drawn(e, x))
      continue;
    ps_file_writer_format(p->w, "<text x=\"0\" y=\"%d\">against %s</text>", y + 4, x->against);
    put_span(p, ps_effect_points(&e->rule, x, x->low), ps_effect_points(&e->rule, x, x->high), y,
             "soft");
    ps_file_writer_format(p->w, "<circle class=\"dot\" cx=\"%.0f\" cy=\"%d\" r=\"4.5\"/>",
                          place(ps_effect_points(&e->rule, x, x->value)), y);
    y += ROW;
  }
  if (ours) {
    ps_file_writer_format(p->w, "<text class=\"bold\" x=\"0\" y=\"%d\">psoas takes</text>", y + 4);
    put_span(p, ps_default_quantile(&e->rule, i, 0.1), ps_default_quantile(&e->rule, i, 0.9), y,
             "oursoft");
    ps_file_writer_format(p->w, "<circle class=\"ours\" cx=\"%.0f\" cy=\"%d\" r=\"4.5\"/>",
                          place(ps_default_mean(&e->rule, i)), y);
  }
  put(p, "</svg></figure>\n");
}

static void put_measured(ps_page *p, const ps_evidence *e, const ps_intervention *i) {
  char text[PS_EVIDENCE_SENTENCE];
  if (!i->neffect)
    return;
  put(p, "<dt>Measured</dt><dd>");
  for (int k = 0; k < i->neffect; k++) {
    const ps_effect *x = &e->effect[i->first_effect + k];
    put(p, "<p>");
    if (i->mode != PS_MODE_BASELINE)
      ps_file_writer_format(p->w, "against %s, ", x->against);
    put_escaped(p, x->outcome);
    put(p, ": ");
    ps_page_sentence(p, ps_effect_words(e, x, text));
    put(p, "</p>");
  }
  put(p, "</dd>\n");
}

// ---- cards

static void put_claims_of(ps_page *p, const ps_evidence *e, const ps_intervention *i) {
  for (int k = 0; k < i->claims.n; k++) {
    int at = ps_evidence_claim(e, i->claims.item[k], NULL);
    if (at < 0)
      continue;
    put(p, "<p class=\"claim\">“");
    put_escaped(p, e->claim[at].claim);
    ps_file_writer_format(p->w, "” <small>%s, %s</small></p>\n", e->claim[at].id,
                          ps_standing_words[e->claim[at].standing]);
  }
}

static void put_guidelines(ps_page *p, const ps_intervention *i) {
  char text[PS_EVIDENCE_SENTENCE];
  for (int k = 0; k < PS_GUIDELINES; k++)
    ps_page_row(p, ps_guideline_names[k], i->stance_words[k]);
  if (*ps_disagreement_words(i, text)) {
    put(p, "<dt></dt><dd class=\"differ\">");
    put_escaped(p, text);
    put(p, "</dd>\n");
  }
}

static void begin_card(ps_page *p, const char *id, const char *title, ps_standing standing,
                       const char *note) {
  ps_file_writer_format(p->w, "<section class=\"card\" id=\"%s\"><div class=\"head\"><h2>", id);
  put_escaped(p, title);
  put(p, "</h2><div class=\"word\">");
  ps_page_badge(p, standing);
  ps_page_badge_note(p, note);
  put(p, "</div></div>\n");
}

static void put_in_short(ps_page *p, const ps_evidence *e, const ps_intervention *i) {
  char text[PS_EVIDENCE_SENTENCE];
  begin_card(p, i->id, i->name, i->standing, i->standing_note);
  put_claims_of(p, e, i);
  put(p, "<dl class=\"main\">");
  ps_page_row(p, "psoas takes", ps_default_words(e, i, text));
  ps_page_row(p, "Yours", ps_origin_words(i, text));
  ps_page_row(p, "How sure", ps_sure_words(i, text));
  ps_page_row(p, "Time", ps_minutes_words(i, text));
  ps_page_row(p, "Harms", i->harms);
  if (*ps_disagreement_words(i, text))
    ps_page_row(p, "Guidelines", text);
  put(p, "</dl></section>\n");
}

static void put_not_with(ps_page *p, const ps_evidence *e, const ps_intervention *i) {
  ps_error ignored;
  for (int k = 0; k < i->not_with.n; k++) {
    int other = ps_evidence_intervention(e, i->not_with.item[k], &ignored);
    put(p, k ? "; " : "<dt>Not with</dt><dd>");
    put_escaped(p, other < 0 ? i->not_with.item[k] : e->intervention[other].name);
  }
  put(p, i->not_with.n ? "</dd>\n" : "");
}

static void put_intervention(ps_page *p, const ps_evidence *e, const ps_intervention *i) {
  char text[PS_EVIDENCE_SENTENCE];
  begin_card(p, i->id, i->name, i->standing, i->standing_note);
  put_claims_of(p, e, i);
  put_forest(p, e, i);
  put(p, "<dl class=\"main\">");
  ps_page_row(p, "psoas takes", ps_default_words(e, i, text));
  ps_page_row(p, "Yours", ps_origin_words(i, text));
  ps_page_row(p, "", ps_timing_words(i, text));
  ps_page_row(p, "Why", ps_reason_words(e, i, text));
  ps_page_row(p, "Mechanism", i->mechanism);
  for (int g = 0; g < PS_CONDITIONS; g++) {
    ps_file_writer_format(p->w, "<dt>For %s</dt><dd>", ps_condition_names[g]);
    ps_page_grade(p, &i->grade[g]);
    put(p, *i->grade[g].about ? ": " : "");
    put_escaped(p, i->grade[g].about);
    put(p, "</dd>\n");
  }
  put_measured(p, e, i);
  ps_page_row(p, "Dose", i->dose);
  ps_page_row(p, "Time", ps_minutes_words(i, text));
  ps_page_row(p, "When it shows", i->course);
  ps_page_row(p, "Harms", i->harms);
  put_not_with(p, e, i);
  put_guidelines(p, i);
  ps_file_writer_format(p->w, "<dt>Also called</dt><dd><code>%s</code> ", i->id);
  put_escaped(p, ps_joined(&i->aliases, ", ", text));
  put(p, "</dd>\n</dl></section>\n");
}

static void put_claim(ps_page *p, const ps_claim *c, bool in_short) {
  char text[PS_EVIDENCE_SENTENCE];
  begin_card(p, c->id, c->claim, c->standing, c->note);
  put(p, "<dl>");
  if (in_short) {
    ps_page_row(p, "psoas shows", c->shows);
    put(p, "</dl></section>\n");
    return;
  }
  ps_page_row(p, "How sure", c->certainty);
  ps_page_row(p, "For", *c->supports ? c->supports : "nothing found");
  ps_page_row(p, "Against", *c->opposes ? c->opposes : "nothing found");
  ps_page_row(p, "psoas shows", c->shows);
  ps_page_row(p, "Computed by", c->computed_by);
  ps_page_row(p, "By default", c->coupling);
  ps_page_row(p, "Sources", ps_joined(&c->sources, ", ", text));
  ps_file_writer_format(p->w, "<dt></dt><dd><code>%s</code> %s</dd></dl></section>\n", c->id,
                        c->theme);
}

// ---- tables of all

static void put_link(ps_page *p, const char *id, const char *name, const char *yours) {
  ps_file_writer_format(p->w, "<tr><th scope=\"row\"><a href=\"#%s\">", id);
  put_escaped(p, name);
  put(p, yours ? "</a> <small>yours</small></th><td class=\"nowrap\">"
               : "</a></th><td class=\"nowrap\">");
}

static void put_interventions(ps_page *p, const ps_catalogue *c) {
  char text[40];
  ps_page_begin_section(p, "All in short",
                        "psoas takes: the default, in points of back or leg pain unless it says "
                        "otherwise. Computed: what it changes, and pain through that alone.");
  ps_page_table_begin(p, "All interventions", "all");
  ps_page_head_row(p, "what|mechanism|back pain|sciatica|hip-flexor length|#psoas takes");
  for (int k = 0; k < c->n; k++) {
    const ps_intervention *i = &c->e.intervention[c->chosen[k]];
    put_link(p, i->id, i->name, i->yours);
    ps_page_badge(p, i->standing);
    ps_page_badge_note(p, i->standing_note);
    put(p, "</td>");
    for (int g = 0; g < PS_CONDITIONS; g++) {
      put(p, "<td>");
      ps_page_grade(p, &i->grade[g]);
      put(p, "</td>");
    }
    const char *size = ps_default_short(&c->e, i, text);
    put(p, "<td class=\"n main\">");
    ps_page_sentence(p, size);
    put(p, "</td></tr>\n");
  }
  ps_page_table_end(p);
  ps_page_end_section(p);
}

static void put_claims(ps_page *p, const ps_catalogue *c) {
  ps_page_begin_section(p, "All in short", "What people say, and what there is to it.");
  ps_page_table_begin(p, "All claims", "all");
  ps_page_head_row(p, "claim|mechanism|how sure|psoas shows");
  for (int k = 0; k < c->n; k++) {
    const ps_claim *x = &c->e.claim[c->chosen[k]];
    put_link(p, x->id, x->claim, NULL);
    ps_page_badge(p, x->standing);
    put(p, "</td><td>");
    put_escaped(p, x->certainty);
    put(p, "</td><td>");
    ps_page_sentence(p, x->shows);
    put(p, "</td></tr>\n");
  }
  ps_page_table_end(p);
  ps_page_end_section(p);
}

static void put_sources(ps_page *p, const ps_catalogue *c) {
  bool *used = calloc((size_t)c->e.nsource + 1, sizeof *used);
  if (!used)
    return ps_file_writer_fail(p->w, PS_ERR_MEMORY, "out of memory");
  ps_catalogue_sources(c, used);
  ps_page_begin_section(p, "Sources",
                        "What each of them is, where it was read, and what was seen "
                        "there. Verified: the figure was seen; recalled: from "
                        "memory, with how sure.");
  ps_page_table_begin(p, "Sources", "all");
  ps_page_head_row(p, "|source|kind|read|seen");
  for (int k = 0; k < c->e.nsource; k++) {
    const ps_source *s = &c->e.source[k];
    if (!used[k])
      continue;
    ps_page_name_cell(p, s->id, "");
    const char *const cell[] = {s->citation, s->kind, s->where_seen, s->seen};
    for (int i = 0; i < 4; i++) {
      put(p, "<td>");
      ps_page_sentence(p, cell[i]);
      put(p, "</td>");
    }
    put(p, "</tr>\n");
  }
  ps_page_table_end(p);
  ps_page_end_section(p);
  free(used);
}

// ---- the page

static void put_answer(ps_page *p, const ps_catalogue *c) {
  int n[PS_STANDINGS] = {0};
  bool claims = c->request.kind == PS_CATALOGUE_CLAIMS;
  for (int k = 0; k < c->n; k++)
    n[claims ? c->e.claim[c->chosen[k]].standing : c->e.intervention[c->chosen[k]].standing]++;
  put(p, claims ? "<h1>What is claimed</h1>\n" : "<h1>What helps: claimed and measured</h1>\n");
  put(p, "<p class=\"answer\">");
  if (c->n == 1)
    put_escaped(p, claims ? c->e.claim[c->chosen[0]].claim : c->e.intervention[c->chosen[0]].name);
  else
    ps_file_writer_format(p->w,
                          "Of %d %s the mechanism is established for %d, plausible for %d, "
                          "contested for %d; for %d there is no evidence.",
                          c->n, claims ? "claims" : "interventions", n[PS_ESTABLISHED],
                          n[PS_PLAUSIBLE], n[PS_CONTESTED], n[PS_NO_EVIDENCE]);
  put(p, "</p>\n<p class=\"note\">");
  put_escaped(p, ps_evidence_reading);
  put(p, "</p>\n<p class=\"note\">");
  put_escaped(p, ps_evidence_scale);
  put(p, "</p>\n");
}

void ps_catalogue_put_page(const ps_catalogue *c, ps_file_writer *w) {
  ps_page page = {.w = w, .id = 1}, *p = &page;
  bool claims = c->request.kind == PS_CATALOGUE_CLAIMS;
  bool in_short = c->request.level == PS_LEVEL_SHORT;
  ps_page_begin(p, claims ? "Claims" : "Evidence", claims ? "Claims" : "Evidence",
                ps_evidence_style);
  put_answer(p, c);
  if (c->n > 1)
    (claims ? put_claims : put_interventions)(p, c);
  for (int k = 0; k < c->n; k++)
    if (claims)
      put_claim(p, &c->e.claim[c->chosen[k]], in_short);
    else
      (in_short ? put_in_short : put_intervention)(p, &c->e, &c->e.intervention[c->chosen[k]]);
  if (!in_short)
    put_sources(p, c);
  put(p, "<section class=\"warn\"><h2>Know this first</h2>");
  for (int i = 0; i < 3; i++) {
    put(p, "<p>");
    put_escaped(p, ps_red_flags[i]);
    put(p, "</p>\n");
  }
  put(p, "<p>");
  put_escaped(p, ps_line_index);
  put(p, "</p></section>\n<script type=\"application/json\" id=\"result\">\n");
  ps_catalogue_put_json(c, w);
  put(p, "</script>\n");
  ps_page_end(p);
}
