// outputs.h: the files of a result: all of them, or none.
//
//   ps_outputs o;
//   ps_status status = ps_outputs_open(&o, &pool, directory, names, 2, replace, err);
//   if (status == PS_OK)
//     put_json(&o.file[0], r), put_page(&o.file[1], r);
//   return ps_outputs_close(&o, status, &r->files, err);
#pragma once

#include "base/arena.h"
#include "base/file.h"

enum { PS_OUTPUTS = 4 };

typedef struct ps_outputs {
  ps_pool *pool;
  int n;
  ps_file_writer file[PS_OUTPUTS];
  const char *path[PS_OUTPUTS];
} ps_outputs;

// Paths of files that were written, in the pool.
typedef struct ps_written {
  const char **items;
  int n, capacity;
} ps_written;

// Make the folder and open `n` files in it; with `replace` those that exist are replaced.
ps_status ps_outputs_open(ps_outputs *o, ps_pool *pool, const char *directory,
                          const char *const *names, int n, bool replace, ps_error *err);
// Put all files in place, if `status` and all of them are fine; else leave none. `written` may be
// NULL.
ps_status ps_outputs_close(ps_outputs *o, ps_status status, ps_written *written, ps_error *err);
