// thread.h: the same work on several threads, with the same result for any number of them.
//
// Work is cut into numbered chunks; any thread may take any chunk, so a chunk reads what is shared,
// writes only to places that belong to its number, and keeps scratch by its worker.
#pragma once

#include <stdatomic.h>
#include <stdbool.h>

// One chunk of the work. `worker` is 0 .. nthreads - 1; no two chunks run on one worker at a time.
typedef void (*ps_chunk_fn)(void *context, int chunk, int worker);

// Run chunks 0 .. nchunks - 1 on up to `nthreads` threads, the calling one included (worker 0);
// where threads cannot be had, on fewer. Setting *cancel (may be NULL), from anywhere, stops the
// handing out. False: cancelled before every chunk was done.
bool ps_parallel_for(int nthreads, int nchunks, ps_chunk_fn fn, void *context, atomic_bool *cancel);

// Threads this process may run at once, at least 1.
int ps_thread_count(void);
