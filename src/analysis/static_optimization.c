#include "analysis/static_optimization.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "analysis/so_plan.h"
#include "body/constraint.h"
#include "body/dynamics.h"
#include "muscle/force.h"
#include "muscle/path.h"

typedef struct ps_so_worker {
  ps_recruit_work *recruit;
  double *x, *unit, *passive; // ncol: answer, force at x = 1, passive force
  double *value;              // nentry
  double *demand;             // nrow
  double *reach;              // ndependent x nrow: dq_dependent / dq_row
  double *general;            // nq: what an actuator does at the coordinates
} ps_so_worker;

static void place_worker(const ps_so_plan *plan, int nq, ps_so_worker *w, ps_arena *arena) {
  size_t ncol = (size_t)plan->ncol, d = sizeof(double);
  w->recruit = ps_recruit_place(plan->problem, arena);
  w->x = ps_arena_take(arena, ncol, d);
  w->unit = ps_arena_take(arena, ncol, d);
  w->passive = ps_arena_take(arena, ncol, d);
  w->value = ps_arena_take(arena, (size_t)plan->nentry, d);
  w->demand = ps_arena_take(arena, (size_t)plan->nrow, d);
  w->reach = ps_arena_take(arena, (size_t)plan->ndependent * (size_t)plan->nrow, d);
  w->general = ps_arena_take(arena, (size_t)plan->ncoord + (size_t)nq, d);
}

static void *create_worker(const ps_analysis *a, ps_pool *pool) {
  const ps_so_plan *plan = a->plan;
  int nq = a->trial->model->nq;
  ps_arena arena = {0};
  ps_so_worker *w = ps_pool_take(pool, sizeof *w);
  if (!w)
    return NULL;
  place_worker(plan, nq, w, &arena);
  char *block = ps_pool_take(pool, arena.used + PS_ARENA_ALIGN);
  if (!block)
    return NULL;
  size_t shift = (PS_ARENA_ALIGN - (size_t)block % PS_ARENA_ALIGN) % PS_ARENA_ALIGN;
  arena = (ps_arena){.block = block + shift, .size = arena.used};
  place_worker(plan, nq, w, &arena);
  return w;
}

static void restart(const ps_analysis *a, void *worker) {
  (void)a;
  ps_recruit_restart(((ps_so_worker *)worker)->recruit);
}

// ---- a frame: what is asked

// how dependent coordinates move with the rows
static void couple(const ps_model *m, const ps_so_plan *plan, const ps_data *d, double *reach) {
  int n = plan->nrow;
  memset(reach, 0, (size_t)plan->ndependent * (size_t)n * sizeof *reach);
  for (int i = 0; i < plan->ndependent; i++) {
    const ps_constraint *c = &m->constraint[plan->dependent[i].constraint];
    for (int k = 0; k < c->narg; k++) {
      int arg = m->constraint_arg[c->arg + k];
      double rate = -d->constraint_row[c->row * m->nq + arg];
      if (plan->coord_row[arg] >= 0)
        reach[i * n + plan->coord_row[arg]] += rate;
      else if (plan->coord_dependent[arg] >= 0)
        for (int r = 0; r < n; r++)
          reach[i * n + r] += rate * reach[plan->coord_dependent[arg] * n + r];
    }
  }
}

// forces at x = 1, and the passive ones, which act on the bodies
static void muscle_forces(const ps_model *m, const ps_so_plan *plan, ps_data *d, ps_so_worker *w) {
  const ps_muscle_curves curves = {m->curve, m->function, m->pool};
  for (int i = 0; i < plan->ncol; i++) {
    const ps_so_column *c = &plan->column[i];
    w->passive[i] = 0;
    if (c->muscle < 0) {
      w->unit[i] = m->force[c->force].optimal_force;
      continue;
    }
    const ps_muscle_params *p = &m->muscle[c->muscle];
    double length = d->path_length[c->path], speed = d->path_speed[c->path];
    w->unit[i] = plan->o.physiology ? ps_muscle_active_force_rigid(p, &curves, 1, length, speed)
                                    : p->max_isometric_force;
    if (plan->o.passive) {
      w->passive[i] = ps_muscle_passive_force_rigid(p, &curves, length, speed);
      ps_path_pull(m, d, c->path, w->passive[i]);
    }
  }
}

