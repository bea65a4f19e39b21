#include <glob.h>
#include <locale.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/path.h"
#include "check.h"
#include "io/json_write.h"
#include "io/sto.h"
#include "io/sto_write.h"
#include "num/csv.h"
#include "reference.h"

static ps_file_writer w;
static char *text;
static size_t size;

static void begin(void) {
  CHECK_EQ(ps_file_writer_memory(&w, NULL), PS_OK);
}

static const char *written(void) {
  free(text);
  text = NULL;
  CHECK_EQ(ps_file_writer_take(&w, &text, &size, NULL), PS_OK);
  return text;
}

static const char *const labels[] = {"hip", "knee angle"};

static ps_sto_header header(int nrow, int decimals) {
  return (ps_sto_header){.name = "Coordinates",
                         .degrees = PS_DEGREES_YES,
                         .description = "\nAbout.\n\n",
                         .label = labels,
                         .ncolumn = 2,
                         .nrow = nrow,
                         .decimals = decimals};
}

// ---- .sto

static void the_layout_is_that_of_opensim(void) {
  ps_sto_header h = header(2, 8);
  ps_sto_writer sto;
  begin();
  ps_sto_begin(&sto, &w, &h);
  ps_sto_row(&sto, 0, (double[]){-12.5, 1.0 / 3});
  ps_sto_row(&sto, 0.1, (double[]){1e9, NAN});
  ps_sto_end(&sto);
  CHECK_TEXT(written(),
             "Coordinates\nversion=1\nnRows=2\nnColumns=3\ninDegrees=yes\n\nAbout.\n\nendheader\n"
             "time\thip\tknee_angle\n"
             "      0.00000000\t    -12.50000000\t      0.33333333\n"
             "      0.10000000\t1000000000.00000000\t             nan\n");
}

// 1e-15 in eight decimals would be nothing
static void small_numbers_keep_their_digits(void) {
  ps_sto_header h = header(1, 8);
  h.digits = 9;
  ps_sto_writer sto;
  begin();
  ps_sto_begin(&sto, &w, &h);
  ps_sto_row(&sto, 0.1, (double[]){1.0 / 3 * 1e-15, -12});
  ps_sto_end(&sto);
  CHECK(strstr(written(), "\n      0.10000000\t3.33333333e-16\t-12\n"));
}

static void rows_that_are_not_known_before_are_filled_in(void) {
  ps_sto_header h = header(PS_STO_ROWS_UNKNOWN, 2);
  ps_sto_writer sto;
  begin();
  ps_sto_begin(&sto, &w, &h);
  for (int i = 0; i < 12; i++)
    ps_sto_row(&sto, i, (double[]){i, i});
  ps_sto_end(&sto);
  CHECK(strstr(written(), "\nnRows=12        \nnColumns=3\n") != NULL);
  ps_table *table;
  CHECK_EQ(ps_sto_parse(&table, "t.sto", text, size, PS_STO_STRICT, NULL, NULL), PS_OK);
  CHECK_EQ(ps_table_rows(table), 12);
  CHECK_TEXT(ps_table_label(table, 1), "knee_angle");
  ps_table_free(table);
}

static void another_number_of_rows_than_announced_is_a_failure(void) {
  ps_sto_header h = header(2, 8);
  ps_sto_writer sto;
  ps_error err;
  char *lost;
  begin();
  ps_sto_begin(&sto, &w, &h);
  ps_sto_row(&sto, 0, (double[]){0, 0});
  ps_sto_end(&sto);
  CHECK_EQ(ps_file_writer_take(&w, &lost, &size, &err), PS_ERR_STRUCTURE);
  CHECK_TEXT(err.message, "has another number of rows than announced");
}

// Decimals of the last number of a file.
static int decimals_of(const ps_file_content *file) {
  const char *end = file->bytes + file->size - 1, *at = end;
  while (at > file->bytes && *at != '.' && *at != '\t')
    at--;
  return *at == '.' ? (int)(end - at) - 1 : PS_STO_DECIMALS;
}

