// osim_body.c: bodies, frames, joints, coordinates, constraints and wrap objects of .osim files.
//
// Since format 30501 joints stand in a set of their own and join frames; before, each body held its
// joint, with the places of the joint given as numbers. Both become the same spec.
#include "io/osim_inner.h"

#include <stdio.h>
#include <string.h>

#include "model/resolve.h"

static const ps_vec3 zero = {0, 0, 0};

static void no_memory(ps_osim *o, const ps_xml_node *node) {
  ps_xml_fail(&o->x, node, PS_ERR_MEMORY, "out of memory");
}

// ---- frames

static void read_frame(ps_osim *o, ps_xml_node *node, const char *owner_path) {
  const char *name = ps_osim_name(o, node, "frame");
  ps_spec_frame *frame = ps_spec_add_frame(o->spec, owner_path, name, node->line);
  if (!frame) {
    no_memory(o, node);
    return;
  }
  frame->parent = ps_osim_socket(o, node, "parent", NULL, frame->part.path);
  frame->translation = ps_xml_vec3(&o->x, node, "translation", zero);
  frame->orientation = ps_xml_vec3(&o->x, node, "orientation", zero);
  ps_osim_wraps(o, node, frame->part.path);
  ps_osim_skip_visuals(o, node);
}

void ps_osim_frames(ps_osim *o, ps_xml_node *owner, const char *list, const char *owner_path) {
  ps_xml_node *frames = ps_xml_child(&o->x, owner, list);
  for (ps_xml_node *n = frames ? frames->first : NULL; n; n = n->next) {
    if (strcmp(n->tag, "PhysicalOffsetFrame") == 0) {
      n->used = true;
      read_frame(o, n, owner_path);
    }
  }
}

// a frame that an old file gives as location and orientation of a joint on a body; returns its path
static const char *add_place(ps_osim *o, ps_xml_node *node, const char *owner_path,
                             const char *body, ps_vec3 location, ps_vec3 orientation) {
  char name[300];
  snprintf(name, sizeof name, "%.250s_offset", body);
  ps_spec_frame *frame = ps_spec_add_frame(o->spec, owner_path, name, node->line);
  if (!frame) {
    no_memory(o, node);
    return NULL;
  }
  char path[320];
  snprintf(path, sizeof path, strcmp(body, "ground") == 0 ? "/%s" : "/bodyset/%s", body);
  frame->parent = ps_spec_ref(o->spec, path, frame->part.path, node->line);
  frame->translation = location;
  frame->orientation = orientation;
  return frame->part.path;
}

// ---- wrap objects

static void read_quadrant(ps_osim *o, ps_xml_node *node, int *axis, int *sign) {
  const char *text = ps_xml_text(&o->x, node, "quadrant", "all");
  *axis = *sign = 0;
  if (strcmp(text, "all") == 0 || strcmp(text, "All") == 0 || strcmp(text, "ALL") == 0 ||
      strcmp(text, "Unassigned") == 0)
    return;
  const char *letter = text + (text[0] == '-' || text[0] == '+');
  const char *found = letter[0] ? strchr("xXyYzZ", letter[0]) : NULL;
  if (!found || letter[1]) {
    ps_xml_fail(&o->x, node, PS_ERR_VALUE,
                "<quadrant>: found '%.40s', expected x, -x, y, -y, z, -z or all", text);
    return;
  }
  *axis = (int)(found - "xXyYzZ") / 2;
  *sign = text[0] == '-' ? -1 : 1;
}

// a length that must not be negative (or zero, where `positive`)
static double read_length(ps_osim *o, ps_xml_node *node, const char *tag, double fallback) {
  double value = ps_xml_number(&o->x, node, tag, fallback);
  if (value < 0)
    ps_xml_fail(&o->x, node, PS_ERR_VALUE, "<%s> is %g m; it must not be negative", tag, value);
  return value;
}

