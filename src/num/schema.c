#include "num/schema.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "num/number.h"
#include "psoas/nearest.h"

enum {
  QUOTED = 64,                   // [bytes]  of the user's words in a message
  NAME_ROOM = 256,               // [bytes]  "chair.seat_height_m"
  LIST_ROOM = 480,               // [bytes]  allowed words in a message
  RANGE_ROOM = 160,              // [bytes]  "0.2 to 1 m"
  NUMBER_ROOM = RANGE_ROOM + 16, // [bytes]
};

typedef struct reader {
  const char *path;
  ps_pool *pool;
  ps_error *err;
  char name[NAME_ROOM]; // of the value that is read, with the maps around it
} reader;

// Fail where `at` stands in the file; a value that was set has no place, only its name.
#define FAIL(r, status, at, ...)                                                                   \
  ps_fail_in_column(                                                                               \
      (r)->err,                                                                                    \
      ps_fail((r)->err, (status), (at)->line ? (r)->path : NULL, (at)->line, __VA_ARGS__),         \
      (at)->column)

// The words of a scalar; "" where there are none.
static const char *text_of(const ps_tree *t) {
  return t->kind == PS_TREE_TEXT && t->text ? t->text : "";
}

// ---- words for messages

static const char *found(const ps_tree *t, char *text, size_t size) {
  char quoted[QUOTED];
  if (t->kind == PS_TREE_MAP)
    snprintf(text, size, "a map");
  else if (t->kind == PS_TREE_LIST)
    snprintf(text, size, "a list of %d", t->n);
  else if (t->kind == PS_TREE_TEXT && text_of(t)[0])
    snprintf(text, size, "'%s'",
             ps_quote(quoted, sizeof quoted, (ps_span){t->text, strlen(t->text)}));
  else if (t->kind == PS_TREE_BOOL)
    snprintf(text, size, "%s", t->number != 0 ? "true" : "false");
  else if (t->kind == PS_TREE_NUMBER)
    snprintf(text, size, "a number");
  else
    snprintf(text, size, "empty");
  return text;
}

static ps_status wrong_type(reader *r, const ps_tree *t, const char *expected) {
  char text[QUOTED + 8];
  return FAIL(r, PS_ERR_VALUE, t, "%s is %s, expected %s", r->name, found(t, text, sizeof text),
              expected);
}

static bool has_limits(const ps_key *key) {
  return key->low != 0 || key->high != 0;
}

// "0.2 to 1 m", "at least 0 m", "at most 0 m"; of a key with limits.
static const char *range(const ps_key *key, char *text, size_t size) {
  char low[PS_NUMBER_MAX_SHORT], high[PS_NUMBER_MAX_SHORT];
  const char *unit = key->unit ? key->unit : "", *blank = *unit ? " " : "";
  ps_number_shortest(low, key->low);
  ps_number_shortest(high, key->high);
  if (isinf(key->high))
    snprintf(text, size, "at least %s%s%s", low, blank, unit);
  else if (isinf(key->low))
    snprintf(text, size, "at most %s%s%s", high, blank, unit);
  else
    snprintf(text, size, "%s to %s%s%s", low, high, blank, unit);
  return text;
}

// "a number: 0.2 to 1 m", "a number in m"
static const char *a_number(const ps_key *key, char *text, size_t size) {
  char limits[RANGE_ROOM];
  if (has_limits(key))
    snprintf(text, size, "a number: %s", range(key, limits, sizeof limits));
  else
    snprintf(text, size, "a number%s%s", key->unit ? " in " : "", key->unit ? key->unit : "");
  return text;
}

// "female, male"
static const char *listed(const char *const *words, char *text, size_t size) {
  size_t used = 0;
  text[0] = 0;
  for (int i = 0; words[i] && used < size; i++)
    used += (size_t)snprintf(text + used, size - used, "%s%s", i ? ", " : "", words[i]);
  return text;
}

// ---- values

// A finite number; false: it is none.
static bool number_of(const ps_tree *t, double *value) {
  if (t->kind == PS_TREE_TEXT) {
    ps_span text = ps_span_trim((ps_span){text_of(t), strlen(text_of(t))});
    return ps_number_parse(text.text, text.length, value);
  }
  if (t->kind != PS_TREE_NUMBER || !isfinite(t->number))
    return false;
  *value = t->number;
  return true;
}

