#include "recruit_kit.h"

static double x[KIT_COLUMNS], price[KIT_ROWS], unmet[KIT_ROWS];

// A problem with a full matrix, one row of A after the other.
static kit_problem full(int nrow, int ncol, const double *a, const double *b, double lo, double hi,
                        double power) {
  kit_problem q = {.nrow = nrow, .ncol = ncol, .power = power};
  for (int i = 0; i < ncol; i++) {
    for (int r = 0; r < nrow; r++) {
      q.row[i * nrow + r] = r;
      q.value[i * nrow + r] = a[r * ncol + i];
    }
    q.start[i + 1] = (i + 1) * nrow;
    q.weight[i] = 1;
    q.lo[i] = lo;
    q.hi[i] = hi;
  }
  for (int r = 0; r < nrow; r++)
    q.demand[r] = b[r];
  return q;
}

// ---- answers known beforehand

// one row: x_i is proportional to (a_i / w_i)^(1/(p-1))
static void effort_goes_where_the_arm_is_long_and_the_weight_small(void) {
  static const double a[] = {30, 60, 15}, powers[] = {1.5, 2, 3, 4, 6};
  for (int k = 0; k < 5; k++) {
    kit_problem q = full(1, 3, a, (double[]){20}, 0, 1, powers[k]);
    q.weight[1] = 3;
    ps_recruit_report report = kit_solve_once(&q, x, price, unmet);
    CHECK_EQ(report.outcome, PS_RECRUIT_SOLVED);
    double root = 1 / (powers[k] - 1), total = 0;
    for (int i = 0; i < 3; i++)
      total += a[i] * pow(a[i] / q.weight[i], root);
    for (int i = 0; i < 3; i++)
      CHECK_NEAR(x[i], 20 * pow(a[i] / q.weight[i], root) / total, 1e-12); // [-] rounding of pow
  }
}

static void full_muscle_leaves_the_rest_to_the_others(void) {
  kit_problem q = full(1, 2, (double[]){60, 30}, (double[]){80}, 0, 1, 2);
  CHECK_EQ(kit_solve_once(&q, x, price, unmet).outcome, PS_RECRUIT_SOLVED);
  CHECK_EQ(x[0], 1);
  CHECK_NEAR(x[1], 20.0 / 30, 1e-15);
}

// 100 beyond what two muscles of 60 and 30 give is a tenth of a reserve of 100
static void reserve_takes_what_muscles_cannot(void) {
  for (double power = 2; power <= 3; power++) {
    kit_problem q = full(1, 3, (double[]){60, 30, 100}, (double[]){100}, 0.01, 1, power);
    q.lo[2] = -INFINITY;
    q.hi[2] = INFINITY;
    q.weight[2] = 1e6;
    CHECK_EQ(kit_solve_once(&q, x, price, unmet).outcome, PS_RECRUIT_SOLVED);
    CHECK_EQ(x[0], 1);
    CHECK_EQ(x[1], 1);
    CHECK_NEAR(x[2], 0.1, 1e-15);
  }
}

static void demand_of_nothing_takes_the_least_within_bounds(void) {
  kit_problem q = full(2, 3, (double[]){1, 2, 3, -1, 1, 0}, (double[]){0, 0}, -1, 1, 3);
  CHECK_EQ(kit_solve_once(&q, x, price, unmet).outcome, PS_RECRUIT_SOLVED);
  for (int i = 0; i < 3; i++)
    CHECK_EQ(x[i], 0);
}

static void problem_without_rows_or_columns_is_solved(void) {
  kit_problem none = {.power = 2}, free = full(0, 2, NULL, NULL, 0.25, 1, 2);
  kit_problem idle = full(1, 0, NULL, (double[]){0}, 0, 1, 2);
  CHECK_EQ(kit_solve_once(&none, x, price, unmet).outcome, PS_RECRUIT_SOLVED);
  CHECK_EQ(kit_solve_once(&free, x, price, unmet).outcome, PS_RECRUIT_SOLVED);
  CHECK_EQ(x[0], 0.25);
  CHECK_EQ(kit_solve_once(&idle, x, price, unmet).outcome, PS_RECRUIT_SOLVED);
  idle.demand[0] = 5;
  CHECK_EQ(kit_solve_once(&idle, x, price, unmet).outcome, PS_RECRUIT_INFEASIBLE);
  CHECK_EQ(unmet[0], 5);
}

