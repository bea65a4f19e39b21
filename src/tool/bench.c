#include "psoas/bench.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/names.h"
#include "base/text.h"
#include "tool/bench_inner.h"

enum { FRAMES = 512, LEAST_SAMPLES = 5, MOST_SAMPLES = 2000, COUNTS = 16 };
static const double STAGE_NS = 0.33e9; // [ns]  that a stage may take

ps_bench_options ps_bench_default(void) {
  return (ps_bench_options){.frames = FRAMES, .seed = 1, .degrees = PS_DEGREES_NOT_STATED};
}

// stage i of a model's, then of the built-in model's; NULL: there are no more
static const ps_bench_work *work_at(int i) {
  if (i >= ps_bench_work_count)
    return i - ps_bench_work_count < ps_bench_human_count
               ? &ps_bench_human_works[i - ps_bench_work_count]
               : NULL;
  return i < 0 ? NULL : &ps_bench_works[i];
}

const char *ps_bench_stage_name(int i, const char **about) {
  const ps_bench_work *work = work_at(i);
  if (work)
    *about = work->about;
  return work ? work->name : NULL;
}

// ---- which stages

static bool wanted(const ps_bench_options *o, const char *name) {
  size_t length = strlen(name);
  for (const char *at = o->stages; at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL)
    if (strncmp(at, name, length) == 0 && (at[length] == ',' || !at[length]))
      return true;
  return !o->stages;
}

static ps_status unknown_stage(const char *name, ps_error *err) {
  ps_nearest nearest = ps_nearest_to(name);
  char hint[80];
  for (int i = 0; work_at(i); i++)
    ps_nearest_try(&nearest, work_at(i)->name);
  return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "there is no stage '%s'%s", name,
                 ps_nearest_hint(&nearest, hint, sizeof hint));
}

static ps_status check_stages(const ps_bench_options *o, ps_error *err) {
  for (const char *at = o->stages; at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL) {
    char name[40] = "";
    size_t length = strcspn(at, ",");
    memcpy(name, at, length < sizeof name - 1 ? length : sizeof name - 1);
    int i = 0;
    while (work_at(i) && strcmp(work_at(i)->name, name) != 0)
      i++;
    if (!work_at(i))
      return unknown_stage(name, err);
  }
  return PS_OK;
}

static bool wants_human(const ps_bench_options *o) {
  for (int i = 0; o->stages && i < ps_bench_human_count; i++)
    if (wanted(o, ps_bench_human_works[i].name))
      return true;
  return false;
}

// are all stages those of the built-in model?
static bool wants_human_only(const ps_bench_options *o) {
  for (int i = 0; i < ps_bench_work_count; i++)
    if (wanted(o, ps_bench_works[i].name))
      return false;
  return true;
}

bool ps_bench_needs_no_model(const char *stages) {
  return wants_human_only(&(ps_bench_options){.stages = stages});
}

static ps_status check(const ps_bench_options *o, ps_error *err) {
  if (!o->model && !o->setup && !wants_human_only(o))
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "no model is given (--model M.osim)");
  if (o->model && o->setup)
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0,
                   "a setup file names its own model; leave --model out");
  if (o->frames < 1 || o->frames > 1000000)
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "found %d frames, expected 1 to 1000000",
                   o->frames);
  if (o->repetitions < 0 || o->repetitions > 1000000)
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "found %d repetitions, expected 1 to 1000000",
                   o->repetitions);
  return check_stages(o, err);
}

// ---- one stage

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

// [ns]  of one sample
static ps_status sample(ps_bencher *b, const ps_bench_work *work, double *ns) {
  b->aside = 0;
  double begin = ps_clock_ns();
  ps_status status = work->sample(b);
  *ns = ps_clock_ns() - begin - b->aside;
  return status;
}

static int samples_that_fit(const ps_bench_options *o, double first) {
  if (o->repetitions)
    return o->repetitions;
  double fit = STAGE_NS / (first + 1);
  return fit < LEAST_SAMPLES ? LEAST_SAMPLES : fit > MOST_SAMPLES ? MOST_SAMPLES : (int)fit;
}

