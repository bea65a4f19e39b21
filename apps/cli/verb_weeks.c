#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "print.h"
#include "psoas/weeks.h"
#include "verbs.h"

enum { MECHANISMS = 32, INTERVENTIONS = 32 };

static bool check(const cli_arguments *a) {
  if (!a->noperand)
    return cli_usage("weeks", "weeks are missing; psoas weeks --list names some");
  if (a->noperand > 1)
    return cli_usage("weeks", "one file at a time; '%s' is one too many", a->operand[1]);
  if (a->given[CLI_FORCE] && !a->given[CLI_OUTPUT])
    return cli_usage("weeks", "--force has no effect without --output");
  if ((a->given[CLI_FROM] || a->given[CLI_UNTIL]) && !a->given[CLI_WITH])
    return cli_usage("weeks", "--from-week and --until-week have no effect without --with");
  if (a->given[CLI_INTERVENTIONS] && !a->given[CLI_WITH])
    return cli_usage("weeks", "--interventions has no effect without --with");
  return true;
}

static cli_exit print_list(void) {
  ps_error err;
  char *names;
  if (ps_weeks_names(&names, &err) != PS_OK)
    return cli_failure(&err);
  cli_print_and_free(names);
  return CLI_FINE;
}

static ps_status show(ps_weeks_result *result, const cli_arguments *a, ps_error *err) {
  char *text = NULL;
  ps_status status = PS_OK;
  bool quiet = a->given[CLI_QUIET], json = a->given[CLI_JSON];
  if (json)
    status = ps_weeks_result_json(result, &text, err);
  else if (!quiet)
    status = ps_weeks_result_text(result, &text, err);
  if (status == PS_OK && text)
    cli_print_and_free(text);
  if (status != PS_OK || !a->given[CLI_OUTPUT])
    return status;
  status = ps_weeks_result_write(result, a->text[CLI_OUTPUT], a->given[CLI_FORCE], err);
  for (int i = 0; status == PS_OK && i < ps_weeks_result_files(result) && !quiet && !json; i++)
    printf("%s%s\n", i ? "" : "\n", ps_weeks_result_file(result, i));
  return status;
}

// lists of words that were typed
typedef struct lists {
  char without_text[CLI_SPLIT], with_text[CLI_SPLIT];
  const char *without[MECHANISMS], *with[INTERVENTIONS];
} lists;

static ps_weeks_request request_of(const cli_arguments *a, lists *l) {
  ps_weeks_request q = ps_weeks_request_default();
  q.weeks = a->operand[0];
  q.sets = a->pair;
  q.nsets = a->npair;
  q.person = a->text[CLI_PERSON];
  q.without = l->without;
  q.nwithout = cli_split(a->text[CLI_WITHOUT], l->without_text, l->without, MECHANISMS);
  q.with = l->with;
  q.nwith = cli_split(a->text[CLI_WITH], l->with_text, l->with, INTERVENTIONS);
  q.interventions = a->text[CLI_INTERVENTIONS];
  q.from_week = a->given[CLI_FROM] ? a->number[CLI_FROM] : q.from_week;
  q.until_week = a->given[CLI_UNTIL] ? a->number[CLI_UNTIL] : q.until_week;
  q.draws = a->given[CLI_DRAWS] ? (int)a->number[CLI_DRAWS] : q.draws;
  q.seed = a->given[CLI_SEED] ? (unsigned long long)a->number[CLI_SEED] : q.seed;
  q.threads = (int)a->number[CLI_THREADS];
  q.resume = a->text[CLI_OUTPUT];
  return q;
}

cli_exit cli_run_weeks(const cli_arguments *a) {
  lists words;
  ps_weeks_result *result;
  ps_error err;
  cli_progress progress;
  if (a->given[CLI_NAMES])
    return print_list();
  if (!check(a))
    return CLI_USAGE;
  ps_weeks_request q = request_of(a, &words);
  q.watch = cli_progress_begin(&progress, (cli_progress_mode)a->word[CLI_PROGRESS]);
  ps_status status = ps_weeks_run(&q, &result, &err);
  cli_progress_end(&progress);
  if (status == PS_OK)
    status = show(result, a, &err);
  bool complete = status == PS_OK && ps_weeks_result_complete(result);
  ps_weeks_result_free(result);
  return status != PS_OK ? cli_failure(&err) : complete ? CLI_FINE : CLI_INTERRUPTED;
}
