// pose.h: what holds a posture: psoas, discs, seat and floor of the built-in model of a person.
//
//   ps_pose_request what = ps_pose_request_default();
//   const char *names[] = {"sitting_slumped"};
//   what.postures = names, what.npostures = 1;
//   ps_pose_run(&what, &result, &err);  ps_pose_result_text(result, &text, &err);
//
// A posture is a name of `psoas pose --list`, or a YAML file; docs/pose.md says what it may say.
#pragma once

#include <stdbool.h>

#include "psoas/status.h"
#include "psoas/watch.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ps_pose_request {
  const char *const *postures; // names or files
  int npostures;
  const char *compare;     // one more, to be set against the first; NULL: none
  const char *const *sets; // "KEY=VALUE", for every posture: "height=1.62", "chair.tilt_deg=5"
  int nsets;
  const char *person, *chair; // YAML files that replace what postures say; NULL: none
  const char *criterion;      // "volume", "a2" ...; NULL: the default
  bool ensemble;              // every criterion, with and without the stability floor
  bool rhythm;                // levels in published rhythm instead of free; with the difference
  bool light;                 // about sixty lines instead of all; with the difference
  bool explain;
  int draws; // for intervals; 0: none
  unsigned long long seed;
  int threads; // 0: as many as the machine has
  bool alone;  // rhythm and light without the difference
  // No file is read: a posture is a name, or `yaml`, and then `postures` has one name, by which
  // messages call it; person and chair are these texts in YAML. NULL: not given.
  bool sealed;
  const char *yaml, *person_yaml, *chair_yaml;
  struct ps_pose_session *session; // to work with, in this thread alone; NULL: none
  bool near; // with a session: go on from its last posture of this kind, for a row of small steps
  ps_watch watch;
} ps_pose_request;

// 256 draws, seed 1.
ps_pose_request ps_pose_request_default(void);

// The postures of a day that `make run` shows.
const char *const *ps_pose_day(int *n);
// Every posture that has a name, one in a line, to be freed with free().
ps_status ps_pose_list(char **text, ps_error *err);

// What stays ready from one request to the next: the tables, some people and the solvers of their
// postures, so that a posture costs little more than solving it. Results have the same bits with
// and without it; with `near` they depend on the posture before, within the tolerances of the
// solver. It serves one request at a time; results of it are to be freed first.
typedef struct ps_pose_session ps_pose_session;
ps_status ps_pose_session_create(ps_pose_session **session, ps_error *err);
void ps_pose_session_free(ps_pose_session *session);

typedef struct ps_pose_result ps_pose_result;

// An infeasible posture is a result. *result is NULL after a failure. Free it.
ps_status ps_pose_run(const ps_pose_request *request, ps_pose_result **result, ps_error *err);
void ps_pose_result_free(ps_pose_result *result);

// ---- what came out

typedef enum ps_pose_outcome {
  PS_POSE_SOLVED,
  PS_POSE_INFEASIBLE, // muscles and supports cannot hold it
  PS_POSE_UNSETTLED,  // the angles of the levels did not settle
} ps_pose_outcome;

// Postures in the order of the request; the one to compare with comes last.
int ps_pose_result_count(const ps_pose_result *result);
const char *ps_pose_result_name(const ps_pose_result *result, int i);
ps_pose_outcome ps_pose_result_outcome(const ps_pose_result *result, int i);
// "hip_flexion_r 12 N m, ...": what is missing; "" where nothing is.
const char *ps_pose_result_missing(const ps_pose_result *result, int i);

typedef struct ps_pose_number {
  double value, p10, p90; // without an interval all the same
} ps_pose_number;
// A number by its path, "levels.L4_L5.compression_N"; false: there is none.
bool ps_pose_result_number(const ps_pose_result *result, int i, const char *path,
                           ps_pose_number *number);

// ---- as text and files; texts are to be freed with free()

// The tables that people read.
ps_status ps_pose_result_text(const ps_pose_result *result, char **text, ps_error *err);
// One posture as it is; several as {"poses": [...]}.
ps_status ps_pose_result_json(const ps_pose_result *result, char **text, ps_error *err);
// result.json and report.html; `replace`: files that exist may be replaced. Both or none.
ps_status ps_pose_result_write(ps_pose_result *result, const char *directory, bool replace,
                               ps_error *err);
// Files written so far.
int ps_pose_result_files(const ps_pose_result *result);
const char *ps_pose_result_file(const ps_pose_result *result, int i);

#ifdef __cplusplus
}
#endif
