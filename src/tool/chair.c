// chair.c: the cheapest change of a seat, from the request to text and JSON.
#include "psoas/chair.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "io/json_write.h"
#include "num/number.h"
#include "psoas/nearest.h"
#include "psoas/version.h"
#include "scenario/seat.h"
#include "tool/human_input.h"
#include "tool/safety.h"
#include "tool/text_cells.h"

struct ps_chair_result {
  ps_pool pool;
  ps_chair_request request;
  ps_lab lab;
  ps_pose pose;
  ps_seat_search search;
  const char *change[PS_SEAT_SETTING_COUNT];
  int nchange;
};

ps_chair_request ps_chair_request_default(void) {
  return (ps_chair_request){
      .posture = "sitting_relaxed", .reduce = "L4_L5=10%", .draws = 200, .seed = 1};
}

static const ps_seat *seat_of(const ps_chair_result *r) {
  return r->search.best.n ? &r->search.best : &r->search.most;
}

// ---- reading

static ps_status unknown_load(const char *name, ps_error *err) {
  char hint[96];
  ps_nearest nearest = ps_nearest_to(name);
  for (int i = 0; i < PS_SEAT_LOADS; i++)
    ps_nearest_try(&nearest, ps_seat_load_name(i));
  return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0,
                 "--reduce: there is no load '%.20s'%s; there are T12_L1 to L5_S1, hip_r, hip_l, "
                 "psoas_r, psoas_l",
                 name, ps_nearest_hint(&nearest, hint, sizeof hint));
}

static ps_status read_reduce(ps_seat_search *s, const char *text, ps_error *err) {
  char name[24];
  size_t length = strcspn(text, "=");
  const char *number = text + length + (text[length] == '=');
  size_t digits = strcspn(number, "%");
  snprintf(name, sizeof name, "%.*s", (int)(length < 23 ? length : 23), text);
  s->load = ps_seat_load_named(name);
  if (s->load < 0)
    return unknown_load(name, err);
  bool percent = number[digits] == '%' && !number[digits + 1];
  if (!digits || !percent || ps_number_read(number, number + digits, &s->wanted) != digits ||
      !(s->wanted > 0 && s->wanted < 100))
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0,
                   "--reduce: found '%.60s', expected a load and a share, as in L4_L5=10%%", text);
  s->wanted /= 100;
  return PS_OK;
}

static ps_status name_changes(ps_chair_result *r, ps_error *err) {
  const ps_seat *seat = seat_of(r);
  for (int k = 0; k < PS_SEAT_SETTING_COUNT; k++) {
    char text[64];
    if (!seat->changed[k])
      continue;
    snprintf(text, sizeof text, "%s=%.*f", ps_seat_name(k), ps_seat_decimals(k), seat->value[k]);
    r->change[r->nchange] = ps_pool_text(&r->pool, text, strlen(text));
    if (!r->change[r->nchange++])
      return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  }
  return PS_OK;
}

static ps_status run(ps_chair_result *r, ps_error *err) {
  const ps_chair_request *q = &r->request;
  const ps_human_words words = {q->posture, q->sets, q->nsets, q->person, q->chair};
  ps_seat_search *s = &r->search;
  PS_TRY(read_reduce(s, q->reduce, err));
  PS_TRY(ps_human_input(&r->pool, &words, &r->pose, err));
  PS_TRY(ps_lab_open(&r->lab, err));
  s->lab = &r->lab;
  s->pose = &r->pose;
  s->draws = q->draws;
  s->seed = q->seed;
  s->watch = &r->request.watch;
  PS_TRY(ps_seat_find(s, err));
  return name_changes(r, err);
}

ps_status ps_chair_run(const ps_chair_request *request, ps_chair_result **result, ps_error *err) {
  ps_chair_result *r = calloc(1, sizeof *r);
  *result = NULL;
  if (!r)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  r->request = *request;
  ps_status status = run(r, err);
  if (status != PS_OK)
    ps_chair_result_free(r);
  else
    *result = r;
  return status;
}

