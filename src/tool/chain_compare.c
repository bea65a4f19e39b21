// chain_compare.c: what the curves of a stride come to, and how variants differ from the person as
// is.
//
//   change_v = m(curve of v) - m(curve of as is),     m: largest, smallest, mean, back   (W3)
//
// Its range is over draws of the parameters; a draw is the same for both, so what it does to both
// alike cancels. A draw counts where both could be held over the whole stride.
#include <math.h>
#include <stdlib.h>

#include "base/fail.h"
#include "scenario/draws.h"
#include "tool/chain_inner.h"

// The largest activation and the loads of the discs have no solution in much of a stride.
const ps_criterion_kind ps_chain_criteria[PS_CHAIN_CRITERIA] = {
    PS_CRITERION_VOLUME, PS_CRITERION_VOLUME3, PS_CRITERION_SQUARES, PS_CRITERION_CUBES,
    PS_CRITERION_GEOMETRY};

const char *const ps_measure_words[PS_MEASURES] = {"most", "least", "mean", "extended"};

// curve of draw `d` (0: nominal) of a variant
typedef struct curve {
  const ps_chain_outcome *first;
  int step, side, number;
} curve;

static curve curve_of(const ps_chain_result *r, int variant, int d, int side, int number) {
  return (curve){&r->item[variant].out[d], r->options.draws + 1, side, number};
}

static double at(const curve *c, int moment) {
  return c->first[moment * c->step].row.leg[c->side][c->number];
}

// *where: of an extreme
static double measure(const curve *c, ps_measure m, int extended, int *where) {
  double best = at(c, 0), sum = 0;
  *where = m == PS_EXTENDED ? extended : 0;
  if (m == PS_EXTENDED)
    return at(c, extended);
  for (int i = 0; i < PS_CHAIN_MOMENTS; i++) {
    double x = at(c, i);
    sum += x;
    if (m == PS_MOST ? x > best : x < best) {
      best = x;
      *where = i;
    }
  }
  return m == PS_MEAN ? sum / PS_CHAIN_MOMENTS : best;
}

// the same under another criterion
static curve curve_by(const ps_chain_result *r, int variant, int way, int side, int number) {
  return (curve){r->item[variant].other + way * PS_CHAIN_MOMENTS, 1, side, number};
}

static bool came_out(curve c) {
  for (int i = 0; i < PS_CHAIN_MOMENTS; i++)
    if (!c.first[i * c.step].held)
      return false;
  return true;
}

// least and largest change over the criteria that hold both strides
static void find_spread(const ps_chain_result *r, int variant, int side, int number, ps_measure m,
                        ps_chain_value *v) {
  int where, extended = r->extended[side];
  v->low = v->high = r->options.draws > 0 ? v->change : NAN;
  for (int way = 0; way < PS_CHAIN_CRITERIA; way++) {
    curve now = curve_by(r, variant, way, side, number), before = curve_by(r, 0, way, side, number);
    if (!came_out(now) || !came_out(before))
      continue;
    double change = measure(&now, m, extended, &where) - measure(&before, m, extended, &where);
    v->low = fmin(v->low, change);
    v->high = fmax(v->high, change);
  }
}

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

// ranges of the change from the draws that are listed
static ps_interval range_of(const ps_chain_result *r, int variant, int side, int number,
                            ps_measure m, const int *draw, int n, double *change) {
  const int least = 8; // draws
  int where;
  for (int i = 0; i < n; i++) {
    curve now = curve_of(r, variant, draw[i], side, number);
    curve before = curve_of(r, 0, draw[i], side, number);
    change[i] = measure(&now, m, r->extended[side], &where) -
                measure(&before, m, r->extended[side], &where);
  }
  if (n < least)
    return (ps_interval){.p10 = NAN, .p50 = NAN, .p90 = NAN};
  qsort(change, (size_t)n, sizeof *change, by_size);
  return (ps_interval){.p10 = ps_percentile(change, n, 0.1),
                       .p50 = ps_percentile(change, n, 0.5),
                       .p90 = ps_percentile(change, n, 0.9)};
}

static void compare(ps_chain_result *r, int variant, const int *draw, int n, double *room) {
  ps_chain_case *item = &r->item[variant];
  item->draws = n;
  for (int side = 0; side < 2; side++)
    for (int number = 0; number < PS_CHAIN_COUNT; number++)
      for (int m = 0; m < PS_MEASURES; m++) {
        ps_chain_value *v = &item->value[side][number][m];
        curve now = curve_of(r, variant, 0, side, number);
        v->value = measure(&now, (ps_measure)m, r->extended[side], &v->moment);
        v->change = v->value - r->item[0].value[side][number][m].value;
        find_spread(r, variant, side, number, (ps_measure)m, v);
        v->range = range_of(r, variant, side, number, (ps_measure)m, draw, n, room);
      }
}

ps_status ps_chain_compare(ps_chain_result *r, ps_error *err) {
  size_t most = (size_t)r->options.draws + 1;
  int *draw = malloc(most * sizeof *draw);
  double *room = malloc(most * sizeof *room);
  for (int k = 0; k < r->n && draw && room; k++) {
    int n = 0;
    for (int d = 1; d <= r->options.draws; d++)
      if (came_out(curve_of(r, 0, d, 0, 0)) && came_out(curve_of(r, k, d, 0, 0)))
        draw[n++] = d;
    compare(r, k, draw, n, room);
  }
  bool fine = draw && room;
  free(draw);
  free(room);
  return fine ? PS_OK : ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
}

bool ps_chain_is_lopsided(const ps_chain_result *r) {
  const double little = 1; // [N]
  for (int k = 0; k <= PS_CHAIN_ankle_medial_N; k++)
    if (fabs(r->item[0].value[0][k][PS_MOST].value - r->item[0].value[1][k][PS_MOST].value) >
        little)
      return true;
  return false;
}
