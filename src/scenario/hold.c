// hold.c: the outer loop of the posture solver.
#include "scenario/hold.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "num/number.h"
#include "scenario/hold_inner.h"

static const char *const criterion_words[PS_CRITERIA] = {
    "volume", "volume3", "a2", "a3", "geometry", "minmax", "spine_load", "emg"};

const char *ps_criterion_word(ps_criterion_kind kind) {
  return criterion_words[kind];
}

int ps_criterion_named(const char *word) {
  for (int i = 0; i < PS_CRITERIA; i++)
    if (strcmp(word, criterion_words[i]) == 0)
      return i;
  return -1;
}

ps_hold_options ps_hold_default(void) {
  return (ps_hold_options){.criterion = PS_CRITERION_VOLUME,
                           .floor = true,
                           .free_spine = true,
                           .still_deg = 0.02,
                           .steady_N = 2};
}

// ---- creation

static double power_of(ps_criterion_kind kind) {
  return kind == PS_CRITERION_CUBES || kind == PS_CRITERION_VOLUME3 ? 3
         : kind == PS_CRITERION_MINMAX                              ? 10
                                                                    : 2;
}

// Levels in rhythm turn together: a common row takes the moment of each by its share of the motion.
static int couple(ps_hold *hold, int coordinate) {
  const ps_human *h = hold->h;
  const double *const share[3] = {h->p.share_FE, h->p.share_LB, h->p.share_AR};
  int place = h->column.place[coordinate], turn = place % 3;
  hold->row_share[coordinate] = share[turn][place / 3];
  int first = hold->row_of[h->level[PS_L5_S1][turn]];
  return place / 3 == PS_L5_S1 ? hold->nrow++ : first;
}

// coordinates that something outside holds have no row: a belt or bench under an effort
static void choose_rows(ps_hold *hold, ps_effort_kind effort) {
  const ps_human *h = hold->h;
  bool trunk =
      effort == PS_TRUNK_EXTENSION || effort == PS_TRUNK_FLEXION || effort == PS_TRUNK_BEND;
  int leg = effort == PS_HIP_FLEXION_L;
  for (int k = 0; k < h->model->nq; k++) {
    bool in_chain = h->column.place[k] >= 0;
    bool in_leg =
        k == h->hip[leg][0] || k == h->hip[leg][1] || k == h->hip[leg][2] || k == h->knee[leg];
    bool held = hold->posture->walks && h->model->coord_body[k] == h->pelvis;
    bool used = effort == PS_EFFORT_NONE ? !held : trunk ? in_chain : in_leg;
    hold->row_share[k] = 1;
    hold->row_of[k] = !used ? -1 : in_chain && hold->coupled ? couple(hold, k) : hold->nrow++;
  }
}

static ps_effort_kind effort_of(const ps_pose *pose) {
  for (int i = 0; i < PS_EFFORTS; i++)
    if (pose->effort[i].choice == 0 || pose->effort[i].number != 0)
      return (ps_effort_kind)(i + 1);
  return PS_EFFORT_NONE;
}

// what a newton metre of the effort is in every coordinate; trunk efforts push at chest height
static void set_effort(ps_hold *hold, ps_effort_kind effort) {
  const ps_human *h = hold->h;
  if (effort == PS_EFFORT_NONE)
    return;
  const ps_number_or_choice *size = &hold->pose->effort[effort - 1];
  const double unreachable = 600; // [N m]
  hold->effort_target = size->choice == 0 ? unreachable : size->number;
  double scale = ps_person_scaling(&h->person).length;
  ps_vec3 chest = ps_transform_point(hold->d->body_X[h->torso], ps_vec(0, 0.33 * scale, 0));
  double lever[PS_LEVELS];
  for (int k = 0; k < PS_LEVELS; k++) {
    int below = k ? h->upper[k - 1] : h->pelvis;
    ps_vec3 joint = ps_transform_point(hold->d->body_X[below], h->model->body_X_PF[h->upper[k]].p);
    lever[k] = ps_distance(chest, joint);
  }
  hold->effort_lever = effort <= PS_TRUNK_BEND ? lever[0] : 0;
  int turn = effort == PS_TRUNK_BEND ? PS_LB : PS_FE;
  double sign = effort == PS_TRUNK_FLEXION ? -1 : 1;
  if (effort <= PS_TRUNK_BEND)
    for (int k = 0; k < PS_LEVELS; k++)
      hold->effort[h->level[k][turn]] = sign * lever[k] / lever[0];
  else
    hold->effort[h->hip[effort == PS_HIP_FLEXION_L][PS_HIP_FLEXION]] =
        effort == PS_HIP_EXTENSION_R ? -1 : 1;
}

// per cent of maximum that the pose gives for a group; nan: nothing
static double measured_activity(const ps_hold *hold, const char *group) {
  const ps_tree *t = hold->pose->emg ? ps_tree_member(hold->pose->emg, group) : NULL;
  double value;
  if (!t)
    return NAN;
  if (t->kind == PS_TREE_NUMBER)
    return t->number;
  size_t n = t->text ? strlen(t->text) : 0;
  return n && ps_number_read(t->text, t->text + n, &value) == n ? value : NAN;
}

