#include "base/sha256.h"

#include <errno.h>
#include <string.h>

// the first 32 bits of the fractions of the cube roots of the first 64 primes [nist2015, 4.2.2]
static const uint32_t round_constant[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

void ps_sha256_begin(ps_sha256 *s) {
  // the same of the square roots of the first 8 primes [nist2015, 5.3.3]
  *s = (ps_sha256){.state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c,
                             0x1f83d9ab, 0x5be0cd19}};
}

static uint32_t turn_right(uint32_t x, int bits) {
  return x >> bits | x << (32 - bits);
}

// The words of a block, and the 48 that follow from them.
static void schedule(const unsigned char *block, uint32_t w[64]) {
  for (int i = 0; i < 16; i++) {
    const unsigned char *b = block + 4 * i;
    w[i] = (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
  }
  for (int i = 16; i < 64; i++) {
    uint32_t a = w[i - 15], b = w[i - 2];
    uint32_t s0 = turn_right(a, 7) ^ turn_right(a, 18) ^ a >> 3;
    uint32_t s1 = turn_right(b, 17) ^ turn_right(b, 19) ^ b >> 10;
    w[i] = w[i - 16] + s0 + w[i - 7] + s1;
  }
}

static void add_block(uint32_t state[8], const unsigned char *block) {
  uint32_t w[64], v[8]; // v: a to h of the standard
  schedule(block, w);
  memcpy(v, state, sizeof v);
  for (int i = 0; i < 64; i++) {
    uint32_t sum1 = turn_right(v[4], 6) ^ turn_right(v[4], 11) ^ turn_right(v[4], 25);
    uint32_t choice = (v[4] & v[5]) ^ (~v[4] & v[6]);
    uint32_t t1 = v[7] + sum1 + choice + round_constant[i] + w[i];
    uint32_t sum0 = turn_right(v[0], 2) ^ turn_right(v[0], 13) ^ turn_right(v[0], 22);
    uint32_t majority = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);
    memmove(v + 1, v, 7 * sizeof *v);
    v[4] += t1;
    v[0] = t1 + sum0 + majority;
  }
  for (int i = 0; i < 8; i++)
    state[i] += v[i];
}

void ps_sha256_add(ps_sha256 *s, const void *bytes, size_t size) {
  const unsigned char *at = bytes;
  while (size > 0) {
    size_t used = s->length % sizeof s->block, room = sizeof s->block - used;
    size_t n = size < room ? size : room;
    memcpy(s->block + used, at, n);
    s->length += n;
    at += n;
    size -= n;
    if (n == room)
      add_block(s->state, s->block);
  }
}

char *ps_sha256_end(ps_sha256 *s, char text[PS_SHA256_TEXT]) {
  static const char digits[] = "0123456789abcdef";
  static const unsigned char padding[64] = {0x80};
  uint64_t bits = 8 * s->length;
  unsigned char length[8];
  for (int i = 0; i < 8; i++)
    length[i] = (unsigned char)(bits >> (56 - 8 * i));

  // a one, zeros, and the length in the last 8 bytes of a block
  size_t used = s->length % sizeof s->block;
  ps_sha256_add(s, padding, (used < 56 ? 56 : 120) - used);
  ps_sha256_add(s, length, sizeof length);

  for (int i = 0; i < 64; i++)
    text[i] = digits[s->state[i / 8] >> (28 - 4 * (i % 8)) & 15];
  text[64] = 0;
  return text;
}

static ps_status add_file(ps_sha256 *s, int file, const char *path, const ps_file_calls *calls,
                          ps_error *err) {
  char buffer[16384];
  for (;;) {
    ssize_t n = calls->read(file, buffer, sizeof buffer);
    if (n == 0)
      return PS_OK;
    if (n > 0)
      ps_sha256_add(s, buffer, (size_t)n);
    else if (errno != EINTR)
      return ps_fail(err, PS_ERR_FILE, path, 0, "cannot be read: %s", ps_file_reason(errno));
  }
}

ps_status ps_sha256_file(char text[PS_SHA256_TEXT], const char *path, const ps_file_calls *calls,
                         ps_error *err) {
  calls = calls ? calls : ps_file_system();
  int file;
  ps_sha256 s;
  text[0] = 0;
  PS_TRY(ps_file_open(&file, path, calls, err));
  ps_sha256_begin(&s);
  ps_status status = add_file(&s, file, path, calls, err);
  calls->close(file);
  if (status == PS_OK)
    ps_sha256_end(&s, text);
  return status;
}
