// hold_load.c: what crosses a disc, a hip, a knee and an ankle.
//
// A disc's axis is that of the table in the vertebra below, turned by half of its level's rotation;
// front and right complete it. Compression is what presses along the axis, ligament pull included.
#include <math.h>

#include "analysis/disc.h"
#include "body/dynamics.h"
#include "muscle/path.h"
#include "scenario/hold_inner.h"

static const double degree = 3.14159265358979323846 / 180; // [rad]

static ps_vec3 joint_centre(const ps_hold *hold, int level) {
  const ps_human *h = hold->h;
  int below = level ? h->upper[level - 1] : h->pelvis;
  return ps_transform_point(hold->d->body_X[below], h->model->body_X_PF[h->upper[level]].p);
}

void ps_hold_discs(const ps_hold *hold, ps_level_load level[PS_LEVELS]) {
  const ps_human *h = hold->h;
  for (int k = 0; k < PS_LEVELS; k++) {
    int below = k ? h->upper[k - 1] : h->pelvis;
    ps_mat3 low = hold->d->body_X[below].R, high = hold->d->body_X[h->upper[k]].R;
    ps_vec3 y = ps_add(ps_column(low, 1), ps_column(high, 1));
    ps_vec3 z = ps_add(ps_column(low, 2), ps_column(high, 2));
    y = ps_scale(1 / ps_norm(y), y);
    z = ps_axpy(z, -ps_dot(z, y), y);
    z = ps_scale(1 / ps_norm(z), z);
    ps_vec3 x = ps_cross(y, z);
    double tilt = h->p.disc_tilt_deg[k] * degree;
    level[k].axis = ps_add(ps_scale(cos(tilt), y), ps_scale(sin(tilt), x));
    level[k].front = ps_sub(ps_scale(cos(tilt), x), ps_scale(sin(tilt), y));
    level[k].right = z;
  }
}

double ps_hold_compression_of(const ps_hold *hold, const ps_level_load *level, int path, int k) {
  int coordinate = hold->h->level[k][PS_FE];
  return -ps_dot(ps_path_pull_across(hold->h->model, hold->d, path, coordinate), level->axis);
}

// weight of what a level carries, and pushes on it [N], in ground
static ps_vec3 carried(const ps_hold *hold, int k) {
  const ps_human *h = hold->h;
  const ps_model *m = h->model;
  ps_vec3 sum = {0, 0, 0};
  for (int i = k; i < PS_LEVELS; i++)
    sum = ps_axpy(sum, m->body_mass[h->upper[i]], m->gravity);
  for (int i = 0; i < hold->posture->npush; i++)
    for (int j = k; j < PS_LEVELS; j++)
      if (hold->posture->push[i].body == h->upper[j])
        sum = ps_add(sum, hold->posture->push[i].force);
  return sum;
}

double ps_hold_compression_at_rest(const ps_hold *hold, const ps_level_load *level, int k) {
  const ps_human *h = hold->h;
  double sum = -ps_dot(carried(hold, k), level->axis);
  for (int i = 0; i < h->nline; i++)
    if (hold->pose->muscles && hold->passive[i] > 0)
      sum += hold->passive[i] * ps_hold_compression_of(hold, level, h->line[i].path, k);
  double push = ps_hold_rod_push(hold, hold->posture->iap_rest_kPa);
  return sum - push * ps_hold_compression_of(hold, level, h->rod, k);
}

// How far the loads displace the upper vertebra, by the stiffness of a segment with this preload.
// It is a fraction of a millimetre to a few, and does not feed back on the arms.
static ps_vec3 slide(const ps_human *h, const ps_level_load *l) {
  double s = 1 + h->p.preload_gain * (1 - exp(-fmax(0, l->compression) / h->p.preload_force_N));
  return ps_vec(l->shear_anterior / (s * h->p.shear_stiffness_N_mm),
                -l->compression / (s * h->p.axial_stiffness_N_mm),
                l->shear_right / (s * h->p.side_stiffness_N_mm));
}

void ps_hold_loads(ps_hold *hold, ps_held *held) {
  const ps_human *h = hold->h;
  ps_data *d = hold->d;
  ps_hold_apply(hold, hold->force); // on top of the pushes that ps_hold_evaluate left there
  ps_inverse_dynamics(h->model, d);
  ps_hold_discs(hold, held->level);
  for (int k = 0; k < PS_LEVELS; k++) {
    ps_level_load *l = &held->level[k];
    ps_spatial on_upper = d->joint_force[h->upper[k]];
    ps_vec3 centre = joint_centre(hold, k);
    ps_vec3 moment = ps_sub(on_upper.w, ps_cross(centre, on_upper.v));
    double length = ps_person_scaling(&h->person).length, angle = d->q[h->level[k][PS_FE]];
    double stop = ps_disc_stop(&h->law[k][PS_FE], angle); // flexion -, extension +
    // ligaments pull the vertebrae together, facets push them apart behind the disc
    l->ligament = h->p.ligament_share * fmax(0, -stop) / (h->p.ligament_arm_m * length);
    l->facet = h->p.facet_share * fmax(0, stop) / (h->p.facet_lever_m * length);
    l->compression = ps_dot(on_upper.v, l->axis) + l->ligament;
    l->shear_anterior = -ps_dot(on_upper.v, l->front);
    l->shear_right = -ps_dot(on_upper.v, l->right);
    l->moment = ps_vec(ps_dot(moment, l->front), ps_dot(moment, l->axis), ps_dot(moment, l->right));
    l->pressure = fmax(0, l->compression - l->facet) / (h->p.pressure_factor * h->disc_area[k]) +
                  h->p.nucleus_MPa;
    l->slide = slide(h, l);
  }
  for (int side = 0; side < 2; side++) { // (W1)
    held->hip[side] = d->joint_force[h->femur[side]].v;
    held->knee[side] = d->joint_force[h->tibia[side]].v;
    held->ankle[side] = d->joint_force[h->foot[side]].v;
  }
}
