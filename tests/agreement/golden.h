// golden.h: what OpenSim computed at the poses of a model, beside what psoas computes there.
//
// The model is the argument of the program; the values lie in golden/<model>/ of the reference
// (tests/reference.h), those of our own models (zoo_...) in tests/data/zoo, the poses in their
// poses.csv. psoas probes the same poses into a folder of its own. Two tables of one name are
// compared cell by cell, row by row: rows belong together whose first columns (the pose, a muscle's
// name ...) are equal.
#pragma once

#include <stdbool.h>
#include <unistd.h>

#include "body/kinematics.h"
#include "model/data.h"
#include "muscle/path.h"
#include "psoas/probe.h"
#include "reference.h"
#include "remove_folder.h"

typedef struct golden_model {
  const char *name;
  char folder[256]; // of our tables
  ps_spec *spec;
  ps_model *model;
  ps_data *data;
  ps_table *poses;
} golden_model;

static golden_model golden;

static inline void golden_fail(const char *what) {
  check_fail(__FILE__, __LINE__, what);
}

// ---- the model

static inline bool golden_is_ours(void) {
  return strncmp(golden.name, "zoo_", 4) == 0;
}

// Where a file of the reference's folder opensim is; NULL: it is not there.
static inline const char *golden_find(const char *inside, char *path, size_t size) {
  char file[420];
  if (golden_is_ours()) {
    snprintf(path, size, "%s/tests/data/zoo/%s", PSOAS_TEST_ROOT, inside);
    return access(path, R_OK) == 0 ? path : NULL;
  }
  snprintf(file, sizeof file, "opensim/%s", inside);
  return reference_find(file, path, size);
}

static inline const char *golden_file(const char *file, char *path, size_t size) {
  char inside[400];
  snprintf(inside, sizeof inside, "golden/%s/%s", golden.name, file);
  return golden_find(inside, path, size);
}

// The one fact of a program without its reference: skipped, and named.
static inline void golden_is_there(void) {
  char path[1024];
  if (golden_file("poses.csv", path, sizeof path))
    return;
  if (golden_is_ours())
    golden_fail(path);
  CHECK_SKIP(path);
}

static inline ps_status golden_load(ps_error *err) {
  char file[300], path[1024];
  snprintf(file, sizeof file, "models/%s.osim", golden.name);
  golden_find(file, path, sizeof path);
  PS_TRY(ps_spec_load(&golden.spec, path, PS_COMPAT_OPENSIM46, err));
  PS_TRY(ps_model_create(&golden.model, golden.spec, err));
  golden.data = ps_data_create(golden.model);
  if (!golden.data)
    return PS_ERR_MEMORY;
  PS_TRY(ps_csv_load(&golden.poses, golden_file("poses.csv", path, sizeof path), err));
  snprintf(golden.folder, sizeof golden.folder, P_tmpdir "/psoas-probe-%ld", (long)getpid());
  return ps_probe(golden.model, path, &(ps_probe_options){.directory = golden.folder}, NULL, err);
}

static inline void golden_free(void) {
  if (golden.folder[0])
    remove_folder(golden.folder);
  ps_table_free(golden.poses);
  ps_data_free(golden.data);
  ps_model_free(golden.model);
  ps_spec_free(golden.spec);
}

// Read the model that the command line names and probe its poses. False: there is no reference.
static inline bool golden_begin(int argc, char **argv) {
  char path[1024], text[1024];
  ps_error err;
  golden.name = argc > 1 ? argv[1] : "";
  if (!golden_file("poses.csv", path, sizeof path))
    return false;
  if (golden_load(&err) == PS_OK)
    return true;
  fprintf(stderr, "golden.h: %s: %s\n", golden.name, ps_error_text(&err, text, sizeof text));
  exit(1);
}

static inline int golden_end(int failed) {
  golden_free();
  return failed;
}

// column `kind`:`coordinate` of the poses; NAN: there is none
static inline double golden_pose(int pose, const char *kind, int coordinate) {
  char label[400];
  snprintf(label, sizeof label, "%s:%s", kind, golden.model->coord_name[coordinate]);
  int column = ps_table_column(golden.poses, label);
  return column < 0 ? NAN : ps_table_value(golden.poses, pose, column);
}

// Put bodies and paths where they are in a row of the poses.
static inline void golden_place_pose(int pose) {
  const ps_model *m = golden.model;
  ps_data *d = golden.data;
  for (int k = 0; k < m->nq; k++) {
    d->q[k] = golden_pose(pose, "q", k);
    d->u[k] = golden_pose(pose, "u", k);
    d->udot[k] = 0;
  }
  ps_body_positions(m, d);
  ps_body_velocities(m, d);
  ps_muscle_paths(m, d);
  ps_path_speeds(m, d);
}

