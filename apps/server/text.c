#include "text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

static bool make_room(srv_text *t, size_t size) {
  if (t->failed || t->room - t->size > size)
    return !t->failed;
  size_t room = t->room ? t->room : 256;
  while (room - t->size <= size)
    room *= 2;
  char *bytes = realloc(t->bytes, room);
  t->failed = !bytes;
  if (bytes) {
    t->bytes = bytes;
    t->room = room;
  }
  return !t->failed;
}

void srv_put_bytes(srv_text *t, const void *bytes, size_t size) {
  if (!make_room(t, size))
    return;
  memcpy(t->bytes + t->size, bytes, size);
  t->size += size;
  t->bytes[t->size] = 0;
}

void srv_put(srv_text *t, const char *format, ...) {
  char text[1024];
  va_list args;
  va_start(args, format);
  int n = vsnprintf(text, sizeof text, format, args);
  va_end(args);
  if (n < 0 || n >= (int)sizeof text)
    t->failed = true; // longer texts go by srv_put_bytes
  else
    srv_put_bytes(t, text, (size_t)n);
}

void srv_text_free(srv_text *t) {
  free(t->bytes);
  *t = (srv_text){0};
}

// ---- JSON

// Bytes of the character that `at` begins with, 0 where it is no UTF-8, which has no surrogates,
// nothing longer than needed, and nothing above U+10FFFF.
static size_t character_length(const unsigned char *at, size_t left) {
  unsigned char c = at[0];
  size_t n = c < 0x80 ? 1 : c >= 0xC2 && c < 0xE0 ? 2 : (c & 0xF0) == 0xE0 ? 3 : 4;
  if (n == 1)
    return 1;
  if (c < 0xC2 || c > 0xF4 || left < n)
    return 0;
  for (size_t i = 1; i < n; i++)
    if ((at[i] & 0xC0) != 0x80)
      return 0;
  bool longer = (c == 0xE0 && at[1] < 0xA0) || (c == 0xF0 && at[1] < 0x90);
  bool beyond = (c == 0xED && at[1] >= 0xA0) || (c == 0xF4 && at[1] >= 0x90);
  return longer || beyond ? 0 : n;
}

void srv_put_json(srv_text *t, const char *bytes, size_t size) {
  const unsigned char *at = (const unsigned char *)bytes;
  srv_put_bytes(t, "\"", 1);
  while (size > 0) {
    size_t n = character_length(at, size), used = n ? n : 1;
    if (n == 0)
      srv_put_bytes(t, "\xEF\xBF\xBD", 3);
    else if (*at == '"' || *at == '\\')
      srv_put(t, "\\%c", *at);
    else if (*at < ' ' || *at == 127 || *at == '<')
      srv_put(t, "\\u%04x", *at);
    else
      srv_put_bytes(t, at, n);
    at += used;
    size -= used;
  }
  srv_put_bytes(t, "\"", 1);
}

void srv_put_word(srv_text *t, const char *text) {
  if (text)
    srv_put_json(t, text, strlen(text));
  else
    srv_put(t, "null");
}

// ---- base64

static int digit_of(char c) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const char *at = c ? strchr(digits, c) : NULL;
  return at ? (int)(at - digits) : -1;
}

long srv_base64(char *to, const char *text, size_t size) {
  long n = 0;
  if (size % 4 != 0)
    return -1;
  for (size_t i = 0; i < size; i += 4) {
    int pad = i + 4 < size ? 0 : (text[i + 3] == '=') + (text[i + 3] == '=' && text[i + 2] == '=');
    unsigned bits = 0;
    for (size_t k = 0; k < 4; k++) {
      int digit = (int)k >= 4 - pad ? 0 : digit_of(text[i + k]);
      if (digit < 0)
        return -1;
      bits = bits << 6 | (unsigned)digit;
    }
    for (int k = 0; k < 3 - pad; k++)
      to[n++] = (char)(bits >> (16 - 8 * k) & 0xFF);
  }
  return n;
}

// ---- secrets

bool srv_random(char *digits, size_t n) {
  unsigned char bytes[64];
  if (n > sizeof bytes || getrandom(bytes, n, 0) != (ssize_t)n)
    return false;
  for (size_t i = 0; i < n; i++)
    snprintf(digits + 2 * i, 3, "%02x", bytes[i]);
  return true;
}

bool srv_same_secret(const char *given, const char *secret) {
  size_t n = strlen(secret);
  unsigned differ = 0;
  if (strlen(given) != n)
    return false;
  for (size_t i = 0; i < n; i++)
    differ |= (unsigned)(given[i] ^ secret[i]);
  return differ == 0;
}
