#include "muscle/path.h"

#include "muscle/path_inner.h"

// Where a moving point is in its body, and its derivative. Outside the range of the coordinate the
// place is that at its end, but OpenSim's derivative goes on.
static ps_vec3 moving_location(const ps_model *m, const double *q, const ps_point *p,
                               ps_vec3 *slope) {
  double x = p->coordinate >= 0 ? q[p->coordinate] : 0, at[3], rate[3];
  double inside = p->coordinate >= 0 ? fmax(p->range[0], fmin(x, p->range[1])) : x;
  for (int i = 0; i < 3; i++) {
    double out[3] = {0, 0, 0};
    if (p->function[i] >= 0)
      ps_function_eval(&m->function[p->function[i]], m->pool, inside, out);
    at[i] = out[0];
    if (p->function[i] >= 0 && inside != x)
      ps_function_eval(&m->function[p->function[i]], m->pool, x, out);
    rate[i] = p->coordinate >= 0 ? out[1] : 0;
  }
  *slope = ps_vec(rate[0], rate[1], rate[2]);
  return ps_vec(at[0], at[1], at[2]);
}

bool ps_point_active(const ps_model *m, const double *q, int point) {
  const ps_point *p = &m->point[point];
  const double slack = 1e-5; // [rad | m]  OpenSim's
  return p->kind != PS_POINT_CONDITIONAL ||
         (q[p->coordinate] >= p->range[0] - slack && q[p->coordinate] <= p->range[1] + slack);
}

// length of a straight segment; between two bodies also along what it pulls
static inline double line_between(ps_vec3 a, ps_vec3 b, bool pulls, ps_vec3 *along, int *flag) {
  const double coincide = 2e-14; // [m]  OpenSim's SignificantReal
  ps_vec3 line = ps_sub(b, a);
  double length = ps_norm(line);
  if (pulls) {
    *along = ps_scale(length > coincide ? 1 / length : 0, line);
    *flag |= length > coincide ? 0 : PS_PATH_COINCIDENT;
  }
  return length;
}

// the active points of a path, in ground, and what lies between them: the path, had it no wraps
static void place_points(const ps_model *m, ps_data *d, int index) {
  const ps_path *path = &m->path[index];
  ps_path_point *point = &d->path_point[path->current];
  ps_vec3 *along = &d->path_along[path->current], before = ps_vec(0, 0, 0);
  double length = 0;
  int n = 0, flag = 0, body = 0;
  for (int i = path->point; i < path->point + path->npoint; i++) {
    const ps_point *p = &m->point[i];
    if (!ps_point_active(m, d->q, i))
      continue;
    ps_vec3 local = p->location;
    if (p->kind == PS_POINT_MOVING) {
      local = moving_location(m, d->q, p, &d->point_slope[i]);
      d->point_slope[i] = ps_mat_mul(d->body_X[p->body].R, d->point_slope[i]);
    }
    ps_vec3 at = ps_transform_point(d->body_X[p->body], local);
    if (p->gap >= 0)
      length += p->gap;
    else if (n > 0)
      length += line_between(before, at, p->body != body, &along[n], &flag);
    point[n++] = (ps_path_point){.anchor = at,
                                 .position = at,
                                 .point = i,
                                 .wrap = -1,
                                 .object = -1,
                                 .body = p->body,
                                 .side = m->point_side[i]};
    before = at;
    body = p->body;
  }
  d->path_npoint[index] = n;
  d->path_flag[index] = flag;
  d->path_length[index] = length;
}

// the same with tangent points among them   (P1)
static void measure_wrapped(const ps_model *m, ps_data *d, int index) {
  const ps_path *path = &m->path[index];
  const ps_path_point *point = &d->path_point[path->current];
  ps_vec3 *along = &d->path_along[path->current];
  double length = 0;
  for (int i = 1; i < d->path_npoint[index]; i++) {
    const ps_path_point *a = &point[i - 1], *b = &point[i];
    length += b->object >= 0 && b->object == a->object
                  ? b->wrap_length
                  : line_between(a->position, b->position, a->body != b->body, &along[i],
                                 &d->path_flag[index]);
  }
  d->path_length[index] = length;
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
  int coordinate = m->point[at->point].coordinate;
  for (int s = path->span; s < path->span + path->nspan; s++)
    if (m->span_coordinate[s] == coordinate)
      d->span_arm[s] += ps_dot(pull, d->point_slope[at->point]);
}

