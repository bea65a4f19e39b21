#include "messages.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void cli_message(const char *format, ...) {
  va_list args;
  va_start(args, format);
  fputs("psoas: ", stderr);
  vfprintf(stderr, format, args);
  fputc('\n', stderr);
  va_end(args);
}

bool cli_usage(const char *verb, const char *format, ...) {
  va_list args;
  va_start(args, format);
  fprintf(stderr, "psoas: %s%s", verb, *verb ? ": " : "");
  vfprintf(stderr, format, args);
  fprintf(stderr, "  (psoas %s%s--help)\n", verb, *verb ? " " : "");
  va_end(args);
  return false;
}

cli_exit cli_failure(const ps_error *err) {
  char text[1200];
  const char *hint = err->status == PS_ERR_EXISTS ? " (--force replaces it)" : "";
  cli_message("%s%s", ps_error_text(err, text, sizeof text), hint);
  return err->status == PS_ERR_ARGUMENT    ? CLI_USAGE
         : err->status == PS_ERR_CANCELLED ? CLI_INTERRUPTED
                                           : CLI_UNREADABLE;
}

// ---- notes

enum { SHOWN = 3 }; // of notes that say the same about several things

// What a note says, whatever it says it about: quoted words and numbers are left out. FNV-1a.
static uint64_t saying(const cli_note *note) {
  uint64_t hash = 14695981039346656037u + (uint64_t)note->kind;
  bool quoted = false;
  for (const char *c = note->text; *c; c++) {
    quoted = *c == '\'' ? !quoted : quoted;
    if (!quoted && !isdigit((unsigned char)*c) && *c != '.' && *c != '-')
      hash = (hash ^ (unsigned char)*c) * 1099511628211u;
  }
  return hash;
}

static void show(const cli_note *note) {
  static const char *const kinds[] = {[PS_NOTE_INFO] = "note",
                                      [PS_NOTE_WARNING] = "warning",
                                      [PS_NOTE_UNSUPPORTED] = "not supported"};
  fprintf(stderr, "psoas: %s: ", kinds[note->kind]);
  if (note->path && note->path[0])
    fprintf(stderr, note->line ? "%s:%d: " : "%s: ", note->path, note->line);
  fprintf(stderr, "%s\n", note->text);
}

// note `first` and those like it behind it; hashes of what was shown become 0
static void show_alike(const cli_note *notes, uint64_t *hash, int n, int first) {
  uint64_t wanted = hash[first];
  int alike = 0;
  for (int i = first; i < n; i++)
    if (hash[i] == wanted) {
      if (alike++ < SHOWN)
        show(&notes[i]);
      hash[i] = 0;
    }
  if (alike > SHOWN)
    fprintf(stderr, "psoas: ... and %d more like these (--verbose shows all)\n", alike - SHOWN);
}

// does the failure say the same?
static bool is_told(const cli_note *note, const ps_error *failure) {
  return failure && failure->status == PS_ERR_UNSUPPORTED && note->line == failure->line &&
         strncmp(note->text, failure->message, strlen(note->text)) == 0;
}

void cli_notes(const cli_note *notes, int n, bool verbose, const ps_error *failure) {
  uint64_t *hash = calloc((size_t)n + 1, sizeof *hash); // 0: not to be shown
  for (int i = 0; hash && i < n; i++)
    if (!is_told(&notes[i], failure) && (verbose || notes[i].kind != PS_NOTE_INFO))
      hash[i] = saying(&notes[i]);
  for (int i = 0; hash && i < n; i++)
    if (hash[i] && verbose)
      show(&notes[i]);
    else if (hash[i])
      show_alike(notes, hash, n, i);
  free(hash);
}
