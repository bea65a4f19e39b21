// Arms of the psoas are those of the sources that its course is taken from, and the verb's table
// says what the model has.
#include "human_kit.h"
#include "num/csv.h"
#include "psoas/arms.h"
#include "psoas/table.h"

static ps_arms *run(ps_arms_request *q) {
  ps_arms *arms;
  ps_error err = {0};
  human_ok(ps_arms_run(q, &arms, &err), &err);
  return arms;
}

// tests/data/psoas_arms.csv: of a man of 1.70 m, the hip alone turned
static void arms_are_those_of_the_sources(void) {
  human_kit k;
  ps_person person = ps_person_default();
  ps_table *table;
  ps_error err = {0};
  person.height_m = 1.70;
  human_open(&k, &person, PS_DETAIL_FULL);
  human_ok(ps_csv_load(&table, PSOAS_TEST_ROOT "/tests/data/psoas_arms.csv", &err), &err);
  int flexion = k.human->hip[PS_RIGHT][PS_HIP_FLEXION], rows = ps_table_rows(table);
  double hip = 0, spine = 0;
  for (int i = 0; i < rows; i++) {
    int line = human_line(k.human, ps_table_text(table, i, ps_table_column(table, "muscle")));
    const char *name = ps_table_text(table, i, ps_table_column(table, "coordinate"));
    int about = ps_names_find(&k.human->model->coord_index, name);
    double deg = ps_table_value(table, i, ps_table_column(table, "hip_flexion_deg"));
    CHECK(line >= 0 && about >= 0);
    memset(k.d->q, 0, (size_t)k.human->model->nq * sizeof *k.d->q);
    k.d->q[flexion] = deg * human_degree;
    human_look(&k);
    double off = 1000 * human_arm(&k, line, about) -
                 ps_table_value(table, i, ps_table_column(table, "arm_mm"));
    double *worst = about == flexion ? &hip : &spine;
    if (about != flexion || deg <= 90) // beyond, the source's own path leaves its wrap
      *worst = fmax(*worst, fabs(off));
  }
  printf("%d arms: hip off by up to %.2g mm, levels by %.2g mm\n", rows, hip, spine);
  CHECK(rows >= 40);
  CHECK(hip < 1);     // [mm]
  CHECK(spine < 0.5); // [mm]
  ps_table_free(table);
  human_close(&k);
}

static void the_table_says_what_the_model_has(void) {
  human_kit k;
  ps_arms_request q = {.muscles = "psoas_L1_VB_r,psoas_r", .coordinate = "L4_L5_FE"};
  const char *vary[] = {"lumbar_flexion=0:40:3"};
  char *text, expected[80];
  ps_error err = {0};
  q.vary = vary;
  q.nvary = 1;
  ps_arms *arms = run(&q);
  CHECK_EQ(ps_arms_count(arms), 6);
  human_ok(ps_arms_csv(arms, &text, &err), &err);
  human_open_default(&k);
  for (int i = 0; i < PS_LEVELS; i++)
    k.d->q[k.human->level[i][PS_FE]] = -40 * k.human->p.share_FE[i] * human_degree;
  human_look(&k);
  int line = human_line(k.human, "psoas_L1_VB_r");
  snprintf(expected, sizeof expected, "L4_L5_FE,psoas_L1_VB_r,lumbar_flexion,40,,,%.6g\n",
           1000 * human_arm(&k, line, k.human->level[PS_L4_L5][PS_FE]));
  CHECK(strstr(text, expected));
  free(text);
  ps_arms_free(arms);
  human_close(&k);
}

// asked for nothing, every fascicle and their mean, about the hip and every level
static void without_a_wish_all_fascicles_are_shown(void) {
  ps_arms_request q = {.muscles = NULL};
  ps_arms *arms = run(&q);
  char *text;
  ps_error err = {0};
  human_ok(ps_arms_csv(arms, &text, &err), &err);
  CHECK_EQ(ps_arms_count(arms), 12 * (3 * 29 + 18 * 17));
  CHECK(strstr(text, "\nhip_rotation_r,psoas_L5_VB_r,hip_flexion_r,120,,,"));
  CHECK(strstr(text, "\nT12_L1_AR,psoas_r,lumbar_flexion,-20,,,"));
  free(text);
  ps_arms_free(arms);
}

static void refused(ps_arms_request q, const char *words) {
  ps_arms *arms;
  ps_error err = {0};
  ps_status status = ps_arms_run(&q, &arms, &err);
  CHECK(status != PS_OK && strstr(err.message, words));
  CHECK(arms == NULL);
}

static void unknown_names_are_refused_with_the_nearest(void) {
  const char *vary[] = {"lumbar_flexon=0:40:3"};
  refused((ps_arms_request){.coordinate = "hip_flexion"}, "hip_flexion_r");
  refused((ps_arms_request){.coordinate = "pelvis_tx"}, "no joint turns by 'pelvis_tx'");
  refused((ps_arms_request){.muscles = "psoas_L1_VB"}, "psoas_L1_VB_r");
  refused((ps_arms_request){.vary = vary, .nvary = 1}, "lumbar_flexion");
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(arms_are_those_of_the_sources),
                   CHECK_FACT(the_table_says_what_the_model_has),
                   CHECK_FACT(without_a_wish_all_fascicles_are_shown),
                   CHECK_FACT(unknown_names_are_refused_with_the_nearest));
}
