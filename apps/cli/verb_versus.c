#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "print.h"
#include "psoas/versus.h"
#include "verbs.h"

static const char verb[] = "claim-vs-evidence";

static bool check(const cli_arguments *a) {
  if (!a->noperand)
    return cli_usage(verb, "an intervention is missing; psoas evidence names them");
  if (a->noperand > 2)
    return cli_usage(verb, "one intervention and one file of weeks; '%s' is one too many",
                     a->operand[2]);
  if (a->given[CLI_FORCE] && !a->given[CLI_OUTPUT])
    return cli_usage(verb, "--force has no effect without --output");
  if (a->given[CLI_WEEKS] && a->noperand > 1)
    return cli_usage(verb, "--weeks has no effect beside weeks of your own");
  return true;
}

// "effect=-20"
static bool read_effect(const cli_arguments *a, double *effect) {
  static const char key[] = "effect=";
  const char *text = a->text[CLI_HYPOTHETICAL];
  char *end;
  if (!text)
    return true;
  if (strncmp(text, key, sizeof key - 1) != 0)
    return cli_usage(verb, "--hypothetical: found '%s', expected effect=X, such as effect=-5",
                     text);
  text += sizeof key - 1;
  *effect = strtod(text, &end);
  return (*text && !*end && isfinite(*effect)) ||
         cli_usage(verb, "--hypothetical: the effect is '%s', expected a number", text);
}

static ps_status show(const ps_versus_result *result, const cli_arguments *a, ps_error *err) {
  char *text = NULL;
  ps_status status = PS_OK;
  bool quiet = a->given[CLI_QUIET], json = a->given[CLI_JSON], html = a->given[CLI_HTML];
  if (json)
    status = ps_versus_result_json(result, &text, err);
  else if (html)
    status = ps_versus_result_page(result, &text, err);
  else if (!quiet)
    status = ps_versus_result_text(result, &text, err);
  if (status == PS_OK && text)
    cli_print_and_free(text);
  if (status != PS_OK || !a->given[CLI_OUTPUT])
    return status;
  status = ps_versus_result_write(result, a->text[CLI_OUTPUT], a->given[CLI_FORCE], err);
  if (status == PS_OK && !quiet && !json && !html)
    printf("\n%s/curves.csv, result.json, report.html\n", a->text[CLI_OUTPUT]);
  return status;
}

cli_exit cli_run_versus(const cli_arguments *a) {
  ps_versus_request q = ps_versus_request_default();
  ps_versus_result *result;
  ps_error err;
  cli_progress progress;
  if (!check(a) || !read_effect(a, &q.hypothetical))
    return CLI_USAGE;
  q.id = a->operand[0];
  q.weeks = a->noperand > 1 ? a->operand[1] : NULL;
  q.nweeks = a->given[CLI_WEEKS] ? (int)a->number[CLI_WEEKS] : q.nweeks;
  q.sets = a->pair;
  q.nsets = a->npair;
  q.person = a->text[CLI_PERSON];
  q.interventions = a->text[CLI_INTERVENTIONS];
  q.context = a->given[CLI_CONTEXT] ? a->number[CLI_CONTEXT] : 0;
  q.draws = a->given[CLI_DRAWS] ? (int)a->number[CLI_DRAWS] : q.draws;
  q.seed = a->given[CLI_SEED] ? (unsigned long long)a->number[CLI_SEED] : q.seed;
  q.threads = (int)a->number[CLI_THREADS];
  q.level = a->given[CLI_LEVEL] && a->word[CLI_LEVEL] == 0 ? PS_LEVEL_SHORT : PS_LEVEL_FULL;
  q.watch = cli_progress_begin(&progress, (cli_progress_mode)a->word[CLI_PROGRESS]);
  ps_status status = ps_versus_run(&q, &result, &err);
  cli_progress_end(&progress);
  if (status == PS_OK)
    status = show(result, a, &err);
  bool complete = status == PS_OK && ps_versus_result_complete(result);
  ps_versus_result_free(result);
  return status != PS_OK ? cli_failure(&err) : complete ? CLI_FINE : CLI_INTERRUPTED;
}
