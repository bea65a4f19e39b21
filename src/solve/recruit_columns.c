#include <math.h>
#include <string.h>

#include "solve/recruit_inner.h"

#define INLINE static inline __attribute__((always_inline))

static ps_recruit_bundle bundle(const ps_recruit_problem *p, const ps_recruit_group *g,
                                const double *value) {
  return (ps_recruit_bundle){g->count, g->ncol, p->row + g->entry, p->pair + g->pair,
                             value + g->entry};
}

// Call f with a constant number of entries where that number is common, so that it is unrolled.
#define FOR_COUNT(count, f, ...)                                                                   \
  switch (count) {                                                                                 \
  case 1:                                                                                          \
    f(1, __VA_ARGS__);                                                                             \
    break;                                                                                         \
  case 2:                                                                                          \
    f(2, __VA_ARGS__);                                                                             \
    break;                                                                                         \
  case 3:                                                                                          \
    f(3, __VA_ARGS__);                                                                             \
    break;                                                                                         \
  case 4:                                                                                          \
    f(4, __VA_ARGS__);                                                                             \
    break;                                                                                         \
  case 5:                                                                                          \
    f(5, __VA_ARGS__);                                                                             \
    break;                                                                                         \
  case 6:                                                                                          \
    f(6, __VA_ARGS__);                                                                             \
    break;                                                                                         \
  default:                                                                                         \
    f(count, __VA_ARGS__);                                                                         \
  }

INLINE void worth_of(int count, int ncol, const int *restrict row, const double *restrict value,
                     const double *restrict price, double *restrict worth) {
  for (int i = 0; i < ncol; i++, row += count, value += count) {
    double sum = 0;
    for (int k = 0; k < count; k++)
      sum += value[k] * price[row[k]];
    worth[i] = sum;
  }
}

void ps_recruit_worth(const ps_recruit_problem *p, const double *value, const double *price,
                      double *worth) {
  for (const ps_recruit_group *g = p->group; g < p->group + p->ngroup; g++) {
    ps_recruit_bundle b = bundle(p, g, value);
    if (g->bundle)
      ps_recruit_bundle_worth(&b, price, worth + g->column);
    else
      FOR_COUNT(g->count, worth_of, g->ncol, p->row + g->entry, value + g->entry, price,
                worth + g->column);
  }
}

INLINE void moments_of(int count, int ncol, const int *restrict row, const double *restrict value,
                       const double *restrict x, double *restrict g) {
  for (int i = 0; i < ncol; i++, row += count, value += count)
    for (int k = 0; k < count; k++)
      g[row[k]] += value[k] * x[i];
}

void ps_recruit_add_moments(const ps_recruit_problem *p, const double *value, const double *x,
                            double *g) {
  for (const ps_recruit_group *c = p->group; c < p->group + p->ngroup; c++) {
    ps_recruit_bundle b = bundle(p, c, value);
    if (c->bundle)
      ps_recruit_bundle_moments(&b, x + c->column, g);
    else
      FOR_COUNT(c->count, moments_of, c->ncol, p->row + c->entry, value + c->entry, x + c->column,
                g);
  }
}

void ps_recruit_balance(const ps_recruit_problem *p, const double *value, const double *x,
                        const double *demand, double *g) {
  for (int r = 0; r < p->nrow; r++)
    g[r] = -demand[r];
  ps_recruit_add_moments(p, value, x, g);
}

INLINE void squares_of(int count, int ncol, const int *restrict row, const double *restrict value,
                       const double *restrict c, double *restrict sum) {
  for (int i = 0; i < ncol; i++, row += count, value += count)
    for (int k = 0; k < count; k++)
      sum[row[k]] += value[k] * value[k] * c[i];
}

void ps_recruit_squares(const ps_recruit_problem *p, const double *value, const double *c,
                        double *sum) {
  memset(sum, 0, (size_t)p->nrow * sizeof(double));
  for (const ps_recruit_group *g = p->group; g < p->group + p->ngroup; g++) {
    ps_recruit_bundle b = bundle(p, g, value);
    if (g->bundle)
      ps_recruit_bundle_squares(&b, c + g->column, sum);
    else
      FOR_COUNT(g->count, squares_of, g->ncol, p->row + g->entry, value + g->entry, c + g->column,
                sum);
  }
}

INLINE void stiffness_of(int count, int ncol, const int *restrict pair,
                         const double *restrict value, const double *restrict compliance,
                         double *restrict H) {
  for (int i = 0; i < ncol; i++, value += count, pair += count * (count + 1) / 2) {
    if (compliance[i] == 0)
      continue;
    for (int k = 0, n = 0; k < count; k++) {
      double scaled = compliance[i] * value[k];
      for (int j = 0; j <= k; j++, n++)
        H[pair[n]] += scaled * value[j];
    }
  }
}

void ps_recruit_stiffness(const ps_recruit_problem *p, const double *value,
                          const double *compliance, double *H) {
  memset(H, 0, (size_t)p->shape.start[p->nrow] * sizeof(double));
  for (const ps_recruit_group *g = p->group; g < p->group + p->ngroup; g++) {
    ps_recruit_bundle b = bundle(p, g, value);
    if (g->bundle)
      ps_recruit_bundle_stiffness(&b, compliance + g->column, H);
    else
      FOR_COUNT(g->count, stiffness_of, g->ncol, p->pair + g->pair, value + g->entry,
                compliance + g->column, H);
  }
}

INLINE void sizes_of(int count, int ncol, const int *restrict row, const double *restrict value,
                     const double *restrict x, const double *restrict reach,
                     double *restrict size) {
  for (int i = 0; i < ncol; i++, row += count, value += count)
    for (int k = 0; k < count; k++)
      size[row[k]] += fabs(value[k]) * (fabs(x[i]) + PS_RECRUIT_NEGLIGIBLE * reach[i]);
}

void ps_recruit_sizes(const ps_recruit_problem *p, ps_recruit_work *w, const double *demand,
                      const double *x) {
  double *size = w->scratch;
  for (int r = 0; r < p->nrow; r++)
    size[r] = fabs(demand[r]);
  for (const ps_recruit_group *g = p->group; g < p->group + p->ngroup; g++) {
    ps_recruit_bundle b = bundle(p, g, w->value);
    if (g->bundle)
      ps_recruit_bundle_sizes(&b, x + g->column, p->reach + g->column, size);
    else
      FOR_COUNT(g->count, sizes_of, g->ncol, p->row + g->entry, w->value + g->entry, x + g->column,
                p->reach + g->column, size);
  }
}

double ps_recruit_worst(const ps_recruit_problem *p, const ps_recruit_work *w,
                        const double *imbalance) {
  const double *size = w->scratch;
  double worst = 0;
  for (int r = 0; r < p->nrow; r++) {
    double share = imbalance[r] == 0 ? 0 : fabs(imbalance[r]) / size[r];
    worst = share <= worst ? worst : share; // what is not a number counts as worst
  }
  return worst;
}

double ps_recruit_share(const ps_recruit_problem *p, ps_recruit_work *w, const double *demand,
                        const double *x, const double *imbalance) {
  ps_recruit_sizes(p, w, demand, x);
  return ps_recruit_worst(p, w, imbalance);
}
