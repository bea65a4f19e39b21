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

const ps_scenario_kind ps_scenario_day = {"psoas.day/1", "day", "day", "", &ps_day_schema, 14};

static bool ends_with(const char *text, const char *end) {
  size_t n = strlen(text), k = strlen(end);
  return n >= k && strcmp(text + n - k, end) == 0;
}

// "office" of "scenarios/office.yaml", "desk_year" of "scenarios/weeks_desk_year.yaml"; false: none
// of this kind
static bool scenario_name(const ps_scenario_kind *kind, const char *table, char name[64]) {
  size_t before = strlen(folder), prefix = strlen(kind->prefix), n = strlen(table);
  if (strncmp(table, folder, before) != 0 || !ends_with(table, suffix) ||
      strncmp(table + before, kind->prefix, prefix) != 0)
    return false;
  before += prefix;
  snprintf(name, 64, "%.*s", (int)(n - before - strlen(suffix)), table + before);
  return true;
}

// does the file say this schema? What cannot be read says none.
static bool is_of(ps_pool *pool, const ps_embedded *file, const char *schema, ps_tree **tree) {
  ps_error ignored;
  if (ps_yaml_parse(pool, file->name, file->text, file->size, tree, &ignored) != PS_OK)
    return false;
  const ps_tree *said = ps_tree_member(*tree, "schema");
  return said && said->text && strcmp(said->text, schema) == 0;
}

static ps_status unknown(ps_pool *pool, const ps_scenario_kind *kind, const char *name,
                         ps_error *err) {
  char known[64], hint[96];
  ps_tree *ignored;
  ps_nearest nearest = ps_nearest_to(name);
  for (int i = 0; i < ps_embedded_count(); i++)
    if (scenario_name(kind, ps_embedded_at(i)->name, known) &&
        is_of(pool, ps_embedded_at(i), kind->id, &ignored)) {
      const char *kept = ps_pool_text(pool, known, strlen(known));
      if (kept)
        ps_nearest_try(&nearest, kept);
    }
  return ps_fail(err, PS_ERR_REFERENCE, NULL, 0,
                 "there is no %s '%.60s'%s (psoas %s --list names all)", kind->noun, name,
                 ps_nearest_hint(&nearest, hint, sizeof hint), kind->verb);
}

ps_status ps_scenario_load(ps_pool *pool, const ps_scenario_kind *kind, const char *name,
                           ps_tree **tree, const char **path, ps_error *err) {
  char table[96];
  *path = name;
  if (ps_scenario_is_file(name))
    return ps_yaml_load(pool, name, tree, err);
  snprintf(table, sizeof table, "%s%s%.60s%s", folder, kind->prefix, name, suffix);
  const ps_embedded *file = ps_embedded_find(table);
  if (!file)
    return unknown(pool, kind, name, err);
  *path = file->name;
  return ps_yaml_parse(pool, file->name, file->text, file->size, tree, err);
}

bool ps_scenario_is_file(const char *name) {
  return strchr(name, '/') || ends_with(name, suffix) || ends_with(name, ".yml");
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

ps_status ps_scenario_set(ps_pool *pool, const ps_scenario_kind *kind, ps_tree *day,
                          const char *set, ps_error *err) {
  size_t n = strcspn(set, ".=");
  ps_span first = {set, n};
  if (!strchr(set, '='))
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "--set: found '%.60s', expected KEY=VALUE", set);
  if (has_key(kind->schema, first))
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
  try_keys(&nearest, kind->schema);
  try_keys(&nearest, &ps_person_schema);
  return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0,
                 "--set '%.60s': there is no '%s' in a %s or a person%s", set, typed, kind->noun,
                 ps_nearest_hint(&nearest, hint, sizeof hint));
}

ps_status ps_day_tree(ps_pool *pool, const ps_day_words *words, ps_tree **tree, const char **path,
                      ps_error *err) {
  PS_TRY(ps_scenario_load(pool, &ps_scenario_day, words->day, tree, path, err));
  const char *file = ps_embedded_find(*path) ? NULL : *path;
  PS_TRY(ps_human_parts(pool, *tree, file, words->person, NULL, err));
  for (ps_tree *t = (*tree)->first; t; t = t->next)
    if (t->key && strcmp(t->key, "blocks") == 0)
      for (ps_tree *block = t->first; block; block = block->next)
        if (block->kind == PS_TREE_MAP)
          PS_TRY(ps_human_parts(pool, block, file, NULL, NULL, err));
  for (int i = 0; i < words->nsets; i++)
    PS_TRY(ps_scenario_set(pool, &ps_scenario_day, *tree, words->sets[i], err));
  return PS_OK;
}

ps_status ps_scenario_list(const ps_scenario_kind *kind, char **text, ps_error *err) {
  ps_file_writer w = {0};
  ps_pool pool = {0};
  size_t size;
  PS_TRY(ps_file_writer_memory(&w, err));
  for (int i = 0; i < ps_embedded_count(); i++) {
    char name[64];
    ps_tree *tree;
    if (!scenario_name(kind, ps_embedded_at(i)->name, name) ||
        !is_of(&pool, ps_embedded_at(i), kind->id, &tree))
      continue;
    const ps_tree *title = ps_tree_member(tree, "title");
    ps_file_writer_format(&w, "%-*s %s\n", kind->width, name,
                          title && title->text ? title->text : "");
  }
  ps_pool_free(&pool);
  return ps_file_writer_take(&w, text, &size, err);
}
