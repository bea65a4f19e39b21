#include "base/embedded.h"

#include <assert.h>
#include <string.h>

int ps_embedded_count(void) {
  return ps_embedded_ntable;
}

const ps_embedded *ps_embedded_at(int i) {
  assert(0 <= i && i < ps_embedded_ntable);
  return &ps_embedded_tables[i];
}

const ps_embedded *ps_embedded_find(const char *name) {
  for (int i = 0; i < ps_embedded_ntable; i++)
    if (strcmp(ps_embedded_tables[i].name, name) == 0)
      return &ps_embedded_tables[i];
  return NULL;
}
