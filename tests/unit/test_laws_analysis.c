// Laws of whole analyses, on random models with muscles, reserves and couplers: what static
// optimization answers is the optimum of a problem that the test sets up by itself, and what joints
// are said to carry is what mechanics leaves for them.
#include <stdlib.h>

#include "analysis/joint_reaction.h"
#include "analysis/static_optimization.h"
#include "body/constraint.h"
#include "muscle/force.h"
#include "muscle/muscle.h"
#include "path_kit.h"
#include "recruit_kit.h"

enum { SEEDS = 150, FRAMES = 3, MUSCLES = 14 };

// ---- a model with muscles

// A muscle over any path; kind by kind in turn.
static void add_muscle(kit_model *k, int number) {
  ps_spec_force *f = kit_any_path(k, PS_FORCE_MUSCLE);
  ps_muscle_kind kind = (ps_muscle_kind)(number % PS_MUSCLE_KINDS);
  f->class_name = ps_muscle_class(kind);
  f->muscle = ps_muscle_default(kind);
  f->min_control = ps_muscle_default_min_control(kind);
  f->muscle.max_isometric_force = kit_between(&k->random, 200, 2000);
  if (number % 3 == 0) {
    int on = kit_pick(&k->random, k->wish.nbody + 1);
    kit_use_wrap(k, f, kit_add_wrap(k, PS_WRAP_SPHERE, on, 0, 0));
  }
}

// A motor at every free coordinate.
static void add_reserves(kit_model *k) {
  for (int i = 0; i < k->spec->coordinates.n; i++) {
    ps_spec_force *f =
        ps_spec_add_force(k->spec, PS_FORCE_COORDINATE_ACTUATOR, kit_text(k, "motor", i), 0);
    f->coordinate = k->spec->coordinates.items[i].part.name;
    f->min_control = -INFINITY;
    f->max_control = INFINITY;
    f->optimal_force = 1;
  }
}

// The model in which fibers are near their best length where all coordinates are zero.
static void make_body(kit_model *k, uint64_t seed, kit_wish wish, int nmuscle) {
  kit_begin(k, seed, wish);
  for (int i = 0; i < nmuscle; i++)
    add_muscle(k, i);
  add_reserves(k);
  kit_compile(k);
  memset(k->data->q, 0, sizeof(double) * (size_t)k->model->nq);
  kit_look_at_paths(k);
  for (int i = 0; i < k->model->npath; i++) {
    ps_muscle_params *p = &k->spec->forces.items[k->model->path[i].force].muscle;
    p->optimal_fiber_length = 0.5 * k->data->path_length[i];
    p->tendon_slack_length = 0.45 * k->data->path_length[i];
  }
  ps_data_free(k->data);
  ps_model_free(k->model);
  kit_compile(k);
}

static kit_wish wish_of(uint64_t seed) {
  return (kit_wish){.nbody = 4,
                    .gravity = {0, -9.8, 0},
                    .compat = seed % 2 ? PS_COMPAT_OPENSIM46 : PS_COMPAT_NONE,
                    .coupled = seed % 3 == 0};
}

// ---- a trial of random poses

typedef struct trial {
  kit_model k;
  ps_motion motion;
  double t[FRAMES], q[FRAMES * KIT_COORDINATES], u[FRAMES * KIT_COORDINATES];
  double udot[FRAMES * KIT_COORDINATES];
  ps_trial trial;
} trial;

static void obey_couplers(kit_model *k) {
  const ps_model *m = k->model;
  ps_data *d = k->data;
  kit_look(k);
  ps_constraint_rows(m, d);
  for (int c = 0; c < m->nconstraint; c++)
    d->q[m->constraint[c].dependent] -= d->constraint_error[m->constraint[c].row];
}

