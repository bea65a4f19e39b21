// seat.h: which change of a seat takes load from a level, a hip or the psoas, at the least cost.
//
//   r(s)    = 1 - load(s) / load(as it is)                                                  (S1)
//   cost(s) = number of settings changed; then sum |change| / range; then a new backrest    (S2)
//
// Settings are tried one at a time, then two, then three together; the first number of changes with
// which some seat reaches the wanted r ends the search. Who gets a backrest leans on it: the trunk
// goes back with it (N degrees less than it, as in the posture sitting_reclined), with the lordosis
// of that posture. Else posture, task and hands stay. Theory: docs/theory/plan.md.
// Units: as in chairs: m, deg; N.
#pragma once

#include "psoas/watch.h"
#include "scenario/answer.h"

// S(name, unit, words, decimals)
#define PS_SEAT_SETTINGS(S)                                                                        \
  S(seat_height_m, "m", "height of the seat", 2)                                                   \
  S(depth_m, "m", "depth of the seat", 2)                                                          \
  S(tilt_deg, "deg", "tilt of the seat, front edge up +", 0)                                       \
  S(backrest_deg, "deg", "backrest from vertical, leaning back +", 0)                              \
  S(lumbar_pad_m, "m", "lumbar pad", 3)                                                            \
  S(armrest_m, "m", "armrests over the seat", 2)

typedef enum ps_seat_setting {
#define S(name, unit, words, decimals) PS_SEAT_##name,
  PS_SEAT_SETTINGS(S)
#undef S
      PS_SEAT_SETTING_COUNT
} ps_seat_setting;
const char *ps_seat_name(int setting);
const char *ps_seat_unit(int setting);
const char *ps_seat_words(int setting);
int ps_seat_decimals(int setting);

// Loads that are told of: levels from above, then hips and psoas of either side.
enum { PS_SEAT_LOADS = PS_LEVELS + 4 };
const char *ps_seat_load_name(int load);
int ps_seat_load_named(const char *name); // -1: there is none

typedef struct ps_seat {
  int n; // settings changed
  bool changed[PS_SEAT_SETTING_COUNT];
  double value[PS_SEAT_SETTING_COUNT]; // where changed
  double size;                         // sum |change| / range
  bool new_backrest;
  bool held;                  // the posture can be held so
  double load[PS_SEAT_LOADS]; // [N]
  double reduction;           // (S1) of the wanted load
} ps_seat;

typedef struct ps_seat_search {
  // in
  const ps_lab *lab;
  const ps_pose *pose; // somebody who sits
  int load;            // that is to become less
  double wanted;       // (S1)
  int draws;
  uint64_t seed;
  const ps_watch *watch;
  // out
  double as_is[PS_SEAT_SETTING_COUNT]; // nan: there is none
  ps_seat before, best;                // best.n 0: no seat reaches it
  ps_seat most;                        // the largest reduction that was found
  int tried, drawn;
  ps_interval reduction; // of best, or of most, in paired draws
} ps_seat_search;

// PS_ERR_VALUE where nobody sits; PS_ERR_CANCELLED where the watch says so.
ps_status ps_seat_find(ps_seat_search *s, ps_error *err);
// The pose on a seat.
ps_pose ps_seat_pose(const ps_seat_search *s, const ps_seat *seat);
// Solve the posture on a seat from nothing, for those who doubt the search.
ps_status ps_seat_check(const ps_seat_search *s, ps_seat *seat, ps_error *err);
