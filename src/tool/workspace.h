// workspace.h: everything that a run of a tool holds: what was read, what it became, what it found.
#pragma once

#include "analysis/analysis.h"
#include "base/file.h"
#include "io/setup.h"
#include "model/spec.h"
#include "psoas/tool.h"

typedef struct ps_run_result {
  ps_tool_result public; // first, so that its address is the result's
  ps_notes notes;
  ps_pool pool;
  struct {
    const char **items;
    int n, capacity;
  } files;
} ps_run_result;

typedef struct ps_workspace {
  const ps_tool_spec *tool;
  const ps_tool_options *options;
  ps_run_result *result;
  ps_error *err;
  ps_spec *spec;
  ps_model *model;
  ps_table *coordinates; // or states
  ps_table *speeds;
  ps_motion *motion;
  ps_loads *loads;
  ps_loads_spec *loads_spec; // what they were made of; kept for a report only
  ps_muscle_states *states;
  ps_trial trial;
  const char *directory; // of the results
  struct {
    struct ps_pending {
      ps_file_writer file;
      const char *path;
    } * items;
    int n, capacity;
  } pending; // files that are complete but not yet in their place
  ps_pool pool;
} ps_workspace;

// Read all that the tool names, and compile it. ps_workspace_close is due after failures too.
ps_status ps_workspace_open(ps_workspace *w, const ps_tool_spec *tool,
                            const ps_tool_options *options, ps_run_result *result, ps_error *err);
void ps_workspace_close(ps_workspace *w);

// Keep the notes of a part of the run.
void ps_workspace_notes(ps_workspace *w, const ps_notes *notes);
// Take over a file that is complete; the writer ends. It appears together with all the others.
ps_status ps_workspace_commit(ps_workspace *w, ps_file_writer *file, const char *path);
// Put all of them in their places and into the result.
ps_status ps_workspace_publish(ps_workspace *w);
// "DIRECTORY/NAME_PART.sto"; NULL: out of memory.
char *ps_workspace_path(ps_workspace *w, const char *part, const char *extension);
int ps_workspace_threads(const ps_workspace *w);
