// care_input.h: the interventions of a command, with what there is to say about the choice.
#pragma once

#include "base/sha256.h"
#include "scenario/care.h"
#include "tool/sentences.h"

typedef struct ps_care_words {
  const char *const *with; // "ID", "ID@MINUTES a week", "ID=SIZE"
  int n;
  double start_d, end_d;     // of all of them
  double eased;              // how much of the discount of weak evidence is taken back, 0 to 1
  const char *interventions; // the user's own rows, a file; NULL: none
} ps_care_words;

// Interventions and the catalogue that they are rows of. Does not move.
typedef struct ps_care_choice {
  ps_evidence evidence;
  ps_care care;                // n: 0, none
  char sha256[PS_SHA256_TEXT]; // of the user's own rows; "": there are none
} ps_care_choice;

// Nothing is opened where nothing is asked for. After a failure there is nothing to close.
ps_status ps_care_open(ps_care_choice *c, const ps_care_words *words, ps_error *err);
void ps_care_close(ps_care_choice *c);

// Settings without "discount=0.5", which goes to *eased (0.5).
typedef struct ps_sets {
  const char **items;
  int n;
} ps_sets;
ps_status ps_care_sets(ps_pool *pool, const char *const *sets, int n, ps_sets *others,
                       double *eased, ps_error *err);

// Who it is not for, doses beyond what was studied, what does not go together, what has no size.
void ps_care_warn(ps_pool *pool, const ps_care *care, const ps_care_who *who, ps_sentences *list);

// "Active micro-breaks and heat (yours)"; in the pool.
const char *ps_care_names(ps_pool *pool, const ps_care *care);
