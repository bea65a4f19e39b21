#include "muscle/force.h"

#include <math.h>
#include <stdio.h>

#include "muscle/path.h"

void ps_forces_clear(const ps_model *m, ps_data *d) {
  for (int i = 0; i < m->nbody; i++)
    d->body_force[i] = (ps_spatial){{0, 0, 0}, {0, 0, 0}};
  for (int k = 0; k < m->nq; k++)
    d->applied[k] = 0;
}

static void push(ps_data *d, int body, ps_spatial f) {
  d->body_force[body] = ps_sadd(d->body_force[body], f);
}

// ---- actuators

ps_spatial ps_actuator_wrench(const ps_model *m, const ps_data *d, int force) {
  const ps_force *f = &m->force[force];
  ps_transform X = d->body_X[f->body[0]];
  ps_vec3 e = f->force_is_global ? f->direction : ps_mat_mul(X.R, f->direction);
  if (f->kind == PS_FORCE_TORQUE_ACTUATOR)
    return (ps_spatial){e, {0, 0, 0}};
  ps_vec3 point = f->point_is_global ? f->frame[0].p : ps_transform_point(X, f->frame[0].p);
  return ps_force_at(point, e);
}

static void actuate_bodies(const ps_model *m, ps_data *d, int force, double value) {
  const ps_force *f = &m->force[force];
  ps_spatial wrench = ps_sscale(value, ps_actuator_wrench(m, d, force));
  push(d, f->body[0], wrench);
  if (f->kind == PS_FORCE_TORQUE_ACTUATOR)
    push(d, f->body[1], ps_sscale(-1, wrench));
}

void ps_force_actuate(const ps_model *m, ps_data *d, int force, double value) {
  const ps_force *f = &m->force[force];
  d->force_value[force] = value;
  if (f->kind == PS_FORCE_COORDINATE_ACTUATOR)
    d->applied[f->coordinate] += value;
  else if (f->kind == PS_FORCE_POINT_ACTUATOR || f->kind == PS_FORCE_TORQUE_ACTUATOR)
    actuate_bodies(m, d, force, value);
  else
    ps_path_pull(m, d, f->path, value);
}

// ---- passive forces

// a step from 0 to 1 without kinks in slope and curvature, x from 0 to 1     (F1)
static double smooth_step(double x) {
  if (x <= 0 || x >= 1)
    return x > 0;
  return x * x * x * (10 + x * (6 * x - 15));
}

// springs that set in smoothly beyond the ends of a range, with damping       (F2)
//   f = -k_up s_up (q - q_up) + k_low s_low (q_low - q) - c (s_up + s_low) u
static double limit_force(const ps_data *d, const ps_force *f) {
  double q = d->q[f->coordinate], over = q - f->upper_limit, under = f->lower_limit - q;
  double up = smooth_step(over / f->transition), low = smooth_step(under / f->transition);
  double damping = f->damping * (up + low) * d->u[f->coordinate];
  return f->lower_stiffness * low * under - f->upper_stiffness * up * over - damping;
}

// energy stored in the limit spring: integral of (F2) without damping   (F5)
static double limit_energy(const ps_data *d, const ps_force *f) {
  double q = d->q[f->coordinate], over = q - f->upper_limit, under = f->lower_limit - q;
  double stretch = fmax(over, under), t = f->transition;
  double k = over > 0 ? f->upper_stiffness : f->lower_stiffness;
  if (!(stretch > 0))
    return 0;
  if (stretch >= t)
    return k * (0.5 * stretch * stretch - t * t / 7);
  double x = stretch / t;
  return k * x * x * x * (2 - 2.5 * x + 6.0 / 7 * x * x) * stretch * stretch;
}

static double path_spring_tension(const ps_data *d, const ps_force *f) {
  double stretch = fmax(0, d->path_length[f->path] - f->rest_length);
  return f->stiffness * stretch * (1 + f->dissipation * d->path_speed[f->path]);
}

static double ligament_tension(const ps_model *m, const ps_data *d, const ps_force *f) {
  double length = d->path_length[f->path], out[3];
  if (length <= f->ligament.resting_length || f->function < 0)
    return 0;
  ps_function_eval(&m->function[f->function], m->pool, length / f->ligament.resting_length, out);
  return out[0] * f->ligament.pcsa_force;
}

