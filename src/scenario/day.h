// day.h: what a day file says: blocks of posture with tasks, breaks, vibration and stress; sleep.
//
//   start: "08:00"
//   blocks:
//     - {for: 90 min, posture: sitting_relaxed, task: typing, stress: 0.2, break_every: 30 min}
//     - {for: 30 min, posture: driving, vibration_m_s2: 0.6}
//   sleep_h: 7.5
//
// A block is a pose (pose.h) and what is done in it. Blocks follow each other without gaps; what
// is left of 24 h before the night belongs to no block and is not computed. A break is a block of
// its own in between.
#pragma once

#include "physio/affect.h"
#include "psoas/nearest.h"
#include "scenario/pose.h"

// How much one moves at a task (data/life/tasks.csv).
typedef struct ps_task {
  const char *name;
  double movement_1_s; // trunk and hips, in full ranges per second
  double duty;         // share of the time in which the posture is held; the rest is easy
  bool free_movement;  // walking about: posture exposure ends
  int hands;           // ps_hands that it asks for; -1: those of the posture
} ps_task;

typedef struct ps_day_block {
  const char *posture, *title;
  int line, column;
  double start_s, duration_s; // from midnight of the first day
  int pose;                   // of the day's poses
  ps_task task;
  double stress;         // of the stressor, 0 to 1
  double vibration_m_s2; // weighted acceleration of the seat's floor
  double seat_factor;    // of the seat: below 1, it is sprung
  bool is_break, is_night;
  bool has_breaks; // one at least every 35 min
} ps_day_block;

typedef enum ps_episode_kind {
  PS_EPISODE_NONE,
  PS_EPISODE_ACUTE,
  PS_EPISODE_SUBACUTE,
  PS_EPISODE_PERSISTENT,
  PS_EPISODE_SCIATICA,
} ps_episode_kind;

typedef struct ps_day {
  const char *schema, *title;
  ps_person person;
  ps_mood mood;             // states of mind, 0 to 1 each
  int episode;              // ps_episode_kind
  double episode_week;      // since it began
  double narrowing;         // of the foramina, 0 to 0.8
  double root_inflammation; // 0 to 1
  double sleep_debt;        // nights without sleep
  double start_s, sleep_s;  // sleep: at the end
  int npose, nblock;
  ps_pose *pose;
  ps_day_block *block;
} ps_day;

extern const ps_schema ps_day_schema, ps_mood_schema;

// The task of this name, with its words in the pool; *found says whether there is one. Names of the
// table go to `nearest`, which may be NULL.
ps_status ps_task_named(ps_pool *pool, const char *name, ps_task *task, bool *found,
                        ps_nearest *nearest, ps_error *err);

// Read a day whose persons and chairs are maps; `path` is for messages.
ps_status ps_day_read(ps_pool *pool, const ps_tree *tree, const char *path, ps_day *day,
                      ps_error *err);
// Seconds of the blocks, the night included.
double ps_day_length(const ps_day *day);

// "90 min", "1.5 h", "1 h 30 min", "45 s"; false: it is none.
bool ps_duration_read(const char *text, double *seconds);
// "08:00", "08:00:30": seconds after midnight.
bool ps_clock_time_read(const char *text, double *seconds);
