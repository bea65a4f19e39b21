// hold_state.c: forces that a pose makes by itself, and what is missing for balance.
#include <math.h>
#include <string.h>

#include "analysis/disc.h"
#include "body/dynamics.h"
#include "body/kinematics.h"
#include "muscle/muscle.h"
#include "muscle/path.h"
#include "scenario/hold_inner.h"

static const double degree = 3.14159265358979323846 / 180; // [rad]

static bool carries(const ps_model *m, int coordinate, int body) {
  int first = m->coord_body[coordinate];
  while (body > first)
    body = m->body_parent[body];
  return body == first;
}

int ps_contact_feels(const ps_hold *hold, const ps_support_point *c, int coordinate) {
  const ps_model *m = hold->h->model;
  int presses = carries(m, coordinate, c->body);
  return presses - (c->against && carries(m, coordinate, c->against));
}

ps_vec3 ps_contact_point(const ps_hold *hold, const ps_support_point *c) {
  return ps_axpy(ps_transform_point(hold->d->body_X[c->body], c->at), -c->radius, c->normal);
}

// ---- moments of joints

// Resisting moment [N m] of disc and ligaments of a level, positive against positive rotation.
static double level_moment(const ps_hold *hold, const double *q, int level, int turn) {
  return ps_disc_moment(&hold->h->law[level][turn], q[hold->h->level[level][turn]],
                        hold->preload[level], NULL);
}

// hip ligaments come on in extension, and grow by the same factor every degree   (A3)
static double hip_ligament(const ps_human *h, double flexion) {
  double over = -flexion / degree - h->p.hip_capsule_extension_deg;
  return h->p.hip_capsule_Nm * exp(h->p.hip_capsule_per_deg * fmin(over, 40));
}

void ps_hold_joint_moments(const ps_hold *hold, const double *q, double *supply) {
  const ps_human *h = hold->h;
  for (int k = 0; k < PS_LEVELS; k++)
    for (int i = 0; i < 3; i++)
      supply[h->level[k][i]] -= level_moment(hold, q, k, i);
  for (int side = 0; side < 2; side++) {
    int hip = h->hip[side][PS_HIP_FLEXION];
    supply[hip] += hip_ligament(h, q[hip]);
  }
}

// ---- lines

void ps_hold_lines(ps_hold *hold, const double *speed) {
  const ps_human *h = hold->h;
  const ps_model *m = h->model;
  ps_muscle_curves curves = {m->curve, m->function, m->pool};
  const double strength[] = {[PS_REGION_PSOAS] = h->p.strength_psoas,
                             [PS_REGION_HIP] = h->p.strength_leg,
                             [PS_REGION_TRUNK] = h->p.strength_trunk};
  for (int i = 0; i < h->nline; i++) {
    const ps_line *line = &h->line[i];
    const ps_muscle_params *p = &m->muscle[i];
    double path = hold->d->path_length[line->path];
    double v = speed ? speed[line->path] : 0;
    double length = path + (line->back ? h->p.fiber_back * p->optimal_fiber_length : 0);
    double passive = line->region == PS_REGION_TRUNK ? h->p.passive_trunk : 1;
    hold->capacity[i] = hold->lent * strength[line->region] *
                        ps_muscle_active_force_rigid(p, &curves, 1, length, v);
    hold->passive[i] = passive * ps_muscle_passive_force_rigid(p, &curves, length, v);
    hold->stiffness[i] = h->p.stiffness_q / path;
  }
  if (hold->segments_of == hold->d)
    hold->segments_of = NULL;
  hold->filled = NULL;
  hold->rest_known = false;
}

// Antagonist inhibition: the gluteals of a side lose strength with the passive tension of its
// psoas. Contested, and off unless it is asked for.   (W2)
static void inhibit_gluteals(ps_hold *hold) {
  const ps_human *h = hold->h;
  double passive[2] = {0, 0}, most[2] = {0, 0};
  for (int i = 0; i < h->nline; i++)
    if (h->line[i].region == PS_REGION_PSOAS) {
      passive[h->line[i].side] += hold->passive[i];
      most[h->line[i].side] += h->model->muscle[i].max_isometric_force;
    }
  for (int i = 0; i < h->nline; i++)
    if (strncmp(h->line[i].group, "gluteus_", 8) == 0) {
      double tension = fmin(1, passive[h->line[i].side] / most[h->line[i].side]);
      hold->capacity[i] *= 1 - hold->o.inhibition * tension;
    }
}

// ---- balance

void ps_hold_pull(const ps_hold *hold, int path, double tension, double *supply) {
  const ps_model *m = hold->h->model;
  const ps_path *p = &m->path[path];
  for (int s = p->span; s < p->span + p->nspan; s++)
    supply[m->span_coordinate[s]] += hold->d->span_arm[s] * tension;
}

