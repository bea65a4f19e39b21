// versus_input.c: which row is meant, who is treated, and with which size in which arm.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/embedded.h"
#include "base/path.h"
#include "io/yaml.h"
#include "psoas/version.h"
#include "scenario/care_day.h"
#include "tool/day_finder.h"
#include "tool/evidence_input.h"
#include "tool/human_input.h"
#include "tool/versus_inner.h"

enum { MOST_WEEKS = 104 };

// ---- which row

static bool names_claim(const ps_intervention *i, const char *claim) {
  for (int k = 0; k < i->claims.n; k++)
    if (strcmp(i->claims.item[k], claim) == 0)
      return true;
  return false;
}

// the one row that a claim is about
static ps_status row_of_claim(ps_versus_result *r, const char **id, ps_error *err) {
  const ps_evidence *e = &r->choice.evidence;
  const char *claim = e->claim[r->claim].id;
  char list[400] = "";
  int n = 0;
  for (int k = 0; k < e->nintervention; k++) {
    size_t used = strlen(list);
    if (!names_claim(&e->intervention[k], claim))
      continue;
    snprintf(list + used, sizeof list - used, "%s%s", n++ ? ", " : "", e->intervention[k].id);
    *id = e->intervention[k].id;
  }
  if (n == 1)
    return PS_OK;
  return n ? ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "claim %s is about several: %s", claim, list)
           : ps_fail(err, PS_ERR_ARGUMENT, NULL, 0,
                     "claim %s is about no intervention; see psoas claims %s", claim, claim);
}

static ps_status find_row(ps_versus_result *r, ps_error *err) {
  const ps_evidence *e = &r->choice.evidence;
  const char *id = r->request.id;
  r->claim = ps_evidence_claim(e, id, NULL);
  if (r->claim >= 0)
    PS_TRY(row_of_claim(r, &id, err));
  if (strpbrk(id, "=@"))
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0,
                   "'%.60s': a row by its name alone; --hypothetical takes a size", id);
  r->choice.care.evidence = e;
  PS_TRY(ps_care_add(&r->choice.care, id, 0, INFINITY, err));
  r->what = r->choice.care.item[0].what;
  r->care[PS_VERSUS_MEASURED] = r->choice.care;
  r->leg = r->choice.care.item[0].way == PS_CARE_LEG;
  return PS_OK;
}

// ---- what it acts on

static ps_versus_state state_for(ps_care_way way) {
  switch (way) {
  case PS_CARE_EXTENSION:
    return (ps_versus_state){"change of hip extension", "deg", 1, false};
  case PS_CARE_STRENGTH:
    return (ps_versus_state){"strength of the psoas", "% of the first morning", 0, false};
  case PS_CARE_TILT:
    return (ps_versus_state){"pelvic tilt, standing", "deg", 1, false};
  case PS_CARE_AROUSAL:
    return (ps_versus_state){"stressors as they are felt", "% of those without it", 0, true};
  case PS_CARE_SLEEP:
    return (ps_versus_state){"sleep that is missing", "nights", 2, false};
  case PS_CARE_TONE:
    return (ps_versus_state){"tone that stress adds to the psoas", "% of that without it", 0, true};
  case PS_CARE_ONSET:
    return (ps_versus_state){"odds of new back pain", "% of those without it", 0, true};
  case PS_CARE_RECURRENCE:
    return (ps_versus_state){"rate of next episodes", "% of that without it", 0, true};
  case PS_CARE_SPRUNG:
    return (ps_versus_state){"vibration that reaches the body", "% of that without it", 0, true};
  case PS_CARE_SITTING:
    return (ps_versus_state){"hours on a seat a day", "h", 1, false};
  case PS_CARE_SEAT:
  case PS_CARE_POSTURE:
    return (ps_versus_state){"load of L4/5, mean while awake", "N", 0, false};
  default:
    return (ps_versus_state){"", "", 1, false};
  }
}

