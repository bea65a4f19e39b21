// chain.c: solves the stride of every variant, all with the same draws.
//
// A moment of a variant with all its draws is a chunk of work, so that the results do not depend on
// the number of threads.
#include "psoas/chain.h"

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
#include "tool/chain_inner.h"
#include "tool/human_input.h"
#include "tool/outputs.h"

static ps_status no_memory(ps_error *err) {
  return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

ps_chain_request ps_chain_request_default(void) {
  return (ps_chain_request){.draws = 64, .seed = 1};
}

// ---- what to solve

static ps_status choose_options(ps_chain_result *r, ps_error *err) {
  const ps_chain_request *q = &r->request;
  r->options = (ps_chain_options){.hold = ps_hold_default(), .draws = q->draws, .seed = q->seed};
  if (!(q->inhibition >= 0 && q->inhibition <= 1))
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "--inhibition is %g; allowed is 0 to 1",
                   q->inhibition);
  int criterion = q->criterion ? ps_criterion_named(q->criterion) : 0;
  if (criterion < 0)
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "there is no criterion '%.40s'", q->criterion);
  if (q->criterion)
    r->options.hold.criterion = (ps_criterion_kind)criterion;
  return PS_OK;
}

// the whole stride is walked: no phase, and no posture but walking
static ps_status check_sets(const ps_chain_request *q, ps_error *err) {
  static const char *const taken[] = {"phase_pct=", "posture="};
  for (int i = 0; i < q->nsets; i++)
    for (int k = 0; k < 2; k++)
      if (strncmp(q->sets[i], taken[k], strlen(taken[k])) == 0)
        return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0,
                       "--set '%.60s': chain walks a whole stride; see psoas pose", q->sets[i]);
  return PS_OK;
}

static ps_status take_person(ps_chain_result *r, ps_error *err) {
  const ps_chain_request *q = &r->request;
  const ps_human_words words = {"walking", q->sets, q->nsets, q->person, NULL};
  PS_TRY(check_sets(q, err));
  PS_TRY(ps_human_tree(&r->pool, &words, &r->input, &r->path, err));
  return ps_pose_read(&r->pool, r->input, r->path, &r->pose, err);
}

static ps_status take_variants(ps_chain_result *r, ps_error *err) {
  ps_chain_variant list[PS_CHAIN_VARIANTS];
  size_t outcomes = (size_t)PS_CHAIN_MOMENTS * (size_t)(r->options.draws + 1);
  r->n = ps_chain_list(r->request.inhibition, list);
  for (int i = 0; i < r->n; i++) {
    ps_chain_case *c = &r->item[i];
    c->v = list[i];
    c->out = calloc(outcomes, sizeof *c->out);
    c->other = calloc((size_t)PS_CHAIN_CRITERIA * PS_CHAIN_MOMENTS, sizeof *c->other);
    ps_person person = ps_chain_person(&r->pose.person, &c->v);
    PS_TRY(ps_human_create(&c->human, &r->lab.anatomy, &r->lab.parameters, &person, PS_DETAIL_FULL,
                           err));
    if (!c->out || !c->other)
      return no_memory(err);
  }
  const ps_model *m = r->item[0].human->model;
  r->weight = m->mass * ps_norm(m->gravity);
  return PS_OK;
}

// ---- solving

// Chunks of a moment of a variant: all draws by the criterion asked for, then the other criteria,
// where ranges are asked for.
enum { EACH = 1 + PS_CHAIN_CRITERIA, CHUNKS = PS_CHAIN_VARIANTS * PS_CHAIN_MOMENTS * EACH };

typedef struct crew {
  ps_chain_result *r;
  long total;
  atomic_long done; // solves
  atomic_bool stop;
  ps_status status[CHUNKS];
  ps_error error[CHUNKS];
} crew;

typedef struct shift { // one chunk on one worker
  crew *c;
  int worker;
  long counted;
} shift;

static bool tell(crew *c, int worker) {
  const ps_watch *w = &c->r->request.watch;
  if (worker == 0 && w->progress &&
      !w->progress(w->context, "strides", atomic_load(&c->done), c->total))
    atomic_store(&c->stop, true);
  return !atomic_load(&c->stop);
}

