#define _GNU_SOURCE // sync_file_range
#include "base/file.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"

enum {
  BUFFER = 1 << 18, // [bytes]  one system call writes this much
  AHEAD = 1 << 22   // [bytes]  that may wait before the disk begins
};

static void keep_failure(ps_file_writer *w, const char *what, int error) {
  if (w->failure.status == PS_OK)
    ps_fail(&w->failure, error == EEXIST ? PS_ERR_EXISTS : PS_ERR_FILE, w->path, 0,
            "%s: %s (errno %d)", what, ps_file_reason(error), error);
}

void ps_file_writer_fail(ps_file_writer *w, ps_status status, const char *what) {
  if (w->failure.status == PS_OK)
    ps_fail(&w->failure, status, w->path, 0, "%s", what);
}

// The writer with its buffer and a copy of the name.
static ps_status begin(ps_file_writer *w, const char *path, const ps_file_calls *calls,
                       ps_error *err) {
  *w = (ps_file_writer){.calls = calls ? calls : ps_file_system(), .file = -1, .size = BUFFER};
  w->buffer = malloc(BUFFER);
  w->path = malloc(strlen(path) + 1);
  if (!w->buffer || !w->path) {
    ps_file_writer_abort(w);
    return ps_fail(err, PS_ERR_MEMORY, path, 0, "out of memory for a file buffer");
  }
  memcpy(w->path, path, strlen(path) + 1);
  return PS_OK;
}

// At the final name must be nothing, or a regular file that may be replaced. Said here, before
// hours of computing; the commit makes sure.
static ps_status check_target(const ps_file_writer *w, ps_error *err) {
  int file = w->calls->open(w->path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, 0);
  if (file < 0)
    return PS_OK;
  struct stat info;
  bool regular = w->calls->stat(file, &info) != 0 || S_ISREG(info.st_mode);
  w->calls->close(file);
  if (!regular)
    return ps_fail(err, PS_ERR_FILE, w->path, 0, "is not a file and cannot be replaced by one");
  if (!w->replace)
    return ps_fail(err, PS_ERR_EXISTS, w->path, 0, "exists and may not be replaced");
  return PS_OK;
}

// A new file ".NAME.PID-N.part" beside the final one.
static ps_status open_temporary(ps_file_writer *w, ps_error *err) {
  enum { ATTEMPTS = 1000, LONGEST_NAME = 200 };
  const char *name = ps_path_name(w->path);
  size_t size = strlen(w->path) + 64;
  w->temporary = malloc(size);
  if (!w->temporary)
    return ps_fail(err, PS_ERR_MEMORY, w->path, 0, "out of memory for a file name");
  for (int n = 0; n < ATTEMPTS; n++) {
    snprintf(w->temporary, size, "%.*s.%.*s.%ld-%d.part", (int)(name - w->path), w->path,
             LONGEST_NAME, name, (long)getpid(), n);
    w->file = w->calls->open(w->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (w->file >= 0)
      return PS_OK;
    if (errno != EEXIST && errno != EINTR)
      break;
  }
  int error = errno;
  free(w->temporary);
  w->temporary = NULL;
  return ps_fail(err, PS_ERR_FILE, w->path, 0, "cannot be created: %s (errno %d)",
                 ps_file_reason(error), error);
}

ps_status ps_file_writer_create(ps_file_writer *w, const char *path, bool replace,
                                const ps_file_calls *calls, ps_error *err) {
  PS_TRY(begin(w, path, calls, err));
  w->replace = replace;
  ps_status status = check_target(w, err);
  if (status == PS_OK)
    status = open_temporary(w, err);
  if (status != PS_OK)
    ps_file_writer_abort(w);
  return status;
}

ps_status ps_file_writer_open(ps_file_writer *w, int file, const char *path,
                              const ps_file_calls *calls, ps_error *err) {
  PS_TRY(begin(w, path, calls, err));
  w->file = file;
  return PS_OK;
}

ps_status ps_file_writer_memory(ps_file_writer *w, ps_error *err) {
  return begin(w, "", NULL, err);
}

// Let the disk begin with what is written, without waiting for it: the commit must, and would find
// all of a large file still to be done. Only a wish; what goes wrong shows when it is brought to
// the disk for good.
static void begin_early(ps_file_writer *w) {
#ifdef SYNC_FILE_RANGE_WRITE
  if (!w->temporary || w->written - w->begun < AHEAD)
    return;
  sync_file_range(w->file, (off_t)w->begun, (off_t)(w->written - w->begun), SYNC_FILE_RANGE_WRITE);
  w->begun = w->written;
#else
  (void)w;
#endif
}

// Hand the buffer to the system; after a failure, drop it.
static void flush(ps_file_writer *w) {
  const char *at = w->buffer;
  while (w->used > 0 && w->failure.status == PS_OK) {
    ssize_t n = w->calls->write(w->file, at, w->used);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0) {
      keep_failure(w, "cannot be written", n < 0 ? errno : EIO);
      break;
    }
    at += n;
    w->used -= (size_t)n;
    w->written += (uint64_t)n;
  }
  w->used = 0;
  begin_early(w);
}

