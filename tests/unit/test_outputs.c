// Files of a result appear together: all of them, or none.
#include "check.h"

#include <stdio.h>
#include <string.h>

#include "remove_folder.h"
#include "tool/outputs.h"

static const char folder[] = "outputs_folder";
static const char *const names[] = {"a.txt", "b.txt"};

static bool is_there(const char *path) {
  FILE *f = fopen(path, "rb");
  if (f)
    fclose(f);
  return f != NULL;
}

static ps_status write_both(ps_status after, bool replace, ps_written *written, ps_pool *pool) {
  ps_outputs o;
  ps_error err;
  ps_status status = ps_outputs_open(&o, pool, folder, names, 2, replace, &err);
  if (status == PS_OK) {
    ps_file_writer_text(&o.file[0], "one");
    ps_file_writer_text(&o.file[1], "two");
    status = after;
  }
  return ps_outputs_close(&o, status, written, &err);
}

static void files_appear_together_or_not_at_all(void) {
  ps_pool pool = {0};
  ps_written written = {0};
  remove_folder(folder);
  CHECK(write_both(PS_ERR_CANCELLED, false, &written, &pool) == PS_ERR_CANCELLED);
  CHECK(!is_there("outputs_folder/a.txt") && !is_there("outputs_folder/b.txt"));
  CHECK_EQ(written.n, 0);
  CHECK_EQ(write_both(PS_OK, false, &written, &pool), PS_OK);
  CHECK(is_there("outputs_folder/a.txt") && is_there("outputs_folder/b.txt"));
  CHECK_EQ(written.n, 2);
  CHECK(strcmp(written.items[1], "outputs_folder/b.txt") == 0);
  ps_pool_free(&pool);
  remove_folder(folder);
}

static void files_that_exist_are_replaced_only_when_asked(void) {
  ps_pool pool = {0};
  remove_folder(folder);
  CHECK_EQ(write_both(PS_OK, false, NULL, &pool), PS_OK);
  CHECK(write_both(PS_OK, false, NULL, &pool) != PS_OK);
  CHECK_EQ(write_both(PS_OK, true, NULL, &pool), PS_OK);
  ps_pool_free(&pool);
  remove_folder(folder);
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(files_appear_together_or_not_at_all),
                   CHECK_FACT(files_that_exist_are_replaced_only_when_asked));
}
