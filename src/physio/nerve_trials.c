#include "physio/nerve_trials.h"

#include <math.h>

static const double DEG = 3.14159265358979323846 / 180; // [rad]
static const double MAP_MMHG = 93;                      // of an adult at rest
static const double H = 3600, MIN = 60;                 // [s]

// ---- compression of a limb nerve

// lowest pressure at which `share` is reached, in steps of 0.1 mmHg
static double venule_threshold(const ps_nerve *n) { // input
  double p = 0;
  while (p < 200 && ps_root_venules_closed(&n->limb, p) < 0.5)
    p += 0.1;
  return p;
}

// lowest pressure that leaves a hundredth of the flow
static double flow_stop(const ps_nerve *n) { // input: stop_below_map_mmhg, arteriole_of_map
  double p = 0;
  while (p < 200 && ps_root_pressure_flow(&n->limb, p, MAP_MMHG) > 0.01)
    p += 0.1;
  return p;
}

static double fluid_after(const ps_nerve *n, double pressure_mmhg, double hours) {
  ps_root s = ps_root_rest();
  ps_root_load load = {pressure_mmhg, MAP_MMHG, 0, 1};
  ps_root_step(&n->limb, &n->fiber, &load, hours * H, &s);
  return s.fluid;
}

static double fluid_30_8h(const ps_nerve *n) { // input: fluid_gain fits this and the next
  return fluid_after(n, 30, 8);
}

static double fluid_80_4h(const ps_nerve *n) { // input
  return fluid_after(n, 80, 4);
}

static double transport_threshold(const ps_nerve *n) { // input
  return n->fiber.transport_mmhg;
}

// ---- stretch

static double flow_at_strain_pct(const ps_nerve *n, double strain) {
  ps_root s = ps_root_rest();
  ps_root_load load = {0, MAP_MMHG, strain, 0};
  return 100 * (ps_root_flow(&n->limb, &n->fiber, &load, &s) - 1);
}

static double flow_8(const ps_nerve *n) { // input: strain_half
  return flow_at_strain_pct(n, 0.08);
}

static double flow_15(const ps_nerve *n) { // input: strain_exponent
  return flow_at_strain_pct(n, 0.15);
}

// until 95 per cent of the relaxation is over
static double stress_relax(const ps_nerve *n) { // input: relax_min
  ps_root s = ps_root_rest();
  ps_root_load load = {0, MAP_MMHG, 0.08, 0};
  double minutes = 0, last = n->fiber.relax_share * load.strain;
  for (; minutes < 600 && s.relaxed < 0.95 * last; minutes += 0.1)
    ps_root_step(&n->limb, &n->fiber, &load, 0.1 * MIN, &s);
  return minutes;
}

static double conduction_8_2h(const ps_nerve *n) { // input: strain_start
  ps_root s = ps_root_rest();
  ps_root_load load = {0, MAP_MMHG, 0.08, 0};
  ps_root_step(&n->limb, &n->fiber, &load, 2 * H, &s);
  return 100 * (ps_root_conduction(&s) - 1);
}

// ---- the sciatic nerve over moving joints

static double excursion(const ps_nerve *n) {
  ps_leg_pose bent = {.hip_flexion = 30 * DEG, .knee_flexion = 90 * DEG};
  ps_leg_pose straight = {.hip_flexion = 30 * DEG};
  return ps_sciatic_slide_mm(&n->sciatic, &straight) - ps_sciatic_slide_mm(&n->sciatic, &bent);
}

// root movement is clear from a tenth of a millimetre on
static double root_onset(const ps_nerve *n) { // input: root_onset_mm
  for (double deg = 0; deg < 120; deg += 0.1)
    if (ps_sciatic_root_mm(&n->sciatic, &(ps_leg_pose){.hip_flexion = deg * DEG}) > 0.1)
      return deg;
  return 120;
}

static double root_excursion(const ps_nerve *n) { // input: root_share
  return ps_sciatic_root_mm(&n->sciatic, &(ps_leg_pose){.hip_flexion = 90 * DEG});
}

// ankle then hip, and hip then ankle, in steps of half a degree: the same by (S1)
static double sequence_difference(const ps_nerve *n) {
  double end[2];
  for (int order = 0; order < 2; order++) {
    ps_leg_pose pose = {0};
    double strain = 0;
    for (int step = 0; step < 180; step++) {
      int ankle = order == 0 ? step < 40 : step >= 140;
      double *angle = ankle ? &pose.dorsiflexion : &pose.hip_flexion;
      *angle += 0.5 * DEG;
      strain = ps_sciatic_strain(&n->sciatic, &pose);
    }
    end[order] = strain;
  }
  return 100 * (end[1] - end[0]);
}

// ---- canal and foramina

static double canal_seated(const ps_nerve *n) { // input: canal_mm2
  return ps_foramen_canal_mm2(&n->foramen, &(ps_foramen_posture){.flexion = 1, .load = 1});
}

static double canal_loaded(const ps_nerve *n) { // input: canal_load
  double lying = ps_foramen_canal_mm2(&n->foramen, &(ps_foramen_posture){0});
  double loaded = ps_foramen_canal_mm2(&n->foramen, &(ps_foramen_posture){.load = 1});
  return 100 * (loaded / lying - 1);
}

