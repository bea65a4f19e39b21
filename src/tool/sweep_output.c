// sweep_output.c: a sweep as a table and as a drawing.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/path.h"
#include "num/number.h"
#include "tool/chart.h"
#include "tool/sweep_inner.h"

static const char *const words[] = {"solved", "infeasible", "unsettled", "impossible"};

static void put_number(ps_file_writer *w, double x, int digits) {
  char text[PS_NUMBER_MAX_SHORT];
  ps_number_general(text, x, digits);
  ps_file_writer_text(w, text);
}

static void put_table(const ps_sweep *s, ps_file_writer *w) {
  char name[PS_SWEEP_NAME];
  int columns = ps_sweep_columns();
  for (int k = 0; k < s->nvary; k++)
    ps_file_writer_format(w, "%s,", s->vary[k].key);
  for (int c = 0; c < columns; c++)
    ps_file_writer_format(w, "%s,", ps_sweep_column_name(c, name));
  ps_file_writer_text(w, "status\n");
  for (int i = 0; i < s->n; i++) {
    const double *row = s->value + (size_t)i * (size_t)columns;
    for (int k = 0; k < s->nvary; k++) {
      put_number(w, ps_sweep_at(s, k, i), 12);
      ps_file_writer_text(w, ",");
    }
    for (int c = 0; c < columns; c++) {
      if (!isnan(row[c]))
        put_number(w, row[c], 6);
      ps_file_writer_text(w, ",");
    }
    ps_file_writer_format(w, "%s\n", words[(int)s->outcome[i]]);
  }
}

ps_status ps_sweep_csv(const ps_sweep *s, char **text, ps_error *err) {
  ps_file_writer w = {0};
  size_t size;
  PS_TRY(ps_file_writer_memory(&w, err));
  put_table(s, &w);
  return ps_file_writer_take(&w, text, &size, err);
}

// ---- drawings

enum { PANELS = 6, LINES = 6, FIELDS = 6 };

// Curves of a panel: columns, and what the legend calls them.
static const struct {
  const char *title;
  struct {
    const char *column, *name;
  } line[LINES];
} panels[PANELS] = {
    {"Compression [N]",
     {{"T12_L1_compression_N", "T12–L1"},
      {"L1_L2_compression_N", "L1–2"},
      {"L2_L3_compression_N", "L2–3"},
      {"L3_L4_compression_N", "L3–4"},
      {"L4_L5_compression_N", "L4–5"},
      {"L5_S1_compression_N", "L5–S1"}}},
    {"Disc pressure [MPa]",
     {{"T12_L1_idp_MPa", "T12–L1"},
      {"L1_L2_idp_MPa", "L1–2"},
      {"L2_L3_idp_MPa", "L2–3"},
      {"L3_L4_idp_MPa", "L3–4"},
      {"L4_L5_idp_MPa", "L4–5"},
      {"L5_S1_idp_MPa", "L5–S1"}}},
    {"Psoas, iliacus [N]",
     {{"psoas_r_force_N", "psoas r"},
      {"psoas_l_force_N", "psoas l"},
      {"iliacus_r_force_N", "iliacus r"},
      {"iliacus_l_force_N", "iliacus l"}}},
    {"Activation [%]",
     {{"psoas_r_activation_pct", "psoas r"},
      {"psoas_l_activation_pct", "psoas l"},
      {"erector_r_activation_pct", "erector r"},
      {"abdominals_r_activation_pct", "belly r"}}},
    {"Hip contact [N]", {{"hip_r_contact_N", "right"}, {"hip_l_contact_N", "left"}}},
    {"Least stiffness of the column [N m/rad]", {{"lambda_min", "least eigenvalue"}}},
};

static const struct {
  const char *title, *column;
} fields[FIELDS] = {{"L4–5 compression [N]", "L4_L5_compression_N"},
                    {"L4–5 pressure [MPa]", "L4_L5_idp_MPa"},
                    {"Right psoas [N]", "psoas_r_force_N"},
                    {"Right erector [%]", "erector_r_activation_pct"},
                    {"Right hip contact [N]", "hip_r_contact_N"},
                    {"Least stiffness [N m/rad]", "lambda_min"}};

