// validate_solve.c: solves the points of scenarios, each on its own, and keeps what is wanted.
#include <math.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/thread.h"
#include "num/number.h"
#include "num/schema.h"
#include "psoas/nearest.h"
#include "scenario/bare.h"
#include "tool/validate_inner.h"

// ---- what a scenario says beside its pose

typedef struct bench {
  double moment_Nm, preload_N; // of the segments
} bench;

typedef struct body {
  double stress; // steady, 0 to 1
} body;

typedef struct endurance {
  double level; // of the greatest effort
} endurance;

typedef struct settings {
  const char *about;
  bool physio;     // no pose: the experiments of the slow processes
  const char *day; // no pose: a day
  double hours;    // of it; 0: all
  int criterion, spine, detail;
  bool floor;
  const ps_tree *vary, *parameters;
  bench bench;
  body body;
  endurance endurance;
} settings;

static const char *const criteria[] = {"volume", "volume3",    "a2",  "a3", "geometry",
                                       "minmax", "spine_load", "emg", NULL};
static const char *const spines[] = {"free", "rhythm", NULL};
static const char *const details[] = {"full", "light", NULL};

static const ps_key bench_keys[] = {
    {"moment_Nm", .type = PS_KEY_NUMBER, .unit = "N m", .low = 0.1, .high = 50,
     .offset = offsetof(bench, moment_Nm)},
    {"preload_N", .type = PS_KEY_NUMBER, .unit = "N", .low = 0, .high = 5000,
     .offset = offsetof(bench, preload_N)},
};
static const ps_schema bench_schema = {PS_KEYS(bench_keys), .size = sizeof(bench)};

static const ps_key body_keys[] = {
    {"stress", .type = PS_KEY_NUMBER, .low = 0, .high = 1, .offset = offsetof(body, stress)},
};
static const ps_schema body_schema = {PS_KEYS(body_keys), .size = sizeof(body)};

static const ps_key endurance_keys[] = {
    {"level", .type = PS_KEY_NUMBER, .low = 0, .high = 1, .offset = offsetof(endurance, level)},
};
static const ps_schema endurance_schema = {PS_KEYS(endurance_keys), .size = sizeof(endurance)};

static const ps_key keys[] = {
    {"about", .type = PS_KEY_TEXT, .offset = offsetof(settings, about)},
    {"criterion", .type = PS_KEY_CHOICE, .words = criteria,
     .offset = offsetof(settings, criterion)},
    {"spine", .type = PS_KEY_CHOICE, .words = spines, .offset = offsetof(settings, spine)},
    {"detail", .type = PS_KEY_CHOICE, .words = details, .offset = offsetof(settings, detail)},
    {"floor", .type = PS_KEY_BOOL, .offset = offsetof(settings, floor)},
    {"vary", .type = PS_KEY_TREE, .offset = offsetof(settings, vary)},
    {"parameters", .type = PS_KEY_TREE, .offset = offsetof(settings, parameters)},
    {"bench", .type = PS_KEY_MAP, .inner = &bench_schema, .offset = offsetof(settings, bench)},
    {"body", .type = PS_KEY_MAP, .inner = &body_schema, .offset = offsetof(settings, body)},
    {"endurance", .type = PS_KEY_MAP, .inner = &endurance_schema,
     .offset = offsetof(settings, endurance)},
    {"physio", .type = PS_KEY_BOOL, .offset = offsetof(settings, physio)},
    {"day", .type = PS_KEY_TEXT, .offset = offsetof(settings, day)},
    {"hours", .type = PS_KEY_NUMBER, .unit = "h", .low = 0.1, .high = 24,
     .offset = offsetof(settings, hours)},
};
static const ps_schema schema = {PS_KEYS(keys), .size = sizeof(settings)};

// ---- one point of a scenario

typedef struct point {
  ps_scenario *scenario;
  int at;
  ps_status status;
  ps_error err;
} point;

typedef struct work {
  ps_pool pool; // of this point
  const ps_lab *lab;
  point *p;
  ps_tree *own, *pose; // what the scenario says, parted
  settings settings;
  ps_answer *answer;     // of a pose
  const ps_tree *result; // of whatever it was
} work;

