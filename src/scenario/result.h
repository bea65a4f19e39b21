// result.h: what a held posture comes to, number by number, under the names of interface files.
//
// One walk names every number. With a tree it writes them; without, it only lists them in order, so
// that a draw is a vector and the percentiles of many find their place in the tree.
#pragma once

#include "base/tree.h"
#include "scenario/hold.h"

typedef struct ps_result_sink {
  ps_pool *pool;
  ps_tree *tree;         // NULL: only list
  double *values;        // listed numbers; may be NULL
  int n, capacity;       // numbers met so far; room in values
  ps_interval *interval; // by number; p10 = p90: a plain number; NULL: none
  ps_validity valid;     // of what is written now
} ps_result_sink;

// Levels, muscles, groups, hips, angles, supports, pressure, stability, balance, reserves.
void ps_result_numbers(ps_result_sink *sink, const ps_hold *hold, const ps_held *held);

// Sum of a group of lines: "psoas_r", "psoas_VB_r", "erector_r" ...
typedef struct ps_group_sum {
  double force;      // [N]
  double activation; // [-]  mean weighted by capacity
} ps_group_sum;
int ps_group_count(void);
const char *ps_group_name(int group);
ps_group_sum ps_group_of(const ps_hold *hold, const ps_held *held, int group, int side);

// What presses, by kind, and all friction [N].
typedef struct ps_support_sum {
  double normal[PS_SUPPORT_KINDS], friction;
} ps_support_sum;
ps_support_sum ps_supports_of(const ps_hold *hold, const ps_held *held);

// The order in which levels are reported: from above.
int ps_level_from_above(int i);
