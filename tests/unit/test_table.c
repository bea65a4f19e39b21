#include <glob.h>
#include <stdlib.h>

#include "base/fail.h"
#include "base/notes.h"
#include "base/path.h"
#include "check.h"
#include "io/sto.h"
#include "num/csv.h"
#include "num/table.h"
#include "reference.h"

static ps_table *table;
static ps_error err;
static ps_notes notes;
static char text[1024];

static const char *failure(void) {
  return ps_error_text(&err, text, sizeof text);
}

static void finish(void) {
  ps_table_free(table);
  table = NULL;
  ps_notes_free(&notes);
}

// ---- the table itself

static void values_are_found_by_row_and_label(void) {
  table = ps_table_create("walk", true);
  CHECK_EQ(ps_table_add_column(table, "hip", &err), PS_OK);
  CHECK_EQ(ps_table_add_column(table, "knee", &err), PS_OK);
  for (int i = 0; i < 1000; i++)
    CHECK_EQ(ps_table_add_row(table, 0.01 * i, (double[]){i, -i}, &err), PS_OK);
  CHECK_EQ(ps_table_rows(table), 1000);
  CHECK_EQ(ps_table_columns(table), 2);
  CHECK_EQ(ps_table_column(table, "knee"), 1);
  CHECK_EQ(ps_table_column(table, "time"), -1);
  CHECK_TEXT(ps_table_label(table, 0), "hip");
  CHECK_EQ(ps_table_time(table, 999), 0.01 * 999);
  CHECK_EQ(ps_table_value(table, 999, 1), -999);
  CHECK_EQ(ps_table_row(table, 7)[0], 7);
  CHECK_TEXT(ps_table_name(table), "walk");
  CHECK_EQ(ps_table_degrees(table), PS_DEGREES_NOT_STATED);
  CHECK(ps_table_text(table, 0, 0) == NULL && ps_table_header(table, "x") == NULL);
  CHECK_TEXT(ps_table_description(table), "");
  finish();
}

static void a_label_belongs_to_one_column(void) {
  table = ps_table_create("t", true);
  CHECK_EQ(ps_table_add_column(table, "hip", &err), PS_OK);
  CHECK_EQ(ps_table_add_column(table, "hip", &err), PS_ERR_STRUCTURE);
  CHECK_TEXT(failure(), "columns 2 and 3 have the same label 'hip'");
  CHECK_EQ(ps_table_columns(table), 1);
  finish();
}

// ---- motion files

static ps_status parse_flags(const char *sto, ps_sto_flags flags) {
  err = (ps_error){0};
  ps_notes_free(&notes);
  ps_table_free(table);
  ps_status status = ps_sto_parse(&table, "m.mot", sto, strlen(sto), flags, &notes, &err);
  failure();
  return status;
}

static ps_status parse(const char *sto) {
  return parse_flags(sto, PS_STO_STRICT);
}

static void an_opensim_header_is_read(void) {
  CHECK_EQ(parse("Coordinates\nversion=1\nnRows=2\nnColumns=3\ninDegrees=yes\n\nUnits are S.I.\n"
                 "If a line has 'inDegrees', so\n\nendheader\ntime\thip\tknee\n"
                 "      0.0\t     -1.5\t 2e-3\n 0.1\t3\t4\n\n"),
           PS_OK);
  CHECK_TEXT(ps_table_name(table), "Coordinates");
  CHECK_EQ(ps_table_degrees(table), PS_DEGREES_YES);
  CHECK_TEXT(ps_table_description(table), "\nUnits are S.I.\nIf a line has 'inDegrees', so\n\n");
  CHECK_EQ(ps_table_rows(table), 2);
  CHECK_EQ(ps_table_value(table, 0, 1), 2e-3);
  CHECK_EQ(ps_table_time(table, 1), 0.1);
  finish();
}

