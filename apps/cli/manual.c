// manual.c: the man page and the completion of bash, from the same tables as the help.
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "help.h"
#include "psoas/version.h"

// ---- roff

// Text of a line: a backslash and a dash are written as such, and no line is a request.
static void put_roff(const char *text) {
  if (*text == '.' || *text == '\'')
    fputs("\\&", stdout);
  for (; *text; text++)
    if (*text == '\\')
      fputs("\\e", stdout);
    else if (*text == '-')
      fputs("\\-", stdout);
    else
      putchar(*text);
}

// a line of help: with a capital, and a full stop
static void put_sentence(const char *text) {
  putchar(toupper((unsigned char)*text));
  put_roff(text + 1);
  printf(".\n");
}

static void put_option(const cli_option *o) {
  printf(".TP\n");
  if (o->letter)
    printf("\\fB\\-%c\\fR, ", o->letter);
  printf("\\fB\\-\\-");
  put_roff(o->name);
  printf("\\fR");
  if (*o->argument) {
    printf(" \\fI");
    put_roff(o->argument);
    printf("\\fR");
  }
  printf("\n");
}

static void put_verb(const cli_verb *v) {
  cli_options_set set = cli_options_of(v);
  printf(".SS psoas %s%s%s\n", v->name, *v->operands ? " " : "", v->operands);
  put_sentence(v->summary);
  if (*v->about) {
    put_roff(v->about);
    printf("\n");
  }
  printf(".br\nOptions:");
  const char *part = " ";
  for (int i = 0; i < CLI_OPTION_COUNT; i++)
    if (cli_has(set, i)) {
      printf("%s\\fB\\-\\-", part);
      put_roff(cli_options[i].name);
      printf("\\fR%s", cli_has(v->needs, i) ? " (needed)" : "");
      part = ", ";
    }
  printf(".\n.PP\n.RS\n.nf\n");
  put_roff(v->example);
  printf("\n.fi\n.RE\n");
}

static void put_options(void) {
  for (int i = 0; i < CLI_OPTION_COUNT; i++) {
    int before = i;
    while (cli_options[before].place == CLI_JOIN)
      before--;
    put_option(&cli_options[i]);
    put_sentence(cli_options[before].help);
    if (*cli_options[before].more) {
      put_roff(cli_options[before].more);
      printf("\n");
    }
  }
}

void cli_print_manual(void) {
  printf(
      ".TH PSOAS 1 \"\" \"psoas %s\" \"User Commands\"\n"
      ".SH NAME\npsoas \\- what holds a posture; muscle forces and joint loads of recorded "
      "motions\n"
      ".SH SYNOPSIS\n\\fBpsoas\\fR \\fIVERB\\fR [\\fIoptions\\fR] \\fIFILE\\fR...\n"
      ".SH DESCRIPTION\n"
      "Puts a model of a person into any posture and tells what psoas and discs carry. And\n"
      "reads OpenSim models, motions and loads, and writes the results of OpenSim 4.6's tools: "
      "the\n"
      "same numbers in the same files. Results go to standard output or to the folder of\n"
      "\\fB\\-\\-output\\fR, messages and progress to standard error. Files appear when they are\n"
      "complete; existing ones are only replaced with \\fB\\-\\-force\\fR.\n"
      ".SH VERBS\n",
      ps_version());
  for (int i = 0; i < cli_verb_count; i++)
    put_verb(&cli_verbs[i]);
  printf(
      ".SH OPTIONS\nEvery option may be written as \\fB\\-\\-name=value\\fR or \\fB\\-\\-name\\fR\n"
      "\\fIvalue\\fR; \\fB\\-\\-\\fR ends the options.\n");
  put_options();
  printf(".SH EXIT STATUS\n"
         ".TP\n\\fB0\\fR\nfine\n"
         ".TP\n\\fB1\\fR\na check failed: results are further apart than they may be\n"
         ".TP\n\\fB2\\fR\nusage\n"
         ".TP\n\\fB3\\fR\ninput that cannot be used, or a file that cannot be written\n"
         ".TP\n\\fB4\\fR\nno solution at some frames; all files are written\n"
         ".TP\n\\fB130\\fR\ninterrupted; nothing is written\n"
         ".SH SEE ALSO\n\\fBpsoas help\\fR \\fIVERB\\fR\n");
}

// ---- bash

static void put_words(const cli_verb *v) {
  cli_options_set set = cli_options_of(v);
  for (int i = 0; i < CLI_OPTION_COUNT; i++)
    if (cli_has(set, i))
      printf("--%s ", cli_options[i].name);
  printf("--help");
}

static void put_verbs(void) {
  for (int i = 0; i < cli_verb_count; i++)
    printf("%s%s", i ? " " : "", cli_verbs[i].name);
}

// is there an option of this name before option i? Verbs may give a name words of their own.
static bool is_double(int i) {
  for (int k = 0; k < i; k++)
    if (strcmp(cli_options[k].name, cli_options[i].name) == 0)
      return true;
  return false;
}

static void put_words_of(const char *name) {
  const char *part = "";
  char word[40];
  for (int i = 0; i < CLI_OPTION_COUNT; i++)
    for (int k = 0; strcmp(cli_options[i].name, name) == 0 &&
                    cli_word(cli_options[i].argument, k, word, sizeof word);
         k++) {
      printf("%s%s", part, word);
      part = " ";
    }
}

// what can stand behind an option
static void put_values(void) {
  for (int i = 0; i < CLI_OPTION_COUNT; i++) {
    const cli_option *o = &cli_options[i];
    if ((o->kind != CLI_WORD && o->kind != CLI_FOLDER) || is_double(i))
      continue;
    printf("    --%s%s%.1s)", o->name, o->letter ? "|-" : "", o->letter ? &o->letter : "");
    if (o->kind == CLI_FOLDER)
      printf(" COMPREPLY=($(compgen -d -- \"$word\")) ;;\n");
    else {
      printf(" COMPREPLY=($(compgen -W '");
      put_words_of(o->name);
      printf("' -- \"$word\")) ;;\n");
    }
  }
}

void cli_print_completion(void) {
  printf("# completion of psoas for bash, printed by `psoas --completion`\n"
         "_psoas() {\n"
         "  local word=\"${COMP_WORDS[COMP_CWORD]}\" before=\"${COMP_WORDS[COMP_CWORD-1]}\" words\n"
         "  if [ \"$word\" = = ]; then word=; elif [ \"$before\" = = ]; then\n"
         "    before=\"${COMP_WORDS[COMP_CWORD-2]}\"\n"
         "  fi\n"
         "  COMPREPLY=()\n"
         "  [ \"$COMP_CWORD\" = 1 ] && before=help\n"
         "  case \"$before\" in\n");
  put_values();
  printf("    help) COMPREPLY=($(compgen -W '");
  put_verbs();
  printf(
      " --help --version' -- \"$word\")) ;;\n"
      "    *)\n"
      "      if [ \"${word:0:1}\" != - ]; then COMPREPLY=($(compgen -f -- \"$word\")); return; fi\n"
      "      case \"${COMP_WORDS[1]}\" in\n");
  for (int i = 0; i < cli_verb_count; i++) {
    printf("        %s) words='", cli_verbs[i].name);
    put_words(&cli_verbs[i]);
    printf("' ;;\n");
  }
  printf("        *) words='--help --version' ;;\n"
         "      esac\n"
         "      COMPREPLY=($(compgen -W \"$words\" -- \"$word\")) ;;\n"
         "  esac\n"
         "}\n"
         "complete -o filenames -F _psoas psoas\n");
}
