// result.c: names of the numbers of a held posture.
#include "scenario/result.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "scenario/hold_inner.h"

static const double degree = 3.14159265358979323846 / 180; // [rad]

// Keys are words of this file, or names of the human, who outlives the tree.
static ps_tree *map(ps_result_sink *s, ps_tree *parent, const char *key) {
  return s->tree ? ps_tree_add_kept(s->pool, parent, key, PS_TREE_MAP) : NULL;
}

// Eight digits, and none below 1e-9: what the solver's tolerances leave of a number.
static double rounded(double x) {
  static const double power[] = {1e0, 1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7, 1e8,
                                 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16};
  double size = fabs(x);
  if (size < 1e-9 || !isfinite(x))
    return isfinite(x) ? 0 : x;
  if (size >= 1e8) {
    double scale = pow(10, floor(log10(size)) - 7);
    return round(x / scale) * scale;
  }
  int more = 0; // digits behind the point
  while (more < 16 && size * power[more] < 1e7)
    more++;
  return round(x * power[more]) / power[more];
}

static void number(ps_result_sink *s, ps_tree *parent, const char *key, double value) {
  int at = s->n++;
  if (s->values && at < s->capacity)
    s->values[at] = value;
  if (!s->tree)
    return;
  ps_tree *t = ps_tree_add_kept(s->pool, parent, key, PS_TREE_NUMBER);
  if (t)
    t->number = rounded(value);
  if (t && s->interval && s->interval[at].p10 != s->interval[at].p90) {
    ps_interval *i = &s->interval[at];
    *i = (ps_interval){rounded(i->p10), rounded(i->p50), rounded(i->p90), s->valid};
    t->interval = i;
  }
}

int ps_level_from_above(int i) {
  return PS_LEVELS - 1 - i;
}

// ---- groups

typedef struct group {
  const char *name;      // before the side
  const char *muscle[4]; // groups of muscles, up to NULL
  const char *part;      // in the line's name; NULL: all
} group;

static const group groups[] = {
    {"psoas", {"psoas"}, NULL},
    {"psoas_VB", {"psoas"}, "_VB"},
    {"psoas_IVD", {"psoas"}, "_IVD"},
    {"psoas_TP", {"psoas"}, "_TP"},
    {"iliacus", {"iliacus"}, NULL},
    {"erector", {"longissimus", "iliocostalis"}, NULL},
    {"longissimus", {"longissimus"}, NULL},
    {"iliocostalis", {"iliocostalis"}, NULL},
    {"multifidus", {"multifidus"}, NULL},
    {"quadratus_lumborum", {"quadratus_lumborum"}, NULL},
    {"latissimus", {"latissimus"}, NULL},
    {"abdominals", {"rectus_abdominis", "external_oblique", "internal_oblique"}, NULL},
    {"rectus_abdominis", {"rectus_abdominis"}, NULL},
    {"external_oblique", {"external_oblique"}, NULL},
    {"internal_oblique", {"internal_oblique"}, NULL},
    {"gluteals", {"gluteus_maximus", "gluteus_medius", "gluteus_minimus"}, NULL},
    {"hamstrings", {"hamstrings"}, NULL},
    {"rectus_femoris", {"rectus_femoris"}, NULL},
    {"tensor_fasciae_latae", {"tensor_fasciae_latae"}, NULL},
    {"sartorius", {"sartorius"}, NULL},
    {"adductors", {"adductors"}, NULL},
    {"vasti", {"vasti"}, NULL},
    {"calf", {"gastrocnemius", "soleus"}, NULL},
};
enum { GROUPS = sizeof groups / sizeof *groups };

int ps_group_count(void) {
  return GROUPS;
}

const char *ps_group_name(int index) {
  return groups[index].name;
}

static bool has_muscle(const group *g, const char *muscle) {
  const char *const *word = g->muscle;
  while (*word && (**word != *muscle || strcmp(*word, muscle) != 0))
    word++;
  return *word != NULL;
}

ps_group_sum ps_group_of(const ps_hold *hold, const ps_held *held, int index, int side) {
  const ps_human *h = hold->h;
  const group *g = &groups[index];
  double force = 0, active = 0, capacity = 0;
  for (int i = 0; i < h->nline; i++) {
    const ps_line *line = &h->line[i];
    if (line->side != side || !has_muscle(g, line->group) ||
        (g->part && !strstr(line->name, g->part)))
      continue;
    double most = h->model->muscle[i].max_isometric_force;
    force += held->force[i];
    active += most * held->activation[i];
    capacity += most;
  }
  return (ps_group_sum){force, capacity > 0 ? active / capacity : 0};
}

static void write_groups(ps_result_sink *s, const ps_hold *hold, const ps_held *held) {
  ps_tree *all = map(s, s->tree, "groups");
  for (int i = 0; i < GROUPS; i++)
    for (int side = 0; side < 2; side++) {
      char name[48];
      int n = snprintf(name, sizeof name, "%s_%c", groups[i].name, "rl"[side]);
      ps_group_sum sum = ps_group_of(hold, held, i, side);
      const char *kept = all ? ps_pool_text(s->pool, name, (size_t)n) : NULL;
      ps_tree *t = kept ? map(s, all, kept) : NULL;
      number(s, t, "force_N", sum.force);
      number(s, t, "activation_pct", 100 * sum.activation);
    }
}

