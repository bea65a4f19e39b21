#include "base/names.h"
#include "check.h"

// a neighbour swap, a missing letter and another case are one edit at most
static void distance_counts_single_edits(void) {
  CHECK_EQ(ps_edit_distance("lumbar5", "lumbar5", 9), 0);
  CHECK_EQ(ps_edit_distance("lubmar5", "lumbar5", 9), 1);
  CHECK_EQ(ps_edit_distance("lumbar", "Lumbar5", 9), 1);
  CHECK_EQ(ps_edit_distance("femur_r", "tibia_l", 9), 6);
  CHECK_EQ(ps_edit_distance("", "abc", 9), 3);
}

static void nearest_prefers_the_smallest_distance(void) {
  ps_nearest nearest = ps_nearest_to("lumbar6");
  ps_nearest_try(&nearest, "pelvis");
  ps_nearest_try(&nearest, "lumbar_5");
  ps_nearest_try(&nearest, "lumbar5");
  char text[64];
  CHECK_TEXT(ps_nearest_hint(&nearest, text, sizeof text), "; nearest: 'lumbar5'");
}

static void nothing_alike_gives_no_hint(void) {
  ps_nearest nearest = ps_nearest_to("psoas_r");
  ps_nearest_try(&nearest, "ground");
  char text[64];
  CHECK_TEXT(ps_nearest_hint(&nearest, text, sizeof text), "");
}

// a thousand names, found again by themselves and by nothing else
static void map_finds_what_was_added(void) {
  ps_pool pool = {0};
  ps_names names = {0};
  char text[32];
  for (int i = 0; i < 1000; i++) {
    snprintf(text, sizeof text, "name%d", i);
    CHECK_EQ(ps_names_add(&names, &pool, ps_pool_text(&pool, text, strlen(text)), i), i);
  }
  CHECK_EQ(ps_names_find(&names, "name777"), 777);
  CHECK_EQ(ps_names_find(&names, "name1000"), -1);
  CHECK_EQ(ps_names_add(&names, &pool, "name5", 1234), 5);
  ps_pool_free(&pool);
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(distance_counts_single_edits),
                   CHECK_FACT(nearest_prefers_the_smallest_distance),
                   CHECK_FACT(nothing_alike_gives_no_hint), CHECK_FACT(map_finds_what_was_added));
}
