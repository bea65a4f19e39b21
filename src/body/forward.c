// forward.c: accelerations from forces, by articulated bodies and by the mass matrix.
//
//   IA_i = I_i + sum_children [ IA - U D^-1 U' ]      U = IA S,  D = S' U              (D3)
//   pA_i = V x* I V - f + sum_children [ pA + Ia c + U D^-1 (tau - S' pA) ]            (D4)
//   udot = D^-1 (tau - S' pA - U' (A_parent + c))                                      (D5)
//
// With coordinates that are held or coupled the same follows from M, C of (C1) and multipliers l:
//   M udot + C' l = tau + J' F - h        C udot = g                                   (D6)
#include <math.h>

#include "body/constraint.h"
#include "body/dynamics.h"
#include "body/inertia.h"
#include "body/kinematics.h"
#include "num/dense.h"

enum { MOST_SPEEDS = 6 };

// 6 x 6 over (w, v), row major
static void inertia_to_matrix(const ps_inertia *I, double *A) {
  ps_vec3 h = I->moment;
  double m = I->mass;
  const double full[36] = {I->xx, I->xy, I->xz, 0,    -h.z, h.y,  //
                           I->xy, I->yy, I->yz, h.z,  0,    -h.x, //
                           I->xz, I->yz, I->zz, -h.y, h.x,  0,    //
                           0,     h.z,   -h.y,  m,    0,    0,    //
                           -h.z,  0,     h.x,   0,    m,    0,    //
                           h.y,   -h.x,  0,     0,    0,    m};
  for (int i = 0; i < 36; i++)
    A[i] = full[i];
}

static ps_spatial matrix_apply(const double *A, ps_spatial V) {
  const double x[6] = {V.w.x, V.w.y, V.w.z, V.v.x, V.v.y, V.v.z};
  double y[6];
  for (int i = 0; i < 6; i++) {
    y[i] = 0;
    for (int j = 0; j < 6; j++)
      y[i] += A[6 * i + j] * x[j];
  }
  return (ps_spatial){{y[0], y[1], y[2]}, {y[3], y[4], y[5]}};
}

// A += s a b'
static void matrix_add_product(double *A, double s, ps_spatial a, ps_spatial b) {
  const double x[6] = {a.w.x, a.w.y, a.w.z, a.v.x, a.v.y, a.v.z};
  const double y[6] = {b.w.x, b.w.y, b.w.z, b.v.x, b.v.y, b.v.z};
  for (int i = 0; i < 6; i++)
    for (int j = 0; j < 6; j++)
      A[6 * i + j] += s * x[i] * y[j];
}

// L L' = D in place (lower, n x n in rows of 6); false: not positive
static bool small_cholesky(int n, double *D) {
  for (int j = 0; j < n; j++) {
    for (int k = 0; k < j; k++)
      for (int i = j; i < n; i++)
        D[6 * i + j] -= D[6 * i + k] * D[6 * j + k];
    if (!(D[6 * j + j] > 0))
      return false;
    double root = sqrt(D[6 * j + j]);
    for (int i = j; i < n; i++)
      D[6 * i + j] /= root;
  }
  return true;
}

static void small_solve(int n, const double *L, double *x) {
  for (int i = 0; i < n; i++) {
    for (int k = 0; k < i; k++)
      x[i] -= L[6 * i + k] * x[k];
    x[i] /= L[6 * i + i];
  }
  for (int i = n - 1; i >= 0; i--) {
    for (int k = i + 1; k < n; k++)
      x[i] -= L[6 * k + i] * x[k];
    x[i] /= L[6 * i + i];
  }
}

// force at rest of the body alone: V x* I V less gravity and what is applied
static ps_spatial body_bias_force(const ps_model *m, const ps_data *d, int i, const ps_inertia *I) {
  ps_spatial V = d->body_V[i];
  ps_spatial p = ps_scross_force(V, ps_inertia_apply(I, V));
  ps_spatial weight = ps_force_at(d->body_com[i], ps_scale(m->body_mass[i], m->gravity));
  return ps_ssub(ps_ssub(p, weight), d->body_force[i]);
}

// U, D and the force left for the joint of body i   (D3)
static bool joint_terms(const ps_model *m, ps_data *d, int i) {
  int q0 = m->body_q0[i], n = m->body_nq[i];
  double *D = &d->articulated_D[6 * q0];
  for (int k = 0; k < n; k++)
    d->articulated_U[q0 + k] = matrix_apply(&d->articulated[36 * i], d->S[q0 + k]);
  for (int k = 0; k < n; k++) {
    for (int l = 0; l <= k; l++)
      D[6 * k + l] = ps_sdot(d->S[q0 + l], d->articulated_U[q0 + k]);
    d->articulated_u[q0 + k] = d->applied[q0 + k] - ps_sdot(d->S[q0 + k], d->articulated_force[i]);
  }
  return small_cholesky(n, D);
}

// what body i and its joint mean to the body they hang on   (D3, D4)
static void hand_inwards(const ps_model *m, ps_data *d, int i) {
  int q0 = m->body_q0[i], n = m->body_nq[i];
  double *A = &d->articulated[36 * i];
  double force[MOST_SPEEDS], column[MOST_SPEEDS];
  for (int k = 0; k < n; k++)
    force[k] = d->articulated_u[q0 + k];
  small_solve(n, &d->articulated_D[6 * q0], force);

  // Ia = IA - U D^-1 U', one column of D^-1 at a time
  for (int k = 0; k < n; k++) {
    for (int l = 0; l < n; l++)
      column[l] = l == k;
    small_solve(n, &d->articulated_D[6 * q0], column);
    for (int l = 0; l < n; l++)
      matrix_add_product(A, -column[l], d->articulated_U[q0 + l], d->articulated_U[q0 + k]);
  }
  ps_spatial p = ps_sadd(d->articulated_force[i], matrix_apply(A, d->body_bias[i]));
  for (int k = 0; k < n; k++)
    p = ps_saxpy(p, force[k], d->articulated_U[q0 + k]);

  int parent = m->body_parent[i];
  for (int k = 0; k < 36; k++)
    d->articulated[36 * parent + k] += A[k];
  d->articulated_force[parent] = ps_sadd(d->articulated_force[parent], p);
}

