// chain.c: the stride of a person under variants of the hip flexors.
#include "scenario/chain.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "scenario/draws.h"
#include "scenario/hold_inner.h"

static const double degree = 3.14159265358979323846 / 180; // [rad]

const ps_chain_label ps_chain_labels[PS_CHAIN_COUNT] = {
#define N(name, unit, about) {#name, unit, about},
    PS_CHAIN_NUMBERS(N)
#undef N
};

// ---- variants

int ps_chain_list(double inhibition, ps_chain_variant list[PS_CHAIN_VARIANTS]) {
  static const ps_chain_variant all[] = {
      {"as is", 0, 0, 1, 0},
      {"hip flexors 5 % shorter", 0.05, 0, 1, 0},
      {"hip flexors 10 % shorter", 0.10, 0, 1, 0},
      {"hip flexors 15 % shorter", 0.15, 0, 1, 0},
      {"hip flexors 20 % shorter", 0.20, 0, 1, 0},
      {"psoas, iliacus 10 % shorter", 0, 0.10, 1, 0},
      {"psoas, iliacus 20 % shorter", 0, 0.20, 1, 0},
      {"psoas, iliacus at 80 %", 0, 0, 0.8, 0},
      {"psoas, iliacus at 60 %", 0, 0, 0.6, 0},
      {"psoas, iliacus at 40 %", 0, 0, 0.4, 0},
      {"10 % shorter and at 60 %", 0.10, 0, 0.6, 0},
      {"10 % shorter, inhibiting", 0.10, 0, 1, 1},
      {"20 % shorter, inhibiting", 0.20, 0, 1, 1},
  };
  int n = 0;
  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    if (all[i].inhibition == 0 || inhibition > 0) {
      list[n] = all[i];
      list[n++].inhibition *= inhibition;
    }
  return n;
}

ps_person ps_chain_person(const ps_person *person, const ps_chain_variant *v) {
  ps_person p = *person;
  for (int side = 0; side < 2; side++) {
    p.hip_flexor_shortening[side] = 1 - (1 - p.hip_flexor_shortening[side]) * (1 - v->shortening);
    p.iliopsoas_shortening[side] = 1 - (1 - p.iliopsoas_shortening[side]) * (1 - v->alone);
    p.psoas_strength[side] *= v->strength;
    p.iliacus_strength[side] *= v->strength;
  }
  return p;
}

// ---- what is kept of a moment

// a force on the upper bone along axes of a body: size, forward, up, towards the middle
static void put_force(const ps_hold *hold, ps_vec3 on_lower, int body, int side, double *out) {
  ps_vec3 f = ps_mat_tmul(hold->d->body_X[body].R, ps_scale(-1, on_lower));
  out[0] = ps_norm(f);
  out[1] = f.x;
  out[2] = f.y;
  out[3] = side == PS_RIGHT ? -f.z : f.z;
}

typedef struct pull {
  double force, passive; // [N]
  double share;          // [-]  activation, by strength
} pull;

static pull pull_of(const ps_hold *hold, const ps_held *held, const char *group, int side) {
  const ps_human *h = hold->h;
  size_t n = strlen(group);
  double most = 0;
  pull p = {0};
  for (int i = 0; i < h->nline; i++) {
    if (h->line[i].side != side || strncmp(h->line[i].group, group, n) != 0)
      continue;
    double strength = h->model->muscle[i].max_isometric_force;
    p.force += held->force[i];
    p.passive += held->force[i] - held->active[i];
    p.share += strength * held->activation[i];
    most += strength;
  }
  p.share /= most > 0 ? most : 1;
  return p;
}

static void measure_muscles(const ps_hold *hold, const ps_held *held, int side, double *out) {
  pull psoas = pull_of(hold, held, "psoas", side), glutei = pull_of(hold, held, "gluteus_", side);
  out[PS_CHAIN_psoas_N] = psoas.force;
  out[PS_CHAIN_psoas_passive_N] = psoas.passive;
  out[PS_CHAIN_iliacus_N] = pull_of(hold, held, "iliacus", side).force;
  out[PS_CHAIN_hamstrings_N] = pull_of(hold, held, "hamstrings", side).force;
  out[PS_CHAIN_vasti_N] = pull_of(hold, held, "vasti", side).force;
  out[PS_CHAIN_calf_N] =
      pull_of(hold, held, "gastrocnemius", side).force + pull_of(hold, held, "soleus", side).force;
  out[PS_CHAIN_gluteals_N] = glutei.force;
  out[PS_CHAIN_gluteals_pct] = 100 * glutei.share;
}

void ps_chain_measure(ps_hold *hold, const ps_held *held, ps_chain_row *row) {
  const ps_human *h = hold->h;
  ps_hold_evaluate(hold, held->q);
  const double *net = hold->d->tau; // of weight, inertia and ground: muscles are not in it
  for (int side = 0; side < 2; side++) {
    double *out = row->leg[side];
    int hip = h->hip[side][PS_HIP_FLEXION], knee = h->knee[side], ankle = h->ankle[side];
    put_force(hold, held->hip[side], h->pelvis, side, out + PS_CHAIN_hip_contact_N);
    put_force(hold, held->knee[side], h->tibia[side], side, out + PS_CHAIN_knee_contact_N);
    put_force(hold, held->ankle[side], h->tibia[side], side, out + PS_CHAIN_ankle_contact_N);
    out[PS_CHAIN_hip_moment_Nm] = net[hip];
    out[PS_CHAIN_knee_moment_Nm] = net[knee];
    out[PS_CHAIN_ankle_moment_Nm] = net[ankle];
    out[PS_CHAIN_hip_passive_Nm] = net[hip] - hold->needed[hip];
    measure_muscles(hold, held, side, out);
    out[PS_CHAIN_hip_flexion_deg] = held->q[hip] / degree;
    out[PS_CHAIN_knee_flexion_deg] = held->q[knee] / degree;
    out[PS_CHAIN_ankle_deg] = held->q[ankle] / degree;
  }
}

