// day_input.h: a day as the command names it: a file, or one that lies in the library.
#pragma once

#include "scenario/day.h"

// What the scenarios of a verb are called.
typedef struct ps_scenario_kind {
  const char *id, *noun, *verb; // "psoas.day/1", "day", "day"
  const char *prefix;           // of its files, not of its names: "weeks_"
  const ps_schema *schema;
  int width; // of names in a list
} ps_scenario_kind;
extern const ps_scenario_kind ps_scenario_day, ps_scenario_weeks;

// A name is one of the library's, unless it looks like a path; *path is for messages.
bool ps_scenario_is_file(const char *name);
ps_status ps_scenario_load(ps_pool *pool, const ps_scenario_kind *kind, const char *name,
                           ps_tree **tree, const char **path, ps_error *err);
// Apply "KEY=VALUE": a name without a dot is one of the scenario's or of the person's.
ps_status ps_scenario_set(ps_pool *pool, const ps_scenario_kind *kind, ps_tree *tree,
                          const char *set, ps_error *err);
// Every scenario of the library, one in a line, to be freed with free().
ps_status ps_scenario_list(const ps_scenario_kind *kind, char **text, ps_error *err);

typedef struct ps_day_words {
  const char *day;         // "office", or a file
  const char *const *sets; // "KEY=VALUE", of the person or of the day: "height=1.62"
  int nsets;
  const char *person; // YAML file; NULL: none
} ps_day_words;

// What the file says, with persons and chairs in their place; *path is for messages.
ps_status ps_day_tree(ps_pool *pool, const ps_day_words *words, ps_tree **tree, const char **path,
                      ps_error *err);
