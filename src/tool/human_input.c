// human_input.c: what a posture says, from names, files and the words behind --set.
#include <errno.h>
#include <string.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/path.h"
#include "base/text.h"
#include "io/yaml.h"
#include "psoas/nearest.h"
#include "tool/human_input.h"

// ---- files

static bool ends_with(const char *text, const char *end) {
  size_t n = strlen(text), k = strlen(end);
  return n >= k && strcmp(text + n - k, end) == 0;
}

static bool is_posture(const char *name) {
  ps_pool pool = {0};
  bool found = false;
  for (int i = 0; i < ps_posture_count() && !found; i++) {
    const char *known, *title;
    found = ps_posture_at(i, &pool, &known, &title) == PS_OK && strcmp(known, name) == 0;
  }
  ps_pool_free(&pool);
  return found;
}

static bool is_file(const char *name) {
  if (strchr(name, '/') || ends_with(name, ".yaml") || ends_with(name, ".yml"))
    return true;
  int file;
  if (is_posture(name) || ps_file_open(&file, name, NULL, NULL) != PS_OK)
    return false;
  ps_file_system()->close(file);
  return true;
}

static ps_tree *member(ps_tree *map, const char *key) {
  for (ps_tree *t = map->first; t; t = t->next)
    if (t->key && strcmp(t->key, key) == 0)
      return t;
  return NULL;
}

// ---- persons and chairs that are files of their own

static ps_status check_person(ps_pool *pool, const ps_tree *map, const char *path, ps_error *err) {
  ps_person person = ps_person_default();
  return ps_schema_read(&ps_person_schema, map, path, pool, &person, err);
}

static ps_status check_chair(ps_pool *pool, const ps_tree *map, const char *path, ps_error *err) {
  ps_chair chair = ps_pose_default().chair;
  return ps_schema_read(&ps_chair_schema, map, path, pool, &chair, err);
}

ps_status ps_human_put(ps_pool *pool, ps_tree *pose, const char *key, const ps_tree *map,
                       ps_error *err) {
  ps_tree *place = member(pose, key);
  place = place ? place : ps_tree_map(pool, pose, key);
  if (!place)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  place->kind = PS_TREE_MAP;
  place->text = NULL;
  place->first = map->first;
  place->last = map->last;
  place->n = map->n;
  return PS_OK;
}

typedef ps_status (*check)(ps_pool *pool, const ps_tree *map, const char *path, ps_error *err);

// Give `key` of the pose what the file says, which is checked here so that its own lines are named.
static ps_status take_file(ps_pool *pool, ps_tree *pose, const char *key, const char *path,
                           check is_fine, ps_error *err) {
  ps_tree *map;
  PS_TRY(ps_yaml_load(pool, path, &map, err));
  PS_TRY(is_fine(pool, map, path, err));
  return ps_human_put(pool, pose, key, map, err);
}
// `option` is what the command names; else the pose itself may name a file beside it
static ps_status take_part(ps_pool *pool, ps_tree *pose, const char *file, const char *key,
                           const char *option, check is_fine, ps_error *err) {
  if (option)
    return take_file(pool, pose, key, option, is_fine, err);
  ps_tree *named = member(pose, key);
  if (!named || named->kind != PS_TREE_TEXT)
    return PS_OK;
  const char *path = named->text;
  if (file && named->line) {
    const char *folder = ps_path_directory(pool, file);
    path = folder ? ps_path_join(pool, folder, named->text) : NULL;
  }
  if (!path)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  return take_file(pool, pose, key, path, is_fine, err);
}

// ---- the words behind --set

static bool has_key(const ps_schema *schema, ps_span name) {
  for (int i = 0; i < schema->n; i++)
    if (ps_span_is(name, schema->keys[i].name) ||
        (schema->keys[i].alias && ps_span_is(name, schema->keys[i].alias)))
      return true;
  return false;
}

static void try_keys(ps_nearest *nearest, const ps_schema *schema) {
  for (int i = 0; i < schema->n; i++) {
    ps_nearest_try(nearest, schema->keys[i].name);
    if (schema->keys[i].alias)
      ps_nearest_try(nearest, schema->keys[i].alias);
  }
}

static ps_status unknown_key(const char *set, ps_span name, ps_error *err) {
  char typed[64], hint[96];
  ps_nearest nearest = ps_nearest_to(ps_quote(typed, sizeof typed, name));
  try_keys(&nearest, &ps_pose_schema);
  try_keys(&nearest, &ps_person_schema);
  try_keys(&nearest, &ps_chair_schema);
  return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0,
                 "--set '%.60s': there is no '%s' in a pose, a person or a chair%s", set, typed,
                 ps_nearest_hint(&nearest, hint, sizeof hint));
}

