// osim.h: reads OpenSim model files (.osim), formats 10901 to 40600, into a spec.
//
// Nothing is dropped in silence. What psoas does not compute becomes a note of the spec with its
// line: as unsupported where it carries force, mass or constraint, as a warning where it does not.
// Numbers are refused where they are none, in visuals too.
#pragma once

#include "model/spec.h"

// The functions themselves are declared in psoas/model.h; these read text in memory.
ps_status ps_spec_parse(ps_spec **spec, const char *path, const char *text, size_t size,
                        ps_compat compat, ps_error *err);
ps_status ps_spec_parse_forces(ps_spec *spec, const char *path, const char *text, size_t size,
                               ps_error *err);
