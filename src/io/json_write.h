// json_write.h: writes JSON (RFC 8259) as a stream: no tree, no limit on size.
//
// Members of objects stand on lines of their own, elements of arrays side by side. Numbers are the
// shortest that read back the same; JSON has no nan and no infinity, so these become null and are
// counted. Text is made valid UTF-8, and '<' is written \u003c: the result may stand inside a page.
#pragma once

#include "base/file.h"

enum { PS_JSON_DEPTH_LIMIT = 64 };

typedef struct ps_json_writer {
  ps_file_writer *file; // keeps failures
  long not_finite;      // numbers written as null
  int depth;            // open objects and arrays
  bool after_key;       // the value of a member comes next
  struct {
    bool array, filled; // filled: it has a member or element already
  } open[PS_JSON_DEPTH_LIMIT];
} ps_json_writer;

void ps_json_begin(ps_json_writer *j, ps_file_writer *file);
// Every object and array must have ended; adds a line end.
void ps_json_end(ps_json_writer *j);

void ps_json_object(ps_json_writer *j);
void ps_json_end_object(ps_json_writer *j);
void ps_json_array(ps_json_writer *j);
void ps_json_end_array(ps_json_writer *j);
void ps_json_key(ps_json_writer *j, const char *key);

void ps_json_text(ps_json_writer *j, const char *text); // NULL: null
void ps_json_number(ps_json_writer *j, double x);
void ps_json_numbers(ps_json_writer *j, const double *x, int n); // an array
void ps_json_integer(ps_json_writer *j, long x);
void ps_json_bool(ps_json_writer *j, bool x);
void ps_json_null(ps_json_writer *j);

// Members. A number that is not finite is null on purpose here, and not counted; a float has six
// digits that it holds.
void ps_json_key_text(ps_json_writer *j, const char *key, const char *text); // NULL: null
void ps_json_key_number(ps_json_writer *j, const char *key, double x);
void ps_json_key_float(ps_json_writer *j, const char *key, double x);
void ps_json_key_integer(ps_json_writer *j, const char *key, long x);
void ps_json_key_bool(ps_json_writer *j, const char *key, bool x);

// What `write` writes about `what`, as text to be freed with free().
ps_status ps_json_to_text(void (*write)(ps_json_writer *j, const void *what), const void *what,
                          char **text, ps_error *err);
