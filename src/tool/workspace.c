#include "tool/workspace.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "base/thread.h"
#include "io/loads.h"
#include "io/sto.h"

static ps_status no_memory(const ps_workspace *w) {
  return ps_fail(w->err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

void ps_workspace_notes(ps_workspace *w, const ps_notes *notes) {
  for (int i = 0; i < notes->n; i++)
    ps_note_add(&w->result->notes, notes->items[i].kind, notes->items[i].path, notes->items[i].line,
                "%s", notes->items[i].text);
}

char *ps_workspace_path(ps_workspace *w, const char *part, const char *extension) {
  char name[1200];
  snprintf(name, sizeof name, "%s_%s%s", w->tool->name, part, extension);
  return ps_path_join(&w->pool, w->directory, name);
}

ps_status ps_workspace_commit(ps_workspace *w, ps_file_writer *file, const char *path) {
  if (file->failure.status != PS_OK)
    return ps_file_writer_commit(file, w->err);
  struct ps_pending *slot = PS_APPEND(&w->pool, &w->pending);
  if (!slot)
    return no_memory(w);
  *slot = (struct ps_pending){*file, path};
  *file = (ps_file_writer){.file = -1};
  return PS_OK;
}

ps_status ps_workspace_publish(ps_workspace *w) {
  ps_run_result *result = w->result;
  for (int i = 0; i < w->pending.n; i++)
    PS_TRY(ps_file_writer_sync(&w->pending.items[i].file, w->err));
  for (int i = 0; i < w->pending.n; i++) {
    const char *path = w->pending.items[i].path, **slot = PS_APPEND(&result->pool, &result->files);
    if (!slot || !(*slot = ps_pool_text(&result->pool, path, strlen(path))))
      return no_memory(w);
    PS_TRY(ps_file_writer_commit(&w->pending.items[i].file, w->err));
  }
  return PS_OK;
}

int ps_workspace_threads(const ps_workspace *w) {
  return w->options->threads > 0 ? w->options->threads : ps_thread_count();
}

// ---- the model

// the one of a coordinate's couplers that it depends on
static bool is_dependent(const ps_spec *s, const ps_spec_coordinate *c) {
  for (int i = 0; i < s->constraints.n; i++) {
    const ps_spec_constraint *k = &s->constraints.items[i];
    if (k->enforced && k->kind == PS_CONSTRAINT_COUPLER && strcmp(k->dependent, c->part.name) == 0)
      return true;
  }
  return false;
}

// <use_model_force_set>false: a motor at every free coordinate takes the place of the muscles
static ps_status replace_muscles(ps_workspace *w) {
  ps_spec *s = w->spec;
  int n = 0;
  for (int i = 0; i < s->forces.n; i++)
    if (s->forces.items[i].kind != PS_FORCE_MUSCLE)
      s->forces.items[n++] = s->forces.items[i];
  s->forces.n = n;
  for (int i = 0; i < s->coordinates.n; i++) {
    const ps_spec_coordinate *c = &s->coordinates.items[i];
    if (c->locked || c->prescribed || is_dependent(s, c))
      continue;
    char name[400];
    snprintf(name, sizeof name, "%s_actuator", c->part.name);
    ps_spec_force *f = ps_spec_add_force(s, PS_FORCE_COORDINATE_ACTUATOR, name, 0);
    if (!f)
      return no_memory(w);
    f->coordinate = s->coordinates.items[i].part.name;
    f->optimal_force = 1;
  }
  return PS_OK;
}

static bool wants_motors(const ps_tool_spec *t) {
  for (int i = 0; i < t->n; i++)
    if (t->items[i].on && t->items[i].kind == PS_ANALYSIS_STATIC_OPTIMIZATION &&
        !t->items[i].use_model_force_set)
      return true;
  return false;
}

static ps_status load_model(ps_workspace *w) {
  const ps_tool_spec *t = w->tool;
  PS_TRY(ps_spec_load(&w->spec, t->model_file, PS_COMPAT_OPENSIM46, w->err));
  if (t->replace_force_set)
    w->spec->forces.n = 0;
  for (int i = 0; i < t->force_set_files.n; i++)
    PS_TRY(ps_spec_load_forces(w->spec, t->force_set_files.items[i], w->err));
  if (wants_motors(t))
    PS_TRY(replace_muscles(w));
  ps_status status = ps_model_create(&w->model, w->spec, w->err);
  ps_workspace_notes(w, &w->spec->notes);
  PS_TRY(status);
  return w->options->ignore_unsupported ? PS_OK : ps_spec_require_supported(w->spec, w->err);
}

// ---- the motion

static ps_status load_motion(ps_workspace *w) {
  const ps_tool_spec *t = w->tool;
  bool states = t->states_file[0] != 0;
  const char *path = states ? t->states_file : t->coordinates_file;
  ps_notes notes = {0};
  ps_status status = ps_sto_load(&w->coordinates, path, PS_STO_STRICT, &notes, w->err);
  if (status == PS_OK && !states && t->speeds_file[0])
    status = ps_sto_load(&w->speeds, t->speeds_file, PS_STO_STRICT, &notes, w->err);
  ps_motion_options o = {.use = t->kind == PS_TOOL_ANALYZE ? PS_MOTION_ANALYSIS
                                                           : PS_MOTION_INVERSE_DYNAMICS,
                         .path = path,
                         .cutoff_hz = t->cutoff_hz,
                         .start = t->start_time,
                         .end = t->end_time,
                         .degrees = w->options->degrees,
                         .speeds = w->speeds,
                         .states = states,
                         .missing_is_default = w->options->missing_is_default};
  if (status == PS_OK)
    status = ps_motion_create(&w->motion, w->model, w->coordinates, &o, &notes, w->err);
  if (status == PS_OK && w->motion->assembly_error > 1e-6)
    ps_note_add(
        &notes, PS_NOTE_WARNING, path, 0,
        "some poses cannot be put onto the model's constraints; up to %.3g rad or m is left",
        w->motion->assembly_error);
  if (status == PS_OK)
    status = ps_muscle_states_create(&w->states, w->model, states ? w->coordinates : NULL,
                                     w->motion, t->equilibrate, &notes, w->err);
  ps_workspace_notes(w, &notes);
  ps_notes_free(&notes);
  return status;
}

static ps_status load_loads(ps_workspace *w) {
  if (!w->tool->external_loads_file[0])
    return PS_OK;
  PS_TRY(ps_loads_load(&w->loads_spec, w->tool->external_loads_file, w->err));
  const ps_loads_spec *from = w->loads_spec;
  ps_notes notes = {0};
  ps_status status = ps_loads_create(&w->loads, w->model, w->spec, from, w->motion, &notes, w->err);
  ps_workspace_notes(w, &from->notes);
  ps_workspace_notes(w, &notes);
  ps_notes_free(&notes);
  if (!w->options->report) {
    ps_loads_free(w->loads_spec);
    w->loads_spec = NULL;
  }
  return status;
}

static ps_status describe(ps_workspace *w) {
  ps_tool_result *r = &w->result->public;
  const ps_motion *motion = w->motion;
  r->frames = motion->n - motion->skip;
  r->start = motion->t[motion->skip];
  r->end = motion->t[motion->n - 1];
  r->nmuscle = w->model->nmuscle;
  r->ncoordinate = w->model->nq;
  r->model_name = ps_pool_text(&w->result->pool, w->model->name, strlen(w->model->name));
  return r->model_name ? PS_OK : no_memory(w);
}

ps_status ps_workspace_open(ps_workspace *w, const ps_tool_spec *tool,
                            const ps_tool_options *options, ps_run_result *result, ps_error *err) {
  *w = (ps_workspace){.tool = tool, .options = options, .result = result, .err = err};
  w->directory = options->directory ? options->directory : tool->results_directory;
  ps_workspace_notes(w, &tool->notes);
  PS_TRY(ps_fail_named_by(err, load_model(w), tool->path));
  PS_TRY(ps_fail_named_by(err, load_motion(w), tool->path));
  PS_TRY(ps_fail_named_by(err, load_loads(w), tool->path));
  w->trial =
      (ps_trial){.model = w->model, .motion = w->motion, .loads = w->loads, .states = w->states};
  return describe(w);
}

void ps_workspace_close(ps_workspace *w) {
  for (int i = 0; i < w->pending.n; i++)
    ps_file_writer_abort(&w->pending.items[i].file);
  ps_muscle_states_free(w->states);
  ps_loads_free(w->loads_spec);
  ps_loads_destroy(w->loads);
  ps_motion_free(w->motion);
  ps_table_free(w->speeds);
  ps_table_free(w->coordinates);
  ps_model_free(w->model);
  ps_spec_free(w->spec);
  ps_pool_free(&w->pool);
}
