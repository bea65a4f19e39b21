// export.h: the built-in model of a person as a file that OpenSim 4.6 reads.
//
// Written are bodies, joints with ranges, muscles with their paths, the rod of abdominal pressure
// as a PathActuator, and the neutral stiffness of discs as springs of their coordinates. What
// OpenSim has no words for is not: docs/export.md.
#pragma once

#include <stdbool.h>

#include "psoas/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ps_export_request {
  const char *path;        // of the file, .osim
  bool replace;            // a file that exists may be replaced
  const char *const *sets; // "KEY=VALUE" of the person: "height=1.62"
  int nsets;
  const char *person; // YAML file; NULL: the default person
  bool light;         // about sixty lines instead of all
} ps_export_request;

// What was written.
typedef struct ps_export_report {
  int bodies, coordinates, muscles;
  int geodesics; // muscles that run over cylinders: Scholz2015GeometryPath
} ps_export_report;

// `report` may be NULL.
ps_status ps_export_osim(const ps_export_request *request, ps_export_report *report, ps_error *err);

#ifdef __cplusplus
}
#endif
