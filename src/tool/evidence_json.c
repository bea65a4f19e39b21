// evidence_json.c: the catalogue for programs: words of the tables, numbers as numbers.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "io/json_write.h"
#include "psoas/version.h"
#include "tool/evidence_inner.h"
#include "tool/safety.h"

static void write_text(ps_json_writer *j, const char *key, const char *text) {
  ps_json_key(j, key);
  ps_json_text(j, *text ? text : NULL);
}

// null where there is none
static void write_number(ps_json_writer *j, const char *key, double x) {
  ps_json_key(j, key);
  if (isfinite(x))
    ps_json_number(j, x);
  else
    ps_json_null(j);
}

static void write_bool(ps_json_writer *j, const char *key, bool x) {
  ps_json_key(j, key);
  ps_json_bool(j, x);
}

static void write_list(ps_json_writer *j, const char *key, const ps_word_list *list) {
  ps_json_key(j, key);
  ps_json_array(j);
  for (int i = 0; i < list->n; i++)
    ps_json_text(j, list->item[i]);
  ps_json_end_array(j);
}

// ---- an intervention

static const char *grade_word(ps_grade grade) {
  return grade == PS_GRADE_BLANK ? "" : ps_grade_words[grade];
}

static void write_grades(ps_json_writer *j, const ps_intervention *i) {
  static const char *const key[PS_CONDITIONS] = {"back_pain", "sciatica", "hip_flexor_length"};
  ps_json_key(j, "grade");
  ps_json_object(j);
  for (int k = 0; k < PS_CONDITIONS; k++) {
    const ps_graded *g = &i->grade[k];
    ps_json_key(j, key[k]);
    ps_json_object(j);
    write_text(j, "grade", g->words);
    write_text(j, "low", grade_word(g->low));
    write_text(j, "high", grade_word(g->high));
    write_text(j, "about", g->about);
    ps_json_end_object(j);
  }
  ps_json_end_object(j);
}

static void write_effects(ps_json_writer *j, const ps_evidence *e, const ps_intervention *i) {
  ps_json_key(j, "measured");
  ps_json_array(j);
  for (int k = 0; k < i->neffect; k++) {
    const ps_effect *x = &e->effect[i->first_effect + k];
    ps_json_object(j);
    write_text(j, "outcome", x->outcome);
    write_text(j, "against", x->against);
    write_text(j, "scale", ps_effect_scale_words[x->scale]);
    write_number(j, "value", x->value);
    write_number(j, "low", x->low);
    write_number(j, "high", x->high);
    write_number(j, "points", ps_effect_points(&e->rule, x, x->value));
    write_number(j, "points_low", ps_effect_points(&e->rule, x, x->low));
    write_number(j, "points_high", ps_effect_points(&e->rule, x, x->high));
    write_text(j, "when", x->when);
    write_text(j, "finding", x->finding);
    write_text(j, "source", x->source);
    write_text(j, "flag", x->flag);
    ps_json_end_object(j);
  }
  ps_json_end_array(j);
}

static void write_actions(ps_json_writer *j, unsigned actions) {
  ps_json_key(j, "acts_by");
  ps_json_array(j);
  for (int k = 0; k < PS_ACTIONS; k++)
    if (actions & 1u << k)
      ps_json_text(j, ps_action_words[k]);
  ps_json_end_array(j);
}

static void write_default(ps_json_writer *j, const ps_evidence *e, const ps_intervention *i) {
  char text[PS_EVIDENCE_SENTENCE];
  ps_json_key(j, "default");
  ps_json_object(j);
  write_text(j, "mode", ps_effect_mode_words[i->mode]);
  write_text(j, "parameter", i->parameter);
  write_text(j, "unit", i->unit);
  write_number(j, "mean", ps_default_mean(&e->rule, i));
  write_number(j, "sd", ps_default_sd(&e->rule, i));
  write_number(j, "p10", ps_default_quantile(&e->rule, i, 0.1));
  write_number(j, "p50", ps_default_quantile(&e->rule, i, 0.5));
  write_number(j, "p90", ps_default_quantile(&e->rule, i, 0.9));
  write_number(j, "onset_d", i->onset_d);
  write_number(j, "offset_d", i->offset_d);
  write_number(j, "pooled_points", i->pooled);
  write_text(j, "weight_of", grade_word(i->weight));
  write_text(j, "rule", i->rule);
  write_text(j, "words", ps_default_words(e, i, text));
  write_text(j, "why", i->why);
  ps_json_end_object(j);
}

static void write_guidelines(ps_json_writer *j, const ps_intervention *i) {
  ps_json_key(j, "guidelines");
  ps_json_array(j);
  for (int k = 0; k < PS_GUIDELINES; k++) {
    ps_json_object(j);
    write_text(j, "guideline", ps_guideline_names[k]);
    write_text(j, "stance", ps_stance_words[i->stance[k]]);
    write_text(j, "words", i->stance_words[k]);
    ps_json_end_object(j);
  }
  ps_json_end_array(j);
  write_bool(j, "guidelines_disagree", ps_guidelines_disagree(i));
}