static void make_trial(trial *t, uint64_t seed, kit_wish wish, int nmuscle) {
  uint64_t random = seed;
  make_body(&t->k, seed, wish, nmuscle);
  const ps_model *m = t->k.model;
  t->motion =
      (ps_motion){.n = FRAMES, .nq = m->nq, .t = t->t, .q = t->q, .u = t->u, .udot = t->udot};
  t->trial = (ps_trial){.model = m, .motion = &t->motion};
  for (int f = 0; f < FRAMES; f++) {
    size_t at = (size_t)(f * m->nq), size = (size_t)m->nq * sizeof(double);
    t->t[f] = 0.01 * f;
    kit_pose(&t->k, &random, 1);
    obey_couplers(&t->k);
    memcpy(t->q + at, t->k.data->q, size);
    memcpy(t->u + at, t->k.data->u, size);
    memcpy(t->udot + at, t->k.data->udot, size);
  }
}

static ps_analysis *static_optimization(trial *t, double exponent) {
  ps_so_options o = ps_so_default();
  ps_analysis *a;
  ps_error err = {0};
  o.exponent = exponent;
  if (ps_so_create(&a, &t->trial, &o, &err) != PS_OK)
    check_fail(__FILE__, __LINE__, err.message);
  return a;
}

// ---- the problem of a frame, from forces on bodies alone

// How all coordinates move with the row's: dependent ones follow their couplers.
static void direction_of(const kit_model *k, int coordinate, double *delta) {
  const ps_model *m = k->model;
  for (int i = 0; i < m->nq; i++)
    delta[i] = i == coordinate;
  for (int c = 0; c < m->nconstraint; c++) {
    const double *row = &k->data->constraint_row[m->constraint[c].row * m->nq];
    delta[m->constraint[c].dependent] = -row[coordinate];
  }
}

// What the motion needs in each row, beside the forces that act now.
static void needed_in_rows(kit_model *k, const ps_so_layout *at, double *needed) {
  double delta[KIT_COORDINATES];
  ps_inverse_dynamics(k->model, k->data);
  for (int r = 0; r < at->nrow; r++) {
    direction_of(k, at->row_coord[r], delta);
    needed[r] = 0;
    for (int i = 0; i < k->model->nq; i++)
      needed[r] += delta[i] * (k->data->tau[i] - k->data->applied[i]);
  }
}

static double force_at_one(const kit_model *k, int force) {
  const ps_model *m = k->model;
  const ps_force *f = &m->force[force];
  ps_muscle_curves curves = {m->curve, m->function, m->pool};
  if (f->muscle < 0)
    return f->optimal_force;
  return ps_muscle_active_force_rigid(&m->muscle[f->muscle], &curves, 1,
                                      k->data->path_length[f->path], k->data->path_speed[f->path]);
}

// Column i of A is how much less the motion needs when actuator i gives what it gives at x = 1.
static void ask(trial *t, int frame, const ps_so_layout *at, double power, kit_problem *q) {
  kit_model *k = &t->k;
  const ps_model *m = k->model;
  double with[KIT_ROWS];
  *q = (kit_problem){.nrow = at->nrow, .ncol = at->nactivation, .power = power};
  CHECK(at->nrow <= KIT_ROWS && at->nactivation * at->nrow <= KIT_ENTRIES);
  ps_motion_frame(&t->motion, frame, k->data);
  kit_look_at_paths(k);
  ps_constraint_rows(m, k->data);
  ps_forces_clear(m, k->data);
  needed_in_rows(k, at, q->demand);
  for (int i = 0; i < q->ncol; i++) {
    const ps_force *f = &m->force[at->actuator[i]];
    ps_forces_clear(m, k->data);
    ps_force_actuate(m, k->data, at->actuator[i], force_at_one(k, at->actuator[i]));
    needed_in_rows(k, at, with);
    for (int r = 0; r < at->nrow; r++) {
      q->row[q->start[i] + r] = r;
      q->value[q->start[i] + r] = q->demand[r] - with[r];
    }
    q->start[i + 1] = q->start[i] + at->nrow;
    q->weight[i] = 1;
    q->lo[i] = f->min_control;
    q->hi[i] = f->max_control;
  }
}

// ---- static optimization

