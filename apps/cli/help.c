#include "help.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { WIDTH = 79, NAMES = 26 }; // [characters]  of a line, and of the names of options in it

// Print words, broken into lines that begin with `indent` blanks; `column`: where the line stands.
static int print_wrapped(const char *text, int indent, int column) {
  while (*text) {
    int length = (int)strcspn(text, " ");
    if (column + 1 + length > WIDTH) {
      printf("\n%*s", indent, "");
      column = indent;
    }
    column += printf("%s%.*s", column > indent ? " " : "", length, text);
    text += length;
    text += strspn(text, " ");
  }
  return column;
}

// "-o, --output DIR" or "--start S"
static void name_of(const cli_option *o, char *text, size_t size) {
  char letter[8] = "";
  if (o->letter)
    snprintf(letter, sizeof letter, "-%c, ", o->letter);
  snprintf(text, size, "%s--%s%s%s", letter, o->name, *o->argument ? " " : "", o->argument);
}

// ---- usage

static void print_usage(const cli_verb *v) {
  char name[80];
  int column = printf("usage: psoas %s", v->name);
  if (*v->operands)
    column = print_wrapped(v->operands, 9, column);
  for (int i = 0; i < CLI_OPTION_COUNT; i++)
    if (cli_has(v->needs, i)) {
      snprintf(name, sizeof name, "--%s %s", cli_options[i].name, cli_options[i].argument);
      column = print_wrapped(name, 9, column);
    }
  if (v->takes)
    print_wrapped("[options]", 9, column);
  printf("\n");
}

// ---- short

// names of options that share a line: those joined to option i
static void joined_names(cli_options_set set, int i, char *text, size_t size) {
  name_of(&cli_options[i], text, size);
  for (int k = i + 1; k < CLI_OPTION_COUNT && cli_options[k].place == CLI_JOIN; k++)
    if (cli_has(set, k)) {
      char name[60];
      size_t used = strlen(text);
      name_of(&cli_options[k], name, sizeof name);
      snprintf(text + used, size - used, ", %s", name);
    }
}

static void print_lines(cli_options_set set) {
  char names[120];
  for (int i = 0; i < CLI_OPTION_COUNT; i++) {
    if (!cli_has(set, i) || cli_options[i].place != CLI_LINE)
      continue;
    joined_names(set, i, names, sizeof names);
    if (strlen(names) > NAMES)
      printf("  %s\n  %-*s %s\n", names, NAMES, "", cli_options[i].help);
    else
      printf("  %-*s %s\n", NAMES, names, cli_options[i].help);
  }
}

// names of the options that have no line of their own
static void print_list(cli_options_set set) {
  int column = 0;
  for (int i = 0; i < CLI_OPTION_COUNT; i++) {
    const cli_option *o = &cli_options[i];
    char name[80];
    if (!cli_has(set, i) || o->place != CLI_LIST)
      continue;
    column += printf("%s", column ? "," : "  also: ");
    snprintf(name, sizeof name, "--%s%s%s", o->name, *o->argument ? "=" : "", o->argument);
    column = print_wrapped(name, 8, column);
  }
  printf("%s", column ? "\n" : "");
}

void cli_print_help(const cli_verb *v) {
  cli_options_set set = cli_options_of(v);
  print_usage(v);
  printf("%c%s\n\n", toupper((unsigned char)v->summary[0]), v->summary + 1);
  print_lines(set);
  print_list(set);
  if (set)
    printf("  psoas help %s tells more\n", v->name);
}

void cli_print_overview(void) {
  printf("usage: psoas VERB [options] FILE...\n"
         "What holds a posture; what muscles did and joints carried in a recorded motion.\n\n");
  for (int i = 0; i < cli_verb_count; i++)
    printf("  %-9s %s\n", cli_verbs[i].name, cli_verbs[i].summary);
  printf("\nResults go to stdout or to the folder of -o, messages to stderr.\n"
         "Exit status: 0 fine, 1 a check failed, 2 usage, 3 unreadable input,\n"
         "4 no solution, 130 interrupted.\n\n"
         "psoas VERB --help: its options; psoas help VERB: all about it; psoas --version\n");
}

// ---- long

void cli_print_all(const cli_verb *v) {
  cli_options_set set = cli_options_of(v);
  char name[80];
  print_usage(v);
  printf("\n  ");
  print_wrapped(*v->about ? v->about : v->summary, 2, 2);
  printf("\n\n");
  for (int i = 0; i < CLI_OPTION_COUNT; i++) {
    const cli_option *o = &cli_options[i];
    if (!cli_has(set, i))
      continue;
    name_of(o, name, sizeof name);
    printf("  %s\n      ", name);
    int before = i; // one that shares a line has the help of the option before it
    while (cli_options[before].place == CLI_JOIN)
      before--;
    int column = print_wrapped(cli_options[before].help, 6, 6);
    if (*cli_options[before].more) {
      printf(".");
      print_wrapped(cli_options[before].more, 6, column + 1);
    }
    printf("\n");
  }
  printf("\n  Example: %s\n", v->example);
}

cli_exit cli_run_help(const cli_arguments *a) {
  if (!a->noperand) {
    cli_print_overview();
    return CLI_FINE;
  }
  const cli_verb *verb = cli_verb_named(a->operand[0]);
  if (!verb)
    return cli_unknown_verb(a->operand[0]);
  cli_print_all(verb);
  return CLI_FINE;
}
