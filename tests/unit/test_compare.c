#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/folder.h"
#include "base/path.h"
#include "check.h"
#include "psoas/compare.h"

// ---- two folders of our own, a and b

static char folder[64];
static ps_pool names; // of files in it, until the end

static const char *in_folder(const char *name) {
  return ps_path_join(&names, folder, name);
}

static const char *put(const char *name, const char *text) {
  const char *path = in_folder(name);
  FILE *file = fopen(path, "wb");
  CHECK(file != NULL);
  fputs(text, file);
  fclose(file);
  return path;
}

static void clear(const char *name) {
  ps_folder there;
  if (ps_folder_list(&there, in_folder(name), NULL) != PS_OK)
    return;
  for (int i = 0; i < there.n; i++)
    unlink(ps_path_join(&names, in_folder(name), there.items[i]));
  ps_folder_free(&there);
}

// a time series; `rows` begin with their times
static const char *series(const char *name, const char *labels, const char *rows) {
  char text[2000];
  snprintf(text, sizeof text, "t\nversion=1\ninDegrees=no\nendheader\ntime\t%s\n%s", labels, rows);
  return put(name, text);
}

static ps_comparison *compared(const char *a, const char *b, const char *tolerances) {
  ps_compare_options options = ps_compare_default();
  ps_comparison *comparison;
  ps_error err;
  options.tolerances = tolerances;
  if (ps_compare(&comparison, a, b, &options, &err) != PS_OK)
    check_fail(__FILE__, __LINE__, err.message);
  return comparison;
}

static const char *failure(const char *a, const char *b, const char *tolerances) {
  static char text[1200];
  ps_compare_options options = ps_compare_default();
  ps_comparison *comparison;
  ps_error err;
  options.tolerances = tolerances;
  CHECK(ps_compare(&comparison, a, b, &options, &err) != PS_OK);
  CHECK(comparison == NULL);
  return ps_error_text(&err, text, sizeof text);
}

// ---- columns

static void a_file_equals_itself(void) {
  const char *a = series("a.sto", "x\ty", "0\t1\t2\n0.1\t3\t4\n");
  ps_comparison *c = compared(a, a, NULL);
  CHECK_EQ(c->nbeyond, 0);
  CHECK_EQ(c->ncolumn, 2);
  CHECK_EQ(c->ncell, 4);
  CHECK_EQ(c->item[0].worst, 0);
  ps_comparison_free(c);
}

// the largest |a - b| of the column, where it is, and against the largest |b|
static void the_worst_deviation_is_named_with_its_place(void) {
  const char *a = series("a.sto", "x", "0\t1\n0.1\t3.5\n0.2\t-8\n");
  const char *b = series("b.sto", "x", "0\t1\n0.1\t3\n0.2\t-8.25\n");
  ps_comparison *c = compared(a, b, NULL);
  CHECK_EQ(c->nbeyond, 1);
  CHECK_EQ(c->item[0].worst, 0.5);
  CHECK_EQ(c->item[0].largest, 8.25);
  CHECK_EQ(c->item[0].a, 3.5);
  CHECK_EQ(c->item[0].b, 3);
  CHECK_EQ(c->item[0].count, 2);
  CHECK_TEXT(c->item[0].where, "at 0.1 s");
  ps_comparison_free(c);
}

// 1e-8 + 1e-8 x 99 = 1e-6, on either side of it
static void tolerance_grows_with_the_largest_value(void) {
  const char *b = series("b.sto", "x\ty", "0\t99\t99\n0.1\t0\t0\n");
  const char *a = series("a.sto", "x\ty", "0\t99\t99\n0.1\t0.00000099\t0.00000101\n");
  ps_comparison *c = compared(a, b, NULL);
  CHECK_EQ(c->nbeyond, 1);
  CHECK_TEXT(c->item[0].column, "y");
  CHECK_NEAR(c->item[0].tolerance, 1e-6, 1e-20); // rounding of the sum
  ps_comparison_free(c);
}

