// vec.h: vectors, rotations and frames in space, and spatial vectors, small enough to pass by
// value.
//
// A spatial vector stacks an angular and a linear part, both about the ground origin and along the
// ground axes: motion (w, v), force (n, f). One reference point for all bodies needs no shifting
// between them [featherstone2008, ch. 2].
#pragma once

#include <math.h>

typedef struct ps_vec3 {
  double x, y, z;
} ps_vec3;

typedef struct ps_mat3 { // rows
  ps_vec3 r[3];
} ps_mat3;

// A frame: R takes its coordinates to the outer frame, p is its origin there. x_outer = R x + p.
typedef struct ps_transform {
  ps_mat3 R;
  ps_vec3 p;
} ps_transform;

typedef struct ps_spatial {
  ps_vec3 w; // angular velocity, or moment about the origin
  ps_vec3 v; // velocity of the point at the origin, or force
} ps_spatial;

static inline ps_vec3 ps_vec(double x, double y, double z) {
  return (ps_vec3){x, y, z};
}
static inline ps_vec3 ps_add(ps_vec3 a, ps_vec3 b) {
  return ps_vec(a.x + b.x, a.y + b.y, a.z + b.z);
}
static inline ps_vec3 ps_sub(ps_vec3 a, ps_vec3 b) {
  return ps_vec(a.x - b.x, a.y - b.y, a.z - b.z);
}
static inline ps_vec3 ps_scale(double s, ps_vec3 a) {
  return ps_vec(s * a.x, s * a.y, s * a.z);
}
static inline ps_vec3 ps_neg(ps_vec3 a) {
  return ps_vec(-a.x, -a.y, -a.z);
}
// a + s b
static inline ps_vec3 ps_axpy(ps_vec3 a, double s, ps_vec3 b) {
  return ps_vec(a.x + s * b.x, a.y + s * b.y, a.z + s * b.z);
}
static inline double ps_dot(ps_vec3 a, ps_vec3 b) {
  return a.x * b.x + a.y * b.y + a.z * b.z;
}
static inline ps_vec3 ps_cross(ps_vec3 a, ps_vec3 b) {
  return ps_vec(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x);
}
static inline double ps_norm2(ps_vec3 a) {
  return ps_dot(a, a);
}
static inline double ps_norm(ps_vec3 a) {
  return sqrt(ps_dot(a, a));
}
static inline double ps_distance(ps_vec3 a, ps_vec3 b) {
  return ps_norm(ps_sub(a, b));
}
static inline ps_vec3 ps_mul_elements(ps_vec3 a, ps_vec3 b) {
  return ps_vec(a.x * b.x, a.y * b.y, a.z * b.z);
}
// component 0, 1, 2
static inline double ps_at(ps_vec3 a, int i) {
  return i == 0 ? a.x : i == 1 ? a.y : a.z;
}

static inline ps_mat3 ps_identity3(void) {
  return (ps_mat3){{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}};
}
static inline ps_vec3 ps_mat_mul(ps_mat3 M, ps_vec3 a) {
  return ps_vec(ps_dot(M.r[0], a), ps_dot(M.r[1], a), ps_dot(M.r[2], a));
}
// M' a
static inline ps_vec3 ps_mat_tmul(ps_mat3 M, ps_vec3 a) {
  return ps_vec(M.r[0].x * a.x + M.r[1].x * a.y + M.r[2].x * a.z,
                M.r[0].y * a.x + M.r[1].y * a.y + M.r[2].y * a.z,
                M.r[0].z * a.x + M.r[1].z * a.y + M.r[2].z * a.z);
}
static inline ps_mat3 ps_transpose(ps_mat3 M) {
  return (ps_mat3){{{M.r[0].x, M.r[1].x, M.r[2].x},
                    {M.r[0].y, M.r[1].y, M.r[2].y},
                    {M.r[0].z, M.r[1].z, M.r[2].z}}};
}
static inline ps_mat3 ps_mat_mat(ps_mat3 A, ps_mat3 B) {
  return (ps_mat3){{ps_mat_tmul(B, A.r[0]), ps_mat_tmul(B, A.r[1]), ps_mat_tmul(B, A.r[2])}};
}
// column 0, 1, 2
static inline ps_vec3 ps_column(ps_mat3 M, int i) {
  return ps_vec(ps_at(M.r[0], i), ps_at(M.r[1], i), ps_at(M.r[2], i));
}

// Rotation by `angle` [rad] about a coordinate axis 0, 1, 2.
ps_mat3 ps_rotation_about(int axis, double angle);
// Rotations about x, then the new y, then the new z (body-fixed XYZ), as OpenSim's orientations.
ps_mat3 ps_rotation_xyz(ps_vec3 angles);

static inline ps_transform ps_identity(void) {
  return (ps_transform){ps_identity3(), {0, 0, 0}};
}
static inline ps_vec3 ps_transform_point(ps_transform X, ps_vec3 a) {
  return ps_add(X.p, ps_mat_mul(X.R, a));
}
// the point in coordinates of the inner frame
static inline ps_vec3 ps_transform_point_inverse(ps_transform X, ps_vec3 a) {
  return ps_mat_tmul(X.R, ps_sub(a, X.p));
}
// A, then B inside it
static inline ps_transform ps_transform_mul(ps_transform A, ps_transform B) {
  return (ps_transform){ps_mat_mat(A.R, B.R), ps_transform_point(A, B.p)};
}
static inline ps_transform ps_transform_inverse(ps_transform X) {
  return (ps_transform){ps_transpose(X.R), ps_neg(ps_mat_tmul(X.R, X.p))};
}

static inline ps_spatial ps_sadd(ps_spatial a, ps_spatial b) {
  return (ps_spatial){ps_add(a.w, b.w), ps_add(a.v, b.v)};
}
static inline ps_spatial ps_ssub(ps_spatial a, ps_spatial b) {
  return (ps_spatial){ps_sub(a.w, b.w), ps_sub(a.v, b.v)};
}
static inline ps_spatial ps_sscale(double s, ps_spatial a) {
  return (ps_spatial){ps_scale(s, a.w), ps_scale(s, a.v)};
}
// a + s b
static inline ps_spatial ps_saxpy(ps_spatial a, double s, ps_spatial b) {
  return (ps_spatial){ps_axpy(a.w, s, b.w), ps_axpy(a.v, s, b.v)};
}
// power of a force on a motion
static inline double ps_sdot(ps_spatial motion, ps_spatial force) {
  return ps_dot(motion.w, force.w) + ps_dot(motion.v, force.v);
}
// motion x motion: rate of b when it rides on a frame that moves with a
static inline ps_spatial ps_scross(ps_spatial a, ps_spatial b) {
  return (ps_spatial){ps_cross(a.w, b.w), ps_add(ps_cross(a.w, b.v), ps_cross(a.v, b.w))};
}
// motion x* force: rate of a force that rides on a frame that moves with a
static inline ps_spatial ps_scross_force(ps_spatial a, ps_spatial f) {
  return (ps_spatial){ps_add(ps_cross(a.w, f.w), ps_cross(a.v, f.v)), ps_cross(a.w, f.v)};
}
// velocity of the point at p that moves with a
static inline ps_vec3 ps_point_velocity(ps_spatial motion, ps_vec3 p) {
  return ps_add(motion.v, ps_cross(motion.w, p));
}
// a force f that acts at p
static inline ps_spatial ps_force_at(ps_vec3 p, ps_vec3 f) {
  return (ps_spatial){ps_cross(p, f), f};
}
