// sciatica.h: the chain from a disc to the leg in a posture, link by link, and the psoas in it.
#pragma once

#include <stdbool.h>

#include "psoas/status.h"
#include "psoas/watch.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ps_sciatica_request {
  const char *posture; // a name or a YAML file; NULL: sitting_slumped
  // "KEY=VALUE", keys of the pose and the person; and narrowing, root_inflammation, haematoma,
  // piriformis, which state a case, 0 to 1 (narrowing: to 0.8)
  const char *const *sets;
  int nsets;
  const char *person; // YAML file; NULL: none
  int draws;          // for ranges; 0: none
  unsigned long long seed;
  int threads; // 0: as many as the machine has; results have the same bits for any
  ps_watch watch;
} ps_sciatica_request;

// 64 draws, seed 1.
ps_sciatica_request ps_sciatica_request_default(void);

typedef struct ps_sciatica_result ps_sciatica_result;

// Postures that cannot be held are results too. *result is NULL after a failure; else free it.
ps_status ps_sciatica_run(const ps_sciatica_request *request, ps_sciatica_result **result,
                          ps_error *err);
void ps_sciatica_result_free(ps_sciatica_result *result);

// The posture that was asked for, then those it is compared with.
int ps_sciatica_result_postures(const ps_sciatica_result *result);
const char *ps_sciatica_result_posture(const ps_sciatica_result *result, int posture);
bool ps_sciatica_result_solved(const ps_sciatica_result *result, int posture); // can it be held?

// A number by its path in the result of a posture: "levels.L4_L5.area_mm2", "roots.L5.flow",
// "whole.leg_pain"; and of the tests: "tests.raise_root_deg". Without draws all the same; nan: not
// reached.
typedef struct ps_sciatica_value {
  double value, p10, p50, p90;
} ps_sciatica_value;
// False: there is no such number.
bool ps_sciatica_result_number(const ps_sciatica_result *result, int posture, const char *path,
                               ps_sciatica_value *value);

// Tables and sentences; JSON; both to be freed with free().
ps_status ps_sciatica_result_text(const ps_sciatica_result *result, char **text, ps_error *err);
ps_status ps_sciatica_result_json(const ps_sciatica_result *result, char **text, ps_error *err);
// result.json and report.html, both or none; `replace`: files that exist may be replaced.
ps_status ps_sciatica_result_write(const ps_sciatica_result *result, const char *directory,
                                   bool replace, ps_error *err);

#ifdef __cplusplus
}
#endif
