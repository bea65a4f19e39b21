#include "muscle/path.h"

#include "muscle/path_inner.h"

// coordinates of a moving point in its body; outside its range the coordinate counts as its end
static ps_vec3 moving_location(const ps_model *m, const double *q, const ps_point *p) {
  double x = p->coordinate >= 0 ? q[p->coordinate] : 0, at[3];
  if (p->coordinate >= 0)
    x = fmax(p->range[0], fmin(x, p->range[1]));
  for (int i = 0; i < 3; i++) {
    double out[3] = {0, 0, 0};
    if (p->function[i] >= 0)
      ps_function_eval(&m->function[p->function[i]], m->pool, x, out);
    at[i] = out[0];
  }
  return ps_vec(at[0], at[1], at[2]);
}

// its derivative; OpenSim does not stop at the ends of the range here
static ps_vec3 moving_slope(const ps_model *m, const double *q, const ps_point *p) {
  double at[3];
  for (int i = 0; i < 3; i++) {
    double out[3] = {0, 0, 0};
    if (p->function[i] >= 0 && p->coordinate >= 0)
      ps_function_eval(&m->function[p->function[i]], m->pool, q[p->coordinate], out);
    at[i] = out[1];
  }
  return ps_vec(at[0], at[1], at[2]);
}

bool ps_point_active(const ps_model *m, const double *q, int point) {
  const ps_point *p = &m->point[point];
  const double slack = 1e-5; // [rad | m]  OpenSim's
  return p->kind != PS_POINT_CONDITIONAL ||
         (q[p->coordinate] >= p->range[0] - slack && q[p->coordinate] <= p->range[1] + slack);
}

// the active points of a path, in ground
static int place_points(const ps_model *m, const ps_data *d, const ps_path *path,
                        ps_path_point *out) {
  int n = 0;
  for (int i = path->point; i < path->point + path->npoint; i++) {
    const ps_point *p = &m->point[i];
    if (!ps_point_active(m, d->q, i))
      continue;
    ps_vec3 local = p->kind == PS_POINT_MOVING ? moving_location(m, d->q, p) : p->location;
    ps_vec3 at = ps_transform_point(d->body_X[p->body], local);
    out[n++] = (ps_path_point){.anchor = at,
                               .position = at,
                               .point = i,
                               .wrap = -1,
                               .object = -1,
                               .body = p->body,
                               .side = m->point_side[i]};
  }
  return n;
}

double ps_path_measure(const ps_path_point *point, int n) {
  double length = 0;
  for (int i = 1; i < n; i++) {
    if (point[i].object >= 0 && point[i].object == point[i - 1].object)
      length += point[i].wrap_length;
    else
      length += ps_distance(point[i].position, point[i - 1].position);
  }
  return length;
}

// what a moving point adds to (P2): the end of the segment moves in its body   (P4)
static void add_moving(const ps_model *m, ps_data *d, const ps_path *path, const ps_path_point *at,
                       ps_vec3 pull) {
  if (at->point < 0 || m->point[at->point].kind != PS_POINT_MOVING)
    return;
  const ps_point *p = &m->point[at->point];
  ps_vec3 slope = ps_mat_mul(d->body_X[p->body].R, moving_slope(m, d->q, p));
  for (int s = path->span; s < path->span + path->nspan; s++)
    if (m->span_coordinate[s] == p->coordinate)
      d->span_arm[s] += ps_dot(pull, slope);
}

// both ends pull along one line, so only coordinates that move one end alone have an arm
static void add_line(const ps_model *m, ps_data *d, const ps_path *path, const ps_path_point *a,
                     const ps_path_point *b, ps_vec3 e) {
  ps_spatial line = ps_force_at(a->anchor, e);
  for (int s = path->span; s < path->span + path->nspan; s++) {
    unsigned long long mask = m->span_mask[s];
    int moves_a = (int)(mask >> a->side & 1), moves_b = (int)(mask >> b->side & 1);
    if (moves_a != moves_b) {
      double arm = ps_sdot(d->S[m->span_coordinate[s]], line);
      d->span_arm[s] += moves_a ? arm : -arm;
    }
  }
}

