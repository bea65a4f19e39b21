#include <stdbool.h>
#include <stdlib.h>

#include "check.h"
#include "io/yaml.h"
#include "num/schema.h"

typedef struct load {
  double mass;
  ps_key_numbers at;
} load;

typedef struct chair {
  double seat_height;
  bool backrest;
} chair;

typedef struct place {
  double height, drop;
  int sex, samples;
  const char *note;
  double hip[2];
  ps_number_or_choice lumbar;
  ps_key_numbers angles;
  chair chair;
  ps_key_maps loads;
  const ps_tree *joints;
} place;

static const char *const sexes[] = {"female", "male", NULL};
static const char *const curves[] = {"neutral", "slumped", NULL};

static const ps_key load_keys[] = {
    {"mass_kg", .type = PS_KEY_NUMBER, .required = true, .unit = "kg", .low = 0, .high = INFINITY,
     .offset = offsetof(load, mass), .about = "what is carried"},
    {"at", .type = PS_KEY_NUMBERS, .count = 3, .unit = "m", .offset = offsetof(load, at)},
};
static const load usual_load = {.mass = 1, .at = {.n = -1}};
static const ps_schema load_schema = {PS_KEYS(load_keys), .size = sizeof(load),
                                      .initial = &usual_load};

static const ps_key chair_keys[] = {
    {"seat_height_m", .type = PS_KEY_NUMBER, .unit = "m", .low = 0.2, .high = 1,
     .offset = offsetof(chair, seat_height)},
    {"backrest", .type = PS_KEY_BOOL, .offset = offsetof(chair, backrest)},
};
static const ps_schema chair_schema = {PS_KEYS(chair_keys), .size = sizeof(chair)};

static const ps_key place_keys[] = {
    {"height_m", .alias = "height", .type = PS_KEY_NUMBER, .unit = "m", .low = 1.4, .high = 2.1,
     .offset = offsetof(place, height)},
    {"drop_m", .type = PS_KEY_NUMBER, .unit = "m", .low = -INFINITY, .high = 0,
     .offset = offsetof(place, drop)},
    {"sex", .type = PS_KEY_CHOICE, .words = sexes, .offset = offsetof(place, sex)},
    {"samples", .type = PS_KEY_INTEGER, .low = 1, .high = 1e6, .offset = offsetof(place, samples)},
    {"note", .type = PS_KEY_TEXT, .offset = offsetof(place, note)},
    {"hip_flexion_deg", .type = PS_KEY_PAIR, .unit = "deg", .low = -30, .high = 120,
     .offset = offsetof(place, hip)},
    {"lumbar_deg", .type = PS_KEY_NUMBER_OR_CHOICE, .words = curves, .unit = "deg", .low = -40,
     .high = 60, .offset = offsetof(place, lumbar)},
    {"angles_deg", .type = PS_KEY_NUMBERS, .unit = "deg", .offset = offsetof(place, angles)},
    {"chair", .alias = "seat", .type = PS_KEY_MAP, .inner = &chair_schema,
     .offset = offsetof(place, chair)},
    {"loads", .type = PS_KEY_MAPS, .inner = &load_schema, .offset = offsetof(place, loads)},
    {"joints", .type = PS_KEY_TREE, .offset = offsetof(place, joints)},
};
static const ps_schema place_schema = {PS_KEYS(place_keys), .size = sizeof(place)};

static ps_pool pool;
static ps_tree *tree;
static ps_error err;
static place p;
static char text[1024];

static ps_status read_again(void) {
  err = (ps_error){0};
  p = (place){.height = 1.7, .chair = {.seat_height = 0.45}};
  ps_status status = ps_schema_read(&place_schema, tree, "office.yaml", &pool, &p, &err);
  ps_error_text(&err, text, sizeof text);
  return status;
}

static ps_status read(const char *yaml) {
  ps_pool_free(&pool);
  CHECK_EQ(ps_yaml_parse(&pool, "office.yaml", yaml, strlen(yaml), &tree, &err), PS_OK);
  return read_again();
}

// With one more value, as from the command line.
static ps_status read_with(const char *yaml, const char *assignment) {
  ps_pool_free(&pool);
  CHECK_EQ(ps_yaml_parse(&pool, "office.yaml", yaml, strlen(yaml), &tree, &err), PS_OK);
  CHECK_EQ(ps_tree_assign(&pool, tree, assignment, &err), PS_OK);
  return read_again();
}

