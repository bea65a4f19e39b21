// Muscles in equilibrium, muscles at OpenSim's own state, and the accelerations that all forces
// make, beside OpenSim's, for the model named on the command line.
#include "golden.h"

#include "body/constraint.h"
#include "body/dynamics.h"
#include "muscle/force.h"
#include "muscle/muscle.h"

// ---- what the numbers of a muscle are measured by

typedef enum scale { PLAIN, LENGTH, SPEED, RATE, FORCE, STIFFNESS } scale;

// Columns of the muscle tables. `swift`: they follow from the speed of the fiber.
#define COLUMNS(F)                                                                                 \
  F(fiber_length, LENGTH, false)                                                                   \
  F(normalized_fiber_length, PLAIN, false)                                                         \
  F(pennation_angle, PLAIN, false)                                                                 \
  F(cos_pennation_angle, PLAIN, false)                                                             \
  F(tendon_length, LENGTH, false)                                                                  \
  F(tendon_strain, PLAIN, false)                                                                   \
  F(fiber_velocity, SPEED, true)                                                                   \
  F(normalized_fiber_velocity, PLAIN, true)                                                        \
  F(pennation_angular_velocity, RATE, true)                                                        \
  F(tendon_velocity, SPEED, true)                                                                  \
  F(fiber_active_force_length, PLAIN, false)                                                       \
  F(fiber_passive_force_length, PLAIN, false)                                                      \
  F(force_velocity, PLAIN, true)                                                                   \
  F(fiber_force, FORCE, false)                                                                     \
  F(active_fiber_force, FORCE, false)                                                              \
  F(passive_fiber_force, FORCE, false)                                                             \
  F(active_fiber_force_along_tendon, FORCE, false)                                                 \
  F(passive_fiber_force_along_tendon, FORCE, false)                                                \
  F(fiber_force_along_tendon, FORCE, false)                                                        \
  F(tendon_force, FORCE, false)                                                                    \
  F(actuation, FORCE, false)                                                                       \
  F(fiber_stiffness, STIFFNESS, false)                                                             \
  F(tendon_stiffness, STIFFNESS, false)                                                            \
  F(muscle_stiffness, STIFFNESS, false)                                                            \
  F(activation_dot, RATE, false)                                                                   \
  F(fiber_length_dot, SPEED, true)

static const struct {
  const char *name;
  scale scale;
  bool swift;
  size_t offset; // in ps_muscle_output
} columns[] = {
#define F(name, scale, swift) {#name, scale, swift, offsetof(ps_muscle_output, name)},
    COLUMNS(F)
#undef F
};
enum { NCOLUMN = sizeof columns / sizeof *columns, FIRST = 5 }; // behind the keys and a flag

static double scale_of(const ps_muscle_params *p, scale s) {
  switch (s) {
  case LENGTH:
    return p->optimal_fiber_length;
  case SPEED:
    return p->optimal_fiber_length * p->max_contraction_velocity;
  case RATE:
    return p->max_contraction_velocity;
  case FORCE:
    return p->max_isometric_force;
  case STIFFNESS:
    return p->max_isometric_force / p->optimal_fiber_length;
  default:
    return 1;
  }
}

// ---- rows of muscles

// The muscle of a row; -1: psoas does not know it, or OpenSim found no equilibrium.
static int muscle_of(const ps_table *t, int row) {
  const ps_model *m = golden.model;
  const char *name = golden_name_at(t, row, 3);
  for (int i = 0; i < m->nmuscle; i++)
    if (strcmp(m->force_name[m->muscle_force[i]], name) == 0)
      return ps_table_value(t, row, 4) != 0 ? i : -1;
  return -1;
}

static double named(const ps_table *t, int row, const char *column) {
  return ps_table_value(t, row, reference_column(t, column));
}

// OpenSim's search ended at a fiber without length, though the tendon draws it out: no equilibrium.
static bool stuck(const ps_table *t, int row) {
  return named(t, row, "fiber_length") == 0 && named(t, row, "fiber_velocity") > 0;
}

static bool moving(const ps_table *t, int row) {
  return strcmp(golden_name_at(t, row, 1), "zero") != 0;
}

static int path_of(int muscle) {
  return golden.model->force[golden.model->muscle_force[muscle]].path;
}

