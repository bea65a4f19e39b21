// notes.h: what a reader or an analysis wants the user to know without failing.
//
// Nothing is dropped in silence: what a file holds and psoas cannot use becomes a note with its
// line.
#pragma once

#include "base/arena.h"
#include "psoas/status.h"

typedef struct ps_note {
  ps_note_kind kind;
  int line; // 0: no line applies
  const char *path;
  const char *text;
} ps_note;

typedef struct ps_notes {
  ps_pool pool;
  ps_note *items;
  int n, capacity;
  bool short_of_memory; // a note was lost
} ps_notes;

// Add a note; `notes` may be NULL.
void ps_note_add(ps_notes *notes, ps_note_kind kind, const char *path, int line, const char *format,
                 ...) __attribute__((format(printf, 5, 6)));
int ps_notes_count(const ps_notes *notes, ps_note_kind kind);
void ps_notes_free(ps_notes *notes);
