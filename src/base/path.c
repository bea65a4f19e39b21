#include "base/path.h"

#include <string.h>

const char *ps_path_name(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

char *ps_path_directory(ps_pool *pool, const char *path) {
  size_t length = (size_t)(ps_path_name(path) - path);
  if (length == 0)
    return ps_pool_text(pool, ".", 1);
  while (length > 1 && path[length - 1] == '/')
    length--;
  return ps_pool_text(pool, path, length);
}

char *ps_path_stem(ps_pool *pool, const char *path) {
  const char *name = ps_path_name(path), *dot = strrchr(name, '.');
  // ".profile" has no extension
  return ps_pool_text(pool, name, dot && dot > name ? (size_t)(dot - name) : strlen(name));
}

char *ps_path_join(ps_pool *pool, const char *directory, const char *name) {
  size_t before = strlen(directory), after = strlen(name);
  if (ps_path_is_absolute(name) || before == 0 || strcmp(directory, ".") == 0)
    return ps_pool_text(pool, name, after);
  bool slash = directory[before - 1] != '/';
  char *path = ps_pool_take(pool, before + slash + after + 1);
  if (!path)
    return NULL;
  memcpy(path, directory, before);
  if (slash)
    path[before] = '/';
  memcpy(path + before + slash, name, after);
  return path;
}

bool ps_path_is_absolute(const char *path) {
  bool letter = (path[0] >= 'a' && path[0] <= 'z') || (path[0] >= 'A' && path[0] <= 'Z');
  return path[0] == '/' || path[0] == '\\' || (letter && path[1] == ':');
}
