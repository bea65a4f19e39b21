// osim_force.c: the force set of .osim files: muscles, actuators, springs, ligaments.
#include "io/osim_inner.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const ps_vec3 zero = {0, 0, 0};

// ---- paths

typedef struct ps_point_class {
  const char *tag;
  ps_point_kind kind;
} ps_point_class;

static const ps_point_class point_classes[] = {
    {"PathPoint", PS_POINT_FIXED},
    {"ConditionalPathPoint", PS_POINT_CONDITIONAL},
    {"MovingPathPoint", PS_POINT_MOVING},
    {"MusclePoint", PS_POINT_FIXED}, // formats before 2.4
    {"MuscleViaPoint", PS_POINT_CONDITIONAL},
    {"MovingMusclePoint", PS_POINT_MOVING},
};

static const ps_point_class *point_class(const char *tag) {
  for (size_t i = 0; i < sizeof point_classes / sizeof *point_classes; i++)
    if (strcmp(tag, point_classes[i].tag) == 0)
      return &point_classes[i];
  return NULL;
}

static void read_moving(ps_osim *o, ps_xml_node *n, ps_spec_point *p) {
  static const char *const location[3] = {"x_location", "y_location", "z_location"};
  static const char *const attachment[3] = {"XAttachment", "YAttachment", "ZAttachment"};
  static const char *const coordinate[3] = {"x_coordinate", "y_coordinate", "z_coordinate"};
  for (int i = 0; i < 3; i++) {
    p->moving[i] = ps_osim_function(o, n, location[i]);
    if (!p->moving[i])
      p->moving[i] = ps_osim_function(o, n, attachment[i]);
    p->coordinate[i] = ps_osim_socket(o, n, coordinate[i], coordinate[i], p->part.path);
  }
}

// what OpenSim calls a point without a name: its class, numbered from the second of a path on
static void name_point(const ps_spec_path *path, ps_point_kind kind, char *name, size_t size) {
  static const char *const names[] = {"pathpoint", "conditionalpathpoint", "movingpathpoint"};
  int before = 0;
  for (int i = 0; i < path->points.n; i++)
    before += path->points.items[i].kind == kind;
  if (before)
    snprintf(name, size, "%s_%d", names[kind], before - 1);
  else
    snprintf(name, size, "%s", names[kind]);
}

static void read_point(ps_osim *o, ps_xml_node *n, ps_spec_force *force) {
  const ps_point_class *class = point_class(n->tag);
  n->used = true;
  if (!class) {
    ps_xml_fail(&o->x, n, PS_ERR_UNSUPPORTED, "'%s': psoas does not know path points of class %s",
                force->part.name, n->tag);
    return;
  }
  char fallback[40];
  name_point(force->path, class->kind, fallback, sizeof fallback);
  ps_spec_point *p =
      ps_spec_add_point(o->spec, force, class->kind, ps_osim_name(o, n, fallback), n->line);
  if (!p) {
    ps_xml_fail(&o->x, n, PS_ERR_MEMORY, "out of memory");
    return;
  }
  p->frame = ps_osim_socket(o, n, "parent_frame", "body", p->part.path);
  p->location = ps_xml_vec3(&o->x, n, "location", zero);
  if (p->kind == PS_POINT_CONDITIONAL) {
    ps_xml_numbers(&o->x, n, "range", p->range, 2);
    p->coordinate[0] = ps_osim_socket(o, n, "coordinate", "coordinate", p->part.path);
    if (!p->coordinate[0].text)
      p->coordinate[0] = ps_osim_socket(o, n, "coordinate", "coordinates", p->part.path);
  } else if (p->kind == PS_POINT_MOVING)
    read_moving(o, n, p);
  ps_osim_skip_visuals(o, n);
}

