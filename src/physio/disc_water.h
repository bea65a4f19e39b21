// disc_water.h: how much water a disc has lost, and how much lower that makes the spine.
//
//   lost'     = (lost_eq(P) - lost) / tau,   tau_load while it loses, else tau_rest        (W1)
//   lost_eq   = g ln(P / P_rest) / ln(P_upright / P_rest),   0 at P <= P_rest              (W2)
//   g         = loss_share / (1 - exp(-loss_after / tau_load))                             (W3)
//   height lost = height_share lost H;  stature lost = lumbar height lost / lumbar_share (W4)
//
// lost is the share of the volume of a disc that has lain at P_rest for long; P is the pressure in
// its nucleus, H its height. One state for one disc, or one for all at their mean pressure.
//
// Rows P25 to P27 [botsford1994]; pressures P30, P35 [wilke1999]; stature [tyrrell1985].
// Theory: docs/theory/tissue.md.  Units: MPa, mm; h in parameters, s in steps.
#pragma once

#define PS_DISC_WATER_PARAMETERS(P)                                                                \
  P(loss_share)       /* [-]    volume lost from rested in `loss_after_h` at upright_mpa */        \
  P(loss_after_h)     /* [h] */                                                                    \
  P(tau_load_h)       /* [h]    losing */                                                          \
  P(tau_rest_h)       /* [h]    regaining */                                                       \
  P(upright_mpa)      /* [MPa]  relaxed standing */                                                \
  P(rest_mpa)         /* [MPa]  lying */                                                           \
  P(height_share)     /* [-]    share of height lost per share of volume lost */                   \
  P(level_height_mm)  /* [mm]   rested height of disc L4/5 */                                      \
  P(lumbar_height_mm) /* [mm]   of the five lumbar discs together */                               \
  P(lumbar_share)     /* [-]    of the loss of stature that is lumbar */

typedef struct ps_disc_water_params {
#define P(name) double name;
  PS_DISC_WATER_PARAMETERS(P)
#undef P
} ps_disc_water_params;

// Rested for days: {0}.
typedef struct ps_disc_water {
  double lost; // [-]  share of volume
} ps_disc_water;

// Pressures at and below rest_mpa are alike; none above 100 times that is believed.
void ps_disc_water_step(const ps_disc_water_params *p, double pressure_mpa, double dt_s,
                        ps_disc_water *s);

double ps_disc_water_equilibrium(const ps_disc_water_params *p, double pressure_mpa); // (W2)

// Height lost [mm], from rested: of a disc of this height, of the lumbar spine, of the body.
double ps_disc_water_height_mm(const ps_disc_water_params *p, const ps_disc_water *s,
                               double height_mm);
double ps_disc_water_lumbar_mm(const ps_disc_water_params *p, const ps_disc_water *s);
double ps_disc_water_stature_mm(const ps_disc_water_params *p, const ps_disc_water *s);
