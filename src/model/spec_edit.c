// spec_edit.c: numbers of a spec by the path of their part and OpenSim's name of the property.
#include <stddef.h>
#include <string.h>

#include "base/fail.h"
#include "model/spec.h"

typedef enum number_type { NUMBER, SWITCH } number_type;

typedef struct number_place {
  const char *name;
  size_t offset; // in the part
  number_type type;
} number_place;

static const number_place of_body[] = {{"mass", offsetof(ps_spec_body, mass), NUMBER},
                                       {"mass_center_x", offsetof(ps_spec_body, com.x), NUMBER},
                                       {"mass_center_y", offsetof(ps_spec_body, com.y), NUMBER},
                                       {"mass_center_z", offsetof(ps_spec_body, com.z), NUMBER},
                                       {"inertia_xx", offsetof(ps_spec_body, inertia[0]), NUMBER},
                                       {"inertia_yy", offsetof(ps_spec_body, inertia[1]), NUMBER},
                                       {"inertia_zz", offsetof(ps_spec_body, inertia[2]), NUMBER},
                                       {"inertia_xy", offsetof(ps_spec_body, inertia[3]), NUMBER},
                                       {"inertia_xz", offsetof(ps_spec_body, inertia[4]), NUMBER},
                                       {"inertia_yz", offsetof(ps_spec_body, inertia[5]), NUMBER},
                                       {NULL, 0, NUMBER}};

static const number_place of_coordinate[] = {
    {"default_value", offsetof(ps_spec_coordinate, default_value), NUMBER},
    {"default_speed_value", offsetof(ps_spec_coordinate, default_speed), NUMBER},
    {"range_min", offsetof(ps_spec_coordinate, range[0]), NUMBER},
    {"range_max", offsetof(ps_spec_coordinate, range[1]), NUMBER},
    {"clamped", offsetof(ps_spec_coordinate, clamped), SWITCH},
    {"locked", offsetof(ps_spec_coordinate, locked), SWITCH},
    {"prescribed", offsetof(ps_spec_coordinate, prescribed), SWITCH},
    {NULL, 0, NUMBER}};

static const number_place of_force[] = {
    {"appliesForce", offsetof(ps_spec_force, applies), SWITCH},
    {"min_control", offsetof(ps_spec_force, min_control), NUMBER},
    {"max_control", offsetof(ps_spec_force, max_control), NUMBER},
    {"optimal_force", offsetof(ps_spec_force, optimal_force), NUMBER},
    {"stiffness", offsetof(ps_spec_force, stiffness), NUMBER},
    {"rest_length", offsetof(ps_spec_force, rest_length), NUMBER},
    {"viscosity", offsetof(ps_spec_force, viscosity), NUMBER},
    {"dissipation", offsetof(ps_spec_force, dissipation), NUMBER},
    {"resting_length", offsetof(ps_spec_force, ligament.resting_length), NUMBER},
    {"pcsa_force", offsetof(ps_spec_force, ligament.pcsa_force), NUMBER},
    {"linear_stiffness", offsetof(ps_spec_force, ligament.linear_stiffness), NUMBER},
    {"slack_length", offsetof(ps_spec_force, ligament.slack_length), NUMBER},
    {NULL, 0, NUMBER}};

static const number_place of_constraint[] = {
    {"isEnforced", offsetof(ps_spec_constraint, enforced), SWITCH},
    {"scale_factor", offsetof(ps_spec_constraint, scale), NUMBER},
    {NULL, 0, NUMBER}};

static const number_place of_model[] = {{"gravity_x", offsetof(struct ps_spec, gravity.x), NUMBER},
                                        {"gravity_y", offsetof(struct ps_spec, gravity.y), NUMBER},
                                        {"gravity_z", offsetof(struct ps_spec, gravity.z), NUMBER},
                                        {NULL, 0, NUMBER}};

