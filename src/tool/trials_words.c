// trials_words.c: sentences about simulated trials.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tool/trials_inner.h"

const char *const ps_trials_end_words[PS_TRIALS_ENDS] = {
    "back pain index",    "leg pain index",           "discomfort at its worst in a day",
    "hours on a seat",    "L4/L5 disc load, N",       "psoas, N",
    "hip extension, deg", "strength of the psoas, %", "stress of months, %",
    "sleep debt, nights"};

static const char *pain_of(const ps_trials_row *row) {
  return row->leg ? "leg pain" : "back pain";
}

static void say_arms(ps_pool *pool, ps_sentences *s, const ps_trials_result *r,
                     const ps_trials_row *row) {
  const ps_trials_arms *a = &row->arms;
  const ps_trials_week *w = &a->week[a->weeks];
  bool told = w->difference.low > 0 || w->difference.high < 0;
  ps_say(pool, s,
         "%s: in two arms of %d simulated people the %s index of week %d is %.1f with it and %.1f "
         "%s: %+.1f points (95 %% interval %+.1f to %+.1f)%s",
         ps_trials_item(row)->what->name, a->people, pain_of(row), a->weeks, w->mean[1], w->mean[0],
         r->set.sham ? "with a sham" : "without", w->difference.value, w->difference.low,
         w->difference.high, told ? "." : ", which is no reliable difference.");
}

static void say_survival(ps_pool *pool, ps_sentences *s, const ps_trials_row *row) {
  const ps_trials_survival *v = &row->survival;
  ps_say(
      pool, s,
      "%s: of %d simulated people without pain in each arm %.0f %% have an episode within a year "
      "with it and %.0f %% without: hazard ratio %.2f (95 %% interval %.2f to %.2f).",
      ps_trials_item(row)->what->name, v->people, 100 * (1 - v->arm[1].free[1]),
      100 * (1 - v->arm[0].free[1]), v->ratio, v->low, v->high);
}

static void say_all(ps_pool *pool, ps_sentences *s, const ps_trials_result *r) {
  int passed = 0, missed = 0;
  for (int i = 0; i < r->n; i++) {
    const char *word = ps_trials_word(&r->row[i]);
    passed += strcmp(word, "passed") == 0;
    missed += strcmp(word, "missed") == 0;
  }
  ps_say(pool, s,
         "Numbers of %d interventions were put into %d simulated people each and read back: %d "
         "came out as they went in, %d did not, %d have no number that is read so.",
         r->n, r->request.people, passed, missed, r->n - passed - missed);
}

const char *ps_trials_headline(ps_pool *pool, const ps_trials_result *r) {
  ps_sentences s = {0};
  if (!r->whole)
    say_all(pool, &s, r);
  else if (r->row[0].has_survival)
    say_survival(pool, &s, &r->row[0]);
  else
    say_arms(pool, &s, r, &r->row[0]);
  return s.n ? s.item[0] : "";
}

// ---- what was put in, and what came out

static void tell_input(ps_pool *pool, const ps_trials_row *row, ps_sentences *s) {
  const ps_care_item *item = ps_trials_item(row);
  const ps_trials_stated *d = &row->reading.stated;
  if (!isfinite(d->mean))
    ps_say(pool, s, "Its row has no number: it changes what people do, and pain follows.");
  else if (!(d->sd > 0))
    ps_say(pool, s, "Put in: %g %s for everybody.", d->mean, item->what->unit);
  else
    ps_say(pool, s,
           "Put in: each person an own size, %s around %g with standard deviation %g %s%s; 8 in 10 "
           "lie between %.3g and %.3g.",
           d->shape == PS_SHAPE_LOGNORMAL ? "lognormal" : "normal", d->mean, d->sd,
           item->what->unit,
           isfinite(d->low) || isfinite(d->high) ? ", cut where its row says" : "",
           ps_trials_quantile(d, 0.1), ps_trials_quantile(d, 0.9));
  if (isfinite(d->mean) && fabs(d->cut_mean - d->mean) > 5e-3)
    ps_say(pool, s,
           "Cutting moves the mean of that distribution from %g to %.2f: this is what a trial is "
           "expected to find.",
           d->mean, d->cut_mean);
}

