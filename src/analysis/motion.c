#include "analysis/motion.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "body/constraint.h"
#include "num/filter.h"
#include "num/spline.h"

enum { QUINTIC = 5, BLOCK = PS_FILTER_COLUMNS };

typedef struct ps_maker {
  const ps_model *m;
  const ps_table *table;
  const ps_motion_options *o;
  ps_notes *notes;
  ps_error *err;
  ps_motion *motion;
  ps_pool pool;           // goes with the maker
  int *column;            // of each coordinate; -1: none
  int *speed_column;      // of each coordinate, in `speeds` or the states; -1: none
  double *t;              // [s]  times of the table
  ps_filter *filter;      // NULL: none
  ps_spline_basis *basis; // over all rows
  int rows;               // after padding and resampling
  const double *times;    // of these rows
  double *block, *coef, *speed;
} ps_maker;

static ps_status no_memory(ps_maker *k) {
  return ps_fail(k->err, PS_ERR_MEMORY, k->o->path, 0, "out of memory");
}

static bool held(const ps_maker *k, int c) {
  return k->o->use == PS_MOTION_ANALYSIS && ps_coordinate_held(k->m, c);
}

// ---- columns

static int find_column(const ps_table *table, const char *name, const char *path,
                       const char *plain_suffix, const char *path_suffix) {
  char label[600];
  snprintf(label, sizeof label, "%s%s", name, plain_suffix);
  int column = ps_table_column(table, label);
  if (column < 0) {
    snprintf(label, sizeof label, "%s/%s", path, path_suffix);
    column = ps_table_column(table, label);
  }
  return column;
}

static ps_status missing(ps_maker *k, int c) {
  const ps_model *m = k->m;
  const char *name = m->coord_name[c];
  if (held(k, c))
    return PS_OK;
  if (m->coord_dependent[c]) {
    ps_note_add(k->notes, PS_NOTE_INFO, k->o->path, 0,
                "there is no column '%s'; the coordinate follows the ones it is coupled to", name);
    return PS_OK;
  }
  ps_nearest nearest = ps_nearest_to(name);
  for (int i = 0; i < ps_table_columns(k->table); i++)
    ps_nearest_try(&nearest, ps_table_label(k->table, i));
  char hint[160];
  ps_nearest_hint(&nearest, hint, sizeof hint);
  if (name[0] == '/' && !nearest.best)
    snprintf(hint, sizeof hint, "; coordinates that share a name go by their paths");
  if (!k->o->missing_is_default)
    return ps_fail(k->err, PS_ERR_REFERENCE, k->o->path, 0,
                   "there is no column '%s', which the model needs%s", name, hint);
  ps_note_add(k->notes, PS_NOTE_WARNING, k->o->path, 0,
              "there is no column '%s'; the coordinate is taken to be %s%s", name,
              k->o->use == PS_MOTION_ANALYSIS ? "zero" : "at its default", hint);
  return PS_OK;
}

static ps_status find_columns(ps_maker *k) {
  const ps_model *m = k->m;
  k->column = ps_pool_take(&k->pool, (size_t)(m->nq + 1) * sizeof *k->column);
  k->speed_column = ps_pool_take(&k->pool, (size_t)(m->nq + 1) * sizeof *k->speed_column);
  if (!k->column || !k->speed_column)
    return no_memory(k);
  const ps_table *speeds = k->o->states ? k->table : k->o->speeds;
  bool rotates = false;
  for (int c = 0; c < m->nq; c++) {
    const char *name = m->coord_name[c], *path = m->coord_path[c];
    k->column[c] = find_column(k->table, name, path, "", "value");
    k->speed_column[c] =
        speeds ? find_column(speeds, name, path, k->o->states ? "_u" : "", "speed") : -1;
    if (k->column[c] < 0)
      PS_TRY(missing(k, c));
    else
      rotates = rotates || m->coord_motion[c] == PS_MOTION_ROTATIONAL;
  }
  if (rotates && !k->o->states && ps_table_degrees(k->table) == PS_DEGREES_NOT_STATED &&
      k->o->degrees == PS_DEGREES_NOT_STATED)
    return ps_fail(k->err, PS_ERR_VALUE, k->o->path, 0,
                   "the header does not say inDegrees=yes or no; say --degrees or --radians");
  return PS_OK;
}

