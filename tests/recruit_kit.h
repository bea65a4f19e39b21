// recruit_kit.h: random recruitment problems, a solver for one frame, and the optimality conditions
// checked by other code than that which reports them.
#pragma once

#include <stdlib.h>

#include "check.h"
#include "random_kit.h"
#include "solve/recruit.h"

enum { KIT_ROWS = 40, KIT_COLUMNS = 130, KIT_ENTRIES = KIT_COLUMNS * 8 };

typedef struct kit_problem {
  int nrow, ncol, start[KIT_COLUMNS + 1], row[KIT_ENTRIES];
  double value[KIT_ENTRIES], demand[KIT_ROWS], power;
  double weight[KIT_COLUMNS], lo[KIT_COLUMNS], hi[KIT_COLUMNS];
} kit_problem;

// ---- a solver

typedef struct kit_solver {
  ps_pool pool;
  void *block;
  const ps_recruit_problem *problem;
  ps_recruit_work *work;
} kit_solver;

static inline kit_solver kit_open(const kit_problem *q) {
  kit_solver s = {0};
  ps_recruit_spec spec = {.nrow = q->nrow,
                          .ncol = q->ncol,
                          .start = q->start,
                          .row = q->row,
                          .weight = q->weight,
                          .lo = q->lo,
                          .hi = q->hi,
                          .power = q->power};
  CHECK_EQ(ps_recruit_create(&s.pool, &spec, &s.problem, NULL), PS_OK);
  ps_arena arena = {0};
  ps_recruit_place(s.problem, &arena);
  s.block = aligned_alloc(PS_ARENA_ALIGN, arena.used);
  memset(s.block, 0xff, arena.used); // not a number, wherever something is read before written
  arena = (ps_arena){.block = s.block, .size = arena.used};
  s.work = ps_recruit_place(s.problem, &arena);
  return s;
}

static inline void kit_close(kit_solver *s) {
  free(s->block);
  ps_pool_free(&s->pool);
}

static inline ps_recruit_outcome kit_solve(const kit_solver *s, const kit_problem *q, double *x,
                                           ps_recruit_report *report) {
  ps_recruit_frame frame = {.value = q->value, .demand = q->demand};
  return ps_recruit_solve(s->problem, s->work, &frame, x, report);
}

// One frame without a past.
static inline ps_recruit_report kit_solve_once(const kit_problem *q, double *x, double *price,
                                               double *unmet) {
  kit_solver s = kit_open(q);
  ps_recruit_report report;
  kit_solve(&s, q, x, &report);
  for (int r = 0; r < q->nrow; r++) {
    price[r] = report.price[r];
    unmet[r] = report.unmet[r];
  }
  kit_close(&s);
  return report;
}

// ---- random problems

// What may go wrong with a problem.
typedef struct kit_trouble {
  bool rows;     // units of the rows differ by up to 1e16
  bool columns;  // units of the columns differ by up to 1e16
  bool repeated; // a row is a multiple of another
  bool open;     // columns over several rows without bounds
  double spread; // weights differ by up to 10^(2 spread)
} kit_trouble;

// A column over up to six rows, next to each other or anywhere.
static inline void kit_add_muscle(kit_problem *q, const double *unit, kit_trouble trouble,
                                  uint64_t *s) {
  static const double lo[] = {0.01, 0, 0, -1, 0.5, -INFINITY};
  static const double hi[] = {1, 1, 2, 1, 0.5, INFINITY};
  int i = q->ncol++, n = q->start[i], m = q->nrow, count = 1 + kit_pick(s, m < 6 ? m : 6);
  int first = kit_pick(s, m - count + 1);
  bool used[KIT_ROWS] = {false}, anywhere = kit_chance(s, 3);
  for (int k = 0; k < count; k++, n++) {
    int r = anywhere ? kit_pick(s, m) : first + k;
    while (used[r])
      r = kit_pick(s, m);
    used[r] = true;
    q->row[n] = r;
    q->value[n] = kit_chance(s, 20) ? 0 : 100 * unit[r] * kit_signed(s);
  }
  q->start[i + 1] = n;
  int kind = kit_pick(s, 10), bound = kind < 5 ? 0 : kind < 7 ? 1 : kind < 8 ? 2 : kind < 9 ? 3 : 4;
  bound = trouble.open && kit_chance(s, 20) ? 5 : bound;
  q->lo[i] = lo[bound];
  q->hi[i] = hi[bound];
  q->weight[i] = kit_chance(s, 2) ? 1 : 0.2 + kit_uniform(s);
  q->weight[i] *= pow(10, trouble.spread * kit_signed(s));
  double scale = trouble.columns ? pow(10, 8 * kit_signed(s)) : 1;
  for (int k = q->start[i]; k < n; k++)
    q->value[k] *= scale;
  q->lo[i] /= scale;
  q->hi[i] /= scale;
  q->weight[i] *= pow(scale, q->power);
}

