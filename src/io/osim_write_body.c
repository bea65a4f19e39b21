// osim_write_body.c: bodies, frames, joints, coordinates and constraints of an .osim file.
#include <stdio.h>
#include <string.h>

#include "io/osim_write_inner.h"

static const ps_part ground = {"ground", "/ground", 0};

// ---- frames and bodies

void ps_out_offset_frame(ps_osim_out *o, const char *name, const char *parent_path,
                         ps_vec3 translation, ps_vec3 orientation) {
  ps_element_begin(&o->x, "PhysicalOffsetFrame", name);
  ps_element_text(&o->x, "socket_parent", parent_path);
  ps_element_vec3(&o->x, "translation", translation);
  ps_element_vec3(&o->x, "orientation", orientation);
}

static void write_frame(ps_osim_out *o, int i) {
  const ps_spec_frame *f = &o->spec->frames.items[i];
  const char *parent = ps_out_frame_path(o, ps_out_frame(o, f->parent, &f->part));
  ps_out_offset_frame(o, f->part.name, parent, f->translation, f->orientation);
  ps_out_wraps(o, 1 + o->spec->bodies.n + i);
  ps_out_end(o, "PhysicalOffsetFrame", &f->part);
  o->nframe++;
}

static bool is_owned(const ps_part *part, const char *owner_path) {
  size_t length = (size_t)(part->name - part->path - 1);
  return strlen(owner_path) == length && memcmp(part->path, owner_path, length) == 0;
}

void ps_out_frames(ps_osim_out *o, const char *list, const char *owner_path) {
  bool any = false;
  for (int i = 0; i < o->spec->frames.n; i++) {
    if (!is_owned(&o->spec->frames.items[i].part, owner_path))
      continue;
    if (!any)
      ps_element_begin(&o->x, list, NULL);
    any = true;
    write_frame(o, i);
  }
  if (any)
    ps_element_end(&o->x, list);
}

static void write_body(ps_osim_out *o, int i) {
  const ps_spec_body *b = &o->spec->bodies.items[i];
  ps_element_begin(&o->x, "Body", b->part.name);
  ps_out_frames(o, "components", b->part.path);
  ps_out_wraps(o, 1 + i);
  ps_element_number(&o->x, "mass", b->mass);
  ps_element_vec3(&o->x, "mass_center", b->com);
  ps_element_numbers(&o->x, "inertia", b->inertia, 6);
  ps_out_end(o, "Body", &b->part);
}

// ---- joints

static void write_coordinate(ps_osim_out *o, const ps_spec_coordinate *c) {
  ps_element_begin(&o->x, "Coordinate", c->part.name);
  ps_element_number(&o->x, "default_value", c->default_value);
  ps_element_number(&o->x, "default_speed_value", c->default_speed);
  ps_element_bounds(&o->x, "range", c->range, 2);
  ps_element_bool(&o->x, "clamped", c->clamped);
  ps_element_bool(&o->x, "locked", c->locked);
  ps_out_function(o, "prescribed_function", c->prescribed_function);
  ps_element_bool(&o->x, "prescribed", c->prescribed);
  ps_element_bool(&o->x, "is_free_to_satisfy_constraints", c->free_to_satisfy_constraints);
  ps_out_end(o, "Coordinate", &c->part);
}

// Is a unit vector along `axis`, if that is given at all?
static bool is_along(ps_vec3 unit, ps_vec3 axis) {
  double length = ps_norm(axis);
  return length > 0 && ps_norm(ps_cross(unit, axis)) < 1e-3 * length;
}

// The axes of three rotations or three translations. OpenSim wants those that stand still too, and
// no two of the three along one line.
static void complete_axes(const ps_spec_axis *given, ps_vec3 *axis) {
  for (int i = 0; i < 3; i++)
    axis[i] = given[i].axis;
  for (int i = 0; i < 3; i++)
    for (int k = 0; k < 3 && !(ps_norm2(axis[i]) > 0); k++) {
      int way = (i + k) % 3;
      ps_vec3 free = ps_vec(way == 0, way == 1, way == 2);
      if (!is_along(free, axis[(i + 1) % 3]) && !is_along(free, axis[(i + 2) % 3]))
        axis[i] = free;
    }
}

static void write_transform(ps_osim_out *o, const ps_spec_joint *j) {
  static const char *const names[PS_AXES] = {"rotation1",    "rotation2",    "rotation3",
                                             "translation1", "translation2", "translation3"};
  // to OpenSim an axis without a function stands still
  ps_function_spec identity = ps_function_default(PS_FUNCTION_LINEAR);
  ps_vec3 axis[PS_AXES];
  complete_axes(j->axis, axis);
  complete_axes(j->axis + 3, axis + 3);
  ps_element_begin(&o->x, "SpatialTransform", NULL);
  for (int i = 0; i < PS_AXES; i++) {
    const ps_spec_axis *a = &j->axis[i];
    ps_element_begin(&o->x, "TransformAxis", names[i]);
    ps_element_words(&o->x, "coordinates", a->coordinate, a->ncoordinate);
    ps_element_vec3(&o->x, "axis", axis[i]);
    ps_out_function(o, "function", !a->function && a->ncoordinate ? &identity : a->function);
    ps_element_end(&o->x, "TransformAxis");
  }
  ps_element_end(&o->x, "SpatialTransform");
}

