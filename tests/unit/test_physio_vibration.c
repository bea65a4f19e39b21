// Vibration of a seat, and what of it reaches the spine.
#include "physio_kit_tissue.h"

static ps_vibration ride(double aw, double hours) {
  ps_tissue t = kit_tissue();
  ps_vibration s = {0};
  ps_vibration_input in = {.aw = aw};
  ps_vibration_step(&t.vibration, &in, hours * kit_hour, &s);
  return s;
}

static double sed(ps_vibration s) {
  ps_tissue t = kit_tissue();
  return ps_vibration_sed_mpa(&t.vibration, &s);
}

static void steps_of_any_length_agree(void) {
  ps_tissue t = kit_tissue();
  ps_vibration_input in = {0.6, 0.5, 20};
  ps_vibration once = {0}, often = {0};
  ps_vibration_step(&t.vibration, &in, 30 * kit_minute, &once);
  for (int i = 0; i < 18000; i++)
    ps_vibration_step(&t.vibration, &in, 0.1, &often);
  CHECK_NEAR(often.dose / once.dose, 1, 1e-11); // 18000 roundings of 1e-16
  CHECK_NEAR(often.sixth / once.sixth, 1, 1e-11);
}

// what A(8) means [directive2002]
static void eight_hours_have_the_acceleration_of_the_seat(void) {
  ps_vibration eight = ride(0.5, 8), two = ride(1, 2), four = ride(0.5, 4);
  CHECK_NEAR(ps_vibration_a8(&eight), 0.5, 1e-12);          // [m/s^2]
  CHECK_NEAR(ps_vibration_a8(&two), 0.5, 1e-12);            // [m/s^2]  twice for a quarter
  CHECK_NEAR(ps_vibration_a8(&four), 0.5 / sqrt(2), 1e-12); // [m/s^2]
  ps_vibration none = {0};
  CHECK_EQ(ps_vibration_a8(&none), 0);
  CHECK_EQ(sed(none), 0);
}

// of sixth powers, length of exposure hardly counts: twice the time is 12 per cent more
static void stress_goes_with_acceleration_and_little_with_time(void) {
  CHECK_NEAR(sed(ride(1, 4)) / sed(ride(0.5, 4)), 2, 1e-12);
  CHECK_NEAR(sed(ride(0.5, 8)) / sed(ride(0.5, 4)), pow(2, 1.0 / 6), 1e-12);
}

// counted peak by peak (V4)
static void shocks_add_to_the_same_sum(void) {
  ps_tissue t = kit_tissue();
  ps_vibration s = {0};
  for (int i = 0; i < 64; i++)
    ps_vibration_shock(&t.vibration, 2, 0, &s);
  double T = ps_vibration_transmissibility(&t.vibration, t.vibration.vehicle_hz);
  CHECK_NEAR(sed(s), 0.032 * 2 * T * 2, 1e-12); // [MPa]  the sixth root of 64 is 2
  CHECK_EQ(ps_vibration_a8(&s), 0);             // rare shocks are not in a mean square
}

// random peaks: mean sixth power of a Rayleigh distribution, by quadrature, is 48
static void peaks_of_noise_have_a_mean_sixth_power_of_48(void) {
  double sum = 0, h = 1e-3;
  for (int i = 1; i < 15000; i++)
    sum += pow(i * h, 6) * (i * h) * exp(-(i * h) * (i * h) / 2) * h;
  CHECK_NEAR(sum, 48, 1e-6); // trapezoid of a smooth function that vanishes at both ends
}

static void classes_change_at_their_limits(void) {
  ps_tissue t = kit_tissue();
  const ps_vibration_params *p = &t.vibration;
  ps_vibration calm = ride(0.45, 8), busy = ride(0.55, 8), wild = ride(1.2, 8);
  CHECK_EQ(ps_vibration_a8_class(p, &calm), PS_VIBRATION_LOW);
  CHECK_EQ(ps_vibration_a8_class(p, &busy), PS_VIBRATION_MIDDLE);
  CHECK_EQ(ps_vibration_a8_class(p, &wild), PS_VIBRATION_HIGH);
  for (int i = 0; i < 3; i++) {
    ps_vibration s = {.sixth = pow((const double[]){0.4, 0.6, 0.9}[i] / p->stress_per_accel, 6)};
    CHECK_EQ(ps_vibration_sed_class(p, &s), i);
  }
}

static void a_slow_seat_moves_the_spine_along_and_a_fast_one_does_not(void) {
  ps_tissue t = kit_tissue();
  const ps_vibration_params *p = &t.vibration;
  CHECK_EQ(ps_vibration_transmissibility(p, 0), 1);
  CHECK_NEAR(ps_vibration_transmissibility(p, p->natural_hz * sqrt(2)), 1, 1e-12); // for any damper
  CHECK(ps_vibration_transmissibility(p, 50) < 0.1);
}

