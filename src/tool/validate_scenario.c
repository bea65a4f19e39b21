// validate_scenario.c: finds scenarios by name and lists what is wanted of them.
#include <math.h>
#include <string.h>

#include "base/embedded.h"
#include "base/fail.h"
#include "base/path.h"
#include "io/yaml.h"
#include "num/number.h"
#include "psoas/nearest.h"
#include "tool/validate_inner.h"

static const char own_file[] = "validation/scenarios.yaml";

static ps_status no_memory(ps_error *err) {
  return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

// ---- what is varied

// "[0, 60, 13]": from, to, points
static ps_status read_varied(ps_scenario *c, const ps_tree *key, ps_error *err) {
  double part[3];
  int n = 0;
  for (const ps_tree *t = key->first; t && n < 3; t = t->next, n++)
    if (!t->text || !ps_number_parse(t->text, strlen(t->text), &part[n]))
      break;
  int points = n == 3 && part[2] >= 2 && part[2] <= PS_SCENARIO_POINTS ? (int)part[2] : 0;
  if (key->n != 3 || points != part[2] || (c->nvaried > 0 && points != c->n))
    return ps_fail(err, PS_ERR_VALUE, c->file, key->line,
                   "vary: %s is [first, last, number of points], 2 to %d points, as many for all",
                   key->key, PS_SCENARIO_POINTS);
  if (c->nvaried == PS_VARIED)
    return ps_fail(err, PS_ERR_LIMIT, c->file, key->line, "at most %d things can be varied",
                   PS_VARIED);
  c->varied[c->nvaried++] = (ps_varied){key->key, part[0], part[1]};
  c->n = points;
  return PS_OK;
}

static ps_status read_points(ps_scenarios *s, ps_scenario *c, ps_error *err) {
  const ps_tree *vary = ps_tree_member(c->says, "vary");
  c->n = 1;
  for (const ps_tree *t = vary ? vary->first : NULL; t; t = t->next)
    PS_TRY(read_varied(c, t, err));
  c->x = ps_pool_take(s->pool, (size_t)c->n * sizeof *c->x);
  c->trouble = ps_pool_take(s->pool, (size_t)c->n * sizeof *c->trouble);
  if (!c->x || !c->trouble)
    return no_memory(err);
  for (int i = 0; i < c->n && c->n > 1; i++)
    c->x[i] = c->varied[0].first + (c->varied[0].last - c->varied[0].first) * i / (c->n - 1);
  return PS_OK;
}

// ---- names

static bool is_file(const char *name) {
  const char *end = strrchr(name, '.');
  return end && (strcmp(end, ".yaml") == 0 || strcmp(end, ".yml") == 0);
}

static ps_status load_file(ps_scenarios *s, ps_scenario *c, ps_error *err) {
  ps_tree *tree;
  c->file = s->folder ? ps_path_join(s->pool, s->folder, c->name) : c->name;
  if (!c->file)
    return no_memory(err);
  PS_TRY(ps_yaml_load(s->pool, c->file, &tree, err));
  c->says = tree;
  return PS_OK;
}

static ps_status no_scenario(const ps_scenarios *s, const char *name, ps_error *err) {
  ps_pool pool = {0};
  ps_nearest nearest = ps_nearest_to(name);
  for (const ps_tree *t = s->known->first; t; t = t->next)
    ps_nearest_try(&nearest, t->key);
  for (int i = 0; i < ps_posture_count(); i++) {
    const char *posture, *title;
    if (ps_posture_at(i, &pool, &posture, &title) == PS_OK)
      ps_nearest_try(&nearest, posture);
  }
  char hint[96];
  ps_status status =
      ps_fail(err, PS_ERR_REFERENCE, NULL, 0, "there is no scenario or posture '%s'%s", name,
              ps_nearest_hint(&nearest, hint, sizeof hint));
  ps_pool_free(&pool);
  return status;
}

// a posture is a scenario that says no more than its name
static ps_status take_posture(ps_scenarios *s, ps_scenario *c, ps_error *err) {
  ps_tree *tree, *says = ps_pool_take(s->pool, sizeof *says);
  if (!says)
    return no_memory(err);
  if (ps_posture_tree(s->pool, c->name, &tree, NULL) != PS_OK)
    return no_scenario(s, c->name, err);
  says->kind = PS_TREE_MAP;
  c->file = "model/postures.csv";
  c->says = says;
  return ps_tree_text(s->pool, says, "posture", c->name) ? PS_OK : no_memory(err);
}

static ps_status read_own(ps_scenarios *s, ps_error *err) {
  const ps_embedded *e = ps_embedded_find(own_file);
  ps_tree *tree;
  if (!e)
    return ps_fail(err, PS_ERR_REFERENCE, own_file, 0, "the library holds no such table");
  PS_TRY(ps_yaml_parse(s->pool, own_file, e->text, e->size, &tree, err));
  s->known = tree;
  return PS_OK;
}

static ps_status find_body(ps_scenarios *s, ps_scenario *c, ps_error *err) {
  if (!s->known)
    PS_TRY(read_own(s, err));
  if (is_file(c->name))
    return load_file(s, c, err);
  c->says = ps_tree_member(s->known, c->name);
  c->file = own_file;
  if (!c->says)
    return take_posture(s, c, err);
  return c->says->kind == PS_TREE_MAP
             ? PS_OK
             : ps_fail(err, PS_ERR_STRUCTURE, own_file, c->says->line,
                       "'%s' holds no keys; expected those of a pose", c->name);
}

ps_status ps_scenario_named(ps_scenarios *s, const char *name, int *index, ps_error *err) {
  for (*index = 0; *index < s->list.n; ++*index)
    if (strcmp(s->list.items[*index].name, name) == 0)
      return PS_OK;
  ps_scenario c = {.name = name};
  PS_TRY(find_body(s, &c, err));
  PS_TRY(read_points(s, &c, err));
  ps_scenario *place = PS_APPEND(s->pool, &s->list);
  if (!place)
    return no_memory(err);
  *place = c;
  return PS_OK;
}

int ps_scenario_want(ps_scenarios *s, int scenario, const char *path) {
  ps_scenario *c = &s->list.items[scenario];
  for (int i = 0; i < c->wanted.n; i++)
    if (strcmp(c->wanted.items[i].path, path) == 0)
      return i;
  ps_wanted *w = PS_APPEND(s->pool, &c->wanted);
  if (!w)
    return -1;
  w->path = ps_pool_text(s->pool, path, strlen(path));
  w->x = ps_pool_take(s->pool, (size_t)c->n * sizeof *w->x);
  for (int i = 0; i < c->n && w->x; i++)
    w->x[i] = NAN;
  return w->path && w->x ? c->wanted.n - 1 : -1;
}
