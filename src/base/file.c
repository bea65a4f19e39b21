#define _GNU_SOURCE // renameat2
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/folder.h"

static int real_open(const char *path, int flags, mode_t mode) {
  return open(path, flags, mode);
}

static int real_rename(const char *from, const char *to, bool replace) {
  if (replace)
    return rename(from, to);
#ifdef RENAME_NOREPLACE
  if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
    return 0;
  if (errno != EINVAL && errno != ENOSYS)
    return -1;
#endif
  // a file system without the atomic form: look, then rename
  struct stat info;
  if (lstat(to, &info) == 0) {
    errno = EEXIST;
    return -1;
  }
  return rename(from, to);
}

const ps_file_calls *ps_file_system(void) {
  static const ps_file_calls real = {real_open, fstat, read,        write,  pwrite,
                                     fsync,     close, real_rename, unlink, mkdir};
  return &real;
}

const char *ps_file_reason(int error) {
  switch (error) {
  case ENOENT:
    return "no such file or directory";
  case ENOTDIR:
    return "a part of its path is not a directory";
  case EISDIR:
    return "it is a directory";
  case EEXIST:
    return "it exists";
  case EACCES:
  case EPERM:
    return "no permission";
  case EROFS:
    return "the file system is read-only";
  case ENOSPC:
    return "no space left on the disk";
  case EDQUOT:
    return "the disk quota is used up";
  case EFBIG:
    return "larger than the system allows";
  case EIO:
    return "input/output error";
  case EINTR:
    return "interrupted";
  case EMFILE:
  case ENFILE:
    return "too many open files";
  case ENAMETOOLONG:
    return "the name is too long";
  case ELOOP:
    return "too many symbolic links";
  case EPIPE:
    return "the reader has gone";
  case ENOMEM:
    return "out of memory";
  default:
    return "system error";
  }
}

static ps_status fail_call(ps_error *err, const char *path, const char *what, int error) {
  return ps_fail(err, PS_ERR_FILE, path, 0, "%s: %s (errno %d)", what, ps_file_reason(error),
                 error);
}

ps_status ps_file_open(int *file, const char *path, const ps_file_calls *calls, ps_error *err) {
  calls = calls ? calls : ps_file_system();
  // without waiting: opening a pipe would block until somebody writes to it
  const int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
  do
    *file = calls->open(path, flags, 0);
  while (*file < 0 && errno == EINTR);
  if (*file < 0) {
    char hint[320];
    int error = errno;
    fail_call(err, path, "cannot be opened", error);
    return ps_fail_more(err, PS_ERR_FILE, "%s",
                        error == ENOENT ? ps_folder_hint(path, hint, sizeof hint) : "");
  }

  struct stat info;
  const char *kind = NULL;
  int error = calls->stat(*file, &info) == 0 ? 0 : errno;
  if (!error && !S_ISREG(info.st_mode))
    kind = S_ISDIR(info.st_mode)    ? "a directory"
           : S_ISFIFO(info.st_mode) ? "a pipe"
                                    : "a device or socket";
  if (!error && !kind)
    return PS_OK;
  calls->close(*file);
  *file = -1;
  if (error)
    return fail_call(err, path, "cannot be examined", error);
  return ps_fail(err, PS_ERR_FILE, path, 0, "is %s, expected a file", kind);
}

// Double the room for content, up to `limit` and the bytes that tell whether there is more.
static bool grow(ps_file_content *content, size_t *capacity, size_t limit) {
  enum { FIRST = 1 << 14 }; // [bytes]
  size_t larger = *capacity ? 2 * *capacity : FIRST;
  if (larger > limit + 2)
    larger = limit + 2;
  char *bytes = realloc(content->bytes, larger);
  if (!bytes)
    return false;
  content->bytes = bytes;
  *capacity = larger;
  return true;
}

