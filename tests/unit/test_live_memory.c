// A session under the hand: cold, its numbers are those of `psoas pose`; warm, they differ by less
// than anybody can see, and moving a slider allocates nothing.
#include "check_memory.h"

#include "hold_kit.h"
#include "psoas/live.h"
#include "scenario/result.h"

static ps_live *open_live(bool light) {
  ps_live *live;
  ps_error err = {0};
  human_ok(ps_live_create(&live, light, &err), &err);
  return live;
}

static ps_live_frame frame_of(ps_live *live, bool cold) {
  ps_live_frame frame = {0};
  ps_error err = {0};
  human_ok(ps_live_solve(live, cold, &frame, &err), &err);
  return frame;
}

static void take(ps_live *live, const char *posture, const char *person) {
  ps_error err = {0};
  human_ok(ps_live_take(live, posture, person, &err), &err);
}

static void set(ps_live *live, const char *key, const char *value) {
  ps_error err = {0};
  human_ok(ps_live_set(live, key, value, &err), &err);
}

// ---- cold

static ps_pose_result *pose(const char *posture, const char *const *sets, int nsets, bool light) {
  ps_pose_result *result;
  ps_pose_request q = ps_pose_request_default();
  ps_error err = {0};
  q.postures = &posture;
  q.npostures = 1;
  q.sets = sets;
  q.nsets = nsets;
  q.light = light;
  q.draws = 0;
  human_ok(ps_pose_run(&q, &result, &err), &err);
  return result;
}

// results are rounded to eight digits, and none below 1e-9
static void agrees(const ps_pose_result *result, const char *path, double value) {
  ps_pose_number number;
  CHECK(ps_pose_result_number(result, 0, path, &number));
  CHECK_NEAR(value, number.value, 5.1e-8 * fabs(number.value) + 1e-9);
}

static void agrees_with_levels(const ps_pose_result *result, const ps_live_frame *f) {
  static const char *const columns[] = {"compression_N", "shear_anterior_N", "shear_right_N",
                                        "idp_MPa",       "ligament_N",       "facet_N",
                                        "moment_Nm.0",   "moment_Nm.1",      "moment_Nm.2",
                                        "angle_deg.FE",  "angle_deg.LB",     "angle_deg.AR"};
  for (int i = 0; i < PS_LEVELS; i++)
    for (size_t c = 0; c < sizeof columns / sizeof *columns; c++) {
      char path[80];
      snprintf(path, sizeof path, "levels.%s.%s", ps_level_names[ps_level_from_above(i)],
               columns[c]);
      agrees(result, path, f->level[PS_LIVE_LEVEL * i + (int)c]);
    }
}

static void agrees_with_groups(const ps_pose_result *result, const ps_live_frame *f) {
  for (int i = 0; i < f->ngroup; i++) {
    char path[80];
    snprintf(path, sizeof path, "groups.%s_%c.force_N", ps_group_name(i / 2), "rl"[i % 2]);
    agrees(result, path, f->group[PS_LIVE_GROUP * i]);
    snprintf(path, sizeof path, "groups.%s_%c.activation_pct", ps_group_name(i / 2), "rl"[i % 2]);
    agrees(result, path, f->group[PS_LIVE_GROUP * i + 1]);
  }
}

// names, from the scene, of what is by line
static void agrees_with_lines(const ps_pose_result *result, const ps_live *live,
                              const ps_live_frame *f) {
  char *json;
  ps_error err = {0};
  human_ok(ps_live_scene(live, &json, &err), &err);
  const char *at = strstr(json, "\"lines\"");
  for (int i = 0; i < f->nline; i++) {
    char name[64], path[120];
    at = strstr(at, "\"name\": \"");
    CHECK(at);
    at += strlen("\"name\": \"");
    snprintf(name, sizeof name, "%.*s", (int)strcspn(at, "\""), at);
    const struct {
      const char *key;
      double value;
    } numbers[] = {{"force_N", f->force[i]},
                   {"active_N", f->active[i]},
                   {"passive_N", f->passive[i]},
                   {"activation", f->activation[i]},
                   {"length_m", f->length[i]}};
    for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) {
      snprintf(path, sizeof path, "muscles.%s.%s", name, numbers[k].key);
      agrees(result, path, numbers[k].value);
    }
    CHECK_NEAR(f->active[i], f->capacity[i] * f->activation[i], 1e-9); // [N]
    CHECK(f->start[i + 1] - f->start[i] >= 2);
  }
  free(json);
  CHECK_EQ(f->start[f->nline], f->npoint);
}

