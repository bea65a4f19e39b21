// muscle_curve.c: solve a muscle curve for y(x) once, and keep short polynomials.
//
// Over a piece from x_a to x_b = x_a + h, with t = (x - x_a) / h, the polynomial (C2) is
//
//   y = H(t) + t^3 (1 - t)^3 [a + b (t - 1/2)]                                      (C4)
//   a = 64 [y_m - H(1/2)],   b = 64 [h y'_m - H'(1/2)]
//
// H is the quintic with value, slope and curvature of the curve at both ends; y_m and y'_m are
// value and slope of the curve in the middle, and the bracket makes up for what H misses there.
// Segments are halved in w until value and slope agree with the curve at a fifth and four fifths of
// a piece, where the error of (C4) is largest.
#include "model/muscle_curve.h"

#include "base/fail.h"

#include <math.h>

enum {
  DEGREE = 7,
  RECORD = DEGREE + 1, // one cache line
  CELLS = 1 << 15,     // about; pieces as narrow as this part of the curve are not halved
};

static const double value_error = 3e-13; // over the height of the curve
static const double slope_error = 3e-11; // over its steepest slope

// A segment in powers of w, without the place where it begins.
typedef struct quintic {
  double x0, y0, x[6], y[6]; // powers 1 to 5
} quintic;

// Powers from controls: c_k = binomial(5, k) times the k-th difference of the controls.
static void powers(const double control[PS_CURVE_CONTROLS], double c[6]) {
  const double binomial[6] = {1, 5, 10, 10, 5, 1};
  double d[PS_CURVE_CONTROLS];
  memcpy(d, control, sizeof d);
  for (int k = 1; k < PS_CURVE_CONTROLS; k++) {
    for (int i = 0; i + k < PS_CURVE_CONTROLS; i++)
      d[i] = d[i + 1] - d[i];
    c[k] = binomial[k] * d[0];
  }
  c[0] = 0;
}

static quintic quintic_of(const ps_curve_shape *c, int segment) {
  quintic q = {.x0 = c->x[segment][0], .y0 = c->y[segment][0]};
  powers(c->x[segment], q.x);
  powers(c->y[segment], q.y);
  return q;
}

static double value_at(const double c[6], double w) {
  return w * (c[1] + w * (c[2] + w * (c[3] + w * (c[4] + w * c[5]))));
}

static double slope_at(const double c[6], double w) {
  return c[1] + w * (2 * c[2] + w * (3 * c[3] + w * (4 * c[4] + w * (5 * c[5]))));
}

static double curvature_at(const double c[6], double w) {
  return 2 * c[2] + w * (6 * c[3] + w * (12 * c[4] + w * (20 * c[5])));
}

// A place on a segment: x, and y, y', y'' over x.
typedef struct place {
  double w, x, y[3];
} place;

static place place_at(const quintic *q, double w) {
  double dx = slope_at(q->x, w), slope = slope_at(q->y, w) / dx;
  double bend = curvature_at(q->y, w) - slope * curvature_at(q->x, w);
  return (place){
      w, q->x0 + value_at(q->x, w), {q->y0 + value_at(q->y, w), slope, bend / (dx * dx)}};
}

// w of an x, starting from a guess; x grows with w. Newton inside a shrinking bracket.
static double solve(const quintic *q, double x, double w) {
  const double close = 1e-9; // the next error is about its square
  double low = 0, high = 1, target = x - q->x0;
  for (int i = 0; i < 64; i++) {
    double miss = target - value_at(q->x, w), step = miss / slope_at(q->x, w);
    if (fabs(step) < close)
      return w + step;
    if (miss > 0)
      low = w;
    else
      high = w;
    w = w + step > low && w + step < high ? w + step : 0.5 * (low + high);
  }
  return w;
}

void ps_curve_shape_at(const ps_curve_shape *c, double x, double out[3]) {
  int last = c->nsegment - 1;
  double first_x = c->x[0][0], last_x = c->x[last][5];
  if (!(x >= first_x && x <= last_x)) {
    bool low = x < first_x;
    out[1] = low ? c->slope_first : c->slope_last;
    out[0] = low ? c->y[0][0] + out[1] * (x - first_x) : c->y[last][5] + out[1] * (x - last_x);
    out[2] = 0;
    return;
  }
  int segment = 0;
  while (segment < last && x >= c->x[segment][5])
    segment++;
  quintic q = quintic_of(c, segment);
  place here = place_at(&q, solve(&q, x, 0.5));
  memcpy(out, here.y, sizeof here.y);
}

