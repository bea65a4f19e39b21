// pose_text.c: one posture as tables for a terminal.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tool/pose_inner.h"
#include "tool/report_words.h"
#include "tool/text_cells.h"

enum { NAME = 20 };

// ---- head

static void put_head(ps_file_writer *w, const ps_posed *item) {
  const ps_tree *t = item->answer->tree;
  char person[160], text[400];
  const char *title = ps_pose_text_at(t, "title");
  snprintf(text, sizeof text, "%.120s (%.80s)", *title ? title : ps_pose_text_at(t, "posture"),
           item->name);
  ps_put_wrapped(w, "", text);
  snprintf(text, sizeof text, "%s. %.0f muscle lines, spine %s, criterion %s.",
           ps_person_words(t, person, sizeof person), ps_pose_at(t, "lines"),
           ps_pose_text_at(t, "spine"), ps_pose_text_at(t, "criterion"));
  ps_put_wrapped(w, "", text);
  if (ps_pose_has_intervals(item)) {
    snprintf(text, sizeof text,
             "Ranges: 8 in 10 of %.0f draws of what the sources of the model leave open.",
             ps_pose_at(t, "draws"));
    ps_put_wrapped(w, "", text);
  }
  ps_file_writer_text(w, "\n");
}

// ---- numbers with their ranges

static void put_ranged(ps_file_writer *w, const ps_tree *number, int decimals, int width,
                       int range) {
  ps_cell_fixed(w, number ? number->number : NAN, decimals, width);
  if (number && number->interval)
    ps_cell_range(w, number->interval->p10, number->interval->p90, decimals, range);
  else
    ps_cell_blanks(w, range);
}

// ---- levels

enum { NAME_WIDTH = 7, LOAD = 12, LOAD_RANGE = 10, SHEAR_RANGE = 14, SMALL = 11 };

static void put_level_head(ps_file_writer *w, bool ranged) {
  static const struct {
    const char *above, *below;
    int width;
    bool range;
  } head[] = {{"compression", "N", LOAD, false},    {"range", "", LOAD_RANGE, true},
              {"shear", "forward, N", LOAD, false}, {"range", "", SHEAR_RANGE, true},
              {"shear", "right, N", SMALL, false},  {"pressure", "MPa", SMALL, false},
              {"range", "", SMALL, true},           {"bend", "back, deg", LOAD_RANGE, false}};
  for (int line = 0; line < 2; line++) {
    ps_cell_name(w, line ? "" : "level", NAME_WIDTH);
    for (size_t i = 0; i < sizeof head / sizeof *head; i++)
      if (ranged || !head[i].range)
        ps_cell_text(w, line ? head[i].below : head[i].above, head[i].width);
    ps_file_writer_text(w, "\n");
  }
}

static void put_levels(ps_file_writer *w, const ps_posed *item) {
  const ps_tree *t = item->answer->tree, *levels = ps_tree_member(t, "levels");
  bool ranged = ps_pose_has_intervals(item);
  put_level_head(w, ranged);
  for (const ps_tree *l = levels ? levels->first : NULL; l; l = l->next) {
    char name[16];
    ps_cell_name(w, ps_level_words(l->key, name), NAME_WIDTH);
    put_ranged(w, ps_pose_find(l, "compression_N"), 0, LOAD, ranged ? LOAD_RANGE : 0);
    put_ranged(w, ps_pose_find(l, "shear_anterior_N"), 0, LOAD, ranged ? SHEAR_RANGE : 0);
    ps_cell_fixed(w, ps_pose_at(l, "shear_right_N"), 0, SMALL);
    put_ranged(w, ps_pose_find(l, "idp_MPa"), 2, SMALL, ranged ? SMALL : 0);
    ps_cell_fixed(w, ps_pose_at(l, "angle_deg.FE"), 1, LOAD_RANGE);
    ps_file_writer_text(w, "\n");
  }
  ps_put_wrapped(w, "", "Shear forward: the upper vertebra wants to slide forward over the lower.");
}

