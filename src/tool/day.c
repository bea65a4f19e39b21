// day.c: a day as it is, without each mechanism, and in draws of what the sources leave open.
#include "psoas/day.h"

#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/embedded.h"
#include "base/path.h"
#include "base/thread.h"
#include "io/json_tree.h"
#include "psoas/nearest.h"
#include "scenario/care_day.h"
#include "scenario/draws.h"
#include "tool/day_inner.h"
#include "tool/day_input.h"

const ps_day_key ps_day_keys[PS_DAY_KEYS] = {
    {"discomfort", "discomfort at its worst", "of 100", PS_LIFE_discomfort, PS_DAY_MOST, 1},
    {"back_pain", "back pain index, mean", "of 100", PS_LIFE_back_pain, PS_DAY_MEAN, 2},
    {"leg_pain", "leg pain index, mean", "of 100", PS_LIFE_leg_pain, PS_DAY_MEAN, 2},
    {"L4_L5_compression_N", "load of L4/5, mean", "N", PS_LIFE_L4_L5_compression_N, PS_DAY_MEAN, 0},
    {"psoas_fatigue_pct", "fatigue of the psoas at its worst", "%", PS_LIFE_psoas_fatigue_pct,
     PS_DAY_MOST, 2},
    {"back_stiffness_pct", "stiffness of back muscle at its highest", "%",
     PS_LIFE_back_stiffness_pct, PS_DAY_MOST, 1},
    {"creep_deg", "creep at its largest", "deg", PS_LIFE_creep_deg, PS_DAY_MOST, 2},
    {"height_loss_mm", "height lost by the evening", "mm", PS_LIFE_height_loss_mm, PS_DAY_MOST, 1},
};

ps_day_request ps_day_request_default(void) {
  return (ps_day_request){.draws = 256, .seed = 1, .contributions = true, .since_d = 84};
}

ps_status ps_day_names(char **text, ps_error *err) {
  return ps_scenario_list(&ps_scenario_day, text, err);
}

ps_status ps_day_mechanisms(char **text, ps_error *err) {
  ps_file_writer w = {0};
  size_t size;
  PS_TRY(ps_file_writer_memory(&w, err));
  for (int i = 0; i < PS_MECHANISM_COUNT; i++)
    ps_file_writer_format(&w, "%-14s %s\n", ps_mechanism_name(i), ps_mechanism_words(i));
  return ps_file_writer_take(&w, text, &size, err);
}

static ps_status no_memory(ps_error *err) {
  return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

// ---- input

static ps_status read_mechanisms(ps_day_result *r, ps_error *err) {
  const ps_day_request *q = &r->request;
  for (int i = 0; i < q->nwithout; i++) {
    int mechanism = ps_mechanism_named(q->without[i]);
    if (mechanism < 0) {
      char hint[96];
      ps_nearest nearest = ps_nearest_to(q->without[i]);
      for (int k = 0; k < PS_MECHANISM_COUNT; k++)
        ps_nearest_try(&nearest, ps_mechanism_name(k));
      return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "--without: there is no mechanism '%.40s'%s",
                     q->without[i], ps_nearest_hint(&nearest, hint, sizeof hint));
    }
    r->off |= 1u << mechanism;
  }
  return PS_OK;
}

// interventions, and the day as they make it
static ps_status read_care(ps_day_result *r, ps_error *err) {
  const ps_day_request *q = &r->request;
  const ps_care_words words = {q->with,  q->nwith, -q->since_d,
                               INFINITY, r->eased, q->interventions};
  if (!(q->since_d >= 0))
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "--since: %g is no number of days", q->since_d);
  PS_TRY(ps_care_open(&r->choice, &words, err));
  ps_care_sizes usual = ps_care_usual(&r->choice.care);
  snprintf(r->kept_up, sizeof r->kept_up,
           q->since_d > 0 ? "kept up for %g days" : "begun this morning", q->since_d);
  r->who = (ps_care_who){r->plain.episode, r->plain.mood.ptsd};
  return ps_care_day(&r->pool, &r->choice.care, &usual, &r->plain, &r->day, err);
}