// ---- a moment, drawn

// A human that takes other parameters, in a posture, with what holds it.
typedef struct bench {
  ps_human *human;
  ps_data *d;
  double *number; // of the posture
  ps_pose pose;
  ps_posture posture;
  ps_hold *hold;
} bench;

static ps_status open_bench(bench *b, const ps_human *human, const ps_pose *pose, int phase_pct,
                            const ps_hold_options *options, ps_error *err) {
  size_t nq = (size_t)human->model->nq;
  *b = (bench){.pose = *pose};
  b->pose.phase_pct = phase_pct;
  b->pose.person = human->person;
  PS_TRY(ps_human_variant(&b->human, human, err));
  b->d = ps_data_create(human->model);
  b->number = calloc(3 * nq, sizeof *b->number);
  if (!b->d || !b->number)
    return ps_fail(err, PS_ERR_MEMORY, NULL, 0, "out of memory");
  b->posture = (ps_posture){.q = b->number, .u = b->number + nq, .udot = b->number + 2 * nq};
  PS_TRY(ps_posture_resolve(b->human, &b->pose, b->d, &b->posture, err));
  return ps_hold_create(&b->hold, b->human, &b->posture, &b->pose, options, err);
}

static void close_bench(bench *b) {
  ps_hold_free(b->hold);
  ps_data_free(b->d);
  ps_human_free(b->human);
  free(b->number);
}

static void draw_one(bench *b, const ps_lab *lab, const ps_human *human, int i,
                     const ps_chain_options *o, ps_chain_outcome *out) {
  ps_parameters p;
  ps_error ignored;
  ps_held held;
  ps_draw_parameters(&lab->table, o->seed, i, o->draws, &p);
  ps_human_set(b->human, human, &p);
  *out = (ps_chain_outcome){0};
  if (ps_posture_resolve(b->human, &b->pose, b->d, &b->posture, &ignored) != PS_OK)
    return;
  ps_hold_retune(b->hold);
  ps_hold_solve(b->hold, &held);
  out->held = held.status != PS_HOLD_INFEASIBLE;
  ps_chain_measure(b->hold, &held, &out->row);
}

static ps_status solve_all(bench *b, const ps_lab *lab, const ps_human *human,
                           const ps_chain_options *o, ps_chain_outcome *out, ps_hold_status *status,
                           ps_error *err) {
  ps_held held;
  ps_hold_solve(b->hold, &held);
  ps_hold_mark(b->hold);
  *status = held.status;
  out[0].held = held.status == PS_HOLD_SOLVED;
  ps_chain_measure(b->hold, &held, &out[0].row);
  for (int i = 0; i < o->draws; i++) {
    draw_one(b, lab, human, i, o, &out[1 + i]);
    if (o->watch.progress && !o->watch.progress(o->watch.context, "draws", i + 1, o->draws))
      return ps_fail(err, PS_ERR_CANCELLED, NULL, 0, "stopped");
  }
  return PS_OK;
}

ps_status ps_chain_moment(const ps_lab *lab, const ps_human *human, const ps_pose *pose,
                          const ps_chain_variant *variant, int i, const ps_chain_options *options,
                          ps_chain_outcome *out, ps_hold_status *status, ps_error *err) {
  ps_hold_options hold = options->hold;
  hold.inhibition = variant->inhibition;
  bench b;
  ps_status result = open_bench(&b, human, pose, 100 * i / PS_CHAIN_MOMENTS, &hold, err);
  if (result == PS_OK)
    result = solve_all(&b, lab, human, options, out, status, err);
  close_bench(&b);
  return result;
}

// ---- how far a leg can go back

ps_status ps_chain_reach_of(const ps_human *human, const ps_pose *pose, int side, double hip_deg,
                            double knee_deg, const ps_chain_reach *as_is, ps_chain_reach *reach,
                            ps_error *err) {
  bench b;
  ps_hold_options options = ps_hold_default();
  ps_status status = open_bench(&b, human, pose, 0, &options, err);
  if (status == PS_OK) {
    ps_hip_ranges tests = ps_hip_tests(b.hold, side);
    *reach = (ps_chain_reach){.range = tests.extension,
                              .thomas = tests.thomas,
                              .stride = -hip_deg,
                              .lacking = fmax(0, -hip_deg - tests.extension),
                              .passive = ps_hip_passive_moment(b.hold, side, hip_deg, knee_deg),
                              .kept = -hip_deg};
    if (as_is)
      reach->kept = ps_hip_extension_at(b.hold, side, knee_deg, as_is->passive);
  }
  close_bench(&b);
  return status;
}
