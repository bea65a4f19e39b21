#include "tool/pose_view.h"

#include <math.h>

#include "tool/report_words.h"

ps_spot ps_view_spot(const ps_view *v, ps_vec3 at) {
  ps_vec3 off = ps_sub(at, v->origin);
  return (ps_spot){v->x + v->scale * ps_dot(off, v->right), v->y - v->scale * ps_dot(off, v->up)};
}

void ps_view_put(ps_file_writer *w, double px) {
  double tenths = round(10 * px);
  ps_put_fixed(w, tenths / 10 + 0, fmod(tenths, 10) != 0);
}

void ps_view_attribute(ps_file_writer *w, const char *name, double px) {
  ps_file_writer_format(w, " %s=\"", name);
  ps_view_put(w, px);
  ps_file_writer_text(w, "\"");
}

static void put_spot(ps_file_writer *w, ps_spot s) {
  ps_view_put(w, s.x);
  ps_file_writer_text(w, " ");
  ps_view_put(w, s.y);
}

// ---- curves

// a third of the way towards the next point, along the chord of its neighbours (Catmull-Rom)
static ps_spot handle(ps_spot before, ps_spot at, ps_spot after, double way) {
  return (ps_spot){at.x + way * (after.x - before.x) / 6, at.y + way * (after.y - before.y) / 6};
}

void ps_view_curve(ps_file_writer *w, const ps_spot *s, int n, bool closed, bool smooth,
                   const char *style) {
  ps_file_writer_format(w, "<path class=\"%s\" d=\"M", style);
  put_spot(w, s[0]);
  for (int i = 0; i < (closed ? n : n - 1); i++) {
    ps_spot a = s[i], b = s[(i + 1) % n];
    ps_spot before = closed ? s[(i + n - 1) % n] : s[i > 0 ? i - 1 : 0];
    ps_spot after = closed ? s[(i + 2) % n] : s[i + 2 < n ? i + 2 : n - 1];
    ps_file_writer_text(w, smooth ? "C" : "L");
    if (smooth) {
      put_spot(w, handle(before, a, b, 1));
      ps_file_writer_text(w, " ");
      put_spot(w, handle(a, b, after, -1));
      ps_file_writer_text(w, " ");
    }
    put_spot(w, b);
  }
  ps_file_writer_text(w, closed ? "Z\"/>\n" : "\"/>\n");
}

void ps_view_shape(const ps_view *v, ps_transform body, const ps_outline *points, int n,
                   const char *style) {
  enum { MOST = 40 };
  ps_spot spots[MOST];
  n = n < MOST ? n : MOST;
  for (int i = 0; i < n; i++)
    spots[i] = ps_view_spot(
        v, ps_transform_point(body, ps_vec(v->size * points[i].x, v->size * points[i].y, 0)));
  ps_view_curve(v->w, spots, n, true, true, style);
}

// ---- pieces

// Two circles and their outer tangents; a circle alone where one holds the other.
void ps_view_limb(const ps_view *v, ps_vec3 a, double round_a, ps_vec3 b, double round_b,
                  const char *style) {
  ps_file_writer *w = v->w;
  ps_spot p = ps_view_spot(v, a), q = ps_view_spot(v, b);
  double r = v->scale * v->size * round_a, s = v->scale * v->size * round_b;
  double dx = q.x - p.x, dy = q.y - p.y, d = sqrt(dx * dx + dy * dy);
  if (d <= fabs(r - s) + 1e-6) {
    ps_view_dot(w, r > s ? p : q, fmax(r, s), style);
    return;
  }
  double c = (r - s) / d, n = sqrt(1 - c * c); // normal of a tangent: along and across
  ps_spot u = {dx / d, dy / d}, out[2];
  for (int i = 0; i < 2; i++) {
    double sign = i ? -1 : 1;
    out[i] = (ps_spot){c * u.x - sign * n * u.y, c * u.y + sign * n * u.x};
  }
  ps_file_writer_format(w, "<path class=\"%s\" d=\"M", style);
  put_spot(w, (ps_spot){p.x + r * out[0].x, p.y + r * out[0].y});
  ps_file_writer_text(w, "L");
  put_spot(w, (ps_spot){q.x + s * out[0].x, q.y + s * out[0].y});
  for (int end = 0; end < 2; end++) {
    double round = end ? r : s;
    ps_spot centre = end ? p : q, side = out[end ? 0 : 1];
    bool large = end ? c > 0 : c < 0;
    ps_file_writer_text(w, end ? "L" : "A");
    if (end) {
      put_spot(w, (ps_spot){p.x + r * out[1].x, p.y + r * out[1].y});
      ps_file_writer_text(w, "A");
    }
    ps_view_put(w, round);
    ps_file_writer_text(w, " ");
    ps_view_put(w, round);
    ps_file_writer_text(w, large ? " 0 1 0 " : " 0 0 0 ");
    put_spot(w, (ps_spot){centre.x + round * side.x, centre.y + round * side.y});
  }
  ps_file_writer_text(w, "Z\"/>\n");
}

void ps_view_line(ps_file_writer *w, ps_spot a, ps_spot b, const char *style) {
  ps_file_writer_format(w, "<line class=\"%s\"", style);
  ps_view_attribute(w, "x1", a.x);
  ps_view_attribute(w, "y1", a.y);
  ps_view_attribute(w, "x2", b.x);
  ps_view_attribute(w, "y2", b.y);
  ps_file_writer_text(w, "/>\n");
}

void ps_view_dot(ps_file_writer *w, ps_spot at, double radius, const char *style) {
  ps_file_writer_format(w, "<circle class=\"%s\"", style);
  ps_view_attribute(w, "cx", at.x);
  ps_view_attribute(w, "cy", at.y);
  ps_view_attribute(w, "r", radius);
  ps_file_writer_text(w, "/>\n");
}

void ps_view_arrow(ps_file_writer *w, ps_spot a, ps_spot b, const char *style) {
  double dx = b.x - a.x, dy = b.y - a.y, d = sqrt(dx * dx + dy * dy);
  if (!(d > 1))
    return;
  double length = fmin(7, 0.7 * d), half = length / 2; // [px]  of the head
  ps_spot u = {dx / d, dy / d}, neck = {b.x - length * u.x, b.y - length * u.y};
  ps_file_writer_format(w, "<path class=\"%s\" d=\"M", style);
  put_spot(w, a);
  ps_file_writer_text(w, "L");
  put_spot(w, neck);
  ps_file_writer_text(w, "M");
  put_spot(w, b);
  ps_file_writer_text(w, "L");
  put_spot(w, (ps_spot){neck.x - half * u.y, neck.y + half * u.x});
  ps_file_writer_text(w, "L");
  put_spot(w, (ps_spot){neck.x + half * u.y, neck.y - half * u.x});
  ps_file_writer_text(w, "Z\"/>\n");
}
