#include <stdio.h>
#include <stdlib.h>

#include "print.h"
#include "psoas/pose.h"
#include "verbs.h"

static bool is_word(const cli_arguments *a, cli_id id, int word) {
  return a->given[id] && a->word[id] == word;
}

static ps_pose_request pose_request(const cli_arguments *a) {
  ps_pose_request q = ps_pose_request_default();
  q.postures = a->operand;
  q.npostures = a->noperand;
  if (a->given[CLI_DAY])
    q.postures = ps_pose_day(&q.npostures);
  q.compare = a->text[CLI_VERSUS];
  q.sets = a->pair;
  q.nsets = a->npair;
  q.person = a->text[CLI_PERSON];
  q.chair = a->text[CLI_CHAIR];
  q.criterion = a->text[CLI_RECRUITING];
  q.ensemble = a->given[CLI_ENSEMBLE];
  q.rhythm = is_word(a, CLI_SPINE, 1);
  q.light = is_word(a, CLI_DETAIL, 1);
  q.explain = a->given[CLI_EXPLAIN];
  q.draws = a->given[CLI_DRAWS] ? (int)a->number[CLI_DRAWS] : q.draws;
  q.seed = a->given[CLI_SEED] ? (unsigned long long)a->number[CLI_SEED] : q.seed;
  q.threads = (int)a->number[CLI_THREADS];
  return q;
}

static bool check(const cli_arguments *a) {
  if (a->given[CLI_DAY] && a->noperand)
    return cli_usage("pose", "--day has its own postures; '%s' is one too many", a->operand[0]);
  if (!a->given[CLI_DAY] && !a->noperand)
    return cli_usage("pose", "a posture is missing; psoas pose --list names all");
  if (a->given[CLI_VERSUS] && (a->given[CLI_DAY] || a->noperand != 1))
    return cli_usage("pose", "--compare sets one posture against another; expected one NAME");
  if (a->given[CLI_FORCE] && !a->given[CLI_OUTPUT])
    return cli_usage("pose", "--force has no effect without --output");
  return true;
}

static cli_exit print_list(void) {
  ps_error err;
  char *text;
  if (ps_pose_list(&text, &err) != PS_OK)
    return cli_failure(&err);
  cli_print_and_free(text);
  return CLI_FINE;
}

// ---- what came out

static cli_exit print_result(const ps_pose_result *result, const cli_arguments *a) {
  ps_error err;
  char *text;
  if (a->given[CLI_QUIET] && !a->given[CLI_JSON])
    return CLI_FINE;
  ps_status status = a->given[CLI_JSON] ? ps_pose_result_json(result, &text, &err)
                                        : ps_pose_result_text(result, &text, &err);
  if (status != PS_OK)
    return cli_failure(&err);
  cli_print_and_free(text);
  return CLI_FINE;
}

static cli_exit write_files(ps_pose_result *result, const cli_arguments *a) {
  ps_error err;
  if (!a->given[CLI_OUTPUT])
    return CLI_FINE;
  if (ps_pose_result_write(result, a->text[CLI_OUTPUT], a->given[CLI_FORCE], &err) != PS_OK)
    return cli_failure(&err);
  for (int i = 0; i < ps_pose_result_files(result) && !a->given[CLI_QUIET] && !a->given[CLI_JSON];
       i++)
    printf("%s%s\n", i ? "" : "\n", ps_pose_result_file(result, i));
  return CLI_FINE;
}

static cli_exit judge(const ps_pose_result *result) {
  cli_exit exit = CLI_FINE;
  for (int i = 0; i < ps_pose_result_count(result); i++) {
    const char *name = ps_pose_result_name(result, i);
    ps_pose_outcome outcome = ps_pose_result_outcome(result, i);
    if (outcome == PS_POSE_SOLVED)
      continue;
    exit = CLI_NO_SOLUTION;
    if (outcome == PS_POSE_INFEASIBLE)
      cli_message("no solution: this person cannot hold '%s'; missing: %s", name,
                  ps_pose_result_missing(result, i));
    else
      cli_message("no solution: the levels of the spine did not settle in '%s'", name);
  }
  return exit;
}

cli_exit cli_run_pose(const cli_arguments *a) {
  ps_pose_request request = pose_request(a);
  ps_pose_result *result;
  ps_error err;
  cli_progress progress;
  if (a->given[CLI_NAMES])
    return print_list();
  if (!check(a))
    return CLI_USAGE;
  request.watch = cli_progress_begin(&progress, (cli_progress_mode)a->word[CLI_PROGRESS]);
  ps_status status = ps_pose_run(&request, &result, &err);
  cli_progress_end(&progress);
  if (status != PS_OK)
    return cli_failure(&err);
  cli_exit exit = print_result(result, a);
  exit = exit == CLI_FINE ? write_files(result, a) : exit;
  fflush(stdout);
  exit = exit == CLI_FINE ? judge(result) : exit;
  ps_pose_result_free(result);
  return exit;
}
