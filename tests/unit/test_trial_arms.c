// Two arms of simulated people: who gets nothing keeps all bits, on any number of threads; who
// trains hurts less; people who share a build's days are near to themselves.
#include "check.h"
#include "tool/trials_inner.h"

static ps_trials_result *run(const char *word, const char *const *sets, int nsets, int threads) {
  ps_trials_request q = ps_trials_request_default();
  ps_trials_result *r;
  ps_error err = {0};
  q.what = &word;
  q.nwhat = 1;
  q.sets = sets;
  q.nsets = nsets;
  q.people = 20;
  q.threads = threads;
  if (ps_trials_run(&q, &r, &err) != PS_OK)
    check_fail(__FILE__, __LINE__, err.message);
  return r;
}

static void who_gets_nothing_keeps_all_bits_on_any_number_of_threads(void) {
  static const char *const sets[] = {"exact=0"};
  ps_trials_result *one = run("bioenergetic_ei6", sets, 1, 1), *four = run("ei6", sets, 1, 4);
  const ps_trials_arms *a = &one->row[0].arms, *b = &four->row[0].arms;
  CHECK_EQ(a->same_bits, a->people);
  CHECK(a->week[a->weeks].same.value == 0);
  for (int week = 0; week <= a->weeks; week++)
    CHECK(!memcmp(&a->week[week], &b->week[week], sizeof a->week[week]));
  CHECK(!memcmp(a->end, b->end, sizeof a->end));
  ps_trials_result_free(one);
  ps_trials_result_free(four);
}

// general exercise for persistent pain, and the error of shared days
static void exercise_relieves_in_both_arms_alike(void) {
  static const char *const sets[] = {"exact=1"};
  ps_trials_result *r = run("general_exercise", sets, 1, 0);
  const ps_trials_arms *a = &r->row[0].arms;
  CHECK(a->same_bits < a->people);
  CHECK(a->week[0].same.value == 0);                     // before care
  CHECK(a->week[0].mean[0] > a->week[a->weeks].mean[0]); // natural course
  CHECK_NEAR(a->week[a->weeks].same.value, -5.2, 2);     // [points]  20 people
  CHECK_EQ(a->error.people, 2);
  CHECK(a->error.rms < 1.5 && a->error.change_rms < 0.5); // [points]
  ps_trials_result_free(r);
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(who_gets_nothing_keeps_all_bits_on_any_number_of_threads),
                   CHECK_FACT(exercise_relieves_in_both_arms_alike));
}
