#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/lines.h"
#include "base/path.h"
#include "base/text.h"
#include "check.h"

// ---- a folder of our own, and system calls that fail on request

static char folder[64];
static ps_pool names; // of files in it, until the end

static const char *in_folder(const char *name) {
  return ps_path_join(&names, folder, name);
}

// Files whose names match, hidden ones included.
static int count_files(const char *pattern) {
  glob_t found;
  int result = glob(in_folder(pattern), 0, NULL, &found);
  int count = result == 0 ? (int)found.gl_pathc : 0;
  globfree(&found);
  return count;
}

static void put(const char *path, const char *text) {
  FILE *file = fopen(path, "wb");
  CHECK(file != NULL);
  fputs(text, file);
  fclose(file);
}

static bool holds(const char *path, const char *text) {
  ps_file_content content;
  if (ps_file_read(&content, path, 1 << 20, NULL, NULL) != PS_OK)
    return false;
  bool same = content.size == strlen(text) && memcmp(content.bytes, text, content.size) == 0;
  ps_file_content_free(&content);
  return same;
}

static struct {
  int calls;       // so far
  int fail_at;     // the number of the call that fails; 0: none
  int error;       // its errno
  int every;       // every so many-th call is interrupted; 0: none
  size_t most;     // bytes read or written at once; 0: as many as asked for
  const char *hit; // the call that failed
} fault;

static bool fails(const char *name) {
  fault.calls++;
  if (fault.every && fault.calls % fault.every == 0) {
    errno = EINTR;
    return true;
  }
  if (fault.calls != fault.fail_at)
    return false;
  fault.hit = name;
  errno = fault.error;
  return true;
}

static size_t cut(size_t size) {
  return fault.most && size > fault.most ? fault.most : size;
}

static int bad_open(const char *path, int flags, mode_t mode) {
  return fails("open") ? -1 : ps_file_system()->open(path, flags, mode);
}
static int bad_stat(int file, struct stat *info) {
  return fails("stat") ? -1 : ps_file_system()->stat(file, info);
}
static ssize_t bad_read(int file, void *to, size_t size) {
  return fails("read") ? -1 : ps_file_system()->read(file, to, cut(size));
}
static ssize_t bad_write(int file, const void *from, size_t size) {
  return fails("write") ? -1 : ps_file_system()->write(file, from, cut(size));
}
static ssize_t bad_pwrite(int file, const void *from, size_t size, off_t at) {
  return fails("pwrite") ? -1 : ps_file_system()->pwrite(file, from, cut(size), at);
}
static int bad_fsync(int file) {
  return fails("fsync") ? -1 : ps_file_system()->fsync(file);
}
// as in Linux, the file is closed all the same
static int bad_close(int file) {
  int result = ps_file_system()->close(file);
  return fails("close") ? -1 : result;
}
static int bad_rename(const char *from, const char *to, bool replace) {
  return fails("rename") ? -1 : ps_file_system()->rename(from, to, replace);
}
static int bad_unlink(const char *path) {
  return fails("unlink") ? -1 : ps_file_system()->unlink(path);
}
static int bad_mkdir(const char *path, mode_t mode) {
  return fails("mkdir") ? -1 : ps_file_system()->mkdir(path, mode);
}

static const ps_file_calls bad_calls = {bad_open,  bad_stat,  bad_read,   bad_write,  bad_pwrite,
                                        bad_fsync, bad_close, bad_rename, bad_unlink, bad_mkdir};

// ---- reading

static void a_file_is_read_as_it_is(void) {
  const char *path = in_folder("bytes");
  char bytes[100000];
  for (size_t i = 0; i < sizeof bytes; i++)
    bytes[i] = (char)(i * i >> 3);
  FILE *file = fopen(path, "wb");
  CHECK(file && fwrite(bytes, 1, sizeof bytes, file) == sizeof bytes);
  fclose(file);

  ps_file_content content;
  CHECK_EQ(ps_file_read(&content, path, sizeof bytes, NULL, NULL), PS_OK);
  CHECK_EQ(content.size, sizeof bytes);
  CHECK(memcmp(content.bytes, bytes, sizeof bytes) == 0 && content.bytes[content.size] == 0);
  ps_file_content_free(&content);
}

