// text.h: small facts about text: blanks, words, UTF-8, and quoting a user's file in a message.
//
// All of it looks at bytes; no function depends on the locale.
#pragma once

#include <stdbool.h>
#include <stddef.h>

typedef struct ps_span {
  const char *text; // not terminated
  size_t length;    // [bytes]
} ps_span;

static inline bool ps_is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// Without blanks at either end.
ps_span ps_span_trim(ps_span span);
// Take the next word (a run of bytes that are not blank) off the front; false: none is left.
bool ps_span_word(ps_span *rest, ps_span *word);
// Is it exactly this text?
bool ps_span_is(ps_span span, const char *text);

// Bytes of the UTF-8 character at `text`; 0: not a valid one (or nothing is left).
size_t ps_utf8_length(const char *text, size_t size);
// Bytes before the first that is not valid UTF-8; `size` when all is well.
size_t ps_utf8_valid(const char *text, size_t size);

// `found` for a message: at most `size` - 1 bytes, cut with "...", what cannot be printed as '?'.
// Returns `out`.
const char *ps_quote(char *out, size_t size, ps_span found);
