// plan_inner.h: what screening and draws of a plan share. Private to src/scenario/plan*.c.
#pragma once

#include <stdatomic.h>

#include "scenario/plan.h"

enum { PS_PLAN_EVERY = 7 }; // [d]  pain is felt on the middle day of each week

// Options of every run of a plan: steps of the person's state far below what pain asks for.
ps_habit_options ps_plan_options(void);
// The set of exposures of a combination, made where it is new; -1 with an error.
int ps_plan_set_of(ps_plan *p, const ps_plan_choice *c, ps_error *err);
// The days of any interventions.
ps_status ps_plan_set_make(ps_plan *p, const ps_care *care, ps_plan_set **set, ps_error *err);

// What a run of one combination wants.
typedef struct ps_plan_run {
  ps_habit_bodies *bodies;
  ps_habit_table *known;
  const ps_parameters *mechanics;
  const ps_physio *physio;
  const ps_care *care;
  const ps_care_sizes *sizes;
  float *rows; // of ps_plan_cells(p)
} ps_plan_run;
size_t ps_plan_cells(const ps_plan *p);
ps_status ps_plan_live(const ps_plan *p, const ps_plan_run *run, ps_plan_outcome *out,
                       ps_error *err);
// The ratio of new back pain under care, on the last day.
double ps_plan_hazard(const ps_plan *p, const ps_care *care, const ps_care_sizes *sizes);
