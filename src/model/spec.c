#include "model/spec.h"

#include <string.h>

char *ps_spec_text(ps_spec *spec, const char *text) {
  return ps_pool_text(&spec->pool, text, strlen(text));
}

ps_ref ps_spec_ref(ps_spec *spec, const char *text, const char *owner, int line) {
  return (ps_ref){text ? ps_spec_text(spec, text) : NULL, owner, line};
}

// name and path of a part inside `owner`; false without memory
static bool name_part(ps_spec *spec, ps_part *part, const char *owner, const char *name, int line) {
  size_t head = strlen(owner), tail = strlen(name);
  char *path = ps_pool_take(&spec->pool, head + tail + 2);
  if (!path)
    return false;
  memcpy(path, owner, head);
  path[head] = '/';
  memcpy(path + head + 1, name, tail + 1);
  *part = (ps_part){path + head + 1, path, line};
  return true;
}

// a new item at the end of a list with its name, taken back where memory runs out
#define ADD(list, owner, name, line)                                                               \
  do {                                                                                             \
    if (!PS_APPEND(&spec->pool, &spec->list))                                                      \
      return NULL;                                                                                 \
    if (!name_part(spec, &spec->list.items[spec->list.n - 1].part, owner, name, line)) {           \
      spec->list.n--;                                                                              \
      return NULL;                                                                                 \
    }                                                                                              \
  } while (0)
#define LAST(list) (&spec->list.items[spec->list.n - 1])

ps_spec_body *ps_spec_add_body(ps_spec *spec, const char *name, int line) {
  ADD(bodies, "/bodyset", name, line);
  return LAST(bodies);
}

ps_spec_frame *ps_spec_add_frame(ps_spec *spec, const char *owner_path, const char *name,
                                 int line) {
  ADD(frames, owner_path, name, line);
  return LAST(frames);
}

ps_spec_joint *ps_spec_add_joint(ps_spec *spec, ps_joint_kind kind, const char *name, int line) {
  ADD(joints, "/jointset", name, line);
  LAST(joints)->kind = kind;
  LAST(joints)->coordinate = spec->coordinates.n;
  return LAST(joints);
}

ps_spec_coordinate *ps_spec_add_coordinate(ps_spec *spec, const char *name, int line) {
  ps_spec_joint *joint = LAST(joints);
  ADD(coordinates, joint->part.path, name, line);
  joint->ncoordinate++;
  LAST(coordinates)->joint = spec->joints.n - 1;
  LAST(coordinates)->range[0] = -10; // OpenSim's defaults
  LAST(coordinates)->range[1] = 10;
  return LAST(coordinates);
}

ps_spec_constraint *ps_spec_add_constraint(ps_spec *spec, ps_constraint_kind kind, const char *name,
                                           int line) {
  ADD(constraints, "/constraintset", name, line);
  LAST(constraints)->kind = kind;
  LAST(constraints)->enforced = true;
  LAST(constraints)->scale = 1;
  return LAST(constraints);
}

ps_spec_wrap *ps_spec_add_wrap(ps_spec *spec, const char *owner_path, const char *name, int line) {
  ADD(wraps, owner_path, name, line);
  LAST(wraps)->active = true;
  return LAST(wraps);
}

ps_spec_force *ps_spec_add_force(ps_spec *spec, ps_force_kind kind, const char *name, int line) {
  ADD(forces, "/forceset", name, line);
  LAST(forces)->kind = kind;
  LAST(forces)->class_name = ps_force_class(kind);
  LAST(forces)->applies = true;
  return LAST(forces);
}

ps_spec_marker *ps_spec_add_marker(ps_spec *spec, const char *name, int line) {
  ADD(markers, "/markerset", name, line);
  return LAST(markers);
}

ps_spec_path *ps_spec_add_path(ps_spec *spec, ps_spec_force *force, int line) {
  force->path = ps_pool_take(&spec->pool, sizeof *force->path);
  if (force->path)
    force->path->line = line;
  return force->path;
}

ps_spec_point *ps_spec_add_point(ps_spec *spec, ps_spec_force *force, ps_point_kind kind,
                                 const char *name, int line) {
  ps_spec_path *path = force->path;
  ps_spec_point *point = PS_APPEND(&spec->pool, &path->points);
  if (!point)
    return NULL;
  if (!name_part(spec, &point->part, force->part.path, name, line)) {
    path->points.n--;
    return NULL;
  }
  point->kind = kind;
  return point;
}

int ps_joint_coordinates(ps_joint_kind kind) {
  static const int count[] = {
      [PS_JOINT_WELD] = 0,      [PS_JOINT_PIN] = 1,    [PS_JOINT_SLIDER] = 1,
      [PS_JOINT_UNIVERSAL] = 2, [PS_JOINT_GIMBAL] = 3, [PS_JOINT_PLANAR] = 3,
      [PS_JOINT_BALL] = 3,      [PS_JOINT_FREE] = 6,   [PS_JOINT_ELLIPSOID] = 3,
      [PS_JOINT_CUSTOM] = -1,
  };
  return count[kind];
}

const char *ps_joint_class(ps_joint_kind kind) {
  static const char *const name[] = {
      [PS_JOINT_WELD] = "WeldJoint",           [PS_JOINT_PIN] = "PinJoint",
      [PS_JOINT_SLIDER] = "SliderJoint",       [PS_JOINT_UNIVERSAL] = "UniversalJoint",
      [PS_JOINT_GIMBAL] = "GimbalJoint",       [PS_JOINT_PLANAR] = "PlanarJoint",
      [PS_JOINT_BALL] = "BallJoint",           [PS_JOINT_FREE] = "FreeJoint",
      [PS_JOINT_ELLIPSOID] = "EllipsoidJoint", [PS_JOINT_CUSTOM] = "CustomJoint",
  };
  return name[kind];
}

const char *ps_force_class(ps_force_kind kind) {
  static const char *const name[PS_FORCE_KINDS] = {
      [PS_FORCE_MUSCLE] = "Muscle",
      [PS_FORCE_PATH_ACTUATOR] = "PathActuator",
      [PS_FORCE_COORDINATE_ACTUATOR] = "CoordinateActuator",
      [PS_FORCE_POINT_ACTUATOR] = "PointActuator",
      [PS_FORCE_TORQUE_ACTUATOR] = "TorqueActuator",
      [PS_FORCE_COORDINATE_LIMIT] = "CoordinateLimitForce",
      [PS_FORCE_SPRING_GENERALIZED] = "SpringGeneralizedForce",
      [PS_FORCE_PATH_SPRING] = "PathSpring",
      [PS_FORCE_POINT_TO_POINT_SPRING] = "PointToPointSpring",
      [PS_FORCE_BUSHING] = "BushingForce",
      [PS_FORCE_LIGAMENT] = "Ligament",
      [PS_FORCE_BLANKEVOORT_LIGAMENT] = "Blankevoort1991Ligament",
  };
  return name[kind];
}
