#include "io/sto.h"

#include <limits.h>
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/lines.h"
#include "num/number.h"
#include "num/table.h"

enum {
  HEADER_LINE_LIMIT = 10000, // a file without `endheader` ends here
  COLUMN_LIMIT = 100000,
  RESERVE = 1 << 20, // [numbers]  taken on the word of the header; beyond it grows with the file
};

typedef struct reader {
  ps_lines lines;
  ps_table *table;
  ps_sto_flags flags;
  ps_notes *notes;
  ps_error *err;
  int version;
  int rows, columns;        // as announced, with the time; -1: not announced
  ps_degrees key, sentence; // what `inDegrees` and the sentence say
} reader;

#define FAIL(r, status, ...)                                                                       \
  ps_fail((r)->err, (status), (r)->lines.path, (r)->lines.line, __VA_ARGS__)

// ---- header

static ps_status read_size(reader *r, ps_span value, int *size) {
  long number;
  char found[64];
  if (!ps_integer_parse(value.text, value.length, &number) || number < 0 || number > INT_MAX)
    return FAIL(r, PS_ERR_VALUE, "found '%s', expected a whole number",
                ps_quote(found, sizeof found, value));
  if (*size >= 0 && *size != (int)number)
    return FAIL(r, PS_ERR_STRUCTURE, "found %ld, but an earlier line of the header has %d", number,
                *size);
  *size = (int)number;
  return PS_OK;
}

static ps_status read_version(reader *r, ps_span value) {
  long number;
  char found[64];
  if (!ps_integer_parse(value.text, value.length, &number) || number < 0 || number > 3)
    return FAIL(r, PS_ERR_UNSUPPORTED, "found version '%s', expected 0 to 3",
                ps_quote(found, sizeof found, value));
  r->version = (int)number;
  return PS_OK;
}

static bool is_any(ps_span span, const char *a, const char *b, const char *c) {
  return ps_span_is(span, a) || ps_span_is(span, b) || ps_span_is(span, c);
}

static ps_status read_degrees(reader *r, ps_span value) {
  char found[64];
  if (is_any(value, "yes", "Yes", "YES") || ps_span_is(value, "y"))
    r->key = PS_DEGREES_YES;
  else if (is_any(value, "no", "No", "NO") || ps_span_is(value, "n"))
    r->key = PS_DEGREES_NO;
  else
    return FAIL(r, PS_ERR_VALUE, "inDegrees: found '%s', expected yes or no",
                ps_quote(found, sizeof found, value));
  return PS_OK;
}

static ps_status read_type(reader *r, ps_span value) {
  char found[64];
  if (is_any(value, "double", "Double", "DOUBLE"))
    return PS_OK;
  return FAIL(r, PS_ERR_UNSUPPORTED, "DataType: found '%s', expected double (one number in a cell)",
              ps_quote(found, sizeof found, value));
}

// `key=value`, `key = value` or `key value`; the key is cut off the line.
static ps_span cut_key(ps_span *line, bool *equals) {
  ps_span key = {line->text, 0};
  while (key.length < line->length && !ps_is_blank(key.text[key.length]) &&
         key.text[key.length] != '=')
    key.length++;
  ps_span rest = ps_span_trim((ps_span){key.text + key.length, line->length - key.length});
  *equals = rest.length && rest.text[0] == '=';
  *line = *equals ? ps_span_trim((ps_span){rest.text + 1, rest.length - 1}) : rest;
  return key;
}

static ps_status describe(reader *r, ps_span line) {
  if (ps_span_is(line, "Angles are in degrees."))
    r->sentence = PS_DEGREES_YES;
  if (ps_span_is(line, "Angles are in radians."))
    r->sentence = PS_DEGREES_NO;
  // motion files of SIMM are in degrees by the definition of the format
  if (ps_span_is(line, "# SIMM Motion File Header:") && r->sentence == PS_DEGREES_NOT_STATED)
    r->sentence = PS_DEGREES_YES;
  return ps_table_describe(r->table, line, r->err);
}

static ps_status read_header_line(reader *r, ps_span line) {
  bool equals;
  ps_span value = ps_span_trim(line), key = cut_key(&value, &equals);
  if (is_any(key, "nRows", "nr", "datarows"))
    return read_size(r, value, &r->rows);
  if (is_any(key, "nColumns", "nc", "datacolumns"))
    return read_size(r, value, &r->columns);
  if (ps_span_is(key, "name"))
    return ps_table_rename(r->table, value, r->err);
  if (equals && ps_span_is(key, "version"))
    return read_version(r, value);
  if (equals && ps_span_is(key, "inDegrees"))
    return read_degrees(r, value);
  if (equals && ps_span_is(key, "DataType"))
    PS_TRY(read_type(r, value));
  if ((equals && key.length) || is_any(key, "range", "otherdata", "units"))
    return ps_table_add_header(r->table, key, value, r->err);
  return r->lines.line == 1 ? ps_table_rename(r->table, line, r->err) : describe(r, line);
}

