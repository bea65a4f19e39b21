#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/kinematics_analysis.h"
#include "analysis/muscle_analysis.h"
#include "base/path.h"
#include "io/sto.h"
#include "tool/optimize.h"
#include "tool/result_files.h"
#include "tool/run_tool.h"
#include "tool/select.h"

// Run an analysis into its files.
static ps_status run_into_files(ps_workspace *w, ps_analysis *a, int interval,
                                const char *const *names) {
  ps_result_files files;
  ps_analysis_report report = {0};
  ps_status status = ps_result_files_begin(&files, w, a, interval, names);
  if (status == PS_OK)
    status = ps_analysis_run(a, ps_workspace_threads(w), ps_result_files_rows, &files,
                             &w->options->watch, &report, w->err);
  if (status == PS_OK) {
    ps_analysis_report_notes(a, &report, &w->result->notes);
    status = ps_result_files_commit(&files);
  }
  ps_result_files_abort(&files);
  ps_analysis_report_free(&report);
  ps_analysis_free(a);
  return status;
}

// ---- inverse dynamics

static ps_status run_inverse_dynamics(ps_workspace *w) {
  const ps_tool_spec *t = w->tool;
  ps_selection joints = {0};
  bool *excluded;
  PS_TRY(ps_select_excluded(w, t->forces_to_exclude, &excluded));
  PS_TRY(ps_select_joints(w, t->body_force_joints, 0, &joints));
  const ps_id_options o = {
      .excluded = excluded, .joints = joints.items, .njoint = joints.n, .muscles_at_default = true};
  const char *const names[2] = {t->moments_file, t->body_forces_file};
  ps_analysis *a;
  PS_TRY(ps_id_create(&a, &w->trial, &o, w->err));
  return run_into_files(w, a, 1, names);
}

// ---- analyses

static ps_status run_joint_reaction(ps_workspace *w, const ps_analysis_spec *spec) {
  ps_reaction *reactions;
  ps_table *forces = NULL;
  ps_notes notes = {0};
  ps_jr_options o = {.name = spec->name, .forces_path = spec->forces_file};
  ps_analysis *a;
  PS_TRY(ps_select_reactions(w, spec, &reactions, &o.n));
  o.reactions = reactions;
  ps_status status = PS_OK;
  if (spec->forces_file[0])
    status = ps_fail_named_by(
        w->err, ps_sto_load(&forces, spec->forces_file, PS_STO_STRICT, &notes, w->err),
        w->tool->path);
  o.forces = forces;
  if (status == PS_OK)
    status = ps_jr_create(&a, &w->trial, &o, &notes, w->err);
  ps_workspace_notes(w, &notes);
  ps_notes_free(&notes);
  if (status == PS_OK)
    status = run_into_files(w, a, spec->step_interval, NULL);
  ps_table_free(forces);
  return status;
}

static ps_status run_muscles(ps_workspace *w, const ps_analysis_spec *spec) {
  ps_selection muscles, coordinates = {0};
  ps_analysis *a;
  PS_TRY(ps_select_muscles(w, spec->muscles, spec->line, &muscles));
  if (spec->compute_moments)
    PS_TRY(ps_select_coordinates(w, spec->coordinates, spec->line, &coordinates));
  const ps_ma_options o = {.name = spec->name,
                           .muscles = muscles.items,
                           .nmuscle = muscles.n,
                           .coordinates = coordinates.items,
                           .ncoordinate = coordinates.n};
  PS_TRY(ps_ma_create(&a, &w->trial, &o, w->err));
  return run_into_files(w, a, spec->step_interval, NULL);
}

static ps_status run_kinematics(ps_workspace *w, const ps_analysis_spec *spec) {
  ps_selection coordinates;
  ps_analysis *a;
  PS_TRY(ps_select_coordinates(w, spec->coordinates, spec->line, &coordinates));
  const ps_kin_options o = {.name = spec->name,
                            .degrees = spec->in_degrees,
                            .coordinates = coordinates.items,
                            .ncoordinate = coordinates.n};
  PS_TRY(ps_coordinate_kinematics_create(&a, &w->trial, &o, w->err));
  return run_into_files(w, a, spec->step_interval, NULL);
}

