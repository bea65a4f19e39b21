// A day keeps its laws: mechanisms that are off leave no trace, steps and saved solves hardly
// matter, and what people know of sitting, walking and lying comes out.
#include "check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "psoas/day.h"
#include "remove_folder.h"

static ps_day_result *run(ps_day_request q) {
  ps_day_result *r = NULL;
  ps_error err;
  char text[500];
  q.draws = q.draws == 256 ? 0 : q.draws;
  q.contributions = false;
  q.threads = q.threads ? q.threads : 1;
  if (ps_day_run(&q, &r, &err) != PS_OK)
    puts(ps_error_text(&err, text, sizeof text));
  CHECK(r != NULL);
  return r;
}

static ps_day_request request(const char *day) {
  ps_day_request q = ps_day_request_default();
  q.day = day;
  return q;
}

static double peak(const ps_day_result *r, const char *column) {
  double most = -INFINITY;
  for (int i = 0; i < ps_day_result_rows(r); i++)
    most = fmax(most, ps_day_result_at(r, i, column));
  return most;
}

static const char *const reported[] = {
    "L4_L5_compression_N", "L5_S1_compression_N", "psoas_force_N", "psoas_fatigue_pct",
    "back_fatigue_pct",    "creep_deg",           "discomfort",    "height_loss_mm",
    "back_stiffness_pct",  "hip_contact_N"};
enum { REPORTED = sizeof reported / sizeof *reported };

// solving again only when the state has moved, against solving every minute
static void saved_solves_change_no_peak_by_more_than_about_a_per_cent(void) {
  static const char *const days[] = {"office", "nurse"};
  for (size_t d = 0; d < 2; d++) {
    ps_day_request q = request(days[d]);
    ps_day_result *saved = run(q);
    q.always = true;
    ps_day_result *all = run(q);
    for (int k = 0; k < REPORTED; k++) {
      double a = peak(saved, reported[k]), b = peak(all, reported[k]);
      printf("%s %s: %.5g, %.5g\n", days[d], reported[k], a, b);
      CHECK_NEAR(a, b, 0.01 * fabs(b));
    }
    ps_day_result_free(saved);
    ps_day_result_free(all);
  }
}

static void half_the_step_changes_peaks_by_less_than_a_thousandth(void) {
  ps_day_request q = request("sofa");
  q.always = true;
  ps_day_result *whole = run(q);
  q.step_s = 30;
  ps_day_result *half = run(q);
  for (int k = 0; k < REPORTED; k++)
    CHECK_NEAR(peak(whole, reported[k]), peak(half, reported[k]),
               0.001 * fabs(peak(half, reported[k])));
  ps_day_result_free(whole);
  ps_day_result_free(half);
}

static void what_is_off_leaves_no_trace(void) {
  static const struct {
    const char *mechanism, *column;
    double rest;
  } off[] = {{"creep", "creep_deg", 0},           {"thixotropy", "back_stiffness_pct", 100},
             {"disc_water", "height_loss_mm", 0}, {"fatigue", "psoas_fatigue_pct", 0},
             {"stress", "stress_pct", 0},         {"vibration", "vibration_a8_m_s2", 0}};
  for (size_t i = 0; i < sizeof off / sizeof *off; i++) {
    ps_day_request q = request("truck");
    q.without = &off[i].mechanism;
    q.nwithout = 1;
    ps_day_result *r = run(q);
    for (int row = 0; row < ps_day_result_rows(r); row += 7)
      CHECK_NEAR(ps_day_result_at(r, row, off[i].column), off[i].rest, 0);
    ps_day_result_free(r);
  }
}

// two hours of still sitting: 3 to 20 points, gone within an hour of walking (pain model, 3)
static void sitting_brings_discomfort_that_walking_takes(void) {
  ps_day_result *r = run(request("office"));
  double before = ps_day_result_at(r, 4 * 60 + 14, "discomfort"); // slumped since 10:25
  double after = ps_day_result_at(r, 9 * 60, "discomfort");       // after half an hour of walking
  CHECK(before > 3 && before < 20);
  CHECK(after < 0.3 * before);
  CHECK(ps_day_result_at(r, 300, "back_pain") < 3); // sitting is no disease
  ps_day_result_free(r);
}

static void an_active_day_is_easier_than_the_books(void) {
  ps_day_result *books = run(request("bookkeeper")), *active = run(request("active"));
  CHECK(peak(active, "discomfort") < peak(books, "discomfort"));
  CHECK(peak(active, "creep_deg") < peak(books, "creep_deg"));
  ps_day_result_free(books);
  ps_day_result_free(active);
}

