// Solving a posture allocates nothing, however often and however it ends.
#include "check_memory.h"

#include "hold_kit.h"

static void allocates_nothing_in(const char *words) {
  hold_kit k;
  ps_lab lab;
  ps_error err = {0};
  ps_hold_options o = ps_hold_default();
  human_ok(ps_lab_open(&lab, &err), &err);
  human_ok(hold_read(&k, words, &err), &err);
  human_ok(hold_resolve(&k, &lab.anatomy, &lab, PS_DETAIL_FULL, &err), &err);
  human_ok(ps_hold_create(&k.hold, k.human, &k.posture, &k.pose, &o, &err), &err);
  long before = check_memory.calls;
  for (int i = 0; i < 3; i++) {
    ps_hold_solve(k.hold, &k.held);
    ps_hold_retune(k.hold);
  }
  CHECK_EQ(check_memory.calls, before);
  hold_close(&k);
  ps_lab_close(&lab);
}

static void solving_allocates_nothing(void) {
  allocates_nothing_in("standing");
  allocates_nothing_in("driving");
  allocates_nothing_in("standing_bent loads.0.body=hands loads.0.mass_kg=250");
}

static void everything_is_given_back(void) {
  long before = check_memory.live;
  allocates_nothing_in("sitting_relaxed");
  CHECK_EQ(check_memory.live, before);
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(solving_allocates_nothing), CHECK_FACT(everything_is_given_back));
}
