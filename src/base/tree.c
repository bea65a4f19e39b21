// tree.c: values under names.
#include "base/tree.h"

#include <stdlib.h>
#include <string.h>

ps_tree *ps_tree_add(ps_pool *pool, ps_tree *parent, const char *key, ps_tree_kind kind) {
  if (!parent)
    return NULL;
  ps_tree *t = ps_pool_take(pool, sizeof *t);
  if (!t)
    return NULL;
  t->kind = kind;
  if (key && !(t->key = ps_pool_text(pool, key, strlen(key))))
    return NULL;
  if (parent->last)
    parent->last->next = t;
  else
    parent->first = t;
  parent->last = t;
  parent->n++;
  return t;
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

static const ps_tree *member(const ps_tree *map, const char *key, size_t length) {
  for (const ps_tree *t = map->first; t; t = t->next)
    if (t->key && strlen(t->key) == length && memcmp(t->key, key, length) == 0)
      return t;
  return NULL;
}

const ps_tree *ps_tree_member(const ps_tree *map, const char *key) {
  return map ? member(map, key, strlen(key)) : NULL;
}

static const ps_tree *element(const ps_tree *list, const char *text) {
  char *end;
  long at = strtol(text, &end, 10);
  if (end == text || at < 0)
    return NULL;
  const ps_tree *t = list->first;
  while (t && at-- > 0)
    t = t->next;
  return t;
}

const ps_tree *ps_tree_find(const ps_tree *tree, const char *path) {
  while (tree && *path) {
    size_t length = strcspn(path, ".");
    tree = tree->kind == PS_TREE_LIST ? element(tree, path) : member(tree, path, length);
    path += length + (path[length] == '.');
  }
  return tree;
}

const char *ps_validity_word(ps_validity validity) {
  static const char *const word[] = {"in_range", "extrapolated", "not_validated"};
  return word[validity];
}
