// event_body.c: the equations of motion of an event.
//
// Speeds of all coordinates follow from those of what is free, u = G w + u*: a free coordinate is a
// speed of its own; the pelvis of who stands turns about the fixed centres of the hips, with unit
// motions B, and the hips of standing legs turn back as much:
//
//   S_pelvis u_pelvis = B w,    S_hip u_hip = - B w                                         (V5)
//
// and accelerations by the same with what S leaves over at w' = 0 -> gamma. Feedback asks for
// moments, and the lines share them so that the least volume is excited:
//
//   x_m += F_m r_m' lambda / V_m,    (sum_m F_m^2 r_m r_m' / V_m) lambda = asked           (V10)
//
// A line that is stretched from its course resists at once, short-range, up to a yield z [m]:
//
//   F = F_act a [1 + (q / L) z tanh((L - L*) / z)] + passive                                (V7)
//
// with the q of the posture solver's stiffness. A support that moves is a spring and damper about
// where it is on the course, never pulls, and slips at Coulomb's limit.
#include <math.h>
#include <string.h>

#include "analysis/disc.h"
#include "base/fail.h"
#include "body/dynamics.h"
#include "body/kinematics.h"
#include "muscle/activation.h"
#include "muscle/path.h"
#include "num/dense.h"
#include "scenario/event_inner.h"

// ---- what is free

static void stand(ps_event_body *b) {
  ps_vec3 hip[2];
  for (int side = 0; side < 2; side++)
    hip[side] = b->d->body_X[b->h->femur[side]].p;
  if (b->stands[PS_RIGHT] && b->stands[PS_LEFT]) {
    ps_vec3 e = ps_sub(hip[PS_RIGHT], hip[PS_LEFT]);
    e = ps_scale(1 / ps_norm(e), e);
    b->base[0] = (ps_spatial){e, ps_cross(hip[PS_RIGHT], e)};
    b->nbase = 1;
  } else if (b->stands[PS_RIGHT] || b->stands[PS_LEFT]) {
    for (int i = 0; i < 3; i++) {
      ps_vec3 e = ps_vec(i == 1, i == 2, i == 0); // tilt, list, rotation
      b->base[i] = (ps_spatial){e, ps_cross(hip[b->stands[PS_LEFT]], e)};
    }
    b->nbase = 3;
  }
}

static void choose_roles(ps_event_body *b) {
  const ps_human *h = b->h;
  for (int k = 0; k < b->m->nq; k++)
    b->role[k] = PS_ROLE_GIVEN;
  for (int i = 0; i < 6 && b->nbase; i++)
    b->role[h->pelvis_coordinate[i]] = PS_ROLE_FOLLOW;
  for (int k = 0; k < PS_LEVELS; k++)
    for (int i = 0; i < 3; i++)
      b->role[h->level[k][i]] = PS_ROLE_FREE;
  for (int side = 0; side < 2; side++)
    for (int i = 0; i < 3; i++)
      b->role[h->hip[side][i]] = b->stands[side]  ? PS_ROLE_FOLLOW
                                 : b->loose[side] ? PS_ROLE_FREE
                                                  : PS_ROLE_GIVEN;
  b->nw = b->nbase;
  for (int k = 0; k < b->m->nq; k++)
    if (b->role[k] == PS_ROLE_FREE)
      b->free[b->nw++] = k;
}

static bool moves(const ps_event_body *b, const ps_support_point *c) {
  for (int k = 0; k < b->m->nq; k++)
    if (b->role[k] == PS_ROLE_FREE && ps_contact_feels(b->hold, c, k))
      return true;
  return false;
}

