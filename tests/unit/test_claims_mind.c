// What is said of mind, sleep and organs (claims C34 to C43 and C60 of data/evidence/claims.csv),
// computed where there is something to compute, and absent where there is not.
#include "claims_kit.h"
#include "physio_kit_nerve.h"
#include "tool/safety.h"

static const char a_day[] = "blocks:\n"
                            "  - {for: 1 h, posture: sitting_relaxed, stress: 0.5}\n"
                            "  - {for: 30 min, posture: standing}\n"
                            "sleep_h: 7\n";

static claims_day day_for(const char *keys, bool pain) {
  char lines[400];
  snprintf(lines, sizeof lines, "%s%s", keys, a_day);
  return day_written(lines, pain);
}

static claims_day day_with(const char *keys) {
  return day_for(keys, false);
}

static double pain_with(const char *keys) {
  claims_day d = day_for(keys, true);
  double mean = day_mean(&d, PS_LIFE_back_pain);
  end_day(&d);
  return mean;
}

static ps_risk_log_odds odds_of(ps_risk_factor_id factor, ps_risk_outcome outcome) {
  ps_nerve nerve = kit_nerve();
  ps_risk_exposure who = {.level = {0}};
  who.level[factor] = 1;
  return ps_risk_combined(&nerve.risk, nerve.risk_factor, outcome, &who);
}

// ---- who gets pain: associations, apart from mechanics and from the index

// C34: contested
static void chronic_stress_has_a_band_that_crosses_one(void) {
  ps_risk_log_odds b = odds_of(PS_FACTOR_stress, PS_RISK_chronic_pain);
  CHECK_NEAR(exp(b.value), 1.1, 1e-6);
  CHECK(b.low < 0 && b.high > 0);
}

// C37: contested; one large cohort finds next to nothing
static void trauma_has_a_small_gain_and_the_null_cohort_beside_it(void) {
  ps_risk_log_odds b = odds_of(PS_FACTOR_ptsd_cohort, PS_RISK_chronic_pain);
  CHECK(b.low < 0 && b.high > 0);
  const ps_mood trauma = {.ptsd = 1};
  double gain = ps_affect_mood_gain(&the_physio()->effort.affect, &trauma);
  CHECK(gain > 1 && gain < 1.15);
}

// ---- the same load, more pain

// C35
static void depression_goes_with_more_pain_at_the_same_load(void) {
  ps_risk_log_odds b = odds_of(PS_FACTOR_depression, PS_RISK_back_pain);
  CHECK(b.low > 0); // 1.59, 1.26 to 2.01
  double usual = pain_with("episode: persistent\n");
  double low = pain_with("episode: persistent\nmood: {depression: 1}\n");
  printf("pain %.1f, depressed %.1f\n", usual, low);
  CHECK(low > usual + 1 && low < usual + 10); // [points]
  claims_day a = day_with(""), c = day_with("mood: {depression: 1}\n");
  for (int i = 0; i < a.track.n; i++) { // no way over the psoas
    CHECK_EQ(cell(&a, i, PS_LIFE_psoas_force_N), cell(&c, i, PS_LIFE_psoas_force_N));
    CHECK_EQ(cell(&a, i, PS_LIFE_L4_L5_compression_N), cell(&c, i, PS_LIFE_L4_L5_compression_N));
  }
  end_day(&a);
  end_day(&c);
}

// C36
static void anxiety_adds_a_little_pain_and_arousal(void) {
  const ps_affect_params *p = &the_physio()->effort.affect;
  const ps_mood anxious = {.anxiety = 1}, calm = {0};
  double gain = ps_affect_mood_gain(p, &anxious);
  CHECK(gain > 1 && gain < 1.1);
  CHECK(ps_affect_stressor(p, &anxious, 0.2) > ps_affect_stressor(p, &calm, 0.2));
}

// C38 [schrimpf2015]
static void a_night_without_sleep_adds_a_dozen_points_to_fifty(void) {
  const ps_affect_params *p = &the_physio()->effort.affect;
  const ps_mood calm = {0};
  const ps_affect awake = {.sleep_debt = 1};
  double drive = -log(0.5), gain = ps_affect_sleep_gain(p, &awake, &calm);
  CHECK_NEAR(ps_pain_index(drive, gain) - ps_pain_index(drive, 1), 13.6, 1); // [points]
  CHECK(pain_with("episode: acute\nsleep_debt: 1\n") > pain_with("episode: acute\n") + 3);
}