// Row of the paths at the pose of a row of the muscles.
static int path_row(const ps_table *t, int row, const ps_table *paths, int muscle) {
  int i = golden_pose_row(ps_table_value(t, row, 0)) * golden.model->npath + path_of(muscle);
  CHECK_TEXT(golden_name_at(paths, i, 1), golden_name_at(t, row, 3));
  return i;
}

static double speed_of_row(const ps_table *t, int row, const ps_table *paths, int muscle) {
  return moving(t, row) ? named(paths, path_row(t, row, paths, muscle), "lengthening_speed") : 0;
}

// How far a fiber without pennation is from equilibrium, as a speed over its largest: fiber and
// tendon share the speed of the path by their stiffness (Thelen muscles).
static double imbalance(const ps_muscle_params *p, double speed, double fiber_velocity,
                        double fiber_stiffness, double tendon_stiffness) {
  double share = tendon_stiffness / (fiber_stiffness + tendon_stiffness);
  return (fiber_velocity - share * speed) / (p->optimal_fiber_length * p->max_contraction_velocity);
}

static void check_balanced_row(const golden_pair *p, const ps_muscle_params *muscle, double speed) {
  double miss = imbalance(muscle, speed, named(p->ours, p->mine, "fiber_velocity"),
                          named(p->ours, p->mine, "fiber_stiffness"),
                          named(p->ours, p->mine, "tendon_stiffness"));
  CHECK_NEAR(miss, 0, 1e-7);
}

// Lengths to 1e-6 of the optimal length, forces to 1e-5 of the largest: OpenSim stops there. It
// stops by force, at 1e-8 of the largest, and where fiber and tendon are both soft a length is no
// better than that. What is steep in the length, the stiffness, is left to
// muscles_at_opensims_state_give_its_numbers.
static double balance_tolerance(const golden_pair *p, const ps_muscle_params *muscle, scale s) {
  double stiffness =
      named(p->theirs, p->row, "fiber_stiffness") + named(p->theirs, p->row, "tendon_stiffness");
  if (s == STIFFNESS)
    return INFINITY;
  if (s != LENGTH)
    return 1e-5 * scale_of(muscle, s);
  double soft = stiffness > 0 ? 1e-8 * muscle->max_isometric_force / stiffness : 0;
  return 1e-6 * muscle->optimal_fiber_length + soft;
}

static void muscles_balance_as_in_opensim(void) {
  golden_pair p;
  if (!golden_open(&p, "muscle_dynamics.csv", 4))
    return;
  ps_table *paths = golden_table("muscle_path.csv");
  while (golden_next(&p)) {
    int i = muscle_of(p.theirs, p.row);
    if (i < 0)
      continue;
    const ps_muscle_params *muscle = &golden.model->muscle[i];
    if (stuck(p.theirs, p.row))
      check_balanced_row(&p, muscle, speed_of_row(p.theirs, p.row, paths, i));
    else if (!(moving(p.theirs, p.row) && golden_several_wraps(path_of(i))))
      for (int c = 0; c < NCOLUMN; c++)
        golden_cell(&p, FIRST + c, balance_tolerance(&p, muscle, columns[c].scale));
  }
  ps_table_free(paths);
  golden_close(&p);
}

// ---- at OpenSim's own state

// The state that OpenSim's row was computed from.
static ps_muscle_state state_of(const ps_table *t, int row, const ps_muscle_params *p) {
  // excitation, which stands for activation here, is zero while equilibrium is sought
  bool follows = p->ignore_activation_dynamics;
  return (ps_muscle_state){.activation = follows ? 0 : named(t, row, "activation"),
                           .fiber_length = named(t, row, "fiber_length"),
                           .fiber_velocity = named(t, row, "fiber_velocity"),
                           .tendon_force = named(t, row, "tendon_force") / p->max_isometric_force};
}

static void compare_row(const ps_table *t, int row, const ps_muscle_params *p,
                        const ps_muscle_output *out, golden_worst *worst) {
  for (int c = 0; c < NCOLUMN; c++) {
    double value = *(const double *)((const char *)out + columns[c].offset);
    double expected = named(t, row, columns[c].name);
    // 1e-9, and for speeds what the slope of a flat force-velocity curve makes of it
    double tolerance = (columns[c].swift ? 1e-7 : 1e-9) * scale_of(p, columns[c].scale);
    if (columns[c].scale == STIFFNESS)
      tolerance += 1e-9 * fabs(expected);
    // at length zero OpenSim's muscle stiffness is a division by zero, which it calls zero
    if (columns[c].offset == offsetof(ps_muscle_output, muscle_stiffness) &&
        named(t, row, "fiber_length") == 0)
      continue;
    golden_note(worst, value, expected, tolerance, row + 2, columns[c].name);
  }
}

