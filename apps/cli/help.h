// help.h: what the tables of verbs and options say, for people, for man and for bash.
#pragma once

#include "verbs.h"

void cli_print_overview(void);          // psoas --help: fits a screen of 80 x 24
void cli_print_help(const cli_verb *v); // psoas VERB --help: fits one too
void cli_print_all(const cli_verb *v);  // psoas help VERB
void cli_print_manual(void);            // psoas --man: the man page, in roff
void cli_print_completion(void);        // psoas --completion: completion for bash
