// forward.c: accelerations from forces, by articulated bodies and by the mass matrix.
//
//   IA_i = I_i + sum_children IA        pA_i = V x* I V - f + sum_children pA          (D3)
//   inwards through each coordinate of a joint, then once through its c:               (D4)
//     U = IA S,  D = S' U,  u = tau - S' pA:   IA <- IA - U D^-1 U',  pA <- pA + U D^-1 u
//     pA <- pA + IA c
//   outwards:   udot = D^-1 (u - U' A),   A <- A + S udot                              (D5)
//
// A coordinate that is held keeps its udot: pA <- pA + IA S udot. With constraints the
// accelerations follow from M, C of (C1) and multipliers l:
//   M udot + C' l = tau + J' F - h        C udot = g                                   (D6)
#include <math.h>

#include "body/constraint.h"
#include "body/dynamics.h"
#include "body/inertia.h"
#include "body/kinematics.h"
#include "num/dense.h"

// Inertias of articulated bodies: 6 x 6 over (w, v), each row in two registers of four numbers, the
// last two of which are zero.
typedef double ps_four __attribute__((vector_size(32), aligned(8), may_alias));

typedef struct ps_wide {
  ps_four head, tail; // w and v.x; v.y, v.z, 0, 0
} ps_wide;
enum { ROW = 8, MATRIX = 6 * ROW };

static inline ps_spatial narrow(ps_wide a) {
  return (ps_spatial){{a.head[0], a.head[1], a.head[2]}, {a.head[3], a.tail[0], a.tail[1]}};
}

static inline ps_wide *matrix_of(const ps_data *d, int body) {
  return (ps_wide *)&d->articulated[MATRIX * body];
}

static inline ps_wide row_of(double a, double b, double c, double x, double y, double z) {
  return (ps_wide){{a, b, c, x}, {y, z, 0, 0}};
}

static void inertia_to_matrix(const ps_inertia *I, ps_wide *A) {
  ps_vec3 h = I->moment;
  A[0] = row_of(I->xx, I->xy, I->xz, 0, -h.z, h.y);
  A[1] = row_of(I->xy, I->yy, I->yz, h.z, 0, -h.x);
  A[2] = row_of(I->xz, I->yz, I->zz, -h.y, h.x, 0);
  A[3] = row_of(0, h.z, -h.y, I->mass, 0, 0);
  A[4] = row_of(-h.z, 0, h.x, 0, I->mass, 0);
  A[5] = row_of(h.y, -h.x, 0, 0, 0, I->mass);
}

// A V of a symmetric A, a column at a time
static inline ps_wide matrix_apply(const ps_wide *A, ps_spatial V) {
  const double x[6] = {V.w.x, V.w.y, V.w.z, V.v.x, V.v.y, V.v.z};
  ps_wide y = {A[0].head * x[0], A[0].tail * x[0]};
  for (int j = 1; j < 6; j++) {
    y.head += A[j].head * x[j];
    y.tail += A[j].tail * x[j];
  }
  return y;
}

// A += s a a'
static inline void matrix_add_square(ps_wide *A, double s, ps_wide a) {
  const double x[6] = {a.head[0], a.head[1], a.head[2], a.head[3], a.tail[0], a.tail[1]};
  ps_wide scaled = {a.head * s, a.tail * s};
  for (int i = 0; i < 6; i++) {
    A[i].head += scaled.head * x[i];
    A[i].tail += scaled.tail * x[i];
  }
}

static inline void matrix_add(ps_wide *A, const ps_wide *B) {
  for (int i = 0; i < 6; i++) {
    A[i].head += B[i].head;
    A[i].tail += B[i].tail;
  }
}

