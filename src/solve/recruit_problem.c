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

// ---- columns

enum { LONG = 7, MANY = 4, TILE = 4 }; // entries and columns that are worth a bundle; its multiple

static int entries(const ps_recruit_spec *spec, int column) {
  return spec->start[column + 1] - spec->start[column];
}

static bool same_rows(const ps_recruit_spec *spec, int a, int b) {
  const int *row = spec->row;
  return entries(spec, a) == entries(spec, b) &&
         memcmp(row + spec->start[a], row + spec->start[b],
                (size_t)entries(spec, a) * sizeof *row) == 0;
}

static bool has_rows_of(const ps_recruit_spec *spec, int a, int b) {
  int found = 0;
  for (int k = spec->start[b]; k < spec->start[b + 1]; k++)
    for (int j = spec->start[a]; j < spec->start[a + 1]; j++)
      found += spec->row[j] == spec->row[k];
  return found == entries(spec, b);
}

// The shortest bundle with all rows of column i, should it be short enough; -1: there is none.
static int wider_bundle(const ps_recruit_spec *spec, const int *bundle, int i) {
  int best = -1, shortest = 2 * entries(spec, i) + 1;
  for (int k = 0; k < spec->ncol; k++)
    if (bundle[k] == k && entries(spec, k) < shortest && has_rows_of(spec, k, i)) {
      best = k;
      shortest = entries(spec, k);
    }
  return best;
}

// bundle[i]: the first of the columns with the same rows in the same order; -1: i goes with no
// bundle. Of these, few long columns alike are filled up with zeros to go with a bundle that has
// their rows among its own.
static bool find_bundles(ps_pool *scratch, const ps_recruit_spec *spec, int *bundle) {
  int *first = TAKE(scratch, int, spec->ncol), *size = TAKE(scratch, int, spec->ncol), n = 0;
  int *wider = TAKE(scratch, int, spec->ncol);
  if (!first || !size || !wider)
    return false;
  for (int i = 0; i < spec->ncol; i++) {
    int k = 0;
    while (k < n && !same_rows(spec, first[k], i))
      k++;
    if (k == n)
      first[n++] = i;
    bundle[i] = k;
    size[k]++;
  }
  for (int i = 0; i < spec->ncol; i++)
    bundle[i] = size[bundle[i]] >= MANY && entries(spec, i) >= LONG ? first[bundle[i]] : -1;
  for (int i = 0; i < spec->ncol; i++)
    wider[i] = bundle[i] < 0 && entries(spec, i) >= LONG ? wider_bundle(spec, bundle, i) : -1;
  for (int i = 0; i < spec->ncol; i++)
    bundle[i] = wider[i] >= 0 ? wider[i] : bundle[i];
  return true;
}

// Columns by their number of entries, bundles of them last, and else in the caller's order.
static void sort_columns(const ps_recruit_spec *spec, const int *bundle, int *column) {
  int n = 0;
  for (int count = 0; n < spec->ncol; count++) {
    for (int i = 0; i < spec->ncol; i++)
      if (entries(spec, i) == count && bundle[i] < 0)
        column[n++] = i;
    for (int i = 0; i < spec->ncol; i++)
      for (int k = 0; entries(spec, i) == count && bundle[i] == i && k < spec->ncol; k++)
        if (bundle[k] == i)
          column[n++] = k;
  }
}

// Does column i of the order go with the one before?
static bool goes_on(const ps_recruit_spec *spec, const int *bundle, const int *column, int i) {
  int here = column[i], before = i > 0 ? column[i - 1] : -1;
  return before >= 0 && bundle[here] == bundle[before] &&
         (bundle[here] >= 0 || entries(spec, here) == entries(spec, before));
}

