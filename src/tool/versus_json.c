// versus_json.c: claim beside evidence for programs: result.json and curves.csv.
//
// Who takes numbers from here can see that an effect was typed in: `hypothetical` is a member of
// the JSON and the first column of every row of the table.
#include <math.h>
#include <stdio.h>

#include "io/json_tree.h"
#include "num/csv.h"
#include "num/number.h"
#include "psoas/version.h"
#include "tool/evidence_inner.h"
#include "tool/safety.h"
#include "tool/versus_inner.h"

static void key_text(ps_json_writer *j, const char *key, const char *text) {
  ps_json_key_text(j, key, *text ? text : NULL);
}

static void key_sentences(ps_json_writer *j, const char *key, const char *const *item, int n) {
  ps_json_key(j, key);
  ps_json_array(j);
  for (int k = 0; k < n; k++)
    ps_json_text(j, item[k]);
  ps_json_end_array(j);
}

// ---- the row

static void put_row(ps_json_writer *j, const ps_versus_result *r) {
  const ps_intervention *i = r->what;
  const ps_evidence *e = &r->choice.evidence;
  char text[PS_EVIDENCE_SENTENCE];
  ps_json_key(j, "intervention");
  ps_json_object(j);
  key_text(j, "id", i->id);
  key_text(j, "name", i->name);
  key_text(j, "origin", i->yours ? "user" : "psoas");
  key_text(j, "mechanism_status", ps_standing_words[i->standing]);
  key_text(j, "grade_back", i->grade[0].words);
  key_text(j, "grade_leg", i->grade[1].words);
  key_text(j, "mode", ps_effect_mode_words[i->mode]);
  key_text(j, "parameter", i->parameter);
  key_text(j, "unit", i->unit);
  ps_json_key_float(j, "mean", ps_default_mean(&e->rule, i));
  ps_json_key_float(j, "sd", ps_default_sd(&e->rule, i));
  key_text(j, "psoas_takes", ps_default_words(e, i, text));
  key_text(j, "harms", i->harms);
  key_sentences(j, "sources", i->sources.item, i->sources.n);
  ps_json_key_bool(j, "guidelines_disagree", ps_guidelines_disagree(i));
  key_text(j, "guidelines", ps_disagreement_words(i, text));
  ps_json_end_object(j);
}

static void put_claims(ps_json_writer *j, const ps_versus_result *r, ps_pool *pool) {
  const ps_evidence *e = &r->choice.evidence;
  ps_json_key(j, "claims");
  ps_json_array(j);
  for (int k = 0; k < r->what->claims.n; k++) {
    int at = ps_evidence_claim(e, r->what->claims.item[k], NULL);
    if (at < 0)
      continue;
    ps_json_object(j);
    key_text(j, "id", e->claim[at].id);
    key_text(j, "claim", e->claim[at].claim);
    key_text(j, "status", ps_standing_words[e->claim[at].standing]);
    ps_json_end_object(j);
  }
  ps_json_end_array(j);
  key_text(j, "largest_reported", ps_versus_reported_words(pool, r));
  ps_json_key_float(j, "largest_reported_size", r->reported ? r->reported_size : NAN);
}

// ---- numbers

static void put_week(ps_json_writer *j, const ps_versus_result *r, int arm, int series, int week) {
  ps_json_key_float(j, "value", ps_versus_week(r, r->nominal, arm, series, week));
  if (r->band[0] && ps_versus_is_drawn(r, (ps_versus_arm)arm)) {
    static const char *const part[] = {"p10", "p50", "p90"};
    static const char *const less[] = {"difference_p10", "difference_p50", "difference_p90"};
    for (int k = 0; k < 3; k++)
      ps_json_key_float(j, part[k], ps_versus_week(r, r->band[k], arm, series, week));
    for (int k = 0; k < 3 && arm; k++)
      ps_json_key_float(j, less[k], ps_versus_week(r, r->difference[k], arm, series, week));
  }
  if (arm)
    ps_json_key_float(j, "difference",
                      ps_versus_week(r, r->nominal, arm, series, week) -
                          ps_versus_week(r, r->nominal, PS_VERSUS_NOTHING, series, week));
}

static void put_series(ps_json_writer *j, const ps_versus_result *r, const char *name, int series) {
  int week[PS_VERSUS_TIMES], n = ps_versus_times(r, week);
  ps_json_key(j, name);
  ps_json_object(j);
  for (int arm = 0; arm < PS_VERSUS_ARMS; arm++) {
    if (!ps_versus_has(r, (ps_versus_arm)arm))
      continue;
    ps_json_key(j, ps_versus_arm_keys[arm]);
    ps_json_array(j);
    for (int k = 0; k < n; k++) {
      ps_json_object(j);
      ps_json_key_float(j, "week", week[k]);
      put_week(j, r, arm, series, week[k]);
      ps_json_end_object(j);
    }
    ps_json_end_array(j);
  }
  ps_json_end_object(j);
}

static void put_notice(ps_json_writer *j, const ps_versus_result *r) {
  ps_versus_notice n = ps_versus_noticed(r, PS_VERSUS_MEASURED);
  ps_json_key(j, "noticeable");
  ps_json_object(j);
  ps_json_key_bool(j, "between_groups", n.group);
  ps_json_key_float(j, "share_of_people", n.share);
  ps_json_end_object(j);
}

