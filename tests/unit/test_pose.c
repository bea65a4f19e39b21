// What `psoas pose` hands on says the same in every form, and what it compares is what it computed.
#include "check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/tree.h"
#include "psoas/pose.h"
#include "tool/human_input.h"

static ps_pose_result *run(const ps_pose_request *q) {
  ps_pose_result *r = NULL;
  ps_error err;
  CHECK(ps_pose_run(q, &r, &err) == PS_OK);
  return r;
}

static ps_pose_request request_of(const char *const *names, int n) {
  ps_pose_request q = ps_pose_request_default();
  q.postures = names;
  q.npostures = n;
  q.draws = 0;
  return q;
}

static double at(const ps_pose_result *r, int i, const char *path) {
  ps_pose_number n = {NAN, NAN, NAN};
  CHECK(ps_pose_result_number(r, i, path, &n));
  return n.value;
}

static const char *const standing[] = {"standing"};

static void numbers_are_found_by_path(void) {
  ps_pose_request q = request_of(standing, 1);
  ps_pose_result *r = run(&q);
  ps_pose_number n;
  CHECK(ps_pose_result_count(r) == 1);
  CHECK(ps_pose_result_outcome(r, 0) == PS_POSE_SOLVED);
  CHECK(ps_pose_result_missing(r, 0)[0] == 0);
  CHECK(at(r, 0, "levels.L4_L5.compression_N") > 300); // [N]  the weight above alone
  CHECK(!ps_pose_result_number(r, 0, "levels.L6_L7.compression_N", &n));
  CHECK(!ps_pose_result_number(r, 0, "levels", &n));
  ps_pose_result_free(r);
}

static void an_interval_holds_most_of_the_draws(void) {
  ps_pose_request q = request_of(standing, 1);
  q.draws = 24;
  ps_pose_result *r = run(&q);
  ps_pose_number n;
  CHECK(ps_pose_result_number(r, 0, "levels.L4_L5.compression_N", &n));
  CHECK(n.p10 < n.p90);
  CHECK(n.p10 < n.value * 1.1 && n.p90 > n.value * 0.9);
  ps_pose_result_free(r);
}

static void json_has_the_numbers_of_the_result(void) {
  ps_pose_request q = request_of(standing, 1);
  ps_pose_result *r = run(&q);
  ps_error err;
  char *json, expected[64];
  CHECK(ps_pose_result_json(r, &json, &err) == PS_OK);
  CHECK(strstr(json, "\"schema\": \"psoas.pose_result/1\"") != NULL);
  CHECK(strstr(json, "\"inputs_sha256\"") != NULL);
  const char *level = strstr(json, "\"L4_L5\"");
  const char *number = level ? strstr(level, "\"compression_N\": ") : NULL;
  CHECK(number != NULL);
  double value = number ? strtod(number + strlen("\"compression_N\": "), NULL) : NAN;
  CHECK_NEAR(value, at(r, 0, "levels.L4_L5.compression_N"),
             0); // shortest digits read back the same
  snprintf(expected, sizeof expected, "\"status\": \"solved\"");
  CHECK(strstr(json, expected) != NULL);
  free(json);
  ps_pose_result_free(r);
}

static void the_table_rounds_the_numbers_of_the_result(void) {
  ps_pose_request q = request_of(standing, 1);
  ps_pose_result *r = run(&q);
  ps_error err;
  char *text, number[40];
  CHECK(ps_pose_result_text(r, &text, &err) == PS_OK);
  const char *row = strstr(text, "\nL4-L5 ");
  snprintf(number, sizeof number, "%.0f", at(r, 0, "levels.L4_L5.compression_N"));
  CHECK(row && strtod(row + strlen("\nL4-L5 "), NULL) == strtod(number, NULL));
  for (const char *line = text; *line;) { // a terminal of 100 columns holds it
    size_t length = strcspn(line, "\n");
    CHECK(length <= 100);
    line += length + (line[length] != 0);
  }
  free(text);
  ps_pose_result_free(r);
}

static void two_threads_say_what_one_says(void) {
  static const char *const both[] = {"standing", "lying_supine"};
  ps_pose_request q = request_of(both, 2);
  q.draws = 8;
  char *text[2];
  ps_error err;
  for (int i = 0; i < 2; i++) {
    q.threads = i + 1;
    ps_pose_result *r = run(&q);
    CHECK(ps_pose_result_json(r, &text[i], &err) == PS_OK);
    ps_pose_result_free(r);
  }
  CHECK(strcmp(text[0], text[1]) == 0);
  free(text[0]);
  free(text[1]);
}