// (V3) is where a sweep finds the peak, with and without damping
static void the_peak_is_where_the_formula_says(void) {
  ps_tissue t = kit_tissue();
  for (int i = 1; i <= 10; i++) {
    ps_vibration_params p = t.vibration;
    p.damping = 0.1 * i;
    double at = ps_vibration_resonance_hz(&p), h = 1e-3; // [Hz]
    double here = ps_vibration_transmissibility(&p, at);
    CHECK(here > ps_vibration_transmissibility(&p, at - h));
    CHECK(here > ps_vibration_transmissibility(&p, at + h));
  }
  t.vibration.damping = 0;
  CHECK_EQ(ps_vibration_resonance_hz(&t.vibration), t.vibration.natural_hz);
}

// C07: a suspension lowers the dose; leaning back takes stress off the discs, not off the seat
static void suspension_and_recline_lower_the_stress(void) {
  ps_tissue t = kit_tissue();
  ps_vibration plain = ride(0.6, 8), soft = {0}, back = {0};
  ps_vibration_input suspended = {.aw = 0.6, .suspension = 1},
                     reclined = {.aw = 0.6, .recline_deg = 30};
  ps_vibration_step(&t.vibration, &suspended, 8 * kit_hour, &soft);
  ps_vibration_step(&t.vibration, &reclined, 8 * kit_hour, &back);
  CHECK_NEAR(ps_vibration_a8(&soft), 0.7 * 0.6, 1e-12); // [m/s^2]
  CHECK_NEAR(sed(soft) / sed(plain), 0.7, 1e-12);
  CHECK_NEAR(ps_vibration_a8(&back), 0.6, 1e-12); // [m/s^2]
  CHECK_NEAR(sed(back) / sed(plain), sqrt(3) / 2, 1e-12);
}

static void every_finite_input_gives_finite_numbers(void) {
  ps_tissue t = kit_tissue();
  static const double wild[] = {-1e300, -1, 0, 1e-300, 1, 1e9};
  ps_vibration s = {0};
  for (int i = 0; i < 6; i++)
    for (int k = 0; k < 6; k++)
      for (int l = 2; l < 6; l++) {
        ps_vibration_input in = {wild[i], wild[k], wild[5 - i]};
        ps_vibration_step(&t.vibration, &in, wild[l], &s);
        ps_vibration_shock(&t.vibration, wild[k], wild[i], &s);
        CHECK(isfinite(sed(s)) && isfinite(ps_vibration_a8(&s)));
        CHECK(isfinite(ps_vibration_transmissibility(&t.vibration, wild[i])));
      }
}

// bands of rows V02_006 and V10_021 to V10_026; what a truck and a car do in a shift
static void experiments_lie_in_their_bands(void) {
  ps_tissue t = kit_tissue();
  CHECK_NEAR(kit_trial(&t, "wbv.resonance_hz"), 5, 1); // [Hz]
  CHECK_NEAR(kit_trial(&t, "wbv.resonance_hz"), ps_vibration_resonance_hz(&t.vibration), 0.01);
  CHECK_NEAR(kit_trial(&t, "wbv.transmissibility_peak"), 1.8, 0.6);
  CHECK_NEAR(kit_trial(&t, "wbv.transmissibility_10hz"), 0.65, 0.35);
  CHECK_NEAR(kit_trial(&t, "wbv.idp_resonance_hz"), 5.5, 1.7); // [Hz]
  CHECK_NEAR(kit_trial(&t, "wbv.idp_energy_recline_ratio"), 0.64, 0.34);
  CHECK_NEAR(kit_trial(&t, "L1L3.compression_pct_change"), 52.5, 27.5); // [%]
  ps_vibration truck = ride(kit_trial(&t, "scenario.truck.aw_ms2"), 8);
  CHECK(ps_vibration_a8(&truck) < t.vibration.a8_action);
  CHECK(sed(truck) < t.vibration.sed_low_mpa);
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(steps_of_any_length_agree),
                   CHECK_FACT(eight_hours_have_the_acceleration_of_the_seat),
                   CHECK_FACT(stress_goes_with_acceleration_and_little_with_time),
                   CHECK_FACT(shocks_add_to_the_same_sum),
                   CHECK_FACT(peaks_of_noise_have_a_mean_sixth_power_of_48),
                   CHECK_FACT(classes_change_at_their_limits),
                   CHECK_FACT(a_slow_seat_moves_the_spine_along_and_a_fast_one_does_not),
                   CHECK_FACT(the_peak_is_where_the_formula_says),
                   CHECK_FACT(suspension_and_recline_lower_the_stress),
                   CHECK_FACT(every_finite_input_gives_finite_numbers),
                   CHECK_FACT(experiments_lie_in_their_bands));
}
