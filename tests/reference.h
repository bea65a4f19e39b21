// reference.h: values that OpenSim computed, for tests that compare with them.
//
// They lie in the folder that PSOAS_REFERENCE names, else beside the repository. Without them a
// test says so and is skipped.
#pragma once

#include <stdlib.h>
#include <unistd.h>

#include "check.h"
#include "num/csv.h"
#include "psoas/table.h"

// Where the file is, or should be; NULL: it is not there.
static inline const char *reference_find(const char *file, char *path, size_t size) {
  const char *folder = getenv("PSOAS_REFERENCE");
  if (folder && *folder)
    snprintf(path, size, "%s/%s", folder, file);
  else
    snprintf(path, size, "%s/../shared/reference/%s", PSOAS_TEST_ROOT, file);
  return access(path, R_OK) == 0 ? path : NULL;
}

static inline const char *reference_path(const char *file, char *path, size_t size) {
  if (!reference_find(file, path, size))
    CHECK_SKIP(path);
  return path;
}

// A table of records, to be freed.
static inline ps_table *reference_csv(const char *file) {
  char path[1024];
  ps_error err = {0};
  ps_table *table;
  if (ps_csv_load(&table, reference_path(file, path, sizeof path), &err) != PS_OK)
    check_fail(__FILE__, __LINE__, err.message);
  return table;
}

static inline int reference_column(const ps_table *table, const char *label) {
  int column = ps_table_column(table, label);
  if (column < 0)
    check_fail(__FILE__, __LINE__, label);
  return column;
}

// Largest magnitude in a column: what a relative tolerance refers to.
static inline double reference_largest(const ps_table *table, int column) {
  double largest = 0;
  for (int i = 0; i < ps_table_rows(table); i++)
    largest = fmax(largest, fabs(ps_table_value(table, i, column)));
  return largest;
}
