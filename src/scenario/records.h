// records.h: walk the rows of a table that lies in the library, column by name.
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "num/vec.h"
#include "psoas/status.h"
#include "psoas/table.h"

typedef struct ps_records {
  const char *name; // of the file
  ps_table *table;
  int n, row;          // rows; the current one
  const char *missing; // the first column that was asked for and is not there
} ps_records;

// Open the file `name` ("anatomy/bodies.csv"), before its first row.
ps_status ps_records_open(ps_records *r, const char *name, ps_error *err);
// The same, with no row but those whose line begins with the cell `key`, a plain word.
ps_status ps_records_open_at(ps_records *r, const char *name, const char *key, ps_error *err);
bool ps_records_next(ps_records *r);
// Close; says which column was missing. `memory`: false, what the caller filled ran out of memory.
ps_status ps_records_close(ps_records *r, bool memory, ps_error *err);
// Close after a failure of the caller's. Returns `status`.
ps_status ps_records_fail(ps_records *r, ps_status status);

// A cell of the current row; "" and nan where it is empty.
const char *ps_records_text(ps_records *r, const char *column, ps_pool *pool);
double ps_records_number(ps_records *r, const char *column);
// Three columns: prefix and x, y, z.
ps_vec3 ps_records_vector(ps_records *r, const char *prefix);

// Rows of a file; 0: there is no such file.
int ps_records_count(const char *name);