ps_status ps_event_body_make(ps_event_body *b, ps_error *err) {
  size_t nq = (size_t)b->m->nq, nline = (size_t)b->h->nline;
  size_t nc = (size_t)b->hold->posture->ncontact + 1;
#define TAKE(array, count) (b->array = ps_pool_take(b->pool, (count) * sizeof *b->array))
  if (!TAKE(role, nq))
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  stand(b);
  choose_roles(b);
  size_t nw = (size_t)b->nw;
  if (!TAKE(moving, nc) || !TAKE(G, nq * nw) || !TAKE(gamma, nq) || !TAKE(supply, nq) ||
      !TAKE(full, nq) || !TAKE(M, nw * (nw + 1) / 2) || !TAKE(wdot, nw) || !TAKE(deviation, nw) ||
      !TAKE(deviation_speed, nw) || !TAKE(asked, nw) || !TAKE(arm, nline * nw) ||
      !TAKE(price, nw) || !TAKE(MG, nq * nw) || !TAKE(last, nw) || !TAKE(start, nw + 1) ||
      !TAKE(diagonal, nw) || !TAKE(lift, nw) || !TAKE(plan.burst, nline))
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
#undef TAKE
  for (int i = 0; i < b->hold->posture->ncontact; i++)
    b->moving[i] = moves(b, &b->hold->posture->contact[i]);
  for (int j = 0; j < b->nw; j++) {
    b->last[j] = b->nw - 1;
    b->lift[j] = INFINITY;
  }
  ps_envelope_starts(b->nw, b->last, b->start);
  b->muscles = true;
  return PS_OK;
}

// ---- motion

// x with a x.x + b x.y + c x.z = r
static ps_vec3 solve3(ps_vec3 a, ps_vec3 b, ps_vec3 c, ps_vec3 r) {
  ps_vec3 bc = ps_cross(b, c);
  double inverse = 1 / ps_dot(a, bc);
  return ps_scale(inverse,
                  ps_vec(ps_dot(r, bc), ps_dot(a, ps_cross(r, c)), ps_dot(a, ps_cross(b, r))));
}

// rates of three turning coordinates that turn as fast as `turn`
static ps_vec3 turning(const ps_event_body *b, const int *coordinate, ps_vec3 turn) {
  const ps_spatial *S = b->d->S;
  return solve3(S[coordinate[0]].w, S[coordinate[1]].w, S[coordinate[2]].w, turn);
}

// `rate` of the pelvis, for its motion V; of the hips of standing legs, for the motions V of theirs
static void follow(const ps_event_body *b, ps_spatial pelvis, const ps_spatial leg[2], double *rate,
                   int stride) {
  const ps_human *h = b->h;
  const ps_spatial *S = b->d->S;
  const int *c = h->pelvis_coordinate;
  ps_vec3 turn = turning(b, c, pelvis.w), left = pelvis.v;
  for (int i = 0; i < 3; i++) {
    rate[c[i] * stride] = ps_at(turn, i);
    left = ps_axpy(left, -ps_at(turn, i), S[c[i]].v);
  }
  ps_vec3 along = solve3(S[c[3]].v, S[c[4]].v, S[c[5]].v, left);
  for (int i = 0; i < 3; i++)
    rate[c[3 + i] * stride] = ps_at(along, i);
  for (int side = 0; side < 2; side++)
    if (b->stands[side]) {
      turn = turning(b, h->hip[side], leg[side].w);
      for (int i = 0; i < 3; i++)
        rate[h->hip[side][i] * stride] = ps_at(turn, i);
    }
}

void ps_event_move(ps_event_body *b, const double *w) {
  const ps_human *h = b->h;
  ps_data *d = b->d;
  int nq = b->m->nq, nw = b->nw;
  memset(b->G, 0, (size_t)(nq * nw) * sizeof *b->G);
  for (int j = 0; j < b->nbase; j++) { // (V5)
    ps_spatial back = ps_sscale(-1, b->base[j]), leg[2] = {back, back};
    follow(b, b->base[j], leg, b->G + j, nw);
  }
  for (int j = b->nbase; j < nw; j++)
    b->G[b->free[j] * nw + j] = 1;
  if (!w)
    return;
  for (int k = 0; k < nq; k++) {
    d->u[k] = b->role[k] == PS_ROLE_GIVEN ? b->now.u[k] : 0;
    for (int j = 0; j < nw; j++)
      d->u[k] += b->G[k * nw + j] * w[j];
  }
  ps_body_velocities(b->m, d);
  for (int k = 0; k < nq; k++)
    b->gamma[k] = b->role[k] == PS_ROLE_GIVEN ? b->now.udot[k] : 0;
  if (b->nbase) {
    ps_spatial leg[2] = {ps_sscale(-1, d->body_bias[h->femur[0]]),
                         ps_sscale(-1, d->body_bias[h->femur[1]])};
    follow(b, ps_sscale(-1, d->body_bias[h->pelvis]), leg, b->gamma, 1);
  }
}

