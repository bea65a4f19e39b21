#include "physio/tissue_trials.h"

#include <math.h>
#include <stdbool.h>

static const double minute = 60, hour = 3600, day = 86400, week = 7 * 86400.0; // [s]

// ---- hours of sitting: muscle

static double muscle_after_sitting(const ps_tissue *t, double contraction, double massage_min) {
  ps_thixotropy s = {0};
  ps_thixotropy_input sitting = {.held = 1, .contraction = contraction};
  ps_thixotropy_step(&t->thixotropy, &sitting, 4.5 * hour, &s);
  ps_thixotropy_input massage = {.massage = 1};
  ps_thixotropy_step(&t->thixotropy, &massage, massage_min * minute, &s);
  return ps_thixotropy_muscle(&t->thixotropy, &s);
}

static double muscle_ratio(const ps_tissue *t) {
  return muscle_after_sitting(t, 0, 0);
}

static double muscle_pct(const ps_tissue *t) {
  return 100 * (muscle_after_sitting(t, 0, 0) - 1);
}

static double muscle_pct_after_massage(const ps_tissue *t) {
  return 100 * (muscle_after_sitting(t, 0, 8) - 1);
}

static double muscle_ratio_with_contractions(const ps_tissue *t) {
  return muscle_after_sitting(t, 1, 0);
}

// ---- full flexion; input but for the ratio of time constants, as the same study set the law

static double creep_after(const ps_tissue *t, double loaded_min, double rested_min) {
  ps_creep s = {0};
  ps_creep_step(&t->creep, 1, loaded_min * minute, &s);
  ps_creep_step(&t->creep, 0, rested_min * minute, &s);
  return ps_creep_angle_deg(&s);
}

static double creep_deg(const ps_tissue *t) {
  return creep_after(t, 20, 0);
}

static double creep_recovery_pct(const ps_tissue *t) {
  return 100 * (1 - creep_after(t, 20, 2) / creep_after(t, 20, 0));
}

// time constants as an observer would fit them: in the growth, and in the last 20 of 30 min of rest
static double creep_tau_ratio(const ps_tissue *t) {
  double early = creep_after(t, 10, 0), middle = creep_after(t, 20, 0),
         late = creep_after(t, 30, 0);
  double loading = 10 / log((middle - early) / (late - middle));
  double recovery = 20 / log(creep_after(t, 20, 10) / creep_after(t, 20, 30));
  return recovery / loading;
}

// ---- discs over the day

// 16 h upright and 8 h in bed, day after day, until evening
static ps_disc_water evening(const ps_tissue *t) {
  ps_disc_water s = {0};
  for (int i = 0; i < 5; i++) {
    ps_disc_water_step(&t->disc_water, t->disc_water.rest_mpa, 8 * hour, &s);
    ps_disc_water_step(&t->disc_water, t->disc_water.upright_mpa, 16 * hour, &s);
  }
  return s;
}

static ps_disc_water after_night(const ps_tissue *t, double hours) {
  ps_disc_water s = evening(t);
  ps_disc_water_step(&t->disc_water, t->disc_water.rest_mpa, hours * hour, &s);
  return s;
}

static double disc_height_change(const ps_tissue *t) {
  const ps_disc_water_params *p = &t->disc_water;
  ps_disc_water before = after_night(t, 8), after = before;
  ps_disc_water_step(p, t->trial.sitting_mpa, 4 * hour, &after);
  return ps_disc_water_height_mm(p, &before, p->level_height_mm) -
         ps_disc_water_height_mm(p, &after, p->level_height_mm);
}

static double stature_loss(const ps_tissue *t) {
  ps_disc_water low = evening(t), high = after_night(t, 8);
  return ps_disc_water_stature_mm(&t->disc_water, &low) -
         ps_disc_water_stature_mm(&t->disc_water, &high);
}

static double regain_half_night_pct(const ps_tissue *t) {
  double all = evening(t).lost - after_night(t, 8).lost;
  return 100 * (evening(t).lost - after_night(t, 4).lost) / all;
}

// 20 min of exercise in the evening, then 20 min lying with legs raised, or standing
static double recovery_ratio(const ps_tissue *t) {
  ps_disc_water done = evening(t);
  ps_disc_water_step(&t->disc_water, t->trial.exercise_mpa, 20 * minute, &done);
  ps_disc_water lying = done, standing = done;
  ps_disc_water_step(&t->disc_water, t->trial.legs_raised_mpa, 20 * minute, &lying);
  ps_disc_water_step(&t->disc_water, t->disc_water.upright_mpa, 20 * minute, &standing);
  return (done.lost - lying.lost) / (done.lost - standing.lost);
}

// ---- length over months

// a day with so many hours on a chair, eight in bed, the rest upright
static ps_adaptation_day habit(const ps_tissue *t, double sitting_h, double activity) {
  const double bed_h = 8;
  double mean = (sitting_h * t->trial.sitting_length + bed_h * t->trial.lying_length +
                 (24 - bed_h - sitting_h)) /
                24;
  return (ps_adaptation_day){.mean_length = mean,
                             .duty_short = sitting_h / 24,
                             .mean_activation = activity * t->adaptation.usual_mean,
                             .peak_activation = activity * t->adaptation.usual_peak};
}

