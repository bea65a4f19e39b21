// text_cells.h: cells of tables for a terminal, and sentences in lines.
#pragma once

#include "base/file.h"

enum { PS_TEXT_COLUMNS = 100 };

void ps_cell_blanks(ps_file_writer *w, int n);
// A name, cut to `width` columns and filled up to it.
void ps_cell_name(ps_file_writer *w, const char *name, int width);
// Texts and numbers end at the right of their cell. Three digits; or so many decimals.
void ps_cell_text(ps_file_writer *w, const char *text, int width);
void ps_cell_value(ps_file_writer *w, double x, int width);
void ps_cell_fixed(ps_file_writer *w, double x, int decimals, int width);
// "120-340"; "-3 to 12" where a bound is negative.
void ps_cell_range(ps_file_writer *w, double low, double high, int decimals, int width);

// A sentence in lines that fit, behind `bullet` ("- " or ""), further lines as far in.
void ps_put_wrapped(ps_file_writer *w, const char *bullet, const char *text);
