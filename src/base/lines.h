// lines.h: a file or a text, line by line, without holding the whole file in memory.
#pragma once

#include "base/file.h"
#include "base/text.h"

enum { PS_LINE_LIMIT = 16 << 20 }; // [bytes]  longest line that is read

typedef struct ps_lines {
  const char *at, *end; // text in memory that has not been given out
  int line;             // 1-based number of the line given last
  bool cut;             // it was the end of the file, and had no line end
  const char *path;     // for messages
  const ps_file_calls *calls;
  int file;        // -1: nothing more to read, all that is left is in memory
  char *buffer;    // NULL: the caller's text
  size_t capacity; // [bytes]  of the buffer
} ps_lines;

// `path` must outlive the reader.
ps_status ps_lines_open(ps_lines *l, const char *path, const ps_file_calls *calls, ps_error *err);
// A text in memory, which must outlive the reader and is given out in place.
void ps_lines_begin(ps_lines *l, const char *path, const char *text, size_t size);

// The next line, without its end (\n or \r\n) and, at the start of the file, without a byte order
// mark; it is valid until the next call. At the end of the file line->text is NULL.
ps_status ps_lines_next(ps_lines *l, ps_span *line, ps_error *err);

void ps_lines_close(ps_lines *l);
