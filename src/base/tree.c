// tree.c: values under names.
#include "base/tree.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

ps_tree *ps_tree_add_kept(ps_pool *pool, ps_tree *parent, const char *key, ps_tree_kind kind) {
  ps_tree *t = parent ? ps_pool_take(pool, sizeof *t) : NULL;
  if (!t)
    return NULL;
  t->kind = kind;
  t->key = key;
  if (parent->last)
    parent->last->next = t;
  else
    parent->first = t;
  parent->last = t;
  parent->n++;
  return t;
}

ps_tree *ps_tree_add(ps_pool *pool, ps_tree *parent, const char *key, ps_tree_kind kind) {
  const char *copy = parent && key ? ps_pool_text(pool, key, strlen(key)) : NULL;
  return key && !copy ? NULL : ps_tree_add_kept(pool, parent, copy, kind);
}

ps_tree *ps_tree_map(ps_pool *pool, ps_tree *parent, const char *key) {
  return ps_tree_add(pool, parent, key, PS_TREE_MAP);
}

ps_tree *ps_tree_list(ps_pool *pool, ps_tree *parent, const char *key) {
  return ps_tree_add(pool, parent, key, PS_TREE_LIST);
}

ps_tree *ps_tree_number(ps_pool *pool, ps_tree *parent, const char *key, double number) {
  ps_tree *t = ps_tree_add(pool, parent, key, PS_TREE_NUMBER);
  if (t)
    t->number = number;
  return t;
}

ps_tree *ps_tree_bool(ps_pool *pool, ps_tree *parent, const char *key, bool value) {
  ps_tree *t = ps_tree_add(pool, parent, key, PS_TREE_BOOL);
  if (t)
    t->number = value;
  return t;
}

ps_tree *ps_tree_text(ps_pool *pool, ps_tree *parent, const char *key, const char *text) {
  ps_tree *t = ps_tree_add(pool, parent, key, PS_TREE_TEXT);
  if (t && text)
    t->text = ps_pool_text(pool, text, strlen(text));
  return t;
}

// ---- looking up; of a path "levels.L4_L5" the first name is taken

static size_t name_length(const char *path) {
  return strcspn(path, ".");
}

static ps_tree *member(const ps_tree *map, const char *path) {
  size_t length = name_length(path);
  for (ps_tree *t = map->first; t; t = t->next)
    if (t->key && strlen(t->key) == length && memcmp(t->key, path, length) == 0)
      return t;
  return NULL;
}

// -1: the name is no position in a list.
static long position(const char *path) {
  enum { MOST_DIGITS = 9 };
  size_t length = name_length(path);
  if (length == 0 || length > MOST_DIGITS || strspn(path, "0123456789") != length)
    return -1;
  return strtol(path, NULL, 10);
}

static ps_tree *element(const ps_tree *list, const char *path) {
  long at = position(path);
  ps_tree *t = at < 0 ? NULL : list->first;
  while (t && at-- > 0)
    t = t->next;
  return t;
}

static ps_tree *child(const ps_tree *tree, const char *path) {
  return tree->kind == PS_TREE_LIST ? element(tree, path) : member(tree, path);
}

const ps_tree *ps_tree_member(const ps_tree *map, const char *key) {
  for (const ps_tree *t = map ? map->first : NULL; t; t = t->next)
    if (t->key && strcmp(t->key, key) == 0)
      return t;
  return NULL;
}

const ps_tree *ps_tree_find(const ps_tree *tree, const char *path) {
  while (tree && *path) {
    tree = child(tree, path);
    path += name_length(path);
    path += *path == '.';
  }
  return tree;
}

// ---- setting

static ps_status short_of_memory(ps_error *err) {
  return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory for a value");
}

