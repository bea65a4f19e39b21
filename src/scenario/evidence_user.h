// evidence_user.h: rows of a person's own: what the catalogue has wrong, or does not know.
//
//   interventions:
//     - id: heat                  # a row of the catalogue: what is not said stays as it is
//       mean: -4
//       grade_back: low
//       sources: [S42, "Example 2025, Journal 1:1"]
//     - id: warm_bath             # another id: a new row
//       name: Warm bath
//       ...
//
// Keys are the columns of data/evidence/interventions.csv. Every row has a source and a grade; a
// new one also name, mechanism, status, parameter, mode, harms and why. The size is `mean`, taken
// at its word, or `pooled`, which the rule of evidence.h weighs by the grade. Without trial and
// without mechanism there is no size but 0: what is only imagined is a hypothetical run.
// A source is an id of the catalogue or a citation, which becomes a source U1, U2 ... of its own.
#pragma once

#include "base/tree.h"
#include "scenario/evidence.h"

enum { PS_EVIDENCE_ROWS_MOST = 64 }; // of a file

// Put the rows of a file in; `tree` and `path` (for messages) live as long as the evidence. After a
// failure the evidence is as before, but for memory.
ps_status ps_evidence_correct(ps_evidence *e, const ps_tree *tree, const char *path, ps_error *err);
