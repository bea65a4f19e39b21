// weeks_words.c: sentences about weeks.
#include "tool/weeks_words.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

const char *ps_weeks_phase_days(const ps_weeks_result *r, int phase, char *text, size_t size) {
  const ps_weeks *w = &r->weeks;
  size_t used = 0;
  text[0] = 0;
  for (int i = 0; i < 7 && used < size;) {
    int kind = w->phase[phase].week[i], n = 0;
    while (i < 7 && w->phase[phase].week[i] == kind)
      i++, n++;
    used += (size_t)snprintf(text + used, size - used, "%s%.60s %d", used ? ", " : "",
                             w->name[kind], n);
  }
  return text;
}

static double at(const ps_weeks_result *r, int row, int column) {
  return ps_weeks_at(r, r->track.value, row, column);
}

// " (-4.1 to 0.2)" of a column at a row; "" without draws
static const char *range(const ps_weeks_result *r, int row, int column, char text[64]) {
  text[0] = 0;
  if (r->band[0])
    snprintf(text, 64, " (%.1f to %.1f)", ps_weeks_at(r, r->band[0], row, column),
             ps_weeks_at(r, r->band[2], row, column));
  return text;
}

// without the minus of a zero
static double plain(double x) {
  return fabs(x) < 0.05 ? 0 : x;
}

const char *ps_weeks_headline(ps_pool *pool, const ps_weeks_result *r) {
  ps_sentences list = {0};
  char words[64], end_words[64], more[200] = "";
  ps_weeks_course c = ps_weeks_course_of(r, 0), pain = ps_weeks_course_of(r, 7);
  int last = r->track.n - 1;
  if (c.worst_d < last - 7)
    snprintf(more, sizeof more, " and by %+.1f deg%s at the end", plain(c.end),
             range(r, last, PS_HABIT_extension_change_deg, end_words));
  ps_say(
      pool, &list,
      "After %.0f weeks hip extension has changed by %+.1f deg%s%s, as groups of people suggest; "
      "in "
      "the model's own test by %+.1f deg. The standing curve of the low back has moved by %+.1f "
      "deg, and the back pain index goes from %.1f to %.1f, at most %.1f of 100.",
      c.worst_d / 7.0, plain(c.worst), range(r, c.worst_d, PS_HABIT_extension_change_deg, words),
      more,
      plain(at(r, c.worst_d, PS_HABIT_hip_extension_deg) - at(r, 0, PS_HABIT_hip_extension_deg)),
      plain(at(r, c.worst_d, PS_HABIT_lordosis_deg) - at(r, 0, PS_HABIT_lordosis_deg)), pain.start,
      pain.end, pain.worst);
  return list.n ? list.item[0] : "";
}

// ---- story

static void tell_muscle(ps_pool *pool, const ps_weeks_result *r, ps_sentences *s) {
  ps_weeks_course c = ps_weeks_course_of(r, 3);
  int last = r->track.n - 1;
  ps_say(
      pool, s,
      "Fibers of the psoas are down to %.1f %% of their first length in week %.0f and have %.1f %% "
      "at the end; its strength ends at %.0f %%, that of the trunk at %.0f %%. That sitting "
      "shortens a psoas is contested%s.",
      c.worst, c.worst_d / 7.0, c.end, at(r, last, PS_HABIT_psoas_strength_pct),
      at(r, last, PS_HABIT_back_strength_pct),
      r->band[0] ? ": ranges are over draws of which half go without" : "");
  if (at(r, last, PS_HABIT_stretch_tolerance_deg) >= 0.1)
    ps_say(
        pool, s,
        "Of the range at the end %.1f deg are tolerance: stretching makes people put up with more "
        "pull, it hardly makes muscle longer.",
        at(r, last, PS_HABIT_stretch_tolerance_deg));
}

static void tell_recovery(ps_pool *pool, const ps_weeks_result *r, ps_sentences *s) {
  ps_weeks_course c = ps_weeks_course_of(r, 0);
  if (c.worst > -0.1)
    return;
  if (isfinite(c.recovered_d))
    ps_say(pool, s, "Nine tenths of the lost range are back %.0f days after its worst.",
           c.recovered_d);
  else if (c.worst_d < r->track.n - 8)
    ps_say(pool, s, "Of the %.1f deg that were lost %.1f are back at the end.", -c.worst,
           c.end - c.worst);
}

