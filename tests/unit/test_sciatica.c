// From the disc to the leg: healthy roots have room, narrowing and bending backward press them, the
// psoas hardly counts, and the same chain runs in a day.
#include <stdlib.h>

#include "hold_kit.h"
#include "psoas/day.h"
#include "psoas/sciatica.h"
#include "scenario/nerve_course.h"
#include "scenario/sciatica.h"

static ps_lab lab;
static ps_nerve nerve;

static void open_lab(void) {
  static ps_physio_table table;
  ps_error err = {0};
  human_ok(ps_lab_open(&lab, &err), &err);
  human_ok(ps_physio_load(&table, &err), &err);
  nerve = ps_physio_default(&table).nerve;
}

static ps_sciatica_sample sample_of(const char *posture, bool *held) {
  ps_hold_options o = ps_hold_default();
  hold_kit k;
  hold_solve(&k, &lab, posture, &o);
  ps_sciatica_sample s = ps_sciatica_sample_of(k.human, &k.posture, k.hold, &k.held);
  if (held)
    *held = k.held.status == PS_HOLD_SOLVED;
  hold_close(&k);
  return s;
}

// ---- persons without trouble

// the flow that pressure leaves, at once and after an hour; stretch takes some of it at first and
// gives most of that back
static void nobody_without_narrowing_loses_flow_or_hurts_in_a_posture(void) {
  open_lab();
  ps_sciatica_sample lying = sample_of("lying_supine", NULL);
  ps_pool pool = {0};
  int solved = 0;
  for (int i = 0; i < ps_posture_count(); i++) {
    const char *name, *title;
    bool held;
    CHECK_EQ(ps_posture_at(i, &pool, &name, &title), PS_OK);
    ps_sciatica_sample s = sample_of(name, &held);
    if (!held)
      continue;
    solved++;
    const ps_sciatica_case fine = {0};
    ps_sciatica_links x = ps_sciatica_links_of(&nerve, &fine, &s, &lying);
    for (int k = 0; k < PS_SCIATICA_ROOTS; k++) {
      double flow = ps_root_pressure_flow(&nerve.root, x.root[k].pressure_mmHg, 93);
      CHECK(flow >= 0.9);
      CHECK(x.root[k].flow >= 0.9);
      CHECK(x.root[k].conduction >= 0.99);
    }
    CHECK_EQ(x.whole.leg_pain, 0);
    CHECK_EQ(x.whole.femoral_mmHg, nerve.node.rest_mmhg);
    CHECK_EQ(x.whole.piriformis_mmHg, nerve.node.rest_mmhg);
  }
  CHECK(solved >= 30);
  ps_pool_free(&pool);
  ps_lab_close(&lab);
}

static void the_psoas_has_less_than_a_point_of_an_inflamed_leg(void) {
  open_lab();
  const char *const posture[] = {"standing", "sitting_slumped", "standing_extended", "lifting_20kg",
                                 "walking_step"};
  const ps_sciatica_case inflamed = {.root_inflammation = 1};
  ps_sciatica_sample lying = sample_of("lying_supine", NULL);
  for (size_t i = 0; i < sizeof posture / sizeof *posture; i++) {
    ps_sciatica_sample s = sample_of(posture[i], NULL);
    ps_sciatica_links x = ps_sciatica_links_of(&nerve, &inflamed, &s, &lying);
    CHECK(x.whole.leg_pain > 10);
    CHECK_NEAR(x.whole.psoas_leg_pain, 0, 1); // [points]  what is not noticed
  }
  ps_lab_close(&lab);
}

// ---- laws of the chain, with made-up postures

static ps_sciatica_sample made_up(double flexion, double extension, double load) {
  ps_sciatica_sample s = {.half_weight_N = 400};
  for (int k = 0; k < PS_LEVELS; k++) {
    s.flexion[k] = flexion;
    s.extension[k] = extension;
    s.compression_N[k] = 100 + 400 * load;
  }
  return s;
}

static ps_sciatica_links made_up_links(double narrowing, double flexion, double extension) {
  const ps_sciatica_case c = {.narrowing = narrowing, .root_inflammation = 0.5};
  ps_sciatica_sample s = made_up(flexion, extension, 1), lying = made_up(0, 0, 0);
  return ps_sciatica_links_of(&nerve, &c, &s, &lying);
}

