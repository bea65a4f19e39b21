// The fast and the slow answer to a stressor, and what they do not do.
#include "physio_kit_effort.h"

static const double MINUTE = 60, HOUR = 3600, DAY = 86400; // [s]

static void at_ease_nothing_happens(void) {
  ps_effort_params e = kit_effort();
  ps_stress s = {0};
  ps_stress_step(&e.stress, 0, DAY, &s);
  CHECK(s.sympathetic == 0 && s.cortisol_excess == 0 && s.load == 0);
  ps_stress_effects at = ps_stress_effects_of(&e.stress, &s);
  CHECK(at.trapezius_pct == 0 && at.trunk_pct == 0 && at.psoas_pct == 0 && at.abdominal_kpa == 0);
  CHECK(at.coactivation == 1 && at.rest_gaps == 1);
  CHECK_EQ(at.heart_per_min, e.stress.heart_rest_per_min);
}

static void it_comes_in_half_a_minute_and_goes_in_five(void) {
  ps_effort_params e = kit_effort();
  ps_stress s = {0};
  ps_stress_step(&e.stress, 1, 30, &s);
  CHECK_NEAR(s.sympathetic, 1 - exp(-1), 1e-12); // one time constant
  ps_stress_step(&e.stress, 1, HOUR, &s);
  ps_stress_step(&e.stress, 0, 5 * MINUTE, &s);
  CHECK_NEAR(s.sympathetic, exp(-1), 1e-12);
}

static void any_step_gives_the_same(void) {
  ps_effort_params e = kit_effort();
  ps_stress once = {0}, fine = {0};
  const double stressor[] = {1, 0, 0.4, 0.1, 0};
  for (int i = 0; i < 5; i++) {
    ps_stress_step(&e.stress, stressor[i], 30 * MINUTE, &once);
    for (int k = 0; k < 18000; k++)
      ps_stress_step(&e.stress, stressor[i], 0.1, &fine);
    CHECK_NEAR(once.sympathetic, fine.sympathetic, 1e-9);
    CHECK_NEAR(once.cortisol_excess, fine.cortisol_excess, 1e-3 * fine.cortisol_excess); // 0.1 %
    CHECK_NEAR(once.load, fine.load, 1e-3 * fine.load);
  }
}

// What is secreted is cleared: S times the time integral of s is k times that of the excess.
static void all_cortisol_that_came_goes(void) {
  ps_effort_params e = kit_effort();
  ps_stress s = {0};
  double fast = 0, excess = 0; // integrals [min], by trapezia of 6 s
  for (int i = 0; i < 24 * 600; i++) {
    double s0 = s.sympathetic, x0 = s.cortisol_excess;
    ps_stress_step(&e.stress, i < 150 ? 1 : 0, 6, &s);
    fast += (s0 + s.sympathetic) / 2 * 0.1;
    excess += (x0 + s.cortisol_excess) / 2 * 0.1;
  }
  double cleared = log(2) / e.stress.cortisol_half_life_min * excess;
  double secreted = e.stress.cortisol_secretion_per_min * fast;
  CHECK_NEAR(cleared, secreted, 2e-3 * secreted); // trapezia of a fifth of the time constant
}

// Row P55b: first rise after 5 to 10 min, peak at 20 to 45, by 50 to 150 %.
static void cortisol_comes_when_the_heart_has_long_risen(void) {
  ps_effort_params e = kit_effort();
  ps_stress s = {0};
  double base = ps_stress_cortisol_base(&e.stress, 16), peak = 0;
  int peak_min = 0;
  for (int i = 0; i < 120; i++) {
    if (i == 2)
      CHECK(s.sympathetic > 0.9 && s.cortisol_excess < 0.01 * base);
    if (s.cortisol_excess > peak) {
      peak = s.cortisol_excess;
      peak_min = i;
    }
    ps_stress_step(&e.stress, i < 15 ? 1 : 0, MINUTE, &s);
  }
  CHECK(peak_min >= 20 && peak_min <= 45);                       // [min]
  CHECK_NEAR(peak / base, 1.0, 0.05);                            // the middle of 50 to 150 %
  CHECK(s.sympathetic < 1e-3 && s.cortisol_excess > 0.1 * peak); // the slow one is left
}

static void cortisol_follows_the_clock(void) {
  ps_effort_params e = kit_effort();
  double sum = 0;
  for (int h = 0; h < 24; h++)
    sum += ps_stress_cortisol_base(&e.stress, h);
  CHECK_NEAR(sum / 24, 1, 1e-12); // its unit is the mean of the day
  CHECK_NEAR(ps_stress_cortisol_base(&e.stress, e.stress.cortisol_peak_hour), 1.6, 1e-12);
  CHECK_NEAR(ps_stress_cortisol_base(&e.stress, 25), ps_stress_cortisol_base(&e.stress, 1), 1e-12);
}

