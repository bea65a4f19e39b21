// Muscle over weeks and months: length, strength, stiffness, and what stretching does.
#include "physio_kit_tissue.h"

// a day as the experiments have it: hours on a chair, eight in bed, the rest upright
static ps_adaptation_day sitting(double hours) {
  return (ps_adaptation_day){.mean_length = (0.7 * hours + 0.9 * 8 + 16 - hours) / 24,
                             .duty_short = hours / 24,
                             .mean_activation = 0.03,
                             .peak_activation = 0.5};
}

static ps_adaptation after(const ps_adaptation_params *p, ps_adaptation_day day, double days,
                           ps_adaptation s) {
  ps_adaptation_step(p, &day, days * kit_day, &s);
  return s;
}

static double extension(const ps_adaptation_params *p, ps_adaptation s) {
  return ps_adaptation_extension_deg(&s, p->deg_per_share);
}

static void an_ordinary_upright_life_changes_nothing(void) {
  ps_tissue t = kit_tissue();
  ps_adaptation s = after(&t.adaptation, sitting(0), 3650, ps_adaptation_start());
  CHECK_NEAR(s.length, 1, 1e-12);
  CHECK_NEAR(s.strength, 1, 1e-12);
  CHECK_NEAR(s.stiffness, 1, 1e-12);
  CHECK_NEAR(extension(&t.adaptation, s), 0, 1e-9); // [deg]
}

static void steps_of_any_length_agree(void) {
  ps_tissue t = kit_tissue();
  ps_adaptation_day day[] = {sitting(10), sitting(2), sitting(0)};
  day[1].stretch_min = 10, day[2].peak_activation = 0.9, day[2].mean_length = 1.2;
  ps_adaptation once = ps_adaptation_start(), often = once;
  for (int phase = 0; phase < 3; phase++) {
    once = after(&t.adaptation, day[phase], 60, once);
    for (int i = 0; i < 2880; i++) // half hours
      often = after(&t.adaptation, day[phase], 1.0 / 48, often);
    CHECK_NEAR(often.length, once.length, 1e-11); // 2880 roundings of 1e-16
    CHECK_NEAR(often.strength, once.strength, 1e-11);
    CHECK_NEAR(often.stiffness, once.stiffness, 1e-11);
    CHECK_NEAR(often.tolerance_deg, once.tolerance_deg, 1e-10); // [deg]
  }
}

// C02: about 2 deg (0 to 6) after a year; P14
static void a_year_of_habitual_sitting_costs_about_two_degrees(void) {
  ps_tissue t = kit_tissue();
  double last = 0.05; // [deg]
  for (double hours = 8; hours <= 10; hours++) {
    ps_adaptation s = after(&t.adaptation, sitting(hours), 365, ps_adaptation_start());
    double loss = -extension(&t.adaptation, s);
    printf("%g h a day: %.2f deg less hip extension\n", hours, loss);
    CHECK(loss > last && loss < 4); // [deg]
    if (hours == 9)
      CHECK_NEAR(loss, 2, 0.2); // [deg]
    last = loss;
  }
  ps_adaptation s = after(&t.adaptation, sitting(4), 365, ps_adaptation_start());
  CHECK_NEAR(extension(&t.adaptation, s), 0, 0.15); // [deg]  four hours do nothing to speak of
}

static void it_comes_back_when_the_habit_stops_and_can_be_switched_off(void) {
  ps_tissue t = kit_tissue();
  ps_adaptation s = after(&t.adaptation, sitting(10), 365, ps_adaptation_start());
  CHECK_NEAR(extension(&t.adaptation, after(&t.adaptation, sitting(3), 180, s)), 0, 0.1); // [deg]
  t.adaptation.gain = 0;
  s = after(&t.adaptation, sitting(16), 3650, ps_adaptation_start());
  CHECK_EQ(extension(&t.adaptation, s), 0);
}

// (A2): within the dead zone, or for no part of the day, nothing
static void small_or_rare_shortness_has_no_effect(void) {
  ps_tissue t = kit_tissue();
  ps_adaptation_day near = {.mean_length = 0.951, .duty_short = 1};
  ps_adaptation_day rare = {.mean_length = 0.7, .duty_short = 0};
  CHECK_EQ(ps_adaptation_target(&t.adaptation, &near), 1);
  CHECK_EQ(ps_adaptation_target(&t.adaptation, &rare), 1);
  double last = 1;
  for (int i = 1; i <= 10; i++) {
    ps_adaptation_day more = {.mean_length = 0.7, .duty_short = 0.1 * i};
    double target = ps_adaptation_target(&t.adaptation, &more);
    CHECK(target < last);
    last = target;
  }
  CHECK_NEAR(last, 0.75, 1e-12); // always short: all but the dead zone
}

// half of it by 15, all of it by 30 min a day [williams1990]
static void stretch_protects_a_muscle_that_is_always_short(void) {
  ps_tissue t = kit_tissue();
  ps_adaptation_day day = {.mean_length = 0.6, .duty_short = 1};
  t.adaptation.stretch_length = 0;
  double none = 1 - ps_adaptation_target(&t.adaptation, &day);
  day.stretch_min = 15;
  CHECK_NEAR(1 - ps_adaptation_target(&t.adaptation, &day), none / 2, 1e-12);
  day.stretch_min = 30;
  CHECK_EQ(ps_adaptation_target(&t.adaptation, &day), 1);
}

