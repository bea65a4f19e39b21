// weeks.c: weeks as they are, and in draws of what the sources leave open.
#include "psoas/weeks.h"

#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/path.h"
#include "base/thread.h"
#include "scenario/draws.h"
#include "tool/weeks_inner.h"

enum { WORKERS = 64, FEWEST = 10 }; // FEWEST: draws for percentiles

const ps_weeks_key ps_weeks_keys[PS_WEEKS_KEYS] = {
    {"hip extension, as groups suggest", "deg", PS_HABIT_extension_change_deg, -1, false, 1},
    {"hip extension in the model, 20 N m", "deg", PS_HABIT_hip_extension_deg, -1, false, 1},
    {"Thomas test, thigh above level", "deg", PS_HABIT_thomas_deg, 1, false, 1},
    {"length of the psoas fibers", "% of first", PS_HABIT_psoas_length_pct, -1, false, 1},
    {"strength of the psoas", "% of first", PS_HABIT_psoas_strength_pct, -1, false, 0},
    {"lordosis, standing", "deg", PS_HABIT_lordosis_deg, 1, false, 1},
    {"discomfort at its worst in a day", "of 100", PS_HABIT_discomfort, 1, true, 1},
    {"back pain index, mean of a day", "of 100", PS_HABIT_back_pain, 1, true, 1},
    {"leg pain index, mean of a day", "of 100", PS_HABIT_leg_pain, 1, true, 1},
    {"sleep debt", "nights", PS_HABIT_sleep_debt_nights, 1, false, 2},
    {"stress of months", "%", PS_HABIT_stress_load_pct, 1, false, 0},
};

ps_weeks_request ps_weeks_request_default(void) {
  return (ps_weeks_request){.draws = 32, .seed = 1, .until_week = INFINITY};
}

ps_status ps_weeks_names(char **text, ps_error *err) {
  return ps_scenario_list(&ps_scenario_weeks, text, err);
}