// A point of the line that both ends of a segment pull along. Where a geodesic is drawn in, the
// line goes through its end but no longer through its tangent point.
static inline ps_vec3 on_line(const ps_path *path, const ps_path_point *a, const ps_path_point *b) {
  return path->geodesic && a->object >= 0 ? b->anchor : a->anchor;
}

// both ends pull along one line, so only coordinates that move one end alone have an arm
static void add_line(const ps_model *m, ps_data *d, const ps_path *path, const ps_path_point *a,
                     const ps_path_point *b, ps_vec3 e) {
  ps_spatial line = ps_force_at(on_line(path, a, b), e);
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

// the straight segments between two bodies pull their ends together   (P2)
void ps_path_arms(const ps_model *m, ps_data *d, int index) {
  const ps_path *path = &m->path[index];
  const ps_path_point *point = &d->path_point[path->current];
  const ps_vec3 *along = &d->path_along[path->current];
  for (int s = path->span; s < path->span + path->nspan; s++)
    d->span_arm[s] = 0;
  for (int i = 1; i < d->path_npoint[index]; i++) {
    const ps_path_point *a = &point[i - 1], *b = &point[i];
    if (a->body == b->body)
      continue;
    if (m->keeps_tangents && path->nwrap > 1 && !path->geodesic)
      add_apart(m, d, path, a, b, along[i]);
    else
      add_line(m, d, path, a, b, along[i]);
    add_moving(m, d, path, a, along[i]);
    add_moving(m, d, path, b, ps_neg(along[i]));
  }
}

void ps_path_lines(const ps_model *m, ps_data *d) {
  for (int i = 0; i < m->nwrap; i++)
    d->wrap_X[i] = ps_transform_mul(d->body_X[m->wrap[i].body], m->wrap[i].X);
  for (int i = 0; i < m->npath; i++) {
    place_points(m, d, i);
    if (m->path[i].geodesic)
      ps_path_wind_all(m, d, i);
    else if (m->path[i].nwrap) {
      ps_path_wrap_all(m, d, i);
      measure_wrapped(m, d, i);
    }
  }
}

void ps_path_speed(const ps_model *m, ps_data *d, int index) {
  const ps_path *path = &m->path[index];
  double speed = 0;
  for (int s = path->span; s < path->span + path->nspan; s++)
    speed -= d->span_arm[s] * d->u[m->span_coordinate[s]];
  d->path_speed[index] = speed;
}

void ps_muscle_paths(const ps_model *m, ps_data *d) {
  ps_path_lines(m, d);
  for (int i = 0; i < m->npath; i++)
    ps_path_arms(m, d, i);
}

void ps_path_speeds(const ps_model *m, ps_data *d) {
  for (int i = 0; i < m->npath; i++)
    ps_path_speed(m, d, i);
}

// what the pull at a moving point does to the coordinate that moves it   (P4)
static void pull_moving(const ps_model *m, ps_data *d, const ps_path_point *at, ps_vec3 pull) {
  if (at->point < 0 || m->point[at->point].kind != PS_POINT_MOVING)
    return;
  int coordinate = m->point[at->point].coordinate;
  if (coordinate >= 0)
    d->applied[coordinate] += ps_dot(pull, d->point_slope[at->point]);
}

void ps_path_pull(const ps_model *m, ps_data *d, int index, double tension) {
  const ps_path *path = &m->path[index];
  const ps_path_point *point = &d->path_point[path->current];
  const ps_vec3 *along = &d->path_along[path->current];
  for (int i = 1; i < d->path_npoint[index]; i++) {
    const ps_path_point *a = &point[i - 1], *b = &point[i];
    if (a->body == b->body)
      continue;
    ps_vec3 pull = ps_scale(tension, along[i]);
    ps_vec3 at_b = path->geodesic ? on_line(path, a, b) : b->anchor;
    ps_spatial on_a = ps_force_at(on_line(path, a, b), pull), on_b = ps_force_at(at_b, pull);
    d->body_force[a->body] = ps_sadd(d->body_force[a->body], on_a);
    d->body_force[b->body] = ps_ssub(d->body_force[b->body], on_b);
    pull_moving(m, d, a, pull);
    pull_moving(m, d, b, ps_neg(pull));
  }
}
