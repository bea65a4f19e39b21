// sweep.c: solves a posture over a grid of one or two of its numbers.
//
// The grid is cut into chains of neighbors along the number that varies fastest. A chain begins
// cold and goes on from posture to posture while person and contacts stay; chains are the chunks of
// work, so the results do not depend on the number of threads.
#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/thread.h"
#include "num/number.h"
#include "tool/human_input.h"
#include "tool/sweep_inner.h"

enum {
  CHAIN = 32,   // most postures of a chain
  MOST_CUTS = 4 // a solver with more stability rows is not taken on: it has room for few others
};

static ps_status no_memory(ps_error *err) {
  return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

// ---- the grid

double ps_sweep_at(const ps_sweep *s, int which, int i) {
  int fast = s->vary[s->nvary - 1].n;
  return ps_vary_at(&s->vary[which], which == s->nvary - 1 ? i % fast : i / fast);
}

static ps_status read_grid(ps_sweep *s, ps_error *err) {
  const ps_sweep_request *q = &s->request;
  if (q->nvary < 1 || q->nvary > PS_VARIED)
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "--vary is given %d times, expected 1 or 2",
                   q->nvary);
  double all = 1;
  s->nvary = q->nvary;
  for (int i = 0; i < q->nvary; i++) {
    PS_TRY(ps_vary_read(&s->pool, q->vary[i], &s->vary[i], err));
    all *= s->vary[i].n;
  }
  if (all > PS_GRID_MOST)
    return ps_fail(err, PS_ERR_LIMIT, NULL, 0, "the grid has %.0f postures, at most %d are allowed",
                   all, PS_GRID_MOST);
  s->n = (int)all;
  return PS_OK;
}

// ---- what a posture of the grid says

// A posture that is read again and again with other numbers.
typedef struct reader {
  ps_sweep *s;
  ps_pool pool;
  ps_tree *tree;               // what it says, as `psoas pose` reads it
  const char *file;            // that it comes from; NULL: none
  const char *path[PS_VARIED]; // of the varied numbers in the tree
} reader;

// numbers that are set lie in the pose, the person or the chair, in this order
static const char *path_in(ps_pool *pool, const ps_tree *tree, const char *key) {
  static const char *const part[] = {"", "person.", "chair."};
  for (int i = 0; i < 3; i++) {
    char text[120];
    snprintf(text, sizeof text, "%s%.80s", part[i], key);
    if (ps_tree_find(tree, text))
      return ps_pool_text(pool, text, strlen(text));
  }
  return NULL;
}

static ps_status open_reader(reader *r, ps_sweep *s, ps_error *err) {
  enum { MOST_SETS = 130 + PS_VARIED };
  const ps_sweep_request *q = &s->request;
  const char *sets[MOST_SETS];
  char text[PS_VARIED][140], number[PS_NUMBER_MAX_SHORT];
  *r = (reader){.s = s};
  int n = 0;
  for (; n < q->nsets && n < MOST_SETS - PS_VARIED; n++)
    sets[n] = q->sets[n];
  for (int i = 0; i < s->nvary; i++) {
    ps_number_general(number, s->vary[i].from, 17);
    snprintf(text[i], sizeof text[i], "%.80s=%s", s->vary[i].key, number);
    sets[n++] = text[i];
  }
  const ps_human_words words = {q->posture, sets, n, q->person, q->chair};
  PS_TRY(ps_human_tree(&r->pool, &words, &r->tree, &r->file, err));
  for (int i = 0; i < s->nvary; i++)
    if (!(r->path[i] = path_in(&r->pool, r->tree, s->vary[i].key)))
      return no_memory(err);
  return PS_OK;
}

static void close_reader(reader *r) {
  ps_pool_free(&r->pool);
}

// Posture `i` of the grid -> pose, with its texts in `pool`.
static ps_status read_pose(reader *r, int i, ps_pool *pool, ps_pose *pose, ps_error *err) {
  char number[PS_NUMBER_MAX_SHORT];
  for (int k = 0; k < r->s->nvary; k++) {
    ps_number_general(number, ps_sweep_at(r->s, k, i), 17);
    PS_TRY(ps_tree_set(&r->pool, r->tree, r->path[k], number, err));
  }
  return ps_pose_read(pool, r->tree, r->file, pose, err);
}

// ---- a chain of postures

typedef struct chain {
  ps_sweep *s;
  reader reader;
  ps_pool pool; // of the pose at hand
  ps_pose pose;
  ps_human *own; // of another person than the sweep's; NULL: none
  const ps_human *human;
  double stress; // for which it was made
  ps_data *d;
  double *number; // of the posture
  ps_posture posture, before;
  ps_pose pose_before;
  ps_hold *hold;
  ps_held held;
} chain;