static void compare_states(const char *file) {
  const ps_model *m = golden.model;
  const ps_muscle_curves curves = {m->curve, m->function, m->pool};
  ps_table *t = golden_table(file), *paths = golden_table("muscle_path.csv");
  golden_worst worst = golden_no_worst;
  for (int row = 0; t && row < ps_table_rows(t); row++) {
    int i = muscle_of(t, row);
    if (i < 0)
      continue;
    double length = named(paths, path_row(t, row, paths, i), "length");
    double speed = speed_of_row(t, row, paths, i);
    ps_muscle_state state = state_of(t, row, &m->muscle[i]);
    ps_muscle_output out;
    ps_muscle_evaluate(&m->muscle[i], &curves, &state, 0.5, length, speed, &out);
    compare_row(t, row, &m->muscle[i], &out, &worst);
  }
  golden_judge(&worst, file);
  ps_table_free(paths);
  ps_table_free(t);
}

static void muscles_at_opensims_state_give_its_numbers(void) {
  compare_states("muscle_dynamics.csv");
  compare_states("muscle_dynamics_off_equilibrium.csv");
}

// ---- accelerations

// Poses at which OpenSim's search for the length of a fiber ends at zero: the muscle then pulls
// with its tendon stretched over the whole path. At the first poses muscle_dynamics.csv shows it.
static const struct {
  const char *model;
  int pose;
  const char *muscle;
} stuck_at[] = {
    {"P2PBallCustomJointMomentArmTest", 12, "muscle1"},
    {"P2PBallJointMomentArmTest", 12, "muscle1"},
    {"gait2354_v10901", 4, "quad_fem_r"},
    {"gait2392_thelen2003", 11, "extobl_r"},
    {"tug_of_war", 2, "muscle2"},
};

static bool stuck_in_pose(int pose, const char *muscle) {
  for (size_t i = 0; i < sizeof stuck_at / sizeof *stuck_at; i++)
    if (strcmp(stuck_at[i].model, golden.name) == 0 && stuck_at[i].pose == pose &&
        strcmp(stuck_at[i].muscle, muscle) == 0)
      return true;
  return false;
}

// What a muscle gives [N] in the state that accelerations are computed in.
static ps_muscle_output muscle_at(int i, double speed, const ps_muscle_state *state) {
  const ps_model *m = golden.model;
  const ps_muscle_curves curves = {m->curve, m->function, m->pool};
  const ps_muscle_params *p = &m->muscle[i];
  double length = golden.data->path_length[path_of(i)];
  ps_muscle_state own = {.activation = p->ignore_activation_dynamics ? 0 : 0.05};
  ps_muscle_output out;
  if (!state)
    ps_muscle_equilibrate(p, &curves, length, speed, &own);
  ps_muscle_evaluate(p, &curves, state ? state : &own, 0.05, length, speed, &out);
  return out;
}

// How much more than OpenSim's [N] a muscle of ours pulls that OpenSim leaves without length.
static double stuck_difference(int i) {
  const ps_muscle_params *p = &golden.model->muscle[i];
  double speed = golden.data->path_speed[path_of(i)];
  const ps_muscle_state zero = {.activation = 0.05, .fiber_length = 0};
  ps_muscle_output a = muscle_at(i, speed, NULL), b = muscle_at(i, speed, &zero);
  double ours = imbalance(p, speed, a.fiber_velocity, a.fiber_stiffness, a.tendon_stiffness);
  double theirs = imbalance(p, speed, b.fiber_velocity, b.fiber_stiffness, b.tendon_stiffness);
  CHECK_NEAR(ours, 0, 1e-7);
  CHECK(!(fabs(theirs) < 1e-4)); // NAN: clamped
  return a.actuation - b.actuation;
}

