// weeks_inner.h: weeks and what came out of them. Private to src/tool/weeks*.c.
#pragma once

#include "base/file.h"
#include "base/sha256.h"
#include "psoas/weeks.h"
#include "scenario/habit.h"
#include "scenario/onset.h"
#include "tool/care_output.h"
#include "tool/day_input.h"
#include "tool/draw_store.h"
#include "tool/outputs.h"

enum { PS_WEEKS_KEYS = 11 }; // numbers that are told of first

// A number of the weeks that is told of, and which side of its start is the worse.
typedef struct ps_weeks_key {
  const char *words, *unit;
  int column;
  int worse;    // 1: more of it, -1: less
  bool of_days; // start and end are means of a week; else of a morning
  int decimals;
} ps_weeks_key;
extern const ps_weeks_key ps_weeks_keys[PS_WEEKS_KEYS];

// The course of a key.
typedef struct ps_weeks_course {
  double start, worst, end;
  int worst_d;
  double recovered_d; // from the worst until nine tenths of the way back; nan: not in this time
} ps_weeks_course;

struct ps_weeks_result {
  ps_pool pool;
  ps_weeks_request request;
  ps_lab lab;
  ps_physio_table table;
  ps_tree *input;
  const char *path; // of the weeks, for messages
  ps_weeks weeks;
  ps_day ordinary;
  ps_care_choice choice; // interventions
  char kept_up[48];      // "from week 0 on"
  double eased;          // discount that is taken back
  int treated;           // kinds of day from here on are those before it, with interventions
  unsigned off;
  char sha256[PS_SHA256_TEXT];
  ps_habit_track track;
  ps_habit_track plain;                      // without interventions; no values: there are none
  float *band[3];                            // percentiles of the rows; NULL: none
  float *plain_band[3];                      // of those without interventions
  float *difference[3];                      // of what interventions change
  ps_interval key_difference[PS_WEEKS_KEYS]; // the same, of the end of a key
  ps_habit_sums sums;
  ps_onset *onset; // by phase that has begun
  int nonset;
  bool complete;
  int draws, failed_draws;
  float **drawn;  // by draw: its rows, and behind them those without interventions; NULL: not done
  double seconds; // that the weeks without draws took
  ps_written files;
};

ps_status ps_weeks_open(ps_weeks_result *r, ps_error *err); // weeks_input.c: what was asked for
ps_weeks_course ps_weeks_course_of(const ps_weeks_result *r, int key);
// Are there interventions?
static inline bool ps_weeks_has_care(const ps_weeks_result *r) {
  return r->choice.care.n > 0;
}
double ps_weeks_at(const ps_weeks_result *r, const float *rows, int row, int column);
// Mean of a column over rows from `first` up to `end`.
double ps_weeks_mean(const ps_weeks_result *r, int column, int first, int end);
// Days of a phase that are done.
int ps_weeks_done(const ps_weeks_result *r, int phase);

// What interventions change at the end; for who has any.
ps_care_told ps_weeks_told(const ps_weeks_result *r);

void ps_weeks_put_text(ps_file_writer *w, const ps_weeks_result *r);
void ps_weeks_put_json(ps_file_writer *w, const ps_weeks_result *r);
void ps_weeks_put_timeline(ps_file_writer *w, const ps_weeks_result *r);
void ps_weeks_put_page(ps_file_writer *w, const ps_weeks_result *r);