static void a_file_without_a_size_is_read_to_its_end(void) {
  ps_file_content content;
  CHECK_EQ(ps_file_read(&content, "/proc/self/status", 1 << 20, NULL, NULL), PS_OK);
  CHECK(content.size > 100 && strstr(content.bytes, "Name:") != NULL);
  ps_file_content_free(&content);
}

static void only_regular_files_are_read(void) {
  ps_error err;
  char text[512];
  ps_file_content content;
  const char *pipe = in_folder("pipe");
  CHECK_EQ(mkfifo(pipe, 0600), 0);
  CHECK_EQ(ps_file_read(&content, pipe, 100, NULL, &err), PS_ERR_FILE);
  CHECK(strstr(ps_error_text(&err, text, sizeof text), "is a pipe, expected a file"));
  CHECK_EQ(ps_file_read(&content, folder, 100, NULL, &err), PS_ERR_FILE);
  CHECK(strstr(ps_error_text(&err, text, sizeof text), "is a directory, expected a file"));
  CHECK_EQ(ps_file_read(&content, "/dev/zero", 100, NULL, &err), PS_ERR_FILE);
  CHECK(strstr(ps_error_text(&err, text, sizeof text), "/dev/zero: is a device"));
}

static void a_missing_file_is_named(void) {
  ps_error err;
  char text[512];
  ps_file_content content;
  CHECK_EQ(ps_file_read(&content, "no/such.osim", 100, NULL, &err), PS_ERR_FILE);
  CHECK_TEXT(ps_error_text(&err, text, sizeof text),
             "no/such.osim: cannot be opened: no such file or directory (errno 2)");
}

static void a_file_beyond_the_limit_is_refused(void) {
  ps_error err;
  ps_file_content content;
  const char *path = in_folder("ten");
  put(path, "0123456789");
  CHECK_EQ(ps_file_read(&content, path, 10, NULL, &err), PS_OK);
  ps_file_content_free(&content);
  CHECK_EQ(ps_file_read(&content, path, 9, NULL, &err), PS_ERR_LIMIT);
  CHECK(content.bytes == NULL);
  // also where the size is not known before
  CHECK_EQ(ps_file_read(&content, "/proc/self/status", 64, NULL, &err), PS_ERR_LIMIT);
}

static void interrupted_and_short_reads_change_nothing(void) {
  const char *path = in_folder("slow");
  put(path, "one byte at a time");
  memset(&fault, 0, sizeof fault);
  fault.every = 3;
  fault.most = 1;
  ps_file_content content;
  CHECK_EQ(ps_file_read(&content, path, 100, &bad_calls, NULL), PS_OK);
  CHECK_TEXT(content.bytes, "one byte at a time");
  ps_file_content_free(&content);
}

static void every_failing_call_of_a_read_is_reported(void) {
  const char *path = in_folder("read");
  put(path, "some text");
  int failures = 0;
  for (int n = 1; n < 20; n++) {
    memset(&fault, 0, sizeof fault);
    fault.fail_at = n;
    fault.error = EIO;
    ps_file_content content;
    ps_status status = ps_file_read(&content, path, 100, &bad_calls, NULL);
    CHECK(status == PS_OK || (status == PS_ERR_FILE && content.bytes == NULL));
    failures += status != PS_OK;
    ps_file_content_free(&content);
  }
  CHECK_EQ(failures, 4); // open, stat, and the read of the text and of the end
}

// ---- writing

static void a_result_appears_only_when_it_is_complete(void) {
  const char *path = in_folder("result.sto");
  ps_file_writer w;
  CHECK_EQ(ps_file_writer_create(&w, path, false, NULL, NULL), PS_OK);
  ps_file_writer_text(&w, "first ");
  ps_file_writer_format(&w, "%d", 2);
  CHECK_EQ(count_files("result.sto"), 0);
  CHECK_EQ(count_files(".result.sto.*.part"), 1);
  CHECK_EQ(ps_file_writer_commit(&w, NULL), PS_OK);
  CHECK(holds(path, "first 2"));
  CHECK_EQ(count_files(".result.sto.*"), 0);
}

static void an_abandoned_result_leaves_nothing(void) {
  ps_file_writer w;
  CHECK_EQ(ps_file_writer_create(&w, in_folder("abandoned"), false, NULL, NULL), PS_OK);
  ps_file_writer_text(&w, "text");
  ps_file_writer_abort(&w);
  CHECK_EQ(count_files("*abandoned*") + count_files(".abandoned*"), 0);
}

