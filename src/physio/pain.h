// pain.h: discomfort, back or hip pain and leg pain as three illustrative numbers, 0..100.
//
//   dD/dt = (D_inf e - D) / tau,   tau: 90 min while exposed, 15 min when moved               (D1)
//   e     = b max(posture, effort, vibration)                                                (D2)
//   N_i   = max(0, (x_i - theta_i) / sigma_i)                                                (B1)
//   S     = min(0.25, sum w_i N_i)                                                           (B2)
//   G     = clip(G_sleep min(G_affect, 1.5) G_central, 0.7, 2)                               (B3)
//   E     = -ln(1 - P_ep / 100),   P_ep = a + b exp(-t / tau)                                (B4)
//   P_raw = 100 (1 - exp(-(S + E) G))                                                        (B5)
//   o_k   = mean_k onset offset min(P_raw / 50, 1.5)                                         (B6)
//   O     = harm + max(-25, largest + half of each further one)                              (B7)
//   c     = -8 expectancy exp(-t / 42 d) min(P_raw / 50, 1)                                  (B8)
//   P     = clip(P_raw + O + c, 0, 100)                                                      (B9)
//   dG_c/dt = (1 + g drive - G_c) / tau_c,   tau_c: 60 d up, 180 d down                      (B10)
//   Z_L   = w_n I (1 - flow) + w_i I   or   E_L,   then (B5) to (B9)                         (L1)
//   P_total = 100 (1 - (1 - P/100) (1 - D/100));   comfort = 100 - P_total                   (T1)
//
// An educational index, not a measurement of a person. Leg pain is never merged into P_total, and
// pressure without inflammation hurts nothing here: it shows as conduction (root.h).
//
// Never counted twice: a leg has one cause, inflammation or the course of an episode, never both; a
// treatment is an offset or works through a state, never both; halving of the sleep term in chronic
// pain belongs to the gain that comes in.
//
// Rows P46, P70 to P77, P80, P81, P93.  Theory: docs/theory/nerve.md.
// Units: s, day, week as named; points on 0..100; gains and exposures are fractions.
#pragma once

// the drives of back and hip pain; x_i may be in any unit, the person's own day is the measure
#define PS_PAIN_DRIVES(D) D(disc) D(facet) D(muscle) D(hip) D(sacroiliac)

typedef enum ps_pain_drive {
#define D(name) PS_PAIN_##name,
  PS_PAIN_DRIVES(D)
#undef D
      PS_PAIN_NDRIVE
} ps_pain_drive;

#define PS_PAIN_PARAMETERS(P)                                                                      \
  P(discomfort_points)   /* D_inf [points] */                                                      \
  P(discomfort_rise_min) /* tau exposed [min] */                                                   \
  P(discomfort_fall_min) /* tau moved [min] */                                                     \
  P(effort_free)         /* [-]  of maximum: no discomfort */                                      \
  P(effort_full)         /* [-]  of maximum: all of it */                                          \
  P(break_factor)        /* b [-] */                                                               \
  P(weight_disc)         /* w_i [-] */                                                             \
  P(weight_facet)                                                                                  \
  P(weight_muscle)                                                                                 \
  P(weight_hip)                                                                                    \
  P(weight_sacroiliac)                                                                             \
  P(drive_most)               /* [-]  cap of S */                                                  \
  P(spread_least)             /* [-]  least sigma over theta */                                    \
  P(gain_least)               /* [-] */                                                            \
  P(gain_most)                /* [-] */                                                            \
  P(affect_most)              /* [-]  cap of G_affect */                                           \
  P(central_gain)             /* g [-] */                                                          \
  P(central_rise_day)         /* tau_c up [day] */                                                 \
  P(central_fall_day)         /* tau_c down [day] */                                               \
  P(trial_points)             /* [points]  at which trials begin */                                \
  P(relief_scale_most)        /* [-] */                                                            \
  P(relief_further)           /* [-]  of each further treatment */                                 \
  P(relief_most_points)       /* [points]  of all together */                                      \
  P(context_points)           /* [points] */                                                       \
  P(context_day)              /* [day] */                                                          \
  P(leg_ischaemia)            /* w_n [-] */                                                        \
  P(leg_inflammation)         /* w_i [-] */                                                        \
  P(inflammation_week)        /* tau of I [week] */                                                \
  P(points_per_smd)           /* [points] */                                                       \
  P(noticeable_group_points)  /* [points]  between groups; shown only */                           \
  P(noticeable_person_points) /* [points] */                                                       \
  P(noticeable_person_share)  /* [-]  of the pain before */

// Natural courses P_ep of (B4), each with plateau a, fall b and time constant.
#define PS_PAIN_COURSES(C)                                                                         \
  C(acute) C(subacute) C(persistent) C(acute_2012) C(persistent_2012) C(sciatica)

typedef enum ps_pain_course {
  PS_COURSE_none, // healthy: no episode
#define C(name) PS_COURSE_##name,
  PS_PAIN_COURSES(C)
#undef C
      PS_COURSE_NCOURSE
} ps_pain_course;

#define PS_COURSE_PARAMETERS(P)                                                                    \
  P(acute_plateau_points) /* a [points] */                                                         \
  P(acute_fall_points)    /* b [points] */                                                         \
  P(acute_tau_week)       /* tau [week] */                                                         \
  P(subacute_plateau_points)                                                                       \
  P(subacute_fall_points)                                                                          \
  P(subacute_tau_week)                                                                             \
  P(persistent_plateau_points)                                                                     \
  P(persistent_fall_points)                                                                        \
  P(persistent_tau_week)                                                                           \
  P(acute_2012_plateau_points)                                                                     \
  P(acute_2012_fall_points)                                                                        \
  P(acute_2012_tau_week)                                                                           \
  P(persistent_2012_plateau_points)                                                                \
  P(persistent_2012_fall_points)                                                                   \
  P(persistent_2012_tau_week)                                                                      \
  P(sciatica_plateau_points)                                                                       \
  P(sciatica_fall_points)                                                                          \
  P(sciatica_tau_week)