static void only_nan_equals_nan(void) {
  const char *a = put("a.csv", "both,one,inf\nnan,nan,inf\n1,2,inf\n");
  const char *b = put("b.csv", "both,one,inf\nnan,1,inf\n1,2,-inf\n");
  ps_comparison *c = compared(a, b, NULL);
  CHECK_EQ(c->nbeyond, 2);
  CHECK(isinf(c->item[0].worst) && isinf(c->item[1].worst));
  CHECK_TEXT(c->item[2].column, "both");
  CHECK_EQ(c->item[2].worst, 0);
  ps_comparison_free(c);
}

static void missing_columns_are_named(void) {
  const char *a = series("a.sto", "x\tmine", "0\t1\t2\n");
  const char *b = series("b.sto", "yours\tx", "0\t2\t1\n");
  ps_comparison *c = compared(a, b, NULL);
  CHECK_EQ(c->n, 3);
  CHECK_EQ(c->nbeyond, 2);
  for (int i = 0; i < 2; i++) {
    CHECK_EQ(c->item[i].kind, PS_DIFFERENCE_COLUMN);
    CHECK_TEXT(c->item[i].column, c->item[i].missing_in_a ? "yours" : "mine");
  }
  CHECK(c->item[0].missing_in_a != c->item[1].missing_in_a);
  ps_comparison_free(c);
}

// ---- rows

// the row at 0.1 s is missing in a, the one at 0.3 s in b; times are off by less than 1e-6 s
static void rows_are_matched_by_time(void) {
  const char *a = series("a.sto", "x", "0\t1\n0.20000099\t3\n0.3\t4\n");
  const char *b = series("b.sto", "x", "0\t1\n0.1\t2\n0.2\t3\n");
  ps_comparison *c = compared(a, b, NULL);
  CHECK_EQ(c->n, 3);
  CHECK_EQ(c->nbeyond, 2);
  for (int i = 0; i < 2; i++) {
    CHECK_EQ(c->item[i].kind, PS_DIFFERENCE_ROWS);
    CHECK_EQ(c->item[i].count, 1);
    CHECK_TEXT(c->item[i].where, c->item[i].missing_in_a ? "at 0.1 s" : "at 0.3 s");
  }
  CHECK_EQ(c->item[2].worst, 0);
  ps_comparison_free(c);
}

// records whose first column is `time` are matched with a time series
static void csv_with_times_is_a_series(void) {
  const char *a = series("a.sto", "x", "0\t1\n0.1\t2\n0.2\t3\n");
  const char *b = put("b.csv", "time,x\n0.1,2\n0.2,3\n");
  ps_comparison *c = compared(a, b, NULL);
  CHECK_EQ(c->nbeyond, 1);
  CHECK_EQ(c->item[0].kind, PS_DIFFERENCE_ROWS);
  CHECK_EQ(c->ncolumn, 1);
  ps_comparison_free(c);
}

static void records_are_matched_by_position(void) {
  const char *a = put("a.csv", "pose,muscle,x\n0,psoas,1\n0,vasti,2\n1,psoas,3\n");
  const char *b = put("b.csv", "pose,muscle,x\n0,psoas,1\n0,vasti,2.5\n");
  ps_comparison *c = compared(a, b, NULL);
  CHECK_EQ(c->nbeyond, 2);
  CHECK_EQ(c->item[0].kind, PS_DIFFERENCE_ROWS);
  CHECK(!c->item[0].missing_in_a);
  CHECK_TEXT(c->item[0].where, "in row 3 (1 psoas)");
  CHECK_TEXT(c->item[1].where, "in row 2 (0 vasti)");
  ps_comparison_free(c);
}

static void texts_must_be_equal(void) {
  const char *a = put("a.csv", "muscle,x\npsoas,1\nvasti,2\n");
  const char *b = put("b.csv", "muscle,x\npsoas,1\nsoleus,2\n");
  ps_comparison *c = compared(a, b, NULL);
  CHECK_EQ(c->nbeyond, 1);
  CHECK_EQ(c->item[0].kind, PS_DIFFERENCE_TEXTS);
  CHECK_EQ(c->item[0].count, 1);
  CHECK_TEXT(c->item[0].text_a, "vasti");
  CHECK_TEXT(c->item[0].text_b, "soleus");
  ps_comparison_free(c);
}

