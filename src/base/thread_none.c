// thread_none.c: thread.h where there is one thread, as in WebAssembly: chunk after chunk.
#include "base/thread.h"

int ps_thread_count(void) {
  return 1;
}

bool ps_parallel_for(int nthreads, int nchunks, ps_chunk_fn fn, void *context,
                     atomic_bool *cancel) {
  (void)nthreads;
  int chunk = 0;
  for (; chunk < nchunks && !(cancel && atomic_load(cancel)); chunk++)
    fn(context, chunk, 0);
  return chunk >= nchunks;
}
