// Sleep and mood: gains of the pain index, and what little they do to movement.
#include "physio_kit_effort.h"

static const ps_mood calm = {0};
static const ps_mood chronic = {.chronic_pain = 1};
static const ps_mood worst = {1, 1, 1, 1, 1, 0};

// what the pain index makes of 50 points and a gain
static double points(double gain) {
  return 100 * (1 - exp(-log(2) * gain));
}

static void who_sleeps_and_is_calm_is_the_average(void) {
  ps_effort_params e = kit_effort();
  ps_affect s = {0};
  for (int night = 0; night < 10; night++)
    ps_affect_night(&e.affect, e.affect.sleep_need_h, &s);
  CHECK_EQ(s.sleep_debt, 0);
  CHECK_EQ(ps_affect_gain(&e.affect, &s, &calm, 1), 1);
  CHECK_EQ(ps_affect_range_factor(&e.affect, &calm), 1);
  CHECK_EQ(ps_affect_trunk_factor(&e.affect, &calm), 1);
  CHECK_EQ(ps_affect_stressor(&e.affect, &calm, 0.3), 0.3);
}

// standardised 0.62 times 22 points [schrimpf2015]
static void a_night_without_sleep_adds_fourteen_points_to_fifty(void) {
  ps_effort_params e = kit_effort();
  ps_affect s = {0};
  ps_affect_night(&e.affect, 0, &s);
  CHECK_EQ(s.sleep_debt, 1);
  CHECK_NEAR(points(ps_affect_sleep_gain(&e.affect, &s, &calm)) - 50, 13.6, 0.1); // rounding of b
  CHECK_NEAR(ps_affect_sleep_gain(&e.affect, &s, &chronic), 1.23, 1e-12);         // half of 0.46
}

// standardised 0.30 times 22 points [chang2022]
static void a_short_night_adds_seven(void) {
  ps_effort_params e = kit_effort();
  ps_affect s = {0};
  ps_affect_night(&e.affect, 4, &s);
  CHECK_NEAR(points(ps_affect_sleep_gain(&e.affect, &s, &calm)) - 50, 6.6, 0.2);
}

static void gain_of_sleep_rises_without_jumps(void) {
  ps_effort_params e = kit_effort();
  double last = 1;
  for (double debt = 0.01; debt < 3; debt += 0.01) {
    double next = ps_affect_sleep_gain(&e.affect, &(ps_affect){debt}, &calm);
    CHECK(next > last && next - last < 0.006); // 0.52 a night at most
    last = next;
  }
}

static void good_nights_pay_a_debt(void) {
  ps_effort_params e = kit_effort();
  ps_affect s = {0};
  ps_affect_night(&e.affect, 0, &s);
  for (double last = s.sleep_debt; last > 0.01; last = s.sleep_debt) {
    ps_affect_night(&e.affect, 8, &s);
    CHECK_NEAR(s.sleep_debt, last / 2, 1e-12);
  }
  ps_affect_night(&e.affect, 12, &s);
  CHECK_EQ(s.sleep_debt, 0); // nobody sleeps in advance
}

// an hour short every night settles where a night pays what it adds
static void a_habit_of_short_nights_settles(void) {
  ps_effort_params e = kit_effort();
  ps_affect s = {0};
  for (int night = 0; night < 60; night++)
    ps_affect_night(&e.affect, 7, &s);
  CHECK_NEAR(s.sleep_debt, 0.125 / (0.5 * 7 / 8), 1e-9); // [nights]
}

static void gains_are_capped(void) {
  ps_effort_params e = kit_effort();
  CHECK_NEAR(ps_affect_mood_gain(&e.affect, &worst), 1.43, 1e-12); // the sum of row P57
  e.affect.fear_gain = 0.9;
  CHECK_EQ(ps_affect_mood_gain(&e.affect, &worst), 1.5);
  CHECK_EQ(ps_affect_gain(&e.affect, &(ps_affect){2}, &worst, 1.8), 2.0);
  CHECK_EQ(ps_affect_gain(&e.affect, &(ps_affect){0}, &calm, 0.2), 0.7);
}

// r = -0.13 [christe2021]: a twentieth, for the most afraid
static void fear_changes_movement_by_a_twentieth(void) {
  ps_effort_params e = kit_effort();
  CHECK_NEAR(ps_affect_range_factor(&e.affect, &worst), 0.95, 1e-12);
  CHECK_NEAR(ps_affect_trunk_factor(&e.affect, &worst), 1.05, 1e-12);
}

static void anxiety_and_trauma_raise_the_stressor_within_bounds(void) {
  ps_effort_params e = kit_effort();
  CHECK_NEAR(ps_affect_stressor(&e.affect, &worst, 0), 0.1, 1e-12);
  CHECK_NEAR(ps_affect_stressor(&e.affect, &worst, 0.5), 0.65, 1e-12);
  CHECK_EQ(ps_affect_stressor(&e.affect, &worst, 1), 1);
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(who_sleeps_and_is_calm_is_the_average),
                   CHECK_FACT(a_night_without_sleep_adds_fourteen_points_to_fifty),
                   CHECK_FACT(a_short_night_adds_seven),
                   CHECK_FACT(gain_of_sleep_rises_without_jumps),
                   CHECK_FACT(good_nights_pay_a_debt), CHECK_FACT(a_habit_of_short_nights_settles),
                   CHECK_FACT(gains_are_capped), CHECK_FACT(fear_changes_movement_by_a_twentieth),
                   CHECK_FACT(anxiety_and_trauma_raise_the_stressor_within_bounds));
}
