#include "io/osim_write.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "io/osim_write_inner.h"

// ---- failures and references

void ps_out_fail(ps_osim_out *o, const ps_part *part, ps_status status, const char *format, ...) {
  char text[400];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  if (o->status == PS_OK)
    o->status = ps_fail(o->err, status, o->spec->path, part->line, "'%.120s' %s", part->name, text);
}

void ps_out_end(ps_osim_out *o, const char *tag, const ps_part *part) {
  ps_element_end(&o->x, tag);
  if (o->x.not_a_number)
    ps_out_fail(o, part, PS_ERR_VALUE, "holds a number that is not finite");
}

int ps_out_frame(ps_osim_out *o, ps_ref ref, const ps_part *part) {
  char what[160];
  int frame;
  snprintf(what, sizeof what, "'%.120s'", part->name);
  if (o->status == PS_OK)
    o->status = ps_resolve_frame(&o->names, ref, what, &frame, o->err);
  return o->status == PS_OK ? frame : 0;
}

const char *ps_out_frame_path(const ps_osim_out *o, int frame) {
  int nbody = o->spec->bodies.n;
  if (frame == 0)
    return "/ground";
  return frame <= nbody ? o->spec->bodies.items[frame - 1].part.path
                        : o->spec->frames.items[frame - 1 - nbody].part.path;
}

static int coordinate_of(ps_osim_out *o, ps_ref ref, const ps_part *part) {
  char what[160];
  int coordinate;
  snprintf(what, sizeof what, "'%.120s'", part->name);
  if (o->status == PS_OK)
    o->status = ps_resolve_coordinate(&o->names, ref, what, &coordinate, o->err);
  return o->status == PS_OK ? coordinate : -1;
}

void ps_out_frame_socket(ps_osim_out *o, const char *tag, ps_ref ref, const ps_part *part) {
  ps_element_text(&o->x, tag, ps_out_frame_path(o, ps_out_frame(o, ref, part)));
}

void ps_out_coordinate_socket(ps_osim_out *o, const char *tag, ps_ref ref, const ps_part *part) {
  int i = coordinate_of(o, ref, part);
  if (i >= 0)
    ps_element_text(&o->x, tag, o->spec->coordinates.items[i].part.path);
}

const char *ps_out_coordinate_name(ps_osim_out *o, const char *text, const ps_part *part) {
  int i = coordinate_of(o, (ps_ref){text, part->path, part->line}, part);
  if (i < 0)
    return "";
  const char *name = o->spec->coordinates.items[i].part.name;
  if (ps_names_find(&o->names.coordinate_name, name) != i)
    ps_out_fail(o, part, PS_ERR_UNSUPPORTED,
                "refers to the second of two coordinates '%.120s'; OpenSim would take the first",
                name);
  return name;
}

// ---- functions

static void write_points(ps_xml_writer *x, const ps_function_spec *f) {
  ps_element_numbers(x, "x", f->x, f->nx);
  ps_element_numbers(x, "y", f->y, f->ny);
}

static void write_numbers(ps_xml_writer *x, const ps_function_spec *f) {
  switch (f->kind) {
  case PS_FUNCTION_CONSTANT:
    ps_element_number(x, "value", f->value);
    break;
  case PS_FUNCTION_MULTIVARIATE:
    ps_element_integers(x, "dimension", &f->dimension, 1);
    ps_element_integers(x, "order", &f->order, 1);
    // fall through
  case PS_FUNCTION_LINEAR:
  case PS_FUNCTION_POLYNOMIAL:
    ps_element_numbers(x, "coefficients", f->coef, f->ncoef);
    break;
  case PS_FUNCTION_GCV_SPLINE:
    ps_element_integers(x, "half_order", &f->half_order, 1);
    ps_element_number(x, "error_variance", f->error_variance);
    // fall through
  case PS_FUNCTION_SIMM_SPLINE:
  case PS_FUNCTION_PIECEWISE_LINEAR:
  case PS_FUNCTION_PIECEWISE_CONSTANT:
    write_points(x, f);
    break;
  case PS_FUNCTION_STEP:
    ps_element_number(x, "transition_start_time", f->start_time);
    ps_element_number(x, "transition_end_time", f->end_time);
    ps_element_number(x, "start_value", f->start_value);
    ps_element_number(x, "end_value", f->end_value);
    break;
  case PS_FUNCTION_SINE:
    ps_element_number(x, "amplitude", f->amplitude);
    ps_element_number(x, "omega", f->omega);
    ps_element_number(x, "phase", f->phase);
    ps_element_number(x, "offset", f->offset);
    break;
  case PS_FUNCTION_MULTIPLIER:
    ps_element_number(x, "scale", f->scale);
    break;
  }
}