static ps_chart_axis axis_of(const ps_sweep *s, int which) {
  const ps_vary *v = &s->vary[which];
  return (ps_chart_axis){.name = v->key, .low = v->from, .high = v->to, .n = v->n};
}

// one column of the table, posture by posture; gaps where there is no solution
static const double *copy_column(const ps_sweep *s, const char *name, double *out) {
  int column = ps_sweep_column_named(name), columns = ps_sweep_columns();
  for (int i = 0; i < s->n; i++)
    out[i] = s->outcome[i] == PS_SWEEP_SOLVED
                 ? s->value[(size_t)i * (size_t)columns + (size_t)column]
                 : NAN;
  return out;
}

static void put_drawing(const ps_sweep *s, ps_file_writer *w, double *room) {
  char title[200];
  size_t n = (size_t)s->n;
  ps_chart_axis x = axis_of(s, s->nvary - 1);
  snprintf(title, sizeof title, "%.60s over %.60s%s%.60s", s->request.posture, s->vary[0].key,
           s->nvary > 1 ? " and " : "", s->nvary > 1 ? s->vary[1].key : "");
  if (s->nvary > 1) {
    ps_chart_axis y = axis_of(s, 0);
    ps_chart_map map[FIELDS];
    for (int i = 0; i < FIELDS; i++, room += n)
      map[i] = (ps_chart_map){fields[i].title, copy_column(s, fields[i].column, room)};
    ps_chart_maps(w, title, &x, &y, map, FIELDS);
    return;
  }
  ps_chart_panel panel[PANELS] = {{0}};
  for (int i = 0; i < PANELS; i++) {
    panel[i].title = panels[i].title;
    for (; panel[i].n < LINES && panels[i].line[panel[i].n].column; room += n) {
      int k = panel[i].n++;
      panel[i].name[k] = panels[i].line[k].name;
      panel[i].y[k] = copy_column(s, panels[i].line[k].column, room);
    }
  }
  ps_chart_curves(w, title, &x, panel, PANELS);
}

static ps_status draw(const ps_sweep *s, ps_file_writer *w, ps_error *err) {
  double *room = malloc((size_t)PANELS * LINES * (size_t)s->n * sizeof *room);
  if (!room)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  put_drawing(s, w, room);
  free(room);
  return PS_OK;
}

ps_status ps_sweep_svg(const ps_sweep *s, char **text, ps_error *err) {
  ps_file_writer w = {0};
  size_t size;
  PS_TRY(ps_file_writer_memory(&w, err));
  ps_status status = draw(s, &w, err);
  if (status != PS_OK)
    return ps_file_writer_abort(&w), status;
  return ps_file_writer_take(&w, text, &size, err);
}

static ps_status write_both(const ps_sweep *s, ps_file_writer *table, ps_file_writer *drawing,
                            ps_error *err) {
  put_table(s, table);
  PS_TRY(draw(s, drawing, err));
  PS_TRY(ps_file_writer_sync(table, err));
  PS_TRY(ps_file_writer_sync(drawing, err));
  PS_TRY(ps_file_writer_commit(table, err));
  return ps_file_writer_commit(drawing, err);
}

ps_status ps_sweep_write(const ps_sweep *s, const char *directory, bool replace, ps_error *err) {
  ps_pool pool = {0};
  ps_file_writer table = {0}, drawing = {0};
  PS_TRY(ps_make_directory(directory, NULL, err));
  const char *csv = ps_path_join(&pool, directory, "sweep.csv");
  const char *svg = ps_path_join(&pool, directory, "sweep.svg");
  ps_status status = csv && svg ? PS_OK : ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  if (status == PS_OK)
    status = ps_file_writer_create(&table, csv, replace, NULL, err);
  if (status == PS_OK)
    status = ps_file_writer_create(&drawing, svg, replace, NULL, err);
  if (status == PS_OK)
    status = write_both(s, &table, &drawing, err);
  ps_file_writer_abort(&table);
  ps_file_writer_abort(&drawing);
  ps_pool_free(&pool);
  return status;
}
