// parameters.c: the numbers of the built-in model by name.
#include "scenario/parameters.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "scenario/records.h"

const char *const ps_level_names[PS_LEVELS] = {"L5_S1", "L4_L5", "L3_L4",
                                               "L2_L3", "L1_L2", "T12_L1"};

static const char *const scalar_name[] = {
#define P(name) #name,
    PS_PARAMETERS(P)
#undef P
};
static const char *const level_name[] = {
#define P(name) #name,
    PS_LEVEL_PARAMETERS(P)
#undef P
};
enum { SCALARS = sizeof scalar_name / sizeof *scalar_name };

// place of a name in ps_parameters; -1: unknown
static int place_of(const char *name) {
  for (int i = 0; i < SCALARS; i++)
    if (strcmp(name, scalar_name[i]) == 0)
      return i;
  const char *dot = strchr(name, '.');
  for (int i = 0; dot && i < (PS_PARAMETER_COUNT - SCALARS) / PS_LEVELS; i++)
    if (strlen(level_name[i]) == (size_t)(dot - name) &&
        strncmp(name, level_name[i], (size_t)(dot - name)) == 0)
      for (int k = 0; k < PS_LEVELS; k++)
        if (strcmp(dot + 1, ps_level_names[k]) == 0)
          return SCALARS + i * PS_LEVELS + k;
  return -1;
}

static ps_status read_row(ps_records *r, ps_parameter_table *table, ps_error *err) {
  char name[64];
  ps_pool pool = {0};
  snprintf(name, sizeof name, "%s", ps_records_text(r, "name", &pool));
  ps_pool_free(&pool);
  int place = place_of(name);
  if (place < 0)
    return ps_fail(err, PS_ERR_REFERENCE, r->name, r->row + 2, "no parameter is called '%s'", name);
  ps_parameter *p = &table->item[place];
  if (p->name)
    return ps_fail(err, PS_ERR_VALUE, r->name, r->row + 2, "'%s' is given twice", name);
  *p = (ps_parameter){
      place < SCALARS ? scalar_name[place] : level_name[(place - SCALARS) / PS_LEVELS], place,
      ps_records_number(r, "value"), ps_records_number(r, "low"), ps_records_number(r, "high")};
  if (!isfinite(p->value) || isfinite(p->low) != isfinite(p->high) ||
      (isfinite(p->low) && !(p->low <= p->value && p->value <= p->high)))
    return ps_fail(err, PS_ERR_VALUE, r->name, r->row + 2,
                   "'%s' needs a value, and low and high around it or neither", name);
  return PS_OK;
}

ps_status ps_parameters_load(ps_parameter_table *table, ps_error *err) {
  *table = (ps_parameter_table){0};
  ps_records r;
  PS_TRY(ps_records_open(&r, "model/parameters.csv", err));
  while (ps_records_next(&r)) {
    ps_status status = read_row(&r, table, err);
    if (status != PS_OK)
      return ps_records_fail(&r, status);
  }
  PS_TRY(ps_records_close(&r, true, err));
  for (int i = 0; i < PS_PARAMETER_COUNT; i++)
    if (!table->item[i].name)
      return ps_fail(err, PS_ERR_STRUCTURE, "model/parameters.csv", 0, "there is no row for '%s'",
                     i < SCALARS ? scalar_name[i] : level_name[(i - SCALARS) / PS_LEVELS]);
  return PS_OK;
}

ps_parameters ps_parameters_default(const ps_parameter_table *table) {
  ps_parameters p;
  double *number = (double *)&p;
  for (int i = 0; i < PS_PARAMETER_COUNT; i++)
    number[i] = table->item[i].value;
  return p;
}
