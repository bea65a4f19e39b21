#include "psoas/info.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "model/model.h"
#include "tool/info_arms.h"

typedef struct ps_info_maker {
  ps_info public; // first, so that its address is the info's
  ps_pool pool;
  ps_error *err;
} ps_info_maker;

static ps_status no_memory(const ps_info_maker *k) {
  return ps_fail(k->err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

static const char *keep(ps_info_maker *k, const char *text) {
  return ps_pool_text(&k->pool, text ? text : "", text ? strlen(text) : 0);
}

static void *take(ps_info_maker *k, int n, size_t item) {
  return ps_pool_take(&k->pool, ((size_t)n + 1) * item);
}

// ---- parts by class

// count one more of a class; `room` entries at most
static void tally(ps_info_class *items, int *n, const char *name) {
  for (int i = 0; i < *n; i++)
    if (strcmp(items[i].name, name) == 0) {
      items[i].count++;
      return;
    }
  items[(*n)++] = (ps_info_class){name, 1};
}

static const char *wrap_class(ps_wrap_kind kind) {
  static const char *const names[] = {[PS_WRAP_SPHERE] = "WrapSphere",
                                      [PS_WRAP_CYLINDER] = "WrapCylinder",
                                      [PS_WRAP_ELLIPSOID] = "WrapEllipsoid",
                                      [PS_WRAP_TORUS] = "WrapTorus"};
  return names[kind];
}

static const char *constraint_class(ps_constraint_kind kind) {
  static const char *const names[] = {[PS_CONSTRAINT_COUPLER] = "CoordinateCouplerConstraint",
                                      [PS_CONSTRAINT_WELD] = "WeldConstraint",
                                      [PS_CONSTRAINT_POINT] = "PointConstraint",
                                      [PS_CONSTRAINT_DISTANCE] = "ConstantDistanceConstraint"};
  return names[kind];
}

// what part i of a list is called
static const char *joint_class(const ps_spec *s, int i) {
  return ps_joint_class(s->joints.items[i].kind);
}
static const char *muscle_class(const ps_spec *s, int i) {
  const ps_spec_force *f = &s->forces.items[i];
  return f->kind == PS_FORCE_MUSCLE ? f->class_name : NULL;
}
static const char *other_class(const ps_spec *s, int i) {
  const ps_spec_force *f = &s->forces.items[i];
  return f->kind == PS_FORCE_MUSCLE ? NULL : f->class_name;
}
static const char *class_of_wrap(const ps_spec *s, int i) {
  return wrap_class(s->wraps.items[i].shape.kind);
}
static const char *class_of_constraint(const ps_spec *s, int i) {
  return constraint_class(s->constraints.items[i].kind);
}

// the classes of a list of `n` parts, and how many have one
static ps_status classify(ps_info_maker *k, const ps_spec *s, int n,
                          const char *(*class_of)(const ps_spec *, int), ps_info_classes *classes,
                          int *total) {
  ps_info_class *items = take(k, n, sizeof *items);
  if (!items)
    return no_memory(k);
  *total = 0;
  for (int i = 0; i < n; i++) {
    const char *name = class_of(s, i);
    if (!name)
      continue;
    ++*total;
    tally(items, &classes->n, name);
  }
  for (int i = 0; i < classes->n; i++)
    if (!(items[i].name = keep(k, items[i].name)))
      return no_memory(k);
  classes->item = items;
  return PS_OK;
}

static ps_status classify_all(ps_info_maker *k, const ps_spec *s) {
  ps_info *p = &k->public;
  PS_TRY(classify(k, s, s->joints.n, joint_class, &p->joints, &p->njoint));
  PS_TRY(classify(k, s, s->forces.n, muscle_class, &p->muscles, &p->nmuscle));
  PS_TRY(classify(k, s, s->forces.n, other_class, &p->forces, &p->nforce));
  PS_TRY(classify(k, s, s->wraps.n, class_of_wrap, &p->wraps, &p->nwrap));
  return classify(k, s, s->constraints.n, class_of_constraint, &p->constraints, &p->nconstraint);
}

// ---- coordinates

static bool is_coupled(const ps_spec *s, const char *coordinate) {
  for (int i = 0; i < s->constraints.n; i++) {
    const ps_spec_constraint *c = &s->constraints.items[i];
    if (c->enforced && c->kind == PS_CONSTRAINT_COUPLER && strcmp(c->dependent, coordinate) == 0)
      return true;
  }
  return false;
}

static ps_info_motion motion_of(const ps_model *m, int k) {
  static const ps_info_motion motions[] = {[PS_MOTION_ROTATIONAL] = PS_INFO_ROTATION,
                                           [PS_MOTION_TRANSLATIONAL] = PS_INFO_TRANSLATION,
                                           [PS_MOTION_COUPLED] = PS_INFO_MIXED};
  return m ? motions[m->coord_motion[k]] : PS_INFO_NO_MOTION;
}

static ps_status describe_coordinates(ps_info_maker *k, const ps_spec *s, const ps_model *m) {
  ps_info_coordinate *items = take(k, s->coordinates.n, sizeof *items);
  if (!items)
    return no_memory(k);
  for (int i = 0; i < s->coordinates.n; i++) {
    const ps_spec_coordinate *c = &s->coordinates.items[i];
    items[i] = (ps_info_coordinate){.name = keep(k, m ? m->coord_name[i] : c->part.name),
                                    .joint = keep(k, s->joints.items[c->joint].part.name),
                                    .motion = motion_of(m, i),
                                    .low = c->range[0],
                                    .high = c->range[1],
                                    .value = c->default_value,
                                    .clamped = c->clamped,
                                    .locked = c->locked,
                                    .prescribed = c->prescribed,
                                    .coupled = is_coupled(s, c->part.name)};
    if (!items[i].name || !items[i].joint)
      return no_memory(k);
  }
  k->public.coordinate = items;
  k->public.ncoordinate = s->coordinates.n;
  return PS_OK;
}

// ---- the rest

static ps_status describe_arms(ps_info_maker *k, const ps_model *m) {
  ps_info_arm *arms = take(k, m->npath, sizeof *arms);
  if (!arms)
    return no_memory(k);
  k->public.narm = ps_info_arms(m, arms, &k->public.nposes);
  if (k->public.narm < 0)
    return no_memory(k);
  for (int i = 0; i < k->public.narm; i++) {
    arms[i].path = keep(k, arms[i].path);
    arms[i].coordinate = keep(k, arms[i].coordinate);
    if (!arms[i].path || !arms[i].coordinate)
      return no_memory(k);
  }
  k->public.arm = arms;
  return PS_OK;
}

static ps_status describe_notes(ps_info_maker *k, const ps_notes *notes) {
  ps_info_note *items = take(k, notes->n, sizeof *items);
  if (!items || notes->short_of_memory)
    return no_memory(k);
  for (int i = 0; i < notes->n; i++) {
    const ps_note *n = &notes->items[i];
    items[i] = (ps_info_note){n->kind, keep(k, n->path), n->line, keep(k, n->text)};
    if (!items[i].path || !items[i].text)
      return no_memory(k);
  }
  k->public.note = items;
  k->public.nnote = notes->n;
  k->public.nunsupported = ps_notes_count(notes, PS_NOTE_UNSUPPORTED);
  return PS_OK;
}

static ps_status describe(ps_info_maker *k, const ps_spec *s, const ps_model *m) {
  ps_info *p = &k->public;
  p->path = keep(k, s->path);
  p->name = keep(k, s->name);
  if (!p->path || !p->name)
    return no_memory(k);
  p->version = s->version;
  p->gravity[0] = s->gravity.x;
  p->gravity[1] = s->gravity.y;
  p->gravity[2] = s->gravity.z;
  for (int i = 0; i < s->bodies.n; i++)
    p->mass += s->bodies.items[i].mass;
  p->nbody = s->bodies.n;
  p->nframe = s->frames.n;
  p->nmarker = s->markers.n;
  PS_TRY(classify_all(k, s));
  PS_TRY(describe_coordinates(k, s, m));
  if (m)
    PS_TRY(describe_arms(k, m));
  return describe_notes(k, &s->notes);
}

ps_status ps_info_create(ps_info **info, const char *path, ps_compat compat, ps_error *err) {
  ps_spec *spec;
  ps_model *model = NULL;
  *info = NULL;
  PS_TRY(ps_spec_load(&spec, path, compat, err));
  ps_info_maker *k = calloc(1, sizeof *k);
  ps_status status = k ? PS_OK : ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  if (k) {
    k->err = err;
    k->public.compiled = ps_model_create(&model, spec, &k->public.failure) == PS_OK;
    status = describe(k, spec, model);
  }
  ps_model_free(model);
  ps_spec_free(spec);
  if (status == PS_OK)
    *info = &k->public;
  else
    ps_info_free((ps_info *)k);
  return status;
}

void ps_info_free(ps_info *info) {
  ps_info_maker *k = (ps_info_maker *)info;
  if (!k)
    return;
  ps_pool_free(&k->pool);
  free(k);
}
