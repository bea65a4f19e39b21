// event_json.c: an event as result.json.
#include <math.h>

#include "io/json_tree.h"
#include "psoas/version.h"
#include "tool/event_inner.h"

// eight digits: what the tolerance leaves of a number, and more
static double rounded(double x) {
  if (!isfinite(x) || fabs(x) < 1e-9)
    return isfinite(x) ? 0 : x;
  double scale = pow(10, 7 - floor(log10(fabs(x))));
  return round(x * scale) / scale;
}

static void write_peaks(ps_json_writer *j, const ps_event_result *r, int which) {
  ps_json_object(j);
  for (int c = 0; c < PS_EVENT_COLUMN_COUNT; c++) {
    ps_event_number n = ps_event_number_of(r, which, c);
    ps_json_key(j, ps_event_columns[c].name);
    ps_json_object(j);
    ps_json_key_number(j, "rest", rounded(n.rest));
    ps_json_key_number(j, "peak", rounded(n.peak));
    if (r->interval && which == 0) {
      ps_json_key_number(j, "peak_p10", rounded(n.p10));
      ps_json_key_number(j, "peak_p50", rounded(r->interval[c].p50));
      ps_json_key_number(j, "peak_p90", rounded(n.p90));
    }
    ps_json_key_number(j, "at_s", n.at_s);
    ps_json_key_number(j, "end", rounded(n.end));
    ps_json_end_object(j);
  }
  ps_json_end_object(j);
}

static void write_solver(ps_json_writer *j, const ps_event_result *r) {
  const ps_event_trace *run = r->run[0];
  ps_json_key(j, "solver");
  ps_json_object(j);
  ps_json_key_text(j, "method", run->forward ? "Dormand-Prince 5(4)" : "balance at every instant");
  if (run->forward) {
    ps_json_key_number(j, "tolerance", r->options.tolerance);
    ps_json_key(j, "steps");
    ps_json_integer(j, run->work.steps);
    ps_json_key(j, "refused");
    ps_json_integer(j, run->work.refused);
    ps_json_key(j, "evaluations");
    ps_json_integer(j, run->work.evaluations);
    ps_json_key_number(j, "shortest_step_s", rounded(run->work.shortest));
    ps_json_key_number(j, "longest_step_s", rounded(run->work.longest));
    ps_json_key_number(j, "stiffest_1_s", rounded(run->work.stiffest));
    ps_json_key_number(j, "energy_error", rounded(run->energy_error));
    ps_json_key_number(j, "slip_m", rounded(run->slip));
    ps_json_key(j, "degrees_of_freedom");
    ps_json_integer(j, run->free);
  }
  ps_json_key_number(j, "missing", rounded(run->missing));
  ps_json_key_text(j, "prescribed", run->fixed);
  ps_json_end_object(j);
}

static void write_timeline(ps_json_writer *j, const ps_event_trace *run) {
  ps_json_object(j);
  ps_json_key(j, "time_s");
  ps_json_numbers(j, run->time, run->n);
  for (int c = 0; c < PS_EVENT_COLUMN_COUNT; c++) {
    ps_json_key(j, ps_event_columns[c].name);
    ps_json_array(j);
    for (int i = 0; i < run->n; i++)
      ps_json_number(j, rounded(run->value[c][i]));
    ps_json_end_array(j);
  }
  ps_json_end_object(j);
}

static void write_parameters(ps_json_writer *j, const ps_event_result *r) {
  ps_json_key(j, "parameters");
  ps_json_array(j);
  for (int i = 0; i < r->table.n; i++) {
    const ps_event_entry *e = &r->table.entry[i];
    if (ps_event_named(e->event) >= 0 && ps_event_named(e->event) != (int)r->kind)
      continue;
    ps_json_object(j);
    ps_json_key_text(j, "quantity", e->quantity);
    ps_json_key_text(j, "subject", e->subject);
    ps_json_key_number(j, "value", e->value);
    ps_json_key_number(j, "low", e->low);
    ps_json_key_number(j, "high", e->high);
    ps_json_key_text(j, "unit", e->unit);
    ps_json_key_text(j, "source", e->source);
    ps_json_key_text(j, "flag", e->flag);
    ps_json_key_text(j, "note", e->note);
    ps_json_end_object(j);
  }
  ps_json_end_array(j);
}

void ps_event_write_json(const ps_event_result *r, ps_file_writer *w) {
  ps_json_writer j = {0};
  char room[400];
  ps_json_begin(&j, w);
  ps_json_object(&j);
  ps_json_key_text(&j, "schema", "psoas.event_result/1");
  ps_json_key_text(&j, "psoas_version", ps_version());
  ps_json_key_text(&j, "inputs_sha256", r->sha256);
  ps_json_key(&j, "inputs");
  ps_json_tree(&j, r->start);
  ps_json_key_text(&j, "event", ps_event_name(r->kind));
  ps_json_key_text(&j, "about", ps_event_word[r->kind].about);
  ps_json_key_text(&j, "status", "plausible");
  ps_json_key_text(&j, "outcome", *r->trouble ? r->trouble : "reached its end");
  ps_json_key(&j, "caveats");
  ps_json_array(&j);
  for (int i = 0; ps_event_caveat(r, i, room, sizeof room); i++)
    ps_json_text(&j, ps_event_caveat(r, i, room, sizeof room));
  ps_json_end_array(&j);
  ps_json_key_text(&j, "disclaimer", ps_event_standing);
  ps_json_key(&j, "draws");
  ps_json_integer(&j, r->draws);
  ps_json_key(&j, "failed_draws");
  ps_json_integer(&j, r->failed_draws);
  write_solver(&j, r);
  write_parameters(&j, r);
  ps_json_key(&j, "repeats");
  ps_json_array(&j);
  for (int i = 0; i < r->n; i++) {
    ps_json_object(&j);
    ps_json_key(&j, "peaks");
    write_peaks(&j, r, i);
    ps_json_key(&j, "timeline");
    write_timeline(&j, r->run[i]);
    ps_json_end_object(&j);
  }
  ps_json_end_array(&j);
  ps_json_end_object(&j);
  ps_json_end(&j);
}
