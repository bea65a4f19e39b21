// Any bytes as a set-up file of a tool.
#include <stdint.h>
#include <stdlib.h>

#include "io/setup.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  ps_tool_spec *tool;
  ps_error err;
  if (ps_tool_parse(&tool, "f", (const char *)data, size, &err) == PS_OK) {
    if (!tool->model_file[0] || tool->precision < 0)
      abort();
    for (int i = 0; i < tool->n; i++)
      if (tool->items[i].step_interval < 1)
        abort();
    ps_tool_free(tool);
  } else if (tool || err.status == PS_OK || !err.message[0]) {
    abort();
  }
  return 0;
}
