// A session makes postures cheap and changes nothing: the same bits with and without it, whatever
// was solved before; and nothing of a request that may come from elsewhere opens a file.
#include "check.h"

#include <stdlib.h>
#include <string.h>

#include "psoas/pose.h"

typedef struct asked {
  const char *posture, *set;
  bool light, rhythm;
} asked;

// postures that follow each other on one person, change person, contacts and detail, and come back
static const asked list[] = {
    {"standing", NULL, false, false},
    {"standing", "trunk_inclination_deg=20", false, false},
    {"sitting_relaxed", NULL, false, false},
    {"standing", "height=1.62", false, false},
    {"sitting_relaxed", "trunk_inclination_deg=12", false, false},
    {"driving", "chair.lumbar_pad_m=0.02", false, false},
    {"standing", "trunk_inclination_deg=20", false, false},
    {"standing", NULL, true, false},
    {"lifting_20kg", NULL, false, false},
    {"standing", "effort.trunk_extension=max", false, false},
    {"standing", "trunk_inclination_deg=35", true, false},
    {"standing", "lordosis_deg=35", false, true},
    {"standing", "stress=0.5", false, false},
    {"standing", "muscles=off", false, false},
    {"lying_supine", NULL, false, false},
    {"standing", NULL, false, false},
};
enum { LIST = sizeof list / sizeof *list };

static ps_pose_request request_of(const asked *a) {
  ps_pose_request q = ps_pose_request_default();
  q.postures = &a->posture;
  q.npostures = 1;
  q.sets = &a->set;
  q.nsets = a->set != NULL;
  q.light = a->light;
  q.rhythm = a->rhythm;
  q.draws = 0;
  q.alone = q.sealed = true;
  return q;
}

// the JSON of a request, to be freed; NULL: it failed
static char *answer(ps_pose_session *session, ps_pose_request q, ps_error *err) {
  ps_pose_result *r;
  char *text = NULL;
  q.session = session;
  if (ps_pose_run(&q, &r, err) != PS_OK)
    return NULL;
  CHECK(ps_pose_result_json(r, &text, err) == PS_OK);
  ps_pose_result_free(r);
  return text;
}

static ps_pose_session *open_session(void) {
  ps_pose_session *session = NULL;
  ps_error err;
  CHECK(ps_pose_session_create(&session, &err) == PS_OK);
  return session;
}

static void a_session_changes_no_bit(void) {
  ps_pose_session *session = open_session();
  ps_error err;
  for (int round = 0; round < 2; round++) // forth and back
    for (int i = 0; i < LIST; i++) {
      const asked *a = &list[round ? LIST - 1 - i : i];
      char *with = answer(session, request_of(a), &err);
      char *without = answer(NULL, request_of(a), &err);
      CHECK(with && without);
      if (with && without && strcmp(with, without) != 0)
        printf("%s %s\n", a->posture, a->set ? a->set : "");
      CHECK(with && without && strcmp(with, without) == 0);
      free(with);
      free(without);
    }
  ps_pose_session_free(session);
}

// L4/5 [N] of standing, leaning by `lean` tenths of a degree
static double leaning(ps_pose_session *session, int lean, bool near) {
  char set[40];
  ps_pose_result *r;
  ps_error err;
  ps_pose_number n = {0};
  snprintf(set, sizeof set, "trunk_inclination_deg=%.1f", 0.1 * lean);
  const asked a = {"standing", set, false, false};
  ps_pose_request q = request_of(&a);
  q.session = session;
  q.near = near;
  CHECK(ps_pose_run(&q, &r, &err) == PS_OK);
  CHECK(ps_pose_result_number(r, 0, "levels.L4_L5.compression_N", &n));
  ps_pose_result_free(r);
  return n.value;
}

// the solver is content when no level's load changes by 2 N any more; each start may be so far off
static void small_steps_end_where_a_fresh_start_does(void) {
  ps_pose_session *near = open_session(), *fresh = open_session();
  for (int lean = 0; lean < 60; lean++)
    CHECK_NEAR(leaning(near, lean, true), leaning(fresh, lean, false), 4); // [N]
  ps_pose_session_free(near);
  ps_pose_session_free(fresh);
}

static void several_postures_of_a_request_do_not_disturb_each_other(void) {
  static const char *const names[] = {"standing", "standing_bent", "sitting_relaxed", "standing"};
  ps_pose_session *session = open_session();
  ps_pose_request q = ps_pose_request_default();
  ps_error err;
  q.postures = names;
  q.npostures = 4;
  q.draws = 0;
  q.explain = q.ensemble = true;
  char *with = answer(session, q, &err), *without = answer(NULL, q, &err);
  CHECK(with && without && strcmp(with, without) == 0);
  free(with);
  free(without);
  ps_pose_session_free(session);
}

static void texts_say_what_files_would(void) {
  ps_pose_session *session = open_session();
  ps_error err;
  const asked named = {"standing", "height=1.62", false, false};
  const asked written = {"text", NULL, false, false};
  ps_pose_request q = request_of(&written);
  q.yaml = "posture: standing\n";
  q.person_yaml = "height_m: 1.62\n";
  ps_pose_request by_name = request_of(&named);
  char *a = answer(session, q, &err), *b = answer(session, by_name, &err);
  CHECK(a && b);
  // what was put in is written differently, all that was computed is the same
  const char *from_a = a ? strstr(a, "\"levels\"") : "", *from_b = b ? strstr(b, "\"levels\"") : "";
  CHECK(strcmp(from_a, from_b) == 0);
  free(a);
  free(b);
  q.yaml = "posture: standing\ntrunk_inclination_deg: much\n";
  CHECK(!answer(session, q, &err));
  CHECK(err.line == 2 && strcmp(err.path, "text") == 0);
  ps_pose_session_free(session);
}

static void refuses(const char *posture, const char *set, const char *yaml, const char *why) {
  ps_error err;
  const asked a = {posture, set, false, false};
  ps_pose_request q = request_of(&a);
  q.yaml = yaml;
  CHECK(!answer(NULL, q, &err));
  if (!strstr(err.message, why))
    printf("%s: %s\n", posture, err.message);
  CHECK(strstr(err.message, why) != NULL);
}

static void a_sealed_request_opens_no_file(void) {
  refuses("/etc/passwd", NULL, NULL, "posture");
  refuses("./standing.yaml", NULL, NULL, "posture");
  refuses("standing", "person=/etc/passwd", NULL, "no files are read");
  refuses("standing", "chair=chair.yaml", NULL, "no files are read");
  refuses("text", NULL, "posture: standing\nperson: me.yaml\n", "no files are read");
  refuses("text", NULL, "posture: standing\nchair: ../chair.yaml\n", "no files are read");
  refuses("text", NULL, "posture: other.yaml\n", "posture");
}

int main(void) {
  return CHECK_RUN(
      CHECK_FACT(a_session_changes_no_bit), CHECK_FACT(small_steps_end_where_a_fresh_start_does),
      CHECK_FACT(several_postures_of_a_request_do_not_disturb_each_other),
      CHECK_FACT(texts_say_what_files_would), CHECK_FACT(a_sealed_request_opens_no_file));
}
