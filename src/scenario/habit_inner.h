// habit_inner.h: bodies of a habit. Private to src/scenario/habit*.c.
#pragma once

#include "scenario/habit.h"
#include "scenario/ranges.h"

// What hands-on tests and an upright stance say of a shortening.
typedef struct ps_habit_reach {
  bool known;
  double extension, thomas, lordosis, pelvic_tilt; // [deg]; the last two nan where not asked for
} ps_habit_reach;

enum { PS_HABIT_REACHES = 61 }; // shortenings of -20 to 40 per cent, by one per cent

// The body of a shortening of `node` steps; NULL with an error.
ps_body *ps_habit_body(ps_habit_bodies *b, int node, ps_error *err);
// The days of a kind in this body; and the one that is ordinary.
ps_life_days ps_habit_days(const ps_habit_bodies *b, int kind);
const ps_weeks *ps_habit_weeks(const ps_habit_bodies *b);
// Interpolated between hundredths that are found once and kept in `table`.
ps_status ps_habit_reach_at(ps_habit_bodies *b, const ps_parameters *mechanics, double shortening,
                            bool posture, ps_habit_reach table[PS_HABIT_REACHES],
                            ps_habit_reach *reach, ps_error *err);