static ps_status read_days(ps_day_result *r, ps_error *err) {
  const ps_day_request *q = &r->request;
  ps_sets sets;
  PS_TRY(ps_care_sets(&r->pool, q->sets, q->nsets, &sets, &r->eased, err));
  const ps_day_words words = {q->day, sets.items, sets.n, q->person}, usual = {.day = "ordinary"};
  const char *path;
  ps_tree *tree;
  PS_TRY(ps_day_tree(&r->pool, &words, &r->input, &r->path, err));
  PS_TRY(ps_day_read(&r->pool, r->input, r->path, &r->plain, err));
  PS_TRY(read_care(r, err));
  PS_TRY(ps_day_tree(&r->pool, &usual, &tree, &path, err));
  PS_TRY(ps_day_read(&r->pool, tree, path, &r->ordinary, err));
  r->awake = ps_life_rows(&r->day);
  for (int i = r->day.nblock - 1; i >= 0 && r->day.block[i].is_night; i--)
    r->awake -= (int)(r->day.block[i].duration_s / 60);
  return PS_OK;
}

static void write_input(ps_json_writer *j, const void *what) {
  ps_json_tree(j, what);
}

static ps_status fingerprint(ps_day_result *r, ps_error *err) {
  ps_sha256 s;
  char *text, options[120];
  PS_TRY(ps_json_to_text(write_input, r->input, &text, err));
  snprintf(options, sizeof options, "day %u %d %llu %g %g %g", r->off, r->request.draws,
           r->request.seed, r->request.step_s, r->request.since_d, r->eased);
  ps_sha256_begin(&s);
  ps_sha256_add(&s, text, strlen(text) + 1);
  ps_sha256_add(&s, options, strlen(options) + 1);
  for (int i = 0; i < r->request.nwith; i++)
    ps_sha256_add(&s, r->request.with[i], strlen(r->request.with[i]) + 1);
  ps_sha256_add(&s, r->choice.sha256, strlen(r->choice.sha256));
  for (int i = 0; i < ps_embedded_count(); i++) {
    const ps_embedded *file = ps_embedded_at(i);
    ps_sha256_add(&s, file->name, strlen(file->name) + 1);
    ps_sha256_add(&s, file->text, file->size + 1);
  }
  ps_sha256_end(&s, r->sha256);
  free(text);
  return PS_OK;
}

// ---- one run

static ps_life_options life_options(const ps_day_result *r) {
  ps_life_options o = ps_life_default();
  o.off = r->off;
  if (r->request.step_s > 0)
    o.step_s = r->request.step_s;
  if (r->request.always)
    o.tolerance = 0;
  return o;
}

// Cells of a track, and behind them the key numbers of the same person without interventions.
static size_t cells_of(const ps_day_result *r) {
  return (size_t)ps_life_rows(&r->day) * PS_LIFE_COLUMN_COUNT + PS_DAY_KEYS;
}

static float *plain_keys(const ps_day_result *r, const ps_life_track *track) {
  return track->value + cells_of(r) - PS_DAY_KEYS;
}

static ps_status make_track(const ps_day_result *r, ps_life_track *track, ps_error *err) {
  *track = (ps_life_track){.value = calloc(cells_of(r), sizeof(float))};
  return track->value ? PS_OK : no_memory(err);
}

double ps_day_key_of(const ps_day_result *r, const ps_life_track *track, int key) {
  const ps_day_key *k = &ps_day_keys[key];
  ps_life_peak p = ps_life_peak_of(track, k->column, 0, r->awake);
  return k->how == PS_DAY_MOST ? p.most : k->how == PS_DAY_LEAST ? p.least : p.mean;
}

// Bodies of one person, by what stretching has added to the hip flexors; with the pelvis as it
// is, or as it was tilted. All know the postures of all days.
enum { PS_DAY_BODIES = 16 };
static const double body_step = 0.01; // of the length of the fibers

typedef struct bodies {
  ps_body *of[2][PS_DAY_BODIES];
} bodies;

