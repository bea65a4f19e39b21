// Interventions act where their rows say, as much as their rows say, and those without trial and
// mechanism leave every bit where it is.
#include "claims_kit.h"

#include <stdlib.h>

#include "scenario/care_day.h"
#include "scenario/draws.h"

static ps_evidence catalogue;

static const ps_evidence *the_catalogue(void) {
  ps_error err = {0};
  if (!catalogue.nintervention)
    human_ok(ps_evidence_open(&catalogue, &err), &err);
  return &catalogue;
}

// interventions by their names, all from day 0 on
static ps_care care_of(const char *words) {
  char text[400];
  ps_error err = {0};
  ps_care care = {.evidence = the_catalogue()};
  snprintf(text, sizeof text, "%s", words);
  for (char *word = strtok(text, ","); word; word = strtok(NULL, ","))
    human_ok(ps_care_add(&care, word, 0, INFINITY, &err), &err);
  return care;
}

static const ps_care_who anybody = {PS_EPISODE_NONE, 0}, chronic = {PS_EPISODE_PERSISTENT, 0},
                         acute = {PS_EPISODE_ACUTE, 0}, leg = {PS_EPISODE_SCIATICA, 0};

static ps_care_acts usual_on(const ps_care *care, const ps_care_who *who, double day) {
  ps_care_sizes sizes = ps_care_usual(care);
  return ps_care_on(care, &sizes, who, day);
}

// points that are taken off a pain of `raw` on a day
static double relief_of(const char *words, const ps_care_who *who, ps_pain_where where, double day,
                        double raw) {
  ps_care care = care_of(words);
  ps_care_acts a = usual_on(&care, who, day);
  return ps_care_pain(&the_physio()->nerve.pain, &a, where, 0, raw) - raw;
}

// ---- names

static void every_row_but_the_natural_course_can_act(void) {
  const ps_evidence *e = the_catalogue();
  int refused = 0;
  for (int i = 0; i < e->nintervention; i++) {
    ps_care care = {.evidence = e};
    ps_error err;
    bool course = e->intervention[i].mode == PS_MODE_BASELINE;
    CHECK_EQ(ps_care_add(&care, e->intervention[i].id, 0, INFINITY, &err) != PS_OK, course);
    refused += course;
  }
  CHECK_EQ(refused, 2);
}

static void what_cannot_be_meant_is_answered(void) {
  static const char *const wrong[][2] = {{"hijamma", "nearest: 'hijama'"},
                                         {"acupuncture", "acupuncture_lbp, acupuncture_sciatica"},
                                         {"heat@soon", "'soon' is no number"},
                                         {"heat@-5", "0 to 10080"},
                                         {"heat=", "is no number"},
                                         {"natural_history_lbp", "always on"}};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    ps_care care = {.evidence = the_catalogue()};
    ps_error err = {0};
    CHECK(ps_care_add(&care, wrong[i][0], 0, INFINITY, &err) != PS_OK);
    if (!strstr(err.message, wrong[i][1]))
      check_fail("care.c", 0, err.message);
  }
  ps_care care = care_of("heat");
  ps_error err = {0};
  CHECK(ps_care_add(&care, "Heat", 0, INFINITY, &err) != PS_OK);
  CHECK(strstr(err.message, "named twice"));
}

static void imagined_effects_beyond_the_scale_are_refused_with_the_range(void) {
  ps_care care = care_of("hijama,ei6,tre");
  ps_error err = {0};
  CHECK_EQ(ps_care_imagine(&care.item[0], -15, &err), PS_OK);
  CHECK(!ps_care_beyond(&care.item[0]));
  CHECK_EQ(ps_care_imagine(&care.item[0], -20, &err), PS_OK);
  CHECK(ps_care_beyond(&care.item[0])); // its row goes to -15
  CHECK(ps_care_imagine(&care.item[0], -26, &err) != PS_OK);
  CHECK(strstr(err.message, "-25 to 25 points"));
  CHECK(ps_care_imagine(&care.item[1], NAN, &err) != PS_OK);
  CHECK(ps_care_imagine(&care.item[2], -0.3, &err) != PS_OK);
  CHECK(strstr(err.message, "-0.2 to 0 share of tone"));
}

// ---- nothing stays nothing

