// verb_run.c: the verbs that analyse a motion: run-tool, id, so, jr, muscles.
#include <stdio.h>
#include <stdlib.h>

#include "print.h"
#include "verbs.h"

// ---- options

static const char *word_or_null(const cli_arguments *a, cli_id id) {
  return a->given[id] ? a->text[id] : NULL;
}

// on | off
static bool is_on(const cli_arguments *a, cli_id id, bool otherwise) {
  return a->given[id] ? a->word[id] == 0 : otherwise;
}

static ps_tool_options tool_options(const cli_arguments *a) {
  ps_tool_options o = ps_tool_default();
  o.directory = a->text[CLI_OUTPUT];
  o.replace = a->given[CLI_FORCE];
  o.ignore_unsupported = a->given[CLI_UNSUPPORTED];
  o.missing_is_default = a->given[CLI_MISSING];
  o.report = a->given[CLI_REPORT];
  o.threads = (int)a->number[CLI_THREADS];
  o.degrees = a->given[CLI_DEGREES]   ? PS_DEGREES_YES
              : a->given[CLI_RADIANS] ? PS_DEGREES_NO
                                      : PS_DEGREES_NOT_STATED;
  o.criterion = word_or_null(a, CLI_CRITERION);
  o.passive = is_on(a, CLI_PASSIVE, o.passive);
  return o;
}

static ps_verb_options verb_options(const cli_arguments *a) {
  ps_verb_options o = ps_verb_default();
  o.model = a->text[CLI_MODEL];
  o.motion = a->text[CLI_MOTION];
  o.loads = a->text[CLI_LOADS];
  o.reserves = a->text[CLI_RESERVES];
  o.forces = a->text[CLI_FORCES];
  o.name = a->text[CLI_NAME];
  o.cutoff_hz = a->given[CLI_CUTOFF] ? a->number[CLI_CUTOFF] : o.cutoff_hz;
  o.start = a->given[CLI_START] ? a->number[CLI_START] : o.start;
  o.end = a->given[CLI_END] ? a->number[CLI_END] : o.end;
  o.precision = a->given[CLI_PRECISION] ? (int)a->number[CLI_PRECISION] : o.precision;
  o.exponent = a->given[CLI_EXPONENT] ? a->number[CLI_EXPONENT] : o.exponent;
  o.physiology = is_on(a, CLI_PHYSIOLOGY, o.physiology);
  o.equilibrium = is_on(a, CLI_EQUILIBRIUM, o.equilibrium);
  o.on_body = word_or_null(a, CLI_ON);
  o.in_frame = word_or_null(a, CLI_IN);
  return o;
}

// ---- what came out

static void print_notes(const ps_tool_result *result, const cli_arguments *a,
                        const ps_error *failure) {
  int n = ps_tool_notes(result);
  cli_note *notes = malloc(((size_t)n + 1) * sizeof *notes);
  for (int i = 0; notes && i < n; i++)
    notes[i].kind = ps_tool_note(result, i, &notes[i].path, &notes[i].line, &notes[i].text);
  if (notes && !a->given[CLI_QUIET])
    cli_notes(notes, n, a->given[CLI_VERBOSE], failure);
  free(notes);
}

static ps_status print_result(const ps_tool_result *result, const cli_arguments *a, double seconds,
                              ps_error *err) {
  char *text;
  if (!a->given[CLI_JSON]) {
    if (!a->given[CLI_QUIET])
      cli_print_result(result, seconds);
    return PS_OK;
  }
  ps_status status = ps_tool_result_json(result, seconds, &text, err);
  if (status == PS_OK) {
    fputs(text, stdout);
    free(text);
  }
  return status;
}

// "psoas: no solution at 3 of 73 frames (0.4 s, 0.42 s, 0.44 s): why"
static void print_times(const char *why, const double *time, int n, int frames) {
  enum { NAMED = 10 };
  fprintf(stderr, "psoas: no solution at %d of %d frames (", n, frames);
  for (int i = 0; i < n && i < NAMED; i++)
    fprintf(stderr, "%s%.6g s", i ? ", " : "", time[i]);
  fprintf(stderr, "%s): %s\n", n > NAMED ? " ..." : "", why);
}

static cli_exit judge(const ps_tool_result *r) {
  if (r->ninfeasible)
    print_times("muscles and reserves cannot give what the motion needs", r->infeasible,
                r->ninfeasible, r->frames);
  if (r->nunsolved)
    print_times("the optimization did not converge", r->unsolved, r->nunsolved, r->frames);
  return r->ninfeasible || r->nunsolved ? CLI_NO_SOLUTION : CLI_FINE;
}

// options that speak of static optimization, where there was none
static void warn_idle(const cli_arguments *a) {
  static const cli_id ids[] = {CLI_REPORT, CLI_CRITERION, CLI_PASSIVE};
  for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
    if (a->given[ids[i]] && !a->given[CLI_QUIET])
      cli_message("warning: --%s has no effect: there is no static optimization to do",
                  cli_options[ids[i]].name);
}

// ---- running

// of a setup file, else a verb
static cli_exit run(const cli_arguments *a, const char *setup, ps_verb verb) {
  ps_tool_options options = tool_options(a);
  ps_verb_options what = verb_options(a);
  ps_tool_result *result;
  ps_error err;
  cli_progress progress;
  double begun = cli_seconds();
  options.watch = cli_progress_begin(&progress, (cli_progress_mode)a->word[CLI_PROGRESS]);
  ps_status status = setup ? ps_tool_run(setup, &options, &result, &err)
                           : ps_verb_run(verb, &what, &options, &result, &err);
  cli_progress_end(&progress);
  print_notes(result, a, status == PS_OK ? NULL : &err);
  if (status == PS_OK && !result->optimized)
    warn_idle(a);
  if (status == PS_OK)
    status = print_result(result, a, cli_seconds() - begun, &err);
  fflush(stdout);
  cli_exit exit = status == PS_OK ? judge(result) : cli_failure(&err);
  ps_tool_result_free(result);
  return exit;
}

cli_exit cli_run_setup(const cli_arguments *a) {
  return run(a, a->operand[0], PS_VERB_STATIC_OPTIMIZATION);
}
cli_exit cli_run_id(const cli_arguments *a) {
  return run(a, NULL, PS_VERB_INVERSE_DYNAMICS);
}
cli_exit cli_run_so(const cli_arguments *a) {
  return run(a, NULL, PS_VERB_STATIC_OPTIMIZATION);
}
cli_exit cli_run_jr(const cli_arguments *a) {
  return run(a, NULL, PS_VERB_JOINT_REACTION);
}
cli_exit cli_run_muscles(const cli_arguments *a) {
  return run(a, NULL, PS_VERB_MUSCLE_ANALYSIS);
}
