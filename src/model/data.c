#include "model/data.h"

#include <stdlib.h>
#include <string.h>

// place every array in `arena`; with an arena that has no block, only learn the size
static void place_arrays(const ps_model *m, ps_data *d, ps_arena *arena) {
#define F(type, name, rows, unit, about)                                                           \
  d->name = ps_arena_take(arena, (size_t)(m->rows), sizeof(type));
  PS_DATA_FIELDS(F)
#undef F
}

ps_data *ps_data_create(const ps_model *m) {
  ps_data *d = calloc(1, sizeof *d);
  if (!d)
    return NULL;
  ps_arena arena = {0};
  place_arrays(m, d, &arena);
  arena.size = arena.used;
  arena.used = 0;
  arena.block = d->block = aligned_alloc(PS_ARENA_ALIGN, arena.size + PS_ARENA_ALIGN);
  if (!d->block) {
    free(d);
    return NULL;
  }
  memset(d->block, 0, arena.size);
  place_arrays(m, d, &arena);
  d->model = m;
  for (int k = 0; k < m->nq; k++) {
    d->q[k] = m->coord_default[k];
    d->u[k] = m->coord_default_speed[k];
  }
  return d;
}

void ps_data_free(ps_data *d) {
  if (!d)
    return;
  free(d->block);
  free(d);
}
