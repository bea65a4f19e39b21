// life_track.h: what a day leaves behind: a row a minute, and what it comes to.
#pragma once

#include "base/tree.h"

// C(name, decimals): names end in their unit; percentages are of the rested or normal state.
#define PS_LIFE_COLUMNS(C)                                                                         \
  C(psoas_length_mm, 1)                                                                            \
  C(psoas_stiffness_N_mm, 1)                                                                       \
  C(psoas_force_N, 1)                                                                              \
  C(psoas_passive_N, 1)                                                                            \
  C(psoas_active_N, 1)                                                                             \
  C(psoas_activation_pct, 2)                                                                       \
  C(psoas_pressure_mmHg, 1)                                                                        \
  C(psoas_flow_pct, 1)                                                                             \
  C(psoas_oxygen_pct, 1)                                                                           \
  C(psoas_fatigue_pct, 2)                                                                          \
  C(psoas_imbalance_pct, 1)                                                                        \
  C(back_fatigue_pct, 2)                                                                           \
  C(back_oxygen_pct, 1)                                                                            \
  C(back_stiffness_pct, 1)                                                                         \
  C(lordosis_deg, 1)                                                                               \
  C(creep_deg, 2)                                                                                  \
  C(reflex_pct, 0)                                                                                 \
  C(L4_L5_compression_N, 0)                                                                        \
  C(L5_S1_compression_N, 0)                                                                        \
  C(L4_L5_pressure_MPa, 3)                                                                         \
  C(height_loss_mm, 2)                                                                             \
  C(stability_Nm_rad, 1)                                                                           \
  C(balance_mm, 0)                                                                                 \
  C(belly_over_back_pct, 1)                                                                        \
  C(iap_kPa, 2)                                                                                    \
  C(hip_contact_N, 0)                                                                              \
  C(foramen_L4_L5_pct, 1)                                                                          \
  C(foramen_L5_S1_pct, 1)                                                                          \
  C(root_pressure_mmHg, 1)                                                                         \
  C(root_flow_pct, 1)                                                                              \
  C(root_conduction_pct, 1)                                                                        \
  C(leg_flow_pct, 0)                                                                               \
  C(stress_pct, 1)                                                                                 \
  C(cortisol_ratio, 3)                                                                             \
  C(breathing_1_min, 1)                                                                            \
  C(heart_rate_1_min, 0)                                                                           \
  C(tone_trapezius_pct, 2)                                                                         \
  C(tone_back_pct, 2)                                                                              \
  C(tone_psoas_pct, 2)                                                                             \
  C(vibration_a8_m_s2, 3)                                                                          \
  C(discomfort, 1)                                                                                 \
  C(back_pain, 1)                                                                                  \
  C(leg_pain, 1)                                                                                   \
  C(pain_total, 1)

typedef enum ps_life_column {
#define C(name, decimals) PS_LIFE_##name,
  PS_LIFE_COLUMNS(C)
#undef C
      PS_LIFE_COLUMN_COUNT
} ps_life_column;

const char *ps_life_column_name(int column);
int ps_life_column_decimals(int column);
int ps_life_column_named(const char *name); // -1: there is none

// Rows at equal steps, each with all columns.
typedef struct ps_life_track {
  int n;
  double step_s, start_s; // of the clock
  float *value;           // n x PS_LIFE_COLUMN_COUNT; nan: cannot be said
  float *drive;           // n: what loads and muscles add to pain, before its gain; or NULL
  float *part;            // n x PS_PAIN_NDRIVE: what it is the weighed sum of; or NULL
} ps_life_track;

static inline float *ps_life_row(const ps_life_track *t, int row) {
  return t->value + (size_t)row * PS_LIFE_COLUMN_COUNT;
}

// What a column comes to over the rows from `first` up to `end`.
typedef struct ps_life_peak {
  double most, least, mean, last;
  double most_s, least_s; // when, from the start of the track
} ps_life_peak;
ps_life_peak ps_life_peak_of(const ps_life_track *t, int column, int first, int end);

// The 10th, 50th and 90th percentile over `ntrack` tracks of equal length, cell by cell, into three
// tracks whose values are to be freed with free(). False: out of memory.
bool ps_life_percentiles(const ps_life_track *tracks, int ntrack, ps_life_track out[3]);
// The same of arrays of so many cells, into three to be freed with free().
bool ps_percentiles(const float *const *values, int n, size_t cells, float *out[3]);
