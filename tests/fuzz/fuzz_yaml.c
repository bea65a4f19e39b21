// Any bytes as a YAML file: a tree within its limits or a failure with its place; then read by a
// schema of every type, changed by its own words, and written as JSON.
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "io/json_tree.h"
#include "io/yaml.h"
#include "num/schema.h"

typedef struct any {
  double number, pair[2];
  int integer, choice;
  bool yes;
  const char *text;
  ps_key_numbers list;
  ps_number_or_choice either;
  ps_key_maps maps;
  const ps_tree *tree;
} any;

static const char *const words[] = {"one", "two", NULL};
static const ps_key inner_keys[] = {{"a", .type = PS_KEY_NUMBER, .required = true}};
static const ps_schema inner = {PS_KEYS(inner_keys), .size = sizeof(double)};
static const ps_key keys[] = {
    {"n", .alias = "number", .type = PS_KEY_NUMBER, .low = 0, .high = 1},
    {"p", .type = PS_KEY_PAIR, .offset = offsetof(any, pair)},
    {"i", .type = PS_KEY_INTEGER, .offset = offsetof(any, integer)},
    {"c", .type = PS_KEY_CHOICE, .words = words, .offset = offsetof(any, choice)},
    {"b", .type = PS_KEY_BOOL, .offset = offsetof(any, yes)},
    {"t", .type = PS_KEY_TEXT, .offset = offsetof(any, text)},
    {"l", .type = PS_KEY_NUMBERS, .offset = offsetof(any, list)},
    {"e", .type = PS_KEY_NUMBER_OR_CHOICE, .words = words, .offset = offsetof(any, either)},
    {"m", .type = PS_KEY_MAPS, .inner = &inner, .offset = offsetof(any, maps)},
    {"x", .type = PS_KEY_TREE, .offset = offsetof(any, tree)},
};
static const ps_schema schema = {PS_KEYS(keys), .size = sizeof(any)};

static void check_failure(ps_status status, const ps_error *err) {
  if (err->status != status || !err->message[0])
    abort();
}

// Number of values; every text is one, and every one has its place.
static int count(const ps_tree *tree, int depth) {
  int n = 1, children = 0;
  if (depth > PS_YAML_DEPTH_LIMIT + 1 || tree->line < 1 || tree->column < 1)
    abort();
  if (tree->kind == PS_TREE_TEXT &&
      ps_utf8_valid(tree->text, strlen(tree->text)) != strlen(tree->text))
    abort();
  for (const ps_tree *t = tree->first; t; t = t->next, children++) {
    if ((tree->kind == PS_TREE_MAP) != (t->key != NULL))
      abort();
    if (t->key && ps_tree_member(tree, t->key) != t) // each key once
      abort();
    n += count(t, depth + 1);
  }
  if (children != tree->n)
    abort();
  return n;
}

static void write_tree(ps_json_writer *j, const void *what) {
  ps_json_tree(j, what);
}

static void use(ps_tree *tree, ps_pool *pool) {
  ps_error err;
  any out = {0};
  char *json;
  ps_status status = ps_schema_read(&schema, tree, "f", pool, &out, &err);
  if (status != PS_OK)
    check_failure(status, &err);
  for (const ps_tree *t = tree->first; t && t->text; t = t->next) {
    status = ps_tree_assign(pool, tree, t->text, &err);
    if (status != PS_OK)
      check_failure(status, &err);
  }
  if (ps_json_to_text(write_tree, tree, &json, &err) != PS_OK)
    abort();
  free(json);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  ps_pool pool = {0};
  ps_tree *tree;
  ps_error err = {0};
  ps_status status = ps_yaml_parse(&pool, "f", (const char *)data, size, &tree, &err);
  if (status != PS_OK) {
    if (tree)
      abort();
    check_failure(status, &err);
  } else {
    if (count(tree, 1) > PS_YAML_NODE_LIMIT)
      abort();
    use(tree, &pool);
  }
  ps_pool_free(&pool);
  return 0;
}
