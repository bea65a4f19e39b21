// laws_kit.h: what the laws of mechanics are checked with, computed by the tests themselves.
#pragma once

#include "body/constraint.h"
#include "model_kit.h"
#include <stdlib.h>

enum { SEEDS = 500, STENCIL = 4 };

static const ps_vec3 earth = {0.3, -9.8, 0.2}; // [m/s^2]  no axis is special

static inline kit_wish plain(int nbody) {
  return (kit_wish){.nbody = nbody, .gravity = earth, .compat = PS_COMPAT_NONE};
}

// ---- what the tests compute for themselves

// Momentum and angular momentum about the ground origin, body by body.
static inline ps_spatial momentum_of(const ps_model *m, const ps_data *d, int body) {
  ps_mat3 R = d->body_X[body].R;
  ps_vec3 c = d->body_com[body], v = ps_point_velocity(d->body_V[body], c);
  ps_vec3 spin = ps_mat_mul(m->body_inertia[body], ps_mat_tmul(R, d->body_V[body].w));
  ps_vec3 p = ps_scale(m->body_mass[body], v);
  return (ps_spatial){ps_add(ps_mat_mul(R, spin), ps_cross(c, p)), p};
}

static inline double energy(const kit_model *k) {
  ps_whole_body whole = ps_whole(k->model, k->data);
  return whole.kinetic + whole.potential;
}

// A motion through a pose: q' = N(q) u, u = u_0 + udot t.
typedef struct motion {
  double q[KIT_COORDINATES], u[KIT_COORDINATES], udot[KIT_COORDINATES];
} motion;

static inline motion motion_now(const kit_model *k) {
  motion at;
  size_t size = (size_t)k->model->nq * sizeof(double);
  memcpy(at.q, k->data->q, size);
  memcpy(at.u, k->data->u, size);
  memcpy(at.udot, k->data->udot, size);
  return at;
}

// Put the data where the motion is at time t, by one step of Runge and Kutta; |t| is so small that
// its error, t^5, is below rounding.
static inline void move_to(kit_model *k, const motion *from, double t) {
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
static inline double slope_of(const double *f, double h) {
  return (f[0] - 8 * f[1] + 8 * f[2] - f[3]) / (12 * h);
}
static inline ps_vec3 slope_of_vectors(const ps_vec3 *f, double h) {
  double x[STENCIL], y[STENCIL], z[STENCIL];
  for (int i = 0; i < STENCIL; i++)
    x[i] = f[i].x, y[i] = f[i].y, z[i] = f[i].z;
  return ps_vec(slope_of(x, h), slope_of(y, h), slope_of(z, h));
}
// [s]  of a stencil: truncation, 1e-12 times fifth derivatives, and rounding, 1e-14 / h, are alike
static const double h = 1e-3;

static inline void check_vector(ps_vec3 value, ps_vec3 expected, double tolerance) {
  CHECK_NEAR(value.x, expected.x, tolerance);
  CHECK_NEAR(value.y, expected.y, tolerance);
  CHECK_NEAR(value.z, expected.z, tolerance);
}

static inline void draw_forces(kit_model *k, uint64_t *random) {
  for (int i = 0; i < k->model->nq; i++)
    k->data->applied[i] = kit_between(random, -20, 20);
  for (int i = 0; i < k->model->nbody; i++) {
    k->data->body_force[i].w = kit_vector(random, 20);
    k->data->body_force[i].v = kit_vector(random, 50);
  }
}

static inline void no_forces(kit_model *k) {
  for (int i = 0; i < k->model->nq; i++)
    k->data->applied[i] = 0;
  for (int i = 0; i < k->model->nbody; i++)
    k->data->body_force[i] = (ps_spatial){{0, 0, 0}, {0, 0, 0}};
}

static inline double largest(const double *x, int n) {
  double most = 0;
  for (int i = 0; i < n; i++)
    most = fmax(most, fabs(x[i]));
  return most;
}

// Put dependent coordinates where their couplers want them, speeds too.
static inline void obey_couplers(kit_model *k) {
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
