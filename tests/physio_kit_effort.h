// physio_kit_effort.h: parameters for tests of src/physio, from data/physio/effort.csv.
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "physio/effort.h"

// Two columns of the table: the names and the values.
typedef struct kit_table {
  char name[256][64];
  double value[256];
  int rows, used;
} kit_table;

static inline void kit_read(kit_table *table) {
  FILE *file = fopen(PSOAS_TEST_ROOT "/data/physio/effort.csv", "r");
  CHECK(file != NULL);
  char line[1024];
  CHECK(fgets(line, sizeof line, file) != NULL); // labels
  while (fgets(line, sizeof line, file)) {
    char *comma = strchr(line, ','), *end = NULL;
    CHECK(table->rows < 256 && comma && comma - line < 64);
    *comma = '\0';
    strcpy(table->name[table->rows], line);
    table->value[table->rows++] = strtod(comma + 1, &end);
    CHECK(end > comma + 1 && *end == ',');
  }
  fclose(file);
}

static inline double kit_value(kit_table *table, const char *module, const char *field) {
  char name[128];
  snprintf(name, sizeof name, "%s.%s", module, field);
  for (int row = 0; row < table->rows; row++)
    if (strcmp(table->name[row], name) == 0) {
      table->used++;
      return table->value[row];
    }
  fprintf(stderr, "data/physio/effort.csv has no row '%s'\n", name);
  CHECK(table->rows == 0); // a row is missing
  return 0;
}

// Every parameter has one row, and every row is a parameter.
static inline ps_effort_params kit_effort(void) {
  static kit_table table;
  table = (kit_table){0};
  kit_read(&table);
  ps_effort_params effort;
#define P(field) *at++ = kit_value(&table, module, #field);
#define M(member, FIELDS)                                                                          \
  {                                                                                                \
    const char *module = #member;                                                                  \
    double *at = (double *)&effort.member;                                                         \
    FIELDS(P)                                                                                      \
  }
  PS_EFFORT_MODULES(M)
#undef M
#undef P
  CHECK_EQ(table.used, table.rows);
  return effort;
}