static inline void kit_add_reserve(kit_problem *q, int row, double strength) {
  int i = q->ncol++, n = q->start[i];
  q->row[n] = row;
  q->value[n] = strength;
  q->start[i + 1] = n + 1;
  q->lo[i] = -INFINITY;
  q->hi[i] = INFINITY;
  q->weight[i] = 1;
}

// Row `copy` becomes `factor` times row `of`, in every column.
static inline void kit_repeat_row(kit_problem *q, int copy, int of, double factor) {
  static kit_problem old;
  old = *q;
  int n = 0;
  for (int i = 0; i < old.ncol; i++) {
    for (int k = old.start[i]; k < old.start[i + 1]; k++) {
      if (old.row[k] == copy)
        continue;
      q->row[n] = old.row[k];
      q->value[n++] = old.value[k];
      if (old.row[k] == of) {
        q->row[n] = copy;
        q->value[n++] = factor * old.value[k];
      }
    }
    q->start[i + 1] = n;
  }
}

// What some x inside the bounds, at them, or at a mixture gives; or more than that, or anything.
static inline void kit_ask(kit_problem *q, const double *unit, uint64_t *s) {
  int kind = kit_pick(s, 6);
  memset(q->demand, 0, sizeof q->demand);
  for (int i = 0; i < q->ncol; i++) {
    double natural = pow(q->weight[i], -1 / q->power);
    double lo = q->lo[i] > -INFINITY ? q->lo[i] : -natural * kit_uniform(s);
    double hi = q->hi[i] < INFINITY ? q->hi[i] : lo + natural * kit_uniform(s);
    double inside = kit_uniform(s), edge = kit_pick(s, 2);
    double share = kind == 0 ? 0 : kind == 1 ? edge : kind == 2 && kit_chance(s, 2) ? edge : inside;
    for (int k = q->start[i]; k < q->start[i + 1]; k++)
      q->demand[q->row[k]] += q->value[k] * (lo + share * (hi - lo));
  }
  for (int r = 0; r < q->nrow; r++) {
    double more = pow(10, 2 * kit_signed(s)), any = 100 * unit[r] * kit_signed(s) * more;
    q->demand[r] = kind == 4 ? more * q->demand[r] : kind == 5 ? any : q->demand[r];
  }
}

// Up to 16 rows, 50 muscles, and reserves in no, some or all rows.
static inline void kit_random(kit_problem *q, uint64_t seed, double power, kit_trouble trouble) {
  uint64_t s = seed * 1000003 + 12345;
  *q = (kit_problem){.nrow = 1 + kit_pick(&s, 16), .power = power};
  double unit[KIT_ROWS];
  for (int r = 0; r < q->nrow; r++)
    unit[r] = trouble.rows ? pow(10, 8 * kit_signed(&s)) : 1;
  for (int muscles = 1 + kit_pick(&s, 50); muscles > 0; muscles--)
    kit_add_muscle(q, unit, trouble, &s);
  int reserves = kit_pick(&s, 3);
  for (int r = 0; r < q->nrow; r++)
    if (reserves == 1 || (reserves == 2 && kit_chance(&s, 2)))
      kit_add_reserve(q, r, (kit_chance(&s, 2) ? 1 : 100) * unit[r]);
  int copy = kit_pick(&s, q->nrow), of = kit_pick(&s, q->nrow);
  if (trouble.repeated && copy != of) {
    kit_repeat_row(q, copy, of, kit_signed(&s));
    unit[copy] = unit[of];
  }
  kit_ask(q, unit, &s);
}

// Mild problems, and three sorts of trouble, in turn.
static inline kit_trouble kit_trouble_of(uint64_t seed) {
  static const kit_trouble sort[] = {
      {.spread = 0},
      {.rows = true, .repeated = true},
      {.rows = true, .columns = true, .spread = 1},
      {.repeated = true, .open = true, .columns = true},
  };
  return sort[seed % 4];
}

// ---- optimality

// Violations of the conditions, all relative and zero at a solution.
typedef struct kit_violation {
  double bounds; // of x, in its own unit
  double
      balance;  // of A x + unmet = b: the better of beside max(1, ||b||) and beside the row's terms
  double worth; // of the sign conditions on p w |x|^(p-1) - a' price
  double miss;  // cosine of a column that would shorten the miss
} kit_violation;

static inline double kit_slope(const kit_problem *q, int i, double x) {
  return q->power * q->weight[i] * copysign(pow(fabs(x), q->power - 1), x);
}

// Cosine between column i and the miss, each row in units of what its columns can do together.
static inline double kit_cosine(const kit_problem *q, const double *unit2, const double *unmet,
                                int i) {
  double product = 0, column2 = 0, miss2 = 0;
  for (int k = q->start[i]; k < q->start[i + 1]; k++) {
    product += q->value[k] * unmet[q->row[k]] / unit2[q->row[k]];
    column2 += q->value[k] * q->value[k] / unit2[q->row[k]];
  }
  for (int r = 0; r < q->nrow; r++)
    miss2 += unmet[r] * unmet[r] / unit2[r];
  return column2 * miss2 > 0 ? product / sqrt(column2 * miss2) : 0;
}