static ps_adaptation after(const ps_tissue *t, const ps_adaptation_day *d, double time) {
  ps_adaptation s = ps_adaptation_start();
  ps_adaptation_step(&t->adaptation, d, time, &s);
  return s;
}

// three years of little sitting and much movement, and of the contrary
static void two_habits(const ps_tissue *t, ps_adaptation *active, ps_adaptation *inactive) {
  ps_adaptation_day little = habit(t, 3.5, t->trial.much_activity);
  ps_adaptation_day long_sitting = habit(t, 9, t->trial.little_activity);
  *active = after(t, &little, 3 * 365 * day);
  *inactive = after(t, &long_sitting, 3 * 365 * day);
}

static double extension_difference(const ps_tissue *t) {
  ps_adaptation active, inactive;
  two_habits(t, &active, &inactive);
  return ps_adaptation_extension_deg(&active, t->adaptation.deg_per_share) -
         ps_adaptation_extension_deg(&inactive, t->adaptation.deg_per_share);
}

static double stiffness_inactive_over_active(const ps_tissue *t) {
  ps_adaptation active, inactive;
  two_habits(t, &active, &inactive);
  return inactive.stiffness / active.stiffness;
}

// a leg of a cat in plaster: always short, and time runs faster than in people
static ps_adaptation_day cast(const ps_tissue *t, double stretch_min) {
  return (ps_adaptation_day){
      .mean_length = t->trial.cast_length, .duty_short = 1, .stretch_min = stretch_min};
}

static ps_adaptation after_cast(const ps_tissue *t, double stretch_min, double time) {
  ps_adaptation_day d = cast(t, stretch_min);
  return after(t, &d, time * t->adaptation.animal_speed);
}

static double sarcomere_pct(const ps_tissue *t) {
  return 100 * (after_cast(t, 0, 4 * week).length - 1);
}

// first time at which `yes` holds, in steps of 0.01 of `unit`; none within 100: NaN
static double first(const ps_tissue *t, bool (*yes)(const ps_tissue *, double), double unit) {
  for (int i = 0; i <= 10000; i++)
    if (yes(t, 0.01 * i * unit))
      return 0.01 * i;
  return NAN;
}

// 95 per cent of what four weeks of plaster took is back
static bool is_recovered(const ps_tissue *t, double time) {
  ps_adaptation s = after_cast(t, 0, 4 * week);
  double lost = 1 - s.length;
  ps_adaptation_day free = habit(t, 0, 1);
  ps_adaptation_step(&t->adaptation, &free, time * t->adaptation.animal_speed, &s);
  return 1 - s.length <= 0.05 * lost;
}

static bool is_shortened(const ps_tissue *t, double time) {
  return after_cast(t, 0, time).length <= 0.95;
}

static bool is_prevented(const ps_tissue *t, double stretch_s) {
  return after_cast(t, stretch_s / minute, 4 * week).length >= 0.95;
}

static double recovery_weeks(const ps_tissue *t) {
  return first(t, is_recovered, week);
}

static double onset_days(const ps_tissue *t) {
  return first(t, is_shortened, day);
}

static double preventive_stretch(const ps_tissue *t) {
  return first(t, is_prevented, minute);
}

// ---- stretching programmes: eight weeks, 5 min a day, against an ordinary life

static ps_adaptation after_programme(const ps_tissue *t) {
  ps_adaptation_day d = habit(t, 0, 1);
  d.stretch_min = 5;
  return after(t, &d, 8 * week);
}

static double fascicle_smd(const ps_tissue *t) {
  return (after_programme(t).length - 1) / t->trial.fascicle_sd;
}

static double rom_smd(const ps_tissue *t) {
  ps_adaptation s = after_programme(t);
  return ps_adaptation_extension_deg(&s, t->adaptation.deg_per_share) / t->trial.range_sd_deg;
}

static double strength_smd(const ps_tissue *t) {
  return (after_programme(t).strength - 1) / t->trial.strength_sd;
}

// one stretch of 270 to 480 s, and of 30 to 90 s; input, since (A9) was laid through both
static double strength_after_long_stretch(const ps_tissue *t) {
  return 100 * (1 - ps_adaptation_acute_loss(&t->adaptation, 375 / minute)) - 100;
}

static double strength_after_short_stretch(const ps_tissue *t) {
  return 100 * (1 - ps_adaptation_acute_loss(&t->adaptation, 60 / minute)) - 100;
}

// ---- vibration

// the frequency of the largest response in a sweep from 2 to 15 Hz
static double resonance(const ps_tissue *t) {
  double best = 0, at = 0;
  for (int i = 200; i <= 1500; i++) {
    double T = ps_vibration_transmissibility(&t->vibration, 0.01 * i);
    at = T > best ? 0.01 * i : at;
    best = fmax(best, T);
  }
  return at;
}

static double transmissibility_peak(const ps_tissue *t) {
  return ps_vibration_transmissibility(&t->vibration, resonance(t));
}

