// model_kit.h: random models, made in code, and what tests ask of any model.
//
// A seed and a wish give the same model on every machine: a tree of bodies with joints of every
// kind, custom joints with functions of every class, couplers, and paths over points and wraps. The
// mirrored model of a seed is the same, seen in a mirror through the plane z = 0 of ground; its
// coordinates have the values kit_model.sign times those of the first. Units: m, kg, s, rad.
#pragma once

#include <stdlib.h>

#include "body/dynamics.h"
#include "body/kinematics.h"
#include "check.h"
#include "model/data.h"
#include "model/spec.h"
#include "random_kit.h"

enum { KIT_COORDINATES = 96, KIT_KNOTS = 9 };

typedef struct kit_wish {
  int nbody;
  ps_vec3 gravity;  // [m/s^2]
  ps_compat compat; // of a spec made in code: what OpenSim computes, or mechanics
  bool mirrored;    // through z = 0
  bool floats;      // the first body has a free joint, all others hang on it
  bool smooth;      // functions have all derivatives
  bool flat;        // every body moves in the plane z = 0
  bool still;       // no point of a path moves in its body
  bool coupled;     // couplers between coordinates
  int only;         // 1 + ps_joint_kind of every joint; 0: all kinds
} kit_wish;

typedef struct kit_model {
  kit_wish wish;
  uint64_t random;
  ps_spec *spec;
  ps_model *model;
  ps_data *data;
  double sign[KIT_COORDINATES]; // of a coordinate in the mirror, as the spec orders them
} kit_model;

static inline ps_vec3 kit_vector(uint64_t *state, double half_width) {
  double x = kit_uniform(state), y = kit_uniform(state), z = kit_uniform(state);
  return ps_scale(half_width, ps_vec(2 * x - 1, 2 * y - 1, 2 * z - 1));
}

// ---- mirrors: what a point, the angles of a frame, and the axis of a turn become

static inline ps_vec3 kit_point(const kit_model *k, ps_vec3 p) {
  return k->wish.mirrored ? ps_vec(p.x, p.y, -p.z) : p;
}
static inline ps_vec3 kit_angles(const kit_model *k, ps_vec3 a) {
  return k->wish.mirrored ? ps_vec(-a.x, -a.y, a.z) : a;
}
static inline ps_vec3 kit_turn_axis(const kit_model *k, ps_vec3 n) {
  return k->wish.mirrored ? ps_vec(-n.x, -n.y, n.z) : n;
}

// ---- functions

static inline double *kit_numbers(kit_model *k, int n, double size) {
  double *x = ps_pool_take(&k->spec->pool, (size_t)n * sizeof *x);
  CHECK(x != NULL);
  for (int i = 0; i < n; i++)
    x[i] = kit_between(&k->random, -size, size);
  return x;
}

// knots at -2, -1.5 .. 2; like the ends of steps, kit_pose stays away from them
static inline void kit_curve(kit_model *k, ps_function_spec *f) {
  double *x = kit_numbers(k, KIT_KNOTS, 0);
  for (int i = 0; i < KIT_KNOTS; i++)
    x[i] = 0.5 * i - 2;
  f->nx = f->ny = KIT_KNOTS;
  f->x = x;
  f->y = kit_numbers(k, KIT_KNOTS, 0.2);
}

// A function of about 0.3 rad or m with slopes below 1, of one argument or of two.
static inline ps_function_spec *kit_function(kit_model *k, ps_function_kind kind, int narg) {
  ps_function_spec *f = ps_pool_take(&k->spec->pool, sizeof *f);
  CHECK(f != NULL);
  *f = ps_function_default(kind);
  double *three = kit_numbers(k, 4, 0.15), *six = kit_numbers(k, 6, 0.2);
  f->value = 0.3 * kit_uniform(&k->random);
  f->ncoef = kind == PS_FUNCTION_POLYNOMIAL ? 4 : narg + 1;
  f->coef = three;
  f->start_time = -0.75;
  f->end_time = 0.75;
  f->start_value = -0.2;
  f->end_value = 0.15;
  f->amplitude = 0.2;
  f->omega = kit_between(&k->random, 1, 2);
  f->phase = kit_uniform(&k->random);
  f->offset = 0.1;
  f->half_order = 3;
  if (kind == PS_FUNCTION_MULTIVARIATE)
    f->dimension = narg, f->order = 2, f->coef = six, f->ncoef = narg == 1 ? 3 : 6;
  if (kind == PS_FUNCTION_MULTIPLIER) {
    f->scale = -0.7;
    f->multiplied = kit_function(k, PS_FUNCTION_SINE, 1);
  }
  kit_curve(k, f);
  return f;
}