static const char nothing[] = "psoas_release,other_herbs,bioenergetic_ei6,bioenergetic_ed12,"
                              "kidney_channel_tcm,emotional_healing_generic,tre";

static void rows_without_trial_and_mechanism_change_no_number_of_any_coupling(void) {
  ps_care care = care_of(nothing);
  const ps_care_acts none = ps_care_none();
  for (double day = 0; day < 100; day += 7) {
    ps_care_acts a = usual_on(&care, &chronic, day);
    CHECK(a.stressor == none.stressor && a.sleep_debt == none.sleep_debt && a.seat == none.seat);
    CHECK(a.psoas_tone == none.psoas_tone && a.psoas_strength == none.psoas_strength);
    CHECK(a.onset == none.onset && a.recurrence == none.recurrence);
    CHECK(a.extension_deg == 0 && a.tilt_deg == 0 && a.expectancy == 0);
    for (double raw = 0.1; raw < 100; raw += 3.3)
      CHECK(ps_care_pain(&the_physio()->nerve.pain, &a, PS_PAIN_BACK, 0.4, raw) == raw);
  }
  for (int i = 0; i < 50; i++) { // no person draws anything else
    ps_care_sizes s = ps_care_draw(&care, 1, i, 50);
    for (int k = 0; k < care.n; k++)
      CHECK_EQ(s.size[k], 0);
  }
}

// all columns of a morning's work, as lived with interventions
static float *morning_with(const char *words, size_t *cells) {
  static const char text[] = "episode: persistent\nblocks:\n"
                             "  - {for: 40 min, posture: sitting_slumped, task: typing, "
                             "stress: 0.3}\n  - {for: 5 min, posture: standing}\n";
  claims_day d = day_written(text, true);
  ps_care care = care_of(words);
  ps_care_acts acts = usual_on(&care, &chronic, 30);
  ps_life_options o = ps_life_default();
  const ps_life_days days = {&d.day, &d.ordinary};
  ps_error err = {0};
  o.care = &acts;
  human_ok(ps_life_day(d.body, &days, &the_lab()->parameters, the_physio(), &d.normal, &o, &d.track,
                       &d.doses, &err),
           &err);
  *cells = (size_t)d.track.n * PS_LIFE_COLUMN_COUNT;
  float *copy = malloc(*cells * sizeof *copy);
  CHECK(copy);
  memcpy(copy, d.track.value, *cells * sizeof *copy);
  end_day(&d);
  return copy;
}

static void such_a_day_has_the_bits_of_a_day_without(void) {
  size_t n, m;
  float *without = morning_with("", &n), *with = morning_with(nothing, &m);
  CHECK_EQ(n, m);
  CHECK(memcmp(without, with, n * sizeof *with) == 0);
  free(with);
  with = morning_with("spinal_manipulation", &m);
  CHECK(memcmp(without, with, n * sizeof *with) != 0);
  free(with);
  free(without);
}

// pain_model 4: the middle stays, the band gets wider
static void cupping_and_microcurrent_widen_the_band_and_leave_its_middle(void) {
  static const char *const words[] = {"dry_cupping", "hijama", "microcurrent"};
  enum { PEOPLE = 400 };
  for (size_t w = 0; w < 3; w++) {
    ps_care care = care_of(words[w]);
    double x[PEOPLE];
    for (int i = 0; i < PEOPLE; i++) {
      ps_care_sizes s = ps_care_draw(&care, 3, i, PEOPLE);
      ps_care_acts a = ps_care_on(&care, &s, &chronic, 60);
      x[i] = ps_care_pain(&the_physio()->nerve.pain, &a, PS_PAIN_BACK, 0, 50) - 50;
    }
    ps_interval band = ps_draw_interval(x, PEOPLE);
    double sd = care.item[0].what->sd;
    CHECK_NEAR(band.p50, 0, 0.05);         // [points]  the step between neighbours
    CHECK_NEAR(band.p90, 1.28 * sd, 0.1);  // normal, 10 % above
    CHECK_NEAR(band.p10, -1.28 * sd, 0.1); // and below
    CHECK_EQ(relief_of(words[w], &chronic, PS_PAIN_BACK, 60, 50), 0); // without draws
  }
}

// ---- offsets

