// pose_panels.c: tables and small charts of a posture's card.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/escape.h"
#include "scenario/explain.h"
#include "tool/pose_page.h"
#include "tool/pose_view.h"
#include "tool/report_plot.h"
#include "tool/report_words.h"

static void put(ps_page *p, const char *text) {
  ps_file_writer_text(p->w, text);
}

// ---- numbers

void ps_pose_put_number(ps_page *p, double x, int decimals) {
  if (!isfinite(x)) {
    put(p, "–");
    return;
  }
  bool zero = fabs(x) < 0.5 * pow(10, -decimals);
  put(p, x < 0 && !zero ? "−" : "");
  ps_put_fixed(p->w, zero ? 0 : fabs(x), decimals);
}

static void put_bounds(ps_page *p, const ps_interval *i, int decimals) {
  ps_pose_put_number(p, i->p10, decimals);
  put(p, i->p10 < 0 || i->p90 < 0 ? " to " : "–");
  ps_pose_put_number(p, i->p90, decimals);
}

void ps_pose_put_range(ps_page *p, const ps_tree *number, int decimals) {
  if (!number || !number->interval)
    return;
  put(p, " (");
  put_bounds(p, number->interval, decimals);
  put(p, ")");
}

static void number_cell(ps_page *p, double x, int decimals, const char *style) {
  ps_file_writer_format(p->w, "<td class=\"n %s\">", style);
  ps_pose_put_number(p, x, decimals);
  put(p, "</td>");
}

static void ranged_cells(ps_page *p, const ps_tree *n, int decimals, bool ranged) {
  number_cell(p, n ? n->number : NAN, decimals, "main");
  if (!ranged)
    return;
  put(p, "<td class=\"n soft\">");
  if (n && n->interval)
    put_bounds(p, n->interval, decimals);
  put(p, "</td>");
}

static void end_row(ps_page *p) {
  put(p, "</tr>\n");
}

// ---- levels

void ps_pose_level_table(ps_page *p, const ps_posed *item) {
  const ps_tree *levels = ps_tree_member(item->answer->tree, "levels");
  bool ranged = ps_pose_has_intervals(item);
  ps_page_table_begin(p, "Loads of the discs", "");
  ps_page_head_row(p, ranged
                          ? "level|#compression, N|#range|#shear forward, N|#range|#to the "
                            "right, N|#pressure, MPa|#range|#bent back, °"
                          : "level|#compression, N|#shear forward, N|#to the right, N|#pressure, "
                            "MPa|#bent back, °");
  for (const ps_tree *l = levels ? levels->first : NULL; l; l = l->next) {
    char name[16];
    ps_page_name_cell(p, ps_level_words(l->key, name), "");
    ranged_cells(p, ps_pose_find(l, "compression_N"), 0, ranged);
    ranged_cells(p, ps_pose_find(l, "shear_anterior_N"), 0, ranged);
    number_cell(p, ps_pose_at(l, "shear_right_N"), 0, "");
    ranged_cells(p, ps_pose_find(l, "idp_MPa"), 2, ranged);
    number_cell(p, ps_pose_at(l, "angle_deg.FE"), 1, "");
    end_row(p);
  }
  ps_page_table_end(p);
}

// ---- psoas

static bool is_fascicle(const char *name, char side) {
  size_t n = strlen(name);
  return strncmp(name, "psoas", 5) == 0 && name[n - 1] == side;
}

static double largest_force(const ps_tree *muscles) {
  double most = 1;
  for (const ps_tree *m = muscles->first; m; m = m->next)
    if (strncmp(m->key, "psoas", 5) == 0) {
      const ps_tree *n = ps_pose_find(m, "force_N");
      most = fmax(most, n->interval ? n->interval->p90 : n->number);
    }
  return ps_ruler_for(0, most).high;
}

