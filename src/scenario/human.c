// human.c: compiles the built-in model and finds its parts.
#include "scenario/human.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "scenario/build_inner.h"
#include "scenario/records.h"
#include "scenario/walk.h"

static const double degree = 3.14159265358979323846 / 180; // [rad]

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

static void fit_discs(ps_human *h) {
  const ps_parameters *p = &h->p;
  double wider = h->person.flexibility;
  for (int k = 0; k < PS_LEVELS; k++) {
    double range[3][2] = {{p->range_flexion_deg[k], p->range_extension_deg[k]},
                          {p->range_bend_deg[k], p->range_bend_deg[k]},
                          {p->range_twist_deg[k], p->range_twist_deg[k]}};
    for (int i = 0; i < 3; i++) {
      double r[2] = {range[i][0] * wider * degree, range[i][1] * wider * degree};
      ps_disc_law *law = &h->law[k][i];
      *law = ps_disc_fit(r, p->disc_neutral_share, p->preload_fade_deg * degree, p->preload_gain,
                         p->preload_force_N);
      law->neutral *= p->disc_stiffness;
      law->cubic[0] *= p->disc_stiffness;
      law->cubic[1] *= p->disc_stiffness;
    }
    h->disc_area[k] = p->disc_area_mm2[k] * ps_person_scaling(&h->person).disc_area /
                      (1.75 * 1.75 / (1.70 * 1.70)); // the table is of a man of 1.75 m
  }
}

static bool is(const char *a, const char *b) {
  return strcmp(a, b) == 0;
}

// the lines in the order of the force set: muscle by muscle, right then left
static bool list_lines(ps_human *h, const ps_anatomy *a) {
  const ps_model *m = h->model;
  h->line = ps_pool_take(&h->pool, (size_t)m->nmuscle * sizeof *h->line);
  for (int i = 0; h->line && i < a->nmuscle; i++) {
    const ps_anatomy_muscle *muscle = &a->muscle[i];
    if (h->detail == PS_DETAIL_LIGHT && !muscle->light)
      continue;
    char *group = ps_pool_text(&h->pool, muscle->group, strlen(muscle->group));
    if (!group)
      return false;
    bool oblique = is(muscle->group, "external_oblique") || is(muscle->group, "internal_oblique");
    for (int side = 0; side < 2; side++) {
      int force = h->nline;
      const ps_muscle_params *p = &m->muscle[force];
      double section = p->max_isometric_force / (muscle->stress * 1e4); // [m^2]
      h->line[h->nline++] = (ps_line){
          .name = m->force_name[force],
          .group = group,
          .side = side,
          .region = is(muscle->group, "psoas")         ? PS_REGION_PSOAS
                    : ps_is_trunk_group(muscle->group) ? PS_REGION_TRUNK
                                                       : PS_REGION_HIP,
          .path = m->force[force].path,
          .volume = section * p->optimal_fiber_length * 1e6,
          .hoop = oblique ? h->p.oblique_hoop_share : 0,
          .back = is(muscle->group, "longissimus") || is(muscle->group, "iliocostalis") ||
                  is(muscle->group, "multifidus") || is(muscle->group, "quadratus_lumborum"),
          .erector = is(muscle->group, "longissimus") || is(muscle->group, "iliocostalis"),
          .wall = oblique || is(muscle->group, "rectus_abdominis")};
    }
  }
  h->rod = m->npath - 1;
  return h->line != NULL;
}

static bool add_touch(ps_human *h, ps_records *r, const char *body, int side, bool named) {
  char text[64];
  double scale = ps_person_scaling(&h->person).length;
  ps_touch *t = &h->touch[h->ntouch++];
  snprintf(text, sizeof text, ps_is_sided(body) ? "%s_%c" : "%s", body, "rl"[side]);
  t->body = ps_names_find(&h->model->body_index, text);
  snprintf(text, sizeof text, named ? "%s_%c" : "%s", ps_records_text(r, "contact", &h->pool),
           "rl"[side]);
  t->name = ps_pool_text(&h->pool, text, strlen(text));
  t->support = ps_records_text(r, "support", &h->pool);
  t->side = side;
  t->at = ps_scale(scale, ps_mirror(ps_records_vector(r, ""), side));
  t->radius = scale * ps_records_number(r, "radius_m");
  return t->body > 0 && t->name && t->support;
}

// contacts of one side, of both, or of the middle
static ps_status list_touches(ps_human *h, ps_error *err) {
  ps_records r;
  PS_TRY(ps_records_open(&r, "model/contacts.csv", err));
  h->touch = ps_pool_take(&h->pool, 2 * (size_t)r.n * sizeof *h->touch);
  while (h->touch && ps_records_next(&r)) {
    const char *body = ps_records_text(&r, "body", &h->pool);
    const char *side = ps_records_text(&r, "side", &h->pool);
    bool known = true;
    if (!body || !side)
      return ps_records_close(&r, false, err);
    if (!is(side, "left"))
      known = add_touch(h, &r, body, PS_RIGHT, !is(side, "one"));
    if (is(side, "both") || is(side, "left"))
      known = add_touch(h, &r, body, PS_LEFT, true) && known;
    if (!known)
      return ps_records_fail(
          &r, ps_fail(err, PS_ERR_REFERENCE, r.name, r.row + 2, "there is no body '%s'", body));
  }
  return ps_records_close(&r, h->touch != NULL, err);
}

static ps_status fill(ps_human *h, const ps_anatomy *anatomy, ps_error *err) {
  ps_spec *spec = NULL;
  ps_status status = ps_human_spec(&spec, anatomy, &h->p, &h->person, h->detail, err);
  if (status == PS_OK)
    status = ps_model_create(&h->model, spec, err);
  ps_spec_free(spec);
  PS_TRY(status);
  if (!find_coordinates(h) || !find_bodies(h))
    return ps_fail(err, PS_ERR_STRUCTURE, "anatomy/joints.csv", 0,
                   "the tables lack a body or joint that the posture model needs");
  if (!build_column(h) || !list_lines(h, anatomy))
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  PS_TRY(list_touches(h, err));
  PS_TRY(ps_walk_load(&h->walk, err));
  fit_discs(h);
  ps_pelvis_angles angles = ps_person_pelvis(&h->person, &h->p);
  h->pelvic_tilt_deg = angles.pelvic_tilt_deg;
  h->sacral_slope_deg = angles.sacral_slope_deg;
  h->lordosis_deg = ps_person_lordosis(&h->person, &h->p);
  return PS_OK;
}

ps_status ps_human_create(ps_human **human, const ps_anatomy *anatomy,
                          const ps_parameters *parameters, const ps_person *person,
                          ps_detail detail, ps_error *err) {
  ps_human *h = calloc(1, sizeof *h);
  *human = h;
  if (!h)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  h->p = *parameters;
  h->person = *person;
  h->detail = detail;
  return fill(h, anatomy, err);
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
  fit_discs(v);
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
