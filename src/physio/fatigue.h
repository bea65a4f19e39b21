// fatigue.h: a muscle whose motor units rest, work or are tired.
//
//   da/dt = C - F a                      active                                      (F1)
//   df/dt = F a - rho f                  fatigued                                    (F2)
//   C     = L (min(T, 1 - f) - a)        from rest 1 - a - f into work               (F3)
//   rho   = R r                  at rest, T <= T_rest
//           R (1 + g / (1 + exp((T - T_low) / w)))   else                            (F4)
//   borg  = 10 - 10 (1 - T^n) exp(-k f)  rating of effort, 0..10                     (F5)
//
// T is the target, a share of maximal force. (F3) is the published controller with its two rates
// alike: as long as enough rests it brings a to T, and when not all that rests is called up
// [freylaw2012, looft2018]. The second line of (F4) is ours: without it an hour at 5 % costs half
// of the capacity, measured are 12 % [sjogaard1986]. Theory: docs/theory/effort.md.
//
// Units: s; a, f, T are shares of the muscle's maximum, 0..1. Rows P40, P41, P46.
#pragma once

#define PS_FATIGUE_PARAMETERS(P)                                                                   \
  P(fatigue_per_s)    /* F */                                                                      \
  P(recovery_per_s)   /* R */                                                                      \
  P(rest_multiplier)  /* r */                                                                      \
  P(rest_below)       /* T_rest [share] */                                                         \
  P(controller_per_s) /* L, far above F and rho r */                                               \
  P(low_load_gain)    /* g [-] */                                                                  \
  P(low_load_level)   /* T_low [share] */                                                          \
  P(low_load_width)   /* w [share] */                                                              \
  P(borg_exponent)    /* n [-] */                                                                  \
  P(borg_gain)        /* k [-] */

typedef struct ps_fatigue_params {
#define P(name) double name;
  PS_FATIGUE_PARAMETERS(P)
#undef P
} ps_fatigue_params;

// What was fitted for a muscle group; the rest is common to all.
#define PS_FATIGUE_SET_PARAMETERS(P)                                                               \
  P(fatigue_per_s)                                                                                 \
  P(recovery_per_s)                                                                                \
  P(rest_multiplier)

typedef struct ps_fatigue_set {
#define P(name) double name;
  PS_FATIGUE_SET_PARAMETERS(P)
#undef P
} ps_fatigue_set;

// {0} is fresh and at rest. What rests is the remainder, so the three sum to 1.
typedef struct ps_fatigue {
  double active, fatigued; // [share]
} ps_fatigue;

// p with F, R and r of a group.
ps_fatigue_params ps_fatigue_with(const ps_fatigue_params *p, const ps_fatigue_set *set);

// Exact for a constant target and any dt_s; the target is clamped to 0..1, a dt_s not above 0 does
// nothing. Needs F, R, r > 0 and L > 10 (F + R r), which tables and draws keep by far.
void ps_fatigue_step(const ps_fatigue_params *p, double target, double dt_s, ps_fatigue *s);

double ps_fatigue_resting(const ps_fatigue *s);  // 1 - a - f
double ps_fatigue_capacity(const ps_fatigue *s); // 1 - f: share of maximal force that is left

// From fresh until `level` cannot be met any more; INFINITY where recovery keeps up.
double ps_fatigue_endurance_s(const ps_fatigue_params *p, double level);

double ps_fatigue_borg(const ps_fatigue_params *p, double target, const ps_fatigue *s); // (F5)
