// evidence_text.c: the catalogue for a terminal: a list in short, or everything about a row.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tool/evidence_inner.h"
#include "tool/safety.h"
#include "tool/text_cells.h"

// "mechanism     Training of ..."; nothing where there is nothing to say
static void put_line(ps_file_writer *w, const char *label, const char *text) {
  char bullet[16];
  snprintf(bullet, sizeof bullet, "%-14s", label);
  if (*text)
    ps_put_wrapped(w, bullet, text);
}

static void put_standing_lines(ps_file_writer *w) {
  ps_file_writer_text(w, "\n");
  ps_put_wrapped(w, "", ps_evidence_scale);
  ps_file_writer_text(w, "\n");
  for (int i = 0; i < 3; i++)
    ps_put_wrapped(w, "", ps_red_flags[i]);
  ps_put_wrapped(w, "", ps_line_index);
  ps_put_wrapped(w, "", ps_line_learning);
}

// ---- lists

static void put_interventions(const ps_catalogue *c, ps_file_writer *w) {
  static const int width[PS_CONDITIONS] = {17, 16, 16};
  char text[40];
  ps_cell_name(w, "id", 31);
  ps_cell_name(w, "mechanism", 12);
  ps_cell_name(w, "back pain", width[0]);
  ps_cell_name(w, "sciatica", width[1]);
  ps_cell_name(w, "hip flexors", width[2]);
  ps_file_writer_text(w, "    here\n");
  for (int k = 0; k < c->n; k++) {
    const ps_intervention *i = &c->e.intervention[c->chosen[k]];
    ps_cell_name(w, i->id, 31);
    ps_cell_name(w, ps_standing_words[i->standing], 12);
    for (int g = 0; g < PS_CONDITIONS; g++)
      ps_cell_name(w, i->grade[g].low == PS_GRADE_BLANK ? "-" : i->grade[g].words, width[g]);
    ps_cell_text(w, ps_default_short(&c->e, i, text), 8);
    ps_file_writer_text(w, i->yours ? "  yours\n" : "\n");
  }
  ps_file_writer_text(w, "\n");
  ps_put_wrapped(w, "", ps_evidence_reading);
  ps_put_wrapped(w, "",
                 "here: what psoas takes by default, in points unless it says otherwise. computed: "
                 "what it changes, and pain through that alone. 0, wider: the band grows, the "
                 "middle stays.");
  ps_put_wrapped(w, "", "psoas evidence ID tells all about one; other names do too: hijama, ei6.");
}

static void put_theme(const ps_catalogue *c, ps_file_writer *w, const char *theme) {
  char bullet[40];
  ps_file_writer_format(w, "%s\n", theme);
  for (int k = 0; k < c->n; k++) {
    const ps_claim *x = &c->e.claim[c->chosen[k]];
    snprintf(bullet, sizeof bullet, "%-4s %-12s ", x->id, ps_standing_words[x->standing]);
    if (strcmp(x->theme, theme) == 0)
      ps_put_wrapped(w, bullet, x->claim);
  }
}

static void put_claims(const ps_catalogue *c, ps_file_writer *w) {
  for (int k = 0; k < c->n; k++) {
    const char *theme = c->e.claim[c->chosen[k]].theme;
    int before = 0;
    while (strcmp(c->e.claim[c->chosen[before]].theme, theme) != 0)
      before++;
    if (before < k)
      continue; // told already
    ps_file_writer_text(w, k ? "\n" : "");
    put_theme(c, w, theme);
  }
  ps_file_writer_text(w, "\n");
  ps_put_wrapped(w, "", ps_evidence_reading);
  ps_put_wrapped(w, "", "psoas claims ID tells all about one.");
}

// ---- one row

static void put_effects(ps_file_writer *w, const ps_evidence *e, const ps_intervention *i) {
  char text[PS_EVIDENCE_SENTENCE], bullet[40];
  if (i->neffect)
    ps_file_writer_text(w, "\nmeasured\n");
  for (int k = 0; k < i->neffect; k++) {
    const ps_effect *x = &e->effect[i->first_effect + k];
    bool course = i->mode == PS_MODE_BASELINE;
    snprintf(bullet, sizeof bullet, "  %s%s, %s: ", course ? "" : "against ",
             course ? "usual care" : x->against, x->outcome);
    ps_put_wrapped(w, bullet, ps_effect_words(e, x, text));
  }
}

static void put_guidelines(ps_file_writer *w, const ps_intervention *i) {
  char text[PS_EVIDENCE_SENTENCE];
  ps_file_writer_text(w, "\n");
  for (int k = 0; k < PS_GUIDELINES; k++)
    put_line(w, ps_guideline_names[k], i->stance_words[k]);
  put_line(w, "", ps_disagreement_words(i, text));
}

static void put_linked_claims(ps_file_writer *w, const ps_evidence *e, const ps_intervention *i) {
  char text[PS_EVIDENCE_SENTENCE];
  if (*i->claimed)
    put_line(w, "claimed", i->claimed);
  for (int k = 0; k < i->claims.n; k++) {
    int at = ps_evidence_claim(e, i->claims.item[k], NULL);
    if (at < 0)
      continue;
    snprintf(text, sizeof text, "%s: %s (%s)", e->claim[at].id, e->claim[at].claim,
             ps_standing_words[e->claim[at].standing]);
    put_line(w, k ? "" : "claims", text);
  }
}

