// resolve.h: from the names in a spec to the parts they mean.
//
// OpenSim 4 writes paths from the root (`/bodyset/femur_r`) or from the part that holds the
// reference
// (`../femur_r`), older files plain names. All are tried in this order; what fits none is an error
// that names the nearest candidate.
#pragma once

#include "base/fail.h"
#include "model/spec.h"

typedef struct ps_resolver {
  const ps_spec *spec;
  ps_pool pool;
  ps_names frame_path, frame_name; // 0: ground, then bodies, then offset frames
  ps_names coordinate_path, coordinate_name;
  ps_names wrap_name;
  ps_transform *offset; // of every frame on its body
  int *body;            // of every frame: 0 ground, 1 + position in the body set
} ps_resolver;

// Index every name; refuses doubled ones and frames that hang in a circle.
ps_status ps_resolver_create(ps_resolver *r, const ps_spec *spec, ps_error *err);
void ps_resolver_free(ps_resolver *r);

// `what` names the part that holds the reference, for messages: "muscle 'psoas_r'".
ps_status ps_resolve_frame(const ps_resolver *r, ps_ref ref, const char *what, int *frame,
                           ps_error *err);
// Name of a frame by its index.
const char *ps_frame_name(const ps_resolver *r, int frame);
ps_status ps_resolve_coordinate(const ps_resolver *r, ps_ref ref, const char *what, int *coordinate,
                                ps_error *err);
ps_status ps_resolve_wrap(const ps_resolver *r, const char *name, int line, const char *what,
                          int *wrap, ps_error *err);