static void check_same_bytes(const char *path, bool memory) {
  ps_error err;
  ps_file_content file;
  ps_table *table;
  CHECK_EQ(ps_file_read(&file, path, 1 << 28, NULL, &err), PS_OK);
  CHECK_EQ(memory ? ps_sto_parse(&table, path, file.bytes, file.size, PS_STO_STRICT, NULL, &err)
                  : ps_sto_load(&table, path, PS_STO_STRICT, NULL, &err),
           PS_OK);
  begin();
  ps_sto_write(&w, table, decimals_of(&file));
  written();
  if (size != file.size || memcmp(text, file.bytes, size) != 0)
    check_fail(__FILE__, __LINE__, path);
  ps_table_free(table);
  ps_file_content_free(&file);
}

static glob_t reference_files(const char *pattern) {
  ps_pool pool = {0};
  char readme[1024];
  reference_path("opensim/README.md", readme, sizeof readme);
  glob_t found;
  CHECK_EQ(glob(ps_path_join(&pool, ps_path_directory(&pool, readme), pattern), 0, NULL, &found),
           0);
  ps_pool_free(&pool);
  return found;
}

// 200 results of inverse kinematics, dynamics, static optimization, joint reaction, muscle analysis
// and forward simulation, with 16, 17 and 20 decimals: read, written again, the same bytes
static void a_result_of_opensim_is_written_as_it_was(void) {
  const char *const patterns[] = {"golden/tools/*/*.sto", "golden/tools/*/*.mot"};
  int count = 0;
  for (int p = 0; p < 2; p++) {
    glob_t found = reference_files(patterns[p]);
    for (size_t i = 0; i < found.gl_pathc; i++, count++)
      check_same_bytes(found.gl_pathv[i], i % 2);
    globfree(&found);
  }
  CHECK(count > 200);
}

// ---- .csv

static void records_are_read_as_they_were_written(void) {
  const char *const cells[] = {
      "plain", "with, comma", "\"quoted\"", "two\nlines",    " blanks ", "=SUM(1)",
      "'=x",   "@home",       "-",          "M\xC3\xBCller", ""};
  const double numbers[] = {0.1, -1e-300, 12345678.9, NAN, INFINITY, 0, 1, 2, 3, 4, 5};
  enum { N = sizeof cells / sizeof *cells };
  ps_csv_writer csv = {.file = &w};
  begin();
  ps_csv_text(&csv, "name");
  ps_csv_text(&csv, "value");
  ps_csv_text(&csv, "count");
  ps_csv_text(&csv, "nothing");
  ps_csv_end_line(&csv);
  for (int i = 0; i < N; i++) {
    ps_csv_text(&csv, cells[i]);
    ps_csv_number(&csv, numbers[i]);
    ps_csv_integer(&csv, -i);
    ps_csv_empty(&csv);
    ps_csv_end_line(&csv);
  }
  written();
  CHECK(strncmp(text, "name,value,count,nothing\nplain,0.1,0,\n", 38) == 0);
  CHECK(strstr(text, "\n'=SUM(1),0,-5,\n''=x,1,-6,\n'@home,") != NULL);

  ps_table *table;
  CHECK_EQ(ps_csv_parse(&table, "t.csv", text, size, NULL), PS_OK);
  CHECK_EQ(ps_table_rows(table), N);
  for (int i = 0; i < N; i++) {
    CHECK_TEXT(ps_table_text(table, i, 0), cells[i]);
    double value = ps_table_value(table, i, 1);
    CHECK(value == numbers[i] || (isnan(value) && isnan(numbers[i])));
    CHECK_EQ(ps_table_value(table, i, 2), -i);
  }
  ps_table_free(table);
}

// ---- JSON