// ---- demands out of reach

static void what_is_missing_is_reported(void) {
  for (double power = 2; power <= 3; power++) {
    kit_problem q = full(1, 2, (double[]){60, 30}, (double[]){100}, 0, 1, power);
    ps_recruit_report report = kit_solve_once(&q, x, price, unmet);
    CHECK_EQ(report.outcome, PS_RECRUIT_INFEASIBLE);
    CHECK_EQ(report.nunmet, 1);
    CHECK_EQ(x[0], 1);
    CHECK_EQ(x[1], 1);
    CHECK_NEAR(unmet[0], 10, 1e-13); // [N m]  rounding of 100
  }
}

// row 0 asks for 2 of its 1, row 1 for 3 of its 4 and of the same muscle the opposite; row 2 can be
// met. A full step of the muscle is worth 1 and 4 in the units of the rows, which are these too.
static void misses_are_shared_in_units_of_strength(void) {
  kit_problem q = full(3, 2, (double[]){1, 0, -4, 0, 0, 5}, (double[]){2, 3, 2}, 0, 1, 2);
  CHECK_EQ(kit_solve_once(&q, x, price, unmet).outcome, PS_RECRUIT_INFEASIBLE);
  // minimise (2 - x)^2 + ((3 + 4 x) / 4)^2: x = (2 - 3/4) / 2
  CHECK_NEAR(x[0], 0.625, 1e-13);
  CHECK_NEAR(unmet[0], 1.375, 1e-13);
  CHECK_NEAR(unmet[1], 5.5, 1e-13);
  CHECK_NEAR(x[1], 0.4, 1e-13);
  CHECK_EQ(unmet[2], 0);
}

static void contradiction_between_repeated_rows_is_found(void) {
  kit_problem q = full(2, 3, (double[]){10, 20, -30, 5, 10, -15}, (double[]){8, 5}, 0, 1, 3);
  CHECK_EQ(kit_solve_once(&q, x, price, unmet).outcome, PS_RECRUIT_INFEASIBLE);
  // 8.8 and 4.4 are nearest to 8 and 5 where the second row counts twice the first
  CHECK_NEAR(unmet[0], 8 - 9, 1e-12);
  CHECK_NEAR(unmet[1], 5 - 4.5, 1e-12);
  q.demand[1] = 4;
  CHECK_EQ(kit_solve_once(&q, x, price, unmet).outcome, PS_RECRUIT_SOLVED);
}

// ---- the conditions of optimality, at many problems

static void squares_are_minimal_at_ten_thousand_problems(void) {
  CHECK_EQ(kit_check_many(0, 10000, 2).limited, 0);
}

// one in ten thousand, a corner of what is within reach and no reserves, is beyond the last digit
static void cubes_are_minimal_at_six_thousand_problems(void) {
  CHECK(kit_check_many(0, 6000, 3).limited <= 2);
}

static void other_exponents_are_minimal_or_say_that_they_are_not(void) {
  static const double powers[] = {1.5, 2.5, 4, 5};
  static const int most[] = {6, 0, 4, 12}; // of 400
  for (int k = 0; k < 4; k++)
    CHECK(kit_check_many(0, 400, powers[k]).limited <= most[k]);
}

// ---- what must not matter