double ps_versus_state_of(const ps_versus_result *r, const float *row, const ps_care_acts *acts) {
  switch (r->choice.care.item[0].way) {
  case PS_CARE_EXTENSION:
    return (double)row[PS_HABIT_extension_change_deg];
  case PS_CARE_STRENGTH:
    return (double)row[PS_HABIT_psoas_strength_pct];
  case PS_CARE_TILT:
    return (double)row[PS_HABIT_pelvic_tilt_deg];
  case PS_CARE_AROUSAL:
    return 100 * acts->stressor;
  case PS_CARE_SLEEP:
    return (double)row[PS_HABIT_sleep_debt_nights] * acts->sleep_debt;
  case PS_CARE_TONE:
    return 100 * acts->psoas_tone;
  case PS_CARE_ONSET:
    return 100 * acts->onset;
  case PS_CARE_RECURRENCE:
    return 100 * acts->recurrence;
  case PS_CARE_SPRUNG:
    return 100 * acts->seat;
  case PS_CARE_SITTING:
    return (double)row[PS_HABIT_sitting_h];
  case PS_CARE_SEAT:
  case PS_CARE_POSTURE:
    return (double)row[PS_HABIT_L4_L5_compression_N];
  default:
    return 0;
  }
}

// ---- sizes

static bool is_hazard(ps_care_way way) {
  return way == PS_CARE_ONSET || way == PS_CARE_RECURRENCE;
}

// what an effect says of the row's size; nan: nothing
static double size_of(const ps_versus_result *r, const ps_effect *x) {
  const ps_evidence *e = &r->choice.evidence;
  ps_care_way way = r->choice.care.item[0].way;
  if (is_hazard(way))
    return x->scale == PS_SCALE_RATIO ? x->value : NAN;
  bool same = way <= PS_CARE_LEG && strcmp(x->outcome, r->leg ? "leg pain" : "back pain") == 0;
  return same ? ps_effect_points(&e->rule, x, x->value) : NAN;
}

// the largest relief among the findings of the row, if any
static void find_reported(ps_versus_result *r) {
  const ps_evidence *e = &r->choice.evidence;
  double none = is_hazard(r->choice.care.item[0].way) ? 1 : 0;
  r->reported_size = none;
  for (int k = 0; k < r->what->neffect; k++) {
    const ps_effect *x = &e->effect[r->what->first_effect + k];
    double size = size_of(r, x);
    if (size < r->reported_size) {
      r->reported = x;
      r->reported_size = size;
    }
  }
}

static ps_status make_arms(ps_versus_result *r, ps_error *err) {
  const ps_versus_request *q = &r->request;
  find_reported(r);
  if (r->reported) {
    r->care[PS_VERSUS_CLAIMED] = r->choice.care;
    r->care[PS_VERSUS_CLAIMED].item[0].stated = r->reported_size;
  }
  if (isfinite(q->hypothetical)) {
    r->care[PS_VERSUS_TYPED] = r->choice.care;
    PS_TRY(ps_care_imagine(&r->care[PS_VERSUS_TYPED].item[0], q->hypothetical, err));
  }
  if (!(q->context >= 0 && q->context <= 1))
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "--context is %g; allowed is 0 to 1", q->context);
  if (q->context > 0) {
    char word[48];
    snprintf(word, sizeof word, "context_response=%g", q->context);
    r->care[PS_VERSUS_CONTEXT].evidence = &r->choice.evidence;
    PS_TRY(ps_care_add(&r->care[PS_VERSUS_CONTEXT], word, 0, INFINITY, err));
  }
  return PS_OK;
}

// ---- whose weeks

// the kind of pain that the row is about
static const char *episode_for(ps_care_way way) {
  switch (way) {
  case PS_CARE_BACK_ACUTE:
  case PS_CARE_RECURRENCE:
    return "acute";
  case PS_CARE_LEG:
    return "sciatica";
  case PS_CARE_ONSET:
    return "none";
  default:
    return "persistent";
  }
}

// days on which the row has something to act on
static const char *days_for(ps_care_way way) {
  return way == PS_CARE_SLEEP    ? "{bookkeeper: 5, sofa: 2}" // short nights
         : way == PS_CARE_SPRUNG ? "{truck: 5, sofa: 2}"
                                 : "{office: 5, sofa: 2}";
}