static void force_cells(ps_page *p, const ps_tree *muscles, const char *stem, char side,
                        double full) {
  const ps_tree *n = ps_pose_find(muscles, "%s%c.force_N", stem, side);
  double value = n ? n->number : NAN;
  double low = n && n->interval ? n->interval->p10 : value;
  double high = n && n->interval ? n->interval->p90 : value;
  number_cell(p, value, 1, "main");
  put(p, "<td class=\"bars\">");
  ps_plot_bar(p->w, value / full, fmax(0, low / full), fmax(0, high / full), "force");
  put(p, "</td>");
}

void ps_pose_psoas_table(ps_page *p, const ps_posed *item) {
  const ps_tree *muscles = ps_tree_member(item->answer->tree, "muscles");
  double full = largest_force(muscles);
  char head[240];
  snprintf(head, sizeof head,
           "fascicle|#right, N|0 to %.0f N|#active, %%|#left, N|0 to %.0f N|#active, %%|#fiber, mm",
           full, full);
  put(p, "<h3>Psoas, fascicle by fascicle</h3>\n");
  ps_page_table_begin(p, "Psoas", "");
  ps_page_head_row(p, head);
  for (const ps_tree *m = muscles->first; m; m = m->next) {
    char stem[64], words[64];
    if (!is_fascicle(m->key, 'r'))
      continue;
    snprintf(stem, sizeof stem, "%.*s", (int)strlen(m->key) - 1, m->key);
    snprintf(words, sizeof words, "%.*s", (int)strlen(stem) - 7, stem + 6);
    char plain[64];
    ps_page_name_cell(p, ps_plain_words(words, plain), "");
    for (int side = 0; side < 2; side++) {
      force_cells(p, muscles, stem, "rl"[side], full);
      number_cell(p, 100 * ps_pose_at(muscles, "%s%c.activation", stem, "rl"[side]), 1, "");
    }
    number_cell(p, 1000 * ps_pose_at(m, "fiber_length_m"), 0, "");
    end_row(p);
  }
  ps_page_table_end(p);
  put(p, "<p class=\"note\">VB: from the vertebral body; IVD: from the disc; TP: from the "
         "transverse process.</p>\n");
}

// ---- signed bars

// a bar to the right or left of zero; `share` of half the length, -1 .. 1
static void signed_bar(ps_page *p, double share) {
  double x = 60 * fmax(-1, fmin(1, share));
  put(p, "<svg class=\"bar change\" viewBox=\"0 0 120 12\" aria-hidden=\"true\">");
  ps_file_writer_format(p->w, "<rect class=\"%s\" y=\"2\" height=\"8\" rx=\"2\"",
                        share < 0 ? "less" : "more");
  ps_view_attribute(p->w, "x", 60 + fmin(0, x));
  ps_view_attribute(p->w, "width", fabs(x));
  put(p, "/><line class=\"zero\" x1=\"60\" x2=\"60\" y1=\"0\" y2=\"12\"/></svg>");
}

static void signed_row(ps_page *p, const char *name, double x, double full) {
  ps_page_name_cell(p, name, "");
  put(p, "<td class=\"bars\">");
  signed_bar(p, x / full);
  put(p, "</td><td class=\"n main\">");
  put(p, x > 0.5 ? "+" : "");
  ps_pose_put_number(p, x, 0);
  put(p, "</td></tr>\n");
}

typedef struct part {
  const char *name;
  double value;
} part;

static int by_size(const void *a, const void *b) {
  double x = fabs(((const part *)a)->value), y = fabs(((const part *)b)->value);
  return (x < y) - (x > y);
}

