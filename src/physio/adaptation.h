// adaptation.h: what weeks and months of days do to a muscle: length, strength, stiffness, range.
//
//   length'    = (target - length) / tau,   tau_shorten or tau_lengthen by direction       (A1)
//   target     = 1 - gain gate(duty) (1 - stretch / protect)+ (1 - L - dead)+
//                  + gain gate(1 - duty) (L - 1 - dead)+ + stretch_length w                (A2)
//   gate(d)    = d^n / (d^n + (c (1 - d))^n),   c = duty0 / (1 - duty0)                    (A3)
//   w          = 1 - exp(-stretch / stretch_scale)                                         (A4)
//   strength'  = (1 + dose(peak) + stretch_strength w - strength) / tau_strength           (A5)
//   stiffness' = (1 - stiffness_dose (mean / usual - 1) - stretch_stiffness w - stiffness)
//                  / tau_stiffness,   mean / usual - 1 cut to -1..1                        (A6)
//   tolerance' = (stretch_tolerance w - tolerance) / tau_tolerance                         (A7)
//   extension  = (length - 1) deg_per_share + tolerance                                    (A8)
//   acute loss of strength = acute_per_min (stretch - acute_from)+, acute_most at most     (A9)
//
// gate is 0 at 0, 1/2 at duty0, 1 at 1; w is what stretching does, share of the most it can.
// (x)+ is x or 0. L is the mean length of the fibers over 24 h, duty the share of them in which the
// muscle is short, both against standing upright. dose is -strength_loss at no effort, 0 at the
// usual peak, strength_gain at full effort, straight in between.
//
// Rows P10 to P14, claims C01, C02: [tabary1972, williams1990, boukabache2021]; stretching
// [arntz2023, panidi2023, konrad2021].  Theory: docs/theory/tissue.md.
// Units: lengths and forces over those before; deg; days and minutes in parameters, s in steps.
#pragma once

#define PS_ADAPTATION_PARAMETERS(P)                                                                \
  P(gain)                  /* [-]    1; 0: posture changes no length */                            \
  P(tau_shorten_d)         /* [day] */                                                             \
  P(tau_lengthen_d)        /* [day] */                                                             \
  P(dead_zone)             /* [-]    mean lengths so near to upright change nothing */             \
  P(duty0)                 /* [-]    duty of half effect */                                        \
  P(gate_power)            /* [-]    n */                                                          \
  P(protect_min)           /* [min/day]  stretch that prevents all shortening */                   \
  P(deg_per_share)         /* [deg]  hip extension per share of length, where no model says */     \
  P(stretch_scale_min)     /* [min/day]  stretch for 63 per cent of its effects */                 \
  P(stretch_length)        /* [-]    most length gained */                                         \
  P(stretch_tolerance_deg) /* [deg]  most range gained by tolerance */                             \
  P(stretch_strength)      /* [-]    most strength gained */                                       \
  P(stretch_stiffness)     /* [-]    most stiffness lost */                                        \
  P(tau_tolerance_d)       /* [day] */                                                             \
  P(usual_peak)            /* [-]    highest activation of an ordinary day */                      \
  P(strength_gain)         /* [-]    at a daily peak of 1 */                                       \
  P(strength_loss)         /* [-]    at a daily peak of 0 */                                       \
  P(tau_strength_d)        /* [day] */                                                             \
  P(usual_mean)            /* [-]    mean activation of an ordinary day */                         \
  P(stiffness_dose)        /* [-]    more passive stiffness without any activity */                \
  P(tau_stiffness_d)       /* [day] */                                                             \
  P(acute_from_min)        /* [min]  one stretch up to here costs no strength */                   \
  P(acute_per_min)         /* [1/min] */                                                           \
  P(acute_most)            /* [-] */                                                               \
  P(animal_speed)          /* [-]    how much faster small animals change; experiments only */

typedef struct ps_adaptation_params {
#define P(name) double name;
  PS_ADAPTATION_PARAMETERS(P)
#undef P
} ps_adaptation_params;

typedef struct ps_adaptation {
  double length;        // [-]    fibers: serial sarcomeres over those before
  double strength;      // [-]    maximal force over that before
  double stiffness;     // [-]    passive stiffness over that before
  double tolerance_deg; // [deg]  range gained because stretch is put up with
} ps_adaptation;

// What one day was like, or the mean of several.
typedef struct ps_adaptation_day {
  double mean_length;     // [-]    over upright standing, 0..2
  double duty_short;      // [-]    share of 24 h with bent hips, 0..1
  double stretch_min;     // [min]  at the end of range
  double mean_activation; // [-]    0..1
  double peak_activation; // [-]    0..1
} ps_adaptation_day;

// A muscle as it was: 1, 1, 1, 0.
ps_adaptation ps_adaptation_start(void);

// Days that are like `day` for dt_s; what lies outside the ranges above is cut to them.
void ps_adaptation_step(const ps_adaptation_params *p, const ps_adaptation_day *day, double dt_s,
                        ps_adaptation *s);

// Length at which the muscle would stay if every day were like this one   (A2).
double ps_adaptation_target(const ps_adaptation_params *p, const ps_adaptation_day *day);

// Change of passive hip extension [deg], loss negative   (A8). deg_per_share: fiber length over
// arm, in degrees, times the share of the passive resistance that this muscle carries.
double ps_adaptation_extension_deg(const ps_adaptation *s, double deg_per_share);

// Share of strength gone right after one stretch of so many minutes   (A9).
double ps_adaptation_acute_loss(const ps_adaptation_params *p, double stretch_min);
