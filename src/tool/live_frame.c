// live_frame.c: what was solved, as plain arrays in one block.
#include <math.h>
#include <string.h>

#include "scenario/result.h"
#include "tool/live_inner.h"

static const double degree = 3.14159265358979323846 / 180; // [rad]

// ---- names

static const char *const level_columns[PS_LIVE_LEVEL] = {
    "compression_N", "shear_anterior_N", "shear_right_N", "idp_MPa",     "ligament_N",
    "facet_N",       "moment_Nm.0",      "moment_Nm.1",   "moment_Nm.2", "angle_deg.FE",
    "angle_deg.LB",  "angle_deg.AR",     "slide_mm.0",    "slide_mm.1",  "slide_mm.2",
    "place_m.0",     "place_m.1",        "place_m.2",     "axis.0",      "axis.1",
    "axis.2",        "front.0",          "front.1",       "front.2"};

static const char *const contact_columns[PS_LIVE_CONTACT] = {
    "place_m.0", "place_m.1", "place_m.2", "force_N.0", "force_N.1",
    "force_N.2", "normal.0",  "normal.1",  "normal.2",  "kind"};

const char *ps_live_level_column(int i) {
  return i < PS_LIVE_LEVEL ? level_columns[i] : NULL;
}

const char *ps_live_contact_column(int i) {
  return i < PS_LIVE_CONTACT ? contact_columns[i] : NULL;
}

// ---- single numbers: one walk names and fills them, in order

typedef struct walk {
  int n, wanted; // numbers so far; -1: all
  const char *name;
  double *value;
} walk;

static void put(walk *w, const char *name, double value) {
  if (w->value)
    w->value[w->n] = value;
  else if (w->n == w->wanted)
    w->name = name;
  w->n++;
}

static void put_angles(walk *w, const ps_live *l) {
  ps_posture_angles a = {0};
  if (l)
    a = ps_posture_measure(l->human, &l->posture, l->held.q);
  put(w, "posture_angles.lordosis_deg", a.lordosis);
  put(w, "posture_angles.sacral_slope_deg", a.sacral_slope);
  put(w, "posture_angles.pelvic_tilt_deg", a.pelvic_tilt);
  put(w, "posture_angles.trunk_inclination_deg", a.trunk_inclination);
  put(w, "posture_angles.hip_flexion_deg.0", a.hip_flexion[0]);
  put(w, "posture_angles.hip_flexion_deg.1", a.hip_flexion[1]);
}

// of the pelvis on the femur
static void put_hips(walk *w, const ps_live *l) {
  ps_vec3 hip[2] = {{0}};
  double weight = l ? l->human->model->mass * ps_norm(l->human->model->gravity) : 1;
  for (int side = 0; l && side < 2; side++)
    hip[side] = l->held.hip[side];
  put(w, "hip_r.contact_N", ps_norm(hip[0]));
  put(w, "hip_l.contact_N", ps_norm(hip[1]));
  put(w, "hip_r.contact_pct_bw", 100 * ps_norm(hip[0]) / weight);
  put(w, "hip_l.contact_pct_bw", 100 * ps_norm(hip[1]) / weight);
  put(w, "hip_r.force_N.0", hip[0].x);
  put(w, "hip_r.force_N.1", hip[0].y);
  put(w, "hip_r.force_N.2", hip[0].z);
  put(w, "hip_l.force_N.0", hip[1].x);
  put(w, "hip_l.force_N.1", hip[1].y);
  put(w, "hip_l.force_N.2", hip[1].z);
}

static void put_supports(walk *w, const ps_live *l) {
  ps_support_sum sum = {.friction = 0};
  if (l)
    sum = ps_supports_of(l->hold, &l->held);
  put(w, "support.seat_N", sum.normal[PS_SUPPORT_SEAT]);
  put(w, "support.backrest_N", sum.normal[PS_SUPPORT_BACKREST]);
  put(w, "support.bed_N", sum.normal[PS_SUPPORT_BED]);
  put(w, "support.feet_N", sum.normal[PS_SUPPORT_FLOOR]);
  put(w, "support.hands_N", sum.normal[PS_SUPPORT_HANDS]);
  put(w, "support.friction_N", sum.friction);
}

