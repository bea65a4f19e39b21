#include <stdio.h>
#include <stdlib.h>

#include "print.h"
#include "verbs.h"

static ps_status print_json(const ps_comparison *comparison, ps_error *err) {
  char *text;
  ps_status status = ps_comparison_json(comparison, &text, err);
  if (status == PS_OK) {
    fputs(text, stdout);
    free(text);
  }
  return status;
}

cli_exit cli_run_compare(const cli_arguments *a) {
  ps_compare_options options = ps_compare_default();
  options.tolerances = a->text[CLI_TOLERANCES];
  ps_comparison *comparison;
  ps_error err;
  ps_status status = ps_compare(&comparison, a->operand[0], a->operand[1], &options, &err);
  if (status == PS_OK && a->given[CLI_JSON])
    status = print_json(comparison, &err);
  else if (status == PS_OK && !a->given[CLI_QUIET])
    cli_print_comparison(comparison, a->given[CLI_ALL]);
  bool apart = status == PS_OK && comparison->nbeyond > 0;
  ps_comparison_free(comparison);
  if (status != PS_OK)
    return cli_failure(&err);
  return apart ? CLI_CHECK_FAILED : CLI_FINE;
}
