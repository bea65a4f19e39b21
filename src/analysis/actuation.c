#include "analysis/actuation.h"

#include <stdio.h>

#include "muscle/force.h"
#include "muscle/path.h"

ps_status ps_actuation_create(ps_actuation *actuation, ps_pool *pool, const ps_model *m,
                              const ps_table *table, const char *path, ps_error *err) {
  int *column = ps_pool_take(pool, (size_t)(m->nforce + 1) * sizeof *column);
  if (!column)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  for (int i = 0; i < m->nforce; i++) {
    column[i] = -1;
    if (!m->force[i].applies || !ps_force_is_actuator(&m->force[i]))
      continue;
    column[i] = ps_table_column(table, m->force_name[i]);
    if (column[i] < 0) {
      ps_nearest nearest = ps_nearest_to(m->force_name[i]);
      char hint[200];
      for (int c = 0; c < ps_table_columns(table); c++)
        ps_nearest_try(&nearest, ps_table_label(table, c));
      return ps_fail(err, PS_ERR_REFERENCE, path, 0,
                     "there is no column '%s'; the forces of all actuators are needed%s",
                     m->force_name[i], ps_nearest_hint(&nearest, hint, sizeof hint));
    }
  }
  *actuation = (ps_actuation){.table = table, .column = column};
  return PS_OK;
}

// the row at or before a time, and how far the time lies towards the next
static int row_before(const ps_table *table, double time, double *along) {
  int low = 0, high = ps_table_rows(table) - 1;
  *along = 0;
  if (high < 0 || !(time > ps_table_time(table, 0)))
    return 0;
  if (!(time < ps_table_time(table, high)))
    return high;
  while (high - low > 1) {
    int middle = (low + high) / 2;
    if (ps_table_time(table, middle) <= time)
      low = middle;
    else
      high = middle;
  }
  double t0 = ps_table_time(table, low), t1 = ps_table_time(table, high);
  *along = (time - t0) / (t1 - t0);
  return low;
}

static void actuate(const ps_model *m, const ps_actuation *actuation, ps_data *d) {
  double along;
  int row = row_before(actuation->table, d->time, &along);
  const double *now = ps_table_row(actuation->table, row);
  const double *next = along > 0 ? ps_table_row(actuation->table, row + 1) : now;
  for (int i = 0; i < m->nforce; i++) {
    int column = actuation->column[i];
    if (column < 0)
      continue;
    ps_force_actuate(m, d, i, now[column] + along * (next[column] - now[column]));
  }
}

static void pull(const ps_trial *trial, int frame, ps_data *d, double *flags) {
  const ps_model *m = trial->model;
  for (int i = 0; i < m->nmuscle; i++) {
    const ps_force *f = &m->force[m->muscle_force[i]];
    ps_muscle_output out;
    if (!f->applies)
      continue;
    unsigned flag = ps_muscle_at(m, trial->states, d, frame, i, &out);
    if (flags)
      flags[f->path] += flag;
    ps_force_actuate(m, d, m->muscle_force[i], out.actuation);
  }
}

void ps_trial_forces(const ps_trial *trial, const ps_actuation *actuation, int frame, ps_data *d,
                     double *flags) {
  const ps_model *m = trial->model;
  ps_path_lines(m, d);
  for (int i = 0; i < m->npath; i++) {
    // where the forces of muscles are given, nobody asks for their arms
    if (actuation && m->force[m->path[i].force].kind == PS_FORCE_MUSCLE)
      continue;
    ps_path_arms(m, d, i);
    ps_path_speed(m, d, i);
  }
  for (int i = 0; flags && i < m->npath; i++)
    flags[i] = d->path_flag[i];
  ps_forces_clear(m, d);
  ps_loads_apply(trial->loads, frame, d);
  ps_forces_passive(m, d);
  if (actuation)
    actuate(m, actuation, d);
  else
    pull(trial, frame, d, flags);
}