static void offsets_act_in_the_people_they_were_tried_in(void) {
  CHECK(relief_of("general_exercise", &chronic, PS_PAIN_BACK, 84, 50) < -5);
  CHECK_EQ(relief_of("general_exercise", &acute, PS_PAIN_BACK, 84, 50), 0);
  CHECK(relief_of("heat", &acute, PS_PAIN_BACK, 7, 50) < -5);
  CHECK_EQ(relief_of("heat", &chronic, PS_PAIN_BACK, 7, 50), 0);
  CHECK_EQ(relief_of("emdr", &chronic, PS_PAIN_BACK, 84, 50), 0);
  const ps_care_who marked = {PS_EPISODE_PERSISTENT, 0.5};
  CHECK(relief_of("emdr", &marked, PS_PAIN_BACK, 84, 50) < -1);
  CHECK_EQ(relief_of("acupuncture_sciatica", &leg, PS_PAIN_BACK, 84, 50), 0);
  CHECK(relief_of("acupuncture_sciatica", &leg, PS_PAIN_LEG, 84, 50) < -7);
}

// pain_model 2.2: the largest in full, others by half, 25 points at most
static void offsets_of_several_add_by_half(void) {
  double smt = relief_of("spinal_manipulation", &chronic, PS_PAIN_BACK, 300, 50);
  double exercise = relief_of("general_exercise", &chronic, PS_PAIN_BACK, 300, 50);
  double both = relief_of("spinal_manipulation,general_exercise", &chronic, PS_PAIN_BACK, 300, 50);
  CHECK_NEAR(both, exercise + 0.5 * smt, 1e-12); // [points]
  CHECK_NEAR(smt, -4, 1e-9);
  double many = relief_of("general_exercise=-15,emotion_focused_therapies=-25,cbt=-8,mbsr=-8,"
                          "pilates=-15,nsaid_chronic=-10",
                          &chronic, PS_PAIN_BACK, 900, 50);
  CHECK_NEAR(many, -25, 1e-12);
}

// trials begin at 50 points: less pain, less relief
static void who_has_no_pain_gets_no_relief(void) {
  CHECK_EQ(relief_of("spinal_manipulation", &anybody, PS_PAIN_BACK, 60, 0), 0);
  double at_20 = relief_of("spinal_manipulation", &anybody, PS_PAIN_BACK, 60, 20);
  double at_50 = relief_of("spinal_manipulation", &anybody, PS_PAIN_BACK, 60, 50);
  CHECK_NEAR(at_20, 0.4 * at_50, 1e-12);
}

// pain_model 3: -10 at six weeks, about -2 after a year
static void an_operation_acts_once_and_fades(void) {
  CHECK_NEAR(relief_of("microdiscectomy", &leg, PS_PAIN_LEG, 42, 50), -10, 0.1); // [points]
  CHECK_NEAR(relief_of("microdiscectomy", &leg, PS_PAIN_LEG, 364, 50), -2, 1);
  CHECK_EQ(relief_of("microdiscectomy", &chronic, PS_PAIN_LEG, 42, 50), 0);
}

// ---- doses

static void half_the_least_studied_dose_does_half_and_more_does_no_more(void) {
  const double least = care_of("spinal_manipulation").item[0].what->minutes_low;
  char words[60];
  double usual = relief_of("spinal_manipulation", &chronic, PS_PAIN_BACK, 60, 50);
  snprintf(words, sizeof words, "spinal_manipulation@%g", 0.5 * least);
  CHECK_NEAR(relief_of(words, &chronic, PS_PAIN_BACK, 60, 50), 0.5 * usual, 1e-12);
  CHECK_EQ(relief_of("spinal_manipulation@600", &chronic, PS_PAIN_BACK, 60, 50), usual);
  ps_care care = care_of("spinal_manipulation@600,massage");
  CHECK(ps_care_extrapolated(&care.item[0]) && !ps_care_extrapolated(&care.item[1]));
}

static void a_size_is_a_persons_own_whatever_else_is_chosen(void) {
  ps_care alone = care_of("heat"), among = care_of("cbt,tens,heat,hip_flexor_stretch");
  for (int i = 0; i < 40; i++) {
    ps_care_sizes a = ps_care_draw(&alone, 9, i, 40), b = ps_care_draw(&among, 9, i, 40);
    CHECK_EQ(a.size[0], b.size[2]);
    CHECK(b.size[3] >= 0); // a limit of its row
  }
}

