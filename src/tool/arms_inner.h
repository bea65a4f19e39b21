// arms_inner.h: what the files of the arms verb share.
#pragma once

#include "psoas/arms.h"
#include "scenario/answer.h"
#include "tool/grid.h"

typedef struct ps_arms_muscle {
  const char *name;
  int line; // -1: the mean of the psoas fascicles of `side`
  int side;
} ps_arms_muscle;

enum { PS_ARMS_ABOUT = 3 * PS_LEVELS, PS_ARMS_STUDIES = 2 };

// Arms about some coordinates while one or two things move.
typedef struct ps_arms_study {
  int nvary;
  ps_vary vary[2]; // the last varies fastest
  int nabout;
  int about[PS_ARMS_ABOUT];
  double *arm; // [mm]  by coordinate, then muscle, then point
} ps_arms_study;

struct ps_arms {
  ps_pool pool;
  ps_lab lab;
  ps_human *human;
  struct {
    ps_arms_muscle *items;
    int n, capacity;
  } muscle;
  int nstudy;
  ps_arms_study study[PS_ARMS_STUDIES];
};

int ps_arms_points(const ps_arms_study *study);
// What is varied, at a point [deg].
double ps_arms_at(const ps_arms_study *study, int which, int point);
