// chain.c: stiffness of the lumbar column.
#include "analysis/chain.h"

#include <math.h>
#include <string.h>

// a point that moves with part of the chain
typedef struct ride {
  int n;               // rotations of the chain that move it
  int place[PS_CHAIN]; // in the chain, from below
  ps_vec3 u[PS_CHAIN]; // [m/rad]  how they move it
  ps_vec3 w[PS_CHAIN]; // their axes
} ride;

static void moved_by(const ps_chain *c, const ps_model *m, const ps_data *d, int body, ps_vec3 p,
                     ride *s) {
  s->n = 0;
  for (int k = 0; k < c->n; k++) {
    int first = m->coord_body[c->coordinate[k]], at = body;
    while (at > first)
      at = m->body_parent[at];
    if (at != first)
      break; // what the lower joint does not carry, none above it does
    ps_spatial S = d->S[c->coordinate[k]];
    s->place[s->n] = k;
    s->w[s->n] = S.w;
    s->u[s->n++] = ps_point_velocity(S, p);
  }
}

void ps_chain_add_force(const ps_chain *c, const ps_model *m, const ps_data *d, int body, ps_vec3 p,
                        ps_vec3 force, ps_chain_matrix K) {
  ride s;
  moved_by(c, m, d, body, p, &s);
  for (int l = 0; l < s.n; l++) {
    ps_vec3 lift = ps_cross(s.u[l], force); // force . (w x u) = w . (u x force)
    for (int k = 0; k <= l; k++)
      K[s.place[k]][s.place[l]] -= ps_dot(s.w[k], lift);
  }
}

void ps_chain_add_spring(const ps_chain *c, const ps_model *m, const ps_data *d, int body,
                         ps_vec3 p, ps_vec3 n, double stiffness, ps_chain_matrix K) {
  ride s;
  moved_by(c, m, d, body, p, &s);
  for (int l = 0; l < s.n; l++)
    for (int k = 0; k <= l; k++)
      K[s.place[k]][s.place[l]] += stiffness * ps_dot(n, s.u[k]) * ps_dot(n, s.u[l]);
}

void ps_chain_add_gravity(const ps_chain *c, const ps_model *m, const ps_data *d,
                          ps_chain_matrix K) {
  for (int body = 1; body < m->nbody; body++)
    if (m->body_mass[body] > 0)
      ps_chain_add_force(c, m, d, body, d->body_com[body], ps_scale(m->body_mass[body], m->gravity),
                         K);
}

void ps_chain_mirror(const ps_chain *c, ps_chain_matrix K) {
  for (int k = 0; k < c->n; k++)
    for (int l = 0; l < k; l++)
      K[k][l] = K[l][k];
}

// ---- the softest direction: Householder's tridiagonal form, Laguerre's steps, inverse iteration

// A <- Q' A Q, tridiagonal: diagonal a, beside it b; the reflections stay in the rows of V
static void tridiagonal(int n, ps_chain_matrix A, double *a, double *b, ps_chain_matrix V) {
  for (int k = 0; k + 2 < n; k++) {
    double norm = 0, *v = V[k], p[PS_CHAIN];
    for (int i = k + 1; i < n; i++)
      norm += A[i][k] * A[i][k];
    norm = copysign(sqrt(norm), A[k + 1][k]);
    double size = 0;
    for (int i = 0; i < n; i++)
      v[i] = i > k ? A[i][k] : 0;
    v[k + 1] += norm;
    for (int i = k + 1; i < n; i++)
      size += v[i] * v[i];
    if (size == 0)
      continue;
    double unit = 1 / sqrt(size), vp = 0;
    for (int i = k + 1; i < n; i++)
      v[i] *= unit;
    for (int i = k; i < n; i++)
      p[i] = 0;
    for (int j = k + 1; j < n; j++) // p = A v, by rows of a symmetric matrix
      for (int i = k; i < n; i++)
        p[i] += A[j][i] * v[j];
    for (int i = k; i < n; i++)
      vp += v[i] * p[i];
    for (int i = k; i < n; i++) // w = p - (v'p) v
      p[i] -= vp * v[i];
    for (int i = k; i < n; i++) // A - 2 v w' - 2 w v'
      for (int j = k; j < n; j++)
        A[i][j] -= 2 * (v[i] * p[j] + v[j] * p[i]);
  }
  for (int i = 0; i < n; i++) {
    a[i] = A[i][i];
    b[i] = i + 1 < n ? A[i + 1][i] : 0;
  }
}

// With p(x) = det(T - x): the sums of 1 / (eigenvalue - x) and of its square, which are -p'/p and
// its slope, by the pivots of T - x. False: x is not below every eigenvalue.
static bool sum_inverses(int n, const double *a, const double *b, double x, double *once,
                         double *twice) {
  double inverse = 0, u = 0, w = 0; // of the last pivot q: 1/q, q'/q, q''/q
  *once = *twice = 0;
  for (int i = 0; i < n; i++) {
    double r = i > 0 ? b[i - 1] * b[i - 1] * inverse : 0;
    double q = a[i] - x - r, slope = r * u - 1, bend = r * (w - 2 * u * u);
    if (!(q > 0))
      return false;
    inverse = 1 / q;
    u = slope * inverse;
    w = bend * inverse;
    *once -= u;
    *twice += u * u - w;
  }
  return true;
}