// ---- levels

// compression [N] of a level by what presses on it; muscles by group
static void write_shares(ps_result_sink *s, ps_tree *parent, const ps_hold *hold,
                         const ps_held *held, int k) {
  const ps_human *h = hold->h;
  const ps_model *m = h->model;
  const ps_level_load *level = &held->level[k];
  ps_tree *share = map(s, parent, "share");
  for (int i = 0; i < h->nline;) { // lines of a group stand together
    const char *name = h->line[i].group;
    bool trunk = h->line[i].region != PS_REGION_HIP;
    double sum = 0;
    for (; i < h->nline && strcmp(h->line[i].group, name) == 0; i++)
      sum += trunk ? ps_hold_line_share(hold, held, i, k) : 0;
    if (trunk)
      number(s, share, name, sum);
  }
  double gravity = 0, load = 0, contact = 0;
  for (int i = k; i < PS_LEVELS; i++)
    gravity -= m->body_mass[h->upper[i]] * ps_dot(m->gravity, level->axis);
  for (int i = 0; i < hold->posture->npush; i++)
    for (int j = k; j < PS_LEVELS; j++)
      if (hold->posture->push[i].body == h->upper[j])
        load -= ps_dot(hold->posture->push[i].force, level->axis);
  for (int i = 0; i < hold->posture->ncontact; i++)
    for (int j = k; j < PS_LEVELS; j++)
      if (hold->posture->contact[i].body == h->upper[j])
        contact -= ps_dot(held->contact[i], level->axis);
  double push = ps_hold_rod_push(hold, held->pressure_kPa);
  number(s, share, "gravity", gravity);
  number(s, share, "load", load);
  number(s, share, "contact", contact);
  number(s, share, "abdominal_pressure", -push * ps_hold_compression_of(hold, level, h->rod, k));
  number(s, share, "ligaments", level->ligament);
}

static void write_levels(ps_result_sink *s, const ps_hold *hold, const ps_held *held) {
  ps_tree *all = map(s, s->tree, "levels");
  for (int i = 0; i < PS_LEVELS; i++) {
    int k = ps_level_from_above(i);
    const ps_level_load *l = &held->level[k];
    const int *turn = hold->h->level[k];
    ps_tree *t = map(s, all, ps_level_names[k]);
    number(s, t, "compression_N", l->compression);
    number(s, t, "shear_anterior_N", l->shear_anterior);
    number(s, t, "shear_right_N", l->shear_right);
    ps_tree *moment = s->tree ? ps_tree_list(s->pool, t, "moment_Nm") : NULL;
    number(s, moment, NULL, l->moment.x);
    number(s, moment, NULL, l->moment.y);
    number(s, moment, NULL, l->moment.z);
    number(s, t, "idp_MPa", l->pressure);
    number(s, t, "ligament_N", l->ligament);
    number(s, t, "facet_N", l->facet);
    ps_tree *slide = s->tree ? ps_tree_list(s->pool, t, "slide_mm") : NULL;
    number(s, slide, NULL, l->slide.x);
    number(s, slide, NULL, l->slide.y);
    number(s, slide, NULL, l->slide.z);
    ps_tree *angle = map(s, t, "angle_deg");
    number(s, angle, "FE", held->q[turn[PS_FE]] / degree);
    number(s, angle, "LB", held->q[turn[PS_LB]] / degree);
    number(s, angle, "AR", held->q[turn[PS_AR]] / degree);
    write_shares(s, t, hold, held, k);
  }
}

// ---- muscles

static void write_arms(ps_result_sink *s, ps_tree *parent, const ps_hold *hold, int line) {
  const ps_model *m = hold->h->model;
  const ps_path *path = &m->path[hold->h->line[line].path];
  ps_tree *arms = map(s, parent, "arms_m");
  for (int i = path->span; arms && i < path->span + path->nspan; i++) {
    const char *name = m->coord_name[m->span_coordinate[i]];
    ps_tree *t = ps_tree_add_kept(s->pool, arms, name, PS_TREE_NUMBER);
    if (t)
      t->number = rounded(hold->d->span_arm[i]);
  }
}

static void write_muscles(ps_result_sink *s, const ps_hold *hold, const ps_held *held) {
  ps_tree *all = map(s, s->tree, "muscles");
  for (int i = 0; i < hold->h->nline; i++) {
    ps_tree *t = map(s, all, hold->h->line[i].name);
    number(s, t, "force_N", held->force[i]);
    number(s, t, "active_N", held->active[i]);
    number(s, t, "passive_N", held->force[i] - held->active[i]);
    number(s, t, "activation", held->activation[i]);
    number(s, t, "length_m", hold->d->path_length[hold->h->line[i].path]);
    number(s, t, "fiber_length_m", held->fiber_length[i]);
    write_arms(s, t, hold, i);
  }
}

