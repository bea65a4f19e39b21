// path_kit.h: random paths over points and wraps, on the random models of model_kit.h.
#pragma once

#include "model_kit.h"
#include "muscle/path.h"

// ---- wraps

// An object of this kind on a body; `sign`: its active half along `axis`, 0: all of it.
static inline const char *kit_add_wrap(kit_model *k, ps_wrap_kind kind, int body, int axis,
                                       int sign) {
  const char *owner = kit_body_path(k, body);
  ps_spec_wrap *w = ps_spec_add_wrap(k->spec, owner, kit_text(k, "w", k->spec->wraps.n), 0);
  ps_vec3 at = kit_vector(&k->random, 0.1), turn = kit_vector(&k->random, 2);
  double size = kit_between(&k->random, 0.04, 0.08);
  int seen = k->wish.mirrored && axis == 2 ? -sign : sign;
  w->frame = kit_ref(owner);
  w->translation = kit_point(k, k->wish.flat ? ps_vec(at.x, at.y, 0) : at);
  w->orientation = kit_angles(k, k->wish.flat ? ps_vec(0, 0, turn.z) : turn);
  w->shape = kind == PS_WRAP_SPHERE     ? ps_wrap_sphere(size, axis, seen)
             : kind == PS_WRAP_CYLINDER ? ps_wrap_cylinder(size, 0.8, axis, seen)
             : kind == PS_WRAP_TORUS
                 ? ps_wrap_torus(0.3 * size, size, axis, seen)
                 : ps_wrap_ellipsoid(ps_vec(size, 1.3 * size, 0.8 * size), axis, seen);
  return w->part.name;
}

static inline void kit_use_wrap(kit_model *k, ps_spec_force *f, const char *object) {
  ps_spec_path_wrap *use = PS_APPEND(&k->spec->pool, &f->path->wraps);
  CHECK(use != NULL);
  *use = (ps_spec_path_wrap){.part = f->part, .object = object, .range = {-1, -1}};
}

// ---- paths

static inline ps_spec_force *kit_add_path(kit_model *k, ps_force_kind kind) {
  ps_spec_force *f = ps_spec_add_force(k->spec, kind, kit_text(k, "p", k->spec->forces.n), 0);
  f->max_control = 1;
  f->optimal_force = 100;
  CHECK(ps_spec_add_path(k->spec, f, 0) != NULL);
  return f;
}

// A coordinate for points to follow; NULL where there is none. (Along an angle of a joint that
// turns freely OpenSim, and psoas with it, takes the rate of the angle for the joint's speed.)
static inline const char *kit_upright(kit_model *k) {
  int n = k->spec->coordinates.n, first = n ? kit_pick(&k->random, n) : 0;
  for (int i = 0; i < n; i++)
    if (kit_is_upright(k, (first + i) % n))
      return k->spec->coordinates.items[(first + i) % n].part.name;
  return NULL;
}

static inline void kit_add_point(kit_model *k, ps_spec_force *f, int body, ps_point_kind kind) {
  const char *coordinate = kind == PS_POINT_FIXED ? NULL : kit_upright(k);
  kind = coordinate ? kind : PS_POINT_FIXED;
  ps_spec_point *p = ps_spec_add_point(k->spec, f, kind, kit_text(k, "at", f->path->points.n), 0);
  ps_vec3 at = kit_vector(&k->random, 0.2);
  p->frame = kit_ref(kit_body_path(k, body));
  p->location = kit_point(k, k->wish.flat ? ps_vec(at.x, at.y, 0) : at);
  p->range[0] = -0.5;
  p->range[1] = 0.5;
  for (int i = 0; i < 3 && coordinate; i++) {
    p->coordinate[i] = kit_ref(coordinate);
    if (kind == PS_POINT_MOVING)
      p->moving[i] = kit_function(k, PS_FUNCTION_MULTIPLIER, 1);
  }
  if (kind == PS_POINT_MOVING)
    p->moving[2]->scale *= k->wish.flat ? 0 : k->wish.mirrored ? -1 : 1;
}

// Two to four points, each on another body than the one before; those between the ends are fixed or
// of one other kind. (Beside a conditional point that is off, a moving one could have a neighbor on
// its own body: there OpenSim, and psoas with it, counts its motion in the length but not in the
// arm.)
static inline ps_spec_force *kit_any_path(kit_model *k, ps_force_kind kind) {
  static const ps_point_kind kinds[] = {PS_POINT_FIXED, PS_POINT_CONDITIONAL, PS_POINT_MOVING};
  ps_spec_force *f = kit_add_path(k, kind);
  ps_point_kind between = kinds[kit_pick(&k->random, k->wish.still ? 2 : 3)];
  int n = 2 + kit_pick(&k->random, 3), body = kit_pick(&k->random, k->wish.nbody + 1);
  for (int i = 0; i < n; i++) {
    bool end = i == 0 || i == n - 1;
    kit_add_point(k, f, body, end || kit_pick(&k->random, 2) ? PS_POINT_FIXED : between);
    body = (body + 1 + kit_pick(&k->random, k->wish.nbody)) % (k->wish.nbody + 1);
  }
  return f;
}