// group[] may be NULL; returns how many there are.
static int fill_groups(const ps_recruit_spec *spec, const int *bundle, const int *column,
                       ps_recruit_group *group, int *nentry, int *npair) {
  int n = 0;
  *nentry = *npair = 0;
  for (int i = 0; i < spec->ncol; i++) {
    bool bundled = bundle[column[i]] >= 0;
    int count = entries(spec, bundled ? bundle[column[i]] : column[i]);
    bool first = !goes_on(spec, bundle, column, i);
    if (bundled)
      count = (count + TILE - 1) / TILE * TILE;
    if (first && group)
      group[n] = (ps_recruit_group){
          .bundle = bundled, .count = count, .column = i, .entry = *nentry, .pair = *npair};
    n += first;
    if (group)
      group[n - 1].ncol++;
    *nentry += count;
    *npair += bundled && !first ? 0 : count * (count + 1) / 2;
  }
  return n;
}

// Where the product of two entries goes in H.
static int pair_of(const ps_recruit_problem *p, const int *row, int a, int b) {
  int low = row[a] < row[b] ? row[a] : row[b], high = row[a] < row[b] ? row[b] : row[a];
  return ps_envelope_at(&p->shape, high, low);
}

static int fill_pairs(const ps_recruit_problem *p, const int *row, int count, int *pair) {
  int n = 0;
  for (int k = 0; k < count; k++)
    for (int j = 0; j <= k; j++)
      pair[n++] = pair_of(p, row, k, j);
  return n;
}

// The same by tiles of 4 x 4, the triangles on the diagonal after all the squares below it.
static void fill_tiles(const ps_recruit_problem *p, const int *row, int count, int *pair) {
  int n = 0;
  for (int k = 0; k < count; k += TILE)
    for (int j = 0; j < k; j += TILE)
      for (int a = 0; a < TILE * TILE; a++)
        pair[n++] = pair_of(p, row, k + a / TILE, j + a % TILE);
  for (int k = 0; k < count; k += TILE)
    n += fill_pairs(p, row + k, TILE, pair + n);
}

// The entry of a column in a row of the caller's; -1: it has none there.
static int entry_in(const ps_recruit_spec *spec, int column, int row) {
  for (int k = spec->start[column]; k < spec->start[column + 1]; k++)
    if (spec->row[k] == row)
      return k;
  return -1;
}

// Entry e of a column of a group, in the rows of the column `like`. Zeros that fill up a column
// stand in its first row.
static void fill_entry(const ps_recruit_spec *spec, ps_recruit_problem *p, const int *place,
                       int column, int like, int e, int at) {
  bool padding = e >= entries(spec, like);
  int row = spec->row[spec->start[like] + (padding ? 0 : e)];
  int entry = padding ? -1 : entry_in(spec, column, row);
  p->row[at] = place[row];
  p->caller_entry[at] = entry >= 0 ? entry : spec->start[column];
  if (entry < 0)
    p->filler[p->nfiller++] = at;
}

// Entries and pairs of entries in the inner order; place[] is where a row of the caller went.
static void fill_entries(const ps_recruit_spec *spec, ps_recruit_problem *p, const int *bundle,
                         const int *place) {
  for (const ps_recruit_group *g = p->group; g < p->group + p->ngroup; g++) {
    int n = g->entry, npair = g->pair;
    for (int i = g->column; i < g->column + g->ncol; i++) {
      int column = p->caller_column[i];
      for (int e = 0; e < g->count; e++)
        fill_entry(spec, p, place, column, g->bundle ? bundle[column] : column, e, n + e);
      if (!g->bundle)
        npair += fill_pairs(p, p->row + n, g->count, p->pair + npair);
      n += g->count;
    }
    if (g->bundle)
      fill_tiles(p, p->row + g->entry, g->count, p->pair + npair);
  }
}

