#include "tool/compare_table.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/path.h"
#include "num/csv.h"

static const double same_time = 1e-6; // [s]  result files round times to eight digits

// ---- tolerances

static ps_status check_row(const ps_tolerances *t, const char *path, int row, ps_error *err) {
  for (int i = 2; i < 4; i++) {
    double x = ps_table_value(t->table, row, t->column[i]);
    if (!(x >= 0))
      return ps_fail(err, PS_ERR_VALUE, path, row + 2, "column '%s' is %g; expected 0 or more",
                     ps_table_label(t->table, t->column[i]), x);
  }
  return PS_OK;
}

static ps_status check_columns(ps_tolerances *t, const char *path, ps_error *err) {
  static const char *const labels[] = {"file", "column", "absolute", "relative"};
  for (int i = 0; i < 4; i++) {
    t->column[i] = ps_table_column(t->table, labels[i]);
    if (t->column[i] < 0)
      return ps_fail(err, PS_ERR_STRUCTURE, path, 1,
                     "there is no column '%s'; expected file,column,absolute,relative", labels[i]);
    if (ps_table_rows(t->table) && ps_table_is_text(t->table, t->column[i]) != (i < 2))
      return ps_fail(err, PS_ERR_VALUE, path, 2, "column '%s' must hold %s", labels[i],
                     i < 2 ? "names" : "numbers");
  }
  for (int row = 0; row < ps_table_rows(t->table); row++)
    PS_TRY(check_row(t, path, row, err));
  return PS_OK;
}

ps_status ps_tolerances_load(ps_tolerances *t, const ps_compare_options *options, ps_error *err) {
  *t = (ps_tolerances){.otherwise = *options};
  if (!options->tolerances)
    return PS_OK;
  PS_TRY(ps_csv_load(&t->table, options->tolerances, err));
  ps_status status = check_columns(t, options->tolerances, err);
  if (status != PS_OK)
    ps_tolerances_free(t);
  return status;
}

void ps_tolerances_free(ps_tolerances *t) {
  ps_table_free(t->table);
  t->table = NULL;
}

// `*` stands for any text
static bool matches(const char *pattern, const char *text) {
  const char *star = NULL, *retry = NULL;
  while (*text) {
    if (*pattern == '*') {
      star = pattern++;
      retry = text;
    } else if (*pattern == *text) {
      pattern++;
      text++;
    } else if (star) {
      pattern = star + 1;
      text = ++retry;
    } else
      return false;
  }
  while (*pattern == '*')
    pattern++;
  return !*pattern;
}

// the name alone, or the whole path
static bool matches_file(const char *pattern, const char *path) {
  return matches(pattern, ps_path_name(path)) || matches(pattern, path);
}

void ps_tolerance_of(const ps_tolerances *t, const char *path, const char *column, double *absolute,
                     double *relative) {
  *absolute = t->otherwise.absolute;
  *relative = t->otherwise.relative;
  for (int row = 0; t->table && row < ps_table_rows(t->table); row++)
    if (matches_file(ps_table_text(t->table, row, t->column[0]), path) &&
        matches(ps_table_text(t->table, row, t->column[1]), column)) {
      *absolute = ps_table_value(t->table, row, t->column[2]);
      *relative = ps_table_value(t->table, row, t->column[3]);
      return;
    }
}

// ---- what is found

const char *ps_comparing_text(ps_comparing *c, const char *format, ...) {
  char text[400];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  const char *kept = ps_pool_text(&c->pool, text, strlen(text));
  return kept ? kept : "";
}

