// trials_inner.h: simulated trials while they are made. Private to src/tool/trials*.c.
#pragma once

#include "psoas/trials.h"
#include "scenario/care_day.h"
#include "scenario/trials.h"
#include "tool/outputs.h"
#include "tool/sentences.h"

enum { PS_TRIALS_WEEKS = 104, PS_TRIALS_PEOPLE = 20000, PS_TRIALS_ROWS = 64 };

// What --set changes.
typedef struct ps_trials_settings {
  double index;            // [points]  held, for readings
  double expectancy;       // 0..1  of the response to care
  double discount;         // 0..1  of grades
  double ptsd;             // 0..1; nan: as the row asks for
  double exact;            // people of each arm who are solved by themselves
  int episode;             // ps_episode_kind; -1: as the row asks for
  bool sham;               // the first arm is cared for too, without what the row adds
  const char *work, *rest; // days: five of the one, two of the other
} ps_trials_settings;

// One intervention.
typedef struct ps_trials_row {
  ps_care with, control; // with: the row first; control.n: 0, nothing
  ps_care_who who;
  ps_trials_reading reading;
  bool has_survival, has_arms;
  ps_trials_survival survival;
  ps_trials_arms arms;
  bool leg; // the outcome is leg pain
} ps_trials_row;

struct ps_trials_result {
  ps_pool pool;
  ps_trials_request request;
  ps_trials_settings set;
  ps_evidence evidence;
  ps_lab lab;
  ps_physio_table table;
  ps_day ordinary;
  ps_weeks weeks; // without care and before anybody lives them
  int n;
  ps_trials_row row[PS_TRIALS_ROWS];
  bool whole; // one intervention, in full; else readings
  char sha256[65];
  double seconds;
  ps_written files;
};

// trials_input.c: what was asked for
ps_status ps_trials_open(ps_trials_result *r, ps_error *err);

static inline const ps_care_item *ps_trials_item(const ps_trials_row *row) {
  return &row->with.item[0];
}
bool ps_trials_row_passed(const ps_trials_row *row);
// "passed", "missed", "no number"
const char *ps_trials_word(const ps_trials_row *row);

// trials_words.c: what it says
extern const char *const ps_trials_end_words[PS_TRIALS_ENDS];
const char *ps_trials_headline(ps_pool *pool, const ps_trials_result *r);
ps_sentences ps_trials_story(ps_pool *pool, const ps_trials_result *r);
ps_sentences ps_trials_warnings(ps_pool *pool, const ps_trials_result *r);
const char *ps_trials_episode_word(int episode);

void ps_trials_put_text(ps_file_writer *w, const ps_trials_result *r);
void ps_trials_put_json(ps_file_writer *w, const ps_trials_result *r);
void ps_trials_put_page(ps_file_writer *w, const ps_trials_result *r);
