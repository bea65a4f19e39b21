// Weeks: what a file may say, and what a habit does: contested shortening stays small and comes
// back, tightness alone hardly hurts, a night without sleep costs what was measured.
#include <stdio.h>

#include "check.h"
#include "io/yaml.h"
#include "physio/pain.h"
#include "psoas/weeks.h"
#include "scenario/onset.h"

// ---- reading

static ps_status find_any(void *context, ps_pool *pool, const char *name, ps_day *day,
                          ps_error *err) {
  (void)context, (void)pool;
  *day = (ps_day){.title = ""};
  return strcmp(name, "nowhere") ? PS_OK
                                 : ps_fail(err, PS_ERR_REFERENCE, NULL, 0, "there is no day");
}

static ps_status read_text(const char *text, ps_weeks *weeks, ps_pool *pool, ps_error *err) {
  const ps_weeks_days days = {find_any, NULL};
  ps_tree *tree;
  PS_TRY(ps_yaml_parse(pool, "w.yaml", text, strlen(text), &tree, err));
  return ps_weeks_read(pool, tree, "w.yaml", &days, weeks, err);
}

static void durations_are_whole_days(void) {
  int days = -1;
  CHECK(ps_days_read("52 weeks", &days) && days == 364);
  CHECK(ps_days_read("1 week 2 days", &days) && days == 9);
  CHECK(ps_days_read("3d", &days) && days == 3);
  const char *const bad[] = {"", "week", "3", "3 h", "1.5 weeks", "-2 days", "2 weeks x"};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    CHECK(!ps_days_read(bad[i], &days));
}

static void the_days_of_a_week_come_in_order_and_again(void) {
  ps_pool pool = {0};
  ps_error err;
  ps_weeks w;
  CHECK_EQ(read_text("phases:\n"
                     "  - {for: 9 days, days: {a: 5, b: 2}}\n"
                     "  - {for: 2 weeks, at: 9 days, days: {b: 7}, stretch_min: 5}\n",
                     &w, &pool, &err),
           PS_OK);
  CHECK_EQ(w.ndays, 23);
  CHECK_EQ(w.nkind, 2);
  const int kind[] = {0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1};
  for (int day = 0; day < 11; day++)
    CHECK_EQ(ps_weeks_kind_of(&w, day), kind[day]);
  CHECK_EQ(ps_weeks_phase_of(&w, 8), 0);
  CHECK_EQ(ps_weeks_phase_of(&w, 9), 1);
  CHECK_EQ(w.phase[1].stretch_min, 5);
  ps_pool_free(&pool);
}

// each with the line and column of what is wrong
static void what_is_wrong_is_told_with_its_place(void) {
  static const struct {
    const char *text, *words;
    int line, column;
  } bad[] = {
      {"phases:\n  - {for: 2 weeks, days: {a: 5}}\n", "add to 5", 2, 20},
      {"phases:\n  - {for: 2 weeks, days: {a: 9}}\n", "1 to 7", 2, 30},
      {"phases:\n  - {for: 2 weeks, days: {nowhere: 7}}\n", "no day", 2, 36},
      {"phases:\n  - {for: 521 weeks, days: {a: 7}}\n", "520", 2, 11},
      {"phases:\n  - {for: 1 week, days: {a: 7}, stretch_min: -1}\n", "allowed", 2, 46},
      {"phases:\n  - {for: 2 h, days: {a: 7}}\n", "52 weeks", 2, 11},
      {"phases:\n  - {for: 1 week, days: {a: 7}}\n  - {for: 1 week, at: 3 days, days: {a: 7}}\n",
       "overlap", 3, 23},
      {"phases:\n  - {for: 1 week, days: {a: 7}}\n  - {for: 1 week, at: 9 days, days: {a: 7}}\n",
       "gaps", 3, 23},
      {"phases:\n  - {for: 1 week, days: {a: 7}}\nepisode: {kind: acute, week: 3}\n", "after", 3,
       30},
  };
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    ps_pool pool = {0};
    ps_error err = {0};
    ps_weeks w;
    CHECK(read_text(bad[i].text, &w, &pool, &err) != PS_OK);
    CHECK(strstr(err.message, bad[i].words) != NULL);
    CHECK_EQ(err.line, bad[i].line);
    CHECK_EQ(err.column, bad[i].column);
    ps_pool_free(&pool);
  }
}

// ---- runs of a short day: two hours on a chair, a night

static void put_file(const char *path, const char *text) {
  FILE *file = fopen(path, "w");
  CHECK(file != NULL);
  fputs(text, file);
  fclose(file);
}

static ps_weeks_result *run_short(const char *weeks, const char *without, int draws) {
  static const char sits[] = "start: \"08:00\"\nblocks:\n"
                             "  - {for: 9 h, posture: sitting_relaxed, task: typing}\n"
                             "  - {for: 1 h, posture: standing, task: standing_work}\nsleep_h: ";
  char day[300];
  snprintf(day, sizeof day, "%s8\n", sits);
  put_file("weeks_sits.yaml", day);
  snprintf(day, sizeof day, "%s0\n", sits);
  put_file("weeks_wakes.yaml", day);
  put_file("weeks_short.yaml", weeks);
  ps_weeks_request q = ps_weeks_request_default();
  q.weeks = "weeks_short.yaml";
  q.without = &without;
  q.nwithout = without != NULL;
  q.draws = draws;
  ps_weeks_result *r;
  ps_error err = {0};
  if (ps_weeks_run(&q, &r, &err) != PS_OK)
    check_fail(__FILE__, __LINE__, err.message);
  remove("weeks_sits.yaml");
  remove("weeks_wakes.yaml");
  remove("weeks_short.yaml");
  return r;
}

