// What short and weak hip flexors do over a stride: joints carry what balance asks for, variants
// are what they are called, and draws are the same for all of them.
#include "analysis/chain.h"
#include "body/dynamics.h"
#include "hold_lab_kit.h"
#include "psoas/chain.h"
#include "scenario/chain.h"
#include "scenario/hold_inner.h"

// ---- a leg that is cut

static bool hangs_on(const ps_model *m, int body, int first) {
  while (body > first)
    body = m->body_parent[body];
  return body == first;
}

// Newton for all that hangs on a joint: what the joint must give is what the accelerations ask for
// less weight, ground and the pulls of the lines that are cut
static ps_vec3 by_newton(const hold_kit *k, int first, int coordinate) {
  const ps_human *h = k->human;
  const ps_model *m = h->model;
  const ps_data *d = ps_hold_data(k->hold);
  ps_vec3 sum = {0, 0, 0};
  for (int i = 1; i < m->nbody; i++)
    if (hangs_on(m, i, first)) {
      ps_vec3 a = ps_point_acceleration(d->body_V[i], d->body_A[i], d->body_com[i]);
      sum = ps_axpy(sum, m->body_mass[i], ps_sub(a, m->gravity));
    }
  for (int i = 0; i < k->posture.npush; i++)
    if (hangs_on(m, k->posture.push[i].body, first))
      sum = ps_sub(sum, k->posture.push[i].force);
  for (int i = 0; i < h->nline; i++)
    sum = ps_axpy(sum, -k->held.force[i], ps_path_pull_across(m, d, h->line[i].path, coordinate));
  return sum;
}

static void same_force(ps_vec3 a, ps_vec3 b) {
  CHECK_NEAR(ps_distance(a, b), 0, 1e-9); // [N]  of thousands: rounding
}

static void forces_on_a_cut_leg_sum_to_mass_times_acceleration(void) {
  open_lab();
  for (int phase = 0; phase < 100; phase += 5) {
    char words[80];
    hold_kit k;
    snprintf(words, sizeof words, "walking phase_pct=%d", phase);
    solve(&k, words);
    CHECK_EQ(k.held.status, PS_HOLD_SOLVED);
    const ps_human *h = k.human;
    for (int side = 0; side < 2; side++) {
      same_force(k.held.hip[side], by_newton(&k, h->femur[side], h->hip[side][0]));
      same_force(k.held.knee[side], by_newton(&k, h->tibia[side], h->knee[side]));
      same_force(k.held.ankle[side], by_newton(&k, h->foot[side], h->ankle[side]));
    }
    hold_close(&k);
  }
  ps_lab_close(&lab);
}

// sizes and parts of the row are those of the force that is held, the knee's with the shank's axes
static void a_row_says_what_is_held(void) {
  open_lab();
  hold_kit k;
  ps_chain_row row;
  solve(&k, "walking phase_pct=50");
  ps_chain_measure(k.hold, &k.held, &row);
  const ps_vec3 *force[] = {k.held.hip, k.held.knee, k.held.ankle};
  for (int side = 0; side < 2; side++)
    for (int j = 0; j < 3; j++) {
      const double *out = row.leg[side] + PS_CHAIN_hip_contact_N + 4 * j;
      double size = ps_norm(force[j][side]);
      CHECK_NEAR(out[0], size, 1e-9);                                  // [N]  rounding
      CHECK_NEAR(ps_norm(ps_vec(out[1], out[2], out[3])), size, 1e-9); // [N]
      int body = j ? k.human->tibia[side] : k.human->pelvis;
      ps_vec3 up = ps_column(ps_hold_data(k.hold)->body_X[body].R, 1);
      CHECK_NEAR(out[2], -ps_dot(up, force[j][side]), 1e-9); // [N]  on the upper bone
    }
  hold_close(&k);
  ps_lab_close(&lab);
}

// ---- variants

// a variant at a moment, without draws
static ps_chain_row row_of(const char *name, int moment, double inhibition) {
  ps_chain_variant list[PS_CHAIN_VARIANTS];
  ps_error err = {0};
  hold_kit k;
  ps_human *human;
  ps_chain_outcome out;
  ps_hold_status status;
  ps_chain_options o = {.hold = ps_hold_default()};
  int at = 0, n = ps_chain_list(inhibition, list);
  while (at < n && strcmp(list[at].name, name) != 0)
    at++;
  CHECK(at < n);
  human_ok(hold_read(&k, "walking", &err), &err);
  ps_person person = ps_chain_person(&k.pose.person, &list[at]);
  human_ok(ps_human_create(&human, &lab.anatomy, &lab.parameters, &person, PS_DETAIL_FULL, &err),
           &err);
  human_ok(ps_chain_moment(&lab, human, &k.pose, &list[at], moment, &o, &out, &status, &err), &err);
  CHECK_EQ(status, PS_HOLD_SOLVED);
  ps_human_free(human);
  ps_pool_free(&k.pool);
  return out.row;
}