static void tell_mind(ps_pool *pool, const ps_weeks_result *r, ps_sentences *s) {
  ps_weeks_course debt = ps_weeks_course_of(r, 9), stress = ps_weeks_course_of(r, 10);
  if (debt.worst >= 0.05)
    ps_say(pool, s, "Sleep debt reaches %.2f nights and ends at %.2f.", debt.worst, debt.end);
  if (stress.worst >= 1)
    ps_say(
        pool, s,
        "The stress of months reaches %.0f %% in week %.0f; no evidence says that it keeps a psoas "
        "tense, and here it does not.",
        stress.worst, stress.worst_d / 7.0);
}

static void tell_pain(ps_pool *pool, const ps_weeks_result *r, ps_sentences *s) {
  char back[64];
  ps_weeks_course d = ps_weeks_course_of(r, 6), p = ps_weeks_course_of(r, 7),
                  leg = ps_weeks_course_of(r, 8);
  ps_say(
      pool, s,
      "Discomfort of a day peaks at %.0f of 100 and goes every night. The back pain index of a day "
      "is %.1f%s at its worst, in week %.0f, and %.1f at the end; sensitisation multiplies it by "
      "%.3f then.",
      d.worst, p.worst, range(r, p.worst_d, PS_HABIT_back_pain, back), p.worst_d / 7.0, p.end,
      at(r, r->track.n - 1, PS_HABIT_central_gain));
  if (leg.worst >= 0.05)
    ps_say(pool, s, "The leg pain index is %.1f at its worst and %.1f at the end.", leg.worst,
           leg.end);
}

static void tell_onset(ps_pool *pool, const ps_weeks_result *r, ps_sentences *s) {
  if (!r->nonset)
    return;
  const ps_onset_risk *risk = &r->onset[0].risk[0];
  ps_say(
      pool, s,
      "Apart from all this, in groups of people who live like the first phase new back pain goes "
      "with an odds ratio of %.2f (95 %% interval %.2f to %.2f): an association, not a cause, and "
      "no risk of one person.",
      risk->odds, risk->low, risk->high);
}

ps_sentences ps_weeks_story(ps_pool *pool, const ps_weeks_result *r) {
  ps_sentences s = {0};
  tell_muscle(pool, r, &s);
  tell_recovery(pool, r, &s);
  tell_mind(pool, r, &s);
  tell_pain(pool, r, &s);
  tell_onset(pool, r, &s);
  return s;
}

ps_sentences ps_weeks_warnings(ps_pool *pool, const ps_weeks_result *r) {
  ps_sentences s = {0};
  if (!r->complete && r->track.n <= r->weeks.ndays)
    ps_say(pool, &s, "Stopped after %d of %d days; the same command with -o begins again.",
           r->track.n, r->weeks.ndays);
  else if (!r->complete)
    ps_say(pool, &s, "Stopped after %d of %d draws; the same command goes on from there.", r->draws,
           r->request.draws);
  if (r->failed_draws)
    ps_say(pool, &s, "%d of %d draws had no solution and are left out.", r->failed_draws,
           r->request.draws);
  int kinds = r->treated ? r->treated : r->weeks.nkind;
  for (int k = 0; k < r->weeks.nkind; k++) {
    double hours = ps_day_length(&r->weeks.kind[k]) / 3600;
    if (k < kinds && r->weeks.kind[k].sleep_s <= 0)
      ps_say(pool, &s, "A day %s is a day without sleep.", r->weeks.name[k]);
    else if (k < kinds && hours < 23.9)
      ps_say(pool, &s, "Of a day %s %.1f h are not described and not computed.", r->weeks.name[k],
             24 - hours);
    if (r->sums.kind[k].unheld_min >= 1)
      ps_say(pool, &s, "In a day %s %.0f minutes are in postures that muscles cannot hold.",
             r->weeks.name[k], r->sums.kind[k].unheld_min);
  }
  for (int i = 0; i < PS_MECHANISM_COUNT; i++)
    if (r->off & 1u << i)
      ps_say(pool, &s, "Switched off: %s.", ps_mechanism_words(i));
  const ps_care_who who = {r->weeks.episode, r->weeks.mood.ptsd};
  ps_care_warn(pool, &r->choice.care, &who, &s);
  return s;
}