// The larger bound, or what is 1 in the criterion.
static inline double kit_reach(const kit_problem *q, int i) {
  double most = fmax(fabs(q->lo[i]), fabs(q->hi[i]));
  return most > 0 && most < INFINITY ? most : pow(q->weight[i], -1 / q->power);
}

static inline void kit_units(const kit_problem *q, double *unit2) {
  memset(unit2, 0, (size_t)q->nrow * sizeof(double));
  for (int i = 0; i < q->ncol; i++) {
    double reach = kit_reach(q, i);
    for (int k = q->start[i]; k < q->start[i + 1]; k++)
      unit2[q->row[k]] += q->value[k] * q->value[k] * reach * reach;
  }
  for (int r = 0; r < q->nrow; r++)
    unit2[r] = unit2[r] > 0 ? unit2[r] : 1;
}

static inline double kit_balance(const kit_problem *q, const double *x, const double *unmet) {
  double left[KIT_ROWS], size[KIT_ROWS], most = 1, beside_most = 0, beside_row = 0;
  for (int r = 0; r < q->nrow; r++) {
    left[r] = unmet[r] - q->demand[r];
    size[r] = fabs(q->demand[r]);
    most = fmax(most, size[r]);
  }
  for (int i = 0; i < q->ncol; i++)
    for (int k = q->start[i]; k < q->start[i + 1]; k++) {
      left[q->row[k]] += q->value[k] * x[i];
      size[q->row[k]] += fabs(q->value[k] * x[i]);
    }
  for (int r = 0; r < q->nrow; r++) {
    beside_most = fmax(beside_most, fabs(left[r]) / most);
    beside_row = fmax(beside_row, size[r] > 0 ? fabs(left[r]) / size[r] : 0);
  }
  return fmin(beside_most, beside_row);
}

static inline kit_violation kit_violations(const kit_problem *q, const double *x,
                                           const double *price, const double *unmet, bool missed) {
  kit_violation v = {.balance = kit_balance(q, x, unmet)};
  double unit2[KIT_ROWS], most = 0;
  kit_units(q, unit2);
  for (int i = 0; i < q->ncol; i++) {
    double worth = 0, reach = kit_reach(q, i), cosine = missed ? kit_cosine(q, unit2, unmet, i) : 0;
    for (int k = q->start[i]; k < q->start[i + 1]; k++)
      worth += q->value[k] * price[q->row[k]];
    double gap = kit_slope(q, i, x[i]) - worth;
    bool low = x[i] <= q->lo[i], high = x[i] >= q->hi[i];
    most = fmax(most, fmax(fabs(worth), kit_slope(q, i, reach)) * reach);
    v.bounds = fmax(v.bounds, x[i] >= q->lo[i] && x[i] <= q->hi[i] ? 0 : 1);
    // what the miss holds at a bound stays there at any price
    if (fabs(cosine) < 5e-8)
      v.worth = fmax(v.worth, (low && gap > 0) || (high && gap < 0) ? 0 : fabs(gap) * reach);
    v.miss = fmax(v.miss, (high && cosine > 0) || (low && cosine < 0) ? 0 : fabs(cosine));
  }
  v.worth = most > 0 ? v.worth / most : 0;
  return v;
}

// What a campaign over many problems found.
typedef struct kit_tally {
  int problems, infeasible, limited;
} kit_tally;

// Seeds begin .. end - 1: an answer satisfies all conditions, or says that it does not.
static inline kit_tally kit_check_many(uint64_t begin, uint64_t end, double power) {
  static kit_problem q;
  static double x[KIT_COLUMNS], price[KIT_ROWS], unmet[KIT_ROWS];
  kit_tally tally = {0};
  for (uint64_t seed = begin; seed < end; seed++) {
    kit_random(&q, seed, power, kit_trouble_of(seed));
    ps_recruit_report report = kit_solve_once(&q, x, price, unmet);
    bool missed = report.outcome == PS_RECRUIT_INFEASIBLE;
    kit_violation v = kit_violations(&q, x, price, unmet, missed);
    tally.problems++;
    tally.infeasible += missed;
    tally.limited += report.outcome == PS_RECRUIT_ITERATION_LIMIT;
    CHECK(report.outcome <= PS_RECRUIT_ITERATION_LIMIT);
    CHECK(v.bounds <= 0); // and x is a number
    if (report.outcome == PS_RECRUIT_ITERATION_LIMIT)
      continue;
    CHECK_EQ(missed, report.nunmet > 0);
    CHECK_NEAR(v.balance, 0, 1e-9); // what the report promises
    CHECK_NEAR(v.worth, 0, 1e-9);
    CHECK_NEAR(v.miss, 0, 1e-6); // [-] cosine: the miss is the least to 1e-12 of itself
  }
  CHECK(tally.infeasible * 20 > tally.problems); // the problems are what they are meant to be
  CHECK(tally.infeasible * 2 < tally.problems);
  return tally;
}
