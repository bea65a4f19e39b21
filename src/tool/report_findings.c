#include "tool/report_findings.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/sha256.h"

// ---- for all parts

ps_status ps_findings_no_memory(const ps_findings *f) {
  return ps_fail(f->w->err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

double *ps_findings_take(ps_findings *f, int n) {
  return ps_pool_take(f->pool, ((size_t)n + 1) * sizeof(double));
}

ps_status ps_findings_warn(ps_findings *f, const char *format, ...) {
  char text[700];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  const char **slot = PS_APPEND(f->pool, &f->warnings);
  if (!slot || !(*slot = ps_pool_text(f->pool, text, strlen(text))))
    return ps_findings_no_memory(f);
  return PS_OK;
}

const ps_foot *ps_findings_foot(const ps_findings *f, ps_side side) {
  const ps_foot *foot = f->strides.foot;
  if (side != PS_SIDE_NONE)
    return foot[side].ndown ? &foot[side] : NULL;
  // what lies in the middle goes by the right foot, or by the only one
  return foot[PS_SIDE_RIGHT].ndown  ? &foot[PS_SIDE_RIGHT]
         : foot[PS_SIDE_LEFT].ndown ? &foot[PS_SIDE_LEFT]
                                    : NULL;
}

double ps_findings_phase(const ps_findings *f, ps_side side, double time) {
  const ps_foot *foot = ps_findings_foot(f, side);
  if (foot)
    return ps_stride_phase(foot, time);
  double start = f->data->t[0], end = f->data->t[f->data->n - 1];
  return end > start ? (time - start) / (end - start) : 0;
}

ps_peak ps_findings_peak(const ps_findings *f, ps_side side, const double *value) {
  int at = 0;
  for (int i = 1; i < f->data->n; i++)
    if (value[i] > value[at])
      at = i;
  double time = f->data->t[at];
  return (ps_peak){.value = value[at],
                   .time = time,
                   .phase = ps_findings_phase(f, side, time),
                   .range = {value[at], value[at]}};
}

// ---- the loads

// largest sum of all loads: the records behind the forces of the model are along ground
static double largest_load(const ps_findings *f) {
  const ps_loads *loads = f->w->loads;
  int nforce = ps_so_layout_of(f->data->optimization)->nforce, nload = 0;
  double largest = 0;
  for (int i = 0; loads && i < loads->n; i++)
    nload += ps_load_record_size(&loads->load[i]);
  for (int k = 0; k < f->data->n && nload; k++) {
    const double *row = f->data->force + (size_t)(k + 1) * (size_t)nforce - nload;
    ps_vec3 sum = {0};
    for (int i = 0; i < loads->n; i++) {
      if (loads->load[i].force)
        sum = ps_add(sum, ps_vec(row[0], row[1], row[2]));
      row += ps_load_record_size(&loads->load[i]);
    }
    largest = fmax(largest, ps_norm(sum));
  }
  return largest;
}

// ---- inputs

static ps_status add_input(ps_findings *f, const char *role, const char *path) {
  if (!path || !path[0])
    return PS_OK;
  ps_input *input = PS_APPEND(f->pool, &f->inputs);
  if (!input || !(input->path = ps_pool_text(f->pool, path, strlen(path))))
    return ps_findings_no_memory(f);
  input->role = role;
  return ps_sha256_file(input->sha256, path, NULL, f->w->err);
}

ps_status ps_findings_inputs(ps_findings *f) {
  const ps_tool_spec *t = f->w->tool;
  PS_TRY(add_input(f, "setup", t->path));
  PS_TRY(add_input(f, "model", t->model_file));
  PS_TRY(add_input(f, "motion", t->states_file[0] ? t->states_file : t->coordinates_file));
  PS_TRY(add_input(f, "speeds", t->speeds_file));
  PS_TRY(add_input(f, "loads", t->external_loads_file));
  PS_TRY(add_input(f, "load data", f->w->loads_spec ? f->w->loads_spec->datafile : NULL));
  for (int i = 0; i < t->force_set_files.n; i++)
    PS_TRY(add_input(f, "added forces", t->force_set_files.items[i]));
  return PS_OK;
}

// ---- the whole

ps_status ps_findings_make(ps_findings *f, ps_workspace *w, const ps_report_data *data) {
  *f = (ps_findings){.w = w, .data = data, .pool = &w->pool, .ncriterion = 1};
  f->weight = w->model->mass * ps_norm(w->model->gravity);
  f->load_peak = largest_load(f);
  PS_TRY(ps_strides_find(&f->strides, f->pool, w->loads_spec, w->model, w->err));
  PS_TRY(ps_findings_muscles(f));
  PS_TRY(ps_findings_joints(f));
  PS_TRY(ps_findings_criteria(f));
  PS_TRY(ps_findings_quality(f));
  return ps_findings_inputs(f);
}