// two halves of a muscle, half the force and half the volume each, do what the whole one does
static void splitting_a_muscle_changes_nothing(void) {
  static kit_problem whole, split;
  static double halves[KIT_COLUMNS];
  for (uint64_t seed = 0; seed < 200; seed++) {
    kit_random(&whole, seed, 2 + (double)(seed % 2), (kit_trouble){0});
    split = whole;
    int n = split.start[split.ncol];
    for (int k = split.start[0]; k < split.start[1]; k++, n++) {
      split.value[k] *= 0.5;
      split.value[n] = split.value[k];
      split.row[n] = split.row[k];
    }
    split.weight[0] *= 0.5;
    split.weight[split.ncol] = split.weight[0];
    split.lo[split.ncol] = split.lo[0];
    split.hi[split.ncol] = split.hi[0];
    split.start[++split.ncol] = n;
    ps_recruit_report a = kit_solve_once(&whole, x, price, unmet);
    ps_recruit_report b = kit_solve_once(&split, halves, price, unmet);
    // out of reach, the halves change the units of the rows, and with them what is nearest
    if (a.outcome != PS_RECRUIT_SOLVED || b.outcome != PS_RECRUIT_SOLVED)
      continue;
    for (int i = 0; i < whole.ncol; i++)
      CHECK_NEAR(halves[i], x[i], 1e-9 * fmax(1, fabs(x[i]))); // [-] both are good to 1e-10
    CHECK_NEAR(halves[whole.ncol], halves[0], 1e-9);
  }
}

static void units_of_the_rows_do_not_matter(void) {
  static kit_problem q, scaled;
  static double y[KIT_COLUMNS];
  for (uint64_t seed = 0; seed < 200; seed++) {
    kit_random(&q, seed, 2 + (double)(seed % 2), (kit_trouble){0});
    scaled = q;
    for (int i = 0; i < q.ncol; i++)
      for (int k = q.start[i]; k < q.start[i + 1]; k++)
        scaled.value[k] = ldexp(q.value[k], 5 * (q.row[k] % 11) - 25);
    for (int r = 0; r < q.nrow; r++)
      scaled.demand[r] = ldexp(q.demand[r], 5 * (r % 11) - 25);
    ps_recruit_report a = kit_solve_once(&q, x, price, unmet);
    ps_recruit_report b = kit_solve_once(&scaled, y, price, unmet);
    CHECK_EQ(a.outcome, b.outcome);
    CHECK_NEAR(a.criterion, b.criterion, 1e-9 * a.criterion);
    for (int i = 0; i < q.ncol && a.outcome == PS_RECRUIT_SOLVED; i++)
      CHECK_NEAR(y[i], x[i], 1e-7 * fmax(1, fabs(x[i]))); // [-] p = 3 is flat where x is small
  }
}

// Columns and rows of `q` in another order; column i of q is column (i * step) % ncol.
static void shuffle(const kit_problem *q, int step, kit_problem *out) {
  *out = (kit_problem){.nrow = q->nrow, .ncol = q->ncol, .power = q->power};
  int n = 0;
  for (int j = 0; j < q->ncol; j++) {
    int i = 0;
    while ((i * step) % q->ncol != j)
      i++;
    out->weight[j] = q->weight[i];
    out->lo[j] = q->lo[i];
    out->hi[j] = q->hi[i];
    for (int k = q->start[i + 1] - 1; k >= q->start[i]; k--, n++) {
      out->value[n] = q->value[k];
      out->row[n] = q->nrow - 1 - q->row[k];
    }
    out->start[j + 1] = n;
  }
  for (int r = 0; r < q->nrow; r++)
    out->demand[q->nrow - 1 - r] = q->demand[r];
}

static void order_of_rows_and_columns_does_not_matter(void) {
  static kit_problem q, other;
  static double y[KIT_COLUMNS];
  for (uint64_t seed = 0; seed < 200; seed++) {
    kit_random(&q, seed, 2 + (double)(seed % 2), (kit_trouble){0});
    int step = q.ncol % 7 ? 7 : 1;
    shuffle(&q, step, &other);
    ps_recruit_report a = kit_solve_once(&q, x, price, unmet);
    ps_recruit_report b = kit_solve_once(&other, y, price, unmet);
    CHECK_EQ(a.outcome, b.outcome);
    for (int i = 0; i < q.ncol && a.outcome == PS_RECRUIT_SOLVED; i++)
      CHECK_NEAR(y[(i * step) % q.ncol], x[i], 1e-7 * fmax(1, fabs(x[i])));
  }
}

