#include "physio/root.h"

#include <math.h>

#include "physio/step.h"

static const double PER_MIN = 60, PER_H = 3600;           // [s]
static const double LOGISTIC_OF_SD = 0.55132889542179204; // sqrt(3) / pi: same spread
static const double PRESSURE_MOST = 1000;                 // [mmHg]
static const double MAP_LEAST = 40, MAP_MOST = 200;       // [mmHg]  a person who is awake
static const double STRAIN_MOST = 0.5;                    // [-]
// where drawn parameters come too close: no division by nothing
static const double DOUBLE_LEAST = 1e-6, SPAN_LEAST = 0.01, FADE_LEAST_MMHG = 1;

// share that is closed: 0 at no pressure, a half near `half`, 1 far beyond   (R1)
static double closed(double pressure, double half, double spread) {
  double width = spread * LOGISTIC_OF_SD;
  double rest = 1 / (1 + exp(half / width));
  double now = 1 / (1 + exp((half - pressure) / width));
  return (now - rest) / (1 - rest);
}

ps_root ps_root_rest(void) {
  return (ps_root){.fluid = 1};
}

double ps_root_venules_closed(const ps_vessel_params *v, double pressure_mmhg) {
  double p = ps_within(pressure_mmhg, 0, PRESSURE_MOST);
  return closed(p, v->venule_mmhg, v->venule_spread_mmhg);
}

double ps_root_pressure_flow(const ps_vessel_params *v, double pressure_mmhg, double map_mmhg) {
  double p = ps_within(pressure_mmhg, 0, PRESSURE_MOST);
  double map = ps_within(map_mmhg, MAP_LEAST, MAP_MOST);

  double venules = 1 - v->venule_share * ps_root_venules_closed(v, p);
  double capillaries =
      1 - v->capillary_share * closed(p, v->capillary_mmhg, v->capillary_spread_mmhg);
  double arterioles = 1 - closed(p, v->arteriole_of_map * map, v->arteriole_spread_of_map * map);

  // nothing is left to drive the flow when pressure comes near the arterial one
  double stop = fmax(FADE_LEAST_MMHG, map - v->stop_below_map_mmhg);
  double head = ps_within((stop - p) / fmin(stop, fmax(FADE_LEAST_MMHG, v->fade_mmhg)), 0, 1);
  return venules * capillaries * arterioles * head; // (R2)
}

// share of conduction that a held strain takes in the end, 0..1
static double strain_loss(const ps_fiber_params *f, double strain) {
  double span = fmax(SPAN_LEAST, f->strain_arrest - f->strain_start);
  return ps_within((strain - f->strain_start) / span, 0, 1);
}

double ps_root_flow(const ps_vessel_params *v, const ps_fiber_params *f, const ps_root_load *load,
                    const ps_root *s) {
  double strain = ps_within(load->strain, 0, STRAIN_MOST);
  double felt = fmax(0, strain - s->relaxed);
  double stretched = 1 / (1 + pow(felt / f->strain_half, f->strain_exponent)); // (R3)
  return ps_root_pressure_flow(v, load->pressure_mmhg, load->map_mmhg) * stretched;
}

double ps_root_flow_between(const ps_vessel_params *v, const ps_fiber_params *f, double rest_mmhg,
                            const double pressure_mmhg[2], double map_mmhg) {
  double first = ps_root_pressure_flow(v, pressure_mmhg[0], map_mmhg);
  double second = ps_root_pressure_flow(v, pressure_mmhg[1], map_mmhg);
  double both = ps_within(fmin(pressure_mmhg[0], pressure_mmhg[1]) - rest_mmhg, 0, PRESSURE_MOST);
  double left = ps_within(f->double_flow, DOUBLE_LEAST, 1);
  return fmin(first, second) * pow(left, both / f->double_mmhg); // (R4)
}

// time [s] under pressure p before fluid leaks
static double oedema_onset_s(const ps_fiber_params *f, double p, double rapid) {
  double fast = f->oedema_onset_fast_min, slow = f->oedema_onset_slow_min;
  double up = ps_within((p - f->oedema_mmhg) / (f->oedema_high_mmhg - f->oedema_mmhg), 0, 1);
  double gentle = slow * pow(fast / slow, up);
  return PER_MIN * gentle * pow(fast / gentle, ps_within(rapid, 0, 1));
}

// first the wait, then the leak; both in one step, so that steps may be of any length   (R8)
static void step_oedema(const ps_fiber_params *f, double p, double rapid, double dt_s, ps_root *s) {
  if (p < f->oedema_mmhg) {
    s->oedema_onset = ps_approach(s->oedema_onset, 0, PER_H * f->oedema_fall_h, dt_s);
    s->oedema = ps_approach(s->oedema, 0, PER_H * f->oedema_fall_h, dt_s);
    return;
  }
  double onset_s = oedema_onset_s(f, p, rapid);
  double wait_s = fmin(dt_s, (1 - s->oedema_onset) * onset_s);
  s->oedema_onset = fmin(1, s->oedema_onset + wait_s / onset_s);
  s->oedema = ps_approach(s->oedema, 1, PER_MIN * f->oedema_rise_min, dt_s - wait_s);
}

void ps_root_step(const ps_vessel_params *v, const ps_fiber_params *f, const ps_root_load *load,
                  double dt_s, ps_root *s) {
  if (!(dt_s > 0))
    return;
  double p = ps_within(load->pressure_mmhg, 0, PRESSURE_MOST);
  double strain = ps_within(load->strain, 0, STRAIN_MOST);
  double loss = strain_loss(f, strain);

  // conduction   (R5)
  double block = fmax(closed(p, v->block_mmhg, v->block_spread_mmhg), loss);
  s->block = ps_approach(s->block, block, PER_MIN * f->block_min, dt_s);

  // tissue gives way to a held stretch, but not to one that tears it   (R6)
  double relaxed = f->relax_share * (1 - loss) * strain;
  s->relaxed = ps_approach(s->relaxed, relaxed, PER_MIN * f->relax_min, dt_s);

  // what the veins do not drain   (R7)
  double fluid = 1 + f->fluid_gain * ps_root_venules_closed(v, p);
  double fluid_h = fluid > s->fluid ? f->fluid_rise_h : f->fluid_fall_h;
  s->fluid = ps_approach(s->fluid, fluid, PER_H * fluid_h, dt_s);

  step_oedema(f, p, load->rapid, dt_s, s);
  s->dose_mmhg_h += fmax(0, p - f->oedema_mmhg) * dt_s / PER_H; // (R9)
}

double ps_root_conduction(const ps_root *s) {
  return 1 - s->block;
}

double ps_root_swelling(const ps_fiber_params *f, const ps_root *s) {
  return 1 + f->oedema_swelling * s->oedema;
}

double ps_root_injury(const ps_fiber_params *f, const ps_root *s) {
  return ps_within(s->dose_mmhg_h / f->lasting_mmhg_h, 0, 1);
}
