// The integrator meets known solutions, keeps to its tolerance, and says when it cannot go on.
#include <math.h>

#include "check.h"
#include "num/ode.h"

static const double exact = 1e-13; // an absolute error that hardly counts

static void oscillate(void *context, double t, const double *y, double *rate) {
  (void)context, (void)t;
  rate[0] = y[1];
  rate[1] = -y[0];
}

// y' = rate (cos t - y) - sin t: y = cos t, whatever the rate
static void follow(void *context, double t, const double *y, double *rate) {
  rate[0] = *(double *)context * (cos(t) - y[0]) - sin(t);
}

// Kepler, eccentricity 0.6: the distance varies by four, the step with it
static void fall(void *context, double t, const double *y, double *rate) {
  (void)context, (void)t;
  double r = hypot(y[0], y[1]), pull = -1 / (r * r * r);
  rate[0] = y[2];
  rate[1] = y[3];
  rate[2] = pull * y[0];
  rate[3] = pull * y[1];
}

static void blow_up(void *context, double t, const double *y, double *rate) {
  (void)context, (void)t;
  rate[0] = y[0] * y[0]; // y = 1 / (1 - t)
}

static ps_ode *make(int n, ps_ode_rate f, void *context, const ps_ode_options *o) {
  ps_error err;
  ps_ode *ode;
  CHECK_EQ(ps_ode_create(&ode, n, f, context, o, &err), PS_OK);
  return ode;
}

static double oscillator_error(double tolerance, double t, ps_ode_report *report) {
  double absolute[2] = {exact, exact};
  ps_ode_options o = {tolerance, absolute, 1e-3, 1000000};
  ps_ode *ode = make(2, oscillate, NULL, &o);
  double *y = ps_ode_state(ode);
  y[0] = 1, y[1] = 0;
  ps_ode_start(ode, 0);
  CHECK_EQ(ps_ode_advance(ode, t), PS_ODE_REACHED);
  y = ps_ode_state(ode);
  double error = hypot(y[0] - cos(t), y[1] + sin(t));
  *report = *ps_ode_work(ode);
  ps_ode_free(ode);
  return error;
}

// one step of length h, taken whatever its error
static double one_step_error(double h) {
  double absolute[2] = {1e9, 1e9};
  ps_ode_options o = {0, absolute, 1, 10};
  ps_ode *ode = make(2, oscillate, NULL, &o);
  double *y = ps_ode_state(ode);
  y[0] = 1, y[1] = 0;
  ps_ode_start(ode, 0);
  CHECK_EQ(ps_ode_advance(ode, h), PS_ODE_REACHED);
  CHECK_EQ(ps_ode_work(ode)->steps, 1);
  y = ps_ode_state(ode);
  double error = hypot(y[0] - cos(h), y[1] + sin(h));
  ps_ode_free(ode);
  return error;
}

// the error of one step goes with the sixth power of its length: order 5
static void order_is_five(void) {
  double before = one_step_error(0.4);
  for (double h = 0.2; h > 0.04; h *= 0.5) {
    double now = one_step_error(h), order = log2(before / now);
    CHECK_NEAR(order, 6, 0.1); // [-]  the next power is still there
    before = now;
  }
}

// a hundredth of the tolerance: about a hundredth of the error, over six decades
static void error_follows_the_tolerance(void) {
  ps_ode_report report;
  double before = oscillator_error(1e-4, 20, &report);
  for (double tolerance = 1e-6; tolerance > 5e-11; tolerance *= 0.01) {
    double now = oscillator_error(tolerance, 20, &report), ratio = before / now;
    CHECK(ratio > 20 && ratio < 500);
    CHECK(now < 100 * tolerance); // twenty radians of it
    before = now;
  }
}

static void steps_are_few_and_fit_together(void) {
  ps_ode_report report;
  oscillator_error(1e-6, 20, &report);
  CHECK(report.steps > 20 && report.steps < 200);
  CHECK(report.refused <= report.steps / 10);
  CHECK_EQ(report.evaluations, 1 + 6 * (report.steps + report.refused));
  CHECK(report.shortest > 0 && report.shortest <= report.longest);
}

