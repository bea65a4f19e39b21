#include <stdio.h>
#include <stdlib.h>

#include "psoas/sweep.h"
#include "verbs.h"

static ps_sweep_request sweep_request(const cli_arguments *a) {
  return (ps_sweep_request){.posture = a->text[CLI_POSTURE],
                            .vary = a->vary,
                            .nvary = a->nvary,
                            .sets = a->pair,
                            .nsets = a->npair,
                            .person = a->text[CLI_PERSON],
                            .chair = a->text[CLI_CHAIR],
                            .criterion = a->text[CLI_RECRUITING],
                            .rhythm = a->given[CLI_SPINE] && a->word[CLI_SPINE] == 1,
                            .light = a->given[CLI_DETAIL] && a->word[CLI_DETAIL] == 1,
                            .threads = (int)a->number[CLI_THREADS]};
}

static ps_status show(const ps_sweep *sweep, const cli_arguments *a, double seconds,
                      ps_error *err) {
  char *text;
  if (a->given[CLI_OUTPUT]) {
    ps_status status = ps_sweep_write(sweep, a->text[CLI_OUTPUT], a->given[CLI_FORCE], err);
    if (status == PS_OK && !a->given[CLI_QUIET])
      printf("%d postures in %.3g s: %s/sweep.csv, sweep.svg\n", ps_sweep_count(sweep), seconds,
             a->text[CLI_OUTPUT]);
    return status;
  }
  if (a->given[CLI_QUIET])
    return PS_OK;
  ps_status status = ps_sweep_csv(sweep, &text, err);
  if (status == PS_OK) {
    fputs(text, stdout);
    free(text);
  }
  return status;
}

cli_exit cli_run_sweep(const cli_arguments *a) {
  ps_sweep_request request = sweep_request(a);
  ps_sweep *sweep;
  ps_error err;
  cli_progress progress;
  double begun = cli_seconds();
  if (a->given[CLI_FORCE] && !a->given[CLI_OUTPUT]) {
    cli_usage("sweep", "--force has no effect without --output");
    return CLI_USAGE;
  }
  request.watch = cli_progress_begin(&progress, (cli_progress_mode)a->word[CLI_PROGRESS]);
  ps_status status = ps_sweep_run(&request, &sweep, &err);
  cli_progress_end(&progress);
  if (status == PS_OK)
    status = show(sweep, a, cli_seconds() - begun, &err);
  if (status != PS_OK) {
    ps_sweep_free(sweep);
    return cli_failure(&err);
  }
  int unsolved = ps_sweep_unsolved(sweep);
  fflush(stdout);
  if (unsolved)
    cli_message("%d of %d postures have no solution; see the column status%s%s", unsolved,
                ps_sweep_count(sweep), *ps_sweep_trouble(sweep) ? ". The first: " : "",
                ps_sweep_trouble(sweep));
  ps_sweep_free(sweep);
  return unsolved ? CLI_NO_SOLUTION : CLI_FINE;
}
