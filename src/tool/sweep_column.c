// sweep_column.c: the results of a posture that a sweep keeps, column by column.
#include <stdio.h>
#include <string.h>

#include "scenario/result.h"
#include "tool/sweep_inner.h"

// What is kept of a group of muscles on each side.
static const struct {
  const char *group;
  bool force, activation;
} groups[] = {{"psoas", true, true},     {"psoas_VB", false, true}, {"psoas_TP", false, true},
              {"iliacus", true, true},   {"erector", true, true},   {"multifidus", false, true},
              {"abdominals", true, true}};
enum { GROUPS = sizeof groups / sizeof *groups };

static const char *const singles[] = {"hip_r_contact_N", "hip_l_contact_N", "iap_kPa",
                                      "lambda_min",      "buckling_N",      "psoas_share",
                                      "lordosis_deg",    "pelvic_tilt_deg"};
enum { SINGLES = sizeof singles / sizeof *singles };

// One walk names and fills the columns, in order: name of column `wanted`, or values -> row.
typedef struct walk {
  int n, wanted; // columns so far; -1: all
  char *name;
  double *row;
} walk;

static void put(walk *w, double value, const char *format, const char *word, const char *side) {
  if (w->row)
    w->row[w->n] = value;
  else if (w->name && w->n == w->wanted)
    snprintf(w->name, PS_SWEEP_NAME, format, word, side);
  w->n++;
}

static int group_index(const char *name) {
  for (int i = 0; i < ps_group_count(); i++)
    if (strcmp(ps_group_name(i), name) == 0)
      return i;
  return -1;
}

static void walk_levels(walk *w, const ps_held *held) {
  for (int i = 0; i < PS_LEVELS; i++) {
    int k = ps_level_from_above(i);
    put(w, held ? held->level[k].compression : 0, "%s_compression_N", ps_level_names[k], "");
  }
  for (int i = 0; i < PS_LEVELS; i++) {
    int k = ps_level_from_above(i);
    put(w, held ? held->level[k].pressure : 0, "%s_idp_MPa", ps_level_names[k], "");
  }
}

static void walk_groups(walk *w, const ps_hold *hold, const ps_held *held) {
  static const char *const sides[] = {"r", "l"};
  for (int i = 0; i < GROUPS; i++)
    for (int side = 0; side < 2; side++) {
      ps_group_sum sum = {0, 0};
      if (hold)
        sum = ps_group_of(hold, held, group_index(groups[i].group), side);
      if (groups[i].force)
        put(w, sum.force, "%s_%s_force_N", groups[i].group, sides[side]);
      if (groups[i].activation)
        put(w, 100 * sum.activation, "%s_%s_activation_pct", groups[i].group, sides[side]);
    }
}

static void walk_columns(walk *w, const ps_hold *hold, const ps_held *held,
                         const ps_posture_angles *angles) {
  double single[SINGLES] = {0};
  if (hold) {
    const double values[SINGLES] = {
        ps_norm(held->hip[0]), ps_norm(held->hip[1]), held->pressure_kPa, held->softest,
        held->buckling,        held->psoas_share,     angles->lordosis,   angles->pelvic_tilt};
    memcpy(single, values, sizeof single);
  }
  walk_levels(w, held);
  walk_groups(w, hold, held);
  for (int i = 0; i < SINGLES; i++)
    put(w, single[i], "%s", singles[i], "");
}

int ps_sweep_columns(void) {
  walk w = {.wanted = -1};
  walk_columns(&w, NULL, NULL, NULL);
  return w.n;
}

const char *ps_sweep_column_name(int column, char text[PS_SWEEP_NAME]) {
  walk w = {.wanted = column, .name = text};
  walk_columns(&w, NULL, NULL, NULL);
  return text;
}

int ps_sweep_column_named(const char *name) {
  char text[PS_SWEEP_NAME];
  for (int i = 0; i < ps_sweep_columns(); i++)
    if (strcmp(ps_sweep_column_name(i, text), name) == 0)
      return i;
  return -1;
}

void ps_sweep_measure(const ps_human *human, const ps_posture *posture, const ps_hold *hold,
                      const ps_held *held, double *row) {
  walk w = {.wanted = -1, .row = row};
  ps_posture_angles angles = ps_posture_measure(human, posture, held->q);
  walk_columns(&w, hold, held, &angles);
}
