// physio_kit_tissue.h: the parameters of data/physio/tissue.csv by name, for tests. A name that is
// unknown, missing or told twice fails, and so does a row that breaks the promise of its columns.
#pragma once

#include <stdbool.h>
#include <stdlib.h>

#include "check.h"
#include "physio/tissue_trials.h"

static const double kit_minute = 60, kit_hour = 3600, kit_day = 86400; // [s]

// Every parameter as a loader would walk them: a module, then its fields. ps_tissue holds doubles
// alone, so the order of the fields is their place.
typedef struct kit_name {
  const char *module, *field; // one of them
} kit_name;

static const kit_name kit_names[] = {
#define P(name)             {NULL, #name},
#define M(name, parameters) {#name, NULL}, parameters(P)
    PS_TISSUE_MODULES(M)
#undef M
#undef P
};
enum { KIT_NAMES = sizeof kit_names / sizeof *kit_names };

// Cells of a line, cut in place; quotes around a cell are taken off.
static inline int kit_cells(char *line, char **cell, int most) {
  int n = 0;
  bool quoted = false;
  line[strcspn(line, "\r\n")] = 0;
  cell[n++] = line;
  for (char *c = line; *c; c++) {
    quoted ^= *c == '"';
    if (*c == ',' && !quoted && n < most) {
      *c = 0;
      cell[n++] = c + 1;
    }
  }
  return n;
}

static inline bool kit_is_one_of(const char *text, const char *const *list) {
  while (*list && strcmp(text, *list) != 0)
    list++;
  return *list != NULL;
}

static inline void kit_check_row(char **cell) {
  static const char *const status[] = {"established", "plausible", "contested", "no evidence",
                                       NULL};
  static const char *const flag[] = {
      "verified", "recalled-high", "recalled-medium", "recalled-low", "derived", "assumption",
      NULL};
  static const char *const distribution[] = {"",        "normal",      "lognormal",
                                             "uniform", "half-normal", NULL};
  CHECK(kit_is_one_of(cell[7], status) && kit_is_one_of(cell[9], flag));
  CHECK(kit_is_one_of(cell[5], distribution));
  CHECK((*cell[5] != 0) == (*cell[3] != 0) && (*cell[3] != 0) == (*cell[4] != 0));
  if (*cell[3])
    CHECK(atof(cell[3]) <= atof(cell[1]) && atof(cell[1]) <= atof(cell[4]));
}

// Place of "module.field" among the doubles, or -1.
static inline int kit_place(const char *name) {
  const char *module = "";
  int place = 0;
  for (int i = 0; i < KIT_NAMES; i++) {
    char known[80];
    if (kit_names[i].module) {
      module = kit_names[i].module;
      continue;
    }
    snprintf(known, sizeof known, "%s.%s", module, kit_names[i].field);
    if (strcmp(known, name) == 0)
      return place;
    place++;
  }
  return -1;
}

static inline ps_tissue kit_tissue(void) {
  enum { COUNT = sizeof(ps_tissue) / sizeof(double) };
  ps_tissue t;
  double value[COUNT];
  bool seen[COUNT] = {0};
  FILE *file = fopen(PSOAS_TEST_ROOT "/data/physio/tissue.csv", "r");
  CHECK(file != NULL);
  char line[1000], *cell[12];
  CHECK(fgets(line, sizeof line, file) != NULL); // the labels
  while (fgets(line, sizeof line, file)) {
    CHECK_EQ(kit_cells(line, cell, 12), 11);
    kit_check_row(cell);
    int place = kit_place(cell[0]);
    if (place < 0 || seen[place])
      check_fail(__FILE__, __LINE__, cell[0]);
    seen[place] = true;
    value[place] = atof(cell[1]);
  }
  fclose(file);
  for (int i = 0; i < COUNT; i++)
    CHECK(seen[i]);
  memcpy(&t, value, sizeof t);
  return t;
}

// What the experiment of this name gives.
static inline double kit_trial(const ps_tissue *t, const char *name) {
  for (int i = 0; i < ps_tissue_trial_count; i++)
    if (strcmp(ps_tissue_trials[i].name, name) == 0)
      return ps_tissue_trials[i].run(t);
  check_fail(__FILE__, __LINE__, name);
  return NAN;
}
