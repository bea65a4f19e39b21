// Laws of mechanics, on random trees with joints of every kind and functions of every class.
//
// Everything here is asked of PS_COMPAT_NONE unless it says otherwise: where OpenSim departs from
// mechanics (docs/decisions/0004-custom-joint-acceleration.md) its mode must, too, and one fact
// asserts that it does so there and nowhere else.
#include "laws_kit.h"

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
  return CHECK_RUN(CHECK_FACT(mass_matrix_is_that_of_energy_and_of_inverse_dynamics),
                   CHECK_FACT(inverse_dynamics_undoes_forward_dynamics),
                   CHECK_FACT(articulated_bodies_move_as_the_mass_matrix_says),
                   CHECK_FACT(what_articulated_bodies_hold_pushes_the_others),
                   CHECK_FACT(inverse_dynamics_is_linear_in_forces),
                   CHECK_FACT(power_is_the_rate_of_energy),
                   CHECK_FACT(opensim_mode_breaks_the_balance_in_the_joints_of_decision_0004_alone),
                   CHECK_FACT(joints_carry_what_accelerates_their_bodies),
                   CHECK_FACT(a_mirrored_motion_takes_mirrored_forces));
}
