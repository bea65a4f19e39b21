// stress.h: what a stressor does to the body in seconds, minutes and months.
//
//   ds/dt = (u - s) / tau,   tau_on while s rises, tau_off while it falls            (S1)
//   dy1/dt = (s - y1) 4 / delay, ... dy4/dt = (y3 - y4) 4 / delay                    (S2)
//   dx/dt = S y4 - ln 2 / t_half x,   cortisol = B(t) + x                            (S3)
//   B = 1 + b cos(2 pi (t - t_peak) / 24 h)                                          (S4)
//   dA/dt = (s - A) / tau_A                                                          (S5)
//
// u is the stressor, 0..1 (1: speaking in public), s the sympathetic state, x the cortisol above
// what the hour of the day has, A the load of months. Four stages in a row delay s: cortisol rises
// when s has long been up, and falls when s is long gone. Cortisol is total cortisol over its mean
// of the day, which is bound and slow; free cortisol is gone within minutes and is not in here.
//
//   tone = g_tone s,  coactivation = 1 + g_co s,  rest gaps = 1 - g_gap s            (S6)
//   heart, breathing, abdominal pressure: rest + rise s                              (S7)
//   startle burst = a_pk exp(-((t - t0) / w)^2) 2^(-repeats / h)                     (S8)
//
// A tone memory does not exist: when s is gone so is its tone, whatever A is. That fight or flight
// keeps a psoas contracted for years is claimed without evidence; A changes no muscle here.
//
// Theory: docs/theory/effort.md. Units: s at the interface; tones in per cent of the maximal
// voluntary contraction, to be added to activity. Rows P50 to P55c, P58, P59.
#pragma once

#define PS_STRESS_PARAMETERS(P)                                                                    \
  P(on_tau_min)                                                                                    \
  P(off_tau_min)                                                                                   \
  P(cortisol_delay_min)         /* delay in (S2) */                                                \
  P(cortisol_half_life_min)     /* t_half */                                                       \
  P(cortisol_secretion_per_min) /* S, means of the day per minute */                               \
  P(cortisol_swing)             /* b [-] */                                                        \
  P(cortisol_peak_hour)         /* t_peak [h] */                                                   \
  P(load_tau_day)               /* tau_A */                                                        \
  P(tone_trapezius_pct)         /* g_tone [% MVC] of an output without mechanics */                \
  P(tone_trunk_pct)                                                                                \
  P(tone_psoas_pct)                                                                                \
  P(coactivation_gain) /* g_co */                                                                  \
  P(gap_gain)          /* g_gap */                                                                 \
  P(heart_rest_per_min)                                                                            \
  P(heart_rise_per_min)                                                                            \
  P(breath_rest_per_min)                                                                           \
  P(breath_rise_per_min)                                                                           \
  P(abdominal_rise_kpa)                                                                            \
  P(startle_delay_s)         /* t0 */                                                              \
  P(startle_width_s)         /* w */                                                               \
  P(startle_peak)            /* a_pk [share] of the psoas */                                       \
  P(startle_halving)         /* h [repeats] */                                                     \
  P(freeze_s)                /* how long a freeze lasts */                                         \
  P(freeze_coactivation)     /* factor */                                                          \
  P(freeze_sway)             /* factor */                                                          \
  P(freeze_heart_per_min)    /* change */                                                          \
  P(responder_share)         /* of people; this and the next four are for cohorts only */          \
  P(nonresponder_factor)     /* their secretion over that of responders */                         \
  P(cortisol_person_log_sd)  /* between people, base and secretion each */                         \
  P(heart_person_sd_per_min) /* between people, at rest */                                         \
  P(heart_rise_person_sd)    /* between people, per min */

typedef struct ps_stress_params {
#define P(name) double name;
  PS_STRESS_PARAMETERS(P)
#undef P
} ps_stress_params;

enum { PS_STRESS_STAGES = 4 };

// {0} is at ease.
typedef struct ps_stress {
  double sympathetic;               // s, 0..1
  double delayed[PS_STRESS_STAGES]; // y of (S2)
  double cortisol_excess;           // x [means of the day]
  double load;                      // A, 0..1
} ps_stress;

// The stressor is clamped to 0..1. s is exact; the rest to 0.1 % for any dt_s.
void ps_stress_step(const ps_stress_params *p, double stressor, double dt_s, ps_stress *s);
// The same of s and A alone, exactly, for months in which nobody asks for cortisol.
void ps_stress_step_load(const ps_stress_params *p, double stressor, double dt_s, ps_stress *s);

double ps_stress_cortisol_base(const ps_stress_params *p, double clock_h); // B [means of the day]
double ps_stress_cortisol(const ps_stress_params *p, const ps_stress *s, double clock_h);

typedef struct ps_stress_effects {
  double trapezius_pct, trunk_pct, psoas_pct; // [% MVC] on top of activity
  double coactivation;                        // factor on the least activity of antagonists
  double rest_gaps;                           // factor on how often a muscle pauses
  double heart_per_min, breath_per_min;
  double abdominal_kpa; // on top of the pressure at rest
} ps_stress_effects;

ps_stress_effects ps_stress_effects_of(const ps_stress_params *p, const ps_stress *s);

// ---- events

// Activity of the psoas t_s after a fright, the `repeats`-th like it in a row (0: the first).
double ps_startle_burst(const ps_stress_params *p, double t_s, double repeats);

typedef struct ps_freeze {
  double coactivation, sway; // factors
  double heart_per_min;      // change
} ps_freeze;

// t_s after its start; factors 1 and change 0 before and after.
ps_freeze ps_freeze_at(const ps_stress_params *p, double t_s);
