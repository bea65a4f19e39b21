#include "analysis/kinematics_analysis.h"

#include <math.h>
#include <string.h>

#include "analysis/actuation.h"
#include "body/dynamics.h"
#include "body/kinematics.h"

typedef struct ps_kin_plan {
  ps_kin_options o;
  const int *index; // coordinates or bodies
  int n;
} ps_kin_plan;

static void accelerate(const ps_analysis *a, ps_data *d, int frame, double *row) {
  ps_trial_frame(a->trial, frame, d);
  ps_trial_forces(a->trial, NULL, frame, d, row + a->flag_column);
  ps_forward_dynamics(a->trial->model, d);
  ps_body_accelerations(a->trial->model, d);
}

static void put(double *row, ps_vec3 a) {
  row[0] = a.x;
  row[1] = a.y;
  row[2] = a.z;
}

// ---- coordinates

static void coordinate_frame(const ps_analysis *a, void *worker, ps_data *d, int frame,
                             double *row) {
  (void)worker;
  const ps_kin_plan *plan = a->plan;
  const ps_model *m = a->trial->model;
  accelerate(a, d, frame, row);
  for (int i = 0; i < plan->n; i++) {
    int c = plan->index[i];
    bool turn = plan->o.degrees && m->coord_motion[c] == PS_MOTION_ROTATIONAL;
    double unit = turn ? 180 / M_PI : 1;
    row[i] = unit * d->q[c];
    row[plan->n + i] = unit * d->u[c];
    row[2 * plan->n + i] = unit * d->udot[c];
  }
}

// ---- bodies

// body-fixed XYZ angles
static ps_vec3 angles_of(ps_mat3 R) {
  return ps_vec(atan2(-R.r[1].z, R.r[2].z), atan2(R.r[0].z, hypot(R.r[1].z, R.r[2].z)),
                atan2(-R.r[0].y, R.r[0].x));
}

static void body_rows(const ps_data *d, const ps_kin_plan *plan, int body, double *position,
                      int stride) {
  double unit = plan->o.degrees ? 180 / M_PI : 1;
  ps_mat3 R = d->body_X[body].R;
  ps_vec3 com = d->body_com[body];
  ps_spatial V = d->body_V[body], A = d->body_A[body];
  ps_vec3 motion[4] = {ps_point_velocity(V, com), V.w, ps_point_acceleration(V, A, com), A.w};
  for (int i = 0; plan->o.local && i < 4; i++)
    motion[i] = ps_mat_tmul(R, motion[i]);
  put(position, com);
  put(position + 3, ps_scale(unit, angles_of(R)));
  for (int i = 0; i < 2; i++) {
    put(position + (i + 1) * stride, motion[2 * i]);
    put(position + (i + 1) * stride + 3, ps_scale(unit, motion[2 * i + 1]));
  }
}

static void whole_rows(const ps_model *m, const ps_data *d, double *position, int stride) {
  ps_vec3 sum[3] = {{0, 0, 0}, {0, 0, 0}, {0, 0, 0}};
  for (int i = 1; i < m->nbody; i++) {
    ps_vec3 com = d->body_com[i];
    const ps_vec3 part[3] = {com, ps_point_velocity(d->body_V[i], com),
                             ps_point_acceleration(d->body_V[i], d->body_A[i], com)};
    for (int k = 0; k < 3; k++)
      sum[k] = ps_axpy(sum[k], m->body_mass[i] / m->mass, part[k]);
  }
  for (int k = 0; k < 3; k++)
    put(position + k * stride, sum[k]);
}

static void body_frame(const ps_analysis *a, void *worker, ps_data *d, int frame, double *row) {
  (void)worker;
  const ps_kin_plan *plan = a->plan;
  const ps_model *m = a->trial->model;
  int stride = 6 * plan->n + 3 * plan->o.whole_body;
  accelerate(a, d, frame, row);
  for (int i = 0; i < plan->n; i++)
    body_rows(d, plan, plan->index[i], row + 6 * i, stride);
  if (plan->o.whole_body)
    whole_rows(m, d, row + 6 * plan->n, stride);
}

// ---- a point

static void point_frame(const ps_analysis *a, void *worker, ps_data *d, int frame, double *row) {
  (void)worker;
  const ps_kin_options *o = &((const ps_kin_plan *)a->plan)->o;
  accelerate(a, d, frame, row);
  ps_vec3 p = ps_transform_point(d->body_X[o->body], o->point);
  ps_spatial V = d->body_V[o->body];
  ps_transform X = d->body_X[o->relative_to];
  put(row, ps_transform_point_inverse(X, p));
  put(row + 3, ps_mat_tmul(X.R, ps_point_velocity(V, p)));
  put(row + 6, ps_mat_tmul(X.R, ps_point_acceleration(V, d->body_A[o->body], p)));
}

// ---- making

