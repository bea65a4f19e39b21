// Simulated trials: what is put in comes back out, and the checks of the pain index that name a
// treatment hold. Arms that live weeks are in test_trial_arms.c.
#include <stdlib.h>

#include "check.h"
#include "psoas/trials.h"
#include "scenario/trials.h"

static ps_evidence evidence;
static ps_physio physio;

static const ps_pain_params *pain(void) {
  return &physio.nerve.pain;
}

// one intervention, or two
static ps_care care_of(const char *word, const char *also) {
  ps_care care = {.evidence = &evidence};
  ps_error err = {0};
  if (ps_care_add(&care, word, 0, INFINITY, &err) != PS_OK ||
      (also && ps_care_add(&care, also, 0, INFINITY, &err) != PS_OK))
    check_fail(__FILE__, __LINE__, err.message);
  return care;
}

enum { WEEKS = 12, PEOPLE = 2000, POINTS = 64 };

// numbers of a row, read back from people with 50 points of pain
static ps_trials_reading read_back(const char *word, int weeks, uint64_t seed,
                                   ps_trials_point *point) {
  ps_care care = care_of(word, NULL);
  ps_trials_reading r = {.index = 50, .people = PEOPLE, .weeks = weeks, .point = point};
  ps_trials_read(&care, pain(), seed, &r);
  return r;
}

// ---- what a row states

// two ways to the same distribution: bisection in evidence.c, formulas here
static void the_stated_distribution_is_the_one_that_is_drawn(void) {
  enum { SHARES = 2000 };
  for (int i = 0; i < evidence.nintervention; i++) {
    const ps_intervention *w = &evidence.intervention[i];
    if (!(w->sd > 0) || w->mode == PS_MODE_CONTEXT)
      continue;
    ps_care care = care_of(w->id, NULL);
    ps_trials_stated s = ps_trials_stated_of(&care, &care.item[0]);
    double mean = 0;
    for (int k = 0; k < SHARES; k++) {
      double share = (k + 0.5) / SHARES, x = ps_default_quantile(&evidence.rule, w, share);
      CHECK_NEAR(ps_trials_below(&s, x), share, 1e-9);
      CHECK_NEAR(ps_trials_quantile(&s, share), x, 1e-6 * w->sd);
      mean += x / SHARES;
    }
    CHECK_NEAR(mean, s.cut_mean, 1e-3 * w->sd); // tails of a sum over 2000 parts
  }
}

static void people_are_drawn_apart_and_each_always_the_same(void) {
  ps_care care = care_of("general_exercise", NULL);
  double first = ps_trials_sizes(&care, 1, 0).size[0];
  CHECK(first == ps_trials_sizes(&care, 1, 0).size[0]);
  CHECK(first != ps_trials_sizes(&care, 1, 1).size[0]);
  CHECK(first != ps_trials_sizes(&care, 2, 0).size[0]);
}

// ---- reading back

static void every_offset_comes_back_out(void) {
  ps_trials_point point[POINTS];
  int rows = 0;
  for (int i = 0; i < evidence.nintervention; i++) {
    const ps_intervention *w = &evidence.intervention[i];
    if (w->mode != PS_MODE_SPECIFIC && w->mode != PS_MODE_PROCEDURE)
      continue;
    ps_trials_reading r = read_back(w->id, WEEKS, 1, point);
    CHECK(r.passed);
    rows += r.known;
  }
  CHECK(rows >= 20);
}

// a cap that nobody stated, and a spread that nobody stated, are found
static void what_does_not_come_back_is_found(void) {
  ps_trials_point point[POINTS];
  ps_care care = care_of("general_exercise", NULL);
  ps_trials_reading r = {.index = 50, .people = PEOPLE, .weeks = WEEKS, .point = point};
  ps_pain_params other = *pain();
  other.relief_most_points = 5;
  ps_trials_read(&care, &other, 1, &r);
  CHECK(!r.passed && r.worst_z > ps_trials_z_most);
  other = *pain();
  other.relief_scale_most = 0.5; // of half the pain, half the relief: stated, and so expected
  ps_trials_read(&care, &other, 1, &r);
  CHECK(r.passed);
  CHECK_NEAR(r.point[WEEKS - 1].mean, -2.85, 0.2); // [points]
}

static void nothing_put_in_is_nothing_read_back(void) {
  ps_trials_point point[POINTS];
  for (int i = 0; i < evidence.nintervention; i++) {
    const ps_intervention *w = &evidence.intervention[i];
    if (w->mode != PS_MODE_ZERO || w->sd > 0)
      continue;
    ps_trials_reading r = read_back(w->id, WEEKS, 1, point);
    CHECK(r.known && r.passed);
    for (int k = 0; k < r.npoint; k++)
      CHECK(point[k].mean == 0 && point[k].se == 0);
  }
}

