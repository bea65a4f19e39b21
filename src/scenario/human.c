// human.c: compiles the built-in model and finds its parts; human_fit.c gives them their numbers.
#include "scenario/human.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "scenario/build_inner.h"

static int coordinate(const ps_human *h, const char *format, const char *name) {
  char text[64];
  snprintf(text, sizeof text, format, name);
  return ps_names_find(&h->model->coord_index, text);
}

static int body(const ps_human *h, const char *name) {
  return ps_names_find(&h->model->body_index, name);
}

static bool find_coordinates(ps_human *h) {
  static const char *const pelvis[6] = {"tilt", "list", "rotation", "tx", "ty", "tz"};
  static const char *const turn[3] = {"%s_FE", "%s_LB", "%s_AR"};
  static const char *const hip[3] = {"hip_flexion_%s", "hip_adduction_%s", "hip_rotation_%s"};
  static const char *const side[2] = {"r", "l"};
  int least = 0;
#define FIND(place, ...)                                                                           \
  do {                                                                                             \
    (place) = coordinate(h, __VA_ARGS__);                                                          \
    least = (place) < least ? (place) : least;                                                     \
  } while (0)
  for (int i = 0; i < 6; i++)
    FIND(h->pelvis_coordinate[i], "pelvis_%s", pelvis[i]);
  for (int k = 0; k < PS_LEVELS; k++)
    for (int i = 0; i < 3; i++)
      FIND(h->level[k][i], turn[i], ps_level_names[k]);
  for (int s = 0; s < 2; s++) {
    for (int i = 0; i < 3; i++)
      FIND(h->hip[s][i], hip[i], side[s]);
    FIND(h->knee[s], "knee_angle_%s", side[s]);
    FIND(h->ankle[s], "ankle_angle_%s", side[s]);
  }
#undef FIND
  return least >= 0;
}

static bool find_bodies(ps_human *h) {
  static const char *const lumbar[5] = {"lumbar5", "lumbar4", "lumbar3", "lumbar2", "lumbar1"};
  h->pelvis = body(h, "pelvis");
  h->torso = body(h, "torso");
  for (int i = 0; i < 5; i++)
    h->upper[i] = h->lumbar[i] = body(h, lumbar[i]);
  h->upper[PS_T12_L1] = h->torso;
  bool found = h->pelvis > 0 && h->torso > 0;
  for (int s = 0; s < 2; s++) {
    h->femur[s] = body(h, s ? "femur_l" : "femur_r");
    h->tibia[s] = body(h, s ? "tibia_l" : "tibia_r");
    h->foot[s] = body(h, s ? "foot_l" : "foot_r");
    found = found && h->femur[s] > 0 && h->tibia[s] > 0 && h->foot[s] > 0;
  }
  return found && h->lumbar[4] > 0;
}

// the chain from below; a coordinate's place in it, and the joints below a body
static bool build_column(ps_human *h) {
  const ps_model *m = h->model;
  int *place = ps_pool_take(&h->pool, (size_t)m->nq * sizeof *place);
  int *below = ps_pool_take(&h->pool, (size_t)m->nbody * sizeof *below);
  if (!place || !below)
    return false;
  for (int k = 0; k < m->nq; k++)
    place[k] = -1;
  for (int k = 0; k < PS_LEVELS; k++)
    for (int i = 0; i < 3; i++) {
      place[h->level[k][i]] = h->column.n;
      h->column.coordinate[h->column.n++] = h->level[k][i];
    }
  h->column.place = place;
  for (int body = 1; body < m->nbody; body++) { // parents come first
    below[body] = below[m->body_parent[body]];
    for (int k = 0; k < PS_LEVELS; k++)
      below[body] += body == h->upper[k];
  }
  h->column.below = below;
  return true;
}

static bool is(const char *a, const char *b) {
  return strcmp(a, b) == 0;
}

// lines of a group stand together, and share its name
static const char *group_of(ps_human *h, const char *name) {
  const char *last = h->nline ? h->line[h->nline - 1].group : "";
  return is(last, name) ? last : ps_pool_text(&h->pool, name, strlen(name));
}

// the lines in the order of the force set: muscle by muscle, right then left
static bool list_lines(ps_human *h, const ps_sizes *s) {
  const ps_model *m = h->model;
  h->line = ps_pool_take(&h->pool, (size_t)m->nmuscle * sizeof *h->line);
  for (int i = 0; h->line && i < s->anatomy->nmuscle; i++) {
    const ps_anatomy_muscle *muscle = &s->anatomy->muscle[i];
    if (!ps_size_has(s, muscle))
      continue;
    const char *group = group_of(h, muscle->group);
    if (!group)
      return false;
    bool oblique = is(muscle->group, "external_oblique") || is(muscle->group, "internal_oblique");
    for (int side = 0; side < 2; side++) {
      int force = h->nline;
      h->line[h->nline++] = (ps_line){
          .name = m->force_name[force],
          .group = group,
          .side = side,
          .region = is(muscle->group, "psoas")         ? PS_REGION_PSOAS
                    : ps_is_trunk_group(muscle->group) ? PS_REGION_TRUNK
                                                       : PS_REGION_HIP,
          .path = m->force[force].path,
          .oblique = oblique,
          .back = is(muscle->group, "longissimus") || is(muscle->group, "iliocostalis") ||
                  is(muscle->group, "multifidus") || is(muscle->group, "quadratus_lumborum"),
          .erector = is(muscle->group, "longissimus") || is(muscle->group, "iliocostalis"),
          .wall = oblique || is(muscle->group, "rectus_abdominis")};
    }
  }
  h->rod = m->npath - 1;
  return h->line != NULL;
}

