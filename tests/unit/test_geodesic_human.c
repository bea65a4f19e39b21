// Lengths and arms of the built-in model are smooth wherever joints go: muscles slide over the brim
// of the pelvis, and on and off the hip and the knee, without a jump.
#include "base/clock.h"
#include "base/thread.h"
#include "human_kit.h"

#ifdef NDEBUG
enum { POSTURES = 100000 };
#else
enum { POSTURES = 4000 };
#endif
enum { CHUNKS = 100, WORKERS = 64 };

static const double step = 0.1; // [deg]

typedef struct jump {
  double size; // [m]
  int path, coordinate;
  uint64_t pose;
} jump;

// what one chunk has met
typedef struct tally {
  jump length, arm;
  long compared;               // paths
  long wound, lifted, flagged; // on a wrap; in one of the two poses only; ill at ease
} tally;

typedef struct walk {
  const ps_human *h;
  ps_data *before[WORKERS], *after[WORKERS];
  tally chunk[CHUNKS];
} walk;

static void look(const ps_human *h, ps_data *d) {
  ps_body_positions(h->model, d);
  ps_muscle_paths(h->model, d);
}

// a rotation of trunk or legs: the place of the pelvis moves no line
static int any_rotation(const ps_human *h, uint64_t pose) {
  int i = (int)(ps_random_bits(pose, 5, 0) % (PS_CHAIN + 10));
  if (i < PS_CHAIN)
    return h->column.coordinate[i];
  int side = (i -= PS_CHAIN) % 2;
  return i / 2 < 3 ? h->hip[side][i / 2] : i / 2 == 3 ? h->knee[side] : h->ankle[side];
}

static void keep_worst(jump *most, jump other) {
  if (!(other.size <= most->size))
    *most = other;
}

static void compare(const ps_human *h, const ps_data *a, const ps_data *b, jump where, tally *t) {
  const ps_model *m = h->model;
  for (int p = 0; p < m->npath; p++) {
    if (p == h->rod) // no muscle
      continue;
    double slope = 0; // of the length
    where.path = p;
    for (int s = m->path[p].span; s < m->path[p].span + m->path[p].nspan; s++) {
      if (m->span_coordinate[s] == where.coordinate)
        slope = -0.5 * (a->span_arm[s] + b->span_arm[s]);
      where.size = fabs(b->span_arm[s] - a->span_arm[s]);
      keep_worst(&t->arm, where);
    }
    // what the length changes by beyond what its arm says
    where.size = fabs(b->path_length[p] - a->path_length[p] - slope * step * human_degree);
    keep_worst(&t->length, where);
    t->compared++;
    t->wound += a->path_npoint[p] > m->path[p].npoint;
    t->lifted += a->path_npoint[p] != b->path_npoint[p];
    t->flagged += b->path_flag[p] != 0;
  }
}

static void step_postures(void *context, int chunk, int worker) {
  walk *w = context;
  const ps_human *h = w->h;
  ps_data *a = w->before[worker], *b = w->after[worker];
  for (int i = chunk; i < POSTURES; i += CHUNKS) {
    jump where = {.pose = (uint64_t)i + 1, .coordinate = any_rotation(h, (uint64_t)i + 1)};
    human_any_pose(h, where.pose, a->q);
    memcpy(b->q, a->q, (size_t)h->model->nq * sizeof *a->q);
    b->q[where.coordinate] += step * human_degree;
    look(h, a);
    look(h, b);
    compare(h, a, b, where, &w->chunk[chunk]);
  }
}

static void say(const ps_model *m, const char *what, jump j) {
  printf("largest jump of %s: %.3g mm, %s over %s, posture %llu\n", what, 1e3 * j.size,
         m->force_name[m->path[j.path].force], m->coord_name[j.coordinate],
         (unsigned long long)j.pose);
}

// A jump is what 0.1 degrees of one rotation change: of a length, beyond what the arm says.
static void no_line_jumps_in_any_posture(void) {
  human_kit k;
  walk w = {0};
  tally all = {0};
  human_open_default(&k);
  w.h = k.human;
  int workers = ps_thread_count() < WORKERS ? ps_thread_count() : WORKERS;
  for (int i = 0; i < workers; i++) {
    w.before[i] = ps_data_create(k.human->model);
    w.after[i] = ps_data_create(k.human->model);
    CHECK(w.before[i] && w.after[i]);
  }
  double begun = 1e-9 * (double)ps_clock_ns();
  ps_parallel_for(workers, CHUNKS, step_postures, &w, NULL);
  for (int i = 0; i < CHUNKS; i++) {
    keep_worst(&all.length, w.chunk[i].length);
    keep_worst(&all.arm, w.chunk[i].arm);
    all.compared += w.chunk[i].compared;
    all.wound += w.chunk[i].wound;
    all.lifted += w.chunk[i].lifted;
    all.flagged += w.chunk[i].flagged;
  }
  printf("%d postures, %ld lines, %ld over a wrap, %ld on or off it, %ld flagged, %.1f s\n",
         POSTURES, all.compared, all.wound, all.lifted, all.flagged,
         1e-9 * (double)ps_clock_ns() - begun);
  say(k.human->model, "length", all.length);
  say(k.human->model, "arm", all.arm);
  CHECK(all.wound > POSTURES && all.lifted > POSTURES / 2000); // the wraps are met
  CHECK_EQ(all.flagged, 0);
  CHECK(all.length.size < 1e-4); // [m]
  CHECK(all.arm.size < 5e-4);    // [m]
  for (int i = 0; i < workers; i++) {
    ps_data_free(w.before[i]);
    ps_data_free(w.after[i]);
  }
  human_close(&k);
}

int main(void) {
  return CHECK_RUN(CHECK_FACT(no_line_jumps_in_any_posture));
}
