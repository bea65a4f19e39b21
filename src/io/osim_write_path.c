// osim_write_path.c: paths of an .osim file, and what they wrap over.
//
// A cylinder that geodesics alone run over is no wrap object of the file (osim_write_geodesic.c).
#include <stdio.h>

#include "io/osim_write_inner.h"

// ---- wrap objects

void ps_out_find_uses(ps_osim_out *o) {
  const ps_spec *s = o->spec;
  size_t n = (size_t)s->wraps.n + 1;
  o->wrap_frame = ps_pool_take(&o->names.pool, n * sizeof *o->wrap_frame);
  o->wrap_use = ps_pool_take(&o->names.pool, n * sizeof *o->wrap_use);
  if (!o->wrap_frame || !o->wrap_use) {
    o->status = ps_fail(o->err, PS_ERR_MEMORY, s->path, 0, "out of memory");
    return;
  }
  for (int i = 0; i < s->wraps.n; i++)
    o->wrap_frame[i] = ps_out_frame(o, s->wraps.items[i].frame, &s->wraps.items[i].part);
  for (int i = 0; i < s->forces.n; i++) {
    const ps_spec_force *f = &s->forces.items[i];
    for (int k = 0; f->path && k < f->path->wraps.n; k++) {
      const ps_spec_path_wrap *w = &f->path->wraps.items[k];
      int object = ps_out_wrap(o, w, &f->part);
      bool geodesic = w->method == PS_WRAP_GEODESIC;
      o->wrap_use[object] |= geodesic ? PS_USED_BY_GEODESICS : PS_USED_OTHERWISE;
    }
  }
}

int ps_out_wrap(ps_osim_out *o, const ps_spec_path_wrap *use, const ps_part *part) {
  int object;
  char what[160];
  snprintf(what, sizeof what, "'%.120s'", part->name);
  if (o->status == PS_OK)
    o->status = ps_resolve_wrap(&o->names, use->object, use->part.line, what, &object, o->err);
  return o->status == PS_OK ? object : 0;
}

static void write_shape(ps_osim_out *o, const ps_wrap_shape *s) {
  static const char *const quadrants[2][3] = {{"-x", "-y", "-z"}, {"x", "y", "z"}};
  ps_element_text(&o->x, "quadrant", s->sign ? quadrants[s->sign > 0][s->axis] : "all");
  switch (s->kind) {
  case PS_WRAP_CYLINDER:
    ps_element_number(&o->x, "radius", s->radius);
    ps_element_number(&o->x, "length", s->length);
    break;
  case PS_WRAP_SPHERE:
    ps_element_number(&o->x, "radius", s->radius);
    break;
  case PS_WRAP_ELLIPSOID:
    ps_element_vec3(&o->x, "dimensions", ps_wrap_half_axes(s));
    break;
  case PS_WRAP_TORUS:
    ps_element_number(&o->x, "inner_radius", s->radius);
    ps_element_number(&o->x, "outer_radius", s->ring);
    break;
  }
}

static void write_wrap(ps_osim_out *o, const ps_spec_wrap *w) {
  static const char *const classes[] = {[PS_WRAP_SPHERE] = "WrapSphere",
                                        [PS_WRAP_CYLINDER] = "WrapCylinder",
                                        [PS_WRAP_ELLIPSOID] = "WrapEllipsoid",
                                        [PS_WRAP_TORUS] = "WrapTorus"};
  const char *class = classes[w->shape.kind];
  ps_element_begin(&o->x, class, w->part.name);
  ps_element_bool(&o->x, "active", w->active);
  ps_element_vec3(&o->x, "xyz_body_rotation", w->orientation);
  ps_element_vec3(&o->x, "translation", w->translation);
  write_shape(o, &w->shape);
  ps_out_end(o, class, &w->part);
}