static double foramen_pct(const ps_nerve *n, ps_foramen_posture posture) {
  return 100 * (ps_foramen_change(&n->foramen, PS_FORAMEN_L4_L5, &posture) - 1);
}

static double foramen_flexion(const ps_nerve *n) { // input: flexion
  return foramen_pct(n, (ps_foramen_posture){.flexion = 1});
}

static double foramen_extension(const ps_nerve *n) { // input: extension
  return foramen_pct(n, (ps_foramen_posture){.extension = 1});
}

// upright: from extended to flexed, at the level where it changes most
static double foramen_range(const ps_nerve *n) {
  ps_foramen_posture flexed = {.flexion = 1, .load = 1}, extended = {.extension = 1, .load = 1};
  double most = 0;
  for (int level = 0; level < PS_FORAMEN_NLEVEL; level++) {
    double ratio = ps_foramen_change(&n->foramen, (ps_foramen_level)level, &flexed) /
                   ps_foramen_change(&n->foramen, (ps_foramen_level)level, &extended);
    most = fmax(most, 100 * (ratio - 1));
  }
  return most;
}

// ---- risk

static double log_odds(const ps_nerve *n, ps_risk_outcome outcome, const ps_risk_exposure *who) {
  return ps_risk_combined(&n->risk, n->risk_factor, outcome, who).value;
}

static double odds_ratio(const ps_nerve *n, ps_risk_outcome outcome, ps_risk_factor_id factor) {
  ps_risk_exposure who = {0};
  who.level[factor] = 1;
  return exp(log_odds(n, outcome, &who));
}

// each switches one factor on: input
#define INPUT(outcome, factor)                                                                     \
  static double or_##factor(const ps_nerve *n) {                                                   \
    return odds_ratio(n, PS_RISK_##outcome, PS_FACTOR_##factor);                                   \
  }
INPUT(back_pain, vibration)
INPUT(sciatica, vibration_sciatica)
INPUT(herniation, truck_herniation)
INPUT(back_pain, sitting_alone)
INPUT(back_pain, sitting_cross_sectional)
INPUT(back_pain, sedentary)
INPUT(back_pain, office)
INPUT(back_pain, overweight)
INPUT(back_pain, driver_age)
INPUT(back_pain, driver_years)
INPUT(back_pain, driver_seat)
INPUT(back_pain, driver_posture)
INPUT(back_pain, driver_work_pressure)
INPUT(back_pain, driver_short_sleep)
INPUT(back_pain, driver_handling)
INPUT(back_pain, depression)
INPUT(back_pain, depression_mild)
INPUT(depression, back_pain_depression)
INPUT(chronic_pain, insomnia)
INPUT(widespread, insomnia_widespread)
INPUT(disability, poor_sleep_disability)
INPUT(recovery, sleepless_recovery)
#undef INPUT

static double rr_ptsd(const ps_nerve *n) { // input, there and back through (K4)
  double b = log(odds_ratio(n, PS_RISK_chronic_pain, PS_FACTOR_ptsd));
  return ps_risk_relative(n->risk.chronic_pain_5y, b);
}

static double chronic_5y(const ps_nerve *n) { // input
  return 100 * n->risk.chronic_pain_5y;
}

// sitting, vibration and awkward posture together, by (K2)
static double or_combined(const ps_nerve *n) {
  ps_risk_exposure who = {.level[PS_FACTOR_vibration] = 1,
                          .level[PS_FACTOR_driver_posture] = 1,
                          .level[PS_FACTOR_sitting_over_8h] = 1};
  return exp(log_odds(n, PS_RISK_back_pain, &who));
}

// a helicopter: vibration, awkward posture, hard seat, work pressure
static double or_extreme(const ps_nerve *n) {
  ps_risk_exposure who = {.level[PS_FACTOR_vibration] = 1,
                          .level[PS_FACTOR_driver_posture] = 1,
                          .level[PS_FACTOR_driver_seat] = 1,
                          .level[PS_FACTOR_driver_work_pressure] = 1};
  return exp(log_odds(n, PS_RISK_back_pain, &who));
}

// drivers: people in general, plus vibration
static double driver_pct(const ps_nerve *n, double base) {
  ps_risk_exposure who = {.level[PS_FACTOR_vibration] = 1};
  return 100 * ps_risk_probability(base, log_odds(n, PS_RISK_back_pain, &who));
}

static double driver_year(const ps_nerve *n) {
  return driver_pct(n, n->risk.back_pain_year);
}

static double driver_week(const ps_nerve *n) {
  return driver_pct(n, n->risk.back_pain_week);
}

// eight hours of handling loads with 5 min less of it, and as much more sitting
static double sitting_manual(const ps_nerve *n) {
  double part = 5.0 / (8 * 60);
  ps_risk_exposure who = {.level[PS_FACTOR_driver_handling] = 1};
  double before = ps_risk_probability(n->risk.back_pain_week, log_odds(n, PS_RISK_back_pain, &who));
  who.level[PS_FACTOR_driver_handling] = 1 - part;
  who.level[PS_FACTOR_sitting_6_8h] = part;
  double after = ps_risk_probability(n->risk.back_pain_week, log_odds(n, PS_RISK_back_pain, &who));
  return n->risk.back_pain_points * (after - before);
}