void ps_hold_set_tone(ps_hold *hold) {
  const ps_parameters *p = &hold->h->p;
  bool free = !hold->leans && hold->effort_target == 0;
  for (int i = 0; i < hold->h->nline; i++) {
    ps_region region = hold->h->line[i].region;
    double trunk = free ? p->tone_upright : p->tone_supported;
    hold->low[i] = region == PS_REGION_HIP ? (free ? p->tone_hip : 0) : trunk;
    hold->reference[i] = free && region == PS_REGION_PSOAS ? p->psoas_tone : 0;
    if (hold->effort_target != 0)
      hold->low[i] = 0;
    double measured = measured_activity(hold, hold->h->line[i].group);
    if (hold->o.criterion == PS_CRITERION_EMG && isfinite(measured))
      hold->reference[i] = fmax(0, measured / 100 - hold->low[i]);
  }
}

ps_hold_stand ps_hold_stands(const ps_hold *hold) {
  ps_hold_stand stand;
  memcpy(stand.shift, hold->shift, sizeof stand.shift);
  memcpy(stand.preload, hold->preload, sizeof stand.preload);
  return stand;
}

void ps_hold_go_to(ps_hold *hold, const ps_hold_stand *stand) {
  memcpy(hold->shift, stand->shift, sizeof stand->shift);
  memcpy(hold->preload, stand->preload, sizeof stand->preload);
}

void ps_hold_mark(ps_hold *hold) {
  memcpy(hold->start.cut, hold->cut, sizeof hold->cut);
  hold->start.stand = ps_hold_stands(hold);
  hold->start.ncut = hold->ncut;
}

void ps_hold_retune(ps_hold *hold) {
  memcpy(hold->cut, hold->start.cut, sizeof hold->cut);
  ps_hold_go_to(hold, &hold->start.stand);
  hold->ncut = hold->start.ncut;
  memset(hold->contact, 0, (size_t)hold->posture->ncontact * sizeof *hold->contact);
  hold->filled = NULL;
  hold->nended = 0;
}

void ps_hold_restart(ps_hold *hold) {
  ps_hold_retune(hold);
  hold->priced = NULL;
  for (int i = 0; i < PS_FORMS; i++)
    if (hold->form[i].work)
      ps_recruit_restart(hold->form[i].work);
}

static bool take_arrays(ps_hold *hold) {
  const ps_human *h = hold->h;
  size_t nline = (size_t)h->nline, nq = (size_t)h->model->nq;
  size_t ncontact = (size_t)hold->posture->ncontact;
  size_t ncol = nline + 4 * ncontact + 6 + PS_LEVELS + 2 * PS_CUTS;
  size_t nrow = nq + 1 + PS_LEVELS + PS_CUTS;
  size_t nspan = (size_t)h->model->nspan;
  size_t nsegment = (size_t)h->model->ncurrent;
  size_t nentry = nspan + ncol * (1 + PS_LEVELS + PS_CUTS) + 4 * ncontact * nq + 8 * nq;
#define TAKE(array, count) (hold->array = ps_pool_take(&hold->pool, (count) * sizeof *hold->array))
  return TAKE(row_of, nq) && TAKE(row_share, nq) && TAKE(capacity, nline) && TAKE(passive, nline) &&
         TAKE(low, nline) && TAKE(reference, nline) && TAKE(stiffness, nline) && TAKE(lo, ncol) &&
         TAKE(hi, ncol) && TAKE(x0, ncol) && TAKE(x, ncol) && TAKE(ease, ncol) &&
         TAKE(entry, nentry) && TAKE(demand, nrow) && TAKE(dual, nrow) && TAKE(needed, nq) &&
         TAKE(residual, nq) && TAKE(unmet, nq) && TAKE(trial_q, nq) && TAKE(price, nq) &&
         TAKE(effort, nq) && TAKE(knee_stop, nq) && TAKE(shift, PS_CHAIN) &&
         TAKE(contact, ncontact + 1) && TAKE(edge, 4 * ncontact + 1) && TAKE(activation, nline) &&
         TAKE(force, nline) && TAKE(active, nline) && TAKE(tension, nline) &&
         TAKE(fiber_length, nline) && TAKE(q, nq) && TAKE(slope, nline * PS_CUTS) &&
         TAKE(ended[0].q, nq) && TAKE(ended[1].q, nq) && TAKE(segment, nsegment) &&
         TAKE(rod_segment, nsegment) && TAKE(unit, nsegment) && TAKE(first_segment, nline + 1) &&
         TAKE(there.capacity, nline) && TAKE(there.passive, nline) && TAKE(there.stiffness, nline);
#undef TAKE
}