static void a_file_is_replaced_only_where_that_is_allowed(void) {
  ps_error err;
  ps_file_writer w;
  const char *path = in_folder("old");
  put(path, "old");
  CHECK_EQ(ps_file_writer_create(&w, path, false, NULL, &err), PS_ERR_EXISTS);
  CHECK(holds(path, "old"));
  CHECK_EQ(ps_file_writer_create(&w, path, true, NULL, &err), PS_OK);
  ps_file_writer_text(&w, "new");
  CHECK_EQ(ps_file_writer_commit(&w, &err), PS_OK);
  CHECK(holds(path, "new"));
  // one that appears while the result is computed
  CHECK_EQ(ps_file_writer_create(&w, in_folder("late"), false, NULL, &err), PS_OK);
  ps_file_writer_text(&w, "ours");
  put(in_folder("late"), "theirs");
  CHECK_EQ(ps_file_writer_commit(&w, &err), PS_ERR_EXISTS);
  CHECK(holds(in_folder("late"), "theirs"));
  CHECK_EQ(count_files(".late*"), 0);
  CHECK_EQ(ps_file_writer_create(&w, folder, true, NULL, &err), PS_ERR_FILE);
}

static void reasons_are_words_in_every_locale(void) {
  const int errors[] = {ENOENT, ENOTDIR, EISDIR,       EEXIST, EACCES, EROFS,
                        ENOSPC, EDQUOT,  EFBIG,        EIO,    EINTR,  EMFILE,
                        ENFILE, EPERM,   ENAMETOOLONG, ELOOP,  EPIPE,  ENOMEM};
  for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
    CHECK(strcmp(ps_file_reason(errors[i]), "system error") != 0);
  CHECK_TEXT(ps_file_reason(ENOTTY), "system error");
}

static void a_place_that_is_not_there_is_named(void) {
  ps_error err;
  char text[512];
  ps_file_writer w;
  CHECK_EQ(ps_file_writer_create(&w, "/no/such/result.sto", true, NULL, &err), PS_ERR_FILE);
  CHECK_TEXT(ps_error_text(&err, text, sizeof text),
             "/no/such/result.sto: cannot be created: no such file or directory (errno 2)");
}

// 1 MB: several buffers.
enum { RESULT_LINES = 100000, RESULT_SIZE = 10 * RESULT_LINES };

static ps_status write_result(const char *path, ps_error *err) {
  ps_file_writer w;
  ps_status status = ps_file_writer_create(&w, path, true, &bad_calls, err);
  if (status != PS_OK)
    return status;
  for (int i = 0; i < RESULT_LINES; i++)
    ps_file_writer_format(&w, "%09d\n", i);
  ps_file_writer_patch(&w, 10, "patch", 5);
  return ps_file_writer_commit(&w, err);
}

static bool is_result(const char *path) {
  ps_file_content content;
  if (ps_file_read(&content, path, 1 << 20, NULL, NULL) != PS_OK)
    return false;
  bool same = content.size == RESULT_SIZE && memcmp(content.bytes + 10, "patch0001\n", 10) == 0 &&
              memcmp(content.bytes + RESULT_SIZE - 10, "000099999\n", 10) == 0;
  ps_file_content_free(&content);
  return same;
}

static void interrupted_and_short_writes_change_nothing(void) {
  memset(&fault, 0, sizeof fault);
  fault.every = 5;
  fault.most = 777;
  CHECK_EQ(write_result(in_folder("short"), NULL), PS_OK);
  CHECK(is_result(in_folder("short")));
}

// whichever call fails, and however: the old file or the whole new one, and no rubbish
static void no_failing_call_leaves_a_part_of_a_result(void) {
  const int errors[] = {EIO, ENOSPC, EINTR, EDQUOT};
  const char *path = in_folder("torture");
  int failures = 0;
  for (int e = 0; e < 4; e++)
    for (int n = 1;; n++) {
      put(path, "the old one");
      memset(&fault, 0, sizeof fault);
      fault.fail_at = n;
      fault.error = errors[e];
      ps_error err;
      ps_status status = write_result(path, &err);
      if (!fault.hit)
        break;
      bool whole = is_result(path);
      CHECK(whole || holds(path, "the old one"));
      CHECK(status != PS_OK || whole);
      if (status != PS_OK)
        CHECK_TEXT(err.path, path);
      CHECK_EQ(count_files(".torture*"), 0);
      failures += status != PS_OK;
    }
  CHECK(failures >= 30);
}

