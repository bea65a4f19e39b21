#include "base/notes.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void ps_note_add(ps_notes *notes, ps_note_kind kind, const char *path, int line, const char *format,
                 ...) {
  if (!notes)
    return;
  char text[1024];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);

  ps_note *note = PS_APPEND(&notes->pool, notes);
  if (!note) {
    notes->short_of_memory = true;
    return;
  }
  note->kind = kind;
  note->line = line;
  note->path = path ? ps_pool_text(&notes->pool, path, strlen(path)) : NULL;
  note->text = ps_pool_text(&notes->pool, text, strlen(text));
  if (!note->text || (path && !note->path)) {
    notes->short_of_memory = true;
    notes->n--;
  }
}

int ps_notes_count(const ps_notes *notes, ps_note_kind kind) {
  int count = 0;
  for (int i = 0; i < notes->n; i++)
    count += notes->items[i].kind == kind;
  return count;
}

void ps_notes_free(ps_notes *notes) {
  ps_pool_free(&notes->pool);
  *notes = (ps_notes){0};
}