ps_status ps_hold_create(ps_hold **out, const ps_human *human, const ps_posture *posture,
                         const ps_pose *pose, const ps_hold_options *options, ps_error *err) {
  ps_hold *hold = calloc(1, sizeof *hold);
  *out = hold;
  if (!hold)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  hold->h = human;
  hold->posture = posture;
  hold->leans = posture->supported;
  hold->lent = 1;
  hold->pose = pose;
  hold->o = *options;
  hold->power = power_of(options->criterion);
  if (human->detail == PS_DETAIL_LIGHT) // so few lines cannot hold every level by itself
    hold->o.free_spine = false;
  hold->coupled = !hold->o.free_spine;
  if (options->criterion == PS_CRITERION_EMG && !pose->emg)
    return ps_fail(err, PS_ERR_VALUE, NULL, 0,
                   "the criterion emg needs measured activity: emg: {psoas: 10, longissimus: 3, "
                   "...} in the pose");
  hold->d = ps_data_create(human->model);
  hold->aside = ps_data_create(human->model);
  if (!hold->d || !hold->aside || !take_arrays(hold))
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  for (int k = 0; k < PS_LEVELS; k++)
    hold->preload[k] = 500;
  ps_hold_evaluate(hold, posture->q);
  ps_effort_kind effort = effort_of(pose);
  choose_rows(hold, effort);
  set_effort(hold, effort);
  hold->weightless = effort > PS_TRUNK_BEND;
  ps_hold_set_tone(hold);
  return ps_hold_forms(hold, err);
}

void ps_hold_free(ps_hold *hold) {
  if (!hold)
    return;
  for (int i = 0; i < PS_FORMS; i++)
    free(hold->form[i].block);
  ps_data_free(hold->d);
  ps_data_free(hold->aside);
  ps_pool_free(&hold->pool);
  free(hold);
}

const ps_data *ps_hold_data(const ps_hold *hold) {
  return hold->d;
}

double ps_strength_told(const ps_held *held) {
  return ceil(10 * held->strength_enough) / 10;
}

bool ps_hold_is_free(const ps_hold *hold) {
  return hold->o.free_spine;
}

// ---- series

// How far the posture goes on in the direction it came, beside its last step; 0 where it turns off.
static double onward(const ps_hold *hold) {
  const double farthest = 1.5, aside = 0.1; // [-]
  const double still = 1e-6; // [rad | m]  what the last bits of a posture come to stays below
  double along = 0, last = 0, now = 0;
  for (int k = 0; k < hold->h->model->nq; k++) {
    double before = hold->ended[0].q[k] - hold->ended[1].q[k];
    double after = hold->posture->q[k] - hold->ended[0].q[k];
    along += before * after;
    last += before * before;
    now += after * after;
  }
  bool straight = along * along > (1 - aside * aside) * last * now;
  return straight && last > still * still && fabs(along) < farthest * last ? along / last : 0;
}

// In a series of postures, levels and preloads go on as they did between the last two.
static void go_on(ps_hold *hold) {
  double far = hold->nended == 2 ? onward(hold) : 0;
  const ps_hold_stand *last = &hold->ended[0].stand, *before = &hold->ended[1].stand;
  for (int i = 0; i < PS_CHAIN; i++)
    hold->shift[i] += far * (last->shift[i] - before->shift[i]);
  for (int k = 0; k < PS_LEVELS; k++)
    hold->preload[k] += far * (last->preload[k] - before->preload[k]);
}

static void remember(ps_hold *hold, const ps_held *held) {
  double *oldest = hold->ended[1].q;
  for (int k = 0; k < PS_LEVELS; k++)
    hold->preload[k] = held->level[k].compression;
  hold->ended[1] = hold->ended[0];
  hold->ended[0].q = oldest;
  memcpy(oldest, hold->posture->q, (size_t)hold->h->model->nq * sizeof *oldest);
  hold->ended[0].stand = ps_hold_stands(hold);
  hold->nended = held->status != PS_HOLD_SOLVED ? 0 : hold->nended < 2 ? hold->nended + 1 : 2;
}

// A backrest that is hardly touched leaves the column softer than the floor: nobody sits so.
static bool backrest_is_idle(const ps_hold *hold, const ps_held *held) {
  return ps_hold_may_keep_floor(hold) && hold->posture->supported && !hold->posture->lies &&
         held->softest < hold->h->p.stability_floor_Nm_rad;
}

void ps_hold_solve(ps_hold *hold, ps_held *held) {
  *held = (ps_held){0};
  hold->leans = hold->posture->supported;
  go_on(hold);
  ps_hold_settle(hold, held);
  if (backrest_is_idle(hold, held)) {
    hold->leans = false;
    ps_hold_settle(hold, held);
    held->idle_backrest = true;
  }
  remember(hold, held);
  held->q = hold->q;
  held->activation = hold->activation;
  held->force = hold->force;
  held->active = hold->active;
  held->passive = hold->passive;
  held->capacity = hold->capacity;
  held->fiber_length = hold->fiber_length;
  held->price = hold->price;
  held->unmet = hold->unmet;
  held->contact = hold->contact;
  held->pressure_kPa = hold->posture->iap_rest_kPa + hold->pressure_kPa;
  held->effort_Nm = hold->effort_Nm;
  held->effort_N = hold->effort_lever > 0 ? hold->effort_Nm / hold->effort_lever : 0;
}

double ps_hold_line_share(const ps_hold *hold, const ps_held *held, int line, int level) {
  return hold->force[line] *
         ps_hold_compression_of(hold, &held->level[level], hold->h->line[line].path, level);
}
