// file.h: files as a whole: read completely, or written so that a result exists in full or not.
//
// A writer fills a temporary file beside the final one and renames it once every byte is on the
// disk, so whoever looks finds the old file or the new one, never a part. Its functions return
// nothing: the first failure is kept, what follows is dropped, and the commit reports it.
//
// Every system call goes through a ps_file_calls, so that a test can make any of them fail.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "base/fail.h"

// As the functions of POSIX, with errno; `rename` without `replace` refuses with EEXIST.
typedef struct ps_file_calls {
  int (*open)(const char *path, int flags, mode_t mode);
  int (*stat)(int file, struct stat *info);
  ssize_t (*read)(int file, void *to, size_t size);
  ssize_t (*write)(int file, const void *from, size_t size);
  ssize_t (*pwrite)(int file, const void *from, size_t size, off_t at);
  int (*fsync)(int file);
  int (*close)(int file);
  int (*rename)(const char *from, const char *to, bool replace);
  int (*unlink)(const char *path);
  int (*mkdir)(const char *path, mode_t mode);
} ps_file_calls;

// The real ones. Wherever `calls` is asked for, NULL means these.
const ps_file_calls *ps_file_system(void);
// What an errno means, in words of the user; for locales and threads alike.
const char *ps_file_reason(int error);

// ---- reading

typedef struct ps_file_content {
  char *bytes; // `size` of them and a terminating zero
  size_t size; // [bytes]
} ps_file_content;

// Open a regular file; directories, pipes and devices are refused. *file: the descriptor.
ps_status ps_file_open(int *file, const char *path, const ps_file_calls *calls, ps_error *err);
// Read a regular file of at most `limit` bytes.
ps_status ps_file_read(ps_file_content *content, const char *path, size_t limit,
                       const ps_file_calls *calls, ps_error *err);
// The same from something already open, such as standard input; `path` is only for messages.
ps_status ps_file_read_open(ps_file_content *content, int file, const char *path, size_t limit,
                            const ps_file_calls *calls, ps_error *err);
void ps_file_content_free(ps_file_content *content);

// For a file of records that several threads write and read at places of their own: open it for
// both, emptied first or as it is; -1: it cannot be, or, unless emptied, is not there. Whole pieces
// at a place; false: not all of it could be read or written.
int ps_file_open_both(const char *path, bool empty);
bool ps_file_read_at(int file, void *to, size_t size, size_t at);
bool ps_file_write_at(int file, const void *from, size_t size, size_t at);

// Make a directory and those above it; one that exists is fine.
ps_status ps_make_directory(const char *path, const ps_file_calls *calls, ps_error *err);

// ---- writing

enum { PS_FILE_ROOM = 4096 }; // [bytes]  at most this much can be asked for in one piece

typedef struct ps_file_writer {
  char *buffer;      // text not yet handed on
  size_t used, size; // [bytes]
  uint64_t written;  // [bytes]  handed on so far
  uint64_t begun;    // [bytes]  of these, the disk was told to begin with
  const ps_file_calls *calls;
  int file; // descriptor; -1: all stays in memory
  bool replace;
  char *path;      // the final name
  char *temporary; // NULL: an open descriptor is written, or memory
  ps_error failure;
} ps_file_writer;

// Begin a file. `replace`: an existing file may be replaced; else PS_ERR_EXISTS, at once or, where
// it has appeared meanwhile, at the commit.
ps_status ps_file_writer_create(ps_file_writer *w, const char *path, bool replace,
                                const ps_file_calls *calls, ps_error *err);
// Write to something already open, such as standard output; it stays open.
ps_status ps_file_writer_open(ps_file_writer *w, int file, const char *path,
                              const ps_file_calls *calls, ps_error *err);
// Keep everything in memory; see ps_file_writer_take.
ps_status ps_file_writer_memory(ps_file_writer *w, ps_error *err);

void ps_file_writer_bytes(ps_file_writer *w, const void *bytes, size_t size);
void ps_file_writer_text(ps_file_writer *w, const char *text);
// At most PS_FILE_ROOM - 1 bytes. Not for numbers of results: printf follows the locale.
void ps_file_writer_format(ps_file_writer *w, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
// Overwrite `size` bytes written earlier, `at` bytes from the start.
void ps_file_writer_patch(ps_file_writer *w, uint64_t at, const void *bytes, size_t size);
// Keep the first failure of whoever writes through `w`; the commit will report it.
void ps_file_writer_fail(ps_file_writer *w, ps_status status, const char *what);

// At least `size` <= PS_FILE_ROOM free bytes, also after a failure; add what was used to w->used.
char *ps_file_writer_make_room(ps_file_writer *w, size_t size);
static inline char *ps_file_writer_room(ps_file_writer *w, size_t size) {
  return w->size - w->used >= size ? w->buffer + w->used : ps_file_writer_make_room(w, size);
}

// Bring every byte to the disk, still under the temporary name: of several files that belong
// together each can fail before the first is put in its place. A failure does not end the writer.
ps_status ps_file_writer_sync(ps_file_writer *w, ps_error *err);
// Put the file in its place and end the writer; after a failure nothing is left behind.
ps_status ps_file_writer_commit(ps_file_writer *w, ps_error *err);
// The text of a memory writer, terminated by a zero, to be freed by the caller; ends the writer.
ps_status ps_file_writer_take(ps_file_writer *w, char **text, size_t *size, ps_error *err);
// End the writer and leave nothing behind; harmless after a commit.
void ps_file_writer_abort(ps_file_writer *w);
