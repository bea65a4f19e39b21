#include "analysis/muscle_analysis.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "body/constraint.h"
#include "muscle/path.h"

typedef struct ps_ma_plan {
  const int *muscle, *coordinate;
  int nmuscle, ncoordinate;
} ps_ma_plan;

typedef struct ps_ma_quantity {
  const char *name; // OpenSim's
  size_t offset;    // in ps_muscle_output
} ps_ma_quantity;

static const size_t path_length = (size_t)-1; // the one that is no output of the muscle

static const ps_ma_quantity quantities[] = {
    {"PennationAngle", offsetof(ps_muscle_output, pennation_angle)},
    {"Length", path_length},
    {"FiberLength", offsetof(ps_muscle_output, fiber_length)},
    {"NormalizedFiberLength", offsetof(ps_muscle_output, normalized_fiber_length)},
    {"TendonLength", offsetof(ps_muscle_output, tendon_length)},
    {"FiberVelocity", offsetof(ps_muscle_output, fiber_velocity)},
    {"NormFiberVelocity", offsetof(ps_muscle_output, normalized_fiber_velocity)},
    {"PennationAngularVelocity", offsetof(ps_muscle_output, pennation_angular_velocity)},
    {"TendonForce", offsetof(ps_muscle_output, actuation)},
    {"FiberForce", offsetof(ps_muscle_output, fiber_force)},
    {"ActiveFiberForce", offsetof(ps_muscle_output, active_fiber_force)},
    {"PassiveFiberForce", offsetof(ps_muscle_output, passive_fiber_force)},
    {"ActiveFiberForceAlongTendon", offsetof(ps_muscle_output, active_fiber_force_along_tendon)},
    {"PassiveFiberForceAlongTendon", offsetof(ps_muscle_output, passive_fiber_force_along_tendon)},
    {"FiberActivePower", offsetof(ps_muscle_output, fiber_active_power)},
    {"FiberPassivePower", offsetof(ps_muscle_output, fiber_passive_power)},
    {"TendonPower", offsetof(ps_muscle_output, tendon_power)},
    {"MuscleActuatorPower", offsetof(ps_muscle_output, muscle_power)},
};
enum { QUANTITIES = sizeof quantities / sizeof *quantities };

static void *create_worker(const ps_analysis *a, ps_pool *pool) {
  const ps_ma_plan *plan = a->plan;
  size_t nq = (size_t)a->trial->model->nq;
  return ps_pool_take(pool, (nq * (size_t)plan->ncoordinate + 1) * sizeof(double));
}

// rows come quantity by quantity, then arms, then moments (A6), coordinate by coordinate
static void write_muscle(const ps_analysis *a, const ps_data *d, int frame, int at,
                         const double *coupling, double *row) {
  const ps_ma_plan *plan = a->plan;
  const ps_model *m = a->trial->model;
  int muscle = plan->muscle[at], n = plan->nmuscle, nq = m->nq;
  int path = m->force[m->muscle_force[muscle]].path;
  const ps_path *p = &m->path[path];
  ps_muscle_output out;
  unsigned flags = ps_muscle_at(m, a->trial->states, d, frame, muscle, &out);
  row[a->flag_column + path] = (unsigned)d->path_flag[path] | flags;
  for (int i = 0; i < QUANTITIES; i++)
    row[i * n + at] = quantities[i].offset == path_length
                          ? d->path_length[path]
                          : *(const double *)((const char *)&out + quantities[i].offset);
  row += QUANTITIES * n + at;
  for (int k = 0; k < plan->ncoordinate; k++) {
    double arm = 0;
    for (int s = p->span; s < p->span + p->nspan; s++)
      arm += coupling[k * nq + m->span_coordinate[s]] * d->span_arm[s];
    row[k * n] = arm;
    row[(plan->ncoordinate + k) * n] = arm * out.actuation;
  }
}

static void ma_frame(const ps_analysis *a, void *worker, ps_data *d, int frame, double *row) {
  const ps_ma_plan *plan = a->plan;
  const ps_model *m = a->trial->model;
  double *coupling = worker;
  ps_trial_frame(a->trial, frame, d);
  ps_muscle_paths(m, d);
  ps_path_speeds(m, d);
  ps_constraint_rows(m, d);
  for (int k = 0; k < plan->ncoordinate; k++)
    ps_constraint_coupling(m, d, plan->coordinate[k], coupling + k * m->nq);
  for (int i = 0; i < m->npath; i++)
    row[a->flag_column + i] = d->path_flag[i];
  for (int i = 0; i < plan->nmuscle; i++)
    write_muscle(a, d, frame, i, coupling, row);
}

static int *copy(ps_analysis *a, const int *from, int n) {
  int *to = ps_pool_take(&a->pool, (size_t)(n + 1) * sizeof *to);
  if (to && n)
    memcpy(to, from, (size_t)n * sizeof *to);
  return to;
}

static const char **muscle_labels(ps_analysis *a, const ps_ma_plan *plan) {
  const ps_model *m = a->trial->model;
  const char **labels = ps_pool_take(&a->pool, (size_t)(plan->nmuscle + 1) * sizeof *labels);
  for (int i = 0; labels && i < plan->nmuscle; i++)
    labels[i] = ps_analysis_text(a, "%s", m->force_name[m->muscle_force[plan->muscle[i]]]);
  return labels;
}

static ps_status plan_ma(ps_analysis *a, const ps_ma_options *o, ps_error *err) {
  ps_ma_plan *plan = ps_pool_take(&a->pool, sizeof *plan);
  if (!plan)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  *plan = (ps_ma_plan){.muscle = copy(a, o->muscles, o->nmuscle),
                       .coordinate = copy(a, o->coordinates, o->ncoordinate),
                       .nmuscle = o->nmuscle,
                       .ncoordinate = o->ncoordinate};
  if (!plan->muscle || !plan->coordinate)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  a->plan = plan;
  a->frame = ma_frame;
  a->create_worker = create_worker;
  const char **labels = muscle_labels(a, plan);
  for (int i = 0; i < QUANTITIES; i++)
    PS_TRY(ps_analysis_table(a, ps_analysis_text(a, "%s_%s", o->name, quantities[i].name),
                             quantities[i].name, plan->nmuscle, labels, err));
  static const char *const kinds[2] = {"MomentArm", "Moment"};
  for (int kind = 0; kind < 2; kind++)
    for (int k = 0; k < plan->ncoordinate; k++) {
      const char *coordinate = a->trial->model->coord_name[plan->coordinate[k]];
      const char *name = ps_analysis_text(a, "%s_%s", kinds[kind], coordinate);
      PS_TRY(ps_analysis_table(a, ps_analysis_text(a, "%s_%s", o->name, name ? name : ""), name,
                               plan->nmuscle, labels, err));
    }
  ps_analysis_flags(a);
  return PS_OK;
}

ps_status ps_ma_create(ps_analysis **analysis, const ps_trial *trial, const ps_ma_options *options,
                       ps_error *err) {
  *analysis = ps_analysis_create(trial, err);
  if (!*analysis)
    return PS_ERR_MEMORY;
  ps_status status = plan_ma(*analysis, options, err);
  if (status != PS_OK) {
    ps_analysis_free(*analysis);
    *analysis = NULL;
  }
  return status;
}
