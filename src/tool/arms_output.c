// arms_output.c: moment arms as a table and as drawings.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/path.h"
#include "num/number.h"
#include "tool/arms_inner.h"
#include "tool/chart.h"

// ---- table

static void put_number(ps_file_writer *w, double x, int digits) {
  char text[PS_NUMBER_MAX_SHORT];
  ps_number_general(text, x, digits);
  ps_file_writer_text(w, text);
}

static void put_row(const ps_arms *a, const ps_arms_study *s, int about, int muscle, int point,
                    ps_file_writer *w) {
  const char *coordinate = a->human->model->coord_name[s->about[about]];
  ps_file_writer_format(w, "%s,%s", coordinate, a->muscle.items[muscle].name);
  for (int k = 0; k < 2; k++) {
    ps_file_writer_format(w, ",%s,", k < s->nvary ? s->vary[k].key : "");
    if (k < s->nvary)
      put_number(w, ps_arms_at(s, k, point), 12);
  }
  ps_file_writer_text(w, ",");
  put_number(w, s->arm[(about * a->muscle.n + muscle) * ps_arms_points(s) + point], 6);
  ps_file_writer_text(w, "\n");
}

static void put_table(const ps_arms *a, ps_file_writer *w) {
  ps_file_writer_text(w, "coordinate,muscle,moved,at_deg,moved_2,at_2_deg,arm_mm\n");
  for (int i = 0; i < a->nstudy; i++)
    for (int c = 0; c < a->study[i].nabout; c++)
      for (int m = 0; m < a->muscle.n; m++)
        for (int p = 0; p < ps_arms_points(&a->study[i]); p++)
          put_row(a, &a->study[i], c, m, p, w);
}

ps_status ps_arms_csv(const ps_arms *a, char **text, ps_error *err) {
  ps_file_writer w = {0};
  size_t size;
  PS_TRY(ps_file_writer_memory(&w, err));
  put_table(a, &w);
  return ps_file_writer_take(&w, text, &size, err);
}

// ---- drawings

enum { FEW = 4, ROOM = 100 };

// What a drawing needs while it is made: titles and labels.
typedef struct drawing {
  const ps_arms *a;
  const ps_arms_study *s;
  ps_pool pool;
  bool memory;
} drawing;

static const char *text_of(drawing *d, const char *format, const char *a, const char *b) {
  char text[ROOM];
  snprintf(text, sizeof text, format, a, b);
  const char *kept = ps_pool_text(&d->pool, text, strlen(text));
  d->memory = d->memory && kept;
  return kept ? kept : "";
}

static ps_chart_axis axis_of(drawing *d, int which) {
  const ps_vary *v = &d->s->vary[which];
  return (ps_chart_axis){text_of(d, "%.60s [deg]%s", v->key, ""), v->from, v->to, v->n, NULL};
}

static const double *arms_of(const drawing *d, int about, int muscle) {
  return d->s->arm + (about * d->a->muscle.n + muscle) * ps_arms_points(d->s);
}

static const char *about_name(const drawing *d, int about) {
  return d->a->human->model->coord_name[d->s->about[about]];
}

// a map of every line about every coordinate, over two things
static void draw_over_two(drawing *d, ps_file_writer *w, const char *title) {
  int muscles = d->a->muscle.n, n = d->s->nabout * muscles;
  ps_chart_axis y = axis_of(d, 0), x = axis_of(d, 1);
  ps_chart_map *map = ps_pool_take(&d->pool, (size_t)n * sizeof *map);
  d->memory = d->memory && map;
  for (int i = 0; i < n && map; i++)
    map[i] =
        (ps_chart_map){text_of(d, "%.40s about %.30s [mm]", d->a->muscle.items[i % muscles].name,
                               about_name(d, i / muscles)),
                       arms_of(d, i / muscles, i % muscles)};
  if (map)
    ps_chart_maps(w, title, &x, &y, map, n);
}

