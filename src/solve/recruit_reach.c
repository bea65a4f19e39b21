// recruit_reach.c: demands that no x can meet, or that resist plain Newton steps.
//
// First the least miss r = b - A x, by bounded least squares with a proximal term on x,
//   minimise  sum_r (r_r / U_r)^2 + sum_i (x_i - last_i)^2 / ease_i,   lo <= x <= hi        (R10)
//   U_r^2 = sum_i (a_ri reach_i)^2,  what the columns of a row can do together              (R11)
// repeated from its own answer until no column can shorten the miss. The least miss is unique. Not
// zero, it proves that b is out of reach: every column that is not at right angles to it is at the
// bound it would have to pass                                                               (R12)
// Then the criterion under A x = b - r, by the method of multipliers [hestenes1969, powell1969],
//   A x + give (price - center) = b - r,   center <- price                                  (R13)
// which needs no inverse of A D A' and converges wherever there is a solution.
#include <math.h>
#include <string.h>

#include "solve/recruit_inner.h"

enum { ROUNDS = 60 };
static const double PERPENDICULAR = 1e-7; // [-]  cosine of a column that cannot shorten the miss
static const double MISSED = 1e-10;       // [-]  miss of a row, as a share of its moments
static const double EASE = 1e4;           // [-]  of a column in its stretch and its rows' units
static const double EASE_MOST = 1e13;     // [-]
static const double SOFTNESS = 1e-3;      // [-]  give of a row beside its stiffness, to begin with
static const double SOFTNESS_LEAST = 1e-18; // [-]

// (R11); an empty row gets 1
static void fill_units(const ps_recruit_problem *p, ps_recruit_work *w) {
  for (int i = 0; i < p->ncol; i++)
    w->ease[i] = p->reach[i] * p->reach[i];
  ps_recruit_squares(p, w->value, w->ease, w->unit2);
  for (int r = 0; r < p->nrow; r++)
    w->unit2[r] = w->unit2[r] > 0 ? w->unit2[r] : 1;
}

// How far each column may have to go: its reach, or without a bound as far as takes it to meet one
// of its rows alone.
static void fill_stretch(const ps_recruit_problem *p, ps_recruit_work *w) {
  for (const ps_recruit_group *g = p->group; g < p->group + p->ngroup; g++) {
    int k = g->entry;
    for (int i = g->column; i < g->column + g->ncol; i++) {
      double alone = INFINITY;
      for (int end = k + g->count; k < end; k++) {
        double most = sqrt(w->unit2[p->row[k]]) + fabs(w->demand[p->row[k]]);
        alone = w->value[k] != 0 ? fmin(alone, most / fabs(w->value[k])) : alone;
      }
      bool bound = w->lo[i] > -INFINITY && w->hi[i] < INFINITY;
      w->stretch[i] = bound || alone == INFINITY ? p->reach[i] : fmax(p->reach[i], alone);
    }
  }
}

// w->unmet = b - A x; returns the largest as a share of its row.
static double fill_unmet(const ps_recruit_problem *p, ps_recruit_work *w, const double *demand,
                         const double *x) {
  ps_recruit_balance(p, w->value, x, demand, w->unmet);
  for (int r = 0; r < p->nrow; r++)
    w->unmet[r] = -w->unmet[r];
  return ps_recruit_share(p, w, demand, x, w->unmet);
}

// Cosine between each column and the miss, in units U, into w->slide.
static void fill_cosines(const ps_recruit_problem *p, ps_recruit_work *w) {
  double size2 = 0;
  for (int r = 0; r < p->nrow; r++) {
    w->step[r] = w->unmet[r] / w->unit2[r];
    size2 += w->unmet[r] * w->step[r];
  }
  ps_recruit_worth(p, w->value, w->step, w->slide);
  for (const ps_recruit_group *g = p->group; g < p->group + p->ngroup; g++) {
    int k = g->entry;
    for (int i = g->column; i < g->column + g->ncol; i++) {
      double length2 = 0;
      for (int end = k + g->count; k < end; k++)
        length2 += w->value[k] * w->value[k] / w->unit2[p->row[k]];
      double product = sqrt(length2 * size2);
      w->slide[i] = product > 0 ? w->slide[i] / product : 0;
    }
  }
}