static void a_simm_header_is_read(void) {
  CHECK_EQ(parse("name first trial\r\ndatacolumns 2\r\ndatarows 1\r\notherdata 1\r\n"
                 "range 0.0 1.0\r\nendheader\r\ntime x\r\n0 1\r\n"),
           PS_OK);
  CHECK_TEXT(ps_table_name(table), "first trial");
  CHECK_TEXT(ps_table_header(table, "range"), "0.0 1.0");
  CHECK_EQ(ps_table_degrees(table), PS_DEGREES_NOT_STATED);
  finish();
}

static void a_newer_header_is_read(void) {
  CHECK_EQ(parse("DataRate=100.0\nDataType=double\nversion=3\nOpenSimVersion=4.5\nendheader\n"
                 "time\t/jointset/a b/value\ty\n0\t1\t2"),
           PS_OK);
  CHECK_TEXT(ps_table_header(table, "DataRate"), "100.0");
  CHECK_TEXT(ps_table_label(table, 0), "/jointset/a b/value");
  CHECK_TEXT(ps_table_name(table), "");
  finish();
}

static void what_a_spreadsheet_added_does_no_harm(void) {
  CHECK_EQ(parse("first\t\t\nnRows=1\t\t\nnColumns=3\t\t\nendheader\t\t\n\t\t\ntime\ta\tb\t\n"
                 "0\t1\t2\t\n"),
           PS_OK);
  CHECK_EQ(ps_table_value(table, 0, 1), 2);
  finish();
}

static void the_kind_of_angle_is_never_guessed(void) {
  const char *rest = "endheader\ntime\tx\n0\t0\n";
  const struct {
    const char *header;
    ps_degrees degrees;
    int notes;
  } cases[] = {{"a\ninDegrees=no\n", PS_DEGREES_NO, 0},
               {"a\ninDegrees = yes\n", PS_DEGREES_YES, 0},
               {"a\nAngles are in degrees.\n", PS_DEGREES_YES, 0},
               {"a\nAngles are in radians.\n", PS_DEGREES_NO, 0},
               {"a\ninDegrees=no\nAngles are in degrees.\n", PS_DEGREES_NO, 1},
               {"a\n", PS_DEGREES_NOT_STATED, 0}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char sto[256];
    snprintf(sto, sizeof sto, "%s%s", cases[i].header, rest);
    CHECK_EQ(parse(sto), PS_OK);
    CHECK_EQ(ps_table_degrees(table), cases[i].degrees);
    CHECK_EQ(notes.n, cases[i].notes);
  }
  finish();
}

#define HEAD "t\nversion=1\nnRows=2\nnColumns=3\n\nendheader\ntime\thip\tknee\n"