static ps_status no_memory(work *w) {
  return ps_fail(&w->p->err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

// a copy, so that points can be changed side by side
static void copy_tree(ps_pool *pool, ps_tree *to, const ps_tree *from) {
  for (const ps_tree *t = from->first; t && to; t = t->next) {
    ps_tree *child = ps_tree_add(pool, to, t->key, t->kind);
    if (!child)
      return;
    child->text = t->text;
    child->number = t->number;
    child->line = t->line;
    child->column = t->column;
    copy_tree(pool, child, t);
  }
}

static bool is_setting(const char *key) {
  for (int i = 0; i < schema.n; i++)
    if (strcmp(schema.keys[i].name, key) == 0)
      return true;
  return false;
}

// "bench.preload_N"
static bool is_inside_setting(const char *path) {
  static const char *const maps[] = {"parameters.", "bench.", "body.", "endurance."};
  for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
    if (strncmp(path, maps[i], strlen(maps[i])) == 0)
      return true;
  return false;
}

static ps_status part(work *w) {
  w->own = ps_pool_take(&w->pool, sizeof *w->own);
  w->pose = ps_pool_take(&w->pool, sizeof *w->pose);
  if (!w->own || !w->pose)
    return no_memory(w);
  w->own->kind = w->pose->kind = PS_TREE_MAP;
  for (const ps_tree *t = w->p->scenario->says->first; t; t = t->next) {
    ps_tree *to = is_setting(t->key) ? w->own : w->pose;
    ps_tree *child = ps_tree_add(&w->pool, to, t->key, t->kind);
    if (!child)
      return no_memory(w);
    child->text = t->text;
    child->line = t->line;
    child->column = t->column;
    copy_tree(&w->pool, child, t);
  }
  return PS_OK;
}

static ps_status vary(work *w) {
  const ps_scenario *c = w->p->scenario;
  for (int i = 0; i < c->nvaried; i++) {
    const ps_varied *v = &c->varied[i];
    char number[PS_NUMBER_MAX_SHORT];
    ps_number_shortest(number, v->first + (v->last - v->first) * w->p->at / (c->n - 1));
    bool own = is_inside_setting(v->path);
    PS_TRY(ps_tree_set(&w->pool, own ? w->own : w->pose, v->path, number, &w->p->err));
  }
  return PS_OK;
}

// ---- parameters of the model that are set otherwise

static ps_status set_parameter(const ps_lab *lab, const ps_tree *t, const char *file,
                               ps_parameters *p, ps_error *err) {
  ps_nearest nearest = ps_nearest_to(t->key);
  for (int i = 0; i < PS_PARAMETER_COUNT; i++) {
    const ps_parameter *item = &lab->table.item[i];
    ps_nearest_try(&nearest, item->name);
    if (strcmp(item->name, t->key) != 0)
      continue;
    if (!t->text || !ps_number_parse(t->text, strlen(t->text), (double *)p + item->place))
      return ps_fail(err, PS_ERR_VALUE, file, t->line, "parameters: %s is no number", t->key);
    return PS_OK;
  }
  char hint[96];
  return ps_fail(err, PS_ERR_REFERENCE, file, t->line, "there is no parameter '%s'%s", t->key,
                 ps_nearest_hint(&nearest, hint, sizeof hint));
}

static ps_status set_parameters(work *w, ps_lab *lab) {
  const ps_tree *list = w->settings.parameters;
  for (const ps_tree *t = list ? list->first : NULL; t; t = t->next)
    PS_TRY(set_parameter(w->lab, t, w->p->scenario->file, &lab->parameters, &w->p->err));
  return PS_OK;
}

// ---- tests of the bench: more numbers of the answer

static void add_segments(ps_answer *a, ps_tree *parent, const bench *b) {
  ps_tree *all = ps_tree_map(&a->pool, parent, "segments");
  const double degree = 3.14159265358979323846 / 180;
  for (int k = PS_LEVELS - 1; k >= 0; k--) {
    ps_bare_segment s = ps_bare_segment_bent(a->human, k, b->moment_Nm, b->preload_N);
    ps_tree *t = ps_tree_map(&a->pool, all, ps_level_names[k]);
    ps_tree_number(&a->pool, t, "flexion_deg", s.flexion / degree);
    ps_tree_number(&a->pool, t, "extension_deg", s.extension / degree);
    ps_tree_number(&a->pool, t, "range_deg", (s.flexion + s.extension) / degree);
    ps_tree_number(&a->pool, t, "neutral_stiffness_Nm_rad", s.neutral);
  }
}

static void add_psoas(ps_answer *a, ps_tree *parent) {
  ps_tree *all = ps_tree_map(&a->pool, parent, "psoas_area_mm2");
  for (int k = PS_LEVELS - 1; k >= 0; k--) {
    ps_tree *t = ps_tree_map(&a->pool, all, ps_level_names[k]);
    for (int side = 0; side < 2; side++)
      ps_tree_number(&a->pool, t, side ? "l" : "r", ps_bare_psoas_area(a->hold, k, side));
  }
}

static ps_status add_bench(work *w, const bench *b) {
  ps_answer *a = w->answer;
  ps_tree *t = ps_tree_map(&a->pool, a->tree, "bench");
  ps_data *d = ps_data_create(a->human->model);
  if (!t || !d) {
    ps_data_free(d);
    return no_memory(w);
  }
  ps_tree_number(&a->pool, t, "buckling_frontal_N", ps_bare_buckling(a->human, d, PS_FRONTAL));
  ps_tree_number(&a->pool, t, "buckling_sagittal_N", ps_bare_buckling(a->human, d, PS_SAGITTAL));
  ps_tree_number(&a->pool, t, "follower_capacity_N", ps_bare_follower_capacity(a->human, d));
  add_segments(a, t, b);
  add_psoas(a, t);
  ps_tree *discs = ps_tree_map(&a->pool, t, "disc_area_mm2");
  for (int k = PS_LEVELS - 1; k >= 0; k--)
    ps_tree_number(&a->pool, discs, ps_level_names[k], a->human->disc_area[k]);
  ps_data_free(d);
  return PS_OK;
}

// ---- what is wanted

static ps_status no_number(const ps_tree *tree, const char *path, ps_error *err) {
  char known[200] = "", hint[96];
  size_t used = 0;
  for (const ps_tree *next = tree; next && path[used];) {
    size_t length = strcspn(path + used, ".");
    snprintf(known, sizeof known, "%.*s", (int)(used + length), path);
    const ps_tree *child = ps_tree_find(tree, known);
    if (!child) {
      ps_nearest nearest = ps_nearest_to(known + used);
      for (const ps_tree *t = next->first; t; t = t->next)
        if (t->key)
          ps_nearest_try(&nearest, t->key);
      return ps_fail(err, PS_ERR_REFERENCE, NULL, 0, "the result holds no '%s'%s", known,
                     ps_nearest_hint(&nearest, hint, sizeof hint));
    }
    next = child;
    used += length + (path[used + length] == '.');
  }
  return ps_fail(err, PS_ERR_REFERENCE, NULL, 0, "'%s' of the result is no number", path);
}

static ps_status keep(work *w) {
  const ps_scenario *c = w->p->scenario;
  for (int i = 0; i < c->wanted.n; i++) {
    const ps_wanted *wanted = &c->wanted.items[i];
    const ps_tree *t = ps_tree_find(w->result, wanted->path);
    if (!t || t->kind != PS_TREE_NUMBER)
      return no_number(w->result, wanted->path, &w->p->err);
    wanted->x[w->p->at] = t->number;
  }
  return PS_OK;
}

// tests of the bench do not ask whether the posture can be held
static bool only_bench(const ps_scenario *c) {
  for (int i = 0; i < c->wanted.n; i++)
    if (strncmp(c->wanted.items[i].path, "bench.", 6) != 0)
      return false;
  return true;
}

// the file is fine, no body can do this
static bool is_impossible(ps_status status, const ps_error *err) {
  return status == PS_ERR_VALUE && err->line == 0;
}

static ps_status solve_pose(work *w, const ps_lab *lab) {
  ps_scenario *c = w->p->scenario;
  ps_error *err = &w->p->err;
  ps_answer_options o = ps_answer_default();
  o.draws = 0;
  o.hold.criterion = (ps_criterion_kind)w->settings.criterion;
  o.hold.floor = w->settings.floor;
  o.hold.free_spine = w->settings.spine == 0;
  o.detail = w->settings.detail ? PS_DETAIL_LIGHT : PS_DETAIL_FULL;
  ps_status status = ps_answer_pose(&w->answer, lab, w->pose, c->file, &o, err);
  if (is_impossible(status, err)) {
    c->trouble[w->p->at] = "impossible";
    return PS_OK;
  }
  PS_TRY(status);
  if (ps_tree_member(w->own, "bench"))
    PS_TRY(add_bench(w, &w->settings.bench));
  if (w->answer->held.status != PS_HOLD_SOLVED && !only_bench(c))
    c->trouble[w->p->at] = ps_hold_status_word(w->answer->held.status);
  w->result = w->answer->tree;
  return keep(w);
}

static ps_status solve_body(work *w, const ps_lab *lab, ps_tree *tree) {
  ps_scenario *c = w->p->scenario;
  bool held = true;
  ps_status status = ps_body_numbers(&w->pool, lab, w->pose, c->file, w->settings.body.stress,
                                     &held, tree, &w->p->err);
  if (is_impossible(status, &w->p->err)) {
    c->trouble[w->p->at] = "impossible";
    return PS_OK;
  }
  PS_TRY(status);
  if (!held)
    c->trouble[w->p->at] = ps_hold_status_word(PS_HOLD_INFEASIBLE);
  w->result = tree;
  return keep(w);
}

// what has time in it
static ps_status solve_slow(work *w, const ps_lab *lab) {
  const settings *s = &w->settings;
  const char *file = w->p->scenario->file;
  ps_tree *tree = ps_pool_take(&w->pool, sizeof *tree);
  if (!tree)
    return no_memory(w);
  tree->kind = PS_TREE_MAP;
  if (ps_tree_member(w->own, "body"))
    return solve_body(w, lab, tree);
  if (w->pose->n)
    return ps_fail(&w->p->err, PS_ERR_STRUCTURE, file, w->pose->first->line,
                   "'%s' is a key of a pose, which a scenario of physio, endurance or a day is not",
                   w->pose->first->key);
  if (s->physio)
    ps_trial_numbers(&w->pool, &lab->physio, tree);
  else if (s->day)
    PS_TRY(ps_day_numbers(&w->pool, lab, s->day, s->hours, tree, &w->p->err));
  else
    ps_endurance_numbers(&w->pool, &lab->physio, s->endurance.level, tree);
  w->result = tree;
  return keep(w);
}

static bool is_slow(const work *w) {
  return w->settings.physio || w->settings.day || ps_tree_member(w->own, "body") ||
         ps_tree_member(w->own, "endurance");
}

static ps_status solve(work *w) {
  ps_scenario *c = w->p->scenario;
  int criterion = w->settings.criterion;
  w->settings = (settings){.bench.moment_Nm = 7.5, .criterion = criterion};
  w->settings.floor = ps_hold_default().floor;
  PS_TRY(part(w));
  PS_TRY(vary(w));
  PS_TRY(ps_schema_read(&schema, w->own, c->file, &w->pool, &w->settings, &w->p->err));
  ps_lab lab = *w->lab;
  PS_TRY(set_parameters(w, &lab));
  return is_slow(w) ? solve_slow(w, &lab) : solve_pose(w, &lab);
}

// ---- all of them

typedef struct crew {
  ps_criterion_kind criterion;
  const ps_lab *lab;
  point *point;
  int n;
  atomic_int done;
  atomic_bool cancel;
  const ps_watch *watch;
} crew;

static void solve_point(void *context, int chunk, int worker) {
  crew *all = context;
  point *p = &all->point[chunk];
  work w = {.lab = all->lab, .p = p, .settings.criterion = (int)all->criterion};
  p->status = solve(&w);
  ps_answer_free(w.answer);
  ps_pool_free(&w.pool);
  if (p->status != PS_OK)
    ps_fail_more(&p->err, p->status, " (scenario '%s')", p->scenario->name);
  int done = atomic_fetch_add(&all->done, 1) + 1;
  if (worker == 0 && all->watch->progress &&
      !all->watch->progress(all->watch->context, "postures", done, all->n))
    atomic_store(&all->cancel, true);
}

static ps_status solve_all(crew *all, int threads, ps_error *err) {
  if (!ps_parallel_for(threads > 0 ? threads : ps_thread_count(), all->n, solve_point, all,
                       &all->cancel))
    return ps_fail(err, PS_ERR_CANCELLED, NULL, 0, "stopped before every posture was solved");
  for (int i = 0; i < all->n; i++)
    if (all->point[i].status != PS_OK) {
      if (err)
        *err = all->point[i].err;
      return all->point[i].status;
    }
  return PS_OK;
}

static ps_status read_criterion(const char *word, ps_criterion_kind *criterion, ps_error *err) {
  int named = word ? ps_criterion_named(word) : PS_CRITERION_VOLUME;
  if (named < 0)
    return ps_fail(err, PS_ERR_VALUE, NULL, 0, "there is no criterion '%s'", word);
  *criterion = (ps_criterion_kind)named;
  return PS_OK;
}

ps_status ps_scenarios_solve(ps_scenarios *s, const ps_validate_options *o, ps_error *err) {
  ps_lab lab;
  crew all = {.lab = &lab, .watch = &o->watch};
  PS_TRY(read_criterion(o->criterion, &all.criterion, err));
  for (int i = 0; i < s->list.n; i++)
    all.n += s->list.items[i].n;
  all.point = calloc((size_t)all.n + 1, sizeof *all.point);
  if (!all.point)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  int at = 0;
  for (int i = 0; i < s->list.n; i++)
    for (int k = 0; k < s->list.items[i].n; k++)
      all.point[at++] = (point){.scenario = &s->list.items[i], .at = k};
  ps_status status = ps_lab_open(&lab, err);
  if (status == PS_OK)
    status = solve_all(&all, o->threads, err);
  ps_lab_close(&lab);
  free(all.point);
  return status;
}
