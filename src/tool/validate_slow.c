// validate_slow.c: scenarios with time in them: experiments of the slow processes, days, and
// postures of an alarmed person, each as the tree of its numbers.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "physio/effort_trials.h"
#include "physio/nerve_trials.h"
#include "physio/tissue_trials.h"
#include "scenario/life.h"
#include "tool/day_input.h"
#include "tool/validate_inner.h"

static ps_status no_memory(ps_error *err) {
  return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

// ---- experiments

enum { NAME = 96 };

// What cannot stand in an expression becomes "_": "corr(cortisol,hr)" is corr_cortisol_hr.
static void plain_name(const char *name, char plain[NAME]) {
  size_t n = 0;
  for (const char *c = name; *c && n < NAME - 1; c++) {
    bool known = strchr(".0123456789", *c) || ('a' <= *c && *c <= 'z') || ('A' <= *c && *c <= 'Z');
    if (known || (n > 0 && plain[n - 1] != '_'))
      plain[n++] = known ? *c : '_';
  }
  while (n > 0 && plain[n - 1] == '_')
    n--;
  plain[n] = 0;
}

// a number under a name whose points make maps
static void put(ps_pool *pool, ps_tree *tree, const char *name, double x) {
  char plain[NAME], *at = plain;
  plain_name(name, plain);
  for (char *dot; (dot = strchr(at, '.')); at = dot + 1) {
    *dot = 0;
    ps_tree *map = tree ? tree->first : NULL;
    while (map && strcmp(map->key, at) != 0)
      map = map->next;
    tree = map ? map : ps_tree_map(pool, tree, at);
  }
  ps_tree_number(pool, tree, at, x);
}

void ps_trial_numbers(ps_pool *pool, const ps_physio *physio, ps_tree *tree) {
  for (int i = 0; i < ps_tissue_trial_count; i++)
    put(pool, tree, ps_tissue_trials[i].name, ps_tissue_trials[i].run(&physio->tissue));
  for (int i = 0; i < ps_effort_trial_count; i++)
    put(pool, tree, ps_effort_trials[i].name, ps_effort_trials[i].run(&physio->effort));
  for (int i = 0; i < ps_nerve_trial_count; i++)
    put(pool, tree, ps_nerve_trials[i].name, ps_nerve_trials[i].run(&physio->nerve));
}

void ps_endurance_numbers(ps_pool *pool, const ps_physio *physio, double level, ps_tree *tree) {
  const ps_effort_params *e = &physio->effort;
  ps_fatigue_params trunk = ps_fatigue_with(&e->fatigue, &e->fatigue_trunk);
  ps_tree_number(pool, tree, "trunk_s", ps_fatigue_endurance_s(&trunk, level));
  ps_tree_number(pool, tree, "generic_s", ps_fatigue_endurance_s(&e->fatigue, level));
}

// ---- a day

static ps_status read_day(ps_pool *pool, const char *name, ps_day *day, ps_error *err) {
  const ps_day_words words = {.day = name};
  const char *path;
  ps_tree *tree;
  PS_TRY(ps_day_tree(pool, &words, &tree, &path, err));
  return ps_day_read(pool, tree, path, day, err);
}

// the first hours of a day only
static void cut(ps_day *day, double hours) {
  double left = 3600 * hours;
  int n = 0;
  for (; n < day->nblock && left > 0; left -= day->block[n++].duration_s)
    if (day->block[n].duration_s > left)
      day->block[n].duration_s = left;
  day->nblock = n;
}

static void write_day(ps_pool *pool, const ps_life_track *track, const ps_life_doses *d,
                      ps_tree *tree) {
  const struct {
    const char *name;
    double x;
  } doses[] = {{"sitting_h", d->sitting_h},     {"standing_h", d->standing_h},
               {"walking_h", d->walking_h},     {"lying_h", d->lying_h},
               {"bent_h", d->bent_h},           {"short_h", d->short_h},
               {"a8_m_s2", d->a8_m_s2},         {"sed_MPa", d->sed_MPa},
               {"mean_length", d->mean_length}, {"mean_activation", d->mean_activation},
               {"mean_stress", d->mean_stress}, {"unheld_min", d->unheld_min}};
  ps_tree *list = ps_tree_map(pool, tree, "doses");
  for (size_t i = 0; i < sizeof doses / sizeof *doses; i++)
    ps_tree_number(pool, list, doses[i].name, doses[i].x);
  for (int c = 0; c < PS_LIFE_COLUMN_COUNT; c++) {
    if (c == PS_LIFE_back_pain || c == PS_LIFE_leg_pain || c == PS_LIFE_pain_total)
      continue; // indices that nobody has measured, which would cost a second day
    ps_life_peak p = ps_life_peak_of(track, c, 0, track->n);
    ps_tree *t = ps_tree_map(pool, tree, ps_life_column_name(c));
    ps_tree_number(pool, t, "most", p.most);
    ps_tree_number(pool, t, "least", p.least);
    ps_tree_number(pool, t, "mean", p.mean);
    ps_tree_number(pool, t, "last", p.last);
  }
}

ps_status ps_day_numbers(ps_pool *pool, const ps_lab *lab, const char *name, double hours,
                         ps_tree *tree, ps_error *err) {
  ps_day day, ordinary;
  ps_life_doses doses;
  ps_body *body = NULL;
  PS_TRY(read_day(pool, name, &day, err));
  PS_TRY(read_day(pool, "ordinary", &ordinary, err));
  if (hours > 0)
    cut(&day, hours);
  const ps_life_days days = {&day, &ordinary};
  const ps_life_options o = ps_life_default();
  size_t cells = (size_t)ps_life_rows(&day) * PS_LIFE_COLUMN_COUNT;
  ps_life_track track = {.value = ps_pool_take(pool, cells * sizeof(float))};
  if (!track.value)
    return no_memory(err);
  ps_status status = ps_life_body(&body, lab, &days, false, err);
  if (status == PS_OK)
    status =
        ps_life_day(body, &days, &lab->parameters, &lab->physio, NULL, &o, &track, &doses, err);
  ps_body_free(body);
  if (status == PS_OK)
    write_day(pool, &track, &doses, tree);
  return status;
}

// ---- a posture as a day sees it, under stress that has lasted

static void write_body(ps_pool *pool, const ps_body_sample *m, ps_tree *tree) {
  ps_tree *compression = ps_tree_map(pool, tree, "compression_N");
  for (int k = 0; k < PS_LEVELS; k++)
    ps_tree_number(pool, compression, ps_level_names[k], m->compression_N[k]);
  ps_tree_number(pool, tree, "shear_L5_S1_N", m->shear_L5_S1_N);
  ps_tree_number(pool, tree, "back_activation_pct", 100 * m->back_activation);
  ps_tree_number(pool, tree, "belly_activation_pct", 100 * m->belly_activation);
  ps_tree_number(pool, tree, "psoas_activation_pct",
                 50 * (m->psoas_activation[0] + m->psoas_activation[1]));
}

ps_status ps_body_numbers(ps_pool *pool, const ps_lab *lab, const ps_tree *says, const char *path,
                          double stress, bool *held, ps_tree *tree, ps_error *err) {
  ps_pose pose;
  ps_body *body;
  PS_TRY(ps_pose_read(pool, says, path, &pose, err));
  ps_status status = ps_body_create(&body, lab, &pose.person, &pose, 1, true, err);
  if (status == PS_OK) {
    ps_body_state state = ps_body_rested();
    state.tension = ps_tension_under(&lab->physio, stress);
    ps_body_sample sample;
    *held = ps_body_sample_at(body, 0, &state, 0, &sample);
    write_body(pool, &sample, tree);
  }
  ps_body_free(body);
  return status;
}
