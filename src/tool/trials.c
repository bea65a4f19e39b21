// trials.c: simulated trials, made.
#include "psoas/trials.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/fail.h"
#include "tool/trials_inner.h"

enum {
  FEW = 100,       // people of each arm, where many interventions are tried
  SURVIVAL_D = 364 // [d]  a year of whole weeks
};

ps_trials_request ps_trials_request_default(void) {
  return (ps_trials_request){.people = 2000, .weeks = 12, .seed = 1};
}

static ps_status no_memory(ps_error *err) {
  return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

// ---- one intervention

static ps_status read_back(ps_trials_result *r, ps_trials_row *row, ps_error *err) {
  const ps_physio physio = ps_physio_default(&r->table);
  ps_trials_reading *g = &row->reading;
  g->index = r->set.index;
  g->people = r->request.people;
  g->weeks = r->request.weeks;
  g->point = ps_pool_take(&r->pool, 2 * (size_t)g->weeks * sizeof *g->point);
  if (!g->point)
    return no_memory(err);
  ps_trials_read(&row->with, &physio.nerve.pain, r->request.seed, g);
  row->has_survival = ps_trials_is_hazard(ps_trials_item(row));
  row->survival = (ps_trials_survival){.people = r->request.people, .days = SURVIVAL_D};
  if (row->has_survival &&
      !ps_trials_survive(&row->with, &physio.nerve, r->request.seed, &row->survival))
    return no_memory(err);
  return PS_OK;
}

// A hazard alone changes no index, and so it has no arms of pain.
static bool wants_arms(const ps_trials_result *r, const ps_trials_row *row) {
  const ps_intervention *what = ps_trials_item(row)->what;
  bool hazard_alone = what->actions == PS_ACTS_ON_HAZARD;
  return !hazard_alone && (r->whole || what->mode == PS_MODE_MECHANISM);
}

static ps_status live(ps_trials_result *r, ps_trials_row *row, ps_error *err) {
  const ps_trials_request *q = &r->request;
  ps_weeks *weeks = ps_pool_take(&r->pool, sizeof *weeks);
  ps_trials_plan plan = {.lab = &r->lab,
                         .table = &r->table,
                         .ordinary = &r->ordinary,
                         .weeks = weeks,
                         .with = &row->with,
                         .control = row->control.n ? &row->control : NULL,
                         .people = r->whole || q->people < FEW ? q->people : FEW,
                         .exact = r->whole ? (int)fmin(r->set.exact, q->people) : 0,
                         .outcome = row->leg ? PS_HABIT_leg_pain : PS_HABIT_back_pain,
                         .seed = q->seed,
                         .threads = q->threads,
                         .watch = &q->watch};
  row->arms.week = ps_pool_take(&r->pool, (size_t)(q->weeks + 1) * sizeof *row->arms.week);
  if (!weeks || !row->arms.week)
    return no_memory(err);
  *weeks = r->weeks;
  weeks->episode = row->who.episode;
  weeks->mood.ptsd = row->who.ptsd;
  for (int k = 0; k < weeks->nkind; k++)
    weeks->kind[k].mood = weeks->mood;
  PS_TRY(ps_care_weeks(&r->pool, &row->with, weeks, &plan.treated, err));
  row->has_arms = true;
  return ps_trials_live(&plan, &row->arms, err);
}

// ---- all of them

static ps_status run(ps_trials_result *r, ps_error *err) {
  double begin = ps_clock_ns();
  PS_TRY(ps_trials_open(r, err));
  for (int i = 0; i < r->n; i++) {
    const ps_watch *w = &r->request.watch;
    PS_TRY(read_back(r, &r->row[i], err));
    if (wants_arms(r, &r->row[i]))
      PS_TRY(live(r, &r->row[i], err));
    if (!r->whole && w->progress && !w->progress(w->context, "interventions", i + 1, r->n))
      return ps_fail(err, PS_ERR_CANCELLED, NULL, 0, "stopped after %d of %d interventions", i + 1,
                     r->n);
  }
  r->seconds = (ps_clock_ns() - begin) * 1e-9;
  return PS_OK;
}

ps_status ps_trials_run(const ps_trials_request *request, ps_trials_result **result,
                        ps_error *err) {
  ps_trials_result *r = calloc(1, sizeof *r);
  *result = NULL;
  if (!r)
    return no_memory(err);
  r->request = *request;
  ps_status status = run(r, err);
  if (status == PS_OK)
    *result = r;
  else
    ps_trials_result_free(r);
  return status;
}

void ps_trials_result_free(ps_trials_result *r) {
  if (!r)
    return;
  ps_evidence_close(&r->evidence);
  ps_lab_close(&r->lab);
  ps_pool_free(&r->pool);
  free(r);
}

// ---- what came of it

bool ps_trials_row_passed(const ps_trials_row *row) {
  return row->reading.passed && (!row->has_survival || row->survival.passed);
}

const char *ps_trials_word(const ps_trials_row *row) {
  if (!row->reading.known && !row->has_survival)
    return "no number";
  return ps_trials_row_passed(row) ? "passed" : "missed";
}

bool ps_trials_result_passed(const ps_trials_result *r) {
  for (int i = 0; i < r->n; i++)
    if (!ps_trials_row_passed(&r->row[i]))
      return false;
  return true;
}

static ps_status as_text(const ps_trials_result *r,
                         void (*put)(ps_file_writer *, const ps_trials_result *), char **text,
                         ps_error *err) {
  ps_file_writer w = {0};
  size_t size;
  PS_TRY(ps_file_writer_memory(&w, err));
  put(&w, r);
  return ps_file_writer_take(&w, text, &size, err);
}

ps_status ps_trials_result_text(const ps_trials_result *r, char **text, ps_error *err) {
  return as_text(r, ps_trials_put_text, text, err);
}

ps_status ps_trials_result_json(const ps_trials_result *r, char **text, ps_error *err) {
  return as_text(r, ps_trials_put_json, text, err);
}

ps_status ps_trials_result_write(ps_trials_result *r, const char *directory, bool replace,
                                 ps_error *err) {
  static const char *const names[] = {"result.json", "report.html"};
  ps_outputs o;
  ps_status status = ps_outputs_open(&o, &r->pool, directory, names, 2, replace, err);
  if (status == PS_OK) {
    ps_trials_put_json(&o.file[0], r);
    ps_trials_put_page(&o.file[1], r);
  }
  return ps_outputs_close(&o, status, &r->files, err);
}

int ps_trials_result_files(const ps_trials_result *r) {
  return r->files.n;
}

const char *ps_trials_result_file(const ps_trials_result *r, int i) {
  return r->files.items[i];
}
