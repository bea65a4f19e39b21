// human_kit.h: the built-in model of a person for tests, in poses within its ranges.
#pragma once

#include <stdlib.h>

#include "body/kinematics.h"
#include "check.h"
#include "muscle/path.h"
#include "num/random.h"
#include "scenario/answer.h"

static const double human_degree = 3.14159265358979323846 / 180; // [rad]

typedef struct human_kit {
  ps_lab lab;
  ps_human *human;
  ps_data *d;
} human_kit;

static inline void human_ok(ps_status status, const ps_error *err) {
  char text[1200];
  if (status != PS_OK)
    check_fail(__FILE__, __LINE__, ps_error_text(err, text, sizeof text));
}

static inline void human_open(human_kit *k, const ps_person *person, ps_detail detail) {
  ps_error err = {0};
  human_ok(ps_lab_open(&k->lab, &err), &err);
  human_ok(ps_human_create(&k->human, &k->lab.anatomy, &k->lab.parameters, person, detail, &err),
           &err);
  k->d = ps_data_create(k->human->model);
  CHECK(k->d);
}

static inline void human_open_default(human_kit *k) {
  ps_person person = ps_person_default();
  human_open(k, &person, PS_DETAIL_FULL);
}

static inline void human_close(human_kit *k) {
  ps_data_free(k->d);
  ps_human_free(k->human);
  ps_lab_close(&k->lab);
}

// bodies and paths at the coordinates of the kit's data
static inline void human_look(human_kit *k) {
  ps_body_positions(k->human->model, k->d);
  ps_body_velocities(k->human->model, k->d);
  ps_muscle_paths(k->human->model, k->d);
}

static inline double human_between(uint64_t seed, uint64_t stream, int i, double low, double high) {
  return low + (high - low) * ps_random_uniform(seed, stream, (uint64_t)i);
}

// Any pose that joints allow: legs, trunk and the place of the pelvis. Who is bent as far as it
// goes cannot twist as well: bends lie in an ellipsoid with the limits of posture.c as axes. Levels
// have about their share of a bend, and never more than that of the largest.
static inline void human_any_pose(const ps_human *h, uint64_t seed, double *q) {
  static const double trunk[3][2] = {{-72, 40}, {-28, 28}, {-15, 15}};
  static const double hip[3][2] = {{-25, 120}, {-40, 25}, {-40, 40}};
  int n = 0;
#define ANY(low, high) human_between(seed, 1, n++, (low), (high))
  for (int i = 0; i < 6; i++)
    q[h->pelvis_coordinate[i]] = i < 3 ? ANY(-60, 60) * human_degree : ANY(-1, 1);
  double bend[3], far = 2; // of their limits
  while (far > 1) {
    far = 0;
    for (int i = 0; i < 3; i++) {
      bend[i] = ANY(-1, 1);
      far += bend[i] * bend[i];
    }
  }
  for (int i = 0; i < 3; i++) {
    const double *share = i == PS_FE ? h->p.share_FE : i == PS_LB ? h->p.share_LB : h->p.share_AR;
    double limit = bend[i] < 0 ? -trunk[i][0] : trunk[i][1];
    for (int k = 0; k < PS_LEVELS; k++)
      q[h->level[k][i]] = bend[i] * limit * ANY(0.7, 1) * share[k] * human_degree;
  }
  for (int side = 0; side < 2; side++) {
    for (int i = 0; i < 3; i++)
      q[h->hip[side][i]] = ANY(hip[i][0], hip[i][1]) * human_degree;
    q[h->knee[side]] = ANY(0, 130) * human_degree;
    q[h->ankle[side]] = ANY(-40, 20) * human_degree;
  }
#undef ANY
}

// The pose that a mirror in the plane of x and y shows.
static inline void human_mirrored_pose(const ps_human *h, const double *q, double *mirrored) {
  static const int pelvis[6] = {1, -1, -1, 1, 1, -1}, level[3] = {1, -1, -1};
  for (int i = 0; i < 6; i++)
    mirrored[h->pelvis_coordinate[i]] = pelvis[i] * q[h->pelvis_coordinate[i]];
  for (int k = 0; k < PS_LEVELS; k++)
    for (int i = 0; i < 3; i++)
      mirrored[h->level[k][i]] = level[i] * q[h->level[k][i]];
  for (int side = 0; side < 2; side++) {
    for (int i = 0; i < 3; i++)
      mirrored[h->hip[side][i]] = q[h->hip[!side][i]];
    mirrored[h->knee[side]] = q[h->knee[!side]];
    mirrored[h->ankle[side]] = q[h->ankle[!side]];
  }
}

// The coordinate of the other side; of the middle: itself. *sign: of its mirror image.
static inline int human_other(const ps_human *h, int coordinate, int *sign) {
  static const int level[3] = {1, -1, -1}, pelvis[6] = {1, -1, -1, 1, 1, -1};
  *sign = 1;
  for (int side = 0; side < 2; side++) {
    for (int i = 0; i < 3; i++)
      if (coordinate == h->hip[side][i])
        return h->hip[!side][i];
    if (coordinate == h->knee[side])
      return h->knee[!side];
    if (coordinate == h->ankle[side])
      return h->ankle[!side];
  }
  for (int i = 0; i < 6; i++)
    if (coordinate == h->pelvis_coordinate[i])
      *sign = pelvis[i];
  for (int k = 0; k < PS_LEVELS; k++)
    for (int i = 0; i < 3; i++)
      if (coordinate == h->level[k][i])
        *sign = level[i];
  return coordinate;
}

static inline double human_arm(const human_kit *k, int line, int coordinate) {
  const ps_model *m = k->human->model;
  const ps_path *p = &m->path[k->human->line[line].path];
  for (int s = p->span; s < p->span + p->nspan; s++)
    if (m->span_coordinate[s] == coordinate)
      return k->d->span_arm[s];
  return 0;
}

static inline int human_line(const ps_human *h, const char *name) {
  for (int i = 0; i < h->nline; i++)
    if (strcmp(h->line[i].name, name) == 0)
      return i;
  return -1;
}
