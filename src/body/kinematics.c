#include "body/kinematics.h"

#include <assert.h>
#include <math.h>

enum { MOST_ARGUMENTS = PS_AXES }; // a joint has no more coordinates to depend on

// unit rotation about the ground direction w through the point p
static ps_spatial turn(ps_vec3 w, ps_vec3 p) {
  return (ps_spatial){w, ps_cross(p, w)};
}

// unit translation along the ground direction v
static ps_spatial slide(ps_vec3 v) {
  return (ps_spatial){{0, 0, 0}, v};
}

// theta of an axis that a function moves, with its slopes and curvature
static double function_value(const ps_model *m, ps_data *d, int a) {
  const ps_axis *axis = &m->axis[a];
  const int *arg = &m->axis_arg[axis->arg];
  double *slope = &d->axis_slope[axis->arg];
  const ps_function *f = &m->function[axis->function];
  if (axis->narg <= 1) {
    double out[3];
    ps_function_eval(f, m->pool, axis->narg ? d->q[arg[0]] : 0, out);
    if (axis->narg)
      slope[0] = out[1];
    d->axis_curvature[a] = out[2];
    return out[0];
  }
  double x[MOST_ARGUMENTS], hessian[MOST_ARGUMENTS * MOST_ARGUMENTS], value;
  assert(axis->narg <= MOST_ARGUMENTS);
  for (int i = 0; i < axis->narg; i++)
    x[i] = d->q[arg[i]];
  ps_function_eval_n(f, m->pool, x, &value, slope, hessian);
  d->axis_curvature[a] = 0;
  return value;
}

// theta of an axis, with its slopes and curvature
static inline double axis_value(const ps_model *m, ps_data *d, int a) {
  const ps_axis *axis = &m->axis[a];
  if (axis->function >= 0)
    return function_value(m, d, a);
  d->axis_slope[axis->arg] = 1;
  d->axis_curvature[a] = 0;
  return d->q[m->axis_arg[axis->arg]];
}

// where an axis points, along the axes that R is in
static inline ps_vec3 direction_of(const ps_axis *axis, const ps_mat3 *R) {
  switch (axis->cardinal) {
  case 0:
    return ps_column(*R, 0);
  case 1:
    return ps_column(*R, 1);
  case 2:
    return ps_column(*R, 2);
  default:
    return ps_mat_mul(*R, axis->axis);
  }
}

// u' H u of an axis that depends on several coordinates
static double axis_bending(const ps_model *m, const ps_data *d, const ps_axis *axis) {
  double x[MOST_ARGUMENTS], slope[MOST_ARGUMENTS], hessian[MOST_ARGUMENTS * MOST_ARGUMENTS], value;
  const int *arg = &m->axis_arg[axis->arg];
  int n = axis->narg;
  for (int i = 0; i < n; i++)
    x[i] = d->q[arg[i]];
  ps_function_eval_n(&m->function[axis->function], m->pool, x, &value, slope, hessian);
  double sum = 0;
  for (int i = 0; i < n; i++)
    for (int j = 0; j < n; j++)
      sum += d->u[arg[i]] * hessian[i * n + j] * d->u[arg[j]];
  return sum;
}

// two columns of R mix
static inline void mix(double *R, int j, int k, double c, double s) {
  for (int i = 0; i < 3; i++, R += 3) {
    double a = R[j], b = R[k];
    R[j] = c * a + s * b;
    R[k] = c * b - s * a;
  }
}

// R turned by theta about its own axis x, y or z
static inline void turn_cardinal(ps_mat3 *R, int axis, double c, double s) {
  if (axis == 0)
    mix((double *)R, 1, 2, c, s);
  else if (axis == 1)
    mix((double *)R, 2, 0, c, s);
  else
    mix((double *)R, 0, 1, c, s);
}

// the same about any unit axis, which points along `direction` in ground: Rodrigues' formula by
// rows
//   r <- c r + s r x axis + (1 - c) (axis . r) axis
static inline void turn_any(ps_mat3 *R, ps_vec3 axis, ps_vec3 direction, double c, double s) {
  for (int i = 0; i < 3; i++) {
    ps_vec3 r = R->r[i], side = ps_cross(r, axis);
    double along = (1 - c) * ps_at(direction, i);
    R->r[i] = ps_vec(c * r.x + s * side.x + along * axis.x, c * r.y + s * side.y + along * axis.y,
                     c * r.z + s * side.z + along * axis.z);
  }
}

