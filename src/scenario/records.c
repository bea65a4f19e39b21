// records.c: tables that lie in the library.
#include "scenario/records.h"

#include <stdio.h>
#include <string.h>

#include "base/embedded.h"
#include "base/fail.h"
#include "num/csv.h"

ps_status ps_records_open(ps_records *r, const char *name, ps_error *err) {
  *r = (ps_records){.name = name, .row = -1};
  const ps_embedded *file = ps_embedded_find(name);
  if (!file)
    return ps_fail(err, PS_ERR_REFERENCE, name, 0, "the library holds no such table");
  PS_TRY(ps_csv_parse(&r->table, name, file->text, file->size, err));
  r->n = ps_table_rows(r->table);
  return PS_OK;
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
