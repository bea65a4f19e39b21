// human.h: the built-in model of a person, compiled: immutable, shared by threads.
#pragma once

#include "analysis/chain.h"
#include "analysis/disc.h"
#include "model/model.h"
#include "scenario/build.h"

enum { PS_FE, PS_LB, PS_AR };                               // rotations of a level
enum { PS_HIP_FLEXION, PS_HIP_ADDUCTION, PS_HIP_ROTATION }; // and of a hip
enum { PS_RIGHT, PS_LEFT };

typedef enum ps_region { PS_REGION_PSOAS, PS_REGION_HIP, PS_REGION_TRUNK } ps_region;

// What the posture solver wants to know of a muscle; muscles are the first forces of the model.
typedef struct ps_line {
  const char *name, *group;
  int side;
  ps_region region;
  int path;
  double volume; // [cm^3]  of the line: section times optimal fiber length
  double hoop;   // [-]  part of its tension that runs around the belly
  bool oblique;  // of the abdominal wall: has a hoop
  bool wall;     // abdominal wall
  bool back;     // extensor of the back
  bool erector;  // of which longissimus and iliocostalis
} ps_line;

// A place of the body that a support may touch (data/model/contacts.csv).
typedef struct ps_touch {
  const char *name, *support; // "ischium_r", "seat"
  int body, side;
  int row;       // of the table
  ps_vec3 at;    // [m]  centre of its rounding in the body
  double radius; // [m]
} ps_touch;

typedef struct ps_human {
  ps_pool pool;
  ps_model *model;
  ps_parameters p;
  ps_person person;
  ps_detail detail;
  int nline;
  ps_line *line;
  ps_walk walk;
  int ntouch;
  ps_touch *touch;
  int rod; // path that abdominal pressure pushes along
  ps_chain column;
  ps_disc_law law[PS_LEVELS][3];
  double disc_area[PS_LEVELS];                            // [mm^2]
  double lordosis_deg, pelvic_tilt_deg, sacral_slope_deg; // of the neutral pose
  // bodies and coordinates by what they are
  int pelvis, lumbar[5], torso, femur[2], tibia[2], foot[2]; // lumbar: L5 first
  int upper[PS_LEVELS];                                      // the body above a level
  int pelvis_coordinate[6];                                  // tilt list rotation tx ty tz
  int level[PS_LEVELS][3], hip[2][3], knee[2], ankle[2];
} ps_human;

// Build and compile; free whatever comes back.
ps_status ps_human_create(ps_human **human, const ps_anatomy *anatomy,
                          const ps_parameters *parameters, const ps_person *person,
                          ps_detail detail, ps_error *err);
void ps_human_free(ps_human *human);

// Make it the human of another person, in place: to the last bit what ps_human_create would build
// of the same tables in the same detail, at a ninth of the work. Nobody else may be using it, and
// variants of it are none any more. After a failure it can only be freed.
ps_status ps_human_fit(ps_human *human, const ps_anatomy *anatomy, const ps_parameters *parameters,
                       const ps_person *person, ps_error *err);

// The discs alone, from the parameters in it.
void ps_human_fit_discs(ps_human *human);

// A copy for one thread, whose parameters may be set again and again; it shares names and lists
// with the original, which must outlive it.
ps_status ps_human_variant(ps_human **variant, const ps_human *human, ps_error *err);
// Give the variant of `human` other parameters: discs, masses, lines of pull.
void ps_human_set(ps_human *variant, const ps_human *human, const ps_parameters *p);
