#include "tool/result_files.h"

#include <string.h>

#include "base/path.h"
#include "io/escape.h"
#include "num/number.h"

enum { SMALL_DIGITS = 9 };

static bool wanted(const ps_result_files *r, int frame) {
  const ps_motion *motion = r->a->trial->motion;
  return frame == motion->skip || frame == motion->n - 1 ||
         (motion->first + frame) % r->interval == 0;
}

int ps_result_files_count(const ps_result_files *r) {
  const ps_motion *motion = r->a->trial->motion;
  int n = 0;
  for (int f = motion->skip; f < motion->n; f++)
    n += wanted(r, f);
  return n;
}

static ps_status begin_table(ps_result_files *r, int i, const char *name) {
  ps_workspace *w = r->w;
  const ps_result_table *t = &r->a->table[i];
  char *path =
      name ? ps_path_join(&w->pool, w->directory, name) : ps_workspace_path(w, t->file, ".sto");
  if (!path)
    return ps_fail(w->err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  r->path[i] = path;
  PS_TRY(ps_file_writer_create(&r->file[i], path, w->options->replace, NULL, w->err));
  const ps_sto_header header = {.name = t->name,
                                .degrees = t->degrees ? PS_DEGREES_YES : PS_DEGREES_NO,
                                .description =
                                    "psoas " PSOAS_VERSION "; units: s, m, rad, N, N m\n",
                                .label = t->label,
                                .ncolumn = t->n,
                                .nrow = ps_result_files_count(r),
                                .decimals = w->tool->precision,
                                .digits = t->small ? SMALL_DIGITS : 0};
  ps_sto_begin(&r->sto[i], &r->file[i], &header);
  return PS_OK;
}

ps_status ps_result_files_begin(ps_result_files *r, ps_workspace *w, const ps_analysis *a,
                                int interval, const char *const *names) {
  size_t n = (size_t)a->ntable + 1;
  *r = (ps_result_files){.w = w, .a = a, .interval = interval};
  r->file = ps_pool_take(&w->pool, n * sizeof *r->file);
  r->sto = ps_pool_take(&w->pool, n * sizeof *r->sto);
  r->path = ps_pool_take(&w->pool, n * sizeof *r->path);
  if (!r->file || !r->sto || !r->path)
    return ps_fail(w->err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  PS_TRY(ps_make_directory(w->directory, NULL, w->err));
  for (int i = 0; i < a->ntable; i++)
    PS_TRY(begin_table(r, i, names ? names[i] : NULL));
  return PS_OK;
}

void ps_result_files_rows(void *context, int first, int n, const double *rows) {
  ps_result_files *r = context;
  for (int f = 0; f < n; f++) {
    const double *row = rows + (size_t)f * (size_t)r->a->width;
    if (!wanted(r, first + f))
      continue;
    for (int i = 0; i < r->a->ntable; i++)
      ps_sto_row(&r->sto[i], r->a->trial->motion->t[first + f], row + r->a->table[i].column);
    if (r->also)
      r->also(r->context, first + f, row);
  }
}

ps_status ps_result_files_commit(ps_result_files *r) {
  // a file that cannot be completed stops all, before the first is put in its place
  for (int i = 0; i < r->a->ntable; i++) {
    ps_sto_end(&r->sto[i]);
    if (r->file[i].failure.status != PS_OK)
      return ps_file_writer_commit(&r->file[i], r->w->err);
  }
  for (int i = 0; i < r->a->ntable; i++)
    PS_TRY(ps_workspace_commit(r->w, &r->file[i], r->path[i]));
  return PS_OK;
}

void ps_result_files_abort(ps_result_files *r) {
  for (int i = 0; r->file && i < r->a->ntable; i++)
    ps_file_writer_abort(&r->file[i]);
}

// ---- controls

// the time of every frame as text, which all controls share
typedef struct ps_time_text {
  char text[PS_NUMBER_MAX_SHORT];
  size_t length;
} ps_time_text;

static void put(ps_file_writer *f, const char *text, size_t length) {
  memcpy(ps_file_writer_room(f, length), text, length);
  f->used += length;
}

static void write_node(ps_file_writer *f, const ps_time_text *t, double value) {
  static const char before[] = "\t\t\t\t\t<ControlLinearNode>\n\t\t\t\t\t\t<t>";
  static const char between[] = "</t>\n\t\t\t\t\t\t<value>";
  static const char behind[] = "</value>\n\t\t\t\t\t</ControlLinearNode>\n";
  put(f, before, sizeof before - 1);
  put(f, t->text, t->length);
  put(f, between, sizeof between - 1);
  f->used += ps_number_general(ps_file_writer_room(f, PS_NUMBER_MAX_SHORT), value, 17);
  put(f, behind, sizeof behind - 1);
}

static void write_control(ps_file_writer *f, const char *label, int stride, int n,
                          const ps_time_text *t, const double *value) {
  ps_file_writer_text(f, "\t\t\t<ControlLinear name=\"");
  ps_write_escaped(f, label);
  ps_file_writer_text(f, "\">\n"
                         "\t\t\t\t<is_model_control>true</is_model_control>\n"
                         "\t\t\t\t<extrapolate>true</extrapolate>\n"
                         "\t\t\t\t<default_min>0.02</default_min>\n"
                         "\t\t\t\t<default_max>1</default_max>\n"
                         "\t\t\t\t<filter_on>false</filter_on>\n"
                         "\t\t\t\t<use_steps>false</use_steps>\n"
                         "\t\t\t\t<x_nodes>\n");
  for (int i = 0; i < n; i++)
    write_node(f, &t[i], value[(size_t)i * (size_t)stride]);
  ps_file_writer_text(f, "\t\t\t\t</x_nodes>\n"
                         "\t\t\t\t<min_nodes />\n\t\t\t\t<max_nodes />\n"
                         "\t\t\t\t<kp>100</kp>\n\t\t\t\t<kv>20</kv>\n"
                         "\t\t\t</ControlLinear>\n");
}

ps_status ps_controls_write(ps_file_writer *f, const ps_controls *c, ps_error *err) {
  ps_pool pool = {0};
  ps_time_text *t = ps_pool_take(&pool, ((size_t)c->n + 1) * sizeof *t);
  if (!t)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  for (int i = 0; i < c->n; i++)
    t[i].length = ps_number_general(t[i].text, c->t[i], 17);
  ps_file_writer_text(f, "<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n"
                         "<OpenSimDocument Version=\"40600\">\n"
                         "\t<ControlSet name=\"Control Set\">\n\t\t<objects>\n");
  for (int i = 0; i < c->ncontrol; i++)
    write_control(f, c->label[i], c->ncontrol, c->n, t, c->value + i);
  ps_file_writer_text(f, "\t\t</objects>\n\t\t<groups />\n\t</ControlSet>\n</OpenSimDocument>\n");
  ps_pool_free(&pool);
  return PS_OK;
}
