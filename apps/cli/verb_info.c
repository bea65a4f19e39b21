#include <stdio.h>
#include <stdlib.h>

#include "print.h"
#include "verbs.h"

static ps_status print_json(const ps_info *info, ps_error *err) {
  char *text;
  ps_status status = ps_info_json(info, &text, err);
  if (status == PS_OK) {
    fputs(text, stdout);
    free(text);
  }
  return status;
}

cli_exit cli_run_info(const cli_arguments *a) {
  ps_info *info;
  ps_error err;
  ps_status status = ps_info_create(&info, a->operand[0], PS_COMPAT_OPENSIM46, &err);
  if (status == PS_OK && a->given[CLI_JSON])
    status = print_json(info, &err);
  else if (status == PS_OK && !a->given[CLI_QUIET])
    cli_print_info(info);
  cli_exit result = status == PS_OK ? CLI_FINE : cli_failure(&err);
  if (status == PS_OK && !info->compiled) {
    fflush(stdout);
    result = cli_failure(&info->failure);
  }
  ps_info_free(info);
  return result;
}
