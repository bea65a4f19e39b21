#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/fail.h"
#include "solve/recruit_inner.h"

enum { MOST_ROWS = 500 }; // the order of rows takes time of the third power
static const double MOST_POWER = 10;
static const double UNFELT = 1e-12; // [-]

#define TAKE(pool, type, count) ((type *)ps_pool_take((pool), (size_t)((count) + 1) * sizeof(type)))

static ps_status check_column(const ps_recruit_spec *spec, int i, ps_error *err) {
  for (int k = spec->start[i]; k < spec->start[i + 1]; k++) {
    int row = spec->row[k];
    if (row < 0 || row >= spec->nrow)
      return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0,
                     "recruitment: column %d has an entry in row %d of %d", i, row, spec->nrow);
    for (int j = spec->start[i]; j < k; j++)
      if (spec->row[j] == row)
        return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "recruitment: column %d has row %d twice", i,
                       row);
  }
  double w = spec->weight ? spec->weight[i] : 1, lo = spec->lo[i], hi = spec->hi[i];
  if (!(w > 0 && isfinite(w)))
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0,
                   "recruitment: the weight of column %d is %g, expected above 0", i, w);
  if (!(lo <= hi && lo < INFINITY && hi > -INFINITY))
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0, "recruitment: column %d is bounded by %g and %g",
                   i, lo, hi);
  return PS_OK;
}

static ps_status check_spec(const ps_recruit_spec *spec, ps_error *err) {
  if (!(spec->power > 1 && spec->power <= MOST_POWER))
    return ps_fail(err, PS_ERR_ARGUMENT, NULL, 0,
                   "recruitment: the exponent is %g, expected above 1 and at most %g", spec->power,
                   MOST_POWER);
  if (spec->nrow > MOST_ROWS)
    return ps_fail(err, PS_ERR_LIMIT, NULL, 0, "recruitment: %d rows, at most %d", spec->nrow,
                   MOST_ROWS);
  for (int i = 0; i < spec->ncol; i++)
    PS_TRY(check_column(spec, i, err));
  return PS_OK;
}

// Which rows share a column: one byte per pair of rows.
typedef struct row_graph {
  int n;
  bool *linked; // n x n
  int *degree;
} row_graph;

static bool build_graph(ps_pool *pool, const ps_recruit_spec *spec, row_graph *g) {
  g->n = spec->nrow;
  g->linked = TAKE(pool, bool, g->n * g->n);
  g->degree = TAKE(pool, int, g->n);
  if (!g->linked || !g->degree)
    return false;
  for (int i = 0; i < spec->ncol; i++)
    for (int k = spec->start[i]; k < spec->start[i + 1]; k++)
      for (int j = spec->start[i]; j < spec->start[i + 1]; j++)
        g->linked[spec->row[k] * g->n + spec->row[j]] = true;
  for (int r = 0; r < g->n; r++)
    for (int q = 0; q < g->n; q++)
      g->degree[r] += g->linked[r * g->n + q];
  return true;
}

// Rows reached from `seed`, nearest first, and among equals the least connected first. Returns how
// many.
static int walk_from(const row_graph *g, int seed, bool *seen, int *order) {
  memset(seen, 0, (size_t)g->n);
  int n = 0;
  order[n++] = seed;
  seen[seed] = true;
  for (int at = 0; at < n; at++) {
    int first = n;
    for (int q = 0; q < g->n; q++) {
      if (seen[q] || !g->linked[order[at] * g->n + q])
        continue;
      seen[q] = true;
      int slot = n++;
      for (; slot > first && g->degree[order[slot - 1]] > g->degree[q]; slot--)
        order[slot] = order[slot - 1];
      order[slot] = q;
    }
  }
  return n;
}