static void free_bodies(bodies *b) {
  for (int i = 0; i < PS_DAY_BODIES; i++) {
    ps_body_free(b->of[0][i]);
    ps_body_free(b->of[1][i]);
  }
}

static ps_status body_for(const ps_day_result *r, const ps_care_acts *acts, double deg_per_share,
                          bool fine, bodies *b, ps_body **body, ps_error *err) {
  long node = lround(acts->extension_deg / deg_per_share / body_step);
  node = node < 0 ? 0 : node < PS_DAY_BODIES ? node : PS_DAY_BODIES - 1;
  ps_body **kept = &b->of[acts->tilt_deg != 0][node];
  ps_care_acts rounded = *acts;
  ps_day day = r->day;
  const ps_life_days days = {&day, &r->ordinary};
  rounded.extension_deg = (double)node * body_step * deg_per_share;
  ps_care_person(&rounded, deg_per_share, &r->lab.parameters, &day.person);
  ps_status status = *kept ? PS_OK : ps_life_body(kept, &r->lab, &days, fine, err);
  if (status != PS_OK) {
    ps_body_free(*kept);
    *kept = NULL;
  }
  *body = *kept;
  return status;
}

// Who lives the day, and what came of it.
typedef struct life {
  bodies *bodies;
  bool fine;
  const ps_parameters *mechanics;
  const ps_physio *physio;
  ps_care_sizes sizes;
  ps_life_options usual, o; // of the ordinary day, and of this one
  ps_pain_normal normal;
  ps_life_track *plain, *track; // without interventions and with them
  ps_life_doses doses;
} life;

// with interventions of their sizes
static ps_status live_with(const ps_day_result *r, life *l, ps_error *err) {
  ps_pool pool = {0};
  ps_day day;
  ps_care_acts acts = ps_care_on(&r->choice.care, &l->sizes, &r->who, 0);
  const ps_life_days days = {&day, &r->ordinary};
  ps_body *body;
  l->o.care = &acts;
  ps_status status = ps_care_day(&pool, &r->choice.care, &l->sizes, &r->plain, &day, err);
  if (status == PS_OK)
    status = body_for(r, &acts, l->physio->tissue.adaptation.deg_per_share, l->fine, l->bodies,
                      &body, err);
  if (status == PS_OK)
    status = ps_life_day(body, &days, l->mechanics, l->physio, &l->normal, &l->o, l->track,
                         &l->doses, err);
  l->o.care = NULL;
  ps_pool_free(&pool);
  return status;
}

// the ordinary day, this day, and this day with interventions where there are any
static ps_status live(const ps_day_result *r, life *l, ps_error *err) {
  const ps_care_acts none = ps_care_none();
  const ps_life_days usual = {&r->day, &r->ordinary};
  ps_day plain = r->plain;
  const ps_life_days days = {&plain, &r->ordinary};
  ps_body *body;
  plain.pose = r->day.pose; // with those behind them that interventions bring
  plain.npose = r->day.npose;
  PS_TRY(body_for(r, &none, 1, l->fine, l->bodies, &body, err));
  PS_TRY(ps_life_normal(body, &usual, l->mechanics, l->physio, &l->usual, &l->normal, err));
  if (!ps_day_has_care(r))
    return ps_life_day(body, &days, l->mechanics, l->physio, &l->normal, &l->o, l->track, &l->doses,
                       err);
  PS_TRY(ps_life_day(body, &days, l->mechanics, l->physio, &l->normal, &l->o, l->plain, &l->doses,
                     err));
  return live_with(r, l, err);
}