void ps_pose_share_chart(ps_page *p, const ps_posed *item) {
  enum { MOST = 40, SHOWN = 8 };
  part parts[MOST];
  int n = 0;
  const ps_tree *share = ps_tree_find(item->answer->tree, "levels.L4_L5.share");
  for (const ps_tree *t = share ? share->first : NULL; t && n < MOST; t = t->next)
    parts[n++] = (part){t->key, t->number};
  qsort(parts, (size_t)n, sizeof *parts, by_size);
  put(p, "<div><h3>What presses on L4-L5, N</h3>\n");
  ps_page_table_begin(p, "What presses on L4-L5", "");
  put(p, "<tbody>\n");
  for (int i = 0; i < n && i < SHOWN && fabs(parts[i].value) >= 0.5; i++) {
    char words[64];
    signed_row(p, ps_plain_words(parts[i].name, words), parts[i].value, fabs(parts[0].value));
  }
  ps_page_table_end(p);
  put(p, "</div>\n");
}

void ps_pose_tornado(ps_page *p, const ps_posed *item) {
  const ps_answer *a = item->answer;
  if (!a->ninfluence)
    return;
  put(p, "<div><h3>What this answer hangs on, N at L4-L5</h3>\n");
  ps_page_table_begin(p, "What this answer hangs on", "");
  put(p, "<tbody>\n");
  for (int i = 0; i < a->ninfluence && i < 5; i++) {
    signed_row(p, ps_parameter_words(a->influence[i].parameter), a->influence[i].change,
               fabs(a->influence[0].change));
  }
  ps_page_table_end(p);
  put(p, "<p class=\"note\">Change when the parameter goes from the low to the high end of its "
         "range.</p></div>\n");
}

// ---- hips, supports, stability, angles

void ps_pose_rest_table(ps_page *p, const ps_posed *item) {
  static const struct {
    const char *path, *name;
    int decimals;
    double scale;
  } rows[] = {{"hip_r.contact_pct_bw", "right hip, % of body weight", 0, 1},
              {"hip_l.contact_pct_bw", "left hip, % of body weight", 0, 1},
              {"support.seat_N", "seat, N", 0, 1},
              {"support.backrest_N", "backrest, N", 0, 1},
              {"support.bed_N", "bed, N", 0, 1},
              {"support.feet_N", "feet, N", 0, 1},
              {"support.hands_N", "hands, N", 0, 1},
              {"iap_kPa", "pressure in the belly, kPa", 1, 1},
              {"stability.lambda_min", "stiffness of the column, N m/rad", 0, 1},
              {"stability.psoas_share", "part of it from the psoas, %", 0, 100},
              {"posture_angles.lordosis_deg", "lordosis L1–S1, °", 0, 1},
              {"posture_angles.pelvic_tilt_deg", "pelvic tilt, backward +, °", 0, 1},
              {"posture_angles.trunk_inclination_deg", "trunk, forward +, °", 0, 1},
              {"posture_angles.hip_flexion_deg.0", "right hip, flexed, °", 0, 1},
              {"posture_angles.hip_flexion_deg.1", "left hip, flexed, °", 0, 1},
              {"hip_tests.right.thomas_deg", "Thomas test right, thigh above level, °", 0, 1},
              {"hip_tests.left.thomas_deg", "Thomas test left, °", 0, 1},
              {"equilibrium.lordosis_shift_deg", "lordosis, shift to equilibrium, °", 0, 1}};
  const ps_tree *t = item->answer->tree;
  put(p, "<div><h3>Hips, supports, stability, posture</h3>\n");
  ps_page_table_begin(p, "Hips, supports, stability, posture", "");
  put(p, "<tbody>\n");
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const ps_tree *n = ps_pose_find(t, "%s", rows[i].path);
    bool support = strncmp(rows[i].path, "support", 7) == 0;
    if (!n || !isfinite(n->number) || (support && fabs(n->number) < 0.5))
      continue;
    ps_page_name_cell(p, rows[i].name, "");
    number_cell(p, rows[i].scale * n->number, rows[i].decimals, "main");
    put(p, "<td class=\"n soft\">");
    if (n->interval) {
      ps_interval scaled = {.p10 = rows[i].scale * n->interval->p10,
                            .p90 = rows[i].scale * n->interval->p90};
      put_bounds(p, &scaled, rows[i].decimals);
    }
    put(p, "</td>");
    end_row(p);
  }
  ps_page_table_end(p);
  put(p, "</div>\n");
}

