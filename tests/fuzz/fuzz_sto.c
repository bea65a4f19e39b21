// Any bytes as a motion file; what is accepted is finite, increasing, and can be written.
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "io/sto.h"
#include "io/sto_write.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  ps_table *table;
  ps_notes notes = {0};
  ps_error err;
  ps_sto_flags flags = size % 2 ? PS_STO_ALLOW_NAN : PS_STO_STRICT;
  ps_status status = ps_sto_parse(&table, "f", (const char *)data, size, flags, &notes, &err);
  ps_notes_free(&notes);
  if (status != PS_OK) {
    if (table || err.status != status || !err.message[0])
      abort();
    return 0;
  }
  for (int row = 0; row < ps_table_rows(table); row++) {
    if (row && !(ps_table_time(table, row) > ps_table_time(table, row - 1)))
      abort();
    for (int column = 0; column < ps_table_columns(table); column++) {
      double value = ps_table_value(table, row, column);
      if (!isfinite(value) && !(isnan(value) && flags == PS_STO_ALLOW_NAN))
        abort();
    }
  }
  ps_file_writer w;
  char *text = NULL;
  size_t length;
  if (ps_file_writer_memory(&w, NULL) == PS_OK) {
    ps_sto_write(&w, table, (int)(size % 31));
    ps_file_writer_take(&w, &text, &length, NULL);
    free(text);
  }
  ps_table_free(table);
  return 0;
}