// A smooth motion of a problem: entries and demand swing, some demands out of reach.
static void move(const kit_problem *q, int frame, kit_problem *out) {
  *out = *q;
  for (int k = 0; k < q->start[q->ncol]; k++)
    out->value[k] = q->value[k] * (1 + 0.2 * sin(0.07 * frame + k));
  for (int r = 0; r < q->nrow; r++)
    out->demand[r] = q->demand[r] * (1 + sin(0.05 * frame + r));
}

static void answer_does_not_depend_on_the_frames_before(void) {
  static kit_problem q, now;
  static double y[KIT_COLUMNS];
  int beyond = 0;
  for (uint64_t seed = 0; seed < 24; seed++) {
    kit_random(&q, seed, 2, (kit_trouble){0});
    kit_solver warm = kit_open(&q);
    ps_recruit_restart(warm.work);
    for (int frame = 0; frame < 60; frame++) {
      ps_recruit_report report;
      move(&q, frame, &now);
      ps_recruit_outcome outcome = kit_solve(&warm, &now, y, &report);
      CHECK_EQ(kit_solve_once(&now, x, price, unmet).outcome, outcome);
      for (int i = 0; i < q.ncol; i++)
        CHECK_NEAR(y[i], x[i], 1e-10 * fmax(1, fabs(x[i]))); // [-] rounding, times the condition
      beyond += outcome == PS_RECRUIT_INFEASIBLE;
    }
    kit_close(&warm);
  }
  CHECK(beyond > 100 && beyond < 24 * 60 - 100); // runs of both
}

static void same_input_gives_the_same_bits(void) {
  static kit_problem q;
  static double y[KIT_COLUMNS];
  for (uint64_t seed = 0; seed < 200; seed++) {
    kit_random(&q, seed, 3, kit_trouble_of(seed));
    kit_solve_once(&q, x, price, unmet);
    kit_solve_once(&q, y, price, unmet);
    CHECK_EQ(memcmp(x, y, (size_t)q.ncol * sizeof(double)), 0);
  }
}

// ---- derivatives

// the criterion is convex in the demand, so its slope lies between those of the chords
static void price_is_the_slope_of_the_criterion(void) {
  static kit_problem q;
  const double h = 1e-3; // [N m]
  int compared = 0;
  for (uint64_t seed = 0; seed < 200; seed++) {
    kit_random(&q, seed, 2 + (double)(seed % 2), (kit_trouble){0});
    double b = q.demand[0], at[3][KIT_ROWS];
    ps_recruit_report report[3];
    for (int k = 0; k < 3; k++) {
      q.demand[0] = b + (k - 1) * h;
      report[k] = kit_solve_once(&q, x, at[k], unmet);
    }
    // out of reach there is no price
    if (report[0].outcome || report[1].outcome || report[2].outcome)
      continue;
    double rise = (report[2].criterion - report[1].criterion) / h;
    double fall = (report[1].criterion - report[0].criterion) / h;
    double slack = 1e-12 * report[1].criterion / h + 1e-9 * fabs(at[1][0]); // rounding
    CHECK(fall - slack <= at[1][0] && at[1][0] <= rise + slack);
    CHECK(at[0][0] - slack <= fall && rise <= at[2][0] + slack);
    compared++;
  }
  CHECK(compared > 100);
}

static void sensitivity_agrees_with_differences(void) {
  static kit_problem q;
  static double ahead[KIT_COLUMNS], follow[KIT_COLUMNS];
  const double h = 1e-6; // [-]  of the change of demand
  int compared = 0;
  for (uint64_t seed = 0; seed < 200; seed++) {
    kit_random(&q, seed, 2 + (double)(seed % 2), (kit_trouble){0});
    double change[KIT_ROWS];
    for (int r = 0; r < q.nrow; r++)
      change[r] = 1 + r % 3;
    kit_solver s = kit_open(&q);
    ps_recruit_restart(s.work);
    ps_recruit_report report;
    bool solved = kit_solve(&s, &q, x, &report) == PS_RECRUIT_SOLVED;
    if (solved && ps_recruit_sensitivity(s.problem, s.work, change, follow)) {
      for (int r = 0; r < q.nrow; r++)
        q.demand[r] += h * change[r];
      solved = kit_solve_once(&q, ahead, price, unmet).outcome == PS_RECRUIT_SOLVED;
      double steepest = 0;
      for (int i = 0; i < q.ncol; i++)
        steepest = fmax(steepest, fabs(follow[i]));
      for (int i = 0; solved && steepest < 10 && i < q.ncol; i++)
        CHECK_NEAR((ahead[i] - x[i]) / h, follow[i], 1e-3 * fmax(steepest, 1e-3));
      compared += solved && steepest < 10; // beyond, the step crosses a bound or a curve of p = 3
    }
    kit_close(&s);
  }
  CHECK(compared > 50);
}

