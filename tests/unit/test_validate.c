#include <stdlib.h>
#include <unistd.h>

#include "check.h"
#include "psoas/validate.h"

// rows and a map of one's own, as files in the folder the test runs in
static char rows_file[] = "validate_rows_XXXXXX", map_file[] = "validate_map_XXXXXX";
static ps_error err;
static char text[1200];

static const char rows_head[] =
    "id,group,quantity,condition,value,unit,flag,accept_lo,accept_hi,grade\n";
static const char map_head[] = "id,scenarios,expression,kind\n";

static void write_file(const char *path, const char *head, const char *body) {
  FILE *file = fopen(path, "w");
  CHECK(file != NULL);
  fprintf(file, "%s%s", head, body);
  fclose(file);
}

static ps_status run(ps_validation **v, const char *rows, const char *map, const char *groups) {
  ps_validate_options o = ps_validate_default();
  write_file(rows_file, rows_head, rows);
  write_file(map_file, map_head, map);
  o.rows = rows_file;
  o.map = map_file;
  o.groups = groups;
  return ps_validate(v, &o, &err);
}

static ps_validation *validated(const char *rows, const char *map) {
  ps_validation *v;
  ps_status status = run(&v, rows, map, NULL);
  if (status != PS_OK)
    fprintf(stderr, "%s\n", ps_error_text(&err, text, sizeof text));
  CHECK_EQ(status, PS_OK);
  return v;
}

static const char *refused(const char *rows, const char *map, const char *groups) {
  ps_validation *v;
  err = (ps_error){0};
  CHECK(run(&v, rows, map, groups) != PS_OK);
  CHECK(v == NULL);
  return ps_error_text(&err, text, sizeof text);
}

static const char band[] = "x1,1_some,q,inside,2,N,verified,1,3,A\n"
                           "x2,1_some,q,high,2,N,verified,1,3,B\n"
                           "x3,1_some,q,low,2,N,verified,1,3,C\n"
                           "x4,1_some,q,edge,2,N,verified,1,3,A\n";
static const char band_map[] = "x1,a=standing,2.5,\n"
                               "x2,a=standing,4,\n"
                               "x3,a=standing,0.5,\n"
                               "x4,a=standing,3,\n";

static void a_value_is_inside_up_to_the_edges(void) {
  ps_validation *v = validated(band, band_map);
  CHECK_EQ(v->row[0].outcome, PS_ROW_PASS);
  CHECK_EQ(v->row[1].outcome, PS_ROW_HIGH);
  CHECK_NEAR(v->row[1].beyond, 0.5, 1e-12); // widths of the band
  CHECK_EQ(v->row[2].outcome, PS_ROW_LOW);
  CHECK_NEAR(v->row[2].beyond, 0.25, 1e-12);
  CHECK_EQ(v->row[3].outcome, PS_ROW_PASS);
  ps_validation_free(v);
}

// a direction is +1 or -1 in the table; its band is one of the expression's value
static void a_direction_is_judged_by_its_band(void) {
  ps_validation *v =
      validated("x1,1,q,c,1,sign,verified,0.5,40,A\nx2,1,q,c,-1,sign,verified,-20,-1,A\n",
                "x1,a=standing,12,\nx2,a=standing,0.5,\n");
  CHECK_EQ(v->row[0].outcome, PS_ROW_PASS);
  CHECK_EQ(v->row[1].outcome, PS_ROW_HIGH);
  ps_validation_free(v);
}

static void what_is_no_number_is_a_miss(void) {
  ps_validation *v = validated("x1,1,q,c,1,N,verified,0,2,A\n", "x1,a=standing,sqrt(-1),\n");
  CHECK_EQ(v->row[0].outcome, PS_ROW_NONE);
  CHECK(!v->pass);
  ps_validation_free(v);
}

// every A, and four fifths of B
static void the_rule_wants_all_of_a_and_four_fifths_of_b(void) {
  char rows[2000] = "", map[1000] = "";
  for (int i = 0; i < 5; i++) {
    sprintf(rows + strlen(rows), "b%d,1,q,c,1,N,verified,0,2,B\n", i);
    sprintf(map + strlen(map), "b%d,a=standing,%d,\n", i, i == 0 ? 9 : 1);
  }
  ps_validation *v = validated(rows, map);
  CHECK_EQ(v->all.verified[1].rows, 5);
  CHECK_EQ(v->all.verified[1].inside, 4);
  CHECK(v->pass);
  ps_validation_free(v);
  strcat(rows, "b5,1,q,c,1,N,verified,0,2,B\n");
  strcat(map, "b5,a=standing,9,\n"); // 4 of 6
  v = validated(rows, map);
  CHECK(!v->pass);
  ps_validation_free(v);
  v = validated("a,1,q,c,1,N,verified,0,2,A\nb,1,q,c,1,N,verified,0,2,A\n",
                "a,a=standing,1,\nb,a=standing,9,\n");
  CHECK(!v->pass);
  ps_validation_free(v);
}