static double unit_of(const ps_maker *k, int c) {
  ps_degrees degrees = ps_table_degrees(k->table);
  if (degrees == PS_DEGREES_NOT_STATED)
    degrees = k->o->degrees;
  bool turns = k->m->coord_motion[c] == PS_MOTION_ROTATIONAL;
  return turns && degrees == PS_DEGREES_YES && !k->o->states ? M_PI / 180 : 1;
}

// ---- times

static ps_status prepare_times(ps_maker *k) {
  int n = ps_table_rows(k->table);
  k->t = ps_pool_take(&k->pool, (size_t)(n + 1) * sizeof *k->t);
  if (!k->t)
    return no_memory(k);
  for (int i = 0; i < n; i++)
    k->t[i] = ps_table_time(k->table, i);
  k->rows = n;
  k->times = k->t;
  if (n < QUINTIC + 1)
    return ps_fail(k->err, PS_ERR_VALUE, k->o->path, 0,
                   "the motion has %d rows; a quintic spline needs %d", n, QUINTIC + 1);
  if (k->o->start > k->o->end)
    return ps_fail(k->err, PS_ERR_VALUE, k->o->path, 0,
                   "the time range begins at %g s and ends before, at %g s", k->o->start,
                   k->o->end);
  if (k->o->start > k->t[n - 1] || k->o->end < k->t[0])
    return ps_fail(k->err, PS_ERR_VALUE, k->o->path, 0,
                   "the motion lasts from %g s to %g s and has nothing %s %g s", k->t[0],
                   k->t[n - 1], k->o->end < k->t[0] ? "before" : "after",
                   k->o->end < k->t[0] ? k->o->end : k->o->start);
  if (k->o->cutoff_hz >= 0 && !k->o->states) {
    PS_TRY(ps_filter_create(&k->filter, k->o->cutoff_hz, n / 2, n, k->t, k->err));
    k->rows = k->filter->rows;
    k->times = k->filter->t;
  }
  PS_TRY(ps_spline_create(&k->basis, QUINTIC, k->rows, k->times, k->err));
  size_t cells = (size_t)k->rows * BLOCK;
  k->block = ps_pool_take(&k->pool, cells * sizeof *k->block);
  k->speed = ps_pool_take(&k->pool, cells * sizeof *k->speed);
  k->coef = ps_pool_take(&k->pool, ps_spline_size(k->basis, BLOCK) * sizeof *k->coef);
  return k->block && k->speed && k->coef ? PS_OK : no_memory(k);
}

// the last row at or before a time, as OpenSim finds it
static int row_at(const ps_maker *k, double time) {
  int i = 0;
  while (i < k->rows && !(time < k->times[i]))
    i++;
  return i > 0 ? i - 1 : 0;
}

// OpenSim analyses what was padded to a motion for the filter like the motion itself
static void tell_of_padding(ps_maker *k) {
  const ps_motion *mo = k->motion;
  int rows = ps_table_rows(k->table), outside = 0;
  double slack = 0.5 * (k->t[rows - 1] - k->t[0]) / rows; // [s]  half a step
  for (int f = mo->skip; f < mo->n; f++)
    outside += mo->t[f] < k->t[0] - slack || mo->t[f] > k->t[rows - 1] + slack;
  if (outside)
    ps_note_add(
        k->notes, PS_NOTE_WARNING, k->o->path, 0,
        "%d of %d frames lie outside the recorded motion, %g s to %g s: they are the mirror "
        "image that the filter adds to it, as in OpenSim",
        outside, mo->n - mo->skip, k->t[0], k->t[rows - 1]);
}

