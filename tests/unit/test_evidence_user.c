// Rows of a person's own: a correction keeps what it does not say, a new row says enough, and what
// cannot be is refused where it stands.
#include "check.h"
#include "scenario/evidence.h"
#include "tool/care_input.h"
#include "tool/evidence_input.h"

#include <stdlib.h>

static const char file[] = "test_evidence_user.yaml";

static void save(const char *text) {
  FILE *f = fopen(file, "w");
  CHECK(f && fputs(text, f) >= 0 && fclose(f) == 0);
}

static const char *opened(ps_evidence *e, const char *text, ps_status expected) {
  static char message[1200], sha256[PS_SHA256_TEXT];
  ps_error err = {0};
  save(text);
  CHECK_EQ(ps_evidence_load(e, file, sha256, &err), expected);
  remove(file);
  if (expected != PS_OK)
    return ps_error_text(&err, message, sizeof message);
  CHECK_EQ(strlen(sha256), PS_SHA256_TEXT - 1);
  return sha256;
}

static const ps_intervention *row(const ps_evidence *e, const char *id) {
  int at = ps_evidence_intervention(e, id, NULL);
  CHECK(at >= 0);
  return &e->intervention[at];
}

#define CORRECTED                                                                                  \
  "interventions:\n"                                                                               \
  "  - id: heat\n"                                                                                 \
  "    mean: -4\n"                                                                                 \
  "    grade_back: low\n"                                                                          \
  "    sources: [S42, \"Example 2025, a trial made up for tests\"]\n"
#define ADDED                                                                                      \
  "interventions:\n"                                                                               \
  "  - id: warm_bath\n"                                                                            \
  "    name: Warm bath\n"                                                                          \
  "    aliases: [bath]\n"                                                                          \
  "    mechanism: Warmth and rest.\n"                                                              \
  "    status: plausible\n"                                                                        \
  "    parameter: pain_offset_acute\n"                                                             \
  "    mode: specific\n"                                                                           \
  "    pooled: -10\n"                                                                              \
  "    shrink: 0.5\n"                                                                              \
  "    grade_back: low\n"                                                                          \
  "    harms: Scalds.\n"                                                                           \
  "    why: made up\n"                                                                             \
  "    sources: [\"Example 2024, made up\"]\n"

static void a_corrected_row_keeps_what_it_does_not_say(void) {
  ps_evidence plain, e;
  ps_error err = {0};
  CHECK_EQ(ps_evidence_open(&plain, &err), PS_OK);
  opened(&e, CORRECTED, PS_OK);
  const ps_intervention *before = row(&plain, "heat"), *after = row(&e, "heat");
  CHECK_EQ(after->mean, -4);
  CHECK_TEXT(after->grade[0].words, "low");
  CHECK_EQ(after->sd, before->sd);
  CHECK_EQ(after->onset_d, before->onset_d);
  CHECK_TEXT(after->harms, before->harms);
  CHECK_TEXT(after->grade[1].words, before->grade[1].words);
  CHECK_EQ(after->sources.n, before->sources.n + 2);
  CHECK_EQ(e.nintervention, plain.nintervention);
  CHECK_TEXT(after->yours, file);
  for (int k = 0; k < e.nintervention; k++)
    CHECK((&e.intervention[k] == after) == (e.intervention[k].yours != NULL));
  ps_evidence_close(&plain);
  ps_evidence_close(&e);
}

// of -10 points half for low certainty, and half of that for open trials; two points of spread
static void the_rule_weighs_what_trials_of_a_new_row_found(void) {
  ps_evidence e;
  opened(&e, ADDED, PS_OK);
  const ps_intervention *bath = row(&e, "bath");
  CHECK_TEXT(bath->id, "warm_bath");
  CHECK_NEAR(ps_default_mean(&e.rule, bath), -2.5, 1e-12); // [points]
  CHECK_NEAR(ps_default_sd(&e.rule, bath), 2, 1e-12);
  ps_evidence_rule at_their_word = e.rule;
  at_their_word.discount = 0;
  CHECK_NEAR(ps_default_mean(&at_their_word, bath), -10, 1e-12);
  CHECK_TEXT(ps_evidence_source(&e, "U1")->citation, "Example 2024, made up");
  ps_evidence_close(&e);
}

// a size that is said is taken at its word, whatever the discount
static void a_mean_of_your_own_is_not_discounted(void) {
  ps_evidence e;
  opened(&e, CORRECTED, PS_OK);
  ps_evidence_rule rule = e.rule;
  for (rule.discount = 0; rule.discount <= 1; rule.discount += 0.5)
    CHECK_EQ(ps_default_mean(&rule, row(&e, "heat")), -4);
  ps_evidence_close(&e);
}

