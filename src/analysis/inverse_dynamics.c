#include "analysis/inverse_dynamics.h"

#include <math.h>
#include <string.h>

#include "body/dynamics.h"
#include "body/kinematics.h"
#include "muscle/force.h"
#include "muscle/path.h"

typedef struct ps_id_plan {
  const int *joint;
  int njoint;
  bool *acts;       // of every force
  bool needs_paths; // an acting force has a path
} ps_id_plan;

// ---- the force on the child that does what the generalized forces of a joint do

// x of least length with |A x - f| least; A: n rows along three axes            (A2)
//   the eigenvectors of A'A give the pseudo-inverse; directions that A hardly knows are left out
static ps_vec3 least_squares(const ps_vec3 *A, const double *f, int n) {
  double M[3][3] = {{0}}, V[3][3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
  double b[3] = {0};
  for (int i = 0; i < n; i++)
    for (int r = 0; r < 3; r++) {
      b[r] += ps_at(A[i], r) * f[i];
      for (int c = 0; c < 3; c++)
        M[r][c] += ps_at(A[i], r) * ps_at(A[i], c);
    }
  for (int sweep = 0; sweep < 12; sweep++)
    for (int p = 0; p < 2; p++)
      for (int q = p + 1; q < 3; q++) {
        if (M[p][q] == 0)
          continue;
        double theta = (M[q][q] - M[p][p]) / (2 * M[p][q]);
        double t = (theta >= 0 ? 1 : -1) / (fabs(theta) + sqrt(theta * theta + 1));
        double c = 1 / sqrt(t * t + 1), s = t * c;
        for (int k = 0; k < 3; k++) {
          double x = M[k][p], y = M[k][q];
          M[k][p] = c * x - s * y;
          M[k][q] = s * x + c * y;
        }
        for (int k = 0; k < 3; k++) {
          double x = M[p][k], y = M[q][k];
          M[p][k] = c * x - s * y;
          M[q][k] = s * x + c * y;
          x = V[k][p];
          y = V[k][q];
          V[k][p] = c * x - s * y;
          V[k][q] = s * x + c * y;
        }
      }
  double largest = fmax(M[0][0], fmax(M[1][1], M[2][2])), x[3] = {0};
  for (int i = 0; i < 3; i++) {
    if (!(M[i][i] > 1e-14 * largest))
      continue;
    double along = (V[0][i] * b[0] + V[1][i] * b[1] + V[2][i] * b[2]) / M[i][i];
    for (int k = 0; k < 3; k++)
      x[k] += along * V[k][i];
  }
  return ps_vec(x[0], x[1], x[2]);
}

// f minus what x gives of it; returns the length of that part
static double remainder_of(const ps_vec3 *A, ps_vec3 x, const double *f, int n, double *rest) {
  double sum = 0;
  for (int i = 0; i < n; i++) {
    double part = ps_dot(A[i], x);
    rest[i] = f[i] - part;
    sum += part * part;
  }
  return sqrt(sum);
}

// Torque and force, along F: whichever does more per unit takes all it can, the other the rest (A1)
static ps_spatial equivalent_force(const ps_vec3 *turn, const ps_vec3 *shift, const double *f,
                                   int n) {
  const double tiny = 1e-14;
  double rest_of_torque[6], rest_of_force[6];
  ps_spatial F = {least_squares(turn, f, n), least_squares(shift, f, n)};
  double by_torque = remainder_of(turn, F.w, f, n, rest_of_torque);
  double by_force = remainder_of(shift, F.v, f, n, rest_of_force);
  if (by_torque <= tiny)
    return (ps_spatial){{0, 0, 0}, by_force > tiny ? F.v : ps_vec(0, 0, 0)};
  if (by_force <= tiny)
    return (ps_spatial){F.w, {0, 0, 0}};
  if (by_torque / ps_norm(F.w) > by_force / ps_norm(F.v))
    F.v = least_squares(shift, rest_of_torque, n);
  else
    F.w = least_squares(turn, rest_of_force, n);
  return F;
}

static void put(double *row, ps_vec3 a) {
  row[0] = a.x;
  row[1] = a.y;
  row[2] = a.z;
}

static void joint_row(const ps_model *m, const ps_data *d, int joint, double *row) {
  int body = m->joint_body[joint], n = m->body_nq[body], q0 = m->body_q0[body];
  ps_transform F = d->body_X_F[body];
  ps_vec3 origin = ps_transform_mul(d->body_X[body], ps_transform_inverse(m->body_X_MB[body])).p;
  ps_vec3 turn[6], shift[6];
  for (int i = 0; i < n; i++) {
    ps_spatial S = d->S[q0 + i];
    turn[i] = ps_mat_tmul(F.R, S.w);
    shift[i] = ps_mat_tmul(F.R, ps_point_velocity(S, origin));
    // what is left of a pure rotation is rounding, which would make the rank of `shift` wrong
    if (ps_norm(shift[i]) < 1e-13 * (1 + ps_norm(origin)))
      shift[i] = ps_vec(0, 0, 0);
  }
  ps_spatial on_child = {{0, 0, 0}, {0, 0, 0}};
  if (n)
    on_child = equivalent_force(turn, shift, d->tau + q0, n);
  put(row, ps_mat_mul(F.R, on_child.v));
  put(row + 3, ps_mat_mul(F.R, on_child.w));
}

// ---- a frame

static void apply_forces(const ps_analysis *a, const ps_id_plan *plan, ps_data *d, int frame,
                         unsigned *flags) {
  const ps_model *m = a->trial->model;
  if (plan->needs_paths) {
    ps_muscle_paths(m, d);
    ps_path_speeds(m, d);
  }
  for (int i = 0; i < m->nforce; i++) {
    const ps_force *f = &m->force[i];
    if (!plan->acts[i])
      continue;
    if (f->muscle >= 0) {
      ps_muscle_output out;
      *flags |= ps_muscle_at(m, a->trial->states, d, frame, f->muscle, &out);
      ps_force_actuate(m, d, i, out.actuation);
    } else if (!ps_force_is_actuator(f)) {
      ps_force_passive(m, d, i);
    }
  }
}

static void id_frame(const ps_analysis *a, void *worker, ps_data *d, int frame, double *row) {
  (void)worker;
  const ps_id_plan *plan = a->plan;
  const ps_model *m = a->trial->model;
  unsigned flags = 0;
  ps_trial_frame(a->trial, frame, d);
  ps_forces_clear(m, d);
  ps_loads_apply(a->trial->loads, frame, d);
  apply_forces(a, plan, d, frame, &flags);
  ps_inverse_dynamics(m, d);
  for (int k = 0; k < m->nq; k++)
    d->tau[k] -= d->applied[k];
  for (int i = 0; i < m->nq; i++)
    row[i] = d->tau[m->tree_coord[i]];
  for (int i = 0; i < plan->njoint; i++)
    joint_row(m, d, plan->joint[i], row + m->nq + 6 * i);
}

// ---- making

static const char **moment_labels(ps_analysis *a) {
  const ps_model *m = a->trial->model;
  const char **labels = ps_pool_take(&a->pool, (size_t)(m->nq + 1) * sizeof *labels);
  for (int i = 0; labels && i < m->nq; i++) {
    int c = m->tree_coord[i];
    labels[i] = ps_analysis_text(a, "%s_%s", m->coord_name[c],
                                 m->coord_motion[c] == PS_MOTION_ROTATIONAL ? "moment" : "force");
  }
  return labels;
}

static const char **joint_labels(ps_analysis *a, const ps_id_plan *plan) {
  static const char *const parts[6] = {"FX", "FY", "FZ", "MX", "MY", "MZ"};
  const ps_model *m = a->trial->model;
  const char **labels = ps_pool_take(&a->pool, (size_t)(6 * plan->njoint + 1) * sizeof *labels);
  for (int i = 0; labels && i < 6 * plan->njoint; i++) {
    int joint = plan->joint[i / 6];
    labels[i] = ps_analysis_text(a, "%s_%s_%s", m->joint_name[joint],
                                 m->joint_frame_name[2 * joint + 1], parts[i % 6]);
  }
  return labels;
}

static ps_status plan_id(ps_analysis *a, const ps_id_options *o, ps_error *err) {
  const ps_model *m = a->trial->model;
  ps_id_plan *plan = ps_pool_take(&a->pool, sizeof *plan);
  int *joint = ps_pool_take(&a->pool, (size_t)(o->njoint + 1) * sizeof *joint);
  if (plan)
    plan->acts = ps_pool_take(&a->pool, (size_t)(m->nforce + 1) * sizeof *plan->acts);
  if (!plan || !joint || !plan->acts)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  if (o->njoint)
    memcpy(joint, o->joints, (size_t)o->njoint * sizeof *joint);
  plan->joint = joint;
  plan->njoint = o->njoint;
  for (int i = 0; i < m->nforce; i++) {
    const ps_force *f = &m->force[i];
    bool active = f->muscle >= 0 ? o->muscles_at_default : !ps_force_is_actuator(f);
    plan->acts[i] = f->applies && active && !(o->excluded && o->excluded[i]);
    plan->needs_paths = plan->needs_paths || (plan->acts[i] && f->path >= 0);
  }
  a->plan = plan;
  a->frame = id_frame;
  PS_TRY(ps_analysis_table(a, "", "Inverse Dynamics Generalized Forces", m->nq, moment_labels(a),
                           err));
  if (o->njoint)
    PS_TRY(ps_analysis_table(a, "body_forces", "Inverse Dynamics Body Forces at Specified Joints",
                             6 * o->njoint, joint_labels(a, plan), err));
  return PS_OK;
}

ps_status ps_id_create(ps_analysis **analysis, const ps_trial *trial, const ps_id_options *options,
                       ps_error *err) {
  *analysis = ps_analysis_create(trial, err);
  if (!*analysis)
    return PS_ERR_MEMORY;
  ps_status status = plan_id(*analysis, options, err);
  if (status != PS_OK) {
    ps_analysis_free(*analysis);
    *analysis = NULL;
  }
  return status;
}
