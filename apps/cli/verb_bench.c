#include <stdio.h>
#include <stdlib.h>

#include "print.h"
#include "psoas/bench.h"
#include "verbs.h"

static const char own_setup[] = "examples/walk/setup_so.xml"; // where psoas was built

static const char human_stages[] =
    "human_build,posture_solver,posture_cold,posture_warm,posture_draws,sweep";

static bool says_over_what(const cli_arguments *a) {
  static const int says[] = {CLI_MODEL, CLI_MOTION, CLI_POSES, CLI_RESERVES};
  bool said = a->noperand > 0;
  for (size_t i = 0; i < sizeof says / sizeof *says; i++)
    said = said || a->given[says[i]];
  return said;
}

// Where nothing says what to run over, it is our own example, if we are beside it.
static const char *setup_or_own(const cli_arguments *a) {
  if (says_over_what(a))
    return a->noperand ? a->operand[0] : NULL;
  if (a->text[CLI_STAGES] && ps_bench_needs_no_model(a->text[CLI_STAGES]))
    return NULL;
  FILE *there = fopen(own_setup, "rb");
  if (there)
    fclose(there);
  return there ? own_setup : NULL;
}

static ps_bench_options bench_options(const cli_arguments *a) {
  ps_bench_options o = ps_bench_default();
  o.setup = setup_or_own(a);
  o.model = a->text[CLI_MODEL];
  o.motion = a->text[CLI_MOTION];
  o.poses = a->text[CLI_POSES];
  o.reserves = a->text[CLI_RESERVES];
  o.directory = a->text[CLI_OUTPUT];
  o.stages = a->text[CLI_STAGES];
  o.frames = a->given[CLI_FRAMES] ? (int)a->number[CLI_FRAMES] : o.frames;
  o.repetitions = (int)a->number[CLI_REPETITIONS];
  o.seed = a->given[CLI_SEED] ? (unsigned long long)a->number[CLI_SEED] : o.seed;
  o.threads = (int)a->number[CLI_THREADS];
  o.degrees = a->given[CLI_DEGREES]   ? PS_DEGREES_YES
              : a->given[CLI_RADIANS] ? PS_DEGREES_NO
                                      : PS_DEGREES_NOT_STATED;
  return o;
}

// ---- as a table

static void print_stages(const ps_bench *b) {
  printf("%-16s %10s %11s\n", "", "min us", "median us");
  for (int i = 0; i < b->nstage; i++) {
    const ps_bench_stage *s = &b->stage[i];
    printf("%-16s %10.3f %11.3f  %s\n", s->name, 1e-3 * s->min, 1e-3 * s->median, s->about);
  }
}

// times that a stage was meant to keep
static void print_marks(const ps_bench *b) {
  for (int i = 0; i < b->nstage; i++) {
    const ps_bench_stage *s = &b->stage[i];
    if (s->mark > 0)
      printf("%-16s %10.3g ms of %g ms allowed: %s\n", s->name, 1e-6 * s->median, 1e-6 * s->mark,
             s->median <= s->mark ? "kept" : "missed");
  }
}

static void print_counts(const ps_bench *b) {
  for (int i = 0; i < b->ncount; i++)
    printf("%-16s %10.2f  %s\n", b->count[i].name, b->count[i].value, b->count[i].about);
}

static void print_bench(const ps_bench *b) {
  printf("%s, ", *b->model_name ? b->model_name : "model");
  if (b->nframe)
    printf("%d frames: ", b->nframe);
  printf("%d bodies, %d coordinates, %d muscles,\n", b->nbody, b->ncoordinate, b->nmuscle);
  printf("%d paths, %d wrap objects, %d moment arms\n\n", b->npath, b->nwrap, b->narm);
  print_stages(b);
  printf("\n");
  print_marks(b);
  print_counts(b);
}

static ps_status print_json(const ps_bench *bench, ps_error *err) {
  char *text;
  ps_status status = ps_bench_json(bench, &text, err);
  if (status == PS_OK) {
    fputs(text, stdout);
    free(text);
  }
  return status;
}

static cli_exit run(const cli_arguments *a, ps_bench_options options) {
  ps_bench *bench;
  ps_error err;
  cli_progress progress;
  options.watch = cli_progress_begin(&progress, (cli_progress_mode)a->word[CLI_PROGRESS]);
  ps_status status = ps_bench_run(&bench, &options, &err);
  cli_progress_end(&progress);
  if (status == PS_OK && a->given[CLI_JSON])
    status = print_json(bench, &err);
  else if (status == PS_OK && !a->given[CLI_QUIET])
    print_bench(bench);
  ps_bench_free(bench);
  return status == PS_OK ? CLI_FINE : cli_failure(&err);
}

// Nothing named: our own walk where it is at hand, then the built-in model.
cli_exit cli_run_bench(const cli_arguments *a) {
  ps_bench_options options = bench_options(a);
  if (says_over_what(a) || a->text[CLI_STAGES] || a->given[CLI_JSON])
    return run(a, options);
  if (options.setup) {
    cli_exit walk = run(a, options);
    if (walk != CLI_FINE)
      return walk;
    printf("\n");
    options.setup = NULL;
  }
  options.stages = human_stages;
  return run(a, options);
}