// a toe of quadratic force, then a line; damping while it lengthens [blankevoort1991]   (F3)
static void blankevoort(const ps_data *d, const ps_force *f, double *values) {
  double slack = f->ligament.slack_length, toe = f->ligament.transition_strain;
  double length = d->path_length[f->path], speed = d->path_speed[f->path];
  double strain = length / slack - 1, rate = speed / slack, spring = 0, damping = 0;
  if (strain >= toe)
    spring = f->ligament.linear_stiffness * (strain - toe / 2);
  else if (strain > 0)
    spring = 0.5 * f->ligament.linear_stiffness / toe * strain * strain;
  if (strain > 0 && rate > 0)
    damping = f->ligament.damping * rate * smooth_step(strain / 0.01);
  const double all[] = {spring, damping, fmax(0, spring + damping), length, speed, strain, rate};
  for (int i = 0; i < 7; i++)
    values[i] = all[i];
}

// what a spring between two points does to the first; it may push   (F6)
static ps_spatial point_spring(const ps_data *d, const ps_force *f, ps_vec3 at[2]) {
  for (int i = 0; i < 2; i++)
    at[i] = ps_transform_point(d->body_X[f->body[i]], f->frame[i].p);
  ps_vec3 apart = ps_sub(at[1], at[0]);
  double length = ps_norm(apart);
  double pull = length > 0 ? f->stiffness * (length - f->rest_length) / length : 0;
  return ps_force_at(at[0], ps_scale(pull, apart));
}

// body-fixed XYZ angles of a rotation
static ps_vec3 euler_angles(ps_mat3 R) {
  return ps_vec(atan2(-R.r[1].z, R.r[2].z), atan2(R.r[0].z, hypot(R.r[1].z, R.r[2].z)),
                atan2(-R.r[0].y, R.r[0].x));
}

// The force of a bushing on its second frame: linear in the six deflections of M in F   (F4)
//   f = -k o x - c o dx/dt,  x = XYZ angles and translation;  moment = N' f_angles
static ps_spatial bushing_force(const ps_data *d, const ps_force *f) {
  ps_transform F = ps_transform_mul(d->body_X[f->body[0]], f->frame[0]);
  ps_transform M = ps_transform_mul(d->body_X[f->body[1]], f->frame[1]);
  ps_transform X = ps_transform_mul(ps_transform_inverse(F), M);
  ps_vec3 a = euler_angles(X.R);
  ps_spatial V = ps_ssub(d->body_V[f->body[1]], d->body_V[f->body[0]]);
  ps_vec3 w = ps_mat_tmul(M.R, V.w), v = ps_mat_tmul(F.R, ps_point_velocity(V, M.p));

  // angle rates from the angular velocity along M: rate = N w
  double c1 = cos(a.y), s2 = sin(a.z), c2 = cos(a.z), t1 = tan(a.y);
  ps_mat3 N = {{{c2 / c1, -s2 / c1, 0}, {s2, c2, 0}, {-c2 * t1, s2 * t1, 1}}};
  ps_vec3 rate = ps_mat_mul(N, w);
  ps_vec3 twist = ps_neg(ps_add(ps_mul_elements(f->rotational_stiffness, a),
                                ps_mul_elements(f->rotational_damping, rate)));
  ps_vec3 force = ps_neg(ps_add(ps_mul_elements(f->translational_stiffness, X.p),
                                ps_mul_elements(f->translational_damping, v)));
  ps_spatial on_M = ps_force_at(M.p, ps_mat_mul(F.R, force));
  on_M.w = ps_add(on_M.w, ps_mat_mul(M.R, ps_mat_tmul(N, twist)));
  return on_M;
}