// Over several objects OpenSim's lengthening speed contradicts its arms: docs/decisions/0005.
static inline bool golden_several_wraps(int path) {
  return golden.model->path[path].nwrap > 1;
}

// Row of the poses with this number.
static inline int golden_pose_row(double number) {
  int column = reference_column(golden.poses, "pose");
  for (int i = 0; i < ps_table_rows(golden.poses); i++)
    if (ps_table_value(golden.poses, i, column) == number)
      return i;
  golden_fail("a table has a pose that poses.csv lacks");
  return 0;
}

// ---- tables

// A table of OpenSim's; NULL: it computed none, or one without rows.
static inline ps_table *golden_table(const char *file) {
  char path[1024], text[1024];
  ps_table *table;
  ps_error err;
  if (!golden_file(file, path, sizeof path))
    return NULL;
  if (ps_csv_load(&table, path, &err) != PS_OK)
    golden_fail(ps_error_text(&err, text, sizeof text));
  if (ps_table_rows(table) > 0)
    return table;
  ps_table_free(table);
  return NULL;
}

static inline ps_table *golden_ours(const char *file) {
  char path[600], text[1024];
  ps_table *table;
  ps_error err;
  snprintf(path, sizeof path, "%s/%s", golden.folder, file);
  if (ps_csv_load(&table, path, &err) != PS_OK)
    golden_fail(ps_error_text(&err, text, sizeof text));
  return table;
}

static inline const char *golden_name_at(const ps_table *t, int row, int column) {
  const char *text = ps_table_text(t, row, column);
  return text ? text : "";
}

static inline bool golden_same_cell(const ps_table *a, int i, const ps_table *b, int k,
                                    int column) {
  if (ps_table_is_text(a, column) || ps_table_is_text(b, column))
    return strcmp(golden_name_at(a, i, column), golden_name_at(b, k, column)) == 0;
  double x = ps_table_value(a, i, column), y = ps_table_value(b, k, column);
  return x == y || (isnan(x) && isnan(y));
}

// How much more than OpenSim's [N] a path spring of ours pulls, because it lengthens at another
// speed (golden_several_wraps), or because OpenSim's length is not a number and pulls with nothing.
static inline double golden_spring_difference(const ps_table *paths, int pose_row, int path) {
  const ps_model *m = golden.model;
  const ps_force *f = &m->force[m->path[path].force];
  int row = pose_row * m->npath + path;
  double length = ps_table_value(paths, row, 2), speed = ps_table_value(paths, row, 3);
  CHECK_TEXT(ps_table_text(paths, row, 1), m->force_name[m->path[path].force]);
  if (f->kind != PS_FORCE_PATH_SPRING)
    return 0;
  double force = f->stiffness * fmax(0, golden.data->path_length[path] - f->rest_length);
  if (isnan(length))
    return force * (1 + f->dissipation * golden.data->path_speed[path]);
  if (golden_several_wraps(path))
    return force * f->dissipation * (golden.data->path_speed[path] - speed);
  return 0;
}

// ---- comparison

typedef struct golden_pair {
  const char *file;
  ps_table *theirs, *ours; // theirs NULL: nothing to compare
  int keys;                // leading columns that name a row
  double *largest;         // magnitude in each column of theirs; 0 where it holds texts
  int row, mine, last;     // the rows at hand: of theirs, of ours; the last that ours had
  double worst;            // deviation in tolerances
  double worst_tolerance;
  int worst_row, worst_mine, worst_column;
} golden_pair;

static inline bool golden_open(golden_pair *p, const char *file, int keys) {
  *p = (golden_pair){.file = file, .keys = keys, .row = -1, .last = -1, .worst = -1};
  p->theirs = golden_table(file);
  if (!p->theirs)
    return false;
  p->ours = golden_ours(file);
  CHECK_EQ(ps_table_columns(p->ours), ps_table_columns(p->theirs));
  p->largest = calloc((size_t)ps_table_columns(p->theirs), sizeof *p->largest);
  for (int c = 0; c < ps_table_columns(p->theirs); c++) {
    CHECK_TEXT(ps_table_label(p->ours, c), ps_table_label(p->theirs, c));
    if (!ps_table_is_text(p->theirs, c))
      p->largest[c] = reference_largest(p->theirs, c);
  }
  return true;
}