static void weigh_column(const ps_recruit_problem *p, int i, double w) {
  double power = p->power, most = fmax(fabs(p->lo[i]), fabs(p->hi[i]));
  // a column without bound reaches as far as the criterion is 1
  p->reach[i] = isfinite(most) && most > 0 ? most : pow(w, -1 / power);
  p->weight[i] = w;
  p->gain[i] = 1 / (power * w);
  p->typical[i] = p->gain[i] * pow(p->reach[i], 2 - power);
  // x = s gentle meets the curve where the criterion's slope is UNFELT of that at its reach
  double meet = p->reach[i] * pow(UNFELT, 1 / (power - 1));
  p->gentle[i] = power > 2 ? p->gain[i] * pow(meet, 2 - power) : INFINITY;
}

static void fill_criterion(const ps_recruit_spec *spec, ps_recruit_problem *p) {
  for (int i = 0; i < spec->ncol; i++) {
    int column = p->caller_column[i];
    p->lo[i] = spec->lo[column];
    p->hi[i] = spec->hi[column];
    weigh_column(p, i, spec->weight ? spec->weight[column] : 1);
  }
}

void ps_recruit_reweigh(const ps_recruit_problem *p, const double *weight) {
  for (int i = 0; i < p->ncol; i++)
    weigh_column(p, i, weight[p->caller_column[i]]);
}

// Every array of the problem but its groups, empty; false without memory.
static bool take_arrays(ps_pool *pool, ps_recruit_problem *p, int npair) {
  int **by_row[] = {&p->last, &p->start};
  int **by_entry[] = {&p->caller_entry, &p->row, &p->filler};
  double **by_column[] = {&p->weight, &p->gain, &p->gentle, &p->lo, &p->hi, &p->reach, &p->typical};
  bool all = true;
  for (size_t k = 0; k < sizeof by_row / sizeof *by_row; k++)
    all &= (*by_row[k] = TAKE(pool, int, p->nrow)) != NULL;
  for (size_t k = 0; k < sizeof by_entry / sizeof *by_entry; k++)
    all &= (*by_entry[k] = TAKE(pool, int, p->nentry)) != NULL;
  for (size_t k = 0; k < sizeof by_column / sizeof *by_column; k++)
    all &= (*by_column[k] = TAKE(pool, double, p->ncol)) != NULL;
  all &= (p->pair = TAKE(pool, int, npair)) != NULL;
  return all;
}

static bool take_groups(ps_pool *pool, ps_pool *scratch, const ps_recruit_spec *spec,
                        ps_recruit_problem *p, int *bundle, int *npair) {
  p->caller_column = TAKE(pool, int, spec->ncol);
  if (!p->caller_column || !find_bundles(scratch, spec, bundle))
    return false;
  sort_columns(spec, bundle, p->caller_column);
  p->ngroup = fill_groups(spec, bundle, p->caller_column, NULL, &p->nentry, npair);
  p->group = TAKE(pool, ps_recruit_group, p->ngroup);
  if (p->group)
    fill_groups(spec, bundle, p->caller_column, p->group, &p->nentry, npair);
  return p->group != NULL;
}

static bool compile(ps_pool *pool, ps_pool *scratch, const ps_recruit_spec *spec,
                    ps_recruit_problem *p) {
  int *place = TAKE(scratch, int, spec->nrow), *bundle = TAKE(scratch, int, spec->ncol), npair;
  *p = (ps_recruit_problem){
      .nrow = spec->nrow, .ncol = spec->ncol, .power = spec->power, .iterates = spec->iterates};
  p->caller_row = TAKE(pool, int, p->nrow);
  if (!place || !bundle || !p->caller_row || !take_groups(pool, scratch, spec, p, bundle, &npair) ||
      !take_arrays(pool, p, npair) || !order_rows(scratch, spec, p->caller_row, p->last))
    return false;
  for (int r = 0; r < p->nrow; r++)
    place[p->caller_row[r]] = r;
  ps_envelope_starts(p->nrow, p->last, p->start);
  p->shape = (ps_envelope){.n = p->nrow, .last = p->last, .start = p->start};
  fill_entries(spec, p, bundle, place);
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
