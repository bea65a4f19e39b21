// loads_spec.h: forces that were measured, as OpenSim's ExternalLoads say which columns hold them.
#pragma once

#include "base/arena.h"
#include "base/notes.h"
#include "psoas/table.h"

typedef struct ps_external_force {
  const char *name;
  int line;
  bool applies;
  const char *body;                   // applied to
  const char *force_frame;            // force and torque are given along its axes
  const char *point_frame;            // the point is given in it
  const char *force, *point, *torque; // prefixes of three columns each; "" for none
} ps_external_force;

typedef struct ps_loads_spec {
  ps_pool pool;
  ps_notes notes;
  const char *path;
  const char *datafile; // resolved: relative to the document
  ps_external_force *items;
  int n, capacity;
  ps_table *table; // of the datafile
} ps_loads_spec;