// b: what the motion needs at the rows
static void find_demand(const ps_model *m, const ps_so_plan *plan, ps_data *d, ps_so_worker *w) {
  ps_inverse_dynamics(m, d);
  for (int r = 0; r < plan->nrow; r++)
    w->demand[r] = d->tau[plan->row_coord[r]] - d->applied[plan->row_coord[r]];
  for (int i = 0; i < plan->ndependent; i++) {
    int c = plan->dependent[i].coordinate;
    for (int r = 0; r < plan->nrow; r++)
      w->demand[r] += w->reach[i * plan->nrow + r] * (d->tau[c] - d->applied[c]);
  }
}

// what a unit of an actuator that has no path does at its coordinates
static void general_force(const ps_model *m, const ps_data *d, const ps_so_plan *plan,
                          const ps_so_column *c, double *general) {
  const ps_force *f = &m->force[c->force];
  if (f->kind == PS_FORCE_COORDINATE_ACTUATOR) {
    general[0] = 1;
    return;
  }
  ps_spatial unit = ps_actuator_wrench(m, d, c->force);
  int first = 0;
  for (int body = f->body[0]; body > 0; body = m->body_parent[body])
    first += m->body_nq[body];
  for (int i = 0; i < c->ncoord; i++)
    general[i] = (i < first ? 1 : -1) * ps_sdot(d->S[plan->coord[c->coord + i]], unit);
}

static void fill_columns(const ps_model *m, const ps_so_plan *plan, const ps_data *d,
                         ps_so_worker *w) {
  memset(w->value, 0, (size_t)plan->nentry * sizeof *w->value);
  for (int i = 0; i < plan->ncol; i++) {
    const ps_so_column *c = &plan->column[i];
    const double *general = w->general;
    if (c->path >= 0)
      general = d->span_arm + m->path[c->path].span;
    else
      general_force(m, d, plan, c, w->general);
    for (int t = c->term; t < c->term + c->nterm; t++) {
      const ps_so_term *term = &plan->term[t];
      double rate = term->reach < 0 ? 1 : w->reach[term->reach];
      w->value[term->entry] += w->unit[i] * rate * general[term->local];
    }
  }
}

// ---- a frame: what is answered

static void write_forces(const ps_analysis *a, const ps_so_plan *plan, const ps_so_worker *w,
                         ps_data *d, int frame, double *row) {
  const ps_model *m = a->trial->model;
  const ps_loads *loads = a->trial->loads;
  for (int i = 0; i < plan->ncol; i++)
    d->force_value[plan->column[i].force] = w->x[i] * w->unit[i] + w->passive[i];
  for (int i = 0; i < m->nforce; i++)
    if (m->force[i].applies) {
      ps_force_record(m, d, i, row);
      row += ps_force_record_size(m, i);
    }
  for (int i = 0; loads && i < loads->n; i++) {
    ps_load_record(loads, i, frame, d, row);
    row += ps_load_record_size(&loads->load[i]);
  }
}

static void write_quality(const ps_model *m, const ps_so_plan *plan, const ps_so_worker *w,
                          const ps_recruit_report *report, double *row) {
  const ps_so_layout *at = &plan->layout;
  double *quality = row + at->quality;
  quality[PS_SO_OUTCOME] = report->outcome;
  quality[PS_SO_NEWTON] = report->newton;
  quality[PS_SO_BALANCE] = report->balance;
  quality[PS_SO_STATIONARITY] = report->stationarity;
  quality[PS_SO_OBJECTIVE] = report->criterion;
  for (int r = 0; r < plan->nrow; r++) {
    row[at->needed + r] = w->demand[r];
    row[at->reserve + r] = 0;
    row[at->unmet + r] = report->unmet ? report->unmet[r] : 0;
  }
  for (int i = 0; i < plan->ncol; i++) {
    const ps_force *f = &m->force[plan->column[i].force];
    if (f->kind == PS_FORCE_COORDINATE_ACTUATOR && plan->coord_row[f->coordinate] >= 0)
      row[at->reserve + plan->coord_row[f->coordinate]] += w->x[i] * w->unit[i];
  }
}

