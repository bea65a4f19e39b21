// bare.c: tests of the bench.
#include "scenario/bare.h"

#include <math.h>
#include <string.h>

#include "body/kinematics.h"
#include "scenario/hold_inner.h"

static const double largest_load = 10000; // [N]

enum { POINTS = 7 }; // of the follower path: sacrum, L5 .. L1, top of L1

typedef struct bare {
  const ps_human *h;
  ps_data *d;
  ps_chain chain;    // L5/S1 .. L1/2
  ps_chain_matrix G; // what a newton takes away
  int body[POINTS];
  ps_vec3 point[POINTS]; // in the body
} bare;

static ps_vec3 joint_of(const bare *b, int level) {
  const ps_human *h = b->h;
  int below = level ? h->upper[level - 1] : h->pelvis;
  return ps_transform_point(b->d->body_X[below], h->model->body_X_PF[h->upper[level]].p);
}

static void stand_neutral(bare *b) {
  memset(b->d->q, 0, (size_t)b->h->model->nq * sizeof *b->d->q);
  ps_body_positions(b->h->model, b->d);
}

static void begin(bare *b, const ps_human *h, ps_data *d) {
  *b = (bare){.h = h, .d = d, .chain = h->column};
  b->chain.n = 3 * PS_T12_L1;
  stand_neutral(b);
}

// ---- stiffness of the discs under a preload, less P times G

static double stiffness(const bare *b, double load, const bool *free, ps_chain_matrix K) {
  double v[PS_CHAIN];
  memset(K, 0, sizeof(ps_chain_matrix));
  for (int level = 0; level < PS_T12_L1; level++)
    for (int turn = 0; turn < 3; turn++) {
      int at = b->chain.place[b->h->level[level][turn]];
      ps_disc_moment(&b->h->law[level][turn], 0, load, &K[at][at]);
    }
  const double held = 1e6; // [N m/rad]  of what does not turn in this test
  for (int i = 0; i < b->chain.n; i++)
    for (int k = 0; k < b->chain.n; k++)
      if (!free[i] || !free[k])
        K[i][k] = i == k ? held : 0;
      else
        K[i][k] -= load * b->G[i][k];
  return ps_chain_softest(&b->chain, K, v);
}

// the load at which the smallest eigenvalue passes zero
static double buckling(const bare *b, const bool *free) {
  ps_chain_matrix K;
  double low = 0, high = 1;
  while (stiffness(b, high, free, K) > 0) {
    low = high;
    high *= 1.3;
    if (high > largest_load)
      return INFINITY;
  }
  while (high - low > 1e-6 * high) {
    double middle = 0.5 * (low + high);
    *(stiffness(b, middle, free, K) > 0 ? &low : &high) = middle;
  }
  return low;
}

static void free_in(const bare *b, bool sagittal, bool frontal, bool *free) {
  for (int i = 0; i < PS_CHAIN; i++)
    free[i] = false;
  for (int level = 0; level < PS_T12_L1; level++)
    for (int turn = 0; turn < 3; turn++)
      free[b->chain.place[b->h->level[level][turn]]] = turn == PS_FE ? sagittal : frontal;
}

double ps_bare_buckling(const ps_human *human, ps_data *d, ps_plane plane) {
  bare b;
  bool free[PS_CHAIN];
  begin(&b, human, d);
  // a force adds - w . (u x f) to K; G is what the downward newton takes away
  ps_chain_add_force(&b.chain, human->model, d, human->upper[PS_L1_L2], joint_of(&b, PS_T12_L1),
                     ps_vec(0, 1, 0), b.G);
  ps_chain_mirror(&b.chain, b.G);
  free_in(&b, plane == PS_SAGITTAL, plane == PS_FRONTAL, free);
  return buckling(&b, free);
}

// ---- follower load: a cable through the middles of the vertebrae

static double cable_length(bare *b) {
  double length = 0;
  ps_vec3 before = {0, 0, 0};
  ps_body_positions(b->h->model, b->d);
  for (int i = 0; i < POINTS; i++) {
    ps_vec3 at = ps_transform_point(b->d->body_X[b->body[i]], b->point[i]);
    length += i ? ps_distance(at, before) : 0;
    before = at;
  }
  return length;
}