static void cold_is_pose(const char *posture, const char *set_key, const char *set_value,
                         bool light) {
  char pair[120];
  const char *const sets[] = {pair};
  snprintf(pair, sizeof pair, "%s=%s", set_key, set_value);
  ps_pose_result *result = pose(posture, sets, set_key[0] != 0, light);
  ps_live *live = open_live(light);
  take(live, posture, NULL);
  frame_of(live, false); // a history that must not show
  set(live, "trunk_bend_deg", "3");
  frame_of(live, false);
  ps_live_clear(live);
  if (set_key[0])
    set(live, set_key, set_value);
  ps_live_frame f = frame_of(live, true);
  CHECK_EQ(f.status, (int)ps_pose_result_outcome(result, 0));
  agrees_with_levels(result, &f);
  agrees_with_groups(result, &f);
  agrees_with_lines(result, live, &f);
  ps_live_free(live);
  ps_pose_result_free(result);
}

static void a_cold_frame_is_what_pose_says(void) {
  cold_is_pose("standing", "", "", false);
  cold_is_pose("sitting_slumped", "chair.tilt_deg", "5", false);
  cold_is_pose("driving", "height_m", "1.62", false);
  cold_is_pose("lifting_20kg", "", "", false);
  cold_is_pose("lying_supine", "", "", false);
  cold_is_pose("walking_step", "", "", false);
  cold_is_pose("standing", "effort.trunk_extension", "max", false);
  cold_is_pose("standing", "stress", "0.7", false);
  cold_is_pose("standing", "support.backrest", "false", true);
}

static void a_person_is_what_a_file_says(void) {
  ps_live *live = open_live(false);
  take(live, "posture: standing\nlordosis_deg: 40\n", "sex: female\nheight_m: 1.6\n");
  ps_live_frame small = frame_of(live, true);
  double size = small.body[PS_LIVE_BODY * 2 + 10];
  int scene = small.scene;
  take(live, "standing", NULL);
  ps_live_frame large = frame_of(live, true);
  CHECK(large.scene > scene);
  CHECK(large.body[PS_LIVE_BODY * 2 + 10] != size);
  ps_live_free(live);
}

// every number of a frame; those of a session that was somebody else before are those of a new one
static void same_bits(const ps_live_frame *a, const ps_live_frame *b) {
  const struct {
    const double *a, *b;
    int n;
  } arrays[] = {{a->body, b->body, PS_LIVE_BODY * a->nbody},
                {a->point, b->point, 3 * a->npoint},
                {a->force, b->force, a->nline},
                {a->passive, b->passive, a->nline},
                {a->capacity, b->capacity, a->nline},
                {a->length, b->length, a->nline},
                {a->level, b->level, PS_LIVE_LEVEL * a->nlevel},
                {a->group, b->group, PS_LIVE_GROUP * a->ngroup},
                {a->contact, b->contact, PS_LIVE_CONTACT * a->ncontact},
                {a->nerve, b->nerve, 3 * a->nplace},
                {a->number, b->number, a->nnumber}};
  CHECK_EQ(a->status, b->status);
  CHECK_EQ(a->npoint, b->npoint);
  for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++)
    CHECK_EQ(memcmp(arrays[i].a, arrays[i].b, (size_t)arrays[i].n * sizeof(double)), 0);
}

static const char *const people[][2] = {{"height_m", "1.5"},
                                        {"sex", "female"},
                                        {"mass_kg", "110"},
                                        {"strength", "0.6"},
                                        {"age_y", "75"},
                                        {"pelvic_incidence_deg", "68"},
                                        {"scoliosis_deg", "8"},
                                        {"stress", "0.7"},
                                        {"psoas_size", "0.6,1"},
                                        {"flexibility", "0.7"},
                                        {"height_m", "2.05"},
                                        {"hip_flexor_shortening", "0.1,0"},
                                        {"effort.hip_flexion_r", "max"}};
enum { PEOPLE = sizeof people / sizeof *people };

static void a_cold_frame_of_another_person_is_that_of_a_new_session(void) {
  for (int light = 0; light < 2; light++) {
    ps_live *live = open_live(light);
    for (int i = 0; i < PEOPLE; i++) {
      ps_live *fresh = open_live(light);
      const char *posture = i % 3 == 2 ? "driving" : "standing";
      take(live, posture, NULL);
      take(fresh, posture, NULL);
      set(live, people[i][0], people[i][1]);
      set(fresh, people[i][0], people[i][1]);
      if (i % 2)
        frame_of(live, false);
      ps_live_frame a = frame_of(live, true), b = frame_of(fresh, true);
      same_bits(&a, &b);
      ps_live_free(fresh);
    }
    ps_live_free(live);
  }
}

// ---- warm

