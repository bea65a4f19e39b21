// parameters.h: every number of the built-in model that is no geometry, with its range and source.
//
// The values lie in data/model/parameters.csv, one row each; a number of a level has the name
// "disc_area_mm2.L4_L5". Rows with low and high are drawn for intervals (draws.h): low and high are
// the 5th and 95th percentile of what the sources leave open.
#pragma once

#include "psoas/status.h"

// The lumbar joints from below: index of every array by level.
enum {
  PS_L5_S1,
  PS_L4_L5,
  PS_L3_L4,
  PS_L2_L3,
  PS_L1_L2,
  PS_T12_L1,
  PS_LEVELS,
};
extern const char *const ps_level_names[PS_LEVELS];

// P(name): the unit is part of the name, [-] where there is none
#define PS_PARAMETERS(P)                                                                           \
  P(disc_stiffness)                                                                                \
  P(disc_neutral_share)                                                                            \
  P(preload_gain)                                                                                  \
  P(preload_force_N)                                                                               \
  P(preload_fade_deg)                                                                              \
  P(ligament_share)                                                                                \
  P(ligament_arm_m)                                                                                \
  P(facet_share)                                                                                   \
  P(facet_lever_m)                                                                                 \
  P(shear_stiffness_N_mm)                                                                          \
  P(side_stiffness_N_mm)                                                                           \
  P(axial_stiffness_N_mm)                                                                          \
  P(pressure_factor)                                                                               \
  P(nucleus_MPa)                                                                                   \
  P(iap_area_m2)                                                                                   \
  P(iap_arm_m)                                                                                     \
  P(iap_lying_kPa)                                                                                 \
  P(iap_upright_kPa)                                                                               \
  P(iap_max_kPa)                                                                                   \
  P(diaphragm_kPa)                                                                                 \
  P(diaphragm_volume_cm3)                                                                          \
  P(hoop_N_per_kPa)                                                                                \
  P(transversus_N)                                                                                 \
  P(transversus_volume_cm3)                                                                        \
  P(oblique_hoop_share)                                                                            \
  P(strength_trunk)                                                                                \
  P(strength_psoas)                                                                                \
  P(strength_leg)                                                                                  \
  P(passive_trunk)                                                                                 \
  P(fiber_back)                                                                                    \
  P(back_shift_m)                                                                                  \
  P(trunk_mass)                                                                                    \
  P(trunk_com_m)                                                                                   \
  P(tone_upright)                                                                                  \
  P(tone_supported)                                                                                \
  P(tone_hip)                                                                                      \
  P(psoas_tone)                                                                                    \
  P(stiffness_q)                                                                                   \
  P(stability_floor_Nm_rad)                                                                        \
  P(contact_cost)                                                                                  \
  P(seat_stiffness_N_m)                                                                            \
  P(back_stiffness_N_m)                                                                            \
  P(floor_stiffness_N_m)                                                                           \
  P(armrest_stiffness_N_m)                                                                         \
  P(pad_lordosis_deg_m)                                                                            \
  P(seat_friction)                                                                                 \
  P(back_friction)                                                                                 \
  P(floor_friction)                                                                                \
  P(hip_capsule_Nm)                                                                                \
  P(hip_capsule_extension_deg)                                                                     \
  P(hip_capsule_per_deg)                                                                           \
  P(share_pull)                                                                                    \
  P(pelvic_incidence_deg)                                                                          \
  P(pelvic_tilt_deg)                                                                               \
  P(lordosis_deg)

#define PS_LEVEL_PARAMETERS(P)                                                                     \
  P(share_FE)                                                                                      \
  P(share_LB)                                                                                      \
  P(share_AR)                                                                                      \
  P(range_flexion_deg)                                                                             \
  P(range_extension_deg)                                                                           \
  P(range_bend_deg)                                                                                \
  P(range_twist_deg)                                                                               \
  P(disc_area_mm2)                                                                                 \
  P(disc_tilt_deg)

typedef struct ps_parameters {
#define P(name) double name;
  PS_PARAMETERS(P)
#undef P
#define P(name) double name[PS_LEVELS];
  PS_LEVEL_PARAMETERS(P)
#undef P
} ps_parameters;

// One number of the table: where it is kept, and how far it may be off.
typedef struct ps_parameter {
  const char *name;        // "disc_area_mm2.L4_L5"
  int place;               // in ps_parameters, counted in doubles
  double value, low, high; // nan: not drawn
} ps_parameter;

enum { PS_PARAMETER_COUNT = sizeof(ps_parameters) / sizeof(double) };

typedef struct ps_parameter_table {
  ps_parameter item[PS_PARAMETER_COUNT];
} ps_parameter_table;

// Read the table; a missing, double or unknown name is an error.
ps_status ps_parameters_load(ps_parameter_table *table, ps_error *err);
ps_parameters ps_parameters_default(const ps_parameter_table *table);
