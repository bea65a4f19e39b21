// What a chair does: armrests carry the arms, a pad makes lordosis, the seat presses where it ends.
#include "hold_lab_kit.h"
#include "scenario/chair.h"

static void sit(hold_kit *k, const char *words) {
  solve(k, words);
  CHECK_EQ(k->held.status, PS_HOLD_SOLVED);
}

static double pressed(const hold_kit *k, const char *name) {
  double sum = 0;
  for (int i = 0; i < k->posture.ncontact; i++)
    if (strncmp(k->posture.contact[i].name, name, strlen(name)) == 0)
      sum += ps_dot(k->held.contact[i], k->posture.contact[i].normal);
  return sum;
}

static ps_status refused(const char *words, ps_error *err) {
  hold_kit k;
  human_ok(hold_read(&k, words, err), err);
  ps_status status = hold_resolve(&k, &lab.anatomy, &lab, PS_DETAIL_FULL, err);
  hold_close(&k);
  return status;
}

// both arms weigh 73 N; what lies on the armrests is taken off the spine
static void armrests_at_elbow_height_carry_the_arms(void) {
  open_lab();
  hold_kit k, without;
  sit(&without, "sitting_relaxed");
  sit(&k, "sitting_relaxed support.hands=armrests");
  double arms = 7.4 * 9.80665; // [N]
  CHECK_NEAR(pressed(&k, "elbow_rest"), arms, 0.02 * arms);
  CHECK(k.held.level[PS_L4_L5].compression < without.held.level[PS_L4_L5].compression - 20); // [N]
  // 22 to 27 cm over the seat: what anthropometry calls elbow rest height of a man of 1.75 m
  CHECK_NEAR(ps_elbow_height(k.human, &k.posture, k.d), 0.245, 0.025);
  hold_close(&k);
  hold_close(&without);
  ps_lab_close(&lab);
}

static void higher_armrests_carry_more_and_far_ones_nothing(void) {
  open_lab();
  static const char *const height[] = {"0.10", "0.19", "0.22", "0.25", "0.28", "0.35"};
  enum { N = sizeof height / sizeof *height };
  double load[N], disc[N];
  for (int i = 0; i < N; i++) {
    hold_kit k;
    char words[80];
    snprintf(words, sizeof words, "sitting_relaxed chair.armrest_m=%s", height[i]);
    sit(&k, words);
    load[i] = pressed(&k, "elbow_rest");
    disc[i] = k.held.level[PS_L4_L5].compression;
    printf("armrests at %s m: %.0f N, L4/5 %.0f N\n", height[i], load[i], disc[i]);
    hold_close(&k);
  }
  hold_kit lap;
  sit(&lap, "sitting_relaxed");
  CHECK_NEAR(load[0], 0, 1e-6);                                   // [N]
  CHECK_NEAR(disc[0], lap.held.level[PS_L4_L5].compression, 0.5); // [N]
  for (int i = 1; i < N; i++) {
    CHECK(load[i] >= load[i - 1]);
    CHECK(disc[i] <= disc[i - 1] + 1); // [N]
  }
  CHECK(load[N - 1] < 2.5 * 73); // [N]  shoulders are raised by 5 cm and no more
  hold_close(&lap);
  ps_lab_close(&lab);
}

// who works with the hands does not lean on the armrests
static void busy_hands_leave_the_armrests_alone(void) {
  open_lab();
  hold_kit with, without;
  sit(&without, "driving");
  sit(&with, "driving chair.armrest_m=0.24");
  CHECK_NEAR(pressed(&with, "elbow_rest"), 0, 0);
  CHECK_NEAR(with.held.level[PS_L4_L5].compression, without.held.level[PS_L4_L5].compression, 0);
  hold_close(&with);
  hold_close(&without);
  ps_error err = {0};
  CHECK_EQ(refused("standing support.hands=armrests", &err), PS_ERR_VALUE);
  CHECK(strstr(err.message, "support.seat") != NULL);
  ps_lab_close(&lab);
}

// 20, 25, 30 deg without pad and with pads of 2 and 4 cm in a car seat [decarvalho2012]
static void a_pad_makes_lordosis_and_takes_load_off(void) {
  open_lab();
  hold_kit none, two, four, stated;
  sit(&none, "driving");
  sit(&two, "driving chair.lumbar_pad_m=0.02");
  sit(&four, "driving chair.lumbar_pad_m=0.04");
  sit(&stated, "driving chair.lumbar_pad_m=0.04 lordosis_deg=20");
  CHECK_NEAR(two.posture.lordosis_deg - none.posture.lordosis_deg, 5, 1e-9);   // [deg]
  CHECK_NEAR(four.posture.lordosis_deg - none.posture.lordosis_deg, 10, 1e-9); // [deg]
  CHECK_NEAR(two.posture.inclination_deg, none.posture.inclination_deg, 1e-9); // [deg]
  CHECK_NEAR(stated.posture.lordosis_deg, none.posture.lordosis_deg, 1e-9);    // [deg]
  double load[] = {none.held.level[PS_L4_L5].compression, two.held.level[PS_L4_L5].compression,
                   four.held.level[PS_L4_L5].compression};
  printf("L4/5 with pads of 0, 2, 4 cm: %.0f, %.0f, %.0f N\n", load[0], load[1], load[2]);
  CHECK(load[1] < load[0] && load[2] < load[1]);
  hold_close(&none);
  hold_close(&two);
  hold_close(&four);
  hold_close(&stated);
  ps_lab_close(&lab);
}

// the further in front the thighs are held, the less of the weight the seat needs there
static void a_seat_presses_at_its_front_edge(void) {
  open_lab();
  hold_kit shallow, deep;
  sit(&shallow, "sitting_relaxed chair.depth_m=0.30");
  sit(&deep, "sitting_relaxed chair.depth_m=0.46");
  double edge[2] = {0, 0};
  for (int i = 0; i < deep.posture.ncontact; i++)
    if (strcmp(deep.posture.contact[i].name, "thigh_r") == 0) {
      edge[0] = -shallow.posture.contact[i].at.y;
      edge[1] = -deep.posture.contact[i].at.y;
    }
  CHECK_NEAR(edge[1] - edge[0], 0.16, 1e-9);                             // [m]
  CHECK(fabs(pressed(&shallow, "thigh") - pressed(&deep, "thigh")) > 5); // [N]
  hold_close(&shallow);
  hold_close(&deep);
  ps_error err = {0};
  CHECK_EQ(refused("sitting_reclined chair.depth_m=0.62", &err), PS_ERR_VALUE);
  CHECK(strstr(err.message, "up to") != NULL);
  CHECK_EQ(refused("sitting_reclined chair.depth_m=0.48", &err), PS_OK);
  ps_lab_close(&lab);
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(armrests_at_elbow_height_carry_the_arms),
                   CHECK_FACT(higher_armrests_carry_more_and_far_ones_nothing),
                   CHECK_FACT(busy_hands_leave_the_armrests_alone),
                   CHECK_FACT(a_pad_makes_lordosis_and_takes_load_off),
                   CHECK_FACT(a_seat_presses_at_its_front_edge));
}
