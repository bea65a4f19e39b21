// habit_inner.h: bodies and known days of a habit. Private to src/scenario/habit*.c.
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

// ---- known days (habit_day.c)

// What is kept of every row of a day.
typedef enum ps_known_what {
  PS_KNOWN_PRESSURE,
  PS_KNOWN_DRIVE, // S of the person that the table is of
  PS_KNOWN_FLOW,
  PS_KNOWN_DISCOMFORT,
  PS_KNOWN_PART, // N_i of (nerve.md, B1), which S is the weighed sum of
  PS_KNOWN_NUMBERS = PS_KNOWN_PART + PS_PAIN_NDRIVE
} ps_known_what;

// A state in steps: shortening, strength of psoas and of trunk; stressors, tone and seat as care
// changes them.
enum { PS_KNOWN_NODES = 6 };

// A kind of day in a state.
typedef struct ps_known {
  int kind, node[PS_KNOWN_NODES];
  int n, awake;          // rows; rows before the night
  double row_s, first_s; // what a row lasts; and the first, which of minutes is a moment
  float *row;            // PS_KNOWN_NUMBERS x n
  ps_life_doses doses;
  double compression_N, psoas_N, fatigue_pct, discomfort, discomfort_mean, drive_mean;
} ps_known;

static inline const float *ps_known_rows(const ps_known *k, int what) {
  return k->row + (size_t)what * (size_t)k->n;
}

struct ps_habit_table {
  ps_habit_bodies *b;
  const ps_parameters *mechanics;
  ps_physio physio; // strength and stiffness are measured against the ordinary day
  ps_habit_options o;
  int gather; // minutes in a row
  ps_pain_normal normal;
  ps_life_doses ordinary;
  ps_habit_reach reach[PS_HABIT_REACHES];
  int n, room;
  ps_known *day;
  double solves;
  ps_pool pool;
};

// The day of this kind in this state; the pointer holds until the next call.
ps_status ps_habit_table_day(ps_habit_table *t, int kind, const int node[PS_KNOWN_NODES],
                             const ps_known **found, ps_error *err);
