#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/folder.h"
#include "base/path.h"
#include "check.h"

static char folder[64]; // of our own
static ps_pool names;   // of files in it, until the end

static const char *in_folder(const char *name) {
  return ps_path_join(&names, folder, name);
}

static void put(const char *name) {
  FILE *file = fopen(in_folder(name), "wb");
  CHECK(file != NULL);
  fclose(file);
}

static int count_files(void) {
  ps_folder there;
  CHECK_EQ(ps_folder_list(&there, folder, NULL), PS_OK);
  int n = there.n;
  ps_folder_free(&there);
  return n;
}

// sorted by bytes; without folders and hidden files
static void files_are_listed_in_order(void) {
  put("b.sto");
  put("B.sto");
  put("a.sto");
  put(".hidden");
  mkdir(in_folder("deeper"), 0777);
  ps_folder there;
  CHECK_EQ(ps_folder_list(&there, folder, NULL), PS_OK);
  const char *expected[] = {"B.sto", "a.sto", "b.sto"};
  CHECK_EQ(there.n, 3);
  for (int i = 0; i < 3; i++) {
    CHECK_TEXT(there.items[i], expected[i]);
    unlink(in_folder(expected[i]));
  }
  ps_folder_free(&there);
  unlink(in_folder(".hidden"));
  rmdir(in_folder("deeper"));
}

static void what_is_no_folder_is_told(void) {
  ps_folder there;
  ps_error err;
  put("file");
  CHECK(ps_is_folder(folder) && !ps_is_folder(in_folder("file")) && !ps_is_folder("none"));
  CHECK_EQ(ps_folder_list(&there, in_folder("file"), &err), PS_ERR_FILE);
  CHECK(strstr(err.message, "cannot be listed"));
  CHECK_EQ(ps_folder_list(&there, in_folder("none"), &err), PS_ERR_FILE);
  CHECK(strstr(err.message, "no such file"));
  unlink(in_folder("file"));
}

// ---- files that belong together

static int no_fsync(int file) {
  (void)file;
  errno = ENOSPC;
  return -1;
}

// brought to the disk one by one, and only then put in place: the second that fails takes the first
// with it
static void one_of_several_files_can_fail_before_any_appears(void) {
  ps_file_calls full = *ps_file_system();
  full.fsync = no_fsync;
  ps_file_writer first, second;
  ps_error err;
  CHECK_EQ(ps_file_writer_create(&first, in_folder("first"), false, NULL, NULL), PS_OK);
  CHECK_EQ(ps_file_writer_create(&second, in_folder("second"), false, &full, NULL), PS_OK);
  ps_file_writer_text(&first, "first\n");
  ps_file_writer_text(&second, "second\n");
  CHECK_EQ(ps_file_writer_sync(&first, &err), PS_OK);
  CHECK_EQ(ps_file_writer_sync(&second, &err), PS_ERR_FILE);
  CHECK(strstr(err.message, "no space left"));
  ps_file_writer_abort(&first);
  ps_file_writer_abort(&second);
  CHECK_EQ(count_files(), 0);
}

static void a_file_brought_to_the_disk_is_committed_whole(void) {
  ps_file_writer w;
  ps_file_content content;
  CHECK_EQ(ps_file_writer_create(&w, in_folder("whole"), false, NULL, NULL), PS_OK);
  ps_file_writer_text(&w, "one\n");
  CHECK_EQ(ps_file_writer_sync(&w, NULL), PS_OK);
  CHECK_EQ(count_files(), 0);
  ps_file_writer_text(&w, "two\n");
  CHECK_EQ(ps_file_writer_commit(&w, NULL), PS_OK);
  CHECK_EQ(ps_file_read(&content, in_folder("whole"), 100, NULL, NULL), PS_OK);
  CHECK_TEXT(content.bytes, "one\ntwo\n");
  ps_file_content_free(&content);
  unlink(in_folder("whole"));
}

static void a_file_that_is_not_there_is_guessed(void) {
  char hint[100];
  ps_file_content content;
  ps_error err;
  int file = open(in_folder("walk_1.mot"), O_CREAT | O_WRONLY, 0666);
  CHECK(file >= 0 && close(file) == 0);
  CHECK_TEXT(ps_folder_hint(in_folder("wlak_1.mot"), hint, sizeof hint), "; nearest: 'walk_1.mot'");
  CHECK_TEXT(ps_folder_hint(in_folder("nothing_like_it.xml"), hint, sizeof hint), "");
  CHECK_TEXT(ps_folder_hint(in_folder("no/walk_1.mot"), hint, sizeof hint), "");
  CHECK_EQ(ps_file_read(&content, in_folder("walk1.mot"), 100, NULL, &err), PS_ERR_FILE);
  CHECK(strstr(err.message, "; nearest: 'walk_1.mot'"));
  unlink(in_folder("walk_1.mot"));
}

int main(void) {
  snprintf(folder, sizeof folder, P_tmpdir "/psoas-test-folder-%ld", (long)getpid());
  mkdir(folder, 0777);
  int failed =
      CHECK_RUN(CHECK_FACT(files_are_listed_in_order), CHECK_FACT(what_is_no_folder_is_told),
                CHECK_FACT(one_of_several_files_can_fail_before_any_appears),
                CHECK_FACT(a_file_brought_to_the_disk_is_committed_whole),
                CHECK_FACT(a_file_that_is_not_there_is_guessed));
  rmdir(folder);
  ps_pool_free(&names);
  return failed;
}