// S of the coordinates that an axis follows: the axis, times how fast each moves it
static void add_motion(const ps_model *m, ps_data *d, int a) {
  const ps_axis *axis = &m->axis[a];
  if (axis->alone) {
    d->S[m->axis_arg[axis->arg]] = d->axis_S[a];
    return;
  }
  for (int i = axis->arg; i < axis->arg + axis->narg; i++) {
    ps_spatial *S = &d->S[m->axis_arg[i]];
    *S = ps_saxpy(*S, d->axis_slope[i], d->axis_S[a]);
  }
}

// M in ground for F at X, along the chain of axes: slide along F's directions, then turn
static void axes_positions(const ps_model *m, ps_data *d, int body, ps_transform *X) {
  int a0 = m->body_axis0[body], q0 = m->body_q0[body];
  if (!m->body_plain[body])
    for (int k = 0; k < m->body_nq[body]; k++)
      d->S[q0 + k] = (ps_spatial){{0, 0, 0}, {0, 0, 0}};
  for (int a = a0; a < a0 + m->body_naxis[body]; a++) {
    const ps_axis *axis = &m->axis[a];
    double theta = axis_value(m, d, a);
    ps_vec3 direction = direction_of(axis, &X->R);
    if (axis->rotation) {
      double c = cos(theta), s = sin(theta);
      d->axis_S[a] = turn(direction, X->p);
      if (axis->cardinal >= 0)
        turn_cardinal(&X->R, axis->cardinal, c, s);
      else
        turn_any(&X->R, axis->axis, direction, c, s);
    } else {
      d->axis_S[a] = slide(direction);
      X->p = ps_axpy(X->p, theta, direction);
    }
    add_motion(m, d, a);
  }
}

// M's origin on the ellipsoid, for M's z axis n along F, and its velocity for unit speeds   (B4)
//   p = r o n        dp/dt = r o (w x n)
static void ellipsoid_positions(const ps_model *m, ps_data *d, int body, ps_transform *X) {
  const double *q = &d->q[m->body_q0[body]];
  ps_mat3 R_FM = ps_rotation_xyz(ps_vec(q[0], q[1], q[2])), R = X->R;
  ps_vec3 radii = m->body_radii[body], n = ps_column(R_FM, 2);
  *X = ps_transform_mul(*X, (ps_transform){R_FM, ps_mul_elements(radii, n)});
  for (int k = 0; k < 3; k++) {
    ps_vec3 e = ps_vec(k == 0, k == 1, k == 2);
    ps_vec3 glide = ps_mat_mul(R, ps_mul_elements(radii, ps_cross(e, n)));
    ps_spatial *S = &d->S[m->body_q0[body] + k];
    *S = turn(ps_column(R, k), X->p);
    S->v = ps_add(S->v, glide);
  }
}

static void ball_positions(const ps_model *m, ps_data *d, int body, ps_transform *X) {
  int q0 = m->body_q0[body];
  const double *q = &d->q[q0];
  bool moves = m->body_mobilizer[body] == PS_MOBILIZER_FREE;
  ps_vec3 p = moves ? ps_vec(q[3], q[4], q[5]) : ps_vec(0, 0, 0);
  ps_mat3 R = X->R;
  *X = ps_transform_mul(*X, (ps_transform){ps_rotation_xyz(ps_vec(q[0], q[1], q[2])), p});
  for (int k = 0; k < 3; k++)
    d->S[q0 + k] = turn(ps_column(R, k), X->p);
  for (int k = 3; moves && k < 6; k++)
    d->S[q0 + k] = slide(ps_column(R, k - 3));
}

// Take X from F to M, both in ground; writes S, and the axes of a chain.
static void across_joint(const ps_model *m, ps_data *d, int body, ps_transform *X) {
  switch ((ps_mobilizer)m->body_mobilizer[body]) {
  case PS_MOBILIZER_AXES:
    axes_positions(m, d, body, X);
    break;
  case PS_MOBILIZER_BALL:
  case PS_MOBILIZER_FREE:
    ball_positions(m, d, body, X);
    break;
  case PS_MOBILIZER_ELLIPSOID:
    ellipsoid_positions(m, d, body, X);
    break;
  case PS_MOBILIZER_WELD:
    break;
  }
}

// The joint's own F sits on the outer body: place it so that M comes to the inner one, at X.
static void across_reversed(const ps_model *m, ps_data *d, int body, ps_transform *X) {
  ps_transform X_FM = ps_identity();
  across_joint(m, d, body, &X_FM);
  *X = ps_transform_mul(*X, ps_transform_inverse(X_FM));
  d->body_X_F[body] = X_FM = *X;
  across_joint(m, d, body, &X_FM);
  for (int k = m->body_q0[body]; k < m->body_q0[body] + m->body_nq[body]; k++)
    d->S[k] = ps_sscale(-1, d->S[k]);
}

