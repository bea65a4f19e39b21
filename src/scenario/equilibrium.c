// equilibrium.c: the least cost over lordosis, by golden section.
#include "scenario/equilibrium.h"

#include <math.h>

#include "base/fail.h"

typedef struct search {
  const ps_human *h;
  ps_pose *pose;
  ps_data *d;
  ps_posture *posture;
  ps_hold *hold;
  ps_held *held;
  ps_equilibrium *out;
} search;

// cost of holding the posture with this lordosis [deg]; INFINITY: it cannot be taken or held
static double cost_at(search *s, double lordosis) {
  ps_error ignored;
  s->pose->lordosis_deg = lordosis;
  s->out->solves++;
  if (ps_posture_resolve(s->h, s->pose, s->d, s->posture, &ignored) != PS_OK)
    return INFINITY;
  ps_hold_solve(s->hold, s->held);
  return s->held->status == PS_HOLD_INFEASIBLE ? INFINITY : s->held->cost;
}

ps_status ps_equilibrium_find(const ps_human *human, ps_pose *pose, ps_data *d, ps_posture *posture,
                              ps_hold *hold, ps_held *held, ps_equilibrium *out, ps_error *err) {
  const double reach = 25, close = 0.2, golden = 0.6180339887498949; // [deg], [deg], [-]
  *out = (ps_equilibrium){0};
  search s = {human, pose, d, posture, hold, held, out};
  double start = posture->lordosis_deg;
  pose->trunk_inclination_deg = posture->inclination_deg;
  pose->pelvic_tilt_deg = NAN; // follows
  out->cost_at_rest = cost_at(&s, start);
  double low = start - reach, high = start + reach;
  double a = high - golden * (high - low), b = low + golden * (high - low);
  double at_a = cost_at(&s, a), at_b = cost_at(&s, b);
  while (high - low > close) {
    bool left = at_a < at_b || (isinf(at_a) && isinf(at_b) && a > start);
    if (left) {
      high = b;
      b = a;
      at_b = at_a;
      a = high - golden * (high - low);
      at_a = cost_at(&s, a);
    } else {
      low = a;
      a = b;
      at_a = at_b;
      b = low + golden * (high - low);
      at_b = cost_at(&s, b);
    }
  }
  out->lordosis_deg = 0.5 * (low + high);
  out->cost = cost_at(&s, out->lordosis_deg);
  out->shift_deg = out->lordosis_deg - start;
  return isfinite(out->cost) ? PS_OK
                             : ps_fail(err, PS_ERR_VALUE, NULL, 0,
                                       "no lordosis within 25 deg lets this posture be held");
}
