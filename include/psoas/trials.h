// trials.h: simulated trials: an intervention in one of two arms of people, or the numbers of its
// row read back.
//
//   ps_trials_request what = ps_trials_request_default();
//   what.what = (const char *[]){"acupuncture_sciatica"}, what.nwhat = 1;
//   ps_trials_run(&what, &result, &err);  ps_trials_result_write(result, "out", false, &err);
//
// One intervention is tried in full; of several, or of "all", the numbers are read back and beside
// them stands what is expected. docs/trials.md says what each number is.
#pragma once

#include <stdbool.h>

#include "psoas/status.h"
#include "psoas/watch.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ps_trials_request {
  const char *const *what; // "heat", "yoga@60" (minutes a week), "microdiscectomy=-20"; "all"
  int nwhat;
  const char *const *sets; // "KEY=VALUE": "episode=acute", "index=50", "expectancy=1"
  int nsets;
  int people, weeks; // in each arm
  unsigned long long seed;
  int threads; // 0: as many as the machine has
  ps_watch watch;
} ps_trials_request;

// 2000 people in each arm, 12 weeks, seed 1.
ps_trials_request ps_trials_request_default(void);

typedef struct ps_trials_result ps_trials_result;

// *result is NULL after a failure, and where the watch stops the work. Free it.
ps_status ps_trials_run(const ps_trials_request *request, ps_trials_result **result, ps_error *err);
void ps_trials_result_free(ps_trials_result *result);

// Did every number come back within what it may miss?
bool ps_trials_result_passed(const ps_trials_result *result);

// The table that people read, and result.json, to be freed with free().
ps_status ps_trials_result_text(const ps_trials_result *result, char **text, ps_error *err);
ps_status ps_trials_result_json(const ps_trials_result *result, char **text, ps_error *err);
// result.json and report.html; `replace`: files that exist may be replaced.
ps_status ps_trials_result_write(ps_trials_result *result, const char *directory, bool replace,
                                 ps_error *err);
int ps_trials_result_files(const ps_trials_result *result);
const char *ps_trials_result_file(const ps_trials_result *result, int i);

#ifdef __cplusplus
}
#endif
