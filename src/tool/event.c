#include "psoas/event.h"

#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/path.h"
#include "base/thread.h"
#include "psoas/nearest.h"
#include "scenario/draws.h"
#include "tool/event_inner.h"
#include "tool/fingerprint.h"
#include "tool/human_input.h"

enum { MOST_REPEATS = 50, LEAST_DRAWS = 8 };

ps_event_request ps_event_request_default(void) {
  return (ps_event_request){.repeat = 1, .seed = 1, .tolerance = ps_event_default().tolerance};
}

const char *ps_event_at(int i) {
  return i < PS_EVENTS ? ps_event_name((ps_event_kind)i) : NULL;
}

static ps_status no_memory(ps_error *err) {
  return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

// ---- what to simulate

static ps_status name_event(ps_event_result *r, ps_error *err) {
  const char *name = r->request.event ? r->request.event : "";
  int kind = ps_event_named(name);
  if (kind >= 0) {
    r->kind = (ps_event_kind)kind;
    return PS_OK;
  }
  char list[80] = "", hint[96];
  size_t used = 0;
  ps_nearest nearest = ps_nearest_to(name);
  for (int i = 0; i < PS_EVENTS; i++) {
    ps_nearest_try(&nearest, ps_event_at(i));
    used +=
        (size_t)snprintf(list + used, sizeof list - used, "%s%s", i ? ", " : "", ps_event_at(i));
  }
  return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "there is no event '%.40s'%s; there are: %s", name,
                 ps_nearest_hint(&nearest, hint, sizeof hint), list);
}

static ps_status choose_options(ps_event_result *r, ps_error *err) {
  const ps_event_request *q = &r->request;
  PS_TRY(name_event(r, err));
  r->options = ps_event_default();
  r->options.tolerance = q->tolerance;
  int criterion =
      q->criterion ? ps_criterion_named(q->criterion) : (int)ps_hold_default().criterion;
  if (criterion < 0)
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "there is no criterion '%.40s'", q->criterion);
  r->options.hold.criterion = (ps_criterion_kind)criterion;
  if (q->repeat < 1 || q->repeat > MOST_REPEATS)
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "--repeat is %d; allowed is 1 to %d", q->repeat,
                   MOST_REPEATS);
  if (q->repeat > 1 && r->kind != PS_EVENT_STARTLE)
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "--repeat: only a startle habituates");
  r->n = q->repeat;
  return PS_OK;
}

static ps_status take_tree(ps_event_result *r, const char *which, ps_tree **tree, ps_error *err) {
  const ps_event_request *q = &r->request;
  const char *path, *name = ps_event_subject(&r->table, ps_event_name(r->kind), which);
  const ps_human_words words = {name, q->sets, q->nsets, q->person, q->chair};
  *tree = NULL;
  return *name ? ps_human_tree(&r->pool, &words, tree, &path, err) : PS_OK;
}

// ---- runs: repeats, then draws, each by itself

typedef struct crew {
  ps_event_result *r;
  double *peak; // by draw, then column; nan: it did not come to its end
  atomic_long done;
  atomic_bool stop;
  ps_status *status; // by repeat
  ps_error *error;
} crew;

static void tell(crew *c, int worker) {
  const ps_watch *w = &c->r->request.watch;
  long done = atomic_fetch_add(&c->done, 1) + 1;
  if (worker == 0 && w->progress &&
      !w->progress(w->context, "events", done, c->r->n + c->r->request.draws))
    atomic_store(&c->stop, true);
}

static void repeat(crew *c, int i) {
  ps_event_result *r = c->r;
  ps_event_options o = r->options;
  double halves = ps_event_value(&r->table, ps_event_name(r->kind), "habituation", "");
  o.strength = i > 0 ? pow(0.5, i / halves) : 1; // (V9)
  c->status[i] = ps_event_simulate(&r->run[i], &r->lab, &r->table, r->kind, r->start, r->target, &o,
                                   &c->error[i]);
}

