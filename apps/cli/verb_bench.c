#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "print.h"
#include "psoas/bench.h"
#include "verbs.h"

static const char own_model[] = "examples/walk/walker.osim"; // where psoas was built

static const char *model_or_own(const cli_arguments *a) {
  FILE *there = a->given[CLI_MODEL] || a->noperand ? NULL : fopen(own_model, "rb");
  if (there)
    fclose(there);
  return there ? own_model : a->text[CLI_MODEL];
}

static ps_bench_options bench_options(const cli_arguments *a) {
  ps_bench_options o = ps_bench_default();
  o.setup = a->noperand ? a->operand[0] : NULL;
  o.model = model_or_own(a);
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

static void print_time(double ns) {
  if (ns < 1e4)
    printf(" %8.0f ns", ns);
  else if (ns < 1e7)
    printf(" %8.1f us", 1e-3 * ns);
  else
    printf(" %8.1f ms", 1e-6 * ns);
}

static void print_stages(const ps_bench *b) {
  printf("%-16s %11s %11s %11s %11s\n", "per frame", "min", "median", "p99", "first");
  for (int i = 0; i < b->nstage; i++) {
    const ps_bench_stage *s = &b->stage[i];
    printf("%-16s", s->name);
    print_time(s->min);
    print_time(s->median);
    print_time(s->p99);
    print_time(s->first);
    printf("  %s\n", s->about);
  }
}

static void print_bench(const ps_bench *b) {
  printf("%s: %d bodies, %d coordinates, %d muscles, %d paths, %d wrap objects, %d moment arms; "
         "%d frames\n\n",
         *b->model_name ? b->model_name : "model", b->nbody, b->ncoordinate, b->nmuscle, b->npath,
         b->nwrap, b->narm, b->nframe);
  print_stages(b);
  printf("\n");
  for (int i = 0; i < b->ncount; i++)
    printf("%-16s %11.2f  %s\n", b->count[i].name, b->count[i].value, b->count[i].about);
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

cli_exit cli_run_bench(const cli_arguments *a) {
  ps_bench_options options = bench_options(a);
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
