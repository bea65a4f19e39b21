// plan_input.c: the day, the person and the limits of a plan as the command names them.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/embedded.h"
#include "base/fail.h"
#include "io/json_tree.h"
#include "num/number.h"
#include "psoas/nearest.h"
#include "psoas/version.h"
#include "tool/plan_inner.h"

enum { MOST_NEVER = 48, MOST_WEEKS = 52 };

static ps_status no_memory(ps_error *err) {
  return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

// ---- limits

static const char *const keys[] = {
    "minutes_per_day", "minutes_per_week", "items", "without", "only", "allow"};

static ps_status number_of(const char *limit, const char *value, double low, double high, double *x,
                           ps_error *err) {
  size_t length = strlen(value);
  if (!length || ps_number_read(value, value + length, x) != length || !(*x >= low && *x <= high))
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "--limit %.60s: expected a number of %g to %g",
                   limit, low, high);
  return PS_OK;
}

static ps_status add_never(ps_plan_result *r, const char *id, ps_error *err) {
  ps_word_list *never = &r->limits.never;
  int at = ps_evidence_intervention(&r->evidence, id, err);
  if (at < 0)
    return PS_ERR_ARGUMENT;
  if (!never->item)
    never->item = ps_pool_take(&r->pool, MOST_NEVER * sizeof *never->item);
  if (!never->item)
    return no_memory(err);
  if (never->n < MOST_NEVER)
    never->item[never->n++] = r->evidence.intervention[at].id;
  return PS_OK;
}

static ps_status add_kind(unsigned *kinds, const char *word, ps_error *err) {
  char hint[96];
  ps_nearest nearest = ps_nearest_to(word);
  for (int k = 0; k < PS_ROUTINE_KINDS; k++) {
    if (strcmp(ps_routine_kind_words[k], word) == 0) {
      *kinds |= 1u << k;
      return PS_OK;
    }
    ps_nearest_try(&nearest, ps_routine_kind_words[k]);
  }
  return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0,
                 "--limit only: there is no kind '%.20s'%s; there are self, buy, course, hands, "
                 "drug, needle, operation",
                 word, ps_nearest_hint(&nearest, hint, sizeof hint));
}

// one word after the other of "a,b"
static ps_status each_word(ps_plan_result *r, const char *value, unsigned *kinds, ps_error *err) {
  for (const char *at = value; *at;) {
    char word[80];
    size_t length = strcspn(at, ",");
    snprintf(word, sizeof word, "%.*s", (int)(length < 79 ? length : 79), at);
    PS_TRY(kinds ? add_kind(kinds, word, err) : add_never(r, word, err));
    at += length;
    at += *at == ',';
  }
  return PS_OK;
}

static ps_status unknown_limit(const char *limit, const char *key, ps_error *err) {
  char hint[96];
  ps_nearest nearest = ps_nearest_to(key);
  for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
    ps_nearest_try(&nearest, keys[k]);
  return ps_fail(
      err, PS_ERR_ARGUMENT, NULL, 0,
      "--limit %.60s: there is no such limit%s; there are minutes_per_day, minutes_per_week, "
      "items, without, only, allow",
      limit, ps_nearest_hint(&nearest, hint, sizeof hint));
}

static ps_status read_limit(ps_plan_result *r, const char *limit, unsigned *only, ps_error *err) {
  char key[40];
  size_t length = strcspn(limit, "=");
  const char *value = limit + length + (limit[length] == '=');
  ps_plan_limits *l = &r->limits;
  double x;
  snprintf(key, sizeof key, "%.*s", (int)(length < 39 ? length : 39), limit);
  if (strncmp(key, "minutes_per_", 12) == 0 && (!strcmp(key, keys[0]) || !strcmp(key, keys[1]))) {
    bool day = strcmp(key, keys[0]) == 0;
    PS_TRY(number_of(limit, value, 0, day ? 1440 : 10080, &x, err));
    l->minutes = fmin(l->minutes, day ? 7 * x : x);
    r->limited = true;
    return PS_OK;
  }
  if (strcmp(key, "items") == 0) {
    PS_TRY(number_of(limit, value, 1, PS_PLAN_ITEMS, &x, err));
    l->items = (int)x;
    return PS_OK;
  }
  if (strcmp(key, "without") == 0)
    return each_word(r, value, NULL, err);
  if (strcmp(key, "only") == 0)
    return each_word(r, value, only, err);
  if (strcmp(key, "allow") == 0 && strcmp(value, "clinical") == 0) {
    l->kinds |= 1u << PS_ROUTINE_DRUG | 1u << PS_ROUTINE_NEEDLE | 1u << PS_ROUTINE_OPERATION;
    return PS_OK;
  }
  if (strcmp(key, "allow") == 0)
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "--limit %.60s: expected allow=clinical", limit);
  return unknown_limit(limit, key, err);
}