static void draw(crew *c, int i) {
  ps_event_result *r = c->r;
  ps_event_table table;
  ps_event_trace *run = NULL;
  double *peak = c->peak + (size_t)i * PS_EVENT_COLUMN_COUNT;
  ps_status status =
      ps_event_table_draw(&table, &r->table, r->request.seed, i, r->request.draws, NULL);
  if (status == PS_OK)
    status =
        ps_event_simulate(&run, &r->lab, &table, r->kind, r->start, r->target, &r->options, NULL);
  bool fine = status == PS_OK && run->outcome == PS_ODE_REACHED;
  for (int k = 0; k < PS_EVENT_COLUMN_COUNT; k++)
    peak[k] = fine ? run->value[k][ps_event_peak(run, k)] : NAN;
  ps_event_free(run);
  ps_event_table_free(&table);
}

static void run_chunk(void *context, int chunk, int worker) {
  crew *c = context;
  if (chunk < c->r->n)
    repeat(c, chunk);
  else
    draw(c, chunk - c->r->n);
  tell(c, worker);
}

static void find_intervals(crew *c, double *column) {
  ps_event_result *r = c->r;
  for (int k = 0; k < PS_EVENT_COLUMN_COUNT; k++) {
    int n = 0;
    for (int i = 0; i < r->request.draws; i++) {
      double x = c->peak[(size_t)i * PS_EVENT_COLUMN_COUNT + (size_t)k];
      if (!isnan(x))
        column[n++] = x;
    }
    r->draws = n;
    r->failed_draws = r->request.draws - n;
    if (n >= LEAST_DRAWS)
      r->interval[k] = ps_draw_interval(column, n);
  }
  if (r->draws < LEAST_DRAWS)
    r->interval = NULL;
}

static ps_status run_crew(crew *c, ps_error *err) {
  ps_event_result *r = c->r;
  int threads = r->request.threads > 0 ? r->request.threads : ps_thread_count();
  if (!ps_parallel_for(threads, r->n + r->request.draws, run_chunk, c, &c->stop))
    return ps_fail(err, PS_ERR_CANCELLED, NULL, 0, "stopped");
  for (int i = 0; i < r->n; i++)
    if (c->status[i] != PS_OK) {
      *err = c->error[i];
      return c->status[i];
    }
  return PS_OK;
}

static ps_status simulate_all(ps_event_result *r, ps_error *err) {
  crew c = {.r = r};
  size_t draws = (size_t)r->request.draws, repeats = (size_t)r->n;
  c.status = calloc(repeats, sizeof *c.status);
  c.error = calloc(repeats, sizeof *c.error);
  c.peak = calloc(draws * PS_EVENT_COLUMN_COUNT + 1, sizeof *c.peak);
  double *column = calloc(draws + 1, sizeof *column);
  r->run = ps_pool_take(&r->pool, repeats * sizeof *r->run);
  if (draws > 0)
    r->interval = ps_pool_take(&r->pool, PS_EVENT_COLUMN_COUNT * sizeof *r->interval);
  bool there = c.status && c.error && c.peak && column && r->run && (draws == 0 || r->interval);
  ps_status status = there ? run_crew(&c, err) : no_memory(err);
  if (status == PS_OK && draws > 0)
    find_intervals(&c, column);
  free(c.status);
  free(c.error);
  free(c.peak);
  free(column);
  return status;
}

static void judge(ps_event_result *r) {
  for (int i = 0; i < r->n && !r->trouble[0]; i++)
    if (r->run[i]->outcome != PS_ODE_REACHED)
      snprintf(r->trouble, sizeof r->trouble,
               "the simulation of '%s' stopped at %.3g s: %s after %ld steps",
               ps_event_name(r->kind), r->run[i]->end,
               r->run[i]->outcome == PS_ODE_TOO_LONG ? "too many steps" : "the step vanished",
               r->run[i]->work.steps);
}