static ps_status read_all(ps_file_content *content, int file, const char *path, size_t limit,
                          const ps_file_calls *calls, ps_error *err) {
  struct stat info;
  size_t capacity = 0;
  // one byte more than the size, to see the end without growing, and one for the zero
  if (calls->stat(file, &info) == 0 && S_ISREG(info.st_mode) && info.st_size > 0) {
    if ((uint64_t)info.st_size > limit)
      return ps_fail(err, PS_ERR_LIMIT, path, 0, "has %lld bytes, expected at most %zu",
                     (long long)info.st_size, limit);
    capacity = (size_t)info.st_size + 2;
    content->bytes = malloc(capacity);
    if (!content->bytes)
      return ps_fail(err, PS_ERR_MEMORY, path, 0, "out of memory for %zu bytes", capacity);
  }
  for (;;) {
    if (content->size + 1 >= capacity && !grow(content, &capacity, limit))
      return ps_fail(err, PS_ERR_MEMORY, path, 0, "out of memory after %zu bytes", content->size);
    ssize_t n = calls->read(file, content->bytes + content->size, capacity - 1 - content->size);
    if (n < 0 && errno == EINTR)
      continue;
    if (n < 0)
      return fail_call(err, path, "cannot be read", errno);
    if (n == 0)
      break;
    content->size += (size_t)n;
    if (content->size > limit)
      return ps_fail(err, PS_ERR_LIMIT, path, 0, "has more than %zu bytes", limit);
  }
  content->bytes[content->size] = 0;
  return PS_OK;
}

ps_status ps_file_read_open(ps_file_content *content, int file, const char *path, size_t limit,
                            const ps_file_calls *calls, ps_error *err) {
  *content = (ps_file_content){0};
  limit = limit < SIZE_MAX - 2 ? limit : SIZE_MAX - 2;
  ps_status status = read_all(content, file, path, limit, calls ? calls : ps_file_system(), err);
  if (status != PS_OK)
    ps_file_content_free(content);
  return status;
}

ps_status ps_file_read(ps_file_content *content, const char *path, size_t limit,
                       const ps_file_calls *calls, ps_error *err) {
  calls = calls ? calls : ps_file_system();
  *content = (ps_file_content){0};
  int file;
  PS_TRY(ps_file_open(&file, path, calls, err));
  ps_status status = ps_file_read_open(content, file, path, limit, calls, err);
  calls->close(file); // only read: closing cannot lose anything
  return status;
}

void ps_file_content_free(ps_file_content *content) {
  free(content->bytes);
  *content = (ps_file_content){0};
}

int ps_file_open_both(const char *path, bool empty) {
  return real_open(path, O_RDWR | (empty ? O_CREAT | O_TRUNC : 0), 0666);
}

bool ps_file_read_at(int file, void *to, size_t size, size_t at) {
  for (size_t done = 0; done < size;) {
    ssize_t n = pread(file, (char *)to + done, size - done, (off_t)(at + done));
    if (n == 0 || (n < 0 && errno != EINTR))
      return false;
    done += n > 0 ? (size_t)n : 0;
  }
  return true;
}

bool ps_file_write_at(int file, const void *from, size_t size, size_t at) {
  for (size_t done = 0; done < size;) {
    ssize_t n = pwrite(file, (const char *)from + done, size - done, (off_t)(at + done));
    if (n < 0 && errno != EINTR)
      return false;
    done += n > 0 ? (size_t)n : 0;
  }
  return true;
}

ps_status ps_make_directory(const char *path, const ps_file_calls *calls, ps_error *err) {
  calls = calls ? calls : ps_file_system();
  char part[PATH_MAX];
  size_t length = strlen(path);
  if (length == 0 || length >= sizeof part)
    return fail_call(err, path, "cannot be made", length ? ENAMETOOLONG : ENOENT);
  memcpy(part, path, length + 1);

  // every prefix that ends before a separator, then the whole
  for (size_t i = 1; i <= length; i++) {
    if (part[i] != '/' && part[i] != 0)
      continue;
    char end = part[i];
    part[i] = 0;
    if (calls->mkdir(part, 0777) != 0 && errno != EEXIST)
      return fail_call(err, path, "cannot be made", errno);
    part[i] = end;
  }
  // what existed could be a file
  int directory = calls->open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  if (directory < 0)
    return fail_call(err, path, "cannot be used as a directory", errno);
  calls->close(directory);
  return PS_OK;
}
