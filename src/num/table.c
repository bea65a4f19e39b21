#include "num/table.h"

#include <assert.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/names.h"

typedef struct header_line {
  const char *key, *value;
} header_line;

struct ps_table {
  ps_pool pool; // all text
  const char *name;
  ps_degrees degrees;
  bool has_time;

  struct {
    const char **items;
    int n, capacity;
  } labels; // one for each column
  struct {
    bool *items;
    int n, capacity;
  } is_text;        // likewise
  ps_names columns; // by label

  struct {
    header_line *items;
    int n, capacity;
  } headers;
  struct {
    char *items; // without a terminating zero
    int n, capacity;
  } description;

  // row after row: time (if any) and the columns; a cell of text holds its number in `texts`
  double *block;
  int rows, capacity;
  struct {
    const char **items;
    int n, capacity;
  } texts;
  ps_names text_numbers;
};

// Time and columns.
static size_t stride(const ps_table *t) {
  return (size_t)t->has_time + (size_t)t->labels.n;
}

static ps_status short_of_memory(const ps_table *t, ps_error *err) {
  return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory for table '%s'", t->name);
}

ps_table *ps_table_create(const char *name, bool has_time) {
  ps_table *t = calloc(1, sizeof *t);
  if (!t)
    return NULL;
  t->has_time = has_time;
  t->name = "";
  if (ps_table_rename(t, (ps_span){name, strlen(name)}, NULL) != PS_OK) {
    ps_table_free(t);
    return NULL;
  }
  return t;
}

void ps_table_free(ps_table *t) {
  if (!t)
    return;
  ps_pool_free(&t->pool);
  free(t->block);
  free(t);
}

// ---- filling

ps_status ps_table_rename(ps_table *t, ps_span name, ps_error *err) {
  const char *copy = ps_pool_text(&t->pool, name.text, name.length);
  if (!copy)
    return short_of_memory(t, err);
  t->name = copy;
  return PS_OK;
}

ps_status ps_table_add_header(ps_table *t, ps_span key, ps_span value, ps_error *err) {
  header_line *h = PS_APPEND(&t->pool, &t->headers);
  if (!h)
    return short_of_memory(t, err);
  h->key = ps_pool_text(&t->pool, key.text, key.length);
  h->value = ps_pool_text(&t->pool, value.text, value.length);
  if (h->key && h->value)
    return PS_OK;
  t->headers.n--;
  return short_of_memory(t, err);
}

ps_status ps_table_describe(ps_table *t, ps_span line, ps_error *err) {
  for (size_t i = 0; i <= line.length; i++) {
    char *c = PS_APPEND(&t->pool, &t->description);
    if (!c)
      return short_of_memory(t, err);
    *c = i < line.length ? line.text[i] : '\n';
  }
  // a zero behind the last character
  if (!ps_pool_grow(&t->pool, (void **)&t->description.items, t->description.n,
                    &t->description.capacity, 1))
    return short_of_memory(t, err);
  return PS_OK;
}

// Room in every array of columns for one more; NULL: out of memory.
static const char **new_column(ps_table *t) {
  const char **label = PS_APPEND(&t->pool, &t->labels);
  const bool *is_text = label ? PS_APPEND(&t->pool, &t->is_text) : NULL;
  if (label && !is_text)
    t->labels.n--;
  return is_text ? label : NULL;
}

ps_status ps_table_add_label(ps_table *t, ps_span label, ps_error *err) {
  assert(t->rows == 0);
  const int column = t->labels.n;
  const char *copy = ps_pool_text(&t->pool, label.text, label.length);
  const char **place = copy ? new_column(t) : NULL;
  if (!place)
    return short_of_memory(t, err);
  *place = copy;
  int holder = ps_names_add(&t->columns, &t->pool, copy, column);
  if (holder == column)
    return PS_OK;
  t->labels.n--;
  t->is_text.n--;
  if (holder < 0)
    return short_of_memory(t, err);
  char found[64];
  return ps_fail(err, PS_ERR_STRUCTURE, NULL, 0, "columns %d and %d have the same label '%s'",
                 holder + 1 + t->has_time, column + 1 + t->has_time,
                 ps_quote(found, sizeof found, label));
}

ps_status ps_table_add_column(ps_table *t, const char *label, ps_error *err) {
  return ps_table_add_label(t, (ps_span){label, strlen(label)}, err);
}

