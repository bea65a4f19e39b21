// compile_force.c: the force set, with indices where the spec has names.
#include "model/compile.h"

#include <math.h>
#include <stdio.h>

static ps_status muscle_curves(ps_builder *b, ps_muscle_params *p) {
  for (int role = 0; role < PS_MUSCLE_ROLES; role++) {
    ps_curve_spec spec;
    p->curve[role] = -1;
    if (!ps_muscle_curve(p, (ps_muscle_role)role, &spec))
      continue;
    int found = 0;
    while (found < b->curve_spec.n && !ps_curve_spec_equal(&b->curve_spec.items[found], &spec))
      found++;
    if (found == b->curve_spec.n) {
      ps_curve curve;
      PS_TRY(ps_curve_compile(&spec, &curve, NULL, &b->npool, b->err));
      PS_BUILD(b, curve_spec, spec);
      PS_BUILD(b, curve, curve);
    }
    p->curve[role] = found;
  }
  return PS_OK;
}

static ps_status muscle_functions(ps_builder *b, const ps_spec_force *s, ps_muscle_params *p) {
  for (int role = 0; role < PS_MUSCLE_FUNCTIONS; role++) {
    p->function[role] = -1;
    if (p->kind != PS_MUSCLE_RIGID_TENDON)
      continue;
    const ps_function_spec *f = s->muscle_function[role];
    PS_TRY(ps_build_function(b, f ? f : ps_muscle_default_function((ps_muscle_role)role), 1,
                             s->part.line, s->part.name, &p->function[role]));
  }
  return PS_OK;
}

static ps_status build_muscle(ps_builder *b, const ps_spec_force *s, ps_force *f) {
  ps_muscle_params p = s->muscle;
  ps_muscle_place place = {s->part.name, s->file ? s->file : b->spec->path, s->part.line};
  PS_TRY(ps_muscle_finalize(&p, s->min_control, place, b->notes, b->err));
  PS_TRY(muscle_curves(b, &p));
  PS_TRY(muscle_functions(b, s, &p));
  f->muscle = b->muscle.n;
  PS_BUILD(b, muscle, p);
  PS_BUILD(b, muscle_force, b->force.n);
  return PS_OK;
}

static ps_status build_coordinate(ps_builder *b, const ps_spec_force *s, const char *what,
                                  ps_force *f) {
  ps_ref ref = {s->coordinate, s->part.path, s->part.line};
  PS_TRY(ps_resolve_coordinate(&b->names, ref, what, &f->coordinate, b->err));
  // a limit speaks of degrees where the coordinate is an angle
  bool angle = b->coord_motion[f->coordinate] == PS_MOTION_ROTATIONAL;
  double unit = angle ? M_PI / 180 : 1;
  f->upper_stiffness = s->limit.upper_stiffness / unit;
  f->upper_limit = s->limit.upper_limit * unit;
  f->lower_stiffness = s->limit.lower_stiffness / unit;
  f->lower_limit = s->limit.lower_limit * unit;
  f->damping = s->limit.damping / unit;
  f->transition = s->limit.transition * unit;
  return PS_OK;
}

// a torque without a second body acts against ground
static ps_ref end_of(const ps_spec_force *s, int i) {
  bool given = s->body[i].text && s->body[i].text[0];
  bool ground = i == 1 && s->kind == PS_FORCE_TORQUE_ACTUATOR && !given;
  return ground ? (ps_ref){"/ground", s->part.path, s->part.line} : s->body[i];
}

