// evidence_input.h: the catalogue, with the rows of a person's own file.
#pragma once

#include "base/sha256.h"
#include "scenario/evidence.h"

// Open it; `file` NULL: as it lies in the library. `sha256`: the fingerprint of what the file says,
// "" without one. After a failure there is nothing to close.
ps_status ps_evidence_load(ps_evidence *e, const char *file, char sha256[PS_SHA256_TEXT],
                           ps_error *err);
