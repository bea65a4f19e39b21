#include "base/fail.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

ps_status ps_fail(ps_error *err, ps_status status, const char *path, int line, const char *format,
                  ...) {
  if (!err)
    return status;
  err->status = status;
  err->line = line;
  err->column = 0;
  snprintf(err->path, sizeof err->path, "%s", path ? path : "");
  va_list args;
  va_start(args, format);
  vsnprintf(err->message, sizeof err->message, format, args);
  va_end(args);
  return status;
}

ps_status ps_fail_at(ps_error *err, ps_status status, const char *path, int line) {
  if (err && status != PS_OK) {
    err->line = line;
    err->column = 0;
    snprintf(err->path, sizeof err->path, "%s", path ? path : "");
  }
  return status;
}

ps_status ps_fail_in_column(ps_error *err, ps_status status, int column) {
  if (err && status != PS_OK && err->line > 0)
    err->column = column;
  return status;
}

ps_status ps_fail_more(ps_error *err, ps_status status, const char *format, ...) {
  if (!err || status == PS_OK)
    return status;
  size_t used = strlen(err->message);
  va_list args;
  va_start(args, format);
  vsnprintf(err->message + used, sizeof err->message - used, format, args);
  va_end(args);
  return status;
}

ps_status ps_fail_named_by(ps_error *err, ps_status status, const char *by) {
  bool other = err && status == PS_ERR_FILE && by && *by && strcmp(err->path, by) != 0;
  return other ? ps_fail_more(err, status, "; named by %s", by) : status;
}

const char *ps_status_name(ps_status status) {
  static const char *const names[] = {
      [PS_OK] = "ok",
      [PS_ERR_MEMORY] = "memory",
      [PS_ERR_ARGUMENT] = "argument",
      [PS_ERR_FILE] = "file",
      [PS_ERR_SYNTAX] = "syntax",
      [PS_ERR_VALUE] = "value",
      [PS_ERR_REFERENCE] = "reference",
      [PS_ERR_STRUCTURE] = "structure",
      [PS_ERR_UNSUPPORTED] = "unsupported",
      [PS_ERR_LIMIT] = "limit",
      [PS_ERR_EXISTS] = "exists",
      [PS_ERR_CANCELLED] = "cancelled",
  };
  unsigned index = (unsigned)status;
  return index < sizeof names / sizeof *names ? names[index] : "unknown";
}

const char *ps_error_text(const ps_error *err, char *text, unsigned long size) {
  if (err->path[0] && err->line > 0 && err->column > 0)
    snprintf(text, size, "%s:%d:%d: %s", err->path, err->line, err->column, err->message);
  else if (err->path[0] && err->line > 0)
    snprintf(text, size, "%s:%d: %s", err->path, err->line, err->message);
  else if (err->path[0])
    snprintf(text, size, "%s: %s", err->path, err->message);
  else
    snprintf(text, size, "%s", err->message);
  return text;
}