// OpenSim takes the first two as nan or 1 in silence, reads past the end in others, hangs on some
static const struct {
  const char *sto, *message;
  ps_status status;
} wrong[] = {
    {HEAD "0\t1\tabc\n1\t1\t1\n", "m.mot:8: column 3 ('knee'): found 'abc', expected a number",
     PS_ERR_VALUE},
    {HEAD "0\t1,5\t2\n1\t1\t1\n", "m.mot:8: column 2 ('hip'): found '1,5', expected a number",
     PS_ERR_VALUE},
    {HEAD "0\t\t2\n1\t1\t1\n", "m.mot:8: column 2 ('hip') is empty, expected a number",
     PS_ERR_VALUE},
    {HEAD "0\t1\t\n1\t1\t1\n", "m.mot:8: column 3 ('knee') is empty, expected a number",
     PS_ERR_VALUE},
    {HEAD "0\tnan\t2\n1\t1\t1\n",
     "m.mot:8: column 2 ('hip'): found 'nan', expected a finite number", PS_ERR_VALUE},
    {HEAD "0\t1e999\t2\n1\t1\t1\n", "m.mot:8: column 2 ('hip'): found '1e999', expected a number",
     PS_ERR_VALUE},
    {HEAD "0\t0x41\t2\n1\t1\t1\n", "m.mot:8: column 2 ('hip'): found '0x41', expected a number",
     PS_ERR_VALUE},
    {HEAD "0 1\n1 1 1\n", "m.mot:8: found 2 values, expected 3", PS_ERR_STRUCTURE},
    {HEAD "0 1 2 3\n1 1 1\n", "m.mot:8: found more values than the 3 columns", PS_ERR_STRUCTURE},
    {HEAD "0 1 2\n1 1", "m.mot:9: the file ends inside a row: 2 of 3 values", PS_ERR_SYNTAX},
    {HEAD "0 1 2\n", "m.mot:8: the file ends after 1 rows, the header announces 2",
     PS_ERR_STRUCTURE},
    {HEAD "0 1 2\n1 1 1\n2 1 1\n", "m.mot:10: the header announces 2 rows, here is another",
     PS_ERR_STRUCTURE},
    {HEAD "0 1 2\n\n1 1 1\n", "m.mot:10: line 9 is empty, but here is another row", PS_ERR_SYNTAX},
    {HEAD "1 1 2\n0.5 1 1\n", "m.mot:9: time 0.5 comes after 1, expected a later one",
     PS_ERR_VALUE},
    {HEAD "nan 1 2\n1 1 1\n", "m.mot:8: column 1 ('time'): found 'nan', expected a finite number",
     PS_ERR_VALUE},
    {"t\nnColumns=3\nendheader\ntime a\n",
     "m.mot:4: found 2 labels, the header announces 3 columns", PS_ERR_STRUCTURE},
    {"t\nnRows=x\nendheader\ntime a\n", "m.mot:2: found 'x', expected a whole number",
     PS_ERR_VALUE},
    {"t\nnRows=-1\nendheader\ntime a\n", "m.mot:2: found '-1', expected a whole number",
     PS_ERR_VALUE},
    {"t\nnRows=3\ndatarows 4\nendheader\ntime a\n",
     "m.mot:3: found 4, but an earlier line of the header has 3", PS_ERR_STRUCTURE},
    {"t\ninDegrees=maybe\nendheader\ntime a\n",
     "m.mot:2: inDegrees: found 'maybe', expected yes or no", PS_ERR_VALUE},
    {"t\nversion=99999999\nendheader\ntime a\n",
     "m.mot:2: found version '99999999', expected 0 to 3", PS_ERR_UNSUPPORTED},
    {"t\nDataType=Vec3\nversion=2\nendheader\ntime a\n0 1,2,3\n",
     "m.mot:2: DataType: found 'Vec3', expected double (one number in a cell)", PS_ERR_UNSUPPORTED},
    {"t\nnRows=1\n", "m.mot:2: the file ends here, expected 'endheader'", PS_ERR_SYNTAX},
    {"t\nendheader\n", "m.mot:2: the file ends here, expected the labels of the columns",
     PS_ERR_SYNTAX},
    {"", "m.mot: the file ends here, expected 'endheader'", PS_ERR_SYNTAX},
    {"t\nendheader\ntime a b a\n", "m.mot:3: columns 2 and 4 have the same label 'a'",
     PS_ERR_STRUCTURE},
    {"t\nendheader\ntime a time\n", "m.mot:3: columns 1 and 3 have the same label 'time'",
     PS_ERR_STRUCTURE},
    {"t\nendheader\nTime a\n", "m.mot:3: the first column is 'Time', expected 'time'",
     PS_ERR_STRUCTURE},
};

static void what_is_wrong_is_said_with_its_place(void) {
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    CHECK_EQ(parse(wrong[i].sto), wrong[i].status);
    CHECK_TEXT(text, wrong[i].message);
    CHECK(table == NULL);
  }
}

static void a_header_without_end_is_given_up(void) {
  char *sto = malloc(20001);
  for (int i = 0; i < 10000; i++)
    memcpy(sto + 2 * i, "x\n", 2);
  strcpy(sto + 19998, "x\n");
  sto[20000] = 0;
  CHECK_EQ(parse(sto), PS_ERR_SYNTAX);
  char *longer = malloc(40003);
  memcpy(longer, sto, 20000);
  memcpy(longer + 20000, sto, 20000);
  strcpy(longer + 40000, "x\n");
  CHECK_EQ(parse(longer), PS_ERR_SYNTAX);
  CHECK_TEXT(text, "m.mot:10001: no 'endheader' in 10000 lines");
  free(longer);
  free(sto);
}

