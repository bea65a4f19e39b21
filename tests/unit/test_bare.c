#include "check.h"
#include "scenario/bare.h"

static ps_anatomy anatomy;
static ps_parameter_table table;
static ps_error err;

typedef struct subject {
  ps_human *human;
  ps_data *data;
} subject;

static subject subject_with(ps_parameters p) {
  subject s = {0};
  ps_person person = ps_person_default();
  CHECK_EQ(ps_human_create(&s.human, &anatomy, &p, &person, PS_DETAIL_FULL, &err), PS_OK);
  s.data = ps_data_create(s.human->model);
  return s;
}

static subject plain(void) {
  return subject_with(ps_parameters_default(&table));
}

static void leave(subject s) {
  ps_data_free(s.data);
  ps_human_free(s.human);
}

static void a_segment_gives_the_moment_it_was_bent_by(void) {
  subject s = plain();
  for (int level = 0; level < PS_LEVELS; level++)
    for (double preload = 0; preload <= 1200; preload += 400) {
      const ps_disc_law *law = &s.human->law[level][PS_FE];
      ps_bare_segment bent = ps_bare_segment_bent(s.human, level, 7.5, preload);
      // [N m]; angles are found to 1e-9 rad, and a segment gives up to 1e3 N m/rad
      CHECK_NEAR(ps_disc_moment(law, bent.extension, preload, NULL), 7.5, 2e-6);
      CHECK_NEAR(ps_disc_moment(law, -bent.flexion, preload, NULL), -7.5, 2e-6);
    }
  leave(s);
}

static void the_range_under_ten_newton_metres_is_the_measured_one(void) {
  subject s = plain();
  ps_parameters p = ps_parameters_default(&table);
  for (int level = 0; level < PS_LEVELS; level++) {
    double range = p.range_flexion_deg[level] + p.range_extension_deg[level];
    ps_bare_segment bent = ps_bare_segment_bent(s.human, level, 10, 0);
    CHECK_NEAR((bent.flexion + bent.extension) * 180 / M_PI, range, 1e-6); // [deg]
  }
  leave(s);
}

static void a_preload_stiffens_the_neutral_segment(void) {
  subject s = plain();
  double before = 0;
  for (double preload = 0; preload <= 1200; preload += 300) {
    double neutral = ps_bare_segment_bent(s.human, PS_L3_L4, 7.5, preload).neutral;
    CHECK(neutral > before);
    before = neutral;
  }
  leave(s);
}

// without an effect of preload, buckling is an eigenvalue of the discs: double both
static void buckling_grows_with_the_discs(void) {
  ps_parameters p = ps_parameters_default(&table);
  p.preload_gain = 0;
  subject once = subject_with(p);
  p.disc_stiffness *= 2;
  subject twice = subject_with(p);
  for (ps_plane plane = PS_SAGITTAL; plane <= PS_FRONTAL; plane++)
    CHECK_NEAR(ps_bare_buckling(twice.human, twice.data, plane),
               2 * ps_bare_buckling(once.human, once.data, plane), 1e-3); // [N]
  CHECK_NEAR(ps_bare_follower_capacity(twice.human, twice.data) /
                 ps_bare_follower_capacity(once.human, once.data),
             2, 1e-5);
  leave(once);
  leave(twice);
}

// where the smallest eigenvalue is zero, the capacity ends
static void the_follower_stiffness_vanishes_at_the_capacity(void) {
  subject s = plain();
  double most = ps_bare_follower_capacity(s.human, s.data);
  CHECK(most > 0 && isfinite(most));
  CHECK_NEAR(ps_bare_follower_stiffness(s.human, s.data, most), 0, 1e-2); // [N m/rad]
  CHECK(ps_bare_follower_stiffness(s.human, s.data, 0.5 * most) > 1);
  leave(s);
}

static void a_load_along_the_curve_is_carried_better_than_a_weight(void) {
  subject s = plain();
  double weight = fmin(ps_bare_buckling(s.human, s.data, PS_SAGITTAL),
                       ps_bare_buckling(s.human, s.data, PS_FRONTAL));
  CHECK(ps_bare_follower_capacity(s.human, s.data) > 10 * weight);
  leave(s);
}

int main(void) {
  if (ps_anatomy_load(&anatomy, &err) != PS_OK || ps_parameters_load(&table, &err) != PS_OK) {
    fprintf(stderr, "%s\n", err.message);
    return 1;
  }
  int failed = CHECK_RUN(CHECK_FACT(a_segment_gives_the_moment_it_was_bent_by),
                         CHECK_FACT(the_range_under_ten_newton_metres_is_the_measured_one),
                         CHECK_FACT(a_preload_stiffens_the_neutral_segment),
                         CHECK_FACT(buckling_grows_with_the_discs),
                         CHECK_FACT(the_follower_stiffness_vanishes_at_the_capacity),
                         CHECK_FACT(a_load_along_the_curve_is_carried_better_than_a_weight));
  ps_anatomy_free(&anatomy);
  return failed;
}
