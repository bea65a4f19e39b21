// human_input.h: a posture and a person as the command names them, read into numbers.
#pragma once

#include "base/arena.h"
#include "scenario/pose.h"

typedef struct ps_human_words {
  const char *posture;     // a name or a file; NULL: standing
  const char *const *sets; // "KEY=VALUE"
  int nsets;
  const char *person, *chair; // YAML files; NULL: none
} ps_human_words;

// What the posture says, person and chair and sets included; *path: its file, NULL: a name.
ps_status ps_human_tree(ps_pool *pool, const ps_human_words *words, ps_tree **tree,
                        const char **path, ps_error *err);
// What the posture says where no file may be read: it is a name of the table; person and chair are
// what these texts in YAML say, where they are given, and may not be named otherwise.
typedef struct ps_human_texts {
  const char *posture; // instead of a name; NULL: none
  const char *person, *chair;
} ps_human_texts;
ps_status ps_human_sealed_tree(ps_pool *pool, const ps_human_words *words,
                               const ps_human_texts *texts, ps_tree **tree, ps_error *err);
// Put the files that a map names under "person" and "chair" in their place, checked; `path`: the
// file that the map is of, NULL: none.
ps_status ps_human_parts(ps_pool *pool, ps_tree *map, const char *path, const char *person,
                         const char *chair, ps_error *err);
// Give `key` of the pose all that `map` holds; and what a pair "KEY=VALUE" says.
ps_status ps_human_put(ps_pool *pool, ps_tree *pose, const char *key, const ps_tree *map,
                       ps_error *err);
ps_status ps_human_set_pair(ps_pool *pool, ps_tree *pose, const char *set, ps_error *err);
// The same as numbers, with texts in `pool`.
ps_status ps_human_input(ps_pool *pool, const ps_human_words *words, ps_pose *pose, ps_error *err);