static bool add_touch(ps_human *h, const ps_anatomy *anatomy, int row, int side, bool named) {
  const ps_anatomy_touch *a = &anatomy->touch[row];
  char text[64];
  ps_touch *t = &h->touch[h->ntouch++];
  snprintf(text, sizeof text, ps_is_sided(a->body) ? "%s_%c" : "%s", a->body, "rl"[side]);
  t->body = body(h, text);
  snprintf(text, sizeof text, named ? "%s_%c" : "%s", a->name, "rl"[side]);
  t->name = ps_pool_text(&h->pool, text, strlen(text));
  t->support = ps_pool_text(&h->pool, a->support, strlen(a->support));
  t->side = side;
  t->row = row;
  return t->name && t->support;
}

// contacts of one side, of both, or of the middle; a row's are on bodies of the same name
static ps_status list_touches(ps_human *h, const ps_anatomy *a, ps_error *err) {
  h->touch = ps_pool_take(&h->pool, 2 * (size_t)a->ntouch * sizeof *h->touch);
  bool memory = h->touch != NULL;
  for (int i = 0; memory && i < a->ntouch; i++) {
    const ps_anatomy_touch *row = &a->touch[i];
    if (!is(row->side, "left"))
      memory = add_touch(h, a, i, PS_RIGHT, !is(row->side, "one"));
    if (is(row->side, "both") || is(row->side, "left"))
      memory = memory && add_touch(h, a, i, PS_LEFT, true);
    if (memory && h->touch[h->ntouch - 1].body <= 0)
      return ps_fail(err, PS_ERR_REFERENCE, "model/contacts.csv", i + 2, "there is no body '%s'",
                     row->body);
  }
  return memory ? PS_OK : ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

// bodies, joints, paths and their names: all that any person has
static ps_status find_parts(ps_human *h, const ps_sizes *sizes, ps_error *err) {
  ps_spec *spec = NULL;
  ps_status status = ps_human_draft(&spec, sizes, err);
  if (status == PS_OK)
    status = ps_model_create(&h->model, spec, err);
  ps_spec_free(spec);
  PS_TRY(status);
  if (!find_coordinates(h) || !find_bodies(h))
    return ps_fail(err, PS_ERR_STRUCTURE, "anatomy/joints.csv", 0,
                   "the tables lack a body or joint that the posture model needs");
  if (!build_column(h) || !list_lines(h, sizes))
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  h->walk = sizes->anatomy->walk;
  return list_touches(h, sizes->anatomy, err);
}

ps_status ps_human_create(ps_human **human, const ps_anatomy *anatomy,
                          const ps_parameters *parameters, const ps_person *person,
                          ps_detail detail, ps_error *err) {
  ps_human *h = calloc(1, sizeof *h);
  *human = h;
  if (!h)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  h->detail = detail;
  ps_sizes sizes = ps_sizes_of(anatomy, parameters, person, detail);
  PS_TRY(find_parts(h, &sizes, err));
  return ps_human_fit(h, anatomy, parameters, person, err);
}

void ps_human_free(ps_human *human) {
  if (!human)
    return;
  ps_model_free(human->model);
  ps_pool_free(&human->pool);
  free(human);
}

ps_status ps_human_variant(ps_human **variant, const ps_human *human, ps_error *err) {
  ps_human *v = malloc(sizeof *v);
  *variant = v;
  if (!v)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  *v = *human;
  v->pool = (ps_pool){0};
  v->model = ps_model_variant(human->model);
  return v->model ? PS_OK : ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

void ps_human_set(ps_human *v, const ps_human *human, const ps_parameters *p) {
  const ps_model *from = human->model;
  ps_model *m = v->model;
  v->p = *p;
  ps_human_fit_discs(v);
  int torso = human->torso;
  m->body_mass[torso] = from->body_mass[torso] * p->trunk_mass;
  m->body_com[torso] = from->body_com[torso];
  m->body_com[torso].x += p->trunk_com_m;
  m->mass = from->mass + m->body_mass[torso] - from->body_mass[torso];
  for (int i = 0; i < v->nline; i++) {
    const ps_path *path = &m->path[v->line[i].path];
    for (int k = path->point; v->line[i].erector && k < path->point + path->npoint; k++) {
      m->point[k].location = from->point[k].location;
      if (m->point[k].body != torso)
        m->point[k].location.x -= p->back_shift_m;
    }
  }
}
