// compile_path.c: paths, their wraps, and which coordinates can change their length.
//
// A coordinate k moves a set of bodies. It can change a path's length where it moves some of the
// path's bodies and not others: the path's span. For every coordinate of the span a mask says which
// of the path's bodies lie beyond it, so that a segment between two of them needs one bit test.
#include "model/compile.h"
#include "model/fit.h"

#include <stdio.h>
#include <string.h>

enum { MOST_SIDES = 64 }; // bodies of one path: bits of a mask

typedef struct ps_sides {
  int body[MOST_SIDES];
  int n;
} ps_sides;

static ps_status side_of(ps_builder *b, ps_sides *sides, int body, int line, int *side) {
  for (*side = 0; *side < sides->n; ++*side)
    if (sides->body[*side] == body)
      return PS_OK;
  if (sides->n == MOST_SIDES)
    return ps_fail(b->err, PS_ERR_LIMIT, b->spec->path, line,
                   "a path runs over more than %d bodies", MOST_SIDES);
  sides->body[sides->n++] = body;
  return PS_OK;
}

// a location or frame given in an offset frame, in its body
static ps_transform on_body(const ps_builder *b, int frame, ps_transform X) {
  return ps_transform_mul(b->names.offset[frame], X);
}

static ps_status moving_point(ps_builder *b, const ps_spec_point *s, int frame, ps_point *p,
                              const char *what) {
  ps_transform X = b->names.offset[frame];
  p->coordinate = -1;
  for (int i = 0; i < 3; i++) {
    p->function[i] = -1;
    if (s->moving[i])
      PS_TRY(ps_build_function(b, s->moving[i], 1, s->part.line, what, &p->function[i]));
    if (!s->coordinate[i].text || !s->coordinate[i].text[0])
      continue;
    int coordinate;
    PS_TRY(ps_resolve_coordinate(&b->names, s->coordinate[i], what, &coordinate, b->err));
    if (p->coordinate >= 0 && p->coordinate != coordinate)
      return ps_fail(b->err, PS_ERR_UNSUPPORTED, b->spec->path, s->part.line,
                     "%s moves with two coordinates; x, y and z must follow the same one", what);
    p->coordinate = coordinate;
  }
  if (p->coordinate >= 0)
    memcpy(p->range, b->spec->coordinates.items[p->coordinate].range, sizeof p->range);
  if (ps_norm2(X.p) > 0 || X.R.r[0].x != 1 || X.R.r[1].y != 1 || X.R.r[2].z != 1)
    return ps_fail(b->err, PS_ERR_UNSUPPORTED, b->spec->path, s->part.line,
                   "%s sits on an offset frame; moving points must sit on a body", what);
  return PS_OK;
}

static ps_status add_point(ps_builder *b, const ps_spec_point *s, const char *owner,
                           ps_sides *sides) {
  char what[200];
  int frame, side;
  snprintf(what, sizeof what, "point '%.80s' of '%.80s'", s->part.name, owner);
  PS_TRY(ps_resolve_frame(&b->names, s->frame, what, &frame, b->err));
  ps_point p = {.kind = s->kind, .body = b->frame_body[frame], .coordinate = -1};
  p.location = ps_transform_point(b->names.offset[frame], s->location);
  if (s->kind == PS_POINT_CONDITIONAL) {
    PS_TRY(ps_resolve_coordinate(&b->names, s->coordinate[0], what, &p.coordinate, b->err));
    memcpy(p.range, s->range, sizeof p.range);
  } else if (s->kind == PS_POINT_MOVING)
    PS_TRY(moving_point(b, s, frame, &p, what));
  PS_TRY(side_of(b, sides, p.body, s->part.line, &side));
  PS_BUILD(b, point, p);
  PS_BUILD(b, point_side, side);
  PS_BUILD(b, point_name, s->part.name);
  PS_BUILD(b, point_frame_name, ps_frame_name(&b->names, frame));
  return PS_OK;
}

static ps_status check_geodesic(const ps_builder *b, const ps_spec_path_wrap *s,
                                const ps_path_wrap *w, const char *what) {
  if (b->wrap.items[w->object].shape.kind != PS_WRAP_CYLINDER)
    return ps_fail(b->err, PS_ERR_UNSUPPORTED, b->spec->path, s->part.line,
                   "%s runs over '%s' as a geodesic, which only cylinders can have", what,
                   s->object);
  if (w->turn != 1 && w->turn != -1)
    return ps_fail(b->err, PS_ERR_VALUE, b->spec->path, s->part.line,
                   "%s runs over '%s' as a geodesic with turn %d; it must be 1 or -1", what,
                   s->object, w->turn);
  if (w->last != w->first + 1)
    return ps_fail(b->err, PS_ERR_VALUE, b->spec->path, s->part.line,
                   "%s runs over '%s' as a geodesic between points %d and %d; they must be "
                   "neighbors",
                   what, s->object, w->first + 1, w->last + 1);
  return PS_OK;
}

// geodesics and other wraps do not share a path, nor two geodesics a segment
static ps_status check_alike(const ps_builder *b, const ps_path *p, const ps_spec_path *s,
                             const char *name) {
  if (p->nwrap == 0)
    return PS_OK;
  const ps_path_wrap *w = &b->path_wrap.items[p->wrap];
  for (int i = 0; i < p->nwrap; i++)
    for (int k = 0; k < i; k++) {
      bool geodesic = w[i].method == PS_WRAP_GEODESIC;
      if (geodesic != (w[k].method == PS_WRAP_GEODESIC))
        return ps_fail(b->err, PS_ERR_UNSUPPORTED, b->spec->path, s->wraps.items[i].part.line,
                       "the path of '%s' runs over '%s' and '%s', one as a geodesic, one not", name,
                       s->wraps.items[k].object, s->wraps.items[i].object);
      if (geodesic && w[i].first == w[k].first)
        return ps_fail(b->err, PS_ERR_UNSUPPORTED, b->spec->path, s->wraps.items[i].part.line,
                       "the path of '%s' has two geodesics, over '%s' and '%s', between points "
                       "%d and %d",
                       name, s->wraps.items[k].object, s->wraps.items[i].object, w[i].first + 1,
                       w[i].last + 1);
    }
  return PS_OK;
}

