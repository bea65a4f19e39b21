#include "psoas/probe.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/path.h"
#include "body/constraint.h"
#include "body/dynamics.h"
#include "body/kinematics.h"
#include "model/data.h"
#include "muscle/force.h"
#include "muscle/muscle.h"
#include "muscle/path.h"
#include "num/csv.h"
#include "num/number.h"

enum { POINT_POSES = 10, MUSCLE_POSES = 4 };

typedef enum ps_probe_file {
  BODY_KINEMATICS,
  MARKERS,
  COM,
  MASS_MATRIX,
  INVERSE_DYNAMICS,
  FORWARD_DYNAMICS,
  MUSCLE_PATH,
  MOMENT_ARMS,
  PATH_POINTS,
  FORCES,
  MUSCLE_DYNAMICS,
  PROBE_FILES
} ps_probe_file;

static const struct {
  const char *name, *columns;
  bool per_coordinate; // one column more for every coordinate
} files[PROBE_FILES] = {
    [BODY_KINEMATICS] = {"body_kinematics.csv",
                         "pose,body,px,py,pz,r11,r12,r13,r21,r22,r23,r31,r32,r33,wx,wy,wz,vx,vy,vz,"
                         "alx,aly,alz,ax,ay,az",
                         false},
    [MARKERS] = {"markers.csv", "pose,marker,x,y,z,vx,vy,vz", false},
    [COM] = {"com.csv", "pose,x,y,z,vx,vy,vz,kinetic_energy,gravity_potential_energy", false},
    [MASS_MATRIX] = {"mass_matrix.csv", "pose,row", true},
    [INVERSE_DYNAMICS] = {"inverse_dynamics.csv",
                          "pose,coordinate,tau,tau_static,tau_coriolis,tau_passive", false},
    [FORWARD_DYNAMICS] = {"forward_dynamics.csv", "pose,coordinate,udot", false},
    [MUSCLE_PATH] = {"muscle_path.csv", "pose,muscle,length,lengthening_speed", false},
    [MOMENT_ARMS] = {"moment_arms.csv", "pose,muscle", true},
    [PATH_POINTS] = {"path_points.csv",
                     "pose,path,index,point,frame,kind,wrap_object,x,y,z,wrap_length", false},
    [FORCES] = {"forces.csv", "pose,force,class,label,value", false},
    [MUSCLE_DYNAMICS] = {"muscle_dynamics.csv",
                         "pose,speed,activation,muscle,equilibrated,"
                         "fiber_length,normalized_fiber_length,pennation_angle,cos_pennation_angle,"
                         "tendon_length,tendon_strain,fiber_velocity,normalized_fiber_velocity,"
                         "pennation_angular_velocity,tendon_velocity,fiber_active_force_length,"
                         "fiber_passive_force_length,force_velocity,fiber_force,active_fiber_force,"
                         "passive_fiber_force,active_fiber_force_along_tendon,"
                         "passive_fiber_force_along_tendon,fiber_force_along_tendon,tendon_force,"
                         "actuation,fiber_stiffness,tendon_stiffness,muscle_stiffness,"
                         "activation_dot,fiber_length_dot",
                         false},
};

typedef struct ps_probe_run {
  const ps_model *m;
  ps_data *d;
  const ps_table *poses;
  int column[4][512]; // q, u, udot, udot_fd of each coordinate; -1: none
  int pose_column, muscles_column;
  ps_file_writer file[PROBE_FILES];
  ps_csv_writer csv[PROBE_FILES];
  ps_muscle_curves curves;
  double pose;
  double *scratch; // nq
} ps_probe_run;

static bool wanted(const ps_probe_options *o, int file) {
  return !(o->light && (file >= MOMENT_ARMS || file == FORWARD_DYNAMICS));
}

static void put(ps_csv_writer *w, double x) {
  ps_csv_number(w, x);
}

static void put_vec(ps_csv_writer *w, ps_vec3 a) {
  put(w, a.x);
  put(w, a.y);
  put(w, a.z);
}

static ps_csv_writer *begin_row(ps_probe_run *r, ps_probe_file file, const char *name) {
  ps_csv_writer *w = &r->csv[file];
  put(w, r->pose);
  if (name)
    ps_csv_text(w, name);
  return w;
}

// ---- bodies

static int body_at(const ps_model *m, int spec) {
  for (int i = 1; i < m->nbody; i++)
    if (m->body_spec[i] == spec)
      return i;
  return 0;
}

