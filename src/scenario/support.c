// support.c: contacts of the table data/model/contacts.csv that a pose has, and loads.
#include "scenario/support.h"

#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "body/kinematics.h"
#include "psoas/nearest.h"
#include "scenario/chair.h"

static const double degree = 3.14159265358979323846 / 180; // [rad]

// ---- sizes

static double length_of(const ps_human *h, int body) {
  return ps_norm(h->model->body_X_PF[body].p);
}

double ps_thigh_length(const ps_human *h) {
  return length_of(h, h->tibia[PS_RIGHT]);
}

double ps_knee_height(const ps_human *h) {
  const double ankle = 0.08; // [m]  over the sole
  return length_of(h, h->foot[PS_RIGHT]) + ankle * ps_person_scaling(&h->person).length;
}

double ps_hip_over_seat(const ps_human *h) {
  return 0.065 * ps_person_scaling(&h->person).length;
}

ps_vec3 ps_foot_middle(const ps_human *h, const ps_data *d, int side) {
  double scale = ps_person_scaling(&h->person).length;
  return ps_transform_point(d->body_X[h->foot[side]], ps_vec(0.075 * scale, 0, 0));
}

static ps_vec3 vector(const ps_key_numbers *n) {
  return n->n == 3 ? ps_vec(n->items[0], n->items[1], n->items[2]) : ps_vec(0, 0, 0);
}

// where a load of the hands is: from L5/S1 along ground
ps_vec3 ps_load_place(const ps_human *h, const ps_data *d, const ps_pose_load *load) {
  if (strcmp(load->body, "hands") == 0) {
    int l5 = h->lumbar[0];
    ps_vec3 joint = ps_transform_point(d->body_X[h->pelvis], h->model->body_X_PF[l5].p);
    return ps_add(joint, vector(&load->at_m));
  }
  int body = ps_names_find(&h->model->body_index, load->body);
  return ps_transform_point(d->body_X[body < 0 ? h->torso : body], vector(&load->at_m));
}

// ---- contacts

typedef struct finder {
  const ps_human *h;
  const ps_pose *pose;
  const ps_data *d;
  ps_posture *out;
} finder;

static bool wanted(const finder *f, const ps_touch *t) {
  const ps_supports *s = &f->pose->support;
  static const char *const bed[] = {[PS_UPRIGHT] = "bed_back",
                                    [PS_SUPINE] = "bed_back",
                                    [PS_PRONE] = "bed_front",
                                    [PS_ON_SIDE] = "bed_side"};
  static const char *const hands[] = {
      [PS_HANDS_FREE] = "none",        [PS_HANDS_LAP] = "none",
      [PS_HANDS_THIGHS] = "thighs",    [PS_HANDS_DESK] = "desk",
      [PS_HAND_DESK_RIGHT] = "desk",   [PS_HANDS_FLOOR] = "floor_hands",
      [PS_ELBOWS_DESK] = "desk",       [PS_ELBOWS_FLOOR] = "floor_elbows",
      [PS_HANDS_ARMRESTS] = "armrests"};
  bool stands = s->feet == PS_FEET_BOTH || s->feet == (t->side ? PS_FOOT_LEFT : PS_FOOT_RIGHT);
  if (!strcmp(t->support, "floor"))
    return stands && f->pose->base != PS_PRONE;
  if (!strcmp(t->support, "floor_toes"))
    return s->feet == PS_FEET_BOTH && f->pose->base == PS_PRONE;
  if (s->hands == PS_HAND_DESK_RIGHT && t->side && !strcmp(t->support, "desk"))
    return false;
  return (s->seat && !strcmp(t->support, "seat")) ||
         (s->backrest && !strncmp(t->support, "backrest", 8)) ||
         (s->knees && !stands && !strcmp(t->support, "knees")) ||
         (s->heels && !strcmp(t->support, "heels")) ||
         (s->bed && !strcmp(t->support, bed[f->pose->base])) ||
         !strcmp(t->support, hands[ps_hands_of(f->pose)]);
}

