// pose_view.h: from places in the body to places on a drawing, and lines and shapes there.
#pragma once

#include "base/file.h"
#include "num/vec.h"

// A flat view of space: px = place + scale * (along right, against up) of what lies off the origin.
typedef struct ps_view {
  ps_file_writer *w;
  ps_vec3 origin, right, up; // [m], [-]
  double scale;              // [px/m]
  double x, y;               // [px]  where the origin is drawn
  double size;               // [-]  of the person over that of the tables
} ps_view;

typedef struct ps_spot { // [px]
  double x, y;
} ps_spot;

// A point of an outline in the frame of a body, in its side view [m].
typedef struct ps_outline {
  double x, y;
} ps_outline;

ps_spot ps_view_spot(const ps_view *v, ps_vec3 at);
void ps_view_put(ps_file_writer *w, double px);                         // one decimal
void ps_view_attribute(ps_file_writer *w, const char *name, double px); // x="12.3"

// A closed smooth curve through points of a body's frame, sized with the person.
void ps_view_shape(const ps_view *v, ps_transform body, const ps_outline *points, int n,
                   const char *style);
// The same through spots; `closed` or open; `smooth` or with corners.
void ps_view_curve(ps_file_writer *w, const ps_spot *spots, int n, bool closed, bool smooth,
                   const char *style);
// A limb: two rounds [m] and what lies between them.
void ps_view_limb(const ps_view *v, ps_vec3 a, double round_a, ps_vec3 b, double round_b,
                  const char *style);
void ps_view_line(ps_file_writer *w, ps_spot a, ps_spot b, const char *style);
void ps_view_dot(ps_file_writer *w, ps_spot at, double radius, const char *style);
// An arrow from `a` to its head at `b`.
void ps_view_arrow(ps_file_writer *w, ps_spot a, ps_spot b, const char *style);
