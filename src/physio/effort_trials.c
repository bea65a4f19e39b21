#include "physio/effort_trials.h"

#include <math.h>
#include <stdbool.h>

#include "num/random.h"

static const double MINUTE = 60, HOUR = 3600; // [s]

// ---- pressure, flow, oxygen of a held contraction

static double pressure_at(const ps_effort_params *e, double activation) {
  ps_perfusion_input in = {.activation = activation};
  return ps_perfusion_pressure_mmhg(&e->perfusion, &in);
}

static double rest_pressure(const ps_effort_params *e) { // input
  return pressure_at(e, 0);
}

static double light_pressure_ratio(const ps_effort_params *e) { // input
  return pressure_at(e, e->perfusion.light_level) / pressure_at(e, 0);
}

static double trunk_pressure_20(const ps_effort_params *e) { // input
  return ps_perfusion_back_mmhg(&e->perfusion, 0.20);
}

// flow after an hour at 5 % over that after five minutes
static double flow_drift(const ps_effort_params *e) {
  ps_perfusion_input in = {.activation = 0.05};
  ps_perfusion s = ps_perfusion_rest(&e->perfusion);
  ps_perfusion_step(&e->perfusion, &in, 5 * MINUTE, &s);
  double early = ps_perfusion_flow(&e->perfusion, &in, &s);
  ps_perfusion_step(&e->perfusion, &in, 55 * MINUTE, &s);
  return 100 * (ps_perfusion_flow(&e->perfusion, &in, &s) / early - 1);
}

// change of saturation in 30 s [points]
static double saturation_change(const ps_effort_params *e, double activation) {
  ps_perfusion_input in = {.activation = activation};
  ps_perfusion s = ps_perfusion_rest(&e->perfusion);
  ps_perfusion_step(&e->perfusion, &in, 30, &s);
  return 100 * (s.saturation - e->perfusion.rest_saturation);
}

// the least change among the five levels, at 2 %; nan if it is not larger at every higher one
static double saturation_changes(const ps_effort_params *e) {
  const double levels[5] = {0.02, 0.05, 0.10, 0.20, 0.30};
  double first = saturation_change(e, levels[0]), last = first;
  for (int i = 1; i < 5; i++) {
    double next = saturation_change(e, levels[i]);
    if (next >= last)
      return NAN;
    last = next;
  }
  return first;
}

// the lowest of the levels 1 %, 2 % ... with a clear fall
static double saturation_onset(const ps_effort_params *e) {
  for (int pct = 1; pct <= 100; pct++)
    if (saturation_change(e, pct / 100.0) <= -100 * e->perfusion.clear_fall)
      return pct;
  return NAN;
}

static double twitch_at(const ps_effort_params *e, double external_mmhg) {
  ps_perfusion_input in = {.external_mmhg = external_mmhg};
  ps_perfusion s = ps_perfusion_rest(&e->perfusion);
  ps_perfusion_step(&e->perfusion, &in, 4 * MINUTE, &s);
  return 100 * ps_perfusion_twitch(&e->perfusion, &s);
}

static double twitch_20(const ps_effort_params *e) {
  return twitch_at(e, 20);
}

static double twitch_60(const ps_effort_params *e) {
  return twitch_at(e, 60);
}

static double twitch_threshold(const ps_effort_params *e) {
  for (int mmhg = 1; mmhg <= 300; mmhg++)
    if (twitch_at(e, mmhg) <= 100 * (1 - e->perfusion.clear_twitch_loss))
      return mmhg;
  return NAN;
}

// the pressure at which less than a fifth of the flow that a muscle calls for is left
static double flow_block(const ps_effort_params *e) {
  for (int mmhg = 1; mmhg <= 1000; mmhg++)
    if (ps_perfusion_open(&e->perfusion, mmhg) < 0.2)
      return mmhg;
  return NAN;
}