static void write_joint(ps_osim_out *o, const ps_spec_joint *j) {
  const char *class = ps_joint_class(j->kind);
  ps_element_begin(&o->x, class, j->part.name);
  ps_out_frame_socket(o, "socket_parent_frame", j->parent_frame, &j->part);
  ps_out_frame_socket(o, "socket_child_frame", j->child_frame, &j->part);
  if (j->ncoordinate)
    ps_element_begin(&o->x, "coordinates", NULL);
  for (int i = 0; i < j->ncoordinate; i++)
    write_coordinate(o, &o->spec->coordinates.items[j->coordinate + i]);
  if (j->ncoordinate)
    ps_element_end(&o->x, "coordinates");
  ps_out_frames(o, "frames", j->part.path);
  if (j->kind == PS_JOINT_CUSTOM)
    write_transform(o, j);
  if (j->kind == PS_JOINT_ELLIPSOID)
    ps_element_vec3(&o->x, "radii_x_y_z", j->radii);
  ps_out_end(o, class, &j->part);
}

void ps_out_bodies(ps_osim_out *o) {
  ps_element_begin(&o->x, "Ground", ground.name);
  ps_out_frames(o, "components", ground.path);
  ps_out_wraps(o, 0);
  ps_out_end(o, "Ground", &ground);
  ps_element_begin(&o->x, "BodySet", "bodyset");
  ps_element_begin(&o->x, "objects", NULL);
  for (int i = 0; i < o->spec->bodies.n; i++)
    write_body(o, i);
  ps_element_end(&o->x, "objects");
  ps_element_end(&o->x, "BodySet");
  ps_element_begin(&o->x, "JointSet", "jointset");
  ps_element_begin(&o->x, "objects", NULL);
  for (int i = 0; i < o->spec->joints.n; i++)
    write_joint(o, &o->spec->joints.items[i]);
  ps_element_end(&o->x, "objects");
  ps_element_end(&o->x, "JointSet");
}

// ---- constraints

static void write_coupler(ps_osim_out *o, const ps_spec_constraint *c) {
  const char *independent[PS_FUNCTION_ARGS];
  int n = c->nindependent;
  if (n > PS_FUNCTION_ARGS)
    ps_out_fail(o, &c->part, PS_ERR_LIMIT, "depends on %d coordinates; %d is the limit", n,
                PS_FUNCTION_ARGS);
  n = n > PS_FUNCTION_ARGS ? PS_FUNCTION_ARGS : n;
  for (int i = 0; i < n; i++)
    independent[i] = ps_out_coordinate_name(o, c->independent[i], &c->part);
  const char *dependent = ps_out_coordinate_name(o, c->dependent, &c->part);
  ps_out_function(o, "coupled_coordinates_function", c->function);
  ps_element_words(&o->x, "independent_coordinate_names", independent, n);
  ps_element_text(&o->x, "dependent_coordinate_name", dependent);
  ps_element_number(&o->x, "scale_factor", c->scale);
}

// A weld joins two frames; places on them, as files before 4.0 have them, become frames as well.
static void write_weld(ps_osim_out *o, const ps_spec_constraint *c) {
  static const char *const sockets[] = {"socket_frame1", "socket_frame2"};
  static const char *const names[] = {"frame1_offset", "frame2_offset"};
  bool placed = false;
  for (int i = 0; i < 2; i++)
    placed = placed || ps_norm2(c->location[i]) > 0 || ps_norm2(c->orientation[i]) > 0;
  if (!placed) {
    ps_out_frame_socket(o, sockets[0], c->body[0], &c->part);
    ps_out_frame_socket(o, sockets[1], c->body[1], &c->part);
    ps_out_frames(o, "frames", c->part.path);
    return;
  }
  ps_element_path(&o->x, sockets[0], c->part.path, names[0]);
  ps_element_path(&o->x, sockets[1], c->part.path, names[1]);
  ps_element_begin(&o->x, "frames", NULL);
  for (int i = 0; i < 2; i++) {
    const char *parent = ps_out_frame_path(o, ps_out_frame(o, c->body[i], &c->part));
    ps_out_offset_frame(o, names[i], parent, c->location[i], c->orientation[i]);
    ps_element_end(&o->x, "PhysicalOffsetFrame");
  }
  ps_element_end(&o->x, "frames");
}

static void write_points(ps_osim_out *o, const ps_spec_constraint *c) {
  ps_out_frame_socket(o, "socket_body_1", c->body[0], &c->part);
  ps_out_frame_socket(o, "socket_body_2", c->body[1], &c->part);
  ps_element_vec3(&o->x, "location_body_1", c->location[0]);
  ps_element_vec3(&o->x, "location_body_2", c->location[1]);
  if (c->kind == PS_CONSTRAINT_DISTANCE)
    ps_element_number(&o->x, "constant_distance", c->distance);
}

static void write_constraint(ps_osim_out *o, const ps_spec_constraint *c) {
  static const char *const classes[] = {[PS_CONSTRAINT_COUPLER] = "CoordinateCouplerConstraint",
                                        [PS_CONSTRAINT_WELD] = "WeldConstraint",
                                        [PS_CONSTRAINT_POINT] = "PointConstraint",
                                        [PS_CONSTRAINT_DISTANCE] = "ConstantDistanceConstraint"};
  ps_element_begin(&o->x, classes[c->kind], c->part.name);
  ps_element_bool(&o->x, "isEnforced", c->enforced);
  if (c->kind == PS_CONSTRAINT_COUPLER)
    write_coupler(o, c);
  else if (c->kind == PS_CONSTRAINT_WELD)
    write_weld(o, c);
  else
    write_points(o, c);
  ps_out_end(o, classes[c->kind], &c->part);
}

void ps_out_constraints(ps_osim_out *o) {
  ps_element_begin(&o->x, "ConstraintSet", "constraintset");
  ps_element_begin(&o->x, "objects", NULL);
  for (int i = 0; i < o->spec->constraints.n; i++)
    write_constraint(o, &o->spec->constraints.items[i]);
  ps_element_end(&o->x, "objects");
  ps_element_end(&o->x, "ConstraintSet");
}
