// weeks.h: months of days: what a habit does to muscle, posture, sleep and pain, one row a day.
//
//   ps_weeks_request what = ps_weeks_request_default();
//   what.weeks = "desk_then_active";
//   ps_weeks_run(&what, &result, &err);  ps_weeks_result_write(result, "out", false, &err);
//
// Weeks are a name of `psoas weeks --list` or a YAML file; docs/weeks.md says what it may say.
#pragma once

#include <stdbool.h>

#include "psoas/status.h"
#include "psoas/watch.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ps_weeks_request {
  const char *weeks;       // a name or a file
  const char *const *sets; // "KEY=VALUE", of the weeks or the person: "height=1.62"
  int nsets;
  const char *person;         // YAML file that replaces the weeks'; NULL: none
  const char *const *without; // mechanisms that are off: "adaptation"
  int nwithout;
  const char *const *with; // interventions: "heat", "hip_flexor_stretch@30" (minutes a week)
  int nwith;
  const char *interventions;    // YAML file of rows of your own; NULL: none
  double from_week, until_week; // when they begin and end
  int draws;                    // for intervals; 0: none
  unsigned long long seed;
  int threads;        // 0: as many as the machine has
  const char *resume; // folder that keeps finished draws, for a run that is killed; NULL: none
  ps_watch watch;
} ps_weeks_request;

// 32 draws, seed 1, interventions from the first day to the last.
ps_weeks_request ps_weeks_request_default(void);

// Weeks that have names, one in a line, to be freed with free().
ps_status ps_weeks_names(char **text, ps_error *err);

typedef struct ps_weeks_result ps_weeks_result;

// *result is NULL after a failure. Where the watch stops the work and at least a day is done, the
// result has what is done, and is not complete. Free it.
ps_status ps_weeks_run(const ps_weeks_request *request, ps_weeks_result **result, ps_error *err);
void ps_weeks_result_free(ps_weeks_result *result);
bool ps_weeks_result_complete(const ps_weeks_result *result);

// Rows of the timeline, a day each, and a number of one: "back_pain". nan: there is no such column.
int ps_weeks_result_rows(const ps_weeks_result *result);
double ps_weeks_result_at(const ps_weeks_result *result, int row, const char *column);
// Percentile of a column over draws: 10, 50 or 90. nan: not drawn.
double ps_weeks_result_percentile(const ps_weeks_result *result, int row, const char *column,
                                  int percent);
// The same column without interventions; and, where drawn, of the difference that they make.
double ps_weeks_result_plain(const ps_weeks_result *result, int row, const char *column);
double ps_weeks_result_difference(const ps_weeks_result *result, int row, const char *column,
                                  int percent);
// Odds ratio of new back pain that goes with the habit of a phase, in groups of people.
double ps_weeks_result_odds(const ps_weeks_result *result, int phase);

// The table that people read, and result.json, to be freed with free().
ps_status ps_weeks_result_text(const ps_weeks_result *result, char **text, ps_error *err);
ps_status ps_weeks_result_json(const ps_weeks_result *result, char **text, ps_error *err);
// timeline.csv, result.json and report.html; `replace`: files that exist may be replaced, which
// those of the same run that was stopped always may.
ps_status ps_weeks_result_write(ps_weeks_result *result, const char *directory, bool replace,
                                ps_error *err);
int ps_weeks_result_files(const ps_weeks_result *result);
const char *ps_weeks_result_file(const ps_weeks_result *result, int i);

#ifdef __cplusplus
}
#endif
