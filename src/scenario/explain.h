// explain.h: in words, why the psoas pulls, what is at its limit, and what presses on the discs.
//
// The solver prices every coordinate: lambda_k is what one newton metre more would cost. A muscle
// is used until its own cost meets what its arms earn,
//
//   d cost / d a = F sum r_k lambda_k + stability
//
// so that the terms of the sum are the reasons for its pull, in shares.
#pragma once

#include "scenario/answer.h"

// Add {"psoas": [...], "bounds": [...], "limits": [...], "compression": [...], "influence": [...]}
// to `tree`: sentences with units. Lists may be empty.
void ps_explain(ps_answer *answer, ps_tree *tree);

// "stiffness of the discs" for "disc_stiffness"; the name itself where it has no plain words.
const char *ps_parameter_words(const char *name);
