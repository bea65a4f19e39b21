// routine.c: reads data/life/routine.csv.
#include "scenario/routine.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "scenario/records.h"

static const char table[] = "life/routine.csv";

const char *const ps_routine_kind_words[PS_ROUTINE_KINDS] = {"self", "buy",    "course",   "hands",
                                                             "drug", "needle", "operation"};
static const char *const at_words[PS_ATS] = {"breaks", "desk",    "morning", "midday",
                                             "rest",   "evening", "bed",     "once"};

static int place_of(const char *word, const char *const *list, int n) {
  for (int i = 0; i < n; i++)
    if (strcmp(word, list[i]) == 0)
      return i;
  return -1;
}

static const char *text(ps_records *records, const char *column, ps_pool *pool, bool *memory) {
  const char *t = ps_records_text(records, column, pool);
  *memory &= t != NULL;
  return t ? t : "";
}

static ps_status read_row(ps_routines *r, ps_records *records, bool *memory, ps_error *err) {
  ps_routine *row = &r->item[r->n++];
  const char *kind = text(records, "kind", &r->pool, memory);
  const char *at = text(records, "at", &r->pool, memory);
  int k = place_of(kind, ps_routine_kind_words, PS_ROUTINE_KINDS);
  int a = place_of(at, at_words, PS_ATS);
  *row = (ps_routine){.id = text(records, "id", &r->pool, memory),
                      .group = text(records, "group", &r->pool, memory),
                      .what = text(records, "what", &r->pool, memory),
                      .sessions = ps_records_number(records, "sessions_week")};
  if (k < 0 || a < 0 || !(row->sessions >= 0))
    return ps_fail(err, PS_ERR_VALUE, table, 0, "%.40s: kind is '%.20s', at is '%.20s'", row->id,
                   kind, at);
  row->kind = (ps_routine_kind)k;
  row->at = (ps_routine_at)a;
  return PS_OK;
}

ps_status ps_routines_open(ps_routines *r, ps_error *err) {
  ps_records records;
  bool memory = true;
  *r = (ps_routines){.n = 0};
  PS_TRY(ps_records_open(&records, table, err));
  r->item = ps_pool_take(&r->pool, (size_t)records.n * sizeof *r->item);
  memory = r->item != NULL;
  ps_status status = PS_OK;
  while (memory && status == PS_OK && ps_records_next(&records))
    status = read_row(r, &records, &memory, err);
  status =
      status == PS_OK ? ps_records_close(&records, memory, err) : ps_records_fail(&records, status);
  if (status != PS_OK)
    ps_routines_close(r);
  return status;
}

void ps_routines_close(ps_routines *r) {
  ps_pool_free(&r->pool);
  *r = (ps_routines){.n = 0};
}

const ps_routine *ps_routine_of(const ps_routines *r, const char *id) {
  static const ps_routine other = {.id = "",
                                   .group = "",
                                   .what = "",
                                   .kind = PS_ROUTINE_SELF,
                                   .at = PS_AT_EVENING,
                                   .sessions = 3};
  for (int i = 0; i < r->n; i++)
    if (strcmp(r->item[i].id, id) == 0)
      return &r->item[i];
  return &other;
}