static void every_type_of_key_is_read(void) {
  CHECK_EQ(read("height: 1.62\ndrop_m: -1e-3\nsex: male\nsamples: 200\nnote: a, b\n"
                "hip_flexion_deg: [72, 70]\nlumbar_deg: slumped\nangles_deg: [1, 2, 3, 4]\n"
                "chair:\n  seat_height_m: 0.4\n  backrest: yes\n"
                "loads:\n  - {mass_kg: 5, at: [0.4, 1, 0]}\n  - mass_kg: 2\n"
                "joints: {hip_flexion_r: 20}\n"),
           PS_OK);
  CHECK_EQ(p.height, 1.62);
  CHECK_EQ(p.drop, -1e-3);
  CHECK_EQ(p.sex, 1);
  CHECK_EQ(p.samples, 200);
  CHECK_TEXT(p.note, "a, b");
  CHECK(p.hip[0] == 72 && p.hip[1] == 70);
  CHECK_EQ(p.lumbar.choice, 1);
  CHECK_EQ(p.angles.n, 4);
  CHECK_EQ(p.angles.items[3], 4);
  CHECK(p.chair.seat_height == 0.4 && p.chair.backrest);
  CHECK_EQ(p.loads.n, 2);
  const load *loads = p.loads.items;
  CHECK(loads[0].mass == 5 && loads[0].at.items[1] == 1);
  CHECK(loads[1].mass == 2 && loads[1].at.n == -1);
  CHECK_TEXT(ps_tree_find(p.joints, "hip_flexion_r")->text, "20");
}

static void what_is_not_given_keeps_its_default(void) {
  CHECK_EQ(read("chair: {backrest: true}\n"), PS_OK);
  CHECK_EQ(p.height, 1.7);
  CHECK_EQ(p.chair.seat_height, 0.45);
  CHECK(p.chair.backrest && p.joints == NULL);
}

static void one_number_is_a_pair_and_a_list_too(void) {
  CHECK_EQ(read("hip_flexion_deg: 20\nlumbar_deg: 12\nangles_deg: 7\n"), PS_OK);
  CHECK(p.hip[0] == 20 && p.hip[1] == 20);
  CHECK(p.lumbar.choice == -1 && p.lumbar.number == 12);
  CHECK(p.angles.n == 1 && p.angles.items[0] == 7);
}

static void the_ends_of_a_range_belong_to_it(void) {
  CHECK_EQ(read("height_m: 1.4\n"), PS_OK);
  CHECK_EQ(read("height_m: 2.1\n"), PS_OK);
  CHECK_EQ(read("drop_m: 0\n"), PS_OK);
  CHECK_EQ(read("angles_deg: [-1e300, 1e300]\n"), PS_OK);
}

#define LOADS "loads:\n  - {mass_kg: 5}\n"