static ps_status add_path_wrap(ps_builder *b, const ps_spec_path_wrap *s, const char *owner,
                               int npoint, ps_sides *sides) {
  char what[160];
  int side;
  snprintf(what, sizeof what, "the path of '%.120s'", owner);
  ps_path_wrap w = {.method = s->method, .turn = s->turn};
  PS_TRY(ps_resolve_wrap(&b->names, s->object, s->part.line, what, &w.object, b->err));
  w.first = s->range[0] < 1 ? 0 : s->range[0] - 1;
  w.last = s->range[1] < 1 ? npoint - 1 : s->range[1] - 1;
  if (w.last >= npoint || w.first > w.last)
    return ps_fail(b->err, PS_ERR_VALUE, b->spec->path, s->part.line,
                   "%s wraps over '%s' between points %d and %d, but has points 1 to %d", what,
                   s->object, s->range[0], s->range[1], npoint);
  if (w.method == PS_WRAP_GEODESIC)
    PS_TRY(check_geodesic(b, s, &w, what));
  PS_TRY(side_of(b, sides, b->wrap.items[w.object].body, s->part.line, &side));
  PS_BUILD(b, path_wrap, w);
  PS_BUILD(b, path_wrap_side, side);
  return PS_OK;
}

static bool beyond(const ps_builder *b, int body, int first) {
  while (body > first)
    body = b->body_parent[body];
  return body == first;
}

// The coordinates that move some of the path's bodies against others, and those of moving points.
// Where tangent points are kept (ps_model.keeps_tangents) the path also pulls at those that move
// all of them.
static ps_status add_span(ps_builder *b, ps_path *path, const ps_sides *sides) {
  unsigned long long all = sides->n == MOST_SIDES ? ~0ull : (1ull << sides->n) - 1;
  bool keeps = path->nwrap > 1 && !path->geodesic && b->spec->compat == PS_COMPAT_OPENSIM46;
  path->span = b->span_coordinate.n;
  for (int k = 0; k < b->spec->coordinates.n; k++) {
    unsigned long long mask = 0;
    for (int i = 0; i < sides->n; i++)
      if (beyond(b, sides->body[i], b->coord_body[k]))
        mask |= 1ull << i;
    bool moves_point = false;
    for (int i = path->point; i < path->point + path->npoint; i++)
      moves_point = moves_point || (b->point.items[i].kind == PS_POINT_MOVING &&
                                    b->point.items[i].coordinate == k);
    if ((mask == 0 || (mask == all && !keeps)) && !moves_point)
      continue;
    PS_BUILD(b, span_coordinate, k);
    PS_BUILD(b, span_mask, mask);
  }
  path->nspan = b->span_coordinate.n - path->span;
  return PS_OK;
}

ps_status ps_build_path(ps_builder *b, const ps_spec_force *force, int *path) {
  const ps_spec_path *s = force->path;
  const char *name = force->part.name;
  if (!s || s->points.n < 2)
    return ps_fail(b->err, PS_ERR_STRUCTURE, b->spec->path, s ? s->line : force->part.line,
                   "the path of '%s' has %d point%s; it needs two at least", name,
                   s ? s->points.n : 0, s && s->points.n == 1 ? "" : "s");
  if (s->wraps.n > PS_PATH_WRAPS)
    return ps_fail(b->err, PS_ERR_LIMIT, b->spec->path, s->line,
                   "the path of '%s' uses %d wrap objects; %d is the limit", name, s->wraps.n,
                   PS_PATH_WRAPS);
  ps_sides sides = {.n = 0};
  ps_path p = {.point = b->point.n,
               .npoint = s->points.n,
               .wrap = b->path_wrap.n,
               .nwrap = s->wraps.n,
               .force = b->force.n,
               .current = b->ncurrent};
  for (int i = 0; i < s->points.n; i++)
    PS_TRY(add_point(b, &s->points.items[i], name, &sides));
  ps_model_fit_gaps(&p, b->point.items);
  for (int i = 0; i < s->wraps.n; i++)
    PS_TRY(add_path_wrap(b, &s->wraps.items[i], name, s->points.n, &sides));
  PS_TRY(check_alike(b, &p, s, name));
  p.geodesic = p.nwrap && b->path_wrap.items[p.wrap].method == PS_WRAP_GEODESIC;
  b->ncurrent += p.npoint + 2 * p.nwrap;
  PS_TRY(add_span(b, &p, &sides));
  *path = b->path.n;
  PS_BUILD(b, path, p);
  return PS_OK;
}

ps_status ps_build_wraps(ps_builder *b) {
  for (int i = 0; i < b->spec->wraps.n; i++) {
    const ps_spec_wrap *s = &b->spec->wraps.items[i];
    char what[160];
    int frame;
    snprintf(what, sizeof what, "wrap object '%.120s'", s->part.name);
    PS_TRY(ps_resolve_frame(&b->names, s->frame, what, &frame, b->err));
    ps_transform X = ps_model_frame(s->translation, s->orientation);
    ps_wrap_object w = {s->shape, b->frame_body[frame], s->active, on_body(b, frame, X)};
    PS_BUILD(b, wrap, w);
    PS_BUILD(b, wrap_frame_name, ps_frame_name(&b->names, frame));
  }
  return PS_OK;
}