static ps_status choose_frames(ps_maker *k) {
  ps_motion *mo = k->motion;
  double start = k->o->start, end = k->o->end;
  // an open range is that of the file, not of what was padded to it
  if (isinf(start))
    start = k->t[0];
  if (isinf(end))
    end = k->t[ps_table_rows(k->table) - 1];
  if (k->o->use == PS_MOTION_INVERSE_DYNAMICS) {
    start = fmax(start, k->times[0]);
    end = fmin(end, k->times[k->rows - 1]);
  }
  int last = row_at(k, end);
  mo->first = row_at(k, start);
  mo->skip = k->o->use == PS_MOTION_ANALYSIS ? mo->first % PS_MOTION_LEAD : 0;
  mo->first -= mo->skip;
  mo->n = last - mo->first + 1;
  mo->nq = k->m->nq;
  size_t cells = (size_t)mo->n * (size_t)(mo->nq + 1);
  double *t = ps_pool_take(&mo->pool, (size_t)mo->n * sizeof *t);
  mo->q = ps_pool_take(&mo->pool, cells * sizeof *mo->q);
  mo->u = ps_pool_take(&mo->pool, cells * sizeof *mo->u);
  mo->udot = ps_pool_take(&mo->pool, cells * sizeof *mo->udot);
  if (!t || !mo->q || !mo->u || !mo->udot)
    return no_memory(k);
  memcpy(t, k->times + mo->first, (size_t)mo->n * sizeof *t);
  mo->t = t;
  tell_of_padding(k);
  return PS_OK;
}

// ---- values

static double *cell(const ps_motion *mo, double *array, int frame, int c) {
  return &array[(size_t)frame * (size_t)mo->nq + (size_t)c];
}

// rows of up to BLOCK columns, filtered, in radians; cols[b] is the coordinate of block column b
static void fill_block(ps_maker *k, const int *cols, int ncol) {
  int stride = ps_table_columns(k->table) + ps_table_has_time(k->table);
  const double *first = ps_table_row(k->table, 0);
  for (int b = 0; b < ncol; b++) {
    const double *x = first + k->column[cols[b]];
    for (int i = 0; i < ps_table_rows(k->table); i++)
      k->speed[(size_t)i * (size_t)ncol + (size_t)b] = x[(size_t)i * (size_t)stride];
  }
  if (k->filter)
    ps_filter_apply(k->filter, ncol, k->speed, ncol, 1, k->block);
  else
    memcpy(k->block, k->speed, (size_t)k->rows * (size_t)ncol * sizeof *k->block);
  for (int b = 0; b < ncol; b++) {
    double unit = unit_of(k, cols[b]);
    for (size_t i = 0; unit != 1 && i < (size_t)k->rows; i++)
      k->block[i * (size_t)ncol + (size_t)b] *= unit;
  }
}

// speeds of the block where the files give them; else they stay
static void given_speeds(ps_maker *k, const int *cols, int ncol) {
  const ps_table *speeds = k->o->states ? k->table : k->o->speeds;
  for (int b = 0; speeds && b < ncol; b++) {
    int column = k->speed_column[cols[b]];
    for (int i = 0; column >= 0 && i < k->rows && i < ps_table_rows(speeds); i++)
      k->speed[(size_t)i * (size_t)ncol + (size_t)b] = ps_table_value(speeds, i, column);
  }
}

static void differentiate(ps_maker *k, const int *cols, int ncol) {
  ps_motion *mo = k->motion;
  size_t width = (size_t)ncol, half = QUINTIC / 2 + 1;
  ps_spline_fit(k->basis, ncol, k->block, ncol, 1, k->coef);
  for (size_t i = 0; i < (size_t)k->rows; i++)
    memcpy(&k->speed[i * width], &k->coef[(i * half + 1) * width], width * sizeof *k->speed);
  for (int f = 0; f < mo->n; f++)
    for (int b = 0; b < ncol; b++) {
      size_t i = (size_t)(mo->first + f);
      *cell(mo, mo->q, f, cols[b]) = k->coef[i * half * width + (size_t)b];
      *cell(mo, mo->udot, f, cols[b]) = k->coef[(i * half + 2) * width + (size_t)b];
    }
  given_speeds(k, cols, ncol);
  for (int f = 0; f < mo->n; f++)
    for (int b = 0; b < ncol; b++)
      *cell(mo, mo->u, f, cols[b]) = k->speed[(size_t)(mo->first + f) * width + (size_t)b];
  if (k->o->use == PS_MOTION_INVERSE_DYNAMICS)
    return;
  // the slope of a spline through the speeds
  ps_spline_fit(k->basis, ncol, k->speed, ncol, 1, k->coef);
  for (int f = 0; f < mo->n; f++)
    for (int b = 0; b < ncol; b++) {
      size_t i = (size_t)(mo->first + f);
      *cell(mo, mo->udot, f, cols[b]) = k->coef[(i * half + 1) * width + (size_t)b];
    }
}

