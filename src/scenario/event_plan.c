// event_plan.c: the course of an event and what holds it there.
//
//   q*(t) = q0 + s(t) (q1 - q0),   s = 10 x^3 - 15 x^4 + 6 x^5,  x = t / ramp               (V4)
//
// the way of least jerk [flash1985], there and back. At knots along it the posture solver finds
// activations for the speeds and accelerations of the course; between knots they follow cubics.
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "scenario/event_inner.h"

// [0, 1]: share, slope and curvature per duration
static void least_jerk(double x, double s[3]) {
  x = fmax(0, fmin(1, x));
  s[0] = x * x * x * (10 + x * (6 * x - 15));
  s[1] = 30 * x * x * (1 - x) * (1 - x);
  s[2] = 60 * x * (1 - x) * (1 - 2 * x);
}

void ps_event_share(const ps_event_way *way, double t, double s[3]) {
  double back = t - way->ramp - way->stay;
  double lasts = back > 0 ? way->release : way->ramp;
  if (!(lasts > 0)) {
    s[0] = s[1] = s[2] = 0;
    return;
  }
  least_jerk((back > 0 ? back : t) / lasts, s); // (V4)
  s[0] = back > 0 ? 1 - s[0] : s[0];
  s[1] *= (back > 0 ? -1 : 1) / lasts;
  s[2] *= (back > 0 ? -1 : 1) / (lasts * lasts);
}

double ps_event_wall(const ps_human *h, const double *active) {
  double sum = 0;
  for (int i = 0; i < h->nline; i++)
    sum += 0.5 * h->line[i].hoop * active[i];
  return sum;
}

// (V6)
double ps_event_burst(const ps_event_plan *plan, int line, double t) {
  double off = t - plan->onset, width = off < 0 ? plan->rise : plan->fall;
  return plan->burst[line] > 0 ? plan->burst[line] * exp(-off * off / (width * width)) : 0;
}

static bool take_knot(ps_event_body *b, ps_event_knot *k) {
  size_t nq = (size_t)b->m->nq, nline = (size_t)b->h->nline;
  size_t nc = (size_t)b->hold->posture->ncontact + 1;
#define TAKE(array, count) (k->array = ps_pool_take(b->pool, (count) * sizeof *k->array))
  return TAKE(q, nq) && TAKE(u, nq) && TAKE(udot, nq) && TAKE(activation, nline) &&
         TAKE(length, nline) && TAKE(contact, nc) && TAKE(place, nc) &&
         TAKE(reserve, (size_t)b->nw);
#undef TAKE
}

// what the hold has found -> knot
static void take_balance(ps_event_body *b, ps_event_knot *k) {
  ps_hold *hold = b->hold;
  const ps_model *m = b->m;
  size_t nline = (size_t)b->h->nline;
  memcpy(k->activation, hold->activation, nline * sizeof *k->activation);
  memcpy(k->preload, hold->preload, sizeof k->preload);
  for (int i = 0; i < b->h->nline; i++)
    k->length[i] = b->d->path_length[b->h->line[i].path];
  k->pressure = hold->pressure_kPa;
  k->wall = ps_event_wall(b->h, hold->active);
  for (int i = 0; i < hold->posture->ncontact; i++) {
    k->contact[i] = hold->contact[i];
    k->place[i] = ps_contact_point(hold, &hold->posture->contact[i]);
  }
  ps_hold_place(hold, k->q);
  ps_hold_residual(hold, hold->residual);
  ps_event_move(b, NULL);
  for (int j = 0; j < b->nw; j++) {
    k->reserve[j] = 0;
    for (int i = 0; i < m->nq; i++)
      k->reserve[j] -= b->G[i * b->nw + j] * hold->residual[i];
  }
}

// every line at least so much above its rest, in balance
static void ask_coactivation(ps_event_body *b, const double *rest, double more) {
  for (int i = 0; i < b->h->nline; i++) {
    b->hold->low[i] = fmin(1, (1 + more) * rest[i]);
    b->hold->reference[i] = 0;
  }
}

// Where the course is at `t`, the start being at `rest` -> knot, posture.
static void place_course(const ps_event_body *b, const double *rest, double t, double *q, double *u,
                         double *udot) {
  double s[3];
  ps_event_share(&b->plan.way, t, s);
  for (int c = 0; c < b->m->nq; c++) {
    double step = b->step ? b->step[c] : 0;
    q[c] = rest[c] + s[0] * step;
    u[c] = s[1] * step;
    udot[c] = s[2] * step;
  }
}