// how far what is free is off its course, and how fast it leaves it
static void deviate(ps_event_body *b, const double *q, const double *w) {
  const int *c = b->h->pelvis_coordinate;
  ps_vec3 turned = {0, 0, 0};
  for (int i = 0; i < 3; i++)
    turned = ps_axpy(turned, q[c[i]] - b->now.q[c[i]], b->d->S[c[i]].w);
  for (int j = 0; j < b->nw; j++) {
    bool base = j < b->nbase;
    b->deviation[j] = base ? ps_dot(b->base[j].w, turned) : q[b->free[j]] - b->now.q[b->free[j]];
    b->deviation_speed[j] = w[j] - (base ? 0 : b->now.u[b->free[j]]);
  }
}

static bool is_level(const ps_event_body *b, int j) {
  return j >= b->nbase && b->h->column.place[b->free[j]] >= 0;
}

// ---- forces

// arms of all lines in what is free
static void reduce_arms(ps_event_body *b) {
  const ps_model *m = b->m;
  memset(b->arm, 0, (size_t)(b->h->nline * b->nw) * sizeof *b->arm);
  for (int i = 0; i < b->h->nline; i++) {
    const ps_path *p = &m->path[b->h->line[i].path];
    double *arm = b->arm + i * b->nw;
    for (int s = p->span; s < p->span + p->nspan; s++) {
      int k = m->span_coordinate[s], role = b->role[k];
      if (role == PS_ROLE_GIVEN)
        continue;
      const double *G = b->G + k * b->nw;
      for (int j = 0; j < b->nw; j++)
        arm[j] += G[j] * b->d->span_arm[s];
    }
  }
}

// Moments that feedback asks for: of each freedom by itself, and of all that carry the thorax for
// its turn as a whole. A moment on the thorax is felt the same by every joint below.
static void ask(ps_event_body *b) {
  ps_vec3 turn = {0, 0, 0}, speed = {0, 0, 0};
  bool upright = !b->hold->leans;
#define AXIS(j) ((j) < b->nbase ? b->base[j].w : b->d->S[b->free[j]].w)
  for (int j = 0; j < b->nw && upright; j++)
    if (j < b->nbase || is_level(b, j)) {
      turn = ps_axpy(turn, b->deviation[j], AXIS(j));
      speed = ps_axpy(speed, b->deviation_speed[j], AXIS(j));
    }
  ps_vec3 moment = ps_axpy(ps_scale(-b->p.trunk[0], turn), -b->p.trunk[1], speed);
  for (int j = 0; j < b->nw; j++) {
    int hip = !is_level(b, j);
    b->asked[j] =
        -b->p.feedback[hip][0] * b->deviation[j] - b->p.feedback[hip][1] * b->deviation_speed[j];
    if (j < b->nbase || !hip)
      b->asked[j] += ps_dot(AXIS(j), moment);
  }
#undef AXIS
}

// what an excitation of the least volume gives the moments that are asked for -> price   (V10)
static void price_feedback(ps_event_body *b) {
  ps_envelope e = {b->nw, b->last, b->start};
  double *N = b->M;
  memset(N, 0, (size_t)(b->nw * (b->nw + 1) / 2) * sizeof *N);
  for (int i = 0; i < b->h->nline; i++) {
    double capacity = b->hold->capacity[i], weight = capacity * capacity / b->h->line[i].volume;
    const double *arm = b->arm + i * b->nw;
    for (int k = 0, at = 0; k < b->nw; k++) {
      double one = weight * arm[k];
      for (int j = k; j < b->nw; j++, at++)
        N[at] += one * arm[j];
    }
  }
  for (int j = 0; j < b->nw; j++) {
    N[ps_envelope_at(&e, j, j)] *= 1 + 1e-6;
    b->price[j] = b->asked[j];
  }
  ps_ldl_factor(&e, &(ps_pivot_rule){1e-12, b->lift}, N, b->diagonal);
  ps_ldl_solve(&e, N, b->price);
}