static bool read_shape(ps_osim *o, ps_xml_node *n, ps_wrap_shape *shape) {
  int axis, sign;
  read_quadrant(o, n, &axis, &sign);
  if (strcmp(n->tag, "WrapSphere") == 0)
    *shape = ps_wrap_sphere(read_length(o, n, "radius", 0.05), axis, sign);
  else if (strcmp(n->tag, "WrapCylinder") == 0)
    *shape = ps_wrap_cylinder(read_length(o, n, "radius", 1), read_length(o, n, "length", 1), axis,
                              sign);
  else if (strcmp(n->tag, "WrapTorus") == 0)
    *shape = ps_wrap_torus(read_length(o, n, "inner_radius", 0.01),
                           read_length(o, n, "outer_radius", 0.05), axis, sign);
  else if (strcmp(n->tag, "WrapEllipsoid") == 0) {
    ps_vec3 half = ps_xml_vec3(&o->x, n, "dimensions", ps_vec(0.05, 0.05, 0.05));
    if (!(half.x > 0 && half.y > 0 && half.z > 0))
      ps_xml_fail(&o->x, n, PS_ERR_VALUE, "<dimensions>: the half axes must be positive");
    *shape = ps_wrap_ellipsoid(half, axis, sign);
  } else
    return false;
  return true;
}

void ps_osim_wraps(ps_osim *o, ps_xml_node *owner, const char *owner_path) {
  ps_xml_node *objects = ps_osim_objects(o, owner, "WrapObjectSet");
  for (ps_xml_node *n = objects ? objects->first : NULL; n; n = n->next) {
    ps_wrap_shape shape;
    n->used = true;
    const char *name = ps_osim_name(o, n, "wrap");
    if (!read_shape(o, n, &shape)) {
      ps_note_add(&o->spec->notes, PS_NOTE_UNSUPPORTED, o->x.path, n->line,
                  "%s '%s': psoas knows spheres, cylinders, ellipsoids and tori", n->tag, name);
      continue;
    }
    ps_spec_wrap *wrap = ps_spec_add_wrap(o->spec, owner_path, name, n->line);
    if (!wrap) {
      no_memory(o, n);
      return;
    }
    wrap->shape = shape;
    wrap->frame = ps_spec_ref(o->spec, owner_path, owner_path, n->line);
    wrap->active = ps_xml_bool(&o->x, n, "active", true);
    wrap->orientation = ps_xml_vec3(&o->x, n, "xyz_body_rotation", zero);
    wrap->translation = ps_xml_vec3(&o->x, n, "translation", zero);
    ps_osim_skip_visuals(o, n);
  }
}

// ---- joints

static const ps_joint_kind joint_kinds[] = {
    PS_JOINT_WELD,   PS_JOINT_PIN,  PS_JOINT_SLIDER, PS_JOINT_UNIVERSAL, PS_JOINT_GIMBAL,
    PS_JOINT_PLANAR, PS_JOINT_BALL, PS_JOINT_FREE,   PS_JOINT_ELLIPSOID, PS_JOINT_CUSTOM};

static int joint_kind_named(const char *tag) {
  for (size_t i = 0; i < sizeof joint_kinds / sizeof *joint_kinds; i++)
    if (strcmp(tag, ps_joint_class(joint_kinds[i])) == 0)
      return (int)joint_kinds[i];
  return -1;
}

static void read_coordinate(ps_osim *o, ps_xml_node *n) {
  n->used = true;
  ps_spec_coordinate *c =
      ps_spec_add_coordinate(o->spec, ps_osim_name(o, n, "coordinate"), n->line);
  if (!c) {
    no_memory(o, n);
    return;
  }
  c->default_value = ps_xml_number(&o->x, n, "default_value", 0);
  c->default_speed = ps_xml_number(&o->x, n, "default_speed_value", 0);
  ps_xml_bounds(&o->x, n, "range", c->range, 2);
  c->clamped = ps_xml_bool(&o->x, n, "clamped", false);
  c->locked = ps_xml_bool(&o->x, n, "locked", false);
  c->prescribed = ps_xml_bool(&o->x, n, "prescribed", false);
  c->free_to_satisfy_constraints = ps_xml_bool(&o->x, n, "is_free_to_satisfy_constraints", false);
  c->prescribed_function = ps_osim_function(o, n, "prescribed_function");
  ps_xml_text(&o->x, n, "motion_type", NULL);  // follows from the joint since 4.0
  ps_xml_number(&o->x, n, "initial_value", 0); // of formats before 2; OpenSim takes no notice
}