// How much more than OpenSim's [N] a muscle of ours pulls, for a known reason.
static double muscle_difference(const ps_table *paths, int pose, int i) {
  const ps_model *m = golden.model;
  int path = path_of(i);
  if (stuck_in_pose(pose, m->force_name[m->muscle_force[i]]))
    return stuck_difference(i);
  if (!golden_several_wraps(path))
    return 0;
  double theirs = named(paths, pose * m->npath + path, "lengthening_speed");
  return muscle_at(i, golden.data->path_speed[path], NULL).actuation -
         muscle_at(i, theirs, NULL).actuation;
}

static void load_pose(int pose) {
  golden_place_pose(pose);
  ps_forces_clear(golden.model, golden.data);
}

// udot [rad/s^2 | m/s^2] of every coordinate under gravity and the forces that are there
static void accelerate(double *udot) {
  const ps_model *m = golden.model;
  for (int k = 0; k < m->nq; k++)
    golden.data->udot[k] = 0; // of held coordinates
  ps_forward_dynamics(m, golden.data);
  memcpy(udot, golden.data->udot, (size_t)m->nq * sizeof *udot);
}

typedef struct acceleration {
  double *none, *with; // under no force; with some
  double *shift;       // what differences for known reasons make of ours
  double *doubt;       // what differences within OpenSim's equilibrium can make
  golden_worst worst;
} acceleration;

static void shift_accelerations(const ps_table *paths, int pose, bool muscles, acceleration *a) {
  const ps_model *m = golden.model;
  load_pose(pose);
  for (int i = 0; i < m->npath; i++) {
    double more = golden_spring_difference(paths, pose, i);
    if (more != 0)
      ps_path_pull(m, golden.data, i, more);
  }
  for (int i = 0; muscles && i < m->nmuscle; i++) {
    double more = muscle_difference(paths, pose, i);
    if (more != 0)
      ps_path_pull(m, golden.data, path_of(i), more);
  }
  accelerate(a->with);
  for (int k = 0; k < m->nq; k++)
    a->shift[k] = a->with[k] - a->none[k];
}

// OpenSim's equilibrium is good to 1e-5 of the largest force of a muscle. That all muscles are off
// at once, each in the worst direction, does not happen: a third of that for each.
static void doubt_accelerations(int pose, acceleration *a) {
  const ps_model *m = golden.model;
  for (int i = 0; i < m->nmuscle; i++) {
    load_pose(pose);
    ps_force_actuate(m, golden.data, m->muscle_force[i], 3e-6 * m->muscle[i].max_isometric_force);
    accelerate(a->with);
    for (int k = 0; k < m->nq; k++)
      a->doubt[k] += fabs(a->with[k] - a->none[k]);
  }
}

static void compare_accelerations(const ps_table *ours, int pose, acceleration *a) {
  const ps_model *m = golden.model;
  double largest = 0;
  for (int k = 0; k < m->nq; k++)
    largest = fmax(largest, fabs(golden_pose(pose, "udot_fd", k)));
  for (int k = 0; k < m->nq; k++) {
    double udot = named(ours, pose * m->nq + k, "udot") - a->shift[k];
    double theirs = golden_pose(pose, "udot_fd", k),
           tolerance = 1e-10 + 1e-8 * largest + a->doubt[k];
    if (!isnan(theirs)) // OpenSim itself cannot compute it
      golden_note(&a->worst, udot, theirs, tolerance, pose, m->coord_name[k]);
  }
}

// OpenSim's accelerations of this model miss its own constraints; ours are held by
// constraints_are_kept_without_work alone.
static const char inconsistent[] = "PushUpToesOnGroundExactConstraints";

static void forces_accelerate_as_in_opensim(void) {
  const ps_model *m = golden.model;
  if (ps_spec_unsupported(golden.spec) > 0 || strcmp(golden.name, inconsistent) == 0)
    return;
  size_t n = (size_t)m->nq + 1;
  ps_table *ours = golden_ours("forward_dynamics.csv"), *paths = golden_table("muscle_path.csv");
  int fd_muscles = reference_column(golden.poses, "fd_muscles");
  double *block = calloc(4 * n, sizeof *block);
  acceleration a = {block, block + n, block + 2 * n, block + 3 * n, golden_no_worst};
  for (int pose = 0; pose < ps_table_rows(golden.poses); pose++) {
    bool muscles = ps_table_value(golden.poses, pose, fd_muscles) != 0;
    load_pose(pose);
    accelerate(a.none);
    memset(a.doubt, 0, n * sizeof *a.doubt);
    if (muscles)
      doubt_accelerations(pose, &a);
    shift_accelerations(paths, pose, muscles, &a);
    compare_accelerations(ours, pose, &a);
  }
  golden_judge(&a.worst, "accelerations");
  free(block);
  ps_table_free(paths);
  ps_table_free(ours);
}

