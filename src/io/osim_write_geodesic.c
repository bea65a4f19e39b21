// osim_write_geodesic.c: geodesics as Scholz2015GeometryPaths over ContactCylinders.
//
// How OpenSim 4.6 reads such a path: its elements are points and obstacles in the order that the
// path meets them. It takes a place in an offset frame for one in the body of that frame, so points
// are given on bodies here. The contact hint is (O1) and (O2) of osim_write.h.
#include <math.h>

#include "io/osim_write_inner.h"

// OpenSim takes a place in an offset frame for one in the body of the frame.
static void write_contact_cylinder(ps_osim_out *o, int i) {
  const ps_spec_wrap *w = &o->spec->wraps.items[i];
  if (w->shape.kind != PS_WRAP_CYLINDER || !w->active || o->wrap_frame[i] > o->spec->bodies.n)
    ps_out_fail(o, &w->part, PS_ERR_UNSUPPORTED,
                "has a geodesic over it; for that it must be an active cylinder on a body");
  ps_element_begin(&o->x, "ContactCylinder", w->part.name);
  ps_element_text(&o->x, "socket_frame", ps_out_frame_path(o, o->wrap_frame[i]));
  ps_element_vec3(&o->x, "location", w->translation);
  ps_element_vec3(&o->x, "orientation", w->orientation);
  ps_element_number(&o->x, "radius", w->shape.radius);
  ps_out_end(o, "ContactCylinder", &w->part);
}

void ps_out_contact_cylinders(ps_osim_out *o) {
  ps_element_begin(&o->x, "ContactGeometrySet", "contactgeometryset");
  ps_element_begin(&o->x, "objects", NULL);
  for (int i = 0; i < o->spec->wraps.n; i++)
    if (o->wrap_use[i] & PS_USED_BY_GEODESICS)
      write_contact_cylinder(o, i);
  ps_element_end(&o->x, "objects");
  ps_element_end(&o->x, "ContactGeometrySet");
}

// A fixed point: its body, and where it is on it.
typedef struct place {
  int body;
  ps_vec3 at;
} place;

static place place_of(ps_osim_out *o, const ps_spec_point *p) {
  int frame = ps_out_frame(o, p->frame, &p->part);
  return (place){o->names.body[frame], ps_transform_point(o->names.offset[frame], p->location)};
}

// Where a point is in the frame of a wrap object.
static ps_vec3 seen_from(const ps_osim_out *o, int wrap, const ps_transform *body, place p) {
  const ps_spec_wrap *w = &o->spec->wraps.items[wrap];
  ps_transform on_body = {ps_rotation_xyz(w->orientation), w->translation};
  ps_transform X = ps_transform_mul(body[o->wrap_frame[wrap]], on_body);
  return ps_transform_point_inverse(X, ps_transform_point(body[p.body], p.at));
}

// `angle`, raised or lowered by full turns to within half a turn of `near`
static double turned_near(double angle, double near) {
  return angle - 2 * M_PI * round((angle - near) / (2 * M_PI));
}

// Is (O1) true of a hint at this angle?
static bool winds_as_told(double hint, ps_vec3 a, ps_vec3 b, int turn) {
  double dx = b.x - a.x, dy = b.y - a.y;
  return turn * (cos(hint) * dy - sin(hint) * dx) > 0;
}

// The angle of the hint about the axis, the middle of what (O2) allows; false: (O1) does not hold.
static bool hint_angle(const ps_osim_out *o, int wrap, int turn, place from, place to,
                       double *angle) {
  int n = o->poses.n, nbody = 1 + o->spec->bodies.n;
  const ps_transform *body = o->poses.body;
  double low = -INFINITY, high = INFINITY;
  *angle = 0;
  for (int i = 0; i < n; i++) {
    ps_vec3 a = seen_from(o, wrap, body + i * nbody, from);
    ps_vec3 b = seen_from(o, wrap, body + i * nbody, to);
    double alpha = atan2(a.y, a.x), phi = turned_near(turn * (atan2(b.y, b.x) - alpha), M_PI);
    double amid = alpha + turn * phi / 2, reach = fmin(phi, 2 * M_PI - phi) / 2;
    amid = i ? turned_near(amid, *angle) : amid;
    low = fmax(low, amid - reach);
    high = fmin(high, amid + reach);
    *angle = (low + high) / 2;
  }
  bool told = n > 0;
  for (int i = 0; i < n; i++)
    told = told && winds_as_told(*angle, seen_from(o, wrap, body + i * nbody, from),
                                 seen_from(o, wrap, body + i * nbody, to), turn);
  return told;
}

