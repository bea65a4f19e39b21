// compile_joint.c: joints as chains of axes.
//
// Every joint whose speeds are rates of its coordinates becomes a chain: slide along axes of F,
// then turn about axes that turn with what came before. Axes that never move are dropped.
#include "model/compile.h"

#include <stdio.h>
#include <string.h>

static const ps_vec3 unit[3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};

// an axis that is a coordinate itself
static ps_status plain_axis(ps_builder *b, int rotation, int direction, int coordinate) {
  ps_axis axis = {.axis = unit[direction],
                  .rotation = rotation,
                  .alone = 1,
                  .cardinal = direction,
                  .function = -1,
                  .arg = b->axis_arg.n,
                  .narg = 1};
  PS_BUILD(b, axis_arg, coordinate);
  PS_BUILD(b, axis, axis);
  return PS_OK;
}

// The coordinate of a joint with this name; -1: it has none.
static int joint_coordinate(const ps_builder *b, const ps_spec_joint *joint, const char *name) {
  for (int k = joint->coordinate; k < joint->coordinate + joint->ncoordinate; k++)
    if (strcmp(b->spec->coordinates.items[k].part.name, name) == 0)
      return k;
  return -1;
}

static ps_status no_coordinate(const ps_builder *b, const ps_spec_joint *joint, const char *name,
                               int line) {
  ps_nearest nearest = ps_nearest_to(name);
  char hint[128];
  for (int k = joint->coordinate; k < joint->coordinate + joint->ncoordinate; k++)
    ps_nearest_try(&nearest, b->spec->coordinates.items[k].part.name);
  return ps_fail(b->err, PS_ERR_REFERENCE, b->spec->path, line,
                 "an axis of joint '%s' depends on coordinate '%s', which the joint does not "
                 "have%s",
                 joint->part.name, name, ps_nearest_hint(&nearest, hint, sizeof hint));
}

static ps_status find_axis_coordinates(ps_builder *b, const ps_spec_joint *joint,
                                       const ps_spec_axis *axis) {
  for (int i = 0; i < axis->ncoordinate; i++) {
    int found = joint_coordinate(b, joint, axis->coordinate[i]);
    if (found < 0)
      return no_coordinate(b, joint, axis->coordinate[i], axis->line);
    PS_BUILD(b, axis_arg, found);
  }
  return PS_OK;
}

static bool is_identity(const ps_function_spec *f) {
  return !f ||
         (f->kind == PS_FUNCTION_LINEAR && f->ncoef == 2 && f->coef[0] == 1 && f->coef[1] == 0);
}

static bool all_zero(const double *x, int n) {
  for (int i = 0; i < n; i++)
    if (x[i] != 0)
      return false;
  return true;
}

// 0, 1, 2 of the axes x, y, z of a frame, else -1
static int cardinal_of(ps_vec3 axis) {
  for (int i = 0; i < 3; i++)
    if (ps_at(axis, i) == 1)
      return i;
  return -1;
}

// a function that is zero everywhere; files are full of them
static bool is_zero(const ps_function_spec *f) {
  switch (f->kind) {
  case PS_FUNCTION_CONSTANT:
    return f->value == 0;
  case PS_FUNCTION_MULTIPLIER:
    return f->scale == 0 || (f->multiplied && is_zero(f->multiplied));
  case PS_FUNCTION_LINEAR:
  case PS_FUNCTION_POLYNOMIAL:
    return all_zero(f->coef, f->ncoef);
  case PS_FUNCTION_SIMM_SPLINE:
  case PS_FUNCTION_PIECEWISE_LINEAR:
    return all_zero(f->y, f->ny);
  default:
    return false;
  }
}