// The next line, without blanks at its end; a failure at the end of the file.
static ps_status need_line(reader *r, ps_span *line, const char *expected) {
  PS_TRY(ps_lines_next(&r->lines, line, r->err));
  if (!line->text)
    return FAIL(r, PS_ERR_SYNTAX, "the file ends here, expected %s", expected);
  if (memchr(line->text, 0, line->length))
    return FAIL(r, PS_ERR_SYNTAX, "holds a zero byte, expected text");
  while (line->length && ps_is_blank(line->text[line->length - 1]))
    line->length--;
  return PS_OK;
}

static ps_status read_header(reader *r) {
  for (;;) {
    ps_span line;
    PS_TRY(need_line(r, &line, "'endheader'"));
    bool equals;
    ps_span rest = ps_span_trim(line), key = cut_key(&rest, &equals);
    if (ps_span_is(key, "endheader"))
      break;
    if (r->lines.line > HEADER_LINE_LIMIT)
      return FAIL(r, PS_ERR_SYNTAX, "no 'endheader' in %d lines", HEADER_LINE_LIMIT);
    ps_status status = read_header_line(r, line);
    if (status != PS_OK)
      return ps_fail_at(r->err, status, r->lines.path, r->lines.line);
  }
  if (r->key && r->sentence && r->key != r->sentence)
    ps_note_add(r->notes, PS_NOTE_WARNING, r->lines.path, 0,
                "the header says inDegrees=%s and the opposite in words; inDegrees is followed",
                r->key == PS_DEGREES_YES ? "yes" : "no");
  ps_table_declare_degrees(r->table, r->key ? r->key : r->sentence);
  return PS_OK;
}

// ---- labels

// Words; from version 2 on a label may hold spaces, so only tabs part them.
static bool next_label(const reader *r, ps_span *rest, ps_span *label) {
  if (r->version < 2)
    return ps_span_word(rest, label);
  *rest = ps_span_trim(*rest);
  const char *tab = rest->length ? memchr(rest->text, '\t', rest->length) : NULL;
  size_t length = tab ? (size_t)(tab - rest->text) : rest->length;
  *label = ps_span_trim((ps_span){rest->text, length});
  *rest = (ps_span){rest->text + length, rest->length - length};
  return label->length > 0;
}

static ps_status add_label(reader *r, ps_span label, int column) {
  char found[64];
  bool is_time = ps_span_is(label, "time");
  if (column == 0 && !is_time)
    return FAIL(r, PS_ERR_STRUCTURE, "the first column is '%s', expected 'time'",
                ps_quote(found, sizeof found, label));
  if (column == 0)
    return PS_OK;
  if (is_time)
    return FAIL(r, PS_ERR_STRUCTURE, "columns 1 and %d have the same label 'time'", column + 1);
  if (column >= COLUMN_LIMIT)
    return FAIL(r, PS_ERR_LIMIT, "more than %d columns", COLUMN_LIMIT);
  ps_status status = ps_table_add_label(r->table, label, r->err);
  return ps_fail_at(r->err, status, r->lines.path, r->lines.line);
}

static ps_status read_labels(reader *r) {
  ps_span line, label;
  do
    PS_TRY(need_line(r, &line, "the labels of the columns"));
  while (line.length == 0);
  int count = 0;
  for (; next_label(r, &line, &label); count++)
    PS_TRY(add_label(r, label, count));
  if (r->columns >= 0 && count != r->columns)
    return FAIL(r, PS_ERR_STRUCTURE, "found %d labels, the header announces %d columns", count,
                r->columns);
  return PS_OK;
}

// ---- rows

// Which column is left empty, for a message: the first with nothing between two tabs.
static int empty_cell(ps_span line) {
  int column = 0;
  bool empty = true;
  for (size_t i = 0; i < line.length; i++) {
    if (line.text[i] == '\t') {
      if (empty)
        return column;
      column++;
      empty = true;
    } else if (line.text[i] != ' ') {
      empty = false;
    }
  }
  return empty && column > 0 ? column : -1;
}

static const char *label_of(const reader *r, int column) {
  return column == 0 ? "time" : ps_table_label(r->table, column - 1);
}

static ps_status fail_count(const reader *r, ps_span line, int count, int width, bool last) {
  if (last && count < width)
    return FAIL(r, PS_ERR_SYNTAX, "the file ends inside a row: %d of %d values", count, width);
  int empty = empty_cell(line);
  if (count < width && empty >= 0 && empty < width)
    return FAIL(r, PS_ERR_VALUE, "column %d ('%.60s') is empty, expected a number", empty + 1,
                label_of(r, empty));
  if (count < width)
    return FAIL(r, PS_ERR_STRUCTURE, "found %d values, expected %d", count, width);
  return FAIL(r, PS_ERR_STRUCTURE, "found more values than the %d columns", width);
}

