#include "recruit_kit.h"

// How many problems: PSOAS_RECRUIT_PROBLEMS, or a million.
static uint64_t problems(void) {
  const char *text = getenv("PSOAS_RECRUIT_PROBLEMS");
  long n = text ? atol(text) : 0;
  return n > 0 ? (uint64_t)n : 1000000;
}

static kit_tally campaign(double power) {
  kit_tally t = kit_check_many(100000, 100000 + problems() / 2, power);
  printf("exponent %g: %d problems, %d out of reach, %d at the iteration limit\n", power,
         t.problems, t.infeasible, t.limited);
  return t;
}

static void squares_are_minimal_at_half_a_million_problems(void) {
  kit_tally t = campaign(2);
  CHECK(t.limited <= 1 + t.problems / 100000);
}

static void cubes_are_minimal_at_half_a_million_problems(void) {
  kit_tally t = campaign(3);
  CHECK(t.limited <= 2 + t.problems / 5000);
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(squares_are_minimal_at_half_a_million_problems),
                   CHECK_FACT(cubes_are_minimal_at_half_a_million_problems));
}
