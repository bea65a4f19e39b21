// What a day file says becomes blocks on a clock; what it cannot say is answered with its place.
#include "check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/embedded.h"
#include "io/yaml.h"
#include "scenario/day.h"

static ps_status read(ps_pool *pool, const char *text, ps_day *day, ps_error *err) {
  ps_tree *tree;
  ps_status status = ps_yaml_parse(pool, "day.yaml", text, strlen(text), &tree, err);
  return status == PS_OK ? ps_day_read(pool, tree, "day.yaml", day, err) : status;
}

static void durations_are_numbers_with_units(void) {
  double s = -1;
  CHECK(ps_duration_read("90 min", &s) && s == 5400);
  CHECK(ps_duration_read("1.5 h", &s) && s == 5400);
  CHECK(ps_duration_read("1 h 30 min", &s) && s == 5400);
  CHECK(ps_duration_read("45s", &s) && s == 45);
  CHECK(!ps_duration_read("90", &s));
  CHECK(!ps_duration_read("min", &s));
  CHECK(!ps_duration_read("-5 min", &s));
  CHECK(!ps_duration_read("5 weeks", &s));
  CHECK(ps_clock_time_read("08:05", &s) && s == 8 * 3600 + 300);
  CHECK(!ps_clock_time_read("24:00", &s));
  CHECK(!ps_clock_time_read("8", &s));
  CHECK(!ps_clock_time_read("08:00 am", &s));
}

static void blocks_follow_each_other_with_breaks_between(void) {
  ps_pool pool = {0};
  ps_day day;
  ps_error err;
  CHECK_EQ(read(&pool,
                "start: \"07:00\"\nblocks:\n"
                "  - {for: 65 min, posture: sitting_relaxed, task: typing, stress: 0.2, "
                "break_every: 30 min, break_for: 5 min}\n"
                "  - {at: \"08:05\", for: 1 h, posture: standing}\nsleep_h: 8\n",
                &day, &err),
           PS_OK);
  // 30 + break 5 + 30 + standing 60 + night
  CHECK_EQ(day.nblock, 5);
  CHECK(day.block[1].is_break && day.block[1].duration_s == 300);
  CHECK(day.block[0].has_breaks && !day.block[3].has_breaks);
  CHECK_EQ(day.block[2].duration_s, 1800);
  CHECK_EQ(day.block[3].start_s, 8 * 3600 + 300);
  CHECK(day.block[4].is_night && day.block[4].duration_s == 8 * 3600);
  CHECK_EQ(day.pose[day.block[0].pose].support.hands, PS_HANDS_DESK);
  CHECK_NEAR(ps_day_length(&day), (65 + 60 + 480) * 60, 1e-9); // [s]
  ps_pool_free(&pool);
}

static void ready_days_can_be_read_and_last_24_h_at_most(void) {
  int days = 0;
  for (int i = 0; i < ps_embedded_count(); i++) {
    const ps_embedded *file = ps_embedded_at(i);
    if (strncmp(file->name, "scenarios/", 10) != 0 || !strstr(file->text, "psoas.day/1"))
      continue;
    ps_pool pool = {0};
    ps_day day;
    ps_error err;
    CHECK_EQ(read(&pool, file->text, &day, &err), PS_OK);
    if (fabs(ps_day_length(&day) - 86400) > 0.5)
      printf("%s\n", file->name);
    CHECK_NEAR(ps_day_length(&day), 86400, 0.5); // [s]
    days++;
    ps_pool_free(&pool);
  }
  CHECK(days >= 8);
}

static const struct {
  const char *text, *message;
  int line, column;
} wrong[] = {
    {"blocks:\n  - {for: 90 min, posture: siting_relaxed}\n", "'sitting_relaxed'", 2, 0},
    {"blocks:\n  - {for: 90, posture: standing}\n", "expected a duration", 2, 11},
    {"blocks:\n  - {posture: standing}\n", "for", 2, 0},
    {"blocks:\n  - {for: 25 h, posture: standing}\n", "at most 24 h", 2, 11},
    {"blocks:\n  - {for: -1 min, posture: standing}\n", "expected a duration", 2, 11},
    {"blocks:\n  - {for: 1 h, posture: standing, stress: 2}\n", "allowed is 0 to 1", 2, 0},
    {"blocks:\n  - {for: 1 h, posture: standing, vibration_m_s2: -1}\n", "allowed is 0 to 10", 2,
     0},
    {"blocks:\n  - {for: 1 h, posture: standing, task: tiping}\n", "'typing'", 2, 0},
    {"blocks:\n  - {for: 1 h, posture: standing, stres: 1}\n", "'stress'", 2, 0},
    {"start: \"08:00\"\nblocks:\n  - {for: 1 h, posture: standing}\n"
     "  - {at: \"09:30\", for: 1 h, posture: standing}\n",
     "30 min after", 4, 0},
    {"start: \"08:00\"\nblocks:\n  - {for: 1 h, posture: standing}\n"
     "  - {at: \"08:30\", for: 1 h, posture: standing}\n",
     "30 min before", 4, 0},
    {"blocks:\n  - {for: 20 h, posture: standing}\nsleep_h: 6\n", "26.00 h", 3, 0},
    {"start: 8\nblocks:\n  - {for: 1 h, posture: standing}\n", "\"08:00\"", 1, 0},
    {"blocks: []\n", "no list of blocks", 1, 0},
    {"mood: {fear: 2}\nblocks:\n  - {for: 1 h, posture: standing}\n", "allowed is 0 to 1", 1, 0},
    {"narowing: 0.2\nblocks:\n  - {for: 1 h, posture: standing}\n", "'narrowing'", 1, 0},
};

static void mistakes_are_answered_with_place_and_what_is_allowed(void) {
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    ps_pool pool = {0};
    ps_day day;
    ps_error err = {0};
    ps_status status = read(&pool, wrong[i].text, &day, &err);
    bool told = status != PS_OK && strstr(err.message, wrong[i].message) &&
                err.line == wrong[i].line && (!wrong[i].column || err.column == wrong[i].column);
    if (!told)
      printf("%s-> %d:%d %s\n", wrong[i].text, err.line, err.column, err.message);
    CHECK(told);
    ps_pool_free(&pool);
  }
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(durations_are_numbers_with_units),
                   CHECK_FACT(blocks_follow_each_other_with_breaks_between),
                   CHECK_FACT(ready_days_can_be_read_and_last_24_h_at_most),
                   CHECK_FACT(mistakes_are_answered_with_place_and_what_is_allowed));
}
