// Laws of mechanics, on random trees with joints of every kind and functions of every class.
//
// Everything here is asked of PS_COMPAT_NONE unless it says otherwise: where OpenSim departs from
// mechanics (docs/decisions/0004-custom-joint-acceleration.md) its mode must, too, and one fact
// asserts that it does so there and nowhere else.
#include <stdlib.h>

#include "body/constraint.h"
#include "model_kit.h"

enum { SEEDS = 500, STENCIL = 4 };
static const ps_vec3 earth = {0.3, -9.8, 0.2}; // [m/s^2]  no axis is special

static kit_wish plain(int nbody) {
  return (kit_wish){.nbody = nbody, .gravity = earth, .compat = PS_COMPAT_NONE};
}

// ---- what the tests compute for themselves

// Momentum and angular momentum about the ground origin, body by body.
static ps_spatial momentum_of(const ps_model *m, const ps_data *d, int body) {
  ps_mat3 R = d->body_X[body].R;
  ps_vec3 c = d->body_com[body], v = ps_point_velocity(d->body_V[body], c);
  ps_vec3 spin = ps_mat_mul(m->body_inertia[body], ps_mat_tmul(R, d->body_V[body].w));
  ps_vec3 p = ps_scale(m->body_mass[body], v);
  return (ps_spatial){ps_add(ps_mat_mul(R, spin), ps_cross(c, p)), p};
}

static double energy(const kit_model *k) {
  ps_whole_body whole = ps_whole(k->model, k->data);
  return whole.kinetic + whole.potential;
}

// A motion through a pose: q' = N(q) u, u = u_0 + udot t.
typedef struct motion {
  double q[KIT_COORDINATES], u[KIT_COORDINATES], udot[KIT_COORDINATES];
} motion;

static motion motion_now(const kit_model *k) {
  motion at;
  size_t size = (size_t)k->model->nq * sizeof(double);
  memcpy(at.q, k->data->q, size);
  memcpy(at.u, k->data->u, size);
  memcpy(at.udot, k->data->udot, size);
  return at;
}

// Put the data where the motion is at time t, by one step of Runge and Kutta; |t| is so small that
// its error, t^5, is below rounding.
static void move_to(kit_model *k, const motion *from, double t) {
  const ps_model *m = k->model;
  double rate[4][KIT_COORDINATES], q[KIT_COORDINATES], u[KIT_COORDINATES];
  const double part[4] = {0, 0.5, 0.5, 1}, weight[4] = {1 / 6.0, 1 / 3.0, 1 / 3.0, 1 / 6.0};
  memcpy(k->data->q, from->q, sizeof(double) * (size_t)m->nq);
  for (int stage = 0; stage < 4; stage++) {
    for (int i = 0; i < m->nq; i++) {
      q[i] = from->q[i] + (stage ? part[stage] * t * rate[stage - 1][i] : 0);
      u[i] = from->u[i] + part[stage] * t * from->udot[i];
    }
    ps_coordinate_rates(m, q, u, rate[stage]);
    for (int i = 0; i < m->nq; i++)
      k->data->q[i] += weight[stage] * t * rate[stage][i];
  }
  for (int i = 0; i < m->nq; i++)
    k->data->u[i] = from->u[i] + t * from->udot[i];
  kit_look(k);
}

// Derivative of four values at -2h, -h, h, 2h: exact to h^4.
static const double stencil[STENCIL] = {-2, -1, 1, 2};
static double slope_of(const double *f, double h) {
  return (f[0] - 8 * f[1] + 8 * f[2] - f[3]) / (12 * h);
}
static ps_vec3 slope_of_vectors(const ps_vec3 *f, double h) {
  double x[STENCIL], y[STENCIL], z[STENCIL];
  for (int i = 0; i < STENCIL; i++)
    x[i] = f[i].x, y[i] = f[i].y, z[i] = f[i].z;
  return ps_vec(slope_of(x, h), slope_of(y, h), slope_of(z, h));
}
// [s]  of a stencil: truncation, 1e-12 times fifth derivatives, and rounding, 1e-14 / h, are alike
static const double h = 1e-3;

