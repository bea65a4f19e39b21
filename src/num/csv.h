// csv.h: tables of records as comma-separated text (RFC 4180): a line of labels, then one line for
// each record. A cell that holds commas, quotes or line ends stands in quotes, with quotes doubled.
//
// A column is one of numbers when every cell that is not empty holds one (nan and inf count), and
// empty cells are nan; otherwise it is one of text.
#pragma once

#include "base/file.h"
#include "psoas/table.h"

enum { PS_CSV_FILE_LIMIT = 256 << 20 }; // [bytes]

// *table is NULL after a failure; else the caller frees it.
ps_status ps_csv_load(ps_table **table, const char *path, ps_error *err);
ps_status ps_csv_parse(ps_table **table, const char *path, const char *text, size_t size,
                       ps_error *err);

// ---- writing: cells one after the other, then the end of the line; the file keeps failures

typedef struct ps_csv_writer {
  ps_file_writer *file;
  bool inside; // a line that has cells already
} ps_csv_writer;

// A text that a spreadsheet would take for a formula (it starts with = + - @) gets a ' in front,
// which ps_csv_load takes off again.
void ps_csv_text(ps_csv_writer *w, const char *text);
// The shortest decimal that reads back as the same number.
void ps_csv_number(ps_csv_writer *w, double x);
void ps_csv_integer(ps_csv_writer *w, long x);
void ps_csv_empty(ps_csv_writer *w);
void ps_csv_end_line(ps_csv_writer *w);
