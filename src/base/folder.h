// folder.h: what a folder holds.
#pragma once

#include "base/arena.h"
#include "base/fail.h"

typedef struct ps_folder {
  ps_pool pool;
  const char **items; // names of the regular files in it, sorted by their bytes
  int n, capacity;
} ps_folder;

// False also where there is nothing at `path`.
bool ps_is_folder(const char *path);
// Names that begin with a dot are left out. After a failure nothing is to be freed.
ps_status ps_folder_list(ps_folder *folder, const char *path, ps_error *err);
void ps_folder_free(ps_folder *folder);

// For a file that is not there: "; nearest: 'walk.mot'", or "" where no other in its folder has a
// name like it. Returns `text`.
const char *ps_folder_hint(const char *path, char *text, size_t size);
