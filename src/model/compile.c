#include "model/compile.h"
#include "model/fit.h"

#include <stdlib.h>
#include <string.h>

void *ps_build_array(ps_builder *b, int count, size_t item) {
  return ps_pool_take(&b->pool, (size_t)(count ? count : 1) * item);
}

ps_status ps_build_function(ps_builder *b, const ps_function_spec *spec, int narg, int line,
                            const char *what, int *function) {
  *function = -1;
  if (!spec)
    return PS_OK;
  ps_function made;
  ps_error inner;
  ps_status status = ps_function_compile(spec, &made, NULL, &b->npool, &inner);
  if (status != PS_OK)
    return ps_fail(b->err, status, b->spec->path, line, "%s: %.600s", what, inner.message);
  if (made.narg != narg && !ps_function_is_constant(&made))
    return ps_fail(b->err, PS_ERR_STRUCTURE, b->spec->path, line,
                   "%s: its function takes %d arguments, but %d coordinates are given", what,
                   made.narg, narg);
  *function = b->function.n;
  PS_BUILD(b, function, made);
  PS_BUILD(b, function_spec, spec);
  return PS_OK;
}

// ---- from the builder to one block

static ps_status copy_bodies(const ps_builder *b, ps_model *m) {
  const ps_spec *s = b->spec;
  for (int i = 0; i < m->nbody; i++) {
    m->body_parent[i] = b->body_parent[i];
    m->body_spec[i] = b->body_spec[i];
    m->body_joint[i] = -1;
    m->body_X_PF[i] = m->body_X_MB[i] = ps_identity();
    if (i == 0)
      continue;
    const ps_spec_body *body = &s->bodies.items[b->body_spec[i]];
    if (!(body->mass >= 0))
      return ps_fail(b->err, PS_ERR_VALUE, s->path, body->part.line,
                     "body '%s' has mass %g kg; it must not be negative", body->part.name,
                     body->mass);
    ps_model_fit_body(m, i, body->mass, body->com, body->inertia);

    const ps_spec_joint *joint = &s->joints.items[b->body_joint[i]];
    int j = i - 1, parent, child;
    PS_TRY(ps_resolve_frame(&b->names, joint->parent_frame, joint->part.name, &parent, b->err));
    PS_TRY(ps_resolve_frame(&b->names, joint->child_frame, joint->part.name, &child, b->err));
    m->body_joint[i] = j;
    m->joint_spec[j] = b->body_joint[i];
    m->joint_body[j] = i;
    m->joint_parent_body[j] = b->frame_body[parent];
    m->joint_child_body[j] = b->frame_body[child];
    m->body_reversed[i] = b->body_reversed[i];
    ps_model_fit_joint(m, i, b->names.offset[parent], b->names.offset[child]);
    m->body_q0[i] = joint->coordinate;
    m->body_nq[i] = joint->ncoordinate;
    m->body_axis0[i] = b->body_axis0[i];
    m->body_naxis[i] = b->body_naxis[i];
    m->body_plain[i] = b->body_plain[i];
    m->body_simbody[i] = b->body_simbody[i];
    m->body_mobilizer[i] = b->body_mobilizer[i];
    m->body_radii[i] = joint->radii;
  }
  ps_model_fit_mass(m);
  return PS_OK;
}

static ps_status check_coordinate(const ps_builder *b, const ps_spec_coordinate *c) {
  const double slack = 1.5e-8; // OpenSim's square root of the rounding error
  const char *path = b->spec->path, *name = c->part.name;
  if (!c->clamped)
    return PS_OK;
  if (!(c->range[0] <= c->range[1]))
    return ps_fail(b->err, PS_ERR_VALUE, path, c->part.line,
                   "coordinate '%s' is clamped to a range that ends (%g) before it begins (%g)",
                   name, c->range[1], c->range[0]);
  if (!(c->default_value > c->range[0] - slack && c->default_value < c->range[1] + slack))
    return ps_fail(b->err, PS_ERR_VALUE, path, c->part.line,
                   "coordinate '%s' has the default %g outside the range %g to %g it is clamped to",
                   name, c->default_value, c->range[0], c->range[1]);
  return PS_OK;
}