static void check_vector(ps_vec3 value, ps_vec3 expected, double tolerance) {
  CHECK_NEAR(value.x, expected.x, tolerance);
  CHECK_NEAR(value.y, expected.y, tolerance);
  CHECK_NEAR(value.z, expected.z, tolerance);
}

static void draw_forces(kit_model *k, uint64_t *random) {
  for (int i = 0; i < k->model->nq; i++)
    k->data->applied[i] = kit_between(random, -20, 20);
  for (int i = 0; i < k->model->nbody; i++) {
    k->data->body_force[i].w = kit_vector(random, 20);
    k->data->body_force[i].v = kit_vector(random, 50);
  }
}

static void no_forces(kit_model *k) {
  for (int i = 0; i < k->model->nq; i++)
    k->data->applied[i] = 0;
  for (int i = 0; i < k->model->nbody; i++)
    k->data->body_force[i] = (ps_spatial){{0, 0, 0}, {0, 0, 0}};
}

static double largest(const double *x, int n) {
  double most = 0;
  for (int i = 0; i < n; i++)
    most = fmax(most, fabs(x[i]));
  return most;
}

// Put dependent coordinates where their couplers want them, speeds too.
static void obey_couplers(kit_model *k) {
  const ps_model *m = k->model;
  ps_data *d = k->data;
  for (int pass = 0; pass < 2; pass++) {
    kit_look(k);
    ps_constraint_rows(m, d);
    for (int c = 0; c < m->nconstraint; c++) {
      int dependent = m->constraint[c].dependent, row = m->constraint[c].row;
      d->q[dependent] -= d->constraint_error[row];
      d->u[dependent] = 0;
      for (int i = 0; i < m->nq; i++)
        if (i != dependent)
          d->u[dependent] -= d->constraint_row[row * m->nq + i] * d->u[i];
    }
  }
  kit_look(k);
}

// ---- kinematics

// bodies move as their velocities and accelerations say, whatever joints and functions carry them
static void velocities_and_accelerations_are_rates(void) {
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    kit_model k;
    uint64_t random = seed;
    kit_make(&k, seed, plain(7));
    ps_data *d = k.data;
    int n = k.model->nbody;
    kit_pose(&k, &random, 1);
    kit_look(&k);
    ps_body_accelerations(k.model, d);
    motion now = motion_now(&k);
    ps_spatial V[16], A[16];
    ps_mat3 R[16];
    ps_vec3 origin[16][STENCIL], tip[16][STENCIL], w[16][STENCIL], v[16][STENCIL];
    memcpy(V, d->body_V, (size_t)n * sizeof *V);
    memcpy(A, d->body_A, (size_t)n * sizeof *A);
    for (int b = 0; b < n; b++)
      R[b] = d->body_X[b].R;
    for (int s = 0; s < STENCIL; s++) {
      move_to(&k, &now, stencil[s] * h);
      for (int b = 1; b < n; b++) {
        origin[b][s] = d->body_X[b].p;
        tip[b][s] = ps_column(d->body_X[b].R, 0);
        w[b][s] = d->body_V[b].w;
        v[b][s] = d->body_V[b].v;
      }
    }
    move_to(&k, &now, 0);
    for (int b = 1; b < n; b++) {
      double fast = 1 + ps_norm(V[b].w) + ps_norm(V[b].v) + ps_norm(A[b].w) + ps_norm(A[b].v);
      double tolerance = 1e-9 * fast * fast; // [m/s | rad/s | m/s^2 ..]  of the stencil
      ps_vec3 moved = slope_of_vectors(origin[b], h), turned = slope_of_vectors(tip[b], h);
      check_vector(moved, ps_point_velocity(V[b], d->body_X[b].p), tolerance);
      check_vector(turned, ps_cross(V[b].w, ps_column(R[b], 0)), tolerance);
      check_vector(slope_of_vectors(w[b], h), A[b].w, tolerance);
      check_vector(slope_of_vectors(v[b], h), A[b].v, tolerance);
    }
    kit_free(&k);
  }
}