static ps_status run_stage(ps_bencher *b, const ps_bench_work *work) {
  double first;
  PS_TRY(sample(b, work, &first));
  int n = samples_that_fit(b->o, first), units = work->units(b);
  double *ns = malloc((size_t)n * sizeof *ns);
  if (!ns)
    return ps_fail(b->err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  ns[0] = first;
  ps_status status = PS_OK;
  for (int i = 1; i < n && status == PS_OK; i++)
    status = sample(b, work, &ns[i]);
  qsort(ns, (size_t)n, sizeof *ns, ascending);
  b->stage[b->public.nstage++] = (ps_bench_stage){.name = work->name,
                                                  .unit = work->unit,
                                                  .about = work->about,
                                                  .samples = n,
                                                  .units = units,
                                                  .first = first / units,
                                                  .min = ns[0] / units,
                                                  .median = ns[n / 2] / units,
                                                  .p99 = ns[99 * (n - 1) / 100] / units,
                                                  .mark = work->mark};
  free(ns);
  return status;
}

static ps_status run_stages(ps_bencher *b) {
  const ps_watch *watch = &b->o->watch;
  int human = wants_human(b->o) ? ps_bench_human_count : 0, all = ps_bench_work_count + human;
  bool model = !wants_human_only(b->o);
  if (model)
    PS_TRY(ps_bench_prepare(b));
  if (human)
    PS_TRY(ps_bench_human_prepare(b));
  for (int i = model ? 1 : ps_bench_work_count; i < all; i++) {
    const ps_bench_work *work = work_at(i);
    if (wanted(b->o, work->name) && (!work->possible || work->possible(b)))
      PS_TRY(run_stage(b, work));
    if (watch->progress && !watch->progress(watch->context, "stages", i + 1, all))
      return ps_fail(b->err, PS_ERR_CANCELLED, NULL, 0, "stopped after %d of %d stages", i + 1,
                     all);
  }
  return PS_OK;
}

// ---- the whole

static void count(ps_bencher *b, ps_bench_count *counts, const char *name, const char *about,
                  double value) {
  counts[b->public.ncount++] = (ps_bench_count){name, about, value};
}

static ps_status describe(ps_bencher *b) {
  const ps_model *m = b->m ? b->m : ps_bench_human_model(b);
  ps_bench *p = &b->public;
  ps_bench_count *counts = ps_pool_take(&b->pool, COUNTS * sizeof *counts);
  const char *path = b->tool ? b->tool->model_file : b->o->model ? b->o->model : "";
  p->model_name = ps_pool_text(&b->pool, m->name, strlen(m->name));
  p->path = ps_pool_text(&b->pool, path, strlen(path));
  if (!counts || !p->model_name || !p->path)
    return ps_fail(b->err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  p->nbody = m->nbody - 1;
  p->ncoordinate = m->nq;
  p->nmuscle = m->nmuscle;
  p->npath = m->npath;
  p->nwrap = m->nwrap;
  p->narm = m->nspan;
  p->nframe = b->n;
  p->stage = b->stage;
  p->count = counts;
  if (!b->m)
    return PS_OK;
  count(b, counts, "path_points", "points of all paths, per frame", b->points);
  count(b, counts, "wraps", "wrap objects that paths run over, per frame", b->wraps);
  static const struct {
    const char *stage, *name, *about;
  } newton[3] = {
      {"recruit_warm", "newton_warm", "Newton steps per frame, from the frame before"},
      {"recruit_cold", "newton_cold", "Newton steps per frame, from nothing"},
      {"recruit_shuffled", "newton_shuffled", "Newton steps per frame, frames in random order"}};
  for (int i = 0; i < 3; i++)
    if (b->so.a && b->solved && wanted(b->o, newton[i].stage))
      count(b, counts, newton[i].name, newton[i].about, (double)b->newton[i] / (double)b->solved);
  if (b->so.a && b->solved) {
    count(b, counts, "infeasible", "frames whose demands are out of reach", b->infeasible);
    count(b, counts, "unsolved", "frames that did not converge", b->unsolved);
  }
  return PS_OK;
}

// what was read and made; the result stays
static void close(ps_bencher *b) {
  ps_analysis_free(b->so.a);
  ps_analysis_free(b->jr.a);
  ps_analysis_free(b->ma.a);
  ps_table_free(b->forces);
  ps_data_free(b->d);
  ps_bench_human_free(b->human);
  ps_workspace_close(&b->w);
  ps_tool_result_free((ps_tool_result *)b->result);
  ps_tool_free(b->tool);
}

static ps_status run(ps_bencher *b) {
  const ps_bench_options *o = b->o;
  size_t most = (size_t)(ps_bench_work_count + ps_bench_human_count);
  b->stage = ps_pool_take(&b->pool, most * sizeof *b->stage);
  if (!b->stage)
    return ps_fail(b->err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  if (o->setup)
    PS_TRY(ps_tool_load(&b->tool, o->setup, b->err));
  // before anything else is read: its first time is that of a program that has just begun
  if (wanted(o, ps_bench_works[0].name))
    PS_TRY(run_stage(b, &ps_bench_works[0]));
  PS_TRY(run_stages(b));
  return describe(b);
}

ps_status ps_bench_run(ps_bench **bench, const ps_bench_options *options, ps_error *err) {
  *bench = NULL;
  PS_TRY(check(options, err));
  ps_bencher *b = calloc(1, sizeof *b);
  if (!b)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  b->o = options;
  b->err = err;
  ps_status status = run(b);
  close(b);
  if (status == PS_OK)
    *bench = &b->public;
  else
    ps_bench_free(&b->public);
  return status;
}

void ps_bench_free(ps_bench *bench) {
  ps_bencher *b = (ps_bencher *)bench;
  if (!b)
    return;
  ps_pool_free(&b->pool);
  free(b);
}