static ps_status not_a_number(reader *r, const ps_key *key, const ps_tree *t) {
  char expected[NUMBER_ROOM];
  return wrong_type(r, t, a_number(key, expected, sizeof expected));
}

static ps_status check_range(reader *r, const ps_key *key, const ps_tree *t, double value) {
  char number[PS_NUMBER_MAX_SHORT], limits[RANGE_ROOM];
  if (!has_limits(key) || (key->low <= value && value <= key->high))
    return PS_OK;
  ps_number_shortest(number, value);
  return FAIL(r, PS_ERR_VALUE, t, "%s is %s; allowed is %s", r->name, number,
              range(key, limits, sizeof limits));
}

static ps_status read_number(reader *r, const ps_key *key, const ps_tree *t, double *out) {
  double value;
  if (!number_of(t, &value))
    return not_a_number(r, key, t);
  PS_TRY(check_range(r, key, t, value));
  *out = value;
  return PS_OK;
}

static ps_status read_integer(reader *r, const ps_key *key, const ps_tree *t, int *out) {
  const double largest = 2147483647;
  double value;
  PS_TRY(read_number(r, key, t, &value));
  if (value != floor(value) || fabs(value) > largest)
    return wrong_type(r, t, "a whole number");
  *out = (int)value;
  return PS_OK;
}

static ps_status read_bool(reader *r, const ps_tree *t, bool *out) {
  static const char *const words[] = {"false", "true", "no", "yes", "off", "on"};
  if (t->kind == PS_TREE_BOOL) {
    *out = t->number != 0;
    return PS_OK;
  }
  for (int i = 0; i < 6; i++)
    if (strcmp(text_of(t), words[i]) == 0) {
      *out = i % 2;
      return PS_OK;
    }
  return wrong_type(r, t, "true or false");
}

// A text keeps its commas, though they made a list of it when it was set.
static ps_status read_text(reader *r, const ps_tree *t, const char **out) {
  if ((t->kind != PS_TREE_TEXT && t->kind != PS_TREE_LIST) || !t->text || !t->text[0])
    return wrong_type(r, t, "a text");
  *out = t->text;
  return PS_OK;
}

static int find_word(const ps_key *key, const ps_tree *t) {
  for (int i = 0; key->words[i]; i++)
    if (strcmp(text_of(t), key->words[i]) == 0)
      return i;
  return -1;
}

// `or`: what else is allowed, in words; NULL: nothing.
static ps_status no_such_word(reader *r, const ps_key *key, const ps_tree *t, const char * or) {
  char text[QUOTED + 8], words[LIST_ROOM], hint[QUOTED + 16];
  ps_nearest nearest = ps_nearest_to(text_of(t));
  for (int i = 0; key->words[i]; i++)
    ps_nearest_try(&nearest, key->words[i]);
  ps_nearest_hint(&nearest, hint, sizeof hint);
  return FAIL(r, PS_ERR_VALUE, t, "%s is %s; allowed: %s%s%s%s", r->name,
              found(t, text, sizeof text), listed(key->words, words, sizeof words),
              or ? ", or " : "", or ? or : "", hint);
}

static ps_status read_choice(reader *r, const ps_key *key, const ps_tree *t, int *out) {
  int choice = find_word(key, t);
  if (choice < 0)
    return no_such_word(r, key, t, NULL);
  *out = choice;
  return PS_OK;
}

static ps_status read_number_or_choice(reader *r, const ps_key *key, const ps_tree *t,
                                       ps_number_or_choice *out) {
  char number[NUMBER_ROOM];
  double value;
  int choice = find_word(key, t);
  if (choice < 0 && !number_of(t, &value))
    return no_such_word(r, key, t, a_number(key, number, sizeof number));
  if (choice < 0) {
    PS_TRY(check_range(r, key, t, value));
    out->number = value;
  }
  out->choice = choice;
  return PS_OK;
}

static ps_status read_pair(reader *r, const ps_key *key, const ps_tree *t, double out[2]) {
  double value[2];
  if (t->kind == PS_TREE_LIST && t->n != 2)
    return wrong_type(r, t, "one number, or a list of two");
  const ps_tree *one = t->kind == PS_TREE_LIST ? t->first : t;
  const ps_tree *two = t->kind == PS_TREE_LIST ? t->last : t;
  PS_TRY(read_number(r, key, one, &value[0]));
  PS_TRY(read_number(r, key, two, &value[1]));
  memcpy(out, value, sizeof value);
  return PS_OK;
}