// ---- the psoas

// C40: over C17, a few per cent of guarding
static void fear_guards_the_trunk_by_a_few_per_cent_and_adds_no_tone_to_the_psoas(void) {
  claims_day a = day_with(""), b = day_with("mood: {fear: 1}\n");
  for (int i = 0; i < a.track.n; i++)
    CHECK_EQ(cell(&a, i, PS_LIFE_tone_psoas_pct), cell(&b, i, PS_LIFE_tone_psoas_pct));
  double more =
      day_mean(&b, PS_LIFE_L4_L5_compression_N) / day_mean(&a, PS_LIFE_L4_L5_compression_N);
  CHECK(more > 1 && more < 1.05);
  end_day(&a);
  end_day(&b);
}

// C39
static void nothing_stores_an_emotion(void) {
  claim_says("C39", "no evidence", "0");
  CHECK(!model_names("emotion") && day_refuses("emotion=1"));
  claims_day a = day_with(""), b = day_with("");
  same_days(&a, &b); // what was felt before a day is no input of it
  end_day(&a);
  end_day(&b);
}

// C60: poor sleep raises pain, as C38 says, and there is no way back from the psoas
static void a_short_and_weak_psoas_takes_no_sleep(void) {
  claim_says("C60", "no evidence", "0");
  claims_day a = day_with("");
  claims_day b = day_with("person: {psoas_strength: 0.4, hip_flexor_shortening: 0.15}\n");
  CHECK(memcmp(&a.doses.sleep_debt, &b.doses.sleep_debt, sizeof(double)) == 0);
  end_day(&a);
  end_day(&b);
}

// C43: C14 and C20 together; angles of the pelvis are given, and stress moves none
static void stress_does_not_unsettle_the_pelvis(void) {
  claim_says("C43", "no evidence", "0");
  const char *const tilt = "posture_angles.pelvic_tilt_deg";
  double calm = number_of("one_leg_stance person.psoas_strength=0.5", tilt);
  double tense = number_of("one_leg_stance person.psoas_strength=0.5 stress=1", tilt);
  CHECK_NEAR(tense, calm, 0.1); // [deg]
  CHECK(!model_names("instability"));
}

// ---- organs

// C41
static void no_organ_is_a_number_of_the_model(void) {
  static const char *const organs[] = {"kidney", "bowel", "organ", "bladder", "liver"};
  claim_says("C41", "no evidence", "0");
  for (size_t i = 0; i < sizeof organs / sizeof *organs; i++)
    CHECK(!model_names(organs[i]));
  CHECK(day_refuses("kidney=1"));
}

// C42: the other way round is real, and is a warning
static void red_flags_name_what_looks_like_a_psoas_and_is_an_organ(void) {
  CHECK(strstr(ps_red_flags[1], "fever") && strstr(ps_red_flags[1], "blood in the urine"));
  CHECK(strstr(ps_red_flags[1], "pain when lifting the leg with fever"));        // abscess
  CHECK(strstr(ps_red_flags[1], "blood thinners with new groin or thigh pain")); // bleeding
  CHECK(strstr(ps_red_flags[0], "tearing belly or back pain"));                  // aneurysm
  CHECK(strstr(ps_red_flags[0], "bowel control"));                               // cauda equina
}

int main(void) {
  return CHECK_RUN(
      CHECK_FACT(chronic_stress_has_a_band_that_crosses_one),
      CHECK_FACT(trauma_has_a_small_gain_and_the_null_cohort_beside_it),
      CHECK_FACT(depression_goes_with_more_pain_at_the_same_load),
      CHECK_FACT(anxiety_adds_a_little_pain_and_arousal),
      CHECK_FACT(a_night_without_sleep_adds_a_dozen_points_to_fifty),
      CHECK_FACT(fear_guards_the_trunk_by_a_few_per_cent_and_adds_no_tone_to_the_psoas),
      CHECK_FACT(nothing_stores_an_emotion), CHECK_FACT(a_short_and_weak_psoas_takes_no_sleep),
      CHECK_FACT(stress_does_not_unsettle_the_pelvis),
      CHECK_FACT(no_organ_is_a_number_of_the_model),
      CHECK_FACT(red_flags_name_what_looks_like_a_psoas_and_is_an_organ));
}
