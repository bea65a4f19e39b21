// pose_text_many.c: several postures, two beside each other, and what was asked for besides.
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tool/pose_inner.h"
#include "tool/report_words.h"
#include "tool/text_cells.h"

// ---- several postures, one in a row

static void put_row(ps_file_writer *w, const ps_posed *item) {
  const ps_tree *t = item->answer->tree;
  char name[64];
  ps_cell_name(w, ps_plain_words(item->name, name), 18);
  ps_cell_fixed(w, ps_pose_at(t, "levels.L1_L2.compression_N"), 0, 7);
  const ps_tree *main = ps_pose_find(t, "levels.L4_L5.compression_N");
  ps_cell_fixed(w, main ? main->number : NAN, 0, 7);
  if (main && main->interval)
    ps_cell_range(w, main->interval->p10, main->interval->p90, 0, 11);
  else
    ps_cell_blanks(w, 11);
  ps_cell_fixed(w, ps_pose_at(t, "levels.L4_L5.idp_MPa"), 2, 7);
  ps_cell_fixed(w, ps_pose_at(t, "levels.L5_S1.compression_N"), 0, 7);
  ps_cell_fixed(w, ps_pose_at(t, "groups.psoas_r.force_N"), 0, 7);
  ps_cell_fixed(w, ps_pose_at(t, "groups.psoas_l.force_N"), 0, 6);
  double hip = fmax(ps_pose_at(t, "hip_r.contact_pct_bw"), ps_pose_at(t, "hip_l.contact_pct_bw"));
  ps_cell_fixed(w, hip, 0, 6);
  ps_cell_fixed(w, ps_pose_at(t, "iap_kPa"), 1, 6);
  ps_cell_fixed(w, ps_pose_at(t, "posture_angles.lordosis_deg"), 0, 5);
  bool solved = item->answer->held.status == PS_HOLD_SOLVED;
  ps_file_writer_format(w, "%s%s\n", solved ? "" : "  ",
                        solved ? "" : ps_pose_text_at(t, "status"));
}

void ps_pose_put_overview(ps_file_writer *w, const ps_pose_result *r) {
  char person[160], text[700];
  const ps_tree *first = r->item[0].answer->tree;
  snprintf(text, sizeof text, "%s. Spine %s, criterion %s.",
           ps_person_words(first, person, sizeof person), ps_pose_text_at(first, "spine"),
           ps_pose_text_at(first, "criterion"));
  ps_put_wrapped(w, "", text);
  ps_file_writer_text(w, "\n                     discs press, N                  L4-L5  L5-S1  "
                         "psoas N     hip   IAP  lord\n"
                         "posture             L1-L2  L4-L5      range    MPa      N  right  left   "
                         "%BW   kPa   deg\n");
  for (int i = 0; i < r->n; i++)
    put_row(w, &r->item[i]);
  if (ps_pose_has_intervals(&r->item[0])) {
    snprintf(text, sizeof text,
             "Range: 8 in 10 of %.0f draws of what the sources of the model leave open.",
             ps_pose_at(first, "draws"));
    ps_put_wrapped(w, "", text);
  }
  ps_put_wrapped(w, "",
                 "Hip: force in the more loaded one, in per cent of body weight. IAP: pressure in "
                 "the belly. Lord: lordosis L1-S1.");
  for (int i = 0; i < r->n; i++)
    if (r->item[i].missing[0]) {
      snprintf(text, sizeof text, "%.60s cannot be held by this model; missing: %.500s.",
               r->item[i].name, r->item[i].missing);
      ps_put_wrapped(w, "- ", text);
    }
}

// ---- two beside each other

