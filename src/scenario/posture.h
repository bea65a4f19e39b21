// posture.h: from names and a few angles to coordinates of the whole body, with its supports.
//
//   pitch of pelvis = tilt0 - tilt,   sum of FE (L5/S1 .. L1/2) = lordosis - lordosis0      (A1)
//   pitch of thorax = pitch of pelvis - sum of FE (all levels)                             (A2)
//
// Pitch is forward +, measured from vertical, or from the bed where one lies; 0 marks the neutral
// pose. Two of tilt, lordosis and inclination give the third. Inclination alone is completed by the
// rhythm of forward bending [esola1996]; with tilt or lordosis alone the thorax stays upright; none
// means neutral. With all three T12/L1 takes what is left. Who stands leans from the ankles until
// the mass centre is over the feet. Theory: docs/theory/posture.md.  Units: deg in ps_pose, rad in
// q.
#pragma once

#include "base/notes.h"
#include "model/data.h"
#include "scenario/human.h"
#include "scenario/pose.h"

enum { PS_CONTACTS = 48, PS_PUSHES = 24 };

typedef enum ps_support_kind {
  PS_SUPPORT_FLOOR,
  PS_SUPPORT_SEAT,
  PS_SUPPORT_BACKREST,
  PS_SUPPORT_BED,
  PS_SUPPORT_HANDS,
  PS_SUPPORT_KINDS
} ps_support_kind;

// A place where the body may be pressed on, never pulled.
typedef struct ps_support_point {
  const char *name; // "ischium_r"
  ps_support_kind kind;
  int body, against; // against: another body of the model that is pressed back; 0: ground
  ps_vec3 at;        // [m]  centre of the rounding in the body
  double radius;     // [m]
  ps_vec3 normal;    // out of the support, in ground
  double friction;   // [-]
  double stiffness;  // [N/m]
  double most;       // [N]  that lies on it, where nobody pushes; infinite: what it must
} ps_support_point;

// A force that is known beforehand, in ground.
typedef struct ps_push {
  int body;
  ps_vec3 at;     // [m]  in the body
  ps_vec3 force;  // [N]
  ps_vec3 moment; // [N m]
} ps_push;

typedef struct ps_posture {
  double *q, *u, *udot; // nq each, in the caller's memory
  bool walks;           // ground forces are given; the pelvis goes where they push it
  int ncontact, npush;
  ps_support_point contact[PS_CONTACTS];
  ps_push push[PS_PUSHES];
  bool lies;      // on back, belly or side
  bool supported; // the trunk lies or has a backrest
  double iap_rest_kPa;
  double inclination_deg, lordosis_deg, pelvic_tilt_deg; // as resolved
  double total[3];                                       // [rad]  sum of FE, LB, AR over the levels
  double height_of_seat_m;
} ps_posture;

// Resolve `pose` for `human`; `d` is scratch and holds the pose afterwards. A posture that no body
// of these sizes can take is PS_ERR_VALUE with the allowed range.
ps_status ps_posture_resolve(const ps_human *human, const ps_pose *pose, ps_data *d,
                             ps_posture *posture, ps_error *err);

// The angles that the coordinates of `d` make, as radiographs and goniometers give them [deg].
typedef struct ps_posture_angles {
  double lordosis, sacral_slope, pelvic_tilt, trunk_inclination, hip_flexion[2];
} ps_posture_angles;
ps_posture_angles ps_posture_measure(const ps_human *human, const ps_posture *posture,
                                     const double *q);
