// arena.h: two ways to own memory.
//
// A ps_arena hands out pieces of one block. Without a block it only counts, so that the same layout
// function first learns the size and then places the arrays. A ps_pool grows in chunks and keeps
// its addresses; specs and parsed documents live in one and go with it.
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum { PS_ARENA_ALIGN = 64 }; // [bytes]  one cache line, and enough for any vector load

typedef struct ps_arena {
  char *block; // NULL: only count
  size_t used; // [bytes]  handed out so far
  size_t size; // [bytes]  of the block
} ps_arena;

// `count` items of `item` bytes, aligned; NULL while counting. Zero items take no room.
void *ps_arena_take(ps_arena *arena, size_t count, size_t item);

typedef struct ps_pool {
  struct ps_pool_chunk *chunk; // newest first
  size_t total;                // [bytes]  allocated
  size_t limit;                // [bytes]  0: none
} ps_pool;

// `size` zeroed bytes aligned for any type; NULL when memory or the limit runs out.
void *ps_pool_take(ps_pool *pool, size_t size);
// A copy of `length` characters with a terminating zero; NULL when memory runs out.
char *ps_pool_text(ps_pool *pool, const char *text, size_t length);
void ps_pool_free(ps_pool *pool);
// Take everything back, for the next round of the same: a pool that is used again and again so
// comes to one chunk that holds all of a round, and allocates nothing.
void ps_pool_rewind(ps_pool *pool);

// Make room for one more item in a growable array that lives in the pool; false without memory.
// The old copy stays in the pool until the end, so growth doubles and wastes at most as much again.
bool ps_pool_grow(ps_pool *pool, void **items, int count, int *capacity, size_t item);

// Append to {type *items; int n, capacity}: pointer to the new zeroed item, or NULL.
#define PS_APPEND(pool, list)                                                                      \
  (ps_pool_grow((pool), (void **)&(list)->items, (list)->n, &(list)->capacity,                     \
                sizeof *(list)->items)                                                             \
       ? &(list)->items[(list)->n++]                                                               \
       : NULL)
