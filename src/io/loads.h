// loads.h: reads OpenSim's ExternalLoads documents and the table that they name.
#pragma once

#include "base/fail.h"
#include "model/loads_spec.h"

// *loads is NULL after a failure; else the caller frees it.
ps_status ps_loads_load(ps_loads_spec **loads, const char *path, ps_error *err);
// From text in memory; the table is not read.
ps_status ps_loads_parse(ps_loads_spec **loads, const char *path, const char *text, size_t size,
                         ps_error *err);
void ps_loads_free(ps_loads_spec *loads);
