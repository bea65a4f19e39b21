// remove_folder.h: take away a folder that a test has filled with files.
#pragma once

#include <unistd.h>

#include "base/folder.h"
#include "base/path.h"

static inline void remove_folder(const char *folder) {
  ps_folder files;
  if (ps_folder_list(&files, folder, NULL) != PS_OK)
    return;
  for (int i = 0; i < files.n; i++)
    unlink(ps_path_join(&files.pool, folder, files.items[i]));
  ps_folder_free(&files);
  rmdir(folder);
}
