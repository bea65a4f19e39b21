// versus_inner.h: one intervention in several arms. Private to src/tool/versus*.c.
#pragma once

#include "base/file.h"
#include "base/sha256.h"
#include "psoas/versus.h"
#include "scenario/habit.h"
#include "tool/care_input.h"
#include "tool/day_input.h"

enum { PS_VERSUS_SERIES = 2 }; // numbers of a day that are kept: pain, state
enum { PS_VERSUS_PAIN, PS_VERSUS_STATE };
enum { PS_VERSUS_CLAIMS = 12 };
enum { PS_VERSUS_TIMES = 5 }; // weeks that tables show

// What the row acts on, where that is no index.
typedef struct ps_versus_state {
  const char *words, *unit; // words "": the row acts on the index itself
  int decimals;
  bool relative; // in % of what it is without the row
} ps_versus_state;

// How the difference would be noticed, in the last week.
typedef struct ps_versus_notice {
  double share; // of the draws in which a person would notice; nan: not drawn
  bool group;   // a group would
  bool pain;    // there is pain to notice less of
} ps_versus_notice;

struct ps_versus_result {
  ps_pool pool;
  ps_versus_request request;
  ps_lab lab;
  ps_physio_table table;
  ps_care_choice choice; // the row, as measured
  const ps_intervention *what;
  const ps_effect *reported; // the largest relief that a study reports; NULL: none with a size
  double reported_size;      // [unit of the row]
  int claim;                 // place in the catalogue by which it was asked for; -1: by its name
  ps_sets sets;              // those of the weeks and the person
  ps_tree *input;
  const char *path; // of the weeks, for messages
  ps_weeks weeks;
  ps_day ordinary;
  int treated;
  char sha256[PS_SHA256_TEXT];
  bool leg; // the index is that of the leg
  ps_versus_state state;
  ps_care care[PS_VERSUS_ARMS]; // n: 0, there is no such arm, but for doing nothing
  int n;                        // days
  float *nominal;               // ARMS x SERIES x n
  float **drawn;                // by draw, the same; NULL: not done
  int draws, failed_draws;
  bool complete;
  float *band[3], *difference[3]; // ARMS x SERIES x n; difference: to doing nothing; NULL: none
};

// versus_input.c: what was asked for.
ps_status ps_versus_open(ps_versus_result *r, ps_error *err);
// The state of a day of weeks with interventions, as the row acts on it.
double ps_versus_state_of(const ps_versus_result *r, const float *row, const ps_care_acts *acts);

static inline bool ps_versus_has(const ps_versus_result *r, ps_versus_arm arm) {
  return arm == PS_VERSUS_NOTHING || r->care[arm].n > 0;
}
// Is an arm drawn?
static inline bool ps_versus_is_drawn(const ps_versus_result *r, ps_versus_arm arm) {
  return arm <= PS_VERSUS_TYPED && arm != PS_VERSUS_CLAIMED && ps_versus_has(r, arm);
}
static inline size_t ps_versus_at(const ps_versus_result *r, int arm, int series, int day) {
  return ((size_t)arm * PS_VERSUS_SERIES + (size_t)series) * (size_t)r->n + (size_t)day;
}
double ps_versus_value(const ps_versus_result *r, const float *rows, int arm, int series, int day);
// Mean of a curve over week `week`, 1 the first.
double ps_versus_week(const ps_versus_result *r, const float *rows, int arm, int series, int week);
// Weeks that tables show; returns how many.
int ps_versus_times(const ps_versus_result *r, int week[PS_VERSUS_TIMES]);
ps_versus_notice ps_versus_noticed(const ps_versus_result *r, ps_versus_arm arm);

// versus_words.c
extern const char ps_versus_watermark[]; // required wherever an effect was typed in
extern const char *const ps_versus_arm_words[PS_VERSUS_ARMS],
    *const ps_versus_arm_keys[PS_VERSUS_ARMS];
const char *ps_versus_headline(ps_pool *pool, const ps_versus_result *r);
ps_sentences ps_versus_story(ps_pool *pool, const ps_versus_result *r);
ps_sentences ps_versus_warnings(ps_pool *pool, const ps_versus_result *r);
const char *ps_versus_who(ps_pool *pool, const ps_versus_result *r);
const char *ps_versus_reported_words(ps_pool *pool, const ps_versus_result *r); // "": none
const char *ps_versus_typed_words(ps_pool *pool, const ps_versus_result *r);    // "": none
const char *ps_versus_index_words(const ps_versus_result *r);                   // "back pain index"

// Places of the claims that are told: those about treatment and prevention, where there are any,
// or the one that was asked for. Returns how many, at most PS_VERSUS_CLAIMS.
int ps_versus_claims(const ps_versus_result *r, int place[PS_VERSUS_CLAIMS]);

void ps_versus_put_text(const ps_versus_result *r, ps_file_writer *w);
void ps_versus_put_json(const ps_versus_result *r, ps_file_writer *w);
void ps_versus_put_curves(const ps_versus_result *r, ps_file_writer *w);
void ps_versus_put_page(const ps_versus_result *r, ps_file_writer *w);
// versus_chart.c: one series of all arms; `id` is unique in the page.
void ps_versus_put_chart(ps_file_writer *w, const ps_versus_result *r, int series, int id);