static void read_path_wrap(ps_osim *o, ps_xml_node *n, ps_spec_force *force) {
  static const char *const names[] = {"hybrid", "midpoint", "axial"};
  static const ps_wrap_method methods[] = {PS_WRAP_HYBRID, PS_WRAP_MIDPOINT, PS_WRAP_AXIAL};
  n->used = true;
  ps_xml_attribute(n, "name");
  ps_spec_path_wrap *w = PS_APPEND(&o->spec->pool, &force->path->wraps);
  if (!w) {
    ps_xml_fail(&o->x, n, PS_ERR_MEMORY, "out of memory");
    return;
  }
  w->part = (ps_part){force->part.name, force->part.path, n->line};
  w->object = ps_xml_text(&o->x, n, "wrap_object", "");
  const char *method = ps_xml_text(&o->x, n, "method", "hybrid");
  int found = strcmp(method, "Unassigned") == 0 ? 0 : -1;
  for (int i = 0; i < 3; i++)
    if (strcasecmp(method, names[i]) == 0)
      found = i;
  if (found < 0)
    ps_xml_fail(&o->x, n, PS_ERR_VALUE,
                "<method>: found '%.40s', expected hybrid, midpoint or axial", method);
  w->method = methods[found < 0 ? 0 : found];
  double range[2] = {-1, -1};
  ps_xml_numbers(&o->x, n, "range", range, 2);
  for (int i = 0; i < 2; i++) {
    if (range[i] != floor(range[i]) || fabs(range[i]) > 1e6)
      ps_xml_fail(&o->x, n, PS_ERR_VALUE, "<range>: found %g, expected the number of a point",
                  range[i]);
    w->range[i] = (int)fmax(-1, fmin(range[i], 1e6));
  }
}

// paths of other classes
static void refuse_other_path(ps_osim *o, ps_xml_node *node, const ps_spec_force *force) {
  static const char *const classes[] = {"Scholz2015GeometryPath", "FunctionBasedPath"};
  for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
    const ps_xml_node *path = ps_xml_first(node, classes[i]);
    if (path)
      ps_xml_fail(&o->x, path, PS_ERR_UNSUPPORTED, "'%s': psoas does not read paths of class %s",
                  force->part.name, classes[i]);
  }
}

void ps_osim_path(ps_osim *o, ps_xml_node *node, ps_spec_force *force) {
  ps_xml_node *path = ps_xml_child(&o->x, node, "GeometryPath");
  refuse_other_path(o, node, force);
  if (!path)
    path = node; // formats before 2.0: points directly inside the muscle
  else
    ps_xml_attribute(path, "name");
  if (!ps_spec_add_path(o->spec, force, path->line)) {
    ps_xml_fail(&o->x, path, PS_ERR_MEMORY, "out of memory");
    return;
  }
  ps_xml_node *points = ps_osim_objects(o, path, "PathPointSet");
  if (!points)
    points = ps_osim_objects(o, path, "MusclePointSet");
  for (ps_xml_node *n = points ? points->first : NULL; n; n = n->next)
    read_point(o, n, force);
  ps_xml_node *wraps = ps_osim_objects(o, path, "PathWrapSet");
  if (!wraps)
    wraps = ps_osim_objects(o, path, "MuscleWrapSet");
  for (ps_xml_node *n = wraps ? wraps->first : NULL; n; n = n->next)
    read_path_wrap(o, n, force);
  ps_osim_skip_visuals(o, path);
  if (path != node) {
    static const char *const sets[] = {"PathPointSet", "PathWrapSet"};
    for (int i = 0; i < 2; i++)
      if (ps_xml_first(path, sets[i]))
        ps_osim_skip_visuals(o, ps_xml_first(path, sets[i]));
  }
}

// ---- muscles

// the element that holds a property: "Part/name" is inside another element
static ps_xml_node *property_node(ps_osim *o, ps_xml_node *node, const char *name) {
  const char *slash = strchr(name, '/');
  if (!slash)
    return node;
  char part[80];
  snprintf(part, sizeof part, "%.*s", (int)(slash - name), name);
  ps_xml_node *inside = ps_xml_child(&o->x, node, part);
  if (inside)
    ps_xml_attribute(inside, "name");
  return inside;
}

static double read_choice(ps_osim *o, ps_xml_node *n, const ps_muscle_property *p) {
  for (int i = 0; i < 2; i++)
    if (strcmp(n->text, p->words[i]) == 0)
      return i;
  ps_xml_fail(&o->x, n, PS_ERR_VALUE, "<%s>: found '%.40s', expected %s or %s", n->tag, n->text,
              p->words[0], p->words[1]);
  return 0;
}

static void read_property(ps_osim *o, ps_xml_node *node, const ps_muscle_property *p,
                          ps_muscle_params *params) {
  ps_xml_node *holder = property_node(o, node, p->name);
  const char *slash = strchr(p->name, '/'), *tag = slash ? slash + 1 : p->name;
  ps_xml_node *n = holder ? ps_xml_child(&o->x, holder, tag) : NULL;
  // until 2.3 the angle had a shorter name
  if (!n && o->version <= 20301 && strcmp(p->name, "pennation_angle_at_optimal") == 0)
    n = ps_xml_child(&o->x, node, "pennation_angle");
  if (!n && slash && holder)
    ps_muscle_property_assign(params, p, p->value_in_part);
  if (!n || (p->type == PS_PROPERTY_OPTIONAL && !n->text[0]))
    return;
  double value = p->type == PS_PROPERTY_CHOICE ? read_choice(o, n, p)
                                               : ps_xml_number(&o->x, n, NULL, p->value);
  ps_muscle_property_assign(params, p, value);
}

