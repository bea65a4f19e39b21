// Nerves of a session under the hand: places of data/anatomy/nerve.csv on the bodies they belong
// to, on both sides, of the person's size.
#include "check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "human_kit.h"
#include "psoas/live.h"
#include "scenario/nerve_course.h"

enum { PLACES = 120 };

static ps_pool pool;
static ps_nerve_course course;

static void open_course(void) {
  ps_error err = {0};
  course = (ps_nerve_course){0};
  human_ok(ps_nerve_course_read(&pool, &course, &err), &err);
  CHECK(course.n > 0 && 2 * course.n <= PLACES);
}

static ps_live_frame take(ps_live **live, const char *posture, const char *person) {
  ps_live_frame frame;
  ps_error err = {0};
  if (!*live)
    human_ok(ps_live_create(live, true, &err), &err);
  human_ok(ps_live_take(*live, posture, person, &err), &err);
  human_ok(ps_live_solve(*live, true, &frame, &err), &err);
  CHECK_EQ(frame.nplace, 2 * course.n);
  return frame;
}

// a body of the frame by its name, in the order of the scene
static const double *body_of(const ps_live *live, const ps_live_frame *f, const char *name) {
  char *json, wanted[40];
  ps_error err = {0};
  human_ok(ps_live_scene(live, &json, &err), &err);
  snprintf(wanted, sizeof wanted, "\"name\": \"%s\"", name);
  const char *found = strstr(json, wanted);
  CHECK(found);
  int before = 0;
  for (const char *at = json; (at = strstr(at, "\"name\": \"")) && at < found; at++)
    before++;
  free(json);
  return f->body + PS_LIVE_BODY * before;
}

static const double *body_at(const ps_live *live, const ps_live_frame *f, int place) {
  const char *body = course.items[place % course.n].body;
  char name[40];
  bool femur = strcmp(body, "femur") == 0;
  snprintf(name, sizeof name, "%s%s", body, !femur ? "" : place < course.n ? "_r" : "_l");
  return body_of(live, f, name);
}

// of a place from the origin of its body
static double off_body(const double *body, const double *p) {
  return hypot(hypot(p[0] - body[9], p[1] - body[10]), p[2] - body[11]);
}

static void places_ride_on_their_bodies(void) {
  static const char *const postures[] = {"standing", "sitting_slumped", "knee_to_chest",
                                         "lying_supine", "walking_step"};
  ps_live *live = NULL;
  double off[PLACES];
  open_course();
  for (size_t k = 0; k < sizeof postures / sizeof *postures; k++) {
    ps_live_frame f = take(&live, postures[k], NULL);
    for (int i = 0; i < f.nplace; i++) {
      double now = off_body(body_at(live, &f, i), f.nerve + 3 * i);
      CHECK(isfinite(now) && now < 0.2); // [m]  the lowest one is on the thigh
      if (k == 0)
        off[i] = now;
      CHECK_NEAR(now, off[i], 1e-12); // [m]
    }
  }
  ps_live_free(live);
  ps_pool_free(&pool);
}

// standing is the same from both sides, as far as the solver goes on
static void left_mirrors_right(void) {
  ps_live *live = NULL;
  open_course();
  ps_live_frame f = take(&live, "standing", NULL);
  double middle = body_of(live, &f, "pelvis")[11];
  for (int i = 0; i < course.n; i++) {
    const double *right = f.nerve + 3 * i, *left = f.nerve + 3 * (course.n + i);
    CHECK_NEAR(right[0], left[0], 1e-6); // [m]
    CHECK_NEAR(right[1], left[1], 1e-6);
    CHECK_NEAR(right[2] - middle, middle - left[2], 1e-6);
    CHECK(right[2] > left[2]);
  }
  ps_live_free(live);
  ps_pool_free(&pool);
}

static void places_grow_with_the_person(void) {
  ps_live *live = NULL;
  double off[PLACES];
  open_course();
  ps_live_frame f = take(&live, "standing", "height_m: 1.5\n");
  for (int i = 0; i < f.nplace; i++)
    off[i] = off_body(body_at(live, &f, i), f.nerve + 3 * i);
  f = take(&live, "standing", "height_m: 1.8\n");
  for (int i = 0; i < f.nplace; i++)
    CHECK_NEAR(off_body(body_at(live, &f, i), f.nerve + 3 * i), 1.2 * off[i], 1e-9); // [m]
  ps_live_free(live);
  ps_pool_free(&pool);
}

static void every_nerve_is_in_the_scene_once_a_side(void) {
  ps_live *live = NULL;
  ps_error err = {0};
  char *json, wanted[60];
  open_course();
  take(&live, "standing", NULL);
  human_ok(ps_live_scene(live, &json, &err), &err);
  for (int i = 0; i < course.n; i++) {
    int n = 0;
    snprintf(wanted, sizeof wanted, "\"name\": \"%s\"", course.items[i].nerve);
    for (const char *at = strstr(json, "\"nerves\""); (at = strstr(at, wanted)); at++)
      n++;
    CHECK_EQ(n, 2);
  }
  free(json);
  ps_live_free(live);
  ps_pool_free(&pool);
}

// the roots end where the femoral nerve passes, and what goes to the sciatic at its beginning
static void roots_join_their_nerves(void) {
  static const struct {
    const char *branch, *nerve;
  } joins[] = {{"root_L2", "femoral"}, {"root_L3", "femoral"},
               {"root_L4", "femoral"}, {"lumbosacral_trunk", "sciatic"},
               {"root_S1", "sciatic"}, {"root_S2", "sciatic"},
               {"root_S3", "sciatic"}, {"root_L5", "lumbosacral_trunk"}};
  open_course();
  for (size_t k = 0; k < sizeof joins / sizeof *joins; k++) {
    const ps_nerve_place *last = NULL;
    double least = INFINITY;
    for (int i = 0; i < course.n; i++)
      if (strcmp(course.items[i].nerve, joins[k].branch) == 0)
        last = &course.items[i];
    CHECK(last);
    for (int i = 0; i < course.n; i++)
      if (strcmp(course.items[i].nerve, joins[k].nerve) == 0 &&
          strcmp(course.items[i].body, last->body) == 0)
        least = fmin(least, ps_distance(course.items[i].at, last->at));
    CHECK_EQ(least, 0);
  }
  ps_pool_free(&pool);
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(places_ride_on_their_bodies), CHECK_FACT(left_mirrors_right),
                   CHECK_FACT(places_grow_with_the_person),
                   CHECK_FACT(every_nerve_is_in_the_scene_once_a_side),
                   CHECK_FACT(roots_join_their_nerves));
}
