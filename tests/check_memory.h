// check_memory.h: makes the n-th allocation fail, and counts what is not given back.
//
// For programs named test_..._memory: the linker sends malloc, calloc, realloc, aligned_alloc
// and free of the library through the functions below (tests/CMakeLists.txt).
#pragma once

#include <stdbool.h>
#include <stdlib.h>

#include "check.h"

typedef struct check_memory_state {
  long calls;   // allocations asked for
  long fail_at; // the number of the one that fails; 0: none
  bool onward;  // and all after it
  bool hit;     // one has failed
  long live;    // blocks not given back
} check_memory_state;

static check_memory_state check_memory;

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
void __real_free(void *old);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
void __wrap_free(void *old);

static inline bool check_memory_fails(void) {
  long call = ++check_memory.calls;
  bool fails = check_memory.fail_at && (call == check_memory.fail_at ||
                                        (check_memory.onward && call > check_memory.fail_at));
  check_memory.hit |= fails;
  return fails;
}

static inline void *check_memory_given(void *block) {
  check_memory.live += block != NULL;
  return block;
}

void *__wrap_malloc(size_t size) {
  return check_memory_fails() ? NULL : check_memory_given(__real_malloc(size));
}
void *__wrap_calloc(size_t count, size_t size) {
  return check_memory_fails() ? NULL : check_memory_given(__real_calloc(count, size));
}
void *__wrap_realloc(void *old, size_t size) {
  if (check_memory_fails())
    return NULL;
  return old ? __real_realloc(old, size) : check_memory_given(__real_realloc(old, size));
}
void *__wrap_aligned_alloc(size_t alignment, size_t size) {
  return check_memory_fails() ? NULL : check_memory_given(__real_aligned_alloc(alignment, size));
}
void __wrap_free(void *old) {
  check_memory.live -= old != NULL;
  __real_free(old);
}

// Run `run` with each of its allocations failing in turn, alone and with all that follow. `run`
// returns whether it succeeded, and gives everything back. Returns the number of failures tried.
static inline int check_memory_run(bool (*run)(void)) {
  int tried = 0;
  for (int onward = 0; onward < 2; onward++)
    for (long n = 1;; n++) {
      check_memory = (check_memory_state){.fail_at = n, .onward = onward};
      bool succeeded = run();
      CHECK_EQ(check_memory.live, 0);
      if (!check_memory.hit) {
        CHECK(succeeded);
        break;
      }
      tried++;
    }
  check_memory = (check_memory_state){0};
  return tried;
}
