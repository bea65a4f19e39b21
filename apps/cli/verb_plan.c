#include <stdio.h>
#include <string.h>
#include <time.h>

#include "print.h"
#include "psoas/plan.h"
#include "verbs.h"

enum { INTERVENTIONS = 32 };

static bool check(const cli_arguments *a) {
  if (!a->noperand)
    return cli_usage("plan", "a day is missing; psoas day --list names some");
  if (a->noperand == 2 && a->given[CLI_PERSON])
    return cli_usage("plan", "the person is named twice: '%s' and --person", a->operand[0]);
  if (a->given[CLI_FORCE] && !a->given[CLI_OUTPUT])
    return cli_usage("plan", "--force has no effect without --output");
  return true;
}

static ps_status show(ps_plan_result *result, const cli_arguments *a, ps_error *err) {
  char *text = NULL;
  ps_status status = PS_OK;
  bool quiet = a->given[CLI_QUIET], json = a->given[CLI_JSON];
  if (json)
    status = ps_plan_result_json(result, &text, err);
  else if (!quiet)
    status = ps_plan_result_text(result, &text, err);
  if (status == PS_OK && text)
    cli_print_and_free(text);
  if (status != PS_OK || !a->given[CLI_OUTPUT])
    return status;
  status = ps_plan_result_write(result, a->text[CLI_OUTPUT], a->given[CLI_FORCE], err);
  for (int i = 0; status == PS_OK && i < ps_plan_result_files(result) && !quiet && !json; i++)
    printf("%s%s\n", i ? "" : "\n", ps_plan_result_file(result, i));
  return status;
}

// a first answer while the rest is being worked out
static void tell_first(void *context, const char *sentence, double seconds) {
  cli_progress_end(context);
  fprintf(stderr, "psoas: after %.1f s: %s\n", seconds, sentence);
}

static const char *next_monday(char text[16]) {
  time_t now = time(NULL);
  struct tm day;
  localtime_r(&now, &day);
  day.tm_mday += (8 - day.tm_wday) % 7 ? (8 - day.tm_wday) % 7 : 7;
  day.tm_hour = 12; // away from the hours in which clocks are set
  mktime(&day);
  strftime(text, 16, "%Y-%m-%d", &day);
  return text;
}

cli_exit cli_run_plan(const cli_arguments *a) {
  ps_plan_request q = ps_plan_request_default();
  const char *with[INTERVENTIONS];
  char words[CLI_SPLIT], by[20], monday[16];
  ps_plan_result *result;
  ps_error err;
  cli_progress progress;
  if (!check(a))
    return CLI_USAGE;
  q.day = a->operand[a->noperand - 1];
  q.person = a->noperand == 2 ? a->operand[0] : a->text[CLI_PERSON];
  q.sets = a->pair;
  q.nsets = a->npair;
  q.limits = a->limit;
  q.nlimits = a->nlimit;
  q.with = with;
  q.nwith = cli_split(a->text[CLI_WITH], words, with, INTERVENTIONS);
  if (a->given[CLI_BY] && cli_word(cli_options[CLI_BY].argument, a->word[CLI_BY], by, sizeof by))
    q.by = by;
  q.begin = a->given[CLI_BEGIN] ? a->text[CLI_BEGIN] : next_monday(monday);
  q.weeks = a->given[CLI_WEEKS] ? (int)a->number[CLI_WEEKS] : q.weeks;
  q.draws = a->given[CLI_DRAWS] ? (int)a->number[CLI_DRAWS] : q.draws;
  q.seed = a->given[CLI_SEED] ? (unsigned long long)a->number[CLI_SEED] : q.seed;
  q.threads = (int)a->number[CLI_THREADS];
  q.watch = cli_progress_begin(&progress, (cli_progress_mode)a->word[CLI_PROGRESS]);
  q.first = a->given[CLI_QUIET] || a->word[CLI_PROGRESS] == CLI_PROGRESS_NONE ? NULL : tell_first;
  q.first_context = &progress;
  ps_status status = ps_plan_run(&q, &result, &err);
  cli_progress_end(&progress);
  if (status == PS_OK)
    status = show(result, a, &err);
  ps_plan_result_free(result);
  return status == PS_OK ? CLI_FINE : cli_failure(&err);
}