// its answer is the optimum of that problem: KKT residuals below 1e-9, as reported and as measured
// here with the prices of the problem as the test asks it
static void static_optimization_gives_the_optimum(void) {
  static kit_problem q;
  static trial t;
  static double row[4000], x[KIT_COLUMNS], price[KIT_ROWS], unmet[KIT_ROWS];
  int frames = 0, busy = 0;
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    make_trial(&t, seed, wish_of(seed), MUSCLES);
    ps_pool pool = {0};
    ps_analysis *a = static_optimization(&t, seed % 4 == 1 ? 3 : 2);
    const ps_so_layout *at = ps_so_layout_of(a);
    CHECK(a->width < 4000);
    void *worker = a->create_worker(a, &pool);
    ps_data *d = ps_data_create(t.k.model);
    for (int f = 0; f < FRAMES; f++) {
      a->frame(a, worker, d, f, row);
      ask(&t, f, at, seed % 4 == 1 ? 3 : 2, &q);
      CHECK_EQ(row[at->quality + PS_SO_OUTCOME], PS_RECRUIT_SOLVED);
      CHECK_NEAR(row[at->quality + PS_SO_BALANCE], 0, 1e-9);      // [-]  as promised
      CHECK_NEAR(row[at->quality + PS_SO_STATIONARITY], 0, 1e-9); // [-]
      kit_solve_once(&q, x, price, unmet);                        // for the prices
      memcpy(x, row + at->activation, sizeof(double) * (size_t)q.ncol);
      kit_violation v = kit_violations(&q, x, price, row + at->unmet, false);
      CHECK_NEAR(v.bounds, 0, 0);
      CHECK_NEAR(v.balance, 0, 1e-9); // [-]  ||A x - b|| over max(1, ||b||)
      CHECK_NEAR(v.worth, 0, 1e-9);   // [-]  of the dual
      for (int r = 0; r < q.nrow; r++)
        CHECK_NEAR(row[at->needed + r], q.demand[r], 1e-10 * (1 + fabs(q.demand[r]))); // [N m | N]
      for (int i = 0; i < q.ncol && t.k.model->force[at->actuator[i]].muscle >= 0; i++)
        busy += x[i] > 0.05 && x[i] < 0.95;
      frames++;
    }
    ps_data_free(d);
    ps_pool_free(&pool);
    ps_analysis_free(a);
    kit_free(&t.k);
  }
  CHECK(busy > frames); // muscles between their bounds: the problem is one
}

static void mirrored_motions_are_made_by_mirrored_muscles(void) {
  static trial t, image;
  static double row[4000], seen[4000];
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    kit_wish wish = wish_of(seed);
    make_trial(&t, seed, wish, MUSCLES);
    wish.mirrored = true;
    make_trial(&image, seed, wish, MUSCLES);
    ps_pool pool = {0};
    ps_analysis *a = static_optimization(&t, 2), *b = static_optimization(&image, 2);
    const ps_so_layout *at = ps_so_layout_of(a);
    void *worker[2] = {a->create_worker(a, &pool), b->create_worker(b, &pool)};
    for (int f = 0; f < FRAMES; f++) {
      a->frame(a, worker[0], t.k.data, f, row);
      b->frame(b, worker[1], image.k.data, f, seen);
      for (int i = 0; i < at->nactivation; i++) {
        const ps_force *force = &t.k.model->force[at->actuator[i]];
        double sign = force->coordinate >= 0 ? t.k.sign[force->coordinate] : 1;
        double x = sign * row[at->activation + i];
        // [-]  rounding, through the steps of two solvers
        CHECK_NEAR(seen[at->activation + i], x, 1e-11 * fmax(1, fabs(x)));
      }
    }
    ps_pool_free(&pool);
    ps_analysis_free(a);
    ps_analysis_free(b);
    kit_free(&t.k);
    kit_free(&image.k);
  }
}

