// versus_words.c: one intervention in sentences, for text, page and JSON alike.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tool/evidence_inner.h"
#include "tool/versus_inner.h"

const char ps_versus_watermark[] =
    "Hypothetical: no evidence supports this effect. You chose its size.";
const char *const ps_versus_arm_words[PS_VERSUS_ARMS] = {
    "no treatment", "as measured", "as claimed", "as typed in", "response to care"};
const char *const ps_versus_arm_keys[PS_VERSUS_ARMS] = {"nothing", "measured", "claimed", "typed",
                                                        "context"};

static double without_sign_of_zero(double x) {
  return fabs(x) < 0.05 ? 0 : x;
}

static int last_week(const ps_versus_result *r) {
  return (r->n + 6) / 7;
}

const char *ps_versus_index_words(const ps_versus_result *r) {
  return r->leg ? "leg pain index" : "back pain index";
}

static const char *pain_words(const ps_versus_result *r) {
  return r->leg ? "leg pain" : "back pain";
}

// in the last week, an arm less doing nothing
static double difference(const ps_versus_result *r, const float *rows, int arm, int series) {
  return ps_versus_week(r, rows, arm, series, last_week(r)) -
         ps_versus_week(r, rows, PS_VERSUS_NOTHING, series, last_week(r));
}

// " (8 in 10 people: -9.1 to -2.0)"; "" without draws
static const char *between(const ps_versus_result *r, int arm, int series, int decimals,
                           char text[80]) {
  double low = ps_versus_week(r, r->difference[0], arm, series, last_week(r));
  double high = ps_versus_week(r, r->difference[2], arm, series, last_week(r));
  text[0] = 0;
  if (isfinite(low))
    snprintf(text, 80, " (8 in 10 people: %+.*f to %+.*f)", decimals, low, decimals, high);
  return text;
}

static bool is_zero(const ps_versus_result *r) {
  return r->what->mode == PS_MODE_ZERO;
}

static double spread(const ps_versus_result *r) {
  return ps_default_sd(&r->choice.evidence.rule, r->what);
}

static int find_claims(const ps_versus_result *r, bool of_care, int place[PS_VERSUS_CLAIMS]) {
  const ps_evidence *e = &r->choice.evidence;
  int n = 0;
  for (int k = 0; k < r->what->claims.n && n < PS_VERSUS_CLAIMS; k++) {
    int at = ps_evidence_claim(e, r->what->claims.item[k], NULL);
    if (at >= 0 && (!of_care || strcmp(e->claim[at].theme, "treatment") == 0 ||
                    strcmp(e->claim[at].theme, "prevention") == 0))
      place[n++] = at;
  }
  return n;
}

int ps_versus_claims(const ps_versus_result *r, int place[PS_VERSUS_CLAIMS]) {
  place[0] = r->claim;
  if (r->claim >= 0)
    return 1;
  int n = find_claims(r, true, place);
  return n ? n : find_claims(r, false, place);
}

// ---- the sentence on top

static void say_zero(ps_pool *pool, const ps_versus_result *r, ps_sentences *s) {
  const char *name = r->what->name;
  if (spread(r) > 0)
    ps_say(pool, s,
           "%s: trials are too few or contradict each other, so the middle of people stays on the "
           "line of no treatment, and the band around it gets wider.",
           name);
  else
    ps_say(pool, s,
           "%s: no usable trial was found, so its line is that of no treatment, to the last digit. "
           "That is not proof of no effect: nothing is known that could be computed.",
           name);
}

static void say_offset(ps_pool *pool, const ps_versus_result *r, ps_sentences *s) {
  char range[80];
  double d = difference(r, r->nominal, PS_VERSUS_MEASURED, PS_VERSUS_PAIN);
  ps_say(pool, s,
         "%s, as measured: %.1f points %s %s in week %d than with no treatment%s, where no "
         "treatment leaves %.0f of 100.",
         r->what->name, fabs(without_sign_of_zero(d)), d > 0 ? "more" : "less", pain_words(r),
         last_week(r), between(r, PS_VERSUS_MEASURED, PS_VERSUS_PAIN, 1, range),
         ps_versus_week(r, r->nominal, PS_VERSUS_NOTHING, PS_VERSUS_PAIN, last_week(r)));
}

