// table.h: numbers in rows and named columns, as motion and result files hold them.
//
// Two kinds: a time series (.mot, .sto) has a time beside the columns of every row; records (.csv)
// have columns only, and a column may hold text.
#pragma once

#include <stdbool.h>

#include "psoas/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ps_table ps_table;

// Are rotations in degrees? A file may fail to say so, and guessing gives wrong results in silence.
typedef enum ps_degrees {
  PS_DEGREES_NOT_STATED,
  PS_DEGREES_NO, // radians
  PS_DEGREES_YES,
} ps_degrees;

// An empty table; NULL: out of memory. `has_time`: a time series.
ps_table *ps_table_create(const char *name, bool has_time);
void ps_table_free(ps_table *table);

// Columns come first, then rows. A label that is taken gives PS_ERR_STRUCTURE.
ps_status ps_table_add_column(ps_table *table, const char *label, ps_error *err);
// `values`: one for each column [unit of the column]. `time` [s] is ignored in records.
ps_status ps_table_add_row(ps_table *table, double time, const double *values, ps_error *err);
void ps_table_declare_degrees(ps_table *table, ps_degrees degrees);

const char *ps_table_name(const ps_table *table);
int ps_table_rows(const ps_table *table);
int ps_table_columns(const ps_table *table); // without the time
bool ps_table_has_time(const ps_table *table);
ps_degrees ps_table_degrees(const ps_table *table);

const char *ps_table_label(const ps_table *table, int column);
int ps_table_column(const ps_table *table, const char *label); // -1: no such column

double ps_table_time(const ps_table *table, int row); // [s]; in records the number of the row
double ps_table_value(const ps_table *table, int row, int column);
// The values of a row, one after the other.
const double *ps_table_row(const ps_table *table, int row);

bool ps_table_is_text(const ps_table *table, int column);
// The text of a cell in a column of text, else NULL.
const char *ps_table_text(const ps_table *table, int row, int column);

// What the header says about `key`, NULL: nothing.
const char *ps_table_header(const ps_table *table, const char *key);
// Free lines of the header, each with its line end; "" where there are none.
const char *ps_table_description(const ps_table *table);

#ifdef __cplusplus
}
#endif
