#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "print.h"
#include "psoas/day.h"
#include "verbs.h"

enum { MECHANISMS = 32, INTERVENTIONS = 32 };

static bool check(const cli_arguments *a) {
  if (!a->noperand)
    return cli_usage("day", "a day is missing; psoas day --list names some");
  if (a->noperand > 1)
    return cli_usage("day", "one day at a time; '%s' is one too many", a->operand[1]);
  if (a->given[CLI_FORCE] && !a->given[CLI_OUTPUT])
    return cli_usage("day", "--force has no effect without --output");
  if (a->given[CLI_SINCE] && !a->given[CLI_WITH])
    return cli_usage("day", "--since has no effect without --with");
  if (a->given[CLI_INTERVENTIONS] && !a->given[CLI_WITH])
    return cli_usage("day", "--interventions has no effect without --with");
  return true;
}

static cli_exit print_list(void) {
  ps_error err;
  char *days, *mechanisms;
  if (ps_day_names(&days, &err) != PS_OK || ps_day_mechanisms(&mechanisms, &err) != PS_OK)
    return cli_failure(&err);
  cli_print_and_free(days);
  printf("\nmechanisms, for --without:\n");
  cli_print_and_free(mechanisms);
  return CLI_FINE;
}

static ps_status show(ps_day_result *result, const cli_arguments *a, ps_error *err) {
  char *text = NULL;
  ps_status status = PS_OK;
  bool quiet = a->given[CLI_QUIET], json = a->given[CLI_JSON];
  if (json)
    status = ps_day_result_json(result, &text, err);
  else if (!quiet)
    status = ps_day_result_text(result, &text, err);
  if (status == PS_OK && text)
    cli_print_and_free(text);
  if (status != PS_OK || !a->given[CLI_OUTPUT])
    return status;
  status = ps_day_result_write(result, a->text[CLI_OUTPUT], a->given[CLI_FORCE], err);
  for (int i = 0; status == PS_OK && i < ps_day_result_files(result) && !quiet && !json; i++)
    printf("%s%s\n", i ? "" : "\n", ps_day_result_file(result, i));
  return status;
}

// found out before a minute of work, not after it
static bool is_taken(const cli_arguments *a) {
  static const char *const names[] = {"timeline.csv", "result.json", "report.html", "draws.csv"};
  for (int i = 0; i < 4 && a->given[CLI_OUTPUT] && !a->given[CLI_FORCE]; i++) {
    char path[1100];
    snprintf(path, sizeof path, "%.1000s/%s", a->text[CLI_OUTPUT], names[i]);
    FILE *file = fopen(path, "rb");
    if (!file)
      continue;
    fclose(file);
    cli_message("%s: exists and may not be replaced (--force replaces it)", path);
    return true;
  }
  return false;
}

cli_exit cli_run_day(const cli_arguments *a) {
  ps_day_request q = ps_day_request_default();
  const char *without[MECHANISMS], *with[INTERVENTIONS];
  char words[CLI_SPLIT], care[CLI_SPLIT];
  ps_day_result *result;
  ps_error err;
  cli_progress progress;
  if (a->given[CLI_NAMES])
    return print_list();
  if (!check(a))
    return CLI_USAGE;
  if (is_taken(a))
    return CLI_UNREADABLE;
  q.day = a->operand[0];
  q.sets = a->pair;
  q.nsets = a->npair;
  q.person = a->text[CLI_PERSON];
  q.without = without;
  q.nwithout = cli_split(a->text[CLI_WITHOUT], words, without, MECHANISMS);
  q.with = with;
  q.nwith = cli_split(a->text[CLI_WITH], care, with, INTERVENTIONS);
  q.interventions = a->text[CLI_INTERVENTIONS];
  q.since_d = a->given[CLI_SINCE] ? a->number[CLI_SINCE] : q.since_d;
  q.draws = a->given[CLI_DRAWS] ? (int)a->number[CLI_DRAWS] : q.draws;
  q.contributions = a->word[CLI_CONTRIBUTIONS] == 0;
  q.seed = a->given[CLI_SEED] ? (unsigned long long)a->number[CLI_SEED] : q.seed;
  q.threads = (int)a->number[CLI_THREADS];
  q.store = a->text[CLI_OUTPUT];
  q.watch = cli_progress_begin(&progress, (cli_progress_mode)a->word[CLI_PROGRESS]);
  ps_status status = ps_day_run(&q, &result, &err);
  cli_progress_end(&progress);
  if (status == PS_OK)
    status = show(result, a, &err);
  ps_day_result_free(result);
  return status == PS_OK ? CLI_FINE : cli_failure(&err);
}