static void write_bodies(ps_probe_run *r) {
  const ps_model *m = r->m;
  ps_data *d = r->d;
  for (int s = 0; s < m->nbody - 1; s++) {
    int i = body_at(m, s);
    ps_transform X = d->body_X[i];
    ps_csv_writer *w = begin_row(r, BODY_KINEMATICS, m->body_name[i]);
    put_vec(w, X.p);
    for (int row = 0; row < 3; row++)
      put_vec(w, X.R.r[row]);
    put_vec(w, d->body_V[i].w);
    put_vec(w, ps_point_velocity(d->body_V[i], X.p));
    put_vec(w, d->body_A[i].w);
    put_vec(w, ps_point_acceleration(d->body_V[i], d->body_A[i], X.p));
    ps_csv_end_line(w);
  }
  for (int i = 0; i < m->nmarker; i++) {
    int body = m->marker_body[i];
    ps_vec3 at = ps_transform_point(d->body_X[body], m->marker_location[i]);
    ps_csv_writer *w = begin_row(r, MARKERS, m->marker_name[i]);
    put_vec(w, at);
    put_vec(w, ps_point_velocity(d->body_V[body], at));
    ps_csv_end_line(w);
  }
  ps_whole_body whole = ps_whole(m, d);
  ps_csv_writer *w = begin_row(r, COM, NULL);
  put_vec(w, whole.com);
  put_vec(w, whole.com_velocity);
  put(w, whole.kinetic);
  put(w, whole.potential);
  ps_csv_end_line(w);
}

static void write_mass_matrix(ps_probe_run *r) {
  const ps_model *m = r->m;
  ps_mass_matrix(m, r->d);
  for (int i = 0; i < m->nq; i++) {
    ps_csv_writer *w = begin_row(r, MASS_MATRIX, m->coord_name[i]);
    for (int k = 0; k < m->nq; k++)
      put(w, r->d->mass_matrix[i * m->nq + k]);
    ps_csv_end_line(w);
  }
}

// ---- dynamics

// tau at the given u and udot; either may be left out
static void moments(ps_probe_run *r, const double *row, bool moving, bool accelerating,
                    double *tau) {
  const ps_model *m = r->m;
  for (int k = 0; k < m->nq; k++) {
    int u = r->column[1][k], udot = r->column[2][k];
    r->d->u[k] = moving && u >= 0 ? row[u] : 0;
    r->d->udot[k] = accelerating && udot >= 0 ? row[udot] : 0;
  }
  ps_body_velocities(m, r->d);
  ps_inverse_dynamics(m, r->d);
  memcpy(tau, r->d->tau, (size_t)m->nq * sizeof *tau);
}

static void write_inverse_dynamics(ps_probe_run *r, const double *row) {
  const ps_model *m = r->m;
  int nq = m->nq;
  double *full = r->scratch, *rest = full + nq, *moving = rest + nq, *loaded = moving + nq;
  ps_forces_clear(m, r->d);
  moments(r, row, false, false, rest);
  moments(r, row, true, false, moving);
  moments(r, row, true, true, full);

  // what springs, ligaments and limits give need not come from the coordinates
  ps_path_speeds(m, r->d);
  ps_forces_passive(m, r->d);
  ps_inverse_dynamics(m, r->d);
  memcpy(loaded, r->d->tau, (size_t)nq * sizeof *loaded);
  for (int k = 0; k < nq; k++) {
    ps_csv_writer *w = begin_row(r, INVERSE_DYNAMICS, m->coord_name[k]);
    put(w, full[k]);
    put(w, rest[k]);
    put(w, moving[k] - rest[k]);
    put(w, loaded[k] - r->d->applied[k] - full[k]);
    ps_csv_end_line(w);
  }
}

// without activation dynamics activation is excitation, which is zero while equilibrium is sought
static ps_muscle_state initial_state(const ps_muscle_params *p, double activation) {
  return (ps_muscle_state){.activation = p->ignore_activation_dynamics ? 0 : activation};
}

// activation 0.05 and controls 0.05, muscles in equilibrium: the state of udot_fd
static bool pull_muscles(ps_probe_run *r) {
  const ps_model *m = r->m;
  bool balanced = true;
  for (int i = 0; i < m->nmuscle; i++) {
    const ps_force *f = &m->force[m->muscle_force[i]];
    ps_muscle_state state = initial_state(&m->muscle[i], 0.05);
    ps_muscle_output out;
    double length = r->d->path_length[f->path], speed = r->d->path_speed[f->path];
    if (!f->applies)
      continue;
    ps_muscle_outcome outcome =
        ps_muscle_equilibrate(&m->muscle[i], &r->curves, length, speed, &state);
    balanced = balanced && outcome != PS_MUSCLE_UNBALANCED;
    ps_muscle_evaluate(&m->muscle[i], &r->curves, &state, 0.05, length, speed, &out);
    ps_force_actuate(m, r->d, m->muscle_force[i], out.actuation);
  }
  return balanced;
}