// [tabary1972]: held long, a muscle grows
static void held_long_it_grows(void) {
  ps_tissue t = kit_tissue();
  ps_adaptation_day day = {.mean_length = 1.25, .duty_short = 0};
  ps_adaptation s =
      after(&t.adaptation, day, 28 * t.adaptation.animal_speed, ps_adaptation_start());
  CHECK_NEAR(s.length, 1.2, 0.02);
}

// V07_019 against V07_018: range grows far more than length explains
static void most_range_that_stretching_gains_is_tolerance(void) {
  ps_tissue t = kit_tissue();
  ps_adaptation_day day = sitting(0);
  day.stretch_min = 5;
  ps_adaptation s = after(&t.adaptation, day, 56, ps_adaptation_start());
  CHECK(s.tolerance_deg > 0.7 * extension(&t.adaptation, s)); // [deg]
  CHECK(s.stiffness < 1 && s.stiffness > 0.9);
  CHECK(extension(&t.adaptation, after(&t.adaptation, sitting(0), 180, s)) < 0.05); // [deg]
}

static void strength_follows_the_daily_peak(void) {
  ps_tissue t = kit_tissue();
  double last = 0;
  for (int i = 0; i <= 10; i++) {
    ps_adaptation_day day = sitting(0);
    day.peak_activation = 0.1 * i;
    double now = after(&t.adaptation, day, 3650, ps_adaptation_start()).strength;
    CHECK(now > last);
    CHECK(i != 0 || fabs(now - 0.7) < 1e-9); // never used: 30 per cent less
    last = now;
  }
  CHECK_NEAR(last, 1.25, 1e-9);
}

static void every_finite_input_gives_finite_numbers(void) {
  ps_tissue t = kit_tissue();
  static const double wild[] = {-1e300, -1, 0, 1e-300, 1, 1e300};
  ps_adaptation s = ps_adaptation_start();
  for (int i = 0; i < 6; i++)
    for (int k = 0; k < 6; k++)
      for (int l = 2; l < 6; l++) {
        ps_adaptation_day day = {wild[i], wild[k], wild[5 - i], wild[5 - k], wild[i]};
        s = after(&t.adaptation, day, wild[l], s);
        CHECK(s.length > 0 && s.length < 2 && isfinite(extension(&t.adaptation, s)));
        CHECK(s.strength > 0 && s.strength < 2 && s.stiffness > 0 && s.stiffness < 2);
        CHECK(isfinite(ps_adaptation_acute_loss(&t.adaptation, wild[k])));
      }
}

// bands of rows V06_022 and V07_014 to V07_022
static void experiments_lie_in_their_bands(void) {
  ps_tissue t = kit_tissue();
  CHECK_NEAR(kit_trial(&t, "psoas.stiffness_inactive_over_active"), 1.31, 0.29);
  CHECK_NEAR(kit_trial(&t, "adapt.sarcomere_pct_short"), -37.5, 12.5);       // [%]
  CHECK_NEAR(kit_trial(&t, "adapt.recovery_weeks"), 3.25, 1.75);             // [weeks]
  CHECK_NEAR(kit_trial(&t, "adapt.preventive_stretch_min_day"), 37.5, 22.5); // [min/day]
  CHECK_NEAR(kit_trial(&t, "adapt.fascicle_smd_rest"), 0.2, 0.2);
  CHECK_NEAR(kit_trial(&t, "adapt.rom_smd"), 1, 0.4);
  CHECK_NEAR(kit_trial(&t, "adapt.strength_smd"), 0.2, 0.2);
  CHECK_NEAR(kit_trial(&t, "acute.strength_pct_long_stretch"), -3.5, 3.5);  // [%]
  CHECK_NEAR(kit_trial(&t, "acute.strength_pct_short_stretch"), -0.5, 1.5); // [%]
}

// V07_005: 6.1 deg between groups, of which the default takes a third by P14, so 3 to 10 is missed;
// V07_016: an exponential starts at once, animals after 2 to 12 days
static void what_is_known_to_miss_has_the_right_direction(void) {
  ps_tissue t = kit_tissue();
  CHECK_NEAR(kit_trial(&t, "hip.passive_extension_delta_deg"), 6.1 / 3, 0.3); // [deg]
  double onset = kit_trial(&t, "adapt.onset_days");
  CHECK(onset > 1 && onset < 12); // [days]
}

int main(void) {
  return CHECK_RUN(
      CHECK_FACT(an_ordinary_upright_life_changes_nothing), CHECK_FACT(steps_of_any_length_agree),
      CHECK_FACT(a_year_of_habitual_sitting_costs_about_two_degrees),
      CHECK_FACT(it_comes_back_when_the_habit_stops_and_can_be_switched_off),
      CHECK_FACT(small_or_rare_shortness_has_no_effect),
      CHECK_FACT(stretch_protects_a_muscle_that_is_always_short), CHECK_FACT(held_long_it_grows),
      CHECK_FACT(most_range_that_stretching_gains_is_tolerance),
      CHECK_FACT(strength_follows_the_daily_peak),
      CHECK_FACT(every_finite_input_gives_finite_numbers),
      CHECK_FACT(experiments_lie_in_their_bands),
      CHECK_FACT(what_is_known_to_miss_has_the_right_direction));
}
