// live.c: a session: what was asked for, and a solver that goes on as long as it can.
#include "psoas/live.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "io/yaml.h"
#include "tool/human_input.h"
#include "tool/live_inner.h"

enum { MOST_CUTS = 4 }; // a solver with more stability rows is not taken on

static ps_status no_memory(ps_error *err) {
  return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

ps_status ps_live_create(ps_live **live, bool light, ps_error *err) {
  ps_live *l = calloc(1, sizeof *l);
  *live = l;
  if (!l)
    return no_memory(err);
  l->detail = light ? PS_DETAIL_LIGHT : PS_DETAIL_FULL;
  l->options = ps_hold_default();
  PS_TRY(ps_lab_open(&l->lab, err));
  PS_TRY(ps_nerve_course_read(&l->read, &l->course, err));
  return ps_live_take(l, NULL, NULL, err);
}

static void end_solver(ps_live *l) {
  ps_hold_free(l->hold);
  l->hold = NULL;
}

static void end_person(ps_live *l) {
  end_solver(l);
  ps_data_free(l->d);
  ps_human_free(l->human);
  free(l->number);
  free(l->block);
  l->d = NULL;
  l->human = NULL;
  l->number = l->block = NULL;
}

void ps_live_free(ps_live *l) {
  if (!l)
    return;
  end_person(l);
  ps_pool_free(&l->taken);
  ps_pool_free(&l->said);
  ps_pool_free(&l->read);
  ps_lab_close(&l->lab);
  free(l);
}

// ---- what is asked for

// a name has neither lines nor colons
static ps_status read_posture(ps_pool *pool, const char *posture, ps_tree **tree, ps_error *err) {
  if (strpbrk(posture, ":\n"))
    return ps_yaml_parse(pool, "posture", posture, strlen(posture), tree, err);
  *tree = ps_pool_take(pool, sizeof **tree);
  if (!*tree)
    return no_memory(err);
  (*tree)->kind = PS_TREE_MAP;
  return ps_tree_set(pool, *tree, "posture", posture, err);
}

static ps_status take_person(ps_pool *pool, ps_tree *tree, const char *person, ps_error *err) {
  ps_tree *map;
  ps_person checked = ps_person_default();
  PS_TRY(ps_yaml_parse(pool, "person", person, strlen(person), &map, err));
  PS_TRY(ps_schema_read(&ps_person_schema, map, "person", pool, &checked, err));
  return ps_human_put(pool, tree, "person", map, err);
}

ps_status ps_live_take(ps_live *l, const char *posture, const char *person, ps_error *err) {
  ps_pool pool = {0};
  ps_tree *tree = NULL;
  ps_pose base;
  ps_status status = read_posture(&pool, posture ? posture : "standing", &tree, err);
  if (status == PS_OK && person)
    status = take_person(&pool, tree, person, err);
  if (status == PS_OK)
    status = ps_pose_named(&pool, tree, NULL, &base, err);
  if (status != PS_OK) {
    ps_pool_free(&pool);
    return status;
  }
  ps_pool_free(&l->taken);
  l->taken = pool;
  l->tree = tree;
  l->base = base;
  l->nset = 0;
  return PS_OK;
}

void ps_live_clear(ps_live *l) {
  l->nset = 0;
}

ps_status ps_live_set(ps_live *l, const char *key, const char *value, ps_error *err) {
  size_t n = strlen(key);
  if (n + strlen(value) + 2 > PS_LIVE_PAIR)
    return ps_fail(err, PS_ERR_LIMIT, NULL, 0, "'%.60s' and its value have more than %d bytes", key,
                   PS_LIVE_PAIR - 2);
  int at = 0;
  while (at < l->nset && (strncmp(l->set[at], key, n) != 0 || l->set[at][n] != '='))
    at++;
  if (at == PS_LIVE_SETS)
    return ps_fail(err, PS_ERR_LIMIT, NULL, 0, "more than %d keys are set", PS_LIVE_SETS);
  l->nset += at == l->nset;
  snprintf(l->set[at], PS_LIVE_PAIR, "%s=%s", key, value);
  return PS_OK;
}

// What was taken, and set over it -> pose.
static ps_status read_pose(ps_live *l, ps_error *err) {
  ps_tree *tree;
  ps_pose pose = l->base;
  ps_pool_rewind(&l->said);
  PS_TRY(ps_tree_copy(&l->said, l->tree, &tree, err));
  for (int i = 0; i < l->nset; i++)
    PS_TRY(ps_human_set_pair(&l->said, tree, l->set[i], err));
  PS_TRY(ps_pose_said(&l->said, tree, NULL, &pose, err));
  l->pose = pose;
  return PS_OK;
}

// ---- the person

static bool same_person(const ps_person *a, const ps_person *b) {
  size_t numbers = sizeof *a - offsetof(ps_person, age_y); // from there, doubles only
  return a->sex == b->sex && memcmp(&a->age_y, &b->age_y, numbers) == 0;
}

// room for what is computed of the human
static ps_status take_room(ps_live *l, ps_error *err) {
  size_t nq = (size_t)l->human->model->nq;
  l->d = ps_data_create(l->human->model);
  l->number = calloc(3 * nq, sizeof *l->number);
  l->block = calloc((size_t)ps_live_room(l), sizeof *l->block);
  if (!l->d || !l->number || !l->block)
    return no_memory(err);
  l->posture = (ps_posture){.q = l->number, .u = l->number + nq, .udot = l->number + 2 * nq};
  return PS_OK;
}

// All persons have the same parts: another one gets the numbers of the parts that are there.
static ps_status make_person(ps_live *l, ps_error *err) {
  ps_parameters p = l->lab.parameters;
  if (l->pose.stress != 0) {
    ps_tension tension = ps_tension_under(&l->lab.physio, l->pose.stress);
    ps_tension_apply(&tension, &p);
  }
  l->stress = l->pose.stress;
  l->scene++;
  l->changed = true;
  if (l->human)
    return ps_human_fit(l->human, &l->lab.anatomy, &p, &l->pose.person, err);
  PS_TRY(ps_human_create(&l->human, &l->lab.anatomy, &p, &l->pose.person, l->detail, err));
  return take_room(l, err);
}

static bool has_person(const ps_live *l) {
  return l->human && l->stress == l->pose.stress && same_person(&l->pose.person, &l->human->person);
}

// ---- solving

static bool has_effort(const ps_pose *pose) {
  bool effort = false;
  for (int i = 0; i < PS_EFFORTS; i++)
    effort = effort || pose->effort[i].choice >= 0 || pose->effort[i].number != 0;
  return effort;
}

// does the solver at hand fit the posture?
static bool fits(const ps_live *l) {
  const ps_posture *p = &l->posture;
  bool same = l->hold && l->made.ncontact == p->ncontact && l->made.walks == p->walks &&
              l->made.muscles == l->pose.muscles && !l->made.effort && !has_effort(&l->pose);
  for (int i = 0; same && i < p->ncontact; i++)
    same = l->made.body[i] == p->contact[i].body && l->made.against[i] == p->contact[i].against;
  return same;
}

static ps_status make_solver(ps_live *l, ps_error *err) {
  const ps_posture *p = &l->posture;
  end_solver(l);
  ps_status status = ps_hold_create(&l->hold, l->human, p, &l->pose, &l->options, err);
  if (status != PS_OK)
    end_solver(l);
  PS_TRY(status);
  ps_hold_mark(l->hold);
  l->made.ncontact = p->ncontact;
  for (int i = 0; i < p->ncontact; i++) {
    l->made.body[i] = p->contact[i].body;
    l->made.against[i] = p->contact[i].against;
  }
  l->made.walks = p->walks;
  l->made.muscles = l->pose.muscles;
  l->made.effort = has_effort(&l->pose);
  return PS_OK;
}

ps_status ps_live_solve(ps_live *l, bool cold, ps_live_frame *frame, ps_error *err) {
  PS_TRY(read_pose(l, err));
  ps_status person = has_person(l) ? PS_OK : make_person(l, err);
  if (person != PS_OK)
    end_person(l); // what is there may be half of it
  PS_TRY(person);
  PS_TRY(ps_posture_resolve(l->human, &l->pose, l->d, &l->posture, err));
  bool ended_well = l->held.status == PS_HOLD_SOLVED && l->held.cuts <= MOST_CUTS;
  if (!fits(l))
    PS_TRY(make_solver(l, err));
  else if (cold || !ended_well || l->equilibrium || l->pose.equilibrium)
    ps_hold_restart(l->hold);
  if (l->changed)
    ps_hold_reweigh(l->hold);
  l->changed = false;
  l->equilibrium = l->pose.equilibrium;
  ps_equilibrium found;
  if (l->pose.equilibrium)
    PS_TRY(
        ps_equilibrium_find(l->human, &l->pose, l->d, &l->posture, l->hold, &l->held, &found, err));
  else
    ps_hold_solve(l->hold, &l->held);
  ps_live_fill(l, frame);
  return PS_OK;
}
