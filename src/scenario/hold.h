// hold.h: what holds a posture: muscles, discs, abdominal pressure, seat and floor, in one balance.
//
//   minimise   sum w (x - x0)^p                                                             (H1)
//   such that  sum arm F_act x + J' f + r_IAP p = tau(q, udot) - passive(q, C)              (H2)
//              wall tension >= h p,   v' K(x) v >= floor                                    (H3)
//
// x: activations, contact forces along the edges of friction pyramids, abdominal pressure above
// rest. (H2) has one row per coordinate, the six of the pelvis included, so that contacts carry the
// body. The stability floor enters as cuts: one row for each direction v that the column would
// otherwise be too soft in; muscles pay for it, contacts and pressure count with what they give.
// All of it is one convex problem (solve/recruit.h); around it a Newton loop moves the angles of
// free levels at fixed totals, and the compression C that stiffens discs. Theory:
// docs/theory/posture.md.
#pragma once

#include "scenario/posture.h"
#include "solve/recruit.h"

typedef enum ps_criterion_kind {
  PS_CRITERION_VOLUME,     // sum V a^2, V the volume of the line: the default
  PS_CRITERION_VOLUME3,    // sum V a^3
  PS_CRITERION_SQUARES,    // sum a^2
  PS_CRITERION_CUBES,      // sum a^3
  PS_CRITERION_GEOMETRY,   // sum V g a^2: lines with little leverage for the task count more
  PS_CRITERION_MINMAX,     // sum a^10, close to the smallest largest activation
  PS_CRITERION_SPINE_LOAD, // sum C^2 over the levels
  PS_CRITERION_EMG,        // sum V (a - a_EMG)^2
  PS_CRITERIA
} ps_criterion_kind;
// "volume", "volume3", "a2" ...; and -1 for a word that is none.
const char *ps_criterion_word(ps_criterion_kind kind);
int ps_criterion_named(const char *word);

typedef struct ps_hold_options {
  ps_criterion_kind criterion;
  bool floor;                 // stability floor, where the trunk is not supported
  bool free_spine;            // levels move; else, and in the light model, published rhythm
  double still_deg, steady_N; // the outer loop ends when levels and compressions change by less
  double inhibition;          // strength the gluteals lose to a psoas pulled as hard as it pulls
} ps_hold_options;
ps_hold_options ps_hold_default(void);

// Loads of a level, along the axes of its disc.
typedef struct ps_level_load {
  double compression, shear_anterior, shear_right; // [N]  of the upper on the lower vertebra
  double ligament;            // [N]  pull of the ligaments, part of compression
  double facet;               // [N]  that the facets carry instead of the disc
  ps_vec3 slide;              // [mm]  of the upper vertebra: forward, up, right
  ps_vec3 moment;             // [N m] that disc and ligaments resist, x y z
  double pressure;            // [MPa]
  ps_vec3 axis, front, right; // of the disc in ground, axis up
} ps_level_load;

typedef enum ps_hold_status {
  PS_HOLD_SOLVED,
  PS_HOLD_INFEASIBLE, // moments are missing; see unmet
  PS_HOLD_UNSETTLED,  // the angles of the levels did not settle
} ps_hold_status;

typedef struct ps_hold ps_hold;

// What holds the posture; arrays are the hold's and change with the next solve.
typedef struct ps_held {
  ps_hold_status status;
  int iterations;  // of the outer loop
  int newton;      // steps of the recruitment, all together
  double residual; // [N m]  largest imbalance of (H2)
  double settled;  // [rad]  last move of a level
  double kkt;
  double cost;
  const double *q;                                     // nq
  const double *activation, *force, *active, *passive; // by line [-], [N]
  const double *capacity;                              // [N]  active, as the line is stretched
  const double *fiber_length;                          // [m]
  const double *price;                                 // nq: cost per N m of a coordinate
  const double *unmet;                                 // nq [N m | N]
  const ps_vec3 *contact;                              // [N]  by contact of the posture, in ground
  double pressure_kPa, transversus; // abdominal pressure; activation of the transversus
  double effort_Nm, effort_N; // of the pose's voluntary effort; at the chest, for trunk efforts
  ps_level_load level[PS_LEVELS];
  ps_vec3 hip[2];   // [N]  of the pelvis on the femur, in ground
  ps_vec3 knee[2];  // [N]  of the femur on the tibia
  ps_vec3 ankle[2]; // [N]  of the tibia on the foot
  double softest;   // [N m/rad]  smallest eigenvalue of the column
  double softest_direction[PS_CHAIN];
  double softest_without_psoas; // [N m/rad]
  double psoas_share;           // [-]  of the psoas in the stiffness along the softest direction
  double buckling;              // [N]  load on the thorax that the column would buckle under
  int cuts;                     // stability rows that bind
  double strength_enough; // where infeasible: times the strength that would do; 0: none is known to
  bool idle_backrest;     // there is one, and it does not steady the trunk: held as if without
} ps_held;

// One per thread; posture may change between solves as long as its contacts stay. The human and the
// posture must outlive it.
ps_status ps_hold_create(ps_hold **hold, const ps_human *human, const ps_posture *posture,
                         const ps_pose *pose, const ps_hold_options *options, ps_error *err);
void ps_hold_free(ps_hold *hold);

// Remember where the last solve ended; and go back there, after the parameters of the human have
// changed: each of a series of solves then starts from the same place.
void ps_hold_mark(ps_hold *hold);
void ps_hold_retune(ps_hold *hold);
// The same without a trace of what was solved since, down to the last bit.
void ps_hold_restart(ps_hold *hold);

// The human has become another person (ps_human_fit), of whom the posture has been resolved: costs
// are theirs now, as in a new hold. Not for poses with an effort.
void ps_hold_reweigh(ps_hold *hold);

// Solve for the posture as it is now, from where the last solve ended.
void ps_hold_solve(ps_hold *hold, ps_held *held);

const ps_data *ps_hold_data(const ps_hold *hold);
// `strength_enough` as it is told: to a tenth, not too little.
double ps_strength_told(const ps_held *held);
// Do its levels move by themselves?
bool ps_hold_is_free(const ps_hold *hold);
// Where a contact presses, in ground [m].
ps_vec3 ps_contact_point(const ps_hold *hold, const ps_support_point *c);
// How far the mass center is inside the base [m]; nan: there is no base.
double ps_hold_balance_margin(const ps_hold *hold);
// Share of a line in the compression of a level [N].
double ps_hold_line_share(const ps_hold *hold, const ps_held *held, int line, int level);