static void a_full_disk_is_said_in_words(void) {
  int full = open("/dev/full", O_WRONLY);
  if (full < 0)
    CHECK_SKIP("no /dev/full");
  ps_error err;
  char text[512];
  ps_file_writer w;
  CHECK_EQ(ps_file_writer_open(&w, full, "out/loads.sto", NULL, &err), PS_OK);
  for (int i = 0; i < 100000; i++)
    ps_file_writer_text(&w, "more text ");
  CHECK_EQ(ps_file_writer_commit(&w, &err), PS_ERR_FILE);
  CHECK_TEXT(ps_error_text(&err, text, sizeof text),
             "out/loads.sto: cannot be written: no space left on the disk (errno 28)");
  close(full);
}

static void bytes_already_written_can_be_changed(void) {
  ps_file_writer w;
  const char *path = in_folder("patch");
  CHECK_EQ(ps_file_writer_create(&w, path, false, NULL, NULL), PS_OK);
  ps_file_writer_text(&w, "nRows=   \n");
  ps_file_writer_patch(&w, 6, "12", 2); // still in the buffer
  char line[PS_FILE_ROOM];
  memset(line, 'x', sizeof line);
  for (int i = 0; i < 100; i++)
    ps_file_writer_bytes(&w, line, sizeof line);
  CHECK(w.written > 10);
  ps_file_writer_patch(&w, 7, "34", 2); // on the disk
  CHECK_EQ(ps_file_writer_commit(&w, NULL), PS_OK);
  ps_file_content content;
  CHECK_EQ(ps_file_read(&content, path, 1 << 20, NULL, NULL), PS_OK);
  CHECK_EQ(content.size, 10 + 100 * sizeof line);
  CHECK(memcmp(content.bytes, "nRows=134\nxxx", 13) == 0);
  ps_file_content_free(&content);
}

static void text_can_be_kept_in_memory(void) {
  ps_file_writer w;
  CHECK_EQ(ps_file_writer_memory(&w, NULL), PS_OK);
  for (int i = 0; i < 100000; i++)
    ps_file_writer_text(&w, "0123456789");
  char *text;
  size_t size;
  CHECK_EQ(ps_file_writer_take(&w, &text, &size, NULL), PS_OK);
  CHECK_EQ(size, 1000000);
  CHECK(text[999999] == '9' && text[1000000] == 0);
  free(text);
}

static void the_first_failure_is_kept(void) {
  ps_error err;
  ps_file_writer w;
  CHECK_EQ(ps_file_writer_create(&w, in_folder("failed"), true, NULL, NULL), PS_OK);
  ps_file_writer_fail(&w, PS_ERR_STRUCTURE, "has too few rows");
  ps_file_writer_fail(&w, PS_ERR_VALUE, "is wrong elsewhere");
  ps_file_writer_text(&w, "text");
  CHECK_EQ(ps_file_writer_commit(&w, &err), PS_ERR_STRUCTURE);
  CHECK_TEXT(err.message, "has too few rows");
  CHECK_EQ(count_files("failed") + count_files(".failed*"), 0);
}

static void directories_are_made_with_those_above(void) {
  ps_error err;
  CHECK_EQ(ps_make_directory(in_folder("a/b//c/"), NULL, &err), PS_OK);
  CHECK_EQ(ps_make_directory(in_folder("a/b/c"), NULL, &err), PS_OK);
  put(in_folder("a/file"), "");
  CHECK_EQ(ps_make_directory(in_folder("a/file"), NULL, &err), PS_ERR_FILE);
  CHECK_EQ(ps_make_directory(in_folder("a/file/d"), NULL, &err), PS_ERR_FILE);
  CHECK_EQ(ps_make_directory("", NULL, &err), PS_ERR_FILE);
  memset(&fault, 0, sizeof fault);
  fault.fail_at = 1;
  fault.error = ENOSPC;
  CHECK_EQ(ps_make_directory(in_folder("full"), &bad_calls, &err), PS_ERR_FILE);
  CHECK_TEXT(err.message, "cannot be made: no space left on the disk (errno 28)");
}

// ---- paths, lines, text

