// osim_write_force.c: the force set of an .osim file: muscles, actuators, springs, ligaments.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "io/osim_write_inner.h"

// ---- muscles

// Properties "Part/name" stand inside the element Part, one behind the other.
static size_t part_length(const char *name) {
  const char *slash = strchr(name, '/');
  return slash ? (size_t)(slash - name) : 0;
}

static void write_property(ps_osim_out *o, const ps_muscle_params *p,
                           const ps_muscle_property *property) {
  const char *slash = strchr(property->name, '/');
  const char *tag = slash ? slash + 1 : property->name;
  double value = ps_muscle_property_value(p, property);
  if (property->type == PS_PROPERTY_CHOICE)
    ps_element_text(&o->x, tag, property->words[value != 0]);
  else if (property->type == PS_PROPERTY_NUMBER || !isnan(value))
    ps_element_number(&o->x, tag, value);
}

static void write_properties(ps_osim_out *o, const ps_muscle_params *p) {
  int n;
  const ps_muscle_property *list = ps_muscle_properties(p->kind, &n);
  char part[80] = "";
  for (int i = 0; i < n; i++) {
    size_t length = part_length(list[i].name);
    if (strlen(part) != length || strncmp(part, list[i].name, length) != 0) {
      if (part[0])
        ps_element_end(&o->x, part);
      snprintf(part, sizeof part, "%.*s", (int)length, list[i].name);
      if (part[0])
        ps_element_begin(&o->x, part, part);
    }
    write_property(o, p, &list[i]);
  }
  if (part[0])
    ps_element_end(&o->x, part);
}

static void write_muscle(ps_osim_out *o, const ps_spec_force *f) {
  static const char *const function[PS_MUSCLE_FUNCTIONS] = {
      "active_force_length_curve", "passive_force_length_curve", "force_velocity_curve"};
  write_properties(o, &f->muscle);
  for (int i = 0; i < PS_MUSCLE_FUNCTIONS; i++)
    ps_out_function(o, function[i], f->muscle_function[i]);
}

// ---- other forces

// OpenSim finds the body of this force by its name among the bodies.
static void write_point_actuator(ps_osim_out *o, const ps_spec_force *f) {
  int frame = ps_out_frame(o, f->body[0], &f->part);
  if (frame < 1 || frame > o->spec->bodies.n)
    ps_out_fail(o, &f->part, PS_ERR_UNSUPPORTED, "acts on '%.120s'; in OpenSim it must be a body",
                ps_frame_name(&o->names, frame));
  ps_element_text(&o->x, "body", ps_frame_name(&o->names, frame));
  ps_element_vec3(&o->x, "point", f->point[0]);
  ps_element_bool(&o->x, "point_is_global", f->point_is_global);
  ps_element_vec3(&o->x, "direction", f->direction);
  ps_element_bool(&o->x, "force_is_global", f->force_is_global);
}

static void write_torque_actuator(ps_osim_out *o, const ps_spec_force *f) {
  // no second body means ground, to us but not to OpenSim
  bool against_ground = !f->body[1].text || !f->body[1].text[0];
  ps_out_frame_socket(o, "bodyA", f->body[0], &f->part);
  if (against_ground)
    ps_element_text(&o->x, "bodyB", "/ground");
  else
    ps_out_frame_socket(o, "bodyB", f->body[1], &f->part);
  ps_element_bool(&o->x, "torque_is_global", f->force_is_global);
  ps_element_vec3(&o->x, "axis", f->direction);
}

static void write_limit(ps_osim_out *o, const ps_spec_force *f) {
  ps_element_number(&o->x, "upper_stiffness", f->limit.upper_stiffness);
  ps_element_number(&o->x, "upper_limit", f->limit.upper_limit);
  ps_element_number(&o->x, "lower_stiffness", f->limit.lower_stiffness);
  ps_element_number(&o->x, "lower_limit", f->limit.lower_limit);
  ps_element_number(&o->x, "damping", f->limit.damping);
  ps_element_number(&o->x, "transition", f->limit.transition);
}

static void write_generalized_spring(ps_osim_out *o, const ps_spec_force *f) {
  ps_element_number(&o->x, "stiffness", f->stiffness);
  ps_element_number(&o->x, "rest_length", f->rest_length);
  ps_element_number(&o->x, "viscosity", f->viscosity);
}

static void write_path_spring(ps_osim_out *o, const ps_spec_force *f) {
  ps_element_number(&o->x, "resting_length", f->rest_length);
  ps_element_number(&o->x, "stiffness", f->stiffness);
  ps_element_number(&o->x, "dissipation", f->dissipation);
}

static void write_point_spring(ps_osim_out *o, const ps_spec_force *f) {
  ps_out_frame_socket(o, "socket_body1", f->body[0], &f->part);
  ps_out_frame_socket(o, "socket_body2", f->body[1], &f->part);
  ps_element_vec3(&o->x, "point1", f->point[0]);
  ps_element_vec3(&o->x, "point2", f->point[1]);
  ps_element_number(&o->x, "stiffness", f->stiffness);
  ps_element_number(&o->x, "rest_length", f->rest_length);
}

