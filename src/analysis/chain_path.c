// chain_path.c: what paths do to the stiffness of the lumbar column.
//
// Along a straight segment of length l and direction e, whose end r moves with the joints it
// crosses, (L8) is a form in the motions S of two rotations, the lower one first:
//
//   d2L/dq_i dq_j = S_i' B S_j,   B = (J'J - (J'e)(J'e)') / l + lift(e, r),   J = [-[r]x, 1]  (L14)
//
// B knows the joints only by which of them the segment crosses. So segments that cross the same
// joints are added up, tension times B, before a rotation is looked at. J'J / l is the spatial
// inertia of a mass 1/l at r.
#include <math.h>
#include <string.h>

#include "analysis/chain.h"

// a straight segment of a path of which one end moves with part of the chain
typedef struct segment {
  int low, high;  // joints of the chain below its ends
  ps_vec3 at;     // [m]  the end that moves
  ps_vec3 along;  // unit vector from the end at rest to it
  double inverse; // [1/m]  of the length
} segment;

// false: the chain does not stretch this segment
static bool find_segment(const ps_chain *c, const ps_path_point *a, const ps_path_point *b,
                         segment *s) {
  int below_a = c->below[a->body], below_b = c->below[b->body];
  if (below_a == below_b)
    return false;
  const ps_path_point *moved = below_a > below_b ? a : b, *rest = below_a > below_b ? b : a;
  ps_vec3 e = ps_sub(moved->anchor, rest->anchor);
  double length = ps_norm(e);
  *s = (segment){.low = below_a < below_b ? below_a : below_b,
                 .high = below_a < below_b ? below_b : below_a,
                 .at = moved->anchor,
                 .inverse = 1 / length};
  s->along = ps_scale(s->inverse, e);
  return length > 0;
}

// ---- (L14), summed

// g g' of a line
static void add_outer(double scale, ps_spatial line, double sum[6][6]) {
  const double g[6] = {line.w.x, line.w.y, line.w.z, line.v.x, line.v.y, line.v.z};
  for (int i = 0; i < 6; i++)
    for (int k = 0; k < 6; k++)
      sum[i][k] += scale * g[i] * g[k];
}

static void add_product(ps_vec3 a, ps_vec3 b, ps_mat3 *sum) {
  sum->r[0] = ps_axpy(sum->r[0], a.x, b);
  sum->r[1] = ps_axpy(sum->r[1], a.y, b);
  sum->r[2] = ps_axpy(sum->r[2], a.z, b);
}

// k r r' of a path of several segments, whose arms r are at hand
static void add_stretch(const ps_chain *c, const ps_model *m, const ps_data *d, const ps_path *path,
                        double stiffness, ps_chain_matrix K) {
  double arm[PS_CHAIN] = {0};
  for (int i = path->span; i < path->span + path->nspan; i++) {
    int k = c->place[m->span_coordinate[i]];
    if (k >= 0)
      arm[k] = d->span_arm[i];
  }
  for (int k = 0; k < c->n; k++) {
    double resisted = stiffness * arm[k];
    for (int l = 0; l < PS_CHAIN && resisted != 0; l++) // whole rows are vector operations
      K[k][l] += resisted * arm[l];
  }
}

void ps_chain_pull(const ps_chain *c, const ps_model *m, const ps_data *d, int index,
                   double tension, double stiffness, ps_chain_pulls *sum) {
  const ps_path_point *point = &d->path_point[m->path[index].current];
  ps_chain_crossing *b = NULL;
  ps_spatial line = {{0, 0, 0}, {0, 0, 0}};
  segment s;
  int n = 0;
  for (int i = 1; i < d->path_npoint[index]; i++) {
    if (!find_segment(c, &point[i - 1], &point[i], &s))
      continue;
    n++;
    b = &sum->crossing[s.low][s.high - 1];
    line = ps_force_at(s.at, s.along);
    double mass = tension * s.inverse;
    ps_vec3 pull = ps_scale(tension, s.along), first = ps_scale(mass, s.at);
    b->mass += mass;
    b->first = ps_add(b->first, first);
    add_product(first, s.at, &b->second);
    b->pull = ps_add(b->pull, pull);
    add_product(s.at, pull, &b->moment);
    add_outer(-mass, line, b->line);
  }
  if (n == 1 && stiffness != 0) // the arms are S' line
    add_outer(stiffness, line, b->line);
  else if (n > 1 && stiffness != 0)
    add_stretch(c, m, d, &m->path[index], stiffness, sum->stretch);
}

static void add_crossing(const ps_chain_crossing *from, ps_chain_crossing *to) {
  to->mass += from->mass;
  to->first = ps_add(to->first, from->first);
  to->pull = ps_add(to->pull, from->pull);
  for (int i = 0; i < 3; i++) {
    to->second.r[i] = ps_add(to->second.r[i], from->second.r[i]);
    to->moment.r[i] = ps_add(to->moment.r[i], from->moment.r[i]);
  }
  for (int i = 0; i < 6; i++)
    for (int k = 0; k < 6; k++)
      to->line[i][k] += from->line[i][k];
}