// The part of the other side: "hip_flexion_l" for "hip_flexion_r"; else the part itself.
static int other_side(const ps_names *names, const char *name, int self) {
  char text[200];
  snprintf(text, sizeof text, "%s", name);
  for (char *at = strchr(text, '_'); at; at = strchr(at + 1, '_'))
    if ((at[1] == 'l' || at[1] == 'r') && (at[2] == '_' || !at[2])) {
      at[1] = at[1] == 'l' ? 'r' : 'l';
      CHECK(ps_names_find(names, text) >= 0);
      return ps_names_find(names, text);
    }
  return self;
}

// The example's walker, right and left alike, with its motors.
static void load_walker(ps_spec **spec, ps_model **m) {
  static const char folder[] = PSOAS_TEST_ROOT "/examples/walk/";
  char path[300];
  ps_error err = {0};
  snprintf(path, sizeof path, "%swalker.osim", folder);
  CHECK_EQ(ps_spec_load(spec, path, PS_COMPAT_OPENSIM46, &err), PS_OK);
  snprintf(path, sizeof path, "%sreserves.xml", folder);
  CHECK_EQ(ps_spec_load_forces(*spec, path, &err), PS_OK);
  CHECK_EQ(ps_model_create(m, *spec, &err), PS_OK);
}

// a person in step with the other foot uses the muscles of the other side
static void left_and_right_change_places_with_the_pose(void) {
  static double row[2][2000], q[2 * 16], u[2 * 16], udot[2 * 16];
  static const double t[2] = {0, 1};
  ps_spec *spec;
  ps_model *m;
  ps_error err = {0};
  load_walker(&spec, &m);
  ps_motion motion = {.n = 2, .nq = m->nq, .t = t, .q = q, .u = u, .udot = udot};
  ps_trial both = {.model = m, .motion = &motion};
  ps_so_options o = ps_so_default();
  ps_analysis *a;
  ps_pool pool = {0};
  CHECK_EQ(ps_so_create(&a, &both, &o, &err), PS_OK);
  const ps_so_layout *at = ps_so_layout_of(a);
  void *worker = a->create_worker(a, &pool);
  ps_data *d = ps_data_create(m);
  uint64_t random = 7;
  int unequal = 0;
  for (int pose = 0; pose < 50; pose++) {
    for (int i = 0; i < m->nq; i++) {
      int other = m->nq + other_side(&m->coord_index, m->coord_name[i], i);
      q[i] = q[other] = m->coord_default[i] + kit_between(&random, -0.4, 0.4);
      u[i] = u[other] = kit_between(&random, -2, 2);
      udot[i] = udot[other] = kit_between(&random, -20, 20);
    }
    a->frame(a, worker, d, 0, row[0]);
    a->frame(a, worker, d, 1, row[1]);
    for (int i = 0; i < at->nforce; i++) {
      const char *name = m->force_name[at->actuator[i]];
      int other = other_side(&m->force_index, name, at->actuator[i]);
      double force = row[0][at->force + i], across = row[1][at->force + other];
      CHECK_NEAR(across, force, 1e-10 * fmax(1, fabs(force))); // [N | N m]  sums in another order
      unequal += other != i && fabs(row[0][at->force + other] - force) > 1;
    }
  }
  CHECK(unequal > 100); // the poses are not symmetric
  ps_data_free(d);
  ps_pool_free(&pool);
  ps_analysis_free(a);
  ps_model_free(m);
  ps_spec_free(spec);
}

// ---- joint reactions