// The pull at either end acts where the path touches the body, which need not lie on the line
// between the positions: then the path turns the two bodies together as well (P5).
static void add_apart(const ps_model *m, ps_data *d, const ps_path *path, const ps_path_point *a,
                      const ps_path_point *b, ps_vec3 e) {
  ps_spatial on_a = ps_force_at(a->anchor, e), on_b = ps_force_at(b->anchor, ps_neg(e));
  for (int s = path->span; s < path->span + path->nspan; s++) {
    unsigned long long mask = m->span_mask[s];
    ps_spatial S = d->S[m->span_coordinate[s]];
    if (mask >> a->side & 1)
      d->span_arm[s] += ps_sdot(S, on_a);
    if (mask >> b->side & 1)
      d->span_arm[s] += ps_sdot(S, on_b);
  }
}

// one straight segment between two bodies pulls its ends together along one line   (P2)
static void add_segment(const ps_model *m, ps_data *d, const ps_path *path, const ps_path_point *a,
                        const ps_path_point *b, int *flag) {
  ps_vec3 along = ps_sub(b->position, a->position);
  double length = ps_norm(along);
  const double coincide = 2e-14; // [m]  OpenSim's SignificantReal
  if (!(length > coincide)) {
    *flag |= PS_PATH_COINCIDENT;
    return;
  }
  ps_vec3 e = ps_scale(1 / length, along);
  if (m->keeps_tangents && path->nwrap > 1)
    add_apart(m, d, path, a, b, e);
  else
    add_line(m, d, path, a, b, e);
  add_moving(m, d, path, a, e);
  add_moving(m, d, path, b, ps_neg(e));
}

static void one_path(const ps_model *m, ps_data *d, int index) {
  const ps_path *path = &m->path[index];
  ps_path_point *point = &d->path_point[path->current];
  d->path_npoint[index] = place_points(m, d, path, point);
  d->path_flag[index] = 0;
  if (path->nwrap)
    ps_path_wrap_all(m, d, index);
  int n = d->path_npoint[index];
  d->path_length[index] = ps_path_measure(point, n);
  for (int s = path->span; s < path->span + path->nspan; s++)
    d->span_arm[s] = 0;
  for (int i = 1; i < n; i++)
    if (point[i].body != point[i - 1].body)
      add_segment(m, d, path, &point[i - 1], &point[i], &d->path_flag[index]);
}

void ps_muscle_paths(const ps_model *m, ps_data *d) {
  for (int i = 0; i < m->nwrap; i++)
    d->wrap_X[i] = ps_transform_mul(d->body_X[m->wrap[i].body], m->wrap[i].X);
  for (int i = 0; i < m->npath; i++)
    one_path(m, d, i);
}

void ps_path_speeds(const ps_model *m, ps_data *d) {
  for (int i = 0; i < m->npath; i++) {
    const ps_path *path = &m->path[i];
    double speed = 0;
    for (int s = path->span; s < path->span + path->nspan; s++)
      speed -= d->span_arm[s] * d->u[m->span_coordinate[s]];
    d->path_speed[i] = speed;
  }
}

void ps_path_pull(const ps_model *m, ps_data *d, int index, double tension) {
  const ps_path *path = &m->path[index];
  const ps_path_point *point = &d->path_point[path->current];
  for (int i = 1; i < d->path_npoint[index]; i++) {
    const ps_path_point *a = &point[i - 1], *b = &point[i];
    ps_vec3 along = ps_sub(b->position, a->position);
    double length = ps_norm(along);
    if (a->body == b->body || !(length > 0))
      continue;
    ps_vec3 pull = ps_scale(tension / length, along);
    ps_spatial on_a = ps_force_at(a->anchor, pull), on_b = ps_force_at(b->anchor, pull);
    d->body_force[a->body] = ps_sadd(d->body_force[a->body], on_a);
    d->body_force[b->body] = ps_ssub(d->body_force[b->body], on_b);
    for (int end = 0; end < 2; end++) {
      const ps_path_point *at = end ? b : a;
      if (at->point < 0 || m->point[at->point].kind != PS_POINT_MOVING)
        continue;
      const ps_point *p = &m->point[at->point];
      ps_vec3 slope = ps_mat_mul(d->body_X[p->body].R, moving_slope(m, d->q, p));
      if (p->coordinate >= 0)
        d->applied[p->coordinate] += (end ? -1 : 1) * ps_dot(pull, slope);
    }
  }
}
