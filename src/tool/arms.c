// arms.c: moment arms of lines of the built-in model over joint angles.
#include "psoas/arms.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "body/kinematics.h"
#include "muscle/path.h"
#include "psoas/nearest.h"
#include "scenario/answer.h"
#include "tool/arms_inner.h"
#include "tool/human_input.h"

static const double degree = 3.14159265358979323846 / 180; // [rad]

static const char *const totals[3] = {"lumbar_flexion", "lumbar_bend", "lumbar_twist"};

static ps_status no_memory(ps_error *err) {
  return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

// ---- what moves

static int total_named(const char *name) {
  for (int i = 0; i < 3; i++)
    if (strcmp(name, totals[i]) == 0)
      return i;
  return -1;
}

static ps_status find_coordinate(const ps_human *h, const char *name, int *coordinate,
                                 ps_error *err) {
  const ps_model *m = h->model;
  *coordinate = ps_names_find(&m->coord_index, name);
  if (*coordinate >= 0 && m->coord_motion[*coordinate] == PS_MOTION_ROTATIONAL)
    return PS_OK;
  ps_nearest nearest = ps_nearest_to(name);
  char hint[96];
  for (int i = 0; i < m->nq; i++)
    if (m->coord_motion[i] == PS_MOTION_ROTATIONAL)
      ps_nearest_try(&nearest, m->coord_name[i]);
  for (int i = 0; i < 3; i++)
    ps_nearest_try(&nearest, totals[i]);
  return ps_fail(err, PS_ERR_REFERENCE, NULL, 0, "no joint turns by '%.60s'%s", name,
                 ps_nearest_hint(&nearest, hint, sizeof hint));
}

// levels take their share of a total; flexion is - in their coordinates
static void move(const ps_human *h, const char *name, double deg, double *q) {
  int total = total_named(name);
  const double *share = total == PS_FE   ? h->p.share_FE
                        : total == PS_LB ? h->p.share_LB
                                         : h->p.share_AR;
  double sign = total == PS_FE ? -1 : 1;
  if (total < 0)
    q[ps_names_find(&h->model->coord_index, name)] = deg * degree;
  for (int k = 0; k < PS_LEVELS && total >= 0; k++)
    q[h->level[k][total]] = sign * deg * share[k] * degree;
}

static ps_status check_moves(const ps_arms *a, const ps_arms_study *s, ps_error *err) {
  int ignored;
  for (int i = 0; i < s->nvary; i++)
    if (total_named(s->vary[i].key) < 0)
      PS_TRY(find_coordinate(a->human, s->vary[i].key, &ignored, err));
  return PS_OK;
}

// ---- what is asked about

static bool is_sum_of_psoas(const char *name) {
  return !strcmp(name, "psoas") || !strcmp(name, "psoas_r") || !strcmp(name, "psoas_l");
}

static ps_status add_muscle(ps_arms *a, const char *name, ps_error *err) {
  ps_arms_muscle *m = PS_APPEND(&a->pool, &a->muscle);
  if (!m)
    return no_memory(err);
  *m = (ps_arms_muscle){.line = -1, .name = name, .side = PS_RIGHT};
  if (is_sum_of_psoas(name)) {
    m->side = strcmp(name, "psoas_l") ? PS_RIGHT : PS_LEFT;
    m->name = m->side ? "psoas_l" : "psoas_r";
    return PS_OK;
  }
  ps_nearest nearest = ps_nearest_to(name);
  for (int i = 0; i < a->human->nline && m->line < 0; i++) {
    if (strcmp(a->human->line[i].name, name) == 0)
      m->line = i;
    ps_nearest_try(&nearest, a->human->line[i].name);
  }
  char hint[96];
  if (m->line < 0)
    return ps_fail(err, PS_ERR_REFERENCE, NULL, 0, "there is no muscle line '%.60s'%s", name,
                   ps_nearest_hint(&nearest, hint, sizeof hint));
  return PS_OK;
}

static ps_status choose_muscles(ps_arms *a, const char *names, ps_error *err) {
  const ps_human *h = a->human;
  for (int i = 0; i < h->nline && !names; i++)
    if (h->line[i].region == PS_REGION_PSOAS && h->line[i].side == PS_RIGHT)
      PS_TRY(add_muscle(a, h->line[i].name, err));
  if (!names)
    return add_muscle(a, "psoas_r", err);
  while (*names) {
    size_t n = strcspn(names, ",");
    char *name = ps_pool_text(&a->pool, names, n);
    if (!name)
      return no_memory(err);
    PS_TRY(add_muscle(a, name, err));
    names += n + (names[n] == ',');
  }
  return PS_OK;
}

static void add_about(ps_arms_study *s, int coordinate) {
  s->about[s->nabout++] = coordinate;
}

// one study: arms about a coordinate, over what is varied or over itself
static ps_status one_study(ps_arms *a, const ps_arms_request *q, ps_error *err) {
  ps_arms_study *s = &a->study[a->nstudy++];
  int coordinate;
  PS_TRY(
      find_coordinate(a->human, q->coordinate ? q->coordinate : "hip_flexion_r", &coordinate, err));
  add_about(s, coordinate);
  for (; s->nvary < q->nvary; s->nvary++)
    PS_TRY(ps_vary_read(&a->pool, q->vary[s->nvary], &s->vary[s->nvary], err));
  if (s->nvary == 0) {
    bool level = a->human->column.place[coordinate] >= 0;
    s->vary[s->nvary++] = (ps_vary){a->human->model->coord_name[coordinate], level ? -12 : -20,
                                    level ? 8 : 120, level ? 21 : 29};
  }
  return check_moves(a, s, err);
}

// hips over hip flexion, levels over lumbar flexion
static void both_studies(ps_arms *a) {
  const ps_human *h = a->human;
  ps_arms_study *hip = &a->study[0], *spine = &a->study[1];
  a->nstudy = 2;
  hip->vary[hip->nvary++] = (ps_vary){"hip_flexion_r", -20, 120, 29};
  for (int i = 0; i < 3; i++)
    add_about(hip, h->hip[PS_RIGHT][i]);
  spine->vary[spine->nvary++] = (ps_vary){totals[PS_FE], -20, 60, 17};
  for (int i = 0; i < 3; i++)
    for (int k = 0; k < PS_LEVELS; k++)
      add_about(spine, h->level[ps_level_from_above(k)][i]);
}

// ---- numbers

int ps_arms_points(const ps_arms_study *s) {
  return s->nvary > 1 ? s->vary[0].n * s->vary[1].n : s->vary[0].n;
}

double ps_arms_at(const ps_arms_study *s, int which, int point) {
  int fast = s->vary[s->nvary - 1].n;
  return ps_vary_at(&s->vary[which], which == s->nvary - 1 ? point % fast : point / fast);
}

static double arm_of(const ps_arms *a, const ps_data *d, int line, int coordinate) {
  const ps_model *m = a->human->model;
  const ps_path *p = &m->path[a->human->line[line].path];
  for (int s = p->span; s < p->span + p->nspan; s++)
    if (m->span_coordinate[s] == coordinate)
      return d->span_arm[s];
  return 0;
}

// mean over the fascicles of a side, by their largest force
static double mean_arm(const ps_arms *a, const ps_data *d, int side, int coordinate) {
  double sum = 0, all = 0;
  for (int i = 0; i < a->human->nline; i++) {
    const ps_line *line = &a->human->line[i];
    if (line->region != PS_REGION_PSOAS || line->side != side)
      continue;
    double most = a->human->model->muscle[i].max_isometric_force;
    sum += most * arm_of(a, d, i, coordinate);
    all += most;
  }
  return all > 0 ? sum / all : 0;
}

static ps_status compute(ps_arms *a, ps_arms_study *s, ps_data *d, ps_error *err) {
  const ps_model *m = a->human->model;
  int points = ps_arms_points(s);
  size_t n = (size_t)s->nabout * (size_t)a->muscle.n * (size_t)points;
  s->arm = malloc(n * sizeof *s->arm);
  if (!s->arm)
    return no_memory(err);
  for (int i = 0; i < points; i++) {
    memset(d->q, 0, (size_t)m->nq * sizeof *d->q);
    for (int k = 0; k < s->nvary; k++)
      move(a->human, s->vary[k].key, ps_arms_at(s, k, i), d->q);
    ps_body_positions(m, d);
    ps_muscle_paths(m, d);
    for (int c = 0; c < s->nabout; c++)
      for (int k = 0; k < a->muscle.n; k++) {
        const ps_arms_muscle *muscle = &a->muscle.items[k];
        s->arm[(c * a->muscle.n + k) * points + i] =
            1000 * (muscle->line < 0 ? mean_arm(a, d, muscle->side, s->about[c])
                                     : arm_of(a, d, muscle->line, s->about[c]));
      }
  }
  return PS_OK;
}

static ps_status run(ps_arms *a, const ps_arms_request *q, ps_error *err) {
  ps_pose pose;
  ps_human_words words = {.sets = q->sets, .nsets = q->nsets, .person = q->person};
  PS_TRY(ps_human_input(&a->pool, &words, &pose, err));
  PS_TRY(ps_lab_open(&a->lab, err));
  PS_TRY(ps_human_create(&a->human, &a->lab.anatomy, &a->lab.parameters, &pose.person,
                         q->light ? PS_DETAIL_LIGHT : PS_DETAIL_FULL, err));
  PS_TRY(choose_muscles(a, q->muscles, err));
  if (q->coordinate || q->nvary)
    PS_TRY(one_study(a, q, err));
  else
    both_studies(a);
  ps_data *d = ps_data_create(a->human->model);
  ps_status status = d ? PS_OK : no_memory(err);
  for (int i = 0; i < a->nstudy && status == PS_OK; i++)
    status = compute(a, &a->study[i], d, err);
  ps_data_free(d);
  return status;
}

ps_status ps_arms_run(const ps_arms_request *request, ps_arms **arms, ps_error *err) {
  ps_arms *a = calloc(1, sizeof *a);
  *arms = NULL;
  if (!a)
    return no_memory(err);
  ps_status status = run(a, request, err);
  if (status != PS_OK)
    ps_arms_free(a);
  else
    *arms = a;
  return status;
}

void ps_arms_free(ps_arms *a) {
  if (!a)
    return;
  for (int i = 0; i < a->nstudy; i++)
    free(a->study[i].arm);
  ps_human_free(a->human);
  ps_lab_close(&a->lab);
  ps_pool_free(&a->pool);
  free(a);
}

int ps_arms_count(const ps_arms *a) {
  int n = 0;
  for (int i = 0; i < a->nstudy; i++)
    n += a->study[i].nabout * a->muscle.n * ps_arms_points(&a->study[i]);
  return n;
}
