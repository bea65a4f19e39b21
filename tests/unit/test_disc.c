// The law of a motion segment is what its fit promises, and its slope is its slope.
#include "analysis/disc.h"
#include "check.h"

static const double degree = 3.14159265358979323846 / 180; // [rad]

// much as L4/5 of the built-in model: flexion 8.9, extension 5.8 deg; preload of
// data/model/parameters.csv
static ps_disc_law l4_l5(void) {
  const double range[2] = {8.9 * degree, 5.8 * degree};
  return ps_disc_fit(range, 0.35, 1.5 * degree, 1.625, 435);
}

static void ten_newton_metres_turn_it_by_its_range(void) {
  ps_disc_law law = l4_l5();
  CHECK_NEAR(ps_disc_moment(&law, -8.9 * degree, 0, NULL), -10, 1e-12); // [N m]  rounding
  CHECK_NEAR(ps_disc_moment(&law, 5.8 * degree, 0, NULL), 10, 1e-12);
}

static void extension_stops_sooner_than_flexion(void) {
  ps_disc_law law = l4_l5();
  for (double t = 1; t < 15; t++)
    CHECK(ps_disc_moment(&law, t * degree, 0, NULL) > -ps_disc_moment(&law, -t * degree, 0, NULL));
}

// the neutral stiffness is the share that was asked for, of 10 N m over the mean range
static void share_of_stiffness_is_left_at_neutral(void) {
  ps_disc_law law = l4_l5();
  double slope;
  CHECK_EQ(ps_disc_moment(&law, 0, 0, &slope), 0);
  CHECK_NEAR(slope, 0.35 * 10 / (7.35 * degree), 1e-12); // [N m/rad]  rounding
}

// a soft segment is stiff everywhere: its law never turns around, whatever share is asked for
static void moment_rises_with_rotation(void) {
  for (double share = 0.1; share < 2; share += 0.1) {
    const double range[2] = {8.9 * degree, 3 * degree};
    ps_disc_law law = ps_disc_fit(range, share, 1.5 * degree, 1.625, 435);
    for (double t = -20; t <= 20; t += 0.25)
      for (double c = 0; c < 3000; c += 500) {
        double slope;
        ps_disc_moment(&law, t * degree, c, &slope);
        CHECK(slope > 0);
      }
  }
}

static void slope_is_the_derivative_of_the_moment(void) {
  ps_disc_law law = l4_l5();
  const double h = 1e-5; // [rad]  truncation 1e-6, rounding 1e-10 N m/rad
  for (double t = -15; t <= 15; t += 0.7)
    for (double c = -500; c <= 4000; c += 300) {
      double slope, up = ps_disc_moment(&law, t * degree + h, c, NULL),
                    down = ps_disc_moment(&law, t * degree - h, c, NULL);
      ps_disc_moment(&law, t * degree, c, &slope);
      CHECK_NEAR(slope, (up - down) / (2 * h), 2e-6 * slope + 1e-5); // [N m/rad]
    }
}

// Gardner-Morse and Stokes 2004: 1.71 and 2.11 times as stiff under 250 and 500 N
static void preload_stiffens_as_measured(void) {
  ps_disc_law law = l4_l5();
  double bare, slope;
  ps_disc_moment(&law, 0, 0, &bare);
  ps_disc_moment(&law, 0, 250, &slope);
  CHECK_NEAR(slope / bare, 1.71, 0.005); // [-]  the digits of the source
  ps_disc_moment(&law, 0, 500, &slope);
  CHECK_NEAR(slope / bare, 2.11, 0.005);
}

// it saturates, tension does nothing, and beyond a few degrees the range is hardly smaller
static void preload_has_its_limits(void) {
  ps_disc_law law = l4_l5();
  double bare, slope;
  ps_disc_moment(&law, 0, 0, &bare);
  ps_disc_moment(&law, 0, 1e6, &slope);
  CHECK_NEAR(slope / bare, 1 + 1.625, 1e-9); // [-]  exp(-2300)
  CHECK_EQ(ps_disc_moment(&law, 0.1, -1000, NULL), ps_disc_moment(&law, 0.1, 0, NULL));
  double more = ps_disc_moment(&law, 8 * degree, 280, NULL) - // Rohlmann et al. 2001
                ps_disc_moment(&law, 8 * degree, 0, NULL);
  CHECK(more > 0 && more < 1); // [N m]  of ten
}

static void stop_is_the_cubic_part(void) {
  ps_disc_law law = l4_l5();
  for (double t = -10; t <= 10; t++) {
    double rest = ps_disc_moment(&law, t * degree, 0, NULL) - law.neutral * t * degree;
    CHECK_NEAR(ps_disc_stop(&law, t * degree), rest, 1e-12); // [N m]  rounding
  }
}

int main(void) {
  return CHECK_RUN(
      CHECK_FACT(ten_newton_metres_turn_it_by_its_range),
      CHECK_FACT(extension_stops_sooner_than_flexion),
      CHECK_FACT(share_of_stiffness_is_left_at_neutral), CHECK_FACT(moment_rises_with_rotation),
      CHECK_FACT(slope_is_the_derivative_of_the_moment), CHECK_FACT(preload_stiffens_as_measured),
      CHECK_FACT(preload_has_its_limits), CHECK_FACT(stop_is_the_cubic_part));
}
