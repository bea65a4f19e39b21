// plan_calendar.c: the routine as events of a calendar.
//
// Breaks and rests stand where the day with the routine has them, from Monday to Friday; sessions
// are shared out over the week, in the evening one after the other.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "io/calendar.h"
#include "tool/plan_inner.h"

static const double evening_s = 18.5 * 3600, midday_s = 12.5 * 3600; // assumed
static const unsigned work_days = 0x1f, every_day = 0x7f;

typedef struct schedule {
  const ps_plan_result *r;
  ps_calendar calendar;
  const ps_day *day; // as lived with the routine
  double evening[7]; // from here on the evening is free, by weekday
  int n;             // events so far
} schedule;

static void put(schedule *s, const ps_plan_item *item, const char *summary, unsigned weekdays,
                double start_s, double duration_s) {
  char uid[160];
  snprintf(uid, sizeof uid, "%.80s-%d-%.16s@psoas", item->what->id, s->n++, s->r->sha256);
  ps_calendar_put(&s->calendar, &(ps_calendar_event){.uid = uid,
                                                     .summary = summary,
                                                     .description = item->what->dose,
                                                     .weekdays = weekdays,
                                                     .start_s = start_s,
                                                     .duration_s = duration_s});
}

static const char *summary_of(const ps_plan_item *item) {
  return item->how->what[0] ? item->how->what : item->what->name;
}

// ---- in the day

// blocks that the routine has put between others
static void put_blocks(schedule *s, const ps_plan_item *item, const char *title) {
  for (int i = 0; i < s->day->nblock; i++) {
    const ps_day_block *b = &s->day->block[i];
    if (b->is_break && b->title && strcmp(b->title, title) == 0 && !b->line)
      put(s, item, summary_of(item), work_days, b->start_s, b->duration_s);
  }
}

static double night_of(const ps_day *day) {
  for (int i = 0; i < day->nblock; i++)
    if (day->block[i].is_night)
      return day->block[i].start_s;
  return day->start_s + ps_day_length(day);
}

// ---- sessions

static unsigned days_of(int sessions) {
  static const unsigned days[] = {0, 0x04, 0x0a, 0x15, 0x1b, 0x1f, 0x3f, 0x7f};
  return days[sessions < 0 ? 0 : sessions > 7 ? 7 : sessions];
}

static double start_of(schedule *s, const ps_plan_item *item, unsigned days, double duration_s) {
  double at = evening_s;
  if (item->how->at == PS_AT_MORNING)
    return fmax(0, s->day->start_s - duration_s);
  if (item->how->at == PS_AT_MIDDAY)
    return midday_s;
  if (item->how->at == PS_AT_BED)
    return fmax(0, night_of(s->day) - duration_s);
  for (int i = 0; i < 7; i++)
    if (days & 1u << i)
      at = fmax(at, s->evening[i]);
  for (int i = 0; i < 7; i++)
    if (days & 1u << i)
      s->evening[i] = at + duration_s;
  return at;
}

static void put_sessions(schedule *s, const ps_plan_option *o, const ps_plan_item *item) {
  int n = (int)fmax(1, round(item->how->sessions));
  double duration = o->minutes > 0 ? ceil(o->minutes / n) * 60 : 15 * 60;
  unsigned days = days_of(n);
  put(s, item, summary_of(item), days, start_of(s, item, days, duration), duration);
  if (item->how->at == PS_AT_BED)
    put(s, item, "To bed, at the same time as every day", every_day, night_of(s->day), 15 * 60);
}

static void put_item(schedule *s, const ps_plan_option *o) {
  const ps_plan_item *item = &s->r->plan.item[o->item];
  switch (item->how->at) {
  case PS_AT_BREAKS:
    put_blocks(s, item, "break");
    break;
  case PS_AT_REST:
    put_blocks(s, item, "rest");
    break;
  case PS_AT_DESK:
    put(s, item, summary_of(item), work_days, s->day->start_s, 5 * 60);
    break;
  case PS_AT_ONCE:
    put(s, item, summary_of(item), 0, s->day->start_s, 15 * 60);
    break;
  default:
    put_sessions(s, o, item);
  }
}

void ps_plan_put_calendar(ps_file_writer *w, const ps_plan_result *r) {
  const ps_plan_choice *c = ps_plan_routine(r);
  schedule s = {.r = r, .calendar = {.file = w, .first = r->begin, .weeks = r->limits.weeks}};
  s.day = c ? &r->plan.set[c->set]->weeks.kind[0] : &r->day;
  ps_calendar_begin(&s.calendar, "psoas plan");
  for (int i = 0; c && i < c->n; i++)
    put_item(&s, &r->plan.option[c->option[i]]);
  ps_calendar_end(&s.calendar);
}
