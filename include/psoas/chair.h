// chair.h: the cheapest change of a seat that takes a load down by so much.
//
//   ps_chair_request what = ps_chair_request_default();
//   what.reduce = "L4_L5=10%";
//   ps_chair_run(&what, &result, &err);  ps_chair_result_text(result, &text, &err);
#pragma once

#include <stdbool.h>

#include "psoas/status.h"
#include "psoas/watch.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ps_chair_request {
  const char *posture;     // a name or a file in which somebody sits
  const char *const *sets; // "KEY=VALUE", of the posture, the person or the chair
  int nsets;
  const char *person, *chair; // YAML files; NULL: none
  const char *reduce;         // "L4_L5=10%"; also other levels, hip_r, hip_l, psoas_r, psoas_l
  int draws;                  // for the interval; 0: none
  unsigned long long seed;
  ps_watch watch;
} ps_chair_request;

// sitting_relaxed, 10 % of L4/5, 200 draws, seed 1.
ps_chair_request ps_chair_request_default(void);

typedef struct ps_chair_result ps_chair_result;

// A seat that does not exist is a result. *result is NULL after a failure. Free it.
ps_status ps_chair_run(const ps_chair_request *request, ps_chair_result **result, ps_error *err);
void ps_chair_result_free(ps_chair_result *result);

bool ps_chair_result_found(const ps_chair_result *result);
// Settings that are changed, "backrest_deg=20"; where nothing is found, those of the most that is
// possible.
int ps_chair_result_changes(const ps_chair_result *result);
const char *ps_chair_result_change(const ps_chair_result *result, int i);
// Share of the load that is gone; and at a percentile of the draws (10, 50, 90; nan: not drawn).
double ps_chair_result_reduction(const ps_chair_result *result);
double ps_chair_result_percentile(const ps_chair_result *result, int percent);

// What people read, and JSON, to be freed with free().
ps_status ps_chair_result_text(const ps_chair_result *result, char **text, ps_error *err);
ps_status ps_chair_result_json(const ps_chair_result *result, char **text, ps_error *err);

#ifdef __cplusplus
}
#endif
