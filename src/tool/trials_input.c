// trials_input.c: what a simulated trial is asked for: interventions, settings, days.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/embedded.h"
#include "base/fail.h"
#include "base/sha256.h"
#include "num/number.h"
#include "psoas/nearest.h"
#include "psoas/version.h"
#include "tool/day_input.h"
#include "tool/trials_inner.h"

static const char *const episodes[] = {
    [PS_EPISODE_NONE] = "none",         [PS_EPISODE_ACUTE] = "acute",
    [PS_EPISODE_SUBACUTE] = "subacute", [PS_EPISODE_PERSISTENT] = "persistent",
    [PS_EPISODE_SCIATICA] = "sciatica",
};
enum { EPISODES = sizeof episodes / sizeof *episodes };

const char *ps_trials_episode_word(int episode) {
  return episodes[episode];
}

// ---- settings

typedef enum setting {
  INDEX,
  EXPECTANCY,
  DISCOUNT,
  PTSD,
  EXACT,
  EPISODE,
  AGAINST,
  WORK,
  REST
} setting;

static const struct {
  const char *name;
  double least, most; // of numbers
} settings[] = {[INDEX] = {"index", 1, 75},      [EXPECTANCY] = {"expectancy", 0, 1},
                [DISCOUNT] = {"discount", 0, 1}, [PTSD] = {"ptsd", 0, 1},
                [EXACT] = {"exact", 0, 100},     [EPISODE] = {"episode", 0, 0},
                [AGAINST] = {"against", 0, 0},   [WORK] = {"work", 0, 0},
                [REST] = {"rest", 0, 0}};
enum { SETTINGS = sizeof settings / sizeof *settings };

static ps_status fail_word(const char *key, const char *word, const char *const *list, int n,
                           ps_error *err) {
  char all[160] = "";
  for (int i = 0; i < n; i++)
    snprintf(all + strlen(all), sizeof all - strlen(all), "%s%s", i ? ", " : "", list[i]);
  return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "%s is '%.40s', expected one of %s", key, word,
                 all);
}

static ps_status set_word(ps_trials_settings *s, int k, const char *word, ps_error *err) {
  static const char *const against[] = {"nothing", "sham"};
  if (k == WORK)
    s->work = word;
  else if (k == REST)
    s->rest = word;
  else if (k == AGAINST) {
    s->sham = strcmp(word, "sham") == 0;
    return s->sham || !strcmp(word, "nothing") ? PS_OK
                                               : fail_word("against", word, against, 2, err);
  } else {
    for (s->episode = 0; s->episode < EPISODES; s->episode++)
      if (strcmp(word, episodes[s->episode]) == 0)
        return PS_OK;
    return fail_word("episode", word, episodes, EPISODES, err);
  }
  return PS_OK;
}

static ps_status set_number(ps_trials_settings *s, int k, const char *text, ps_error *err) {
  double x, *where[] = {[INDEX] = &s->index,
                        [EXPECTANCY] = &s->expectancy,
                        [DISCOUNT] = &s->discount,
                        [PTSD] = &s->ptsd,
                        [EXACT] = &s->exact};
  size_t length = strlen(text);
  bool number = length && ps_number_read(text, text + length, &x) == length;
  if (!number || !(settings[k].least <= x && x <= settings[k].most))
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "%s is '%.40s', expected %g to %g",
                   settings[k].name, text, settings[k].least, settings[k].most);
  *where[k] = x;
  return PS_OK;
}

static ps_status set_one(ps_trials_settings *s, const char *pair, ps_error *err) {
  const char *mark = strchr(pair, '=');
  size_t length = mark ? (size_t)(mark - pair) : strlen(pair);
  for (int k = 0; k < SETTINGS; k++)
    if (mark && strlen(settings[k].name) == length && !strncmp(settings[k].name, pair, length))
      return k < EPISODE ? set_number(s, k, mark + 1, err) : set_word(s, k, mark + 1, err);
  char hint[96], key[48];
  snprintf(key, sizeof key, "%.*s", (int)(length < 40 ? length : 40), pair);
  ps_nearest nearest = ps_nearest_to(key);
  for (int k = 0; k < SETTINGS; k++)
    ps_nearest_try(&nearest, settings[k].name);
  return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "a trial has no setting '%s'%s", key,
                 ps_nearest_hint(&nearest, hint, sizeof hint));
}

static ps_status read_settings(ps_trials_result *r, ps_error *err) {
  const ps_trials_request *q = &r->request;
  r->set = (ps_trials_settings){.index = 50,
                                .discount = 1,
                                .ptsd = NAN,
                                .exact = 8,
                                .episode = -1,
                                .work = "office",
                                .rest = "sofa"};
  for (int i = 0; i < q->nsets; i++)
    PS_TRY(set_one(&r->set, q->sets[i], err));
  if (q->people < 20 || q->people > PS_TRIALS_PEOPLE)
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "%d people in each arm; allowed are 20 to %d",
                   q->people, PS_TRIALS_PEOPLE);
  if (q->weeks < 1 || q->weeks > PS_TRIALS_WEEKS)
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "a trial of %d weeks; allowed are 1 to %d",
                   q->weeks, PS_TRIALS_WEEKS);
  return PS_OK;
}

