// sciatica.c: solves the postures of the chain, as they are and in draws, and keeps what follows.
//
// A posture with all its draws is a chunk of work, so that results do not depend on the number of
// threads.
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
#include "psoas/nearest.h"
#include "scenario/draws.h"
#include "tool/human_input.h"
#include "tool/sciatica_inner.h"

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

static const char *try_keys(ps_nearest *nearest, const ps_schema *schema) {
  for (int i = 0; i < schema->n; i++)
    ps_nearest_try(nearest, schema->keys[i].name);
  return nearest->best;
}

// A name that is closest to one of the case, of all that may be set, is refused here.
static ps_status check_name(const char *set, ps_error *err) {
  char name[64], hint[96];
  snprintf(name, sizeof name, "%.*s", (int)strcspn(set, "=. "), set);
  ps_nearest nearest = ps_nearest_to(name);
  try_keys(&nearest, &ps_pose_schema);
  try_keys(&nearest, &ps_person_schema);
  const char *other = try_keys(&nearest, &ps_chair_schema);
  if (try_keys(&nearest, &ps_sciatica_case_schema) == other)
    return PS_OK;
  return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0,
                 "--set '%.60s': there is no '%s' in a pose, a person, a chair or a case of "
                 "sciatica%s",
                 set, name, ps_nearest_hint(&nearest, hint, sizeof hint));
}