static void narrowing_presses_more_in_extension_than_in_flexion(void) {
  open_lab();
  double last = 0;
  for (double narrowing = 0; narrowing <= 0.6; narrowing += 0.05) {
    ps_sciatica_links back = made_up_links(narrowing, 0, 1), bent = made_up_links(narrowing, 1, 0);
    double rise = back.root[2].pressure_mmHg - bent.root[2].pressure_mmHg; // L4
    CHECK(rise >= 0);
    CHECK(rise >= last || back.root[2].pressure_mmHg == 300); // until it cannot be more
    CHECK(narrowing < 0.45 || rise > 20);                     // [mmHg]
    last = rise;
    for (int i = 0; i < PS_SCIATICA_ROOTS; i++)
      CHECK(back.root[i].flow <= bent.root[i].flow);
    CHECK(back.whole.leg_pain >= bent.whole.leg_pain);
  }
  ps_lab_close(&lab);
}

// load alone: L5/S1 opens, L2/3 and L3/4 narrow, as in people who lay in a scanner under load
static void load_opens_the_lowest_foramen_and_narrows_upper_ones(void) {
  open_lab();
  ps_sciatica_links x = made_up_links(0, 0, 0);
  CHECK_NEAR(x.level[1].area_by_load_pct, -10.8, 1e-9);
  CHECK_NEAR(x.level[2].area_by_load_pct, -10.7, 1e-9);
  CHECK_NEAR(x.level[4].area_by_load_pct, 23.3, 1e-9);
  CHECK_EQ(x.level[4].area_by_posture_pct, 0);
  ps_lab_close(&lab);
}

// two levels are worse than either: each foramen here leaves most of the flow
static void two_narrow_places_are_worse_than_one(void) {
  open_lab();
  const ps_sciatica_case c = {.narrowing = 0.47, .root_inflammation = 0.5};
  ps_sciatica_sample one = made_up(0, 0, 0), two = one, lying = one;
  one.flexion[PS_L5_S1] = 1; // opens it
  ps_sciatica_links a = ps_sciatica_links_of(&nerve, &c, &one, &lying);
  ps_sciatica_links b = ps_sciatica_links_of(&nerve, &c, &two, &lying);
  CHECK(a.root[2].pressure_mmHg == b.root[2].pressure_mmHg && b.root[2].pressure_mmHg > 8);
  CHECK(b.root[3].pressure_mmHg > 8 && b.root[2].flow > 0.9 && b.root[3].flow > 0.9);
  CHECK(b.whole.double_flow < 0.8 * a.whole.double_flow);
  CHECK(b.whole.sciatic_flow < 0.8 * a.whole.sciatic_flow);
  CHECK(b.whole.leg_pain > a.whole.leg_pain);
  ps_lab_close(&lab);
}

// a bleeding in the psoas is the femoral nerve's trouble: not a bit of the sciatic's changes
static void a_psoas_that_bleeds_does_not_reach_the_sciatic_nerve(void) {
  open_lab();
  const ps_sciatica_case fine = {.root_inflammation = 0.5}, bleeds = {0, 0.5, 1, 0};
  ps_sciatica_sample s = made_up(0.5, 0, 1), lying = made_up(0, 0, 0);
  ps_sciatica_links a = ps_sciatica_links_of(&nerve, &fine, &s, &lying);
  ps_sciatica_links b = ps_sciatica_links_of(&nerve, &bleeds, &s, &lying);
  CHECK_EQ(memcmp(a.level, b.level, sizeof a.level), 0);
  CHECK_EQ(memcmp(a.root, b.root, sizeof a.root), 0);
  CHECK_EQ(a.whole.leg_pain, b.whole.leg_pain);
  CHECK_EQ(b.whole.femoral_mmHg, nerve.node.rest_mmhg + nerve.cases.haematoma_mmhg);
  CHECK(b.whole.femoral_flow < 0.2 && b.whole.femoral_conduction < 0.5);
  ps_lab_close(&lab);
}