static inline bool golden_same_keys(const golden_pair *p, int theirs, int mine) {
  for (int c = 0; c < p->keys; c++)
    if (!golden_same_cell(p->theirs, theirs, p->ours, mine, c))
      return false;
  return true;
}

static inline void golden_place(const golden_pair *p, int row, char *text, size_t size) {
  size_t used = (size_t)snprintf(text, size, "%s, row %d:", p->file, row + 2);
  for (int c = 0; c < p->keys && used < size; c++)
    used += (size_t)(ps_table_is_text(p->theirs, c) ? snprintf(text + used, size - used, " %s",
                                                               golden_name_at(p->theirs, row, c))
                                                    : snprintf(text + used, size - used, " %g",
                                                               ps_table_value(p->theirs, row, c)));
}

// The next row of theirs, and the row of ours that belongs to it; -1: ours has none. Both tables
// have the same order.
static inline bool golden_next(golden_pair *p) {
  int from = p->last + 1, rows = ps_table_rows(p->ours);
  if (++p->row >= ps_table_rows(p->theirs))
    return false;
  p->mine = from;
  while (p->mine < rows && !golden_same_keys(p, p->row, p->mine))
    p->mine++;
  if (p->mine < rows)
    p->last = p->mine;
  else
    p->mine = -1;
  return true;
}

// Compare a cell of the row at hand: texts are equal, and ours less `more` is theirs within
// `tolerance`.
static inline void golden_shifted_cell(golden_pair *p, int column, double more, double tolerance) {
  double miss = INFINITY;
  char text[512];
  if (p->mine < 0) {
    golden_place(p, p->row, text, sizeof text);
    strncat(text, " is missing in ours", sizeof text - strlen(text) - 1);
    golden_fail(text);
  }
  if (more == 0 && golden_same_cell(p->theirs, p->row, p->ours, p->mine, column))
    miss = 0;
  else if (!ps_table_is_text(p->theirs, column) && !ps_table_is_text(p->ours, column))
    miss = fabs(ps_table_value(p->ours, p->mine, column) - more -
                ps_table_value(p->theirs, p->row, column)) /
           tolerance;
  if (!(miss <= p->worst)) {
    p->worst = isnan(miss) ? INFINITY : miss;
    p->worst_tolerance = tolerance;
    p->worst_row = p->row, p->worst_mine = p->mine, p->worst_column = column;
  }
}

static inline void golden_cell(golden_pair *p, int column, double tolerance) {
  golden_shifted_cell(p, column, 0, tolerance);
}

// Pass if every cell was within its tolerance. PSOAS_REPORT in the environment: say how near.
static inline void golden_close(golden_pair *p) {
  char place[300] = "", text[700];
  if (p->worst >= 0) {
    golden_place(p, p->worst_row, place, sizeof place);
    snprintf(text, sizeof text, "%s: %s is %.17g %s, expected %.17g %s within %g (%.2g of it)",
             place, ps_table_label(p->theirs, p->worst_column),
             ps_table_value(p->ours, p->worst_mine, p->worst_column),
             golden_name_at(p->ours, p->worst_mine, p->worst_column),
             ps_table_value(p->theirs, p->worst_row, p->worst_column),
             golden_name_at(p->theirs, p->worst_row, p->worst_column), p->worst_tolerance,
             p->worst);
    if (getenv("PSOAS_REPORT"))
      printf("%s %s\n", golden.name, text);
    if (p->worst > 1)
      golden_fail(text);
  }
  free(p->largest);
  ps_table_free(p->theirs);
  ps_table_free(p->ours);
}

// ---- comparison of what is in no table of ours

typedef struct golden_worst {
  double of_it; // deviation in tolerances
  double value, expected;
  int row;
  const char *what;
} golden_worst;
static const golden_worst golden_no_worst = {.of_it = 0};

static inline void golden_note(golden_worst *w, double value, double expected, double tolerance,
                               int row, const char *what) {
  double of_it = fabs(value - expected) / tolerance;
  if (value == expected || (isnan(value) && isnan(expected)))
    return;
  if (!(of_it <= w->of_it))
    *w = (golden_worst){isnan(of_it) ? INFINITY : of_it, value, expected, row, what};
}

static inline void golden_judge(const golden_worst *w, const char *where) {
  char text[500];
  if (!w->what) // all equal
    return;
  snprintf(text, sizeof text, "%s, row %d: %s is %.17g, expected %.17g (%.2g of tolerance)", where,
           w->row, w->what, w->value, w->expected, w->of_it);
  if (getenv("PSOAS_REPORT"))
    printf("%s %s\n", golden.name, text);
  if (w->of_it > 1)
    golden_fail(text);
}
