// routine.h: how an intervention fits into a week: who does it, how often, at what time of the day.
//
// data/life/routine.csv has a line for each row of the catalogue that is an intervention. Rows of
// one group are ways to the same effect: a routine holds one of them at most, so that exercise is
// not counted twice under two names. A row without a line is something that one does oneself.
#pragma once

#include "scenario/evidence.h"

typedef enum ps_routine_kind {
  PS_ROUTINE_SELF,   // one does it oneself
  PS_ROUTINE_BUY,    // a thing
  PS_ROUTINE_COURSE, // learned with others
  PS_ROUTINE_HANDS,  // of somebody else
  PS_ROUTINE_DRUG,   // from here on: ask a clinician
  PS_ROUTINE_NEEDLE,
  PS_ROUTINE_OPERATION,
  PS_ROUTINE_KINDS
} ps_routine_kind;
extern const char *const ps_routine_kind_words[PS_ROUTINE_KINDS];

typedef enum ps_routine_at {
  PS_AT_BREAKS, // while sitting
  PS_AT_DESK,
  PS_AT_MORNING,
  PS_AT_MIDDAY,
  PS_AT_REST, // at the end of the longest time on a seat
  PS_AT_EVENING,
  PS_AT_BED,
  PS_AT_ONCE,
  PS_ATS
} ps_routine_at;

typedef struct ps_routine {
  const char *id, *group, *what; // group "": none
  ps_routine_kind kind;
  ps_routine_at at;
  double sessions; // a week; 0: it takes no session
} ps_routine;

typedef struct ps_routines {
  ps_pool pool;
  int n;
  ps_routine *item;
} ps_routines;

// Read the table; words that it does not know are an error. After a failure there is nothing to
// close.
ps_status ps_routines_open(ps_routines *r, ps_error *err);
void ps_routines_close(ps_routines *r);

// Never NULL: what has no line is done by oneself, in the evening, three times a week.
const ps_routine *ps_routine_of(const ps_routines *r, const char *id);
static inline bool ps_routine_is_clinical(ps_routine_kind kind) {
  return kind >= PS_ROUTINE_DRUG;
}
