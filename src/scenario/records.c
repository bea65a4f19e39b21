// records.c: tables that lie in the library.
#include "scenario/records.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/embedded.h"
#include "base/fail.h"
#include "num/csv.h"

static ps_status parse(ps_records *r, const char *text, size_t size, ps_error *err) {
  PS_TRY(ps_csv_parse(&r->table, r->name, text, size, err));
  r->n = ps_table_rows(r->table);
  return PS_OK;
}

static ps_status find(ps_records *r, const char *name, const ps_embedded **file, ps_error *err) {
  *r = (ps_records){.name = name, .row = -1};
  *file = ps_embedded_find(name);
  if (!*file)
    return ps_fail(err, PS_ERR_REFERENCE, name, 0, "the library holds no such table");
  return PS_OK;
}

ps_status ps_records_open(ps_records *r, const char *name, ps_error *err) {
  const ps_embedded *file;
  PS_TRY(find(r, name, &file, err));
  return parse(r, file->text, file->size, err);
}

// the line of labels, and the lines that begin with `key`; returns their size
static size_t pick_lines(const ps_embedded *file, const char *key, char *out) {
  size_t length = strlen(key), size = 0;
  const char *end = file->text + file->size;
  for (const char *line = file->text; line < end;) {
    const char *next = memchr(line, '\n', (size_t)(end - line));
    next = next ? next + 1 : end;
    bool wanted = strncmp(line, key, length) == 0 && line[length] == ',';
    if (line == file->text || wanted) {
      memcpy(out + size, line, (size_t)(next - line));
      size += (size_t)(next - line);
    }
    line = next;
  }
  return size;
}

ps_status ps_records_open_at(ps_records *r, const char *name, const char *key, ps_error *err) {
  const ps_embedded *file;
  PS_TRY(find(r, name, &file, err));
  char *text = malloc(file->size);
  if (!text)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  ps_status status = parse(r, text, pick_lines(file, key, text), err);
  free(text);
  return status;
}

bool ps_records_next(ps_records *r) {
  return ++r->row < r->n;
}

ps_status ps_records_fail(ps_records *r, ps_status status) {
  ps_table_free(r->table);
  r->table = NULL;
  return status;
}

ps_status ps_records_close(ps_records *r, bool memory, ps_error *err) {
  ps_status status = PS_OK;
  if (r->missing)
    status = ps_fail(err, PS_ERR_STRUCTURE, r->name, 1, "there is no column '%s'", r->missing);
  else if (!memory)
    status = ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  return ps_records_fail(r, status);
}

static int column_named(ps_records *r, const char *label) {
  int column = ps_table_column(r->table, label);
  if (column < 0 && !r->missing)
    r->missing = label;
  return column;
}

const char *ps_records_text(ps_records *r, const char *column, ps_pool *pool) {
  int c = column_named(r, column);
  const char *text = c < 0 ? NULL : ps_table_text(r->table, r->row, c);
  return text ? ps_pool_text(pool, text, strlen(text)) : "";
}

double ps_records_number(ps_records *r, const char *column) {
  int c = column_named(r, column);
  return c < 0 || ps_table_is_text(r->table, c) ? NAN : ps_table_value(r->table, r->row, c);
}

ps_vec3 ps_records_vector(ps_records *r, const char *prefix) {
  double x[3];
  for (int i = 0; i < 3; i++) {
    char label[32];
    snprintf(label, sizeof label, "%s%c", prefix, "xyz"[i]);
    int c = ps_table_column(r->table, label);
    x[i] = c < 0 ? NAN : ps_table_value(r->table, r->row, c);
    if (c < 0 && !r->missing)
      r->missing = prefix[0] ? prefix : "x, y, z";
  }
  return ps_vec(x[0], x[1], x[2]);
}

int ps_records_count(const char *name) {
  ps_records r;
  if (ps_records_open(&r, name, NULL) != PS_OK)
    return 0;
  int n = r.n;
  ps_records_fail(&r, PS_OK);
  return n;
}
