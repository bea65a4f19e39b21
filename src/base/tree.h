// tree.h: values under names, in the order they were given: what a file says, what a result is.
//
// A tree is made of maps, lists and leaves, lives in a pool, and is walked by the names that
// interface files use: "levels.L4_L5.compression_N". A number of a result may carry its interval.
#pragma once

#include "base/arena.h"
#include "base/fail.h"

typedef enum ps_tree_kind {
  PS_TREE_NULL,
  PS_TREE_BOOL,
  PS_TREE_NUMBER,
  PS_TREE_TEXT, // scalars of a file stay text until the schema asks for a number
  PS_TREE_LIST,
  PS_TREE_MAP,
} ps_tree_kind;

typedef enum ps_validity {
  PS_IN_RANGE,
  PS_EXTRAPOLATED,
  PS_NOT_VALIDATED,
} ps_validity;

// The 10th, 50th and 90th percentile of a number that was drawn.
typedef struct ps_interval {
  double p10, p50, p90;
  ps_validity valid;
} ps_interval;

typedef struct ps_tree {
  ps_tree_kind kind;
  int line, column;            // in the file; 0: made by code
  const char *key;             // in a map; else NULL
  const char *text;            // also of a list that was set as "72,70": these words
  double number;               // a bool: 0 or 1
  const ps_interval *interval; // NULL: none
  struct ps_tree *first, *last, *next;
  int n; // children
} ps_tree;

// Append a child to a map (`key` is copied) or a list (`key` NULL). NULL without memory, or when
// `parent` is NULL: a caller may add a whole branch and look at the end.
ps_tree *ps_tree_add(ps_pool *pool, ps_tree *parent, const char *key, ps_tree_kind kind);
// The same with a key that outlives the tree and is not copied.
ps_tree *ps_tree_add_kept(ps_pool *pool, ps_tree *parent, const char *key, ps_tree_kind kind);
ps_tree *ps_tree_map(ps_pool *pool, ps_tree *parent, const char *key);
ps_tree *ps_tree_list(ps_pool *pool, ps_tree *parent, const char *key);
ps_tree *ps_tree_number(ps_pool *pool, ps_tree *parent, const char *key, double number);
ps_tree *ps_tree_bool(ps_pool *pool, ps_tree *parent, const char *key, bool value);
ps_tree *ps_tree_text(ps_pool *pool, ps_tree *parent, const char *key, const char *text);

// Give the value at a path: "chair.seat_height_m" is "0.4". What is missing on the way is added, a
// list where its first place is asked for: "loads.0.mass_kg", else a map; what is there is
// replaced. Commas make a list: "72,70". The next place of a list may be set as well. A value set
// so has line 0.
ps_status ps_tree_set(ps_pool *pool, ps_tree *tree, const char *path, const char *value,
                      ps_error *err);
// The same from one text: "chair.seat_height_m=0.4".
ps_status ps_tree_assign(ps_pool *pool, ps_tree *tree, const char *assignment, ps_error *err);

// A tree of its own nodes, in `pool`; keys and texts are those of `tree`, which must outlive it.
ps_status ps_tree_copy(ps_pool *pool, const ps_tree *tree, ps_tree **copy, ps_error *err);

// The child with this key, or NULL.
const ps_tree *ps_tree_member(const ps_tree *map, const char *key);
// Walk "levels.L4_L5.compression_N", numbers being positions in lists; NULL: no such value.
const ps_tree *ps_tree_find(const ps_tree *tree, const char *path);
const char *ps_validity_word(ps_validity validity); // "in_range" ...