// sets of the case stay here, the others go to posture and person
static ps_status take_sets(ps_sciatica_result *r, const char ***sets, int *nsets, ps_error *err) {
  const ps_sciatica_request *q = &r->request;
  ps_tree *map = ps_pool_take(&r->pool, sizeof *map);
  *sets = ps_pool_take(&r->pool, ((size_t)q->nsets + 1) * sizeof **sets);
  if (!map || !*sets)
    return no_memory(err);
  map->kind = PS_TREE_MAP;
  for (int i = 0; i < q->nsets; i++) {
    if (is_case_key(q->sets[i])) {
      PS_TRY(ps_tree_assign(&r->pool, map, q->sets[i], err));
      continue;
    }
    PS_TRY(check_name(q->sets[i], err));
    (*sets)[(*nsets)++] = q->sets[i];
  }
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

// ---- postures: each with all its draws on a solver of its own

typedef struct outcome { // of a draw
  bool held[PS_SCIATICA_POSTURES];
  ps_sciatica_sample sample[PS_SCIATICA_POSTURES];
  ps_sciatica_links links[PS_SCIATICA_POSTURES];
  ps_sciatica_tests tests;
} outcome;

typedef struct crew {
  ps_sciatica_result *r;
  outcome *out; // the person as is, then draws
  ps_status status[PS_SCIATICA_POSTURES];
  ps_error error[PS_SCIATICA_POSTURES];
  atomic_long done; // solves
  atomic_bool stop;
} crew;

typedef struct shift { // one posture
  ps_pool pool;
  ps_human *human;
  ps_data *data;
  ps_posture posture;
  ps_hold *hold;
} shift;

static ps_status begin_shift(shift *s, const ps_sciatica_result *r, int item, ps_error *err) {
  ps_posture *p = &s->posture;
  ps_hold_options o = ps_hold_default();
  PS_TRY(ps_human_variant(&s->human, r->human, err));
  ps_human_set(s->human, r->human, &r->lab.parameters);
  size_t size = (size_t)s->human->model->nq * sizeof(double);
  s->data = ps_data_create(s->human->model);
  p->q = ps_pool_take(&s->pool, size);
  p->u = ps_pool_take(&s->pool, size);
  p->udot = ps_pool_take(&s->pool, size);
  if (!s->data || !p->q || !p->u || !p->udot)
    return no_memory(err);
  PS_TRY(ps_posture_resolve(s->human, &r->item[item].pose, s->data, p, err));
  return ps_hold_create(&s->hold, s->human, p, &r->item[item].pose, &o, err);
}

static void end_shift(shift *s) {
  ps_hold_free(s->hold);
  ps_data_free(s->data);
  ps_human_free(s->human);
  ps_pool_free(&s->pool);
}

static void keep_nominal(ps_sciatica_result *r, int item, const shift *s, const ps_held *held) {
  r->item[item].status = held->status;
  if (item != r->standing)
    return;
  const ps_data *d = ps_hold_data(s->hold);
  r->sciatic_mm = ps_nerve_psoas_mm(s->human, d, &r->course, "sciatic");
  r->femoral_mm = ps_nerve_psoas_mm(s->human, d, &r->course, "femoral");
}

// under the parameters of draw `i`; 0: those of the table
static void solve_draw(crew *c, int item, shift *s, int i) {
  ps_sciatica_result *r = c->r;
  ps_parameters mechanics = r->lab.parameters;
  ps_held held;
  ps_error ignored;
  if (i > 0)
    ps_draw_parameters(&r->lab.table, r->request.seed, i - 1, r->request.draws, &mechanics);
  ps_human_set(s->human, r->human, &mechanics);
  if (ps_posture_resolve(s->human, &r->item[item].pose, s->data, &s->posture, &ignored) != PS_OK)
    return;
  if (i > 0)
    ps_hold_retune(s->hold);
  ps_hold_solve(s->hold, &held);
  c->out[i].held[item] = held.status == PS_HOLD_SOLVED;
  c->out[i].sample[item] = ps_sciatica_sample_of(s->human, &s->posture, s->hold, &held);
  if (i == 0) {
    ps_hold_mark(s->hold);
    keep_nominal(r, item, s, &held);
  }
}

static void tell(crew *c, int worker) {
  const ps_watch *w = &c->r->request.watch;
  long done = atomic_fetch_add(&c->done, 1) + 1;
  long total = (long)c->r->n * (c->r->request.draws + 1);
  if (worker == 0 && w->progress && !w->progress(w->context, "postures", done, total))
    atomic_store(&c->stop, true);
}

static void solve_posture(void *context, int item, int worker) {
  crew *c = context;
  shift s = {0};
  c->status[item] = begin_shift(&s, c->r, item, &c->error[item]);
  for (int i = 0; i <= c->r->request.draws && c->status[item] == PS_OK && !c->stop; i++) {
    solve_draw(c, item, &s, i);
    tell(c, worker);
  }
  end_shift(&s);
}

// ---- from postures to legs

static void follow_chain(const ps_sciatica_result *r, const ps_nerve *nerve, outcome *out) {
  const ps_sciatica_sample *lying = &out->sample[r->lying];
  for (int i = 0; i < r->n; i++)
    out->links[i] = ps_sciatica_links_of(nerve, &r->state, &out->sample[i], lying);
  out->tests = ps_sciatica_tests_of(nerve, &out->links[r->lying], &out->links[r->slumped], lying);
}

static void follow_chains(ps_sciatica_result *r, outcome *out) {
  follow_chain(r, &r->nerve, &out[0]);
  for (int i = 1; i <= r->request.draws; i++) {
    ps_physio physio;
    ps_physio_draw(&r->lab.physio_table, r->request.seed, i - 1, r->request.draws, &physio);
    follow_chain(r, &physio.nerve, &out[i]);
  }
  for (int i = 0; i < r->n; i++)
    r->item[i].links = out[0].links[i];
  r->tests = out[0].tests;
  r->rest = out[0].sample[r->lying];
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
  bool all = ps_parallel_for(threads, r->n, solve_posture, c, &c->stop);
  if (!all || atomic_load(&c->stop))
    return ps_fail(err, PS_ERR_CANCELLED, NULL, 0, "stopped after %ld postures",
                   atomic_load(&c->done));
  for (int i = 0; i < r->n; i++)
    if (c->status[i] != PS_OK)
      return *err = c->error[i], c->status[i];
  follow_chains(r, c->out);
  find_ranges(r, c->out, x);
  return PS_OK;
}

static ps_status solve_all(ps_sciatica_result *r, ps_error *err) {
  size_t draws = (size_t)r->request.draws + 1;
  crew c = {.r = r, .out = calloc(draws, sizeof *c.out)};
  double *x = calloc(draws, sizeof *x);
  ps_status status = c.out && x ? run_crew(&c, x, err) : no_memory(err);
  free(c.out);
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
  if (r->request.draws < 0)
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "%d draws; expected 0 or more", r->request.draws);
  PS_TRY(take_postures(r, err));
  PS_TRY(ps_lab_open(&r->lab, err));
  PS_TRY(ps_nerve_course_read(&r->pool, &r->course, err));
  r->nerve = r->lab.physio.nerve;
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