bool ps_articulated_body(const ps_model *m, ps_data *d) {
  bool moves = true;
  for (int i = 0; i < m->nbody; i++) {
    ps_inertia I =
        ps_inertia_at(m->body_mass[i], d->body_com[i], m->body_inertia[i], d->body_X[i].R);
    inertia_to_matrix(&I, &d->articulated[36 * i]);
    d->articulated_force[i] = body_bias_force(m, d, i, &I);
  }
  for (int i = m->nbody - 1; i > 0; i--) {
    moves = joint_terms(m, d, i) && moves;
    hand_inwards(m, d, i);
  }
  d->body_A[0] = (ps_spatial){{0, 0, 0}, {0, 0, 0}};
  for (int i = 1; i < m->nbody; i++) {
    int q0 = m->body_q0[i], n = m->body_nq[i];
    ps_spatial A = ps_sadd(d->body_A[m->body_parent[i]], d->body_bias[i]);
    for (int k = 0; k < n; k++)
      d->udot[q0 + k] = d->articulated_u[q0 + k] - ps_sdot(A, d->articulated_U[q0 + k]);
    small_solve(n, &d->articulated_D[6 * q0], &d->udot[q0]);
    for (int k = 0; k < n; k++)
      A = ps_saxpy(A, d->udot[q0 + k], d->S[q0 + k]);
    d->body_A[i] = A;
  }
  return moves;
}

// the coordinates that are not held, and room for their mass matrix as a full lower triangle
static ps_envelope free_coordinates(const ps_model *m, ps_data *d) {
  int n = 0;
  for (int k = 0; k < m->nq; k++)
    if (!ps_coordinate_held(m, k))
      d->free_coord[n++] = k;
  for (int j = 0; j < n; j++) {
    d->envelope_last[j] = n - 1;
    d->pivot_lift[j] = INFINITY;
  }
  ps_envelope e = {n, d->envelope_last, d->envelope_start};
  ps_envelope_starts(n, d->envelope_last, d->envelope_start);
  return e;
}

// subtract from the free accelerations what the constraints forbid   (D6)
//   l = (C M^-1 C')^-1 (C udot - g)      udot <- udot - M^-1 C' l
static void obey_constraints(const ps_model *m, ps_data *d, const ps_envelope *e) {
  int n = e->n, nrow = m->nrow, nq = m->nq;
  for (int j = 0; j < nrow; j++) {
    d->constraint_last[j] = nrow - 1;
    d->constraint_lift[j] = INFINITY;
  }
  ps_envelope schur = {nrow, d->constraint_last, d->constraint_start};
  ps_envelope_starts(nrow, d->constraint_last, d->constraint_start);

  for (int r = 0; r < nrow; r++) {
    const double *row = &d->constraint_row[r * nq];
    double *solved = &d->constraint_solve[r * nq], miss = -d->constraint_bias[r];
    for (int i = 0; i < n; i++)
      solved[i] = row[d->free_coord[i]];
    ps_ldl_solve(e, d->reduced, solved);
    for (int k = 0; k < nq; k++)
      miss += row[k] * d->udot[k];
    d->constraint_force[r] = miss;
    for (int s = 0; s <= r; s++) {
      double sum = 0;
      for (int i = 0; i < n; i++)
        sum += d->constraint_row[s * nq + d->free_coord[i]] * solved[i];
      d->constraint_schur[ps_envelope_at(&schur, r, s)] = sum;
    }
  }
  ps_pivot_rule rule = {1e-13, d->constraint_lift};
  ps_ldl_factor(&schur, &rule, d->constraint_schur, d->constraint_diagonal);
  ps_ldl_solve(&schur, d->constraint_schur, d->constraint_force);
  for (int r = 0; r < nrow; r++)
    for (int i = 0; i < n; i++)
      d->udot[d->free_coord[i]] -= d->constraint_force[r] * d->constraint_solve[r * nq + i];
}

bool ps_forward_dynamics(const ps_model *m, ps_data *d) {
  ps_envelope e = free_coordinates(m, d);

  // what the held coordinates do alone takes tau; the rest of the forces accelerates the free ones
  for (int i = 0; i < e.n; i++)
    d->udot[d->free_coord[i]] = 0;
  ps_inverse_dynamics(m, d);
  for (int i = 0; i < e.n; i++) {
    int k = d->free_coord[i];
    d->free_force[i] = d->applied[k] - d->tau[k];
  }
  ps_mass_matrix(m, d);
  for (int j = 0; j < e.n; j++)
    for (int i = j; i < e.n; i++)
      d->reduced[ps_envelope_at(&e, i, j)] =
          d->mass_matrix[d->free_coord[i] * m->nq + d->free_coord[j]];
  int vanished =
      ps_ldl_factor(&e, &(ps_pivot_rule){1e-14, d->pivot_lift}, d->reduced, d->pivot_diagonal);
  ps_ldl_solve(&e, d->reduced, d->free_force);
  for (int i = 0; i < e.n; i++)
    d->udot[d->free_coord[i]] = d->free_force[i];

  if (m->nrow) {
    ps_constraint_rows(m, d);
    obey_constraints(m, d, &e);
  }
  ps_body_accelerations(m, d);
  return vanished == 0;
}
