#include "num/csv.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "num/number.h"
#include "num/table.h"

enum { COLUMN_LIMIT = 100000 };

typedef struct reader {
  const char *path;
  ps_error *err;
  const char *start;    // of the records
  const char *at, *end; // what is left
  int line, start_line;
  ps_pool pool; // cells without their quotes, and what is known of the columns
  ps_table *table;
  struct column {
    bool number, text; // has a cell that is
  } * column;
} reader;

typedef struct cell {
  ps_span content;
  bool last; // of its line
} cell;

#define FAIL(r, status, ...) ps_fail((r)->err, (status), (r)->path, (r)->line, __VA_ARGS__)

// Would a spreadsheet compute it, perhaps once marks like ours are taken off?
static bool is_formula(const char *text, size_t length) {
  while (length && *text == '\'')
    text++, length--;
  return length && (*text == '=' || *text == '+' || *text == '-' || *text == '@');
}

// ---- cells

// From behind the opening quote to behind the closing one; doubled quotes become one.
static ps_status read_quoted(reader *r, ps_span *content) {
  int opened = r->line;
  bool doubled = false;
  const char *start = r->at;
  for (;; r->at++) {
    if (r->at == r->end) {
      r->line = opened;
      return FAIL(r, PS_ERR_SYNTAX, "a quote is opened here and never closed");
    }
    if (*r->at == '\n')
      r->line++;
    if (*r->at != '"')
      continue;
    if (r->at + 1 == r->end || r->at[1] != '"')
      break;
    doubled = true;
    r->at++;
  }
  *content = (ps_span){start, (size_t)(r->at++ - start)};
  if (!doubled)
    return PS_OK;
  char *copy = ps_pool_take(&r->pool, content->length);
  if (!copy)
    return FAIL(r, PS_ERR_MEMORY, "out of memory for a cell");
  size_t n = 0;
  for (size_t i = 0; i < content->length; i++) {
    copy[n++] = content->text[i];
    i += content->text[i] == '"';
  }
  *content = (ps_span){copy, n};
  return PS_OK;
}

static ps_status read_cell(reader *r, cell *c) {
  while (r->at < r->end && (*r->at == ' ' || *r->at == '\t'))
    r->at++;
  bool quoted = r->at < r->end && *r->at == '"';
  if (quoted) {
    r->at++;
    PS_TRY(read_quoted(r, &c->content));
  }
  const char *start = r->at;
  while (r->at < r->end && *r->at != ',' && *r->at != '\n')
    r->at++;
  ps_span plain = ps_span_trim((ps_span){start, (size_t)(r->at - start)});
  if (quoted && plain.length)
    return FAIL(r, PS_ERR_SYNTAX, "found text behind a closing quote, expected a comma");
  if (!quoted)
    c->content = plain;
  // our own mark in front of what a spreadsheet would compute
  if (c->content.length && c->content.text[0] == '\'' &&
      is_formula(c->content.text, c->content.length))
    c->content.text++, c->content.length--;

  c->last = r->at == r->end || *r->at == '\n';
  if (r->at < r->end)
    r->at++;
  return PS_OK;
}

// ---- the table

static ps_status read_labels(reader *r) {
  if (r->end - r->at >= 3 && memcmp(r->at, "\xEF\xBB\xBF", 3) == 0)
    r->at += 3;
  if (r->at == r->end)
    return FAIL(r, PS_ERR_SYNTAX, "is empty, expected a line of labels");
  cell c = {0};
  while (!c.last) {
    PS_TRY(read_cell(r, &c));
    if (ps_table_columns(r->table) == COLUMN_LIMIT)
      return FAIL(r, PS_ERR_LIMIT, "more than %d columns", COLUMN_LIMIT);
    PS_TRY(ps_fail_at(r->err, ps_table_add_label(r->table, c.content, r->err), r->path, r->line));
  }
  r->line++;
  r->start = r->at;
  r->start_line = r->line;
  return PS_OK;
}

// First time through: what kind of column is it?
static void look_at(reader *r, int column, ps_span content) {
  double value;
  if (content.length == 0 || r->column[column].text)
    return;
  if (ps_number_parse_extended(content.text, content.length, &value))
    r->column[column].number = true;
  else
    r->column[column].text = true;
}

// Second time: keep the value.
static ps_status keep(reader *r, int column, ps_span content, double *value) {
  if (!ps_table_is_text(r->table, column)) {
    *value = NAN;
    ps_number_parse_extended(content.text, content.length, value);
    return PS_OK;
  }
  *value = ps_table_intern(r->table, content);
  return *value >= 0 ? PS_OK : FAIL(r, PS_ERR_MEMORY, "out of memory for a text");
}

