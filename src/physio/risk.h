// risk.h: who gets back pain: odds of groups of people, apart from the pain index.
//
//   p     = 1 / (1 + exp(-(ln(p0 / (1 - p0)) + B)))                                   (K1)
//   B     = sum over groups of ( b_1 + h (b_2 + b_3 + ...) ),   |b_1| >= |b_2| >= ... (K2)
//   b_i   = level_i ln OR_i,   times s where shrinking is asked for                   (K3)
//   OR    = RR (1 - p0) / (1 - RR p0)   for a relative risk RR over p0                (K4)
//
// Every factor is an association, mostly of cross-sectional questionnaires: what goes with pain in
// groups. Nothing here goes back into mechanics or into the pain index, and no number is the risk
// of one person. Factors that studies do not tell apart share a group; of these the largest counts
// in full, each further one by half (h). Vibration may be shrunk by half on the log scale (s): its
// studies are small, unblinded and published when positive. Where the base p0 of a relative risk is
// unknown, and for hazard ratios, the ratio stands for the odds ratio: right for rare outcomes.
//
// data/physio/risk.csv has the factors, data/physio/nerve.csv the base probabilities.
// Rows P82, P83, claims C06, C34 to C37.  Theory: docs/theory/nerve.md.
#pragma once

// What may happen.
#define PS_RISK_OUTCOMES(O)                                                                        \
  O(back_pain)    /* back pain, in the time of the base */                                         \
  O(chronic_pain) /* chronic back pain within five years */                                        \
  O(sciatica)                                                                                      \
  O(herniation)                                                                                    \
  O(widespread) /* chronic widespread pain */                                                      \
  O(disability) /* by back pain */                                                                 \
  O(recovery)   /* from chronic back pain */                                                       \
  O(depression) /* after back pain: the way back */

// Which factors overlap.
#define PS_RISK_GROUPS(G) G(sitting) G(driving) G(handling) G(mind) G(sleep) G(body) G(pain)

#define PS_RISK_MEASURES(M) M(odds) M(relative) M(hazard)

#define PS_RISK_FACTORS(F)                                                                         \
  F(vibration)                                                                                     \
  F(vibration_sciatica)                                                                            \
  F(truck_herniation)                                                                              \
  F(sitting_6_8h)                                                                                  \
  F(sitting_over_8h)                                                                               \
  F(sitting_alone)                                                                                 \
  F(sitting_cross_sectional)                                                                       \
  F(sedentary)                                                                                     \
  F(office)                                                                                        \
  F(active_breaks)                                                                                 \
  F(overweight)                                                                                    \
  F(driver_age)                                                                                    \
  F(driver_years)                                                                                  \
  F(driver_seat)                                                                                   \
  F(driver_posture)                                                                                \
  F(driver_work_pressure)                                                                          \
  F(driver_short_sleep)                                                                            \
  F(driver_handling)                                                                               \
  F(depression)                                                                                    \
  F(depression_mild)                                                                               \
  F(stress)                                                                                        \
  F(workload)                                                                                      \
  F(ptsd)                                                                                          \
  F(ptsd_cohort)                                                                                   \
  F(insomnia)                                                                                      \
  F(insomnia_widespread)                                                                           \
  F(poor_sleep_disability)                                                                         \
  F(sleepless_recovery)                                                                            \
  F(back_pain_depression)

#define O(name) PS_RISK_##name,
typedef enum ps_risk_outcome { PS_RISK_OUTCOMES(O) PS_RISK_NOUTCOME } ps_risk_outcome;
#undef O
#define G(name) PS_RISK_GROUP_##name,
typedef enum ps_risk_group { PS_RISK_GROUPS(G) PS_RISK_NGROUP } ps_risk_group;
#undef G
#define M(name) PS_RISK_BY_##name,
typedef enum ps_risk_measure { PS_RISK_MEASURES(M) PS_RISK_NMEASURE } ps_risk_measure;
#undef M
#define F(name) PS_FACTOR_##name,
typedef enum ps_risk_factor_id { PS_RISK_FACTORS(F) PS_RISK_NFACTOR } ps_risk_factor_id;
#undef F

// Words of the tables, by the numbers above, for whoever reads them.
extern const char *const ps_risk_outcome_names[PS_RISK_NOUTCOME];
extern const char *const ps_risk_group_names[PS_RISK_NGROUP];
extern const char *const ps_risk_measure_names[PS_RISK_NMEASURE];
extern const char *const ps_risk_factor_names[PS_RISK_NFACTOR];

// A row of data/physio/risk.csv.
typedef struct ps_risk_factor {
  ps_risk_outcome outcome;
  ps_risk_group group;
  ps_risk_measure measure;
  double ratio, low, high; // published value and 95 % interval; without one both ends are the value
  double base;             // [-]  p0 of its study; 0: unknown
  int shrinks;             // 1: (K3) may shrink it
} ps_risk_factor;

// Probabilities without any of the factors, and the two rules.
#define PS_RISK_PARAMETERS(P)                                                                      \
  P(further_share)     /* h [-] */                                                                 \
  P(shrink_share)      /* s [-] */                                                                 \
  P(back_pain_year)    /* p0 within a year */                                                      \
  P(back_pain_week)    /* p0 within a week */                                                      \
  P(back_pain_points)  /* [points of 10]  when there is pain */                                    \
  P(chronic_pain_5y)   /* p0 within five years */                                                  \
  P(sciatica_year)     /* p0 within a year */                                                      \
  P(sciatica_lifetime) /* p0 within a life */

typedef struct ps_risk_params {
#define P(name) double name;
  PS_RISK_PARAMETERS(P)
#undef P
} ps_risk_params;

// Who: level 0 of a factor is without it, 1 as in its study; between and beyond, log-linear,
// clamped to 0..3. `shrink`: apply shrink_share to factors that may be shrunk.
typedef struct ps_risk_exposure {
  double level[PS_RISK_NFACTOR];
  int shrink;
} ps_risk_exposure;

// B of (K2), with the interval of its factors taken as independent.
typedef struct ps_risk_log_odds {
  double value, low, high;
} ps_risk_log_odds;

ps_risk_log_odds ps_risk_combined(const ps_risk_params *p,
                                  const ps_risk_factor factor[PS_RISK_NFACTOR],
                                  ps_risk_outcome outcome, const ps_risk_exposure *who);

// (K1): probability with log odds B on top of a base 0..1; and that over the base.
double ps_risk_probability(double base, double log_odds);
double ps_risk_relative(double base, double log_odds);
