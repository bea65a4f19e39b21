// weeks_input.c: weeks as the command names them, with the days that they name.
#include <stdio.h>
#include <string.h>

#include "base/embedded.h"
#include "base/path.h"
#include "psoas/nearest.h"
#include "psoas/version.h"
#include "scenario/care_day.h"
#include "tool/day_finder.h"
#include "tool/human_input.h"
#include "tool/weeks_inner.h"

const ps_scenario_kind ps_scenario_weeks = {"psoas.weeks/1", "weeks",          "weeks",
                                            "weeks_",        &ps_weeks_schema, 20};

static ps_status read_mechanisms(ps_weeks_result *r, ps_error *err) {
  const ps_weeks_request *q = &r->request;
  for (int i = 0; i < q->nwithout; i++) {
    int mechanism = ps_mechanism_named(q->without[i]);
    if (mechanism < 0) {
      char hint[96];
      ps_nearest nearest = ps_nearest_to(q->without[i]);
      for (int k = 0; k < PS_MECHANISM_COUNT; k++)
        ps_nearest_try(&nearest, ps_mechanism_name(k));
      return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "--without: there is no mechanism '%.40s'%s",
                     q->without[i], ps_nearest_hint(&nearest, hint, sizeof hint));
    }
    r->off |= 1u << mechanism;
  }
  return PS_OK;
}

static ps_status read_tree(ps_weeks_result *r, ps_error *err) {
  const ps_weeks_request *q = &r->request;
  PS_TRY(ps_scenario_load(&r->pool, &ps_scenario_weeks, q->weeks, &r->input, &r->path, err));
  const char *file = ps_embedded_find(r->path) ? NULL : r->path;
  PS_TRY(ps_human_parts(&r->pool, r->input, file, q->person, NULL, err));
  ps_sets sets;
  PS_TRY(ps_care_sets(&r->pool, q->sets, q->nsets, &sets, &r->eased, err));
  for (int i = 0; i < sets.n; i++)
    PS_TRY(ps_scenario_set(&r->pool, &ps_scenario_weeks, r->input, sets.items[i], err));
  return PS_OK;
}

static void add_options(ps_weeks_result *r, ps_sha256 *sha) {
  const ps_weeks_request *q = &r->request;
  char options[160];
  snprintf(options, sizeof options, "weeks %u %d %llu %s %g %g %g", r->off, q->draws, q->seed,
           ps_version(), q->from_week, q->until_week, r->eased);
  ps_sha256_add(sha, options, strlen(options) + 1);
  for (int i = 0; i < q->nwith; i++)
    ps_sha256_add(sha, q->with[i], strlen(q->with[i]) + 1);
  ps_sha256_add(sha, r->choice.sha256, strlen(r->choice.sha256));
  for (int i = 0; i < ps_embedded_count(); i++) {
    const ps_embedded *file = ps_embedded_at(i);
    ps_sha256_add(sha, file->name, strlen(file->name) + 1);
    ps_sha256_add(sha, file->text, file->size + 1);
  }
}

// interventions, and the days as they make them
static ps_status read_care(ps_weeks_result *r, ps_error *err) {
  const ps_weeks_request *q = &r->request;
  const ps_care_words words = {q->with,           q->nwith, 7 * q->from_week,
                               7 * q->until_week, r->eased, q->interventions};
  if (!(q->from_week >= 0 && q->until_week > q->from_week))
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0,
                   "interventions begin in week %g and end in week %g", q->from_week,
                   q->until_week);
  if (q->until_week < r->weeks.ndays / 7.0)
    snprintf(r->kept_up, sizeof r->kept_up, "week %g to %g; at the end", q->from_week,
             q->until_week);
  else
    snprintf(r->kept_up, sizeof r->kept_up, "from week %g on; at the end", q->from_week);
  PS_TRY(ps_care_open(&r->choice, &words, err));
  return ps_care_weeks(&r->pool, &r->choice.care, &r->weeks, &r->treated, err);
}

ps_status ps_weeks_open(ps_weeks_result *r, ps_error *err) {
  ps_sha256 sha;
  ps_sha256_begin(&sha);
  PS_TRY(read_mechanisms(r, err));
  PS_TRY(read_tree(r, err));
  PS_TRY(ps_sha256_tree(&sha, r->input, err));
  ps_day_finder f = {.folder =
                         ps_embedded_find(r->path) ? NULL : ps_path_directory(&r->pool, r->path),
                     .sha = &sha};
  const ps_weeks_days days = {ps_day_find, &f};
  PS_TRY(ps_weeks_read(&r->pool, r->input, r->path, &days, &r->weeks, err));
  PS_TRY(read_care(r, err));
  PS_TRY(ps_day_find(&f, &r->pool, "ordinary", &r->ordinary, err));
  add_options(r, &sha);
  ps_sha256_end(&sha, r->sha256);
  PS_TRY(ps_lab_open(&r->lab, err));
  return ps_physio_load(&r->table, err);
}
