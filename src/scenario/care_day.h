// care_day.h: the day that a person lives with interventions that act by exposure.
//
//   seat              seated blocks lean back, with a pad behind the loin: size [m] of the pad
//   sitting share     of each block of desk work on a seat its last -size is done standing
//   breaks            seated blocks get one each 30 min; the minutes of a week are shared out
//   posture           of the longest seated block its last minutes are spent on the back
//
// In this order. Blocks keep their task, stress and vibration where they still sit; the clock
// keeps its time. What a row says beyond numbers is in docs/evidence.md.
#pragma once

#include "scenario/care.h"
#include "scenario/weeks.h"

// The day with all items in place, in `pool`. Poses are those of `plain` and, behind them, others
// that do not depend on sizes: a body that knows them knows the day of any sizes.
ps_status ps_care_day(ps_pool *pool, const ps_care *care, const ps_care_sizes *sizes,
                      const ps_day *plain, ps_day *day, ps_error *err);

// The kinds of day of weeks, each once more behind them as lived with interventions, if any item
// changes a day. *treated: how much further back they are; 0: none.
ps_status ps_care_weeks(ps_pool *pool, const ps_care *care, ps_weeks *weeks, int *treated,
                        ps_error *err);
