// chain.c: stiffness of the lumbar column.
#include "analysis/chain.h"

#include <math.h>
#include <string.h>

// a straight segment of a path of which one end moves with part of the chain
typedef struct segment {
  int n;               // rotations of the chain that move the end
  int place[PS_CHAIN]; // in the chain, from below
  ps_vec3 u[PS_CHAIN]; // [m/rad]  how they move it
  ps_vec3 w[PS_CHAIN]; // their axes
  ps_vec3 along;       // unit vector from the end at rest to the end that moves
  double length;       // [m]
} segment;

static void moved_by(const ps_chain *c, const ps_model *m, const ps_data *d, int body, ps_vec3 p,
                     segment *s) {
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

// false: the chain does not stretch this segment
static bool find_segment(const ps_chain *c, const ps_model *m, const ps_data *d,
                         const ps_path *path, const ps_path_point *a, const ps_path_point *b,
                         segment *s) {
  if (a->body == b->body)
    return false;
  const ps_path_point *moved = NULL;
  s->n = 0;
  for (int i = path->span; i < path->span + path->nspan; i++) {
    int k = c->place[m->span_coordinate[i]];
    int moves_a = (int)(m->span_mask[i] >> a->side & 1);
    int moves_b = (int)(m->span_mask[i] >> b->side & 1);
    if (k < 0 || moves_a == moves_b)
      continue;
    moved = moves_a ? a : b;
    ps_spatial S = d->S[m->span_coordinate[i]];
    s->place[s->n] = k;
    s->w[s->n] = S.w;
    s->u[s->n++] = ps_point_velocity(S, moved->anchor);
  }
  if (!moved)
    return false;
  ps_vec3 e = ps_sub(moved->anchor, (moved == a ? b : a)->anchor);
  s->length = ps_norm(e);
  if (!(s->length > 0))
    return false;
  s->along = ps_scale(1 / s->length, e);
  return true;
}

void ps_chain_add_path(const ps_chain *c, const ps_model *m, const ps_data *d, int index,
                       double tension, double stiffness, ps_chain_matrix K) {
  const ps_path *path = &m->path[index];
  const ps_path_point *point = &d->path_point[path->current];
  double slope[PS_CHAIN] = {0}; // dL/dq
  segment s;
  for (int i = 1; i < d->path_npoint[index]; i++) {
    if (!find_segment(c, m, d, path, &point[i - 1], &point[i], &s))
      continue;
    for (int l = 0; l < s.n; l++) {
      double eu = ps_dot(s.along, s.u[l]);
      slope[s.place[l]] += eu;
      // turning of the pull, and of the arm it has on joints below
      ps_vec3 turn = ps_scale(1 / s.length, ps_axpy(s.u[l], -eu, s.along));
      ps_vec3 lift = ps_cross(s.u[l], s.along);
      for (int k = 0; k <= l; k++)
        K[s.place[k]][s.place[l]] += tension * (ps_dot(s.u[k], turn) + ps_dot(s.w[k], lift));
    }
  }
  for (int k = 0; k < c->n; k++)
    for (int l = k; l < c->n && slope[k] != 0; l++)
      K[k][l] += stiffness * slope[k] * slope[l];
}

void ps_chain_add_force(const ps_chain *c, const ps_model *m, const ps_data *d, int body, ps_vec3 p,
                        ps_vec3 force, ps_chain_matrix K) {
  segment s;
  moved_by(c, m, d, body, p, &s);
  for (int l = 0; l < s.n; l++) {
    ps_vec3 lift = ps_cross(s.u[l], force); // force . (w x u) = w . (u x force)
    for (int k = 0; k <= l; k++)
      K[s.place[k]][s.place[l]] -= ps_dot(s.w[k], lift);
  }
}

void ps_chain_add_spring(const ps_chain *c, const ps_model *m, const ps_data *d, int body,
                         ps_vec3 p, ps_vec3 n, double stiffness, ps_chain_matrix K) {
  segment s;
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

ps_chain_slope ps_chain_path_slope(const ps_chain *c, const ps_model *m, const ps_data *d,
                                   int index, const double *v) {
  const ps_path *path = &m->path[index];
  const ps_path_point *point = &d->path_point[path->current];
  ps_chain_slope out = {0, 0};
  segment s;
  for (int i = 1; i < d->path_npoint[index]; i++) {
    if (!find_segment(c, m, d, path, &point[i - 1], &point[i], &s))
      continue;
    ps_vec3 du = {0, 0, 0}, below = {0, 0, 0};
    double lift = 0;
    for (int l = 0; l < s.n; l++) {
      double speed = v[s.place[l]];
      ps_vec3 turn = ps_axpy(ps_scale(2, below), speed, s.w[l]);
      lift += speed * ps_dot(s.along, ps_cross(turn, s.u[l]));
      below = ps_axpy(below, speed, s.w[l]);
      du = ps_axpy(du, speed, s.u[l]);
    }
    double eu = ps_dot(s.along, du);
    out.first += eu;
    out.second += (ps_dot(du, du) - eu * eu) / s.length + lift;
  }
  return out;
}

// ---- the softest direction, by Jacobi rotations

// one rotation that makes A[p][q] vanish; V collects them
static void rotate(int n, ps_chain_matrix A, ps_chain_matrix V, int p, int q) {
  if (A[p][q] == 0)
    return;
  double theta = (A[q][q] - A[p][p]) / (2 * A[p][q]);
  double t = copysign(1, theta) / (fabs(theta) + sqrt(theta * theta + 1));
  double cosine = 1 / sqrt(t * t + 1), sine = t * cosine;
  for (int i = 0; i < n; i++) {
    double a = A[i][p], b = A[i][q];
    A[i][p] = cosine * a - sine * b;
    A[i][q] = sine * a + cosine * b;
  }
  for (int i = 0; i < n; i++) {
    double a = A[p][i], b = A[q][i], v = V[i][p], w = V[i][q];
    A[p][i] = cosine * a - sine * b;
    A[q][i] = sine * a + cosine * b;
    V[i][p] = cosine * v - sine * w;
    V[i][q] = sine * v + cosine * w;
  }
}

double ps_chain_softest(const ps_chain *c, ps_chain_matrix K, double *v) {
  enum { MOST_SWEEPS = 12 };
  ps_chain_matrix A, V = {{0}};
  memcpy(A, K, sizeof A);
  for (int i = 0; i < c->n; i++)
    V[i][i] = 1;
  for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    double off = 0, size = 0;
    for (int p = 0; p < c->n; p++)
      for (int q = 0; q < c->n; q++)
        *(p == q ? &size : &off) += A[p][q] * A[p][q];
    if (!(off > 1e-20 * size))
      break;
    for (int p = 0; p < c->n; p++)
      for (int q = p + 1; q < c->n; q++)
        rotate(c->n, A, V, p, q);
  }
  int least = 0;
  for (int i = 1; i < c->n; i++)
    if (A[i][i] < A[least][least])
      least = i;
  for (int i = 0; i < c->n; i++)
    v[i] = V[i][least];
  return A[least][least];
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
