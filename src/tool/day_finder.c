// day_finder.c: reads a day by its name.
#include "tool/day_finder.h"

#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "io/json_tree.h"
#include "tool/day_input.h"

static void write_tree(ps_json_writer *j, const void *what) {
  ps_json_tree(j, what);
}

ps_status ps_sha256_tree(ps_sha256 *sha, const ps_tree *tree, ps_error *err) {
  char *text;
  PS_TRY(ps_json_to_text(write_tree, tree, &text, err));
  ps_sha256_add(sha, text, strlen(text) + 1);
  free(text);
  return PS_OK;
}

ps_status ps_day_find(void *context, ps_pool *pool, const char *name, ps_day *day, ps_error *err) {
  const ps_day_finder *f = context;
  ps_day_words words = {.day = name};
  ps_tree *tree;
  const char *path;
  if (f->folder && ps_scenario_is_file(name))
    words.day = ps_path_join(pool, f->folder, name);
  if (!words.day)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  PS_TRY(ps_day_tree(pool, &words, &tree, &path, err));
  PS_TRY(ps_sha256_tree(f->sha, tree, err));
  return ps_day_read(pool, tree, path, day, err);
}