// (R12)
static bool no_column_helps(const ps_recruit_problem *p, ps_recruit_work *w, const double *x) {
  fill_cosines(p, w);
  bool none = true;
  for (int i = 0; i < p->ncol; i++) {
    none &= w->slide[i] < PERPENDICULAR || x[i] >= w->hi[i];
    none &= w->slide[i] > -PERPENDICULAR || x[i] <= w->lo[i];
  }
  return none;
}

// (R10) once: w->kept_x moves on. Returns how much that changed the miss, as a share of its row.
static double shorten_miss(const ps_recruit_problem *p, ps_recruit_work *w,
                           const ps_recruit_task *task, double ease, int *steps) {
  double *x = w->kept_x;
  for (int i = 0; i < p->ncol; i++) {
    w->ease[i] = ease * w->stretch[i] * w->stretch[i];
    w->near_lo[i] = w->lo[i] - x[i];
    w->near_hi[i] = w->hi[i] - x[i];
  }
  memcpy(w->moved, w->unmet, (size_t)p->nrow * sizeof(double));
  memcpy(w->target, w->unmet, (size_t)p->nrow * sizeof(double));
  ps_recruit_newton(p, w, task, false, steps);
  ps_recruit_settle(p, w, task, INFINITY);
  const double *d = w->here.x;
  for (int i = 0; i < p->ncol; i++)
    x[i] = d[i] >= w->near_hi[i] ? w->hi[i] : d[i] <= w->near_lo[i] ? w->lo[i] : x[i] + d[i];
  fill_unmet(p, w, w->demand, x);
  for (int r = 0; r < p->nrow; r++)
    w->moved[r] -= w->unmet[r];
  return ps_recruit_share(p, w, w->demand, x, w->moved);
}

// The miss changes no more, or only by rounding, which has then kept it from changing less and less
// for `stalled` rounds.
static bool at_rest(double moved, int stalled) {
  return moved < 1e-14 || (stalled > 0 && moved < 1e-9) || (stalled > 1 && moved < 1e-6);
}

// For the next frame, should it be out of reach as well.
static void keep_miss(const ps_recruit_problem *p, ps_recruit_work *w, double ease) {
  w->miss_ease = ease;
  memcpy(w->miss_x, w->kept_x, (size_t)p->ncol * sizeof(double));
  memcpy(w->miss_price, w->here.price, (size_t)p->nrow * sizeof(double));
}

// The least miss into w->unmet, an x that has it into w->kept_x. False where it was not found.
static bool least_miss(const ps_recruit_problem *p, ps_recruit_work *w, int *steps) {
  ps_recruit_task task = {.power = 2,
                          .gain = w->ease,
                          .typical = w->ease,
                          .lo = w->near_lo,
                          .hi = w->near_hi,
                          .demand = w->target,
                          .give = w->unit2,
                          .center = w->center};
  double ease = EASE, before = INFINITY;
  int stalled = 0;
  memset(w->center, 0, (size_t)p->nrow * sizeof(double));
  if (w->beyond) {
    ease = w->miss_ease;
    memcpy(w->here.price, w->miss_price, (size_t)p->nrow * sizeof(double));
  } else {
    memset(w->here.price, 0, (size_t)p->nrow * sizeof(double));
    memset(w->miss_x, 0, (size_t)p->ncol * sizeof(double));
  }
  for (int i = 0; i < p->ncol; i++)
    w->kept_x[i] = fmin(fmax(w->miss_x[i], w->lo[i]), w->hi[i]);
  fill_unmet(p, w, w->demand, w->kept_x);
  for (int k = 0; k < ROUNDS; k++) {
    double moved = shorten_miss(p, w, &task, ease, steps);
    stalled = moved < 0.5 * before ? 0 : stalled + 1;
    if (at_rest(moved, stalled) &&
        (no_column_helps(p, w, w->kept_x) ||
         ps_recruit_share(p, w, w->demand, w->kept_x, w->unmet) < MISSED)) {
      keep_miss(p, w, ease);
      return true;
    }
    ease *= moved > 0.1 * before && ease < EASE_MOST ? 10 : 1;
    before = moved;
  }
  return false;
}

