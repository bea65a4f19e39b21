#include "io/sto_write.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "num/number.h"
#include "num/table.h"

enum {
  PAD = 8,          // a field is this much wider than its decimals
  USUAL_BLANKS = 6, // before a number from 0 to 10: the pad, less the digit and the point
  NROW_WIDTH = 10,  // digits of the largest int
};

// A text without the characters that would end its place in the file.
static void write_without(ps_file_writer *f, const char *text, const char *unwanted,
                          const char *instead) {
  for (;;) {
    size_t length = strcspn(text, unwanted);
    ps_file_writer_bytes(f, text, length);
    text += length;
    if (*text == 0)
      return;
    ps_file_writer_text(f, instead);
    text++;
  }
}

void ps_sto_begin(ps_sto_writer *w, ps_file_writer *f, const ps_sto_header *h) {
  assert(h->decimals >= 0 && h->decimals <= 30);
  *w = (ps_sto_writer){f, h->ncolumn, h->nrow, h->decimals, h->digits, 0, 0};
  write_without(f, h->name, "\r\n", " ");
  ps_file_writer_text(f, "\nversion=1\nnRows=");
  w->nrow_at = f->written + f->used;
  if (h->nrow >= 0)
    ps_file_writer_format(f, "%d\n", h->nrow);
  else
    ps_file_writer_format(f, "%*s\n", NROW_WIDTH, "");
  ps_file_writer_format(f, "nColumns=%d\n", h->ncolumn + 1);
  if (h->degrees != PS_DEGREES_NOT_STATED)
    ps_file_writer_format(f, "inDegrees=%s\n", h->degrees == PS_DEGREES_YES ? "yes" : "no");
  ps_file_writer_text(f, h->description ? h->description : "");
  ps_file_writer_text(f, "endheader\ntime");
  for (int i = 0; i < h->ncolumn; i++) {
    ps_file_writer_text(f, "\t");
    write_without(f, h->label[i], " \t\r\n", "_");
  }
  ps_file_writer_text(f, "\n");
}

// One field, behind a tab unless it is the first.
static inline void write_number(ps_file_writer *f, double x, int decimals, bool tab) {
  char *at = ps_file_writer_room(f, PS_NUMBER_MAX + USUAL_BLANKS + 1);
  if (tab)
    *at++ = '\t';
  size_t width = (size_t)(decimals + PAD);
  size_t length = ps_number_fixed(at + USUAL_BLANKS, x, decimals);
  size_t blanks = length < width ? width - length : 0;
  if (blanks != USUAL_BLANKS)
    memmove(at + blanks, at + USUAL_BLANKS, length);
  memset(at, ' ', blanks);
  f->used += blanks + length + tab;
}

static inline void write_digits(ps_file_writer *f, double x, int digits) {
  char *at = ps_file_writer_room(f, PS_NUMBER_MAX + 1);
  *at++ = '\t';
  f->used += 1 + ps_number_general(at, x, digits);
}

void ps_sto_row(ps_sto_writer *w, double time, const double *values) {
  write_number(w->file, time, w->decimals, false);
  for (int i = 0; i < w->ncolumn; i++)
    if (w->digits > 0)
      write_digits(w->file, values[i], w->digits);
    else
      write_number(w->file, values[i], w->decimals, true);
  *ps_file_writer_room(w->file, 1) = '\n';
  w->file->used++;
  w->count++;
}

void ps_sto_end(ps_sto_writer *w) {
  if (w->nrow >= 0) {
    if (w->count != w->nrow)
      ps_file_writer_fail(w->file, PS_ERR_STRUCTURE, "has another number of rows than announced");
    return;
  }
  char digits[NROW_WIDTH + 1];
  int n = snprintf(digits, sizeof digits, "%d", w->count);
  ps_file_writer_patch(w->file, w->nrow_at, digits, (size_t)n);
}

void ps_sto_write(ps_file_writer *file, const ps_table *t, int decimals) {
  assert(ps_table_has_time(t));
  ps_sto_writer w;
  ps_sto_begin(&w, file,
               &(ps_sto_header){
                   .name = ps_table_name(t),
                   .degrees = ps_table_degrees(t),
                   .description = ps_table_description(t),
                   .label = ps_table_labels(t),
                   .ncolumn = ps_table_columns(t),
                   .nrow = ps_table_rows(t),
                   .decimals = decimals,
               });
  for (int i = 0; i < w.nrow; i++)
    ps_sto_row(&w, ps_table_time(t, i), ps_table_row(t, i));
  ps_sto_end(&w);
}
