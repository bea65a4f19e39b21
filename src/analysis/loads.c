#include "analysis/loads.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "num/spline.h"

typedef struct ps_loads_maker {
  const ps_model *m;
  const ps_loads_spec *from;
  ps_resolver names;
  int *tree_body; // body set, 0 is ground -> body of the model
  ps_loads *loads;
  ps_error *err;
} ps_loads_maker;

// ---- where

static ps_status find_frame(ps_loads_maker *k, const ps_external_force *f, const char *name,
                            int *body, ps_transform *frame) {
  char what[200];
  int index;
  snprintf(what, sizeof what, "external force '%.120s'", f->name);
  ps_ref ref = {name, "", f->line};
  ps_error inner;
  ps_status status = ps_resolve_frame(&k->names, ref, what, &index, &inner);
  if (status != PS_OK) // the mistake is in this document, not in the model
    return ps_fail(k->err, status, k->from->path, f->line, "%s", inner.message);
  *body = k->tree_body[k->names.body[index]];
  *frame = k->names.offset[index];
  return PS_OK;
}

static ps_status place_load(ps_loads_maker *k, const ps_external_force *f, ps_load *load) {
  *load = (ps_load){.name = ps_pool_text(&k->loads->pool, f->name, strlen(f->name)),
                    .body_name = ps_pool_text(&k->loads->pool, f->body, strlen(f->body)),
                    .force = f->force[0],
                    .point = f->point[0],
                    .torque = f->torque[0]};
  if (!load->name || !load->body_name)
    return ps_fail(k->err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  PS_TRY(find_frame(k, f, f->body, &load->body, &load->body_frame));
  PS_TRY(find_frame(k, f, f->force_frame, &load->force_body, &load->force_frame));
  return find_frame(k, f, f->point_frame, &load->point_body, &load->point_frame);
}

// ---- how much

// the three columns whose labels begin with `prefix`
static ps_status find_columns(ps_loads_maker *k, const ps_external_force *f, const char *prefix,
                              int column[3]) {
  const ps_table *table = k->from->table;
  size_t length = strlen(prefix);
  int found = 0;
  ps_nearest nearest = ps_nearest_to(prefix);
  for (int i = 0; i < ps_table_columns(table); i++) {
    const char *label = ps_table_label(table, i);
    ps_nearest_try(&nearest, label);
    if (strncmp(label, prefix, length) != 0)
      continue;
    if (found < 3)
      column[found] = i;
    found++;
  }
  char hint[160];
  if (found != 3)
    return ps_fail(k->err, PS_ERR_REFERENCE, k->from->path, f->line,
                   "external force '%s': '%s' begins the names of %d columns of '%s'; expected "
                   "three (x, y, z)%s",
                   f->name, prefix, found, k->from->datafile,
                   found ? "" : ps_nearest_hint(&nearest, hint, sizeof hint));
  return PS_OK;
}

static ps_status check_times(ps_loads_maker *k, const ps_motion *motion, ps_notes *notes) {
  const ps_table *table = k->from->table;
  int n = ps_table_rows(table);
  if (n < 1)
    return ps_fail(k->err, PS_ERR_VALUE, k->from->datafile, 0, "the table of forces has no rows");
  double first = ps_table_time(table, 0), last = ps_table_time(table, n - 1);
  double start = motion->t[motion->skip], end = motion->t[motion->n - 1];
  if (n > 1 && (start > last || end < first))
    return ps_fail(k->err, PS_ERR_VALUE, k->from->datafile, 0,
                   "the forces last from %g s to %g s and do not meet the motion, %g s to %g s",
                   first, last, start, end);
  const double slack = 1e-6; // [s]  times are often rounded to eight digits
  if (n > 1 && (start < first - slack || end > last + slack))
    ps_note_add(notes, PS_NOTE_WARNING, k->from->datafile, 0,
                "the forces last from %g s to %g s and are extrapolated to the motion, %g s to "
                "%g s",
                first, last, start, end);
  return PS_OK;
}

// three columns at the times of all frames, into slot 0 (force), 3 (point) or 6 (torque) of a load
static ps_status evaluate(ps_loads_maker *k, const ps_spline_basis *basis, const int column[3],
                          const ps_motion *motion, int load, int slot) {
  const ps_table *table = k->from->table;
  int n = ps_table_rows(table);
  double *block = malloc((size_t)n * 3 * sizeof *block);
  double *coef = malloc(ps_spline_size(basis, 3) * sizeof *coef);
  if (!block || !coef) {
    free(block);
    free(coef);
    return ps_fail(k->err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  }
  for (int i = 0; i < n; i++)
    for (int c = 0; c < 3; c++)
      block[3 * i + c] = ps_table_row(table, i)[column[c]];
  ps_spline_fit(basis, 3, block, n > 1 ? 3 : 0, 1, coef);
  ps_spline_stencil stencil = {0};
  for (int f = 0; f < motion->n; f++) {
    double *value = &k->loads->value[((size_t)f * (size_t)k->loads->n + (size_t)load) * 9];
    ps_spline_at(basis, motion->t[f], 1, &stencil);
    ps_spline_apply(basis, &stencil, 1, 3, coef, &value[slot]);
  }
  free(block);
  free(coef);
  return PS_OK;
}

static ps_status fill_load(ps_loads_maker *k, const ps_spline_basis *basis,
                           const ps_external_force *f, const ps_motion *motion, int load) {
  const char *prefix[3] = {f->force, f->point, f->torque};
  for (int i = 0; i < 3; i++) {
    int column[3];
    if (!prefix[i][0])
      continue;
    PS_TRY(find_columns(k, f, prefix[i], column));
    PS_TRY(evaluate(k, basis, column, motion, load, 3 * i));
  }
  return PS_OK;
}

// ---- the whole

static ps_status fill(ps_loads_maker *k, const ps_motion *motion, ps_notes *notes) {
  const ps_loads_spec *from = k->from;
  ps_loads *loads = k->loads;
  int rows = from->table ? ps_table_rows(from->table) : 0;
  double *t = ps_pool_take(&k->names.pool, (size_t)(rows + 1) * sizeof *t);
  loads->load = ps_pool_take(&loads->pool, (size_t)(from->n + 1) * sizeof *loads->load);
  for (int i = 0; i < from->n; i++)
    loads->n += from->items[i].applies;
  loads->nframe = motion->n;
  loads->value = ps_pool_take(&loads->pool, (size_t)motion->n * (size_t)(loads->n + 1) * 9 *
                                                sizeof *loads->value);
  if (!t || !loads->load || !loads->value)
    return ps_fail(k->err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  PS_TRY(check_times(k, motion, notes));
  for (int i = 0; i < rows; i++)
    t[i] = ps_table_time(from->table, i);
  ps_spline_basis *basis;
  PS_TRY(ps_spline_create_for_loads(&basis, rows, t, k->err));
  ps_status status = PS_OK;
  for (int i = 0, at = 0; i < from->n && status == PS_OK; i++) {
    if (!from->items[i].applies)
      continue;
    status = place_load(k, &from->items[i], &loads->load[at]);
    if (status == PS_OK)
      status = fill_load(k, basis, &from->items[i], motion, at++);
  }
  ps_spline_free(basis);
  return status;
}

static ps_status prepare(ps_loads_maker *k, const ps_spec *spec) {
  PS_TRY(ps_resolver_create(&k->names, spec, k->err));
  k->tree_body = ps_pool_take(&k->names.pool, (size_t)k->m->nbody * sizeof *k->tree_body);
  if (!k->tree_body)
    return ps_fail(k->err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  for (int i = 1; i < k->m->nbody; i++)
    k->tree_body[1 + k->m->body_spec[i]] = i;
  return PS_OK;
}

ps_status ps_loads_create(ps_loads **loads, const ps_model *m, const ps_spec *spec,
                          const ps_loads_spec *from, const ps_motion *motion, ps_notes *notes,
                          ps_error *err) {
  *loads = calloc(1, sizeof **loads);
  if (!*loads)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  ps_loads_maker k = {.m = m, .from = from, .loads = *loads, .err = err};
  ps_status status = prepare(&k, spec);
  if (status == PS_OK)
    status = fill(&k, motion, notes);
  ps_resolver_free(&k.names);
  if (status != PS_OK) {
    ps_loads_destroy(*loads);
    *loads = NULL;
  }
  return status;
}

void ps_loads_destroy(ps_loads *loads) {
  if (!loads)
    return;
  ps_pool_free(&loads->pool);
  free(loads);
}

// ---- at a pose

static ps_vec3 vec_at(const double *v) {
  return ps_vec(v[0], v[1], v[2]);
}

static const double *values_of(const ps_loads *loads, int load, int frame) {
  return &loads->value[((size_t)frame * (size_t)loads->n + (size_t)load) * 9];
}

static ps_transform frame_in_ground(const ps_data *d, int body, ps_transform frame) {
  return ps_transform_mul(d->body_X[body], frame);
}

// force, point and torque of a load in ground
static void in_ground(const ps_load *load, const double *v, const ps_data *d, ps_vec3 out[3]) {
  ps_transform F = frame_in_ground(d, load->force_body, load->force_frame);
  ps_transform B = frame_in_ground(d, load->body, load->body_frame);
  ps_transform P = frame_in_ground(d, load->point_body, load->point_frame);
  out[0] = ps_mat_mul(F.R, vec_at(v));
  out[1] = load->point ? ps_transform_point(P, vec_at(v + 3)) : B.p;
  out[2] = ps_mat_mul(F.R, vec_at(v + 6));
}

void ps_loads_apply(const ps_loads *loads, int frame, ps_data *d) {
  for (int i = 0; loads && i < loads->n; i++) {
    ps_vec3 g[3];
    in_ground(&loads->load[i], values_of(loads, i, frame), d, g);
    ps_spatial f = ps_force_at(g[1], g[0]);
    f.w = ps_add(f.w, g[2]);
    int body = loads->load[i].body;
    d->body_force[body] = ps_sadd(d->body_force[body], f);
  }
}

int ps_load_record_size(const ps_load *load) {
  return 3 * (load->force + (load->force && load->point) + load->torque);
}

// which triple the i-th group of three records is: 0 force, 1 point, 2 torque
static int record_kind(const ps_load *load, int group) {
  const bool has[3] = {load->force, load->force && load->point, load->torque};
  for (int kind = 0; kind < 3; kind++)
    if (has[kind] && group-- == 0)
      return kind;
  return 0;
}

const char *ps_load_record_label(const ps_load *load, int i, char *text, size_t size) {
  static const char *const kinds[] = {"F", "p", "T"};
  snprintf(text, size, "%s_%s_%s%c", load->body_name, load->name, kinds[record_kind(load, i / 3)],
           "xyz"[i % 3]);
  return text;
}

void ps_load_record(const ps_loads *loads, int load, int frame, const ps_data *d, double *values) {
  const ps_load *l = &loads->load[load];
  ps_vec3 g[3];
  in_ground(l, values_of(loads, load, frame), d, g);
  // the point is told in the frame that the force acts on
  g[1] = ps_transform_point_inverse(frame_in_ground(d, l->body, l->body_frame), g[1]);
  for (int i = 0; i < ps_load_record_size(l); i++)
    values[i] = ps_at(g[record_kind(l, i / 3)], i % 3);
}