static double excitation(const ps_event_body *b, int line, double t) {
  double x = b->now.activation[line] + ps_event_burst(&b->plan, line, t);
  const double *arm = b->arm + line * b->nw;
  double asked = 0;
  for (int j = 0; j < b->nw; j++)
    asked += arm[j] * b->price[j];
  x += b->hold->capacity[line] * asked / b->h->line[line].volume;
  return fmax(0, fmin(1, x));
}

// tensions at the activations a, and what they do to the coordinates; pressure follows the wall
static void pull(ps_event_body *b, const double *a) {
  ps_hold *hold = b->hold;
  const ps_human *h = b->h;
  for (int i = 0; i < h->nline && b->muscles; i++) {
    double active = hold->capacity[i] * a[i];
    double yield = b->p.short_range * b->m->muscle[i].optimal_fiber_length;
    double stretch = b->d->path_length[h->line[i].path] - b->now.length[i];
    active *= 1 + hold->stiffness[i] * yield * tanh(stretch / yield); // (V7)
    hold->activation[i] = a[i];
    hold->active[i] = active;
    hold->force[i] = active + hold->passive[i];
    ps_hold_pull(hold, h->line[i].path, hold->force[i], b->supply);
  }
  double rest = hold->posture->iap_rest_kPa, scale = ps_person_scaling(&h->person).length;
  double more = ps_event_wall(h, hold->active) - b->now.wall;
  double p = b->now.pressure + (b->muscles ? more / (h->p.hoop_N_per_kPa * scale * scale) : 0);
  hold->pressure_kPa = fmax(0, fmin(h->p.iap_max_kPa - rest, p));
  ps_hold_pull(hold, h->rod, -ps_hold_rod_push(hold, rest + hold->pressure_kPa), b->supply);
}

static void resist(ps_event_body *b, const double *q) {
  const ps_human *h = b->h;
  memcpy(b->hold->preload, b->now.preload, sizeof b->now.preload);
  ps_hold_joint_moments(b->hold, q, b->supply);
  for (int k = 0; k < PS_LEVELS && b->muscles; k++)
    for (int i = 0; i < 3; i++) {
      double slope;
      int c = h->level[k][i];
      ps_disc_moment(&h->law[k][i], q[c], b->now.preload[k], &slope);
      b->supply[c] -= b->p.disc_damping * slope * b->d->u[c];
    }
}

static ps_vec3 press(const ps_event_body *b, int contact) {
  const ps_support_point *c = &b->hold->posture->contact[contact];
  ps_vec3 at = ps_contact_point(b->hold, c), n = c->normal;
  ps_vec3 off = ps_sub(at, b->now.place[contact]);
  ps_vec3 v = ps_point_velocity(b->d->body_V[c->body], at);
  ps_vec3 f = ps_axpy(b->now.contact[contact], -c->stiffness, off);
  f = ps_axpy(f, -c->stiffness * b->p.contact_damping, v);
  double normal = fmax(0, ps_dot(f, n));
  ps_vec3 along = ps_axpy(f, -ps_dot(f, n), n);
  double slides = ps_norm(along), most = c->friction * normal;
  if (slides > most)
    along = ps_scale(slides > 0 ? most / slides : 0, along);
  return ps_axpy(along, normal, n);
}

// known pushes and the supports that move -> body_force
static void push(ps_event_body *b) {
  const ps_posture *posture = b->hold->posture;
  ps_data *d = b->d;
  memset(d->body_force, 0, (size_t)b->m->nbody * sizeof *d->body_force);
  for (int i = 0; i < posture->npush; i++) {
    const ps_push *p = &posture->push[i];
    ps_spatial f = ps_force_at(ps_transform_point(d->body_X[p->body], p->at), p->force);
    f.w = ps_add(f.w, p->moment);
    d->body_force[p->body] = ps_sadd(d->body_force[p->body], f);
  }
  for (int i = 0; i < posture->ncontact; i++) {
    const ps_support_point *c = &posture->contact[i];
    b->hold->contact[i] = b->moving[i] ? press(b, i) : b->now.contact[i];
    if (!b->moving[i])
      continue;
    ps_spatial f = ps_force_at(ps_contact_point(b->hold, c), b->hold->contact[i]);
    d->body_force[c->body] = ps_sadd(d->body_force[c->body], f);
    if (c->against)
      d->body_force[c->against] = ps_ssub(d->body_force[c->against], f);
  }
}