static double worst_reserve(const ps_live *l) {
  double worst = 0;
  for (int k = 0; l && k < l->human->model->nq; k++)
    worst = fmax(worst, fabs(l->held.unmet[k]));
  return worst;
}

static void put_solution(walk *w, const ps_live *l) {
  static const ps_held none;
  const ps_held *h = l ? &l->held : &none;
  put(w, "stability.lambda_min", h->softest);
  put(w, "stability.lambda_min_without_psoas", h->softest_without_psoas);
  put(w, "stability.buckling_N", h->buckling);
  put(w, "stability.psoas_share", h->psoas_share);
  put(w, "iap_kPa", h->pressure_kPa);
  put(w, "transversus_activation", h->transversus);
  put(w, "effort_Nm", h->effort_Nm);
  put(w, "effort_N", h->effort_N);
  put(w, "balance.margin_mm", l ? 1000 * ps_hold_balance_margin(l->hold) : 0);
  put(w, "residual", h->residual);
  put(w, "kkt", h->kkt);
  put(w, "settled_deg", h->settled / degree);
  put(w, "cost", h->cost);
  put(w, "worst_reserve_Nm", worst_reserve(l));
  put(w, "strength_enough", h->strength_enough);
}

// where the seat is, and what the chair is like; nan: it has none, or nothing says so
static void put_chair(walk *w, const ps_live *l) {
  static const ps_chair none;
  const ps_chair *c = l ? &l->pose.chair : &none;
  put(w, "chair.seated", l && l->pose.support.seat);
  put(w, "chair.leans", l && l->pose.support.backrest);
  put(w, "chair.seat_height_m", l ? l->posture.height_of_seat_m : 0);
  put(w, "chair.depth_m", c->depth_m);
  put(w, "chair.tilt_deg", c->tilt_deg);
  put(w, "chair.backrest_deg", c->backrest_deg);
  put(w, "chair.lumbar_pad_m", c->lumbar_pad_m);
  put(w, "chair.armrest_m", c->armrest_m);
}

static void walk_numbers(walk *w, const ps_live *l) {
  put_angles(w, l);
  put_hips(w, l);
  put_supports(w, l);
  put_solution(w, l);
  put_chair(w, l);
}

int ps_live_numbers(void) {
  walk w = {.wanted = -1};
  walk_numbers(&w, NULL);
  return w.n;
}

const char *ps_live_number_name(int i) {
  walk w = {.wanted = i};
  walk_numbers(&w, NULL);
  return w.name;
}

// ---- arrays

// Lays the arrays of a frame into `block`; NULL: only counts.
static int lay_out(const ps_live *l, double *block, ps_live_frame *f) {
  const ps_human *h = l->human;
  const ps_model *m = h->model;
  int used = 0;
#define LAY(array, count) (f->array = block ? block + used : NULL, used += (count))
  f->nbody = m->nbody;
  f->nline = h->nline;
  f->nlevel = PS_LEVELS;
  f->ngroup = 2 * ps_group_count();
  f->nnumber = ps_live_numbers();
  f->nplace = 2 * l->course.n;
  LAY(body, PS_LIVE_BODY * f->nbody);
  LAY(point, 3 * m->ncurrent);
  LAY(force, f->nline);
  LAY(active, f->nline);
  LAY(passive, f->nline);
  LAY(activation, f->nline);
  LAY(capacity, f->nline);
  LAY(length, f->nline);
  LAY(level, PS_LIVE_LEVEL * PS_LEVELS);
  LAY(group, PS_LIVE_GROUP * f->ngroup);
  LAY(contact, PS_LIVE_CONTACT * PS_CONTACTS);
  LAY(number, f->nnumber);
  LAY(nerve, 3 * f->nplace);
#undef LAY
  f->start = block ? (int *)(block + used) : NULL;
  return used + f->nline / 2 + 1;
}

int ps_live_room(const ps_live *l) {
  ps_live_frame f;
  return lay_out(l, NULL, &f);
}

static double *put_vec(double *at, ps_vec3 v) {
  at[0] = v.x;
  at[1] = v.y;
  at[2] = v.z;
  return at + 3;
}

static void fill_bodies(const ps_live *l, double *at) {
  const ps_data *d = ps_hold_data(l->hold);
  for (int i = 0; i < l->human->model->nbody; i++) {
    for (int row = 0; row < 3; row++)
      at = put_vec(at, d->body_X[i].R.r[row]);
    at = put_vec(at, d->body_X[i].p);
  }
}

