// osim_write.h: writes a spec as an OpenSim model file (.osim, format 40600, of OpenSim 4.6).
//
// A part is written as it is or refused by its name, never left out. What a reader could not put
// into the spec is known to its notes (ps_spec_require_supported), and how things look is not in
// it. Read again, the file gives the same model: numbers are the shortest that read back the same.
//
// A path with geodesic wraps (PS_WRAP_GEODESIC) becomes a Scholz2015GeometryPath over
// ContactCylinders, which in OpenSim 4.6 is a true geodesic too [scholz2015]. It has no sense of
// winding, but a contact hint h on the cylinder: drawn tight from a touch at h in the direction d
// from the point before to the point behind, the path runs about the axis z as
//
//   turn = sign (h x d) . z                                                              (O1)
//
// With alpha the angle of the point before about z, phi that from there to the point behind in the
// sense of `turn`, 0 .. 360 degrees, it finds its way in every pose that was tried where h lies
//
//   between   alpha + turn phi/2 - r   and   alpha + turn phi/2 + r,
//   r = min(phi, 360 degrees - phi) / 2                                                  (O2)
//
// Bounds differ by pose: h is the middle of what (O2) leaves in the poses that the caller gives. It
// is refused where (O1) fails in one of them. What OpenSim makes of it: docs/theory/files.md.
#pragma once

#include "base/file.h"
#include "model/spec.h"

// Places of ground and of the bodies, in the order of the spec, in one pose after the other. Needed
// for geodesic wraps alone.
typedef struct ps_osim_poses {
  int n;
  const ps_transform *body; // [m]  n * (1 + number of bodies)
} ps_osim_poses;

// Write the document. What is wrong with the spec is returned at once, what is wrong with the file
// when it is committed.
ps_status ps_osim_write(const ps_spec *spec, ps_osim_poses poses, ps_file_writer *file,
                        ps_error *err);