static void degrees_against_radians_is_a_difference(void) {
  const char *a = put("a.mot", "t\nversion=1\ninDegrees=yes\nendheader\ntime\tx\n0\t1\n");
  const char *b = put("b.mot", "t\nversion=1\ninDegrees=no\nendheader\ntime\tx\n0\t1\n");
  ps_comparison *c = compared(a, b, NULL);
  CHECK_EQ(c->nbeyond, 1);
  CHECK_EQ(c->item[0].kind, PS_DIFFERENCE_DEGREES);
  CHECK_TEXT(c->item[0].text_a, "degrees");
  ps_comparison_free(c);
}

// ---- tolerances

static void the_first_tolerance_that_fits_counts(void) {
  const char *a = series("a.sto", "hip_x\thip_y\tknee", "0\t1\t1\t1\n");
  const char *b = series("b.sto", "hip_x\thip_y\tknee", "0\t1.5\t1.5\t1.5\n");
  const char *t = put("t.csv", "file,column,absolute,relative,reason\n"
                               "*.mot,*,0,0,another kind of file\n"
                               "*.sto,h*p_x,1,0,wide\n"
                               "b.sto,hip*,0.1,0.1,narrow\n"
                               "*,*,9,0,the rest\n");
  ps_comparison *c = compared(a, b, t);
  CHECK_EQ(c->nbeyond, 1);
  CHECK_TEXT(c->item[0].column, "hip_y");
  CHECK_NEAR(c->item[0].tolerance, 0.1 + 0.1 * 1.5, 1e-15); // rounding of the sum
  ps_comparison_free(c);
}

// without a limit a column may differ, and be missing
static void infinite_tolerance_takes_anything(void) {
  const char *a = series("a.sto", "x\ty", "0\t1\t1\n");
  const char *b = series("b.sto", "x\tz", "0\tnan\t1\n");
  const char *t = put("t.csv", "file,column,absolute,relative\n*,*,inf,0\n");
  ps_comparison *c = compared(a, b, t);
  CHECK_EQ(c->n, 3);
  CHECK_EQ(c->nbeyond, 0);
  ps_comparison_free(c);
}

static void tolerances_that_cannot_be_used_say_why(void) {
  const char *a = series("a.sto", "x", "0\t1\n");
  const char *t = put("t.csv", "file,column,absolute,relative\n*,x,1,0\n*,y,-1,0\n");
  CHECK(strstr(failure(a, a, t), "t.csv:3: column 'absolute' is -1; expected 0 or more"));
  t = put("t.csv", "file,column,absolute\n*,x,1\n");
  CHECK(strstr(failure(a, a, t), "t.csv:1: there is no column 'relative'"));
  t = put("t.csv", "file,column,absolute,relative\n*,x,much,0\n");
  CHECK(strstr(failure(a, a, t), "t.csv:2: column 'absolute' must hold numbers"));
}

// ---- folders

static void folders_are_matched_by_name(void) {
  clear("a");
  clear("b");
  series("a/same.sto", "x", "0\t1\n");
  series("b/same.sto", "x", "0\t2\n");
  series("a/mine.sto", "x", "0\t1\n");
  put("b/yours.csv", "x\n1\n");
  put("a/page.html", "<p>\n");
  ps_comparison *c = compared(in_folder("a"), in_folder("b"), NULL);
  CHECK_EQ(c->nfile, 1);
  CHECK_EQ(c->nskipped, 1);
  CHECK_EQ(c->n, 3);
  CHECK_EQ(c->nbeyond, 3);
  for (int i = 0; i < 2; i++) {
    CHECK_EQ(c->item[i].kind, PS_DIFFERENCE_FILE);
    CHECK_TEXT(c->item[i].file, c->item[i].missing_in_a ? "yours.csv" : "mine.sto");
  }
  CHECK_TEXT(c->item[2].file, "same.sto");
  ps_comparison_free(c);
}

