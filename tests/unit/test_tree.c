#include <stdlib.h>

#include "base/tree.h"
#include "check.h"
#include "io/json_tree.h"
#include "psoas/status.h"

static ps_pool pool;
static ps_tree *tree;
static ps_error err;
static char text[1024];

static void begin(void) {
  tree = ps_pool_take(&pool, sizeof *tree);
  tree->kind = PS_TREE_MAP;
}

static void finish(void) {
  ps_pool_free(&pool);
}

static const char *text_at(const char *path) {
  const ps_tree *t = ps_tree_find(tree, path);
  return t ? t->text : NULL;
}

static const char *refused(const char *assignment) {
  CHECK(ps_tree_assign(&pool, tree, assignment, &err) != PS_OK);
  return ps_error_text(&err, text, sizeof text);
}

static void set(const char *assignment) {
  CHECK_EQ(ps_tree_assign(&pool, tree, assignment, &err), PS_OK);
}

static void a_value_is_found_by_the_names_on_the_way(void) {
  begin();
  ps_tree *level = ps_tree_map(&pool, ps_tree_map(&pool, tree, "levels"), "L4_L5");
  ps_tree_number(&pool, level, "compression_N", 812);
  ps_tree *list = ps_tree_list(&pool, level, "forces");
  for (int i = 0; i < 12; i++)
    ps_tree_number(&pool, list, NULL, i);
  CHECK_EQ(ps_tree_find(tree, "levels.L4_L5.compression_N")->number, 812);
  CHECK_EQ(ps_tree_find(tree, "levels.L4_L5.forces.11")->number, 11);
  CHECK(ps_tree_find(tree, "levels.L4_L5.forces.12") == NULL);
  CHECK(ps_tree_find(tree, "levels.L4_L5.forces.-1") == NULL);
  CHECK(ps_tree_find(tree, "levels.L4_L5.forces.1x") == NULL);
  CHECK(ps_tree_find(tree, "levels.L4") == NULL);
  CHECK(ps_tree_find(tree, "") == tree);
  CHECK(ps_tree_member(tree, "levels") == ps_tree_find(tree, "levels"));
  CHECK(ps_tree_member(level, "levels") == NULL);
  finish();
}

static void setting_adds_what_is_missing_and_replaces_what_is_there(void) {
  begin();
  set("chair.seat_height_m=0.4");
  set("sex = female ");
  CHECK_TEXT(text_at("chair.seat_height_m"), "0.4");
  CHECK_TEXT(text_at("sex"), "female");
  CHECK_EQ(tree->n, 2);
  set("chair.seat_height_m=0.5");
  set("chair.note=a=b");
  CHECK_TEXT(text_at("chair.seat_height_m"), "0.5");
  CHECK_TEXT(text_at("chair.note"), "a=b");
  CHECK_EQ(ps_tree_find(tree, "chair")->n, 2);
  set("chair=none");
  CHECK_TEXT(text_at("chair"), "none");
  CHECK(text_at("chair.note") == NULL);
  finish();
}

static void commas_make_a_list_that_keeps_its_words(void) {
  begin();
  set("hip_flexion_deg=72, 70");
  const ps_tree *t = ps_tree_find(tree, "hip_flexion_deg");
  CHECK_EQ(t->kind, PS_TREE_LIST);
  CHECK_EQ(t->n, 2);
  CHECK_TEXT(t->text, "72, 70");
  CHECK_TEXT(text_at("hip_flexion_deg.0"), "72");
  CHECK_TEXT(text_at("hip_flexion_deg.1"), "70");
  set("hip_flexion_deg=,");
  CHECK_EQ(t->n, 2);
  CHECK_TEXT(text_at("hip_flexion_deg.1"), "");
  finish();
}

static void a_list_takes_its_next_place(void) {
  begin();
  ps_tree_list(&pool, tree, "loads");
  set("loads.0.mass_kg=5");
  set("loads.0.mass_kg=6");
  set("loads.1.mass_kg=7");
  CHECK_EQ(ps_tree_find(tree, "loads")->n, 2);
  CHECK_TEXT(text_at("loads.0.mass_kg"), "6");
  CHECK_TEXT(text_at("loads.1.mass_kg"), "7");
  CHECK_TEXT(refused("loads.3.mass_kg=1"), "'3' is no place in the list 'loads', expected 0 to 2");
  CHECK_TEXT(refused("loads.first=1"), "'first' is no place in the list 'loads', expected 0 to 2");
  finish();
}

