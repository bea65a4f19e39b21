// build_muscle.c: muscles of the psoas-lumbar-hip model, and the rod of abdominal pressure.
//
//   F0 = PCSA stress strength        slack = L_neutral - neutral_length l_opt cos(pennation)
//
// Fibers of shortened hip flexors have lost a share of their length, tendons stay as they are. In
// the light model a line takes the sections of the lines of its group by its count.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "body/kinematics.h"
#include "model/compile.h"
#include "model/data.h"
#include "muscle/path.h"
#include "scenario/build_inner.h"

static ps_status no_memory(ps_human_builder *b) {
  return ps_fail(b->err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

static bool one_of(const char *word, const char *const *list, int n) {
  for (int i = 0; i < n; i++)
    if (strcmp(word, list[i]) == 0)
      return true;
  return false;
}

bool ps_is_trunk_group(const char *group) {
  static const char *const trunk[] = {"rectus_abdominis",   "external_oblique", "internal_oblique",
                                      "quadratus_lumborum", "multifidus",       "longissimus",
                                      "iliocostalis",       "latissimus"};
  return one_of(group, trunk, sizeof trunk / sizeof *trunk);
}

static bool is_hip_flexor(const char *group) {
  static const char *const flexor[] = {"psoas", "iliacus", "rectus_femoris", "tensor_fasciae_latae",
                                       "sartorius"};
  return one_of(group, flexor, sizeof flexor / sizeof *flexor);
}

static bool is_iliopsoas(const char *group) {
  return strcmp(group, "psoas") == 0 || strcmp(group, "iliacus") == 0;
}

static ps_status add_wraps(ps_human_builder *b) {
  for (int i = 0; i < b->anatomy->nwrap; i++)
    for (int side = 0; side < 2; side++) {
      const ps_anatomy_wrap *a = &b->anatomy->wrap[i];
      ps_ref body = ps_human_body_ref(b, a->body, side);
      ps_spec_wrap *w =
          body.text ? ps_spec_add_wrap(b->spec, body.text, ps_sided(b, a->name, side), 0) : NULL;
      if (!w)
        return no_memory(b);
      w->frame = body;
      w->translation = ps_scale(b->scaling.length, ps_mirror(a->at, side));
      w->orientation = side ? ps_vec(-a->turned.x, -a->turned.y, a->turned.z) : a->turned;
      w->shape = ps_wrap_cylinder(a->radius * b->scaling.length, b->scaling.length, 0, 0);
    }
  return PS_OK;
}

// section [mm^2] of a line in the model at hand
static double section(const ps_human_builder *b, const ps_anatomy_muscle *m) {
  if (b->detail == PS_DETAIL_FULL)
    return m->pcsa;
  double total = 0;
  int lines = 0;
  for (int i = 0; i < b->anatomy->nmuscle; i++) {
    const ps_anatomy_muscle *other = &b->anatomy->muscle[i];
    if (strcmp(other->group, m->group) == 0) {
      total += other->pcsa;
      lines += other->light;
    }
  }
  return total * m->light / lines;
}

static double strength(const ps_human_builder *b, const ps_anatomy_muscle *m, int side) {
  const ps_person *person = b->person;
  double s = b->scaling.section * person->strength;
  bool psoas = strcmp(m->group, "psoas") == 0;
  if (strcmp(m->group, "iliacus") == 0)
    return s * person->iliacus_strength[side];
  return psoas ? s * person->psoas_strength[side] * person->psoas_size[side] : s;
}

static ps_status add_path_points(ps_human_builder *b, ps_spec_force *f, const ps_anatomy_muscle *m,
                                 int side) {
  for (int i = 0; i < m->npoint; i++) {
    const ps_anatomy_point *a = &b->anatomy->point[m->point + i];
    char name[96];
    snprintf(name, sizeof name, "%s-P%d", f->part.name, i + 1);
    ps_spec_point *p = ps_spec_add_point(b->spec, f, PS_POINT_FIXED, name, 0);
    if (!p)
      return no_memory(b);
    p->frame = ps_human_body_ref(b, a->body, side);
    p->location = ps_scale(b->scaling.length, ps_mirror(a->at, side));
  }
  return PS_OK;
}

static ps_status add_uses(ps_human_builder *b, ps_spec_force *f, const ps_anatomy_muscle *m,
                          int side) {
  for (int i = 0; i < m->nwrap; i++) {
    const ps_anatomy_use *use = &b->anatomy->use[m->wrap + i];
    ps_spec_path_wrap *w = PS_APPEND(&b->spec->pool, &f->path->wraps);
    if (!w)
      return no_memory(b);
    *w = (ps_spec_path_wrap){.part = {ps_sided(b, use->wrap, side), f->part.path, 0},
                             .object = ps_sided(b, use->wrap, side),
                             .method = PS_WRAP_GEODESIC,
                             .turn = use->turn, // mirrored, the axis points the other way too
                             .range = {use->first, use->last}};
  }
  return PS_OK;
}

static ps_status add_muscle(ps_human_builder *b, const ps_anatomy_muscle *m, int side) {
  ps_spec_force *f = ps_spec_add_force(b->spec, PS_FORCE_MUSCLE, ps_sided(b, m->name, side), 0);
  if (!f || !ps_spec_add_path(b->spec, f, 0))
    return no_memory(b);
  double length = b->scaling.length;
  f->muscle = ps_muscle_default(PS_MUSCLE_MILLARD2012);
  f->class_name = ps_muscle_class(PS_MUSCLE_MILLARD2012);
  ps_muscle_params *p = &f->muscle;
  p->ignore_tendon_compliance = true;
  p->max_isometric_force = section(b, m) * m->stress / 100 * strength(b, m, side);
  p->optimal_fiber_length = m->optimal_length * length;
  p->pennation_angle_at_optimal = m->pennation;
  p->tendon_slack_length = isfinite(m->slack) ? m->slack * length : 0.1;
  p->minimum_activation = 0;
  p->default_activation = 0.05;
  p->active_curve.minimum_value = 0;
  p->passive_curve.strain_at_one_norm_force = m->passive_strain;
  if (is_hip_flexor(m->group))
    p->optimal_fiber_length *= 1 - b->person->hip_flexor_shortening[side];
  if (is_iliopsoas(m->group))
    p->optimal_fiber_length *= 1 - b->person->iliopsoas_shortening[side];
  f->min_control = 0;
  f->max_control = 1;
  f->optimal_force = p->max_isometric_force;
  PS_TRY(add_path_points(b, f, m, side));
  return add_uses(b, f, m, side);
}

// Abdominal pressure pushes the diaphragm away from the pelvic floor along a rod that keeps its
// distance in front of the joints: an actuator that pulls with a negative force.
static ps_status add_pressure_rod(ps_human_builder *b) {
  double arm = b->p->iap_arm_m;
  ps_spec_force *f = ps_spec_add_force(b->spec, PS_FORCE_PATH_ACTUATOR, "abdominal_pressure", 0);
  if (!f || !ps_spec_add_path(b->spec, f, 0))
    return no_memory(b);
  f->min_control = -1;
  f->max_control = 0;
  f->optimal_force = 1000;
  const ps_anatomy *a = b->anatomy;
  int n = 0;
  const ps_anatomy_joint *last = NULL;
  for (int level = 0; level < PS_LEVELS; level++)
    for (int i = 0; i < a->njoint; i++)
      if (strcmp(a->joint[i].name, ps_level_names[level]) == 0) {
        last = &a->joint[i];
        char name[64];
        snprintf(name, sizeof name, "abdominal_pressure-P%d", ++n);
        ps_spec_point *p = ps_spec_add_point(b->spec, f, PS_POINT_FIXED, name, 0);
        if (!p)
          return no_memory(b);
        p->frame = ps_human_body_ref(b, last->parent, 0);
        p->location = ps_scale(b->scaling.length, ps_add(last->on_parent, ps_vec(arm, 0, 0)));
      }
  ps_spec_point *p = ps_spec_add_point(b->spec, f, PS_POINT_FIXED, "abdominal_pressure-P7", 0);
  if (!p || !last)
    return no_memory(b);
  p->frame = ps_human_body_ref(b, "torso", 0);
  p->location = ps_scale(b->scaling.length, ps_add(last->on_child, ps_vec(arm, 0.06, 0)));
  return PS_OK;
}

ps_status ps_build_muscles(ps_human_builder *b) {
  PS_TRY(add_wraps(b));
  for (int i = 0; i < b->anatomy->nmuscle; i++) {
    if (b->detail == PS_DETAIL_LIGHT && !b->anatomy->muscle[i].light)
      continue;
    for (int side = 0; side < 2; side++)
      PS_TRY(add_muscle(b, &b->anatomy->muscle[i], side));
  }
  return add_pressure_rod(b);
}

static void slack_of(const ps_anatomy_muscle *m, ps_spec_force *f, double path_length) {
  ps_muscle_params *p = &f->muscle;
  double fiber = m->neutral_length;
  p->tendon_slack_length =
      fmax(1e-3, path_length - fiber * p->optimal_fiber_length * cos(m->pennation));
}

ps_status ps_set_slack(ps_human_builder *b) {
  ps_model *model = NULL;
  PS_TRY(ps_model_create(&model, b->spec, b->err));
  ps_data *d = ps_data_create(model);
  if (d) {
    ps_body_positions(model, d);
    ps_path_lines(model, d);
    int force = 0;
    for (int i = 0; i < b->anatomy->nmuscle; i++) {
      const ps_anatomy_muscle *m = &b->anatomy->muscle[i];
      if (b->detail == PS_DETAIL_LIGHT && !m->light)
        continue;
      for (int side = 0; side < 2; side++, force++)
        if (isfinite(m->neutral_length))
          slack_of(m, &b->spec->forces.items[force], d->path_length[model->force[force].path]);
    }
  }
  ps_data_free(d);
  ps_model_free(model);
  return d ? PS_OK : no_memory(b);
}
