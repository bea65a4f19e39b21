// affect.h: how sleep and mood change pain, movement and arousal.
//
//   debt' = max(0, debt (1 - c min(1, slept / need)) + 1 - slept / need)             (A1)
//   G_sleep  = 1 + h b(debt),   b through (0, 0), (d_p, b_p), (1, b_1), and on       (A2)
//   G_affect = min(G_max, 1 + sum b_i x_i)                                           (A3)
//   G        = clip(G_sleep G_affect G_central)                                      (A4)
//   range x (1 - m fear),   trunk activity x (1 + m fear)                            (A5)
//   u'       = clip(u (1 + r ptsd) + r_0 anxiety, 0, 1)                              (A6)
//
// debt 1 is one night without sleep. G multiplies the drive of the pain index, G_central is that
// index's own. In chronic pain h is 1/2: evidence for an effect of sleep is thin there. b_1 is
// from nights without sleep [schrimpf2015], b_p from shortened ones [chang2022]. The x_i are
// states of mood, 0..1; a cap keeps distress that they share from counting several times. (A5) is
// real and very small [christe2021]; (A6) is what anxiety and trauma do to the stressor of
// stress.h.
//
// Theory: docs/theory/effort.md. Units: h; the rest are factors and shares. Rows P56 to P57b.
#pragma once

#define PS_AFFECT_PARAMETERS(P)                                                                    \
  P(sleep_need_h)         /* need */                                                               \
  P(sleep_catch_up)       /* c: what a full night takes off a debt [share] */                      \
  P(sleep_gain)           /* b_1 */                                                                \
  P(partial_gain)         /* b_p */                                                                \
  P(partial_debt)         /* d_p */                                                                \
  P(chronic_sleep_factor) /* h in chronic pain */                                                  \
  P(fear_gain)            /* b_i */                                                                \
  P(catastrophizing_gain)                                                                          \
  P(depression_gain)                                                                               \
  P(anxiety_gain)                                                                                  \
  P(ptsd_gain)                                                                                     \
  P(affect_most) /* G_max */                                                                       \
  P(gain_least)  /* bounds of (A4) */                                                              \
  P(gain_most)                                                                                     \
  P(motor_fear)      /* m */                                                                       \
  P(ptsd_reactivity) /* r */                                                                       \
  P(anxiety_arousal) /* r_0 */

typedef struct ps_affect_params {
#define P(name) double name;
  PS_AFFECT_PARAMETERS(P)
#undef P
} ps_affect_params;

// {0} has slept enough.
typedef struct ps_affect {
  double sleep_debt; // [nights]
} ps_affect;

// States of mood, 0..1 (clamped); {0} is the average member of a cohort.
typedef struct ps_mood {
  double fear, catastrophizing, depression, anxiety, ptsd;
  double chronic_pain; // 0 no, 1 yes
} ps_mood;

// The step of this module is a night (A1). slept_h is clamped to 0..24.
void ps_affect_night(const ps_affect_params *p, double slept_h, ps_affect *s);

double ps_affect_sleep_gain(const ps_affect_params *p, const ps_affect *s, const ps_mood *mood);
double ps_affect_mood_gain(const ps_affect_params *p, const ps_mood *mood);
double ps_affect_gain(const ps_affect_params *p, const ps_affect *s, const ps_mood *mood,
                      double central); // (A4)

double ps_affect_range_factor(const ps_affect_params *p, const ps_mood *mood); // (A5)
double ps_affect_trunk_factor(const ps_affect_params *p, const ps_mood *mood);
double ps_affect_stressor(const ps_affect_params *p, const ps_mood *mood, double stressor); // (A6)