static inline ps_function_spec *kit_any_function(kit_model *k, int narg) {
  static const ps_function_kind smooth[] = {PS_FUNCTION_CONSTANT, PS_FUNCTION_LINEAR,
                                            PS_FUNCTION_POLYNOMIAL, PS_FUNCTION_SINE,
                                            PS_FUNCTION_MULTIPLIER};
  static const ps_function_kind of_two[] = {PS_FUNCTION_LINEAR, PS_FUNCTION_MULTIVARIATE};
  int any = kit_pick(&k->random, PS_FUNCTION_MULTIVARIATE);
  ps_function_kind kind = narg == 2        ? of_two[any % 2]
                          : k->wish.smooth ? smooth[any % 5]
                                           : (ps_function_kind)any;
  return kit_function(k, kind, narg);
}

// ---- bodies and joints

static inline const char *kit_text(kit_model *k, const char *stem, int number) {
  char text[40];
  snprintf(text, sizeof text, "%s%d", stem, number);
  return ps_spec_text(k->spec, text);
}
static inline const char *kit_body_path(kit_model *k, int body) { // 0 is ground
  return body ? kit_text(k, "/bodyset/b", body) : "/ground";
}
static inline ps_ref kit_ref(const char *text) {
  return (ps_ref){text, "", 0};
}

// A body with an inertia that a real one can have, turned anyhow.
static inline void kit_add_body(kit_model *k, int number) {
  ps_spec_body *b = ps_spec_add_body(k->spec, kit_text(k, "b", number), 0);
  ps_vec3 com = kit_vector(&k->random, 0.1), turn = kit_vector(&k->random, 1);
  ps_vec3 half = ps_add(ps_vec(0.12, 0.12, 0.12), kit_vector(&k->random, 0.07));
  b->mass = kit_between(&k->random, 0.5, 5);
  b->com = kit_point(k, k->wish.flat ? ps_vec(com.x, com.y, 0) : com);
  // of a box with half edges `half`
  double s = b->mass / 3, xx = half.x * half.x, yy = half.y * half.y, zz = half.z * half.z;
  ps_mat3 R = ps_rotation_xyz(kit_angles(k, k->wish.flat ? ps_vec(0, 0, turn.z) : turn));
  ps_mat3 D = {{{s * (yy + zz), 0, 0}, {0, s * (zz + xx), 0}, {0, 0, s * (xx + yy)}}};
  ps_mat3 I = ps_mat_mat(ps_mat_mat(R, D), ps_transpose(R));
  const double inertia[6] = {I.r[0].x, I.r[1].y, I.r[2].z, I.r[0].y, I.r[0].z, I.r[1].z};
  memcpy(b->inertia, inertia, sizeof inertia);
}

// A frame of the joint added last on a body.
static inline ps_ref kit_joint_frame(kit_model *k, const char *name, int body) {
  const ps_spec_joint *joint = &k->spec->joints.items[k->spec->joints.n - 1];
  const char *owner = joint->part.path;
  ps_joint_kind kind = joint->kind;
  ps_spec_frame *f = ps_spec_add_frame(k->spec, owner, name, 0);
  ps_vec3 at = kit_vector(&k->random, 0.25), turn = kit_vector(&k->random, 3);
  f->parent = kit_ref(kit_body_path(k, body));
  f->translation = kit_point(k, k->wish.flat ? ps_vec(at.x, at.y, 0) : at);
  f->orientation = kit_angles(k, k->wish.flat ? ps_vec(0, 0, turn.z) : turn);
  ps_ref ref = kit_ref(f->part.path);
  if (!k->wish.mirrored || kind != PS_JOINT_ELLIPSOID)
    return ref;
  // it rides on the +z side of F alone, so that F itself is seen in the mirror y = 0
  f = ps_spec_add_frame(k->spec, owner, kit_text(k, name, 2), 0);
  f->parent = ref;
  f->orientation = ps_vec(acos(-1), 0, 0);
  return kit_ref(f->part.path);
}