static void parameters_take_their_defaults(void) {
  ps_trials_point point[POINTS];
  static const char *const ids[] = {"hip_flexor_stretch", "hip_flexor_strengthening",
                                    "relaxation_breathing", "sleep_cbti", "seat_suspension"};
  for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
    ps_trials_reading r = read_back(ids[i], WEEKS, 1, point);
    CHECK(r.known && r.passed);
  }
}

// order by relief in week 12, where two are further apart than four standard errors
static void rankings_do_not_depend_on_the_seed(void) {
  enum { SEEDS = 3 };
  ps_trials_point last[SEEDS][64];
  ps_trials_point point[POINTS];
  int n = 0, told = 0;
  for (int i = 0; i < evidence.nintervention; i++) {
    const ps_intervention *w = &evidence.intervention[i];
    if ((w->mode != PS_MODE_SPECIFIC && w->mode != PS_MODE_ZERO) || !(w->sd > 0) ||
        !(w->actions & PS_ACTS_AS_OFFSET))
      continue;
    for (int seed = 0; seed < SEEDS; seed++) {
      read_back(w->id, WEEKS, (uint64_t)seed + 1, point);
      last[seed][n] = point[WEEKS - 1];
    }
    n++;
  }
  for (int i = 0; i < n; i++)
    for (int k = 0; k < i; k++) {
      double apart = last[0][i].mean - last[0][k].mean;
      if (fabs(apart) <= 4 * hypot(last[0][i].se, last[0][k].se))
        continue;
      told++;
      for (int seed = 1; seed < SEEDS; seed++)
        CHECK(apart * (last[seed][i].mean - last[seed][k].mean) > 0);
    }
  CHECK(n > 20 && told > n * (n - 1) / 4); // most pairs are told from each other
}

// ---- survival

static ps_trials_survival survive(const char *word, uint64_t seed) {
  ps_care care = care_of(word, NULL);
  ps_trials_survival s = {.people = PEOPLE, .days = 364};
  CHECK(ps_trials_survive(&care, &physio.nerve, seed, &s));
  return s;
}

static void hazards_come_back_out(void) {
  static const char *const ids[] = {"walking_programme", "active_micro_breaks"};
  for (int i = 0; i < 2; i++) {
    ps_trials_survival s = survive(ids[i], 1);
    CHECK(s.passed);
    CHECK(s.low < s.expected && s.expected < s.high);
    CHECK_NEAR(s.person_time / s.ratio, 1, 0.05); // hazards hardly change over the year
  }
  ps_trials_survival walk = survive("walking_programme", 1);
  CHECK_NEAR(walk.late, 0.75, 0.1);                 // [-]  once the effect is there
  CHECK_NEAR(walk.arm[0].median_d, 112, 8);         // [d]  as put in, S35
  CHECK(walk.expected > 0.75 && walk.expected < 1); // it takes two months to build up
}

static void without_a_dose_there_is_no_ratio(void) {
  ps_trials_survival s = survive("walking_programme@0", 1);
  CHECK_NEAR(s.expected, 1, 1e-9);
  CHECK(s.passed && s.low < 1 && 1 < s.high);
}

// with one ratio for all from the first day on, the limit is that ratio
static void one_ratio_for_all_is_the_expected_one(void) {
  ps_trials_survival s = survive("active_micro_breaks=0.5", 3);
  CHECK_NEAR(s.expected, 0.5, 0.02); // one day to build up
  CHECK(s.passed);
}

// ---- settings

static void settings_that_cannot_be_are_refused(void) {
  static const char *const bad[] = {"index=0",    "episode=bad", "expectancy=2", "against=b",
                                    "colour=red", "exact",       "work=nowhere"};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    ps_trials_request q = ps_trials_request_default();
    ps_trials_result *r;
    ps_error err = {0};
    const char *what = "heat";
    q.what = &what;
    q.nwhat = 1;
    q.sets = &bad[i];
    q.nsets = 1;
    CHECK(ps_trials_run(&q, &r, &err) != PS_OK);
    CHECK(r == NULL && err.message[0]);
  }
}

// ---- checks of the pain index that name a treatment

static void exercise_takes_six_points_off_chronic_pain(void) {
  ps_trials_point point[POINTS];
  read_back("general_exercise", WEEKS, 1, point);
  CHECK_NEAR(point[WEEKS - 1].mean, -6, 0.5); // [points]  S02; after 12 weeks 95 % of it
  ps_care care = care_of("general_exercise", NULL);
  ps_trials_stated s = ps_trials_stated_of(&care, &care.item[0]);
  CHECK(ps_trials_quantile(&s, 0.025) > -12.5 && ps_trials_quantile(&s, 0.975) < 0.5);
}

static void acupuncture_beats_sham_by_three_points(void) {
  ps_trials_point point[POINTS];
  read_back("acupuncture_lbp", WEEKS, 1, point);
  CHECK_NEAR(point[WEEKS - 1].mean, -3, 0.3); // [points]  S04
}