static void is_the_pose(const char *variant, const char *sets) {
  char words[200];
  hold_kit k;
  ps_chain_row row, same = row_of(variant, 10, 0);
  snprintf(words, sizeof words, "walking phase_pct=50 %s", sets);
  solve(&k, words);
  ps_chain_measure(k.hold, &k.held, &row);
  for (int i = 0; i < PS_CHAIN_COUNT; i++)
    CHECK_NEAR(same.leg[0][i], row.leg[0][i], 1e-6); // shares of 1 - (1 - s) round
  hold_close(&k);
}

static void a_variant_is_a_pose_that_anyone_can_set(void) {
  open_lab();
  is_the_pose("as is", "");
  is_the_pose("hip flexors 10 % shorter", "person.hip_flexor_shortening=0.1");
  is_the_pose("psoas, iliacus 20 % shorter", "person.iliopsoas_shortening=0.2");
  is_the_pose("psoas, iliacus at 60 %", "person.psoas_strength=0.6 person.iliacus_strength=0.6");
  ps_lab_close(&lab);
}

// the stride stays, and with it what the joints need
static void net_moments_and_angles_are_those_of_the_stride(void) {
  static const int same[] = {PS_CHAIN_hip_moment_Nm,    PS_CHAIN_knee_moment_Nm,
                             PS_CHAIN_ankle_moment_Nm,  PS_CHAIN_hip_flexion_deg,
                             PS_CHAIN_knee_flexion_deg, PS_CHAIN_ankle_deg};
  open_lab();
  ps_chain_row a = row_of("as is", 10, 0), b = row_of("hip flexors 20 % shorter", 10, 0);
  for (size_t i = 0; i < sizeof same / sizeof *same; i++)
    for (int side = 0; side < 2; side++)
      CHECK_NEAR(b.leg[side][same[i]], a.leg[side][same[i]], 1e-9); // [N m], [deg]  rounding
  CHECK(b.leg[0][PS_CHAIN_hip_passive_Nm] > a.leg[0][PS_CHAIN_hip_passive_Nm]);
  CHECK(b.leg[0][PS_CHAIN_hip_forward_N] > a.leg[0][PS_CHAIN_hip_forward_N]);
  ps_lab_close(&lab);
}

// ---- antagonist inhibition

static void gluteals_lose_what_the_passive_psoas_takes(void) {
  open_lab();
  hold_kit off, on;
  ps_hold_options o = ps_hold_default();
  const char words[] = "walking phase_pct=50 person.hip_flexor_shortening=0.2";
  hold_solve(&off, &lab, words, &o);
  o.inhibition = 0.3;
  hold_solve(&on, &lab, words, &o);
  const ps_human *h = on.human;
  double passive[2] = {0, 0}, strength[2] = {0, 0};
  for (int i = 0; i < h->nline; i++)
    if (strcmp(h->line[i].group, "psoas") == 0) {
      passive[h->line[i].side] += on.held.passive[i];
      strength[h->line[i].side] += h->model->muscle[i].max_isometric_force;
    }
  CHECK(passive[0] > 100); // [N]  else there is nothing to see
  // all at the angles of one of them: levels of the spine move a little
  ps_hold_evaluate(off.hold, on.held.q);
  for (int i = 0; i < h->nline; i++) {
    int side = h->line[i].side;
    bool gluteal = strncmp(h->line[i].group, "gluteus", 7) == 0;
    double left = gluteal ? 1 - 0.3 * passive[side] / strength[side] : 1;
    CHECK_NEAR(on.hold->capacity[i], left * off.hold->capacity[i], 1e-9); // [N]  rounding
  }
  hold_close(&off);
  hold_close(&on);
  ps_lab_close(&lab);
}

// ---- how far a leg goes back

static void the_extension_of_a_moment_undoes_the_moment_of_an_extension(void) {
  open_lab();
  hold_kit k;
  solve(&k, "standing person.hip_flexor_shortening=0.1");
  for (int deg = -10; deg <= 15; deg += 5) {
    double moment = ps_hip_passive_moment(k.hold, 0, -deg, 20);
    CHECK_NEAR(ps_hip_extension_at(k.hold, 0, 20, moment), deg, 0.02); // [deg]  of the search
  }
  hold_close(&k);
  ps_lab_close(&lab);
}