// ---- all numbers

static void level_head(ps_page *p, const ps_tree *levels, const char *first) {
  char head[200], name[16];
  size_t used = (size_t)snprintf(head, sizeof head, "%s", first);
  for (const ps_tree *l = levels->first; l && used < sizeof head; l = l->next)
    used += (size_t)snprintf(head + used, sizeof head - used, "|#%s", ps_level_words(l->key, name));
  ps_page_head_row(p, head);
}

static void shares_table(ps_page *p, const ps_tree *levels) {
  put(p, "<h3>What presses, by level, N</h3>\n");
  ps_page_table_begin(p, "What presses, by level", "");
  level_head(p, levels, "from");
  for (const ps_tree *s = ps_tree_find(levels->first, "share")->first; s; s = s->next) {
    char words[64];
    ps_page_name_cell(p, ps_plain_words(s->key, words), "");
    for (const ps_tree *l = levels->first; l; l = l->next)
      number_cell(p, ps_pose_at(l, "share.%s", s->key), 0, "");
    end_row(p);
  }
  ps_page_table_end(p);
}

static void arms_table(ps_page *p, const ps_tree *levels, const ps_tree *muscles) {
  put(p, "<h3>Arms of the psoas, mm</h3>\n<p class=\"note\">+ flexes the hip, bends the level "
         "backward; – crosses nothing there.</p>\n");
  ps_page_table_begin(p, "Arms of the psoas", "");
  level_head(p, levels, "fascicle|#length, mm|#passive, N|#hip");
  for (const ps_tree *m = muscles->first; m; m = m->next) {
    if (strncmp(m->key, "psoas", 5) != 0)
      continue;
    char words[64];
    ps_page_name_cell(p, ps_plain_words(m->key, words), "");
    number_cell(p, 1000 * ps_pose_at(m, "length_m"), 0, "");
    number_cell(p, ps_pose_at(m, "passive_N"), 1, "");
    number_cell(p, 1000 * ps_pose_at(m, "arms_m.hip_flexion_%c", m->key[strlen(m->key) - 1]), 0,
                "");
    for (const ps_tree *l = levels->first; l; l = l->next)
      number_cell(p, 1000 * ps_pose_at(m, "arms_m.%s_FE", l->key), 0, "");
    end_row(p);
  }
  ps_page_table_end(p);
}

static void groups_table(ps_page *p, const ps_tree *groups) {
  put(p, "<h3>Muscle groups</h3>\n");
  ps_page_table_begin(p, "Muscle groups", "");
  ps_page_head_row(p, "group|#right, N|#range|#active, %|#left, N|#range|#active, %");
  for (const ps_tree *g = groups->first; g; g = g->next) {
    char stem[64], words[64];
    size_t n = strlen(g->key);
    if (g->key[n - 1] != 'r')
      continue;
    snprintf(stem, sizeof stem, "%.*s", (int)n - 2, g->key);
    ps_page_name_cell(p, ps_plain_words(stem, words), "");
    for (int side = 0; side < 2; side++) {
      ranged_cells(p, ps_pose_find(groups, "%s_%c.force_N", stem, "rl"[side]), 0, true);
      number_cell(p, ps_pose_at(groups, "%s_%c.activation_pct", stem, "rl"[side]), 1, "");
    }
    end_row(p);
  }
  ps_page_table_end(p);
}

void ps_pose_all_tables(ps_page *p, const ps_posed *item) {
  const ps_tree *t = item->answer->tree, *levels = ps_tree_member(t, "levels");
  put(p, "<details><summary>All numbers as tables</summary>\n");
  shares_table(p, levels);
  arms_table(p, levels, ps_tree_member(t, "muscles"));
  groups_table(p, ps_tree_member(t, "groups"));
  put(p, "</details>\n");
}
