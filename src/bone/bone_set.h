// bone_set.h: what lies behind the handle of psoas/bones.h.
#pragma once

#include "bone/bone.h"
#include "psoas/bones.h"

struct ps_bone_set {
  ps_bones bones;
};