static inline const char *kit_add_coordinate(kit_model *k, double sign) {
  int number = k->spec->coordinates.n;
  CHECK(number < KIT_COORDINATES);
  k->sign[number] = sign;
  return ps_spec_add_coordinate(k->spec, kit_text(k, "q", number), 0)->part.name;
}

// The axis number `which` of a custom joint follows some of its coordinates.
static inline void kit_custom_axis(kit_model *k, ps_spec_joint *j, int which, int own) {
  const char **names = ps_pool_take(&k->spec->pool, 2 * sizeof *names);
  ps_spec_axis *axis = &j->axis[which];
  ps_vec3 any = kit_vector(&k->random, 1),
          along = ps_vec(which % 3 == 0, which % 3 == 1, which % 3 == 2);
  if (kit_pick(&k->random, 2))
    along = ps_axpy(along, 0.5, any);
  axis->axis = which < 3 ? kit_turn_axis(k, along) : kit_point(k, along);
  axis->coordinate = names;
  int narg = own >= 0 || j->ncoordinate < 2 ? 1 : 1 + kit_pick(&k->random, 2);
  int first = own >= 0 ? own : kit_pick(&k->random, j->ncoordinate - narg + 1);
  for (int i = 0; i < narg; i++)
    names[i] = k->spec->coordinates.items[j->coordinate + first + i].part.name;
  axis->ncoordinate = narg;
  axis->function = own >= 0 ? NULL : kit_any_function(k, narg);
}

// One to four coordinates: each moves an axis of its own, and may move others by functions.
static inline void kit_custom(kit_model *k, ps_spec_joint *j) {
  int order[PS_AXES] = {0, 1, 2, 3, 4, 5}, n = 1 + kit_pick(&k->random, 4);
  for (int i = PS_AXES - 1; i > 0; i--) {
    int other = kit_pick(&k->random, i + 1), kept = order[i];
    order[i] = order[other];
    order[other] = kept;
  }
  for (int i = 0; i < n; i++)
    kit_add_coordinate(k, 1); // the axes are mirrored instead
  for (int i = 0; i < PS_AXES; i++)
    if (i < n || kit_pick(&k->random, 3))
      kit_custom_axis(k, j, order[i], i < n ? i : -1);
}

static inline ps_joint_kind kit_joint_kind(kit_model *k, int number) {
  static const ps_joint_kind flat[] = {PS_JOINT_PIN, PS_JOINT_PIN, PS_JOINT_SLIDER,
                                       PS_JOINT_PLANAR};
  int any = kit_pick(&k->random, PS_JOINT_CUSTOM + 3);
  if (k->wish.floats && number == 1)
    return PS_JOINT_FREE;
  if (k->wish.only)
    return (ps_joint_kind)(k->wish.only - 1);
  if (k->wish.flat)
    return flat[any % 4];
  return (ps_joint_kind)(any < PS_JOINT_CUSTOM ? any : PS_JOINT_CUSTOM);
}

static inline void kit_add_joint(kit_model *k, int number) {
  static const char mirror[][7] = {
      // signs of the coordinates
      [PS_JOINT_PIN] = "+",       [PS_JOINT_SLIDER] = "+",      [PS_JOINT_UNIVERSAL] = "--",
      [PS_JOINT_GIMBAL] = "--+",  [PS_JOINT_PLANAR] = "+++",    [PS_JOINT_BALL] = "--+",
      [PS_JOINT_FREE] = "--+++-", [PS_JOINT_ELLIPSOID] = "-+-", [PS_JOINT_WELD] = "",
      [PS_JOINT_CUSTOM] = ""};
  ps_joint_kind kind = kit_joint_kind(k, number);
  int least = k->wish.floats && number > 1;
  int inner = number == 1 ? 0 : least + kit_pick(&k->random, number - least);
  bool reversed = !k->wish.floats && kit_pick(&k->random, 4) == 0;
  ps_spec_joint *j = ps_spec_add_joint(k->spec, kind, kit_text(k, "j", number), 0);
  ps_ref at_inner = kit_joint_frame(k, "inner", inner),
         at_outer = kit_joint_frame(k, "outer", number);
  j->parent_frame = reversed ? at_outer : at_inner;
  j->child_frame = reversed ? at_inner : at_outer;
  j->radii = ps_vec(0.11, 0.17, 0.23);
  for (const char *s = mirror[kind]; *s; s++)
    kit_add_coordinate(k, *s == '+' ? 1 : -1);
  if (kind == PS_JOINT_CUSTOM)
    kit_custom(k, j);
}

