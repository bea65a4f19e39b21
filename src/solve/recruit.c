#include "solve/recruit.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "solve/recruit_inner.h"

static const double ACCURATE = 1e-9; // [-]  balance and stationarity of a solution

static double *take(ps_arena *arena, int n) {
  return ps_arena_take(arena, (size_t)n, sizeof(double));
}

static ps_recruit_point take_point(const ps_recruit_problem *p, ps_arena *arena) {
  return (ps_recruit_point){.price = take(arena, p->nrow),
                            .worth = take(arena, p->ncol),
                            .x = take(arena, p->ncol),
                            .compliance = take(arena, p->ncol),
                            .imbalance = take(arena, p->nrow)};
}

ps_recruit_work *ps_recruit_place(const ps_recruit_problem *p, ps_arena *arena) {
  ps_recruit_work *at = ps_arena_take(arena, 1, sizeof *at), w = {0};
  double **by_row[] = {&w.demand,        &w.step,         &w.lift,       &w.scratch,   &w.unit2,
                       &w.unmet,         &w.moved,        &w.asked,      &w.target,    &w.give,
                       &w.center,        &w.kept_price,   &w.miss_price, &w.out_unmet, &w.out_price,
                       &w.last_price[0], &w.last_price[1]};
  double **by_column[] = {&w.frame_lo, &w.frame_hi, &w.slide,  &w.held_lo, &w.held_hi, &w.near_lo,
                          &w.near_hi,  &w.kept_x,   &w.miss_x, &w.stretch, &w.ease};
  w.value = take(arena, p->nentry);
  w.H = take(arena, p->shape.start[p->nrow]);
  w.four = (double(*)[4])take(arena, 4 * p->nrow);
  for (size_t k = 0; k < sizeof by_row / sizeof *by_row; k++)
    *by_row[k] = take(arena, p->nrow);
  for (size_t k = 0; k < sizeof by_column / sizeof *by_column; k++)
    *by_column[k] = take(arena, p->ncol);
  w.here = take_point(p, arena);
  w.trial = take_point(p, arena);
  w.probe = take_point(p, arena);
  if (at)
    *at = w;
  return at;
}

void ps_recruit_restart(ps_recruit_work *work) {
  work->nframe = 0;
  work->beyond = false;
}

void ps_recruit_start(const ps_recruit_problem *p, ps_recruit_work *w, const double *price) {
  for (int r = 0; r < p->nrow; r++)
    w->last_price[0][r] = price[p->caller_row[r]];
  w->nframe = 1;
  w->beyond = false;
}

// Bounds of this frame in the inner order; false where they are none.
static bool load_bounds(const ps_recruit_problem *p, ps_recruit_work *w,
                        const ps_recruit_frame *frame) {
  w->lo = p->lo;
  w->hi = p->hi;
  if (!frame->lo && !frame->hi && !frame->origin)
    return true;
  bool fine = true;
  for (int i = 0; i < p->ncol; i++) {
    int column = p->caller_column[i];
    double origin = frame->origin ? frame->origin[column] : 0;
    double lo = frame->lo ? frame->lo[column] : p->lo[i];
    double hi = frame->hi ? frame->hi[column] : p->hi[i];
    fine &= lo <= hi && lo < INFINITY && hi > -INFINITY;
    w->frame_lo[i] = lo - origin;
    w->frame_hi[i] = hi - origin;
  }
  w->lo = w->frame_lo;
  w->hi = w->frame_hi;
  return fine;
}

// by their bits, which compilers make vectors of
static bool all_finite(int n, const double *a) {
  const uint64_t exponent = 0x7ff0000000000000;
  uint64_t infinite = 0;
  for (int i = 0; i < n; i++) {
    uint64_t bits;
    memcpy(&bits, &a[i], sizeof bits);
    infinite |= (bits & exponent) == exponent;
  }
  return !infinite;
}

static void ask_for_the_rest(const ps_recruit_problem *p, ps_recruit_work *w,
                             const double *origin) {
  for (int i = 0; i < p->ncol; i++)
    w->slide[i] = -origin[p->caller_column[i]];
  ps_recruit_add_moments(p, w->value, w->slide, w->demand);
}

