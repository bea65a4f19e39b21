#include "io/json_write.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/text.h"
#include "num/number.h"

void ps_json_begin(ps_json_writer *j, ps_file_writer *file) {
  *j = (ps_json_writer){.file = file};
}

void ps_json_end(ps_json_writer *j) {
  assert(j->depth == 0 && !j->after_key);
  ps_file_writer_text(j->file, "\n");
}

// a new line and its indent; returns its end
static char *put_new_line(char *at, int depth) {
  *at++ = '\n';
  for (int i = 0; i < depth; i++, at += 2)
    memcpy(at, "  ", 2);
  return at;
}

static void new_line(ps_json_writer *j) {
  char *at = ps_file_writer_room(j->file, 1 + 2 * (size_t)j->depth);
  j->file->used += (size_t)(put_new_line(at, j->depth) - at);
}

// What parts a value from the one before it.
static void begin_value(ps_json_writer *j) {
  if (j->after_key || j->depth == 0) {
    j->after_key = false;
    return;
  }
  assert(j->open[j->depth - 1].array);
  if (j->open[j->depth - 1].filled)
    ps_file_writer_text(j->file, ", ");
  j->open[j->depth - 1].filled = true;
}

static void open(ps_json_writer *j, bool array) {
  begin_value(j);
  assert(j->depth < PS_JSON_DEPTH_LIMIT);
  j->open[j->depth].array = array;
  j->open[j->depth].filled = false;
  j->depth++;
  ps_file_writer_text(j->file, array ? "[" : "{");
}

static void close(ps_json_writer *j, bool array) {
  assert(j->depth > 0 && j->open[j->depth - 1].array == array && !j->after_key);
  j->depth--;
  if (!array && j->open[j->depth].filled)
    new_line(j);
  ps_file_writer_text(j->file, array ? "]" : "}");
}

void ps_json_object(ps_json_writer *j) {
  open(j, false);
}

void ps_json_end_object(ps_json_writer *j) {
  close(j, false);
}

void ps_json_array(ps_json_writer *j) {
  open(j, true);
}

void ps_json_end_array(ps_json_writer *j) {
  close(j, true);
}

// The next character of a text, as JSON has it; returns its bytes in the text.
static size_t write_character(ps_file_writer *f, const char *text, size_t left) {
  const unsigned char c = (unsigned char)*text;
  size_t length = ps_utf8_length(text, left);
  if (length == 0) {
    ps_file_writer_text(f, "\xEF\xBF\xBD"); // U+FFFD stands for what cannot be read
    return 1;
  }
  if (c == '"' || c == '\\')
    ps_file_writer_format(f, "\\%c", c);
  else if (c == '\n')
    ps_file_writer_text(f, "\\n");
  else if (c == '\t')
    ps_file_writer_text(f, "\\t");
  else if (c < ' ' || c == '<' || c == 127)
    ps_file_writer_format(f, "\\u%04x", c);
  else
    ps_file_writer_bytes(f, text, length);
  return length;
}

// How much of a text stands in JSON as it is.
static size_t plain_length(const char *text, size_t left) {
  size_t n = 0;
  while (n < left && text[n] >= ' ' && text[n] < 127 && text[n] != '"' && text[n] != '\\' &&
         text[n] != '<')
    n++;
  return n;
}

static void write_quoted(ps_file_writer *f, const char *text) {
  ps_file_writer_bytes(f, "\"", 1);
  for (size_t left = strlen(text); left > 0;) {
    size_t length = plain_length(text, left);
    if (length > 0)
      ps_file_writer_bytes(f, text, length);
    else
      length = write_character(f, text, left);
    text += length;
    left -= length;
  }
  ps_file_writer_bytes(f, "\"", 1);
}

// Do eight characters stand in JSON as they are, all at once? A byte of w ^ c without a bit set
// borrows from its top bit when one is taken off, as does one of w below a blank when that is.
static bool eight_plain(const char *text) {
  const uint64_t one = 0x0101010101010101, top = 0x80 * one;
  uint64_t w;
  memcpy(&w, text, sizeof w);
  uint64_t quote = (w ^ '"' * one) - one, slash = (w ^ '\\' * one) - one;
  uint64_t angle = (w ^ '<' * one) - one, control = w - ' ' * one;
  uint64_t above = w | (w + one); // 127 and up
  return (((quote | slash | angle | control) | above) & top) == 0;
}