static ps_status copy_coordinates(ps_builder *b, ps_model *m) {
  for (int k = 0; k < m->nq; k++) {
    const ps_spec_coordinate *c = &b->spec->coordinates.items[k];
    PS_TRY(check_coordinate(b, c));
    m->coord_body[k] = b->coord_body[k];
    m->coord_motion[k] = b->coord_motion[k];
    m->coord_clamped[k] = c->clamped;
    m->coord_locked[k] = c->locked;
    m->coord_default[k] = c->default_value;
    m->coord_default_speed[k] = c->default_speed;
    m->coord_min[k] = c->range[0];
    m->coord_max[k] = c->range[1];
    m->coord_stiff[k] = c->free_to_satisfy_constraints ? 1e-8 : 1;
  }
  int at = 0;
  for (int i = 1; i < m->nbody; i++)
    for (int k = m->body_q0[i]; k < m->body_q0[i] + m->body_nq[i]; k++) {
      m->tree_coord[at] = k;
      m->coord_tree[k] = at++;
    }
  for (int c = 0; c < m->nconstraint; c++)
    if (b->constraint.items[c].kind == PS_CONSTRAINT_COUPLER)
      m->coord_dependent[b->constraint.items[c].dependent] = 1;
  return PS_OK;
}

static ps_status copy_markers(ps_builder *b, ps_model *m) {
  for (int i = 0; i < m->nmarker; i++) {
    const ps_spec_marker *s = &b->spec->markers.items[i];
    int frame;
    PS_TRY(ps_resolve_frame(&b->names, s->frame, s->part.name, &frame, b->err));
    m->marker_body[i] = b->frame_body[frame];
    m->marker_location[i] = ps_transform_point(b->names.offset[frame], s->location);
  }
  return PS_OK;
}

#define COPY(field, list)                                                                          \
  do {                                                                                             \
    if (b->list.n)                                                                                 \
      memcpy(m->field, b->list.items, (size_t)b->list.n * sizeof *m->field);                       \
  } while (0)

static ps_status copy_functions(const ps_builder *b, ps_model *m) {
  size_t used = 0;
  for (int i = 0; i < m->nfunction; i++)
    PS_TRY(ps_function_compile(b->function_spec.items[i], &m->function[i], m->pool, &used, b->err));
  COPY(curve, curve); // with the room they need
  for (int i = 0; i < m->ncurve; i++)
    PS_TRY(ps_curve_compile(&b->curve_spec.items[i], &m->curve[i], m->pool, &used, b->err));
  return PS_OK;
}

static void copy_lists(const ps_builder *b, ps_model *m) {
  COPY(axis, axis);
  COPY(axis_arg, axis_arg);
  COPY(constraint, constraint);
  COPY(constraint_arg, constraint_arg);
  COPY(path, path);
  COPY(point, point);
  COPY(point_side, point_side);
  COPY(wrap, wrap);
  COPY(path_wrap, path_wrap);
  COPY(path_wrap_side, path_wrap_side);
  COPY(span_coordinate, span_coordinate);
  COPY(span_mask, span_mask);
  COPY(force, force);
  COPY(actuator_force, actuator_force);
  COPY(muscle_force, muscle_force);
  COPY(muscle, muscle);
}

static void place_arrays(ps_model *m, ps_arena *arena) {
#define F(type, name, rows, about) m->name = ps_arena_take(arena, (size_t)m->rows, sizeof(type));
  PS_MODEL_FIELDS(F)
#undef F
}

