// model.h: read a model, compile it, and hold what one thread computes with it.
//
//   ps_spec   editable, by name: what a file says
//   ps_model  compiled, immutable, shared by threads
//   ps_data   one per thread; nothing is allocated after its creation
#pragma once

#include "psoas/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ps_spec ps_spec;
typedef struct ps_model ps_model;
typedef struct ps_data ps_data;
typedef struct ps_notes ps_notes;

// ---- spec

// Where OpenSim 4.6 departs from what a file says or from mechanics, do as it does, or do what is
// right. Each departure is described in docs/decisions/.
typedef enum ps_compat {
  PS_COMPAT_OPENSIM46,
  PS_COMPAT_NONE,
} ps_compat;

// Read an OpenSim model (.osim, formats 10901 to 40600). What psoas does not compute becomes a
// note.
ps_status ps_spec_load(ps_spec **spec, const char *path, ps_compat compat, ps_error *err);
// Read a force set (reserves) and append its forces.
ps_status ps_spec_load_forces(ps_spec *spec, const char *path, ps_error *err);
void ps_spec_free(ps_spec *spec);

// Notes taken while reading: their number, and one of them. `path` may be NULL, `line` 0.
int ps_spec_notes(const ps_spec *spec);
ps_note_kind ps_spec_note(const ps_spec *spec, int i, const char **path, int *line,
                          const char **text);
// Number of notes that make results wrong: parts with force, mass or constraint that are left out.
int ps_spec_unsupported(const ps_spec *spec);
// PS_ERR_UNSUPPORTED with the first of them, if there is one.
ps_status ps_spec_require_supported(const ps_spec *spec, ps_error *err);

// A number of a part, to look at or to change before compiling. `path` is OpenSim's
// ("/forceset/psoas_r", "/jointset/hip_r/hip_flexion_r"), a plain name, or "" for the model itself;
// `property` is OpenSim's name in the file, components behind it: "max_isometric_force", "mass",
// "mass_center_y", "range_min", "locked" (0 or 1), "gravity_y". SI and radians.
ps_status ps_spec_number(const ps_spec *spec, const char *path, const char *property, double *value,
                         ps_error *err);
ps_status ps_spec_change(ps_spec *spec, const char *path, const char *property, double value,
                         ps_error *err);

// ---- model

// Compile a spec, which may go away afterwards. Adjustments become notes of the spec.
ps_status ps_model_create(ps_model **model, ps_spec *spec, ps_error *err);
void ps_model_free(ps_model *model);

// ---- data

// State at the model's defaults; NULL: out of memory. The model must outlive its data.
ps_data *ps_data_create(const ps_model *model);
void ps_data_free(ps_data *data);

#ifdef __cplusplus
}
#endif