static ps_status add_child(ps_pool *pool, ps_tree *parent, const char *path, ps_tree **added,
                           ps_error *err) {
  int length = (int)name_length(path);
  if (length == 0)
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "a name is empty, expected 'name.name=value'");
  if (parent->kind != PS_TREE_LIST && parent->kind != PS_TREE_MAP)
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0,
                   "'%.*s' is asked of '%s', which is a single value", length, path,
                   parent->key ? parent->key : "");
  if (parent->kind == PS_TREE_LIST && position(path) != parent->n)
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0,
                   "'%.*s' is no place in the list '%s', expected 0 to %d", length, path,
                   parent->key ? parent->key : "", parent->n);
  bool list = parent->kind == PS_TREE_LIST;
  const char *key = list ? NULL : ps_pool_text(pool, path, (size_t)length);
  // what is asked for its first place is a list
  ps_tree_kind kind = path[length] && position(path + length + 1) == 0 ? PS_TREE_LIST : PS_TREE_MAP;
  *added = list || key ? ps_tree_add(pool, parent, key, kind) : NULL;
  return *added ? PS_OK : short_of_memory(err);
}

// Make `tree` what `value` says: a text, or a list of texts.
static ps_status give(ps_pool *pool, ps_tree *tree, const char *value, ps_error *err) {
  tree->kind = strchr(value, ',') ? PS_TREE_LIST : PS_TREE_TEXT;
  tree->text = ps_pool_text(pool, value, strlen(value));
  tree->interval = NULL;
  tree->first = tree->last = NULL;
  tree->line = tree->column = tree->n = 0;
  if (!tree->text)
    return short_of_memory(err);
  for (const char *at = value, *end; tree->kind == PS_TREE_LIST; at = end + 1) {
    end = at + strcspn(at, ",");
    ps_span word = ps_span_trim((ps_span){at, (size_t)(end - at)});
    ps_tree *item = ps_tree_add(pool, tree, NULL, PS_TREE_TEXT);
    if (!item || !(item->text = ps_pool_text(pool, word.text, word.length)))
      return short_of_memory(err);
    if (!*end)
      break;
  }
  return PS_OK;
}

ps_status ps_tree_set(ps_pool *pool, ps_tree *tree, const char *path, const char *value,
                      ps_error *err) {
  enum { DEPTH_LIMIT = 32 };
  for (int depth = 0; depth < DEPTH_LIMIT; depth++) {
    ps_tree *inner = child(tree, path);
    if (!inner)
      PS_TRY(add_child(pool, tree, path, &inner, err));
    path += name_length(path);
    if (!*path)
      return give(pool, inner, value, err);
    path++;
    tree = inner;
  }
  return ps_fail(err, PS_ERR_LIMIT, NULL, 0, "a path has more than %d names", DEPTH_LIMIT);
}

ps_status ps_tree_copy(ps_pool *pool, const ps_tree *tree, ps_tree **copy, ps_error *err) {
  *copy = ps_pool_take(pool, sizeof **copy);
  if (!*copy)
    return short_of_memory(err);
  **copy = *tree;
  (*copy)->first = (*copy)->last = (*copy)->next = NULL;
  for (const ps_tree *t = tree->first; t; t = t->next) {
    ps_tree *inner;
    PS_TRY(ps_tree_copy(pool, t, &inner, err));
    if ((*copy)->last)
      (*copy)->last->next = inner;
    else
      (*copy)->first = inner;
    (*copy)->last = inner;
  }
  return PS_OK;
}

ps_status ps_tree_assign(ps_pool *pool, ps_tree *tree, const char *assignment, ps_error *err) {
  const char *equals = strchr(assignment, '=');
  char quoted[64];
  if (!equals)
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "found '%s', expected KEY=VALUE",
                   ps_quote(quoted, sizeof quoted, (ps_span){assignment, strlen(assignment)}));
  ps_span path = ps_span_trim((ps_span){assignment, (size_t)(equals - assignment)});
  ps_span value = ps_span_trim((ps_span){equals + 1, strlen(equals + 1)});
  char *path_text = ps_pool_text(pool, path.text, path.length);
  char *value_text = ps_pool_text(pool, value.text, value.length);
  if (!path_text || !value_text)
    return short_of_memory(err);
  return ps_tree_set(pool, tree, path_text, value_text, err);
}

const char *ps_validity_word(ps_validity validity) {
  static const char *const word[] = {"in_range", "extrapolated", "not_validated"};
  return word[validity];
}
