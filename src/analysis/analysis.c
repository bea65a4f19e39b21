#include "analysis/analysis.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/thread.h"
#include "body/kinematics.h"
#include "muscle/path.h"

enum { THREADS = 256, BATCH = 4 }; // chunks of a batch, per thread

// ---- making

static ps_status no_memory(ps_error *err) {
  return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

ps_analysis *ps_analysis_create(const ps_trial *trial, ps_error *err) {
  ps_analysis *a = calloc(1, sizeof *a);
  if (!a) {
    no_memory(err);
    return NULL;
  }
  a->trial = trial;
  a->flag_column = -1;
  return a;
}

void ps_analysis_free(ps_analysis *a) {
  if (!a)
    return;
  ps_pool_free(&a->pool);
  free(a);
}

ps_status ps_analysis_table(ps_analysis *a, const char *file, const char *name, int n,
                            const char *const *label, ps_error *err) {
  size_t size = (size_t)(a->ntable + 1) * sizeof *a->table;
  ps_result_table *table = ps_pool_take(&a->pool, size);
  if (!table || !file || !name || !label)
    return no_memory(err);
  if (a->ntable)
    memcpy(table, a->table, size - sizeof *a->table);
  a->table = table;
  table[a->ntable++] = (ps_result_table){
      .name = name, .file = file, .about = "", .column = a->width, .n = n, .label = label};
  a->width += n;
  return PS_OK;
}

void ps_analysis_flags(ps_analysis *a) {
  a->flag_column = a->width;
  a->width += a->trial->model->npath;
}

const char *ps_analysis_text(ps_analysis *a, const char *format, ...) {
  char text[1024];
  va_list args;
  va_start(args, format);
  int length = vsnprintf(text, sizeof text, format, args);
  va_end(args);
  if (length < 0 || (size_t)length >= sizeof text)
    length = (int)sizeof text - 1;
  return ps_pool_text(&a->pool, text, (size_t)length);
}

void ps_trial_frame(const ps_trial *trial, int frame, ps_data *d) {
  ps_motion_frame(trial->motion, frame, d);
  ps_body_positions(trial->model, d);
  ps_body_velocities(trial->model, d);
}

// ---- running

typedef struct ps_runner {
  const ps_analysis *a;
  ps_rows_fn *rows;
  void *context;
  ps_analysis_report *report;
  int begin;               // first frame to compute; the first to hand on is motion->skip
  int first_chunk, nchunk; // of the batch being computed
  double *batch[2];        // rows being computed; rows being handed on
  int held, held_first;    // number and first frame of the latter
  ps_data *data[THREADS];
  void *worker[THREADS];
  int nthreads;
  ps_pool pool;
} ps_runner;

// chunks are numbered from the start of the whole motion, so that they never depend on the range
static int chunk_begin(const ps_runner *r, int chunk) {
  int frame = chunk * PS_CHUNK - r->a->trial->motion->first;
  return frame < r->begin ? r->begin : frame;
}

static int chunk_end(const ps_runner *r, int chunk) {
  int frame = (chunk + 1) * PS_CHUNK - r->a->trial->motion->first;
  return frame > r->a->trial->motion->n ? r->a->trial->motion->n : frame;
}

static void tally(ps_tally *t, int frame, double time) {
  if (!t->count++) {
    t->first = frame;
    t->time = time;
  }
}

static void inspect(ps_runner *r, int frame, const double *row) {
  const ps_analysis *a = r->a;
  const ps_trial *trial = a->trial;
  double time = trial->motion->t[frame];
  int number = trial->motion->first + frame;
  for (int i = 0; i < a->width; i++)
    if (!isfinite(row[i]))
      tally(&r->report->not_finite[i], number, time);
  for (int path = 0; a->flag_column >= 0 && path < trial->model->npath; path++) {
    unsigned flags = (unsigned)row[a->flag_column + path];
    for (int bit = 0; flags; bit++, flags >>= 1)
      if (flags & 1)
        tally(&r->report->flag[path * PS_FLAGS + bit], number, time);
  }
}

// hand on the rows of the batch before
static void hand_on(ps_runner *r) {
  const ps_motion *motion = r->a->trial->motion;
  size_t width = (size_t)r->a->width;
  int skip = motion->skip > r->held_first ? motion->skip - r->held_first : 0;
  if (skip >= r->held)
    return;
  const double *rows = r->batch[1] + (size_t)skip * width;
  int first = r->held_first + skip, n = r->held - skip;
  for (int i = 0; i < n; i++)
    inspect(r, first + i, rows + (size_t)i * width);
  if (r->rows)
    r->rows(r->context, first, n, rows);
  r->report->frames += n;
}

static void run_chunk(void *context, int item, int worker) {
  ps_runner *r = context;
  if (item == 0) {
    hand_on(r);
    return;
  }
  const ps_analysis *a = r->a;
  int chunk = r->first_chunk + item - 1, base = chunk_begin(r, r->first_chunk);
  if (a->restart)
    a->restart(a, r->worker[worker]);
  for (int f = chunk_begin(r, chunk); f < chunk_end(r, chunk); f++)
    a->frame(a, r->worker[worker], r->data[worker], f,
             r->batch[0] + (size_t)(f - base) * (size_t)a->width);
}

static ps_status prepare(ps_runner *r, int nthreads, ps_error *err) {
  const ps_analysis *a = r->a;
  const ps_model *m = a->trial->model;
  size_t rows = (size_t)BATCH * PS_CHUNK * (size_t)nthreads * (size_t)(a->width + 1);
  for (int i = 0; i < 2; i++)
    if (!(r->batch[i] = ps_pool_take(&r->pool, rows * sizeof(double))))
      return no_memory(err);
  for (r->nthreads = 0; r->nthreads < nthreads; r->nthreads++) {
    if (!(r->data[r->nthreads] = ps_data_create(m)))
      return no_memory(err);
    if (a->create_worker && !(r->worker[r->nthreads] = a->create_worker(a, &r->pool)))
      return no_memory(err);
  }
  ps_pool *pool = &r->report->pool;
  r->report->flag = ps_pool_take(pool, (size_t)(m->npath + 1) * PS_FLAGS * sizeof(ps_tally));
  r->report->not_finite = ps_pool_take(pool, (size_t)(a->width + 1) * sizeof(ps_tally));
  return r->report->flag && r->report->not_finite ? PS_OK : no_memory(err);
}

static ps_status run(ps_runner *r, const ps_watch *watch, ps_error *err) {
  const ps_motion *motion = r->a->trial->motion;
  int begin = (motion->first + r->begin) / PS_CHUNK;
  int end = (motion->first + motion->n - 1) / PS_CHUNK + 1;
  for (int chunk = begin; chunk < end || r->held; chunk += r->nchunk) {
    int left = end - chunk;
    r->first_chunk = chunk;
    r->nchunk = left < BATCH * r->nthreads ? left : BATCH * r->nthreads;
    ps_parallel_for(r->nthreads, 1 + r->nchunk, run_chunk, r, NULL);
    double *computed = r->batch[0];
    r->batch[0] = r->batch[1];
    r->batch[1] = computed;
    r->held_first = chunk_begin(r, chunk);
    r->held = r->nchunk ? chunk_end(r, chunk + r->nchunk - 1) - r->held_first : 0;
    if (watch && watch->progress &&
        !watch->progress(watch->context, "frames", r->report->frames, motion->n - motion->skip))
      return ps_fail(err, PS_ERR_CANCELLED, NULL, 0, "stopped at frame %d of %d", r->report->frames,
                     motion->n - motion->skip);
  }
  return PS_OK;
}

ps_status ps_analysis_run(const ps_analysis *a, int nthreads, ps_rows_fn *rows, void *context,
                          const ps_watch *watch, ps_analysis_report *report, ps_error *err) {
  *report = (ps_analysis_report){0};
  ps_runner *r = calloc(1, sizeof *r);
  if (!r)
    return no_memory(err);
  r->a = a;
  r->rows = rows;
  r->context = context;
  r->report = report;
  r->begin = a->remembers ? 0 : a->trial->motion->skip;
  nthreads = nthreads < 1 ? 1 : nthreads > THREADS ? THREADS : nthreads;
  ps_status status = prepare(r, nthreads, err);
  if (status == PS_OK)
    status = run(r, watch, err);
  for (int i = 0; i < THREADS; i++)
    ps_data_free(r->data[i]);
  ps_pool_free(&r->pool);
  free(r);
  return status;
}

// ---- report

void ps_analysis_report_free(ps_analysis_report *report) {
  ps_pool_free(&report->pool);
}

static const char *flag_text(int bit) {
  static const char *const texts[PS_FLAGS] = {
      "an end of its path lies inside a wrap object, which is left out there",
      "two points of its path on different bodies coincide; that piece pulls nowhere",
      "the length over a wrap object is not a number, as in OpenSim",
      "fiber and tendon find no equilibrium; the nearest end of the muscle's range is used",
      "the fiber is at its shortest, where it cannot be in equilibrium",
      "its path is wound around a cylinder by more than 300 degrees and slips off"};
  return texts[bit] ? texts[bit] : "flagged";
}

static void note_tally(ps_notes *notes, const ps_tally *t, const char *what, const char *name,
                       const char *text) {
  if (t->count == 1)
    ps_note_add(notes, PS_NOTE_WARNING, NULL, 0, "%s '%s': %s (frame %d, %.6g s)", what, name, text,
                t->first, t->time);
  else if (t->count)
    ps_note_add(notes, PS_NOTE_WARNING, NULL, 0,
                "%s '%s': %s (in %d frames, first frame %d, %.6g s)", what, name, text, t->count,
                t->first, t->time);
}

void ps_analysis_report_notes(const ps_analysis *a, const ps_analysis_report *report,
                              ps_notes *notes) {
  const ps_model *m = a->trial->model;
  for (int path = 0; path < m->npath; path++)
    for (int bit = 0; bit < PS_FLAGS; bit++)
      note_tally(notes, &report->flag[path * PS_FLAGS + bit], "muscle",
                 m->force_name[m->path[path].force], flag_text(bit));
  for (int i = 0; i < a->ntable; i++)
    for (int c = 0; c < a->table[i].n; c++) {
      char name[600];
      snprintf(name, sizeof name, "%s of %s", a->table[i].label[c], a->table[i].file);
      note_tally(notes, &report->not_finite[a->table[i].column + c], "column", name,
                 "the result is not a finite number");
    }
}
