#include "tool/text_cells.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "num/number.h"
#include "tool/report_words.h"

void ps_cell_blanks(ps_file_writer *w, int n) {
  for (; n > 0; n--)
    ps_file_writer_bytes(w, " ", 1);
}

void ps_cell_name(ps_file_writer *w, const char *name, int width) {
  int column = 0;
  for (size_t left = strlen(name), length; left > 0 && column < width; column++) {
    length = ps_utf8_length(name, left);
    bool cut = column == width - 1 && left > (length ? length : 1);
    ps_file_writer_bytes(w, cut || !length ? "~" : name, cut || !length ? 1 : length);
    length = length ? length : 1;
    name += length;
    left -= length;
  }
  ps_cell_blanks(w, width - column);
}

void ps_cell_text(ps_file_writer *w, const char *text, int width) {
  ps_cell_blanks(w, width - (int)strlen(text));
  ps_file_writer_text(w, text);
}

void ps_cell_value(ps_file_writer *w, double x, int width) {
  char text[PS_VALUE_TEXT];
  ps_cell_text(w, ps_value_text(text, x), width);
}

static const char *fixed(char text[PS_NUMBER_MAX], double x, int decimals) {
  double step = pow(10, -decimals);
  if (!isfinite(x))
    return "-";
  ps_number_fixed(text, fabs(x) < step / 2 ? 0 : x, decimals);
  return text;
}

void ps_cell_fixed(ps_file_writer *w, double x, int decimals, int width) {
  char text[PS_NUMBER_MAX];
  ps_cell_text(w, fixed(text, x, decimals), width);
}

void ps_cell_range(ps_file_writer *w, double low, double high, int decimals, int width) {
  char from[PS_NUMBER_MAX], to[PS_NUMBER_MAX], text[64];
  snprintf(text, sizeof text, "%.24s%s%.24s", fixed(from, low, decimals),
           low < 0 || high < 0 ? " to " : "-", fixed(to, high, decimals));
  ps_cell_text(w, text, width);
}

void ps_put_wrapped(ps_file_writer *w, const char *bullet, const char *text) {
  ps_span rest = {text, strlen(text)}, word;
  size_t indent = strlen(bullet), column = indent;
  bool first = true;
  ps_file_writer_text(w, bullet);
  for (; ps_span_word(&rest, &word); first = false) {
    if (!first && column + 1 + word.length > PS_TEXT_COLUMNS) {
      ps_file_writer_text(w, "\n");
      ps_cell_blanks(w, (int)indent);
      column = indent;
      first = true;
    }
    ps_file_writer_text(w, first ? "" : " ");
    ps_file_writer_bytes(w, word.text, word.length);
    column += word.length + !first;
  }
  ps_file_writer_text(w, "\n");
}
