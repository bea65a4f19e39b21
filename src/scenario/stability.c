// stability.c: how much more the column carries, and how far the body is from tipping over.
//
//   buckling load P: the smallest with det(K - P G) = 0                                   (L5)
//
// K is the column's stiffness with the forces at hand, G what a vertical newton on the thorax takes
// from it. With K = L L', 1/P is the largest eigenvalue of L^-1 G L^-T.
#include <math.h>
#include <string.h>

#include "body/dynamics.h"
#include "scenario/hold_inner.h"

// lower triangle L of K = L L'; false: K is not positive
static bool cholesky(int n, ps_chain_matrix K) {
  for (int j = 0; j < n; j++) {
    for (int k = 0; k < j; k++)
      for (int i = j; i < n; i++)
        K[i][j] -= K[i][k] * K[j][k];
    if (!(K[j][j] > 0))
      return false;
    double root = sqrt(K[j][j]);
    for (int i = j; i < n; i++)
      K[i][j] /= root;
  }
  return true;
}

// A <- L^-1 A
static void solve_lower(int n, ps_chain_matrix L, ps_chain_matrix A) {
  for (int i = 0; i < n; i++) {
    for (int k = 0; k < i; k++)
      for (int c = 0; c < n; c++)
        A[i][c] -= L[i][k] * A[k][c];
    for (int c = 0; c < n; c++)
      A[i][c] /= L[i][i];
  }
}

static void transpose(int n, ps_chain_matrix A) {
  for (int i = 0; i < n; i++)
    for (int k = 0; k < i; k++) {
      double swap = A[i][k];
      A[i][k] = A[k][i];
      A[k][i] = swap;
    }
}

double ps_chain_buckling(const ps_chain *c, ps_chain_matrix K, ps_chain_matrix G) {
  ps_chain_matrix L, A;
  double v[PS_CHAIN];
  memcpy(L, K, sizeof L);
  if (!cholesky(c->n, L))
    return 0;
  for (int i = 0; i < c->n; i++)
    for (int k = 0; k < c->n; k++)
      A[i][k] = -G[i][k];
  solve_lower(c->n, L, A);
  transpose(c->n, A);
  solve_lower(c->n, L, A);
  double least = ps_chain_softest(c, A, v); // of - L^-1 G L^-T
  return least < 0 ? -1 / least : INFINITY;
}

double ps_hold_buckling(ps_hold *hold) {
  const ps_human *h = hold->h;
  ps_chain_matrix G = {{0}};
  // a force adds - w . (u x f) to K; G is what the downward newton takes away
  ps_chain_add_force(&h->column, h->model, hold->d, h->torso, hold->d->body_com[h->torso],
                     ps_vec(0, 1, 0), G);
  ps_chain_mirror(&h->column, G);
  return ps_chain_buckling(&h->column, hold->K, G);
}

// ---- balance: distance of the mass centre from the edge of the base, from above

typedef struct flat {
  double x, z;
} flat;

static double cross(flat o, flat a, flat b) {
  return (a.x - o.x) * (b.z - o.z) - (a.z - o.z) * (b.x - o.x);
}

// Least distance [m] from p to a line through two points of the base that leaves all others on one
// side: an edge of its hull; negative outside.
static double margin(const flat *point, int n, flat p) {
  double least = INFINITY;
  for (int i = 0; i < n; i++)
    for (int k = 0; k < n; k++) {
      double length = hypot(point[k].x - point[i].x, point[k].z - point[i].z);
      bool edge = length > 1e-6;
      for (int j = 0; j < n && edge; j++)
        edge = cross(point[i], point[k], point[j]) > -1e-9;
      if (edge)
        least = fmin(least, cross(point[i], point[k], p) / length);
    }
  return least;
}

double ps_hold_balance_margin(const ps_hold *hold) {
  const ps_model *m = hold->h->model;
  flat base[PS_CONTACTS + 8];
  int n = 0;
  for (int i = 0; i < hold->posture->ncontact; i++) {
    const ps_support_point *c = &hold->posture->contact[i];
    if (c->kind == PS_SUPPORT_HANDS || c->kind == PS_SUPPORT_BACKREST || c->against)
      continue;
    ps_vec3 at = ps_contact_point(hold, c);
    base[n++] = (flat){at.x, at.z};
  }
  ps_vec3 com = ps_whole(m, hold->d).com;
  double mass = m->mass;
  ps_vec3 sum = ps_scale(mass, com);
  for (int i = 0; i < hold->posture->npush; i++) {
    const ps_push *push = &hold->posture->push[i];
    double load = -push->force.y / 9.80665; // what hangs on the body; a moved part also lifts
    sum = ps_axpy(sum, load, ps_transform_point(hold->d->body_X[push->body], push->at));
    mass += load;
  }
  return n < 3 ? NAN : margin(base, n, (flat){sum.x / mass, sum.z / mass});
}