// A name without a dot is one of the pose's, the person's or the chair's, in this order.
ps_status ps_human_set_pair(ps_pool *pool, ps_tree *pose, const char *set, ps_error *err) {
  const char *equals = strchr(set, '=');
  if (!equals)
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "--set: found '%.60s', expected KEY=VALUE", set);
  ps_span name = ps_span_trim((ps_span){set, (size_t)(equals - set)});
  const char *part = NULL;
  ps_span first = {name.text, 0};
  while (first.length < name.length && name.text[first.length] != '.')
    first.length++;
  if (has_key(&ps_pose_schema, first))
    return ps_tree_assign(pool, pose, set, err);
  if (first.length == name.length && has_key(&ps_person_schema, name))
    part = "person";
  else if (first.length == name.length && has_key(&ps_chair_schema, name))
    part = "chair";
  else
    return unknown_key(set, first, err);
  ps_tree *map = member(pose, part);
  map = map ? map : ps_tree_map(pool, pose, part);
  if (!map)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  return ps_tree_assign(pool, map, set, err);
}

ps_status ps_human_parts(ps_pool *pool, ps_tree *map, const char *path, const char *person,
                         const char *chair, ps_error *err) {
  PS_TRY(take_part(pool, map, path, "person", person, check_person, err));
  return take_part(pool, map, path, "chair", chair, check_chair, err);
}

static ps_status name_posture(ps_pool *pool, const char *name, ps_tree **tree, ps_error *err) {
  *tree = ps_pool_take(pool, sizeof **tree);
  if (!*tree)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  (*tree)->kind = PS_TREE_MAP;
  return ps_tree_set(pool, *tree, "posture", name, err);
}

ps_status ps_human_tree(ps_pool *pool, const ps_human_words *words, ps_tree **tree,
                        const char **path, ps_error *err) {
  const char *name = words->posture ? words->posture : "standing";
  *path = is_file(name) ? name : NULL;
  if (*path)
    PS_TRY(ps_yaml_load(pool, name, tree, err));
  else
    PS_TRY(name_posture(pool, name, tree, err));
  PS_TRY(ps_human_parts(pool, *tree, *path, words->person, words->chair, err));
  for (int i = 0; i < words->nsets; i++)
    PS_TRY(ps_human_set_pair(pool, *tree, words->sets[i], err));
  // a file named by --set person=FILE
  return ps_human_parts(pool, *tree, *path, NULL, NULL, err);
}

// ---- without files

static ps_status take_text(ps_pool *pool, ps_tree *pose, const char *key, const char *text,
                           check is_fine, ps_error *err) {
  ps_tree *map;
  if (!text)
    return PS_OK;
  PS_TRY(ps_yaml_parse(pool, key, text, strlen(text), &map, err));
  PS_TRY(is_fine(pool, map, key, err));
  return ps_human_put(pool, pose, key, map, err);
}

static ps_status refuse_file(ps_tree *pose, const char *key, ps_error *err) {
  const ps_tree *named = member(pose, key);
  if (!named || named->kind != PS_TREE_TEXT)
    return PS_OK;
  return ps_fail(err, PS_ERR_VALUE, NULL, 0,
                 "%s: found the name of a file, '%.60s', expected what it says: no files are read "
                 "here",
                 key, named->text);
}

ps_status ps_human_sealed_tree(ps_pool *pool, const ps_human_words *words,
                               const ps_human_texts *texts, ps_tree **tree, ps_error *err) {
  const char *name = words->posture ? words->posture : "standing", *text = texts->posture;
  if (text)
    PS_TRY(ps_yaml_parse(pool, name, text, strlen(text), tree, err));
  else
    PS_TRY(name_posture(pool, name, tree, err));
  PS_TRY(take_text(pool, *tree, "person", texts->person, check_person, err));
  PS_TRY(take_text(pool, *tree, "chair", texts->chair, check_chair, err));
  for (int i = 0; i < words->nsets; i++)
    PS_TRY(ps_human_set_pair(pool, *tree, words->sets[i], err));
  PS_TRY(refuse_file(*tree, "person", err));
  return refuse_file(*tree, "chair", err);
}

// ---- numbers

ps_status ps_human_input(ps_pool *pool, const ps_human_words *words, ps_pose *pose, ps_error *err) {
  const char *path;
  ps_tree *tree;
  PS_TRY(ps_human_tree(pool, words, &tree, &path, err));
  return ps_pose_read(pool, tree, path, pose, err);
}
