// What psoas computes at a pose beside what OpenSim computes there, for the model named on the
// command line: motion of bodies, masses, moments, paths, arms and passive forces.
//
// Tolerances are those of the reference's README, absolute + relative to the largest value of the
// column. Where OpenSim contradicts itself or rounds away what it computes, the reason stands
// beside the exception, and a law is asserted instead.
#include "golden.h"

#include "body/constraint.h"

// ---- columns

// every column behind the keys within absolute + relative x largest
static void compare_all(const char *file, int keys, double absolute, double relative) {
  golden_pair p;
  if (!golden_open(&p, file, keys))
    return;
  while (golden_next(&p))
    for (int c = keys; c < ps_table_columns(p.theirs); c++)
      golden_cell(&p, c, absolute + relative * p.largest[c]);
  golden_close(&p);
}

// ---- what psoas does not compute

// Is there a note that the force is left out?
static bool unsupported(const char *force) {
  char quoted[400];
  snprintf(quoted, sizeof quoted, "'%s'", force);
  for (int i = 0; i < ps_spec_notes(golden.spec); i++) {
    const char *path, *text;
    int line;
    if (ps_spec_note(golden.spec, i, &path, &line, &text) == PS_NOTE_UNSUPPORTED &&
        strstr(text, quoted))
      return true;
  }
  return false;
}

// the path of a row; -1: ours has none, and says so
static int path_of_row(const golden_pair *p) {
  const ps_model *m = golden.model;
  const char *name = golden_name_at(p->theirs, p->row, 1);
  if (p->mine < 0)
    CHECK(unsupported(name));
  for (int i = 0; p->mine >= 0 && i < m->npath; i++)
    if (strcmp(m->force_name[m->path[i].force], name) == 0)
      return i;
  return -1;
}

// ---- bodies

static void bodies_move_as_in_opensim(void) {
  compare_all("body_kinematics.csv", 2, 1e-10, 1e-10);
  compare_all("markers.csv", 2, 1e-10, 1e-10);
  compare_all("com.csv", 1, 1e-10, 1e-10);
}

static void masses_are_those_of_opensim(void) {
  compare_all("mass_matrix.csv", 2, 1e-8, 1e-10); // [kg m^2]
}

// ---- paths

typedef struct path_tolerance {
  double length, arm; // [m]
} path_tolerance;

// by the surface that OpenSim is least sure of
static path_tolerance path_tolerance_of(int path) {
  const ps_model *m = golden.model;
  path_tolerance t = {1e-8, 1e-8};
  for (int i = 0; i < m->path[path].nwrap; i++) {
    ps_wrap_kind kind = m->wrap[m->path_wrap[m->path[path].wrap + i].object].shape.kind;
    if (kind == PS_WRAP_TORUS && t.length < 1e-6)
      t = (path_tolerance){1e-6, 1e-6};
    if (kind == PS_WRAP_ELLIPSOID)
      t = (path_tolerance){1e-5, 1e-4};
  }
  return t;
}

// OpenSim's length is not a number: ours is one, and says so
static void check_lost(const golden_pair *p, int path) {
  golden_place_pose(golden_pose_row(ps_table_value(p->theirs, p->row, 0)));
  CHECK(isfinite(golden.data->path_length[path]));
  CHECK(golden.data->path_flag[path] & PS_PATH_LOST);
}

static void paths_are_as_long_as_in_opensim(void) {
  golden_pair p;
  if (!golden_open(&p, "muscle_path.csv", 2))
    return;
  int length = reference_column(p.theirs, "length");
  int speed = reference_column(p.theirs, "lengthening_speed");
  while (golden_next(&p)) {
    int path = path_of_row(&p);
    if (path < 0)
      continue;
    path_tolerance t = path_tolerance_of(path);
    if (isnan(ps_table_value(p.theirs, p.row, length))) {
      check_lost(&p, path);
      continue;
    }
    golden_cell(&p, length, t.length);
    if (!golden_several_wraps(path)) // see paths_lengthen_as_their_arms_say
      golden_cell(&p, speed, t.arm); // [m/s]  speeds are of the order of 1 rad/s
  }
  golden_close(&p);
}

