// How bodies move: rates of what they are rates of, and motion that nothing pushes.
#include "laws_kit.h"

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

int main(void) {
  return CHECK_RUN(CHECK_FACT(velocities_and_accelerations_are_rates),
                   CHECK_FACT(q_is_not_the_integral_of_u_where_a_joint_turns_freely),
                   CHECK_FACT(a_floating_tree_keeps_energy_and_momentum),
                   CHECK_FACT(couplers_do_no_work));
}
