// validate_inner.h: what the files of the validation share.
#pragma once

#include "base/arena.h"
#include "base/tree.h"
#include "psoas/validate.h"
#include "scenario/answer.h"
#include "scenario/physio_table.h"

// A number that expressions ask of a scenario: one value for each of its points.
typedef struct ps_wanted {
  const char *path; // "levels.L4_L5.compression_N"
  double *x;
} ps_wanted;

// What is varied: so many points from one end to the other.
typedef struct ps_varied {
  const char *path; // "trunk_inclination_deg"
  double first, last;
} ps_varied;

enum { PS_VARIED = 4, PS_SCENARIO_POINTS = 200 };

typedef struct ps_scenario {
  const char *name, *file;
  const ps_tree *says;
  int n, nvaried; // points
  ps_varied varied[PS_VARIED];
  double *x; // the first varied at each point
  struct {
    ps_wanted *items;
    int n, capacity;
  } wanted;
  const char **trouble; // by point; NULL: solved
} ps_scenario;

typedef struct ps_scenarios {
  ps_pool *pool;
  const char *folder; // files are beside the map; NULL: there are none
  const ps_tree *known;
  struct {
    ps_scenario *items;
    int n, capacity;
  } list;
} ps_scenarios;

// ---- validate_scenario.c

// The scenario called `name`: of the project's scenarios, a posture, or a file (*.yaml).
ps_status ps_scenario_named(ps_scenarios *s, const char *name, int *index, ps_error *err);
// The place of a number of the scenario in its list of wanted ones; -1: out of memory.
int ps_scenario_want(ps_scenarios *s, int scenario, const char *path);

// ---- validate_solve.c

// Solve every point of every scenario and fill what is wanted of it.
ps_status ps_scenarios_solve(ps_scenarios *s, const ps_validate_options *o, ps_error *err);

// ---- validate_slow.c: numbers of scenarios with time in them, into a map

// Every experiment of tissue_trials.h, effort_trials.h and nerve_trials.h by its name.
void ps_trial_numbers(ps_pool *pool, const ps_physio *physio, ps_tree *tree);
// How long a level (0 to 1 of the greatest) can be held: trunk_s, and generic_s of psoas and hips.
void ps_endurance_numbers(ps_pool *pool, const ps_physio *physio, double level, ps_tree *tree);
// What a day, or its first hours, leaves behind: doses.sitting_h ..., and most, least, mean and
// last of every column of life_track.h but the pain indices. hours 0: all of it.
ps_status ps_day_numbers(ps_pool *pool, const ps_lab *lab, const char *name, double hours,
                         ps_tree *tree, ps_error *err);
// A pose as a day sees it, with the tone of a steady stress (0 to 1). *held: it can be.
ps_status ps_body_numbers(ps_pool *pool, const ps_lab *lab, const ps_tree *says, const char *path,
                          double stress, bool *held, ps_tree *tree, ps_error *err);

// ---- validate_rows.c

typedef struct ps_map_row {
  const char *id, *scenarios, *expression, *note;
  bool input;
  int line;
  int nalias;
  struct {
    const char *alias;
    int scenario;
  } alias[8];
} ps_map_row;

typedef struct ps_row_list {
  ps_validation_row *items;
  int n, capacity;
} ps_row_list;

typedef struct ps_map_list {
  ps_map_row *items;
  int n, capacity;
  const char *file;
} ps_map_list;

// NULL: the project's.
ps_status ps_rows_read(ps_pool *pool, const char *path, const char *groups, ps_row_list *rows,
                       ps_error *err);
ps_status ps_map_read(ps_pool *pool, const char *path, ps_map_list *map, ps_error *err);

// ---- validate_page.c, validate_text.c

// "inside", "MISS high" ...
const char *ps_outcome_word(ps_row_outcome outcome);
