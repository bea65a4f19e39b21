#define _GNU_SOURCE // sched_getaffinity
#include "base/thread.h"

#include <pthread.h>
#include <sched.h>

int ps_thread_count(void) {
  cpu_set_t allowed;
  int count = sched_getaffinity(0, sizeof allowed, &allowed) == 0 ? CPU_COUNT(&allowed) : 1;
  return count > 0 ? count : 1;
}

typedef struct work {
  ps_chunk_fn fn;
  void *context;
  atomic_bool *cancel;
  int nchunks;
  atomic_int next; // chunk to be handed out
  atomic_int done; // chunks finished
} work;

typedef struct worker {
  pthread_t thread;
  work *work;
  int number;
} worker;

static void *run(void *argument) {
  const worker *self = argument;
  work *w = self->work;
  while (!(w->cancel && atomic_load(w->cancel))) {
    int chunk = atomic_fetch_add(&w->next, 1);
    if (chunk >= w->nchunks)
      break;
    w->fn(w->context, chunk, self->number);
    atomic_fetch_add(&w->done, 1);
  }
  return NULL;
}

bool ps_parallel_for(int nthreads, int nchunks, ps_chunk_fn fn, void *context,
                     atomic_bool *cancel) {
  enum { MOST = 256 };
  worker workers[MOST];
  work w = {.fn = fn, .context = context, .cancel = cancel, .nchunks = nchunks};
  nthreads = nthreads < nchunks ? nthreads : nchunks;
  nthreads = nthreads < MOST ? nthreads : MOST;

  int started = 1;
  workers[0] = (worker){.work = &w};
  for (; started < nthreads; started++) {
    workers[started] = (worker){.work = &w, .number = started};
    if (pthread_create(&workers[started].thread, NULL, run, &workers[started]) != 0)
      break;
  }
  run(&workers[0]);
  for (int i = 1; i < started; i++)
    pthread_join(workers[i].thread, NULL);
  return atomic_load(&w.done) >= nchunks;
}
