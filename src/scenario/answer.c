// answer.c: one pose from its tree to the tree of its result.
#include "scenario/answer.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "scenario/chair.h"
#include "scenario/draws.h"

ps_status ps_lab_open(ps_lab *lab, ps_error *err) {
  *lab = (ps_lab){0};
  PS_TRY(ps_anatomy_load(&lab->anatomy, err));
  PS_TRY(ps_parameters_load(&lab->table, err));
  PS_TRY(ps_physio_load(&lab->physio_table, err));
  lab->parameters = ps_parameters_default(&lab->table);
  lab->physio = ps_physio_default(&lab->physio_table);
  return PS_OK;
}

void ps_lab_close(ps_lab *lab) {
  ps_anatomy_free(&lab->anatomy);
}

ps_answer_options ps_answer_default(void) {
  return (ps_answer_options){.hold = ps_hold_default(), .draws = 256, .seed = 1};
}

const char *ps_hold_status_word(ps_hold_status status) {
  static const char *const word[] = {"solved", "infeasible", "unsettled"};
  return word[status];
}

// ---- what is outside of what people were measured at

static void warn(ps_answer *a, ps_tree *list, const char *text) {
  ps_tree_text(&a->pool, list, NULL, text);
  a->extrapolated = true;
}

// nobody has a tone without muscles, and for a voluntary effort all tone is let go
static bool keeps_tone(const ps_pose *pose) {
  bool keeps = pose->muscles;
  for (int i = 0; i < PS_EFFORTS; i++)
    keeps = keeps && pose->effort[i].choice < 0 && pose->effort[i].number == 0;
  return keeps;
}

// keys that are read and have nothing to act on: said, so that nobody takes it for no effect
static void write_without_effect(ps_answer *a, ps_tree *list) {
  const ps_pose *pose = &a->pose;
  const ps_chair *chair = &pose->chair;
  bool sits = pose->support.seat && pose->base == PS_UPRIGHT, pad = chair->lumbar_pad_m > 0;
  bool rests = ps_hands_of(pose) == PS_HANDS_ARMRESTS;
  const struct {
    bool given;
    const char *text;
  } keys[] = {
      {pad && !(sits && pose->support.backrest),
       "chair.lumbar_pad_m changes nothing: nobody leans on a backrest (support.backrest: true)"},
      {pad && sits && pose->support.backrest && pose->lordosis_stated,
       "chair.lumbar_pad_m changes nothing: the pose says the lordosis itself"},
      {isfinite(chair->armrest_m) && !rests,
       "chair.armrest_m changes nothing: nobody sits, or the hands are busy (support.hands)"},
      {isfinite(chair->depth_m) && !sits, "chair.depth_m changes nothing: nobody sits"},
      {chair->a_w_m_s2 != 0, "chair.a_w_m_s2 changes nothing: a posture is still"},
      {pose->stress != 0 && !keeps_tone(pose),
       "stress changes nothing: nothing keeps a tone (muscles: false, or a voluntary effort)"}};
  for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
    if (keys[i].given)
      ps_tree_text(&a->pool, list, NULL, keys[i].text);
}

// armrests that arms do not reach, or that raise the shoulders further than was thought of
static void write_armrests(ps_answer *a, ps_tree *list) {
  const double most = 0.05; // [m]
  double elbow = ps_elbow_height(a->human, &a->posture, a->data);
  double rest = a->pose.chair.armrest_m;
  if (ps_hands_of(&a->pose) != PS_HANDS_ARMRESTS || !isfinite(rest))
    return;
  char text[160];
  if (ps_armrest_share(a->human, &a->pose, &a->posture, a->data) == 0) {
    snprintf(text, sizeof text,
             "chair.armrest_m changes nothing: the elbows hang %.2f m over the seat, and armrests "
             "at %.2f m are out of reach",
             elbow, rest);
    ps_tree_text(&a->pool, list, NULL, text);
  } else if (rest - elbow > most) {
    snprintf(text, sizeof text,
             "armrests at %.2f m, more than 5 cm over the elbows (%.2f m), count as 5 cm", rest,
             elbow);
    warn(a, list, text);
  }
}

