// day_inner.h: a day and what came out of it. Private to src/tool/day*.c.
#pragma once

#include "base/file.h"
#include "base/sha256.h"
#include "psoas/day.h"
#include "scenario/life.h"
#include "tool/care_output.h"
#include "tool/draw_store.h"
#include "tool/outputs.h"

enum { PS_DAY_KEYS = 8 }; // numbers that contributions are told of

// A number of the day by which mechanisms are compared.
typedef struct ps_day_key {
  const char *name, *words, *unit;
  int column;
  enum { PS_DAY_MOST, PS_DAY_LEAST, PS_DAY_MEAN } how; // over the waking day
  int decimals;
} ps_day_key;
extern const ps_day_key ps_day_keys[PS_DAY_KEYS];

// The key numbers of one draw: the same number of another day is the same person, who lived that.
typedef struct ps_day_draw {
  int number;                                      // from 0; those that failed are left out
  double key[PS_DAY_KEYS], plain_key[PS_DAY_KEYS]; // with and without interventions
} ps_day_draw;

typedef struct ps_day_span { // 10th, 50th and 90th percentile
  double low, middle, high;
} ps_day_span;

struct ps_day_result {
  ps_pool pool;
  ps_day_request request;
  ps_lab lab;
  ps_tree *input;
  const char *path; // of the day, for messages
  ps_day day, ordinary;
  ps_care_choice choice; // interventions
  ps_care_who who;
  char kept_up[48]; // "kept up for 84 days"
  double eased;     // discount that is taken back
  ps_day plain;     // the day without them; the same where there are none
  unsigned off;
  char sha256[PS_SHA256_TEXT];
  ps_pain_normal normal;
  ps_life_track track, band[3]; // as it is; percentiles, or no values
  ps_life_doses doses;
  ps_life_track plain_track; // without interventions; no values: there are none
  int awake;                 // rows before the night
  int draws, failed_draws;
  int stored;         // draws of an earlier run
  ps_day_draw *drawn; // by draw
  double key[PS_DAY_KEYS];
  ps_day_span key_span[PS_DAY_KEYS];
  double plain_key[PS_DAY_KEYS];                  // without interventions
  ps_day_span difference[PS_DAY_KEYS];            // with them less without; by draw
  double change[PS_MECHANISM_COUNT][PS_DAY_KEYS]; // with the mechanism less without it
  double seconds;                                 // that the day without draws took
  ps_written files;
};

// Are there interventions?
static inline bool ps_day_has_care(const ps_day_result *r) {
  return r->choice.care.n > 0;
}
// What interventions change; for who has any.
ps_care_told ps_day_told(const ps_day_result *r);
// The day's number `key` of a track.
double ps_day_key_of(const ps_day_result *r, const ps_life_track *track, int key);
// "08:00" of a moment [s].
const char *ps_clock_text(char text[16], double seconds);
const char *ps_day_block_title(const ps_day_block *block);

void ps_day_put_text(ps_file_writer *w, const ps_day_result *r);
void ps_day_put_json(ps_file_writer *w, const ps_day_result *r);
void ps_day_put_timeline(ps_file_writer *w, const ps_day_result *r);
void ps_day_put_draws(ps_file_writer *w, const ps_day_result *r);
void ps_day_put_page(ps_file_writer *w, const ps_day_result *r);