// what one needs to decide
static void put_in_short(ps_file_writer *w, const ps_evidence *e, const ps_intervention *i) {
  char text[PS_EVIDENCE_SENTENCE];
  ps_file_writer_format(w, "%s (%s)\n", i->name, i->id);
  put_line(w, "yours", ps_origin_words(i, text));
  put_line(w, "here", ps_default_words(e, i, text));
  put_line(w, "how sure", ps_sure_words(i, text));
  put_line(w, "time", ps_minutes_words(i, text));
  put_line(w, "harms", i->harms);
  put_line(w, "guidelines", ps_disagreement_words(i, text));
}

static void put_intervention(ps_file_writer *w, const ps_evidence *e, const ps_intervention *i) {
  char text[PS_EVIDENCE_SENTENCE];
  ps_file_writer_format(w, "%s (%s)\n", i->name, i->id);
  put_line(w, "yours", ps_origin_words(i, text));
  put_line(w, "also called", ps_joined(&i->aliases, ", ", text));
  put_linked_claims(w, e, i);
  put_line(w, "mechanism", i->mechanism);
  put_line(w, "", ps_standing_sentence(i->standing, i->standing_note, text));
  ps_file_writer_text(w, "\nhow sure trials are (GRADE)\n");
  for (int g = 0; g < PS_CONDITIONS; g++) {
    char bullet[40];
    snprintf(bullet, sizeof bullet, "  %s: ", ps_condition_names[g]);
    ps_put_wrapped(w, bullet, ps_graded_words(&i->grade[g], text));
  }
  put_effects(w, e, i);
  ps_file_writer_text(w, "\n");
  put_line(w, "here", ps_default_words(e, i, text));
  put_line(w, "", ps_timing_words(i, text));
  put_line(w, "why", ps_reason_words(e, i, text));
  ps_file_writer_text(w, "\n");
  put_line(w, "dose", i->dose);
  put_line(w, "time", ps_minutes_words(i, text));
  put_line(w, "when it shows", i->course);
  put_line(w, "harms", i->harms);
  put_line(w, "not with", ps_joined(&i->not_with, ", ", text));
  put_guidelines(w, i);
}

static void put_claim_in_short(ps_file_writer *w, const ps_claim *x) {
  char text[PS_EVIDENCE_SENTENCE];
  ps_file_writer_format(w, "%s ", x->id);
  ps_put_wrapped(w, "", x->claim);
  put_line(w, "mechanism", ps_standing_sentence(x->standing, x->note, text));
  put_line(w, "psoas shows", x->shows);
}

static void put_claim(ps_file_writer *w, const ps_evidence *e, const ps_claim *x) {
  char text[PS_EVIDENCE_SENTENCE];
  bool first = true;
  ps_file_writer_format(w, "%s ", x->id);
  ps_put_wrapped(w, "", x->claim);
  put_line(w, "mechanism", ps_standing_sentence(x->standing, x->note, text));
  put_line(w, "how sure", x->certainty);
  put_line(w, "for", *x->supports ? x->supports : "nothing found");
  put_line(w, "against", *x->opposes ? x->opposes : "nothing found");
  put_line(w, "psoas shows", x->shows);
  put_line(w, "computed by", x->computed_by);
  put_line(w, "by default", x->coupling);
  for (int k = 0; k < e->nintervention; k++)
    for (int c = 0; c < e->intervention[k].claims.n; c++)
      if (strcmp(e->intervention[k].claims.item[c], x->id) == 0) {
        put_line(w, first ? "see also" : "", e->intervention[k].id);
        first = false;
      }
}

static void put_sources(const ps_catalogue *c, ps_file_writer *w) {
  bool *used = calloc((size_t)c->e.nsource + 1, sizeof *used), none = true;
  if (!used)
    return ps_file_writer_fail(w, PS_ERR_MEMORY, "out of memory");
  ps_catalogue_sources(c, used);
  ps_file_writer_text(w, "\nsources\n");
  for (int k = 0; k < c->e.nsource; k++) {
    const ps_source *s = &c->e.source[k];
    char text[PS_EVIDENCE_SENTENCE], bullet[24];
    snprintf(bullet, sizeof bullet, "  %-5s", s->id);
    snprintf(text, sizeof text, "%s (%s; %s): %s", s->citation, s->kind, s->where_seen, s->seen);
    if (used[k])
      ps_put_wrapped(w, bullet, text);
  }
  for (int k = 0; k < c->e.nsource; k++)
    none &= !used[k];
  ps_file_writer_text(w, none ? "  none\n" : "");
  free(used);
}

void ps_catalogue_put_text(const ps_catalogue *c, ps_file_writer *w) {
  bool claims = c->request.kind == PS_CATALOGUE_CLAIMS;
  if (c->brief) {
    (claims ? put_claims : put_interventions)(c, w);
  } else {
    bool in_short = c->request.level == PS_LEVEL_SHORT;
    for (int k = 0; k < c->n; k++) {
      ps_file_writer_text(w, k ? "\n" : "");
      if (claims && in_short)
        put_claim_in_short(w, &c->e.claim[c->chosen[k]]);
      else if (claims)
        put_claim(w, &c->e, &c->e.claim[c->chosen[k]]);
      else
        (in_short ? put_in_short : put_intervention)(w, &c->e, &c->e.intervention[c->chosen[k]]);
    }
    if (!in_short)
      put_sources(c, w);
    ps_file_writer_text(w, "\n");
    ps_put_wrapped(w, "", ps_evidence_reading);
  }
  put_standing_lines(w);
}
