// draw_store.c: a file of finished draws. Marks follow their records, so that no lock is needed.
#include "tool/draw_store.h"

#include <stdio.h>
#include <string.h>

#include "base/file.h"

enum { HEAD = 128 }; // [bytes]

static const char mark[8] = "finished";

static void path_of(char path[1024], const char *folder) {
  snprintf(path, 1024, "%.1000s/.draws", folder);
}

static bool read_at(const ps_draw_store *s, void *to, size_t size, size_t at) {
  return ps_file_read_at(s->file, to, size, at);
}

static bool write_at(const ps_draw_store *s, const void *from, size_t size, size_t at) {
  return ps_file_write_at(s->file, from, size, at);
}

static size_t place(const ps_draw_store *s, int i) {
  return HEAD + (size_t)i * (s->size + sizeof mark);
}

static void head_of(char head[HEAD], const char *fingerprint, size_t size) {
  memset(head, 0, HEAD);
  snprintf(head, HEAD, "psoas draws 1 %.64s %zu", fingerprint, size);
}

// open the file as it is, if it is of these inputs
static bool open_known(ps_draw_store *s, const char *folder, const char *head) {
  char found[HEAD];
  path_of(s->path, folder);
  s->file = ps_file_open_both(s->path, false);
  if (s->file >= 0 && read_at(s, found, HEAD, 0) && memcmp(head, found, HEAD) == 0)
    return true;
  ps_draw_store_close(s);
  return false;
}

void ps_draw_store_open(ps_draw_store *s, const char *folder, const char *fingerprint,
                        size_t size) {
  char head[HEAD];
  *s = (ps_draw_store){.file = -1, .size = size};
  if (!folder || ps_make_directory(folder, NULL, NULL) != PS_OK)
    return;
  head_of(head, fingerprint, size);
  if (open_known(s, folder, head))
    return;
  s->file = ps_file_open_both(s->path, true);
  if (s->file >= 0 && !write_at(s, head, HEAD, 0))
    ps_draw_store_close(s);
}

bool ps_draw_store_has(const char *folder, const char *fingerprint, size_t size) {
  char head[HEAD];
  ps_draw_store s = {.file = -1, .size = size};
  head_of(head, fingerprint, size);
  bool known = open_known(&s, folder, head);
  ps_draw_store_close(&s);
  return known;
}

bool ps_draw_store_get(const ps_draw_store *s, int i, void *record) {
  char found[sizeof mark];
  size_t at = place(s, i);
  return s->file >= 0 && read_at(s, found, sizeof found, at + s->size) &&
         memcmp(found, mark, sizeof mark) == 0 && read_at(s, record, s->size, at);
}

void ps_draw_store_put(const ps_draw_store *s, int i, const void *record) {
  size_t at = place(s, i);
  if (s->file >= 0 && write_at(s, record, s->size, at))
    write_at(s, mark, sizeof mark, at + s->size);
}

void ps_draw_store_close(ps_draw_store *s) {
  if (s->file >= 0)
    ps_file_system()->close(s->file);
  s->file = -1;
}

void ps_draw_store_remove(const char *folder) {
  char path[1024];
  path_of(path, folder);
  ps_file_system()->unlink(path);
}