static void set_sizes(const ps_builder *b, ps_model *m) {
  const ps_spec *s = b->spec;
  m->nbody = b->nbody;
  m->njoint = b->nbody - 1;
  m->nq = s->coordinates.n;
  m->naxis = b->axis.n;
  m->naxis_arg = b->axis_arg.n;
  m->nconstraint = b->constraint.n;
  m->nconstraint_arg = b->constraint_arg.n;
  m->nrow = b->nrow;
  m->npath = b->path.n;
  m->npoint = b->point.n;
  m->nwrap = b->wrap.n;
  m->npath_wrap = b->path_wrap.n;
  m->nspan = b->span_coordinate.n;
  m->ncurrent = b->ncurrent;
  m->nforce = b->force.n;
  m->nactuator = b->actuator_force.n;
  m->nmuscle = b->muscle.n;
  m->nmarker = s->markers.n;
  m->nfunction = b->function.n;
  m->npool = (int)b->npool;
  m->ncurve = b->curve.n;
  m->gravity = s->gravity;
  m->keeps_tangents = s->compat == PS_COMPAT_OPENSIM46;
}

// ---- names

static const char *keep(ps_model *m, const char *text) {
  return ps_pool_text(&m->text, text, strlen(text));
}

// copies of `count` names, found at `first` and every `stride` bytes behind
static const char **keep_names(ps_model *m, const void *first, size_t stride, int count) {
  const char **names = ps_pool_take(&m->text, (size_t)(count + 1) * sizeof *names);
  for (int i = 0; names && i < count; i++) {
    const char *name = *(const char *const *)((const char *)first + (size_t)i * stride);
    if (!(names[i] = keep(m, name)))
      return NULL;
  }
  return names;
}

#define KEEP(list, what)                                                                           \
  keep_names(m, s->list.n ? (const void *)&s->list.items->part.what : NULL, sizeof *s->list.items, \
             s->list.n)

