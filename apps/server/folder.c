#define _GNU_SOURCE
#include "folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_DEPTH = 8, MOST_LISTED = 4096 };

bool srv_is_name(const char *name) {
  size_t length = strlen(name);
  int depth = 0;
  if (length == 0 || length > SRV_NAME)
    return false;
  for (const char *part = name; part; depth++) {
    const char *end = strchr(part, '/');
    if (*part == '.' || *part == '-' || *part == '/' || *part == 0)
      return false;
    part = end ? end + 1 : NULL;
  }
  for (size_t i = 0; i < length; i++)
    if ((unsigned char)name[i] < ' ' || name[i] == 127 || name[i] == '\\')
      return false;
  return depth <= MOST_DEPTH;
}

// Open the folder that `name` lies in, below `folder`, step by step and never through a link; the
// last part of the name is *last. -1: see errno.
static int open_parent(const char *folder, const char *name, bool make, const char **last) {
  int at = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  const char *slash;
  for (*last = name; at >= 0 && (slash = strchr(*last, '/')) != NULL; *last = slash + 1) {
    char part[SRV_NAME + 1];
    snprintf(part, sizeof part, "%.*s", (int)(slash - *last), *last);
    if (make)
      (void)mkdirat(at, part, 0700); // one that is there is fine; else the next line fails
    int next = openat(at, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    close(at);
    at = next;
  }
  return at;
}

bool srv_folder_write(const char *folder, const char *name, const char *bytes, size_t size) {
  const char *last;
  int at = open_parent(folder, name, true, &last);
  int file =
      at < 0 ? -1 : openat(at, last, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  bool fine = file >= 0;
  while (fine && size > 0) {
    ssize_t n = write(file, bytes, size);
    fine = n >= 0 || errno == EINTR;
    bytes += n > 0 ? n : 0;
    size -= n > 0 ? (size_t)n : 0;
  }
  if (file >= 0 && close(file) != 0)
    fine = false;
  if (at >= 0)
    close(at);
  return fine;
}

int srv_folder_open(const char *folder, const char *name, unsigned long long *size) {
  const char *last;
  struct stat info;
  int at = srv_is_name(name) ? open_parent(folder, name, false, &last) : -1;
  int file = at < 0 ? -1 : openat(at, last, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (at >= 0)
    close(at);
  if (file >= 0 && (fstat(file, &info) != 0 || !S_ISREG(info.st_mode))) {
    close(file);
    file = -1;
  }
  if (file >= 0)
    *size = (unsigned long long)info.st_size;
  return file;
}

// ---- listing

typedef struct listing {
  char *name[MOST_LISTED];
  int n;
  unsigned long long bytes;
} listing;

// takes `at` over
static void list_folder(listing *l, int at, const char *above, int depth) {
  DIR *folder = fdopendir(at);
  if (!folder) {
    close(at);
    return;
  }
  for (struct dirent *entry; (entry = readdir(folder)) != NULL && l->n < MOST_LISTED;) {
    char name[SRV_NAME + 1];
    struct stat info;
    if (snprintf(name, sizeof name, "%s%s", above, entry->d_name) >= (int)sizeof name ||
        !srv_is_name(name) ||
        fstatat(dirfd(folder), entry->d_name, &info, AT_SYMLINK_NOFOLLOW) != 0)
      continue;
    if (S_ISREG(info.st_mode)) {
      l->bytes += (unsigned long long)info.st_size;
      l->name[l->n] = strdup(name);
      l->n += l->name[l->n] != NULL;
    } else if (S_ISDIR(info.st_mode) && depth < MOST_DEPTH && strlen(name) < SRV_NAME) {
      int below =
          openat(dirfd(folder), entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
      strcat(name, "/");
      if (below >= 0)
        list_folder(l, below, name, depth + 1);
    }
  }
  closedir(folder);
}

static int by_name(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

void srv_folder_list(srv_text *t, const char *folder, unsigned long long *bytes) {
  listing *l = calloc(1, sizeof *l);
  int at = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (!l)
    t->failed = true;
  if (l && at >= 0)
    list_folder(l, at, "", 1);
  else if (at >= 0)
    close(at);
  srv_put(t, "[");
  if (l)
    qsort(l->name, (size_t)l->n, sizeof *l->name, by_name);
  for (int i = 0; l && i < l->n; i++) {
    srv_put(t, "%s", i ? ", " : "");
    srv_put_word(t, l->name[i]);
    free(l->name[i]);
  }
  srv_put(t, "]");
  *bytes = l ? l->bytes : 0;
  free(l);
}

// ---- removing

static int remove_one(const char *path, const struct stat *info, int kind, struct FTW *where) {
  (void)info;
  (void)where;
  (void)(kind == FTW_DP ? rmdir(path) : unlink(path)); // what stays makes its folder stay
  return 0;
}

void srv_folder_remove(const char *folder) {
  enum { OPEN_FOLDERS = 8 };
  nftw(folder, remove_one, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS);
}
