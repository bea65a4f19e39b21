#include "model/fit.h"

void ps_model_fit_body(ps_model *m, int body, double mass, ps_vec3 com, const double I[6]) {
  m->body_mass[body] = mass;
  m->body_com[body] = com;
  m->body_inertia[body] = (ps_mat3){{{I[0], I[3], I[4]}, {I[3], I[1], I[5]}, {I[4], I[5], I[2]}}};
}

void ps_model_fit_mass(ps_model *m) {
  m->mass = 0;
  for (int i = 1; i < m->nbody; i++)
    m->mass += m->body_mass[i];
}

ps_transform ps_model_frame(ps_vec3 translation, ps_vec3 orientation) {
  return (ps_transform){ps_rotation_xyz(orientation), translation};
}

static ps_place place_of(ps_transform X) {
  for (int i = 0; i < 3; i++)
    for (int k = 0; k < 3; k++)
      if (ps_at(X.R.r[i], k) != (i == k))
        return PS_PLACE_TURNED;
  return X.p.x == 0 && X.p.y == 0 && X.p.z == 0 ? PS_PLACE_SAME : PS_PLACE_MOVED;
}

void ps_model_fit_joint(ps_model *m, int body, ps_transform parent, ps_transform child) {
  int j = m->body_joint[body];
  bool reversed = m->body_reversed[body];
  m->joint_parent_frame[j] = parent;
  m->joint_child_frame[j] = child;
  m->body_X_PF[body] = reversed ? child : parent;
  m->body_X_MB[body] = ps_transform_inverse(reversed ? parent : child);
  m->body_place_F[body] = place_of(m->body_X_PF[body]);
  m->body_place_M[body] = place_of(m->body_X_MB[body]);
  m->body_M[body] = ps_transform_inverse(m->body_X_MB[body]).p;
}

void ps_model_fit_gaps(const ps_path *path, ps_point *point) {
  for (int i = path->point; i < path->point + path->npoint; i++) {
    ps_point *p = &point[i], *before = p - 1;
    bool fixed = i > path->point && p->body == before->body && p->kind == PS_POINT_FIXED &&
                 before->kind == PS_POINT_FIXED;
    p->gap = fixed ? ps_distance(before->location, p->location) : -1;
  }
}