// Laguerre's steps from below all eigenvalues come to the lowest without passing it, and triple the
// right digits with each [parlett1964].
static double least_eigenvalue(int n, const double *a, const double *b) {
  double low = INFINITY, high = -INFINITY, once, twice;
  for (int i = 0; i < n; i++) {
    double reach = fabs(b[i]) + (i > 0 ? fabs(b[i - 1]) : 0);
    low = fmin(low, a[i] - reach);
    high = fmax(high, a[i] + reach);
  }
  double close = 1e-14 * fmax(fabs(low), fabs(high)), step = INFINITY;
  for (int i = 0; i < 100 && step > close && sum_inverses(n, a, b, low, &once, &twice); i++) {
    step = n / (once + sqrt(fmax(0, (n - 1) * (n * twice - once * once))));
    low += step;
  }
  return low;
}

// x <- (T - shift)^-1 x by elimination with row exchanges
static void solve_tridiagonal(int n, const double *a, const double *b, double shift, double *x) {
  double d[PS_CHAIN], e[PS_CHAIN] = {0}, f[PS_CHAIN] = {0};
  for (int i = 0; i < n; i++) {
    d[i] = a[i] - shift;
    e[i] = b[i];
  }
  for (int i = 0; i + 1 < n; i++) {
    double low = b[i];
    if (fabs(low) > fabs(d[i])) { // exchange the rows i and i + 1
      double factor = d[i] / low, next = d[i + 1], beyond = e[i + 1], swap = x[i];
      d[i] = low;
      d[i + 1] = e[i] - factor * next;
      e[i] = next;
      f[i] = beyond;
      e[i + 1] = -factor * beyond;
      x[i] = x[i + 1];
      x[i + 1] = swap - factor * x[i];
    } else {
      double factor = d[i] == 0 ? 0 : low / d[i];
      d[i + 1] -= factor * e[i];
      x[i + 1] -= factor * x[i];
    }
  }
  double least = 1e-14 * (fabs(shift) + fabs(a[0]) + 1); // the shift makes one pivot vanish
  for (int i = n - 1; i >= 0; i--) {
    double right = x[i] - (i + 1 < n ? e[i] * x[i + 1] : 0) - (i + 2 < n ? f[i] * x[i + 2] : 0);
    x[i] = right / (fabs(d[i]) < least ? copysign(least, d[i]) : d[i]);
  }
}

bool ps_chain_stiffer(const ps_chain *c, ps_chain_matrix K, double least) {
  ps_chain_matrix A;
  memcpy(A, K, sizeof A);
  for (int j = 0; j < c->n; j++) // pivots of K - least, by its upper triangle
    A[j][j] -= least;
  for (int j = 0; j < c->n; j++) {
    if (!(A[j][j] > 0))
      return false;
    for (int i = j + 1; i < c->n; i++) {
      double factor = A[j][i] / A[j][j];
      for (int k = i; k < c->n; k++)
        A[i][k] -= factor * A[j][k];
    }
  }
  return true;
}

double ps_chain_softest(const ps_chain *c, ps_chain_matrix K, double *v) {
  ps_chain_matrix A, V = {{0}};
  double a[PS_CHAIN], b[PS_CHAIN];
  int n = c->n;
  memcpy(A, K, sizeof A);
  tridiagonal(n, A, a, b, V);
  double least = least_eigenvalue(n, a, b);
  for (int i = 0; i < n; i++)
    v[i] = 1 + 0.01 * i; // along no eigenvector by symmetry
  for (int round = 0; round < 3; round++) {
    double size = 0;
    solve_tridiagonal(n, a, b, least, v);
    for (int i = 0; i < n; i++)
      size += v[i] * v[i];
    for (int i = 0; i < n; i++)
      v[i] /= sqrt(size);
  }
  for (int k = n - 3; k >= 0; k--) { // back through the reflections
    double along = 0;
    for (int i = 0; i < n; i++)
      along += V[k][i] * v[i];
    for (int i = 0; i < n; i++)
      v[i] -= 2 * along * V[k][i];
  }
  return least;
}

ps_vec3 ps_path_pull_across(const ps_model *m, const ps_data *d, int index, int coordinate) {
  const ps_path *path = &m->path[index];
  const ps_path_point *point = &d->path_point[path->current];
  const ps_vec3 *along = &d->path_along[path->current];
  ps_vec3 pull = {0, 0, 0};
  for (int i = path->span; i < path->span + path->nspan; i++) {
    if (m->span_coordinate[i] != coordinate)
      continue;
    for (int k = 1; k < d->path_npoint[index]; k++) {
      int moves_a = (int)(m->span_mask[i] >> point[k - 1].side & 1);
      int moves_b = (int)(m->span_mask[i] >> point[k].side & 1);
      if (moves_a != moves_b) // along points from the point before
        pull = ps_axpy(pull, moves_a ? 1 : -1, along[k]);
    }
  }
  return pull;
}