static void paths_run_as_in_opensim(void) {
  golden_pair p;
  if (!golden_open(&p, "path_points.csv", 3))
    return;
  int wrap_length = reference_column(p.theirs, "wrap_length");
  while (golden_next(&p)) {
    int path = path_of_row(&p);
    if (path < 0)
      continue;
    double tolerance = path_tolerance_of(path).arm;
    for (int c = p.keys; c < wrap_length; c++)
      golden_cell(&p, c, tolerance);
    if (isnan(ps_table_value(p.theirs, p.row, wrap_length)) &&
        isfinite(ps_table_value(p.ours, p.mine, wrap_length)))
      check_lost(&p, path);
    else
      golden_cell(&p, wrap_length, tolerance);
  }
  golden_close(&p);
}

static void paths_lengthen_as_their_arms_say(void) {
  const ps_model *m = golden.model;
  const ps_data *d = golden.data;
  for (int pose = 0; pose < ps_table_rows(golden.poses); pose++) {
    golden_place_pose(pose);
    for (int i = 0; i < m->npath; i++) {
      double speed = 0;
      for (int s = m->path[i].span; s < m->path[i].span + m->path[i].nspan; s++)
        speed -= d->span_arm[s] * d->u[m->span_coordinate[s]];
      CHECK_NEAR(d->path_speed[i], speed, 1e-9); // [m/s]
    }
  }
}

// ---- arms

// How far a dependent coordinate moves with the one that drives it; 0: it is not such a coordinate.
static double slope_of(int coordinate, int *driver) {
  const ps_model *m = golden.model;
  const ps_data *d = golden.data;
  for (int i = 0; i < m->nconstraint; i++) {
    const ps_constraint *c = &m->constraint[i];
    if (c->kind != PS_CONSTRAINT_COUPLER || c->dependent != coordinate || c->narg != 1)
      continue;
    *driver = m->constraint_arg[c->arg];
    return -d->constraint_row[c->row * m->nq + *driver];
  }
  return 0;
}

// OpenSim turns a dependent coordinate at unit speed and takes the least change that the constraint
// allows: the coordinate keeps slope^2 / (1 + slope^2) of it, found as a difference of numbers
// near 1.
static const double lost_by_rounding = 2e-15;

static void arms_are_those_of_opensim(void) {
  golden_pair p;
  if (!golden_open(&p, "moment_arms.csv", 2))
    return;
  const ps_model *m = golden.model;
  double pose = -1;
  while (golden_next(&p)) {
    if (ps_table_value(p.theirs, p.row, 0) != pose) {
      pose = ps_table_value(p.theirs, p.row, 0);
      golden_place_pose(golden_pose_row(pose));
      ps_constraint_rows(m, golden.data);
    }
    int path = path_of_row(&p);
    if (path < 0)
      continue;
    double tolerance = path_tolerance_of(path).arm;
    const double *arm = ps_table_row(p.ours, p.mine) + p.keys;
    for (int k = 0; k < m->nq; k++) {
      int driver;
      double slope = slope_of(k, &driver), lost = 0;
      if (slope != 0 && isfinite(arm[k])) {
        lost = fabs(arm[k]) * lost_by_rounding / (slope * slope);
        CHECK_NEAR(arm[k] * slope, arm[driver], 1e-9); // [m]  one motion, seen from both
      }
      golden_cell(&p, p.keys + k, tolerance + lost);
    }
  }
  golden_close(&p);
}

// ---- passive forces