#define P(name) double name;
typedef struct ps_pain_params {
  PS_PAIN_PARAMETERS(P)
} ps_pain_params;
typedef struct ps_course_params {
  PS_COURSE_PARAMETERS(P)
} ps_course_params;
#undef P

typedef struct ps_pain {
  double discomfort;   // [points]  D
  double central_gain; // [-]  G_c, 1 when nothing was sensitised
} ps_pain;

ps_pain ps_pain_rest(void);

// What is uncomfortable now, each 0..1: e of (D2). `effort` is activation over the maximum.
typedef struct ps_pain_exposure {
  double posture;   // [-]  1 sustained, still
  double effort;    // [-]  of maximum; nothing below effort_free, all at effort_full
  double vibration; // [-]  1: dose at the limit value
  int breaks;       // an active break with a change of posture each 30 min
  int moved;        // walking, lying or a changed posture: nothing builds up, and it fades quickly
} ps_pain_exposure;

double ps_pain_exposed(const ps_pain_params *p, const ps_pain_exposure *x);

// Both advance by dt of any length, exact while the input is constant. `drive` is 0..1: the
// mechanical S over its cap, since the courses of (B4) hold their own sensitisation already.
void ps_pain_step_discomfort(const ps_pain_params *p, const ps_pain_exposure *x, double dt_s,
                             ps_pain *s);
void ps_pain_step_central(const ps_pain_params *p, double drive, double dt_s, ps_pain *s);

// theta and sigma of a person: the 95th percentile of a normal day, and from the median to it.
typedef struct ps_pain_normal {
  double theta[PS_PAIN_NDRIVE], sigma[PS_PAIN_NDRIVE];
} ps_pain_normal;

// Of one drive, from `n` samples of the day at equal times, sorted upwards.
void ps_pain_normal_day(const ps_pain_params *p, ps_pain_drive drive, const double *sorted, int n,
                        ps_pain_normal *normal);

double ps_pain_drive_sum(const ps_pain_params *p, const ps_pain_normal *normal,
                         const double x[PS_PAIN_NDRIVE]); // S (B2)
// N_i of (B1) apart; and S of such parts, where people of one build weigh them differently.
void ps_pain_drive_parts(const ps_pain_normal *normal, const double x[PS_PAIN_NDRIVE],
                         double part[PS_PAIN_NDRIVE]);
double ps_pain_parts_sum(const ps_pain_params *p, const double part[PS_PAIN_NDRIVE]);      // (B2)
double ps_pain_gain(const ps_pain_params *p, double sleep, double affect, double central); // (B3)

// P_ep [points] after `week` weeks, and E of it: (B4).
double ps_pain_course_points(const ps_course_params *c, ps_pain_course course, double week);
double ps_pain_episode(double points);

double ps_pain_index(double drive, double gain); // (B5), points

typedef enum ps_pain_where { PS_PAIN_BACK, PS_PAIN_LEG } ps_pain_where;

// How a treatment acts: as an offset of pain, or through a state of the model (range, sleep debt,
// exposure, pressure), which then has no offset of its own.
typedef enum ps_pain_way { PS_PAIN_BY_OFFSET, PS_PAIN_BY_STATE } ps_pain_way;

typedef struct ps_pain_treatment {
  ps_pain_where where;
  ps_pain_way way;
  double mean_points;           // specific part; below 0 relieves, above 0 harms
  double start_day, end_day;    // of the course of treatment, on the clock of `day`
  double onset_day, offset_day; // time constants; 0: at once
} ps_pain_treatment;

// o_k [points] of one treatment on a day: (B6); and O of all that act there: (B7).
double ps_pain_relief(const ps_pain_params *p, const ps_pain_treatment *t, ps_pain_where where,
                      double day, double raw);
double ps_pain_relief_all(const ps_pain_params *p, const ps_pain_treatment *t, int n,
                          ps_pain_where where, double day, double raw);

// c [points], `day` days after care began; expectancy 0..1, default 0: (B8). Drawn as its own bar.
double ps_pain_context(const ps_pain_params *p, double expectancy, double day, double raw);

double ps_pain_after(double raw, double relief, double context); // P of (B9)

// One cause of leg pain: nothing, the statistical course, or an inflamed root.
typedef enum ps_leg_kind { PS_LEG_HEALTHY, PS_LEG_EPISODE, PS_LEG_INFLAMED } ps_leg_kind;
typedef struct ps_leg_cause {
  ps_leg_kind kind;
  double week;         // since it began
  double inflammation; // [-]  I at week 0, 0..1; read only for PS_LEG_INFLAMED
} ps_leg_cause;

double ps_leg_inflammation(const ps_pain_params *p, const ps_leg_cause *cause);
// Z_L of (L1) before the gain; flow from root.h.
double ps_leg_drive(const ps_pain_params *p, const ps_course_params *c, const ps_leg_cause *cause,
                    double flow);

double ps_pain_total(double back, double discomfort); // (T1); comfort is 100 minus it

// Points of a standardised effect; and whether a change would be noticed by a person.
double ps_pain_points(const ps_pain_params *p, double smd);
int ps_pain_noticed(const ps_pain_params *p, double before, double after);
