// analysis.h: what all analyses of a trial share: one row of numbers per frame, cut into tables.
//
// A trial is a model, its motion and the loads on it. An analysis is made once, which finds every
// name and lays out its columns, and then computes frames in any order on any thread. Frames are
// cut into chunks at fixed frame numbers; what an analysis remembers from one frame to the next
// begins anew with each chunk, so that a frame has the same bits whoever computes it and whatever
// else is computed.
#pragma once

#include "analysis/loads.h"
#include "analysis/motion.h"
#include "analysis/muscle_states.h"
#include "psoas/watch.h"

enum { PS_CHUNK = 64 }; // [frames]

typedef struct ps_trial {
  const ps_model *model;
  const ps_motion *motion;
  const ps_loads *loads;          // NULL: none
  const ps_muscle_states *states; // NULL: default states
} ps_trial;

// One result file: a slice of the row.
typedef struct ps_result_table {
  const char *name; // first line of the file
  const char *file; // end of its name: "StaticOptimization_force"
  const char *about;
  bool degrees;
  bool small; // numbers of any size: to be written with significant digits, not decimals
  int column, n;
  const char *const *label;
} ps_result_table;

typedef struct ps_analysis ps_analysis;
struct ps_analysis {
  const ps_trial *trial;
  const void *plan; // of the kind of analysis
  int width;        // numbers of a row
  int flag_column;  // of the flags of all paths, or -1
  bool remembers;   // from one frame to the next, within a chunk
  // Memory of one thread besides its ps_data; NULL: out of memory. May be NULL: none is needed.
  void *(*create_worker)(const ps_analysis *a, ps_pool *pool);
  void (*restart)(const ps_analysis *a, void *worker); // may be NULL
  void (*frame)(const ps_analysis *a, void *worker, ps_data *d, int frame, double *row);
  ps_result_table *table;
  int ntable;
  ps_pool pool; // of everything above
};

// What went wrong along the way, by name.
typedef struct ps_tally {
  int count;   // frames
  int first;   // the first of them
  double time; // [s]  of that frame
} ps_tally;

enum { PS_FLAGS = 8 }; // kinds of flags: PS_PATH_... and PS_STATE_...

typedef struct ps_analysis_report {
  int frames;
  ps_tally *flag;       // npath x PS_FLAGS
  ps_tally *not_finite; // width
  ps_pool pool;
} ps_analysis_report;

// Rows `first` ... of the result, in order.
typedef void ps_rows_fn(void *context, int first, int n, const double *rows);

// Compute every frame. Rows come in order, on one thread at a time.
ps_status ps_analysis_run(const ps_analysis *a, int nthreads, ps_rows_fn *rows, void *context,
                          const ps_watch *watch, ps_analysis_report *report, ps_error *err);
void ps_analysis_report_free(ps_analysis_report *report);
// What the report found, as notes that name muscle, column, frame and time.
void ps_analysis_report_notes(const ps_analysis *a, const ps_analysis_report *report,
                              ps_notes *notes);

void ps_analysis_free(ps_analysis *a);

// For those who make analyses: an empty one; a table appended to the end of the row.
ps_analysis *ps_analysis_create(const ps_trial *trial, ps_error *err);
ps_status ps_analysis_table(ps_analysis *a, const char *file, const char *name, int n,
                            const char *const *label, ps_error *err);
// One more number per path behind the tables, for its flags.
void ps_analysis_flags(ps_analysis *a);
// Text in the pool of the analysis; NULL: out of memory.
const char *ps_analysis_text(ps_analysis *a, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// Load a frame and compute its positions and velocities.
void ps_trial_frame(const ps_trial *trial, int frame, ps_data *d);
