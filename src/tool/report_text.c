#include "tool/report_text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "num/number.h"
#include "tool/report_words.h"
#include "tool/text_cells.h"

enum { NAME_MOST = 32, NAME_LEAST = 12 };

// ---- cells

static void put_range(ps_file_writer *w, ps_range range, double unit, int width) {
  char low[PS_VALUE_TEXT], high[PS_VALUE_TEXT];
  ps_value_text(low, range.low / unit);
  ps_value_text(high, range.high / unit);
  ps_cell_blanks(w, width - (int)(strlen(low) + 1 + strlen(high)));
  ps_file_writer_text(w, low);
  ps_file_writer_bytes(w, "-", 1);
  ps_file_writer_text(w, high);
}

static void put_when(ps_file_writer *w, const ps_peak *peak) {
  ps_cell_fixed(w, peak->time, 3, 9);
  ps_cell_fixed(w, 100 * peak->phase, 0, 10);
  ps_file_writer_text(w, "\n");
}

// ---- parts

static int name_width(const ps_findings *f) {
  int width = NAME_LEAST;
  for (int i = 0; i < f->nrow + f->njoint; i++) {
    const char *name = i < f->nrow ? f->row[i]->name : f->joint[i - f->nrow].name;
    int length = (int)strlen(name);
    width = length > width ? length : width;
  }
  return width < NAME_MOST ? width : NAME_MOST;
}

static void put_head(ps_file_writer *w, const ps_findings *f) {
  const ps_tool_result *r = &f->w->result->public;
  const ps_tool_spec *t = f->w->tool;
  const char *motion = t->states_file[0] ? t->states_file : t->coordinates_file;
  ps_file_writer_format(w, "%.60s: %d muscles, %d coordinates, ", r->model_name, r->nmuscle,
                        r->ncoordinate);
  ps_put_value(w, f->w->model->mass);
  ps_file_writer_format(w, " kg\n%.50s: %d frames, ", ps_path_name(motion), f->data->n);
  ps_put_fixed(w, f->data->t[0], 3);
  ps_file_writer_text(w, " to ");
  ps_put_fixed(w, f->data->t[f->data->n - 1], 3);
  ps_file_writer_text(w, " s\nCriterion: least sum of ");
  ps_put_criterion(w, f, false);
  ps_file_writer_format(w, ".\nRange: lowest and highest peak under %d criteria. ", f->ncriterion);
  ps_file_writer_text(w, ps_has_strides(f) ? "% of stride counts from each foot's own touchdown.\n"
                                           : "% is of the analysed time; no strides are known.\n");
}

static const char *when_title(const ps_findings *f) {
  return ps_has_strides(f) ? "     at s  % stride\n" : "     at s    % time\n";
}

static void put_muscles(ps_file_writer *w, const ps_findings *f, int width) {
  ps_file_writer_text(w, "\n");
  ps_cell_name(w, "muscle", width);
  ps_file_writer_text(w, "  mean N  peak N      range N  % of max");
  ps_file_writer_text(w, when_title(f));
  for (int i = 0; i < f->nrow; i++) {
    const ps_pull *p = f->row[i];
    ps_cell_name(w, p->name, width);
    ps_cell_value(w, p->mean, 8);
    ps_cell_value(w, p->peak.value, 8);
    put_range(w, p->peak.range, 1, 13);
    ps_cell_fixed(w, 100 * p->peak.value / p->strength, 0, 10);
    put_when(w, &p->peak);
  }
}

static void put_joints(ps_file_writer *w, const ps_findings *f, int width) {
  ps_file_writer_text(w, "\n");
  if (f->no_joints) {
    ps_put_wrapped(w, "- ", f->no_joints);
    return;
  }
  ps_cell_name(w, "joint", width);
  ps_file_writer_text(w, "  mean N  peak N     peak BW     range BW  pressed N");
  ps_file_writer_text(w, when_title(f));
  for (int i = 0; i < f->njoint; i++) {
    const ps_joint_load *j = &f->joint[i];
    ps_cell_name(w, j->name, width);
    ps_cell_value(w, j->mean, 8);
    ps_cell_value(w, j->peak.value, 8);
    ps_cell_value(w, j->peak.value / f->weight, 12);
    put_range(w, j->peak.range, f->weight, 13);
    ps_cell_value(w, j->compression, 11);
    put_when(w, &j->peak);
  }
  ps_file_writer_text(w, "BW: weight of the model, ");
  ps_put_value(w, f->weight);
  ps_file_writer_text(w, " N. Pressed: along the y axis of the body beyond the joint.\n");
}

static void put_worst_reserve(ps_file_writer *w, const ps_findings *f) {
  const ps_drive *worst = NULL;
  double share = 0;
  for (int i = 0; i < f->ndrive; i++) {
    const ps_effort *e = f->drive[i].effort;
    if (f->drive[i].root || !e->driven || !(e->reserve_peak > 0.01))
      continue;
    if (!worst || e->reserve_peak > worst->effort->reserve_peak) {
      worst = &f->drive[i];
      share = e->needed_peak > 0 ? e->reserve_peak / e->needed_peak : 0;
    }
  }
  char sentence[300], value[PS_VALUE_TEXT], of_need[PS_VALUE_TEXT];
  if (!worst) {
    ps_put_wrapped(w, "- ", "No reserve that helps muscles gives more than 0.01.");
    return;
  }
  snprintf(sentence, sizeof sentence,
           "Largest reserve beside muscles: %.60s, %.12s %s, %.12s %% of the peak that is needed "
           "there.",
           worst->effort->coordinate, ps_value_text(value, worst->effort->reserve_peak),
           worst->effort->rotational ? "N m" : "N", ps_value_text(of_need, 100 * share));
  ps_put_wrapped(w, "- ", sentence);
}

static void put_quality(ps_file_writer *w, const ps_findings *f) {
  const ps_tool_result *r = &f->w->result->public;
  char balance[PS_NUMBER_MAX_SHORT], stationarity[PS_NUMBER_MAX_SHORT];
  ps_number_general(balance, r->worst_balance, 2);
  ps_number_general(stationarity, r->worst_stationarity, 2);
  ps_file_writer_format(w,
                        "\n- %d of %d frames solved; worst residuals of the optimum: balance %s, "
                        "stationarity %s.\n",
                        f->data->n - r->ninfeasible - r->nunsolved, f->data->n, balance,
                        stationarity);
  put_worst_reserve(w, f);
  for (int i = 0; i < f->warnings.n; i++)
    ps_put_wrapped(w, "- ", f->warnings.items[i]);
}

ps_status ps_report_text(const ps_findings *f) {
  ps_file_writer w = {0};
  char *text = NULL;
  size_t size;
  PS_TRY(ps_file_writer_memory(&w, f->w->err));
  int width = name_width(f);
  put_head(&w, f);
  if (f->nrow)
    put_muscles(&w, f, width);
  put_joints(&w, f, width);
  put_quality(&w, f);
  PS_TRY(ps_file_writer_take(&w, &text, &size, f->w->err));
  ps_run_result *result = f->w->result;
  result->public.summary = ps_pool_text(&result->pool, text, size);
  free(text);
  return result->public.summary ? PS_OK : ps_findings_no_memory(f);
}