static void only_a_stated_case_presses_under_the_piriformis(void) {
  open_lab();
  const ps_sciatica_case fine = {0}, deep = {.piriformis = 1};
  ps_sciatica_sample s = made_up(0, 0, 1), lying = made_up(0, 0, 0);
  s.seat_N = 300;
  s.hip_turn_deg = 30;
  double rest = ps_sciatica_links_of(&nerve, &fine, &s, &lying).whole.piriformis_mmHg;
  double seat = ps_sciatica_links_of(&nerve, &deep, &s, &lying).whole.piriformis_mmHg;
  s.hip_turn_deg = 0;
  double straight = ps_sciatica_links_of(&nerve, &deep, &s, &lying).whole.piriformis_mmHg;
  s.seat_N = 0;
  CHECK_EQ(rest, nerve.node.rest_mmhg);
  CHECK(seat > straight && straight > rest);
  CHECK_EQ(ps_sciatica_links_of(&nerve, &deep, &s, &lying).whole.piriformis_mmHg, rest);
  ps_lab_close(&lab);
}

// ---- tests of the leg

static void a_raised_leg_ends_the_same_whatever_moves_first(void) {
  open_lab();
  const ps_sciatica_case fine = {0};
  ps_sciatica_sample s = made_up(0, 0, 0);
  s.full_flexion_rad = 1;
  ps_sciatica_links x = ps_sciatica_links_of(&nerve, &fine, &s, &s);
  ps_sciatica_tests t = ps_sciatica_tests_of(&nerve, &x, &x, &s);
  CHECK_NEAR(t.order_difference, 0, 1e-14); // rounding of ninety sums
  // a tenth of a millimetre at the roots comes soon after the onset of the table
  CHECK_NEAR(t.raise_root_deg, nerve.sciatic.root_onset_mm / nerve.sciatic.hip_mm * 57.2958, 2);
  CHECK(t.raise_flow_deg > 20 && t.raise_flow_deg < 60);
  CHECK(t.slump_strain > t.raise_strain); // the bent spine adds
  double last = 1;
  for (int i = 0; i < PS_SCIATICA_STEPS; i++) {
    ps_sciatica_step up = ps_sciatica_step_of(&nerve, &x, &s, PS_SCIATICA_RAISE, i);
    CHECK(up.flow <= last && up.flow > 0);
    last = up.flow;
  }
  ps_lab_close(&lab);
}

// ---- where nerves run

// the femoral nerve lies among the lines of the psoas; the sciatic comes nowhere near
static void the_femoral_nerve_runs_in_the_psoas_and_the_sciatic_does_not(void) {
  open_lab();
  ps_error err = {0};
  ps_pool pool = {0};
  ps_nerve_course course = {0};
  hold_kit k;
  ps_hold_options o = ps_hold_default();
  human_ok(ps_nerve_course_read(&pool, &course, &err), &err);
  hold_solve(&k, &lab, "standing", &o);
  const ps_data *d = ps_hold_data(k.hold);
  CHECK(ps_nerve_psoas_mm(k.human, d, &course, "femoral") < 5);  // [mm]
  CHECK(ps_nerve_psoas_mm(k.human, d, &course, "sciatic") > 10); // [mm]  the muscle ends as tendon
  hold_close(&k);
  ps_pool_free(&pool);
  ps_lab_close(&lab);
}

// ---- the whole

static ps_sciatica_value number(const ps_sciatica_result *r, const char *path) {
  ps_sciatica_value v;
  CHECK(ps_sciatica_result_number(r, 0, path, &v));
  return v;
}

static ps_sciatica_result *run(const char *const *sets, int nsets, int draws, int threads) {
  ps_error err = {0};
  ps_sciatica_result *r;
  ps_sciatica_request q = ps_sciatica_request_default();
  q.sets = sets;
  q.nsets = nsets;
  q.draws = draws;
  q.threads = threads;
  human_ok(ps_sciatica_run(&q, &r, &err), &err);
  return r;
}

