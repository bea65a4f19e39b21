#include <stdio.h>
#include <stdlib.h>

#include "psoas/validate.h"
#include "verbs.h"

static ps_status print(const ps_validation *v, const cli_arguments *a, ps_error *err) {
  char *text;
  ps_status status = a->given[CLI_JSON]   ? ps_validation_json(v, &text, err)
                     : a->given[CLI_HTML] ? ps_validation_page(v, &text, err)
                                          : ps_validation_text(v, &text, err);
  if (status == PS_OK) {
    fputs(text, stdout);
    free(text);
  }
  return status;
}

cli_exit cli_run_validate(const cli_arguments *a) {
  cli_progress progress;
  ps_validate_options o = ps_validate_default();
  o.rows = a->text[CLI_ROWS];
  o.map = a->text[CLI_MAP];
  o.groups = a->text[CLI_GROUPS];
  o.criterion = a->text[CLI_RECRUITING];
  o.threads = (int)a->number[CLI_THREADS];
  o.watch = cli_progress_begin(&progress, (cli_progress_mode)a->word[CLI_PROGRESS]);
  ps_validation *validation;
  ps_error err;
  ps_status status = ps_validate(&validation, &o, &err);
  cli_progress_end(&progress);
  const char *folder = a->text[CLI_OUTPUT];
  if (status == PS_OK && folder)
    status = ps_validation_write(validation, folder, a->given[CLI_FORCE], &err);
  if (status == PS_OK && !a->given[CLI_QUIET])
    status = print(validation, a, &err);
  bool pass = status == PS_OK && validation->pass;
  ps_validation_free(validation);
  if (status != PS_OK)
    return cli_failure(&err);
  return pass ? CLI_FINE : CLI_CHECK_FAILED;
}
