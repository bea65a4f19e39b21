// text.h: texts that grow, JSON for answers, and bytes that came as base64.
#pragma once

#include <stdbool.h>
#include <stddef.h>

typedef struct srv_text {
  char *bytes; // with a zero behind them, once there are any
  size_t size, room;
  bool failed; // memory has run out: what is there is not all
} srv_text;

void srv_put(srv_text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
void srv_put_bytes(srv_text *t, const void *bytes, size_t size);
// In quotes, as JSON has it; what is no UTF-8 becomes U+FFFD.
void srv_put_json(srv_text *t, const char *bytes, size_t size);
void srv_put_word(srv_text *t, const char *text); // the same for a C string; NULL: null
void srv_text_free(srv_text *t);

// Decode into `to`, which has room for size / 4 * 3 bytes; may be `text` itself. -1: it is none.
long srv_base64(char *to, const char *text, size_t size);

// `n` random bytes as 2 n hexadecimal digits and a zero; false: the system has none to give.
bool srv_random(char *digits, size_t n);
// Equal, in a time that does not tell where they differ?
bool srv_same_secret(const char *given, const char *secret);