// 100 001 columns, in both formats
static void too_many_columns_are_refused(void) {
  enum { COLUMNS = 100001, WIDTH = 8 };
  char *labels = malloc(COLUMNS * WIDTH + 64), *at = labels;
  at += sprintf(at, "t\nendheader\ntime");
  for (int i = 0; i < COLUMNS; i++)
    at += sprintf(at, " c%d", i);
  CHECK_EQ(parse(labels), PS_ERR_LIMIT);
  CHECK_TEXT(text, "m.mot:3: more than 100000 columns");
  for (char *c = labels; *c; c++)
    if (*c == ' ')
      *c = ',';
  CHECK_EQ(ps_csv_parse(&table, "t.csv", strstr(labels, "time"), strlen(labels) - 12, &err),
           PS_ERR_LIMIT);
  free(labels);
}

static void text_with_zero_bytes_is_refused(void) {
  CHECK_EQ(ps_sto_parse(&table, "m.mot", "t\nend\0header\n", 14, PS_STO_STRICT, NULL, &err),
           PS_ERR_SYNTAX);
  CHECK_TEXT(failure(), "m.mot:2: holds a zero byte, expected text");
  CHECK_EQ(ps_csv_parse(&table, "t.csv", "a\n\0\n", 5, &err), PS_ERR_SYNTAX);
  CHECK(table == NULL);
}

static void a_missing_file_is_no_table(void) {
  CHECK_EQ(ps_sto_load(&table, "no/such.sto", PS_STO_STRICT, NULL, &err), PS_ERR_FILE);
  CHECK(table == NULL);
  CHECK_EQ(ps_csv_load(&table, "no/such.csv", &err), PS_ERR_FILE);
  CHECK(table == NULL);
}

static void nan_is_read_where_the_caller_allows_it(void) {
  CHECK_EQ(parse_flags("t\nendheader\ntime a b\n0 NaN 1\n1 2 nan\n", PS_STO_ALLOW_NAN), PS_OK);
  CHECK(isnan(ps_table_value(table, 0, 0)) && isnan(ps_table_value(table, 1, 1)));
  CHECK_EQ(ps_table_value(table, 1, 0), 2);
  CHECK_EQ(parse_flags("t\nendheader\ntime a\n0 inf\n", PS_STO_ALLOW_NAN), PS_ERR_VALUE);
  CHECK_EQ(parse_flags("t\nendheader\ntime a\nnan 1\n", PS_STO_ALLOW_NAN), PS_ERR_VALUE);
  finish();
}

// rounding times to few digits makes equal ones; OpenSim keeps the later row, and so do we, aloud
static void the_same_time_twice_keeps_the_later_row(void) {
  CHECK_EQ(parse("t\nnRows=4\nendheader\ntime a\n0 1\n0.1 2\n0.1 3\n0.2 4\n"), PS_OK);
  CHECK_EQ(ps_table_rows(table), 3);
  CHECK_EQ(ps_table_value(table, 1, 0), 3);
  CHECK_EQ(notes.n, 1);
  CHECK_EQ(notes.items[0].line, 7);
  CHECK_TEXT(notes.items[0].text, "time 0.1 comes a second time; this row is kept");
  finish();
}

static void a_table_may_be_empty(void) {
  CHECK_EQ(parse("controls\nnRows=0\nnColumns=1\nendheader\ntime"), PS_OK);
  CHECK_EQ(ps_table_rows(table), 0);
  CHECK_EQ(ps_table_columns(table), 0);
  finish();
}

// ---- records

static ps_status parse_csv(const char *csv) {
  err = (ps_error){0};
  ps_table_free(table);
  ps_status status = ps_csv_parse(&table, "t.csv", csv, strlen(csv), &err);
  failure();
  return status;
}

