// plan_words.c: sentences about a plan.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tool/plan_inner.h"

static const char *const episodes[] = {"no episode of back pain", "acute back pain",
                                       "subacute back pain", "persistent back pain", "sciatica"};

const char *ps_plan_index_words(const ps_plan_result *r) {
  return ps_plan_is_leg(&r->plan) ? "leg pain index" : "index of back pain and discomfort";
}

const char *ps_plan_scene(const ps_plan_result *r, char *text, size_t size) {
  const ps_person *p = &r->day.person;
  char limit[60] = "no limit of time", since[40] = "";
  if (r->limited)
    snprintf(limit, sizeof limit, "at most %.0f minutes a week", r->limits.minutes);
  if (r->day.episode != PS_EPISODE_NONE)
    snprintf(since, sizeof since, ", week %.0f of it", r->day.episode_week);
  snprintf(text, size, "A %s of %.0f years, %.2f m, %.1f kg; %s%s; %d weeks of this day; %s.",
           p->sex == PS_FEMALE ? "woman" : "man", p->age_y, p->height_m, p->mass_kg,
           episodes[r->day.episode], since, r->limits.weeks, limit);
  return text;
}

// ---- names

const char *ps_plan_option_words(const ps_plan_result *r, int option, char *text, size_t size) {
  const ps_plan_option *o = &r->plan.option[option];
  const char *name = r->plan.item[o->item].what->name;
  if (o->minutes > 0)
    snprintf(text, size, "%s (%.0f min)", name, o->minutes);
  else
    snprintf(text, size, "%s", name);
  return text;
}

const char *ps_plan_choice_words(const ps_plan_result *r, const ps_plan_choice *c, char *text,
                                 size_t size) {
  size_t used = 0;
  text[0] = 0;
  for (int i = 0; i < c->n && used < size; i++) {
    char name[120];
    const char *between = i == 0 ? "" : i + 1 < c->n ? ", " : " and ";
    used += (size_t)snprintf(text + used, size - used, "%s%s", between,
                             ps_plan_option_words(r, c->option[i], name, sizeof name));
  }
  return text;
}

const char *ps_plan_out_words(ps_plan_out out) {
  static const char *const words[] = {
      [PS_PLAN_IN] = "",
      [PS_PLAN_ZERO] = "no effect to count on: 0 by rule",
      [PS_PLAN_CLINICAL] = "ask a clinician",
      [PS_PLAN_KIND] = "of a kind that you left out",
      [PS_PLAN_NEVER] = "you left it out",
      [PS_PLAN_NOT_FOR] = "tried in other people",
      [PS_PLAN_NO_SIZE] = "says no number",
      [PS_PLAN_LONG] = "takes longer than there is",
  };
  return words[out];
}

// ---- the answer

static double plain(double x) { // without the minus of a zero
  return fabs(x) < 0.05 ? 0 : x;
}

static const char *span(const ps_plan_range *x, char text[48]) {
  snprintf(text, 48, "%.1f (%.1f to %.1f)", plain(x->p50), plain(x->p10), plain(x->p90));
  return text;
}

static void say_new_pain(ps_pool *pool, const ps_plan_drawn *d, ps_sentences *s) {
  if (fabs(d->hazard.p50 - 1) >= 0.005)
    ps_say(pool, s,
           "New back pain comes %.2f times as often (%.2f to %.2f) as without, in groups that did "
           "so; this is beside the points, not in them.",
           d->hazard.p50, d->hazard.p10, d->hazard.p90);
}

const char *ps_plan_headline(ps_pool *pool, const ps_plan_result *r) {
  const ps_plan_choice *c = ps_plan_routine(r);
  const ps_plan_drawn *d = ps_plan_routine_drawn(r);
  ps_sentences list = {0};
  char words[500], points[48];
  if (!c) {
    ps_say(pool, &list, "Nothing that was tried lowers the %s by more than a twentieth of a point.",
           ps_plan_index_words(r));
    return list.n ? list.item[0] : "";
  }
  if (d)
    span(&d->benefit, points);
  else
    snprintf(points, sizeof points, "%.1f", ps_plan_benefit(&r->plan, c));
  ps_say(pool, &list,
         "The routine: %s. %.0f minutes a week; %s points less of the %s, which is %.0f of 100 "
         "without, as a mean of %d weeks.%s",
         ps_plan_choice_words(r, c, words, sizeof words), c->minutes, points,
         ps_plan_index_words(r), r->plan.choice[0].at.index, r->limits.weeks,
         d && ps_plan_unsure(&d->benefit) ? " That is no reliable difference to nothing." : "");
  return list.n ? list.item[0] : "";
}