static double sciatica_year(const ps_nerve *n) { // input
  return 100 * n->risk.sciatica_year;
}

static double sciatica_lifetime(const ps_nerve *n) { // input
  return 100 * n->risk.sciatica_lifetime;
}

// mean discomfort of eight hours at a desk that is left for `up` minutes of each hour
static double office_discomfort(const ps_nerve *n, int up) {
  ps_pain s = ps_pain_rest();
  double sum = 0;
  for (int minute = 0; minute < 8 * 60; minute++) {
    ps_pain_exposure x = {.posture = 1, .moved = minute % 60 >= 60 - up};
    ps_pain_step_discomfort(&n->pain, &x, MIN, &s);
    sum += s.discomfort;
  }
  return sum / (8 * 60);
}

// a sit-stand desk takes 15 per cent of the sitting: 9 minutes an hour
static double sitstand(const ps_nerve *n) {
  return (office_discomfort(n, 9) - office_discomfort(n, 0)) / n->pain.points_per_smd;
}

const ps_nerve_trial ps_nerve_trials[] = {
    {"nerve.venule_threshold_mmhg", "mmHg", venule_threshold},
    {"nerve.flow_stop_mmhg", "mmHg", flow_stop},
    {"nerve.efp_ratio_30mmHg_8h", "ratio", fluid_30_8h},
    {"nerve.efp_ratio_80mmHg_4h", "ratio", fluid_80_4h},
    {"nerve.transport_threshold_mmhg", "mmHg", transport_threshold},
    {"nerve.flow_pct_8pct_strain", "%", flow_8},
    {"nerve.flow_pct_15pct_strain", "%", flow_15},
    {"nerve.stress_relax_min", "min", stress_relax},
    {"nerve.conduction_pct_8pct_2h", "% change", conduction_8_2h},
    {"nerve.sciatic_excursion_mm", "mm", excursion},
    {"nerve.root_motion_onset_deg", "deg", root_onset},
    {"nerve.root_excursion_mm", "mm", root_excursion},
    {"nerve.slr_sequence_diff_pct", "sign", sequence_difference},
    {"canal.area_mm2", "mm2", canal_seated},
    {"canal.area_pct_axial", "%", canal_loaded},
    {"foramen.area_range_pct", "%", foramen_range},
    {"foramen.area_pct_flexion", "%", foramen_flexion},
    {"foramen.area_pct_extension", "%", foramen_extension},
    {"risk.lbp_or_depression", "OR", or_depression},
    {"risk.lbp_or_depression_mild", "OR", or_depression_mild},
    {"risk.depression_or_lbp", "OR", or_back_pain_depression},
    {"risk.clbp_rr_ptsd", "RR", rr_ptsd},
    {"risk.cbp_5y_pct_noptsd", "%", chronic_5y},
    {"risk.clbp_or_insomnia", "OR", or_insomnia},
    {"risk.cwp_rr_insomnia", "RR", or_insomnia_widespread},
    {"risk.disability_rr_poor_sleep", "RR", or_poor_sleep_disability},
    {"risk.recovery_rr_sleepless", "RR", or_sleepless_recovery},
    {"risk.lbp_or_wbv", "OR", or_vibration},
    {"risk.sciatica_or_wbv", "OR", or_vibration_sciatica},
    {"risk.lbp_or_combined", "OR", or_combined},
    {"risk.lbp_or_sitting_only", "OR", or_sitting_alone},
    {"risk.lbp_or_extreme", "OR", or_extreme},
    {"risk.lbp_or_long_sitting", "OR", or_sitting_cross_sectional},
    {"risk.lbp_or_sedentary", "OR", or_sedentary},
    {"risk.lbp_or_office", "OR", or_office},
    {"risk.lbp_or_overweight", "OR", or_overweight},
    {"risk.driver_prevalence_pct", "%", driver_year},
    {"risk.driver_prevalence_7d_pct", "%", driver_week},
    {"risk.driver_or.age", "OR", or_driver_age},
    {"risk.driver_or.years", "OR", or_driver_years},
    {"risk.driver_or.seat", "OR", or_driver_seat},
    {"risk.driver_or.posture", "OR", or_driver_posture},
    {"risk.driver_or.work_pressure", "OR", or_driver_work_pressure},
    {"risk.driver_or.short_sleep", "OR", or_driver_short_sleep},
    {"risk.driver_or.handling", "OR", or_driver_handling},
    {"risk.sitting_effect_manual_workers", "points on 0-10", sitting_manual},
    {"risk.herniation_or_truck", "OR", or_truck_herniation},
    {"risk.sciatica_annual_pct", "%", sciatica_year},
    {"risk.sciatica_lifetime_pct", "%", sciatica_lifetime},
    {"intervention.sitstand_smd", "SMD", sitstand},
};
const int ps_nerve_trial_count = sizeof ps_nerve_trials / sizeof *ps_nerve_trials;
