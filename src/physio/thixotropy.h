// thixotropy.h: what stillness does to the stiffness of muscle, over minutes and over hours.
//
//   s' = (1 - s) / tau_rise - s |v| / x_reset  short-range                                 (T1)
//   h' = (held - h) / tau_held - h (contraction / tau_contraction + massage / tau_massage) (T2)
//   slope of resistance within +-range_deg, over rested:  1 + extra s;  beyond: 1          (T3)
//   passive stiffness of back muscle, over rested:        1 + g h                          (T4)
//   g = held_gain / (1 - exp(-held_after / tau_held))                                      (T5)
//
// Rows P15 to P18, claim C03: [lakie1988, lakie2019] for s, [kett2020, kett2021] for h.
// Theory: docs/theory/tissue.md.  Units: deg; min and h in parameters, s in steps.
#pragma once

#define PS_THIXOTROPY_PARAMETERS(P)                                                                \
  P(tau_rise_min)        /* [min]  stiffening at rest */                                           \
  P(extra)               /* [-]    most short-range stiffness added, over resting stiffness */     \
  P(reset_range)         /* [-]    x_reset: movement that leaves 1/e, share of the full range */   \
  P(range_deg)           /* [deg]  movement to either side within which it is felt */              \
  P(held_gain)           /* [-]    passive stiffness added by `held_after_h` of sitting */         \
  P(held_after_h)        /* [h] */                                                                 \
  P(tau_held_h)          /* [h]    rise while held, and fall while lying */                        \
  P(tau_contraction_min) /* [min]  fall under regular contractions */                              \
  P(tau_massage_min)     /* [min]  fall under roller massage */

typedef struct ps_thixotropy_params {
#define P(name) double name;
  PS_THIXOTROPY_PARAMETERS(P)
#undef P
} ps_thixotropy_params;

// Just moved and rested: {0}.
typedef struct ps_thixotropy {
  double short_range; // [-]  s, 0..1
  double held;        // [-]  h, 0..1
} ps_thixotropy;

typedef struct ps_thixotropy_input {
  double speed;       // [1/s]  |v|, full ranges per second; 0: still
  double held;        // [-]    0..1: 1 sitting or standing still, 0 lying or moving about
  double contraction; // [-]    0..1: 1 regular strong contractions, with or without movement;
                      //        steady tone is none
  double massage;     // [-]    0..1: 1 while a roller works on the muscle
} ps_thixotropy_input;

// Speed counts without sign and up to 100 ranges per second; the others are cut to 0..1.
void ps_thixotropy_step(const ps_thixotropy_params *p, const ps_thixotropy_input *in, double dt_s,
                        ps_thixotropy *s);

// (T3), at least 1; `away_deg` is how far the joint has moved since it was still.
double ps_thixotropy_factor(const ps_thixotropy_params *p, const ps_thixotropy *s, double away_deg);
double ps_thixotropy_muscle(const ps_thixotropy_params *p, const ps_thixotropy *s); // (T4)
