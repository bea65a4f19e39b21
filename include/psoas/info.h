// info.h: what a model file holds, and what of it psoas does not compute.
#pragma once

#include <stdbool.h>

#include "psoas/model.h"

#ifdef __cplusplus
extern "C" {
#endif

// So many parts of a class ("Millard2012EquilibriumMuscle", "PinJoint", "WrapCylinder" ...).
typedef struct ps_info_class {
  const char *name;
  int count;
} ps_info_class;

typedef struct ps_info_classes {
  const ps_info_class *item; // in the order of the file
  int n;
} ps_info_classes;

typedef enum ps_info_motion {
  PS_INFO_ROTATION,    // [rad]; motion files may hold degrees
  PS_INFO_TRANSLATION, // [m]
  PS_INFO_MIXED,       // turns and shifts the body by functions; in files as it stands
  PS_INFO_NO_MOTION,   // not known: the model cannot be compiled
} ps_info_motion;

typedef struct ps_info_coordinate {
  const char *name, *joint;
  ps_info_motion motion;
  double low, high, value; // [rad | m]  range and default
  bool clamped, locked, prescribed;
  bool coupled; // follows other coordinates through a CoordinateCouplerConstraint
} ps_info_coordinate;

// A path whose moment arm in OpenSim, which comes from forces at tangent points, is not the slope
// of its own length: where they differ most among the poses tried.
typedef struct ps_info_arm {
  const char *path, *coordinate;
  double arm, slope; // [m]  r and -dL/dq
} ps_info_arm;

typedef struct ps_info_note {
  ps_note_kind kind;
  const char *path; // "" where no file is concerned
  int line;         // 0: no line applies
  const char *text;
} ps_info_note;

typedef struct ps_info {
  const char *path, *name;
  int version;       // of the file format
  double mass;       // [kg]
  double gravity[3]; // [m/s^2]
  int nbody, nframe, njoint, ncoordinate, nmuscle, nforce, nwrap, nmarker, nconstraint;
  // nforce: without the muscles
  ps_info_classes joints, muscles, forces, wraps, constraints;
  const ps_info_coordinate *coordinate; // ncoordinate
  const ps_info_arm *arm;
  int narm, nposes; // poses that arms were tried at
  const ps_info_note *note;
  int nnote, nunsupported;
  bool compiled; // else `failure` says why there is no such model
  ps_error failure;
} ps_info;

// Read and compile a model file. *info is NULL after a failure; a file that can be read but not
// compiled is no failure. Free it.
ps_status ps_info_create(ps_info **info, const char *path, ps_compat compat, ps_error *err);
void ps_info_free(ps_info *info);

// The same as JSON, to be freed with free().
ps_status ps_info_json(const ps_info *info, char **text, ps_error *err);

#ifdef __cplusplus
}
#endif