static void place_cable(bare *b) {
  ps_vec3 joint[PS_LEVELS], at[POINTS];
  for (int k = 0; k < PS_LEVELS; k++)
    joint[k] = joint_of(b, k);
  for (int k = 0; k < PS_T12_L1; k++) {
    at[k + 1] = ps_scale(0.5, ps_add(joint[k], joint[k + 1]));
    b->body[k + 1] = b->h->upper[k];
  }
  at[0] = ps_sub(ps_scale(2, joint[0]), at[1]); // as far below the lowest disc as L5 is above it
  b->body[0] = b->h->pelvis;
  at[POINTS - 1] = joint[PS_T12_L1];
  b->body[POINTS - 1] = b->h->upper[PS_L1_L2];
  for (int i = 0; i < POINTS; i++)
    b->point[i] = ps_transform_point_inverse(b->d->body_X[b->body[i]], at[i]);
}

// G of the cable is minus the second derivative of its length, by central differences
static void cable_stiffness(bare *b) {
  const double step = 1e-3; // [rad]  truncation 1e-6 of the value, rounding 1e-9 m
  place_cable(b);
  for (int i = 0; i < b->chain.n; i++)
    for (int k = i; k < b->chain.n; k++) {
      double sum = 0;
      for (int corner = 0; corner < 4; corner++) {
        double one = corner & 1 ? -step : step, two = corner & 2 ? -step : step;
        stand_neutral(b);
        b->d->q[b->chain.coordinate[i]] += one;
        b->d->q[b->chain.coordinate[k]] += two;
        sum += (one * two > 0 ? 1 : -1) * cable_length(b);
      }
      b->G[i][k] = b->G[k][i] = -sum / (4 * step * step);
    }
  stand_neutral(b);
}

double ps_bare_follower_capacity(const ps_human *human, ps_data *d) {
  bare b;
  bool free[PS_CHAIN];
  begin(&b, human, d);
  cable_stiffness(&b);
  free_in(&b, true, true, free);
  return buckling(&b, free);
}

double ps_bare_follower_stiffness(const ps_human *human, ps_data *d, double load) {
  bare b;
  bool free[PS_CHAIN];
  ps_chain_matrix K;
  begin(&b, human, d);
  cable_stiffness(&b);
  free_in(&b, true, true, free);
  return stiffness(&b, load, free, K);
}

// ---- one segment

static double bent_by(const ps_disc_law *law, double moment, double preload) {
  double low = 0, high = 1; // [rad]
  while (high - low > 1e-9) {
    double middle = 0.5 * (low + high), t = copysign(middle, moment);
    *(fabs(ps_disc_moment(law, t, preload, NULL)) < fabs(moment) ? &low : &high) = middle;
  }
  return low;
}

ps_bare_segment ps_bare_segment_bent(const ps_human *human, int level, double moment,
                                     double preload) {
  const ps_disc_law *law = &human->law[level][PS_FE];
  ps_bare_segment s = {.flexion = bent_by(law, -moment, preload),
                       .extension = bent_by(law, moment, preload)};
  ps_disc_moment(law, 0, preload, &s.neutral);
  return s;
}

// ---- the psoas as a scan shows it

double ps_bare_psoas_area(const ps_hold *hold, int level, int side) {
  const ps_human *h = hold->h;
  const ps_model *m = h->model;
  double area = 0; // [mm^2]
  for (int i = 0; i < h->nline; i++) {
    const ps_line *line = &h->line[i];
    if (line->region != PS_REGION_PSOAS || line->side != side)
      continue;
    ps_vec3 pull = ps_path_pull_across(m, hold->d, line->path, h->level[level][PS_FE]);
    double size = ps_norm(pull);
    if (size < 1e-9)
      continue;
    double section = line->volume / (100 * m->muscle[i].optimal_fiber_length); // [cm^2]
    double slant = fabs(pull.y) / size;
    area += 100 * section / fmax(slant, 0.3); // lines that lie in the plane are not cut
  }
  return area;
}