static double reserve(const ps_event_body *b, int j) {
  int hip = !is_level(b, j);
  if (!b->muscles)
    return 0;
  return b->now.reserve[j] - b->p.reserve[hip][0] * b->deviation[j] -
         b->p.reserve[hip][1] * b->deviation_speed[j];
}

// ---- acceleration

// G' M G w' = G' (supply - h - M gamma) + reserve   (V2)
static void accelerate(ps_event_body *b) {
  const ps_model *m = b->m;
  ps_data *d = b->d;
  int nq = m->nq, nw = b->nw;
  ps_envelope e = {nw, b->last, b->start};
  memcpy(d->udot, b->gamma, (size_t)nq * sizeof *d->udot);
  ps_inverse_dynamics(m, d);
  ps_mass_matrix(m, d);
  for (int k = 0; k < nq; k++)
    for (int j = 0; j < nw; j++) {
      double sum = 0;
      for (int l = 0; l < nq; l++)
        sum += d->mass_matrix[k * nq + l] * b->G[l * nw + j];
      b->MG[k * nw + j] = sum;
    }
  b->reserve_peak = 0;
  for (int j = 0; j < nw; j++) {
    double extra = reserve(b, j);
    b->reserve_peak = fmax(b->reserve_peak, fabs(extra));
    b->wdot[j] = extra;
    for (int k = 0; k < nq; k++)
      b->wdot[j] += b->G[k * nw + j] * (b->supply[k] - d->tau[k]);
    for (int i = j; i < nw; i++) {
      double sum = 0;
      for (int k = 0; k < nq; k++)
        sum += b->G[k * nw + i] * b->MG[k * nw + j];
      b->M[ps_envelope_at(&e, i, j)] = sum;
    }
  }
  ps_ldl_factor(&e, &(ps_pivot_rule){1e-14, b->lift}, b->M, b->diagonal);
  ps_ldl_solve(&e, b->M, b->wdot);
  for (int k = 0; k < nq; k++) {
    b->full[k] = d->tau[k];
    for (int j = 0; j < nw; j++) {
      d->udot[k] += b->G[k * nw + j] * b->wdot[j];
      b->full[k] += b->MG[k * nw + j] * b->wdot[j];
    }
  }
}

// what all forces but gravity do: lines, discs, reserve, supports, and what drives what is given
static double power(const ps_event_body *b, const double *w) {
  const ps_data *d = b->d;
  double sum = 0;
  for (int k = 0; k < b->m->nq; k++)
    sum += (b->role[k] == PS_ROLE_GIVEN ? b->full[k] : b->supply[k]) * d->u[k];
  for (int j = 0; j < b->nw; j++)
    sum += reserve(b, j) * w[j];
  for (int i = 1; i < b->m->nbody; i++)
    sum += ps_sdot(d->body_V[i], d->body_force[i]);
  return sum;
}

void ps_event_rate(void *context, double t, const double *y, double *rate) {
  ps_event_body *b = context;
  ps_data *d = b->d;
  int nq = b->m->nq, nw = b->nw, nline = b->h->nline;
  const double *q = y, *w = y + nq, *a = w + nw;
  ps_event_plan_at(b, t);
  memcpy(d->q, q, (size_t)nq * sizeof *q);
  ps_body_positions(b->m, d);
  ps_event_move(b, w);
  ps_muscle_paths(b->m, d);
  ps_path_speeds(b->m, d);
  ps_hold_lines(b->hold, d->path_speed);
  deviate(b, q, w);

  memset(b->supply, 0, (size_t)nq * sizeof *b->supply);
  pull(b, a);
  resist(b, q);
  push(b);
  memset(rate + nq + nw, 0, (size_t)nline * sizeof *rate);
  if (b->muscles) {
    reduce_arms(b);
    ask(b);
    price_feedback(b);
    for (int i = 0; i < nline; i++)
      rate[nq + nw + i] = ps_activation_rate(&b->m->muscle[i], excitation(b, i, t), a[i]);
  }
  accelerate(b);
  memcpy(rate, d->u, (size_t)nq * sizeof *rate);
  memcpy(rate + nq, b->wdot, (size_t)nw * sizeof *rate);
  b->power = rate[nq + nw + nline] = power(b, w);
}