// ---- shares

typedef struct row {
  const char *name;
  double value[PS_LEVELS], size;
} row;

static int by_size(const void *a, const void *b) {
  double x = ((const row *)a)->size, y = ((const row *)b)->size;
  return (x < y) - (x > y);
}

static void put_shares(ps_file_writer *w, const ps_tree *t) {
  enum { ROWS = 40 };
  row rows[ROWS];
  int n = 0;
  const ps_tree *levels = ps_tree_member(t, "levels"), *first = levels ? levels->first : NULL;
  for (const ps_tree *s = ps_tree_find(first, "share")->first; s && n < ROWS; s = s->next) {
    row *r = &rows[n];
    *r = (row){.name = s->key};
    int k = 0;
    for (const ps_tree *l = first; l && k < PS_LEVELS; l = l->next, k++) {
      r->value[k] = ps_pose_at(l, "share.%s", s->key);
      r->size = fmax(r->size, fabs(r->value[k]));
    }
    n += r->size >= 0.5;
  }
  qsort(rows, (size_t)n, sizeof *rows, by_size);
  ps_file_writer_text(w, "\nwhat presses, N     ");
  char name[64];
  for (const ps_tree *l = first; l; l = l->next)
    ps_cell_text(w, ps_level_words(l->key, name), 10);
  ps_file_writer_text(w, "\n");
  for (int i = 0; i < n; i++) {
    ps_cell_name(w, ps_plain_words(rows[i].name, name), NAME);
    for (int k = 0; k < PS_LEVELS; k++)
      ps_cell_fixed(w, rows[i].value[k], 0, 10);
    ps_file_writer_text(w, "\n");
  }
}

// ---- psoas

static bool is_psoas(const char *name, char side) {
  size_t n = strlen(name);
  return strncmp(name, "psoas", 5) == 0 && n > 2 && name[n - 1] == side;
}

// do both sides of everything agree to a hundredth?
static bool is_mirrored(const ps_tree *muscles) {
  for (const ps_tree *m = muscles ? muscles->first : NULL; m; m = m->next) {
    char other[80];
    if (!is_psoas(m->key, 'r'))
      continue;
    snprintf(other, sizeof other, "%.*sl", (int)strlen(m->key) - 1, m->key);
    double right = ps_pose_at(m, "force_N"), left = ps_pose_at(muscles, "%s.force_N", other);
    if (!(fabs(right - left) <= 0.1 + 0.01 * fabs(right)))
      return false;
  }
  return true;
}

static void put_fascicle(ps_file_writer *w, const ps_tree *m, const ps_tree *levels, char side) {
  char name[64];
  snprintf(name, sizeof name, "%.*s", (int)strlen(m->key) - 2, m->key);
  ps_cell_name(w, name, 16);
  ps_cell_fixed(w, 1000 * ps_pose_at(m, "length_m"), 0, 6);
  ps_cell_fixed(w, 1000 * ps_pose_at(m, "fiber_length_m"), 0, 6);
  ps_cell_fixed(w, ps_pose_at(m, "active_N"), 1, 8);
  ps_cell_fixed(w, ps_pose_at(m, "passive_N"), 1, 9);
  ps_cell_fixed(w, 100 * ps_pose_at(m, "activation"), 1, 7);
  ps_cell_fixed(w, 1000 * ps_pose_at(m, "arms_m.hip_flexion_%c", side), 0, 6);
  for (const ps_tree *l = levels ? levels->first : NULL; l; l = l->next)
    ps_cell_fixed(w, 1000 * ps_pose_at(m, "arms_m.%s_FE", l->key), 0, 7);
  ps_file_writer_text(w, "\n");
}