static ps_status begin(ps_analysis **analysis, const ps_trial *trial, const ps_kin_options *o,
                       const int *index, int n, ps_kin_plan **plan, ps_error *err) {
  ps_analysis *a = ps_analysis_create(trial, err);
  *analysis = a;
  if (!a)
    return PS_ERR_MEMORY;
  int *copy = ps_pool_take(&a->pool, (size_t)(n + 1) * sizeof *copy);
  *plan = ps_pool_take(&a->pool, sizeof **plan);
  if (!copy || !*plan) {
    ps_analysis_free(a);
    *analysis = NULL;
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  }
  if (n)
    memcpy(copy, index, (size_t)n * sizeof *copy);
  **plan = (ps_kin_plan){.o = *o, .index = copy, .n = n};
  a->plan = *plan;
  return PS_OK;
}

// three tables with the same columns: positions, velocities, accelerations
static ps_status add_tables(ps_analysis **analysis, const char *const files[3],
                            const char *const names[3], int n, const char *const *labels,
                            ps_error *err) {
  ps_analysis *a = *analysis;
  const ps_kin_options *o = &((const ps_kin_plan *)a->plan)->o;
  ps_status status = PS_OK;
  for (int i = 0; status == PS_OK && i < 3; i++) {
    status = ps_analysis_table(a, files[i], names[i], n, labels, err);
    if (status == PS_OK)
      a->table[i].degrees = o->degrees;
  }
  if (status == PS_OK) {
    ps_analysis_flags(a);
    return PS_OK;
  }
  ps_analysis_free(a);
  *analysis = NULL;
  return status;
}

ps_status ps_coordinate_kinematics_create(ps_analysis **analysis, const ps_trial *trial,
                                          const ps_kin_options *o, ps_error *err) {
  static const char *const names[3] = {"Coordinates", "Speeds", "Accelerations"};
  ps_kin_plan *plan;
  PS_TRY(begin(analysis, trial, o, o->coordinates, o->ncoordinate, &plan, err));
  ps_analysis *a = *analysis;
  a->frame = coordinate_frame;
  const char *const files[3] = {ps_analysis_text(a, "%s_q", o->name),
                                ps_analysis_text(a, "%s_u", o->name),
                                ps_analysis_text(a, "%s_dudt", o->name)};
  const char **labels = ps_pool_take(&a->pool, (size_t)(plan->n + 1) * sizeof *labels);
  for (int i = 0; labels && i < plan->n; i++)
    labels[i] = ps_analysis_text(a, "%s", trial->model->coord_name[plan->index[i]]);
  return add_tables(analysis, files, names, plan->n, labels, err);
}

static const char **body_labels(ps_analysis *a, const ps_kin_plan *plan) {
  static const char *const parts[6] = {"X", "Y", "Z", "Ox", "Oy", "Oz"};
  int n = 6 * plan->n + 3;
  const char **labels = ps_pool_take(&a->pool, (size_t)n * sizeof *labels);
  for (int i = 0; labels && i < n; i++)
    labels[i] = ps_analysis_text(a, "%s_%s",
                                 i < 6 * plan->n ? a->trial->model->body_name[plan->index[i / 6]]
                                                 : "center_of_mass",
                                 parts[i % 6]);
  return labels;
}

ps_status ps_body_kinematics_create(ps_analysis **analysis, const ps_trial *trial,
                                    const ps_kin_options *o, ps_error *err) {
  static const char *const names[3] = {"Positions", "Velocities", "Accelerations"};
  ps_kin_plan *plan;
  PS_TRY(begin(analysis, trial, o, o->bodies, o->nbody, &plan, err));
  ps_analysis *a = *analysis;
  const char *end = o->local ? "bodyLocal" : "global";
  a->frame = body_frame;
  const char *const files[3] = {ps_analysis_text(a, "%s_pos_global", o->name),
                                ps_analysis_text(a, "%s_vel_%s", o->name, end),
                                ps_analysis_text(a, "%s_acc_%s", o->name, end)};
  return add_tables(analysis, files, names, 6 * plan->n + 3 * o->whole_body, body_labels(a, plan),
                    err);
}

ps_status ps_point_kinematics_create(ps_analysis **analysis, const ps_trial *trial,
                                     const ps_kin_options *o, ps_error *err) {
  static const char *const names[3] = {"PointPosition", "PointVelocity", "PointAcceleration"};
  static const char *const labels[3] = {"state_0", "state_1", "state_2"};
  ps_kin_plan *plan;
  PS_TRY(begin(analysis, trial, o, NULL, 0, &plan, err));
  ps_analysis *a = *analysis;
  plan->o.degrees = false;
  a->frame = point_frame;
  const char *const files[3] = {ps_analysis_text(a, "%s_%s_pos", o->name, o->point_name),
                                ps_analysis_text(a, "%s_%s_vel", o->name, o->point_name),
                                ps_analysis_text(a, "%s_%s_acc", o->name, o->point_name)};
  return add_tables(analysis, files, names, 3, labels, err);
}
