// result_files.h: writes the tables of an analysis while it runs, in OpenSim's layout.
#pragma once

#include "base/file.h"
#include "io/sto_write.h"
#include "tool/workspace.h"

typedef struct ps_result_files {
  ps_workspace *w;
  const ps_analysis *a;
  int interval;         // every so many frames, and the first and the last
  ps_file_writer *file; // one for each table
  ps_sto_writer *sto;
  const char **path;
  // where set, called with every row that is written
  void (*also)(void *context, int frame, const double *row);
  void *context;
} ps_result_files;

// Begin a file for every table; `names` gives whole file names instead of NAME_PART.sto, NULL:
// none.
ps_status ps_result_files_begin(ps_result_files *r, ps_workspace *w, const ps_analysis *a,
                                int interval, const char *const *names);
// A ps_rows_fn whose context is the ps_result_files.
void ps_result_files_rows(void *context, int first, int n, const double *rows);
// Put all files in place and add them to the result.
ps_status ps_result_files_commit(ps_result_files *r);
// End without a trace; harmless after a commit.
void ps_result_files_abort(ps_result_files *r);

// Number of rows that are written.
int ps_result_files_count(const ps_result_files *r);

// Controls over time as a ControlSet, as OpenSim's static optimization writes its activations.
typedef struct ps_controls {
  const char *const *label;
  int ncontrol, n;
  const double *t;     // n [s]
  const double *value; // n x ncontrol
} ps_controls;

ps_status ps_controls_write(ps_file_writer *file, const ps_controls *controls, ps_error *err);
