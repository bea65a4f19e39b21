// What is said of treatments and prevention (claims C44 to C53 of data/evidence/claims.csv): their
// sizes and states of the body. How interventions act in a run is in test_care.c.
#include "claims_kit.h"
#include "physio_kit_nerve.h"

// ---- treatments as such

// what a course of three months takes off a pain of 50 points, on its 60th day
static double relief(double mean_points) {
  const ps_pain_treatment t = {.where = PS_PAIN_BACK,
                               .way = PS_PAIN_BY_OFFSET,
                               .mean_points = mean_points,
                               .end_day = 90,
                               .onset_day = 28,
                               .offset_day = 60};
  return ps_pain_relief_all(&the_physio()->nerve.pain, &t, 1, PS_PAIN_BACK, 60, 50);
}

// the rule of rows with a default of exactly zero: to the bit as without
static void zero_to_the_bit(const char *id, const char *status) {
  claim_says(id, status, "0");
  double without = ps_pain_relief_all(&the_physio()->nerve.pain, NULL, 0, PS_PAIN_BACK, 60, 50);
  CHECK_EQ(without, 0);
  double with = ps_pain_after(50, relief(0), 0), alone = ps_pain_after(50, without, 0);
  CHECK(memcmp(&with, &alone, sizeof with) == 0);
}

// C46
static void cupping_is_zero_until_somebody_says_otherwise(void) {
  zero_to_the_bit("C46", "contested");
}

// C48
static void microcurrent_is_zero_until_somebody_says_otherwise(void) {
  zero_to_the_bit("C48", "contested");
}

// C49
static void kidney_devices_are_zero(void) {
  zero_to_the_bit("C49", "no evidence");
}

// C50
static void the_kidney_channel_is_zero(void) {
  zero_to_the_bit("C50", "no evidence");
}

// C51: generic; what was tested goes by its own name
static void emotional_healing_is_zero(void) {
  zero_to_the_bit("C51", "no evidence");
}

// C45, C47
static void sizes_that_are_not_zero_are_points_of_the_index_and_small(void) {
  claim_says("C45", "contested", "on; back -3, leg -8 points");
  claim_says("C47", "contested", "on for three, 0 for others; -5, -4, -3 points");
  for (double points = -8; points <= -3; points++) {
    double o = relief(points);
    CHECK(o < 0 && o >= points);
    CHECK(!ps_pain_noticed(&the_physio()->nerve.pain, 50, 50 + o)); // below what a person notices
  }
}

// ---- what acts through a state of the body

// C44: three degrees of range are about 2 % of length
static void stretching_moves_range_and_hardly_pain(void) {
  const ps_adaptation_params *p = &the_physio()->tissue.adaptation;
  const ps_adaptation_day day = {.mean_length = 1,
                                 .stretch_min = 5,
                                 .mean_activation = p->usual_mean,
                                 .peak_activation = p->usual_peak};
  ps_adaptation s = ps_adaptation_start();
  ps_adaptation_step(p, &day, 8 * 7 * 86400.0, &s);
  double gained = ps_adaptation_extension_deg(&s, p->deg_per_share);
  CHECK(gained > 2 && gained < 12); // [deg]
  const char *const thomas = "hip_tests.right.thomas_deg";
  double tight = number_of("standing person.hip_flexor_shortening=0.10", thomas);
  double loose = number_of("standing person.hip_flexor_shortening=0.08", thomas);
  claims_day a = day_of("sofa", "episode=persistent hip_flexor_shortening=0.10");
  claims_day b = day_of("sofa", "episode=persistent hip_flexor_shortening=0.08");
  double pain = day_mean(&b, PS_LIFE_back_pain) - day_mean(&a, PS_LIFE_back_pain);
  printf("stretched: %.1f deg; Thomas %.1f to %.1f deg, pain %+.3f points\n", gained, tight, loose,
         pain);
  CHECK(loose < tight - 0.5); // [deg]
  CHECK_NEAR(pain, 0, 1);     // [points]
  end_day(&a);
  end_day(&b);
}

// C52: an association of who moves with who has another episode
static void moving_often_goes_with_fewer_new_episodes(void) {
  ps_nerve nerve = kit_nerve();
  ps_risk_exposure who = {.level = {[PS_FACTOR_active_breaks] = 1}};
  ps_risk_log_odds b = ps_risk_combined(&nerve.risk, nerve.risk_factor, PS_RISK_back_pain, &who);
  CHECK(exp(b.value) < 0.9 && exp(b.high) > 1); // one trial, wide
  static const char *const lines[] = {
      "blocks:\n  - {for: 4 h, posture: sitting_relaxed, task: typing}\n",
      "blocks:\n  - {for: 4 h, posture: sitting_relaxed, task: typing, break_every: 30 min}\n"};
  double most[2];
  for (int i = 0; i < 2; i++) {
    claims_day d = day_written(lines[i], false);
    most[i] = day_most(&d, PS_LIFE_discomfort);
    end_day(&d);
  }
  CHECK(most[1] < 0.8 * most[0]);
}

// C53
static void a_lumbar_pad_moves_load_more_than_pain(void) {
  const char *const load = "levels.L4_L5.compression_N";
  double bare = number_of("driving", load),
         pad = number_of("driving chair.lumbar_pad_m=0.04", load);
  static const char *const lines[] = {
      "episode: persistent\nblocks:\n  - {for: 4 h, posture: driving, task: steering}\n",
      "episode: persistent\n"
      "blocks:\n  - {for: 4 h, posture: driving, task: steering, chair: {lumbar_pad_m: 0.04}}\n"};
  double pain[2];
  for (int i = 0; i < 2; i++) {
    claims_day d = day_written(lines[i], true);
    pain[i] = day_mean(&d, PS_LIFE_back_pain);
    end_day(&d);
  }
  printf("L4/5 %.0f, %.0f N; pain %.2f, %.2f points\n", bare, pad, pain[0], pain[1]);
  CHECK(pad < 0.85 * bare);
  CHECK_NEAR(pain[1], pain[0], 3);
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(cupping_is_zero_until_somebody_says_otherwise),
                   CHECK_FACT(microcurrent_is_zero_until_somebody_says_otherwise),
                   CHECK_FACT(kidney_devices_are_zero), CHECK_FACT(the_kidney_channel_is_zero),
                   CHECK_FACT(emotional_healing_is_zero),
                   CHECK_FACT(sizes_that_are_not_zero_are_points_of_the_index_and_small),
                   CHECK_FACT(stretching_moves_range_and_hardly_pain),
                   CHECK_FACT(moving_often_goes_with_fewer_new_episodes),
                   CHECK_FACT(a_lumbar_pad_moves_load_more_than_pain));
}