static void say_against_most(ps_pool *pool, const ps_plan_result *r, ps_sentences *s) {
  const ps_plan *p = &r->plan;
  const ps_plan_choice *most = p->nbest ? &p->choice[p->best[0]] : NULL;
  const ps_plan_choice *mine = ps_plan_routine(r);
  char words[500];
  if (!most || !p->ndrawn || most == mine)
    return;
  const ps_plan_drawn *d = &p->drawn[0];
  ps_say(pool, s,
         "The most that was found is %s: %.1f points less, for %.0f minutes a week. %s: %.1f "
         "points more than the routine (%.1f to %.1f).",
         ps_plan_choice_words(r, most, words, sizeof words), d->benefit.p50, most->minutes,
         ps_plan_unsure(&d->to_best) ? "No reliable difference"
                                     : "A difference that draws can tell",
         plain(d->to_best.p50), plain(d->to_best.p10), plain(d->to_best.p90));
}

static void say_noticeable(ps_pool *pool, const ps_plan_result *r, ps_sentences *s) {
  const ps_pain_params *p = &r->lab.physio.nerve.pain;
  double most = ps_plan_result_most(r);
  ps_say(pool, s, "Between groups %.0f points, in one person %.0f are called noticeable; %s.",
         p->noticeable_group_points, p->noticeable_person_points,
         most < p->noticeable_group_points ? "everything here is less"
                                           : "most of what is here is less");
}

static void say_counting(ps_pool *pool, const ps_plan_result *r, ps_sentences *s) {
  ps_say(pool, s,
         "Points of a combination are those of a run with all of it, not a sum: the largest offset "
         "counts in full, further ones by half, 25 points at most, and of ways to the same effect "
         "(kinds of exercise, courses for the mind) a routine holds one.");
  ps_say(pool, s,
         "Within the minutes that trials had, more is not told to do more: the least studied time "
         "counts in full. Per ten minutes, what takes no time is counted with 5 minutes a week.");
  if (r->day.episode != PS_EPISODE_NONE)
    ps_say(pool, s,
           "The course of the episode by itself is in both runs and in no number of points here.");
}

ps_sentences ps_plan_story(ps_pool *pool, const ps_plan_result *r) {
  ps_sentences s = {0};
  const ps_plan_drawn *d = ps_plan_routine_drawn(r);
  char points[48];
  if (d) {
    ps_say(pool, &s, "Discomfort at its worst of a day: %s points less.",
           span(&d->discomfort, points));
    say_new_pain(pool, d, &s);
  }
  say_against_most(pool, r, &s);
  say_noticeable(pool, r, &s);
  say_counting(pool, r, &s);
  return s;
}

ps_sentences ps_plan_warnings(ps_pool *pool, const ps_plan_result *r) {
  ps_sentences s = {0};
  const ps_care_who who = {r->day.episode, r->day.mood.ptsd};
  const ps_plan_choice *c = ps_plan_routine(r);
  ps_care_warn(pool, &r->own, &who, &s);
  for (int i = 0; c && i < c->n; i++) {
    const ps_intervention *w = r->plan.item[r->plan.option[c->option[i]].item].what;
    if (w->harms[0] && strncmp(w->harms, "None", 4) != 0)
      ps_say(pool, &s, "%s: %s", w->name, w->harms);
  }
  if (r->plan.ndrawn && r->plan.draws < r->request.draws)
    ps_say(pool, &s, "%d of %d draws did not come to their end and are left out.",
           r->request.draws - r->plan.draws, r->request.draws);
  return s;
}
