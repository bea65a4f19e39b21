#include <stdio.h>

#include "psoas/export.h"
#include "verbs.h"

cli_exit cli_run_export(const cli_arguments *a) {
  ps_export_request request = {.path = a->text[CLI_OSIM],
                               .replace = a->given[CLI_FORCE],
                               .sets = a->pair,
                               .nsets = a->npair,
                               .person = a->text[CLI_PERSON],
                               .light = a->given[CLI_DETAIL] && a->word[CLI_DETAIL] == 1};
  ps_export_report report;
  ps_error err;
  if (ps_export_osim(&request, &report, &err) != PS_OK)
    return cli_failure(&err);
  if (!a->given[CLI_QUIET])
    printf("%s: %d bodies, %d coordinates, %d muscles, %d of them over cylinders\n", request.path,
           report.bodies, report.coordinates, report.muscles, report.geodesics);
  return CLI_FINE;
}
