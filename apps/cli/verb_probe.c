#include <stdio.h>
#include <stdlib.h>

#include "psoas/probe.h"
#include "verbs.h"

static void print_notes(const ps_spec *spec, const cli_arguments *a, const ps_error *failure) {
  int n = ps_spec_notes(spec);
  cli_note *notes = malloc(((size_t)n + 1) * sizeof *notes);
  for (int i = 0; notes && i < n; i++)
    notes[i].kind = ps_spec_note(spec, i, &notes[i].path, &notes[i].line, &notes[i].text);
  if (notes && !a->given[CLI_QUIET])
    cli_notes(notes, n, a->given[CLI_VERBOSE], failure);
  free(notes);
}

// what psoas cannot compute stops the work, unless the user says otherwise
static ps_status check_supported(const ps_spec *spec, const cli_arguments *a, ps_error *err) {
  if (a->given[CLI_UNSUPPORTED])
    return PS_OK;
  return ps_spec_require_supported(spec, err);
}

static ps_status probe(const ps_model *model, const cli_arguments *a, int *nposes, ps_error *err) {
  cli_progress progress;
  ps_probe_options options = {.directory = a->text[CLI_OUTPUT],
                              .replace = a->given[CLI_FORCE],
                              .light = a->given[CLI_LIGHT]};
  options.watch = cli_progress_begin(&progress, (cli_progress_mode)a->word[CLI_PROGRESS]);
  ps_status status = ps_probe(model, a->text[CLI_POSES], &options, nposes, err);
  cli_progress_end(&progress);
  return status;
}

cli_exit cli_run_probe(const cli_arguments *a) {
  ps_spec *spec = NULL;
  ps_model *model = NULL;
  ps_error err;
  int nposes = 0;
  double begun = cli_seconds();
  ps_status status = ps_spec_load(&spec, a->text[CLI_MODEL], PS_COMPAT_OPENSIM46, &err);
  if (status == PS_OK)
    status = ps_model_create(&model, spec, &err);
  if (status == PS_OK)
    status = check_supported(spec, a, &err);
  if (spec)
    print_notes(spec, a, status == PS_OK ? NULL : &err);
  if (status == PS_OK)
    status = probe(model, a, &nposes, &err);
  ps_model_free(model);
  ps_spec_free(spec);
  if (status != PS_OK)
    return cli_failure(&err);
  if (!a->given[CLI_QUIET])
    printf("%d pose%s in %.3g s: %s\n", nposes, nposes == 1 ? "" : "s", cli_seconds() - begun,
           a->text[CLI_OUTPUT]);
  return CLI_FINE;
}
