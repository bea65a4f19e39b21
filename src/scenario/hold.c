// hold.c: the outer loop of the posture solver.
#include "scenario/hold.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "num/number.h"
#include "scenario/hold_inner.h"

static const double degree = 3.14159265358979323846 / 180; // [rad]

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

// tone and reference activation of every line
static void set_tone(ps_hold *hold) {
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

void ps_hold_mark(ps_hold *hold) {
  memcpy(hold->start.cut, hold->cut, sizeof hold->cut);
  memcpy(hold->start.shift, hold->shift, sizeof hold->start.shift);
  memcpy(hold->start.preload, hold->preload, sizeof hold->preload);
  hold->start.ncut = hold->ncut;
}

void ps_hold_retune(ps_hold *hold) {
  memcpy(hold->cut, hold->start.cut, sizeof hold->cut);
  memcpy(hold->shift, hold->start.shift, sizeof hold->start.shift);
  memcpy(hold->preload, hold->start.preload, sizeof hold->preload);
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
  hold->pose = pose;
  hold->o = *options;
  hold->power = power_of(options->criterion);
  hold->coupled = !options->free_spine;
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
  set_tone(hold);
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

// ---- solving

// activations, forces and contacts from the solution of the recruitment
static void take_solution(ps_hold *hold, const ps_hold_form *f) {
  const ps_human *h = hold->h;
  const ps_hold_columns *c = &f->column;
  for (int i = 0; i < h->nline; i++) {
    hold->activation[i] = hold->x[c->line + i];
    hold->active[i] = hold->capacity[i] * hold->activation[i];
    hold->force[i] = hold->active[i] + (hold->pose->muscles ? hold->passive[i] : 0);
  }
  for (int i = 0; i < hold->posture->ncontact; i++) {
    hold->contact[i] = ps_vec(0, 0, 0);
    for (int edge = 0; edge < 4; edge++)
      hold->contact[i] =
          ps_axpy(hold->contact[i], hold->x[c->contact + 4 * i + edge], hold->edge[4 * i + edge]);
  }
  hold->pressure_kPa = hold->x[c->pressure];
  hold->effort_Nm = hold->x[c->effort];
  for (int side = 0; side < 2; side++)
    hold->knee_stop[h->knee[side]] = ps_knee_stop(hold, side) * hold->x[c->knee_stop + side];
}

static ps_hold_form *recruit(ps_hold *hold, ps_recruit_report *report) {
  ps_hold_form *f = ps_hold_form_now(hold);
  ps_hold_recruit(hold, f, report);
  take_solution(hold, f);
  for (int k = 0; k < hold->h->model->nq; k++) {
    hold->price[k] = hold->row_of[k] < 0 ? 0 : hold->row_share[k] * report->price[hold->row_of[k]];
    hold->unmet[k] = hold->row_of[k] < 0 ? 0 : hold->row_share[k] * report->unmet[hold->row_of[k]];
  }
  return f;
}

// Would the posture keep the floor, if nothing steadied the trunk?
static bool may_keep_floor(const ps_hold *hold) {
  return hold->o.floor && hold->pose->muscles && hold->effort_target == 0;
}

bool ps_hold_wants_floor(const ps_hold *hold) {
  return may_keep_floor(hold) && !hold->leans;
}

// Alike on both sides, the column gives way forwards or sideways. Where the floor makes it as stiff
// in both, every mixture is softest, and the last bits choose: the larger part stands for it.
static void unmix(int n, double *v) {
  double forwards = 0, sideways = 0;
  for (int i = 0; i < n; i++)
    *(i % 3 == PS_FE ? &forwards : &sideways) += v[i] * v[i];
  double size = sqrt(fmax(forwards, sideways));
  for (int i = 0; i < n; i++)
    v[i] = (i % 3 == PS_FE) == (forwards > sideways) ? v[i] / size : 0;
}

// Rows for the directions in which the column is softer than the floor; how many were added.
static int add_cuts(ps_hold *hold) {
  const ps_chain *c = &hold->h->column;
  double floor = hold->h->p.stability_floor_Nm_rad;
  ps_chain_matrix K;
  int added = 0;
  memcpy(K, hold->K, sizeof K);
  while (hold->ncut < PS_CUTS && !ps_chain_stiffer(c, K, floor - 0.05)) {
    double v[PS_CHAIN], softest = ps_chain_softest(c, K, v);
    if (hold->symmetric)
      unmix(c->n, v);
    if (hold->ncut == 0)
      ps_hold_stiffness_at_rest(hold);
    memcpy(hold->cut[hold->ncut++].v, v, sizeof v);
    added++;
    for (int i = 0; i < c->n; i++) // out of the way of the next
      for (int k = 0; k < c->n; k++)
        K[i][k] += (2 * floor - softest) * v[i] * v[k];
  }
  return added;
}

// directions that the column is stiff enough in without their row
static void drop_idle_cuts(ps_hold *hold, const ps_hold_form *f) {
  const double idle = 1; // [N m/rad]  over the floor
  const double *slack = hold->x + f->column.cut_slack;
  int kept = 0;
  for (int k = 0; k < hold->ncut; k++)
    if (slack[k] < idle)
      hold->cut[kept++] = hold->cut[k];
  hold->ncut = kept;
  hold->nslope = 0;
  hold->filled = NULL;
}

// recruit, and again with a row for each direction that is too soft   (H3)
static ps_hold_form *recruit_stable(ps_hold *hold, ps_held *held, ps_recruit_report *report) {
  if (hold->ncut > 0) {
    ps_hold_stiffness_at_rest(hold);
    ps_hold_stiffness_of_contacts(hold);
  }
  ps_hold_form *f = recruit(hold, report);
  held->newton += report->newton;
  ps_hold_stiffness(hold);
  hold->stable = true;
  if (ps_hold_wants_floor(hold) && add_cuts(hold) > 0) {
    f = recruit(hold, report);
    held->newton += report->newton;
    ps_hold_stiffness(hold);
    hold->stable = hold->ncut == PS_CUTS || add_cuts(hold) == 0; // else the next round goes on
  }
  held->transversus = hold->x[f->column.transversus];
  if (hold->ncut > PS_CUTS / 2)
    drop_idle_cuts(hold, f);
  return f;
}

static void place_levels(ps_hold *hold) {
  const ps_model *m = hold->h->model;
  const ps_chain *c = &hold->h->column;
  memcpy(hold->q, hold->posture->q, (size_t)m->nq * sizeof *hold->q);
  ps_data *both[] = {hold->d, hold->aside};
  for (int i = 0; i < 2; i++) {
    memcpy(both[i]->u, hold->posture->u, (size_t)m->nq * sizeof *hold->q);
    memcpy(both[i]->udot, hold->posture->udot, (size_t)m->nq * sizeof *hold->q);
  }
  for (int i = 0; i < c->n; i++)
    hold->q[c->coordinate[i]] += hold->shift[i];
}

static void find_fibers(ps_hold *hold) {
  const ps_human *h = hold->h;
  for (int i = 0; i < h->nline; i++) {
    const ps_muscle_params *p = &h->model->muscle[i];
    double along = hold->d->path_length[h->line[i].path] - p->tendon_slack_length;
    double across = p->optimal_fiber_length * sin(p->pennation_angle_at_optimal);
    hold->fiber_length[i] = sqrt(fmax(0, along) * fmax(0, along) + across * across);
  }
}

static void judge(ps_hold *hold, ps_held *held, const ps_recruit_report *report, double moved) {
  const double missing = 0.5; // [N m | N]  below it a balance is met
  held->residual = 0;
  ps_hold_residual(hold, hold->residual);
  double worst = 0;
  double left[PS_MOST_ROWS] = {0};
  for (int k = 0; k < hold->h->model->nq; k++)
    if (hold->row_of[k] >= 0) { // in rhythm only the sums of the levels balance
      double miss = hold->coupled ? hold->unmet[k] : hold->unmet[k] / hold->row_share[k];
      left[hold->row_of[k]] += hold->row_share[k] * hold->residual[k] + miss;
      worst = fmax(worst, fabs(hold->unmet[k]));
    }
  for (int i = 0; i < hold->nrow; i++)
    held->residual = fmax(held->residual, fabs(left[i]));
  held->settled = moved;
  held->kkt = report->stationarity;
  held->cost = report->criterion;
  held->status = worst > missing || report->outcome == PS_RECRUIT_BAD_INPUT ? PS_HOLD_INFEASIBLE
                 : moved > 0.1 * degree                                     ? PS_HOLD_UNSETTLED
                                                                            : PS_HOLD_SOLVED;
}

static void measure(ps_hold *hold, ps_held *held) {
  const ps_chain *c = &hold->h->column;
  ps_chain_matrix without;
  double v[PS_CHAIN], all = 0, rest = 0;
  ps_hold_stiffness_without_psoas(hold, without);
  held->softest_without_psoas = ps_chain_softest(c, without, v);
  held->softest = ps_chain_softest(c, hold->K, held->softest_direction);
  const double *along = held->softest_direction;
  for (int i = 0; i < c->n; i++)
    for (int k = 0; k < c->n; k++) {
      all += along[i] * hold->K[i][k] * along[k];
      rest += along[i] * without[i][k] * along[k];
    }
  held->psoas_share = all != 0 ? (all - rest) / fabs(all) : 0;
  held->buckling = ps_hold_buckling(hold);
  held->cuts = hold->ncut;
}

// Can the angles of the levels be trusted to move? Not where much is missing.
static bool nearly_held(const ps_hold *hold, const ps_recruit_report *report) {
  const double little = 10; // [N m | N]
  double worst = 0;
  for (int k = 0; k < hold->h->model->nq; k++)
    worst = fmax(worst, fabs(hold->unmet[k]));
  return report->outcome == PS_RECRUIT_SOLVED ||
         (report->outcome == PS_RECRUIT_INFEASIBLE && worst < little);
}

static bool is_symmetric(const ps_hold *hold) {
  const ps_human *h = hold->h;
  const ps_person *p = &h->person;
  const double *q = hold->posture->q, close = 1e-4; // [rad], [m]
  bool same = p->scoliosis_deg == 0 && p->psoas_strength[0] == p->psoas_strength[1] &&
              p->psoas_size[0] == p->psoas_size[1] &&
              p->iliopsoas_shortening[0] == p->iliopsoas_shortening[1] &&
              p->iliacus_strength[0] == p->iliacus_strength[1] &&
              p->hip_flexor_shortening[0] == p->hip_flexor_shortening[1];
  for (int k = 0; k < PS_LEVELS; k++)
    same = same && fabs(q[h->level[k][PS_LB]]) < close && fabs(q[h->level[k][PS_AR]]) < close;
  for (int i = 0; i < 3; i++)
    same = same && fabs(q[h->hip[0][i]] - q[h->hip[1][i]]) < close;
  same = same && fabs(q[h->knee[0]] - q[h->knee[1]]) < close &&
         fabs(q[h->pelvis_coordinate[1]]) < close && fabs(q[h->pelvis_coordinate[2]]) < close;
  double side[2] = {0, 0}; // supports and pushes off the midline
  for (int i = 0; i < hold->posture->ncontact; i++)
    side[0] += ps_contact_point(hold, &hold->posture->contact[i]).z;
  for (int i = 0; i < hold->posture->npush; i++)
    side[1] += hold->posture->push[i].force.y * hold->posture->push[i].at.z +
               fabs(hold->posture->push[i].force.z);
  return same && fabs(side[0]) < close && fabs(side[1]) < 1e-6;
}

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
  for (int i = 0; i < PS_CHAIN; i++)
    hold->shift[i] += far * (hold->ended[0].shift[i] - hold->ended[1].shift[i]);
  for (int k = 0; k < PS_LEVELS; k++)
    hold->preload[k] += far * (hold->ended[0].preload[k] - hold->ended[1].preload[k]);
}

static void remember(ps_hold *hold, const ps_held *held) {
  double *oldest = hold->ended[1].q;
  for (int k = 0; k < PS_LEVELS; k++)
    hold->preload[k] = held->level[k].compression;
  hold->ended[1] = hold->ended[0];
  hold->ended[0].q = oldest;
  memcpy(oldest, hold->posture->q, (size_t)hold->h->model->nq * sizeof *oldest);
  memcpy(hold->ended[0].shift, hold->shift, sizeof hold->ended->shift);
  memcpy(hold->ended[0].preload, hold->preload, sizeof hold->preload);
  hold->nended = held->status != PS_HOLD_SOLVED ? 0 : hold->nended < 2 ? hold->nended + 1 : 2;
}

// Rounds of balance, discs and levels until nothing moves.
static void settle(ps_hold *hold, ps_held *held) {
  enum { MOST_ROUNDS = 30 };
  double still = hold->o.still_deg * degree, steady = hold->o.steady_N;
  set_tone(hold);
  ps_recruit_report report;
  double moved = 0;
  for (int turn = 0; turn < 3; turn++)
    hold->trust[turn] = 1, hold->most_trust[turn] = 1.6;
  memset(hold->last_move, 0, sizeof hold->last_move);
  for (int round = 1;; round++) {
    held->iterations++;
    place_levels(hold);
    ps_hold_evaluate(hold, hold->q);
    if (held->iterations == 1) // contacts are where this posture has them now
      hold->symmetric = is_symmetric(hold);
    ps_hold_form *f = recruit_stable(hold, held, &report);
    ps_hold_loads(hold, held);
    double change = 0;
    for (int k = 0; k < PS_LEVELS; k++)
      change = fmax(change, fabs(held->level[k].compression - hold->preload[k]));
    bool free = hold->o.free_spine && hold->pose->muscles && hold->effort_target == 0 &&
                nearly_held(hold, &report);
    moved = free ? ps_hold_move_levels(hold, f, hold->price) : 0;
    if ((moved < still && change < steady && hold->stable) || round == MOST_ROUNDS)
      break;
    for (int k = 0; k < PS_LEVELS; k++) // not before: the balance was struck with the last one
      hold->preload[k] = held->level[k].compression;
  }
  find_fibers(hold);
  measure(hold, held);
  judge(hold, held, &report, moved);
}

// A backrest that is hardly touched leaves the column softer than the floor: nobody sits so.
static bool backrest_is_idle(const ps_hold *hold, const ps_held *held) {
  return may_keep_floor(hold) && hold->posture->supported && !hold->posture->lies &&
         held->softest < hold->h->p.stability_floor_Nm_rad;
}

void ps_hold_solve(ps_hold *hold, ps_held *held) {
  *held = (ps_held){0};
  hold->leans = hold->posture->supported;
  go_on(hold);
  settle(hold, held);
  if (backrest_is_idle(hold, held)) {
    hold->leans = false;
    settle(hold, held);
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

double ps_hold_balance(ps_hold *hold, const double *q, ps_held *held) {
  const ps_model *m = hold->h->model;
  size_t size = (size_t)m->nq * sizeof *q;
  ps_recruit_report report;
  memmove(hold->q, q, size);
  memcpy(hold->d->u, hold->posture->u, size);
  memcpy(hold->d->udot, hold->posture->udot, size);
  for (int round = 0; round < 3; round++) { // the discs are as stiff as their load makes them
    ps_hold_evaluate(hold, hold->q);
    recruit_stable(hold, held, &report);
    ps_hold_loads(hold, held);
    for (int k = 0; k < PS_LEVELS && round < 2; k++)
      hold->preload[k] = held->level[k].compression;
  }
  ps_hold_place(hold, hold->q);
  held->pressure_kPa = hold->posture->iap_rest_kPa + hold->pressure_kPa;
  double worst = 0;
  for (int k = 0; k < m->nq; k++)
    worst = fmax(worst, fabs(hold->unmet[k]));
  return worst;
}

double ps_hold_line_share(const ps_hold *hold, const ps_held *held, int line, int level) {
  return hold->force[line] *
         ps_hold_compression_of(hold, &held->level[level], hold->h->line[line].path, level);
}
