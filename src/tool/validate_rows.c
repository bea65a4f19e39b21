// validate_rows.c: reads rows of measurements and the map that says how to reproduce them.
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/embedded.h"
#include "base/fail.h"
#include "num/csv.h"
#include "num/number.h"
#include "tool/validate_inner.h"

typedef struct sheet {
  ps_pool *pool;
  ps_table *table;
  const char *file;
  int row;
  bool memory; // was enough
} sheet;

static ps_status open_sheet(sheet *s, ps_pool *pool, const char *path, const char *own,
                            ps_error *err) {
  *s = (sheet){.pool = pool, .file = path ? path : own, .memory = true};
  if (path)
    return ps_csv_load(&s->table, path, err);
  const ps_embedded *e = ps_embedded_find(own);
  if (!e)
    return ps_fail(err, PS_ERR_REFERENCE, own, 0, "the library holds no such table");
  return ps_csv_parse(&s->table, own, e->text, e->size, err);
}

static ps_status needs(const sheet *s, const char *const *columns, ps_error *err) {
  for (int i = 0; columns[i]; i++)
    if (ps_table_column(s->table, columns[i]) < 0)
      return ps_fail(err, PS_ERR_STRUCTURE, s->file, 1, "there is no column '%s'", columns[i]);
  return PS_OK;
}

// a cell as text; "" where it is empty or the column is not there
static const char *text_of(sheet *s, const char *column) {
  char number[PS_NUMBER_MAX_SHORT] = "";
  int c = ps_table_column(s->table, column);
  if (c < 0)
    return "";
  const char *text = ps_table_text(s->table, s->row, c);
  if (!text) {
    double x = ps_table_value(s->table, s->row, c);
    if (isfinite(x))
      ps_number_shortest(number, x);
    text = number;
  }
  const char *copy = ps_pool_text(s->pool, text, strlen(text));
  s->memory &= copy != NULL;
  return copy ? copy : "";
}

// a cell as number; nan where it holds none
static double number_of(sheet *s, const char *column) {
  const char *text = text_of(s, column);
  double x = NAN;
  return ps_number_parse_extended(text, strlen(text), &x) ? x : NAN;
}

// ---- rows

// "01_disc_pressure": 1, "disc pressure"
static void read_group(sheet *s, ps_validation_row *row) {
  const char *text = text_of(s, "group");
  if (!text[0])
    text = row->id + strcspn(row->id, "0123456789");
  row->group = atoi(text);
  text += strspn(text, "0123456789_ ");
  size_t length = strcspn(text, "0123456789");
  char *name = ps_pool_text(s->pool, text, length);
  s->memory &= name != NULL;
  for (char *c = name; c && *c; c++)
    if (*c == '_')
      *c = ' ';
  row->group_name = name ? name : "";
}

static ps_status read_row(sheet *s, ps_validation_row *row, ps_error *err) {
  *row = (ps_validation_row){.id = text_of(s, "id"),
                             .quantity = text_of(s, "quantity"),
                             .condition = text_of(s, "condition"),
                             .unit = text_of(s, "unit"),
                             .spread = text_of(s, "spread"),
                             .people = text_of(s, "n"),
                             .citation = text_of(s, "citation"),
                             .doi = text_of(s, "doi"),
                             .measured = number_of(s, "value"),
                             .low = number_of(s, "accept_lo"),
                             .high = number_of(s, "accept_hi"),
                             .grade = text_of(s, "grade")[0],
                             .verified = strcmp(text_of(s, "flag"), "verified") == 0,
                             .outcome = PS_ROW_NOT_COVERED,
                             .model = NAN,
                             .scenarios = "",
                             .expression = "",
                             .note = "",
                             .trouble = ""};
  read_group(s, row);
  int line = s->row + 2;
  if (!(row->low <= row->high))
    return ps_fail(err, PS_ERR_VALUE, s->file, line,
                   "%s: the band is from %g to %g; expected two numbers, the lower first", row->id,
                   row->low, row->high);
  if (row->grade < 'A' || row->grade > 'C')
    return ps_fail(err, PS_ERR_VALUE, s->file, line, "%s: the grade is '%s'; expected A, B or C",
                   row->id, text_of(s, "grade"));
  return PS_OK;
}

