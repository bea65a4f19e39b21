// bench_inner.h: what the files of psoas/bench.h share.
#pragma once

#include "analysis/joint_reaction.h"
#include "analysis/muscle_analysis.h"
#include "analysis/static_optimization.h"
#include "psoas/bench.h"
#include "tool/workspace.h"

// An analysis with the memory of one thread.
typedef struct ps_bench_analysis {
  ps_analysis *a; // NULL: the model does not allow it
  void *worker;
  double *row;
} ps_bench_analysis;

typedef struct ps_bench_human ps_bench_human; // what stages of the built-in model start from

typedef struct ps_bencher {
  ps_bench public; // first, so that its address is the result's
  const ps_bench_options *o;
  ps_error *err;
  ps_pool pool; // of the result
  double aside; // [ns]  of a sample, spent on what does not belong to the stage

  // what is computed: frames begin .. begin + n - 1, `rounds` times a sample
  ps_tool_spec *tool; // of the setup file; NULL: none
  ps_run_result *result;
  ps_workspace w;
  const ps_model *m;
  ps_data *d;
  int begin, n, rounds;

  // what stages start from
  ps_bench_analysis so, jr, ma;
  ps_table *forces;         // of the actuators, as static optimization finds them
  double *length, *speed;   // n x npath [m, m/s]
  ps_muscle_state *state;   // one per muscle
  ps_so_problem problem;    // its sizes and solver; values come from:
  double *value, *demand;   // n x nentry, n x nrow
  double *x;                // ncol
  int *shuffled;            // the frames in an order that nothing can be learned from
  long newton[3], solved;   // steps and frames: warm, cold, shuffled; of one pass
  int infeasible, unsolved; // frames
  double wraps, points;     // per frame: wrap objects run over; points of the current paths
  ps_bench_human *human;    // NULL: none of its stages is asked for
  ps_bench_stage *stage;    // room for all of them
} ps_bencher;

// Read the model and make its frames and all that stages start from.
ps_status ps_bench_prepare(ps_bencher *b);
// Table of coordinates of a smooth made-up motion, 100 frames a second.
ps_status ps_bench_made_up(ps_table **table, const ps_model *m, int frames, unsigned long long seed,
                           ps_error *err);

// [splitmix64] 0 .. 1, the same numbers on every machine
double ps_bench_random(unsigned long long *state);

// One stage: a sample of it. NULL in `possible`: always is.
typedef struct ps_bench_work {
  const char *name, *unit, *about;
  ps_status (*sample)(ps_bencher *b);
  bool (*possible)(const ps_bencher *b);
  int (*units)(const ps_bencher *b); // of a sample
  double mark;                       // [ns]  that a unit may take; 0: none
} ps_bench_work;

extern const ps_bench_work ps_bench_works[];
extern const int ps_bench_work_count;

// ---- bench_human.c

// Stages of the built-in model; they run where they are asked for by name.
extern const ps_bench_work ps_bench_human_works[];
extern const int ps_bench_human_count;
ps_status ps_bench_human_prepare(ps_bencher *b);
const ps_model *ps_bench_human_model(const ps_bencher *b);
void ps_bench_human_free(ps_bench_human *human);
