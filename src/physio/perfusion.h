// perfusion.h: pressure inside a muscle, the blood that still flows, the oxygen that is left.
//
//   p   = p0 + (p1 - p0) min(1, a + k_p e)^n + p_ext                                 (Q1)
//   n   = ln((c - 1) p0 / (p1 - p0)) / ln a_light                                    (Q2)
//   p_b = p0 + (p_back - p0) (a / a_back)^n          beside the lumbar spine         (Q8)
//   o   = max(0, 1 - (x / a_c)^2),   x = ((p - p0) / (p1 - p0))^(1/n)                (Q3)
//   D   = 1 + g a,   dq/dt = (D - q) / tau_q,   flow Q = o q                         (Q4)
//   dO/dt = m0 (Q (1 - O) / (1 - O_rest) - D),   O >= 0                              (Q5)
//   twitch = 1 - k_t (1 - O / O_rest)                                                (Q6)
//
// p0, c p0 and p1 are the pressures at rest, at the light level a_light and near maximum
// [sjogaard1986, sadamoto1983]; e is passive tension as a share of maximal force, p_ext pressure
// from outside. (Q3) closes the vessels: for a contraction x = a, and flow stops at a_c; pressure
// from elsewhere counts as the contraction that makes as much. q is the flow that demand D calls
// for, 1 at rest; O the saturation of the tissue. What is empty uses what it is supplied with.
// A muscle that is relaxed for a part of the time has means over time in place of D and o.
//
//   dx/dt = (x_end - x) / tau,   leg flow = (1 - x) (1 - s)                          (Q7)
//
// x is what is missing of the flow to the legs while sitting still; s narrows the iliac artery, 0
// by default. Nothing depends on it: it is for display, and no business of the psoas.
//
// Theory: docs/theory/effort.md. Units: mmHg, s; flows are multiples of that at rest, saturation
// is 0..1. Rows P42 to P45, P89, P90, V08_005. Pressure or flow inside a human psoas was never
// measured.
#pragma once

#define PS_PERFUSION_PARAMETERS(P)                                                                 \
  P(rest_mmhg)           /* p0 */                                                                  \
  P(light_level)         /* a_light [share] */                                                     \
  P(light_ratio)         /* c [-] */                                                               \
  P(maximal_mmhg)        /* p1 */                                                                  \
  P(passive_share)       /* k_p [-] */                                                             \
  P(arrest_level)        /* a_c [share] */                                                         \
  P(demand_gain)         /* g [-] */                                                               \
  P(flow_tau_s)          /* tau_q */                                                               \
  P(rest_saturation)     /* O_rest */                                                              \
  P(rest_use_per_s)      /* m0: fall of saturation when a resting muscle gets nothing */           \
  P(twitch_gain)         /* k_t [-] */                                                             \
  P(clear_fall)          /* of saturation: what a trial of few people calls a fall; trials only */ \
  P(clear_twitch_loss)   /* the same of a twitch; trials only */                                   \
  P(leg_sitting_factor)  /* 1 - x_end of who sits still */                                         \
  P(leg_fall_tau_min)    /* tau while x rises */                                                   \
  P(leg_rise_tau_min)    /* tau while x falls */                                                   \
  P(leg_iliac_narrowing) /* s */                                                                   \
  P(back_level)          /* a_back [share] */                                                      \
  P(back_mmhg)           /* p_back */

typedef struct ps_perfusion_params {
#define P(name) double name;
  PS_PERFUSION_PARAMETERS(P)
#undef P
} ps_perfusion_params;

// {0} is rest. Negative values count as 0.
typedef struct ps_perfusion_input {
  double activation;    // a [share of maximal force] while contracted
  double relaxed;       // share of the time without contraction; 0: held without a break
  double passive;       // e [share of maximal force]
  double external_mmhg; // p_ext
} ps_perfusion_input;

typedef struct ps_perfusion {
  double demand;         // q
  double saturation;     // O
  double supplied, used; // since the start, as saturation: O - O_start = supplied - used
} ps_perfusion;

ps_perfusion ps_perfusion_rest(const ps_perfusion_params *p);

// (Q1) while contracted, and (Q3) at a pressure.
double ps_perfusion_pressure_mmhg(const ps_perfusion_params *p, const ps_perfusion_input *in);
// (Q8): of the back's extensors, which have less of it than muscles of the thigh. A contraction
// closes their vessels all the same, as (Q3) has it by activation.
double ps_perfusion_back_mmhg(const ps_perfusion_params *p, double activation);
double ps_perfusion_open(const ps_perfusion_params *p, double pressure_mmhg);

// D and Q of (Q4), means over contraction and relaxation.
double ps_perfusion_demand(const ps_perfusion_params *p, const ps_perfusion_input *in);
double ps_perfusion_flow(const ps_perfusion_params *p, const ps_perfusion_input *in,
                         const ps_perfusion *s);

// Any dt_s to 0.1 %: exact where q has settled, and in parts of tau_q before.
void ps_perfusion_step(const ps_perfusion_params *p, const ps_perfusion_input *in, double dt_s,
                       ps_perfusion *s);

// Twitch of the resting muscle over that at full supply, 0..1. (Q6)
double ps_perfusion_twitch(const ps_perfusion_params *p, const ps_perfusion *s);

// ---- legs, for display

typedef struct ps_leg_flow {
  double missing; // x; {0}: as in who walks about
} ps_leg_flow;

// sitting, moving: 0..1; who moves (fidgets, walks) by 1 misses nothing.
void ps_leg_flow_step(const ps_perfusion_params *p, double sitting, double moving, double dt_s,
                      ps_leg_flow *s);
double ps_leg_flow_factor(const ps_perfusion_params *p, const ps_leg_flow *s);
