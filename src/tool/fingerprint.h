// fingerprint.h: one number for everything that a result comes from: the same, the same numbers.
#pragma once

#include "base/sha256.h"
#include "base/tree.h"

// Of what a posture says, of options in words, and of every table of the library.
ps_status ps_fingerprint(const ps_tree *input, const char *options, char text[PS_SHA256_TEXT],
                         ps_error *err);