static bool on_draws(void *context, const char *stage, long done, long total) {
  shift *s = context;
  (void)stage;
  (void)total;
  atomic_fetch_add(&s->c->done, done - s->counted);
  s->counted = done;
  return tell(s->c, s->worker);
}

static void solve_chunk(void *context, int chunk, int worker) {
  crew *c = context;
  ps_chain_result *r = c->r;
  int k = chunk / EACH, way = chunk % EACH - 1, i = k % PS_CHAIN_MOMENTS;
  ps_chain_case *item = &r->item[k / PS_CHAIN_MOMENTS];
  shift s = {.c = c, .worker = worker};
  ps_chain_options o = r->options;
  ps_chain_outcome *out = item->out + (size_t)i * (size_t)(o.draws + 1);
  ps_hold_status status;
  o.watch = (ps_watch){on_draws, &s};
  if (way >= 0 && (r->options.draws == 0 || ps_chain_criteria[way] == o.hold.criterion))
    return; // held stays false
  if (way >= 0) {
    out = item->other + way * PS_CHAIN_MOMENTS + i;
    o.draws = 0;
    o.hold.criterion = ps_chain_criteria[way];
  }
  c->status[chunk] = ps_chain_moment(&r->lab, item->human, &r->pose, &item->v, i, &o, out,
                                     way < 0 ? &item->status[i] : &status, &c->error[chunk]);
  atomic_fetch_add(&c->done, o.draws + 1 - s.counted);
  tell(c, worker);
}

static ps_status run_crew(crew *c, ps_error *err) {
  ps_chain_result *r = c->r;
  int threads = r->request.threads > 0 ? r->request.threads : ps_thread_count();
  int chunks = r->n * PS_CHAIN_MOMENTS * EACH;
  c->total = (long)chunks / EACH * (r->options.draws + EACH);
  if (!ps_parallel_for(threads, chunks, solve_chunk, c, &c->stop) || atomic_load(&c->stop))
    return ps_fail(err, PS_ERR_CANCELLED, NULL, 0, "stopped after %ld of %ld postures",
                   atomic_load(&c->done), c->total);
  for (int i = 0; i < chunks; i++)
    if (c->status[i] != PS_OK)
      return *err = c->error[i], c->status[i];
  return PS_OK;
}

static ps_status solve_all(ps_chain_result *r, ps_error *err) {
  crew *c = calloc(1, sizeof *c);
  if (!c)
    return no_memory(err);
  c->r = r;
  ps_status status = run_crew(c, err);
  free(c);
  return status;
}

// ---- how far the legs go back

const ps_chain_row *ps_chain_row_at(const ps_chain_result *r, int variant, int moment) {
  size_t at = (size_t)(moment % PS_CHAIN_MOMENTS) * (size_t)(r->options.draws + 1);
  return &r->item[variant].out[at].row;
}

static ps_status find_reach(ps_chain_result *r, ps_error *err) {
  for (int side = 0; side < 2; side++) {
    const double *most = ps_chain_row_at(r, 0, 0)->leg[side];
    for (int i = 0; i < PS_CHAIN_MOMENTS; i++) {
      const double *leg = ps_chain_row_at(r, 0, i)->leg[side];
      if (leg[PS_CHAIN_hip_flexion_deg] < most[PS_CHAIN_hip_flexion_deg]) {
        most = leg;
        r->extended[side] = i;
      }
    }
    for (int k = 0; k < r->n; k++)
      PS_TRY(ps_chain_reach_of(r->item[k].human, &r->pose, side, most[PS_CHAIN_hip_flexion_deg],
                               most[PS_CHAIN_knee_flexion_deg], k ? &r->item[0].reach[side] : NULL,
                               &r->item[k].reach[side], err));
  }
  return PS_OK;
}

// ---- a result

static void write_input(ps_json_writer *j, const void *what) {
  ps_json_tree(j, what);
}

static void add_text(ps_sha256 *s, const char *text) {
  ps_sha256_add(s, text, strlen(text) + 1);
}