static double flow_arrest(const ps_effort_params *e) {
  for (int pct = 1; pct <= 100; pct++)
    if (ps_perfusion_open(&e->perfusion, pressure_at(e, pct / 100.0)) < 1e-9)
      return pct;
  return NAN;
}

// ---- endurance

static double trunk_endurance(const ps_effort_params *e, double level) {
  ps_fatigue_params trunk = ps_fatigue_with(&e->fatigue, &e->fatigue_trunk);
  return ps_fatigue_endurance_s(&trunk, level);
}

#define ENDURANCE(pct)                                                                             \
  static double endurance_##pct(const ps_effort_params *e) {                                       \
    return trunk_endurance(e, pct / 100.0);                                                        \
  }
ENDURANCE(10)
ENDURANCE(20)
ENDURANCE(40)
ENDURANCE(50)
ENDURANCE(80)

// difference to the measured power curve of the trunk [freylaw2010], 10 to 90 % in nine steps
static double endurance_error(const ps_effort_params *e) {
  double sum = 0;
  for (int i = 1; i <= 9; i++) {
    double miss = trunk_endurance(e, i / 10.0) - 22.69 * pow(i / 10.0, -2.27);
    sum += miss * miss / 9;
  }
  return sqrt(sum);
}

// ankle > trunk > grip > elbow > knee > shoulder at 40 %
static double joint_order(const ps_effort_params *e) {
  const ps_fatigue_set *order[6] = {&e->fatigue_ankle, &e->fatigue_trunk, &e->fatigue_hand,
                                    &e->fatigue_elbow, &e->fatigue_knee,  &e->fatigue_shoulder};
  double last = INFINITY;
  for (int i = 0; i < 6; i++) {
    ps_fatigue_params p = ps_fatigue_with(&e->fatigue, order[i]);
    double next = ps_fatigue_endurance_s(&p, 0.40);
    if (next >= last)
      return 0;
    last = next;
  }
  return 1;
}

// input, all of these
#define RATES(group)                                                                               \
  static double F_##group(const ps_effort_params *e) {                                             \
    return e->fatigue_##group.fatigue_per_s;                                                       \
  }                                                                                                \
  static double R_##group(const ps_effort_params *e) {                                             \
    return e->fatigue_##group.recovery_per_s;                                                      \
  }
RATES(ankle)
RATES(shoulder)
RATES(trunk)
RATES(knee)
RATES(elbow)
RATES(hand)

// ---- a quarter of an hour of full stress at four in the afternoon

static const double TEST_MIN = 15, TEST_HOUR = 16;
enum { TEST_MINUTES = 600 };

typedef struct stress_course {
  double base;                         // cortisol without the test [means of the day]
  double excess[TEST_MINUTES + 1];     // every minute from the start of the test
  double heart_rise[TEST_MINUTES + 1]; // [1/min]
  int peak;                            // minute of the highest excess
} stress_course;

static void run_stress_test(const ps_effort_params *e, stress_course *course) {
  ps_stress s = {0};
  course->base = ps_stress_cortisol_base(&e->stress, TEST_HOUR);
  course->peak = 0;
  for (int i = 0; i <= TEST_MINUTES; i++) {
    course->excess[i] = s.cortisol_excess;
    course->heart_rise[i] =
        ps_stress_effects_of(&e->stress, &s).heart_per_min - e->stress.heart_rest_per_min;
    if (course->excess[i] > course->excess[course->peak])
      course->peak = i;
    ps_stress_step(&e->stress, i < TEST_MIN ? 1 : 0, MINUTE, &s);
  }
}

static double cortisol_peak_time(const ps_effort_params *e) {
  stress_course course;
  run_stress_test(e, &course);
  return course.peak;
}

static double cortisol_peak_ratio(const ps_effort_params *e) {
  stress_course course;
  run_stress_test(e, &course);
  return 1 + course.excess[course.peak] / course.base;
}