static ps_status custom_axis(ps_builder *b, const ps_spec_joint *joint, int which) {
  const ps_spec_axis *s = &joint->axis[which];
  const ps_function_spec *f = s->function;
  if (s->ncoordinate == 0 && !f)
    return PS_OK; // never moves
  double length = ps_norm(s->axis);
  if (!(length > 0))
    return ps_fail(b->err, PS_ERR_VALUE, b->spec->path, s->line,
                   "an axis of joint '%s' has no direction (0 0 0)", joint->part.name);

  ps_vec3 along = ps_scale(1 / length, s->axis);
  ps_axis axis = {.axis = along,
                  .rotation = which < 3 ? 1 + which : 0,
                  .cardinal = cardinal_of(along),
                  .function = -1,
                  .arg = b->axis_arg.n,
                  .narg = s->ncoordinate};
  PS_TRY(find_axis_coordinates(b, joint, s));
  if (!(s->ncoordinate == 1 && is_identity(f))) {
    char what[160];
    snprintf(what, sizeof what, "an axis of joint '%.100s'", joint->part.name);
    PS_TRY(ps_build_function(b, f, s->ncoordinate, s->line, what, &axis.function));
    if (axis.function < 0)
      return ps_fail(b->err, PS_ERR_STRUCTURE, b->spec->path, s->line, "%s has no function", what);
    const ps_function *made = &b->function.items[axis.function];
    if (made->narg <= 1 && is_zero(f))
      return PS_OK; // never moves, and names are checked
    if (made->narg <= 1 && ps_function_is_constant(made))
      axis.narg = 0; // its coordinates do not move it
  }
  PS_BUILD(b, axis, axis);
  return PS_OK;
}

// number of axes of a joint that follow a coordinate
static int followers(const ps_builder *b, int a0, int coordinate) {
  int n = 0;
  for (int a = a0; a < b->axis.n; a++)
    for (int i = 0; i < b->axis.items[a].narg; i++)
      n += b->axis_arg.items[b->axis.items[a].arg + i] == coordinate;
  return n;
}

// Mark the axes that are a coordinate which moves nothing else; true where all axes of the joint
// are, and every coordinate has one.
static bool mark_alone(ps_builder *b, int a0, int ncoordinate) {
  int alone = 0;
  for (int a = a0; a < b->axis.n; a++) {
    ps_axis *axis = &b->axis.items[a];
    axis->alone = axis->function < 0 && followers(b, a0, b->axis_arg.items[axis->arg]) == 1;
    alone += axis->alone;
  }
  return alone == ncoordinate;
}

// Simbody takes the rate of the joint's first coordinate for that of the first rotation, and the
// rates of all but the third for those of the first two, when it moves the second and third
// rotation axis along. That is right where each rotation follows its own coordinate in this order;
// else its acceleration is another, (B8) (docs/decisions/0004-custom-joint-acceleration.md).
static bool simbody_differs(const ps_builder *b, const ps_spec_joint *joint, int a0, int naxis) {
  for (int a = a0; a < a0 + naxis; a++) {
    const ps_axis *axis = &b->axis.items[a];
    if (axis->rotation <= 1 || !axis->narg)
      continue;
    // which coordinates turn the rotations before this one, and which does Simbody assume
    for (int k = 0; k < joint->ncoordinate; k++) {
      bool assumed = axis->rotation == 2 ? k == 0 : k != 2;
      for (int c = a0; c < a0 + naxis; c++) {
        const ps_axis *other = &b->axis.items[c];
        bool driven = false;
        for (int i = other->arg; i < other->arg + other->narg; i++)
          driven = driven || b->axis_arg.items[i] == joint->coordinate + k;
        bool before = other->rotation && other->rotation < axis->rotation;
        if (driven && other->rotation && c != a && before != assumed)
          return true;
      }
    }
  }
  return false;
}

static ps_status joint_axes(ps_builder *b, const ps_spec_joint *joint) {
  int q = joint->coordinate;
  switch (joint->kind) {
  case PS_JOINT_PIN:
    return plain_axis(b, 1, 2, q);
  case PS_JOINT_SLIDER:
    return plain_axis(b, 0, 0, q);
  case PS_JOINT_UNIVERSAL:
    PS_TRY(plain_axis(b, 1, 0, q));
    return plain_axis(b, 1, 1, q + 1);
  case PS_JOINT_GIMBAL:
    PS_TRY(plain_axis(b, 1, 0, q));
    PS_TRY(plain_axis(b, 1, 1, q + 1));
    return plain_axis(b, 1, 2, q + 2);
  case PS_JOINT_PLANAR:
    PS_TRY(plain_axis(b, 0, 0, q + 1));
    PS_TRY(plain_axis(b, 0, 1, q + 2));
    return plain_axis(b, 1, 2, q);
  case PS_JOINT_CUSTOM:
    for (int i = 3; i < PS_AXES + 3; i++)
      PS_TRY(custom_axis(b, joint, i % PS_AXES));
    return PS_OK;
  case PS_JOINT_WELD:
  case PS_JOINT_BALL:
  case PS_JOINT_FREE:
  case PS_JOINT_ELLIPSOID:
    break;
  }
  return PS_OK;
}

