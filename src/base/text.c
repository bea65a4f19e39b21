#include "base/text.h"

#include <stdint.h>
#include <string.h>

ps_span ps_span_trim(ps_span span) {
  while (span.length && ps_is_blank(span.text[0]))
    span.text++, span.length--;
  while (span.length && ps_is_blank(span.text[span.length - 1]))
    span.length--;
  return span;
}

bool ps_span_word(ps_span *rest, ps_span *word) {
  const char *at = rest->text, *end = rest->text + rest->length;
  while (at < end && ps_is_blank(*at))
    at++;
  const char *start = at;
  while (at < end && !ps_is_blank(*at))
    at++;
  *word = (ps_span){start, (size_t)(at - start)};
  *rest = (ps_span){at, (size_t)(end - at)};
  return word->length > 0;
}

bool ps_span_is(ps_span span, const char *text) {
  return strlen(text) == span.length && memcmp(span.text, text, span.length) == 0;
}

static bool is_tail(unsigned char c) {
  return (c & 0xC0) == 0x80;
}

// The second byte of a character has a narrower range after four of the first bytes: it rules out
// longer forms than needed, surrogates, and what lies beyond U+10FFFF (Unicode, table 3-7).
static bool second_byte_fits(unsigned char first, unsigned char second) {
  switch (first) {
  case 0xE0:
    return second >= 0xA0;
  case 0xED:
    return second < 0xA0;
  case 0xF0:
    return second >= 0x90;
  case 0xF4:
    return second < 0x90;
  default:
    return true;
  }
}

size_t ps_utf8_length(const char *text, size_t size) {
  const unsigned char *c = (const unsigned char *)text;
  if (size == 0)
    return 0;
  if (c[0] < 0x80)
    return 1;
  size_t length = c[0] >= 0xC2 && c[0] <= 0xDF   ? 2
                  : c[0] >= 0xE0 && c[0] <= 0xEF ? 3
                  : c[0] >= 0xF0 && c[0] <= 0xF4 ? 4
                                                 : 0;
  if (length == 0 || length > size || !second_byte_fits(c[0], c[1]))
    return 0;
  for (size_t i = 1; i < length; i++)
    if (!is_tail(c[i]))
      return 0;
  return length;
}

size_t ps_utf8_valid(const char *text, size_t size) {
  size_t at = 0;
  while (at < size) {
    // nearly all of a model file is ASCII: eight bytes at once
    uint64_t eight;
    while (size - at >= sizeof eight) {
      memcpy(&eight, text + at, sizeof eight);
      if (eight & UINT64_C(0x8080808080808080))
        break;
      at += sizeof eight;
    }
    size_t length = ps_utf8_length(text + at, size - at);
    if (length == 0)
      break;
    at += length;
  }
  return at;
}

const char *ps_quote(char *out, size_t size, ps_span found) {
  static const char cut[] = "...";
  size_t used = 0, at = 0;
  while (at < found.length) {
    size_t length = ps_utf8_length(found.text + at, found.length - at);
    bool printable = length > 1 || (length == 1 && found.text[at] >= ' ' && found.text[at] != 127);
    size_t room = printable ? length : 1;
    if (used + room + sizeof cut > size) {
      memcpy(out + used, cut, sizeof cut);
      return out;
    }
    if (printable)
      memcpy(out + used, found.text + at, length);
    else
      out[used] = '?';
    used += room;
    at += length ? length : 1;
  }
  out[used] = 0;
  return out;
}
