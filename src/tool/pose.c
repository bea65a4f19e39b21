#include "psoas/pose.h"

#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/path.h"
#include "base/thread.h"
#include "tool/fingerprint.h"
#include "tool/pose_inner.h"
#include "tool/pose_page.h"

static const char *const day[] = {"lying_supine", "sitting_relaxed", "sitting_slumped",
                                  "driving",      "standing",        "knee_to_chest",
                                  "walking_step", "lifting_20kg",    "sit_up"};

ps_pose_request ps_pose_request_default(void) {
  return (ps_pose_request){.draws = 256, .seed = 1};
}

const char *const *ps_pose_day(int *n) {
  *n = sizeof day / sizeof *day;
  return day;
}

ps_status ps_pose_list(char **text, ps_error *err) {
  ps_file_writer w = {0};
  ps_pool pool = {0};
  size_t size;
  PS_TRY(ps_file_writer_memory(&w, err));
  for (int i = 0; i < ps_posture_count(); i++) {
    const char *name, *title;
    if (ps_posture_at(i, &pool, &name, &title) == PS_OK)
      ps_file_writer_format(&w, "%-22s %s\n", name, title);
  }
  ps_pool_free(&pool);
  return ps_file_writer_take(&w, text, &size, err);
}

// ---- what to solve

static ps_status no_memory(ps_error *err) {
  return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

static ps_status choose_options(ps_pose_result *r, ps_error *err) {
  const ps_pose_request *q = &r->request;
  ps_answer_options *o = &r->options;
  *o = ps_answer_default();
  o->draws = q->draws;
  o->seed = q->seed;
  o->hold.free_spine = !q->rhythm;
  o->detail = q->light ? PS_DETAIL_LIGHT : PS_DETAIL_FULL;
  int criterion =
      q->criterion ? ps_criterion_named(q->criterion) : (int)ps_hold_default().criterion;
  if (criterion < 0)
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "there is no criterion '%.40s'", q->criterion);
  o->hold.criterion = (ps_criterion_kind)criterion;
  return PS_OK;
}

// muscles can only be compared with measured activity where the posture says it
static void plan_variants(const ps_pose_result *r, ps_posed *item) {
  const ps_hold_options *o = &r->options.hold;
  bool measured = ps_tree_member(item->input, "emg") != NULL;
  if (ps_pose_has_twin(&r->request))
    item->variant[item->nvariant++] = (ps_variant){PS_VARIANT_TWIN, o->criterion, o->floor, NULL};
  for (int i = 0; r->request.ensemble && i < 2 * PS_CRITERIA; i++)
    if (i / 2 != PS_CRITERION_EMG || measured)
      item->variant[item->nvariant++] =
          (ps_variant){PS_VARIANT_CRITERION, (ps_criterion_kind)(i / 2), i % 2 == 0, NULL};
}

ps_status ps_pose_input(ps_pose_result *r, const ps_human_words *words, ps_posed *item,
                        ps_error *err) {
  const ps_pose_request *q = &r->request;
  if (!q->sealed)
    return ps_human_tree(&r->pool, words, &item->input, &item->path, err);
  const ps_human_texts texts = {q->yaml, q->person_yaml, q->chair_yaml};
  item->path = q->yaml ? words->posture : NULL;
  return ps_human_sealed_tree(&r->pool, words, &texts, &item->input, err);
}

static ps_status take_postures(ps_pose_result *r, ps_error *err) {
  const ps_pose_request *q = &r->request;
  if (ps_pose_is_stride(q))
    return ps_pose_take_stride(r, err);
  r->compared = q->compare != NULL;
  r->n = q->npostures + r->compared;
  if (q->npostures < 1)
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "no posture is named");
  if (q->yaml && r->n > 1)
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "a text is one posture, and %d are named", r->n);
  r->item = ps_pool_take(&r->pool, (size_t)r->n * sizeof *r->item);
  if (!r->item)
    return no_memory(err);
  for (int i = 0; i < r->n; i++) {
    ps_posed *item = &r->item[i];
    item->name = i < q->npostures ? q->postures[i] : q->compare;
    const ps_human_words words = {item->name, q->sets, q->nsets, q->person, q->chair};
    PS_TRY(ps_pose_input(r, &words, item, err));
    plan_variants(r, item);
  }
  return PS_OK;
}

// ---- solving

// Postures and their variants are chunks of work; each answer draws by itself.
typedef struct crew {
  ps_pose_result *r;
  int each; // chunks of a posture
  long total;
  atomic_long done; // draws and solves
  atomic_bool stop;
  ps_status *status; // by chunk
  ps_error *error;
} crew;