static ps_status run_nominal(ps_day_result *r, life *l, ps_error *err) {
  double begin = ps_clock_ns();
  *l = (life){.bodies = l->bodies,
              .fine = true,
              .mechanics = &r->lab.parameters,
              .physio = &r->lab.physio,
              .sizes = ps_care_usual(&r->choice.care),
              .usual = life_options(r),
              .o = life_options(r),
              .plain = &r->plain_track,
              .track = &r->track};
  l->o.watch = &r->request.watch;
  PS_TRY(make_track(r, &r->track, err));
  if (ps_day_has_care(r))
    PS_TRY(make_track(r, &r->plain_track, err));
  PS_TRY(live(r, l, err));
  r->normal = l->normal;
  r->doses = l->doses;
  r->seconds = (ps_clock_ns() - begin) * 1e-9;
  for (int k = 0; k < PS_DAY_KEYS; k++) {
    r->key[k] = ps_day_key_of(r, &r->track, k);
    r->plain_key[k] = ps_day_has_care(r) ? ps_day_key_of(r, &r->plain_track, k) : r->key[k];
  }
  return PS_OK;
}

// the day without each mechanism; what a person is used to stays the same
static ps_status run_without(ps_day_result *r, life *l, ps_error *err) {
  ps_life_track track;
  PS_TRY(make_track(r, &track, err));
  ps_status status = PS_OK;
  l->track = &track;
  l->o.watch = NULL;
  for (int i = 0; i < PS_MECHANISM_COUNT && status == PS_OK; i++) {
    if (r->off & 1u << i)
      continue;
    l->o.off = r->off | 1u << i;
    status = live_with(r, l, err);
    for (int k = 0; k < PS_DAY_KEYS && status == PS_OK; k++)
      r->change[i][k] = r->key[k] - ps_day_key_of(r, &track, k);
    const ps_watch *w = &r->request.watch;
    if (status == PS_OK && w->progress &&
        !w->progress(w->context, "mechanisms", i + 1, PS_MECHANISM_COUNT))
      status = ps_fail(err, PS_ERR_CANCELLED, NULL, 0, "stopped");
  }
  free(track.value);
  return status;
}

// ---- draws

typedef struct crew {
  ps_day_result *r;
  bodies *bodies[64]; // by worker
  ps_life_track *track;
  ps_status *status; // by draw
  atomic_long done, stored;
  atomic_bool stop;
  ps_draw_store store;
} crew;

static void tell_draws(crew *c, int worker) {
  long done = atomic_fetch_add(&c->done, 1) + 1;
  const ps_watch *w = &c->r->request.watch;
  if (worker == 0 && w->progress && !w->progress(w->context, "draws", done, c->r->request.draws))
    atomic_store(&c->stop, true);
}

// a draw that an earlier run has finished
static bool take_stored(crew *c, int chunk) {
  ps_life_track *track = &c->track[chunk];
  ps_error ignored;
  if (c->store.file < 0 || make_track(c->r, track, &ignored) != PS_OK)
    return false;
  if (!ps_draw_store_get(&c->store, chunk, track->value)) {
    free(track->value);
    track->value = NULL;
    return false;
  }
  track->n = c->r->track.n;
  track->step_s = c->r->track.step_s;
  track->start_s = c->r->track.start_s;
  atomic_fetch_add(&c->stored, 1);
  return true;
}

// a drawn person with and without interventions; what is kept of the latter stands behind the rows
static ps_status live_drawn(const ps_day_result *r, life *l) {
  ps_error ignored;
  PS_TRY(make_track(r, l->track, &ignored));
  if (ps_day_has_care(r))
    PS_TRY(make_track(r, l->plain, &ignored));
  ps_status status = live(r, l, &ignored);
  for (int k = 0; k < PS_DAY_KEYS && status == PS_OK && ps_day_has_care(r); k++)
    plain_keys(r, l->track)[k] = (float)ps_day_key_of(r, l->plain, k);
  free(l->plain->value);
  return status;
}

