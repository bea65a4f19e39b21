#include "body/constraint.h"

#include <math.h>

#include "body/kinematics.h"
#include "num/dense.h"

enum { MOST_ASSEMBLY_STEPS = 100 };

// q_d - f(q_i) = 0                                                            (C2)
static void coupler_row(const ps_model *m, ps_data *d, const ps_constraint *c) {
  const ps_function *f = &m->function[c->function];
  const int *arg = &m->constraint_arg[c->arg];
  double x[PS_COUPLED], gradient[PS_COUPLED], hessian[PS_COUPLED * PS_COUPLED], value;
  for (int i = 0; i < c->narg; i++)
    x[i] = d->q[arg[i]];
  ps_function_eval_n(f, m->pool, x, &value, gradient, hessian);

  double *row = &d->constraint_row[c->row * m->nq], bend = 0;
  row[c->dependent] += 1;
  for (int i = 0; i < c->narg; i++) {
    row[arg[i]] -= gradient[i];
    for (int j = 0; j < c->narg; j++)
      bend += d->u[arg[i]] * hessian[i * c->narg + j] * d->u[arg[j]];
  }
  d->constraint_error[c->row] = d->q[c->dependent] - value;
  d->constraint_bias[c->row] = bend;
}

// does coordinate k move the body?
static bool moves(const ps_model *m, int k, int body) {
  while (body > m->coord_body[k])
    body = m->body_parent[body];
  return body == m->coord_body[k];
}

static ps_vec3 axis(int i) {
  return ps_vec(i == 0, i == 1, i == 2);
}

// one row that measures, with the spatial force `probe`, how the second body moves against the
// first
static void probe_row(const ps_model *m, ps_data *d, const ps_constraint *c, int row,
                      const ps_spatial probe[2]) {
  for (int k = 0; k < m->nq; k++) {
    double rate = 0;
    if (moves(m, k, c->body[1]))
      rate += ps_sdot(d->S[k], probe[1]);
    if (moves(m, k, c->body[0]))
      rate -= ps_sdot(d->S[k], probe[0]);
    d->constraint_row[row * m->nq + k] = rate;
  }
}

// axis of the rotation from the first frame to the second, times the sine of its angle
static ps_vec3 twist(ps_mat3 A, ps_mat3 B) {
  ps_vec3 sum = {0, 0, 0};
  for (int i = 0; i < 3; i++)
    sum = ps_add(sum, ps_cross(ps_column(A, i), ps_column(B, i)));
  return ps_scale(0.5, sum);
}

// points that coincide, and for welds directions too                          (C3)
static void joined_rows(const ps_model *m, ps_data *d, const ps_constraint *c) {
  ps_transform X[2];
  ps_vec3 acceleration[2];
  for (int i = 0; i < 2; i++) {
    X[i] = ps_transform_mul(d->body_X[c->body[i]], c->frame[i]);
    acceleration[i] = ps_point_acceleration(d->body_V[c->body[i]], d->body_A0[c->body[i]], X[i].p);
  }
  ps_vec3 miss = ps_sub(X[1].p, X[0].p), turn = twist(X[0].R, X[1].R);
  ps_vec3 linear = ps_sub(acceleration[0], acceleration[1]);
  ps_vec3 angular = ps_sub(d->body_A0[c->body[0]].w, d->body_A0[c->body[1]].w);
  for (int i = 0; i < 3; i++) {
    ps_spatial probe[2] = {ps_force_at(X[0].p, axis(i)), ps_force_at(X[1].p, axis(i))};
    probe_row(m, d, c, c->row + i, probe);
    d->constraint_error[c->row + i] = ps_at(miss, i);
    d->constraint_bias[c->row + i] = ps_at(linear, i);
  }
  for (int i = 0; c->kind == PS_CONSTRAINT_WELD && i < 3; i++) {
    ps_spatial probe[2] = {{axis(i), {0, 0, 0}}, {axis(i), {0, 0, 0}}};
    probe_row(m, d, c, c->row + 3 + i, probe);
    d->constraint_error[c->row + 3 + i] = ps_at(turn, i);
    d->constraint_bias[c->row + 3 + i] = ps_at(angular, i);
  }
}

// |p_2 - p_1| = distance                                                      (C4)
static void distance_row(const ps_model *m, ps_data *d, const ps_constraint *c) {
  ps_vec3 p[2], v[2], a[2];
  for (int i = 0; i < 2; i++) {
    int body = c->body[i];
    p[i] = ps_transform_point(d->body_X[body], c->frame[i].p);
    v[i] = ps_point_velocity(d->body_V[body], p[i]);
    a[i] = ps_point_acceleration(d->body_V[body], d->body_A0[body], p[i]);
  }
  ps_vec3 apart = ps_sub(p[1], p[0]), speed = ps_sub(v[1], v[0]);
  double length = ps_norm(apart);
  ps_vec3 e = length > 0 ? ps_scale(1 / length, apart) : ps_vec(0, 0, 0);
  ps_spatial probe[2] = {ps_force_at(p[0], e), ps_force_at(p[1], e)};
  probe_row(m, d, c, c->row, probe);
  double along = ps_dot(e, speed);
  double swing = length > 0 ? (ps_norm2(speed) - along * along) / length : 0;
  d->constraint_error[c->row] = length - c->distance;
  d->constraint_bias[c->row] = -ps_dot(e, ps_sub(a[1], a[0])) - swing;
}