static void paths_are_taken_apart_and_joined(void) {
  ps_pool pool = {0};
  CHECK_TEXT(ps_path_directory(&pool, "a/b/c.osim"), "a/b");
  CHECK_TEXT(ps_path_directory(&pool, "c.osim"), ".");
  CHECK_TEXT(ps_path_directory(&pool, "/c.osim"), "/");
  CHECK_TEXT(ps_path_stem(&pool, "a/walk.v2.mot"), "walk.v2");
  CHECK_TEXT(ps_path_stem(&pool, "a.b/.hidden"), ".hidden");
  CHECK_TEXT(ps_path_stem(&pool, "a.b/plain"), "plain");
  CHECK_TEXT(ps_path_join(&pool, "a/b", "c"), "a/b/c");
  CHECK_TEXT(ps_path_join(&pool, "a/", "c"), "a/c");
  CHECK_TEXT(ps_path_join(&pool, ".", "c"), "c");
  CHECK_TEXT(ps_path_join(&pool, "a", "/c"), "/c");
  CHECK(ps_path_is_absolute("/a") && ps_path_is_absolute("C:\\a") &&
        ps_path_is_absolute("\\\\server\\a"));
  CHECK(!ps_path_is_absolute("a/b") && !ps_path_is_absolute("") && !ps_path_is_absolute("c"));
  ps_pool_free(&pool);
}

static void check_line(ps_lines *l, const char *expected, int number) {
  ps_span line;
  char text[64];
  CHECK_EQ(ps_lines_next(l, &line, NULL), PS_OK);
  if (!expected) {
    CHECK(line.text == NULL);
    return;
  }
  snprintf(text, sizeof text, "%.*s", (int)line.length, line.text);
  CHECK_TEXT(text, expected);
  CHECK_EQ(l->line, number);
}

static void lines_end_as_in_unix_and_windows(void) {
  const char text[] = "\xEF\xBB\xBFone\r\n\ntwo\nthree";
  const char *path = in_folder("lines");
  put(path, text);
  for (int source = 0; source < 2; source++) {
    ps_lines l;
    memset(&fault, 0, sizeof fault);
    fault.most = 2; // a line comes in many pieces
    if (source == 0)
      ps_lines_begin(&l, "memory", text, sizeof text - 1);
    else
      CHECK_EQ(ps_lines_open(&l, path, &bad_calls, NULL), PS_OK);
    check_line(&l, "one", 1);
    check_line(&l, "", 2);
    check_line(&l, "two", 3);
    CHECK(!l.cut);
    check_line(&l, "three", 4);
    CHECK(l.cut);
    check_line(&l, NULL, 0);
    check_line(&l, NULL, 0);
    ps_lines_close(&l);
  }
}

static void long_lines_cross_the_buffer(void) {
  const char *path = in_folder("long");
  enum { LENGTH = 1000003, LINES = 3 };
  char *text = malloc(LENGTH + 1);
  FILE *file = fopen(path, "wb");
  for (int i = 0; i < LINES; i++) {
    memset(text, 'a' + i, LENGTH);
    text[LENGTH] = '\n';
    fwrite(text, 1, LENGTH + 1, file);
  }
  fclose(file);
  free(text);

  ps_lines l;
  CHECK_EQ(ps_lines_open(&l, path, NULL, NULL), PS_OK);
  for (int i = 0; i < LINES; i++) {
    ps_span line;
    CHECK_EQ(ps_lines_next(&l, &line, NULL), PS_OK);
    CHECK_EQ(line.length, LENGTH);
    CHECK(line.text[0] == 'a' + i && line.text[LENGTH - 1] == 'a' + i);
  }
  check_line(&l, NULL, 0);
  ps_lines_close(&l);
}

static void every_failing_call_of_reading_lines_is_reported(void) {
  const char *path = in_folder("failing");
  put(path, "one\ntwo\n");
  int failures = 0;
  for (int n = 1; n <= 10; n++) {
    memset(&fault, 0, sizeof fault);
    fault.fail_at = n;
    fault.error = EIO;
    ps_lines l;
    ps_error lines_err;
    ps_span line = {"", 0};
    ps_status status = ps_lines_open(&l, path, &bad_calls, &lines_err);
    while (status == PS_OK && line.text)
      status = ps_lines_next(&l, &line, &lines_err);
    CHECK(status == PS_OK || status == PS_ERR_FILE);
    failures += status != PS_OK;
    ps_lines_close(&l);
  }
  CHECK_EQ(failures, 4); // open, stat, and the reads of the text and of the end
}