static void put_compared(ps_file_writer *w, const ps_pose_key *key, const ps_tree *a,
                         const ps_tree *b) {
  const ps_tree *x = ps_pose_find(a, "%s", key->path), *y = ps_pose_find(b, "%s", key->path);
  if (!x || !y || (fabs(x->number) < 1e-9 && fabs(y->number) < 1e-9))
    return;
  ps_cell_name(w, key->name, 25);
  const ps_tree *both[] = {x, y};
  for (int i = 0; i < 2; i++) {
    ps_cell_fixed(w, both[i]->number, key->decimals, 9);
    if (both[i]->interval)
      ps_cell_range(w, both[i]->interval->p10, both[i]->interval->p90, key->decimals, 14);
    else
      ps_cell_blanks(w, 14);
  }
  ps_cell_fixed(w, y->number - x->number, key->decimals, 10);
  ps_file_writer_format(w, " %s", key->unit);
  bool small = fabs(y->number - x->number) <= key->agree || fabs(x->number) < key->agree;
  if (!small && strchr(key->unit, '%') == NULL && strcmp(key->unit, "deg") != 0)
    ps_file_writer_format(w, "  %+.0f %%", 100 * (y->number / x->number - 1));
  ps_file_writer_text(w, "\n");
}

void ps_pose_put_comparison(ps_file_writer *w, const ps_posed *a, const ps_posed *b) {
  char text[500];
  snprintf(text, sizeof text, "A: %.100s (%.60s)", ps_pose_text_at(a->answer->tree, "title"),
           a->name);
  ps_put_wrapped(w, "", text);
  snprintf(text, sizeof text, "B: %.100s (%.60s)", ps_pose_text_at(b->answer->tree, "title"),
           b->name);
  ps_put_wrapped(w, "", text);
  bool ranged = ps_pose_has_intervals(a) || ps_pose_has_intervals(b);
  ps_file_writer_format(w, "\n%-33sA%14s%9s%14s%10s\n", "", ranged ? "range" : "", "B",
                        ranged ? "range" : "", "B - A");
  for (int i = 0; i < ps_pose_key_count; i++)
    put_compared(w, &ps_pose_keys[i], a->answer->tree, b->answer->tree);
  const ps_posed *both[] = {a, b};
  for (int i = 0; i < 2; i++)
    if (both[i]->missing[0]) {
      snprintf(text, sizeof text, "%.60s cannot be held; missing: %.400s.", both[i]->name,
               both[i]->missing);
      ps_put_wrapped(w, "- ", text);
    }
}

// ---- differences, criteria, explanation

static void put_difference(ps_file_writer *w, const ps_posed *item) {
  static const char *const names[][2] = {{"difference_to_free", "free spine"},
                                         {"difference_to_full", "full model"},
                                         {"difference_to_free_full", "full, free"}};
  for (size_t k = 0; k < sizeof names / sizeof *names; k++) {
    const ps_tree *map = ps_tree_member(item->answer->tree, names[k][0]);
    if (!map)
      continue;
    char name[64];
    ps_file_writer_text(w, "\n");
    ps_cell_name(w, ps_plain_words(item->name, name), 25);
    ps_file_writer_format(w, "%10s%12s%12s\n", "here", names[k][1], "difference");
    for (int i = 0; i < ps_pose_key_count; i++) {
      const ps_pose_key *key = &ps_pose_keys[i];
      const ps_tree *d = ps_tree_member(map, key->path);
      double here = ps_pose_at(item->answer->tree, "%s", key->path);
      if (!d || fabs(d->number) < 0.5 * pow(10, -key->decimals))
        continue;
      ps_cell_name(w, key->name, 25);
      ps_cell_fixed(w, here, key->decimals, 10);
      ps_cell_fixed(w, here - d->number, key->decimals, 12);
      ps_cell_fixed(w, d->number, key->decimals, 12);
      ps_file_writer_format(w, " %s\n", key->unit);
    }
  }
}