static ps_status copy_names(const ps_builder *b, ps_model *m) {
  const ps_spec *s = b->spec;
  m->name = keep(m, s->name ? s->name : "");
  m->coord_name = KEEP(coordinates, name);
  m->coord_path = KEEP(coordinates, path);
  m->force_name = KEEP(forces, name);
  m->force_path = KEEP(forces, path);
  m->marker_name = KEEP(markers, name);
  m->wrap_name = KEEP(wraps, name);
  m->point_name = keep_names(m, b->point_name.items, sizeof *b->point_name.items, m->npoint);
  m->point_frame_name =
      keep_names(m, b->point_frame_name.items, sizeof(char *), b->point_frame_name.n);
  m->wrap_frame_name = keep_names(m, b->wrap_frame_name.items, sizeof(char *), m->nwrap);
  m->force_frame_name = keep_names(m, b->force_frame_name.items, sizeof(char *), 2 * m->nforce);
  m->body_name = ps_pool_take(&m->text, (size_t)m->nbody * sizeof *m->body_name);
  m->joint_name = ps_pool_take(&m->text, (size_t)m->nbody * sizeof *m->joint_name);
  m->joint_frame_name = ps_pool_take(&m->text, (size_t)(2 * m->nbody) * sizeof(char *));
  bool kept = m->name && m->coord_name && m->coord_path && m->force_name && m->force_path &&
              m->marker_name && m->wrap_name && m->point_name && m->body_name && m->joint_name &&
              m->joint_frame_name && m->force_frame_name && m->point_frame_name &&
              m->wrap_frame_name;
  for (int i = 0; kept && i < m->nbody; i++)
    kept = (m->body_name[i] = keep(m, i ? s->bodies.items[m->body_spec[i]].part.name : "ground"));
  for (int j = 0; kept && j < m->njoint; j++) {
    const ps_spec_joint *joint = &s->joints.items[m->joint_spec[j]];
    const ps_ref ref[2] = {joint->parent_frame, joint->child_frame};
    m->joint_name[j] = keep(m, joint->part.name);
    kept = m->joint_name[j] != NULL;
    for (int side = 0; kept && side < 2; side++) {
      int frame;
      PS_TRY(ps_resolve_frame(&b->names, ref[side], "joint", &frame, b->err));
      m->joint_frame_name[2 * j + side] = keep(m, ps_frame_name(&b->names, frame));
      kept = m->joint_frame_name[2 * j + side] != NULL;
    }
  }
  for (int i = 0; kept && i < m->nbody; i++)
    kept = ps_names_add(&m->body_index, &m->text, m->body_name[i], i) >= 0;
  for (int i = 0; kept && i < m->nq; i++)
    kept = ps_names_add(&m->coord_index, &m->text, m->coord_path[i], i) >= 0;
  for (int i = 0; kept && i < m->nq; i++) {
    int first = ps_names_add(&m->coord_index, &m->text, m->coord_name[i], i);
    kept = first >= 0;
    if (kept && first != i) // two joints share a coordinate name: both go by their paths
      m->coord_name[first] = m->coord_path[first], m->coord_name[i] = m->coord_path[i];
  }
  for (int i = 0; kept && i < m->nforce; i++)
    kept = ps_names_add(&m->force_index, &m->text, m->force_name[i], i) >= 0;
  return kept ? PS_OK : ps_fail(b->err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

// ---- the whole

static ps_status build(ps_builder *b) {
  PS_TRY(ps_resolver_create(&b->names, b->spec, b->err));
  PS_TRY(ps_build_tree(b));
  PS_TRY(ps_build_joints(b));
  PS_TRY(ps_build_constraints(b));
  PS_TRY(ps_build_wraps(b));
  return ps_build_forces(b);
}

static ps_status prescribed(ps_builder *b, int **function) {
  *function = ps_build_array(b, b->spec->coordinates.n, sizeof **function);
  if (!*function)
    return ps_fail(b->err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  for (int k = 0; k < b->spec->coordinates.n; k++) {
    const ps_spec_coordinate *c = &b->spec->coordinates.items[k];
    PS_TRY(ps_build_function(b, c->prescribed ? c->prescribed_function : NULL, 1, c->part.line,
                             c->part.name, &(*function)[k]));
  }
  return PS_OK;
}

static ps_status assemble(ps_builder *b, ps_model *m) {
  int *function;
  PS_TRY(build(b));
  PS_TRY(prescribed(b, &function));
  set_sizes(b, m);
  ps_arena arena = {0};
  place_arrays(m, &arena);
  arena.size = arena.used;
  arena.used = 0;
  m->block = arena.block = aligned_alloc(PS_ARENA_ALIGN, arena.size + PS_ARENA_ALIGN);
  if (!m->block)
    return ps_fail(b->err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  memset(m->block, 0, arena.size);
  place_arrays(m, &arena);
  PS_TRY(copy_bodies(b, m));
  PS_TRY(copy_coordinates(b, m));
  PS_TRY(copy_markers(b, m));
  PS_TRY(copy_functions(b, m));
  copy_lists(b, m);
  if (m->nq)
    memcpy(m->coord_prescribed, function, (size_t)m->nq * sizeof *function);
  return copy_names(b, m);
}

ps_status ps_model_create(ps_model **model, ps_spec *spec, ps_error *err) {
  ps_builder b = {.spec = spec, .notes = &spec->notes, .err = err};
  *model = calloc(1, sizeof **model);
  ps_status status =
      *model ? assemble(&b, *model) : ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  ps_resolver_free(&b.names);
  ps_pool_free(&b.pool);
  if (status != PS_OK) {
    ps_model_free(*model);
    *model = NULL;
  }
  return status;
}

ps_model *ps_model_variant(const ps_model *model) {
  ps_model *copy = malloc(sizeof *copy);
  ps_arena arena = {0};
  if (!copy)
    return NULL;
  *copy = *model;
  copy->text = (ps_pool){0}; // names stay the original's
  place_arrays(copy, &arena);
  arena.size = arena.used;
  arena.used = 0;
  copy->block = arena.block = aligned_alloc(PS_ARENA_ALIGN, arena.size + PS_ARENA_ALIGN);
  if (!copy->block) {
    free(copy);
    return NULL;
  }
  memcpy(copy->block, model->block, arena.size);
  place_arrays(copy, &arena);
  return copy;
}

void ps_model_free(ps_model *model) {
  if (!model)
    return;
  free(model->block);
  ps_pool_free(&model->text);
  free(model);
}
