// select.h: from the words of a setup file to parts of the model: joints, muscles, frames ...
//
// "all" in any case means every one, where OpenSim takes it so. A name that the model lacks is an
// error with the nearest name.
#pragma once

#include "analysis/inverse_dynamics.h"
#include "analysis/joint_reaction.h"
#include "tool/workspace.h"

typedef struct ps_selection {
  int *items;
  int n;
} ps_selection;

// `line` of the setup file, for messages.
ps_status ps_select_muscles(ps_workspace *w, ps_words words, int line, ps_selection *s);
ps_status ps_select_coordinates(ps_workspace *w, ps_words words, int line, ps_selection *s);
// In the order of the body set; `whole_body`: the mass center of all is wanted.
ps_status ps_select_bodies(ps_workspace *w, ps_words words, int line, ps_selection *s,
                           bool *whole_body);
ps_status ps_select_body(ps_workspace *w, const char *name, int line, int *body);
ps_status ps_select_joints(ps_workspace *w, ps_words words, int line, ps_selection *s);
ps_status ps_select_reactions(ps_workspace *w, const ps_analysis_spec *a, ps_reaction **reactions,
                              int *n);
// Forces that inverse dynamics leaves out: `excluded` has one entry for each force of the model.
ps_status ps_select_excluded(ps_workspace *w, ps_words words, bool **excluded);