static void read_coordinates(ps_osim *o, ps_xml_node *joint) {
  ps_xml_node *list = ps_xml_child(&o->x, joint, "coordinates");
  if (!list)
    list = ps_osim_objects(o, joint, "CoordinateSet");
  for (ps_xml_node *n = ps_xml_first(list, "Coordinate"); n; n = ps_xml_next(n, "Coordinate"))
    read_coordinate(o, n);
}

// coordinates that a file does not spell out exist all the same; `name` is the joint's, as written
static void complete_coordinates(ps_osim *o, ps_spec_joint *joint, const char *joint_name) {
  int wanted = ps_joint_coordinates(joint->kind);
  while (joint->ncoordinate < wanted && o->x.status == PS_OK) {
    char name[300];
    snprintf(name, sizeof name, "%.250s_coord_%d", joint_name, joint->ncoordinate);
    if (!ps_spec_add_coordinate(o->spec, name, joint->part.line))
      o->x.status = ps_fail(o->x.err, PS_ERR_MEMORY, o->x.path, joint->part.line, "out of memory");
  }
}

static void read_axis(ps_osim *o, ps_xml_node *n, ps_spec_axis *axis) {
  n->used = true;
  ps_xml_attribute(n, "name");
  axis->line = n->line;
  axis->axis = ps_xml_vec3(&o->x, n, "axis", ps_vec(1, 0, 0));
  axis->coordinate = ps_xml_words(&o->x, n, "coordinates", &axis->ncoordinate);
  axis->function = ps_osim_function(o, n, "function");
  ps_xml_bool(&o->x, n, "is_rotation", false); // known from the position since 2.0
}

// Which of the six an axis is: by its name, else by its place.
static int axis_place(ps_xml_node *n, int count) {
  static const char *const names[PS_AXES] = {"rotation1",    "rotation2",    "rotation3",
                                             "translation1", "translation2", "translation3"};
  const char *name = ps_xml_attribute(n, "name");
  for (int i = 0; name && i < PS_AXES; i++)
    if (strcmp(name, names[i]) == 0)
      return i;
  return count;
}

// axes that the file leaves out do not move
static void read_transform(ps_osim *o, ps_xml_node *node, ps_spec_joint *joint) {
  ps_xml_node *transform = ps_xml_child(&o->x, node, "SpatialTransform");
  for (int i = 0; i < PS_AXES; i++)
    joint->axis[i].axis = ps_vec(i % 3 == 0, i % 3 == 1, i % 3 == 2);
  if (!transform)
    return;
  ps_xml_attribute(transform, "name");
  int count = 0;
  for (ps_xml_node *n = ps_xml_first(transform, "TransformAxis"); n;
       n = ps_xml_next(n, "TransformAxis"), count++) {
    int place = axis_place(n, count);
    if (place >= PS_AXES || joint->axis[place].line) {
      ps_xml_fail(&o->x, n, PS_ERR_STRUCTURE,
                  "joint '%s' has an axis too many; expected rotation1 to rotation3 and "
                  "translation1 to translation3, each once",
                  joint->part.name);
      return;
    }
    read_axis(o, n, &joint->axis[place]);
  }
}

// OpenSim orders the coordinates of a custom joint as its axes mention them
static void order_coordinates(ps_osim *o, ps_spec_joint *joint) {
  if (!joint->ncoordinate)
    return;
  ps_spec_coordinate *list = &o->spec->coordinates.items[joint->coordinate];
  int placed = 0;
  for (int i = 0; i < PS_AXES; i++)
    for (int k = 0; k < joint->axis[i].ncoordinate; k++)
      for (int j = placed; j < joint->ncoordinate; j++)
        if (strcmp(list[j].part.name, joint->axis[i].coordinate[k]) == 0) {
          ps_spec_coordinate moved = list[j];
          memmove(&list[placed + 1], &list[placed], (size_t)(j - placed) * sizeof *list);
          list[placed++] = moved;
          break;
        }
}