static ps_status short_of_memory(reader *r, const ps_tree *t) {
  return FAIL(r, PS_ERR_MEMORY, t, "out of memory for %s", r->name);
}

static ps_status read_numbers(reader *r, const ps_key *key, const ps_tree *t, ps_key_numbers *out) {
  bool list = t->kind == PS_TREE_LIST;
  ps_key_numbers numbers = {.n = list ? t->n : 1};
  if (key->count && numbers.n != key->count) {
    char expected[48];
    snprintf(expected, sizeof expected, "a list of %d numbers", key->count);
    return wrong_type(r, t, expected);
  }
  numbers.items = ps_pool_take(r->pool, (size_t)(numbers.n ? numbers.n : 1) * sizeof(double));
  if (!numbers.items)
    return short_of_memory(r, t);
  const ps_tree *item = list ? t->first : t;
  for (int i = 0; i < numbers.n; i++, item = item->next)
    PS_TRY(read_number(r, key, item, &numbers.items[i]));
  *out = numbers;
  return PS_OK;
}

// ---- maps

static ps_status read_map(reader *r, const ps_schema *schema, const ps_tree *map, void *out);

static ps_status read_maps(reader *r, const ps_key *key, const ps_tree *t, ps_key_maps *out) {
  const size_t size = key->inner->size, end = strlen(r->name);
  if (t->kind != PS_TREE_LIST)
    return wrong_type(r, t, "a list of maps");
  char *items = ps_pool_take(r->pool, (size_t)(t->n ? t->n : 1) * size);
  if (!items)
    return short_of_memory(r, t);
  int i = 0;
  for (const ps_tree *item = t->first; item; item = item->next, i++) {
    if (key->inner->initial)
      memcpy(items + i * size, key->inner->initial, size);
    snprintf(r->name + end, sizeof r->name - end, ".%d", i);
    PS_TRY(read_map(r, key->inner, item, items + i * size));
    r->name[end] = 0;
  }
  *out = (ps_key_maps){items, t->n};
  return PS_OK;
}

static ps_status read_tree(reader *r, const ps_tree *t, const ps_tree **out) {
  if (t->kind != PS_TREE_MAP && t->kind != PS_TREE_LIST)
    return wrong_type(r, t, "a map or list");
  *out = t;
  return PS_OK;
}

static ps_status read_value(reader *r, const ps_key *key, const ps_tree *t, void *out) {
  switch (key->type) {
  case PS_KEY_NUMBER:
    return read_number(r, key, t, out);
  case PS_KEY_INTEGER:
    return read_integer(r, key, t, out);
  case PS_KEY_BOOL:
    return read_bool(r, t, out);
  case PS_KEY_TEXT:
    return read_text(r, t, out);
  case PS_KEY_CHOICE:
    return read_choice(r, key, t, out);
  case PS_KEY_NUMBERS:
    return read_numbers(r, key, t, out);
  case PS_KEY_PAIR:
    return read_pair(r, key, t, out);
  case PS_KEY_NUMBER_OR_CHOICE:
    return read_number_or_choice(r, key, t, out);
  case PS_KEY_MAP:
    return read_map(r, key->inner, t, out);
  case PS_KEY_MAPS:
    return read_maps(r, key, t, out);
  case PS_KEY_TREE:
    return read_tree(r, t, out);
  }
  return PS_OK;
}

static bool is_named(const ps_key *key, const char *name) {
  return strcmp(key->name, name) == 0 || (key->alias && strcmp(key->alias, name) == 0);
}

// Every name in the map must be that of a key.
static ps_status check_names(reader *r, const ps_schema *schema, const ps_tree *map) {
  for (const ps_tree *t = map->first; t; t = t->next) {
    int i = 0;
    while (i < schema->n && !is_named(&schema->keys[i], t->key))
      i++;
    if (i < schema->n)
      continue;
    char quoted[QUOTED], hint[QUOTED + 16];
    ps_nearest nearest = ps_nearest_to(t->key);
    for (int k = 0; k < schema->n; k++) {
      ps_nearest_try(&nearest, schema->keys[k].name);
      if (schema->keys[k].alias)
        ps_nearest_try(&nearest, schema->keys[k].alias);
    }
    return ps_fail(r->err, PS_ERR_REFERENCE, t->line ? r->path : NULL, t->line,
                   "unknown key '%s'%s%s%s",
                   ps_quote(quoted, sizeof quoted, (ps_span){t->key, strlen(t->key)}),
                   r->name[0] ? " in " : "", r->name, ps_nearest_hint(&nearest, hint, sizeof hint));
  }
  return PS_OK;
}

