// physio_kit_nerve.h: the parameters of the area nerve, read from its two tables by name. A name
// that the structs do not have, and one that the tables do not have, fail the test.
#pragma once

#include <stdlib.h>

#include "check.h"
#include "physio/nerve.h"

#define KIT_NAME(name) #name,
#define KIT_NAMES(module, parameters)                                                              \
  static const char *const kit_names_##module[] = {parameters(KIT_NAME)};
PS_NERVE_MODULES(KIT_NAMES)

enum { KIT_LINE = 1024, KIT_COLUMNS = 16 };

// Cut a line of a table at its commas; quotes are taken off. Returns the number of columns.
static inline int kit_cut(char *line, char *column[KIT_COLUMNS]) {
  int n = 0;
  for (char *at = line; n < KIT_COLUMNS;) {
    int quoted = *at == '"';
    column[n++] = at += quoted;
    at += strcspn(at, quoted ? "\"" : ",\r\n");
    if (quoted && *at)
      *at++ = 0; // the closing quote; a comma or the end follows
    int more = *at == ',';
    *at++ = 0;
    if (!more)
      break;
  }
  return n;
}

// Call `row` for each line of a table but the first.
static inline void kit_table(const char *path, int columns, ps_nerve *nerve,
                             void (*row)(char *column[KIT_COLUMNS], ps_nerve *nerve)) {
  char line[KIT_LINE], *column[KIT_COLUMNS];
  FILE *file = fopen(path, "r");
  CHECK(file != NULL);
  for (int i = 0; fgets(line, sizeof line, file); i++) {
    CHECK_EQ(kit_cut(line, column), columns);
    if (i > 0)
      row(column, nerve);
  }
  fclose(file);
}

static inline double *kit_field(ps_nerve *nerve, const char *name) {
#define KIT_FIELD(module, parameters)                                                              \
  for (size_t i = 0; i < sizeof kit_names_##module / sizeof *kit_names_##module; i++) {            \
    size_t dot = strlen(#module);                                                                  \
    if (!strncmp(name, #module ".", dot + 1) && !strcmp(name + dot + 1, kit_names_##module[i]))    \
      return (double *)(void *)&nerve->module + i;                                                 \
  }
  PS_NERVE_MODULES(KIT_FIELD)
  return NULL;
}

static inline void kit_parameter(char *column[KIT_COLUMNS], ps_nerve *nerve) {
  double *field = kit_field(nerve, column[0]);
  if (!field || !isnan(*field)) // unknown, or a second time
    check_fail("nerve.csv", 0, column[0]);
  *field = strtod(column[1], NULL);
}

static inline int kit_word(const char *word, const char *const *names, int n) {
  for (int i = 0; i < n; i++)
    if (!strcmp(word, names[i]))
      return i;
  check_fail("risk.csv", 0, word);
  return -1;
}

static inline void kit_factor(char *column[KIT_COLUMNS], ps_nerve *nerve) {
  ps_risk_factor *f =
      &nerve->risk_factor[kit_word(column[0], ps_risk_factor_names, PS_RISK_NFACTOR)];
  CHECK(isnan(f->ratio));
  f->outcome = (ps_risk_outcome)kit_word(column[1], ps_risk_outcome_names, PS_RISK_NOUTCOME);
  f->ratio = strtod(column[2], NULL);
  f->low = *column[3] ? strtod(column[3], NULL) : f->ratio;
  f->high = *column[4] ? strtod(column[4], NULL) : f->ratio;
  f->measure = (ps_risk_measure)kit_word(column[5], ps_risk_measure_names, PS_RISK_NMEASURE);
  f->base = strtod(column[6], NULL);
  f->shrinks = atoi(column[7]);
  f->group = (ps_risk_group)kit_word(column[8], ps_risk_group_names, PS_RISK_NGROUP);
  CHECK_TEXT(column[11], "association");
}

// All parameters as the tables have them.
static inline ps_nerve kit_nerve(void) {
  ps_nerve nerve;
#define KIT_UNSET(module, parameters)                                                              \
  for (size_t i = 0; i < sizeof kit_names_##module / sizeof *kit_names_##module; i++)              \
    ((double *)(void *)&nerve.module)[i] = NAN;
  PS_NERVE_MODULES(KIT_UNSET)
  for (int i = 0; i < PS_RISK_NFACTOR; i++)
    nerve.risk_factor[i].ratio = NAN;

  kit_table(PSOAS_TEST_ROOT "/data/physio/nerve.csv", 11, &nerve, kit_parameter);
  kit_table(PSOAS_TEST_ROOT "/data/physio/risk.csv", 15, &nerve, kit_factor);

#define KIT_CHECK(module, parameters)                                                              \
  for (size_t i = 0; i < sizeof kit_names_##module / sizeof *kit_names_##module; i++)              \
    if (isnan(((double *)(void *)&nerve.module)[i]))                                               \
      check_fail("nerve.csv lacks " #module, 0, kit_names_##module[i]);
  PS_NERVE_MODULES(KIT_CHECK)
  for (int i = 0; i < PS_RISK_NFACTOR; i++)
    CHECK(!isnan(nerve.risk_factor[i].ratio));
  return nerve;
}
