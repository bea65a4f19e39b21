// path_wrap.c: which segments of a path run over which wrap objects, as OpenSim decides it.
//
// Each object in turn tries the segments of its range. A segment that truly cuts the object takes
// it at once; of those that merely may, the one that lengthens the path least. With several objects
// on a path the round is repeated, each object seeing the tangent points of the others, until the
// length settles within half a millimetre, eight rounds at most.
//
// OpenSim computes where a tangent point lies in ground when it first needs to know, and does not
// notice that later rounds move it. Lengths and directions go by that first place, the surface
// curves and the points that forces act on by the last
// (docs/decisions/0005-first-tangent-points.md).
#include <math.h>
#include <string.h>

#include "muscle/path_inner.h"
#include "muscle/wrap.h"

enum { MOST_ROUNDS = 8 };

typedef struct ps_candidate {
  int segment; // index of the point behind the segment; -1: none
  ps_wrap_result result;
} ps_candidate;

typedef struct ps_wrapping {
  const ps_model *m;
  ps_data *d;
  const ps_path *path;
  int index;
  ps_path_point *point;
  int n;
  bool seen[PS_PATH_WRAPS][2];     // the tangent points of a wrap have been looked at,
  ps_vec3 first[PS_PATH_WRAPS][2]; // [m]  and were here
} ps_wrapping;

// where a point is for lengths and directions
static ps_vec3 look(ps_wrapping *w, ps_path_point *p) {
  if (p->wrap >= 0 && w->m->keeps_tangents) {
    if (!w->seen[p->wrap][p->second])
      w->first[p->wrap][p->second] = p->anchor;
    w->seen[p->wrap][p->second] = true;
    p->position = w->first[p->wrap][p->second];
  }
  return p->position;
}

static void look_at_all(ps_wrapping *w) {
  for (int i = 0; i < w->n; i++)
    look(w, &w->point[i]);
}

static void remove_points(ps_wrapping *w, int wrap) {
  for (int i = 0; i < w->n; i++)
    if (w->point[i].wrap == wrap) {
      memmove(&w->point[i], &w->point[i + 2], (size_t)(w->n - i - 2) * sizeof *w->point);
      w->n -= 2;
      return;
    }
}

static void insert_points(ps_wrapping *w, int wrap, const ps_candidate *c) {
  const ps_path_wrap *use = &w->m->path_wrap[w->path->wrap + wrap];
  ps_path_point *at = &w->point[c->segment];
  memmove(at + 2, at, (size_t)(w->n - c->segment) * sizeof *at);
  w->n += 2;
  ps_transform X = w->d->wrap_X[use->object];
  ps_vec3 r1 = ps_transform_point(X, c->result.r1), r2 = ps_transform_point(X, c->result.r2);
  at[0] = (ps_path_point){.anchor = r1,
                          .position = r1,
                          .point = -1,
                          .wrap = wrap,
                          .object = use->object,
                          .body = w->m->wrap[use->object].body,
                          .side = w->m->path_wrap_side[w->path->wrap + wrap]};
  at[1] = at[0];
  at[1].anchor = at[1].position = r2;
  at[1].second = 1;
  at[1].wrap_length = c->result.length;
}

// first and last point of the current path within the range of a wrap; false: none is active
static bool find_range(const ps_wrapping *w, const ps_path_wrap *use, int *first, int *last) {
  *first = *last = -1;
  for (int i = 0; i < w->n; i++) {
    int point = w->point[i].point - w->path->point;
    if (w->point[i].point < 0 || point < use->first || point > use->last)
      continue;
    if (*first < 0)
      *first = i;
    *last = i;
  }
  return *first >= 0;
}

static double length_change(ps_wrapping *w, ps_path_point *a, ps_path_point *b, ps_transform X,
                            const ps_wrap_result *r) {
  ps_vec3 at_a = look(w, a), at_b = look(w, b);
  return ps_distance(at_a, ps_transform_point(X, r->r1)) + r->length +
         ps_distance(at_b, ps_transform_point(X, r->r2)) - ps_distance(at_a, at_b);
}