static void draw_day(void *context, int chunk, int worker) {
  crew *c = context;
  ps_day_result *r = c->r;
  if (take_stored(c, chunk)) {
    tell_draws(c, worker);
    return;
  }
  ps_parameters mechanics;
  ps_physio physio;
  ps_life_track plain = {0};
  life l = {.mechanics = &mechanics,
            .physio = &physio,
            .sizes = ps_care_draw(&r->choice.care, r->request.seed, chunk, r->request.draws),
            .usual = life_options(r),
            .o = life_options(r),
            .plain = &plain,
            .track = &c->track[chunk]};
  l.o.tolerance *= 3;     // far below the spread of the draws
  l.usual.tolerance *= 6; // gives thresholds only
  ps_draw_parameters(&r->lab.table, r->request.seed, chunk, r->request.draws, &mechanics);
  ps_physio_draw(&r->lab.physio_table, r->request.seed, chunk, r->request.draws, &physio);
  if (!c->bodies[worker])
    c->bodies[worker] = calloc(1, sizeof *c->bodies[worker]);
  l.bodies = c->bodies[worker];
  c->status[chunk] = l.bodies ? live_drawn(r, &l) : PS_ERR_MEMORY;
  if (c->status[chunk] == PS_OK)
    ps_draw_store_put(&c->store, chunk, c->track[chunk].value);
  tell_draws(c, worker);
}

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static ps_day_span span_of(double *x, int n) {
  qsort(x, (size_t)n, sizeof *x, by_size);
  return (ps_day_span){x[n / 10], x[n / 2], x[n - 1 - n / 10]};
}

static ps_status find_bands(ps_day_result *r, const ps_life_track *tracks, int n, ps_error *err) {
  if (!ps_life_percentiles(tracks, n, r->band))
    return no_memory(err);
  double *x = malloc((size_t)n * sizeof *x);
  if (!x)
    return no_memory(err);
  for (int k = 0; k < PS_DAY_KEYS; k++) {
    for (int i = 0; i < n; i++)
      x[i] = r->drawn[i].key[k];
    r->key_span[k] = span_of(x, n);
    for (int i = 0; i < n; i++)
      x[i] = r->drawn[i].key[k] - r->drawn[i].plain_key[k];
    if (ps_day_has_care(r))
      r->difference[k] = span_of(x, n);
  }
  free(x);
  return PS_OK;
}

static ps_day_draw drawn_of(const ps_day_result *r, int number, const ps_life_track *track) {
  ps_day_draw d = {.number = number};
  for (int k = 0; k < PS_DAY_KEYS; k++) {
    d.key[k] = ps_day_key_of(r, track, k);
    d.plain_key[k] = ps_day_has_care(r) ? (double)plain_keys(r, track)[k] : d.key[k];
  }
  return d;
}

static ps_status run_draws(ps_day_result *r, crew *c, ps_error *err) {
  int threads = r->request.threads > 0 ? r->request.threads : ps_thread_count();
  threads = threads < 64 ? threads : 64;
  ps_draw_store_open(&c->store, r->request.store, r->sha256, cells_of(r) * sizeof(float));
  bool all = ps_parallel_for(threads, r->request.draws, draw_day, c, &c->stop);
  ps_draw_store_close(&c->store);
  r->stored = (int)atomic_load(&c->stored);
  int kept = 0;
  for (int i = 0; i < r->request.draws; i++)
    if (c->track[i].value && c->status[i] == PS_OK) {
      r->drawn[kept] = drawn_of(r, i, &c->track[i]);
      c->track[kept++] = c->track[i];
    } else {
      free(c->track[i].value);
    }
  r->draws = kept;
  r->failed_draws = r->request.draws - kept;
  ps_status status = !all        ? ps_fail(err, PS_ERR_CANCELLED, NULL, 0, "stopped")
                     : kept < 10 ? PS_OK
                                 : find_bands(r, c->track, kept, err);
  for (int i = 0; i < kept; i++)
    free(c->track[i].value);
  return status;
}

static ps_status draw(ps_day_result *r, ps_error *err) {
  crew *c = calloc(1, sizeof *c);
  size_t n = (size_t)r->request.draws;
  if (!c)
    return no_memory(err);
  c->r = r;
  c->track = calloc(n, sizeof *c->track);
  c->status = calloc(n, sizeof *c->status);
  r->drawn = calloc(n, sizeof *r->drawn);
  ps_status status = c->track && c->status && r->drawn ? run_draws(r, c, err) : no_memory(err);
  for (int i = 0; i < 64; i++) {
    if (c->bodies[i])
      free_bodies(c->bodies[i]);
    free(c->bodies[i]);
  }
  free(c->track);
  free(c->status);
  free(c);
  return status;
}

