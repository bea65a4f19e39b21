// sciatica_result.c: a result by name, as text and as files.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/path.h"
#include "tool/outputs.h"
#include "tool/sciatica_inner.h"

int ps_sciatica_result_postures(const ps_sciatica_result *r) {
  return r->n;
}

const char *ps_sciatica_result_posture(const ps_sciatica_result *r, int posture) {
  return r->item[posture].name;
}

bool ps_sciatica_result_solved(const ps_sciatica_result *r, int posture) {
  return r->item[posture].status == PS_HOLD_SOLVED;
}

// ---- numbers by path

// place of `name` among the labels, behind `prefix`; -1: it is not there
static int find(const char *path, const char *prefix, const ps_sciatica_label *label, int n) {
  size_t k = strlen(prefix);
  if (strncmp(path, prefix, k) != 0)
    return -1;
  for (int i = 0; i < n; i++)
    if (strcmp(path + k, label[i].name) == 0)
      return i;
  return -1;
}

// place in ps_sciatica_links; -1: there is no such number
static int place_of(const char *path) {
  char prefix[32];
  int at = 0, k;
  for (int i = 0; i < PS_SCIATICA_LEVELS; i++, at += PS_SCIATICA_LEVEL_COUNT) {
    snprintf(prefix, sizeof prefix, "levels.%s.", ps_sciatica_level_names[i]);
    if ((k = find(path, prefix, ps_sciatica_level_labels, PS_SCIATICA_LEVEL_COUNT)) >= 0)
      return at + k;
  }
  for (int i = 0; i < PS_SCIATICA_ROOTS; i++, at += PS_SCIATICA_ROOT_COUNT) {
    snprintf(prefix, sizeof prefix, "roots.%s.", ps_sciatica_root_names[i]);
    if ((k = find(path, prefix, ps_sciatica_root_labels, PS_SCIATICA_ROOT_COUNT)) >= 0)
      return at + k;
  }
  k = find(path, "whole.", ps_sciatica_whole_labels, PS_SCIATICA_WHOLE_COUNT);
  return k < 0 ? -1 : at + k;
}

bool ps_sciatica_result_number(const ps_sciatica_result *r, int posture, const char *path,
                               ps_sciatica_value *value) {
  const double *number = (const double *)&r->item[posture].links;
  const ps_interval *range = r->item[posture].range;
  int k = find(path, "tests.", ps_sciatica_test_labels, PS_SCIATICA_TEST_COUNT);
  if (k >= 0) {
    number = (const double *)&r->tests;
    range = r->test_range;
  } else {
    k = place_of(path);
  }
  if (k < 0)
    return false;
  double x = number[k];
  *value = isfinite(range[k].p10) ? (ps_sciatica_value){x, range[k].p10, range[k].p50, range[k].p90}
                                  : (ps_sciatica_value){x, x, x, x};
  return true;
}

// ---- text and files

typedef void (*put)(const ps_sciatica_result *r, ps_file_writer *w);

static ps_status as_text(const ps_sciatica_result *r, put what, char **text, ps_error *err) {
  ps_file_writer w = {0};
  size_t size;
  PS_TRY(ps_file_writer_memory(&w, err));
  what(r, &w);
  return ps_file_writer_take(&w, text, &size, err);
}

ps_status ps_sciatica_result_text(const ps_sciatica_result *r, char **text, ps_error *err) {
  return as_text(r, ps_sciatica_put_text, text, err);
}

ps_status ps_sciatica_result_json(const ps_sciatica_result *r, char **text, ps_error *err) {
  return as_text(r, ps_sciatica_put_json, text, err);
}

ps_status ps_sciatica_result_write(const ps_sciatica_result *r, const char *directory, bool replace,
                                   ps_error *err) {
  static const char *const names[] = {"result.json", "report.html"};
  ps_pool pool = {0};
  ps_outputs o;
  ps_status status = ps_outputs_open(&o, &pool, directory, names, 2, replace, err);
  if (status == PS_OK) {
    ps_sciatica_put_json(r, &o.file[0]);
    ps_sciatica_put_page(r, &o.file[1]);
  }
  status = ps_outputs_close(&o, status, NULL, err);
  ps_pool_free(&pool);
  return status;
}