// until a quarter of the rise is left, from the end of the test
static double cortisol_recovery(const ps_effort_params *e) {
  stress_course course;
  run_stress_test(e, &course);
  int i = course.peak;
  while (i < TEST_MINUTES && course.excess[i] > 0.25 * course.excess[course.peak])
    i++;
  return i - TEST_MIN;
}

static double heart_peak(const ps_effort_params *e) { // input, but for the lag
  stress_course course;
  run_stress_test(e, &course);
  double peak = 0;
  for (int i = 0; i <= TEST_MINUTES; i++)
    peak = fmax(peak, course.heart_rise[i]);
  return peak;
}

// ---- tone under mental stress, settled

static ps_stress_effects under_stress(const ps_effort_params *e, double stressor) {
  ps_stress s = {0};
  ps_stress_step(&e->stress, stressor, HOUR, &s);
  return ps_stress_effects_of(&e->stress, &s);
}

// in % of maximum, where the row has % of a smaller reference contraction: a lower bound; input
static double trapezius_rise(const ps_effort_params *e) {
  return under_stress(e, 1).trapezius_pct - under_stress(e, 0).trapezius_pct;
}

// input: tone is added to whatever the muscle does, so load changes nothing
static double trapezius_synergy(const ps_effort_params *e) {
  double unloaded = trapezius_rise(e), loaded = trapezius_rise(e);
  return loaded / unloaded;
}

// rise of tone, if breathing quickens and pauses become rare with it
static double breathing_and_tone(const ps_effort_params *e) {
  ps_stress_effects calm = under_stress(e, 0), busy = under_stress(e, 1);
  bool together = busy.breath_per_min > calm.breath_per_min && busy.rest_gaps < calm.rest_gaps;
  return together ? busy.trapezius_pct - calm.trapezius_pct : 0;
}

// ---- a cohort in the same test; spreads between people are inputs

enum { PEOPLE = 400, COHORT_SEED = 1 };

typedef struct cohort {
  double before[PEOPLE], rise[PEOPLE], heart[PEOPLE], heart_rise[PEOPLE];
} cohort;

static double normal_draw(uint64_t stream, uint64_t person) {
  double u = 1 - ps_random_uniform(COHORT_SEED, stream, 2 * person);
  double v = ps_random_uniform(COHORT_SEED, stream, 2 * person + 1);
  return sqrt(-2 * log(u)) * cos(6.28318530717958647693 * v);
}

static void draw_cohort(const ps_effort_params *e, cohort *people) {
  const ps_stress_params *p = &e->stress;
  stress_course course;
  run_stress_test(e, &course);
  double spread = p->cortisol_person_log_sd;
  for (uint64_t i = 0; i < PEOPLE; i++) {
    bool responds = ps_random_uniform(COHORT_SEED, 4, i) < p->responder_share;
    double secretion = exp(spread * normal_draw(0, i)) * (responds ? 1 : p->nonresponder_factor);
    people->before[i] = course.base * exp(spread * normal_draw(1, i));
    people->rise[i] = course.excess[course.peak] * secretion;
    people->heart[i] = p->heart_rest_per_min + p->heart_person_sd_per_min * normal_draw(2, i);
    double slope = p->heart_rise_per_min + p->heart_rise_person_sd * normal_draw(3, i);
    people->heart_rise[i] = slope * course.heart_rise[(int)TEST_MIN] / p->heart_rise_per_min;
  }
}

static double mean_product(const double *x, const double *y) {
  double sum_x = 0, sum_y = 0, sum = 0;
  for (int i = 0; i < PEOPLE; i++) {
    sum_x += x[i] / PEOPLE;
    sum_y += y[i] / PEOPLE;
    sum += x[i] * y[i] / PEOPLE;
  }
  return sum - sum_x * sum_y; // covariance
}

// mean rise over the standard deviation, pooled from before and after
static double standardized_rise(const double *before, const double *rise) {
  double after[PEOPLE], mean = 0;
  for (int i = 0; i < PEOPLE; i++) {
    after[i] = before[i] + rise[i];
    mean += rise[i] / PEOPLE;
  }
  return mean / sqrt((mean_product(before, before) + mean_product(after, after)) / 2);
}

