#include <string.h>

#include "print.h"
#include "psoas/chair.h"
#include "verbs.h"

cli_exit cli_run_chair(const cli_arguments *a) {
  ps_chair_request q = ps_chair_request_default();
  ps_chair_result *result;
  ps_error err;
  cli_progress progress;
  char *text = NULL;
  if (a->noperand)
    q.posture = a->operand[0];
  q.reduce = a->text[CLI_REDUCE];
  q.sets = a->pair;
  q.nsets = a->npair;
  q.person = a->text[CLI_PERSON];
  q.chair = a->text[CLI_CHAIR];
  q.draws = a->given[CLI_DRAWS] ? (int)a->number[CLI_DRAWS] : q.draws;
  q.seed = a->given[CLI_SEED] ? (unsigned long long)a->number[CLI_SEED] : q.seed;
  q.watch = cli_progress_begin(&progress, (cli_progress_mode)a->word[CLI_PROGRESS]);
  ps_status status = ps_chair_run(&q, &result, &err);
  cli_progress_end(&progress);
  if (status != PS_OK)
    return cli_failure(&err);
  bool found = ps_chair_result_found(result);
  if (a->given[CLI_JSON])
    status = ps_chair_result_json(result, &text, &err);
  else if (!a->given[CLI_QUIET])
    status = ps_chair_result_text(result, &text, &err);
  ps_chair_result_free(result);
  if (status != PS_OK)
    return cli_failure(&err);
  if (text)
    cli_print_and_free(text);
  return found ? CLI_FINE : CLI_NO_SOLUTION;
}