static void passive_forces_are_those_of_opensim(void) {
  golden_pair p;
  if (!golden_open(&p, "forces.csv", 4))
    return;
  ps_table *paths = golden_table("muscle_path.csv");
  const int value = 4;
  double pose = -1;
  int pose_row = 0;
  while (golden_next(&p)) {
    int path = path_of_row(&p); // -1 as well where the force has no path
    if (p.mine < 0)
      continue;
    if (ps_table_value(p.theirs, p.row, 0) != pose) {
      pose = ps_table_value(p.theirs, p.row, 0);
      golden_place_pose(pose_row = golden_pose_row(pose));
    }
    double more = path < 0 ? 0 : golden_spring_difference(paths, pose_row, path);
    golden_shifted_cell(&p, value, more, 1e-8 + 1e-9 * p.largest[value]);
  }
  ps_table_free(paths);
  golden_close(&p);
}

// ---- moments

// what path springs that pull more than OpenSim's add to tau_passive [N m | N]
static void spring_moments(const ps_table *theirs, int pose_row, double *moment) {
  const ps_model *m = golden.model;
  memset(moment, 0, (size_t)m->nq * sizeof *moment);
  for (int i = 0; theirs && i < m->npath; i++) {
    double more = golden_spring_difference(theirs, pose_row, i);
    for (int s = m->path[i].span; more != 0 && s < m->path[i].span + m->path[i].nspan; s++)
      moment[m->span_coordinate[s]] -= golden.data->span_arm[s] * more;
  }
}

static void motions_need_the_moments_of_opensim(void) {
  golden_pair p;
  if (!golden_open(&p, "inverse_dynamics.csv", 2))
    return;
  const ps_model *m = golden.model;
  ps_table *paths = golden_table("muscle_path.csv");
  bool complete = ps_spec_unsupported(golden.spec) == 0; // else passive forces are missing
  int passive = reference_column(p.theirs, "tau_passive");
  double *moment = calloc((size_t)m->nq, sizeof *moment);
  while (golden_next(&p)) {
    if (p.row % m->nq == 0) {
      int pose_row = golden_pose_row(ps_table_value(p.theirs, p.row, 0));
      golden_place_pose(pose_row);
      spring_moments(paths, pose_row, moment);
    }
    for (int c = p.keys; c < passive; c++)
      golden_cell(&p, c, 1e-8 + 1e-10 * p.largest[c]);
    if (complete)
      golden_shifted_cell(&p, passive, moment[p.row % m->nq], 1e-8 + 1e-9 * p.largest[passive]);
  }
  free(moment);
  ps_table_free(paths);
  golden_close(&p);
}

// ---- parameters

// Every named column of the row is one of `value`, in order. Text became a number; scale factors of
// old files round once more.
static void check_numbers(const ps_table *t, int row, const char *const *label, const double *value,
                          int n) {
  for (int i = 0; i < n; i++) {
    double theirs = ps_table_value(t, row, reference_column(t, label[i]));
    char place[100];
    snprintf(place, sizeof place, "%s in row %d", label[i], row + 2);
    check_near(value[i], theirs, 1e-15 * fabs(theirs), place, __FILE__, __LINE__);
  }
}
#define CHECK_NUMBERS(table, row, labels, ...)                                                     \
  check_numbers((table), (row), (labels), (const double[]){__VA_ARGS__},                           \
                sizeof(labels) / sizeof *(labels))

static void coordinates_are_read_as_by_opensim(void) {
  static const char *const labels[] = {"u_index_in_simbody", "default_value", "range_min",
                                       "range_max",          "clamped",       "locked",
                                       "prescribed",         "dependent"};
  static const char *const motions[] = {"rotational", "translational", "coupled"};
  const ps_model *m = golden.model;
  ps_table *t = golden_table("coordinates.csv");
  CHECK_EQ(t ? ps_table_rows(t) : 0, m->nq);
  for (int k = 0; k < m->nq; k++) {
    int joint = m->body_joint[m->coord_body[k]];
    CHECK_TEXT(golden_name_at(t, k, reference_column(t, "coordinate")), m->coord_name[k]);
    CHECK_TEXT(golden_name_at(t, k, reference_column(t, "joint")), m->joint_name[joint]);
    CHECK_TEXT(golden_name_at(t, k, reference_column(t, "motion_type")),
               motions[m->coord_motion[k]]);
    CHECK_NUMBERS(
        t, k, labels, m->coord_tree[k], m->coord_default[k], m->coord_min[k], m->coord_max[k],
        m->coord_clamped[k], m->coord_locked[k], m->coord_prescribed[k] >= 0,
        m->coord_dependent[k] || golden.spec->coordinates.items[k].free_to_satisfy_constraints);
  }
  ps_table_free(t);
}