static void a_line_without_end_is_refused(void) {
  const char *path = in_folder("endless");
  FILE *file = fopen(path, "wb");
  char block[1 << 16];
  memset(block, '1', sizeof block);
  for (int i = 0; i < 600; i++)
    fwrite(block, 1, sizeof block, file);
  fclose(file);
  ps_lines l;
  ps_span line;
  ps_error err;
  CHECK_EQ(ps_lines_open(&l, path, NULL, &err), PS_OK);
  CHECK_EQ(ps_lines_next(&l, &line, &err), PS_ERR_LIMIT);
  ps_lines_close(&l);
}

// the first and last characters of each length, and their neighbours that are none (Unicode 3.9)
static void utf8_is_told_from_other_bytes(void) {
  const char *good[] = {"\x7F",         "\xC2\x80",         "\xDF\xBF",
                        "\xE0\xA0\x80", "\xED\x9F\xBF",     "\xEE\x80\x80",
                        "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"};
  const char *bad[] = {"\x80",
                       "\xC1\xBF",
                       "\xC2",
                       "\xC2\x41",
                       "\xE0\x9F\xBF",
                       "\xED\xA0\x80",
                       "\xE1\x80",
                       "\xF0\x8F\xBF\xBF",
                       "\xF5\x80\x80\x80",
                       "\xF4\x90\x80\x80",
                       "\xFF"};
  for (size_t i = 0; i < sizeof good / sizeof *good; i++)
    CHECK_EQ(ps_utf8_length(good[i], strlen(good[i])), strlen(good[i]));
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    CHECK_EQ(ps_utf8_length(bad[i], strlen(bad[i])), 0);
  CHECK_EQ(ps_utf8_valid("plain text that is long \xE9 not", 31), 24);
  CHECK_EQ(ps_utf8_valid("m\xC3\xBCller, eight and more", 24), 24);
}

static void what_was_found_is_quoted_safely(void) {
  char out[16];
  CHECK_TEXT(ps_quote(out, sizeof out, (ps_span){"abc", 3}), "abc");
  CHECK_TEXT(ps_quote(out, sizeof out, (ps_span){"a\x1B[31m\xFF\n", 8}), "a?[31m??");
  CHECK_TEXT(ps_quote(out, sizeof out, (ps_span){"12345678901234567890", 20}), "123456789012...");
}

int main(void) {
  snprintf(folder, sizeof folder, P_tmpdir "/psoas-test-file-%ld", (long)getpid());
  if (mkdir(folder, 0700) != 0)
    return 1;
  int result = CHECK_RUN(
      CHECK_FACT(a_file_is_read_as_it_is), CHECK_FACT(a_file_without_a_size_is_read_to_its_end),
      CHECK_FACT(only_regular_files_are_read), CHECK_FACT(a_missing_file_is_named),
      CHECK_FACT(a_file_beyond_the_limit_is_refused),
      CHECK_FACT(interrupted_and_short_reads_change_nothing),
      CHECK_FACT(every_failing_call_of_a_read_is_reported),
      CHECK_FACT(a_result_appears_only_when_it_is_complete),
      CHECK_FACT(an_abandoned_result_leaves_nothing),
      CHECK_FACT(a_file_is_replaced_only_where_that_is_allowed),
      CHECK_FACT(reasons_are_words_in_every_locale), CHECK_FACT(a_place_that_is_not_there_is_named),
      CHECK_FACT(interrupted_and_short_writes_change_nothing),
      CHECK_FACT(no_failing_call_leaves_a_part_of_a_result),
      CHECK_FACT(a_full_disk_is_said_in_words), CHECK_FACT(bytes_already_written_can_be_changed),
      CHECK_FACT(text_can_be_kept_in_memory), CHECK_FACT(the_first_failure_is_kept),
      CHECK_FACT(directories_are_made_with_those_above),
      CHECK_FACT(paths_are_taken_apart_and_joined), CHECK_FACT(lines_end_as_in_unix_and_windows),
      CHECK_FACT(long_lines_cross_the_buffer), CHECK_FACT(a_line_without_end_is_refused),
      CHECK_FACT(every_failing_call_of_reading_lines_is_reported),
      CHECK_FACT(utf8_is_told_from_other_bytes), CHECK_FACT(what_was_found_is_quoted_safely));
  ps_pool_free(&names);
  char command[128];
  snprintf(command, sizeof command, "rm -r '%s'", folder);
  return system(command) == 0 ? result : 1;
}