// The value of a key, under either of its names; NULL: there is none.
static ps_status find_value(reader *r, const ps_key *key, const ps_tree *map,
                            const ps_tree **value) {
  *value = NULL;
  for (const ps_tree *t = map->first; t; t = t->next) {
    if (!is_named(key, t->key))
      continue;
    const ps_tree *before = *value;
    if (before && ((before->line == 0) == (t->line == 0) || t->kind == PS_TREE_MAP))
      return FAIL(r, PS_ERR_STRUCTURE, t, "%s is given twice, as '%s' and as '%s'", r->name,
                  before->key, t->key);
    if (!before || t->line == 0) // what was set counts
      *value = t;
  }
  return PS_OK;
}

static ps_status read_key(reader *r, const ps_key *key, const ps_tree *map, char *out) {
  const ps_tree *value;
  PS_TRY(find_value(r, key, map, &value));
  if (value)
    return read_value(r, key, value, out + key->offset);
  if (!key->required)
    return PS_OK;
  return FAIL(r, PS_ERR_STRUCTURE, map, "%s is missing%s%s", r->name, key->about ? ": " : "",
              key->about ? key->about : "");
}

static ps_status read_map(reader *r, const ps_schema *schema, const ps_tree *map, void *out) {
  const size_t end = strlen(r->name);
  if (map->kind != PS_TREE_MAP)
    return wrong_type(r, map, "a map");
  PS_TRY(check_names(r, schema, map));
  for (int i = 0; i < schema->n; i++) {
    snprintf(r->name + end, sizeof r->name - end, "%s%s", end ? "." : "", schema->keys[i].name);
    PS_TRY(read_key(r, &schema->keys[i], map, out));
    r->name[end] = 0;
  }
  return PS_OK;
}

ps_status ps_schema_read(const ps_schema *schema, const ps_tree *map, const char *path,
                         ps_pool *pool, void *out, ps_error *err) {
  reader r = {.path = path, .pool = pool, .err = err};
  return read_map(&r, schema, map, out);
}

// ---- comparing

static bool same_numbers(const double *a, const double *b, int n) {
  bool same = true;
  for (int i = 0; i < n; i++)
    same = same && (a[i] == b[i] || (isnan(a[i]) && isnan(b[i])));
  return same;
}

static bool same_value(const ps_key *key, const void *a, const void *b) {
  const ps_number_or_choice *p = a, *q = b;
  switch (key->type) {
  case PS_KEY_NUMBER:
    return same_numbers(a, b, 1);
  case PS_KEY_PAIR:
    return same_numbers(a, b, 2);
  case PS_KEY_INTEGER:
  case PS_KEY_CHOICE:
    return *(const int *)a == *(const int *)b;
  case PS_KEY_BOOL:
    return *(const bool *)a == *(const bool *)b;
  case PS_KEY_NUMBER_OR_CHOICE:
    return p->choice == q->choice && same_numbers(&p->number, &q->number, 1);
  case PS_KEY_NUMBERS:
    return ((const ps_key_numbers *)a)->n == 0 && ((const ps_key_numbers *)b)->n == 0;
  case PS_KEY_MAPS:
    return ((const ps_key_maps *)a)->n == 0 && ((const ps_key_maps *)b)->n == 0;
  case PS_KEY_TREE:
    return !*(const ps_tree *const *)a && !*(const ps_tree *const *)b;
  case PS_KEY_MAP:
    return ps_schema_same(key->inner, a, b);
  default:
    return true; // texts
  }
}

bool ps_schema_same(const ps_schema *schema, const void *a, const void *b) {
  bool same = true;
  for (int i = 0; i < schema->n && same; i++) {
    size_t at = schema->keys[i].offset;
    same = same_value(&schema->keys[i], (const char *)a + at, (const char *)b + at);
  }
  return same;
}
