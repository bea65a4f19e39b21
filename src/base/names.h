// names.h: look things up by the words a user typed; psoas/nearest.h guesses what was meant.
#pragma once

#include "base/arena.h"
#include "psoas/nearest.h"

// A map from name to index. Names are not copied; they must outlive the map.
typedef struct ps_names {
  ps_pool *pool;
  struct ps_names_slot *slot;
  int n, capacity;
} ps_names;

// -1: no such name.
int ps_names_find(const ps_names *names, const char *name);
// Add `name` for `index`. Returns index, the index that had the name before, or -1 without memory.
int ps_names_add(ps_names *names, ps_pool *pool, const char *name, int index);

// Number of single-letter edits (insert, delete, replace, swap neighbours) from a to b, case
// ignored [damerau1964]; at most `limit`.
int ps_edit_distance(const char *a, const char *b, int limit);
