#include "psoas/compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/folder.h"
#include "base/path.h"
#include "io/json_write.h"
#include "io/sto.h"
#include "num/csv.h"
#include "tool/compare_table.h"

ps_compare_options ps_compare_default(void) {
  return (ps_compare_options){.absolute = 1e-8, .relative = 1e-8};
}

// ---- files

static bool ends_with(const char *name, const char *end) {
  size_t n = strlen(name), k = strlen(end);
  return n > k && strcmp(name + n - k, end) == 0;
}

static bool is_csv(const char *name) {
  return ends_with(name, ".csv");
}

static bool is_table(const char *name) {
  return is_csv(name) || ends_with(name, ".sto") || ends_with(name, ".mot");
}

static ps_status load(ps_table **table, const char *path, ps_error *err) {
  *table = NULL;
  if (!is_table(path))
    return ps_fail(err, PS_ERR_UNSUPPORTED, path, 0, "is no table; expected a .sto, .mot or .csv");
  if (is_csv(path))
    return ps_csv_load(table, path, err);
  return ps_sto_load(table, path, PS_STO_ALLOW_NAN, NULL, err);
}

// `name` is how the result calls the file
static ps_status compare_files(ps_comparing *c, const char *name, const char *a, const char *b) {
  ps_table *ta, *tb;
  c->path = b;
  PS_TRY(load(&ta, a, c->err));
  ps_status status = load(&tb, b, c->err);
  if (status == PS_OK)
    status = ps_compare_tables(c, ps_comparing_text(c, "%s", name), ta, tb);
  ps_table_free(tb);
  ps_table_free(ta);
  return status;
}

// ---- folders