// Where the pieces of a curve go as they are made, or, without a pool, how many there are.
typedef struct builder {
  int nsegment;
  quintic segment[PS_CURVE_SEGMENTS];
  double height, steepest, narrowest; // [y], [y/x], [x]
  double *piece, *begin;              // [y/x^p], [x]; NULL: only count
  int npiece;
  double thinnest; // [x]  width of the narrowest piece made
} builder;

// Coefficients of (C4) in t.
static void fit(const double a[3], const double b[3], const double mid[3], double h, double k[8]) {
  double rise = b[0] - a[0];
  double va = a[1] * h, vb = b[1] * h, ca = a[2] * h * h, cb = b[2] * h * h;
  k[0] = a[0];
  k[1] = va;
  k[2] = 0.5 * ca;
  k[3] = 10 * rise - 6 * va - 4 * vb + 0.5 * (cb - 3 * ca);
  k[4] = -15 * rise + 8 * va + 7 * vb + 0.5 * (3 * ca - 2 * cb);
  k[5] = 6 * rise - 3 * (va + vb) + 0.5 * (cb - ca);
  double value = k[0] + k[1] / 2 + k[2] / 4 + k[3] / 8 + k[4] / 16 + k[5] / 32;
  double slope = k[1] + k[2] + 3 * k[3] / 4 + k[4] / 2 + 5 * k[5] / 16;
  double bump = 64 * (mid[0] - value), tilt = 64 * (mid[1] * h - slope);
  // t^3 (1 - t)^3 = t^3 - 3 t^4 + 3 t^5 - t^6
  double flat = bump - 0.5 * tilt;
  k[3] += flat;
  k[4] += tilt - 3 * flat;
  k[5] += 3 * flat - 3 * tilt;
  k[6] = 3 * tilt - flat;
  k[7] = -tilt;
}

static void polynomial(const double *k, double t, double *value, double *slope) {
  *value = k[DEGREE], *slope = 0;
  for (int p = DEGREE - 1; p >= 0; p--) {
    *slope = *slope * t + *value;
    *value = *value * t + k[p];
  }
}

// How often the piece from a to b must be halved; the error of the value falls with the eighth
// power of its width, that of the slope with the seventh.
static int halvings(const builder *B, const quintic *q, const place *a, const place *b,
                    const double k[8]) {
  const double where[2] = {0.2, 0.8};
  double h = b->x - a->x, worst = 0;
  for (int i = 0; i < 2; i++) {
    double t = where[i], value, slope, guess = a->w + t * (b->w - a->w);
    place c = place_at(q, solve(q, a->x + t * h, guess));
    polynomial(k, t, &value, &slope);
    worst = fmax(worst, fabs(value - c.y[0]) / (value_error * B->height));
    worst = fmax(worst, fabs(slope / h - c.y[1]) / (slope_error * B->steepest));
  }
  if (worst <= 1)
    return 0;
  int levels = 1; // cautious: halves that still do not fit are halved again
  while (levels < 3 && ldexp(1, 8 * levels) < worst)
    levels++;
  return levels;
}

static void keep(builder *B, double xa, double h, const double k[8]) {
  if (B->piece) {
    double scale = 1;
    for (int p = 0; p < RECORD; p++, scale /= h)
      B->piece[RECORD * B->npiece + p] = k[p] * scale;
    B->begin[B->npiece] = xa;
  }
  B->thinnest = fmin(B->thinnest, h);
  B->npiece++;
}

static void split(builder *B, const quintic *q, const place *a, const place *b, int parts);

// The pieces of a segment from a to b, in order.
static void refine(builder *B, const quintic *q, const place *a, const place *b) {
  double h = b->x - a->x, k[8];
  place m = place_at(q, solve(q, a->x + 0.5 * h, 0.5 * (a->w + b->w)));
  fit(a->y, b->y, m.y, h, k);
  int levels = h < 2 * B->narrowest ? 0 : halvings(B, q, a, b, k);
  if (levels == 0)
    keep(B, a->x, h, k);
  else
    split(B, q, a, b, 1 << levels);
}

