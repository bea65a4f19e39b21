#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

void *ps_arena_take(ps_arena *arena, size_t count, size_t item) {
  size_t size = (count * item + PS_ARENA_ALIGN - 1) / PS_ARENA_ALIGN * PS_ARENA_ALIGN;
  void *at = arena->block ? arena->block + arena->used : NULL;
  arena->used += size;
  return at;
}

typedef struct ps_pool_chunk {
  struct ps_pool_chunk *older;
  size_t used, size;
  max_align_t data[];
} ps_pool_chunk;

enum { FIRST_CHUNK = 4096, LARGEST_CHUNK = 1 << 20 }; // [bytes]

static ps_pool_chunk *add_chunk(ps_pool *pool, size_t size) {
  size_t want = pool->total < FIRST_CHUNK ? FIRST_CHUNK : pool->total;
  if (want > LARGEST_CHUNK)
    want = LARGEST_CHUNK;
  if (want < size)
    want = size;
  if (pool->limit && (want > pool->limit || pool->total > pool->limit - want))
    return NULL;
  ps_pool_chunk *chunk = malloc(sizeof *chunk + want);
  if (!chunk)
    return NULL;
  chunk->used = 0;
  chunk->size = want;
  chunk->older = pool->chunk;
  pool->chunk = chunk;
  pool->total += want;
  return chunk;
}

// `size` bytes with whatever was there before
static void *take(ps_pool *pool, size_t size) {
  const size_t align = _Alignof(max_align_t);
  if (size > SIZE_MAX / 4)
    return NULL;
  size = (size + align - 1) / align * align;
  ps_pool_chunk *chunk = pool->chunk;
  if (!chunk || chunk->size - chunk->used < size)
    chunk = add_chunk(pool, size);
  if (!chunk)
    return NULL;
  void *at = (char *)chunk->data + chunk->used;
  chunk->used += size;
  return at;
}

void *ps_pool_take(ps_pool *pool, size_t size) {
  void *at = take(pool, size);
  return at ? memset(at, 0, size) : NULL;
}

char *ps_pool_text(ps_pool *pool, const char *text, size_t length) {
  char *copy = take(pool, length + 1);
  if (!copy)
    return NULL;
  if (length)
    memcpy(copy, text, length);
  copy[length] = 0;
  return copy;
}

void ps_pool_free(ps_pool *pool) {
  while (pool->chunk) {
    ps_pool_chunk *older = pool->chunk->older;
    free(pool->chunk);
    pool->chunk = older;
  }
  pool->total = 0;
}

void ps_pool_rewind(ps_pool *pool) {
  size_t total = pool->total;
  if (pool->chunk && pool->chunk->older) {
    ps_pool_free(pool);
    add_chunk(pool, total); // without memory the next taking says so
  }
  if (pool->chunk)
    pool->chunk->used = 0;
}

bool ps_pool_grow(ps_pool *pool, void **items, int count, int *capacity, size_t item) {
  if (count >= *capacity) {
    int larger = *capacity ? 2 * *capacity : 8;
    if (*capacity > INT32_MAX / 2 || item > SIZE_MAX / (size_t)larger)
      return false;
    void *copy = take(pool, (size_t)larger * item); // items are zeroed one by one, below
    if (!copy)
      return false;
    if (count)
      memcpy(copy, *items, (size_t)count * item);
    *items = copy;
    *capacity = larger;
  }
  memset((char *)*items + (size_t)count * item, 0, item);
  return true;
}