void ps_out_function(ps_osim_out *o, const char *property, const ps_function_spec *f) {
  const char *multiplier = ps_function_class(PS_FUNCTION_MULTIPLIER);
  int multipliers = 0;
  if (!f)
    return;
  ps_element_begin(&o->x, property, NULL);
  for (; f && f->kind == PS_FUNCTION_MULTIPLIER; f = f->multiplied, multipliers++) {
    ps_element_begin(&o->x, multiplier, NULL);
    write_numbers(&o->x, f);
    ps_element_begin(&o->x, "function", NULL);
  }
  if (f) {
    ps_element_begin(&o->x, ps_function_class(f->kind), NULL);
    write_numbers(&o->x, f);
    ps_element_end(&o->x, ps_function_class(f->kind));
  }
  for (; multipliers > 0; multipliers--) {
    ps_element_end(&o->x, "function");
    ps_element_end(&o->x, multiplier);
  }
  ps_element_end(&o->x, property);
}

// ---- the document

static void write_markers(ps_osim_out *o) {
  ps_element_begin(&o->x, "MarkerSet", "markerset");
  ps_element_begin(&o->x, "objects", NULL);
  for (int i = 0; i < o->spec->markers.n; i++) {
    const ps_spec_marker *m = &o->spec->markers.items[i];
    ps_element_begin(&o->x, "Marker", m->part.name);
    ps_out_frame_socket(o, "socket_parent_frame", m->frame, &m->part);
    ps_element_vec3(&o->x, "location", m->location);
    ps_out_end(o, "Marker", &m->part);
  }
  ps_element_end(&o->x, "objects");
  ps_element_end(&o->x, "MarkerSet");
}

static void write_credits(ps_osim_out *o) {
  if (o->spec->credits)
    ps_element_text(&o->x, "credits", o->spec->credits);
  if (o->spec->publications)
    ps_element_text(&o->x, "publications", o->spec->publications);
}

static void write_model(ps_osim_out *o) {
  const ps_part model = {o->spec->name ? o->spec->name : "", "", 0};
  ps_element_begin(&o->x, "Model", model.name);
  write_credits(o);
  ps_element_text(&o->x, "length_units", "meters");
  ps_element_text(&o->x, "force_units", "N");
  ps_element_vec3(&o->x, "gravity", o->spec->gravity);
  ps_out_frames(o, "components", model.path);
  ps_out_bodies(o);
  ps_out_constraints(o);
  ps_out_forces(o);
  write_markers(o);
  ps_out_contact_cylinders(o);
  ps_out_end(o, "Model", &model);
  if (o->nframe != o->spec->frames.n)
    ps_out_fail(o, &model, PS_ERR_UNSUPPORTED, "has an offset frame on a part that can have none");
}

ps_status ps_osim_write(const ps_spec *spec, ps_osim_poses poses, ps_file_writer *file,
                        ps_error *err) {
  static const char root[] = "OpenSimDocument";
  ps_osim_out o = {.spec = spec, .poses = poses, .err = err};
  o.status = ps_resolver_create(&o.names, spec, err);
  if (spec->unknown_joint.name)
    ps_out_fail(&o, &spec->unknown_joint, PS_ERR_UNSUPPORTED,
                "is a joint that psoas does not know");
  if (o.status == PS_OK)
    ps_out_find_uses(&o);
  if (o.status == PS_OK) {
    ps_element_begin_document(&o.x, file, root, "Version", "40600");
    write_model(&o);
    ps_element_end(&o.x, root);
  }
  ps_resolver_free(&o.names);
  return o.status;
}