static ps_status compare_both(ps_comparing *c, const char *name, const char *a, const char *b) {
  const char *in_a = ps_path_join(&c->pool, a, name), *in_b = ps_path_join(&c->pool, b, name);
  if (!in_a || !in_b)
    return ps_fail(c->err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  return compare_files(c, name, in_a, in_b);
}

static ps_status add_missing(ps_comparing *c, const char *name, const char *folder,
                             bool missing_in_a) {
  c->path = ps_path_join(&c->pool, folder, name);
  if (!c->path)
    return ps_fail(c->err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  return ps_comparing_add(c, (ps_difference){.kind = PS_DIFFERENCE_FILE,
                                             .file = ps_comparing_text(c, "%s", name),
                                             .column = "",
                                             .missing_in_a = missing_in_a,
                                             .count = 1,
                                             .worst = INFINITY});
}

// both lists are sorted
static ps_status compare_lists(ps_comparing *c, const ps_folder *fa, const char *a,
                               const ps_folder *fb, const char *b) {
  int i = 0, j = 0;
  while (i < fa->n || j < fb->n) {
    int order = i >= fa->n ? 1 : j >= fb->n ? -1 : strcmp(fa->items[i], fb->items[j]);
    const char *name = order <= 0 ? fa->items[i] : fb->items[j];
    if (!is_table(name))
      c->public.nskipped++;
    else if (order == 0)
      PS_TRY(compare_both(c, name, a, b));
    else
      PS_TRY(add_missing(c, name, order < 0 ? a : b, order > 0));
    i += order <= 0;
    j += order >= 0;
  }
  return PS_OK;
}

static ps_status compare_folders(ps_comparing *c, const char *a, const char *b) {
  ps_folder fa, fb;
  PS_TRY(ps_folder_list(&fa, a, c->err));
  ps_status status = ps_folder_list(&fb, b, c->err);
  if (status == PS_OK)
    status = compare_lists(c, &fa, a, &fb, b);
  ps_folder_free(&fb);
  ps_folder_free(&fa);
  return status;
}

// one is a folder, the other is not: it may not be there at all
static ps_status refuse_mixture(const char *folder, const char *other, ps_error *err) {
  int file;
  PS_TRY(ps_file_open(&file, other, NULL, err));
  ps_file_system()->close(file);
  return ps_fail(err, PS_ERR_ARGUMENT, other, 0,
                 "is a file and '%s' a folder; expected two files or two folders", folder);
}

static ps_status compare_any(ps_comparing *c, const char *a, const char *b) {
  bool folder_a = ps_is_folder(a), folder_b = ps_is_folder(b);
  if (folder_a != folder_b)
    return folder_a ? refuse_mixture(a, b, c->err) : refuse_mixture(b, a, c->err);
  if (folder_a)
    PS_TRY(compare_folders(c, a, b));
  else
    PS_TRY(compare_files(c, ps_path_name(b), a, b));
  if (!c->public.nfile && !c->found.n)
    return ps_fail(c->err, PS_ERR_STRUCTURE, a, 0, "holds no table (.sto, .mot, .csv) to compare");
  return PS_OK;
}

// ---- order

// deviation in tolerances
static double badness(const ps_difference *d) {
  return d->worst > 0 && isfinite(d->tolerance) ? d->worst / d->tolerance : 0;
}

static int worst_first(const void *pa, const void *pb) {
  const ps_difference *a = pa, *b = pb;
  double x = badness(a), y = badness(b);
  if (a->beyond != b->beyond)
    return a->beyond ? -1 : 1;
  if (a->kind != b->kind) // what is missing comes before what deviates
    return a->kind > b->kind ? -1 : 1;
  if (x != y)
    return x > y ? -1 : 1;
  int order = strcmp(a->file, b->file);
  return order ? order : strcmp(a->column, b->column);
}

static void finish(ps_comparing *c) {
  if (c->found.n > 1)
    qsort(c->found.items, (size_t)c->found.n, sizeof *c->found.items, worst_first);
  c->public.n = c->found.n;
  c->public.item = c->found.items;
  for (int i = 0; i < c->found.n; i++)
    c->public.nbeyond += c->found.items[i].beyond;
}

ps_status ps_compare(ps_comparison **comparison, const char *a, const char *b,
                     const ps_compare_options *options, ps_error *err) {
  ps_tolerances tolerances;
  *comparison = NULL;
  PS_TRY(ps_tolerances_load(&tolerances, options, err));
  ps_comparing *c = calloc(1, sizeof *c);
  ps_status status = PS_ERR_MEMORY;
  if (c) {
    c->tolerances = &tolerances;
    c->err = err;
    status = compare_any(c, a, b);
  } else
    ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  if (status == PS_OK) {
    finish(c);
    *comparison = &c->public;
  } else if (c)
    ps_comparison_free(&c->public);
  ps_tolerances_free(&tolerances);
  return status;
}

void ps_comparison_free(ps_comparison *comparison) {
  ps_comparing *c = (ps_comparing *)comparison;
  if (!c)
    return;
  ps_pool_free(&c->pool);
  free(c);
}

// ---- JSON

static const char *kind_name(ps_difference_kind kind) {
  static const char *const names[] = {
      [PS_DIFFERENCE_VALUES] = "values", [PS_DIFFERENCE_TEXTS] = "texts",
      [PS_DIFFERENCE_KINDS] = "kinds",   [PS_DIFFERENCE_DEGREES] = "degrees",
      [PS_DIFFERENCE_ROWS] = "rows",     [PS_DIFFERENCE_COLUMN] = "column",
      [PS_DIFFERENCE_FILE] = "file",
  };
  return names[kind];
}

static void write_difference(ps_json_writer *j, const ps_difference *d) {
  bool missing = d->kind >= PS_DIFFERENCE_ROWS;
  ps_json_object(j);
  ps_json_key(j, "kind"), ps_json_text(j, kind_name(d->kind));
  ps_json_key(j, "beyond"), ps_json_bool(j, d->beyond);
  ps_json_key(j, "file"), ps_json_text(j, d->file);
  ps_json_key(j, "column"), ps_json_text(j, d->column);
  ps_json_key(j, "count"), ps_json_integer(j, d->count);
  if (missing)
    ps_json_key(j, "missing_in"), ps_json_text(j, d->missing_in_a ? "a" : "b");
  if (d->kind == PS_DIFFERENCE_VALUES) {
    ps_json_key(j, "worst"), ps_json_number(j, d->worst);
    ps_json_key(j, "largest"), ps_json_number(j, d->largest);
    ps_json_key(j, "tolerance"), ps_json_number(j, d->tolerance);
    ps_json_key(j, "a"), ps_json_number(j, d->a);
    ps_json_key(j, "b"), ps_json_number(j, d->b);
  } else if (!missing) {
    ps_json_key(j, "a"), ps_json_text(j, d->text_a);
    ps_json_key(j, "b"), ps_json_text(j, d->text_b);
  }
  ps_json_key(j, "where"), ps_json_text(j, d->where);
  ps_json_end_object(j);
}

static void write_comparison(ps_json_writer *j, const void *what) {
  const ps_comparison *c = what;
  ps_json_object(j);
  ps_json_key(j, "schema"), ps_json_text(j, "psoas.compare/1");
  ps_json_key(j, "psoas_version"), ps_json_text(j, PSOAS_VERSION);
  ps_json_key(j, "same"), ps_json_bool(j, c->nbeyond == 0);
  ps_json_key(j, "files"), ps_json_integer(j, c->nfile);
  ps_json_key(j, "columns"), ps_json_integer(j, c->ncolumn);
  ps_json_key(j, "cells"), ps_json_integer(j, c->ncell);
  ps_json_key(j, "not_tables"), ps_json_integer(j, c->nskipped);
  ps_json_key(j, "beyond"), ps_json_integer(j, c->nbeyond);
  ps_json_key(j, "differences"), ps_json_array(j);
  for (int i = 0; i < c->n; i++)
    write_difference(j, &c->item[i]);
  ps_json_end_array(j);
  ps_json_end_object(j);
}

ps_status ps_comparison_json(const ps_comparison *comparison, char **text, ps_error *err) {
  return ps_json_to_text(write_comparison, comparison, text, err);
}
