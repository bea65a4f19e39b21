#include "server.h"
#include "verbs.h"

static bool check(const cli_arguments *a) {
  if (a->given[CLI_PORT] && a->number[CLI_PORT] > 65535)
    return cli_usage("serve", "--port: found '%s', expected at most 65535", a->text[CLI_PORT]);
  if (a->given[CLI_BODY] && !(a->number[CLI_BODY] >= 1 && a->number[CLI_BODY] <= 1024))
    return cli_usage("serve", "--body-mb: found '%s', expected 1 to 1024", a->text[CLI_BODY]);
  if (a->given[CLI_THREADS] && a->number[CLI_THREADS] > 256)
    return cli_usage("serve", "--threads: found '%s', expected at most 256", a->text[CLI_THREADS]);
  return true;
}

cli_exit cli_run_serve(const cli_arguments *a) {
  const srv_options options = {.port = (int)a->number[CLI_PORT],
                               .open = !a->given[CLI_NO_OPEN],
                               .threads = (int)a->number[CLI_THREADS],
                               .site = a->text[CLI_SITE],
                               .body_mb = a->given[CLI_BODY] ? a->number[CLI_BODY] : 64};
  ps_error err;
  if (!check(a))
    return CLI_USAGE;
  return srv_serve(&options, &err) ? CLI_FINE : cli_failure(&err);
}