static ps_status take_fingerprint(ps_chain_result *r, ps_error *err) {
  ps_sha256 s;
  char *text, options[120];
  PS_TRY(ps_json_to_text(write_input, r->input, &text, err));
  snprintf(options, sizeof options, "chain %s %.17g %d %llu",
           ps_criterion_word(r->options.hold.criterion), r->request.inhibition, r->options.draws,
           (unsigned long long)r->options.seed);
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

static ps_status run(ps_chain_result *r, ps_error *err) {
  PS_TRY(choose_options(r, err));
  PS_TRY(take_person(r, err));
  PS_TRY(ps_lab_open(&r->lab, err));
  PS_TRY(take_variants(r, err));
  PS_TRY(solve_all(r, err));
  PS_TRY(find_reach(r, err));
  PS_TRY(ps_chain_compare(r, err));
  return take_fingerprint(r, err);
}

ps_status ps_chain_run(const ps_chain_request *request, ps_chain_result **result, ps_error *err) {
  ps_chain_result *r = calloc(1, sizeof *r);
  *result = NULL;
  if (!r)
    return no_memory(err);
  r->request = *request;
  ps_status status = run(r, err);
  if (status != PS_OK)
    ps_chain_result_free(r);
  else
    *result = r;
  return status;
}

void ps_chain_result_free(ps_chain_result *r) {
  if (!r)
    return;
  for (int i = 0; i < r->n; i++) {
    ps_human_free(r->item[i].human);
    free(r->item[i].out);
    free(r->item[i].other);
  }
  ps_lab_close(&r->lab);
  ps_pool_free(&r->pool);
  free(r);
}

int ps_chain_result_variants(const ps_chain_result *r) {
  return r->n;
}

const char *ps_chain_result_variant(const ps_chain_result *r, int variant) {
  return r->item[variant].v.name;
}

int ps_chain_result_unsolved(const ps_chain_result *r) {
  int n = 0;
  for (int k = 0; k < r->n; k++)
    for (int i = 0; i < PS_CHAIN_MOMENTS; i++)
      n += r->item[k].status[i] != PS_HOLD_SOLVED;
  return n;
}

bool ps_chain_result_peak(const ps_chain_result *r, int variant, bool left, const char *name,
                          ps_chain_change *change) {
  for (int k = 0; k < PS_CHAIN_COUNT; k++)
    if (strcmp(ps_chain_labels[k].name, name) == 0) {
      const ps_chain_value *v = &r->item[variant].value[left][k][PS_MOST];
      bool ranged = isfinite(v->range.p10);
      *change =
          (ps_chain_change){v->value, 100 * v->moment / PS_CHAIN_MOMENTS, v->change,
                            ranged ? v->range.p10 : v->change, ranged ? v->range.p90 : v->change};
      return true;
    }
  return false;
}

// ---- as text and files

static ps_status as_text(const ps_chain_result *r,
                         void (*put)(const ps_chain_result *r, ps_file_writer *w), char **text,
                         ps_error *err) {
  ps_file_writer w = {0};
  size_t size;
  PS_TRY(ps_file_writer_memory(&w, err));
  put(r, &w);
  return ps_file_writer_take(&w, text, &size, err);
}

ps_status ps_chain_result_text(const ps_chain_result *r, char **text, ps_error *err) {
  return as_text(r, ps_chain_put_text, text, err);
}

ps_status ps_chain_result_json(const ps_chain_result *r, char **text, ps_error *err) {
  return as_text(r, ps_chain_put_json, text, err);
}

ps_status ps_chain_result_write(const ps_chain_result *r, const char *directory, bool replace,
                                ps_error *err) {
  static const char *const names[] = {"chain.csv", "result.json", "report.html"};
  ps_pool pool = {0};
  ps_outputs o;
  ps_status status = ps_outputs_open(&o, &pool, directory, names, 3, replace, err);
  if (status == PS_OK) {
    ps_chain_put_csv(r, &o.file[0]);
    ps_chain_put_json(r, &o.file[1]);
    ps_chain_put_page(r, &o.file[2]);
  }
  status = ps_outputs_close(&o, status, NULL, err);
  ps_pool_free(&pool);
  return status;
}
