// A sweep is the same posture again and again: its numbers are those of the posture alone, for any
// number of threads, and what cannot be taken or held is said.
#include "hold_kit.h"
#include "psoas/pose.h"
#include "psoas/sweep.h"
#include "psoas/table.h"

static ps_sweep *run(ps_sweep_request *q, const char *first, const char *second) {
  static const char *vary[2];
  ps_sweep *sweep;
  ps_error err = {0};
  vary[0] = first;
  vary[1] = second;
  q->vary = vary;
  q->nvary = second ? 2 : 1;
  human_ok(ps_sweep_run(q, &sweep, &err), &err);
  return sweep;
}

static char *csv_of(const ps_sweep *sweep) {
  char *text;
  ps_error err = {0};
  human_ok(ps_sweep_csv(sweep, &text, &err), &err);
  return text;
}

// Cell of a row (0: the first posture) under a column; "" where it is empty.
static const char *cell(const char *csv, int row, const char *column) {
  static char text[64];
  const char *line = csv, *name = csv;
  int at = 0;
  for (; strncmp(name, column, strlen(column)) || !strchr(",\n", name[strlen(column)]); at++) {
    name = strpbrk(name, ",\n");
    CHECK(name && *name == ',');
    name++;
  }
  for (int i = 0; i <= row; i++)
    line = strchr(line, '\n') + 1;
  for (; at > 0; at--)
    line = strchr(line, ',') + 1;
  snprintf(text, sizeof text, "%.*s", (int)strcspn(line, ",\n"), line);
  return text;
}

static double number(const char *csv, int row, const char *column) {
  return atof(cell(csv, row, column));
}

static void threads_do_not_change_a_bit(void) {
  ps_sweep_request q = {.posture = "standing"};
  char *text[3];
  for (int i = 0; i < 3; i++) {
    q.threads = 1 + 2 * i;
    ps_sweep *s = run(&q, "trunk_bend_deg=0:10:3", "trunk_inclination_deg=0:40:41");
    CHECK_EQ(ps_sweep_count(s), 123);
    text[i] = csv_of(s);
    ps_sweep_free(s);
  }
  CHECK_TEXT(text[1], text[0]);
  CHECK_TEXT(text[2], text[0]);
  for (int i = 0; i < 3; i++)
    free(text[i]);
}

// what a posture is does not depend on its neighbors, as far as the outer loop settles it
static void numbers_are_those_of_the_posture_alone(void) {
  ps_lab lab;
  ps_error err = {0};
  ps_sweep_request q = {.posture = "sitting_relaxed"};
  ps_sweep *s = run(&q, "lordosis_deg=10:34:13", NULL);
  char *csv = csv_of(s);
  human_ok(ps_lab_open(&lab, &err), &err);
  for (int i = 0; i < 13; i += 3) {
    hold_kit k;
    char words[80];
    ps_hold_options o = ps_hold_default();
    snprintf(words, sizeof words, "sitting_relaxed lordosis_deg=%d", 10 + 2 * i);
    hold_solve(&k, &lab, words, &o);
    double alone = k.held.level[PS_L4_L5].compression;
    CHECK_EQ(number(csv, i, "lordosis_deg"), 10 + 2 * i);
    CHECK_TEXT(cell(csv, i, "status"), ps_hold_status_word(k.held.status));
    CHECK_NEAR(number(csv, i, "L4_L5_compression_N"), alone, 2 * o.steady_N + 0.005 * alone); // [N]
    CHECK_NEAR(number(csv, i, "L4_L5_idp_MPa"), k.held.level[PS_L4_L5].pressure, 0.01); // [MPa]
    hold_close(&k);
  }
  free(csv);
  ps_sweep_free(s);
  ps_lab_close(&lab);
}