static bool is_plain(const char *text, size_t length) {
  if (length < 8)
    return plain_length(text, length) == length;
  size_t n = 0;
  while (n + 8 < length && eight_plain(text + n))
    n += 8;
  return n + 8 >= length && eight_plain(text + length - 8);
}

void ps_json_key(ps_json_writer *j, const char *key) {
  enum { MOST = 1000 }; // with its line it finds room in one piece
  assert(j->depth > 0 && !j->open[j->depth - 1].array && !j->after_key);
  size_t length = strlen(key);
  char *first = ps_file_writer_room(j->file, PS_FILE_ROOM), *at = first;
  if (j->open[j->depth - 1].filled)
    *at++ = ',';
  j->open[j->depth - 1].filled = j->after_key = true;
  at = put_new_line(at, j->depth);
  bool plain = length < MOST && is_plain(key, length);
  if (plain) {
    *at++ = '"';
    memcpy(at, key, length);
    at += length;
    memcpy(at, "\": ", 3);
    at += 3;
  }
  j->file->used += (size_t)(at - first);
  if (plain)
    return;
  write_quoted(j->file, key);
  ps_file_writer_bytes(j->file, ": ", 2);
}

void ps_json_text(ps_json_writer *j, const char *text) {
  begin_value(j);
  if (text)
    write_quoted(j->file, text);
  else
    ps_file_writer_text(j->file, "null");
}

void ps_json_number(ps_json_writer *j, double x) {
  if (!isfinite(x)) {
    j->not_finite++;
    ps_json_null(j);
    return;
  }
  begin_value(j);
  char *at = ps_file_writer_room(j->file, PS_NUMBER_MAX_SHORT);
  j->file->used += ps_number_shortest(at, x);
}

void ps_json_numbers(ps_json_writer *j, const double *x, int n) {
  ps_json_array(j);
  for (int i = 0; i < n; i++)
    ps_json_number(j, x[i]);
  ps_json_end_array(j);
}

void ps_json_integer(ps_json_writer *j, long x) {
  begin_value(j);
  char *at = ps_file_writer_room(j->file, PS_NUMBER_MAX_SHORT);
  j->file->used += ps_number_integer(at, x);
}

void ps_json_bool(ps_json_writer *j, bool x) {
  begin_value(j);
  ps_file_writer_text(j->file, x ? "true" : "false");
}

void ps_json_null(ps_json_writer *j) {
  begin_value(j);
  ps_file_writer_text(j->file, "null");
}

// ---- members

void ps_json_key_text(ps_json_writer *j, const char *key, const char *text) {
  ps_json_key(j, key);
  ps_json_text(j, text);
}

void ps_json_key_number(ps_json_writer *j, const char *key, double x) {
  ps_json_key(j, key);
  if (isfinite(x))
    ps_json_number(j, x);
  else
    ps_json_null(j);
}

void ps_json_key_float(ps_json_writer *j, const char *key, double x) {
  ps_json_key_number(j, key, ps_number_rounded(x, 6));
}

void ps_json_key_integer(ps_json_writer *j, const char *key, long x) {
  ps_json_key(j, key);
  ps_json_integer(j, x);
}

void ps_json_key_bool(ps_json_writer *j, const char *key, bool x) {
  ps_json_key(j, key);
  ps_json_bool(j, x);
}

ps_status ps_json_to_text(void (*write)(ps_json_writer *j, const void *what), const void *what,
                          char **text, ps_error *err) {
  ps_file_writer file;
  ps_json_writer json;
  size_t size;
  PS_TRY(ps_file_writer_memory(&file, err));
  ps_json_begin(&json, &file);
  write(&json, what);
  ps_json_end(&json);
  return ps_file_writer_take(&file, text, &size, err);
}
