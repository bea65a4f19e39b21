#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "psoas/evidence.h"
#include "verbs.h"

static ps_status show(const ps_catalogue *c, const cli_arguments *a, ps_error *err) {
  char *text;
  if (a->given[CLI_QUIET] && !a->given[CLI_JSON] && !a->given[CLI_HTML])
    return PS_OK;
  ps_status status = a->given[CLI_JSON]   ? ps_catalogue_json(c, &text, err)
                     : a->given[CLI_HTML] ? ps_catalogue_page(c, &text, err)
                                          : ps_catalogue_text(c, &text, err);
  if (status == PS_OK) {
    fputs(text, stdout);
    free(text);
  }
  return status;
}

static ps_status write_files(const ps_catalogue *c, const cli_arguments *a, ps_error *err) {
  const char *folder = a->text[CLI_OUTPUT];
  if (!folder)
    return PS_OK;
  ps_status status = ps_catalogue_write(c, folder, a->given[CLI_FORCE], err);
  if (status == PS_OK && !a->given[CLI_QUIET] && !a->given[CLI_JSON] && !a->given[CLI_HTML])
    printf("\n%s/result.json, report.html\n", folder);
  return status;
}

// --set discount=0.5 is all there is to set
static bool read_discount(const cli_arguments *a, const char *verb, double *discount) {
  for (int i = 0; i < a->npair; i++) {
    const char *value = strchr(a->pair[i], '=') + 1;
    char *end;
    if (strncmp(a->pair[i], "discount=", 9) != 0)
      return cli_usage(verb, "--set: found '%s', expected discount=0 to 1", a->pair[i]);
    *discount = strtod(value, &end);
    if (!*value || *end || !(*discount >= 0 && *discount <= 1))
      return cli_usage(verb, "--set: the discount is '%s'; allowed is 0 to 1", value);
  }
  return true;
}

static cli_exit run(const cli_arguments *a, const char *verb, ps_catalogue_kind kind) {
  ps_catalogue_request request = ps_catalogue_request_default(kind);
  ps_catalogue *catalogue;
  ps_error err;
  request.words = a->operand;
  request.n = a->noperand;
  request.level = a->given[CLI_LEVEL] && a->word[CLI_LEVEL] == 0 ? PS_LEVEL_SHORT : PS_LEVEL_FULL;
  request.interventions = a->text[CLI_INTERVENTIONS];
  if (!read_discount(a, verb, &request.discount))
    return CLI_USAGE;
  if (a->given[CLI_FORCE] && !a->given[CLI_OUTPUT]) {
    cli_usage(verb, "--force has no effect without --output");
    return CLI_USAGE;
  }
  ps_status status = ps_catalogue_create(&request, &catalogue, &err);
  if (status == PS_OK)
    status = show(catalogue, a, &err);
  if (status == PS_OK)
    status = write_files(catalogue, a, &err);
  ps_catalogue_free(catalogue);
  return status == PS_OK ? CLI_FINE : cli_failure(&err);
}

cli_exit cli_run_evidence(const cli_arguments *a) {
  return run(a, "evidence", PS_CATALOGUE_INTERVENTIONS);
}

cli_exit cli_run_claims(const cli_arguments *a) {
  return run(a, "claims", PS_CATALOGUE_CLAIMS);
}

cli_exit cli_run_cite(const cli_arguments *a) {
  char *text;
  ps_error err;
  if (ps_cite(a->operand, a->noperand, &text, &err) != PS_OK)
    return cli_failure(&err);
  fputs(text, stdout);
  free(text);
  return CLI_FINE;
}
