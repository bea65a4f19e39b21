// joint_reaction.h: what the joints carry, as OpenSim's JointReaction reports it.
//
// Forces of actuators come from a table, by name; with them the bodies accelerate as they do, and
// each joint gives its body what is missing:
//
//   f_child = I A + V x* I V - gravity - loads - muscles - what the joints beyond pass on      (A5)
//
// Bone on bone, with muscles counted: a muscle that crosses the joint presses it. The load is given
// as force [N] and moment [N m] at the joint frame of the body it acts on, along any frame, with
// the point [m]. Theory: docs/theory/analysis.md.
#pragma once

#include "analysis/analysis.h"

// One joint to report.
typedef struct ps_reaction {
  int joint;      // of the tree
  bool on_child;  // else on the parent
  int frame_body; // the load is expressed along a frame on this body
  ps_transform frame;
  const char *frame_name;
} ps_reaction;

typedef struct ps_jr_options {
  const char *name;        // of the analysis, in file names
  const ps_table *forces;  // of the actuators by name; NULL: from the muscles' states
  const char *forces_path; // for messages
  const ps_reaction *reactions;
  int n;
} ps_jr_options;

ps_status ps_jr_create(ps_analysis **analysis, const ps_trial *trial, const ps_jr_options *options,
                       ps_notes *notes, ps_error *err);

// Every joint in the order of the tree, `on_child`, expressed in ground, child or parent body.
typedef enum ps_express { PS_EXPRESS_GROUND, PS_EXPRESS_CHILD, PS_EXPRESS_PARENT } ps_express;
ps_reaction ps_reaction_of(const ps_model *m, int joint, bool on_child, ps_express express);
