#include "num/vec.h"

ps_mat3 ps_rotation_about(int axis, double angle) {
  double c = cos(angle), s = sin(angle);
  switch (axis) {
  case 0:
    return (ps_mat3){{{1, 0, 0}, {0, c, -s}, {0, s, c}}};
  case 1:
    return (ps_mat3){{{c, 0, s}, {0, 1, 0}, {-s, 0, c}}};
  default:
    return (ps_mat3){{{c, -s, 0}, {s, c, 0}, {0, 0, 1}}};
  }
}

ps_mat3 ps_rotation_xyz(ps_vec3 a) {
  ps_mat3 x = ps_rotation_about(0, a.x), y = ps_rotation_about(1, a.y),
          z = ps_rotation_about(2, a.z);
  return ps_mat_mat(x, ps_mat_mat(y, z));
}