static void write_bushing(ps_osim_out *o, const ps_spec_force *f) {
  ps_out_frame_socket(o, "socket_frame1", f->body[0], &f->part);
  ps_out_frame_socket(o, "socket_frame2", f->body[1], &f->part);
  ps_out_frames(o, "frames", f->part.path);
  ps_element_vec3(&o->x, "rotational_stiffness", f->rotational_stiffness);
  ps_element_vec3(&o->x, "translational_stiffness", f->translational_stiffness);
  ps_element_vec3(&o->x, "rotational_damping", f->rotational_damping);
  ps_element_vec3(&o->x, "translational_damping", f->translational_damping);
}

static void write_ligament(ps_osim_out *o, const ps_spec_force *f) {
  ps_element_number(&o->x, "resting_length", f->ligament.resting_length);
  ps_element_number(&o->x, "pcsa_force", f->ligament.pcsa_force);
  ps_out_function(o, "force_length_curve", f->force_length);
}

static void write_blankevoort(ps_osim_out *o, const ps_spec_force *f) {
  ps_element_number(&o->x, "linear_stiffness", f->ligament.linear_stiffness);
  ps_element_number(&o->x, "transition_strain", f->ligament.transition_strain);
  ps_element_number(&o->x, "damping_coefficient", f->ligament.damping);
  ps_element_number(&o->x, "slack_length", f->ligament.slack_length);
}

// ---- the set

// What forces of this kind have: the rest is written by `write`.
static const struct {
  bool actuator, scaled, path, coordinate; // scaled: has an optimal force
  void (*write)(ps_osim_out *o, const ps_spec_force *f);
} kinds[PS_FORCE_KINDS] = {
    [PS_FORCE_MUSCLE] = {true, false, true, false, write_muscle},
    [PS_FORCE_PATH_ACTUATOR] = {true, true, true, false, NULL},
    [PS_FORCE_COORDINATE_ACTUATOR] = {true, true, false, true, NULL},
    [PS_FORCE_POINT_ACTUATOR] = {true, true, false, false, write_point_actuator},
    [PS_FORCE_TORQUE_ACTUATOR] = {true, true, false, false, write_torque_actuator},
    [PS_FORCE_COORDINATE_LIMIT] = {false, false, false, true, write_limit},
    [PS_FORCE_SPRING_GENERALIZED] = {false, false, false, true, write_generalized_spring},
    [PS_FORCE_PATH_SPRING] = {false, false, true, false, write_path_spring},
    [PS_FORCE_POINT_TO_POINT_SPRING] = {false, false, false, false, write_point_spring},
    [PS_FORCE_BUSHING] = {false, false, false, false, write_bushing},
    [PS_FORCE_LIGAMENT] = {false, false, true, false, write_ligament},
    [PS_FORCE_BLANKEVOORT_LIGAMENT] = {false, false, true, false, write_blankevoort},
};

static void write_force(ps_osim_out *o, const ps_spec_force *f) {
  bool muscle = f->kind == PS_FORCE_MUSCLE;
  const char *class = muscle ? ps_muscle_class(f->muscle.kind) : ps_force_class(f->kind);
  ps_element_begin(&o->x, class, f->part.name);
  ps_element_bool(&o->x, "appliesForce", f->applies);
  if (kinds[f->kind].actuator) {
    ps_element_bounds(&o->x, "min_control", &f->min_control, 1);
    ps_element_bounds(&o->x, "max_control", &f->max_control, 1);
  }
  if (kinds[f->kind].scaled)
    ps_element_number(&o->x, "optimal_force", f->optimal_force);
  if (kinds[f->kind].coordinate)
    ps_element_text(&o->x, "coordinate", ps_out_coordinate_name(o, f->coordinate, &f->part));
  if (kinds[f->kind].path)
    ps_out_path(o, f);
  if (kinds[f->kind].write)
    kinds[f->kind].write(o, f);
  ps_out_end(o, class, &f->part);
}

void ps_out_forces(ps_osim_out *o) {
  ps_element_begin(&o->x, "ForceSet", "forceset");
  ps_element_begin(&o->x, "objects", NULL);
  for (int i = 0; i < o->spec->forces.n; i++)
    write_force(o, &o->spec->forces.items[i]);
  ps_element_end(&o->x, "objects");
  ps_element_begin(&o->x, "groups", NULL);
  for (int i = 0; i < o->spec->groups.n; i++) {
    const ps_spec_group *g = &o->spec->groups.items[i];
    ps_element_begin(&o->x, "ObjectGroup", g->name);
    ps_element_words(&o->x, "members", g->member, g->nmember);
    ps_element_end(&o->x, "ObjectGroup");
  }
  ps_element_end(&o->x, "groups");
  ps_element_end(&o->x, "ForceSet");
}