static bool load_frame(const ps_recruit_problem *p, ps_recruit_work *w,
                       const ps_recruit_frame *frame) {
  for (int k = 0; k < p->nentry; k++)
    w->value[k] = frame->value[p->caller_entry[k]];
  for (int k = 0; k < p->nfiller; k++)
    w->value[p->filler[k]] = 0;
  for (int r = 0; r < p->nrow; r++)
    w->demand[r] = frame->demand[p->caller_row[r]];
  if (frame->origin) // inside, x is what is added to it
    ask_for_the_rest(p, w, frame->origin);
  // what a row's stiffness would be with every column free
  ps_recruit_squares(p, w->value, p->typical, w->lift);
  for (int r = 0; r < p->nrow; r++)
    w->lift[r] = w->lift[r] > 0 ? w->lift[r] : 1;
  return load_bounds(p, w, frame) && all_finite(p->nentry, w->value) &&
         all_finite(p->nrow, w->demand);
}

// Prices of a motion go on as they did between the last two frames. Off the parabola half of that
// is better: a price that passes 0 turns a steep curve over.
static void first_price(const ps_recruit_problem *p, ps_recruit_work *w) {
  const double *last = w->last_price[0], *older = w->last_price[1];
  double onward = p->power == 2 ? 1 : 0.5;
  bool moves = w->nframe == 2 && !p->iterates;
  for (int r = 0; r < p->nrow; r++)
    w->here.price[r] = w->nframe == 0 ? 0
                       : moves        ? last[r] + onward * (last[r] - older[r])
                                      : last[r];
}

static void keep_price(const ps_recruit_problem *p, ps_recruit_work *w) {
  double *oldest = w->last_price[1];
  w->last_price[1] = w->last_price[0];
  w->last_price[0] = oldest;
  memcpy(oldest, w->here.price, (size_t)p->nrow * sizeof(double));
  w->nframe = w->nframe < 2 ? w->nframe + 1 : 2;
}

static ps_recruit_task whole_task(const ps_recruit_problem *p, const ps_recruit_work *w) {
  return (ps_recruit_task){.power = p->power,
                           .gain = p->gain,
                           .gentle = p->gentle,
                           .typical = p->typical,
                           .lo = w->lo,
                           .hi = w->hi,
                           .demand = w->demand};
}

static ps_recruit_outcome search(const ps_recruit_problem *p, ps_recruit_work *w, int *steps) {
  ps_recruit_task task = whole_task(p, w);
  // demands out of reach come in runs; plain Newton steps would only find that out again
  if (!w->beyond) {
    first_price(p, w);
    ps_recruit_end end = ps_recruit_newton(p, w, &task, w->nframe == 0, steps);
    if (end == PS_RECRUIT_REACHED &&
        ps_recruit_settle(p, w, &task, PS_RECRUIT_SLACK) < PS_RECRUIT_MET)
      return PS_RECRUIT_SOLVED;
  }
  return ps_recruit_reach(p, w, &task, steps);
}

// What is missing counts where rounding does not explain it.
static void report_rows(const ps_recruit_problem *p, ps_recruit_work *w,
                        ps_recruit_report *report) {
  double most = 1, *left = w->unmet;
  const double *size = w->scratch;
  ps_recruit_balance(p, w->value, w->here.x, w->demand, left);
  ps_recruit_sizes(p, w, w->demand, w->here.x);
  for (int r = 0; r < p->nrow; r++) {
    bool missing = report->outcome != PS_RECRUIT_SOLVED && fabs(left[r]) > ACCURATE * size[r];
    report->nunmet += missing;
    w->out_unmet[p->caller_row[r]] = missing ? -left[r] : 0;
    w->out_price[p->caller_row[r]] = w->here.price[r];
    left[r] = missing ? 0 : left[r];
    most = fmax(most, fabs(w->demand[r]));
    report->balance = fmax(report->balance, fabs(left[r]));
  }
  report->balance /= most;
  double share = ps_recruit_worst(p, w, left);
  if (!(report->balance <= ACCURATE || share <= PS_RECRUIT_MET))
    report->outcome = PS_RECRUIT_ITERATION_LIMIT;
}

// sum w |x|^p
static double criterion(const ps_recruit_problem *p, const double *x) {
  double sum = 0;
  for (int i = 0; i < p->ncol; i++) {
    double size = fabs(x[i]), square = size * size;
    sum += p->weight[i] * (p->power == 2   ? square
                           : p->power == 3 ? square * size
                                           : pow(size, p->power));
  }
  return sum;
}

