// sha256.h: a fingerprint of bytes, SHA-256 [nist2015]: who has the same 256 bits has the same
// file.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/file.h"

enum { PS_SHA256_BYTES = 32, PS_SHA256_TEXT = 65 }; // the text has 64 hexadecimal digits and a zero

typedef struct ps_sha256 {
  uint32_t state[8];
  unsigned char block[64]; // bytes that do not fill a block yet
  uint64_t length;         // [bytes]  so far
} ps_sha256;

void ps_sha256_begin(ps_sha256 *s);
void ps_sha256_add(ps_sha256 *s, const void *bytes, size_t size);
// The digest as hexadecimal text; ends the sum. Returns `text`.
char *ps_sha256_end(ps_sha256 *s, char text[PS_SHA256_TEXT]);

// Of a whole file, which is never held in memory as a whole.
ps_status ps_sha256_file(char text[PS_SHA256_TEXT], const char *path, const ps_file_calls *calls,
                         ps_error *err);
