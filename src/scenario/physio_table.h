// physio_table.h: the numbers of the slow processes, from data/physio, with their ranges.
//
// A row has the name "creep.load_min". Rows with a range are drawn for intervals: low and high are
// the 10th and 90th percentile of what the sources leave open. The risk factors (risk.csv) are read
// into ps_nerve.risk_factor and never drawn: they have intervals of their own.
#pragma once

#include <stdint.h>

#include "physio/effort.h"
#include "physio/nerve.h"
#include "physio/tissue.h"
#include "psoas/status.h"

typedef struct ps_physio {
  ps_tissue tissue;
  ps_effort_params effort;
  ps_nerve nerve;
} ps_physio;

typedef enum ps_spread {
  PS_SPREAD_NONE,
  PS_SPREAD_NORMAL, // two halves that meet at the value
  PS_SPREAD_LOGNORMAL,
  PS_SPREAD_UNIFORM,
} ps_spread;

typedef struct ps_physio_number {
  char name[56];
  int place; // in ps_physio, counted in doubles
  double value, low, high;
  ps_spread spread;
} ps_physio_number;

enum { PS_PHYSIO_NUMBERS = sizeof(ps_physio) / sizeof(double) };

typedef struct ps_physio_table {
  int n;
  ps_physio_number item[PS_PHYSIO_NUMBERS];
  ps_risk_factor risk_factor[PS_RISK_NFACTOR];
} ps_physio_table;

// Read the tables; a missing, double or unknown name is an error.
ps_status ps_physio_load(ps_physio_table *table, ps_error *err);
ps_physio ps_physio_default(const ps_physio_table *table);
// Draw i of n.
void ps_physio_draw(const ps_physio_table *table, uint64_t seed, int i, int n, ps_physio *out);