static void grow_memory(ps_file_writer *w) {
  char *larger = w->size <= SIZE_MAX / 2 ? realloc(w->buffer, 2 * w->size) : NULL;
  if (!larger) {
    ps_file_writer_fail(w, PS_ERR_MEMORY, "out of memory for text");
    w->used = 0;
    return;
  }
  w->buffer = larger;
  w->size *= 2;
}

char *ps_file_writer_make_room(ps_file_writer *w, size_t size) {
  assert(size <= PS_FILE_ROOM);
  if (w->size - w->used < size) {
    if (w->file < 0)
      grow_memory(w);
    else
      flush(w);
  }
  return w->buffer + w->used;
}

void ps_file_writer_bytes(ps_file_writer *w, const void *bytes, size_t size) {
  const char *from = bytes;
  while (size > 0) {
    size_t piece = size < PS_FILE_ROOM ? size : PS_FILE_ROOM;
    memcpy(ps_file_writer_room(w, piece), from, piece);
    w->used += piece;
    from += piece;
    size -= piece;
  }
}

void ps_file_writer_text(ps_file_writer *w, const char *text) {
  ps_file_writer_bytes(w, text, strlen(text));
}

void ps_file_writer_format(ps_file_writer *w, const char *format, ...) {
  char *room = ps_file_writer_room(w, PS_FILE_ROOM);
  va_list args;
  va_start(args, format);
  int length = vsnprintf(room, PS_FILE_ROOM, format, args);
  va_end(args);
  assert(length >= 0 && length < PS_FILE_ROOM);
  w->used += (size_t)length;
}

void ps_file_writer_patch(ps_file_writer *w, uint64_t at, const void *bytes, size_t size) {
  if (w->failure.status != PS_OK)
    return;
  assert(at + size <= w->written + w->used);
  if (at >= w->written) {
    memcpy(w->buffer + (at - w->written), bytes, size);
    return;
  }
  flush(w);
  const char *from = bytes;
  while (size > 0 && w->failure.status == PS_OK) {
    ssize_t n = w->calls->pwrite(w->file, from, size, (off_t)at);
    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0) {
      keep_failure(w, "cannot be changed", n < 0 ? errno : EIO);
      break;
    }
    from += n;
    at += (uint64_t)n;
    size -= (size_t)n;
  }
}

// Bring the bytes of `file` to the disk.
static void synchronize(ps_file_writer *w, int file, const char *what) {
  int result;
  do
    result = w->calls->fsync(file);
  while (result != 0 && errno == EINTR);
  // some file systems cannot do it for a directory, and say so
  if (result != 0 && errno != EINVAL && errno != ENOTSUP)
    keep_failure(w, what, errno);
}

// The new name, too, must reach the disk. What held the temporary name now holds the directory's.
static void synchronize_directory(ps_file_writer *w) {
  char *name = strrchr(w->temporary, '/');
  if (!name)
    strcpy(w->temporary, ".");
  else if (name == w->temporary)
    name[1] = 0;
  else
    *name = 0;
  int directory = w->calls->open(w->temporary, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  if (directory < 0)
    return; // one that may be written but not read
  synchronize(w, directory, "is written, but its directory cannot be brought to the disk");
  w->calls->close(directory);
}

static void move_into_place(ps_file_writer *w) {
  synchronize(w, w->file, "cannot be brought to the disk");
  // Linux has closed the file also where close is interrupted
  if (w->calls->close(w->file) != 0 && errno != EINTR)
    keep_failure(w, "cannot be closed", errno);
  w->file = -1;
  if (w->failure.status != PS_OK)
    return;
  if (w->calls->rename(w->temporary, w->path, w->replace) != 0) {
    keep_failure(w, "cannot be put in place", errno);
    return;
  }
  synchronize_directory(w);
  free(w->temporary);
  w->temporary = NULL;
}

ps_status ps_file_writer_sync(ps_file_writer *w, ps_error *err) {
  assert(w->file >= 0);
  flush(w);
  if (w->failure.status == PS_OK)
    synchronize(w, w->file, "cannot be brought to the disk");
  if (w->failure.status != PS_OK && err)
    *err = w->failure;
  return w->failure.status;
}

ps_status ps_file_writer_commit(ps_file_writer *w, ps_error *err) {
  assert(w->file >= 0);
  flush(w);
  if (w->temporary && w->failure.status == PS_OK)
    move_into_place(w);
  ps_status status = w->failure.status;
  if (status != PS_OK && err)
    *err = w->failure;
  ps_file_writer_abort(w);
  return status;
}

ps_status ps_file_writer_take(ps_file_writer *w, char **text, size_t *size, ps_error *err) {
  assert(w->file < 0);
  *ps_file_writer_room(w, 1) = 0;
  ps_status status = w->failure.status;
  if (status != PS_OK) {
    if (err)
      *err = w->failure;
  } else {
    *text = w->buffer;
    *size = w->used;
    w->buffer = NULL;
  }
  ps_file_writer_abort(w);
  return status;
}

void ps_file_writer_abort(ps_file_writer *w) {
  if (w->temporary) {
    if (w->file >= 0)
      w->calls->close(w->file);
    w->calls->unlink(w->temporary);
  }
  free(w->temporary);
  free(w->path);
  free(w->buffer);
  *w = (ps_file_writer){.file = -1};
}
