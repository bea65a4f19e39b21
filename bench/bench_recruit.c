// bench_recruit.c: nanoseconds to share the moments of one instant among muscles.
//
//   bench_recruit [passes]
//
// Motions are synthetic: a tree of joints with one to three coordinates each, muscles over up to
// three neighbouring joints, smooth arms, forces and demands (a period of 1 s with overtones, at
// 100 Hz), and for 30 % of the time a demand of up to four times what the muscles were made for.
// With reserves every frame has a solution; without, the frames out of reach are counted. Warm: one
// frame after the other; cold: the solver forgets after each. Each line: the fastest and the median
// pass over the motion, Newton steps per frame (mean and most), and the worst residual.
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "solve/recruit.h"

enum { FRAMES = 400, PASSES = 21, MOST_PASSES = 1001, MOST_JOINTS = 64, MOST_SPAN = 9, MOST = 400 };
static const double TURN = 6.283185307179586; // [rad]
static const double RESERVE = 10;             // [N m]  of a reserve at control 1

static double now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return 1e9 * (double)t.tv_sec + (double)t.tv_nsec;
}

// [splitmix64] 0 .. 1, the same numbers on every machine
static double uniform(uint64_t *state) {
  uint64_t z = *state += 0x9e3779b97f4a7c15;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
  z = (z ^ z >> 27) * 0x94d049bb133111eb;
  return (double)((z ^ z >> 31) >> 11) * 0x1p-53;
}

// Coordinates in joints, joints in `branches` chains that meet in joint 0.
typedef struct tree {
  int njoint, parent[MOST_JOINTS], first[MOST_JOINTS], count[MOST_JOINTS];
} tree;

static tree grow_tree(int nrow, int branches, uint64_t *seed) {
  tree t = {0};
  for (int row = 0; row < nrow; t.njoint++) {
    int count = 1 + (int)(3 * uniform(seed)), joint = t.njoint;
    t.count[joint] = count < nrow - row ? count : nrow - row;
    t.first[joint] = row;
    t.parent[joint] = joint == 0 ? -1 : joint < branches ? 0 : joint - branches;
    row += t.count[joint];
  }
  return t;
}

// The coordinates a muscle spans: of one to three joints towards the root.
static int span(const tree *t, uint64_t *seed, int *row) {
  int n = 0, joint = (int)(t->njoint * uniform(seed));
  int joints = 1 + (int)(3.2 * uniform(seed) * uniform(seed) + 0.3);
  for (; joints > 0 && joint >= 0; joints--, joint = t->parent[joint])
    for (int r = 0; r < t->count[joint] && n < MOST_SPAN; r++)
      row[n++] = t->first[joint] + r;
  return n;
}

typedef struct motion {
  int nrow, ncol, nmuscle, nentry;
  int start[MOST + 1], row[MOST * MOST_SPAN];
  double lo[MOST], hi[MOST];
  double *value, *demand; // FRAMES x nentry, FRAMES x nrow
} motion;

static void add_columns(motion *m, int nrow, int nmuscle, int branches, uint64_t *seed) {
  tree t = grow_tree(nrow, branches, seed);
  m->nrow = nrow;
  m->nmuscle = nmuscle;
  m->start[0] = 0;
  for (int i = 0; i < nmuscle; i++) {
    m->start[i + 1] = m->start[i] + span(&t, seed, m->row + m->start[i]);
    m->lo[i] = 0.01;
    m->hi[i] = 1;
  }
  for (int r = 0, i = nmuscle; r < nrow; r++, i++) {
    m->row[m->start[i]] = r;
    m->start[i + 1] = m->start[i] + 1;
    m->lo[i] = -INFINITY;
    m->hi[i] = INFINITY;
  }
  m->ncol = nmuscle + nrow;
  m->nentry = m->start[m->ncol];
}

static double activation(double time, double phase) {
  double second = fmod(time, 1), wave = sin(TURN * (time + 3 * phase)) +
                                        0.4 * sin(TURN * (2 * time + 7 * phase)) +
                                        0.2 * sin(TURN * (5 * time + 5 * phase));
  double excess = second < 0.3 ? 1 + 3 * sin(TURN / 2 * second / 0.3) : 1;
  return fmax(0.01, 0.35 * wave) * excess;
}

