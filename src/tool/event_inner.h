// event_inner.h: what the files of the event verb share.
#pragma once

#include "base/file.h"
#include "base/sha256.h"
#include "psoas/event.h"
#include "scenario/event.h"
#include "tool/outputs.h"

struct ps_event_result {
  ps_pool pool;
  ps_lab lab;
  ps_event_table table;
  ps_event_request request;
  ps_event_options options;
  ps_event_kind kind;
  ps_tree *start, *target; // what the postures say; target NULL: none
  char sha256[PS_SHA256_TEXT];
  int n; // repeats
  ps_event_trace **run;
  int draws, failed_draws;
  ps_interval *interval; // of the peaks, by column; NULL: none
  char trouble[160];
  ps_written files;
};

// "Startle", and what it is in one sentence.
typedef struct ps_event_words {
  const char *title, *about;
} ps_event_words;
extern const ps_event_words ps_event_word[PS_EVENTS];
// What the result rests on, and what is missing: a sentence each; NULL: there are no more.
const char *ps_event_caveat(const ps_event_result *r, int i, char *text, size_t size);
extern const char ps_event_standing[]; // the line that every output ends with

ps_event_number ps_event_number_of(const ps_event_result *r, int repeat, int column);
// Columns that answer first.
extern const int ps_event_keys[];
extern const int ps_event_key_count;
// "psoas_r_force_N" as "force of the right psoas" and "N".
const char *ps_event_unit(int column);

void ps_event_put_text(ps_file_writer *w, const ps_event_result *r);
void ps_event_put_csv(ps_file_writer *w, const ps_event_result *r);
void ps_event_write_json(const ps_event_result *r, ps_file_writer *w);
void ps_event_page(const ps_event_result *r, ps_file_writer *w);
