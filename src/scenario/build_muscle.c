// build_muscle.c: muscles of the psoas-lumbar-hip model, and the rod of abdominal pressure.
//
// Tendons get their length last: it is what the path in the neutral pose leaves them.
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

static ps_status add_wraps(ps_human_builder *b) {
  const ps_sizes *s = &b->size;
  for (int i = 0; i < s->anatomy->nwrap; i++)
    for (int side = 0; side < 2; side++) {
      const ps_anatomy_wrap *a = &s->anatomy->wrap[i];
      ps_ref body = ps_human_body_ref(b, a->body, side);
      ps_spec_wrap *w =
          body.text ? ps_spec_add_wrap(b->spec, body.text, ps_sided(b, a->name, side), 0) : NULL;
      if (!w)
        return no_memory(b);
      w->frame = body;
      w->translation = ps_size_place(s, a->at, side);
      w->orientation = side ? ps_vec(-a->turned.x, -a->turned.y, a->turned.z) : a->turned;
      w->shape = ps_size_wrap(s, a);
    }
  return PS_OK;
}

static ps_status add_path_points(ps_human_builder *b, ps_spec_force *f, const ps_anatomy_muscle *m,
                                 int side) {
  for (int i = 0; i < m->npoint; i++) {
    const ps_anatomy_point *a = &b->size.anatomy->point[m->point + i];
    char name[96];
    snprintf(name, sizeof name, "%s-P%d", f->part.name, i + 1);
    ps_spec_point *p = ps_spec_add_point(b->spec, f, PS_POINT_FIXED, name, 0);
    if (!p)
      return no_memory(b);
    p->frame = ps_human_body_ref(b, a->body, side);
    p->location = ps_size_place(&b->size, a->at, side);
  }
  return PS_OK;
}

static ps_status add_uses(ps_human_builder *b, ps_spec_force *f, const ps_anatomy_muscle *m,
                          int side) {
  for (int i = 0; i < m->nwrap; i++) {
    const ps_anatomy_use *use = &b->size.anatomy->use[m->wrap + i];
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
  f->muscle = ps_size_muscle(&b->size, m, side);
  f->class_name = ps_muscle_class(PS_MUSCLE_MILLARD2012);
  f->min_control = 0;
  f->max_control = 1;
  f->optimal_force = f->muscle.max_isometric_force;
  PS_TRY(add_path_points(b, f, m, side));
  return add_uses(b, f, m, side);
}

// Abdominal pressure pushes the diaphragm away from the pelvic floor along a rod that keeps its
// distance in front of the joints: an actuator that pulls with a negative force.
static ps_status add_pressure_rod(ps_human_builder *b) {
  ps_spec_force *f = ps_spec_add_force(b->spec, PS_FORCE_PATH_ACTUATOR, "abdominal_pressure", 0);
  if (!f || !ps_spec_add_path(b->spec, f, 0))
    return no_memory(b);
  f->min_control = -1;
  f->max_control = 0;
  f->optimal_force = 1000;
  for (int i = 0; i < PS_ROD_POINTS; i++) {
    char name[64];
    const char *body;
    snprintf(name, sizeof name, "abdominal_pressure-P%d", i + 1);
    ps_spec_point *p = ps_spec_add_point(b->spec, f, PS_POINT_FIXED, name, 0);
    if (!p)
      return no_memory(b);
    p->location = ps_size_rod(&b->size, i, &body);
    if (!body)
      return ps_fail(b->err, PS_ERR_REFERENCE, "anatomy/joints.csv", 0,
                     "the tables lack a joint of the lumbar spine");
    p->frame = ps_human_body_ref(b, body, 0);
  }
  return PS_OK;
}

static ps_status add_muscles(ps_human_builder *b) {
  const ps_anatomy *a = b->size.anatomy;
  for (int i = 0; i < a->nmuscle; i++)
    for (int side = 0; side < 2 && ps_size_has(&b->size, &a->muscle[i]); side++)
      PS_TRY(add_muscle(b, &a->muscle[i], side));
  return PS_OK;
}

ps_data *ps_neutral_paths(const ps_model *model) {
  ps_data *d = ps_data_create(model);
  if (!d)
    return NULL;
  ps_body_positions(model, d);
  ps_path_lines(model, d);
  return d;
}

ps_status ps_set_slack(ps_human_builder *b) {
  const ps_anatomy *a = b->size.anatomy;
  ps_model *model = NULL;
  PS_TRY(ps_model_create(&model, b->spec, b->err));
  ps_data *d = ps_neutral_paths(model);
  int force = 0;
  for (int i = 0; d && i < a->nmuscle; i++)
    for (int side = 0; side < 2 && ps_size_has(&b->size, &a->muscle[i]); side++, force++) {
      ps_muscle_params *p = &b->spec->forces.items[force].muscle;
      p->tendon_slack_length =
          ps_size_slack(&a->muscle[i], p, d->path_length[model->force[force].path]);
    }
  ps_data_free(d);
  ps_model_free(model);
  return d ? PS_OK : no_memory(b);
}

ps_status ps_build_muscles(ps_human_builder *b) {
  PS_TRY(add_wraps(b));
  PS_TRY(add_muscles(b));
  return add_pressure_rod(b);
}