// ---- the whole

static ps_chain_result *run(const char *set, int draws, int threads) {
  ps_chain_request q = ps_chain_request_default();
  ps_chain_result *r;
  ps_error err = {0};
  const char *sets[] = {set};
  q.sets = sets;
  q.nsets = set != NULL;
  q.draws = draws;
  q.threads = threads;
  human_ok(ps_chain_run(&q, &r, &err), &err);
  return r;
}

static ps_chain_change peak(const ps_chain_result *r, int variant, bool left, const char *name) {
  ps_chain_change c;
  CHECK(ps_chain_result_peak(r, variant, left, name, &c));
  return c;
}

static void threads_change_no_bit_and_the_person_as_is_does_not_differ_from_itself(void) {
  char *text[2];
  ps_error err = {0};
  for (int i = 0; i < 2; i++) {
    ps_chain_result *r = run(NULL, 1, 1 + 2 * i);
    CHECK_EQ(ps_chain_result_unsolved(r), 0);
    human_ok(ps_chain_result_json(r, &text[i], &err), &err);
    ps_chain_change c = peak(r, 0, false, "knee_contact_N");
    CHECK(c.value > 0 && c.change == 0 && c.p10 == 0 && c.p90 == 0);
    c = peak(r, 2, false, "hip_forward_N");
    CHECK(c.change > 0 && c.p10 == c.change && c.p90 == c.change); // one draw has no range
    CHECK(!ps_chain_result_peak(r, 0, false, "shoulder_N", &c));
    ps_chain_result_free(r);
  }
  CHECK_TEXT(text[1], text[0]);
  free(text[0]);
  free(text[1]);
}

static void whoever_is_weak_on_the_other_side_has_the_other_legs_numbers(void) {
  static const char *const names[] = {"hip_contact_N", "knee_contact_N", "ankle_contact_N"};
  ps_chain_result *right = run("psoas_strength=0.8,1", 0, 0);
  ps_chain_result *left = run("psoas_strength=1,0.8", 0, 0);
  for (int k = 0; k < 3; k++) // up to 10 % shorter: 20 % and weak on one side is too much to walk
    for (int i = 0; i < 3; i++) {
      double a = peak(right, k, false, names[i]).value, b = peak(left, k, true, names[i]).value;
      CHECK_NEAR(b, a, 2); // [N]  levels settle to 0.02 deg and 2 N
    }
  ps_chain_result_free(right);
  ps_chain_result_free(left);
}

static void what_chain_cannot_take_is_refused(void) {
  ps_error err = {0};
  ps_chain_result *r;
  const char *sets[] = {"phase_pct=5"};
  ps_chain_request q = ps_chain_request_default();
  q.sets = sets;
  q.nsets = 1;
  CHECK_EQ(ps_chain_run(&q, &r, &err), PS_ERR_ARGUMENT);
  CHECK(!r);
  q.nsets = 0;
  q.inhibition = 2;
  CHECK_EQ(ps_chain_run(&q, &r, &err), PS_ERR_ARGUMENT);
  CHECK(!r);
}

static bool no_more(void *context, const char *stage, long done, long total) {
  (void)stage;
  ++*(int *)context;
  CHECK(0 <= done && done <= total);
  return false;
}

static void whoever_says_stop_is_heard(void) {
  ps_error err = {0};
  ps_chain_result *r;
  int told = 0;
  ps_chain_request q = ps_chain_request_default();
  q.watch = (ps_watch){no_more, &told};
  q.threads = 2;
  CHECK_EQ(ps_chain_run(&q, &r, &err), PS_ERR_CANCELLED);
  CHECK(!r && told > 0);
}

int main(void) {
  return CHECK_RUN(
      CHECK_FACT(forces_on_a_cut_leg_sum_to_mass_times_acceleration),
      CHECK_FACT(a_row_says_what_is_held), CHECK_FACT(a_variant_is_a_pose_that_anyone_can_set),
      CHECK_FACT(net_moments_and_angles_are_those_of_the_stride),
      CHECK_FACT(gluteals_lose_what_the_passive_psoas_takes),
      CHECK_FACT(the_extension_of_a_moment_undoes_the_moment_of_an_extension),
      CHECK_FACT(threads_change_no_bit_and_the_person_as_is_does_not_differ_from_itself),
      CHECK_FACT(whoever_is_weak_on_the_other_side_has_the_other_legs_numbers),
      CHECK_FACT(what_chain_cannot_take_is_refused), CHECK_FACT(whoever_says_stop_is_heard));
}