// what an hour of the same posture comes to in a day with nothing else going on
static void a_day_says_the_same_of_the_roots(void) {
  static const char *const sets[] = {"narrowing=0.55", "root_inflammation=0.5"};
  ps_sciatica_result *r = run(sets, 2, 0, 1);
  ps_error err = {0};
  ps_day_result *day;
  ps_day_request q = ps_day_request_default();
  static const char *const without[] = {"creep",  "thixotropy", "disc_water", "fatigue",
                                        "stress", "affect",     "sleep"};
  q.day = PSOAS_TEST_ROOT "/tests/data/slumped_hour.yaml";
  q.without = without;
  q.nwithout = sizeof without / sizeof *without;
  q.draws = 0;
  q.contributions = false;
  human_ok(ps_day_run(&q, &day, &err), &err);
  int row = 60; // the hour is over
  double area = number(r, "levels.L4_L5.area_mm2").value;
  CHECK(number(r, "whole.sciatic_flow").value < 0.8);
  CHECK_NEAR(ps_day_result_at(day, row, "foramen_L4_L5_pct"), area / 1.10, 0.1); // [%] of 110 mm2
  // a day solves its postures finer; and rows are a step apart
  CHECK_NEAR(ps_day_result_at(day, row, "root_flow_pct"),
             100 * number(r, "whole.sciatic_flow").value, 1); // [%]
  CHECK_NEAR(ps_day_result_at(day, row, "leg_pain"), number(r, "whole.leg_pain").value, 0.5);
  ps_day_result_free(day);
  ps_sciatica_result_free(r);
}

static void draws_give_ranges_that_no_number_of_threads_changes(void) {
  static const char *const sets[] = {"narrowing=0.4", "sex=female"};
  ps_error err = {0};
  char *text[2];
  for (int i = 0; i < 2; i++) {
    ps_sciatica_result *r = run(sets, 2, 6, i ? 3 : 1);
    ps_sciatica_value v = number(r, "roots.L4.pressure_mmHg");
    CHECK(v.p10 <= v.p50 && v.p50 <= v.p90 && v.p10 < v.p90);
    v = number(r, "tests.raise_strain");
    CHECK(v.p10 <= v.value && v.value <= v.p90);
    CHECK(!ps_sciatica_result_number(r, 0, "roots.L6.flow", &v));
    human_ok(ps_sciatica_result_json(r, &text[i], &err), &err);
    ps_sciatica_result_free(r);
  }
  CHECK_EQ(strcmp(text[0], text[1]), 0);
  free(text[0]);
  free(text[1]);
}

static bool no_more(void *context, const char *stage, long done, long total) {
  (void)stage;
  ++*(int *)context;
  CHECK(0 <= done && done <= total);
  return false;
}

static void what_cannot_be_taken_is_refused(void) {
  static const char *const sets[] = {"narrowing=0.9"}, *const other[] = {"narowing=0.1"};
  ps_error err = {0};
  ps_sciatica_result *r;
  ps_sciatica_request q = ps_sciatica_request_default();
  int told = 0;
  q.watch = (ps_watch){no_more, &told};
  CHECK_EQ(ps_sciatica_run(&q, &r, &err), PS_ERR_CANCELLED);
  CHECK(!r && told > 0);
  q = ps_sciatica_request_default();
  q.sets = sets;
  q.nsets = 1;
  CHECK_EQ(ps_sciatica_run(&q, &r, &err), PS_ERR_VALUE);
  CHECK(strstr(err.message, "narrowing") && !r);
  q.sets = other;
  CHECK_EQ(ps_sciatica_run(&q, &r, &err), PS_ERR_ARGUMENT);
  CHECK(!r);
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(nobody_without_narrowing_loses_flow_or_hurts_in_a_posture),
                   CHECK_FACT(the_psoas_has_less_than_a_point_of_an_inflamed_leg),
                   CHECK_FACT(narrowing_presses_more_in_extension_than_in_flexion),
                   CHECK_FACT(load_opens_the_lowest_foramen_and_narrows_upper_ones),
                   CHECK_FACT(two_narrow_places_are_worse_than_one),
                   CHECK_FACT(a_psoas_that_bleeds_does_not_reach_the_sciatic_nerve),
                   CHECK_FACT(only_a_stated_case_presses_under_the_piriformis),
                   CHECK_FACT(a_raised_leg_ends_the_same_whatever_moves_first),
                   CHECK_FACT(the_femoral_nerve_runs_in_the_psoas_and_the_sciatic_does_not),
                   CHECK_FACT(a_day_says_the_same_of_the_roots),
                   CHECK_FACT(draws_give_ranges_that_no_number_of_threads_changes),
                   CHECK_FACT(what_cannot_be_taken_is_refused));
}
