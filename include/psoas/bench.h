// bench.h: how long each stage of the engine takes on a model, and how much work it does.
//
// A stage runs over the same frames again and again; each time over is one sample, divided by the
// number of frames. Stages that build on others contain them: the time of inverse dynamics has that
// of positions and velocities in it.
#pragma once

#include <stdbool.h>

#include "psoas/table.h"
#include "psoas/watch.h"

#ifdef __cplusplus
extern "C" {
#endif

// Frames come from a setup file; else from a motion, or poses, of a model; else they are made up: a
// smooth motion about the default pose. Stages of the built-in model of a person (human_build,
// posture_cold ...) run where `stages` names them, and need no model. Texts may be NULL.
typedef struct ps_bench_options {
  const char *setup;       // AnalyzeTool: names the model, the motion and the loads
  const char *model;       // needed where there is no setup, but for stages of the built-in one
  const char *motion;      // coordinates over time
  const char *poses;       // a table as for ps_probe
  const char *reserves;    // ForceSet to append; NULL: a motor for each coordinate without one
  const char *directory;   // for the results of the setup, which is then timed file to file too
  const char *stages;      // names separated by commas; NULL: all
  int frames;              // at most
  int repetitions;         // of each stage; 0: as many as fit into a third of a second
  int threads;             // of the stage that uses several; 0: as many as the machine has
  unsigned long long seed; // of the made-up motion
  ps_degrees degrees;      // what a motion means that does not say
  ps_watch watch;
} ps_bench_options;

ps_bench_options ps_bench_default(void);

typedef struct ps_bench_stage {
  const char *name, *unit, *about; // unit: what one time is for
  int samples, units;              // units of a sample
  double first, min, median, p99;  // [ns]  for one unit; first: of the first sample, caches cold
  double mark;                     // [ns]  that one unit may take; 0: none
} ps_bench_stage;

typedef struct ps_bench_count {
  const char *name, *about;
  double value;
} ps_bench_count;

typedef struct ps_bench {
  const char *model_name, *path;
  int nbody, ncoordinate, nmuscle, npath, nwrap, narm, nframe;
  int nstage, ncount;
  const ps_bench_stage *stage;
  const ps_bench_count *count; // of work, which no clock disturbs
} ps_bench;

// *bench is NULL after a failure; else free it.
ps_status ps_bench_run(ps_bench **bench, const ps_bench_options *options, ps_error *err);
// As JSON, to be freed with free().
ps_status ps_bench_json(const ps_bench *bench, char **text, ps_error *err);
void ps_bench_free(ps_bench *bench);

// Name and meaning of stage i; NULL: there are no more.
const char *ps_bench_stage_name(int i, const char **about);

// Are these stages, separated by commas, all of the built-in model?
bool ps_bench_needs_no_model(const char *stages);

#ifdef __cplusplus
}
#endif