static void fill_columns(ps_maker *k) {
  int cols[BLOCK], ncol = 0;
  for (int c = 0; c <= k->m->nq; c++) {
    bool take = c < k->m->nq && k->column[c] >= 0 && !held(k, c);
    if (take)
      cols[ncol++] = c;
    if (ncol == BLOCK || (c == k->m->nq && ncol)) {
      fill_block(k, cols, ncol);
      differentiate(k, cols, ncol);
      ncol = 0;
    }
  }
}

// coordinates that no column moves
static void fill_others(ps_maker *k) {
  const ps_model *m = k->m;
  ps_motion *mo = k->motion;
  for (int c = 0; c < m->nq; c++) {
    bool is_held = held(k, c);
    if (k->column[c] >= 0 && !is_held)
      continue;
    for (int f = 0; f < mo->n; f++) {
      double out[3] = {m->coord_default[c], 0, 0};
      if (is_held && m->coord_prescribed[c] >= 0 && !m->coord_locked[c])
        ps_function_eval(&m->function[m->coord_prescribed[c]], m->pool, mo->t[f], out);
      else if (!is_held && k->o->use == PS_MOTION_ANALYSIS)
        out[0] = 0;
      *cell(mo, mo->q, f, c) = out[0];
      *cell(mo, mo->u, f, c) = out[1];
      *cell(mo, mo->udot, f, c) = out[2];
    }
  }
}

// put every pose onto the constraints; accelerations of dependent coordinates follow
static ps_status assemble(ps_maker *k) {
  const ps_model *m = k->m;
  ps_motion *mo = k->motion;
  if (k->o->use != PS_MOTION_ANALYSIS || !m->nrow)
    return PS_OK;
  ps_data *d = ps_data_create(m);
  if (!d)
    return no_memory(k);
  for (int f = 0; f < mo->n; f++) {
    ps_motion_frame(mo, f, d);
    mo->assembly_error = fmax(mo->assembly_error, ps_constraint_assemble(m, d));
    memcpy(cell(mo, mo->q, f, 0), d->q, (size_t)m->nq * sizeof *d->q);
    for (int r = 0; r < m->nconstraint; r++) {
      const ps_constraint *c = &m->constraint[r];
      if (c->kind != PS_CONSTRAINT_COUPLER)
        continue;
      double sum = d->constraint_bias[c->row];
      for (int i = 0; i < c->narg; i++) {
        int arg = m->constraint_arg[c->arg + i];
        sum -= d->constraint_row[c->row * m->nq + arg] * d->udot[arg];
      }
      *cell(mo, mo->udot, f, c->dependent) = sum;
    }
  }
  ps_data_free(d);
  return PS_OK;
}

static ps_status make(ps_maker *k) {
  PS_TRY(find_columns(k));
  PS_TRY(prepare_times(k));
  PS_TRY(choose_frames(k));
  fill_columns(k);
  fill_others(k);
  return assemble(k);
}

ps_status ps_motion_create(ps_motion **motion, const ps_model *m, const ps_table *table,
                           const ps_motion_options *options, ps_notes *notes, ps_error *err) {
  *motion = calloc(1, sizeof **motion);
  ps_maker k = {.m = m, .table = table, .o = options, .notes = notes, .err = err};
  k.motion = *motion;
  ps_status status = *motion ? make(&k) : no_memory(&k);
  ps_filter_free(k.filter);
  ps_spline_free(k.basis);
  ps_pool_free(&k.pool);
  if (status != PS_OK) {
    ps_motion_free(*motion);
    *motion = NULL;
  }
  return status;
}

void ps_motion_free(ps_motion *motion) {
  if (!motion)
    return;
  ps_pool_free(&motion->pool);
  free(motion);
}

void ps_motion_frame(const ps_motion *mo, int i, ps_data *d) {
  size_t at = (size_t)i * (size_t)mo->nq, size = (size_t)mo->nq * sizeof *d->q;
  d->time = mo->t[i];
  memcpy(d->q, mo->q + at, size);
  memcpy(d->u, mo->u + at, size);
  memcpy(d->udot, mo->udot + at, size);
}
