// evidence.h: what is claimed of prevention and relief, what was measured, and what psoas takes.
//
// A catalogue is a choice of interventions or of claims with everything that is known of them:
// mechanism, grades, effects against sham and usual care, the default effect, dose, harms,
// guidelines, sources. docs/evidence.md says how to read it.
#pragma once

#include <stdbool.h>

#include "psoas/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum ps_catalogue_kind {
  PS_CATALOGUE_INTERVENTIONS,
  PS_CATALOGUE_CLAIMS
} ps_catalogue_kind;

// How much is told: what one needs to decide, or all that is known. JSON always holds all.
typedef enum ps_level { PS_LEVEL_FULL, PS_LEVEL_SHORT } ps_level;

typedef struct ps_catalogue_request {
  ps_catalogue_kind kind;
  const char *const *words; // ids, aliases or names; none: all of them, in short
  int n;
  double discount; // 0 to 1: how far the weights of grades count; below 0: as in the library
  ps_level level;
  const char *interventions; // YAML file of rows of your own; NULL: none
} ps_catalogue_request;
ps_catalogue_request ps_catalogue_request_default(ps_catalogue_kind kind);

typedef struct ps_catalogue ps_catalogue;

// *catalogue is NULL after a failure; else the caller frees it.
ps_status ps_catalogue_create(const ps_catalogue_request *request, ps_catalogue **catalogue,
                              ps_error *err);
void ps_catalogue_free(ps_catalogue *catalogue);

// For people, as JSON, and as a page; texts are to be freed with free().
ps_status ps_catalogue_text(const ps_catalogue *catalogue, char **text, ps_error *err);
ps_status ps_catalogue_json(const ps_catalogue *catalogue, char **text, ps_error *err);
ps_status ps_catalogue_page(const ps_catalogue *catalogue, char **text, ps_error *err);
// result.json and report.html; `replace`: files that exist may be replaced. Both or none.
ps_status ps_catalogue_write(const ps_catalogue *catalogue, const char *directory, bool replace,
                             ps_error *err);

// The sources behind interventions, claims, sources by their own id, or result files (NAME.json),
// as BibTeX, each once; without words all of them. What a result file rests on are the ids it
// holds and, where it is a day, the tables of its slow processes.
ps_status ps_cite(const char *const *words, int n, char **text, ps_error *err);

#ifdef __cplusplus
}
#endif