// the two frames of a joint: by sockets, or as an old file gives them
static void read_ends(ps_osim *o, ps_xml_node *n, ps_spec_joint *joint, const char *child_body) {
  const char *path = joint->part.path;
  joint->parent_frame = ps_osim_socket(o, n, "parent_frame", NULL, path);
  joint->child_frame = ps_osim_socket(o, n, "child_frame", NULL, path);
  const char *parent = ps_xml_text(&o->x, n, "parent_body", NULL);
  if (!child_body || !parent)
    return;
  ps_vec3 location = ps_osim_place(o, n, "location_in_parent");
  ps_vec3 orientation = ps_osim_place(o, n, "orientation_in_parent");
  const char *F = add_place(o, n, path, parent, location, orientation);
  location = ps_osim_place(o, n, "location");
  orientation = ps_osim_place(o, n, "orientation");
  const char *M = add_place(o, n, path, child_body, location, orientation);
  bool reverse = ps_xml_bool(&o->x, n, "reverse", false);
  joint->parent_frame = ps_spec_ref(o->spec, reverse ? M : F, path, n->line);
  joint->child_frame = ps_spec_ref(o->spec, reverse ? F : M, path, n->line);
}

// OpenSim calls a joint without a name by its class in small letters, numbered if need be
static const char *unused_name(const ps_osim *o, const char *tag, char *name, size_t size) {
  for (int i = 0;; i++) {
    int length =
        i ? snprintf(name, size, "%.40s_%d", tag, i - 1) : snprintf(name, size, "%.40s", tag);
    for (int k = 0; k < length; k++)
      if (name[k] >= 'A' && name[k] <= 'Z')
        name[k] = (char)(name[k] + 'a' - 'A');
    bool taken = false;
    for (int j = 0; j < o->spec->joints.n; j++)
      taken = taken || strcmp(o->spec->joints.items[j].part.name, name) == 0;
    if (!taken)
      return name;
  }
}

void ps_osim_joint(ps_osim *o, ps_xml_node *n, const char *child_body) {
  int kind = joint_kind_named(n->tag);
  n->used = true;
  const char *written = ps_osim_name(o, n, ""), *name = written;
  char made[64];
  if (!written[0])
    name = unused_name(o, n->tag, made, sizeof made);
  if (kind < 0) {
    ps_nearest nearest = ps_nearest_to(n->tag);
    char hint[80];
    for (int i = 0; i <= PS_JOINT_CUSTOM; i++)
      ps_nearest_try(&nearest, ps_joint_class((ps_joint_kind)i));
    ps_note_add(&o->spec->notes, PS_NOTE_UNSUPPORTED, o->x.path, n->line,
                "%s '%s': psoas does not know this joint%s", n->tag, name,
                ps_nearest_hint(&nearest, hint, sizeof hint));
    if (!o->spec->unknown_joint.name)
      o->spec->unknown_joint = (ps_part){.name = ps_spec_text(o->spec, name), .line = n->line};
    ps_osim_mark_below(n);
    return;
  }
  ps_spec_joint *joint = ps_spec_add_joint(o->spec, (ps_joint_kind)kind, name, n->line);
  if (!joint) {
    no_memory(o, n);
    return;
  }
  read_coordinates(o, n);
  complete_coordinates(o, joint, written);
  read_ends(o, n, joint, child_body);
  ps_osim_frames(o, n, "frames", joint->part.path);
  if (kind == PS_JOINT_CUSTOM) {
    read_transform(o, n, joint);
    order_coordinates(o, joint);
  } else if (kind == PS_JOINT_ELLIPSOID)
    joint->radii = ps_xml_vec3(&o->x, n, "radii_x_y_z", ps_vec(0.05, 0.05, 0.05));
  ps_xml_bool(&o->x, n, "use_euler_angles", true);
  ps_osim_skip_visuals(o, n);
}

// ---- bodies

