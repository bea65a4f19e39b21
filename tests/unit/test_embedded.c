#include <dirent.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/embedded.h"
#include "base/file.h"
#include "check.h"

static const char folder[] = PSOAS_TEST_ROOT "/data";

static void is_embedded(const char *path) {
  ps_file_content content;
  const ps_embedded *table = ps_embedded_find(path + sizeof folder);
  CHECK(table != NULL);
  CHECK_TEXT(table->name, path + sizeof folder);
  CHECK_EQ(ps_file_read(&content, path, 256 << 20, NULL, NULL), PS_OK);
  CHECK_EQ(table->size, content.size);
  CHECK(memcmp(table->text, content.bytes, content.size + 1) == 0); // the zero, too
  ps_file_content_free(&content);
}

static bool ends_with(const char *text, const char *end) {
  size_t length = strlen(text), n = strlen(end);
  return length > n && strcmp(text + length - n, end) == 0;
}

// How many tables lie below `path`; each is looked up.
static int look_below(const char *path) {
  int count = 0;
  DIR *directory = opendir(path);
  CHECK(directory != NULL);
  for (struct dirent *entry; (entry = readdir(directory));) {
    char inner[1024];
    struct stat info;
    if (entry->d_name[0] == '.')
      continue;
    snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name);
    CHECK_EQ(stat(inner, &info), 0);
    if (S_ISDIR(info.st_mode)) {
      count += look_below(inner);
    } else if (ends_with(inner, ".csv") || ends_with(inner, ".yaml")) {
      is_embedded(inner);
      count++;
    }
  }
  closedir(directory);
  return count;
}

static void every_table_of_the_data_is_in_the_library_byte_for_byte(void) {
  struct stat info;
  int count = stat(folder, &info) == 0 ? look_below(folder) : 0;
  CHECK_EQ(ps_embedded_count(), count);
}

static void tables_are_ordered_by_name(void) {
  for (int i = 1; i < ps_embedded_count(); i++)
    CHECK(strcmp(ps_embedded_at(i - 1)->name, ps_embedded_at(i)->name) < 0);
}

static void another_name_finds_nothing(void) {
  CHECK(ps_embedded_find("anatomy/no_such_table.csv") == NULL);
  CHECK(ps_embedded_find("") == NULL);
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(every_table_of_the_data_is_in_the_library_byte_for_byte),
                   CHECK_FACT(tables_are_ordered_by_name), CHECK_FACT(another_name_finds_nothing));
}