static ps_status no_memory(ps_error *err) {
  return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

static size_t cells_of(const ps_weeks_result *r) {
  return (size_t)(r->weeks.ndays + 1) * PS_HABIT_COLUMN_COUNT;
}

// ---- as it is

// one person's weeks without interventions, where there are any, and with them
static ps_status live(const ps_weeks_result *r, ps_habit_bodies *b, const ps_parameters *mechanics,
                      const ps_physio *physio, ps_habit_options *o, const ps_care_sizes *sizes,
                      ps_habit_track *plain, ps_habit_track *track, ps_habit_sums *sums,
                      ps_error *err) {
  if (!ps_weeks_has_care(r))
    return ps_habit_run(b, mechanics, physio, o, track, sums, err);
  ps_habit_options with = *o;
  with.care = &r->choice.care;
  with.sizes = sizes;
  with.treated = r->treated;
  PS_TRY(ps_habit_run(b, mechanics, physio, o, plain, sums, err));
  return ps_habit_run(b, mechanics, physio, &with, track, sums, err);
}

static ps_status run_nominal(ps_weeks_result *r, ps_error *err) {
  ps_habit_options o = ps_habit_default();
  ps_physio physio = ps_physio_default(&r->table);
  ps_care_sizes sizes = ps_care_usual(&r->choice.care);
  ps_habit_bodies *b;
  o.off = r->off;
  o.watch = &r->request.watch;
  double begin = ps_clock_ns();
  r->track.value = calloc(cells_of(r), sizeof(float));
  r->plain.value = calloc(cells_of(r), sizeof(float));
  if (!r->track.value || !r->plain.value)
    return no_memory(err);
  ps_status status = ps_habit_bodies_create(&b, &r->lab, &r->weeks, &r->ordinary, &o, err);
  if (status == PS_OK)
    status =
        live(r, b, &r->lab.parameters, &physio, &o, &sizes, &r->plain, &r->track, &r->sums, err);
  ps_habit_bodies_free(b);
  r->seconds = (ps_clock_ns() - begin) * 1e-9;
  return status;
}

// what interventions do to the odds of new pain, on the last day of a phase
static ps_onset_care onset_care(const ps_weeks_result *r, int last) {
  const ps_weeks *w = &r->weeks;
  bool begun = last >= 7 * w->episode_week && w->episode != PS_EPISODE_NONE;
  const ps_care_who who = {begun ? w->episode : PS_EPISODE_NONE, w->mood.ptsd};
  ps_care_sizes sizes = ps_care_usual(&r->choice.care);
  ps_care_acts acts = ps_care_on(&r->choice.care, &sizes, &who, last + 0.5);
  bool again = begun && w->episode != PS_EPISODE_SCIATICA; // who has had it can have it again
  return (ps_onset_care){.treated = ps_care_changes(&r->choice.care, last) ? r->treated : 0,
                         .hazard = acts.onset * (again ? acts.recurrence : 1)};
}

static ps_status find_onset(ps_weeks_result *r, ps_error *err) {
  ps_physio physio = ps_physio_default(&r->table);
  r->onset = calloc((size_t)r->weeks.nphase, sizeof *r->onset);
  if (!r->onset)
    return no_memory(err);
  for (int i = 0; i < r->weeks.nphase && ps_weeks_done(r, i) >= 7; i++) {
    int last = r->weeks.phase[i].first + ps_weeks_done(r, i) - 1;
    double load = ps_weeks_at(r, r->track.value, last, PS_HABIT_stress_load_pct) / 100;
    ps_onset_care care = onset_care(r, last);
    ps_onset_of(&r->weeks, i, &r->sums, load, &care, &physio.nerve, &r->onset[i]);
    r->nonset = i + 1;
  }
  return PS_OK;
}

// ---- draws

typedef struct crew {
  ps_weeks_result *r;
  ps_habit_bodies *b[WORKERS]; // by worker
  atomic_long done, failed;
  atomic_bool stop;
  ps_draw_store store; // for a run that is stopped or killed
} crew;

// Contested adaptation of length is on in every other draw (pain_model, 4).
static void draw_numbers(const ps_weeks_result *r, int i, ps_parameters *mechanics,
                         ps_physio *physio) {
  ps_draw_parameters(&r->lab.table, r->request.seed, i, r->request.draws, mechanics);
  ps_physio_draw(&r->table, r->request.seed, i, r->request.draws, physio);
  physio->tissue.adaptation.gain = i % 2;
}

static bool ask(const ps_weeks_result *r, long done) {
  const ps_watch *w = &r->request.watch;
  return !w->progress || w->progress(w->context, "draws", done, r->request.draws);
}

static void tell_draws(crew *c, int worker) {
  long done = atomic_fetch_add(&c->done, 1) + 1;
  if (worker == 0 && !ask(c->r, done))
    atomic_store(&c->stop, true);
}

static size_t record_of(const ps_weeks_result *r) { // numbers of a draw
  return cells_of(r) * (ps_weeks_has_care(r) ? 2 : 1);
}

// a draw of an earlier run
static bool take_stored(crew *c, int i) {
  float *rows = c->store.file >= 0 ? malloc(c->store.size) : NULL;
  if (rows && ps_draw_store_get(&c->store, i, rows)) {
    c->r->drawn[i] = rows;
    return true;
  }
  free(rows);
  return false;
}

static void draw_weeks(void *context, int i, int worker) {
  crew *c = context;
  ps_weeks_result *r = c->r;
  if (take_stored(c, i)) {
    tell_draws(c, worker);
    return;
  }
  ps_habit_options o = ps_habit_for_draws();
  o.off = r->off;
  ps_parameters mechanics;
  ps_physio physio;
  ps_habit_sums ignored;
  ps_error failure;
  ps_status status = PS_OK;
  if (!c->b[worker])
    status = ps_habit_bodies_create(&c->b[worker], &r->lab, &r->weeks, &r->ordinary, &o, &failure);
  draw_numbers(r, i, &mechanics, &physio);
  ps_care_sizes sizes = ps_care_draw(&r->choice.care, r->request.seed, i, r->request.draws);
  ps_habit_track track = {.value = calloc(record_of(r), sizeof(float))};
  ps_habit_track plain = {.value = track.value ? track.value + cells_of(r) : NULL};
  if (status == PS_OK && track.value)
    status =
        live(r, c->b[worker], &mechanics, &physio, &o, &sizes, &plain, &track, &ignored, &failure);
  if (status == PS_OK && track.value) {
    r->drawn[i] = track.value;
    ps_draw_store_put(&c->store, i, track.value);
  } else {
    atomic_fetch_add(&c->failed, 1);
    free(track.value);
  }
  tell_draws(c, worker);
}

// the last week's mean of a number of days, the last morning of others
static double end_of(const ps_weeks_result *r, const float *rows, int key) {
  const ps_weeks_key *k = &ps_weeks_keys[key];
  int n = r->track.n, week = k->of_days && n >= 7 ? 7 : 1;
  double sum = 0;
  for (int i = n - week; i < n; i++)
    sum += ps_weeks_at(r, rows, i, k->column);
  return sum / week;
}

// of a key at the end, over draws
static bool find_key_differences(ps_weeks_result *r, const float **rows, int n) {
  double *x = malloc((size_t)n * sizeof *x);
  for (int k = 0; x && k < PS_WEEKS_KEYS; k++) {
    for (int i = 0; i < n; i++)
      x[i] = end_of(r, rows[i], k) - end_of(r, rows[i] + cells_of(r), k);
    r->key_difference[k] = ps_draw_interval(x, n);
  }
  free(x);
  return x != NULL;
}

// with interventions less without them
static bool find_differences(ps_weeks_result *r, const float **rows, int n) {
  size_t cells = cells_of(r);
  float *all = malloc((size_t)n * cells * sizeof *all);
  if (!all)
    return false;
  for (int i = 0; i < n; i++)
    for (size_t k = 0; k < cells; k++)
      all[(size_t)i * cells + k] = rows[i][k] - rows[i][cells + k];
  const float **plain = malloc((size_t)n * sizeof *plain),
              **less = malloc((size_t)n * sizeof *less);
  for (int i = 0; i < n && plain && less; i++) {
    plain[i] = rows[i] + cells;
    less[i] = all + (size_t)i * cells;
  }
  bool fine = plain && less && ps_percentiles(plain, n, cells, r->plain_band) &&
              ps_percentiles(less, n, cells, r->difference);
  free(plain);
  free(less);
  free(all);
  return fine;
}

static ps_status find_bands(ps_weeks_result *r, ps_error *err) {
  const float **rows = malloc((size_t)r->request.draws * sizeof *rows);
  int n = 0;
  if (!rows)
    return no_memory(err);
  for (int i = 0; i < r->request.draws; i++)
    if (r->drawn[i])
      rows[n++] = r->drawn[i];
  r->draws = n;
  bool fine = n < FEWEST || ps_percentiles(rows, n, cells_of(r), r->band);
  if (fine && n >= FEWEST && ps_weeks_has_care(r))
    fine = find_differences(r, rows, n) && find_key_differences(r, rows, n);
  free(rows);
  return fine ? PS_OK : no_memory(err);
}

static ps_status draw(ps_weeks_result *r, ps_error *err) {
  crew *c = calloc(1, sizeof *c);
  r->drawn = calloc((size_t)r->request.draws, sizeof *r->drawn);
  ps_status status = c && r->drawn ? PS_OK : no_memory(err);
  if (status == PS_OK) {
    int threads = r->request.threads > 0 ? r->request.threads : ps_thread_count();
    c->r = r;
    ps_draw_store_open(&c->store, r->request.resume, r->sha256, record_of(r) * sizeof(float));
    r->complete = ps_parallel_for(threads < WORKERS ? threads : WORKERS, r->request.draws,
                                  draw_weeks, c, &c->stop);
    ps_draw_store_close(&c->store);
    r->failed_draws = (int)c->failed;
    status = find_bands(r, err);
  }
  for (int i = 0; c && i < WORKERS; i++)
    ps_habit_bodies_free(c->b[i]);
  free(c);
  return status;
}

// ---- all of it

static ps_status run(ps_weeks_result *r, ps_error *err) {
  PS_TRY(ps_weeks_open(r, err));
  ps_status status = run_nominal(r, err);
  if (status != PS_OK && (status != PS_ERR_CANCELLED || r->track.n < 1))
    return status;
  r->complete = status == PS_OK;
  PS_TRY(find_onset(r, err));
  return r->complete && r->request.draws > 0 ? draw(r, err) : PS_OK;
}

ps_status ps_weeks_run(const ps_weeks_request *request, ps_weeks_result **result, ps_error *err) {
  ps_weeks_result *r = calloc(1, sizeof *r);
  *result = NULL;
  if (!r)
    return no_memory(err);
  r->request = *request;
  ps_status status = run(r, err);
  if (status != PS_OK)
    ps_weeks_result_free(r);
  else
    *result = r;
  return status;
}

void ps_weeks_result_free(ps_weeks_result *r) {
  if (!r)
    return;
  free(r->track.value);
  free(r->plain.value);
  for (int k = 0; k < 3; k++) {
    free(r->band[k]);
    free(r->plain_band[k]);
    free(r->difference[k]);
  }
  ps_care_close(&r->choice);
  for (int i = 0; r->drawn && i < r->request.draws; i++)
    free(r->drawn[i]);
  free(r->drawn);
  free(r->onset);
  ps_lab_close(&r->lab);
  ps_pool_free(&r->pool);
  free(r);
}

// ---- numbers

bool ps_weeks_result_complete(const ps_weeks_result *r) {
  return r->complete;
}

int ps_weeks_result_rows(const ps_weeks_result *r) {
  return r->track.n;
}

double ps_weeks_at(const ps_weeks_result *r, const float *rows, int row, int column) {
  bool known = rows && row >= 0 && row < r->track.n && column >= 0;
  return known ? (double)rows[(size_t)row * PS_HABIT_COLUMN_COUNT + (size_t)column] : NAN;
}

double ps_weeks_result_at(const ps_weeks_result *r, int row, const char *column) {
  return ps_weeks_at(r, r->track.value, row, ps_habit_column_named(column));
}

double ps_weeks_result_percentile(const ps_weeks_result *r, int row, const char *column,
                                  int percent) {
  int k = percent == 10 ? 0 : percent == 50 ? 1 : 2;
  return ps_weeks_at(r, r->band[k], row, ps_habit_column_named(column));
}

double ps_weeks_result_plain(const ps_weeks_result *r, int row, const char *column) {
  return ps_weeks_at(r, ps_weeks_has_care(r) ? r->plain.value : r->track.value, row,
                     ps_habit_column_named(column));
}

double ps_weeks_result_difference(const ps_weeks_result *r, int row, const char *column,
                                  int percent) {
  int k = percent == 10 ? 0 : percent == 50 ? 1 : 2;
  return ps_weeks_at(r, r->difference[k], row, ps_habit_column_named(column));
}

double ps_weeks_result_odds(const ps_weeks_result *r, int phase) {
  return phase >= 0 && phase < r->nonset ? r->onset[phase].risk[0].odds : NAN;
}

double ps_weeks_mean(const ps_weeks_result *r, int column, int first, int end) {
  double sum = 0;
  for (int i = first; i < end; i++)
    sum += ps_weeks_at(r, r->track.value, i, column);
  return sum / (end - first);
}

int ps_weeks_done(const ps_weeks_result *r, int phase) {
  const ps_weeks_phase *p = &r->weeks.phase[phase];
  int done = r->track.n - p->first;
  return done < 0 ? 0 : done < p->ndays ? done : p->ndays;
}

ps_weeks_course ps_weeks_course_of(const ps_weeks_result *r, int key) {
  const ps_weeks_key *k = &ps_weeks_keys[key];
  const float *rows = r->track.value;
  int n = r->track.n;
  ps_weeks_course c = {.recovered_d = NAN};
  int week = n < 7 ? n : 7;
  c.worst = ps_weeks_at(r, rows, 0, k->column);
  c.start = k->of_days ? ps_weeks_mean(r, k->column, 0, week) : c.worst;
  c.end = k->of_days ? ps_weeks_mean(r, k->column, n - week, n)
                     : ps_weeks_at(r, rows, n - 1, k->column);
  for (int i = 0; i < n; i++) {
    double x = ps_weeks_at(r, rows, i, k->column);
    if (k->worse * (x - c.worst) > 0)
      c.worst = x, c.worst_d = i;
  }
  double away = fabs(c.worst - c.start);
  for (int i = c.worst_d; i < n && away > 0; i++)
    if (k->worse * (ps_weeks_at(r, rows, i, k->column) - c.start) <= 0.1 * away) {
      c.recovered_d = i - c.worst_d;
      break;
    }
  return c;
}

ps_care_told ps_weeks_told(const ps_weeks_result *r) {
  const ps_weeks *w = &r->weeks;
  ps_care_told t = {.care = &r->choice.care,
                    .who = {w->episode, w->mood.ptsd},
                    .when = r->kept_up,
                    .n = PS_WEEKS_KEYS};
  bool drawn = r->difference[0] != NULL;
  for (int k = 0; k < PS_WEEKS_KEYS; k++)
    t.row[k] = (ps_care_row){.name = ps_habit_column_name(ps_weeks_keys[k].column),
                             .words = ps_weeks_keys[k].words,
                             .unit = ps_weeks_keys[k].unit,
                             .without = end_of(r, r->plain.value, k),
                             .with = end_of(r, r->track.value, k),
                             .low = drawn ? r->key_difference[k].p10 : NAN,
                             .high = drawn ? r->key_difference[k].p90 : NAN,
                             .decimals = ps_weeks_keys[k].decimals};
  return t;
}

// ---- text and files

static ps_status as_text(const ps_weeks_result *r,
                         void (*put)(ps_file_writer *, const ps_weeks_result *), char **text,
                         ps_error *err) {
  ps_file_writer w = {0};
  size_t size;
  PS_TRY(ps_file_writer_memory(&w, err));
  put(&w, r);
  return ps_file_writer_take(&w, text, &size, err);
}

ps_status ps_weeks_result_text(const ps_weeks_result *r, char **text, ps_error *err) {
  return as_text(r, ps_weeks_put_text, text, err);
}

ps_status ps_weeks_result_json(const ps_weeks_result *r, char **text, ps_error *err) {
  return as_text(r, ps_weeks_put_json, text, err);
}

static void mark_stopped(const ps_weeks_result *r, const char *directory) {
  ps_draw_store store;
  ps_draw_store_open(&store, directory, r->sha256, record_of(r) * sizeof(float));
  ps_draw_store_close(&store);
}

ps_status ps_weeks_result_write(ps_weeks_result *r, const char *directory, bool replace,
                                ps_error *err) {
  static const char *const names[] = {"timeline.csv", "result.json", "report.html"};
  bool stopped = ps_draw_store_has(directory, r->sha256, record_of(r) * sizeof(float));
  ps_outputs o;
  ps_status status = ps_outputs_open(&o, &r->pool, directory, names, 3, replace || stopped, err);
  if (status == PS_OK) {
    ps_weeks_put_timeline(&o.file[0], r);
    ps_weeks_put_json(&o.file[1], r);
    ps_weeks_put_page(&o.file[2], r);
  }
  status = ps_outputs_close(&o, status, &r->files, err);
  if (status == PS_OK && r->complete)
    ps_draw_store_remove(directory);
  else if (status == PS_OK) // marks the folder as one to go on in
    mark_stopped(r, directory);
  return status;
}

int ps_weeks_result_files(const ps_weeks_result *r) {
  return r->files.n;
}

const char *ps_weeks_result_file(const ps_weeks_result *r, int i) {
  return r->files.items[i];
}