static ps_status own_weeks(ps_versus_result *r, ps_error *err) {
  const ps_versus_request *q = &r->request;
  ps_care_way way = r->choice.care.item[0].way;
  char text[400];
  if (q->nweeks < 1 || q->nweeks > MOST_WEEKS)
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "--weeks is %d; allowed is 1 to %d", q->nweeks,
                   (int)MOST_WEEKS);
  snprintf(text, sizeof text, "phases:\n  - {for: %d weeks, days: %s}\nepisode: {kind: %s}\n%s",
           q->nweeks, days_for(way), episode_for(way),
           way == PS_CARE_BACK_TRAUMA ? "mood: {ptsd: 1}\n" : "");
  r->path = "weeks";
  return ps_yaml_parse(&r->pool, r->path, text, strlen(text), &r->input, err);
}

static ps_status read_tree(ps_versus_result *r, ps_error *err) {
  const ps_versus_request *q = &r->request;
  PS_TRY(q->weeks
             ? ps_scenario_load(&r->pool, &ps_scenario_weeks, q->weeks, &r->input, &r->path, err)
             : own_weeks(r, err));
  const char *file = q->weeks && !ps_embedded_find(r->path) ? r->path : NULL;
  PS_TRY(ps_human_parts(&r->pool, r->input, file, q->person, NULL, err));
  for (int i = 0; i < r->sets.n; i++)
    PS_TRY(ps_scenario_set(&r->pool, &ps_scenario_weeks, r->input, r->sets.items[i], err));
  return PS_OK;
}

// ---- all of it

static void add_options(const ps_versus_result *r, ps_sha256 *sha) {
  const ps_versus_request *q = &r->request;
  char options[200];
  snprintf(options, sizeof options, "claim-vs-evidence %s %d %llu %g %g %g %s %s", r->what->id,
           q->draws, q->seed, q->hypothetical, q->context, r->choice.evidence.rule.discount,
           ps_version(), r->choice.sha256);
  ps_sha256_add(sha, options, strlen(options) + 1);
  for (int i = 0; i < ps_embedded_count(); i++) {
    const ps_embedded *file = ps_embedded_at(i);
    ps_sha256_add(sha, file->name, strlen(file->name) + 1);
    ps_sha256_add(sha, file->text, file->size + 1);
  }
}

ps_status ps_versus_open(ps_versus_result *r, ps_error *err) {
  ps_sha256 sha;
  ps_sha256_begin(&sha);
  const ps_versus_request *q = &r->request;
  double eased = 0; // the discount of the catalogue that is taken back
  PS_TRY(ps_care_sets(&r->pool, q->sets, q->nsets, &r->sets, &eased, err));
  PS_TRY(ps_evidence_load(&r->choice.evidence, q->interventions, r->choice.sha256, err));
  if (eased > 0)
    r->choice.evidence.rule.discount = 1 - eased;
  PS_TRY(find_row(r, err));
  PS_TRY(make_arms(r, err));
  r->state = state_for(r->choice.care.item[0].way);
  PS_TRY(read_tree(r, err));
  PS_TRY(ps_sha256_tree(&sha, r->input, err));
  bool file = q->weeks && !ps_embedded_find(r->path);
  ps_day_finder f = {.folder = file ? ps_path_directory(&r->pool, r->path) : NULL, .sha = &sha};
  const ps_weeks_days days = {ps_day_find, &f};
  PS_TRY(ps_weeks_read(&r->pool, r->input, r->path, &days, &r->weeks, err));
  PS_TRY(ps_care_weeks(&r->pool, &r->choice.care, &r->weeks, &r->treated, err));
  PS_TRY(ps_day_find(&f, &r->pool, "ordinary", &r->ordinary, err));
  add_options(r, &sha);
  ps_sha256_end(&sha, r->sha256);
  PS_TRY(ps_lab_open(&r->lab, err));
  return ps_physio_load(&r->table, err);
}
