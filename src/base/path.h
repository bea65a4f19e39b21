// path.h: file names as text. Nothing here looks at the disk.
#pragma once

#include "base/arena.h"

// The name behind the last separator; points into `path`.
const char *ps_path_name(const char *path);
// "a/b" of "a/b/c.osim", "." of "c.osim", "/" of "/c.osim". NULL: out of memory.
char *ps_path_directory(ps_pool *pool, const char *path);
// "c" of "a/b/c.osim": the name without its last extension. NULL: out of memory.
char *ps_path_stem(ps_pool *pool, const char *path);
// `name` seen from `directory`; an absolute `name` stays as it is. NULL: out of memory.
char *ps_path_join(ps_pool *pool, const char *directory, const char *name);
// Starts at a root, with a drive letter ("C:") or at a network share ("\\server")?
bool ps_path_is_absolute(const char *path);
