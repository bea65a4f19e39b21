// warm.h: people and solvers that stay ready from one answer to the next.
//
// Building a person takes as long as solving a posture, making one of somebody else a ninth of
// that, and making a solver half as long. An answer has the same bits with and without them: a
// solver that is used again starts where a new one does (ps_hold_restart), unless it is asked to go
// on. One ps_warm belongs to one thread.
#pragma once

#include "scenario/hold.h"
#include "scenario/ranges.h"

typedef struct ps_warm ps_warm;

// A solver for poses of one person, and the numbers of the pose it is taken for.
typedef struct ps_warm_solver {
  const ps_human *human;
  ps_hold_options options;
  ps_pose pose;
  ps_posture posture;
  ps_data *data; // holds the pose as it was resolved
  ps_hold *hold;
  ps_hip_ranges ranges[2]; // of the person, right and left
  double *number;          // of the posture
  bool taken;
  unsigned long used; // when, by a count
} ps_warm_solver;

// NULL: out of memory. Nothing of it may be taken any more when it is freed.
ps_warm *ps_warm_create(void);
void ps_warm_free(ps_warm *warm);

// The person of `pose` with parameters `p`, which differ from one call to the next by the stress of
// the pose alone; *human is NULL where all places are taken. To be given back.
ps_status ps_warm_human(ps_warm *warm, const ps_anatomy *anatomy, const ps_parameters *p,
                        const ps_pose *pose, ps_detail detail, ps_human **human, ps_error *err);
void ps_warm_give_back_human(ps_warm *warm, const ps_human *human);

// A solver of such a human with `pose` resolved, ready to solve; `near`: it goes on from the pose
// that it solved last, and the answer then depends on that, within the solver's tolerances. *solver
// is NULL where none can be kept for such a pose, or all are taken. To be given back.
ps_status ps_warm_take(ps_warm *warm, const ps_human *human, const ps_pose *pose,
                       const ps_hold_options *options, bool near, ps_warm_solver **solver,
                       ps_error *err);
void ps_warm_give_back(ps_warm_solver *solver);

// ---- what makes two poses alike

bool ps_same_person(const ps_person *a, const ps_person *b);
// Does the body touch the same things at the same places?
bool ps_same_contacts(const ps_posture *a, const ps_posture *b);
// A voluntary effort, whose solver fits no other pose?
bool ps_has_effort(const ps_pose *pose);
