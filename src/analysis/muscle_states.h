// muscle_states.h: what the muscles remember at every frame of a motion.
//
// Activations, fiber lengths and tendon forces come from the columns of a states file, else from
// the model's defaults; on request fiber and tendon are then put into equilibrium.
#pragma once

#include "analysis/motion.h"
#include "muscle/muscle.h"

typedef struct ps_muscle_states {
  bool equilibrate;
  int nframe, nmuscle;
  ps_muscle_state *state; // nframe x nmuscle, or nmuscle defaults where nframe is 0
  ps_pool pool;
} ps_muscle_states;

// `table`: the states file, NULL: defaults only. Rows are those of the motion.
ps_status ps_muscle_states_create(ps_muscle_states **states, const ps_model *m,
                                  const ps_table *table, const ps_motion *motion, bool equilibrate,
                                  ps_notes *notes, ps_error *err);
void ps_muscle_states_free(ps_muscle_states *states);

// Flags beside PS_PATH_..., one bit each.
enum {
  PS_STATE_UNBALANCED = 8, // no equilibrium; the state is the nearest end of the muscle's range
  PS_STATE_SHORTEST = 16,  // the fiber is at its shortest
};

// Evaluate a muscle at a frame, without excitation. Needs the paths and their speeds. Returns
// flags.
unsigned ps_muscle_at(const ps_model *m, const ps_muscle_states *states, const ps_data *d,
                      int frame, int muscle, ps_muscle_output *out);