static void going_on_is_close_to_cold(void) {
  ps_live *live = open_live(false);
  take(live, "standing", NULL);
  for (int i = 0; i < 40; i++) {
    char value[16];
    snprintf(value, sizeof value, "%d", i < 20 ? i : 40 - i);
    set(live, "trunk_inclination_deg", value);
    ps_live_frame f = frame_of(live, false);
    double warm = f.level[PS_LIVE_LEVEL * 4]; // L4/5
    if (i % 10 == 9) {
      f = frame_of(live, true);
      double size = f.level[PS_LIVE_LEVEL * 4];
      CHECK_NEAR(warm, size, 0.01 * size); // [N]  each is steady to 2 N
    }
  }
  ps_live_free(live);
}

// a slider of the person: who comes next starts where the one before ended
static void another_person_is_close_to_cold(void) {
  for (int light = 0; light < 2; light++) {
    ps_live *live = open_live(light);
    take(live, "standing", NULL);
    for (int i = 0; i < 60; i++) {
      char value[16];
      snprintf(value, sizeof value, "%.3f", i < 30 ? 1.5 + 0.02 * i : 2.1 - 0.02 * (i - 30));
      set(live, "height_m", value);
      ps_live_frame f = frame_of(live, false);
      double warm = f.level[PS_LIVE_LEVEL * 4]; // L4/5
      f = frame_of(live, true);
      double size = f.level[PS_LIVE_LEVEL * 4];
      CHECK_NEAR(warm, size, 0.01 * size); // [N]  each is steady to 2 N
      if (i % 2)                           // else the next starts from a cold one
        frame_of(live, false);
    }
    ps_live_free(live);
  }
}

static void moving_a_slider_allocates_nothing(void) {
  ps_live *live = open_live(false);
  take(live, "driving", NULL);
  long before = 0;
  for (int i = 0; i < 60; i++) {
    char value[16];
    snprintf(value, sizeof value, "%d", i % 12);
    set(live, "chair.tilt_deg", value);
    set(live, "hip_flexion_deg", i % 2 ? "70,71" : "71,70");
    frame_of(live, i % 5 == 0);
    if (i == 3) // it knows now what it needs
      before = check_memory.calls;
  }
  CHECK_EQ(check_memory.calls, before);
  ps_live_free(live);
}

// ---- what cannot be taken

static void a_refusal_leaves_the_session_alive(void) {
  ps_live *live = open_live(false);
  ps_live_frame f;
  ps_error err = {0};
  double before = frame_of(live, true).level[0];
  set(live, "lordosi_deg", "40");
  CHECK_EQ(ps_live_solve(live, false, &f, &err), PS_ERR_ARGUMENT);
  CHECK(strstr(err.message, "lordosis_deg"));
  ps_live_clear(live);
  set(live, "trunk_inclination_deg", "170");
  CHECK(ps_live_solve(live, false, &f, &err) != PS_OK);
  CHECK(ps_live_take(live, "standin", NULL, &err) != PS_OK);
  CHECK(strstr(err.message, "standing"));
  CHECK(ps_live_take(live, "standing", "height_m: big\n", &err) != PS_OK);
  ps_live_clear(live);
  CHECK_NEAR(frame_of(live, true).level[0], before, 0); // [N]
  ps_live_free(live);
}

// another posture on other supports, with every allocation failing in turn
static void memory_may_run_out(void) {
  ps_live *live = open_live(true);
  ps_error err = {0};
  double before = frame_of(live, true).level[0];
  for (long at = 1;; at++) {
    ps_live_frame f;
    check_memory.calls = 0;
    check_memory.hit = false;
    check_memory.fail_at = at;
    ps_status status = ps_live_take(live, "driving", "strength: 0.9\n", &err);
    if (status == PS_OK)
      status = ps_live_set(live, "chair.tilt_deg", "4", &err);
    if (status == PS_OK)
      status = ps_live_solve(live, false, &f, &err);
    check_memory.fail_at = 0;
    take(live, "standing", NULL);
    CHECK_NEAR(frame_of(live, true).level[0], before, 0); // [N]
    if (!check_memory.hit)
      break;
    CHECK(status != PS_OK);
  }
  ps_live_free(live);
}

int main(void) {
  return CHECK_RUN(
      CHECK_FACT(a_cold_frame_is_what_pose_says), CHECK_FACT(a_person_is_what_a_file_says),
      CHECK_FACT(a_cold_frame_of_another_person_is_that_of_a_new_session),
      CHECK_FACT(going_on_is_close_to_cold), CHECK_FACT(another_person_is_close_to_cold),
      CHECK_FACT(moving_a_slider_allocates_nothing), CHECK_FACT(a_refusal_leaves_the_session_alive),
      CHECK_FACT(memory_may_run_out));
}