static ps_status build_bodies(ps_builder *b, const ps_spec_force *s, int count, const char *what,
                              ps_force *f) {
  for (int i = 0; i < count; i++) {
    int frame;
    PS_TRY(ps_resolve_frame(&b->names, end_of(s, i), what, &frame, b->err));
    b->force_frame_name.items[b->force_frame_name.n - 2 + i] = ps_frame_name(&b->names, frame);
    f->body[i] = b->frame_body[frame];
    f->frame[i] = b->names.offset[frame];
    f->frame[i].p = ps_transform_point(f->frame[i], s->point[i]);
  }
  double length = ps_norm(s->direction);
  bool wants = s->kind == PS_FORCE_POINT_ACTUATOR || s->kind == PS_FORCE_TORQUE_ACTUATOR;
  if (wants && !(length > 0))
    return ps_fail(b->err, PS_ERR_VALUE, b->spec->path, s->part.line, "%s has no direction (0 0 0)",
                   what);
  f->direction = wants ? ps_scale(1 / length, s->direction) : s->direction;
  return PS_OK;
}

// what a force of this kind refers to
static ps_status build_parts(ps_builder *b, const ps_spec_force *s, const char *what, ps_force *f) {
  switch (s->kind) {
  case PS_FORCE_MUSCLE:
    PS_TRY(build_muscle(b, s, f));
    return ps_build_path(b, s, &f->path);
  case PS_FORCE_LIGAMENT:
    // a file that brings no curve means the passive curve of the generic muscle
    PS_TRY(ps_build_function(
        b, s->force_length ? s->force_length : ps_muscle_default_function(PS_ROLE_PASSIVE), 1,
        s->part.line, what, &f->function));
    return ps_build_path(b, s, &f->path);
  case PS_FORCE_PATH_ACTUATOR:
  case PS_FORCE_PATH_SPRING:
  case PS_FORCE_BLANKEVOORT_LIGAMENT:
    return ps_build_path(b, s, &f->path);
  case PS_FORCE_COORDINATE_ACTUATOR:
  case PS_FORCE_COORDINATE_LIMIT:
  case PS_FORCE_SPRING_GENERALIZED:
    return build_coordinate(b, s, what, f);
  case PS_FORCE_POINT_ACTUATOR:
    return build_bodies(b, s, 1, what, f);
  case PS_FORCE_TORQUE_ACTUATOR:
  case PS_FORCE_POINT_TO_POINT_SPRING:
  case PS_FORCE_BUSHING:
    return build_bodies(b, s, 2, what, f);
  case PS_FORCE_KINDS:
    break;
  }
  return PS_OK;
}

static bool is_actuator(ps_force_kind kind) {
  return kind <= PS_FORCE_TORQUE_ACTUATOR;
}

ps_status ps_build_forces(ps_builder *b) {
  for (int i = 0; i < b->spec->forces.n; i++) {
    const ps_spec_force *s = &b->spec->forces.items[i];
    char what[200];
    snprintf(what, sizeof what, "%s '%.120s'", s->class_name, s->part.name);
    ps_force f = {.kind = s->kind,
                  .applies = s->applies,
                  .path = -1,
                  .muscle = -1,
                  .coordinate = -1,
                  .actuator = -1,
                  .function = -1,
                  .min_control = s->min_control,
                  .max_control = s->max_control,
                  .optimal_force = s->optimal_force,
                  .point_is_global = s->point_is_global,
                  .force_is_global = s->force_is_global,
                  .stiffness = s->stiffness,
                  .rest_length = s->rest_length,
                  .viscosity = s->viscosity,
                  .dissipation = s->dissipation,
                  .rotational_stiffness = s->rotational_stiffness,
                  .translational_stiffness = s->translational_stiffness,
                  .rotational_damping = s->rotational_damping,
                  .translational_damping = s->translational_damping,
                  .ligament = s->ligament};
    PS_BUILD(b, force_frame_name, "");
    PS_BUILD(b, force_frame_name, "");
    ps_status status = build_parts(b, s, what, &f);
    if (status != PS_OK && s->file && b->err)
      return ps_fail_at(b->err, status, s->file, b->err->line);
    PS_TRY(status);
    if (is_actuator(s->kind)) {
      f.actuator = b->actuator_force.n;
      PS_BUILD(b, actuator_force, i);
    }
    PS_BUILD(b, force, f);
  }
  return PS_OK;
}
