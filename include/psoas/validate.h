// validate.h: the model against measured people, row by row.
//
// A row says what was measured, in whom, and between which edges a model of a generic person may
// lie. A map says which scenarios show it and how the number follows from their results. Those of
// the project are part of the library; docs/validation/README.md tells about both.
//
//   pass rule: every verified row of grade A inside its band, and 80 % of the verified B
#pragma once

#include <stdbool.h>

#include "psoas/status.h"
#include "psoas/watch.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ps_validate_options {
  const char *rows, *map; // CSV files; NULL: the project's
  const char *groups;     // "1,2,12"; NULL: all
  const char *criterion;  // of scenarios that name none, as in psoas/pose.h; NULL: the default
  int threads;            // 0: as many as the machine has
  ps_watch watch;
} ps_validate_options;
ps_validate_options ps_validate_default(void);

typedef enum ps_row_outcome {
  PS_ROW_PASS,
  PS_ROW_HIGH,     // above the band
  PS_ROW_LOW,      // below it
  PS_ROW_NONE,     // no number: a curve does not do what is asked for
  PS_ROW_UNSOLVED, // a posture cannot be held, so that the number says nothing
  PS_ROW_INPUT,    // something given is read back, inside its band
  PS_ROW_INPUT_OFF,
  PS_ROW_NOT_COVERED, // no map
} ps_row_outcome;

typedef struct ps_validation_row {
  const char *id, *quantity, *condition, *unit, *spread, *people, *citation, *doi;
  int group;
  const char *group_name;
  double measured, low, high;
  char grade;    // A, B or C
  bool verified; // the number was read in its source; else recalled
  ps_row_outcome outcome;
  double model;                              // nan where there is none
  double beyond;                             // how far outside, in widths of the band; 0 inside
  const char *scenarios, *expression, *note; // "" without a map
  const char *trouble;                       // "sitting_relaxed: infeasible"; "" without
} ps_validation_row;

// So many rows that count as predictions, and of them inside.
typedef struct ps_validation_count {
  int rows, inside;
} ps_validation_count;

typedef struct ps_validation_group {
  int number;
  const char *name;
  ps_validation_count verified[3], recalled[3]; // by grade
  int inputs, not_covered;
} ps_validation_group;

typedef struct ps_validation {
  int n;
  const ps_validation_row *row;
  int ngroup;
  const ps_validation_group *group; // by number
  ps_validation_group all;
  bool pass;
  int nscenario, nposture; // solved
} ps_validation;

// *validation is NULL after a failure; else the caller frees it.
ps_status ps_validate(ps_validation **validation, const ps_validate_options *options,
                      ps_error *err);
void ps_validation_free(ps_validation *validation);

// As a table for people, as JSON, and as a page; texts are to be freed with free().
ps_status ps_validation_text(const ps_validation *validation, char **text, ps_error *err);
ps_status ps_validation_json(const ps_validation *validation, char **text, ps_error *err);
ps_status ps_validation_page(const ps_validation *validation, char **text, ps_error *err);
// validation.json and validation.html; `replace`: files that exist may be replaced. Both or none.
ps_status ps_validation_write(const ps_validation *validation, const char *directory, bool replace,
                              ps_error *err);

#ifdef __cplusplus
}
#endif
