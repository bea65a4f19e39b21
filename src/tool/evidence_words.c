// evidence_words.c: the catalogue in sentences, for text and page alike.
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "num/number.h"
#include "tool/evidence_inner.h"

const char ps_evidence_reading[] =
    "The word says whether the mechanism is real: established, plausible, contested, no evidence. "
    "The grade (GRADE: high, moderate, low, very low, none) says how sure trials are. Neither says "
    "how large an effect is.";
const char ps_evidence_scale[] =
    "Points are those of a pain rating from 0 to 100, in people who start near 50; below 0 is less "
    "pain. Between groups, 15 points and more count as worth having; most effects here are "
    "smaller. Ranges behind measured values are 95 % intervals of the study.";

__attribute__((format(printf, 2, 3))) static void add(char text[PS_EVIDENCE_SENTENCE],
                                                      const char *format, ...) {
  size_t used = strlen(text);
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(text + used, PS_EVIDENCE_SENTENCE - used, format, arguments);
  va_end(arguments);
}

// at most two digits behind the point, none that say nothing
static const char *figure(char out[32], double x) {
  char number[PS_NUMBER_MAX];
  double size = fabs(x);
  ps_number_fixed(number, size < 0.005 ? 0 : x, size >= 9.95 ? 0 : size >= 2 ? 1 : 2);
  size_t n = strlen(number);
  if (strchr(number, '.')) {
    while (n && number[n - 1] == '0')
      number[--n] = 0;
    if (n && number[n - 1] == '.')
      number[--n] = 0;
  }
  snprintf(out, 32, "%.31s", number);
  return out;
}

static void add_span(char text[PS_EVIDENCE_SENTENCE], double low, double high) {
  char a[32], b[32];
  if (isfinite(low) && isfinite(high))
    add(text, " (%s to %s)", figure(a, low), figure(b, high));
}

const char *ps_joined(const ps_word_list *list, const char *separator,
                      char text[PS_EVIDENCE_SENTENCE]) {
  text[0] = 0;
  for (int k = 0; k < list->n; k++)
    add(text, "%s%s", k ? separator : "", list->item[k]);
  return text;
}

const char *ps_graded_words(const ps_graded *g, char text[PS_EVIDENCE_SENTENCE]) {
  text[0] = 0;
  if (g->low == PS_GRADE_BLANK)
    add(text, "not asked here");
  else
    add(text, "%s%s%s", g->words, *g->about ? ": " : "", g->about);
  return text;
}

const char *ps_standing_sentence(ps_standing standing, const char *note,
                                 char text[PS_EVIDENCE_SENTENCE]) {
  text[0] = 0;
  add(text, "%s%s%s", ps_standing_words[standing], *note ? ": " : "", note);
  return text;
}

const char *ps_sure_words(const ps_intervention *i, char text[PS_EVIDENCE_SENTENCE]) {
  text[0] = 0;
  add(text, "Mechanism: %s; trials: ", ps_standing_words[i->standing]);
  for (int k = 0, n = 0; k < PS_CONDITIONS; k++)
    if (i->grade[k].low != PS_GRADE_BLANK)
      add(text, "%s%s for %s", n++ ? ", " : "", i->grade[k].words, ps_condition_names[k]);
  add(text, ".");
  return text;
}

// ---- what counts here

static bool is_factor(const ps_intervention *i) {
  return strcmp(i->unit, "ratio") == 0 || strcmp(i->unit, "factor") == 0;
}

const char *ps_default_short(const ps_evidence *e, const ps_intervention *i, char text[40]) {
  char mean[32];
  double m = ps_default_mean(&e->rule, i);
  bool bare = strcmp(i->unit, "points") == 0 || strcmp(i->unit, "share of time") == 0;
  if (!isfinite(m))
    snprintf(text, 40, "%s", i->mode == PS_MODE_BASELINE ? "always" : "computed");
  else if (i->mode == PS_MODE_ZERO)
    snprintf(text, 40, "%s", i->sd > 0 ? "0, wider" : "0");
  else if (i->mode == PS_MODE_CONTEXT)
    snprintf(text, 40, "off");
  else if (is_factor(i))
    snprintf(text, 40, "x %s", figure(mean, m));
  else
    snprintf(text, 40, "%s%s%s%.12s", m > 0 ? "+" : "", figure(mean, m), bare ? "" : " ",
             bare ? "" : i->unit);
  return text;
}

