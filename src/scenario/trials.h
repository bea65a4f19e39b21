// trials.h: simulated trials: does what was put in come back out, and what would a trial see of it?
//
//   reading    N people, their raw index held: what care adds, beside size x onset x offset
//   survival   two arms of N people without pain, day by day: time to the next episode
//   arms       two arms of N people live weeks: pain, difference, responders
//
// Expected values come from the row alone, by formulas of their own; what is compared with them
// went through care.h as a life does. People are drawn independently, not by Latin hypercube, so
// that a share of them can miss. docs/trials.md says what each is and is not.
// Units: points on 0 to 100; days; shares.
#pragma once

#include "scenario/habit.h"

// ---- what a row states

typedef struct ps_trials_stated {
  ps_effect_shape shape;
  double mean, sd;  // [unit]  before anything is cut
  double low, high; // [unit]  where it is cut; infinite: nowhere
  double cut_mean;  // [unit]  of what is left
} ps_trials_stated;

// Of an item: the default of its row, or the size that the user gave. nan: it has no number.
ps_trials_stated ps_trials_stated_of(const ps_care *care, const ps_care_item *item);
// Share of people below x; and x by share, which for lognormal rows is exact.
double ps_trials_below(const ps_trials_stated *s, double x);
double ps_trials_quantile(const ps_trials_stated *s, double share);

// Whom the row is for.
ps_care_who ps_trials_who(const ps_care_item *item);

// Sizes of person i: each person is a draw of their own.
ps_care_sizes ps_trials_sizes(const ps_care *care, uint64_t seed, long i);

// A standard error is met within so many of them.
extern const double ps_trials_z_most;
// Of people, 80 per cent lie inside 10 to 90 per cent of a distribution; by so much it may miss.
extern const double ps_trials_inside_spread;

// ---- reading

typedef struct ps_trials_point {
  double day, weight;     // weight: onset x offset
  double mean, se;        // over people
  double expected, plain; // by the mean of the distribution; and by the mean before it is cut
} ps_trials_point;

typedef struct ps_trials_reading {
  bool known; // false: the row has no number that is read so
  ps_trials_stated stated;
  double index; // [points]
  int people, weeks;
  double dose;            // of the row
  int npoint;             // by week: as many treated as afterwards
  ps_trials_point *point; // of the caller: 2 weeks
  double inside;  // share of people within 10 to 90 per cent of the distribution; nan: a point
  double worst_z; // largest distance of a mean from what is expected [standard errors]
  bool passed;
} ps_trials_reading;

// Item 0 of care, for `weeks` and as long afterwards, context off. *reading: point, index, people
// and weeks are set.
void ps_trials_read(const ps_care *care, const ps_pain_params *pain, uint64_t seed,
                    ps_trials_reading *reading);

// ---- survival

typedef struct ps_trials_arm {
  int events;
  double years;                    // of people without pain
  double free[2], low[2], high[2]; // share without an episode at half of the time and at its end
  double median_d;                 // nan: not reached
} ps_trials_arm;

typedef struct ps_trials_survival {
  int people, days;
  double base_1_y;         // [1/year]  hazard without care
  ps_trials_arm arm[2];    // without, with
  double ratio, low, high; // hazard ratio [cox1972] with 95 % interval
  double expected;         // what it comes to in ever more people, by the row
  double person_time;      // ratio of events over time
  double late;             // hazard ratio of the second half, when the effect is there
  double z;
  bool passed;
} ps_trials_survival;

bool ps_trials_is_hazard(const ps_care_item *item);
// *s: people and days are set. False: out of memory.
bool ps_trials_survive(const ps_care *care, const ps_nerve *nerve, uint64_t seed,
                       ps_trials_survival *s);

// ---- people and arms

typedef struct ps_trials_person {
  ps_person body;
  int build; // whose days they live
} ps_trials_person;

enum { PS_TRIALS_SIZES = 3, PS_TRIALS_BUILDS = 2 * PS_TRIALS_SIZES }; // by sex and mass

ps_trials_person ps_trials_draw_person(uint64_t seed, long i);
// The slow numbers of person i, with the course of their pain; contested adaptation in one of two.
ps_physio ps_trials_draw_physio(const ps_physio_table *table, uint64_t seed, long i);

// Numbers told of the last week, beside the outcome.
enum { PS_TRIALS_ENDS = 10 };
extern const ps_habit_column ps_trials_ends[PS_TRIALS_ENDS];

typedef struct ps_trials_plan {
  const ps_lab *lab;
  const ps_physio_table *table;
  const ps_day *ordinary;
  const ps_weeks *weeks;         // the same for all but the person; episode and mood included
  const ps_care *with, *control; // of the arms; control: NULL, nothing
  int treated;                   // kinds of day from here on are those before it, with care
  int people, exact;             // in each arm; of these solved without the table
  ps_habit_column outcome;       // back or leg pain
  uint64_t seed;
  int threads;
  const ps_watch *watch;
} ps_trials_plan;

typedef struct ps_trials_mean {
  double value, low, high; // with 95 % interval of the mean
} ps_trials_mean;

typedef struct ps_trials_week {
  double mean[2], sd[2];     // without, with
  ps_trials_mean difference; // of the arms, as a trial sees it
  ps_trials_mean same;       // in the people of the second arm, who also live without
} ps_trials_week;

// How far people who share a build's days are from the same people solved by themselves.
typedef struct ps_trials_error {
  int people;
  double bias, rms, most;                 // of pain, over weeks [points]
  double change, change_rms, change_most; // of what care changes in the last week [points]
} ps_trials_error;

typedef struct ps_trials_arms {
  int people, weeks;
  ps_trials_week *week; // of the caller: weeks + 1, the first being the first day, before care
  double responders[2]; // share whose pain has fallen by the share that a person notices
  ps_trials_mean more;  // difference of these
  double needed;        // to treat for one more of them; nan: none told from nobody
  double end[2][PS_TRIALS_ENDS]; // in the second arm's people: without, with
  int same_bits;                 // people of the second arm whom care changes in no bit
  int builds, days;
  double solves;
  ps_trials_error error;
} ps_trials_arms;

// *arms: week is set. PS_ERR_CANCELLED where the watch says so.
ps_status ps_trials_live(const ps_trials_plan *plan, ps_trials_arms *arms, ps_error *err);

// Mean of n numbers with its interval; and of the difference of two samples.
ps_trials_mean ps_trials_mean_of(const double *x, int n);
ps_trials_mean ps_trials_difference(const double *x, int nx, const double *y, int ny);
