// recruit_newton.c: prices by Newton steps on the dual.
//
//   phi(price) = sum_i max_x (s_i x - w_i |x|^p) - b' price,   grad phi = g = A x - b       (R4)
//   H step     = -g,   H = A D A'                                                           (R5)
//   slope(t)   = g(price + t step)' step, which never falls with t                          (R6)
#include <math.h>

#include "solve/recruit_inner.h"

enum { STEPS = 60, SEARCHES = 60, REFINEMENTS = 3, PATIENCE = 3 };
static const double FAR = 1e12; // [-]  a dual that still falls so many steps ahead has no minimum
static const double CREDIBLE = 1e-12; // [-]  a pivot this small beside its diagonal is rounding
static const double GOAL_QUADRATIC =
    1e-13;                             // [-]  share of imbalance; the last step is exact anyway
static const double GOAL_OTHER = 1e-8; // [-]  what refinement makes exact
static const double STALLED = 1e-6;    // [-]  where no further progress is put down to rounding
static const double EXACT = 2e-15;     // [-]  share of imbalance not worth a refinement

static double dot(int n, const double *a, const double *b) {
  double sum = 0;
  for (int i = 0; i < n; i++)
    sum += a[i] * b[i];
  return sum;
}

static void add_give(const ps_recruit_problem *p, const ps_recruit_task *task,
                     ps_recruit_point *at) {
  for (int r = 0; task->give && r < p->nrow; r++)
    at->imbalance[r] += task->give[r] * (at->price[r] - task->center[r]);
}

static void evaluate(const ps_recruit_problem *p, const ps_recruit_work *w,
                     const ps_recruit_task *task, ps_recruit_point *at) {
  ps_recruit_worth(p, w->value, at->price, at->worth);
  ps_recruit_respond(p, task, at->worth, at->x, at->compliance);
  ps_recruit_balance(p, w->value, at->x, task->demand, at->imbalance);
  add_give(p, task, at);
}

static void fill_stiffness(const ps_recruit_problem *p, ps_recruit_work *w,
                           const ps_recruit_task *task, const double *compliance) {
  ps_recruit_stiffness(p, w->value, compliance, w->H);
  for (int r = 0; task->give && r < p->nrow; r++)
    w->H[p->shape.start[r]] += task->give[r];
}

// Factor H. A hard row without stiffness, because its columns are at their bounds or because it
// repeats other rows, is given the one it would have with every column free; a soft row has its
// give at least. Returns how many hard rows were changed so.
static int factor(const ps_recruit_problem *p, ps_recruit_work *w, const ps_recruit_task *task,
                  const double *compliance) {
  ps_pivot_rule rule = {.credible = CREDIBLE, .lift = task->give ? task->give : w->lift};
  fill_stiffness(p, w, task, compliance);
  int lifted = ps_ldl_factor(&p->shape, &rule, w->H, w->scratch);
  return task->give ? 0 : lifted;
}

// (R6)
static double slope_at(const ps_recruit_problem *p, ps_recruit_work *w, const ps_recruit_task *task,
                       double t) {
  ps_recruit_point *at = &w->probe;
  for (int i = 0; i < p->ncol; i++)
    at->worth[i] = w->here.worth[i] + t * w->slide[i];
  ps_recruit_respond(p, task, at->worth, at->x, at->compliance);
  double slope = dot(p->nrow, w->here.imbalance, w->step);
  for (int i = 0; i < p->ncol; i++)
    slope += w->slide[i] * (at->x[i] - w->here.x[i]);
  for (int r = 0; task->give && r < p->nrow; r++)
    slope += t * task->give[r] * w->step[r] * w->step[r];
  return slope;
}

// Two steps along the line, the dual falling at the first and rising at the second.
typedef struct bracket {
  double low, low_slope, high, high_slope;
} bracket;