// Controls of a muscle. Until 4.0 files held 0 and 1 by mistake; OpenSim takes its defaults then.
static void read_muscle_controls(ps_osim *o, ps_xml_node *n, ps_spec_force *f) {
  double low = ps_muscle_default_min_control(f->muscle.kind);
  f->min_control = ps_xml_bound(&o->x, n, "min_control", low);
  f->max_control = ps_xml_bound(&o->x, n, "max_control", 1);
  if (o->version < 30513 && fabs(f->min_control) < 1e-14)
    f->min_control = low;
}

static void read_muscle(ps_osim *o, ps_xml_node *n, ps_muscle_kind kind, ps_spec_force *f) {
  static const char *const function[PS_MUSCLE_FUNCTIONS] = {
      "active_force_length_curve", "passive_force_length_curve", "force_velocity_curve"};
  // of formats before 3.0, without a meaning since
  static const char *const obsolete[] = {"Vmax", "Vmax0", "damping", "muscle_model"};
  ps_xml_number(&o->x, n, "optimal_force", 1); // of actuators; muscles have max_isometric_force
  int count;
  const ps_muscle_property *list = ps_muscle_properties(kind, &count);
  f->class_name = ps_muscle_class(kind);
  f->muscle = ps_muscle_default(kind);
  for (int i = 0; i < count && o->x.status == PS_OK; i++)
    read_property(o, n, &list[i], &f->muscle);
  for (int i = 0; i < PS_MUSCLE_FUNCTIONS && kind == PS_MUSCLE_RIGID_TENDON; i++)
    f->muscle_function[i] = ps_osim_function(o, n, function[i]);
  for (size_t i = 0; i < sizeof obsolete / sizeof *obsolete; i++)
    ps_xml_text(&o->x, n, obsolete[i], NULL);
  read_muscle_controls(o, n, f);
  ps_osim_path(o, n, f);
}

// ---- other forces

static void read_actuator(ps_osim *o, ps_xml_node *n, ps_spec_force *f) {
  f->min_control = ps_xml_bound(&o->x, n, "min_control", -INFINITY);
  f->max_control = ps_xml_bound(&o->x, n, "max_control", INFINITY);
  f->optimal_force = ps_xml_number(&o->x, n, "optimal_force", 1);
}

static void read_point_actuator(ps_osim *o, ps_xml_node *n, ps_spec_force *f) {
  f->body[0] = ps_osim_socket(o, n, "body", "body", f->part.path);
  f->point[0] = ps_xml_vec3(&o->x, n, "point", zero);
  f->point_is_global = ps_xml_bool(&o->x, n, "point_is_global", false);
  f->direction = ps_xml_vec3(&o->x, n, "direction", ps_vec(1, 0, 0));
  f->force_is_global = ps_xml_bool(&o->x, n, "force_is_global", false);
}

static void read_torque_actuator(ps_osim *o, ps_xml_node *n, ps_spec_force *f) {
  f->body[0] = ps_osim_socket(o, n, "bodyA", "bodyA", f->part.path);
  f->body[1] = ps_osim_socket(o, n, "bodyB", "bodyB", f->part.path);
  f->direction = ps_xml_vec3(&o->x, n, "axis", ps_vec(0, 0, 1));
  f->force_is_global = ps_xml_bool(&o->x, n, "torque_is_global", true);
}

static void read_limit(ps_osim *o, ps_xml_node *n, ps_spec_force *f) {
  f->limit.upper_stiffness = ps_xml_number(&o->x, n, "upper_stiffness", 1);
  f->limit.upper_limit = ps_xml_number(&o->x, n, "upper_limit", 0);
  f->limit.lower_stiffness = ps_xml_number(&o->x, n, "lower_stiffness", 1);
  f->limit.lower_limit = ps_xml_number(&o->x, n, "lower_limit", 0);
  f->limit.damping = ps_xml_number(&o->x, n, "damping", 0.001);
  f->limit.transition = ps_xml_number(&o->x, n, "transition", 0.1);
  ps_xml_bool(&o->x, n, "compute_dissipation_energy", false);
}