static ps_status read_by(const char *word, ps_plan_by *by, ps_error *err) {
  static const char *const words[] = {"minute", "benefit", "surest"};
  for (int k = 0; k < 3; k++)
    if (strcmp(word, words[k]) == 0) {
      *by = (ps_plan_by)k;
      return PS_OK;
    }
  return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0,
                 "--by: found '%.40s', expected minute, benefit or surest", word);
}

static ps_status read_limits(ps_plan_result *r, ps_error *err) {
  const ps_plan_request *q = &r->request;
  unsigned only = 0;
  r->limits = (ps_plan_limits){.minutes = 10080,
                               .items = PS_PLAN_ITEMS - 1,
                               .kinds = 1u << PS_ROUTINE_SELF | 1u << PS_ROUTINE_BUY |
                                        1u << PS_ROUTINE_COURSE | 1u << PS_ROUTINE_HANDS,
                               .weeks = q->weeks};
  if (q->weeks < 1 || q->weeks > MOST_WEEKS)
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "--weeks is %d; allowed is 1 to %d", q->weeks,
                   MOST_WEEKS);
  for (int i = 0; i < q->nlimits; i++)
    PS_TRY(read_limit(r, q->limits[i], &only, err));
  if (only)
    r->limits.kinds = only;
  if (!ps_date_read(q->begin, &r->begin))
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "--begin: '%.40s' is no day; expected 2026-11-23",
                   q->begin);
  return read_by(q->by, &r->limits.by, err);
}

// ---- the day

static ps_status read_days(ps_plan_result *r, ps_error *err) {
  const ps_plan_request *q = &r->request;
  const ps_day_words words = {q->day, q->sets, q->nsets, q->person}, usual = {.day = "ordinary"};
  const char *path;
  ps_tree *tree;
  PS_TRY(ps_day_tree(&r->pool, &words, &r->input, &r->path, err));
  PS_TRY(ps_day_read(&r->pool, r->input, r->path, &r->day, err));
  PS_TRY(ps_day_tree(&r->pool, &usual, &tree, &path, err));
  return ps_day_read(&r->pool, tree, path, &r->ordinary, err);
}

static ps_status read_own(ps_plan_result *r, ps_error *err) {
  const ps_plan_request *q = &r->request;
  r->own = (ps_care){.evidence = &r->evidence};
  for (int i = 0; i < q->nwith; i++)
    PS_TRY(ps_care_add(&r->own, q->with[i], 0, INFINITY, err));
  return PS_OK;
}

// ---- what it was

static void write_input(ps_json_writer *j, const void *what) {
  ps_json_tree(j, what);
}

static ps_status fingerprint(ps_plan_result *r, ps_error *err) {
  const ps_plan_request *q = &r->request;
  ps_sha256 s;
  char *text, options[160];
  PS_TRY(ps_json_to_text(write_input, r->input, &text, err));
  snprintf(options, sizeof options, "plan %d %.20s %d %llu %s", q->weeks, q->by, q->draws, q->seed,
           ps_version());
  ps_sha256_begin(&s);
  ps_sha256_add(&s, text, strlen(text) + 1);
  ps_sha256_add(&s, options, strlen(options) + 1);
  for (int i = 0; i < q->nlimits; i++)
    ps_sha256_add(&s, q->limits[i], strlen(q->limits[i]) + 1);
  for (int i = 0; i < q->nwith; i++)
    ps_sha256_add(&s, q->with[i], strlen(q->with[i]) + 1);
  for (int i = 0; i < ps_embedded_count(); i++) {
    const ps_embedded *file = ps_embedded_at(i);
    ps_sha256_add(&s, file->name, strlen(file->name) + 1);
    ps_sha256_add(&s, file->text, file->size + 1);
  }
  ps_sha256_end(&s, r->sha256);
  free(text);
  return PS_OK;
}

ps_status ps_plan_read(ps_plan_result *r, ps_error *err) {
  PS_TRY(ps_evidence_open(&r->evidence, err));
  PS_TRY(ps_routines_open(&r->routines, err));
  PS_TRY(read_limits(r, err));
  PS_TRY(read_own(r, err));
  PS_TRY(read_days(r, err));
  PS_TRY(fingerprint(r, err));
  PS_TRY(ps_lab_open(&r->lab, err));
  return ps_physio_load(&r->table, err);
}