// a pattern may name the folder, so that models can have tolerances of their own
static void a_tolerance_may_name_the_folder(void) {
  clear("a");
  clear("b");
  series("a/same.sto", "x", "0\t1\n");
  series("b/same.sto", "x", "0\t2\n");
  const char *t = put("t.csv", "file,column,absolute,relative\n*/b/same.sto,x,1,0\n*,*,0,0\n");
  ps_comparison *c = compared(in_folder("a"), in_folder("b"), t);
  CHECK_EQ(c->nbeyond, 0);
  ps_comparison_free(c);
}

static void what_cannot_be_compared_says_why(void) {
  const char *a = series("a.sto", "x", "0\t1\n");
  CHECK(strstr(failure(a, in_folder("b"), NULL), "expected two files or two folders"));
  CHECK(strstr(failure(in_folder("none"), in_folder("b"), NULL), "no such file"));
  CHECK(strstr(failure(a, in_folder("none.sto"), NULL), "no such file"));
  clear("a");
  clear("b");
  CHECK(strstr(failure(in_folder("a"), in_folder("b"), NULL), "holds no table"));
}

// ---- order, JSON

// what is missing, then columns by their deviation in tolerances
static void the_worst_comes_first(void) {
  const char *a = series("a.sto", "small\tlarge\tequal\tmine", "0\t1\t1\t1\t1\n");
  const char *b = series("b.sto", "small\tlarge\tequal", "0\t1.1\t2\t1\n");
  ps_comparison *c = compared(a, b, NULL);
  const char *order[] = {"mine", "large", "small", "equal"};
  CHECK_EQ(c->n, 4);
  for (int i = 0; i < 4; i++)
    CHECK_TEXT(c->item[i].column, order[i]);
  ps_comparison_free(c);
}

static void json_says_the_same(void) {
  const char *a = series("a.sto", "x", "0\t1\n");
  const char *b = series("b.sto", "x", "0\t1.5\n");
  ps_comparison *c = compared(a, b, NULL);
  char *text;
  CHECK(ps_comparison_json(c, &text, NULL) == PS_OK);
  CHECK(strstr(text, "\"schema\": \"psoas.compare/1\""));
  CHECK(strstr(text, "\"same\": false"));
  CHECK(strstr(text, "\"worst\": 0.5"));
  CHECK(strstr(text, "\"where\": \"at 0 s\""));
  free(text);
  ps_comparison_free(c);
}

int main(void) {
  snprintf(folder, sizeof folder, P_tmpdir "/psoas-test-compare-%ld", (long)getpid());
  mkdir(folder, 0777);
  mkdir(in_folder("a"), 0777);
  mkdir(in_folder("b"), 0777);
  int failed = CHECK_RUN(
      CHECK_FACT(a_file_equals_itself), CHECK_FACT(the_worst_deviation_is_named_with_its_place),
      CHECK_FACT(tolerance_grows_with_the_largest_value), CHECK_FACT(only_nan_equals_nan),
      CHECK_FACT(missing_columns_are_named), CHECK_FACT(rows_are_matched_by_time),
      CHECK_FACT(csv_with_times_is_a_series), CHECK_FACT(records_are_matched_by_position),
      CHECK_FACT(texts_must_be_equal), CHECK_FACT(degrees_against_radians_is_a_difference),
      CHECK_FACT(the_first_tolerance_that_fits_counts),
      CHECK_FACT(infinite_tolerance_takes_anything),
      CHECK_FACT(tolerances_that_cannot_be_used_say_why), CHECK_FACT(folders_are_matched_by_name),
      CHECK_FACT(a_tolerance_may_name_the_folder), CHECK_FACT(what_cannot_be_compared_says_why),
      CHECK_FACT(the_worst_comes_first), CHECK_FACT(json_says_the_same));
  clear("a");
  clear("b");
  clear("");
  rmdir(in_folder("a"));
  rmdir(in_folder("b"));
  rmdir(folder);
  ps_pool_free(&names);
  return failed;
}
