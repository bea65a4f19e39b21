// sto_write.h: writes result tables in the layout of OpenSim 4.6 (version 1), byte for byte.
//
// A number is fixed-point with `decimals` digits behind the point, in a field at least 8 wider than
// that; fields are parted by tabs. OpenSim writes 8 decimals unless a tool is told otherwise.
// Tables of our own may have significant digits instead: 1e-15 would be zero.
#pragma once

#include "base/file.h"
#include "psoas/table.h"

enum { PS_STO_DECIMALS = 8, PS_STO_ROWS_UNKNOWN = -1 };

typedef struct ps_sto_header {
  const char *name;
  ps_degrees degrees;       // PS_DEGREES_NOT_STATED writes no such line
  const char *description;  // free lines, each with its line end; may be NULL
  const char *const *label; // without the time
  int ncolumn;              // without the time
  int nrow;                 // or PS_STO_ROWS_UNKNOWN: filled in at the end, with blanks behind it
  int decimals;             // 0 .. 30
  int digits;               // more than 0: values, but not times, have so many significant digits
} ps_sto_header;

typedef struct ps_sto_writer {
  ps_file_writer *file; // keeps failures
  int ncolumn, nrow, decimals, digits;
  int count;        // rows so far
  uint64_t nrow_at; // [bytes]  where the number of rows is to be filled in
} ps_sto_writer;

// Write the header. Blanks in labels, which would split them, become '_'.
void ps_sto_begin(ps_sto_writer *w, ps_file_writer *file, const ps_sto_header *header);
// `values`: one for each column.
void ps_sto_row(ps_sto_writer *w, double time, const double *values);
// Another number of rows than announced is a failure.
void ps_sto_end(ps_sto_writer *w);

// A whole table; it must be a time series.
void ps_sto_write(ps_file_writer *file, const ps_table *table, int decimals);
