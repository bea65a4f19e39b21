// day.h: a day of a person: what posture, stillness, load and stress do, minute by minute.
//
//   ps_day_request what = ps_day_request_default();
//   what.day = "office";
//   ps_day_run(&what, &result, &err);  ps_day_result_write(result, "out", false, &err);
//
// A day is a name of `psoas day --list` or a YAML file; docs/day.md says what it may say.
#pragma once

#include <stdbool.h>

#include "psoas/status.h"
#include "psoas/watch.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ps_day_request {
  const char *day;         // a name or a file
  const char *const *sets; // "KEY=VALUE", of the day or the person: "height=1.62"
  int nsets;
  const char *person;         // YAML file that replaces the day's; NULL: none
  const char *const *without; // mechanisms that are off: "creep"
  int nwithout;
  const char *const *with; // interventions: "heat", "hip_flexor_stretch@30" (minutes a week)
  int nwith;
  const char *interventions; // YAML file of rows of your own; NULL: none
  double since_d;            // for how long the person has kept them up
  bool contributions;        // run again without each mechanism, to say what it does
  int draws;                 // for intervals; 0: none
  unsigned long long seed;
  const char *store; // folder that keeps finished draws, for a run that is killed; NULL: none
  int threads;       // 0: as many as the machine has
  double step_s;     // of the slow processes; 0: a minute
  bool always;       // solve the posture in every step, whether or not the state has moved
  ps_watch watch;
} ps_day_request;

// 256 draws, seed 1, contributions, interventions for 84 days.
ps_day_request ps_day_request_default(void);

// Days that have names, one in a line; and mechanisms. To be freed with free().
ps_status ps_day_names(char **text, ps_error *err);
ps_status ps_day_mechanisms(char **text, ps_error *err);

typedef struct ps_day_result ps_day_result;

// *result is NULL after a failure. Free it.
ps_status ps_day_run(const ps_day_request *request, ps_day_result **result, ps_error *err);
void ps_day_result_free(ps_day_result *result);

// Rows of the timeline, and a number of one: "discomfort". nan: there is no such column.
int ps_day_result_rows(const ps_day_result *result);
double ps_day_result_at(const ps_day_result *result, int row, const char *column);

// What interventions change in a number of "psoas day", such as "discomfort": the median, and the
// 10th and 90th percentile over people where it was drawn, else nan. 0 without interventions.
typedef struct ps_day_difference {
  double value, low, high;
} ps_day_difference;
ps_day_difference ps_day_result_difference(const ps_day_result *result, const char *key);

// The table that people read, and result.json, to be freed with free().
ps_status ps_day_result_text(const ps_day_result *result, char **text, ps_error *err);
ps_status ps_day_result_json(const ps_day_result *result, char **text, ps_error *err);
// timeline.csv, result.json, report.html and draws.csv, which has the key numbers of every draw;
// `replace`: files that exist may be replaced.
ps_status ps_day_result_write(ps_day_result *result, const char *directory, bool replace,
                              ps_error *err);
int ps_day_result_files(const ps_day_result *result);
const char *ps_day_result_file(const ps_day_result *result, int i);

#ifdef __cplusplus
}
#endif
