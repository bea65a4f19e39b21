// yaml_parse.c: from a file or a text to a tree; which parser reads it is ps_yaml_feed's business.
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "io/yaml_builder.h"

void ps_yaml_place(const char *text, size_t offset, int *line, int *column) {
  *line = *column = 1;
  for (size_t i = 0; i < offset; i++) {
    bool inside = ((unsigned char)text[i] & 0xC0) == 0x80; // a character of several bytes
    *line += text[i] == '\n';
    *column = text[i] == '\n' ? 1 : *column + !inside;
  }
}

// Fail at the byte that many bytes from the start.
#define FAIL_AT(b, text, offset, ...)                                                              \
  do {                                                                                             \
    int line_, column_;                                                                            \
    ps_yaml_place((text), (offset), &line_, &column_);                                             \
    return ps_fail_in_column(                                                                      \
        (b)->err, ps_fail((b)->err, PS_ERR_SYNTAX, (b)->path, line_, __VA_ARGS__), column_);       \
  } while (0)

// Does a line of directives begin at this '%'? YAML has five ends of a line.
static bool begins_line(const char *text, size_t at) {
  static const char *const ends[] = {"\n", "\r", "\xC2\x85", "\xE2\x80\xA8", "\xE2\x80\xA9"};
  if (at == 0)
    return true;
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
    size_t length = strlen(ends[i]);
    if (at >= length && memcmp(text + at - length, ends[i], length) == 0)
      return true;
  }
  return false;
}

// What the parser would take, or take long about.
static ps_status look_over(const ps_yaml_builder *b, const char *text, size_t size) {
  const char *zero = memchr(text, 0, size);
  size_t valid = ps_utf8_valid(text, size);
  if (zero)
    FAIL_AT(b, text, (size_t)(zero - text), "holds a zero byte, expected UTF-8 text");
  if (valid < size)
    FAIL_AT(b, text, valid, "byte 0x%02x is not valid UTF-8 here; save the file as UTF-8",
            (unsigned char)text[valid]);
  const char *end = text + size;
  for (const char *at = text; (at = memchr(at, '%', (size_t)(end - at))); at++)
    if (begins_line(text, (size_t)(at - text)))
      FAIL_AT(b, text, (size_t)(at - text),
              "a directive (a line that begins with %%) is not accepted");
  return PS_OK;
}

ps_status ps_yaml_parse(ps_pool *pool, const char *path, const char *text, size_t size,
                        ps_tree **tree, ps_error *err) {
  *tree = NULL;
  if (size > PS_YAML_FILE_LIMIT)
    return ps_fail(err, PS_ERR_LIMIT, path, 0, "has %zu bytes, expected at most %d", size,
                   PS_YAML_FILE_LIMIT);
  if (size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0)
    text += 3, size -= 3;
  ps_yaml_builder builder;
  ps_yaml_begin(&builder, pool, path, err);
  ps_status status = look_over(&builder, text, size);
  if (status == PS_OK)
    status = ps_yaml_feed(&builder, text, size);
  return ps_yaml_finish(&builder, status, tree);
}

ps_status ps_yaml_load(ps_pool *pool, const char *path, ps_tree **tree, ps_error *err) {
  *tree = NULL;
  ps_file_content content;
  PS_TRY(ps_file_read(&content, path, PS_YAML_FILE_LIMIT, NULL, err));
  ps_status status = ps_yaml_parse(pool, path, content.bytes, content.size, tree, err);
  ps_file_content_free(&content);
  return status;
}