static double cortisol_effect(const ps_effort_params *e) {
  cohort people;
  draw_cohort(e, &people);
  return standardized_rise(people.before, people.rise);
}

static double heart_effect(const ps_effort_params *e) {
  cohort people;
  draw_cohort(e, &people);
  return standardized_rise(people.heart, people.heart_rise);
}

static double cortisol_heart_correlation(const ps_effort_params *e) { // input: drawn apart
  cohort people;
  draw_cohort(e, &people);
  double both = mean_product(people.rise, people.heart_rise);
  return both / sqrt(mean_product(people.rise, people.rise) *
                     mean_product(people.heart_rise, people.heart_rise));
}

const ps_effort_trial ps_effort_trials[] = {
    {"muscle.imp_rest_mmhg", "mmHg", rest_pressure},
    {"muscle.imp_ratio_5pct", "ratio", light_pressure_ratio},
    {"muscle.flow_drift_pct_1h_5pct", "sign", flow_drift},
    {"muscle.so2_fall_onset_pct", "%MVC", saturation_onset},
    {"es.imp_mmhg_20pct", "mmHg", trunk_pressure_20},
    {"es.so2_delta_30s", "sign", saturation_changes},
    {"muscle.twitch_pct_at_pressure.20mmhg", "% of baseline", twitch_20},
    {"muscle.twitch_pct_at_pressure.60mmhg", "% of baseline", twitch_60},
    {"muscle.pressure_threshold_mmhg", "mmHg", twitch_threshold},
    {"muscle.flow_block_mmhg", "mmHg", flow_block},
    {"muscle.flow_arrest_pct", "%MVC", flow_arrest},
    {"fatigue.F.ankle", "1/s", F_ankle},
    {"fatigue.F.shoulder", "1/s", F_shoulder},
    {"fatigue.R.ankle", "1/s", R_ankle},
    {"fatigue.R.shoulder", "1/s", R_shoulder},
    {"fatigue.rms_s", "s", endurance_error},
    {"fatigue.F.trunk", "1/s", F_trunk},
    {"fatigue.R.trunk", "1/s", R_trunk},
    {"fatigue.F.knee", "1/s", F_knee},
    {"fatigue.R.knee", "1/s", R_knee},
    {"fatigue.F.elbow", "1/s", F_elbow},
    {"fatigue.R.elbow", "1/s", R_elbow},
    {"fatigue.F.hand", "1/s", F_hand},
    {"fatigue.R.hand", "1/s", R_hand},
    {"endurance.trunk_s.10pct", "s", endurance_10},
    {"endurance.trunk_s.20pct", "s", endurance_20},
    {"endurance.trunk_s.40pct", "s", endurance_40},
    {"endurance.trunk_s.50pct", "s", endurance_50},
    {"endurance.trunk_s.80pct", "s", endurance_80},
    {"fatigue.joint_order_ok", "sign", joint_order},
    {"trapezius.activation_stress_delta_pct", "% of reference contraction", trapezius_rise},
    {"trapezius.stress_gain_loaded_over_unloaded", "sign", trapezius_synergy},
    {"stress.breathing_coupled_emg", "sign", breathing_and_tone},
    {"stress.cortisol_d", "Cohen d", cortisol_effect},
    {"stress.ans_g", "Hedges g", heart_effect},
    {"corr(cortisol,hr) across subjects", "rho", cortisol_heart_correlation},
    {"stress.cortisol_peak_min", "min", cortisol_peak_time},
    {"stress.cortisol_recovery_min", "min", cortisol_recovery},
    {"stress.cortisol_peak_ratio", "ratio", cortisol_peak_ratio},
    {"stress.hr_delta_bpm", "beats/min", heart_peak},
};
const int ps_effort_trial_count = sizeof ps_effort_trials / sizeof ps_effort_trials[0];
