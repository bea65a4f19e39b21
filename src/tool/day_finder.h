// day_finder.h: days that weeks name: of the library, or files beside that of the weeks.
#pragma once

#include "base/sha256.h"
#include "scenario/weeks.h"

typedef struct ps_day_finder {
  const char *folder; // of the file of weeks; NULL: it lies in the library
  ps_sha256 *sha;     // takes what the days say
} ps_day_finder;

// A ps_weeks_days.find, whose context is a ps_day_finder.
ps_status ps_day_find(void *context, ps_pool *pool, const char *name, ps_day *day, ps_error *err);
// What a tree says, into the fingerprint.
ps_status ps_sha256_tree(ps_sha256 *sha, const ps_tree *tree, ps_error *err);