// Claim C14 has no evidence: whatever happened for half a year, an hour later the muscle is slack.
static void there_is_no_memory_in_the_muscle(void) {
  ps_effort_params e = kit_effort();
  ps_stress years = {0}, fresh = {0};
  ps_stress_step(&e.stress, 1, 180 * DAY, &years);
  CHECK(years.load > 0.9);
  ps_stress_step(&e.stress, 0, HOUR, &years);
  CHECK(ps_stress_effects_of(&e.stress, &years).psoas_pct < 1e-5); // [% MVC]
  ps_stress_step(&e.stress, 1, HOUR, &years);
  ps_stress_step(&e.stress, 1, 2 * HOUR, &fresh);
  CHECK_NEAR(ps_stress_effects_of(&e.stress, &years).psoas_pct,
             ps_stress_effects_of(&e.stress, &fresh).psoas_pct, 1e-12);
}

static void load_takes_months(void) {
  ps_effort_params e = kit_effort();
  ps_stress s = {0};
  for (int day = 0; day < 60; day++)
    ps_stress_step(&e.stress, 0.5, DAY, &s);
  CHECK_NEAR(s.load, 0.5 * (1 - exp(-1)), 1e-3); // one time constant; s took half a minute to come
}

// up and down, in steps of any length
static void months_alone_are_as_with_cortisol(void) {
  ps_effort_params e = kit_effort();
  ps_stress whole = {0}, alone = {0};
  static const double stressor[] = {0.2, 0.8, 0, 0.5, 0.1}, hours[] = {2, 0.01, 8, 30, 0.5};
  for (int i = 0; i < 5; i++) {
    ps_stress_step(&e.stress, stressor[i], hours[i] * HOUR, &whole);
    ps_stress_step_load(&e.stress, stressor[i], hours[i] * HOUR, &alone);
    CHECK_NEAR(alone.sympathetic, whole.sympathetic, 1e-15);
    CHECK_NEAR(alone.load, whole.load, 1e-3 * whole.load); // what a step promises of the load
  }
}

// Claims C12 and C13: 0.5 to 2 % of maximum, a tenth more co-contraction.
static void full_stress_does_a_little(void) {
  ps_effort_params e = kit_effort();
  ps_stress s = {0};
  ps_stress_step(&e.stress, 5, HOUR, &s); // clamped to 1
  ps_stress_effects at = ps_stress_effects_of(&e.stress, &s);
  CHECK_NEAR(at.trapezius_pct, 1, 1e-9);
  CHECK_NEAR(at.psoas_pct, 0.5, 1e-9);
  CHECK_NEAR(at.coactivation, 1.1, 1e-9);
  CHECK_NEAR(at.rest_gaps, 0.6, 1e-9);
  CHECK(at.breath_per_min > e.stress.breath_rest_per_min && at.abdominal_kpa > 0);
}

static void a_startle_is_over_in_a_second_and_wears_off(void) {
  ps_effort_params e = kit_effort();
  double peak = ps_startle_burst(&e.stress, 0.080, 0);
  CHECK_NEAR(peak, 0.15, 1e-12);
  CHECK(ps_startle_burst(&e.stress, 0.05, 0) < peak && ps_startle_burst(&e.stress, 0.12, 0) < peak);
  CHECK(ps_startle_burst(&e.stress, 1.0, 0) < 1e-6);
  CHECK_NEAR(ps_startle_burst(&e.stress, 0.080, 4), peak / 2, 1e-12); // row P58
}

static void a_freeze_begins_and_ends(void) {
  ps_effort_params e = kit_effort();
  ps_freeze during = ps_freeze_at(&e.stress, 2), after = ps_freeze_at(&e.stress, 60);
  CHECK(during.sway == 0.85 && during.heart_per_min == -3 && during.coactivation == 1.1);
  CHECK(after.sway == 1 && after.heart_per_min == 0 && after.coactivation == 1);
}

int main(void) {
  return CHECK_RUN(
      CHECK_FACT(at_ease_nothing_happens), CHECK_FACT(it_comes_in_half_a_minute_and_goes_in_five),
      CHECK_FACT(any_step_gives_the_same), CHECK_FACT(all_cortisol_that_came_goes),
      CHECK_FACT(cortisol_comes_when_the_heart_has_long_risen),
      CHECK_FACT(cortisol_follows_the_clock), CHECK_FACT(there_is_no_memory_in_the_muscle),
      CHECK_FACT(load_takes_months), CHECK_FACT(months_alone_are_as_with_cortisol),
      CHECK_FACT(full_stress_does_a_little),
      CHECK_FACT(a_startle_is_over_in_a_second_and_wears_off),
      CHECK_FACT(a_freeze_begins_and_ends));
}
