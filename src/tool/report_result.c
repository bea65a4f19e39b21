#include "tool/report_result.h"

#include <math.h>

#include "base/path.h"
#include "io/json_write.h"
#include "tool/report_words.h"

static void put_ranged(ps_json_writer *j, const char *key, const ps_peak *peak, double unit) {
  ps_json_key(j, key);
  ps_json_object(j);
  ps_json_key_number(j, "value", peak->value / unit);
  ps_json_key_number(j, "low", peak->range.low / unit);
  ps_json_key_number(j, "high", peak->range.high / unit);
  ps_json_key_text(j, "valid", "not_validated");
  ps_json_end_object(j);
}

static void put_when(ps_json_writer *j, const ps_findings *f, ps_side side, const ps_peak *peak) {
  ps_json_key_number(j, "peak_time_s", peak->time);
  ps_json_key_number(j, "peak_stride_pct", ps_findings_foot(f, side) ? 100 * peak->phase : NAN);
}

static void put_inputs(ps_json_writer *j, const ps_findings *f) {
  ps_json_key(j, "inputs");
  ps_json_array(j);
  for (int i = 0; i < f->inputs.n; i++) {
    ps_json_object(j);
    ps_json_key_text(j, "role", f->inputs.items[i].role);
    ps_json_key_text(j, "file", ps_path_name(f->inputs.items[i].path));
    ps_json_key_text(j, "sha256", f->inputs.items[i].sha256);
    ps_json_end_object(j);
  }
  ps_json_end_array(j);
}

static void put_strides(ps_json_writer *j, const ps_findings *f) {
  ps_json_key(j, "strides");
  ps_json_object(j);
  for (ps_side side = PS_SIDE_RIGHT; side < PS_SIDES; side++) {
    const ps_foot *foot = &f->strides.foot[side];
    if (!foot->ndown)
      continue;
    ps_json_key(j, ps_side_name(side));
    ps_json_object(j);
    ps_json_key_number(j, "stride_s", foot->stride);
    ps_json_key_number(j, "stance_pct", 100 * foot->stance);
    ps_json_key(j, "down_s");
    ps_json_numbers(j, foot->down, foot->ndown);
    ps_json_end_object(j);
  }
  ps_json_end_object(j);
}

static void put_pull(ps_json_writer *j, const ps_findings *f, const ps_pull *pull) {
  ps_json_key(j, pull->name);
  ps_json_object(j);
  ps_json_key_number(j, "mean_N", pull->mean);
  put_ranged(j, "peak_N", &pull->peak, 1);
  put_when(j, f, pull->side, &pull->peak);
  ps_json_key_number(j, "peak_activation", pull->peak_activation);
  ps_json_key_number(j, "max_isometric_N", pull->strength);
  ps_json_end_object(j);
}

static void put_muscles(ps_json_writer *j, const ps_findings *f) {
  ps_json_key(j, "muscles");
  ps_json_object(j);
  for (int i = 0; i < f->nmuscle; i++)
    put_pull(j, f, &f->muscle[i]);
  ps_json_end_object(j);
  ps_json_key(j, "groups");
  ps_json_object(j);
  for (int i = 0; i < f->nflexor; i++)
    if (f->row[i]->nmember > 1)
      put_pull(j, f, f->row[i]);
  ps_json_end_object(j);
}

static void put_joints(ps_json_writer *j, const ps_findings *f) {
  ps_json_key(j, "joints");
  ps_json_object(j);
  for (int i = 0; i < f->njoint; i++) {
    const ps_joint_load *load = &f->joint[i];
    ps_json_key(j, load->name);
    ps_json_object(j);
    ps_json_key_text(j, "body", load->body);
    ps_json_key_number(j, "mean_N", load->mean);
    put_ranged(j, "peak_N", &load->peak, 1);
    put_ranged(j, "peak_bw", &load->peak, f->weight);
    put_when(j, f, load->side, &load->peak);
    ps_json_key_number(j, "compression_N", load->compression);
    ps_json_end_object(j);
  }
  ps_json_end_object(j);
}

