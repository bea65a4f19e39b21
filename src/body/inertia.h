// inertia.h: mass properties about the ground origin; those of rigidly joined bodies add.
#pragma once

#include "model/data.h"

static inline ps_inertia ps_inertia_add(ps_inertia a, ps_inertia b) {
  return (ps_inertia){a.mass + b.mass, ps_add(a.moment, b.moment),
                      a.xx + b.xx,     a.yy + b.yy,
                      a.zz + b.zz,     a.xy + b.xy,
                      a.xz + b.xz,     a.yz + b.yz};
}

// momentum of a body with this inertia that moves with V:  n = I w + h x v,  f = m v - h x w  (D7)
static inline ps_spatial ps_inertia_apply(const ps_inertia *I, ps_spatial V) {
  ps_vec3 turning = ps_vec(I->xx * V.w.x + I->xy * V.w.y + I->xz * V.w.z,
                           I->xy * V.w.x + I->yy * V.w.y + I->yz * V.w.z,
                           I->xz * V.w.x + I->yz * V.w.y + I->zz * V.w.z);
  return (ps_spatial){ps_add(turning, ps_cross(I->moment, V.v)),
                      ps_sub(ps_scale(I->mass, V.v), ps_cross(I->moment, V.w))};
}

// body with mass, mass center c (ground), inertia about c along axes with rotation R to ground
static inline ps_inertia ps_inertia_at(double mass, ps_vec3 c, ps_mat3 about_com, ps_mat3 R) {
  ps_mat3 J = ps_mat_mat(ps_mat_mat(R, about_com), ps_transpose(R));
  double cc = ps_norm2(c);
  return (ps_inertia){mass,
                      ps_scale(mass, c),
                      J.r[0].x + mass * (cc - c.x * c.x),
                      J.r[1].y + mass * (cc - c.y * c.y),
                      J.r[2].z + mass * (cc - c.z * c.z),
                      J.r[0].y - mass * c.x * c.y,
                      J.r[0].z - mass * c.x * c.z,
                      J.r[1].z - mass * c.y * c.z};
}
