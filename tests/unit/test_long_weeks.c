// A year at the desk, and what comes back: minutes with draws.
#include "check.h"
#include "psoas/weeks.h"

static ps_weeks_result *run(const char *weeks, int draws) {
  ps_weeks_request q = ps_weeks_request_default();
  ps_weeks_result *r;
  ps_error err = {0};
  q.weeks = weeks;
  q.draws = draws;
  if (ps_weeks_run(&q, &r, &err) != PS_OK)
    check_fail(__FILE__, __LINE__, err.message);
  return r;
}

// claim C02: about 2 deg, 0 to 6, by which habitual sitters differ; contested
static void a_year_at_the_desk_costs_about_two_degrees(void) {
  ps_weeks_result *r = run("desk_year", 32);
  int last = ps_weeks_result_rows(r) - 1;
  double change = ps_weeks_result_at(r, last, "extension_change_deg");
  CHECK(change < -1 && change > -6);                                                   // [deg]
  CHECK(ps_weeks_result_percentile(r, last, "extension_change_deg", 10) > -6);         // [deg]
  CHECK_NEAR(ps_weeks_result_percentile(r, last, "extension_change_deg", 90), 0, 0.5); // [deg]
  double odds = ps_weeks_result_odds(r, 0);
  CHECK(odds >= 0.85 && odds <= 1.02);
  ps_weeks_result_free(r);
}

static void what_was_lost_is_back_when_the_habit_stops(void) {
  ps_weeks_result *r = run("desk_then_active", 0);
  int last = ps_weeks_result_rows(r) - 1;
  CHECK(ps_weeks_result_at(r, 364, "psoas_length_pct") < 99);
  CHECK_NEAR(ps_weeks_result_at(r, last, "psoas_length_pct"), 100, 1.5); // [%]
  CHECK(ps_weeks_result_at(r, last, "hip_extension_deg") >=
        ps_weeks_result_at(r, 0, "hip_extension_deg"));
  double bend =
      ps_weeks_result_at(r, 364, "lordosis_deg") - ps_weeks_result_at(r, 0, "lordosis_deg");
  CHECK_NEAR(bend, 0, 2); // [deg]  claim C08
  ps_weeks_result_free(r);
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(a_year_at_the_desk_costs_about_two_degrees),
                   CHECK_FACT(what_was_lost_is_back_when_the_habit_stops));
}