void ps_constraint_rows(const ps_model *m, ps_data *d) {
  if (!m->nconstraint)
    return;
  d->body_A0[0] = (ps_spatial){{0, 0, 0}, {0, 0, 0}};
  for (int i = 1; i < m->nbody; i++)
    d->body_A0[i] = ps_sadd(d->body_A0[m->body_parent[i]], d->body_bias[i]);
  for (int i = 0; i < m->nrow * m->nq; i++)
    d->constraint_row[i] = 0;
  for (int i = 0; i < m->nconstraint; i++) {
    const ps_constraint *c = &m->constraint[i];
    if (c->kind == PS_CONSTRAINT_COUPLER)
      coupler_row(m, d, c);
    else if (c->kind == PS_CONSTRAINT_DISTANCE)
      distance_row(m, d, c);
    else
      joined_rows(m, d, c);
  }
}

// C W^-1 C' over the coordinates that may move but `left_out`, factored; weights W may be NULL: 1
static ps_envelope factor_rows(const ps_model *m, ps_data *d, const double *weight, int left_out) {
  int n = m->nrow;
  for (int j = 0; j < n; j++) {
    d->constraint_last[j] = n - 1;
    d->constraint_lift[j] = INFINITY; // a row that says nothing new pulls at nothing
  }
  ps_envelope e = {n, d->constraint_last, d->constraint_start};
  ps_envelope_starts(n, d->constraint_last, d->constraint_start);
  for (int j = 0; j < n; j++)
    for (int i = j; i < n; i++) {
      double sum = 0;
      for (int k = 0; k < m->nq; k++)
        if (k != left_out && !ps_coordinate_held(m, k))
          sum += d->constraint_row[i * m->nq + k] * d->constraint_row[j * m->nq + k] /
                 (weight ? weight[k] : 1);
      d->constraint_schur[ps_envelope_at(&e, i, j)] = sum;
    }
  ps_pivot_rule rule = {1e-12, d->constraint_lift};
  ps_ldl_factor(&e, &rule, d->constraint_schur, d->constraint_diagonal);
  return e;
}

void ps_constraint_coupling(const ps_model *m, ps_data *d, int k, double *rate) {
  int nq = m->nq;
  bool constrained = false;
  for (int i = 0; i < nq; i++)
    rate[i] = i == k;
  for (int r = 0; r < m->nrow; r++)
    constrained = constrained || d->constraint_row[r * nq + k] != 0;
  if (!constrained)
    return;

  // of all motions that the constraints allow with unit speed at k, the smallest   (C6)
  //   rate_others = -C_o' (C_o C_o')^-1 C_k
  ps_envelope e = factor_rows(m, d, NULL, k);
  for (int r = 0; r < m->nrow; r++)
    d->constraint_force[r] = -d->constraint_row[r * nq + k];
  ps_ldl_solve(&e, d->constraint_schur, d->constraint_force);
  for (int i = 0; i < nq; i++)
    for (int r = 0; r < m->nrow && i != k && !ps_coordinate_held(m, i); r++)
      rate[i] += d->constraint_row[r * nq + i] * d->constraint_force[r];

  // rows that the others cannot satisfy: k cannot be turned
  for (int r = 0; r < m->nrow; r++) {
    double miss = 0, size = 0;
    for (int i = 0; i < nq; i++) {
      miss += d->constraint_row[r * nq + i] * rate[i];
      size = fmax(size, fabs(d->constraint_row[r * nq + i] * rate[i]));
    }
    for (int i = 0; fabs(miss) > 1e-9 * size && i < nq; i++)
      rate[i] = NAN;
  }
}

static double largest_error(const ps_model *m, const ps_data *d) {
  double worst = 0;
  for (int r = 0; r < m->nrow; r++)
    worst = fmax(worst, fabs(d->constraint_error[r]));
  return worst;
}

// one step towards q = wanted - W^-1 C' z with z so that e vanishes to first order (C5); its size
static double assembly_step(const ps_model *m, ps_data *d) {
  int nq = m->nq;
  ps_body_positions(m, d);
  ps_body_velocities(m, d);
  ps_constraint_rows(m, d);
  for (int r = 0; r < m->nrow; r++) {
    double miss = d->constraint_error[r];
    for (int k = 0; k < nq; k++)
      if (!ps_coordinate_held(m, k))
        miss += d->constraint_row[r * nq + k] * (d->wanted[k] - d->q[k]);
    d->constraint_force[r] = miss;
  }
  ps_envelope e = factor_rows(m, d, m->coord_stiff, -1);
  ps_ldl_solve(&e, d->constraint_schur, d->constraint_force);
  double size = 0;
  for (int k = 0; k < nq; k++) {
    d->step[k] = 0;
    if (ps_coordinate_held(m, k))
      continue;
    d->step[k] = d->wanted[k] - d->q[k];
    for (int r = 0; r < m->nrow; r++)
      d->step[k] -= d->constraint_row[r * nq + k] * d->constraint_force[r] / m->coord_stiff[k];
    size = fmax(size, fabs(d->step[k]));
  }
  return size;
}

double ps_constraint_assemble(const ps_model *m, ps_data *d) {
  if (!m->nrow)
    return 0;
  for (int k = 0; k < m->nq; k++)
    d->wanted[k] = d->q[k];
  for (int i = 0; i < MOST_ASSEMBLY_STEPS; i++) {
    double size = assembly_step(m, d);
    // never turn by more than half a radian at once
    double part = size > 0.5 ? 0.5 / size : 1;
    for (int k = 0; k < m->nq; k++)
      d->q[k] += part * d->step[k];
    if (size < 1e-14)
      break;
  }
  ps_body_positions(m, d);
  ps_body_velocities(m, d);
  ps_constraint_rows(m, d);
  return largest_error(m, d);
}
