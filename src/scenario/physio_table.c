// physio_table.c: the tables of data/physio into the parameters of the modules, by name.
#include "scenario/physio_table.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "num/latin.h"
#include "psoas/nearest.h"
#include "scenario/records.h"

// A module's parameters are doubles, one after the other, in the order of its list of fields.
typedef struct module {
  const char *name, *fields; // fields: names, each with its own end
  size_t offset;             // [bytes]
} module;

#define FIELD(name) #name "\0"
static const module modules[] = {
#define M(name, LIST) {#name, LIST(FIELD), offsetof(ps_physio, tissue.name)},
    PS_TISSUE_MODULES(M)
#undef M
#define M(name, LIST) {#name, LIST(FIELD), offsetof(ps_physio, effort.name)},
        PS_EFFORT_MODULES(M)
#undef M
#define M(name, LIST) {#name, LIST(FIELD), offsetof(ps_physio, nerve.name)},
            PS_NERVE_MODULES(M)
#undef M
};
enum { MODULES = sizeof modules / sizeof *modules };

static const char *const tables[] = {"physio/tissue.csv", "physio/effort.csv", "physio/nerve.csv"};

// place of "creep.load_min" in ps_physio; -1: unknown
static int place_of(const char *name) {
  const char *dot = strchr(name, '.');
  size_t length = dot ? (size_t)(dot - name) : 0;
  for (int i = 0; i < MODULES && dot; i++) {
    if (strlen(modules[i].name) != length || memcmp(modules[i].name, name, length) != 0)
      continue;
    int k = 0;
    for (const char *f = modules[i].fields; *f; f += strlen(f) + 1, k++)
      if (strcmp(f, dot + 1) == 0)
        return (int)(modules[i].offset / sizeof(double)) + k;
  }
  return -1;
}

// of the fields of all modules
static const char *nearest_number(const char *name, char *hint, size_t size) {
  const char *dot = strchr(name, '.');
  ps_nearest nearest = ps_nearest_to(dot ? dot + 1 : name);
  for (int i = 0; i < MODULES; i++)
    for (const char *f = modules[i].fields; *f; f += strlen(f) + 1)
      ps_nearest_try(&nearest, f);
  return ps_nearest_hint(&nearest, hint, size);
}

static ps_spread spread_named(const char *word) {
  return !strcmp(word, "lognormal") ? PS_SPREAD_LOGNORMAL
         : !strcmp(word, "uniform") ? PS_SPREAD_UNIFORM
         : *word                    ? PS_SPREAD_NORMAL
                                    : PS_SPREAD_NONE;
}

static ps_status read_row(ps_records *r, ps_physio_table *table, bool *known, ps_error *err) {
  ps_pool pool = {0};
  ps_physio_number n = {.value = ps_records_number(r, "value"),
                        .low = ps_records_number(r, "low"),
                        .high = ps_records_number(r, "high")};
  snprintf(n.name, sizeof n.name, "%s", ps_records_text(r, "name", &pool));
  bool ranged = n.low < n.high;
  n.spread = ranged ? spread_named(ps_records_text(r, "distribution", &pool)) : PS_SPREAD_NONE;
  if (n.spread == PS_SPREAD_LOGNORMAL && !(n.low > 0)) // zero is among what is possible
    n.spread = PS_SPREAD_NORMAL;
  ps_pool_free(&pool);
  n.place = place_of(n.name);
  if (n.place < 0) {
    char hint[128];
    return ps_fail(err, PS_ERR_REFERENCE, r->name, r->row + 2, "no number is called '%s'%s", n.name,
                   nearest_number(n.name, hint, sizeof hint));
  }
  if (known[n.place])
    return ps_fail(err, PS_ERR_VALUE, r->name, r->row + 2, "'%s' is given twice", n.name);
  if (!isfinite(n.value) || (ranged && !(n.low <= n.value && n.value <= n.high)))
    return ps_fail(err, PS_ERR_VALUE, r->name, r->row + 2,
                   "'%s' needs a value, and low and high around it or neither", n.name);
  known[n.place] = true;
  table->item[table->n++] = n;
  return PS_OK;
}

static ps_status check_all(const bool *known, ps_error *err) {
  for (int i = 0; i < MODULES; i++) {
    size_t k = modules[i].offset / sizeof(double);
    for (const char *f = modules[i].fields; *f; f += strlen(f) + 1, k++)
      if (!known[k])
        return ps_fail(err, PS_ERR_STRUCTURE, "physio", 0, "the tables do not give %s.%s",
                       modules[i].name, f);
  }
  return PS_OK;
}

// ---- risk factors

// the place of the word in `column` among `n` names; fails with the nearest one
static ps_status read_word(ps_records *r, const char *column, const char *const *names, int n,
                           int *place, ps_error *err) {
  ps_pool pool = {0};
  char word[64], hint[96];
  snprintf(word, sizeof word, "%s", ps_records_text(r, column, &pool));
  ps_pool_free(&pool);
  ps_nearest nearest = ps_nearest_to(word);
  for (*place = 0; *place < n; ++*place) {
    ps_nearest_try(&nearest, names[*place]);
    if (strcmp(names[*place], word) == 0)
      return PS_OK;
  }
  return ps_fail(err, PS_ERR_REFERENCE, r->name, r->row + 2, "there is no %s '%s'%s", column, word,
                 ps_nearest_hint(&nearest, hint, sizeof hint));
}