static void tell_reading(ps_pool *pool, const ps_trials_row *row, ps_sentences *s) {
  const ps_trials_reading *g = &row->reading;
  if (!g->known)
    return;
  const ps_trials_point *p = &g->point[g->weeks - 1];
  ps_say(
      pool, s,
      "Read back with a raw index of %g held, in week %d: %.3f +- %.3f %s where %.3f is expected "
      "(%.3f by the mean before it is cut); over all weeks at most %.1f standard errors away.",
      g->index, g->weeks, p->mean, p->se, ps_trials_item(row)->what->unit, p->expected, p->plain,
      g->worst_z);
  if (isfinite(g->inside))
    ps_say(pool, s, "Of these people %.1f %% lie inside 10 to 90 %% of what was put in.",
           100 * g->inside);
}

static void tell_arms(ps_pool *pool, const ps_trials_row *row, ps_sentences *s) {
  const ps_trials_arms *a = &row->arms;
  const ps_trials_week *w = &a->week[a->weeks];
  ps_say(pool, s,
         "The people of the second arm also lived the same weeks without: in them the difference "
         "is %+.2f points (%+.2f to %+.2f), without the luck of who is in which arm.",
         w->same.value, w->same.low, w->same.high);
  if (a->same_bits == a->people)
    ps_say(pool, s, "It changes nothing in any of them: every number keeps its bits.");
  ps_say(pool, s,
         "People differ by %.0f points (standard deviation on the first day), which is more than "
         "what almost any treatment does.",
         a->week[0].sd[0]);
  ps_say(pool, s, "%.0f %% against %.0f %% have 30 %% less pain than on the first day.%s",
         100 * a->responders[1], 100 * a->responders[0],
         isfinite(a->needed) ? "" : " The difference of these is not reliable.");
  if (isfinite(a->needed) && a->needed > 0)
    ps_say(pool, s, "Number needed to treat for one more of them: %.0f (%.0f to %.0f).", a->needed,
           1 / a->more.high, 1 / a->more.low);
}

static void tell_survival(ps_pool *pool, const ps_trials_row *row, ps_sentences *s) {
  const ps_trials_survival *v = &row->survival;
  ps_say(pool, s,
         "In ever more people the hazard ratio would come to %.3f, as the effect takes time to "
         "build up and people who gain little leave first; this is %.1f standard errors away. In "
         "the second half of the year it is %.2f.",
         v->expected, v->z, v->late);
}

ps_sentences ps_trials_story(ps_pool *pool, const ps_trials_result *r) {
  ps_sentences s = {0};
  const ps_trials_row *row = &r->row[0];
  if (!r->whole)
    return s;
  if (row->has_survival && row->has_arms)
    say_arms(pool, &s, r, row);
  tell_input(pool, row, &s);
  tell_reading(pool, row, &s);
  if (row->has_arms)
    tell_arms(pool, row, &s);
  if (row->has_survival)
    tell_survival(pool, row, &s);
  return s;
}

// ---- what to know first

static void warn_row(ps_pool *pool, const ps_trials_result *r, const ps_trials_row *row,
                     ps_sentences *s) {
  const ps_care_item *item = ps_trials_item(row);
  const char *for_whom;
  if (!ps_care_is_for(item, &row->who, &for_whom))
    ps_say(pool, s, "%s was tried in %s; in these people it has no effect.", item->what->name,
           for_whom);
  if (ps_care_extrapolated(item))
    ps_say(pool, s, "%s: %g minutes a week are outside what was studied: extrapolated.",
           item->what->name, item->minutes);
  if (isfinite(item->stated))
    ps_say(pool, s, "%s: the size %g is yours, not that of trials.", item->what->name,
           item->stated);
  double noticeable = r->evidence.rule.noticeable;
  if (row->has_arms && fabs(row->arms.week[row->arms.weeks].difference.value) < noticeable)
    ps_say(pool, s, "Below %g points a difference between groups is hardly worth having.",
           noticeable);
}

ps_sentences ps_trials_warnings(ps_pool *pool, const ps_trials_result *r) {
  ps_sentences s = {0};
  ps_say(pool, &s,
         "A simulated trial finds what was put in: it shows what an effect of that size looks like "
         "among people, and adds nothing to what trials on people know.");
  if (r->whole)
    warn_row(pool, r, &r->row[0], &s);
  if (r->set.discount != 1)
    ps_say(pool, &s, "Grades discount effects by %g instead of 1.", r->set.discount);
  return s;
}