static const struct {
  const char *yaml, *message;
  ps_status status;
} wrong[] = {
    {"chair:\n  seat_height_m: 5\n",
     "office.yaml:2:18: chair.seat_height_m is 5; allowed is 0.2 to 1 m", PS_ERR_VALUE},
    {"note: x\nheigth_m: 1.6\n", "office.yaml:2: unknown key 'heigth_m'; nearest: 'height_m'",
     PS_ERR_REFERENCE},
    {"chair: {backrset: yes}\n",
     "office.yaml:1: unknown key 'backrset' in chair; nearest: 'backrest'", PS_ERR_REFERENCE},
    {"qqq: 1\n", "office.yaml:1: unknown key 'qqq'", PS_ERR_REFERENCE},
    {"height_m: 1,62\n", "office.yaml:1:11: height_m is '1,62', expected a number: 1.4 to 2.1 m",
     PS_ERR_VALUE},
    {"height_m: 162 cm\n",
     "office.yaml:1:11: height_m is '162 cm', expected a number: 1.4 to 2.1 m", PS_ERR_VALUE},
    {"height_m: .nan\n", "office.yaml:1:11: height_m is '.nan', expected a number: 1.4 to 2.1 m",
     PS_ERR_VALUE},
    {"height_m:\n", "office.yaml:1:10: height_m is empty, expected a number: 1.4 to 2.1 m",
     PS_ERR_VALUE},
    {"height_m: [1.6]\n",
     "office.yaml:1:1: height_m is a list of 1, expected a number: 1.4 to 2.1 m", PS_ERR_VALUE},
    {"height: 9\n", "office.yaml:1:9: height_m is 9; allowed is 1.4 to 2.1 m", PS_ERR_VALUE},
    {"height: 1.6\nheight_m: 1.7\n",
     "office.yaml:2:11: height_m is given twice, as 'height' and as 'height_m'", PS_ERR_STRUCTURE},
    {"drop_m: 1\n", "office.yaml:1:9: drop_m is 1; allowed is at most 0 m", PS_ERR_VALUE},
    {"sex: femal\n", "office.yaml:1:6: sex is 'femal'; allowed: female, male; nearest: 'female'",
     PS_ERR_VALUE},
    {"samples: 1.5\n", "office.yaml:1:10: samples is '1.5', expected a whole number", PS_ERR_VALUE},
    {"note: [1, 2]\n", "office.yaml:1:1: note is a list of 2, expected a text", PS_ERR_VALUE},
    {"hip_flexion_deg: [1, 2, 3]\n",
     "office.yaml:1:1: hip_flexion_deg is a list of 3, expected one number, or a list of two",
     PS_ERR_VALUE},
    {"hip_flexion_deg: [1, 130]\n",
     "office.yaml:1:22: hip_flexion_deg is 130; allowed is -30 to 120 deg", PS_ERR_VALUE},
    {"lumbar_deg: bent\n",
     "office.yaml:1:13: lumbar_deg is 'bent'; allowed: neutral, slumped, or a number: -40 to 60 "
     "deg",
     PS_ERR_VALUE},
    {"lumbar_deg: 61\n", "office.yaml:1:13: lumbar_deg is 61; allowed is -40 to 60 deg",
     PS_ERR_VALUE},
    {"angles_deg: [1, x]\n", "office.yaml:1:17: angles_deg is 'x', expected a number in deg",
     PS_ERR_VALUE},
    {"chair: 5\n", "office.yaml:1:8: chair is '5', expected a map", PS_ERR_VALUE},
    {"chair: {backrest: 1}\n", "office.yaml:1:19: chair.backrest is '1', expected true or false",
     PS_ERR_VALUE},
    {"loads: {mass_kg: 1}\n", "office.yaml:1:1: loads is a map, expected a list of maps",
     PS_ERR_VALUE},
    {LOADS "  - at: [1, 2, 3]\n", "office.yaml:3:5: loads.1.mass_kg is missing: what is carried",
     PS_ERR_STRUCTURE},
    {LOADS "  - mass_kg: -1\n", "office.yaml:3:14: loads.1.mass_kg is -1; allowed is at least 0 kg",
     PS_ERR_VALUE},
    {LOADS "  - {mass_kg: 1, at: [1, 2]}\n",
     "office.yaml:3:18: loads.1.at is a list of 2, expected a list of 3 numbers", PS_ERR_VALUE},
    {LOADS "  - 7\n", "office.yaml:3:5: loads.1 is '7', expected a map", PS_ERR_VALUE},
    {"joints: none\n", "office.yaml:1:9: joints is 'none', expected a map or list", PS_ERR_VALUE},
};

static void what_is_wrong_is_said_with_its_place(void) {
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    CHECK_EQ(read(wrong[i].yaml), wrong[i].status);
    CHECK_TEXT(text, wrong[i].message);
  }
}

static void a_value_that_was_set_counts(void) {
  CHECK_EQ(read_with("height_m: 1.62\n", "height=1.8"), PS_OK);
  CHECK_EQ(p.height, 1.8);
  CHECK_EQ(read_with("height: 1.62\n", "height_m=1.8"), PS_OK);
  CHECK_EQ(p.height, 1.8);
  CHECK_EQ(read_with("chair:\n  backrest: yes\n", "chair.seat_height_m=0.4"), PS_OK);
  CHECK(p.chair.seat_height == 0.4 && p.chair.backrest);
  CHECK_EQ(read_with("note: x\n", "hip_flexion_deg=72,70"), PS_OK);
  CHECK(p.hip[0] == 72 && p.hip[1] == 70);
  CHECK_EQ(read_with("note: x\n", "note=one, two"), PS_OK);
  CHECK_TEXT(p.note, "one, two");
}