// does a solver made for the posture before fit this one?
static bool goes_on(const chain *c) {
  bool effort = ps_has_effort(&c->pose) || ps_has_effort(&c->pose_before);
  ps_criterion_kind criterion = c->s->options.hold.criterion;
  return c->hold && c->held.status == PS_HOLD_SOLVED && c->held.cuts <= MOST_CUTS && !effort &&
         criterion != PS_CRITERION_GEOMETRY && criterion != PS_CRITERION_EMG &&
         ps_same_contacts(&c->posture, &c->before);
}

static void end_solver(chain *c) {
  ps_hold_free(c->hold);
  c->hold = NULL;
}

static ps_status take_person(chain *c, ps_error *err) {
  const ps_sweep *s = c->s;
  double stress = c->pose.stress;
  if (c->human && c->stress == stress && ps_same_person(&c->pose.person, &c->human->person))
    return PS_OK;
  end_solver(c);
  c->human = s->human;
  c->stress = 0;
  if (stress == 0 && ps_same_person(&c->pose.person, &s->base.person))
    return PS_OK;
  c->human = NULL;
  ps_parameters p = s->lab.parameters;
  ps_tension tension = ps_tension_under(&s->lab.physio, stress);
  ps_tension_apply(&tension, &p);
  const ps_person *person = &c->pose.person;
  if (c->own) // somebody else by now
    PS_TRY(ps_human_fit(c->own, &s->lab.anatomy, &p, person, err));
  else
    PS_TRY(ps_human_create(&c->own, &s->lab.anatomy, &p, person, s->options.detail, err));
  c->stress = stress;
  c->human = c->own;
  return PS_OK;
}

// keep the first reason why a posture cannot be taken: chains run in any order
static void note_impossible(chain *c, int i, const ps_error *err, ps_error *problem, int *first) {
  c->s->outcome[i] = PS_SWEEP_IMPOSSIBLE;
  if (*first < 0) {
    *first = i;
    *problem = *err;
  }
}

static ps_status solve_one(chain *c, int i, ps_error *problem, int *first, ps_error *err) {
  ps_sweep *s = c->s;
  double *row = s->value + (size_t)i * (size_t)ps_sweep_columns();
  for (int k = 0; k < ps_sweep_columns(); k++)
    row[k] = NAN;
  c->before = c->posture;
  c->pose_before = c->pose;
  ps_pool_free(&c->pool);
  PS_TRY(read_pose(&c->reader, i, &c->pool, &c->pose, err));
  PS_TRY(take_person(c, err));
  ps_error refused;
  ps_status status = ps_posture_resolve(c->human, &c->pose, c->d, &c->posture, &refused);
  if (status == PS_ERR_VALUE) {
    end_solver(c);
    note_impossible(c, i, &refused, problem, first);
    return PS_OK;
  }
  if (status != PS_OK)
    return *err = refused, status;
  if (!goes_on(c)) {
    end_solver(c);
    PS_TRY(ps_hold_create(&c->hold, c->human, &c->posture, &c->pose, &s->options.hold, err));
  }
  ps_hold_solve(c->hold, &c->held);
  s->outcome[i] = (char)c->held.status;
  ps_sweep_measure(c->human, &c->posture, c->hold, &c->held, row);
  return PS_OK;
}

// ---- all chains

typedef struct crew {
  ps_sweep *s;
  int per_row, chains; // chains in a row of the grid, in all
  atomic_int done;
  atomic_bool stop;
  ps_status *status; // by chain
  ps_error *error, *problem;
  int *first; // by chain: the first impossible posture
} crew;

static ps_status open_chain(chain *c, ps_sweep *s, ps_error *err) {
  size_t nq = (size_t)s->human->model->nq;
  *c = (chain){.s = s, .d = ps_data_create(s->human->model)};
  c->number = calloc(3 * nq, sizeof *c->number);
  if (!c->d || !c->number)
    return no_memory(err);
  c->posture = (ps_posture){.q = c->number, .u = c->number + nq, .udot = c->number + 2 * nq};
  return open_reader(&c->reader, s, err);
}

static void close_chain(chain *c) {
  end_solver(c);
  ps_human_free(c->own);
  ps_data_free(c->d);
  ps_pool_free(&c->pool);
  close_reader(&c->reader);
  free(c->number);
}

static bool tell(crew *c, int worker) {
  const ps_watch *w = &c->s->request.watch;
  if (worker == 0 && w->progress &&
      !w->progress(w->context, "postures", atomic_load(&c->done), c->s->n))
    atomic_store(&c->stop, true);
  return !atomic_load(&c->stop);
}