ps_so_problem ps_so_frame_problem(const ps_analysis *a, void *worker, ps_data *d, int frame) {
  const ps_so_plan *plan = a->plan;
  const ps_model *m = a->trial->model;
  ps_so_worker *w = worker;

  // the pose, and all that pulls of itself
  ps_trial_frame(a->trial, frame, d);
  ps_muscle_paths(m, d);
  ps_path_speeds(m, d);
  ps_forces_clear(m, d);
  ps_loads_apply(a->trial->loads, frame, d);
  ps_forces_passive(m, d);
  muscle_forces(m, plan, d, w);
  if (plan->ndependent) {
    ps_constraint_rows(m, d);
    couple(m, plan, d, w->reach);
  }

  // (A4)
  find_demand(m, plan, d, w);
  fill_columns(m, plan, d, w);
  return (ps_so_problem){.problem = plan->problem,
                         .work = w->recruit,
                         .frame = {.value = w->value, .demand = w->demand},
                         .nrow = plan->nrow,
                         .ncol = plan->ncol,
                         .nentry = plan->nentry};
}

static void so_frame(const ps_analysis *a, void *worker, ps_data *d, int frame, double *row) {
  const ps_so_plan *plan = a->plan;
  const ps_model *m = a->trial->model;
  ps_so_worker *w = worker;
  ps_so_problem p = ps_so_frame_problem(a, worker, d, frame);
  ps_recruit_report report;
  ps_recruit_solve(p.problem, p.work, &p.frame, w->x, &report); // (A3)

  memcpy(row + plan->layout.activation, w->x, (size_t)plan->ncol * sizeof *row);
  write_forces(a, plan, w, d, frame, row + plan->layout.force);
  write_quality(m, plan, w, &report, row);
  for (int i = 0; i < m->npath; i++)
    row[a->flag_column + i] = d->path_flag[i];
}

// ---- making

static const char **activation_labels(ps_analysis *a, const ps_so_plan *plan, int *actuator) {
  const char **labels = ps_pool_take(&a->pool, (size_t)(plan->ncol + 1) * sizeof *labels);
  for (int i = 0; labels && i < plan->ncol; i++) {
    actuator[i] = plan->column[i].force;
    labels[i] = ps_analysis_text(a, "%s", a->trial->model->force_name[actuator[i]]);
  }
  return labels;
}

static const char **force_labels(ps_analysis *a, int *count) {
  const ps_model *m = a->trial->model;
  const ps_loads *loads = a->trial->loads;
  char text[400];
  int n = 0;
  for (int i = 0; i < m->nforce; i++)
    n += m->force[i].applies ? ps_force_record_size(m, i) : 0;
  for (int i = 0; loads && i < loads->n; i++)
    n += ps_load_record_size(&loads->load[i]);
  const char **labels = ps_pool_take(&a->pool, (size_t)(n + 1) * sizeof *labels);
  int at = 0;
  for (int i = 0; labels && i < m->nforce; i++)
    for (int k = 0; m->force[i].applies && k < ps_force_record_size(m, i); k++)
      labels[at++] = ps_analysis_text(a, "%s", ps_force_record_label(m, i, k, text, sizeof text));
  for (int i = 0; labels && loads && i < loads->n; i++)
    for (int k = 0; k < ps_load_record_size(&loads->load[i]); k++)
      labels[at++] =
          ps_analysis_text(a, "%s", ps_load_record_label(&loads->load[i], k, text, sizeof text));
  *count = n;
  return labels;
}