// ---- parameters, rates, hazards

static void factors_grow_from_one_to_their_size_and_back(void) {
  ps_care care = care_of("sleep_cbti,relaxation_breathing,seat_suspension,walking_programme,"
                         "hip_flexor_strengthening,hip_flexor_stretch");
  for (int k = 0; k < care.n; k++)
    care.item[k].end_d = 400;
  ps_care_acts first = usual_on(&care, &anybody, -1), late = usual_on(&care, &anybody, 399),
               after = usual_on(&care, &anybody, 4000);
  CHECK(first.sleep_debt == 1 && first.psoas_strength == 1 && first.extension_deg == 0);
  CHECK_NEAR(late.sleep_debt, 0.6, 1e-6);
  CHECK_NEAR(late.stressor, 0.85, 1e-6);
  CHECK_NEAR(late.seat, 0.7, 1e-6);
  CHECK_NEAR(late.psoas_strength, 1.15, 1e-4);
  CHECK_NEAR(late.extension_deg, 3, 1e-4);  // [deg]
  CHECK_NEAR(late.recurrence, 0.75, 0.001); // its time constant is 60 days
  CHECK_NEAR(after.sleep_debt, 1, 1e-12);
  CHECK_NEAR(after.extension_deg, 0, 1e-12);
  CHECK_NEAR(after.recurrence, 1, 1e-8);
  ps_care_acts half = usual_on(&care, &anybody, 28 * log(2)); // half way to hip extension
  CHECK_NEAR(half.extension_deg, 1.5, 1e-9);
}

static void a_gain_of_range_is_length_of_the_hip_flexors(void) {
  ps_care care = care_of("hip_flexor_stretch=6,posture_correction=4");
  ps_care_acts a = usual_on(&care, &anybody, 1e4);
  ps_person who = ps_person_default(), changed = who;
  const ps_parameters *p = &the_lab()->parameters;
  ps_care_person(&a, 150, p, &changed);
  CHECK_NEAR(changed.hip_flexor_shortening[0], -0.04, 1e-9); // 6 deg of 150
  CHECK_NEAR(ps_person_lordosis(&changed, p), ps_person_lordosis(&who, p) - 4, 1e-9);
}

// ---- exposures

static const char desk[] = "blocks:\n"
                           "  - {for: 4 h, posture: sitting_slumped, task: typing}\n"
                           "  - {for: 30 min, posture: walking}\n"
                           "  - {for: 2 h, posture: sitting_relaxed, task: watching}\nsleep_h: 8\n";

typedef struct changed_day {
  ps_pool pool;
  ps_day plain, day;
} changed_day;

static changed_day desk_with(const char *words) {
  changed_day c = {0};
  ps_tree *tree;
  ps_error err = {0};
  ps_care care = care_of(words);
  ps_care_sizes sizes = ps_care_usual(&care);
  human_ok(ps_yaml_parse(&c.pool, "day.yaml", desk, strlen(desk), &tree, &err), &err);
  human_ok(ps_day_read(&c.pool, tree, "day.yaml", &c.plain, &err), &err);
  human_ok(ps_care_day(&c.pool, &care, &sizes, &c.plain, &c.day, &err), &err);
  return c;
}

static double hours_of(const ps_day *d, bool (*is)(const ps_day *d, const ps_day_block *b)) {
  double sum = 0;
  for (int i = 0; i < d->nblock; i++)
    sum += is(d, &d->block[i]) ? d->block[i].duration_s / 3600 : 0;
  return sum;
}

static bool seated(const ps_day *d, const ps_day_block *b) {
  return d->pose[b->pose].support.seat;
}

static bool stands_at_work(const ps_day *d, const ps_day_block *b) {
  return !seated(d, b) && strcmp(b->task.name, "standing_work") == 0;
}

static bool is_break(const ps_day *d, const ps_day_block *b) {
  return d->pose && b->is_break;
}

static bool padded(const ps_day *d, const ps_day_block *b) {
  const ps_pose *p = &d->pose[b->pose];
  return p->support.seat && p->support.backrest && p->chair.lumbar_pad_m > 0;
}

