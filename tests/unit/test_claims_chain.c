// What is said of short hip flexors and the leg below (claims C31 to C33 of
// data/evidence/claims.csv), computed over moments of a stride.
#include "claims_kit.h"
#include "scenario/chain.h"

enum { MOMENTS = 4 };
static const int moments[MOMENTS] = {2, 5, 9, 11}; // 10, 25, 45, 55 % of the stride

static ps_chain_row row_of(const char *name, int moment) {
  ps_chain_variant list[PS_CHAIN_VARIANTS];
  ps_error err = {0};
  ps_pool pool = {0};
  ps_pose pose;
  ps_tree *tree;
  ps_human *human;
  ps_chain_outcome out;
  ps_hold_status status;
  ps_chain_options o = {.hold = ps_hold_default()};
  const ps_lab *lab = the_lab();
  int at = 0, n = ps_chain_list(0, list);
  while (at < n && strcmp(list[at].name, name) != 0)
    at++;
  CHECK(at < n);
  human_ok(ps_posture_tree(&pool, "walking", &tree, &err), &err);
  human_ok(ps_pose_read(&pool, tree, NULL, &pose, &err), &err);
  ps_person person = ps_chain_person(&pose.person, &list[at]);
  human_ok(ps_human_create(&human, &lab->anatomy, &lab->parameters, &person, PS_DETAIL_FULL, &err),
           &err);
  human_ok(ps_chain_moment(lab, human, &pose, &list[at], moment, &o, &out, &status, &err), &err);
  CHECK_EQ(status, PS_HOLD_SOLVED);
  ps_human_free(human);
  ps_pool_free(&pool);
  return out.row;
}

// largest of the right leg over the moments, usual and with shorter hip flexors
static void peaks(ps_chain_number number, double peak[2]) {
  static const char *const who[2] = {"as is", "hip flexors 10 % shorter"};
  for (int v = 0; v < 2; v++) {
    peak[v] = -INFINITY;
    for (int i = 0; i < MOMENTS; i++)
      peak[v] = fmax(peak[v], row_of(who[v], moments[i]).leg[0][number]);
  }
  printf("%s: %.0f, %.0f N\n", ps_chain_labels[number].name, peak[0], peak[1]);
}

// C31: contested
static void short_hip_flexors_change_the_load_of_the_knee_a_little(void) {
  double knee[2];
  peaks(PS_CHAIN_knee_contact_N, knee);
  CHECK_NEAR(knee[1], knee[0], 0.1 * knee[0]);
}

// C32
static void short_hip_flexors_change_next_to_nothing_at_the_ankle(void) {
  double ankle[2];
  claim_says("C32", "no evidence", "computed; pain 0");
  peaks(PS_CHAIN_ankle_contact_N, ankle);
  CHECK_NEAR(ankle[1], ankle[0], 0.03 * ankle[0]);
}

// C33, near the end of stance, where the hip is most extended
static void short_hip_flexors_press_the_hip_forward_more_where_it_is_extended(void) {
  ps_chain_row usual = row_of("as is", 10), tight = row_of("hip flexors 10 % shorter", 10);
  double before = usual.leg[0][PS_CHAIN_hip_forward_N];
  double after = tight.leg[0][PS_CHAIN_hip_forward_N];
  printf("hip forward %.0f, %.0f N at %.0f deg\n", before, after,
         usual.leg[0][PS_CHAIN_hip_flexion_deg]);
  CHECK(usual.leg[0][PS_CHAIN_hip_flexion_deg] < 0);
  CHECK(after > before + 10);
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(short_hip_flexors_change_the_load_of_the_knee_a_little),
                   CHECK_FACT(short_hip_flexors_change_next_to_nothing_at_the_ankle),
                   CHECK_FACT(short_hip_flexors_press_the_hip_forward_more_where_it_is_extended));
}
