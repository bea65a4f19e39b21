#include "scenario/explain.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/hold_inner.h"

enum { SENTENCE = 700, NAMED = 4 };

// ---- sentences

typedef struct sentence {
  char text[SENTENCE];
  size_t used;
} sentence;

static void say(sentence *s, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void say(sentence *s, const char *format, ...) {
  va_list args;
  va_start(args, format);
  int n = vsnprintf(s->text + s->used, sizeof s->text - s->used, format, args);
  va_end(args);
  s->used = s->used + (size_t)n < sizeof s->text ? s->used + (size_t)n : sizeof s->text - 1;
}

static void put(ps_answer *a, ps_tree *list, const sentence *s) {
  ps_tree_text(&a->pool, list, NULL, s->text);
}

static const char *const sides[] = {"right", "left"};

static void say_level(sentence *s, int level) {
  for (const char *c = ps_level_names[level]; *c; c++)
    say(s, "%c", *c == '_' ? '-' : *c);
}

static void say_plain(sentence *s, const char *name) {
  for (const char *c = name; *c; c++)
    say(s, "%c", *c == '_' ? ' ' : *c);
}

// "flexing the right hip": a moment about the coordinate `k` in the direction of `sign`
static void say_turn(sentence *s, const ps_human *h, int k, double sign) {
  static const char *const level_words[][2] = {
      {"bending forward at ", "bending backward at "},
      {"bending to the left at ", "bending to the right at "},
      {"turning to the right at ", "turning to the left at "}};
  static const char *const hip_words[][2] = {
      {"extending", "flexing"}, {"spreading", "drawing in"}, {"turning outward", "turning inward"}};
  bool up = sign > 0;
  for (int level = 0; level < PS_LEVELS; level++)
    for (int turn = 0; turn < 3; turn++)
      if (h->level[level][turn] == k) {
        say(s, "%s", level_words[turn][up]);
        say_level(s, level);
        return;
      }
  for (int side = 0; side < 2; side++) {
    for (int turn = 0; turn < 3; turn++)
      if (h->hip[side][turn] == k) {
        say(s, "%s the %s hip", hip_words[turn][up], sides[side]);
        return;
      }
    if (h->knee[side] == k || h->ankle[side] == k) {
      say(s, "%s the %s %s", up ? "flexing" : "extending", sides[side],
          h->knee[side] == k ? "knee" : "ankle");
      return;
    }
  }
  say(s, "%s the whole body (", k == h->pelvis_coordinate[4] ? "carrying" : "balancing");
  say_plain(s, h->model->coord_name[k]);
  say(s, ")");
}

// ---- why the psoas pulls

enum { STABILITY = -1, DISC_LOAD = -2 }; // reasons that are no coordinate

typedef struct reason {
  int coordinate; // or STABILITY; DISC_LOAD where that is the criterion, stability included
  double direction;
  double share; // of the cost that the pull is worth
} reason;

typedef struct reasons {
  reason *item; // by coordinate, then stability
  int n;
  double force, active, passive, cost;
  int lines, resting;
} reasons;

static bool at_rest(const ps_hold *hold, int line) {
  return hold->activation[line] <= fmin(1, hold->low[line]) + 1e-4;
}

static void add_line(reasons *r, const ps_hold *hold, const ps_held *held, int i) {
  const ps_model *m = hold->h->model;
  const ps_path *path = &m->path[hold->h->line[i].path];
  const ps_hold_form *f = hold->form; // lines weigh the same in all
  r->lines++;
  r->force += held->force[i];
  r->active += held->active[i];
  r->passive += held->force[i] - held->active[i];
  if (at_rest(hold, i) || !(hold->capacity[i] > 0)) {
    r->resting++;
    return;
  }
  double a = held->activation[i], above = a - hold->x0[f->column.line + i], earned = 0;
  double slope = f->weight[f->column.line + i] * hold->power *
                 copysign(pow(fabs(above), hold->power - 1), above);
  for (int s = path->span; s < path->span + path->nspan; s++) {
    int k = m->span_coordinate[s];
    double arm = hold->d->span_arm[s], part = a * hold->capacity[i] * arm * held->price[k];
    r->item[k].share += part;
    r->item[k].direction += part * (arm > 0 ? 1 : -1);
    earned += part;
  }
  bool rest = a < 1 - 1e-6 && (hold->ncut > 0 || hold->o.criterion == PS_CRITERION_SPINE_LOAD);
  r->item[m->nq].share += rest ? a * slope - earned : 0;
  r->cost += rest ? a * slope : earned;
}

static int by_share(const void *a, const void *b) {
  double x = ((const reason *)a)->share, y = ((const reason *)b)->share;
  return (x < y) - (x > y);
}

static void say_reason(sentence *s, const ps_human *h, const reason *r, double of) {
  if (r->coordinate < 0)
    say(s, "%s",
        r->coordinate == STABILITY ? "keeping the spine from buckling"
                                   : "pressing less on the discs");
  else
    say_turn(s, h, r->coordinate, r->share >= 0 ? r->direction : -r->direction);
  if (of > 0)
    say(s, " (%.0f %%)", 100 * r->share / of);
}

static void say_reasons(sentence *s, const ps_human *h, const reasons *r) {
  double asked = 0;
  for (int i = 0; i < r->n; i++)
    asked += fmax(0, r->item[i].share);
  say(s, " What asks for it: ");
  for (int i = 0; i < NAMED && i < r->n && r->item[i].share > 0.04 * asked; i++) {
    say(s, "%s", i ? ", " : "");
    say_reason(s, h, &r->item[i], asked);
  }
  say(s, ".");
  const reason *last = &r->item[r->n - 1];
  if (last->share < -0.1 * asked) {
    say(s, " What it also does, and others must undo: ");
    reason own = *last;
    own.share = fabs(own.share); // named as what the muscle does
    own.direction = -own.direction;
    say_reason(s, h, &own, 0);
    say(s, ".");
  }
}

// does the left psoas pull as the right one does?
static bool is_mirrored(const ps_answer *a) {
  double sum[2] = {0, 0}, most = 0;
  for (int i = 0; i < a->human->nline; i++)
    if (a->human->line[i].region == PS_REGION_PSOAS) {
      sum[a->human->line[i].side] += a->held.force[i];
      most = fmax(most, a->held.force[i]);
    }
  return fabs(sum[0] - sum[1]) <= 0.005 * most;
}

static void explain_psoas(ps_answer *a, ps_tree *list, int side) {
  const ps_human *h = a->human;
  int nq = h->model->nq;
  reasons r = {.item = calloc((size_t)nq + 1, sizeof *r.item), .n = nq + 1};
  sentence s = {.used = 0};
  if (!r.item)
    return;
  for (int k = 0; k <= nq; k++)
    r.item[k].coordinate = k < nq                                            ? k
                           : a->hold->o.criterion == PS_CRITERION_SPINE_LOAD ? DISC_LOAD
                                                                             : STABILITY;
  for (int i = 0; i < h->nline; i++)
    if (h->line[i].side == side && h->line[i].region == PS_REGION_PSOAS)
      add_line(&r, a->hold, &a->held, i);
  qsort(r.item, (size_t)r.n, sizeof *r.item, by_share);
  say(&s, "The %s psoas pulls with %.0f N: %.0f N by activation, %.0f N because it is stretched.",
      sides[side], r.force, r.active, r.passive);
  if (r.resting == r.lines)
    say(&s, " All its fascicles are at the tone they keep anyway: nothing in this posture asks "
            "for more.");
  else {
    if (r.resting)
      say(&s, " %d of %d fascicles stay at the tone they keep anyway.", r.resting, r.lines);
    say_reasons(&s, h, &r);
  }
  put(a, list, &s);
  free(r.item);
}

static void explain_stretch(ps_answer *a, ps_tree *list) {
  const ps_held *held = &a->held;
  sentence s = {.used = 0};
  if (!isfinite(held->softest) || !isfinite(held->softest_without_psoas))
    return;
  say(&s,
      "Without the forces of the psoas the column would be %.1f N m/rad stiff in its softest "
      "direction instead of %.1f.",
      held->softest_without_psoas, held->softest);
  put(a, list, &s);
}

static void explain_stress(ps_answer *a, ps_tree *list) {
  const ps_tension *t = &a->tension;
  sentence s = {.used = 0};
  if (!ps_tree_member(a->tree, "stress"))
    return;
  say(&s,
      "Stress adds %.2g %% of maximum to every muscle of the trunk and %.2g %% to the psoas, and "
      "raises the least activation by %.0f %%. What it adds to the psoas is an assumption: nobody "
      "has recorded it.",
      100 * t->trunk, 100 * t->psoas, 100 * (t->coactivation - 1));
  put(a, list, &s);
}

// ---- bounds

static void explain_bounds(ps_answer *a, ps_tree *list) {
  const ps_human *h = a->human;
  const ps_hold *hold = a->hold;
  sentence s = {.used = 0};
  int full = 0, resting = 0, hardest = 0;
  for (int i = 0; i < h->nline; i++) {
    full += hold->activation[i] > 1 - 1e-4;
    resting += at_rest(hold, i);
    hardest = hold->activation[i] > hold->activation[hardest] ? i : hardest;
  }
  if (full) {
    say(&s, "%d of %d muscle lines give all they have: ", full, h->nline);
    int named = 0;
    for (int i = 0; i < h->nline && named < 8; i++)
      if (hold->activation[i] > 1 - 1e-4)
        say(&s, "%s%s", named++ ? ", " : "", h->line[i].name);
    say(&s, "%s.", full > named ? " ..." : "");
  } else {
    say(&s, "No muscle is at its limit. The hardest worked line is %s at %.0f %% of its strength.",
        h->line[hardest].name, 100 * hold->activation[hardest]);
  }
  put(a, list, &s);
  s.used = 0;
  say(&s, "%d of %d lines are at rest or at their resting tone.", resting, h->nline);
  put(a, list, &s);
}

// ---- what limits the posture

// the muscles at full strength that turn coordinate k the missing way
static void say_helpers(sentence *s, const ps_answer *a, int k) {
  const ps_model *m = a->human->model;
  int named = 0;
  for (int i = 0; i < a->human->nline && named < 3; i++) {
    const ps_path *path = &m->path[a->human->line[i].path];
    for (int e = path->span; e < path->span + path->nspan; e++)
      if (m->span_coordinate[e] == k && a->hold->d->span_arm[e] * a->held.unmet[k] > 0 &&
          a->held.activation[i] > 1 - 1e-4 && named < 3)
        say(s, "%s%s", named++ ? ", " : "; already at their limit: ", a->human->line[i].name);
  }
}

static void explain_limits(ps_answer *a, ps_tree *list) {
  const ps_human *h = a->human;
  const ps_held *held = &a->held;
  bool missing = false;
  for (int k = 0; k < h->model->nq; k++) {
    bool shift = h->model->coord_motion[k] == PS_MOTION_TRANSLATIONAL;
    if (fabs(held->unmet[k]) < 0.05)
      continue;
    sentence s = {.used = 0};
    missing = true;
    say(&s, "Missing: %.3g %s for ", fabs(held->unmet[k]), shift ? "N" : "N m");
    say_turn(&s, h, k, held->unmet[k]);
    say_helpers(&s, a, k);
    say(&s, ".");
    put(a, list, &s);
  }
  sentence s = {.used = 0};
  if (!missing) {
    say(&s, "Nothing is missing: muscles, discs and supports give every moment the posture needs.");
    put(a, list, &s);
  } else if (held->strength_enough > 1) {
    say(&s, "Muscles %.1f times as strong could hold it.", ps_strength_told(held));
    put(a, list, &s);
  }
  s.used = 0;
  if (held->cuts > 0) {
    say(&s,
        "Stability sets the pull of some muscles: without it the spine would be softer than "
        "%.0f N m/rad in %d direction%s.",
        h->p.stability_floor_Nm_rad, held->cuts, held->cuts == 1 ? "" : "s");
    put(a, list, &s);
  }
}

// ---- what presses on the discs

static double number_at(const ps_tree *level, const char *share) {
  const ps_tree *t = ps_tree_find(level, "share");
  t = t ? ps_tree_member(t, share) : NULL;
  return t ? t->number : 0;
}

static void explain_level(ps_answer *a, ps_tree *list, int k) {
  static const char *const others[] = {"gravity", "load", "contact", "abdominal_pressure",
                                       "ligaments"};
  const ps_tree *level = ps_tree_member(ps_tree_member(a->tree, "levels"), ps_level_names[k]);
  const ps_tree *share = level ? ps_tree_member(level, "share") : NULL;
  double all = a->held.level[k].compression, muscles = 0, most = 0;
  const char *first = NULL;
  if (!share || !(all > 1))
    return;
  for (const ps_tree *t = share->first; t; t = t->next) {
    bool muscle = true;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
      muscle &= strcmp(t->key, others[i]) != 0;
    muscles += muscle ? t->number : 0;
    if (muscle && t->number > most) {
      most = t->number;
      first = t->key;
    }
  }
  sentence s = {.used = 0};
  say(&s, "Of the %.0f N at ", all);
  say_level(&s, k);
  say(&s, " muscles make %.0f %%", 100 * muscles / all);
  if (first) {
    say(&s, " (most of it ");
    say_plain(&s, first);
    say(&s, ", %.0f %%)", 100 * most / all);
  }
  say(&s, ", the weight above %.0f %%", 100 * number_at(level, "gravity") / all);
  static const char *const words[] = {NULL, "hands and loads", "supports", "abdominal pressure",
                                      "ligaments"};
  for (size_t i = 1; i < sizeof others / sizeof *others; i++) {
    double part = number_at(level, others[i]);
    if (fabs(part) >= 0.005 * all)
      say(&s, ", %s %+.0f %%", words[i], 100 * part / all);
  }
  say(&s, ".");
  put(a, list, &s);
}

// ---- what the answer hangs on

const char *ps_parameter_words(const char *name) {
  static const char *const words[][2] = {
      {"disc_stiffness", "stiffness of the discs"},
      {"disc_neutral_share", "how soft discs are around neutral"},
      {"ligament_share", "share of the ligaments in bending forward"},
      {"facet_share", "share of the facets in bending backward"},
      {"pressure_factor", "load over pressure of a disc"},
      {"nucleus_MPa", "pressure of an unloaded disc, MPa"},
      {"iap_area_m2", "area of the diaphragm, m²"},
      {"iap_lying_kPa", "belly pressure at rest, lying, kPa"},
      {"iap_upright_kPa", "belly pressure at rest, upright, kPa"},
      {"diaphragm_kPa", "strength of the diaphragm, kPa"},
      {"hoop_N_per_kPa", "belly wall tension per pressure, N/kPa"},
      {"transversus_N", "strength of the transversus, N"},
      {"strength_trunk", "strength of the trunk muscles"},
      {"strength_psoas", "strength of the psoas"},
      {"strength_leg", "strength of the leg muscles"},
      {"passive_trunk", "passive force of the trunk muscles"},
      {"fiber_back", "fiber length of the back muscles"},
      {"back_shift_m", "distance of the back muscles, m"},
      {"trunk_mass", "mass of the trunk"},
      {"trunk_com_m", "mass centre of the trunk forward, m"},
      {"tone_upright", "resting tone of the trunk, upright"},
      {"tone_supported", "resting tone of the trunk, supported"},
      {"tone_hip", "resting tone of the hip muscles"},
      {"psoas_tone", "tone of the psoas, upright"},
      {"stiffness_q", "stiffness that muscles gain with force"},
      {"stability_floor_Nm_rad", "stability that is kept, N m/rad"},
      {"seat_stiffness_N_m", "stiffness of the seat, N/m"},
      {"back_stiffness_N_m", "stiffness of the backrest, N/m"},
      {"seat_friction", "friction of the seat"},
      {"back_friction", "friction of the backrest"},
      {"hip_capsule_Nm", "pull of the hip capsule, N m"},
      {"hip_capsule_extension_deg", "angle of the hip capsule, deg"},
      {"pelvic_incidence_deg", "pelvic incidence, deg"},
      {"lordosis_deg", "lordosis, deg"}};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (strcmp(name, words[i][0]) == 0)
      return words[i][1];
  return name;
}

static void explain_influence(ps_answer *a, ps_tree *list) {
  for (int i = 0; i < a->ninfluence && i < 3; i++) {
    const ps_influence *f = &a->influence[i];
    sentence s = {.used = 0};
    say(&s, "%s: the compression of L4-L5 changes by %+.0f N when %s goes from %.3g to %.3g.",
        i ? "Then" : "What the sources leave open matters most here", f->change,
        ps_parameter_words(f->parameter), f->low, f->high);
    put(a, list, &s);
  }
}

void ps_explain(ps_answer *a, ps_tree *tree) {
  ps_tree *psoas = ps_tree_list(&a->pool, tree, "psoas");
  explain_psoas(a, psoas, PS_RIGHT);
  if (is_mirrored(a))
    ps_tree_text(&a->pool, psoas, NULL, "The left psoas does the same.");
  else
    explain_psoas(a, psoas, PS_LEFT);
  explain_stretch(a, psoas);
  explain_stress(a, psoas);
  explain_bounds(a, ps_tree_list(&a->pool, tree, "bounds"));
  explain_limits(a, ps_tree_list(&a->pool, tree, "limits"));
  ps_tree *compression = ps_tree_list(&a->pool, tree, "compression");
  explain_level(a, compression, PS_L4_L5);
  explain_level(a, compression, PS_L5_S1);
  explain_influence(a, ps_tree_list(&a->pool, tree, "influence"));
}
