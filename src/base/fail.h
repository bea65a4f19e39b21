// fail.h: fill a ps_error and pass it up.
#pragma once

#include "psoas/status.h"

// Fill `err` (may be NULL) and return `status`. `path` may be NULL, `line` 0.
ps_status ps_fail(ps_error *err, ps_status status, const char *path, int line, const char *format,
                  ...) __attribute__((format(printf, 5, 6)));

// Give a failure the place that its maker did not know. Returns `status`.
ps_status ps_fail_at(ps_error *err, ps_status status, const char *path, int line);

// Add the column to a failure whose line is known. Returns `status`.
ps_status ps_fail_in_column(ps_error *err, ps_status status, int column);

// Say more behind a failure's message: "; walk.xml names it". Returns `status`.
ps_status ps_fail_more(ps_error *err, ps_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// After PS_ERR_FILE: say that the text file `by` names the file. Returns `status`.
ps_status ps_fail_named_by(ps_error *err, ps_status status, const char *by);

// Return from the calling function as soon as `call` fails.
#define PS_TRY(call)                                                                               \
  do {                                                                                             \
    ps_status ps_try_status_ = (call);                                                             \
    if (ps_try_status_ != PS_OK)                                                                   \
      return ps_try_status_;                                                                       \
  } while (0)