// what stress adds, and which part of it nobody has measured
static void write_stress(ps_answer *a) {
  const ps_tension *t = &a->tension;
  if (a->pose.stress == 0 || !keeps_tone(&a->pose))
    return;
  ps_tree *map = ps_tree_map(&a->pool, a->tree, "stress");
  ps_tree_number(&a->pool, map, "stressor", a->pose.stress);
  ps_tree_number(&a->pool, map, "tone_trunk_pct", 100 * t->trunk);
  ps_tree_number(&a->pool, map, "tone_psoas_pct", 100 * t->psoas);
  ps_tree_number(&a->pool, map, "coactivation", t->coactivation);
  ps_tree_text(&a->pool, map, "tone_psoas_status",
               "assumption: no psoas was measured under stress");
}

static void warn_of_stress(ps_answer *a, ps_tree *list) {
  char text[200];
  if (a->pose.stress == 0 || !keeps_tone(&a->pose))
    return;
  snprintf(text, sizeof text,
           "stress %.2g: the %.2g %% of maximum that it adds to the psoas are an assumption; no "
           "psoas was measured under stress",
           a->pose.stress, 100 * a->tension.psoas);
  ps_tree_text(&a->pool, list, NULL, text);
}

static void write_backrest(ps_answer *a, ps_tree *list) {
  char text[200];
  if (!a->held.idle_backrest)
    return;
  snprintf(text, sizeof text,
           "the backrest carries %.0f N, too little to steady the trunk, which holds itself as if "
           "there were none; lean back further",
           ps_supports_of(a->hold, &a->held).normal[PS_SUPPORT_BACKREST]);
  ps_tree_text(&a->pool, list, NULL, text);
}

static void write_warnings(ps_answer *a) {
  const ps_person *p = &a->pose.person;
  ps_tree *list = ps_tree_list(&a->pool, a->tree, "warnings");
  if (p->height_m < 1.5 || p->height_m > 1.95)
    warn(a, list,
         "height_m is outside the people that the model was compared with (1.5 to 1.95 m)");
  if (p->mass_kg < 50 || p->mass_kg > 100)
    warn(a, list, "mass_kg is outside the people that the model was compared with (50 to 100 kg)");
  if (p->age_y > 65)
    warn(a, list, "age_y: no measured row is about people over 65");
  if (p->scoliosis_deg != 0)
    warn(a, list, "scoliosis_deg: no measured row is about curved spines");
  if (a->posture.lordosis_deg < -15)
    warn(a, list, "the lumbar spine bends further than in the measured postures");
  if (a->pose.chair.lumbar_pad_m > 0.04)
    warn(a, list, "chair.lumbar_pad_m: pads of more than 4 cm were not measured");
  write_without_effect(a, list);
  write_armrests(a, list);
  write_backrest(a, list);
  warn_of_stress(a, list);
  if (a->held.status == PS_HOLD_INFEASIBLE)
    ps_tree_text(&a->pool, list, NULL,
                 "the muscles cannot hold this posture; reserves_Nm says what is missing");
  if (a->held.status == PS_HOLD_UNSETTLED)
    ps_tree_text(&a->pool, list, NULL, "the angles of the levels did not settle; see settled_deg");
}

