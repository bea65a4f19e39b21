// grid.h: "KEY=FROM:TO:N", a number that is varied.
#pragma once

#include "base/arena.h"
#include "psoas/status.h"

enum { PS_GRID_MOST = 1000000 };

typedef struct ps_vary {
  const char *key;
  double from, to;
  int n;
} ps_vary;

// Read it, key in `pool`.
ps_status ps_vary_read(ps_pool *pool, const char *text, ps_vary *vary, ps_error *err);
// Value i, 0 .. n - 1.
double ps_vary_at(const ps_vary *vary, int i);