// last[] of an envelope around the rows in `order`, and its cost: the products in an elimination.
static long fit_envelope(const row_graph *g, const int *order, int n, int *last) {
  long cost = 0;
  int reached = 0;
  for (int j = 0; j < n; j++) {
    for (int r = n - 1; r > reached && r > j; r--)
      if (g->linked[order[r] * g->n + order[j]])
        reached = r;
    last[j] = reached > j ? reached : j;
    reached = last[j];
    cost += (long)(last[j] - j + 1) * (last[j] - j + 2) / 2;
  }
  return cost;
}

static void reverse(int *order, int n) {
  for (int i = 0; i < n / 2; i++) {
    int other = order[n - 1 - i];
    order[n - 1 - i] = order[i];
    order[i] = other;
  }
}

// Reverse Cuthill-McKee [cuthill1969] from every row of a connected part; the cheapest stays.
static bool order_rows(ps_pool *scratch, const ps_recruit_spec *spec, int *order, int *last) {
  row_graph g;
  bool *placed = TAKE(scratch, bool, spec->nrow), *seen = TAKE(scratch, bool, spec->nrow);
  int *attempt = TAKE(scratch, int, spec->nrow), *ends = TAKE(scratch, int, spec->nrow);
  int *part = TAKE(scratch, int, spec->nrow);
  if (!build_graph(scratch, spec, &g) || !placed || !seen || !attempt || !ends || !part)
    return false;
  int done = 0;
  for (int r = 0; r < g.n; r++) {
    if (placed[r])
      continue;
    int n = walk_from(&g, r, seen, part);
    long best = -1;
    for (int i = 0; i < n; i++) {
      walk_from(&g, part[i], seen, attempt);
      reverse(attempt, n);
      long cost = fit_envelope(&g, attempt, n, ends);
      if (best >= 0 && cost >= best)
        continue;
      best = cost;
      for (int k = 0; k < n; k++) {
        order[done + k] = attempt[k];
        last[done + k] = done + ends[k];
      }
    }
    for (int i = 0; i < n; i++)
      placed[part[i]] = true;
    done += n;
  }
  return true;
}

// Columns by their number of entries, in the caller's order among equals.
static void sort_columns(const ps_recruit_spec *spec, int *column) {
  int n = 0;
  for (int count = 0; n < spec->ncol; count++)
    for (int i = 0; i < spec->ncol; i++)
      if (spec->start[i + 1] - spec->start[i] == count)
        column[n++] = i;
}

static int count_groups(const ps_recruit_spec *spec, const int *column) {
  int n = 0;
  for (int i = 0, before = -1; i < spec->ncol; i++) {
    int count = spec->start[column[i] + 1] - spec->start[column[i]];
    n += count != before;
    before = count;
  }
  return n;
}

static void fill_groups(const ps_recruit_spec *spec, const int *column, ps_recruit_group *group) {
  int entry = 0, pair = 0, n = 0;
  for (int i = 0, before = -1; i < spec->ncol; i++) {
    int count = spec->start[column[i] + 1] - spec->start[column[i]];
    if (count != before)
      group[n++] = (ps_recruit_group){.count = count, .column = i, .entry = entry, .pair = pair};
    group[n - 1].ncol++;
    entry += count;
    pair += count * (count + 1) / 2;
    before = count;
  }
}

// Entries and pairs of entries in the inner order; place[] is where a row of the caller went.
static void fill_entries(const ps_recruit_spec *spec, ps_recruit_problem *p, const int *place) {
  int n = 0, npair = 0;
  for (int i = 0; i < spec->ncol; i++) {
    int first = n, column = p->caller_column[i];
    for (int k = spec->start[column]; k < spec->start[column + 1]; k++, n++) {
      int row = place[spec->row[k]];
      p->row[n] = row;
      p->caller_entry[n] = k;
      for (int j = first; j <= n; j++) {
        int other = p->row[j], low = other > row ? other : row, high = other > row ? row : other;
        p->pair[npair++] = ps_envelope_at(&p->shape, low, high);
      }
    }
  }
}