static void write_head(ps_answer *a, const ps_answer_options *o) {
  ps_pool *pool = &a->pool;
  ps_tree *t = a->tree;
  ps_tree_text(pool, t, "schema", "psoas.pose_result/1");
  ps_tree_text(pool, t, "posture", a->pose.posture);
  ps_tree_text(pool, t, "title", a->pose.title);
  ps_tree *person = ps_tree_map(pool, t, "person");
  const ps_person *p = &a->pose.person;
  ps_tree_text(pool, person, "sex", p->sex == PS_FEMALE ? "female" : "male");
  ps_tree_number(pool, person, "age_y", p->age_y);
  ps_tree_number(pool, person, "height_m", p->height_m);
  ps_tree_number(pool, person, "mass_kg", p->mass_kg);
  ps_tree_number(pool, person, "pelvic_incidence_deg", p->pelvic_incidence_deg);
  ps_tree_number(pool, person, "lordosis_deg", a->human->lordosis_deg);
  ps_tree_number(pool, person, "strength", p->strength);
  ps_tree_text(pool, t, "status", ps_hold_status_word(a->held.status));
  ps_tree_number(pool, t, "iterations", a->held.iterations);
  ps_tree_number(pool, t, "residual", a->held.residual);
  ps_tree_number(pool, t, "settled_deg", a->held.settled * 57.29577951308232);
  ps_tree_number(pool, t, "kkt", a->held.kkt);
  if (a->held.strength_enough > 1)
    ps_tree_number(pool, t, "strength_enough", a->held.strength_enough);
  ps_tree_text(pool, t, "criterion", ps_criterion_word(o->hold.criterion));
  ps_tree_text(pool, t, "spine", ps_hold_is_free(a->hold) ? "free" : "rhythm");
  ps_tree_text(pool, t, "detail", o->detail == PS_DETAIL_LIGHT ? "light" : "full");
  ps_tree_number(pool, t, "lines", a->human->nline);
  ps_tree_number(pool, t, "draws", a->draws);
  if (a->failed_draws)
    ps_tree_number(pool, t, "failed_draws", a->failed_draws);
  ps_tree_number(pool, t, "seed", (double)o->seed);
  write_warnings(a);
  write_stress(a);
}

static void write_influences(ps_answer *a) {
  ps_tree *list = a->ninfluence ? ps_tree_list(&a->pool, a->tree, "influences") : NULL;
  for (int i = 0; i < a->ninfluence; i++) {
    const ps_influence *f = &a->influence[i];
    ps_tree *t = ps_tree_map(&a->pool, list, NULL);
    ps_tree_text(&a->pool, t, "parameter", f->parameter);
    ps_tree_number(&a->pool, t, "low", f->low);
    ps_tree_number(&a->pool, t, "high", f->high);
    ps_tree_number(&a->pool, t, "L4_L5_compression_change_N", f->change);
    ps_tree_number(&a->pool, t, "correlation", f->correlation);
  }
}

static void write_tests(ps_answer *a) {
  ps_pool *pool = &a->pool;
  ps_tree *tests = ps_tree_map(pool, a->tree, "hip_tests");
  for (int side = 0; side < 2; side++) {
    const ps_hip_ranges *r = &a->ranges[side];
    ps_tree *t = ps_tree_map(pool, tests, side ? "left" : "right");
    ps_tree_number(pool, t, "hip_extension_deg", r->extension);
    ps_tree_number(pool, t, "thomas_deg", r->thomas);
    ps_tree_number(pool, t, "straight_leg_raise_deg", r->straight_leg_raise);
    ps_tree_number(pool, t, "knee_to_chest_deg", r->knee_to_chest);
  }
  if (!a->pose.equilibrium)
    return;
  ps_tree *t = ps_tree_map(pool, a->tree, "equilibrium");
  ps_tree_number(pool, t, "lordosis_deg", a->equilibrium.lordosis_deg);
  ps_tree_number(pool, t, "lordosis_shift_deg", a->equilibrium.shift_deg);
  ps_tree_number(pool, t, "cost", a->equilibrium.cost);
  ps_tree_number(pool, t, "cost_before", a->equilibrium.cost_at_rest);
}

static ps_status take_human(ps_answer *a, const ps_lab *lab, const ps_answer_options *o,
                            ps_error *err) {
  ps_parameters p = lab->parameters;
  if (a->pose.stress != 0) {
    a->tension = ps_tension_under(&lab->physio, a->pose.stress);
    ps_tension_apply(&a->tension, &p);
  }
  if (o->warm)
    PS_TRY(ps_warm_human(o->warm, &lab->anatomy, &p, &a->pose, o->detail, &a->human, err));
  if (a->human)
    a->warm = o->warm;
  else
    PS_TRY(ps_human_create(&a->human, &lab->anatomy, &p, &a->pose.person, o->detail, err));
  return PS_OK;
}