// Where the dual has nearly stopped falling: false position with the Illinois rule [dowell1971].
// The answer is on the falling side, so the dual falls all the way to it.
static double flat_point(const ps_recruit_problem *p, ps_recruit_work *w,
                         const ps_recruit_task *task, bracket b, double enough) {
  int side = 0;
  for (int k = 0; k < SEARCHES && (b.low == 0 || b.low_slope < enough); k++) {
    double t = (b.low * b.high_slope - b.high * b.low_slope) / (b.high_slope - b.low_slope);
    if (!(t > b.low && t < b.high))
      t = 0.5 * (b.low + b.high);
    double slope = slope_at(p, w, task, t);
    if (slope <= 0) {
      b.low = t;
      b.low_slope = slope;
      b.high_slope *= side < 0 ? 0.5 : 1;
      side = -1;
    } else {
      b.high = t;
      b.high_slope = slope;
      b.low_slope *= side > 0 ? 0.5 : 1;
      side = 1;
    }
  }
  return b.low;
}

// How far to go along the step; INFINITY where the dual falls without end. w->trial holds the full
// step, where the slope is `full`.
static double step_length(const ps_recruit_problem *p, ps_recruit_work *w,
                          const ps_recruit_task *task, double slope, double full, bool lifted) {
  if (full <= 0 && !(lifted && full < 0.5 * slope))
    return 1;
  for (int i = 0; i < p->ncol; i++)
    w->slide[i] = w->trial.worth[i] - w->here.worth[i];
  bracket b = {.low_slope = slope, .high = 1, .high_slope = full};
  if (full > 0) {
    // the slope never falls, so this sum bounds the change of the dual from above
    double half = slope_at(p, w, task, 0.5);
    if (half + full <= 0)
      return 1;
    if (half <= 0) {
      b.low = 0.5;
      b.low_slope = half;
    } else {
      b.high = 0.5;
      b.high_slope = half;
    }
  }
  while (b.high_slope < 0) {
    b.low = b.high;
    b.low_slope = b.high_slope;
    b.high *= 4;
    if (b.high > FAR)
      return INFINITY;
    b.high_slope = slope_at(p, w, task, b.high);
  }
  return flat_point(p, w, task, b, 0.1 * slope);
}

// Every column free at both points, or at the same bound: the dual is quadratic between them when
// p = 2, and a full step ends at its minimum.
static bool same_piece(int n, const ps_recruit_point *a, const ps_recruit_point *b) {
  int differ = 0;
  for (int i = 0; i < n; i++)
    differ |=
        (a->compliance[i] != b->compliance[i]) | ((b->compliance[i] == 0) & (a->x[i] != b->x[i]));
  return !differ;
}

static void go_to(const ps_recruit_problem *p, ps_recruit_work *w, const ps_recruit_task *task,
                  double t) {
  for (int r = 0; r < p->nrow; r++)
    w->trial.price[r] = w->here.price[r] + t * w->step[r];
  evaluate(p, w, task, &w->trial);
}

static void accept_trial(ps_recruit_work *w) {
  ps_recruit_point old = w->here;
  w->here = w->trial;
  w->trial = old;
}

typedef enum move { MOVED, MOVED_TO_MINIMUM, FALLS_WITHOUT_END, CANNOT_MOVE } move;

// One Newton step from w->here, with `compliance` in H.
static move newton_step(const ps_recruit_problem *p, ps_recruit_work *w,
                        const ps_recruit_task *task, const double *compliance) {
  int lifted = factor(p, w, task, compliance);
  for (int r = 0; r < p->nrow; r++)
    w->step[r] = -w->here.imbalance[r];
  ps_ldl_solve(&p->shape, w->H, w->step);
  go_to(p, w, task, 1);
  double slope = dot(p->nrow, w->here.imbalance, w->step);
  double full = dot(p->nrow, w->trial.imbalance, w->step);
  double t = step_length(p, w, task, slope, full, lifted > 0);
  if (!(t > 0))
    return CANNOT_MOVE;
  if (t == INFINITY)
    return FALLS_WITHOUT_END;
  if (t != 1)
    go_to(p, w, task, t);
  bool minimum = task->power == 2 && t == 1 && lifted == 0 && compliance == w->here.compliance &&
                 same_piece(p->ncol, &w->here, &w->trial);
  accept_trial(w);
  return minimum ? MOVED_TO_MINIMUM : MOVED;
}