typedef struct shift { // one chunk on one worker
  crew *c;
  int worker;
  long counted;
} shift;

static bool tell(crew *c, int worker) {
  const ps_watch *w = &c->r->request.watch;
  if (worker == 0 && w->progress &&
      !w->progress(w->context, "postures", atomic_load(&c->done), c->total))
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

static void answer_chunk(void *context, int chunk, int worker) {
  crew *c = context;
  ps_posed *item = &c->r->item[chunk / c->each];
  int which = chunk % c->each - 1;
  if (which >= item->nvariant)
    return;
  ps_answer_options o = c->r->options;
  o.warm = c->r->session->warm;
  o.near = c->r->request.near;
  if (c->r->stride) // peaks and means of 21 postures, without ranges
    o.draws = 0;
  ps_answer **answer = which < 0 ? &item->answer : &item->variant[which].answer;
  shift s = {.c = c, .worker = worker};
  ps_watch watch = {on_draws, &s};
  o.watch = &watch;
  if (which >= 0) {
    const ps_variant *v = &item->variant[which];
    o.draws = 0;
    o.hold.criterion = v->criterion;
    o.hold.floor = v->floor;
    o.hold.free_spine |= v->kind == PS_VARIANT_TWIN;
    o.detail = v->kind == PS_VARIANT_TWIN ? PS_DETAIL_FULL : o.detail;
  }
  c->status[chunk] =
      ps_answer_pose(answer, &c->r->session->lab, item->input, item->path, &o, &c->error[chunk]);
  long share = which < 0 ? o.draws + 1 : 1;
  atomic_fetch_add(&c->done, share - s.counted);
  tell(c, worker);
}

static ps_status run_crew(crew *c, int chunks, ps_error *err) {
  int threads = c->r->request.threads > 0 ? c->r->request.threads : ps_thread_count();
  threads = c->r->request.session ? 1 : threads;
  if (!ps_parallel_for(threads, chunks, answer_chunk, c, &c->stop))
    return ps_fail(err, PS_ERR_CANCELLED, NULL, 0, "stopped");
  for (int i = 0; i < chunks; i++)
    if (c->status[i] != PS_OK) {
      *err = c->error[i];
      return c->status[i];
    }
  return PS_OK;
}

static ps_status answer_all(ps_pose_result *r, ps_error *err) {
  crew c = {.r = r, .each = 1};
  for (int i = 0; i < r->n; i++)
    c.each = r->item[i].nvariant + 1 > c.each ? r->item[i].nvariant + 1 : c.each;
  int chunks = r->n * c.each;
  c.total = (long)r->n * (r->options.draws + c.each);
  c.status = calloc((size_t)chunks, sizeof *c.status);
  c.error = calloc((size_t)chunks, sizeof *c.error);
  ps_status status = c.status && c.error ? run_crew(&c, chunks, err) : no_memory(err);
  free(c.status);
  free(c.error);
  return status;
}

// ---- what is missing

static const char *coordinate_unit(const char *name) {
  size_t n = strlen(name);
  return n > 3 && name[n - 3] == '_' && name[n - 2] == 't' ? "N" : "N m";
}

static ps_status name_missing(ps_pose_result *r, ps_posed *item, ps_error *err) {
  char text[600] = "";
  size_t used = 0;
  const ps_tree *all = ps_tree_member(item->answer->tree, "reserves_Nm");
  bool infeasible = item->answer->held.status == PS_HOLD_INFEASIBLE;
  for (const ps_tree *t = all ? all->first : NULL; infeasible && t; t = t->next)
    if (fabs(t->number) > 0.05 && used < sizeof text)
      used += (size_t)snprintf(text + used, sizeof text - used, "%s%.40s %.3g %s", used ? ", " : "",
                               t->key, t->number, coordinate_unit(t->key));
  const ps_held *held = &item->answer->held;
  if (held->strength_enough > 1 && used < sizeof text)
    snprintf(text + used, sizeof text - used, "; muscles %.1f times as strong could",
             ps_strength_told(held));
  item->missing = ps_pool_text(&r->pool, text, strlen(text));
  return item->missing ? PS_OK : no_memory(err);
}

// ---- a session, and a request

static ps_status open_session(ps_pose_session *s, ps_error *err) {
  ps_fingerprint_tables(&s->tables);
  return ps_lab_open(&s->lab, err);
}

ps_status ps_pose_session_create(ps_pose_session **session, ps_error *err) {
  ps_pose_session *s = calloc(1, sizeof *s);
  *session = NULL;
  if (!s || !(s->warm = ps_warm_create())) {
    free(s);
    return no_memory(err);
  }
  ps_status status = open_session(s, err);
  if (status != PS_OK)
    ps_pose_session_free(s);
  else
    *session = s;
  return status;
}

void ps_pose_session_free(ps_pose_session *s) {
  if (!s)
    return;
  ps_warm_free(s->warm);
  ps_lab_close(&s->lab);
  free(s);
}

static ps_status run(ps_pose_result *r, ps_error *err) {
  PS_TRY(choose_options(r, err));
  PS_TRY(take_postures(r, err));
  r->session = r->request.session ? r->request.session : &r->own;
  if (!r->request.session)
    PS_TRY(open_session(&r->own, err));
  PS_TRY(answer_all(r, err));
  for (int i = 0; i < r->n; i++) {
    PS_TRY(ps_pose_fingerprint(r, &r->item[i], err));
    PS_TRY(name_missing(r, &r->item[i], err));
  }
  return ps_pose_extend(r, err);
}

ps_status ps_pose_run(const ps_pose_request *request, ps_pose_result **result, ps_error *err) {
  ps_pose_result *r = calloc(1, sizeof *r);
  *result = NULL;
  if (!r)
    return no_memory(err);
  r->request = *request;
  ps_status status = run(r, err);
  if (status != PS_OK)
    ps_pose_result_free(r);
  else
    *result = r;
  return status;
}

void ps_pose_result_free(ps_pose_result *r) {
  if (!r)
    return;
  for (int i = 0; r->item && i < r->n; i++) {
    for (int k = 0; k < r->item[i].nvariant; k++)
      ps_answer_free(r->item[i].variant[k].answer);
    ps_answer_free(r->item[i].answer);
  }
  ps_lab_close(&r->own.lab);
  ps_pool_free(&r->pool);
  free(r);
}

// ---- what came out

int ps_pose_result_count(const ps_pose_result *r) {
  return r->n;
}

const char *ps_pose_result_name(const ps_pose_result *r, int i) {
  return r->item[i].name;
}

ps_pose_outcome ps_pose_result_outcome(const ps_pose_result *r, int i) {
  return (ps_pose_outcome)r->item[i].answer->held.status;
}

const char *ps_pose_result_missing(const ps_pose_result *r, int i) {
  return r->item[i].missing;
}

bool ps_pose_result_number(const ps_pose_result *r, int i, const char *path,
                           ps_pose_number *number) {
  const ps_tree *t = ps_tree_find(r->item[i].answer->tree, path);
  if (!t || t->kind != PS_TREE_NUMBER)
    return false;
  *number = (ps_pose_number){t->number, t->number, t->number};
  if (t->interval)
    *number = (ps_pose_number){t->number, t->interval->p10, t->interval->p90};
  return true;
}

// ---- as text and files

ps_status ps_pose_result_text(const ps_pose_result *r, char **text, ps_error *err) {
  ps_file_writer w = {0};
  size_t size;
  PS_TRY(ps_file_writer_memory(&w, err));
  if (r->compared)
    ps_pose_put_comparison(&w, &r->item[0], &r->item[r->n - 1]);
  else if (r->n > 1)
    ps_pose_put_overview(&w, r);
  else
    ps_pose_put_one(&w, &r->item[0]);
  if (r->stride)
    ps_pose_put_stride(&w, r);
  for (int i = 0; i < r->n; i++)
    ps_pose_put_extras(&w, &r->item[i]);
  return ps_file_writer_take(&w, text, &size, err);
}

ps_status ps_pose_result_json(const ps_pose_result *r, char **text, ps_error *err) {
  ps_file_writer w = {0};
  size_t size;
  PS_TRY(ps_file_writer_memory(&w, err));
  ps_pose_write_json(r, &w);
  return ps_file_writer_take(&w, text, &size, err);
}

ps_status ps_pose_result_write(ps_pose_result *r, const char *directory, bool replace,
                               ps_error *err) {
  static const char *const names[] = {"result.json", "report.html"};
  ps_outputs o;
  ps_status status = ps_outputs_open(&o, &r->pool, directory, names, 2, replace, err);
  if (status == PS_OK) {
    ps_pose_write_json(r, &o.file[0]);
    status = ps_pose_page(r, &o.file[1], err);
  }
  return ps_outputs_close(&o, status, &r->files, err);
}

int ps_pose_result_files(const ps_pose_result *r) {
  return r->files.n;
}

const char *ps_pose_result_file(const ps_pose_result *r, int i) {
  return r->files.items[i];
}