// Bounds under which the miss stays least: a column that stands against it stays where it is.
static void hold_columns(const ps_recruit_problem *p, ps_recruit_work *w, bool missed) {
  fill_cosines(p, w);
  for (int i = 0; i < p->ncol; i++) {
    bool held = missed && fabs(w->slide[i]) > PERPENDICULAR;
    w->held_lo[i] = held ? w->kept_x[i] : w->lo[i];
    w->held_hi[i] = held ? w->kept_x[i] : w->hi[i];
  }
}

// (R13) for a demand within reach.
static void multipliers(const ps_recruit_problem *p, ps_recruit_work *w,
                        const ps_recruit_task *task, int *steps) {
  double share = INFINITY, before, softness = SOFTNESS;
  int stalled = 0;
  if (w->beyond)
    memcpy(w->here.price, w->last_price[0], (size_t)p->nrow * sizeof(double));
  else
    memset(w->here.price, 0, (size_t)p->nrow * sizeof(double));
  memcpy(w->center, w->here.price, (size_t)p->nrow * sizeof(double));
  for (int k = 0; k < ROUNDS; k++) {
    for (int r = 0; r < p->nrow; r++)
      w->give[r] = softness * w->lift[r];
    ps_recruit_newton(p, w, task, k == 0 && !w->beyond, steps);
    ps_recruit_settle(p, w, task, PS_RECRUIT_SLACK);
    memcpy(w->center, w->here.price, (size_t)p->nrow * sizeof(double));
    before = share;
    share = fill_unmet(p, w, task->demand, w->here.x);
    stalled = share < 0.5 * before ? 0 : stalled + 1;
    // nothing left, or nothing that more rounds would take away
    if (share < 1e-14 || (stalled > 0 && share < MISSED) || (stalled > 5 && share < 1e-3))
      break;
    softness *= share > 0.1 * before && softness > SOFTNESS_LEAST ? 0.01 : 1;
  }
}

ps_recruit_outcome ps_recruit_reach(const ps_recruit_problem *p, ps_recruit_work *w,
                                    const ps_recruit_task *hard, int *steps) {
  fill_units(p, w);
  fill_stretch(p, w);
  bool least = least_miss(p, w, steps);
  bool missed = ps_recruit_share(p, w, w->demand, w->kept_x, w->unmet) > MISSED;
  hold_columns(p, w, missed);

  // from here on, ask for what can be had
  memcpy(w->asked, w->demand, (size_t)p->nrow * sizeof(double));
  if (missed) {
    memset(w->asked, 0, (size_t)p->nrow * sizeof(double));
    ps_recruit_add_moments(p, w->value, w->kept_x, w->asked);
  }
  ps_recruit_task task = *hard;
  task.lo = w->held_lo;
  task.hi = w->held_hi;
  task.demand = w->asked;
  task.give = w->give;
  task.center = w->center;
  multipliers(p, w, &task, steps);
  task.give = NULL;
  double share = ps_recruit_sharpen(p, w, &task, steps);
  bool best = share < MISSED && ps_recruit_strain(p, w, &task, &w->here) <= PS_RECRUIT_SLACK;
  fill_unmet(p, w, w->demand, w->here.x);
  if (!least || !best)
    return PS_RECRUIT_ITERATION_LIMIT;
  return missed ? PS_RECRUIT_INFEASIBLE : PS_RECRUIT_SOLVED;
}