// A cell that is not a plain finite number: nan where that may be, or a failure.
static ps_status read_odd_cell(const reader *r, ps_span cell, int column, double *value) {
  double number;
  bool is_number = ps_number_parse_extended(cell.text, cell.length, &number);
  if (is_number && isnan(number) && column > 0 && (r->flags & PS_STO_ALLOW_NAN)) {
    *value = number;
    return PS_OK;
  }
  char found[64];
  return FAIL(r, PS_ERR_VALUE, "column %d ('%.60s'): found '%s', expected a%s number", column + 1,
              label_of(r, column), ps_quote(found, sizeof found, cell), is_number ? " finite" : "");
}

static inline const char *skip_blanks(const char *at, const char *end) {
  while (at < end && (*at == ' ' || *at == '\t'))
    at++;
  return at;
}

// `width` numbers; `last`: nothing follows the line, not even its end.
static ps_status read_row(const reader *r, ps_span line, double *row, int width, bool last) {
  const char *end = line.text + line.length, *at = skip_blanks(line.text, end);
  for (int column = 0; column < width; column++) {
    if (at == end)
      return fail_count(r, line, column, width, last);
    size_t length = ps_number_read(at, end, &row[column]);
    const char *behind = at + length;
    if (length == 0 || !isfinite(row[column]) ||
        (behind < end && *behind != ' ' && *behind != '\t')) {
      for (behind = at; behind < end && *behind != ' ' && *behind != '\t';)
        behind++;
      PS_TRY(read_odd_cell(r, (ps_span){at, (size_t)(behind - at)}, column, &row[column]));
    }
    at = skip_blanks(behind, end);
  }
  return at == end ? PS_OK : fail_count(r, line, width + 1, width, false);
}

// Times increase; the same time twice, which rounding to few digits makes, keeps the later row, as
// OpenSim does.
static ps_status check_time(const reader *r) {
  ps_table *t = r->table;
  int row = ps_table_rows(t) - 1;
  double time = ps_table_time(t, row), before = row ? ps_table_time(t, row - 1) : -INFINITY;
  if (time > before)
    return PS_OK;
  if (time < before)
    return FAIL(r, PS_ERR_VALUE, "time %.12g comes after %.12g, expected a later one", time,
                before);
  ps_note_add(r->notes, PS_NOTE_WARNING, r->lines.path, r->lines.line,
              "time %.12g comes a second time; this row is kept", time);
  ps_table_replace_row(t);
  return PS_OK;
}

static ps_status read_rows(reader *r) {
  const int width = 1 + ps_table_columns(r->table);
  if (r->rows > 0 && r->rows <= RESERVE / width)
    ps_table_reserve(r->table, r->rows);
  int count = 0, blank = 0; // rows, and the line of the last blank line
  for (;;) {
    ps_span line;
    PS_TRY(ps_lines_next(&r->lines, &line, r->err));
    if (!line.text)
      break;
    if (ps_span_trim(line).length == 0) {
      blank = r->lines.line;
      continue;
    }
    if (blank)
      return FAIL(r, PS_ERR_SYNTAX, "line %d is empty, but here is another row", blank);
    if (count == r->rows)
      return FAIL(r, PS_ERR_STRUCTURE, "the header announces %d rows, here is another", count);
    double *row = ps_table_new_row(r->table);
    if (!row)
      return FAIL(r, PS_ERR_MEMORY, "out of memory for a row");
    PS_TRY(read_row(r, line, row, width, r->lines.cut));
    PS_TRY(check_time(r));
    count++;
  }
  if (count < r->rows)
    return FAIL(r, PS_ERR_STRUCTURE, "the file ends after %d rows, the header announces %d", count,
                r->rows);
  return PS_OK;
}

static ps_status read_all(reader *r) {
  PS_TRY(read_header(r));
  PS_TRY(read_labels(r));
  return read_rows(r);
}

static ps_status read_table(reader *r, ps_table **table) {
  *table = NULL;
  r->rows = r->columns = -1;
  r->table = ps_table_create("", true);
  ps_status status = r->table ? read_all(r) : FAIL(r, PS_ERR_MEMORY, "out of memory for a table");
  if (status == PS_OK)
    *table = r->table;
  else
    ps_table_free(r->table);
  ps_lines_close(&r->lines);
  return status;
}

ps_status ps_sto_load(ps_table **table, const char *path, ps_sto_flags flags, ps_notes *notes,
                      ps_error *err) {
  *table = NULL;
  reader r = {.flags = flags, .notes = notes, .err = err};
  PS_TRY(ps_lines_open(&r.lines, path, NULL, err));
  return read_table(&r, table);
}

ps_status ps_sto_parse(ps_table **table, const char *path, const char *text, size_t size,
                       ps_sto_flags flags, ps_notes *notes, ps_error *err) {
  reader r = {.flags = flags, .notes = notes, .err = err};
  ps_lines_begin(&r.lines, path, text, size);
  return read_table(&r, table);
}
