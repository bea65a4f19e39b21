// creep.h: how far a bent lumbar spine gives way, and how it comes back.
//
//   creep   = fast + slow                                                                  (C1)
//   part'   = (g_part load - part) / tau,   tau = tau_load while it grows, else its own    (C2)
//   g       = after_deg / (1 - exp(-after / tau_load))   g_fast = f g,  g_slow = (1 - f) g (C3)
//   share gone after t = f (1 - exp(-t / tau_fast)) + (1 - f) (1 - exp(-t / tau_slow))     (C4)
//
// load is the flexion moment, or flexion angle, as a share of full flexion. The loss of reflex is a
// third part under the same law.
//
// Rows P20 to P24, claim C05: [mcgill1992] for (C1..C4), [hendershot2011] for the reflex.
// Theory: docs/theory/tissue.md.  Units: deg, min in parameters, s in steps.
#pragma once

#define PS_CREEP_PARAMETERS(P)                                                                     \
  P(after_deg)       /* [deg]  creep after `after_min` of full flexion */                          \
  P(after_min)       /* [min] */                                                                   \
  P(tau_load_min)    /* [min]  growth of all parts */                                              \
  P(recovered_share) /* [-]    gone `recovered_min` after full flexion ends */                     \
  P(recovered_min)   /* [min] */                                                                   \
  P(tau_fast_min)    /* [min]  recovery of the fast part; less than tau_slow_min */                \
  P(tau_slow_min)    /* [min]  recovery of the slow part */                                        \
  P(reflex_loss)     /* [-]    of the trunk reflex after long full flexion */                      \
  P(reflex_min)      /* [min]  until 95 per cent of that loss is gone */

typedef struct ps_creep_params {
#define P(name) double name;
  PS_CREEP_PARAMETERS(P)
#undef P
} ps_creep_params;

// A rested spine is {0}.
typedef struct ps_creep {
  double fast_deg, slow_deg; // [deg]
  double reflex_loss;        // [-]
} ps_creep;

// `load` outside 0..1 is taken as the nearer end: extension neither creeps nor hastens recovery.
void ps_creep_step(const ps_creep_params *p, double load, double dt_s, ps_creep *s);

double ps_creep_angle_deg(const ps_creep *s); // [deg]  flexion more at the same moment
double ps_creep_reflex(const ps_creep *s);    // [-]    reflex gain, 1: normal

// Share f of the fast part (C4), 0..1.
double ps_creep_fast_share(const ps_creep_params *p);