// far beyond the transient the solution is smooth: stability limits the step to about 3.3 / rate
static void stiffness_is_found_and_survived(void) {
  double rate = 1000, absolute[1] = {1e-9};
  ps_ode_options o = {1e-5, absolute, 1e-4, 100000};
  ps_ode *ode = make(1, follow, &rate, &o);
  *ps_ode_state(ode) = 0; // off the solution
  ps_ode_start(ode, 0);
  CHECK_EQ(ps_ode_advance(ode, 5), PS_ODE_REACHED);
  CHECK_NEAR(*ps_ode_state(ode), cos(5), 1e-6);
  const ps_ode_report *r = ps_ode_work(ode);
  CHECK_NEAR(r->stiffest / rate, 1, 0.05); // [-]  the rate itself, but for the slope of cos
  CHECK(r->longest < 5 / rate);            // stability, not error
  CHECK(r->refused < r->steps / 5);        // and steps settle there
  ps_ode_free(ode);
}

static void an_orbit_closes_and_keeps_energy(void) {
  double absolute[4] = {exact, exact, exact, exact}, e = 0.6;
  ps_ode_options o = {1e-10, absolute, 1e-3, 100000};
  ps_ode *ode = make(4, fall, NULL, &o);
  double *y = ps_ode_state(ode);
  y[0] = 1 - e, y[1] = 0, y[2] = 0, y[3] = sqrt((1 + e) / (1 - e));
  ps_ode_start(ode, 0);
  CHECK_EQ(ps_ode_advance(ode, 2 * 3.14159265358979323846), PS_ODE_REACHED);
  y = ps_ode_state(ode);
  CHECK_NEAR(y[0], 1 - e, 1e-7);
  CHECK_NEAR(y[1], 0, 1e-7);
  double energy = 0.5 * (y[2] * y[2] + y[3] * y[3]) - 1 / hypot(y[0], y[1]);
  CHECK_NEAR(energy, -0.5, 1e-8);
  CHECK(ps_ode_work(ode)->longest > 3 * ps_ode_work(ode)->shortest);
  ps_ode_free(ode);
}

// stops on the way cost steps and change nothing beyond the tolerance
static void stops_on_the_way_change_little(void) {
  double absolute[2] = {exact, exact};
  ps_ode_options o = {1e-8, absolute, 1e-3, 100000};
  ps_ode *ode = make(2, oscillate, NULL, &o);
  double *y = ps_ode_state(ode);
  y[0] = 1, y[1] = 0;
  ps_ode_start(ode, 0);
  for (int i = 1; i <= 100; i++)
    CHECK_EQ(ps_ode_advance(ode, 0.1 * i), PS_ODE_REACHED);
  y = ps_ode_state(ode);
  CHECK_NEAR(y[0], cos(10), 1e-6);
  ps_ode_free(ode);
}

static void what_cannot_go_on_is_said(void) {
  double absolute[1] = {1e-9};
  ps_ode_options o = {1e-6, absolute, 1e-3, 100000};
  ps_ode *ode = make(1, blow_up, NULL, &o);
  *ps_ode_state(ode) = 1;
  ps_ode_start(ode, 0);
  CHECK(ps_ode_advance(ode, 2) != PS_ODE_REACHED); // it is infinite at 1
  ps_ode_free(ode);
  o.most = 5;
  double fast = 1000;
  ode = make(1, follow, &fast, &o);
  *ps_ode_state(ode) = 1;
  ps_ode_start(ode, 0);
  CHECK_EQ(ps_ode_advance(ode, 5), PS_ODE_TOO_LONG);
  ps_ode_free(ode);
}

int main(void) {
  return CHECK_RUN(
      CHECK_FACT(order_is_five), CHECK_FACT(error_follows_the_tolerance),
      CHECK_FACT(steps_are_few_and_fit_together), CHECK_FACT(stiffness_is_found_and_survived),
      CHECK_FACT(an_orbit_closes_and_keeps_energy), CHECK_FACT(stops_on_the_way_change_little),
      CHECK_FACT(what_cannot_go_on_is_said));
}