static void exposures_change_the_day_and_keep_its_clock(void) {
  static const char *const words[] = {
      "active_micro_breaks", "sit_stand_desk", "ergonomic_chair_lumbar_support",
      "constructive_rest", "active_micro_breaks,sit_stand_desk,ergonomic_chair_lumbar_support"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    changed_day c = desk_with(words[i]);
    CHECK_NEAR(ps_day_length(&c.day), ps_day_length(&c.plain), 1e-6); // [s]
    double clock = c.day.start_s;
    for (int k = 0; k < c.day.nblock; clock += c.day.block[k++].duration_s)
      CHECK_NEAR(c.day.block[k].start_s, clock, 1e-6); // [s]
    CHECK(c.day.npose > c.plain.npose);
    ps_pool_free(&c.pool);
  }
}

static void the_desk_has_its_share_done_standing(void) {
  changed_day c = desk_with("sit_stand_desk");
  CHECK_NEAR(hours_of(&c.day, stands_at_work), 0.15 * 4, 1e-9); // of the typing alone [h]
  CHECK_NEAR(hours_of(&c.day, seated), 6 - 0.6, 1e-9);
  ps_pool_free(&c.pool);
}

static void breaks_share_out_the_minutes_of_a_week(void) {
  changed_day c = desk_with("active_micro_breaks@100");
  double hours = hours_of(&c.day, is_break);
  CHECK(hours * 60 > 0.8 * 100 / 7 && hours * 60 <= 100 / 7.0 + 1e-9); // the last block ends first
  for (int i = 0; i < c.day.nblock; i++)
    if (seated(&c.day, &c.day.block[i]))
      CHECK(c.day.block[i].duration_s <= 1800 + 1e-9 && c.day.block[i].has_breaks);
  ps_pool_free(&c.pool);
  c = desk_with("active_micro_breaks@0");
  CHECK_EQ(hours_of(&c.day, is_break), 0);
  ps_pool_free(&c.pool);
}

static void the_chair_leans_back_with_a_pad_and_rest_is_lain(void) {
  changed_day c = desk_with("ergonomic_chair_lumbar_support");
  CHECK_NEAR(hours_of(&c.day, padded), 6, 1e-9);
  ps_pool_free(&c.pool);
  c = desk_with("constructive_rest");
  CHECK_NEAR(hours_of(&c.day, is_break), 20.0 / 60, 1e-9); // 140 min a week
  CHECK_NEAR(hours_of(&c.day, seated), 6 - 20.0 / 60, 1e-9);
  ps_pool_free(&c.pool);
}

int main(void) {
  int failed = CHECK_RUN(
      CHECK_FACT(every_row_but_the_natural_course_can_act),
      CHECK_FACT(what_cannot_be_meant_is_answered),
      CHECK_FACT(imagined_effects_beyond_the_scale_are_refused_with_the_range),
      CHECK_FACT(rows_without_trial_and_mechanism_change_no_number_of_any_coupling),
      CHECK_FACT(such_a_day_has_the_bits_of_a_day_without),
      CHECK_FACT(cupping_and_microcurrent_widen_the_band_and_leave_its_middle),
      CHECK_FACT(offsets_act_in_the_people_they_were_tried_in),
      CHECK_FACT(offsets_of_several_add_by_half), CHECK_FACT(who_has_no_pain_gets_no_relief),
      CHECK_FACT(an_operation_acts_once_and_fades),
      CHECK_FACT(half_the_least_studied_dose_does_half_and_more_does_no_more),
      CHECK_FACT(a_size_is_a_persons_own_whatever_else_is_chosen),
      CHECK_FACT(factors_grow_from_one_to_their_size_and_back),
      CHECK_FACT(a_gain_of_range_is_length_of_the_hip_flexors),
      CHECK_FACT(exposures_change_the_day_and_keep_its_clock),
      CHECK_FACT(the_desk_has_its_share_done_standing),
      CHECK_FACT(breaks_share_out_the_minutes_of_a_week),
      CHECK_FACT(the_chair_leans_back_with_a_pad_and_rest_is_lain));
  ps_evidence_close(&catalogue);
  return failed;
}