static void read_path_spring(ps_osim *o, ps_xml_node *n, ps_spec_force *f) {
  static const char *const needed[] = {"resting_length", "stiffness", "dissipation"};
  for (int i = 0; i < 3; i++)
    ps_xml_need(&o->x, n, needed[i]);
  f->rest_length = ps_xml_number(&o->x, n, "resting_length", 0);
  f->stiffness = ps_xml_number(&o->x, n, "stiffness", 0);
  f->dissipation = ps_xml_number(&o->x, n, "dissipation", 0);
  ps_osim_path(o, n, f);
}

static void read_point_spring(ps_osim *o, ps_xml_node *n, ps_spec_force *f) {
  f->body[0] = ps_osim_socket(o, n, "body1", "body1", f->part.path);
  f->body[1] = ps_osim_socket(o, n, "body2", "body2", f->part.path);
  f->point[0] = ps_xml_vec3(&o->x, n, "point1", zero);
  f->point[1] = ps_xml_vec3(&o->x, n, "point2", zero);
  f->stiffness = ps_xml_number(&o->x, n, "stiffness", 1);
  f->rest_length = ps_xml_number(&o->x, n, "rest_length", 0);
}

// one end of a bushing: a frame, or in old files a place on a body, which becomes a frame
static void read_bushing_end(ps_osim *o, ps_xml_node *n, ps_spec_force *f, int end) {
  char socket[16], body[16], location[24], orientation[24];
  snprintf(socket, sizeof socket, "frame%d", end + 1);
  snprintf(body, sizeof body, "body_%d", end + 1);
  snprintf(location, sizeof location, "location_body_%d", end + 1);
  snprintf(orientation, sizeof orientation, "orientation_body_%d", end + 1);
  f->body[end] = ps_osim_socket(o, n, socket, NULL, f->part.path);
  const char *name = ps_xml_text(&o->x, n, body, NULL);
  if (!name || f->body[end].text)
    return;
  ps_vec3 translation = ps_osim_place(o, n, location), turn = ps_osim_place(o, n, orientation);
  if (ps_norm2(translation) == 0 && ps_norm2(turn) == 0) {
    f->body[end] = ps_spec_ref(o->spec, name, f->part.path, n->line);
    return;
  }
  char frame_name[300];
  snprintf(frame_name, sizeof frame_name, "%.250s_offset", name);
  ps_spec_frame *frame = ps_spec_add_frame(o->spec, f->part.path, frame_name, n->line);
  if (!frame) {
    ps_xml_fail(&o->x, n, PS_ERR_MEMORY, "out of memory");
    return;
  }
  frame->parent = ps_spec_ref(o->spec, name, frame->part.path, n->line);
  frame->translation = translation;
  frame->orientation = turn;
  f->body[end] = ps_spec_ref(o->spec, frame->part.path, f->part.path, n->line);
}

static void read_bushing(ps_osim *o, ps_xml_node *n, ps_spec_force *f) {
  ps_osim_frames(o, n, "frames", f->part.path);
  read_bushing_end(o, n, f, 0);
  read_bushing_end(o, n, f, 1);
  f->rotational_stiffness = ps_xml_vec3(&o->x, n, "rotational_stiffness", zero);
  f->translational_stiffness = ps_xml_vec3(&o->x, n, "translational_stiffness", zero);
  f->rotational_damping = ps_xml_vec3(&o->x, n, "rotational_damping", zero);
  f->translational_damping = ps_xml_vec3(&o->x, n, "translational_damping", zero);
}

static void read_ligament(ps_osim *o, ps_xml_node *n, ps_spec_force *f) {
  f->ligament.resting_length = ps_xml_number(&o->x, n, "resting_length", 0);
  f->ligament.pcsa_force = ps_xml_number(&o->x, n, "pcsa_force", 0);
  f->force_length = ps_osim_function(o, n, "force_length_curve");
  ps_osim_path(o, n, f);
}

static void read_blankevoort(ps_osim *o, ps_xml_node *n, ps_spec_force *f) {
  f->ligament.linear_stiffness = ps_xml_number(&o->x, n, "linear_stiffness", 1);
  f->ligament.transition_strain = ps_xml_number(&o->x, n, "transition_strain", 0.06);
  f->ligament.damping = ps_xml_number(&o->x, n, "damping_coefficient", 0.003);
  f->ligament.slack_length = ps_xml_number(&o->x, n, "slack_length", 0);
  ps_osim_path(o, n, f);
}

