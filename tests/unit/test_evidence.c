// The catalogue of interventions and claims: every row is complete, and words mean what they say.
#include "check.h"
#include "psoas/evidence.h"
#include "scenario/evidence.h"

#include <stdlib.h>

static ps_evidence evidence;

static const ps_evidence *the_evidence(void) {
  ps_error err = {0};
  char text[1200];
  if (!evidence.nintervention && ps_evidence_open(&evidence, &err) != PS_OK)
    check_fail(__FILE__, __LINE__, ps_error_text(&err, text, sizeof text));
  return &evidence;
}

static const ps_intervention *row_of(const char *id) {
  int at = ps_evidence_intervention(the_evidence(), id, NULL);
  if (at < 0)
    check_fail(__FILE__, __LINE__, id);
  return &evidence.intervention[at];
}

static void everything_is_there_once(void) {
  const ps_evidence *e = the_evidence();
  CHECK_EQ(e->nintervention, 51);
  CHECK_EQ(e->nclaim, 60);
  for (int k = 0; k < e->nintervention; k++)
    for (int i = 0; i < k; i++)
      CHECK(strcmp(e->intervention[k].id, e->intervention[i].id) != 0);
  for (int k = 0; k < e->nsource; k++)
    for (int i = 0; i < k; i++)
      CHECK(strcmp(e->source[k].id, e->source[i].id) != 0);
}

// what a reader needs is not blank; the natural course alone harms nobody and is advised by nobody
static void no_row_lacks_what_a_reader_needs(void) {
  const ps_evidence *e = the_evidence();
  for (int k = 0; k < e->nintervention; k++) {
    const ps_intervention *i = &e->intervention[k];
    bool course = i->mode == PS_MODE_BASELINE, asked = false;
    CHECK(*i->name && *i->purpose && *i->mechanism && *i->why && *i->flag);
    CHECK(course || *i->harms);
    CHECK(course || (i->acts_on.n && i->actions));
    CHECK(i->neffect > 0);
    for (int c = 0; c < PS_CONDITIONS; c++)
      asked |= i->grade[c].low != PS_GRADE_BLANK;
    CHECK(asked);
    for (int g = 0; g < PS_GUIDELINES; g++)
      CHECK(*i->stance_words[g]);
  }
}

static void all_sources_and_claims_exist(void) {
  const ps_evidence *e = the_evidence();
  for (int k = 0; k < e->nintervention; k++) {
    const ps_intervention *i = &e->intervention[k];
    for (int s = 0; s < i->sources.n; s++)
      CHECK(ps_evidence_source(e, i->sources.item[s]));
    for (int c = 0; c < i->claims.n; c++)
      CHECK(ps_evidence_claim(e, i->claims.item[c], NULL) >= 0);
    for (int n = 0; n < i->not_with.n; n++)
      CHECK(ps_evidence_intervention(e, i->not_with.item[n], NULL) >= 0);
  }
  for (int k = 0; k < e->nclaim; k++)
    for (int s = 0; s < e->claim[k].sources.n; s++)
      CHECK(ps_evidence_source(e, e->claim[k].sources.item[s]));
}

// a number has a source; words without one are from memory or say that no trial was found
static void every_number_that_was_measured_has_a_source(void) {
  const ps_evidence *e = the_evidence();
  for (int k = 0; k < e->neffect; k++) {
    const ps_effect *x = &e->effect[k];
    bool number = x->scale != PS_SCALE_WORDS;
    CHECK(*x->outcome && *x->against && *x->flag);
    CHECK(number == (bool)isfinite(x->value));
    CHECK(isfinite(x->low) == isfinite(x->high));
    if (isfinite(x->low))
      CHECK(x->low <= x->value && x->value <= x->high);
    if (*x->source)
      CHECK(ps_evidence_source(e, x->source) != NULL);
    else
      CHECK(!number && strcmp(x->flag, "verified") != 0);
  }
}

// every other name leads to its row, or to a list of choices; never to another row
static void aliases_lead_home_or_to_a_choice(void) {
  const ps_evidence *e = the_evidence();
  int several = 0;
  for (int k = 0; k < e->nintervention; k++)
    for (int a = 0; a < e->intervention[k].aliases.n; a++) {
      ps_error err = {0};
      char text[1200];
      int at = ps_evidence_intervention(e, e->intervention[k].aliases.item[a], &err);
      several += at < 0;
      if (at >= 0)
        CHECK_EQ(at, k);
      else
        CHECK(strstr(ps_error_text(&err, text, sizeof text), e->intervention[k].id));
    }
  CHECK(several > 0);
}

