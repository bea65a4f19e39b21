// compare_table.h: two tables column by column; compare.c puts files and folders together.
#pragma once

#include "base/arena.h"
#include "base/names.h"
#include "num/table.h"
#include "psoas/compare.h"

// Rows of a tolerance file.
typedef struct ps_tolerances {
  ps_table *table; // NULL: none
  int column[4];   // file, column, absolute, relative
  ps_compare_options otherwise;
} ps_tolerances;

ps_status ps_tolerances_load(ps_tolerances *t, const ps_compare_options *options, ps_error *err);
void ps_tolerances_free(ps_tolerances *t);
// `path`: of the file, with its folders, for patterns that have some. An absolute tolerance of inf
// takes anything: also that the column or file is missing.
void ps_tolerance_of(const ps_tolerances *t, const char *path, const char *column, double *absolute,
                     double *relative);

// A comparison that grows.
typedef struct ps_comparing {
  ps_comparison public; // first, so that its address is the comparison's
  ps_pool pool;
  struct {
    ps_difference *items;
    int n, capacity;
  } found;
  const ps_tolerances *tolerances;
  const char *path; // of the file at hand, in b where it is there
  ps_error *err;
} ps_comparing;

// Add a difference that is complete but for `beyond` and `tolerance`.
ps_status ps_comparing_add(ps_comparing *c, ps_difference difference);
// A text that stays; never NULL: after a failure "".
const char *ps_comparing_text(ps_comparing *c, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

ps_status ps_compare_tables(ps_comparing *c, const char *file, const ps_table *a,
                            const ps_table *b);