// ---- what the engine says about a path

static inline void kit_look_at_paths(kit_model *k) {
  kit_look(k);
  ps_muscle_paths(k->model, k->data);
  ps_path_speeds(k->model, k->data);
}

static inline double kit_arm(const kit_model *k, int path, int coordinate) {
  const ps_path *p = &k->model->path[path];
  double arm = 0;
  for (int s = p->span; s < p->span + p->nspan; s++)
    arm += k->model->span_coordinate[s] == coordinate ? k->data->span_arm[s] : 0;
  return arm;
}

static inline bool kit_is_wrapped(const kit_model *k, int path) {
  const ps_path *p = &k->model->path[path];
  for (int i = 0; i < k->data->path_npoint[path]; i++)
    if (k->data->path_point[p->current + i].object >= 0)
      return true;
  return false;
}

// Does the path run over the same points as before, none of them far from where it was? A path that
// changes sides of a wrap has a kink there.
static inline bool kit_same_form(const kit_model *k, int path, const ps_path_point *before, int n) {
  const ps_path_point *now = &k->data->path_point[k->model->path[path].current];
  bool same = k->data->path_npoint[path] == n;
  for (int i = 0; same && i < n; i++)
    same = now[i].point == before[i].point && now[i].object == before[i].object &&
           ps_distance(now[i].anchor, before[i].anchor) < 0.005; // [m]  no point is so fast
  return same;
}

// The slope of a path's length when u of one coordinate alone moves; NAN where the path takes on
// another form on the way.
static inline double kit_length_slope(kit_model *k, int path, int coordinate) {
  enum { AHEAD = 4, POINTS = 16 };
  const double h = 5e-5; // [rad | m]  truncation h^4 L'''''/30 below 1e-10, rounding 1e-16 L / h
  const double step[AHEAD] = {-2, -1, 1, 2};
  double q[KIT_COORDINATES], u[KIT_COORDINATES] = {0}, rate[KIT_COORDINATES], at[AHEAD];
  ps_path_point before[POINTS];
  ps_data *d = k->data;
  int n = k->model->nq, points = d->path_npoint[path];
  bool same = true;
  CHECK(points <= POINTS);
  memcpy(before, &d->path_point[k->model->path[path].current], (size_t)points * sizeof *before);
  memcpy(q, d->q, sizeof(double) * (size_t)n);
  u[coordinate] = 1;
  ps_coordinate_rates(k->model, q, u, rate);
  for (int s = 0; s < AHEAD; s++) {
    for (int i = 0; i < n; i++)
      d->q[i] = q[i] + step[s] * h * rate[i];
    ps_body_positions(k->model, d);
    ps_muscle_paths(k->model, d);
    at[s] = d->path_length[path];
    same = same && kit_same_form(k, path, before, points);
  }
  memcpy(d->q, q, sizeof(double) * (size_t)n);
  kit_look_at_paths(k);
  return same ? (at[0] - 8 * at[1] + 8 * at[2] - at[3]) / (12 * h) : NAN;
}

// Angle [rad] by which the wrapped piece of a path turns over a round object; 0: none is wrapped.
static inline double kit_wrap_turn(const kit_model *k, int path) {
  const ps_path_point *p = &k->data->path_point[k->model->path[path].current];
  for (int i = 0; i < k->data->path_npoint[path]; i++)
    if (p[i].second)
      return p[i].wrap_length / k->model->wrap[p[i].object].shape.radius;
  return 0;
}

// ---- pulls

// Power that unit tension of a path gives to the bodies and coordinates: computed from the forces
// that the path puts on the bodies, not from its arms.
static inline double kit_power_of_tension(kit_model *k, int path) {
  ps_data *d = k->data;
  double power = 0;
  memset(d->applied, 0, sizeof(double) * (size_t)k->model->nq);
  memset(d->body_force, 0, sizeof *d->body_force * (size_t)k->model->nbody);
  ps_path_pull(k->model, d, path, 1);
  for (int b = 0; b < k->model->nbody; b++)
    power += ps_sdot(d->body_V[b], d->body_force[b]);
  for (int i = 0; i < k->model->nq; i++)
    power += d->applied[i] * d->u[i];
  return power;
}
