#include "io/escape.h"

#include <string.h>

#include "base/text.h"

// What stands for a character; NULL: itself.
static const char *entity_of(char c) {
  switch (c) {
  case '&':
    return "&amp;";
  case '<':
    return "&lt;";
  case '>':
    return "&gt;";
  case '"':
    return "&quot;";
  case '\'':
    return "&#39;";
  case '\t':
  case '\n':
    return NULL;
  default:
    return c >= 0 && c < ' ' ? "\xEF\xBF\xBD" : NULL;
  }
}

void ps_write_escaped(ps_file_writer *file, const char *text) {
  for (size_t left = strlen(text); left > 0;) {
    size_t length = ps_utf8_length(text, left);
    const char *entity = length ? entity_of(*text) : "\xEF\xBF\xBD";
    length = length ? length : 1;
    if (entity)
      ps_file_writer_text(file, entity);
    else
      ps_file_writer_bytes(file, text, length);
    text += length;
    left -= length;
  }
}