static void records_hold_numbers_and_text(void) {
  CHECK_EQ(parse_csv("\xEF\xBB\xBFpose,muscle,length,wrap\r\n0,\"psoas, left\",0.25,\r\n"
                     "1,\"say \"\"no\"\"\",nan,knee\r\n2, iliacus ,-inf,knee\r\n\r\n"),
           PS_OK);
  CHECK_EQ(ps_table_rows(table), 3);
  CHECK(!ps_table_has_time(table));
  CHECK(!ps_table_is_text(table, 0) && ps_table_is_text(table, 1) && ps_table_is_text(table, 3));
  CHECK_TEXT(ps_table_text(table, 0, 1), "psoas, left");
  CHECK_TEXT(ps_table_text(table, 1, 1), "say \"no\"");
  CHECK_TEXT(ps_table_text(table, 2, 1), "iliacus");
  CHECK_TEXT(ps_table_text(table, 0, 3), "");
  CHECK_TEXT(ps_table_text(table, 2, 3), "knee");
  CHECK_EQ(ps_table_value(table, 0, 2), 0.25);
  CHECK(isnan(ps_table_value(table, 1, 2)) && ps_table_value(table, 2, 2) == -INFINITY);
  CHECK_EQ(ps_table_time(table, 2), 2);
  finish();
}

static void a_column_with_one_word_is_text_altogether(void) {
  CHECK_EQ(parse_csv("a,b,c\n1,,\n1.50,,x\n,,\n"), PS_OK);
  CHECK(!ps_table_is_text(table, 0) && ps_table_is_text(table, 1) && ps_table_is_text(table, 2));
  CHECK(isnan(ps_table_value(table, 2, 0)));
  CHECK_EQ(parse_csv("a\n1.50\nx\n"), PS_OK);
  CHECK_TEXT(ps_table_text(table, 0, 0), "1.50");
  finish();
}

static void a_cell_may_hold_lines(void) {
  CHECK_EQ(parse_csv("a,b\n\"one\ntwo\",2\nthree\n"), PS_ERR_STRUCTURE);
  CHECK_TEXT(text, "t.csv:4: found 1 cells, expected 2");
  CHECK_EQ(parse_csv("a\n\"one\ntwo\"\n"), PS_OK);
  CHECK_TEXT(ps_table_text(table, 0, 0), "one\ntwo");
  finish();
}

static void wrong_records_are_placed(void) {
  CHECK_EQ(parse_csv("a,b\n1,2\n1,2,3\n"), PS_ERR_STRUCTURE);
  CHECK_TEXT(text, "t.csv:3: found 3 cells, expected 2");
  CHECK_EQ(parse_csv("a,b\n1,2\n\n1,2\n"), PS_ERR_STRUCTURE);
  CHECK_TEXT(text, "t.csv:3: found 1 cells, expected 2");
  CHECK_EQ(parse_csv("a,b\n1,\"2\n3\n"), PS_ERR_SYNTAX);
  CHECK_TEXT(text, "t.csv:2: a quote is opened here and never closed");
  CHECK_EQ(parse_csv("a,b\n1,\"2\"3\n"), PS_ERR_SYNTAX);
  CHECK_TEXT(text, "t.csv:2: found text behind a closing quote, expected a comma");
  CHECK_EQ(parse_csv("a,b,a\n"), PS_ERR_STRUCTURE);
  CHECK_TEXT(text, "t.csv:1: columns 1 and 3 have the same label 'a'");
  CHECK_EQ(parse_csv(" \n"), PS_ERR_SYNTAX);
  CHECK_TEXT(text, "t.csv:1: is empty, expected a line of labels");
}

// ---- real files

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