// where a joint turns freely, u is an angular velocity: its integral is no coordinate
static void q_is_not_the_integral_of_u_where_a_joint_turns_freely(void) {
  static const ps_joint_kind kinds[] = {PS_JOINT_BALL, PS_JOINT_FREE, PS_JOINT_ELLIPSOID,
                                        PS_JOINT_GIMBAL, PS_JOINT_CUSTOM};
  for (int c = 0; c < 5; c++) {
    kit_model k;
    uint64_t random = 5;
    kit_wish wish = plain(3);
    wish.only = 1 + (int)kinds[c];
    kit_make(&k, 1, wish);
    kit_pose(&k, &random, 1);
    double rate[KIT_COORDINATES], apart = 0;
    ps_coordinate_rates(k.model, k.data->q, k.data->u, rate);
    for (int i = 0; i < k.model->nq; i++) {
      bool turns = i % (kinds[c] == PS_JOINT_FREE ? 6 : 3) < 3;
      if (!turns || c > 2)
        CHECK_EQ(rate[i], k.data->u[i]);
      apart = fmax(apart, fabs(rate[i] - k.data->u[i]));
    }
    CHECK((c < 3) == (apart > 0.1)); // [rad/s]  at speeds up to 1
    kit_free(&k);
  }
}

// ---- the mass matrix

static bool is_positive(const double *M, int n) {
  static double L[KIT_COORDINATES * KIT_COORDINATES];
  memcpy(L, M, (size_t)(n * n) * sizeof *L);
  for (int j = 0; j < n; j++) {
    for (int i = 0; i < j; i++)
      L[j * n + j] -= L[j * n + i] * L[j * n + i];
    if (!(L[j * n + j] > 0))
      return false;
    L[j * n + j] = sqrt(L[j * n + j]);
    for (int r = j + 1; r < n; r++) {
      for (int i = 0; i < j; i++)
        L[r * n + j] -= L[r * n + i] * L[j * n + i];
      L[r * n + j] /= L[j * n + j];
    }
  }
  return true;
}

// M is symmetric and positive, half u' M u is the kinetic energy, and M udot is what a change of
// udot adds to inverse dynamics
static void mass_matrix_is_that_of_energy_and_of_inverse_dynamics(void) {
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    kit_model k;
    uint64_t random = seed;
    kit_make(&k, seed, plain(8));
    ps_data *d = k.data;
    int n = k.model->nq;
    double force[KIT_COORDINATES], kinetic = 0;
    kit_pose(&k, &random, 2);
    kit_look(&k);
    no_forces(&k);
    ps_mass_matrix(k.model, d);
    CHECK(is_positive(d->mass_matrix, n));
    ps_inverse_dynamics(k.model, d);
    memcpy(force, d->tau, (size_t)n * sizeof *force);
    for (int i = 0; i < n; i++)
      for (int j = 0; j < n; j++) {
        CHECK_EQ(d->mass_matrix[i * n + j], d->mass_matrix[j * n + i]);
        kinetic += 0.5 * d->u[i] * d->mass_matrix[i * n + j] * d->u[j];
        force[i] -= d->mass_matrix[i * n + j] * d->udot[j];
      }
    double whole = ps_whole(k.model, d).kinetic, most = largest(d->tau, n);
    CHECK_NEAR(kinetic, whole, 1e-13 * (1 + whole)); // [J]  rounding of some hundred terms
    memset(d->udot, 0, (size_t)n * sizeof *d->udot);
    ps_inverse_dynamics(k.model, d);
    for (int i = 0; i < n; i++)
      CHECK_NEAR(d->tau[i], force[i], 1e-14 * (1 + most)); // [N m | N]  rounding
    kit_free(&k);
  }
}

// ---- forces and motion

