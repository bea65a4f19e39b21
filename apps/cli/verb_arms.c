#include <stdio.h>
#include <stdlib.h>

#include "psoas/arms.h"
#include "verbs.h"

static ps_status show(const ps_arms *arms, const cli_arguments *a, ps_error *err) {
  char *text;
  if (a->given[CLI_OUTPUT]) {
    ps_status status = ps_arms_write(arms, a->text[CLI_OUTPUT], a->given[CLI_FORCE], err);
    if (status == PS_OK && !a->given[CLI_QUIET])
      printf("%d moment arms: %s/arms.csv and drawings\n", ps_arms_count(arms),
             a->text[CLI_OUTPUT]);
    return status;
  }
  ps_status status = ps_arms_csv(arms, &text, err);
  if (status == PS_OK) {
    fputs(text, stdout);
    free(text);
  }
  return status;
}

cli_exit cli_run_arms(const cli_arguments *a) {
  ps_arms_request request = {.muscles = a->text[CLI_MUSCLE],
                             .coordinate = a->text[CLI_COORDINATE],
                             .vary = a->vary,
                             .nvary = a->nvary,
                             .sets = a->pair,
                             .nsets = a->npair,
                             .person = a->text[CLI_PERSON],
                             .light = a->given[CLI_DETAIL] && a->word[CLI_DETAIL] == 1};
  ps_arms *arms;
  ps_error err;
  if (a->given[CLI_FORCE] && !a->given[CLI_OUTPUT]) {
    cli_usage("arms", "--force has no effect without --output");
    return CLI_USAGE;
  }
  ps_status status = ps_arms_run(&request, &arms, &err);
  if (status == PS_OK)
    status = show(arms, a, &err);
  ps_arms_free(arms);
  return status == PS_OK ? CLI_FINE : cli_failure(&err);
}
