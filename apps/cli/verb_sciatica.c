#include "psoas/sciatica.h"

#include <stdio.h>
#include <stdlib.h>

#include "verbs.h"

static bool check(const cli_arguments *a) {
  if (a->noperand > 1)
    return cli_usage("sciatica", "one posture at a time; '%s' is one too many", a->operand[1]);
  if (a->given[CLI_FORCE] && !a->given[CLI_OUTPUT])
    return cli_usage("sciatica", "--force has no effect without --output");
  return true;
}

static ps_status show(const ps_sciatica_result *result, const cli_arguments *a, ps_error *err) {
  char *text;
  if (a->given[CLI_QUIET] && !a->given[CLI_JSON])
    return PS_OK;
  ps_status status = a->given[CLI_JSON] ? ps_sciatica_result_json(result, &text, err)
                                        : ps_sciatica_result_text(result, &text, err);
  if (status == PS_OK) {
    fputs(text, stdout);
    free(text);
  }
  return status;
}

static ps_status write_files(const ps_sciatica_result *result, const cli_arguments *a,
                             ps_error *err) {
  const char *folder = a->text[CLI_OUTPUT];
  if (!folder)
    return PS_OK;
  ps_status status = ps_sciatica_result_write(result, folder, a->given[CLI_FORCE], err);
  if (status == PS_OK && !a->given[CLI_QUIET] && !a->given[CLI_JSON])
    printf("\n%s/result.json, report.html\n", folder);
  return status;
}

cli_exit cli_run_sciatica(const cli_arguments *a) {
  ps_sciatica_request q = ps_sciatica_request_default();
  ps_sciatica_result *result;
  ps_error err;
  cli_progress progress;
  if (!check(a))
    return CLI_USAGE;
  q.posture = a->noperand ? a->operand[0] : NULL;
  q.sets = a->pair;
  q.nsets = a->npair;
  q.person = a->text[CLI_PERSON];
  q.draws = a->given[CLI_DRAWS] ? (int)a->number[CLI_DRAWS] : q.draws;
  q.seed = a->given[CLI_SEED] ? (unsigned long long)a->number[CLI_SEED] : q.seed;
  q.threads = (int)a->number[CLI_THREADS];
  q.watch = cli_progress_begin(&progress, (cli_progress_mode)a->word[CLI_PROGRESS]);
  ps_status status = ps_sciatica_run(&q, &result, &err);
  cli_progress_end(&progress);
  if (status == PS_OK)
    status = show(result, a, &err);
  if (status == PS_OK)
    status = write_files(result, a, &err);
  bool solved = status != PS_OK || ps_sciatica_result_solved(result, 0);
  ps_sciatica_result_free(result);
  if (status != PS_OK)
    return cli_failure(&err);
  fflush(stdout);
  if (!solved)
    cli_message(
        "no solution: this person cannot hold the posture; psoas pose says what is missing");
  return solved ? CLI_FINE : CLI_NO_SOLUTION;
}
