// pose_bones.h: the bones of the solved model, drawn into a view.
#pragma once

#include "tool/pose_inner.h"
#include "tool/pose_view.h"

typedef struct ps_bones {
  const ps_human *h;
  const ps_data *d; // at the solved posture
  const ps_held *held;
  const ps_posture *posture;
  double size; // of the person over that of the tables
} ps_bones;
ps_bones ps_bones_of(const ps_posed *item);

// From the right of the pelvis, ground up; who lies on the side is seen from above. Not scaled yet.
ps_view ps_bones_view(ps_file_writer *w, const ps_bones *b);
// Centre of the joint of a level, in ground [m].
ps_vec3 ps_bones_joint(const ps_bones *b, int level);

void ps_bones_thorax(const ps_view *v, const ps_bones *b);    // spine, ribs
void ps_bones_vertebrae(const ps_view *v, const ps_bones *b); // L5 to T12
void ps_bones_sacrum(const ps_view *v, const ps_bones *b);
void ps_bones_hip(const ps_view *v, const ps_bones *b); // right hip bone
void ps_bones_femur(const ps_view *v, const ps_bones *b, int side, double length);
