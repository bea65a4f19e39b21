#include "tool/optimize.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/names.h"
#include "tool/report.h"
#include "tool/result_files.h"

// What is kept of every frame that is written.
typedef struct ps_optimum {
  const ps_analysis *a;
  const ps_so_layout *at;
  int n;              // frames so far
  double *t;          // [s]
  double *activation; // n x nactivation
  double *force;      // n x nforce; NULL: not kept
  double *quality;    // n x nquality; NULL: not kept
  int nquality;
  double *infeasible, *unsolved; // [s]
  ps_tool_result *result;
  ps_effort *effort;
  double newton;
} ps_optimum;

static void note_efforts(ps_optimum *o, double time, const double *row) {
  for (int r = 0; r < o->at->nrow; r++) {
    ps_effort *e = &o->effort[r];
    double reserve = fabs(row[o->at->reserve + r]);
    e->needed_peak = fmax(e->needed_peak, fabs(row[o->at->needed + r]));
    e->unmet_peak = fmax(e->unmet_peak, fabs(row[o->at->unmet + r]));
    e->reserve_rms += reserve * reserve;
    if (reserve > e->reserve_peak) {
      e->reserve_peak = reserve;
      e->reserve_time = time;
    }
  }
}

static void keep_frame(void *context, int frame, const double *row) {
  ps_optimum *o = context;
  const ps_so_layout *at = o->at;
  const double *quality = row + at->quality;
  ps_tool_result *r = o->result;
  double time = o->a->trial->motion->t[frame];
  size_t n = (size_t)o->n++;
  o->t[n] = time;
  memcpy(o->activation + n * (size_t)at->nactivation, row + at->activation,
         (size_t)at->nactivation * sizeof *row);
  if (o->force)
    memcpy(o->force + n * (size_t)at->nforce, row + at->force, (size_t)at->nforce * sizeof *row);
  if (o->quality)
    memcpy(o->quality + n * (size_t)o->nquality, quality, (size_t)o->nquality * sizeof *row);
  if (quality[PS_SO_OUTCOME] == PS_RECRUIT_INFEASIBLE)
    o->infeasible[r->ninfeasible++] = time;
  if (quality[PS_SO_OUTCOME] == PS_RECRUIT_ITERATION_LIMIT ||
      quality[PS_SO_OUTCOME] == PS_RECRUIT_BAD_INPUT)
    o->unsolved[r->nunsolved++] = time;
  r->worst_balance = fmax(r->worst_balance, quality[PS_SO_BALANCE]);
  r->worst_stationarity = fmax(r->worst_stationarity, quality[PS_SO_STATIONARITY]);
  o->newton += quality[PS_SO_NEWTON];
  note_efforts(o, time, row);
}

// ---- making