static void recalled_given_weak_and_uncovered_rows_never_count(void) {
  ps_validation *v = validated("a,1,q,recalled,1,N,recalled,0,2,A\nb,1,q,given,1,N,verified,0,2,A\n"
                               "c,1,q,weak,1,N,verified,0,2,C\nd,1,q,no map,1,N,verified,0,2,A\n",
                               "a,a=standing,9,\nb,a=standing,9,input\nc,a=standing,9,\n");
  CHECK(v->pass);
  CHECK_EQ(v->row[0].outcome, PS_ROW_HIGH);
  CHECK_EQ(v->row[1].outcome, PS_ROW_INPUT_OFF);
  CHECK_EQ(v->row[3].outcome, PS_ROW_NOT_COVERED);
  CHECK_EQ(v->all.recalled[0].rows, 1);
  CHECK_EQ(v->all.inputs, 1);
  CHECK_EQ(v->all.not_covered, 1);
  CHECK_EQ(v->all.verified[0].rows, 0);
  ps_validation_free(v);
}

static void a_scenario_is_solved_once_however_many_rows_ask(void) {
  ps_validation *v = validated(
      "a,1,q,c,1,N,verified,0,5000,A\nb,1,q,c,1,N,verified,0.5,2,A\n",
      "a,s=standing,s.levels.L4_L5.compression_N,\n"
      "b,s=standing;t=standing,s.levels.L4_L5.compression_N/t.levels.L4_L5.compression_N,\n");
  CHECK_EQ(v->nscenario, 1);
  CHECK_EQ(v->nposture, 1);
  CHECK(v->row[0].model > 100);
  CHECK_NEAR(v->row[1].model, 1, 0);
  ps_validation_free(v);
}

static void groups_choose_rows(void) {
  ps_validation *v;
  CHECK_EQ(run(&v, "a,1_one,q,c,1,N,verified,0,2,A\nb,12_two,q,c,1,N,verified,0,2,A\n",
               "a,x=standing,1,\nb,x=standing,1,\n", "12,3"),
           PS_OK);
  CHECK_EQ(v->n, 1);
  CHECK_TEXT(v->row[0].id, "b");
  CHECK_TEXT(v->row[0].group_name, "two");
  ps_validation_free(v);
  CHECK(strstr(refused("a,1,q,c,1,N,verified,0,2,A\n", "", "7"), "there are no rows of group 7"));
  CHECK(strstr(refused("a,1,q,c,1,N,verified,0,2,A\n", "", "one"), "--groups 'one'"));
}

static void mistakes_are_told_with_their_place(void) {
  const char row[] = "a,1,q,c,1,N,verified,0,2,A\n";
  CHECK(strstr(refused(row, "a,x=standing,x.levels.L4_L5.compresion_N,\n", NULL),
               "holds no 'levels.L4_L5.compresion_N'; nearest: 'compression_N'"));
  CHECK(strstr(refused(row, "a,x=standing,y.iap_kPa,\n", NULL),
               "'y.iap_kPa' begins with none of the scenarios 'x=standing'"));
  CHECK(strstr(refused(row, "a,x=stamding,1,\n", NULL),
               "there is no scenario or posture 'stamding'; nearest: 'standing'"));
  CHECK(strstr(refused(row, "a,standing,1,\n", NULL), "expected a=NAME;b=NAME"));
  CHECK(strstr(refused(row, "a,x=standing,1,guess\n", NULL), "expected prediction or input"));
  CHECK(
      strstr(refused(row, "a,x=standing,1,\na,x=standing,1,\n", NULL), "row 'a' is mapped twice"));
  CHECK(strstr(refused("a,1,q,c,1,N,verified,3,2,A\n", "", NULL), "the lower first"));
  CHECK(strstr(refused("a,1,q,c,1,N,verified,1,2,D\n", "", NULL), "expected A, B or C"));
}

int main(void) {
  close(mkstemp(rows_file));
  close(mkstemp(map_file));
  int failed = CHECK_RUN(
      CHECK_FACT(a_value_is_inside_up_to_the_edges), CHECK_FACT(a_direction_is_judged_by_its_band),
      CHECK_FACT(what_is_no_number_is_a_miss),
      CHECK_FACT(the_rule_wants_all_of_a_and_four_fifths_of_b),
      CHECK_FACT(recalled_given_weak_and_uncovered_rows_never_count),
      CHECK_FACT(a_scenario_is_solved_once_however_many_rows_ask), CHECK_FACT(groups_choose_rows),
      CHECK_FACT(mistakes_are_told_with_their_place));
  unlink(rows_file);
  unlink(map_file);
  return failed;
}