static void names_are_found_however_they_are_written(void) {
  CHECK_TEXT(row_of("hijama")->id, "hijama_wet_cupping");
  CHECK_TEXT(row_of("EI6")->id, "bioenergetic_ei6");
  CHECK_TEXT(row_of("Kidney Driver")->id, "bioenergetic_ed12");
  CHECK_TEXT(row_of("hip-flexor-stretch")->id, "hip_flexor_stretch");
  CHECK_TEXT(row_of("Pilates")->id, "pilates");
}

static void an_ambiguous_name_lists_its_choices(void) {
  ps_error err = {0};
  char text[1200];
  CHECK_EQ(ps_evidence_intervention(the_evidence(), "acupuncture", &err), -1);
  ps_error_text(&err, text, sizeof text);
  CHECK(strstr(text, "acupuncture_lbp") && strstr(text, "acupuncture_sciatica"));
  CHECK_EQ(err.status, PS_ERR_ARGUMENT);
}

// ---- the default rule

static bool follows(const ps_intervention *i) {
  return strcmp(i->rule, "rule") == 0;
}

// within half a point, to which defaults are rounded
static void defaults_follow_the_rule_where_they_say_so(void) {
  const ps_evidence *e = the_evidence();
  int n = 0;
  for (int k = 0; k < e->nintervention; k++) {
    const ps_intervention *i = &e->intervention[k];
    if (!follows(i))
      continue;
    CHECK_NEAR(i->mean, i->pooled * e->rule.weight[i->weight] * i->open, 0.5); // [points]
    n++;
  }
  CHECK(n >= 12);
}

static void no_default_is_larger_than_what_was_pooled(void) {
  const ps_evidence *e = the_evidence();
  for (int k = 0; k < e->nintervention; k++)
    if (isfinite(e->intervention[k].pooled))
      CHECK(fabs(e->intervention[k].mean) <= fabs(e->intervention[k].pooled));
}

// without the discount a row of the rule is its trials, but for the rounding of its default
static void the_discount_is_one_setting(void) {
  const ps_evidence *e = the_evidence();
  ps_evidence_rule none = e->rule, half = e->rule;
  none.discount = 0;
  half.discount = 0.5;
  for (int k = 0; k < e->nintervention; k++) {
    const ps_intervention *i = &e->intervention[k];
    double w = i->weight > PS_GRADE_NONE ? e->rule.weight[i->weight] * i->open : 1;
    if (!isfinite(i->mean))
      continue;
    CHECK(ps_default_mean(&e->rule, i) == i->mean);
    CHECK(fabs(ps_default_mean(&half, i)) >= fabs(i->mean));
    CHECK(fabs(ps_default_mean(&none, i)) >= fabs(ps_default_mean(&half, i)));
    if (follows(i))
      CHECK_NEAR(ps_default_mean(&none, i), i->pooled, 0.5 / w); // [points]
  }
}

static void a_spread_is_half_the_mean_and_two_points_at_least(void) {
  const ps_evidence *e = the_evidence();
  for (int k = 0; k < e->nintervention; k++) {
    const ps_intervention *i = &e->intervention[k];
    if (strcmp(i->unit, "points") != 0 || i->mode == PS_MODE_ZERO || i->mode == PS_MODE_CONTEXT)
      continue;
    CHECK(i->sd >= e->rule.sd_share * fabs(i->mean) - 1e-12);
    CHECK(i->sd >= e->rule.sd_least);
  }
}

// neither trial nor mechanism: nothing, exactly, at any discount
static void without_trial_and_mechanism_the_effect_is_zero(void) {
  static const char *const none[] = {
      "bioenergetic_ei6", "bioenergetic_ed12", "kidney_channel_tcm",       "tre",
      "psoas_release",    "other_herbs",       "emotional_healing_generic"};
  ps_evidence_rule rule = the_evidence()->rule;
  rule.discount = 0;
  for (size_t k = 0; k < sizeof none / sizeof *none; k++) {
    const ps_intervention *i = row_of(none[k]);
    CHECK_EQ(i->standing, PS_NO_EVIDENCE);
    CHECK_EQ(i->mode, PS_MODE_ZERO);
    CHECK(ps_default_mean(&rule, i) == 0 && ps_default_sd(&rule, i) == 0);
    CHECK(ps_default_quantile(&rule, i, 0.9) == 0);
  }
}