// Is its speed the rate of the coordinate, and does a mirror leave both alone?
static inline bool kit_is_upright(const kit_model *k, int coordinate) {
  const ps_spec_coordinate *c = &k->spec->coordinates.items[coordinate];
  ps_joint_kind kind = k->spec->joints.items[c->joint].kind;
  bool turns_freely = kind == PS_JOINT_BALL || kind == PS_JOINT_FREE || kind == PS_JOINT_ELLIPSOID;
  return !turns_freely && k->sign[coordinate] > 0;
}

// Every third of these coordinates follows one or two others.
static inline void kit_add_couplers(kit_model *k) {
  const char *free[KIT_COORDINATES];
  int n = 0;
  for (int i = 0; i < k->spec->coordinates.n; i++)
    if (kit_is_upright(k, i))
      free[n++] = k->spec->coordinates.items[i].part.name;
  for (int i = 0; i + 2 < n; i += 3) {
    ps_spec_constraint *c =
        ps_spec_add_constraint(k->spec, PS_CONSTRAINT_COUPLER, kit_text(k, "c", i), 0);
    c->independent = ps_pool_take(&k->spec->pool, 2 * sizeof *c->independent);
    c->independent[0] = free[i];
    c->independent[1] = free[i + 1];
    c->nindependent = 1 + kit_pick(&k->random, 2);
    c->dependent = free[i + 2];
    c->function = kit_any_function(k, c->nindependent);
  }
}

// ---- the whole

// Bodies, joints and couplers; forces and markers may be added before kit_compile.
static inline void kit_begin(kit_model *k, uint64_t seed, kit_wish wish) {
  *k = (kit_model){.wish = wish, .random = seed * 1000003 + 12345};
  k->spec = calloc(1, sizeof *k->spec);
  CHECK(k->spec != NULL);
  k->spec->path = k->spec->credits = k->spec->publications = "";
  k->spec->name = "random";
  k->spec->compat = wish.compat;
  k->spec->gravity = kit_point(k, wish.gravity);
  for (int i = 1; i <= wish.nbody; i++)
    kit_add_body(k, i);
  for (int i = 1; i <= wish.nbody; i++)
    kit_add_joint(k, i);
  if (wish.coupled)
    kit_add_couplers(k);
}

static inline void kit_compile(kit_model *k) {
  ps_error err = {0};
  char text[1200];
  if (ps_model_create(&k->model, k->spec, &err) != PS_OK)
    check_fail(__FILE__, __LINE__, ps_error_text(&err, text, sizeof text));
  k->data = ps_data_create(k->model);
  CHECK(k->data != NULL);
}

static inline void kit_free(kit_model *k) {
  ps_data_free(k->data);
  ps_model_free(k->model);
  ps_spec_free(k->spec);
}

static inline void kit_make(kit_model *k, uint64_t seed, kit_wish wish) {
  kit_begin(k, seed, wish);
  kit_compile(k);
}

// ---- poses

// Coordinates up to 1, away from the knots of all functions; speeds up to `speed`.
static inline void kit_pose(kit_model *k, uint64_t *random, double speed) {
  ps_data *d = k->data;
  for (int i = 0; i < k->model->nq; i++) {
    double sign = k->wish.mirrored ? k->sign[i] : 1, quarter = kit_pick(random, 8) - 4;
    d->q[i] = sign * 0.25 * (quarter + kit_between(random, 0.05, 0.95));
    d->u[i] = sign * kit_between(random, -speed, speed);
    d->udot[i] = sign * kit_between(random, -3, 3);
  }
}

static inline void kit_look(kit_model *k) {
  ps_body_positions(k->model, k->data);
  ps_body_velocities(k->model, k->data);
}
