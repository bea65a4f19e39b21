// recruit_bundle.c: loops over long columns that share their rows.
//
// What belongs to the rows is gathered once for the bundle and scattered once, so that between the
// two only neighbors in memory meet. The product of all free columns with themselves is made tile
// by tile, four rows by four, with the tile in registers.
#include <math.h>
#include <string.h>

#include "solve/recruit_inner.h"

enum { TILE = 4, MOST = 504, BATCH = 64 }; // most entries of a column; columns of a pass

#define INLINE static inline __attribute__((always_inline))

// Call f with a constant number of entries where that number is common, so that it is unrolled.
#define FOR_LENGTH(count, f, ...)                                                                  \
  switch (count) {                                                                                 \
  case 8:                                                                                          \
    f(8, __VA_ARGS__);                                                                             \
    break;                                                                                         \
  case 12:                                                                                         \
    f(12, __VA_ARGS__);                                                                            \
    break;                                                                                         \
  case 16:                                                                                         \
    f(16, __VA_ARGS__);                                                                            \
    break;                                                                                         \
  case 20:                                                                                         \
    f(20, __VA_ARGS__);                                                                            \
    break;                                                                                         \
  case 24:                                                                                         \
    f(24, __VA_ARGS__);                                                                            \
    break;                                                                                         \
  default:                                                                                         \
    f(count, __VA_ARGS__);                                                                         \
  }

INLINE void worth_of(int count, int ncol, const double *restrict value,
                     const double *restrict price, double *restrict worth) {
  for (int i = 0; i < ncol; i++, value += count) {
    double sum[TILE] = {0};
    for (int k = 0; k < count; k += TILE)
      for (int s = 0; s < TILE; s++)
        sum[s] += value[k + s] * price[k + s];
    worth[i] = (sum[0] + sum[2]) + (sum[1] + sum[3]);
  }
}

void ps_recruit_bundle_worth(const ps_recruit_bundle *b, const double *price, double *worth) {
  double near[MOST];
  for (int k = 0; k < b->count; k++)
    near[k] = price[b->row[k]];
  FOR_LENGTH(b->count, worth_of, b->ncol, b->value, near, worth);
}

static void scatter(const ps_recruit_bundle *b, const double *near, double *sum) {
  for (int k = 0; k < b->count; k++)
    sum[b->row[k]] += near[k];
}

INLINE void moments_of(int count, int ncol, const double *restrict value, const double *restrict x,
                       double *restrict g) {
  for (int i = 0; i < ncol; i++, value += count)
    for (int k = 0; k < count; k++)
      g[k] += value[k] * x[i];
}

void ps_recruit_bundle_moments(const ps_recruit_bundle *b, const double *x, double *g) {
  double near[MOST];
  memset(near, 0, (size_t)b->count * sizeof *near);
  FOR_LENGTH(b->count, moments_of, b->ncol, b->value, x, near);
  scatter(b, near, g);
}

INLINE void squares_of(int count, int ncol, const double *restrict value, const double *restrict c,
                       double *restrict sum) {
  for (int i = 0; i < ncol; i++, value += count)
    for (int k = 0; k < count; k++)
      sum[k] += value[k] * value[k] * c[i];
}

void ps_recruit_bundle_squares(const ps_recruit_bundle *b, const double *c, double *sum) {
  double near[MOST];
  memset(near, 0, (size_t)b->count * sizeof *near);
  FOR_LENGTH(b->count, squares_of, b->ncol, b->value, c, near);
  scatter(b, near, sum);
}

INLINE void sizes_of(int count, int ncol, const double *restrict value, const double *restrict x,
                     const double *restrict reach, double *restrict size) {
  for (int i = 0; i < ncol; i++, value += count) {
    double amount = fabs(x[i]) + PS_RECRUIT_NEGLIGIBLE * reach[i];
    for (int k = 0; k < count; k++)
      size[k] += fabs(value[k]) * amount;
  }
}

void ps_recruit_bundle_sizes(const ps_recruit_bundle *b, const double *x, const double *reach,
                             double *size) {
  double near[MOST];
  memset(near, 0, (size_t)b->count * sizeof *near);
  FOR_LENGTH(b->count, sizes_of, b->ncol, b->value, x, reach, near);
  scatter(b, near, size);
}

// ---- A D A'

// The columns of a pass that are free.
typedef struct batch {
  int n;
  const double *value[BATCH + 1];
  double compliance[BATCH];
} batch;

// rows k .. k + 3 by rows j .. j + 3; the loop over columns ends at NULL, so that compilers make
// vectors of the other two
static void make_tile(const batch *b, int k, int j, double tile[TILE][TILE]) {
  double sum[TILE][TILE] = {{0}};
  const double *c = b->compliance;
  for (const double *const *value = b->value; *value; value++, c++) {
    const double *row = *value + k, *column = *value + j;
    for (int r = 0; r < TILE; r++)
      for (int s = 0; s < TILE; s++)
        sum[r][s] += row[r] * (*c * column[s]);
  }
  memcpy(tile, sum, sizeof sum);
}

static void add_batch(const ps_recruit_bundle *p, const batch *b, double *H) {
  double tile[TILE][TILE];
  const int *pair = p->pair;
  for (int k = 0; k < p->count; k += TILE)
    for (int j = 0; j < k; j += TILE, pair += TILE * TILE) {
      make_tile(b, k, j, tile);
      for (int r = 0; r < TILE; r++)
        for (int s = 0; s < TILE; s++)
          H[pair[TILE * r + s]] += tile[r][s];
    }
  for (int k = 0; k < p->count; k += TILE) {
    make_tile(b, k, k, tile);
    for (int r = 0; r < TILE; r++)
      for (int s = 0; s <= r; s++)
        H[*pair++] += tile[r][s];
  }
}

void ps_recruit_bundle_stiffness(const ps_recruit_bundle *p, const double *compliance, double *H) {
  batch b;
  for (int first = 0; first < p->ncol; first += BATCH) {
    b.n = 0;
    for (int i = first; i < p->ncol && i < first + BATCH; i++) {
      b.value[b.n] = p->value + i * p->count;
      b.compliance[b.n] = compliance[i];
      b.n += compliance[i] != 0;
    }
    b.value[b.n] = NULL;
    if (b.n > 0)
      add_batch(p, &b, H);
  }
}
