// day_input.h: a day as the command names it: a file, or one that lies in the library.
#pragma once

#include "scenario/day.h"

typedef struct ps_day_words {
  const char *day;         // "office", or a file
  const char *const *sets; // "KEY=VALUE", of the person or of the day: "height=1.62"
  int nsets;
  const char *person; // YAML file; NULL: none
} ps_day_words;

// What the file says, with persons and chairs in their place; *path is for messages.
ps_status ps_day_tree(ps_pool *pool, const ps_day_words *words, ps_tree **tree, const char **path,
                      ps_error *err);
// Every day that has a name, one in a line, to be freed with free().
ps_status ps_day_list(char **text, ps_error *err);