static void put_psoas(ps_file_writer *w, const ps_tree *t) {
  const ps_tree *muscles = ps_tree_member(t, "muscles"), *levels = ps_tree_member(t, "levels");
  bool mirrored = is_mirrored(muscles);
  for (int side = 0; side < 2 - mirrored; side++) {
    ps_file_writer_format(w, "\n%-16slength fiber  active  passive    act  arm mm: +%s\n",
                          mirrored ? "psoas"
                          : side   ? "psoas, left"
                                   : "psoas, right",
                          " flexes hip, bends back");
    ps_file_writer_text(w, "                    mm    mm       N        N      %   hip");
    char name[16];
    for (const ps_tree *l = levels ? levels->first : NULL; l; l = l->next)
      ps_cell_text(w, ps_level_words(l->key, name), 7);
    ps_file_writer_text(w, "\n");
    for (const ps_tree *m = muscles ? muscles->first : NULL; m; m = m->next)
      if (is_psoas(m->key, side ? 'l' : 'r'))
        put_fascicle(w, m, levels, side ? 'l' : 'r');
  }
  if (mirrored)
    ps_put_wrapped(w, "", "Right and left are the same here.");
}

// ---- groups

static void put_groups(ps_file_writer *w, const ps_tree *t) {
  const ps_tree *groups = ps_tree_member(t, "groups");
  ps_file_writer_text(w, "\ngroup                 right N       range    act %    left N       "
                         "range    act %\n");
  for (const ps_tree *g = groups ? groups->first : NULL; g; g = g->next) {
    char base[60], words[64];
    size_t n = strlen(g->key);
    if (g->key[n - 1] != 'r')
      continue;
    snprintf(base, sizeof base, "%.*s", (int)n - 2, g->key);
    ps_cell_name(w, ps_plain_words(base, words), NAME);
    for (int side = 0; side < 2; side++) {
      put_ranged(w, ps_pose_find(groups, "%s_%c.force_N", base, "rl"[side]), 0, side ? 10 : 9, 12);
      ps_cell_fixed(w, ps_pose_at(groups, "%s_%c.activation_pct", base, "rl"[side]), 1, 9);
    }
    ps_file_writer_text(w, "\n");
  }
}

// ---- the rest

static void put_line(ps_file_writer *w, const char *name, const ps_tree *number, int decimals,
                     const char *unit) {
  if (!number || !isfinite(number->number))
    return;
  ps_cell_name(w, name, 34);
  ps_cell_fixed(w, number->number, decimals, 9);
  ps_file_writer_format(w, number->interval ? " %-8s" : " %s", unit);
  if (number->interval)
    ps_cell_range(w, number->interval->p10, number->interval->p90, decimals, 16);
  ps_file_writer_text(w, "\n");
}

static void put_supports(ps_file_writer *w, const ps_tree *t) {
  static const char *const names[][2] = {
      {"seat_N", "seat"}, {"backrest_N", "backrest"}, {"bed_N", "bed"},
      {"feet_N", "feet"}, {"hands_N", "hands"},       {"friction_N", "friction, all together"}};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    const ps_tree *n = ps_pose_find(t, "support.%s", names[i][0]);
    char label[60];
    snprintf(label, sizeof label, "support: %s", names[i][1]);
    if (n && fabs(n->number) >= 0.5)
      put_line(w, label, n, 0, "N");
  }
}