static void read_parts(ps_osim *o, ps_xml_node *n, ps_spec_force *f) {
  if (f->kind <= PS_FORCE_TORQUE_ACTUATOR)
    read_actuator(o, n, f);
  f->coordinate = ps_osim_socket(o, n, "coordinate", "coordinate", f->part.path).text;
  switch (f->kind) {
  case PS_FORCE_PATH_ACTUATOR:
    ps_osim_path(o, n, f);
    break;
  case PS_FORCE_POINT_ACTUATOR:
    read_point_actuator(o, n, f);
    break;
  case PS_FORCE_TORQUE_ACTUATOR:
    read_torque_actuator(o, n, f);
    break;
  case PS_FORCE_COORDINATE_LIMIT:
    read_limit(o, n, f);
    break;
  case PS_FORCE_SPRING_GENERALIZED:
    f->stiffness = ps_xml_number(&o->x, n, "stiffness", 0);
    f->rest_length = ps_xml_number(&o->x, n, "rest_length", 0);
    f->viscosity = ps_xml_number(&o->x, n, "viscosity", 0);
    break;
  case PS_FORCE_PATH_SPRING:
    read_path_spring(o, n, f);
    break;
  case PS_FORCE_POINT_TO_POINT_SPRING:
    read_point_spring(o, n, f);
    break;
  case PS_FORCE_BUSHING:
    read_bushing(o, n, f);
    break;
  case PS_FORCE_LIGAMENT:
    read_ligament(o, n, f);
    break;
  case PS_FORCE_BLANKEVOORT_LIGAMENT:
    read_blankevoort(o, n, f);
    break;
  default:
    break;
  }
}

// ---- the set

static int force_kind_named(const char *tag) {
  for (int kind = 0; kind < PS_FORCE_KINDS; kind++)
    if (strcmp(tag, ps_force_class((ps_force_kind)kind)) == 0)
      return kind;
  return ps_muscle_kind_named(tag) >= 0 ? PS_FORCE_MUSCLE : -1;
}

static const char *nearest_class(const char *tag, char *hint, size_t size) {
  ps_nearest nearest = ps_nearest_to(tag);
  for (int i = 0; i < PS_FORCE_KINDS; i++)
    ps_nearest_try(&nearest, ps_force_class((ps_force_kind)i));
  for (int i = 0; i < PS_MUSCLE_KINDS; i++)
    ps_nearest_try(&nearest, ps_muscle_class((ps_muscle_kind)i));
  return ps_nearest_hint(&nearest, hint, size);
}

static void read_force(ps_osim *o, ps_xml_node *n) {
  int kind = force_kind_named(n->tag);
  n->used = true;
  const char *name = ps_osim_name(o, n, n->tag);
  bool applies = !ps_xml_bool(&o->x, n, "isDisabled", false);
  applies = ps_xml_bool(&o->x, n, "appliesForce", applies);
  if (kind < 0) {
    char hint[80];
    ps_note_add(&o->spec->notes, applies ? PS_NOTE_UNSUPPORTED : PS_NOTE_WARNING, o->x.path,
                n->line, "%s '%s': psoas does not know this force%s", n->tag, name,
                nearest_class(n->tag, hint, sizeof hint));
    ps_osim_mark_below(n);
    return;
  }
  ps_spec_force *f = ps_spec_add_force(o->spec, (ps_force_kind)kind, name, n->line);
  if (!f) {
    ps_xml_fail(&o->x, n, PS_ERR_MEMORY, "out of memory");
    return;
  }
  f->applies = applies;
  if (kind == PS_FORCE_MUSCLE)
    read_muscle(o, n, (ps_muscle_kind)ps_muscle_kind_named(n->tag), f);
  else
    read_parts(o, n, f);
  ps_osim_skip_visuals(o, n);
}

static void read_groups(ps_osim *o, ps_xml_node *set) {
  ps_xml_node *groups = ps_xml_child(&o->x, set, "groups");
  for (ps_xml_node *n = ps_xml_first(groups, "ObjectGroup"); n; n = ps_xml_next(n, "ObjectGroup")) {
    n->used = true;
    ps_spec_group *group = PS_APPEND(&o->spec->pool, &o->spec->groups);
    if (!group) {
      ps_xml_fail(&o->x, n, PS_ERR_MEMORY, "out of memory");
      return;
    }
    group->name = ps_spec_text(o->spec, ps_osim_name(o, n, ""));
    group->member = ps_xml_words(&o->x, n, "members", &group->nmember);
  }
}

void ps_osim_forces(ps_osim *o, ps_xml_node *set) {
  if (!set)
    return;
  set->used = true;
  ps_xml_attribute(set, "name");
  ps_xml_node *objects = ps_xml_child(&o->x, set, "objects");
  for (ps_xml_node *n = objects ? objects->first : NULL; n && o->x.status == PS_OK; n = n->next)
    read_force(o, n);
  read_groups(o, set);
  ps_xml_text(&o->x, set, "datafile", NULL);
}