static void add_between_people(char text[PS_EVIDENCE_SENTENCE], const ps_evidence *e,
                               const ps_intervention *i) {
  char a[32], b[32];
  if (ps_default_sd(&e->rule, i) > 0)
    add(text, " (8 in 10 people: %s to %s)", figure(a, ps_default_quantile(&e->rule, i, 0.1)),
        figure(b, ps_default_quantile(&e->rule, i, 0.9)));
}

static const char *what_changes(const ps_intervention *i) {
  static const struct {
    const char *parameter, *words;
  } known[] = {
      {"recurrence_hazard_ratio", "how often the next episode comes"},
      {"onset_hazard_ratio", "how often back pain begins"},
      {"hip_extension_gain", "of hip extension"},
      {"psoas_strength_gain", "of psoas strength"},
      {"sitting_share_change", "of the working time spent sitting"},
      {"transmissibility_factor", "the vibration that reaches the body"},
      {"stress_arousal_factor", "arousal under stress"},
      {"sleep_debt_factor", "the sleep that is missing"},
      {"pain_offset_chronic", "of back pain, while it is chronic"},
      {"pain_offset_acute", "of back pain, while it is acute"},
      {"pain_offset_with_ptsd", "of back pain, with post-traumatic stress"},
      {"pain_offset", "of back pain"},
      {"leg_pain_offset", "of leg pain"},
      {"pain_context_per_expectancy", "of pain where expectation is full; it is 0 by default"}};
  for (size_t k = 0; k < sizeof known / sizeof *known; k++)
    if (strcmp(known[k].parameter, i->parameter) == 0)
      return known[k].words;
  return "";
}

const char *ps_default_words(const ps_evidence *e, const ps_intervention *i,
                             char text[PS_EVIDENCE_SENTENCE]) {
  double mean = ps_default_mean(&e->rule, i);
  char a[32];
  text[0] = 0;
  if (i->mode == PS_MODE_BASELINE)
    add(text, "Always on: the course that people have under usual care.");
  else if (!isfinite(mean))
    add(text, "What the user sets changes posture and load; pain follows from these alone.");
  else if (i->mode == PS_MODE_ZERO && i->sd > 0) {
    add(text, "0: the middle stays as without it, the band gets wider");
    add_between_people(text, e, i);
    add(text, ".");
  } else if (i->mode == PS_MODE_ZERO)
    add(text, "0, exactly: the same as without it.");
  else {
    bool share = strcmp(i->unit, "share of time") == 0;
    if (is_factor(i))
      add(text, "%s, times %s", what_changes(i), figure(a, mean));
    else
      add(text, "%s%s%s%s %s", mean > 0 ? "+" : "", figure(a, mean), share ? "" : " ",
          share ? "" : i->unit, what_changes(i));
    add_between_people(text, e, i);
    add(text, "%s.", i->mode == PS_MODE_MECHANISM ? "; pain follows from that alone" : "");
  }
  return text;
}

static void add_days(char text[PS_EVIDENCE_SENTENCE], double days) {
  char a[32];
  if (days * 24 < 1)
    add(text, "%s minutes", figure(a, round(days * 1440)));
  else if (days < 1)
    add(text, "%s hours", figure(a, round(days * 24)));
  else
    add(text, "%s day%s", figure(a, days), days == 1 ? "" : "s");
}

const char *ps_timing_words(const ps_intervention *i, char text[PS_EVIDENCE_SENTENCE]) {
  text[0] = 0;
  if (!isfinite(i->onset_d) || !isfinite(i->offset_d) || i->mode == PS_MODE_ZERO)
    return text;
  if (i->onset_d == 0 && i->offset_d == 0) {
    add(text, "At once, while it is used.");
    return text;
  }
  add(text, "Comes with a time constant of ");
  add_days(text, i->onset_d);
  add(text, ", goes with ");
  add_days(text, i->offset_d);
  add(text, " after it stops.");
  return text;
}

