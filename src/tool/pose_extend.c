// pose_extend.c: what a request asks for beyond the posture itself, as members of its result.
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "scenario/explain.h"
#include "tool/pose_inner.h"

const ps_pose_key ps_pose_keys[] = {
    {"levels.T12_L1.compression_N", "compression T12-L1", "N", 0, 20, true},
    {"levels.L1_L2.compression_N", "compression L1-L2", "N", 0, 20, true},
    {"levels.L2_L3.compression_N", "compression L2-L3", "N", 0, 20, true},
    {"levels.L3_L4.compression_N", "compression L3-L4", "N", 0, 20, true},
    {"levels.L4_L5.compression_N", "compression L4-L5", "N", 0, 20, true},
    {"levels.L5_S1.compression_N", "compression L5-S1", "N", 0, 20, true},
    {"levels.L4_L5.shear_anterior_N", "shear forward L4-L5", "N", 0, 20, true},
    {"levels.L5_S1.shear_anterior_N", "shear forward L5-S1", "N", 0, 20, true},
    {"levels.L4_L5.idp_MPa", "disc pressure L4-L5", "MPa", 2, 0.03, true},
    {"groups.psoas_r.force_N", "right psoas", "N", 0, 10, true},
    {"groups.psoas_l.force_N", "left psoas", "N", 0, 10, true},
    {"groups.psoas_VB_r.activation_pct", "right psoas, vertebral", "% active", 1, 1, true},
    {"groups.psoas_TP_r.activation_pct", "right psoas, transverse", "% active", 1, 1, true},
    {"groups.iliacus_r.force_N", "right iliacus", "N", 0, 10, true},
    {"groups.erector_r.force_N", "right erector spinae", "N", 0, 20, true},
    {"groups.multifidus_r.force_N", "right multifidus", "N", 0, 20, true},
    {"groups.abdominals_r.force_N", "right abdominals", "N", 0, 20, true},
    {"groups.gluteals_r.force_N", "right gluteals", "N", 0, 20, true},
    {"hip_r.contact_N", "right hip", "N", 0, 30, true},
    {"hip_l.contact_N", "left hip", "N", 0, 30, true},
    {"iap_kPa", "abdominal pressure", "kPa", 1, 0.3, true},
    {"stability.lambda_min", "stiffness, softest", "N m/rad", 1, 2, true},
    {"support.seat_N", "seat", "N", 0, 10, false},
    {"support.backrest_N", "backrest", "N", 0, 10, false},
    {"support.bed_N", "bed", "N", 0, 10, false},
    {"support.feet_N", "feet", "N", 0, 10, false},
    {"posture_angles.lordosis_deg", "lordosis", "deg", 0, 1, false},
    {"posture_angles.pelvic_tilt_deg", "pelvic tilt", "deg", 0, 1, false},
    {"posture_angles.trunk_inclination_deg", "trunk forward", "deg", 0, 1, false},
};
const int ps_pose_key_count = sizeof ps_pose_keys / sizeof *ps_pose_keys;

// ---- differences to the free spine and the full model

static void add_difference(const ps_pose_result *r, ps_answer *a, const ps_answer *twin) {
  const char *name = r->request.rhythm && r->request.light ? "difference_to_free_full"
                     : r->request.rhythm                   ? "difference_to_free"
                                                           : "difference_to_full";
  ps_tree *map = ps_tree_map(&a->pool, a->tree, name);
  ps_tree_text(&a->pool, map, "status", ps_hold_status_word(twin->held.status));
  for (int i = 0; i < ps_pose_key_count; i++) {
    double here = ps_pose_at(a->tree, "%s", ps_pose_keys[i].path);
    double there = ps_pose_at(twin->tree, "%s", ps_pose_keys[i].path);
    if (isfinite(here - there))
      ps_tree_number(&a->pool, map, ps_pose_keys[i].path, here - there);
  }
}

// ---- every criterion

static void add_criterion(ps_answer *a, ps_tree *list, const ps_variant *v) {
  ps_tree *map = ps_tree_map(&a->pool, list, NULL);
  ps_tree_text(&a->pool, map, "criterion", ps_criterion_word(v->criterion));
  ps_tree_bool(&a->pool, map, "stability_floor", v->floor);
  ps_tree_text(&a->pool, map, "status", ps_hold_status_word(v->answer->held.status));
  for (int i = 0; i < ps_pose_key_count; i++)
    if (ps_pose_keys[i].ensemble)
      ps_tree_number(&a->pool, map, ps_pose_keys[i].path,
                     ps_pose_at(v->answer->tree, "%s", ps_pose_keys[i].path));
}

static void add_agreement(ps_answer *a, const ps_posed *item, const ps_pose_key *key,
                          ps_tree *all) {
  double low = INFINITY, high = -INFINITY;
  for (int i = 0; i < item->nvariant; i++) {
    const ps_variant *v = &item->variant[i];
    double x = ps_pose_at(v->answer->tree, "%s", key->path);
    if (v->kind != PS_VARIANT_CRITERION || v->answer->held.status != PS_HOLD_SOLVED || !isfinite(x))
      continue;
    low = fmin(low, x);
    high = fmax(high, x);
  }
  if (!(low <= high))
    return;
  ps_tree *map = ps_tree_map(&a->pool, all, key->path);
  ps_tree_number(&a->pool, map, "low", low);
  ps_tree_number(&a->pool, map, "high", high);
  // a tenth, or what does not matter
  bool agree = high - low <= fmax(key->agree, 0.1 * fmax(fabs(low), fabs(high)));
  ps_tree_bool(&a->pool, map, "agree", agree);
}

static void add_ensemble(ps_posed *item) {
  ps_answer *a = item->answer;
  ps_tree *list = ps_tree_list(&a->pool, a->tree, "ensemble");
  for (int i = 0; i < item->nvariant; i++)
    if (item->variant[i].kind == PS_VARIANT_CRITERION)
      add_criterion(a, list, &item->variant[i]);
  ps_tree *agreement = ps_tree_map(&a->pool, a->tree, "agreement");
  for (int i = 0; i < ps_pose_key_count; i++)
    if (ps_pose_keys[i].ensemble)
      add_agreement(a, item, &ps_pose_keys[i], agreement);
}

ps_status ps_pose_extend(ps_pose_result *r, ps_error *err) {
  for (int i = 0; i < r->n; i++) {
    ps_posed *item = &r->item[i];
    ps_answer *a = item->answer;
    if (ps_pose_has_twin(&r->request))
      add_difference(r, a, item->variant[0].answer);
    if (r->request.ensemble)
      add_ensemble(item);
    if (r->request.explain)
      ps_explain(a, ps_tree_map(&a->pool, a->tree, "explanation"));
    // adding is silent about memory; the last thing added tells
    if (!ps_tree_text(&a->pool, a->tree, "note", "research and teaching; not a medical device"))
      return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  }
  return PS_OK;
}