void ps_chair_result_free(ps_chair_result *r) {
  if (!r)
    return;
  ps_lab_close(&r->lab);
  ps_pool_free(&r->pool);
  free(r);
}

// ---- numbers

bool ps_chair_result_found(const ps_chair_result *r) {
  return r->search.best.n > 0;
}

int ps_chair_result_changes(const ps_chair_result *r) {
  return r->nchange;
}

const char *ps_chair_result_change(const ps_chair_result *r, int i) {
  return i >= 0 && i < r->nchange ? r->change[i] : NULL;
}

double ps_chair_result_reduction(const ps_chair_result *r) {
  return seat_of(r)->reduction;
}

double ps_chair_result_percentile(const ps_chair_result *r, int percent) {
  const ps_interval *x = &r->search.reduction;
  if (r->search.drawn < 10)
    return NAN;
  return percent == 10 ? x->p10 : percent == 50 ? x->p50 : x->p90;
}

// ---- text

static void put_answer(ps_file_writer *w, const ps_chair_result *r) {
  const ps_seat_search *s = &r->search;
  const ps_seat *seat = seat_of(r);
  char line[400], range[80] = "";
  if (s->drawn >= 10)
    snprintf(range, sizeof range, " (%.0f to %.0f in 8 of 10 draws)", 100 * s->reduction.p10,
             100 * s->reduction.p90);
  if (s->best.n)
    snprintf(line, sizeof line,
             "%s carries %.0f %% less%s with %d setting%s changed, the fewest and smallest changes "
             "that were found to take away %.0f %%.",
             ps_seat_load_name(s->load), 100 * seat->reduction, range, seat->n,
             seat->n > 1 ? "s" : "", 100 * s->wanted);
  else if (seat->n)
    snprintf(
        line, sizeof line,
        "No seat that was tried takes %.0f %% from %s. The most is %.0f %%%s, with %d settings "
        "changed:",
        100 * s->wanted, ps_seat_load_name(s->load), 100 * seat->reduction, range, seat->n);
  else
    snprintf(line, sizeof line, "No seat that was tried takes anything from %s.",
             ps_seat_load_name(s->load));
  ps_put_wrapped(w, "", line);
}

static void put_settings(ps_file_writer *w, const ps_chair_result *r) {
  const ps_seat *seat = seat_of(r);
  for (int k = 0; k < PS_SEAT_SETTING_COUNT; k++) {
    double from = r->search.as_is[k];
    if (!seat->changed[k])
      continue;
    ps_cell_name(w, ps_seat_words(k), 40);
    if (isfinite(from))
      ps_cell_fixed(w, from, ps_seat_decimals(k), 8);
    else
      ps_cell_text(w, k == PS_SEAT_depth_m ? "open" : "none", 8);
    ps_file_writer_text(w, "  ->");
    ps_cell_fixed(w, seat->value[k], ps_seat_decimals(k), 8);
    ps_file_writer_format(w, "  %s\n", ps_seat_unit(k));
  }
}

static void put_loads(ps_file_writer *w, const ps_chair_result *r) {
  const ps_seat *before = &r->search.before, *after = seat_of(r);
  ps_cell_name(w, "load, N", 40);
  ps_cell_text(w, "as it is", 8);
  ps_cell_text(w, "then", 12);
  ps_cell_text(w, "less, %", 10);
  ps_file_writer_text(w, "\n");
  for (int i = 0; i < PS_SEAT_LOADS; i++) {
    ps_cell_name(w, ps_seat_load_name(i), 40);
    ps_cell_fixed(w, before->load[i], 0, 8);
    ps_cell_fixed(w, after->load[i], 0, 12);
    ps_cell_fixed(w, 100 * (1 - after->load[i] / before->load[i]), 0, 10);
    ps_file_writer_text(w, "\n");
  }
}