// with coordinates that are free, locked, and coupled
static void inverse_dynamics_undoes_forward_dynamics(void) {
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    kit_model k;
    uint64_t random = seed;
    kit_wish wish = plain(8);
    wish.coupled = seed % 3 == 0;
    kit_begin(&k, seed, wish);
    for (int i = 0; seed % 3 == 1 && i < k.spec->coordinates.n; i += 4)
      k.spec->coordinates.items[i].locked = true;
    kit_compile(&k);
    const ps_model *m = k.model;
    ps_data *d = k.data;
    double udot[KIT_COORDINATES];
    kit_pose(&k, &random, 2);
    obey_couplers(&k);
    draw_forces(&k, &random);
    memcpy(udot, d->udot, sizeof(double) * (size_t)m->nq);
    CHECK(ps_forward_dynamics(m, d));
    ps_inverse_dynamics(m, d);
    // [N m | N]  rounding of M udot
    double tolerance = 1e-14 * (1 + largest(d->tau, m->nq) + 100 * largest(d->udot, m->nq));
    for (int i = 0; i < m->nq; i++) {
      double needed = d->tau[i];
      for (int r = 0; r < m->nrow; r++)
        needed += d->constraint_row[r * m->nq + i] * d->constraint_force[r];
      if (m->coord_locked[i])
        CHECK_EQ(d->udot[i], udot[i]);
      else
        CHECK_NEAR(needed, d->applied[i], tolerance);
    }
    for (int r = 0; r < m->nrow; r++) { // C udot = g
      double sum = -d->constraint_bias[r];
      for (int i = 0; i < m->nq; i++)
        sum += d->constraint_row[r * m->nq + i] * d->udot[i];
      CHECK_NEAR(sum, 0, 1e-13 * (1 + largest(d->udot, m->nq))); // [rad/s^2 | m/s^2]
    }
    kit_free(&k);
  }
}

// M udot + h = tau, each by its own algorithm
static void articulated_bodies_move_as_the_mass_matrix_says(void) {
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    kit_model k;
    uint64_t random = seed;
    double udot[KIT_COORDINATES];
    kit_make(&k, seed, plain(8));
    ps_data *d = k.data;
    int n = k.model->nq;
    kit_pose(&k, &random, 2);
    kit_look(&k);
    draw_forces(&k, &random);
    CHECK(ps_articulated_body(k.model, d));
    memcpy(udot, d->udot, sizeof(double) * (size_t)n);
    memset(d->udot, 0, sizeof(double) * (size_t)n);
    ps_inverse_dynamics(k.model, d); // h less what acts on bodies
    ps_mass_matrix(k.model, d);
    // [N m | N]  rounding of M udot
    double tolerance = 1e-13 * (1 + largest(d->tau, n) + 100 * largest(udot, n));
    for (int i = 0; i < n; i++) {
      double needed = d->tau[i];
      for (int j = 0; j < n; j++)
        needed += d->mass_matrix[i * n + j] * udot[j];
      CHECK_NEAR(needed, d->applied[i], tolerance);
    }
    kit_free(&k);
  }
}

// a held coordinate keeps its acceleration, and the others feel it
static void what_articulated_bodies_hold_pushes_the_others(void) {
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    kit_model k;
    uint64_t random = seed;
    double udot[KIT_COORDINATES];
    kit_begin(&k, seed, plain(8));
    for (int i = 0; i < k.spec->coordinates.n; i += 3)
      k.spec->coordinates.items[i].locked = true;
    kit_compile(&k);
    ps_data *d = k.data;
    kit_pose(&k, &random, 2);
    kit_look(&k);
    draw_forces(&k, &random);
    memcpy(udot, d->udot, sizeof(double) * (size_t)k.model->nq);
    CHECK(ps_articulated_body(k.model, d));
    ps_inverse_dynamics(k.model, d);
    double tolerance = // [N m | N]  rounding of M udot
        1e-14 * (1 + largest(d->tau, k.model->nq) + 100 * largest(d->udot, k.model->nq));
    for (int i = 0; i < k.model->nq; i++)
      if (k.model->coord_locked[i])
        CHECK_EQ(d->udot[i], udot[i]);
      else
        CHECK_NEAR(d->tau[i], d->applied[i], tolerance);
    kit_free(&k);
  }
}