static const char **quality_labels(ps_analysis *a, const ps_so_plan *plan) {
  static const char *const names[PS_SO_QUALITY] = {"outcome", "newton_steps", "kkt_balance",
                                                   "kkt_stationarity", "criterion"};
  static const char *const parts[3] = {"needed", "by_reserves", "unmet"};
  const ps_model *m = a->trial->model;
  int n = PS_SO_QUALITY + 3 * plan->nrow;
  const char **labels = ps_pool_take(&a->pool, (size_t)n * sizeof *labels);
  for (int i = 0; labels && i < n; i++) {
    int r = i - PS_SO_QUALITY, c = r >= 0 ? plan->row_coord[r % plan->nrow] : 0;
    labels[i] =
        r < 0 ? names[i] : ps_analysis_text(a, "%s_%s", m->coord_name[c], parts[r / plan->nrow]);
  }
  return labels;
}

// a muscle or path actuator can do something at the row
static bool *driven_rows(ps_analysis *a, const ps_so_plan *plan) {
  bool *driven = ps_pool_take(&a->pool, (size_t)(plan->nrow + 1) * sizeof *driven);
  for (int i = 0; driven && i < plan->ncol; i++)
    for (int k = 0; plan->column[i].path >= 0 && k < plan->column[i].ncoord; k++) {
      int c = plan->coord[plan->column[i].coord + k], dependent = plan->coord_dependent[c];
      if (plan->coord_row[c] >= 0)
        driven[plan->coord_row[c]] = true;
      else if (dependent >= 0)
        for (int t = plan->column[i].term; t < plan->column[i].term + plan->column[i].nterm; t++)
          if (plan->term[t].reach >= 0)
            driven[plan->term[t].reach % plan->nrow] = true;
    }
  return driven;
}

static ps_status create_tables(ps_analysis *a, ps_so_plan *plan, ps_error *err) {
  const ps_so_options *o = &plan->o;
  ps_so_layout *at = &plan->layout;
  int *actuator = ps_pool_take(&a->pool, (size_t)(plan->ncol + 1) * sizeof *actuator);
  at->driven = driven_rows(a, plan);
  if (!actuator || !at->driven)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  at->actuator = actuator;
  at->activation = a->width;
  at->nactivation = plan->ncol;
  PS_TRY(ps_analysis_table(a, ps_analysis_text(a, "%s_activation", o->name), "Static Optimization",
                           plan->ncol, activation_labels(a, plan, actuator), err));
  const char **labels = force_labels(a, &at->nforce);
  at->force = a->width;
  PS_TRY(ps_analysis_table(a, ps_analysis_text(a, "%s_force", o->name), "ModelForces", at->nforce,
                           labels, err));
  at->quality = a->width;
  at->nrow = plan->nrow;
  at->row_coord = plan->row_coord;
  at->needed = at->quality + PS_SO_QUALITY;
  at->reserve = at->needed + plan->nrow;
  at->unmet = at->reserve + plan->nrow;
  PS_TRY(ps_analysis_table(a, ps_analysis_text(a, "%s_quality", o->name),
                           "Static Optimization Quality", PS_SO_QUALITY + 3 * plan->nrow,
                           quality_labels(a, plan), err));
  a->table[a->ntable - 1].small = true; // residuals
  return PS_OK;
}

const ps_so_layout *ps_so_layout_of(const ps_analysis *a) {
  return &((const ps_so_plan *)a->plan)->layout;
}

ps_status ps_so_create(ps_analysis **analysis, const ps_trial *trial, const ps_so_options *options,
                       ps_error *err) {
  ps_analysis *a = ps_analysis_create(trial, err);
  *analysis = a;
  if (!a)
    return PS_ERR_MEMORY;
  ps_so_plan *plan;
  ps_status status = ps_so_plan_create(a, options, &plan, err);
  if (status == PS_OK)
    status = create_tables(a, plan, err);
  if (status != PS_OK) {
    ps_analysis_free(a);
    *analysis = NULL;
    return status;
  }
  a->plan = plan;
  a->remembers = true;
  a->create_worker = create_worker;
  a->restart = restart;
  a->frame = so_frame;
  ps_analysis_flags(a);
  return PS_OK;
}