// ---- the rest

static void write_hips(ps_result_sink *s, const ps_hold *hold, const ps_held *held) {
  double weight = hold->h->model->mass * ps_norm(hold->h->model->gravity);
  for (int side = 0; side < 2; side++) {
    ps_tree *t = map(s, s->tree, side ? "hip_l" : "hip_r");
    number(s, t, "contact_N", ps_norm(held->hip[side]));
    number(s, t, "contact_pct_bw", 100 * ps_norm(held->hip[side]) / weight);
  }
}

static void write_angles(ps_result_sink *s, const ps_hold *hold, const ps_held *held) {
  ps_posture_angles a = ps_posture_measure(hold->h, hold->posture, held->q);
  ps_tree *t = map(s, s->tree, "posture_angles");
  number(s, t, "lordosis_deg", a.lordosis);
  number(s, t, "sacral_slope_deg", a.sacral_slope);
  number(s, t, "pelvic_tilt_deg", a.pelvic_tilt);
  number(s, t, "pelvic_incidence_deg", a.sacral_slope + a.pelvic_tilt);
  number(s, t, "trunk_inclination_deg", a.trunk_inclination);
  ps_tree *hips = s->tree ? ps_tree_list(s->pool, t, "hip_flexion_deg") : NULL;
  number(s, hips, NULL, a.hip_flexion[0]);
  number(s, hips, NULL, a.hip_flexion[1]);
}

ps_support_sum ps_supports_of(const ps_hold *hold, const ps_held *held) {
  ps_support_sum sum = {.friction = 0};
  for (int i = 0; i < hold->posture->ncontact; i++) {
    const ps_support_point *c = &hold->posture->contact[i];
    double n = ps_dot(held->contact[i], c->normal);
    sum.normal[c->kind] += n;
    sum.friction += ps_norm(ps_axpy(held->contact[i], -n, c->normal));
  }
  return sum;
}

static void write_supports(ps_result_sink *s, const ps_hold *hold, const ps_held *held) {
  ps_support_sum sum = ps_supports_of(hold, held);
  ps_tree *t = map(s, s->tree, "support");
  number(s, t, "seat_N", sum.normal[PS_SUPPORT_SEAT]);
  number(s, t, "backrest_N", sum.normal[PS_SUPPORT_BACKREST]);
  number(s, t, "bed_N", sum.normal[PS_SUPPORT_BED]);
  number(s, t, "feet_N", sum.normal[PS_SUPPORT_FLOOR]);
  number(s, t, "hands_N", sum.normal[PS_SUPPORT_HANDS]);
  number(s, t, "friction_N", sum.friction);
  ps_tree *contacts = map(s, t, "contacts");
  for (int i = 0; i < hold->posture->ncontact; i++) {
    const ps_support_point *c = &hold->posture->contact[i];
    double n = ps_dot(held->contact[i], c->normal);
    ps_tree *one = map(s, contacts, c->name);
    number(s, one, "force_N", n);
    number(s, one, "depth_mm", 1000 * n / c->stiffness);
  }
}

static void write_stability(ps_result_sink *s, const ps_hold *hold, const ps_held *held) {
  ps_tree *t = map(s, s->tree, "stability");
  number(s, t, "lambda_min", held->softest);
  number(s, t, "lambda_min_without_psoas", held->softest_without_psoas);
  number(s, t, "buckling_N", held->buckling);
  number(s, t, "psoas_share", held->psoas_share);
  number(s, s->tree, "iap_kPa", held->pressure_kPa);
  number(s, s->tree, "transversus_activation", held->transversus);
  number(s, s->tree, "effort_Nm", held->effort_Nm);
  number(s, s->tree, "effort_N", held->effort_N);
  t = map(s, s->tree, "balance");
  number(s, t, "margin_mm", 1000 * ps_hold_balance_margin(hold));
}

static void write_reserves(ps_result_sink *s, const ps_hold *hold, const ps_held *held) {
  ps_tree *t = map(s, s->tree, "reserves_Nm");
  for (int k = 0; t && k < hold->h->model->nq; k++)
    if (fabs(held->unmet[k]) > 1e-3)
      ps_tree_number(s->pool, t, hold->h->model->coord_name[k], held->unmet[k]);
}

void ps_result_numbers(ps_result_sink *s, const ps_hold *hold, const ps_held *held) {
  ps_validity measured = s->valid;
  s->n = 0;
  write_levels(s, hold, held);
  s->valid = PS_NOT_VALIDATED; // nobody has measured the force of a fascicle in a living person
  write_muscles(s, hold, held);
  s->valid = measured;
  write_groups(s, hold, held);
  write_hips(s, hold, held);
  write_angles(s, hold, held);
  s->valid = PS_NOT_VALIDATED;
  write_supports(s, hold, held);
  write_stability(s, hold, held);
  write_reserves(s, hold, held);
}