static void put_run(ps_json_writer *j, const ps_versus_result *r) {
  ps_json_key(j, "inputs");
  ps_json_tree(j, r->input);
  ps_json_key_float(j, "weeks", r->n / 7.0);
  ps_json_key_float(j, "draws", r->draws);
  ps_json_key_float(j, "failed_draws", r->failed_draws);
  ps_json_key_float(j, "seed", (double)r->request.seed);
  ps_json_key_bool(j, "complete", r->complete);
  ps_json_key_float(j, "context", r->request.context);
  ps_json_key_float(j, "discount", r->choice.evidence.rule.discount);
  key_text(j, "interventions_sha256", r->choice.sha256);
}

void ps_versus_put_json(const ps_versus_result *r, ps_file_writer *w) {
  ps_pool pool = {0};
  ps_json_writer j = {0};
  bool typed = ps_versus_has(r, PS_VERSUS_TYPED);
  ps_sentences story = ps_versus_story(&pool, r), warnings = ps_versus_warnings(&pool, r);
  ps_json_begin(&j, w);
  ps_json_object(&j);
  key_text(&j, "schema", "psoas.claim_vs_evidence/1");
  ps_json_key_bool(&j, "hypothetical", typed);
  key_text(&j, "watermark", typed ? ps_versus_watermark : "");
  ps_json_key_float(&j, "hypothetical_effect", r->request.hypothetical);
  ps_json_key_bool(&j, "in_rankings", !typed);
  key_text(&j, "psoas_version", ps_version());
  key_text(&j, "inputs_sha256", r->sha256);
  put_row(&j, r);
  put_claims(&j, r, &pool);
  put_run(&j, r);
  key_text(&j, "person", ps_versus_who(&pool, r));
  key_text(&j, "headline", ps_versus_headline(&pool, r));
  key_sentences(&j, "sentences", story.item, story.n);
  key_sentences(&j, "warnings", warnings.item, warnings.n);
  key_text(&j, "index", r->leg ? "leg_pain" : "back_pain");
  put_series(&j, r, "pain", PS_VERSUS_PAIN);
  key_text(&j, "state_about", r->state.words);
  key_text(&j, "state_unit", r->state.unit);
  if (*r->state.words)
    put_series(&j, r, "state", PS_VERSUS_STATE);
  put_notice(&j, r);
  key_text(&j, "valid", "not_validated");
  key_sentences(&j, "when_to_get_help", ps_red_flags, 3);
  key_text(&j, "index_note", ps_line_index);
  key_text(&j, "note", ps_line_learning);
  ps_json_end_object(&j);
  ps_json_end(&j);
  ps_pool_free(&pool);
}

// ---- curves

static void put_cell(ps_csv_writer *csv, double x) {
  if (isfinite(x))
    ps_csv_number(csv, ps_number_rounded(x, 6));
  else
    ps_csv_empty(csv);
}

static const char *const ends[] = {"_p10", "_p50", "_p90"};

static void put_heads(ps_csv_writer *csv, const ps_versus_result *r, const char *what) {
  for (int arm = 0; arm < PS_VERSUS_ARMS; arm++) {
    char name[64];
    if (!ps_versus_has(r, (ps_versus_arm)arm))
      continue;
    snprintf(name, sizeof name, "%s_%s", what, ps_versus_arm_keys[arm]);
    ps_csv_text(csv, name);
    for (int k = 0; k < 3 && r->band[0] && ps_versus_is_drawn(r, (ps_versus_arm)arm); k++) {
      snprintf(name, sizeof name, "%s_%s%s", what, ps_versus_arm_keys[arm], ends[k]);
      ps_csv_text(csv, name);
    }
  }
  for (int k = 0; k < 3 && r->difference[0]; k++) {
    char name[64];
    snprintf(name, sizeof name, "%s_difference%s", what, ends[k]);
    ps_csv_text(csv, name);
  }
}

static void put_numbers(ps_csv_writer *csv, const ps_versus_result *r, int series, int day) {
  for (int arm = 0; arm < PS_VERSUS_ARMS; arm++) {
    if (!ps_versus_has(r, (ps_versus_arm)arm))
      continue;
    put_cell(csv, ps_versus_value(r, r->nominal, arm, series, day));
    for (int k = 0; k < 3 && r->band[0] && ps_versus_is_drawn(r, (ps_versus_arm)arm); k++)
      put_cell(csv, ps_versus_value(r, r->band[k], arm, series, day));
  }
  for (int k = 0; k < 3 && r->difference[0]; k++)
    put_cell(csv, ps_versus_value(r, r->difference[k], PS_VERSUS_MEASURED, series, day));
}

void ps_versus_put_curves(const ps_versus_result *r, ps_file_writer *w) {
  ps_csv_writer csv = {.file = w};
  bool state = *r->state.words != 0;
  ps_csv_text(&csv, "hypothetical");
  ps_csv_text(&csv, "time_d");
  put_heads(&csv, r, r->leg ? "leg_pain" : "back_pain");
  if (state)
    put_heads(&csv, r, "state");
  ps_csv_end_line(&csv);
  for (int day = 0; day < r->n; day++) {
    ps_csv_text(&csv, ps_versus_has(r, PS_VERSUS_TYPED) ? "true" : "false");
    ps_csv_integer(&csv, day);
    put_numbers(&csv, r, PS_VERSUS_PAIN, day);
    if (state)
      put_numbers(&csv, r, PS_VERSUS_STATE, day);
    ps_csv_end_line(&csv);
  }
}