static void a_row_of_your_own_can_be_lived_with(void) {
  static const char *const with[] = {"bath"};
  const ps_care_words words = {.with = with, .n = 1, .end_d = INFINITY, .interventions = file};
  ps_care_choice c;
  ps_error err = {0};
  ps_pool pool = {0};
  save(ADDED);
  CHECK_EQ(ps_care_open(&c, &words, &err), PS_OK);
  remove(file);
  CHECK_TEXT(ps_care_names(&pool, &c.care), "Warm bath (yours)");
  CHECK_EQ(c.care.item[0].way, PS_CARE_BACK_ACUTE);
  CHECK_NEAR(ps_care_usual(&c.care).size[0], -2.5, 1e-12); // [points]
  ps_pool_free(&pool);
  ps_care_close(&c);
}

// each file with one line of it changed, and what is said of that
static void what_cannot_be_is_refused_where_it_stands(void) {
  static const struct {
    const char *base, *line, *instead, *said;
  } wrong[] = {
      {CORRECTED, "grade_back: low", "grade_back: lo", ":4:17: grade_back is 'lo'"},
      {CORRECTED, "    grade_back: low\n", "", "heat has no grade"},
      {CORRECTED, "mean: -4", "mean: -400", ":3:11: mean is -400; allowed is -50 to 50 points"},
      {CORRECTED, "mean: -4", "meen: -4", "unknown key 'meen'; nearest: 'mean'"},
      {CORRECTED, "S42", "S9999", "there is no source 'S9999'; nearest: 'S99'"},
      {CORRECTED, "grade_back: low", "grade_back: none", "without a graded trial the effect is 0"},
      {CORRECTED, "id: heat", "id: heaat", "new row and has no name; nearest: 'heat'"},
      {CORRECTED, "id: heat", "id: context_response", "is no intervention"},
      {ADDED, "status: plausible", "status: plausable", "nearest: 'plausible'"},
      {ADDED, "parameter: pain_offset_acute", "parameter: pain_ofset", "nearest: 'pain_offset'"},
      {ADDED, "mode: specific", "mode: specifik", "nearest: 'specific'"},
      {ADDED, "mode: specific", "mode: mechanism_only", "so that nothing counts twice"},
      {ADDED, "    harms: Scalds.\n", "", "warm_bath is a new row and has no harms"},
      {ADDED, "    sources: [\"Example 2024, made up\"]\n", "", "warm_bath has no source"},
      {ADDED, "id: warm_bath", "id: warm bath", "expected small letters"},
      {ADDED, "id: warm_bath", "id: hijama", "another name of hijama_wet_cupping"},
      {ADDED, "shrink: 0.5", "shrink: 0.2", "allowed is 0.5 to 1"},
      {ADDED, "    pooled: -10\n", "", "warm_bath has no size"},
      {ADDED, "pooled: -10", "unit: cm\n    mean: -10", "unit is 'cm', expected 'points'"},
  };
  for (size_t k = 0; k < sizeof wrong / sizeof *wrong; k++) {
    char text[2000];
    ps_evidence e;
    const char *at = strstr(wrong[k].base, wrong[k].line);
    CHECK(at != NULL);
    snprintf(text, sizeof text, "%.*s%s%s", (int)(at - wrong[k].base), wrong[k].base,
             wrong[k].instead, at + strlen(wrong[k].line));
    ps_error err = {0};
    char message[1200], sha256[PS_SHA256_TEXT];
    save(text);
    CHECK(ps_evidence_load(&e, file, sha256, &err) != PS_OK);
    remove(file);
    if (!strstr(ps_error_text(&err, message, sizeof message), wrong[k].said))
      check_fail(__FILE__, __LINE__, message);
  }
}

static void the_same_row_twice_is_refused(void) {
  ps_evidence e;
  const char *said =
      opened(&e, CORRECTED "  - id: heat\n    grade_back: low\n    sources: [S42]\n", PS_ERR_VALUE);
  CHECK(strstr(said, "heat is there twice"));
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(a_corrected_row_keeps_what_it_does_not_say),
                   CHECK_FACT(the_rule_weighs_what_trials_of_a_new_row_found),
                   CHECK_FACT(a_mean_of_your_own_is_not_discounted),
                   CHECK_FACT(a_row_of_your_own_can_be_lived_with),
                   CHECK_FACT(what_cannot_be_is_refused_where_it_stands),
                   CHECK_FACT(the_same_row_twice_is_refused));
}