static void add_frames(motion *m, uint64_t *seed) {
  m->value = calloc((size_t)(FRAMES * m->nentry), sizeof(double));
  m->demand = calloc((size_t)(FRAMES * m->nrow), sizeof(double));
  for (int i = 0; i < m->ncol; i++) {
    double phase = uniform(seed), force = 300 * exp(2 * uniform(seed)); // [N]
    for (int k = m->start[i]; k < m->start[i + 1]; k++) {
      double arm = 0.1 * (uniform(seed) - 0.5); // [m]
      for (int f = 0; f < FRAMES; f++) {
        double time = 0.01 * f, strength = force * (0.8 + 0.2 * sin(TURN * (time + phase)));
        double swing = arm * (1 + 0.2 * sin(TURN * (time + 2 * phase)));
        double moment = i < m->nmuscle ? strength * swing : RESERVE;
        m->value[f * m->nentry + k] = moment;
        if (i < m->nmuscle)
          m->demand[f * m->nrow + m->row[k]] += moment * activation(time, phase);
      }
    }
  }
}

typedef struct result {
  double ns[MOST_PASSES];
  long steps;
  int most, infeasible, unsolved;
  double residual;
} result;

// All frames once. Without reserves the last nrow columns have room for nothing.
static void run_pass(const motion *m, const ps_recruit_problem *p, ps_recruit_work *w, bool warm,
                     result *out) {
  double x[MOST];
  ps_recruit_report report;
  ps_recruit_restart(w);
  for (int f = 0; f < FRAMES; f++) {
    ps_recruit_frame frame = {.value = m->value + f * m->nentry, .demand = m->demand + f * m->nrow};
    if (!warm)
      ps_recruit_restart(w);
    ps_recruit_outcome outcome = ps_recruit_solve(p, w, &frame, x, &report);
    out->steps += report.newton;
    out->most = report.newton > out->most ? report.newton : out->most;
    out->infeasible += outcome == PS_RECRUIT_INFEASIBLE;
    out->unsolved += outcome > PS_RECRUIT_INFEASIBLE;
    out->residual = fmax(out->residual, fmax(report.balance, report.stationarity));
  }
}

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static int run(const motion *m, double power, bool reserves, bool warm, int passes) {
  ps_recruit_spec spec = {.nrow = m->nrow,
                          .ncol = reserves ? m->ncol : m->nmuscle,
                          .start = m->start,
                          .row = m->row,
                          .lo = m->lo,
                          .hi = m->hi,
                          .power = power};
  ps_pool pool = {0};
  const ps_recruit_problem *p;
  if (ps_recruit_create(&pool, &spec, &p, NULL) != PS_OK)
    return 1;
  ps_arena arena = {0};
  ps_recruit_place(p, &arena);
  void *block = aligned_alloc(PS_ARENA_ALIGN, arena.used);
  arena = (ps_arena){.block = block, .size = arena.used};
  ps_recruit_work *w = ps_recruit_place(p, &arena);
  result out = {0};
  for (int pass = 0; pass < passes; pass++) {
    double begin = now_ns();
    run_pass(m, p, w, warm, &out);
    out.ns[pass] = (now_ns() - begin) / FRAMES;
  }
  qsort(out.ns, (size_t)passes, sizeof *out.ns, by_size);
  printf("%4d %4d + %2d  %g  %s  %8.0f %8.0f  %6.2f %4d  %4.0f %% %3d  %.0e\n", m->nrow, m->nmuscle,
         spec.ncol - m->nmuscle, power, warm ? "warm" : "cold", out.ns[0], out.ns[passes / 2],
         (double)out.steps / (FRAMES * passes), out.most,
         100.0 * out.infeasible / (FRAMES * passes), out.unsolved, out.residual);
  free(block);
  ps_pool_free(&pool);
  return 0;
}

int main(int argc, char **argv) {
  static const struct {
    int nrow, nmuscle, branches;
  } size[] = {{24, 92, 3}, {30, 100, 4}, {60, 300, 4}};
  int passes = argc > 1 ? atoi(argv[1]) : PASSES, failed = 0;
  passes = passes < 1 ? 1 : passes > MOST_PASSES ? MOST_PASSES : passes;
  printf(
      "rows muscles+reserves  p  start     min ns   median   steps most  beyond unsolved  worst\n");
  for (size_t k = 0; k < sizeof size / sizeof *size; k++) {
    static motion m;
    uint64_t seed = 7;
    add_columns(&m, size[k].nrow, size[k].nmuscle, size[k].branches, &seed);
    add_frames(&m, &seed);
    for (double power = 2; power <= 3; power++)
      for (int kind = 0; kind < 4; kind++)
        failed |= run(&m, power, kind < 2, kind % 2 == 0, passes);
    free(m.value);
    free(m.demand);
  }
  return failed;
}