static double transmissibility_10hz(const ps_tissue *t) {
  return ps_vibration_transmissibility(&t->vibration, 10);
}

// stress of discs is taken to follow the acceleration of the mass above, so both peak together
static double pressure_resonance(const ps_tissue *t) {
  return resonance(t);
}

// the same ride with the trunk 10 and 30 deg behind vertical; energy goes as stress squared
static double recline_energy(const ps_tissue *t) {
  double stress[2];
  for (int i = 0; i < 2; i++) {
    ps_vibration s = {0};
    ps_vibration_input in = {.aw = t->trial.taxi_aw, .recline_deg = i ? 30 : 10};
    ps_vibration_step(&t->vibration, &in, hour, &s);
    stress[i] = ps_vibration_sed_mpa(&t->vibration, &s);
  }
  return stress[1] * stress[1] / (stress[0] * stress[0]);
}

// Change of the load of the spine on a shaking seat. What presses in sitting is weight and what
// holds it up, so it follows 9.81 m/s^2 plus what gets through; a minute of narrow-band noise has a
// largest peak of sqrt(2 ln(cycles)) times its root mean square. Mean over the three intensities
// that were tried [rohlmann2010].
static double shaken_compression_pct(const ps_tissue *t) {
  const double gravity = 9.80665, intensity[3] = {0.25, 0.5, 1.0}; // [m/s^2]  root mean square
  double f = t->vibration.vehicle_hz, sum = 0;
  double peak = sqrt(2 * log(f * minute)) * ps_vibration_transmissibility(&t->vibration, f);
  for (int i = 0; i < 3; i++)
    sum += 100 * peak * intensity[i] / gravity;
  return sum / 3;
}

// inputs
static double sed_low(const ps_tissue *t) {
  return t->vibration.sed_low_mpa;
}
static double sed_high(const ps_tissue *t) {
  return t->vibration.sed_high_mpa;
}
static double a8_action(const ps_tissue *t) {
  return t->vibration.a8_action;
}
static double a8_limit(const ps_tissue *t) {
  return t->vibration.a8_limit;
}
static double truck(const ps_tissue *t) {
  return t->trial.truck_aw;
}
static double taxi(const ps_tissue *t) {
  return t->trial.taxi_aw;
}

const ps_tissue_trial ps_tissue_trials[] = {
    {"psoas.stiffness_inactive_over_active", "sign", stiffness_inactive_over_active},
    {"es.passive_stiffness_ratio", "sign", muscle_ratio},
    {"es.passive_stiffness_pct", "%", muscle_pct},
    {"es.passive_stiffness_pct_after_massage", "%", muscle_pct_after_massage},
    {"es.passive_stiffness_ratio_with_contractions", "sign", muscle_ratio_with_contractions},
    {"hip.passive_extension_delta_deg", "deg", extension_difference},
    {"L45.disc_height_change_mm", "sign", disc_height_change},
    {"disc.daily_stature_loss_mm", "mm", stature_loss},
    {"disc.regain_half_night_pct", "%", regain_half_night_pct},
    {"disc.recovery_rate_ratio", "sign", recovery_ratio},
    {"lumbar.creep_deg_20min", "deg", creep_deg},
    {"lumbar.creep_recovery_2min_pct", "%", creep_recovery_pct},
    {"lumbar.creep_recovery_tau_over_loading", "sign", creep_tau_ratio},
    {"adapt.sarcomere_pct_short", "%", sarcomere_pct},
    {"adapt.recovery_weeks", "weeks", recovery_weeks},
    {"adapt.onset_days", "days", onset_days},
    {"adapt.preventive_stretch_min_day", "min/day", preventive_stretch},
    {"adapt.fascicle_smd_rest", "SMD", fascicle_smd},
    {"adapt.rom_smd", "SMD", rom_smd},
    {"adapt.strength_smd", "SMD", strength_smd},
    {"acute.strength_pct_long_stretch", "%", strength_after_long_stretch},
    {"acute.strength_pct_short_stretch", "%", strength_after_short_stretch},
    {"wbv.resonance_hz", "Hz", resonance},
    {"wbv.transmissibility_peak", "ratio", transmissibility_peak},
    {"wbv.transmissibility_10hz", "ratio", transmissibility_10hz},
    {"wbv.idp_resonance_hz", "Hz", pressure_resonance},
    {"wbv.idp_energy_recline_ratio", "sign", recline_energy},
    {"L1L3.compression_pct_change", "%", shaken_compression_pct},
    {"wbv.sed_limit_low_mpa", "MPa", sed_low},
    {"wbv.sed_limit_high_mpa", "MPa", sed_high},
    {"wbv.a8_action", "m/s2", a8_action},
    {"wbv.a8_limit", "m/s2", a8_limit},
    {"scenario.truck.aw_ms2", "m/s2", truck},
    {"scenario.taxi.aw_ms2", "m/s2", taxi},
};

const int ps_tissue_trial_count = sizeof ps_tissue_trials / sizeof *ps_tissue_trials;
