#include <stdio.h>
#include <stdlib.h>

#include "psoas/chain.h"
#include "verbs.h"

static ps_chain_request chain_request(const cli_arguments *a) {
  ps_chain_request q = ps_chain_request_default();
  q.sets = a->pair;
  q.nsets = a->npair;
  q.person = a->text[CLI_PERSON];
  q.criterion = a->text[CLI_RECRUITING];
  q.inhibition = a->given[CLI_INHIBITION] ? a->number[CLI_INHIBITION] : 0;
  q.draws = a->given[CLI_DRAWS] ? (int)a->number[CLI_DRAWS] : q.draws;
  q.seed = a->given[CLI_SEED] ? (unsigned long long)a->number[CLI_SEED] : q.seed;
  q.threads = (int)a->number[CLI_THREADS];
  return q;
}

static ps_status show(const ps_chain_result *result, const cli_arguments *a, ps_error *err) {
  char *text;
  if (a->given[CLI_QUIET] && !a->given[CLI_JSON])
    return PS_OK;
  ps_status status = a->given[CLI_JSON] ? ps_chain_result_json(result, &text, err)
                                        : ps_chain_result_text(result, &text, err);
  if (status == PS_OK) {
    fputs(text, stdout);
    free(text);
  }
  return status;
}

static ps_status write_files(const ps_chain_result *result, const cli_arguments *a, ps_error *err) {
  const char *folder = a->text[CLI_OUTPUT];
  if (!folder)
    return PS_OK;
  ps_status status = ps_chain_result_write(result, folder, a->given[CLI_FORCE], err);
  if (status == PS_OK && !a->given[CLI_QUIET] && !a->given[CLI_JSON])
    printf("\n%s/chain.csv, result.json, report.html\n", folder);
  return status;
}

cli_exit cli_run_chain(const cli_arguments *a) {
  ps_chain_request request = chain_request(a);
  ps_chain_result *result;
  ps_error err;
  cli_progress progress;
  if (a->given[CLI_FORCE] && !a->given[CLI_OUTPUT]) {
    cli_usage("chain", "--force has no effect without --output");
    return CLI_USAGE;
  }
  request.watch = cli_progress_begin(&progress, (cli_progress_mode)a->word[CLI_PROGRESS]);
  ps_status status = ps_chain_run(&request, &result, &err);
  cli_progress_end(&progress);
  if (status == PS_OK)
    status = show(result, a, &err);
  if (status == PS_OK)
    status = write_files(result, a, &err);
  int unsolved = status == PS_OK ? ps_chain_result_unsolved(result) : 0;
  ps_chain_result_free(result);
  if (status != PS_OK)
    return cli_failure(&err);
  fflush(stdout);
  if (unsolved)
    cli_message("%d moments have no solution; see the column status of chain.csv", unsolved);
  return unsolved ? CLI_NO_SOLUTION : CLI_FINE;
}
