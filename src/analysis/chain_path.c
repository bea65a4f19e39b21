// chain_path.c: what paths do to the stiffness of the lumbar column.
//
// Along a straight segment of length l and direction e, whose end r moves with the joints it
// crosses, (L8) is a form in the motions S of two rotations, the lower one first:
//
//   d2L/dq_i dq_j = S_i' B S_j,   B = (J'J - (J'e)(J'e)') / l + lift(e, r),   J = [-[r]x, 1]  (L14)
//
// B knows the joints only by which of them the segment crosses. So segments that cross the same
// joints are added up, tension times B, before a rotation is looked at; and who asks for K more
// than once in a pose makes the B of a newton once.
#include <math.h>
#include <string.h>

#include "analysis/chain.h"

// false: the chain does not stretch this segment
static bool find_segment(const ps_chain *c, const ps_path_point *a, const ps_path_point *b,
                         ps_chain_segment *s) {
  int below_a = c->below[a->body], below_b = c->below[b->body];
  if (below_a == below_b)
    return false;
  const ps_path_point *moved = below_a > below_b ? a : b, *rest = below_a > below_b ? b : a;
  ps_vec3 e = ps_sub(moved->anchor, rest->anchor);
  double length = ps_norm(e);
  *s = (ps_chain_segment){.low = below_a < below_b ? below_a : below_b,
                          .high = below_a < below_b ? below_b : below_a,
                          .at = moved->anchor,
                          .inverse = 1 / length};
  s->along = ps_scale(s->inverse, e);
  return length > 0;
}

int ps_chain_segments(const ps_chain *c, const ps_model *m, const ps_data *d, int path,
                      ps_chain_segment *out) {
  const ps_path_point *point = &d->path_point[m->path[path].current];
  int n = 0;
  for (int i = 1; i < d->path_npoint[path]; i++)
    n += find_segment(c, &point[i - 1], &point[i], &out[n]);
  return n;
}

// ---- (L14), summed

void ps_chain_unit_form(const ps_chain_segment *s, double stiffness, ps_chain_form form) {
  // J'J / l is the inertia of a mass 1/l at r; the lift is (v - r x w) x e about the joints below
  ps_vec3 r = s->at, first = ps_scale(s->inverse, r), t = ps_sub(s->along, first);
  double mass = s->inverse, round = -ps_dot(r, t);
  const double B[6][6] = {
      {r.x * t.x + round, r.x * t.y, r.x * t.z, 0, t.z, -t.y},
      {r.y * t.x, r.y * t.y + round, r.y * t.z, -t.z, 0, t.x},
      {r.z * t.x, r.z * t.y, r.z * t.z + round, t.y, -t.x, 0},
      {0, first.z, -first.y, mass, 0, 0},
      {-first.z, 0, first.x, 0, mass, 0},
      {first.y, -first.x, 0, 0, 0, mass},
  };
  // what lies along the segment, g = J'e
  ps_vec3 turn = ps_cross(r, s->along), e = s->along;
  const double g[6] = {turn.x, turn.y, turn.z, e.x, e.y, e.z};
  for (int i = 0; i < 6; i++) {
    double scaled = (stiffness - mass) * g[i];
    for (int k = 0; k < 6; k++)
      form[i][k] = B[i][k] + scaled * g[k];
  }
}

static void add_scaled(double scale, const double *restrict form, double *restrict sum) {
  for (int i = 0; i < 36; i++)
    sum[i] += scale * form[i];
}

void ps_chain_add_form(const ps_chain_segment *s, double tension, ps_chain_form form,
                       ps_chain_pulls *sum) {
  add_scaled(tension, form[0], sum->crossing[s->low][s->high - 1][0]);
}