static void write_dose(ps_json_writer *j, const ps_intervention *i) {
  write_text(j, "dose", i->dose);
  write_number(j, "minutes_per_week", i->minutes);
  write_number(j, "minutes_per_week_low", i->minutes_low);
  write_number(j, "minutes_per_week_high", i->minutes_high);
  write_text(j, "minutes_flag", i->minutes_flag);
  write_text(j, "time_course", i->course);
  write_text(j, "harms", i->harms);
  write_list(j, "not_with", &i->not_with);
}

static void write_intervention(ps_json_writer *j, const ps_evidence *e, const ps_intervention *i) {
  ps_json_object(j);
  write_text(j, "id", i->id);
  write_text(j, "name", i->name);
  write_text(j, "origin", i->yours ? "user" : "psoas");
  write_text(j, "origin_file", i->yours ? i->yours : "");
  write_list(j, "aliases", &i->aliases);
  write_text(j, "purpose", i->purpose);
  write_text(j, "claimed", i->claimed);
  write_list(j, "claims", &i->claims);
  write_text(j, "mechanism", i->mechanism);
  write_text(j, "status", ps_standing_words[i->standing]);
  write_text(j, "status_note", i->standing_note);
  write_list(j, "acts_on", &i->acts_on);
  write_actions(j, i->actions);
  write_grades(j, i);
  write_effects(j, e, i);
  write_default(j, e, i);
  ps_json_key(j, "may_be_typed");
  ps_json_object(j);
  write_number(j, "low", i->typed_low);
  write_number(j, "high", i->typed_high);
  write_text(j, "unit", i->typed_unit);
  ps_json_end_object(j);
  write_dose(j, i);
  write_guidelines(j, i);
  write_list(j, "sources", &i->sources);
  write_text(j, "flag", i->flag);
  ps_json_end_object(j);
}

// ---- a claim, a source

static void write_claim(ps_json_writer *j, const ps_claim *c) {
  ps_json_object(j);
  write_text(j, "id", c->id);
  write_text(j, "theme", c->theme);
  write_text(j, "claim", c->claim);
  write_text(j, "status", ps_standing_words[c->standing]);
  write_text(j, "status_note", c->note);
  write_text(j, "certainty", c->certainty);
  write_text(j, "for", c->supports);
  write_text(j, "against", c->opposes);
  write_text(j, "shows", c->shows);
  write_text(j, "computed_by", c->computed_by);
  write_text(j, "coupling", c->coupling);
  write_text(j, "test", c->test);
  write_list(j, "sources", &c->sources);
  write_text(j, "flag", c->flag);
  ps_json_end_object(j);
}

static void write_sources(ps_json_writer *j, const ps_catalogue *c) {
  bool *used = calloc((size_t)c->e.nsource + 1, sizeof *used);
  if (!used)
    return ps_file_writer_fail(j->file, PS_ERR_MEMORY, "out of memory");
  ps_catalogue_sources(c, used);
  ps_json_key(j, "sources");
  ps_json_array(j);
  for (int k = 0; k < c->e.nsource; k++) {
    const ps_source *s = &c->e.source[k];
    if (!used[k])
      continue;
    ps_json_object(j);
    write_text(j, "id", s->id);
    write_text(j, "kind", s->kind);
    write_text(j, "citation", s->citation);
    write_text(j, "where_seen", s->where_seen);
    write_text(j, "seen", s->seen);
    ps_json_end_object(j);
  }
  ps_json_end_array(j);
  free(used);
}

static void write_help(ps_json_writer *j) {
  ps_json_key(j, "when_to_get_help");
  ps_json_array(j);
  for (int i = 0; i < 3; i++)
    ps_json_text(j, ps_red_flags[i]);
  ps_json_end_array(j);
  write_text(j, "reading", ps_evidence_reading);
  write_text(j, "scale", ps_evidence_scale);
  write_text(j, "index_note", ps_line_index);
  write_text(j, "note", ps_line_learning);
}

void ps_catalogue_put_json(const ps_catalogue *c, ps_file_writer *w) {
  bool claims = c->request.kind == PS_CATALOGUE_CLAIMS;
  ps_json_writer j = {0};
  ps_json_begin(&j, w);
  ps_json_object(&j);
  write_text(&j, "schema", claims ? "psoas.claims/1" : "psoas.evidence/1");
  write_text(&j, "psoas_version", ps_version());
  write_number(&j, "discount", c->e.rule.discount);
  write_text(&j, "interventions_sha256", c->sha256);
  ps_json_key(&j, claims ? "claims" : "interventions");
  ps_json_array(&j);
  for (int k = 0; k < c->n; k++)
    if (claims)
      write_claim(&j, &c->e.claim[c->chosen[k]]);
    else
      write_intervention(&j, &c->e, &c->e.intervention[c->chosen[k]]);
  ps_json_end_array(&j);
  write_sources(&j, c);
  write_help(&j);
  ps_json_end_object(&j);
  ps_json_end(&j);
}
