// What is said of sitting (claims C01 to C07 and C58 of data/evidence/claims.csv), computed.
#include "claims_kit.h"
#include "physio_kit_nerve.h"

// C01: a psoas path follows hip and lumbar spine
static void the_psoas_is_short_while_sitting_and_long_again_on_standing(void) {
  claims_day d = day_written("blocks:\n"
                             "  - {for: 10 min, posture: standing}\n"
                             "  - {for: 30 min, posture: sitting_relaxed}\n"
                             "  - {for: 10 min, posture: standing}\n",
                             false);
  int length = PS_LIFE_psoas_length_mm;
  double before = cell(&d, 5, length), sitting = cell(&d, 30, length), after = cell(&d, 48, length);
  printf("psoas %.1f, %.1f, %.1f mm\n", before, sitting, after);
  CHECK(sitting < before - 15);   // [mm]  more than a tenth of the fibers
  CHECK_NEAR(after, before, 0.5); // [mm]  creep of half an hour bends the spine a little
  end_day(&d);
}

static double extension_after_a_year(const ps_tissue *t, double hours) {
  double chair = t->trial.sitting_length, bed = t->trial.lying_length;
  const ps_adaptation_day day = {.mean_length = (hours * chair + (16 - hours) + 8 * bed) / 24,
                                 .duty_short = hours / 24,
                                 .mean_activation = t->adaptation.usual_mean,
                                 .peak_activation = t->adaptation.usual_peak};
  ps_adaptation s = ps_adaptation_start();
  ps_adaptation_step(&t->adaptation, &day, 365 * 86400.0, &s);
  return ps_adaptation_extension_deg(&s, t->adaptation.deg_per_share);
}

// C02: contested, so there is a switch
static void a_year_of_sitting_costs_a_few_degrees_or_none_when_switched_off(void) {
  ps_tissue t = the_physio()->tissue;
  double loss = extension_after_a_year(&t, 9);
  printf("extension %.2f deg\n", loss);
  CHECK(loss <= -0.5 && loss >= -6); // [deg]  the band; a third of the 6.1 between groups is 2
  CHECK(extension_after_a_year(&t, 4) > loss);
  t.adaptation.gain = 0;
  CHECK_EQ(extension_after_a_year(&t, 9), 0);
}

// C03
static void stillness_stiffens_and_the_first_movement_undoes_it(void) {
  const ps_thixotropy_params *p = &the_physio()->tissue.thixotropy;
  const ps_thixotropy_input still = {.held = 1}, move = {.speed = 1};
  ps_thixotropy s = {0};
  double before = 1;
  for (int minute = 0; minute < 30; minute++) {
    ps_thixotropy_step(p, &still, 60, &s);
    double now = ps_thixotropy_factor(p, &s, 0);
    CHECK(now > before); // for the whole half hour
    before = now;
  }
  CHECK(before > 1.5);
  ps_thixotropy_step(p, &move, 1, &s); // one full range
  CHECK_NEAR(ps_thixotropy_factor(p, &s, 0), 1, 0.05);
}

// C04: contested; P36 has a ratio of 0.7 to 1.4
static void relaxed_sitting_is_like_standing_reclining_unloads_and_leaning_loads(void) {
  const char *const disc = "levels.L4_L5.idp_MPa";
  double standing = number_of("standing", disc), sitting = number_of("sitting_relaxed", disc);
  double reclined = number_of("sitting_reclined", disc);
  double slumped = number_of("sitting_slumped", disc);
  double leaning = number_of("sitting_upright trunk_inclination_deg=21", disc);
  printf("standing %.3f, relaxed %.3f, reclined %.3f, slumped %.3f, leaning %.3f MPa\n", standing,
         sitting, reclined, slumped, leaning);
  CHECK(sitting / standing > 0.7 && sitting / standing < 1.4);
  CHECK(reclined < 0.9 * standing);
  CHECK(slumped > 1.05 * standing && leaning > slumped);
}

// C05 [mcgill1992]
static void full_flexion_creeps_by_five_degrees_and_half_is_back_in_two_minutes(void) {
  const ps_creep_params *p = &the_physio()->tissue.creep;
  ps_creep s = {0};
  ps_creep_step(p, 1, 20 * 60, &s);
  double crept = ps_creep_angle_deg(&s);
  CHECK_NEAR(crept, 5.5, 1e-6); // [deg]
  ps_creep_step(p, 0, 120, &s);
  CHECK_NEAR(ps_creep_angle_deg(&s) / crept, 0.5, 0.01);
  ps_creep_step(p, 0, 18 * 60, &s);
  CHECK(ps_creep_angle_deg(&s) > 0.1 * crept); // 20 min brought it, and 20 do not take it
}

