// table.h: what readers need to fill a table. The rest: psoas/table.h.
#pragma once

#include "base/arena.h"
#include "base/text.h"
#include "psoas/table.h"

// The name; the lines of the header that say something about a key; the free ones, in order.
ps_status ps_table_rename(ps_table *table, ps_span name, ps_error *err);
ps_status ps_table_add_header(ps_table *table, ps_span key, ps_span value, ps_error *err);
ps_status ps_table_describe(ps_table *table, ps_span line, ps_error *err);

ps_status ps_table_add_label(ps_table *table, ps_span label, ps_error *err);
// All labels, without the time.
const char *const *ps_table_labels(const ps_table *table);
// From now on the column holds text; only while there are no rows.
void ps_table_make_text(ps_table *table, int column);

// Room for `rows` more rows; a hint that cannot be followed is no failure.
void ps_table_reserve(ps_table *table, int rows);
// A new row to be filled: the time, if the table has one, then the columns. NULL: out of memory.
double *ps_table_new_row(ps_table *table);
// Put the last row in the place of the one before it.
void ps_table_replace_row(ps_table *table);
// The value that stands for a text in a column of text; < 0: out of memory.
double ps_table_intern(ps_table *table, ps_span text);