static void put_reserves(ps_json_writer *j, const ps_findings *f) {
  ps_json_key(j, "reserves");
  ps_json_object(j);
  for (int i = 0; i < f->ndrive; i++) {
    const ps_effort *e = f->drive[i].effort;
    ps_json_key(j, e->coordinate);
    ps_json_object(j);
    ps_json_key_text(j, "unit", e->rotational ? "N m" : "N");
    ps_json_key_number(j, "needed_peak", e->needed_peak);
    ps_json_key_number(j, "reserve_peak", e->reserve_peak);
    ps_json_key_number(j, "reserve_rms", e->reserve_rms);
    ps_json_key_number(j, "reserve_peak_time_s", e->reserve_time);
    ps_json_key(j, "driven");
    ps_json_bool(j, e->driven);
    ps_json_key(j, "beyond_good_practice");
    ps_json_bool(j, f->drive[i].beyond);
    ps_json_end_object(j);
  }
  ps_json_end_object(j);
}

static void put_quality(ps_json_writer *j, const ps_findings *f) {
  const ps_tool_result *r = &f->w->result->public;
  ps_json_key(j, "quality");
  ps_json_object(j);
  ps_json_key_number(j, "kkt_balance", r->worst_balance);
  ps_json_key_number(j, "kkt_stationarity", r->worst_stationarity);
  ps_json_key_number(j, "newton_mean", r->mean_newton);
  ps_json_key(j, "infeasible_s");
  ps_json_numbers(j, r->infeasible, r->ninfeasible);
  ps_json_key_integer(j, "unsolved", r->nunsolved);
  ps_json_end_object(j);
  ps_json_key(j, "warnings");
  ps_json_array(j);
  for (int i = 0; i < f->warnings.n; i++)
    ps_json_text(j, f->warnings.items[i]);
  ps_json_end_array(j);
}

static void put_head(ps_json_writer *j, const ps_findings *f) {
  const ps_tool_result *r = &f->w->result->public;
  const ps_tool_spec *t = f->w->tool;
  ps_json_key_text(j, "schema", "psoas.trial/1");
  ps_json_key_text(j, "psoas_version", PSOAS_VERSION);
  ps_json_key_text(j, "model", r->model_name);
  ps_json_key_text(j, "motion",
                   ps_path_name(t->states_file[0] ? t->states_file : t->coordinates_file));
  ps_json_key_text(j, "status",
                   r->nunsolved     ? "unsolved"
                   : r->ninfeasible ? "infeasible"
                                    : "solved");
  ps_json_key_text(j, "compat", "opensim4.6");
  ps_json_key_text(j, "criterion", r->criterion);
  ps_json_key_number(j, "exponent", r->exponent);
  ps_json_key_integer(j, "criteria", f->ncriterion);
  ps_json_key_number(j, "body_weight_N", f->weight);
  ps_json_key(j, "time");
  ps_json_object(j);
  ps_json_key_number(j, "start_s", f->data->t[0]);
  ps_json_key_number(j, "end_s", f->data->t[f->data->n - 1]);
  ps_json_key_integer(j, "frames", f->data->n);
  ps_json_end_object(j);
}

ps_status ps_report_result(ps_findings *f) {
  ps_file_writer file = {0};
  const char *path = ps_path_join(f->pool, f->w->directory, "result.json");
  if (!path)
    return ps_findings_no_memory(f);
  PS_TRY(ps_file_writer_create(&file, path, f->w->options->replace, NULL, f->w->err));
  ps_json_writer *j = &(ps_json_writer){0};
  ps_json_begin(j, &file);
  ps_json_object(j);
  put_head(j, f);
  put_inputs(j, f);
  put_strides(j, f);
  put_muscles(j, f);
  put_joints(j, f);
  put_reserves(j, f);
  put_quality(j, f);
  ps_json_end_object(j);
  ps_json_end(j);
  ps_status status = ps_workspace_commit(f->w, &file, path);
  ps_file_writer_abort(&file);
  return status;
}