// "at 70 % of those without it", "by +2.8 deg against no treatment"
static void state_words(const ps_versus_result *r, char text[160]) {
  int places = r->state.decimals, week = last_week(r);
  double low = ps_versus_week(r, r->band[0], PS_VERSUS_MEASURED, PS_VERSUS_STATE, week);
  double high = ps_versus_week(r, r->band[2], PS_VERSUS_MEASURED, PS_VERSUS_STATE, week);
  char range[80] = "";
  if (r->state.relative && isfinite(low))
    snprintf(range, sizeof range, " (8 in 10 people: %.*f to %.*f)", places, low, places, high);
  if (r->state.relative)
    snprintf(text, 160, "%.*f %s%s", places,
             ps_versus_week(r, r->nominal, PS_VERSUS_MEASURED, PS_VERSUS_STATE, week),
             r->state.unit, range);
  else
    snprintf(text, 160, "%+.*f %s against no treatment%s", places,
             difference(r, r->nominal, PS_VERSUS_MEASURED, PS_VERSUS_STATE), r->state.unit,
             between(r, PS_VERSUS_MEASURED, PS_VERSUS_STATE, places, range));
}

static void say_state(ps_pool *pool, const ps_versus_result *r, ps_sentences *s) {
  char state[160], pain[120], range[80];
  double d = difference(r, r->nominal, PS_VERSUS_MEASURED, PS_VERSUS_PAIN);
  state_words(r, state);
  if (fabs(d) < 0.05)
    snprintf(pain, sizeof pain, "does not move");
  else
    snprintf(pain, sizeof pain, "moves by %+.1f points%s", d,
             between(r, PS_VERSUS_MEASURED, PS_VERSUS_PAIN, 1, range));
  ps_say(pool, s, "%s, as measured: %s in week %d %s. Through that alone the %s %s.", r->what->name,
         r->state.words, last_week(r), state, ps_versus_index_words(r), pain);
}

const char *ps_versus_headline(ps_pool *pool, const ps_versus_result *r) {
  ps_sentences s = {0};
  if (is_zero(r))
    say_zero(pool, r, &s);
  else if (*r->state.words)
    say_state(pool, r, &s);
  else
    say_offset(pool, r, &s);
  return s.n ? s.item[0] : "";
}

// ---- more of it

static void tell_notice(ps_pool *pool, const ps_versus_result *r, ps_sentences *s) {
  if (is_zero(r) && !(spread(r) > 0))
    return; // nothing to notice
  ps_versus_notice n = ps_versus_noticed(r, PS_VERSUS_MEASURED);
  if (!n.pain) {
    ps_say(pool, s, "There is hardly any %s in week %d that could become less.", pain_words(r),
           last_week(r));
    return;
  }
  ps_say(
      pool, s,
      "Between groups 15 points count as worth having: this is %s. A person notices 20 points, or "
      "30 %% of the pain.",
      n.group ? "as much" : "less");
  if (isfinite(n.share))
    ps_say(pool, s, "Of 100 people like this one, %.0f would notice it in week %d.",
           round(100 * n.share), last_week(r));
}

static void tell_course(ps_pool *pool, const ps_versus_result *r, ps_sentences *s) {
  double first = ps_versus_week(r, r->nominal, PS_VERSUS_NOTHING, PS_VERSUS_PAIN, 1);
  double last = ps_versus_week(r, r->nominal, PS_VERSUS_NOTHING, PS_VERSUS_PAIN, last_week(r));
  if (first - last >= 1)
    ps_say(pool, s,
           "With no treatment the index falls from %.0f to %.0f anyway: whoever begins anything "
           "on the first day sees that much relief.",
           first, last);
}

static void tell_typed(ps_pool *pool, const ps_versus_result *r, ps_sentences *s) {
  if (!ps_versus_has(r, PS_VERSUS_TYPED))
    return;
  ps_say(pool, s,
         "If it did what was typed in (%g %s), the index would be %.1f points lower in week %d. "
         "Such runs are left out of rankings.",
         r->request.hypothetical, r->what->typed_unit,
         -without_sign_of_zero(difference(r, r->nominal, PS_VERSUS_TYPED, PS_VERSUS_PAIN)),
         last_week(r));
}

static void tell_context(ps_pool *pool, const ps_versus_result *r, ps_sentences *s) {
  if (!ps_versus_has(r, PS_VERSUS_CONTEXT))
    return;
  ps_say(pool, s,
         "The response to care itself, apart from all this and the same for every intervention: "
         "%+.1f points in week 1, %+.1f in week %d.",
         ps_versus_week(r, r->nominal, PS_VERSUS_CONTEXT, PS_VERSUS_PAIN, 1) -
             ps_versus_week(r, r->nominal, PS_VERSUS_NOTHING, PS_VERSUS_PAIN, 1),
         difference(r, r->nominal, PS_VERSUS_CONTEXT, PS_VERSUS_PAIN), last_week(r));
}

