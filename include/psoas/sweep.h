// sweep.h: one posture again and again, with one or two of its numbers varied.
#pragma once

#include <stdbool.h>

#include "psoas/status.h"
#include "psoas/watch.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ps_sweep_request {
  const char *posture;     // a name or a YAML file
  const char *const *vary; // "KEY=FROM:TO:N", keys of the pose, the person or the chair
  int nvary;               // 1 or 2; the last varies fastest
  const char *const *sets; // "KEY=VALUE"
  int nsets;
  const char *person, *chair; // YAML files; NULL: none
  const char *criterion;      // NULL: the default
  bool rhythm;                // levels in published rhythm instead of free
  bool light;                 // about sixty lines instead of all
  int threads;                // 0: as many as the machine has; results have the same bits for any
  ps_watch watch;
} ps_sweep_request;

typedef struct ps_sweep ps_sweep;

// Postures that cannot be taken or held are results too, with their status. *sweep is NULL after a
// failure; else free it.
ps_status ps_sweep_run(const ps_sweep_request *request, ps_sweep **sweep, ps_error *err);
void ps_sweep_free(ps_sweep *sweep);

int ps_sweep_count(const ps_sweep *sweep);    // postures
int ps_sweep_unsolved(const ps_sweep *sweep); // of them, without a solution
// Why the first posture that nobody can take is none; "" where all can be taken.
const char *ps_sweep_trouble(const ps_sweep *sweep);

// A table with a row for each posture: the varied numbers, results, status. And curves over one
// varied number, or maps over two, as SVG. Texts are to be freed with free().
ps_status ps_sweep_csv(const ps_sweep *sweep, char **text, ps_error *err);
ps_status ps_sweep_svg(const ps_sweep *sweep, char **text, ps_error *err);
// Both, as sweep.csv and sweep.svg; `replace`: files that exist may be replaced.
ps_status ps_sweep_write(const ps_sweep *sweep, const char *directory, bool replace, ps_error *err);

#ifdef __cplusplus
}
#endif
