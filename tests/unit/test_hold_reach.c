// What can be held is found from nothing, not only by sliding there: the cost has several basins
// over the angles of the levels, and the published shares may lie in one that nobody can hold.
#include "hold_lab_kit.h"
#include "scenario/hold_inner.h"

static void slide_to(hold_kit *k, double lordosis_deg) {
  ps_error err = {0};
  k->pose.lordosis_deg = lordosis_deg;
  human_ok(ps_posture_resolve(k->human, &k->pose, k->d, &k->posture, &err), &err);
  ps_hold_solve(k->hold, &k->held);
}

// sitting more and more slumped, degree by degree, and at once
static void what_a_slide_reaches_is_held_from_nothing(void) {
  hold_kit k;
  ps_error err = {0};
  ps_hold_options o = ps_hold_default();
  open_lab();
  solve(&k, "sitting_relaxed lordosis_deg=6");
  double most = 0;
  for (int lordosis = 5; lordosis >= -14; lordosis--) {
    ps_hold *hold;
    ps_held held;
    slide_to(&k, lordosis);
    human_ok(ps_hold_create(&hold, k.human, &k.posture, &k.pose, &o, &err), &err);
    ps_hold_solve(hold, &held);
    CHECK_EQ(k.held.status, PS_HOLD_SOLVED);
    CHECK_EQ(held.status, PS_HOLD_SOLVED);
    for (int level = 0; level < PS_LEVELS; level++)
      most = fmax(most, fabs(held.level[level].compression - k.held.level[level].compression));
    ps_hold_free(hold);
  }
  printf("at once and by sliding, compressions differ by up to %.2g N\n", most);
  CHECK(most < 15); // [N]  the cost is flat around its least
  hold_close(&k);
  ps_lab_close(&lab);
}

// the strength that is named as enough is enough, and no less was lent at the end
static void enough_strength_is_enough(void) {
  const char *const words[] = {
      "lifting_20kg person.strength=0.3",
      "standing_bent loads.0.body=hands loads.0.mass_kg=120 loads.0.at_m=0.3,0,0",
      "sitting_upright lordosis_deg=-20"};
  open_lab();
  for (int i = 0; i < 3; i++) {
    hold_kit k;
    ps_held held;
    solve(&k, words[i]);
    double enough = k.held.strength_enough;
    printf("%s: %s, %.3g times the strength\n", words[i], ps_hold_status_word(k.held.status),
           enough);
    CHECK_EQ(k.held.status, PS_HOLD_INFEASIBLE);
    CHECK(enough > 1 && enough <= 10);
    CHECK_EQ(k.hold->lent, 1);
    k.human->p.strength_psoas *= enough;
    k.human->p.strength_leg *= enough;
    k.human->p.strength_trunk *= enough;
    ps_hold_solve(k.hold, &held);
    CHECK(held.status != PS_HOLD_INFEASIBLE);
    hold_close(&k);
  }
  ps_lab_close(&lab);
}

// where joints are driven beyond what they give way to, no strength helps
static void no_strength_bends_what_does_not_bend(void) {
  hold_kit k;
  open_lab();
  solve(&k, "standing lordosis_deg=-14");
  CHECK_EQ(k.held.status, PS_HOLD_INFEASIBLE);
  CHECK_EQ(k.held.strength_enough, 0);
  hold_close(&k);
  ps_lab_close(&lab);
}

// what cannot be held is told alike from nothing and after something else
static void the_way_there_does_not_matter(void) {
  hold_kit k, alone;
  open_lab();
  solve(&alone, "sitting_upright lordosis_deg=-20");
  solve(&k, "sitting_upright");
  slide_to(&k, 60);
  slide_to(&k, -20);
  CHECK_EQ(k.held.status, alone.held.status);
  CHECK_EQ(k.held.strength_enough, alone.held.strength_enough);
  hold_close(&alone);
  hold_close(&k);
  ps_lab_close(&lab);
}

// levels that creep along a flat cost are followed until they rest
static void slow_ones_come_to_rest(void) {
  const char *const words[] = {
      "standing_full_flexion person.strength=0.57 person.height_m=1.57 person.mass_kg=108",
      "standing_full_flexion person.strength=0.53 person.height_m=1.94 person.mass_kg=80",
      "standing person.strength=0.2 trunk_inclination_deg=60"};
  open_lab();
  for (int i = 0; i < 3; i++) {
    hold_kit k;
    solve(&k, words[i]);
    printf("%s: %d rounds\n", words[i], k.held.iterations);
    CHECK_EQ(k.held.status, PS_HOLD_SOLVED);
    CHECK(k.held.iterations > 30);
    hold_close(&k);
  }
  ps_lab_close(&lab);
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(what_a_slide_reaches_is_held_from_nothing),
                   CHECK_FACT(enough_strength_is_enough),
                   CHECK_FACT(no_strength_bends_what_does_not_bend),
                   CHECK_FACT(the_way_there_does_not_matter), CHECK_FACT(slow_ones_come_to_rest));
}