static ps_vec3 normal_of(const finder *f, ps_support_kind kind) {
  double seat = f->pose->chair.tilt_deg * degree, back = f->pose->chair.backrest_deg * degree;
  if (kind == PS_SUPPORT_SEAT)
    return ps_vec(-sin(seat), cos(seat), 0);
  if (kind == PS_SUPPORT_BACKREST)
    return ps_vec(cos(back), sin(back), 0);
  return ps_vec(0, 1, 0);
}

static ps_support_kind kind_of(const char *support) {
  static const struct {
    const char *word;
    ps_support_kind kind;
  } kinds[] = {{"floor", PS_SUPPORT_FLOOR},
               {"floor_toes", PS_SUPPORT_FLOOR},
               {"knees", PS_SUPPORT_FLOOR},
               {"heels", PS_SUPPORT_SEAT},
               {"seat", PS_SUPPORT_SEAT},
               {"backrest", PS_SUPPORT_BACKREST},
               {"backrest_low", PS_SUPPORT_BACKREST},
               {"bed_back", PS_SUPPORT_BED},
               {"bed_front", PS_SUPPORT_BED},
               {"bed_side", PS_SUPPORT_BED}};
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if (!strcmp(support, kinds[i].word))
      return kinds[i].kind;
  return PS_SUPPORT_HANDS;
}

static void add_contact(finder *f, const ps_touch *t) {
  const ps_parameters *p = &f->h->p;
  ps_vec3 at = t->at;
  ps_support_kind kind = kind_of(t->support);
  const double friction[] = {[PS_SUPPORT_FLOOR] = p->floor_friction,
                             [PS_SUPPORT_SEAT] = p->seat_friction,
                             [PS_SUPPORT_BACKREST] = p->back_friction,
                             [PS_SUPPORT_BED] = p->seat_friction,
                             [PS_SUPPORT_HANDS] = p->seat_friction};
  const double stiffness[] = {[PS_SUPPORT_FLOOR] = p->floor_stiffness_N_m,
                              [PS_SUPPORT_SEAT] = p->seat_stiffness_N_m,
                              [PS_SUPPORT_BACKREST] = p->back_stiffness_N_m,
                              [PS_SUPPORT_BED] = p->back_stiffness_N_m,
                              [PS_SUPPORT_HANDS] = p->back_stiffness_N_m};
  bool rest = !strcmp(t->support, "armrests");
  if (kind == PS_SUPPORT_SEAT && t->body == f->h->femur[t->side])
    at.y = -ps_seat_edge(f->h, f->pose, -at.y);
  f->out->contact[f->out->ncontact++] =
      (ps_support_point){.name = t->name,
                         .kind = kind,
                         .body = t->body,
                         .against = !strcmp(t->support, "thighs")  ? f->h->femur[t->side]
                                    : !strcmp(t->support, "heels") ? f->h->tibia[t->side]
                                                                   : 0,
                         .at = at,
                         .radius = t->radius,
                         .normal = normal_of(f, kind),
                         .friction = friction[kind],
                         .stiffness = rest ? p->armrest_stiffness_N_m : stiffness[kind],
                         .most = rest ? ps_armrest_load(f->h, f->pose, f->out, f->d) : INFINITY};
}

// ---- loads

static ps_status add_load(finder *f, const ps_pose_load *load, ps_error *err) {
  const ps_model *m = f->h->model;
  bool hands = strcmp(load->body, "hands") == 0;
  int body = hands ? f->h->torso : ps_names_find(&m->body_index, load->body);
  if (body < 0) {
    ps_nearest nearest = ps_nearest_to(load->body);
    ps_nearest_try(&nearest, "hands");
    for (int i = 1; i < m->nbody; i++)
      ps_nearest_try(&nearest, m->body_name[i]);
    char hint[96];
    return ps_fail(err, PS_ERR_REFERENCE, NULL, 0, "a load acts on '%s', which is no body%s",
                   load->body, ps_nearest_hint(&nearest, hint, sizeof hint));
  }
  if (f->out->npush == PS_PUSHES)
    return ps_fail(err, PS_ERR_LIMIT, NULL, 0, "a pose may have %d loads", PS_PUSHES);
  ps_vec3 place = ps_load_place(f->h, f->d, load);
  f->out->push[f->out->npush++] = (ps_push){
      .body = body,
      .at = ps_transform_point_inverse(f->d->body_X[body], place),
      .force = ps_add(ps_scale(load->mass_kg, m->gravity), vector(&load->force_N)),
  };
  return PS_OK;
}