static void json_is_laid_out_and_escaped(void) {
  ps_json_writer j;
  begin();
  ps_json_begin(&j, &w);
  ps_json_object(&j);
  ps_json_key(&j, "name");
  ps_json_text(&j, "a \"b\" \\ \n\t\x01 </script> M\xC3\xBCller \xFC");
  ps_json_key(&j, "forces");
  ps_json_numbers(&j, (double[]){0.1, NAN, -INFINITY, 1e300}, 4);
  ps_json_key(&j, "parts");
  ps_json_array(&j);
  ps_json_object(&j);
  ps_json_key(&j, "n");
  ps_json_integer(&j, -3);
  ps_json_key(&j, "ok");
  ps_json_bool(&j, true);
  ps_json_end_object(&j);
  ps_json_object(&j);
  ps_json_end_object(&j);
  ps_json_array(&j);
  ps_json_end_array(&j);
  ps_json_end_array(&j);
  ps_json_key(&j, "unknown");
  ps_json_text(&j, NULL);
  ps_json_end_object(&j);
  ps_json_end(&j);
  CHECK_EQ(j.not_finite, 2);
  CHECK_TEXT(written(),
             "{\n"
             "  \"name\": \"a \\\"b\\\" \\\\ \\n\\t\\u0001 \\u003c/script> M\xC3\xBCller "
             "\xEF\xBF\xBD\",\n"
             "  \"forces\": [0.1, null, null, 1e+300],\n"
             "  \"parts\": [{\n"
             "      \"n\": -3,\n"
             "      \"ok\": true\n"
             "    }, {}, []],\n"
             "  \"unknown\": null\n"
             "}\n");
}

// Whether a text may stand as it is is asked eight characters at a time for a key, and one by one
// for a text: both write the same, whatever byte is where.
static void keys_are_escaped_like_texts(void) {
  for (int length = 1; length < 26; length++)
    for (int at = 0; at < length; at++)
      for (int byte = 1; byte < 256; byte += at % 3 + 1) {
        char key[32] = "abcdefghijklmnopqrstuvwxyz", expected[160];
        key[length] = 0;
        key[at] = (char)byte;
        ps_json_writer j;
        begin();
        ps_json_begin(&j, &w);
        ps_json_text(&j, key);
        const char *quoted = written();
        snprintf(expected, sizeof expected, "{\n  %s: 1\n}\n", quoted);
        begin();
        ps_json_begin(&j, &w);
        ps_json_object(&j);
        ps_json_key(&j, key);
        ps_json_integer(&j, 1);
        ps_json_end_object(&j);
        ps_json_end(&j);
        CHECK_TEXT(written(), expected);
      }
}

// ---- the world around

// core#3924: a decimal comma of the user's locale must reach no file
static void the_locale_changes_nothing(void) {
  const char *const names[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "de_DE"};
  bool set = false;
  for (int i = 0; i < 4 && !set; i++)
    set = setlocale(LC_ALL, names[i]) != NULL;
  if (!set)
    CHECK_SKIP("no locale with a decimal comma is installed");
  the_layout_is_that_of_opensim();
  records_are_read_as_they_were_written();
  json_is_laid_out_and_escaped();
  setlocale(LC_ALL, "C");
}

int main(void) {
  int result = CHECK_RUN(
      CHECK_FACT(the_layout_is_that_of_opensim), CHECK_FACT(small_numbers_keep_their_digits),
      CHECK_FACT(rows_that_are_not_known_before_are_filled_in),
      CHECK_FACT(another_number_of_rows_than_announced_is_a_failure),
      CHECK_FACT(a_result_of_opensim_is_written_as_it_was),
      CHECK_FACT(records_are_read_as_they_were_written), CHECK_FACT(json_is_laid_out_and_escaped),
      CHECK_FACT(keys_are_escaped_like_texts), CHECK_FACT(the_locale_changes_nothing));
  free(text);
  return result;
}