// Returns the number of points.
static int fill_points(const ps_live *l, int *start, double *at) {
  const ps_data *d = ps_hold_data(l->hold);
  int n = 0;
  for (int i = 0; i < l->human->nline; i++) {
    int path = l->human->line[i].path;
    const ps_path_point *point = d->path_point + l->human->model->path[path].current;
    start[i] = n;
    for (int k = 0; k < d->path_npoint[path]; k++, n++)
      at = put_vec(at, point[k].position);
  }
  start[l->human->nline] = n;
  return n;
}

static void fill_lines(const ps_live *l, const ps_live_frame *f, double *block) {
  const ps_held *held = &l->held;
  size_t size = (size_t)l->human->nline * sizeof *block;
  const ps_data *d = ps_hold_data(l->hold);
  memcpy(block + (f->force - block), held->force, size);
  memcpy(block + (f->active - block), held->active, size);
  memcpy(block + (f->activation - block), held->activation, size);
  memcpy(block + (f->capacity - block), held->capacity, size);
  double *passive = block + (f->passive - block), *length = block + (f->length - block);
  for (int i = 0; i < l->human->nline; i++) {
    passive[i] = held->force[i] - held->active[i];
    length[i] = d->path_length[l->human->line[i].path];
  }
}

static void fill_levels(const ps_live *l, double *at) {
  const ps_human *h = l->human;
  const ps_data *d = ps_hold_data(l->hold);
  for (int i = 0; i < PS_LEVELS; i++) {
    int k = ps_level_from_above(i), below = k ? h->upper[k - 1] : h->pelvis;
    const ps_level_load *v = &l->held.level[k];
    const double loads[] = {v->compression, v->shear_anterior, v->shear_right,
                            v->pressure,    v->ligament,       v->facet};
    memcpy(at, loads, sizeof loads);
    at = put_vec(at + sizeof loads / sizeof *loads, v->moment);
    for (int turn = 0; turn < 3; turn++)
      *at++ = l->held.q[h->level[k][turn]] / degree;
    at = put_vec(at, v->slide);
    at = put_vec(at, ps_transform_point(d->body_X[below], h->model->body_X_PF[h->upper[k]].p));
    at = put_vec(at, v->axis);
    at = put_vec(at, v->front);
  }
}

static void fill_groups(const ps_live *l, double *at) {
  for (int i = 0; i < ps_group_count(); i++)
    for (int side = 0; side < 2; side++) {
      ps_group_sum sum = ps_group_of(l->hold, &l->held, i, side);
      *at++ = sum.force;
      *at++ = 100 * sum.activation;
    }
}

static void fill_contacts(ps_live *l, double *at) {
  for (int i = 0; i < l->posture.ncontact; i++) {
    const ps_support_point *c = &l->posture.contact[i];
    l->contact_name[i] = c->name;
    at = put_vec(at, ps_contact_point(l->hold, c));
    at = put_vec(at, l->held.contact[i]);
    at = put_vec(at, c->normal);
    *at++ = c->kind;
  }
}

static void fill_nerves(const ps_live *l, double *at) {
  const ps_data *d = ps_hold_data(l->hold);
  for (int side = 0; side < 2; side++)
    for (int i = 0; i < l->course.n; i++)
      at = put_vec(at, ps_nerve_at(l->human, d, &l->course.items[i], side));
}

void ps_live_fill(ps_live *l, ps_live_frame *f) {
  double *block = l->block;
  *f = (ps_live_frame){.status = l->held.status,
                       .scene = l->scene,
                       .iterations = l->held.iterations,
                       .ncontact = l->posture.ncontact,
                       .contact_name = l->contact_name};
  lay_out(l, block, f);
  fill_bodies(l, block + (f->body - block));
  f->npoint = fill_points(l, (int *)(block + ((const double *)f->start - block)),
                          block + (f->point - block));
  fill_lines(l, f, block);
  fill_levels(l, block + (f->level - block));
  fill_groups(l, block + (f->group - block));
  fill_contacts(l, block + (f->contact - block));
  fill_nerves(l, block + (f->nerve - block));
  walk w = {.wanted = -1, .value = block + (f->number - block)};
  walk_numbers(&w, l);
}