// ---- arms and upper thorax: parts of the lumped trunk that are not where the tables have them

// Put `mass` of the trunk at `now` instead of at `before` (points of the trunk): a couple of
// weights.
static void displace(finder *f, double mass, ps_vec3 before, ps_vec3 now) {
  ps_vec3 weight = ps_scale(mass, f->h->model->gravity);
  if (f->out->npush + 2 > PS_PUSHES)
    return;
  f->out->push[f->out->npush++] = (ps_push){f->h->torso, before, ps_neg(weight), {0, 0, 0}};
  f->out->push[f->out->npush++] = (ps_push){f->h->torso, now, weight, {0, 0, 0}};
}

typedef struct arms {
  double all, upper, length; // [kg], [kg], [-]
  ps_vec3 shoulder, before;  // [m]  of the trunk; in the tables the arms hang along it
} arms;

static void push(finder *f, ps_push p) {
  if (f->out->npush < PS_PUSHES)
    f->out->push[f->out->npush++] = p;
}

// forearms and hands lie on the thighs, which carry them
static void lay_in_lap(finder *f, const arms *a, double share) {
  const ps_human *h = f->h;
  ps_vec3 forearms = ps_scale(share * (a->all - a->upper), h->model->gravity);
  displace(f, share * a->upper, a->before, ps_scale(a->length, ps_vec(0.06, 0.2, 0)));
  push(f, (ps_push){h->torso, a->before, ps_neg(forearms), {0, 0, 0}});
  for (int side = 0; side < 2; side++)
    push(f,
         (ps_push){
             h->femur[side], ps_vec(0, -0.25 * a->length, 0), ps_scale(0.5, forearms), {0, 0, 0}});
}

// Arms hang from the shoulders, reach for what the hands hold, lie in the lap or on armrests, as
// far as these bear them.
static void place_arms(finder *f) {
  const ps_human *h = f->h;
  ps_scaling scale = ps_person_scaling(&h->person);
  arms a = {.all = 7.41 * scale.mass,
            .upper = 4.065 * scale.mass,
            .length = scale.length,
            .shoulder = ps_scale(scale.length, ps_vec(0.003, 0.3715, 0)),
            .before = ps_scale(scale.length, ps_vec(-0.0006, 0.0574, 0))};
  ps_transform X = f->d->body_X[h->torso];
  if (f->pose->base != PS_UPRIGHT)
    return;
  const ps_pose_load *load = f->pose->loads.items;
  for (int i = 0; i < f->pose->loads.n; i++)
    if (!strcmp(load[i].body, "hands")) {
      ps_vec3 hands = ps_transform_point_inverse(X, ps_load_place(h, f->d, &load[i]));
      hands.z = 0;
      displace(f, a.all, a.before, ps_scale(0.5, ps_add(a.shoulder, hands)));
      return;
    }
  double rest =
      ps_hands_of(f->pose) == PS_HANDS_ARMRESTS ? ps_armrest_share(h, f->pose, f->out, f->d) : 0;
  if (rest > 0) // upper arms hang, forearms point forward
    displace(f, rest * a.all, a.before, ps_scale(a.length, ps_vec(0.085, 0.165, 0)));
  if (rest == 1)
    return;
  if (f->pose->support.hands == PS_HANDS_LAP) {
    lay_in_lap(f, &a, 1 - rest);
  } else if (f->pose->support.hands == PS_HANDS_FREE || rest > 0) {
    ps_vec3 down = ps_mat_tmul(X.R, ps_vec(0, -1, 0));
    double length = ps_distance(a.shoulder, a.before);
    displace(f, (1 - rest) * a.all, a.before, ps_axpy(a.shoulder, length, down));
  } else {
    displace(f, a.all, a.before, ps_scale(a.length, ps_vec(0.18, 0.24, 0)));
  }
}

