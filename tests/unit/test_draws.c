// Draws use every part of every distribution once, and a seed gives the same intervals again.
#include "hold_kit.h"
#include "num/latin.h"
#include "scenario/draws.h"

static double normal(double z) {
  return 0.5 * erfc(-z / sqrt(2));
}

// each of n equal parts of a distribution is hit once: a Latin hypercube
static void every_stratum_is_hit_once(void) {
  enum { MOST = 100 }; // more, and the outermost part is cut off
  static const int counts[] = {2, 7, 64, 97, MOST};
  ps_parameter_table table;
  ps_error err = {0};
  human_ok(ps_parameters_load(&table, &err), &err);
  for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
    int n = counts[c], drawn = 0;
    static char hit[PS_PARAMETER_COUNT][MOST];
    memset(hit, 0, sizeof hit);
    for (int i = 0; i < n; i++) {
      ps_parameters p;
      ps_draw_parameters(&table, 3, i, n, &p);
      for (int k = 0; k < PS_PARAMETER_COUNT; k++) {
        const ps_parameter *item = &table.item[k];
        if (!(item->low < item->high))
          continue;
        double off = ((double *)&p)[k] - item->value;
        double half = off < 0 ? item->value - item->low : item->high - item->value;
        double u = half > 0 ? normal(1.6448536269514722 * off / half) : 0.5;
        if (half > 0)
          hit[k][(int)(u * n * (1 - 1e-12))]++;
      }
    }
    for (int k = 0; k < PS_PARAMETER_COUNT; k++) {
      const ps_parameter *item = &table.item[k];
      if (!(item->low < item->value && item->value < item->high))
        continue;
      drawn++;
      for (int part = 0; part < n; part++)
        CHECK_EQ(hit[k][part], 1);
    }
    CHECK(drawn > 20);
  }
}

// strata of two numbers have nothing to do with each other: affine maps in place of permutations
// would put half of all pairs on the same few lines
static void strata_of_different_numbers_are_independent(void) {
  enum { STREAMS = 60 };
  static const int counts[] = {32, 64, 100, 256};
  for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
    int n = counts[c], beyond = 0, pairs = 0;
    for (int a = 0; a < STREAMS; a++)
      for (int b = 0; b < a; b++, pairs++) {
        double xy = 0;
        for (int i = 0; i < n; i++)
          xy += (ps_latin_uniform(1, (uint64_t)a, i, n) - 0.5) *
                (ps_latin_uniform(1, (uint64_t)b, i, n) - 0.5);
        double r = 12 * xy / n; // of ranks: a variance of 1/12, a standard error of 1/sqrt(n)
        CHECK(fabs(r) < 4.5 / sqrt(n));
        beyond += fabs(r) > 2 / sqrt(n);
      }
    CHECK(beyond < 0.08 * pairs); // 4.6 % of a normal distribution; pairs share numbers
  }
}

static void draws_stay_near_what_the_sources_leave_open(void) {
  ps_parameter_table table;
  ps_error err = {0};
  human_ok(ps_parameters_load(&table, &err), &err);
  ps_parameters centre = ps_parameters_default(&table);
  int outside = 0, drawn = 0;
  for (int i = 0; i < 256; i++) {
    ps_parameters p;
    ps_draw_parameters(&table, 1, i, 256, &p);
    for (int k = 0; k < PS_PARAMETER_COUNT; k++) {
      const ps_parameter *item = &table.item[k];
      double x = ((double *)&p)[k];
      if (!(item->low < item->high)) {
        CHECK_EQ(x, ((double *)&centre)[k]);
        continue;
      }
      double reach = 2.5 / 1.6448536269514722; // of the distance to low and high
      CHECK(x >= item->value - reach * (item->value - item->low) - 1e-12 * fabs(item->value));
      CHECK(x <= item->value + reach * (item->high - item->value) + 1e-12 * fabs(item->value));
      outside += x < item->low || x > item->high;
      drawn++;
    }
  }
  CHECK_NEAR((double)outside / drawn, 0.1, 0.005); // [-]  beyond the 5th and the 95th percentile
}

typedef struct summary {
  double p10, p50, p90;
  int draws;
} summary;

static summary draw(uint64_t seed, int draws) {
  ps_pool pool = {0};
  ps_lab lab;
  ps_answer *answer;
  ps_error err = {0};
  ps_answer_options o = ps_answer_default();
  o.draws = draws;
  o.seed = seed;
  human_ok(ps_lab_open(&lab, &err), &err);
  ps_tree *tree = ps_pool_take(&pool, sizeof *tree);
  tree->kind = PS_TREE_MAP;
  human_ok(ps_tree_assign(&pool, tree, "posture=standing", &err), &err);
  human_ok(ps_answer_pose(&answer, &lab, tree, "pose.yaml", &o, &err), &err);
  const ps_tree *number = ps_tree_find(answer->tree, "levels.L4_L5.compression_N");
  CHECK(number && number->interval);
  summary s = {number->interval->p10, number->interval->p50, number->interval->p90, answer->draws};
  ps_answer_free(answer);
  ps_lab_close(&lab);
  ps_pool_free(&pool);
  return s;
}

static void a_seed_gives_the_same_bits_again(void) {
  summary a = draw(5, 48), b = draw(5, 48), c = draw(6, 48);
  CHECK(a.p10 == b.p10 && a.p50 == b.p50 && a.p90 == b.p90 && a.draws == b.draws);
  CHECK(a.p50 != c.p50);
  CHECK(a.p10 < a.p50 && a.p50 < a.p90);
}

// other seeds say the same, as far as that many draws can
static void intervals_hardly_depend_on_the_seed(void) {
  summary a = draw(1, 256), b = draw(2, 256);
  double wide = a.p90 - a.p10;
  CHECK(a.draws > 200 && wide > 20); // [N]
  CHECK_NEAR(a.p10, b.p10, 0.2 * wide);
  CHECK_NEAR(a.p50, b.p50, 0.2 * wide);
  CHECK_NEAR(a.p90, b.p90, 0.2 * wide);
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(every_stratum_is_hit_once),
                   CHECK_FACT(strata_of_different_numbers_are_independent),
                   CHECK_FACT(draws_stay_near_what_the_sources_leave_open),
                   CHECK_FACT(a_seed_gives_the_same_bits_again),
                   CHECK_FACT(intervals_hardly_depend_on_the_seed));
}
