#include <stdio.h>
#include <stdlib.h>

#include "print.h"
#include "psoas/event.h"
#include "psoas/nearest.h"
#include "verbs.h"

static ps_event_request event_request(const cli_arguments *a) {
  ps_event_request q = ps_event_request_default();
  q.event = a->operand[0];
  q.sets = a->pair;
  q.nsets = a->npair;
  q.person = a->text[CLI_PERSON];
  q.chair = a->text[CLI_CHAIR];
  q.criterion = a->text[CLI_RECRUITING];
  q.repeat = a->given[CLI_REPEAT] ? (int)a->number[CLI_REPEAT] : q.repeat;
  q.draws = a->given[CLI_DRAWS] ? (int)a->number[CLI_DRAWS] : q.draws;
  q.seed = a->given[CLI_SEED] ? (unsigned long long)a->number[CLI_SEED] : q.seed;
  q.threads = (int)a->number[CLI_THREADS];
  return q;
}

static bool check(const cli_arguments *a) {
  if (!a->noperand)
    return cli_usage("event", "an event is missing: startle, fear, fetal, run or freeze");
  if (a->given[CLI_FORCE] && !a->given[CLI_OUTPUT])
    return cli_usage("event", "--force has no effect without --output");
  return true;
}

static cli_exit show(ps_event_result *result, const cli_arguments *a) {
  ps_error err;
  char *text;
  bool json = a->given[CLI_JSON], quiet = a->given[CLI_QUIET];
  if (json || !quiet) {
    ps_status status = json ? ps_event_result_json(result, &text, &err)
                            : ps_event_result_text(result, &text, &err);
    if (status != PS_OK)
      return cli_failure(&err);
    cli_print_and_free(text);
  }
  if (!a->given[CLI_OUTPUT])
    return CLI_FINE;
  if (ps_event_result_write(result, a->text[CLI_OUTPUT], a->given[CLI_FORCE], &err) != PS_OK)
    return cli_failure(&err);
  for (int i = 0; i < ps_event_result_files(result) && !quiet && !json; i++)
    printf("%s%s\n", i ? "" : "\n", ps_event_result_file(result, i));
  return CLI_FINE;
}

cli_exit cli_run_event(const cli_arguments *a) {
  ps_event_request request = event_request(a);
  ps_event_result *result;
  ps_error err;
  cli_progress progress;
  if (!check(a))
    return CLI_USAGE;
  request.watch = cli_progress_begin(&progress, (cli_progress_mode)a->word[CLI_PROGRESS]);
  ps_status status = ps_event_run(&request, &result, &err);
  cli_progress_end(&progress);
  if (status != PS_OK)
    return cli_failure(&err);
  cli_exit exit = show(result, a);
  fflush(stdout);
  if (exit == CLI_FINE && *ps_event_result_trouble(result)) {
    cli_message("no solution: %s", ps_event_result_trouble(result));
    exit = CLI_NO_SOLUTION;
  }
  ps_event_result_free(result);
  return exit;
}
