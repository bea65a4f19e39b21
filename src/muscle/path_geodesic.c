// path_geodesic.c: a path whose wraps are geodesics (wrap_geodesic.h), each on one segment.
//
// A segment that touches its cylinder gets two tangent points, as other wraps do. Its length
// depends on where its two ends are in the frame of the cylinder, and the pulls at the ends are
// the slopes of that: so path_along of the two straight pieces is the pull at their path points,
// and bodies feel it on the line through these. Where the cylinder is drawn in, it is no unit
// vector.
#include <string.h>

#include "muscle/path_inner.h"
#include "muscle/wrap_geodesic.h"

// the place in the current path of the second end of a wrap's segment; 0: not part of it now
static int far_end(const ps_path *path, const ps_path_wrap *use, const ps_path_point *point,
                   int n) {
  for (int i = 1; i < n; i++)
    if (point[i - 1].point == path->point + use->first && point[i].point == path->point + use->last)
      return i;
  return 0;
}

// Put the tangent points of path wrap `wrap` between the ends of segment `at`.
static void insert_tangents(const ps_model *m, ps_data *d, int index, int wrap, int at,
                            const ps_geodesic *g) {
  const ps_path *path = &m->path[index];
  int object = m->path_wrap[path->wrap + wrap].object;
  ps_transform X = d->wrap_X[object];
  ps_path_point *r = &d->path_point[path->current + at];
  ps_vec3 *along = &d->path_along[path->current + at];
  size_t behind = (size_t)(d->path_npoint[index] - at);
  memmove(r + 2, r, behind * sizeof *r);
  memmove(along + 2, along, behind * sizeof *along);
  d->path_npoint[index] += 2;

  ps_vec3 r1 = ps_transform_point(X, g->r1), r2 = ps_transform_point(X, g->r2);
  double lines = ps_distance(r[-1].anchor, r1) + ps_distance(r2, r[2].anchor);
  r[0] = (ps_path_point){.anchor = r1,
                         .position = r1,
                         .point = -1,
                         .wrap = wrap,
                         .object = object,
                         .body = m->wrap[object].body,
                         .side = m->path_wrap_side[path->wrap + wrap]};
  r[1] = r[0];
  r[1].anchor = r[1].position = r2;
  r[1].second = 1;
  r[1].wrap_length = g->length - lines;
  along[0] = ps_mat_mul(X.R, g->pull1);
  along[2] = ps_neg(ps_mat_mul(X.R, g->pull2));
}

void ps_path_wind_all(const ps_model *m, ps_data *d, int index) {
  const ps_path *path = &m->path[index];
  for (int i = 0; i < path->nwrap; i++) {
    const ps_path_wrap *use = &m->path_wrap[path->wrap + i];
    const ps_wrap_object *cylinder = &m->wrap[use->object];
    const ps_path_point *point = &d->path_point[path->current];
    int at = far_end(path, use, point, d->path_npoint[index]);
    if (!cylinder->active || !at)
      continue;
    ps_vec3 a = point[at - 1].anchor, b = point[at].anchor;
    ps_transform X = d->wrap_X[use->object];
    ps_geodesic g;
    bool touches =
        ps_wrap_geodesic(cylinder->shape.radius, use->turn, ps_transform_point_inverse(X, a),
                         ps_transform_point_inverse(X, b), &g);
    d->path_flag[index] |= (g.inside ? PS_PATH_INSIDE : 0) | (g.slips ? PS_PATH_SLIPS : 0);
    if (!touches)
      continue;
    d->path_length[index] += g.length - ps_distance(a, b);
    insert_tangents(m, d, index, i, at, &g);
  }
}