// X times a fixed placement
static inline ps_transform placed(ps_transform X, const ps_transform *fixed, int place) {
  if (place == PS_PLACE_TURNED)
    return ps_transform_mul(X, *fixed);
  if (place == PS_PLACE_MOVED)
    X.p = ps_transform_point(X, fixed->p);
  return X;
}

void ps_body_positions(const ps_model *m, ps_data *d) {
  ps_transform *X = d->body_X;
  X[0] = d->body_X_F[0] = ps_identity();
  d->body_com[0] = ps_vec(0, 0, 0);
  for (int i = 1; i < m->nbody; i++) {
    ps_transform M = placed(X[m->body_parent[i]], &m->body_X_PF[i], m->body_place_F[i]);
    d->body_X_F[i] = M;
    if (m->body_reversed[i])
      across_reversed(m, d, i, &M);
    else
      across_joint(m, d, i, &M);
    X[i] = placed(M, &m->body_X_MB[i], m->body_place_M[i]);
    d->body_com[i] = ps_transform_point(X[i], m->body_com[i]);
  }
}

// V beyond a chain that starts from V, and its c: each axis rides on everything before it, and
// bends with its own curvature                                                       (B5)
//   c = sum_a (V_before_a x S_a dtheta_a/dt + S_a theta_a''(u, u))
static ps_spatial axes_velocity(const ps_model *m, const ps_data *d, int body, ps_spatial V,
                                ps_spatial *bias) {
  ps_spatial c = {{0, 0, 0}, {0, 0, 0}};
  int a0 = m->body_axis0[body];
  for (int a = a0; a < a0 + m->body_naxis[body]; a++) {
    const ps_axis *axis = &m->axis[a];
    double rate = 0, bend = 0;
    if (axis->alone) {
      rate = d->u[m->axis_arg[axis->arg]];
    } else if (axis->narg == 1) {
      double u = d->u[m->axis_arg[axis->arg]];
      rate = d->axis_slope[axis->arg] * u;
      bend = d->axis_curvature[a] * u * u;
    } else if (axis->narg > 1) {
      for (int i = axis->arg; i < axis->arg + axis->narg; i++)
        rate += d->axis_slope[i] * d->u[m->axis_arg[i]];
      bend = axis_bending(m, d, axis);
    } else {
      continue;
    }
    ps_spatial motion = ps_sscale(rate, d->axis_S[a]);
    c = ps_sadd(c, ps_scross(V, motion));
    if (bend != 0)
      c = ps_saxpy(c, bend, d->axis_S[a]);
    V = ps_sadd(V, motion);
  }
  *bias = c;
  return V;
}

// What Simbody's acceleration across a custom joint has more than (B5). It moves the second
// rotation axis with w', all that the first coordinate turns, and the third with w'', all that the
// others but the third coordinate turn                                                   (B8)
//   dw = (w' - w_1) x w_2 + (w'' - w_1 - w_2) x w_3      w_i the angular velocity of rotation i
static ps_spatial simbody_excess(const ps_model *m, const ps_data *d, int body) {
  ps_vec3 w[4] = {{0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}}, first = w[0], others = w[0];
  int a0 = m->body_axis0[body], q0 = m->body_q0[body];
  for (int a = a0; a < a0 + m->body_naxis[body]; a++) {
    const ps_axis *axis = &m->axis[a];
    for (int i = axis->arg; axis->rotation && i < axis->arg + axis->narg; i++) {
      int k = m->axis_arg[i];
      ps_vec3 turn_k = ps_scale(d->axis_slope[i] * d->u[k], d->axis_S[a].w);
      w[axis->rotation] = ps_add(w[axis->rotation], turn_k);
      if (k == q0)
        first = ps_add(first, turn_k);
      if (k != q0 + 2)
        others = ps_add(others, turn_k);
    }
  }
  ps_vec3 p = ps_transform_point(d->body_X[body], m->body_M[body]);
  ps_vec3 before = ps_add(w[1], w[2]);
  ps_vec3 dw = ps_add(ps_cross(ps_sub(first, w[1]), w[2]), ps_cross(ps_sub(others, before), w[3]));
  return turn(dw, p);
}

