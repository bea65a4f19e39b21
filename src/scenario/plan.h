// plan.h: which combination of interventions helps this person on this day most, for its time.
//
//   x(c)       = mean over the days of the horizon of the index, lived with combination c     (N1)
//   benefit(c) = x(nothing) - x(c)                                                          (N2)
//   time(c)    = minutes a week of its items, and 5 for each that takes none                (N3)
//   c survives where fewer than PS_PLAN_WIDTH of its size are better and take no longer     (N4)
//
// The index is pain_total, or leg pain in an episode of sciatica. Combinations of n + 1 items are
// those of n that survived and one item more; whether one survives does not depend on what takes
// longer, so a larger limit can only add combinations. A combination's effect is that of a run with
// all its items (care.h), never a sum of theirs. Days are lived minute by minute once for each set
// of exposures and shared by all combinations that hold it. The best are run again in paired
// draws. Theory: docs/theory/plan.md.
// Units: points of the index; minutes a week.
#pragma once

#include "scenario/care.h"
#include "scenario/habit.h"
#include "scenario/routine.h"

enum {
  PS_PLAN_ITEMS = 6,    // of a combination, at most
  PS_PLAN_WIDTH = 2,    // of (N4)
  PS_PLAN_BEST = 10,    // combinations with intervals
  PS_PLAN_SINGLES = 24, // items with intervals
  PS_PLAN_DRAWS = 10    // at least, for intervals: of fewer, p10 and p90 are the ends
};

typedef enum ps_plan_by { PS_PLAN_BY_MINUTE, PS_PLAN_BY_BENEFIT, PS_PLAN_BY_SUREST } ps_plan_by;

typedef struct ps_plan_limits {
  double minutes;     // a week
  int items;          // of a combination
  unsigned kinds;     // bits of ps_routine_kind
  ps_word_list never; // ids of what the person will not do
  int weeks;          // horizon
  ps_plan_by by;
} ps_plan_limits;

// Why an item is not among those that are combined.
typedef enum ps_plan_out {
  PS_PLAN_IN,
  PS_PLAN_ZERO,     // its effect is zero by rule
  PS_PLAN_CLINICAL, // ask a clinician
  PS_PLAN_KIND,     // of a kind that was left out
  PS_PLAN_NEVER,    // the person will not
  PS_PLAN_NOT_FOR,  // tried in other people
  PS_PLAN_NO_SIZE,  // says no number
  PS_PLAN_LONG      // takes longer than there is
} ps_plan_out;

// A row of the catalogue with its place in a week.
typedef struct ps_plan_item {
  const ps_intervention *what;
  const ps_routine *how;
  ps_plan_out out;
  const char *for_whom; // of PS_PLAN_NOT_FOR
  int first, n;         // its doses among the options
  int option;           // the dose that comes first, where it was run; else -1
  int drawn;            // its place in the draws; -1: none
} ps_plan_item;

typedef struct ps_plan_option { // an item in a dose
  int item;
  double minutes; // a week
  bool dosed;     // minutes are said to care.h
  bool exposure, useful;
  int choice; // that holds it alone
} ps_plan_option;

typedef struct ps_plan_outcome {
  double index;      // (N1)
  double discomfort; // at its worst of a day, mean of the horizon
  double hazard;     // of new pain, ratio
} ps_plan_outcome;

typedef struct ps_plan_choice { // a combination
  int n, option[PS_PLAN_ITEMS];
  int parent; // it grew from
  int set;    // of exposures
  double minutes, time;
  bool counts; // among the best: not an echo of another row, not next to nothing
  bool survives;
  ps_plan_outcome at; // of the median run
} ps_plan_choice;

// What draws say: 10th, 50th and 90th percentile.
typedef struct ps_plan_range {
  double p10, p50, p90;
} ps_plan_range;
typedef struct ps_plan_drawn {
  int choice;
  ps_plan_range benefit;    // (N2), in paired draws
  ps_plan_range discomfort; // less at its worst
  ps_plan_range hazard;
  ps_plan_range to_best; // more benefit than the routine has
} ps_plan_drawn;

// Days with one set of exposures.
typedef struct ps_plan_set {
  int n, option[PS_PLAN_ITEMS];
  ps_weeks weeks;
  ps_habit_bodies *bodies;
  ps_habit_table *known;
} ps_plan_set;

typedef struct ps_plan ps_plan;
struct ps_plan {
  ps_pool pool;
  const ps_lab *lab;
  const ps_physio_table *table;
  const ps_day *day, *ordinary;
  const ps_evidence *evidence;
  const ps_routines *routines;
  ps_plan_limits limits;
  const ps_watch *watch;
  int threads;
  // told once all items were tried alone; NULL: not asked for
  void (*first)(void *context, const ps_plan *plan, double seconds);
  void *first_context;
  int nitem, noption, nchoice, nset, choice_room, set_room;
  ps_plan_item *item;
  ps_plan_option *option;
  ps_plan_choice *choice; // the first: nothing
  ps_plan_set **set;      // the first: the day as it is
  const ps_care *own;     // a combination of the user's, beside; NULL: none
  ps_plan_set *own_set;
  ps_plan_outcome own_at;
  int nbest, best[PS_PLAN_BEST]; // choices, the largest benefit first
  int draws, days_drawn;         // of numbers; of days
  int ndrawn;
  ps_plan_drawn drawn[PS_PLAN_BEST + PS_PLAN_SINGLES + 1];
  int own_drawn;                    // in drawn; -1: none
  int routine;                      // in drawn: the answer
  int days;                         // lived minute by minute
  double first_s, screen_s, draw_s; // [s]
};

// Items and options; what is given stays the caller's. Close whatever comes back.
ps_status ps_plan_open(ps_plan *p, const ps_day *day, const ps_day *ordinary,
                       const ps_plan_limits *limits, ps_error *err);
void ps_plan_close(ps_plan *p);
// Try combinations by their median run.
ps_status ps_plan_screen(ps_plan *p, ps_error *err);
// Intervals of the best, and the routine among them. `days`: draws of days, each lived once, that
// draws share in turn; 0 draws: none, and the routine is that of the median run. Otherwise at least
// PS_PLAN_DRAWS must come to their end.
ps_status ps_plan_draw(ps_plan *p, int draws, int days, uint64_t seed, ps_error *err);

static inline double ps_plan_benefit(const ps_plan *p, const ps_plan_choice *c) {
  return p->choice[0].at.index - c->at.index;
}
// Points less for ten minutes of (N3).
static inline double ps_plan_per_ten(double benefit, const ps_plan_choice *c) {
  return c->time > 0 ? 10 * benefit / c->time : 0;
}
bool ps_plan_is_leg(const ps_plan *p); // the index is leg pain
// The combination as interventions from the first day on.
ps_status ps_plan_care(const ps_plan *p, const ps_plan_choice *c, ps_care *care, ps_error *err);
// Neither a little nor a lot: the range holds 0.
static inline bool ps_plan_unsure(const ps_plan_range *r) {
  return r->p10 <= 0 && r->p90 >= 0;
}