// balance of one knot; `at_rest`: activations that coactivation raises by `more`; NULL: none
static void balance_knot(ps_event_body *b, ps_event_knot *k, const double *at_rest, double more) {
  ps_hold *hold = b->hold;
  size_t size = (size_t)b->m->nq * sizeof *k->u;
  ps_held held = {0};
  memcpy(hold->posture->u, k->u, size);
  memcpy(hold->posture->udot, k->udot, size);
  if (at_rest)
    ask_coactivation(b, at_rest, more);
  hold->by_speed = b->step != NULL;
  b->plan.missing = fmax(b->plan.missing, ps_hold_balance(hold, k->q, &held));
  take_balance(b, k);
  hold->by_speed = false;
}

// room for the course; false without memory
static bool take_plan(ps_event_body *b, const double *rest, const double *target, bool moves,
                      double seconds) {
  ps_event_plan *plan = &b->plan;
  size_t nq = (size_t)b->m->nq;
  plan->dt = moves ? fmin(plan->way.ramp, plan->way.release) / 24 : 1;
  plan->n = moves ? (int)ceil(seconds / plan->dt) + 2 : 1;
  plan->knot = ps_pool_take(b->pool, (size_t)plan->n * sizeof *plan->knot);
  b->step = target ? ps_pool_take(b->pool, nq * sizeof *b->step) : NULL;
  if (!plan->knot || !take_knot(b, &b->now) || (target && !b->step))
    return false;
  for (size_t c = 0; c < nq && target; c++)
    b->step[c] = target[c] - rest[c];
  return true;
}

ps_status ps_event_plan_make(ps_event_body *b, const double *rest, const double *target,
                             double coactivation, double seconds, ps_error *err) {
  ps_event_plan *plan = &b->plan;
  size_t nline = (size_t)b->h->nline;
  bool moves = target != NULL || coactivation > 0;
  double *at_rest = ps_pool_take(b->pool, nline * sizeof *at_rest);
  if (!at_rest || !take_plan(b, rest, target, moves, seconds))
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  memcpy(at_rest, b->hold->activation, nline * sizeof *at_rest);
  double before[2] = {NAN, NAN};
  for (int i = 0; i < plan->n; i++) {
    ps_event_knot *k = &plan->knot[i];
    double s[3];
    ps_event_share(&plan->way, i * plan->dt, s);
    if (i > 0 && s[0] == before[0] && s[1] == 0 && before[1] == 0) { // it stays
      plan->knot[i] = plan->knot[i - 1];
      continue;
    }
    before[0] = s[0], before[1] = s[1];
    if (!take_knot(b, k))
      return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
    place_course(b, rest, i * plan->dt, k->q, k->u, k->udot);
    balance_knot(b, k, coactivation > 0 ? at_rest : NULL, s[0] * coactivation);
  }
  return PS_OK;
}

// weights of four neighbours, so that curves run through the knots with the slope of their chords
static void cubic(double x, double weight[4]) {
  weight[0] = 0.5 * x * (-1 + x * (2 - x));
  weight[1] = 1 + 0.5 * x * x * (3 * x - 5);
  weight[2] = 0.5 * x * (1 + x * (4 - 3 * x));
  weight[3] = 0.5 * x * x * (x - 1);
}

void ps_event_plan_at(ps_event_body *b, double t) {
  const ps_event_plan *plan = &b->plan;
  ps_event_knot *now = &b->now;
  const ps_event_knot *k[4];
  double weight[4], at = t / plan->dt;
  int first = (int)fmax(0, fmin(plan->n - 1, floor(at)));
  cubic(fmax(0, fmin(1, at - first)), weight);
  for (int i = 0; i < 4; i++) {
    int which = first + i - 1;
    k[i] = &plan->knot[which < 0 ? 0 : which >= plan->n ? plan->n - 1 : which];
  }
#define MIX(field)                                                                                 \
  (weight[0] * k[0]->field + weight[1] * k[1]->field + weight[2] * k[2]->field +                   \
   weight[3] * k[3]->field)
  // the course itself is known between knots
  place_course(b, plan->knot[0].q, t, now->q, now->u, now->udot);
  for (int i = 0; i < b->h->nline; i++) {
    now->activation[i] = fmax(0, MIX(activation[i]));
    now->length[i] = MIX(length[i]);
  }
  for (int i = 0; i < PS_LEVELS; i++)
    now->preload[i] = MIX(preload[i]);
  now->pressure = MIX(pressure);
  now->wall = MIX(wall);
  for (int j = 0; j < b->nw; j++)
    now->reserve[j] = MIX(reserve[j]);
  for (int i = 0; i < b->hold->posture->ncontact; i++) {
    now->contact[i] = ps_vec(MIX(contact[i].x), MIX(contact[i].y), MIX(contact[i].z));
    now->place[i] = ps_vec(MIX(place[i].x), MIX(place[i].y), MIX(place[i].z));
  }
#undef MIX
}