// [N]  L4/5 of somebody who stands bent forward, as `psoas pose` has it
static double bent_alone(int inclination_deg, const ps_sweep_request *like) {
  ps_pose_request q = ps_pose_request_default();
  ps_pose_result *result = NULL;
  ps_error err = {0};
  ps_pose_number number;
  char set[60];
  const char *name = "standing", *sets[] = {set};
  snprintf(set, sizeof set, "trunk_inclination_deg=%d", inclination_deg);
  q.postures = &name, q.npostures = 1;
  q.sets = sets, q.nsets = 1;
  q.rhythm = like->rhythm, q.light = like->light;
  q.draws = 0, q.alone = true;
  human_ok(ps_pose_run(&q, &result, &err), &err);
  CHECK(ps_pose_result_number(result, 0, "levels.L4_L5.compression_N", &number));
  ps_pose_result_free(result);
  return number.value;
}

// Rows of stability that bound the first postures of a series are still there where nothing is soft
// any more, and change nothing: bent forward, loads are those of the posture alone.
static void stability_of_the_first_posture_does_not_press_on_the_last(void) {
  static const ps_sweep_request asked[] = {{.posture = "standing"},
                                           {.posture = "standing", .rhythm = true},
                                           {.posture = "standing", .light = true}};
  for (int n = 0; n < 3; n++) {
    ps_sweep_request q = asked[n];
    ps_sweep *s = run(&q, "trunk_inclination_deg=0:60:13", NULL);
    char *csv = csv_of(s);
    for (int i = 0; i < 13; i += 4)
      CHECK_NEAR(number(csv, i, "L4_L5_compression_N"), bent_alone(5 * i, &q),
                 ps_hold_default().steady_N); // [N]
    free(csv);
    ps_sweep_free(s);
  }
}

// a backrest that leans further presses from elsewhere: no solver is taken over
static void seats_that_press_from_elsewhere_are_those_of_the_posture_alone(void) {
  ps_lab lab;
  ps_error err = {0};
  ps_sweep_request q = {.posture = "sitting_reclined"};
  ps_sweep *s = run(&q, "backrest_deg=10:40:4", NULL);
  char *csv = csv_of(s);
  human_ok(ps_lab_open(&lab, &err), &err);
  for (int i = 0; i < 4; i++) {
    hold_kit k;
    char words[80];
    ps_hold_options o = ps_hold_default();
    snprintf(words, sizeof words, "sitting_reclined chair.backrest_deg=%d", 10 + 10 * i);
    hold_solve(&k, &lab, words, &o);
    double alone = k.held.level[PS_L4_L5].compression;
    CHECK_NEAR(number(csv, i, "L4_L5_compression_N"), alone, 1e-5 * alone); // six digits
    hold_close(&k);
  }
  free(csv);
  ps_sweep_free(s);
  ps_lab_close(&lab);
}

// numbers of the person make other persons, those of the chair other chairs
static void persons_and_chairs_can_be_varied(void) {
  ps_sweep_request q = {.posture = "standing"};
  ps_sweep *s = run(&q, "mass=60:90:4", NULL);
  char *csv = csv_of(s);
  for (int i = 1; i < 4; i++)
    CHECK(number(csv, i, "L5_S1_compression_N") > number(csv, i - 1, "L5_S1_compression_N"));
  free(csv);
  ps_sweep_free(s);
  q.posture = "driving";
  s = run(&q, "backrest_deg=10:30:3", NULL);
  csv = csv_of(s);
  CHECK_EQ(number(csv, 2, "backrest_deg"), 30);
  CHECK(number(csv, 0, "L4_L5_compression_N") != number(csv, 2, "L4_L5_compression_N"));
  free(csv);
  ps_sweep_free(s);
}

static void nobody_can_take_every_posture(void) {
  ps_sweep_request q = {.posture = "standing"};
  ps_sweep *s = run(&q, "trunk_inclination_deg=-60:0:4", NULL);
  char *csv = csv_of(s);
  CHECK_TEXT(cell(csv, 0, "status"), "impossible");
  CHECK_TEXT(cell(csv, 0, "L4_L5_compression_N"), "");
  CHECK_TEXT(cell(csv, 3, "status"), "solved");
  CHECK(strlen(ps_sweep_trouble(s)) > 10);
  CHECK(ps_sweep_unsolved(s) >= 1);
  free(csv);
  ps_sweep_free(s);
}

