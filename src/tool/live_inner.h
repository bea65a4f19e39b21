// live_inner.h: what the files of the live session share.
#pragma once

#include "psoas/live.h"
#include "scenario/answer.h"
#include "scenario/nerve_course.h"

enum { PS_LIVE_SETS = 128, PS_LIVE_PAIR = 240 }; // most keys; [bytes]  of "key=value"

struct ps_live {
  ps_lab lab;
  ps_hold_options options;
  ps_detail detail;
  ps_pool read; // of `course`
  ps_nerve_course course;
  // what was asked for
  ps_pool taken;       // of the posture and the person as they were given
  const ps_tree *tree; // NULL: nothing was taken yet
  ps_pose base;        // of the posture that the tree names
  int nset;
  char set[PS_LIVE_SETS][PS_LIVE_PAIR]; // "key=value"
  // the posture at hand
  ps_pool said; // of `pose`
  ps_pose pose;
  // for a person
  ps_human *human;
  double stress; // that it was made for
  bool changed;  // the person, since the last solve
  int scene;
  ps_data *d;
  double *number; // of the posture
  ps_posture posture;
  double *block; // of the frame
  // for contacts
  ps_hold *hold;
  ps_held held;
  bool equilibrium; // the last solve searched for a lordosis, and ended elsewhere
  struct {          // what the solver was made for
    int ncontact, body[PS_CONTACTS], against[PS_CONTACTS];
    bool walks, muscles, effort;
  } made;
  const char *contact_name[PS_CONTACTS];
};

// ---- live_frame.c

// Room for a frame of this person [numbers].
int ps_live_room(const ps_live *live);
// The frame of what was solved, in live->block.
void ps_live_fill(ps_live *live, ps_live_frame *frame);
// Names of columns and numbers; NULL: there are no more.
const char *ps_live_level_column(int i);
const char *ps_live_contact_column(int i);
int ps_live_numbers(void);
const char *ps_live_number_name(int i);