static ps_status run(ps_event_result *r, ps_error *err) {
  char options[120];
  ps_sha256 tables;
  PS_TRY(choose_options(r, err));
  PS_TRY(ps_lab_open(&r->lab, err));
  PS_TRY(ps_event_table_load(&r->table, err));
  PS_TRY(take_tree(r, "start", &r->start, err));
  PS_TRY(take_tree(r, "target", &r->target, err));
  PS_TRY(simulate_all(r, err));
  judge(r);
  snprintf(options, sizeof options, "event %s %s %d %d %llu %.17g", ps_event_name(r->kind),
           ps_criterion_word(r->options.hold.criterion), r->n, r->request.draws, r->request.seed,
           r->options.tolerance);
  ps_fingerprint_tables(&tables);
  return ps_fingerprint(&tables, r->start, options, r->sha256, err);
}

ps_status ps_event_run(const ps_event_request *request, ps_event_result **result, ps_error *err) {
  ps_event_result *r = calloc(1, sizeof *r);
  *result = NULL;
  if (!r)
    return no_memory(err);
  r->request = *request;
  ps_status status = run(r, err);
  if (status != PS_OK)
    ps_event_result_free(r);
  else
    *result = r;
  return status;
}

void ps_event_result_free(ps_event_result *r) {
  if (!r)
    return;
  for (int i = 0; r->run && i < r->n; i++)
    ps_event_free(r->run[i]);
  ps_event_table_free(&r->table);
  ps_lab_close(&r->lab);
  ps_pool_free(&r->pool);
  free(r);
}

// ---- what came out

const char *ps_event_result_trouble(const ps_event_result *r) {
  return r->trouble;
}

ps_event_number ps_event_number_of(const ps_event_result *r, int which, int column) {
  const ps_event_trace *run = r->run[which];
  int peak = ps_event_peak(run, column);
  const double *x = run->value[column];
  ps_event_number n = {run->rest[column], x[peak], run->time[peak],
                       x[run->n - 1],     x[peak], x[peak]};
  if (r->interval && which == 0) {
    n.p10 = r->interval[column].p10;
    n.p90 = r->interval[column].p90;
  }
  return n;
}

bool ps_event_result_number(const ps_event_result *r, int which, const char *column,
                            ps_event_number *number) {
  for (int c = 0; c < PS_EVENT_COLUMN_COUNT; c++)
    if (strcmp(ps_event_columns[c].name, column) == 0 && which >= 0 && which < r->n) {
      *number = ps_event_number_of(r, which, c);
      return true;
    }
  return false;
}

// ---- as text and files

ps_status ps_event_result_text(const ps_event_result *r, char **text, ps_error *err) {
  ps_file_writer w = {0};
  size_t size;
  PS_TRY(ps_file_writer_memory(&w, err));
  ps_event_put_text(&w, r);
  return ps_file_writer_take(&w, text, &size, err);
}

ps_status ps_event_result_json(const ps_event_result *r, char **text, ps_error *err) {
  ps_file_writer w = {0};
  size_t size;
  PS_TRY(ps_file_writer_memory(&w, err));
  ps_event_write_json(r, &w);
  return ps_file_writer_take(&w, text, &size, err);
}

ps_status ps_event_result_write(ps_event_result *r, const char *directory, bool replace,
                                ps_error *err) {
  static const char *const names[] = {"timeline.csv", "result.json", "report.html"};
  ps_outputs o;
  ps_status status = ps_outputs_open(&o, &r->pool, directory, names, 3, replace, err);
  if (status == PS_OK) {
    ps_event_put_csv(&o.file[0], r);
    ps_event_write_json(r, &o.file[1]);
    ps_event_page(r, &o.file[2]);
  }
  return ps_outputs_close(&o, status, &r->files, err);
}

int ps_event_result_files(const ps_event_result *r) {
  return r->files.n;
}

const char *ps_event_result_file(const ps_event_result *r, int i) {
  return r->files.items[i];
}