static bool is_wanted(const char *groups, int group) {
  for (const char *at = groups; at && *at; at += strspn(at, ", ")) {
    char *end;
    if (strtol(at, &end, 10) == group && end != at)
      return true;
    at = end == at ? at + 1 : end;
  }
  return groups == NULL;
}

static ps_status check_groups(const char *groups, ps_error *err) {
  if (groups && (groups[strspn(groups, "0123456789,")] || !isdigit((unsigned char)groups[0])))
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0,
                   "--groups '%.40s': expected numbers with commas between them, as 1,2,12",
                   groups);
  return PS_OK;
}

static ps_status read_rows(sheet *s, const char *groups, ps_row_list *rows, ps_error *err) {
  static const char *const columns[] = {"id",        "quantity",  "condition", "value", "flag",
                                        "accept_lo", "accept_hi", "grade",     NULL};
  PS_TRY(needs(s, columns, err));
  for (s->row = 0; s->row < ps_table_rows(s->table); s->row++) {
    ps_validation_row row;
    PS_TRY(read_row(s, &row, err));
    if (!is_wanted(groups, row.group))
      continue;
    for (int i = 0; i < rows->n; i++)
      if (strcmp(rows->items[i].id, row.id) == 0)
        return ps_fail(err, PS_ERR_STRUCTURE, s->file, s->row + 2, "row '%s' is there twice",
                       row.id);
    ps_validation_row *place = PS_APPEND(s->pool, rows);
    if (place)
      *place = row;
    s->memory &= place != NULL;
  }
  if (s->memory && rows->n == 0)
    return ps_fail(err, PS_ERR_ARGUMENT, s->file, 0, "there are no rows%s%s",
                   groups ? " of group " : "", groups ? groups : "");
  return s->memory ? PS_OK : ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

ps_status ps_rows_read(ps_pool *pool, const char *path, const char *groups, ps_row_list *rows,
                       ps_error *err) {
  sheet s;
  *rows = (ps_row_list){0};
  PS_TRY(check_groups(groups, err));
  PS_TRY(open_sheet(&s, pool, path, "validation/rows.csv", err));
  ps_status status = read_rows(&s, groups, rows, err);
  ps_table_free(s.table);
  return status;
}

// ---- map

static ps_status read_mapping(sheet *s, ps_map_row *row, ps_error *err) {
  const char *kind = text_of(s, "kind");
  *row = (ps_map_row){.id = text_of(s, "id"),
                      .scenarios = text_of(s, "scenarios"),
                      .expression = text_of(s, "expression"),
                      .note = text_of(s, "note"),
                      .input = strcmp(kind, "input") == 0,
                      .line = s->row + 2};
  if (kind[0] && !row->input && strcmp(kind, "prediction") != 0)
    return ps_fail(err, PS_ERR_VALUE, s->file, row->line,
                   "%s: the kind is '%s'; expected prediction or input", row->id, kind);
  return PS_OK;
}

static ps_status read_map(sheet *s, ps_map_list *map, ps_error *err) {
  static const char *const columns[] = {"id", "scenarios", "expression", NULL};
  PS_TRY(needs(s, columns, err));
  for (s->row = 0; s->row < ps_table_rows(s->table); s->row++) {
    ps_map_row *row = PS_APPEND(s->pool, map);
    s->memory &= row != NULL;
    if (row)
      PS_TRY(read_mapping(s, row, err));
  }
  return s->memory ? PS_OK : ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

ps_status ps_map_read(ps_pool *pool, const char *path, ps_map_list *map, ps_error *err) {
  sheet s;
  *map = (ps_map_list){.file = path ? path : "validation/map.csv"};
  PS_TRY(open_sheet(&s, pool, path, map->file, err));
  ps_status status = read_map(&s, map, err);
  ps_table_free(s.table);
  return status;
}