// C06, short term
static void eight_hours_of_sitting_bring_discomfort_that_an_hour_of_walking_takes(void) {
  claims_day d = day_written("blocks:\n"
                             "  - {for: 8 h, posture: sitting_relaxed, task: typing}\n"
                             "  - {for: 1 h, posture: walking}\n",
                             false);
  double two = cell(&d, 120, PS_LIFE_discomfort), eight = cell(&d, 480, PS_LIFE_discomfort);
  double after = cell(&d, 540, PS_LIFE_discomfort);
  printf("discomfort %.1f, %.1f, %.2f\n", two, eight, after);
  CHECK(two > 3 && two < 20); // [points]  acceptance check of the pain model: 10, 3 to 20
  CHECK(eight > two);
  CHECK(after < 1);
  end_day(&d);
}

// C06, long term: contested; followed over years, people who sit more have no more pain
static void years_of_sitting_bring_no_more_pain_and_change_no_index(void) {
  ps_nerve nerve = kit_nerve();
  ps_risk_exposure who = {.level = {[PS_FACTOR_sitting_6_8h] = 1}};
  ps_risk_log_odds b = ps_risk_combined(&nerve.risk, nerve.risk_factor, PS_RISK_back_pain, &who);
  CHECK(exp(b.value) >= 0.85 && exp(b.value) <= 1.02);
  CHECK(exp(b.high) >= 1); // no effect is not excluded
  claims_day d = day_of("sofa", "");
  CHECK(day_mean(&d, PS_LIFE_back_pain) < 1); // [points]
  end_day(&d);
}

// C07: an association; the dose is computed
static void risk_and_dose_rise_with_vibration_and_a_sprung_seat_lowers_them(void) {
  ps_nerve nerve = kit_nerve();
  double before = 0;
  for (double level = 0.5; level <= 2; level += 0.5) {
    ps_risk_exposure who = {.level = {[PS_FACTOR_vibration] = level}};
    ps_risk_log_odds b = ps_risk_combined(&nerve.risk, nerve.risk_factor, PS_RISK_back_pain, &who);
    CHECK(b.value > before);
    before = b.value;
  }
  const ps_vibration_params *p = &the_physio()->tissue.vibration;
  ps_vibration hard = {0}, sprung = {0};
  ps_vibration_step(p, &(ps_vibration_input){.aw = 0.6}, 8 * 3600, &hard);
  ps_vibration_step(p, &(ps_vibration_input){.aw = 0.6, .suspension = 1}, 8 * 3600, &sprung);
  CHECK_NEAR(ps_vibration_a8(&hard), 0.6, 1e-9); // [m/s^2]
  CHECK_NEAR(ps_vibration_a8(&sprung), 0.6 * p->suspension_factor, 1e-9);
  CHECK(ps_vibration_sed_mpa(p, &sprung) < ps_vibration_sed_mpa(p, &hard));
}

// C58: inflammation of the psoas means infection, bleeding, tendon or bursa: other causes
static void sitting_and_stress_inflame_nothing(void) {
  claim_says("C58", "no evidence", "0");
  CHECK(!model_names("psoas_inflammation") && day_refuses("psoas_inflammation=1"));
  claims_day d = day_written("blocks:\n"
                             "  - {for: 6 h, posture: sitting_slumped, stress: 1}\n",
                             true);
  CHECK_EQ(d.day.root_inflammation, 0); // what a file says, and nothing else writes
  CHECK_EQ(day_most(&d, PS_LIFE_leg_pain), 0);
  end_day(&d);
}

int main(void) {
  return CHECK_RUN(
      CHECK_FACT(the_psoas_is_short_while_sitting_and_long_again_on_standing),
      CHECK_FACT(a_year_of_sitting_costs_a_few_degrees_or_none_when_switched_off),
      CHECK_FACT(stillness_stiffens_and_the_first_movement_undoes_it),
      CHECK_FACT(relaxed_sitting_is_like_standing_reclining_unloads_and_leaning_loads),
      CHECK_FACT(full_flexion_creeps_by_five_degrees_and_half_is_back_in_two_minutes),
      CHECK_FACT(eight_hours_of_sitting_bring_discomfort_that_an_hour_of_walking_takes),
      CHECK_FACT(years_of_sitting_bring_no_more_pain_and_change_no_index),
      CHECK_FACT(risk_and_dose_rise_with_vibration_and_a_sprung_seat_lowers_them),
      CHECK_FACT(sitting_and_stress_inflame_nothing));
}
