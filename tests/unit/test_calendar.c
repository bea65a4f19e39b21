// A calendar is one that others read: dates are right, lines are folded, texts are escaped, and
// what was put in comes out again.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "io/calendar.h"

static void dates_go_over_leap_years_and_centuries(void) {
  static const struct {
    const char *from, *to;
    int days;
  } cases[] = {{"2026-11-23", "2026-11-24", 1},   {"2024-02-28", "2024-02-29", 1},
               {"2023-02-28", "2023-03-01", 1},   {"2100-02-28", "2100-03-01", 1},
               {"2000-02-29", "2001-02-28", 365}, {"1999-12-31", "2000-01-01", 1}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    ps_date from, to;
    CHECK(ps_date_read(cases[i].from, &from) && ps_date_read(cases[i].to, &to));
    ps_date found = ps_date_after(from, cases[i].days);
    CHECK(found.year == to.year && found.month == to.month && found.day == to.day);
  }
}

static void the_weekday_of_a_date_is_known(void) {
  static const char *const monday[] = {"1970-01-05", "2026-11-23", "2000-01-03", "2024-02-26"};
  for (int i = 0; i < 4; i++) {
    ps_date d;
    CHECK(ps_date_read(monday[i], &d));
    for (int k = 0; k < 14; k++)
      CHECK_EQ(ps_date_weekday(ps_date_after(d, k)), k % 7);
  }
}

static void what_is_no_date_is_refused(void) {
  static const char *const bad[] = {"",           "2026-13-01", "2026-02-29", "2026-00-10",
                                    "2026-11-31", "26-11-23",   "2026/11/23", "2026-11-2x",
                                    "1582-01-01", "2026-11-23 "};
  ps_date d;
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    CHECK(!ps_date_read(bad[i], &d));
}

// ---- writing and reading back

static char *written(const ps_calendar_event *event) {
  ps_file_writer w = {0};
  ps_error err;
  char *text;
  size_t size;
  CHECK_EQ(ps_file_writer_memory(&w, &err), PS_OK);
  ps_calendar c = {&w, {2026, 11, 25}, 12}; // a Wednesday
  ps_calendar_begin(&c, "plan");
  ps_calendar_put(&c, event);
  ps_calendar_end(&c);
  CHECK_EQ(ps_file_writer_take(&w, &text, &size, &err), PS_OK);
  return text;
}

// the value of a content line, unfolded and unescaped; "" where there is none
static void value_of(const char *text, const char *name, char *out, size_t size) {
  char all[8000];
  size_t n = 0, length = strlen(name);
  for (const char *t = text; *t && n < sizeof all - 1; t++) {
    if (strncmp(t, "\r\n ", 3) == 0)
      t += 2;
    else
      all[n++] = *t;
  }
  all[n] = 0;
  n = 0;
  for (char *line = strtok(all, "\r\n"); line && !n; line = strtok(NULL, "\r\n"))
    if (strncmp(line, name, length) == 0 && line[length] == ':')
      for (const char *t = line + length + 1; *t && n < size - 1; t++) {
        bool escaped = *t == '\\';
        t += escaped;
        out[n++] = (char)(escaped && *t == 'n' ? '\n' : *t);
      }
  out[n] = 0;
}

static const ps_calendar_event walk = {
    .uid = "walk-0@psoas",
    .summary = "Walk, briskly; uphill",
    .description = "A back\\slash, a semicolon; a line\nand another, with \xc3\xa4\xc3\xb6\xc3\xbc "
                   "and so much to say that one line of seventy-five octets cannot hold it, nor "
                   "two, \xe2\x80\x93 but three \xe2\x80\x93 might.",
    .weekdays = 0x11, // Monday and Friday
    .start_s = 12.5 * 3600,
    .duration_s = 1800};

static void lines_end_and_fold_as_the_standard_has_it(void) {
  char *text = written(&walk);
  int lines = 0;
  for (const char *line = text; *line; lines++) {
    const char *end = strstr(line, "\r\n");
    CHECK(end != NULL);
    CHECK(end - line <= 75);
    CHECK(((unsigned char)*line & 0xc0) != 0x80); // no line begins inside a character
    CHECK(memchr(line, '\n', (size_t)(end - line)) == NULL);
    line = end + 2;
  }
  CHECK(lines > 12);
  free(text);
}

static void what_was_put_in_comes_out_again(void) {
  char *text = written(&walk), value[600];
  value_of(text, "SUMMARY", value, sizeof value);
  CHECK_EQ(strcmp(value, walk.summary), 0);
  value_of(text, "DESCRIPTION", value, sizeof value);
  CHECK_EQ(strcmp(value, walk.description), 0);
  value_of(text, "UID", value, sizeof value);
  CHECK_EQ(strcmp(value, walk.uid), 0);
  free(text);
}

// Wednesday the 25th: the first Friday is the 27th; twelve weeks end on Tuesday, 16 February
static void events_begin_on_their_first_weekday_and_end(void) {
  char *text = written(&walk), value[200];
  value_of(text, "DTSTART", value, sizeof value);
  CHECK_EQ(strcmp(value, "20261127T123000"), 0);
  value_of(text, "DTEND", value, sizeof value);
  CHECK_EQ(strcmp(value, "20261127T130000"), 0);
  value_of(text, "RRULE", value, sizeof value);
  CHECK_EQ(strcmp(value, "FREQ=WEEKLY;UNTIL=20270216T235959;BYDAY=MO,FR"), 0);
  free(text);
  ps_calendar_event once = walk;
  once.weekdays = 0;
  once.start_s = 23.5 * 3600; // over midnight
  once.duration_s = 3600;
  text = written(&once);
  CHECK(strstr(text, "RRULE") == NULL);
  value_of(text, "DTEND", value, sizeof value);
  CHECK_EQ(strcmp(value, "20261126T003000"), 0);
  free(text);
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(dates_go_over_leap_years_and_centuries),
                   CHECK_FACT(the_weekday_of_a_date_is_known),
                   CHECK_FACT(what_is_no_date_is_refused),
                   CHECK_FACT(lines_end_and_fold_as_the_standard_has_it),
                   CHECK_FACT(what_was_put_in_comes_out_again),
                   CHECK_FACT(events_begin_on_their_first_weekday_and_end));
}
