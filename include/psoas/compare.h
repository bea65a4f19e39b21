// compare.h: how far two results are apart, column by column.
//
//   deviation of a column   max over rows of |a - b|
//   tolerance               absolute + relative max over rows of |b|               (Q1)
//
// Columns are matched by their labels. Rows are matched by time where both tables have one (a CSV
// whose first column is `time` has), within 1e-6 s; else by position. Texts must be equal; nan
// equals nan only. What only one side has is a difference too.
#pragma once

#include <stdbool.h>

#include "psoas/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ps_compare_options {
  const char *tolerances;    // CSV `file,column,absolute,relative` with * for any text; the first
                             // row that matches counts. NULL: none
  double absolute, relative; // where no row matches [unit of the column], [-]
} ps_compare_options;

// 1e-8 + 1e-8: OpenSim's result files have eight decimals.
ps_compare_options ps_compare_default(void);

typedef enum ps_difference_kind {
  PS_DIFFERENCE_VALUES,  // two columns of numbers
  PS_DIFFERENCE_TEXTS,   // two columns of text
  PS_DIFFERENCE_KINDS,   // numbers on one side, text on the other
  PS_DIFFERENCE_DEGREES, // one file is in degrees, the other says that it is not
  PS_DIFFERENCE_ROWS,    // rows that only one has
  PS_DIFFERENCE_COLUMN,  // a column that only one has
  PS_DIFFERENCE_FILE,    // a file that only one has
} ps_difference_kind;

// What came out for one column, or one thing that is missing.
typedef struct ps_difference {
  ps_difference_kind kind;
  bool beyond;        // the tolerance
  bool missing_in_a;  // else in b; kinds ROWS, COLUMN, FILE
  const char *file;   // its name
  const char *column; // "" where the whole file is meant
  int count;          // cells beyond tolerance; ROWS: rows missing
  double worst;       // |a - b| where it is largest; inf: nan or inf on one side only
  double largest;     // |b|
  double tolerance;
  double a, b;                 // VALUES: there
  const char *text_a, *text_b; // TEXTS: where they first differ; else ""
  const char *where;           // "at 0.25 s", "in row 12 (3 psoas_r)"; "" where nothing differs
} ps_difference;

typedef struct ps_comparison {
  int nfile, ncolumn; // compared
  long ncell;
  int nskipped; // files that are no tables: not compared
  int nbeyond;
  int n;
  const ps_difference *item; // worst first
} ps_comparison;

// Two files or two folders (.sto, .mot, .csv in them, matched by name). *comparison is NULL after a
// failure; else the caller frees it.
ps_status ps_compare(ps_comparison **comparison, const char *a, const char *b,
                     const ps_compare_options *options, ps_error *err);
void ps_comparison_free(ps_comparison *comparison);

// The same as JSON, to be freed with free().
ps_status ps_comparison_json(const ps_comparison *comparison, char **text, ps_error *err);

#ifdef __cplusplus
}
#endif
