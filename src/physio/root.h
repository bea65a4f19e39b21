// root.h: what pressure and stretch do to a nerve: blood flow at once, oedema and conduction later.
//
//   c(p; h, s) = (H(p) - H(0)) / (1 - H(0)),  H = 1 / (1 + exp(-(p - h) pi / (sqrt(3) s)))   (R1)
//   Q_p = (1 - v c_venule) (1 - k c_capillary) (1 - c_arteriole) clamp((p_stop - p) / fade)    (R2)
//         h_arteriole = a MAP,   p_stop = MAP - margin
//   Q_e = 1 / (1 + (e_eff / e_half)^n),   e_eff = strain - relaxed                            (R3)
//   Q_between = min(Q_1, Q_2) q^(m / 10 mmHg),   m = min(p_1, p_2) - p_rest, not below 0       (R4)
//   d block/dt = (max(c_block(p), loss(strain)) - block) / tau_b                              (R5)
//         loss = clamp((strain - e_start) / (e_arrest - e_start))
//   d relaxed/dt = (r (1 - loss) strain - relaxed) / tau_r                                    (R6)
//   d fluid/dt = (1 + g c_venule - fluid) / tau_f                                             (R7)
//   d onset/dt = 1 / t_E while p >= p_E,  then d oedema/dt = (1 - oedema) / tau_on;           (R8)
//         t_E = 2 min if rapid, else from 120 min at 50 mmHg down to 2 min at 200 mmHg, log-linear;
//         below p_E both fade with tau_off
//   d dose/dt = max(0, p - p_E)                                                               (R9)
//
// Two sets of pressures: `root` (pig cauda equina) and `limb` (rabbit and human limb nerves). The
// venous side gives way first, then capillaries; conduction fails later and at higher pressure.
// Closing a class of vessels takes a share v, k of the flow: with shares of 1 no flow were left
// at 50 mmHg, where standstill was measured 10 to 20 mmHg below the arterial pressure.
//
// Rows P64 to P69b, claims C29, C30.  Theory: docs/theory/nerve.md.
// Units: mmHg, s; strain, flow (1 = at rest), oedema, block: fractions; fluid: ratio to rest.
#pragma once

// of a kind of nerve: when its vessels close and its signals stop
#define PS_VESSEL_PARAMETERS(P)                                                                    \
  P(venule_mmhg)             /* h [mmHg] */                                                        \
  P(venule_spread_mmhg)      /* s [mmHg] */                                                        \
  P(venule_share)            /* v [-] */                                                           \
  P(capillary_mmhg)          /* h [mmHg] */                                                        \
  P(capillary_spread_mmhg)   /* s [mmHg] */                                                        \
  P(capillary_share)         /* k [-] */                                                           \
  P(arteriole_of_map)        /* a: h over MAP [-] */                                               \
  P(arteriole_spread_of_map) /* s over MAP [-] */                                                  \
  P(stop_below_map_mmhg)     /* margin [mmHg] */                                                   \
  P(fade_mmhg)               /* fade [mmHg] */                                                     \
  P(block_mmhg)              /* h of the block [mmHg] */                                           \
  P(block_spread_mmhg)       /* s of the block [mmHg] */

// of all nerves: what is slow, and what stretch does
#define PS_FIBER_PARAMETERS(P)                                                                     \
  P(block_min)             /* tau_b [min] */                                                       \
  P(oedema_mmhg)           /* p_E [mmHg] */                                                        \
  P(oedema_high_mmhg)      /* [mmHg]  slow is as fast from here on */                              \
  P(oedema_onset_fast_min) /* t_E, rapid [min] */                                                  \
  P(oedema_onset_slow_min) /* t_E at p_E [min] */                                                  \
  P(oedema_rise_min)       /* tau_on [min] */                                                      \
  P(oedema_fall_h)         /* tau_off [h] */                                                       \
  P(oedema_swelling)       /* [-]  area of the root, by full oedema */                             \
  P(fluid_gain)            /* g [-] */                                                             \
  P(fluid_rise_h)          /* tau_f upwards [h] */                                                 \
  P(fluid_fall_h)          /* tau_f downwards [h] */                                               \
  P(lasting_mmhg_h)        /* [mmHg h]  dose of lasting damage */                                  \
  P(strain_half)           /* e_half [-] */                                                        \
  P(strain_exponent)       /* n [-] */                                                             \
  P(strain_start)          /* e_start [-] */                                                       \
  P(strain_arrest)         /* e_arrest [-] */                                                      \
  P(relax_share)           /* r [-] */                                                             \
  P(relax_min)             /* tau_r [min] */                                                       \
  P(double_flow)           /* q [-] */                                                             \
  P(double_mmhg)           /* [mmHg]  pressure at each site for q */                               \
  P(transport_mmhg)        /* [mmHg]  slows transport; shown only */

#define P(name) double name;
typedef struct ps_vessel_params {
  PS_VESSEL_PARAMETERS(P)
} ps_vessel_params;
typedef struct ps_fiber_params {
  PS_FIBER_PARAMETERS(P)
} ps_fiber_params;
#undef P

// What acts on a piece of nerve. Clamped: pressure 0..1000, arterial pressure 40..200, strain
// 0..0.5.
typedef struct ps_root_load {
  double pressure_mmhg;
  double map_mmhg; // mean arterial pressure; about 93 in adults
  double strain;   // [-]  ps_sciatic_strain of nerve.h
  double rapid;    // [-]  1: the pressure came within a second, as a blow; 0: postures
} ps_root_load;

typedef struct ps_root {
  double block;        // [-]  0 conducts, 1 blocked
  double relaxed;      // [-]  part of the strain that the tissue has given way to
  double fluid;        // [-]  endoneurial fluid pressure over that of rest
  double oedema_onset; // [-]  1: fluid begins to leak
  double oedema;       // [-]  0..1
  double dose_mmhg_h; // [mmHg h]  pressure above oedema_mmhg over time: lasting injury; never heals
} ps_root;

ps_root ps_root_rest(void);

// dt of any length; exact while the load is constant. A dt that is not positive changes nothing.
void ps_root_step(const ps_vessel_params *v, const ps_fiber_params *f, const ps_root_load *load,
                  double dt_s, ps_root *s);

// Flow over that at rest at a pressure: (R2). Never rises with pressure; 1 at 0 mmHg.
double ps_root_pressure_flow(const ps_vessel_params *v, double pressure_mmhg, double map_mmhg);

// Share of venous outflow that a pressure closes: (R1).
double ps_root_venules_closed(const ps_vessel_params *v, double pressure_mmhg);

// Flow under pressure and strain: (R2) times (R3). The flow of the pain model's leg drive.
double ps_root_flow(const ps_vessel_params *v, const ps_fiber_params *f, const ps_root_load *load,
                    const ps_root *s);

// Flow of the root between two sites of pressure: (R4). On for roots at two levels; a root and a
// nerve of the limb are not two such sites (contested: do not use it there).
double ps_root_flow_between(const ps_vessel_params *v, const ps_fiber_params *f, double rest_mmhg,
                            const double pressure_mmhg[2], double map_mmhg);

// 1 conducts as at rest, 0 not at all: shown beside pain, never added to it.
double ps_root_conduction(const ps_root *s);

// How much larger oedema makes the root: goes into the pressure of the foramen.
double ps_root_swelling(const ps_fiber_params *f, const ps_root *s);

// Share, 0..1, of the dose that left lasting damage in animals.
double ps_root_injury(const ps_fiber_params *f, const ps_root *s);