static void bodies_are_read_as_by_opensim(void) {
  static const char *const labels[] = {"mass", "com_x", "com_y", "com_z", "ixx",
                                       "iyy",  "izz",   "ixy",   "ixz",   "iyz"};
  const ps_model *m = golden.model;
  ps_table *t = golden_table("bodies.csv");
  int name = t ? reference_column(t, "body") : 0;
  CHECK_EQ(t ? ps_table_rows(t) : 0, m->nbody - 1);
  for (int row = 0; row < m->nbody - 1; row++)
    for (int i = 1; i < m->nbody; i++) {
      if (m->body_spec[i] != row)
        continue;
      const ps_vec3 *I = m->body_inertia[i].r, c = m->body_com[i];
      CHECK_TEXT(golden_name_at(t, row, name), m->body_name[i]);
      CHECK_NUMBERS(t, row, labels, m->body_mass[i], c.x, c.y, c.z, I[0].x, I[1].y, I[2].z, I[0].y,
                    I[0].z, I[1].z);
    }
  ps_table_free(t);
}

static void muscles_are_read_as_by_opensim(void) {
  static const char *const labels[] = {"max_isometric_force",
                                       "optimal_fiber_length",
                                       "tendon_slack_length",
                                       "pennation_angle_at_optimal",
                                       "max_contraction_velocity",
                                       "ignore_tendon_compliance",
                                       "ignore_activation_dynamics",
                                       "min_control",
                                       "max_control"};
  const ps_model *m = golden.model;
  ps_table *t = golden_table("muscles.csv");
  int known = 0;
  for (int row = 0; t && row < ps_table_rows(t); row++) {
    const char *name = golden_name_at(t, row, reference_column(t, "muscle"));
    if (unsupported(name))
      continue;
    int force = known < m->nmuscle ? m->muscle_force[known] : 0;
    const ps_muscle_params *p = &m->muscle[known++];
    CHECK(known <= m->nmuscle);
    CHECK_TEXT(m->force_name[force], name);
    CHECK_TEXT(ps_muscle_class(p->kind), golden_name_at(t, row, reference_column(t, "class")));
    CHECK_NUMBERS(
        t, row, labels, p->max_isometric_force, p->optimal_fiber_length, p->tendon_slack_length,
        p->pennation_angle_at_optimal, p->max_contraction_velocity, p->ignore_tendon_compliance,
        p->ignore_activation_dynamics, m->force[force].min_control, m->force[force].max_control);
  }
  CHECK_EQ(known, m->nmuscle);
  ps_table_free(t);
}

int main(int argc, char **argv) {
  if (!golden_begin(argc, argv))
    return CHECK_RUN(CHECK_FACT(golden_is_there));
  return golden_end(CHECK_RUN(
      CHECK_FACT(coordinates_are_read_as_by_opensim), CHECK_FACT(bodies_are_read_as_by_opensim),
      CHECK_FACT(muscles_are_read_as_by_opensim), CHECK_FACT(bodies_move_as_in_opensim),
      CHECK_FACT(masses_are_those_of_opensim), CHECK_FACT(motions_need_the_moments_of_opensim),
      CHECK_FACT(paths_are_as_long_as_in_opensim), CHECK_FACT(paths_run_as_in_opensim),
      CHECK_FACT(paths_lengthen_as_their_arms_say), CHECK_FACT(arms_are_those_of_opensim),
      CHECK_FACT(passive_forces_are_those_of_opensim)));
}
