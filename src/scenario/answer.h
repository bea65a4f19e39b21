// answer.h: from what a pose file says to the tree of its result, everything between included.
#pragma once

#include <stdint.h>

#include "psoas/watch.h"
#include "scenario/equilibrium.h"
#include "scenario/ranges.h"
#include "scenario/result.h"
#include "scenario/tension.h"
#include "scenario/warm.h"

// The tables, read once and shared.
typedef struct ps_lab {
  ps_anatomy anatomy;
  ps_parameter_table table;
  ps_parameters parameters;
  ps_physio_table physio_table;
  ps_physio physio; // of the slow processes, at their values
} ps_lab;
ps_status ps_lab_open(ps_lab *lab, ps_error *err);
void ps_lab_close(ps_lab *lab);

typedef struct ps_answer_options {
  ps_hold_options hold;
  ps_detail detail;
  int draws; // 0: no intervals
  uint64_t seed;
  const ps_watch *watch; // of the draws; NULL: none
  ps_warm *warm;         // people and solvers to use; NULL: all is made for this answer
  bool near;             // its solvers go on from their last pose
} ps_answer_options;
ps_answer_options ps_answer_default(void); // 256 draws

// A parameter's pull on the compression of L4/5, for the tornado.
typedef struct ps_influence {
  const char *parameter;
  double low, high;   // of the parameter: 10th and 90th percentile
  double change;      // [N]  of the compression from low to high, others at their middle
  double correlation; // [-]  over the draws
} ps_influence;
enum { PS_INFLUENCES = 12 };

typedef struct ps_answer {
  ps_pool pool;
  ps_pose pose;
  ps_human *human;
  ps_data *data;
  ps_posture posture;
  ps_hold *hold;
  ps_held held;
  ps_warm *warm;          // that the human belongs to; NULL: it is this answer's
  bool near;              // its solvers go on from their last pose
  ps_warm_solver *solver; // that data and hold belong to; NULL: they are this answer's
  ps_tree *tree;          // schema, posture, person, status ..., then the numbers of result.h
  int draws, failed_draws;
  int ninfluence;
  ps_influence influence[PS_INFLUENCES];
  ps_equilibrium equilibrium; // of poses that ask for it
  ps_tension tension;         // of poses under stress
  ps_hip_ranges ranges[2];    // what the hands-on tests of the hips find, right and left
  bool extrapolated;          // some input lies outside what was measured
} ps_answer;

// Solve the pose that `tree` says, the light model always in rhythm; `path` is for messages. Free
// the answer whatever comes back. An infeasible posture is an answer, with its status.
ps_status ps_answer_pose(ps_answer **answer, const ps_lab *lab, const ps_tree *tree,
                         const char *path, const ps_answer_options *options, ps_error *err);
void ps_answer_free(ps_answer *answer);
const char *ps_hold_status_word(ps_hold_status status); // "solved", "infeasible", "unsettled"