static void refused(ps_sweep_request q, const char *first, const char *second, const char *words) {
  const char *vary[2] = {first, second};
  ps_sweep *sweep;
  ps_error err = {0};
  q.vary = vary;
  q.nvary = second ? 2 : first ? 1 : 0;
  ps_status status = ps_sweep_run(&q, &sweep, &err);
  if (status == PS_OK || !strstr(err.message, words))
    printf("%s: %s\n", first, status == PS_OK ? "accepted" : err.message);
  CHECK(status != PS_OK && strstr(err.message, words));
  CHECK(sweep == NULL);
}

static void what_cannot_be_varied_is_refused(void) {
  ps_sweep_request q = {.posture = "standing"};
  refused(q, "height", NULL, "KEY=FROM:TO:N");
  refused(q, "height=1:2", NULL, "KEY=FROM:TO:N");
  refused(q, "height=1.6:1.8:2.5", NULL, "KEY=FROM:TO:N");
  refused(q, "=1:2:3", NULL, "KEY=FROM:TO:N");
  refused(q, "hight=1.6:1.8:3", NULL, "height");
  refused(q, "height=1.6:3:3", NULL, "2.15");
  refused(q, "height=1.5:1.8:2000", "mass=60:80:2000", "at most 1000000");
  refused(q, NULL, NULL, "expected 1 or 2");
  q.criterion = "best";
  refused(q, "height=1.6:1.8:3", NULL, "there is no criterion 'best'");
}

static bool stop(void *context, const char *stage, long done, long total) {
  (void)stage;
  (void)done;
  CHECK_EQ(total, 100);
  return --*(int *)context > 0;
}

static void a_sweep_can_be_stopped(void) {
  int left = 3;
  const char *vary[] = {"trunk_inclination_deg=0:30:100"};
  ps_sweep_request q = {
      .posture = "standing", .vary = vary, .nvary = 1, .threads = 1, .watch = {stop, &left}};
  ps_sweep *sweep;
  ps_error err = {0};
  CHECK_EQ(ps_sweep_run(&q, &sweep, &err), PS_ERR_CANCELLED);
}

// one or six panels with as many lines as there are curves, closed as they were opened
static int count(const char *text, const char *word) {
  int n = 0;
  for (; (text = strstr(text, word)) != NULL; text += strlen(word))
    n++;
  return n;
}

static void drawings_are_whole(void) {
  ps_sweep_request q = {.posture = "standing"};
  for (int maps = 0; maps < 2; maps++) {
    char *svg;
    ps_error err = {0};
    ps_sweep *s = run(&q, "trunk_inclination_deg=0:20:5", maps ? "mass=60:80:3" : NULL);
    human_ok(ps_sweep_svg(s, &svg, &err), &err);
    CHECK_EQ(count(svg, "<g "), 6);
    CHECK_EQ(count(svg, "</g>"), 6);
    CHECK_EQ(count(svg, "<text"), count(svg, "</text>"));
    CHECK_EQ(count(svg, "nan"), 0);
    CHECK(maps ? count(svg, "<rect") >= 6 * 15 : count(svg, "<path") >= 23);
    CHECK(strstr(svg, "</svg>\n") && !strstr(svg, "</svg>\n")[7]);
    free(svg);
    ps_sweep_free(s);
  }
}

int main(void) {
  return CHECK_RUN(
      CHECK_FACT(threads_do_not_change_a_bit), CHECK_FACT(numbers_are_those_of_the_posture_alone),
      CHECK_FACT(stability_of_the_first_posture_does_not_press_on_the_last),
      CHECK_FACT(seats_that_press_from_elsewhere_are_those_of_the_posture_alone),
      CHECK_FACT(persons_and_chairs_can_be_varied), CHECK_FACT(nobody_can_take_every_posture),
      CHECK_FACT(what_cannot_be_varied_is_refused), CHECK_FACT(a_sweep_can_be_stopped),
      CHECK_FACT(drawings_are_whole));
}