// The sizes add to -11 against nothing, but not at one time: the response to care fades (42 days)
// while the specific effect builds up (14 days). Together they never come to more than about 8.
static void acupuncture_and_expectancy_add_to_eleven_but_not_at_one_time(void) {
  ps_care care = care_of("acupuncture_lbp", "context_response=1");
  ps_care_sizes sizes = ps_care_usual(&care);
  const ps_care_who who = ps_trials_who(&care.item[0]);
  CHECK_NEAR(sizes.size[0] + pain()->context_points, -11, 1e-9); // [points]
  double most = 0;
  for (int day = 0; day <= 84; day++) {
    ps_care_acts acts = ps_care_on(&care, &sizes, &who, day);
    most = fmin(most, ps_care_pain(pain(), &acts, PS_PAIN_BACK, 0, 50) - 50);
  }
  CHECK_NEAR(most, -8.04, 0.05); // [points]
}

static void acupuncture_takes_eight_points_off_sciatica_and_sixteen_are_in_reach(void) {
  ps_trials_point point[POINTS];
  read_back("acupuncture_sciatica", WEEKS, 1, point);
  CHECK_NEAR(point[WEEKS - 1].mean, -8, 0.5); // [points]  S06
  ps_care care = care_of("acupuncture_sciatica", NULL);
  ps_trials_stated s = ps_trials_stated_of(&care, &care.item[0]);
  CHECK(ps_trials_quantile(&s, 0.025) < -16 && ps_trials_quantile(&s, 0.975) < 2);
}

static void discectomy_takes_ten_points_that_fade_within_a_year(void) {
  ps_trials_point point[POINTS];
  read_back("microdiscectomy", 26, 1, point);
  CHECK_NEAR(point[5].mean, -10, 1); // [points]  at 6 weeks, S27
  CHECK_NEAR(point[51].mean, -2, 1); // [points]  at a year
}

// persistent pain in week 12, one night without sleep, and exercise from week 0 on
static void the_worked_example_comes_out(void) {
  double course = ps_pain_course_points(&physio.nerve.course, PS_COURSE_persistent, 12);
  CHECK_NEAR(course, 44.8, 0.1); // [points]
  CHECK_NEAR(ps_pain_episode(course), 0.59, 0.005);
  const ps_mood mood = {.chronic_pain = 1};
  const ps_affect awake = {.sleep_debt = 1}, slept = {0};
  const ps_affect_params *affect = &physio.effort.affect;
  double gain = ps_affect_gain(affect, &awake, &mood, 1);
  CHECK_NEAR(gain, 1.23, 0.005);
  double raw = ps_pain_index(0.05 + ps_pain_episode(course), gain);
  double well =
      ps_pain_index(0.05 + ps_pain_episode(course), ps_affect_gain(affect, &slept, &mood, 1));
  CHECK_NEAR(raw, 55, 0.5);  // [points]
  CHECK_NEAR(well, 48, 0.8); // [points]
  ps_care care = care_of("general_exercise", NULL);
  ps_care_sizes sizes = ps_care_usual(&care);
  const ps_care_who who = {.episode = PS_EPISODE_PERSISTENT};
  ps_care_acts acts = ps_care_on(&care, &sizes, &who, 84);
  double eased = ps_care_pain(pain(), &acts, PS_PAIN_BACK, 0, raw);
  CHECK_NEAR(eased - raw, -6.2, 0.1); // [points]
  CHECK_NEAR(eased, 49, 0.5);         // [points]
}

int main(void) {
  static ps_physio_table table;
  ps_error err = {0};
  if (ps_evidence_open(&evidence, &err) != PS_OK || ps_physio_load(&table, &err) != PS_OK) {
    fprintf(stderr, "%s\n", err.message);
    return 1;
  }
  physio = ps_physio_default(&table);
  int status = CHECK_RUN(
      CHECK_FACT(the_stated_distribution_is_the_one_that_is_drawn),
      CHECK_FACT(people_are_drawn_apart_and_each_always_the_same),
      CHECK_FACT(every_offset_comes_back_out), CHECK_FACT(what_does_not_come_back_is_found),
      CHECK_FACT(nothing_put_in_is_nothing_read_back), CHECK_FACT(parameters_take_their_defaults),
      CHECK_FACT(rankings_do_not_depend_on_the_seed), CHECK_FACT(hazards_come_back_out),
      CHECK_FACT(without_a_dose_there_is_no_ratio),
      CHECK_FACT(one_ratio_for_all_is_the_expected_one),
      CHECK_FACT(settings_that_cannot_be_are_refused),
      CHECK_FACT(exercise_takes_six_points_off_chronic_pain),
      CHECK_FACT(acupuncture_beats_sham_by_three_points),
      CHECK_FACT(acupuncture_and_expectancy_add_to_eleven_but_not_at_one_time),
      CHECK_FACT(acupuncture_takes_eight_points_off_sciatica_and_sixteen_are_in_reach),
      CHECK_FACT(discectomy_takes_ten_points_that_fade_within_a_year),
      CHECK_FACT(the_worked_example_comes_out));
  ps_evidence_close(&evidence);
  return status;
}
