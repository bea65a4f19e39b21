// habit.h: months of days: what a habit does to muscle, posture, sleep and pain, one row a day.
//
//   s(t)     = 1 - length(t) / length(0),   length(0): that of who lives ordinary days       (G1)
//   person   = hip_flexor_shortening s, strength of psoas and trunk as adapted               (G2)
//   day      = life_day(kind, person),   again only where s has moved by ds or a strength by dw
//   P(t)     = mean over the waking day of 100 (1 - exp(-(S + E(t)) G(t))) + relief           (G3)
//
// A day of each kind is computed minute by minute (life.h) for the person as adapted, rounded to
// steps ds and dw, and kept. What it says of loads, drives and discomfort stands for all days of
// that kind in that state. Disc height, stress, sleep debt, sensitisation and pain are stepped
// through every minute of every day with the states that the days before left behind.
//
// Theory: docs/theory/weeks.md.  Units: rows are days; states are those of the morning.
#pragma once

#include "scenario/life.h"
#include "scenario/weeks.h"

// C(name, decimals): names end in their unit; percentages are of the first morning
#define PS_HABIT_COLUMNS(C)                                                                        \
  C(psoas_length_pct, 2)                                                                           \
  C(psoas_strength_pct, 1)                                                                         \
  C(psoas_stiffness_pct, 1)                                                                        \
  C(back_strength_pct, 1)                                                                          \
  C(back_stiffness_pct, 1)                                                                         \
  C(stretch_tolerance_deg, 2)                                                                      \
  C(extension_change_deg, 2) /* as groups of people suggest */                                     \
  C(hip_extension_deg, 2)    /* hands-on test of the model, 20 N m */                              \
  C(thomas_deg, 2)                                                                                 \
  C(lordosis_deg, 2)                                                                               \
  C(pelvic_tilt_deg, 2)                                                                            \
  C(sitting_h, 1)                                                                                  \
  C(L4_L5_compression_N, 0) /* this and the next: mean while awake */                              \
  C(psoas_force_N, 0)                                                                              \
  C(psoas_fatigue_pct, 2) /* at its worst */                                                       \
  C(height_morning_mm, 2) /* lost, from long rest */                                               \
  C(height_evening_mm, 2)                                                                          \
  C(stress_load_pct, 2)                                                                            \
  C(sleep_debt_nights, 3)                                                                          \
  C(central_gain, 4)                                                                               \
  C(discomfort, 1)      /* at its worst */                                                         \
  C(discomfort_mean, 1) /* this and the rest: mean while awake */                                  \
  C(back_pain, 2)                                                                                  \
  C(leg_pain, 2)                                                                                   \
  C(pain_total, 2)

typedef enum ps_habit_column {
#define C(name, decimals) PS_HABIT_##name,
  PS_HABIT_COLUMNS(C)
#undef C
      PS_HABIT_COLUMN_COUNT
} ps_habit_column;

const char *ps_habit_column_name(int column);
int ps_habit_column_decimals(int column);
int ps_habit_column_named(const char *name); // -1: there is none

typedef struct ps_habit_table ps_habit_table;

typedef struct ps_habit_options {
  unsigned off;               // bits of mechanisms that are off
  double step_s;              // of the days' slow processes
  double tolerance;           // of their mechanics
  double ds, dw, dc;          // [-]  steps of shortening, of strength and of what care changes
  bool fine, posture;         // settle postures finely; find the lordosis that the spine takes
  const ps_care *care;        // interventions; NULL: none
  const ps_care_sizes *sizes; // of them, in this run
  int treated;                // kinds of day from here on are those before it, with care
  ps_habit_table *table;      // days of people of this build; NULL: those of this person alone
  int pain_every;             // days; above 1: of the rest only what pain needs
  const ps_watch *watch;      // of the days; NULL: none
} ps_habit_options;
ps_habit_options ps_habit_default(void);   // as it is
ps_habit_options ps_habit_for_draws(void); // steps far below the spread of draws

// Bodies in the postures of all days, by shortening: for one thread, for any number of runs.
typedef struct ps_habit_bodies ps_habit_bodies;
ps_status ps_habit_bodies_create(ps_habit_bodies **bodies, const ps_lab *lab, const ps_weeks *weeks,
                                 const ps_day *ordinary, const ps_habit_options *options,
                                 ps_error *err);
void ps_habit_bodies_free(ps_habit_bodies *bodies);

// Days of people of one build, each computed once for all of them: mechanics, fatigue and the
// measure of an ordinary day are those of the build, in rows of `gather` minutes; how a person
// weighs drives, feels, adapts, sleeps and hurts stays the person's. For one thread. Bodies must
// outlive it. A run with a table reads days from it alone. `like`, of other bodies of the same
// person: the ordinary day is taken from there; NULL: it is found.
ps_status ps_habit_table_create(ps_habit_table **table, ps_habit_bodies *bodies,
                                const ps_parameters *mechanics, const ps_physio *physio,
                                const ps_habit_options *options, int gather,
                                const ps_habit_table *like, ps_error *err);
void ps_habit_table_free(ps_habit_table *table);
int ps_habit_table_days(const ps_habit_table *table);      // computed so far, minute by minute
double ps_habit_table_solves(const ps_habit_table *table); // of a posture, for them

// What came of it. Rows are the caller's: weeks->ndays + 1 of them, the last being the morning
// after, with what belongs to a day as on the last.
typedef struct ps_habit_track {
  int n; // rows that are done
  float *value;
} ps_habit_track;

static inline float *ps_habit_row(const ps_habit_track *t, int row) {
  return t->value + (size_t)row * PS_HABIT_COLUMN_COUNT;
}

// Means over the days of a phase, as the onset layer wants them.
typedef struct ps_habit_sums {
  int days_run;                       // minute by minute
  double solves;                      // of a posture
  ps_life_doses ordinary;             // what the ordinary day adds up to
  ps_life_doses kind[PS_WEEKS_KINDS]; // of each kind, in the first morning's state
} ps_habit_sums;

// All days. PS_ERR_CANCELLED where the watch says so: the rows that are done stay. With pain_every
// n above 1 pain is felt on the days n / 2, n / 2 + n ...; rows hold it until the next of them, and
// no row has reach, height or stress.
ps_status ps_habit_run(ps_habit_bodies *bodies, const ps_parameters *mechanics,
                       const ps_physio *physio, const ps_habit_options *options,
                       ps_habit_track *track, ps_habit_sums *sums, ps_error *err);