static void split(builder *B, const quintic *q, const place *a, const place *b, int parts) {
  place left = *a;
  for (int i = 1; i <= parts; i++) {
    double w = a->w + (b->w - a->w) * i / parts;
    place right = i < parts ? place_at(q, w) : *b;
    refine(B, q, &left, &right);
    left = right;
  }
}

static void make_pieces(builder *B) {
  const int parts = 8; // of a segment to begin with
  B->npiece = 0;
  B->thinnest = INFINITY;
  for (int s = 0; s < B->nsegment; s++) {
    const quintic *q = &B->segment[s];
    place first = place_at(q, 0), last = place_at(q, 1);
    split(B, q, &first, &last, parts);
  }
}

// Segments, and the largest height and slope among some of their places, which errors refer to.
static builder begin_builder(const ps_curve_shape *c) {
  builder B = {.nsegment = c->nsegment};
  B.narrowest = (c->x[c->nsegment - 1][5] - c->x[0][0]) / CELLS;
  for (int s = 0; s < c->nsegment; s++) {
    B.segment[s] = quintic_of(c, s);
    for (int i = 0; i <= 16; i++) {
      place here = place_at(&B.segment[s], i / 16.0);
      B.height = fmax(B.height, fabs(here.y[0]));
      B.steepest = fmax(B.steepest, fabs(here.y[1]));
    }
  }
  return B;
}

static void make_guide(const ps_curve *c, const double *begin, char *guide) {
  int piece = 0;
  for (int cell = 0; cell < c->ncell; cell++) {
    double x = c->first + cell / c->cells_per_x;
    while (piece + 1 < c->npiece && begin[piece + 1] <= x)
      piece++;
    uint16_t entry = (uint16_t)piece;
    memcpy(guide + sizeof entry * (size_t)cell, &entry, sizeof entry);
  }
}

// ends, number of pieces, and cells a little narrower than any piece, with one more for rounding
static ps_status measure(builder *B, const ps_curve_spec *spec, const ps_curve_shape *shape,
                         ps_curve *c, ps_error *err) {
  int last = shape->nsegment - 1;
  *c = (ps_curve){.first = shape->x[0][0],
                  .last = shape->x[last][5],
                  .y_first = shape->y[0][0],
                  .y_last = shape->y[last][5],
                  .slope_first = shape->slope_first,
                  .slope_last = shape->slope_last};
  make_pieces(B);
  if (B->thinnest < 1e-6 * (c->last - c->first))
    return ps_fail(err, PS_ERR_LIMIT, NULL, 0,
                   "%s: a corner is sharper than a millionth of the curve's width",
                   ps_curve_class(spec->kind));
  c->npiece = B->npiece;
  c->ncell = (int)ceil(1.01 * (c->last - c->first) / B->thinnest) + 1;
  c->cells_per_x = (c->ncell - 1) / (c->last - c->first);
  return PS_OK;
}

static void fill(builder *B, const ps_curve *c, double *pool) {
  B->piece = pool + c->piece;
  B->begin = pool + c->begin;
  make_pieces(B);
  B->begin[c->npiece] = INFINITY; // whatever rounding does, the last piece has no neighbour
  make_guide(c, B->begin, (char *)(pool + c->guide));
}

ps_status ps_curve_compile(const ps_curve_spec *spec, ps_curve *c, double *pool, size_t *used,
                           ps_error *err) {
  ps_curve_shape shape;
  PS_TRY(ps_curve_shape_of(spec, &shape, err));
  builder B = begin_builder(&shape);
  if (!pool)
    PS_TRY(measure(&B, spec, &shape, c, err));
  c->piece = (*used + RECORD - 1) / RECORD * RECORD; // records fill cache lines
  c->begin = c->piece + (size_t)(RECORD * c->npiece);
  c->guide = c->begin + (size_t)c->npiece + 1;
  *used = c->guide + ((size_t)c->ncell + 3) / 4;
  if (pool)
    fill(&B, c, pool);
  return PS_OK;
}

bool ps_curve_spec_equal(const ps_curve_spec *a, const ps_curve_spec *b) {
  static const size_t size[PS_CURVE_KINDS] = {
      sizeof a->active, sizeof a->velocity,    sizeof a->velocity,   sizeof a->fiber,
      sizeof a->tendon, sizeof a->compression, sizeof a->compression};
  return a->kind == b->kind && memcmp(&a->active, &b->active, size[a->kind]) == 0;
}