// ---- days

static ps_status read_day(ps_trials_result *r, const char *name, ps_day *day, ps_error *err) {
  const ps_day_words words = {.day = name};
  ps_tree *tree;
  const char *path;
  PS_TRY(ps_day_tree(&r->pool, &words, &tree, &path, err));
  PS_TRY(ps_day_read(&r->pool, tree, path, day, err));
  day->episode = PS_EPISODE_NONE; // of the people, not of a day
  day->root_inflammation = day->sleep_debt = 0;
  return PS_OK;
}

// five days of work and two of rest, again and again
static ps_status read_weeks(ps_trials_result *r, ps_error *err) {
  ps_weeks *w = &r->weeks;
  *w = (ps_weeks){.title = "", .person = ps_person_default(), .nphase = 1, .nkind = 2};
  w->ndays = 7 * r->request.weeks;
  w->phase = ps_pool_take(&r->pool, sizeof *w->phase);
  if (!w->phase)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  *w->phase = (ps_weeks_phase){.ndays = w->ndays, .week = {0, 0, 0, 0, 0, 1, 1}};
  w->name[0] = r->set.work;
  w->name[1] = r->set.rest;
  PS_TRY(read_day(r, w->name[0], &w->kind[0], err));
  PS_TRY(read_day(r, w->name[1], &w->kind[1], err));
  return read_day(r, "ordinary", &r->ordinary, err);
}

// ---- interventions

static ps_status add_row(ps_trials_result *r, const char *word, ps_error *err) {
  if (r->n == PS_TRIALS_ROWS)
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "at most %d interventions are tried at once",
                   PS_TRIALS_ROWS);
  ps_trials_row *row = &r->row[r->n];
  *row = (ps_trials_row){.with.evidence = &r->evidence, .control.evidence = &r->evidence};
  PS_TRY(ps_care_add(&row->with, word, 0, INFINITY, err));
  const ps_care_item *item = ps_trials_item(row);
  if (item->way == PS_CARE_CONTEXT)
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0,
                   "%s is in a trial of something else: --set expectancy=1 turns it on",
                   item->what->id);
  if (r->set.expectancy > 0) {
    char context[64];
    snprintf(context, sizeof context, "context_response=%.17g", r->set.expectancy);
    PS_TRY(ps_care_add(&row->with, context, 0, INFINITY, err));
    if (r->set.sham)
      PS_TRY(ps_care_add(&row->control, context, 0, INFINITY, err));
  }
  row->who = ps_trials_who(item);
  if (r->set.episode >= 0)
    row->who.episode = r->set.episode;
  if (isfinite(r->set.ptsd))
    row->who.ptsd = r->set.ptsd;
  row->leg = item->way == PS_CARE_LEG || row->who.episode == PS_EPISODE_SCIATICA;
  r->n++;
  return PS_OK;
}

static bool is_tried(const ps_intervention *i) {
  return i->mode != PS_MODE_BASELINE && i->mode != PS_MODE_CONTEXT;
}

static ps_status read_rows(ps_trials_result *r, ps_error *err) {
  const ps_trials_request *q = &r->request;
  PS_TRY(ps_evidence_open(&r->evidence, err));
  r->evidence.rule.discount = r->set.discount;
  bool all = q->nwhat == 1 && strcmp(q->what[0], "all") == 0;
  for (int i = 0; all && i < r->evidence.nintervention; i++)
    if (is_tried(&r->evidence.intervention[i]))
      PS_TRY(add_row(r, r->evidence.intervention[i].id, err));
  for (int i = 0; !all && i < q->nwhat; i++)
    PS_TRY(add_row(r, q->what[i], err));
  r->whole = r->n == 1;
  return r->n ? PS_OK : ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "no intervention is named");
}

static void find_fingerprint(ps_trials_result *r) {
  const ps_trials_request *q = &r->request;
  ps_sha256 sha;
  char options[120];
  ps_sha256_begin(&sha);
  snprintf(options, sizeof options, "trial %s %d %d %llu", ps_version(), q->people, q->weeks,
           q->seed);
  ps_sha256_add(&sha, options, strlen(options) + 1);
  for (int i = 0; i < q->nwhat; i++)
    ps_sha256_add(&sha, q->what[i], strlen(q->what[i]) + 1);
  for (int i = 0; i < q->nsets; i++)
    ps_sha256_add(&sha, q->sets[i], strlen(q->sets[i]) + 1);
  for (int i = 0; i < ps_embedded_count(); i++) {
    const ps_embedded *file = ps_embedded_at(i);
    ps_sha256_add(&sha, file->name, strlen(file->name) + 1);
    ps_sha256_add(&sha, file->text, file->size + 1);
  }
  ps_sha256_end(&sha, r->sha256);
}

ps_status ps_trials_open(ps_trials_result *r, ps_error *err) {
  PS_TRY(read_settings(r, err));
  PS_TRY(read_rows(r, err));
  PS_TRY(read_weeks(r, err));
  find_fingerprint(r);
  PS_TRY(ps_lab_open(&r->lab, err));
  return ps_physio_load(&r->table, err);
}
