// nerve.h: the sciatic nerve over moving joints, nerves in narrow muscles, and the area as a whole.
//
//   dL     = r_hip flexion_hip - r_knee flexion_knee + r_ankle dorsiflexion + r_spine flexion  (S1)
//   strain = max(0, dL - slack) / L                                                         (S2)
//   slide  = x / L max(0, dL - slack)      at distance x from the roots                      (S3)
//   root   = share max(0, dL - onset)                                                       (S4)
//   p      = p_rest + case pressure        femoral nerve in the psoas                        (S5)
//   p      = p_rest + case (rotation p_rotation + q p_seat)   sciatic under the piriformis   (S6)
//
// dL [mm] is the length of the nerve's bed beyond that of lying with straight legs. It depends on
// angles only, so the order of movements cannot matter. Arms are constant. The sciatic nerve does
// not touch the psoas, so nothing here links them (claims C24, C27). The femoral nerve runs inside
// it: an ordinary tight psoas does not press on it as far as is known, so (S5) is for a case
// (haematoma, abscess) that somebody states; so is (S6).
//
// Rows P69c, P69d; claims C24, C25, C27, C28.  Theory: docs/theory/nerve.md.
// Units: rad, mm, mmHg.
#pragma once

#include "physio/foramen.h"
#include "physio/pain.h"
#include "physio/risk.h"
#include "physio/root.h"

#define PS_SCIATIC_PARAMETERS(P)                                                                   \
  P(hip_mm)        /* r_hip [mm] */                                                                \
  P(knee_mm)       /* r_knee [mm] */                                                               \
  P(ankle_mm)      /* r_ankle [mm] */                                                              \
  P(spine_mm)      /* r_spine [mm] */                                                              \
  P(slack_mm)      /* slack [mm] */                                                                \
  P(length_mm)     /* L [mm] */                                                                    \
  P(thigh_mm)      /* x of the thigh [mm] */                                                       \
  P(root_onset_mm) /* onset [mm] */                                                                \
  P(root_share)    /* share [-] */

// Cases, and shares of causes among people with sciatica: constants to show, not to compute with.
#define PS_NODE_PARAMETERS(P)                                                                      \
  P(rest_mmhg)           /* p_rest [mmHg] */                                                       \
  P(rotation_mmhg)       /* p_rotation [mmHg] */                                                   \
  P(seat_share)          /* q [-] */                                                               \
  P(cause_disc)          /* [-]  of people with sciatica */                                        \
  P(cause_outside_spine) /* [-]  of people with sciatica */

// Cases that somebody states: how hard they press when they are there in full.
#define PS_CASES_PARAMETERS(P)                                                                     \
  P(haematoma_mmhg) /* [mmHg]  in the psoas */                                                     \
  P(seat_cm2)       /* [cm^2]  of one buttock on the seat */                                       \
  P(turn_deg)       /* [deg]  inward turn of the hip that stretches the piriformis in full */

#define P(name) double name;
typedef struct ps_sciatic_params {
  PS_SCIATIC_PARAMETERS(P)
} ps_sciatic_params;
typedef struct ps_node_params {
  PS_NODE_PARAMETERS(P)
} ps_node_params;
typedef struct ps_cases_params {
  PS_CASES_PARAMETERS(P)
} ps_cases_params;
#undef P

typedef struct ps_leg_pose {
  double hip_flexion, knee_flexion, dorsiflexion, spine_flexion; // [rad]  0: lying, straight
} ps_leg_pose;

double ps_sciatic_elongation_mm(const ps_sciatic_params *p, const ps_leg_pose *pose); // (S1)
double ps_sciatic_strain(const ps_sciatic_params *p, const ps_leg_pose *pose);        // (S2)
double ps_sciatic_slide_mm(const ps_sciatic_params *p, const ps_leg_pose *pose);      // (S3) thigh
double ps_sciatic_root_mm(const ps_sciatic_params *p, const ps_leg_pose *pose);       // (S4)

// Pressures [mmHg] of a stated case; case 0 is nobody's nerve in trouble.
double ps_node_femoral_mmhg(const ps_node_params *p, double case_mmhg); // (S5)
// `severity` 0..1 of a deep gluteal case, `rotation` 0..1 of full stretch of the piriformis,
// `seat_mmhg` the pressure of the seat under the buttock: (S6).
double ps_node_piriformis_mmhg(const ps_node_params *p, double severity, double rotation,
                               double seat_mmhg);

// All modules of the area; each line is a field of ps_nerve and the prefix of its rows in
// data/physio/nerve.csv. `risk_factor` is data/physio/risk.csv.
#define PS_NERVE_MODULES(M)                                                                        \
  M(foramen, PS_FORAMEN_PARAMETERS)                                                                \
  M(root, PS_VESSEL_PARAMETERS)                                                                    \
  M(limb, PS_VESSEL_PARAMETERS)                                                                    \
  M(fiber, PS_FIBER_PARAMETERS)                                                                    \
  M(sciatic, PS_SCIATIC_PARAMETERS)                                                                \
  M(node, PS_NODE_PARAMETERS)                                                                      \
  M(pain, PS_PAIN_PARAMETERS)                                                                      \
  M(course, PS_COURSE_PARAMETERS)                                                                  \
  M(risk, PS_RISK_PARAMETERS)                                                                      \
  M(cases, PS_CASES_PARAMETERS)

typedef struct ps_nerve {
  ps_foramen_params foramen;
  ps_vessel_params root, limb;
  ps_fiber_params fiber;
  ps_sciatic_params sciatic;
  ps_node_params node;
  ps_pain_params pain;
  ps_course_params course;
  ps_risk_params risk;
  ps_risk_factor risk_factor[PS_RISK_NFACTOR];
  ps_cases_params cases;
} ps_nerve;