static void write_obstacle(ps_osim_out *o, const ps_spec_force *f, const ps_spec_path_wrap *use,
                           place from, place to) {
  static const char tag[] = "Scholz2015GeometryPathObstacle";
  int wrap = ps_out_wrap(o, use, &f->part);
  const ps_spec_wrap *w = &o->spec->wraps.items[wrap];
  double angle, radius = w->shape.radius;
  if (!hint_angle(o, wrap, use->turn, from, to, &angle))
    ps_out_fail(o, &f->part, PS_ERR_UNSUPPORTED,
                o->poses.n ? "winds about '%.120s' in poses too different for one contact hint"
                           : "winds about '%.120s': without a pose there is no contact hint",
                w->part.name);
  ps_element_begin(&o->x, tag, w->part.name);
  ps_element_path(&o->x, "socket_contact_geometry", "/contactgeometryset", w->part.name);
  ps_element_vec3(&o->x, "contact_hint", ps_vec(radius * cos(angle), radius * sin(angle), 0));
  ps_out_end(o, tag, &f->part);
}

static void write_point(ps_osim_out *o, const ps_spec_point *p, place at) {
  static const char tag[] = "Scholz2015GeometryPathPoint";
  ps_element_begin(&o->x, tag, p->part.name);
  ps_element_begin(&o->x, "PathPoint", p->part.name);
  ps_element_text(&o->x, "socket_parent_frame", ps_out_frame_path(o, at.body));
  ps_element_vec3(&o->x, "location", at.at);
  ps_out_end(o, "PathPoint", &p->part);
  ps_element_end(&o->x, tag);
}

// The geodesic between point `i` of the path (1-based) and the next; NULL: there is none.
static const ps_spec_path_wrap *geodesic_behind(const ps_spec_path *path, int i) {
  for (int k = 0; k < path->wraps.n; k++) {
    const ps_spec_path_wrap *w = &path->wraps.items[k];
    int first = w->range[0] < 1 ? 1 : w->range[0];
    if (first == i)
      return w;
  }
  return NULL;
}

void ps_out_geodesic_path(ps_osim_out *o, const ps_spec_force *f) {
  static const char tag[] = "Scholz2015GeometryPath";
  const ps_spec_path *path = f->path;
  int written = 0;
  ps_element_begin(&o->x, tag, "path");
  ps_element_begin(&o->x, "path_elements", NULL);
  for (int i = 0; i < path->points.n; i++) {
    const ps_spec_point *p = &path->points.items[i];
    if (p->kind != PS_POINT_FIXED)
      ps_out_fail(o, &f->part, PS_ERR_UNSUPPORTED,
                  "has a geodesic; for that its point '%.120s' must be fixed", p->part.name);
    place at = place_of(o, p);
    write_point(o, p, at);
    const ps_spec_path_wrap *w = geodesic_behind(path, i + 1);
    if (!w || i + 1 == path->points.n)
      continue;
    write_obstacle(o, f, w, at, place_of(o, p + 1));
    written += w->range[1] == i + 2 || (w->range[1] < 1 && path->points.n == i + 2);
  }
  ps_element_end(&o->x, "path_elements");
  ps_element_end(&o->x, tag);
  if (written != path->wraps.n)
    ps_out_fail(o, &f->part, PS_ERR_UNSUPPORTED,
                "has geodesics that are not each between two points of their own");
}