// k r r'
void ps_chain_add_stretch(const ps_chain *c, const ps_model *m, const ps_data *d, int index,
                          double stiffness, ps_chain_pulls *sum) {
  const ps_path *path = &m->path[index];
  double arm[PS_CHAIN] = {0};
  for (int i = path->span; i < path->span + path->nspan; i++) {
    int k = c->place[m->span_coordinate[i]];
    if (k >= 0)
      arm[k] = d->span_arm[i];
  }
  for (int k = 0; k < c->n; k++) {
    double resisted = stiffness * arm[k];
    for (int l = 0; l < PS_CHAIN && resisted != 0; l++) // whole rows are vector operations
      sum->stretch[k][l] += resisted * arm[l];
  }
}

// B S
static ps_spatial respond(ps_chain_form B, ps_spatial S) {
  const double s[6] = {S.w.x, S.w.y, S.w.z, S.v.x, S.v.y, S.v.z};
  double f[6];
  for (int i = 0; i < 6; i++) {
    f[i] = 0;
    for (int k = 0; k < 6; k++)
      f[i] += B[i][k] * s[k];
  }
  return (ps_spatial){ps_vec(f[0], f[1], f[2]), ps_vec(f[3], f[4], f[5])};
}

void ps_chain_add_pulls(const ps_chain *c, const ps_data *d, ps_chain_pulls *pulls,
                        ps_chain_matrix K) {
  // rotations of joint i meet those of joint j above it in every segment that crosses both
  ps_chain_form(*sum)[PS_CHAIN_JOINTS] = pulls->crossing;
  for (int k = 0; k < c->n; k++)
    for (int l = k; l < c->n; l++)
      K[k][l] += pulls->stretch[k][l];
  for (int low = 0; low < PS_CHAIN_JOINTS; low++)
    for (int high = PS_CHAIN_JOINTS - 2; high >= low; high--)
      add_scaled(1, sum[low][high + 1][0], sum[low][high][0]);
  for (int low = 1; low < PS_CHAIN_JOINTS; low++)
    for (int high = low; high < PS_CHAIN_JOINTS; high++)
      add_scaled(1, sum[low - 1][high][0], sum[low][high][0]);
  for (int l = 0; l < c->n; l++)
    for (int joint = 0; joint <= l / 3; joint++) {
      ps_spatial f = respond(sum[joint][l / 3], d->S[c->coordinate[l]]);
      for (int k = 3 * joint; k < 3 * joint + 3 && k <= l; k++)
        K[k][l] += ps_sdot(d->S[c->coordinate[k]], f);
    }
}

// ---- along one direction

static void add_product(ps_vec3 a, ps_vec3 b, ps_mat3 *sum) {
  sum->r[0] = ps_axpy(sum->r[0], a.x, b);
  sum->r[1] = ps_axpy(sum->r[1], a.y, b);
  sum->r[2] = ps_axpy(sum->r[2], a.z, b);
}

// (trace(M) 1 - M) a for M = sum r p': the sum of (r x a) x p
static ps_vec3 twice_crossed(const ps_mat3 *M, ps_vec3 a) {
  return ps_axpy(ps_neg(ps_mat_mul(*M, a)), M->r[0].x + M->r[1].y + M->r[2].z, a);
}

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

ps_chain_slope ps_chain_path_slope(const ps_chain_segment *segment, int n,
                                   const ps_chain_bend *bend) {
  ps_chain_slope out = {0, 0};
  for (const ps_chain_segment *s = segment; s < segment + n; s++) {
    const ps_chain_motion *b = &bend->crossing[s->low][s->high - 1];
    ps_vec3 u = ps_point_velocity(b->motion, s->at);
    // turn x (w x r) = (w turn' - turn' w 1) r, summed over rotations
    ps_vec3 lift = ps_sub(b->lift, twice_crossed(&b->turned, s->at));
    double eu = ps_dot(s->along, u);
    out.first += eu;
    out.second += s->inverse * (ps_dot(u, u) - eu * eu) + ps_dot(s->along, lift);
  }
  return out;
}
