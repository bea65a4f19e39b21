// validate.c: rows, map and scenarios put together, and what the comparison comes to.
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/path.h"
#include "tool/expression.h"
#include "tool/validate_inner.h"

typedef struct validating {
  ps_validation public; // first, so that its address is the validation's
  ps_pool pool;
  ps_row_list rows;
  ps_map_list map;
  ps_scenarios scenarios;
  const ps_map_row **of; // by row; NULL: not covered
} validating;

ps_validate_options ps_validate_default(void) {
  return (ps_validate_options){0};
}

static ps_status no_memory(ps_error *err) {
  return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

// ---- scenarios of a mapping: "a=standing; b=sitting_relaxed"

static ps_status add_alias(validating *v, ps_map_row *m, const char *text, size_t length,
                           ps_error *err) {
  const char *equals = memchr(text, '=', length);
  const int most = (int)(sizeof m->alias / sizeof *m->alias);
  if (!equals || equals == text || m->nalias == most)
    return ps_fail(err, PS_ERR_SYNTAX, v->map.file, m->line,
                   "%s: the scenarios are '%s'; expected a=NAME;b=NAME, at most %d", m->id,
                   m->scenarios, most);
  const char *alias = ps_pool_text(&v->pool, text, (size_t)(equals - text));
  const char *name = ps_pool_text(&v->pool, equals + 1, length - (size_t)(equals + 1 - text));
  if (!alias || !name)
    return no_memory(err);
  m->alias[m->nalias].alias = alias;
  ps_status status = ps_scenario_named(&v->scenarios, name, &m->alias[m->nalias].scenario, err);
  m->nalias++;
  return status == PS_OK ? status : ps_fail_at(err, status, v->map.file, m->line);
}

static ps_status read_aliases(validating *v, ps_map_row *m, ps_error *err) {
  for (const char *at = m->scenarios; *at;) {
    at += strspn(at, " ;");
    size_t length = strcspn(at, ";");
    size_t end = length;
    while (end > 0 && at[end - 1] == ' ')
      end--;
    if (end > 0)
      PS_TRY(add_alias(v, m, at, end, err));
    at += length;
  }
  return PS_OK;
}

// ---- names of expressions: "a.levels.L4_L5.compression_N", "a.vary"

typedef struct row_names {
  validating *v;
  const ps_map_row *m;
} row_names;

static ps_status no_alias(const ps_map_row *m, const char *name, ps_error *err) {
  return ps_fail(err, PS_ERR_REFERENCE, NULL, 0, "'%s' begins with none of the scenarios '%s'",
                 name, m->scenarios);
}

// Values are nan until the scenarios are solved; asking for them is what makes them wanted.
static ps_status find(const void *from, const char *name, ps_values *values, ps_error *err) {
  const row_names *names = from;
  size_t length = strcspn(name, ".");
  int scenario = -1;
  for (int i = 0; i < names->m->nalias; i++)
    if (strlen(names->m->alias[i].alias) == length &&
        strncmp(names->m->alias[i].alias, name, length) == 0)
      scenario = names->m->alias[i].scenario;
  if (scenario < 0 || !name[length])
    return no_alias(names->m, name, err);
  ps_scenarios *s = &names->v->scenarios;
  const char *path = name + length + 1;
  if (strcmp(path, "vary") == 0) {
    *values = (ps_values){s->list.items[scenario].x, s->list.items[scenario].n};
    return PS_OK;
  }
  int wanted = ps_scenario_want(s, scenario, path);
  if (wanted < 0)
    return no_memory(err);
  const ps_scenario *c = &s->list.items[scenario];
  *values = (ps_values){c->wanted.items[wanted].x, c->n};
  return PS_OK;
}

static ps_status compute(validating *v, const ps_map_row *m, double *number, ps_error *err) {
  row_names names = {v, m};
  ps_name_source source = {find, &names};
  ps_status status = ps_expression_number(m->expression, source, &v->pool, number, err);
  return status == PS_OK ? status : ps_fail_at(err, status, v->map.file, m->line);
}

// ---- outcome of a row

static const char *trouble_of(const validating *v, const ps_map_row *m) {
  for (int i = 0; i < m->nalias; i++) {
    const ps_scenario *c = &v->scenarios.list.items[m->alias[i].scenario];
    for (int k = 0; k < c->n; k++)
      if (c->trouble[k])
        return c->trouble[k];
  }
  return NULL;
}

static void judge(ps_validation_row *row, const ps_map_row *m, const char *trouble) {
  double width = row->high - row->low, over = row->model - row->high, under = row->low - row->model;
  bool inside = over <= 0 && under <= 0; // false for nan
  row->beyond = inside ? 0 : (over > 0 ? over : under) / (width > 0 ? width : 1);
  if (m->input)
    row->outcome = inside ? PS_ROW_INPUT : PS_ROW_INPUT_OFF;
  else if (trouble)
    row->outcome = PS_ROW_UNSOLVED;
  else if (!isfinite(row->model) && !isinf(row->model))
    row->outcome = PS_ROW_NONE;
  else
    row->outcome = inside ? PS_ROW_PASS : over > 0 ? PS_ROW_HIGH : PS_ROW_LOW;
}

static ps_status fill_row(validating *v, int i, ps_error *err) {
  ps_validation_row *row = &v->rows.items[i];
  const ps_map_row *m = v->of[i];
  if (!m)
    return PS_OK;
  const char *trouble = trouble_of(v, m);
  row->scenarios = m->scenarios;
  row->expression = m->expression;
  row->note = m->note;
  row->trouble = trouble ? trouble : "";
  PS_TRY(compute(v, m, &row->model, err));
  judge(row, m, trouble);
  return PS_OK;
}

// ---- counts and the rule

static void count(ps_validation_group *g, const ps_validation_row *row) {
  if (row->outcome == PS_ROW_NOT_COVERED)
    g->not_covered++;
  else if (row->outcome == PS_ROW_INPUT || row->outcome == PS_ROW_INPUT_OFF)
    g->inputs++;
  else {
    ps_validation_count *c = &(row->verified ? g->verified : g->recalled)[row->grade - 'A'];
    c->rows++;
    c->inside += row->outcome == PS_ROW_PASS;
  }
}

static int by_number(const void *a, const void *b) {
  const ps_validation_group *x = a, *y = b;
  return (x->number > y->number) - (x->number < y->number);
}

static bool count_all(validating *v) {
  ps_validation *p = &v->public;
  ps_validation_group *group = ps_pool_take(&v->pool, ((size_t)v->rows.n + 1) * sizeof *group);
  if (!group)
    return false;
  for (int i = 0; i < v->rows.n; i++) {
    const ps_validation_row *row = &v->rows.items[i];
    int k = 0;
    while (k < p->ngroup && group[k].number != row->group)
      k++;
    if (k == p->ngroup)
      group[p->ngroup++] = (ps_validation_group){.number = row->group, .name = row->group_name};
    count(&group[k], row);
    count(&p->all, row);
  }
  qsort(group, (size_t)p->ngroup, sizeof *group, by_number);
  const ps_validation_count *a = &p->all.verified[0], *b = &p->all.verified[1];
  p->pass = a->inside == a->rows && b->inside >= 0.8 * b->rows;
  p->group = group;
  return true;
}

// ---- all of it

static ps_status link_map(validating *v, ps_error *err) {
  v->of = ps_pool_take(&v->pool, ((size_t)v->rows.n + 1) * sizeof *v->of);
  if (!v->of)
    return no_memory(err);
  for (int i = 0; i < v->map.n; i++) {
    ps_map_row *m = &v->map.items[i];
    int k = 0;
    while (k < v->rows.n && strcmp(v->rows.items[k].id, m->id) != 0)
      k++;
    if (k == v->rows.n)
      continue; // a row that was not asked for
    if (v->of[k])
      return ps_fail(err, PS_ERR_STRUCTURE, v->map.file, m->line, "row '%s' is mapped twice",
                     m->id);
    v->of[k] = m;
    double unused;
    PS_TRY(read_aliases(v, m, err));
    PS_TRY(compute(v, m, &unused, err)); // says what is wanted, and what cannot be read
  }
  return PS_OK;
}

static ps_status validate(validating *v, const ps_validate_options *o, ps_error *err) {
  PS_TRY(ps_rows_read(&v->pool, o->rows, o->groups, &v->rows, err));
  PS_TRY(ps_map_read(&v->pool, o->map, &v->map, err));
  v->scenarios.pool = &v->pool;
  v->scenarios.folder = o->map ? ps_path_directory(&v->pool, o->map) : NULL;
  PS_TRY(link_map(v, err));
  PS_TRY(ps_scenarios_solve(&v->scenarios, o, err));
  for (int i = 0; i < v->rows.n; i++)
    PS_TRY(fill_row(v, i, err));
  ps_validation *p = &v->public;
  p->n = v->rows.n;
  p->row = v->rows.items;
  p->nscenario = v->scenarios.list.n;
  for (int i = 0; i < p->nscenario; i++)
    p->nposture += v->scenarios.list.items[i].n;
  return count_all(v) ? PS_OK : no_memory(err);
}

ps_status ps_validate(ps_validation **validation, const ps_validate_options *options,
                      ps_error *err) {
  validating *v = calloc(1, sizeof *v);
  *validation = NULL;
  if (!v)
    return no_memory(err);
  ps_status status = validate(v, options, err);
  if (status != PS_OK) {
    ps_validation_free(&v->public);
    return status;
  }
  *validation = &v->public;
  return PS_OK;
}

void ps_validation_free(ps_validation *validation) {
  if (!validation)
    return;
  validating *v = (validating *)validation;
  ps_pool_free(&v->pool);
  free(v);
}