// a force on a body asks for less at the coordinates, by its power at their speeds
static void inverse_dynamics_is_linear_in_forces(void) {
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    kit_model k;
    uint64_t random = seed;
    double before[KIT_COORDINATES];
    kit_make(&k, seed, plain(8));
    ps_data *d = k.data;
    kit_pose(&k, &random, 2);
    kit_look(&k);
    no_forces(&k);
    ps_inverse_dynamics(k.model, d);
    memcpy(before, d->tau, sizeof(double) * (size_t)k.model->nq);
    draw_forces(&k, &random);
    ps_inverse_dynamics(k.model, d);
    double power = 0, size = 1;
    for (int b = 1; b < k.model->nbody; b++) {
      power += ps_sdot(d->body_V[b], d->body_force[b]);
      size += fabs(ps_sdot(d->body_V[b], d->body_force[b]));
    }
    for (int i = 0; i < k.model->nq; i++) {
      power += d->u[i] * (d->tau[i] - before[i]);
      size += fabs(d->u[i] * d->tau[i]);
    }
    CHECK_NEAR(power, 0, 1e-14 * size); // [W]  rounding
    kit_free(&k);
  }
}

// What is left of the balance of power at a random pose, over the sum of its terms.
//   tau u + sum_B F_B V_B = d(kinetic + potential)/dt
static double power_left(kit_model *k, uint64_t seed) {
  uint64_t random = seed;
  ps_data *d = k->data;
  double power = 0, size = 1, at[STENCIL];
  kit_pose(k, &random, 1.5);
  kit_look(k);
  draw_forces(k, &random);
  ps_inverse_dynamics(k->model, d);
  for (int i = 0; i < k->model->nq; i++) {
    power += d->tau[i] * d->u[i];
    size += fabs(d->tau[i] * d->u[i]);
  }
  for (int b = 1; b < k->model->nbody; b++) {
    power += ps_sdot(d->body_V[b], d->body_force[b]);
    size += fabs(ps_sdot(d->body_V[b], d->body_force[b]));
  }
  motion now = motion_now(k);
  for (int s = 0; s < STENCIL; s++) {
    move_to(k, &now, stencil[s] * h);
    at[s] = energy(k);
  }
  return fabs(power - slope_of(at, h)) / size;
}

static void power_is_the_rate_of_energy(void) {
  for (uint64_t seed = 1; seed <= 2 * SEEDS; seed++) {
    kit_model k;
    kit_make(&k, seed, plain(6));
    CHECK_NEAR(power_left(&k, seed), 0, 1e-8); // [-]  of the stencil
    kit_free(&k);
  }
}

// OpenSim's acceleration across some custom joints makes energy out of nothing: only there
static void opensim_mode_breaks_the_balance_in_the_joints_of_decision_0004_alone(void) {
  int broken = 0, sound = 0;
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    kit_model k;
    kit_wish wish = plain(4);
    wish.compat = PS_COMPAT_OPENSIM46;
    kit_make(&k, seed, wish);
    bool differs = false;
    for (int b = 0; b < k.model->nbody; b++)
      differs = differs || k.model->body_simbody[b];
    double left = power_left(&k, seed);
    CHECK(differs || left < 1e-8); // [-]  of the stencil
    broken += left > 1e-4;
    sound += !differs;
    kit_free(&k);
  }
  CHECK(broken > SEEDS / 10 && sound > SEEDS / 10);
}

