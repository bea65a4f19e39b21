// main.c: the command `psoas`: find the verb, read its options, run it, answer with an exit status.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "help.h"
#include "interrupt.h"
#include "psoas/version.h"
#include "verbs.h"

// A closed standard stream would give its number to the next file that is opened, and what is meant
// for the terminal would go there. Reading from it, or writing to it, fails on this one.
static void occupy_streams(void) {
  for (int file = 0; file <= 2; file++)
    if (fcntl(file, F_GETFD) < 0)
      (void)!open("/dev/null", file ? O_RDONLY : O_WRONLY);
}

static bool is_pipe(FILE *file) {
  struct stat info;
  return fstat(fileno(file), &info) == 0 && (S_ISFIFO(info.st_mode) || S_ISSOCK(info.st_mode));
}

// Results that did not reach standard output are no results; but a reader behind a pipe may go when
// it has what it wants, as `head` does.
static cli_exit check_output(cli_exit status) {
  errno = 0;
  if ((fflush(stdout) == 0 && !ferror(stdout)) || is_pipe(stdout))
    return status;
  cli_message("standard output cannot be written%s%s", errno ? ": " : "",
              errno ? strerror(errno) : "");
  return status == CLI_FINE ? CLI_UNREADABLE : status;
}

static bool check_operands(const cli_verb *verb, const cli_arguments *a) {
  if (a->noperand < verb->least)
    return cli_usage(verb->name, "a file is missing; expected %s", verb->operands);
  if (a->noperand > verb->most)
    return cli_usage(verb->name, "'%s' is one too many; expected %s", a->operand[verb->most],
                     verb->most ? verb->operands : "options only");
  for (int i = 0; i < CLI_OPTION_COUNT; i++)
    if (cli_has(verb->needs, i) && !a->given[i])
      return cli_usage(verb->name, "--%s %s is missing", cli_options[i].name,
                       cli_options[i].argument);
  if (a->given[CLI_DEGREES] && a->given[CLI_RADIANS])
    return cli_usage(verb->name, "--degrees and --radians contradict each other");
  return true;
}

static cli_exit run_verb(const cli_verb *verb, int argc, char **argv) {
  cli_arguments a;
  if (!cli_parse(&a, verb->name, cli_options_of(verb), argc, argv))
    return CLI_USAGE;
  if (a.help) {
    cli_print_help(verb);
    return CLI_FINE;
  }
  return check_operands(verb, &a) ? verb->run(&a) : CLI_USAGE;
}

static bool is(const char *word, const char *a, const char *b) {
  return strcmp(word, a) == 0 || strcmp(word, b) == 0;
}

static cli_exit run(int argc, char **argv) {
  const char *first = argc > 1 ? argv[1] : NULL;
  if (!first) {
    cli_usage("", "a verb is missing");
    return CLI_USAGE;
  }
  if (is(first, "--help", "-h"))
    cli_print_overview();
  else if (is(first, "--version", "-V"))
    printf("psoas %s\n", ps_version());
  else if (strcmp(first, "--man") == 0)
    cli_print_manual();
  else if (strcmp(first, "--completion") == 0 && (argc == 2 || strcmp(argv[2], "bash") == 0))
    cli_print_completion();
  else if (first[0] == '-') {
    cli_usage("", "there is no option '%s' before the verb", first);
    return CLI_USAGE;
  } else {
    const cli_verb *verb = cli_verb_named(first);
    return verb ? run_verb(verb, argc - 2, argv + 2) : cli_unknown_verb(first);
  }
  return CLI_FINE;
}

int main(int argc, char **argv) {
  occupy_streams();
  cli_ignore_lost_readers(); // files are still to be written when the reader of stdout has gone
  return (int)check_output(run(argc, argv));
}
