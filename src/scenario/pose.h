// pose.h: what a pose file says: the posture by names and angles, its supports, loads and person.
//
// Angles in deg, as in files; nan where a number is not given and follows from the others
// (posture.h). Sides: [0] right, [1] left.
#pragma once

#include "base/tree.h"
#include "num/schema.h"
#include "scenario/person.h"

typedef enum ps_base { PS_UPRIGHT, PS_SUPINE, PS_PRONE, PS_ON_SIDE } ps_base;
typedef enum ps_feet { PS_FEET_NONE, PS_FEET_BOTH, PS_FOOT_RIGHT, PS_FOOT_LEFT } ps_feet;
typedef enum ps_hands {
  PS_HANDS_FREE,
  PS_HANDS_LAP, // forearms rest on the thighs, no push
  PS_HANDS_THIGHS,
  PS_HANDS_DESK,
  PS_HAND_DESK_RIGHT, // one forearm
  PS_HANDS_FLOOR,
  PS_ELBOWS_DESK,
  PS_ELBOWS_FLOOR,
  PS_HANDS_ARMRESTS,
} ps_hands;

typedef struct ps_supports {
  bool seat, backrest, bed, knees, heels;
  int feet;  // ps_feet
  int hands; // ps_hands
} ps_supports;

typedef struct ps_chair {
  double seat_height_m, depth_m, tilt_deg; // nan: fits the person; tilt: front edge up +
  double backrest_deg;                     // from vertical, leaning back +
  double lumbar_pad_m;                     // how far the pad stands out of the backrest
  double armrest_m;                        // height over the seat; nan: none
  double a_w_m_s2;                         // weighted vibration
  const char *schema, *name;
} ps_chair;

// Something that pulls or presses: a mass in the hands, or a force on a body.
typedef struct ps_pose_load {
  const char *body; // "hands", or a body of the model
  double mass_kg;
  ps_key_numbers at_m;    // from L5/S1 along ground axes for hands, else in the body frame
  ps_key_numbers force_N; // along ground axes
} ps_pose_load;

// A voluntary effort against something that holds still: N m, or as much as there is.
typedef enum ps_effort_kind {
  PS_EFFORT_NONE,
  PS_TRUNK_EXTENSION,
  PS_TRUNK_FLEXION,
  PS_TRUNK_BEND,
  PS_HIP_FLEXION_R,
  PS_HIP_EXTENSION_R,
  PS_HIP_FLEXION_L,
} ps_effort_kind;
enum { PS_EFFORTS = PS_HIP_FLEXION_L };

typedef struct ps_pose {
  const char *schema, *posture, *title;
  int base; // ps_base
  double trunk_inclination_deg, trunk_bend_deg, trunk_twist_deg;
  double lordosis_deg, pelvic_tilt_deg;
  double sag_deg;              // lordosis lost to creep: no key of a file, found by a day
  bool lordosis_stated;        // by the pose itself, not by the posture that it names
  double pelvis_list_deg;      // right side down +, on top of what the trunk's bend brings
  double thoracic_flexion_deg; // of the upper back, over standing: carries head and arms forward
  double hip_flexion_deg[2], hip_adduction_deg[2], hip_rotation_deg[2];
  double knee_flexion_deg[2], ankle_deg[2];
  ps_supports support;
  ps_key_maps loads;                      // ps_pose_load
  ps_number_or_choice effort[PS_EFFORTS]; // by ps_effort_kind - 1; choice 0: as much as there is
  bool muscles;
  bool equilibrium; // lordosis and pelvis go where the posture costs least
  double follower_load_N;
  double stress;
  double phase_pct, stride_s; // of walking: nan, not walking; duration of a stride
  const ps_tree *emg; // by group of muscles: per cent of maximum, for the criterion of that name
  double iap_kPa;     // nan: at rest, or what the muscles make
  ps_person person;
  ps_chair chair;
} ps_pose;

extern const ps_schema ps_pose_schema, ps_person_schema, ps_chair_schema;

ps_pose ps_pose_default(void);
// A woman of whom `map` gives no size has the size of women. NULL: nothing is said of the person.
void ps_person_complete(ps_person *person, const ps_tree *map);

// A posture of the project's own table (data/model/postures.csv), as the tree a file would give.
ps_status ps_posture_tree(ps_pool *pool, const char *name, ps_tree **tree, ps_error *err);
int ps_posture_count(void);
// Name and title of a posture of the table, in `pool`.
ps_status ps_posture_at(int i, ps_pool *pool, const char **name, const char **title);

// The two halves of reading a pose: the posture of the table that it names, else the default; and
// what it says itself, over that.
ps_status ps_pose_named(ps_pool *pool, const ps_tree *tree, const char *path, ps_pose *pose,
                        ps_error *err);
ps_status ps_pose_said(ps_pool *pool, const ps_tree *tree, const char *path, ps_pose *pose,
                       ps_error *err);
// Read a pose: the posture it names, then what it says itself. `path` is for messages.
ps_status ps_pose_read(ps_pool *pool, const ps_tree *tree, const char *path, ps_pose *pose,
                       ps_error *err);
