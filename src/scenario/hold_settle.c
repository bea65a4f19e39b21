// hold_settle.c: one posture, in rounds of balance, discs and levels, until nothing moves.
//
// The cost has several basins over the angles of the levels. Where the published shares lie in one
// that nobody can hold, strength is lent and taken back step by step: the levels follow into one
// that the muscles can hold as they are, if there is one on the way.
#include <math.h>
#include <string.h>

#include "scenario/hold_inner.h"

static const double degree = 3.14159265358979323846 / 180;          // [rad]
static const double unsettled = 0.1 * 3.14159265358979323846 / 180; // [rad]  last move of a level

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

bool ps_hold_may_keep_floor(const ps_hold *hold) {
  return hold->o.floor && hold->pose->muscles && hold->effort_target == 0;
}

bool ps_hold_wants_floor(const ps_hold *hold) {
  return ps_hold_may_keep_floor(hold) && !hold->leans;
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

// what is missing where most is [N m | N]
static double most_missing(const ps_hold *hold) {
  double worst = 0;
  for (int k = 0; k < hold->h->model->nq; k++)
    worst = fmax(worst, fabs(hold->unmet[k]));
  return worst;
}

static void judge(ps_hold *hold, ps_held *held, const ps_recruit_report *report, double moved) {
  const double missing = 0.5; // [N m | N]  below it a balance is met
  held->residual = 0;
  ps_hold_residual(hold, hold->residual);
  double left[PS_MOST_ROWS] = {0};
  for (int k = 0; k < hold->h->model->nq; k++)
    if (hold->row_of[k] >= 0) { // in rhythm only the sums of the levels balance
      double miss = hold->coupled ? hold->unmet[k] : hold->unmet[k] / hold->row_share[k];
      left[hold->row_of[k]] += hold->row_share[k] * hold->residual[k] + miss;
    }
  for (int i = 0; i < hold->nrow; i++)
    held->residual = fmax(held->residual, fabs(left[i]));
  held->settled = moved;
  held->kkt = report->stationarity;
  held->cost = report->criterion;
  held->status = most_missing(hold) > missing || report->outcome == PS_RECRUIT_BAD_INPUT
                     ? PS_HOLD_INFEASIBLE
                 : moved > unsettled ? PS_HOLD_UNSETTLED
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
  return report->outcome == PS_RECRUIT_SOLVED ||
         (report->outcome == PS_RECRUIT_INFEASIBLE && most_missing(hold) < little);
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

// When it is settled.
typedef struct precision {
  double still;     // [rad]  of a level
  double steady;    // [N]  of a load
  int rounds, most; // no more of them, once no level is unsettled; nor in all
  bool careful;     // steps out of what can be held are taken back
} precision;

// rounds one after the other in which the posture cannot be held: with a way back; in all
enum { RETREATS = 4, HOPELESS = 10 };

static bool levels_are_free(const ps_hold *hold) {
  return hold->o.free_spine && hold->pose->muscles && hold->effort_target == 0;
}

// A step out of what can be held is taken back by two thirds, and the next ones are shorter.
static void retreat(ps_hold *hold, const ps_hold_stand *good) {
  for (int i = 0; i < PS_CHAIN; i++)
    hold->shift[i] = good->shift[i] + (hold->shift[i] - good->shift[i]) / 3;
  memcpy(hold->preload, good->preload, sizeof good->preload);
  for (int turn = 0; turn < 3; turn++)
    hold->trust[turn] = fmax(0.05, 0.5 * hold->trust[turn]);
  memset(hold->last_move, 0, sizeof hold->last_move);
}

// Rounds of balance, discs and levels until nothing moves.
static void settle(ps_hold *hold, ps_held *held, precision p) {
  ps_hold_set_tone(hold);
  ps_recruit_report report;
  double moved = 0;
  int held_last = 0; // round in which the posture could be held
  ps_hold_stand good;
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
    bool holds = report.outcome != PS_RECRUIT_INFEASIBLE;
    if (holds)
      good = ps_hold_stands(hold), held_last = round;
    if (p.careful && !holds && held_last > 0 && round - held_last <= RETREATS && round < p.most) {
      retreat(hold, &good);
      continue;
    }
    bool near = nearly_held(hold, &report);
    if (hold->lent > 1 && !near) // no bend of the levels makes up for that
      break;
    moved = near && levels_are_free(hold) ? ps_hold_move_levels(hold, f, hold->price) : 0;
    bool done = moved < p.still && change < p.steady && hold->stable;
    bool late = round >= (moved > unsettled ? p.most : p.rounds);
    if (done || late || round - held_last == HOPELESS)
      break;
    for (int k = 0; k < PS_LEVELS; k++) // not before: the balance was struck with the last one
      hold->preload[k] = held->level[k].compression;
  }
  find_fibers(hold);
  measure(hold, held);
  judge(hold, held, &report, moved);
}

// Can it be held with so many times the strength?
static bool holds_with(ps_hold *hold, ps_held *held, double strength, precision p) {
  hold->lent = strength;
  settle(hold, held, p);
  return held->status != PS_HOLD_INFEASIBLE;
}

// From strength in plenty to what is there, in steps that grow smaller where one fails.
static void lend_strength(ps_hold *hold, ps_held *held, precision end) {
  enum { MOST_FAILURES = 2 };
  precision start = {0.3 * degree, 50, 15, 15, false};
  const double plenty = 10;
  double ratio = 0.5;
  ps_hold_stand good = ps_hold_stands(hold);
  memset(hold->shift, 0, sizeof good.shift);
  double enough = 0;
  if (holds_with(hold, held, plenty, start))
    enough = plenty, good = ps_hold_stands(hold);
  for (int failures = 0; enough > 1 && failures <= MOST_FAILURES;) {
    double less = fmax(1, ratio * enough);
    if (holds_with(hold, held, less, less > 1 ? start : end)) {
      enough = less, good = ps_hold_stands(hold);
    } else {
      ps_hold_go_to(hold, &good);
      ratio = sqrt(ratio);
      start.careful = end.careful = true;
      failures++;
    }
  }
  if (enough != 1) { // what is missing, nearest to where it can be held
    end.rounds = end.most = 1;
    ps_hold_go_to(hold, &good);
    holds_with(hold, held, 1, end);
  }
  held->strength_enough = held->status == PS_HOLD_INFEASIBLE ? enough : 0;
}

void ps_hold_settle(ps_hold *hold, ps_held *held) {
  const precision end = {hold->o.still_deg * degree, hold->o.steady_N, 30, 120, false};
  if (!holds_with(hold, held, 1, end) && levels_are_free(hold))
    lend_strength(hold, held, end);
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
  return most_missing(hold);
}