static void draws_are_the_same_for_any_number_of_threads(void) {
  ps_day_request q = request("sofa");
  char *text[2];
  ps_error err;
  for (int i = 0; i < 2; i++) {
    q.draws = 12;
    q.threads = i ? 3 : 1;
    ps_day_result *r = run(q);
    CHECK_EQ(ps_day_result_json(r, &text[i], &err), PS_OK);
    ps_day_result_free(r);
  }
  CHECK(strcmp(text[0], text[1]) == 0);
  CHECK(strstr(text[0], "\"p90\"") != NULL);
  free(text[0]);
  free(text[1]);
}

static bool stop(void *context, const char *stage, long done, long total) {
  (void)stage;
  (void)done;
  (void)total;
  return --*(int *)context > 0;
}

static void a_day_can_be_stopped(void) {
  int calls = 3;
  ps_day_request q = request("office");
  ps_day_result *r;
  ps_error err;
  q.watch = (ps_watch){stop, &calls};
  CHECK_EQ(ps_day_run(&q, &r, &err), PS_ERR_CANCELLED);
  CHECK(r == NULL);
}

static bool stop_draws(void *context, const char *stage, long done, long total) {
  (void)total;
  return strcmp(stage, "draws") != 0 || done < *(int *)context;
}

static bool is_there(const char *path) {
  FILE *f = fopen(path, "rb");
  if (f)
    fclose(f);
  return f != NULL;
}

static void a_run_that_was_stopped_goes_on_and_comes_to_the_same(void) {
  const char *folder = "life_store", *draws = "life_store/.draws";
  int most = 6;
  char *text[2];
  ps_day_request q = request("sofa");
  ps_day_result *r;
  ps_error err;
  remove_folder(folder);
  q.draws = 12;
  q.contributions = false;
  q.threads = 1;
  q.store = folder;
  q.watch = (ps_watch){stop_draws, &most};
  CHECK_EQ(ps_day_run(&q, &r, &err), PS_ERR_CANCELLED);
  CHECK(is_there(draws));
  q.watch = (ps_watch){0};
  for (int i = 0; i < 2; i++) {
    q.store = i ? NULL : folder;
    r = run(q);
    CHECK_EQ(ps_day_result_json(r, &text[i], &err), PS_OK);
    if (!i)
      CHECK_EQ(ps_day_result_write(r, folder, false, &err), PS_OK);
    ps_day_result_free(r);
  }
  CHECK(strcmp(text[0], text[1]) == 0);
  CHECK(!is_there(draws) && is_there("life_store/report.html"));
  free(text[0]);
  free(text[1]);
  remove_folder(folder);
}

// a day whose durations add to an odd part of a second less than whole minutes: its last row is
// there, and no further one is written
static void durations_that_round_have_the_rows_that_are_written(void) {
  const char *path = "life_odd_day.yaml";
  FILE *f = fopen(path, "wb");
  CHECK(f != NULL);
  fputs("schema: psoas.day/1\nblocks:\n", f);
  for (int i = 0; i < 3; i++)
    fputs("  - {for: 300 s, posture: standing}\n"
          "  - {for: 64.2857142 s, posture: sitting_upright}\n",
          f);
  fputs("  - {for: 107.1428571 s, posture: standing}\n", f); // 1199.9999997 s in all
  fclose(f);
  ps_day_result *r = run(request(path));
  CHECK_EQ(ps_day_result_rows(r), 21);
  CHECK(isfinite(ps_day_result_at(r, 20, "L4_L5_compression_N")));
  ps_day_result_free(r);
  remove(path);
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(saved_solves_change_no_peak_by_more_than_about_a_per_cent),
                   CHECK_FACT(half_the_step_changes_peaks_by_less_than_a_thousandth),
                   CHECK_FACT(what_is_off_leaves_no_trace),
                   CHECK_FACT(sitting_brings_discomfort_that_walking_takes),
                   CHECK_FACT(an_active_day_is_easier_than_the_books),
                   CHECK_FACT(draws_are_the_same_for_any_number_of_threads),
                   CHECK_FACT(durations_that_round_have_the_rows_that_are_written),
                   CHECK_FACT(a_day_can_be_stopped),
                   CHECK_FACT(a_run_that_was_stopped_goes_on_and_comes_to_the_same));
}