static void the_difference_to_the_free_spine_is_that_of_the_results(void) {
  static const char path[] = "levels.L4_L5.compression_N";
  ps_pose_request q = request_of(standing, 1);
  ps_pose_result *free_spine = run(&q);
  q.rhythm = true;
  ps_pose_result *rhythm = run(&q);
  ps_error err;
  char *json, key[] = "\"levels.L4_L5.compression_N\": ";
  CHECK(ps_pose_result_json(rhythm, &json, &err) == PS_OK);
  const char *map = strstr(json, "\"difference_to_free\"");
  const char *number = map ? strstr(map, key) : NULL;
  CHECK(number != NULL);
  CHECK_NEAR(number ? strtod(number + strlen(key), NULL) : NAN,
             at(rhythm, 0, path) - at(free_spine, 0, path), 1e-9); // [N]  rounding
  free(json);
  ps_pose_result_free(rhythm);
  ps_pose_result_free(free_spine);
}

static void a_posture_that_cannot_be_held_names_what_is_missing(void) {
  static const char *const nothing_to_stand_on[] = {"support.feet=none"};
  ps_pose_request q = request_of(standing, 1);
  q.sets = nothing_to_stand_on;
  q.nsets = 1;
  ps_pose_result *r = run(&q);
  CHECK(ps_pose_result_outcome(r, 0) == PS_POSE_INFEASIBLE);
  CHECK(strstr(ps_pose_result_missing(r, 0), "pelvis_ty") != NULL);
  ps_pose_result_free(r);
}

static bool stop(void *context, const char *stage, long done, long total) {
  (void)context;
  (void)stage;
  CHECK(done <= total);
  return false;
}

static void work_can_be_stopped(void) {
  static const char *const both[] = {"standing", "lying_supine"};
  ps_pose_request q = request_of(both, 2);
  ps_pose_result *r = NULL;
  ps_error err;
  q.draws = 64;
  q.watch.progress = stop;
  CHECK(ps_pose_run(&q, &r, &err) == PS_ERR_CANCELLED);
  CHECK(r == NULL);
}

// ---- the words behind --set

static const ps_tree *tree_of(ps_pool *pool, const char *const *sets, int n) {
  const ps_human_words words = {.posture = "standing", .sets = sets, .nsets = n};
  ps_tree *tree = NULL;
  const char *path;
  ps_error err;
  CHECK(ps_human_tree(pool, &words, &tree, &path, &err) == PS_OK);
  return tree;
}

static bool says(const ps_tree *tree, const char *path, const char *value) {
  const ps_tree *t = ps_tree_find(tree, path);
  return t && t->text && strcmp(t->text, value) == 0;
}

static void a_name_goes_to_pose_person_or_chair(void) {
  static const char *const sets[] = {"height=1.62",      "lordosis=55",      "lordosis_deg=30",
                                     "seat_height_m=.4", "sex=female",       "psoas_strength=1,0.6",
                                     "support.seat=yes", "person.mass_kg=60"};
  ps_pool pool = {0};
  const ps_tree *t = tree_of(&pool, sets, sizeof sets / sizeof *sets);
  CHECK(says(t, "person.height", "1.62"));
  CHECK(says(t, "person.lordosis", "55"));
  CHECK(says(t, "lordosis_deg", "30"));
  CHECK(says(t, "chair.seat_height_m", ".4"));
  CHECK(says(t, "person.sex", "female"));
  CHECK(says(t, "person.psoas_strength.1", "0.6"));
  CHECK(says(t, "support.seat", "yes"));
  CHECK(says(t, "person.mass_kg", "60"));
  ps_pool_free(&pool);
}

static void an_unknown_name_has_its_nearest(void) {
  static const char *const sets[] = {"psoas_strengt=1"};
  const ps_human_words words = {.posture = "standing", .sets = sets, .nsets = 1};
  ps_pool pool = {0};
  ps_tree *tree;
  const char *path;
  ps_error err;
  CHECK(ps_human_tree(&pool, &words, &tree, &path, &err) == PS_ERR_ARGUMENT);
  CHECK(strstr(err.message, "nearest: 'psoas_strength'") != NULL);
  ps_pool_free(&pool);
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(numbers_are_found_by_path),
                   CHECK_FACT(an_interval_holds_most_of_the_draws),
                   CHECK_FACT(json_has_the_numbers_of_the_result),
                   CHECK_FACT(the_table_rounds_the_numbers_of_the_result),
                   CHECK_FACT(two_threads_say_what_one_says),
                   CHECK_FACT(the_difference_to_the_free_spine_is_that_of_the_results),
                   CHECK_FACT(a_posture_that_cannot_be_held_names_what_is_missing),
                   CHECK_FACT(work_can_be_stopped), CHECK_FACT(a_name_goes_to_pose_person_or_chair),
                   CHECK_FACT(an_unknown_name_has_its_nearest));
}
