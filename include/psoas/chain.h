// chain.h: what short or weak hip flexors do to hip, knee and ankle over a stride of walking.
#pragma once

#include <stdbool.h>

#include "psoas/status.h"
#include "psoas/watch.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ps_chain_request {
  const char *const *sets; // "KEY=VALUE", keys of the pose and the person
  int nsets;
  const char *person;    // YAML file; NULL: none
  const char *criterion; // NULL: the default
  double inhibition;     // 0 to 1: adds variants in which a pulled psoas takes from the gluteals
  int draws;             // for ranges of the differences; 0: none
  unsigned long long seed;
  int threads; // 0: as many as the machine has; results have the same bits for any
  ps_watch watch;
} ps_chain_request;

// 64 draws, seed 1, no inhibition.
ps_chain_request ps_chain_request_default(void);

typedef struct ps_chain_result ps_chain_result;

// Moments that cannot be held are results too. *result is NULL after a failure; else free it.
ps_status ps_chain_run(const ps_chain_request *request, ps_chain_result **result, ps_error *err);
void ps_chain_result_free(ps_chain_result *result);

int ps_chain_result_variants(const ps_chain_result *result);
const char *ps_chain_result_variant(const ps_chain_result *result, int variant);
int ps_chain_result_unsolved(const ps_chain_result *result); // moments without a solution

// A number of a leg over the stride, by the name of its column ("knee_contact_N").
typedef struct ps_chain_change {
  double value;            // largest over the stride
  int at_pct;              // where in the stride
  double change, p10, p90; // against the person as is; without draws all the same
} ps_chain_change;
// False: there is no such number.
bool ps_chain_result_peak(const ps_chain_result *result, int variant, bool left, const char *name,
                          ps_chain_change *change);

// Tables and sentences; JSON; both to be freed with free().
ps_status ps_chain_result_text(const ps_chain_result *result, char **text, ps_error *err);
ps_status ps_chain_result_json(const ps_chain_result *result, char **text, ps_error *err);
// chain.csv, result.json and report.html, all or none; `replace`: files that exist may be replaced.
ps_status ps_chain_result_write(const ps_chain_result *result, const char *directory, bool replace,
                                ps_error *err);

#ifdef __cplusplus
}
#endif
