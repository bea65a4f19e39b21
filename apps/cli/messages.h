// messages.h: what goes to stderr: errors, warnings, progress.
#pragma once

#include <stdbool.h>

#include "psoas/status.h"
#include "psoas/watch.h"

typedef enum cli_exit {
  CLI_FINE = 0,
  CLI_CHECK_FAILED = 1,
  CLI_USAGE = 2,
  CLI_UNREADABLE = 3,
  CLI_NO_SOLUTION = 4,
  CLI_INTERRUPTED = 130,
} cli_exit;

// "psoas: VERB: message", and where to read more. Always false.
bool cli_usage(const char *verb, const char *format, ...) __attribute__((format(printf, 2, 3)));
// "psoas: file:line: message"; returns the exit status for it.
cli_exit cli_failure(const ps_error *err);
void cli_message(const char *format, ...) __attribute__((format(printf, 1, 2)));

// ---- notes

typedef struct cli_note {
  ps_note_kind kind;
  const char *path; // may be NULL
  int line;
  const char *text;
} cli_note;

// Warnings, and with `verbose` all else; of those that say the same about several things a few.
// What `failure` (NULL: none) says is left to it.
void cli_notes(const cli_note *notes, int n, bool verbose, const ps_error *failure);

// ---- progress

typedef enum cli_progress_mode { // in the order of --progress
  CLI_PROGRESS_AUTO,
  CLI_PROGRESS_BAR,
  CLI_PROGRESS_JSON,
  CLI_PROGRESS_NONE,
} cli_progress_mode;

typedef struct cli_progress {
  cli_progress_mode mode;
  const char *stage;
  long done;
  double started; // [s]  all of it, reading included
  double begun;   // [s]  this analysis
  double shown;   // [s]
  int width;      // characters of the bar that stand on the terminal
} cli_progress;

// A watch that shows how far work is and stops it after SIGINT or SIGTERM. A second signal kills.
ps_watch cli_progress_begin(cli_progress *p, cli_progress_mode mode);
// Take the bar away.
void cli_progress_end(cli_progress *p);

double cli_seconds(void); // [s]  of a clock that only goes forward