static double index_with(double points, double gain) {
  return ps_pain_index(ps_pain_episode(points), gain);
}

// +13.6 points at pain 50 [schrimpf2015]; here at the 55.8 points with which an acute episode of
// the later cohort begins, where the same gain gives 13.3
static void a_night_without_sleep_costs_what_was_measured(void) {
  CHECK_NEAR(index_with(50, 1.46) - 50, 13.6, 0.1); // [points]
  ps_weeks_result *r = run_short("phases:\n  - {for: 2 days, days: {weeks_wakes.yaml: 7}}\n"
                                 "episode: {kind: acute, week: 0}\n",
                                 NULL, 0);
  double before = ps_weeks_result_at(r, 0, "back_pain"),
         after = ps_weeks_result_at(r, 1, "back_pain");
  CHECK_NEAR(ps_weeks_result_at(r, 0, "sleep_debt_nights"), 0, 0);
  CHECK_NEAR(ps_weeks_result_at(r, 1, "sleep_debt_nights"), 1, 1e-6);
  CHECK(after - before > 3 && after - before < 25); // [points]  band of the check
  // of which the episode itself has lost a little by the second day
  CHECK_NEAR(after, index_with(before, 1.46), 2); // [points]
  ps_weeks_result_free(r);
}

// tightness alone moves the index by less than 3 points and the lordosis hardly at all
static void tightness_alone_hardly_hurts_or_bends(void) {
  const char *weeks = "phases:\n  - {for: 26 weeks, days: {weeks_sits.yaml: 7}}\n";
  ps_weeks_result *with = run_short(weeks, NULL, 0), *without = run_short(weeks, "adaptation", 0);
  int last = ps_weeks_result_rows(with) - 1;
  CHECK_EQ(last, 182);
  CHECK(ps_weeks_result_at(with, last, "psoas_length_pct") < 100);
  CHECK_NEAR(ps_weeks_result_at(without, last, "psoas_length_pct"), 100, 0);
  double more =
      ps_weeks_result_at(with, last, "back_pain") - ps_weeks_result_at(without, last, "back_pain");
  double bend = ps_weeks_result_at(with, last, "lordosis_deg") -
                ps_weeks_result_at(without, last, "lordosis_deg");
  CHECK_NEAR(more, 0, 3); // [points]
  CHECK_NEAR(bend, 0, 2); // [deg]  of 25 that are searched
  ps_weeks_result_free(with);
  ps_weeks_result_free(without);
}

// ordinary days, before and after, change nothing
static void ordinary_days_change_no_muscle(void) {
  ps_weeks_request q = ps_weeks_request_default();
  ps_weeks_result *r;
  ps_error err;
  put_file("weeks_ordinary.yaml", "phases:\n  - {for: 8 weeks, days: {ordinary: 7}}\n");
  q.weeks = "weeks_ordinary.yaml";
  q.draws = 0;
  CHECK_EQ(ps_weeks_run(&q, &r, &err), PS_OK);
  remove("weeks_ordinary.yaml");
  int last = ps_weeks_result_rows(r) - 1;
  CHECK_NEAR(ps_weeks_result_at(r, last, "psoas_length_pct"), 100, 0.01);    // [%]
  CHECK_NEAR(ps_weeks_result_at(r, last, "psoas_strength_pct"), 100, 0.01);  // [%]
  CHECK_NEAR(ps_weeks_result_at(r, last, "back_strength_pct"), 100, 0.01);   // [%]
  CHECK_NEAR(ps_weeks_result_at(r, last, "psoas_stiffness_pct"), 100, 0.01); // [%]
  CHECK_NEAR(ps_weeks_result_at(r, last, "extension_change_deg"), 0, 0.02);  // [deg]
  ps_weeks_result_free(r);
}

// ---- odds

// followed over years, eight hours of sitting a day are no risk: 0.85 to 1.02 [alzahrani2022]
static void years_of_sitting_are_no_rise(void) {
  ps_physio_table table;
  ps_error err;
  CHECK_EQ(ps_physio_load(&table, &err), PS_OK);
  ps_physio p = ps_physio_default(&table);
  for (double hours = 6; hours <= 10; hours += 2) {
    ps_risk_exposure who = {0};
    ps_onset_levels(hours, 0, &who);
    ps_risk_log_odds b =
        ps_risk_combined(&p.nerve.risk, p.nerve.risk_factor, PS_RISK_back_pain, &who);
    CHECK_NEAR(exp(b.value), 0.935, 0.085);
  }
  ps_risk_exposure shaken = {0};
  ps_onset_levels(0, 0.5, &shaken);
  CHECK_EQ(shaken.level[PS_FACTOR_vibration], 1);
}

int main(void) {
  return CHECK_RUN(
      CHECK_FACT(durations_are_whole_days), CHECK_FACT(the_days_of_a_week_come_in_order_and_again),
      CHECK_FACT(what_is_wrong_is_told_with_its_place),
      CHECK_FACT(a_night_without_sleep_costs_what_was_measured),
      CHECK_FACT(tightness_alone_hardly_hurts_or_bends), CHECK_FACT(ordinary_days_change_no_muscle),
      CHECK_FACT(years_of_sitting_are_no_rise));
}
