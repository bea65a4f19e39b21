// day_input.c: days of data/scenarios, and files.
#include "tool/day_input.h"

#include <stdio.h>
#include <string.h>

#include "base/embedded.h"
#include "base/file.h"
#include "base/text.h"
#include "io/yaml.h"
#include "psoas/nearest.h"
#include "tool/human_input.h"

static const char folder[] = "scenarios/", suffix[] = ".yaml";

static bool ends_with(const char *text, const char *end) {
  size_t n = strlen(text), k = strlen(end);
  return n >= k && strcmp(text + n - k, end) == 0;
}

// "office" of "scenarios/office.yaml"; false: it is no day
static bool day_name(const char *table, char *name, size_t size) {
  size_t before = strlen(folder), n = strlen(table);
  if (strncmp(table, folder, before) != 0 || !ends_with(table, suffix))
    return false;
  snprintf(name, size, "%.*s", (int)(n - before - strlen(suffix)), table + before);
  return true;
}

static ps_status unknown(ps_pool *pool, const char *name, ps_error *err) {
  char hint[96];
  ps_nearest nearest = ps_nearest_to(name);
  for (int i = 0; i < ps_embedded_count(); i++) {
    char known[64];
    const char *kept = NULL; // the nearest outlives this turn
    if (day_name(ps_embedded_at(i)->name, known, sizeof known))
      kept = ps_pool_text(pool, known, strlen(known));
    if (kept)
      ps_nearest_try(&nearest, kept);
  }
  return ps_fail(err, PS_ERR_REFERENCE, NULL, 0,
                 "there is no day '%.60s'%s (psoas day --list names all)", name,
                 ps_nearest_hint(&nearest, hint, sizeof hint));
}

static ps_status load(ps_pool *pool, const char *name, ps_tree **tree, const char **path,
                      ps_error *err) {
  char table[96];
  *path = name;
  if (strchr(name, '/') || ends_with(name, suffix) || ends_with(name, ".yml"))
    return ps_yaml_load(pool, name, tree, err);
  snprintf(table, sizeof table, "%s%.60s%s", folder, name, suffix);
  const ps_embedded *file = ps_embedded_find(table);
  if (!file)
    return unknown(pool, name, err);
  *path = file->name;
  return ps_yaml_parse(pool, file->name, file->text, file->size, tree, err);
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

// A name without a dot is one of the day's or of the person's.
static ps_status apply_set(ps_pool *pool, ps_tree *day, const char *set, ps_error *err) {
  size_t n = strcspn(set, ".=");
  ps_span first = {set, n};
  if (!strchr(set, '='))
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "--set: found '%.60s', expected KEY=VALUE", set);
  if (has_key(&ps_day_schema, first))
    return ps_tree_assign(pool, day, set, err);
  if (has_key(&ps_person_schema, first)) {
    ps_tree *person = day->first;
    while (person && (!person->key || strcmp(person->key, "person") != 0))
      person = person->next;
    person = person ? person : ps_tree_map(pool, day, "person");
    return person ? ps_tree_assign(pool, person, set, err)
                  : ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  }
  char typed[64], hint[96];
  ps_nearest nearest = ps_nearest_to(ps_quote(typed, sizeof typed, first));
  try_keys(&nearest, &ps_day_schema);
  try_keys(&nearest, &ps_person_schema);
  return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0,
                 "--set '%.60s': there is no '%s' in a day or a person%s", set, typed,
                 ps_nearest_hint(&nearest, hint, sizeof hint));
}

ps_status ps_day_tree(ps_pool *pool, const ps_day_words *words, ps_tree **tree, const char **path,
                      ps_error *err) {
  PS_TRY(load(pool, words->day, tree, path, err));
  const char *file = ps_embedded_find(*path) ? NULL : *path;
  PS_TRY(ps_human_parts(pool, *tree, file, words->person, NULL, err));
  for (ps_tree *t = (*tree)->first; t; t = t->next)
    if (t->key && strcmp(t->key, "blocks") == 0)
      for (ps_tree *block = t->first; block; block = block->next)
        if (block->kind == PS_TREE_MAP)
          PS_TRY(ps_human_parts(pool, block, file, NULL, NULL, err));
  for (int i = 0; i < words->nsets; i++)
    PS_TRY(apply_set(pool, *tree, words->sets[i], err));
  return PS_OK;
}

ps_status ps_day_list(char **text, ps_error *err) {
  ps_file_writer w = {0};
  ps_pool pool = {0};
  size_t size;
  PS_TRY(ps_file_writer_memory(&w, err));
  for (int i = 0; i < ps_embedded_count(); i++) {
    const ps_embedded *file = ps_embedded_at(i);
    char name[64];
    ps_tree *tree;
    if (!day_name(file->name, name, sizeof name) ||
        ps_yaml_parse(&pool, file->name, file->text, file->size, &tree, err) != PS_OK)
      continue;
    const ps_tree *schema = ps_tree_member(tree, "schema"), *title = ps_tree_member(tree, "title");
    if (schema && schema->text && !strcmp(schema->text, "psoas.day/1"))
      ps_file_writer_format(&w, "%-14s %s\n", name, title && title->text ? title->text : "");
  }
  ps_pool_free(&pool);
  return ps_file_writer_take(&w, text, &size, err);
}
