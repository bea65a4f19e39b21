// bench_human.c: stages of the built-in model: a person, a posture, its draws, a sweep of postures.
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/fail.h"
#include "psoas/sweep.h"
#include "scenario/draws.h"
#include "tool/bench_inner.h"

enum { POSTURES = 4, LEANS = 8, SWEPT = 2000, DRAWS = 256 };
static const char *const names[POSTURES] = {"standing", "sitting_relaxed", "driving",
                                            "lifting_20kg"};

// A posture, made ready to be solved.
typedef struct bench_posture {
  ps_tree *tree;
  ps_pose pose;
  ps_data *d;
  ps_posture posture;
  ps_hold *hold;
  int leaned; // how often
} bench_posture;

struct ps_bench_human {
  ps_pool pool;
  ps_lab lab;
  ps_human *human;
  bench_posture item[POSTURES];
};

static ps_status no_memory(ps_bencher *b) {
  return ps_fail(b->err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

static ps_status prepare_posture(ps_bencher *b, int i) {
  ps_bench_human *h = b->human;
  bench_posture *item = &h->item[i];
  size_t nq = (size_t)h->human->model->nq;
  double *number = ps_pool_take(&h->pool, 3 * nq * sizeof *number);
  item->d = ps_data_create(h->human->model);
  if (!number || !item->d)
    return no_memory(b);
  item->posture = (ps_posture){.q = number, .u = number + nq, .udot = number + 2 * nq};
  PS_TRY(ps_posture_tree(&h->pool, names[i], &item->tree, b->err));
  PS_TRY(ps_tree_set(&h->pool, item->tree, "posture", names[i], b->err));
  PS_TRY(ps_pose_read(&h->pool, item->tree, NULL, &item->pose, b->err));
  return ps_posture_resolve(h->human, &item->pose, item->d, &item->posture, b->err);
}

ps_status ps_bench_human_prepare(ps_bencher *b) {
  b->human = calloc(1, sizeof *b->human);
  if (!b->human)
    return no_memory(b);
  ps_bench_human *h = b->human;
  ps_person person = ps_person_default();
  PS_TRY(ps_lab_open(&h->lab, b->err));
  PS_TRY(ps_human_create(&h->human, &h->lab.anatomy, &h->lab.parameters, &person, PS_DETAIL_FULL,
                         b->err));
  for (int i = 0; i < POSTURES; i++)
    PS_TRY(prepare_posture(b, i));
  return PS_OK;
}

const ps_model *ps_bench_human_model(const ps_bencher *b) {
  return b->human->human->model;
}

void ps_bench_human_free(ps_bench_human *h) {
  if (!h)
    return;
  for (int i = 0; i < POSTURES; i++) {
    ps_hold_free(h->item[i].hold);
    ps_data_free(h->item[i].d);
  }
  ps_human_free(h->human);
  ps_lab_close(&h->lab);
  ps_pool_free(&h->pool);
  free(h);
}

// ---- stages; what is freed or only made ready is put aside

static ps_status build(ps_bencher *b) {
  ps_lab lab;
  ps_human *human = NULL;
  ps_person person = ps_person_default();
  ps_status status = ps_lab_open(&lab, b->err);
  if (status == PS_OK)
    status =
        ps_human_create(&human, &lab.anatomy, &lab.parameters, &person, PS_DETAIL_FULL, b->err);
  double ready = ps_clock_ns();
  ps_human_free(human);
  ps_lab_close(&lab);
  b->aside += ps_clock_ns() - ready;
  return status;
}

static ps_status make_solver(ps_bencher *b, bench_posture *item) {
  ps_hold_options o = ps_hold_default();
  ps_hold_free(item->hold);
  item->hold = NULL;
  return ps_hold_create(&item->hold, b->human->human, &item->posture, &item->pose, &o, b->err);
}

static ps_status solver(ps_bencher *b) {
  for (int i = 0; i < POSTURES; i++)
    PS_TRY(make_solver(b, &b->human->item[i]));
  return PS_OK;
}

static ps_status cold(ps_bencher *b) {
  ps_held held;
  for (int i = 0; i < POSTURES; i++) {
    double begun = ps_clock_ns();
    PS_TRY(make_solver(b, &b->human->item[i]));
    b->aside += ps_clock_ns() - begun;
    ps_hold_solve(b->human->item[i].hold, &held);
  }
  return PS_OK;
}

// the same postures, leaning forth by a degree, eight times, and back as often
static ps_status warm(ps_bencher *b) {
  ps_held held;
  for (int i = 0; i < POSTURES; i++) {
    bench_posture *item = &b->human->item[i];
    double begun = ps_clock_ns(), lean = item->pose.trunk_inclination_deg;
    if (!item->hold)
      PS_TRY(make_solver(b, item));
    if (!(lean == lean)) // follows from other angles
      item->pose.trunk_inclination_deg = item->posture.inclination_deg;
    item->pose.trunk_inclination_deg += item->leaned++ / LEANS % 2 ? -1 : 1;
    b->aside += ps_clock_ns() - begun;
    PS_TRY(ps_posture_resolve(b->human->human, &item->pose, item->d, &item->posture, b->err));
    ps_hold_solve(item->hold, &held);
  }
  return PS_OK;
}

static ps_status draws(ps_bencher *b) {
  ps_answer *answer;
  ps_answer_options o = ps_answer_default();
  o.draws = DRAWS;
  ps_status status =
      ps_answer_pose(&answer, &b->human->lab, b->human->item[0].tree, NULL, &o, b->err);
  double ready = ps_clock_ns();
  ps_answer_free(answer);
  b->aside += ps_clock_ns() - ready;
  return status;
}

static ps_status sweep(ps_bencher *b) {
  static const char *const vary[] = {"lordosis_deg=35:55:20", "trunk_inclination_deg=0:40:100"};
  ps_sweep *result;
  ps_sweep_request q = {.posture = names[0], .vary = vary, .nvary = 2, .threads = b->o->threads};
  ps_status status = ps_sweep_run(&q, &result, b->err);
  if (status == PS_OK)
    ps_sweep_free(result);
  return status;
}

static int one(const ps_bencher *b) {
  (void)b;
  return 1;
}
static int postures(const ps_bencher *b) {
  (void)b;
  return POSTURES;
}
static int swept(const ps_bencher *b) {
  (void)b;
  return SWEPT;
}

// marks: what one unit may take [ns]
const ps_bench_work ps_bench_human_works[] = {
    {"human_build", "person", "a person's model, from the tables", build, NULL, one, 50e6},
    {"posture_solver", "posture", "what solves a posture, made ready", solver, NULL, postures, 0},
    {"posture_cold", "posture", "a posture, from nothing", cold, NULL, postures, 2e6},
    {"posture_warm", "posture", "the same, a degree on", warm, NULL, postures, 0.5e6},
    {"posture_draws", "posture", "a posture with 256 draws", draws, NULL, one, 1e9},
    {"sweep", "posture", "one of a sweep, on all threads", sweep, NULL, swept, 1e6},
};
const int ps_bench_human_count = sizeof ps_bench_human_works / sizeof *ps_bench_human_works;