// a map under its other name would hide the one of the file
static void a_map_is_not_set_under_another_name(void) {
  CHECK_EQ(read_with("chair:\n  backrest: yes\n", "seat.seat_height_m=0.4"), PS_ERR_STRUCTURE);
  CHECK_TEXT(text, "chair is given twice, as 'chair' and as 'seat'");
}

// it stands in no file
static void a_wrong_value_that_was_set_is_named(void) {
  CHECK_EQ(read_with("note: x\n", "chair.seat_height_m=5"), PS_ERR_VALUE);
  CHECK_TEXT(text, "chair.seat_height_m is 5; allowed is 0.2 to 1 m");
  CHECK_EQ(read_with("note: x\n", "chair.seat_hight_m=5"), PS_ERR_REFERENCE);
  CHECK_TEXT(text, "unknown key 'seat_hight_m' in chair; nearest: 'seat_height_m'");
  CHECK_EQ(read_with("note: x\n", "note="), PS_ERR_VALUE);
  CHECK_TEXT(text, "note is empty, expected a text");
}

static void a_tree_made_by_code_is_read_as_well(void) {
  ps_pool_free(&pool);
  tree = ps_pool_take(&pool, sizeof *tree);
  tree->kind = PS_TREE_MAP;
  ps_tree_number(&pool, tree, "height_m", 1.62);
  ps_tree_bool(&pool, ps_tree_map(&pool, tree, "chair"), "backrest", true);
  CHECK_EQ(read_again(), PS_OK);
  CHECK(p.height == 1.62 && p.chair.backrest);
  ps_tree_text(&pool, tree, "note", NULL);
  CHECK_EQ(read_again(), PS_ERR_VALUE);
  CHECK_TEXT(text, "note is empty, expected a text");
}

// whatever lies between the fields, and whatever texts name them
static void structs_are_compared_by_their_values(void) {
  place a, b;
  memset(&a, 0, sizeof a);
  memset(&b, 0x55, sizeof b);
  b.height = a.height = 1.7;
  b.drop = a.drop = NAN;
  b.sex = a.sex = 1;
  b.samples = a.samples = 5;
  a.note = "one";
  b.note = "other";
  memcpy(b.hip, a.hip, sizeof b.hip);
  b.lumbar.number = a.lumbar.number;
  b.lumbar.choice = a.lumbar.choice;
  b.angles = a.angles;
  b.chair.seat_height = a.chair.seat_height;
  b.chair.backrest = a.chair.backrest;
  b.loads = a.loads;
  b.joints = a.joints;
  CHECK(ps_schema_same(&place_schema, &a, &b));
  b.hip[1] = 3;
  CHECK(!ps_schema_same(&place_schema, &a, &b));
  b.hip[1] = a.hip[1];
  b.chair.backrest = !a.chair.backrest;
  CHECK(!ps_schema_same(&place_schema, &a, &b));
  b.chair.backrest = a.chair.backrest;
  b.lumbar.choice = a.lumbar.choice + 1;
  CHECK(!ps_schema_same(&place_schema, &a, &b));
  b.lumbar.choice = a.lumbar.choice;
  b.samples = 6;
  CHECK(!ps_schema_same(&place_schema, &a, &b));
}

int main(void) {
  int failed = CHECK_RUN(
      CHECK_FACT(every_type_of_key_is_read), CHECK_FACT(what_is_not_given_keeps_its_default),
      CHECK_FACT(one_number_is_a_pair_and_a_list_too), CHECK_FACT(the_ends_of_a_range_belong_to_it),
      CHECK_FACT(what_is_wrong_is_said_with_its_place), CHECK_FACT(a_value_that_was_set_counts),
      CHECK_FACT(a_map_is_not_set_under_another_name),
      CHECK_FACT(a_wrong_value_that_was_set_is_named),
      CHECK_FACT(a_tree_made_by_code_is_read_as_well),
      CHECK_FACT(structs_are_compared_by_their_values));
  ps_pool_free(&pool);
  return failed;
}