static ps_mobilizer mobilizer_of(ps_joint_kind kind, int naxis) {
  switch (kind) {
  case PS_JOINT_BALL:
    return PS_MOBILIZER_BALL;
  case PS_JOINT_FREE:
    return PS_MOBILIZER_FREE;
  case PS_JOINT_ELLIPSOID:
    return PS_MOBILIZER_ELLIPSOID;
  default:
    return naxis ? PS_MOBILIZER_AXES : PS_MOBILIZER_WELD;
  }
}

// A custom joint's coordinate is what the last axis that it alone drives one to one makes it;
// coupled if there is none. That decides which columns of a file are in degrees.
static ps_motion_kind custom_motion(const ps_spec_joint *joint, const char *name) {
  ps_motion_kind kind = PS_MOTION_COUPLED;
  for (int i = 0; i < PS_AXES; i++) {
    const ps_spec_axis *axis = &joint->axis[i];
    bool listed = false;
    for (int k = 0; k < axis->ncoordinate; k++)
      listed = listed || strcmp(axis->coordinate[k], name) == 0;
    const ps_function_spec *f = axis->function;
    bool line = f && f->kind == PS_FUNCTION_LINEAR && f->ncoef >= 1;
    if (listed && (!f || (line && (f->coef[0] == 1 || f->coef[0] == -1))))
      kind = i < 3 ? PS_MOTION_ROTATIONAL : PS_MOTION_TRANSLATIONAL;
  }
  return kind;
}

static ps_motion_kind motion_of(const ps_spec_joint *joint, const char *name, int k) {
  switch (joint->kind) {
  case PS_JOINT_SLIDER:
    return PS_MOTION_TRANSLATIONAL;
  case PS_JOINT_PLANAR:
    return k == 0 ? PS_MOTION_ROTATIONAL : PS_MOTION_TRANSLATIONAL;
  case PS_JOINT_FREE:
    return k < 3 ? PS_MOTION_ROTATIONAL : PS_MOTION_TRANSLATIONAL;
  case PS_JOINT_CUSTOM:
    return custom_motion(joint, name);
  default:
    return PS_MOTION_ROTATIONAL;
  }
}

ps_status ps_build_joints(ps_builder *b) {
  const ps_spec *s = b->spec;
  b->coord_body = ps_build_array(b, s->coordinates.n, sizeof *b->coord_body);
  b->coord_motion = ps_build_array(b, s->coordinates.n, sizeof *b->coord_motion);
  if (!b->coord_body || !b->coord_motion)
    return ps_fail(b->err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  for (int i = 1; i < b->nbody; i++) {
    const ps_spec_joint *joint = &s->joints.items[b->body_joint[i]];
    int wanted = ps_joint_coordinates(joint->kind);
    if (wanted >= 0 && joint->ncoordinate != wanted)
      return ps_fail(b->err, PS_ERR_STRUCTURE, s->path, joint->part.line,
                     "joint '%s' has %d coordinates; a %s has %d", joint->part.name,
                     joint->ncoordinate, ps_joint_class(joint->kind), wanted);
    b->body_axis0[i] = b->axis.n;
    PS_TRY(joint_axes(b, joint));
    b->body_naxis[i] = b->axis.n - b->body_axis0[i];
    b->body_plain[i] = mark_alone(b, b->body_axis0[i], joint->ncoordinate);
    b->body_simbody[i] = s->compat == PS_COMPAT_OPENSIM46 && joint->kind == PS_JOINT_CUSTOM &&
                         simbody_differs(b, joint, b->body_axis0[i], b->body_naxis[i]);
    b->body_mobilizer[i] = (int)mobilizer_of(joint->kind, b->body_naxis[i]);
    for (int k = 0; k < joint->ncoordinate; k++) {
      int q = joint->coordinate + k;
      b->coord_body[q] = i;
      b->coord_motion[q] = (int)motion_of(joint, s->coordinates.items[q].part.name, k);
    }
  }
  return PS_OK;
}