const char *ps_reason_words(const ps_evidence *e, const ps_intervention *i,
                            char text[PS_EVIDENCE_SENTENCE]) {
  const ps_evidence_rule *r = &e->rule;
  char a[32], b[32];
  text[0] = 0;
  add(text, "%c%s.", *i->why >= 'a' && *i->why <= 'z' ? *i->why - 'a' + 'A' : *i->why, i->why + 1);
  if (i->weight > PS_GRADE_NONE && isfinite(i->pooled)) {
    add(text, " Pooled estimate %s points; weight %s for certainty %s", figure(a, i->pooled),
        figure(b, r->weight[i->weight]), ps_grade_words[i->weight]);
    if (i->open < 1)
      add(text, ", %s for open comparisons", figure(a, i->open));
    add(text, ".");
  }
  if (r->discount < 1 && i->weight > PS_GRADE_NONE)
    add(text, " Discount set to %s: weights count less than that.", figure(a, r->discount));
  return text;
}

// ---- what was measured

const char *ps_effect_words(const ps_evidence *e, const ps_effect *x,
                            char text[PS_EVIDENCE_SENTENCE]) {
  char a[32];
  text[0] = 0;
  bool pain = strstr(x->outcome, "pain") || strcmp(x->outcome, "discomfort") == 0;
  double points = pain ? ps_effect_points(&e->rule, x, x->value) : NAN;
  if (isfinite(points)) {
    add(text, "%s points", figure(a, points));
    add_span(text, ps_effect_points(&e->rule, x, x->low), ps_effect_points(&e->rule, x, x->high));
  }
  if (x->scale == PS_SCALE_SMD || x->scale == PS_SCALE_RATIO) {
    bool smd = x->scale == PS_SCALE_SMD;
    add(text, "%s%s %s", isfinite(points) ? ", from " : "",
        smd ? "standardised difference" : "ratio", figure(a, x->value));
    add_span(text, x->low, x->high);
  }
  if (*x->when)
    add(text, "%s%s", *text ? ", " : "", x->when);
  if (*x->finding)
    add(text, "%s%s", *text ? "; " : "", x->finding);
  if (*x->source)
    add(text, " [%s, %s]", x->source, x->flag);
  return text;
}

const char *ps_minutes_words(const ps_intervention *i, char text[PS_EVIDENCE_SENTENCE]) {
  char a[32];
  text[0] = 0;
  if (!isfinite(i->minutes))
    return text;
  if (i->minutes == 0)
    add(text, "no time of its own");
  else
    add(text, "%s min a week", figure(a, i->minutes));
  add_span(text, i->minutes_low, i->minutes_high);
  if (i->minutes > 0 && strcmp(i->minutes_flag, "assumed") == 0)
    add(text, ", length of sessions assumed");
  return text;
}

const char *ps_origin_words(const ps_intervention *i, char text[PS_EVIDENCE_SENTENCE]) {
  text[0] = 0;
  if (i->yours)
    add(text, "This row is yours, from %s; psoas has not checked what it says.", i->yours);
  return text;
}

// ---- guidelines

const char *ps_disagreement_words(const ps_intervention *i, char text[PS_EVIDENCE_SENTENCE]) {
  text[0] = 0;
  if (!ps_guidelines_disagree(i))
    return text;
  add(text, "Guidelines disagree:");
  for (int against = 0, n = 0; against < 2; against++, n = 0) {
    for (int k = 0; k < PS_GUIDELINES; k++)
      if (against ? i->stance[k] == PS_STANCE_AGAINST : i->stance[k] <= PS_STANCE_WITH)
        add(text, "%s %s", n++ ? " and" : against ? ";" : "", ps_guideline_names[k]);
    add(text, "%s",
        n > 1 ? (against ? " advise against it" : " allow it")
              : (against ? " advises against it" : " allows it"));
  }
  add(text, ".");
  return text;
}