// A table of what every actuator gives in every frame; `muscles`: as static optimization says, else
// motors alone give what each coordinate needs.
static ps_table *forces_of(trial *t, bool muscles, double *net) {
  static double row[4000], value[200];
  const ps_model *m = t->k.model;
  ps_data *d = t->k.data;
  ps_pool pool = {0};
  ps_analysis *a = static_optimization(t, 2);
  const ps_so_layout *at = ps_so_layout_of(a);
  void *worker = a->create_worker(a, &pool);
  ps_table *table = ps_table_create("forces", true);
  for (int i = 0; i < at->nactivation; i++)
    CHECK_EQ(ps_table_add_column(table, m->force_name[at->actuator[i]], NULL), PS_OK);
  for (int f = 0; f < FRAMES; f++) {
    a->frame(a, worker, d, f, row);
    double *needed = net + f * m->nq;
    memcpy(value, d->force_value, sizeof *value * (size_t)m->nforce);
    ps_forces_clear(m, d);
    ps_inverse_dynamics(m, d);
    memcpy(needed, d->tau, sizeof *needed * (size_t)m->nq);
    for (int i = 0; i < m->nforce; i++)
      if (!muscles)
        value[i] = m->force[i].coordinate >= 0 ? needed[m->force[i].coordinate] : 0;
      else if (m->force[i].path >= 0) // the net moment beside the muscles
        for (int k = 0; k < m->nq; k++)
          needed[k] -= value[i] * kit_arm(&t->k, m->force[i].path, k);
    CHECK_EQ(ps_table_add_row(table, t->t[f], value, NULL), PS_OK);
  }
  ps_pool_free(&pool);
  ps_analysis_free(a);
  return table;
}

// Does the joint give the moment of a pin about its axis, the force of a slider along it?
static int check_axes(trial *t, int frame, const ps_reaction *r, const double *load,
                      const double *net) {
  const ps_model *m = t->k.model;
  ps_data *d = t->k.data;
  int checked = 0;
  ps_motion_frame(&t->motion, frame, d);
  kit_look(&t->k);
  for (int j = 0; j < m->njoint; j++) {
    const ps_spec_joint *s = &t->k.spec->joints.items[m->joint_spec[j]];
    if (s->kind != PS_JOINT_PIN && s->kind != PS_JOINT_SLIDER)
      continue;
    bool pin = s->kind == PS_JOINT_PIN;
    ps_mat3 R = ps_mat_mat(d->body_X[m->joint_parent_body[j]].R, m->joint_parent_frame[j].R);
    const double *f = load + 9 * j + (pin ? 3 : 0);
    double along = ps_dot(ps_column(R, pin ? 2 : 0), ps_vec(f[0], f[1], f[2]));
    double size = 1;
    for (int i = 0; i < 6; i++)
      size += fabs(load[9 * j + i]);
    CHECK_NEAR((r[j].on_child ? 1 : -1) * along, net[s->coordinate],
               1e-13 * size); // [N m | N]  rounding
    checked++;
  }
  return checked;
}

// The moment that a joint carries about its own axis is what the coordinate needs beside what
// muscles give it: the net moment, where motors alone drive the model.
static void reactions_about_own_axes_are_net_moments(void) {
  static trial t;
  static double net[FRAMES * KIT_COORDINATES], load[4000];
  int checked = 0;
  for (uint64_t seed = 1; seed <= 2 * SEEDS; seed++) {
    kit_wish wish = wish_of(seed);
    wish.coupled = false; // couplers give moments of their own
    wish.still = true;    // so does what moves a point
    make_trial(&t, seed, wish, MUSCLES);
    ps_table *forces = forces_of(&t, seed % 4 < 2, net);
    ps_reaction reactions[8];
    ps_jr_options o = {.name = "jr", .forces = forces, .reactions = reactions};
    for (; o.n < t.k.model->njoint; o.n++)
      reactions[o.n] = ps_reaction_of(t.k.model, o.n, seed % 3 > 0, PS_EXPRESS_GROUND);
    ps_analysis *a;
    ps_notes notes = {0};
    CHECK_EQ(ps_jr_create(&a, &t.trial, &o, &notes, NULL), PS_OK);
    for (int f = 0; f < FRAMES; f++) {
      a->frame(a, NULL, t.k.data, f, load);
      checked += check_axes(&t, f, reactions, load, net + f * t.k.model->nq);
    }
    ps_analysis_free(a);
    ps_notes_free(&notes);
    ps_table_free(forces);
    kit_free(&t.k);
  }
  CHECK(checked > SEEDS);
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(static_optimization_gives_the_optimum),
                   CHECK_FACT(mirrored_motions_are_made_by_mirrored_muscles),
                   CHECK_FACT(left_and_right_change_places_with_the_pose),
                   CHECK_FACT(reactions_about_own_axes_are_net_moments));
}
