#include <stdlib.h>

#include "base/thread.h"
#include "check.h"

enum { CHUNKS = 1000, WORKERS = 8 };

typedef struct tally {
  int visits[CHUNKS];
  double value[CHUNKS];
  atomic_int inside[WORKERS]; // chunks running on a worker
  bool crossed;               // two at a time on one worker, or a worker that is none
  int nthreads;
  atomic_bool *cancel;
} tally;

static void count_chunk(void *context, int chunk, int worker) {
  tally *t = context;
  if (worker < 0 || worker >= t->nthreads || atomic_fetch_add(&t->inside[worker], 1) != 0)
    t->crossed = true;
  t->visits[chunk]++;
  double sum = 0;
  for (int i = 1; i <= 1000; i++)
    sum += 1.0 / (i + chunk);
  t->value[chunk] = sum;
  if (t->cancel && chunk == 10)
    atomic_store(t->cancel, true);
  if (worker >= 0 && worker < WORKERS)
    atomic_fetch_sub(&t->inside[worker], 1);
}

static void every_chunk_is_done_once_with_the_same_result(void) {
  tally *one = calloc(1, sizeof *one), *many = calloc(1, sizeof *many);
  one->nthreads = 1;
  CHECK(ps_parallel_for(1, CHUNKS, count_chunk, one, NULL));
  for (int n = 1; n <= WORKERS; n++) {
    memset(many, 0, sizeof *many);
    many->nthreads = n;
    CHECK(ps_parallel_for(n, CHUNKS, count_chunk, many, NULL));
    CHECK(!many->crossed);
    for (int i = 0; i < CHUNKS; i++) {
      CHECK_EQ(many->visits[i], 1);
      CHECK_EQ(many->value[i], one->value[i]);
    }
  }
  free(one);
  free(many);
}

static void cancelling_stops_the_handing_out(void) {
  for (int n = 1; n <= 4; n++) {
    tally *t = calloc(1, sizeof *t);
    atomic_bool cancel = false;
    t->nthreads = n;
    t->cancel = &cancel;
    CHECK(!ps_parallel_for(n, CHUNKS, count_chunk, t, &cancel));
    CHECK_EQ(t->visits[10], 1);
    CHECK_EQ(t->visits[CHUNKS - 1], 0);
    free(t);
  }
}

static void no_work_and_too_many_threads_are_fine(void) {
  tally *t = calloc(1, sizeof *t);
  t->nthreads = WORKERS;
  CHECK(ps_parallel_for(4, 0, count_chunk, t, NULL));
  CHECK(ps_parallel_for(0, 1, count_chunk, t, NULL));
  CHECK(ps_parallel_for(100000, 3, count_chunk, t, NULL));
  CHECK_EQ(t->visits[0], 2);
  CHECK_EQ(t->visits[2], 1);
  CHECK(!t->crossed);
  CHECK(ps_thread_count() >= 1);
  free(t);
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(every_chunk_is_done_once_with_the_same_result),
                   CHECK_FACT(cancelling_stops_the_handing_out),
                   CHECK_FACT(no_work_and_too_many_threads_are_fine));
}