static void write_forces(ps_probe_run *r, const double *row) {
  const ps_model *m = r->m;
  bool muscles = r->muscles_column < 0 || row[r->muscles_column] != 0;
  ps_forces_clear(m, r->d);
  ps_forces_passive(m, r->d);
  for (int i = 0; i < m->nforce; i++) {
    const ps_force *f = &m->force[i];
    if (f->applies && ps_force_is_actuator(f) && f->muscle < 0)
      ps_force_actuate(m, r->d, i, 0.05 * f->optimal_force);
  }
  if (muscles)
    pull_muscles(r);
  ps_forward_dynamics(m, r->d);
  for (int k = 0; k < m->nq; k++) {
    ps_csv_writer *w = begin_row(r, FORWARD_DYNAMICS, m->coord_name[k]);
    put(w, r->d->udot[k]);
    ps_csv_end_line(w);
  }
  for (int i = 0; i < m->nforce; i++) {
    double values[PS_FORCE_RECORD];
    char label[400];
    if (!m->force[i].applies || m->force[i].muscle >= 0)
      continue;
    ps_force_record(m, r->d, i, values);
    for (int k = 0; k < ps_force_record_size(m, i); k++) {
      ps_csv_writer *w = begin_row(r, FORCES, m->force_name[i]);
      ps_csv_text(w, ps_force_class(m->force[i].kind));
      ps_csv_text(w, ps_force_record_label(m, i, k, label, sizeof label));
      put(w, values[k]);
      ps_csv_end_line(w);
    }
  }
}

// ---- paths

static const char *path_name(const ps_model *m, int path) {
  return m->force_name[m->path[path].force];
}

static void write_paths(ps_probe_run *r) {
  const ps_model *m = r->m;
  for (int i = 0; i < m->npath; i++) {
    ps_csv_writer *w = begin_row(r, MUSCLE_PATH, path_name(m, i));
    put(w, r->d->path_length[i]);
    put(w, r->d->path_speed[i]);
    ps_csv_end_line(w);
  }
}

// arms, each with the motion that constraints couple to its coordinate
static void write_arms(ps_probe_run *r) {
  const ps_model *m = r->m;
  int nq = m->nq;
  double *coupling = r->scratch; // nq rows: how all coordinates move with each
  ps_constraint_rows(m, r->d);
  for (int k = 0; k < nq; k++)
    ps_constraint_coupling(m, r->d, k, &coupling[k * nq]);
  for (int i = 0; i < m->npath; i++) {
    const ps_path *path = &m->path[i];
    ps_csv_writer *w = begin_row(r, MOMENT_ARMS, path_name(m, i));
    for (int k = 0; k < nq; k++) {
      double arm = 0;
      for (int s = path->span; s < path->span + path->nspan; s++)
        arm += coupling[k * nq + m->span_coordinate[s]] * r->d->span_arm[s];
      put(w, fabs(arm) < 1e-14 ? 0 : arm);
    }
    ps_csv_end_line(w);
  }
}

static void write_points(ps_probe_run *r) {
  static const char *const kinds[] = {"PathPoint", "ConditionalPathPoint", "MovingPathPoint"};
  const ps_model *m = r->m;
  for (int i = 0; i < m->npath; i++)
    for (int k = 0; k < r->d->path_npoint[i]; k++) {
      const ps_path_point *p = &r->d->path_point[m->path[i].current + k];
      bool wraps = p->point < 0;
      ps_csv_writer *w = begin_row(r, PATH_POINTS, path_name(m, i));
      ps_csv_integer(w, k);
      ps_csv_text(w, wraps ? "" : m->point_name[p->point]);
      ps_csv_text(w, wraps ? m->wrap_frame_name[p->object] : m->point_frame_name[p->point]);
      ps_csv_text(w, wraps ? "wrap" : kinds[m->point[p->point].kind]);
      ps_csv_text(w, wraps ? m->wrap_name[p->object] : "");
      put_vec(w, p->position);
      if (wraps)
        put(w, p->wrap_length);
      else
        ps_csv_empty(w);
      ps_csv_end_line(w);
    }
}

// ---- muscles

