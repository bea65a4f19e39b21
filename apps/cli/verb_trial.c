#include <stdio.h>
#include <stdlib.h>

#include "print.h"
#include "psoas/trials.h"
#include "verbs.h"

static bool check(const cli_arguments *a) {
  if (!a->noperand)
    return cli_usage("trial", "an intervention is missing; psoas evidence names them");
  if (a->given[CLI_FORCE] && !a->given[CLI_OUTPUT])
    return cli_usage("trial", "--force has no effect without --output");
  return true;
}

static ps_status show(ps_trials_result *result, const cli_arguments *a, ps_error *err) {
  char *text = NULL;
  ps_status status = PS_OK;
  bool quiet = a->given[CLI_QUIET], json = a->given[CLI_JSON];
  if (json)
    status = ps_trials_result_json(result, &text, err);
  else if (!quiet)
    status = ps_trials_result_text(result, &text, err);
  if (status == PS_OK && text)
    cli_print_and_free(text);
  if (status != PS_OK || !a->given[CLI_OUTPUT])
    return status;
  status = ps_trials_result_write(result, a->text[CLI_OUTPUT], a->given[CLI_FORCE], err);
  for (int i = 0; status == PS_OK && i < ps_trials_result_files(result) && !quiet && !json; i++)
    printf("%s%s\n", i ? "" : "\n", ps_trials_result_file(result, i));
  return status;
}

static ps_trials_request request_of(const cli_arguments *a) {
  ps_trials_request q = ps_trials_request_default();
  q.what = a->operand;
  q.nwhat = a->noperand;
  q.sets = a->pair;
  q.nsets = a->npair;
  q.people = a->given[CLI_PEOPLE] ? (int)a->number[CLI_PEOPLE] : q.people;
  q.weeks = a->given[CLI_WEEKS] ? (int)a->number[CLI_WEEKS] : q.weeks;
  q.seed = a->given[CLI_SEED] ? (unsigned long long)a->number[CLI_SEED] : q.seed;
  q.threads = (int)a->number[CLI_THREADS];
  return q;
}

cli_exit cli_run_trial(const cli_arguments *a) {
  ps_trials_result *result = NULL;
  ps_error err;
  cli_progress progress;
  if (!check(a))
    return CLI_USAGE;
  ps_trials_request q = request_of(a);
  q.watch = cli_progress_begin(&progress, (cli_progress_mode)a->word[CLI_PROGRESS]);
  ps_status status = ps_trials_run(&q, &result, &err);
  cli_progress_end(&progress);
  if (status == PS_OK)
    status = show(result, a, &err);
  bool passed = status == PS_OK && ps_trials_result_passed(result);
  ps_trials_result_free(result);
  return status != PS_OK ? cli_failure(&err) : passed ? CLI_FINE : CLI_CHECK_FAILED;
}