static void run_chain(void *context, int index, int worker) {
  crew *k = context;
  int fast = k->s->vary[k->s->nvary - 1].n;
  int begin = index / k->per_row * fast + index % k->per_row * CHAIN;
  int end = begin + CHAIN;
  int last = (index / k->per_row + 1) * fast;
  chain c;
  k->first[index] = -1;
  ps_status status = open_chain(&c, k->s, &k->error[index]);
  for (int i = begin; i < end && i < last && status == PS_OK && tell(k, worker); i++) {
    status = solve_one(&c, i, &k->problem[index], &k->first[index], &k->error[index]);
    atomic_fetch_add(&k->done, 1);
  }
  k->status[index] = status;
  close_chain(&c);
}

static ps_status run_crew(crew *c, ps_error *err) {
  ps_sweep *s = c->s;
  int threads = s->request.threads > 0 ? s->request.threads : ps_thread_count();
  bool all = ps_parallel_for(threads, c->chains, run_chain, c, &c->stop);
  if (!all || atomic_load(&c->stop))
    return ps_fail(err, PS_ERR_CANCELLED, NULL, 0, "stopped after %d of %d postures",
                   atomic_load(&c->done), s->n);
  s->trouble = -1;
  for (int i = 0; i < c->chains; i++) {
    if (c->status[i] != PS_OK)
      return *err = c->error[i], c->status[i];
    if (s->trouble < 0 && c->first[i] >= 0) {
      s->trouble = c->first[i];
      s->problem = c->problem[i];
    }
  }
  return PS_OK;
}

static ps_status solve_all(ps_sweep *s, ps_error *err) {
  int fast = s->vary[s->nvary - 1].n;
  crew c = {.s = s, .per_row = (fast + CHAIN - 1) / CHAIN};
  c.chains = c.per_row * (s->n / fast);
  size_t n = (size_t)c.chains;
  c.status = calloc(n, sizeof *c.status);
  c.error = calloc(n, sizeof *c.error);
  c.problem = calloc(n, sizeof *c.problem);
  c.first = calloc(n, sizeof *c.first);
  bool memory = c.status && c.error && c.problem && c.first;
  ps_status status = memory ? run_crew(&c, err) : no_memory(err);
  free(c.status);
  free(c.error);
  free(c.problem);
  free(c.first);
  return status;
}

// ---- a sweep

static ps_status choose_options(ps_sweep *s, ps_error *err) {
  const ps_sweep_request *q = &s->request;
  s->options = ps_answer_default();
  s->options.hold.free_spine = !q->rhythm;
  s->options.detail = q->light ? PS_DETAIL_LIGHT : PS_DETAIL_FULL;
  if (!q->criterion)
    return PS_OK;
  int criterion = ps_criterion_named(q->criterion);
  if (criterion < 0)
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "there is no criterion '%.40s'", q->criterion);
  s->options.hold.criterion = (ps_criterion_kind)criterion;
  return PS_OK;
}

// the corners of the grid are within what the schema allows, or nothing is solved
static ps_status read_corners(ps_sweep *s, ps_error *err) {
  reader r;
  ps_status status = open_reader(&r, s, err);
  int corners[] = {s->n - 1, 0};
  for (int i = 0; i < 2 && status == PS_OK; i++)
    status = read_pose(&r, corners[i], &s->pool, &s->base, err);
  close_reader(&r);
  return status;
}

static ps_status run(ps_sweep *s, ps_error *err) {
  PS_TRY(choose_options(s, err));
  PS_TRY(read_grid(s, err));
  PS_TRY(read_corners(s, err));
  PS_TRY(ps_lab_open(&s->lab, err));
  PS_TRY(ps_human_create(&s->human, &s->lab.anatomy, &s->lab.parameters, &s->base.person,
                         s->options.detail, err));
  s->value = malloc((size_t)s->n * (size_t)ps_sweep_columns() * sizeof *s->value);
  s->outcome = calloc((size_t)s->n, 1);
  return s->value && s->outcome ? solve_all(s, err) : no_memory(err);
}

ps_status ps_sweep_run(const ps_sweep_request *request, ps_sweep **sweep, ps_error *err) {
  ps_sweep *s = calloc(1, sizeof *s);
  *sweep = NULL;
  if (!s)
    return no_memory(err);
  s->request = *request;
  ps_status status = run(s, err);
  if (status != PS_OK)
    ps_sweep_free(s);
  else
    *sweep = s;
  return status;
}

void ps_sweep_free(ps_sweep *s) {
  if (!s)
    return;
  ps_human_free(s->human);
  ps_lab_close(&s->lab);
  ps_pool_free(&s->pool);
  free(s->value);
  free(s->outcome);
  free(s);
}

int ps_sweep_count(const ps_sweep *s) {
  return s->n;
}

int ps_sweep_unsolved(const ps_sweep *s) {
  int n = 0;
  for (int i = 0; i < s->n; i++)
    n += s->outcome[i] != PS_SWEEP_SOLVED;
  return n;
}

const char *ps_sweep_trouble(const ps_sweep *s) {
  return s->trouble < 0 ? "" : s->problem.message;
}