// the best segment for one wrap object; returns how the last segment tried came out
static ps_wrap_outcome try_segments(ps_wrapping *w, const ps_path_wrap *use, int first, int last,
                                    ps_candidate *best) {
  const ps_wrap_object *object = &w->m->wrap[use->object];
  ps_transform X = w->d->wrap_X[use->object];
  ps_wrap_outcome outcome = PS_WRAP_NONE;
  double least = INFINITY;
  best->segment = -1;
  for (int i = first; i < last; i++) {
    ps_path_point *a = &w->point[i], *b = &w->point[i + 1];
    if (a->object >= 0 && a->object == b->object)
      continue; // already runs over the surface
    ps_candidate c = {.segment = i + 1};
    outcome = ps_wrap_segment(&object->shape, use->method, w->path->nwrap == 1,
                              ps_transform_point_inverse(X, a->anchor),
                              ps_transform_point_inverse(X, b->anchor), &c.result);
    if (outcome == PS_WRAP_INSIDE)
      w->d->path_flag[w->index] |= PS_PATH_INSIDE;
    if (c.result.flags & PS_WRAP_LOST)
      w->d->path_flag[w->index] |= PS_PATH_LOST;
    if (outcome == PS_WRAP_MANDATORY) {
      *best = c;
      break;
    }
    if (outcome == PS_WRAP_OPTIONAL) {
      double change = length_change(w, a, b, X, &c.result);
      if (change < least) {
        least = change;
        *best = c;
      }
    } else if (c.result.flags & PS_WRAP_VOID)
      outcome = PS_WRAP_OPTIONAL; // as OpenSim counts it when it orders two objects
  }
  return outcome;
}

// one round: every object takes a segment or none; false: the path has no active point in a range
static bool go_round(ps_wrapping *w, const int *order, ps_wrap_outcome *outcome) {
  for (int i = 0; i < w->path->nwrap; i++) {
    const ps_path_wrap *use = &w->m->path_wrap[w->path->wrap + order[i]];
    ps_candidate best;
    int first, last;
    outcome[i] = PS_WRAP_NONE;
    remove_points(w, order[i]);
    if (!w->m->wrap[use->object].active)
      continue;
    if (!find_range(w, use, &first, &last))
      return false;
    outcome[i] = try_segments(w, use, first, last, &best);
    if (best.segment >= 0)
      insert_points(w, order[i], &best);
  }
  return true;
}

void ps_path_wrap_all(const ps_model *m, ps_data *d, int index) {
  const ps_path *path = &m->path[index];
  ps_wrapping w = {.m = m,
                   .d = d,
                   .path = path,
                   .index = index,
                   .point = &d->path_point[path->current],
                   .n = d->path_npoint[index]};
  int nwrap = path->nwrap, order[PS_PATH_WRAPS];
  ps_wrap_outcome outcome[PS_PATH_WRAPS];
  for (int i = 0; i < nwrap; i++) {
    order[i] = i;
    w.seen[i][0] = w.seen[i][1] = false;
  }

  double last_length = INFINITY;
  for (int round = 0; round < (nwrap < 2 ? 1 : MOST_ROUNDS); round++) {
    d->path_flag[index] = 0;
    if (!go_round(&w, order, outcome))
      break;
    look_at_all(&w);
    double length = ps_path_measure(w.point, w.n);
    if (fabs(length - last_length) < 0.0005)
      break;
    last_length = length;
    // the second object found a point inside itself after the first stood aside: change places
    if (round == 0 && nwrap > 1 && outcome[0] == PS_WRAP_NONE && outcome[1] == PS_WRAP_INSIDE) {
      order[0] = 1;
      order[1] = 0;
      remove_points(&w, 0);
    }
  }
  look_at_all(&w);
  d->path_npoint[index] = w.n;
}
