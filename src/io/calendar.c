// calendar.c: events that come back every week, as RFC 5545 has them.
#include "io/calendar.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { LINE = 75 }; // octets, without the line end

// ---- dates: days since 1 March of the year 0, years beginning in March so that leap days end them

static long number_of(ps_date d) {
  long y = d.year - (d.month < 3), m = (d.month + 9) % 12;
  return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + d.day - 1;
}

static ps_date date_of(long n) {
  long y = (long)((10000LL * n + 14780) / 3652425); // long has 32 bits in WebAssembly
  long left = n - (365 * y + y / 4 - y / 100 + y / 400);
  if (left < 0) {
    y--;
    left = n - (365 * y + y / 4 - y / 100 + y / 400);
  }
  long m = (100 * left + 52) / 3060;
  return (ps_date){(int)(y + (m + 2) / 12), (int)((m + 2) % 12 + 1),
                   (int)(left - (m * 306 + 5) / 10 + 1)};
}

static bool digits(const char *text, int n, int *x) {
  *x = 0;
  for (int i = 0; i < n; i++) {
    if (text[i] < '0' || text[i] > '9')
      return false;
    *x = 10 * *x + text[i] - '0';
  }
  return true;
}

bool ps_date_read(const char *text, ps_date *date) {
  ps_date d;
  if (strlen(text) != 10 || text[4] != '-' || text[7] != '-' || !digits(text, 4, &d.year) ||
      !digits(text + 5, 2, &d.month) || !digits(text + 8, 2, &d.day) || d.year < 1583 ||
      d.month < 1 || d.month > 12 || d.day < 1)
    return false;
  ps_date same = date_of(number_of(d));
  *date = d;
  return same.year == d.year && same.month == d.month && same.day == d.day;
}

ps_date ps_date_after(ps_date date, int days) {
  return date_of(number_of(date) + days);
}

int ps_date_weekday(ps_date date) {
  return (int)((number_of(date) + 2) % 7); // 1 March of the year 0 was a Wednesday
}

// ---- lines

// a content line, folded
static void put_line(const ps_calendar *c, const char *text) {
  size_t length = strlen(text), at = 0;
  for (int room = LINE; at < length; room = LINE - 1) {
    size_t n = length - at < (size_t)room ? length - at : (size_t)room;
    while (n > 1 && at + n < length && ((unsigned char)text[at + n] & 0xc0) == 0x80)
      n--; // not inside a character
    if (at)
      ps_file_writer_text(c->file, " ");
    ps_file_writer_bytes(c->file, text + at, n);
    ps_file_writer_text(c->file, "\r\n");
    at += n;
  }
}

static void put_text(const ps_calendar *c, const char *name, const char *text) {
  char line[1200];
  size_t n = (size_t)snprintf(line, sizeof line, "%s:", name);
  for (; *text && n < sizeof line - 3; text++) {
    if (*text == '\n') {
      line[n++] = '\\';
      line[n++] = 'n';
      continue;
    }
    if (strchr("\\;,", *text))
      line[n++] = '\\';
    if ((unsigned char)*text >= ' ')
      line[n++] = *text;
  }
  line[n] = 0;
  put_line(c, line);
}

// ---- events

static void put_time(const ps_calendar *c, const char *name, ps_date d, double seconds) {
  char line[64];
  long s = lround(seconds);
  ps_date day = ps_date_after(d, (int)(s / 86400));
  s %= 86400;
  snprintf(line, sizeof line, "%s:%04d%02d%02dT%02ld%02ld%02ld", name, day.year, day.month, day.day,
           s / 3600, s / 60 % 60, s % 60);
  put_line(c, line);
}

static void put_rule(const ps_calendar *c, unsigned weekdays) {
  static const char *const name[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
  char line[120];
  ps_date last = ps_date_after(c->first, 7 * c->weeks - 1);
  int n =
      snprintf(line, sizeof line, "RRULE:FREQ=WEEKLY;UNTIL=%04d%02d%02dT235959;BYDAY=", last.year,
               last.month, last.day);
  for (int i = 0, any = 0; i < 7; i++)
    if (weekdays & 1u << i)
      n += snprintf(line + n, sizeof line - (size_t)n, "%s%s", any++ ? "," : "", name[i]);
  put_line(c, line);
}

void ps_calendar_begin(const ps_calendar *c, const char *name) {
  put_line(c, "BEGIN:VCALENDAR");
  put_line(c, "VERSION:2.0");
  put_line(c, "PRODID:-//psoas//plan//EN");
  put_line(c, "CALSCALE:GREGORIAN");
  put_text(c, "X-WR-CALNAME", name);
}

void ps_calendar_put(const ps_calendar *c, const ps_calendar_event *e) {
  char line[64];
  ps_date first = c->first;
  while (e->weekdays && !(e->weekdays & 1u << ps_date_weekday(first)))
    first = ps_date_after(first, 1);
  put_line(c, "BEGIN:VEVENT");
  put_text(c, "UID", e->uid);
  // no moment of making: the same plan is the same file
  snprintf(line, sizeof line, "DTSTAMP:%04d%02d%02dT000000Z", c->first.year, c->first.month,
           c->first.day);
  put_line(c, line);
  put_time(c, "DTSTART", first, e->start_s);
  put_time(c, "DTEND", first, e->start_s + e->duration_s);
  if (e->weekdays)
    put_rule(c, e->weekdays);
  put_text(c, "SUMMARY", e->summary);
  if (e->description[0])
    put_text(c, "DESCRIPTION", e->description);
  put_line(c, "TRANSP:TRANSPARENT");
  put_line(c, "END:VEVENT");
}

void ps_calendar_end(const ps_calendar *c) {
  put_line(c, "END:VCALENDAR");
}