// The joint gives a body what its motion takes beyond gravity, loads, and the joints it carries.
static void joints_carry_what_accelerates_their_bodies(void) {
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    kit_model k;
    uint64_t random = seed;
    kit_make(&k, seed, plain(6));
    const ps_model *m = k.model;
    ps_data *d = k.data;
    kit_pose(&k, &random, 1);
    kit_look(&k);
    draw_forces(&k, &random);
    CHECK(ps_forward_dynamics(m, d));
    ps_inverse_dynamics(m, d);
    ps_spatial given[16];
    double size = 1;
    for (int b = 1; b < m->nbody; b++) {
      given[b] = ps_sadd(d->joint_force[b], d->body_force[b]);
      ps_vec3 weight = ps_scale(m->body_mass[b], m->gravity);
      given[b] = ps_sadd(given[b], ps_force_at(d->body_com[b], weight));
      for (int c = b + 1; c < m->nbody; c++)
        if (m->body_parent[c] == b)
          given[b] = ps_ssub(given[b], d->joint_force[c]);
      size += ps_norm(d->joint_force[b].w) + ps_norm(d->joint_force[b].v);
    }
    motion now = motion_now(&k);
    double fast = 1 + largest(now.udot, m->nq);
    double step = h / fmin(fast, 100); // [s]  light parts turn quickly
    ps_vec3 turn[16][STENCIL], push[16][STENCIL];
    for (int s = 0; s < STENCIL; s++) {
      move_to(&k, &now, stencil[s] * step);
      for (int b = 1; b < m->nbody; b++) {
        ps_spatial p = momentum_of(m, d, b);
        turn[b][s] = p.w;
        push[b][s] = p.v;
      }
    }
    for (int b = 1; b < m->nbody; b++) {
      check_vector(slope_of_vectors(push[b], step), given[b].v, 1e-8 * size); // [N]
      check_vector(slope_of_vectors(turn[b], step), given[b].w, 1e-8 * size); // [N m]
    }
    kit_free(&k);
  }
}

// ---- motion without force

typedef struct conserved {
  double energy;
  ps_spatial momentum;
} conserved;

static conserved look_at(kit_model *k) {
  conserved c = {.energy = energy(k)};
  for (int b = 1; b < k->model->nbody; b++)
    c.momentum = ps_sadd(c.momentum, momentum_of(k->model, k->data, b));
  return c;
}

// one step of Runge and Kutta of the free motion
static void fall(kit_model *k, double dt) {
  enum { MOST = KIT_COORDINATES };
  const double part[4] = {0, 0.5, 0.5, 1}, weight[4] = {1 / 6.0, 1 / 3.0, 1 / 3.0, 1 / 6.0};
  double q0[MOST], u0[MOST], rate[MOST] = {0}, udot[MOST] = {0}, dq[MOST] = {0}, du[MOST] = {0};
  ps_data *d = k->data;
  int n = k->model->nq;
  memcpy(q0, d->q, sizeof(double) * (size_t)n);
  memcpy(u0, d->u, sizeof(double) * (size_t)n);
  for (int stage = 0; stage < 4; stage++) {
    for (int i = 0; i < n; i++) {
      d->q[i] = q0[i] + part[stage] * dt * rate[i];
      d->u[i] = u0[i] + part[stage] * dt * udot[i];
    }
    kit_look(k);
    CHECK(ps_forward_dynamics(k->model, d));
    ps_coordinate_rates(k->model, d->q, d->u, rate);
    for (int i = 0; i < n; i++) {
      udot[i] = d->udot[i];
      dq[i] += weight[stage] * dt * rate[i];
      du[i] += weight[stage] * dt * udot[i];
    }
  }
  for (int i = 0; i < n; i++) {
    d->q[i] = q0[i] + dq[i];
    d->u[i] = u0[i] + du[i];
  }
  kit_look(k);
}

// A tree that floats keeps its energy, falls with gravity, and keeps its angular momentum about its
// mass center.
static void a_floating_tree_keeps_energy_and_momentum(void) {
  enum { STEPS = 200 };
  const double dt = 1e-3; // [s]  (dt x 10/s)^4 = 1e-8
  for (uint64_t seed = 1; seed <= 20; seed++) {
    kit_model k;
    uint64_t random = seed;
    kit_wish wish = plain(5);
    wish.floats = wish.smooth = true;
    kit_make(&k, seed, wish);
    kit_pose(&k, &random, 1);
    kit_look(&k);
    no_forces(&k);
    conserved first = look_at(&k);
    ps_whole_body start = ps_whole(k.model, k.data);
    for (int i = 0; i < STEPS; i++)
      fall(&k, dt);
    conserved last = look_at(&k);
    ps_whole_body end = ps_whole(k.model, k.data);
    double t = STEPS * dt, size = 1 + start.kinetic + end.kinetic;
    ps_vec3 impulse = ps_scale(t * k.model->mass, k.model->gravity);
    ps_vec3 spin0 = ps_sub(first.momentum.w, ps_cross(start.com, first.momentum.v));
    ps_vec3 spin1 = ps_sub(last.momentum.w, ps_cross(end.com, last.momentum.v));
    CHECK_NEAR(last.energy, first.energy, 1e-9 * size);                            // [J]
    check_vector(last.momentum.v, ps_add(first.momentum.v, impulse), 1e-8 * size); // [N s]
    check_vector(spin1, spin0, 1e-8 * size);                                       // [N m s]
    kit_free(&k);
  }
}

