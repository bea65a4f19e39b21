// verbs.h: every verb of the command, once.
#pragma once

#include "messages.h"
#include "options.h"

// To add a verb: a row in verbs.c, and its function.
typedef struct cli_verb {
  const char *name, *operands; // operands as shown in its usage; "" for none
  int least, most;             // operands
  const char *summary;         // one line
  const char *about;           // more, for the man page and `psoas help VERB`
  const char *example;
  cli_options_set needs, takes;
  cli_exit (*run)(const cli_arguments *a);
} cli_verb;

extern const cli_verb cli_verbs[];
extern const int cli_verb_count;

// NULL: there is no such verb.
const cli_verb *cli_verb_named(const char *name);
// All options of a verb.
cli_options_set cli_options_of(const cli_verb *verb);
// "info, run-tool, ...": what there is. Returns `text`.
const char *cli_verb_list(char *text, unsigned long size);
// Say on stderr that there is no such verb, with the nearest; returns the exit status.
cli_exit cli_unknown_verb(const char *name);

cli_exit cli_run_pose(const cli_arguments *a);
cli_exit cli_run_export(const cli_arguments *a);
cli_exit cli_run_day(const cli_arguments *a);
cli_exit cli_run_weeks(const cli_arguments *a);
cli_exit cli_run_trial(const cli_arguments *a);
cli_exit cli_run_plan(const cli_arguments *a);
cli_exit cli_run_chair(const cli_arguments *a);
cli_exit cli_run_event(const cli_arguments *a);
cli_exit cli_run_sweep(const cli_arguments *a);
cli_exit cli_run_chain(const cli_arguments *a);
cli_exit cli_run_sciatica(const cli_arguments *a);
cli_exit cli_run_arms(const cli_arguments *a);
cli_exit cli_run_info(const cli_arguments *a);
cli_exit cli_run_setup(const cli_arguments *a);
cli_exit cli_run_id(const cli_arguments *a);
cli_exit cli_run_so(const cli_arguments *a);
cli_exit cli_run_jr(const cli_arguments *a);
cli_exit cli_run_muscles(const cli_arguments *a);
cli_exit cli_run_probe(const cli_arguments *a);
cli_exit cli_run_evidence(const cli_arguments *a);
cli_exit cli_run_claims(const cli_arguments *a);
cli_exit cli_run_versus(const cli_arguments *a);
cli_exit cli_run_cite(const cli_arguments *a);
cli_exit cli_run_validate(const cli_arguments *a);
cli_exit cli_run_compare(const cli_arguments *a);
cli_exit cli_run_page(const cli_arguments *a);
cli_exit cli_run_serve(const cli_arguments *a);
cli_exit cli_run_bench(const cli_arguments *a);
cli_exit cli_run_help(const cli_arguments *a);
