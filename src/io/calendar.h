// calendar.h: writes a calendar (RFC 5545) as a stream of events that come back every week.
//
// Times are local and float: eight o'clock is eight o'clock wherever the reader is. Lines end in
// CRLF and are folded before the 76th octet, never inside a character; commas, semicolons,
// backslashes and line ends in texts are escaped.
#pragma once

#include <stdbool.h>

#include "base/file.h"

typedef struct ps_date {
  int year, month, day;
} ps_date;

// "2026-11-23"; false: there is no such day.
bool ps_date_read(const char *text, ps_date *date);
ps_date ps_date_after(ps_date date, int days);
int ps_date_weekday(ps_date date); // 0: Monday

typedef struct ps_calendar_event {
  const char *uid; // the same in every export of the same thing
  const char *summary, *description;
  unsigned weekdays;          // bits, Monday first; 0: once, on the first day
  double start_s, duration_s; // from midnight
} ps_calendar_event;

typedef struct ps_calendar {
  ps_file_writer *file;
  ps_date first; // events begin on their first weekday from here on
  int weeks;     // and go on for so long
} ps_calendar;

void ps_calendar_begin(const ps_calendar *c, const char *name);
void ps_calendar_put(const ps_calendar *c, const ps_calendar_event *event);
void ps_calendar_end(const ps_calendar *c);
