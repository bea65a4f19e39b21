// ranges.c: passive ranges of the hip.
#include "scenario/ranges.h"

#include <math.h>
#include <string.h>

#include "body/dynamics.h"
#include "scenario/hold_inner.h"

static const double degree = 3.14159265358979323846 / 180; // [rad]

typedef struct test {
  ps_hold *hold;
  int side;
  double knee;    // [rad]
  bool by_weight; // the leg's own weight moves it, lying on the back
} test;

// Moment [N m] that relaxed tissue gives about the hip, flexion +; with the weight of the leg where
// that counts.
static double moment(const test *t, double flexion) {
  ps_hold *hold = t->hold;
  const ps_human *h = hold->h;
  int hip = h->hip[t->side][PS_HIP_FLEXION];
  memset(hold->trial_q, 0, (size_t)h->model->nq * sizeof *hold->trial_q);
  hold->trial_q[h->pelvis_coordinate[0]] = t->by_weight ? 90 * degree : 0;
  hold->trial_q[hip] = flexion;
  hold->trial_q[h->knee[t->side]] = t->knee;
  ps_hold_evaluate(hold, hold->trial_q);
  double passive = hold->d->tau[hip] - hold->needed[hip];
  if (!t->by_weight)
    return passive;
  // the weight of the leg alone: pushes of the posture have no place in a test
  memset(hold->d->body_force, 0, (size_t)h->model->nbody * sizeof *hold->d->body_force);
  ps_inverse_dynamics(h->model, hold->d);
  return passive - hold->d->tau[hip];
}

// the angle between `low` and `high` [deg] where the moment passes `goal`; an end where it does not
static double reach(const test *t, double low, double high, double goal) {
  const double close = 0.02; // [deg]
  double at_low = moment(t, low * degree) - goal, at_high = moment(t, high * degree) - goal;
  if (at_low * at_high > 0)
    return fabs(at_low) < fabs(at_high) ? low : high;
  double at = 0;
  for (int i = 0; i < 40 && high - low > close; i++) { // false position, halving an end that stays
    double x = high - at_high * (high - low) / (at_high - at_low);
    double before = at;
    at = moment(t, x * degree) - goal;
    if (fabs(at) < 1e-3)
      return x;
    if (at * at_low > 0) {
      low = x;
      at_low = at;
      at_high *= before * at > 0 ? 0.5 : 1;
    } else {
      high = x;
      at_high = at;
      at_low *= before * at > 0 ? 0.5 : 1;
    }
  }
  return 0.5 * (low + high);
}

double ps_hip_passive_moment(ps_hold *hold, int side, double hip_deg, double knee_deg) {
  test t = {hold, side, knee_deg * degree, false};
  return moment(&t, hip_deg * degree);
}

double ps_hip_extension_at(ps_hold *hold, int side, double knee_deg, double goal) {
  test t = {hold, side, knee_deg * degree, false};
  return -reach(&t, -40, 60, goal);
}

ps_hip_ranges ps_hip_tests(ps_hold *hold, int side) {
  const double hand = 20; // [N m]  what an examiner calls the end
  test straight = {hold, side, 0, false}, hanging = {hold, side, 70 * degree, true},
       bent = {hold, side, 120 * degree, false};
  return (ps_hip_ranges){
      .extension = -reach(&straight, -40, 60, hand),
      .thomas = reach(&hanging, -40, 60, 0),
      .straight_leg_raise = reach(&straight, 20, 120, -hand),
      .knee_to_chest = reach(&bent, 60, 140, -hand),
  };
}
