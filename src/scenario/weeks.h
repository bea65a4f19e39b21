// weeks.h: what a file of weeks says: phases made of days, who lives them, an episode of pain.
//
//   phases:
//     - {for: 52 weeks, days: {office: 5, sofa: 2}}
//     - {for: 13 weeks, days: {active: 7}, stretch_min: 5}
//   episode: {kind: acute, week: 20}
//
// Phases follow each other without gaps. The days of a week come in the order in which they are
// written, again and again from the beginning of their phase.
#pragma once

#include "scenario/day.h"

enum { PS_WEEKS_KINDS = 32, PS_WEEKS_MOST_DAYS = 520 * 7 };

typedef struct ps_weeks_phase {
  int first, ndays;   // on the clock of days
  int week[7];        // kind of day, by day of the week
  double stretch_min; // of the hip flexors, a day
} ps_weeks_phase;

typedef struct ps_weeks {
  const char *schema, *title;
  ps_person person;
  ps_mood mood;        // states of mind, 0 to 1 each
  int episode;         // ps_episode_kind
  double episode_week; // at which it begins
  double narrowing;    // of the foramina, 0 to 0.8
  double sleep_debt;   // nights without sleep, in the first morning
  int nphase, nkind, ndays;
  ps_weeks_phase *phase;
  const char *name[PS_WEEKS_KINDS]; // of the kinds of day
  ps_day kind[PS_WEEKS_KINDS];      // all with the person, mood and foramina of the weeks
} ps_weeks;

extern const ps_schema ps_weeks_schema;

// How a day is found by its name.
typedef struct ps_weeks_days {
  ps_status (*find)(void *context, ps_pool *pool, const char *name, ps_day *day, ps_error *err);
  void *context;
} ps_weeks_days;

// Read weeks whose person is a map; `path` is for messages.
ps_status ps_weeks_read(ps_pool *pool, const ps_tree *tree, const char *path,
                        const ps_weeks_days *days, ps_weeks *weeks, ps_error *err);

// Phase and kind of a day.
int ps_weeks_phase_of(const ps_weeks *weeks, int day);
int ps_weeks_kind_of(const ps_weeks *weeks, int day);

// "52 weeks", "3 days", "1 week 2 days": whole days; false: it is none.
bool ps_days_read(const char *text, int *days);
