#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "check.h"
#include "psoas/info.h"
#include "reference.h"

static ps_info *info_of(const char *path) {
  ps_info *info;
  ps_error err;
  if (ps_info_create(&info, path, PS_COMPAT_OPENSIM46, &err) != PS_OK)
    check_fail(__FILE__, __LINE__, err.message);
  return info;
}

static const char *data(const char *file) {
  static char path[600];
  snprintf(path, sizeof path, "%s/tests/data/%s", PSOAS_TEST_ROOT, file);
  return path;
}

// the leg of the tests with `was` replaced by `is`, once
static ps_info *changed_leg(const char *was, const char *is) {
  char path[64];
  ps_file_content leg;
  CHECK(ps_file_read(&leg, data("leg/leg.osim"), 1 << 20, NULL, NULL) == PS_OK);
  const char *at = strstr(leg.bytes, was);
  CHECK(at != NULL);
  snprintf(path, sizeof path, P_tmpdir "/psoas-test-info-%ld.osim", (long)getpid());
  FILE *file = fopen(path, "wb");
  CHECK(file != NULL);
  fprintf(file, "%.*s%s%s", (int)(at - leg.bytes), leg.bytes, is, at + strlen(was));
  fclose(file);
  ps_file_content_free(&leg);
  ps_info *info = info_of(path);
  unlink(path);
  return info;
}

static void parts_are_counted_by_class(void) {
  ps_info *info = info_of(data("leg/leg.osim"));
  CHECK_TEXT(info->name, "leg");
  CHECK_EQ(info->version, 40000);
  CHECK_NEAR(info->mass, 12.5, 1e-12); // [kg]  8 + 4.5, exact
  CHECK_EQ(info->nbody, 2);
  CHECK_EQ(info->njoint, 2);
  CHECK_EQ(info->nmuscle, 4);
  CHECK_EQ(info->nforce, 0);
  CHECK_EQ(info->nmarker, 1);
  CHECK_EQ(info->joints.n, 1);
  CHECK_TEXT(info->joints.item[0].name, "PinJoint");
  CHECK_EQ(info->joints.item[0].count, 2);
  CHECK_TEXT(info->muscles.item[0].name, "Thelen2003Muscle");
  CHECK(info->compiled);
  ps_info_free(info);
}

static void coordinates_have_range_and_traits(void) {
  ps_info *info = changed_leg("<clamped>true", "<locked>true</locked><clamped>true");
  CHECK_EQ(info->ncoordinate, 2);
  const ps_info_coordinate *knee = &info->coordinate[1];
  CHECK_TEXT(knee->name, "knee_angle");
  CHECK_TEXT(knee->joint, "knee");
  CHECK_EQ(knee->motion, PS_INFO_ROTATION);
  CHECK_EQ(knee->low, -2.0943951023931953);
  CHECK_EQ(knee->value, -0.3);
  CHECK(knee->clamped && knee->locked && !knee->prescribed && !knee->coupled);
  CHECK(!info->coordinate[0].clamped);
  ps_info_free(info);
}

static void what_is_not_supported_has_its_line(void) {
  ps_info *info = changed_leg("<MarkerSet>", "<ComponentSet><objects><Oracle name=\"o\" />"
                                             "</objects></ComponentSet><MarkerSet>");
  CHECK_EQ(info->nunsupported, 1);
  CHECK_EQ(info->nnote, 1);
  CHECK_EQ(info->note[0].kind, PS_NOTE_UNSUPPORTED);
  CHECK_EQ(info->note[0].line, 151);
  CHECK(strstr(info->note[0].text, "Oracle 'o'"));
  ps_info_free(info);
}

// what could be read is told, and why it is no model
static void a_model_that_cannot_be_compiled_says_why(void) {
  ps_info *info = changed_leg("<socket_parent>/bodyset/shank", "<socket_parent>/bodyset/shnak");
  CHECK(!info->compiled);
  CHECK_EQ(info->failure.status, PS_ERR_REFERENCE);
  CHECK_EQ(info->nmuscle, 4);
  CHECK_EQ(info->coordinate[0].motion, PS_INFO_NO_MOTION);
  ps_info_free(info);
}

static int arm_named(const ps_info *info, const char *path) {
  for (int i = 0; i < info->narm; i++)
    if (strcmp(info->arm[i].path, path) == 0)
      return i;
  return -1;
}

// straight lines and spheres: the arm is the slope of the length; tilted cylinder, torus: it is not
static void arms_that_contradict_their_length_are_named(void) {
  ps_info *info = info_of(data("wraps.osim"));
  CHECK_EQ(info->narm, 2);
  CHECK(arm_named(info, "over_cylinder") >= 0);
  CHECK(arm_named(info, "over_torus") >= 0);
  for (int i = 0; i < info->narm; i++)
    CHECK(fabs(info->arm[i].arm - info->arm[i].slope) > 1e-5); // [m]  what is told
  ps_info_free(info);
}

// OpenSim 4.6 gives gasmed_r of this model, at rest, an arm of 17.612 mm at the knee, while its own
// length grows by 0.32 mm in a radian (measured with steps of 0.0005 rad)
static void the_contradiction_is_opensims_own(void) {
  char path[1024];
  ps_info *info = info_of(reference_path("opensim/models/rajagopal2016.osim", path, sizeof path));
  int i = arm_named(info, "gasmed_r");
  CHECK(i >= 0);
  CHECK_TEXT(info->arm[i].coordinate, "knee_angle_r");
  CHECK_NEAR(info->arm[i].arm, 0.017611767, 1e-8); // [m]  a wrap over cylinders
  CHECK_NEAR(info->arm[i].slope, -0.000318, 2e-5); // [m]  second differences over OpenSim's step
  CHECK(arm_named(info, "vaslat_r") < 0);
  ps_info_free(info);
}

static void json_says_the_same(void) {
  ps_info *info = info_of(data("wraps.osim"));
  char *text;
  CHECK(ps_info_json(info, &text, NULL) == PS_OK);
  CHECK(strstr(text, "\"schema\": \"psoas.info/1\""));
  CHECK(strstr(text, "\"WrapTorus\": 1"));
  CHECK(strstr(text, "\"path\": \"over_torus\""));
  CHECK(strstr(text, "\"compiled\": true"));
  free(text);
  ps_info_free(info);
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(parts_are_counted_by_class),
                   CHECK_FACT(coordinates_have_range_and_traits),
                   CHECK_FACT(what_is_not_supported_has_its_line),
                   CHECK_FACT(a_model_that_cannot_be_compiled_says_why),
                   CHECK_FACT(arms_that_contradict_their_length_are_named),
                   CHECK_FACT(the_contradiction_is_opensims_own), CHECK_FACT(json_says_the_same));
}