// few lines: a curve for each
static void draw_curves(drawing *d, ps_file_writer *w, const char *title) {
  ps_chart_axis x = axis_of(d, 0);
  ps_chart_panel panel[PS_ARMS_ABOUT] = {{0}};
  for (int c = 0; c < d->s->nabout; c++) {
    panel[c].title = text_of(d, "about %.40s [mm]%s", about_name(d, c), "");
    for (int m = 0; m < d->a->muscle.n; m++) {
      panel[c].name[m] = d->a->muscle.items[m].name;
      panel[c].y[m] = arms_of(d, c, m);
    }
    panel[c].n = d->a->muscle.n;
  }
  ps_chart_curves(w, title, &x, panel, d->s->nabout);
}

// many: a map for each coordinate, with a row for each line; what psoas lines share is left out
static void draw_rows(drawing *d, ps_file_writer *w, const char *title) {
  int n = d->a->muscle.n;
  ps_chart_axis x = axis_of(d, 0);
  ps_chart_map map[PS_ARMS_ABOUT];
  const char **label = ps_pool_take(&d->pool, (size_t)n * sizeof *label);
  d->memory = d->memory && label;
  if (!label)
    return;
  for (int m = 0; m < n; m++) {
    const char *name = d->a->muscle.items[m].name;
    bool fascicle = strncmp(name, "psoas_", 6) == 0 && d->a->muscle.items[m].line >= 0;
    label[m] = name + (fascicle ? 6 : 0);
  }
  for (int c = 0; c < d->s->nabout; c++)
    map[c] =
        (ps_chart_map){text_of(d, "about %.40s [mm]%s", about_name(d, c), ""), arms_of(d, c, 0)};
  ps_chart_axis y = {.name = "", .n = n, .label = label};
  ps_chart_maps(w, title, &x, &y, map, d->s->nabout);
}

static ps_status draw(const ps_arms *a, const ps_arms_study *s, ps_file_writer *w, ps_error *err) {
  drawing d = {.a = a, .s = s, .memory = true};
  const char *title = text_of(&d, "Moment arms over %.50s%s", s->vary[s->nvary - 1].key, "");
  if (s->nvary > 1)
    draw_over_two(&d, w, title);
  else if (a->muscle.n <= FEW)
    draw_curves(&d, w, title);
  else
    draw_rows(&d, w, title);
  ps_pool_free(&d.pool);
  return d.memory ? PS_OK : ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

// ---- files

static ps_status begin_file(ps_file_writer *w, const char *directory, const char *name,
                            bool replace, ps_error *err) {
  ps_pool pool = {0};
  const char *path = ps_path_join(&pool, directory, name);
  ps_status status = path ? ps_file_writer_create(w, path, replace, NULL, err)
                          : ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  ps_pool_free(&pool);
  return status;
}

static ps_status fill_files(const ps_arms *a, const char *directory, bool replace,
                            ps_file_writer *w, ps_error *err) {
  PS_TRY(begin_file(&w[0], directory, "arms.csv", replace, err));
  put_table(a, &w[0]);
  for (int i = 0; i < a->nstudy; i++) {
    const ps_arms_study *s = &a->study[i];
    char name[ROOM];
    snprintf(name, sizeof name, "arms_%.60s.svg", s->vary[s->nvary - 1].key);
    PS_TRY(begin_file(&w[i + 1], directory, name, replace, err));
    PS_TRY(draw(a, s, &w[i + 1], err));
  }
  for (int i = 0; i <= a->nstudy; i++)
    PS_TRY(ps_file_writer_sync(&w[i], err));
  for (int i = 0; i <= a->nstudy; i++)
    PS_TRY(ps_file_writer_commit(&w[i], err));
  return PS_OK;
}

ps_status ps_arms_write(const ps_arms *a, const char *directory, bool replace, ps_error *err) {
  ps_file_writer w[1 + PS_ARMS_STUDIES] = {{0}};
  PS_TRY(ps_make_directory(directory, NULL, err));
  ps_status status = fill_files(a, directory, replace, w, err);
  for (int i = 0; i <= PS_ARMS_STUDIES; i++)
    ps_file_writer_abort(&w[i]);
  return status;
}