ps_sentences ps_versus_story(ps_pool *pool, const ps_versus_result *r) {
  char text[PS_EVIDENCE_SENTENCE];
  ps_sentences s = {0};
  tell_notice(pool, r, &s);
  tell_course(pool, r, &s);
  tell_typed(pool, r, &s);
  tell_context(pool, r, &s);
  if (*ps_disagreement_words(r->what, text))
    ps_say(pool, &s, "%s", text);
  return s;
}

// ---- what to know

ps_sentences ps_versus_warnings(ps_pool *pool, const ps_versus_result *r) {
  ps_sentences s = {0};
  ps_care_who who = {r->weeks.episode, r->weeks.mood.ptsd};
  ps_care_warn(pool, &r->choice.care, &who, &s);
  const ps_care_item *typed = &r->care[PS_VERSUS_TYPED].item[0];
  if (r->care[PS_VERSUS_TYPED].n && ps_care_beyond(typed))
    ps_say(pool, &s, "You typed %g %s; its row imagines %g to %g.", typed->stated,
           typed->what->typed_unit, typed->what->typed_low, typed->what->typed_high);
  if (!r->complete)
    ps_say(pool, &s, "Stopped after %d of %d draws.", r->draws, r->request.draws);
  if (r->failed_draws)
    ps_say(pool, &s, "%d of %d draws had no solution and are left out.", r->failed_draws,
           r->request.draws);
  if (r->weeks.episode == PS_EPISODE_NONE && !*r->state.words)
    ps_say(pool, &s,
           "These weeks have no episode of pain, so there is hardly any to relieve: --set "
           "episode.kind=persistent begins one.");
  return s;
}

const char *ps_versus_who(ps_pool *pool, const ps_versus_result *r) {
  static const char *const episode[] = {
      [PS_EPISODE_NONE] = "no episode of pain",
      [PS_EPISODE_ACUTE] = "acute back pain",
      [PS_EPISODE_SUBACUTE] = "back pain of some weeks",
      [PS_EPISODE_PERSISTENT] = "persistent back pain",
      [PS_EPISODE_SCIATICA] = "sciatica",
  };
  const ps_person *p = &r->weeks.person;
  const ps_weeks_phase *phase = &r->weeks.phase[0];
  ps_sentences s = {0};
  char days[240] = "", more[60] = "";
  for (int i = 0, n; i < 7; i += n) {
    size_t used = strlen(days);
    for (n = 0; i + n < 7 && phase->week[i + n] == phase->week[i];)
      n++;
    snprintf(days + used, sizeof days - used, "%s%.60s %d", used ? ", " : "",
             r->weeks.name[phase->week[i]], n);
  }
  if (r->weeks.mood.ptsd > 0)
    snprintf(more, sizeof more, ", marked by trauma (mood.ptsd %g)", r->weeks.mood.ptsd);
  ps_say(pool, &s,
         "A %s of %.0f years, %.2f m, %.1f kg; %s from week %g on%s; days of a week: %s%s.",
         p->sex == PS_FEMALE ? "woman" : "man", p->age_y, p->height_m, p->mass_kg,
         episode[r->weeks.episode], r->weeks.episode_week, more, days,
         r->weeks.nphase > 1 ? ", then others" : "");
  return s.n ? s.item[0] : "";
}

const char *ps_versus_reported_words(ps_pool *pool, const ps_versus_result *r) {
  char text[PS_EVIDENCE_SENTENCE];
  ps_sentences s = {0};
  if (!r->reported)
    return "";
  ps_say(pool, &s, "The most that a study of it reports. Against %s: %s", r->reported->against,
         ps_effect_words(&r->choice.evidence, r->reported, text));
  return s.n ? s.item[0] : "";
}

const char *ps_versus_typed_words(ps_pool *pool, const ps_versus_result *r) {
  ps_sentences s = {0};
  if (!ps_versus_has(r, PS_VERSUS_TYPED))
    return "";
  ps_say(pool, &s, "%g %s; its row imagines %g to %g", r->request.hypothetical, r->what->typed_unit,
         r->what->typed_low, r->what->typed_high);
  return s.n ? s.item[0] : "";
}