static void put_text(ps_file_writer *w, const ps_chair_result *r) {
  put_answer(w, r);
  if (seat_of(r)->n) {
    ps_file_writer_text(w, "\n");
    put_settings(w, r);
    ps_file_writer_text(w, "\n");
    put_loads(w, r);
  }
  ps_file_writer_text(w, "\n");
  if (seat_of(r)->new_backrest)
    ps_put_wrapped(w, "- ",
                   "A backrest that nobody leaned on before: the trunk goes back with it, "
                   "so desk and screen must come along.");
  ps_put_wrapped(w, "- ",
                 "Less load on a disc or muscle is not known to be less pain: sitting "
                 "load and new pain hardly go together in people.");
  ps_file_writer_format(w, "\n%d seats tried, %d draws.\n", r->search.tried, r->search.drawn);
  ps_put_wrapped(w, "", ps_line_learning);
}

ps_status ps_chair_result_text(const ps_chair_result *r, char **text, ps_error *err) {
  ps_file_writer w = {0};
  size_t size;
  PS_TRY(ps_file_writer_memory(&w, err));
  put_text(&w, r);
  return ps_file_writer_take(&w, text, &size, err);
}

// ---- JSON

static void put_json_loads(ps_json_writer *j, const char *key, const ps_seat *seat) {
  ps_json_key(j, key);
  ps_json_object(j);
  for (int i = 0; i < PS_SEAT_LOADS; i++) {
    char name[40];
    snprintf(name, sizeof name, "%s_N", ps_seat_load_name(i));
    ps_json_key(j, name);
    ps_json_number(j, round(10 * seat->load[i]) / 10);
  }
  ps_json_end_object(j);
}

static void put_json_changes(ps_json_writer *j, const ps_chair_result *r) {
  const ps_seat *seat = seat_of(r);
  ps_json_key(j, "changes");
  ps_json_object(j);
  for (int k = 0; k < PS_SEAT_SETTING_COUNT; k++)
    if (seat->changed[k]) {
      ps_json_key(j, ps_seat_name(k));
      ps_json_object(j);
      ps_json_key(j, "from");
      ps_json_number(j, r->search.as_is[k]);
      ps_json_key(j, "to");
      ps_json_number(j, seat->value[k]);
      ps_json_end_object(j);
    }
  ps_json_end_object(j);
}

static void put_json(ps_json_writer *j, const void *what) {
  const ps_chair_result *r = what;
  const ps_seat_search *s = &r->search;
  ps_json_object(j);
  ps_json_key(j, "schema");
  ps_json_text(j, "psoas.chair_result/1");
  ps_json_key(j, "psoas_version");
  ps_json_text(j, ps_version());
  ps_json_key(j, "posture");
  ps_json_text(j, r->pose.posture);
  ps_json_key(j, "load");
  ps_json_text(j, ps_seat_load_name(s->load));
  ps_json_key(j, "wanted");
  ps_json_number(j, s->wanted);
  ps_json_key(j, "found");
  ps_json_bool(j, s->best.n > 0);
  put_json_changes(j, r);
  ps_json_key(j, "new_backrest");
  ps_json_bool(j, seat_of(r)->new_backrest);
  ps_json_key(j, "reduction");
  ps_json_object(j);
  ps_json_key(j, "value");
  ps_json_number(j, seat_of(r)->reduction);
  for (int k = 0; k < 3; k++) {
    static const char *const key[] = {"p10", "p50", "p90"};
    ps_json_key(j, key[k]);
    ps_json_number(j, ps_chair_result_percentile(r, 10 + 40 * k));
  }
  ps_json_key(j, "valid");
  ps_json_text(j, "not_validated");
  ps_json_end_object(j);
  put_json_loads(j, "before", &s->before);
  put_json_loads(j, "after", seat_of(r));
  ps_json_key(j, "seats_tried");
  ps_json_integer(j, s->tried);
  ps_json_key(j, "draws");
  ps_json_integer(j, s->drawn);
  ps_json_key(j, "seed");
  ps_json_integer(j, (long)s->seed);
  ps_json_key(j, "learning");
  ps_json_text(j, ps_line_learning);
  ps_json_end_object(j);
}

ps_status ps_chair_result_json(const ps_chair_result *r, char **text, ps_error *err) {
  return ps_json_to_text(put_json, r, text, err);
}
