// sweep_inner.h: what the files of the sweep share.
#pragma once

#include "psoas/sweep.h"
#include "scenario/answer.h"
#include "tool/grid.h"

enum { PS_VARIED = 2 };

typedef enum ps_sweep_outcome {
  PS_SWEEP_SOLVED = PS_HOLD_SOLVED,
  PS_SWEEP_INFEASIBLE = PS_HOLD_INFEASIBLE,
  PS_SWEEP_UNSETTLED = PS_HOLD_UNSETTLED,
  PS_SWEEP_IMPOSSIBLE, // nobody can take this posture
} ps_sweep_outcome;

struct ps_sweep {
  ps_pool pool;
  ps_sweep_request request;
  ps_lab lab;
  ps_answer_options options;
  int nvary, n;
  ps_vary vary[PS_VARIED];
  ps_pose base;     // at the first values
  ps_human *human;  // of the person of that
  double *value;    // n x columns
  char *outcome;    // n: ps_sweep_outcome
  int trouble;      // first posture that is impossible; -1: none
  ps_error problem; // of it
};

// ---- sweep_column.c: the results of a posture that a sweep keeps

enum { PS_SWEEP_NAME = 48 };
int ps_sweep_columns(void);
// "L4_L5_compression_N". Returns `text`.
const char *ps_sweep_column_name(int column, char text[PS_SWEEP_NAME]);
// -1: there is none.
int ps_sweep_column_named(const char *name);
void ps_sweep_measure(const ps_human *human, const ps_posture *posture, const ps_hold *hold,
                      const ps_held *held, double *row);

// Value of the varied number `which` in posture `i`.
double ps_sweep_at(const ps_sweep *sweep, int which, int i);