double ps_hold_rod_push(const ps_hold *hold, double pressure_kPa) {
  double scale = ps_person_scaling(&hold->h->person).length;
  return hold->h->p.iap_area_m2 * scale * scale * 1000 * pressure_kPa;
}

// weight, inertia and known pushes -> d->tau
static void need(ps_hold *hold) {
  const ps_model *m = hold->h->model;
  ps_data *d = hold->d;
  memset(d->body_force, 0, (size_t)m->nbody * sizeof *d->body_force);
  for (int i = 0; i < hold->posture->npush; i++) {
    const ps_push *push = &hold->posture->push[i];
    ps_spatial f = ps_force_at(ps_transform_point(d->body_X[push->body], push->at), push->force);
    f.w = ps_add(f.w, push->moment);
    d->body_force[push->body] = ps_sadd(d->body_force[push->body], f);
  }
  ps_inverse_dynamics(m, d);
}

void ps_hold_place(ps_hold *hold, const double *q) {
  const ps_model *m = hold->h->model;
  memcpy(hold->d->q, q, (size_t)m->nq * sizeof *q);
  hold->nslope = 0;
  ps_body_positions(m, hold->d);
  ps_body_velocities(m, hold->d);
  ps_path_lines(m, hold->d);
  if (hold->by_speed) {
    for (int i = 0; i < m->npath; i++)
      ps_path_arms(m, hold->d, i);
    ps_path_speeds(m, hold->d);
  }
  ps_hold_lines(hold, hold->by_speed ? hold->d->path_speed : NULL);
  if (hold->o.inhibition > 0)
    inhibit_gluteals(hold);
}

void ps_hold_evaluate(ps_hold *hold, const double *q) {
  const ps_human *h = hold->h;
  const ps_model *m = h->model;
  double *supply = hold->needed;
  ps_hold_place(hold, q);
  for (int i = 0; i < m->npath; i++)
    ps_path_arms(m, hold->d, i);
  need(hold);
  memset(supply, 0, (size_t)m->nq * sizeof *supply);
  for (int i = 0; i < h->nline; i++)
    if (hold->pose->muscles)
      ps_hold_pull(hold, h->line[i].path, hold->passive[i], supply);
  ps_hold_joint_moments(hold, q, supply);
  ps_hold_pull(hold, h->rod, -ps_hold_rod_push(hold, hold->posture->iap_rest_kPa), supply);
  for (int k = 0; k < m->nq; k++)
    hold->needed[k] = hold->weightless ? -supply[k] : hold->d->tau[k] - supply[k];
}

static void swap_numbers(double **a, double **b) {
  double *old = *a;
  *a = *b;
  *b = old;
}

void ps_hold_swap(ps_hold *hold) {
  ps_data *d = hold->d;
  hold->d = hold->aside;
  hold->aside = d;
  swap_numbers(&hold->capacity, &hold->there.capacity);
  swap_numbers(&hold->passive, &hold->there.passive);
  swap_numbers(&hold->stiffness, &hold->there.stiffness);
}

void ps_hold_apply(ps_hold *hold, const double *tension) {
  const ps_human *h = hold->h;
  const ps_model *m = h->model;
  ps_data *d = hold->d;
  for (int i = 0; i < h->nline; i++)
    if (tension[i] != 0)
      ps_path_pull(m, d, h->line[i].path, tension[i]);
  ps_path_pull(m, d, h->rod,
               -ps_hold_rod_push(hold, hold->posture->iap_rest_kPa + hold->pressure_kPa));
  for (int i = 0; i < hold->posture->ncontact; i++) {
    const ps_support_point *c = &hold->posture->contact[i];
    ps_spatial wrench = ps_force_at(ps_contact_point(hold, c), hold->contact[i]);
    d->body_force[c->body] = ps_sadd(d->body_force[c->body], wrench);
    if (c->against)
      d->body_force[c->against] = ps_ssub(d->body_force[c->against], wrench);
  }
}

void ps_hold_residual(ps_hold *hold, double *residual) {
  const ps_human *h = hold->h;
  const ps_model *m = h->model;
  ps_data *d = hold->d;
  need(hold);
  for (int i = 0; i < h->nline; i++)
    hold->tension[i] =
        hold->capacity[i] * hold->activation[i] + (hold->pose->muscles ? hold->passive[i] : 0);
  for (int k = 0; k < m->nq; k++)
    residual[k] =
        hold->knee_stop[k] - hold->effort[k] * hold->effort_Nm + (hold->weightless ? d->tau[k] : 0);
  ps_hold_joint_moments(hold, d->q, residual);
  // inverse dynamics says what still must be added
  ps_hold_apply(hold, hold->tension);
  ps_inverse_dynamics(m, d);
  for (int k = 0; k < m->nq; k++)
    residual[k] -= d->tau[k];
}
