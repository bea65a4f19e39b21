// fingerprint.h: one number for everything that a result comes from: the same, the same numbers.
#pragma once

#include "base/sha256.h"
#include "base/tree.h"

// The part that every table of the library adds, which is the same for all results.
void ps_fingerprint_tables(ps_sha256 *tables);
// Of these, of what a posture says, and of options in words.
ps_status ps_fingerprint(const ps_sha256 *tables, const ps_tree *input, const char *options,
                         char digits[PS_SHA256_TEXT], ps_error *err);
