#include "check.h"
#include "psoas/tool.h"

static const char *words(ps_effort effort) {
  static char text[80];
  return ps_effort_words(&effort, text, sizeof text);
}

// up to 5 % of what is needed, reserves are what a model leaves open anyway
static void small_reserves_leave_it_to_the_muscles(void) {
  ps_effort e = {.driven = true, .needed_peak = 100, .reserve_peak = 5};
  CHECK_EQ(ps_effort_verdict(&e), PS_VERDICT_MUSCLES);
  CHECK_TEXT(words(e), "muscles do it");
  e.reserve_peak = 5.1;
  CHECK_EQ(ps_effort_verdict(&e), PS_VERDICT_RESERVES);
  CHECK_TEXT(words(e), "reserves carry 5 %");
}

static void a_coordinate_without_muscles_is_told(void) {
  ps_effort e = {.driven = false, .needed_peak = 100, .reserve_peak = 100};
  CHECK_EQ(ps_effort_verdict(&e), PS_VERDICT_NO_MUSCLE);
  CHECK_TEXT(words(e), "no muscle turns it");
}

// what nothing gave outweighs who gave the rest
static void what_is_unmet_comes_first(void) {
  ps_effort e = {.driven = true, .rotational = true, .needed_peak = 100, .unmet_peak = 12};
  CHECK_EQ(ps_effort_verdict(&e), PS_VERDICT_UNMET);
  CHECK_TEXT(words(e), "up to 12 N m unmet");
  e.rotational = false;
  CHECK_TEXT(words(e), "up to 12 N unmet");
}

static void rest_needs_nothing(void) {
  ps_effort e = {.driven = true};
  CHECK_EQ(ps_effort_verdict(&e), PS_VERDICT_IDLE);
  CHECK_TEXT(words(e), "nothing is needed");
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(small_reserves_leave_it_to_the_muscles),
                   CHECK_FACT(a_coordinate_without_muscles_is_told),
                   CHECK_FACT(what_is_unmet_comes_first), CHECK_FACT(rest_needs_nothing));
}