static void read_inertia(ps_osim *o, ps_xml_node *n, ps_spec_body *body) {
  static const char *const old[6] = {"inertia_xx", "inertia_yy", "inertia_zz",
                                     "inertia_xy", "inertia_xz", "inertia_yz"};
  ps_xml_numbers(&o->x, n, "inertia", body->inertia, 6);
  for (int i = 0; i < 6; i++)
    if (ps_xml_first(n, old[i])) {
      body->inertia[i] = ps_xml_number(&o->x, n, old[i], 0);
      ps_osim_shorten(o, &body->inertia[i], 1);
    }
}

// the joint inside a body of an old file
static void read_inner_joint(ps_osim *o, ps_xml_node *n, const char *body) {
  ps_xml_node *joint = ps_xml_child(&o->x, n, "Joint");
  if (joint && joint->first && o->x.status == PS_OK)
    ps_osim_joint(o, joint->first, body);
}

static void read_body(ps_osim *o, ps_xml_node *n) {
  n->used = true;
  const char *name = ps_osim_name(o, n, "body");
  bool ground = strcmp(name, "ground") == 0;
  const char *path = "/ground";
  ps_spec_body unused = {.mass = 0}, *body = &unused;
  if (!ground) {
    body = ps_spec_add_body(o->spec, name, n->line);
    if (!body) {
      no_memory(o, n);
      return;
    }
    path = body->part.path;
    ps_xml_need(&o->x, n, "mass");
  }
  body->mass = ps_xml_number(&o->x, n, "mass", 0);
  body->com = ps_xml_vec3(&o->x, n, "mass_center", zero);
  read_inertia(o, n, body);
  ps_osim_frames(o, n, "components", path);
  ps_osim_wraps(o, n, path);
  read_inner_joint(o, n, name);
  ps_osim_skip_visuals(o, n);
}

// which bodies some joint moves or carries; false: a name means nothing, which compiling will say
static bool mark_joined(const ps_spec *s, ps_resolver *r, bool *joined) {
  for (int j = 0; j < s->joints.n; j++) {
    const ps_spec_joint *joint = &s->joints.items[j];
    int parent, child;
    if (ps_resolve_frame(r, joint->parent_frame, "", &parent, NULL) != PS_OK ||
        ps_resolve_frame(r, joint->child_frame, "", &child, NULL) != PS_OK)
      return false;
    joined[r->body[parent]] = joined[r->body[child]] = true;
  }
  return true;
}

// OpenSim gives a body without a joint a free joint to ground
static void add_free_joint(ps_osim *o, const ps_part *body) {
  ps_note_add(&o->spec->notes, PS_NOTE_WARNING, o->x.path, body->line,
              "body '%s' has no joint; it gets a free joint to ground", body->name);
  char name[300];
  snprintf(name, sizeof name, "free_%.250s", body->name);
  ps_spec_joint *joint = ps_spec_add_joint(o->spec, PS_JOINT_FREE, name, 0);
  if (!joint) {
    o->x.status = ps_fail(o->x.err, PS_ERR_MEMORY, o->x.path, 0, "out of memory");
    return;
  }
  joint->parent_frame = ps_spec_ref(o->spec, "/ground", joint->part.path, 0);
  joint->child_frame = ps_spec_ref(o->spec, body->path, joint->part.path, 0);
  complete_coordinates(o, joint, name);
}

static void connect_bodies(ps_osim *o) {
  ps_spec *s = o->spec;
  ps_resolver names;
  bool *joined = ps_pool_take(&s->pool, (size_t)(1 + s->bodies.n) * sizeof *joined);
  bool known = joined && ps_resolver_create(&names, s, NULL) == PS_OK;
  if (known && mark_joined(s, &names, joined))
    for (int i = 0; i < s->bodies.n && o->x.status == PS_OK; i++)
      if (!joined[1 + i])
        add_free_joint(o, &s->bodies.items[i].part);
  if (joined)
    ps_resolver_free(&names);
}

void ps_osim_bodies(ps_osim *o, ps_xml_node *model) {
  ps_xml_node *ground = ps_xml_child(&o->x, model, "Ground");
  if (ground) {
    ps_xml_attribute(ground, "name");
    ps_osim_frames(o, ground, "components", "/ground");
    ps_osim_wraps(o, ground, "/ground");
    ps_osim_skip_visuals(o, ground);
  }
  ps_xml_node *bodies = ps_osim_objects(o, model, "BodySet");
  for (ps_xml_node *n = ps_xml_first(bodies, "Body"); n; n = ps_xml_next(n, "Body"))
    read_body(o, n);
  ps_xml_node *joints = ps_osim_objects(o, model, "JointSet");
  for (ps_xml_node *n = joints ? joints->first : NULL; n; n = n->next)
    ps_osim_joint(o, n, NULL);
  connect_bodies(o);
}