static void put_rest(ps_file_writer *w, const ps_tree *t) {
  static const struct {
    const char *path, *name, *unit;
    int decimals;
  } before[] = {{"hip_r.contact_N", "right hip presses", "N", 0},
                {"hip_r.contact_pct_bw", "  of body weight", "%", 0},
                {"hip_l.contact_N", "left hip presses", "N", 0},
                {"hip_l.contact_pct_bw", "  of body weight", "%", 0}},
    after[] = {{"iap_kPa", "abdominal pressure", "kPa", 1},
               {"stability.lambda_min", "stiffness of the column, softest", "N m/rad", 1},
               {"stability.lambda_min_without_psoas", "  without the psoas", "N m/rad", 1},
               {"stability.psoas_share", "  part of it that the psoas gives", "of 1", 2},
               {"stability.buckling_N", "load it would buckle under", "N", 0},
               {"balance.margin_mm", "balance, inside the base by", "mm", 0},
               {"effort_Nm", "effort", "N m", 0},
               {"posture_angles.lordosis_deg", "lordosis L1-S1", "deg", 0},
               {"posture_angles.sacral_slope_deg", "slope of the sacrum", "deg", 0},
               {"posture_angles.pelvic_tilt_deg", "pelvic tilt, backward +", "deg", 0},
               {"posture_angles.trunk_inclination_deg", "trunk, forward +", "deg", 0},
               {"posture_angles.hip_flexion_deg.0", "right hip, flexed", "deg", 0},
               {"posture_angles.hip_flexion_deg.1", "left hip, flexed", "deg", 0}};
  ps_file_writer_text(w, "\n");
  for (size_t i = 0; i < sizeof before / sizeof *before; i++)
    put_line(w, before[i].name, ps_pose_find(t, "%s", before[i].path), before[i].decimals,
             before[i].unit);
  put_supports(w, t);
  for (size_t i = 0; i < sizeof after / sizeof *after; i++) {
    const ps_tree *n = ps_pose_find(t, "%s", after[i].path);
    if (strcmp(after[i].path, "effort_Nm") == 0 && n && n->number == 0)
      continue;
    put_line(w, after[i].name, n, after[i].decimals, after[i].unit);
  }
}

static void put_end(ps_file_writer *w, const ps_posed *item) {
  const ps_tree *t = item->answer->tree, *warnings = ps_tree_member(t, "warnings");
  char text[900], left[PS_VALUE_TEXT];
  ps_file_writer_text(w, "\n");
  double residual = ps_pose_at(t, "residual");
  snprintf(text, sizeof text, "Status: %s after %.0f rounds, forces in balance to %s N m.",
           ps_pose_text_at(t, "status"), ps_pose_at(t, "iterations"),
           residual < 0.01 ? "0.01" : ps_value_text(left, residual));
  ps_put_wrapped(w, "", text);
  if (item->missing[0]) {
    snprintf(text, sizeof text, "Missing: %.800s.", item->missing);
    ps_put_wrapped(w, "", text);
  }
  for (const ps_tree *s = warnings ? warnings->first : NULL; s; s = s->next) {
    snprintf(text, sizeof text, "warning: %.800s", s->text);
    ps_put_wrapped(w, "- ", text);
  }
}

// what the hands-on tests of the hips find in this person, whatever the posture
static void put_tests(ps_file_writer *w, const ps_tree *t) {
  static const char *const names[][2] = {
      {"hip_extension_deg", "extension, lying prone"},
      {"thomas_deg", "Thomas test, thigh above level"},
      {"straight_leg_raise_deg", "straight-leg raise"},
      {"knee_to_chest_deg", "knee to chest (140: searched no further)"}};
  ps_file_writer_text(w, "\nhip tests, relaxed, deg                     right     left\n");
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    ps_cell_name(w, names[i][1], 40);
    for (int side = 0; side < 2; side++) {
      const char *of = side ? "left" : "right";
      ps_cell_fixed(w, ps_pose_at(t, "hip_tests.%s.%s", of, names[i][0]), 0, 9);
    }
    ps_file_writer_text(w, "\n");
  }
  const ps_tree *shift = ps_pose_find(t, "equilibrium.lordosis_shift_deg");
  if (!shift)
    return;
  char text[200];
  snprintf(text, sizeof text,
           "Equilibrium: left to itself the spine takes a lordosis of %.0f deg, %+.0f deg from what"
           " the posture says.",
           ps_pose_at(t, "equilibrium.lordosis_deg"), shift->number);
  ps_put_wrapped(w, "", text);
}

void ps_pose_put_one(ps_file_writer *w, const ps_posed *item) {
  const ps_tree *t = item->answer->tree;
  put_head(w, item);
  put_levels(w, item);
  put_shares(w, t);
  put_psoas(w, t);
  put_groups(w, t);
  put_rest(w, t);
  put_tests(w, t);
  put_end(w, item);
}
