#include "base/folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/path.h"
#include "psoas/nearest.h"

bool ps_is_folder(const char *path) {
  struct stat info;
  return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

static ps_status no_memory(const char *path, ps_error *err) {
  return ps_fail(err, PS_ERR_MEMORY, path, 0, "out of memory for the names of files");
}

static ps_status add(ps_folder *folder, const char *path, const char *name, ps_error *err) {
  struct stat info;
  char *whole = ps_path_join(&folder->pool, path, name);
  if (!whole)
    return no_memory(path, err);
  if (stat(whole, &info) != 0 || !S_ISREG(info.st_mode))
    return PS_OK;
  char *kept = ps_pool_text(&folder->pool, name, strlen(name));
  const char **slot = kept ? PS_APPEND(&folder->pool, folder) : NULL;
  if (!slot)
    return no_memory(path, err);
  *slot = kept;
  return PS_OK;
}

static int by_bytes(const void *a, const void *b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

ps_status ps_folder_list(ps_folder *folder, const char *path, ps_error *err) {
  *folder = (ps_folder){.n = 0};
  DIR *directory = opendir(path);
  if (!directory)
    return ps_fail(err, PS_ERR_FILE, path, 0, "cannot be listed: %s (errno %d)",
                   ps_file_reason(errno), errno);
  ps_status status = PS_OK;
  const struct dirent *entry;
  while (status == PS_OK && (errno = 0, entry = readdir(directory)))
    if (entry->d_name[0] != '.')
      status = add(folder, path, entry->d_name, err);
  if (status == PS_OK && errno)
    status = ps_fail(err, PS_ERR_FILE, path, 0, "cannot be listed: %s (errno %d)",
                     ps_file_reason(errno), errno);
  closedir(directory);
  if (status != PS_OK)
    ps_folder_free(folder);
  else if (folder->n > 1)
    qsort(folder->items, (size_t)folder->n, sizeof *folder->items, by_bytes);
  return status;
}

void ps_folder_free(ps_folder *folder) {
  ps_pool_free(&folder->pool);
  *folder = (ps_folder){.n = 0};
}

const char *ps_folder_hint(const char *path, char *text, size_t size) {
  enum { MOST = 10000 }; // a folder of more is not worth the wait
  ps_pool pool = {0};
  ps_nearest nearest = ps_nearest_to(ps_path_name(path));
  const char *name = ps_path_directory(&pool, path);
  DIR *directory = name ? opendir(name) : NULL;
  const struct dirent *entry;
  for (int n = 0; directory && n < MOST && (entry = readdir(directory)); n++) {
    bool file = entry->d_type == DT_REG || entry->d_type == DT_LNK || entry->d_type == DT_UNKNOWN;
    const char *kept = file ? ps_pool_text(&pool, entry->d_name, strlen(entry->d_name)) : NULL;
    if (kept)
      ps_nearest_try(&nearest, kept);
  }
  if (directory)
    closedir(directory);
  ps_nearest_hint(&nearest, text, size);
  ps_pool_free(&pool);
  return text;
}