static int load_all(const char *pattern, char *refused, size_t size) {
  glob_t found = reference_files(pattern);
  int count = (int)found.gl_pathc;
  for (int i = 0; i < count; i++) {
    err = (ps_error){0};
    if (ps_sto_load(&table, found.gl_pathv[i], PS_STO_STRICT, &notes, &err) != PS_OK) {
      size_t used = strlen(refused);
      snprintf(refused + used, size - used, "%s:%d: %s\n", ps_path_name(err.path), err.line,
               err.message);
    }
    ps_table_free(table);
    table = NULL;
  }
  globfree(&found);
  return count;
}

static void every_reference_motion_is_read_or_refused_for_a_reason(void) {
  char refused[4096] = "";
  CHECK(load_all("golden/tools/*/*.sto", refused, sizeof refused) > 150);
  CHECK(load_all("golden/tools/*/*.mot", refused, sizeof refused) > 5);
  CHECK_TEXT(refused, "");
  CHECK_EQ(notes.n, 0);
  CHECK(load_all("motions/*/*.mot", refused, sizeof refused) > 5);
  CHECK(load_all("motions/*/*/*.*o*", refused, sizeof refused) > 5);
  CHECK_TEXT(refused, "");
  CHECK(load_all("motions/*/*.sto", refused, sizeof refused) > 20);
  CHECK_TEXT(refused,
             "orientation_quats.sto:2: DataType: found 'Quaternion', expected double (one number "
             "in a cell)\n"
             "sampleOutputsSpatialVec.sto:1: DataType: found 'SpatialVec', expected double (one "
             "number in a cell)\n"
             "sampleOutputsVec3.sto:1: DataType: found 'Vec3', expected double (one number in a "
             "cell)\n"
             "std_markers_coords_ik.sto:5: columns 148 and 154 have the same label "
             "'ground_force_vx'\n"
             "std_SinglePin_JointReaction_ReactionLoads.sto:313: the file ends after 301 rows, the "
             "header announces 302\n");
  CHECK_EQ(notes.n, 1); // walk_subject01_Kinematics_q.sto has its last time twice
  finish();
}

static void every_reference_table_of_records_is_read(void) {
  glob_t found = reference_files("golden/*/*.csv");
  CHECK(found.gl_pathc > 500);
  for (size_t i = 0; i < found.gl_pathc; i++) {
    if (ps_csv_load(&table, found.gl_pathv[i], &err) != PS_OK)
      CHECK_TEXT(failure(), "");
    finish();
  }
  globfree(&found);
  table = reference_csv("opensim/golden/gait2354/muscle_path.csv");
  int muscle = reference_column(table, "muscle"), length = reference_column(table, "length");
  CHECK_TEXT(ps_table_text(table, 1, muscle), "glut_med2_r");
  CHECK_EQ(ps_table_value(table, 1, length), 0.13123307509922949);
  finish();
}

int main(void) {
  return CHECK_RUN(
      CHECK_FACT(values_are_found_by_row_and_label), CHECK_FACT(a_label_belongs_to_one_column),
      CHECK_FACT(an_opensim_header_is_read), CHECK_FACT(a_simm_header_is_read),
      CHECK_FACT(a_newer_header_is_read), CHECK_FACT(what_a_spreadsheet_added_does_no_harm),
      CHECK_FACT(the_kind_of_angle_is_never_guessed),
      CHECK_FACT(what_is_wrong_is_said_with_its_place),
      CHECK_FACT(a_header_without_end_is_given_up), CHECK_FACT(too_many_columns_are_refused),
      CHECK_FACT(text_with_zero_bytes_is_refused), CHECK_FACT(a_missing_file_is_no_table),
      CHECK_FACT(nan_is_read_where_the_caller_allows_it),
      CHECK_FACT(the_same_time_twice_keeps_the_later_row), CHECK_FACT(a_table_may_be_empty),
      CHECK_FACT(records_hold_numbers_and_text),
      CHECK_FACT(a_column_with_one_word_is_text_altogether), CHECK_FACT(a_cell_may_hold_lines),
      CHECK_FACT(wrong_records_are_placed),
      CHECK_FACT(every_reference_motion_is_read_or_refused_for_a_reason),
      CHECK_FACT(every_reference_table_of_records_is_read));
}