static void report_columns(const ps_recruit_problem *p, ps_recruit_work *w,
                           const ps_recruit_frame *frame, ps_recruit_report *report, double *x) {
  ps_recruit_task task = whole_task(p, w);
  if (report->outcome == PS_RECRUIT_INFEASIBLE) {
    task.lo = w->held_lo;
    task.hi = w->held_hi;
  }
  report->stationarity = ps_recruit_strain(p, w, &task, &w->here);
  report->criterion = criterion(p, w->here.x);
  for (int i = 0; i < p->ncol; i++)
    x[p->caller_column[i]] = w->here.x[i];
  for (int i = 0; i < p->ncol && frame->origin; i++)
    x[i] += frame->origin[i];
  if (!(report->stationarity <= ACCURATE))
    report->outcome = PS_RECRUIT_ITERATION_LIMIT;
}

// Numbers have run away: the answer is the least x within the bounds.
static void give_up(const ps_recruit_problem *p, ps_recruit_work *w) {
  memset(w->here.price, 0, (size_t)p->nrow * sizeof(double));
  memset(w->here.worth, 0, (size_t)p->ncol * sizeof(double));
  for (int i = 0; i < p->ncol; i++)
    w->here.x[i] = fmin(fmax(0, w->lo[i]), w->hi[i]);
  ps_recruit_balance(p, w->value, w->here.x, w->demand, w->here.imbalance);
}

ps_recruit_outcome ps_recruit_solve(const ps_recruit_problem *p, ps_recruit_work *w,
                                    const ps_recruit_frame *frame, double *x,
                                    ps_recruit_report *report) {
  *report = (ps_recruit_report){.unmet = w->out_unmet, .price = w->out_price};
  if (!load_frame(p, w, frame)) {
    memset(x, 0, (size_t)p->ncol * sizeof(double));
    memset(w->out_unmet, 0, (size_t)p->nrow * sizeof(double));
    memset(w->out_price, 0, (size_t)p->nrow * sizeof(double));
    return report->outcome = PS_RECRUIT_BAD_INPUT;
  }
  report->outcome = search(p, w, &report->newton);
  if (!all_finite(p->ncol, w->here.x) || !all_finite(p->nrow, w->here.price)) {
    give_up(p, w);
    report->outcome = PS_RECRUIT_ITERATION_LIMIT;
  }
  report_rows(p, w, report);
  report_columns(p, w, frame, report, x);
  w->beyond = report->outcome == PS_RECRUIT_INFEASIBLE;
  if (report->outcome == PS_RECRUIT_ITERATION_LIMIT)
    ps_recruit_restart(w);
  else
    keep_price(p, w);
  return report->outcome;
}

void ps_recruit_reprice(const ps_recruit_problem *p, ps_recruit_work *w, const double *ease,
                        double least, int n, double *change) {
  const double credible = 1e-13, slight = 1e-9; // [-]  pivots, and what is added, beside diagonals
  ps_pivot_rule rule = {credible, w->give};
  for (int i = 0; i < p->ncol; i++)
    w->ease[i] = ease[p->caller_column[i]];
  ps_recruit_stiffness(p, w->value, w->ease, w->H);
  for (int r = 0; r < p->nrow; r++) {
    double *diagonal = &w->H[p->shape.start[r]];
    w->give[r] = least + slight * *diagonal;
    *diagonal += w->give[r];
  }
  ps_ldl_factor(&p->shape, &rule, w->H, w->scratch);
  for (int k = 0; k < n; k += 4) {
    int four = n - k < 4 ? n - k : 4;
    for (int r = 0; r < p->nrow; r++)
      for (int s = 0; s < 4; s++)
        w->four[r][s] = s < four ? change[(k + s) * p->nrow + p->caller_row[r]] : 0;
    ps_ldl_solve_four(&p->shape, w->H, w->four);
    for (int r = 0; r < p->nrow; r++)
      for (int s = 0; s < four; s++)
        change[(k + s) * p->nrow + p->caller_row[r]] = w->four[r][s];
  }
}

bool ps_recruit_sensitivity(const ps_recruit_problem *p, ps_recruit_work *w, const double *demand,
                            double *x) {
  ps_recruit_task task = whole_task(p, w);
  double *compliance = w->ease;
  ps_recruit_slope_compliance(p, &task, w->here.x, compliance);
  for (int i = 0; i < p->ncol; i++)
    compliance[i] = w->here.x[i] > w->lo[i] && w->here.x[i] < w->hi[i] ? compliance[i] : 0;
  for (int r = 0; r < p->nrow; r++)
    w->step[r] = demand[p->caller_row[r]];
  bool met = ps_recruit_follow(p, w, &task, compliance);
  for (int i = 0; i < p->ncol; i++)
    x[p->caller_column[i]] = met ? compliance[i] * w->slide[i] : 0;
  return met;
}