void ps_out_wraps(ps_osim_out *o, int frame) {
  bool any = false;
  for (int i = 0; i < o->spec->wraps.n; i++) {
    if (o->wrap_frame[i] != frame || o->wrap_use[i] == PS_USED_BY_GEODESICS)
      continue;
    if (!any) {
      ps_element_begin(&o->x, "WrapObjectSet", "wrapobjectset");
      ps_element_begin(&o->x, "objects", NULL);
    }
    any = true;
    write_wrap(o, &o->spec->wraps.items[i]);
  }
  if (!any)
    return;
  ps_element_end(&o->x, "objects");
  ps_element_end(&o->x, "WrapObjectSet");
}

// ---- paths

static void write_moving(ps_osim_out *o, const ps_spec_point *p) {
  static const char *const location[3] = {"x_location", "y_location", "z_location"};
  static const char *const socket[3] = {"socket_x_coordinate", "socket_y_coordinate",
                                        "socket_z_coordinate"};
  for (int i = 0; i < 3; i++) {
    if (p->coordinate[i].text && p->coordinate[i].text[0])
      ps_out_coordinate_socket(o, socket[i], p->coordinate[i], &p->part);
    ps_out_function(o, location[i], p->moving[i]);
  }
}

static void write_point(ps_osim_out *o, const ps_spec_point *p) {
  static const char *const classes[] = {[PS_POINT_FIXED] = "PathPoint",
                                        [PS_POINT_CONDITIONAL] = "ConditionalPathPoint",
                                        [PS_POINT_MOVING] = "MovingPathPoint"};
  ps_element_begin(&o->x, classes[p->kind], p->part.name);
  ps_out_frame_socket(o, "socket_parent_frame", p->frame, &p->part);
  if (p->kind == PS_POINT_MOVING)
    write_moving(o, p);
  else
    ps_element_vec3(&o->x, "location", p->location);
  if (p->kind == PS_POINT_CONDITIONAL) {
    ps_out_coordinate_socket(o, "socket_coordinate", p->coordinate[0], &p->part);
    ps_element_bounds(&o->x, "range", p->range, 2);
  }
  ps_out_end(o, classes[p->kind], &p->part);
}

static void write_path_wrap(ps_osim_out *o, const ps_spec_path_wrap *w) {
  static const char *const methods[] = {
      [PS_WRAP_HYBRID] = "hybrid", [PS_WRAP_MIDPOINT] = "midpoint", [PS_WRAP_AXIAL] = "axial"};
  ps_element_begin(&o->x, "PathWrap", NULL);
  ps_element_text(&o->x, "wrap_object", w->object);
  ps_element_text(&o->x, "method", methods[w->method]);
  ps_element_integers(&o->x, "range", w->range, 2);
  ps_element_end(&o->x, "PathWrap");
}

static void write_geometry_path(ps_osim_out *o, const ps_spec_path *path) {
  ps_element_begin(&o->x, "GeometryPath", "path");
  ps_element_begin(&o->x, "PathPointSet", NULL);
  ps_element_begin(&o->x, "objects", NULL);
  for (int i = 0; i < path->points.n; i++)
    write_point(o, &path->points.items[i]);
  ps_element_end(&o->x, "objects");
  ps_element_end(&o->x, "PathPointSet");
  ps_element_begin(&o->x, "PathWrapSet", NULL);
  ps_element_begin(&o->x, "objects", NULL);
  for (int i = 0; i < path->wraps.n; i++)
    write_path_wrap(o, &path->wraps.items[i]);
  ps_element_end(&o->x, "objects");
  ps_element_end(&o->x, "PathWrapSet");
  ps_element_end(&o->x, "GeometryPath");
}

void ps_out_path(ps_osim_out *o, const ps_spec_force *f) {
  int geodesics = 0;
  if (!f->path) {
    ps_out_fail(o, &f->part, PS_ERR_STRUCTURE, "has no path");
    return;
  }
  for (int i = 0; i < f->path->wraps.n; i++)
    geodesics += f->path->wraps.items[i].method == PS_WRAP_GEODESIC;
  if (geodesics == 0)
    write_geometry_path(o, f->path);
  else if (geodesics == f->path->wraps.n)
    ps_out_geodesic_path(o, f);
  else
    ps_out_fail(o, &f->part, PS_ERR_UNSUPPORTED, "has geodesics and other wraps in one path");
}