void ps_table_make_text(ps_table *t, int column) {
  assert(t->rows == 0 && column >= 0 && column < t->labels.n);
  t->is_text.items[column] = true;
}

static bool resize(ps_table *t, int capacity) {
  size_t width = stride(t) ? stride(t) : 1;
  if ((size_t)capacity > SIZE_MAX / sizeof(double) / width)
    return false;
  double *block = realloc(t->block, (size_t)capacity * width * sizeof(double));
  if (!block)
    return false;
  t->block = block;
  t->capacity = capacity;
  return true;
}

void ps_table_reserve(ps_table *t, int rows) {
  if (rows > 0 && rows <= INT_MAX - t->rows && t->rows + rows > t->capacity)
    resize(t, t->rows + rows);
}

double *ps_table_new_row(ps_table *t) {
  if (t->rows == t->capacity) {
    int larger = t->capacity ? t->capacity + t->capacity / 2 + 1 : 16;
    if (t->capacity > INT_MAX / 2 || !resize(t, larger))
      return NULL;
  }
  return t->block + stride(t) * (size_t)t->rows++;
}

void ps_table_replace_row(ps_table *t) {
  assert(t->rows > 1);
  double *last = t->block + stride(t) * (size_t)--t->rows;
  memcpy(last - stride(t), last, stride(t) * sizeof(double));
}

double ps_table_intern(ps_table *t, ps_span text) {
  char name[128]; // most texts are names, and most names come again
  if (text.length < sizeof name) {
    memcpy(name, text.text, text.length);
    name[text.length] = 0;
    int known = ps_names_find(&t->text_numbers, name);
    if (known >= 0)
      return known;
  }
  const char *copy = ps_pool_text(&t->pool, text.text, text.length);
  const char **place = copy ? PS_APPEND(&t->pool, &t->texts) : NULL;
  if (!place)
    return -1;
  *place = copy;
  return ps_names_add(&t->text_numbers, &t->pool, copy, t->texts.n - 1);
}

ps_status ps_table_add_row(ps_table *t, double time, const double *values, ps_error *err) {
  double *row = ps_table_new_row(t);
  if (!row)
    return short_of_memory(t, err);
  if (t->has_time)
    *row++ = time;
  for (int i = 0; i < t->labels.n; i++)
    row[i] = values[i];
  return PS_OK;
}

void ps_table_declare_degrees(ps_table *t, ps_degrees degrees) {
  t->degrees = degrees;
}

// ---- asking

const char *ps_table_name(const ps_table *t) {
  return t->name;
}

int ps_table_rows(const ps_table *t) {
  return t->rows;
}

int ps_table_columns(const ps_table *t) {
  return t->labels.n;
}

bool ps_table_has_time(const ps_table *t) {
  return t->has_time;
}

ps_degrees ps_table_degrees(const ps_table *t) {
  return t->degrees;
}

const char *ps_table_label(const ps_table *t, int column) {
  assert(column >= 0 && column < t->labels.n);
  return t->labels.items[column];
}

const char *const *ps_table_labels(const ps_table *t) {
  return t->labels.items;
}

int ps_table_column(const ps_table *t, const char *label) {
  return ps_names_find(&t->columns, label);
}

double ps_table_time(const ps_table *t, int row) {
  assert(row >= 0 && row < t->rows);
  return t->has_time ? t->block[stride(t) * (size_t)row] : row;
}

const double *ps_table_row(const ps_table *t, int row) {
  assert(row >= 0 && row < t->rows);
  return t->block + stride(t) * (size_t)row + t->has_time;
}

double ps_table_value(const ps_table *t, int row, int column) {
  assert(column >= 0 && column < t->labels.n);
  return ps_table_row(t, row)[column];
}

bool ps_table_is_text(const ps_table *t, int column) {
  assert(column >= 0 && column < t->labels.n);
  return t->is_text.items[column];
}

const char *ps_table_text(const ps_table *t, int row, int column) {
  if (!ps_table_is_text(t, column))
    return NULL;
  return t->texts.items[(int)ps_table_value(t, row, column)];
}

const char *ps_table_header(const ps_table *t, const char *key) {
  for (int i = 0; i < t->headers.n; i++)
    if (strcmp(t->headers.items[i].key, key) == 0)
      return t->headers.items[i].value;
  return NULL;
}

const char *ps_table_description(const ps_table *t) {
  return t->description.n ? t->description.items : "";
}
