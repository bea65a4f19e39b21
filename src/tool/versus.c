// versus.c: the same person in every arm, as is and in draws of what the sources leave open.
#include "psoas/versus.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/thread.h"
#include "scenario/draws.h"
#include "tool/outputs.h"
#include "tool/versus_inner.h"

enum { WORKERS = 64, FEWEST = 10 };  // FEWEST: draws for percentiles
static const double pain_least = 10; // [points]  below it there is nothing to notice less of

ps_versus_request ps_versus_request_default(void) {
  return (ps_versus_request){.nweeks = 12, .hypothetical = NAN, .draws = 32, .seed = 1};
}

static ps_status no_memory(ps_error *err) {
  return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

static size_t numbers_of(const ps_versus_result *r) {
  return (size_t)PS_VERSUS_ARMS * PS_VERSUS_SERIES * (size_t)r->n;
}

// ---- an arm

// One person's numbers, which all arms share, and room for their days.
typedef struct life {
  ps_habit_bodies *bodies;
  const ps_parameters *mechanics;
  const ps_physio *physio;
  ps_habit_options options;
  ps_habit_track track;
} life;

static ps_care_who who_on(const ps_versus_result *r, int day) {
  const ps_weeks *w = &r->weeks;
  bool begun = day + 0.5 >= 7 * w->episode_week;
  return (ps_care_who){begun ? w->episode : PS_EPISODE_NONE, w->mood.ptsd};
}

// the two numbers of every day
static void keep(const ps_versus_result *r, const life *l, int arm, const ps_care_sizes *sizes,
                 float *rows) {
  for (int day = 0; day < r->n; day++) {
    const float *row = ps_habit_row(&l->track, day);
    ps_care_who who = who_on(r, day);
    ps_care_acts acts =
        r->care[arm].n ? ps_care_on(&r->care[arm], sizes, &who, day + 0.5) : ps_care_none();
    rows[ps_versus_at(r, arm, PS_VERSUS_PAIN, day)] =
        row[r->leg ? PS_HABIT_leg_pain : PS_HABIT_back_pain];
    rows[ps_versus_at(r, arm, PS_VERSUS_STATE, day)] = (float)ps_versus_state_of(r, row, &acts);
  }
}

static ps_status live(const ps_versus_result *r, life *l, int arm, const ps_care_sizes *sizes,
                      float *rows, ps_error *err) {
  ps_habit_options o = l->options;
  ps_habit_sums ignored;
  if (r->care[arm].n) {
    o.care = &r->care[arm];
    o.sizes = sizes;
    o.treated = r->treated;
  }
  PS_TRY(ps_habit_run(l->bodies, l->mechanics, l->physio, &o, &l->track, &ignored, err));
  keep(r, l, arm, sizes, rows);
  return PS_OK;
}

static float *rows_of_days(const ps_versus_result *r) {
  return malloc(((size_t)r->n + 1) * PS_HABIT_COLUMN_COUNT * sizeof(float));
}

// The days of all arms as one count.
typedef struct count {
  const ps_watch *watch;
  long before, all; // days
} count;

static bool tell_days(void *context, const char *what, long done, long total) {
  const count *c = context;
  (void)total;
  return c->watch->progress(c->watch->context, what, c->before + done, c->all);
}

static ps_status run_nominal(ps_versus_result *r, ps_error *err) {
  count counted = {.watch = &r->request.watch};
  const ps_watch watch = {.progress = counted.watch->progress ? tell_days : NULL,
                          .context = &counted};
  ps_physio physio = ps_physio_default(&r->table);
  life l = {.mechanics = &r->lab.parameters,
            .physio = &physio,
            .options = ps_habit_default(),
            .track = {.value = rows_of_days(r)}};
  l.options.watch = &watch;
  for (int arm = 0; arm < PS_VERSUS_ARMS; arm++)
    counted.all += ps_versus_has(r, (ps_versus_arm)arm) ? r->n : 0;
  r->nominal = calloc(numbers_of(r), sizeof(float));
  ps_status status = l.track.value && r->nominal ? PS_OK : no_memory(err);
  if (status == PS_OK)
    status = ps_habit_bodies_create(&l.bodies, &r->lab, &r->weeks, &r->ordinary, &l.options, err);
  for (int arm = 0; arm < PS_VERSUS_ARMS && status == PS_OK; arm++) {
    ps_care_sizes sizes = ps_care_usual(&r->care[arm]);
    if (!ps_versus_has(r, (ps_versus_arm)arm))
      continue;
    status = live(r, &l, arm, &sizes, r->nominal, err);
    counted.before += r->n;
  }
  ps_habit_bodies_free(l.bodies);
  free(l.track.value);
  return status;
}

// ---- draws

typedef struct crew {
  ps_versus_result *r;
  ps_habit_bodies *bodies[WORKERS]; // by worker
  atomic_long done, failed;
  atomic_bool stop;
} crew;

static ps_status draw_one(crew *c, int i, int worker, float *rows, ps_error *err) {
  const ps_versus_result *r = c->r;
  ps_parameters mechanics;
  ps_physio physio;
  life l = {.mechanics = &mechanics,
            .physio = &physio,
            .options = ps_habit_for_draws(),
            .track = {.value = rows_of_days(r)}};
  ps_status status = l.track.value ? PS_OK : no_memory(err);
  if (status == PS_OK && !c->bodies[worker])
    status = ps_habit_bodies_create(&c->bodies[worker], &r->lab, &r->weeks, &r->ordinary,
                                    &l.options, err);
  l.bodies = c->bodies[worker];
  ps_draw_parameters(&r->lab.table, r->request.seed, i, r->request.draws, &mechanics);
  ps_physio_draw(&r->table, r->request.seed, i, r->request.draws, &physio);
  physio.tissue.adaptation.gain = i % 2; // contested: on in every other draw, as in weeks
  for (int arm = 0; arm < PS_VERSUS_ARMS && status == PS_OK; arm++) {
    ps_care_sizes sizes = ps_care_draw(&r->care[arm], r->request.seed, i, r->request.draws);
    if (ps_versus_is_drawn(r, (ps_versus_arm)arm))
      status = live(r, &l, arm, &sizes, rows, err);
  }
  free(l.track.value);
  return status;
}

static void tell(crew *c, int worker) {
  const ps_watch *w = &c->r->request.watch;
  long done = atomic_fetch_add(&c->done, 1) + 1;
  if (worker == 0 && w->progress && !w->progress(w->context, "draws", done, c->r->request.draws))
    atomic_store(&c->stop, true);
}

static void draw(void *context, int i, int worker) {
  crew *c = context;
  ps_error failure;
  float *rows = calloc(numbers_of(c->r), sizeof *rows);
  if (rows && draw_one(c, i, worker, rows, &failure) == PS_OK) {
    c->r->drawn[i] = rows;
  } else {
    free(rows);
    atomic_fetch_add(&c->failed, 1);
  }
  tell(c, worker);
}

// of every number, and of its difference to doing nothing
static bool find_bands(ps_versus_result *r, const float **rows, int n) {
  size_t all = numbers_of(r), arm = all / PS_VERSUS_ARMS;
  float *less = malloc((size_t)n * all * sizeof *less);
  const float **list = malloc((size_t)n * sizeof *list);
  bool fine = less && list;
  for (int i = 0; i < n && fine; i++) {
    for (size_t k = 0; k < all; k++)
      less[(size_t)i * all + k] = rows[i][k] - rows[i][k % arm];
    list[i] = less + (size_t)i * all;
  }
  fine =
      fine && ps_percentiles(rows, n, all, r->band) && ps_percentiles(list, n, all, r->difference);
  free(list);
  free(less);
  return fine;
}

static ps_status gather(ps_versus_result *r, ps_error *err) {
  const float **rows = malloc((size_t)r->request.draws * sizeof *rows);
  int n = 0;
  if (!rows)
    return no_memory(err);
  for (int i = 0; i < r->request.draws; i++)
    if (r->drawn[i])
      rows[n++] = r->drawn[i];
  r->draws = n;
  bool fine = n < FEWEST || find_bands(r, rows, n);
  free(rows);
  return fine ? PS_OK : no_memory(err);
}

static ps_status run_draws(ps_versus_result *r, ps_error *err) {
  crew *c = calloc(1, sizeof *c);
  r->drawn = calloc((size_t)r->request.draws, sizeof *r->drawn);
  ps_status status = c && r->drawn ? PS_OK : no_memory(err);
  if (status == PS_OK) {
    int threads = r->request.threads > 0 ? r->request.threads : ps_thread_count();
    c->r = r;
    r->complete =
        ps_parallel_for(threads < WORKERS ? threads : WORKERS, r->request.draws, draw, c, &c->stop);
    r->failed_draws = (int)c->failed;
    status = gather(r, err);
  }
  for (int i = 0; c && i < WORKERS; i++)
    ps_habit_bodies_free(c->bodies[i]);
  free(c);
  return status;
}

// ---- all of it

static ps_status run(ps_versus_result *r, ps_error *err) {
  PS_TRY(ps_versus_open(r, err));
  r->n = r->weeks.ndays;
  r->complete = true;
  PS_TRY(run_nominal(r, err));
  return r->request.draws > 0 ? run_draws(r, err) : PS_OK;
}

ps_status ps_versus_run(const ps_versus_request *request, ps_versus_result **result,
                        ps_error *err) {
  ps_versus_result *r = calloc(1, sizeof *r);
  *result = NULL;
  if (!r)
    return no_memory(err);
  r->request = *request;
  ps_status status = run(r, err);
  if (status != PS_OK)
    ps_versus_result_free(r);
  else
    *result = r;
  return status;
}

void ps_versus_result_free(ps_versus_result *r) {
  if (!r)
    return;
  free(r->nominal);
  for (int k = 0; k < 3; k++) {
    free(r->band[k]);
    free(r->difference[k]);
  }
  for (int i = 0; r->drawn && i < r->request.draws; i++)
    free(r->drawn[i]);
  free(r->drawn);
  ps_care_close(&r->choice);
  ps_lab_close(&r->lab);
  ps_pool_free(&r->pool);
  free(r);
}

// ---- numbers

bool ps_versus_result_complete(const ps_versus_result *r) {
  return r->complete;
}

bool ps_versus_result_hypothetical(const ps_versus_result *r) {
  return ps_versus_has(r, PS_VERSUS_TYPED);
}

int ps_versus_result_days(const ps_versus_result *r) {
  return r->n;
}

double ps_versus_value(const ps_versus_result *r, const float *rows, int arm, int series, int day) {
  bool there = rows && ps_versus_has(r, (ps_versus_arm)arm) && day >= 0 && day < r->n;
  return there ? (double)rows[ps_versus_at(r, arm, series, day)] : NAN;
}

double ps_versus_result_pain(const ps_versus_result *r, ps_versus_arm arm, int day) {
  return ps_versus_value(r, r->nominal, arm, PS_VERSUS_PAIN, day);
}

double ps_versus_result_state(const ps_versus_result *r, ps_versus_arm arm, int day) {
  return ps_versus_value(r, r->nominal, arm, PS_VERSUS_STATE, day);
}

static double drawn_at(const ps_versus_result *r, float *const rows[3], ps_versus_arm arm, int day,
                       int percent) {
  int k = percent == 10 ? 0 : percent == 50 ? 1 : 2;
  return ps_versus_is_drawn(r, arm) ? ps_versus_value(r, rows[k], arm, PS_VERSUS_PAIN, day) : NAN;
}

double ps_versus_result_percentile(const ps_versus_result *r, ps_versus_arm arm, int day,
                                   int percent) {
  return drawn_at(r, r->band, arm, day, percent);
}

double ps_versus_result_difference(const ps_versus_result *r, ps_versus_arm arm, int day,
                                   int percent) {
  return drawn_at(r, r->difference, arm, day, percent);
}

double ps_versus_week(const ps_versus_result *r, const float *rows, int arm, int series, int week) {
  int first = 7 * (week - 1), end = 7 * week < r->n ? 7 * week : r->n;
  double sum = 0;
  for (int day = first; day < end; day++)
    sum += ps_versus_value(r, rows, arm, series, day);
  return end > first ? sum / (end - first) : NAN;
}

int ps_versus_times(const ps_versus_result *r, int week[PS_VERSUS_TIMES]) {
  static const int in_weeks[] = {1, 2, 4, 8}, in_months[] = {1, 4, 12, 26};
  int last = (r->n + 6) / 7, n = 0;
  const int *usual = last > 16 ? in_months : in_weeks;
  for (int k = 0; k < PS_VERSUS_TIMES - 1; k++)
    if (usual[k] < last)
      week[n++] = usual[k];
  week[n++] = last;
  return n;
}

ps_versus_notice ps_versus_noticed(const ps_versus_result *r, ps_versus_arm arm) {
  ps_physio physio = ps_physio_default(&r->table);
  const ps_pain_params *p = &physio.nerve.pain;
  int last = (r->n + 6) / 7, hits = 0;
  double before = ps_versus_week(r, r->nominal, PS_VERSUS_NOTHING, PS_VERSUS_PAIN, last);
  double after = ps_versus_week(r, r->nominal, arm, PS_VERSUS_PAIN, last);
  ps_versus_notice notice = {NAN, before - after >= p->noticeable_group_points,
                             before >= pain_least};
  for (int i = 0; i < r->request.draws && r->drawn; i++) {
    if (!r->drawn[i])
      continue;
    double from = ps_versus_week(r, r->drawn[i], PS_VERSUS_NOTHING, PS_VERSUS_PAIN, last);
    double to = ps_versus_week(r, r->drawn[i], arm, PS_VERSUS_PAIN, last);
    hits += from >= pain_least && to < from && ps_pain_noticed(p, from, to);
  }
  if (r->draws >= FEWEST)
    notice.share = (double)hits / r->draws;
  return notice;
}

// ---- text and files

static ps_status as_text(const ps_versus_result *r,
                         void (*put)(const ps_versus_result *, ps_file_writer *), char **text,
                         ps_error *err) {
  ps_file_writer w = {0};
  size_t size;
  PS_TRY(ps_file_writer_memory(&w, err));
  put(r, &w);
  return ps_file_writer_take(&w, text, &size, err);
}

ps_status ps_versus_result_text(const ps_versus_result *r, char **text, ps_error *err) {
  return as_text(r, ps_versus_put_text, text, err);
}

ps_status ps_versus_result_json(const ps_versus_result *r, char **text, ps_error *err) {
  return as_text(r, ps_versus_put_json, text, err);
}

ps_status ps_versus_result_page(const ps_versus_result *r, char **text, ps_error *err) {
  return as_text(r, ps_versus_put_page, text, err);
}

ps_status ps_versus_result_write(const ps_versus_result *r, const char *directory, bool replace,
                                 ps_error *err) {
  static const char *const names[] = {"curves.csv", "result.json", "report.html"};
  ps_pool pool = {0};
  ps_outputs o;
  ps_status status = ps_outputs_open(&o, &pool, directory, names, 3, replace, err);
  if (status == PS_OK) {
    ps_versus_put_curves(r, &o.file[0]);
    ps_versus_put_json(r, &o.file[1]);
    ps_versus_put_page(r, &o.file[2]);
  }
  status = ps_outputs_close(&o, status, NULL, err);
  ps_pool_free(&pool);
  return status;
}