// ---- input

static void bounds_of_a_frame_replace_those_of_the_problem(void) {
  static kit_problem q, tight;
  static double y[KIT_COLUMNS];
  for (uint64_t seed = 0; seed < 100; seed++) {
    kit_random(&q, seed, 2, (kit_trouble){0});
    tight = q;
    for (int i = 0; i < q.ncol; i += 2)
      tight.lo[i] = tight.hi[i] = q.lo[i] > -INFINITY ? 0.5 * (q.lo[i] + q.hi[i]) : 0;
    kit_solver s = kit_open(&q);
    ps_recruit_report report;
    ps_recruit_restart(s.work);
    ps_recruit_frame frame = {q.value, q.demand, tight.lo, tight.hi, NULL};
    ps_recruit_outcome outcome = ps_recruit_solve(s.problem, s.work, &frame, y, &report);
    ps_recruit_report alone = kit_solve_once(&tight, x, price, unmet);
    CHECK(outcome <= PS_RECRUIT_INFEASIBLE);
    for (int i = 0; i < q.ncol; i++)
      CHECK(y[i] >= tight.lo[i] && y[i] <= tight.hi[i]);
    for (int i = 0; i < q.ncol && alone.outcome == PS_RECRUIT_SOLVED; i++)
      CHECK_NEAR(y[i], x[i], 1e-9 * fmax(1, fabs(x[i])));
    kit_close(&s);
  }
}

// |x - o| counts: the same as x' = x - o, by hand
static void costs_may_count_from_an_origin(void) {
  static kit_problem q, moved;
  static double y[KIT_COLUMNS], origin[KIT_COLUMNS];
  for (uint64_t seed = 0; seed < 200; seed++) {
    uint64_t state = seed + 1;
    kit_random(&q, seed, seed % 2 ? 2 : 3, (kit_trouble){0});
    moved = q;
    for (int i = 0; i < q.ncol; i++) {
      origin[i] = 0.3 * kit_signed(&state);
      moved.lo[i] -= origin[i];
      moved.hi[i] -= origin[i];
      for (int k = q.start[i]; k < q.start[i + 1]; k++)
        moved.demand[q.row[k]] -= q.value[k] * origin[i];
    }
    kit_solver s = kit_open(&q);
    ps_recruit_report report;
    ps_recruit_restart(s.work);
    ps_recruit_frame frame = {q.value, q.demand, NULL, NULL, origin};
    ps_recruit_outcome outcome = ps_recruit_solve(s.problem, s.work, &frame, y, &report);
    ps_recruit_frame by_hand = {q.value, moved.demand, moved.lo, moved.hi, NULL};
    ps_recruit_restart(s.work);
    CHECK_EQ(ps_recruit_solve(s.problem, s.work, &by_hand, x, &report), outcome);
    for (int i = 0; i < q.ncol && outcome == PS_RECRUIT_SOLVED; i++)
      CHECK_NEAR(y[i], x[i] + origin[i], 1e-9 * fmax(1, fabs(x[i])));
    kit_close(&s);
  }
}