ps_recruit_end ps_recruit_newton(const ps_recruit_problem *p, ps_recruit_work *w,
                                 const ps_recruit_task *task, bool cold, int *steps) {
  const double goal = task->power == 2 ? GOAL_QUADRATIC : GOAL_OTHER;
  double best = INFINITY;
  int stalled = 0;
  evaluate(p, w, task, &w->here);
  for (int k = 0; k < STEPS && stalled <= PATIENCE; k++) {
    ++*steps;
    move m = newton_step(p, w, task, cold && k == 0 ? task->typical : w->here.compliance);
    if (m == FALLS_WITHOUT_END)
      return PS_RECRUIT_UNBOUNDED;
    if (m == MOVED_TO_MINIMUM)
      return PS_RECRUIT_REACHED;
    if (m == CANNOT_MOVE)
      break;
    double share = ps_recruit_share(p, w, task->demand, w->here.x, w->here.imbalance);
    if (share < goal)
      return PS_RECRUIT_REACHED;
    stalled = share < 0.5 * best || best > STALLED ? 0 : stalled + 1;
    best = share < best ? share : best;
  }
  return best < STALLED ? PS_RECRUIT_REACHED : PS_RECRUIT_STUCK;
}

double ps_recruit_strain(const ps_recruit_problem *p, ps_recruit_work *w,
                         const ps_recruit_task *task, const ps_recruit_point *at) {
  double most = 0, worst = 0, *slope = w->probe.x;
  ps_recruit_slope(p, task, at->x, slope);
  for (int i = 0; i < p->ncol; i++) {
    double reach = p->reach[i], gap = slope[i] - at->worth[i];
    bool blocked = gap > 0 ? at->x[i] <= task->lo[i] : at->x[i] >= task->hi[i];
    double left = blocked ? 0 : fabs(gap) * reach, worth = fabs(at->worth[i]) * reach;
    double natural = reach * reach / task->typical[i];
    worst = left <= worst ? worst : left;
    most = worth > most ? worth : most;
    most = natural > most ? natural : most;
  }
  return most > 0 ? worst / most : 0;
}

// One step of iterative refinement on x itself, columns at a bound staying there, into w->trial:
//   A D A' c = b - A x,   price += c,   x += D A' c                                      (R8)
static void refine(const ps_recruit_problem *p, ps_recruit_work *w, const ps_recruit_task *task) {
  const ps_recruit_point *at = &w->here;
  ps_recruit_point *next = &w->trial;
  for (int r = 0; r < p->nrow; r++)
    w->step[r] = -at->imbalance[r];
  ps_ldl_solve(&p->shape, w->H, w->step);
  ps_recruit_worth(p, w->value, w->step, w->slide);
  for (int i = 0; i < p->ncol; i++) {
    double x = at->x[i] + at->compliance[i] * w->slide[i];
    double above = x < task->lo[i] ? task->lo[i] : x;
    next->x[i] = above > task->hi[i] ? task->hi[i] : above;
    next->compliance[i] = at->compliance[i];
    next->worth[i] = at->worth[i] + w->slide[i];
  }
  for (int r = 0; r < p->nrow; r++)
    next->price[r] = at->price[r] + w->step[r];
  ps_recruit_balance(p, w->value, next->x, task->demand, next->imbalance);
  add_give(p, task, next);
}

double ps_recruit_settle(const ps_recruit_problem *p, ps_recruit_work *w,
                         const ps_recruit_task *task, double slack) {
  // refinement moves x by rounding, which the sizes of rows do not feel
  double share = ps_recruit_share(p, w, task->demand, w->here.x, w->here.imbalance);
  for (int k = 0; k < REFINEMENTS && share > EXACT; k++) {
    refine(p, w, task);
    double next = ps_recruit_worst(p, w, w->trial.imbalance);
    if (!(next < share) ||
        (slack < INFINITY && !(ps_recruit_strain(p, w, task, &w->trial) <= slack)))
      break;
    share = next;
    accept_trial(w);
  }
  return share;
}

bool ps_recruit_follow(const ps_recruit_problem *p, ps_recruit_work *w, const ps_recruit_task *task,
                       const double *compliance) {
  if (factor(p, w, task, compliance) > 0)
    return false;
  ps_ldl_solve(&p->shape, w->H, w->step);
  ps_recruit_worth(p, w->value, w->step, w->slide);
  return true;
}
