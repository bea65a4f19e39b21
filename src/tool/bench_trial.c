// bench_trial.c: the model and the frames that stages run over, and what they start from.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "body/constraint.h"
#include "body/kinematics.h"
#include "io/sto.h"
#include "muscle/path.h"
#include "num/csv.h"
#include "tool/bench_inner.h"

static const double RESERVE = 10; // [N m | N]  of a motor at control 1

static ps_status no_memory(const ps_bencher *b) {
  return ps_fail(b->err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

// ---- frames

double ps_bench_random(unsigned long long *state) {
  unsigned long long z = *state += 0x9e3779b97f4a7c15;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
  z = (z ^ z >> 27) * 0x94d049bb133111eb;
  return (double)((z ^ z >> 31) >> 11) * 0x1p-53;
}

// a wave of a coordinate within its range: one swing and a faster, smaller one
typedef struct wave {
  double middle, width, phase[2];
} wave;

static wave wave_of(const ps_model *m, int c, unsigned long long *seed) {
  double most = m->coord_motion[c] == PS_MOTION_TRANSLATIONAL ? 0.05 : 0.3; // [m], [rad]
  double low = m->coord_min[c], high = m->coord_max[c], width = most;
  wave w = {.middle = m->coord_default[c]};
  if (high > low) {
    width = fmin(most, 0.25 * (high - low));
    w.middle = fmax(low + width, fmin(w.middle, high - width));
  }
  w.width = width * (0.5 + 0.5 * ps_bench_random(seed));
  for (int i = 0; i < 2; i++)
    w.phase[i] = 2 * M_PI * ps_bench_random(seed);
  return w;
}

static double wave_at(const wave *w, double t) {
  return w->middle +
         w->width * (0.8 * sin(2 * M_PI * t + w->phase[0]) + 0.2 * sin(6 * M_PI * t + w->phase[1]));
}

ps_status ps_bench_made_up(ps_table **table, const ps_model *m, int frames, unsigned long long seed,
                           ps_error *err) {
  wave *waves = malloc((size_t)(m->nq + 1) * sizeof *waves);
  ps_data *d = ps_data_create(m);
  ps_table *t = *table = ps_table_create("made-up motion", true);
  ps_status status =
      waves && d && t ? PS_OK : ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  for (int c = 0; c < m->nq && status == PS_OK; c++) {
    waves[c] = wave_of(m, c, &seed);
    status = ps_table_add_column(t, m->coord_name[c], err);
  }
  for (int i = 0; i < frames && status == PS_OK; i++) {
    for (int c = 0; c < m->nq; c++)
      d->q[c] = ps_coordinate_held(m, c) ? m->coord_default[c] : wave_at(&waves[c], 0.01 * i);
    if (m->nrow)
      ps_constraint_assemble(m, d);
    status = ps_table_add_row(t, 0.01 * i, d->q, err);
  }
  if (t)
    ps_table_declare_degrees(t, PS_DEGREES_NO);
  ps_data_free(d);
  free(waves);
  return status;
}

static ps_status motion_of_table(ps_bencher *b, const char *path) {
  ps_notes notes = {0};
  const ps_motion_options o = {.use = PS_MOTION_ANALYSIS,
                               .path = path,
                               .cutoff_hz = -1,
                               .start = -INFINITY,
                               .end = INFINITY,
                               .degrees = b->o->degrees};
  ps_status status =
      ps_motion_create(&b->w.motion, b->w.model, b->w.coordinates, &o, &notes, b->err);
  ps_notes_free(&notes);
  return status;
}

// coordinates, speeds or accelerations of all poses; a column that is not there is zero
static void copy_poses(const ps_model *m, const ps_table *table, const char *prefix, double *to) {
  char label[400];
  for (int c = 0; c < m->nq; c++) {
    snprintf(label, sizeof label, "%s:%s", prefix, m->coord_name[c]);
    int column = ps_table_column(table, label);
    for (int i = 0; column >= 0 && i < ps_table_rows(table); i++)
      to[(size_t)i * (size_t)m->nq + (size_t)c] = ps_table_value(table, i, column);
  }
}

static ps_status motion_of_poses(ps_bencher *b) {
  const ps_model *m = b->w.model;
  ps_table *table = NULL;
  char label[400];
  PS_TRY(ps_csv_load(&table, b->o->poses, b->err));
  b->w.coordinates = table;
  for (int c = 0; c < m->nq; c++) {
    snprintf(label, sizeof label, "q:%s", m->coord_name[c]);
    if (ps_table_column(table, label) < 0)
      return ps_fail(b->err, PS_ERR_STRUCTURE, b->o->poses, 1,
                     "there is no column '%s'; every coordinate of the model needs one", label);
  }
  ps_motion *mo = b->w.motion = calloc(1, sizeof *mo);
  if (!mo)
    return no_memory(b);
  size_t n = (size_t)ps_table_rows(table), size = n * (size_t)m->nq * sizeof(double) + 1;
  double *t = ps_pool_take(&mo->pool, (n + 1) * sizeof *t);
  mo->n = (int)n;
  mo->nq = m->nq;
  mo->t = t;
  mo->q = ps_pool_take(&mo->pool, size);
  mo->u = ps_pool_take(&mo->pool, size);
  mo->udot = ps_pool_take(&mo->pool, size);
  if (!t || !mo->q || !mo->u || !mo->udot)
    return no_memory(b);
  for (size_t i = 0; i < n; i++)
    t[i] = 0.01 * (double)i;
  copy_poses(m, table, "q", mo->q);
  copy_poses(m, table, "u", mo->u);
  copy_poses(m, table, "udot", mo->udot);
  return PS_OK;
}

// ---- the model

static bool has_motor(const ps_spec *s, const char *coordinate) {
  for (int i = 0; i < s->forces.n; i++) {
    const ps_spec_force *f = &s->forces.items[i];
    if (f->kind == PS_FORCE_COORDINATE_ACTUATOR && f->coordinate &&
        strcmp(f->coordinate, coordinate) == 0)
      return true;
  }
  return false;
}

// so that every frame has a solution
static ps_status add_reserves(ps_bencher *b, ps_spec *s) {
  for (int i = 0; i < s->coordinates.n; i++) {
    const char *coordinate = s->coordinates.items[i].part.name;
    char name[400];
    if (has_motor(s, coordinate))
      continue;
    snprintf(name, sizeof name, "%s_reserve", coordinate);
    ps_spec_force *f = ps_spec_add_force(s, PS_FORCE_COORDINATE_ACTUATOR, name, 0);
    if (!f)
      return no_memory(b);
    f->coordinate = coordinate;
    f->optimal_force = RESERVE;
    f->min_control = -INFINITY;
    f->max_control = INFINITY;
  }
  return PS_OK;
}

static ps_status open_parts(ps_bencher *b) {
  enum { LEAST_ROWS = 6 }; // that the spline of a motion needs
  const ps_bench_options *o = b->o;
  ps_workspace *w = &b->w;
  ps_notes notes = {0};
  PS_TRY(ps_spec_load(&w->spec, o->model, PS_COMPAT_OPENSIM46, b->err));
  PS_TRY(o->reserves ? ps_spec_load_forces(w->spec, o->reserves, b->err)
                     : add_reserves(b, w->spec));
  PS_TRY(ps_model_create(&w->model, w->spec, b->err));
  if (o->poses)
    return motion_of_poses(b);
  ps_status status =
      o->motion
          ? ps_sto_load(&w->coordinates, o->motion, PS_STO_STRICT, &notes, b->err)
          : ps_bench_made_up(&w->coordinates, w->model,
                             o->frames < LEAST_ROWS ? LEAST_ROWS : o->frames, o->seed, b->err);
  ps_notes_free(&notes);
  PS_TRY(status);
  return motion_of_table(b, o->motion ? o->motion : "the made-up motion");
}

static ps_status open_setup(ps_bencher *b) {
  static const ps_tool_options options = {.ignore_unsupported = true};
  b->result = calloc(1, sizeof *b->result);
  if (!b->result)
    return no_memory(b);
  return ps_workspace_open(&b->w, b->tool, &options, b->result, b->err);
}

// ---- what stages start from

static ps_status make_worker(ps_bencher *b, ps_bench_analysis *k) {
  if (k->a->create_worker && !(k->worker = k->a->create_worker(k->a, &b->pool)))
    return no_memory(b);
  k->row = ps_pool_take(&b->pool, (size_t)(k->a->width + 1) * sizeof *k->row);
  return k->row ? PS_OK : no_memory(b);
}

// what an analysis does not support leaves it out
static ps_status keep(ps_bencher *b, ps_bench_analysis *k, ps_status made) {
  if (made == PS_OK)
    return make_worker(b, k);
  k->a = NULL;
  return made == PS_ERR_UNSUPPORTED || made == PS_ERR_STRUCTURE ? PS_OK : made;
}

// the forces that static optimization finds, as a table of one row per frame
static ps_status find_forces(ps_bencher *b) {
  const ps_so_layout *at = ps_so_layout_of(b->so.a);
  double *row = ps_pool_take(&b->pool, (size_t)(at->nactivation + 1) * sizeof *row);
  b->forces = ps_table_create("forces", true);
  if (!row || !b->forces)
    return no_memory(b);
  for (int i = 0; i < at->nactivation; i++)
    PS_TRY(ps_table_add_column(b->forces, b->m->force_name[at->actuator[i]], b->err));
  if (b->so.a->restart)
    b->so.a->restart(b->so.a, b->so.worker);
  for (int f = b->begin; f < b->begin + b->n; f++) {
    b->so.a->frame(b->so.a, b->so.worker, b->d, f, b->so.row);
    for (int i = 0; i < at->nactivation; i++)
      row[i] = b->d->force_value[at->actuator[i]];
    PS_TRY(ps_table_add_row(b->forces, b->w.motion->t[f], row, b->err));
  }
  return PS_OK;
}

static ps_status keep_problems(ps_bencher *b) {
  b->problem = ps_so_frame_problem(b->so.a, b->so.worker, b->d, b->begin);
  size_t n = (size_t)b->n, rows = (size_t)b->problem.nrow, entries = (size_t)b->problem.nentry;
  b->value = ps_pool_take(&b->pool, (n * entries + 1) * sizeof *b->value);
  b->demand = ps_pool_take(&b->pool, (n * rows + 1) * sizeof *b->demand);
  b->x = ps_pool_take(&b->pool, (size_t)(b->problem.ncol + 1) * sizeof *b->x);
  if (!b->value || !b->demand || !b->x)
    return no_memory(b);
  for (size_t i = 0; i < n; i++) {
    ps_so_problem p = ps_so_frame_problem(b->so.a, b->so.worker, b->d, b->begin + (int)i);
    memcpy(b->value + i * entries, p.frame.value, entries * sizeof(double));
    memcpy(b->demand + i * rows, p.frame.demand, rows * sizeof(double));
  }
  return PS_OK;
}

// as the setup wants it, where there is one
static ps_so_options optimization(const ps_bencher *b) {
  ps_so_options so = ps_so_default();
  for (int i = 0; b->tool && i < b->tool->n; i++) {
    const ps_analysis_spec *s = &b->tool->items[i];
    if (s->kind != PS_ANALYSIS_STATIC_OPTIMIZATION)
      continue;
    so.exponent = s->exponent;
    so.physiology = s->use_muscle_physiology;
  }
  return so;
}

static ps_status create_analyses(ps_bencher *b) {
  const ps_model *m = b->m;
  const ps_so_options so = optimization(b);
  ps_notes notes = {0};
  PS_TRY(keep(b, &b->so, ps_so_create(&b->so.a, &b->w.trial, &so, b->err)));
  if (b->so.a) {
    PS_TRY(find_forces(b));
    PS_TRY(keep_problems(b));
  }

  ps_reaction *reactions = ps_pool_take(&b->pool, (size_t)(m->njoint + 1) * sizeof *reactions);
  int *index = ps_pool_take(&b->pool, (size_t)(m->nmuscle + m->nq + 1) * sizeof *index);
  if (!reactions || !index)
    return no_memory(b);
  for (int i = 0; i < m->njoint; i++)
    reactions[i] = ps_reaction_of(m, i, true, PS_EXPRESS_GROUND);
  const ps_jr_options jr = {.name = "JointReaction",
                            .forces = b->forces,
                            .forces_path = "",
                            .reactions = reactions,
                            .n = m->njoint};
  ps_status made = ps_jr_create(&b->jr.a, &b->w.trial, &jr, &notes, b->err);
  ps_notes_free(&notes);
  PS_TRY(keep(b, &b->jr, made));

  int *coordinates = index + m->nmuscle;
  for (int i = 0; i < m->nmuscle; i++)
    index[i] = i;
  for (int i = 0; i < m->nq; i++)
    coordinates[i] = i;
  const ps_ma_options ma = {.name = "MuscleAnalysis",
                            .muscles = index,
                            .nmuscle = m->nmuscle,
                            .coordinates = coordinates,
                            .ncoordinate = m->nq};
  return keep(b, &b->ma, ps_ma_create(&b->ma.a, &b->w.trial, &ma, b->err));
}

static int wraps_in(const ps_model *m, const ps_data *d) {
  int n = 0;
  for (int i = 0; i < m->npath; i++)
    for (int k = 0; k < d->path_npoint[i]; k++)
      n += d->path_point[m->path[i].current + k].second;
  return n;
}

// lengths and speeds of all paths, and how much of a path there is
static ps_status keep_paths(ps_bencher *b) {
  const ps_model *m = b->m;
  size_t npath = (size_t)m->npath, size = ((size_t)b->n * npath + 1) * sizeof(double);
  b->length = ps_pool_take(&b->pool, size);
  b->speed = ps_pool_take(&b->pool, size);
  b->state = ps_pool_take(&b->pool, (size_t)(m->nmuscle + 1) * sizeof *b->state);
  long wraps = 0, points = 0;
  if (!b->length || !b->speed || !b->state)
    return no_memory(b);
  for (int i = 0; i < b->n; i++) {
    ps_trial_frame(&b->w.trial, b->begin + i, b->d);
    ps_muscle_paths(m, b->d);
    ps_path_speeds(m, b->d);
    memcpy(b->length + (size_t)i * npath, b->d->path_length, npath * sizeof(double));
    memcpy(b->speed + (size_t)i * npath, b->d->path_speed, npath * sizeof(double));
    wraps += wraps_in(m, b->d);
    for (int k = 0; k < m->npath; k++)
      points += b->d->path_npoint[k];
  }
  b->wraps = (double)wraps / b->n;
  b->points = (double)points / b->n;
  return PS_OK;
}

// a walk over all frames in leaps, so that none follows its neighbour
static ps_status shuffle(ps_bencher *b) {
  b->shuffled = ps_pool_take(&b->pool, (size_t)(b->n + 1) * sizeof *b->shuffled);
  if (!b->shuffled)
    return no_memory(b);
  unsigned long long seed = b->o->seed;
  for (int i = 0; i < b->n; i++) {
    int k = (int)(ps_bench_random(&seed) * (i + 1));
    b->shuffled[i] = b->shuffled[k];
    b->shuffled[k] = i;
  }
  return PS_OK;
}

ps_status ps_bench_prepare(ps_bencher *b) {
  enum { LEAST = 64 }; // frames of a sample
  PS_TRY(b->tool ? open_setup(b) : open_parts(b));
  const ps_motion *motion = b->w.motion;
  b->m = b->w.model;
  b->w.trial =
      (ps_trial){.model = b->m, .motion = motion, .loads = b->w.loads, .states = b->w.states};
  b->begin = motion->skip;
  b->n = motion->n - motion->skip < b->o->frames ? motion->n - motion->skip : b->o->frames;
  if (b->n < 1)
    return ps_fail(b->err, PS_ERR_STRUCTURE, b->o->poses, 0, "there are no poses");
  b->rounds = (LEAST + b->n - 1) / b->n;
  b->d = ps_data_create(b->m);
  if (!b->d)
    return no_memory(b);
  PS_TRY(keep_paths(b));
  PS_TRY(shuffle(b));
  return create_analyses(b);
}