// force at rest of the body alone: V x* I V less gravity and what is applied
static ps_spatial body_bias_force(const ps_model *m, const ps_data *d, int i, const ps_inertia *I) {
  ps_spatial V = d->body_V[i];
  ps_spatial p = ps_scross_force(V, ps_inertia_apply(I, V));
  ps_spatial weight = ps_force_at(d->body_com[i], ps_scale(m->body_mass[i], m->gravity));
  return ps_ssub(ps_ssub(p, weight), d->body_force[i]);
}

// 1 / D, or 0 where nothing but rounding resists the coordinate
static inline double inverse_of(double D, ps_spatial S, ps_spatial U) {
  const double rounding = 1e-28;
  return D > 0 && D * D > rounding * ps_sdot(S, S) * ps_sdot(U, U) ? 1 / D : 0;
}

// What body i and its joint mean to the body they hang on   (D3, D4). The coordinates of a joint
// are taken one by one, the outermost first, as if bodies without mass lay between them.
static bool hand_inwards(const ps_model *m, ps_data *d, int i) {
  ps_wide *A = matrix_of(d, i);
  ps_spatial p = d->articulated_force[i];
  int q0 = m->body_q0[i], parent = m->body_parent[i];
  bool moves = true;
  for (int k = q0 + m->body_nq[i] - 1; k >= q0; k--) {
    ps_spatial S = d->S[k];
    ps_wide wide = matrix_apply(A, S);
    ps_spatial U = narrow(wide);
    if (ps_coordinate_held(m, k)) {
      p = ps_saxpy(p, d->udot[k], U);
      continue;
    }
    double inverse = inverse_of(ps_sdot(S, U), S, U), u = d->applied[k] - ps_sdot(S, p);
    moves = moves && inverse > 0;
    matrix_add_square(A, -inverse, wide);
    p = ps_saxpy(p, inverse * u, U);
    d->articulated_U[k] = U;
    d->articulated_inverse[k] = inverse;
    d->articulated_u[k] = u;
  }
  p = ps_sadd(p, narrow(matrix_apply(A, d->body_bias[i])));
  matrix_add(matrix_of(d, parent), A);
  d->articulated_force[parent] = ps_sadd(d->articulated_force[parent], p);
  return moves;
}

// accelerations of a body and the coordinates of its joint   (D5)
static void hand_outwards(const ps_model *m, ps_data *d, int i) {
  ps_spatial A = ps_sadd(d->body_A[m->body_parent[i]], d->body_bias[i]);
  for (int k = m->body_q0[i]; k < m->body_q0[i] + m->body_nq[i]; k++) {
    if (!ps_coordinate_held(m, k))
      d->udot[k] =
          d->articulated_inverse[k] * (d->articulated_u[k] - ps_sdot(A, d->articulated_U[k]));
    A = ps_saxpy(A, d->udot[k], d->S[k]);
  }
  d->body_A[i] = A;
}

bool ps_articulated_body(const ps_model *m, ps_data *d) {
  bool moves = true;
  for (int i = 0; i < m->nbody; i++) {
    ps_inertia I =
        ps_inertia_at(m->body_mass[i], d->body_com[i], m->body_inertia[i], d->body_X[i].R);
    inertia_to_matrix(&I, matrix_of(d, i));
    d->articulated_force[i] = body_bias_force(m, d, i, &I);
  }
  for (int i = m->nbody - 1; i > 0; i--)
    moves = hand_inwards(m, d, i) && moves;
  d->body_A[0] = (ps_spatial){{0, 0, 0}, {0, 0, 0}};
  for (int i = 1; i < m->nbody; i++)
    hand_outwards(m, d, i);
  return moves;
}

// ---- with constraints

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

static bool move_constrained(const ps_model *m, ps_data *d) {
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

  ps_constraint_rows(m, d);
  obey_constraints(m, d, &e);
  ps_body_accelerations(m, d);
  return vanished == 0;
}

bool ps_forward_dynamics(const ps_model *m, ps_data *d) {
  return m->nrow ? move_constrained(m, d) : ps_articulated_body(m, d);
}