// what is not there is a list if its first place is asked for
static void a_list_begins_with_its_first_place(void) {
  begin();
  set("loads.0.mass_kg=20");
  set("loads.0.at_m=0.3,0,0");
  set("loads.1.mass_kg=5");
  const ps_tree *loads = ps_tree_member(tree, "loads");
  CHECK_EQ(loads->kind, PS_TREE_LIST);
  CHECK_EQ(loads->n, 2);
  CHECK_EQ(loads->first->kind, PS_TREE_MAP);
  CHECK_TEXT(ps_tree_find(tree, "loads.1.mass_kg")->text, "5");
  finish();
}

static void what_cannot_be_set_is_said(void) {
  begin();
  set("sex=female");
  CHECK_TEXT(refused("height_m"), "found 'height_m', expected KEY=VALUE");
  CHECK_TEXT(refused("=3"), "a name is empty, expected 'name.name=value'");
  CHECK_TEXT(refused("chair..height=3"), "a name is empty, expected 'name.name=value'");
  CHECK_TEXT(refused("sex.age=3"), "'age' is asked of 'sex', which is a single value");
  char deep[128] = "";
  for (int i = 0; i < 49; i++)
    strcat(deep, "a.");
  CHECK_TEXT(refused(strcat(deep, "a=1")), "a path has more than 32 names");
  finish();
}

static void write_tree(ps_json_writer *j, const void *what) {
  ps_json_tree(j, what);
}

static void a_tree_is_written_as_json(void) {
  begin();
  const ps_interval interval = {1, 2, 3.5, PS_EXTRAPOLATED};
  ps_tree_text(&pool, tree, "name", "a \"b\"");
  ps_tree_bool(&pool, tree, "standing", true);
  ps_tree_number(&pool, tree, "plain_N", 0.1);
  ps_tree_number(&pool, tree, "drawn_N", 2)->interval = &interval;
  ps_tree *list = ps_tree_list(&pool, tree, "list");
  ps_tree_add(&pool, list, NULL, PS_TREE_NULL);
  ps_tree_map(&pool, list, NULL);
  ps_tree_number(&pool, list, NULL, NAN);
  char *json;
  CHECK_EQ(ps_json_to_text(write_tree, tree, &json, &err), PS_OK);
  CHECK_TEXT(json, "{\n  \"name\": \"a \\\"b\\\"\",\n  \"standing\": true,\n  \"plain_N\": 0.1,\n"
                   "  \"drawn_N\": {\n    \"value\": 2,\n    \"p10\": 1,\n    \"p50\": 2,\n"
                   "    \"p90\": 3.5,\n    \"valid\": \"extrapolated\"\n  },\n"
                   "  \"list\": [null, {}, null]\n}\n");
  free(json);
  finish();
}

static void a_copy_is_a_tree_of_its_own(void) {
  begin();
  CHECK_EQ(ps_tree_assign(&pool, tree, "chair.tilt_deg=5", &err), PS_OK);
  CHECK_EQ(ps_tree_assign(&pool, tree, "hips=70,72", &err), PS_OK);
  ps_tree *copy;
  CHECK_EQ(ps_tree_copy(&pool, tree, &copy, &err), PS_OK);
  CHECK_EQ(ps_tree_assign(&pool, copy, "chair.tilt_deg=9", &err), PS_OK);
  CHECK_EQ(ps_tree_assign(&pool, copy, "hips.2=74", &err), PS_OK);
  CHECK_TEXT(ps_tree_find(tree, "chair.tilt_deg")->text, "5");
  CHECK_TEXT(ps_tree_find(copy, "chair.tilt_deg")->text, "9");
  CHECK_EQ(ps_tree_find(tree, "hips")->n, 2);
  CHECK_EQ(ps_tree_find(copy, "hips")->n, 3);
  finish();
}

static void a_pool_that_is_rewound_takes_the_same_room(void) {
  ps_pool again = {0};
  char *first = NULL;
  for (int round = 0; round < 5; round++) {
    ps_pool_rewind(&again);
    char *at = ps_pool_take(&again, 3000);
    CHECK(at && at[0] == 0);
    memset(at, 'x', 3000);
    CHECK(ps_pool_take(&again, 9000));
    if (round == 2)
      first = at;
    if (round > 2)
      CHECK(at == first);
  }
  ps_pool_free(&again);
}

int main(void) {
  return CHECK_RUN(
      CHECK_FACT(a_value_is_found_by_the_names_on_the_way),
      CHECK_FACT(setting_adds_what_is_missing_and_replaces_what_is_there),
      CHECK_FACT(commas_make_a_list_that_keeps_its_words), CHECK_FACT(a_list_takes_its_next_place),
      CHECK_FACT(a_list_begins_with_its_first_place), CHECK_FACT(what_cannot_be_set_is_said),
      CHECK_FACT(a_tree_is_written_as_json), CHECK_FACT(a_copy_is_a_tree_of_its_own),
      CHECK_FACT(a_pool_that_is_rewound_takes_the_same_room));
}