ps_status ps_comparing_add(ps_comparing *c, ps_difference d) {
  double absolute, relative;
  ps_tolerance_of(c->tolerances, c->path, d.column, &absolute, &relative);
  d.tolerance = absolute + (relative > 0 ? relative * d.largest : 0);
  d.beyond = isinf(absolute)                  ? false
             : d.kind == PS_DIFFERENCE_VALUES ? d.worst > d.tolerance
                                              : d.count > 0;
  d.where = d.where ? d.where : "";
  d.text_a = d.text_a ? d.text_a : "";
  d.text_b = d.text_b ? d.text_b : "";
  ps_difference *slot = PS_APPEND(&c->pool, &c->found);
  if (!slot)
    return ps_fail(c->err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  *slot = d;
  return PS_OK;
}

// ---- rows

// Rows of two tables that belong together, and what a comparison of columns needs to know.
typedef struct ps_pairs {
  const char *file;
  const ps_table *a, *b;
  int *row_a, *row_b, n;
  int only_a, only_b;   // rows without a partner
  int first_a, first_b; // the first of them
} ps_pairs;

// the column of times in a table of records; -1: none
static int time_column(const ps_table *t) {
  int column = ps_table_column(t, "time");
  return !ps_table_has_time(t) && column == 0 && !ps_table_is_text(t, 0) ? 0 : -1;
}

static bool has_time(const ps_table *t) {
  return ps_table_has_time(t) || time_column(t) >= 0;
}

static double time_at(const ps_table *t, int row) {
  return ps_table_has_time(t) ? ps_table_time(t, row) : ps_table_value(t, row, time_column(t));
}

static void leave_out(int *only, int *first, int row) {
  if (!(*only)++)
    *first = row;
}

static void pair_by_time(ps_pairs *p) {
  int na = ps_table_rows(p->a), nb = ps_table_rows(p->b), i = 0, j = 0;
  while (i < na || j < nb) {
    double t = i < na ? time_at(p->a, i) : INFINITY, s = j < nb ? time_at(p->b, j) : INFINITY;
    if (i < na && j < nb && fabs(t - s) <= same_time) {
      p->row_a[p->n] = i++;
      p->row_b[p->n++] = j++;
    } else if (j >= nb || (i < na && t < s))
      leave_out(&p->only_a, &p->first_a, i++);
    else
      leave_out(&p->only_b, &p->first_b, j++);
  }
}

static void pair_by_position(ps_pairs *p) {
  int na = ps_table_rows(p->a), nb = ps_table_rows(p->b);
  for (p->n = 0; p->n < na && p->n < nb; p->n++)
    p->row_a[p->n] = p->row_b[p->n] = p->n;
  p->only_a = na - p->n;
  p->only_b = nb - p->n;
  p->first_a = p->first_b = p->n;
}

// "at 0.25 s" or "in row 12 (3 psoas_r)": the number of the row, its first cell and its texts
static const char *place(ps_comparing *c, const ps_table *t, int row) {
  if (has_time(t))
    return ps_comparing_text(c, "at %.9g s", time_at(t, row));
  char text[200] = "";
  size_t used = 0;
  for (int k = 0; k < ps_table_columns(t) && used < sizeof text - 1; k++) {
    const char *blank = used ? " " : "";
    if (ps_table_is_text(t, k) && ps_table_text(t, row, k)[0])
      snprintf(text + used, sizeof text - used, "%s%s", blank, ps_table_text(t, row, k));
    else if (k == 0 && !ps_table_is_text(t, 0))
      snprintf(text, sizeof text, "%.9g", ps_table_value(t, row, 0));
    used = strlen(text);
  }
  return ps_comparing_text(c, used ? "in row %d (%s)" : "in row %d", row + 1, text);
}

static ps_status add_rows(ps_comparing *c, const ps_pairs *p) {
  ps_difference d = {.kind = PS_DIFFERENCE_ROWS, .file = p->file, .column = "", .worst = INFINITY};
  if (p->only_a) {
    d.count = p->only_a;
    d.where = place(c, p->a, p->first_a);
    PS_TRY(ps_comparing_add(c, d));
  }
  if (!p->only_b)
    return PS_OK;
  d.missing_in_a = true;
  d.count = p->only_b;
  d.where = place(c, p->b, p->first_b);
  return ps_comparing_add(c, d);
}

// ---- columns

static double deviation(double a, double b) {
  if (a == b || (isnan(a) && isnan(b)))
    return 0;
  return isfinite(a) && isfinite(b) ? fabs(a - b) : INFINITY;
}

static ps_status compare_numbers(ps_comparing *c, const ps_pairs *p, const char *label, int ka,
                                 int kb) {
  ps_difference d = {.kind = PS_DIFFERENCE_VALUES, .file = p->file, .column = label};
  double absolute, relative;
  int worst = -1;
  for (int i = 0; i < ps_table_rows(p->b); i++) {
    double b = fabs(ps_table_value(p->b, i, kb));
    d.largest = isfinite(b) ? fmax(d.largest, b) : d.largest;
  }
  ps_tolerance_of(c->tolerances, c->path, label, &absolute, &relative);
  double tolerance = absolute + (relative > 0 ? relative * d.largest : 0);
  for (int i = 0; i < p->n; i++) {
    double a = ps_table_value(p->a, p->row_a[i], ka), b = ps_table_value(p->b, p->row_b[i], kb);
    double off = deviation(a, b);
    d.count += off > tolerance;
    if (off > d.worst) {
      worst = i;
      d.worst = off;
      d.a = a;
      d.b = b;
    }
  }
  if (worst >= 0)
    d.where = place(c, p->b, p->row_b[worst]);
  return ps_comparing_add(c, d);
}

static ps_status compare_texts(ps_comparing *c, const ps_pairs *p, const char *label, int ka,
                               int kb) {
  ps_difference d = {.kind = PS_DIFFERENCE_TEXTS, .file = p->file, .column = label};
  for (int i = 0; i < p->n; i++) {
    const char *a = ps_table_text(p->a, p->row_a[i], ka), *b = ps_table_text(p->b, p->row_b[i], kb);
    if (strcmp(a, b) == 0)
      continue;
    if (!d.count++) {
      d.worst = INFINITY;
      d.where = place(c, p->b, p->row_b[i]);
      d.text_a = ps_comparing_text(c, "%s", a);
      d.text_b = ps_comparing_text(c, "%s", b);
    }
  }
  return ps_comparing_add(c, d);
}

static ps_status compare_column(ps_comparing *c, const ps_pairs *p, int ka, int kb) {
  const char *label = ps_comparing_text(c, "%s", ps_table_label(p->b, kb));
  bool text_a = ps_table_is_text(p->a, ka), text_b = ps_table_is_text(p->b, kb);
  c->public.ncolumn++;
  c->public.ncell += p->n;
  if (text_a && text_b)
    return compare_texts(c, p, label, ka, kb);
  if (!text_a && !text_b)
    return compare_numbers(c, p, label, ka, kb);
  return ps_comparing_add(c, (ps_difference){.kind = PS_DIFFERENCE_KINDS,
                                             .file = p->file,
                                             .column = label,
                                             .count = p->n,
                                             .worst = INFINITY,
                                             .text_a = text_a ? "text" : "numbers",
                                             .text_b = text_b ? "text" : "numbers"});
}

static ps_status add_missing(ps_comparing *c, const char *file, const char *label, bool in_a) {
  return ps_comparing_add(c, (ps_difference){.kind = PS_DIFFERENCE_COLUMN,
                                             .file = file,
                                             .column = ps_comparing_text(c, "%s", label),
                                             .missing_in_a = in_a,
                                             .count = 1,
                                             .worst = INFINITY});
}

static ps_status index_labels(ps_comparing *c, const ps_table *t, ps_names *names) {
  for (int k = 0; k < ps_table_columns(t); k++)
    if (ps_names_add(names, &c->pool, ps_table_label(t, k), k) < 0)
      return ps_fail(c->err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  return PS_OK;
}

static ps_status compare_columns(ps_comparing *c, const ps_pairs *p, bool timed) {
  ps_names in_a = {0}, in_b = {0};
  PS_TRY(index_labels(c, p->a, &in_a));
  PS_TRY(index_labels(c, p->b, &in_b));
  for (int kb = 0; kb < ps_table_columns(p->b); kb++) {
    int ka = ps_names_find(&in_a, ps_table_label(p->b, kb));
    if (timed && kb == time_column(p->b))
      continue;
    if (ka >= 0)
      PS_TRY(compare_column(c, p, ka, kb));
    else
      PS_TRY(add_missing(c, p->file, ps_table_label(p->b, kb), true));
  }
  for (int ka = 0; ka < ps_table_columns(p->a); ka++)
    if (!(timed && ka == time_column(p->a)) && ps_names_find(&in_b, ps_table_label(p->a, ka)) < 0)
      PS_TRY(add_missing(c, p->file, ps_table_label(p->a, ka), false));
  return PS_OK;
}

// one in degrees, the other not: every rotation differs by a factor of 57
static ps_status compare_degrees(ps_comparing *c, const ps_pairs *p) {
  ps_degrees a = ps_table_degrees(p->a), b = ps_table_degrees(p->b);
  if (!a || !b || a == b)
    return PS_OK;
  return ps_comparing_add(c,
                          (ps_difference){.kind = PS_DIFFERENCE_DEGREES,
                                          .file = p->file,
                                          .column = "",
                                          .count = 1,
                                          .worst = INFINITY,
                                          .text_a = a == PS_DEGREES_YES ? "degrees" : "radians",
                                          .text_b = b == PS_DEGREES_YES ? "degrees" : "radians"});
}

ps_status ps_compare_tables(ps_comparing *c, const char *file, const ps_table *a,
                            const ps_table *b) {
  size_t na = (size_t)ps_table_rows(a), nb = (size_t)ps_table_rows(b);
  size_t room = (na < nb ? na : nb) + 1;
  bool timed = has_time(a) && has_time(b);
  ps_pool rows = {0};
  ps_pairs p = {.file = file, .a = a, .b = b};
  p.row_a = ps_pool_take(&rows, room * sizeof *p.row_a);
  p.row_b = ps_pool_take(&rows, room * sizeof *p.row_b);
  ps_status status = PS_OK;
  if (!p.row_a || !p.row_b)
    status = ps_fail(c->err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  else if (timed)
    pair_by_time(&p);
  else
    pair_by_position(&p);
  c->public.nfile++;
  if (status == PS_OK)
    status = compare_degrees(c, &p);
  if (status == PS_OK)
    status = add_rows(c, &p);
  if (status == PS_OK)
    status = compare_columns(c, &p, timed);
  ps_pool_free(&rows);
  return status;
}