static ps_status read_records(reader *r, bool second) {
  const int width = ps_table_columns(r->table);
  r->at = r->start;
  r->line = r->start_line;
  while (r->at < r->end) {
    double *row = second ? ps_table_new_row(r->table) : NULL;
    if (second && !row)
      return FAIL(r, PS_ERR_MEMORY, "out of memory for a row");
    cell c = {0};
    int count = 0;
    for (; !c.last; count++) {
      PS_TRY(read_cell(r, &c));
      if (count >= width)
        continue;
      if (second)
        PS_TRY(keep(r, count, c.content, &row[count]));
      else
        look_at(r, count, c.content);
    }
    if (count != width)
      return FAIL(r, PS_ERR_STRUCTURE, "found %d cells, expected %d", count, width);
    r->line++;
  }
  return PS_OK;
}

static ps_status read_table(reader *r) {
  PS_TRY(read_labels(r));
  const int width = ps_table_columns(r->table);
  r->column = ps_pool_take(&r->pool, (size_t)width * sizeof *r->column);
  if (!r->column)
    return FAIL(r, PS_ERR_MEMORY, "out of memory for %d columns", width);
  PS_TRY(read_records(r, false));
  for (int i = 0; i < width; i++)
    if (r->column[i].text || !r->column[i].number)
      ps_table_make_text(r->table, i);
  return read_records(r, true);
}

ps_status ps_csv_parse(ps_table **table, const char *path, const char *text, size_t size,
                       ps_error *err) {
  *table = NULL;
  while (size && ps_is_blank(text[size - 1])) // also empty lines at the end
    size--;
  const char *zero = size ? memchr(text, 0, size) : NULL;
  reader r = {.path = path, .err = err, .at = text, .end = text + size, .line = 1};
  if (zero)
    return FAIL(&r, PS_ERR_SYNTAX, "holds a zero byte, expected text");
  r.table = ps_table_create("", false);
  ps_status status = r.table ? read_table(&r) : FAIL(&r, PS_ERR_MEMORY, "out of memory");
  ps_pool_free(&r.pool);
  if (status == PS_OK)
    *table = r.table;
  else
    ps_table_free(r.table);
  return status;
}

ps_status ps_csv_load(ps_table **table, const char *path, ps_error *err) {
  *table = NULL;
  ps_file_content content;
  PS_TRY(ps_file_read(&content, path, PS_CSV_FILE_LIMIT, NULL, err));
  ps_status status = ps_csv_parse(table, path, content.bytes, content.size, err);
  ps_file_content_free(&content);
  return status;
}

// ---- writing

// Room for `size` bytes behind the comma that parts this cell from the last.
static char *begin_cell(ps_csv_writer *w, size_t size) {
  char *at = ps_file_writer_room(w->file, size + 1);
  if (w->inside) {
    *at++ = ',';
    w->file->used++;
  }
  w->inside = true;
  return at;
}

// Also blanks at the ends need quotes to be kept, and so does a line that would be empty.
static bool needs_quotes(const char *text, size_t length, bool first) {
  if (length == 0)
    return first;
  return ps_is_blank(text[0]) || ps_is_blank(text[length - 1]) || strpbrk(text, ",\"\r\n");
}

void ps_csv_text(ps_csv_writer *w, const char *text) {
  size_t length = strlen(text);
  bool quotes = needs_quotes(text, length, !w->inside);
  begin_cell(w, 0);
  if (quotes)
    ps_file_writer_text(w->file, "\"");
  if (is_formula(text, length))
    ps_file_writer_text(w->file, "'");
  for (const char *quote; (quote = strchr(text, '"')); text = quote + 1) {
    ps_file_writer_bytes(w->file, text, (size_t)(quote - text));
    ps_file_writer_text(w->file, "\"\"");
  }
  ps_file_writer_text(w->file, text);
  if (quotes)
    ps_file_writer_text(w->file, "\"");
}

void ps_csv_number(ps_csv_writer *w, double x) {
  char *at = begin_cell(w, PS_NUMBER_MAX_SHORT);
  w->file->used += ps_number_shortest(at, x);
}

void ps_csv_integer(ps_csv_writer *w, long x) {
  char *at = begin_cell(w, PS_NUMBER_MAX_SHORT);
  w->file->used += ps_number_integer(at, x);
}

void ps_csv_empty(ps_csv_writer *w) {
  ps_csv_text(w, "");
}

void ps_csv_end_line(ps_csv_writer *w) {
  ps_file_writer_text(w->file, "\n");
  w->inside = false;
}