static const char *const ensemble_columns[] = {"levels.L4_L5.compression_N",
                                               "levels.L5_S1.compression_N",
                                               "groups.psoas_r.force_N",
                                               "groups.psoas_l.force_N",
                                               "groups.erector_r.force_N",
                                               "groups.abdominals_r.force_N",
                                               "hip_r.contact_N",
                                               "stability.lambda_min"};
enum { COLUMNS = sizeof ensemble_columns / sizeof *ensemble_columns };

// the numbers that all criteria agree about, or those that they do not
static void put_agreement(ps_file_writer *w, const ps_tree *all, bool wanted, const char *begin) {
  char text[2000];
  size_t used = (size_t)snprintf(text, sizeof text, "%s", begin);
  int n = 0;
  for (int i = 0; i < ps_pose_key_count && used < sizeof text; i++) {
    const ps_pose_key *key = &ps_pose_keys[i];
    const ps_tree *a = ps_tree_member(all, key->path);
    if (!a || (ps_tree_member(a, "agree")->number != 0) != wanted)
      continue;
    used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", n++ ? ", " : "", key->name);
    if (!wanted && used < sizeof text)
      used +=
          (size_t)snprintf(text + used, sizeof text - used, " (%.*f to %.*f %s)", key->decimals,
                           ps_pose_at(a, "low"), key->decimals, ps_pose_at(a, "high"), key->unit);
  }
  if (n)
    ps_put_wrapped(w, "- ", text);
}

static void put_ensemble(ps_file_writer *w, const ps_posed *item) {
  const ps_tree *list = ps_tree_member(item->answer->tree, "ensemble");
  const ps_tree *agreement = ps_tree_member(item->answer->tree, "agreement");
  if (!list)
    return;
  ps_file_writer_format(w,
                        "\n%.60s under every criterion, N (stability floor: off where marked *):\n"
                        "                L4-L5   L5-S1  psoas r  psoas l  erector r  abdom r   hip "
                        "r  N m/rad\n",
                        item->name);
  static const int width[] = {8, 8, 9, 9, 11, 9, 8, 9};
  for (const ps_tree *c = list->first; c; c = c->next) {
    char name[40];
    const ps_tree *floor = ps_tree_member(c, "stability_floor");
    snprintf(name, sizeof name, "%s%s", ps_pose_text_at(c, "criterion"),
             floor && floor->number != 0 ? "" : " *");
    ps_cell_name(w, name, 13);
    for (int i = 0; i < COLUMNS; i++) {
      const ps_tree *n = ps_tree_member(c, ensemble_columns[i]);
      ps_cell_fixed(w, n ? n->number : NAN, 0, width[i]);
    }
    const char *status = ps_pose_text_at(c, "status");
    bool solved = strcmp(status, "solved") == 0;
    ps_file_writer_format(w, "%s%s\n", solved ? "" : "  ", solved ? "" : status);
  }
  put_agreement(w, agreement, true, "All agree, within a tenth, about: ");
  put_agreement(w, agreement, false, "They disagree about: ");
}

static void put_explanation(ps_file_writer *w, const ps_posed *item) {
  static const char *const parts[][2] = {{"psoas", "Why the psoas pulls"},
                                         {"bounds", "What is at its limit"},
                                         {"limits", "What limits the posture"},
                                         {"compression", "What presses on the discs"},
                                         {"influence", "What the answer hangs on"}};
  const ps_tree *all = ps_tree_member(item->answer->tree, "explanation");
  for (size_t i = 0; all && i < sizeof parts / sizeof *parts; i++) {
    const ps_tree *list = ps_tree_member(all, parts[i][0]);
    if (!list || !list->first)
      continue;
    ps_file_writer_format(w, "\n%s\n", parts[i][1]);
    for (const ps_tree *t = list->first; t; t = t->next)
      ps_put_wrapped(w, "- ", t->text);
  }
}

void ps_pose_put_extras(ps_file_writer *w, const ps_posed *item) {
  put_difference(w, item);
  put_ensemble(w, item);
  put_explanation(w, item);
}
