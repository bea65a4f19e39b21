// event.h: fight, flight, freeze: what a few seconds do to psoas and discs of the built-in model.
//
//   ps_event_request what = ps_event_request_default();
//   what.event = "startle";
//   ps_event_run(&what, &result, &err);  ps_event_result_text(result, &text, &err);
//
// Forward simulation with error control; docs/event.md says what is free and what is prescribed.
// Recordings of the psoas under threat do not exist: results are plausible, no more.
#pragma once

#include <stdbool.h>

#include "psoas/status.h"
#include "psoas/watch.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ps_event_request {
  const char *event;       // "startle", "fear", "fetal", "run", "freeze"
  const char *const *sets; // "KEY=VALUE", of pose and person
  int nsets;
  const char *person, *chair; // YAML files; NULL: none
  const char *criterion;      // of the posture it starts from; NULL: the default
  int repeat;                 // of startle: how often the sound comes
  int draws;                  // for ranges of the peaks; 0: none
  unsigned long long seed;
  double tolerance; // [-]  relative error of a step
  int threads;      // 0: as many as the machine has; results have the same bits for any
  ps_watch watch;
} ps_event_request;

// Once, no draws, seed 1, 1e-5.
ps_event_request ps_event_request_default(void);

// Name of an event; NULL: there are no more.
const char *ps_event_at(int i);

typedef struct ps_event_result ps_event_result;

// *result is NULL after a failure. Free it.
ps_status ps_event_run(const ps_event_request *request, ps_event_result **result, ps_error *err);
void ps_event_result_free(ps_event_result *result);

// "" where the simulation came to its end; else why not.
const char *ps_event_result_trouble(const ps_event_result *result);

typedef struct ps_event_number {
  double rest, peak, at_s, end;
  double p10, p90; // of the peak; without draws the peak itself
} ps_event_number;
// Of a column of the timeline, "psoas_r_force_N", of a repeat; false: there is none.
bool ps_event_result_number(const ps_event_result *result, int repeat, const char *column,
                            ps_event_number *number);

// As text and files; texts are to be freed with free().
ps_status ps_event_result_text(const ps_event_result *result, char **text, ps_error *err);
ps_status ps_event_result_json(const ps_event_result *result, char **text, ps_error *err);
// timeline.csv, result.json, report.html; `replace`: files that exist may be replaced. All or none.
ps_status ps_event_result_write(ps_event_result *result, const char *directory, bool replace,
                                ps_error *err);
// Files written so far.
int ps_event_result_files(const ps_event_result *result);
const char *ps_event_result_file(const ps_event_result *result, int i);

#ifdef __cplusplus
}
#endif
