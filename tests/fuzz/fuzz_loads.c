// Any bytes as an ExternalLoads document.
#include <stdint.h>
#include <stdlib.h>

#include "io/loads.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  ps_loads_spec *loads;
  ps_error err;
  if (ps_loads_parse(&loads, "f", (const char *)data, size, &err) == PS_OK) {
    for (int i = 0; i < loads->n; i++)
      if (!loads->items[i].name || !loads->items[i].body)
        abort();
    ps_loads_free(loads);
  } else if (loads || err.status == PS_OK || !err.message[0]) {
    abort();
  }
  return 0;
}
