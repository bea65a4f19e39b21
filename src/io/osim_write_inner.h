// osim_write_inner.h: what the files of the .osim writer share.
#pragma once

#include "io/osim_write.h"
#include "io/xml_write.h"
#include "model/resolve.h"

// How a wrap object is used: bits.
enum { PS_USED_BY_GEODESICS = 1, PS_USED_OTHERWISE = 2 };

typedef struct ps_osim_out {
  ps_xml_writer x;
  const ps_spec *spec;
  ps_osim_poses poses;
  ps_resolver names; // its pool also holds the arrays below
  int *wrap_frame;   // of every wrap object
  int *wrap_use;     //
  int nframe;        // offset frames written so far
  ps_error *err;
  ps_status status; // of the first failure
} ps_osim_out;

// Keep a failure at this part, if it is the first.
void ps_out_fail(ps_osim_out *o, const ps_part *part, ps_status status, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
// End an element that is a part; a number in it that is none is a failure.
void ps_out_end(ps_osim_out *o, const char *tag, const ps_part *part);

// What references of a part mean. After a failure: ground, the first wrap object, "".
int ps_out_frame(ps_osim_out *o, ps_ref ref, const ps_part *part);
const char *ps_out_frame_path(const ps_osim_out *o, int frame);
int ps_out_wrap(ps_osim_out *o, const ps_spec_path_wrap *use, const ps_part *part);
const char *ps_out_coordinate_name(ps_osim_out *o, const char *text, const ps_part *part);

// Elements that say so by a path.
void ps_out_frame_socket(ps_osim_out *o, const char *tag, ps_ref ref, const ps_part *part);
void ps_out_coordinate_socket(ps_osim_out *o, const char *tag, ps_ref ref, const ps_part *part);

// A function inside the element `property`; NULL: nothing.
void ps_out_function(ps_osim_out *o, const char *property, const ps_function_spec *f);
// The offset frames that `owner_path` holds, inside the element `list`.
void ps_out_frames(ps_osim_out *o, const char *list, const char *owner_path);
// One offset frame.
void ps_out_offset_frame(ps_osim_out *o, const char *name, const char *parent_path,
                         ps_vec3 translation, ps_vec3 orientation);

void ps_out_bodies(ps_osim_out *o);
void ps_out_constraints(ps_osim_out *o);
void ps_out_forces(ps_osim_out *o);
void ps_out_path(ps_osim_out *o, const ps_spec_force *force);

void ps_out_geodesic_path(ps_osim_out *o, const ps_spec_force *force);

// Wrap objects: find out how they are used; those of a frame; the cylinders of geodesics.
void ps_out_find_uses(ps_osim_out *o);
void ps_out_wraps(ps_osim_out *o, int frame);
void ps_out_contact_cylinders(ps_osim_out *o);
