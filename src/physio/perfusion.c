#include "physio/perfusion.h"

#include <math.h>
#include <stdbool.h>

// parts of tau_q while q moves, and how far it must be from its end to be taken as moving
static const double STEP_OF_TAU = 1.0 / 20;
static const double SETTLED = 1e-6;
// extreme draws of the pressures could flatten (Q1) to a jump at rest
static const double LEAST_EXPONENT = 0.25;

static double share(double x) {
  return x > 0 ? fmin(x, 1) : 0;
}

// p1 - p0, and never less than the rise at the light level
static double pressure_span(const ps_perfusion_params *p) {
  return fmax(p->maximal_mmhg - p->rest_mmhg, (p->light_ratio - 1) * p->rest_mmhg);
}

static double pressure_exponent(const ps_perfusion_params *p) {
  double rise = (p->light_ratio - 1) * p->rest_mmhg / pressure_span(p);
  return fmax(LEAST_EXPONENT, log(rise) / log(p->light_level)); // (Q2)
}

ps_perfusion ps_perfusion_rest(const ps_perfusion_params *p) {
  return (ps_perfusion){.demand = 1, .saturation = p->rest_saturation};
}

double ps_perfusion_pressure_mmhg(const ps_perfusion_params *p, const ps_perfusion_input *in) {
  double tension = share(share(in->activation) + p->passive_share * fmax(0, in->passive));
  double rise = pressure_span(p) * pow(tension, pressure_exponent(p));
  return p->rest_mmhg + rise + fmax(0, in->external_mmhg); // (Q1)
}

double ps_perfusion_back_mmhg(const ps_perfusion_params *p, double activation) {
  double level = share(activation) / p->back_level;
  return p->rest_mmhg + (p->back_mmhg - p->rest_mmhg) * pow(level, pressure_exponent(p)); // (Q8)
}

double ps_perfusion_open(const ps_perfusion_params *p, double pressure_mmhg) {
  double rise = fmax(0, pressure_mmhg - p->rest_mmhg) / pressure_span(p);
  double x = pow(rise, 1 / pressure_exponent(p)) / p->arrest_level;
  return fmax(0, 1 - x * x); // (Q3)
}

double ps_perfusion_demand(const ps_perfusion_params *p, const ps_perfusion_input *in) {
  return 1 + p->demand_gain * share(in->activation) * (1 - share(in->relaxed)); // (Q4)
}

static double open_mean(const ps_perfusion_params *p, const ps_perfusion_input *in) {
  ps_perfusion_input slack = *in;
  slack.activation = 0;
  double relaxed = share(in->relaxed);
  return (1 - relaxed) * ps_perfusion_open(p, ps_perfusion_pressure_mmhg(p, in)) +
         relaxed * ps_perfusion_open(p, ps_perfusion_pressure_mmhg(p, &slack));
}

double ps_perfusion_flow(const ps_perfusion_params *p, const ps_perfusion_input *in,
                         const ps_perfusion *s) {
  return open_mean(p, in) * s->demand;
}

// (Q5) for a constant flow, with O = 0 kept where use would exceed supply.
static void balance_oxygen(const ps_perfusion_params *p, double flow, double demand, double dt,
                           ps_perfusion *s) {
  double use = p->rest_use_per_s * demand; // [1/s]
  double rate = p->rest_use_per_s * flow / (1 - p->rest_saturation);
  double start = s->saturation, gone = expm1(-rate * dt); // -(1 - exp(-rate t))

  // towards 1 - use / rate; without flow down a straight line
  double moved = rate > 0 ? gone * (start - 1 + use / rate) : -use * dt;
  double busy = dt; // how long the use is met
  if (start + moved < 0) {
    busy = rate > 0 ? -log1p(-start / (start - 1 + use / rate)) / rate : start / use;
    moved = -start;
  }
  double supplied = fmax(0, use * busy + rate * (dt - busy) + moved); // rounding without flow
  s->saturation = start + moved;
  s->supplied += supplied;
  s->used += supplied - moved;
}

void ps_perfusion_step(const ps_perfusion_params *p, const ps_perfusion_input *in, double dt_s,
                       ps_perfusion *s) {
  double demand = ps_perfusion_demand(p, in), open = open_mean(p, in);
  while (dt_s > 0) {
    double away = s->demand - demand;
    bool moving = fabs(away) > SETTLED * demand;
    double dt = moving ? fmin(dt_s, p->flow_tau_s * STEP_OF_TAU) : dt_s;

    // q passes exactly, and the oxygen sees its mean over the part
    double gone = -expm1(-dt / p->flow_tau_s);
    double mean = demand + away * gone * p->flow_tau_s / dt;
    balance_oxygen(p, open * mean, demand, dt, s);
    s->demand = demand + away * (1 - gone); // (Q4)
    dt_s -= dt;
  }
}

double ps_perfusion_twitch(const ps_perfusion_params *p, const ps_perfusion *s) {
  return share(1 - p->twitch_gain * (1 - s->saturation / p->rest_saturation)); // (Q6)
}

void ps_leg_flow_step(const ps_perfusion_params *p, double sitting, double moving, double dt_s,
                      ps_leg_flow *s) {
  double end = (1 - p->leg_sitting_factor) * share(sitting) * (1 - share(moving));
  double tau_min = end > s->missing ? p->leg_fall_tau_min : p->leg_rise_tau_min;
  if (dt_s > 0)
    s->missing += (s->missing - end) * expm1(-dt_s / (60 * tau_min)); // (Q7)
}

double ps_leg_flow_factor(const ps_perfusion_params *p, const ps_leg_flow *s) {
  return (1 - s->missing) * (1 - p->leg_iliac_narrowing);
}