// ---- all of it

static ps_status run(ps_day_result *r, ps_error *err) {
  PS_TRY(read_mechanisms(r, err));
  PS_TRY(read_days(r, err));
  PS_TRY(fingerprint(r, err));
  PS_TRY(ps_lab_open(&r->lab, err));
  bodies *b = calloc(1, sizeof *b);
  life l = {.bodies = b};
  ps_status status = b ? run_nominal(r, &l, err) : no_memory(err);
  if (status == PS_OK && r->request.contributions)
    status = run_without(r, &l, err);
  if (b)
    free_bodies(b);
  free(b);
  return status == PS_OK && r->request.draws > 0 ? draw(r, err) : status;
}

ps_status ps_day_run(const ps_day_request *request, ps_day_result **result, ps_error *err) {
  ps_day_result *r = calloc(1, sizeof *r);
  *result = NULL;
  if (!r)
    return no_memory(err);
  r->request = *request;
  ps_status status = run(r, err);
  if (status != PS_OK)
    ps_day_result_free(r);
  else
    *result = r;
  return status;
}

void ps_day_result_free(ps_day_result *r) {
  if (!r)
    return;
  free(r->track.value);
  free(r->plain_track.value);
  free(r->drawn);
  ps_care_close(&r->choice);
  for (int k = 0; k < 3; k++)
    free(r->band[k].value);
  ps_lab_close(&r->lab);
  ps_pool_free(&r->pool);
  free(r);
}

int ps_day_result_rows(const ps_day_result *r) {
  return r->track.n;
}

double ps_day_result_at(const ps_day_result *r, int row, const char *column) {
  int c = ps_life_column_named(column);
  return c < 0 || row < 0 || row >= r->track.n ? NAN : (double)ps_life_row(&r->track, row)[c];
}

ps_day_difference ps_day_result_difference(const ps_day_result *r, const char *key) {
  for (int k = 0; k < PS_DAY_KEYS; k++)
    if (strcmp(ps_day_keys[k].name, key) == 0) {
      bool drawn = ps_day_has_care(r) && r->draws >= 10;
      return (ps_day_difference){r->key[k] - r->plain_key[k], drawn ? r->difference[k].low : NAN,
                                 drawn ? r->difference[k].high : NAN};
    }
  return (ps_day_difference){NAN, NAN, NAN};
}

// ---- text and files

static ps_status as_text(const ps_day_result *r,
                         void (*put)(ps_file_writer *, const ps_day_result *), char **text,
                         ps_error *err) {
  ps_file_writer w = {0};
  size_t size;
  PS_TRY(ps_file_writer_memory(&w, err));
  put(&w, r);
  return ps_file_writer_take(&w, text, &size, err);
}

ps_status ps_day_result_text(const ps_day_result *r, char **text, ps_error *err) {
  return as_text(r, ps_day_put_text, text, err);
}

ps_status ps_day_result_json(const ps_day_result *r, char **text, ps_error *err) {
  return as_text(r, ps_day_put_json, text, err);
}

ps_status ps_day_result_write(ps_day_result *r, const char *directory, bool replace,
                              ps_error *err) {
  static const char *const names[] = {"timeline.csv", "result.json", "report.html", "draws.csv"};
  ps_outputs o;
  ps_status status = ps_outputs_open(&o, &r->pool, directory, names, 4, replace, err);
  if (status == PS_OK) {
    ps_day_put_timeline(&o.file[0], r);
    ps_day_put_json(&o.file[1], r);
    ps_day_put_page(&o.file[2], r);
    ps_day_put_draws(&o.file[3], r);
  }
  status = ps_outputs_close(&o, status, &r->files, err);
  if (status == PS_OK && r->request.store)
    ps_draw_store_remove(r->request.store);
  return status;
}

int ps_day_result_files(const ps_day_result *r) {
  return r->files.n;
}

const char *ps_day_result_file(const ps_day_result *r, int i) {
  return r->files.items[i];
}