static double number_or(ps_records *r, const char *column, double otherwise) {
  double x = ps_records_number(r, column);
  return isfinite(x) ? x : otherwise;
}

static ps_status read_factor(ps_records *r, ps_risk_factor *factors, ps_error *err) {
  int id, outcome, measure, group;
  PS_TRY(read_word(r, "factor", ps_risk_factor_names, PS_RISK_NFACTOR, &id, err));
  PS_TRY(read_word(r, "outcome", ps_risk_outcome_names, PS_RISK_NOUTCOME, &outcome, err));
  PS_TRY(read_word(r, "measure", ps_risk_measure_names, PS_RISK_NMEASURE, &measure, err));
  PS_TRY(read_word(r, "group", ps_risk_group_names, PS_RISK_NGROUP, &group, err));
  double ratio = ps_records_number(r, "odds_ratio");
  ps_risk_factor f = {.outcome = (ps_risk_outcome)outcome,
                      .group = (ps_risk_group)group,
                      .measure = (ps_risk_measure)measure,
                      .ratio = ratio,
                      .low = number_or(r, "low", ratio),
                      .high = number_or(r, "high", ratio),
                      .base = number_or(r, "base", 0),
                      .shrinks = ps_records_number(r, "shrink") == 1};
  const char *name = ps_risk_factor_names[id];
  if (factors[id].ratio > 0)
    return ps_fail(err, PS_ERR_VALUE, r->name, r->row + 2, "'%s' is given twice", name);
  if (!(0 < f.low && f.low <= f.ratio && f.ratio <= f.high && 0 <= f.base && f.base < 1))
    return ps_fail(err, PS_ERR_VALUE, r->name, r->row + 2,
                   "'%s' needs a ratio above 0, low and high around it or neither, and a base "
                   "below 1 or none",
                   name);
  factors[id] = f;
  return PS_OK;
}

static ps_status read_factors(ps_physio_table *table, ps_error *err) {
  ps_records r;
  memset(table->risk_factor, 0, sizeof table->risk_factor);
  PS_TRY(ps_records_open(&r, "physio/risk.csv", err));
  while (ps_records_next(&r)) {
    ps_status status = read_factor(&r, table->risk_factor, err);
    if (status != PS_OK)
      return ps_records_fail(&r, status);
  }
  PS_TRY(ps_records_close(&r, true, err));
  for (int i = 0; i < PS_RISK_NFACTOR; i++)
    if (!(table->risk_factor[i].ratio > 0))
      return ps_fail(err, PS_ERR_STRUCTURE, "physio/risk.csv", 0, "there is no row for %s",
                     ps_risk_factor_names[i]);
  return PS_OK;
}

ps_status ps_physio_load(ps_physio_table *table, ps_error *err) {
  bool known[PS_PHYSIO_NUMBERS] = {false};
  table->n = 0;
  for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
    ps_records r;
    PS_TRY(ps_records_open(&r, tables[i], err));
    while (ps_records_next(&r)) {
      ps_status status = read_row(&r, table, known, err);
      if (status != PS_OK)
        return ps_records_fail(&r, status);
    }
    PS_TRY(ps_records_close(&r, true, err));
  }
  PS_TRY(check_all(known, err));
  return read_factors(table, err);
}

ps_physio ps_physio_default(const ps_physio_table *table) {
  ps_physio p;
  memset(&p, 0, sizeof p);
  for (int i = 0; i < table->n; i++)
    ((double *)&p)[table->item[i].place] = table->item[i].value;
  memcpy(p.nerve.risk_factor, table->risk_factor, sizeof p.nerve.risk_factor);
  return p;
}

// ---- draws

static double drawn(const ps_physio_number *n, double u) {
  const double at_90 = 1.2815515655446004, most = 2.5;
  if (n->spread == PS_SPREAD_UNIFORM)
    return n->low + u * (n->high - n->low);
  double z = fmax(-most, fmin(most, ps_normal_quantile(u))) / at_90;
  if (n->spread == PS_SPREAD_LOGNORMAL)
    return n->value * pow(z < 0 ? n->value / n->low : n->high / n->value, z);
  double x = n->value + z * (z < 0 ? n->value - n->low : n->high - n->value);
  return n->low >= 0 ? fmax(0, x) : x; // what cannot be negative is not
}

void ps_physio_draw(const ps_physio_table *table, uint64_t seed, int i, int n, ps_physio *out) {
  const uint64_t streams = 100000; // apart from those of the mechanics
  *out = ps_physio_default(table);
  for (int k = 0; k < table->n; k++) {
    const ps_physio_number *number = &table->item[k];
    if (number->spread == PS_SPREAD_NONE)
      continue;
    double u = ps_latin_uniform(seed, streams + (uint64_t)number->place, i, n);
    ((double *)out)[number->place] = drawn(number, u);
  }
}
