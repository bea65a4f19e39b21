// sciatica.c: solves the postures of the chain, as they are and in draws, and keeps what follows.
//
// A draw with all its postures is a chunk of work, so that results do not depend on the number of
// threads; chunk 0 is the person as is.
#include "psoas/sciatica.h"

#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/embedded.h"
#include "base/fail.h"
#include "base/path.h"
#include "base/thread.h"
#include "io/json_tree.h"
#include "scenario/draws.h"
#include "tool/human_input.h"
#include "tool/sciatica_inner.h"

enum { WORKERS = 64 };

static ps_status no_memory(ps_error *err) {
  return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

ps_sciatica_request ps_sciatica_request_default(void) {
  return (ps_sciatica_request){.draws = 64, .seed = 1};
}

// ---- what to solve

static bool is_case_key(const char *set) {
  for (int i = 0; i < ps_sciatica_case_schema.n; i++) {
    const char *name = ps_sciatica_case_schema.keys[i].name;
    size_t n = strlen(name);
    if (strncmp(set, name, n) == 0 && (set[n] == '=' || set[n] == ' '))
      return true;
  }
  return false;
}

// sets of the case stay here, the others go to posture and person
static ps_status take_sets(ps_sciatica_result *r, const char ***sets, int *nsets, ps_error *err) {
  const ps_sciatica_request *q = &r->request;
  ps_tree *map = ps_pool_take(&r->pool, sizeof *map);
  *sets = ps_pool_take(&r->pool, ((size_t)q->nsets + 1) * sizeof **sets);
  if (!map || !*sets)
    return no_memory(err);
  map->kind = PS_TREE_MAP;
  for (int i = 0; i < q->nsets; i++)
    if (is_case_key(q->sets[i]))
      PS_TRY(ps_tree_assign(&r->pool, map, q->sets[i], err));
    else
      (*sets)[(*nsets)++] = q->sets[i];
  return ps_schema_read(&ps_sciatica_case_schema, map, NULL, &r->pool, &r->state, err);
}

// is the posture that of the table, by any person?
static bool is_plain(const ps_tree *input) {
  for (const ps_tree *t = input->first; t; t = t->next)
    if (strcmp(t->key, "posture") != 0 && strcmp(t->key, "person") != 0)
      return false;
  return true;
}

static ps_status add_posture(ps_sciatica_result *r, const char *name, int *place, ps_error *err) {
  ps_tree *tree;
  if (is_plain(r->input) && strcmp(name, r->item[0].name) == 0) {
    *place = 0;
    return PS_OK;
  }
  ps_sciatica_item *item = &r->item[ *place = r->n++];
  PS_TRY(ps_posture_tree(&r->pool, name, &tree, err));
  PS_TRY(ps_pose_read(&r->pool, tree, NULL, &item->pose, err));
  item->pose.person = r->item[0].pose.person;
  item->name = name;
  item->title = item->pose.title;
  return PS_OK;
}

static ps_status take_postures(ps_sciatica_result *r, ps_error *err) {
  static const char *const others[] = {"standing", "sitting_relaxed", "standing_extended",
                                       "lifting_20kg"};
  const char **sets;
  int nsets = 0, at[4];
  PS_TRY(take_sets(r, &sets, &nsets, err));
  const char *posture = r->request.posture ? r->request.posture : "sitting_slumped";
  const ps_human_words words = {posture, sets, nsets, r->request.person, NULL};
  ps_sciatica_item *first = &r->item[r->n++];
  PS_TRY(ps_human_tree(&r->pool, &words, &r->input, &r->path, err));
  PS_TRY(ps_pose_read(&r->pool, r->input, r->path, &first->pose, err));
  first->name = r->path ? r->path : first->pose.posture;
  first->title = first->pose.title ? first->pose.title : first->name;
  PS_TRY(add_posture(r, "lying_supine", &r->lying, err));
  for (int i = 0; i < 2; i++)
    PS_TRY(add_posture(r, others[i], &at[i], err));
  PS_TRY(add_posture(r, "sitting_slumped", &r->slumped, err));
  for (int i = 2; i < 4; i++)
    PS_TRY(add_posture(r, others[i], &at[i], err));
  r->standing = at[0];
  return PS_OK;
}

// ---- a worker: its own model, and a solver for every posture

typedef struct worker {
  ps_pool pool;
  ps_human *human;
  ps_data *data;
  ps_posture posture[PS_SCIATICA_POSTURES];
  ps_hold *hold[PS_SCIATICA_POSTURES];
} worker;

static ps_status make_worker(worker *k, const ps_sciatica_result *r, ps_error *err) {
  PS_TRY(ps_human_variant(&k->human, r->human, err));
  ps_human_set(k->human, r->human, &r->lab.parameters);
  k->data = ps_data_create(k->human->model);
  if (!k->data)
    return no_memory(err);
  size_t size = (size_t)k->human->model->nq * sizeof(double);
  for (int i = 0; i < r->n; i++) {
    ps_posture *p = &k->posture[i];
    ps_hold_options o = ps_hold_default();
    ps_held held;
    p->q = ps_pool_take(&k->pool, size);
    p->u = ps_pool_take(&k->pool, size);
    p->udot = ps_pool_take(&k->pool, size);
    if (!p->q || !p->u || !p->udot)
      return no_memory(err);
    PS_TRY(ps_posture_resolve(k->human, &r->item[i].pose, k->data, p, err));
    PS_TRY(ps_hold_create(&k->hold[i], k->human, p, &r->item[i].pose, &o, err));
    ps_hold_solve(k->hold[i], &held);
    ps_hold_mark(k->hold[i]);
  }
  return PS_OK;
}

static void free_worker(worker *k) {
  for (int i = 0; k && i < PS_SCIATICA_POSTURES; i++)
    ps_hold_free(k->hold[i]);
  if (k) {
    ps_data_free(k->data);
    ps_human_free(k->human);
    ps_pool_free(&k->pool);
  }
  free(k);
}

// ---- draws

typedef struct outcome { // of a draw
  bool held[PS_SCIATICA_POSTURES];
  ps_sciatica_links links[PS_SCIATICA_POSTURES];
  ps_sciatica_tests tests;
} outcome;

typedef struct crew {
  ps_sciatica_result *r;
  worker *worker[WORKERS];
  outcome *out; // by chunk
  ps_status *status;
  ps_error *error;
  atomic_long done;
  atomic_bool stop;
} crew;

// what the chain needs of every posture, under the parameters at hand
static void solve_postures(ps_sciatica_result *r, worker *k, bool nominal, outcome *out,
                           ps_sciatica_sample sample[]) {
  for (int i = 0; i < r->n; i++) {
    ps_held held;
    ps_error ignored;
    out->held[i] = false;
    if (ps_posture_resolve(k->human, &r->item[i].pose, k->data, &k->posture[i], &ignored) != PS_OK)
      continue;
    ps_hold_retune(k->hold[i]);
    ps_hold_solve(k->hold[i], &held);
    out->held[i] = held.status == PS_HOLD_SOLVED;
    sample[i] = ps_sciatica_sample_of(k->human, &k->posture[i], k->hold[i], &held);
    if (nominal)
      r->item[i].status = held.status;
    if (nominal && i == r->standing) {
      const ps_data *d = ps_hold_data(k->hold[i]);
      r->sciatic_mm = ps_nerve_psoas_mm(k->human, d, &r->course, "sciatic");
      r->femoral_mm = ps_nerve_psoas_mm(k->human, d, &r->course, "femoral");
    }
  }
}

static void follow_chain(const ps_sciatica_result *r, const ps_nerve *nerve,
                         const ps_sciatica_sample sample[], outcome *out) {
  const ps_sciatica_sample *lying = &sample[r->lying];
  for (int i = 0; i < r->n; i++)
    out->links[i] = ps_sciatica_links_of(nerve, &r->state, &sample[i], lying);
  out->tests = ps_sciatica_tests_of(nerve, &out->links[r->lying], &out->links[r->slumped], lying);
}

static void tell(crew *c, int who) {
  const ps_watch *w = &c->r->request.watch;
  long done = atomic_fetch_add(&c->done, 1) + 1;
  if (who == 0 && w->progress && !w->progress(w->context, "draws", done, c->r->request.draws + 1))
    atomic_store(&c->stop, true);
}

static void solve_chunk(void *context, int chunk, int who) {
  crew *c = context;
  ps_sciatica_result *r = c->r;
  ps_sciatica_sample sample[PS_SCIATICA_POSTURES] = {0};
  ps_parameters mechanics = r->lab.parameters;
  ps_physio physio = ps_physio_default(&r->table);
  if (!c->worker[who]) {
    c->worker[who] = calloc(1, sizeof *c->worker[who]);
    c->status[chunk] = c->worker[who] ? make_worker(c->worker[who], r, &c->error[chunk])
                                      : no_memory(&c->error[chunk]);
    if (c->status[chunk] != PS_OK) {
      atomic_store(&c->stop, true);
      return;
    }
  }
  if (chunk > 0) {
    ps_draw_parameters(&r->lab.table, r->request.seed, chunk - 1, r->request.draws, &mechanics);
    ps_physio_draw(&r->table, r->request.seed, chunk - 1, r->request.draws, &physio);
  }
  ps_human_set(c->worker[who]->human, r->human, &mechanics);
  solve_postures(r, c->worker[who], chunk == 0, &c->out[chunk], sample);
  follow_chain(r, &physio.nerve, sample, &c->out[chunk]);
  if (chunk == 0)
    r->rest = sample[r->lying];
  tell(c, who);
}

// where a test reached nothing, its end stands for it
static double at_least_the_end(int test, double x) {
  const ps_sciatica_tests end = {.raise_flow_deg = 90, .raise_root_deg = 90};
  return isnan(x) ? ((const double *)&end)[test] : x;
}

static void find_ranges(ps_sciatica_result *r, const outcome *out, double *x) {
  for (int i = 0; i < r->n; i++)
    for (int k = 0; k < PS_SCIATICA_NUMBERS; k++) {
      int n = 0;
      for (int d = 1; d <= r->request.draws; d++)
        if (out[d].held[i] && out[d].held[r->lying])
          x[n++] = ((const double *)&out[d].links[i])[k];
      r->item[i].draws = n;
      r->item[i].range[k] = n ? ps_draw_interval(x, n) : (ps_interval){.p10 = NAN};
    }
  for (int k = 0; k < PS_SCIATICA_TEST_COUNT; k++) {
    int n = 0;
    for (int d = 1; d <= r->request.draws; d++)
      if (out[d].held[r->slumped] && out[d].held[r->lying])
        x[n++] = at_least_the_end(k, ((const double *)&out[d].tests)[k]);
    r->test_range[k] = n ? ps_draw_interval(x, n) : (ps_interval){.p10 = NAN};
  }
}

static ps_status run_crew(crew *c, double *x, ps_error *err) {
  ps_sciatica_result *r = c->r;
  int threads = r->request.threads > 0 ? r->request.threads : ps_thread_count();
  int chunks = r->request.draws + 1;
  bool all =
      ps_parallel_for(threads < WORKERS ? threads : WORKERS, chunks, solve_chunk, c, &c->stop);
  for (int i = 0; i < chunks; i++)
    if (c->status[i] != PS_OK)
      return *err = c->error[i], c->status[i];
  if (!all)
    return ps_fail(err, PS_ERR_CANCELLED, NULL, 0, "stopped after %ld of %d draws",
                   atomic_load(&c->done), chunks);
  for (int i = 0; i < r->n; i++)
    r->item[i].links = c->out[0].links[i];
  r->tests = c->out[0].tests;
  find_ranges(r, c->out, x);
  return PS_OK;
}

static ps_status solve_all(ps_sciatica_result *r, ps_error *err) {
  size_t chunks = (size_t)r->request.draws + 1;
  crew *c = calloc(1, sizeof *c);
  if (!c)
    return no_memory(err);
  c->r = r;
  c->out = calloc(chunks, sizeof *c->out);
  c->status = calloc(chunks, sizeof *c->status);
  c->error = calloc(chunks, sizeof *c->error);
  double *x = calloc(chunks, sizeof *x);
  ps_status status = c->out && c->status && c->error && x ? run_crew(c, x, err) : no_memory(err);
  for (int i = 0; i < WORKERS; i++)
    free_worker(c->worker[i]);
  free(c->out);
  free(c->status);
  free(c->error);
  free(c);
  free(x);
  return status;
}

// ---- a result

static void write_input(ps_json_writer *j, const void *what) {
  ps_json_tree(j, what);
}

static void add_text(ps_sha256 *s, const char *text) {
  ps_sha256_add(s, text, strlen(text) + 1);
}

static ps_status take_fingerprint(ps_sciatica_result *r, ps_error *err) {
  ps_sha256 s;
  char *text, options[160];
  const ps_sciatica_case *c = &r->state;
  PS_TRY(ps_json_to_text(write_input, r->input, &text, err));
  snprintf(options, sizeof options, "sciatica %.17g %.17g %.17g %.17g %d %llu", c->narrowing,
           c->root_inflammation, c->haematoma, c->piriformis, r->request.draws, r->request.seed);
  ps_sha256_begin(&s);
  add_text(&s, text);
  add_text(&s, options);
  for (int i = 0; i < ps_embedded_count(); i++) {
    add_text(&s, ps_embedded_at(i)->name);
    add_text(&s, ps_embedded_at(i)->text);
  }
  ps_sha256_end(&s, r->sha256);
  free(text);
  return PS_OK;
}

static void draw_steps(ps_sciatica_result *r) {
  const int item[] = {[PS_SCIATICA_RAISE] = r->lying, [PS_SCIATICA_SLUMP] = r->slumped};
  for (int t = 0; t < 2; t++)
    for (int i = 0; i < PS_SCIATICA_STEPS; i++)
      r->step[t][i] =
          ps_sciatica_step_of(&r->nerve, &r->item[item[t]].links, &r->rest, (ps_sciatica_test)t, i);
}

static ps_status run(ps_sciatica_result *r, ps_error *err) {
  PS_TRY(take_postures(r, err));
  PS_TRY(ps_lab_open(&r->lab, err));
  PS_TRY(ps_physio_load(&r->table, err));
  PS_TRY(ps_nerve_course_read(&r->pool, &r->course, err));
  r->nerve = ps_physio_default(&r->table).nerve;
  PS_TRY(ps_human_create(&r->human, &r->lab.anatomy, &r->lab.parameters, &r->item[0].pose.person,
                         PS_DETAIL_FULL, err));
  PS_TRY(solve_all(r, err));
  draw_steps(r);
  return take_fingerprint(r, err);
}

ps_status ps_sciatica_run(const ps_sciatica_request *request, ps_sciatica_result **result,
                          ps_error *err) {
  ps_sciatica_result *r = calloc(1, sizeof *r);
  *result = NULL;
  if (!r)
    return no_memory(err);
  r->request = *request;
  ps_status status = run(r, err);
  if (status != PS_OK)
    ps_sciatica_result_free(r);
  else
    *result = r;
  return status;
}

void ps_sciatica_result_free(ps_sciatica_result *r) {
  if (!r)
    return;
  ps_human_free(r->human);
  ps_lab_close(&r->lab);
  ps_pool_free(&r->pool);
  free(r);
}