// with the right prices nothing is left to search for
static void prices_that_are_known_are_a_start(void) {
  static kit_problem q;
  static double y[KIT_COLUMNS];
  int cold = 0, known = 0; // Newton steps
  for (uint64_t seed = 0; seed < 200; seed++) {
    kit_random(&q, seed, 2, (kit_trouble){0});
    ps_recruit_report alone = kit_solve_once(&q, x, price, unmet), report;
    if (alone.outcome != PS_RECRUIT_SOLVED)
      continue;
    kit_solver s = kit_open(&q);
    ps_recruit_start(s.problem, s.work, price);
    CHECK_EQ(kit_solve(&s, &q, y, &report), PS_RECRUIT_SOLVED);
    cold += alone.newton;
    known += report.newton;
    for (int i = 0; i < q.ncol; i++)
      CHECK_NEAR(y[i], x[i], 1e-9 * fmax(1, fabs(x[i])));
    kit_close(&s);
  }
  CHECK(2 * known < cold);
}

// Twelve columns over ten rows are a bundle; the last two reach seven and eight of these rows, in
// another order, and go with it. Zeros in the rows that they lack, written out, change nothing.
static void short_columns_go_with_a_longer_bundle(void) {
  enum { M = 10, N = 14 };
  static kit_problem bare, full;
  static double y[KIT_COLUMNS];
  for (uint64_t seed = 1; seed < 100; seed++) {
    uint64_t state = seed;
    bare = full = (kit_problem){.nrow = M, .power = seed % 2 ? 2 : 3};
    for (int i = 0; i < N; i++) {
      int lacks = i < N - 2 ? 0 : i == N - 1 ? 3 : 2, n = bare.start[i];
      for (int k = 0; k < M; k++) {
        int r = lacks ? M - 1 - k : k;
        double value = r % 4 == 1 && r < 4 * lacks ? 0 : 50 * kit_signed(&state);
        full.row[i * M + r] = r;
        full.value[i * M + r] = value;
        bare.row[n] = r;
        bare.value[n] = value;
        n += value != 0;
      }
      bare.start[i + 1] = n;
      full.start[i + 1] = (i + 1) * M;
    }
    bare.ncol = full.ncol = N;
    for (int i = 0; i < N; i++) {
      bare.weight[i] = full.weight[i] = 1;
      bare.lo[i] = full.lo[i] = -5;
      bare.hi[i] = full.hi[i] = 5;
    }
    for (int r = 0; r < M; r++)
      bare.demand[r] = full.demand[r] = 20 * kit_signed(&state);
    ps_recruit_outcome outcome = kit_solve_once(&bare, x, price, unmet).outcome;
    CHECK_EQ(kit_solve_once(&full, y, price, unmet).outcome, outcome);
    for (int i = 0; i < N && outcome == PS_RECRUIT_SOLVED; i++)
      CHECK_NEAR(y[i], x[i], 1e-9);
  }
}

static void broken_frame_is_refused_and_forgotten(void) {
  kit_problem q = full(1, 2, (double[]){60, 30}, (double[]){50}, 0, 1, 2), broken = q;
  kit_solver s = kit_open(&q);
  ps_recruit_report report;
  ps_recruit_restart(s.work);
  CHECK_EQ(kit_solve(&s, &q, x, &report), PS_RECRUIT_SOLVED);
  double before = x[0];
  static const double bad[] = {NAN, INFINITY, -INFINITY};
  for (int k = 0; k < 6; k++) {
    broken = q;
    *(k < 3 ? &broken.value[1] : &broken.demand[0]) = bad[k % 3];
    x[0] = NAN;
    CHECK_EQ(kit_solve(&s, &broken, x, &report), PS_RECRUIT_BAD_INPUT);
    CHECK_EQ(x[0], 0);
    CHECK_EQ(report.unmet[0], 0);
  }
  ps_recruit_frame crossed = {q.value, q.demand, (double[]){0, 1}, (double[]){1, 0}, NULL};
  CHECK_EQ(ps_recruit_solve(s.problem, s.work, &crossed, x, &report), PS_RECRUIT_BAD_INPUT);
  CHECK_EQ(kit_solve(&s, &q, x, &report), PS_RECRUIT_SOLVED);
  CHECK_NEAR(x[0], before, 1e-15); // warm and cold differ by rounding
  kit_close(&s);
}

