// plan.h: which prevention and relief helps this person on this day most, for the time it takes.
//
//   ps_plan_request what = ps_plan_request_default();
//   what.day = "office";
//   ps_plan_run(&what, &result, &err);  ps_plan_result_write(result, "out", false, &err);
//
// Interventions are those of `psoas evidence`; each acts where it acts, and combinations are run as
// combinations. docs/plan.md says how they are searched and what the numbers mean.
#pragma once

#include <stdbool.h>

#include "psoas/status.h"
#include "psoas/watch.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ps_plan_request {
  const char *day;         // a name or a file
  const char *const *sets; // "KEY=VALUE", of the day or the person
  int nsets;
  const char *person;        // YAML file that replaces the day's; NULL: none
  const char *const *limits; // "minutes_per_day=20", "items=3", "without=tens", "only=self"
  int nlimits;
  const char *const *with; // a combination of one's own, shown beside: "heat", "yoga@60"
  int nwith;
  int weeks;      // horizon
  const char *by; // what comes first: "minute", "benefit", "surest"
  int draws;      // for intervals, at least 10; 0: none
  unsigned long long seed;
  const char *begin; // first day of the calendar: "2026-11-23"
  int threads;       // 0: as many as the machine has
  // Called once all items were tried alone, with a sentence; NULL: nobody asks.
  void (*first)(void *context, const char *sentence, double seconds);
  void *first_context;
  ps_watch watch;
} ps_plan_request;

// 12 weeks, by minute, 200 draws, seed 1, a calendar from Monday, 5 January 1970.
ps_plan_request ps_plan_request_default(void);

typedef struct ps_plan_result ps_plan_result;

// *result is NULL after a failure. Free it.
ps_status ps_plan_run(const ps_plan_request *request, ps_plan_result **result, ps_error *err);
void ps_plan_result_free(ps_plan_result *result);

// The routine: interventions in the words of `psoas weeks --with`, their number, minutes a week;
// points less of the index, by the median run and at a percentile of the draws (10, 50, 90; nan:
// not drawn).
int ps_plan_result_items(const ps_plan_result *result);
const char *ps_plan_result_item(const ps_plan_result *result, int i);
double ps_plan_result_minutes(const ps_plan_result *result);
double ps_plan_result_benefit(const ps_plan_result *result);
double ps_plan_result_percentile(const ps_plan_result *result, int percent);
// The largest benefit of any combination within the limits; combinations that were tried, days that
// were lived minute by minute.
double ps_plan_result_most(const ps_plan_result *result);
int ps_plan_result_tried(const ps_plan_result *result);
int ps_plan_result_days(const ps_plan_result *result);

// The table that people read, and result.json, to be freed with free().
ps_status ps_plan_result_text(const ps_plan_result *result, char **text, ps_error *err);
ps_status ps_plan_result_json(const ps_plan_result *result, char **text, ps_error *err);
// result.json, report.html, plan.ics and day_with_plan.yaml; `replace`: files that exist may be
// replaced.
ps_status ps_plan_result_write(ps_plan_result *result, const char *directory, bool replace,
                               ps_error *err);
int ps_plan_result_files(const ps_plan_result *result);
const char *ps_plan_result_file(const ps_plan_result *result, int i);

#ifdef __cplusplus
}
#endif
