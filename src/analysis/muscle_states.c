#include "analysis/muscle_states.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct ps_state_column {
  const char *now, *before; // OpenSim 4 and 3
  size_t offset;            // in ps_muscle_state
} ps_state_column;

static const ps_state_column columns[] = {
    {"activation", "activation", offsetof(ps_muscle_state, activation)},
    {"fiber_length", "fiber_length", offsetof(ps_muscle_state, fiber_length)},
    {"fiber_velocity", "fiber_velocity", offsetof(ps_muscle_state, fiber_velocity)},
    {"normalized_tendon_force", "norm_tendon_force", offsetof(ps_muscle_state, tendon_force)},
};
enum { COLUMNS = sizeof columns / sizeof *columns };

static ps_muscle_state default_state(const ps_muscle_params *p) {
  return (ps_muscle_state){.activation = p->default_activation,
                           .fiber_length = p->default_fiber_length,
                           .fiber_velocity = p->default_fiber_velocity,
                           .tendon_force = p->default_normalized_tendon_force};
}

static int find_column(const ps_model *m, const ps_table *table, int muscle,
                       const ps_state_column *c) {
  int force = m->muscle_force[muscle];
  char label[700];
  snprintf(label, sizeof label, "%s/%s", m->force_path[force], c->now);
  int column = ps_table_column(table, label);
  if (column < 0) {
    snprintf(label, sizeof label, "%s.%s", m->force_name[force], c->before);
    column = ps_table_column(table, label);
  }
  return column;
}

static void read_column(ps_muscle_states *s, const ps_table *table, const ps_motion *motion,
                        int muscle, const ps_state_column *c, int column) {
  for (int f = 0; f < s->nframe; f++) {
    ps_muscle_state *state = &s->state[(size_t)f * (size_t)s->nmuscle + (size_t)muscle];
    *(double *)((char *)state + c->offset) = ps_table_value(table, motion->first + f, column);
  }
}

static ps_status fill(ps_muscle_states *s, const ps_model *m, const ps_table *table,
                      const ps_motion *motion, ps_notes *notes, ps_error *err) {
  size_t rows = table ? (size_t)motion->n : 1;
  s->nmuscle = m->nmuscle;
  s->nframe = table ? motion->n : 0;
  s->state = ps_pool_take(&s->pool, (rows * (size_t)m->nmuscle + 1) * sizeof *s->state);
  if (!s->state)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  for (size_t row = 0; row < rows; row++)
    for (int i = 0; i < m->nmuscle; i++)
      s->state[row * (size_t)m->nmuscle + (size_t)i] = default_state(&m->muscle[i]);
  int missing = 0;
  for (int i = 0; table && i < m->nmuscle; i++) {
    missing += find_column(m, table, i, &columns[0]) < 0;
    for (int c = 0; c < COLUMNS; c++) {
      int column = find_column(m, table, i, &columns[c]);
      if (column >= 0)
        read_column(s, table, motion, i, &columns[c], column);
    }
  }
  if (missing)
    ps_note_add(notes, PS_NOTE_WARNING, ps_table_name(table), 0,
                "%d of %d muscles have no column of activation; they stay at their defaults",
                missing, m->nmuscle);
  return PS_OK;
}

ps_status ps_muscle_states_create(ps_muscle_states **states, const ps_model *m,
                                  const ps_table *table, const ps_motion *motion, bool equilibrate,
                                  ps_notes *notes, ps_error *err) {
  ps_muscle_states *s = calloc(1, sizeof *s);
  *states = s;
  if (!s)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  s->equilibrate = equilibrate;
  ps_status status = fill(s, m, table, motion, notes, err);
  if (status != PS_OK) {
    ps_muscle_states_free(s);
    *states = NULL;
  }
  return status;
}

void ps_muscle_states_free(ps_muscle_states *states) {
  if (!states)
    return;
  ps_pool_free(&states->pool);
  free(states);
}

unsigned ps_muscle_at(const ps_model *m, const ps_muscle_states *states, const ps_data *d,
                      int frame, int muscle, ps_muscle_output *out) {
  const ps_muscle_params *p = &m->muscle[muscle];
  const ps_muscle_curves curves = {m->curve, m->function, m->pool};
  int path = m->force[m->muscle_force[muscle]].path;
  double length = d->path_length[path], speed = d->path_speed[path];
  size_t row = states && states->nframe ? (size_t)frame * (size_t)m->nmuscle : 0;
  ps_muscle_state state = states ? states->state[row + (size_t)muscle] : default_state(p);
  unsigned flags = 0;
  if (p->ignore_activation_dynamics)
    state.activation = 0; // it is the excitation
  if (states && states->equilibrate) {
    ps_muscle_outcome outcome = ps_muscle_equilibrate(p, &curves, length, speed, &state);
    flags = outcome == PS_MUSCLE_UNBALANCED ? PS_STATE_UNBALANCED
            : outcome == PS_MUSCLE_SHORTEST ? PS_STATE_SHORTEST
                                            : 0;
  }
  ps_muscle_evaluate(p, &curves, &state, 0, length, speed, out);
  return flags;
}
