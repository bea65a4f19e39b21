// The stopwatch: that it runs over what it was given, and that its numbers belong together. How
// fast anything is, no test says.
#include <stdlib.h>

#include "check.h"
#include "psoas/bench.h"

#define LEG PSOAS_TEST_ROOT "/tests/data/leg/"

static ps_bench *bench_of(ps_bench_options options) {
  ps_bench *bench;
  ps_error err = {0};
  options.model = options.setup ? NULL : LEG "leg.osim";
  if (ps_bench_run(&bench, &options, &err) != PS_OK)
    fprintf(stderr, "%s\n", err.message);
  CHECK(bench != NULL);
  return bench;
}

static const ps_bench_stage *stage_named(const ps_bench *b, const char *name) {
  int i = 0;
  while (i + 1 < b->nstage && strcmp(b->stage[i].name, name) != 0)
    i++;
  CHECK_TEXT(b->stage[i].name, name);
  return &b->stage[i];
}

static double count_named(const ps_bench *b, const char *name) {
  for (int i = 0; i < b->ncount; i++)
    if (strcmp(b->count[i].name, name) == 0)
      return b->count[i].value;
  return NAN;
}

static void times_are_in_order(void) {
  ps_bench_options o = ps_bench_default();
  o.frames = 16;
  o.repetitions = 7;
  ps_bench *b = bench_of(o);
  CHECK(b->nstage > 10);
  for (int i = 0; i < b->nstage; i++) {
    const ps_bench_stage *s = &b->stage[i];
    CHECK(s->min > 0);
    CHECK(s->min <= s->median);
    CHECK(s->median <= s->p99);
    CHECK(s->min <= s->first);
    CHECK_EQ(s->samples, 7);
    CHECK(s->units > 0);
  }
  ps_bench_free(b);
}

// Less work in less time. The fastest of many samples is what the machine does undisturbed, so a
// stage that is part of another cannot take longer, but for a tenth that the clock may err.
static void parts_take_no_longer_than_the_whole(void) {
  static const char *const pairs[][2] = {{"positions", "velocities"},
                                         {"velocities", "inverse_dynamics"},
                                         {"velocities", "forward_dynamics"},
                                         {"positions", "mass_matrix"},
                                         {"positions", "paths"},
                                         {"recruit_warm", "so_frame"}};
  ps_bench_options o = ps_bench_default();
  o.repetitions = 300;
  o.frames = 64;
  o.stages = "positions,velocities,inverse_dynamics,forward_dynamics,mass_matrix,paths,"
             "recruit_warm,so_frame";
  ps_bench *b = bench_of(o);
  CHECK_EQ(b->nstage, 8);
  for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
    CHECK(stage_named(b, pairs[i][0])->min < 1.1 * stage_named(b, pairs[i][1])->min);
  ps_bench_free(b);
}

static void frames_are_as_many_as_asked_for(void) {
  ps_bench_options o = ps_bench_default();
  o.repetitions = 1;
  o.stages = "positions";
  const int asked[] = {1, 5, 100};
  for (int i = 0; i < 3; i++) {
    o.frames = asked[i];
    ps_bench *b = bench_of(o);
    CHECK_EQ(b->nframe, asked[i]);
    CHECK_EQ(b->stage[0].units % asked[i], 0);
    ps_bench_free(b);
  }
  o.frames = 1000; // more than there are
  o.motion = LEG "swing.mot";
  ps_bench *b = bench_of(o);
  CHECK_EQ(b->nframe, 41);
  ps_bench_free(b);
}

static void nothing_but_the_stages_asked_for_runs(void) {
  ps_bench_options o = ps_bench_default();
  o.repetitions = 2;
  o.stages = "paths,load";
  ps_bench *b = bench_of(o);
  CHECK_EQ(b->nstage, 2);
  CHECK_TEXT(b->stage[0].name, "load");
  CHECK_TEXT(b->stage[1].name, "paths");
  CHECK_EQ(b->nmuscle, 4);
  CHECK_EQ(b->ncoordinate, 2);
  ps_bench_free(b);
}

// no clock takes part in them
static void counts_are_the_same_every_time(void) {
  ps_bench_options o = ps_bench_default();
  o.repetitions = 2;
  o.setup = LEG "setup_so.xml";
  ps_bench *a = bench_of(o), *b = bench_of(o);
  CHECK(a->ncount > 0);
  CHECK_EQ(a->ncount, b->ncount);
  for (int i = 0; i < a->ncount; i++)
    CHECK_NEAR(a->count[i].value, b->count[i].value, 0);
  CHECK_NEAR(count_named(a, "unsolved"), 0, 0);
  CHECK(count_named(a, "newton_warm") < count_named(a, "newton_cold")); // what it is warm for
  ps_bench_free(a);
  ps_bench_free(b);
}

static void wrong_questions_are_answered_so(void) {
  ps_bench_options o = ps_bench_default();
  ps_bench *b;
  ps_error err;
  CHECK_EQ(ps_bench_run(&b, &o, &err), PS_ERR_ARGUMENT); // no model
  o.model = LEG "leg.osim";
  o.stages = "path";
  CHECK_EQ(ps_bench_run(&b, &o, &err), PS_ERR_ARGUMENT);
  CHECK_TEXT(err.message, "there is no stage 'path'; nearest: 'paths'");
  o.stages = NULL;
  o.frames = 0;
  CHECK_EQ(ps_bench_run(&b, &o, &err), PS_ERR_ARGUMENT);
  CHECK(b == NULL);
}

static void every_stage_has_a_name_and_a_meaning(void) {
  const char *about;
  int n = 0;
  for (const char *name; (name = ps_bench_stage_name(n, &about)); n++) {
    CHECK(strlen(name) <= 16); // the table is 80 columns wide
    CHECK(strlen(about) <= 39);
  }
  CHECK(n > 10);
  CHECK(ps_bench_stage_name(-1, &about) == NULL);
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(times_are_in_order), CHECK_FACT(parts_take_no_longer_than_the_whole),
                   CHECK_FACT(frames_are_as_many_as_asked_for),
                   CHECK_FACT(nothing_but_the_stages_asked_for_runs),
                   CHECK_FACT(counts_are_the_same_every_time),
                   CHECK_FACT(wrong_questions_are_answered_so),
                   CHECK_FACT(every_stage_has_a_name_and_a_meaning));
}
