// plan_inner.h: a plan and what came out of it. Private to src/tool/plan*.c.
#pragma once

#include "base/file.h"
#include "base/sha256.h"
#include "io/calendar.h"
#include "psoas/plan.h"
#include "scenario/plan.h"
#include "tool/care_input.h"
#include "tool/day_input.h"
#include "tool/outputs.h"

struct ps_plan_result {
  ps_pool pool;
  ps_plan_request request;
  ps_lab lab;
  ps_physio_table table;
  ps_routines routines;
  ps_tree *input;
  const char *path; // of the day, for messages
  ps_day day, ordinary;
  ps_evidence evidence;
  ps_plan_limits limits;
  bool limited;  // minutes are
  ps_date begin; // of the calendar
  ps_care own;   // what the user chose; n 0: nothing
  ps_plan plan;
  int *order;                      // of items, the first first
  const char *item[PS_PLAN_ITEMS]; // of the routine, as words of care
  char sha256[PS_SHA256_TEXT];
  ps_written files;
};

ps_status ps_plan_read(ps_plan_result *r, ps_error *err); // plan_input.c: what was asked for

// The combination that is the answer; NULL: nothing helps.
const ps_plan_choice *ps_plan_routine(const ps_plan_result *r);
// Its place in the draws; NULL: not drawn.
const ps_plan_drawn *ps_plan_routine_drawn(const ps_plan_result *r);
// Of an item alone: what it was as an option; NULL where it was not run; and its draws.
const ps_plan_choice *ps_plan_alone(const ps_plan_result *r, const ps_plan_item *item);
const ps_plan_drawn *ps_plan_item_drawn(const ps_plan_result *r, const ps_plan_item *item);
// "Active micro-breaks (60 min)", of an option; "heat and yoga", of a combination.
const char *ps_plan_option_words(const ps_plan_result *r, int option, char *text, size_t size);
const char *ps_plan_choice_words(const ps_plan_result *r, const ps_plan_choice *c, char *text,
                                 size_t size);
// The number by which the list is sorted: larger first.
double ps_plan_score(const ps_plan_result *r, const ps_plan_choice *c, const ps_plan_drawn *d);

// plan_words.c
const char *ps_plan_index_words(const ps_plan_result *r);
const char *ps_plan_scene(const ps_plan_result *r, char *text, size_t size);
const char *ps_plan_headline(ps_pool *pool, const ps_plan_result *r);
const char *ps_plan_out_words(ps_plan_out out);
ps_sentences ps_plan_story(ps_pool *pool, const ps_plan_result *r);
ps_sentences ps_plan_warnings(ps_pool *pool, const ps_plan_result *r);

void ps_plan_put_text(ps_file_writer *w, const ps_plan_result *r);
void ps_plan_put_json(ps_file_writer *w, const ps_plan_result *r);
void ps_plan_put_page(ps_file_writer *w, const ps_plan_result *r);
void ps_plan_put_calendar(ps_file_writer *w, const ps_plan_result *r);
void ps_plan_put_day(ps_file_writer *w, const ps_plan_result *r);