// ---- constraints

// Largest |C udot - g| [rad/s^2 | m/s^2].
static double constraint_miss(const double *udot) {
  const ps_model *m = golden.model;
  const ps_data *d = golden.data;
  double worst = 0;
  for (int r = 0; r < m->nrow; r++) {
    double miss = -d->constraint_bias[r];
    for (int k = 0; k < m->nq; k++)
      miss += d->constraint_row[r * m->nq + k] * udot[k];
    worst = fmax(worst, fabs(miss));
  }
  return worst;
}

static double dot(const double *a, const double *b, int n) {
  double sum = 0;
  for (int k = 0; k < n; k++)
    sum += a[k] * b[k];
  return sum;
}

static void remove_part(double *a, const double *unit, int n) {
  double along = dot(a, unit, n);
  for (int k = 0; k < n; k++)
    a[k] -= along * unit[k];
}

// Take out of `force` what acts along the constraints, C' times anything; rows of C end as an
// orthonormal basis (Gram and Schmidt, twice, for rows that are nearly dependent).
static void remove_constraint_forces(double *C, double *force) {
  const ps_model *m = golden.model;
  int n = m->nq;
  for (int r = 0; r < m->nrow; r++) {
    double *row = &C[r * n];
    for (int k = 0; k < n; k++)
      row[k] = ps_coordinate_held(m, k) ? 0 : row[k];
    double before = sqrt(dot(row, row, n));
    for (int i = 0; i < 2 * r; i++)
      remove_part(row, &C[i % r * n], n);
    double after = sqrt(dot(row, row, n));
    for (int k = 0; k < n; k++)
      row[k] = after > 1e-12 * before ? row[k] / after : 0;
    remove_part(force, row, n);
  }
}

// constraints hold for accelerations, and their forces do no work on motions that they allow
// [gauss]
static void constraints_are_kept_without_work(void) {
  const ps_model *m = golden.model;
  ps_data *d = golden.data;
  double *block = calloc((size_t)(m->nrow + 2) * (size_t)m->nq + 1, sizeof *block);
  double *udot = block, *force = block + m->nq, *C = force + m->nq;
  double theirs_miss = 0;
  for (int pose = 0; m->nrow && pose < ps_table_rows(golden.poses); pose++) {
    if (isnan(golden_pose(pose, "udot_fd", 0))) // parts without mass move freely
      continue;
    load_pose(pose);
    ps_forces_passive(m, d);
    accelerate(udot);
    double largest = sqrt(dot(udot, udot, m->nq));
    CHECK_NEAR(constraint_miss(udot), 0, 1e-10 * (1 + largest)); // [rad/s^2 | m/s^2]
    ps_inverse_dynamics(m, d);
    for (int k = 0; k < m->nq; k++)
      force[k] = ps_coordinate_held(m, k) ? 0 : d->tau[k] - d->applied[k];
    largest = sqrt(dot(force, force, m->nq));
    memcpy(C, d->constraint_row, (size_t)(m->nrow * m->nq) * sizeof *C);
    remove_constraint_forces(C, force);
    CHECK_NEAR(sqrt(dot(force, force, m->nq)), 0, 1e-9 * (1 + largest)); // [N m | N]
    for (int k = 0; k < m->nq; k++)
      udot[k] = golden_pose(pose, "udot_fd", k);
    theirs_miss = fmax(theirs_miss, constraint_miss(udot));
  }
  if (strcmp(golden.name, inconsistent) == 0)
    CHECK(theirs_miss > 1e-6); // [rad/s^2 | m/s^2]  else the exception above has no reason
  free(block);
}

int main(int argc, char **argv) {
  if (!golden_begin(argc, argv))
    return CHECK_RUN(CHECK_FACT(golden_is_there));
  return golden_end(CHECK_RUN(CHECK_FACT(muscles_balance_as_in_opensim),
                              CHECK_FACT(muscles_at_opensims_state_give_its_numbers),
                              CHECK_FACT(forces_accelerate_as_in_opensim),
                              CHECK_FACT(constraints_are_kept_without_work)));
}