static void fill_criterion(const ps_recruit_spec *spec, ps_recruit_problem *p) {
  for (int i = 0; i < spec->ncol; i++) {
    int column = p->caller_column[i];
    double w = spec->weight ? spec->weight[column] : 1, power = spec->power;
    p->lo[i] = spec->lo[column];
    p->hi[i] = spec->hi[column];
    double most = fmax(fabs(p->lo[i]), fabs(p->hi[i]));
    // a column without bound reaches as far as the criterion is 1
    p->reach[i] = isfinite(most) && most > 0 ? most : pow(w, -1 / power);
    p->weight[i] = w;
    p->gain[i] = 1 / (power * w);
    p->typical[i] = p->gain[i] * pow(p->reach[i], 2 - power);
    // x = s gentle meets the curve where the criterion's slope is UNFELT of that at its reach
    double meet = p->reach[i] * pow(UNFELT, 1 / (power - 1));
    p->gentle[i] = power > 2 ? p->gain[i] * pow(meet, 2 - power) : INFINITY;
  }
}

// Every array of the problem, empty; false without memory.
static bool take_arrays(ps_pool *pool, const ps_recruit_spec *spec, ps_recruit_problem *p) {
  int nentry = spec->ncol ? spec->start[spec->ncol] - spec->start[0] : 0, npair = 0;
  for (int i = 0; i < spec->ncol; i++) {
    int count = spec->start[i + 1] - spec->start[i];
    npair += count * (count + 1) / 2;
  }
  *p = (ps_recruit_problem){
      .nrow = spec->nrow, .ncol = spec->ncol, .nentry = nentry, .power = spec->power};
  int **by_row[] = {&p->caller_row, &p->last, &p->start};
  int **by_entry[] = {&p->caller_entry, &p->row};
  double **by_column[] = {&p->weight, &p->gain, &p->gentle, &p->lo, &p->hi, &p->reach, &p->typical};
  bool all = true;
  for (size_t k = 0; k < sizeof by_row / sizeof *by_row; k++)
    all &= (*by_row[k] = TAKE(pool, int, p->nrow)) != NULL;
  for (size_t k = 0; k < sizeof by_entry / sizeof *by_entry; k++)
    all &= (*by_entry[k] = TAKE(pool, int, nentry)) != NULL;
  for (size_t k = 0; k < sizeof by_column / sizeof *by_column; k++)
    all &= (*by_column[k] = TAKE(pool, double, p->ncol)) != NULL;
  all &= (p->pair = TAKE(pool, int, npair)) != NULL;
  all &= (p->caller_column = TAKE(pool, int, p->ncol)) != NULL;
  return all;
}

static bool compile(ps_pool *pool, ps_pool *scratch, const ps_recruit_spec *spec,
                    ps_recruit_problem *p) {
  int *place = TAKE(scratch, int, spec->nrow);
  if (!place || !take_arrays(pool, spec, p) || !order_rows(scratch, spec, p->caller_row, p->last))
    return false;
  for (int r = 0; r < p->nrow; r++)
    place[p->caller_row[r]] = r;
  ps_envelope_starts(p->nrow, p->last, p->start);
  p->shape = (ps_envelope){.n = p->nrow, .last = p->last, .start = p->start};

  sort_columns(spec, p->caller_column);
  p->ngroup = count_groups(spec, p->caller_column);
  p->group = TAKE(pool, ps_recruit_group, p->ngroup);
  if (!p->group)
    return false;
  fill_groups(spec, p->caller_column, p->group);
  fill_entries(spec, p, place);
  fill_criterion(spec, p);
  return true;
}

ps_status ps_recruit_create(ps_pool *pool, const ps_recruit_spec *spec,
                            const ps_recruit_problem **problem, ps_error *err) {
  PS_TRY(check_spec(spec, err));
  ps_pool scratch = {0};
  ps_recruit_problem *p = TAKE(pool, ps_recruit_problem, 1);
  bool compiled = p && compile(pool, &scratch, spec, p);
  ps_pool_free(&scratch);
  *problem = compiled ? p : NULL;
  if (!compiled)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "recruitment: out of memory");
  return PS_OK;
}
