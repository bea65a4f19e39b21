// evidence.c: the numbers of the catalogue, and what a word means in it.
#include "scenario/evidence.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "num/latin.h"
#include "psoas/nearest.h"

const char *const ps_guideline_names[PS_GUIDELINES] = {"NICE NG59", "ACP 2017", "WHO 2023"};
const char *const ps_condition_names[PS_CONDITIONS] = {"back pain", "sciatica",
                                                       "hip-flexor length"};

const char *const ps_grade_words[PS_GRADES] = {"none", "very low", "low", "moderate", "high"};
const char *const ps_standing_words[PS_STANDINGS] = {"established", "plausible", "contested",
                                                     "no evidence"};
const char *const ps_stance_words[PS_STANCES] = {"for",    "may",    "with",   "against",
                                                 "unsure", "silent", "outside"};
const char *const ps_action_words[PS_ACTIONS] = {"exposure", "parameter", "rate", "offset",
                                                 "hazard"};
const char *const ps_effect_mode_words[PS_MODES] = {"specific", "procedure",    "mechanism_only",
                                                    "zero",     "context_only", "baseline"};
const char *const ps_effect_shape_words[PS_SHAPES] = {"normal", "lognormal", "point",
                                                      "given by the user"};
const char *const ps_effect_scale_words[PS_SCALES] = {"points", "smd", "ratio", "words"};

// ---- what a user means

// the same letters and digits, whatever stands between the words
static bool same_words(const char *a, const char *b) {
  for (;; a++, b++) {
    bool gap = strchr(" -_", *a) && strchr(" -_", *b);
    if (!gap && tolower((unsigned char)*a) != tolower((unsigned char)*b))
      return false;
    if (!*a || !*b)
      return !*a && !*b;
  }
}

bool ps_evidence_is_called(const ps_intervention *i, const char *word) {
  for (int k = 0; k < i->aliases.n; k++)
    if (same_words(i->aliases.item[k], word))
      return true;
  return same_words(i->name, word);
}

static int fail_unknown(const ps_evidence *e, const char *word, ps_error *err) {
  char hint[120];
  ps_nearest nearest = ps_nearest_to(word);
  for (int k = 0; k < e->nintervention; k++) {
    ps_nearest_try(&nearest, e->intervention[k].id);
    for (int a = 0; a < e->intervention[k].aliases.n; a++)
      ps_nearest_try(&nearest, e->intervention[k].aliases.item[a]);
  }
  ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "there is no intervention '%.60s'%s", word,
          ps_nearest_hint(&nearest, hint, sizeof hint));
  return -1;
}

static int fail_several(const ps_evidence *e, const char *word, ps_error *err) {
  char list[400] = "";
  for (int k = 0; k < e->nintervention; k++) {
    size_t used = strlen(list);
    if (ps_evidence_is_called(&e->intervention[k], word))
      snprintf(list + used, sizeof list - used, "%s%s", used ? ", " : "", e->intervention[k].id);
  }
  ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "'%.60s' can mean: %s", word, list);
  return -1;
}

int ps_evidence_intervention(const ps_evidence *e, const char *word, ps_error *err) {
  int found = -1, n = 0;
  for (int k = 0; k < e->nintervention; k++)
    if (same_words(e->intervention[k].id, word))
      return k;
  for (int k = 0; k < e->nintervention; k++)
    if (ps_evidence_is_called(&e->intervention[k], word)) {
      found = k;
      n++;
    }
  if (n == 0)
    return fail_unknown(e, word, err);
  return n == 1 ? found : fail_several(e, word, err);
}

int ps_evidence_claim(const ps_evidence *e, const char *id, ps_error *err) {
  for (int k = 0; k < e->nclaim; k++)
    if (same_words(e->claim[k].id, id))
      return k;
  ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "there is no claim '%.60s'; there are %s to %s", id,
          e->claim[0].id, e->claim[e->nclaim - 1].id);
  return -1;
}

