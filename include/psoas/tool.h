// tool.h: analyses of recorded motions, from files to files, as OpenSim's tools do them.
//
// A run reads a model, a motion and what else it needs, computes every frame, and writes OpenSim's
// result files. Files appear when all of them are complete; after a failure there is none.
#pragma once

#include <stdbool.h>

#include "psoas/model.h"
#include "psoas/table.h"
#include "psoas/watch.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum ps_verb {
  PS_VERB_INVERSE_DYNAMICS,
  PS_VERB_STATIC_OPTIMIZATION,
  PS_VERB_JOINT_REACTION,
  PS_VERB_MUSCLE_ANALYSIS,
} ps_verb;

// How to run, whatever is run.
typedef struct ps_tool_options {
  const char *directory;   // for results; NULL: where the setup file says
  bool replace;            // files that exist may be replaced
  bool ignore_unsupported; // go on without parts of the model that psoas cannot compute
  bool missing_is_default; // coordinates without a column stay at OpenSim's value
  bool report;             // write report.html (static optimization only)
  int threads;             // 0: as many as the machine has
  ps_degrees degrees;      // what a motion means that does not say
  const char *criterion; // of static optimization: "activation", "volume", "force"; NULL: the first
  bool passive;          // passive muscle forces act in static optimization
  ps_watch watch;
} ps_tool_options;

// What to run, for those who have no setup file. Times in s; texts may be NULL where OpenSim has a
// default.
typedef struct ps_verb_options {
  const char *model, *motion; // needed
  const char *loads;          // ExternalLoads
  const char *reserves;       // ForceSet to append
  const char *forces;         // joint reaction: forces of the actuators
  const char *name;           // first part of result file names
  double cutoff_hz;           // low-pass filter of the coordinates; below 0: none
  double start, end;
  int precision;        // decimals of results
  double exponent;      // static optimization
  bool physiology;      // static optimization: force depends on length and speed
  bool equilibrium;     // muscle analysis: fiber and tendon in equilibrium
  const char *on_body;  // joint reaction: "child", "parent"
  const char *in_frame; // joint reaction: "ground", "child", "parent", or a frame
} ps_verb_options;

ps_tool_options ps_tool_default(void);
ps_verb_options ps_verb_default(void);

// How much of what a coordinate needs came from where [N m | N].
typedef struct ps_effort {
  const char *coordinate;
  bool rotational;
  bool driven;         // some muscle can turn it
  double needed_peak;  // largest moment that the motion needs
  double reserve_peak; // largest moment of reserves
  double reserve_rms;  // root mean square of it
  double reserve_time; // [s]  of its peak
  double unmet_peak;   // largest moment that nothing gave
} ps_effort;

// What an effort comes to.
typedef enum ps_verdict {
  PS_VERDICT_IDLE,      // the motion needs nothing there
  PS_VERDICT_MUSCLES,   // muscles do it: reserves stay below 5 % of what is needed
  PS_VERDICT_RESERVES,  // reserves carry part of it
  PS_VERDICT_NO_MUSCLE, // no muscle turns it: reserves carry all
  PS_VERDICT_UNMET,     // nothing gives what is needed
} ps_verdict;

ps_verdict ps_effort_verdict(const ps_effort *effort);
// In words: "reserves carry 12 %". Returns `text`.
const char *ps_effort_words(const ps_effort *effort, char *text, unsigned long size);

typedef struct ps_tool_result {
  int nfile;
  const char *const *file; // written, in order
  int frames, nmuscle, ncoordinate;
  double start, end; // [s]
  const char *model_name;
  // static optimization
  bool optimized;
  double exponent;
  const char *criterion;
  double worst_balance, worst_stationarity; // residuals of the optimality conditions
  double mean_newton;
  int ninfeasible;
  const double *infeasible; // [s]  times of frames whose demands are out of reach
  int nunsolved;            // frames that did not converge or whose numbers are not finite
  const double *unsolved;   // [s]  their times
  int neffort;
  const ps_effort *effort;
  const char *summary; // the table of the report, as text; NULL: none was asked for
} ps_tool_result;

// *result is never NULL after success; it may hold notes after a failure too. Free it.
ps_status ps_tool_run(const char *setup, const ps_tool_options *options, ps_tool_result **result,
                      ps_error *err);
ps_status ps_verb_run(ps_verb verb, const ps_verb_options *what, const ps_tool_options *options,
                      ps_tool_result **result, ps_error *err);
int ps_tool_notes(const ps_tool_result *result);
ps_note_kind ps_tool_note(const ps_tool_result *result, int i, const char **path, int *line,
                          const char **text);
// The same as JSON, with the time it took [s], to be freed with free().
ps_status ps_tool_result_json(const ps_tool_result *result, double seconds, char **text,
                              ps_error *err);
void ps_tool_result_free(ps_tool_result *result);

#ifdef __cplusplus
}
#endif
