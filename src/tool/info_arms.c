#include "tool/info_arms.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "body/kinematics.h"
#include "muscle/path.h"

enum { POSES = 24 };

static const double step = 1e-6;    // [s]  at unit speed; lengths are good to 1e-15 m
static const double kink = 1e-5;    // [m]  slopes left and right differ: a wrap sets in just here
static const double noticed = 1e-5; // [m]  smaller differences are not told
static const double widest[2] = {1.5707963267948966, 0.4}; // [rad], [m]  about the default

typedef struct ps_trial_poses {
  const ps_model *m;
  ps_data *d;
  double *q, *u, *rate; // nq
  double *arm;          // nspan
  double *length[3];    // npath [m]  before, at and behind the pose
  ps_info_arm *worst;   // npath
} ps_trial_poses;

// 0 <= x < 1, a function of the two numbers alone [steele2014]
static double uniform(int pose, int coordinate) {
  uint64_t z = ((uint64_t)pose << 32 | (uint32_t)coordinate) + 0x9e3779b97f4a7c15u;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
  z = (z ^ z >> 27) * 0x94d049bb133111ebu;
  return (double)((z ^ z >> 31) >> 11) * 0x1p-53;
}

static void choose_pose(ps_trial_poses *t, int pose) {
  const ps_model *m = t->m;
  for (int k = 0; k < m->nq; k++) {
    double middle = m->coord_default[k];
    double room = widest[m->coord_motion[k] == PS_MOTION_TRANSLATIONAL];
    double low = fmax(m->coord_min[k], middle - room), high = fmin(m->coord_max[k], middle + room);
    bool still = pose == 0 || m->coord_locked[k] || m->coord_prescribed[k] >= 0 || !(low < high);
    t->q[k] = still ? middle : low + uniform(pose, k) * (high - low);
  }
}

// lengths at the pose, moved on by `time` along the rates
static void lengths_at(ps_trial_poses *t, double time, double *length) {
  const ps_model *m = t->m;
  for (int i = 0; i < m->nq; i++)
    t->d->q[i] = t->q[i] + time * t->rate[i];
  ps_body_positions(m, t->d);
  ps_muscle_paths(m, t->d);
  memcpy(length, t->d->path_length, (size_t)m->npath * sizeof *length);
}

static void compare_path(ps_trial_poses *t, int path, int k) {
  const ps_model *m = t->m;
  const ps_path *p = &m->path[path];
  ps_info_arm *worst = &t->worst[path];
  double before = t->length[0][path], at = t->length[1][path], behind = t->length[2][path];
  double left = (before - at) / step, right = (at - behind) / step;
  if (!(fabs(left - right) < kink))
    return;
  for (int s = p->span; s < p->span + p->nspan; s++) {
    double arm = t->arm[s], slope = (left + right) / 2;
    if (m->span_coordinate[s] == k && fabs(arm - slope) > fabs(worst->arm - worst->slope))
      *worst = (ps_info_arm){m->force_name[p->force], m->coord_name[k], arm, slope};
  }
}

static void try_pose(ps_trial_poses *t, int pose) {
  const ps_model *m = t->m;
  choose_pose(t, pose);
  memset(t->rate, 0, (size_t)m->nq * sizeof *t->rate);
  lengths_at(t, 0, t->length[1]);
  memcpy(t->arm, t->d->span_arm, (size_t)m->nspan * sizeof *t->arm);
  for (int k = 0; k < m->nq; k++) {
    if (m->coord_motion[k] == PS_MOTION_TRANSLATIONAL)
      continue; // its arm is no length
    memset(t->u, 0, (size_t)m->nq * sizeof *t->u);
    t->u[k] = 1;
    ps_coordinate_rates(m, t->q, t->u, t->rate);
    lengths_at(t, -step, t->length[0]);
    lengths_at(t, step, t->length[2]);
    for (int path = 0; path < m->npath; path++)
      compare_path(t, path, k);
  }
}

static int keep_noticed(const ps_trial_poses *t, ps_info_arm *arms) {
  int n = 0;
  for (int path = 0; path < t->m->npath; path++)
    if (fabs(t->worst[path].arm - t->worst[path].slope) > noticed)
      arms[n++] = t->worst[path];
  return n;
}

int ps_info_arms(const ps_model *m, ps_info_arm *arms, int *nposes) {
  ps_pool pool = {0};
  size_t nq = (size_t)m->nq + 1, npath = (size_t)m->npath + 1;
  ps_trial_poses t = {.m = m};
  int n = -1;
  *nposes = 0;
  if (!m->npath)
    return 0;
  double *room = ps_pool_take(&pool, (3 * nq + 3 * npath + (size_t)m->nspan) * sizeof *room);
  t.worst = ps_pool_take(&pool, npath * sizeof *t.worst);
  t.d = ps_data_create(m);
  if (room && t.worst && t.d) {
    t.q = room;
    t.u = t.q + nq;
    t.rate = t.u + nq;
    for (int i = 0; i < 3; i++)
      t.length[i] = t.rate + nq + (size_t)i * npath;
    t.arm = t.length[2] + npath;
    for (int pose = 0; pose < POSES; pose++)
      try_pose(&t, pose);
    *nposes = POSES;
    n = keep_noticed(&t, arms);
  }
  ps_data_free(t.d);
  ps_pool_free(&pool);
  return n;
}