// a bent thoracic spine carries head and shoulders forward
static void bend_thorax(finder *f) {
  const double mass = 11, height = 0.22; // [kg], [m]  above the middle of the bend
  ps_scaling scale = ps_person_scaling(&f->h->person);
  double bend = f->pose->thoracic_flexion_deg * degree;
  ps_vec3 before = ps_scale(scale.length, ps_vec(0.01, 0.45, 0));
  ps_vec3 now = ps_axpy(before, height * scale.length * sin(bend), ps_vec(1, 0, 0));
  if (bend != 0)
    displace(f, mass * scale.mass, before, now);
}

// Is the part of the body raised from the bed, by its slant or its height? A foot goes with its
// shank.
static bool raised(const finder *f, const ps_touch *t) {
  const double flat = 12 * degree, off = 0.2; // [m]
  int body = t->body;
  for (int side = 0; side < 2; side++)
    if (body == f->h->foot[side])
      body = f->h->tibia[side];
  double height = ps_transform_point(f->d->body_X[t->body], t->at).y - t->radius;
  return fabs(ps_column(f->d->body_X[body].R, 1).y) > sin(flat) ||
         (f->pose->base == PS_SUPINE && height > off);
}

ps_status ps_find_supports(const ps_human *h, const ps_pose *pose, const ps_data *d,
                           ps_posture *out, ps_error *err) {
  finder f = {h, pose, d, out};
  for (int i = 0; i < h->ntouch && out->ncontact < PS_CONTACTS; i++) {
    const ps_touch *t = &h->touch[i];
    if (wanted(&f, t) && !(kind_of(t->support) == PS_SUPPORT_BED && raised(&f, t)))
      add_contact(&f, t);
  }
  const ps_pose_load *load = pose->loads.items;
  for (int i = 0; i < pose->loads.n; i++)
    PS_TRY(add_load(&f, &load[i], err));
  place_arms(&f);
  bend_thorax(&f);
  out->lies = pose->base != PS_UPRIGHT;
  out->supported = out->lies || pose->support.backrest;
  out->iap_rest_kPa = isfinite(pose->iap_kPa)    ? pose->iap_kPa
                      : pose->base == PS_UPRIGHT ? h->p.iap_upright_kPa
                                                 : h->p.iap_lying_kPa;
  return PS_OK;
}

// lowest point of the touches [m], of those on a seat or of those on a floor or bed
static double lowest(const ps_human *h, const ps_pose *pose, const ps_data *d, bool seat) {
  finder f = {h, pose, d, NULL};
  double least = INFINITY;
  for (int i = 0; i < h->ntouch; i++) {
    const ps_touch *t = &h->touch[i];
    ps_support_kind kind = kind_of(t->support);
    bool counts = seat ? kind == PS_SUPPORT_SEAT && t->body == h->pelvis
                       : kind == PS_SUPPORT_FLOOR || kind == PS_SUPPORT_BED;
    if (counts && wanted(&f, t))
      least = fmin(least, ps_transform_point(d->body_X[t->body], t->at).y - t->radius);
  }
  return least;
}

void ps_put_on_ground(const ps_human *h, const ps_pose *pose, ps_data *d, double seat_height) {
  bool sits = pose->support.seat && pose->base == PS_UPRIGHT;
  ps_body_positions(h->model, d);
  double least = lowest(h, pose, d, sits);
  if (isfinite(least))
    d->q[h->pelvis_coordinate[4]] += (sits ? seat_height : 0) - least;
  ps_body_positions(h->model, d);
}