static void write_muscle(ps_probe_run *r, int i, bool moving, double activation) {
  const ps_model *m = r->m;
  const ps_force *f = &m->force[m->muscle_force[i]];
  double length = r->d->path_length[f->path], speed = moving ? r->d->path_speed[f->path] : 0;
  ps_muscle_state state = initial_state(&m->muscle[i], activation);
  ps_muscle_output o;
  ps_muscle_outcome outcome =
      ps_muscle_equilibrate(&m->muscle[i], &r->curves, length, speed, &state);
  ps_muscle_evaluate(&m->muscle[i], &r->curves, &state, 0.5, length, speed, &o);
  ps_csv_writer *w = begin_row(r, MUSCLE_DYNAMICS, moving ? "u" : "zero");
  put(w, activation);
  ps_csv_text(w, m->force_name[m->muscle_force[i]]);
  ps_csv_integer(w, outcome != PS_MUSCLE_UNBALANCED);
  const double values[] = {o.fiber_length,
                           o.normalized_fiber_length,
                           o.pennation_angle,
                           o.cos_pennation_angle,
                           o.tendon_length,
                           o.tendon_strain,
                           o.fiber_velocity,
                           o.normalized_fiber_velocity,
                           o.pennation_angular_velocity,
                           o.tendon_velocity,
                           o.fiber_active_force_length,
                           o.fiber_passive_force_length,
                           o.force_velocity,
                           o.fiber_force,
                           o.active_fiber_force,
                           o.passive_fiber_force,
                           o.active_fiber_force_along_tendon,
                           o.passive_fiber_force_along_tendon,
                           o.fiber_force_along_tendon,
                           o.tendon_force,
                           o.actuation,
                           o.fiber_stiffness,
                           o.tendon_stiffness,
                           o.muscle_stiffness,
                           o.activation_dot,
                           o.fiber_length_dot};
  for (size_t k = 0; k < sizeof values / sizeof *values; k++)
    put(w, values[k]);
  ps_csv_end_line(w);
}

static void write_muscles(ps_probe_run *r) {
  const double activations[] = {0.05, 0.5, 1};
  for (int moving = 0; moving < 2; moving++)
    for (int a = 0; a < 3; a++)
      for (int i = 0; i < r->m->nmuscle; i++)
        write_muscle(r, i, moving, activations[a]);
}

// ---- the whole

static void probe_pose(ps_probe_run *r, int pose, bool light) {
  const ps_model *m = r->m;
  ps_data *d = r->d;
  const double *row = ps_table_row(r->poses, pose);
  r->pose = row[r->pose_column];
  for (int k = 0; k < m->nq; k++) {
    d->q[k] = row[r->column[0][k]];
    d->u[k] = r->column[1][k] >= 0 ? row[r->column[1][k]] : 0;
    d->udot[k] = r->column[3][k] >= 0 ? row[r->column[3][k]] : 0;
  }
  ps_body_positions(m, d);
  ps_body_velocities(m, d);
  ps_body_accelerations(m, d);
  write_bodies(r);
  write_mass_matrix(r);
  ps_muscle_paths(m, d);
  ps_path_speeds(m, d);
  write_paths(r);
  if (!light) {
    write_arms(r);
    if (pose < POINT_POSES)
      write_points(r);
    if (pose < MUSCLE_POSES)
      write_muscles(r);
    write_forces(r, row);
  }
  write_inverse_dynamics(r, row);
}

static ps_status missing_column(const ps_probe_run *r, const char *path, const char *label,
                                ps_error *err) {
  ps_nearest nearest = ps_nearest_to(label);
  char hint[160];
  for (int i = 0; i < ps_table_columns(r->poses); i++)
    ps_nearest_try(&nearest, ps_table_label(r->poses, i));
  return ps_fail(err, PS_ERR_STRUCTURE, path, 1,
                 "there is no column '%s'; every coordinate of the model needs one%s", label,
                 ps_nearest_hint(&nearest, hint, sizeof hint));
}

// numbers in every row, and finite ones where these are asked for
static ps_status check_column(const ps_probe_run *r, const char *path, int column, bool finite,
                              ps_error *err) {
  for (int row = 0; row < ps_table_rows(r->poses); row++) {
    const char *text = ps_table_text(r->poses, row, column);
    double x = text ? NAN : ps_table_value(r->poses, row, column);
    if (text && ps_number_parse_extended(text, strlen(text), &x) && (isfinite(x) || !finite))
      continue;
    if (text)
      return ps_fail(err, PS_ERR_VALUE, path, row + 2,
                     "column '%s': found '%.60s', expected a number",
                     ps_table_label(r->poses, column), text);
    if (finite && !isfinite(x))
      return ps_fail(err, PS_ERR_VALUE, path, row + 2, "column '%s': expected a finite number",
                     ps_table_label(r->poses, column));
  }
  return PS_OK;
}

