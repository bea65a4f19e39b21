// anatomy.h: the tables of data/anatomy, and those of contacts and walking in data/model, as the
// builder of the model wants them: read once for any number of persons.
//
// The tables hold the right side and the midline, by names without a side: "psoas_L1_VB", "femur".
// The files lie in the library as text (base/embedded.h). Units: m, kg, rad, mm^2, N/cm^2.
#pragma once

#include "base/arena.h"
#include "num/vec.h"
#include "psoas/status.h"

typedef struct ps_anatomy_body {
  const char *name, *parent;
  double mass;       // [kg]
  ps_vec3 com;       // [m]
  double inertia[6]; // [kg m^2]  xx yy zz xy xz yz about the mass center
} ps_anatomy_body;

typedef struct ps_anatomy_joint {
  const char *name, *parent, *child;
  ps_vec3 on_parent, on_child; // [m]
  const char *axes; // "hip_flexion:z hip_adduction:x": coordinates and their axes, in order
} ps_anatomy_joint;

typedef struct ps_anatomy_muscle {
  const char *name, *group;
  double pcsa;           // [mm^2]
  double light_pcsa;     // [mm^2]  of all the lines that it stands for in the light model
  double stress;         // [N/cm^2]
  double optimal_length; // [m]
  double pennation;      // [rad]
  double neutral_length; // [-]  fiber over optimal length in the neutral pose; nan: slack is given
  double slack;          // [m]  of the tendon; nan: neutral_length is given
  double passive_strain; // [-]  fiber strain at which passive force is the largest active one
  int light;             // lines it stands for in the light model; 0: not in it
  int point, npoint;     // range in ps_anatomy.point
  int wrap, nwrap;       // range in ps_anatomy.use
} ps_anatomy_muscle;

typedef struct ps_anatomy_point {
  const char *body;
  ps_vec3 at; // [m]
} ps_anatomy_point;

typedef struct ps_anatomy_wrap { // a cylinder about its own z
  const char *name, *body;
  ps_vec3 at, turned; // [m], [rad] body-fixed XYZ
  double radius;      // [m]
} ps_anatomy_wrap;

typedef struct ps_anatomy_use {
  const char *wrap;
  int first, last; // points of the muscle, from 1
  int turn;
} ps_anatomy_use;

// A place that a support may touch: of one side, of both, or one in the middle.
typedef struct ps_anatomy_touch {
  const char *name, *support, *body;
  const char *side; // "both", "left", "right", "one"
  ps_vec3 at;       // [m]
  double radius;    // [m]
} ps_anatomy_touch;

// Mean curves of a stride, right leg from its heel strike (data/model/walking.csv).
enum {
  PS_WALK_HIP,
  PS_WALK_KNEE,
  PS_WALK_ANKLE,
  PS_WALK_ADDUCTION,
  PS_WALK_FORWARD,
  PS_WALK_UP,
  PS_WALK_RIGHT,
  PS_WALK_CENTRE,
  PS_WALK_CURVES
};
enum { PS_WALK_POSES = 20 };
typedef struct ps_walk {
  double curve[PS_WALK_CURVES][PS_WALK_POSES];
} ps_walk;

typedef struct ps_anatomy {
  ps_pool pool;
  int nbody, njoint, nmuscle, nwrap, ntouch;
  ps_anatomy_body *body;
  ps_anatomy_joint *joint;
  ps_anatomy_muscle *muscle; // psoas, then trunk, then leg
  ps_anatomy_point *point;
  ps_anatomy_wrap *wrap;
  ps_anatomy_use *use;
  ps_anatomy_touch *touch;
  ps_walk walk;
} ps_anatomy;

// Read the tables; free the anatomy whatever comes back.
ps_status ps_anatomy_load(ps_anatomy *anatomy, ps_error *err);
void ps_anatomy_free(ps_anatomy *anatomy);
