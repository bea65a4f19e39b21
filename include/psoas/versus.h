// versus.h: what is claimed of an intervention, what was measured, and doing nothing, side by side.
//
//   ps_versus_request what = ps_versus_request_default();
//   what.id = "hijama";
//   ps_versus_run(&what, &result, &err);  ps_versus_result_write(result, "out", false, &err);
//
// A person lives weeks again and again: without the intervention, with it as it was measured, with
// the largest relief that a study reports, and, where one is typed in, with an imagined effect.
// docs/claim-vs-evidence.md says how to read it.
#pragma once

#include <stdbool.h>

#include "psoas/evidence.h"
#include "psoas/watch.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ps_versus_request {
  const char *id;          // of an intervention, another name of it, or of a claim about one only
  const char *weeks;       // a name of `psoas weeks --list` or a file; NULL: made for the row
  int nweeks;              // of those that are made
  const char *const *sets; // "KEY=VALUE", of weeks or person, or "discount=0.5"
  int nsets;
  const char *person;        // YAML file; NULL: none
  const char *interventions; // YAML file of rows of your own; NULL: none
  double hypothetical;       // the effect that is imagined, in what the row allows; nan: none
  double context;            // response to any care, 0 to 1: drawn apart
  int draws;                 // for bands; 0: none
  unsigned long long seed;
  int threads; // 0: as many as the machine has
  ps_level level;
  ps_watch watch;
} ps_versus_request;

// 12 weeks, 32 draws, seed 1, everything told.
ps_versus_request ps_versus_request_default(void);

typedef struct ps_versus_result ps_versus_result;

// *result is NULL after a failure. Where the watch stops the draws, the result has what is done.
ps_status ps_versus_run(const ps_versus_request *request, ps_versus_result **result, ps_error *err);
void ps_versus_result_free(ps_versus_result *result);
bool ps_versus_result_complete(const ps_versus_result *result);
bool ps_versus_result_hypothetical(const ps_versus_result *result);

typedef enum ps_versus_arm {
  PS_VERSUS_NOTHING,  // the natural course
  PS_VERSUS_MEASURED, // as trials found it, shrunk as the rule says
  PS_VERSUS_CLAIMED,  // the most that a study of it reports, at its word
  PS_VERSUS_TYPED,    // what was imagined
  PS_VERSUS_CONTEXT,  // nothing but the response to care
  PS_VERSUS_ARMS
} ps_versus_arm;

// Days, and numbers of one: the pain index, or the state that the row acts on (range, strength,
// odds ...). nan: there is no such curve.
int ps_versus_result_days(const ps_versus_result *result);
double ps_versus_result_pain(const ps_versus_result *result, ps_versus_arm arm, int day);
double ps_versus_result_state(const ps_versus_result *result, ps_versus_arm arm, int day);
// Percentile over draws, 10, 50 or 90, of the pain index, and of its difference to doing nothing.
// nan: not drawn.
double ps_versus_result_percentile(const ps_versus_result *result, ps_versus_arm arm, int day,
                                   int percent);
double ps_versus_result_difference(const ps_versus_result *result, ps_versus_arm arm, int day,
                                   int percent);

// For people, as JSON, as a table of curves and as a page, to be freed with free().
ps_status ps_versus_result_text(const ps_versus_result *result, char **text, ps_error *err);
ps_status ps_versus_result_json(const ps_versus_result *result, char **text, ps_error *err);
ps_status ps_versus_result_page(const ps_versus_result *result, char **text, ps_error *err);
// curves.csv, result.json and report.html, all or none; `replace`: files may be replaced.
ps_status ps_versus_result_write(const ps_versus_result *result, const char *directory,
                                 bool replace, ps_error *err);

#ifdef __cplusplus
}
#endif