// (trace(M) 1 - M) a for M = sum r p': the sum of (r x a) x p
static ps_vec3 twice_crossed(const ps_mat3 *M, ps_vec3 a) {
  return ps_axpy(ps_neg(ps_mat_mul(*M, a)), M->r[0].x + M->r[1].y + M->r[2].z, a);
}

// B S
static ps_spatial respond(const ps_chain_crossing *b, ps_spatial S) {
  const double s[6] = {S.w.x, S.w.y, S.w.z, S.v.x, S.v.y, S.v.z};
  double line[6];
  for (int i = 0; i < 6; i++) {
    line[i] = 0;
    for (int k = 0; k < 6; k++)
      line[i] += b->line[i][k] * s[k];
  }
  // momentum of the masses, and what the pull does to the joints below: u x pull
  ps_vec3 v = ps_axpy(ps_cross(S.w, b->first), b->mass, S.v);
  ps_vec3 w = ps_add(ps_cross(b->first, S.v), twice_crossed(&b->second, S.w));
  ps_vec3 lift = ps_sub(ps_cross(S.v, b->pull), twice_crossed(&b->moment, S.w));
  w = ps_add(w, lift);
  return (ps_spatial){ps_add(w, ps_vec(line[0], line[1], line[2])),
                      ps_add(v, ps_vec(line[3], line[4], line[5]))};
}

void ps_chain_add_pulls(const ps_chain *c, const ps_data *d, const ps_chain_pulls *pulls,
                        ps_chain_matrix K) {
  // rotations of joint i meet those of joint j above it in every segment that crosses both
  ps_chain_pulls sum = *pulls;
  for (int k = 0; k < c->n; k++)
    for (int l = k; l < c->n; l++)
      K[k][l] += pulls->stretch[k][l];
  for (int low = 0; low < PS_CHAIN_JOINTS; low++)
    for (int high = PS_CHAIN_JOINTS - 2; high >= low; high--)
      add_crossing(&sum.crossing[low][high + 1], &sum.crossing[low][high]);
  for (int low = 1; low < PS_CHAIN_JOINTS; low++)
    for (int high = low; high < PS_CHAIN_JOINTS; high++)
      add_crossing(&sum.crossing[low - 1][high], &sum.crossing[low][high]);
  for (int l = 0; l < c->n; l++)
    for (int joint = 0; joint <= l / 3; joint++) {
      ps_spatial f = respond(&sum.crossing[joint][l / 3], d->S[c->coordinate[l]]);
      for (int k = 3 * joint; k < 3 * joint + 3 && k <= l; k++)
        K[k][l] += ps_sdot(d->S[c->coordinate[k]], f);
    }
}

// ---- along one direction

void ps_chain_bend_along(const ps_chain *c, const ps_data *d, const double *v,
                         ps_chain_bend *bend) {
  memset(bend, 0, sizeof *bend);
  for (int low = 0; low < PS_CHAIN_JOINTS; low++) {
    ps_chain_motion sum = {.motion = {{0, 0, 0}, {0, 0, 0}}};
    for (int l = 3 * low; l < c->n; l++) {
      ps_spatial S = d->S[c->coordinate[l]];
      // what the joints below do to this rotation counts twice: d2r is symmetric
      ps_vec3 turn = ps_scale(v[l], ps_axpy(ps_scale(2, sum.motion.w), v[l], S.w));
      sum.lift = ps_add(sum.lift, ps_cross(turn, S.v));
      add_product(S.w, turn, &sum.turned);
      sum.motion = ps_saxpy(sum.motion, v[l], S);
      if (l % 3 == 2)
        bend->crossing[low][l / 3] = sum;
    }
  }
}

ps_chain_slope ps_chain_path_slope(const ps_chain *c, const ps_model *m, const ps_data *d,
                                   int index, const ps_chain_bend *bend) {
  const ps_path_point *point = &d->path_point[m->path[index].current];
  ps_chain_slope out = {0, 0};
  segment s;
  for (int i = 1; i < d->path_npoint[index]; i++) {
    if (!find_segment(c, &point[i - 1], &point[i], &s))
      continue;
    const ps_chain_motion *b = &bend->crossing[s.low][s.high - 1];
    ps_vec3 u = ps_point_velocity(b->motion, s.at);
    // turn x (w x r) = (w turn' - turn' w 1) r, summed over rotations
    ps_vec3 lift = ps_sub(b->lift, twice_crossed(&b->turned, s.at));
    double eu = ps_dot(s.along, u);
    out.first += eu;
    out.second += s.inverse * (ps_dot(u, u) - eu * eu) + ps_dot(s.along, lift);
  }
  return out;
}