void ps_force_passive(const ps_model *m, ps_data *d, int force) {
  const ps_force *f = &m->force[force];
  double *value = &d->force_value[force], ligament[PS_FORCE_RECORD];
  ps_vec3 at[2];
  switch (f->kind) {
  case PS_FORCE_COORDINATE_LIMIT:
    *value = limit_force(d, f);
    d->applied[f->coordinate] += *value;
    break;
  case PS_FORCE_SPRING_GENERALIZED:
    *value =
        -f->stiffness * (d->q[f->coordinate] - f->rest_length) - f->viscosity * d->u[f->coordinate];
    d->applied[f->coordinate] += *value;
    break;
  case PS_FORCE_PATH_SPRING:
    *value = path_spring_tension(d, f);
    ps_path_pull(m, d, f->path, *value);
    break;
  case PS_FORCE_LIGAMENT:
    *value = ligament_tension(m, d, f);
    ps_path_pull(m, d, f->path, *value);
    break;
  case PS_FORCE_BLANKEVOORT_LIGAMENT:
    blankevoort(d, f, ligament);
    *value = ligament[2];
    ps_path_pull(m, d, f->path, *value);
    break;
  case PS_FORCE_POINT_TO_POINT_SPRING: {
    ps_spatial pull = point_spring(d, f, at);
    *value = ps_norm(pull.v);
    push(d, f->body[0], pull);
    push(d, f->body[1], ps_sscale(-1, pull));
    break;
  }
  case PS_FORCE_BUSHING: {
    ps_spatial on_M = bushing_force(d, f);
    *value = ps_norm(on_M.v);
    push(d, f->body[1], on_M);
    push(d, f->body[0], ps_sscale(-1, on_M));
    break;
  }
  default:
    break;
  }
}

void ps_forces_passive(const ps_model *m, ps_data *d) {
  for (int i = 0; i < m->nforce; i++)
    if (m->force[i].applies && !ps_force_is_actuator(&m->force[i]))
      ps_force_passive(m, d, i);
}

// ---- records

int ps_force_record_size(const ps_model *m, int force) {
  switch (m->force[force].kind) {
  case PS_FORCE_COORDINATE_LIMIT:
    return 2;
  case PS_FORCE_POINT_TO_POINT_SPRING:
  case PS_FORCE_BUSHING:
    return 12;
  case PS_FORCE_BLANKEVOORT_LIGAMENT:
    return 7;
  default:
    return 1;
  }
}

const char *ps_force_record_label(const ps_model *m, int force, int i, char *text, size_t size) {
  static const char *const blankevoort_part[] = {
      ".force_spring",      ".force_damping", ".force_total", ".length",
      ".lengthening_speed", ".strain",        ".strain_rate"};
  const ps_force *f = &m->force[force];
  const char *name = m->force_name[force], *suffix = "";
  if (f->kind == PS_FORCE_COORDINATE_LIMIT && i == 1)
    name = "PotentialEnergy";
  else if (f->kind == PS_FORCE_SPRING_GENERALIZED)
    suffix = "_Force";
  else if (f->kind == PS_FORCE_PATH_SPRING)
    suffix = "_tension";
  else if (f->kind == PS_FORCE_BLANKEVOORT_LIGAMENT)
    suffix = blankevoort_part[i];
  else if (f->kind == PS_FORCE_POINT_TO_POINT_SPRING || f->kind == PS_FORCE_BUSHING) {
    const char *second = f->kind == PS_FORCE_BUSHING ? "torque" : "point";
    snprintf(text, size, "%s.%s.%s.%c", name, m->force_frame_name[2 * force + i / 6],
             i % 6 < 3 ? "force" : second, "XYZ"[i % 3]);
    return text;
  }
  snprintf(text, size, "%s%s", name, suffix);
  return text;
}

static void put(double *values, ps_vec3 a) {
  values[0] = a.x;
  values[1] = a.y;
  values[2] = a.z;
}

void ps_force_record(const ps_model *m, const ps_data *d, int force, double *values) {
  const ps_force *f = &m->force[force];
  values[0] = d->force_value[force];
  if (f->kind == PS_FORCE_COORDINATE_LIMIT)
    values[1] = limit_energy(d, f);
  else if (f->kind == PS_FORCE_BLANKEVOORT_LIGAMENT)
    blankevoort(d, f, values);
  else if (f->kind == PS_FORCE_POINT_TO_POINT_SPRING) {
    ps_vec3 at[2];
    ps_spatial pull = point_spring(d, f, at);
    put(values, pull.v);
    put(values + 3, at[0]);
    put(values + 6, ps_neg(pull.v));
    put(values + 9, at[1]);
  } else if (f->kind == PS_FORCE_BUSHING) {
    // force and moment about each body's origin
    ps_spatial on_M = bushing_force(d, f);
    for (int i = 0; i < 2; i++) {
      ps_spatial on = i ? on_M : ps_sscale(-1, on_M);
      ps_vec3 origin = d->body_X[f->body[i]].p;
      put(values + 6 * i, on.v);
      put(values + 6 * i + 3, ps_sub(on.w, ps_cross(origin, on.v)));
    }
  }
}
