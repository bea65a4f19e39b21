// live.h: a posture under the hand: solved again and again while its numbers change.
//
//   ps_live_create(&live, false, &err);  ps_live_take(live, "sitting_relaxed", NULL, &err);
//   for (;;) {
//     ps_live_clear(live);  ps_live_set(live, "trunk_inclination_deg", "12", &err);
//     ps_live_solve(live, false, &frame, &err);  draw(&frame);
//   }
//
// A solve starts where the last one ended, of another person too, and allocates nothing as long as
// the person, and what presses on the body, stay. Arrays of a frame are the session's own and
// change with the next solve. One session per thread.
#pragma once

#include <stdbool.h>

#include "psoas/pose.h"
#include "psoas/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ps_live ps_live;

// Columns of the tables of a frame; ps_live_scene names them.
enum { PS_LIVE_BODY = 12, PS_LIVE_LEVEL = 24, PS_LIVE_GROUP = 2, PS_LIVE_CONTACT = 10 };

// In ground: x forward, y up, z right. Four-byte fields and pointers only, so that the page reads
// it as words.
typedef struct ps_live_frame {
  int status;     // ps_pose_outcome
  int scene;      // counts scenes: another one after another person
  int iterations; // of the outer loop
  int nbody, nline, npoint, nlevel, ngroup, ncontact, nnumber, nplace;
  const double *body;       // rotation to ground, row by row; position [m]
  const int *start;         // nline + 1: the first point of every line
  const double *point;      // [m]  3 a point
  const double *force;      // [N]  by line
  const double *active;     // [N]
  const double *passive;    // [N]
  const double *activation; // [-]
  const double *capacity;   // [N]  active, at the length at hand
  const double *length;     // [m]
  const double *level;      // loads and places, from above
  const double *group;      // force [N], activation [%]
  const double *contact;    // place [m], force [N], normal [-], kind
  const char *const *contact_name;
  const double *number; // angles, hips, supports, stability ...
  const double *nerve;  // [m]  3 a place: courses of the scene, one after the other
} ps_live_frame;

// Read the tables. `light`: about sixty lines instead of all. Free whatever comes back.
ps_status ps_live_create(ps_live **live, bool light, ps_error *err);
void ps_live_free(ps_live *live);

// The posture to start from, a name or the text of a pose file, and the text of a person file;
// NULL: standing, and who the posture names. Both again, with nothing set, at the next solve.
ps_status ps_live_take(ps_live *live, const char *posture, const char *person, ps_error *err);
// Forget what was set.
void ps_live_clear(ps_live *live);
// The same keys and values as behind `psoas pose --set`. They are looked at by the next solve.
ps_status ps_live_set(ps_live *live, const char *key, const char *value, ps_error *err);

// `cold`: from nothing, as `psoas pose` does, to the last bit. A failure is a posture that is none;
// the session lives on. What cannot be held is a frame, with its outcome.
ps_status ps_live_solve(ps_live *live, bool cold, ps_live_frame *frame, ps_error *err);
// What does not change from frame to frame: names, bodies, lines, columns, the person; to be freed
// with free(). There must have been a solve.
ps_status ps_live_scene(const ps_live *live, char **json, ps_error *err);

#ifdef __cplusplus
}
#endif