static ps_status run_body_kinematics(ps_workspace *w, const ps_analysis_spec *spec) {
  ps_selection bodies;
  ps_kin_options o = {.name = spec->name, .degrees = spec->in_degrees, .local = spec->local_frame};
  ps_analysis *a;
  PS_TRY(ps_select_bodies(w, spec->bodies, spec->line, &bodies, &o.whole_body));
  o.bodies = bodies.items;
  o.nbody = bodies.n;
  PS_TRY(ps_body_kinematics_create(&a, &w->trial, &o, w->err));
  return run_into_files(w, a, spec->step_interval, NULL);
}

static ps_status run_point_kinematics(ps_workspace *w, const ps_analysis_spec *spec) {
  ps_kin_options o = {.name = spec->name, .point = spec->point, .point_name = spec->point_name};
  ps_analysis *a;
  PS_TRY(ps_select_body(w, spec->body, spec->line, &o.body));
  if (spec->relative_to[0])
    PS_TRY(ps_select_body(w, spec->relative_to, spec->line, &o.relative_to));
  PS_TRY(ps_point_kinematics_create(&a, &w->trial, &o, w->err));
  return run_into_files(w, a, spec->step_interval, NULL);
}

static ps_status run_analysis(ps_workspace *w, const ps_analysis_spec *spec) {
  switch (spec->kind) {
  case PS_ANALYSIS_STATIC_OPTIMIZATION:
    return ps_optimize(w, spec);
  case PS_ANALYSIS_JOINT_REACTION:
    return run_joint_reaction(w, spec);
  case PS_ANALYSIS_MUSCLE:
    return run_muscles(w, spec);
  case PS_ANALYSIS_KINEMATICS:
    return run_kinematics(w, spec);
  case PS_ANALYSIS_BODY_KINEMATICS:
    return run_body_kinematics(w, spec);
  case PS_ANALYSIS_POINT_KINEMATICS:
    return run_point_kinematics(w, spec);
  case PS_ANALYSIS_KINDS:
    break;
  }
  return PS_OK;
}

static ps_status run_all(ps_workspace *w) {
  const ps_tool_spec *t = w->tool;
  if (t->kind == PS_TOOL_INVERSE_DYNAMICS)
    return run_inverse_dynamics(w);
  int count = 0;
  for (int i = 0; i < t->n; i++)
    if (t->items[i].on) {
      PS_TRY(run_analysis(w, &t->items[i]));
      count++;
    }
  if (!count)
    ps_note_add(&w->result->notes, PS_NOTE_WARNING, t->path, 0,
                "no analysis is switched on: nothing is written");
  return PS_OK;
}

// ---- the whole

ps_status ps_run_tool_spec(const ps_tool_spec *tool, const ps_tool_options *options,
                           ps_tool_result **result, ps_error *err) {
  ps_run_result *r = calloc(1, sizeof *r);
  *result = (ps_tool_result *)r;
  if (!r)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  ps_workspace w;
  ps_status status = ps_workspace_open(&w, tool, options, r, err);
  if (status == PS_OK)
    status = run_all(&w);
  if (status == PS_OK)
    status = ps_workspace_publish(&w);
  ps_workspace_close(&w);
  r->public.file = r->files.items;
  r->public.nfile = r->files.n;
  return status;
}

ps_status ps_tool_run(const char *setup, const ps_tool_options *options, ps_tool_result **result,
                      ps_error *err) {
  ps_tool_spec *tool;
  *result = NULL;
  PS_TRY(ps_tool_load(&tool, setup, err));
  ps_status status = ps_run_tool_spec(tool, options, result, err);
  ps_tool_free(tool);
  return status;
}

ps_tool_options ps_tool_default(void) {
  return (ps_tool_options){.degrees = PS_DEGREES_NOT_STATED};
}

int ps_tool_notes(const ps_tool_result *result) {
  return result ? ((const ps_run_result *)result)->notes.n : 0;
}

ps_note_kind ps_tool_note(const ps_tool_result *result, int i, const char **path, int *line,
                          const char **text) {
  const ps_note *note = &((const ps_run_result *)result)->notes.items[i];
  *path = note->path;
  *line = note->line;
  *text = note->text;
  return note->kind;
}

void ps_tool_result_free(ps_tool_result *result) {
  ps_run_result *r = (ps_run_result *)result;
  if (!r)
    return;
  ps_notes_free(&r->notes);
  ps_pool_free(&r->pool);
  free(r);
}