static ps_status make_solver(ps_answer *a, const ps_answer_options *o, ps_error *err) {
  const ps_model *m = a->human->model;
  a->data = ps_data_create(m);
  a->posture.q = ps_pool_take(&a->pool, (size_t)m->nq * sizeof(double));
  a->posture.u = ps_pool_take(&a->pool, (size_t)m->nq * sizeof(double));
  a->posture.udot = ps_pool_take(&a->pool, (size_t)m->nq * sizeof(double));
  if (!a->data || !a->posture.q || !a->posture.u || !a->posture.udot)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  PS_TRY(ps_posture_resolve(a->human, &a->pose, a->data, &a->posture, err));
  PS_TRY(ps_hold_create(&a->hold, a->human, &a->posture, &a->pose, &o->hold, err));
  for (int side = 0; side < 2; side++)
    a->ranges[side] = ps_hip_tests(a->hold, side);
  return PS_OK;
}

// one that is ready, or one of this answer's own
static ps_status take_solver(ps_answer *a, const ps_answer_options *o, ps_error *err) {
  if (a->warm && o->draws == 0)
    PS_TRY(ps_warm_take(a->warm, a->human, &a->pose, &o->hold, o->near, &a->solver, err));
  if (!a->solver)
    return make_solver(a, o, err);
  a->data = a->solver->data;
  a->posture = a->solver->posture;
  a->hold = a->solver->hold;
  memcpy(a->ranges, a->solver->ranges, sizeof a->ranges);
  return PS_OK;
}

static ps_status solve(ps_answer *a, const ps_lab *lab, const ps_answer_options *o, ps_error *err) {
  PS_TRY(take_human(a, lab, o, err));
  PS_TRY(take_solver(a, o, err));
  if (a->pose.equilibrium)
    return ps_equilibrium_find(a->human, &a->pose, a->data, &a->posture, a->hold, &a->held,
                               &a->equilibrium, err);
  ps_hold_solve(a->hold, &a->held);
  return PS_OK;
}

ps_status ps_answer_pose(ps_answer **answer, const ps_lab *lab, const ps_tree *tree,
                         const char *path, const ps_answer_options *options, ps_error *err) {
  ps_answer *a = calloc(1, sizeof *a);
  *answer = a;
  a->tree = a ? ps_pool_take(&a->pool, sizeof *a->tree) : NULL;
  if (!a || !a->tree)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  a->tree->kind = PS_TREE_MAP;
  PS_TRY(ps_pose_read(&a->pool, tree, path, &a->pose, err));
  ps_status status = solve(a, lab, options, err);
  if (status != PS_OK)
    return ps_fail_at(err, status, path, 0);
  ps_interval *interval = NULL;
  if (options->draws > 0 && a->held.status == PS_HOLD_SOLVED)
    PS_TRY(ps_draw(a, lab, options, &interval, err));
  write_head(a, options);
  ps_result_sink sink = {.pool = &a->pool,
                         .tree = a->tree,
                         .interval = interval,
                         .valid = a->extrapolated ? PS_EXTRAPOLATED : PS_IN_RANGE};
  ps_result_numbers(&sink, a->hold, &a->held);
  write_tests(a);
  write_influences(a);
  return PS_OK;
}

void ps_answer_free(ps_answer *answer) {
  if (!answer)
    return;
  if (answer->solver) {
    ps_warm_give_back(answer->solver);
  } else {
    ps_hold_free(answer->hold);
    ps_data_free(answer->data);
  }
  if (answer->warm)
    ps_warm_give_back_human(answer->warm, answer->human);
  else
    ps_human_free(answer->human);
  ps_pool_free(&answer->pool);
  free(answer);
}