// A part that was found, and where its numbers are.
typedef struct found_part {
  void *part;
  const number_place *places;
  ps_muscle_params *muscle; // NULL: the part is no muscle
} found_part;

static bool named(const ps_part *part, const char *path) {
  return strcmp(path[0] == '/' ? part->path : part->name, path) == 0;
}

// The part at a path, or with a plain name; the nearest candidates on the way.
#define SEARCH(list, table)                                                                        \
  for (int i = 0; i < spec->list.n; i++) {                                                         \
    const ps_part *part = &spec->list.items[i].part;                                               \
    ps_nearest_try(nearest, path[0] == '/' ? part->path : part->name);                             \
    if (!found.part && named(part, path))                                                          \
      found = (found_part){&spec->list.items[i], table, NULL};                                     \
  }

static found_part find_part(ps_spec *spec, const char *path, ps_nearest *nearest) {
  found_part found = {NULL, NULL, NULL};
  if (!path[0])
    return (found_part){spec, of_model, NULL};
  SEARCH(bodies, of_body)
  SEARCH(coordinates, of_coordinate)
  SEARCH(constraints, of_constraint)
  SEARCH(forces, of_force)
  if (found.places == of_force) {
    ps_spec_force *force = found.part;
    found.muscle = force->kind == PS_FORCE_MUSCLE ? &force->muscle : NULL;
  }
  return found;
}

static const ps_muscle_property *find_property(const found_part *part, const char *name,
                                               ps_nearest *nearest) {
  int n = 0;
  const ps_muscle_property *list =
      part->muscle ? ps_muscle_properties(part->muscle->kind, &n) : NULL;
  for (int i = 0; i < n; i++) {
    ps_nearest_try(nearest, list[i].name);
    if (strcmp(list[i].name, name) == 0)
      return &list[i];
  }
  return NULL;
}

static double read_place(const void *part, const number_place *place) {
  const char *at = (const char *)part + place->offset;
  return place->type == SWITCH ? *(const bool *)at : *(const double *)at;
}

static void write_place(void *part, const number_place *place, double value) {
  char *at = (char *)part + place->offset;
  if (place->type == SWITCH)
    *(bool *)at = value != 0;
  else
    *(double *)at = value;
}

// Read the number into *old, and write *change where that is not NULL.
static ps_status visit(ps_spec *spec, const char *path, const char *property, double *old,
                       const double *change, ps_error *err) {
  char hint[160];
  ps_nearest nearest = ps_nearest_to(path);
  found_part found = find_part(spec, path, &nearest);
  if (!found.part)
    return ps_fail(err, PS_ERR_REFERENCE, spec->path, 0, "the model has no part '%s'%s", path,
                   ps_nearest_hint(&nearest, hint, sizeof hint));
  nearest = ps_nearest_to(property);
  const ps_muscle_property *of_muscle = find_property(&found, property, &nearest);
  if (of_muscle) {
    *old = ps_muscle_property_value(found.muscle, of_muscle);
    if (change)
      ps_muscle_property_assign(found.muscle, of_muscle, *change);
    return PS_OK;
  }
  for (const number_place *p = found.places; p->name; p++) {
    ps_nearest_try(&nearest, p->name);
    if (strcmp(p->name, property) == 0) {
      *old = read_place(found.part, p);
      if (change)
        write_place(found.part, p, *change);
      return PS_OK;
    }
  }
  return ps_fail(err, PS_ERR_REFERENCE, spec->path, 0, "'%s' has no number '%s'%s", path, property,
                 ps_nearest_hint(&nearest, hint, sizeof hint));
}

ps_status ps_spec_number(const ps_spec *spec, const char *path, const char *property, double *value,
                         ps_error *err) {
  return visit((ps_spec *)spec, path, property, value, NULL, err);
}

ps_status ps_spec_change(ps_spec *spec, const char *path, const char *property, double value,
                         ps_error *err) {
  double old;
  return visit(spec, path, property, &old, &value, err);
}