// ---- constraints

static void read_coupler(ps_osim *o, ps_xml_node *n, ps_spec_constraint *c) {
  c->independent = ps_xml_words(&o->x, n, "independent_coordinate_names", &c->nindependent);
  c->dependent = ps_xml_text(&o->x, n, "dependent_coordinate_name", NULL);
  c->function = ps_osim_function(o, n, "coupled_coordinates_function");
  c->scale = ps_xml_number(&o->x, n, "scale_factor", 1);
}

// the two ends: frames by sockets, or bodies by name with places on them
static void read_constraint_ends(ps_osim *o, ps_xml_node *n, ps_spec_constraint *c) {
  for (int i = 0; i < 2; i++) {
    char socket[2][16], body[16], location[24], orientation[24];
    snprintf(socket[0], sizeof socket[0], "frame%d", i + 1);
    snprintf(socket[1], sizeof socket[1], "body_%d", i + 1);
    snprintf(body, sizeof body, "body_%d", i + 1);
    snprintf(location, sizeof location, "location_body_%d", i + 1);
    snprintf(orientation, sizeof orientation, "orientation_body_%d", i + 1);
    c->body[i] = ps_osim_socket(o, n, socket[0], NULL, c->part.path);
    if (!c->body[i].text)
      c->body[i] = ps_osim_socket(o, n, socket[1], body, c->part.path);
    c->location[i] = c->kind == PS_CONSTRAINT_WELD ? ps_osim_place(o, n, location)
                                                   : ps_xml_vec3(&o->x, n, location, zero);
    c->orientation[i] = ps_osim_place(o, n, orientation);
  }
  c->distance = ps_xml_number(&o->x, n, "constant_distance", 0);
}

static const struct {
  const char *tag;
  ps_constraint_kind kind;
} constraint_classes[] = {
    {"CoordinateCouplerConstraint", PS_CONSTRAINT_COUPLER},
    {"WeldConstraint", PS_CONSTRAINT_WELD},
    {"PointConstraint", PS_CONSTRAINT_POINT},
    {"ConstantDistanceConstraint", PS_CONSTRAINT_DISTANCE},
};

static void read_constraint(ps_osim *o, ps_xml_node *n) {
  bool enforced = !ps_xml_bool(&o->x, n, "isDisabled", false);
  enforced = ps_xml_bool(&o->x, n, "isEnforced", enforced);
  n->used = true;
  const char *name = ps_osim_name(o, n, n->tag);
  for (size_t i = 0; i < sizeof constraint_classes / sizeof *constraint_classes; i++) {
    if (strcmp(n->tag, constraint_classes[i].tag) != 0)
      continue;
    ps_constraint_kind kind = constraint_classes[i].kind;
    ps_spec_constraint *c = ps_spec_add_constraint(o->spec, kind, name, n->line);
    if (!c) {
      no_memory(o, n);
      return;
    }
    c->enforced = enforced;
    ps_osim_frames(o, n, "frames", c->part.path);
    if (kind == PS_CONSTRAINT_COUPLER)
      read_coupler(o, n, c);
    else
      read_constraint_ends(o, n, c);
    return;
  }
  ps_note_add(&o->spec->notes, enforced ? PS_NOTE_UNSUPPORTED : PS_NOTE_WARNING, o->x.path, n->line,
              "%s '%s': psoas does not know this constraint", n->tag, name);
  ps_osim_mark_below(n);
}

void ps_osim_constraints(ps_osim *o, ps_xml_node *model) {
  ps_xml_node *objects = ps_osim_objects(o, model, "ConstraintSet");
  for (ps_xml_node *n = objects ? objects->first : NULL; n; n = n->next)
    read_constraint(o, n);
}