// cupping and microcurrent: the middle stays, the band grows
static void conflicting_trials_widen_the_band_alone(void) {
  static const char *const wide[] = {"dry_cupping", "hijama_wet_cupping", "microcurrent"};
  const ps_evidence_rule *rule = &the_evidence()->rule;
  for (size_t k = 0; k < sizeof wide / sizeof *wide; k++) {
    const ps_intervention *i = row_of(wide[k]);
    CHECK_EQ(i->mode, PS_MODE_ZERO);
    CHECK_NEAR(ps_default_quantile(rule, i, 0.5), 0, 1e-12); // [points]
    CHECK(ps_default_quantile(rule, i, 0.1) < -2 && ps_default_quantile(rule, i, 0.9) > 2);
  }
}

// a normal distribution has 1.2816 of its standard deviation between the middle and 90 %; one that
// is cut stays within its limits; a lognormal one has the mean that is asked for
static void quantiles_are_those_of_the_distributions(void) {
  const ps_evidence_rule *rule = &the_evidence()->rule;
  const ps_intervention *tens = row_of("tens"), *walk = row_of("walking_programme");
  CHECK_NEAR(ps_default_quantile(rule, tens, 0.9), -2 + 3 * 1.28155, 1e-4); // [points]
  CHECK(ps_default_quantile(rule, row_of("hip_flexor_stretch"), 1e-9) >= 0);
  CHECK(ps_default_quantile(rule, row_of("general_exercise"), 1 - 1e-9) <= 4);
  double mean = 0;
  enum { N = 2000 };
  for (int k = 0; k < N; k++)
    mean += ps_default_quantile(rule, walk, (k + 0.5) / N) / N;
  CHECK_NEAR(mean, 0.75, 1e-4); // midpoints of 2000 shares
}

// ---- guidelines

static void guidelines_disagree_about_acupuncture(void) {
  const ps_intervention *i = row_of("acupuncture_lbp");
  CHECK(ps_guidelines_disagree(i));
  CHECK_EQ(i->stance[0], PS_STANCE_AGAINST);
  CHECK_EQ(i->stance[1], PS_STANCE_FOR);
  CHECK_EQ(i->stance[2], PS_STANCE_MAY);
  CHECK(!ps_guidelines_disagree(row_of("general_exercise")));
  CHECK(!ps_guidelines_disagree(row_of("belts_corsets")));
}

static void what_users_may_type_is_within_stated_limits(void) {
  const ps_evidence *e = the_evidence();
  for (int k = 0; k < e->nintervention; k++) {
    const ps_intervention *i = &e->intervention[k];
    CHECK(isfinite(i->typed_low) == isfinite(i->typed_high));
    CHECK(!isfinite(i->typed_low) || i->typed_low < i->typed_high);
    CHECK(!isfinite(i->typed_low) == !*i->typed_unit);
    if (isfinite(i->minutes_low))
      CHECK(i->minutes_low <= i->minutes && i->minutes <= i->minutes_high);
    CHECK(isfinite(i->minutes) == (*i->minutes_flag != 0));
  }
}

// ---- what is written

static void sources_are_cited_once(void) {
  const char *words[] = {"acupuncture_sciatica", "S06", "C45"};
  ps_error err = {0};
  char *text;
  CHECK_EQ(ps_cite(words, 3, &text, &err), PS_OK);
  const char *first = strstr(text, "@misc{S06,");
  CHECK(first && !strstr(first + 1, "@misc{S06,"));
  CHECK(strstr(text, "doi = {10.1001/jamainternmed.2024.5463}"));
  CHECK(strstr(text, "@misc{S44,"));
  free(text);
}

int main(void) {
  int failed = CHECK_RUN(
      CHECK_FACT(everything_is_there_once), CHECK_FACT(no_row_lacks_what_a_reader_needs),
      CHECK_FACT(all_sources_and_claims_exist),
      CHECK_FACT(every_number_that_was_measured_has_a_source),
      CHECK_FACT(aliases_lead_home_or_to_a_choice),
      CHECK_FACT(names_are_found_however_they_are_written),
      CHECK_FACT(an_ambiguous_name_lists_its_choices),
      CHECK_FACT(defaults_follow_the_rule_where_they_say_so),
      CHECK_FACT(no_default_is_larger_than_what_was_pooled),
      CHECK_FACT(the_discount_is_one_setting),
      CHECK_FACT(a_spread_is_half_the_mean_and_two_points_at_least),
      CHECK_FACT(without_trial_and_mechanism_the_effect_is_zero),
      CHECK_FACT(conflicting_trials_widen_the_band_alone),
      CHECK_FACT(quantiles_are_those_of_the_distributions),
      CHECK_FACT(guidelines_disagree_about_acupuncture),
      CHECK_FACT(what_users_may_type_is_within_stated_limits), CHECK_FACT(sources_are_cited_once));
  ps_evidence_close(&evidence);
  return failed;
}