// c of an ellipsoid joint for angular velocity w of M in F (ground axes)   (B6)
//   c = V_F x (S u) + (0, dp/dt x w + r o (w x (w x n)))
static ps_spatial ellipsoid_bias(const ps_model *m, const ps_data *d, int body, ps_spatial V,
                                 ps_spatial motion) {
  ps_mat3 R = d->body_X_F[body].R;
  const double *q = &d->q[m->body_q0[body]], *u = &d->u[m->body_q0[body]];
  ps_vec3 w = ps_vec(u[0], u[1], u[2]), radii = m->body_radii[body];
  ps_vec3 n = ps_column(ps_rotation_xyz(ps_vec(q[0], q[1], q[2])), 2);
  ps_vec3 dn = ps_cross(w, n);
  ps_vec3 glide = ps_cross(ps_mul_elements(radii, dn), w);
  ps_vec3 bend = ps_mul_elements(radii, ps_cross(w, dn));
  ps_spatial c = ps_scross(V, motion);
  c.v = ps_add(c.v, ps_mat_mul(R, ps_add(glide, bend)));
  return c;
}

// V beyond a joint whose inner side moves with V_F, and the joint's c. `sign`: -1 where F sits on
// the outer body, so that S says how the inner one moves
static ps_spatial joint_velocity(const ps_model *m, const ps_data *d, int body, ps_spatial V_F,
                                 double sign, ps_spatial *bias) {
  ps_spatial motion = {{0, 0, 0}, {0, 0, 0}};
  if (m->body_mobilizer[body] == PS_MOBILIZER_AXES) {
    ps_spatial V = axes_velocity(m, d, body, V_F, bias);
    if (m->body_simbody[body])
      *bias = ps_sadd(*bias, simbody_excess(m, d, body));
    return V;
  }
  for (int k = m->body_q0[body]; k < m->body_q0[body] + m->body_nq[body]; k++)
    motion = ps_saxpy(motion, sign * d->u[k], d->S[k]);
  *bias = ps_scross(V_F, motion);
  if (m->body_mobilizer[body] == PS_MOBILIZER_FREE) {
    // the turning axes pass through M, which slides relative to F
    const double *u = &d->u[m->body_q0[body]];
    ps_spatial glide = slide(ps_mat_mul(d->body_X_F[body].R, ps_vec(u[3], u[4], u[5])));
    *bias = ps_sadd(*bias, ps_scross(glide, ps_ssub(motion, glide)));
  } else if (m->body_mobilizer[body] == PS_MOBILIZER_ELLIPSOID) {
    *bias = ellipsoid_bias(m, d, body, V_F, motion);
  }
  return ps_sadd(V_F, motion);
}

void ps_body_velocities(const ps_model *m, ps_data *d) {
  ps_spatial *V = d->body_V;
  V[0] = d->body_bias[0] = (ps_spatial){{0, 0, 0}, {0, 0, 0}};
  for (int i = 1; i < m->nbody; i++) {
    ps_spatial inner = V[m->body_parent[i]];
    if (!m->body_reversed[i]) {
      V[i] = joint_velocity(m, d, i, inner, 1, &d->body_bias[i]);
      continue;
    }
    // seen from the outer body the joint runs the other way
    ps_spatial outer = inner;
    for (int k = m->body_q0[i]; k < m->body_q0[i] + m->body_nq[i]; k++)
      outer = ps_saxpy(outer, d->u[k], d->S[k]);
    V[i] = outer;
    joint_velocity(m, d, i, outer, -1, &d->body_bias[i]);
    d->body_bias[i] = ps_sscale(-1, d->body_bias[i]);
  }
}

void ps_body_accelerations(const ps_model *m, ps_data *d) {
  ps_spatial *A = d->body_A;
  A[0] = (ps_spatial){{0, 0, 0}, {0, 0, 0}};
  for (int i = 1; i < m->nbody; i++) {
    A[i] = ps_sadd(A[m->body_parent[i]], d->body_bias[i]);
    for (int k = m->body_q0[i]; k < m->body_q0[i] + m->body_nq[i]; k++)
      A[i] = ps_saxpy(A[i], d->udot[k], d->S[k]);
  }
}

// Euler angle rates for the angular velocity w of M in F along F, body-fixed XYZ   (B7)
static void euler_rates(const double *q, const double *w, double *rate) {
  double c0 = cos(q[0]), s0 = sin(q[0]), c1 = cos(q[1]), s1 = sin(q[1]);
  double across = (c0 * w[2] - s0 * w[1]) / c1;
  rate[0] = w[0] - s1 * across;
  rate[1] = c0 * w[1] + s0 * w[2];
  rate[2] = across;
}

void ps_coordinate_rates(const ps_model *m, const double *q, const double *u, double *qdot) {
  for (int i = 1; i < m->nbody; i++) {
    int q0 = m->body_q0[i], nq = m->body_nq[i], first = 0;
    if (m->body_mobilizer[i] != PS_MOBILIZER_AXES && nq >= 3) {
      euler_rates(q + q0, u + q0, qdot + q0);
      first = 3;
    }
    for (int k = q0 + first; k < q0 + nq; k++)
      qdot[k] = u[k];
  }
}
