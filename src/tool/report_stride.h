// report_stride.h: when the feet are on the ground, and so where in its stride a foot is.
//
//   phase(t) = (t - t_k) / (t_k+1 - t_k)     t_k <= t < t_k+1                            (T1)
//
// t_k are the times a foot comes down: its vertical load, all plates together, rises through 20 N
// and later reaches a tenth of the body's weight. Before the first and after the last of them the
// strides next to them are taken to repeat.
#pragma once

#include <stdbool.h>

#include "model/loads_spec.h"
#include "model/model.h"

typedef enum ps_side { PS_SIDE_NONE, PS_SIDE_RIGHT, PS_SIDE_LEFT, PS_SIDES } ps_side;

// Is `word`, which is in lower case, a part of the name in any case?
bool ps_name_contains(const char *name, const char *word);
// What a name says: "psoas_r", "l_humerus", "GRF_right". PS_SIDE_NONE: nothing.
ps_side ps_side_of(const char *name);
// "right", "left", "".
const char *ps_side_name(ps_side side);

// A foot that stays on the ground. Where the record begins or ends meanwhile: NAN.
typedef struct ps_contact {
  double on, off; // [s]
} ps_contact;

typedef struct ps_foot {
  ps_contact *contact;
  int ncontact;
  double *down; // ndown [s]  times it comes down; at least two, or none
  int ndown;
  double stride; // [s]  mean
  double stance; // share of it on the ground; NAN: not known
} ps_foot;

typedef struct ps_strides {
  ps_foot foot[PS_SIDES]; // that of PS_SIDE_NONE has no contacts
} ps_strides;

// From the columns of a load table whose forces are given in ground.
ps_status ps_strides_find(ps_strides *strides, ps_pool *pool, const ps_loads_spec *loads,
                          const ps_model *m, ps_error *err);

// 0 .. 1 (T1); NAN where the foot has no strides.
double ps_stride_phase(const ps_foot *foot, double time);
// [s]  when the stride at `time` begins and ends; the foot must have strides.
void ps_stride_at(const ps_foot *foot, double time, double *begin, double *end);
