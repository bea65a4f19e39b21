// event_table.c: what an event is, in numbers.
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "scenario/draws.h"
#include "scenario/event.h"
#include "scenario/records.h"

static const char *const names[PS_EVENTS] = {"startle", "fear", "fetal", "run", "freeze"};

const char *ps_event_name(ps_event_kind kind) {
  return names[kind];
}

int ps_event_named(const char *name) {
  for (int i = 0; i < PS_EVENTS; i++)
    if (strcmp(names[i], name) == 0)
      return i;
  return -1;
}

const ps_event_column ps_event_columns[PS_EVENT_COLUMN_COUNT] = {
#define C(name, decimals, about) {#name, about, decimals},
    PS_EVENT_COLUMNS(C)
#undef C
};

ps_status ps_event_table_load(ps_event_table *t, ps_error *err) {
  ps_records r;
  *t = (ps_event_table){0};
  PS_TRY(ps_records_open(&r, "model/events.csv", err));
  t->entry = ps_pool_take(&t->pool, (size_t)(r.n + 1) * sizeof *t->entry);
  while (t->entry && ps_records_next(&r))
    t->entry[t->n++] = (ps_event_entry){.event = ps_records_text(&r, "event", &t->pool),
                                        .quantity = ps_records_text(&r, "quantity", &t->pool),
                                        .subject = ps_records_text(&r, "subject", &t->pool),
                                        .unit = ps_records_text(&r, "unit", &t->pool),
                                        .source = ps_records_text(&r, "source", &t->pool),
                                        .flag = ps_records_text(&r, "flag", &t->pool),
                                        .note = ps_records_text(&r, "note", &t->pool),
                                        .value = ps_records_number(&r, "value"),
                                        .low = ps_records_number(&r, "low"),
                                        .high = ps_records_number(&r, "high")};
  return ps_records_close(&r, t->entry != NULL, err);
}

void ps_event_table_free(ps_event_table *t) {
  ps_pool_free(&t->pool);
}

ps_status ps_event_table_draw(ps_event_table *out, const ps_event_table *t, uint64_t seed, int i,
                              int n, ps_error *err) {
  *out = (ps_event_table){.n = t->n};
  out->entry = ps_pool_take(&out->pool, (size_t)(t->n + 1) * sizeof *out->entry);
  if (!out->entry)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  memcpy(out->entry, t->entry, (size_t)t->n * sizeof *out->entry);
  for (int k = 0; k < t->n; k++) {
    ps_event_entry *e = &out->entry[k];
    if (!(e->low < e->high))
      continue;
    double x = ps_draw_value(e->value, e->low, e->high, seed, (uint64_t)k, i, n);
    e->value = x * e->value < 0 ? 0 : x; // no burst is negative, no time either
    if (e->low > 0 && e->value < 0.5 * e->low)
      e->value = 0.5 * e->low;
  }
  return PS_OK;
}

double ps_event_value(const ps_event_table *t, const char *event, const char *quantity,
                      const char *subject) {
  for (int i = 0; i < t->n; i++)
    if (strcmp(t->entry[i].event, event) == 0 && strcmp(t->entry[i].quantity, quantity) == 0 &&
        strcmp(t->entry[i].subject, subject) == 0)
      return t->entry[i].value;
  return NAN;
}

const char *ps_event_subject(const ps_event_table *t, const char *event, const char *quantity) {
  for (int i = 0; i < t->n; i++)
    if (strcmp(t->entry[i].event, event) == 0 && strcmp(t->entry[i].quantity, quantity) == 0)
      return t->entry[i].subject;
  return "";
}

int ps_event_peak(const ps_event_trace *run, int column) {
  int peak = 0;
  for (int i = 1; i < run->n; i++)
    if (fabs(run->value[column][i] - run->rest[column]) >
        fabs(run->value[column][peak] - run->rest[column]))
      peak = i;
  return peak;
}