static ps_status no_memory(ps_workspace *w) {
  return ps_fail(w->err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

static ps_status criterion_named(ps_workspace *w, const char *name, ps_so_criterion *criterion) {
  ps_nearest nearest = ps_nearest_to(name ? name : "");
  char hint[80];
  *criterion = PS_SO_ACTIVATION;
  for (int i = 0; name && i < PS_SO_CRITERIA; i++) {
    const char *known = ps_so_criterion_name((ps_so_criterion)i);
    *criterion = (ps_so_criterion)i;
    if (strcmp(known, name) == 0)
      return PS_OK;
    ps_nearest_try(&nearest, known);
  }
  if (!name)
    return PS_OK;
  return ps_fail(w->err, PS_ERR_ARGUMENT, NULL, 0,
                 "there is no criterion '%s'; expected activation, volume or force%s", name,
                 ps_nearest_hint(&nearest, hint, sizeof hint));
}

static ps_status create(ps_workspace *w, const ps_analysis_spec *spec, ps_analysis **a) {
  ps_so_options o = ps_so_default();
  o.name = spec->name;
  o.exponent = spec->exponent;
  o.physiology = spec->use_muscle_physiology;
  o.passive = w->options->passive;
  PS_TRY(criterion_named(w, w->options->criterion, &o.criterion));
  PS_TRY(ps_so_create(a, &w->trial, &o, w->err));
  ps_tool_result *r = &w->result->public;
  r->optimized = true;
  r->exponent = o.exponent;
  r->criterion = ps_so_criterion_name(o.criterion);
  return PS_OK;
}

static ps_status prepare(ps_workspace *w, ps_optimum *o, const ps_analysis *a, int n) {
  const ps_so_layout *at = ps_so_layout_of(a);
  const ps_model *m = w->model;
  size_t rows = (size_t)n + 1;
  *o = (ps_optimum){.a = a, .at = at, .result = &w->result->public};
  o->nquality = PS_SO_QUALITY + 3 * at->nrow;
  o->t = ps_pool_take(&w->pool, rows * sizeof(double));
  o->activation = ps_pool_take(&w->pool, rows * (size_t)at->nactivation * sizeof(double));
  o->infeasible = ps_pool_take(&w->result->pool, rows * sizeof(double));
  o->unsolved = ps_pool_take(&w->result->pool, rows * sizeof(double));
  o->effort = ps_pool_take(&w->result->pool, (size_t)(at->nrow + 1) * sizeof *o->effort);
  if (w->options->report) {
    o->force = ps_pool_take(&w->pool, rows * (size_t)at->nforce * sizeof(double));
    o->quality = ps_pool_take(&w->pool, rows * (size_t)o->nquality * sizeof(double));
  }
  bool kept = !w->options->report || (o->force && o->quality);
  if (!o->t || !o->activation || !o->infeasible || !o->unsolved || !o->effort || !kept)
    return no_memory(w);
  for (int r = 0; r < at->nrow; r++) {
    const char *name = m->coord_name[at->row_coord[r]];
    o->effort[r].coordinate = ps_pool_text(&w->result->pool, name, strlen(name));
    o->effort[r].rotational = m->coord_motion[at->row_coord[r]] == PS_MOTION_ROTATIONAL;
    o->effort[r].driven = at->driven[r];
    if (!o->effort[r].coordinate)
      return no_memory(w);
  }
  return PS_OK;
}

static ps_status write_controls(ps_workspace *w, const ps_optimum *o,
                                const ps_analysis_spec *spec) {
  ps_file_writer file = {0};
  char part[400];
  snprintf(part, sizeof part, "%s_controls", spec->name);
  const char *path = ps_workspace_path(w, part, ".xml");
  if (!path)
    return no_memory(w);
  PS_TRY(ps_file_writer_create(&file, path, w->options->replace, NULL, w->err));
  const ps_controls controls = {.label = o->a->table[0].label,
                                .ncontrol = o->at->nactivation,
                                .n = o->n,
                                .t = o->t,
                                .value = o->activation};
  ps_status status = ps_controls_write(&file, &controls, w->err);
  if (status == PS_OK)
    status = ps_workspace_commit(w, &file, path);
  ps_file_writer_abort(&file);
  return status;
}

static void sum_up(ps_optimum *o) {
  ps_tool_result *r = o->result;
  for (int i = 0; i < o->at->nrow; i++)
    o->effort[i].reserve_rms = o->n ? sqrt(o->effort[i].reserve_rms / o->n) : 0;
  r->neffort = o->at->nrow;
  r->effort = o->effort;
  r->infeasible = o->infeasible;
  r->unsolved = o->unsolved;
  r->mean_newton = o->n ? o->newton / o->n : 0;
}

static ps_status run(ps_workspace *w, const ps_analysis_spec *spec, const ps_analysis *a) {
  ps_result_files files;
  ps_optimum o;
  ps_analysis_report report = {0};
  ps_status status = ps_result_files_begin(&files, w, a, spec->step_interval, NULL);
  if (status == PS_OK)
    status = prepare(w, &o, a, ps_result_files_count(&files));
  files.also = keep_frame;
  files.context = &o;
  if (status == PS_OK)
    status = ps_analysis_run(a, ps_workspace_threads(w), ps_result_files_rows, &files,
                             &w->options->watch, &report, w->err);
  if (status == PS_OK) {
    ps_analysis_report_notes(a, &report, &w->result->notes);
    sum_up(&o);
    status = ps_result_files_commit(&files);
  }
  if (status == PS_OK)
    status = write_controls(w, &o, spec);
  ps_result_files_abort(&files);
  ps_analysis_report_free(&report);
  if (status != PS_OK || !w->options->report)
    return status;
  const ps_report_data data = {.optimization = a,
                               .n = o.n,
                               .t = o.t,
                               .activation = o.activation,
                               .force = o.force,
                               .quality = o.quality};
  return ps_report(w, &data);
}

ps_status ps_optimize(ps_workspace *w, const ps_analysis_spec *spec) {
  ps_analysis *a;
  PS_TRY(create(w, spec, &a));
  ps_status status = run(w, spec, a);
  ps_analysis_free(a);
  return status;
}