const ps_source *ps_evidence_source(const ps_evidence *e, const char *id) {
  for (int k = 0; k < e->nsource; k++)
    if (strcmp(e->source[k].id, id) == 0)
      return &e->source[k];
  return NULL;
}

// ---- the default rule

// what a weight comes to under the discount
static double eased(const ps_evidence_rule *rule, double weight) {
  return 1 - rule->discount * (1 - weight);
}

// how much more than in the table counts; 1 under the whole discount
static double easing(const ps_evidence_rule *rule, const ps_intervention *i) {
  if (i->weight <= PS_GRADE_NONE)
    return 1;
  double w = rule->weight[i->weight];
  return eased(rule, w) * eased(rule, i->open) / (w * i->open);
}

double ps_default_mean(const ps_evidence_rule *rule, const ps_intervention *i) {
  return i->mean * easing(rule, i);
}

double ps_default_sd(const ps_evidence_rule *rule, const ps_intervention *i) {
  double k = easing(rule, i);
  return k > 1 ? fmax(i->sd, rule->sd_share * fabs(i->mean) * k) : i->sd;
}

// z below which a share of a normal distribution lies, cut at low and high; infinite: not cut
static double cut_normal(double share, double low, double high) {
  double from = ps_normal_below(low), to = ps_normal_below(high);
  return ps_normal_quantile(from + share * (to - from));
}

static double normal_density(double z) {
  return isfinite(z) ? exp(-z * z / 2) / sqrt(2 * 3.14159265358979323846) : 0;
}

// mean of a standard normal distribution that is cut at a and b, infinite: nowhere
static double cut_mean(double a, double b) {
  return (normal_density(a) - normal_density(b)) / (ps_normal_below(b) - ps_normal_below(a));
}

// the limits of a row; infinite where it is open
static void limits_of(const ps_intervention *i, double *low, double *high) {
  *low = isfinite(i->limit_low) ? i->limit_low : -INFINITY;
  *high = isfinite(i->limit_high) ? i->limit_high : INFINITY;
}

double ps_default_center(const ps_evidence_rule *rule, const ps_intervention *i) {
  double mean = ps_default_mean(rule, i), sd = ps_default_sd(rule, i);
  double low, high;
  limits_of(i, &low, &high);
  if (i->shape != PS_SHAPE_NORMAL || !(sd > 0) || (isinf(low) && isinf(high)))
    return mean;
  double left = mean - 4 * sd, right = mean + 4 * sd;
  for (int step = 0; step < 60; step++) { // the mean of what is left grows with the center
    double c = 0.5 * (left + right);
    bool below = c + sd * cut_mean((low - c) / sd, (high - c) / sd) < mean;
    *(below ? &left : &right) = c;
  }
  return 0.5 * (left + right);
}

double ps_default_quantile(const ps_evidence_rule *rule, const ps_intervention *i, double share) {
  double mean = ps_default_mean(rule, i), sd = ps_default_sd(rule, i);
  if (!(sd > 0))
    return mean;
  if (i->shape == PS_SHAPE_LOGNORMAL) { // with this mean and this standard deviation
    double s2 = log(1 + sd * sd / (mean * mean));
    return exp(log(mean) - 0.5 * s2 + sqrt(s2) * ps_normal_quantile(share));
  }
  double center = ps_default_center(rule, i), low, high;
  limits_of(i, &low, &high);
  return center + sd * cut_normal(share, (low - center) / sd, (high - center) / sd);
}

double ps_effect_points(const ps_evidence_rule *rule, const ps_effect *effect, double value) {
  if (effect->scale == PS_SCALE_POINTS)
    return value;
  return effect->scale == PS_SCALE_SMD ? value * rule->points_per_smd : NAN;
}

bool ps_guidelines_disagree(const ps_intervention *i) {
  bool allowed = false, against = false;
  for (int k = 0; k < PS_GUIDELINES; k++) {
    allowed |= i->stance[k] <= PS_STANCE_WITH;
    against |= i->stance[k] == PS_STANCE_AGAINST;
  }
  return allowed && against;
}
