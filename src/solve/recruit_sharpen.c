// recruit_sharpen.c: the last digits, where prices are too large to carry them.
//
// x answers worth, and worth may be a small difference of large prices; where x is quick to answer,
// rounding of the prices moves it. So keep x, and correct it by d with prices for d alone:
//   minimise  sum_i gap_i d_i + d_i^2 / (2 D_i)
//   subject to  A d = b - A x,  lo <= x + d <= hi                                            (R14)
//   gap_i = slope_i(x_i) - a_i' price,   D_i = dx_i/ds_i
// Those prices are small, and so are their rounding errors. For y = d + D gap this is a task with
// p = 2. Repeated, it is sequential quadratic programming [nocedal2006, ch. 18].
#include <math.h>
#include <string.h>

#include "solve/recruit_inner.h"

enum { ROUNDS = 30 };
static const double SHARP = 1e-13;   // [-]  imbalance of a row, as a share of its moments
static const double SOFTNESS = 1e-8; // [-]  give of a row beside its stiffness, to begin with
static const double HARD = 1e-16;    // [-]  and when there is no point in less

// w->kept_x and w->kept_price from w->here.
static void keep(const ps_recruit_problem *p, ps_recruit_work *w) {
  memcpy(w->kept_x, w->here.x, (size_t)p->ncol * sizeof(double));
  memcpy(w->kept_price, w->here.price, (size_t)p->nrow * sizeof(double));
}

// w->here from its x and price.
static void complete(const ps_recruit_problem *p, ps_recruit_work *w, const ps_recruit_task *task) {
  ps_recruit_worth(p, w->value, w->here.price, w->here.worth);
  ps_recruit_balance(p, w->value, w->here.x, task->demand, w->here.imbalance);
}

static double recall(const ps_recruit_problem *p, ps_recruit_work *w, const ps_recruit_task *task) {
  memcpy(w->here.x, w->kept_x, (size_t)p->ncol * sizeof(double));
  memcpy(w->here.price, w->kept_price, (size_t)p->nrow * sizeof(double));
  complete(p, w, task);
  return ps_recruit_share(p, w, task->demand, w->here.x, w->here.imbalance);
}

// The task for y. A column that its gap holds firmly at a bound stays there. w->stretch is y - x.
static void pose(const ps_recruit_problem *p, ps_recruit_work *w, const ps_recruit_task *task,
                 double softness) {
  double *gap = w->probe.worth;
  ps_recruit_slope_compliance(p, task, w->kept_x, w->ease);
  ps_recruit_slope(p, task, w->kept_x, gap);
  ps_recruit_worth(p, w->value, w->kept_price, w->slide);
  for (int i = 0; i < p->ncol; i++) {
    double x = w->kept_x[i], shift = w->ease[i] * (gap[i] - w->slide[i]);
    bool blocked = (shift > 0 && x <= task->lo[i]) || (shift < 0 && x >= task->hi[i]);
    bool held = blocked && fabs(shift) > p->reach[i];
    w->stretch[i] = held ? -x : shift - x;
    w->near_lo[i] = held ? 0 : task->lo[i] + w->stretch[i];
    w->near_hi[i] = held ? 0 : task->hi[i] + w->stretch[i];
  }
  ps_recruit_squares(p, w->value, w->ease, w->give);
  for (int r = 0; r < p->nrow; r++)
    w->give[r] = w->give[r] > 0 ? softness * w->give[r] : 1;
  memcpy(w->target, task->demand, (size_t)p->nrow * sizeof(double));
  ps_recruit_add_moments(p, w->value, w->stretch, w->target);
}

// x and price from y and the prices of d.
static void add_correction(const ps_recruit_problem *p, ps_recruit_work *w,
                           const ps_recruit_task *task) {
  double *x = w->here.x;
  for (int i = 0; i < p->ncol; i++) {
    bool low = x[i] <= w->near_lo[i], high = x[i] >= w->near_hi[i];
    double inside = x[i] - w->stretch[i];
    x[i] = low && high ? w->kept_x[i] : low ? task->lo[i] : high ? task->hi[i] : inside;
  }
  for (int r = 0; r < p->nrow; r++)
    w->here.price[r] += w->kept_price[r];
  complete(p, w, task);
}

double ps_recruit_sharpen(const ps_recruit_problem *p, ps_recruit_work *w,
                          const ps_recruit_task *task, int *steps) {
  ps_recruit_task correction = {.power = 2,
                                .gain = w->ease,
                                .typical = w->ease,
                                .lo = w->near_lo,
                                .hi = w->near_hi,
                                .demand = w->target,
                                .give = w->give,
                                .center = w->center};
  memset(w->center, 0, (size_t)p->nrow * sizeof(double));
  keep(p, w);
  double best = recall(p, w, task), softness = SOFTNESS;
  for (int k = 0; k < ROUNDS && best > SHARP && softness > HARD; k++) {
    pose(p, w, task, softness);
    memset(w->here.price, 0, (size_t)p->nrow * sizeof(double));
    ps_recruit_newton(p, w, &correction, false, steps);
    ps_recruit_settle(p, w, &correction, INFINITY);
    add_correction(p, w, task);
    double share = ps_recruit_share(p, w, task->demand, w->here.x, w->here.imbalance);
    bool better = share < best && ps_recruit_strain(p, w, task, &w->here) <= PS_RECRUIT_SLACK;
    softness *= better && share < 0.3 * best ? 1 : 0.1;
    if (better) {
      keep(p, w);
      best = share;
    }
  }
  return recall(p, w, task);
}