static void couplers_do_no_work(void) {
  enum { STEPS = 200 };
  const double dt = 1e-3; // [s]
  for (uint64_t seed = 1; seed <= 20; seed++) {
    kit_model k;
    uint64_t random = seed;
    kit_wish wish = plain(5);
    wish.smooth = wish.coupled = true;
    kit_make(&k, seed, wish);
    kit_pose(&k, &random, 1);
    obey_couplers(&k);
    no_forces(&k);
    double first = energy(&k), size = 1 + ps_whole(k.model, k.data).kinetic;
    for (int i = 0; i < STEPS; i++)
      fall(&k, dt);
    size += ps_whole(k.model, k.data).kinetic;
    CHECK_NEAR(energy(&k), first, 1e-8 * size); // [J]
    ps_constraint_rows(k.model, k.data);
    for (int r = 0; r < k.model->nrow; r++)
      CHECK_NEAR(k.data->constraint_error[r], 0, 1e-8); // [rad | m]
    kit_free(&k);
  }
}

// ---- mirrors

// what moves and pulls in a mirror as the first does, needs the mirrored forces
static void a_mirrored_motion_takes_mirrored_forces(void) {
  for (uint64_t seed = 1; seed <= SEEDS; seed++) {
    kit_model k, image;
    uint64_t random = seed, same = seed;
    kit_wish wish = plain(8);
    kit_make(&k, seed, wish);
    wish.mirrored = true;
    kit_make(&image, seed, wish);
    kit_pose(&k, &random, 2);
    kit_pose(&image, &same, 2);
    kit_look(&k);
    kit_look(&image);
    no_forces(&k);
    no_forces(&image);
    ps_inverse_dynamics(k.model, k.data);
    ps_inverse_dynamics(image.model, image.data);
    double tolerance = 1e-14 * (1 + largest(k.data->tau, k.model->nq)); // [N m | N]  rounding
    for (int i = 0; i < k.model->nq; i++)
      CHECK_NEAR(image.data->tau[i], k.sign[i] * k.data->tau[i], tolerance);
    for (int b = 1; b < k.model->nbody; b++) {
      ps_vec3 c = k.data->body_com[b];
      check_vector(image.data->body_com[b], ps_vec(c.x, c.y, -c.z), 1e-13); // [m]  rounding
    }
    kit_free(&k);
    kit_free(&image);
  }
}

int main(void) {
  return CHECK_RUN(
      CHECK_FACT(velocities_and_accelerations_are_rates),
      CHECK_FACT(q_is_not_the_integral_of_u_where_a_joint_turns_freely),
      CHECK_FACT(mass_matrix_is_that_of_energy_and_of_inverse_dynamics),
      CHECK_FACT(inverse_dynamics_undoes_forward_dynamics),
      CHECK_FACT(articulated_bodies_move_as_the_mass_matrix_says),
      CHECK_FACT(what_articulated_bodies_hold_pushes_the_others),
      CHECK_FACT(inverse_dynamics_is_linear_in_forces), CHECK_FACT(power_is_the_rate_of_energy),
      CHECK_FACT(opensim_mode_breaks_the_balance_in_the_joints_of_decision_0004_alone),
      CHECK_FACT(joints_carry_what_accelerates_their_bodies),
      CHECK_FACT(a_floating_tree_keeps_energy_and_momentum), CHECK_FACT(couplers_do_no_work),
      CHECK_FACT(a_mirrored_motion_takes_mirrored_forces));
}
