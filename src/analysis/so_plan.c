#include "analysis/so_plan.h"

#include <math.h>
#include <string.h>

#include "body/constraint.h"
#include "muscle/force.h"

static ps_status no_memory(ps_error *err) {
  return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

// ---- rows

static bool free_coordinate(const ps_model *m, int c) {
  return !ps_coordinate_held(m, c) && !m->coord_dependent[c];
}

static bool placed(const ps_so_plan *plan, int constraint) {
  for (int i = 0; i < plan->ndependent; i++)
    if (plan->dependent[i].constraint == constraint)
      return true;
  return false;
}

// every coordinate that the coupler depends on is free, held, or already in the list
static bool ready(const ps_model *m, const ps_so_plan *plan, const ps_constraint *c) {
  for (int i = 0; i < c->narg; i++) {
    int arg = m->constraint_arg[c->arg + i];
    if (m->coord_dependent[arg] && !ps_coordinate_held(m, arg) && plan->coord_dependent[arg] < 0)
      return false;
  }
  return true;
}

static ps_status find_dependents(ps_analysis *a, ps_so_plan *plan, ps_error *err) {
  const ps_model *m = a->trial->model;
  int *of = ps_pool_take(&a->pool, (size_t)(m->nq + 1) * sizeof *of);
  plan->dependent = ps_pool_take(&a->pool, (size_t)(m->nconstraint + 1) * sizeof *plan->dependent);
  if (!of || !plan->dependent)
    return no_memory(err);
  for (int c = 0; c < m->nq; c++)
    of[c] = -1;
  plan->coord_dependent = of;
  for (bool found = true; found;) {
    found = false;
    for (int i = 0; i < m->nconstraint; i++) {
      const ps_constraint *c = &m->constraint[i];
      if (c->kind != PS_CONSTRAINT_COUPLER)
        return ps_fail(err, PS_ERR_UNSUPPORTED, NULL, 0,
                       "static optimization of a model whose bodies are held together by a weld, "
                       "point or distance constraint is not supported yet; only couplers are");
      if (placed(plan, i) || !ready(m, plan, c) || ps_coordinate_held(m, c->dependent))
        continue;
      of[c->dependent] = plan->ndependent;
      plan->dependent[plan->ndependent++] =
          (ps_so_dependent){.coordinate = c->dependent, .constraint = i};
      found = true;
    }
  }
  return PS_OK;
}

static ps_status find_rows(ps_analysis *a, ps_so_plan *plan, ps_error *err) {
  const ps_model *m = a->trial->model;
  int *row_coord = ps_pool_take(&a->pool, (size_t)(m->nq + 1) * sizeof *row_coord);
  plan->coord_row = ps_pool_take(&a->pool, (size_t)(m->nq + 1) * sizeof *plan->coord_row);
  if (!row_coord || !plan->coord_row)
    return no_memory(err);
  for (int i = 0; i < m->nq; i++) {
    int c = m->tree_coord[i];
    plan->coord_row[c] = free_coordinate(m, c) ? plan->nrow : -1;
    if (free_coordinate(m, c))
      row_coord[plan->nrow++] = c;
  }
  plan->row_coord = row_coord;
  return PS_OK;
}

// Does the dependent coordinate move with the row?
static bool reaches(const ps_model *m, const ps_so_plan *plan, int dependent, int row) {
  const ps_constraint *c = &m->constraint[plan->dependent[dependent].constraint];
  for (int i = 0; i < c->narg; i++) {
    int arg = m->constraint_arg[c->arg + i], next = plan->coord_dependent[arg];
    if (plan->coord_row[arg] == row || (next >= 0 && reaches(m, plan, next, row)))
      return true;
  }
  return false;
}

// ---- columns

typedef struct ps_so_list {
  int *items;
  int n, capacity;
} ps_so_list;

typedef struct ps_so_terms {
  ps_so_term *items;
  int n, capacity;
} ps_so_terms;

typedef struct ps_so_columns {
  ps_so_column *items;
  int n, capacity;
} ps_so_columns;

typedef struct ps_so_maker {
  ps_analysis *a;
  const ps_model *m;
  ps_so_plan *plan;
  ps_so_list coord, row, start;
  ps_so_terms term;
  ps_so_columns column;
  int *entry_of_row; // while a column is made; -1: none
} ps_so_maker;

static bool add(ps_so_maker *k, ps_so_list *list, int value) {
  int *item = PS_APPEND(&k->a->pool, list);
  if (item)
    *item = value;
  return item != NULL;
}

// coordinates between a body and ground
static bool add_chain(ps_so_maker *k, int body) {
  const ps_model *m = k->m;
  for (; body > 0; body = m->body_parent[body])
    for (int i = 0; i < m->body_nq[body]; i++)
      if (!add(k, &k->coord, m->body_q0[body] + i))
        return false;
  return true;
}

static bool add_coordinates(ps_so_maker *k, const ps_force *f) {
  if (f->kind == PS_FORCE_COORDINATE_ACTUATOR)
    return add(k, &k->coord, f->coordinate);
  if (f->kind == PS_FORCE_POINT_ACTUATOR)
    return add_chain(k, f->body[0]);
  if (f->kind == PS_FORCE_TORQUE_ACTUATOR)
    return add_chain(k, f->body[0]) && add_chain(k, f->body[1]);
  const ps_path *path = &k->m->path[f->path];
  for (int s = path->span; s < path->span + path->nspan; s++)
    if (!add(k, &k->coord, k->m->span_coordinate[s]))
      return false;
  return true;
}

static bool add_term(ps_so_maker *k, int local, int row, int reach) {
  if (k->entry_of_row[row] < 0) {
    k->entry_of_row[row] = k->row.n;
    if (!add(k, &k->row, row))
      return false;
  }
  ps_so_term *term = PS_APPEND(&k->a->pool, &k->term);
  if (!term)
    return false;
  *term = (ps_so_term){.entry = k->entry_of_row[row], .local = local, .reach = reach};
  return true;
}

static bool add_column(ps_so_maker *k, int force) {
  ps_so_plan *plan = k->plan;
  const ps_force *f = &k->m->force[force];
  ps_so_column c = {.force = force,
                    .muscle = f->muscle,
                    .path = f->path,
                    .coord = k->coord.n,
                    .term = k->term.n,
                    .entry = k->row.n};
  for (int r = 0; r < plan->nrow; r++)
    k->entry_of_row[r] = -1;
  if (!add(k, &k->start, k->row.n) || !add_coordinates(k, f))
    return false;
  c.ncoord = k->coord.n - c.coord;
  for (int i = 0; i < c.ncoord; i++) {
    int coord = k->coord.items[c.coord + i], dependent = plan->coord_dependent[coord];
    if (plan->coord_row[coord] >= 0 && !add_term(k, i, plan->coord_row[coord], -1))
      return false;
    for (int r = 0; dependent >= 0 && r < plan->nrow; r++)
      if (reaches(k->m, plan, dependent, r) && !add_term(k, i, r, dependent * plan->nrow + r))
        return false;
  }
  c.nterm = k->term.n - c.term;
  c.nentry = k->row.n - c.entry;
  ps_so_column *column = PS_APPEND(&k->a->pool, &k->column);
  if (column)
    *column = c;
  return column != NULL;
}

static bool add_columns(ps_so_maker *k) {
  const ps_model *m = k->m;
  k->entry_of_row = ps_pool_take(&k->a->pool, (size_t)(k->plan->nrow + 1) * sizeof(int));
  if (!k->entry_of_row)
    return false;
  for (int i = 0; i < m->nactuator; i++)
    if (m->force[m->actuator_force[i]].applies && !add_column(k, m->actuator_force[i]))
      return false;
  return add(k, &k->start, k->row.n);
}

// ---- criterion

static const char *const criteria[PS_SO_CRITERIA] = {"activation", "volume", "force"};

const char *ps_so_criterion_name(ps_so_criterion c) {
  return criteria[c];
}

ps_so_options ps_so_default(void) {
  return (ps_so_options){
      .name = "StaticOptimization", .exponent = 2, .physiology = true, .passive = false};
}

// size of a muscle in the criterion, before it is divided by the mean
static double size_of(const ps_model *m, const ps_so_plan *plan, int muscle) {
  double force = m->muscle[muscle].max_isometric_force;
  if (plan->o.criterion == PS_SO_VOLUME)
    return force * m->muscle[muscle].optimal_fiber_length;
  return plan->o.criterion == PS_SO_FORCE ? force : 1;
}

void ps_so_weights(const ps_model *m, const ps_so_plan *plan, double *weight) {
  double sum = 0;
  int n = 0;
  for (int i = 0; i < plan->ncol; i++)
    if (plan->column[i].muscle >= 0) {
      sum += size_of(m, plan, plan->column[i].muscle);
      n++;
    }
  for (int i = 0; i < plan->ncol; i++) {
    int muscle = plan->column[i].muscle;
    double size = muscle >= 0 ? size_of(m, plan, muscle) / (sum / n) : 1;
    weight[i] = plan->o.criterion == PS_SO_FORCE ? pow(size, plan->o.exponent) : size;
  }
}

// ---- the whole

static ps_status create_problem(ps_so_maker *k, ps_error *err) {
  ps_so_plan *plan = k->plan;
  size_t n = (size_t)(plan->ncol + 1) * sizeof(double);
  double *weight = ps_pool_take(&k->a->pool, n), *lo = ps_pool_take(&k->a->pool, n);
  double *hi = ps_pool_take(&k->a->pool, n);
  if (!weight || !lo || !hi)
    return no_memory(err);
  ps_so_weights(k->m, plan, weight);
  for (int i = 0; i < plan->ncol; i++) {
    lo[i] = k->m->force[plan->column[i].force].min_control;
    hi[i] = k->m->force[plan->column[i].force].max_control;
  }
  const ps_recruit_spec spec = {.nrow = plan->nrow,
                                .ncol = plan->ncol,
                                .start = k->start.items,
                                .row = k->row.items,
                                .weight = weight,
                                .lo = lo,
                                .hi = hi,
                                .power = plan->o.exponent};
  return ps_recruit_create(&k->a->pool, &spec, &plan->problem, err);
}

ps_status ps_so_plan_create(ps_analysis *a, const ps_so_options *options, ps_so_plan **result,
                            ps_error *err) {
  ps_so_plan *plan = ps_pool_take(&a->pool, sizeof *plan);
  if (!plan)
    return no_memory(err);
  *result = plan;
  plan->o = *options;
  PS_TRY(find_dependents(a, plan, err));
  PS_TRY(find_rows(a, plan, err));
  ps_so_maker k = {.a = a, .m = a->trial->model, .plan = plan};
  if (!add_columns(&k))
    return no_memory(err);
  if (!k.column.n)
    return ps_fail(err, PS_ERR_STRUCTURE, NULL, 0,
                   "the model has no actuators: nothing can be recruited");
  plan->column = k.column.items;
  plan->ncol = k.column.n;
  plan->coord = k.coord.items;
  plan->ncoord = k.coord.n;
  plan->term = k.term.items;
  plan->nterm = k.term.n;
  plan->nentry = k.row.n;
  return create_problem(&k, err);
}