static void huge_numbers_end_in_finite_ones(void) {
  kit_problem q =
      full(2, 2, (double[]){1e300, 1e-300, -1e300, 1e300}, (double[]){1e308, 1e308}, 0, 1, 3);
  ps_recruit_report report = kit_solve_once(&q, x, price, unmet);
  CHECK(report.outcome != PS_RECRUIT_SOLVED);
  for (int i = 0; i < 2; i++)
    CHECK(x[i] >= 0 && x[i] <= 1);
}

static ps_status create_status(const kit_problem *q) {
  ps_pool pool = {0};
  const ps_recruit_problem *problem;
  ps_recruit_spec spec = {q->nrow, q->ncol, q->start, q->row, q->weight,
                          q->lo,   q->hi,   q->power, false};
  ps_status status = ps_recruit_create(&pool, &spec, &problem, NULL);
  ps_pool_free(&pool);
  return status;
}

static void problem_that_is_none_is_refused(void) {
  kit_problem good = full(2, 2, (double[]){1, 2, 3, 4}, (double[]){1, 1}, 0, 1, 2), bad;
  CHECK_EQ(create_status(&good), PS_OK);
  static const double powers[] = {1, 0.5, 0, -2, 10.5, INFINITY, NAN}; // opensim-core issue 2300
  for (int k = 0; k < 7; k++) {
    bad = good;
    bad.power = powers[k];
    CHECK_EQ(create_status(&bad), PS_ERR_ARGUMENT);
  }
  static const double weights[] = {0, -1, INFINITY, NAN};
  for (int k = 0; k < 4; k++) {
    bad = good;
    bad.weight[1] = weights[k];
    CHECK_EQ(create_status(&bad), PS_ERR_ARGUMENT);
  }
  bad = good;
  bad.row[3] = 2; // no such row
  CHECK_EQ(create_status(&bad), PS_ERR_ARGUMENT);
  bad.row[3] = 0; // twice
  CHECK_EQ(create_status(&bad), PS_ERR_ARGUMENT);
  bad = good;
  bad.lo[0] = 2;
  CHECK_EQ(create_status(&bad), PS_ERR_ARGUMENT);
  bad.lo[0] = NAN;
  CHECK_EQ(create_status(&bad), PS_ERR_ARGUMENT);
}

int main(void) {
  return CHECK_RUN(
      CHECK_FACT(effort_goes_where_the_arm_is_long_and_the_weight_small),
      CHECK_FACT(full_muscle_leaves_the_rest_to_the_others),
      CHECK_FACT(reserve_takes_what_muscles_cannot),
      CHECK_FACT(demand_of_nothing_takes_the_least_within_bounds),
      CHECK_FACT(problem_without_rows_or_columns_is_solved),
      CHECK_FACT(what_is_missing_is_reported), CHECK_FACT(misses_are_shared_in_units_of_strength),
      CHECK_FACT(contradiction_between_repeated_rows_is_found),
      CHECK_FACT(squares_are_minimal_at_ten_thousand_problems),
      CHECK_FACT(cubes_are_minimal_at_six_thousand_problems),
      CHECK_FACT(other_exponents_are_minimal_or_say_that_they_are_not),
      CHECK_FACT(splitting_a_muscle_changes_nothing), CHECK_FACT(units_of_the_rows_do_not_matter),
      CHECK_FACT(order_of_rows_and_columns_does_not_matter),
      CHECK_FACT(answer_does_not_depend_on_the_frames_before),
      CHECK_FACT(same_input_gives_the_same_bits), CHECK_FACT(price_is_the_slope_of_the_criterion),
      CHECK_FACT(sensitivity_agrees_with_differences),
      CHECK_FACT(bounds_of_a_frame_replace_those_of_the_problem),
      CHECK_FACT(costs_may_count_from_an_origin), CHECK_FACT(prices_that_are_known_are_a_start),
      CHECK_FACT(short_columns_go_with_a_longer_bundle),
      CHECK_FACT(broken_frame_is_refused_and_forgotten),
      CHECK_FACT(huge_numbers_end_in_finite_ones), CHECK_FACT(problem_that_is_none_is_refused));
}