static ps_status find_columns(ps_probe_run *r, const char *path, ps_error *err) {
  static const char *const prefix[4] = {"q", "u", "udot", "udot_fd"};
  const ps_model *m = r->m;
  if (m->nq > (int)(sizeof r->column[0] / sizeof *r->column[0]))
    return ps_fail(err, PS_ERR_LIMIT, path, 0, "the model has more than 512 coordinates");
  r->pose_column = ps_table_column(r->poses, "pose");
  r->muscles_column = ps_table_column(r->poses, "fd_muscles");
  if (r->pose_column < 0)
    return ps_fail(err, PS_ERR_STRUCTURE, path, 1, "there is no column 'pose'");
  PS_TRY(check_column(r, path, r->pose_column, true, err));
  for (int kind = 0; kind < 4; kind++)
    for (int k = 0; k < m->nq; k++) {
      char label[400];
      snprintf(label, sizeof label, "%s:%s", prefix[kind], m->coord_name[k]);
      int column = ps_table_column(r->poses, label);
      if (column < 0 && kind == 0)
        return missing_column(r, path, label, err);
      if (column >= 0)
        PS_TRY(check_column(r, path, column, kind < 3, err));
      r->column[kind][k] = column;
    }
  return PS_OK;
}

static ps_status open_files(ps_probe_run *r, const ps_probe_options *o, ps_pool *pool,
                            ps_error *err) {
  PS_TRY(ps_make_directory(o->directory, NULL, err));
  for (int i = 0; i < PROBE_FILES; i++) {
    if (!wanted(o, i)) {
      PS_TRY(ps_file_writer_memory(&r->file[i], err));
    } else {
      char *path = ps_path_join(pool, o->directory, files[i].name);
      if (!path)
        return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
      PS_TRY(ps_file_writer_create(&r->file[i], path, o->replace, NULL, err));
    }
    r->csv[i].file = &r->file[i];
    ps_file_writer_text(&r->file[i], files[i].columns);
    for (int k = 0; files[i].per_coordinate && k < r->m->nq; k++) {
      ps_file_writer_text(&r->file[i], ",");
      ps_file_writer_text(&r->file[i], r->m->coord_name[k]);
    }
    ps_file_writer_text(&r->file[i], "\n");
  }
  return PS_OK;
}

static ps_status run(ps_probe_run *r, const char *poses, const ps_probe_options *o, ps_pool *pool,
                     ps_error *err) {
  PS_TRY(find_columns(r, poses, err));
  r->d = ps_data_create(r->m);
  r->scratch =
      ps_pool_take(pool, (size_t)(r->m->nq + 4) * (size_t)(r->m->nq + 1) * sizeof *r->scratch);
  if (!r->d || !r->scratch)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  PS_TRY(open_files(r, o, pool, err));
  int n = ps_table_rows(r->poses);
  for (int i = 0; i < n; i++) {
    probe_pose(r, i, o->light);
    if (o->watch.progress && !o->watch.progress(o->watch.context, "poses", i + 1, n))
      return ps_fail(err, PS_ERR_CANCELLED, NULL, 0, "stopped at pose %d of %d", i + 1, n);
  }
  for (int i = 0; i < PROBE_FILES; i++)
    if (wanted(o, i))
      PS_TRY(ps_file_writer_sync(&r->file[i], err));
  for (int i = 0; i < PROBE_FILES; i++)
    if (wanted(o, i))
      PS_TRY(ps_file_writer_commit(&r->file[i], err));
  return PS_OK;
}

ps_status ps_probe(const ps_model *model, const char *poses, const ps_probe_options *options,
                   int *nposes, ps_error *err) {
  ps_table *table;
  PS_TRY(ps_csv_load(&table, poses, err));
  ps_pool pool = {0};
  ps_probe_run *r = ps_pool_take(&pool, sizeof *r);
  ps_status status = PS_ERR_MEMORY;
  if (r) {
    r->m = model;
    r->poses = table;
    r->curves = (ps_muscle_curves){model->curve, model->function, model->pool};
    status = run(r, poses, options, &pool, err);
    if (nposes)
      *nposes = ps_table_rows(table);
    for (int i = 0; i < PROBE_FILES; i++)
      ps_file_writer_abort(&r->file[i]);
    ps_data_free(r->d);
  } else
    ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  ps_pool_free(&pool);
  ps_table_free(table);
  return status;
}
