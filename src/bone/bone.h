// bone.h: a bone as shapes with named numbers, read from the tables of data/bones.
//
// A table of numbers has a column for each bone that it describes: `pedicle.x`, `pedicle.y`,
// `pedicle.z`, `pedicle.r` are a ball; without z it lies in the midline. `nets.csv` says which
// balls span a rod, a plate, a bent plate or a curve, which cut, and which numbers are a drum;
// `bones.csv` says which net and column make which bone, and where on a body of the model it
// stands. Bones of the midline are given by their right half.
//
// Units: m, rad; the tables have mm and degrees, as their column `unit` says.
#pragma once

#include <stdbool.h>

#include "base/arena.h"
#include "bone/shape.h"
#include "psoas/status.h"

typedef struct ps_bone_ball { // numbers of a ball; z -1: in the midline
  const char *name;
  int x, y, z, r;
} ps_bone_ball;

typedef enum ps_part_kind {
  PS_PART_HULL,
  PS_PART_SHEET,
  PS_PART_CURVE,
  PS_PART_CARVE
} ps_part_kind;

enum { PS_PART_BALLS = 8, PS_CURVE_STEPS = 5, PS_SHEET_PLATES = 4 };

typedef struct ps_bone_part {
  ps_part_kind kind;
  int n, ball[PS_PART_BALLS];
} ps_bone_part;

typedef struct ps_bone_place { // where the bone's own axes stand in the frame of its body
  ps_vec3 at;                  // [m]
  double turn;                 // [rad]  about z
  ps_vec3 scale;               // [-]  along the bone's own axes, before the turn
} ps_bone_place;

typedef struct ps_bone {
  const char *name, *body, *table;
  bool midline; // mirrored in itself; else there is one on either side
  bool sacral;  // goes with the plate of the sacrum, which a pelvic incidence moves: its share is
  int still, moving; // 0 from the first ball on, 1 about the second; -1: all of it goes
  double cell;       // [m]  of the grid that it is meshed on
  ps_bone_place place;
  ps_bone_place sacrum; // of what goes with the sacrum; both have the same axes of their own
  const char *marks;    // names of balls that are landmarks, with blanks between
  int nnumber;
  const char **number_name;
  double *number; // change them, then ps_bone_shape
  int nball, npart;
  ps_bone_ball *ball;
  ps_bone_part *part;
  int first_drum, blend, carve_blend; // places of their numbers; -1: none
  // made by ps_bone_shape
  ps_vec3 *normal; // of balls that sheets meet in, of any length
  int nhull, ncarve;
  ps_hull *hull, *carve;
  ps_ball *bound; // of hulls
  int *group;     // of hulls: pieces of a curve, or of sheets, are one shape in the union
  ps_drum drum;
} ps_bone;

typedef struct ps_bones {
  ps_pool pool;
  int n;
  ps_bone *bone;
} ps_bones;

// Read all bones; free them whatever comes back.
ps_status ps_bones_load(ps_bones *bones, ps_error *err);
void ps_bones_clear(ps_bones *bones);

// Make the shapes from the numbers again.
void ps_bone_shape(ps_bone *bone);

// Signed distance [m] of a point in the bone's own axes, negative inside, and its gradient [-].
double ps_bone_distance(const ps_bone *bone, ps_vec3 p);
ps_vec3 ps_bone_gradient(const ps_bone *bone, ps_vec3 p);
// A box that holds the bone.
void ps_bone_box(const ps_bone *bone, ps_vec3 *low, ps_vec3 *high);

// A ball as its numbers say, and whether it is a landmark.
ps_ball ps_bone_ball_at(const ps_bone *bone, int ball);
bool ps_bone_is_mark(const ps_bone *bone, int ball);

// How much of a point goes with the sacrum, 0..1.
double ps_bone_share(const ps_bone *bone, ps_vec3 p);
// A point in the frame of the body, and a normal of length 1 at the point p.
ps_vec3 ps_bone_to_body(const ps_bone *bone, ps_vec3 p);
ps_vec3 ps_bone_normal_to_body(const ps_bone *bone, ps_vec3 p, ps_vec3 n);
