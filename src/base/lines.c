#include "base/lines.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { BUFFER = 1 << 17 }; // [bytes]  stays in the second-level cache

ps_status ps_lines_open(ps_lines *l, const char *path, const ps_file_calls *calls, ps_error *err) {
  *l = (ps_lines){.path = path, .file = -1};
  l->calls = calls ? calls : ps_file_system();
  PS_TRY(ps_file_open(&l->file, path, l->calls, err));
  l->buffer = malloc(BUFFER);
  if (!l->buffer) {
    ps_lines_close(l);
    return ps_fail(err, PS_ERR_MEMORY, path, 0, "out of memory for a file buffer");
  }
  l->capacity = BUFFER;
  l->at = l->end = l->buffer;
  return PS_OK;
}

void ps_lines_begin(ps_lines *l, const char *path, const char *text, size_t size) {
  *l = (ps_lines){.at = text, .end = text + size, .path = path, .file = -1};
}

// Move what is left to the front of the buffer, enlarge the buffer if that fills it, and read on.
static ps_status refill(ps_lines *l, ps_error *err) {
  size_t left = (size_t)(l->end - l->at);
  if (left > PS_LINE_LIMIT)
    return ps_fail(err, PS_ERR_LIMIT, l->path, l->line + 1, "line has more than %d bytes",
                   PS_LINE_LIMIT);
  if (l->at > l->buffer)
    memmove(l->buffer, l->at, left);
  if (left == l->capacity) {
    char *larger = realloc(l->buffer, 2 * l->capacity);
    if (!larger) {
      l->at = l->buffer;
      l->end = l->buffer + left;
      return ps_fail(err, PS_ERR_MEMORY, l->path, l->line + 1, "out of memory for a line");
    }
    l->buffer = larger;
    l->capacity *= 2;
  }
  l->at = l->buffer;
  l->end = l->buffer + left;

  ssize_t n;
  do
    n = l->calls->read(l->file, l->buffer + left, l->capacity - left);
  while (n < 0 && errno == EINTR);
  if (n < 0)
    return ps_fail(err, PS_ERR_FILE, l->path, l->line + 1, "cannot be read: %s (errno %d)",
                   ps_file_reason(errno), errno);
  l->end += n;
  if (n == 0) {
    l->calls->close(l->file);
    l->file = -1;
  }
  return PS_OK;
}

ps_status ps_lines_next(ps_lines *l, ps_span *line, ps_error *err) {
  static const char mark[] = "\xEF\xBB\xBF";
  *line = (ps_span){0};
  const char *newline;
  size_t looked = 0; // bytes known to hold no end of line
  for (;;) {
    size_t left = (size_t)(l->end - l->at);
    newline = left > looked ? memchr(l->at + looked, '\n', left - looked) : NULL;
    if (newline || l->file < 0)
      break;
    looked = left;
    PS_TRY(refill(l, err));
  }
  if (l->at == l->end)
    return PS_OK;

  const char *end = newline ? newline : l->end;
  *line = (ps_span){l->at, (size_t)(end - l->at)};
  l->at = newline ? newline + 1 : end;
  l->cut = !newline;
  if (line->length && line->text[line->length - 1] == '\r')
    line->length--;
  if (l->line++ == 0 && line->length >= 3 && memcmp(line->text, mark, 3) == 0) {
    line->text += 3;
    line->length -= 3;
  }
  return PS_OK;
}

void ps_lines_close(ps_lines *l) {
  if (l->file >= 0)
    l->calls->close(l->file);
  free(l->buffer);
  *l = (ps_lines){.file = -1};
}
